//! Finds third parties that the registry does not know, by how the text names them: "the Acme API", "sent to Acme's
//! servers", `https://api.acme.example`. Comes in: a block; goes out: names with their places, and hosts that are
//! addresses of a service. Apart because here nothing but the words around a name tells that it is one.

use crate::knowledge::lexicon_rows::Boundary;

use super::Verb;
use super::document::Kind;
use super::lexicon::{Cue, Lexicon, Token};
use super::likened;
use super::openverbs::window_before;
use super::statements::Parsed;

/// A name found: its byte range in the block.
pub type Range = (usize, usize);

/// Bytes of the text before a name or an address that tell of it.
const BEFORE: usize = 320;
/// Bytes after a name in which a word that says whom to ask still speaks of it.
const NEAR: usize = 40;
/// Words of a name; longer ones are titles.
const WORDS: usize = 3;
/// Capital letters alone are an abbreviation of a kind of service up to this length (`REST`, `LLM`).
const ABBREVIATION: usize = 5;

/// Words up to this length have no capital in a title ("with").
const ARTICLE: usize = 4;

/// The names in a block that stand right before a word for a service and right after one that leads to it, those that
/// data is sent to, and, in a section that lists third parties, the one that an item opens with.
pub fn names(part: &Parsed<'_>, listed: bool) -> Vec<Range> {
    let lexicon = part.lexicon;
    // A name has a capital after the first letter of the block, but where it opens an item of a list.
    let capital = part.block.text.bytes().skip(usize::from(!listed)).any(|byte| byte.is_ascii_uppercase());
    if lexicon.party_nouns.is_empty() || !capital || is_title(part) {
        return Vec::new();
    }
    let nouns = lexicon.party_nouns.scan(&part.folded);
    let mut names: Vec<Range> = Vec::new();
    for noun in &nouns {
        names.extend(name_before(part, noun.start, noun.end));
        names.extend(names_in_brackets(part, noun.end));
    }
    names_after_verbs(part, &mut names);
    if listed {
        names.extend(name_of_item(part));
    }
    names.retain(|&(start, end)| !likened::is_kind(lexicon, &part.folded, start, end));
    names.sort_unstable();
    names.dedup_by(|next, name| next.0 < name.1);
    names
}

