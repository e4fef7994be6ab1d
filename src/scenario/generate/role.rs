//! Roles: what people are, what they cost, who registers them.

/// What somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Nurse,
    Doctor,
    Psychologist,
    Physiotherapist,
    Teacher,
    Acupuncturist,
    Instructor,
    Admin,
    Manager,
}

impl Role {
    /// Roles that run clinics, those with few people first.
    pub(super) const CLINICAL: [Role; 7] = [
        Role::Teacher,
        Role::Acupuncturist,
        Role::Instructor,
        Role::Doctor,
        Role::Nurse,
        Role::Psychologist,
        Role::Physiotherapist,
    ];

    /// Whether an area has few of them, so that a course depends on each.
    pub(super) fn is_rare(self) -> bool {
        Self::CLINICAL[..4].contains(&self)
    }

    /// As scenarios write it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Nurse => "nurse",
            Self::Doctor => "doctor",
            Self::Psychologist => "psychologist",
            Self::Physiotherapist => "physiotherapist",
            Self::Teacher => "at-teacher",
            Self::Acupuncturist => "acupuncturist",
            Self::Instructor => "tai-chi-instructor",
            Self::Admin => "admin",
            Self::Manager => "manager",
        }
    }

    /// What ids of its people begin with.
    pub(super) fn short(self) -> &'static str {
        match self {
            Self::Physiotherapist => "physio",
            Self::Teacher => "at",
            Self::Instructor => "tai-chi",
            other => other.name(),
        }
    }

    /// The register.
    pub(super) fn register(self) -> Option<&'static str> {
        match self {
            Self::Nurse => Some("NMC"),
            Self::Doctor => Some("GMC"),
            Self::Psychologist | Self::Physiotherapist => Some("HCPC"),
            Self::Teacher => Some("STAT"),
            Self::Acupuncturist => Some("CNHC"),
            Self::Instructor | Self::Admin | Self::Manager => None,
        }
    }

    /// Band and cost of a worked session in pounds, by seniority: 0 for leads. The costs are those of the Kent scenario.
    pub(super) fn pay(self, seniority: usize) -> (Option<&'static str>, u32) {
        let of = |bands: &[(&'static str, u32)]| {
            let (band, cost) = bands[seniority.min(bands.len() - 1)];
            (Some(band), cost)
        };
        match self {
            Self::Nurse => of(&[("b8b", 228), ("b7", 167), ("b6", 135)]),
            Self::Doctor => (None, 216),
            Self::Psychologist => of(&[("b8a", 194), ("b7", 167)]),
            Self::Physiotherapist => of(&[("b8a", 194), ("b7", 167), ("b6", 135)]),
            Self::Teacher | Self::Acupuncturist => of(&[("b6", 135)]),
            Self::Instructor => of(&[("b5", 110)]),
            Self::Admin => of(&[("b4", 95), ("b3", 84)]),
            Self::Manager => of(&[("b7", 167)]),
        }
    }
}
