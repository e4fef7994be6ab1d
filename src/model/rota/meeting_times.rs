//! R5, the half-day that a meeting keeps, where it has several to choose from.

use crate::engine::Col;
use crate::model::Builder;
use crate::model::flow::capacity::{Counted, chosen};
use std::collections::BTreeMap;

/// Of so many undecided meetings in one half-day every combination is told apart; of more, each is reckoned by itself.
const TOLD_APART: usize = 5;

/// **R5 half-day.** For a weekly meeting *m* with several half-days allowed, kept over the horizon, and a seat at *h*
/// of someone whom *m* invites, in weeks *w* in which *m* is held:
///
/// ```text
/// sum over half-days h allowed of meets[m,h] = 1
/// taken[seat,w] >= session[seat,block] + meets[m,h] - 1     m blocks clinics
/// taken[seat,w] <= session[seat,block]
/// taken[seat,w] <= sum over such m of meets[m,h]
/// meets[m,h] in {0, 1},   taken[seat,w] >= 0
/// ```
///
/// A blocking meeting takes a session of the pattern in the weeks in which it is held with the session's practitioner
/// present; the session is held but for `taken`, which is whole where the others are. Other meetings cost minutes (R5
/// minutes lost) and are attended (R5 meetings). Meetings with one half-day allowed have no columns here. Weeks of a
/// block with the same meetings share a column.
///
/// - Columns: `session`, `meets[m,h]`, `taken[seat,w]`.
/// - Units: meetings, sessions.
/// - YAML: `meetings[].when.weekly.half_days`, `meetings[].blocks_clinics`, `meetings[].who`.
/// - Dual: of the first row, what the meeting costs in all.
pub fn add(b: &mut Builder) {
    let facts = b.facts;
    for m in (0..facts.service.meetings.len()).filter(|&m| facts.is_undecided(m)) {
        let id = &facts.service.meetings.at(m).id;
        for &h in &facts.meeting_half_days[m] {
            let col = b.program.integer(format_args!("meets {id} {}", b.half_day(h)), 0.0, 1.0, 0.0);
            b.columns.meets.insert((m, h), col);
        }
        let terms = facts.meeting_half_days[m].iter().map(|&h| (b.columns.meets[&(m, h)], 1.0)).collect();
        b.program.equal(format_args!("R5 half-day {id}"), terms, 1.0);
    }
    add_taken(b);
}

/// The sessions that blocking meetings take. Weeks of a block with the same meetings share a column.
fn add_taken(b: &mut Builder) {
    let facts = b.facts;
    let mut shared: BTreeMap<(usize, usize, Vec<usize>), Col> = BTreeMap::new();
    for (&(i, block), &session) in &b.columns.session {
        let seat = &facts.seats[i];
        for w in facts.weeks_of(block).filter(|&w| facts.is_held(seat, w)) {
            let h = seat.half_day;
            let takes = |m: &usize| facts.takes(*m, seat.practitioner);
            let meetings: Vec<usize> = facts.undecided[h][w].iter().copied().filter(takes).collect();
            if meetings.is_empty() {
                continue;
            }
            let taken = *shared.entry((i, block, meetings.clone())).or_insert_with(|| {
                let what = format!("{} w{}", facts.seat_name(i), w + 1);
                let taken = b.program.column(format_args!("taken {what}"), 0.0, 1.0, 0.0);
                b.program.at_most(format_args!("R5 taken session {what}"), vec![(taken, 1.0), (session, -1.0)], 0.0);
                let mut any = vec![(taken, 1.0)];
                any.extend(meetings.iter().map(|&m| (b.columns.meets[&(m, h)], -1.0)));
                b.program.at_most(format_args!("R5 taken by {what}"), any, 0.0);
                for &m in &meetings {
                    let terms = vec![(session, 1.0), (b.columns.meets[&(m, h)], 1.0), (taken, -1.0)];
                    let name = format!("R5 taken {} {what}", facts.service.meetings.at(m).id);
                    b.program.at_most(name, terms, 1.0);
                }
                taken
            });
            b.columns.taken.insert((i, w), taken);
        }
    }
}

