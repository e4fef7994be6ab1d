//! Which rule stands against a session, or against a pin: told by what the service is, or found by leaving rules out.

use super::asked::Added;
use crate::engine::{Col, Program, RowIx, Status};
use crate::model::Facts;
use crate::model::facts::clinical_allowance;
use crate::model::weeks::{Question, Weekly, build};
use crate::plan::gap::OpenSession;
use crate::service::{Clinic, Hold, Pin, Practitioner, Room, RuleId, Seen};
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;
use std::collections::BTreeMap;

/// Why somebody has no such session in the week at all.
pub(super) fn obstacle(facts: &Facts, practitioner: &Practitioner, session: &OpenSession) -> (RuleId, String) {
    let service = facts.service;
    let (date, half_day) = (session.date, &session.half_day);
    let Some(clinic) = service.clinics.get(&session.clinic) else {
        return (RuleId::Eligible, "there is no such clinic".to_owned());
    };
    let site = &service.sites[&session.site];
    if service.position_of(practitioner, clinic).is_none() {
        return (RuleId::Eligible, ineligible(practitioner, clinic));
    }
    if !practitioner.sites.contains(&session.site) {
        return (RuleId::Eligible, format!("does not work at {}", site.name));
    }
    if !clinic.sites.contains(&session.site) {
        return (RuleId::Rooms, format!("{} is not held at {}", clinic.name, site.name));
    }
    if !practitioner.available.contains(half_day) {
        return (RuleId::OnePlace, format!("does not work on {half_day}"));
    }
    if !practitioner.is_employed(date) {
        return (RuleId::Eligible, "contract or registration does not cover that day".to_owned());
    }
    if practitioner.leave.iter().any(|span| span.covers(date, &half_day.period)) {
        return (RuleId::OnePlace, "is away".to_owned());
    }
    if !service.is_present(practitioner, date, half_day) {
        return (RuleId::OnePlace, "the home site is shut".to_owned());
    }
    if !service.site_is_open(site, date, half_day) {
        return (RuleId::Rooms, format!("{} is closed", site.name));
    }
    if clinical_allowance(service, practitioner) < 1.0 {
        return (RuleId::Contracted, "has no clinical sessions in the contract".to_owned());
    }
    let p = service.practitioners.position(&practitioner.id);
    let h = facts.half_day_number(half_day);
    if p.zip(h).is_some_and(|(p, h)| !facts.free[p][h][0]) {
        return (RuleId::Meetings, "is taken by a meeting".to_owned());
    }
    let open = |room: &Room, clinic: &Clinic| room.site == site.id && service.room_fits(room, clinic);
    if !service.rooms.iter().any(|room| open(room, clinic) && service.room_is_open(room, date, half_day)) {
        return (RuleId::Rooms, format!("no room for {} is open", clinic.name));
    }
    (RuleId::OnePlace, "is not free then".to_owned())
}

/// Why somebody may not run a clinic at all.
fn ineligible(practitioner: &Practitioner, clinic: &Clinic) -> String {
    let of_role = clinic.team.iter().find(|position| position.roles.contains(&practitioner.role));
    match of_role {
        None => format!("{} is not for the role {}", clinic.name, practitioner.role),
        Some(position) => {
            let missing: Vec<&str> =
                position.skills.iter().filter(|s| !practitioner.skills.contains(*s)).map(String::as_str).collect();
            if missing.is_empty() {
                format!("{} is not among their clinics", clinic.name)
            } else {
                format!("{} asks for the skill {}", clinic.name, missing.join(" and "))
            }
        }
    }
}

/// Rules that may stand against a session, and how they are told.
const RULES: [(RuleId, &str); 8] = [
    (RuleId::Contracted, "the contract leaves no further session"),
    (RuleId::OnePlace, "there is another session that cannot be given up"),
    (RuleId::Travel, "somebody would have to change site within the day further than is allowed"),
    (RuleId::WorkingTime, "there would be too little rest"),
    (RuleId::Rooms, "no room is free"),
    (RuleId::Meetings, "too few would come to a meeting"),
    (RuleId::Together, "the rest of the team is not there"),
    (RuleId::OnSite, "nobody whom it needs on site has a session there"),
];

/// Which rule makes the sessions impossible that a question asks for: the first whose rows, left out, let them be.
pub(super) fn against(runner: &mut Runner, question: &Question) -> Result<(RuleId, String), StrategyError> {
    first_against(runner, &build(question).program)
}

fn first_against(runner: &mut Runner, program: &Program) -> Result<(RuleId, String), StrategyError> {
    for (rule, why) in RULES {
        let open = without(program, rule.code());
        let outcome = runner.solve_quietly("which rule stands against it", &open, &runner.request(0.5))?;
        if outcome.has_solution() && outcome.status != Status::Infeasible {
            return Ok((rule, why.to_owned()));
        }
    }
    Ok((RuleId::Kept, "several rules, or another pin, leave no way together".to_owned()))
}

