//! Finds the phrases of one kind in text. Comes in: phrases with what they say; goes out: [`Token`]s in order, the longest
//! at each place. Apart because it is all search: it knows boundaries between words, and no list.
//!
//! A phrase is looked for by its first word (or its first two characters, in scripts without spaces) in a hash map, and
//! its next eight bytes are compared before anything else: a text costs one look-up for each word, and a lexicon of
//! thousands of phrases is ready in a fraction of a millisecond.

use std::ops::Range;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::knowledge::lexicon_rows::{Boundary, LexiconFile};

use super::letters::{Sieve, Word, char_at, eight, is_letter, mask, word_length};
use super::lexicon::{Cue, Kinds, Token};

/// Phrases of one kind, searchable.
#[derive(Debug)]
pub struct Index {
    boundary: Boundary,
    endings: Vec<Box<str>>,
    phrases: Vec<Phrase>,
    by_text: FxHashMap<Box<str>, u32>,
    /// By first words of up to eight bytes, as numbers.
    by_short: FxHashMap<u64, List>,
    /// By longer first words.
    by_word: FxHashMap<Box<str>, List>,
    /// By the first character and the second, see [`pair`].
    by_char: FxHashMap<u64, List>,
    /// The first characters of `by_char`, as bits.
    firsts: Vec<u64>,
    /// Stems of first words that end in `*` by how they begin, shorter stems first.
    by_stem: FxHashMap<u64, Vec<(Box<str>, List)>>,
    /// Bytes of a stem that `by_stem` looks at; none is shorter.
    stem: usize,
    /// How first words and their stems begin: most words of a text are in no list.
    heads: Sieve,
}

/// Candidates, longer phrases first.
type List = SmallVec<[Candidate; 1]>;

/// A phrase where the search looks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Candidate {
    /// The literal bytes behind the first word or character, as many as eight, and where they count.
    bytes: u64,
    mask: u64,
    phrase: u32,
    length: u32,
    /// Whether these bytes are all that stands behind the first word or character.
    whole: bool,
}

/// Letters between two parts of a phrase.
const LONGEST: usize = 63;
/// Bytes of a word that fit in a number.
const SHORT: usize = 8;
/// Bytes of a stem that tell most stems apart.
const STEM: usize = 4;
/// Stands for a second character that can be any.
const ANY: char = '\0';
/// Bits for first characters.
const FIRSTS: usize = 1 << 14;

#[derive(Debug)]
struct Phrase {
    /// Literal parts; any letters may stand between two of them.
    parts: SmallVec<[Box<str>; 1]>,
    /// Whether any letters may follow the last.
    open: bool,
    cues: SmallVec<[Cue; 2]>,
    /// What they are, see [`Phrase::token`].
    kinds: Kinds,
}

impl Phrase {
    fn token(&self, start: usize, end: usize) -> Token<'_> {
        Token::new(start, end, &self.cues, self.kinds)
    }
}

impl Phrase {
    /// Whether it carries no ending: "and notes" is not "and not".
    fn is_fixed(&self) -> bool {
        self.cues.iter().any(|cue| matches!(cue, Cue::Negation(_) | Cue::Break))
    }
}

/// The literal bytes of a phrase from `at` on.
fn literal_bytes(text: &str, at: usize) -> (u64, u64) {
    let star = text.find('*').unwrap_or(text.len());
    let bytes = text.as_bytes().get(..star).unwrap_or_default();
    let mask = mask(star.saturating_sub(at));
    (eight(bytes, at) & mask, mask)
}

/// A word of up to eight bytes as a number.
fn short(word: &str) -> Option<u64> {
    (word.len() <= SHORT).then(|| eight(word.as_bytes(), 0))
}

/// Two characters as a number; [`ANY`] stands for a second one that is not literal.
fn pair(first: char, second: char) -> u64 {
    u64::from(u32::from(first)) << 32 | u64::from(u32::from(second))
}

fn bit(c: char) -> (usize, u64) {
    let at = c as usize % FIRSTS;
    (at / 64, 1 << (at % 64))
}

impl Index {
    /// An index without phrases.
    pub(super) fn new(rows: &LexiconFile) -> Self {
        Self {
            boundary: rows.boundary,
            endings: rows.endings.iter().map(|ending| ending.as_str().into()).collect(),
            phrases: Vec::new(),
            by_text: FxHashMap::default(),
            by_short: FxHashMap::default(),
            by_word: FxHashMap::default(),
            by_char: FxHashMap::default(),
            firsts: vec![0; FIRSTS / 64],
            by_stem: FxHashMap::default(),
            stem: STEM,
            heads: Sieve::default(),
        }
    }

