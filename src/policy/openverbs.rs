//! Finds verbs that no list holds by where they stand and how they end ("is geocoded", "the plugin geocodes"). Comes
//! in: folded text with its tokens; goes out: the tokens with those verbs. Apart because lists of verbs are never
//! complete, and here form decides, not meaning: such a verb says that data is handled, and its denial says nothing.

use std::collections::BTreeMap;

use crate::knowledge::lexicon_rows::{Boundary, NegationScope};

use super::Verb;
use super::letters::Word;
use super::lexicon::{AUXILIARIES, Cue, Kinds, Lexicon, Token};
use super::sentences::Mention;

/// A clause of more bytes is read no further: the walk stays linear.
const CLAUSE: usize = 240;
/// An ending alone makes no verb of a word shorter than this.
const SHORTEST: usize = 4;

/// `tokens` with the verbs that only their form shows.
pub fn with_open_verbs<'k>(
    lexicon: &'k Lexicon,
    folded: &str,
    words: &[Word],
    tokens: Vec<Token<'k>>,
    mentions: &[Mention],
) -> Vec<Token<'k>> {
    let speaks = |token: &Token<'_>| token.is_term() || token.is(Cue::Anaphora) || token.is(Cue::Pronoun);
    if lexicon.open.is_empty() || !tokens.iter().any(speaks) {
        return tokens;
    }
    let found = if lexicon.boundary == Boundary::None {
        by_ending(lexicon, folded, &tokens)
    } else {
        Walk { lexicon, folded, tokens: &tokens, mentions, found: Vec::new() }.run(words)
    };
    if found.is_empty() {
        return tokens;
    }
    let mut all = tokens;
    all.extend(found);
    all.sort_by_key(|token| token.start);
    all
}

/// At most `bytes` of `text` from `from` on.
pub fn window_after(text: &str, from: usize, bytes: usize) -> &str {
    let rest = text.get(from..).unwrap_or("");
    let mut end = rest.len().min(bytes);
    while !rest.is_char_boundary(end) {
        end += 1;
    }
    rest.get(..end).unwrap_or("")
}

/// At most `bytes` of `text` before `to`.
pub fn window_before(text: &str, to: usize, bytes: usize) -> &str {
    let before = text.get(..to).unwrap_or("");
    let mut start = before.len().saturating_sub(bytes);
    while !before.is_char_boundary(start) {
        start += 1;
    }
    before.get(start..).unwrap_or("")
}

/// What such verbs say: that data is used, or that it is sent.
const USES: &[Cue] = &[Cue::OpenVerb(Verb::Use)];
const SHARES: &[Cue] = &[Cue::OpenVerb(Verb::Share)];

fn verb(start: usize, end: usize, cues: &'static [Cue]) -> Token<'static> {
    Token::new(start, end, cues, Kinds::of(cues))
}

/// Where words are not apart: letters of the scripts that carry stems, right before an ending that verbs have.
fn by_ending(lexicon: &Lexicon, folded: &str, tokens: &[Token<'_>]) -> Vec<Token<'static>> {
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    for ending in &lexicon.open.finite {
        for (at, _) in folded.match_indices(ending.as_str()) {
            let before = folded.get(..at).unwrap_or("");
            let mut start = before
                .char_indices()
                .rev()
                .take_while(|(_, c)| is_stem(*c))
                .last()
                .map_or(at, |(start, _)| start);
            let upto = tokens.partition_point(|token| token.start < at);
            if let Some(last) = upto.checked_sub(1).and_then(|last| tokens.get(last)) {
                start = start.max(last.end);
            }
            let letters = folded.get(start..at).map_or(0, |stem| stem.chars().count());
            let state = folded
                .get(start..at)
                .is_some_and(|stem| lexicon.open.states.iter().any(|state| state == stem));
            if start < at && letters >= 2 && !state {
                found.entry(start).or_insert(at);
            }
        }
    }
    found.into_iter().map(|(start, end)| verb(start, end, USES)).collect()
}

/// Han and Katakana: in Japanese they write stems, Hiragana endings.
fn is_stem(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{30a1}'..='\u{30fa}' | 'ー')
}

/// What was just read, which makes the next word a verb or not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// A form of "be": a participle follows.
    Auxiliary,
    /// One who acts: a verb in the person's form follows.
    Actor,
    /// One who acts and a word after which the plain form stands ("does not", "may").
    Modal,
    /// A service's name.
    Name,
}

struct Walk<'text> {
    lexicon: &'text Lexicon,
    folded: &'text str,
    tokens: &'text [Token<'text>],
    mentions: &'text [Mention],
    found: Vec<Token<'static>>,
}

