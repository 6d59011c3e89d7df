//! Tells the languages of a text apart. Comes in: text; goes out: the BCP 47 language of each part. Apart because it
//! looks at scripts and at the lexicons' function words, and loads no lexicon.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

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
    /// Its place.
    number: Option<usize>,
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
        let mut counts = Counts::default();
        for block in blocks {
            counts.count(&block.text, SAMPLE);
        }
        let best = counts.most().and_then(|(language, _)| language_at(language));
        let first =
            || lexicon::languages().find(|(_, scripts, _)| scripts.contains(&"latin")).map(|row| row.0);
        let default = || lexicon::languages().find(|(language, ..)| *language == DEFAULT).map(|row| row.0);
        let latin = best.or_else(default).or_else(first).unwrap_or_default();
        let number = lexicon::languages().position(|row| row.0 == latin);
        let other =
            |(language, count): &(usize, usize)| Some(*language) != number && *count >= FUNCTION_WORDS;
        let mixed = counts.0.iter().any(other);
        let kana = scripts.iter().any(|scripts| scripts.kana > 0);
        let (han, others) =
            scripts.iter().fold((0, 0), |(han, others), one| (han + one.han * 3, others + one.latin));
        Self { latin, number, mixed, last: None, kana, han: !kana && han > others }
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
        let mut counts = Counts::default();
        counts.count(part, usize::MAX);
        let own = self.number.map_or(0, |number| counts.of(number));
        match counts.most() {
            Some((language, count)) if count >= FUNCTION_WORDS && count > own * 2 => {
                language_at(language).unwrap_or(self.latin)
            }
            _ => self.latin,
        }
    }
}

fn function_words() -> &'static FunctionWords {
    static WORDS: OnceLock<FunctionWords> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = FunctionWords {
            all: FxHashSet::default(),
            short: FxHashMap::default(),
            long: FxHashMap::default(),
            heads: Sieve::default(),
        };
        let mut heads = Vec::new();
        for (number, (_, scripts, list)) in lexicon::languages().take(LANGUAGES).enumerate() {
            words.all.extend(list.iter().copied());
            for word in list.iter().filter(|_| scripts.contains(&"latin")) {
                let languages = match short(word) {
                    Some(key) => words.short.entry(key).or_default(),
                    None => words.long.entry(word).or_default(),
                };
                *languages |= 1_u32 << number;
                heads.push(small(eight(word.as_bytes(), 0), word.len()));
            }
        }
        words.heads = Sieve::of(heads.into_iter());
        words
    })
}

/// Languages that a set holds.
const LANGUAGES: usize = 32;
/// Function words longer than this are not looked for.
const LONG_WORD: usize = 12;

/// Whether a word is a function word of any language.
pub fn is_function_word(word: &str) -> bool {
    function_words().all.contains(word)
}

/// Whether a chunk is an address: its parts (`com`, `de`) are no words.
fn is_address(chunk: &str) -> bool {
    let inner = chunk.trim_end_matches(|c: char| !c.is_alphanumeric());
    inner.contains("://") || inner.contains(['@', '.']) && inner.is_ascii()
}

/// Words of each block that are enough to tell a document's language.
const SAMPLE: usize = 24;

/// How many function words of each language a text has, languages in the order of their first word.
#[derive(Debug, Default)]
struct Counts(Vec<(usize, usize)>);

impl Counts {
    /// The language with the most words; of several the one whose first word is the last.
    fn most(&self) -> Option<(usize, usize)> {
        self.0.iter().max_by_key(|(_, count)| *count).copied()
    }

    fn of(&self, language: usize) -> usize {
        self.0.iter().find(|(known, _)| *known == language).map_or(0, |(_, count)| *count)
    }

    /// Adds a word of these languages.
    fn add(&mut self, mut languages: u32) {
        while languages != 0 {
            let language = languages.trailing_zeros() as usize;
            languages &= languages - 1;
            match self.0.iter_mut().find(|(known, _)| *known == language) {
                Some((_, count)) => *count += 1,
                None => self.0.push((language, 1)),
            }
        }
    }

