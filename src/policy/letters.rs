//! What a letter is, and where a word ends. Comes in: characters and text; goes out: yes or no, and lengths. Apart because
//! each word of a policy is asked for this several times: the scripts of policies are told by range, before any table.

pub(super) use crate::knowledge::names::is_letter;

/// Whether a character is a letter, as [`char::is_alphabetic`] says.
pub(super) fn is_alphabetic(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphabetic(),
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => true,
        '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
        c => c.is_alphabetic(),
    }
}

/// Bytes of letters and digits at the start of `text`.
pub(super) fn word_length(text: &str) -> usize {
    let ascii = ascii_length(text.as_bytes(), 0);
    match text.as_bytes().get(ascii) {
        Some(byte) if !byte.is_ascii() => {
            let rest = text.get(ascii..).unwrap_or("");
            ascii + rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len())
        }
        _ => ascii,
    }
}

/// A word of a text: as many letters and digits as stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The first eight bytes as a number.
    pub head: u64,
    /// The lists of phrases that may hold one that begins with this word, as bits, and [`OTHER_SCRIPT`].
    pub lists: u8,
}

/// The bit of words that are not all ASCII.
pub const OTHER_SCRIPT: u8 = 128;

/// The words of a text, in order, into `words`.
pub(super) fn words(text: &str, heads: &Heads, words: &mut Vec<Word>) {
    words.clear();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let kind = BYTES.get(usize::from(byte)).copied().unwrap_or(0);
        if kind == SIGN {
            at += 1;
            continue;
        }
        let mut length = 0;
        if kind == LETTER {
            length = ascii_length(bytes, at);
        }
        let beyond = bytes.get(at + length).is_some_and(|byte| !byte.is_ascii());
        if beyond {
            length = text.get(at..).map_or(1, word_length);
        }
        if length == 0 {
            at += char_at(text, at).map_or(1, char::len_utf8);
            continue;
        }
        let head = eight(bytes, at) & mask(length);
        let lists = heads.lists(head) | if beyond { OTHER_SCRIPT } else { 0 };
        words.push(Word { start: at, end: at + length, head, lists });
        at += length;
    }
}

const SIGN: u8 = 0;
const LETTER: u8 = 1;
const BEYOND: u8 = 2;

/// For each byte whether it is a sign, an ASCII letter or digit, or a part of another character.
static BYTES: [u8; 256] = {
    let mut table = [BEYOND; 256];
    let mut byte = 0;
    while byte < 128 {
        #[allow(clippy::cast_possible_truncation, clippy::indexing_slicing, reason = "below 128")]
        {
            table[byte] = if (byte as u8).is_ascii_alphanumeric() { LETTER } else { SIGN };
        }
        byte += 1;
    }
    table
};

/// Bytes of ASCII letters and digits from `at` on.
fn ascii_length(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let letter = |byte: &u8| BYTES.get(usize::from(*byte)).copied() == Some(LETTER);
    rest.iter().position(|byte| !letter(byte)).unwrap_or(rest.len())
}

/// Which lists of phrases may hold one that begins with a word: by the word, and by its first bytes alone.
#[derive(Debug, Default)]
pub(super) struct Heads {
    words: Sieve,
    stems: Sieve,
    /// The bytes of a stem.
    stem: u64,
}

impl Heads {
    /// The heads of words and of stems, each with the bits of its lists; stems begin alike in so many bytes.
    pub(super) fn new(words: &[(u64, u8)], stems: &[(u64, u8)], stem: usize) -> Self {
        let stem = mask(stem);
        let cut: Vec<(u64, u8)> = stems.iter().map(|(head, lists)| (head & stem, *lists)).collect();
        Self { words: Sieve::new(words), stems: Sieve::new(&cut), stem }
    }

    fn lists(&self, head: u64) -> u8 {
        self.words.lists(head) | self.stems.lists(head & self.stem)
    }
}

/// For such numbers the sets that hold them, as bits, small enough to stay at hand; it may take others for its own.
#[derive(Debug)]
pub(super) struct Sieve {
    slots: Vec<u8>,
    shift: u32,
}

