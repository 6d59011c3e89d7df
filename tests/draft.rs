//! A drafted policy tells what it has to. Comes in: every plugin of the corpus; goes out: the plugins that are not `ok`
//! with the policy that was drafted for them, in each language. Apart because code side, policy side and draft meet here.

#![allow(clippy::unwrap_used, clippy::panic)]

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
