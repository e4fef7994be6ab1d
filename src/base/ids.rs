//! Typed ids: a room's id cannot stand where a site's belongs. Cheap to clone, ordered, written as plain text.

use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// What every typed id can do.
pub trait Id: Clone + Ord + std::hash::Hash + fmt::Display + fmt::Debug {
    /// What the id names, as users read it: "practitioner".
    const NOUN: &'static str;
    /// The list of the scenario in which it is declared: "practitioners".
    const LIST: &'static str;
    /// The id as text.
    fn as_str(&self) -> &str;
    /// The id from text that is known to be well-formed.
    fn from_text(text: &str) -> Self;
}

/// Whether a text is a well-formed id: `[a-z0-9-]+`, at most 64 characters.
#[must_use]
pub fn is_well_formed(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

macro_rules! typed_id {
    ($($(#[$doc:meta])* $name:ident, $noun:literal, $list:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl Id for $name {
            const NOUN: &'static str = $noun;
            const LIST: &'static str = $list;
            fn as_str(&self) -> &str { &self.0 }
            fn from_text(text: &str) -> Self { Self(Arc::from(text)) }
        }
        impl From<&str> for $name { fn from(text: &str) -> Self { Self::from_text(text) } }
        impl Borrow<str> for $name { fn borrow(&self) -> &str { &self.0 } }
        impl AsRef<str> for $name { fn as_ref(&self) -> &str { &self.0 } }
        impl PartialEq<str> for $name { fn eq(&self, other: &str) -> bool { &*self.0 == other } }
        impl PartialEq<&str> for $name { fn eq(&self, other: &&str) -> bool { &*self.0 == *other } }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(&self.0) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(&*self.0, f) }
        }
    )+};
}

typed_id! {
    /// A clinic location.
    SiteId, "site", "sites";
    /// A room at a site.
    RoomId, "room", "rooms";
    /// A person who works sessions.
    PractitionerId, "practitioner", "practitioners";
    /// What a practitioner is: `nurse`, `at-teacher`.
    RoleId, "role", "practitioners[].role";
    /// A kind of room: `consulting`, `hall`.
    RoomKindId, "room kind", "rooms[].kind";
    /// A part of the working day: `am`, `pm`, `evening`.
    PeriodId, "half-day", "calendar.half_days";
    /// One appointment's or class's kind.
    ActivityId, "activity", "activities";
    /// A kind of session: which activities it may hold.
    ClinicId, "clinic", "clinics";
    /// An outcome scale.
    MeasureId, "measure", "measures";
    /// A figure of the evidence.
    FigureId, "record of evidence", "evidence";
    /// An option of care.
    CourseId, "course", "courses";
    /// A referral stream.
    StreamId, "stream", "streams";
    /// A meeting or event.
    MeetingId, "meeting", "meetings";
    /// A kind of desk work.
    DeskWorkId, "desk work", "desk_work";
    /// A rule for leave.
    LeaveRuleId, "leave rule", "leave_rules";
    /// A budget line.
    BudgetId, "budget", "funding.budgets";
    /// Income that comes whatever is done.
    BlockIncomeId, "block income", "funding.block_income";
    /// A contract's cap or floor.
    ContractId, "contract", "funding.contracts";
    /// A rule of care.
    CareRuleId, "rule of care", "care_rules";
    /// A what-if variant.
    VariantId, "variant", "variants";
}
