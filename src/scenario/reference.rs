//! The reference scenarios, compiled in: what `init` writes and `bench` measures.

/// The reference scenarios: name and text.
pub const REFERENCES: [(&str, &str); 4] = [
    ("minimal", include_str!("../../scenarios/minimal/scenario.yaml")),
    ("alexander", include_str!("../../scenarios/alexander/scenario.yaml")),
    ("kent", include_str!("../../scenarios/kent/scenario.yaml")),
    ("reading-swansea", include_str!("../../scenarios/reading-swansea/scenario.yaml")),
];

/// The text of a reference scenario.
#[must_use]
pub fn reference(name: &str) -> Option<&'static str> {
    REFERENCES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
