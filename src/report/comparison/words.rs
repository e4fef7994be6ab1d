//! What a variant comes to, in words.

use crate::plan::bargain::Bargain;
use crate::plan::difference::{Difference, StreamDifference};
use crate::record::comparison::{Compared, ProvenDifference};
use crate::record::{CaseResult, ServiceOutline, Status, VariantOutcome};
use crate::report::numbers::{capital, counted, one, pounds, whole};

/// How many streams a sentence names that gain, or lose.
const STREAMS_NAMED: usize = 3;
/// Fewer patients than this are nobody.
const SOMEBODY: f64 = 0.5;
/// Fewer important changes than this are none.
const SOME_CHANGE: f64 = 0.05;
/// A shorter time is not worth a word, in weeks.
const SOME_WEEKS: f64 = 0.5;
/// Less money than this is none.
const SOME_GBP: f64 = 0.5;

/// What came of a side, in a few words for a list of what is done.
#[must_use]
pub fn result_in_short(result: &CaseResult) -> String {
    match result {
        CaseResult::Planned(planned) => {
            let worth = format!("is worth {}", pounds(planned.digest.value_gbp));
            match planned.outcome.status {
                Status::Partial => "has rules that clash".to_owned(),
                Status::CutShort => format!("{worth}, cut short"),
                _ => worth,
            }
        }
        CaseResult::Refused { findings } => format!("is not valid ({})", counted_findings(findings.len())),
        CaseResult::Failed { why } => format!("failed: {why}"),
    }
}

fn counted_findings(number: usize) -> String {
    counted(number as f64, "finding", "findings")
}

/// What a variant comes to beside the scenario without it: what it buys, what that costs, who gains and who waits, and
/// how sure that is.
#[must_use]
pub fn sentence(of: Compared, service: &ServiceOutline, variant: &VariantOutcome) -> String {
    let planned = match &variant.case.result {
        CaseResult::Planned(planned) => planned,
        CaseResult::Refused { findings } => {
            let first = findings.first().map_or_else(String::new, |f| format!(": {}", f.cause));
            return format!("The scenario is not valid with it ({}){first}.", counted_findings(findings.len()));
        }
        CaseResult::Failed { why } => return format!("It could not be planned: {why}."),
    };
    let Some(difference) = &variant.difference else { return "There is nothing to compare it with.".to_owned() };
    let mut said = vec![buys(difference, of)];
    said.extend(who(service, variant, difference));
    if planned.outcome.status == Status::Partial {
        let clashes: Vec<String> = planned.outcome.clashes.iter().map(|clash| clash.fix.clone()).collect();
        said.push(format!(
            "Its rules cannot all hold; these are the figures of the plan that breaks as little as possible ({}).",
            clashes.join("; ")
        ));
    }
    if variant.rank.is_some_and(|rank| rank.bargain == Bargain::AnotherYardstick) {
        said.push(
            "It changes the weeks that are planned or what things are worth, so that it is not ranked among the others."
                .to_owned(),
        );
    } else if of == Compared::Splits {
        let way = if difference.value_gbp >= 0.0 { "more" } else { "less" };
        let worth = pounds(difference.value_gbp.abs());
        said.push(format!("Its limit is worth {worth} {way}; of whole plans that proves nothing."));
    } else if let Some(proven) = variant.proven {
        said.push(sure(difference, proven));
    }
    said.join(" ")
}

