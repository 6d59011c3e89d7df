//! What a privacy policy says. Comes in: the text of the policy; goes out: [`Policy`] with its statements, the third
//! parties it names, its status. Apart because it knows no code.

mod clauses;
mod comments;
mod details;
mod document;
mod enumeration;
mod frames;
mod html;
mod index;
mod language;
mod letters;
pub mod lexicon;
mod likened;
mod markdown;
mod openverbs;
mod owned;
mod parties;
mod phrases;
pub mod promises;
mod sentences;
mod statements;
mod status;
mod subject;
mod submission;
mod tables;
mod terms;
mod types;
mod unlisted;
mod verdicts;
mod walk;

pub use clauses::says;
pub use comments::comments;

use crate::knowledge::lexicon_rows::Boundary;
use crate::knowledge::{DataType, Knowledge, Service};

pub use subject::{About, services_in};

use document::{Block, Document};
use letters::Word;
use lexicon::{Cue, Lexicon, Section, Token};
use statements::Parsed;
pub use submission::{Submission, Told, submission};
use types::Types;

/// What a statement says of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Collects, uses, sends, accesses, stores or shares it.
    Handles,
    /// Does not collect or share it at all.
    Denies,
    /// "May", "if you provide".
    Conditional,
}

/// Status of a policy (`domain.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Status {
    /// A readable policy.
    Present,
    /// A placeholder that nobody filled in.
    Template,
    /// A file without text.
    Empty,
    /// No policy.
    #[default]
    Missing,
    /// Nothing but a link to another policy.
    LinkOnly,
    /// The manifest names a URL; its text is not here.
    Remote,
}

/// What a statement says is done with the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Collects, asks for, reads, accesses.
    Collect,
    /// Uses, processes.
    Use,
    /// Sends, shares, transmits, discloses.
    Share,
    /// Stores, keeps, retains, caches.
    Store,
    /// Logs.
    Log,
    /// Gets back from a service.
    Receive,
}

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// The plugin or its author.
    Plugin,
    /// A third party.
    ThirdParty,
    /// The platform that runs the plugin.
    Platform,
}

/// One statement of the policy about one kind of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The data type or broader term (`personal_data`, `usage_data`).
    pub what: DataType,
    /// What it says of it.
    pub stance: Stance,
    /// The action it names.
    pub verb: Verb,
    /// Who does it.
    pub actor: Actor,
    /// Line in the policy, from 1.
    pub line: u32,
    /// The sentence or table row, shortened for people.
    pub quote: String,
    /// The phrase that names the data.
    pub term: String,
    /// The word for the kind of `what` that the phrase names, where it names no other kind ("cookies").
    pub part: Option<String>,
    /// The line of that phrase, where the sentence only points back to it.
    pub named_at: Option<u32>,
    /// Empty when the phrase names `what` plainly. A broader phrase ("data you provide", "contact information") lists
    /// what it covers: those types, `what` among them or not, are disclosed vaguely.
    pub covers: Vec<DataType>,
    /// To whom, where it says so.
    pub recipient: Option<Service>,
    /// The condition, where it says one.
    pub condition: Option<String>,
    /// The purpose, where it says one.
    pub purpose: Option<String>,
    /// How long, where it says so.
    pub retention: Option<String>,
    /// The file that says it, where that is a language variant and not the policy's own path.
    pub variant: Option<String>,
}

/// A third party that the policy names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyParty {
    /// The service, when the registry knows it.
    pub service: Option<Service>,
    /// The name as the policy writes it.
    pub name: String,
    /// Line of the first mention, from 1.
    pub line: u32,
    /// The link to its privacy policy that this policy gives.
    pub policy_link: Option<String>,
    /// The registrable domain of an address that the text gives for it.
    pub domain: Option<String>,
}

