//! Key figures, from a plan's rows.

use super::Reference;
use chrono::Days;
use equipoise::base::ids::*;
use equipoise::plan::Plan;
use equipoise::plan::figures::*;
use equipoise::service::*;
use std::collections::BTreeSet;

fn per(of: f64, to: f64) -> f64 {
    if to == 0.0 { 0.0 } else { of / to }
}

impl Reference<'_> {
    pub fn figures(&self, plan: &Plan) -> Figures {
        let streams = self.stream_figures(plan);
        let spend = self.spent(plan, None);
        let (income, decided) = self.income(plan);
        let aims: Vec<AimFigures> = Aim::ALL
            .iter()
            .map(|&aim| AimFigures { aim, value_gbp: self.worth(plan, aim, (spend, decided)) })
            .collect();
        let mut figures = Figures {
            benefit: self.benefit(plan),
            courses: self.course_figures(plan),
            practitioners: self.practitioner_figures(plan),
            rooms: self.room_figures(plan),
            clinics: self.clinic_figures(plan),
            spend_gbp: spend,
            income,
            value_gbp: aims.iter().map(|a| a.value_gbp).sum(),
            aims,
            ..Figures::default()
        };
        for stream in &streams {
            figures.started += stream.started;
            figures.finished += stream.finished;
            if !self.s.streams[&stream.stream].assessment {
                figures.started_treatment += stream.started;
            }
        }
        for row in &plan.tail {
            figures.owed_after += row.owed;
            figures.excess_after += row.excess;
        }
        for budget in self.s.budgets.iter() {
            figures.budgets.push(BudgetFigures {
                budget: budget.id.clone(),
                budget_gbp: budget.per_year.0 * self.year_share(),
                spent_gbp: match &budget.covers {
                    Covers::Everything => spend,
                    Covers::Clinics(clinics) => self.spent(plan, Some(clinics)),
                },
            });
        }
        (figures.desk, figures.desk_time) = self.desk_figures(plan);
        figures.streams = streams;
        figures
    }

    fn has_evidence(&self, stream: &Stream) -> bool {
        stream.options.iter().any(|o| self.s.courses[&o.course].evidence.is_some())
    }

    fn stream_figures(&self, plan: &Plan) -> Vec<StreamFigures> {
        let runs = self.queues(plan);
        let mut all = Vec::new();
        for stream in self.s.streams.iter() {
            let mut f = StreamFigures {
                stream: stream.id.clone(),
                has_evidence: self.has_evidence(stream),
                list_at_start: 0.0,
                arrivals: 0.0,
                removed: 0.0,
                started: 0.0,
                finished: 0.0,
                waiting: 0.0,
                beyond_target: 0.0,
                breach_weeks: 0.0,
                bands: [0.0; 7],
                within_standard: None,
                mean_wait_weeks: 0.0,
                mean_wait_of_started_weeks: 0.0,
                lessons_per_patient: 0.0,
                load: None,
                target_queue: None,
                relief_per_week: None,
                pressure: None,
            };
            let (mut waited, mut matched, mut matched_weeks) = (0.0, 0.0, 0.0);
            for run in runs.iter().filter(|r| r.rows[0].stream == stream.id) {
                f.list_at_start += run.list;
                for row in &run.rows {
                    f.arrivals += row.referrals + row.onward;
                    f.removed += row.removals;
                    f.started += row.starts;
                    f.breach_weeks += row.beyond_target;
                }
                let last = run.rows.last().unwrap();
                f.waiting += last.waiting;
                f.beyond_target += last.beyond_target;
                for (came, patients) in &run.left {
                    let age = i64::from(self.weeks) - 1 - came;
                    if let Some((standard, _)) = stream.wait_standard {
                        let young = if age < i64::from(standard) { *patients } else { 0.0 };
                        f.within_standard = Some(f.within_standard.unwrap_or(0.0) + young);
                    }
                    for (band, (_, from, to)) in WAITING_BANDS.iter().enumerate() {
                        if age >= i64::from(*from) && (age < i64::from(*to) || *to == u32::MAX) {
                            f.bands[band] += patients;
                        }
                    }
                    waited += patients * (age as f64 + 0.5);
                }
                matched += run.started;
                matched_weeks += run.weeks_waited;
            }
            for course in self.course_figures(plan).iter().filter(|c| c.stream == stream.id) {
                f.finished += course.finished;
                f.lessons_per_patient += course.started * self.lessons_of(&self.s.courses[&course.course]);
            }
            f.lessons_per_patient = per(f.lessons_per_patient, f.started);
            f.mean_wait_weeks = per(waited, f.waiting);
            f.mean_wait_of_started_weeks = per(matched_weeks, matched);
            if f.started > 0.0 {
                f.load = Some(f.arrivals / f.started);
            }
            if let Some(target) = stream.target_wait_weeks {
                let demand = f.arrivals / f64::from(self.weeks);
                let queue = demand * f64::from(target) / 4.0;
                f.target_queue = Some(queue);
                if f.waiting > 2.0 * queue {
                    f.relief_per_week = Some(demand + (f.waiting - queue) / 26.0);
                }
                if target > 0 {
                    f.pressure = Some(2.0 * f.mean_wait_weeks / f64::from(target));
                }
            }
            all.push(f);
        }
        all
    }

    fn course_figures(&self, plan: &Plan) -> Vec<CourseFigures> {
        let mut all = Vec::new();
        for stream in self.s.streams.iter() {
            for course in self.s.courses.iter() {
                let (mut started, mut finished) = (0.0, 0.0);
                for row in plan.starts.iter().filter(|r| r.stream == stream.id && r.course == course.id) {
                    started += row.patients;
                    if self.finishes(course, &row.site, (row.week.0, 0)) {
                        finished += row.patients * (1.0 - course.drop_out.get());
                    }
                }
                for group in stream.in_course.iter().filter(|g| g.course == course.id) {
                    for (site, share) in &stream.site_shares {
                        if self.finishes(course, site, (0, group.weeks_ago)) {
                            finished += share.get() * group.patients.0 * (1.0 - course.drop_out.get());
                        }
                    }
                }
                if started > 0.0 || finished > 0.0 {
                    all.push(CourseFigures {
                        stream: stream.id.clone(),
                        course: course.id.clone(),
                        started,
                        finished,
                        important_changes: started * self.gain(course, EvidenceCase::Mean),
                        interpolated: matches!(&course.evidence, Some(e) if e.interpolated),
                        reaching_goal: super::graded::reaching_goal(course).map(|share| started * share),
                        within_time_frame: course
                            .time_frame_weeks
                            .map(|_| self.within_time_frame(plan, stream, course)),
                    });
                }
            }
        }
        all
    }

    /// Starters who are through with their course, reviews apart, in time: each of a week's starters as likely to have
    /// waited as long as any other.
    fn within_time_frame(&self, plan: &Plan, stream: &Stream, course: &Course) -> f64 {
        let mut within = 0.0;
        let runs = self.queues(plan);
        for row in plan.starts.iter().filter(|r| r.stream == stream.id && r.course == course.id) {
            let run = runs.iter().find(|r| r.rows[0].stream == stream.id && r.rows[0].site == row.site).unwrap();
            let supporting = |id: &ActivityId| course.lessons.iter().any(|l| l.activity == *id && l.supporting);
            let mut last = 0;
            self.walk(course, &row.site, (row.week.0, 0), |week, id, _, _| {
                let graded = course.graded.iter().flat_map(|g| g.activities()).any(|of_level| of_level == id);
                if !supporting(id) || graded {
                    last = last.max(week);
                }
            });
            let (mut all, mut in_time) = (0.0, 0.0);
            for (_, came, patients) in run.starters.iter().filter(|(week, ..)| *week == row.week.0) {
                all += patients;
                if i64::from(last) - came < i64::from(course.time_frame_weeks.unwrap()) {
                    in_time += patients;
                }
            }
            within += row.patients * per(in_time, all);
        }
        within
    }

    fn benefit(&self, plan: &Plan) -> BenefitFigures {
        let mut benefit = BenefitFigures::default();
        for measure in self.s.measures.iter() {
            let mut row = MeasureFigures { measure: measure.id.clone(), mean: 0.0, low: 0.0, high: 0.0 };
            for start in &plan.starts {
                let course = &self.s.courses[&start.course];
                if matches!(&course.evidence, Some(e) if e.measure == measure.id) {
                    row.mean += start.patients * self.change(course, EvidenceCase::Mean);
                    row.low += start.patients * self.change(course, EvidenceCase::Low);
                    row.high += start.patients * self.change(course, EvidenceCase::High);
                }
            }
            benefit.important_changes += row.mean / measure.important_change;
            benefit.low += row.low / measure.important_change;
            benefit.high += row.high / measure.important_change;
            if row.mean != 0.0 || row.low != 0.0 || row.high != 0.0 {
                benefit.by_measure.push(row);
            }
        }
        benefit
    }

    pub fn allowance(&self, person: &Practitioner) -> f64 {
        let periods = &self.s.timetable.periods;
        let mean = periods.iter().map(|p| p.minutes.0).sum::<f64>() / periods.len() as f64;
        let mut floating = 0.0;
        for meeting in self.s.meetings.iter() {
            if let Recurrence::Floating { every } = meeting.when
                && meeting.attendees.contains(&person.id)
            {
                floating += meeting.minutes.0 / f64::from(every) / mean;
            }
        }
        let other = person.non_clinical.get() * person.sessions_per_week.0;
        (person.sessions_per_week.0 - other.max(floating) + 1e-9).floor()
    }

    fn practitioner_figures(&self, plan: &Plan) -> Vec<PractitionerFigures> {
        let mut all = Vec::new();
        for person in self.s.practitioners.iter() {
            let mut clinical = false;
            for clinic in self.s.clinics.iter() {
                clinical |= self.heads(clinic).iter().any(|position| self.can_fill(person, position, clinic));
            }
            if !clinical {
                continue;
            }
            let mut available = 0.0;
            for week in 0..self.weeks {
                let mut there: f64 = 0.0;
                for (w, date, period) in self.half_days() {
                    let open = person.sites.iter().any(|site| self.open(site, date, &period));
                    if w == week && open && self.present(person, date, &period) {
                        there += 1.0;
                    }
                }
                available += there.min(self.allowance(person));
            }
            let rostered = plan.sessions.iter().filter(|s| s.practitioner == person.id).count() as f64;
            all.push(PractitionerFigures {
                practitioner: person.id.clone(),
                available_sessions: available,
                rostered_sessions: rostered,
                utilisation: per(rostered, available),
            });
        }
        all
    }

    fn room_figures(&self, plan: &Plan) -> Vec<RoomFigures> {
        let mut all = Vec::new();
        for room in self.s.rooms.iter() {
            let (mut open, mut used) = (0.0, 0.0);
            for (_, date, period) in self.half_days() {
                if self.room_open(room, date, &period) {
                    open += 1.0;
                }
                if plan.sessions.iter().any(|s| s.room == room.id && s.date == date && s.half_day.period == period) {
                    used += 1.0;
                }
            }
            all.push(RoomFigures {
                room: room.id.clone(),
                open_half_days: open,
                used_half_days: used,
                utilisation: per(used, open),
            });
        }
        all
    }

    fn clinic_figures(&self, plan: &Plan) -> Vec<ClinicFigures> {
        let mut all = Vec::new();
        let teams = self.teams(plan);
        for clinic in self.s.clinics.iter() {
            let (mut sessions, mut offered, mut booked) = (0.0, 0.0, 0.0);
            for team in teams.iter().filter(|t| t.clinic == clinic.id) {
                sessions += 1.0;
                offered += self.minutes(plan, team).1;
            }
            for row in plan.bookings.iter().filter(|b| b.clinic == clinic.id) {
                booked += row.slots * self.unit(&row.activity);
            }
            all.push(ClinicFigures {
                clinic: clinic.id.clone(),
                sessions,
                minutes_offered: offered,
                minutes_booked: booked,
                utilisation: per(booked, offered),
            });
        }
        all
    }

    /// What some clinics cost, or everything.
    fn spent(&self, plan: &Plan, clinics: Option<&BTreeSet<ClinicId>>) -> f64 {
        let counts = |clinic: &ClinicId| match clinics {
            Some(some) => some.contains(clinic),
            None => true,
        };
        let mut spent = 0.0;
        for session in plan.sessions.iter().filter(|s| counts(&s.clinic)) {
            let person = &self.s.practitioners[&session.practitioner];
            spent += person.cost_per_session.0 / (1.0 - person.non_clinical.get());
        }
        for team in self.teams(plan).iter().filter(|t| counts(&t.clinic)) {
            spent += self.s.rooms[&team.room].hire.0;
        }
        for row in plan.bookings.iter().filter(|b| counts(&b.clinic)) {
            let activity = &self.s.activities[&row.activity];
            let mut cost = row.slots * activity.cost.0;
            if let Mode::Group { max, .. } = activity.mode
                && self.is_closed(&activity.id)
            {
                cost *= f64::from(max);
            }
            spent += cost;
        }
        if clinics.is_none() {
            for row in &plan.starts {
                spent += row.patients * self.s.courses[&row.course].materials.0;
            }
        }
        spent
    }

    /// Patient-weeks short of both kinds of floor.
    pub fn short_of_floors(&self, plan: &Plan) -> (f64, f64) {
        let (mut assessment, mut throughput) = (0.0, 0.0);
        for stream in self.s.streams.iter() {
            for week in 0..self.weeks {
                let mut started = 0.0;
                for row in plan.starts.iter().filter(|r| r.stream == stream.id && r.week.0 <= week) {
                    started += row.patients;
                }
                let referred: f64 = stream.referrals[..=week as usize].iter().map(|r| r.0).sum();
                if stream.assessment && referred - 1.0 > started {
                    assessment += referred - 1.0 - started;
                }
                let today = stream.today.as_ref().and_then(|t| t.starts_per_week);
                if let Some(rate) = today
                    && !stream.assessment
                    && !self.has_evidence(stream)
                    && rate.0 * f64::from(week + 1) - 1.0 > started
                {
                    throughput += rate.0 * f64::from(week + 1) - 1.0 - started;
                }
            }
        }
        (assessment, throughput)
    }

    fn worth(&self, plan: &Plan, aim: Aim, (spend, earned): (f64, f64)) -> f64 {
        let prices = &self.s.policy.prices;
        let mut worth = 0.0;
        match aim {
            Aim::Benefit => {
                for row in &plan.starts {
                    let course = &self.s.courses[&row.course];
                    let gain = self.gain(course, self.s.policy.evidence_case);
                    worth += row.patients * gain * prices.important_change.0;
                    if let Some(recommended) = &self.s.streams[&row.stream].recommended {
                        let short = self.lessons_of(&self.s.courses[recommended]) - self.lessons_of(course);
                        if short > 0.0 {
                            worth -= short * row.patients * prices.dose_shortfall.0;
                        }
                    }
                }
            }
            Aim::Promises => {
                for row in &plan.lessons {
                    worth -= row.late * prices.late_lesson_week.0 + row.carried * prices.carried_lesson.0;
                }
                let (assessment, throughput) = self.short_of_floors(plan);
                worth -= (assessment + throughput) * prices.floor_shortfall.0;
                for row in &plan.desk {
                    worth -= row.late * prices.late_desk_hour.0;
                }
                for row in &plan.tail {
                    worth -= row.excess * self.excess_price(&row.activity);
                }
            }
            Aim::Waiting => {
                for run in self.queues(plan) {
                    for row in &run.rows {
                        worth -= row.waiting * prices.waiting_week.0 + row.beyond_target * prices.breach_week.0;
                    }
                }
            }
            Aim::Cost => worth += earned * prices.earned_pound.0 - spend * prices.spent_pound.0,
            Aim::Tidy => {
                worth -= plan.sessions.len() as f64 * prices.session.0;
                worth -= f64::from(self.site_changes(plan)) * prices.site_change.0;
            }
        }
        worth
    }

    /// Changes of site between one half-day and the next.
    fn site_changes(&self, plan: &Plan) -> u32 {
        let periods: Vec<&PeriodId> = self.s.timetable.periods.iter().map(|p| &p.id).collect();
        let mut changes = 0;
        for person in self.s.practitioners.iter() {
            for day in 0..self.weeks * 7 {
                let date = self.s.timetable.start + Days::new(u64::from(day));
                for pair in periods.windows(2) {
                    let site_in = |period: &PeriodId| {
                        plan.sessions
                            .iter()
                            .find(|s| s.practitioner == person.id && s.date == date && s.half_day.period == *period)
                            .map(|s| s.site.clone())
                    };
                    if let (Some(from), Some(to)) = (site_in(pair[0]), site_in(pair[1]))
                        && from != to
                    {
                        changes += 1;
                    }
                }
            }
        }
        changes
    }
}