/// What is bought, and for how much.
fn buys(d: &Difference, of: Compared) -> String {
    let more_or_fewer = |value: f64, number: String, what: &str| {
        format!("{number} {} {what}", if value > 0.0 { "more" } else { "fewer" })
    };
    let mut parts = Vec::new();
    if d.started.abs() >= SOMEBODY {
        let patients = if whole(d.started.abs()) == "1" { "patient starts" } else { "patients start" };
        parts.push(more_or_fewer(d.started, whole(d.started.abs()), patients));
    }
    if d.important_changes.abs() >= SOME_CHANGE {
        parts.push(more_or_fewer(d.important_changes, one(d.important_changes.abs()), "important changes"));
    }
    if d.waiting.abs() >= SOMEBODY {
        let end = if of == Compared::Balances { "are left at the year's end" } else { "wait at the end" };
        parts.push(more_or_fewer(d.waiting, whole(d.waiting.abs()), end));
    }
    let what = match parts.as_slice() {
        [] => "nobody starts or waits who did not before".to_owned(),
        [only] => only.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    };
    let money = if d.spend_gbp >= SOME_GBP {
        match d.gbp_per_change {
            Some(each) => format!("for {} more, {} an important change", pounds(d.spend_gbp), pounds(each)),
            None => format!("for {} more", pounds(d.spend_gbp)),
        }
    } else if d.spend_gbp <= -SOME_GBP {
        format!("with {} less spent", pounds(-d.spend_gbp))
    } else {
        "at no other cost".to_owned()
    };
    let earned = match d.income_gbp {
        Some(more) if more.abs() >= SOME_GBP => {
            format!(", with {} {} earned", pounds(more.abs()), if more > 0.0 { "more" } else { "less" })
        }
        _ => String::new(),
    };
    capital(&format!("{what}, {money}{earned}."))
}

/// Who gains, and who loses or waits longer.
fn who(service: &ServiceOutline, variant: &VariantOutcome, d: &Difference) -> Vec<String> {
    let (mut gain, mut lose) = (Vec::new(), Vec::new());
    for stream in &d.streams {
        let better = stream.important_changes + stream.started - stream.waiting;
        let later = stream.later_weeks.unwrap_or(0.0);
        let told = told(stream);
        if told.is_empty() {
            continue;
        }
        let name = variant.case.name(stream.stream.as_ref(), service.stream_name(&stream.stream));
        let list =
            if better > SOME_CHANGE || (better.abs() <= SOME_CHANGE && later < 0.0) { &mut gain } else { &mut lose };
        list.push(format!("{name} ({})", told.join(", ")));
    }
    let named = |lead: &str, list: Vec<String>| {
        let more = list.len().saturating_sub(STREAMS_NAMED);
        let and_more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!list.is_empty()).then(|| format!("{lead}: {}{and_more}.", list[..list.len() - more].join("; ")))
    };
    named("Who gains", gain).into_iter().chain(named("Who loses or waits longer", lose)).collect()
}

/// What is worth saying of a stream.
fn told(stream: &StreamDifference) -> Vec<String> {
    let mut told = Vec::new();
    if stream.started.abs() >= SOMEBODY {
        let way = if stream.started > 0.0 { "more start" } else { "fewer start" };
        told.push(format!("{} {way}", whole(stream.started.abs())));
    }
    if stream.important_changes.abs() >= SOME_CHANGE {
        let way = if stream.important_changes > 0.0 { "more" } else { "fewer" };
        told.push(format!("{} {way} important changes", one(stream.important_changes.abs())));
    }
    // Where those who start leave so many fewer waiting, that is said already.
    if stream.waiting.abs() >= SOMEBODY && (stream.waiting + stream.started).abs() >= SOMEBODY {
        let way = if stream.waiting > 0.0 { "more wait" } else { "fewer wait" };
        told.push(format!("{} {way}", whole(stream.waiting.abs())));
    }
    if let Some(later) = stream.later_weeks.filter(|weeks| weeks.abs() >= SOME_WEEKS) {
        let way = if later > 0.0 { "later" } else { "sooner" };
        told.push(format!("{} weeks {way}", one(later.abs())));
    }
    told
}

/// How sure the difference is.
fn sure(d: &Difference, proven: ProvenDifference) -> String {
    let ProvenDifference { least_gbp, most_gbp } = proven;
    let worth = if d.value_gbp.abs() < SOME_GBP {
        "In worth nothing changes".to_owned()
    } else {
        format!("In worth {} {}", pounds(d.value_gbp.abs()), if d.value_gbp > 0.0 { "more" } else { "less" })
    };
    if most_gbp - least_gbp < SOME_GBP {
        format!("{worth}, proven.")
    } else if least_gbp > 0.0 || most_gbp < 0.0 {
        let (from, to) = if least_gbp > 0.0 { (least_gbp, most_gbp) } else { (-most_gbp, -least_gbp) };
        format!("{worth}; proven to lie between {} and {}.", pounds(from), pounds(to))
    } else {
        format!(
            "{worth}; proven only to lie between {} less and {} more: a smaller --gap tells more.",
            pounds(-least_gbp),
            pounds(most_gbp)
        )
    }
}
