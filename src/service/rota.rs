//! What weekly rotas weigh, share out and keep: burdens, preferences, pins and their prices.

use crate::base::calendar::HalfDay;
use crate::base::ids::{ActivityId, ClinicId, PractitionerId, RoomId, SiteId};
use crate::base::units::Pounds;
use crate::service::{Aim, PriceDefault, Service};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What weekly rotas weigh, share out and keep.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RotaPolicy {
    /// What is shared out.
    pub burdens: Vec<Burden>,
    /// Prices.
    pub prices: RotaPrices,
    /// Sessions that are kept, that never are, that must be.
    pub pins: Vec<Pin>,
}

/// A burden that is shared out within each role, by contract.
#[derive(Debug, Clone, PartialEq)]
pub struct Burden {
    /// Id.
    pub id: String,
    /// Name as reports print it.
    pub name: String,
    /// Which sessions are one.
    pub on: BurdenOn,
    /// Points that such a session counts.
    pub points: f64,
}

/// Which sessions are a burden.
#[derive(Debug, Clone, PartialEq)]
pub enum BurdenOn {
    /// Those in some half-days.
    HalfDays(BTreeSet<HalfDay>),
    /// Those at some sites.
    Sites(BTreeSet<SiteId>),
    /// Those at another than the home site.
    AwayFromHome,
}

impl Burden {
    /// Whether a practitioner's session is one.
    #[must_use]
    pub fn is_on(&self, service: &Service, practitioner: &PractitionerId, site: &SiteId, half_day: &HalfDay) -> bool {
        match &self.on {
            BurdenOn::HalfDays(half_days) => half_days.contains(half_day),
            BurdenOn::Sites(sites) => sites.contains(site),
            BurdenOn::AwayFromHome => service.practitioners[practitioner].home_site != *site,
        }
    }
}

/// Which sessions are meant: those that fit all that is named.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Which {
    /// Practitioners.
    pub practitioners: Option<BTreeSet<PractitionerId>>,
    /// Rooms.
    pub rooms: Option<BTreeSet<RoomId>>,
    /// Kinds of session.
    pub clinics: Option<BTreeSet<ClinicId>>,
    /// Activities: sessions of clinics that hold one of them.
    pub activities: Option<BTreeSet<ActivityId>>,
    /// Sites.
    pub sites: Option<BTreeSet<SiteId>>,
    /// Half-days.
    pub half_days: Option<BTreeSet<HalfDay>>,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// A session as pins and preferences see it.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'s> {
    /// Who.
    pub practitioner: &'s PractitionerId,
    /// What kind.
    pub clinic: &'s ClinicId,
    /// Where.
    pub site: &'s SiteId,
    /// On which date.
    pub date: NaiveDate,
    /// When.
    pub half_day: &'s HalfDay,
}

impl Which {
    /// Whether a session fits all that is named but the rooms.
    #[must_use]
    pub fn fits(&self, service: &Service, session: Seen) -> bool {
        let holds = |activities: &BTreeSet<ActivityId>| {
            service.clinics[session.clinic].activities.iter().any(|a| activities.contains(a))
        };
        self.covers(session.date)
            && self.practitioners.as_ref().is_none_or(|x| x.contains(session.practitioner))
            && self.clinics.as_ref().is_none_or(|x| x.contains(session.clinic))
            && self.activities.as_ref().is_none_or(holds)
            && self.sites.as_ref().is_none_or(|x| x.contains(session.site))
            && self.half_days.as_ref().is_none_or(|x| x.contains(session.half_day))
    }

    /// Whether somebody's half-day without a session is meant: nothing is named that only a session has.
    #[must_use]
    pub fn fits_blank(&self, practitioner: &PractitionerId, date: NaiveDate, half_day: &HalfDay) -> bool {
        let of_sessions = self.rooms.is_some() || self.clinics.is_some() || self.activities.is_some();
        !of_sessions
            && self.sites.is_none()
            && self.covers(date)
            && self.practitioners.as_ref().is_none_or(|x| x.contains(practitioner))
            && self.half_days.as_ref().is_none_or(|x| x.contains(half_day))
    }

    /// Whether a room is among those named.
    #[must_use]
    pub fn fits_room(&self, room: &RoomId) -> bool {
        self.rooms.as_ref().is_none_or(|x| x.contains(room))
    }

    /// Whether it counts on a date.
    #[must_use]
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| date >= from) && self.to.is_none_or(|to| date <= to)
    }

    /// What it names, as reports print it.
    #[must_use]
    pub fn in_words(&self) -> String {
        fn list<T: ToString>(set: &Option<BTreeSet<T>>) -> Option<String> {
            let set = set.as_ref()?;
            Some(set.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or "))
        }
        let mut words: Vec<String> = list(&self.practitioners).into_iter().collect();
        words.extend(list(&self.clinics));
        words.extend(list(&self.activities));
        words.extend(list(&self.sites).map(|sites| format!("at {sites}")));
        words.extend(list(&self.rooms).map(|rooms| format!("in {rooms}")));
        words.extend(list(&self.half_days).map(|half_days| format!("on {half_days}")));
        words.extend(self.from.map(|from| format!("from {from}")));
        words.extend(self.to.map(|to| format!("to {to}")));
        if words.is_empty() { "any session".to_owned() } else { words.join(" ") }
    }
}

/// What a practitioner would rather have, or not have.
#[derive(Debug, Clone, PartialEq)]
pub struct Preference {
    /// Whether the sessions named are liked, and all others not; else they are not.
    pub prefers: bool,
    /// The sessions.
    pub which: Which,
    /// What one that is not liked costs.
    pub price: Pounds,
    /// Why.
    pub reason: Option<String>,
}

