//! Weekly rotas: made, published, changed, given out, and checked by the independent checker.

mod cli_common;

use calamine::{Data, Reader, Xlsx, open_workbook};
use cli_common::{equipoise, scenario};
use equipoise::base::finding::Severity;
use equipoise::plan::rota::Rota;
use equipoise::record::RotaRecord;
use equipoise::scenario::load_with_patches;
use equipoise::service::{Service, validate};
use equipoise::verify::verify_rota;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Runs `rota` on the Alexander scenario into a folder; its record.
fn rota(folder: &Path, arguments: &[&str]) -> RotaRecord {
    let (scenario, out) = (scenario("alexander"), folder.display().to_string());
    let (code, _, said) = equipoise(&[&["rota", &scenario, "-q", "--out", &out], arguments].concat());
    assert_eq!(code, 0, "{said}");
    RotaRecord::from_file(&folder.join("rota.json")).expect("a rota")
}

/// Four published weeks.
fn published(folder: &TempDir) -> (PathBuf, RotaRecord) {
    let out = folder.path().join("published");
    let record = rota(&out, &["--weeks", "4", "--publish"]);
    (out, record)
}

fn service_of(record: &RotaRecord) -> Service {
    let path = scenario("alexander");
    let loaded = load_with_patches(Path::new(&path), &record.stamp.patches).expect("the scenario");
    validate(&loaded.record, &loaded.positions).service.expect("a valid service")
}

#[test]
fn a_rota_is_made_from_a_plan_checked_and_given_out() {
    let folder = TempDir::new().expect("a folder");
    let plan = folder.path().join("plan");
    let (scenario, out) = (scenario("alexander"), plan.display().to_string());
    let (code, _, said) = equipoise(&["plan", &scenario, "-q", "--no-baseline", "--out", &out]);
    assert_eq!(code, 0, "{said}");
    let file = plan.join("plan.json").display().to_string();
    let rotas = folder.path().join("rota");
    let record = rota(&rotas, &["--plan", &file, "--weeks", "52", "--publish"]);
    assert!(record.verdict.accepted);
    let checks: BTreeMap<&str, u64> = record.verdict.checks.iter().map(|c| (c.rule.as_str(), c.count)).collect();
    for rule in ["one-place", "rooms", "contracted", "appointments", "usual", "fairness"] {
        assert!(checks[rule] > 0, "{rule} was not checked");
    }
    // Whole appointments are the plan's to within half of one, for every activity and week so far.
    let plan = equipoise::record::PlanRecord::from_file(Path::new(&file)).expect("a plan").plan;
    let (mut flow, mut whole) = (0.0, 0.0);
    for week in 0..record.service.weeks {
        flow += plan.lessons.iter().filter(|l| l.week.0 == week).map(|l| l.given).sum::<f64>();
        whole += record.rota.needs.iter().filter(|n| n.week.0 == week).map(|n| f64::from(n.units)).sum::<f64>();
        assert!((flow - whole).abs() <= 0.5 + 1e-6, "week {week}: {flow} {whole}");
    }
    for name in ["rota.json", "rota.xlsx", "rota.csv", "lists.csv", "fairness.csv", "report.html", "manifest.json"] {
        assert!(rotas.join(name).is_file(), "{name}");
    }
    assert!(rotas.join("calendars/practitioner-at-1.ics").is_file());
    let rota = rotas.join("rota.json").display().to_string();
    let (code, said, _) = equipoise(&["verify", &scenario, &rota, "--plan", &file]);
    assert_eq!(code, 0);
    assert!(said.contains("accepted"), "{said}");
    // A rota that holds something else than its plan promises is refused.
    let mut less = record.rota.clone();
    less.needs.remove(0);
    less.planned[0] += 1.0;
    let service = service_of(&record);
    let findings = equipoise::verify::verify_promised(&service, &less, &plan).findings;
    assert!(findings.iter().any(|f| f.cause.contains("the plan gives")), "{findings:?}");
    assert!(findings.iter().any(|f| f.cause.contains("the plan's flow gives")), "{findings:?}");
}

