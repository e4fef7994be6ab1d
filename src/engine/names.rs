//! Names of columns or rows, one after the other.

use std::fmt::{Display, Write};

/// Names in one text: a program has thousands, is copied often, and is compared with others by them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    text: String,
    /// Where each ends in the text.
    ends: Vec<usize>,
}

impl Names {
    /// Adds a name.
    pub(super) fn push(&mut self, name: impl Display) {
        write!(self.text, "{name}").expect("text takes whatever is written to it");
        self.ends.push(self.text.len());
    }

    /// Leaves out names by their position.
    pub(super) fn retain(&mut self, keeps: impl Fn(usize) -> bool) {
        let mut kept = Self::default();
        self.iter().enumerate().filter(|(at, _)| keeps(*at)).for_each(|(_, name)| kept.push(name));
        *self = kept;
    }

    /// A name by its position.
    #[must_use]
    pub fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[at]]
    }

    /// All names in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|at| self.get(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_position_also_once_some_are_left_out() {
        let mut names = Names::default();
        for name in ["start at a", "", "ünï", "late"] {
            names.push(name);
        }
        assert_eq!((names.get(0), names.get(1), names.get(2), names.get(3)), ("start at a", "", "ünï", "late"));
        names.retain(|at| at % 2 == 0);
        assert_eq!(names.iter().collect::<Vec<_>>(), ["start at a", "ünï"]);
    }
}
