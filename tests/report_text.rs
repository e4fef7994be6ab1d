//! Plans and balances as text.

mod record_sample;

use equipoise::record::{NotCompared, PlanRecord, Status};
use equipoise::report::{Page, steady_text, text};
use record_sample::record::{clashing_record, ordered_record, plan_record, steady_record};

#[test]
fn a_plan_reads_well_in_80_columns() {
    insta::assert_snapshot!(text::plan(&plan_record(), None).text(&Page::default()));
}

#[test]
fn a_plan_beside_the_long_run_balance_says_why_they_differ() {
    let text = text::plan(&plan_record(), Some(&steady_record())).text(&Page::default());
    let from = text.find("Why this differs").expect("a section");
    let to = text.find("Rota of").expect("a section");
    insta::assert_snapshot!(&text[from..to]);
}

#[test]
fn what_is_open_is_the_rotas_or_that_of_whole_patients() {
    let words = |of_rota: f64, status: Status| {
        let mut record = plan_record();
        (record.outcome.rota_bound_gbp, record.outcome.status) = (Some(of_rota), status);
        let text = text::plan(&record, None).text(&Page::default());
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let below = words(6700.0, Status::WithinGap);
    assert!(below.contains("With this rota no plan is worth more than £6,700"), "{below}");
    let above = words(6800.0, Status::WithinGap);
    assert!(above.contains("its rota is worth £6,800, more than any plan of whole patients can be"), "{above}");
    for text in [words(6800.0, Status::Proven), words(6700.0, Status::Proven)] {
        assert!(!text.contains("rota is worth") && !text.contains("With this rota"), "{text}");
    }
}

#[test]
fn clashes_and_a_refusal_come_first() {
    let text = text::plan(&clashing_record(), None).text(&Page::default());
    let to = text.find("Courses").expect("a section");
    insta::assert_snapshot!(&text[..to]);
}

#[test]
fn ordered_aims_have_bounds_of_their_own() {
    let text = text::plan(&ordered_record(), None).text(&Page::default());
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("each with a bound of its own"), "{text}");
    let from = text.find("Aims, one after the other").expect("a section");
    insta::assert_snapshot!(&text[from..]);
}

#[test]
fn a_balance_reads_well_in_80_columns() {
    insta::assert_snapshot!(steady_text::steady(&steady_record()).text(&Page::default()));
}

#[test]
fn a_plan_without_comparison_says_why() {
    let said = |not_compared| {
        let record = PlanRecord { do_nothing: None, not_compared, ..plan_record() };
        let text = text::plan(&record, None).text(&Page::default());
        let from = text.find("Key figures").expect("a section");
        let to = text.find("Courses").expect("a section");
        text[from..to].to_owned()
    };
    let (asked, known) = ("was not asked for", "No stream says what is done today");
    let not_asked_for = said(Some(NotCompared::NotAskedFor));
    assert!(not_asked_for.contains(asked) && !not_asked_for.contains(known), "{not_asked_for}");
    let nothing_known = said(Some(NotCompared::NothingKnown));
    assert!(!nothing_known.contains(asked) && nothing_known.contains(known), "{nothing_known}");
    let unsaid = said(None);
    assert!(!unsaid.contains(asked) && !unsaid.contains(known), "{unsaid}");
}

/// Words of a sample's tables, which no page may break: a stream's, a practitioner's, a header's.
#[test]
fn no_word_of_a_table_is_broken() {
    let mut record = plan_record();
    for (stream, name) in record.service.streams.iter_mut().zip(["Physiotherapy", "Acupuncture (musculoskeletal)"]) {
        stream.name = name.to_owned();
    }
    for width in [40, 60, 80, 100] {
        let text = text::plan(&record, None).text(&Page { width, colour: false });
        let words: Vec<&str> = text.split_whitespace().collect();
        let from = |section: &str| &text[text.find(section).expect("a section")..];
        for section in ["Patients by stream\n=", "Queues\n=", "Waiting at the end, by weeks waited\n="] {
            let section = from(section);
            let end = section[1..].find("\n\n").map_or(section.len(), |at| at + 1);
            // A mark may stand behind a name.
            let section: Vec<&str> = section[..end].split_whitespace().map(|word| word.trim_end_matches('+')).collect();
            for word in ["Physiotherapy", "Acupuncture", "(musculoskeletal)"] {
                assert!(section.contains(&word), "{width} columns, {word}: {text}");
            }
        }
        assert!(words.contains(&"Practitioner"), "{width} columns: {text}");
    }
}

#[test]
fn every_line_fits_the_page() {
    for width in [60, 80, 100, 200] {
        let page = Page { width, colour: false };
        let all = text::plan(&plan_record(), Some(&steady_record())).text(&page)
            + &steady_text::steady(&steady_record()).text(&page);
        for line in all.lines() {
            assert!(line.chars().count() <= usize::from(width), "{width} columns: {line}");
        }
    }
}

#[test]
fn colour_changes_headings_only() {
    let plain = text::plan(&plan_record(), None).text(&Page { width: 80, colour: false });
    let coloured = text::plan(&plan_record(), None).text(&Page { width: 80, colour: true });
    assert!(!plain.contains('\u{1b}') && coloured.contains("\u{1b}[1;36mQueues\u{1b}[0m"));
}
