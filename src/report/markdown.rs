//! A page as Markdown, as a comment on a pull request shows it. Charts are left out: they show what tables say.

use super::layout::clean;
use super::page::{Block, Document, Kind, Table};

impl Document {
    /// The page as GitHub-flavoured Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        let mut level = "##";
        let mut last = None;
        for block in &self.blocks {
            let kind = std::mem::discriminant(block);
            let goes_on = matches!(block, Block::Point(_)) && last == Some(kind);
            if !text.is_empty() && !goes_on && !text.ends_with("\n\n") {
                text.push('\n');
            }
            match block {
                Block::Part(heading) | Block::Heading(heading) => {
                    text.push_str(&format!("{level} {}\n", words(heading)));
                    level = "###";
                }
                Block::Paragraph(paragraph) => text.push_str(&format!("{}\n", words(paragraph))),
                Block::Point(point) => text.push_str(&format!("- {}\n", words(point))),
                Block::Table(table) => text.push_str(&rows(table)),
                Block::Gap | Block::Chart(_) => {}
            }
            last = Some(kind);
        }
        text
    }
}

fn rows(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(table.columns.iter().map(|(_, title)| words(title)).collect());
    let rule = |kind: Kind| if kind == Kind::Number { "---:" } else { ":---" };
    text.push_str(&line(table.columns.iter().map(|(kind, _)| rule(*kind).to_owned()).collect()));
    for row in &table.rows {
        text.push_str(&line(row.iter().map(|cell| words(cell)).collect()));
    }
    text
}

/// Text that stays text: a scenario's names are somebody else's words, and may not format, link or call anybody.
fn words(text: &str) -> String {
    let mut out = String::new();
    for character in clean(text).chars() {
        match character {
            '\n' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' => out.extend(['\\', character]),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::page::{Column, Sheet};

    #[test]
    fn tables_points_and_headings_are_told_apart() {
        let mut sheet = Sheet::new();
        sheet.heading("Title");
        sheet.paragraph("A page.");
        sheet.point("one");
        sheet.point("two");
        sheet.heading("Sizes");
        sheet.table(&[Column::Code("Case"), Column::Number("Rows\nin all")], vec![vec!["a|b".into(), "1,234".into()]]);
        let expected = "## Title\n\nA page.\n\n- one\n- two\n\n### Sizes\n\n| Case | Rows in all |\n| :--- | ---: |\n\
                        | a\\|b | 1,234 |\n";
        assert_eq!(sheet.finish().markdown(), expected);
    }

    #[test]
    fn names_cannot_format_link_or_call_anybody() {
        let mut sheet = Sheet::new();
        sheet.paragraph("@everyone <img src=x> [a](b) `code` **bold** \u{1b}[31m");
        let text = sheet.finish().markdown();
        assert!(!text.contains(['@', '\u{1b}']), "{text}");
        assert!(text.contains("\\<img src=x\\> \\[a\\](b) \\`code\\` \\*\\*bold\\*\\*"), "{text}");
    }
}
