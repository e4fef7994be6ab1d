//! A small service that has a bit of everything that a rule speaks of.

use chrono::{NaiveDate, NaiveTime};
use equipoise::base::calendar::{Day, HalfDay};
use equipoise::base::ids::*;
use equipoise::base::units::*;
use equipoise::service::*;
use std::collections::{BTreeMap, BTreeSet};

/// A half-day from `tue-am`.
pub fn half_day(text: &str) -> HalfDay {
    let (day, period) = text.split_once('-').expect("a half-day");
    let day = Day::ALL.into_iter().find(|d| d.as_str() == day).expect("a day");
    HalfDay { day, period: period.into() }
}

/// Half-days from `tue-am wed-pm`.
pub fn half_days(text: &str) -> BTreeSet<HalfDay> {
    text.split_whitespace().map(half_day).collect()
}

/// A date of 2026.
pub fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a date")
}

fn all_days(periods: &str) -> BTreeSet<HalfDay> {
    let days = ["mon", "tue", "wed", "thu", "fri"];
    days.iter().flat_map(|d| periods.split(' ').map(move |p| half_day(&format!("{d}-{p}")))).collect()
}

fn ids<I: Id>(text: &str) -> BTreeSet<I> {
    text.split_whitespace().map(I::from_text).collect()
}

