//! F13, desk work.

use crate::base::ids::RoleId;
use crate::engine::Col;
use crate::model::builder::Due;
use crate::model::flow::capacity::HOUR;
use crate::model::{Builder, Facts};
use crate::service::{DeskPer, DeskWork};
use std::collections::{BTreeMap, BTreeSet};

/// **F13 desk work.** For each kind of desk work *d* of role *r*, and each week *w*:
///
/// ```text
/// done[d,w] + left[d,w] = due[d,w] + left[d,w-1]
/// late[d,w] >= left[d,w] - sum over v = w-D+1 .. w of due[d,v]                      D = within_days / 7, rounded up
/// sum over d of r of done[d,w] <= sum over p of r of desk_minutes[p] / 60 x there[p,w] x (1 - absence[p])
/// due[d,w]   = minutes[d] / 60 x count[d,w]
/// there[p,w] = p's available half-days of w in which p is present / p's available half-days of a week
/// ```
///
/// `left` is what is not done by the week's end; what was due *D* weeks ago or longer and is still left is late. So work
/// due in a week may be done in that week or later, never before, and
/// `sum of done + late >= sum of due` up to *D* weeks ago. The count is, of the kinds or streams or courses named:
/// units given; referrals and onward arrivals; starts; starts x (1 - drop-out) by the week of their last visit, patients
/// already in a course included; or so many a week. Lateness is priced each week, so that there is always a way: starts
/// are held back for desk work only where that is worth it. The time for it lies within non-clinical time (R2): no rota
/// changes it. Meetings do not lessen it. A service without desk work has none of these rows and columns.
///
/// - Columns: `done[d,w]`, `left[d,w]`, `late[d,w]`, all at least 0.
/// - Units: hours.
/// - YAML: `desk_work[].role`, `desk_work[].minutes`, `desk_work[].per`, `desk_work[].within_days`,
///   `practitioners[].desk_minutes_per_week`, `policy.prices.late_desk_hour_gbp`.
/// - Dual: of the third row, what one more hour of the role's time in that week is worth.
pub fn add(b: &mut Builder) {
    let facts = b.facts;
    let mut done_by: BTreeMap<&RoleId, Vec<Vec<(Col, f64)>>> = BTreeMap::new();
    for (d, work) in facts.service.desk_work.iter().enumerate() {
        let dues = due(b, work);
        let weeks = weeks_for(work);
        let mut before = None;
        for w in 0..facts.weeks {
            let name = format!("{} w{}", work.id, w + 1);
            let mut column = |what: &str| b.program.column(format_args!("desk {what} {name}"), 0.0, f64::INFINITY, 0.0);
            let (done, left, late) = (column("done"), column("left"), column("late"));
            b.columns.desk_done.insert((d, w), done);
            b.columns.desk_left.insert((d, w), left);
            b.columns.desk_late.insert((d, w), late);
            let mut terms = vec![(done, 1.0), (left, 1.0)];
            terms.extend(before.map(|left| (left, -1.0)));
            terms.extend(dues[w].terms.iter().map(|&(col, hours)| (col, -hours)));
            b.program.equal(format_args!("F13 desk {name}"), terms, dues[w].constant);
            let recent = &dues[(w + 1).saturating_sub(weeks)..=w];
            let mut terms: BTreeMap<Col, f64> = BTreeMap::from([(late, 1.0), (left, -1.0)]);
            for (col, hours) in recent.iter().flat_map(|due| &due.terms) {
                *terms.entry(*col).or_default() += hours;
            }
            let constant: f64 = recent.iter().map(|due| due.constant).sum();
            b.program.at_least(format_args!("F13 late {name}"), terms.into_iter().collect(), -constant);
            let of_role = done_by.entry(&work.role).or_insert_with(|| vec![Vec::new(); facts.weeks]);
            of_role[w].push((done, 1.0));
            before = Some(left);
        }
    }
    for (role, weeks) in done_by {
        for ((w, terms), hours) in weeks.into_iter().enumerate().zip(time(facts, role)) {
            b.program.at_most(format_args!("F13 time {role} w{}", w + 1), terms, hours);
        }
    }
}

