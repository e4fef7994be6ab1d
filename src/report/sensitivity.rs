//! A sensitivity analysis as text.

use crate::plan::sensitivity::{Flip, Input, InputAnswer, Mix, Probe, RangeFrom, Sample, StreamMix};
use crate::record::comparison::Compared;
use crate::record::{SensitivityRecord, ServiceOutline};
use crate::report::chart::{Bar, Bars, Chart};
use crate::report::numbers::{capital, decimals, percent, percent_to_one, pounds, whole};
use crate::report::page::{Column, Document, Sheet};
use crate::report::text::assumptions;

/// So many inputs are drawn.
const MOST_BARS: usize = 15;
/// So many mixes are listed.
const MOST_MIXES: usize = 12;

/// A sensitivity analysis as a page.
#[must_use]
pub fn sensitivity(record: &SensitivityRecord) -> Document {
    let mut sheet = Sheet::new();
    sheet.heading(&format!("{}: does the decision flip?", record.service.name));
    sheet.question(
        "Does the recommended mix of courses hold where what it rests on is uncertain, and where does it flip?",
    );
    body(&mut sheet, record);
    assumptions(&mut sheet, &record.assumptions, &record.evidence, &record.service);
    sheet.finish()
}

/// What an analysis says, without its title and what it rests on.
pub(super) fn body(sheet: &mut Sheet, record: &SensitivityRecord) {
    for sentence in answer(record) {
        sheet.paragraph(&sentence);
    }
    flips(sheet, record);
    inputs(sheet, record);
    if let Some(sample) = &record.sensitivity.sample {
        chances(sheet, record, sample);
    }
}

/// What is lost at the worse end of each input's range.
fn losses(record: &SensitivityRecord) -> Option<Chart> {
    let worst = |row: &InputAnswer| {
        let worst =
            row.at_ends().filter_map(|probe| Some((probe.loss_gbp()?, probe))).max_by(|a, b| a.0.total_cmp(&b.0));
        worst.map(|(loss, probe)| (loss, probe.value))
    };
    let mut rows: Vec<(&InputAnswer, f64, f64)> = record
        .sensitivity
        .inputs
        .iter()
        .filter_map(|row| worst(row).map(|(loss, at)| (row, loss, at)))
        .filter(|(_, loss, _)| *loss >= 0.5)
        .collect();
    rows.sort_by(|a, b| b.1.total_cmp(&a.1));
    let bars: Vec<Bar> = rows
        .iter()
        .take(MOST_BARS)
        .map(|(row, loss, at)| Bar {
            name: capital(&input_name(&row.input, record)),
            from: 0.0,
            to: *loss,
            label: format!("{} at {}", pounds(loss.round()), input_value(&row.input, &row.unit, *at)),
            strong: row.flips_within().next().is_some(),
        })
        .collect();
    let most = bars.first()?;
    let description = format!("Most is lost by {}: {}. The table below has them all.", most.name, most.label);
    let shape = Bars { title: format!("pounds{}", a_time(record.of)), bars };
    let chart = Chart::new("What each uncertain input could cost, at the worse end of its range", &description, shape);
    Some(chart.noted("Lost by staying with the recommended shares. Strong: another mix is best within the range."))
}

/// How often each mix is best.
fn shares_of_draws(record: &SensitivityRecord, sample: &Sample) -> Option<Chart> {
    let bars: Vec<Bar> = sample
        .mixes
        .iter()
        .take(MOST_MIXES)
        .map(|chance| Bar {
            name: capital(&in_words(&chance.mix, None, &record.service)),
            from: 0.0,
            to: chance.probability * 100.0,
            label: percent_to_one(chance.probability),
            strong: chance.mix == record.sensitivity.mix,
        })
        .collect();
    let first = bars.first()?;
    let description = format!("{} is the best in {} of the draws.", first.name, first.label);
    let shape = Bars { title: "per cent of the draws".to_owned(), bars };
    Some(Chart::new("How often each mix is the best", &description, shape).noted("Strong: the recommended kind."))
}

