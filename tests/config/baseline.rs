//! The baseline: what it holds, what it takes out, and what is told of entries that are gone.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::plugins::{Copy, ROOT, candor, findings};

/// Writes the baseline of the plugin beside it.
fn write(copy: &Copy) -> Value {
    let output = candor(copy.above(), &["baseline", "plugin", "--output", "known.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout.is_empty());
    serde_json::from_slice(&fs::read(copy.above().join("known.json")).unwrap()).unwrap()
}

#[test]
fn it_names_each_finding() {
    let copy = Copy::of("slot_watch");
    let known = write(&copy);
    let rules = known["findings"].as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap());
    assert_eq!(rules.collect::<Vec<_>>(), ["undisclosed-data", "unlinked-third-party"]);
    assert_eq!(known["findings"][0]["plugin"], "slot_watch");
    assert!(known["findings"][0]["message"].as_str().unwrap().starts_with("E-mail address is received from"));
    // To standard output the same.
    let output = candor(copy.above(), &["baseline", "plugin"]);
    assert_eq!(output.stdout, fs::read(copy.above().join("known.json")).unwrap());
}

#[test]
fn what_it_holds_does_not_count_and_is_listed() {
    let copy = Copy::of("slot_watch");
    write(&copy);
    let (status, plugin) = copy.scan(&["--baseline", "known.json", "--fail-on", "note"]);
    assert!(findings(&plugin).is_empty());
    assert_eq!((status, &plugin["baselined"], &plugin["suppressed"]), (0, &2.into(), &0.into()));
    assert!(plugin["suppressed_findings"].as_array().unwrap().iter().all(|one| one["by"] == "baseline"));
    assert_eq!(plugin["baseline_gone"], Value::Array(Vec::new()));
}

#[test]
fn a_new_finding_counts() {
    let copy = Copy::of("slot_watch");
    write(&copy);
    copy.edit("tools/list_invitees.py", r#"{"invitee":"#, r#"{"call": invitee["phone_number"], "invitee":"#);
    let (status, plugin) = copy.scan(&["--baseline", "known.json"]);
    assert_eq!(findings(&plugin), ["undisclosed-data error"]);
    assert_eq!((status, &plugin["baselined"]), (1, &2.into()));
}

#[test]
fn moved_lines_change_nothing() {
    let copy = Copy::of("slot_watch");
    write(&copy);
    for path in ["tools/list_invitees.py", "tools/list_invitees.yaml", "manifest.yaml"] {
        let text = fs::read_to_string(copy.above().join("plugin").join(path)).unwrap();
        copy.write(path, &format!("# one\n# two\n\n{text}"));
    }
    copy.edit("PRIVACY.md", "# Privacy\n", "# Privacy\n\nThis is a text.\n");
    assert!(findings(&copy.scan(&["--baseline", "known.json"]).1).is_empty());
}

#[test]
fn what_is_gone_is_told() {
    let copy = Copy::of("slot_watch");
    write(&copy);
    copy.edit("tools/list_invitees.py", r#""email": invitee["email"], "#, "");
    let (status, plugin) = copy.scan(&["--baseline", "known.json"]);
    assert_eq!(plugin["baseline_gone"].as_array().unwrap().len(), 1);
    assert_eq!(plugin["baseline_gone"][0]["rule"], "undisclosed-data");
    assert_eq!(status, 0);
    // Entries about plugins that were not scanned say nothing.
    let other = Copy::of("word_meter");
    let known = copy.above().join("known.json");
    let (_, plugin) = other.scan(&["--baseline", known.to_str().unwrap()]);
    assert_eq!(plugin["baseline_gone"], Value::Array(Vec::new()));
}

#[test]
fn the_configuration_can_name_it() {
    let copy = Copy::of("slot_watch");
    write(&copy);
    fs::write(copy.above().join("candor.toml"), "baseline = \"known.json\"\n").unwrap();
    assert!(findings(&copy.scan(&[]).1).is_empty());
    // It is written anew without what it holds being left out.
    assert_eq!(write(&copy)["findings"].as_array().unwrap().len(), 2);
    fs::remove_file(copy.above().join("known.json")).unwrap();
    assert_eq!(write(&copy)["findings"].as_array().unwrap().len(), 2);
}

#[test]
fn what_is_no_baseline_is_an_error() {
    let copy = Copy::of("slot_watch");
    for text in ["", "[]", "{\"schema_version\": 2, \"findings\": []}", "{\"schema_version\": 1}"] {
        fs::write(copy.above().join("known.json"), text).unwrap();
        let output = candor(copy.above(), &["scan", "plugin", "--baseline", "known.json"]);
        assert_eq!(output.status.code(), Some(2), "{text}");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.starts_with("error: known.json "), "{text}: {told}");
    }
}

/// Rule and fingerprint of each finding below a folder.
fn fingerprints(path: &Path) -> Vec<String> {
    let output = candor(path, &["scan", ".", "--format", "ndjson", "--no-config"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let plugins = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let findings = plugins.flat_map(|plugin| plugin["findings"].as_array().unwrap().clone());
    let mut all: Vec<String> =
        findings.map(|one| format!("{} {}", one["rule"], one["fingerprint"])).collect();
    all.sort();
    all
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let corpus = Path::new(ROOT).join("corpus");
    let before = fingerprints(&corpus);
    assert!(before.len() > 30);
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(&corpus).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if corpus.join(&name).is_dir() {
            crate::plugins::copy(&name, &folder.path().join(&name));
        }
    }
    let mut pending = vec![folder.path().to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            if path.is_dir() {
                pending.push(path);
            } else if let ("py" | "yaml", Ok(text)) = (ending, fs::read_to_string(&path)) {
                // A coding line must stay in one of the first two lines.
                if !text.contains("coding") {
                    fs::write(&path, format!("# moved\n\n# down\n{text}")).unwrap();
                }
            }
        }
    }
    assert_eq!(fingerprints(folder.path()), before);
}
