//! Leave and study leave: whole weeks away within the horizon.

use super::draw::Draw;
use super::weeks::WEEKS;

/// School holidays of 2026: half-term in February, two weeks at Easter, half-term in May.
const FEBRUARY: usize = 6;
const EASTER: [usize; 2] = [12, 13];
const MAY: usize = 20;
/// In the first weeks nobody is away: patients who are in a course at the start would wait with nobody to plan for it.
const FIRST: usize = 3;

/// Weeks in which somebody is away.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Leave {
    pub(super) annual: Vec<usize>,
    pub(super) study: Option<usize>,
}

impl Leave {
    /// Three weeks of leave, which is half a year's; those with children at school follow the school holidays. About half
    /// have their week of study leave in this half of the year.
    pub(super) fn draw(draw: &mut Draw) -> Self {
        let mut leave = Self::default();
        if draw.percent(45) {
            leave.annual = vec![FEBRUARY, EASTER[draw.below(2)], MAY];
            leave.annual.remove(if draw.percent(30) { draw.below(3) } else { 0 });
        }
        while leave.annual.len() < 3 {
            let week = draw.between(FIRST, WEEKS - 1);
            if leave.is_apart(week) {
                leave.annual.push(week);
            }
        }
        leave.annual.sort_unstable();
        if draw.percent(50) {
            // Three weeks away leave room for a fourth that lies apart from them.
            let weeks = draw.order(WEEKS - FIRST);
            leave.study = weeks.into_iter().map(|week| week + FIRST).find(|&week| leave.is_apart(week));
        }
        leave
    }

    /// Whether a week lies at least two from every other away.
    fn is_apart(&self, week: usize) -> bool {
        self.annual.iter().all(|&other| other.abs_diff(week) >= 3)
    }

    pub(super) fn is_away(&self, week: usize) -> bool {
        self.annual.contains(&week) || self.study == Some(week)
    }
}
