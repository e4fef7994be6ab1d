//! The codes of findings that belong to no rule, for the findings index.

/// Not a row to reckon with: code and what it says.
pub const ROW_CODES: [(&str, &str); 5] = [
    (UNKNOWN_ID, "a row of the plan names something that the service does not have"),
    (OUTSIDE_HORIZON, "a row of the plan lies outside the horizon"),
    (BAD_NUMBER, "a row of the plan holds something that is no number, is negative, or is beyond reason"),
    (BAD_DATE, "a row of the plan has a date that does not go with its week and half-day"),
    (REPEATED_ROW, "a row of the plan says again what another one says"),
];

/// A key figure is not what its rows make it: code and what it says.
pub const FIGURE_CODES: [(&str, &str); 15] = [
    ("figure-started", "patients started"),
    ("figure-started-treatment", "patients started in treatment"),
    ("figure-finished", "patients who finish within the horizon"),
    ("figure-benefit", "clinical benefit"),
    ("figure-streams", "a stream's figures"),
    ("figure-courses", "a course's figures"),
    ("figure-practitioners", "a practitioner's figures"),
    ("figure-rooms", "a room's figures"),
    ("figure-clinics", "a clinic kind's figures"),
    ("figure-budgets", "a budget line's figures"),
    ("figure-spend", "all that is spent"),
    ("figure-owed-after", "slots owed after the horizon"),
    ("figure-excess-after", "slots owed beyond what the last pattern can give"),
    ("figure-aims", "an aim's worth"),
    ("figure-value", "the plan's worth"),
];

/// See [`ROW_CODES`].
pub(super) const UNKNOWN_ID: &str = "plan-unknown-id";
/// See [`ROW_CODES`].
pub(super) const OUTSIDE_HORIZON: &str = "plan-outside-horizon";
/// See [`ROW_CODES`].
pub(super) const BAD_NUMBER: &str = "plan-bad-number";
/// See [`ROW_CODES`].
pub(super) const BAD_DATE: &str = "plan-bad-date";
/// See [`ROW_CODES`].
pub(super) const REPEATED_ROW: &str = "plan-repeated-row";
