//! The checker survives whatever a plan holds, and lets no edit pass that changes what the plan says.

mod verify_common;

use chrono::NaiveDate;
use equipoise::base::calendar::Day;
use equipoise::base::ids::*;
use equipoise::plan::Plan;
use equipoise::service::Service;
use equipoise::verify::verify;
use proptest::prelude::*;
use proptest::sample::Index;
use std::sync::LazyLock;
use verify_common::edits::{counts, dates, figure_numbers, flow_numbers, half_days};
use verify_common::good_plan::good_plan;
use verify_common::small_service::small_service;

static GOOD: LazyLock<(Service, Plan)> = LazyLock::new(|| {
    let service = small_service();
    let plan = good_plan(&service);
    (service, plan)
});

/// Numbers that no honest plan holds, and some that it might.
fn odd_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(f64::NEG_INFINITY),
        Just(-1.0),
        Just(-0.0),
        Just(1e300),
        Just(f64::MIN_POSITIVE),
        Just(0.5),
        Just(1e9),
        -1e6..1e6f64,
    ]
}

fn odd_count() -> impl Strategy<Value = u32> {
    prop_oneof![Just(u32::MAX), Just(0), Just(1), Just(7), Just(8), Just(i32::MAX as u32), any::<u32>()]
}

fn odd_date() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        Just(NaiveDate::MIN),
        Just(NaiveDate::MAX),
        (0..4000i64).prop_map(|d| NaiveDate::default() + chrono::Duration::days(19_000 + d)),
    ]
}

fn odd_id() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("nobody".to_owned()),
        Just("north".to_owned()),
        Just("at-1".to_owned()),
        Just("nurse-1".to_owned()),
        Just("nurse-clinic".to_owned()),
        Just("lesson".to_owned()),
        Just("pmp".to_owned()),
        Just("pmp-5".to_owned()),
        Just("mdt-north".to_owned()),
        Just("supervision".to_owned()),
        Just("\u{1F600} \0".to_owned()),
        "[a-z0-9-]{1,12}",
    ]
}

/// One thing done to a plan.
#[derive(Debug, Clone)]
enum Edit {
    Number(Index, f64),
    Figure(Index, f64),
    Count(Index, u32),
    Date(Index, NaiveDate),
    HalfDay(Index, usize, String),
    Id(u8, Index, String),
    Drop(u8, Index),
    Repeat(u8, Index),
    Empty(u8),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (any::<Index>(), odd_number()).prop_map(|(i, n)| Edit::Number(i, n)),
        (any::<Index>(), odd_number()).prop_map(|(i, n)| Edit::Figure(i, n)),
        (any::<Index>(), odd_count()).prop_map(|(i, n)| Edit::Count(i, n)),
        (any::<Index>(), odd_date()).prop_map(|(i, d)| Edit::Date(i, d)),
        (any::<Index>(), 0..7usize, odd_id()).prop_map(|(i, d, p)| Edit::HalfDay(i, d, p)),
        (0..21u8, any::<Index>(), odd_id()).prop_map(|(l, i, t)| Edit::Id(l, i, t)),
        (0..10u8, any::<Index>()).prop_map(|(l, i)| Edit::Drop(l, i)),
        (0..10u8, any::<Index>()).prop_map(|(l, i)| Edit::Repeat(l, i)),
        (0..10u8).prop_map(Edit::Empty),
    ]
}

/// Does something to one of the plan's lists.
macro_rules! on_list {
    ($plan:expr, $list:expr, $rows:ident => $body:expr) => {
        match $list {
            0 => {
                let $rows = &mut $plan.starts;
                $body
            }
            1 => {
                let $rows = &mut $plan.queues;
                $body
            }
            2 => {
                let $rows = &mut $plan.lessons;
                $body
            }
            3 => {
                let $rows = &mut $plan.bookings;
                $body
            }
            4 => {
                let $rows = &mut $plan.pattern;
                $body
            }
            5 => {
                let $rows = &mut $plan.meeting_times;
                $body
            }
            6 => {
                let $rows = &mut $plan.sessions;
                $body
            }
            7 => {
                let $rows = &mut $plan.meetings;
                $body
            }
            8 => {
                let $rows = &mut $plan.desk;
                $body
            }
            _ => {
                let $rows = &mut $plan.tail;
                $body
            }
        }
    };
}

/// Gives an id of a row another text.
fn set_id(plan: &mut Plan, which: u8, at: &Index, text: &str) {
    macro_rules! put {
        ($list:ident . $field:ident) => {
            if !plan.$list.is_empty() {
                let at = at.index(plan.$list.len());
                plan.$list[at].$field = Id::from_text(text);
            }
        };
    }
    match which {
        0 => put!(starts.stream),
        1 => put!(starts.course),
        2 => put!(starts.site),
        3 => put!(queues.stream),
        4 => put!(queues.site),
        5 => put!(lessons.activity),
        6 => put!(lessons.site),
        7 => put!(bookings.clinic),
        8 => put!(bookings.activity),
        9 => put!(pattern.practitioner),
        10 => put!(pattern.clinic),
        11 => put!(pattern.site),
        12 => put!(meeting_times.meeting),
        13 => put!(sessions.practitioner),
        14 => put!(sessions.clinic),
        15 => put!(sessions.site),
        16 => put!(sessions.room),
        17 => put!(meetings.meeting),
        18 => {
            if !plan.meetings.is_empty() {
                let at = at.index(plan.meetings.len());
                plan.meetings[at].attendees.push(PractitionerId::from(text));
            }
        }
        19 => put!(desk.task),
        _ => put!(tail.activity),
    }
}

