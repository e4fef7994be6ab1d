//! A page of text of a given width: headings, paragraphs, tables.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};

/// How text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Columns of the terminal.
    pub width: u16,
    /// Whether headings stand out by colour.
    pub colour: bool,
}

impl Default for Page {
    fn default() -> Self {
        Self { width: 80, colour: false }
    }
}

/// The narrowest page that is laid out; a narrower terminal wraps lines itself.
const NARROWEST: u16 = 40;

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub(super) enum Column<'a> {
    /// Words, left-aligned, wrapped where the page is narrow.
    Words(&'a str),
    /// Numbers, right-aligned, never broken if the page has room at all.
    Number(&'a str),
    /// Codes, left-aligned, never broken.
    Code(&'a str),
}

/// Text in the making.
pub(super) struct Sheet {
    page: Page,
    text: String,
}

impl Sheet {
    pub(super) fn new(page: Page) -> Self {
        Self { page: Page { width: page.width.max(NARROWEST), ..page }, text: String::new() }
    }

    pub(super) fn width(&self) -> usize {
        usize::from(self.page.width)
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// A heading with an empty line before it.
    pub(super) fn heading(&mut self, heading: &str) {
        self.gap();
        for line in wrap(heading, self.width()) {
            if self.page.colour {
                self.line(&format!("\u{1b}[1;36m{line}\u{1b}[0m"));
            } else {
                self.line(&line);
            }
        }
        if !self.page.colour {
            self.line(&"=".repeat(heading.chars().count().min(self.width())));
        }
    }

    /// A paragraph, wrapped at words.
    pub(super) fn paragraph(&mut self, text: &str) {
        for line in wrap(text, self.width()) {
            self.line(&line);
        }
    }

    /// A point of a list.
    pub(super) fn point(&mut self, text: &str) {
        for (index, line) in wrap(text, self.width().saturating_sub(2)).iter().enumerate() {
            self.line(&format!("{} {line}", if index == 0 { "-" } else { " " }));
        }
    }

    /// An empty line, unless there is one or the page is still empty.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A table; nothing if it has no rows.
    pub(super) fn table(&mut self, columns: &[Column<'_>], rows: Vec<Vec<String>>) {
        if rows.is_empty() {
            return;
        }
        let mut table = Table::new();
        // a line under the header, and nothing else
        table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('-').junction('-')));
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(self.page.width).force_no_tty();
        table.set_header(columns.iter().map(|column| match column {
            Column::Words(title) | Column::Number(title) | Column::Code(title) => *title,
        }));
        table.add_rows(rows.into_iter().map(|row| row.iter().map(|cell| clean(cell)).collect::<Vec<_>>()));
        let widths = table.column_max_content_widths();
        let unbroken: u16 = columns
            .iter()
            .zip(&widths)
            .map(|(column, width)| match column {
                Column::Words(_) => 8 + GUTTER,
                Column::Number(_) | Column::Code(_) => width + GUTTER,
            })
            .sum();
        for (index, kind) in columns.iter().enumerate() {
            let Some(column) = table.column_mut(index) else { continue };
            column.set_padding((0, if index + 1 == columns.len() { 0 } else { GUTTER }));
            if matches!(kind, Column::Number(_)) {
                column.set_cell_alignment(CellAlignment::Right);
            }
            if !matches!(kind, Column::Words(_)) && unbroken <= self.page.width {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
        for line in lines {
            self.line(&line);
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}

/// Blanks between columns.
const GUTTER: u16 = 2;

/// Text that cannot command a terminal: a scenario's names are somebody else's words.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// A text in lines of at most so many characters, broken between words; a longer word is broken itself.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for word in clean(text).split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        if length > 0 && length + 1 + word.len() > width {
            lines.push(std::mem::take(&mut line));
            length = 0;
        }
        while word.len() > width {
            lines.push(word.drain(..width).collect());
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        length += word.len();
        line.extend(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_keep_within_the_width() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert_eq!(wrap("  ", 4), Vec::<String>::new());
    }

    #[test]
    fn names_cannot_command_the_terminal() {
        let mut sheet = Sheet::new(Page::default());
        sheet.paragraph("red \u{1b}[31malert\u{7}");
        sheet.table(&[Column::Words("Name")], vec![vec!["\u{1b}[2J".to_owned()]]);
        assert!(!sheet.finish().contains(['\u{1b}', '\u{7}']));
    }

    #[test]
    fn colour_is_only_there_when_asked_for() {
        let heading = |colour| {
            let mut sheet = Sheet::new(Page { width: 80, colour });
            sheet.heading("Queues");
            sheet.finish()
        };
        assert_eq!(heading(false), "Queues\n======\n");
        assert_eq!(heading(true), "\u{1b}[1;36mQueues\u{1b}[0m\n");
    }

    #[test]
    fn wide_tables_keep_within_the_page() {
        let mut sheet = Sheet::new(Page { width: 50, colour: false });
        let columns = [Column::Words("Stream"), Column::Number("Started"), Column::Number("Waiting\nat the end")];
        let name = "a stream with a rather long name that needs several lines".to_owned();
        sheet.table(&columns, vec![vec![name, "1,234".to_owned(), "56".to_owned()]]);
        let text = sheet.finish();
        assert!(text.lines().all(|line| line.chars().count() <= 50), "{text}");
        assert!(text.contains("1,234"), "{text}");
    }
}
