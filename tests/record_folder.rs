//! Folders of results: written whole or not at all, and never over somebody else's files.

mod record_sample;

use equipoise::record::{FolderError, Manifest, OutputFolder};
use record_sample::record::plan_record;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn folder(text: &str) -> OutputFolder {
    let mut folder = OutputFolder::new();
    folder.add("plan.json", text).expect("a file");
    folder.add("calendars/at-1.ics", "BEGIN").expect("a file");
    folder
}

fn manifest() -> Manifest {
    Manifest::of_plan(&plan_record())
}

/// Every file under a folder and what it holds.
fn held(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(held(&path).into_iter().map(|(inner, text)| (format!("{name}/{inner}"), text)));
        } else {
            files.insert(name, fs::read_to_string(&path).expect("text"));
        }
    }
    files
}

#[test]
fn a_folder_is_written_with_a_manifest_that_lists_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("results/kent");
    folder("one").write(manifest(), &out).expect("written");
    let files = held(&out);
    assert_eq!(files.keys().collect::<Vec<_>>(), ["calendars/at-1.ics", "manifest.json", "plan.json"]);
    let manifest: Manifest = serde_json::from_str(&files["manifest.json"]).expect("a manifest");
    let names: Vec<&str> = manifest.files.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["calendars/at-1.ics", "plan.json"]);
    assert_eq!(
        manifest.files[1].sha256,
        // sha256 of "one"
        "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
    );
    assert_eq!(fs::read_dir(dir.path().join("results")).expect("a folder").count(), 1, "nothing is left beside it");
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let dir = tempfile::tempdir().expect("a folder");
    let (a, b) = (dir.path().join("a"), dir.path().join("b"));
    folder("one").write(manifest(), &a).expect("written");
    folder("one").write(manifest(), &b).expect("written");
    assert_eq!(held(&a), held(&b));
}

#[test]
fn our_own_folder_is_replaced_whole() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("out");
    folder("one").write(manifest(), &out).expect("written");
    let mut smaller = OutputFolder::new();
    smaller.add("plan.json", "two").expect("a file");
    smaller.write(manifest(), &out).expect("replaced");
    let files = held(&out);
    assert_eq!(files.keys().collect::<Vec<_>>(), ["manifest.json", "plan.json"]);
    assert_eq!(files["plan.json"], "two");
    assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1, "nothing is left beside it");
}

#[test]
fn an_empty_folder_may_be_filled() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("out");
    fs::create_dir(&out).expect("made");
    folder("one").write(manifest(), &out).expect("written");
    assert_eq!(held(&out).len(), 3);
}

#[test]
fn a_folder_of_somebody_elses_stays_as_it_is() {
    for theirs in [None, Some("not json"), Some("{\"name\": \"theirs\"}"), Some("{\"equipoise_manifest\": \"x\"}")] {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("thesis");
        fs::create_dir(&out).expect("made");
        fs::write(out.join("chapter.txt"), "years of work").expect("written");
        if let Some(text) = theirs {
            fs::write(out.join("manifest.json"), text).expect("written");
        }
        let before = held(&out);
        assert!(matches!(OutputFolder::check(&out), Err(FolderError::NotOurs(_))));
        assert!(matches!(folder("one").write(manifest(), &out), Err(FolderError::NotOurs(_))));
        assert_eq!(held(&out), before);
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1);
    }
}

#[test]
fn what_somebody_put_into_our_folder_is_not_lost() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("out");
    folder("one").write(manifest(), &out).expect("written");
    fs::write(out.join("notes.txt"), "for the board").expect("written");
    let before = held(&out);
    let error = folder("two").write(manifest(), &out).expect_err("there is more in it");
    assert!(matches!(&error, FolderError::HoldsMore { file, .. } if file == "notes.txt"), "{error}");
    assert!(error.to_string().contains("notes.txt"));
    assert_eq!(held(&out), before);
}

#[test]
fn a_file_is_no_folder() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("out");
    fs::write(&out, "text").expect("written");
    assert!(matches!(folder("one").write(manifest(), &out), Err(FolderError::NotAFolder(_))));
    assert_eq!(fs::read_to_string(&out).expect("text"), "text");
    assert!(matches!(OutputFolder::check(Path::new("/")), Err(FolderError::NotAFolder(_) | FolderError::NotOurs(_))));
}

#[test]
fn a_name_cannot_lead_out_of_the_folder() {
    for name in ["", "..", "../plan.json", "/etc/plan.json", "a/../../b", "manifest.json", "a\\b", "."] {
        assert!(matches!(OutputFolder::new().add(name, "x"), Err(FolderError::BadName(_))), "{name}");
    }
}

#[test]
fn when_the_new_folder_cannot_be_written_the_old_one_stays() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("out");
    folder("one").write(manifest(), &out).expect("written");
    let before = held(&out);
    // a file and a folder of one name cannot both be written
    let mut impossible = folder("two");
    impossible.add("plan.json/inner", "x").expect("a name");
    assert!(matches!(impossible.write(manifest(), &out), Err(FolderError::Io { .. })));
    assert_eq!(held(&out), before);
    assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1, "what was begun is taken away");
}

#[cfg(unix)]
#[test]
fn a_link_to_our_folder_stays_a_link() {
    let dir = tempfile::tempdir().expect("a folder");
    let (out, link) = (dir.path().join("out"), dir.path().join("latest"));
    folder("one").write(manifest(), &out).expect("written");
    std::os::unix::fs::symlink(&out, &link).expect("linked");
    folder("two").write(manifest(), &link).expect("replaced");
    assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
    assert_eq!(held(&out)["plan.json"], "two");
}
