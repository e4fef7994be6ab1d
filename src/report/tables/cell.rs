//! Cells and sheets.

/// A cell.
pub(super) enum Cell {
    /// Words, which may come from a scenario.
    Text(String),
    /// A number.
    Number(f64),
    /// A whole number.
    Count(u64),
    /// Nothing.
    Empty,
}

impl Cell {
    pub(super) fn text(text: impl std::fmt::Display) -> Self {
        Cell::Text(text.to_string())
    }

    pub(super) fn optional(number: Option<f64>) -> Self {
        number.map_or(Cell::Empty, Cell::Number)
    }

    fn written(&self) -> String {
        match self {
            Cell::Text(text) => harmless(text),
            Cell::Number(number) if number.is_finite() => plain(*number),
            Cell::Count(count) => count.to_string(),
            Cell::Number(_) | Cell::Empty => String::new(),
        }
    }
}

/// A number without exponent or thousands separators, to nine decimals: enough to reckon on, and free of the noise of
/// the last bits.
fn plain(number: f64) -> String {
    let text = format!("{number:.9}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Spreadsheets run what begins like a formula, so such a text gets an apostrophe in front.
fn harmless(text: &str) -> String {
    let begins_formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n']);
    if begins_formula { format!("'{text}") } else { text.to_owned() }
}

/// A header and rows.
pub(super) struct Sheet {
    pub(super) header: Vec<&'static str>,
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Sheet {
    pub(super) fn new<const N: usize>(header: [&'static str; N], rows: impl IntoIterator<Item = [Cell; N]>) -> Self {
        Self { header: header.to_vec(), rows: rows.into_iter().map(Vec::from).collect() }
    }

    pub(super) fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.header)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(Cell::written))?;
        }
        writer.into_inner().map_err(|error| csv::Error::from(std::io::Error::from(error.error().kind())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_a_formula() {
        for text in ["=1+1", "+1", "-1", "@sum", "\t=1", " =1", "＝1", "\r=1"] {
            assert!(Cell::text(text).written().starts_with('\''), "{text:?}");
        }
        assert_eq!(Cell::text("at-6").written(), "at-6");
        assert_eq!(Cell::Number(-1.5).written(), "-1.5");
    }

    #[test]
    fn numbers_are_plain() {
        assert_eq!(Cell::Number(0.1 + 0.2).written(), "0.3");
        assert_eq!(Cell::Number(1e7).written(), "10000000");
        assert_eq!(Cell::Number(-1e-12).written(), "0");
        assert_eq!(Cell::Number(f64::NAN).written(), "");
    }

    #[test]
    fn commas_quotes_and_lines_are_quoted() {
        let bytes = Sheet::new(["name", "n"], [[Cell::text("Tai Chi, \"hall\"\nnorth"), Cell::Count(2)]]).csv();
        assert_eq!(bytes.expect("it can be written"), b"name,n\n\"Tai Chi, \"\"hall\"\"\nnorth\",2\n");
    }
}
