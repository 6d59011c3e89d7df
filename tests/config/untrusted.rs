//! A submission cannot silence its auditor: of packages, and with `--untrusted` of folders, nothing is followed that comes
//! along, and all of it is listed.

use std::fs;

use serde_json::Value;

use crate::plugins::{Copy, candor, findings, plugin_of};

const BOTH: [&str; 2] = ["undisclosed-data error", "unlinked-third-party note"];

/// A plugin that tries everything.
fn silencer() -> Copy {
    let copy = Copy::of("slot_watch");
    let end = r#"invitee["status"]}"#;
    let comment = "# candor: ignore[undisclosed-data]: nothing to see";
    copy.edit("tools/list_invitees.py", end, &format!("{end}  {comment}"));
    copy.write("candor.toml", "fail-on = \"never\"\n[rules]\nunlinked-third-party = \"off\"\n");
    copy.write(".difyignore", "tools/*.py\n");
    copy.write(".gitignore", "*.log\n");
    copy
}

fn rows(plugin: &Value) -> Vec<String> {
    let rows = plugin["not_followed"].as_array().unwrap().iter();
    rows.map(|row| format!("{}: {}", row["path"].as_str().unwrap(), row["reason"].as_str().unwrap()))
        .collect()
}

const LISTED: [&str; 3] = [
    "candor.toml: the plugin's own configuration",
    ".difyignore: leaves out tools/list_invitees.py",
    "tools/list_invitees.py: line 17 suppresses undisclosed-data (nothing to see)",
];

#[test]
fn a_folder_that_is_trusted_may_set_its_own_rules() {
    let (status, plugin) = silencer().scan(&[]);
    // The code is left out as the packager leaves it out, so nothing is found in it.
    assert_eq!(status, 0);
    assert!(findings(&plugin).iter().all(|one| !one.starts_with("undisclosed-data")));
    assert!(rows(&plugin).is_empty());
}

#[test]
fn of_an_untrusted_folder_nothing_is_followed() {
    let (status, plugin) = silencer().scan(&["--untrusted"]);
    assert_eq!(status, 1);
    assert_eq!(findings(&plugin), BOTH);
    assert_eq!(rows(&plugin), LISTED);
    assert_eq!((&plugin["suppressed"], &plugin["configuration"]), (&0.into(), &Value::Null));
}

#[test]
fn of_a_package_nothing_is_followed() {
    let copy = silencer();
    copy.pack();
    let output = candor(copy.above(), &["scan", "plugin.difypkg", "--format", "json"]);
    let plugin = plugin_of(&output);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(findings(&plugin), BOTH);
    assert_eq!(rows(&plugin), LISTED);
}

#[test]
fn the_auditors_own_configuration_holds_for_packages() {
    let copy = silencer();
    copy.pack();
    fs::write(copy.above().join("candor.toml"), "[rules]\nundisclosed-data = \"note\"\n").unwrap();
    let output = candor(copy.above(), &["scan", "plugin.difypkg", "--format", "json"]);
    let plugin = plugin_of(&output);
    assert_eq!(findings(&plugin), ["undisclosed-data note", "unlinked-third-party note"]);
    assert_eq!(plugin["configuration"]["path"], "candor.toml");
    assert_eq!(rows(&plugin), LISTED);
}

#[test]
fn an_untrusted_folder_is_looked_at_under_a_named_configuration_only() {
    let copy = silencer();
    fs::write(copy.above().join("candor.toml"), "[rules]\nundisclosed-data = \"note\"\n").unwrap();
    assert_eq!(copy.scan(&["--untrusted"]).1["configuration"], Value::Null);
    let (_, plugin) = copy.scan(&["--untrusted", "--config", "candor.toml"]);
    assert_eq!(findings(&plugin), ["undisclosed-data note", "unlinked-third-party note"]);
    assert_eq!(rows(&plugin), LISTED);
}

#[test]
fn a_configuration_of_the_plugin_that_is_not_in_use_is_listed() {
    let copy = Copy::of("slot_watch");
    copy.write("candor.toml", "[rules]\nundisclosed-data = \"off\"\n");
    assert!(rows(&copy.scan(&[]).1).is_empty());
    let (_, plugin) = copy.scan(&["--no-config"]);
    assert_eq!(findings(&plugin), BOTH);
    assert_eq!(rows(&plugin), [LISTED[0]]);
    // Found from the folder above, it is not the nearest one.
    let output = candor(copy.above(), &["scan", ".", "--format", "json"]);
    assert_eq!(rows(&plugin_of(&output)), [LISTED[0]]);
}

#[test]
fn ignore_files_above_the_plugins_hide_no_untrusted_plugin() {
    let copy = Copy::of("slot_watch");
    fs::write(copy.above().join(".gitignore"), "plugin/\n").unwrap();
    let hidden = candor(copy.above(), &["scan", "."]);
    assert_eq!(hidden.status.code(), Some(2));
    let output = candor(copy.above(), &["scan", ".", "--untrusted", "--format", "json"]);
    assert_eq!(findings(&plugin_of(&output)), BOTH);
    assert!(String::from_utf8_lossy(&output.stderr).contains(".gitignore: is not followed"));
}

#[test]
fn ignore_files_without_effect_are_not_listed() {
    let copy = Copy::of("slot_watch");
    copy.write(".gitignore", "*.log\n__pycache__/\n");
    assert!(rows(&copy.scan(&["--untrusted"]).1).is_empty());
}