fn texts(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn share(value: f64) -> Fraction {
    Fraction::new(value).expect("a fraction")
}

fn span(from: NaiveDate, to: NaiveDate, periods: Option<&str>) -> Span {
    let periods = periods.map(|p| p.split(' ').map(PeriodId::from).collect());
    Span { from, to, periods, reason: None }
}

fn timetable() -> Timetable {
    let period = |id: &str, hour, minute| Period {
        id: id.into(),
        start: NaiveTime::from_hms_opt(hour, minute, 0).expect("a time"),
        minutes: Minutes(225.0),
    };
    Timetable {
        start: date(3, 9),
        weeks: 8,
        days: Day::ALL[..5].to_vec(),
        periods: vec![period("am", 8, 0), period("pm", 13, 0), period("evening", 17, 30)],
        // an audit closes everything on a Friday afternoon
        closures: vec![span(date(4, 17), date(4, 17), Some("pm"))],
    }
}

fn sites() -> Table<Site> {
    let easter = BTreeSet::from([date(4, 3), date(4, 6)]);
    let mut north = all_days("am pm");
    north.insert(half_day("tue-evening"));
    let site = |id: &str, open, closures| Site {
        id: id.into(),
        name: id.to_owned(),
        open,
        bank_holidays: easter.clone(),
        closures,
    };
    [
        site("north", north, vec![]),
        // closed for a whole week: no cadence week
        site("south", half_days("tue-am tue-pm wed-am wed-pm"), vec![span(date(3, 23), date(3, 27), None)]),
        site("west", half_days("mon-am mon-pm thu-am thu-pm"), vec![]),
    ]
    .into_iter()
    .collect()
}

fn rooms() -> Table<Room> {
    let room = |id: &str, site: &str, kind: &str, features: &str, places, hire| Room {
        id: id.into(),
        name: id.to_owned(),
        site: site.into(),
        kind: kind.into(),
        features: texts(features),
        places,
        open: all_days("am pm evening"),
        closures: vec![],
        hire: Pounds(hire),
    };
    let mut rooms = vec![
        room("n-1", "north", "consulting", "", 1, 0.0),
        room("n-2", "north", "consulting", "couch", 1, 5.0),
        room("n-hall", "north", "hall", "mats", 10, 20.0),
        room("s-1", "south", "consulting", "", 1, 8.0),
        room("s-2", "south", "consulting", "", 1, 0.0),
        room("w-1", "west", "consulting", "", 1, 0.0),
    ];
    rooms[0].closures.push(span(date(3, 24), date(3, 24), None));
    rooms.into_iter().collect()
}

fn activities() -> Table<Activity> {
    let position = |role: &str, skills: &str| Position { roles: ids(role), count: 1, skills: texts(skills) };
    let activity = |id: &str, minutes, mode, team, kind: &str, (dna, missed), cost| Activity {
        id: id.into(),
        name: id.to_owned(),
        minutes: Minutes(minutes),
        mode,
        team,
        // a nurse who does not lead holds reviews only where somebody is who does
        on_site: (id == "review").then(|| OnSite {
            roles: ids("nurse teacher"),
            skills: texts("lead"),
            sessions_each: 1,
        }),
        room_kinds: ids(kind),
        room_features: if kind == "hall" { texts("mats") } else { BTreeSet::new() },
        dna: share(dna),
        missed,
        cost: Pounds(cost),
        price: Pounds(if missed == Missed::Lost { 10.0 } else { cost * 8.0 }),
    };
    let (one, rebooked, lost) = (Mode::OneToOne, Missed::Rebooked, Missed::Lost);
    let team = vec![position("physio", ""), position("psych", "")];
    [
        activity("lesson", 45.0, one, vec![position("teacher", "")], "consulting", (0.1, rebooked), 2.0),
        activity("assess", 60.0, one, vec![position("nurse", "")], "consulting", (0.1, lost), 0.0),
        activity("review", 30.0, one, vec![position("nurse", "")], "consulting", (0.05, rebooked), 0.5),
        activity(
            "class",
            90.0,
            Mode::Group { min: 3, max: 8 },
            vec![position("nurse", "mindfulness")],
            "hall",
            (0.07, lost),
            1.0,
        ),
        activity("pmp", 120.0, Mode::Group { min: 4, max: 8 }, team, "hall", (0.07, lost), 0.5),
    ]
    .into_iter()
    .collect()
}

fn clinics() -> Table<Clinic> {
    let known = self::activities();
    let clinic = |id: &str, activities: &str, overhead, sites: &str| Clinic {
        id: id.into(),
        name: id.to_owned(),
        team: activities
            .split(' ')
            .next()
            .map(|first| known[&ActivityId::from(first)].team.clone())
            .unwrap_or_default(),
        activities: activities.split(' ').map(ActivityId::from).collect(),
        overhead: Minutes(overhead),
        sites: ids(sites),
    };
    [
        clinic("at-clinic", "lesson", 0.0, "north south west"),
        clinic("nurse-clinic", "assess review", 15.0, "north south"),
        clinic("review-clinic", "review", 0.0, "south"),
        clinic("class-clinic", "class", 0.0, "north"),
        clinic("pmp-clinic", "pmp", 30.0, "north"),
    ]
    .into_iter()
    .collect()
}

fn practitioners() -> Table<Practitioner> {
    let person = |id: &str, role: &str, contracted, non_clinical, sites: &str, available| Practitioner {
        id: id.into(),
        role: role.into(),
        band: None,
        wte: contracted / 10.0,
        sessions_per_week: Sessions(contracted),
        non_clinical: share(non_clinical),
        home_site: sites.split(' ').next().expect("a home").into(),
        sites: ids(sites),
        available,
        skills: BTreeSet::new(),
        clinics: None,
        most_sessions_a_day: Some(2),
        leave: vec![],
        absence: share(0.04),
        unbooked: Minutes(0.0),
        desk: Minutes(if role == "admin" { 240.0 } else { 15.0 * contracted * non_clinical }),
        employed: (None, None),
        cost_per_session: Pounds(130.0),
        preferences: Vec::new(),
    };
    let mut evening = all_days("am pm");
    evening.insert(half_day("tue-evening"));
    let mut people = vec![
        person("at-1", "teacher", 8.0, 0.25, "north south west", evening),
        person("at-2", "teacher", 4.0, 0.0, "south", half_days("tue-am tue-pm wed-am wed-pm")),
        person("nurse-1", "nurse", 8.0, 0.2, "north south", all_days("am pm")),
        person("nurse-2", "nurse", 2.0, 0.3, "south", half_days("tue-am wed-am")),
        person("physio-1", "physio", 3.0, 0.3, "north", all_days("am pm")),
        person("physio-2", "physio", 3.0, 0.3, "north", all_days("am pm")),
        person("psych-1", "psych", 3.0, 0.3, "north", all_days("am pm")),
        person("admin-1", "admin", 5.0, 1.0, "north", all_days("am pm")),
    ];
    people[0].leave = vec![span(date(3, 17), date(3, 17), None), span(date(4, 8), date(4, 8), Some("pm"))];
    people[0].absence = share(0.05);
    people[0].cost_per_session = Pounds(150.0);
    people[1].absence = share(0.1);
    people[1].employed = (None, Some(date(5, 13)));
    people[1].skills = texts("lead");
    people[2].skills = texts("mindfulness lead");
    people[3].unbooked = Minutes(40.0);
    people[5].unbooked = Minutes(20.0);
    people[3].employed = (Some(date(4, 6)), None);
    people[3].clinics = Some(ids("review-clinic nurse-clinic"));
    people[4].leave = vec![span(date(3, 12), date(3, 13), None)];
    people[5].absence = share(0.08);
    people[6].leave = vec![span(date(4, 16), date(4, 16), None)];
    people.into_iter().collect()
}

fn measures() -> Table<Measure> {
    let measure = |id: &str, unit: &str, important_change| Measure {
        id: id.into(),
        name: id.to_owned(),
        unit: unit.to_owned(),
        important_change,
    };
    [measure("rmdq", "points", 2.5), measure("wellbeing", "units", 0.5)].into_iter().collect()
}

fn courses() -> Table<Course> {
    let lessons = |activity: &str, by_week: &[u32], supporting| CourseLessons {
        activity: activity.into(),
        by_week: by_week.to_vec(),
        supporting,
    };
    let evidence = |measure: &str, change, ci, basis, interpolated| {
        Some(Evidence {
            measure: measure.into(),
            change,
            ci,
            comparator: "usual care".to_owned(),
            follow_up_weeks: 52.0,
            analysis: Analysis::Marginal,
            basis,
            interpolated,
            comparator_factor: 1.0,
            fading: None,
            source: "assumption".to_owned(),
        })
    };
    let course = |id: &str, lessons, evidence, drop_out, materials| Course {
        id: id.into(),
        name: id.to_owned(),
        lessons,
        graded: None,
        evidence,
        drop_out: share(drop_out),
        closed_group: None,
        materials: Pounds(materials),
        time_frame_weeks: None,
    };
    let start = Basis::PerStart;
    let mut courses = vec![
        course(
            "assess-1",
            vec![lessons("assess", &[1], false), lessons("review", &[0, 0, 0, 1], true)],
            None,
            0.0,
            1.5,
        ),
        course(
            "at-6",
            vec![lessons("lesson", &[2, 2, 1, 1], false)],
            evidence("rmdq", 1.4, Some((0.03, 2.77)), start, false),
            0.1,
            4.0,
        ),
        course(
            "at-12",
            vec![
                lessons("lesson", &[2, 2, 2, 1, 1, 1, 1, 1, 0, 1], false),
                lessons("review", &[0, 0, 0, 0, 0, 1], true),
            ],
            evidence("rmdq", 2.07, None, Basis::PerAttended, true),
            0.14,
            4.0,
        ),
        course(
            "mind-6",
            vec![lessons("class", &[1; 6], false), lessons("review", &[0, 0, 0, 0, 0, 1], true)],
            evidence("wellbeing", 0.6, Some((0.1, 1.0)), start, false),
            0.2,
            0.0,
        ),
        course(
            "pmp-5",
            vec![lessons("pmp", &[1; 5], false), lessons("review", &[0, 0, 0, 0, 1], true)],
            evidence("rmdq", 1.3, Some((0.56, 2.06)), start, false),
            0.15,
            10.0,
        ),
        course("tens-2", vec![lessons("review", &[1, 0, 1], false)], None, 0.05, 0.0),
        course(
            "steps-4",
            vec![lessons("review", &[0, 0, 1], true)],
            evidence("rmdq", 1.0, Some((0.2, 1.8)), start, false),
            0.1,
            2.0,
        ),
    ];
    // seven weeks of at-6 take four, those of the levels take seven: so many are left for waiting
    courses[1].time_frame_weeks = Some(7);
    courses[6].time_frame_weeks = Some(9);
    courses[4].closed_group = Some(ClosedGroup { min: 4, max: 8 });
    let level = |activities: &str, advance, set_back| Level {
        name: activities.to_owned(),
        activities: activities.split(' ').map(ActivityId::from).collect(),
        advance: share(advance),
        set_back: share(set_back),
        target_week: None,
    };
    courses[6].graded = Some(GradedExposure {
        levels: vec![level("review", 0.6, 0.3), level("review lesson", 0.6, 0.3), level("lesson", 0.5, 0.25)],
        by_week: vec![1, 1, 0, 0, 0, 1, 1],
        first_visit: Some("lesson".into()),
        trial_advance: Some(share(0.7)),
    });
    courses.into_iter().collect()
}

fn streams() -> Table<Stream> {
    let stream = |id: &str, weekly: f64, waiting: &[(u32, f64)], shares: &[(&str, f64)]| Stream {
        id: id.into(),
        name: id.to_owned(),
        assessment: false,
        // a little more every other week
        referrals: (0..8).map(|w| Patients(if w % 2 == 0 { weekly } else { weekly * 1.2 })).collect(),
        referrals_per_year: Patients(weekly * 52.0),
        waiting: waiting.iter().map(|&(weeks, patients)| Waiting { weeks, patients: Patients(patients) }).collect(),
        site_shares: shares.iter().map(|&(site, s)| (SiteId::from(site), share(s))).collect(),
        options: vec![],
        recommended: None,
        today: None,
        target_wait_weeks: None,
        wait_standard: (weekly > 0.5).then(|| (4, share(0.92))),
        removals_per_week: share(0.0),
        self_funded: share(if weekly < 0.6 { 1.0 } else { 0.4 }),
        least_started: None,
        onward: vec![],
        in_course: vec![],
    };
    let option = |course: &str, least, most, fixed| Choice {
        course: course.into(),
        least: share(least),
        most: share(most),
        fixed,
        stands_in_for: None,
        most_instead: share(1.0),
    };
    let onward =
        |to: &str, per_attended, lag_weeks| Onward { to: to.into(), per_attended: share(per_attended), lag_weeks };
    let already =
        |course: &str, weeks_ago, patients| InCourse { course: course.into(), weeks_ago, patients: Patients(patients) };
    let mut assessment = stream("assessment", 2.5, &[(0, 2.0), (1, 2.0), (3, 3.5)], &[("north", 0.6), ("south", 0.4)]);
    assessment.assessment = true;
    assessment.options = vec![option("assess-1", 0.0, 1.0, false)];
    assessment.removals_per_week = share(0.01);
    assessment.target_wait_weeks = Some(2);
    assessment.onward = vec![onward("alexander", 0.2, 1), onward("mind", 0.15, 0), onward("tens", 0.1, 2)];
    assessment.in_course = vec![already("assess-1", 1, 2.0), already("assess-1", 2, 2.5)];

    let mut alexander = stream("alexander", 0.5, &[(2, 2.0), (10, 6.0), (30, 3.0)], &[("north", 0.7), ("south", 0.3)]);
    alexander.options = vec![option("at-6", 0.3, 1.0, false), option("at-12", 0.0, 0.6, false)];
    alexander.recommended = Some("at-12".into());
    alexander.target_wait_weeks = Some(6);
    alexander.least_started = Some(share(0.3));
    alexander.removals_per_week = share(0.005);
    alexander.in_course = vec![already("at-6", 2, 2.0), already("at-12", 5, 1.5)];

    let mut mind = stream("mind", 0.7, &[(1, 3.0), (4, 4.0)], &[("north", 1.0)]);
    mind.options = vec![option("mind-6", 0.0, 1.0, false)];
    mind.target_wait_weeks = Some(4);
    mind.in_course = vec![already("mind-6", 2, 5.0)];

    let mut pmp = stream("pmp", 0.6, &[(5, 10.0), (15, 4.0)], &[("north", 1.0)]);
    pmp.options = vec![option("pmp-5", 0.0, 1.0, false)];
    pmp.target_wait_weeks = Some(26);
    pmp.in_course = vec![already("pmp-5", 2, 7.0)];

    let mut tens = stream("tens", 0.4, &[(3, 4.0)], &[("north", 0.5), ("south", 0.5)]);
    tens.options = vec![option("tens-2", 0.0, 1.0, false)];
    tens.today =
        Some(Today { mix: BTreeMap::from([("tens-2".into(), Fraction::ONE)]), starts_per_week: Some(Patients(0.8)) });

    let mut split = stream("split", 0.5, &[(2, 3.0)], &[("north", 1.0)]);
    split.options = vec![option("at-6", 0.5, 0.5, true), option("tens-2", 0.5, 0.5, true)];
    split.options[0].most_instead = share(0.4);
    split.options.push(Choice { stands_in_for: Some("at-6".into()), ..option("at-12", 0.0, 1.0, false) });

    let mut steps = stream("steps", 0.2, &[(1, 2.0)], &[("north", 1.0)]);
    steps.options = vec![option("steps-4", 0.0, 1.0, false)];
    steps.target_wait_weeks = Some(3);
    steps.in_course = vec![already("steps-4", 3, 2.0)];
    [assessment, alexander, mind, pmp, tens, split, steps].into_iter().collect()
}

fn meetings() -> Table<Meeting> {
    let everyone = "at-1 at-2 nurse-1 nurse-2 physio-1 physio-2 psych-1 admin-1";
    let meeting = |id: &str, attendees: &str, when, minutes, site: Option<&str>, least| {
        let attendees: BTreeSet<PractitionerId> = ids(attendees);
        Meeting {
            id: id.into(),
            name: id.to_owned(),
            who: Attendees::Practitioners(attendees.clone()),
            attendees,
            when,
            minutes: Minutes(minutes),
            site: site.map(SiteId::from),
            least_attendance: share(least),
            blocks_clinics: false,
            held: (None, None),
        }
    };
    let weekly =
        |half_days: &str, every| Recurrence::Weekly { half_days: half_days.split(' ').map(half_day).collect(), every };
    let north = "at-1 nurse-1 physio-1 physio-2 psych-1 admin-1";
    let mut meetings = vec![
        meeting("mdt-north", north, weekly("tue-am wed-am", 1), 60.0, Some("north"), 0.7),
        meeting("mdt-south", "at-2 nurse-2", weekly("wed-am", 2), 45.0, Some("south"), 1.0),
        meeting("service", everyone, Recurrence::Monthly { half_day: half_day("thu-pm"), nth: 1 }, 120.0, None, 1.0),
        meeting(
            "pain-day",
            everyone,
            Recurrence::Once { date: date(4, 22), periods: vec!["am".into(), "pm".into()] },
            225.0,
            Some("north"),
            0.9,
        ),
        meeting("supervision", "at-1 at-2", Recurrence::Floating { every: 2 }, 60.0, None, 1.0),
    ];
    meetings[3].blocks_clinics = true;
    // an audit of a month, and the other site's meeting from the second week on
    meetings.push(meeting("audit", "nurse-1", weekly("fri-pm", 1), 225.0, None, 1.0));
    meetings[5].blocks_clinics = true;
    meetings[5].held = (Some(date(3, 20)), Some(date(4, 16)));
    meetings[1].held.0 = Some(date(3, 18));
    meetings.into_iter().collect()
}

fn desk_work() -> Table<DeskWork> {
    let work = |id: &str, role: &str, minutes, per, within_days| DeskWork {
        id: id.into(),
        name: id.to_owned(),
        role: role.into(),
        minutes: Minutes(minutes),
        per,
        within_days,
    };
    [
        work("letters", "admin", 12.0, DeskPer::Appointments(ids("assess review pmp")), 10),
        work("triage", "nurse", 9.0, DeskPer::Referrals(ids("assessment alexander")), 0),
        work("liaison", "nurse", 20.0, DeskPer::Starts(ids("at-12 pmp-5")), 21),
        work("questionnaires", "admin", 10.0, DeskPer::Finishes(ids("at-6 mind-6 assess-1 tens-2 pmp-5")), 7),
        work("enquiries", "admin", 6.0, DeskPer::Week(18.0), 1),
    ]
    .into_iter()
    .collect()
}

/// The small service.
pub fn small_service() -> Service {
    let budget = |id: &str, per_year, covers| Budget { id: id.into(), per_year: Pounds(per_year), covers };
    let contract = |id: &str, counts, most, least, pays| Contract {
        id: id.into(),
        counts,
        most_per_year: most,
        least_per_year: least,
        pays: Pounds(pays),
    };
    Service {
        name: "small".to_owned(),
        timetable: timetable(),
        worked_weeks: None,
        sites: sites(),
        travel: Travel {
            longest: Some(Minutes(45.0)),
            drives: [("north", "south", 30.0), ("north", "west", 60.0), ("south", "west", 90.0)]
                .into_iter()
                .flat_map(|(a, b, m)| [((a.into(), b.into()), Minutes(m)), ((b.into(), a.into()), Minutes(m))])
                .collect(),
        },
        rooms: rooms(),
        activities: activities(),
        clinics: clinics(),
        practitioners: practitioners(),
        measures: measures(),
        courses: courses(),
        streams: streams(),
        meetings: meetings(),
        desk_work: desk_work(),
        budgets: [
            budget("all", 180_000.0, Covers::Everything),
            budget("at", 90_000.0, Covers::Clinics(ids("at-clinic"))),
        ]
        .into_iter()
        .collect(),
        contracts: [
            contract("lessons", Counts::Appointments("lesson".into()), Some(900.0), None, 1.5),
            contract("alexander", Counts::StreamStarts("alexander".into()), None, Some(60.0), 0.0),
            contract("at-6", Counts::Starts("at-6".into()), Some(100.0), Some(20.0), 30.0),
        ]
        .into_iter()
        .collect(),
        block_income: [BlockIncome { id: "block".into(), per_year: Pounds(120_000.0) }].into_iter().collect(),
        lesson_caps: vec![],
        policy: Policy {
            aims: Aims::Weighted,
            rota: RotaPolicy::default(),
            prices: Prices {
                important_change: Pounds(500.0),
                late_lesson_week: Pounds(400.0),
                carried_lesson: Pounds(2.0),
                floor_shortfall: Pounds(30.0),
                late_desk_hour: Pounds(20.0),
                excess_lesson: Pounds(50.0),
                waiting_week: Pounds(0.5),
                breach_week: Pounds(5.0),
                dose_shortfall: Pounds(3.0),
                spent_pound: Pounds(0.1),
                earned_pound: Pounds(0.2),
                session: Pounds(1.0),
                site_change: Pounds(2.0),
            },
            pattern_weeks: 4,
            tail_weeks: 4,
            evidence_case: EvidenceCase::Mean,
        },
    }
}
