//! Streams, and kinds of session.

use super::estate::{CONSULTING, GROUP, GYM, HALL};
use super::role::Role;

/// What patients of a stream come for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Care {
    Assessment,
    Urgent,
    Joint,
    Medication,
    Specialist,
    Physiotherapy,
    Exercise,
    Programme,
    Workshop,
    Psychology,
    Acupuncture,
    Tens,
    TaiChi,
    Alexander,
    AlexanderGroups,
    Residential,
}

/// A kind of session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Nurse,
    Joint,
    Medication,
    Specialist,
    Physiotherapy,
    Exercise,
    Programme,
    ProgrammeNurse,
    Workshop,
    Psychology,
    Acupuncture,
    TaiChi,
    Alexander,
    AlexanderGroups,
    Residential,
}

impl Care {
    /// What the stream's id ends with.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Assessment => "assessment",
            Self::Urgent => "assessment-urgent",
            Self::Joint => "assessment-joint",
            Self::Medication => "medication",
            Self::Specialist => "specialist",
            Self::Physiotherapy => "physiotherapy",
            Self::Exercise => "exercise",
            Self::Programme => "pmp",
            Self::Workshop => "workshop",
            Self::Psychology => "psychology",
            Self::Acupuncture => "acupuncture",
            Self::Tens => "tens",
            Self::TaiChi => "tai-chi",
            Self::Alexander => "alexander",
            Self::AlexanderGroups => "alexander-groups",
            Self::Residential => "residential",
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Assessment => "Assessment by a nurse",
            Self::Urgent => "Urgent assessment",
            Self::Joint => "Joint assessment",
            Self::Medication => "Medication review",
            Self::Specialist => "Specialist's opinion",
            Self::Physiotherapy => "Physiotherapy",
            Self::Exercise => "Exercise classes",
            Self::Programme => "Pain management programme",
            Self::Workshop => "Self-management workshops",
            Self::Psychology => "Psychology",
            Self::Acupuncture => "Acupuncture",
            Self::Tens => "TENS",
            Self::TaiChi => "Tai Chi",
            Self::Alexander => "Alexander lessons",
            Self::AlexanderGroups => "Alexander lessons, some in a group",
            Self::Residential => "Residential pain programme",
        }
    }

    /// The way in: patients come from outside, and go on to the others.
    pub(super) fn is_assessment(self) -> bool {
        matches!(self, Self::Assessment | Self::Urgent | Self::Joint)
    }

    /// Courses on offer, and which of them is today's.
    pub(super) fn courses(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Assessment | Self::Urgent => (&["assess-nurse"], "assess-nurse"),
            Self::Joint => (&["assess-joint"], "assess-joint"),
            Self::Medication => (&["medication"], "medication"),
            Self::Specialist => (&["specialist"], "specialist"),
            Self::Physiotherapy => (&["physio"], "physio"),
            Self::Exercise => (&["exercise"], "exercise"),
            Self::Programme => (&["pmp"], "pmp"),
            Self::Workshop => (&["workshops"], "workshops"),
            Self::Psychology => (&["psychology"], "psychology"),
            Self::Acupuncture => (&["acupuncture"], "acupuncture"),
            Self::Tens => (&["tens"], "tens"),
            Self::TaiChi => (&["tai-chi"], "tai-chi"),
            Self::Alexander => (&["at-6", "at-12", "at-24"], "at-12"),
            Self::AlexanderGroups => (&["at-10-mixed"], "at-10-mixed"),
            Self::Residential => (&["residential"], "residential"),
        }
    }

    /// Weeks of today's course to its last appointment, reviews included.
    pub(super) fn weeks(self) -> usize {
        match self {
            Self::Assessment | Self::Urgent | Self::Joint => 4,
            Self::Tens => 4,
            Self::Workshop => 3,
            Self::Specialist => 6,
            Self::Medication | Self::Exercise | Self::Psychology | Self::Acupuncture | Self::Residential => 12,
            Self::TaiChi => 22,
            Self::Physiotherapy | Self::Programme | Self::Alexander | Self::AlexanderGroups => 24,
        }
    }

    /// Reviews by a nurse that a course brings.
    pub(super) fn reviews(self) -> f64 {
        match self {
            Self::Physiotherapy | Self::Programme | Self::Alexander | Self::AlexanderGroups => 2.0,
            Self::Medication | Self::Exercise | Self::Psychology | Self::Acupuncture => 1.0,
            Self::TaiChi | Self::Residential => 1.0,
            _ => 0.0,
        }
    }

    /// Weeks from an assessment to the referral on.
    pub(super) fn lag(self) -> usize {
        match self {
            Self::Medication | Self::Tens | Self::Workshop => 2,
            Self::Programme | Self::Psychology | Self::Alexander | Self::AlexanderGroups | Self::Residential => 4,
            _ => 3,
        }
    }

    /// The kind of session that its capacity is counted in, and units of it (appointments, places, or half-days of a
    /// group) that a start takes; missed appointments booked again and drop-out included. `None`: counted otherwise.
    pub(super) fn takes(self) -> Option<(Kind, f64)> {
        // A first appointment is booked 1.10 times and a later one 1.17; 93 % of later ones are still attended.
        Some(match self {
            Self::Medication => (Kind::Medication, 3.27),
            Self::Specialist => (Kind::Specialist, 2.18),
            Self::Physiotherapy => (Kind::Physiotherapy, 7.57),
            Self::Exercise => (Kind::Exercise, 7.4),
            Self::Workshop => (Kind::Workshop, 3.7),
            // A first appointment leaves room for one other in a half-day of three: it counts one and a half.
            Self::Psychology => (Kind::Psychology, 12.5),
            Self::Acupuncture => (Kind::Acupuncture, 7.57),
            Self::TaiChi => (Kind::TaiChi, 18.6),
            // Between six lessons and twelve: 9 x 1.172 x 0.93.
            Self::Alexander => (Kind::Alexander, 9.8),
            Self::AlexanderGroups => (Kind::AlexanderGroups, 5.6),
            // Groups of ten, eight of whose twelve half-days are without a nurse; of eight in twelve half-days.
            Self::Programme => (Kind::Programme, 0.8),
            Self::Residential => (Kind::Residential, 1.5),
            Self::Assessment | Self::Urgent | Self::Joint | Self::Tens => return None,
        })
    }
}

