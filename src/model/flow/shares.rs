//! F8, shares of the options.

use crate::engine::Col;
use crate::model::{Builder, Goal, Soft};
use crate::service::RuleId;

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
/// - Columns: `start`.
/// - Units: patients.
/// - YAML: `streams[].courses[].least_share`, `streams[].courses[].most_share`, `streams[].courses[].fixed_share`,
///   `streams[].today.mix`.
/// - Dual: what one start beyond this share's limit would be worth.
pub fn add(b: &mut Builder) {
    for g in 0..b.facts.service.streams.len() {
        let stream = b.facts.service.streams.at(g);
        for option in &stream.options {
            let c = b.facts.course(&option.course);
            let today = stream.today.as_ref().filter(|_| b.goal == Goal::DoNothing && !option.fixed);
            let (least, most) = match today {
                Some(today) => {
                    let share = today.mix.get(&option.course).map_or(0.0, |f| f.get());
                    (share, share)
                }
                None => (option.least.get(), option.most.get()),
            };
            let what = format!("{} {}", b.stream(g), b.course(c));
            let (own, all) = (b.starts_on(g, c), b.starts_in(g));
            add_pair(b, &what, &own, &all, (least, most), option.fixed);
            if option.fixed {
                for site in stream.site_shares.keys() {
                    let s = b.facts.site(site);
                    let mut own_all = (Vec::new(), Vec::new());
                    for w in 0..b.facts.weeks {
                        let Some(&own) = b.columns.start.get(&(g, c, s, w)) else { continue };
                        let all = b.starts_at(g, s, w);
                        let what = format!("{what} {} w{}", b.site(s), w + 1);
                        add_pair(b, &what, &[own], &all, (least, most), true);
                        own_all.0.push(own);
                        own_all.1.extend(all);
                    }
                    let what = format!("{what} {}", b.site(s));
                    add_pair(b, &what, &own_all.0, &own_all.1, (least, most), true);
                }
            }
        }
    }
}

fn add_pair(b: &mut Builder, what: &str, own: &[Col], all: &[Col], (least, most): (f64, f64), fixed: bool) {
    let terms = |share: f64| -> Vec<(Col, f64)> {
        own.iter().map(|&col| (col, 1.0)).chain(all.iter().map(|&col| (col, -share))).collect()
    };
    let mut rows = Vec::new();
    if least > 0.0 && least == most {
        rows.push(b.program.row(format!("F8 share {what}"), -1.0, terms(least), 1.0));
    } else {
        if least > 0.0 {
            rows.push(b.program.at_least(format!("F8 least {what}"), terms(least), -1.0));
        }
        if most < 1.0 {
            rows.push(b.program.at_most(format!("F8 most {what}"), terms(most), 1.0));
        }
    }
    if !fixed {
        for row in rows {
            let what = format!("the least and most shares of {what}");
            b.soft.push(Soft { row, rule: RuleId::Shares, what, unit: "patients", price: 1000.0 });
        }
    }
}
