//! The unit of each number in a scenario.

/// The unit of the number at a path, by its last key.
pub fn unit(path: &str) -> Option<&'static str> {
    let key = path.trim_end_matches("[]").rsplit('.').next().unwrap_or_default();
    Some(match key {
        "equipoise" => "version",
        "important_change" | "change" | "ci" => "the measure's own",
        "by_month" => "weight",
        "factor" => "times",
        "by_week" if path.starts_with("streams") => "referrals",
        "by_week" | "total" | "lessons" | "most" => "lessons",
        "every" => "weeks",
        "longest_between_sessions" => "minutes",
        "nth" => "of the month",
        "points" => "points",
        "places" | "min" | "max" | "patients" => "patients",
        "count" => "people",
        "wte" | "fte_total" => "WTE",
        "sessions_per_week" => "sessions a week",
        "most_sessions_a_day" | "sessions_each" => "sessions",
        "starts_per_week" => "patients a week",
        "per_week" => "referrals a week",
        "per_year" | "referrals_per_year" => "referrals a year",
        "per_attended" => "referrals a patient",
        "most_visits" => "visits",
        "advance" | "set_back" | "trial_advance" => "chance",
        "most_per_year" | "least_per_year" => "appointments or patients a year",
        "removals_per_week" => "share a week",
        "gbp_per_year" => "pounds a year",
        "spent_pound_gbp" | "earned_pound_gbp" => "pounds a pound",
        "drop_out" | "mix" | "site_shares" | "tolerance" | "least_attendance" => "share",
        _ if key.ends_with("_days") => "days",
        _ if key.ends_with("_gbp_per_session") => "pounds a session",
        _ if key.ends_with("_gbp") => "pounds",
        _ if key.ends_with("_rate") || key.ends_with("_share") => "share",
        _ if key.ends_with("minutes") => "minutes",
        _ if key.ends_with("weeks") || key.ends_with("week") || key.ends_with("weeks_ago") => "weeks",
        _ => return None,
    })
}
