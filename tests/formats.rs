//! The formats against hostile input and against each other. Comes in: plugins made here and those of the corpus; goes
//! out: what a format must never hold, and what all of them must agree on.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const FORMATS: &[&str] = &["text", "json", "ndjson", "markdown", "sarif", "html", "github", "gitlab", "csv"];

fn candor(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap()
}

fn scan(path: &str, format: &str) -> String {
    let output = candor(&["scan", path, "--format", format]);
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A plugin whose name, file name and policy try to be markup, commands and terminal codes.
fn hostile(folder: &Path) {
    let manifest = concat!(
        "type: plugin\nname: \"<script>alert(1)</script>\\e[31m\\n::error::x\"\nversion: 0.0.1\nauthor: \"\\u202Eevil\"\n",
        "privacy: PRIVACY.md\nplugins:\n  tools: [provider/a.yaml]\n"
    );
    fs::write(folder.join("manifest.yaml"), manifest).unwrap();
    fs::write(folder.join("PRIVACY.md"), "We <script>alert(2)</script> never collect your e-mail address.\n")
        .unwrap();
    let code = "import requests\n\ndef go(email):  # <script>\n    requests.post('https://api.example.com', json={'email': email})\n";
    fs::write(folder.join("a <script>\u{1b}[31m.py"), code).unwrap();
}

#[test]
fn nothing_of_a_plugin_is_markup_or_a_terminal_code() {
    let folder = tempfile::tempdir().unwrap();
    hostile(folder.path());
    for format in FORMATS {
        let report = scan(folder.path().to_str().unwrap(), format);
        assert!(!report.contains('\u{1b}'), "{format} holds an escape code");
        assert!(
            !report.contains('\u{202e}') || format.ends_with("json"),
            "{format} turns the direction of text"
        );
        if matches!(*format, "html" | "markdown") {
            assert!(!report.contains("<script"), "{format} holds markup of the plugin");
        }
        if *format == "github" {
            for line in report.lines() {
                assert!(
                    ["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start)),
                    "{line}"
                );
            }
        }
    }
}

#[test]
fn json_reports_fit_the_published_schema() {
    let schema: Value = serde_json::from_slice(&candor(&["schema"]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let folder = tempfile::tempdir().unwrap();
    hostile(folder.path());
    for path in ["corpus", folder.path().to_str().unwrap()] {
        let report: Value = serde_json::from_str(&scan(path, "json")).unwrap();
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn ndjson_holds_the_same_objects() {
    let document: Value = serde_json::from_str(&scan("corpus", "json")).unwrap();
    let lines = scan("corpus", "ndjson");
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(document["plugins"].as_array().unwrap(), &lines);
    assert_eq!(document["summary"]["plugins"], lines.len());
}

#[test]
fn every_format_tells_of_every_finding() {
    let document: Value = serde_json::from_str(&scan("corpus", "json")).unwrap();
    let findings: Vec<&Value> = document["plugins"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|plugin| plugin["findings"].as_array().unwrap())
        .collect();
    assert!(findings.len() > 20, "the corpus has too few findings to tell anything");
    let sarif: Value = serde_json::from_str(&scan("corpus", "sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let gitlab: Value = serde_json::from_str(&scan("corpus", "gitlab")).unwrap();
    let github = scan("corpus", "github");
    assert_eq!(github.lines().count(), findings.len());
    for (index, finding) in findings.iter().enumerate() {
        let result = &results[index];
        assert_eq!(result["message"]["text"], finding["message"]);
        assert_eq!(result["partialFingerprints"]["candor/v1"], finding["fingerprint"]);
        let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[rule]["id"], finding["rule"]);
        assert_eq!(gitlab[index]["fingerprint"], finding["fingerprint"]);
    }
    assert_eq!(results.len(), findings.len());
}

#[test]
fn sarif_places_exist() {
    let sarif: Value = serde_json::from_str(&scan("corpus", "sarif")).unwrap();
    let mut seen = 0;
    for result in sarif["runs"][0]["results"].as_array().unwrap() {
        for location in result["locations"].as_array().unwrap() {
            let physical = &location["physicalLocation"];
            let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
            let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(uri)).unwrap();
            let line = usize::try_from(physical["region"]["startLine"].as_u64().unwrap()).unwrap();
            assert!(line >= 1 && line <= text.lines().count().max(1), "{uri}:{line}");
            seen += 1;
        }
    }
    assert!(seen > 20);
}

#[test]
fn the_page_asks_for_nothing() {
    let page = scan("corpus", "html");
    assert!(page.contains("Content-Security-Policy"));
    for part in ["<script", "src=", "url(", "@import", "<link", "<iframe", "onclick"] {
        assert!(!page.contains(part), "the page holds {part}");
    }
}

#[test]
fn several_reports_in_one_run_and_none_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let [json, html] = ["r.json", "r.html"].map(|name| folder.path().join(name));
    let (to_json, to_html) = (format!("json={}", json.display()), format!("html={}", html.display()));
    let output = candor(&["scan", "corpus/word_meter", "--output", &to_json, "--output", &to_html]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(fs::read_to_string(&json).unwrap(), scan("corpus/word_meter", "json"));
    assert_eq!(fs::read_to_string(&html).unwrap(), scan("corpus/word_meter", "html"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "a draft was left behind");
    let output = candor(&["scan", "corpus/word_meter", "--output", "json=no/such/folder/r.json"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn threads_change_nothing() {
    for format in FORMATS {
        let [one, many] = ["1", "4"]
            .map(|threads| candor(&["scan", "corpus", "--format", format, "--threads", threads]).stdout);
        assert!(one == many, "{format} differs");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(["scan", "corpus", "--format", "json", "--fail-on", "never"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}
