//! `candor.toml`: where it is found, what each key does, what is said of a wrong one, and its schema. Comes in: plugins of
//! the corpus and small configurations; goes out: a failed test for a key that does something else than it says.

use std::fs;
use std::path::{Path, PathBuf};

use candor::compare::Tables;
use candor::config::{self, Draft};
use candor::knowledge::Knowledge;
use candor::knowledge::comparison::Comparing;
use candor::knowledge::own::Own;
use candor::knowledge::toml_text::TomlText;
use candor::report::json::PluginObject;
use candor::scan::{self, Options};
use serde_json::Value;

use crate::plugins::{ROOT, candor, copy, plugin_of};

fn draft(text: &str) -> Result<Draft, String> {
    Draft::parse(TomlText::new("candor.toml", text), PathBuf::from(ROOT)).map_err(|error| error.to_string())
}

/// The report on a plugin of the corpus under a configuration.
fn report(plugin: &str, text: &str) -> PluginObject {
    let draft = draft(text).unwrap();
    let own: Vec<Own> = draft.own().unwrap();
    let knowledge = Knowledge::with_own(&own).unwrap();
    let tables = Tables { knowledge: &knowledge, comparing: Comparing::shared(&knowledge).unwrap() };
    let config = draft.check(&knowledge).unwrap().into();
    let options =
        Options { paths: vec![Path::new(ROOT).join("corpus").join(plugin)], config, ..Options::default() };
    let found = scan::discover(&options);
    PluginObject::new(tables, &scan::analyse_one(tables, &options, &found.units[0]).unwrap())
}

fn fault(text: &str) -> String {
    let draft = match draft(text) {
        Ok(draft) => draft,
        Err(error) => return error,
    };
    if let Err(error) = draft.own() {
        return format!("{error:#}");
    }
    draft.check(Knowledge::shared().unwrap()).map(|_| ()).unwrap_err().to_string()
}

fn rules(report: &PluginObject) -> Vec<(&str, &str)> {
    report.findings.iter().map(|finding| (finding.rule.as_str(), finding.severity.as_str())).collect()
}

#[test]
fn a_rule_has_another_severity_or_is_off() {
    assert_eq!(
        rules(&report("slot_watch", "")),
        [("undisclosed-data", "error"), ("unlinked-third-party", "note")]
    );
    let found =
        report("slot_watch", "[rules]\nunlinked-third-party = \"error\"\nundisclosed-data = \"off\"\n");
    assert_eq!(rules(&found), [("unlinked-third-party", "error")]);
    let changes = found.configuration.unwrap().rules;
    let changes: Vec<_> = changes
        .iter()
        .map(|change| (change.rule.as_str(), change.severity.as_str(), change.findings))
        .collect();
    assert_eq!(changes, [("undisclosed-data", "off", 1), ("unlinked-third-party", "error", 1)]);
    // The verdict is about the plugin, not about what one wants to see.
    assert_eq!(found.verdict, "undisclosed");
}

#[test]
fn graver_findings_come_first_whatever_made_them_so() {
    let found =
        report("slot_watch", "[rules]\nunlinked-third-party = \"error\"\nundisclosed-data = \"note\"\n");
    assert_eq!(rules(&found), [("unlinked-third-party", "error"), ("undisclosed-data", "note")]);
}

#[test]
fn a_data_type_that_is_off_counts_for_nothing_and_is_listed() {
    let found = report("slot_watch", "[data-types]\nemail_address = \"off\"\n");
    assert!(found.practices.iter().all(|practice| practice.data_type != "email_address"));
    assert_eq!(rules(&found), [("unlinked-third-party", "note")]);
    assert_eq!(found.verdict, "ok");
    let accepted = &found.configuration.as_ref().unwrap().accepted;
    assert_eq!(accepted.len(), 1);
    assert_eq!(accepted[0].data_type.as_deref(), Some("email_address"));
    assert_eq!(accepted[0].why, "the data type email_address is off");
    assert_eq!(accepted[0].locations[0].path, "tools/list_invitees.py");
    // `on` is what holds anyhow.
    assert_eq!(report("slot_watch", "[data-types]\nemail_address = \"on\"\n").verdict, "undisclosed");
}

