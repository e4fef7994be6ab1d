//! A small service and a plan for it, written by hand, small enough to reckon on paper.
//!
//! Four weeks from Monday 30 March 2026. Easter Monday, 6 April, shuts both sites: the south, open on Mondays only, has
//! no week 2 at all.
#![allow(dead_code)] // each test file uses a part of it

pub mod record;

use chrono::{NaiveDate, NaiveTime};
use equipoise::base::calendar::{Day, HalfDay, Week};
use equipoise::base::ids::*;
use equipoise::base::units::{Fraction, Minutes, Patients, Pounds, Sessions, Weeks};
use equipoise::plan::*;
use equipoise::service::*;
use std::collections::{BTreeMap, BTreeSet};

pub fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a date")
}

pub fn half_day(text: &str) -> HalfDay {
    let (day, period) = text.split_once('-').expect("day-period");
    let day = Day::ALL.into_iter().find(|d| d.as_str() == day).expect("a day");
    HalfDay { day, period: period.into() }
}

fn half_days(texts: &[&str]) -> BTreeSet<HalfDay> {
    texts.iter().map(|t| half_day(t)).collect()
}

fn share(value: f64) -> Fraction {
    Fraction::new(value).expect("a fraction")
}

fn ids<I: Id>(texts: &[&str]) -> BTreeSet<I> {
    texts.iter().map(|t| I::from_text(t)).collect()
}

fn site(id: &str, open: &[&str]) -> Site {
    Site {
        id: id.into(),
        name: format!("{} clinic", if id == "north" { "North" } else { "South" }),
        open: half_days(open),
        bank_holidays: BTreeSet::from([date(4, 3), date(4, 6)]),
        closures: vec![],
    }
}

fn room(id: &str, at: &Site, kind: &str, places: u32, hire: f64) -> Room {
    Room {
        id: id.into(),
        name: id.to_owned(),
        site: at.id.clone(),
        kind: kind.into(),
        features: BTreeSet::new(),
        places,
        open: at.open.clone(),
        closures: vec![],
        hire: Pounds(hire),
    }
}

fn position(role: &str) -> Position {
    Position { roles: ids(&[role]), count: 1, skills: BTreeSet::new() }
}

fn activity(id: &str, name: &str, minutes: f64, mode: Mode, team: &[&str], cost: f64) -> Activity {
    Activity {
        id: id.into(),
        name: name.to_owned(),
        minutes: Minutes(minutes),
        mode,
        team: team.iter().map(|role| position(role)).collect(),
        on_site: None,
        room_kinds: ids(&["consulting", "hall"]),
        room_features: BTreeSet::new(),
        dna: Fraction::ZERO,
        missed: Missed::Rebooked,
        cost: Pounds(cost),
        price: Pounds::ZERO,
    }
}

fn clinic(id: &str, name: &str, activity: &str, team: &[&str], overhead: f64) -> Clinic {
    Clinic {
        id: id.into(),
        name: name.to_owned(),
        activities: vec![activity.into()],
        team: team.iter().map(|role| position(role)).collect(),
        overhead: Minutes(overhead),
        sites: ids(&["north", "south"]),
    }
}

fn practitioner(id: &str, role: &str, sessions: f64, available: &[&str], absence: f64, cost: f64) -> Practitioner {
    Practitioner {
        id: id.into(),
        role: role.into(),
        band: None,
        wte: sessions / 10.0,
        sessions_per_week: Sessions(sessions),
        non_clinical: Fraction::ZERO,
        home_site: "north".into(),
        sites: ids(&["north"]),
        available: half_days(available),
        skills: BTreeSet::new(),
        clinics: None,
        most_sessions_a_day: None,
        leave: vec![],
        absence: share(absence),
        unbooked: Minutes::ZERO,
        desk: Minutes::ZERO,
        employed: (None, None),
        cost_per_session: Pounds(cost),
        preferences: Vec::new(),
    }
}

