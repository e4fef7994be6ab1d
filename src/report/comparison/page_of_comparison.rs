//! The page of a comparison.

use crate::plan::bargain::Bargain;
use crate::plan::difference::{Move, Place, StreamDifference};
use crate::record::comparison::{Between, Compared};
use crate::record::{CaseRecord, CaseResult, ComparisonRecord, NotCompared, VariantOutcome};
use crate::report::chart::{Bar, Bars, Chart, Plane, Series};
use crate::report::findings::in_a_line;
use crate::report::numbers::{capital, one, pounds, signed, whole};
use crate::report::page::{Column, Document, Sheet};
use crate::report::text::assumptions;

/// The most moves that a page lists; the tables hold all.
const MOVES_LISTED: usize = 40;

/// The most variants that are drawn.
const MOST_BARS: usize = 25;
/// The most variants whose waiting lists are drawn.
const BEST_DRAWN: usize = 3;

/// A comparison as a page.
#[must_use]
pub fn comparison(record: &ComparisonRecord) -> Document {
    let mut sheet = Sheet::new();
    sheet.heading(&format!("{}: variants side by side", record.service.name));
    sheet.question("Which of these changes buys most, for whom, and what does it cost?");
    body(&mut sheet, record);
    assumptions(&mut sheet, &record.assumptions, &record.evidence, &record.service);
    sheet.finish()
}

/// What a comparison says, without its title and what it rests on.
pub(in crate::report) fn body(sheet: &mut Sheet, record: &ComparisonRecord) {
    headline(sheet, record);
    sides(sheet, record);
    differences(sheet, record);
    in_words(sheet, record);
    waiting(sheet, record);
    not_planned(sheet, record);
    if let Some(between) = &record.between {
        moved(sheet, record, between);
    }
    again(sheet, record);
}

/// Who waits by week: as it is, doing nothing, and with the best variants.
fn waiting(sheet: &mut Sheet, record: &ComparisonRecord) {
    let best = in_order(record).into_iter().filter(|v| v.rank.is_some()).take(BEST_DRAWN).map(|v| &v.case);
    let series = |case: &CaseRecord| {
        let digest = &case.planned()?.digest;
        let weeks = digest.streams.iter().map(|s| s.waiting_by_week.len()).max().filter(|&weeks| weeks > 1)?;
        let in_week = |week: usize| digest.streams.iter().filter_map(|s| s.waiting_by_week.get(week)).sum::<f64>();
        let points = (0..weeks).map(|week| (week as f64 + 1.0, in_week(week))).collect();
        Some(Series { name: case.id.clone(), points, dots: false })
    };
    let drawn: Vec<Series> =
        std::iter::once(&record.base).chain(record.do_nothing.as_ref()).chain(best).filter_map(series).collect();
    if drawn.is_empty() {
        return;
    }
    sheet.heading("Waiting lists by week");
    let told: Vec<String> = drawn
        .iter()
        .filter_map(|s| {
            Some(format!("{} from {} to {}", s.name, whole(s.points.first()?.1), whole(s.points.last()?.1)))
        })
        .collect();
    let description = format!("All streams together, at the end of each week: {}.", told.join("; "));
    sheet.paragraph(&description);
    let plane = Plane::waiting_by_week(drawn);
    sheet.chart(Some(Chart::new("Patients waiting at the end of each week", &description, plane)));
}

