//! JSON as records are written: indented, keys in the order of the types, and each row of a list on a line of its own, so
//! that a plan can be read, and two plans compared line by line.

use serde::Serialize;
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// A record as JSON text, with a newline at its end.
///
/// # Errors
/// If the value holds a map whose keys are not text; records hold none.
pub fn to_json(record: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, RowsOnLines::default());
    record.serialize(&mut serializer)?;
    bytes.push(b'\n');
    String::from_utf8(bytes).map_err(serde::ser::Error::custom)
}

/// What a value stands in.
#[derive(Clone, Copy, PartialEq)]
enum Container {
    Array,
    Object,
}

/// Indents objects and lists, and keeps everything within a list's row on one line.
#[derive(Default)]
struct RowsOnLines {
    containers: Vec<Container>,
    /// How many containers deep the row on one line began; none outside a row.
    row_depth: Option<usize>,
    has_value: bool,
}

impl RowsOnLines {
    fn open<W: ?Sized + Write>(&mut self, writer: &mut W, kind: Container, bracket: &[u8]) -> io::Result<()> {
        if self.row_depth.is_none() && self.containers.last() == Some(&Container::Array) {
            self.row_depth = Some(self.containers.len());
        }
        self.containers.push(kind);
        self.has_value = false;
        writer.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.containers.pop();
        if self.has_value && self.row_depth.is_none() {
            self.new_line(writer)?;
        }
        if self.row_depth.is_some_and(|depth| self.containers.len() <= depth) {
            self.row_depth = None;
        }
        self.has_value = true;
        writer.write_all(bracket)
    }

    fn separate<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        match (first, self.row_depth) {
            (true, Some(_)) => Ok(()),
            (false, Some(_)) => writer.write_all(b", "),
            (true, None) => self.new_line(writer),
            (false, None) => writer.write_all(b",").and_then(|()| self.new_line(writer)),
        }
    }

    fn new_line<W: ?Sized + Write>(&self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"\n")?;
        self.containers.iter().try_for_each(|_| writer.write_all(b"  "))
    }
}

impl Formatter for RowsOnLines {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, Container::Array, b"[")
    }
    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"]")
    }
    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.separate(writer, first)
    }
    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, Container::Object, b"{")
    }
    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"}")
    }
    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.separate(writer, first)
    }
    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_stand_on_lines_of_their_own() {
        let value =
            json!({"a": {"b": 1, "none": [], "empty": {}}, "rows": [{"x": [1, 2], "y": {"z": null}}, {}], "n": [1, 2]});
        let expected = r#"{
  "a": {
    "b": 1,
    "none": [],
    "empty": {}
  },
  "rows": [
    {"x": [1, 2], "y": {"z": null}},
    {}
  ],
  "n": [
    1,
    2
  ]
}
"#;
        let text = to_json(&value).expect("values can be written");
        assert_eq!(text, expected);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("it is JSON"), value);
    }
}
