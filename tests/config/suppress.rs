//! Comments that take findings out: where they hold, what they need, and what is said of those that are wrong.

use serde_json::Value;

use crate::plugins::{Copy, candor, findings};

const CODE: &str = "tools/list_invitees.py";
const SENT: &str = r#"{"invitee": invitee["name"], "email": invitee["email"], "status": invitee["status"]}"#;
const BOTH: [&str; 2] = ["undisclosed-data error", "unlinked-third-party note"];
const NOTE: [&str; 1] = ["unlinked-third-party note"];

/// The plugin with a comment at the end of the line that its finding points at.
fn beside(comment: &str) -> Copy {
    let copy = Copy::of("slot_watch");
    copy.edit(CODE, SENT, &format!("{SENT}{comment}"));
    copy
}

fn reasons(plugin: &Value) -> Vec<String> {
    let all = plugin["suppressed_findings"].as_array().unwrap().iter();
    all.map(|one| format!("{}: {}", one["rule"].as_str().unwrap(), one["reason"].as_str().unwrap())).collect()
}

#[test]
fn a_comment_on_the_line_takes_the_finding_out() {
    let (status, plugin) = beside("  # candor: ignore[undisclosed-data]: told in the booking form").scan(&[]);
    assert_eq!(findings(&plugin), NOTE);
    assert_eq!(status, 0);
    assert_eq!(plugin["suppressed"], 1);
    assert_eq!(reasons(&plugin), ["undisclosed-data: told in the booking form"]);
    let one = &plugin["suppressed_findings"][0];
    assert_eq!((&one["by"], &one["comment"]["line"]), (&"comment".into(), &17.into()));
    // The verdict is about the plugin.
    assert_eq!(plugin["verdict"], "undisclosed");
}

#[test]
fn a_comment_on_the_line_above_takes_the_finding_out() {
    let copy = Copy::of("slot_watch");
    copy.edit(CODE, SENT, &format!("# candor: ignore[undisclosed-data]: told elsewhere\n            {SENT}"));
    assert_eq!(findings(&copy.scan(&[]).1), NOTE);
    // Empty lines and other suppressions between do no harm.
    let copy = Copy::of("slot_watch");
    let two =
        "# candor: ignore[undisclosed-data]: told elsewhere\n            # candor: ignore[plain-http]: none";
    copy.edit(CODE, SENT, &format!("{two}\n\n            {SENT}"));
    assert_eq!(findings(&copy.scan(&[]).1), ["unused-suppression warning", "unlinked-third-party note"]);
}

#[test]
fn a_comment_elsewhere_takes_nothing_out() {
    let comment = "  # candor: ignore[undisclosed-data]: x";
    let copy = Copy::of("slot_watch");
    copy.edit(CODE, "for invitee in invitees", &format!("for invitee in invitees{comment}"));
    let (status, plugin) = copy.scan(&[]);
    let expected = ["undisclosed-data error", "unused-suppression warning", "unlinked-third-party note"];
    assert_eq!(findings(&plugin), expected);
    assert_eq!(status, 1);
    // A comment beside other code holds for that line alone.
    let copy = Copy::of("slot_watch");
    copy.edit(CODE, "rows = [", &format!("rows = [{comment}"));
    assert_eq!(findings(&copy.scan(&[]).1), expected);
}

