//! Promises that data stays where it is ("processed locally", "never leaves your machine"). Comes in: any text that
//! describes a plugin; goes out: the clauses that promise it. Apart because descriptions are no policies.

use std::ops::Range;

use super::clauses;
use crate::knowledge::comparison::Comparing;

/// Bytes before a phrase in which a denial of it stands.
const NEAR: usize = 16;

/// Promises that are taken from one text: a page has one or two, and each costs a count of lines.
const MOST: usize = 50;

/// A clause that promises it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Its line, from 1.
    pub line: u32,
    /// The clause, shortened.
    pub quote: String,
}

/// The promises of `text`, which is a short description or a text that may tell more elsewhere. A clause that holds only at
/// times or for some recipients, or is about keys and settings, promises nothing here.
pub fn find(tables: &Comparing, text: &str, short: bool) -> Vec<Promise> {
    let lower = text.to_ascii_lowercase();
    // Few texts hold any of the phrases, and the rest need not be cut into clauses.
    if !tables.may_promise(&lower) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for clause in clauses::split(&tables.clause, &lower) {
        let (Some(words), Some(own)) = (lower.get(clause.range.clone()), text.get(clause.range.clone()))
        else {
            continue;
        };
        let described = || clauses::first(words, &tables.local.described).filter(|_| short);
        let Some(at) = clauses::first(words, &tables.local.phrases).or_else(described) else { continue };
        if found.len() >= MOST {
            break;
        }
        let mut near = at.start.saturating_sub(NEAR);
        while !words.is_char_boundary(near) {
            near += 1;
        }
        let denied = words
            .get(near..at.start)
            .is_some_and(|before| clauses::first(before, &tables.clause.denies).is_some());
        let other = [&tables.clause.limits, &tables.local.scopes, &tables.local.not_about];
        if clause.denied || denied || other.iter().any(|words_of| clauses::first(words, words_of).is_some()) {
            continue;
        }
        let indent = own.len() - own.trim_start().len();
        let start = clause.range.start + indent;
        found.push(Promise {
            range: start..start + own.trim().len(),
            line: clauses::line(text, start),
            quote: clauses::quote(own),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;

    #[test]
    fn examples_of_the_table_hold() {
        let tables = Comparing::shared(Knowledge::shared().unwrap()).unwrap();
        for text in &tables.local.examples {
            assert_eq!(find(tables, text, false).len(), 1, "{text}");
        }
        for text in &tables.local.described_examples {
            assert_eq!(find(tables, text, true).len(), 1, "{text}");
            assert!(find(tables, text, false).is_empty(), "{text}");
        }
        for text in &tables.local.counterexamples {
            assert!(find(tables, text, true).is_empty(), "{text}");
        }
        assert!(tables.local.examples.len() > 3 && tables.local.counterexamples.len() > 3);
    }

    #[test]
    fn a_promise_has_its_place() {
        let tables = Comparing::shared(Knowledge::shared().unwrap()).unwrap();
        let text = "# Notes\n\nIt is fast.  All text is\nprocessed locally. It is free.\n";
        let found = find(tables, text, false);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 3);
        assert_eq!(found[0].quote, "All text is processed locally.");
        assert!(text[found[0].range.clone()].starts_with("All text"));
    }
}
