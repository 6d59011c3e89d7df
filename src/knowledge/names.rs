//! Names of services as texts are searched for them. Comes in: a name, or a text that may begin with one; goes out: the name
//! folded, the first word. Apart because the build script compiles this file too: names are folded there.

use serde::{Deserialize, Serialize};

/// A name of a service.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Name {
    /// As the registry writes it.
    pub text: String,
    /// In lower case, hyphens as spaces.
    pub folded: String,
    /// Place of the service's row.
    pub service: u16,
    /// Whether it is an ordinary word.
    pub ordinary: bool,
}

impl Name {
    /// A name as the registry writes it.
    pub fn new(text: &str, service: u16, ordinary: bool) -> Self {
        Self { text: text.to_owned(), folded: fold(text), service, ordinary }
    }
}

fn fold(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '-' | '_' => ' ',
            c => c.to_lowercase().next().filter(|small| small.len_utf8() == c.len_utf8()).unwrap_or(c),
        })
        .collect()
}

/// Bytes of a word that are looked at: a script without spaces may go on for ever, and no name begins with a longer word.
const WORD: usize = 256;

/// Whether a character is a letter or a digit, as [`char::is_alphanumeric`] says.
pub fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => true,
        '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
        '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2c1}' | '\u{400}'..='\u{481}' => true,
        '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => false,
        c => c.is_alphanumeric(),
    }
}

/// The word at the start: letters and digits of one kind, ASCII or not.
pub fn first_word(text: &str) -> &str {
    let mut most = text.len().min(WORD);
    while !text.is_char_boundary(most) {
        most -= 1;
    }
    let text = text.get(..most).unwrap_or(text);
    let ascii = text.starts_with(|c: char| c.is_ascii());
    let end = text.find(|c: char| !is_letter(c) || c.is_ascii() != ascii).unwrap_or(text.len());
    text.get(..end.max(text.chars().next().map_or(0, char::len_utf8))).unwrap_or(text)
}
