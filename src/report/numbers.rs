//! Numbers as people read them: patients whole, pounds with thousands separated, weeks with one decimal. Nothing is
//! ever printed as minus nought.

/// A number with so many decimals, thousands separated: `1,248.0`.
#[must_use]
pub fn decimals(value: f64, places: usize) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    let plain = format!("{:.places$}", value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut out = String::with_capacity(plain.len() + whole.len() / 3 + 1);
    if value < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push('-');
    }
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A whole number: patients, sessions, slots.
#[must_use]
pub fn whole(value: f64) -> String {
    decimals(value, 0)
}

/// With one decimal: weeks, important changes.
#[must_use]
pub fn one(value: f64) -> String {
    decimals(value, 1)
}

/// Whole where it is whole, with one decimal elsewhere.
#[must_use]
pub fn amount(value: f64) -> String {
    if (value - value.round()).abs() < 1e-6 { whole(value) } else { one(value) }
}

/// Pounds: `£1,930,000`, `-£20`; pence where there are some and the sum is small.
#[must_use]
pub fn pounds(value: f64) -> String {
    let pence = value.abs() < 100.0 && (value - value.round()).abs() > 0.004;
    let number = decimals(value, if pence { 2 } else { 0 });
    match number.strip_prefix('-') {
        Some(positive) => format!("-£{positive}"),
        None => format!("£{number}"),
    }
}

/// A share as a percentage: `97 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{} %", whole(share * 100.0))
}

/// A share as a percentage with one decimal: `14.7 %`.
#[must_use]
pub fn percent_to_one(share: f64) -> String {
    format!("{} %", decimals(share * 100.0, 1))
}

/// A gap as a percentage with one decimal, rounded up: never less than what is proven.
#[must_use]
pub fn gap_percent(gap: f64) -> String {
    // the small term keeps a gap of 0.8 % from becoming 0.9 % by the last bit
    format!("{} %", decimals((gap * 1000.0 - 1e-6).ceil().max(0.0) / 10.0, 1))
}

/// A difference with its sign: `+12`, `-£20`, `0`.
#[must_use]
pub fn signed(value: f64, print: impl Fn(f64) -> String) -> String {
    let number = print(value);
    let nothing = !number.bytes().any(|b| (b'1'..=b'9').contains(&b));
    if value > 0.0 && !nothing { format!("+{number}") } else { number }
}

/// `1 patient`, `2 patients`: a whole number and its noun.
#[must_use]
pub fn counted(value: f64, one: &str, many: &str) -> String {
    let number = whole(value);
    format!("{number} {}", if number == "1" { one } else { many })
}

/// A text that begins a sentence.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated_and_nought_has_no_sign() {
        assert_eq!(whole(1_234_567.4), "1,234,567");
        assert_eq!(whole(999.5), "1,000");
        assert_eq!(whole(-0.4), "0");
        assert_eq!(one(-1234.56), "-1,234.6");
        assert_eq!(one(f64::NAN), "-");
        assert_eq!(amount(1248.0), "1,248");
        assert_eq!(amount(12.25), "12.2");
    }

    #[test]
    fn pounds_have_pence_only_where_they_matter() {
        assert_eq!(pounds(1_930_000.4), "£1,930,000");
        assert_eq!(pounds(-2500.0), "-£2,500");
        assert_eq!(pounds(0.5), "£0.50");
        assert_eq!(pounds(-0.001), "£0");
    }

    #[test]
    fn a_gap_is_never_rounded_down() {
        assert_eq!(gap_percent(0.008), "0.8 %");
        assert_eq!(gap_percent(0.00801), "0.9 %");
        assert_eq!(gap_percent(0.0), "0.0 %");
    }

    #[test]
    fn differences_carry_their_sign() {
        assert_eq!(signed(12.0, whole), "+12");
        assert_eq!(signed(-12.0, pounds), "-£12");
        assert_eq!(signed(0.2, whole), "0");
        assert_eq!(counted(1.0, "patient", "patients"), "1 patient");
    }
}