/// A privacy policy, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Path within the plugin, or the URL that the manifest names.
    pub path: Option<String>,
    /// Its status.
    pub status: Status,
    /// Languages found, BCP 47, the main one first.
    pub languages: Vec<String>,
    /// Statements in reading order.
    pub statements: Vec<Statement>,
    /// Third parties in reading order.
    pub third_parties: Vec<PolicyParty>,
    /// Whether it says how the data is used.
    pub says_how_used: bool,
    /// Whether it says if data is shared with third parties.
    pub says_sharing: bool,
    /// What it is a policy of, when that is not this plugin; with its line.
    pub other_subject: Option<(String, u32)>,
    /// Paths of the language variants that were read with it.
    pub variants: Vec<String>,
    /// Placeholders that nobody filled in (`[Company]`), with their lines.
    pub placeholders: Vec<(String, u32)>,
}

/// Reads the policy `text` that stands at `path` (relative, or the URL it was fetched from). HTML is told from Markdown
/// and plain text by name and content. Never fails: a text that says nothing has no statements. It is read whole, in
/// time that grows with its length; how long a file may be is for those who read it.
pub fn read(knowledge: &Knowledge, path: &str, text: &str) -> Policy {
    read_of(knowledge, &About::default(), path, text)
}

/// Reads the policy of the plugin `about`: one that is of another plugin is told.
pub fn read_of(knowledge: &Knowledge, about: &About, path: &str, text: &str) -> Policy {
    let document = if html::is_html(path, text) { html::read(text) } else { markdown::read(text) };
    let mut policy = Policy { path: Some(path.to_owned()), ..Policy::default() };
    let parsed = parse(knowledge, &document, &mut policy);
    let reading = statements::read(knowledge, &document, &parsed);
    let own = services_in(knowledge, &about.name);
    let title =
        document.blocks.iter().find(|block| block.is_heading()).map_or("", |block| block.text.as_str());
    for (at, part) in parsed.iter().enumerate() {
        let section = reading.sections.get(at).copied().flatten();
        if let Some(part) = part.as_ref() {
            let denied = reading.denied.get(at).map_or(&[][..], |ranges| ranges.as_slice());
            name_parties(knowledge, part, denied, (section, title, &own), &mut policy);
        }
    }
    policy.says_how_used = reading.says_how_used;
    policy.says_sharing =
        reading.says_sharing || !policy.third_parties.is_empty() || status::denies_parties(&parsed);
    policy.status = status::of(&document, &parsed, &reading);
    status::marks(&parsed, &mut policy);
    if policy.status == Status::Present {
        policy.other_subject =
            policy.other_subject.take().or_else(|| subject::other(knowledge, &parsed, about));
    }
    policy.statements = reading.statements;
    if policy.status != Status::Present {
        policy.statements.clear();
        (policy.says_how_used, policy.says_sharing) = (false, false);
    }
    policy
}

/// Reads the language variants of one policy, the main one first, and adds to it what only another variant says.
/// A statement's `variant` names the file that its line belongs to.
pub fn read_all(knowledge: &Knowledge, about: &About, files: &[(&str, &str)]) -> Policy {
    let mut policies = files.iter().map(|(path, text)| read_of(knowledge, about, path, text));
    let Some(mut main) = policies.next() else { return missing() };
    for variant in policies {
        if main.status != Status::Present && variant.status == Status::Present {
            let first = std::mem::replace(&mut main, variant);
            main.variants.extend(first.path);
            continue;
        }
        main.merge(variant);
    }
    main
}

/// The policy of a plugin that has none.
pub fn missing() -> Policy {
    Policy::default()
}

/// The policy of a plugin whose manifest names a URL.
pub fn remote(url: &str) -> Policy {
    Policy { path: Some(url.to_owned()), status: Status::Remote, ..Policy::default() }
}

impl Policy {
    /// Adds what a variant in another language says and this one does not. Their lines are those of the variant.
    fn merge(&mut self, variant: Self) {
        if variant.status != Status::Present {
            self.variants.extend(variant.path);
            return;
        }
        for statement in variant.statements {
            let known = |own: &Statement| own.what == statement.what && own.stance == statement.stance;
            if !self.statements.iter().any(known) {
                self.statements.push(Statement { variant: variant.path.clone(), ..statement });
            }
        }
        for party in variant.third_parties {
            let same = |own: &&mut PolicyParty| {
                own.service == party.service && (own.service.is_some() || own.name == party.name)
            };
            match self.third_parties.iter_mut().find(same) {
                Some(own) => own.policy_link = own.policy_link.take().or(party.policy_link),
                None => self.third_parties.push(party),
            }
        }
        for language in variant.languages {
            if !self.languages.contains(&language) {
                self.languages.push(language);
            }
        }
        self.says_how_used |= variant.says_how_used;
        self.says_sharing |= variant.says_sharing;
        self.variants.extend(variant.path);
    }
}