fn evidence(measure: &str, change: f64, ci: Option<(f64, f64)>, basis: Basis) -> Evidence {
    Evidence {
        measure: measure.into(),
        change,
        ci,
        comparator: "usual care".to_owned(),
        follow_up_weeks: 52.0,
        analysis: Analysis::Marginal,
        basis,
        interpolated: false,
        comparator_factor: 1.0,
        fading: None,
        source: "assumption".to_owned(),
    }
}

fn course(id: &str, name: &str, activity: &str, weeks: u32, drop_out: f64, evidence: Option<Evidence>) -> Course {
    Course {
        id: id.into(),
        name: name.to_owned(),
        lessons: vec![CourseLessons { activity: activity.into(), by_week: vec![1; weeks as usize], supporting: false }],
        graded: None,
        evidence,
        drop_out: share(drop_out),
        closed_group: None,
        materials: Pounds::ZERO,
        time_frame_weeks: None,
    }
}

fn stream(id: &str, name: &str, per_week: f64, waiting: &[(u32, f64)], courses: &[&str]) -> Stream {
    Stream {
        id: id.into(),
        name: name.to_owned(),
        assessment: false,
        referrals: vec![Patients(per_week); 4],
        referrals_per_year: Patients(per_week * 365.0 / 7.0),
        waiting: waiting.iter().map(|&(weeks, n)| Waiting { weeks, patients: Patients(n) }).collect(),
        site_shares: BTreeMap::from([("north".into(), Fraction::ONE)]),
        options: courses
            .iter()
            .map(|c| Choice {
                course: (*c).into(),
                least: Fraction::ZERO,
                most: Fraction::ONE,
                fixed: false,
                stands_in_for: None,
                most_instead: Fraction::ONE,
            })
            .collect(),
        recommended: None,
        today: None,
        target_wait_weeks: None,
        wait_standard: None,
        removals_per_week: Fraction::ZERO,
        self_funded: Fraction::ONE,
        least_started: None,
        onward: vec![],
        in_course: vec![],
    }
}

fn meeting(id: &str, name: &str, who: &[&str], when: Recurrence, site: Option<&str>) -> Meeting {
    Meeting {
        id: id.into(),
        name: name.to_owned(),
        attendees: ids(who),
        who: Attendees::Practitioners(ids(who)),
        when,
        minutes: Minutes(60.0),
        site: site.map(SiteId::from),
        least_attendance: Fraction::ONE,
        blocks_clinics: false,
        held: (None, None),
    }
}