impl Walk<'_> {
    fn run(mut self, words: &[Word]) -> Vec<Token<'static>> {
        let mut before = Before::Nothing;
        let (mut at, mut number, mut named) = (0, 0, 0);
        for word in words {
            if word.end <= at {
                continue;
            }
            // A phrase may end inside a word.
            let start = word.start.max(at);
            if self.folded.get(at..start).is_some_and(|gap| gap.bytes().any(|byte| byte != b' ')) {
                before = Before::Nothing;
            }
            at = start;
            while at < word.end {
                while self.tokens.get(number).is_some_and(|token| token.end <= at) {
                    number += 1;
                }
                while self.mentions.get(named).is_some_and(|mention| mention.end <= at) {
                    named += 1;
                }
                let token = self.tokens.get(number).filter(|token| token.start <= at);
                let mention = self.mentions.get(named).filter(|mention| mention.start <= at);
                if let Some(mention) = mention {
                    before = Before::Name;
                    at = mention.end.max(at + 1);
                } else if let Some(token) = token {
                    before = self.after(token, before);
                    if before == Before::Auxiliary && self.lexicon.negation == NegationScope::Clause {
                        self.last_word(token.end, number);
                    }
                    at = token.end.max(at + 1);
                } else {
                    // The rest of a word that a phrase ends in may be one.
                    let auxiliary = word.lists & AUXILIARIES != 0 || at > word.start;
                    before = self.word(at, word.end, before, auxiliary);
                    at = word.end;
                }
            }
        }
        self.found
    }

    /// What a known phrase lets follow.
    fn after(&self, token: &Token<'_>, before: Before) -> Before {
        let text = self.folded.get(token.start..token.end).unwrap_or("");
        let space = memchr::memrchr(b' ', text.as_bytes()).map_or(0, |at| at + 1);
        let last = text.get(space..).unwrap_or("");
        if self.lexicon.auxiliaries.iter().any(|auxiliary| auxiliary == last) {
            return Before::Auxiliary;
        }
        if self.lexicon.open.plurals.iter().any(|plural| plural == text) {
            return Before::Modal;
        }
        if token.is(Cue::Plugin) || token.is(Cue::Pronoun) {
            return Before::Actor;
        }
        let holds = token.is(Cue::Limit) || token.is(Cue::Break) || token.is(Cue::Anaphora);
        match before {
            _ if token.is(Cue::Negation(true)) || token.is(Cue::Negation(false)) || token.is(Cue::Hedge) => {
                if matches!(before, Before::Actor | Before::Name) {
                    Before::Modal
                } else {
                    before
                }
            }
            _ if holds => before,
            _ => Before::Nothing,
        }
    }

    /// `auxiliary` tells whether the word may be one.
    fn word(&mut self, start: usize, end: usize, before: Before, auxiliary: bool) -> Before {
        let word = self.folded.get(start..end).unwrap_or("");
        let open = &self.lexicon.open;
        if auxiliary && self.lexicon.auxiliaries.iter().any(|auxiliary| auxiliary == word) {
            if self.lexicon.negation == NegationScope::Clause {
                let next = self.tokens.partition_point(|token| token.start < end);
                self.last_word(end, next);
            }
            return Before::Auxiliary;
        }
        // Nothing before it makes it a verb, and no ending alone does.
        if before == Before::Nothing && open.finite.is_empty() {
            return before;
        }
        if open
            .skips
            .iter()
            .any(|skip| skip == word || skip.strip_prefix('*').is_some_and(|end| word.ends_with(end)))
        {
            return before;
        }
        let long = word.chars().count() >= SHORTEST;
        let ends = |endings: &[String]| long && endings.iter().any(|ending| word.ends_with(ending.as_str()));
        let is_verb = ends(&open.finite)
            || match before {
                Before::Nothing => false,
                Before::Auxiliary => ends(&open.participles),
                Before::Actor => ends(&open.persons) && self.has_object(end),
                Before::Modal => long && !open.persons.is_empty() && self.has_object(end),
                Before::Name => ends(&open.persons) && self.object_follows(end),
            };
        if is_verb && !open.states.iter().any(|state| state == word) {
            self.enter(start, end);
        }
        Before::Nothing
    }

    fn enter(&mut self, start: usize, end: usize) {
        let after = self.folded.get(end..).unwrap_or("");
        let to = self
            .lexicon
            .toward
            .iter()
            .any(|word| after.strip_prefix(' ').is_some_and(|after| after.starts_with(word.as_str())));
        if self.found.last().is_none_or(|last| last.end <= start) {
            self.found.push(verb(start, end, if to { SHARES } else { USES }));
        }
    }

    /// Whether data is named after `end` in the same clause.
    fn has_object(&self, end: usize) -> bool {
        let from = self.tokens.partition_point(|token| token.start < end);
        let mut next = self.tokens.iter().skip(from).take_while(|token| {
            token.start <= end + CLAUSE
                && self
                    .folded
                    .get(end..token.start)
                    .is_some_and(|gap| !gap.contains(['.', ',', ';', ':', '(', '\u{1e}']))
        });
        next.any(|token| token.is_term() || token.is(Cue::Anaphora) || token.is(Cue::Pronoun))
    }

    /// Whether data is named right after `end`, or after one short word.
    fn object_follows(&self, end: usize) -> bool {
        let from = self.tokens.partition_point(|token| token.start < end);
        self.tokens.get(from).is_some_and(|token| {
            (token.is_term() || token.is(Cue::Anaphora))
                && token.start <= end + CLAUSE
                && self
                    .folded
                    .get(end..token.start)
                    .is_some_and(|gap| gap.split_whitespace().count() <= 1 && !gap.contains([',', '.']))
        })
    }

    /// Where the verb ends the clause: its last word.
    fn last_word(&mut self, from: usize, number: usize) {
        let rest = window_after(self.folded, from, CLAUSE);
        let length = rest.find([',', '.', ';', ':', '(', ')', '!', '?', '\u{1e}']).unwrap_or(rest.len());
        let clause = rest.get(..length).unwrap_or("").trim_end();
        let start = from + clause.rfind(' ').map_or(0, |at| at + 1);
        let end = from + clause.len();
        let word = self.folded.get(start..end).unwrap_or("");
        let open = &self.lexicon.open;
        let known = self
            .tokens
            .iter()
            .skip(number)
            .take_while(|token| token.start < end)
            .any(|token| token.end > start);
        let fits = word.chars().count() >= SHORTEST
            && open.participles.iter().any(|ending| word.ends_with(ending.as_str()))
            && !open.states.iter().any(|state| state == word);
        let again = self.found.iter().rev().take(4).any(|known| known.start == start);
        if start > from && fits && !known && !again {
            self.found.push(verb(start, end, USES));
        }
    }
}