/// The answer in a few sentences: what is recommended, whether it holds, what matters most, how sure it is.
#[must_use]
pub fn answer(record: &SensitivityRecord) -> Vec<String> {
    let found = &record.sensitivity;
    let plan = match record.of {
        Compared::Plans | Compared::Splits => "The dated plan",
        Compared::Balances => "The long-run balance",
    };
    if found.mix.is_empty() {
        return vec![format!(
            "{plan} has no mix to choose: no stream with evidence is offered more than one course. Below is what moves its worth."
        )];
    }
    let mut sentences = vec![format!("{plan} recommends: {}.", recommended(record))];
    let ranged: Vec<&InputAnswer> = found.inputs.iter().filter(|row| row.range.is_some()).collect();
    let flipping: Vec<&&InputAnswer> = ranged.iter().filter(|row| row.flips_within().next().is_some()).collect();
    sentences.push(match (flipping.len(), ranged.len()) {
        (_, 0) => "No input has an interval to move it in.".to_owned(),
        (0, all) => format!("That stays so wherever any one of {all} uncertain inputs lies within its range."),
        (some, all) => {
            let named = |row: &&&InputAnswer| {
                let lost = row.at_ends().filter_map(Probe::loss_gbp).fold(0.0, f64::max);
                format!("{} (staying loses up to {})", input_name(&row.input, record), pounds(lost.round()))
            };
            let names: Vec<String> = flipping.iter().map(named).collect();
            format!(
                "Of {all} uncertain inputs {some} {} it within {} range: {}.",
                if some == 1 { "changes" } else { "change" },
                if some == 1 { "its" } else { "their" },
                names.join("; ")
            )
        }
    });
    sentences.extend(what_matters(record));
    sentences.extend(in_short(record));
    sentences
}

fn recommended(record: &SensitivityRecord) -> String {
    let found = &record.sensitivity;
    let of_stream = |mix: &StreamMix| {
        let rows = found.shares.iter().filter(|row| row.stream == mix.stream && row.started >= 0.5);
        let shares: Vec<String> =
            rows.map(|row| format!("{} {}", whole(row.started), record.service.course_name(&row.course))).collect();
        let shares = if shares.is_empty() { "nobody starts".to_owned() } else { shares.join(", ") };
        format!("{}: {shares}", record.service.stream_name(&mix.stream))
    };
    found.mix.iter().map(of_stream).collect::<Vec<_>>().join("; ")
}

/// Which input matters: the one whose halving or doubling changes the answer, by what it costs not to follow.
fn what_matters(record: &SensitivityRecord) -> Vec<String> {
    let found = &record.sensitivity;
    let changing = |row: &&InputAnswer| row.at_half_and_double().any(|p| p.mix != found.mix);
    let loss = |row: &InputAnswer| {
        row.at_half_and_double().filter(|p| p.mix != found.mix).filter_map(Probe::loss_gbp).fold(0.0, f64::max)
    };
    let most = |facts: bool| {
        let rows = found.inputs.iter().filter(changing).filter(|row| row.input.is_fact() == facts);
        rows.reduce(|a, b| if loss(b) > loss(a) { b } else { a })
    };
    let named = |row: &InputAnswer| {
        let way =
            |probe: &Option<Probe>, word: &'static str| probe.as_ref().filter(|p| p.mix != found.mix).map(|_| word);
        let ways: Vec<&str> =
            [way(&row.halved, "halving"), way(&row.doubled, "doubling")].into_iter().flatten().collect();
        let lost = match loss(row) {
            lost if lost >= 0.5 => {
                format!("; staying with the recommended mix would then lose {}", pounds(lost.round()))
            }
            _ => "; staying with the recommended mix would then lose next to nothing".to_owned(),
        };
        format!("{} ({} it changes the mix{lost})", input_name(&row.input, record), ways.join(" or "))
    };
    let mut sentences = Vec::new();
    sentences.push(match most(true) {
        Some(row) => format!("Of what is uncertain, halving or doubling matters most for {}.", named(row)),
        None => "Neither halving nor doubling any uncertain input changes the mix.".to_owned(),
    });
    sentences.push(match most(false) {
        Some(row) => format!("Of prices and thresholds, which are judgements, for {}.", named(row)),
        None => "Neither halving nor doubling any price or threshold changes the mix.".to_owned(),
    });
    sentences
}

