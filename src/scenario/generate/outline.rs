//! What an area is made of, whatever the seed.

use super::care::Care;
use super::estate::SiteOutline;
use super::role::Role;

/// An area's sites, people and streams.
pub(super) struct Outline {
    /// Its sites, the largest first.
    pub(super) sites: &'static [SiteOutline],
    /// Its people by role.
    pub(super) teams: &'static [Team],
    /// Its streams.
    pub(super) care: &'static [Care],
    /// Sites at which pain management programmes are run: each has a lead of three professions.
    pub(super) programmes: &'static [usize],
    /// Sites at which joint assessments are held, and how many sessions a week.
    pub(super) joint: &'static [(usize, usize)],
}

/// The people of one role.
pub(super) struct Team {
    pub(super) role: Role,
    /// The first so many lead a programme, and keep their sessions.
    pub(super) leads: usize,
    /// Home sites, one a person.
    pub(super) homes: &'static [usize],
    /// Clinical sessions a week, which the seed gives out among those who lead nothing.
    pub(super) sessions: &'static [usize],
}
