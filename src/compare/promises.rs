//! Promises of local processing against the code. Comes in: the plugin's descriptions, README and policy, and the facts;
//! goes out: each promise that a practice breaks. Apart because these texts are no policies, and a tool's description
//! speaks of that tool only.

use super::{Class, Comparison, Tables, decides};
use crate::flow::{Action, CodeFacts, Practice, Recipient};
use crate::knowledge::names::{Name, first_word};
use crate::plugin::{Entry, EntryKind, Parameter, Plugin};
use crate::policy::promises::{Promise, find};
use crate::policy::{Policy, Stance};
use crate::source::{FileId, Span};

/// A promise that the code breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Where it stands.
    pub place: Span,
    /// The clause.
    pub quote: String,
    /// The practices that break it, as indices into those of the facts.
    pub practices: Vec<usize>,
}

/// The promises that the code breaks, in the order of files.
pub(super) fn broken(
    tables: Tables,
    plugin: &Plugin,
    facts: &CodeFacts,
    policy: &Policy,
    comparison: &Comparison,
) -> Vec<Broken> {
    let sent: Vec<(usize, &Practice)> =
        facts.practices.iter().enumerate().filter(|(_, practice)| leaves(tables, facts, practice)).collect();
    if sent.is_empty() {
        return Vec::new();
    }
    let told = denials(policy, comparison);
    let mut broken = Vec::new();
    for text in texts(plugin, policy) {
        let practices: Vec<usize> =
            sent.iter().filter(|(_, practice)| text.concerns(practice)).map(|(index, _)| *index).collect();
        if practices.is_empty() {
            continue;
        }
        for promise in find(tables.comparing, text.words, !text.whole) {
            let clause = text.words.get(promise.range.clone()).unwrap_or("");
            let practices = breaking(tables, facts, clause, &practices);
            if practices.is_empty() {
                continue;
            }
            // A sentence of the policy that a finding about data quotes already is to be mended once.
            if text.policy && told.contains(&promise.line) {
                continue;
            }
            let (place, quote) = (text.place(&promise), promise.quote);
            if !broken.iter().any(|known: &Broken| known.place == place) {
                broken.push(Broken { place, quote, practices });
            }
        }
    }
    broken.sort_by_key(|broken| broken.place);
    broken
}

/// Those of the practices that break the promise of a clause. "Stays within Dify and Example" hides nothing from Example's
/// users, and "never sent to Example" promises nothing of others.
pub(super) fn breaking(tables: Tables, facts: &CodeFacts, clause: &str, practices: &[usize]) -> Vec<usize> {
    if names_recipient(tables, clause) {
        return Vec::new();
    }
    let clause = clause.to_lowercase();
    let hidden = |index: &usize| {
        let recipient = facts.practices.get(*index).map(|practice| &practice.recipient);
        !recipient.is_some_and(|recipient| names(tables, &clause, recipient))
    };
    practices.iter().copied().filter(hidden).collect()
}

/// Whether a service's name, as the registry writes it, follows a word that leads to a recipient.
fn names_recipient(tables: Tables, clause: &str) -> bool {
    tables.comparing.local.toward.iter().any(|word| {
        clause.match_indices(word.as_str()).any(|(at, _)| {
            let inside =
                |c: char| c.is_alphabetic() && word.starts_with(|own: char| own.is_ascii() && c.is_ascii());
            let rest = clause.get(at + word.len()..).unwrap_or("");
            let head = first_word(rest).to_lowercase();
            let named = |name: &Name| {
                rest.strip_prefix(name.text.as_str())
                    .is_some_and(|after| !after.starts_with(char::is_alphanumeric))
            };
            !clause.get(..at).is_some_and(|before| before.ends_with(inside))
                && rest.starts_with(char::is_uppercase)
                && tables.knowledge.names_beginning(&head).iter().any(named)
        })
    })
}

/// Whether data about people goes to a third party whose host the user did not choose.
pub(super) fn leaves(tables: Tables, facts: &CodeFacts, practice: &Practice) -> bool {
    practice.action == Action::Sends
        && matches!(practice.recipient, Recipient::Service(_) | Recipient::Domain(_))
        && decides(tables.knowledge, practice)
        && facts
            .third_parties
            .iter()
            .any(|party| party.recipient == practice.recipient && !party.user_configured)
}

