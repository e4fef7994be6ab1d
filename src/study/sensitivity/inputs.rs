//! What is uncertain in a service, between what it lies, and the service with another value of it.

use super::analysis::Reach;
use crate::base::units::Fraction;
use crate::plan::sensitivity::{Input, InputRange, RangeFrom};
use crate::service::{Course, Evidence, PRICE_DEFAULTS, Service};
use std::collections::BTreeSet;

/// The most that a rate of missed appointments, or of patients who drop out, can be.
const MOST_OF_A_RATE: f64 = 0.95;

/// Every input of a service that bears on its plan, in the order of its scenario.
pub(super) fn inputs(service: &Service) -> Vec<Input> {
    let offered: BTreeSet<_> = service.streams.iter().flat_map(|s| s.options.iter().map(|o| &o.course)).collect();
    let courses: Vec<&Course> = service.courses.iter().filter(|course| offered.contains(&course.id)).collect();
    let held: BTreeSet<_> = courses.iter().flat_map(|course| course.activities()).collect();
    let measured: BTreeSet<_> = courses.iter().filter_map(|c| c.evidence.as_ref()).map(|e| &e.measure).collect();
    let mut all = Vec::new();
    all.extend(courses.iter().filter(|c| c.evidence.is_some()).map(|c| Input::Evidence(c.id.clone())));
    all.extend(service.activities.iter().filter(|a| held.contains(&a.id)).map(|a| Input::Missed(a.id.clone())));
    all.extend(courses.iter().map(|c| Input::DropOut(c.id.clone())));
    all.extend(service.streams.iter().map(|s| Input::Referrals(s.id.clone())));
    if service.streams.iter().filter(|s| s.referrals_per_year.0 > 0.0).count() > 1 {
        all.push(Input::AllReferrals);
    }
    all.extend(
        service.measures.iter().filter(|m| measured.contains(&m.id)).map(|m| Input::ImportantChange(m.id.clone())),
    );
    all.extend(PRICE_DEFAULTS.iter().map(|price| Input::Price(price.key.to_owned())));
    all
}

/// Whether an input has a part in the long-run balance.
pub(super) fn in_balance(input: &Input) -> bool {
    match input {
        Input::Price(key) => {
            ["important_change_gbp", "floor_shortfall_gbp", "dose_shortfall_gbp", "spent_pound_gbp", "earned_pound_gbp"]
                .contains(&key.as_str())
        }
        _ => true,
    }
}

/// The value of an input.
pub(super) fn value(service: &Service, input: &Input) -> f64 {
    match input {
        Input::Evidence(id) => evidence(service, id).map_or(0.0, |e| e.change_at(service.policy.evidence_case)),
        Input::Missed(id) => service.activities[id].dna.get(),
        Input::DropOut(id) => service.courses[id].drop_out.get(),
        Input::Referrals(_) | Input::AllReferrals => 1.0,
        Input::ImportantChange(id) => service.measures[id].important_change,
        Input::Price(key) => service.policy.prices.by_key(key).map_or(0.0, |price| price.0),
    }
}

/// The likeliest value of an input: of evidence its mean, whichever end of the interval the policy looks at.
pub(super) fn middle(service: &Service, input: &Input) -> f64 {
    match input {
        Input::Evidence(id) => evidence(service, id).map_or(0.0, |e| e.change),
        _ => value(service, input),
    }
}

/// The unit of an input's values.
pub(super) fn unit(service: &Service, input: &Input) -> String {
    match input {
        Input::Evidence(id) => {
            evidence(service, id).map_or_else(String::new, |e| service.measures[&e.measure].unit.clone())
        }
        Input::Missed(_) | Input::DropOut(_) => "share".to_owned(),
        Input::Referrals(_) | Input::AllReferrals => "times".to_owned(),
        Input::ImportantChange(id) => service.measures[id].unit.clone(),
        Input::Price(_) => "pounds".to_owned(),
    }
}

