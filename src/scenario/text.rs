//! Bytes to text: what is too large, not UTF-8 or full of control characters is refused before any parser sees it.

use super::codes;
use crate::base::finding::{Finding, Place};
use sha2::{Digest, Sha256};

/// The largest file that is read: some twenty times the largest scenario we know of.
pub const LARGEST_FILE: usize = 4 * 1024 * 1024;

/// The text of a file, with `\n` at its line ends and without a byte order mark.
pub(super) fn decode(file: &str, bytes: &[u8]) -> Result<String, Finding> {
    if bytes.len() > LARGEST_FILE {
        return Err(Finding::error(
            codes::FILE_TOO_LARGE,
            format!("`{file}` is larger than {} MiB, the most that a scenario may have", LARGEST_FILE / (1024 * 1024)),
            "check that it is the right file",
        )
        .at(Place::WholeFile { file: file.to_owned() }));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(wrong_encoding(file, "is UTF-16 text"));
    }
    if bytes.contains(&0) {
        return Err(wrong_encoding(file, "holds zero bytes: it is UTF-16 text, or no text at all"));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
            let byte = bytes[error.valid_up_to()];
            return Err(Finding::error(
                codes::WRONG_ENCODING,
                format!("the byte {byte:#04x} is not UTF-8 (an old Windows or Mac file, perhaps)"),
                "save the file as UTF-8",
            )
            .at(end_of(file, &good)));
        }
    };
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
    if let Some((offset, found)) = text.char_indices().find(|(_, c)| is_forbidden(*c)) {
        return Err(Finding::error(
            codes::CONTROL_CHARACTER,
            format!("the invisible character U+{:04X} stands here", u32::from(found)),
            "delete it",
        )
        .at(end_of(file, &text[..offset])));
    }
    Ok(text)
}

/// The hash by which plans know their scenario: of the text, so that line ends make no difference.
pub(super) fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn wrong_encoding(file: &str, what: &str) -> Finding {
    Finding::error(codes::WRONG_ENCODING, format!("`{file}` {what}"), "save the file as UTF-8")
        .at(Place::WholeFile { file: file.to_owned() })
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
