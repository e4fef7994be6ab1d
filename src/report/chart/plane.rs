//! Lines, bands and marks over two axes.

use super::axis::Axis;
use super::drawing::{Drawing, WIDTH, shortened, width_of};

/// Colours and dashes that series are told apart by; there are no more in a stylesheet.
const STYLES: usize = 6;
const HEIGHT: f64 = 400.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 24.0;
const BOTTOM: f64 = 52.0;
const LEGEND_LINE: f64 = 20.0;

/// A line through points.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Series {
    /// What it is called.
    pub name: String,
    /// Its points, from left to right.
    pub points: Vec<(f64, f64)>,
    /// Whether each point is drawn.
    pub dots: bool,
}

/// An area between two lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Band {
    /// What it is called.
    pub name: String,
    /// Its lower edge.
    pub low: Vec<(f64, f64)>,
    /// Its upper edge.
    pub high: Vec<(f64, f64)>,
}

/// A place with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What stands there.
    pub name: String,
    /// Where.
    pub at: (f64, f64),
}

/// Lines, bands and marks over two axes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plane {
    /// What the horizontal axis counts.
    pub x_title: String,
    /// What the vertical axis counts.
    pub y_title: String,
    /// Lines.
    pub series: Vec<Series>,
    /// Areas, behind the lines.
    pub bands: Vec<Band>,
    /// Marks, before them.
    pub marks: Vec<Mark>,
    /// Whether the vertical axis begins at nought.
    pub from_nought: bool,
}

impl Plane {
    /// Lines of patients waiting by week.
    #[must_use]
    pub fn waiting_by_week(series: Vec<Series>) -> Self {
        let (x_title, y_title) = ("week".to_owned(), "patients waiting".to_owned());
        Self { x_title, y_title, series, from_nought: true, ..Self::default() }
    }

    /// Its height and its elements.
    pub(super) fn draw(&self) -> (f64, String) {
        let mut drawing = Drawing::default();
        let top = self.legend(&mut drawing);
        let bottom = top + HEIGHT - BOTTOM;
        let points = || {
            let lines = self.series.iter().flat_map(|s| &s.points);
            let areas = self.bands.iter().flat_map(|band| band.low.iter().chain(&band.high));
            lines.chain(areas).copied().chain(self.marks.iter().map(|mark| mark.at))
        };
        let x = Axis::over(points().map(|p| p.0), (LEFT, WIDTH - RIGHT), 8.0);
        let nought = self.from_nought.then_some(0.0);
        let y = Axis::over(points().map(|p| p.1).chain(nought), (bottom, top), 5.0);
        for tick in y.ticks() {
            let at = y.place(tick);
            drawing.line("grid", (LEFT, at), (WIDTH - RIGHT, at));
            drawing.text("tick end", (LEFT - 8.0, at + 4.0), &y.label(tick));
        }
        for tick in x.ticks() {
            let at = x.place(tick);
            drawing.line("axis", (at, bottom), (at, bottom + 5.0));
            drawing.text("tick middle", (at, bottom + 19.0), &x.label(tick));
        }
        drawing.line("axis", (LEFT, bottom), (WIDTH - RIGHT, bottom));
        drawing.text("title middle", (f64::midpoint(LEFT, WIDTH - RIGHT), bottom + 40.0), &self.x_title);
        let place = |p: &(f64, f64)| (x.place(p.0), y.place(p.1));
        for band in &self.bands {
            let edge: Vec<(f64, f64)> = band.low.iter().chain(band.high.iter().rev()).map(place).collect();
            drawing.path("band", &edge, true);
        }
        for (index, series) in self.series.iter().enumerate() {
            let style = index % STYLES;
            let line: Vec<(f64, f64)> = series.points.iter().map(place).collect();
            drawing.path(&format!("line s{style}"), &line, false);
            if series.dots {
                line.iter().for_each(|&at| drawing.circle(&format!("dot s{style}"), at, 4.0));
            }
        }
        let mut taken = Vec::new();
        for mark in &self.marks {
            let (px, py) = place(&mark.at);
            drawing.path("mark", &[(px, py - 7.0), (px + 7.0, py), (px, py + 7.0), (px - 7.0, py)], true);
            let (class, at, space) = free_place(&mark.name, (px, py), (top, bottom), &taken);
            taken.push(space);
            drawing.text(class, at, &mark.name);
        }
        (bottom + BOTTOM, drawing.finish())
    }