/// What each variant gains and costs.
fn gains(record: &ComparisonRecord) -> Option<Chart> {
    let bar = |variant: &VariantOutcome| {
        let d = variant.difference.as_ref()?;
        let money = match d.spend_gbp.round() {
            more if more > 0.0 => format!(" for {} more", pounds(more)),
            less if less < 0.0 => format!(", {} saved", pounds(-less)),
            _ => String::new(),
        };
        let label = format!("{}{money}", signed(d.important_changes, one));
        let strong = variant.rank.is_some_and(|r| matches!(r.bargain, Bargain::ForNothing | Bargain::ForMoney));
        Some(Bar { name: variant.case.id.clone(), from: 0.0, to: d.important_changes, label, strong })
    };
    let measured = |v: &&VariantOutcome| v.rank.is_some_and(|rank| rank.bargain != Bargain::AnotherYardstick);
    let bars: Vec<Bar> = in_order(record).into_iter().filter(measured).filter_map(bar).take(MOST_BARS).collect();
    if bars.is_empty() {
        return None;
    }
    let told: Vec<String> = bars.iter().take(3).map(|bar| format!("{} {}", bar.name, bar.label)).collect();
    let description = format!("In the order of bargains: {}. The table has them all.", told.join("; "));
    let title = "important changes more".to_owned();
    let chart = Chart::new("What each variant gains, the best bargain first", &description, Bars { title, bars });
    Some(chart.noted(
        "Variants that are ranked. Beside each bar: what is gained, and the money. Strong: worth more than it costs.",
    ))
}

fn headline(sheet: &mut Sheet, record: &ComparisonRecord) {
    let service = &record.service;
    let weeks = || format!("in the {} weeks from {}", service.weeks, service.start.format("%A %-d %B %Y"));
    let (of, when) = match record.of {
        Compared::Plans => ("plans", weeks()),
        Compared::Splits => ("plans with sessions and patients split, upper limits,", weeks()),
        Compared::Balances => ("long-run balances", "in a year".to_owned()),
    };
    let planned = record.variants.iter().filter(|v| v.case.planned().is_some()).count();
    sheet.paragraph(
        &format!("{of} {when}: {planned} of {} variants beside the scenario as it is.", record.variants.len())
            .replacen(of, &capital(of), 1),
    );
    match best_bargain(record) {
        Some(best) => sheet.paragraph(&format!("The best bargain is {best}")),
        None => sheet.paragraph("No variant gains anything."),
    }
}

/// The comparison in a sentence.
pub(in crate::report) fn in_short(record: &ComparisonRecord) -> Option<String> {
    let ranked = record.variants.iter().filter_map(|v| v.rank);
    let ranked = ranked.filter(|rank| rank.bargain != Bargain::AnotherYardstick).count();
    match best_bargain(record) {
        Some(best) => Some(format!("The best bargain of {ranked} is {best}")),
        None if ranked > 0 => Some(format!(
            "None of {ranked} variants measured with one yardstick gains anything at the policy's prices."
        )),
        None => None,
    }
}

/// The variant that is the best bargain, with its sentence; none if none gains anything.
fn best_bargain(record: &ComparisonRecord) -> Option<String> {
    let best = record.ranking.first().and_then(|id| record.variants.iter().find(|v| v.case.id == *id))?;
    let bargain = best.rank.map(|rank| rank.bargain);
    matches!(bargain, Some(Bargain::ForNothing | Bargain::ForMoney))
        .then(|| format!("{}. {}", question(&best.case), best.sentence))
}

/// A side's id, and the question that it asks.
fn question(case: &CaseRecord) -> String {
    match &case.description {
        Some(description) => format!("{} ({})", case.id, description.trim_end_matches('.')),
        None => case.id.clone(),
    }
}

fn sides(sheet: &mut Sheet, record: &ComparisonRecord) {
    sheet.heading("Key figures");
    let columns = [
        Column::Words(""),
        Column::Number("Start"),
        Column::Number("Important\nchanges"),
        Column::Number("Waiting\nat the end"),
        Column::Number("Spend"),
    ];
    let earns = record.sides().filter_map(CaseRecord::planned).any(|planned| planned.digest.income_gbp.is_some());
    let mut columns = columns.to_vec();
    if earns {
        columns.extend([Column::Number("Income"), Column::Number("Margin")]);
    }
    columns.push(Column::Number("Worth"));
    let rows = record.sides().map(|side| {
        let cells = side.planned().map(|planned| {
            let d = &planned.digest;
            let mut cells =
                vec![whole(d.started), one(d.benefit.important_changes), whole(d.waiting), pounds(d.spend_gbp)];
            if earns {
                let income = d.income_gbp.unwrap_or(0.0);
                cells.extend([pounds(income), pounds(income - d.spend_gbp)]);
            }
            cells.push(pounds(d.value_gbp));
            cells
        });
        let cells = cells.unwrap_or_else(|| vec!["-".to_owned(); columns.len() - 1]);
        std::iter::once(side.id.clone()).chain(cells).collect()
    });
    sheet.table(&columns, rows.collect());
    match record.not_compared {
        Some(NotCompared::NotAskedFor) => sheet.paragraph("Doing nothing was not asked for."),
        Some(NotCompared::NothingKnown) => sheet.paragraph("No stream says what is done today."),
        None => {}
    }
}

