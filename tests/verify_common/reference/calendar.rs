//! Days, and who and what is there on them.

use super::Reference;
use chrono::{Days, NaiveDate};
use equipoise::base::calendar::{Day, HalfDay};
use equipoise::base::ids::*;
use equipoise::service::*;

pub fn hd(date: NaiveDate, period: &PeriodId) -> HalfDay {
    HalfDay { day: Day::of(date), period: period.clone() }
}

fn spanned(spans: &[Span], date: NaiveDate, period: &PeriodId) -> bool {
    for span in spans {
        let that_part = match &span.periods {
            None => true,
            Some(periods) => periods.iter().any(|p| p == period),
        };
        if date >= span.from && date <= span.to && that_part {
            return true;
        }
    }
    false
}

impl Reference<'_> {
    pub fn date(&self, week: u32, day: u32) -> NaiveDate {
        self.s.timetable.start + Days::new(u64::from(week * 7 + day))
    }

    /// Every half-day of the horizon: week, date, period.
    pub fn half_days(&self) -> Vec<(u32, NaiveDate, PeriodId)> {
        let mut all = Vec::new();
        for week in 0..self.weeks {
            for day in 0..7 {
                for period in &self.s.timetable.periods {
                    all.push((week, self.date(week, day), period.id.clone()));
                }
            }
        }
        all
    }

    pub fn length(&self, period: &PeriodId) -> f64 {
        self.s.timetable.periods.iter().find(|p| p.id == *period).unwrap().minutes.0
    }

    pub fn shut(&self, site: &SiteId, date: NaiveDate, period: &PeriodId) -> bool {
        let site = &self.s.sites[site];
        site.bank_holidays.iter().any(|d| *d == date)
            || spanned(&site.closures, date, period)
            || spanned(&self.s.timetable.closures, date, period)
    }

    pub fn open(&self, site: &SiteId, date: NaiveDate, period: &PeriodId) -> bool {
        self.s.sites[site].open.contains(&hd(date, period)) && !self.shut(site, date, period)
    }

    pub fn week_open(&self, site: &SiteId, week: u32) -> bool {
        if week >= self.weeks {
            return true;
        }
        self.half_days().iter().any(|(w, date, period)| *w == week && self.open(site, *date, period))
    }

    pub fn employed(person: &Practitioner, date: NaiveDate) -> bool {
        let begun = match person.employed.0 {
            Some(first) => first <= date,
            None => true,
        };
        let ended = match person.employed.1 {
            Some(last) => last < date,
            None => false,
        };
        begun && !ended
    }

    pub fn present(&self, person: &Practitioner, date: NaiveDate, period: &PeriodId) -> bool {
        person.available.contains(&hd(date, period))
            && Self::employed(person, date)
            && !spanned(&person.leave, date, period)
            && !self.shut(&person.home_site, date, period)
    }

    pub fn room_open(&self, room: &Room, date: NaiveDate, period: &PeriodId) -> bool {
        self.open(&room.site, date, period)
            && room.open.contains(&hd(date, period))
            && !spanned(&room.closures, date, period)
    }

    /// Days from the horizon's start to its end as a share of a year of 365 days.
    pub fn year_share(&self) -> f64 {
        f64::from(self.weeks) * 7.0 / 365.0
    }
}
