//! Bars, one below the other.

use super::axis::Axis;
use super::drawing::{Drawing, WIDTH, shortened, width_of};

const NAMES: f64 = 250.0;
const ROW: f64 = 26.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 48.0;
/// Letters of a name that find room beside the bars.
const LETTERS: usize = 38;

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it stands for.
    pub name: String,
    /// From where to where it goes.
    pub from: f64,
    /// See `from`.
    pub to: f64,
    /// Its value in words.
    pub label: String,
    /// Whether it stands out.
    pub strong: bool,
}

/// Bars, one below the other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bars {
    /// What the axis counts.
    pub title: String,
    /// The bars, from the top.
    pub bars: Vec<Bar>,
}

impl Bars {
    /// Its height and its elements.
    pub(super) fn draw(&self) -> (f64, String) {
        let mut drawing = Drawing::default();
        let bottom = TOP + ROW * self.bars.len() as f64;
        let ends = self.bars.iter().flat_map(|bar| [bar.from, bar.to]);
        let widest = self.bars.iter().map(|bar| width_of(&bar.label)).fold(0.0, f64::max);
        let right = WIDTH - (widest + 12.0).min(WIDTH / 3.0);
        let x = Axis::over(ends.chain([0.0]), (NAMES, right), 5.0);
        for tick in x.ticks() {
            drawing.line("grid", (x.place(tick), TOP), (x.place(tick), bottom));
            drawing.text("tick middle", (x.place(tick), bottom + 16.0), &x.label(tick));
        }
        for (index, bar) in self.bars.iter().enumerate() {
            let y = TOP + ROW * index as f64;
            let (from, to) = (x.place(bar.from.min(bar.to)), x.place(bar.from.max(bar.to)));
            // What is nothing is still to be seen.
            let class = if bar.strong { "bar strong" } else { "bar" };
            drawing.rect(class, (from, y + 4.0), ((to - from).max(1.0), ROW - 8.0));
            drawing.text("name end", (NAMES - 10.0, y + 17.0), &shortened(&bar.name, LETTERS));
            drawing.text("name", (to.max(x.nought()) + 6.0, y + 17.0), &bar.label);
        }
        drawing.line("axis", (x.nought(), TOP), (x.nought(), bottom));
        drawing.text("title middle", (f64::midpoint(NAMES, right), bottom + 38.0), &self.title);
        (bottom + BOTTOM, drawing.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_go_either_way_from_nought() {
        let bar =
            |name: &str, to: f64| Bar { name: name.to_owned(), from: 0.0, to, label: to.to_string(), strong: to > 0.0 };
        let bars =
            Bars { title: "pounds".to_owned(), bars: vec![bar("more", 30.0), bar("less", -10.0), bar("nothing", 0.0)] };
        let (height, svg) = bars.draw();
        assert!((height - (TOP + 3.0 * ROW + BOTTOM)).abs() < 1e-9);
        assert_eq!(svg.matches("class=\"bar").count(), 3);
        assert_eq!(svg.matches("class=\"bar strong\"").count(), 1);
        assert!(!svg.contains("width=\"-"), "{svg}");
    }
}
