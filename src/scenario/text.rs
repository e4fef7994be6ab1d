//! Bytes to text: what is too large, not UTF-8 or full of control characters is refused before any parser sees it.

use super::codes;
use super::source::Fault;
use crate::base::finding::{Finding, Place};
use sha2::{Digest, Sha256};

/// The largest file that is read: some twenty times the largest scenario we know of.
pub const LARGEST_FILE: usize = 4 * 1024 * 1024;

/// The text of a file, with `\n` at its line ends and without a byte order mark.
pub(super) fn decode(file: &str, bytes: &[u8]) -> Result<String, Fault> {
    let whole = Place::WholeFile { file: file.to_owned() };
    if bytes.len() > LARGEST_FILE {
        let most = LARGEST_FILE / (1024 * 1024);
        let cause = format!("`{file}` is larger than {most} MiB, the most that a scenario may have");
        return Err(refused(codes::FILE_TOO_LARGE, cause, "check that it is the right file", whole));
    }
    let not_utf_8 = |cause: String, place| refused(codes::WRONG_ENCODING, cause, "save the file as UTF-8", place);
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(not_utf_8(format!("`{file}` is UTF-16 text"), whole));
    }
    if bytes.contains(&0) {
        return Err(not_utf_8(format!("`{file}` holds zero bytes: it is UTF-16 text, or no text at all"), whole));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (good, bad) = bytes.split_at(error.valid_up_to());
        let byte = bad.first().copied().unwrap_or_default();
        let cause = format!("the byte {byte:#04x} is not UTF-8 (an old Windows or Mac file, perhaps)");
        not_utf_8(cause, end_of(file, &String::from_utf8_lossy(good)))
    })?;
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
    if let Some((offset, found)) = text.char_indices().find(|(_, c)| is_forbidden(*c)) {
        let cause = format!("the invisible character U+{:04X} stands here", u32::from(found));
        return Err(refused(codes::CONTROL_CHARACTER, cause, "delete it", end_of(file, &text[..offset])));
    }
    Ok(text)
}

/// The hash by which plans know their scenario: of the text, so that line ends make no difference.
pub(super) fn hash(text: &str) -> String {
    hash_of(text.as_bytes())
}

/// The SHA-256 of some bytes, in hexadecimal digits.
pub(super) fn hash_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn refused(code: &str, cause: String, fix: &str, place: Place) -> Fault {
    Box::new(Finding::error(code, cause, fix).at(place))
}

/// Control characters, the line separators on which YAML readers differ, byte order marks within the text, and
/// characters that Unicode leaves unassigned for good.
fn is_forbidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// The place just after a text.
fn end_of(file: &str, before: &str) -> Place {
    let last_line = before.rsplit('\n').next().unwrap_or_default();
    let line = before.matches(['\n']).count().max(before.matches(['\r']).count()) + 1;
    Place::File { file: file.to_owned(), line, column: last_line.chars().count() + 1, path: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_marks_make_no_difference() {
        let plain = decode("a.yaml", b"a: 1\nb: 2\n").unwrap();
        for other in [&b"a: 1\r\nb: 2\r\n"[..], b"a: 1\rb: 2\r", b"\xEF\xBB\xBFa: 1\nb: 2\n"] {
            let other = decode("a.yaml", other).unwrap();
            assert_eq!(hash(&other), hash(&plain));
        }
        assert_eq!(hash(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn a_bad_byte_is_found_where_it_stands() {
        let finding = decode("a.yaml", b"a: 1\nname: caf\xE9\n").unwrap_err();
        assert_eq!(finding.place.unwrap().to_string(), "a.yaml:2:10");
        let finding = decode("a.yaml", "a: 1\nb: \u{85}".as_bytes()).unwrap_err();
        assert_eq!(
            (finding.code.as_str(), finding.place.unwrap().to_string()),
            ("control-character", "a.yaml:2:4".into())
        );
    }
}