/// How sure the answer is, in a sentence.
pub(super) fn in_short(record: &SensitivityRecord) -> Option<String> {
    let sample = record.sensitivity.sample.as_ref().filter(|_| !record.sensitivity.mix.is_empty())?;
    let ours = sample.mixes.iter().find(|chance| chance.mix == record.sensitivity.mix);
    let probability = ours.map_or(0.0, |chance| chance.probability);
    let mut sentence = format!(
        "With all facts drawn at once, {} times, a mix of the recommended kind is the best in {}",
        whole(sample.draws.len() as f64),
        percent(probability)
    );
    if let Some(mean) = sample.mean_loss_gbp {
        sentence.push_str(&format!(
            "; staying with the recommended shares whatever turns out to be so loses {}{} on average, which is the most \
             that certainty would be worth",
            pounds(mean.round()),
            a_time(record.of)
        ));
    }
    Some(sentence + ".")
}

fn a_time(of: Compared) -> &'static str {
    match of {
        Compared::Plans | Compared::Splits => "",
        Compared::Balances => " a year",
    }
}

/// What an input is called.
#[must_use]
pub fn input_name(input: &Input, record: &SensitivityRecord) -> String {
    let service = &record.service;
    match input {
        Input::Evidence(id) => format!("the effect of {}", service.course_name(id)),
        Input::Missed(id) => format!("missed appointments of {}", service.activity_name(id)),
        Input::DropOut(id) => format!("drop-out from {}", service.course_name(id)),
        Input::Referrals(id) => format!("referrals to {}", service.stream_name(id)),
        Input::AllReferrals => "referrals to the whole service".to_owned(),
        Input::ImportantChange(id) => format!("the smallest important change of {}", service.measure_name(id)),
        Input::Price(key) => {
            let unit = record.assumptions.iter().find(|a| a.key == *key).map_or(key.as_str(), |a| a.unit.as_str());
            format!("the price of a {unit}")
        }
    }
}

/// A value of an input, with its unit.
#[must_use]
pub fn input_value(input: &Input, unit: &str, value: f64) -> String {
    match input {
        Input::Evidence(_) | Input::ImportantChange(_) => format!("{} {unit}", decimals(value, 2)),
        Input::Missed(_) | Input::DropOut(_) => percent_to_one(value),
        Input::Referrals(_) | Input::AllReferrals => percent(value),
        Input::Price(_) => pounds(value),
    }
}

/// A mix in words, of the streams in which it is another than `than`.
#[must_use]
pub fn in_words(mix: &Mix, than: Option<&Mix>, service: &ServiceOutline) -> String {
    let differs = |stream: &&StreamMix| than.is_none_or(|than| !than.contains(stream));
    let several = mix.len() > 1;
    let words: Vec<String> = mix
        .iter()
        .filter(differs)
        .map(|stream| {
            let name = |id| service.course_name(id);
            let courses = match &stream.most {
                None => "nobody starts".to_owned(),
                Some(most) if stream.some.is_empty() => format!("only {}", name(most)),
                Some(most) => {
                    let some: Vec<&str> = stream.some.iter().map(name).collect();
                    format!("mostly {}, some {}", name(most), some.join(" and "))
                }
            };
            if several { format!("{}: {courses}", service.stream_name(&stream.stream)) } else { courses }
        })
        .collect();
    words.join("; ")
}

/// A flip in a sentence.
#[must_use]
pub fn flip_sentence(row: &InputAnswer, flip: &Flip, record: &SensitivityRecord) -> String {
    let value = |value: f64| input_value(&row.input, &row.unit, value);
    let below = flip.changes_at < row.now;
    let range = match row.range {
        Some(range) if flip.within => format!("within its range of {} to {}", value(range.low), value(range.high)),
        Some(range) => format!("outside its range of {} to {}", value(range.low), value(range.high)),
        None => "it has no interval".to_owned(),
    };
    let name = input_name(&row.input, record);
    format!(
        "{} {} {} (now {}; {range}): {}.",
        capital(&name),
        if below { "below" } else { "above" },
        value(flip.changes_at),
        value(row.now),
        in_words(&flip.mix, Some(&record.sensitivity.mix), &record.service)
    )
}

