//! Answers as HTML, and several answers as one paper. Names hold `alexander` where every engine will do.

mod cli_common;
mod record_sample;

use cli_common::{equipoise as run, scenario};
use equipoise::report::html::{Origin, html};
use equipoise::report::text;
use record_sample::record::plan_record;
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn somebody_elses_words_stay_words() {
    let mut record = plan_record();
    record.service.name = "<script>alert(1)</script> & \"co\"".to_owned();
    record.service.streams[0].name = "</td><img src=x onerror=alert(1)>\u{1b}[2J".to_owned();
    record.stamp.scenario.name = "<b>bold</b>".to_owned();
    let page = html(&text::plan(&record, None), &Origin::of(&record.stamp)).expect("a page");
    for bad in ["<script", "<img", "<b>", "\u{1b}"] {
        assert!(!page.contains(bad), "{bad} in the page");
    }
    assert!(page.contains("&lt;script&gt;"), "the name is there");
}

#[test]
fn a_page_holds_all_that_the_text_holds_and_loads_nothing() {
    let record = plan_record();
    let page = html(&text::plan(&record, None), &Origin::of(&record.stamp)).expect("a page");
    assert!(page.contains("default-src 'none'"));
    for outside in ["http://", "https://", "url(", "@import", "src="] {
        assert!(!page.contains(outside), "{outside} in the page");
    }
    assert!(page.contains(&record.stamp.scenario.hash));
    for stream in &record.service.streams {
        assert!(page.contains(&stream.name.replace('&', "&amp;")), "{}", stream.name);
    }
    assert!(page.matches("<table>").count() >= 10 && page.contains("<svg"));
}

/// All files of a folder, by name within it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
        } else {
            found.insert(name, std::fs::read(&path).expect("a file"));
        }
    }
    found
}

#[test]
fn alexander_answers_become_one_paper_the_same_each_time() {
    let dir = tempfile::tempdir().expect("a folder");
    let place = |name: &str| dir.path().join(name).display().to_string();
    let alexander = scenario("alexander");
    let made = |args: &[&str], out: &str| {
        let (code, _, said) = run(&[args, &["-q", "--out", out]].concat());
        assert_eq!(code, 0, "{said}");
    };
    made(
        &["compare", &alexander, "--steady", "--set", "practitioners.at-1.sessions_per_week=2,3,4"],
        &place("compared"),
    );
    made(&["frontier", &alexander, "--steady", "--points", "4"], &place("frontier"));
    made(&["sensitivity", &alexander, "--draws", "10"], &place("sensitivity"));
    made(&["plan", &alexander, "--steady"], &place("steady"));
    let folders = ["compared", "frontier", "sensitivity", "steady"].map(place);
    let paper = |out: &str| {
        let mut args = vec!["report", "--title", "Lessons for 2026", "--question", "Should at-1 work more?"];
        args.extend(folders.iter().map(String::as_str));
        made(&args, out);
        files(Path::new(out))
    };
    let (once, again) = (paper(&place("once")), paper(&place("again")));
    assert!(once == again, "the same answers give the same bytes");
    for name in ["report.html", "report.txt", "tables.xlsx", "comparison/sides.csv", "frontier/frontier.json"] {
        assert!(once.contains_key(name), "{name} not among {:?}", once.keys());
    }
    // What the paper holds of each answer is what its own folder holds.
    for (name, own) in
        [("comparison/comparison.json", "compared/comparison.json"), ("sensitivity/draws.csv", "sensitivity/draws.csv")]
    {
        assert!(once[name] == std::fs::read(dir.path().join(own)).expect("a file"), "{name}");
    }
    let page = String::from_utf8_lossy(&once["report.html"]).into_owned();
    for words in ["Lessons for 2026", "Should at-1 work more?", "Variants side by side", "Does the decision flip?"] {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(page.matches(">What this rests on</h2>").count(), 1);
    // Another scenario, or other changes, are refused.
    made(&["plan", &scenario("minimal"), "--steady"], &place("other"));
    made(&["plan", &alexander, "--steady", "--variant", "only-6"], &place("changed"));
    for (other, says) in [("other", "another text of the scenario"), ("changed", "other changes")] {
        let (code, _, said) = run(&["report", &folders[0], &place(other), "--out", &place("never")]);
        assert_eq!(code, 3, "{said}");
        assert!(said.contains(says), "{said}");
        assert!(!dir.path().join("never").exists());
    }
    let (code, _, said) = run(&["report", &dir.path().display().to_string(), "--out", &place("never")]);
    assert!(code == 3 && said.contains("no answer"), "{said}");
}
