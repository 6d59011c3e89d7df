//! Splits identifiers and texts into words. Comes in: any text; goes out: its words in lower case, one by one, with
//! nothing allocated for usual lengths. Apart because identifiers, keys, URLs and descriptions are all split alike.

use std::ops::ControlFlow;

/// What a character is to the splitter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Lower,
    Upper,
    /// A sign that is a word of its own: Han, kana, hangul.
    Sign,
    /// Anything between words; digits too, they say nothing about the type.
    Gap,
}

/// Bytes of a word that are kept; no word of the tables is longer.
const LONGEST: usize = 64;

/// The word being collected.
struct Collector {
    bytes: [u8; LONGEST],
    length: usize,
    /// Length in bytes of the last character, to hand it on to the next word (`HTTPServer`).
    last: usize,
    /// How many capitals stand at the end.
    capitals: usize,
}

impl Collector {
    fn push(&mut self, character: char) {
        if character.is_ascii() {
            let mut byte = [0; 1];
            character.to_ascii_lowercase().encode_utf8(&mut byte);
            return self.append(&byte);
        }
        let start = self.length;
        let mut encoded = [0; 4];
        for lower in character.to_lowercase() {
            self.append(lower.encode_utf8(&mut encoded).as_bytes());
        }
        self.last = self.length - start;
    }

    /// Adds the bytes of one character, if they still fit.
    fn append(&mut self, bytes: &[u8]) {
        self.last = 0;
        if let Some(place) = self.bytes.get_mut(self.length..self.length + bytes.len()) {
            place.copy_from_slice(bytes);
            self.length += bytes.len();
            self.last = bytes.len();
        }
    }

    fn flush(&mut self, each: &mut dyn FnMut(&str) -> ControlFlow<()>) -> ControlFlow<()> {
        self.capitals = 0;
        let length = std::mem::take(&mut self.length);
        let word = self.bytes.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok());
        word.filter(|word| !word.is_empty()).map_or(ControlFlow::Continue(()), each)
    }

    /// Flushes all but the last character, which begins the next word.
    fn flush_but_last(&mut self, each: &mut dyn FnMut(&str) -> ControlFlow<()>) -> ControlFlow<()> {
        let mut kept = [0; 4];
        let last = self.last.min(kept.len());
        let at = self.length - last;
        if let (Some(kept), Some(tail)) = (kept.get_mut(..last), self.bytes.get(at..self.length)) {
            kept.copy_from_slice(tail);
        }
        self.length = at;
        self.flush(each)?;
        self.append(kept.get(..last).unwrap_or(&[]));
        ControlFlow::Continue(())
    }
}

/// Calls `each` with every word of `text` in order, until it breaks. `userEmail`, `user_email`, `USER-EMAIL` and
/// `user.email` all give `user`, `email`; `userIDs` gives `user`, `ids`; `邮箱` gives its signs.
pub fn split(text: &str, each: &mut dyn FnMut(&str) -> ControlFlow<()>) -> ControlFlow<()> {
    let mut rest = text;
    // Words in small letters between signs of ASCII need no copy.
    while let Some(&first) = rest.as_bytes().first() {
        let length = rest.bytes().take_while(u8::is_ascii_lowercase).count();
        let next = rest.as_bytes().get(length).copied();
        if !first.is_ascii() || next.is_some_and(|next| !next.is_ascii()) {
            return split_any(rest, each);
        }
        if length > 0 {
            each(rest.get(..length.min(LONGEST)).unwrap_or(""))?;
            rest = rest.get(length..).unwrap_or("");
        } else if first.is_ascii_uppercase() {
            let end = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            if rest.as_bytes().get(end).is_some_and(|next| !next.is_ascii()) {
                return split_any(rest, each);
            }
            split_any(rest.get(..end).unwrap_or(""), each)?;
            rest = rest.get(end..).unwrap_or("");
        } else {
            // The possessive `'s` is no word.
            let skip = if rest.starts_with("'s") { 2 } else { 1 };
            rest = rest.get(skip..).unwrap_or("");
        }
    }
    ControlFlow::Continue(())
}

