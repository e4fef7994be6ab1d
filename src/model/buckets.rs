//! Buckets of weeks over which capacity rows may be summed.
//!
//! With one week a bucket the model is the full weekly one. Summing the capacity rows F3 and the lesson balances F4
//! over a bucket, with carry and lateness at its edges only, gives a relaxation: any weekly solution satisfies the
//! sums, and prices dropped inside a bucket were costs. So a coarse model's bound holds for the weekly model.

use crate::model::Facts;
use std::ops::Range;

/// A partition of the horizon's weeks for each family of clinics and site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buckets {
    sites: usize,
    parts: Vec<Vec<Range<usize>>>,
}

impl Buckets {
    /// One week a bucket: the full weekly model.
    #[must_use]
    pub fn weekly(facts: &Facts) -> Self {
        Self::of_length(facts, 1)
    }

    /// Buckets of so many weeks, cut at the edges of pattern blocks.
    #[must_use]
    pub fn of_length(facts: &Facts, length: usize) -> Self {
        let block = facts.service.policy.pattern_weeks as usize;
        let mut part = Vec::new();
        let mut start = 0;
        while start < facts.weeks {
            let end = (start + length).min((start / block + 1) * block).min(facts.weeks);
            part.push(start..end);
            start = end;
        }
        let sites = facts.service.sites.len();
        Self { sites, parts: vec![part; facts.families.len() * sites] }
    }

    /// The buckets of a family at a site.
    #[must_use]
    pub fn of(&self, family: usize, site: usize) -> &[Range<usize>] {
        &self.parts[family * self.sites + site]
    }

    /// Splits the bucket that holds a week into single weeks. Says whether anything changed.
    pub fn split(&mut self, family: usize, site: usize, week: usize) -> bool {
        let part = &mut self.parts[family * self.sites + site];
        let Some(i) = part.iter().position(|b| b.contains(&week) && b.len() > 1) else {
            return false;
        };
        let weeks: Vec<Range<usize>> = part[i].clone().map(|w| w..w + 1).collect();
        part.splice(i..=i, weeks);
        true
    }

    /// Whether every bucket is one week.
    #[must_use]
    pub fn is_weekly(&self) -> bool {
        self.parts.iter().flatten().all(|b| b.len() == 1)
    }
}