/// Finds each block's language, tokens and services; notes the document's languages, the main one first.
fn parse<'text>(
    knowledge: &'text Knowledge,
    document: &'text Document,
    policy: &mut Policy,
) -> Vec<Option<Parsed<'text>>> {
    let scripts: Vec<language::Scripts> =
        document.blocks.iter().map(|block| language::Scripts::of(&block.text)).collect();
    let mut detector = language::Detector::new(&document.blocks, &scripts);
    let Some(made) = lexicon::Prepared::of(knowledge) else { return Vec::new() };
    let names = parties::Names::new(knowledge, made.names(knowledge));
    let types = made.types(knowledge);
    let mut sizes: Vec<(&'static str, usize)> = Vec::new();
    let mut words = Vec::new();
    let parsed = document
        .blocks
        .iter()
        .zip(scripts)
        .map(|(block, scripts)| {
            let language = detector.of(&block.text, scripts)?;
            let lexicon = lexicon::of(knowledge, language)?;
            let size = scripts.letters();
            match sizes.iter_mut().find(|(known, _)| *known == language) {
                Some((_, sum)) => *sum += size,
                None => sizes.push((language, size)),
            }
            Some(parse_block((names, types), lexicon, block, &mut words))
        })
        .collect();
    let whole: usize = sizes.iter().map(|(_, size)| size).sum();
    sizes.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    let shares = sizes.iter().filter(|(_, size)| size * MINOR_LANGUAGE >= whole);
    policy.languages = shares.map(|(language, _)| (*language).to_owned()).collect();
    parsed
}

/// A language with less than one part in this many of the letters is not reported.
const MINOR_LANGUAGE: usize = 12;

fn parse_block<'text>(
    (names, types): (parties::Names<'text>, &'text Types),
    lexicon: &'text Lexicon,
    block: &'text Block,
    words: &mut Vec<Word>,
) -> Parsed<'text> {
    let folded = lexicon.folded(&block.text);
    lexicon.words(&folded, words);
    let mut tokens = lexicon.text.scan_words(&folded, words, lexicon::TEXT);
    let marks = lexicon.marks.scan_words(&folded, words, lexicon::MARKS);
    let nouns = lexicon.party_nouns.scan_words(&folded, words, lexicon::PARTY_NOUNS);
    let providers = match nouns.as_slice() {
        [] => Vec::new(),
        _ => lexicon.providers.scan_words(&folded, words, lexicon::PROVIDERS),
    };
    let unfilled = status::placeholders(lexicon, block, &folded, &marks);
    let inside = |ranges: &[(usize, usize)], token: &Token<'_>| {
        let upto = ranges.partition_point(|&(start, _)| start <= token.start);
        upto.checked_sub(1).and_then(|at| ranges.get(at)).is_some_and(|&(_, end)| token.end <= end)
    };
    tokens.retain(|token| {
        !inside(&unfilled, token)
            && !in_constant(&block.text, token, types)
            && !after_particle(&block.text, token)
    });
    let fitting = |start: usize, end: usize| parties::fits(lexicon, block, &folded, start, end);
    let mentions = names.scan(&block.text, &folded, words, &fitting);
    let mentions = likened::without_kinds(lexicon, &folded, mentions);
    if lexicon.boundary == Boundary::None {
        // The name of a chat service is no chat.
        let names: Vec<(usize, usize)> = mentions.iter().map(|name| (name.start, name.end)).collect();
        let whole = |token: &Token<'_>| names.binary_search(&(token.start, token.end)).is_ok();
        tokens.retain(|token| !inside(&names, token) || whole(token));
    }
    reread_users(lexicon, &folded, &mut tokens);
    let tokens = openverbs::with_open_verbs(lexicon, &folded, words, tokens, &mentions);
    let mut part = Parsed {
        block,
        lexicon,
        folded,
        tokens,
        marks,
        nouns,
        providers,
        unfilled,
        mentions,
        section: None,
        types,
    };
    if block.is_heading() {
        part.section = frames::heading_section(&part);
    }
    part
}

