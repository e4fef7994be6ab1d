//! A page as text of a given width.

use super::page::{Block, Document, Kind, Page, Table};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width};

/// The narrowest page that is laid out; a narrower terminal wraps lines itself.
const NARROWEST: u16 = 40;

/// A page as text.
pub(super) fn text(document: &Document, page: Page) -> String {
    let mut sheet = Text { page: Page { width: page.width.max(NARROWEST), ..page }, text: String::new() };
    for block in &document.blocks {
        match block {
            Block::Part(heading) | Block::Heading(heading) => sheet.heading(heading),
            Block::Paragraph(text) => sheet.paragraph(text),
            Block::Point(text) => sheet.point(text),
            Block::Gap => sheet.gap(),
            Block::Table(table) => sheet.table(table),
            Block::Chart(_) => {}
        }
    }
    sheet.text
}

/// Text in the making.
struct Text {
    page: Page,
    text: String,
}

impl Text {
    fn width(&self) -> usize {
        usize::from(self.page.width)
    }

    /// A heading with an empty line before it.
    fn heading(&mut self, heading: &str) {
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
    fn paragraph(&mut self, text: &str) {
        for line in wrap(text, self.width()) {
            self.line(&line);
        }
    }

    /// A point of a list.
    fn point(&mut self, text: &str) {
        for (index, line) in wrap(text, self.width().saturating_sub(2)).iter().enumerate() {
            self.line(&format!("{} {line}", if index == 0 { "-" } else { " " }));
        }
    }

    /// An empty line, unless there is one or the page is still empty.
    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A table. What is too wide for the page becomes several tables with the same words in front.
    fn table(&mut self, table: &Table) {
        let rows: Vec<Vec<String>> =
            table.rows.iter().map(|row| row.iter().map(|cell| clean(cell)).collect()).collect();
        let columns = &table.columns;
        let least: Vec<usize> = columns.iter().enumerate().map(|(at, column)| least_width(column, &rows, at)).collect();
        for (index, group) in groups(columns, &least, self.width(), table.together).into_iter().enumerate() {
            if index > 0 {
                self.gap();
            }
            self.table_of(columns, &least, &rows, &group);
        }
    }

    /// The table of some of the columns.
    fn table_of(&mut self, columns: &[(Kind, String)], least: &[usize], rows: &[Vec<String>], group: &[usize]) {
        let mut table = comfy_table::Table::new();
        // a line under the header, and nothing else
        table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('-')));
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(self.page.width).force_no_tty();
        table.set_header(group.iter().map(|&at| &columns[at].1));
        table.add_rows(rows.iter().map(|row| group.iter().map(|&at| cell(&columns[at], row, at)).collect::<Vec<_>>()));
        let unbroken = group.iter().map(|&at| least[at] + GUTTER).sum::<usize>() <= self.width() + GUTTER;
        for (index, &at) in group.iter().enumerate() {
            let Some(column) = table.column_mut(index) else { continue };
            let gutter = if index + 1 == group.len() { 0 } else { GUTTER as u16 };
            column.set_padding((0, gutter));
            let kind = columns[at].0;
            if kind == Kind::Number {
                column.set_cell_alignment(CellAlignment::Right);
            }
            match kind {
                _ if !unbroken => continue,
                Kind::Words => {
                    column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least[at] as u16 + gutter)))
                }
                Kind::Number | Kind::Code => column.set_constraint(ColumnConstraint::ContentWidth),
            };
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
const GUTTER: usize = 2;

/// Longer words than this may be broken in a table, at hyphens and slashes where there are any.
const LONG_WORD: usize = 20;

/// The least width of a column: its numbers and codes unbroken, and words broken between words only.
fn least_width(column: &(Kind, String), rows: &[Vec<String>], at: usize) -> usize {
    let longest = |text: &str, whole: bool| {
        let parts: Vec<&str> = if whole { text.lines().collect() } else { text.split_whitespace().collect() };
        parts.iter().map(|part| part.chars().count()).max().unwrap_or(0)
    };
    let whole = column.0 != Kind::Words;
    let cells = rows.iter().map(|row| longest(&cell(column, row, at), whole)).max().unwrap_or(0);
    let cells = if whole { cells } else { cells.min(LONG_WORD) };
    cells.max(longest(&column.1, whole))
}

/// The columns in groups that each fit a page: words in front stand in every group, and so many of the others stay
/// together.
fn groups(columns: &[(Kind, String)], least: &[usize], width: usize, together: usize) -> Vec<Vec<usize>> {
    let front = columns.iter().take_while(|(kind, _)| *kind == Kind::Words).count();
    let taken = |group: &[usize]| group.iter().map(|&at| least[at] + GUTTER).sum::<usize>();
    let mut groups: Vec<Vec<usize>> = vec![(0..front).collect()];
    let rest: Vec<usize> = (front..columns.len()).collect();
    for some in rest.chunks(together) {
        let Some(group) = groups.last_mut() else { continue };
        // The last column of a page has no gutter.
        if group.len() > front && taken(group) + taken(some) > width + GUTTER {
            groups.push((0..front).chain(some.iter().copied()).collect());
        } else {
            group.extend(some);
        }
    }
    groups
}