/// Whether the clause, in lower case, names the recipient.
fn names(tables: Tables, clause: &str, recipient: &Recipient) -> bool {
    match recipient {
        Recipient::Service(service) => tables.knowledge.service_row(*service).is_some_and(|row| {
            let names = row.aliases.iter().chain([&row.name, &row.id]);
            names.map(|name| name.to_lowercase()).any(|name| clause.contains(&name))
        }),
        Recipient::Domain(domain) => {
            let label = domain.split('.').next().unwrap_or(domain);
            clause.contains(label)
        }
        _ => false,
    }
}

/// Lines of the policy whose statements deny what the code does.
fn denials(policy: &Policy, comparison: &Comparison) -> Vec<u32> {
    let false_ones =
        comparison.practices.iter().filter(|said| matches!(said.class, Class::Incorrect | Class::Ambiguous));
    let statements =
        false_ones.flat_map(|said| &said.statements).filter_map(|&index| policy.statements.get(index));
    statements.filter(|said| said.stance == Stance::Denies).map(|said| said.line).collect()
}

/// A text that describes the plugin or a part of it.
struct Text<'a> {
    words: &'a str,
    span: Span,
    /// Whether the text is the whole file, so that a promise has a place of its own in it.
    whole: bool,
    policy: bool,
    /// The part of the plugin that it is about; all of it where there is none.
    about: Option<About<'a>>,
}

/// The part of a plugin that a text is about.
#[derive(Clone, Copy)]
struct About<'a> {
    entry: &'a Entry,
    source: Option<FileId>,
    parameter: Option<&'a Parameter>,
}

impl Text<'_> {
    fn place(&self, promise: &Promise) -> Span {
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        if !self.whole {
            return self.span;
        }
        Span { start: byte(promise.range.start), end: byte(promise.range.end), ..self.span }
    }

    /// A tool's text speaks of what comes in by its YAML or meets a sink in its file, a parameter's of that parameter.
    fn concerns(&self, practice: &Practice) -> bool {
        let Some(about) = self.about else { return true };
        let source = practice.trace.first().map(|step| step.span);
        match about.parameter {
            Some(parameter) => source == Some(parameter.name.span),
            None => {
                source.is_some_and(|span| span.file == about.entry.yaml)
                    || practice.locations.iter().any(|span| Some(span.file) == about.source)
            }
        }
    }
}

fn texts<'a>(plugin: &'a Plugin, policy: &Policy) -> Vec<Text<'a>> {
    let mut texts = Vec::new();
    let manifest = &plugin.manifest;
    for located in &manifest.descriptions {
        texts.push(Text {
            words: &located.text,
            span: located.span,
            whole: false,
            policy: false,
            about: None,
        });
    }
    for entry in &manifest.entries {
        let path = entry.source.as_ref().map(|source| source.text.trim_start_matches("./"));
        let about = About { entry, source: path.and_then(|path| plugin.find(path)), parameter: None };
        let own = (entry.kind != EntryKind::Provider).then_some(about);
        for located in &entry.descriptions {
            texts.push(Text {
                words: &located.text,
                span: located.span,
                whole: false,
                policy: false,
                about: own,
            });
        }
        for parameter in &entry.parameters {
            let about = Some(About { parameter: Some(parameter), ..about });
            for located in parameter.labels.iter().chain(&parameter.descriptions) {
                texts.push(Text {
                    words: &located.text,
                    span: located.span,
                    whole: false,
                    policy: false,
                    about,
                });
            }
        }
    }
    // A policy that was supplied instead is no file of the plugin.
    let own = plugin
        .policies
        .iter()
        .filter(|_| policy.path.as_deref().is_some_and(|path| plugin.find(path).is_some()));
    for (&file, policy) in plugin.readmes.iter().map(|id| (id, false)).chain(own.map(|id| (id, true))) {
        if let Some(text) = plugin.file(file).map(|file| file.text.as_str()) {
            texts.push(Text {
                words: text,
                span: Span { file, start: 0, end: 0 },
                whole: true,
                policy,
                about: None,
            });
        }
    }
    texts
}