impl Preference {
    /// Whether a session of theirs is one that they would rather not have.
    #[must_use]
    pub fn minds(&self, service: &Service, session: Seen) -> bool {
        self.which.covers(session.date) && self.which.fits(service, session) != self.prefers
    }
}

/// How a pin holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// Such sessions stay as they are.
    Keep,
    /// There are none.
    Never,
    /// There is one each week.
    Must,
}

impl Hold {
    /// As scenarios write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Hold::Keep => "keep",
            Hold::Never => "never",
            Hold::Must => "must",
        }
    }
}

/// A pin.
#[derive(Debug, Clone, PartialEq)]
pub struct Pin {
    /// How it holds.
    pub hold: Hold,
    /// Of which sessions.
    pub which: Which,
    /// Why.
    pub reason: Option<String>,
}

impl Pin {
    /// `never nurse-1 on Fri pm`.
    #[must_use]
    pub fn in_words(&self) -> String {
        format!("{} {}", self.hold.as_str(), self.which.in_words())
    }
}

/// Prices of what a rota weighs, in pounds a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct RotaPrices {
    /// A session run by another than usual, or elsewhere, or in another half-day of theirs.
    pub unusual_session: Pounds,
    /// A session of a clinic in a half-day in which it usually holds none.
    pub moved_session: Pounds,
    /// A session that a clinic usually holds and now does not.
    pub released_session: Pounds,
    /// A point of burden above a fair share, each week.
    pub unfair_point: Pounds,
    /// A session that somebody would rather not have.
    pub preference: Pounds,
    /// A supervision that is due and not held.
    pub supervision: Pounds,
    /// A long day with less than twenty minutes' break.
    pub short_break: Pounds,
    /// A published appointment that is disturbed, without notice.
    pub disturbed_appointment: Pounds,
    /// A published half-day of a practitioner that is disturbed, without notice.
    pub disturbed_half_day: Pounds,
}

/// Every price of rotas, its default and its reason: all defaults are assumptions of the tool.
pub const ROTA_PRICE_DEFAULTS: [PriceDefault; 9] = [
    tidy(
        "unusual_session_gbp",
        5.0,
        "session run by another than usual, elsewhere or at another time of theirs",
        "people and patients are used to what is usual; less than a lesson is worth",
    ),
    tidy(
        "moved_session_gbp",
        10.0,
        "session of a clinic in a half-day in which it usually holds none",
        "its patients come at their weekly time; they mind more than staff do",
    ),
    tidy(
        "released_session_gbp",
        2.0,
        "session that a clinic usually holds and now does not",
        "a session without appointments is kept as relief for what comes up",
    ),
    tidy(
        "unfair_point_gbp",
        20.0,
        "point of burden above a fair share, each week that it stays",
        "a Friday afternoon too many is worth two unusual sessions and more to pass on; beyond two points it counts three times",
    ),
    tidy(
        "preference_gbp",
        12.0,
        "session that somebody would rather not have",
        "somewhat more than two unusual sessions",
    ),
    tidy(
        "supervision_gbp",
        60.0,
        "supervision that is due and not held",
        "registration bodies expect it; less than any lesson",
    ),
    tidy(
        "short_break_gbp",
        15.0,
        "day of more than six hours with less than twenty minutes' break",
        "the Working Time Regulations 1998 (regulation 12) give twenty minutes",
    ),
    tidy(
        "disturbed_appointment_gbp",
        20.0,
        "published appointment that is moved, cancelled or given to another, without notice",
        "a call, a letter, a patient put off",
    ),
    tidy(
        "disturbed_half_day_gbp",
        20.0,
        "published half-day of a practitioner that changes, without notice",
        "life outside work was arranged around it",
    ),
];

impl RotaPrices {
    /// The price under a key of `policy.rota.prices`.
    #[must_use]
    pub fn by_key(&self, key: &str) -> Option<Pounds> {
        Some(match key {
            "unusual_session_gbp" => self.unusual_session,
            "moved_session_gbp" => self.moved_session,
            "released_session_gbp" => self.released_session,
            "unfair_point_gbp" => self.unfair_point,
            "preference_gbp" => self.preference,
            "supervision_gbp" => self.supervision,
            "short_break_gbp" => self.short_break,
            "disturbed_appointment_gbp" => self.disturbed_appointment,
            "disturbed_half_day_gbp" => self.disturbed_half_day,
            _ => return None,
        })
    }
}

impl Default for RotaPrices {
    fn default() -> Self {
        let price = |key: &str| {
            let default = ROTA_PRICE_DEFAULTS.iter().find(|d| d.key == key);
            Pounds(default.and_then(|d| d.pounds).unwrap_or(0.0))
        };
        Self {
            unusual_session: price("unusual_session_gbp"),
            moved_session: price("moved_session_gbp"),
            released_session: price("released_session_gbp"),
            unfair_point: price("unfair_point_gbp"),
            preference: price("preference_gbp"),
            supervision: price("supervision_gbp"),
            short_break: price("short_break_gbp"),
            disturbed_appointment: price("disturbed_appointment_gbp"),
            disturbed_half_day: price("disturbed_half_day_gbp"),
        }
    }
}

const fn tidy(key: &'static str, pounds: f64, unit: &'static str, reason: &'static str) -> PriceDefault {
    PriceDefault { key, pounds: Some(pounds), unit, aim: Aim::Tidy, reason }
}
