//! The taxonomy compiled for looking up. Comes in: [`Knowledge`]; goes out: [`Typing`]: word numbers with their flags
//! and a trie of phrases. Apart because it is built once and read for every fact.

use std::ops::ControlFlow;

use anyhow::{Context, Result, bail, ensure};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::flow::words;
use crate::knowledge::rows::{TaxonomyFile, TypeRow};
use crate::knowledge::{DataType, Knowledge};

/// A word of the tables by number; 0 is a word that no table has.
pub(super) type Word = u32;
/// A bit per context of the taxonomy.
pub(super) type Contexts = u32;

/// The word makes a record a person's.
pub(super) const PERSON: u8 = 1;
/// The word makes a record a thing's.
pub(super) const THING: u8 = 2;
/// The word adds nothing after the one that says the type.
pub(super) const FILLER: u8 = 4;
/// The noun of a text ends here.
pub(super) const STOP: u8 = 8;
/// What follows in a text is what the noun belongs to.
pub(super) const OF: u8 = 16;
/// The word joins two types.
pub(super) const OR: u8 = 32;
/// An identifier that begins with the word is a switch.
pub(super) const SWITCH: u8 = 64;

/// How strongly a phrase says its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    /// By itself.
    Strong,
    /// With a person near it.
    Weak,
    /// Only to be checked.
    Hint,
    /// In this context.
    Within(Contexts),
    /// Not at all: the phrase means something else.
    Veto,
}

/// What a phrase of the tables says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// The data type; `None` for phrases that are data of no type.
    pub data_type: Option<DataType>,
    /// How strongly.
    pub strength: Strength,
    /// The next entry of the same phrase, 0 for none.
    next: u32,
}

/// What parameters of a YAML type hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Secret,
    File,
    Text,
    Number,
    Choice,
    Switch,
    Nothing,
}

/// Data types that the decision treats by rules of their own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ids {
    pub message: DataType,
    pub search: DataType,
    pub file: DataType,
    pub content: DataType,
    pub credential: DataType,
    pub identifier: DataType,
    pub name: DataType,
}

/// Contexts that the decision gives or asks for by itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bits {
    /// Something is made or changed.
    pub write: Contexts,
    /// A model answers.
    pub answer: Contexts,
    /// Given by every credential.
    pub account: Contexts,
    /// Given by every input of a model call.
    pub model: Contexts,
    /// What is read from an error.
    pub error: Contexts,
    /// Given by everything that does not come back from a service.
    pub given: Contexts,
    /// Counts only for what does not come back.
    pub posting: Contexts,
    /// Counts only for what comes back.
    pub fetched: Contexts,
    /// Something is searched for.
    pub search: Contexts,
    /// A statement or a table of a database.
    pub statement: Contexts,
}

/// The compiled taxonomy. Made once by [`Typing::new`], read by [`super::decide`].
#[derive(Debug)]
pub struct Typing<'k> {
    numbers: FxHashMap<&'k str, Word>,
    /// How the words of the tables begin.
    begins: Beginnings,
    spellings: Vec<&'k str>,
    flags: Vec<u8>,
    contexts: Vec<Contexts>,
    edges: FxHashMap<u64, u32>,
    first: Vec<u32>,
    node_flags: Vec<u8>,
    entries: Vec<Entry>,
    kinds: FxHashMap<&'k str, Kind>,
    /// Contexts whose records never hold the type, by type.
    never_of: Vec<Contexts>,
    content: Vec<bool>,
    combinable: Vec<bool>,
    pub(super) titles: Vec<&'k str>,
    pub(super) ids: Ids,
    pub(super) bits: Bits,
    /// Words with which a clause of place begins.
    pub(super) places: Vec<Word>,
    /// Verbs of giving, by stem.
    pub(super) giving: Vec<&'k str>,
    /// Those after which a list of fields may follow, by stem.
    pub(super) returning: Vec<&'k str>,
    /// Words after which what a record holds is listed.
    pub(super) listing: Vec<&'k str>,
    /// Nouns of parameters that name fields, by stem.
    pub(super) fields: Vec<&'k str>,
    /// Nouns of files that people attach, by stem.
    pub(super) attached: Vec<&'k str>,
    /// Words that make what follows a number of such.
    pub(super) counts: Vec<&'k str>,
    /// Keys that say whether a request went well, by stem.
    pub(super) status: Vec<&'k str>,
    /// Keys of the words about that, by stem.
    pub(super) notice: Vec<&'k str>,
    /// Nouns of whole records, by stem, with the type that they hold.
    pub(super) given: Vec<(&'k str, DataType)>,
}

