//! The lines around a place, cut to the width of the page: what a finding is shown in.

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

/// Lines shown before and after the one meant.
const AROUND: usize = 1;

/// The lines around a place in a file.
#[derive(Debug)]
pub(super) struct Excerpt {
    file: String,
    text: String,
    /// The first line shown, from 0.
    first_line: usize,
    /// The place itself, line and column from 0.
    place: (usize, usize),
    /// The word at the place, as bytes of `text`.
    word: (usize, usize),
}

impl Excerpt {
    /// The lines around a place; nothing if the text does not have it.
    pub fn new(file: &str, source: &str, line: usize, column: usize, width: usize) -> Option<Self> {
        let (line, column) = (line.checked_sub(1)?, column.checked_sub(1)?);
        let first_line = line.saturating_sub(AROUND);
        let lines: Vec<&str> = source.lines().skip(first_line).take(line - first_line + 1 + AROUND).collect();
        let meant = lines.get(line - first_line)?;
        // One line a page wide is shown from where the place comes into view, so that a file of one line is no flood.
        let width = width.max(20);
        let from = if column < width * 3 / 4 { 0 } else { column - width / 2 };
        let mut text = String::new();
        let mut word = (0, 0);
        for (index, shown) in lines.iter().enumerate() {
            if first_line + index == line {
                let start = text.len() + length(&window(shown, from, column.saturating_sub(from)), column - from);
                word = (start, word_at(meant, column, width + from - column));
            }
            text.push_str(&window(shown, from, width));
            text.push('\n');
        }
        text.pop();
        word.1 = word.1.min(text.len() - word.0.min(text.len()));
        Some(Self { file: file.to_owned(), text, first_line, place: (line, column), word })
    }

    /// What is underlined.
    pub fn label(&self, text: Option<String>) -> LabeledSpan {
        LabeledSpan::new_primary_with_span(text, self.word)
    }
}

impl SourceCode for Excerpt {
    /// All of the excerpt, or (without lines around it) the place that is printed above it.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let name = Some(self.file.clone());
        let named = |data, span, line, column, lines| match name {
            Some(name) => MietteSpanContents::new_named(name, data, span, line, column, lines),
            None => MietteSpanContents::new(data, span, line, column, lines),
        };
        Ok(Box::new(if before + after == 0 {
            let data = self.text.as_bytes().get(span.offset()..span.offset() + span.len()).unwrap_or_default();
            named(data, *span, self.place.0, self.place.1, 1)
        } else {
            let all = (0, self.text.len()).into();
            named(self.text.as_bytes(), all, self.first_line, 0, self.text.lines().count())
        }))
    }
}

/// Some of a line's characters, with dots where there are more.
fn window(line: &str, from: usize, width: usize) -> String {
    let mut shown: String = line.chars().skip(from).take(width).map(visible).collect();
    if from > 0 && !shown.is_empty() {
        shown.replace_range(..shown.chars().next().map_or(0, char::len_utf8), "…");
    }
    if line.chars().nth(from + width).is_some() {
        shown.push('…');
    }
    shown
}

/// The bytes that some characters of a text take.
fn length(text: &str, characters: usize) -> usize {
    text.chars().take(characters).map(char::len_utf8).sum()
}

/// The bytes of the word or quoted text at a column, no more than some characters of it.
fn word_at(line: &str, column: usize, most: usize) -> usize {
    let rest: Vec<char> = line.chars().skip(column).take(most.max(1)).map(visible).collect();
    let characters = match rest.first() {
        None => 0,
        Some(quote @ ('"' | '\'')) => rest.iter().skip(1).position(|c| c == quote).map_or(rest.len(), |end| end + 2),
        Some('[' | ']' | '{' | '}' | ',' | ':') => 1,
        Some(_) => {
            let ends = |i: usize| {
                let next = rest.get(i + 1).copied().unwrap_or(' ');
                matches!(rest[i], ',' | ']' | '}')
                    || (rest[i] == ':' && next.is_whitespace())
                    || (rest[i].is_whitespace() && next == '#')
            };
            let end = (0..rest.len()).find(|&i| ends(i)).unwrap_or(rest.len());
            let trailing = rest[..end].iter().rev().take_while(|c| c.is_whitespace()).count();
            (end - trailing).max(1)
        }
    };
    rest[..characters].iter().copied().map(char::len_utf8).sum()
}

/// A character that can be shown: control characters would act on the terminal.
pub(super) fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    }
}
