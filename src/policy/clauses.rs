//! Clauses of a text and the phrases in them. Comes in: Markdown or plain text, and phrases from a table; goes out: where
//! they stand and whether the clause denies them. Apart from the reader of policies because what is asked here is one
//! question (does it say this?) of texts that are no policies.

use std::ops::Range;

use crate::knowledge::compare_rows::ClauseRow;

/// Bytes that may stand between two parts of a phrase.
const GAP: usize = 40;

/// Characters from here on (Chinese, Japanese, Korean) need no blank between words.
const UNSPACED: char = '\u{2e80}';

/// Endings of sentences beside the full stop.
const ENDINGS: &[char] = &['。', '；', '！', '？', '!', '?', ';'];

/// One clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// It stands in a list under words that deny ("The plugin does not:").
    pub(super) denied: bool,
}

/// The clauses of `lower`, which is in lower case. Headings and code blocks hold none.
pub(super) fn split(row: &ClauseRow, lower: &str) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut denying = false;
    for (block, item) in blocks(lower) {
        denying &= item;
        let text = lower.get(block.clone()).unwrap_or("");
        for range in sentences(row, text) {
            let range = block.start + range.start..block.start + range.end;
            clauses.push(Clause { range, denied: denying });
        }
        if !item || text.trim_end().ends_with([':', '：']) {
            denying = text.trim_end().ends_with([':', '：']) && first(text, &row.denies).is_some();
        }
    }
    clauses
}

/// Paragraphs, list items and table rows, each with whether it is an item.
fn blocks(text: &str) -> Vec<(Range<usize>, bool)> {
    let mut blocks: Vec<(Range<usize>, bool)> = Vec::new();
    let (mut open, mut fenced, mut at) = (false, false, 0);
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let line = line.trim();
        if line.starts_with("```") || line.starts_with("~~~") {
            fenced = !fenced;
            open = false;
        } else if fenced || line.is_empty() || line.starts_with('#') {
            open = false;
        } else if is_item(line) || line.starts_with('|') {
            blocks.push((start..end, is_item(line)));
            open = is_item(line);
        } else if let Some((block, _)) = blocks.last_mut().filter(|_| open) {
            block.end = end;
        } else {
            blocks.push((start..end, false));
            open = true;
        }
    }
    blocks
}

fn is_item(line: &str) -> bool {
    let marked = ["- ", "* ", "+ ", "• "].iter().any(|mark| line.starts_with(mark));
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    marked || rest.len() < line.len() && (rest.starts_with(". ") || rest.starts_with(") "))
}

/// Sentences of a block, cut again where the sense turns.
fn sentences(row: &ClauseRow, text: &str) -> Vec<Range<usize>> {
    let mut cuts: Vec<usize> = row.turns.iter().flat_map(|turn| all(text, turn)).map(|at| at.start).collect();
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let stop = letter == '.' && letters.peek().is_none_or(|(_, next)| next.is_whitespace());
        if stop || ENDINGS.contains(&letter) {
            cuts.push(at + letter.len_utf8());
        }
    }
    cuts.push(text.len());
    cuts.sort_unstable();
    let mut start = 0;
    let mut found = Vec::new();
    for cut in cuts {
        if text.get(start..cut).is_some_and(|part| !part.trim().is_empty()) {
            found.push(start..cut);
        }
        start = cut;
    }
    found
}

/// The first place of any of these phrases.
pub(super) fn first(lower: &str, phrases: &[String]) -> Option<Range<usize>> {
    phrases.iter().filter_map(|phrase| all(lower, phrase).next()).min_by_key(|at| at.start)
}

/// Whether a text in lower case holds one of these phrases.
pub fn says(lower: &str, phrases: &[String]) -> bool {
    first(lower, phrases).is_some()
}

/// Whether the clause denies what stands at `at` in it.
pub(super) fn denies(row: &ClauseRow, clause: &str, at: &Range<usize>) -> bool {
    let before = row.denies.iter().any(|word| all(clause, word).any(|found| found.end <= at.start));
    before || row.denies_before.iter().any(|word| all(clause, word).any(|found| found.start >= at.end))
}

