//! Plans and balances as text.

mod record_sample;

use equipoise::report::{Page, steady_text, text};
use record_sample::record::{clashing_record, ordered_record, plan_record, steady_record};

#[test]
fn a_plan_reads_well_in_80_columns() {
    insta::assert_snapshot!(text::plan(&plan_record(), None, &Page::default()));
}

#[test]
fn a_plan_beside_the_long_run_balance_says_why_they_differ() {
    let text = text::plan(&plan_record(), Some(&steady_record()), &Page::default());
    let from = text.find("Why this differs").expect("a section");
    let to = text.find("Rota of").expect("a section");
    insta::assert_snapshot!(&text[from..to]);
}

#[test]
fn clashes_and_a_refusal_come_first() {
    let text = text::plan(&clashing_record(), None, &Page::default());
    let to = text.find("Courses").expect("a section");
    insta::assert_snapshot!(&text[..to]);
}

#[test]
fn ordered_aims_have_bounds_of_their_own() {
    let text = text::plan(&ordered_record(), None, &Page::default());
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("each with a bound of its own"), "{text}");
    let from = text.find("Aims, one after the other").expect("a section");
    insta::assert_snapshot!(&text[from..]);
}

#[test]
fn a_balance_reads_well_in_80_columns() {
    insta::assert_snapshot!(steady_text::steady(&steady_record(), &Page::default()));
}

#[test]
fn every_line_fits_the_page() {
    for width in [60, 80, 100, 200] {
        let page = Page { width, colour: false };
        let all =
            text::plan(&plan_record(), Some(&steady_record()), &page) + &steady_text::steady(&steady_record(), &page);
        for line in all.lines() {
            assert!(line.chars().count() <= usize::from(width), "{width} columns: {line}");
        }
    }
}

#[test]
fn colour_changes_headings_only() {
    let plain = text::plan(&plan_record(), None, &Page { width: 80, colour: false });
    let coloured = text::plan(&plan_record(), None, &Page { width: 80, colour: true });
    assert!(!plain.contains('\u{1b}') && coloured.contains("\u{1b}[1;36mQueues\u{1b}[0m"));
}
