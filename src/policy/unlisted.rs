//! Finds third parties that the registry does not know, by how the text names them: "the Acme API", "sent to Acme's
//! servers", `https://api.acme.example`. Comes in: a block; goes out: names with their places, and hosts that are
//! addresses of a service. Apart because here nothing but the words around a name tells that it is one.

use crate::knowledge::lexicon_rows::Boundary;

use super::Verb;
use super::document::Kind;
use super::letters::is_alphabetic;
use super::lexicon::{Cue, Lexicon, Token};
use super::likened;
use super::openverbs::window_before;
use super::phrases;
use super::statements::Parsed;

/// A name found: its byte range in the block.
pub type Range = (usize, usize);

/// Bytes of the text before a name or an address that tell of it.
const BEFORE: usize = 320;
/// Bytes after a name in which a word that says whom to ask still speaks of it.
pub const NEAR: usize = 40;
/// Words of a name; longer ones are titles.
pub const WORDS: usize = 3;
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
    let mut names: Vec<Range> = Vec::new();
    for noun in &part.nouns {
        if let Some(name) = name_before(part, noun.start, noun.end) {
            phrases::coordinated(part, name.0, &mut names);
            names.push(name);
        }
        names.extend(names_in_brackets(part, noun.start, noun.end));
    }
    phrases::after_verbs(part, &mut names);
    phrases::providers(part, &mut names);
    if listed {
        names.extend(phrases::of_item(part));
    }
    names.retain(|&(start, end)| !likened::is_kind(lexicon, &part.folded, start, end));
    names.sort_unstable();
    names.dedup_by(|next, name| next.0 < name.1);
    names
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

/// Whether a word right before a name says that data goes there or is exchanged with it.
pub fn is_endpoint(part: &Parsed<'_>, start: usize) -> bool {
    let lexicon = part.lexicon;
    let before = part.folded.get(..start).unwrap_or("").trim_end();
    let article = |word: &String| before.strip_suffix(word.as_str()).filter(|rest| rest.ends_with(' '));
    let before = lexicon.articles.iter().find_map(article).map_or(before, str::trim_end);
    lexicon.endpoints.iter().any(|word| before.ends_with(word.as_str()))
}

/// The names in brackets right after a word for a service, where data is sent or comes from there ("services (Acme, Beta)").
fn names_in_brackets(part: &Parsed<'_>, noun: usize, noun_end: usize) -> Vec<Range> {
    let (lexicon, text) = (part.lexicon, part.block.text.as_str());
    let Some(inside) = text.get(noun_end..).and_then(bracketed) else { return Vec::new() };
    let start = noun_end + inside.start;
    // "AWS services (X, Y)": products of the one that is named.
    let upto = part.mentions.partition_point(|mention| mention.end < noun);
    if part.mentions.get(upto).is_some_and(|mention| mention.end + 1 == noun) {
        return Vec::new();
    }
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

/// A text without the words for kinds of services at its end ("the Acme Model" before "API"), where a name stands before
/// them.
fn without_generic<'text>(lexicon: &Lexicon, text: &'text str) -> &'text str {
    let mut rest = text;
    for _ in 0..WORDS {
        let Some((before, word)) = rest.trim_end_matches(' ').rsplit_once(' ') else { return text };
        let generic =
            word.starts_with(char::is_uppercase) && lexicon.generic_names.contains(&lexicon.folded(word));
        if !generic {
            return if is_proper(lexicon, word) { rest.trim_end_matches(' ') } else { text };
        }
        rest = before;
    }
    text
}

fn name_before(part: &Parsed<'_>, noun: usize, noun_end: usize) -> Option<Range> {
    let (lexicon, text) = (part.lexicon, part.block.text.as_str());
    let end = without_generic(lexicon, without_genitive(lexicon, text.get(..noun)?)).len();
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

pub fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || ['.', '-', '_'].contains(&c) || c.is_alphabetic() && c.len_utf8() == 2
}

/// Whether a word is written like a name: a capital or a capital inside, and no abbreviation.
pub fn is_proper(lexicon: &Lexicon, word: &str) -> bool {
    let (capital, small, letters) = if word.is_ascii() {
        let count = |is: fn(&u8) -> bool| word.bytes().filter(is).count();
        let (capitals, small) = (count(u8::is_ascii_uppercase), count(u8::is_ascii_lowercase));
        (capitals > 0, small > 0, capitals + small)
    } else {
        let any = |is: fn(char) -> bool| word.chars().any(is);
        let letters = word.chars().filter(|c| is_alphabetic(*c)).count();
        (any(char::is_uppercase), any(char::is_lowercase), letters)
    };
    let abbreviation = letters <= ABBREVIATION && !small && !word.contains('-');
    capital && !abbreviation && letters > 2 && !lexicon.generic_names.contains(&lexicon.folded(word))
}

/// Whether every word is one of the language's own.
pub fn all_common(lexicon: &Lexicon, name: &str) -> bool {
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
    if !part.tokens.iter().any(|token| token.is(Cue::Offer) || token.is(Cue::Contact)) {
        return false;
    }
    let upto = part.tokens.partition_point(|token| token.start < at);
    let same_sentence = |token: &&Token<'_>| {
        let gap = part.block.text.get(token.end..at).unwrap_or("");
        gap.len() <= BEFORE && !gap.contains(['。', '\u{1e}']) && !gap.contains(". ")
    };
    let mut before = part.tokens.get(..upto).unwrap_or_default().iter().rev().take_while(same_sentence);
    let asks = |token: &Token<'_>| token.is(Cue::Contact);
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
