//! Rules of care: what every course with certain activities keeps. They are facts of courses and people, so that nothing
//! is left for a plan to choose: a course that breaks one is an error.

use super::codes;
use super::reader::Reader;
use super::staffing::position;
use super::wording::{list, number};
use crate::base::finding::Code;
use crate::base::ids::ActivityId;
use crate::scenario::records::CareRuleRecord;
use crate::service::{Course, Level, Mode, Practitioner, Service, Stream};
use std::collections::BTreeSet;

/// How far a share or hours may miss their limit by rounding.
const TOLERANCE: f64 = 1e-9;

/// Checks every rule of care against every course, the people who could give it, and where patients go on to.
pub(super) fn check(reader: &mut Reader<'_>, service: &Service) {
    let record = reader.record;
    for written in &record.care_rules {
        let at = format!("care_rules.{}", written.id);
        let mut named = |key: &str, ids: &[String]| -> BTreeSet<ActivityId> {
            let path = format!("{at}.{key}");
            reader.names.activities.resolve_list(&mut reader.findings, &path, ids).into_iter().collect()
        };
        let rule = Rule {
            written,
            activities: named("activities", &written.activities),
            only_with: named("only_with", &written.only_with),
            only_after: named("only_after", &written.only_after),
        };
        if written.activities.is_empty() {
            reader.findings.add(codes::EMPTY_LIST, &format!("{at}.activities"), "this list names nothing");
        }
        if rule.says_nothing() {
            let cause = format!("`{}` says nothing of its activities", written.id);
            reader.findings.add(codes::CARE_RULE_EMPTY, &at, cause);
        }
        if !reader.findings.sound(&at) || !reader.findings.sound("courses") {
            continue;
        }
        let courses: Vec<&Course> = service.courses.iter().filter(|course| rule.concerns(course)).collect();
        if courses.is_empty() {
            let cause = format!("no course has what `{}` is about", written.id);
            reader.findings.add(codes::CARE_RULE_UNUSED, &at, cause);
        }
        for course in courses {
            for (code, cause) in rule.broken_by(service, course) {
                reader.findings.add(code, &format!("courses.{}", course.id), format!("{cause} (`{}`)", written.id));
            }
        }
        if let Some(band) = &written.highest_band {
            bands(reader, service, &rule, band);
        }
        if written.single_course {
            again(reader, service, &rule);
        }
    }
}

/// A rule, with its activities by their typed names.
struct Rule<'r> {
    written: &'r CareRuleRecord,
    activities: BTreeSet<ActivityId>,
    only_with: BTreeSet<ActivityId>,
    only_after: BTreeSet<ActivityId>,
}

impl Rule<'_> {
    fn says_nothing(&self) -> bool {
        let written = self.written;
        written.only_with.is_empty()
            && written.only_after.is_empty()
            && written.most_share_of_visits.is_none()
            && written.most_hours_per_patient.is_none()
            && written.highest_band.is_none()
            && !written.single_course
    }

    fn concerns(&self, course: &Course) -> bool {
        has_any(course, &self.activities)
    }

    /// What a course that the rule concerns breaks of it.
    fn broken_by(&self, service: &Service, course: &Course) -> Vec<(Code, String)> {
        let id = &course.id;
        let mut broken = Vec::new();
        if !self.only_with.is_empty() && !has_any(course, &self.only_with) {
            let with = list(self.only_with.iter().map(|id| format!("`{id}`")));
            broken.push((codes::CARE_ALONE, format!("`{id}` has {}, but none of {with}", self.given(course))));
        }
        if !self.only_after.is_empty() && !self.comes_after(service, course) {
            let after = list(self.only_after.iter().map(|id| format!("`{id}`")));
            let cause = format!("`{id}` has {} for patients who had none of {after} before", self.given(course));
            broken.push((codes::CARE_TOO_SOON, cause));
        }
        let share = course.mean_visits_of(&self.activities) / course.mean_visits();
        if let Some(most) = self.written.most_share_of_visits.filter(|most| share > most + TOLERANCE) {
            let (share, most) = (number(100.0 * share), number(100.0 * most));
            let cause =
                format!("{share} % of the visits of `{id}` are {}, at most {most} % may be", self.given(course));
            broken.push((codes::CARE_SHARE, cause));
        }
        let hours = self.hours(service, course);
        if let Some(most) = self.written.most_hours_per_patient.filter(|most| hours > most + TOLERANCE) {
            let cause = format!(
                "a patient of `{id}` may have {} hours of {}, at most {} are allowed",
                number(hours),
                self.given(course),
                number(most)
            );
            broken.push((codes::CARE_HOURS, cause));
        }
        broken
    }

    /// The rule's activities that a course has, as text.
    fn given(&self, course: &Course) -> String {
        let given = course.activities().into_iter().filter(|id| self.activities.contains(*id));
        list(given.map(|id| format!("`{id}`")))
    }

    /// Whether what must come first does, for all who take the course: within it, or where they come from.
    fn comes_after(&self, service: &Service, course: &Course) -> bool {
        let visits = course.visits();
        let number_of = |of: &BTreeSet<ActivityId>, share: f64| {
            visits.iter().filter(|visit| of.contains(visit.activity) && visit.share >= share).map(|v| v.number).min()
        };
        let (first, before) = (number_of(&self.activities, 0.0), number_of(&self.only_after, 1.0));
        if before.is_some_and(|before| first.is_none_or(|first| before < first)) {
            return true;
        }
        let offering = |stream: &&Stream| {
            let earlier = stream.in_course.iter().map(|group| &group.course);
            stream.options.iter().map(|option| &option.course).chain(earlier).any(|id| *id == course.id)
        };
        service.streams.iter().filter(offering).all(|stream| self.had_before(service, stream, &mut BTreeSet::new()))
    }

    /// Whether everybody who is referred to a stream had what must come first: nobody comes from outside, and every
    /// stream that leads to it gives it in all of its courses, or asks it of those who come.
    fn had_before<'s>(&self, service: &'s Service, stream: &'s Stream, seen: &mut BTreeSet<&'s str>) -> bool {
        if stream.referrals_per_year.0 > 0.0 || !seen.insert(stream.id.as_ref()) {
            return false;
        }
        let leads_here = |from: &&Stream| from.onward.iter().any(|onward| onward.to == stream.id);
        let mut sources = service.streams.iter().filter(leads_here).peekable();
        let gives = |from: &Stream| {
            from.options
                .iter()
                .all(|option| service.courses.get(&option.course).is_some_and(|c| has_any(c, &self.only_after)))
        };
        sources.peek().is_some() && sources.all(|from| gives(from) || self.had_before(service, from, seen))
    }

    /// Hours of professional time that one patient may have of the rule's activities: a class's are shared by its most.
    fn hours(&self, service: &Service, course: &Course) -> f64 {
        let minutes = |id: &ActivityId| {
            let Some(activity) = service.activities.get(id).filter(|a| self.activities.contains(&a.id)) else {
                return 0.0;
            };
            match activity.mode {
                Mode::OneToOne => activity.minutes.0,
                Mode::Group { max, .. } => activity.minutes.0 / f64::from(max),
            }
        };
        let lessons: f64 = course.lessons.iter().map(|l| f64::from(l.total()) * minutes(&l.activity)).sum();
        let graded = course.graded.as_ref().map_or(0.0, |graded| {
            let at_level = |level: &Level| level.activities.iter().map(minutes).sum::<f64>();
            let longest = graded.levels.iter().map(at_level).fold(0.0, f64::max);
            let first = graded.first_visit.as_ref();
            let later = graded.most_visits() - u32::from(first.is_some() && graded.most_visits() > 0);
            f64::from(later) * longest + first.map_or(0.0, minutes)
        });
        (lessons + graded) / 60.0
    }
}