#[test]
fn a_sick_call_changes_what_it_must_and_nothing_else() {
    let folder = TempDir::new().expect("a folder");
    let (out, before) = published(&folder);
    let from = out.join("rota.json").display().to_string();
    let after = rota(&folder.path().join("changed"), &["--from", &from, "--absent", "at-1:2026-01-13..2026-01-14"]);
    assert!(after.verdict.accepted);
    let is_hers = |s: &equipoise::plan::Session| {
        s.practitioner == "at-1" && ["2026-01-13", "2026-01-14"].contains(&s.date.to_string().as_str())
    };
    assert_eq!(before.rota.sessions.iter().filter(|s| is_hers(s)).count(), 2);
    let kept: Vec<_> = before.rota.sessions.iter().filter(|s| !is_hers(s)).collect();
    assert_eq!(after.rota.sessions.iter().collect::<Vec<_>>(), kept);
    let receipt = after.rota.receipt.clone().expect("a receipt");
    assert_eq!(receipt.changes.len(), 2);
    assert!(receipt.proven_within_gbp.is_some_and(|open| open < 0.6), "{receipt:?}");
    assert_eq!((receipt.figures.to_move, receipt.figures.placed), (8 - 2, 6));
    // Each lesson has its new place, of its own kind; nothing goes into a session that was over when the call came.
    for moved in &receipt.to_move {
        let placed: u32 = moved.to.iter().map(|place| place.appointments).sum();
        assert_eq!(placed + moved.beyond, moved.from.appointments);
        let kind = |row: &equipoise::plan::rota::ListRow| (row.activity.clone(), row.course.clone(), row.first);
        assert!(moved.to.iter().all(|place| place.date >= receipt.today && kind(place) == kind(&moved.from)));
    }
    // Appointments of sessions that go on stay where they were.
    let lists = |rota: &Rota| -> BTreeMap<_, u32> {
        let mut lists = BTreeMap::new();
        for row in &rota.lists {
            let key = (row.date, row.half_day.clone(), row.room.clone(), row.course.clone(), row.first);
            *lists.entry(key).or_default() += row.appointments;
        }
        lists
    };
    let (old, new) = (lists(&before.rota), lists(&after.rota));
    for (key, units) in &old {
        let gone = kept.iter().all(|s| (s.date, &s.half_day, &s.room) != (key.0, &key.1, &key.2));
        assert!(gone || new.get(key).is_some_and(|now| now >= units), "{key:?}");
    }
    // Calendars follow: what is gone is taken back, what is new is numbered anew, and nothing else changes.
    let events = |record: &RotaRecord| record.issue.as_ref().expect("an issue").events.clone();
    for (event, was) in events(&before).iter().map(|was| {
        let now = after.issue.iter().flat_map(|i| &i.events).find(|e| e.uid == was.uid && e.calendar == was.calendar);
        (now.expect("no event is lost"), was)
    }) {
        let same = equipoise::record::issue::Event { sequence: was.sequence, ..event.clone() } == *was;
        assert_eq!(event.sequence, was.sequence + u32::from(!same), "{event:?}");
    }
}

#[test]
fn an_absence_that_touches_no_session_changes_nothing() {
    let folder = TempDir::new().expect("a folder");
    let (out, before) = published(&folder);
    let from = out.join("rota.json").display().to_string();
    let after = rota(&folder.path().join("changed"), &["--from", &from, "--absent", "at-1:2026-01-15..2026-01-18"]);
    assert_eq!(after.rota.sessions, before.rota.sessions);
    assert_eq!(after.rota.lists, before.rota.lists);
    let receipt = after.rota.receipt.expect("a receipt");
    assert_eq!(receipt.changes, []);
    assert!(receipt.figures.disturbance_gbp < 1.0, "{receipt:?}");
    // Nor does a supervision that is due disturb what was published.
    let meet = "meetings=[{id: pair, name: Supervision, who: {practitioners: [at-1, at-2]}, when: {floating: {every: 2}}, minutes: 60, source: a test}]";
    let out = folder.path().join("paired");
    let before = rota(&out, &["--weeks", "4", "--publish", "--set", meet]);
    let from = out.join("rota.json").display().to_string();
    let friday = ["--from", &from, "--absent", "at-1:2026-01-16", "--reach", "3", "--today", "2025-12-01"];
    let after = rota(&folder.path().join("again"), &friday);
    assert_eq!(after.rota.sessions, before.rota.sessions);
    let figures = after.rota.receipt.expect("a receipt").figures;
    assert!(figures.disturbance_gbp < 1.0, "{figures:?}");
}

#[test]
fn a_rota_goes_on_where_the_last_one_ended() {
    let folder = TempDir::new().expect("a folder");
    let (out, first) = published(&folder);
    let from = out.join("rota.json").display().to_string();
    let next = rota(&folder.path().join("next"), &["--from", &from, "--weeks", "3"]);
    let weeks: Vec<u32> = next.rota.weeks.iter().map(|w| w.week.0).collect();
    assert_eq!(weeks, [4, 5, 6]);
    assert_eq!(next.rota.needs, first.rota.needs);
    // What is usual by now stays: same people, same half-days, same rooms.
    let places = |record: &RotaRecord, week: u32| -> BTreeSet<_> {
        let of_week = record.rota.sessions.iter().filter(|s| s.week.0 == week);
        of_week.map(|s| (s.practitioner.clone(), s.half_day.clone(), s.room.clone())).collect()
    };
    assert_eq!(places(&next, 4), places(&first, 3));
    // What was given out stays in the calendars as it is, be the next weeks a draft or given out too.
    let given_out = next.rota.weeks.iter().map(|w| w.monday).min().expect("weeks");
    let events = |record: &RotaRecord| -> Vec<_> {
        let all = record.issue.iter().flat_map(|issue| &issue.events);
        all.filter(|e| e.begins.date() < given_out).cloned().collect()
    };
    assert!(!events(&first).is_empty());
    assert_eq!(events(&next), events(&first));
    let from = folder.path().join("next/rota.json").display().to_string();
    let third = rota(&folder.path().join("third"), &["--from", &from, "--weeks", "2", "--publish"]);
    assert_eq!(events(&third), events(&first));
    assert!(third.issue.as_ref().is_some_and(|issue| issue.events.len() > events(&first).len()));
}