pub fn service() -> Service {
    let north = site("north", &["mon-am", "mon-pm", "tue-am"]);
    let south = site("south", &["mon-am", "mon-pm"]);
    let rooms = Table::from_iter([
        room("n1", &north, "consulting", 2, 10.0),
        room("n2", &north, "consulting", 2, 0.0),
        room("hall", &north, "hall", 12, 20.0),
        room("s1", &south, "consulting", 2, 0.0),
    ]);
    let group = |min, max| Mode::Group { min, max };
    let mut lesson = activity("lesson", "Alexander lesson", 40.0, Mode::OneToOne, &["at-teacher"], 3.0);
    lesson.dna = share(0.2);
    let mut assessment = activity("assessment", "Assessment", 30.0, Mode::OneToOne, &["nurse"], 0.0);
    (assessment.dna, assessment.missed) = (share(0.25), Missed::Lost);
    let activities = Table::from_iter([
        lesson,
        assessment,
        activity("tai-chi", "Tai Chi class", 90.0, group(4, 10), &["instructor"], 1.0),
        activity("pmp", "Pain management class", 120.0, group(4, 8), &["physio", "psychologist"], 2.0),
        activity("joint", "Joint review", 50.0, Mode::OneToOne, &["nurse", "physio"], 0.0),
    ]);
    let clinics = Table::from_iter([
        clinic("at-clinic", "Alexander clinic", "lesson", &["at-teacher"], 0.0),
        clinic("assess-clinic", "Assessment clinic", "assessment", &["nurse"], 0.0),
        clinic("tai-chi-clinic", "Tai Chi", "tai-chi", &["instructor"], 30.0),
        clinic("pmp-clinic", "Pain management programme", "pmp", &["physio", "psychologist"], 0.0),
        clinic("joint-clinic", "Joint review clinic", "joint", &["nurse", "physio"], 0.0),
    ]);

    let whole_week = ["mon-am", "mon-pm", "tue-am"];
    let mut at = practitioner("at-1", "at-teacher", 4.0, &whole_week, 0.1, 90.0);
    at.non_clinical = share(0.25);
    at.sites = ids(&["north", "south"]);
    at.leave = vec![Span { from: date(4, 14), to: date(4, 14), periods: None, reason: None }];
    let practitioners = Table::from_iter([
        at,
        practitioner("nurse-1", "nurse", 3.0, &whole_week, 0.0, 100.0),
        practitioner("nurse-2", "nurse", 1.0, &["tue-am"], 0.3, 100.0),
        practitioner("tc-1", "instructor", 1.0, &["tue-am"], 0.05, 50.0),
        practitioner("physio-1", "physio", 2.0, &whole_week, 0.1, 80.0),
        practitioner("psych-1", "psychologist", 2.0, &whole_week, 0.2, 110.0),
        practitioner("admin-1", "admin", 2.0, &whole_week, 0.0, 40.0),
    ]);

    let measure = |id: &str, name: &str, important_change| Measure {
        id: id.into(),
        name: name.to_owned(),
        unit: "points".to_owned(),
        important_change,
    };
    let mut at_2 =
        course("at-2", "2 lessons", "lesson", 2, 0.2, Some(evidence("rmdq", 1.0, Some((0.5, 1.5)), Basis::PerStart)));
    at_2.materials = Pounds(5.0);
    if let Some(evidence) = &mut at_2.evidence {
        evidence.interpolated = true;
    }
    let at_3 = evidence("rmdq", 2.0, Some((-0.5, 4.5)), Basis::PerAttended);
    let mut pmp = course("pmp-2", "Programme", "pmp", 2, 0.0, Some(evidence("npq", 20.0, None, Basis::PerStart)));
    pmp.closed_group = Some(ClosedGroup { min: 4, max: 8 });
    let courses = Table::from_iter([
        at_2,
        course("at-3", "3 lessons", "lesson", 3, 0.5, Some(at_3)),
        course("assess", "Assessment", "assessment", 1, 0.0, None),
        course("tai-chi-2", "2 classes", "tai-chi", 2, 0.1, None),
        pmp,
    ]);

    let mut alexander = stream("alexander", "Alexander technique", 2.0, &[(2, 4.0), (10, 6.0)], &["at-2", "at-3"]);
    alexander.site_shares = BTreeMap::from([("north".into(), share(0.5)), ("south".into(), share(0.5))]);
    alexander.recommended = Some("at-3".into());
    alexander.target_wait_weeks = Some(3);
    alexander.in_course = vec![InCourse { course: "at-3".into(), weeks_ago: 1, patients: Patients(4.0) }];
    let mut front_door = stream("front-door", "Assessment", 5.0, &[(0, 5.0)], &["assess"]);
    front_door.assessment = true;
    front_door.onward = vec![Onward { to: "tai-chi".into(), per_attended: share(0.5), lag_weeks: 1 }];
    let mut tai_chi = stream("tai-chi", "Tai Chi", 0.0, &[(0, 8.0)], &["tai-chi-2"]);
    tai_chi.removals_per_week = share(0.25);
    tai_chi.today = Some(Today {
        mix: BTreeMap::from([("tai-chi-2".into(), Fraction::ONE)]),
        starts_per_week: Some(Patients(2.0)),
    });
    let mut pain = stream("pain", "Pain management", 0.0, &[(20, 10.0)], &["pmp-2"]);
    pain.target_wait_weeks = Some(18);

    let period = |id: &str, hour, minutes| Period {
        id: id.into(),
        start: NaiveTime::from_hms_opt(hour, 0, 0).expect("a time"),
        minutes: Minutes(minutes),
    };
    let mdt = Recurrence::Weekly { half_days: vec![half_day("mon-am")], every: 2 };
    Service {
        name: "Northshire pain service".to_owned(),
        timetable: Timetable {
            start: date(3, 30),
            weeks: 4,
            days: vec![Day::Mon, Day::Tue],
            periods: vec![period("am", 9, 200.0), period("pm", 13, 240.0)],
            closures: vec![],
        },
        worked_weeks: Some(Weeks(41.6)),
        sites: Table::from_iter([north, south]),
        travel: Travel::default(),
        rooms,
        activities,
        clinics,
        practitioners,
        measures: Table::from_iter([measure("rmdq", "RMDQ", 2.5), measure("npq", "NPQ", 10.0)]),
        courses,
        streams: Table::from_iter([alexander, front_door, tai_chi, pain]),
        meetings: Table::from_iter([
            meeting("mdt", "MDT north", &["at-1", "nurse-1", "physio-1", "psych-1"], mdt, Some("north")),
            meeting("supervision", "Supervision", &["nurse-1", "nurse-2"], Recurrence::Floating { every: 2 }, None),
        ]),
        desk_work: Table::default(),
        budgets: Table::from_iter([
            Budget { id: "all".into(), per_year: Pounds(36_500.0), covers: Covers::Everything },
            Budget { id: "alexander".into(), per_year: Pounds(14_600.0), covers: Covers::Clinics(ids(&["at-clinic"])) },
        ]),
        contracts: Table::default(),
        block_income: Table::default(),
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
                dose_shortfall: Pounds(10.0),
                spent_pound: Pounds(0.1),
                earned_pound: Pounds::ZERO,
                session: Pounds(1.0),
                site_change: Pounds(2.0),
            },
            pattern_weeks: 4,
            tail_weeks: 8,
            evidence_case: EvidenceCase::Mean,
        },
    }
}