/// What sessions in one half-day lose to meetings whose half-day is undecided.
pub struct Loss<'l> {
    /// What it is called.
    pub what: String,
    /// The clinic.
    pub clinic: usize,
    /// The site.
    pub site: usize,
    /// The half-day.
    pub half_day: usize,
    /// How many such sessions are held, as terms.
    pub held: Vec<(Col, f64)>,
    /// The most that can be.
    pub most: f64,
    /// The meetings, by position.
    pub meetings: Vec<usize>,
    /// Minutes that meetings take of a session if just these of the meetings are held then.
    pub minutes: &'l dyn Fn(&[usize]) -> f64,
    /// What it is counted in.
    pub counted: &'l Counted,
}

/// **R5 minutes lost.** Hours that a seat's sessions, or the teams of a clinic, lose in half-day *h* to undecided
/// meetings, for each set *S* of them that costs more than its parts:
///
/// ```text
/// lost >= hours[S] x (held + most x sum over m in S of meets[m,h] - most x |S|)
/// lost >= 0
/// ```
///
/// with `held` the sessions or teams held (at most `most`: 1 but for teams) and `hours[S]` the usable hours that one
/// has less when all of *S* are held in its half-day. Exact for whole values. Where more than five meetings might meet
/// in one half-day, each is reckoned by itself, in whole appointments rounded up: on the safe side. `lost` is taken off
/// what F3 offers: these are the columns returned. Weeks that do not differ share them. Each row of F3 whole
/// appointments has its own, with `most[u]` in place of hours.
///
/// - Columns: `session`, `taken`, `cancelled`, `teams`, `meets`, `lost[seat,w]` or `lost[k,s,h,w]`.
/// - Units: hours; of F3 whole appointments what it counts.
/// - YAML: `meetings[].minutes`, `meetings[].when.weekly.half_days`, `meetings[].site`.
/// - Dual: what one more hour is worth to the sessions that the meetings of *S* shorten.
pub fn lost(b: &mut Builder, loss: &Loss) -> Vec<Col> {
    let facts = b.facts;
    let holds = |met: &[usize]| loss.counted.session(facts, loss.clinic, loss.half_day, (loss.minutes)(met));
    let all = holds(&[]);
    if loss.meetings.len() > TOLD_APART {
        let mut columns = Vec::new();
        for &m in &loss.meetings {
            let meeting = facts.service.meetings.at(m);
            let what = format!("{} {}", loss.what, meeting.id);
            let lost = b.program.column(format_args!("lost {what}"), 0.0, f64::INFINITY, 0.0);
            let most = loss.counted.most_lost(facts, loss.clinic, meeting.minutes.0);
            add_row(b, loss, &what, &[m], most, lost);
            b.columns.lost.push((loss.clinic, loss.site, lost));
            columns.push(lost);
        }
        return columns;
    }
    if all <= holds(&loss.meetings) {
        return Vec::new();
    }
    let lost = b.program.column(format_args!("lost {}", loss.what), 0.0, f64::INFINITY, 0.0);
    b.columns.lost.push((loss.clinic, loss.site, lost));
    for set in 1_u32..1 << loss.meetings.len() {
        let met = chosen(&loss.meetings, set);
        let without = |j: usize| met.iter().copied().filter(|&m| m != met[j]).collect::<Vec<_>>();
        let least = (0..met.len()).map(|j| holds(&without(j))).fold(f64::INFINITY, f64::min);
        if holds(&met) < least - 1e-9 {
            let ids: Vec<_> = met.iter().map(|&m| facts.service.meetings.at(m).id.to_string()).collect();
            let what = format!("{} {}", loss.what, ids.join("+"));
            add_row(b, loss, &what, &met, all - holds(&met), lost);
        }
    }
    vec![lost]
}

fn add_row(b: &mut Builder, loss: &Loss, what: &str, met: &[usize], each: f64, lost: Col) {
    let mut terms: Vec<_> = loss.held.iter().map(|&(col, sign)| (col, each * sign)).collect();
    terms.extend(met.iter().map(|&m| (b.columns.meets[&(m, loss.half_day)], each * loss.most)));
    terms.push((lost, -1.0));
    b.program.at_most(format_args!("R5 lost {what}"), terms, each * loss.most * met.len() as f64);
}