#[test]
fn pins_hold_and_preferences_have_their_price() {
    let folder = TempDir::new().expect("a folder");
    let pins = "policy.pins=[{never: {half_days: [wed-am], practitioners: [at-2]}}, {must: {practitioners: [at-2], half_days: [tue-am]}}]";
    let out = folder.path().join("pinned");
    let pinned = rota(&out, &["--weeks", "2", "--set", pins]);
    let at_2: BTreeSet<String> =
        pinned.rota.sessions.iter().filter(|s| s.practitioner == "at-2").map(|s| s.half_day.to_string()).collect();
    assert!(at_2.contains("Tue am") && !at_2.contains("Wed am"), "{at_2:?}");
    assert!(pinned.rota.pins.iter().all(|pin| pin.broken.is_empty()), "{:?}", pinned.rota.pins);
    let room = "policy.pins=[{never: {practitioners: [at-2], rooms: [clinic-1]}}, {never: {rooms: [clinic-2], half_days: [mon-pm]}}]";
    let roomed = rota(&folder.path().join("roomed"), &["--weeks", "2", "--set", room]);
    assert!(roomed.rota.sessions.iter().all(|s| s.practitioner != "at-2" || s.room != "clinic-1"));
    // Both rooms cannot be kept free of somebody who works: that is told, and bypasses nothing.
    let both = "policy.pins=[{never: {practitioners: [at-2], rooms: [clinic-1, clinic-2]}}]";
    let nowhere = rota(&folder.path().join("nowhere"), &["--weeks", "1", "--set", both]);
    assert!(nowhere.verdict.accepted);
    assert_eq!(nowhere.rota.pins[0].broken, ["does not hold in 2026-W02: no room that it allows is free (R3 rooms)"]);
    let avoid = "practitioners.at-2.preferences=[{avoid: {half_days: [wed-pm]}}]";
    let liked = rota(&folder.path().join("liked"), &["--weeks", "2", "--set", avoid]);
    let row = &liked.rota.preferences[0];
    assert_eq!(row.against, 0);
    assert!(row.sessions > 0);
    let price = row.price_gbp.expect("a price");
    assert!(price > 0.0, "moving from a usual half-day costs something: {price}");
    // A pin that a rule stands against is told, and bypasses nothing.
    let away = "practitioners.at-1.leave=[{from: 2026-01-05, to: 2026-01-09}]";
    let must = "policy.pins=[{must: {practitioners: [at-1]}}]";
    let broken = rota(&folder.path().join("broken"), &["--weeks", "1", "--set", away, "--set", must]);
    assert!(broken.verdict.accepted);
    assert_eq!(broken.rota.pins[0].broken, ["does not hold in 2026-W02: at-1 is away (R1 one-place)"]);
    let told = &broken.verdict.findings;
    assert!(told.iter().any(|f| f.code == "kept" && f.severity == Severity::Warning), "{told:?}");
    let four = "policy.pins=[{must: {practitioners: [at-2], half_days: [tue-am]}}, {must: {practitioners: [at-2], half_days: [tue-pm]}}, \
                {must: {practitioners: [at-2], half_days: [wed-am]}}, {must: {practitioners: [at-2], half_days: [wed-pm]}}]";
    let many = rota(&folder.path().join("many"), &["--weeks", "1", "--set", four]);
    let why: Vec<&String> = many.rota.pins.iter().flat_map(|pin| &pin.broken).collect();
    assert_eq!(why.len(), 1, "three of four sessions fit the contract: {why:?}");
    assert!(why[0].ends_with("the contract leaves no further session (R2 contracted)"), "{why:?}");
}