    /// Adds the function words among the first `most` words of `text`.
    fn count(&mut self, text: &str, most: usize) {
        let words = function_words();
        let bytes = text.as_bytes();
        let mut start = 0;
        for _ in 0..most {
            // What stands between two blanks, and the kinds of its bytes.
            let mut end = start;
            let mut kinds = 0;
            while let Some(&byte) = bytes.get(end) {
                let kind = KINDS.get(usize::from(byte)).copied().unwrap_or(0);
                if kind == BLANK {
                    break;
                }
                kinds |= kind;
                end += 1;
            }
            if kinds & !LETTER == 0 {
                self.add(words.of_letters(bytes, start, end));
            } else {
                self.parts(words, text, (start, end), kinds);
            }
            if end >= bytes.len() {
                break;
            }
            start = end + 1;
        }
    }

    /// Adds the function words in a chunk that holds more than ASCII letters.
    fn parts(&mut self, words: &FunctionWords, text: &str, (from, to): (usize, usize), kinds: u8) {
        let Some(chunk) = text.get(from..to) else { return };
        if kinds & ADDRESS != 0 && is_address(chunk) {
            return;
        }
        let mut start = from;
        if kinds & OTHER_SCRIPT == 0 {
            for (at, _) in chunk.bytes().enumerate().filter(|(_, byte)| !byte.is_ascii_alphabetic()) {
                self.add(words.get(text, start, from + at));
                start = from + at + 1;
            }
        } else {
            for (at, c) in chunk.char_indices().filter(|(_, c)| !is_alphabetic(*c)) {
                self.add(words.get(text, start, from + at));
                start = from + at + c.len_utf8();
            }
        }
        self.add(words.get(text, start, to));
    }
}

const LETTER: u8 = 1;
const BLANK: u8 = 2;
const ADDRESS: u8 = 4;
const OTHER_SCRIPT: u8 = 8;
const SIGN: u8 = 16;

/// For each byte what it is: text of a block knows no other blanks than these.
static KINDS: [u8; 256] = {
    let mut kinds = [SIGN; 256];
    let mut byte = 0;
    while byte < 256 {
        #[allow(clippy::cast_possible_truncation, clippy::indexing_slicing, reason = "below 256")]
        {
            kinds[byte] = match byte as u8 {
                b'a'..=b'z' | b'A'..=b'Z' => LETTER,
                b'\t'..=b'\r' | b' ' => BLANK,
                b'@' | b'.' | b'/' => ADDRESS,
                0x80.. => OTHER_SCRIPT,
                _ => SIGN,
            };
        }
        byte += 1;
    }
    kinds
};

/// Function words of the Latin script with their languages, as bits.
struct FunctionWords {
    /// Those of every script.
    all: FxHashSet<&'static str>,
    /// Those of a few bytes, as numbers.
    short: FxHashMap<u128, u32>,
    long: FxHashMap<&'static str, u32>,
    /// How they begin: most words of a text are none.
    heads: Sieve,
}

/// A word of up to sixteen bytes as a number.
fn short(word: &str) -> Option<u128> {
    let bytes = word.as_bytes();
    (bytes.len() <= 16).then(|| u128::from(eight(bytes, 8)) << 64 | u128::from(eight(bytes, 0)))
}

