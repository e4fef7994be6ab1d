//! Unions of sets of rooms: what Hall's condition has to be asked of.

use std::collections::BTreeSet;

/// The sets and all unions of them that hang together, each once. (Of sets apart from one another the condition is the
/// sum of theirs.) Fitting sets are classes of rooms, so they are few, and so are their unions.
#[must_use]
pub fn unions<'a>(sets: impl IntoIterator<Item = &'a BTreeSet<usize>>) -> BTreeSet<BTreeSet<usize>> {
    let sets: BTreeSet<&BTreeSet<usize>> = sets.into_iter().collect();
    let mut unions: BTreeSet<BTreeSet<usize>> = sets.iter().map(|set| (*set).clone()).collect();
    let mut open: Vec<BTreeSet<usize>> = unions.iter().cloned().collect();
    while let Some(union) = open.pop() {
        for set in sets.iter().filter(|set| !set.is_disjoint(&union)) {
            let joined: BTreeSet<usize> = union.union(set).copied().collect();
            if unions.insert(joined.clone()) {
                open.push(joined);
            }
        }
    }
    unions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unions_that_hang_together_are_made() {
        let sets = [BTreeSet::from([1, 2]), BTreeSet::from([5, 6]), BTreeSet::from([2, 3]), BTreeSet::from([3, 5])];
        let found = unions(&sets);
        assert!(found.contains(&BTreeSet::from([1, 2, 3, 5, 6])), "joined by way of others");
        assert!(!found.contains(&BTreeSet::from([1, 2, 5, 6])), "the sum of two");
        assert_eq!(found.len(), 4 + 3 + 2 + 1);
    }
}