    /// An index of phrases that all say the same.
    pub(super) fn of(rows: &LexiconFile, phrases: &[String], cue: Cue) -> Self {
        let mut index = Self::new(rows);
        index.add(phrases, cue);
        index.ready()
    }

    /// Adds phrases that say `cue`.
    pub(super) fn add(&mut self, phrases: &[String], cue: Cue) {
        for text in phrases {
            if let Some(phrase) =
                self.by_text.get(text.as_str()).and_then(|&at| self.phrases.get_mut(at as usize))
            {
                if !phrase.cues.contains(&cue) {
                    phrase.cues.push(cue);
                    phrase.kinds = Kinds::of(&phrase.cues);
                }
                continue;
            }
            let at = u32::try_from(self.phrases.len()).unwrap_or(u32::MAX);
            self.by_text.insert(text.as_str().into(), at);
            self.enter(text, at);
            self.phrases.push(Phrase {
                parts: text.trim_end_matches('*').split('*').map(Into::into).collect(),
                open: text.ends_with('*'),
                cues: SmallVec::from_slice(&[cue]),
                kinds: Kinds::of(&[cue]),
            });
        }
    }

    /// Enters a phrase where the search will look for it.
    fn enter(&mut self, text: &str, phrase: u32) {
        let Some(initial) = text.chars().next() else { return };
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let candidate = |at: usize| {
            let (bytes, mask) = literal_bytes(text, at);
            let whole = !text.contains('*') && text.len() <= at + SHORT;
            Candidate { bytes, mask, phrase, length, whole }
        };
        if self.boundary != Boundary::Word || !is_letter(initial) {
            let after = initial.len_utf8();
            let second = text.get(after..).and_then(|rest| rest.chars().next());
            let second = second.filter(|c| !['*', ' '].contains(c)).unwrap_or(ANY);
            self.by_char.entry(pair(initial, second)).or_default().push(candidate(after));
            let (at, bit) = bit(initial);
            self.firsts.iter_mut().skip(at).take(1).for_each(|bits| *bits |= bit);
            return;
        }
        let first = text.get(..word_length(text)).unwrap_or(text);
        let candidate = candidate(first.len());
        if text.get(first.len()..).is_some_and(|rest| rest.starts_with('*')) {
            let stems = self.by_stem.entry(0).or_default();
            match stems.iter_mut().find(|(stem, _)| **stem == *first) {
                Some((_, list)) => list.push(candidate),
                None => stems.push((first.into(), SmallVec::from_slice(&[candidate]))),
            }
            self.stem = self.stem.min(first.len());
            return;
        }
        self.enter_word(first, candidate);
        if first.len() == text.len() {
            for ending in self.endings.clone() {
                // The phrase does not reach to the word's end: it is compared as a text.
                self.enter_word(&format!("{first}{ending}"), Candidate { whole: false, ..candidate });
            }
        }
    }

    fn enter_word(&mut self, word: &str, candidate: Candidate) {
        if let Some(short) = short(word) {
            self.by_short.entry(short).or_default().push(candidate);
            return;
        }
        self.by_word.entry(word.into()).or_default().push(candidate);
    }

    /// Puts longer phrases before shorter ones, and stems where they are looked for.
    pub(super) fn ready(mut self) -> Self {
        self.spread();
        let mut stems = self.by_stem.remove(&0).unwrap_or_default();
        stems.sort_by_key(|(stem, _)| stem.len());
        for (stem, list) in stems {
            let key = eight(stem.as_bytes(), 0) & mask(self.stem);
            self.by_stem.entry(key).or_default().push((stem, list));
        }
        self.heads = Sieve::of(self.words().chain(self.by_stem.keys().copied()));
        let stems = self.by_stem.values_mut().flatten().map(|(_, list)| list);
        let words = self.by_short.values_mut().chain(self.by_word.values_mut());
        for list in words.chain(self.by_char.values_mut()).chain(stems).filter(|list| list.len() > 1) {
            // Of one length those that were added first.
            list.sort_unstable_by_key(|one| (std::cmp::Reverse(one.length), one.phrase));
            list.dedup();
        }
        self.by_text = FxHashMap::default();
        self
    }