/// Why a pin does not hold in a week, the rule named.
pub(super) fn against_pin(runner: &mut Runner, question: &Question, n: usize) -> Result<String, StrategyError> {
    let facts = question.facts;
    let pin = &facts.service.policy.rota.pins[n];
    let weekly = build(question);
    if has_seats(&weekly, n, pin) {
        let mut program = weekly.program.clone();
        for &col in weekly.columns.broken.get(&n).map_or(&[][..], Vec::as_slice) {
            program.set_bounds(col, 0.0, 0.0);
        }
        let (rule, why) = first_against(runner, &program)?;
        return Ok(format!("{why} ({rule})"));
    }
    let telling = most_telling(facts, sessions(facts, pin));
    Ok(telling.unwrap_or_else(|| format!("no session of that week is meant by it ({})", RuleId::Kept)))
}

/// Why a week has not the sessions that are to be added to it, the rule named.
pub(super) fn against_added(
    runner: &mut Runner,
    question: &Question,
    added: &[Added],
) -> Result<String, StrategyError> {
    let facts = question.facts;
    for Added { session, practitioner } in added {
        let asked = |who: &&Practitioner| practitioner.as_ref().is_none_or(|id| *id == who.id);
        let people = || facts.service.practitioners.iter().filter(asked);
        let could = |who: &Practitioner| {
            facts.seats.iter().any(|seat| {
                let seen = facts.seen(seat, 0);
                facts.practitioner(seat.practitioner).id == who.id
                    && (seen.clinic, seen.site, seen.half_day) == (&session.clinic, &session.site, &session.half_day)
            })
        };
        if !people().any(could)
            && let Some(why) = most_telling(facts, people().map(|who| (who, session.clone())))
        {
            return Ok(why);
        }
    }
    if let Some(few) = question.required.iter().find(|asked| (asked.seats.len() as f64) < asked.least) {
        let people: Vec<&str> =
            few.seats.iter().map(|&i| facts.practitioner(facts.seats[i].practitioner).id.as_ref()).collect();
        return Ok(format!("besides {} nobody could then ({})", people.join(", "), RuleId::OnePlace));
    }
    let (rule, why) = against(runner, question)?;
    Ok(format!("{why} ({rule})"))
}

/// Of the reasons why people have no such sessions, the one that says most, the rule named.
fn most_telling<'f>(facts: &Facts, sessions: impl Iterator<Item = (&'f Practitioner, OpenSession)>) -> Option<String> {
    let mut reasons: BTreeMap<(bool, RuleId, String), usize> = BTreeMap::new();
    for (practitioner, session) in sessions {
        let (rule, why) = obstacle(facts, practitioner, &session);
        // What is a matter of that week says more than what never can be.
        let never = rule == RuleId::Eligible;
        *reasons.entry((never, rule, format!("{} {why}", practitioner.id))).or_default() += 1;
    }
    let best = reasons.into_iter().min_by_key(|((never, ..), count)| (*never, std::cmp::Reverse(*count)));
    best.map(|((_, rule, why), _)| format!("{why} ({rule})"))
}

/// Whether there are sessions that a pin could hold by: other columns in a row with what breaks it.
fn has_seats(weekly: &Weekly, n: usize, pin: &Pin) -> bool {
    let broken: &[Col] = weekly.columns.broken.get(&n).map_or(&[], Vec::as_slice);
    let holds = |terms: &[(Col, f64)]| terms.len() > 1 && terms.iter().any(|(col, _)| broken.contains(col));
    pin.hold != Hold::Never && weekly.program.rows().iter().any(|row| holds(&row.terms))
}

/// Sessions that a pin could mean in a week, whether anybody can hold them or not.
fn sessions<'f>(facts: &'f Facts, pin: &'f Pin) -> impl Iterator<Item = (&'f Practitioner, OpenSession)> + 'f {
    let service = facts.service;
    service.practitioners.iter().flat_map(move |practitioner| {
        let clinics = service.clinics.iter();
        clinics.flat_map(move |clinic| {
            practitioner.sites.iter().flat_map(move |site| {
                (0..facts.half_days.len()).filter_map(move |h| {
                    let (date, half_day) = (facts.date(0, h), &facts.half_days[h]);
                    let seen = Seen { practitioner: &practitioner.id, clinic: &clinic.id, site, date, half_day };
                    let session =
                        OpenSession { date, half_day: half_day.clone(), clinic: clinic.id.clone(), site: site.clone() };
                    pin.which.fits(service, seen).then_some((practitioner, session))
                })
            })
        })
    })
}

/// A program without the rows of a rule.
fn without(program: &Program, code: &str) -> Program {
    let mut open = program.clone();
    let prefix = format!("{code} ");
    for (at, name) in program.row_names().iter().enumerate() {
        if name.starts_with(&prefix) {
            open.free_row(RowIx(at as u32));
        }
    }
    open
}