fn apply(plan: &mut Plan, edit: &Edit) {
    fn pick<T>(mut all: Vec<T>, at: &Index) -> Option<T> {
        (!all.is_empty()).then(|| all.swap_remove(at.index(all.len())))
    }
    match edit {
        Edit::Number(at, number) => {
            if let Some((_, _, field)) = pick(flow_numbers(plan), at) {
                *field = *number;
            }
        }
        Edit::Figure(at, number) => {
            if let Some((_, field)) = pick(figure_numbers(plan), at) {
                *field = *number;
            }
        }
        Edit::Count(at, count) => {
            if let Some(field) = pick(counts(plan), at) {
                *field = *count;
            }
        }
        Edit::Date(at, date) => {
            if let Some(field) = pick(dates(plan), at) {
                *field = *date;
            }
        }
        Edit::HalfDay(at, day, period) => {
            if let Some(field) = pick(half_days(plan), at) {
                field.day = Day::ALL[*day];
                if period.len() % 2 == 0 {
                    field.period = PeriodId::from(period.as_str());
                }
            }
        }
        Edit::Id(which, at, text) => set_id(plan, *which, at, text),
        Edit::Drop(list, at) => on_list!(plan, list, rows => if !rows.is_empty() {
            rows.remove(at.index(rows.len()));
        }),
        Edit::Repeat(list, at) => on_list!(plan, list, rows => if !rows.is_empty() {
            let row = rows[at.index(rows.len())].clone();
            rows.push(row);
        }),
        Edit::Empty(list) => on_list!(plan, list, rows => rows.clear()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn garbage_never_panics(edits in prop::collection::vec(edit(), 1..40)) {
        let (service, good) = &*GOOD;
        let mut plan = good.clone();
        for edit in &edits {
            apply(&mut plan, edit);
        }
        let verdict = verify(service, &plan);
        // numbers re-reckoned are numbers, whatever the rows say
        prop_assert!(verdict.figures.value_gbp.is_finite());
        prop_assert!(verdict.figures.finished.is_finite());
    }

    #[test]
    fn a_changed_number_of_flow_is_caught(at in any::<Index>(), share in 1.0..100.0f64, up in any::<bool>()) {
        let (service, good) = &*GOOD;
        let mut plan = good.clone();
        let name = {
            let mut all = flow_numbers(&mut plan);
            let (name, size, field) = all.swap_remove(at.index(all.len()));
            // beyond the tolerance of the row and of the week before it
            let by = 2e-4 * size.max(1.0) * share;
            // carrying a little more after the horizon, where there is room, is another plan: only its worth tells
            let by = if name.ends_with("carried") && name.starts_with("tail") { by.max(0.5) } else { by };
            *field = if up || *field < by { *field + by } else { *field - by };
            name
        };
        prop_assert!(!verify(service, &plan).accepts(), "{name}");
    }

    #[test]
    fn a_row_dropped_or_repeated_is_caught(list in 0..9u8, at in any::<Index>(), repeat in any::<bool>()) {
        let (service, good) = &*GOOD;
        let mut plan = good.clone();
        let edit = if repeat { Edit::Repeat(list, at) } else { Edit::Drop(list, at) };
        // what never happens may be left out: a meeting with nobody at work, a session of the pattern never held
        let idle = match edit {
            Edit::Drop(7, at) => {
                let row = &good.meetings[at.index(good.meetings.len())];
                row.attendees.is_empty() && row.missing.is_empty()
            }
            Edit::Drop(4, at) => {
                let row = &good.pattern[at.index(good.pattern.len())];
                !good.sessions.iter().any(|s| {
                    s.practitioner == row.practitioner
                        && s.half_day == row.half_day
                        && service.block_of(s.week) == row.block
                })
            }
            _ => false,
        };
        apply(&mut plan, &edit);
        prop_assert!(idle || !verify(service, &plan).accepts());
    }

    #[test]
    fn a_changed_count_is_caught(at in any::<Index>(), to in odd_count()) {
        let (service, good) = &*GOOD;
        let mut plan = good.clone();
        apply(&mut plan, &Edit::Count(at, to));
        // whole patients that start a week later make another plan, but not the one whose rows these are
        prop_assert!(plan == *good || !verify(service, &plan).accepts());
    }
}

#[test]
fn counts_at_the_ends_of_what_a_count_holds_are_survived() {
    let (service, good) = &*GOOD;
    let how_many = counts(&mut good.clone()).len();
    for (at, to) in (0..how_many).flat_map(|at| [u32::MAX, u32::MAX - 1, i32::MAX as u32, 0].map(|to| (at, to))) {
        let mut plan = good.clone();
        *counts(&mut plan).swap_remove(at) = to;
        assert!(plan == *good || !verify(service, &plan).accepts(), "count {at} as {to}");
    }
}

#[test]
fn an_empty_plan_is_refused_and_an_empty_service_survives() {
    let (service, good) = &*GOOD;
    assert!(!verify(service, &Plan::default()).accepts());
    let mut bare = service.clone();
    bare.streams = [].into_iter().collect();
    bare.meetings = [].into_iter().collect();
    bare.practitioners = [].into_iter().collect();
    bare.clinics = [].into_iter().collect();
    bare.budgets = [].into_iter().collect();
    bare.contracts = [].into_iter().collect();
    assert!(!verify(&bare, good).accepts());
}
