//! Finds third parties that the registry does not know by the phrase that names them: "forwarded to Acme", "translated by
//! Acme", "- Acme: stores your notes". Comes in: a block; goes out: names with their places. Apart from the names before a
//! word for a service, because here a verb tells that a word is a name.

use crate::knowledge::lexicon_rows::Boundary;

use super::Verb;
use super::document::Kind;
use super::lexicon::{Cue, Token};
use super::statements::Parsed;
use super::unlisted::{NEAR, Range, WORDS, all_common, is_name, is_proper};

/// The names right after a verb and a word that leads to one ("forwarded to Acme", "translated by Acme"): for an agent
/// the sentence must speak of data.
pub fn after_verbs(part: &Parsed<'_>, names: &mut Vec<Range>) {
    let lexicon = part.lexicon;
    if lexicon.boundary != Boundary::Word || lexicon.endpoints.is_empty() {
        return;
    }
    let mut spoken: Option<usize> = None;
    for token in &part.tokens {
        if token.is_term() || token.is(Cue::Anaphora) {
            spoken = Some(token.end);
        }
        if !token.is_verb() {
            continue;
        }
        let shares = token.is(Cue::Verb(Verb::Share)) || token.is(Cue::OpenVerb(Verb::Share));
        let handles = token.is(Cue::Verb(Verb::Use)) || token.is(Cue::OpenVerb(Verb::Use));
        let collects = token.is(Cue::Verb(Verb::Collect)) || token.is(Cue::Verb(Verb::Receive));
        // Right before the verb: what it is done to.
        let near = spoken.is_some_and(|end| token.start.saturating_sub(end) <= NEAR);
        let words = match (shares, handles && near, collects && near) {
            (true, ..) => Leading::To,
            (_, true, _) => Leading::By,
            (.., true) => Leading::From,
            _ => continue,
        };
        names.extend(name_after(part, token.end, words));
    }
}