#[test]
fn a_service_that_is_off_is_accepted_whatever_it_gets() {
    let found = report("slot_watch", "[services]\ncalendly = \"off\"\n");
    assert!(found.findings.is_empty(), "{:?}", found.findings);
    assert!(found.third_parties.is_empty());
    let accepted = &found.configuration.as_ref().unwrap().accepted;
    assert!(
        accepted.iter().any(|row| row.data_type.is_none() && row.recipient.as_deref() == Some("calendly"))
    );
    assert!(accepted.iter().all(|row| row.why == "the service calendly is off"));
    assert_eq!(found.outbound_calls.total, report("slot_watch", "").outbound_calls.total);
}

#[test]
fn an_accepted_recipient_may_have_these_types_only() {
    let accept = |types: &str| {
        format!("[[accept]]\nrecipient = \"calendly\"\ndata-types = [{types}]\nreason = \"agreed\"\n")
    };
    let found = report("slot_watch", &accept("\"email_address\""));
    assert_eq!(rules(&found), [("unlinked-third-party", "note")]);
    assert_eq!(found.configuration.unwrap().accepted[0].why, "agreed");
    let found = report("slot_watch", &accept("\"phone_number\""));
    assert_eq!(rules(&found), [("undisclosed-data", "error"), ("unlinked-third-party", "note")]);
    assert!(found.configuration.unwrap().accepted.is_empty());
}

#[test]
fn what_is_accepted_is_not_reported_as_declared_and_missing() {
    // The policy of this plugin declares what its code does.
    let plain = report("well_kept", "");
    let declared = plain.practices.iter().find(|practice| practice.disclosure == "clear").unwrap();
    let found = report("well_kept", &format!("[data-types]\n{} = \"off\"\n", declared.data_type));
    assert!(found.practices.iter().all(|practice| practice.data_type != declared.data_type));
    let missing = |report: &PluginObject| -> Vec<String> {
        let findings = report.findings.iter().filter(|finding| finding.rule == "declared-not-found");
        findings.map(|finding| finding.message.clone()).collect()
    };
    assert_eq!(missing(&found), missing(&plain));
}

#[test]
fn words_count_in_code() {
    let type_of = |text: &str| {
        let found = report("slot_watch", text);
        let status = found.practices.iter().find(|practice| practice.data_type == "gender");
        status.map(|practice| practice.locations[0].line)
    };
    assert_eq!(type_of(""), None);
    assert!(type_of("[words]\ngender = [\"status\"]\n").is_some());
}

#[test]
fn faults_name_file_line_and_neighbour() {
    for (text, expected) in [
        ("fail_on = \"error\"\n", "candor.toml:1: there is no key `fail_on`; did you mean `fail-on`?"),
        ("fail-on = \"errors\"\n", "candor.toml:1: there is no value `errors`; did you mean `error`?"),
        ("\n[rule]\n", "candor.toml:2: there is no key `rule`; did you mean `rules`?"),
        (
            "[rules]\nundisclosed-date = \"off\"\n",
            "candor.toml:2: there is no rule `undisclosed-date`; did you mean `undisclosed-data`?",
        ),
        ("[rules]\nplain-http = \"of\"\n", "candor.toml:2: there is no value `of`; did you mean `off`?"),
        (
            "[data-types]\nname = \"off\"\nemailaddress = \"off\"\n",
            "candor.toml:3: there is no data type `emailaddress`; did you mean `email_address`?",
        ),
        (
            "[services]\ncalendlyy = \"off\"\n",
            "candor.toml:2: there is no service `calendlyy`; did you mean `calendly`?",
        ),
        ("[words]\nnames = [\"x\"]\n", "candor.toml:2: there is no data type `names`; did you mean `name`?"),
        (
            "[words]\nname = [\"Full Name\"]\n",
            "candor.toml:2: `Full Name` is no phrase: words in lower case, one space between them",
        ),
        (
            "[[accept]]\nrecipient = \"calendly\"\ndata-types = [\"name\"]\n[[accept]]\nrecipient = \"calendly\"\ndata-types = [\"nme\"]\n",
            "candor.toml:6: there is no data type `nme`; did you mean `name`?",
        ),
        ("[[accept]]\nrecipient = \"calendly\"\n", "candor.toml:1: missing field `data-types`"),
        ("fail-on = \"note\"\nmodels = [\"none.toml\"]\n", "candor.toml:2: cannot be used: "),
    ] {
        let found = fault(text);
        assert!(found.starts_with(expected), "{text}\n{found}");
    }
}