impl FunctionWords {
    /// The languages of the word in these bytes, ASCII letters all: as it is written, else in lower case where it begins
    /// with a capital.
    fn of_letters(&self, bytes: &[u8], start: usize, end: usize) -> u32 {
        let length = end.saturating_sub(start);
        if !(1..=LONG_WORD).contains(&length) {
            return 0;
        }
        let head = eight(bytes, start) & mask(length);
        if !self.heads.may_hold(small(head, length)) {
            return 0;
        }
        let rest = length.saturating_sub(8);
        let tail = if rest == 0 { 0 } else { eight(bytes, start + 8) & mask(rest) };
        let find = |head: u64, tail: u64| {
            self.short.get(&(u128::from(tail) << 64 | u128::from(head))).copied().unwrap_or(0)
        };
        let known = find(head, tail);
        if known != 0 || !bytes.get(start).is_some_and(u8::is_ascii_uppercase) {
            return known;
        }
        find(small(head, length), if rest == 0 { 0 } else { small(tail, rest) })
    }

    /// The languages of the word in these bytes of `text`, as it is written, else with its capital in lower case.
    fn get(&self, text: &str, start: usize, end: usize) -> u32 {
        let length = end.saturating_sub(start);
        if !(1..=LONG_WORD).contains(&length) {
            return 0;
        }
        let head = eight(text.as_bytes(), start) & mask(length);
        if head & NOT_ASCII == 0 && !self.heads.may_hold(small(head, length)) {
            return 0;
        }
        let Some(word) = text.get(start..end) else { return 0 };
        let known = self.find(word);
        if known != 0 || !word.starts_with(char::is_uppercase) {
            return known;
        }
        let small: SmallVec<[u8; 32]> = word
            .chars()
            .flat_map(char::to_lowercase)
            .flat_map(|c| {
                let mut bytes = [0; 4];
                let length = c.encode_utf8(&mut bytes).len();
                bytes.into_iter().take(length)
            })
            .collect();
        std::str::from_utf8(&small).map_or(0, |word| self.find(word))
    }

    fn find(&self, word: &str) -> u32 {
        let found = match short(word) {
            Some(key) => self.short.get(&key),
            None => self.long.get(word),
        };
        found.copied().unwrap_or(0)
    }
}

/// The bits that no ASCII character has, in eight of them.
const NOT_ASCII: u64 = 0x8080_8080_8080_8080;

/// The head of a word of ASCII letters in lower case: there a letter is a small one with this bit.
fn small(head: u64, length: usize) -> u64 {
    head | 0x2020_2020_2020_2020 & mask(length)
}

/// The name of a language by its place.
fn language_at(number: usize) -> Option<&'static str> {
    lexicon::languages().nth(number).map(|row| row.0)
}

/// The language taken where a Latin text has no function words: that of the marketplace.
const DEFAULT: &str = "en";

/// Whether a text holds words of a language of the Latin script.
fn has_latin_words(part: &str) -> bool {
    let mut counts = Counts::default();
    counts.count(part, usize::MAX);
    !counts.0.is_empty()
}

/// Whether a text in Han characters alone holds words of the language that is written in them alone.
fn has_han_words(part: &str) -> bool {
    let rows = lexicon::languages().filter(|(_, scripts, _)| scripts.contains(&"han"));
    rows.flat_map(|(.., words)| words).any(|word| part.contains(word))
}

fn language_of_script(script: &str) -> Option<&'static str> {
    lexicon::languages().find(|(_, scripts, _)| scripts.contains(&script)).map(|row| row.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_a_bit() {
        assert!(lexicon::languages().count() <= LANGUAGES);
    }

    #[test]
    fn function_words_are_counted_as_they_are_written_or_with_a_capital() {
        let count = |text: &str| {
            let mut counts = Counts::default();
            counts.count(text, usize::MAX);
            let named = counts.0.into_iter().map(|(number, count)| (language_at(number).unwrap(), count));
            named.collect::<FxHashMap<_, _>>()
        };
        let english = |text: &str| count(text).get("en").copied().unwrap_or(0);
        assert_eq!(english("The data that the plugin sends"), english("the DATA that The plugin sends"));
        assert!(english("The data that the plugin sends") >= 3);
        assert_eq!(english("see the.example.com/the/that"), english("see"), "an address has no words");
        assert!(count("für die Daten").contains_key("de"));
    }
}
