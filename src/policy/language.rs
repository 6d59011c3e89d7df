//! Tells the languages of a text apart. Comes in: text; goes out: the BCP 47 language of each part. Apart because it
//! looks at scripts and at the lexicons' function words, and loads no lexicon.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::document::Block;
use super::letters::{Sieve, eight, is_alphabetic, mask};
use super::lexicon;

/// Han characters that a text without kana needs to be taken for Chinese although the text around it is Japanese.
const HAN_ALONE: usize = 12;
/// Function words that a part needs to be taken for another language than the document's.
const FUNCTION_WORDS: usize = 4;

/// How many characters of each script a text has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scripts {
    latin: usize,
    cyrillic: usize,
    hangul: usize,
    han: usize,
    kana: usize,
}

impl Scripts {
    /// Counts the characters of a text.
    pub fn of(text: &str) -> Self {
        let mut scripts = Self::default();
        if text.is_ascii() {
            scripts.latin = text.bytes().filter(u8::is_ascii_alphabetic).count();
            return scripts;
        }
        for c in text.chars() {
            match c {
                'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => scripts.latin += 1,
                '\u{400}'..='\u{52f}' => scripts.cyrillic += 1,
                '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' => scripts.hangul += 1,
                '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' => scripts.kana += 1,
                '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => scripts.han += 1,
                _ => {}
            }
        }
        scripts
    }

    /// Letters of the text.
    pub fn letters(self) -> usize {
        self.latin + self.cyrillic + self.hangul + self.han + self.kana
    }

    /// The script that carries the text: characters that stand for syllables or words weigh more than letters.
    fn main(self) -> Option<&'static str> {
        let weights = [
            ("kana", if self.kana > 0 { (self.kana + self.han) * 3 } else { 0 }),
            ("hangul", self.hangul * 3),
            ("han", self.han * 3),
            ("cyrillic", self.cyrillic),
            ("latin", self.latin),
        ];
        let best = weights.iter().rev().max_by_key(|(_, weight)| *weight)?;
        (best.1 > 0).then_some(best.0)
    }
}

/// Decides part after part of one document.
#[derive(Debug)]
pub struct Detector {
    /// The document's language among those of the Latin script.
    latin: &'static str,
    /// Whether the document may hold another language of the Latin script.
    mixed: bool,
    last: Option<&'static str>,
    /// Whether the document has kana.
    kana: bool,
    /// Whether Han characters carry the document: a part of it with some of them is of its language, however many names in
    /// Latin letters it holds.
    han: bool,
}

impl Detector {
    /// A detector for a document of these blocks; `scripts` are those of each.
    pub fn new(blocks: &[Block], scripts: &[Scripts]) -> Self {
        let mut counts = Vec::new();
        for block in blocks {
            count(&block.text, SAMPLE, &mut counts);
        }
        let best = counts.iter().max_by_key(|(_, count)| *count).map(|(language, _)| *language);
        let first =
            || lexicon::languages().find(|(_, scripts, _)| scripts.contains(&"latin")).map(|row| row.0);
        let default = || lexicon::languages().find(|(language, ..)| *language == DEFAULT).map(|row| row.0);
        let latin = best.or_else(default).or_else(first).unwrap_or_default();
        let mixed = counts.iter().any(|(language, count)| *language != latin && *count >= FUNCTION_WORDS);
        let kana = scripts.iter().any(|scripts| scripts.kana > 0);
        let (han, others) =
            scripts.iter().fold((0, 0), |(han, others), one| (han + one.han * 3, others + one.latin));
        Self { latin, mixed, last: None, kana, han: !kana && han > others }
    }

    /// The language of a part of these scripts; that of the part before it where it has no letters or too few to tell.
    pub fn of(&mut self, part: &str, scripts: Scripts) -> Option<&'static str> {
        let language = match scripts.main() {
            None => self.last,
            Some("latin") if self.han && scripts.han > 0 && !has_latin_words(part) => {
                language_of_script("han")
            }
            Some("latin") if !self.mixed => Some(self.latin),
            Some("latin") => Some(self.latin_of(part)),
            Some("han") if self.kana && scripts.han < HAN_ALONE && !has_han_words(part) => {
                language_of_script("kana").or_else(|| language_of_script("han"))
            }
            Some(script) => language_of_script(script),
        };
        self.last = language.or(self.last);
        language
    }

    fn latin_of(&self, part: &str) -> &'static str {
        let mut counts = Vec::new();
        count(part, usize::MAX, &mut counts);
        let own = counts.iter().find(|(language, _)| *language == self.latin).map_or(0, |(_, count)| *count);
        match counts.iter().max_by_key(|(_, count)| *count) {
            Some((language, count)) if *count >= FUNCTION_WORDS && *count > own * 2 => language,
            _ => self.latin,
        }
    }
}