fn start(stream: &str, course: &str, site: &str, week: u32, patients: f64) -> Start {
    Start {
        stream: stream.into(),
        course: course.into(),
        site: site.into(),
        week: Week(week),
        patients,
        groups: u32::from(course == "pmp-2"),
    }
}

/// Rows of a queue: a week's referrals, onward arrivals, removals, starts, waiting and beyond target.
fn queue(stream: &str, site: &str, weeks: [[f64; 6]; 4]) -> Vec<Queue> {
    weeks
        .into_iter()
        .zip(0..)
        .map(|([referrals, onward, removals, starts, waiting, beyond_target], week)| Queue {
            stream: stream.into(),
            site: site.into(),
            week: Week(week),
            referrals,
            onward,
            removals,
            starts,
            waiting,
            beyond_target,
        })
        .collect()
}

fn session(week: u32, when: &str, who: &str, clinic: &str, site: &str, room: &str) -> Session {
    let half_day = half_day(when);
    Session {
        date: Week(week).date(date(3, 30), half_day.day),
        week: Week(week),
        half_day,
        practitioner: who.into(),
        clinic: clinic.into(),
        site: site.into(),
        room: room.into(),
    }
}

fn lessons(activity: &str, site: &str, week: u32, [due, given, carried, late]: [f64; 4], classes: u32) -> Lessons {
    Lessons { activity: activity.into(), site: site.into(), week: Week(week), due, given, carried, late, classes }
}

fn booking(clinic: &str, activity: &str, site: &str, week: u32, slots: f64) -> Booking {
    Booking { clinic: clinic.into(), activity: activity.into(), site: site.into(), week: Week(week), slots }
}