/// Reads what follows the article in "the user" again where that is more than the user ("the user ID").
fn reread_users<'k>(lexicon: &'k Lexicon, folded: &str, tokens: &mut Vec<Token<'k>>) {
    let mut longer_ends = false;
    for token in tokens.iter_mut().filter(|token| token.cues == [Cue::UserPronoun]) {
        let Some(space) = folded.get(token.start..token.end).and_then(|own| own.rfind(' ')) else { continue };
        let last = token.start + space + 1;
        let rest = openverbs::window_after(folded, last, LONG_PHRASE);
        let longer = lexicon.text.opening(rest).filter(|found| last + found.end > token.end);
        if let Some(found) = longer {
            *token = found.at(last, last + found.end);
            longer_ends = true;
        }
    }
    if longer_ends {
        let mut end = 0;
        tokens.retain(|token| {
            let apart = token.start >= end;
            end = end.max(token.end);
            apart
        });
    }
}

/// Bytes in which a phrase after an article is looked for.
const LONG_PHRASE: usize = 64;

/// Whether text ends in a file's name (`data.db`, `.env`): the word for a file after it means that one.
fn names_file(before: &str) -> bool {
    let Some(before) = before.strip_suffix(' ') else { return false };
    let word = before.rsplit([' ', '(', '（', '/', '、']).next().unwrap_or("");
    let part = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    word.rsplit_once('.').is_some_and(|(_, extension)| part(extension) && extension.len() <= EXTENSION)
}

/// Letters of a file name's extension.
const EXTENSION: usize = 10;

/// Whether a token that names content is a part of a constant's name (`MY_KEY_FILE`) or the word for a file after that
/// file's name: no word of the language.
fn in_constant(text: &str, token: &Token<'_>, types: &Types) -> bool {
    let names = |cue: &Cue| match cue {
        Cue::Term(what) => types.is_content(*what),
        _ => false,
    };
    if !token.cues.iter().any(names) {
        return false;
    }
    let own = text.get(token.start..token.end).unwrap_or("");
    if names_file(text.get(..token.start).unwrap_or("")) {
        return true;
    }
    let joined = text.get(..token.start).is_some_and(|before| before.ends_with('_'))
        || text.get(token.end..).is_some_and(|after| after.starts_with('_'));
    joined && own.contains(|c: char| c.is_ascii_uppercase()) && !own.contains(|c: char| c.is_lowercase())
}

/// Whether a term is the last part of a parameter's name that a small word opens (`from_token`): it tells a role, no data.
fn after_particle(text: &str, token: &Token<'_>) -> bool {
    let before = text.get(..token.start).and_then(|before| before.strip_suffix('_'));
    let word = before.and_then(|before| before.rsplit(|c: char| !c.is_alphanumeric()).next());
    token.is_term() && word.is_some_and(language::is_function_word)
}