fn has_any(course: &Course, activities: &BTreeSet<ActivityId>) -> bool {
    course.activities().into_iter().any(|id| activities.contains(id))
}

/// People of a higher band, or of one that cannot be told, who could give what a rule is about.
fn bands(reader: &mut Reader<'_>, service: &Service, rule: &Rule<'_>, highest: &str) {
    let at = format!("care_rules.{}.highest_band", rule.written.id);
    let Some(limit) = rank(highest) else {
        let cause = format!("`{highest}` is no pay band such as b7 or b8a");
        reader.findings.add(codes::OUT_OF_RANGE, &at, cause);
        return;
    };
    let clinics =
        || service.clinics.iter().filter(|clinic| clinic.activities.iter().any(|id| rule.activities.contains(id)));
    let could = |person: &&Practitioner| clinics().any(|c| position(service, &reader.findings, person, c).is_some());
    let above: Vec<String> = service
        .practitioners
        .iter()
        .filter(|person| person.band.as_deref().and_then(rank).is_none_or(|band| band > limit))
        .filter(could)
        .map(|person| format!("{} ({})", person.id, person.band.as_deref().unwrap_or("no band")))
        .collect();
    if !above.is_empty() {
        let what = list(rule.activities.iter().map(|id| format!("`{id}`")));
        let cause = format!("{} could give {what}, which band {highest} and below may", list(above));
        reader.findings.add(codes::CARE_BAND, &at, cause);
    }
}

/// Where a pay band stands: its number, then its letter.
fn rank(band: &str) -> Option<(u32, char)> {
    let digits = band.trim().trim_start_matches(['b', 'B']);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let mut letters = digits[end..].chars();
    let (letter, more) = (letters.next().unwrap_or('a'), letters.next());
    (more.is_none() && letter.is_ascii_lowercase()).then_some((digits[..end].parse().ok()?, letter))
}

/// Patients who are sent on, at once or over other streams, from one course of it to another.
fn again(reader: &mut Reader<'_>, service: &Service, rule: &Rule<'_>) {
    let gives = |stream: &Stream| {
        stream.options.iter().any(|option| service.courses.get(&option.course).is_some_and(|c| rule.concerns(c)))
    };
    for stream in service.streams.iter().filter(|stream| gives(stream)) {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let mut next = vec![stream];
        while let Some(from) = next.pop() {
            for onward in from.onward.iter().filter(|onward| onward.per_attended.get() > 0.0) {
                let Some(to) = service.streams.get(&onward.to) else { continue };
                if reached.insert(to.id.as_ref()) {
                    next.push(to);
                }
            }
        }
        if let Some(to) = reached.iter().find(|id| service.streams.get(&(**id).into()).is_some_and(gives)) {
            let cause = format!("patients of `{}` come to `{to}`, a second course (`{}`)", stream.id, rule.written.id);
            reader.findings.add(codes::CARE_AGAIN, &format!("streams.{}.onward", stream.id), cause);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn pay_bands_are_in_order() {
        let bands = ["b2", "b5", "b7", "b8a", "b8b", "b8d", "b9", "b10"].map(|band| rank(band).unwrap());
        assert!(bands.is_sorted_by(|a, b| a < b));
        assert_eq!(rank("8a"), rank("b8a"));
        for other in ["consultant", "b", "", "b7+", "b8ab"] {
            assert_eq!(rank(other), None, "{other}");
        }
    }
}
