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

/// Names that try to be markup, attributes, commands, mentions and code.
const HOSTILE: &str = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>&amp;`${7}`@everyone";

/// A plugin whose name, file names, code and policy do.
fn hostile(folder: &Path) {
    let quoted = HOSTILE.replace('"', "\\\"");
    let manifest = format!(
        "type: plugin\nname: \"{quoted}\\e[31m\\n::error::x\"\nversion: \"0.0.1 \\u200b{quoted}\"\nauthor: \"\\u202Eevil {quoted}\"\n\
         privacy: PRIVACY.md\nplugins:\n  tools: [provider/a.yaml]\n"
    );
    fs::write(folder.join("manifest.yaml"), manifest).unwrap();
    let policy = format!(
        "We {HOSTILE} never collect your e-mail address.\n\nYour name</p></div> goes to {HOSTILE}.\n"
    );
    fs::write(folder.join("PRIVACY.md"), policy).unwrap();
    let code = format!(
        "import requests\n\ndef go(email, name):  # <script>\n    x = \"{quoted}\"; requests.post('https://api.example.com/<b>', \
         json={{'email': email, 'name': name}})\n    print(name, '</mark></pre><script>alert(3)</script>')\n",
    );
    fs::write(folder.join("a <script>\"'`|\u{1b}[31m.py"), code).unwrap();
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
            let own = usize::from(*format == "html");
            assert_eq!(report.matches("<script").count(), own, "{format} holds a script of the plugin");
            assert!(!report.contains("<img"), "{format} holds markup of the plugin");
            assert!(report.contains("&lt;img"), "{format} does not show the plugin's text");
        }
        if *format == "markdown" {
            assert!(!report.contains("@everyone"), "somebody is mentioned");
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

/// The elements of a page as (name, attributes): enough of HTML for pages that are well formed.
fn tags(page: &str) -> Vec<(&str, &str)> {
    let body = page.split_once("<body>").unwrap().1;
    let inner = body.split('<').skip(1).map(|part| part.split_once('>').unwrap().0);
    inner.map(|tag| tag.split_once(char::is_whitespace).unwrap_or((tag, ""))).collect()
}

#[test]
fn a_hostile_plugin_adds_no_element_and_no_attribute() {
    let folder = tempfile::tempdir().unwrap();
    hostile(folder.path());
    let known = scan("corpus/slot_watch", "html") + "<ul><li></ul>";
    let names: Vec<&str> = tags(&known).into_iter().map(|(name, _)| name).collect();
    let attributes = [
        "class",
        "id",
        "href",
        "title",
        "tabindex",
        "role",
        "rel",
        "aria-",
        "data-",
        "scope",
        "x",
        "y",
        "width",
        "height",
        "viewBox",
        "preserveAspectRatio",
        "text-anchor",
        "fill",
        "d",
    ];
    let page = scan(folder.path().to_str().unwrap(), "html");
    for (name, text) in tags(&page) {
        assert!(names.contains(&name), "<{name} {text}>");
        let mut parts = text.split('"').step_by(2).map(|part| part.trim_end_matches('/').trim());
        let known = |part: &str| {
            part.is_empty()
                || part
                    .strip_suffix('=')
                    .is_some_and(|own| attributes.iter().any(|known| own.starts_with(known)))
        };
        assert!(parts.all(known), "<{name} {text}>");
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
fn sarif_flows_and_related_places_hold_together() {
    let sarif: Value = serde_json::from_str(&scan("corpus", "sarif")).unwrap();
    let mut flows = 0;
    for rule in sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap() {
        assert!(rule["help"]["text"].as_str().unwrap().len() > 80, "{}", rule["id"]);
    }
    for result in sarif["runs"][0]["results"].as_array().unwrap() {
        assert_eq!(
            result["locations"].as_array().unwrap().len(),
            1,
            "code hosts show results with one place"
        );
        let related = result["relatedLocations"].as_array().map_or(&[][..], |list| list);
        for (id, place) in related.iter().enumerate() {
            assert_eq!(place["id"], id);
        }
        for flow in result["codeFlows"].as_array().map_or(&[][..], |list| list) {
            let steps = flow["threadFlows"][0]["locations"].as_array().unwrap();
            assert!(steps.iter().all(|step| step["location"]["message"]["text"].is_string()));
            flows += 1;
        }
    }
    assert!(flows > 10);
}

#[test]
fn a_sarif_fix_mends_the_policy() {
    let folder = tempfile::tempdir().unwrap();
    let plugin = folder.path().join("plugin");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/ticket_post"), &plugin);
    let path = plugin.to_str().unwrap();
    let sarif: Value = serde_json::from_str(&scan(path, "sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let errors = |results: &[Value]| results.iter().filter(|result| result["level"] == "error").count();
    let before = errors(results);
    let fixes: Vec<&Value> = results.iter().filter_map(|result| result.get("fixes")).collect();
    assert_eq!(fixes.len(), 1, "one text mends all: it must not be added twice");
    let change = &fixes[0][0]["artifactChanges"][0];
    let replacement = &change["replacements"][0];
    let policy = Path::new(change["artifactLocation"]["uri"].as_str().unwrap());
    let text = fs::read_to_string(policy).unwrap();
    let line = usize::try_from(replacement["deletedRegion"]["startLine"].as_u64().unwrap()).unwrap();
    assert_eq!(line, text.split('\n').count(), "the text is added at the end");
    fs::write(policy, text + replacement["insertedContent"]["text"].as_str().unwrap()).unwrap();
    let after: Value = serde_json::from_str(&scan(path, "sarif")).unwrap();
    assert_eq!((before > 0, errors(after["runs"][0]["results"].as_array().unwrap())), (true, 0));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn gitlab_rows_are_as_documented() {
    let rows: Vec<Value> = serde_json::from_str(&scan("corpus", "gitlab")).unwrap();
    let mut fingerprints = std::collections::BTreeSet::new();
    for row in &rows {
        assert!(row["description"].is_string() && row["check_name"].is_string());
        assert!(
            ["info", "minor", "major", "critical", "blocker"].contains(&row["severity"].as_str().unwrap())
        );
        assert!(row["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
        let path = row["location"]["path"].as_str().unwrap();
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(path).is_file(), "{path} is no file");
        assert!(
            fingerprints.insert(row["fingerprint"].as_str().unwrap()),
            "only the first of two would be shown: {row}"
        );
    }
    assert!(rows.len() > 20);
}

#[test]
fn the_page_asks_for_nothing_and_its_links_lead_somewhere() {
    let page = scan("corpus", "html");
    assert!(page.contains("default-src 'none'; style-src 'sha256-"));
    let (head, body) = page.split_once("<body>").unwrap();
    for part in ["unsafe", "http:", "https:", "url(", "@import", "src="] {
        assert!(!head.contains(part), "the page's head holds {part}");
    }
    for part in ["<script", " src=", "<link", "<iframe", " style=", " onclick"] {
        assert!(!body.contains(part), "the page holds {part}");
    }
    let values = |attribute: &str| -> Vec<&str> {
        body.split(attribute).skip(1).map(|rest| rest.split_once('"').unwrap().0).collect()
    };
    let ids = values(" id=\"");
    let known: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "an id stands twice");
    let links = values("href=\"#");
    assert!(links.len() > 100);
    let bands = values("data-rows=\"");
    for link in links.iter().copied().chain(bands.iter().flat_map(|rows| rows.split(' '))) {
        assert!(known.contains(link), "#{link} leads nowhere");
    }
}

#[test]
fn markdown_keeps_to_its_limit_and_closes_its_folds() {
    for path in ["corpus", "corpus/duty_roster"] {
        let whole = scan(path, "markdown");
        for limit in [1000, 3000, 20_000] {
            let limit_text = limit.to_string();
            let output = candor(&["scan", path, "--format", "markdown", "--limit", &limit_text]);
            let report = String::from_utf8(output.stdout).unwrap();
            assert!(report.len() <= limit, "{path}: {} bytes", report.len());
            let count = |mark: &str| report.lines().filter(|line| line.starts_with(mark)).count();
            assert_eq!(count("<details>"), count("</details>"), "{path} at {limit}");
            assert_eq!(report == whole, !report.contains("left out"), "{path} at {limit}");
        }
    }
}

#[test]
fn a_page_of_text_fits_into_eighty_columns_and_cuts_no_place() {
    for plugin in ["slot_watch", "duty_roster", "desk_contacts", "channel_voice", "gongzuo_tongzhi"] {
        let report = scan(&format!("corpus/{plugin}"), "text");
        for line in report.lines() {
            // A place or a URL that is longer than a line stands alone on its own.
            let whole = line.trim_start().split(' ').count() == 1;
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 80 || whole, "{plugin}: {line}");
            assert!(!line.contains("…/"), "{plugin}: {line}");
        }
    }
}

#[test]
fn several_reports_in_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<_> = FORMATS.iter().map(|format| folder.path().join(format!("r.{format}"))).collect();
    let mut arguments = vec!["scan".to_owned(), "corpus/word_meter".to_owned()];
    for (format, file) in FORMATS.iter().zip(&files) {
        arguments.extend(["--output".to_owned(), format!("{format}={}", file.display())]);
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    assert_eq!(candor(&arguments).status.code(), Some(0));
    for (format, file) in FORMATS.iter().zip(&files) {
        assert_eq!(fs::read_to_string(file).unwrap(), scan("corpus/word_meter", format), "{format}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), FORMATS.len(), "a draft was left behind");
}

#[test]
fn a_report_that_cannot_be_written_leaves_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("r.json");
    fs::write(&kept, "old").unwrap();
    let [to_kept, again] = ["json", "html"].map(|format| format!("{format}={}", kept.display()));
    for wrong in ["json=no/such/folder/r.json", again.as_str()] {
        let output = candor(&["scan", "corpus/word_meter", "--output", &to_kept, "--output", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
        assert_eq!(fs::read_to_string(&kept).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a draft was left behind");
    }
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
    for format in FORMATS {
        let mut child = Command::new(env!("CARGO_BIN_EXE_candor"))
            .args(["scan", "corpus", "--format", format, "--fail-on", "never"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert!(output.stderr.is_empty(), "{format}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn completions_and_manual_follow_the_commands() {
    let help = String::from_utf8(candor(&["--help"]).stdout).unwrap();
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    let commands: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 10, "{commands:?}");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = String::from_utf8(candor(&["completions", shell]).stdout).unwrap();
        let missing: Vec<_> = commands.iter().filter(|command| !script.contains(**command)).collect();
        assert!(missing.is_empty(), "{shell} lacks {missing:?}");
    }
    let manual = String::from_utf8(candor(&["man"]).stdout).unwrap();
    assert!(manual.contains(".TH candor 1"), "{manual}");
    for command in commands.iter().filter(|command| **command != "help") {
        assert!(manual.contains(&format!("candor\\-{command}")), "the manual lacks {command}");
        let page = candor(&["man", command]);
        assert!(
            page.status.success() && String::from_utf8(page.stdout).unwrap().contains(".SH SYNOPSIS"),
            "{command}"
        );
    }
}