/// The names right after a verb and a word that leads to one ("forwarded to Acme", "translated by Acme"): for an agent
/// the sentence must speak of data.
fn names_after_verbs(part: &Parsed<'_>, names: &mut Vec<Range>) {
    let lexicon = part.lexicon;
    if lexicon.boundary != Boundary::Word || lexicon.endpoints.is_empty() {
        return;
    }
    let mut spoken: Option<usize> = None;
    for token in &part.tokens {
        if token.is_term() || token.is(Cue::Anaphora) {
            spoken = Some(token.end);
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
        || super::lexicon::languages().any(|(_, _, words)| words.contains(&word))
}

/// The name that an item of a list of third parties opens with, where a verb in the person's form follows it, with a mark
/// between or not ("**Acme**: stores …").
fn name_of_item(part: &Parsed<'_>) -> Option<Range> {
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

/// The words written like a name in front of the brackets that an address opens or stands in.
pub fn name_of_host(part: &Parsed<'_>, address: usize) -> Option<Range> {
    let before = part.block.text.get(..address)?.trim_end_matches(['`', '"', '<', '[']);
    let before = before.strip_suffix(['(', '（'])?.trim_end();
    let end = before.trim_end_matches(['*', '"', '`']).len();
    let own = part.block.text.get(..end)?;
    let start = own
        .rfind(|c: char| !is_name(c))
        .map_or(0, |at| at + own.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    (start < end).then_some((start, end))
}

/// Whether a word right before a name leads to it.
pub fn is_led(part: &Parsed<'_>, start: usize) -> bool {
    leads(part, start)
}

/// The names in brackets right after a word for a service, where data is sent or comes from there ("services (Acme, Beta)").
fn names_in_brackets(part: &Parsed<'_>, noun_end: usize) -> Vec<Range> {
    let (lexicon, text) = (part.lexicon, part.block.text.as_str());
    let Some(inside) = text.get(noun_end..).and_then(bracketed) else { return Vec::new() };
    let start = noun_end + inside.start;
    let whole = window_before(&part.folded, noun_end, BEFORE);
    let from = noun_end - whole.len() + whole.rfind(['。', '\u{1e}']).map_or(0, |at| at + 1);
    let says = |cue: &Cue| matches!(cue, Cue::Verb(_) | Cue::OpenVerb(_));
    if !part.tokens_in(from, noun_end).iter().any(|token| token.cues.iter().any(says)) {
        return Vec::new();
    }
    let end = noun_end + inside.end;
    let example = part.tokens_in(start, end).first().is_some_and(|token| token.is(Cue::Example));
    let mut found = Vec::new();
    let mut parts = 0;
    for (at, word) in words(text, start, end) {
        let known = part.mentions_in(at.saturating_sub(word.len()), at + word.len());
        let known = known.iter().any(|mention| mention.start < at + word.len() && at < mention.end);
        let opens = text.get(start..at).is_some_and(|before| begins_item(lexicon, before));
        let proper = is_proper(lexicon, word) && !all_common(lexicon, word);
        parts += usize::from(opens && (proper || known));
        if opens && proper && !known {
            found.push((at, at + word.len()));
        }
    }
    if parts > 1 || example { found } else { Vec::new() }
}

/// What stands in brackets at the start of a text, without the brackets; the plural's ending may stand before them.
fn bracketed(text: &str) -> Option<std::ops::Range<usize>> {
    let open = text.find(['(', '（']).filter(|&at| at <= 2 && text.get(..at).is_some_and(str::is_ascii))?;
    let start = open + text.get(open..)?.chars().next()?.len_utf8();
    let rest = text.get(start..)?;
    let end = rest.find([')', '）']).filter(|&end| end <= BEFORE)?;
    Some(start..start + end)
}

/// The words that are written like names, with their places.
fn words(text: &str, start: usize, end: usize) -> impl Iterator<Item = (usize, &str)> {
    let inside = text.get(start..end).unwrap_or("");
    inside.split(|c: char| !is_name(c)).filter(|word| !word.is_empty()).map(move |word| {
        let at = word.as_ptr() as usize - inside.as_ptr() as usize;
        (start + at, word)
    })
}

/// Whether what stands before a name in a list lets one begin: nothing, a comma, a conjunction, a sign of another script.
fn begins_item(lexicon: &Lexicon, before: &str) -> bool {
    let before = before.trim_end();
    let last = before.rsplit(' ').next().unwrap_or("");
    before.is_empty()
        || before.ends_with([',', '、', '，', '/', '.'])
        || before.ends_with(|c: char| c.len_utf8() == 3)
        || lexicon.conjunctions.iter().any(|word| word == last)
}

/// Whether a heading writes every word of some length with a capital, so that a capital tells nothing.
fn is_title(part: &Parsed<'_>) -> bool {
    let mut words = part.block.text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > ARTICLE);
    matches!(part.block.kind, Kind::Heading(_))
        && part.lexicon.boundary == Boundary::Word
        && words.all(|word| !word.starts_with(char::is_lowercase))
}

fn name_before(part: &Parsed<'_>, noun: usize, noun_end: usize) -> Option<Range> {
    let (lexicon, text) = (part.lexicon, part.block.text.as_str());
    let end = without_genitive(lexicon, text.get(..noun)?).len();
    let mut start = end;
    for _ in 0..WORDS {
        let before = text.get(..start)?.trim_end_matches(' ');
        let from = before.rfind(|c: char| !is_name(c)).map_or(0, |at| {
            at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
        });
        let word = before.get(from..)?;
        if start != end && before.len() + 1 < start || !is_proper(lexicon, word) {
            break;
        }
        start = from;
    }
    let name = text.get(start..end)?;
    // "The Chrome Bookmarks API": a kind of service in front makes the rest its part.
    let kind = text.get(..start)?.strip_suffix(' ').and_then(|before| before.rsplit(' ').next());
    let of_kind = kind.is_some_and(|word| {
        word.starts_with(char::is_uppercase) && lexicon.generic_names.contains(&lexicon.folded(word))
    });
    if of_kind && start < end {
        return None;
    }
    let upto = part.mentions.partition_point(|mention| mention.start < end + 2);
    let last = upto.checked_sub(1).and_then(|at| part.mentions.get(at));
    let known = last.is_some_and(|mention| mention.end + 2 > start);
    let after = part.folded.get(noun_end..)?.trim_start();
    let led = leads(part, start) || lexicon.agents_after.iter().any(|word| after.starts_with(word.as_str()));
    (start < end && led && !known && !all_common(lexicon, name)).then_some((start, end))
}

fn without_genitive<'text>(lexicon: &Lexicon, text: &'text str) -> &'text str {
    let text = text.trim_end_matches([' ', '"', '\'', '`']);
    if let Some(owner) = text.strip_suffix("'s") {
        return owner;
    }
    let mut joined = lexicon.genitives.iter().filter(|_| lexicon.boundary == Boundary::None);
    let owner = joined.find_map(|genitive| text.strip_suffix(genitive.as_str()));
    owner.map_or(text, |owner| owner.trim_end_matches(' '))
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || ['.', '-', '_'].contains(&c) || c.is_alphabetic() && c.len_utf8() == 2
}

/// Whether a word is written like a name: a capital or a capital inside, and no abbreviation.
fn is_proper(lexicon: &Lexicon, word: &str) -> bool {
    let folded = lexicon.folded(word);
    let capital = word.chars().any(char::is_uppercase);
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let abbreviation =
        letters <= ABBREVIATION && !word.contains('-') && !word.chars().any(char::is_lowercase);
    capital && !abbreviation && letters > 2 && !lexicon.generic_names.contains(&folded)
}

/// Whether every word is one of the language's own.
fn all_common(lexicon: &Lexicon, name: &str) -> bool {
    name.split(' ').all(|word| {
        let folded = lexicon.folded(word);
        lexicon.text.any(&folded) || lexicon.marks.any(&folded) || lexicon.context.any(&folded)
    })
}

/// Whether the text before a name leads to it ("to", "by the", "发送到").
fn leads(part: &Parsed<'_>, start: usize) -> bool {
    let lexicon = part.lexicon;
    let before = window_before(&part.folded, start, BEFORE).trim_end_matches([' ', '"', '`', '*']);
    if lexicon.toward.iter().any(|word| before.ends_with(word.trim_end())) && !lexicon.latin {
        return true;
    }
    if lexicon.boundary == Boundary::None {
        // A verb that calls or sends, or a word of agency, right before the name.
        let upto = part.tokens.partition_point(|token| token.start < start);
        let last = upto.checked_sub(1).and_then(|at| part.tokens.get(at));
        return last.is_some_and(|token| {
            let gap = part.folded.get(token.end..start).unwrap_or("-");
            let calls = token.is(Cue::Agent) || token.is(Cue::Verb(Verb::Share));
            calls && gap.trim().is_empty()
        });
    }
    let mut words = before.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let leads = |word: &str| lexicon.before_names.any(word);
    let Some(last) = words.next() else { return false };
    leads(last) || lexicon.articles.iter().any(|article| article == last) && words.next().is_some_and(leads)
}

/// Whether the text right before an address says that data goes there.
pub fn sends_to(part: &Parsed<'_>, at: usize, end: usize) -> bool {
    let whole = window_before(&part.folded, at, BEFORE);
    let before = whole.trim_end_matches([' ', '"', '`', '*', '<']);
    // The address may stand in brackets after a name in a script without spaces.
    let bare = before.strip_suffix(['(', '（']).filter(|_| part.lexicon.boundary == Boundary::None);
    let before = bare.map_or(before, |before| {
        let marks = before.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
        let mut words = part
            .lexicon
            .endpoints
            .iter()
            .filter_map(|word| before.rfind(word.as_str()).map(|at| at + word.len()));
        words.find(|&end| end > marks).and_then(|end| before.get(..end)).unwrap_or(before)
    });
    let start = at - whole.len() + before.rfind(['。', '\u{1e}']).map_or(0, |at| at + 1);
    let says = |cue: &Cue| matches!(cue, Cue::Verb(_) | Cue::OpenVerb(_));
    if part.lexicon.boundary == Boundary::None {
        let after = part.folded.get(end..).unwrap_or("").trim_start_matches([')', '）', '`', ' ']);
        let led = part.lexicon.agents_after.iter().any(|word| after.starts_with(word.as_str()));
        let next = part.tokens_in(end, end + NEAR);
        if led && next.iter().any(|token| token.cues.iter().any(says)) {
            return true;
        }
    }
    let toward = part.lexicon.endpoints.iter().any(|word| before.ends_with(word.as_str()));
    toward && part.tokens_in(start, at).iter().any(|token| token.end <= at && token.cues.iter().any(says))
}

/// Whether a name stands among models that a service offers ("gives access to models (X, Y)"), or tells where to ask:
/// it receives nothing.
pub fn is_offered(part: &Parsed<'_>, at: usize) -> bool {
    let upto = part.tokens.partition_point(|token| token.start < at);
    let same_sentence = |token: &&Token| {
        let gap = part.block.text.get(token.end..at).unwrap_or("");
        gap.len() <= BEFORE && !gap.contains(['。', '\u{1e}']) && !gap.contains(". ")
    };
    let mut before = part.tokens.get(..upto).unwrap_or_default().iter().rev().take_while(same_sentence);
    let asks = |token: &Token| token.is(Cue::Contact);
    let after = part.tokens_in(at, at + NEAR).iter().find(|token| asks(token));
    if before.clone().any(asks)
        || after.is_some_and(|token| {
            part.block.text.get(at..token.start).is_some_and(|gap| !gap.contains(['。', '.', '\u{1e}']))
        })
    {
        return true;
    }
    let stop =
        before.find(|token| token.is(Cue::Offer) || token.is(Cue::Agent) || token.is(Cue::Verb(Verb::Share)));
    stop.is_some_and(|token| token.is(Cue::Offer))
}
