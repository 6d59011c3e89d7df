//! Finds the details of a statement: purpose, time of keeping, condition, actor, the verb of one term. Comes in: a
//! clause and its sentence; goes out: short texts and choices. Apart because no stance depends on them.

use std::borrow::Cow;

use crate::knowledge::lexicon_rows::{Boundary, NegationScope};

use super::document::Block;
use super::lexicon::{Cue, Token};
use super::openverbs::window_before;
use super::sentences::{Clause, Link, TermHit};
use super::statements::Parsed;
use super::{Actor, Stance, Verb};

/// A quote longer than this many characters is cut.
const QUOTE: usize = 160;
/// What ends a detail.
const STOPS: [char; 11] = [',', '，', '、', ')', '）', '.', '。', ';', '；', '\u{1e}', '('];
/// Characters that may stand between an actor's name and its verb (`will`, `会`).
const NAME_TO_VERB: usize = 8;

/// A text for people: one line, not too long.
pub(super) fn quote(text: &str) -> String {
    let line = text.trim();
    let broken = line.bytes().any(|byte| matches!(byte, b'\n' | 0x1e));
    let line = if broken { Cow::from(line.replace(['\n', '\u{1e}'], " ")) } else { Cow::from(line) };
    let line = line.trim();
    if line.len() <= QUOTE {
        return line.to_owned();
    }
    match line.char_indices().nth(QUOTE) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(line).trim_end()),
        None => line.to_owned(),
    }
}

/// The words from `start` to the next stop before `end`.
pub(super) fn condition(block: &Block, start: usize, end: usize) -> String {
    let text = block.text.get(start..end.max(start)).unwrap_or("");
    let upto = text.find(STOPS).unwrap_or(text.len());
    quote(text.get(..upto).unwrap_or(text))
}