/// The names that stand in one list with the name at `start` ("Acme, Beta or Gamma services").
pub fn coordinated(part: &Parsed<'_>, start: usize, names: &mut Vec<Range>) {
    let (lexicon, text) = (part.lexicon, part.block.text.as_str());
    let mut at = start;
    for _ in 0..LIST {
        let before = text.get(..at).unwrap_or("").trim_end();
        let comma = before.strip_suffix([',', '、', '/']);
        let word = before.rsplit(' ').next().unwrap_or("");
        let joined = lexicon.conjunctions.iter().any(|known| known == word);
        let rest = match comma {
            Some(rest) => rest,
            None if joined => before.strip_suffix(word).unwrap_or("").trim_end().trim_end_matches(','),
            None => return,
        };
        let from = rest.rfind(|c: char| !is_name(c)).map_or(0, |found| {
            found + rest.get(found..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
        });
        let name = rest.get(from..).unwrap_or("");
        let known = !part.mentions_in(from, rest.len()).is_empty();
        if !known && (from == 0 || !is_proper(lexicon, name) || all_common(lexicon, name)) {
            return;
        }
        if !known {
            names.push((from, rest.len()));
        }
        at = from;
    }
}

/// Names in one list.
const LIST: usize = 8;

/// The names of those who provide a service ("the default endpoint is provided by Acme").
pub fn providers(part: &Parsed<'_>, names: &mut Vec<Range>) {
    let (lexicon, nouns) = (part.lexicon, &part.nouns);
    for token in &part.providers {
        let upto = nouns.partition_point(|noun| noun.end <= token.start);
        let noun = upto.checked_sub(1).and_then(|at| nouns.get(at));
        if noun.is_none_or(|noun| token.start - noun.end > NEAR) {
            continue;
        }
        let start = token.end + 1;
        let text = part.block.text.as_str();
        let Some(end) = proper_words(part, start).filter(|&end| closes(part, end)) else { continue };
        let known = !part.mentions_in(start, end).is_empty();
        if !known && text.get(start..end).is_some_and(|name| !all_common(lexicon, name)) {
            names.push((start, end));
        }
    }
}

/// The name that a verb's end leads to: a word of direction or of agency, an article, then words written like a name, and
/// nothing after them that they would only qualify.
fn name_after(part: &Parsed<'_>, from: usize, leading: Leading) -> Option<Range> {
    let (lexicon, folded) = (part.lexicon, part.folded.as_str());
    let mut rest = folded.get(from..)?;
    for _ in 0..ADVERBS {
        let word = rest.strip_prefix(' ')?.split(' ').next()?;
        let adverb = lexicon.open.skips.iter().any(|skip| {
            skip.strip_prefix('*').map_or(skip == word, |end| word.len() > end.len() && word.ends_with(end))
        });
        if !adverb {
            break;
        }
        rest = rest.get(word.len() + 1..)?;
    }
    let word = rest.strip_prefix(' ')?.split(' ').next()?;
    let leads = match leading {
        Leading::To => lexicon.endpoints.iter().any(|known| known.trim_start() == word),
        Leading::By => {
            lexicon.text.first(word).is_some_and(|token| token.is(Cue::Agent) && token.end == word.len())
        }
        Leading::From => lexicon.origins.iter().any(|known| known == word),
    };
    if !leads {
        return None;
    }
    rest = rest.get(word.len() + 1..)?.strip_prefix(' ')?;
    if let Some(article) = lexicon.articles.iter().find(|&article| rest.split(' ').next() == Some(article)) {
        rest = rest.get(article.len()..)?.strip_prefix(' ')?;
    }
    let start = folded.len() - rest.len();
    let end = proper_words(part, start)?;
    let known = !part.mentions_in(start, end).is_empty();
    (!known && !all_common(lexicon, part.block.text.get(start..end)?) && closes(part, end))
        .then_some((start, end))
}

/// How a word leads from a verb to a name.
#[derive(Clone, Copy)]
enum Leading {
    /// Where data goes.
    To,
    /// Who acts.
    By,
    /// Where data comes from.
    From,
}

/// Adverbs between a verb and where it leads ("sent directly to").
const ADVERBS: usize = 2;

/// The end of the words from `start` on that are written like a name.
fn proper_words(part: &Parsed<'_>, start: usize) -> Option<usize> {
    let text = part.block.text.as_str();
    let mut end = start;
    for number in 0..WORDS {
        let from = if number == 0 { start } else { end + 1 };
        if number > 0 && text.get(end..from) != Some(" ") {
            break;
        }
        let rest = text.get(from..)?;
        let word = rest.get(..rest.find(|c: char| !is_name(c)).unwrap_or(rest.len()))?.trim_end_matches('.');
        let abbreviated = number > 0 && word.len() <= 3 && word.chars().all(char::is_uppercase);
        if word.is_empty() || !(is_proper(part.lexicon, word) || abbreviated) {
            break;
        }
        end = from + word.len();
    }
    (end > start).then_some(end)
}

/// Whether a name ends its phrase: nothing follows, or a mark, or a word that no name qualifies.
fn closes(part: &Parsed<'_>, end: usize) -> bool {
    let rest = part.folded.get(end..).unwrap_or("");
    let rest = rest.strip_prefix("'s").unwrap_or(rest);
    let Some(after) = rest.strip_prefix(' ') else {
        return !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
    };
    let word = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let lexicon = part.lexicon;
    word.is_empty()
        || lexicon.conjunctions.iter().any(|known| known == word)
        || lexicon.before_names.any(word)
        || lexicon.auxiliaries.iter().any(|known| known == word)
        || super::language::is_function_word(word)
}

/// The name that an item of a list of third parties opens with, where a verb in the person's form follows it, with a mark
/// between or not ("**Acme**: stores …").
pub fn of_item(part: &Parsed<'_>) -> Option<Range> {
    let lexicon = part.lexicon;
    if part.block.kind != Kind::Item || lexicon.open.persons.is_empty() {
        return None;
    }
    let text = part.block.text.as_str();
    let start = text.find(char::is_alphanumeric)?;
    let end = proper_words(part, start)?;
    let name = text.get(start..end)?;
    let after = part.folded.get(end..)?.trim_start_matches(|c: char| !c.is_alphanumeric());
    // A mark stands between, so that the name is no adjective of what the verb is said of.
    let marked = part.folded.get(end..part.folded.len() - after.len())?.contains(|c: char| c != ' ');
    let word = after.split(|c: char| !c.is_alphanumeric()).next()?;
    let at = part.folded.len() - after.len();
    let verb = part.tokens_in(at, at + 1).first().is_some_and(Token::is_verb)
        && lexicon.open.persons.iter().any(|ending| word.ends_with(ending.as_str()));
    let known = !part.mentions_in(start, end).is_empty();
    (verb && marked && !known && !all_common(lexicon, name)).then_some((start, end))
}