    /// The heads of the words that phrases begin with.
    fn words(&self) -> impl Iterator<Item = u64> {
        self.by_short.keys().copied().chain(self.by_word.keys().map(|word| eight(word.as_bytes(), 0)))
    }

    /// Adds how its phrases begin to the heads of several indexes, where it is the one with this bit; the bytes that
    /// tell its stems apart are the answer.
    pub(super) fn beginnings(
        &self,
        bit: u8,
        words: &mut Vec<(u64, u8)>,
        stems: &mut Vec<(u64, u8)>,
    ) -> usize {
        words.extend(self.words().map(|head| (head, bit)));
        stems.extend(self.by_stem.keys().map(|head| (*head, bit)));
        self.stem
    }

    /// Enters the phrases whose second character can be any also where a first one with another second one is looked for.
    fn spread(&mut self) {
        let first = |key: u64| key >> 32;
        let any = |key: u64| key << 32 == 0;
        let open = self.by_char.iter().filter(|(key, _)| any(**key));
        let open: FxHashMap<u64, List> = open.map(|(key, list)| (first(*key), list.clone())).collect();
        self.by_char.iter_mut().filter(|(key, _)| !any(**key)).for_each(|(key, list)| {
            list.extend(open.get(&first(*key)).into_iter().flatten().copied());
        });
    }

    /// Whether it holds no phrase.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// Whether any phrase stands in `folded`.
    pub fn any(&self, folded: &str) -> bool {
        self.tokens(folded).next().is_some()
    }

    /// Whether a phrase in `folded` says `cue`.
    pub fn holds(&self, folded: &str, cue: Cue) -> bool {
        self.tokens(folded).any(|token| token.is(cue))
    }

    /// Whether a phrase ends `folded`.
    pub fn ends(&self, folded: &str) -> bool {
        self.tokens(folded).any(|token| token.end == folded.len())
    }

