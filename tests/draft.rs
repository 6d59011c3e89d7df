//! A drafted policy tells what it has to. Comes in: every plugin of the corpus; goes out: the plugins that are not `ok`
//! with the policy that was drafted for them, in each language. Apart because code side, policy side and draft meet here.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use candor::compare::{Tables, Verdict};
use candor::draft;
use candor::knowledge::Knowledge;
use candor::knowledge::comparison::Comparing;
use candor::policy::Status;
use candor::scan::{Options, analyse_one, discover};

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");

#[test]
fn with_the_drafted_policy_every_plugin_of_the_corpus_is_ok() {
    let knowledge = Knowledge::shared().unwrap();
    let tables = Tables { knowledge, comparing: Comparing::shared(knowledge).unwrap() };
    let options = Options { paths: vec![Path::new(CORPUS).to_owned()], ..Options::default() };
    let units = discover(&options).units;
    assert!(units.len() >= 15, "the corpus is not there");
    let mut left = Vec::new();
    for unit in &units {
        let analysis = analyse_one(tables, &options, unit).unwrap();
        for language in draft::LANGUAGES {
            let text = draft::policy(tables, &analysis, language).unwrap();
            let policy = Some(("PRIVACY.md".to_owned(), text.clone()));
            let with = Options { policy, ..options.clone() };
            let again = analyse_one(tables, &with, unit).unwrap();
            let silent: Vec<&str> = again
                .findings
                .iter()
                .filter(|finding| finding.rule.id.contains("policy") || finding.rule.id.contains("disclos"))
                // A draft in another language still wants an English text beside it.
                .filter(|finding| finding.rule.id != "policy-language")
                .map(|finding| finding.message.as_str())
                .collect();
            if again.comparison.verdict == Verdict::Undisclosed || !silent.is_empty() {
                left.push(format!("{} ({language}): {silent:?}\n{text}", unit.display));
            }
        }
    }
    assert!(left.is_empty(), "{}", left.join("\n"));
}

#[test]
fn with_the_fixed_policy_nothing_is_left_but_contradictions() {
    let knowledge = Knowledge::shared().unwrap();
    let tables = Tables { knowledge, comparing: Comparing::shared(knowledge).unwrap() };
    let options = Options { paths: vec![Path::new(CORPUS).to_owned()], ..Options::default() };
    let mut mended = 0;
    for unit in &discover(&options).units {
        let analysis = analyse_one(tables, &options, unit).unwrap();
        if analysis.policy.status != Status::Present || analysis.policy.other_subject.is_some() {
            continue;
        }
        let additions = draft::additions(tables, &analysis).unwrap();
        let own = analysis.plugin.find(analysis.policy.path.as_ref().unwrap()).unwrap();
        let file = analysis.plugin.file(own).unwrap();
        let text = draft::apply(&file.text, &additions.edits(tables, &analysis, file));
        let policy = Some(("PRIVACY.md".to_owned(), text.clone()));
        let again = analyse_one(tables, &Options { policy, ..options.clone() }, unit).unwrap();
        let left = again.comparison.verdict == Verdict::Undisclosed;
        assert!(!left || !additions.contradictions.is_empty(), "{}:\n{text}", unit.display);
        mended += usize::from(analysis.comparison.verdict == Verdict::Undisclosed && !left);
    }
    assert!(mended >= 5, "only {mended} policies were mended");
}

#[test]
fn with_the_drafted_notes_a_pull_request_has_no_finding() {
    let knowledge = Knowledge::shared().unwrap();
    let tables = Tables { knowledge, comparing: Comparing::shared(knowledge).unwrap() };
    let options = Options { paths: vec![Path::new(CORPUS).to_owned()], ..Options::default() };
    let mut levels = BTreeSet::new();
    for unit in &discover(&options).units {
        let analysis = analyse_one(tables, &options, unit).unwrap();
        let text = draft::pr_notes(tables, &analysis).unwrap();
        let pr_body = Some(("pr.md".to_owned(), text.clone()));
        let again = analyse_one(tables, &Options { pr_body, ..options.clone() }, unit).unwrap();
        let left = again
            .findings
            .iter()
            .filter(|finding| finding.rule.id.starts_with("pr-") || finding.rule.id.starts_with("risk-"));
        let left: Vec<&str> = left.map(|finding| finding.message.as_str()).collect();
        assert!(left.is_empty(), "{}: {left:?}\n{text}", unit.display);
        levels.insert(again.comparison.risk.level);
    }
    assert_eq!(levels.len(), 3, "the corpus has every risk level");
}

#[test]
fn with_the_drafted_domains_no_host_is_undeclared() {
    let knowledge = Knowledge::shared().unwrap();
    let tables = Tables { knowledge, comparing: Comparing::shared(knowledge).unwrap() };
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(CORPUS).join("duty_roster"), folder.path());
    let options = Options { paths: vec![folder.path().to_owned()], ..Options::default() };
    let unit = discover(&options).units.remove(0);
    let domains = draft::domains(&analyse_one(tables, &options, &unit).unwrap());
    let path = folder.path().join("manifest.yaml");
    let manifest = fs::read_to_string(&path).unwrap();
    let rules = |domains: &str| -> Vec<&str> {
        fs::write(&path, format!("{manifest}\n{domains}")).unwrap();
        let found = analyse_one(tables, &options, &unit).unwrap();
        found.findings.iter().map(|finding| finding.rule.id).filter(|id| id.contains("domain")).collect()
    };
    assert!(rules(&domains).is_empty(), "{domains}");
    assert_eq!(
        rules("network:\n  domains: [api.example.org]\n"),
        ["undeclared-domain", "domain-not-contacted"]
    );
}

/// Copies a folder of files and folders.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn the_same_plugin_gives_the_same_draft() {
    let knowledge = Knowledge::shared().unwrap();
    let tables = Tables { knowledge, comparing: Comparing::shared(knowledge).unwrap() };
    let path = Path::new(CORPUS).join("desk_contacts");
    let options = Options { paths: vec![path], ..Options::default() };
    let units = discover(&options).units;
    let [one, two] = [0, 1].map(|_| {
        let analysis = analyse_one(tables, &options, units.first().unwrap()).unwrap();
        draft::policy(tables, &analysis, "en").unwrap()
    });
    assert_eq!(one, two);
    assert!(
        draft::policy(tables, &analyse_one(tables, &options, units.first().unwrap()).unwrap(), "tlh")
            .is_err()
    );
}
