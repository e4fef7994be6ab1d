//! A good plan for the small service: starts and pattern chosen by hand, everything else by the reference reckoner.

use super::reference::Reference;
use super::small_service::half_day;
use equipoise::base::calendar::Week;
use equipoise::plan::{MeetingTime, PatternSession, Plan, Start};
use equipoise::service::Service;

/// Starts: stream, course, site, week, patients, groups.
const STARTS: &[(&str, &str, &str, u32, u32, u32)] = &[
    ("assessment", "assess-1", "north", 0, 1, 0),
    ("assessment", "assess-1", "south", 0, 1, 0),
    ("assessment", "assess-1", "north", 1, 1, 0),
    ("assessment", "assess-1", "north", 2, 2, 0),
    ("assessment", "assess-1", "north", 3, 2, 0),
    ("assessment", "assess-1", "south", 3, 2, 0),
    ("assessment", "assess-1", "north", 4, 2, 0),
    ("assessment", "assess-1", "south", 4, 1, 0),
    ("assessment", "assess-1", "north", 5, 2, 0),
    ("assessment", "assess-1", "north", 6, 1, 0),
    ("assessment", "assess-1", "south", 6, 2, 0),
    ("assessment", "assess-1", "north", 7, 1, 0),
    ("alexander", "at-6", "north", 0, 2, 0),
    ("alexander", "at-12", "north", 0, 1, 0),
    ("alexander", "at-6", "south", 0, 1, 0),
    ("alexander", "at-6", "north", 1, 1, 0),
    ("alexander", "at-12", "south", 1, 1, 0),
    ("alexander", "at-12", "north", 2, 1, 0),
    ("alexander", "at-6", "north", 3, 1, 0),
    ("alexander", "at-6", "south", 3, 1, 0),
    ("alexander", "at-6", "north", 4, 1, 0),
    ("alexander", "at-12", "north", 6, 1, 0),
    ("alexander", "at-12", "south", 6, 1, 0),
    ("alexander", "at-6", "south", 7, 1, 0),
    ("mind", "mind-6", "north", 0, 3, 0),
    ("mind", "mind-6", "north", 1, 2, 0),
    ("mind", "mind-6", "north", 5, 4, 0),
    ("pmp", "pmp-5", "north", 1, 6, 1),
    ("pmp", "pmp-5", "north", 4, 5, 1),
    ("tens", "tens-2", "north", 0, 1, 0),
    ("tens", "tens-2", "south", 1, 1, 0),
    ("tens", "tens-2", "north", 5, 1, 0),
    ("split", "at-6", "north", 1, 1, 0),
    ("split", "tens-2", "north", 1, 1, 0),
    ("split", "tens-2", "north", 5, 1, 0),
    ("steps", "steps-4", "north", 2, 1, 0),
    ("steps", "steps-4", "north", 5, 1, 0),
];

/// The pattern: blocks, who, when, what, where.
const PATTERN: &[(&[u32], &str, &str, &str, &str)] = &[
    (&[0, 1], "at-1", "mon-am", "at-clinic", "north"),
    (&[0, 1], "at-1", "mon-pm", "at-clinic", "north"),
    (&[0], "at-1", "tue-am", "at-clinic", "north"),
    (&[0, 1], "at-1", "tue-pm", "at-clinic", "south"),
    (&[1], "at-1", "tue-evening", "at-clinic", "north"),
    (&[0, 1], "at-1", "wed-pm", "at-clinic", "north"),
    (&[0, 1], "at-2", "tue-am", "at-clinic", "south"),
    (&[0, 1], "at-2", "wed-am", "at-clinic", "south"),
    (&[0, 1], "nurse-1", "mon-am", "nurse-clinic", "north"),
    (&[0, 1], "nurse-1", "tue-am", "nurse-clinic", "south"),
    (&[0, 1], "nurse-1", "wed-pm", "class-clinic", "north"),
    (&[0, 1], "nurse-1", "thu-am", "nurse-clinic", "north"),
    (&[0, 1], "nurse-1", "fri-am", "class-clinic", "north"),
    (&[0, 1], "nurse-2", "wed-am", "review-clinic", "south"),
    (&[0, 1], "physio-1", "thu-pm", "pmp-clinic", "north"),
    (&[0, 1], "physio-2", "thu-pm", "pmp-clinic", "north"),
    (&[0, 1], "psych-1", "thu-pm", "pmp-clinic", "north"),
    (&[0, 1], "physio-2", "fri-pm", "pmp-clinic", "north"),
    (&[0, 1], "psych-1", "fri-pm", "pmp-clinic", "north"),
];

/// The decisions alone: starts, pattern and meeting times.
pub fn decisions() -> Plan {
    let start = |&(stream, course, site, week, patients, groups): &(&str, &str, &str, u32, u32, u32)| Start {
        stream: stream.into(),
        course: course.into(),
        site: site.into(),
        week: Week(week),
        patients: f64::from(patients),
        groups,
    };
    let sessions = PATTERN.iter().flat_map(|&(blocks, who, when, clinic, site)| {
        blocks.iter().map(move |&block| PatternSession {
            block,
            practitioner: who.into(),
            half_day: half_day(when),
            clinic: clinic.into(),
            site: site.into(),
        })
    });
    let time = |meeting: &str, when| MeetingTime { meeting: meeting.into(), half_day: half_day(when) };
    Plan {
        starts: STARTS.iter().map(start).collect(),
        pattern: sessions.collect(),
        meeting_times: vec![time("mdt-north", "tue-am"), time("mdt-south", "wed-am"), time("audit", "fri-pm")],
        ..Plan::default()
    }
}

/// The good plan.
pub fn good_plan(service: &Service) -> Plan {
    Reference::new(service).complete(decisions())
}