    /// The first phrase in `folded`.
    pub fn first(&self, folded: &str) -> Option<Token<'_>> {
        self.tokens(folded).next()
    }

    /// The phrases in `folded`, in order, without overlaps, the longest at each place.
    pub fn scan(&self, folded: &str) -> Vec<Token<'_>> {
        self.tokens(folded).collect()
    }

    /// The same, where the words of `folded` are known, and of each whether a phrase of this index, which is the one
    /// with this bit, may begin with it.
    pub fn scan_words(&self, folded: &str, words: &[Word], bit: u8) -> Vec<Token<'_>> {
        if self.boundary != Boundary::Word {
            return self.scan(folded);
        }
        let own = words.iter().filter(|word| word.lists & bit != 0);
        let mut tokens = Vec::with_capacity(own.clone().count());
        let mut at = 0;
        if self.by_char.is_empty() {
            for word in own {
                self.enter_at_word(folded, word, &mut at, &mut tokens);
            }
            return tokens;
        }
        let mut gap = 0;
        for word in words {
            self.enter_signs(folded, gap..word.start, &mut at, &mut tokens);
            gap = word.end;
            if word.lists & bit != 0 {
                self.enter_at_word(folded, word, &mut at, &mut tokens);
            }
        }
        self.enter_signs(folded, gap..folded.len(), &mut at, &mut tokens);
        tokens
    }

    /// Adds the phrase that begins with this word, unless the last one, which ends at `at`, holds it.
    fn enter_at_word<'k>(&'k self, folded: &str, word: &Word, at: &mut usize, tokens: &mut Vec<Token<'k>>) {
        if word.start >= *at
            && let Some((end, phrase)) = self.at_word(folded, word)
        {
            tokens.push(phrase.token(word.start, end));
            *at = end;
        }
    }

    /// Adds the phrases that begin with a sign in these bytes, none of which is a letter.
    fn enter_signs<'k>(
        &'k self,
        folded: &str,
        range: Range<usize>,
        at: &mut usize,
        tokens: &mut Vec<Token<'k>>,
    ) {
        let mut next = range.start.max(*at);
        while let Some(c) = char_at(folded, next).filter(|_| next < range.end) {
            let found = if self.may_start_with(c) { self.at_char(folded, next, c) } else { None };
            if let Some((end, phrase)) = found {
                tokens.push(phrase.token(next, end));
                *at = end;
            }
            next = found.map_or(next + c.len_utf8(), |(end, _)| end);
        }
    }

    /// The first phrase in `folded` of which this is true.
    pub fn find(&self, folded: &str, is: impl Fn(&Token<'_>) -> bool) -> Option<Token<'_>> {
        self.tokens(folded).find(is)
    }

    /// The phrase that `folded` begins with.
    pub fn opening(&self, folded: &str) -> Option<Token<'_>> {
        let c = char_at(folded, 0).filter(|_| !self.is_empty())?;
        let found = if self.boundary == Boundary::Word && is_letter(c) {
            let length = word_length(folded);
            let head = eight(folded.as_bytes(), 0) & mask(length);
            let word = Word { start: 0, end: length, head, lists: 0 };
            self.may_start(head).then(|| self.at_word(folded, &word)).flatten()
        } else {
            self.may_start_with(c).then(|| self.at_char(folded, 0, c)).flatten()
        };
        found.map(|(end, phrase)| phrase.token(0, end))
    }

    fn tokens<'k, 'text>(&'k self, folded: &'text str) -> Tokens<'k, 'text> {
        Tokens { index: self, folded, at: 0, before: ' ' }
    }

    /// Whether a phrase may start with a word that begins so.
    fn may_start(&self, head: u64) -> bool {
        self.heads.may_hold(head) || !self.by_stem.is_empty() && self.heads.may_hold(head & mask(self.stem))
    }

    /// The end of the longest phrase that starts with this word.
    fn at_word(&self, folded: &str, word: &Word) -> Option<(usize, &Phrase)> {
        let (at, length) = (word.start, word.end - word.start);
        let rest = folded.get(at..)?;
        let mut best = None;
        let list = if length <= SHORT {
            self.by_short.get(&word.head)
        } else {
            rest.get(..length).and_then(|word| self.by_word.get(word))
        };
        if let Some(list) = list {
            self.longest(rest, at, list, Some((length, eight(rest.as_bytes(), length))), &mut best);
        }
        if !self.by_stem.is_empty()
            && length >= self.stem
            && let Some(stems) = self.by_stem.get(&(word.head & mask(self.stem)))
        {
            let word = rest.as_bytes().get(..length).unwrap_or_default();
            for (stem, list) in stems {
                if word.starts_with(stem.as_bytes()) {
                    self.longest(rest, at, list, None, &mut best);
                }
            }
        }
        best
    }

    /// Whether a phrase may start with this character, where it is not looked for by its first word.
    fn may_start_with(&self, c: char) -> bool {
        let (at, bit) = bit(c);
        self.firsts.get(at).is_some_and(|bits| bits & bit != 0)
    }

    /// The end of the longest phrase that starts with the character `c` at `at`.
    fn at_char(&self, folded: &str, at: usize, c: char) -> Option<(usize, &Phrase)> {
        let rest = folded.get(at..)?;
        let after = rest.get(c.len_utf8()..)?;
        // Spaces of the text do not count where words are not apart.
        let spaces = self.boundary == Boundary::None;
        let second = match char_at(after, 0) {
            Some(' ') if spaces => after.trim_start_matches(' ').chars().next(),
            second => second,
        };
        let list = second.and_then(|second| self.by_char.get(&pair(c, second)));
        let list = list.or_else(|| self.by_char.get(&pair(c, ANY)))?;
        let head = after.as_bytes().get(..SHORT).unwrap_or(after.as_bytes());
        let near = (!spaces || !head.contains(&b' ')).then(|| (c.len_utf8(), eight(head, 0)));
        let mut best = None;
        self.longest(rest, at, list, near, &mut best);
        best
    }

    /// Looks for a phrase of the list that ends behind `best`; `near` are the bytes behind the first word or character,
    /// after its length.
    fn longest<'index>(
        &'index self,
        rest: &str,
        at: usize,
        list: &List,
        near: Option<(usize, u64)>,
        best: &mut Option<(usize, &'index Phrase)>,
    ) {
        for candidate in list {
            if best.as_ref().is_some_and(|(end, _)| at + (candidate.length as usize) < *end) {
                break;
            }
            if near.is_some_and(|(_, near)| near & candidate.mask != candidate.bytes) {
                continue;
            }
            let Some(phrase) = self.phrases.get(candidate.phrase as usize) else { continue };
            let length = if candidate.whole && near.is_some() {
                let own = candidate.length as usize;
                self.closed(rest, own).filter(|end| *end == own || !phrase.is_fixed())
            } else {
                self.matches(rest, phrase)
            };
            if let Some(end) = length.map(|length| at + length)
                && best.as_ref().is_none_or(|(known, _)| end > *known)
            {
                *best = Some((end, phrase));
            }
        }
    }

    /// The length of `phrase` at the start of `rest`, or `None`.
    fn matches(&self, rest: &str, phrase: &Phrase) -> Option<usize> {
        let (first, others) = phrase.parts.split_first()?;
        let start = self.literal(rest, first)?;
        let at = start + self.parts(rest.get(start..)?, others)?;
        if phrase.open {
            return Some(at + word_length(rest.get(at..)?));
        }
        self.closed(rest, at).filter(|end| *end == at || !phrase.is_fixed())
    }

    /// The length of a phrase whose text ends at `at`, with its ending; `None` where it may not end there.
    fn closed(&self, rest: &str, at: usize) -> Option<usize> {
        match self.boundary {
            Boundary::Start => Some(at),
            Boundary::None => {
                let letter = |at: usize| rest.as_bytes().get(at).is_some_and(u8::is_ascii_alphanumeric);
                (!(at.checked_sub(1).is_some_and(letter) && letter(at))).then_some(at)
            }
            Boundary::Word => {
                let after = rest.get(at..)?;
                if ends_word(after) {
                    return Some(at);
                }
                let mut endings = self.endings.iter().map(AsRef::<str>::as_ref);
                let carried = endings.find(|ending| after.strip_prefix(ending).is_some_and(ends_word));
                carried.map(|ending| at + ending.len())
            }
        }
    }

    /// The length of `parts` at the start of `rest`, with letters before each: as many as can be.
    fn parts(&self, rest: &str, parts: &[Box<str>]) -> Option<usize> {
        let Some((first, others)) = parts.split_first() else { return Some(0) };
        let mut skipped = word_length(rest).min(LONGEST);
        loop {
            if let Some(after) = rest.get(skipped..)
                && let Some(length) = self.literal(after, first)
                && let Some(more) = self.parts(after.get(length..)?, others)
            {
                return Some(skipped + length + more);
            }
            skipped = skipped.checked_sub(1)?;
        }
    }

    /// The length in `rest` of the literal `part`: in scripts without spaces, spaces of the text do not count.
    fn literal(&self, rest: &str, part: &str) -> Option<usize> {
        if rest.starts_with(part) {
            return Some(part.len());
        }
        if self.boundary != Boundary::None {
            return None;
        }
        let mut text = rest.char_indices();
        let mut end = 0;
        for wanted in part.chars() {
            loop {
                let (at, c) = text.next()?;
                end = at + c.len_utf8();
                if c == wanted {
                    break;
                }
                if c != ' ' || at == 0 {
                    return None;
                }
            }
        }
        Some(end)
    }
}

