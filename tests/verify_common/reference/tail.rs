//! After the horizon.

use super::Reference;
use super::calendar::hd;
use chrono::Days;
use equipoise::base::ids::*;
use equipoise::plan::{Plan, Tail};
use equipoise::service::*;
use std::collections::{BTreeMap, BTreeSet};

fn tail(activity: ActivityId, site: SiteId, weeks_after: u32, owed: f64) -> Tail {
    Tail { activity, site, weeks_after, owed, carried: 0.0, excess: 0.0 }
}

impl Reference<'_> {
    /// What is owed, and as much excess as the last pattern's falling share leaves no room for.
    pub fn tail(&self, plan: &Plan) -> Vec<Tail> {
        let mut rows: Vec<Tail> = Vec::new();
        for ((activity, site, week), owed) in self.due(plan) {
            if week >= self.weeks {
                rows.push(tail(activity, site, week - self.weeks + 1, owed));
            }
        }
        for last in plan.lessons.iter().filter(|l| l.week.0 + 1 == self.weeks && l.carried + l.late > 0.0) {
            let first =
                rows.iter_mut().find(|r| r.activity == last.activity && r.site == last.site && r.weeks_after == 1);
            match first {
                Some(row) => row.owed += last.carried + last.late,
                None => rows.push(tail(last.activity.clone(), last.site.clone(), 1, last.carried + last.late)),
            }
        }
        for family in self.families() {
            for site in self.s.sites.iter() {
                for after in 1..200 {
                    let mine =
                        |row: &Tail| family.contains(&row.activity) && row.site == site.id && row.weeks_after == after;
                    let owed: f64 = rows.iter().filter(|r| mine(r)).map(|r| r.owed).sum();
                    if owed == 0.0 {
                        continue;
                    }
                    let share = 1.0 - f64::from(after - 1) / f64::from(self.s.policy.tail_weeks);
                    let nominal = self.nominal(plan, &family, &site.id, after);
                    for row in rows.iter_mut().filter(|r| mine(r)) {
                        let room = nominal.get(&row.activity).copied().unwrap_or(0.0) * share.max(0.0);
                        row.excess = (row.owed - room / self.unit(&row.activity)).max(0.0);
                    }
                }
            }
        }
        rows
    }

    /// Activities that share clinics, directly or through others.
    fn families(&self) -> Vec<BTreeSet<ActivityId>> {
        let mut families: Vec<BTreeSet<ActivityId>> = Vec::new();
        for activity in self.s.activities.iter() {
            if families.iter().any(|f| f.contains(&activity.id)) {
                continue;
            }
            let mut family = BTreeSet::from([activity.id.clone()]);
            loop {
                let before = family.len();
                for clinic in self.s.clinics.iter() {
                    if clinic.activities.iter().any(|a| family.contains(a)) {
                        family.extend(clinic.activities.iter().cloned());
                    }
                }
                if family.len() == before {
                    break;
                }
            }
            families.push(family);
        }
        families
    }

    /// Minutes of the last pattern in a week after the horizon, for each activity: sessions of several are for one each in
    /// turn, in whole appointments.
    fn nominal(
        &self,
        plan: &Plan,
        family: &BTreeSet<ActivityId>,
        site: &SiteId,
        after: u32,
    ) -> BTreeMap<ActivityId, f64> {
        let monday = self.s.timetable.start + Days::new(u64::from((self.weeks + after - 1) * 7));
        let last = (self.weeks - 1) / self.s.policy.pattern_weeks;
        let mut minutes: BTreeMap<ActivityId, f64> = BTreeMap::new();
        let mut turns: BTreeMap<ClinicId, usize> = BTreeMap::new();
        for day in 0..7 {
            for period in &self.s.timetable.periods {
                for clinic in self.s.clinics.iter().filter(|c| family.contains(&c.activities[0])) {
                    let when = hd(monday + Days::new(day), &period.id);
                    let mut there: Vec<PractitionerId> = plan
                        .pattern
                        .iter()
                        .filter(|p| p.block == last && p.half_day == when && p.clinic == clinic.id && p.site == *site)
                        .filter(|p| Self::employed(&self.s.practitioners[&p.practitioner], monday))
                        .map(|p| p.practitioner.clone())
                        .collect();
                    there.sort();
                    while let Some(team) = self.next_team(clinic, &mut there) {
                        let turn = turns.entry(clinic.id.clone()).or_default();
                        let held: Vec<_> = clinic.activities.iter().collect();
                        let activity = held[*turn % held.len()];
                        *turn += 1;
                        let whole = self.s.activities[activity].minutes.0;
                        let off = team.iter().map(|id| self.s.practitioners[id].unbooked.0).fold(0.0, f64::max);
                        let fit = (self.usable(clinic, period.minutes.0, off) / whole + 1e-9).floor() * whole;
                        *minutes.entry(activity.clone()).or_default() += fit * self.presence(clinic, &team[0]);
                    }
                }
            }
        }
        minutes
    }

    /// What a unit of excess costs.
    pub fn excess_price(&self, id: &ActivityId) -> f64 {
        let mut price = self.s.policy.prices.excess_lesson.0;
        for stream in self.s.streams.iter() {
            for option in &stream.options {
                let course = &self.s.courses[&option.course];
                let graded = course.graded.iter();
                let of_levels = graded.flat_map(|g| g.levels.iter().flat_map(|l| &l.activities).chain(&g.first_visit));
                let taught = course.lessons.iter().filter(|l| !l.supporting).map(|l| &l.activity);
                if !of_levels.chain(taught).any(|taught| taught == id) {
                    continue;
                }
                let pounds = self.gain(course, self.s.policy.evidence_case) * self.s.policy.prices.important_change.0;
                let mut lesson = pounds / self.lessons_of(course);
                if let Mode::Group { max, .. } = self.s.activities[id].mode
                    && self.is_closed(id)
                {
                    lesson *= f64::from(max);
                }
                price = price.max(lesson);
            }
        }
        price
    }

    /// Lessons of a course, supporting ones left out.
    pub fn lessons_of(&self, course: &Course) -> f64 {
        let mut lessons = 0;
        for entry in course.lessons.iter().filter(|l| !l.supporting) {
            for n in &entry.by_week {
                lessons += n;
            }
        }
        f64::from(lessons) + course.graded.as_ref().map_or(0.0, super::graded::visits)
    }

    /// Change of a start on its own scale.
    pub fn change(&self, course: &Course, case: EvidenceCase) -> f64 {
        let Some(evidence) = &course.evidence else { return 0.0 };
        let (low, high) = evidence.ci.unwrap_or((evidence.change, evidence.change));
        let change = match case {
            EvidenceCase::Low => low,
            EvidenceCase::Mean => evidence.change,
            EvidenceCase::High => high,
        };
        let mut change = change * super::graded::of_the_trial(course) * evidence.comparator_factor;
        if let Some(fading) = evidence.fading {
            let weeks = fading.counted_after_weeks - evidence.follow_up_weeks;
            if weeks > 0.0 {
                change /= (weeks * 7.0 / fading.half_life_days).exp2();
            }
        }
        match evidence.basis {
            Basis::PerStart => change,
            Basis::PerAttended => change - change * course.drop_out.get(),
        }
    }

    /// Important changes of a start.
    pub fn gain(&self, course: &Course, case: EvidenceCase) -> f64 {
        let Some(evidence) = &course.evidence else { return 0.0 };
        self.change(course, case) / self.s.measures[&evidence.measure].important_change
    }
}