#[test]
fn a_session_is_added_where_somebody_can_and_what_is_freed_costs_nothing() {
    let folder = TempDir::new().expect("a folder");
    let (out, before) = published(&folder);
    let from = out.join("rota.json").display().to_string();
    let add = "2026-01-13:am:clinic:at-clinic";
    let is_added = |s: &&equipoise::plan::Session| {
        s.date.to_string() == "2026-01-13" && s.half_day.period == "am" && s.practitioner == "at-2"
    };
    assert!(!before.rota.sessions.iter().any(|s| is_added(&s)));
    let added = rota(&folder.path().join("added"), &["--from", &from, "--add", add]);
    assert!(added.verdict.accepted);
    assert!(added.rota.sessions.iter().any(|s| is_added(&s)));
    // The contract is full: another of the week's sessions gives way, and no other week has other sessions.
    let receipt = added.rota.receipt.expect("a receipt");
    assert_eq!((receipt.changes.len(), receipt.figures.people.len()), (2, 1));
    assert!(receipt.figures.disturbance_gbp > 50.0, "{receipt:?}");
    assert!(receipt.changes.iter().all(|c| c.before.iter().chain(&c.after).all(|s| s.week.0 == 1)));
    // What the planner has freed is changed at no price.
    let free = ["--from", &from, "--add", add, "--free", "at-2:2026-W03"];
    let freed = rota(&folder.path().join("freed"), &free).rota.receipt.expect("a receipt");
    assert!(freed.figures.disturbance_gbp < 1.0, "{freed:?}");
    let alexander = scenario("alexander");
    let said = |arguments: &[&str]| {
        let (code, _, said) = equipoise(&[&["rota", &alexander, "-q", "--from", &from], arguments].concat());
        (code, said)
    };
    let (code, why) = said(&["--add", "2026-01-13:am:clinic:at-clinic:at-1"]);
    assert_eq!(code, 3);
    assert!(why.contains("cannot be added: at-1 does not work on Tue am (R1 one-place)"), "{why}");
    let (code, why) = said(&["--add", add, "--add", add]);
    assert_eq!(code, 3);
    assert!(why.contains("besides at-2 nobody could then"), "{why}");
    let (code, why) = said(&["--add", add, "--today", "2026-01-20"]);
    assert_eq!(code, 2);
    assert!(why.contains("no session can be added on 2026-01-13"), "{why}");
    let (code, why) = said(&["--take", "least"]);
    assert_eq!(code, 2);
    assert!(why.contains("leave --take out"), "{why}");
    let (code, why) = said(&["--free", "2026-W02", "--today", "2026-01-20"]);
    assert_eq!(code, 2);
    assert!(why.contains("what is over cannot be freed"), "{why}");
}

/// Sessions that go on keep what they held.
fn lists_stay(before: &Rota, after: &Rota) {
    for session in before.sessions.iter().filter(|session| after.sessions.contains(session)) {
        for row in before.list_of(session) {
            let same = |x: &&equipoise::plan::rota::ListRow| {
                (&x.activity, &x.course, x.first) == (&row.activity, &row.course, row.first)
            };
            let now: u32 = after.list_of(session).filter(same).map(|x| x.appointments).sum();
            assert!(now >= row.appointments, "{row:?} is {now} in {session:?}");
        }
    }
}

#[test]
fn one_change_after_another_leaves_alone_what_the_first_has_moved() {
    let folder = TempDir::new().expect("a folder");
    let (out, _) = published(&folder);
    let change = |name: &str, from: &Path, arguments: &[&str]| {
        let (file, out) = (from.join("rota.json"), folder.path().join(name));
        let record = rota(&out, &[&["--from", file.to_str().expect("a path")], arguments].concat());
        assert!(record.verdict.accepted);
        lists_stay(&RotaRecord::from_file(&file).expect("a rota").rota, &record.rota);
        (out, record)
    };
    // Lessons move to the week after; then there is room in the first week again.
    let (sick, first) = change("sick", &out, &["--absent", "at-1:2026-01-13..2026-01-14"]);
    let moved = |record: &RotaRecord| {
        record.rota.put_off.iter().filter(|row| row.week.0 == 1).map(|row| row.units).sum::<u32>()
    };
    assert!(moved(&first) > 0);
    let extra = ["--add", "2026-01-13:am:clinic:at-clinic", "--today", "2026-01-13"];
    let (added, second) = change("added", &sick, &extra);
    let lists = |record: &RotaRecord| -> BTreeMap<_, u32> {
        let mut lists = BTreeMap::new();
        for row in record.rota.lists.iter().filter(|row| row.date >= record.rota.weeks[2].monday) {
            let key = (row.date, row.half_day.clone(), row.room.clone(), row.course.clone(), row.first);
            *lists.entry(key).or_default() += row.appointments;
        }
        lists
    };
    assert_eq!(lists(&second), lists(&first), "what is listed in later weeks stays there");
    let (closed, _) = change("closed", &added, &["--close", "clinic-2:2026-01-21", "--today", "2026-01-19"]);
    let (_, third) = change("again", &closed, &["--absent", "at-2:2026-01-27"]);
    assert_eq!(third.rota.weeks.len(), 4);
}

