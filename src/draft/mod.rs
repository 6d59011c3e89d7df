//! A privacy policy from what the code does. Comes in: an analysis and a language; goes out: Markdown. Apart because its
//! words are a table for each language, and what the code cannot know stands in it as a question for the developer.

mod additions;
mod words;

use std::fmt::Write;

use anyhow::{Context, Result};

use crate::compare::{Level, Tables, decides};
use crate::flow::{Action, Practice, Recipient, ThirdParty};
use crate::knowledge::{DataType, Knowledge};
use crate::report::Analysis;
use crate::rules::wording::recipient_name;
use words::{Words, fill};

pub use additions::{Additions, Edit, additions, apply};
pub use words::LANGUAGES;

/// Groups of the guidelines, in their order.
const GROUPS: &[&str] = &["direct", "indirect", "combinable", "content"];

/// A whole policy in `language`. Fails where there are no words for it.
pub fn policy(tables: Tables, analysis: &Analysis, language: &str) -> Result<String> {
    let words = words::of(language)?;
    let draft = Draft { tables, analysis, words: &words };
    let name = draft.name();
    let introduction = fill(&words.introduction, &[("name", &name)]);
    let mut out = format!("# {}\n\n{introduction}\n\n", words.title);
    let practices = draft.practices();
    let parties = draft.parties();
    if practices.is_empty() && parties.is_empty() {
        out.push_str(&fill(&words.nothing, &[("name", &name)]));
        out.push('\n');
        return Ok(out);
    }
    if practices.is_empty() {
        let nothing = fill(&words.nothing, &[("name", &name)]);
        let _ = writeln!(out, "## {}\n\n{nothing}\n", words.heading.data);
        draft.third_parties(&words.parties.contacted, &parties, &mut out);
        return Ok(out);
    }
    draft.data(&practices, &mut out)?;
    draft.usage(&mut out);
    draft.third_parties(&words.parties.shared, &parties, &mut out);
    draft.storage(&practices, &mut out);
    Ok(out)
}

/// The sections “Risk level” and “Security and privacy notes” of a pull request's body, in English as the
/// marketplace wants it.
pub fn pr_notes(tables: Tables, analysis: &Analysis) -> Result<String> {
    let words = words::of("en")?;
    let draft = Draft { tables, analysis, words: &words };
    let risk = &analysis.comparison.risk;
    let mut out = format!("## {}\n\n", words.notes.risk);
    for (level, label) in [(Level::Low, "low"), (Level::Medium, "medium"), (Level::High, "high")] {
        let tick = if level == risk.level { 'x' } else { ' ' };
        let label = words.notes.levels.get(label).map_or(label, String::as_str);
        let _ = writeln!(out, "- [{tick}] {label}");
    }
    let _ = writeln!(out, "\n## {}\n", words.notes.title);
    let practices = draft.practices();
    if risk.all.is_empty() && practices.is_empty() {
        let _ = writeln!(out, "{}", words.notes.nothing);
        return Ok(out);
    }
    for (_, reason) in &risk.all {
        let place = reason.location.and_then(|span| analysis.place(span));
        let place =
            place.map_or_else(String::new, |at| format!(" (`{}:{}`)", at.path.replace('`', ""), at.line));
        let _ =
            writeln!(out, "- {}", fill(&words.notes.reason, &[("reason", &reason.text), ("place", &place)]));
    }
    draft.deeds(&practices, &mut out)?;
    if risk.level == Level::High {
        question(&mut out, &words.notes.question);
    }
    Ok(out)
}

/// The lines for `network.domains` of the manifest.
pub fn domains(analysis: &Analysis) -> String {
    let mut hosts: Vec<&str> = analysis
        .facts
        .third_parties
        .iter()
        .filter(|party| !party.user_configured)
        .flat_map(|party| party.hosts.iter().map(String::as_str))
        .collect();
    hosts.sort_unstable();
    hosts.dedup();
    let mut out = "network:\n  domains:".to_owned();
    if hosts.is_empty() {
        out.push_str(" []");
    }
    for host in hosts {
        let _ = write!(out, "\n    - {host}");
    }
    out.push('\n');
    out
}

struct Draft<'a> {
    tables: Tables<'a>,
    analysis: &'a Analysis,
    words: &'a Words,
}

