//! Tells whether a name stands where names are counted up ("to Slack, Notion and Zoom"). Comes in: the text before it and the
//! text that it opens; goes out: yes or no. Apart because an ordinary word is a service's name by the list it stands in.

use super::index::Index;
use super::language::is_function_word;
use super::lexicon::Lexicon;
use super::openverbs::window_before;

/// Names before this one that are looked at.
const ITEMS: usize = 20;
/// Words of one name in a list.
const WORDS: usize = 3;
/// Bytes before a name in which what leads to it stands.
const NEAR: usize = 40;

/// Whether words lead to a name that opens `own`, or to the first name of the list that it belongs to.
pub fn leads(lexicon: &Lexicon, before: &str, own: &str) -> bool {
    let mut before = before;
    for _ in 0..ITEMS {
        let Some(earlier) =
            before.strip_suffix([',', '\u{3001}']).and_then(|rest| before_name(rest.trim_end()))
        else {
            break;
        };
        before = earlier;
    }
    if let Some(lead) = before.strip_suffix(':') {
        let lead = window_before(lead, lead.len(), NEAR);
        return is_list(own) && (ends(&lexicon.listed, lexicon, lead) || is_led(lexicon, lead));
    }
    is_led(lexicon, before)
}

/// Whether a text ends in a word that leads to a name.
fn is_led(lexicon: &Lexicon, before: &str) -> bool {
    ends(&lexicon.before_names, lexicon, window_before(before, before.len(), NEAR))
}

/// Whether a text ends in one of these phrases.
fn ends(phrases: &Index, lexicon: &Lexicon, text: &str) -> bool {
    text.ends_with(char::is_alphanumeric) && phrases.ends(&lexicon.folded(text))
}

/// What stands before the name, of a few words with capitals, that ends a text.
fn before_name(text: &str) -> Option<&str> {
    let bare = if text.ends_with(')') {
        text.rfind('(').and_then(|at| text.get(..at)).map(str::trim_end)?
    } else {
        text
    };
    let mut rest = bare;
    for _ in 0..WORDS {
        let start = rest.rfind(|c: char| c.is_whitespace() || c == ':' || c == ',').map_or(0, |at| {
            at + rest.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
        });
        let word = rest.get(start..).unwrap_or("");
        let name = word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && !is_function_word(&word.to_lowercase());
        if !name {
            break;
        }
        rest = rest.get(..start)?;
        if !rest.ends_with(' ') {
            break;
        }
        rest = rest.trim_end();
    }
    (rest.len() < bare.len()).then(|| rest.trim_end())
}

/// Whether all items up to the sentence's end begin like names and are no longer than one.
fn is_list(text: &str) -> bool {
    let end = text.find(['\n', '\u{1e}', ';']).unwrap_or(text.len());
    let text = text.get(..end).unwrap_or(text);
    let text = text.split(". ").next().unwrap_or(text).trim_end_matches('.');
    text.split(',').all(|item| {
        let mut words = item.split_whitespace().filter(|word| !is_function_word(&word.to_lowercase()));
        words.next().is_some_and(|first| first.starts_with(char::is_uppercase)) && words.count() <= 2 * WORDS
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;
    use crate::policy::lexicon;

    #[test]
    fn what_leads_to_the_first_name_leads_to_all() {
        let lexicon = lexicon::of(Knowledge::shared().unwrap(), "en").unwrap();
        let cases = [
            ("Notes are sent to Slack,", "Notion and Zoom.", true),
            ("Notes are sent to Acme Notes (US), Slack,", "Notion and Zoom.", true),
            ("Third-party services:", "Linear, Box, Zoom.", true),
            ("Third-party services: Linear,", "Box, Zoom.", true),
            ("We share notes with:", "Slack, Notion.", true),
            ("Your use of", "Notion is subject to its terms.", true),
            ("Types:", "Linear, Box.", false),
            ("Services:", "Linear growth of your garden needs more water than you may think.", false),
            ("It was dry,", "Linear growth.", false),
            ("", "Square roots are computed.", false),
            ("On Tuesday,", "Square roots are computed.", false),
        ];
        for (before, own, expected) in cases {
            assert_eq!(leads(lexicon, before, own), expected, "{before} {own}");
        }
    }
}
