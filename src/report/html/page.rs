//! A page's parts in the template.

use super::Origin;
use crate::report::layout::clean;
use crate::report::page::{Block, Document, Kind};
use minijinja::Environment;
use minijinja::value::Serde;
use serde::Serialize;

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("style.css");
/// The heading under which the page says how it was made.
const MADE: &str = "How this was made";

/// What the template is filled with.
#[derive(Serialize)]
struct Context {
    title: String,
    style: &'static str,
    question: Option<String>,
    lead: Vec<Part>,
    sections: Vec<Section>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Part {
    Paragraph {
        text: String,
    },
    Heading {
        text: String,
    },
    Points {
        points: Vec<String>,
    },
    /// `again`: the caption only says the heading again, and is for those who hear the page.
    Table {
        caption: String,
        again: bool,
        columns: Vec<Column>,
        rows: Vec<Vec<String>>,
    },
    Chart {
        title: String,
        note: Option<String>,
        svg: String,
    },
}

#[derive(Serialize)]
struct Column {
    title: String,
    class: &'static str,
}

#[derive(Serialize)]
struct Section {
    id: String,
    title: String,
    blocks: Vec<Part>,
    facts: Vec<Origin>,
}

/// A page as HTML, with how it was made.
///
/// # Errors
/// If the template is wrong.
pub fn html(document: &Document, made: &[Origin]) -> Result<String, minijinja::Error> {
    let mut pages = Pages::default();
    document.blocks.iter().for_each(|block| pages.add(block));
    let mut sections = pages.sections;
    sections.push(section(sections.len(), MADE));
    if let Some(last) = sections.last_mut() {
        last.facts = made.to_vec();
    }
    let mut environment = Environment::new();
    environment.add_template("page.html", TEMPLATE)?;
    let question = document.question.as_deref().map(clean);
    let context = Context { title: pages.title, style: STYLE, question, lead: pages.lead, sections };
    environment.get_template("page.html")?.render(Serde(&context))
}

fn section(index: usize, title: &str) -> Section {
    Section { id: format!("part-{}", index + 1), title: clean(title), blocks: Vec::new(), facts: Vec::new() }
}

/// Sections in the making.
#[derive(Default)]
struct Pages {
    title: String,
    lead: Vec<Part>,
    sections: Vec<Section>,
    /// Whether sections have headings of their own.
    in_parts: bool,
    /// The heading that tables stand under, and how many do.
    under: (String, usize),
    charts: usize,
}

impl Pages {
    fn add(&mut self, block: &Block) {
        match block {
            Block::Part(title) => {
                self.in_parts = true;
                self.begin(title);
            }
            Block::Heading(title) if self.title.is_empty() => {
                self.title = clean(title);
                self.under = (self.title.clone(), 0);
            }
            Block::Heading(title) if self.in_parts => {
                self.under = (clean(title), 0);
                self.push(Part::Heading { text: clean(title) });
            }
            Block::Heading(title) => self.begin(title),
            Block::Paragraph(text) => self.push(Part::Paragraph { text: clean(text) }),
            Block::Point(text) => match self.blocks().last_mut() {
                Some(Part::Points { points }) => points.push(clean(text)),
                _ => self.push(Part::Points { points: vec![clean(text)] }),
            },
            Block::Gap => {}
            Block::Table(table) => {
                self.under.1 += 1;
                let caption = match &self.under {
                    (heading, 1) => heading.clone(),
                    (heading, number) => format!("{heading} ({number})"),
                };
                let class = |kind| match kind {
                    Kind::Words => "words",
                    Kind::Number => "number",
                    Kind::Code => "code",
                };
                let columns = table.columns.iter();
                let columns = columns
                    .map(|(kind, title)| Column { title: clean(&title.replace('\n', " ")), class: class(*kind) });
                let rows = table.rows.iter().map(|row| row.iter().map(|cell| clean(cell)).collect());
                self.push(Part::Table {
                    caption,
                    again: self.under.1 == 1,
                    columns: columns.collect(),
                    rows: rows.collect(),
                });
            }
            Block::Chart(chart) => {
                self.charts += 1;
                let svg = chart.svg(&format!("chart-{}", self.charts));
                let note = chart.note.as_deref().map(clean);
                self.push(Part::Chart { title: clean(&chart.title), note, svg });
            }
        }
    }

    fn begin(&mut self, title: &str) {
        self.under = (clean(title), 0);
        self.sections.push(section(self.sections.len(), title));
    }

    fn blocks(&mut self) -> &mut Vec<Part> {
        match self.sections.last_mut() {
            Some(section) => &mut section.blocks,
            None => &mut self.lead,
        }
    }

    fn push(&mut self, part: Part) {
        self.blocks().push(part);
    }
}
