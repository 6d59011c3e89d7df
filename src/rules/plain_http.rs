//! Finds data that goes out over plain HTTP.

use super::wording::{and, plain_title, recipient_with_host};
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::compare::decides;
use crate::flow::Action;

pub(super) const RULE: Rule = Rule {
    id: "plain-http",
    severity: Severity::Warning,
    title: "Data over plain HTTP",
    help: Help {
        what: "The code sends data about people to an address that begins with http://.",
        why: "Everybody on the way can read and change it.",
        fix: "Use https://.",
        passes: Example::of(&[(
            "tools/find.py",
            "requests.post(\"https://api.example.com/users\", json={\"email\": email})",
        )]),
        fails: Example::of(&[(
            "tools/find.py",
            "requests.post(\"http://api.example.com/users\", json={\"email\": email})",
        )]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    let knowledge = case.tables.knowledge;
    let open = case.facts.third_parties.iter().filter(|party| !party.plain_http.is_empty());
    open.filter_map(|party| {
        let mut types: Vec<String> = case
            .facts
            .practices
            .iter()
            .filter(|practice| practice.action == Action::Sends && practice.recipient == party.recipient)
            .filter(|practice| decides(knowledge, practice))
            .map(|practice| plain_title(knowledge, practice.data_type))
            .collect();
        types.dedup();
        let who = recipient_with_host(knowledge, case.facts, &party.recipient);
        let what = if types.is_empty() {
            "Requests go".to_owned()
        } else {
            format!("What is sent ({}) goes", and(&types))
        };
        let message = format!("{what} to {who} over plain HTTP.");
        let mut finding = case.finding(RULE.id, &who, message)?;
        finding.locations.clone_from(&party.plain_http);
        Some(finding)
    })
    .collect()
}
