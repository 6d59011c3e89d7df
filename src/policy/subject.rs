//! Decides what a policy is of. Comes in: the blocks of a policy and what is known of the plugin that ships it; goes
//! out: the other plugin or product whose policy it is. Apart because it compares the policy with the plugin's names,
//! which no other part of the reader knows.

use crate::knowledge::names::{Name, first_word};
use crate::knowledge::rows::ServiceRow;
use crate::knowledge::similar::nearest;
use crate::knowledge::{Knowledge, Service};

use super::document::Kind;
use super::lexicon::{Cue, Lexicon};
use super::openverbs::window_after;
use super::statements::Parsed;

/// What the plugin that ships a policy is called. Empty where nothing is known of it.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// Its name in the manifest.
    pub name: String,
    /// Its author.
    pub author: String,
    /// Labels, descriptions and whatever else it says of itself, in any order.
    pub texts: Vec<String>,
}

/// A policy says what it is of in its first blocks.
const OPENING: usize = 8;
/// Bytes at the start of a block in which its subject stands ("The Acme plugin …").
const EARLY: usize = 60;
/// Words of a subject's name.
const WORDS: usize = 6;
/// In a shorter name a slip makes another name.
const SLIPS: usize = 8;
/// A name in a script without spaces is looked for up to this many characters.
const LONG: usize = 8;
/// Shorter words tell nothing apart.
const WORD: usize = 3;

