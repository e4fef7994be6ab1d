//! Changes to a published rota as they are typed: somebody away, a room or a site closed, a session added, days freed.

use super::known::known;
use super::rota_session::session;
use crate::base::calendar::{Day, HalfDay, Week, iso_week};
use crate::base::ids::PeriodId;
use crate::cli::args::RotaArgs;
use crate::plan::rota::Rota;
use crate::scenario::records::PatchRecord;
use crate::service::{Service, Which};
use crate::strategy::{Added, Changed};
use chrono::{Duration, NaiveDate};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The form of `--add`.
const ADD: &str = "--add DATE:HALF-DAY:SITE:CLINIC[:ID]";

/// The most places of the scenario that the words of a change name.
const MOST_NAMED: usize = 4;

/// Changes to a rota.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// What they change in the scenario.
    pub patches: Vec<PatchRecord>,
    /// What they are, in words.
    words: Vec<String>,
    /// The first and the last day on which somebody or something is away, closed or added.
    days: Option<(NaiveDate, NaiveDate)>,
    added: Vec<Added>,
    freed: Vec<Which>,
}

/// A span of days as typed, with the half-days it is for.
struct When {
    from: NaiveDate,
    to: NaiveDate,
    periods: Vec<String>,
}

impl Changes {
    /// Reads the changes that the arguments name.
    ///
    /// # Errors
    /// What is wrong with them, and how to write them.
    pub fn read(args: &RotaArgs, service: &Service, rota: &Rota) -> Result<Self, String> {
        let mut changes = Self::default();
        for text in &args.absent {
            let (id, when) = of_id("--absent", text, service)?;
            known("practitioner", &id, service.practitioners.iter().map(|p| &p.id))?;
            changes.add_span(&format!("practitioners.{id}.leave"), &when, "absence");
            changes.words.push(format!("{id} is away {}", when.in_words()));
        }
        for text in &args.close {
            let (id, when) = of_id("--close", text, service)?;
            let list = if service.sites.iter().any(|s| s.id == *id) { "sites" } else { "rooms" };
            let (rooms, sites) =
                (service.rooms.iter().map(|r| r.id.as_ref()), service.sites.iter().map(|s| s.id.as_ref()));
            known::<&str>("room or site", &id, rooms.chain(sites))?;
            changes.add_span(&format!("{list}.{id}.closures"), &when, "closed");
            changes.words.push(format!("{id} is closed {}", when.in_words()));
        }
        for text in &args.add {
            let (session, practitioner) = session(ADD, text, service, rota)?;
            changes.hold(session.date, session.date);
            let by = practitioner.as_ref().map(|id| format!(" by {id}")).unwrap_or_default();
            let (clinic, site) = (&service.clinics[&session.clinic].name, &service.sites[&session.site].name);
            let (half_day, date) = (&session.half_day, session.date.format("%-d %B %Y"));
            changes.words.push(format!("{clinic} at {site} is added on {half_day} {date}{by}"));
            changes.added.push(Added { session, practitioner });
        }
        for text in &args.free {
            let (which, words) = freed(text, service)?;
            changes.freed.push(which);
            changes.words.push(words);
        }
        Ok(changes)
    }

    /// Takes changes that variants and sheets name: of absences, closures and pins the days count that the rota has; of
    /// what a published rota does not depend on, none; of anything else, all.
    pub fn take(&mut self, patches: &[PatchRecord], rota: &Rota) {
        let (Some(first), Some(last)) = (rota.weeks.first(), rota.weeks.last()) else { return };
        let (first, last) = (first.monday, last.monday + Duration::days(6));
        let (mut words, mut values) = (BTreeSet::new(), BTreeSet::new());
        for patch in patches {
            let (what, when) = match effect(patch) {
                Effect::None => continue,
                Effect::Days(what, when) => (Some(what), when),
                Effect::All => (None, When::between(first, last)),
            };
            if when.from <= last && when.to >= first {
                self.hold(when.from.max(first), when.to.min(last));
                match what {
                    Some(what) => words.insert(what),
                    None => values.insert(patch.path()),
                };
            }
        }
        self.words.extend(words);
        let shown: Vec<&str> = values.iter().copied().take(MOST_NAMED).collect();
        match values.len().saturating_sub(MOST_NAMED) {
            _ if values.is_empty() => {}
            0 => self.words.push(format!("other values stand at {}", shown.join(", "))),
            more => self.words.push(format!("other values stand at {} and {more} more places", shown.join(", "))),
        }
        self.patches.extend(patches.iter().cloned());
    }

