//! A page: compared with the committed one or written, and the small things that Markdown needs.

use std::path::Path;

/// Compares a page with the committed one; with `EQUIPOISE_BLESS=1` it is written first.
pub fn compare(name: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("EQUIPOISE_BLESS").is_some() {
        std::fs::write(&path, made).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == made, "docs/{name} is out of date: run the tests with EQUIPOISE_BLESS=1");
    let lost = lost_links(made);
    assert!(lost.is_empty(), "docs/{name} has links that lead nowhere: {lost:?}");
}

/// Links of a page that lead to no heading of it and to no file.
pub fn lost_links(page: &str) -> Vec<&str> {
    let headings: Vec<String> = page
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| anchor(line.trim_start_matches(['#', ' '])))
        .collect();
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let links = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    links
        .filter(|link| match link.strip_prefix('#') {
            Some(anchor) => !headings.iter().any(|h| h == anchor),
            None => !docs.join(link).is_file(),
        })
        .collect()
}

#[test]
fn lost_links_are_seen() {
    let page = "# The `a_b[].c` page\n[one](#the-a_bc-page), [two](README.md), [three](#nowhere), [four](nothing.md)";
    assert_eq!(lost_links(page), ["#nowhere", "nothing.md"]);
}

/// The first line of a page that is made, not written.
pub fn made_from(what: &str) -> String {
    format!(
        "<!-- Made from {what} by tests/documentation.rs: change it there, then run the tests with EQUIPOISE_BLESS=1. -->\n\n"
    )
}

/// A table; its cells may hold anything.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut text = line(&head.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>());
    text.push_str(&format!("|{}\n", "---|".repeat(head.len())));
    for row in rows {
        text.push_str(&line(&row.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect::<Vec<_>>()));
    }
    text.push('\n');
    text
}

/// The anchor of a heading, as GitHub makes it.
pub fn anchor(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// A text with its first letter large and a full stop.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let stop = if text.ends_with(['.', '?']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}
