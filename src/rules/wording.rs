//! Words that several rules and reports share. Comes in: facts; goes out: phrases in English. Apart because the same
//! thing has to be called the same everywhere.

use super::Case;
use crate::compare::{Class, Reason};
use crate::flow::{Action, CodeFacts, Practice, Recipient};
use crate::knowledge::{DataType, Knowledge};
use crate::policy::Policy;
use crate::source::Span;

/// What people call a data type: its English title, with a capital.
pub fn title(knowledge: &Knowledge, data_type: DataType) -> String {
    capital(&plain_title(knowledge, data_type))
}

/// What people call a data type: its English title.
pub fn plain_title(knowledge: &Knowledge, data_type: DataType) -> String {
    let row = knowledge.type_row(data_type);
    row.title.get("en").unwrap_or(&row.id).clone()
}

/// The same text with its first letter in upper case.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What people call a recipient.
pub fn recipient_name(knowledge: &Knowledge, recipient: &Recipient) -> String {
    match recipient {
        Recipient::Service(service) => {
            knowledge.service_row(*service).map_or_else(String::new, |row| row.name.clone())
        }
        Recipient::Domain(domain) => domain.clone(),
        Recipient::UserConfigured => "a host that the user sets".to_owned(),
        Recipient::Dify => "Dify".to_owned(),
        Recipient::Unresolved => "a host that could not be worked out".to_owned(),
        Recipient::Own => "the plugin".to_owned(),
    }
}

/// A recipient with its first host, where that says more than the name.
pub fn recipient_with_host(knowledge: &Knowledge, facts: &CodeFacts, recipient: &Recipient) -> String {
    let name = recipient_name(knowledge, recipient);
    let party = facts.third_parties.iter().find(|party| party.recipient == *recipient);
    match party.and_then(|party| party.hosts.first()) {
        Some(host) if !host.eq_ignore_ascii_case(&name) => format!("{name} ({host})"),
        _ => name,
    }
}

/// What is done, as a predicate: "is sent to".
fn predicate(action: Action) -> &'static str {
    match action {
        Action::Sends => "sent to",
        Action::Receives => "received from",
        Action::Stores => "stored",
        Action::Logs => "written to a log",
    }
}

/// "E-mail address (parameter `email`) is sent to Slack (slack.com) and stored": all that is done with one data type.
pub fn handling(case: &Case, data_type: DataType, practices: &[&Practice]) -> String {
    let knowledge = case.tables.knowledge;
    let mut deeds = Vec::new();
    for action in [Action::Sends, Action::Receives, Action::Stores, Action::Logs] {
        let mut whom: Vec<String> = practices
            .iter()
            .filter(|practice| practice.action == action)
            .map(|practice| match practice.recipient {
                Recipient::Own => String::new(),
                _ => recipient_with_host(knowledge, case.facts, &practice.recipient),
            })
            .collect();
        whom.dedup();
        match (whom.is_empty(), action) {
            (true, _) => {}
            (false, Action::Sends | Action::Receives) => {
                deeds.push(format!("{} {}", predicate(action), and(&whom)));
            }
            (false, _) => {
                whom.retain(|name| !name.is_empty());
                let by = if whom.is_empty() { String::new() } else { format!(" at {}", and(&whom)) };
                deeds.push(format!("{}{by}", predicate(action)));
            }
        }
    }
    format!("{}{} is {}", title(knowledge, data_type), source(practices), and(&deeds))
}

/// Where the data comes in: " (parameter `email`)". What comes back from a service is named by the service.
pub fn source(practices: &[&Practice]) -> String {
    let mut told = practices.iter().filter(|practice| practice.action != Action::Receives);
    let step = told.find_map(|practice| practice.trace.first());
    // The note of a step is half a sentence; here only the name of what comes in is wanted.
    let name = |note: &str| note.strip_suffix(" comes in").unwrap_or(note).to_owned();
    step.map_or_else(String::new, |step| format!(" ({})", name(&step.note)))
}

/// "a", "a and b", "a, b and c".
pub fn and(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The policy as people find it: its path, or "the policy".
pub fn policy_name(policy: &Policy) -> &str {
    policy.path.as_deref().unwrap_or("the policy")
}

/// The practices that decide, of one class, by data type in the order of reports, with the deciding statements.
pub fn by_type<'a>(case: &Case<'a>, class: Class) -> Vec<(DataType, Vec<&'a Practice>, Vec<usize>)> {
    let mut groups: Vec<(DataType, Vec<&'a Practice>, Vec<usize>)> = Vec::new();
    for (practice, disclosure) in case.facts.practices.iter().zip(&case.comparison.practices) {
        if disclosure.class != class || !crate::compare::decides(case.tables.knowledge, practice) {
            continue;
        }
        let index = groups.iter().position(|(of, ..)| *of == practice.data_type).unwrap_or_else(|| {
            groups.push((practice.data_type, Vec::new(), Vec::new()));
            groups.len() - 1
        });
        if let Some((_, practices, statements)) = groups.get_mut(index) {
            practices.push(practice);
            statements.extend(&disclosure.statements);
        }
    }
    for (.., statements) in &mut groups {
        statements.sort_unstable();
        statements.dedup();
    }
    groups
}

/// Practices by their data type, in the order of reports.
pub fn of_type<'a>(practices: &[&'a Practice]) -> Vec<(DataType, Vec<&'a Practice>)> {
    let mut groups: Vec<(DataType, Vec<&Practice>)> = Vec::new();
    for &practice in practices {
        match groups.iter_mut().find(|(of, _)| *of == practice.data_type) {
            Some((_, group)) => group.push(practice),
            None => groups.push((practice.data_type, vec![practice])),
        }
    }
    groups
}

/// "runs commands, runs code and handles location data".
pub fn reasons_text(reasons: &[Reason]) -> String {
    and(&reasons.iter().map(|reason| reason.text.clone()).collect::<Vec<_>>())
}

/// A line of the pull request's body as a place.
pub fn body_line(case: &Case, line: u32) -> Option<Span> {
    let file = case.plugin.find_beside(&case.body?.path)?;
    let range = case.plugin.file(file)?.line_range(line);
    Some(Span { file, start: range.start, end: range.end })
}

/// The first place of each practice, then the others, each once.
pub fn places(practices: &[&Practice]) -> Vec<Span> {
    let first = practices.iter().filter_map(|practice| practice.locations.first());
    let others = practices.iter().flat_map(|practice| practice.locations.iter().skip(1));
    let mut seen = std::collections::BTreeSet::new();
    first.chain(others).copied().filter(|span| seen.insert(*span)).collect()
}

/// The line of the first of these statements that stands in the policy itself and not in a language variant.
pub fn line_of(policy: &Policy, statements: &[usize]) -> Option<u32> {
    let statements = statements.iter().filter_map(|&index| policy.statements.get(index));
    statements.filter(|statement| statement.variant.is_none()).map(|statement| statement.line).next()
}

/// The quote of the first of these statements, without its full stop.
pub fn quote_of<'a>(policy: &'a Policy, statements: &[usize]) -> &'a str {
    let first = statements.first().and_then(|&index| policy.statements.get(index));
    first.map_or("", |statement| statement.quote.trim_end_matches(['.', '\u{3002}']))
}
