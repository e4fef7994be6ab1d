//! The codes of findings that belong to no rule, for the findings index.

use crate::base::finding::{Code, Severity};

/// A row cannot be reckoned with.
pub const ROW_CODES: [Code; 5] = [
    error(
        UNKNOWN_ID,
        "a row of the plan names something that the service does not have",
        "name one that the service has",
    ),
    error(OUTSIDE_HORIZON, "a row of the plan lies outside the horizon", "keep to weeks and blocks of the horizon"),
    error(
        BAD_NUMBER,
        "a row of the plan holds something that is no number, is negative, or is beyond reason",
        "write a finite number, at least 0",
    ),
    error(
        BAD_DATE,
        "a row of the plan has a date that does not go with its week and half-day",
        "give the date that goes with week and half-day",
    ),
    error(REPEATED_ROW, "a row of the plan says again what another one says", "keep one of them"),
];

/// A key figure is not what its rows make it; the meaning names the figure.
pub const FIGURE_CODES: [Code; 18] = [
    figure("figure-started", "patients started"),
    figure("figure-started-treatment", "patients started in treatment"),
    figure("figure-finished", "patients who finish within the horizon"),
    figure("figure-benefit", "clinical benefit"),
    figure("figure-streams", "a stream's figures"),
    figure("figure-courses", "a course's figures"),
    figure("figure-practitioners", "a practitioner's figures"),
    figure("figure-rooms", "a room's figures"),
    figure("figure-clinics", "a clinic kind's figures"),
    figure("figure-budgets", "a budget line's figures"),
    figure("figure-income", "what is earned from one source"),
    figure("figure-desk", "a kind of desk work's figures"),
    figure("figure-desk-time", "what desk work takes of a role's time"),
    figure("figure-spend", "all that is spent"),
    figure("figure-owed-after", "slots owed after the horizon"),
    figure("figure-excess-after", "slots owed beyond what the last pattern can give"),
    figure("figure-aims", "an aim's worth"),
    figure("figure-value", "the plan's worth"),
];

const fn error(name: &'static str, meaning: &'static str, fix: &'static str) -> Code {
    Code { name, severity: Severity::Error, meaning, fix }
}

const fn figure(name: &'static str, meaning: &'static str) -> Code {
    error(name, meaning, "reckon the figure from the plan's rows")
}

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
