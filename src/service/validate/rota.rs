//! What weekly rotas weigh, share out and keep: preferences, burdens, prices, pins.

use super::calendar::half_day;
use super::codes;
use super::names::{Known, once_each};
use super::reader::{Reader, name_or_id};
use super::wording::number;
use crate::base::calendar::{Day, HalfDay};
use crate::base::ids::{Id, PractitionerId};
use crate::base::units::Pounds;
use crate::scenario::records::{BurdenOnRecord, LikingRecord, PinRecord, PinnedRecord, PreferenceRecord};
use crate::service::{Burden, BurdenOn, Hold, Pin, Preference, RotaPolicy, RotaPrices, Service, Timetable, Which};
use chrono::{NaiveDate, NaiveTime};
use std::collections::BTreeSet;

/// A half-day that begins by then is early.
const EARLY: (u32, u32) = (8, 30);
/// A half-day that begins then or later is an evening.
const EVENING: (u32, u32) = (17, 0);
/// Points of a session away from home, where nothing is written.
const AWAY_POINTS: f64 = 0.5;

/// Reads what the policy says of rotas.
pub(super) fn rota_policy(reader: &mut Reader<'_>, timetable: &Timetable) -> RotaPolicy {
    RotaPolicy { burdens: burdens(reader, timetable), prices: prices(reader), pins: pins(reader, timetable) }
}

fn burdens(reader: &mut Reader<'_>, timetable: &Timetable) -> Vec<Burden> {
    let Some(written) = &reader.record.policy.rota.burdens else { return default_burdens(timetable) };
    let mut burdens: Vec<Burden> = Vec::new();
    for (i, record) in written.iter().enumerate() {
        let at = format!("policy.rota.burdens.{}", record.id);
        if burdens.iter().any(|b| b.id == record.id) {
            let cause = format!("the burden `{}` is declared more than once", record.id);
            reader.findings.add_at(codes::DUPLICATE_ID, &at, &format!("policy.rota.burdens.{i}"), cause);
            continue;
        }
        let on = match &record.on {
            BurdenOnRecord::HalfDays(texts) => {
                BurdenOn::HalfDays(half_days(reader, timetable, &format!("{at}.on.half_days"), texts))
            }
            BurdenOnRecord::Sites(texts) => {
                let path = format!("{at}.on.sites");
                BurdenOn::Sites(
                    reader.names.sites.resolve_some(&mut reader.findings, &path, texts).into_iter().collect(),
                )
            }
            BurdenOnRecord::AwayFromHome {} => BurdenOn::AwayFromHome,
        };
        let points = reader.findings.within(&format!("{at}.points"), record.points, 0.0, 100.0);
        burdens.push(Burden { id: record.id.clone(), name: name_or_id(record.name.as_ref(), &record.id), on, points });
    }
    burdens
}

/// The end of the week, evenings, early mornings, sessions away from home.
fn default_burdens(timetable: &Timetable) -> Vec<Burden> {
    let at = |(hours, minutes)| NaiveTime::from_hms_opt(hours, minutes, 0).unwrap_or_default();
    let everyday = |kind: &dyn Fn(NaiveTime) -> bool| -> BTreeSet<HalfDay> {
        let periods = || timetable.periods.iter().filter(|p| kind(p.start));
        timetable.days.iter().flat_map(|&day| periods().map(move |p| HalfDay { day, period: p.id.clone() })).collect()
    };
    let last_day = timetable.days.iter().copied().filter(|day| *day <= Day::Fri).max();
    let last = last_day.zip(timetable.periods.last()).map(|(day, p)| HalfDay { day, period: p.id.clone() });
    let burden = |id: &str, name: &str, on: BurdenOn, points: f64| Burden {
        id: id.to_owned(),
        name: name.to_owned(),
        on,
        points,
    };
    let evenings = everyday(&|start| start >= at(EVENING));
    let mut ends: BTreeSet<HalfDay> = last.into_iter().collect();
    ends.retain(|half_day| !evenings.contains(half_day));
    let half_days = [
        ("end-of-week", "end of the week", ends),
        ("evening", "evenings", evenings),
        ("early", "early mornings", everyday(&|start| start < at(EARLY))),
    ];
    let mut burdens: Vec<Burden> = half_days
        .into_iter()
        .filter(|(_, _, half_days)| !half_days.is_empty())
        .map(|(id, name, half_days)| burden(id, name, BurdenOn::HalfDays(half_days), 1.0))
        .collect();
    burdens.push(burden("away", "away from the home site", BurdenOn::AwayFromHome, AWAY_POINTS));
    burdens
}