/// The words from the last stop before `at`, not before `start`, to `end`.
fn back_to_stop(block: &Block, start: usize, at: usize, end: usize) -> String {
    let before = block.text.get(start..at).unwrap_or("");
    let from = before.rfind(STOPS).map_or(start, |stop| {
        start + stop + before.get(stop..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    quote(block.text.get(from..end).unwrap_or(""))
}

/// What for: the clause's own purpose, else that of a clause of the sentence that names no data.
pub(super) fn purpose(
    part: &Parsed<'_>,
    clauses: &[Clause],
    clause: &Clause,
    stance: Stance,
) -> Option<String> {
    let own = clause.purpose.map(|at| (at, clause));
    let other = || {
        let named = clauses.iter().find(|other| other.terms.is_empty() && other.purpose.is_some())?;
        named.purpose.map(|at| (at, named))
    };
    let Some((at, holder)) = own.or_else(other) else {
        let at = Some(stance)
            .filter(|stance| *stance != Stance::Denies)
            .and_then(|_| aim(part, clauses, clause))?;
        return Some(condition(part.block, at, part.block.text.len())).filter(|text| !text.is_empty());
    };
    let end = holder.end.max(at);
    let text = if part.lexicon.negation == NegationScope::After {
        let cue = part.tokens_in(at, at + 1).first().map_or(at, |token| token.end);
        back_to_stop(part.block, holder.start, at, cue)
    } else {
        condition(part.block, at, end)
    };
    Some(text).filter(|text| !text.is_empty())
}

/// Where words begin that only after what is handled lead into a purpose ("is sent to X to find the user").
pub(super) fn aim(part: &Parsed<'_>, clauses: &[Clause], clause: &Clause) -> Option<usize> {
    let said = clause.verbs.iter().find(|hit| !hit.negated).map(|hit| hit.end);
    let from = said.or_else(|| clause.terms.last().map(|term| term.end))?;
    // What follows without data of its own belongs to the clause.
    let after = clauses.iter().filter(|other| other.start >= clause.end);
    let bare = after.take_while(|other| other.terms.is_empty() && !other.dropped);
    let end = bare.map(|other| other.end).last().unwrap_or(clause.end);
    let folded = part.folded.get(from..end)?;
    // "Sent to process servers": right after its verb it is where the data goes.
    let apart = |at: usize| at > from + 1 || part.lexicon.boundary == Boundary::None;
    let aims = |token: &Token<'_>| token.is(Cue::Purpose) && apart(from + token.start);
    part.lexicon.aims.find(folded, aims).map(|token| from + token.start)
}

/// How long: the words around the cue, with the number before it.
pub(super) fn retention(part: &Parsed<'_>, clause: &Clause, sentence_end: usize) -> Option<String> {
    let (cue, cue_end) = clause.retention?;
    let text = part.block.text.as_str();
    let number = text.get(clause.start..cue)?;
    let start = clause.start + before_number(part, number).len();
    let rest = if part.lexicon.negation == NegationScope::After {
        quote(text.get(start..cue_end)?)
    } else {
        let number = text.get(start..cue).unwrap_or("");
        quote(&format!("{number}{}", condition(part.block, cue, clause.end.max(cue_end).min(sentence_end))))
    };
    Some(rest).filter(|text| !text.is_empty())
}

/// Words of a number.
const NUMBER: usize = 3;
/// Bytes that hold the longest of them.
const NUMERAL: usize = 48;

/// `text` without the number at its end, in digits or in words.
fn before_number<'text>(part: &Parsed<'_>, text: &'text str) -> &'text str {
    let lexicon = part.lexicon;
    let mut rest = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    if rest.len() < text.trim_end().len() && !rest.ends_with('(') {
        return rest;
    }
    for _ in 0..NUMBER {
        let bare = rest.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '-'));
        let folded = lexicon.folded(window_before(bare, bare.len(), NUMERAL));
        let ends = |word: &&String| {
            folded.strip_suffix(word.as_str()).is_some_and(|before| {
                lexicon.boundary == Boundary::None || !before.ends_with(char::is_alphanumeric)
            })
        };
        let Some(word) = lexicon.numbers.iter().filter(ends).max_by_key(|word| word.len()) else { break };
        rest = bare.get(..bare.len() - word.len()).unwrap_or("");
    }
    rest.trim_end_matches('(')
}

/// The verb that a term belongs to: the nearest before it, else the first after it; where verbs come last, the first
/// after it.
pub(super) fn verb_of(part: &Parsed<'_>, clause: &Clause, term: &TermHit, otherwise: Verb) -> Verb {
    let inside = clause.start <= term.start && term.end <= clause.end.max(term.end);
    let stated = || clause.verbs.iter().filter(|hit| !hit.negated);
    if !inside || clause.verbs.iter().all(|hit| hit.negated) || clause.link == Link::Relative {
        return stated().next().map_or(otherwise, |hit| hit.verb);
    }
    let after = stated().find(|hit| hit.at >= term.end);
    let before = stated().rfind(|hit| hit.end <= term.start);
    let (first, second) =
        if part.lexicon.negation == NegationScope::After { (after, before) } else { (before, after) };
    first.or(second).map_or(otherwise, |hit| hit.verb)
}

/// Who acts, where the clause opens with the name of a service that a verb follows ("Google may collect …").
pub(super) fn actor(part: &Parsed<'_>, clause: &Clause) -> Option<Actor> {
    if clause.actor.is_some() {
        return clause.actor;
    }
    let verb = clause.verbs.first()?;
    let text = part.block.text.as_str();
    let mention = part.mentions_in(clause.start, verb.at).first().filter(|mention| {
        let before = text.get(clause.start..mention.start);
        before.is_some_and(|before| !before.contains(char::is_alphanumeric))
    })?;
    let platform = part
        .tokens
        .iter()
        .any(|token| token.is(Cue::Platform) && token.start <= mention.start && mention.end <= token.end);
    let gap = text.get(mention.end..verb.at)?;
    let genitive = part.lexicon.genitives.iter().any(|genitive| gap.starts_with(genitive.as_str()));
    let verb_last = part.lexicon.negation == NegationScope::After;
    let near = gap.chars().count() <= NAME_TO_VERB || verb_last;
    let term = !verb_last && clause.terms.iter().any(|term| mention.end <= term.start && term.end <= verb.at);
    (near && !genitive && !term && !platform).then_some(Actor::ThirdParty)
}
