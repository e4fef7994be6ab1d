//! Practitioners and meetings.

use crate::base::calendar::HalfDay;
use crate::base::ids::{ClinicId, MeetingId, PeriodId, PractitionerId, RoleId, SiteId};
use crate::base::units::{Fraction, Minutes, Pounds, Sessions};
use crate::service::table::keyed;
use crate::service::{Preference, Span};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Somebody who works sessions.
#[derive(Debug, Clone)]
pub struct Practitioner {
    /// Id.
    pub id: PractitionerId,
    /// Role.
    pub role: RoleId,
    /// Pay band.
    pub band: Option<String>,
    /// Whole-time equivalent.
    pub wte: f64,
    /// Half-days contracted a week.
    pub sessions_per_week: Sessions,
    /// Share of them that is not clinical.
    pub non_clinical: Fraction,
    /// Where they belong.
    pub home_site: SiteId,
    /// Sites they work at.
    pub sites: BTreeSet<SiteId>,
    /// Half-days on which they can work.
    pub available: BTreeSet<HalfDay>,
    /// Skills beside the role's.
    pub skills: BTreeSet<String>,
    /// Kinds of session they run, if not all that role and skills allow.
    pub clinics: Option<BTreeSet<ClinicId>>,
    /// Most sessions in one day.
    pub most_sessions_a_day: Option<u32>,
    /// Leave and study leave.
    pub leave: Vec<Span>,
    /// Share of sessions lost to absence without dates.
    pub absence: Fraction,
    /// Minutes of each of their sessions into which no patient is booked.
    pub unbooked: Minutes,
    /// Minutes a week that they have for desk work.
    pub desk: Minutes,
    /// First and last day on which they may run clinics, by contract and registration.
    pub employed: (Option<NaiveDate>, Option<NaiveDate>),
    /// What a worked session costs.
    pub cost_per_session: Pounds,
    /// What they would rather have, or not have.
    pub preferences: Vec<Preference>,
}

impl Practitioner {
    /// Clinical half-days contracted a week, before meetings: contracted x (1 - non-clinical share).
    #[must_use]
    pub fn clinical_sessions(&self) -> Sessions {
        self.sessions_per_week * self.non_clinical.complement().get()
    }

    /// What a clinical session costs: a worked session's cost, with its part of the non-clinical time.
    #[must_use]
    pub fn cost_per_clinical_session(&self) -> Pounds {
        let clinical = self.non_clinical.complement().get();
        if clinical > 0.0 { self.cost_per_session / clinical } else { Pounds::ZERO }
    }

    /// Whether they may run clinics on a date, by contract and registration.
    #[must_use]
    pub fn is_employed(&self, date: NaiveDate) -> bool {
        self.employed.0.is_none_or(|first| date >= first) && self.employed.1.is_none_or(|last| date <= last)
    }

    /// Whether they can be at work in a half-day of a date: weekly hours, leave, contract and registration. Sites'
    /// hours and meetings are another matter.
    #[must_use]
    pub fn is_at_work(&self, date: NaiveDate, half_day: &HalfDay) -> bool {
        self.available.contains(half_day)
            && self.is_employed(date)
            && !self.leave.iter().any(|s| s.covers(date, &half_day.period))
    }
}

/// A meeting or event.
#[derive(Debug, Clone)]
pub struct Meeting {
    /// Id.
    pub id: MeetingId,
    /// Name as reports print it.
    pub name: String,
    /// Who is invited, resolved to people.
    pub attendees: BTreeSet<PractitionerId>,
    /// How it was written.
    pub who: Attendees,
    /// When.
    pub when: Recurrence,
    /// How long, in each half-day that it takes.
    pub minutes: Minutes,
    /// Where; those who run a clinic elsewhere in that half-day miss it. None: people join from where they are.
    pub site: Option<SiteId>,
    /// Least share of those invited and at work who must come.
    pub least_attendance: Fraction,
    /// No clinic is run by those who come.
    pub blocks_clinics: bool,
    /// First and last day between which it is held.
    pub held: (Option<NaiveDate>, Option<NaiveDate>),
}

impl Meeting {
    /// Whether a date lies within the days between which it is held.
    #[must_use]
    pub fn is_on(&self, date: NaiveDate) -> bool {
        self.held.0.is_none_or(|first| date >= first) && self.held.1.is_none_or(|last| date <= last)
    }
}

/// Who is invited, as written.
#[derive(Debug, Clone, PartialEq)]
pub enum Attendees {
    /// Everybody.
    Everyone,
    /// Those whose home site it is.
    HomeSite(SiteId),
    /// Those of some roles.
    Roles(BTreeSet<RoleId>),
    /// Named people.
    Practitioners(BTreeSet<PractitionerId>),
}

/// When a meeting is held.
#[derive(Debug, Clone, PartialEq)]
pub enum Recurrence {
    /// Every so many weeks from the horizon's first, in one of these half-days; the plan picks one for all its weeks.
    Weekly {
        /// Half-days allowed.
        half_days: Vec<HalfDay>,
        /// Every so many weeks.
        every: u32,
    },
    /// In the n-th such half-day of each month.
    Monthly {
        /// The half-day.
        half_day: HalfDay,
        /// Which of the month, from 1.
        nth: u32,
    },
    /// Once.
    Once {
        /// The date.
        date: NaiveDate,
        /// Parts of that day.
        periods: Vec<PeriodId>,
    },
    /// At no fixed time, within non-clinical time, every so many weeks.
    Floating {
        /// Every so many weeks.
        every: u32,
    },
}

keyed! { Practitioner => PractitionerId; Meeting => MeetingId; }
