//! What a letter is, and where a word ends. Comes in: characters and text; goes out: yes or no, and lengths. Apart because
//! each word of a policy is asked for this several times: the scripts of policies are told by range, before any table.

/// Whether a character is a letter or a digit, as [`char::is_alphanumeric`] says.
pub(super) fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => true,
        '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
        '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2c1}' | '\u{400}'..='\u{481}' => true,
        '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => false,
        c => c.is_alphanumeric(),
    }
}

/// Whether a character is a letter, as [`char::is_alphabetic`] says.
pub(super) fn is_alphabetic(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphabetic(),
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => true,
        '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
        c => c.is_alphabetic(),
    }
}

/// For each byte whether it is an ASCII letter or digit.
static ALPHANUMERIC: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        #[allow(clippy::cast_possible_truncation, clippy::indexing_slicing, reason = "below 128")]
        {
            table[byte] = (byte as u8).is_ascii_alphanumeric();
        }
        byte += 1;
    }
    table
};

/// Bytes of letters and digits at the start of `text`.
pub(super) fn word_length(text: &str) -> usize {
    let ends = |byte: u8| !ALPHANUMERIC.get(usize::from(byte)).is_some_and(|letter| *letter);
    let ascii = text.bytes().position(ends).unwrap_or(text.len());
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
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let bytes = text.as_bytes();
    let mut words = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(c) = char_at(text, at) {
        if !is_letter(c) {
            at += c.len_utf8();
            continue;
        }
        let length = text.get(at..).map_or(1, word_length);
        words.push(Word { start: at, end: at + length, head: eight(bytes, at) & mask(length) });
        at += length;
    }
    words
}

/// A set of such numbers that may take others for its own, small enough to stay at hand.
#[derive(Debug, Default)]
pub(super) struct Sieve {
    bits: Vec<u64>,
    shift: u32,
}

impl Sieve {
    /// A sieve for these heads of words.
    pub(super) fn new(heads: &[u64]) -> Self {
        let words = (heads.len() / 4).next_power_of_two();
        let mut sieve = Self { bits: vec![0; words], shift: 64 - (words * 64).ilog2() };
        for &head in heads {
            let (at, bit) = sieve.place(head);
            sieve.bits.iter_mut().skip(at).take(1).for_each(|bits| *bits |= bit);
        }
        sieve
    }

    fn place(&self, head: u64) -> (usize, u64) {
        let place = head.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift;
        (usize::try_from(place / 64).unwrap_or(usize::MAX), 1 << (place % 64))
    }

    /// Whether the set may hold `head`; when not, it does not.
    pub(super) fn may_hold(&self, head: u64) -> bool {
        let (at, bit) = self.place(head);
        self.bits.get(at).is_some_and(|bits| bits & bit != 0)
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
        let found = words("E-mail, größer 12!");
        let texts: Vec<&str> = found.iter().map(|word| &"E-mail, größer 12!"[word.start..word.end]).collect();
        assert_eq!(texts, ["E", "mail", "größer", "12"]);
        assert_eq!(found[1].head, eight(b"mail", 0));
    }

    #[test]
    fn a_sieve_holds_what_was_put_in() {
        let heads: Vec<u64> =
            ["name", "mail", "phone", "address"].map(|word| eight(word.as_bytes(), 0)).to_vec();
        let sieve = Sieve::new(&heads);
        assert!(heads.iter().all(|&head| sieve.may_hold(head)));
        assert!(!Sieve::new(&[]).may_hold(heads[0]));
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
