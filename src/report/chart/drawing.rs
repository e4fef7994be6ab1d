//! A chart, and the text of SVG.

use super::{Bars, Plane};
use std::fmt::Write;

/// Width of every drawing, in its own units; it is scaled to the page.
pub(super) const WIDTH: f64 = 720.0;

/// A chart with what it is called and what it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What it shows, in a few words.
    pub title: String,
    /// What is to be seen, in a sentence: for those who do not see it.
    pub description: String,
    /// How to read it, where that does not go without saying.
    pub note: Option<String>,
    /// The drawing.
    pub shape: Shape,
}

/// A kind of drawing.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Lines, bands and marks over two axes.
    Plane(Plane),
    /// Bars, one below the other.
    Bars(Bars),
}

impl From<Plane> for Shape {
    fn from(plane: Plane) -> Self {
        Self::Plane(plane)
    }
}

impl From<Bars> for Shape {
    fn from(bars: Bars) -> Self {
        Self::Bars(bars)
    }
}

impl Chart {
    /// A chart.
    pub fn new(title: &str, description: &str, shape: impl Into<Shape>) -> Self {
        Self { title: title.to_owned(), description: description.to_owned(), note: None, shape: shape.into() }
    }

    /// Says how to read it.
    #[must_use]
    pub fn noted(self, note: &str) -> Self {
        Self { note: Some(note.to_owned()), ..self }
    }

    /// The drawing; `id` tells its title from those of other charts of a page.
    #[must_use]
    pub fn svg(&self, id: &str) -> String {
        let (height, content) = match &self.shape {
            Shape::Plane(plane) => plane.draw(),
            Shape::Bars(bars) => bars.draw(),
        };
        format!(
            "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\n\
             <title id=\"{id}-t\">{}</title>\n<desc id=\"{id}-d\">{}</desc>\n{content}</svg>\n",
            escaped(&self.title),
            escaped(&self.description),
            height = place(height),
        )
    }
}

/// Elements in the making.
#[derive(Default)]
pub(super) struct Drawing(String);

impl Drawing {
    pub(super) fn finish(self) -> String {
        self.0
    }

    pub(super) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        self.push(format_args!(
            "<line class=\"{class}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
            place(x1),
            place(y1),
            place(x2),
            place(y2)
        ));
    }

    pub(super) fn path(&mut self, class: &str, points: &[(f64, f64)], closed: bool) {
        let mut way = String::new();
        for (index, (x, y)) in points.iter().enumerate() {
            let _ = write!(way, "{}{} {}", if index == 0 { "M" } else { "L" }, place(*x), place(*y));
        }
        self.push(format_args!("<path class=\"{class}\" d=\"{way}{}\"/>", if closed { "Z" } else { "" }));
    }

    pub(super) fn rect(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
        self.push(format_args!(
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            place(x),
            place(y),
            place(width),
            place(height)
        ));
    }

    pub(super) fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64) {
        self.push(format_args!(
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
            place(x),
            place(y),
            place(radius)
        ));
    }

    pub(super) fn text(&mut self, class: &str, (x, y): (f64, f64), text: &str) {
        self.push(format_args!(
            "<text class=\"{class}\" x=\"{}\" y=\"{}\">{}</text>",
            place(x),
            place(y),
            escaped(text)
        ));
    }

    fn push(&mut self, element: std::fmt::Arguments<'_>) {
        let _ = writeln!(self.0, "{element}");
    }
}

/// A coordinate with one decimal.
fn place(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// Text as it may stand in SVG: somebody else's words.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // XML has no control characters.
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// About how wide a text is in the drawing's letters.
pub(super) fn width_of(text: &str) -> f64 {
    text.chars().count() as f64 * 6.6
}

/// A text in at most so many letters.
pub(super) fn shortened(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let kept: String = text.chars().take(letters.saturating_sub(1)).collect();
    format!("{}\u{2026}", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_elses_words_stay_words() {
        let chart = Chart::new("<script>", "a & \"b\"\u{1b}", Bars::default());
        let svg = chart.svg("c1");
        assert!(svg.contains("&lt;script&gt;") && svg.contains("a &amp; &quot;b&quot;\u{fffd}"), "{svg}");
        assert!(!svg.contains("<script>"));
    }

    #[test]
    fn long_names_are_shortened() {
        assert_eq!(shortened("Pain management programme", 16), "Pain management\u{2026}");
        assert_eq!(shortened("Tai Chi", 16), "Tai Chi");
    }
}