#[test]
fn text_in_a_string_is_no_comment() {
    let copy = Copy::of("slot_watch");
    copy.edit(CODE, r#"invitee["status"]}"#, r##""# candor: ignore[undisclosed-data]: x"}"##);
    assert_eq!(findings(&copy.scan(&[]).1), BOTH);
    let copy = Copy::of("slot_watch");
    let text = "'''\n        # candor: ignore[undisclosed-data]: x\n        '''\n        rows = [";
    copy.edit(CODE, "rows = [", text);
    assert_eq!(findings(&copy.scan(&[]).1), BOTH);
}

#[test]
fn several_rules_are_named_with_commas() {
    let (_, plugin) = beside("  # candor: ignore[undisclosed-data, plain-http]: told in the form").scan(&[]);
    assert_eq!(findings(&plugin), ["unused-suppression warning", "unlinked-third-party note"]);
    let message = plugin["findings"][0]["message"].as_str().unwrap();
    assert_eq!(
        message,
        "A comment in tools/list_invitees.py suppresses plain-http, which finds nothing here."
    );
}

#[test]
fn without_a_reason_it_is_not_followed() {
    for comment in ["  # candor: ignore[undisclosed-data]", "  # candor: ignore[undisclosed-data]:  "] {
        let (status, plugin) = beside(comment).scan(&[]);
        let expected =
            ["undisclosed-data error", "suppression-without-reason warning", "unlinked-third-party note"];
        assert_eq!(findings(&plugin), expected, "{comment}");
        assert_eq!((status, &plugin["suppressed"]), (1, &0.into()));
    }
}

#[test]
fn what_is_no_rule_or_not_understood_is_told() {
    let message = |comment: &str| {
        let (_, plugin) = beside(comment).scan(&[]);
        let expected = ["undisclosed-data error", "unused-suppression warning"];
        assert_eq!(findings(&plugin)[..2], expected, "{comment}");
        plugin["findings"][1]["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        message("  # candor: ignore[undisclosed-date]: x"),
        "A comment in tools/list_invitees.py names `undisclosed-date`, which is no rule; did you mean `undisclosed-data`?"
    );
    for comment in
        ["  # candor: ignore", "  # candor: ignroe[undisclosed-data]: x", "  # candor: ignore[]: x"]
    {
        let told = message(comment);
        assert!(told.contains("is not understood: write `candor: ignore[rule]: reason`"), "{told}");
    }
    // Other comments that speak of the program are left alone.
    assert_eq!(findings(&beside("  # see candor: it finds this").scan(&[]).1), BOTH);
}

#[test]
fn a_comment_in_markdown_takes_out_what_is_about_its_line() {
    let comment = "<!-- candor: ignore[unlinked-third-party]: linked in the store -->";
    let copy = Copy::of("slot_watch");
    copy.edit("PRIVACY.md", "# Privacy\n\n", &format!("# Privacy\n\n{comment}\n"));
    let (_, plugin) = copy.scan(&[]);
    assert_eq!(findings(&plugin), ["undisclosed-data error"]);
    assert_eq!(reasons(&plugin), ["unlinked-third-party: linked in the store"]);
    let copy = Copy::of("slot_watch");
    copy.edit("PRIVACY.md", "that you enter.", &format!("that you enter. {comment}"));
    assert_eq!(findings(&copy.scan(&[]).1), ["undisclosed-data error"]);
    let copy = Copy::of("slot_watch");
    copy.edit("PRIVACY.md", "that you enter.", &format!("that you enter. `{comment}`"));
    assert_eq!(findings(&copy.scan(&[]).1), BOTH);
}

#[test]
fn a_comment_in_yaml_takes_out_what_is_about_its_line() {
    let dangling = |line: &str| {
        let copy = Copy::of("slot_watch");
        copy.edit("manifest.yaml", "privacy: PRIVACY.md", line);
        findings(&copy.scan(&[]).1).iter().any(|one| one.starts_with("manifest-privacy-dangling"))
    };
    assert!(dangling("privacy: NONE.md"));
    assert!(!dangling("privacy: NONE.md  # candor: ignore[manifest-privacy-dangling]: it comes later"));
    assert!(!dangling("# candor: ignore[manifest-privacy-dangling]: it comes later\nprivacy: NONE.md"));
    assert!(dangling("privacy: 'NONE.md # candor: ignore[manifest-privacy-dangling]: it comes later'"));
}

#[test]
fn what_has_no_place_is_taken_out_at_the_head_of_the_manifest() {
    let silent =
        |copy: &Copy| findings(&copy.scan(&[]).1).iter().any(|one| one.starts_with("policy-silent-on-use"));
    let comment = "# candor: ignore[policy-silent-on-use]: it is one tool\n";
    let copy = Copy::of("well_kept");
    assert!(silent(&copy));
    let text = std::fs::read_to_string(copy.above().join("plugin/manifest.yaml")).unwrap();
    copy.write("manifest.yaml", &format!("{text}{comment}"));
    assert!(silent(&copy), "not after the first key");
    copy.write("manifest.yaml", &format!("{comment}{text}"));
    assert!(!silent(&copy));
}

#[test]
fn a_finding_of_several_places_is_taken_out_place_by_place() {
    let copy = Copy::of("slot_watch");
    let one = r#"print(invitees[0]["email"])"#;
    let two = r#"print(invitees[1]["email"])"#;
    copy.edit(CODE, "        yield self", &format!("        {one}\n        {two}\n        yield self"));
    let logs = |copy: &Copy| {
        let (_, plugin) = copy.scan(&[]);
        let found = plugin["findings"].as_array().unwrap().iter();
        let found = found.filter(|one| one["rule"] == "personal-data-in-logs");
        found.map(|one| one["locations"].as_array().unwrap().len()).collect::<Vec<_>>()
    };
    assert_eq!(logs(&copy), [2]);
    copy.edit(CODE, one, &format!("{one}  # candor: ignore[personal-data-in-logs]: x"));
    assert_eq!(logs(&copy), [1]);
    copy.edit(CODE, two, &format!("{two}  # candor: ignore[personal-data-in-logs]: y"));
    assert!(logs(&copy).is_empty());
}

#[test]
fn sarif_and_text_tell_what_was_taken_out() {
    let copy = beside("  # candor: ignore[undisclosed-data]: told in the booking form");
    let output = candor(copy.above(), &["scan", "plugin", "--format", "sarif"]);
    let sarif: Value = serde_json::from_slice(&output.stdout).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let found = results.iter().find(|one| one["ruleId"] == "undisclosed-data").unwrap();
    assert_eq!(found["suppressions"][0]["kind"], "inSource");
    assert_eq!(found["suppressions"][0]["justification"], "told in the booking form");
    let others = results.iter().filter(|one| one["ruleId"] != "undisclosed-data");
    assert!(others.into_iter().all(|one| one["suppressions"].is_null()));
    let output = candor(copy.above(), &["scan", "plugin"]);
    let text = String::from_utf8(output.stdout).unwrap().replace('\n', " ");
    let line = "suppressed: undisclosed-data (tools/list_invitees.py:17): told in the booking form";
    assert!(text.contains(line), "{text}");
}