/// The other plugin or product that a policy says it is of, with its line: its opening names one, and neither that name
/// nor the policy's text has anything in common with the plugin.
pub fn other(knowledge: &Knowledge, parsed: &[Option<Parsed<'_>>], about: &About) -> Option<(String, u32)> {
    if about.name.is_empty() {
        return None;
    }
    let opening = parsed.iter().flatten().take(OPENING);
    let mut opening = opening;
    let (name, line) = opening.find_map(named)?;
    let own: String =
        about.texts.iter().chain([&about.name, &about.author]).map(|text| squash(text)).collect();
    let shared =
        parts(&name).iter().any(|part| own.contains(part.as_str())) || is_misspelt(&name, &about.name);
    let mentioned = || {
        let mut names: Vec<String> = parts(&about.name).into_iter().chain(parts(&about.author)).collect();
        // A plugin called `weather_plugin` is not mentioned by each "plugin".
        if let Some(lexicon) = parsed.iter().flatten().next().map(|part| part.lexicon) {
            names.retain(|name| !lexicon.marks.any(name) && !lexicon.generic_names.contains(name));
        }
        parsed.iter().flatten().any(|part| {
            let text = squash(&part.block.text);
            names.iter().any(|own| text.contains(own.as_str()))
        })
    };
    (!shared && !mentioned() && !is_of_service(knowledge, &name, about)).then_some((name, line))
}

/// Whether the name is another one of a service, or of its owner, that the plugin names itself by.
fn is_of_service(knowledge: &Knowledge, name: &str, about: &About) -> bool {
    let families = |text: &str| -> Vec<&str> {
        let rows = services_in(knowledge, text).into_iter().filter_map(|id| knowledge.service_row(id));
        rows.map(ServiceRow::family).collect()
    };
    let claimed = families(name);
    let own = about.texts.iter().chain([&about.name]);
    !claimed.is_empty() && own.flat_map(|text| families(text)).any(|family| claimed.contains(&family))
}

/// The services that a text names, in any case: the id of a plugin has no capitals.
pub fn services_in(knowledge: &Knowledge, text: &str) -> Vec<Service> {
    let text = text.replace(['-', '_'], " ").to_lowercase();
    let mut found = Vec::new();
    let mut inside = false;
    for (at, c) in text.char_indices() {
        let starts = c.is_alphanumeric() && !(inside && c.is_ascii());
        inside = c.is_ascii_alphanumeric();
        if starts {
            found.extend(text.get(at..).and_then(|rest| service_at(knowledge, rest)));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The service whose name a text in lower case begins with.
fn service_at(knowledge: &Knowledge, rest: &str) -> Option<Service> {
    let fits = |word: &str| {
        let names = knowledge.names_beginning(word).iter().filter(|name| rest.starts_with(&name.folded));
        let joins = |c: char| c.is_ascii_alphanumeric();
        let whole = |name: &&Name| {
            let after = rest.get(name.folded.len()..).unwrap_or("");
            !(name.folded.ends_with(joins) && after.starts_with(joins))
        };
        names.into_iter().find(whole).map(|name| Service(name.service))
    };
    let word = first_word(rest);
    fits(word).or_else(|| {
        let ends = word.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONG).skip(1);
        let heads: Vec<&str> = ends.filter_map(|end| word.get(..end)).collect();
        if word.is_ascii() { None } else { heads.into_iter().rev().find_map(fits) }
    })
}

/// Whether two names of some length are the same but for a slip or two.
fn is_misspelt(name: &str, own: &str) -> bool {
    let (name, own) = (squash(name), squash(own));
    name.len().min(own.len()) >= SLIPS && nearest(&name, std::iter::once(own.as_str())).is_some()
}

/// The plugin that a block of the opening names as what the policy is of.
fn named(part: &Parsed<'_>) -> Option<(String, u32)> {
    let lexicon = part.lexicon;
    let title = matches!(part.block.kind, Kind::Heading(_)) && lexicon.policies.any(&part.folded);
    let says = part.tokens.iter().any(|token| token.is(Cue::Meta)) || lexicon.policies.any(&part.folded);
    let mut nouns =
        part.marks.iter().filter(|token| token.is(Cue::PluginWord) && (title || says || token.end <= EARLY));
    nouns.find_map(|noun| {
        let name = name_before(lexicon, part.block.text.get(..noun.start)?);
        (!name.is_empty()).then(|| (name, part.block.line(noun.start)))
    })
}

/// Whether a service's name that ends at `end` is the first part of the plugin's own name: words with capitals follow, and
/// then the text says that this is a plugin ("Slack Window Sorter is a plugin", "Slack Window Sorter (the Extension)").
pub fn is_own_name(part: &Parsed<'_>, end: usize) -> bool {
    let lexicon = part.lexicon;
    let text = part.block.text.as_str();
    let mut at = end;
    let mut words = 0;
    let mut last = "";
    while let Some(rest) = text.get(at..).and_then(|rest| rest.strip_prefix(' ')) {
        let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        if words > WORDS
            || !word.starts_with(char::is_uppercase)
            || lexicon.party_nouns.any(&lexicon.folded(word))
        {
            break;
        }
        at += 1 + word.len();
        (words, last) = (words + 1, word);
    }
    if words < 2 {
        return false;
    }
    let is_plugin = |text: &str| lexicon.marks.scan(text).iter().any(|token| token.is(Cue::PluginWord));
    let rest = window_after(&part.folded, at, EARLY);
    let mut next = rest.trim_start().split(' ');
    let copula = next.next().is_some_and(|word| lexicon.auxiliaries.iter().any(|known| known == word))
        && next.next().is_some_and(|word| lexicon.articles.iter().any(|known| known == word));
    let brackets = rest.trim_start().starts_with('(');
    let noun = rest.strip_prefix(' ').and_then(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
    is_plugin(&lexicon.folded(last)) || noun.is_some_and(is_plugin) || (copula || brackets) && is_plugin(rest)
}

/// The words right before a word for "plugin" that are written like a name, without those that every policy has.
fn name_before(lexicon: &Lexicon, before: &str) -> String {
    let before = before.trim_end_matches([' ', '"', '\'', '`', '*']);
    let unspaced = |c: char| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    if before.ends_with(unspaced) {
        let start = before.rfind(|c: char| !unspaced(c)).map_or(0, |at| {
            at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
        });
        let name = before.get(start..).unwrap_or("");
        let plain = lexicon.text.any(&lexicon.folded(name)) || lexicon.marks.any(&lexicon.folded(name));
        return if plain || name.chars().count() < WORD { String::new() } else { name.to_owned() };
    }
    let mut words: Vec<&str> = Vec::new();
    let line = before.rsplit(['\n', '\u{1e}']).next().unwrap_or("");
    for word in line.rsplit(' ').take(WORDS) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !(bare.starts_with(char::is_uppercase) || bare.contains('_'))
            || word.ends_with([':', '-', '.', ','])
        {
            break;
        }
        words.push(bare);
    }
    words.reverse();
    let common = |word: &&str| {
        let folded = lexicon.folded(word);
        lexicon.generic_names.contains(&folded)
            || lexicon.marks.any(&folded)
            || lexicon.policies.any(&folded)
            || super::language::is_function_word(&folded)
    };
    words.retain(|word| !common(word));
    words.join(" ")
}

/// The parts of a name that tell it apart: words of some length, and neighbouring characters where nothing stands between
/// words.
fn parts(name: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for word in name.split(|c: char| !c.is_alphanumeric()) {
        let small = squash(word);
        if small.is_ascii() {
            if small.len() > WORD {
                parts.push(small);
            }
        } else {
            let chars: Vec<char> = small.chars().collect();
            parts.extend(chars.windows(2).map(|pair| pair.iter().collect::<String>()));
        }
    }
    let whole = squash(name);
    if parts.is_empty() && whole.chars().count() >= 2 {
        parts.push(whole);
    }
    parts
}

/// Letters and digits in lower case.
fn squash(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