#[test]
fn the_nearest_configuration_above_counts_up_to_the_repository() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let plugin = root.join("repository/plugins/watch");
    copy("slot_watch", &plugin);
    let used = |arguments: &[&str]| {
        let mut all = vec!["scan", "repository/plugins/watch", "--format", "json"];
        all.extend(arguments);
        plugin_of(&candor(root, &all))["configuration"]["path"].clone()
    };
    assert_eq!(used(&[]), Value::Null);
    fs::write(root.join("candor.toml"), "fail-on = \"never\"\n").unwrap();
    assert_eq!(used(&[]), "candor.toml");
    fs::create_dir(root.join("repository/.git")).unwrap();
    assert_eq!(used(&[]), Value::Null);
    fs::write(root.join("repository/candor.toml"), "").unwrap();
    assert_eq!(used(&[]), "repository/candor.toml");
    fs::write(plugin.join("candor.toml"), "").unwrap();
    assert_eq!(used(&[]), "repository/plugins/watch/candor.toml");
    assert_eq!(used(&["--config", "candor.toml"]), "candor.toml");
    assert_eq!(used(&["--no-config"]), Value::Null);
}

#[test]
fn paths_under_different_configurations_are_not_scanned_together() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["one", "other"] {
        copy("slot_watch", &folder.path().join(name));
    }
    fs::write(folder.path().join("one/candor.toml"), "").unwrap();
    let output = candor(folder.path(), &["scan", "one", "other"]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("one is under one/candor.toml, other under no configuration"), "{text}");
    assert_eq!(candor(folder.path(), &["scan", "one", "other", "--no-config"]).status.code(), Some(1));
}

#[test]
fn the_argument_counts_before_the_configured_threshold() {
    let folder = tempfile::tempdir().unwrap();
    copy("slot_watch", folder.path());
    let status = |config: &str, arguments: &[&str]| {
        fs::write(folder.path().join("candor.toml"), config).unwrap();
        let mut all = vec!["scan"];
        all.extend(arguments);
        candor(folder.path(), &all).status.code()
    };
    assert_eq!(status("", &[]), Some(1));
    assert_eq!(status("fail-on = \"never\"\n", &[]), Some(0));
    assert_eq!(status("fail-on = \"never\"\n", &["--fail-on", "note"]), Some(1));
    assert_eq!(
        status(
            "fail-on = \"note\"\n[rules]\nundisclosed-data = \"off\"\nunlinked-third-party = \"off\"\n",
            &[]
        ),
        Some(0)
    );
}

#[test]
fn links_and_models_of_the_configuration_are_used() {
    let folder = tempfile::tempdir().unwrap();
    copy("slot_watch", folder.path());
    fs::write(
        folder.path().join("own.toml"),
        "[[service]]\nid = \"calendly\"\nname = \"Calendar of Calendly\"\n",
    )
    .unwrap();
    fs::write(
        folder.path().join("candor.toml"),
        "link-base = \"https://example.com/blob\"\nmodels = [\"own.toml\"]\n",
    )
    .unwrap();
    let output = candor(folder.path(), &["scan", "--format", "markdown"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("https://example.com/blob/tools/list_invitees.py#L17"), "{text}");
    assert!(text.contains("Calendar of Calendly"), "{text}");
}

#[test]
fn the_schema_takes_what_the_program_takes() {
    let schema = config::schema(Knowledge::shared().unwrap());
    let validator = jsonschema::validator_for(&schema).unwrap();
    let json = |text: &str| serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap();
    let example = fs::read_to_string(Path::new(ROOT).join("examples/acme/candor.toml")).unwrap();
    for text in [
        example.as_str(),
        "",
        "fail-on = \"never\"\nbaseline = \"known.json\"\n",
        "[data-types]\nname = \"on\"\n[services]\nslack = \"off\"\n",
    ] {
        assert!(draft(text).is_ok(), "{text}");
        let errors: Vec<String> = validator.iter_errors(&json(text)).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{text}\n{errors:?}");
    }
    for text in [
        "fail_on = \"error\"\n",
        "fail-on = \"errors\"\n",
        "[rules]\nno-such-rule = \"off\"\n",
        "[rules]\nplain-http = \"of\"\n",
        "[data-types]\nphone = \"off\"\n",
        "[services]\nslack = \"maybe\"\n",
        "[words]\nname = \"full name\"\n",
        "[[accept]]\nrecipient = \"slack\"\n",
        "[[accept]]\nrecipient = \"slack\"\ndata-types = [\"nme\"]\n",
        "models = \"own.toml\"\n",
    ] {
        assert!(!fault(text).is_empty(), "{text}");
        assert!(!validator.is_valid(&json(text)), "{text}");
    }
}
