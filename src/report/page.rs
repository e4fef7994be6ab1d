//! A page in the making: headings, paragraphs, points, tables and figures, in the order in which they are read. How it is
//! laid out is the business of `layout` (text) and of [`html`](super::html).

use super::chart::Chart;
use super::layout;

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

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Words,
    /// Numbers.
    Number,
    /// Codes.
    Code,
}

impl<'a> Column<'a> {
    fn parts(self) -> (Kind, &'a str) {
        match self {
            Column::Words(title) => (Kind::Words, title),
            Column::Number(title) => (Kind::Number, title),
            Column::Code(title) => (Kind::Code, title),
        }
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    /// Kinds and titles.
    pub(super) columns: Vec<(Kind, String)>,
    /// Rows of cells.
    pub(super) rows: Vec<Vec<String>>,
    /// So many columns, after the words in front, stay together where a page is too narrow for all.
    pub(super) together: usize,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    /// The heading of a part, whose headings then stand below it.
    Part(String),
    /// A heading: the first is the page's title.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// A point of a list.
    Point(String),
    /// A break between what would otherwise run on.
    Gap,
    /// A table.
    Table(Table),
    /// A chart; text goes without, since it shows what a table says.
    Chart(Chart),
}

/// A finished page, to be laid out as text or HTML.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub(super) blocks: Vec<Block>,
    /// The question that the page answers, as a manager would put it.
    pub(super) question: Option<String>,
}

impl Document {
    /// The page as text.
    #[must_use]
    pub fn text(&self, page: &Page) -> String {
        layout::text(self, *page)
    }
}

/// A page in the making.
#[derive(Default)]
pub(super) struct Sheet {
    blocks: Vec<Block>,
    question: Option<String>,
}

impl Sheet {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn finish(self) -> Document {
        Document { blocks: self.blocks, question: self.question }
    }

    /// The question that the page answers.
    pub(super) fn question(&mut self, question: &str) {
        self.question = Some(question.to_owned());
    }

    /// The heading of a part.
    pub(super) fn part(&mut self, heading: &str) {
        self.blocks.push(Block::Part(heading.to_owned()));
    }

    /// A heading.
    pub(super) fn heading(&mut self, heading: &str) {
        self.blocks.push(Block::Heading(heading.to_owned()));
    }

    /// A paragraph.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.blocks.push(Block::Paragraph(text.to_owned()));
    }

    /// A point of a list.
    pub(super) fn point(&mut self, text: &str) {
        self.blocks.push(Block::Point(text.to_owned()));
    }

    /// A break.
    pub(super) fn gap(&mut self) {
        self.blocks.push(Block::Gap);
    }

    /// A table; nothing if it has no rows.
    pub(super) fn table(&mut self, columns: &[Column<'_>], rows: Vec<Vec<String>>) {
        self.table_by(1, columns, rows);
    }

    /// A table in which so many columns stay together where a page is too narrow for all.
    pub(super) fn table_by(&mut self, together: usize, columns: &[Column<'_>], rows: Vec<Vec<String>>) {
        if rows.is_empty() {
            return;
        }
        let columns = columns.iter().map(|column| column.parts()).map(|(kind, title)| (kind, title.to_owned()));
        self.blocks.push(Block::Table(Table { columns: columns.collect(), rows, together: together.max(1) }));
    }

    /// A chart; nothing if there is nothing to draw.
    pub(super) fn chart(&mut self, chart: Option<Chart>) {
        self.blocks.extend(chart.map(Block::Chart));
    }
}