/// The same for any text.
fn split_any(text: &str, each: &mut dyn FnMut(&str) -> ControlFlow<()>) -> ControlFlow<()> {
    let mut word = Collector { bytes: [0; LONGEST], length: 0, last: 0, capitals: 0 };
    let mut characters = text.chars().peekable();
    let mut before = Class::Gap;
    while let Some(character) = characters.next() {
        let now = class(character);
        let next = characters.peek().copied();
        match now {
            Class::Gap => {
                word.flush(each)?;
                // The possessive `'s` is no word.
                if is_apostrophe(character) && next == Some('s') {
                    characters.next();
                }
            }
            Class::Sign => {
                word.flush(each)?;
                word.push(character);
                word.flush(each)?;
            }
            Class::Upper => {
                if before != Class::Upper {
                    word.flush(each)?;
                }
                word.push(character);
                word.capitals += 1;
            }
            Class::Lower => {
                let plural = character == 's' && next.is_none_or(|next| class(next) != Class::Lower);
                if word.capitals > 1 && !plural {
                    word.flush_but_last(each)?;
                }
                word.push(character);
                word.capitals = 0;
            }
        }
        before = now;
    }
    word.flush(each)
}

/// What singular and plural of a word have in common: `id` and `ids`, `address` and `addresses`. A key to look words up
/// by, and no word itself.
#[must_use]
pub fn stem(word: &str) -> &str {
    if word.len() < 3 {
        return word;
    }
    let Some(stem) = word.strip_suffix('s') else { return word };
    if ["s", "u", "i"].iter().any(|end| stem.ends_with(end)) {
        return word;
    }
    match stem.strip_suffix('e') {
        Some(short) if ["ss", "x", "ch", "sh"].iter().any(|end| short.ends_with(end)) => short,
        _ => stem,
    }
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}')
}

/// Whether the character is Han, kana or hangul, which are written without spaces or with endings attached.
#[must_use]
pub fn is_sign(character: char) -> bool {
    matches!(u32::from(character), 0x2E80..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
        && character.is_alphanumeric()
}

fn class(character: char) -> Class {
    match character {
        'a'..='z' => Class::Lower,
        'A'..='Z' => Class::Upper,
        _ if character.is_ascii() => Class::Gap,
        _ if is_sign(character) => Class::Sign,
        _ if character.is_uppercase() => Class::Upper,
        _ if character.is_alphabetic() => Class::Lower,
        _ => Class::Gap,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        let _ = split(text, &mut |word| {
            all.push(word.to_owned());
            ControlFlow::Continue(())
        });
        all
    }

    #[test]
    fn identifiers_of_every_style_split_alike() {
        for text in ["userEmail", "user_email", "USER-EMAIL", "user.email", "UserEmail", "user email2"] {
            assert_eq!(words(text), ["user", "email"], "{text}");
        }
    }

    #[test]
    fn singular_and_plural_have_one_stem() {
        for (one, many) in [("id", "ids"), ("address", "addresses"), ("key", "keys"), ("box", "boxes")] {
            assert_eq!(stem(one), stem(many), "{one}");
        }
        assert_eq!(stem("status"), "status");
        assert_eq!(stem("is"), "is");
    }

    #[test]
    fn both_ways_of_splitting_agree() {
        let parts =
            ["user", "ID", "s", "'s", "'", "_", "9", "Name", "é", "用", "’s", " ", "HTTPServer", "É", "-x"];
        let long = "a".repeat(LONGEST + 3);
        for first in parts {
            for second in parts {
                for third in [parts.as_slice(), &[long.as_str()]].concat() {
                    let text = format!("{first}{second}{third}");
                    let mut plain = Vec::new();
                    let _ = split_any(&text, &mut |word| {
                        plain.push(word.to_owned());
                        ControlFlow::Continue(())
                    });
                    assert_eq!(words(&text), plain, "{text}");
                }
            }
        }
    }

    #[test]
    fn acronyms_stay_whole() {
        assert_eq!(words("HTTPServerURLs"), ["http", "server", "urls"]);
        assert_eq!(words("userIDs"), ["user", "ids"]);
        assert_eq!(words("idMembers"), ["id", "members"]);
    }

    #[test]
    fn signs_are_words_and_possessives_are_none() {
        assert_eq!(words("用户 ID"), ["用", "户", "id"]);
        assert_eq!(words("The user's e-mail"), ["the", "user", "e", "mail"]);
        assert_eq!(words("Straße"), ["straße"]);
        assert!(words("  12 _ ").is_empty());
    }
}