fn prices(reader: &mut Reader<'_>) -> RotaPrices {
    let written = &reader.record.policy.rota.prices;
    let default = RotaPrices::default();
    let mut price = |key: &str, written: Option<f64>, default: Pounds| -> Pounds {
        written.map_or(default, |value| reader.pounds(&format!("policy.rota.prices.{key}"), value))
    };
    RotaPrices {
        unusual_session: price("unusual_session_gbp", written.unusual_session_gbp, default.unusual_session),
        moved_session: price("moved_session_gbp", written.moved_session_gbp, default.moved_session),
        released_session: price("released_session_gbp", written.released_session_gbp, default.released_session),
        unfair_point: price("unfair_point_gbp", written.unfair_point_gbp, default.unfair_point),
        preference: price("preference_gbp", written.preference_gbp, default.preference),
        supervision: price("supervision_gbp", written.supervision_gbp, default.supervision),
        short_break: price("short_break_gbp", written.short_break_gbp, default.short_break),
        disturbed_appointment: price(
            "disturbed_appointment_gbp",
            written.disturbed_appointment_gbp,
            default.disturbed_appointment,
        ),
        disturbed_half_day: price("disturbed_half_day_gbp", written.disturbed_half_day_gbp, default.disturbed_half_day),
    }
}

fn pins(reader: &mut Reader<'_>, timetable: &Timetable) -> Vec<Pin> {
    let record = reader.record;
    let pins = record.policy.pins.iter().enumerate();
    pins.filter_map(|(i, pin)| one_pin(reader, timetable, &format!("policy.pins.{i}"), pin)).collect()
}

fn one_pin(reader: &mut Reader<'_>, timetable: &Timetable, at: &str, record: &PinRecord) -> Option<Pin> {
    let written = [(Hold::Keep, &record.keep), (Hold::Never, &record.never), (Hold::Must, &record.must)];
    let mut written = written.into_iter().filter_map(|(hold, which)| Some((hold, which.as_ref()?)));
    let (Some((hold, which)), None) = (written.next(), written.next()) else {
        reader.findings.add(codes::PIN_UNCLEAR, at, "a pin says one of keep, never and must");
        return None;
    };
    let at = format!("{at}.{}", hold.as_str());
    let which = pinned(reader, timetable, &at, which);
    if which == Which::default() {
        reader.findings.add(codes::PIN_UNCLEAR, &at, format!("this pin would {} every session", hold.as_str()));
        return None;
    }
    Some(Pin { hold, which, reason: record.reason.clone() })
}

fn pinned(reader: &mut Reader<'_>, timetable: &Timetable, at: &str, record: &PinnedRecord) -> Which {
    let liking = LikingRecord {
        half_days: record.half_days.clone(),
        sites: record.sites.clone(),
        clinics: record.clinics.clone(),
        from: record.from,
        to: record.to,
    };
    let which = liked(reader, timetable, at, &liking);
    let practitioners =
        some(reader, |names| &names.practitioners, &format!("{at}.practitioners"), &record.practitioners);
    let rooms = some(reader, |names| &names.rooms, &format!("{at}.rooms"), &record.rooms);
    let activities = some(reader, |names| &names.activities, &format!("{at}.activities"), &record.activities);
    Which { practitioners, rooms, activities, ..which }
}

/// Reads what a practitioner would rather have, or not have.
pub(super) fn preferences(
    reader: &mut Reader<'_>,
    timetable: &Timetable,
    practitioner: &str,
    records: &[PreferenceRecord],
) -> Vec<Preference> {
    let default = reader.record.policy.rota.prices.preference_gbp.map_or(RotaPrices::default().preference, Pounds);
    let mut preferences = Vec::new();
    for (i, record) in records.iter().enumerate() {
        let at = format!("practitioners.{practitioner}.preferences.{i}");
        let (prefers, key, liking) = match (&record.avoid, &record.prefer) {
            (Some(avoid), None) => (false, "avoid", avoid),
            (None, Some(prefer)) => (true, "prefer", prefer),
            _ => {
                reader.findings.add(codes::PREFERENCE_UNCLEAR, &at, "a preference says one of avoid and prefer");
                continue;
            }
        };
        let which = liked(reader, timetable, &format!("{at}.{key}"), liking);
        if which == (Which { from: which.from, to: which.to, ..Which::default() }) {
            let cause = format!("{key} names no half-day, site or clinic");
            reader.findings.add(codes::PREFERENCE_UNCLEAR, &format!("{at}.{key}"), cause);
            continue;
        }
        let price = record.price_gbp.map_or(default, |value| reader.pounds(&format!("{at}.price_gbp"), value));
        let own = Some(BTreeSet::from([PractitionerId::from(practitioner)]));
        let which = Which { practitioners: own, ..which };
        preferences.push(Preference { prefers, which, price, reason: record.reason.clone() });
    }
    preferences
}

