//! Finds promises that data stays where it is, beside code that sends it.

use super::wording::{handling, of_type, places};
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::flow::Practice;

/// Promises that the message quotes; the places show all.
const QUOTED: usize = 2;

pub(super) const RULE: Rule = Rule {
    id: "local-processing-contradicted",
    severity: Severity::Error,
    title: "Promise of local processing that the code breaks",
    help: Help {
        what: "A description in the YAML, the README or the policy says that data is processed locally or never sent \
               anywhere, and the code sends data about people to a third party.",
        why: "People enter what they would not send elsewhere because they were told that it stays.",
        fix: "Say who gets the data, or process it without that service.",
        passes: Example::of(&[(
            "tools/find.yaml",
            "description: Finds an account at Example by its e-mail address.",
        )]),
        fails: Example::of(&[(
            "tools/find.yaml",
            "description: Finds an account. All data is processed locally.",
        )]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    let broken = &case.comparison.broken;
    let Some(first) = broken.first() else { return Vec::new() };
    let mut quotes: Vec<String> = Vec::new();
    for promise in broken {
        let path = case.plugin.file(promise.place.file).map_or("", |file| file.path.as_str());
        let quote = promise.quote.trim_end_matches(['.', '\u{3002}']);
        if quotes.len() < QUOTED
            && !quotes.iter().any(|known| known.ends_with(&format!("\u{201c}{quote}\u{201d}")))
        {
            quotes.push(format!("{path} says \u{201c}{quote}\u{201d}"));
        }
    }
    let mut indices: Vec<usize> =
        broken.iter().flat_map(|promise| promise.practices.iter().copied()).collect();
    indices.sort_unstable();
    indices.dedup();
    let practices: Vec<&Practice> =
        indices.iter().filter_map(|&index| case.facts.practices.get(index)).collect();
    let deeds: Vec<String> = of_type(&practices)
        .into_iter()
        .map(|(data_type, practices)| handling(case, data_type, &practices))
        .collect();
    let message = format!("{}, but: {}.", super::wording::and(&quotes), deeds.join("; "));
    // The promise first, then the call that breaks it, then the rest of both.
    let mut locations = vec![first.place];
    let sent = places(&practices);
    locations.extend(sent.first());
    locations.extend(broken.iter().skip(1).map(|promise| promise.place));
    locations.extend(sent.iter().skip(1));
    let finding = case.finding(RULE.id, "", message);
    let about = practices.first().map(|practice| practice.data_type);
    finding.map(|finding| Finding { locations, about, ..finding }).into_iter().collect()
}
