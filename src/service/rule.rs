//! The names of the rules, shared by the model, the checker, clashes and the documentation.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! rules {
    (
        plans { $($(#[$doc:meta])* $name:ident = $code:literal, $text:literal;)+ }
        rotas { $($(#[$more_doc:meta])* $more:ident = $more_code:literal, $more_text:literal;)+ }
    ) => {
        /// A rule that a plan or a rota keeps.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum RuleId { $($(#[$doc])* $name,)+ $($(#[$more_doc])* $more,)+ }

        impl RuleId {
            /// Every rule.
            pub const ALL: &'static [RuleId] = &[$(RuleId::$name,)+ $(RuleId::$more,)+];
            /// The rules of plans.
            pub const OF_PLANS: &'static [RuleId] = &[$(RuleId::$name),+];
            /// The rules that rotas have of their own.
            pub const OF_ROTAS: &'static [RuleId] = &[$(RuleId::$more),+];
            /// Its short code: `F3`.
            #[must_use]
            pub fn code(self) -> &'static str { match self { $(RuleId::$name => $code,)+ $(RuleId::$more => $more_code,)+ } }
            /// What it says, in the service's words.
            #[must_use]
            pub fn text(self) -> &'static str { match self { $(RuleId::$name => $text,)+ $(RuleId::$more => $more_text,)+ } }
            /// Its stable name: `capacity`.
            #[must_use]
            pub fn name(self) -> String {
                serde_json::to_value(self).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
            }
        }
    };
}

rules! {
    plans {
    /// F1
    Queue = "F1", "a queue is last week's queue, plus referrals and onward arrivals, less removals and starts";
    /// F1a
    AssessmentFloor = "F1a", "assessments keep up with referrals";
    /// F1b
    ThroughputFloor = "F1b", "a stream without evidence keeps today's throughput";
    /// F1c
    LeastStarted = "F1c", "a least share of those who wait or are referred must start";
    /// F2
    LessonsDue = "F2", "lessons fall due by each course's cadence, thinned by drop-out and swollen by rebooked misses";
    /// F3
    Capacity = "F3", "booked minutes fit the sessions rostered, by clinic kind, site and week";
    /// F4
    Lateness = "F4", "lessons are given when due, carried one week, or late";
    /// F5
    WaitTarget = "F5", "patients start within the target wait";
    /// F6
    Budget = "F6", "spending stays within each budget";
    /// F7
    ContractCap = "F7", "activity stays within contract caps";
    /// F7a
    ContractFloor = "F7a", "activity reaches contract floors";
    /// F8
    Shares = "F8", "each option's share of the starts lies between its least and most";
    /// F9
    ClosedGroups = "F9", "closed groups start whole, within their least and most size";
    /// F10
    Dose = "F10", "patients get the recommended dose";
    /// F11
    Tail = "F11", "no more is promised after the horizon than the last pattern can keep";
    /// F12
    WholePatients = "F12", "patients start whole";
    /// F13
    DeskWork = "F13", "desk work fits the time there is for it, and is done in time or late";
    /// R1
    OnePlace = "R1", "a practitioner is in one place at a time, and at work";
    /// R1a
    Eligible = "R1a", "a practitioner runs only clinics that role, skills, registration and contract allow";
    /// R2
    Contracted = "R2", "clinical sessions stay within the contract, and within the most a day";
    /// R3
    Rooms = "R3", "every session has a fitting room that is open, and no room has two";
    /// R4
    Together = "R4", "the whole team of a session is there together";
    /// R4a
    OnSite = "R4a", "who needs somebody on site has them there, in a session of their own";
    /// R5
    Meetings = "R5", "meetings are attended";
    /// R6
    Travel = "R6", "nobody changes site within a day further than the drive allowed";
    /// R7
    GroupSize = "R7", "classes hold no more than their most, and no more classes than sessions have time for";
    /// R8
    WorkingTime = "R8", "rest between sessions is kept";
    /// R9
    Pattern = "R9", "a rota pattern holds for its block of weeks";
    }
    rotas {
    /// R10
    Kept = "R10", "pins hold, and a pin that cannot names the rule in its way";
    /// R11
    Appointments = "R11", "appointments are whole, fit their session, and are held or put off";
    /// R12
    Usual = "R12", "what differs from the plan's pattern is listed with its reason";
    /// R13
    Fairness = "R13", "burdens are shared out by contract, earlier weeks included";
    /// R14
    Preferences = "R14", "sessions that somebody would rather not have are counted";
    /// R15
    LeastChange = "R15", "what was published changes as little as it can";
    /// R16
    SameRoom = "R16", "nobody changes room within a day at a site without need";
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code(), self.name())
    }
}
