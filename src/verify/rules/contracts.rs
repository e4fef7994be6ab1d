//! What contracts count.

use crate::service::{Contract, Counts};
use crate::verify::reckon::Facts;
use crate::verify::tolerance::{FIGURE, FLOW};

/// What a contract counts within the horizon.
pub(super) fn counted(facts: &Facts<'_>, contract: &Contract) -> f64 {
    let lists = facts.lists;
    match &contract.counts {
        Counts::Appointments(id) => {
            let of = facts.rows.lessons.iter().filter(|((activity, ..), _)| lists.activities[*activity].id == *id);
            of.map(|(_, l)| l.row.given).sum()
        }
        Counts::Starts(id) => {
            let of = facts.rows.starts.iter().filter(|row| lists.courses[row.course].id == *id);
            of.map(|row| row.patients).sum()
        }
        Counts::StreamStarts(id) => {
            let of = facts.rows.starts.iter().filter(|row| lists.streams[row.stream].id == *id);
            of.map(|row| row.patients).sum()
        }
    }
}

/// How near to its limit a contract is held: appointments are flows, patients are whole.
pub(super) fn tolerance(contract: &Contract) -> f64 {
    match contract.counts {
        Counts::Appointments(_) => FLOW,
        Counts::Starts(_) | Counts::StreamStarts(_) => FIGURE,
    }
}

/// The list that a contract counts rows of.
pub(super) fn list(contract: &Contract) -> &'static str {
    match contract.counts {
        Counts::Appointments(_) => "lessons",
        Counts::Starts(_) | Counts::StreamStarts(_) => "starts",
    }
}