/// The variants in the order of their ranks, then those without.
fn in_order(record: &ComparisonRecord) -> Vec<&VariantOutcome> {
    let ranked = record.ranking.iter().filter_map(|id| record.variants.iter().find(|v| v.case.id == *id));
    let rest = record.variants.iter().filter(|v| !record.ranking.contains(&v.case.id));
    ranked.chain(rest).collect()
}

fn differences(sheet: &mut Sheet, record: &ComparisonRecord) {
    sheet.heading("Against the scenario as it is, the best bargain first");
    sheet.chart(gains(record));
    let columns = [
        Column::Words("Variant"),
        Column::Number("Start"),
        Column::Number("Important\nchanges"),
        Column::Number("Waiting"),
        Column::Number("Spend"),
    ];
    let earns = record.variants.iter().filter_map(|v| v.difference.as_ref()).any(|d| d.income_gbp.is_some());
    let mut columns = columns.to_vec();
    if earns {
        columns.push(Column::Number("Income"));
    }
    columns.extend([Column::Number("Worth"), Column::Number("A pound\nbuys")]);
    let rows = in_order(record).into_iter().filter_map(|variant| {
        let d = variant.difference.as_ref()?;
        let bargain = variant.rank.map(|rank| rank.bargain);
        let buys = match (bargain, variant.rank.and_then(|rank| rank.gain_per_gbp)) {
            (Some(Bargain::ForMoney), Some(gain)) => pounds(gain),
            (Some(Bargain::Saving), Some(lost)) => format!("saves at {}", pounds(lost)),
            (Some(Bargain::AnotherYardstick), _) => "*".to_owned(),
            (None, _) => "**".to_owned(),
            _ => "-".to_owned(),
        };
        let mut cells = vec![
            variant.case.id.clone(),
            signed(d.started, whole),
            signed(d.important_changes, one),
            signed(d.waiting, whole),
            signed(d.spend_gbp, pounds),
        ];
        if earns {
            cells.push(signed(d.income_gbp.unwrap_or(0.0), pounds));
        }
        cells.extend([signed(d.value_gbp, pounds), buys]);
        Some(cells)
    });
    sheet.table(&columns, rows.collect());
    sheet.paragraph(
        "A pound buys: worth gained at the policy's prices for each pound spent more; \"saves at\": worth lost for each \
         pound spent less.",
    );
    let any = |of: fn(&VariantOutcome) -> bool| record.variants.iter().any(of);
    if any(|v| v.rank.is_some_and(|rank| rank.bargain == Bargain::AnotherYardstick)) {
        sheet.paragraph("* It changes the weeks or what things are worth, and is not ranked.");
    }
    if any(|v| v.rank.is_none() && v.difference.is_some()) {
        sheet.paragraph("** Its rules cannot all hold; the figures are those of the plan that breaks least.");
    }
}

fn in_words(sheet: &mut Sheet, record: &ComparisonRecord) {
    let told: Vec<&VariantOutcome> = in_order(record).into_iter().filter(|v| v.difference.is_some()).collect();
    if told.is_empty() {
        return;
    }
    sheet.heading("In words");
    for variant in told {
        sheet.point(&format!("{}: {}", question(&variant.case), variant.sentence));
    }
}

