//! Whether words that name content only sometimes ("titles", "code", "instructions") name the user's. Comes in: the tokens
//! of a block and one of them; goes out: yes or no. Apart because it looks at the enumeration around a word, before there
//! are clauses.

use crate::knowledge::lexicon_rows::Boundary;

use super::lexicon::{Cue, Token};
use super::sentences::Input;

/// Members of an enumeration on either side of a word that are looked at.
const LISTED: usize = 8;

/// Whether what the token names is the user's: the enumeration that it stands in names other content, or words beside it
/// say so ("your titles and captions", "the code and commands you enter").
pub(super) fn is_users(input: &Input<'_>, token: &Token<'_>, beside: &[String]) -> bool {
    let at = input.tokens.partition_point(|other| other.start < token.start);
    let (before, after) = input.tokens.split_at(at);
    let (mut start, mut end) = (token.start, token.end);
    for other in before.iter().rev().take(LISTED) {
        if other.end > start || !is_listed(input, other.end, start) {
            break;
        }
        match content_in(input, other, beside) {
            Some(true) => return true,
            Some(false) => start = other.start,
            None => break,
        }
    }
    for other in after.iter().skip_while(|other| other.start <= token.start).take(LISTED) {
        if other.start < end || !is_listed(input, end, other.start) {
            break;
        }
        match content_in(input, other, beside) {
            Some(true) => return true,
            Some(false) => end = other.end,
            None => break,
        }
    }
    says_so(input, start, end, beside)
}

/// Whether one of the words stands right before or right after these bytes.
fn says_so(input: &Input<'_>, start: usize, end: usize, beside: &[String]) -> bool {
    let unspaced = input.lexicon.boundary == Boundary::None;
    let head = input.folded.get(..start).unwrap_or("").trim_end();
    let tail = input.folded.get(end..).unwrap_or("").trim_start_matches([' ', '\n', ',']);
    let ends = |c: Option<char>| unspaced || !c.is_some_and(char::is_alphanumeric);
    // "As directed by your commands": what is done by them is not done with them.
    let means = |rest: &str| {
        let end = rest.trim_end().len();
        let upto = input.tokens.partition_point(|token| token.start < end);
        let last = upto.checked_sub(1).and_then(|at| input.tokens.get(at));
        last.is_some_and(|token| token.end == end && token.is(Cue::Agent))
    };
    beside.iter().any(|word| {
        let owner = |rest: &str| ends(rest.chars().next_back()) && !means(rest);
        head.strip_suffix(word.as_str()).is_some_and(owner)
            || tail.strip_prefix(word.as_str()).is_some_and(|rest| ends(rest.chars().next()))
    })
}

/// Whether a token names content as it stands (`true`), or is one of the same words that need company (`false`).
fn content_in(input: &Input<'_>, token: &Token<'_>, beside: &[String]) -> Option<bool> {
    token.cues.iter().find_map(|cue| match cue {
        Cue::Term(what) => input.types.is_content(*what).then_some(true),
        Cue::Weak(row) => {
            let weak = input.lexicon.weak.get(usize::from(*row))?;
            (weak.beside == beside).then_some(false)
        }
        _ => None,
    })
}

/// Whether nothing but signs and small words stands between two members of an enumeration.
fn is_listed(input: &Input<'_>, from: usize, to: usize) -> bool {
    let lexicon = input.lexicon;
    let gap = input.folded.get(from..to).unwrap_or("");
    if gap.trim().is_empty() || gap.contains(['.', ';', ':', '(', ')', '。', '；', '：', '（', '）']) {
        return false;
    }
    let small = |word: &str| {
        word.is_empty()
            || lexicon.conjunctions.iter().chain(&lexicon.articles).any(|known| known == word)
            || super::language::is_function_word(word)
    };
    gap.split(|c: char| !c.is_alphanumeric()).all(small)
}
