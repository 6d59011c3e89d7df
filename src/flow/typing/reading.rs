//! What a chain of identifiers or a text says of the data. Comes in: words; goes out: [`Reading`]. Apart because paths,
//! keys, labels and local names are all read by the same rule: the longest phrase that ends at the head of the noun.

use smallvec::SmallVec;

use super::tables::{Contexts, Entry, FILLER, OF, OR, PERSON, STOP, SWITCH, Strength, THING, Typing, Word};
use crate::flow::words;
use crate::knowledge::DataType;

/// Who stands near a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Near {
    Person,
    Thing,
    Nobody,
}

/// What is known around an identifier.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    /// Contexts of the method, the tool and the other identifiers.
    pub contexts: Contexts,
    /// Contexts that do not count here, even where a word gives them.
    pub ignored: Contexts,
    /// Who stands near.
    pub near: Near,
}

/// How well a type is supported by the identifier itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Support {
    /// A phrase that is shown to be checked.
    Hint,
    /// A weak word without anybody near, or a phrase that an unknown word follows.
    Weak,
    /// A phrase with a person near outside the chain: in the method, the tool, a variable.
    Around,
    /// A phrase with its person near.
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
    /// The type that it would be if what stands around were no thing (`name` in `create_board`).
    pub a_things: Option<DataType>,
    /// Of a text: nothing else is said in its noun.
    pub whole: bool,
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
        !self.nothing && !self.person && self.found.is_empty() && self.a_things.is_none()
    }
}

/// A node of the trie reached by the words `start..end`.
struct Match {
    start: usize,
    end: usize,
    node: u32,
}

/// Reads a chain of identifiers, the outermost first: the last one that names something is the noun, what stands
/// before it tells whose.
pub(super) fn chain<S: AsRef<str>>(typing: &Typing<'_>, chain: &[S], around: Around) -> Reading {
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
    let noun = reading.words.get(tail..).unwrap_or(&[]);
    if noun.len() > 1
        && noun.first().is_some_and(|&word| typing.flags(word) & SWITCH != 0)
        && phrase_end(typing, noun) < 2
    {
        reading.nothing = true;
        return reading;
    }
    read(typing, &mut reading, tail, around);
    reading
}

