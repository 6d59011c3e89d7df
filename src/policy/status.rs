//! Decides what kind of policy a text is. Comes in: blocks and what was read from them; goes out: [`Status`],
//! leftover placeholders, and what the policy is of when that is not a plugin. Apart because it judges the whole text.

use super::document::{Block, Document, Kind};
use super::lexicon::{Cue, Lexicon, Token};
use super::openverbs::{window_after, window_before};
use super::statements::{Parsed, Reading};
use super::unlisted::sends_to;
use super::{Policy, Status, Verb};

/// A text of more letters than this around a link or a template's sentence says something.
const FEW_LETTERS: usize = 200;
/// So many placeholders in a text that states nothing make it a template.
const MANY_PLACEHOLDERS: usize = 3;
/// So many phrases make a policy one of a website.
const OTHER_SUBJECT: usize = 2;
/// How the hosts begin at which programs reach a service.
const API: &str = "api.";
/// Bytes between a negation and what it says there is none of.
const BESIDE: usize = 8;
/// A line drawn to be written on.
const LINE: &str = "___";
/// A bracketed text longer than this is no placeholder.
const PLACEHOLDER: usize = 60;

/// The status of a document that was read.
pub fn of(document: &Document, parsed: &[Option<Parsed<'_>>], reading: &Reading) -> Status {
    if !document.blocks.iter().any(|block| block.text.chars().any(char::is_alphanumeric)) {
        return Status::Empty;
    }
    let says_nothing = reading.statements.is_empty();
    let body = || parsed.iter().flatten().filter(|part| !matches!(part.block.kind, Kind::Heading(_)));
    let letters = |part: &Parsed<'_>| part.block.text.chars().filter(|c| c.is_alphanumeric()).count();
    let all: usize = if says_nothing { body().map(letters).sum() } else { usize::MAX };
    if says_nothing && all <= FEW_LETTERS {
        let template = |part: &Parsed<'_>| part.marks.iter().any(|token| token.is(Cue::Template));
        let only_placeholders = all > 0 && body().all(|part| !part.unfilled.is_empty());
        if parsed.iter().flatten().any(template) || only_placeholders {
            return Status::Template;
        }
    }
    let unfilled = || body().map(|part| part.unfilled.len()).sum::<usize>();
    if says_nothing && unfilled() >= MANY_PLACEHOLDERS {
        return Status::Template;
    }
    if document.blocks.iter().all(|block| matches!(block.kind, Kind::Heading(_)))
        && says_nothing
        && !has_link(document)
    {
        return Status::Empty;
    }
    let tells = || body().any(|part| tells(part));
    if says_nothing && all <= FEW_LETTERS && has_link(document) && reading.verbs <= 1 && !tells() {
        return Status::LinkOnly;
    }
    Status::Present
}

/// Whether a block says more than where to read: that something is sent, kept or logged, or which address is called.
fn tells(part: &Parsed<'_>) -> bool {
    let handles = |cue: &Cue| {
        matches!(cue, Cue::Verb(Verb::Share | Verb::Store | Verb::Log) | Cue::OpenVerb(Verb::Share))
    };
    let endpoint = || {
        let text = part.block.text.as_str();
        text.match_indices("://").any(|(at, mark)| {
            let start = text.get(..at).and_then(|before| before.rfind(|c: char| !c.is_ascii_alphabetic()));
            let from = start.map_or(0, |at| {
                at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
            });
            let to_api = text.get(at + mark.len()..).is_some_and(|host| host.starts_with(API));
            to_api || sends_to(part, from, at)
        })
    };
    part.tokens.iter().any(|token| token.cues.iter().any(handles)) || endpoint()
}

/// Whether the policy says that there are no third parties, without a verb of sharing.
pub fn denies_parties(parsed: &[Option<Parsed<'_>>]) -> bool {
    parsed.iter().flatten().any(|part| {
        part.tokens.windows(2).any(|pair| {
            let [no, party] = pair else { return false };
            let near = party.start.saturating_sub(no.end) <= BESIDE;
            near && no.cues.iter().any(|cue| matches!(cue, Cue::Negation(_))) && party.is(Cue::ThirdParty)
        })
    })
}

fn has_link(document: &Document) -> bool {
    document
        .blocks
        .iter()
        .any(|block| block.text.contains("://") || block.links.iter().any(|link| link.url.contains("://")))
}

/// Enters placeholders and another subject into the policy.
pub fn marks(parsed: &[Option<Parsed<'_>>], policy: &mut Policy) {
    let mut subjects: Vec<(String, u32, usize)> = Vec::new();
    let mut plugin = false;
    for part in parsed.iter().flatten() {
        for &(start, end) in &part.unfilled {
            let text = part.block.text.get(start..end).unwrap_or("").to_owned();
            policy.placeholders.push((text, part.block.line(start)));
        }
        let own = |token: &Token<'_>| {
            // "Our browser extension" is no plugin of the platform.
            let inside = |other: &Token<'_>| other.start <= token.start && token.end <= other.end;
            let subject = |other: &&Token<'_>| other.cues.iter().any(|cue| matches!(cue, Cue::Subject(_)));
            token.is(Cue::PluginWord) && !part.marks.iter().filter(subject).any(inside)
        };
        for token in &part.marks {
            // What asks the author to write a policy stands beside one that somebody wrote.
            let words = part.block.text.get(token.start..token.end).unwrap_or("");
            if token.is(Cue::Template) && part.lexicon.policies.any(&part.lexicon.folded(words)) {
                policy.placeholders.push((words.to_owned(), part.block.line(token.start)));
            }
            plugin |= own(token);
            let subject = token.cues.iter().find_map(|cue| match cue {
                Cue::Subject(row) => part.lexicon.subjects.get(usize::from(*row)),
                _ => None,
            });
            let Some(subject) = subject else { continue };
            match subjects.iter_mut().find(|(known, ..)| known == subject) {
                Some((.., count)) => *count += 1,
                None => subjects.push((subject.clone(), part.block.line(token.start), 1)),
            }
        }
    }
    let most =
        subjects.into_iter().filter(|(.., count)| *count >= OTHER_SUBJECT).max_by_key(|(.., count)| *count);
    policy.other_subject = most.filter(|_| !plugin).map(|(subject, line, _)| (subject, line));
}

/// The byte ranges of bracketed texts with a placeholder's word that are no links, brackets included.
pub fn placeholders(
    lexicon: &Lexicon,
    block: &Block,
    folded: &str,
    marks: &[Token<'_>],
) -> Vec<(usize, usize)> {
    let text = block.text.as_str();
    let known = marks.iter().any(|token| token.is(Cue::Placeholder)) || text.contains("[X");
    let ascii = || memchr::memchr3(b'[', b'<', b'{', text.as_bytes()).is_some();
    let searched = if known && (ascii() || !text.is_ascii()) { text } else { "" };
    let opens = searched.match_indices(['[', '<', '{', '【', '«', '‹', '〔']);
    let placeholder = |(at, open): (usize, &str)| {
        let rest = text.get(at..)?;
        let mut near = rest.char_indices().take(PLACEHOLDER);
        let length = near
            .find(|(_, c)| [']', '>', '}', '】', '»', '›', '〕'].contains(c))
            .map(|(length, _)| length)?;
        let close = rest.get(length..)?.chars().next()?.len_utf8();
        let inside_link = block.links.iter().any(|link| link.start <= at && at < link.end);
        let inner = at + open.len()..at + length;
        let from = marks.partition_point(|token| token.start < inner.start);
        let within = marks.iter().skip(from).take_while(|token| token.end <= inner.end);
        // Of an address its host tells whether it is one: "[help@acme.example]" is no less filled in for its brackets.
        let inside = text.get(inner.clone()).unwrap_or("");
        let host = inner.start + host_at(inside);
        let known = within.into_iter().any(|token| token.is(Cue::Placeholder) && token.start >= host);
        let goes_on =
            lexicon.text.opening(folded.get(inner).unwrap_or("")).is_some_and(|token| token.is(Cue::Example));
        let known = known && !goes_on || open == "[" && is_crossed(inside);
        let after = rest.get(length..)?;
        let doubled = after.chars().take_while(|c| after.starts_with(*c)).count().min(2);
        (known && !inside_link).then_some((at, at + length + close * doubled.max(1)))
    };
    let mut found: Vec<(usize, usize)> = opens.filter_map(placeholder).collect();
    found.extend(blanks(block, marks));
    found.sort_unstable();
    found.dedup_by(|next, last| next.0 < last.1);
    found
}

/// Where the host begins of the address that a text holds; its start where it holds none.
fn host_at(text: &str) -> usize {
    let sign = text.find("://").map(|at| at + 3).or_else(|| text.find('@').map(|at| at + 1));
    sign.filter(|&at| text.get(at..).is_some_and(|host| host.contains('.'))).unwrap_or(0)
}

/// Whether a text is nothing but crosses ("X.X").
fn is_crossed(inner: &str) -> bool {
    inner.contains('X') && inner.chars().all(|c| matches!(c, 'X' | '.' | '-' | '/'))
}

/// Where a drawn line begins.
fn line(text: &str) -> Option<usize> {
    let first = memchr::memchr(b'_', text.as_bytes())?;
    text.get(first..)?.find(LINE).map(|offset| first + offset)
}

/// Texts that stand for what was to be filled in without brackets: whole words around a known one, and drawn lines.
fn blanks(block: &Block, marks: &[Token<'_>]) -> Vec<(usize, usize)> {
    let text = block.text.as_str();
    let around = |start: usize, end: usize| {
        let before = window_before(text, start, PLACEHOLDER);
        let from = start - before.rsplit(char::is_whitespace).next().map_or(0, str::len);
        let rest = window_after(text, end, PLACEHOLDER);
        let upto = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let word = rest.get(..upto).unwrap_or("").trim_end_matches(['.', ',', ';', ':', ')']);
        (from, end + word.len())
    };
    // "Contact: TODO" is to be filled in; "to-do lists" are not.
    let unfilled = |token: &&Token<'_>| {
        let own = text.get(token.start..token.end).unwrap_or("");
        let label = text.get(..token.start).is_some_and(|before| before.trim_end().ends_with([':', '：']));
        let shouted = own.len() > 2 && own.bytes().all(|byte| byte.is_ascii_uppercase());
        let last = text.get(token.end..).is_some_and(|after| !after.contains(char::is_alphanumeric));
        token.is(Cue::Blank) || token.is(Cue::Template) && label && shouted && last
    };
    let words = marks.iter().filter(unfilled).map(|token| around(token.start, token.end));
    let mut found: Vec<(usize, usize)> = words.collect();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(line).map(|offset| at + offset) {
        let rest = text.get(start..).unwrap_or("");
        let end = start + rest.find(|c| c != '_').unwrap_or(rest.len());
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        if !inside(before) && !inside(text.get(end..).and_then(|after| after.chars().next())) {
            found.push((start, end));
        }
        at = end;
    }
    found
}