fn not_planned(sheet: &mut Sheet, record: &ComparisonRecord) {
    let left: Vec<&CaseRecord> = record.sides().filter(|side| side.planned().is_none()).collect();
    if left.is_empty() {
        return;
    }
    sheet.heading("Not planned");
    for case in left {
        match &case.result {
            CaseResult::Refused { findings } => {
                for finding in findings {
                    sheet.point(&format!("{}: {}", case.id, in_a_line(finding)));
                }
            }
            CaseResult::Failed { why } => sheet.point(&format!("{}: {why}", case.id)),
            CaseResult::Planned(_) => {}
        }
    }
}

fn moved(sheet: &mut Sheet, record: &ComparisonRecord, between: &Between) {
    let d = &between.difference;
    sheet.heading(&format!("From {} to {}", between.before, between.after));
    let names = record.side(&between.after);
    let stream_name = |s: &StreamDifference| {
        let known = record.service.stream_name(&s.stream);
        names.map_or(known, |case| case.name(s.stream.as_ref(), known)).to_owned()
    };
    let optional = |number: Option<f64>| number.map_or_else(|| "-".to_owned(), |n| signed(n, one));
    let columns = [
        Column::Words("Stream"),
        Column::Number("Start"),
        Column::Number("Important\nchanges"),
        Column::Number("Waiting"),
        Column::Number("Weeks\nlater"),
        Column::Number("Lessons\neach"),
    ];
    let rows = d.streams.iter().map(|s| {
        vec![
            stream_name(s),
            signed(s.started, whole),
            signed(s.important_changes, one),
            signed(s.waiting, whole),
            optional(s.later_weeks),
            optional(s.lessons_per_patient),
        ]
    });
    if d.streams.is_empty() {
        sheet.paragraph("No stream differs.");
    }
    sheet.table(&columns, rows.collect());
    if d.moves.is_empty() {
        if record.of == Compared::Plans {
            sheet.paragraph("Nobody's sessions differ.");
        }
        return;
    }
    sheet.gap();
    let place = |place: &Option<Place>| match place {
        Some(p) => format!("{} {} at {}", p.half_day, p.clinic, p.site),
        None => "-".to_owned(),
    };
    let columns =
        [Column::Words("Practitioner"), Column::Words("From"), Column::Words("To"), Column::Number("Sessions")];
    let row = |m: &Move| vec![m.practitioner.to_string(), place(&m.from), place(&m.to), m.sessions.to_string()];
    sheet.table(&columns, d.moves.iter().take(MOVES_LISTED).map(row).collect());
    let more = d.moves.len().saturating_sub(MOVES_LISTED);
    if more > 0 {
        sheet.paragraph(&format!("And {more} more: see moves.csv (--out)."));
    }
}

fn again(sheet: &mut Sheet, record: &ComparisonRecord) {
    sheet.heading("To see one of them whole");
    let example = record.variants.iter().find(|v| v.case.planned().is_some());
    let arguments = example.map_or_else(String::new, |v| arguments(&v.case));
    let command = match record.of {
        Compared::Plans => "plan SCENARIO",
        Compared::Balances => "plan SCENARIO --steady",
        Compared::Splits => "compare SCENARIO --split",
    };
    let is_begun = |case: &CaseRecord| case.planned().is_some_and(|planned| planned.begun_at.is_some());
    if record.variants.iter().any(|variant| is_begun(&variant.case)) {
        sheet.paragraph(&format!(
            "Plans of variants were begun at that of the scenario without them, with the same limits: equipoise {command} \
             --out BASE, then equipoise {command}{arguments} --near BASE/plan.json"
        ));
        return;
    }
    sheet.paragraph(&format!(
        "Every side is what the scenario's plan by itself comes to, with the same limits: equipoise {command}{arguments}"
    ));
}

/// The arguments that plan a side by itself.
fn arguments(case: &CaseRecord) -> String {
    let plain = |text: &str| text.chars().all(|c| c.is_alphanumeric() || "-_.:,=#/@+%".contains(c));
    let quoted = |text: &String| if plain(text) { text.clone() } else { format!("'{}'", text.replace('\'', "'\\''")) };
    let variants = case.variants.iter().map(|v| format!(" --variant {}", quoted(v)));
    variants.chain(case.sets.iter().map(|s| format!(" --set {}", quoted(s)))).collect()
}