fn name_parties(
    knowledge: &Knowledge,
    part: &Parsed<'_>,
    denied: &[(usize, usize)],
    (section, title, own): (Option<Section>, &str, &[Service]),
    policy: &mut Policy,
) {
    let cased = parties::with_own(knowledge, part, own);
    let addresses = parties::addresses(knowledge, part.block);
    let names = unlisted::names(part, section == Some(Section::ThirdParties));
    if cased.is_empty() && addresses.is_empty() && names.is_empty() {
        return;
    }
    let naming = parties::Naming {
        knowledge,
        part,
        lexicon: part.lexicon,
        block: part.block,
        mentions: &cased,
        names: &names,
        addresses: &addresses,
        denied,
        aside: section == Some(Section::Other),
        third: matches!(section, Some(Section::ThirdParties | Section::Sharing)),
        listed: section == Some(Section::ThirdParties),
        title,
    };
    if section == Some(Section::Contact) {
        naming.enter_links(policy);
    } else {
        naming.enter(policy);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(text: &str) -> Policy {
        read(Knowledge::shared().unwrap(), "PRIVACY.md", text)
    }

    #[test]
    fn status_tells_what_kind_of_text_it_is() {
        assert_eq!(policy("").status, Status::Empty);
        assert_eq!(policy("# Privacy Policy\n").status, Status::Empty);
        let template = "## Privacy\n\n!!! Please fill in the privacy policy of the plugin.";
        assert_eq!(policy(template).status, Status::Template);
        assert_eq!(policy("See https://example.com/privacy").status, Status::LinkOnly);
        assert_eq!(policy("We collect your e-mail address.").status, Status::Present);
        assert_eq!(missing().status, Status::Missing);
        assert_eq!(remote("https://example.com/p").status, Status::Remote);
    }

    #[test]
    fn a_short_policy_that_says_something_is_no_link() {
        for text in [
            "This plugin sends requests to https://api.example.org.",
            "The key goes to Acme (https://acme.example/privacy-policy).",
        ] {
            assert_eq!(policy(text).status, Status::Present, "{text}");
        }
        assert_eq!(policy("Please read https://acme.example/privacy for more.").status, Status::LinkOnly);
        assert_eq!(policy("This document is a placeholder and will be replaced.").status, Status::Template);
        assert!(policy("No third parties are involved.").says_sharing);
        assert!(!policy("We are not responsible for what third parties write.").says_sharing);
    }

    #[test]
    fn what_was_to_be_filled_in_is_told() {
        let found = |line: &str| policy(&format!("We collect your name.\n\n{line}\n")).placeholders.len();
        for line in [
            "Contact: your_email@domain.com",
            "Contact: <your email>",
            "Code: https://example.com/your-username/your-repo",
            "Author: Your Name",
            "Contact: TODO",
            "Version [X.X]",
        ] {
            assert_eq!(found(line), 1, "{line}");
        }
        for line in [
            "All of it [including e-mail addresses] is used.",
            "It reads your TODO list.",
            "Read: <https://example.com>",
            "The list [x] is done.",
        ] {
            assert_eq!(found(line), 0, "{line}");
        }
    }

    #[test]
    fn a_plugin_may_be_called_by_another_name_of_its_service() {
        let knowledge = Knowledge::shared().unwrap();
        let about = |name: &str| About { name: name.to_owned(), ..About::default() };
        let other = |name: &str, title: &str| {
            let text = format!("# {title} Plugin Privacy Policy\n\nThe {title} Plugin sends your name on.\n");
            read_of(knowledge, &about(name), "PRIVACY.md", &text).other_subject.is_some()
        };
        for (name, title) in [("lark_sheets", "Feishu"), ("jira", "Atlassian"), ("wecom", "WeChat Work")] {
            assert!(!other(name, title), "{title} in {name}");
        }
        for (name, title) in [("jira", "Feishu"), ("guest_plugin", "Weather"), ("wecom", "Telegram")] {
            assert!(other(name, title), "{title} in {name}");
        }
    }

    #[test]
    fn placeholders_are_kept_and_say_nothing() {
        let policy = policy("We collect your name.\n\nContact: [your-email@example.com]\n");
        assert_eq!(policy.placeholders, [("[your-email@example.com]".to_owned(), 3)]);
        assert_eq!(policy.statements.len(), 1);
    }

    #[test]
    fn a_request_to_write_the_policy_is_a_placeholder_beside_one() {
        let placeholders = |text: &str| policy(text).placeholders;
        let text = "We collect no personal data.\n\nPlease fill in the privacy policy of the plugin!";
        assert_eq!(placeholders(text), [("Please fill in the privacy policy".to_owned(), 3)]);
        assert_eq!(placeholders("We collect your todo list. Coming soon: more."), []);
    }

    #[test]
    fn the_services_that_a_plugin_is_named_after_are_seen_in_any_case() {
        let knowledge = Knowledge::shared().unwrap();
        let named = |plugin: &str, text: &str| -> Vec<String> {
            let about = About { name: plugin.into(), ..About::default() };
            let parties = read_of(knowledge, &about, "PRIVACY.md", text).third_parties;
            parties.into_iter().map(|party| party.name).collect()
        };
        let text = "Your notes are kept on mem0's servers.";
        assert_eq!(named("mem0_notes", text), ["mem0"]);
        assert_eq!(named("notes", text), [""; 0]);
    }

    #[test]
    fn who_is_denied_or_only_a_word_is_no_party() {
        let named = |text: &str| -> Vec<String> {
            policy(text).third_parties.into_iter().map(|party| party.name).collect()
        };
        let none = "No OpenAI, Anthropic, or OpenRouter services are used by this plugin.";
        assert_eq!(named(none), [""; 0]);
        assert_eq!(named("Your note content is sent to DeepL."), ["DeepL"]);
        assert_eq!(named("Texts are sent to Slack, and no data to anybody else."), ["Slack"]);
    }

    #[test]
    fn an_address_in_brackets_is_filled_in() {
        let placeholders = |text: &str| policy(text).placeholders.len();
        assert_eq!(placeholders("We collect your name. Write to [support@brightwater.example]."), 0);
        assert_eq!(placeholders("Ask [Contact: https://brightwater.example/help]. We collect your name."), 0);
        assert_eq!(placeholders("We collect your name. Write to [support@company.com]."), 1);
    }

    #[test]
    fn only_what_tells_of_data_tells_its_use() {
        for text in [
            "We send your text to Acme.\n\nIf our privacy practices change, we will update this document accordingly.",
            "This document outlines our practices regarding the collection, use, and storage of data.",
            "## Changes\n\nWe may update this policy to reflect changes in our data practices for legal reasons.",
        ] {
            assert!(!policy(text).says_how_used, "{text}");
        }
        for text in [
            "Your text is sent to Acme to translate it.",
            "We use your e-mail address for billing.",
            "The search terms you enter are sent to the Acme API to perform searches.",
            "Data is used only to provide the features of the bot.",
        ] {
            assert!(policy(text).says_how_used, "{text}");
        }
    }

    #[test]
    fn a_website_policy_is_no_plugin_policy() {
        let text = "When you visit our website we may collect your IP address. Our website sets cookies.";
        assert_eq!(policy(text).other_subject, Some(("website".to_owned(), 1)));
    }

    #[test]
    fn the_policy_of_another_plugin_is_told() {
        let knowledge = Knowledge::shared().unwrap();
        let about = About {
            name: "slot_watch".into(),
            author: "brightwater".into(),
            texts: vec!["Slot Watch".into()],
        };
        let other = |text: &str| read_of(knowledge, &about, "PRIVACY.md", text).other_subject;
        let pasted = "# Privacy Policy for the Violet Painter Plugin\n\nWe collect your e-mail address.";
        assert_eq!(other(pasted), Some(("Violet Painter".to_owned(), 1)));
        assert_eq!(other("# Slot-Watch Plugin Privacy Policy\n\nWe collect your e-mail address."), None);
        assert_eq!(other("# Privacy Policy\n\nThe plugin collects your e-mail address."), None);
        let misspelt = "# Privacy Policy for the Slott Wach Plugin\n\nWe collect your e-mail address.";
        assert_eq!(other(misspelt), None);
        assert_eq!(policy(pasted).other_subject, None, "nothing is known of the plugin");
    }

    #[test]
    fn languages_of_a_mixed_text_are_found() {
        let text = "We collect your e-mail address and send it to the service.\n\n我们会收集您的电话号码。\n\n氏名を収集します。";
        let policy = policy(text);
        assert_eq!(policy.languages, ["en", "zh", "ja"]);
        assert_eq!(policy.statements.len(), 3);
    }

    #[test]
    fn variants_add_what_only_they_say() {
        let knowledge = Knowledge::shared().unwrap();
        let files =
            [("PRIVACY.md", "We collect your name."), ("PRIVACY_zh.md", "我们收集您的姓名和电话号码。")];
        let policy = read_all(knowledge, &About::default(), &files);
        assert_eq!(policy.statements.len(), 2);
        assert_eq!(policy.statements[1].variant.as_deref(), Some("PRIVACY_zh.md"));
        assert_eq!(policy.variants, ["PRIVACY_zh.md"]);
        assert_eq!(read_all(knowledge, &About::default(), &[]).status, Status::Missing);
    }
}