impl<'k> Typing<'k> {
    /// Compiles the taxonomy of `knowledge`. Fails where a row names a context that the table lacks, or where one of
    /// the fixed data types or contexts is missing.
    pub fn new(knowledge: &'k Knowledge) -> Result<Self> {
        let taxonomy = knowledge.taxonomy();
        let mut typing = Self {
            numbers: FxHashMap::with_capacity_and_hasher(WORDS, rustc_hash::FxBuildHasher),
            begins: Beginnings::default(),
            spellings: first(""),
            flags: first(0),
            contexts: first(0),
            edges: FxHashMap::with_capacity_and_hasher(NODES, rustc_hash::FxBuildHasher),
            first: first(0),
            node_flags: first(0),
            entries: first(Entry { data_type: None, strength: Strength::Veto, next: 0 }),
            kinds: kinds(taxonomy)?,
            never_of: Vec::new(),
            content: taxonomy.types.iter().map(TypeRow::is_content).collect(),
            combinable: taxonomy.types.iter().map(TypeRow::is_combinable).collect(),
            titles: taxonomy.types.iter().map(|row| row.id.as_str()).collect(),
            ids: Ids::new(knowledge)?,
            bits: Bits::default(),
            places: Vec::new(),
            giving: taxonomy.giving_words.iter().map(|word| words::stem(word)).collect(),
            returning: taxonomy.returning_words.iter().map(|word| words::stem(word)).collect(),
            listing: taxonomy.listing_words.iter().map(String::as_str).collect(),
            fields: taxonomy.field_words.iter().map(|word| words::stem(word)).collect(),
            attached: taxonomy.attached_words.iter().map(|word| words::stem(word)).collect(),
            counts: taxonomy.count_words.iter().map(String::as_str).collect(),
            status: taxonomy.status_words.iter().map(|word| words::stem(word)).collect(),
            notice: taxonomy.notice_words.iter().map(|word| words::stem(word)).collect(),
            given: given(knowledge)?,
        };
        typing.add_flags(taxonomy);
        typing.places = taxonomy.place_words.iter().map(|word| typing.intern(word)).collect();
        let contexts = typing.add_contexts(taxonomy)?;
        typing.bits = Bits::new(&contexts)?;
        for phrase in &taxonomy.nothing {
            typing.add(phrase, None, Strength::Veto);
        }
        for (index, row) in taxonomy.types.iter().enumerate() {
            let data_type = DataType(u8::try_from(index).context("too many data types")?);
            typing.add_row(row, data_type, &contexts)?;
        }
        Ok(typing)
    }

    fn add_flags(&mut self, taxonomy: &'k TaxonomyFile) {
        for (flag, list) in [
            (PERSON, &taxonomy.person_words),
            (THING, &taxonomy.thing_words),
            (FILLER, &taxonomy.filler_words),
            (STOP, &taxonomy.stop_words),
            (OF, &taxonomy.of_words),
            (OR, &taxonomy.or_words),
            (SWITCH, &taxonomy.switch_words),
        ] {
            for word in list {
                self.add_flag(word, flag);
            }
        }
    }