fn flips(sheet: &mut Sheet, record: &SensitivityRecord) {
    let flips = || {
        let rows = record.sensitivity.inputs.iter();
        rows.flat_map(|row| row.flips().map(move |flip| (row, flip)))
    };
    if record.sensitivity.mix.is_empty() {
        return;
    }
    sheet.heading("Where the mix flips");
    sheet.paragraph(&format!(
        "The recommended kind of mix: {}.",
        in_words(&record.sensitivity.mix, None, &record.service)
    ));
    // What may well be so comes first.
    for within in [true, false] {
        for (row, flip) in flips().filter(|(_, flip)| flip.within == within) {
            sheet.point(&flip_sentence(row, flip, record));
        }
    }
    if flips().next().is_none() {
        sheet.paragraph("Nowhere, in all that was tried.");
    }
    sheet.gap();
    sheet.paragraph(
        "A course counts as part of a stream's mix if a twentieth of those who start have it. Each value was found by \
         solving again: the mix holds up to the value named, as far as the steps tried show.",
    );
}

fn inputs(sheet: &mut Sheet, record: &SensitivityRecord) {
    sheet.heading("One input at a time");
    sheet.chart(losses(record));
    let found = &record.sensitivity;
    let no_choice = found.mix.is_empty();
    let what = if no_choice { "Worth" } else { "Loss" };
    let titles = ["low", "high", "half", "double"].map(|at| format!("{what}\nat {at}"));
    let mut columns =
        vec![Column::Words("Input"), Column::Number("Now"), Column::Number("Low"), Column::Number("High")];
    columns.extend(titles.iter().map(|title| Column::Number(title)));
    let loss = |probe: &Option<Probe>| match probe {
        None => "-".to_owned(),
        Some(probe) if no_choice => pounds(probe.best_gbp.round()),
        Some(probe) => {
            let other = if probe.mix == found.mix { "" } else { " *" };
            probe.loss_gbp().map_or_else(|| format!("n/a{other}"), |loss| format!("{}{other}", pounds(loss.round())))
        }
    };
    let moves = |row: &&InputAnswer| {
        row.most_lost_gbp() >= 0.5
            || (no_choice && row.probes().any(|probe| (probe.best_gbp - found.value_gbp).abs() >= 0.5))
            || row.probes().any(|probe| probe.mix != found.mix || probe.kept_gbp.is_none())
    };
    let (moving, still): (Vec<&InputAnswer>, Vec<&InputAnswer>) = found.inputs.iter().partition(moves);
    let rows = moving.into_iter().map(|row| {
        let value = |value: f64| input_value(&row.input, &row.unit, value);
        let end = |end: fn(&crate::plan::sensitivity::InputRange) -> f64| {
            row.range.as_ref().map_or_else(|| "-".to_owned(), |range| value(end(range)))
        };
        let asked = row.range.is_some_and(|range| range.from == RangeFrom::Asked);
        vec![
            capital(&input_name(&row.input, record)) + if asked { " (range as asked)" } else { "" },
            value(row.now),
            end(|r| r.low),
            end(|r| r.high),
            loss(&row.at_low),
            loss(&row.at_high),
            loss(&row.halved),
            loss(&row.doubled),
        ]
    });
    sheet.table(&columns, rows.collect());
    let a_year = match record.of {
        Compared::Plans | Compared::Splits => "in pounds at the policy's prices",
        Compared::Balances => "in pounds a year at the policy's prices",
    };
    sheet.paragraph(&if no_choice {
        format!("Worth is {a_year}, with all else as the scenario says: then {}.", pounds(found.value_gbp.round()))
    } else {
        format!(
            "Loss: what staying with the recommended shares is worth less than the best, {a_year}. * another mix is best. \
             n/a: the shares cannot be kept there."
        )
    });
    sheet.paragraph(&format!(
        "Effects have the evidence's 95 % intervals; missed appointments and drop-outs are taken to lie within {} of what \
         the scenario says, referrals within {}.",
        percent(record.reach.rates),
        percent(record.reach.referrals)
    ));
    let listed = |inputs: &mut dyn Iterator<Item = &Input>| {
        inputs.map(|input| input_name(input, record)).collect::<Vec<_>>().join("; ")
    };
    if !still.is_empty() {
        let names = listed(&mut still.iter().map(|row| &row.input));
        let outcome = if no_choice { "and the worth stays" } else { "and nothing is lost anywhere" };
        sheet.paragraph(&format!("Moved, {outcome}: {names}."));
    }
    if !found.not_moved.is_empty() {
        let names = listed(&mut found.not_moved.iter());
        sheet.paragraph(&format!(
            "Not moved, because they stand at nothing{}: {}.",
            if record.of == Compared::Balances { " or the long-run balance has no place for them" } else { "" },
            names
        ));
    }
}

