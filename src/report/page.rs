//! A page of text of a given width: headings, paragraphs, tables.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width};

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

impl<'a> Column<'a> {
    fn title(&self) -> &'a str {
        match self {
            Column::Words(title) | Column::Number(title) | Column::Code(title) => title,
        }
    }
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

    /// A table; nothing if it has no rows. What is too wide for the page becomes several tables with the same words in
    /// front.
    pub(super) fn table(&mut self, columns: &[Column<'_>], rows: Vec<Vec<String>>) {
        if rows.is_empty() {
            return;
        }
        let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| clean(cell)).collect()).collect();
        let least: Vec<usize> = columns.iter().enumerate().map(|(at, column)| least_width(column, &rows, at)).collect();
        for (index, group) in groups(columns, &least, self.width()).into_iter().enumerate() {
            if index > 0 {
                self.gap();
            }
            self.table_of(columns, &least, &rows, &group);
        }
    }

    /// The table of some of the columns.
    fn table_of(&mut self, columns: &[Column<'_>], least: &[usize], rows: &[Vec<String>], group: &[usize]) {
        let mut table = Table::new();
        // a line under the header, and nothing else
        table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('-')));
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(self.page.width).force_no_tty();
        table.set_header(group.iter().map(|&at| columns[at].title()));
        table.add_rows(rows.iter().map(|row| group.iter().map(|&at| cell(&columns[at], row, at)).collect::<Vec<_>>()));
        let unbroken = group.iter().map(|&at| least[at] + GUTTER).sum::<usize>() <= self.width() + GUTTER;
        for (index, &at) in group.iter().enumerate() {
            let Some(column) = table.column_mut(index) else { continue };
            let gutter = if index + 1 == group.len() { 0 } else { GUTTER as u16 };
            column.set_padding((0, gutter));
            if matches!(columns[at], Column::Number(_)) {
                column.set_cell_alignment(CellAlignment::Right);
            }
            match columns[at] {
                _ if !unbroken => continue,
                Column::Words(_) => {
                    column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least[at] as u16 + gutter)))
                }
                Column::Number(_) | Column::Code(_) => column.set_constraint(ColumnConstraint::ContentWidth),
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

/// Longer words than this may be broken in a table, at hyphens where there are any.
const LONG_WORD: usize = 20;

/// The least width of a column: its numbers and codes unbroken, and words broken between words only.
fn least_width(column: &Column<'_>, rows: &[Vec<String>], at: usize) -> usize {
    let longest = |text: &str, whole: bool| {
        let parts: Vec<&str> = if whole { text.lines().collect() } else { text.split_whitespace().collect() };
        parts.iter().map(|part| part.chars().count()).max().unwrap_or(0)
    };
    let whole = !matches!(column, Column::Words(_));
    let cells = rows.iter().map(|row| longest(&cell(column, row, at), whole)).max().unwrap_or(0);
    let cells = if whole { cells } else { cells.min(LONG_WORD) };
    cells.max(longest(column.title(), whole))
}

/// The columns in groups that each fit a page: words in front stand in every group.
fn groups(columns: &[Column<'_>], least: &[usize], width: usize) -> Vec<Vec<usize>> {
    let front = columns.iter().take_while(|column| matches!(column, Column::Words(_))).count();
    let taken = |group: &[usize]| group.iter().map(|&at| least[at] + GUTTER).sum::<usize>();
    let mut groups: Vec<Vec<usize>> = vec![(0..front).collect()];
    for (at, its) in least.iter().enumerate().skip(front) {
        let Some(group) = groups.last_mut() else { continue };
        if group.len() > front && taken(group) + its > width {
            groups.push((0..front).chain([at]).collect());
        } else {
            group.push(at);
        }
    }
    groups
}

/// A row's cell as its column shows it: of words, long ones broken after hyphens.
fn cell(column: &Column<'_>, row: &[String], at: usize) -> String {
    let text = row.get(at).map_or("", String::as_str);
    match column {
        Column::Words(_) => text.split(' ').map(hyphenated).collect::<Vec<_>>().join(" "),
        Column::Number(_) | Column::Code(_) => text.to_owned(),
    }
}

/// A word in lines of at most [`LONG_WORD`] characters, as far as its hyphens allow.
fn hyphenated(word: &str) -> String {
    let mut lines = String::new();
    let mut length = 0;
    for part in word.split_inclusive('-') {
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

    /// A stream's figures on a page of a given width.
    fn figures(name: &str, width: u16) -> String {
        let mut sheet = Sheet::new(Page { width, colour: false });
        let titles = ["List at\nstart", "Arrive", "Leave\nuntreated", "Start", "Finish", "Waiting\nat end"];
        let mut columns = vec![Column::Words("Stream")];
        columns.extend(titles.iter().map(|title| Column::Number(title)));
        let row = std::iter::once(name.to_owned()).chain((1..7).map(|figure| (1_111 * figure).to_string()));
        sheet.table(&columns, vec![row.collect()]);
        sheet.finish()
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
        let text = figures("physiotherapy-in-groups-of-eight", 60);
        assert!(text.contains("physiotherapy-in- ") && text.contains("groups-of-eight"), "{text}");
    }
}
