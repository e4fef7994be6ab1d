//! Aims, prices, pattern blocks and the tail.

use super::codes;
use super::reader::Reader;
use super::wording::{list, number};
use crate::base::units::Pounds;
use crate::scenario::records::{AimRecord, AimsRecord, EvidenceCaseRecord, OrderedAimRecord};
use crate::service::{Aim, AimStage, Aims, EvidenceCase, PRICE_DEFAULTS, Policy, Prices, Service, Timetable};
use std::collections::BTreeSet;

/// Weeks of the tail where none are written: half a year, in which all but the longest courses end.
const TAIL_WEEKS: u32 = 26;

/// Reads the policy.
pub(super) fn policy(reader: &mut Reader<'_>, timetable: &Timetable) -> Policy {
    let record = &reader.record.policy;
    let aims = aims(reader, &record.aims);
    let prices = prices(reader);
    let weeks = timetable.weeks;
    let pattern_weeks = match record.pattern_weeks {
        None => weeks,
        Some(written) if written > weeks && written <= super::calendar::MOST_WEEKS => {
            let cause = format!("the pattern is to hold for {written} weeks, the horizon has {weeks}");
            reader.findings.add(codes::PATTERN_CLAMPED, "policy.pattern_weeks", cause);
            weeks
        }
        Some(written) => {
            reader.findings.whole("policy.pattern_weeks", written, 1, super::calendar::MOST_WEEKS).min(weeks)
        }
    };
    let tail_weeks = record
        .tail_weeks
        .map_or(TAIL_WEEKS, |w| reader.findings.whole("policy.tail_weeks", w, 1, super::calendar::MOST_WEEKS));
    Policy {
        aims,
        prices,
        rota: super::rota::rota_policy(reader, timetable),
        pattern_weeks,
        tail_weeks,
        evidence_case: match record.evidence_case {
            EvidenceCaseRecord::Low => EvidenceCase::Low,
            EvidenceCaseRecord::Mean => EvidenceCase::Mean,
            EvidenceCaseRecord::High => EvidenceCase::High,
        },
    }
}

fn aims(reader: &mut Reader<'_>, record: &AimsRecord) -> Aims {
    let at = "policy.aims.ordered";
    let stages: &[OrderedAimRecord] = match record {
        AimsRecord::Weighted {} => return Aims::Weighted,
        AimsRecord::Ordered(stages) => stages,
    };
    if stages.is_empty() {
        reader.findings.add(codes::AIMS_EMPTY, at, "the order names no aim");
    }
    let mut seen: BTreeSet<Aim> = BTreeSet::new();
    let mut ordered = Vec::new();
    for (i, stage) in stages.iter().enumerate() {
        let aim = match stage.aim {
            AimRecord::Promises => Aim::Promises,
            AimRecord::Benefit => Aim::Benefit,
            AimRecord::Waiting => Aim::Waiting,
            AimRecord::Cost => Aim::Cost,
            AimRecord::Tidy => Aim::Tidy,
        };
        let tolerance = reader.findings.fraction(&format!("{at}.{i}.tolerance"), stage.tolerance, 1.0);
        if seen.insert(aim) {
            ordered.push(AimStage { aim, tolerance });
        } else {
            reader.findings.add(codes::AIM_REPEATED, &format!("{at}.{i}.aim"), format!("{aim} stands twice"));
        }
    }
    let left_out: Vec<String> = Aim::ALL.iter().filter(|a| !seen.contains(a)).map(ToString::to_string).collect();
    if !seen.is_empty() && !left_out.is_empty() {
        reader.findings.add(codes::AIM_LEFT_OUT, at, format!("the order leaves out {}", list(left_out)));
    }
    Aims::Ordered(ordered)
}

fn prices(reader: &mut Reader<'_>) -> Prices {
    let written = &reader.record.policy.prices;
    let mut price = |key: &str, written: Option<f64>| -> Pounds {
        let default = PRICE_DEFAULTS.iter().find(|d| d.key == key).and_then(|d| d.pounds);
        match written {
            Some(value) => reader.pounds(&format!("policy.prices.{key}"), value),
            None => Pounds(default.unwrap_or(0.0)),
        }
    };
    Prices {
        important_change: price("important_change_gbp", Some(written.important_change_gbp)),
        late_lesson_week: price("late_lesson_week_gbp", written.late_lesson_week_gbp),
        carried_lesson: price("carried_lesson_gbp", written.carried_lesson_gbp),
        floor_shortfall: price("floor_shortfall_gbp", written.floor_shortfall_gbp),
        late_desk_hour: price("late_desk_hour_gbp", written.late_desk_hour_gbp),
        excess_lesson: price("excess_lesson_gbp", written.excess_lesson_gbp),
        waiting_week: price("waiting_week_gbp", written.waiting_week_gbp),
        breach_week: price("breach_week_gbp", written.breach_week_gbp),
        dose_shortfall: price("dose_shortfall_gbp", written.dose_shortfall_gbp),
        spent_pound: price("spent_pound_gbp", written.spent_pound_gbp),
        earned_pound: price("earned_pound_gbp", written.earned_pound_gbp),
        session: price("session_gbp", written.session_gbp),
        site_change: price("site_change_gbp", written.site_change_gbp),
    }
}

/// Prices that undo what they are for.
pub(super) fn of_use(reader: &mut Reader<'_>, service: &Service) {
    let prices = &service.policy.prices;
    if !reader.findings.sound("policy.prices") {
        return;
    }
    let dearest = service
        .streams
        .iter()
        .flat_map(|s| &s.options)
        .filter_map(|o| service.courses.get(&o.course))
        .filter_map(|course| {
            let evidence = course.evidence.as_ref()?;
            let measure = service.measures.get(&evidence.measure)?;
            let lessons = course.lessons_per_patient();
            let benefit = evidence.benefit(course, measure, service.policy.evidence_case).0;
            (lessons > 0.0).then(|| (benefit * prices.important_change.0 / lessons, &course.id))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let Some((earned, course)) = dearest else { return };
    if prices.important_change <= Pounds::ZERO {
        let cause = "an important change is worth 0 pounds".to_owned();
        reader.findings.add(codes::BENEFIT_WORTHLESS, "policy.prices.important_change_gbp", cause);
    } else if prices.late_lesson_week.0 <= earned {
        let cause = format!(
            "a lesson late by a week costs {} pounds, a lesson of `{course}` earns {}",
            number(prices.late_lesson_week.0),
            number(earned)
        );
        reader.findings.add(codes::LATE_PRICE_LOW, "policy.prices.late_lesson_week_gbp", cause);
    }
}