fn liked(reader: &mut Reader<'_>, timetable: &Timetable, at: &str, record: &LikingRecord) -> Which {
    let named = record.half_days.as_ref();
    let half_days = named.map(|texts| half_days(reader, timetable, &format!("{at}.half_days"), texts));
    let which = Which {
        sites: some(reader, |names| &names.sites, &format!("{at}.sites"), &record.sites),
        clinics: some(reader, |names| &names.clinics, &format!("{at}.clinics"), &record.clinics),
        half_days,
        from: record.from,
        to: record.to,
        ..Which::default()
    };
    if let (Some(from), Some(to)) = (which.from, which.to)
        && to < from
    {
        reader.findings.add(codes::SPAN_BACKWARDS, at, format!("the span ends on {to}, before {from}"));
    }
    which
}

fn some<I: Id + for<'a> From<&'a str>>(
    reader: &mut Reader<'_>,
    known: impl for<'n> Fn(&'n super::names::Names) -> &'n Known<I>,
    path: &str,
    texts: &Option<Vec<String>>,
) -> Option<BTreeSet<I>> {
    let texts = texts.as_ref()?;
    Some(known(&reader.names).resolve_some(&mut reader.findings, path, texts).into_iter().collect())
}

fn half_days(reader: &mut Reader<'_>, timetable: &Timetable, path: &str, texts: &[String]) -> BTreeSet<HalfDay> {
    if texts.is_empty() {
        reader.findings.add(codes::EMPTY_LIST, path, "this list names nothing");
    }
    let firsts = once_each(&mut reader.findings, path, texts);
    firsts.into_iter().filter_map(|i| half_day(reader, timetable, &format!("{path}.{i}"), &texts[i])).collect()
}

/// Pins and preferences that can never hold, whatever the rota.
pub(super) fn of_use(reader: &mut Reader<'_>, service: &Service) {
    for (i, pin) in service.policy.rota.pins.iter().enumerate() {
        if pin.hold != Hold::Must || pin.which.from.is_some_and(|from| outside(service, from)) {
            continue;
        }
        if !somebody(service, &pin.which) {
            let path = format!("policy.pins.{i}.must");
            let cause = format!("no session can be {}", pin.which.in_words());
            reader.findings.add(codes::PIN_IMPOSSIBLE, &path, cause);
        }
    }
    for practitioner in &service.practitioners {
        let price: f64 = practitioner.preferences.iter().map(|p| p.price.0).fold(0.0, f64::max);
        let lesson = service.policy.prices.late_lesson_week.0;
        if price >= lesson && lesson > 0.0 {
            let cause = format!(
                "a preference of `{}` is priced at {} pounds, a lesson a week late at {}",
                practitioner.id,
                number(price),
                number(lesson)
            );
            let path = format!("practitioners.{}.preferences", practitioner.id);
            reader.findings.add(codes::PREFERENCE_ABOVE_LESSONS, &path, cause);
        }
    }
}

fn outside(service: &Service, date: NaiveDate) -> bool {
    (date - service.timetable.start).num_days() >= i64::from(service.timetable.weeks) * 7
}

/// Whether anybody could ever run such a session: role, skills, sites, weekly hours of people, sites and rooms.
fn somebody(service: &Service, which: &Which) -> bool {
    let date = which.from.unwrap_or(service.timetable.start);
    let half_days: Vec<HalfDay> = service.half_days().collect();
    service.practitioners.iter().any(|p| {
        service.clinics.iter().filter(|clinic| service.position_of(p, clinic).is_some()).any(|clinic| {
            p.sites.intersection(&clinic.sites).any(|site| {
                half_days.iter().any(|half_day| {
                    let seen = crate::service::Seen { practitioner: &p.id, clinic: &clinic.id, site, date, half_day };
                    which.fits(service, seen)
                        && p.available.contains(half_day)
                        && service.sites[site].open.contains(half_day)
                        && service.rooms.iter().any(|r| {
                            r.site == *site
                                && which.fits_room(&r.id)
                                && r.open.contains(half_day)
                                && service.room_fits(r, clinic)
                        })
                })
            })
        })
    })
}
