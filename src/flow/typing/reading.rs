//! What a chain of identifiers or a text says of the data. Comes in: words; goes out: [`Reading`]. Apart because paths,
//! keys, labels and local names are all read by the same rule: the longest phrase that ends at the head of the noun.

use smallvec::SmallVec;

use super::tables::{Contexts, Entry, FILLER, OF, OR, PERSON, STOP, Strength, THING, Typing, Word};
use crate::flow::words;
use crate::knowledge::DataType;

/// Who stands near a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Near {
    Person,
    Thing,
    Nobody,
}

/// How well a type is supported by the identifier itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Support {
    /// A phrase that is shown to be checked.
    Hint,
    /// A weak word without anybody near, or a phrase that an unknown word follows.
    Weak,
    /// A phrase with its context or its person near.
    Near,
    /// A phrase that says it by itself.
    Says,
}

/// One type that was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub data_type: DataType,
    pub support: Support,
    /// Words of the phrase: start and end in the chain.
    pub start: usize,
    pub end: usize,
}

/// The outcome of reading one chain.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    pub words: SmallVec<[Word; 32]>,
    pub found: SmallVec<[Found; 2]>,
    /// The head is a known word of things or of nothing.
    pub nothing: bool,
    /// The head is a person as a whole (`user`, `author`).
    pub person: bool,
}

impl Reading {
    /// The best type outside (`content` false) or inside the content group.
    pub(super) fn best(&self, typing: &Typing<'_>, content: bool) -> Option<&Found> {
        self.found
            .iter()
            .filter(|found| typing.is_content(found.data_type) == content)
            .max_by(|a, b| a.support.cmp(&b.support).then(b.data_type.cmp(&a.data_type)))
    }

    /// Whether it says neither what the value is nor what it is not.
    pub(super) fn blank(&self) -> bool {
        !self.nothing && !self.person && self.found.is_empty()
    }
}

/// A node of the trie reached by the words `start..end`.
struct Match {
    start: usize,
    end: usize,
    node: u32,
}

/// Reads a chain of identifiers, the outermost first: the last one that names something is the noun, what stands
/// before it tells whose. `contexts` are the contexts around, `around` who stands near outside the chain.
pub(super) fn chain<S: AsRef<str>>(
    typing: &Typing<'_>,
    chain: &[S],
    contexts: Contexts,
    around: Near,
) -> Reading {
    let mut reading = Reading::default();
    let mut tail = 0;
    for element in chain {
        let start = reading.words.len();
        typing.identify(element.as_ref(), &mut reading.words);
        let fresh = reading.words.get(start..).unwrap_or(&[]);
        // `value`, `items`, `[*]` say nothing: the noun is the element before.
        if !fresh.is_empty() && !fresh.iter().all(|&word| typing.flags(word) & FILLER != 0) {
            tail = start;
        }
    }
    read(typing, &mut reading, tail, contexts, around);
    reading
}

/// Reads a label or description: its first clauses' nouns. "The email of the user to look up" reads as `user email`.
pub(super) fn text(typing: &Typing<'_>, text: &str, contexts: Contexts, around: Near) -> Reading {
    // A description that does not say it in its first two clauses says something else there.
    for clause in text.split(is_clause_end).filter(|clause| !clause.trim().is_empty()).take(2) {
        let mut reading = Reading::default();
        let tail = noun(typing, clause, &mut reading.words);
        read(typing, &mut reading, tail, contexts, around);
        if !reading.blank() {
            return reading;
        }
    }
    Reading::default()
}

fn is_clause_end(character: char) -> bool {
    matches!(
        character,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '('
            | ')'
            | '\n'
            | '，'
            | '。'
            | '；'
            | '：'
            | '（'
            | '）'
            | '、'
            | '！'
            | '？'
    )
}

/// Collects the noun of a clause, what it belongs to before it; returns where the noun begins.
fn noun(typing: &Typing<'_>, clause: &str, out: &mut SmallVec<[Word; 32]>) -> usize {
    let mut all: SmallVec<[Word; 32]> = SmallVec::new();
    typing.words_of(clause, &mut all);
    if clause.chars().any(words::is_sign) {
        *out = all;
        return 0;
    }
    let begin = all.iter().position(|&word| typing.flags(word) & FILLER == 0).unwrap_or(0);
    let rest = all.get(begin..).unwrap_or(&[]);
    // A stop word at the very beginning is part of the noun (`to address`).
    let stop = (1..rest.len())
        .find(|&at| rest.get(at).is_some_and(|&word| typing.flags(word) & STOP != 0))
        .unwrap_or(rest.len());
    let rest = rest.get(..stop).unwrap_or(&[]);
    match rest.iter().position(|&word| typing.flags(word) & OF != 0) {
        Some(at) if at > 0 => {
            out.extend_from_slice(rest.get(at + 1..).unwrap_or(&[]));
            let tail = out.len();
            out.extend_from_slice(rest.get(..at).unwrap_or(&[]));
            tail
        }
        _ => {
            out.extend_from_slice(rest);
            0
        }
    }
}