/// Finds phrase after phrase.
struct Tokens<'k, 'text> {
    index: &'k Index,
    folded: &'text str,
    at: usize,
    /// The character before `at`.
    before: char,
}

impl<'k> Iterator for Tokens<'k, '_> {
    type Item = Token<'k>;

    fn next(&mut self) -> Option<Token<'k>> {
        let (index, folded) = (self.index, self.folded);
        if index.is_empty() {
            return None;
        }
        while let Some(c) = char_at(folded, self.at) {
            let start = self.at;
            let (length, found) = match index.boundary {
                Boundary::Word if is_letter(c) => {
                    let length = folded.get(start..).map_or(1, word_length);
                    let head = eight(folded.as_bytes(), start) & mask(length);
                    let word = Word { start, end: start + length, head, lists: 0 };
                    let may = !is_letter(self.before) && index.may_start(head);
                    (length, if may { index.at_word(folded, &word) } else { None })
                }
                _ if !index.may_start_with(c) => (c.len_utf8(), None),
                Boundary::None => {
                    let inside = self.before.is_ascii_alphanumeric() && c.is_ascii_alphanumeric();
                    (c.len_utf8(), if inside { None } else { index.at_char(folded, start, c) })
                }
                Boundary::Word | Boundary::Start => {
                    let inside = is_letter(self.before) && is_letter(c);
                    (c.len_utf8(), if inside { None } else { index.at_char(folded, start, c) })
                }
            };
            if let Some((end, phrase)) = found {
                self.before = folded.get(..end).and_then(|text| text.chars().next_back()).unwrap_or(' ');
                self.at = end;
                return Some(phrase.token(start, end));
            }
            // The last of a word is a letter, as its first is.
            self.before = c;
            self.at += length;
        }
        None
    }
}

fn ends_word(after: &str) -> bool {
    char_at(after, 0).is_none_or(|c| !is_letter(c))
}