#[test]
fn a_change_may_take_away_what_the_plan_has_promised() {
    let folder = TempDir::new().expect("a folder");
    let out = folder.path().join("published");
    let meet = "meetings=[{id: team, name: Team, who: {practitioners: [at-1, at-2]}, when: {weekly: {half_days: [wed-am]}}, \
                minutes: 60, site: clinic, source: a test}]";
    let before = rota(&out, &["--weeks", "3", "--publish", "--set", meet]);
    assert_eq!(before.rota.meeting_times.len(), 1);
    let from = out.join("rota.json").display().to_string();
    let file = folder.path().join("no-meeting.yaml");
    std::fs::write(&file, "id: no-meeting\npatches: [{remove: {path: meetings.team}}]\n").expect("a file");
    let change = ["--from", &from, "--changes", file.to_str().expect("a path")];
    let after = rota(&folder.path().join("changed"), &change);
    assert!(after.verdict.accepted, "{:?}", after.verdict.findings);
    assert!(after.rota.meetings.is_empty() && after.rota.meeting_times.is_empty());
}

#[test]
fn a_freed_week_is_planned_as_a_draft_and_the_others_stay() {
    let folder = TempDir::new().expect("a folder");
    let published = folder.path().join("published");
    // Published with a preference against the usual Wednesday afternoon, which is then dropped.
    let never = "policy.pins=[{never: {practitioners: [at-2], half_days: [wed-pm], to: 2026-01-16}}]";
    let before = rota(&published, &["--weeks", "3", "--publish", "--set", never]);
    let from = published.join("rota.json").display().to_string();
    let after = rota(&folder.path().join("freed"), &["--from", &from, "--free", "2026-W04"]);
    let of = |record: &RotaRecord, week: u32| -> Vec<_> {
        record.rota.sessions.iter().filter(|s| s.week.0 == week).cloned().collect()
    };
    assert_eq!((of(&after, 0), of(&after, 1)), (of(&before, 0), of(&before, 1)));
    let states: Vec<_> = after.rota.weeks.iter().map(|w| w.state).collect();
    use equipoise::plan::rota::State;
    assert_eq!(states, [State::Published, State::Published, State::Draft]);
    assert!(after.verdict.accepted);
    // Its events are taken back until it is given out again.
    let issue = after.issue.expect("an issue");
    let monday = after.rota.weeks[2].monday;
    assert!(issue.events.iter().all(|e| e.cancelled == (e.begins.date() >= monday)), "{issue:?}");
}

#[test]
fn several_answers_are_told_and_the_one_that_is_asked_for_is_taken() {
    let folder = TempDir::new().expect("a folder");
    let published = folder.path().join("published");
    // So few referrals that at-2 holds all sessions and at-1 has room for more.
    let few = [
        "streams.alexander.referrals={per_year: 20}",
        "streams.alexander.waiting_list=[{patients: 8, to_weeks: 10}]",
        "streams.alexander.today.starts_per_week=0.4",
        "practitioners.at-2.non_clinical_share=0.0",
    ];
    let sets: Vec<&str> = few.iter().flat_map(|set| ["--set", set]).collect();
    rota(&published, &[&["--weeks", "3", "--publish"], &sets[..]].concat());
    let from = published.join("rota.json").display().to_string();
    let change = ["--from", &from, "--absent", "at-2:2026-01-14", "--today", "2026-01-13"];
    let least = rota(&folder.path().join("least"), &change).rota.receipt.expect("a receipt");
    assert_eq!(least.stance.as_str(), "least");
    let names: Vec<&str> = least.others.iter().map(|other| other.stance.as_str()).collect();
    assert!(names.contains(&"nobody-else"), "{least:?}");
    assert!(least.changes.iter().any(|c| c.after.as_ref().is_some_and(|s| s.practitioner == "at-1")), "{least:?}");
    let taken = rota(&folder.path().join("taken"), &[&change[..], &["--take", "nobody-else"]].concat());
    assert!(taken.verdict.accepted);
    let receipt = taken.rota.receipt.expect("a receipt");
    let told = least.others.iter().find(|other| other.stance.as_str() == "nobody-else").expect("told");
    // What is taken is what was told.
    assert_eq!((&receipt.figures, &receipt.changes), (&told.figures, &told.changes));
    assert!(receipt.changes.iter().all(|c| c.after.is_none()) && receipt.figures.people.is_empty(), "{receipt:?}");
    assert!(receipt.others.iter().any(|other| other.stance.as_str() == "least" && other.figures == least.figures));
    // The first disturbs and lets wait least in all.
    let cost = |f: &equipoise::plan::rota::ReceiptFigures| f.disturbance_gbp + f.waiting_gbp;
    assert!(least.others.iter().all(|other| cost(&other.figures) >= cost(&least.figures) - 0.6), "{least:?}");
}

