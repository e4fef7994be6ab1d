//! Compares figures claimed with figures reckoned.

use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FIGURE, near};
use std::collections::BTreeMap;
use std::fmt::Display;

/// Writes a finding under a code for each figure that is not what its rows make it.
pub(super) struct Compare<'s> {
    code: &'static str,
    sheet: &'s mut Sheet,
}

impl<'s> Compare<'s> {
    /// A comparison that writes findings under a code.
    pub(super) fn new(code: &'static str, sheet: &'s mut Sheet) -> Self {
        Self { code, sheet }
    }

    /// Compares a number.
    pub(super) fn number(&mut self, path: &str, claimed: f64, reckoned: f64) {
        if !near(claimed, reckoned, FIGURE) {
            self.differs(path, claimed, reckoned);
        }
    }

    /// Compares a number that may be missing.
    pub(super) fn optional(&mut self, path: &str, claimed: Option<f64>, reckoned: Option<f64>) {
        let said = |figure: Option<f64>| figure.map_or_else(|| "none".to_owned(), |f| f.to_string());
        match (claimed, reckoned) {
            (Some(claimed), Some(reckoned)) => self.number(path, claimed, reckoned),
            (None, None) => {}
            _ => self.differs(path, said(claimed), said(reckoned)),
        }
    }

    /// Compares a yes or no.
    pub(super) fn flag(&mut self, path: &str, claimed: bool, reckoned: bool) {
        if claimed != reckoned {
            self.differs(path, claimed, reckoned);
        }
    }

    /// Pairs the rows of a list by key and compares each pair. A row may be left out if it is `empty`.
    pub(super) fn rows<R, K: Ord + Display>(
        &mut self,
        list: &str,
        (claimed, reckoned): (&[R], &[R]),
        key: impl Fn(&R) -> K,
        empty: impl Fn(&R) -> bool,
        mut each: impl FnMut(&mut Self, &str, &R, &R),
    ) {
        let mut left: BTreeMap<K, &R> = reckoned.iter().map(|r| (key(r), r)).collect();
        for (index, row) in claimed.iter().enumerate() {
            let path = format!("{list}[{index}]");
            match left.remove(&key(row)) {
                Some(reckoned) => each(self, &path, row, reckoned),
                None => {
                    let cause = format!("{} has no such figures, or has them twice", key(row));
                    self.sheet.fault(self.code, path, cause, "write a row for each, once");
                }
            }
        }
        for (key, _) in left.into_iter().filter(|(_, row)| !empty(row)) {
            let cause = format!("{key} is missing");
            self.sheet.fault(self.code, list.to_owned(), cause, "write a row for each, once");
        }
    }

    fn differs(&mut self, path: &str, claimed: impl Display, reckoned: impl Display) {
        let cause = format!("the plan's rows make this {reckoned}, not {claimed}");
        self.sheet.fault(self.code, path.to_owned(), cause, "reckon the figure from the plan's rows");
    }
}