impl Kind {
    /// All kinds, in the order in which they are written.
    pub(super) const ALL: [Kind; 15] = [
        Kind::Nurse,
        Kind::Joint,
        Kind::Medication,
        Kind::Specialist,
        Kind::Physiotherapy,
        Kind::Exercise,
        Kind::Programme,
        Kind::ProgrammeNurse,
        Kind::Workshop,
        Kind::Psychology,
        Kind::Acupuncture,
        Kind::TaiChi,
        Kind::Alexander,
        Kind::AlexanderGroups,
        Kind::Residential,
    ];

    /// What the clinic's id ends with.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Nurse => "nurse-clinic",
            Self::Joint => "joint-clinic",
            Self::Medication => "medication-clinic",
            Self::Specialist => "specialist-clinic",
            Self::Physiotherapy => "physio-clinic",
            Self::Exercise => "exercise-clinic",
            Self::Programme => "pmp-clinic",
            Self::ProgrammeNurse => "pmp-nurse-clinic",
            Self::Workshop => "workshop-clinic",
            Self::Psychology => "psychology-clinic",
            Self::Acupuncture => "acupuncture-clinic",
            Self::TaiChi => "tai-chi-clinic",
            Self::Alexander => "at-clinic",
            Self::AlexanderGroups => "at-group-clinic",
            Self::Residential => "residential-clinic",
        }
    }

    /// Activities that a session may hold, where there is TENS or where there is none.
    pub(super) fn activities(self, with_tens: bool) -> &'static [&'static str] {
        match self {
            Self::Nurse if !with_tens => &["assessment", "review"],
            Self::Nurse => &["assessment", "review", "tens"],
            Self::Joint => &["assessment-joint"],
            Self::Medication => &["medication-review"],
            Self::Specialist => &["specialist-opinion"],
            Self::Physiotherapy => &["physio-first", "physio-follow-up"],
            Self::Exercise => &["exercise-class"],
            Self::Programme => &["pmp-day"],
            Self::ProgrammeNurse => &["pmp-day-nurse"],
            Self::Workshop => &["workshop"],
            Self::Psychology => &["psychology-first", "psychology-session"],
            Self::Acupuncture => &["acupuncture-first", "acupuncture"],
            Self::TaiChi => &["tai-chi-class"],
            Self::Alexander => &["at-lesson"],
            Self::AlexanderGroups => &["at-group"],
            Self::Residential => &["residential-day"],
        }
    }

    /// Rooms it can be held in, the first preferred.
    pub(super) fn rooms(self) -> &'static [usize] {
        match self {
            Self::Physiotherapy => &[GYM, CONSULTING],
            Self::Exercise => &[GYM],
            Self::Programme | Self::ProgrammeNurse | Self::Workshop => &[GROUP],
            Self::AlexanderGroups | Self::Residential => &[GROUP],
            Self::TaiChi => &[HALL],
            _ => &[CONSULTING],
        }
    }

    /// The kind that people of a role run by themselves when nothing else is asked of them.
    pub(super) fn of(role: Role) -> Option<Self> {
        match role {
            Role::Nurse => Some(Self::Nurse),
            Role::Doctor => Some(Self::Medication),
            Role::Psychologist => Some(Self::Psychology),
            Role::Physiotherapist => Some(Self::Physiotherapy),
            Role::Teacher => Some(Self::Alexander),
            Role::Acupuncturist => Some(Self::Acupuncture),
            Role::Instructor => Some(Self::TaiChi),
            Role::Admin | Role::Manager => None,
        }
    }

    /// Units that a session of so many minutes takes: appointments of the usual length, places of open classes, whole
    /// half-days of groups.
    pub(super) fn units(self, minutes: usize) -> usize {
        let (length, places) = match self {
            Self::Nurse | Self::Medication | Self::Physiotherapy | Self::Acupuncture => (40, 1),
            Self::Joint => (112, 1),
            Self::Specialist => (110, 1),
            Self::Psychology => (75, 1),
            Self::Alexander => (45, 1),
            Self::Exercise => (75, 8),
            Self::TaiChi => (105, 12),
            Self::AlexanderGroups => (60, 6),
            Self::Workshop => (135, 12),
            Self::Programme | Self::ProgrammeNurse | Self::Residential => (225, 1),
        };
        minutes / length * places
    }

    /// Whether its classes are of closed groups, which absence without dates does not thin.
    pub(super) fn is_closed(self) -> bool {
        matches!(self, Self::Programme | Self::ProgrammeNurse | Self::Residential)
    }
}