    /// Adds a span to a list of the scenario.
    fn add_span(&mut self, path: &str, when: &When, reason: &str) {
        let mut span = json!({"from": when.from, "to": when.to, "reason": reason});
        if !when.periods.is_empty() {
            span["half_days"] = json!(when.periods);
        }
        self.patches.push(PatchRecord::Add { path: path.to_owned(), value: span });
        self.hold(when.from, when.to);
    }

    fn hold(&mut self, from: NaiveDate, to: NaiveDate) {
        let (first, last) = self.days.unwrap_or((from, to));
        self.days = Some((first.min(from), last.max(to)));
    }

    /// What they come to in a rota; none if there are none.
    ///
    /// # Errors
    /// If they begin in none of its weeks.
    pub fn changed(self, args: &RotaArgs, start: NaiveDate, rota: &Rota) -> Result<Option<Changed>, String> {
        let freed = self.freed.iter().filter_map(|which| which.from).min();
        let Some(first) = self.days.map(|(first, _)| first).into_iter().chain(freed).min() else { return Ok(None) };
        let today = args.today.unwrap_or(first);
        if let Some(over) = self.freed.iter().filter_map(|which| which.to).find(|to| *to < today) {
            return Err(format!("what is over cannot be freed: {over} lies before {today}"));
        }
        if let Some(over) = self.added.iter().map(|added| added.session.date).find(|date| *date < today) {
            return Err(format!("no session can be added on {over}, which lies before {today}"));
        }
        let begins = first.max(today);
        if !rota.weeks.iter().any(|week| week.covers(begins)) {
            let iso =
                |week: Option<&crate::plan::rota::RotaWeek>| week.map_or("no week", |w| w.iso.as_str()).to_owned();
            let (from, to) = (iso(rota.weeks.first()), iso(rota.weeks.last()));
            return Err(format!("the change begins on {begins}; the rota of --from goes from {from} to {to}"));
        }
        let week = |date: NaiveDate| Week::of(date, start).unwrap_or(Week(0));
        let open = self
            .days
            .map(|(first, last)| (week(first.max(today)), Week(week(last.max(today)).0.saturating_add(args.reach))));
        Ok(Some(Changed { today, open, added: self.added, freed: self.freed, words: self.words }))
    }
}

impl When {
    fn between(from: NaiveDate, to: NaiveDate) -> Self {
        Self { from, to, periods: Vec::new() }
    }

    fn in_words(&self) -> String {
        let days = if self.from == self.to {
            format!("on {}", self.from.format("%-d %B %Y"))
        } else {
            format!("from {} to {}", self.from.format("%-d %B %Y"), self.to.format("%-d %B %Y"))
        };
        if self.periods.is_empty() { days } else { format!("{days} ({})", self.periods.join(", ")) }
    }

    /// `FROM..TO`, `DATE` or an ISO week, with half-days behind a colon.
    fn read<'t>(mut parts: impl Iterator<Item = &'t str>, form: &str, service: &Service) -> Result<Self, String> {
        let Some(days) = parts.next().map(str::trim) else { return Err(format!("no days are named: {form}")) };
        let date =
            |text: &str| text.trim().parse::<NaiveDate>().map_err(|_| format!("`{}` is no date: {form}", text.trim()));
        let start = service.timetable.start;
        let named = service.weeks().map(|week| week.monday(start)).find(|&m| iso_week(m).eq_ignore_ascii_case(days));
        let (from, to) = match (named, days.split_once("..")) {
            (Some(monday), _) => (monday, monday + Duration::days(6)),
            (None, Some((from, to))) => (date(from)?, date(to)?),
            (None, None) => (date(days)?, date(days)?),
        };
        if to < from {
            return Err(format!("`{days}` ends before it begins: {form}"));
        }
        let periods = parts.next().map_or_else(Vec::new, |list| list.split(',').map(|h| h.trim().to_owned()).collect());
        for period in &periods {
            known("half-day", period, service.timetable.periods.iter().map(|p| &p.id))?;
        }
        match parts.next() {
            Some(more) => Err(format!("`{more}` is one part too many: {form}")),
            None => Ok(Self { from, to, periods }),
        }
    }
}

