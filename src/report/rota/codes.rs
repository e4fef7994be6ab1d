//! Short codes for ids, so that a week fits a terminal or a wall.

use crate::base::ids::Id;
use std::collections::{BTreeMap, BTreeSet};

/// Short codes for ids, so that a week fits a terminal: the first four letters, numbered where these are not enough.
pub(in crate::report) struct Codes<'a, I: Id>(BTreeMap<&'a I, String>);

impl<'a, I: Id> Codes<'a, I> {
    pub(in crate::report) fn of(ids: impl Iterator<Item = &'a I>) -> Self {
        let ids: BTreeSet<&I> = ids.collect();
        let plain = |id: &I| id.as_str().replace('-', "").chars().take(4).collect::<String>();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut codes = BTreeMap::new();
        for id in &ids {
            let alone = ids.iter().filter(|other| plain(other) == plain(id)).count() == 1;
            let candidates = std::iter::once(plain(id)).filter(|_| alone).chain((1..).map(|number: u32| {
                let digits = number.to_string();
                let letters = 4_usize.saturating_sub(digits.len());
                format!("{}{digits}", plain(id).chars().take(letters).collect::<String>())
            }));
            let free = candidates.into_iter().find(|code| !taken.contains(code)).unwrap_or_default();
            taken.insert(free.clone());
            codes.insert(*id, free);
        }
        Self(codes)
    }

    pub(in crate::report) fn code(&self, id: &I) -> &str {
        self.0.get(id).map_or("?", String::as_str)
    }

    pub(in crate::report) fn legend<'b>(&'b self, name: impl Fn(&'b I) -> &'b str) -> String {
        let entries: Vec<String> = self.0.iter().map(|(id, code)| format!("{code} = {}", name(id))).collect();
        entries.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{ClinicId, SiteId};

    #[test]
    fn codes_are_short_and_never_shared() {
        let ids: Vec<ClinicId> = ["physio-new", "physio-review", "pmp", "phys1", "at"].map(ClinicId::from).to_vec();
        let codes = Codes::of(ids.iter());
        let all: Vec<&str> = ids.iter().map(|id| codes.code(id)).collect();
        assert_eq!(all, ["phy2", "phy3", "pmp", "phy1", "at"]);
    }

    #[test]
    fn a_hundred_alike_still_differ() {
        let ids: Vec<SiteId> = (0..120).map(|n| SiteId::from(format!("site-{n}").as_str())).collect();
        let codes = Codes::of(ids.iter());
        let all: BTreeSet<&str> = ids.iter().map(|id| codes.code(id)).collect();
        assert_eq!(all.len(), 120);
    }
}