impl<'a> Draft<'a> {
    fn knowledge(&self) -> &'a Knowledge {
        self.tables.knowledge
    }

    fn name(&self) -> String {
        let manifest = &self.analysis.plugin.manifest;
        let name = if manifest.name.is_empty() { &self.analysis.plugin.path } else { &manifest.name };
        crate::report::markdown::escape(name)
    }

    /// The practices that a policy has to tell of.
    fn practices(&self) -> Vec<&'a Practice> {
        self.analysis.facts.practices.iter().filter(|practice| decides(self.knowledge(), practice)).collect()
    }

    /// Third parties by name, each with the link to its policy where it is known.
    fn parties(&self) -> Vec<(String, Option<&'a str>)> {
        self.named(self.analysis.facts.third_parties.iter())
    }

    fn named(&self, of: impl Iterator<Item = &'a ThirdParty>) -> Vec<(String, Option<&'a str>)> {
        let mut parties: Vec<(String, Option<&str>)> = Vec::new();
        for party in of {
            let link = match party.recipient {
                Recipient::Service(service) => {
                    self.knowledge().service_row(service).map(|row| row.policy.as_str())
                }
                Recipient::Domain(_) => None,
                _ => continue,
            };
            let name = recipient_name(self.knowledge(), &party.recipient);
            if !parties.iter().any(|(known, _)| *known == name) {
                parties.push((name, link.filter(|link| !link.is_empty())));
            }
        }
        parties
    }

    /// A list for each group.
    fn data(&self, practices: &[&Practice], out: &mut String) -> Result<()> {
        let _ = writeln!(out, "## {}\n", self.words.heading.data);
        for &group in GROUPS {
            let of_group: Vec<&Practice> = practices
                .iter()
                .copied()
                .filter(|practice| self.knowledge().type_row(practice.data_type).group == group)
                .collect();
            if !of_group.is_empty() {
                let _ = writeln!(out, "### {}\n", self.words.group.get(group).map_or(group, String::as_str));
                self.deeds(&of_group, out)?;
            }
        }
        Ok(())
    }

    /// A sentence for each action and recipient.
    fn deeds(&self, practices: &[&Practice], out: &mut String) -> Result<()> {
        let mut deeds: Vec<(Action, &Recipient, Vec<DataType>)> = Vec::new();
        for practice in practices {
            let same = |(action, recipient, _): &&mut (Action, &Recipient, Vec<DataType>)| {
                *action == practice.action && **recipient == practice.recipient
            };
            match deeds.iter_mut().find(same) {
                Some((.., types)) => types.push(practice.data_type),
                None => deeds.push((practice.action, &practice.recipient, vec![practice.data_type])),
            }
        }
        deeds.sort_by_key(|(action, recipient, _)| (*action, (*recipient).clone()));
        for (action, recipient, types) in deeds {
            let _ = writeln!(out, "- {}", self.deed(action, recipient, &types)?);
        }
        out.push('\n');
        Ok(())
    }

    fn deed(&self, action: Action, recipient: &Recipient, types: &[DataType]) -> Result<String> {
        let names = types.iter().map(|&data_type| {
            let id = &self.knowledge().type_row(data_type).id;
            self.words.types.get(id).cloned().with_context(|| format!("the draft has no words for `{id}`"))
        });
        let data = self.list(&names.collect::<Result<Vec<_>>>()?);
        let deed = &self.words.deed;
        let sentence = match (action, recipient) {
            (Action::Sends, _) => &deed.sends,
            (Action::Receives, _) => &deed.receives,
            (Action::Stores, Recipient::Own) => &deed.stores,
            (Action::Stores, _) => &deed.stores_at,
            (Action::Logs, _) => &deed.logs,
        };
        let whom = match recipient {
            Recipient::UserConfigured => self.words.parties.user_configured.clone(),
            Recipient::Dify => self.words.parties.dify.clone(),
            Recipient::Unresolved | Recipient::Own => self.words.parties.unresolved.clone(),
            Recipient::Service(_) | Recipient::Domain(_) => recipient_name(self.knowledge(), recipient),
        };
        Ok(fill(sentence, &[("data", &data), ("recipient", &whom)]))
    }

    fn list(&self, names: &[String]) -> String {
        match names {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{}{}{last}", first.join(&self.words.comma), self.words.and),
        }
    }

    fn usage(&self, out: &mut String) {
        let usage = &self.words.usage;
        let _ = writeln!(out, "## {}\n\n{}", self.words.heading.usage, usage.purpose);
        question(out, &usage.question);
    }

    fn third_parties(&self, opening: &str, parties: &[(String, Option<&str>)], out: &mut String) {
        let words = &self.words.parties;
        let _ = writeln!(out, "## {}\n", self.words.heading.parties);
        if parties.is_empty() {
            let _ = writeln!(out, "{}\n", words.none);
            return;
        }
        let _ = writeln!(out, "{opening}\n");
        self.list_parties(parties, out);
    }

    fn list_parties(&self, parties: &[(String, Option<&str>)], out: &mut String) {
        let words = &self.words.parties;
        for (name, link) in parties {
            let line = match link {
                Some(link) => fill(&words.linked, &[("recipient", name), ("link", link)]),
                None => fill(&words.unlinked, &[("recipient", name)]),
            };
            let _ = writeln!(out, "- {line}");
        }
        out.push('\n');
        for (name, _) in parties.iter().filter(|(_, link)| link.is_none()) {
            question(out, &fill(&words.question, &[("recipient", name)]));
        }
    }

    fn storage(&self, practices: &[&Practice], out: &mut String) {
        let _ = writeln!(out, "## {}\n", self.words.heading.storage);
        let keeps = |action| practices.iter().any(|practice| practice.action == action);
        if !keeps(Action::Stores) && !keeps(Action::Logs) {
            let _ = writeln!(out, "{}", self.words.storage.nothing);
        }
        question(out, &self.words.storage.question);
    }
}

/// A question for the developer: a comment, so that no reader takes it for the policy.
fn question(out: &mut String, text: &str) {
    let _ = writeln!(out, "<!-- {text} -->\n");
}
