//! Figures without a source: one note a list.

use super::codes;
use super::reader::Reader;
use super::wording::list;

/// Whether a source says nothing.
pub(super) fn is_blank(source: Option<&String>) -> bool {
    source.is_none_or(|s| s.trim().is_empty())
}

/// Notes what carries no source.
pub(super) fn check(reader: &mut Reader<'_>) {
    let r = reader.record;
    let service = &r.service;
    if (service.fte_total.is_some() || service.referrals_per_year.is_some()) && is_blank(service.source.as_ref()) {
        note(reader, "service", "the service's totals carry no source".to_owned());
    }
    if r.horizon.steady.as_ref().is_some_and(|s| is_blank(s.source.as_ref())) {
        note(reader, "horizon.steady", "the weeks worked in a year carry no source".to_owned());
    }
    macro_rules! lists {
        ($($list:ident),+) => {$(
            let without: Vec<String> =
                r.$list.iter().filter(|x| is_blank(x.source.as_ref())).map(|x| x.id.clone()).collect();
            note_list(reader, stringify!($list), without);
        )+};
    }
    lists!(
        sites,
        rooms,
        activities,
        practitioners,
        measures,
        courses,
        care_rules,
        streams,
        meetings,
        desk_work,
        leave_rules
    );
    let evidence: Vec<String> = r
        .courses
        .iter()
        .filter(|c| c.evidence.as_ref().is_some_and(|e| e.source.trim().is_empty()))
        .map(|c| format!("the evidence of {}", c.id))
        .collect();
    note_list(reader, "courses", evidence);
    let own: Vec<String> = r.evidence.iter().filter(|e| e.source.trim().is_empty()).map(|e| e.id.clone()).collect();
    note_list(reader, "evidence", own);
    let others = r.policy.comparators.iter().flat_map(|c| &c.others);
    let others: Vec<String> = others
        .filter(|c| c.source.trim().is_empty())
        .map(|c| format!("what counts against {}", c.comparator))
        .collect();
    note_list(reader, "policy.comparators", others);
    let today: Vec<String> = r
        .streams
        .iter()
        .filter(|s| s.today.as_ref().is_some_and(|t| is_blank(t.source.as_ref())))
        .map(|s| format!("today's mix of {}", s.id))
        .collect();
    note_list(reader, "streams", today);
    let funding = super::funding::without_source(reader);
    note_list(reader, "funding", funding);
    if is_blank(r.policy.source.as_ref()) {
        note(reader, "policy", "the prices of the aims carry no source".to_owned());
    }
}

fn note_list(reader: &mut Reader<'_>, path: &str, without: Vec<String>) {
    if !without.is_empty() {
        let cause = format!("no source is given for {}", list(without));
        note(reader, path, cause);
    }
}

fn note(reader: &mut Reader<'_>, path: &str, cause: String) {
    reader.findings.add(codes::NO_SOURCE, path, cause);
}