/// A row's cell as its column shows it: of words, long ones broken after hyphens and slashes.
fn cell(column: &(Kind, String), row: &[String], at: usize) -> String {
    let text = row.get(at).map_or("", String::as_str);
    match column.0 {
        Kind::Words => text.split(' ').map(hyphenated).collect::<Vec<_>>().join(" "),
        Kind::Number | Kind::Code => text.to_owned(),
    }
}

/// A word in lines of at most [`LONG_WORD`] characters, as far as its hyphens and slashes allow.
fn hyphenated(word: &str) -> String {
    let mut lines = String::new();
    let mut length = 0;
    for part in word.split_inclusive(['-', '/']) {
        let more = part.chars().count();
        if length > 0 && length + more > LONG_WORD {
            lines.push('\n');
            length = 0;
        }
        lines.push_str(part);
        length += more;
    }
    lines
}

/// Text without control characters, which could command a terminal: a scenario's names are somebody else's words.
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
    use super::super::page::{Column, Sheet};
    use super::*;

    #[test]
    fn paragraphs_keep_within_the_width() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert_eq!(wrap("  ", 4), Vec::<String>::new());
    }

    #[test]
    fn names_cannot_command_the_terminal() {
        let mut sheet = Sheet::new();
        sheet.paragraph("red \u{1b}[31malert\u{7}");
        sheet.table(&[Column::Words("Name")], vec![vec!["\u{1b}[2J".to_owned()]]);
        assert!(!sheet.finish().text(&Page::default()).contains(['\u{1b}', '\u{7}']));
    }

    #[test]
    fn colour_is_only_there_when_asked_for() {
        let heading = |colour| {
            let mut sheet = Sheet::new();
            sheet.heading("Queues");
            sheet.finish().text(&Page { width: 80, colour })
        };
        assert_eq!(heading(false), "Queues\n======\n");
        assert_eq!(heading(true), "\u{1b}[1;36mQueues\u{1b}[0m\n");
    }

    #[test]
    fn wide_tables_keep_within_the_page() {
        let mut sheet = Sheet::new();
        let columns = [Column::Words("Stream"), Column::Number("Started"), Column::Number("Waiting\nat the end")];
        let name = "a stream with a rather long name that needs several lines".to_owned();
        sheet.table(&columns, vec![vec![name, "1,234".to_owned(), "56".to_owned()]]);
        let text = sheet.finish().text(&Page { width: 50, colour: false });
        assert!(text.lines().all(|line| line.chars().count() <= 50), "{text}");
        assert!(text.contains("1,234"), "{text}");
    }

    /// A stream's figures on a page of a given width.
    fn figures(name: &str, width: u16) -> String {
        let mut sheet = Sheet::new();
        let titles = ["List at\nstart", "Arrive", "Leave\nuntreated", "Start", "Finish", "Waiting\nat end"];
        let mut columns = vec![Column::Words("Stream")];
        columns.extend(titles.iter().map(|title| Column::Number(title)));
        let row = std::iter::once(name.to_owned()).chain((1..7).map(|figure| (1_111 * figure).to_string()));
        sheet.table(&columns, vec![row.collect()]);
        sheet.finish().text(&Page { width, colour: false })
    }

    #[test]
    fn words_are_not_broken_where_another_table_helps() {
        for width in 40..90 {
            let text = figures("Physiotherapy first", width);
            assert!(text.lines().all(|line| line.chars().count() <= usize::from(width)), "{text}");
            let words: Vec<&str> = text.split_whitespace().collect();
            assert!(words.contains(&"Physiotherapy") && words.contains(&"untreated"), "{width}: {text}");
            assert!((1..7).all(|figure| words.contains(&(1_111 * figure).to_string().as_str())), "{width}: {text}");
        }
        assert_eq!(figures("Physiotherapy first", 80).matches("Physiotherapy").count(), 1);
        assert!(figures("Physiotherapy first", 50).matches("Physiotherapy").count() > 1);
    }

    #[test]
    fn long_ids_are_broken_after_hyphens() {
        assert_eq!(hyphenated("physiotherapy-in-groups-of-eight"), "physiotherapy-in-\ngroups-of-eight");
        assert_eq!(hyphenated("practitioner-1"), "practitioner-1");
        assert_eq!(hyphenated("reading-swansea/steady/highs"), "reading-swansea/\nsteady/highs");
        let text = figures("physiotherapy-in-groups-of-eight", 60);
        assert!(text.contains("physiotherapy-in- ") && text.contains("groups-of-eight"), "{text}");
    }
}
