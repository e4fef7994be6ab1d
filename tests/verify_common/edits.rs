//! Every field of a plan's rows by kind, for edits at random.

use chrono::NaiveDate;
use equipoise::base::calendar::HalfDay;
use equipoise::plan::Plan;

/// Every number of the flow rows, with the size of its row: the largest number in it.
pub fn flow_numbers(plan: &mut Plan) -> Vec<(String, f64, &mut f64)> {
    let mut all = Vec::new();
    for (i, r) in plan.starts.iter_mut().enumerate() {
        all.push((format!("starts[{i}].patients"), r.patients, &mut r.patients));
    }
    for (i, r) in plan.queues.iter_mut().enumerate() {
        let size = r.waiting.max(r.starts).max(r.referrals);
        for (name, number) in [
            ("referrals", &mut r.referrals),
            ("onward", &mut r.onward),
            ("removals", &mut r.removals),
            ("starts", &mut r.starts),
            ("waiting", &mut r.waiting),
            ("beyond_target", &mut r.beyond_target),
        ] {
            all.push((format!("queues[{i}].{name}"), size, number));
        }
    }
    for (i, r) in plan.lessons.iter_mut().enumerate() {
        let size = r.due + r.given + r.carried + r.late;
        for (name, number) in
            [("due", &mut r.due), ("given", &mut r.given), ("carried", &mut r.carried), ("late", &mut r.late)]
        {
            all.push((format!("lessons[{i}].{name}"), size, number));
        }
    }
    for (i, r) in plan.bookings.iter_mut().enumerate() {
        all.push((format!("bookings[{i}].slots"), r.slots, &mut r.slots));
    }
    for (i, r) in plan.tail.iter_mut().enumerate() {
        let size = r.owed + r.carried + r.excess;
        all.push((format!("tail[{i}].owed"), size, &mut r.owed));
        all.push((format!("tail[{i}].carried"), size, &mut r.carried));
        all.push((format!("tail[{i}].excess"), size, &mut r.excess));
    }
    for (i, r) in plan.desk.iter_mut().enumerate() {
        let size = r.due + r.done + r.late;
        for (name, number) in [("due", &mut r.due), ("done", &mut r.done), ("late", &mut r.late)] {
            all.push((format!("desk[{i}].{name}"), size, number));
        }
    }
    all
}