fn function_words() -> &'static FunctionWords {
    static WORDS: OnceLock<FunctionWords> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words: FxHashMap<&'static str, Vec<&'static str>> = FxHashMap::default();
        let mut heads = Vec::new();
        for (language, scripts, list) in lexicon::languages() {
            for word in list.iter().filter(|_| scripts.contains(&"latin")) {
                words.entry(word).or_default().push(language);
                heads.push(small(eight(word.as_bytes(), 0), word.len()));
            }
        }
        FunctionWords { languages: words, heads: Sieve::new(&heads) }
    })
}

/// Function words longer than this are not looked for.
const LONG_WORD: usize = 12;

/// Whether a chunk is an address: its parts (`com`, `de`) are no words.
fn is_address(chunk: &str) -> bool {
    if !chunk.bytes().any(|byte| matches!(byte, b'@' | b'.' | b'/')) {
        return false;
    }
    let inner = chunk.trim_end_matches(|c: char| !c.is_alphanumeric());
    inner.contains("://") || inner.contains(['@', '.']) && inner.is_ascii()
}

/// Words of each block that are enough to tell a document's language.
const SAMPLE: usize = 24;

/// Adds the function words of each language among the first `most` words of `text`, languages in the order of their first word.
fn count(text: &str, most: usize, counts: &mut Vec<(&'static str, usize)>) {
    let words = function_words();
    let mut add = |chunk: &str, start: usize, end: usize| {
        for &language in words.get(chunk, start, end).into_iter().flatten() {
            match counts.iter_mut().find(|(known, _)| *known == language) {
                Some((_, count)) => *count += 1,
                None => counts.push((language, 1)),
            }
        }
    };
    let space = |c: char| if c.is_ascii() { matches!(c, '\t'..='\r' | ' ') } else { c.is_whitespace() };
    for chunk in text.split(space).take(most).filter(|chunk| !is_address(chunk)) {
        let mut start = 0;
        if chunk.is_ascii() {
            for (at, _) in chunk.bytes().enumerate().filter(|(_, byte)| !byte.is_ascii_alphabetic()) {
                add(chunk, start, at);
                start = at + 1;
            }
        } else {
            for (at, c) in chunk.char_indices().filter(|(_, c)| !is_alphabetic(*c)) {
                add(chunk, start, at);
                start = at + c.len_utf8();
            }
        }
        add(chunk, start, chunk.len());
    }
}

/// Function words of the Latin script with their languages.
struct FunctionWords {
    languages: FxHashMap<&'static str, Vec<&'static str>>,
    /// How they begin: most words of a text are none.
    heads: Sieve,
}

impl FunctionWords {
    /// The languages of the word in these bytes of `text`, as it is written, else with its capital in lower case.
    fn get(&self, text: &str, start: usize, end: usize) -> Option<&Vec<&'static str>> {
        let length = end - start;
        if !(1..=LONG_WORD).contains(&length) {
            return None;
        }
        let head = eight(text.as_bytes(), start) & mask(length);
        if head & NOT_ASCII == 0 && !self.heads.may_hold(small(head, length)) {
            return None;
        }
        let word = text.get(start..end)?;
        let known = self.languages.get(word);
        if known.is_some() || !word.starts_with(char::is_uppercase) {
            return known;
        }
        let small: String = word.chars().flat_map(char::to_lowercase).collect();
        self.languages.get(small.as_str())
    }
}

/// The bits that no ASCII character has, in eight of them.
const NOT_ASCII: u64 = 0x8080_8080_8080_8080;

/// The head of a word of ASCII letters in lower case: there a letter is a small one with this bit.
fn small(head: u64, length: usize) -> u64 {
    head | 0x2020_2020_2020_2020 & mask(length)
}

/// The language taken where a Latin text has no function words: that of the marketplace.
const DEFAULT: &str = "en";

/// Whether a text holds words of a language of the Latin script.
fn has_latin_words(part: &str) -> bool {
    let mut counts = Vec::new();
    count(part, usize::MAX, &mut counts);
    !counts.is_empty()
}

/// Whether a text in Han characters alone holds words of the language that is written in them alone.
fn has_han_words(part: &str) -> bool {
    let rows = lexicon::languages().filter(|(_, scripts, _)| scripts.contains(&"han"));
    rows.flat_map(|(.., words)| words).any(|word| part.contains(word))
}

fn language_of_script(script: &str) -> Option<&'static str> {
    lexicon::languages().find(|(_, scripts, _)| scripts.contains(&script)).map(|row| row.0)
}
