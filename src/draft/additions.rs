//! What an existing policy lacks. Comes in: an analysis; goes out: [`Additions`], and where in the policy they fit. Apart
//! because here a text of somebody else is kept, and only what is missing is written.

use anyhow::Result;

use super::words::{self, Words};
use super::{Draft, LANGUAGES};
use crate::compare::{Class, PartyClass, PartyDisclosure, Tables, compare, decides};
use crate::flow::{Action, Practice, Recipient};
use crate::policy::{About, Policy, Stance, Statement, read_all};
use crate::report::Analysis;
use crate::source::SourceFile;

/// What an existing policy lacks, and what in it has to be changed by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Additions {
    /// Markdown to be put at the end of the policy; empty when nothing is missing.
    pub text: String,
    /// The same in parts, each of which may stand elsewhere.
    parts: Vec<Part>,
    /// Line and quote of each statement that denies what the code does.
    pub contradictions: Vec<(u32, String)>,
}

/// One thing that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    kind: Kind,
    /// Heading and words that open it where it stands alone.
    opening: String,
    /// What it adds.
    body: String,
}

/// What a part tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Data,
    Use,
    Parties,
}

/// Text that is put into a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The line (from 1) after which it goes; the last line for the end.
    pub line: u32,
    /// The heading under which that is; `None` for the end.
    pub heading: Option<String>,
    /// Markdown.
    pub text: String,
}

/// The smallest additions that disclose what the policy leaves out, in the policy's language where there are words for
/// it, else in English.
pub fn additions(tables: Tables, analysis: &Analysis) -> Result<Additions> {
    let own = analysis.policy.languages.iter().find(|own| LANGUAGES.contains(&own.as_str()));
    let words = words::of(own.map_or("en", String::as_str))?;
    let draft = Draft { tables, analysis, words: &words };
    let judged = analysis.facts.practices.iter().zip(&analysis.comparison.practices);
    let judged = judged
        .filter(|(practice, found)| decides(draft.knowledge(), practice) && found.class != Class::Clear);
    let (practices, found): (Vec<&Practice>, Vec<_>) = judged.unzip();
    let mut parts = Vec::new();
    if !practices.is_empty() {
        let mut body = String::new();
        draft.deeds(&practices, &mut body)?;
        parts.push(Part { kind: Kind::Data, opening: heading(&words.heading.data), body });
    }
    if !analysis.policy.says_how_used && !draft.practices().is_empty() {
        let body = format!("{}\n\n", words.usage.purpose);
        parts.push(Part { kind: Kind::Use, opening: heading(&words.heading.usage), body });
    }
    parts.extend(parties(&draft, &words));
    let text = parts.iter().flat_map(|part| [part.opening.as_str(), part.body.as_str()]).collect();
    let statements = found.iter().flat_map(|found| &found.statements);
    let mut contradictions: Vec<(u32, String)> = statements
        .filter_map(|&index| analysis.policy.statements.get(index))
        .filter(|statement| statement.stance == Stance::Denies && statement.variant.is_none())
        .map(|statement| (statement.line, statement.quote.clone()))
        .collect();
    contradictions.sort();
    contradictions.dedup();
    Ok(Additions { text, parts, contradictions })
}

fn heading(title: &str) -> String {
    format!("## {title}\n\n")
}

/// The third parties that are not named, or not linked though their policy is known.
fn parties(draft: &Draft, words: &Words) -> Option<Part> {
    let analysis = draft.analysis;
    let pairs = analysis.facts.third_parties.iter().zip(&analysis.comparison.third_parties);
    let unlinked =
        pairs.filter(|(party, found)| !party.user_configured && found.class != PartyClass::NamedLinked);
    let unnamed = |found: &PartyDisclosure| found.class == PartyClass::Unnamed;
    let mut wanted: Vec<(String, Option<&str>)> = Vec::new();
    for (party, found) in unlinked {
        // A named party whose policy nobody knows gains nothing.
        let entry = draft.named(std::iter::once(party));
        let entry = entry.into_iter().filter(|(_, link)| link.is_some() || unnamed(found));
        wanted.extend(
            entry.filter(|(name, _)| !wanted.iter().any(|(known, _)| known == name)).collect::<Vec<_>>(),
        );
    }
    let shares = analysis.facts.practices.iter().any(|practice| {
        practice.action == Action::Sends
            && matches!(practice.recipient, Recipient::Service(_) | Recipient::Domain(_))
            && decides(draft.knowledge(), practice)
    });
    if wanted.is_empty() && shares && !analysis.policy.says_sharing {
        wanted = draft.parties();
    }
    if wanted.is_empty() {
        return None;
    }
    let mut body = String::new();
    draft.list_parties(&wanted, &mut body);
    let opening = format!("{}{}\n\n", heading(&words.heading.parties), words.parties.shared);
    Some(Part { kind: Kind::Parties, opening, body })
}

impl Additions {
    /// Whether the policy lacks nothing.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Where in the policy the additions go: under the heading that lists the like, if the policy is read as well with
    /// them there as at its end.
    pub fn edits(&self, tables: Tables, analysis: &Analysis, file: &SourceFile) -> Vec<Edit> {
        if self.is_empty() {
            return Vec::new();
        }
        let end = Edit { line: lines(&file.text), heading: None, text: self.text.clone() };
        let sections = sections(&file.text);
        let mut edits: Vec<Edit> = Vec::new();
        let mut rest = String::new();
        for part in &self.parts {
            match fitting(part.kind, &sections, &analysis.policy) {
                Some(section) => edits.push(Edit {
                    line: section.last,
                    heading: Some(section.title.clone()),
                    text: part.body.clone(),
                }),
                None => rest.extend([part.opening.as_str(), part.body.as_str()]),
            }
        }
        if edits.is_empty() {
            return vec![end];
        }
        if !rest.is_empty() {
            edits.push(Edit { text: rest, ..end.clone() });
        }
        edits.sort_by_key(|edit| edit.line);
        let lacks = |edits: &[Edit]| lacking(tables, analysis, file, &apply(&file.text, edits));
        if lacks(&edits) <= lacks(std::slice::from_ref(&end)) { edits } else { vec![end] }
    }
}