impl Default for Sieve {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Sieve {
    /// A sieve for these heads of words with their sets.
    pub(super) fn new(heads: &[(u64, u8)]) -> Self {
        let slots = (heads.len() * 8).max(2).next_power_of_two();
        let mut sieve = Self { slots: vec![0; slots], shift: 64 - slots.ilog2() };
        for &(head, sets) in heads {
            let at = sieve.place(head);
            sieve.slots.iter_mut().skip(at).take(1).for_each(|slot| *slot |= sets);
        }
        sieve
    }

    /// A sieve for one set.
    pub(super) fn of(heads: impl Iterator<Item = u64>) -> Self {
        Self::new(&heads.map(|head| (head, 1)).collect::<Vec<_>>())
    }

    fn place(&self, head: u64) -> usize {
        let place = head.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift;
        usize::try_from(place).unwrap_or(usize::MAX)
    }

    /// The sets that may hold `head`; the others do not.
    pub(super) fn lists(&self, head: u64) -> u8 {
        self.slots.get(self.place(head)).copied().unwrap_or(0)
    }

    /// Whether any set may hold `head`.
    pub(super) fn may_hold(&self, head: u64) -> bool {
        self.lists(head) != 0
    }
}

/// The character at byte `at`.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        _ => text.get(at..)?.chars().next(),
    }
}

/// The first eight bytes of `bytes` from `at` on as a number, zeros behind the end.
pub(super) fn eight(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first_chunk::<8>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => rest.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
    }
}

/// The bits of the first `count` bytes of such a number.
pub(super) fn mask(count: usize) -> u64 {
    if count >= 8 { u64::MAX } else { (1 << (count * 8)) - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_unicode() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_letter(c), c.is_alphanumeric(), "{:x}", u32::from(c));
            assert_eq!(is_alphabetic(c), c.is_alphabetic(), "{:x}", u32::from(c));
        }
    }

    #[test]
    fn words_end_at_the_first_other_sign() {
        let length = |text: &str| word_length(text);
        assert_eq!(length("name, mail"), 4);
        assert_eq!(length("größe!"), "größe".len());
        assert_eq!(length("имя—"), "имя".len());
        assert_eq!((length(""), length(" a"), length("ab")), (0, 0, 2));
    }

    #[test]
    fn texts_fall_into_words() {
        let text = "E-mail, größer—12! 名前X;";
        let (head, other) = (eight(b"mail", 0), eight(b"post", 0));
        let mut found = Vec::new();
        words(
            text,
            &Heads::new(&[(head, 2), (other, 4)], &[(eight("größe".as_bytes(), 0), 1)], 4),
            &mut found,
        );
        let texts: Vec<&str> = found.iter().map(|word| &text[word.start..word.end]).collect();
        assert_eq!(texts, ["E", "mail", "größer", "12", "名前X"]);
        assert_eq!((found[1].head, found[1].lists), (head, 2));
        assert_eq!(found[2].lists, 1 | OTHER_SCRIPT, "a stem is told by its first bytes");
    }

    #[test]
    fn a_sieve_holds_what_was_put_in() {
        let heads = ["name", "mail", "phone", "address"].map(|word| eight(word.as_bytes(), 0));
        let sieve = Sieve::of(heads.into_iter());
        assert!(heads.iter().all(|&head| sieve.may_hold(head)));
        assert!(!Sieve::default().may_hold(heads[0]));
        let others = (0..1000_u64).filter(|&head| sieve.may_hold(head)).count();
        assert!(others < 300, "{others} others pass");
    }

    #[test]
    fn eight_bytes_are_padded() {
        assert_eq!(eight(b"ab", 0), u64::from_le_bytes(*b"ab\0\0\0\0\0\0"));
        assert_eq!(eight(b"abcdefghij", 1), u64::from_le_bytes(*b"bcdefghi"));
        assert_eq!(eight(b"ab", 5), 0);
        assert_eq!(eight(b"abcdefgh", 0) & mask(3), eight(b"abc", 0));
        assert_eq!(mask(8), u64::MAX);
    }
}