/// Between what an input lies, unless the user says otherwise; none for what is not uncertain, and for evidence without
/// an interval.
pub(super) fn range(service: &Service, input: &Input, reach: &Reach) -> Option<InputRange> {
    let now = value(service, input);
    let about = |share: f64, most: f64| {
        let (low, high) = (now * (1.0 - share), (now * (1.0 + share)).min(most));
        (high > low).then_some(InputRange { low, high, from: RangeFrom::Assumed })
    };
    match input {
        Input::Evidence(id) => {
            let (low, high) = evidence(service, id)?.ci?;
            Some(InputRange { low, high, from: RangeFrom::Interval })
        }
        Input::Missed(_) | Input::DropOut(_) => about(reach.rates, MOST_OF_A_RATE),
        Input::Referrals(id) if comes(service, id) => about(reach.referrals, f64::INFINITY),
        Input::AllReferrals => about(reach.referrals, f64::INFINITY),
        Input::Referrals(_) | Input::ImportantChange(_) | Input::Price(_) => None,
    }
}

/// Whether a value can be had: what would be no valid scenario cannot.
pub(super) fn can_be(input: &Input, value: f64) -> bool {
    match input {
        Input::Evidence(_) => value.is_finite(),
        Input::Missed(_) | Input::DropOut(_) => (0.0..=MOST_OF_A_RATE).contains(&value),
        Input::ImportantChange(_) => value > 0.0 && value.is_finite(),
        Input::Referrals(_) | Input::AllReferrals | Input::Price(_) => value >= 0.0 && value.is_finite(),
    }
}

/// Whether moving an input moves anything at all.
pub(super) fn can_move(service: &Service, input: &Input) -> bool {
    match input {
        Input::Referrals(id) => comes(service, id),
        _ => value(service, input) != 0.0,
    }
}

fn comes(service: &Service, id: &crate::base::ids::StreamId) -> bool {
    service.streams[id].referrals_per_year.0 > 0.0
        || service.streams.iter().any(|from| from.onward.iter().any(|onward| onward.to == *id))
}

fn evidence<'s>(service: &'s Service, id: &crate::base::ids::CourseId) -> Option<&'s Evidence> {
    service.courses.get(id)?.evidence.as_ref()
}

/// Gives an input another value.
pub(super) fn set(service: &mut Service, input: &Input, value: f64) {
    let rate = Fraction::new(value).unwrap_or_default();
    match input {
        Input::Evidence(id) => {
            if let Some(evidence) = service.courses.get_mut(id).and_then(|course| course.evidence.as_mut()) {
                evidence.change = value;
                // The value is what counts, whichever end of the interval the policy looks at.
                evidence.ci = None;
            }
        }
        Input::Missed(id) => {
            if let Some(activity) = service.activities.get_mut(id) {
                activity.dna = rate;
            }
        }
        Input::DropOut(id) => {
            if let Some(course) = service.courses.get_mut(id) {
                course.drop_out = rate;
            }
        }
        Input::Referrals(id) => {
            for stream in service.streams.iter_mut() {
                for onward in stream.onward.iter_mut().filter(|onward| onward.to == *id) {
                    onward.per_attended = Fraction::new(onward.per_attended.get() * value).unwrap_or(Fraction::ONE);
                }
                if stream.id == *id {
                    refer(stream, value);
                }
            }
        }
        Input::AllReferrals => service.streams.iter_mut().for_each(|stream| refer(stream, value)),
        Input::ImportantChange(id) => {
            if let Some(measure) = service.measures.get_mut(id) {
                measure.important_change = value;
            }
        }
        Input::Price(key) => {
            if let Some(price) = service.policy.prices.by_key_mut(key) {
                price.0 = value;
            }
        }
    }
}

/// Refers so many times as many patients from outside.
fn refer(stream: &mut crate::service::Stream, times: f64) {
    stream.referrals_per_year = stream.referrals_per_year * times;
    for week in &mut stream.referrals {
        *week = *week * times;
    }
}
