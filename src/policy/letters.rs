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

/// Bytes of letters and digits at the start of `text`.
pub(super) fn word_length(text: &str) -> usize {
    let ascii = text.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len());
    match text.as_bytes().get(ascii) {
        Some(byte) if !byte.is_ascii() => {
            let rest = text.get(ascii..).unwrap_or("");
            ascii + rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len())
        }
        _ => ascii,
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
    fn eight_bytes_are_padded() {
        assert_eq!(eight(b"ab", 0), u64::from_le_bytes(*b"ab\0\0\0\0\0\0"));
        assert_eq!(eight(b"abcdefghij", 1), u64::from_le_bytes(*b"bcdefghi"));
        assert_eq!(eight(b"ab", 5), 0);
        assert_eq!(eight(b"abcdefgh", 0) & mask(3), eight(b"abc", 0));
        assert_eq!(mask(8), u64::MAX);
    }
}