/// What a patch means to a published rota.
enum Effect {
    /// Nothing.
    None,
    /// Something on these days, in words.
    Days(String, When),
    /// Something on any day.
    All,
}

fn effect(patch: &PatchRecord) -> Effect {
    let parts: Vec<&str> = patch.path().split('.').collect();
    let date = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_str).and_then(|text| text.parse::<NaiveDate>().ok())
    };
    match (patch, parts.as_slice()) {
        // What a rota has to hold is settled, and preferences count where nothing is published yet.
        (_, ["activities", _, "dna_rate" | "source"] | ["practitioners", _, "preferences"]) => Effect::None,
        (
            PatchRecord::Add { value, .. },
            [list @ ("practitioners" | "rooms" | "sites"), id, "leave" | "study_leave" | "closures"],
        ) => {
            let Some(from) = date(value, "from") else { return Effect::All };
            let periods = value.get("half_days").and_then(Value::as_array).into_iter().flatten();
            let periods = periods.filter_map(Value::as_str).map(str::to_owned).collect();
            let when = When { from, to: date(value, "to").unwrap_or(from), periods };
            let what = if *list == "practitioners" { "away" } else { "closed" };
            Effect::Days(format!("{id} is {what} {}", when.in_words()), when)
        }
        (PatchRecord::Add { value, .. }, ["policy", "pins"]) => {
            let which = ["keep", "never", "must"].iter().find_map(|hold| value.get(hold));
            let end = |key: &str| which.and_then(|which| date(which, key));
            let from = end("from").unwrap_or(NaiveDate::MIN);
            let to = end("to").unwrap_or(NaiveDate::MAX);
            Effect::Days("there is another pin".to_owned(), When::between(from, to))
        }
        _ => Effect::All,
    }
}

/// `ID:FROM..TO` or `ID:DATE`, with `:am,pm` behind it for half-days.
fn of_id(argument: &str, text: &str, service: &Service) -> Result<(String, When), String> {
    let form = format!(
        "write {argument} ID:DATE, or ID:FROM..TO, such as {argument} at-1:2026-02-09..2026-02-13; `:am` behind it for half-days"
    );
    let Some((id, days)) = text.split_once(':') else {
        return Err(format!("`{text}` names no days: {form}"));
    };
    Ok((id.trim().to_owned(), When::read(days.split(':'), &form, service)?))
}

/// `DATES` or `ID:DATES`, the id of a practitioner, room, site or clinic: what is free to change, and in words.
fn freed(text: &str, service: &Service) -> Result<(Which, String), String> {
    let form = "write --free DATES or --free ID:DATES, DATES a date, FROM..TO or a week such as 2026-W09; `:am` behind it for half-days";
    let named = text
        .split_once(':')
        .filter(|(first, _)| !first.contains("..") && !first.starts_with(|c: char| c.is_ascii_digit()));
    let (id, days) = named.map_or((None, text), |(id, days)| (Some(id.trim()), days));
    let when = When::read(days.split(':'), form, service)?;
    let mut which = Which { from: Some(when.from), to: Some(when.to), ..Which::default() };
    if !when.periods.is_empty() {
        let of_day = |day: Day| when.periods.iter().map(move |p| HalfDay { day, period: PeriodId::from(p.as_str()) });
        which.half_days = Some(Day::ALL.into_iter().flat_map(of_day).collect());
    }
    let Some(id) = id else { return Ok((which, format!("the rota may change {}", when.in_words()))) };
    let people = || service.practitioners.iter().map(|p| p.id.as_ref());
    let places = || service.rooms.iter().map(|r| r.id.as_ref()).chain(service.sites.iter().map(|s| s.id.as_ref()));
    let clinics = || service.clinics.iter().map(|c| c.id.as_ref());
    known::<&str>("practitioner, room, site or clinic", id, people().chain(places()).chain(clinics()))?;
    if people().any(|p| p == id) {
        which.practitioners = Some(BTreeSet::from([id.into()]));
    } else if service.rooms.iter().any(|r| r.id == *id) {
        which.rooms = Some(BTreeSet::from([id.into()]));
    } else if service.sites.iter().any(|s| s.id == *id) {
        which.sites = Some(BTreeSet::from([id.into()]));
    } else {
        which.clinics = Some(BTreeSet::from([id.into()]));
    }
    Ok((which, format!("{id} may change {}", when.in_words())))
}
