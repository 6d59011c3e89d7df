//! Drops names of services that only say of what kind a thing is ("Microsoft Word documents", "OpenAI compatible"). Comes
//! in: the mentions of a block; goes out: those that can be a party. Apart because the words beside a name decide, before
//! any grammar.

use super::lexicon::Lexicon;
use super::openverbs::{window_after, window_before};
use super::sentences::Mention;

/// Bytes on either side of a name in which the words that decide stand.
const BESIDE: usize = 64;
/// Bytes of a comma or a conjunction between two names.
const JOINT: usize = 12;

/// `mentions` without those that name a kind; in a list of names the one beside it goes too.
pub fn without_kinds(lexicon: &Lexicon, folded: &str, mentions: Vec<Mention>) -> Vec<Mention> {
    if mentions.is_empty() || lexicon.name_kinds.is_empty() && lexicon.name_likes.is_empty() {
        return mentions;
    }
    let mut kinds: Vec<bool> = Vec::with_capacity(mentions.len());
    for mention in &mentions {
        let before = kinds.last().copied().unwrap_or(false)
            && mentions
                .get(kinds.len() - 1)
                .is_some_and(|last| joins(lexicon, folded, last.end, mention.start));
        kinds.push(before || is_likened(lexicon, folded, mention) || is_kind(lexicon, folded, mention));
    }
    let mut kinds = kinds.into_iter();
    mentions.into_iter().filter(|_| !kinds.next().unwrap_or(false)).collect()
}

/// Whether the words right after a name make it a kind.
fn is_kind(lexicon: &Lexicon, folded: &str, mention: &Mention) -> bool {
    let after = window_after(folded, mention.end, BESIDE);
    let after = after.strip_prefix("'s").unwrap_or(after).trim_start();
    lexicon.name_kinds.first(after).is_some_and(|token| token.start == 0)
}

/// Whether the words right before a name only liken to it.
fn is_likened(lexicon: &Lexicon, folded: &str, mention: &Mention) -> bool {
    let mut before = window_before(folded, mention.start, BESIDE).trim_end();
    for article in &lexicon.articles {
        if let Some(rest) = before.strip_suffix(article.as_str()).filter(|rest| rest.ends_with(' ')) {
            before = rest.trim_end();
            break;
        }
    }
    lexicon.name_likes.iter().any(|words| before.ends_with(words.as_str()))
}

/// Whether nothing but a comma, a conjunction and an article stands between two names.
fn joins(lexicon: &Lexicon, folded: &str, from: usize, to: usize) -> bool {
    let gap = folded.get(from..to).unwrap_or("");
    let small = |word: &str| {
        !word.is_ascii() || lexicon.conjunctions.iter().chain(&lexicon.articles).any(|known| known == word)
    };
    gap.len() <= JOINT
        && !gap.contains(['.', '。', ';', '('])
        && gap.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(small)
}