/// Reads a label or description: its first clauses' nouns. "The email of the user to look up" reads as `user email`.
pub(super) fn text(typing: &Typing<'_>, text: &str, around: Around) -> Reading {
    // A description that does not say it in its first two clauses says something else there.
    for clause in text.split(is_clause_end).filter(|clause| !clause.trim().is_empty()).take(2) {
        let mut reading = Reading::default();
        let tail = noun(typing, clause, &mut reading.words);
        read(typing, &mut reading, tail, around);
        reading.whole = whole(typing, &reading);
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
    let stop = (1..rest.len().saturating_sub(1))
        .find(|&at| rest.get(at).is_some_and(|&word| typing.flags(word) & STOP != 0))
        .unwrap_or(rest.len());
    let after = rest.get(stop..).unwrap_or(&[]);
    let rest = rest.get(..stop).unwrap_or(&[]);
    if let Some(subject) = stayer(typing, after) {
        // "Latitude of where the user is": the user's.
        let of = rest.last().is_some_and(|&word| typing.flags(word) & OF != 0);
        out.extend_from_slice(subject);
        let tail = out.len();
        out.extend_from_slice(rest.get(..rest.len() - usize::from(of)).unwrap_or(&[]));
        return tail;
    }
    match rest.iter().position(|&word| typing.flags(word) & OF != 0) {
        Some(at) if at > 0 && phrase_end(typing, rest) <= at => {
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

/// Who is somewhere, by a clause that begins with a word of place: "where the user is".
fn stayer<'w>(typing: &Typing<'_>, clause: &'w [Word]) -> Option<&'w [Word]> {
    let (&first, rest) = clause.split_first()?;
    let end = rest.iter().position(|&word| typing.flags(word) & STOP != 0).unwrap_or(rest.len());
    typing.places.contains(&first).then(|| rest.get(..end).unwrap_or(&[]))
}

/// Where the longest phrase that begins with the first word ends; 0 where none does.
fn phrase_end(typing: &Typing<'_>, words: &[Word]) -> usize {
    let (mut node, mut end) = (0, 0);
    for (index, &word) in words.iter().enumerate() {
        let Some(next) = typing.step(node, word) else { break };
        node = next;
        if typing.entries(node).next().is_some() {
            end = index + 1;
        }
    }
    end
}

/// Whether every word is part of the phrase, of whom it belongs to, or without meaning.
fn whole(typing: &Typing<'_>, reading: &Reading) -> bool {
    let inside = |at: usize| reading.found.iter().any(|found| (found.start..found.end).contains(&at));
    let light = FILLER | PERSON | OF | OR | SWITCH;
    reading.words.iter().enumerate().all(|(at, &word)| inside(at) || typing.flags(word) & light != 0)
}

/// Fills in what the words from `tail` on say.
fn read(typing: &Typing<'_>, reading: &mut Reading, tail: usize, around: Around) {
    let own = reading.words.iter().fold(around.contexts, |all, &word| all | typing.contexts(word))
        & !around.ignored;
    let around = Around { contexts: own, ..around };
    let Reading { words, found, nothing, person, a_things, .. } = reading;
    let mut start = tail;
    for end in tail..=words.len() {
        let joins = words.get(end).is_none_or(|&word| typing.flags(word) & OR != 0);
        if joins && end > start {
            let part = words.get(..end).unwrap_or(&[]);
            let (part_nothing, part_person) = read_noun(typing, part, start, around, found, a_things);
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
    around: Around,
    found: &mut SmallVec<[Found; 2]>,
    a_things: &mut Option<DataType>,
) -> (bool, bool) {
    let flags = |at: usize| words.get(at).map_or(0, |&word| typing.flags(word));
    let mut head = words.len();
    while head > tail + 1 && flags(head - 1) & FILLER != 0 {
        head -= 1;
    }
    let contexts = around.contexts;
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
                nothing = true;
                None
            }
            Strength::Weak => match near(typing, words, &best) {
                Near::Person => Some(Support::Near),
                Near::Thing => {
                    nothing = true;
                    None
                }
                Near::Nobody if has_other_owner(typing, words, &best, tail) => {
                    if data_type == typing.ids.name || data_type == typing.ids.identifier {
                        *a_things = Some(data_type);
                        None
                    } else {
                        Some(Support::Weak)
                    }
                }
                Near::Nobody if around.near == Near::Person => Some(Support::Around),
                Near::Nobody if around.near == Near::Thing => {
                    *a_things = Some(data_type);
                    None
                }
                Near::Nobody => Some(Support::Weak),
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
            if start < tail && is_field_of_person(typing, words, start, tail, end) {
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

/// Whether a phrase over two elements is a field of a person's record and no phrase: `user.name` is no `user_name`.
fn is_field_of_person(typing: &Typing<'_>, words: &[Word], start: usize, tail: usize, end: usize) -> bool {
    let owner = typing.flags_until(words.get(start..tail).unwrap_or(&[]));
    let field = words.get(tail..end).unwrap_or(&[]).iter().try_fold(0, |node, &word| typing.step(node, word));
    let weak = |node| typing.entries(node).any(|entry| entry.strength == Strength::Weak);
    owner & PERSON != 0 && field.is_some_and(weak)
}

fn applies(entry: &Entry, contexts: Contexts) -> bool {
    !matches!(entry.strength, Strength::Within(context) if contexts & context == 0)
}

/// Whether a word without meaning to us stands right before the phrase in its element: in `tier_id` the id is the tier's.
fn has_other_owner(typing: &Typing<'_>, words: &[Word], phrase: &Match, tail: usize) -> bool {
    let before = phrase.start.checked_sub(1).filter(|&at| at >= tail).and_then(|at| words.get(at));
    before.is_some_and(|&word| typing.flags(word) & FILLER == 0)
}

/// Who stands nearest to the phrase: in it, before it, after it.
fn near(typing: &Typing<'_>, words: &[Word], phrase: &Match) -> Near {
    // The last word of the phrase is the noun itself (`picture`, `company`), whatever else it may be.
    let inside = phrase.start..phrase.end.saturating_sub(1);
    for part in [inside, 0..phrase.start, phrase.end..words.len()] {
        let found = last_said(typing, words.get(part).unwrap_or(&[]));
        if found != Near::Nobody {
            return found;
        }
    }
    Near::Nobody
}

/// Whether the last name that says whose records these are says: a person's.
pub(super) fn of_people(typing: &Typing<'_>, names: &[&str]) -> bool {
    let said = names.iter().rev().map(|name| {
        let mut words = SmallVec::new();
        typing.identify(name, &mut words);
        last_said(typing, &words)
    });
    said.into_iter().find(|near| *near != Near::Nobody) == Some(Near::Person)
}

/// Who stands near by the last of the words that says it.
pub(super) fn last_said(typing: &Typing<'_>, words: &[Word]) -> Near {
    for start in (0..words.len()).rev() {
        let flags = typing.flags_from(words.get(start..).unwrap_or(&[]));
        if flags & PERSON != 0 {
            return Near::Person;
        }
        // A `record` or an `item` may be anybody's.
        if flags & THING != 0 && flags & FILLER == 0 {
            return Near::Thing;
        }
    }
    Near::Nobody
}