/// What the draws are worth, each with its best mix.
fn worths(sample: &Sample) -> Option<String> {
    let mut worths: Vec<f64> = sample.draws.iter().map(|draw| draw.best_gbp).collect();
    worths.sort_by(f64::total_cmp);
    let at = |share: f64| worths.get(((worths.len() as f64 * share) as usize).min(worths.len() - 1)).copied();
    let (low, high) = (at(0.05)?, at(0.95)?);
    let mean = worths.iter().sum::<f64>() / worths.len() as f64;
    Some(format!(
        "Worth {} on average, with the best mix of each draw; between {} and {} in nine draws of ten.",
        pounds(mean.round()),
        pounds(low.round()),
        pounds(high.round())
    ))
}

fn chances(sheet: &mut Sheet, record: &SensitivityRecord, sample: &Sample) {
    sheet.heading("All facts at once");
    if !record.sensitivity.mix.is_empty() {
        sheet.chart(shares_of_draws(record, sample));
    }
    let columns = [Column::Words("Mix"), Column::Number("Best in"), Column::Number("+/-"), Column::Words("")];
    let rows = sample.mixes.iter().take(MOST_MIXES).map(|chance| {
        let ours = chance.mix == record.sensitivity.mix;
        vec![
            in_words(&chance.mix, None, &record.service),
            percent_to_one(chance.probability),
            decimals(chance.standard_error * 100.0, 1),
            if ours { "recommended".to_owned() } else { String::new() },
        ]
    });
    if !record.sensitivity.mix.is_empty() {
        sheet.table(&columns, rows.collect());
    }
    if let Some(sentence) = worths(sample) {
        sheet.paragraph(&sentence);
    }
    let rest = sample.mixes.iter().skip(MOST_MIXES).map(|chance| chance.probability).sum::<f64>();
    if rest > 0.0 {
        let count = sample.mixes.len() - MOST_MIXES;
        sheet.paragraph(&format!("{count} more mixes are best in {} together.", percent(rest)));
    }
    let mut text = format!(
        "{} draws from seed {}; +/- is the standard error. Effects are normal around their means; those measured against \
         one comparator share {} of their variance, as arms of a trial share its controls; an interpolated effect stays \
         between the two that it was made from. Other facts are drawn from a triangle over their range.",
        whole(sample.draws.len() as f64),
        sample.seed,
        percent(sample.shared)
    );
    if let (Some(mean), Some(error), Some(twentieth), false) =
        (sample.mean_loss_gbp, sample.loss_error_gbp, sample.twentieth_loss_gbp, record.sensitivity.mix.is_empty())
    {
        text.push_str(&format!(
            " Staying with the recommended shares loses {} on average (standard error {}), and more than {} in one draw of \
             twenty.",
            pounds(mean.round()),
            pounds(error.round()),
            pounds(twentieth.round())
        ));
    }
    let kept = sample.draws.iter().filter(|draw| draw.kept_gbp.is_none()).count();
    if kept > 0 {
        text.push_str(&format!(" In {kept} of the draws these shares cannot be kept; they are not in these means."));
    }
    sheet.paragraph(&text);
}
