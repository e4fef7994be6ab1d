//! F1, the queue.

use crate::model::Builder;
use crate::model::facts::attended_share;
use std::collections::BTreeMap;

/// **F1 queue.** An equality for stream *g*, site *s*, week *w*, first come first served:
///
/// ```text
/// waiting[g,s,w] = (1 - removals[g]) x waiting[g,s,w-1] + share[g,s] x (referrals[g,w] + onward[g,w])
///                  - sum over c of start[g,c,s,w]
/// onward[g,w]    = sum over g', c, s of per_attended[g',g] x attended[c] x start[g',c,s,w-lag[g',g]]
///                  + the same of patients who started before the horizon
/// ```
///
/// In week 0 the site's share of the waiting list stands for `waiting[g,s,-1]`. `onward` exists only for streams that
/// others feed. `attended[c]` is 1 - dna where the first appointment of the course is lost when missed, else 1.
/// Removals are a fixed share of the queue, taken from its front, never a decision. Referrals are expected values, so
/// that queues are fractional even where starts are whole.
///
/// - Columns: `waiting[g,s,w] >= 0` at the week's end, `onward[g,w] >= 0` over all sites.
/// - Units: patients.
/// - YAML: `streams[].referrals`, `streams[].waiting_list`, `streams[].removals_per_week`, `streams[].site_shares`,
///   `streams[].onward`, `streams[].in_course`.
/// - Dual: what one more patient in that queue at that week's end is worth; below 0 where the patient can only wait.
pub fn add(b: &mut Builder) {
    add_onward(b);
    let service = b.facts.service;
    for (g, stream) in service.streams.iter().enumerate() {
        let keep = stream.removals_per_week.complement().get();
        for (site, share) in &stream.site_shares {
            let (s, share) = (b.facts.site(site), share.get());
            let mut before = None;
            for w in 0..b.facts.weeks {
                let name = format!("waiting {} {} w{}", b.stream(g), b.site(s), w + 1);
                let waiting = b.program.column(name, 0.0, f64::INFINITY, 0.0);
                b.columns.waiting.insert((g, s, w), waiting);
                let mut terms = vec![(waiting, 1.0)];
                let mut arriving = share * stream.referrals[w].0;
                match before {
                    Some(before) => terms.push((before, -keep)),
                    None => arriving += keep * share * stream.list().0,
                }
                if let Some(&onward) = b.columns.onward.get(&(g, w)) {
                    terms.push((onward, -share));
                }
                terms.extend(b.starts_at(g, s, w).into_iter().map(|start| (start, 1.0)));
                let name = format!("F1 queue {} {} w{}", b.stream(g), b.site(s), w + 1);
                b.program.equal(name, terms, arriving);
                before = Some(waiting);
            }
        }
    }
}

fn add_onward(b: &mut Builder) {
    let service = b.facts.service;
    // Who started before the horizon, by stream: weeks ago, patients, and how many of them attended.
    let mut earlier_of: BTreeMap<usize, Vec<(usize, f64, f64)>> = BTreeMap::new();
    for (g, c, _, ago, patients, _) in b.facts.in_course() {
        let attended = attended_share(service, service.courses.at(c));
        earlier_of.entry(g).or_default().push((ago, patients, attended));
    }
    for (to, target) in service.streams.iter().enumerate() {
        let feeders: Vec<(usize, f64, usize)> = service
            .streams
            .iter()
            .enumerate()
            .flat_map(|(g, stream)| {
                let onward = stream.onward.iter().filter(|o| o.to == target.id);
                onward.map(move |o| (g, o.per_attended.get(), o.lag_weeks as usize))
            })
            .collect();
        if feeders.is_empty() {
            continue;
        }
        for w in 0..b.facts.weeks {
            let name = format!("onward {} w{}", b.stream(to), w + 1);
            let onward = b.program.column(name, 0.0, f64::INFINITY, 0.0);
            b.columns.onward.insert((to, w), onward);
            let mut terms = vec![(onward, 1.0)];
            let mut earlier = 0.0;
            for &(from, rate, lag) in &feeders {
                if lag <= w {
                    for start in b.starts_of(from, w - lag) {
                        let attended = attended_share(service, service.courses.at(start.course));
                        terms.push((start.col, -rate * attended));
                    }
                }
                for &(ago, patients, attended) in earlier_of.get(&from).into_iter().flatten() {
                    if w + ago == lag {
                        earlier += patients * rate * attended;
                    }
                }
            }
            let name = format!("F1 onward {} w{}", b.stream(to), w + 1);
            b.program.equal(name, terms, earlier);
        }
    }
}
