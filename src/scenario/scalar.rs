//! What a plain (unquoted) YAML scalar means, by YAML 1.2: nothing, true or false, a number, or a text.

use serde_json::Number;

/// The largest whole number up to which every whole number is exact in an `f64`.
const EXACT: i128 = 1 << 53;

/// What a scalar holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Leaf {
    Null,
    /// With the text as written, so that a finding can quote it.
    Flag(bool, Box<str>),
    /// With the text as written.
    Number(Number, Box<str>),
    Text(String),
}

impl Leaf {
    /// The text as written; empty for nothing.
    pub fn text(&self) -> &str {
        match self {
            Leaf::Null => "",
            Leaf::Flag(_, raw) | Leaf::Number(_, raw) => raw,
            Leaf::Text(text) => text,
        }
    }
}

/// Why a scalar is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    NotFinite,
    Huge,
}

/// The meaning of a plain scalar.
pub(super) fn resolve(plain: &str) -> Result<Leaf, Refusal> {
    match plain {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Leaf::Null),
        "true" | "True" | "TRUE" => return Ok(Leaf::Flag(true, plain.into())),
        "false" | "False" | "FALSE" => return Ok(Leaf::Flag(false, plain.into())),
        _ => {}
    }
    let (negative, unsigned) = match plain.as_bytes()[0] {
        b'-' => (true, &plain[1..]),
        b'+' => (false, &plain[1..]),
        _ => (false, plain),
    };
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(plain, ".nan" | ".NaN" | ".NAN") {
        return Err(Refusal::NotFinite);
    }
    if let Some((digits, radix)) = whole(unsigned) {
        // A number of more than 40 digits (leading zeros of a radix aside) does not fit; neither is it exact.
        let value = i128::from_str_radix(digits, radix).map_err(|_| Refusal::Huge)?;
        if value > EXACT {
            return Err(Refusal::Huge);
        }
        let value = if negative { -(value as i64) } else { value as i64 };
        return Ok(Leaf::Number(value.into(), plain.into()));
    }
    if is_decimal(unsigned) {
        let value: f64 = unsigned.parse().map_err(|_| Refusal::Huge)?;
        let value = if negative { -value } else { value };
        return Number::from_f64(value).map(|n| Leaf::Number(n, plain.into())).ok_or(Refusal::Huge);
    }
    Ok(Leaf::Text(plain.to_owned()))
}

/// The digits and radix of a whole number. Leading zeros make a text (a telephone number, a code).
fn whole(unsigned: &str) -> Option<(&str, u32)> {
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = unsigned.strip_prefix(prefix) {
            return (!digits.is_empty() && digits.chars().all(|c| c.is_digit(radix))).then_some((digits, radix));
        }
    }
    let all_digits = !unsigned.is_empty() && unsigned.bytes().all(|b| b.is_ascii_digit());
    (all_digits && (unsigned.len() == 1 || !unsigned.starts_with('0'))).then_some((unsigned, 10))
}

/// Whether a text is a decimal number: digits with a point, an exponent or both. (Digits alone with a leading zero are
/// a text.)
fn is_decimal(unsigned: &str) -> bool {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (before, after) = match mantissa.split_once('.') {
        Some((before, after)) => (before, Some(after)),
        None => (mantissa, None),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    digits(before)
        && after.is_none_or(digits)
        && before.len() + after.map_or(0, str::len) > 0
        && exponent.is_none_or(|e| {
            let e = e.strip_prefix(['+', '-']).unwrap_or(e);
            !e.is_empty() && digits(e)
        })
        && (after.is_some() || exponent.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_mean_what_yaml_1_2_says() {
        let number = |text: &str| match resolve(text) {
            Ok(Leaf::Number(n, _)) => n.as_f64(),
            _ => None,
        };
        for (text, value) in
            [("12", 12.0), ("-3", -3.0), ("+4", 4.0), ("0", 0.0), ("1.", 1.0), (".5", 0.5), ("1e3", 1e3)]
        {
            assert_eq!(number(text), Some(value), "{text}");
        }
        assert_eq!(number("0x1F"), Some(31.0));
        for text in
            ["007", "1_000", "1,5", "2026-01-05", "09:00", "yes", "inf", "nan", "1e", "e5", ".", "+-1", "--1", "0x"]
        {
            assert_eq!(resolve(text), Ok(Leaf::Text(text.to_owned())), "{text}");
        }
        assert_eq!(resolve("~"), Ok(Leaf::Null));
        assert_eq!(resolve("9007199254740992").map(|l| matches!(l, Leaf::Number(..))), Ok(true));
        for text in ["9007199254740993", "-9007199254740993", "1e999", &"9".repeat(5000)] {
            assert_eq!(resolve(text), Err(Refusal::Huge), "{text}");
        }
        for text in [".inf", "-.INF", ".nan"] {
            assert_eq!(resolve(text), Err(Refusal::NotFinite), "{text}");
        }
    }
}