#[test]
fn a_gap_is_filled_by_who_can_and_the_others_have_their_reason() {
    let folder = TempDir::new().expect("a folder");
    let (out, _) = published(&folder);
    let (alexander, from) = (scenario("alexander"), out.join("rota.json").display().to_string());
    let fill = |session: &str| {
        let arguments = ["rota", &alexander, "--from", &from, "--fill", session];
        cli_common::answer(&arguments)["filling"].clone()
    };
    // Tuesday morning: at-2 may, at-1 does not work then. Two rooms, both free.
    let answer = fill("2026-01-13:am:clinic:at-clinic");
    let could = answer["could"].as_array().expect("a list");
    assert_eq!(could.len(), 1);
    assert_eq!(could[0]["practitioner"], "at-2");
    // The contract leaves three clinical sessions, so that one of the published ones gives way, at a price.
    assert!(cli_common::number(&could[0]["cost_gbp"]) > 0.0, "{answer}");
    let cancelled = could[0]["changes"].as_array().expect("a list").iter().filter(|c| c["after"].is_null()).count();
    assert_eq!(cancelled, 1, "{answer}");
    assert_eq!(answer["could_not"][0]["id"], "at-1");
    assert_eq!(answer["could_not"][0]["rule"], "one-place");
    assert_eq!(answer["rooms"].as_array().map(Vec::len), Some(2));
    // Friday: nobody.
    let answer = fill("2026-01-16:am:clinic:at-clinic");
    assert_eq!(answer["could"], serde_json::json!([]));
    assert_eq!(answer["could_not"].as_array().map(Vec::len), Some(2));
}