/// Fills in what the words from `tail` on say.
fn read(typing: &Typing<'_>, reading: &mut Reading, tail: usize, contexts: Contexts, around: Near) {
    let own = reading.words.iter().fold(contexts, |all, &word| all | typing.contexts(word));
    let Reading { words, found, nothing, person } = reading;
    let mut start = tail;
    for end in tail..=words.len() {
        let joins = words.get(end).is_none_or(|&word| typing.flags(word) & OR != 0);
        if joins && end > start {
            let part = words.get(..end).unwrap_or(&[]);
            let (part_nothing, part_person) = read_noun(typing, part, start, own, around, found);
            *nothing |= part_nothing;
            *person |= part_person;
        }
        if joins {
            start = end + 1;
        }
    }
}

/// Reads one noun `words[tail..]` with what stands before it; returns whether it is nothing, whether it is a person.
fn read_noun(
    typing: &Typing<'_>,
    words: &[Word],
    tail: usize,
    contexts: Contexts,
    around: Near,
    found: &mut SmallVec<[Found; 2]>,
) -> (bool, bool) {
    let flags = |at: usize| words.get(at).map_or(0, |&word| typing.flags(word));
    let mut head = words.len();
    while head > tail + 1 && flags(head - 1) & FILLER != 0 {
        head -= 1;
    }
    let Some(best) = best_match(typing, words, tail, head, contexts) else {
        let last = typing.flags_until(words.get(..head).unwrap_or(&[]));
        return (last & THING != 0, last & PERSON != 0);
    };
    let loose = best.end < head;
    if loose {
        let last = typing.flags_until(words.get(..head).unwrap_or(&[]));
        if last & (THING | PERSON) != 0 {
            return (last & THING != 0, last & PERSON != 0);
        }
    }
    let mut nothing = false;
    for entry in typing.entries(best.node) {
        let Some(data_type) = entry.data_type else {
            nothing = true;
            continue;
        };
        let support = match entry.strength {
            Strength::Strong => Some(Support::Says),
            Strength::Within(context) => (contexts & context != 0).then_some(Support::Says),
            Strength::Hint => Some(Support::Hint),
            Strength::Veto => {
                nothing |= !typing.is_content(data_type);
                None
            }
            Strength::Weak => match near(typing, words, &best, around) {
                Near::Person => Some(Support::Near),
                Near::Nobody => Some(Support::Weak),
                Near::Thing => {
                    nothing = true;
                    None
                }
            },
        };
        let Some(support) = support else { continue };
        let support = if loose { support.min(Support::Weak) } else { support };
        add(found, Found { data_type, support, start: best.start, end: best.end });
    }
    (nothing && found.is_empty(), false)
}

/// One type is kept once, with its best support.
fn add(found: &mut SmallVec<[Found; 2]>, new: Found) {
    match found.iter_mut().find(|old| old.data_type == new.data_type) {
        Some(old) if old.support < new.support => *old = new,
        Some(_) => {}
        None => found.push(new),
    }
}

/// The phrase that decides: of those that reach the head the longest, else of those in the noun the last.
fn best_match(
    typing: &Typing<'_>,
    words: &[Word],
    tail: usize,
    head: usize,
    contexts: Contexts,
) -> Option<Match> {
    let mut best: Option<Match> = None;
    for start in 0..words.len() {
        let mut node = 0;
        for (end, &word) in words.iter().enumerate().skip(start) {
            let Some(next) = typing.step(node, word) else { break };
            node = next;
            let end = end + 1;
            if end <= tail || !typing.entries(node).any(|entry| applies(entry, contexts)) {
                continue;
            }
            let rank = |end: usize, start: usize| (end.min(head), end - start, start);
            if best.as_ref().is_none_or(|old| rank(end, start) > rank(old.end, old.start)) {
                best = Some(Match { start, end, node });
            }
        }
    }
    best
}

fn applies(entry: &Entry, contexts: Contexts) -> bool {
    !matches!(entry.strength, Strength::Within(context) if contexts & context == 0)
}

/// Who stands nearest to the phrase: in it, before it, after it, else around the chain.
fn near(typing: &Typing<'_>, words: &[Word], phrase: &Match, around: Near) -> Near {
    let inside = words.get(phrase.start..phrase.end).unwrap_or(&[]);
    if let found @ (Near::Person | Near::Thing) = last_said(typing, inside) {
        return found;
    }
    let before = words.get(..phrase.start).unwrap_or(&[]);
    if let found @ (Near::Person | Near::Thing) = last_said(typing, before) {
        return found;
    }
    let after = words.get(phrase.end..).unwrap_or(&[]);
    match last_said(typing, after) {
        Near::Nobody => around,
        found => found,
    }
}

/// Who stands near by the last of the words that says it.
pub(super) fn last_said(typing: &Typing<'_>, words: &[Word]) -> Near {
    for start in (0..words.len()).rev() {
        let flags = typing.flags_from(words.get(start..).unwrap_or(&[]));
        if flags & PERSON != 0 {
            return Near::Person;
        }
        if flags & THING != 0 {
            return Near::Thing;
        }
    }
    Near::Nobody
}