/// The text with the edits, which stand in the order of lines.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out: Vec<&str> = Vec::new();
    let mut edits = edits.iter().peekable();
    let all = text.trim_end();
    for (index, line) in all.lines().enumerate() {
        out.push(line);
        let number = index + 1;
        while let Some(edit) = edits.next_if(|edit| edit.line as usize == number) {
            // Another item follows a list; anything else stands apart.
            let joins = is_item(line) && edit.text.lines().next().is_some_and(is_item);
            out.extend((!joins).then_some(""));
            out.extend(edit.text.trim_end().lines());
        }
    }
    for edit in edits {
        out.push("");
        out.extend(edit.text.trim_end().lines());
    }
    let mut whole = out.join(newline);
    whole.push_str(newline);
    whole
}

fn is_item(line: &str) -> bool {
    line.trim_start().starts_with(['-', '*', '+'])
}

fn lines(text: &str) -> u32 {
    u32::try_from(text.trim_end().lines().count()).unwrap_or(u32::MAX)
}

/// A heading with what stands under it.
struct Section {
    title: String,
    first: u32,
    /// Its last line that is not blank.
    last: u32,
}

/// The sections of a Markdown text. Code blocks hold no headings.
fn sections(text: &str) -> Vec<Section> {
    let mut found: Vec<Section> = Vec::new();
    let mut fenced = false;
    for (index, line) in text.trim_end().lines().enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let line = line.trim();
        fenced ^= line.starts_with("```") || line.starts_with("~~~");
        let title = line.trim_matches(|c: char| c == '#' || c == '*' || c.is_whitespace());
        if !fenced && line.starts_with('#') && !title.is_empty() {
            found.push(Section { title: title.to_owned(), first: number, last: number });
        } else if let Some(section) = found.last_mut().filter(|_| !line.is_empty()) {
            section.last = number;
        }
    }
    found
}

/// The section that names most of the like and denies nothing.
fn fitting<'a>(kind: Kind, sections: &'a [Section], policy: &Policy) -> Option<&'a Section> {
    let own = |statement: &&Statement| statement.variant.is_none();
    let within = |section: &Section, line: u32| (section.first..=section.last).contains(&line);
    let counted = sections.iter().map(|section| {
        let said = || policy.statements.iter().filter(own).filter(|said| within(section, said.line));
        let denies = said().any(|statement| statement.stance == Stance::Denies);
        let count = match kind {
            Kind::Data => said().count(),
            Kind::Use => said().filter(|statement| statement.purpose.is_some()).count(),
            Kind::Parties => policy.third_parties.iter().filter(|party| within(section, party.line)).count(),
        };
        (if denies { 0 } else { count }, section)
    });
    // The first of equals.
    let best = counted.rev().max_by_key(|(count, _)| *count);
    best.filter(|(count, _)| *count > 0).map(|(_, section)| section)
}

/// How much the policy lacks with this text: data types and third parties that it does not tell.
fn lacking(tables: Tables, analysis: &Analysis, file: &SourceFile, text: &str) -> usize {
    let files = analysis.plugin.policies.iter().filter_map(|&id| analysis.plugin.file(id));
    let texts: Vec<(&str, &str)> = files
        .map(|other| (other.path.as_str(), if other.path == file.path { text } else { other.text.as_str() }))
        .collect();
    let policy = read_all(tables.knowledge, &About::default(), &texts);
    let found = compare(tables, &analysis.plugin, &analysis.facts, &policy, None);
    let practices = analysis.facts.practices.iter().zip(&found.practices);
    let untold = practices
        .filter(|(practice, said)| decides(tables.knowledge, practice) && said.class != Class::Clear);
    let parties = analysis.facts.third_parties.iter().zip(&found.third_parties);
    let unnamed = parties.filter(|(party, said)| !party.user_configured && said.class == PartyClass::Unnamed);
    let silent = usize::from(!policy.says_how_used) + usize::from(!policy.says_sharing);
    untold.count() + unnamed.count() + silent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_go_where_they_belong() {
        let edit = |line, text: &str| Edit { line, heading: None, text: text.to_owned() };
        let text = "# P\n\n## Data\n\n- names\n\n## Other\n\ntext\n\n\n";
        let one = apply(text, &[edit(5, "- ages\n\n"), edit(9, "## More\n\nmore\n")]);
        assert_eq!(one, "# P\n\n## Data\n\n- names\n- ages\n\n## Other\n\ntext\n\n## More\n\nmore\n");
        assert_eq!(apply("a\r\n", &[edit(1, "b\n")]), "a\r\n\r\nb\r\n");
        assert_eq!(apply("", &[edit(0, "b\n")]), "\nb\n");
    }

    #[test]
    fn sections_end_before_the_next_heading() {
        let found = sections("# A\ntext\n\n```\n# no\n```\n\n## B\n\n");
        let found: Vec<_> = found.iter().map(|one| (one.title.as_str(), one.first, one.last)).collect();
        assert_eq!(found, [("A", 1, 6), ("B", 8, 8)]);
    }
}
