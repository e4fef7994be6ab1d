//! How large a scenario is.

use super::care::Care;
use super::estate::SiteOutline;
use super::half_days::HalfDays;
use super::outline::{Outline, Team};
use super::role::Role;

/// How large a scenario is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// A clinic: one site.
    S,
    /// A service of the size of the Kent one: one area.
    M,
    /// An integrated care system of ten areas.
    L,
    /// Three times as large: thirty areas.
    Xl,
}

/// A site of an area: half-days open (its first days of the week), rooms by kind.
const fn site(days: usize, consulting: usize, groups: usize, halls: usize, gyms: usize) -> SiteOutline {
    SiteOutline { open: HalfDays::first_days(days), rooms: [consulting, groups, halls, gyms] }
}

const fn team(role: Role, leads: usize, homes: &'static [usize], sessions: &'static [usize]) -> Team {
    Team { role, leads, homes, sessions }
}

const CLINIC: Outline = Outline {
    sites: &[site(5, 2, 0, 0, 0)],
    teams: &[
        team(Role::Nurse, 0, &[0, 0], &[5, 3]),
        team(Role::Physiotherapist, 0, &[0], &[4]),
        team(Role::Teacher, 0, &[0, 0], &[3, 2]),
        team(Role::Admin, 0, &[0], &[0]),
    ],
    care: &[Care::Assessment, Care::Physiotherapy, Care::Alexander],
    programmes: &[],
    joint: &[],
};

const AREA: Outline = Outline {
    sites: &[
        site(5, 3, 1, 1, 0),
        site(5, 2, 1, 0, 0),
        site(4, 2, 0, 0, 1),
        site(4, 2, 0, 0, 0),
        site(5, 1, 0, 1, 0),
        site(3, 1, 0, 0, 0),
    ],
    teams: &[
        team(Role::Nurse, 1, &[0, 1, 2, 3, 4, 5, 0, 1, 3], &[6, 5, 4, 4, 3, 3, 4, 3, 4]),
        team(Role::Doctor, 0, &[0, 1, 2], &[4, 3, 2]),
        team(Role::Psychologist, 1, &[0, 1, 0, 3, 2, 1], &[6, 4, 4, 4, 3, 3]),
        team(Role::Physiotherapist, 1, &[0, 1, 2, 2, 4, 2, 3, 3], &[6, 5, 5, 4, 4, 3, 3, 3]),
        team(Role::Teacher, 0, &[0, 1, 0], &[3, 3, 2]),
        team(Role::Acupuncturist, 0, &[0, 1, 3], &[3, 3, 2]),
        team(Role::Instructor, 0, &[0, 4], &[3, 2]),
        team(Role::Admin, 0, &[0, 1, 2, 3, 4, 5, 0, 1, 2, 3], &[0; 10]),
        team(Role::Manager, 0, &[0], &[0]),
    ],
    care: &[
        Care::Assessment,
        Care::Urgent,
        Care::Joint,
        Care::Medication,
        Care::Physiotherapy,
        Care::Exercise,
        Care::Programme,
        Care::Psychology,
        Care::Acupuncture,
        Care::Tens,
        Care::TaiChi,
        Care::Alexander,
    ],
    programmes: &[0],
    joint: &[(0, 3), (1, 2)],
};

/// An area of an integrated care system, larger than one by itself: 20 rooms, 60 people, 15 streams.
const SYSTEM_AREA: Outline = Outline {
    sites: &[
        site(5, 4, 1, 1, 0),
        site(5, 3, 1, 0, 0),
        site(4, 2, 0, 0, 1),
        site(4, 2, 0, 0, 0),
        site(5, 2, 0, 1, 0),
        site(3, 1, 0, 1, 0),
    ],
    teams: &[
        team(Role::Nurse, 2, &[0, 1, 2, 3, 4, 5, 0, 1, 4, 2, 0, 3, 1], &[6, 6, 4, 4, 4, 3, 4, 3, 3, 3, 3, 3, 3]),
        team(Role::Doctor, 1, &[0, 1, 4, 0], &[4, 4, 3, 3]),
        team(Role::Psychologist, 2, &[0, 1, 0, 4, 1, 3, 0, 3], &[6, 6, 4, 3, 3, 3, 3, 3]),
        team(Role::Physiotherapist, 2, &[0, 1, 2, 2, 4, 0, 3, 1, 4, 2, 2, 3], &[6, 6, 5, 4, 4, 3, 3, 3, 3, 2, 2, 2]),
        team(Role::Teacher, 0, &[0, 1, 4, 1], &[3, 3, 3, 3]),
        team(Role::Acupuncturist, 0, &[0, 1, 4], &[3, 3, 2]),
        team(Role::Instructor, 0, &[0, 4, 5], &[3, 2, 2]),
        team(Role::Admin, 0, &[0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 0], &[0; 12]),
        team(Role::Manager, 0, &[0], &[0]),
    ],
    care: &[
        Care::Assessment,
        Care::Urgent,
        Care::Joint,
        Care::Medication,
        Care::Specialist,
        Care::Physiotherapy,
        Care::Exercise,
        Care::Programme,
        Care::Workshop,
        Care::Psychology,
        Care::Acupuncture,
        Care::Tens,
        Care::TaiChi,
        Care::Alexander,
        Care::AlexanderGroups,
    ],
    programmes: &[0, 1],
    joint: &[(0, 3), (1, 3), (4, 2)],
};

impl Size {
    /// All sizes, the smallest first.
    pub const ALL: [Size; 4] = [Size::S, Size::M, Size::L, Size::Xl];

    /// As the command line writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::S => "s",
            Self::M => "m",
            Self::L => "l",
            Self::Xl => "xl",
        }
    }

    /// How many areas it has.
    #[must_use]
    pub fn areas(self) -> usize {
        match self {
            Self::S | Self::M => 1,
            Self::L => 10,
            Self::Xl => 30,
        }
    }

    /// What each of its areas is made of.
    pub(super) fn outline(self) -> &'static Outline {
        match self {
            Self::S => &CLINIC,
            Self::M => &AREA,
            Self::L | Self::Xl => &SYSTEM_AREA,
        }
    }
}
