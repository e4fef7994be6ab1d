//! What a scenario declares and other parts of it refer to: the one place that says "no such thing".

use super::codes;
use super::findings::Findings;
use super::wording::list;
use crate::base::finding::Code;
use crate::base::ids::{
    ActivityId, BlockIncomeId, BudgetId, CareRuleId, ClinicId, ContractId, CourseId, DeskWorkId, FigureId, Id,
    LeaveRuleId, MeasureId, MeetingId, PeriodId, PractitionerId, RoleId, RoomId, RoomKindId, SiteId, StreamId,
    VariantId,
};
use crate::scenario::records::ScenarioRecord;
use std::collections::{HashMap, HashSet};
use std::marker::PhantomData;

/// The things of one kind that exist.
pub(super) struct Known<I> {
    code: Code,
    missing: String,
    ordered: Vec<String>,
    set: HashSet<String>,
    kind: PhantomData<I>,
}

impl<I: for<'a> From<&'a str>> Known<I> {
    fn of<'a>(code: Code, missing: String, texts: impl Iterator<Item = &'a str>) -> Self {
        let mut known = Self { code, missing, ordered: Vec::new(), set: HashSet::new(), kind: PhantomData };
        for text in texts {
            if known.set.insert(text.to_owned()) {
                known.ordered.push(text.to_owned());
            }
        }
        known
    }

    /// Whether something has this name.
    pub(super) fn contains(&self, text: &str) -> bool {
        self.set.contains(text)
    }

    /// The typed name of something that exists; else an error with what was probably meant.
    pub(super) fn resolve(&self, findings: &mut Findings<'_>, path: &str, text: &str) -> Option<I> {
        if self.contains(text) {
            return Some(I::from(text));
        }
        findings.add_choice(self.code, path, format!("{} `{text}`", self.missing), text, &self.ordered);
        None
    }

    /// The typed names of a list without repeats, in order; the path is the list's.
    pub(super) fn resolve_list(&self, findings: &mut Findings<'_>, path: &str, texts: &[String]) -> Vec<I> {
        once_each(findings, path, texts)
            .into_iter()
            .filter_map(|i| self.resolve(findings, &format!("{path}.{i}"), &texts[i]))
            .collect()
    }

    /// As [`Known::resolve_list`], for a list that must name something.
    pub(super) fn resolve_some(&self, findings: &mut Findings<'_>, path: &str, texts: &[String]) -> Vec<I> {
        if texts.is_empty() {
            findings.add(codes::EMPTY_LIST, path, "this list names nothing");
        }
        self.resolve_list(findings, path, texts)
    }
}

/// Positions of the first of each text; repeats are errors.
pub(super) fn once_each(findings: &mut Findings<'_>, path: &str, texts: &[String]) -> Vec<usize> {
    let mut seen = HashSet::new();
    let mut firsts = Vec::new();
    for (i, text) in texts.iter().enumerate() {
        if seen.insert(text.as_str()) {
            firsts.push(i);
        } else {
            findings.add(codes::REPEATED, &format!("{path}.{i}"), format!("`{text}` stands twice in this list"));
        }
    }
    firsts
}

/// Every kind of name.
pub(super) struct Names {
    pub(super) periods: Known<PeriodId>,
    pub(super) sites: Known<SiteId>,
    pub(super) rooms: Known<RoomId>,
    pub(super) kinds: Known<RoomKindId>,
    pub(super) features: Known<String>,
    pub(super) activities: Known<ActivityId>,
    pub(super) clinics: Known<ClinicId>,
    pub(super) practitioners: Known<PractitionerId>,
    pub(super) roles: Known<RoleId>,
    pub(super) skills: Known<String>,
    pub(super) measures: Known<MeasureId>,
    pub(super) courses: Known<CourseId>,
    pub(super) streams: Known<StreamId>,
}

impl Names {
    /// Gathers them; ids written twice in a list are errors.
    pub(super) fn of(record: &ScenarioRecord, findings: &mut Findings<'_>) -> Self {
        let r = record;
        declared::<FigureId>(findings, r.evidence.iter().map(|x| &x.id));
        declared::<MeetingId>(findings, r.meetings.iter().map(|x| &x.id));
        declared::<DeskWorkId>(findings, r.desk_work.iter().map(|x| &x.id));
        declared::<LeaveRuleId>(findings, r.leave_rules.iter().map(|x| &x.id));
        declared::<BudgetId>(findings, r.funding.budgets.iter().map(|x| &x.id));
        declared::<BlockIncomeId>(findings, r.funding.block_income.iter().map(|x| &x.id));
        declared::<ContractId>(findings, r.funding.contracts.iter().map(|x| &x.id));
        declared::<CareRuleId>(findings, r.care_rules.iter().map(|x| &x.id));
        declared::<VariantId>(findings, r.variants.iter().map(|x| &x.id));
        let people = &r.practitioners;
        Self {
            periods: declared(findings, r.calendar.half_days.iter().map(|x| &x.id)),
            sites: declared(findings, r.sites.iter().map(|x| &x.id)),
            rooms: declared(findings, r.rooms.iter().map(|x| &x.id)),
            kinds: Known::of(
                codes::ROOM_KIND_NOWHERE,
                "no room is of the kind".to_owned(),
                r.rooms.iter().map(|x| x.kind.as_str()),
            ),
            features: Known::of(
                codes::ROOM_FEATURE_NOWHERE,
                "no room has the feature".to_owned(),
                r.rooms.iter().flat_map(|x| x.features.iter().map(String::as_str)),
            ),
            activities: declared(findings, r.activities.iter().map(|x| &x.id)),
            clinics: declared(findings, r.clinics.iter().map(|x| &x.id)),
            practitioners: declared(findings, people.iter().map(|x| &x.id)),
            roles: Known::of(
                codes::ROLE_NOBODY_HAS,
                "nobody has the role".to_owned(),
                people.iter().map(|x| x.role.as_str()),
            ),
            skills: Known::of(
                codes::SKILL_NOBODY_HAS,
                "nobody has the skill".to_owned(),
                people.iter().flat_map(|x| x.skills.iter().map(String::as_str)),
            ),
            measures: declared(findings, r.measures.iter().map(|x| &x.id)),
            courses: declared(findings, r.courses.iter().map(|x| &x.id)),
            streams: declared(findings, r.streams.iter().map(|x| &x.id)),
        }
    }
}

/// The ids of a list; one that is written twice is an error.
fn declared<'a, I: Id + for<'b> From<&'b str>>(
    findings: &mut Findings<'_>,
    ids: impl Iterator<Item = &'a String>,
) -> Known<I> {
    let mut entries: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut ordered = Vec::new();
    for (i, id) in ids.enumerate() {
        entries.entry(id).or_default().push(i + 1);
        ordered.push(id.as_str());
    }
    let known = Known::of(codes::DANGLING_ID, format!("no {} is called", I::NOUN), ordered.iter().copied());
    for id in &known.ordered {
        let positions = &entries[id.as_str()];
        if positions.len() > 1 {
            // The id's path leads to the first of them.
            let second = format!("{}.{}", I::LIST, positions[1] - 1);
            let positions = list(positions.iter().map(ToString::to_string));
            let cause = format!("the {} `{id}` is declared more than once (entries {positions})", I::NOUN);
            findings.add_at(codes::DUPLICATE_ID, &format!("{}.{id}", I::LIST), &second, cause);
        }
    }
    known
}
