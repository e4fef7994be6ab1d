//! Ways to break a plan, at least one a rule. Each looks for a place in the plan where it applies, so that any sound
//! plan of any service can be broken, and says whether it found one.

use super::reference::Reference;
use chrono::{Datelike, NaiveDate};
use equipoise::base::calendar::{Day, HalfDay, Week};
use equipoise::base::ids::*;
use equipoise::plan::{MeetingTime, PatternSession, Plan, Queue, Session};
use equipoise::service::*;

/// A rule, what is done to break it, and how.
pub type Tamper = (RuleId, &'static str, fn(&Service, &mut Plan) -> bool);

/// Every way to break a plan.
pub const TAMPERS: &[Tamper] = &[
    (RuleId::Queue, "a patient vanishes from a queue", tamper_waiting),
    (RuleId::Queue, "a queue has no row", tamper_queue_row),
    (RuleId::Queue, "an onward arrival is forgotten", tamper_onward),
    (RuleId::Queue, "more start than wait", tamper_more_than_wait),
    (RuleId::Queue, "a queue stands at a site without patients", tamper_queue_site),
    (RuleId::Queue, "patients start at a site without patients", tamper_start_site),
    (RuleId::AssessmentFloor, "the shortfall is not owned up to", tamper_assessment_floor),
    (RuleId::ThroughputFloor, "the shortfall is not owned up to", tamper_throughput_floor),
    (RuleId::LeastStarted, "nobody starts", tamper_least_started),
    (RuleId::LessonsDue, "a lesson due is made up", tamper_due),
    (RuleId::LessonsDue, "a week's lessons are forgotten", tamper_due_row),
    (RuleId::Capacity, "more is booked than sessions offer", tamper_booked),
    (RuleId::Capacity, "the sessions of a booking are gone", tamper_sessions_gone),
    (RuleId::Capacity, "lessons are given that nobody booked", tamper_given_unbooked),
    (RuleId::Capacity, "an activity is booked into a clinic that does not hold it", tamper_wrong_clinic),
    (RuleId::Lateness, "a late lesson is forgotten", tamper_late),
    (RuleId::Lateness, "late lessons are called carried", tamper_carried),
    (RuleId::WaitTarget, "nobody is said to wait too long", tamper_beyond),
    (RuleId::WaitTarget, "the breach is not owned up to", tamper_breach_worth),
    (RuleId::Budget, "sessions are held until the money is gone", tamper_budget),
    (RuleId::ContractCap, "more than the cap is planned", tamper_contract_cap),
    (RuleId::ContractFloor, "nothing of what the contract counts is planned", tamper_contract_floor),
    (RuleId::Shares, "a patient starts a course that is not offered", tamper_not_offered),
    (RuleId::Shares, "all start the course with a most", tamper_share),
    (RuleId::Shares, "a need is met too often", tamper_need),
    (RuleId::ClosedGroups, "a group is too large", tamper_group_large),
    (RuleId::ClosedGroups, "a group is too small", tamper_group_small),
    (RuleId::ClosedGroups, "a course without groups starts in groups", tamper_group_where_none),
    (RuleId::Dose, "the lessons short are not owned up to", tamper_dose),
    (RuleId::Tail, "a lesson owed is forgotten", tamper_owed),
    (RuleId::Tail, "excess is not called excess", tamper_excess),
    (RuleId::Tail, "more is carried after the horizon than is due", tamper_carried_after),
    (RuleId::WholePatients, "half a patient starts", tamper_half_patient),
    (RuleId::WholePatients, "patients start when the site is closed", tamper_closed_week),
    (RuleId::DeskWork, "late desk work is forgotten", tamper_desk_late),
    (RuleId::DeskWork, "more desk work is done than there is time for", tamper_desk_time),
    (RuleId::DeskWork, "desk work is done before it is due", tamper_desk_early),
    (RuleId::DeskWork, "desk work due is left out", tamper_desk_due),
    (RuleId::DeskWork, "a week's desk work is forgotten", tamper_desk_row),
    (RuleId::DeskWork, "late desk work is not owned up to", tamper_desk_worth),
    (RuleId::OnePlace, "somebody has two sessions at once", tamper_two_sessions),
    (RuleId::OnePlace, "somebody works on leave", tamper_leave),
    (RuleId::OnePlace, "somebody works on a day off", tamper_day_off),
    (RuleId::OnePlace, "somebody works when the home site is shut", tamper_home_shut),
    (RuleId::OnePlace, "the pattern has somebody twice", tamper_pattern_twice),
    (RuleId::OnePlace, "the pattern has somebody on a day off", tamper_pattern_day_off),
    (RuleId::Eligible, "somebody without the role runs a clinic", tamper_role),
    (RuleId::Eligible, "somebody works at a site that is not theirs", tamper_site),
    (RuleId::Eligible, "somebody works without contract or registration", tamper_employment),
    (RuleId::Contracted, "the pattern has more sessions than the contract", tamper_contracted),
    (RuleId::Contracted, "a day has more sessions than the most", tamper_day),
    (RuleId::Rooms, "two sessions share a room", tamper_room_twice),
    (RuleId::Rooms, "a session is held in another site's room", tamper_room_elsewhere),
    (RuleId::Rooms, "a room does not fit the clinic", tamper_room_unfit),
    (RuleId::Rooms, "a session is held when the site is closed", tamper_site_closed),
    (RuleId::Rooms, "the pattern has more sessions than rooms", tamper_pattern_rooms),
    (RuleId::Together, "one of a team stays away", tamper_team_short),
    (RuleId::Together, "a team is spread over two rooms", tamper_team_apart),
    (RuleId::OnSite, "who is to be on site stays away", tamper_on_site),
    (RuleId::Meetings, "somebody does not come", tamper_attendee),
    (RuleId::Meetings, "a meeting is not held", tamper_meeting_gone),
    (RuleId::Meetings, "a meeting is held on another day", tamper_meeting_moved),
    (RuleId::Meetings, "a weekly meeting keeps a half-day that is not allowed", tamper_meeting_time),
    (RuleId::Meetings, "a meeting that is not weekly keeps a half-day", tamper_meeting_not_weekly),
    (RuleId::Meetings, "too few come", tamper_attendance),
    (RuleId::Meetings, "somebody runs a clinic while a meeting takes them", tamper_blocked),
    (RuleId::Travel, "somebody drives too far at lunch", tamper_travel),
    (RuleId::GroupSize, "a class is left out", tamper_class_missing),
    (RuleId::GroupSize, "a class more is held than there are patients for", tamper_class_more),
    (RuleId::WorkingTime, "an evening is followed by a morning", tamper_rest),
    (RuleId::Pattern, "a session of the pattern is not held", tamper_session_gone),
    (RuleId::Pattern, "a session is held that the pattern does not make", tamper_session_more),
];

fn tamper_desk_late(_: &Service, plan: &mut Plan) -> bool {
    let row = plan.desk.iter_mut().find(|row| row.late > 0.1);
    row.map(|row| row.late = 0.0).is_some()
}

/// All that is late is said to be done, in the week in which it became so.
fn tamper_desk_time(_: &Service, plan: &mut Plan) -> bool {
    let Some(at) = plan.desk.iter().position(|row| row.late > 0.1) else { return false };
    let (task, late) = (plan.desk[at].task.clone(), plan.desk[at].late);
    plan.desk[at].done += late;
    for row in plan.desk.iter_mut().skip(at).filter(|row| row.task == task) {
        row.late = (row.late - late).max(0.0);
    }
    true
}

fn tamper_desk_early(_: &Service, plan: &mut Plan) -> bool {
    let rows = plan.desk.iter();
    let later =
        rows.filter(|row| row.done > 0.1 && row.due > 0.1 && row.week.0 == 1).map(|row| row.task.clone()).next();
    let Some(task) = later else { return false };
    let mut moved = 0.0;
    for row in plan.desk.iter_mut().filter(|row| row.task == task && row.week.0 > 0) {
        moved += row.done;
        row.done = 0.0;
    }
    let first = plan.desk.iter_mut().find(|row| row.task == task && row.week.0 == 0);
    first.map(|row| row.done += moved).is_some()
}

fn tamper_desk_due(_: &Service, plan: &mut Plan) -> bool {
    let row = plan.desk.iter_mut().find(|row| row.due > 0.1);
    row.map(|row| row.due *= 0.5).is_some()
}

fn tamper_desk_row(_: &Service, plan: &mut Plan) -> bool {
    plan.desk.pop().is_some()
}

fn tamper_desk_worth(service: &Service, plan: &mut Plan) -> bool {
    let late: f64 = plan.desk.iter().map(|row| row.late).sum();
    let pounds = late * service.policy.prices.late_desk_hour.0;
    claim(plan, Aim::Promises, pounds)
}

fn tamper_waiting(_: &Service, plan: &mut Plan) -> bool {
    let row = plan.queues.iter_mut().find(|q| q.waiting >= 1.0);
    row.map(|row| row.waiting -= 1.0).is_some()
}

fn tamper_queue_row(_: &Service, plan: &mut Plan) -> bool {
    plan.queues.pop().is_some()
}

fn tamper_onward(_: &Service, plan: &mut Plan) -> bool {
    let row = plan.queues.iter_mut().find(|q| q.onward > 0.01);
    row.map(|row| row.onward = 0.0).is_some()
}

/// Starts and their queue rows agree, but the queue falls below nothing.
fn tamper_more_than_wait(_: &Service, plan: &mut Plan) -> bool {
    let Some(start) = plan.starts.iter_mut().find(|s| s.groups == 0) else { return false };
    start.patients += 10_000.0;
    let (stream, site, week) = (start.stream.clone(), start.site.clone(), start.week);
    for row in plan.queues.iter_mut().filter(|q| q.stream == stream && q.site == site && q.week >= week) {
        row.starts += if row.week == week { 10_000.0 } else { 0.0 };
        row.waiting = 0.0;
    }
    true
}

fn tamper_queue_site(service: &Service, plan: &mut Plan) -> bool {
    for row in plan.queues.clone() {
        let shares = &service.streams[&row.stream].site_shares;
        if let Some(site) = service.sites.iter().find(|s| !shares.contains_key(&s.id)) {
            plan.queues.push(Queue { site: site.id.clone(), ..row });
            return true;
        }
    }
    false
}

fn tamper_start_site(service: &Service, plan: &mut Plan) -> bool {
    for start in &mut plan.starts {
        let shares = &service.streams[&start.stream].site_shares;
        if let Some(site) = service.sites.iter().find(|s| !shares.contains_key(&s.id)) {
            start.site = site.id.clone();
            return true;
        }
    }
    false
}

/// Claims so many pounds more for an aim, and for the plan.
fn claim(plan: &mut Plan, aim: Aim, pounds: f64) -> bool {
    for row in plan.figures.aims.iter_mut().filter(|a| a.aim == aim) {
        row.value_gbp += pounds;
    }
    plan.figures.value_gbp += pounds;
    pounds > 0.01
}

fn tamper_assessment_floor(service: &Service, plan: &mut Plan) -> bool {
    let (short, _) = Reference::new(service).short_of_floors(plan);
    claim(plan, Aim::Promises, short * service.policy.prices.floor_shortfall.0)
}

fn tamper_throughput_floor(service: &Service, plan: &mut Plan) -> bool {
    let (_, short) = Reference::new(service).short_of_floors(plan);
    claim(plan, Aim::Promises, short * service.policy.prices.floor_shortfall.0)
}

fn tamper_least_started(service: &Service, plan: &mut Plan) -> bool {
    // so large a share that whole patients at the sites leave something to ask for
    let asks = |stream: &&Stream| {
        let came = stream.list().0 + stream.referrals.iter().map(|r| r.0).sum::<f64>();
        stream.least_started.is_some_and(|least| least.get() * came > stream.site_shares.len() as f64)
    };
    let Some(stream) = service.streams.iter().find(asks) else { return false };
    plan.starts.retain(|s| s.stream != stream.id);
    true
}

fn tamper_due(_: &Service, plan: &mut Plan) -> bool {
    plan.lessons.first_mut().map(|row| row.due += 1.0).is_some()
}

fn tamper_due_row(_: &Service, plan: &mut Plan) -> bool {
    let at = plan.lessons.iter().position(|l| l.due > 0.01);
    at.map(|at| plan.lessons.remove(at)).is_some()
}

fn tamper_booked(_: &Service, plan: &mut Plan) -> bool {
    let Some(booking) = plan.bookings.first_mut() else { return false };
    booking.slots += 10_000.0;
    let (activity, site, week) = (booking.activity.clone(), booking.site.clone(), booking.week);
    for row in plan.lessons.iter_mut().filter(|l| l.activity == activity && l.site == site && l.week == week) {
        row.given += 10_000.0;
    }
    true
}

fn tamper_sessions_gone(_: &Service, plan: &mut Plan) -> bool {
    let Some(booking) = plan.bookings.iter().find(|b| b.slots > 0.01).cloned() else { return false };
    plan.sessions.retain(|s| s.clinic != booking.clinic || s.site != booking.site || s.week != booking.week);
    true
}

fn tamper_given_unbooked(_: &Service, plan: &mut Plan) -> bool {
    let at = plan.bookings.iter().position(|b| b.slots > 0.01);
    at.map(|at| plan.bookings.remove(at)).is_some()
}

fn tamper_wrong_clinic(service: &Service, plan: &mut Plan) -> bool {
    for booking in &mut plan.bookings {
        if let Some(clinic) = service.clinics.iter().find(|c| !c.activities.contains(&booking.activity)) {
            booking.clinic = clinic.id.clone();
            return true;
        }
    }
    false
}

fn tamper_late(_: &Service, plan: &mut Plan) -> bool {
    let row = plan.lessons.iter_mut().find(|l| l.late + l.carried > 0.01);
    row.map(|row| (row.late, row.carried) = (0.0, 0.0)).is_some()
}

fn tamper_carried(_: &Service, plan: &mut Plan) -> bool {
    let row = plan.lessons.iter_mut().find(|l| l.late > 0.01);
    row.map(|row| (row.carried, row.late) = (row.carried + row.late, 0.0)).is_some()
}

fn tamper_beyond(_: &Service, plan: &mut Plan) -> bool {
    let mut found = false;
    for row in &mut plan.queues {
        found |= row.beyond_target > 0.01;
        row.beyond_target = 0.0;
    }
    found
}

fn tamper_breach_worth(service: &Service, plan: &mut Plan) -> bool {
    let beyond: f64 = plan.queues.iter().map(|q| q.beyond_target).sum();
    claim(plan, Aim::Waiting, beyond * service.policy.prices.breach_week.0)
}

fn tamper_budget(_: &Service, plan: &mut Plan) -> bool {
    let Some(line) = plan.figures.budgets.iter().find(|b| b.spent_gbp > 1.0) else { return false };
    let times = (line.budget_gbp / line.spent_gbp).ceil() as usize + 1;
    let sessions = plan.sessions.clone();
    for _ in 0..times {
        plan.sessions.extend(sessions.iter().cloned());
    }
    true
}

fn tamper_contract_cap(service: &Service, plan: &mut Plan) -> bool {
    let Some(contract) = service.contracts.iter().find(|c| c.most_per_year.is_some()) else { return false };
    let much = contract.most_per_year.unwrap_or_default() + 1.0;
    match &contract.counts {
        Counts::Appointments(id) => {
            plan.lessons.iter_mut().find(|l| l.activity == *id).map(|row| row.given += much).is_some()
        }
        Counts::Starts(id) => {
            plan.starts.iter_mut().find(|s| s.course == *id).map(|row| row.patients += much).is_some()
        }
        Counts::StreamStarts(id) => {
            plan.starts.iter_mut().find(|s| s.stream == *id).map(|row| row.patients += much).is_some()
        }
    }
}

fn tamper_contract_floor(service: &Service, plan: &mut Plan) -> bool {
    let asks = |c: &&Contract| c.least_per_year.is_some_and(|least| least > 0.0);
    let Some(contract) = service.contracts.iter().find(asks) else { return false };
    match &contract.counts {
        Counts::Appointments(id) => plan.lessons.retain(|l| l.activity != *id),
        Counts::Starts(id) => plan.starts.retain(|s| s.course != *id),
        Counts::StreamStarts(id) => plan.starts.retain(|s| s.stream != *id),
    }
    true
}

fn tamper_not_offered(service: &Service, plan: &mut Plan) -> bool {
    let Some(start) = plan.starts.first_mut() else { return false };
    let offered = &service.streams[&start.stream].options;
    let other = service.courses.iter().find(|c| offered.iter().all(|o| o.course != c.id));
    other.map(|course| start.course = course.id.clone()).is_some()
}

fn tamper_share(service: &Service, plan: &mut Plan) -> bool {
    for stream in &service.streams {
        let total: f64 = plan.starts.iter().filter(|s| s.stream == stream.id).map(|s| s.patients).sum();
        let limited = stream.options.iter().find(|o| total > o.most.get() * total + 1.01);
        if let Some(option) = limited {
            for start in plan.starts.iter_mut().filter(|s| s.stream == stream.id) {
                start.course = option.course.clone();
            }
            return true;
        }
    }
    false
}

fn tamper_need(service: &Service, plan: &mut Plan) -> bool {
    for stream in &service.streams {
        let total: f64 = plan.starts.iter().filter(|s| s.stream == stream.id).map(|s| s.patients).sum();
        let Some(need) = stream.options.iter().find(|o| o.fixed && total > o.most.get() * total + 1.01) else {
            continue;
        };
        for start in plan.starts.iter_mut().filter(|s| s.stream == stream.id) {
            start.course = need.course.clone();
        }
        return true;
    }
    false
}

fn tamper_group_large(service: &Service, plan: &mut Plan) -> bool {
    let start = plan.starts.iter_mut().find(|s| s.groups > 0);
    start
        .and_then(|start| {
            let most = service.courses[&start.course].closed_group?.max;
            start.patients = f64::from(start.groups * most + 1);
            Some(())
        })
        .is_some()
}

fn tamper_group_small(service: &Service, plan: &mut Plan) -> bool {
    let start = plan.starts.iter_mut().find(|s| s.groups > 0);
    start
        .and_then(|start| {
            let least = service.courses[&start.course].closed_group?.min;
            start.patients = f64::from(start.groups * least) - 1.0;
            Some(())
        })
        .is_some()
}

fn tamper_group_where_none(service: &Service, plan: &mut Plan) -> bool {
    let start = plan.starts.iter_mut().find(|s| service.courses[&s.course].closed_group.is_none());
    start.map(|start| start.groups = 1).is_some()
}

fn tamper_dose(service: &Service, plan: &mut Plan) -> bool {
    let reference = Reference::new(service);
    let lessons = |course: &CourseId| reference.lessons_of(&service.courses[course]);
    let mut short = 0.0;
    for start in &plan.starts {
        if let Some(recommended) = &service.streams[&start.stream].recommended {
            short += (lessons(recommended) - lessons(&start.course)).max(0.0) * start.patients;
        }
    }
    claim(plan, Aim::Benefit, short * service.policy.prices.dose_shortfall.0)
}

fn tamper_owed(_: &Service, plan: &mut Plan) -> bool {
    let at = plan.tail.iter().position(|t| t.owed > 0.01);
    at.map(|at| plan.tail.remove(at)).is_some()
}

fn tamper_excess(_: &Service, plan: &mut Plan) -> bool {
    let mut found = false;
    for row in &mut plan.tail {
        found |= row.excess > 0.01;
        row.excess = 0.0;
    }
    found
}

fn tamper_carried_after(_: &Service, plan: &mut Plan) -> bool {
    plan.tail.first_mut().map(|row| row.carried = row.owed + 1.0).is_some()
}

fn tamper_half_patient(_: &Service, plan: &mut Plan) -> bool {
    plan.starts.first_mut().map(|start| start.patients += 0.5).is_some()
}

fn tamper_closed_week(service: &Service, plan: &mut Plan) -> bool {
    let reference = Reference::new(service);
    for start in &mut plan.starts {
        if let Some(week) = service.weeks().find(|w| !reference.week_open(&start.site, w.0)) {
            start.week = week;
            return true;
        }
    }
    false
}

fn tamper_two_sessions(service: &Service, plan: &mut Plan) -> bool {
    for at in 0..plan.sessions.len() {
        let session = plan.sessions[at].clone();
        if let Some(room) = service.rooms.iter().find(|r| r.site == session.site && r.id != session.room) {
            plan.sessions.push(Session { room: room.id.clone(), ..session });
            return true;
        }
    }
    false
}

/// Moves a session to another date of the horizon, week and half-day with it.
fn moved(service: &Service, session: &Session, date: NaiveDate, period: &PeriodId) -> Option<Session> {
    let days = u32::try_from((date - service.timetable.start).num_days()).ok()?;
    let week = Week(days / 7);
    let half_day = HalfDay { day: Day::of(date), period: period.clone() };
    (week.0 < service.timetable.weeks).then(|| Session { date, week, half_day, ..session.clone() })
}

/// Moves somebody's session to the first half-day of the horizon that a test picks.
fn move_session(
    service: &Service,
    plan: &mut Plan,
    pick: impl Fn(&Session, &Practitioner, NaiveDate, &PeriodId) -> bool,
) -> bool {
    let all = Reference::new(service).half_days();
    for at in 0..plan.sessions.len() {
        let session = plan.sessions[at].clone();
        let person = &service.practitioners[&session.practitioner];
        for (_, date, period) in &all {
            if pick(&session, person, *date, period)
                && let Some(session) = moved(service, &session, *date, period)
            {
                plan.sessions[at] = session;
                return true;
            }
        }
    }
    false
}

fn tamper_leave(service: &Service, plan: &mut Plan) -> bool {
    move_session(service, plan, |_, person, date, period| person.leave.iter().any(|s| s.covers(date, period)))
}

fn tamper_day_off(service: &Service, plan: &mut Plan) -> bool {
    move_session(service, plan, |_, person, date, period| {
        !person.available.contains(&HalfDay { day: Day::of(date), period: period.clone() })
    })
}

fn tamper_home_shut(service: &Service, plan: &mut Plan) -> bool {
    let reference = Reference::new(service);
    move_session(service, plan, |_, person, date, period| reference.shut(&person.home_site, date, period))
}

fn tamper_pattern_twice(service: &Service, plan: &mut Plan) -> bool {
    for at in 0..plan.pattern.len() {
        let session = plan.pattern[at].clone();
        if let Some(site) = service.sites.iter().find(|s| s.id != session.site) {
            plan.pattern.push(PatternSession { site: site.id.clone(), ..session });
            return true;
        }
    }
    plan.pattern.first().cloned().map(|session| plan.pattern.push(session)).is_some()
}

fn tamper_pattern_day_off(service: &Service, plan: &mut Plan) -> bool {
    for session in &mut plan.pattern {
        let available = &service.practitioners[&session.practitioner].available;
        if let Some(off) = service.half_days().find(|h| !available.contains(h)) {
            session.half_day = off;
            return true;
        }
    }
    false
}

fn tamper_role(service: &Service, plan: &mut Plan) -> bool {
    for session in &mut plan.sessions {
        let clinic = &service.clinics[&session.clinic];
        if let Some(other) = service.practitioners.iter().find(|p| service.position_of(p, clinic).is_none()) {
            session.practitioner = other.id.clone();
            return true;
        }
    }
    false
}

fn tamper_site(service: &Service, plan: &mut Plan) -> bool {
    for session in &mut plan.sessions {
        let person = &service.practitioners[&session.practitioner];
        let other = service.rooms.iter().find(|r| !person.sites.contains(&r.site));
        if let Some(room) = other {
            (session.site, session.room) = (room.site.clone(), room.id.clone());
            return true;
        }
    }
    false
}

fn tamper_employment(service: &Service, plan: &mut Plan) -> bool {
    move_session(service, plan, |_, person, date, _| !Reference::employed(person, date))
}

fn tamper_contracted(service: &Service, plan: &mut Plan) -> bool {
    let reference = Reference::new(service);
    let Some(session) = plan.pattern.first().cloned() else { return false };
    let person = &service.practitioners[&session.practitioner];
    let has = plan.pattern.iter().filter(|s| s.practitioner == person.id && s.block == session.block).count();
    let missing = reference.allowance(person) as usize + 1 - has;
    let free: Vec<_> = person
        .available
        .iter()
        .filter(|h| {
            !plan.pattern.iter().any(|s| s.practitioner == person.id && s.block == session.block && s.half_day == **h)
        })
        .take(missing)
        .cloned()
        .collect();
    let enough = free.len() == missing;
    plan.pattern.extend(free.into_iter().map(|half_day| PatternSession { half_day, ..session.clone() }));
    enough
}

fn tamper_day(service: &Service, plan: &mut Plan) -> bool {
    let periods: Vec<_> = service.timetable.periods.iter().map(|p| p.id.clone()).collect();
    for session in plan.sessions.clone() {
        let most = service.practitioners[&session.practitioner].most_sessions_a_day;
        if most.is_some_and(|most| (most as usize) < periods.len()) {
            plan.sessions.retain(|s| s.practitioner != session.practitioner || s.date != session.date);
            for period in &periods {
                plan.sessions.extend(moved(service, &session, session.date, period));
            }
            return true;
        }
    }
    false
}

fn tamper_room_twice(_: &Service, plan: &mut Plan) -> bool {
    for at in 0..plan.sessions.len() {
        let session = plan.sessions[at].clone();
        let other = plan.sessions.iter().find(|s| {
            s.date == session.date && s.half_day == session.half_day && s.site == session.site && s.room != session.room
        });
        if let Some(room) = other.map(|s| s.room.clone()) {
            plan.sessions[at].room = room;
            return true;
        }
    }
    false
}

fn tamper_room_elsewhere(service: &Service, plan: &mut Plan) -> bool {
    for session in &mut plan.sessions {
        if let Some(room) = service.rooms.iter().find(|r| r.site != session.site) {
            session.room = room.id.clone();
            return true;
        }
    }
    false
}

fn tamper_room_unfit(service: &Service, plan: &mut Plan) -> bool {
    for session in &mut plan.sessions {
        let clinic = &service.clinics[&session.clinic];
        let unfit = |r: &&Room| r.site == session.site && !service.room_fits(r, clinic);
        if let Some(room) = service.rooms.iter().find(unfit) {
            session.room = room.id.clone();
            return true;
        }
    }
    false
}

fn tamper_site_closed(service: &Service, plan: &mut Plan) -> bool {
    let reference = Reference::new(service);
    move_session(service, plan, |session, _, date, period| !reference.open(&session.site, date, period))
}

/// The position of a session whose team is several people.
fn in_team(service: &Service, plan: &Plan) -> Option<usize> {
    let several = |s: &Session| service.clinics[&s.clinic].team.iter().map(|p| p.count).sum::<u32>() > 1;
    plan.sessions.iter().position(several)
}

fn tamper_team_short(service: &Service, plan: &mut Plan) -> bool {
    in_team(service, plan).map(|at| plan.sessions.remove(at)).is_some()
}

fn tamper_on_site(_: &Service, plan: &mut Plan) -> bool {
    let Some(alone) = plan.sessions.iter().find(|s| s.practitioner == "nurse-2").cloned() else { return false };
    let all = plan.sessions.len();
    let there = |s: &Session| (s.date, &s.half_day, &s.site) == (alone.date, &alone.half_day, &alone.site);
    plan.sessions.retain(|s| s.practitioner == alone.practitioner || !there(s));
    plan.sessions.len() < all
}

fn tamper_team_apart(service: &Service, plan: &mut Plan) -> bool {
    let Some(at) = in_team(service, plan) else { return false };
    let session = &plan.sessions[at];
    let other = service.rooms.iter().find(|r| r.site == session.site && r.id != session.room);
    other.map(|room| plan.sessions[at].room = room.id.clone()).is_some()
}

fn tamper_pattern_rooms(service: &Service, plan: &mut Plan) -> bool {
    let Some(session) = plan.pattern.first().cloned() else { return false };
    // the session's whole team, again and again
    let same = |p: &&PatternSession| {
        p.block == session.block
            && p.half_day == session.half_day
            && p.clinic == session.clinic
            && p.site == session.site
    };
    let team: Vec<PatternSession> = plan.pattern.iter().filter(same).cloned().collect();
    plan.pattern.extend(std::iter::repeat_n(team, service.rooms.len()).flatten());
    true
}

fn tamper_attendee(_: &Service, plan: &mut Plan) -> bool {
    let row = plan.meetings.iter_mut().find(|m| !m.attendees.is_empty());
    row.map(|row| row.attendees.pop()).is_some()
}

fn tamper_meeting_gone(_: &Service, plan: &mut Plan) -> bool {
    let at = plan.meetings.iter().position(|m| !m.attendees.is_empty());
    at.map(|at| plan.meetings.remove(at)).is_some()
}

fn tamper_meeting_moved(service: &Service, plan: &mut Plan) -> bool {
    let Some(row) = plan.meetings.iter_mut().find(|m| !m.attendees.is_empty()) else { return false };
    // to the other end of the working week
    let days = &service.timetable.days;
    let (Some(&first), Some(&last)) = (days.first(), days.last()) else { return false };
    let day = if row.half_day.day == first { last } else { first };
    row.half_day.day = day;
    row.date = row.week.date(service.timetable.start, day);
    first != last
}

fn tamper_meeting_time(service: &Service, plan: &mut Plan) -> bool {
    for time in &mut plan.meeting_times {
        if let Recurrence::Weekly { half_days, .. } = &service.meetings[&time.meeting].when {
            let other = service.half_days().find(|h| !half_days.contains(h));
            if let Some(other) = other {
                time.half_day = other;
                return true;
            }
        }
    }
    false
}

fn tamper_meeting_not_weekly(service: &Service, plan: &mut Plan) -> bool {
    let other = service.meetings.iter().find(|m| !matches!(m.when, Recurrence::Weekly { .. }));
    let half_day = service.half_days().next();
    let time = other.zip(half_day).map(|(m, half_day)| MeetingTime { meeting: m.id.clone(), half_day });
    plan.meeting_times.extend(time.clone());
    time.is_some()
}

/// Rosters at other sites, in every block, whoever can be of those who come to a meeting.
fn tamper_attendance(service: &Service, plan: &mut Plan) -> bool {
    for held in plan.meetings.clone() {
        let meeting = &service.meetings[&held.meeting];
        let Some(site) = &meeting.site else { continue };
        let post = |who: &PractitionerId| {
            let person = &service.practitioners[who];
            let alone = |c: &&Clinic| {
                let heads: u32 = c.team.iter().map(|p| p.count).sum();
                heads == 1 && service.position_of(person, c).is_some()
            };
            service.clinics.iter().filter(alone).find_map(|clinic| {
                let open = |s: &&SiteId| {
                    *s != site
                        && person.sites.contains(*s)
                        && service.site_is_open(&service.sites[*s], held.date, &held.half_day)
                };
                let elsewhere = clinic.sites.iter().find(open)?;
                Some((who.clone(), clinic.id.clone(), elsewhere.clone()))
            })
        };
        let posts: Vec<_> = held.attendees.iter().filter_map(post).collect();
        let invited = held.attendees.len() + held.missing.len();
        let come = held.attendees.len() - posts.len();
        if meeting.blocks_clinics || come as f64 >= meeting.least_attendance.get() * invited as f64 - 0.01 {
            continue;
        }
        for (practitioner, clinic, site) in posts {
            plan.pattern.retain(|p| p.practitioner != practitioner || p.half_day != held.half_day);
            plan.pattern.extend((0..service.blocks()).map(|block| PatternSession {
                block,
                practitioner: practitioner.clone(),
                half_day: held.half_day.clone(),
                clinic: clinic.clone(),
                site: site.clone(),
            }));
        }
        return true;
    }
    false
}

fn tamper_blocked(service: &Service, plan: &mut Plan) -> bool {
    let blocking =
        plan.meetings.iter().find(|m| service.meetings[&m.meeting].blocks_clinics && !m.attendees.is_empty());
    let Some(held) = blocking.cloned() else { return false };
    let session = plan.sessions.iter().position(|s| held.attendees.contains(&s.practitioner));
    let Some(at) = session else { return false };
    let there = moved(service, &plan.sessions[at], held.date, &held.half_day.period);
    there.map(|session| plan.sessions[at] = session).is_some()
}

fn tamper_travel(service: &Service, plan: &mut Plan) -> bool {
    let periods: Vec<_> = service.timetable.periods.iter().map(|p| p.id.clone()).collect();
    for session in plan.sessions.clone() {
        let far = service.sites.iter().find(|s| !service.travel.allows(&session.site, &s.id));
        let Some(room) = far.and_then(|far| service.rooms.iter().find(|r| r.site == far.id)) else { continue };
        let at = periods.iter().position(|p| *p == session.half_day.period).unwrap_or_default();
        let Some(next) = periods.get(at + 1) else { continue };
        plan.sessions.retain(|s| {
            s.practitioner != session.practitioner || s.date != session.date || s.half_day == session.half_day
        });
        let next = moved(service, &session, session.date, next);
        plan.sessions.extend(next.map(|s| Session { site: room.site.clone(), room: room.id.clone(), ..s }));
        return true;
    }
    false
}

fn tamper_class_missing(_: &Service, plan: &mut Plan) -> bool {
    let row = plan.lessons.iter_mut().find(|l| l.classes > 0);
    row.map(|row| row.classes -= 1).is_some()
}

fn tamper_class_more(_: &Service, plan: &mut Plan) -> bool {
    plan.lessons.first_mut().map(|row| row.classes += 1).is_some()
}

fn tamper_rest(service: &Service, plan: &mut Plan) -> bool {
    let minutes = |p: &Period| f64::from(chrono::Timelike::num_seconds_from_midnight(&p.start)) / 60.0;
    let end = |p: &Period| minutes(p) + p.minutes.0;
    let periods = &service.timetable.periods;
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return false };
    if 24.0 * 60.0 - end(last) + minutes(first) >= 11.0 * 60.0 {
        return false;
    }
    for session in plan.sessions.clone() {
        // not over a weekend, and within the horizon
        if session.date.weekday().num_days_from_monday() == 0 {
            continue;
        }
        let Some(eve) = session.date.pred_opt() else { continue };
        let evening = moved(service, &session, eve, &last.id);
        let morning = moved(service, &session, session.date, &first.id);
        plan.sessions.extend(evening.into_iter().chain(morning));
        return true;
    }
    false
}

fn tamper_session_gone(_: &Service, plan: &mut Plan) -> bool {
    plan.sessions.pop().is_some()
}

fn tamper_session_more(service: &Service, plan: &mut Plan) -> bool {
    let planned = plan.pattern.clone();
    move_session(service, plan, |session, person, date, period| {
        let half_day = HalfDay { day: Day::of(date), period: period.clone() };
        !planned.iter().any(|p| p.practitioner == person.id && p.half_day == half_day) && date > session.date
    })
}