/// Every number among the figures that is always there.
pub fn figure_numbers(plan: &mut Plan) -> Vec<(String, &mut f64)> {
    let f = &mut plan.figures;
    let mut all: Vec<(String, &mut f64)> = vec![
        ("started".to_owned(), &mut f.started),
        ("started_treatment".to_owned(), &mut f.started_treatment),
        ("finished".to_owned(), &mut f.finished),
        ("important_changes".to_owned(), &mut f.benefit.important_changes),
        ("low".to_owned(), &mut f.benefit.low),
        ("high".to_owned(), &mut f.benefit.high),
        ("spend_gbp".to_owned(), &mut f.spend_gbp),
        ("owed_after".to_owned(), &mut f.owed_after),
        ("excess_after".to_owned(), &mut f.excess_after),
        ("value_gbp".to_owned(), &mut f.value_gbp),
    ];
    for row in &mut f.income {
        all.push((row.from.to_string(), &mut row.gbp));
    }
    for d in &mut f.desk {
        let named = [
            ("due", &mut d.due_hours),
            ("done", &mut d.done_hours),
            ("late", &mut d.late_hours),
            ("most late", &mut d.most_late_hours),
        ];
        all.extend(named.map(|(n, x)| (format!("desk {} {n}", d.task), x)));
    }
    for d in &mut f.desk_time {
        let named = [("offered", &mut d.offered_hours), ("used", &mut d.used_hours), ("load", &mut d.utilisation)];
        all.extend(named.map(|(n, x)| (format!("desk of {} {n}", d.role), x)));
    }
    for m in &mut f.benefit.by_measure {
        all.extend([("mean", &mut m.mean), ("low", &mut m.low), ("high", &mut m.high)].map(|(n, x)| (n.to_owned(), x)));
    }
    for s in &mut f.streams {
        let stream = s.stream.clone();
        let named = [
            ("list_at_start", &mut s.list_at_start),
            ("arrivals", &mut s.arrivals),
            ("removed", &mut s.removed),
            ("started", &mut s.started),
            ("finished", &mut s.finished),
            ("waiting", &mut s.waiting),
            ("beyond_target", &mut s.beyond_target),
            ("breach_weeks", &mut s.breach_weeks),
            ("mean_wait_weeks", &mut s.mean_wait_weeks),
            ("mean_wait_of_started_weeks", &mut s.mean_wait_of_started_weeks),
            ("lessons_per_patient", &mut s.lessons_per_patient),
        ];
        all.extend(named.map(|(n, x)| (format!("{stream} {n}"), x)));
        let optional = [
            ("load", &mut s.load),
            ("target_queue", &mut s.target_queue),
            ("relief_per_week", &mut s.relief_per_week),
            ("pressure", &mut s.pressure),
        ];
        all.extend(optional.into_iter().filter_map(|(n, x)| Some((format!("{stream} {n}"), x.as_mut()?))));
        all.extend(s.bands.iter_mut().enumerate().map(|(i, x)| (format!("{stream} bands[{i}]"), x)));
    }
    for c in &mut f.courses {
        let named = [
            ("started", &mut c.started),
            ("finished", &mut c.finished),
            ("important_changes", &mut c.important_changes),
        ];
        all.extend(named.map(|(n, x)| (format!("course {n}"), x)));
    }
    for p in &mut f.practitioners {
        let named = [
            ("available_sessions", &mut p.available_sessions),
            ("rostered_sessions", &mut p.rostered_sessions),
            ("utilisation", &mut p.utilisation),
        ];
        all.extend(named.map(|(n, x)| (format!("practitioner {n}"), x)));
    }
    for r in &mut f.rooms {
        let named = [
            ("open_half_days", &mut r.open_half_days),
            ("used_half_days", &mut r.used_half_days),
            ("utilisation", &mut r.utilisation),
        ];
        all.extend(named.map(|(n, x)| (format!("room {n}"), x)));
    }
    for c in &mut f.clinics {
        let named = [
            ("sessions", &mut c.sessions),
            ("minutes_offered", &mut c.minutes_offered),
            ("minutes_booked", &mut c.minutes_booked),
            ("utilisation", &mut c.utilisation),
        ];
        all.extend(named.map(|(n, x)| (format!("clinic {n}"), x)));
    }
    for b in &mut f.budgets {
        let named = [("budget_gbp", &mut b.budget_gbp), ("spent_gbp", &mut b.spent_gbp)];
        all.extend(named.map(|(n, x)| (format!("budget {n}"), x)));
    }
    all.extend(f.aims.iter_mut().map(|a| (format!("aim {}", a.aim), &mut a.value_gbp)));
    all
}

/// Every count: weeks, groups, classes, blocks, weeks after the horizon.
pub fn counts(plan: &mut Plan) -> Vec<&mut u32> {
    let mut all: Vec<&mut u32> = Vec::new();
    for r in &mut plan.starts {
        all.extend([&mut r.week.0, &mut r.groups]);
    }
    all.extend(plan.queues.iter_mut().map(|r| &mut r.week.0));
    for r in &mut plan.lessons {
        all.extend([&mut r.week.0, &mut r.classes]);
    }
    all.extend(plan.bookings.iter_mut().map(|r| &mut r.week.0));
    all.extend(plan.pattern.iter_mut().map(|r| &mut r.block));
    all.extend(plan.sessions.iter_mut().map(|r| &mut r.week.0));
    all.extend(plan.meetings.iter_mut().map(|r| &mut r.week.0));
    all.extend(plan.tail.iter_mut().map(|r| &mut r.weeks_after));
    all.extend(plan.desk.iter_mut().map(|r| &mut r.week.0));
    all
}

/// Every date.
pub fn dates(plan: &mut Plan) -> Vec<&mut NaiveDate> {
    let sessions = plan.sessions.iter_mut().map(|r| &mut r.date);
    sessions.chain(plan.meetings.iter_mut().map(|r| &mut r.date)).collect()
}

/// Every half-day.
pub fn half_days(plan: &mut Plan) -> Vec<&mut HalfDay> {
    let pattern = plan.pattern.iter_mut().map(|r| &mut r.half_day);
    let times = plan.meeting_times.iter_mut().map(|r| &mut r.half_day);
    let sessions = plan.sessions.iter_mut().map(|r| &mut r.half_day);
    let meetings = plan.meetings.iter_mut().map(|r| &mut r.half_day);
    pattern.chain(times).chain(sessions).chain(meetings).collect()
}