/// The plan's rows, without figures.
pub fn plan() -> Plan {
    let queues = [
        queue(
            "alexander",
            "north",
            [
                [1.0, 0.0, 0.0, 2.0, 4.0, 3.0],
                [1.0, 0.0, 0.0, 1.0, 4.0, 2.0],
                [1.0, 0.0, 0.0, 0.0, 5.0, 2.0],
                [1.0, 0.0, 0.0, 0.0, 6.0, 3.0],
            ],
        ),
        queue(
            "alexander",
            "south",
            [
                [1.0, 0.0, 0.0, 2.0, 4.0, 3.0],
                [1.0, 0.0, 0.0, 0.0, 5.0, 3.0],
                [1.0, 0.0, 0.0, 2.0, 4.0, 1.0],
                [1.0, 0.0, 0.0, 0.0, 5.0, 2.0],
            ],
        ),
        queue(
            "front-door",
            "north",
            [
                [5.0, 0.0, 0.0, 4.0, 6.0, 0.0],
                [5.0, 0.0, 0.0, 3.0, 8.0, 0.0],
                [5.0, 0.0, 0.0, 6.0, 7.0, 0.0],
                [5.0, 0.0, 0.0, 6.0, 6.0, 0.0],
            ],
        ),
        queue(
            "tai-chi",
            "north",
            [
                [0.0, 0.0, 2.0, 0.0, 6.0, 0.0],
                [0.0, 1.5, 1.5, 2.0, 4.0, 0.0],
                [0.0, 1.125, 1.0, 1.0, 3.125, 0.0],
                [0.0, 2.25, 0.78125, 0.0, 4.59375, 0.0],
            ],
        ),
        queue(
            "pain",
            "north",
            [
                [0.0, 0.0, 0.0, 0.0, 10.0, 10.0],
                [0.0, 0.0, 0.0, 0.0, 10.0, 10.0],
                [0.0, 0.0, 0.0, 8.0, 2.0, 2.0],
                [0.0, 0.0, 0.0, 0.0, 2.0, 2.0],
            ],
        ),
    ];
    let mdt = |week: u32| MeetingHeld {
        date: Week(week).monday(date(3, 30)),
        week: Week(week),
        half_day: half_day("mon-am"),
        meeting: "mdt".into(),
        attendees: ["at-1", "nurse-1", "physio-1", "psych-1"].map(PractitionerId::from).to_vec(),
        missing: vec![],
    };
    Plan {
        starts: vec![
            start("alexander", "at-2", "north", 0, 2.0),
            start("alexander", "at-3", "north", 1, 1.0),
            start("alexander", "at-3", "south", 0, 2.0),
            start("alexander", "at-2", "south", 2, 1.0),
            start("alexander", "at-3", "south", 2, 1.0),
            start("front-door", "assess", "north", 0, 4.0),
            start("front-door", "assess", "north", 1, 3.0),
            start("front-door", "assess", "north", 2, 6.0),
            start("front-door", "assess", "north", 3, 6.0),
            start("tai-chi", "tai-chi-2", "north", 1, 2.0),
            start("tai-chi", "tai-chi-2", "north", 2, 1.0),
            start("pain", "pmp-2", "north", 2, 8.0),
        ],
        queues: queues.concat(),
        lessons: vec![
            lessons("lesson", "north", 0, [4.5, 3.0, 1.5, 0.0], 0),
            lessons("lesson", "south", 1, [0.0, 0.0, 0.0, 2.0], 0),
            lessons("tai-chi", "north", 1, [2.0, 2.0, 0.0, 0.0], 1),
            lessons("pmp", "north", 2, [1.0, 1.0, 0.0, 0.0], 1),
        ],
        bookings: vec![
            booking("at-clinic", "lesson", "north", 0, 3.0),
            booking("at-clinic", "lesson", "south", 0, 4.5),
            booking("at-clinic", "lesson", "north", 1, 5.0),
            booking("at-clinic", "lesson", "south", 2, 6.0),
            booking("assess-clinic", "assessment", "north", 0, 4.0),
            booking("assess-clinic", "assessment", "north", 1, 3.0),
            booking("assess-clinic", "assessment", "north", 2, 6.0),
            booking("assess-clinic", "assessment", "north", 3, 6.0),
            booking("tai-chi-clinic", "tai-chi", "north", 1, 2.0),
            booking("tai-chi-clinic", "tai-chi", "north", 2, 3.0),
            booking("tai-chi-clinic", "tai-chi", "north", 3, 1.0),
            booking("pmp-clinic", "pmp", "north", 2, 1.0),
            booking("pmp-clinic", "pmp", "north", 3, 1.0),
        ],
        pattern: vec![
            PatternSession {
                block: 0,
                practitioner: "at-1".into(),
                half_day: half_day("mon-am"),
                clinic: "at-clinic".into(),
                site: "north".into(),
            },
            PatternSession {
                block: 0,
                practitioner: "nurse-1".into(),
                half_day: half_day("tue-am"),
                clinic: "assess-clinic".into(),
                site: "north".into(),
            },
        ],
        meeting_times: vec![MeetingTime { meeting: "mdt".into(), half_day: half_day("mon-am") }],
        sessions: vec![
            session(0, "mon-am", "at-1", "at-clinic", "north", "n1"),
            session(0, "mon-pm", "at-1", "at-clinic", "south", "s1"),
            session(0, "tue-am", "nurse-1", "assess-clinic", "north", "n2"),
            session(1, "tue-am", "at-1", "at-clinic", "north", "n1"),
            session(1, "tue-am", "nurse-1", "assess-clinic", "north", "n2"),
            session(1, "tue-am", "tc-1", "tai-chi-clinic", "north", "hall"),
            session(2, "mon-am", "at-1", "at-clinic", "north", "n1"),
            session(2, "mon-am", "physio-1", "pmp-clinic", "north", "hall"),
            session(2, "mon-am", "psych-1", "pmp-clinic", "north", "hall"),
            session(2, "mon-pm", "at-1", "at-clinic", "south", "s1"),
            session(2, "tue-am", "nurse-1", "assess-clinic", "north", "n2"),
            session(2, "tue-am", "tc-1", "tai-chi-clinic", "north", "hall"),
            session(3, "mon-am", "at-1", "at-clinic", "south", "s1"),
            session(3, "mon-am", "physio-1", "pmp-clinic", "north", "hall"),
            session(3, "mon-am", "psych-1", "pmp-clinic", "north", "hall"),
            session(3, "mon-pm", "at-1", "at-clinic", "south", "s1"),
            session(3, "mon-pm", "nurse-1", "joint-clinic", "north", "n1"),
            session(3, "mon-pm", "physio-1", "joint-clinic", "north", "n1"),
            session(3, "tue-am", "at-1", "at-clinic", "north", "n1"),
            session(3, "tue-am", "nurse-1", "assess-clinic", "north", "n2"),
            session(3, "tue-am", "tc-1", "tai-chi-clinic", "north", "hall"),
        ],
        meetings: vec![mdt(0), mdt(2)],
        desk: vec![],
        tail: vec![
            Tail {
                activity: "lesson".into(),
                site: "north".into(),
                weeks_after: 1,
                owed: 1.5,
                carried: 0.0,
                excess: 0.5,
            },
            Tail {
                activity: "lesson".into(),
                site: "south".into(),
                weeks_after: 1,
                owed: 2.0,
                carried: 0.0,
                excess: 0.0,
            },
            Tail {
                activity: "pmp".into(),
                site: "north".into(),
                weeks_after: 2,
                owed: 1.0,
                carried: 0.0,
                excess: 0.25,
            },
        ],
        figures: figures::Figures::default(),
    }
}