    /// Draws the names of lines and bands, and of the vertical axis; says where the plane begins.
    fn legend(&self, drawing: &mut Drawing) -> f64 {
        let (mut x, mut y) = (LEFT, 16.0);
        let named = self.series.len() + self.bands.len() > 1;
        let entries = self.bands.iter().map(|band| (&band.name, None));
        let entries = entries.chain(self.series.iter().enumerate().map(|(i, s)| (&s.name, Some(i % STYLES))));
        for (name, style) in entries.filter(|(name, _)| named && !name.is_empty()) {
            let name = shortened(name, 48);
            let wide = 34.0 + width_of(&name) + 18.0;
            if x > LEFT && x + wide > WIDTH - RIGHT {
                (x, y) = (LEFT, y + LEGEND_LINE);
            }
            match style {
                Some(style) => drawing.line(&format!("line s{style}"), (x, y - 4.0), (x + 26.0, y - 4.0)),
                None => drawing.rect("band", (x, y - 10.0), (26.0, 12.0)),
            }
            drawing.text("name", (x + 34.0, y), &name);
            x += wide;
        }
        let after = if named { y + LEGEND_LINE + 4.0 } else { y };
        drawing.text("title", (8.0, after), &self.y_title);
        after + 16.0
    }
}

/// A part of the drawing: from left to right, from top to bottom.
type Space = (f64, f64, f64, f64);

/// Where a mark's name finds a place that no other name has: its class, where it begins or ends, and the space it takes.
fn free_place(
    name: &str,
    (px, py): (f64, f64),
    (top, bottom): (f64, f64),
    taken: &[Space],
) -> (&'static str, (f64, f64), Space) {
    let wide = width_of(name);
    let all =
        [(1.0, -9.0), (-1.0, -9.0), (1.0, 19.0), (-1.0, 19.0), (1.0, -25.0), (-1.0, -25.0), (1.0, 35.0), (-1.0, 35.0)];
    let placed = all.map(|(side, down)| {
        let (class, x) = if side > 0.0 { ("name", px + 9.0) } else { ("name end", px - 9.0) };
        let left = if side > 0.0 { x } else { x - wide };
        (class, (x, py + down), (left, left + wide, py + down - 11.0, py + down + 3.0))
    });
    let fits = |&&(_, _, (left, right, high, low)): &&(_, _, Space)| {
        let inside = left >= LEFT && right <= WIDTH && high >= top - 14.0 && low <= bottom;
        inside && taken.iter().all(|&(l, r, h, b)| right < l || left > r || low < h || high > b)
    };
    *placed.iter().find(fits).unwrap_or(&placed[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_bands_and_marks_are_drawn() {
        let plane = Plane {
            x_title: "Patients".to_owned(),
            y_title: "Benefit".to_owned(),
            series: vec![Series { name: "mean".to_owned(), points: vec![(50.0, 1.3), (157.0, 0.6)], dots: true }],
            bands: vec![Band {
                name: "interval".to_owned(),
                low: vec![(50.0, 0.8), (157.0, 0.1)],
                high: vec![(50.0, 1.9), (157.0, 1.2)],
            }],
            marks: vec![Mark { name: "today".to_owned(), at: (100.0, 0.9) }],
            from_nought: true,
        };
        let (height, svg) = plane.draw();
        assert!(height > 300.0);
        for part in ["class=\"band\"", "class=\"line s0\"", "class=\"dot s0\"", ">today<", ">Patients<", ">interval<"] {
            assert!(svg.contains(part), "{part} not in {svg}");
        }
        assert!(!svg.contains("NaN"));
    }

    #[test]
    fn nothing_at_all_is_drawn_too() {
        assert!(!Plane::default().draw().1.contains("NaN"));
    }

    #[test]
    fn names_of_marks_do_not_lie_on_each_other() {
        let mut taken: Vec<Space> = Vec::new();
        for x in [690.0, 695.0, 700.0, 701.0] {
            let (_, _, space) = free_place("the plan", (x, 200.0), (20.0, 360.0), &taken);
            assert!(
                taken.iter().all(|t| space.1 < t.0 || space.0 > t.1 || space.3 < t.2 || space.2 > t.3),
                "{taken:?} {space:?}"
            );
            assert!(space.1 <= WIDTH);
            taken.push(space);
        }
    }
}