/// What a change costs at least, by trying every rota of the week: two teachers, four half-days each, three sessions a week
/// at most, five lessons a session, two rooms. Published and absent sessions are (teacher, half-day), `listed` their lessons.
struct SmallWeek {
    monday: chrono::NaiveDate,
    today: chrono::NaiveDate,
    available: [Vec<(i64, &'static str)>; 2],
    published: BTreeMap<(usize, (i64, &'static str)), u32>,
    absent: BTreeSet<(usize, (i64, &'static str))>,
    first: u32,
}

impl SmallWeek {
    fn notice(&self, day: i64) -> f64 {
        let days = (self.monday + chrono::Duration::days(day) - self.today).num_days().clamp(0, 42);
        1.0 - 0.9 * days as f64 / 42.0
    }

    fn is_over(&self, day: i64) -> bool {
        self.monday + chrono::Duration::days(day) < self.today
    }

    /// The least that disturbance and lessons put off this week cost, and how many are put off then.
    fn least(&self) -> (f64, u32) {
        let slots: Vec<(usize, (i64, &str))> =
            (0..2).flat_map(|p| self.available[p].iter().map(move |&half_day| (p, half_day))).collect();
        let mut least = (f64::INFINITY, 0);
        for set in 0_u32..1 << slots.len() {
            let held: BTreeSet<_> =
                slots.iter().enumerate().filter(|(n, _)| set >> n & 1 == 1).map(|(_, s)| *s).collect();
            let allowed = (0..2).all(|p| held.iter().filter(|(q, _)| *q == p).count() <= 3)
                && held.is_disjoint(&self.absent)
                && slots
                    .iter()
                    .filter(|(_, (day, _))| self.is_over(*day))
                    .all(|s| held.contains(s) == self.published.contains_key(s));
            if allowed {
                let (cost, off) = self.cost(&slots, &held);
                if cost < least.0 - 1e-9 {
                    least = (cost, off);
                }
            }
        }
        least
    }

    fn cost(&self, slots: &[(usize, (i64, &str))], held: &BTreeSet<(usize, (i64, &'static str))>) -> (f64, u32) {
        let mut cost = 0.0;
        for &(p, (day, half)) in slots.iter().filter(|s| !self.absent.contains(s)) {
            let was = self.published.keys().any(|&(q, h)| (q, h.0, h.1) == (p, day, half));
            let is = held.iter().any(|&(q, h)| (q, h.0, h.1) == (p, day, half));
            cost += if was == is { 0.0 } else { 20.0 * self.notice(day) };
        }
        let mut capacity = 0;
        for (&(p, half_day), &listed) in &self.published {
            if !held.contains(&(p, half_day)) {
                let other = held.contains(&(1 - p, half_day)) && !self.published.contains_key(&(1 - p, half_day));
                // Another who stands in spares the appointments three fifths of what moving them would be.
                let share = if other && !self.absent.contains(&(p, half_day)) { 0.4 } else { 1.0 };
                cost += 20.0 * self.notice(half_day.0) * f64::from(listed) * share;
            }
        }
        for &(p, half_day) in held {
            let listed = self.published.get(&(p, half_day)).copied().unwrap_or(0);
            capacity += if self.is_over(half_day.0) { listed } else { 5 };
        }
        let wanted: u32 = self.published.values().sum();
        let off = wanted.saturating_sub(capacity);
        let first = off.min(self.first);
        (cost + 200.0 * f64::from(first) + 400.0 * f64::from(off - first), off)
    }
}

#[test]
fn a_change_costs_no_more_than_the_best_of_all_rotas() {
    let folder = TempDir::new().expect("a folder");
    let (out, before) = published(&folder);
    let from = out.join("rota.json").display().to_string();
    let half_day = |s: &equipoise::base::calendar::HalfDay| {
        (i64::from(s.day.number()), if s.period == "am" { "am" } else { "pm" })
    };
    let week: Vec<_> = before.rota.sessions.iter().filter(|s| s.week.0 == 1).collect();
    let monday: chrono::NaiveDate = "2026-01-12".parse().expect("a date");
    let lessons = |s: &equipoise::plan::Session| {
        let here =
            before.rota.lists.iter().filter(|l| (l.date, &l.half_day, &l.room) == (s.date, &s.half_day, &s.room));
        here.map(|l| l.appointments).sum::<u32>()
    };
    let teacher = |id: &equipoise::base::ids::PractitionerId| usize::from(*id == "at-2");
    let first = before.rota.lists.iter().filter(|l| l.first && week.iter().any(|s| s.date == l.date));
    let first: u32 = first.map(|l| l.appointments).sum();
    for (n, (who, days)) in [
        ("at-1", "2026-01-12"),
        ("at-1", "2026-01-14"),
        ("at-1", "2026-01-13..2026-01-14"),
        ("at-2", "2026-01-13"),
        ("at-2", "2026-01-14"),
        ("at-2", "2026-01-15"),
    ]
    .into_iter()
    .enumerate()
    {
        for today in ["2026-01-07", "2026-01-12", "2026-01-13"] {
            let begins: chrono::NaiveDate = days[..10].parse().expect("a date");
            let today: chrono::NaiveDate = today.parse().expect("a date");
            if today > begins {
                continue;
            }
            let ends: chrono::NaiveDate = days[days.len() - 10..].parse().expect("a date");
            let both = |p: usize| if p == 0 { [0, 2] } else { [1, 2] };
            let available = [0, 1].map(|p| both(p).into_iter().flat_map(|day| [(day, "am"), (day, "pm")]).collect());
            let p = usize::from(who == "at-2");
            let is_away = |day: &i64| (begins..=ends).contains(&(monday + chrono::Duration::days(*day)));
            let away = both(p).into_iter().filter(is_away).flat_map(|day| [(p, (day, "am")), (p, (day, "pm"))]);
            let small = SmallWeek {
                monday,
                today,
                available,
                published: week
                    .iter()
                    .map(|s| ((teacher(&s.practitioner), half_day(&s.half_day)), lessons(s)))
                    .collect(),
                absent: away.collect(),
                first,
            };
            let (least, off) = small.least();
            let changed = folder.path().join(format!("changed-{n}-{today}"));
            let absent = format!("{who}:{days}");
            let now = today.to_string();
            let after = rota(&changed, &["--from", &from, "--absent", &absent, "--today", &now]);
            let receipt = after.rota.receipt.expect("a receipt");
            // What is put off fits into the room that the next week has.
            assert!(off <= 6, "{who} {days}: {off}");
            let cost = receipt.figures.disturbance_gbp + receipt.figures.waiting_gbp;
            assert!((cost - least).abs() < 1.0, "{who} {days}, told on {today}: {cost}, at best {least}");
        }
    }
}

type Tamper = fn(&mut Rota);

/// A rule's name, and how to break it.
const TAMPERS: &[(&str, Tamper)] = &[
    ("one-place", |r| {
        let again = r.sessions[0].clone();
        r.sessions.push(again);
    }),
    ("one-place", |r| {
        // On a Friday nobody is there.
        r.sessions[0].date += chrono::Duration::days(4);
        r.sessions[0].half_day.day = equipoise::base::calendar::Day::Fri;
    }),
    ("rooms", |r| {
        let clash = r.sessions.iter().enumerate().find_map(|(n, s)| {
            let other =
                r.sessions.iter().find(|o| (o.date, &o.half_day) == (s.date, &s.half_day) && o.room != s.room)?;
            Some((n, other.room.clone()))
        });
        let (n, room) = clash.expect("two sessions at once");
        r.sessions[n].room = room;
    }),
    ("appointments", |r| r.lists[0].appointments += 1),
    ("appointments", |r| r.lists[0].appointments += 40),
    ("appointments", |r| {
        r.lists.pop();
    }),
    ("appointments", |r| r.figures.used_minutes += 1.0),
    ("appointments", |r| r.figures.sessions += 1),
    ("usual", |r| {
        r.sessions.remove(0);
    }),
    ("fairness", |r| r.ledger[0].sessions += 1),
    ("fairness", |r| r.figures.unfair_points += 1.0),
    ("plan-unknown-id", |r| r.sessions[0].room = "nowhere".into()),
    ("plan-bad-date", |r| r.sessions[0].date += chrono::Duration::days(1)),
];

/// Ways to falsify a receipt.
const RECEIPTS: &[fn(&mut equipoise::plan::rota::Receipt)] = &[
    |r| r.changes[0].after = r.changes[0].before.clone(),
    |r| r.changes[0].before = None,
    |r| r.to_move[0].beyond += 1,
    |r| r.to_move[0].from.appointments += 1,
    |r| {
        r.to_move[0].to[0].appointments += 20;
        r.to_move[0].from.appointments += 20;
    },
    |r| r.later[0].units += 20,
    |r| r.figures.sessions += 1,
    |r| r.figures.to_move += 1,
    |r| r.figures.placed += 1,
    |r| r.figures.later += 1,
    |r| r.figures.spend_gbp += 1.0,
];

#[test]
fn a_false_receipt_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let (out, _) = published(&folder);
    let from = out.join("rota.json").display().to_string();
    let change = ["--from", &from, "--absent", "at-1:2026-01-13..2026-01-14"];
    let record = rota(&folder.path().join("changed"), &change);
    let service = service_of(&record);
    assert!(verify_rota(&service, &record.rota).accepts());
    for (n, tamper) in RECEIPTS.iter().enumerate() {
        let mut tampered = record.rota.clone();
        tamper(tampered.receipt.as_mut().expect("a receipt"));
        let findings = verify_rota(&service, &tampered).findings;
        assert!(findings.iter().any(|f| f.code == "least-change"), "tamper {n}: only {findings:?}");
    }
}

#[test]
fn every_tamper_is_caught_by_its_rule() {
    let folder = TempDir::new().expect("a folder");
    let burdens = "policy.rota={burdens: [{id: wednesday, on: {half_days: [wed-am, wed-pm]}}]}";
    let record = rota(&folder.path().join("rota"), &["--weeks", "2", "--set", burdens]);
    let service = service_of(&record);
    assert!(verify_rota(&service, &record.rota).accepts());
    for (n, (rule, tamper)) in TAMPERS.iter().enumerate() {
        let mut tampered = record.rota.clone();
        tamper(&mut tampered);
        let verdict = verify_rota(&service, &tampered);
        let errors: BTreeSet<&str> =
            verdict.findings.iter().filter(|f| f.severity == Severity::Error).map(|f| f.code.as_str()).collect();
        assert!(errors.contains(rule), "tamper {n} of {rule}: only {errors:?}");
    }
}

#[test]
fn the_workbook_for_the_wall_says_what_the_rota_says() {
    let folder = TempDir::new().expect("a folder");
    let (out, record) = published(&folder);
    let mut book: Xlsx<_> = open_workbook(out.join("rota.xlsx")).expect("a workbook");
    let names = book.sheet_names();
    assert_eq!(names, ["2026-W02", "2026-W03", "2026-W04", "2026-W05", "By practitioner", "By room"]);
    let mut found = 0;
    for week in &record.rota.weeks {
        let sheet = book.worksheet_range(&week.iso).expect("the week's sheet");
        let text = |row: u32, column: u32| match sheet.get_value((row, column)) {
            Some(Data::String(text)) => text.clone(),
            _ => String::new(),
        };
        let columns: BTreeMap<String, u32> = (2..12).map(|column| (text(3, column), column)).collect();
        let rows: BTreeMap<String, u32> = (4..10).map(|row| (text(row, 0), row)).collect();
        for session in record.rota.sessions.iter().filter(|s| s.week == week.week) {
            let held: u32 = record
                .rota
                .lists
                .iter()
                .filter(|l| (l.date, &l.half_day, &l.room) == (session.date, &session.half_day, &session.room))
                .map(|l| l.appointments)
                .sum();
            let number = if session.room == "clinic-1" { 1 } else { 2 };
            let cell = text(rows[session.practitioner.as_ref()], columns[&session.half_day.to_string()]);
            assert_eq!(cell, format!("atcl\nclin r{number}\n{held}"), "{session:?}");
            found += 1;
        }
    }
    assert_eq!(found, record.rota.sessions.len());
}

#[test]
fn what_is_wrong_with_a_question_is_told() {
    let folder = TempDir::new().expect("a folder");
    let (out, _) = published(&folder);
    let (alexander, from) = (scenario("alexander"), out.join("rota.json").display().to_string());
    for (arguments, says) in [
        (vec!["--from", &from, "--absent", "at-9:2026-01-13"], "there is no practitioner `at-9` (did you mean"),
        (vec!["--from", &from, "--absent", "at-1:13.1.2026"], "`13.1.2026` is no date"),
        (vec!["--from", &from, "--absent", "at-1:2026-01-14..2026-01-13"], "ends before it begins"),
        (vec!["--from", &from, "--absent", "at-1:2026-06-01"], "goes from 2026-W02 to 2026-W05"),
        (vec!["--from", &from, "--set", "horizon.weeks=4"], "brings its variants and settings"),
        (vec!["--week", "2025-W10"], "`2025-W10` is no week of the horizon"),
    ] {
        let (code, _, said) = equipoise(&[&["rota", alexander.as_str()][..], &arguments].concat());
        assert_eq!(code, 2, "{arguments:?}: {said}");
        assert!(said.contains(says), "{arguments:?}: {said}");
    }
}