    /// Gives every context a bit, and its words that bit.
    fn add_contexts(&mut self, taxonomy: &'k TaxonomyFile) -> Result<FxHashMap<&'k str, Contexts>> {
        ensure!(taxonomy.contexts.len() <= 32, "taxonomy: more than 32 contexts");
        let mut contexts = FxHashMap::default();
        for (index, (name, list)) in taxonomy.contexts.iter().enumerate() {
            let bit = 1 << index;
            contexts.insert(name.as_str(), bit);
            for word in list {
                self.add_context(word, bit);
            }
        }
        Ok(contexts)
    }

    fn add_row(
        &mut self,
        row: &'k TypeRow,
        data_type: DataType,
        contexts: &FxHashMap<&str, Contexts>,
    ) -> Result<()> {
        for (strength, phrases) in [
            (Strength::Strong, &row.words),
            (Strength::Strong, &row.texts),
            (Strength::Weak, &row.weak),
            (Strength::Hint, &row.hints),
            (Strength::Veto, &row.vetoes),
        ] {
            for phrase in phrases {
                self.add(phrase, Some(data_type), strength);
            }
        }
        let mut never = 0;
        for context in &row.never_of {
            never |= contexts
                .get(context.as_str())
                .with_context(|| format!("taxonomy: `{}` names no context `{context}`", row.id))?;
        }
        self.never_of.push(never);
        for within in &row.within {
            let bit = contexts
                .get(within.context.as_str())
                .with_context(|| format!("taxonomy: `{}` names no context `{}`", row.id, within.context))?;
            for phrase in &within.words {
                self.add(phrase, Some(data_type), Strength::Within(*bit));
            }
        }
        Ok(())
    }

    fn add_flag(&mut self, phrase: &'k str, flag: u8) {
        let (node, count, last) = self.node(phrase);
        let flags = if count == 1 {
            self.flags.get_mut(last as usize)
        } else {
            self.node_flags.get_mut(node as usize)
        };
        if let Some(flags) = flags {
            *flags |= flag;
        }
    }

    fn add_context(&mut self, word: &'k str, bit: Contexts) {
        let word = self.intern(word);
        if let Some(contexts) = self.contexts.get_mut(word as usize) {
            *contexts |= bit;
        }
    }

    fn intern(&mut self, word: &'k str) -> Word {
        let fresh = Word::try_from(self.spellings.len()).unwrap_or(0);
        let number = *self.numbers.entry(words::stem(word)).or_insert(fresh);
        if number == fresh {
            self.begins.add(words::stem(word));
            self.spellings.push(word);
            self.flags.push(0);
            self.contexts.push(0);
        }
        number
    }

    /// The node of a phrase, made where it is new, with the number of its words and the last of them.
    fn node(&mut self, phrase: &'k str) -> (u32, usize, Word) {
        let mut end = (0, 0, 0);
        for part in phrase.split(' ') {
            if part.is_ascii() {
                end = self.step_in(end, part);
                continue;
            }
            // Signs are words of their own; other words end before a sign.
            let mut rest = part;
            while let Some(character) = rest.chars().next() {
                let length = if words::is_sign(character) {
                    character.len_utf8()
                } else {
                    rest.find(words::is_sign).unwrap_or(rest.len())
                };
                let (word, tail) = rest.split_at(length);
                rest = tail;
                end = self.step_in(end, word);
            }
        }
        end
    }

    /// One word further than `node`, as the next word of a phrase.
    fn step_in(&mut self, (node, count, last): (u32, usize, Word), word: &'k str) -> (u32, usize, Word) {
        if word.is_empty() {
            return (node, count, last);
        }
        let word = self.intern(word);
        let fresh = u32::try_from(self.first.len()).unwrap_or(0);
        let node = *self.edges.entry(edge(node, word)).or_insert(fresh);
        if node == fresh {
            self.first.push(0);
            self.node_flags.push(0);
        }
        (node, count + 1, word)
    }

    fn add(&mut self, phrase: &'k str, data_type: Option<DataType>, strength: Strength) {
        let (node, _, _) = self.node(phrase);
        if let Some(first) = self.first.get_mut(node as usize) {
            let next = std::mem::replace(first, u32::try_from(self.entries.len()).unwrap_or(0));
            self.entries.push(Entry { data_type, strength, next });
        }
    }

    /// The node of the trie that `word` leads to from `node` (0 is the root).
    pub(super) fn step(&self, node: u32, word: Word) -> Option<u32> {
        if word == 0 {
            return None;
        }
        self.edges.get(&edge(node, word)).copied()
    }

    /// What the phrase that ends at `node` says, the last row first.
    pub(super) fn entries(&self, node: u32) -> impl Iterator<Item = &Entry> + '_ {
        let mut at = self.first.get(node as usize).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            if at == 0 {
                return None;
            }
            let entry = self.entries.get(at as usize)?;
            at = entry.next;
            Some(entry)
        })
    }

    /// The type of the records that a noun names.
    pub(super) fn given_noun(&self, noun: &str) -> Option<DataType> {
        let stem = words::stem(noun);
        self.given.iter().find(|(other, _)| *other == stem).map(|(_, data_type)| *data_type)
    }

    /// The number of a word in lower case, if a table has it.
    pub(super) fn known(&self, word: &str) -> Option<Word> {
        self.number(word)
    }

    /// Whether an identifier adds nothing to what it is a part of: `data`, `items`, `[*]`.
    pub(super) fn is_light(&self, identifier: &str) -> bool {
        let mut all: SmallVec<[Word; 32]> = SmallVec::new();
        self.identify(identifier, &mut all);
        all.iter().all(|&word| self.flags(word) & FILLER != 0)
    }

    /// Flags of a word.
    pub(super) fn flags(&self, word: Word) -> u8 {
        self.flags.get(word as usize).copied().unwrap_or(0)
    }

    /// Flags of the longest flagged phrase that begins with the first of `words`.
    pub(super) fn flags_from(&self, words: &[Word]) -> u8 {
        let mut flags = words.first().map_or(0, |&word| self.flags(word));
        let mut node = 0;
        for &word in words {
            let Some(next) = self.step(node, word) else { break };
            node = next;
            match self.node_flags.get(node as usize) {
                Some(&longer) if longer != 0 => flags = longer,
                _ => {}
            }
        }
        flags
    }

    /// Flags of the longest flagged phrase that ends with the last of `words`.
    pub(super) fn flags_until(&self, words: &[Word]) -> u8 {
        // No flagged phrase has more than eight words.
        let begin = words.len().saturating_sub(8);
        for start in begin..words.len() {
            let phrase = words.get(start..).unwrap_or(&[]);
            let node = phrase.iter().try_fold(0, |node, &word| self.step(node, word));
            let flags = node.and_then(|node| self.node_flags.get(node as usize)).copied().unwrap_or(0);
            if flags != 0 {
                return flags;
            }
        }
        words.last().map_or(0, |&word| self.flags(word))
    }

    /// Contexts that a word gives.
    pub(super) fn contexts(&self, word: Word) -> Contexts {
        self.contexts.get(word as usize).copied().unwrap_or(0)
    }

    /// What a parameter of this YAML type holds; of an unnamed type, text.
    pub(super) fn kind(&self, kind: &str) -> Kind {
        if kind.is_empty() {
            return Kind::Text;
        }
        self.kinds.get(kind).copied().unwrap_or(Kind::Nothing)
    }

    /// Contexts whose records never hold the type.
    pub(super) fn never_of(&self, data_type: DataType) -> Contexts {
        self.never_of.get(usize::from(data_type.0)).copied().unwrap_or(0)
    }

    /// Whether the type is of the guidelines' content group.
    pub(super) fn is_content(&self, data_type: DataType) -> bool {
        self.content.get(usize::from(data_type.0)).copied().unwrap_or(false)
    }

    /// Whether the type is of the guidelines' group of combinable data.
    pub(super) fn is_combinable(&self, data_type: DataType) -> bool {
        self.combinable.get(usize::from(data_type.0)).copied().unwrap_or(false)
    }

    /// The words as people write them, joined by spaces.
    pub(super) fn spell(&self, words: &[Word]) -> String {
        let spelled: Vec<&str> =
            words.iter().filter_map(|&word| self.spellings.get(word as usize)).copied().collect();
        spelled.join(" ")
    }

    /// Appends the words of an identifier, words run together (`firstname`) cut where both parts are known.
    pub(super) fn identify(&self, identifier: &str, out: &mut SmallVec<[Word; 32]>) {
        let _ = words::split(identifier, &mut |word| {
            match self.number(word) {
                Some(number) => out.push(number),
                None => match self.compound(word) {
                    Some((left, right)) => out.extend([left, right]),
                    None => out.push(0),
                },
            }
            below_cap(out.len())
        });
    }

    /// Appends the words of a sentence.
    pub(super) fn words_of(&self, text: &str, out: &mut SmallVec<[Word; 32]>) {
        let _ = words::split(text, &mut |word| {
            out.push(self.number(word).unwrap_or(0));
            // A noun that has not ended by then is no noun.
            if out.len() < 24 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
    }

    /// The number of a word in singular or plural.
    fn number(&self, word: &str) -> Option<Word> {
        if let Some(&number) = self.numbers.get(words::stem(word)) {
            return Some(number);
        }
        let stem = word.strip_suffix("ies")?;
        self.numbers.get(format!("{stem}y").as_str()).copied()
    }

    /// Both parts of two known words written as one.
    fn compound(&self, word: &str) -> Option<(Word, Word)> {
        // Shorter parts than three letters meet by chance; longer words than this are no identifiers.
        if !word.is_ascii() || !(6..=24).contains(&word.len()) {
            return None;
        }
        if !self.begins.with(word) {
            return None;
        }
        (3..=word.len().saturating_sub(3)).rev().find_map(|at| {
            let (left, right) = word.split_at(at);
            if !self.begins.with(right) {
                return None;
            }
            Some((self.number(left)?, self.number(right)?))
        })
    }
}

/// The first three letters of words in lower case, a bit for each three: most of what could be a word is none by them.
#[derive(Debug)]
struct Beginnings(Vec<u64>);

impl Default for Beginnings {
    fn default() -> Self {
        Self(vec![0; 1 << 9])
    }
}

impl Beginnings {
    /// Notes how a stem begins, alone and with the endings that its word may have.
    fn add(&mut self, stem: &str) {
        let endings: &[&str] = if stem.len() < 3 { &["s", "es"] } else { &[""] };
        for ending in endings {
            let Some(bit) = begin(stem.bytes().chain(ending.bytes())) else { continue };
            if let Some(bits) = self.0.get_mut(bit >> 6) {
                *bits |= 1 << (bit & 63);
            }
        }
    }

    /// Whether a word of the tables may begin as this one does. A plural may have another letter there.
    fn with(&self, word: &str) -> bool {
        let has = |bit: usize| self.0.get(bit >> 6).is_some_and(|bits| bits & (1 << (bit & 63)) != 0);
        word.ends_with("ies") || begin(word.bytes()).is_some_and(has)
    }
}

/// The number of the first three letters.
fn begin(mut letters: impl Iterator<Item = u8>) -> Option<usize> {
    let mut letter = || letters.next().map(|byte| usize::from(byte & 31));
    Some((letter()? << 10) | (letter()? << 5) | letter()?)
}

/// Room for the words of the tables and for the nodes of their phrases: as much as fits in a hash map of a power of two.
const WORDS: usize = 3584;
const NODES: usize = 7168;

/// A list with room for the tables, and the item that stands for "none" at index 0.
fn first<T>(none: T) -> Vec<T> {
    let mut list = Vec::with_capacity(NODES);
    list.push(none);
    list
}

fn edge(node: u32, word: Word) -> u64 {
    (u64::from(node) << 32) | u64::from(word)
}

/// Nouns of whole records by stem.
fn given(knowledge: &Knowledge) -> Result<Vec<(&str, DataType)>> {
    let mut all = Vec::new();
    for (id, nouns) in &knowledge.taxonomy().given {
        let data_type =
            knowledge.data_type(id).with_context(|| format!("taxonomy: `given` names no type `{id}`"))?;
        all.extend(nouns.iter().map(|noun| (words::stem(noun), data_type)));
    }
    Ok(all)
}

/// YAML types of parameters by what they hold.
fn kinds(taxonomy: &TaxonomyFile) -> Result<FxHashMap<&str, Kind>> {
    let mut kinds = FxHashMap::default();
    for (name, list) in &taxonomy.kinds {
        let kind = match name.as_str() {
            "secret" => Kind::Secret,
            "file" => Kind::File,
            "text" => Kind::Text,
            "number" => Kind::Number,
            "choice" => Kind::Choice,
            "switch" => Kind::Switch,
            other => bail!("taxonomy: no kind `{other}`"),
        };
        kinds.extend(list.iter().map(|name| (name.as_str(), kind)));
    }
    Ok(kinds)
}

impl Ids {
    fn new(knowledge: &Knowledge) -> Result<Self> {
        let id = |id: &str| knowledge.data_type(id).with_context(|| format!("taxonomy: no data type `{id}`"));
        Ok(Self {
            message: id("message_content")?,
            search: id("search_query")?,
            file: id("user_file")?,
            content: id("user_content")?,
            credential: id("credential")?,
            identifier: id("online_identifier")?,
            name: id("name")?,
        })
    }
}

impl Bits {
    fn new(contexts: &FxHashMap<&str, Contexts>) -> Result<Self> {
        let bit = |name: &str| {
            contexts.get(name).copied().with_context(|| format!("taxonomy: no context `{name}`"))
        };
        Ok(Self {
            write: bit("write")?,
            answer: bit("answer")?,
            account: bit("account")?,
            model: bit("model")?,
            error: bit("error")?,
            given: bit("given")?,
            posting: bit("posting")?,
            fetched: bit("fetched")?,
            search: bit("search")?,
            statement: bit("statement")?,
        })
    }
}

/// Longer identifiers and clauses than this are not read further.
fn below_cap(length: usize) -> ControlFlow<()> {
    if length < 64 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}
