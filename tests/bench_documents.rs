//! What the documents tell a CI server to run: every script is shell, and every command line in it is one that there is.
//! Names hold `minimal`: every engine.
#![cfg(unix)]

#[path = "bench_common/shell.rs"]
mod shell;

use shell::{calls, check};
use std::fs;
use std::path::Path;

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn yaml(file: &str) -> serde_yaml::Value {
    serde_yaml::from_str(&read(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Every text under one of some keys, in order; a list of texts is one script.
fn scripts(value: &serde_yaml::Value, keys: &[&str], found: &mut Vec<String>) {
    match value {
        serde_yaml::Value::Mapping(entries) => {
            for (key, inner) in entries {
                match inner {
                    serde_yaml::Value::String(text) if key.as_str().is_some_and(|key| keys.contains(&key)) => {
                        found.push(text.clone());
                    }
                    serde_yaml::Value::Sequence(lines) if key.as_str().is_some_and(|key| keys.contains(&key)) => {
                        let lines: Vec<&str> = lines.iter().map(|line| line.as_str().expect("a line")).collect();
                        found.push(lines.join("\n"));
                    }
                    other => scripts(other, keys, found),
                }
            }
        }
        serde_yaml::Value::Sequence(items) => items.iter().for_each(|item| scripts(item, keys, found)),
        _ => {}
    }
}

/// Checks every call of a list of scripts, and says how often a program is called.
fn checked(scripts: &[String], variables: &[(&str, &str)]) -> impl Fn(&str) -> usize {
    let all: Vec<Vec<String>> = scripts.iter().flat_map(|script| calls(script, variables)).collect();
    for call in &all {
        assert_eq!(check(call), Ok(()));
    }
    move |program| all.iter().filter(|call| call[0] == program).count()
}

#[test]
fn minimal_github_actions_run_what_there_is() {
    let file = yaml("docs/ci/github-actions.yml");
    let mut found = Vec::new();
    scripts(&file["jobs"], &["run"], &mut found);
    let count = checked(&found, &[("SUITE", "short"), ("NUMBER", "1"), ("GH_TOKEN", "none")]);
    assert_eq!(["equipoise", "make", "cargo", "gh"].map(count), [1, 1, 1, 1]);
    // Every job has what the service asks for.
    for (_, job) in file["jobs"].as_mapping().expect("jobs") {
        assert!(job["runs-on"].is_string() && job["steps"].is_sequence());
        for step in job["steps"].as_sequence().expect("steps") {
            assert!(step["uses"].is_string() != step["run"].is_string(), "{step:?}");
        }
    }
}

#[test]
fn minimal_gitlab_jobs_run_what_there_is() {
    let file = yaml("docs/ci/gitlab-ci.yml");
    let mut found = Vec::new();
    scripts(&file, &["script", "after_script"], &mut found);
    let plain = checked(&found, &[("SUITE", "long")]);
    // Without a token there is no note.
    assert_eq!(["equipoise", "make", "cargo", "curl"].map(plain), [1, 1, 1, 0]);
    let stages: Vec<&str> = file["stages"].as_sequence().expect("stages").iter().filter_map(|s| s.as_str()).collect();
    for (name, job) in file.as_mapping().expect("jobs") {
        if name.as_str() != Some("stages") {
            assert!(job["stage"].as_str().is_some_and(|stage| stages.contains(&stage)) && job["script"].is_sequence());
        }
    }
}

#[test]
fn minimal_commands_of_the_page_are_such_as_there_are() {
    let page = read("docs/bench.md");
    let blocks: Vec<String> =
        page.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).map(str::to_owned).collect();
    let count = checked(&blocks, &[]);
    assert!(count("equipoise") > 5 && count("make") > 1);
    for file in ["ci/github-actions.yml", "ci/gitlab-ci.yml"] {
        assert!(page.contains(&format!("({file})")), "the page leads to {file}");
    }
}

#[test]
fn minimal_what_is_not_there_is_seen() {
    let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    assert!(check(&words("equipoise bench --no-such-flag")).is_err());
    assert!(check(&words("equipoise benhc")).is_err());
    assert!(check(&words("make no-such-target")).is_err());
    assert_eq!(check(&words("make bench-gate")), Ok(()));
    assert_eq!(
        calls("make a 'b c' && equipoise x > y", &[]),
        [words("make a").into_iter().chain(["b c".into()]).collect(), words("equipoise x")]
    );
}