/// Every place of a phrase, in order.
pub(super) fn all<'t>(lower: &'t str, phrase: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let mut parts = phrase.split('…').map(str::trim);
    let head = parts.next().unwrap_or("");
    let tail: Vec<&str> = parts.collect();
    places(lower, head).filter_map(move |found| {
        let mut end = found.end;
        for part in &tail {
            let mut stop = lower.len().min(end + GAP + part.len());
            while !lower.is_char_boundary(stop) {
                stop -= 1;
            }
            // Cut at a clause's own end only, so that a word at the window's edge is whole.
            end += places(lower.get(end..stop)?, part).next()?.end;
        }
        Some(found.start..end)
    })
}

/// Every place of one part: at the edges of words, unless it ends in `*`.
fn places<'t>(lower: &'t str, part: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let (word, open) = part.strip_suffix('*').map_or((part, false), |word| (word, true));
    let joins = |letter: char| letter.is_alphanumeric() && letter < UNSPACED;
    let head = word.chars().next().is_some_and(joins);
    let tail = !open && word.chars().next_back().is_some_and(joins);
    lower.match_indices(word).filter(move |_| !word.is_empty()).filter_map(move |(start, _)| {
        let end = start + word.len();
        let before = lower.get(..start)?.chars().next_back().is_some_and(joins);
        let after = lower.get(end..)?.chars().next().is_some_and(joins);
        (!(head && before || tail && after)).then_some(start..end)
    })
}

/// The line (from 1) of a byte.
pub(super) fn line(text: &str, at: usize) -> u32 {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    u32::try_from(memchr::memchr_iter(b'\n', before).count() + 1).unwrap_or(u32::MAX)
}

/// A clause as people read it: on one line, without list marks, cut at a length.
pub(super) fn quote(clause: &str) -> String {
    const LONGEST: usize = 160;
    let words: Vec<&str> = clause.split_whitespace().collect();
    let text = words.join(" ");
    let text = text.trim_start_matches(['-', '*', '+', '•', '|', ' ', '>']).trim_end_matches(['|', ' ']);
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> ClauseRow {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        ClauseRow {
            denies: words(&["no", "not", "不会"]),
            denies_before: words(&["ません"]),
            turns: words(&["but"]),
            limits: Vec::new(),
        }
    }

    fn clauses(text: &str) -> Vec<(&str, bool)> {
        split(&row(), text).into_iter().map(|found| (text[found.range].trim(), found.denied)).collect()
    }

    #[test]
    fn text_falls_into_clauses() {
        let text = "# no code\n\nit runs sql. it does\nnot run code but reads files\n\n- one\n- two\n";
        let found = ["it runs sql.", "it does\nnot run code", "but reads files", "- one", "- two"];
        assert_eq!(clauses(text), found.map(|clause| (clause, false)));
        let list = "the plugin does not:\n- run code\n- use ssh\n\nit sends text";
        let denied: Vec<bool> = clauses(list).into_iter().map(|(_, denied)| denied).collect();
        assert_eq!(denied, [false, true, true, false]);
        assert!(clauses("```\nno code\n```\n").is_empty());
    }

    #[test]
    fn phrases_are_words() {
        let at = |text: &str, phrase: &str| all(text, phrase).next();
        assert_eq!(at("bar code", "code"), Some(4..8));
        assert_eq!(at("barcode", "code"), None);
        assert_eq!(at("commands", "command"), None);
        assert_eq!(at("commands", "command*"), Some(0..7));
        assert_eq!(at("processed on the server locally", "processed … locally"), Some(0..31));
        assert_eq!(at(&format!("processed {} locally", "x ".repeat(40)), "processed … locally"), None);
        assert!(at("数据在本地处理。", "本地处理").is_some());
    }

    #[test]
    fn denials_have_a_direction() {
        let denied = |text: &str, word: &str| denies(&row(), text, &all(text, word).next().unwrap());
        assert!(denied("it does not run code", "code"));
        assert!(!denied("code is not kept", "code"));
        assert!(denied("コードを実行しません", "コード"));
        assert!(denied("不会执行代码", "代码"));
    }
}
