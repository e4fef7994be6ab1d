//! F8, shares of the options.

use crate::engine::{Col, Program};
use crate::model::{Builder, Goal, Soft};
use crate::service::{Choice, RuleId, Stream};

/// **F8 shares.** For option *c* of stream *g* over the horizon and all sites:
///
/// ```text
/// least[g,c] x total[g] - 1 <= sum over s, w of start[g,c,s,w] <= most[g,c] x total[g] + 1
/// total[g] = sum over c, s, w of start[g,c,s,w]
/// ```
///
/// The 1 leaves room for whole patients. Where the option is a need and not a choice, least = most, and the same holds
/// at each site in each week, and at each site over the horizon. "Do nothing" takes today's mix for least and most of
/// the options that are a choice. Where rules clash, the shares of a choice may be broken at 1,000 pounds a patient.
///
/// Where other courses may stand in for an option, its share is that of all of them: `start[g,c,s,w]` is then summed over
/// *c* and these; and over the horizon and all sites
///
/// ```text
/// sum over the courses that stand in, s, w of start <= most_instead[g,c] x sum over c and these, s, w of start + 1
/// ```
///
/// "Do nothing" gives them today's mix too.
///
/// - Columns: `start`.
/// - Units: patients.
/// - YAML: `streams[].courses[].least_share`, `streams[].courses[].most_share`, `streams[].courses[].fixed_share`,
///   `streams[].courses[].instead`, `streams[].courses[].most_instead`, `streams[].today.mix`.
/// - Dual: what one start beyond this share's limit would be worth.
pub fn add(b: &mut Builder) {
    for g in 0..b.facts.service.streams.len() {
        let stream = b.facts.service.streams.at(g);
        for option in &stream.options {
            let limits = limits(stream, option, b.goal);
            let what = format!("{} {}", b.stream(g), option.course);
            let met: Vec<usize> = stream.meets(option).map(|course| b.facts.course(course)).collect();
            let own: Vec<Col> = met.iter().flat_map(|&c| b.starts_on(g, c)).collect();
            let all = b.starts_in(g);
            add_pair(b, &what, &own, &all, limits, option.fixed);
            let instead: Vec<Col> = met.iter().skip(1).flat_map(|&c| b.starts_on(g, c)).collect();
            if !instead.is_empty() {
                let most = (0.0, option.most_instead.get());
                add_pair(b, &format!("{what} instead"), &instead, &own, most, false);
            }
            if option.fixed {
                for site in stream.site_shares.keys() {
                    let s = b.facts.site(site);
                    let mut own_all = (Vec::new(), Vec::new());
                    for w in 0..b.facts.weeks {
                        let starts = met.iter().filter_map(|&c| b.columns.start.get(&(g, c, s, w)).copied());
                        let own: Vec<Col> = starts.collect();
                        if own.is_empty() {
                            continue;
                        }
                        let all = b.starts_at(g, s, w);
                        let what = format!("{what} {} w{}", b.site(s), w + 1);
                        add_pair(b, &what, &own, &all, limits, true);
                        own_all.0.extend(own);
                        own_all.1.extend(all);
                    }
                    let what = format!("{what} {}", b.site(s));
                    add_pair(b, &what, &own_all.0, &own_all.1, limits, true);
                }
            }
        }
    }
}

fn add_pair(b: &mut Builder, what: &str, own: &[Col], all: &[Col], limits: (f64, f64), fixed: bool) {
    let rows = rows(&mut b.program, what, own, all, limits);
    if !fixed {
        b.soft.extend(rows);
    }
}

/// The least and most share of an option, with the courses that stand in for it; or of one of these.
#[must_use]
pub fn limits(stream: &Stream, option: &Choice, goal: Goal) -> (f64, f64) {
    match &stream.today {
        Some(today) if goal == Goal::DoNothing && !option.fixed => {
            let share = stream.meets(option).filter_map(|course| today.mix.get(course)).map(|share| share.get()).sum();
            (share, share)
        }
        _ => (option.least.get(), option.most.get()),
    }
}

/// The rows that hold the sum of `own` between shares of the sum of `all`, one patient either way.
pub fn rows(program: &mut Program, what: &str, own: &[Col], all: &[Col], (least, most): (f64, f64)) -> Vec<Soft> {
    let terms = |share: f64| -> Vec<(Col, f64)> {
        own.iter().map(|&col| (col, 1.0)).chain(all.iter().map(|&col| (col, -share))).collect()
    };
    let mut rows = Vec::new();
    if least > 0.0 && least == most {
        rows.push(program.row(format_args!("F8 share {what}"), -1.0, terms(least), 1.0));
    } else {
        if least > 0.0 {
            rows.push(program.at_least(format_args!("F8 least {what}"), terms(least), -1.0));
        }
        if most < 1.0 {
            rows.push(program.at_most(format_args!("F8 most {what}"), terms(most), 1.0));
        }
    }
    let what = format!("the least and most shares of {what}");
    let soft = |row| Soft { row, rule: RuleId::Shares, what: what.clone(), unit: "patients", price: 1000.0 };
    rows.into_iter().map(soft).collect()
}