/// Weeks within which a kind of desk work is to be done, beside the week in which it falls due.
#[must_use]
pub fn weeks_for(work: &DeskWork) -> usize {
    work.within_days.div_ceil(7) as usize
}

/// Hours that a role has for desk work, by week.
#[must_use]
pub fn time(facts: &Facts, role: &RoleId) -> Vec<f64> {
    let service = facts.service;
    let people = service.practitioners.iter().filter(|p| p.role == *role && !p.available.is_empty());
    let mut hours = vec![0.0; facts.weeks];
    for p in people {
        let all = p.desk.0 / HOUR * p.absence.complement().get();
        for (w, hours) in hours.iter_mut().enumerate() {
            let there = facts.half_days.iter().enumerate().filter(|(h, half_day)| {
                p.available.contains(half_day) && service.is_present(p, facts.date(w, *h), half_day)
            });
            *hours += all * there.count() as f64 / p.available.len() as f64;
        }
    }
    hours
}

/// Hours of a kind of desk work that fall due, by week.
fn due(b: &Builder, work: &DeskWork) -> Vec<Due> {
    let facts = b.facts;
    let service = facts.service;
    let each = work.minutes.0 / HOUR;
    let mut due = vec![Due::default(); facts.weeks];
    match &work.per {
        DeskPer::Appointments(activities) => {
            let counted: BTreeSet<usize> = activities.iter().filter_map(|a| service.activities.position(a)).collect();
            for (&(_, a, _, w), &given) in &b.columns.given {
                if counted.contains(&a) {
                    due[w].terms.push((given, each));
                }
            }
        }
        DeskPer::Referrals(streams) => {
            for (g, stream) in service.streams.iter().enumerate().filter(|(_, stream)| streams.contains(&stream.id)) {
                for (w, due) in due.iter_mut().enumerate() {
                    due.constant += each * stream.referrals[w].0;
                    due.terms.extend(b.columns.onward.get(&(g, w)).map(|&onward| (onward, each)));
                }
            }
        }
        DeskPer::Starts(courses) => {
            for (&(_, c, _, w), &start) in &b.columns.start {
                if courses.contains(&service.courses.at(c).id) {
                    due[w].terms.push((start, each));
                }
            }
        }
        DeskPer::Finishes(courses) => {
            let counted = |c: usize| courses.contains(&service.courses.at(c).id);
            for (&(_, c, s, w), &start) in b.columns.start.iter().filter(|((_, c, ..), _)| counted(*c)) {
                let Some(u) = facts.cadence[s].iter().position(|&open| open == w) else { continue };
                if let Some((w, staying)) = last_visit(facts, c, s, u as i64) {
                    due[w].terms.push((start, each * staying));
                }
            }
            for (_, c, s, ago, patients, _) in facts.in_course().filter(|cohort| counted(cohort.1)) {
                if let Some((w, staying)) = last_visit(facts, c, s, -(ago as i64)) {
                    due[w].constant += each * staying * patients;
                }
            }
        }
        DeskPer::Week(count) => due.iter_mut().for_each(|due| due.constant += each * count),
    }
    due
}

/// The week of the horizon in which those who start a course in a site's open week `from` have its last visit, and how
/// many of them come to it.
fn last_visit(facts: &Facts, course: usize, site: usize, from: i64) -> Option<(usize, f64)> {
    let course = facts.service.courses.at(course);
    let u = usize::try_from(from + i64::from(course.span_weeks()) - 1).ok()?;
    let week = facts.cadence[site].get(u).copied().filter(|&w| w < facts.weeks)?;
    Some((week, course.drop_out.complement().get()))
}
