//! What the policy declares against the code. Comes in: the plugin, the facts, the policy; goes out: the statements of which
//! the code shows nothing. Apart because here the policy is held to be too wide, elsewhere too narrow.

use super::{Tables, action_id};
use crate::flow::{Action, CodeFacts};
use crate::knowledge::DataType;
use crate::plugin::{Parameter, Plugin};
use crate::policy::{Actor, Policy, Stance, Statement, Status, says};

/// The statements, as indices, that declare a type of which the code shows nothing; one for each type.
pub(super) fn not_found(tables: Tables, plugin: &Plugin, facts: &CodeFacts, policy: &Policy) -> Vec<usize> {
    let known = policy.status == Status::Present && policy.other_subject.is_none();
    // What could not be read may be what handles it.
    if !known || !plugin.not_analysed.is_empty() {
        return Vec::new();
    }
    let mut seen: Vec<DataType> = Vec::new();
    let mut not_found = Vec::new();
    for (index, statement) in policy.statements.iter().enumerate() {
        let row = tables.knowledge.type_row(statement.what);
        let declared = statement.stance == Stance::Handles && statement.actor == Actor::Plugin;
        if !declared || row.is_broad() || row.is_apart() || seen.contains(&statement.what) {
            continue;
        }
        if !shows(tables, plugin, facts, statement) && !is_labelled(plugin, &statement.term) {
            seen.push(statement.what);
            not_found.push(index);
        }
    }
    not_found
}

/// Whether a practice is of the type or of its family, or something of them is asked for.
fn shows(tables: Tables, plugin: &Plugin, facts: &CodeFacts, statement: &Statement) -> bool {
    let what = statement.what;
    if facts.taken.contains(&what) || facts.practices.iter().any(|practice| practice.data_type == what) {
        return true;
    }
    let term = statement.term.to_lowercase();
    tables.comparing.found_by(what).filter(|row| !says(&term, &row.not)).any(|row| {
        let does = |action| row.actions.iter().any(|id| id == action_id(action));
        let practices = facts.practices.iter().filter(|practice| does(practice.action));
        let mut types = practices.map(|practice| practice.data_type);
        let taken = || does(Action::Sends) && facts.taken.iter().any(|id| row.by.contains(id));
        let asks = || plugin.manifest.entries.iter().any(|entry| !entry.parameters.is_empty());
        types.any(|id| row.by.contains(&id)) || taken() || row.asked && asks()
    })
}

/// Whether a label or the name of something that is asked for holds the policy's word for it.
fn is_labelled(plugin: &Plugin, term: &str) -> bool {
    let term = term.to_lowercase();
    let named = |parameter: &Parameter| {
        let mut texts = parameter.labels.iter().chain([&parameter.name]);
        texts.any(|text| text.text.replace('_', " ").to_lowercase().contains(&term))
    };
    let entries = &plugin.manifest.entries;
    !term.is_empty()
        && entries.iter().flat_map(|entry| entry.parameters.iter().chain(&entry.credentials)).any(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{Confidence, Practice, Recipient};
    use crate::knowledge::Knowledge;
    use crate::knowledge::comparison::Comparing;
    use crate::plugin::{Entry, EntryKind, Located};
    use crate::policy::Verb;
    use crate::source::{FileId, Span};

    const SPAN: Span = Span { file: FileId(0), start: 0, end: 0 };

    fn parameter(name: &str, label: &str) -> Parameter {
        let located = |text: &str| Located { text: text.to_owned(), span: SPAN };
        Parameter {
            name: located(name),
            kind: "string".to_owned(),
            form: String::new(),
            labels: vec![located(label)],
            descriptions: Vec::new(),
            required: false,
            default: None,
            options: Vec::new(),
        }
    }

    /// A tool that asks for one parameter, with a label.
    fn plugin(asked: Option<(&str, &str)>) -> Plugin {
        let mut plugin = Plugin::default();
        plugin.manifest.entries.push(Entry {
            kind: EntryKind::Tool,
            name: "shorten".to_owned(),
            model_type: String::new(),
            yaml: FileId(0),
            source: None,
            descriptions: Vec::new(),
            parameters: asked.map(|(name, label)| parameter(name, label)).into_iter().collect(),
            credentials: Vec::new(),
            oauth: false,
            output: Vec::new(),
            span: SPAN,
        });
        plugin
    }

    /// Whether the declaration of `what` by `term` is found where the code does `done` (`sends user_content`) and takes
    /// `taken`.
    fn found(what: &str, term: &str, done: &str, taken: &str, asked: Option<(&str, &str)>) -> bool {
        let knowledge = Knowledge::shared().unwrap();
        let comparing = Comparing::builtin(knowledge).unwrap();
        let statement = Statement {
            what: knowledge.data_type(what).unwrap(),
            stance: Stance::Handles,
            verb: Verb::Collect,
            actor: Actor::Plugin,
            line: 1,
            quote: String::new(),
            term: term.to_owned(),
            named_at: None,
            covers: Vec::new(),
            recipient: None,
            condition: None,
            purpose: None,
            retention: None,
            variant: None,
        };
        let policy = Policy { status: Status::Present, statements: vec![statement], ..Policy::default() };
        let practice = done.split_once(' ').map(|(action, id)| Practice {
            data_type: knowledge.data_type(id).unwrap(),
            action: if action == "sends" { Action::Sends } else { Action::Receives },
            recipient: Recipient::UserConfigured,
            confidence: Confidence::High,
            locations: Vec::new(),
            trace: Vec::new(),
            evidence: Vec::new(),
            ways: Vec::new(),
        });
        let facts = CodeFacts {
            practices: practice.into_iter().collect(),
            taken: knowledge.data_type(taken).into_iter().collect(),
            ..CodeFacts::default()
        };
        let tables = Tables { knowledge, comparing: &comparing };
        not_found(tables, &plugin(asked), &facts, &policy).is_empty()
    }

    #[test]
    fn what_shows_a_declaration() {
        let cases: &[(&str, &str, &str, &str, bool)] = &[
            ("email_address", "e-mail address", "", "", false),
            ("email_address", "e-mail address", "receives email_address", "", true),
            // Parsed on the spot.
            ("user_file", "scans", "", "user_file", true),
            ("user_file", "your essay", "sends user_content", "", false),
            ("user_file", "pages", "receives user_content", "", true),
            // One calls it a query, another a text.
            ("message_content", "prompts", "sends user_content", "", true),
            ("message_content", "prompts", "receives user_content", "", false),
            ("message_content", "comments", "sends user_content", "", false),
            ("message_content", "questions", "", "search_query", true),
            ("search_query", "queries", "sends message_content", "", true),
            ("search_query", "search terms", "receives user_content", "", false),
            ("location", "city", "sends user_content", "search_query", false),
        ];
        for &(what, term, done, taken, expected) in cases {
            assert_eq!(found(what, term, done, taken, None), expected, "{what} ({term}) by {done} {taken}");
        }
    }

    #[test]
    fn what_a_tool_asks_for_shows_it() {
        assert!(found("ip_address", "IP address", "", "", Some(("target", "IP address of the printer"))));
        assert!(!found("ip_address", "IP address", "", "", Some(("target", "Printer"))));
        assert!(found("user_content", "request parameters", "", "", Some(("width", "Width"))));
        assert!(!found("user_content", "request parameters", "", "", None));
        assert!(found("search_query", "query data", "", "", Some(("width", "Width"))));
        assert!(!found("search_query", "search terms", "", "", Some(("width", "Width"))));
    }
}
