//! Drops names of services that only say of what kind a thing is ("Microsoft Word documents", "Slack compatible"). Comes
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
    // Where the last name that was dropped ends, with the word that made it a kind.
    let mut dropped: Option<usize> = None;
    let mut kept = mentions;
    kept.retain(|mention| {
        let listed = dropped.is_some_and(|end| joins(lexicon, folded, end, mention.start));
        let kind = kind_after(lexicon, folded, mention.end);
        let drops = listed || kind.is_some() || is_likened(lexicon, folded, mention.start);
        dropped = drops.then(|| kind.unwrap_or(mention.end));
        !drops
    });
    kept
}

/// Whether the words beside a name that the registry lacks make it a kind.
pub fn is_kind(lexicon: &Lexicon, folded: &str, start: usize, end: usize) -> bool {
    kind_after(lexicon, folded, end).is_some() || is_likened(lexicon, folded, start)
}

/// Where the words right after a name end that make it a kind.
fn kind_after(lexicon: &Lexicon, folded: &str, end: usize) -> Option<usize> {
    let window = window_after(folded, end, BESIDE);
    let after = window.strip_prefix("'s").unwrap_or(window).trim_start();
    let token = lexicon.name_kinds.opening(after)?;
    Some(end + window.len() - after.len() + token.end)
}

/// Whether the words right before a name only liken to it.
fn is_likened(lexicon: &Lexicon, folded: &str, start: usize) -> bool {
    let mut before = window_before(folded, start, BESIDE).trim_end();
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
