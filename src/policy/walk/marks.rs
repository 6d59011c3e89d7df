//! What stands between tokens: brackets, commas, colons, dashes. Comes in: the gap and what follows; goes out: clauses opened
//! and closed. Apart because here signs decide, and what stands around them.

use crate::knowledge::lexicon_rows::{Boundary, NegationScope};
use crate::policy::lexicon::{Cue, Token};
use crate::policy::sentences::{Clause, Link};

use super::Walk;

/// Brackets nested deeper than this are read as one.
const BRACKETS: usize = 8;

/// Whether a sign that parts clauses begins with this byte.
fn may_part(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b';' | b'-' | b':' | b',' | 0xe2 | 0xef)
}

/// Whether the tokens after a comma begin with an actor or a term that a finite verb follows.
fn starts_subject(next: &[Token<'_>]) -> bool {
    let Some(first) = next.first() else { return false };
    if first.is(Cue::Plugin) || first.is(Cue::Platform) {
        return true;
    }
    if !first.is_term() && !first.is(Cue::Anaphora) {
        return false;
    }
    let after = next.iter().skip(1).find(|token| !token.is_term());
    after.is_some_and(|token| token.is(Cue::Finite) || token.is(Cue::Negation(true)))
}

impl Walk<'_, '_> {
    /// Punctuation between tokens.
    pub(super) fn gap(&mut self, from: usize, to: usize, next: &[Token<'_>]) {
        let text = self.input.text;
        let Some(gap) = text.get(from..to) else { return };
        if self.denied_to != from && !gap.bytes().any(may_part) {
            return;
        }
        for (offset, c) in gap.char_indices() {
            let at = from + offset;
            match c {
                '(' | '（' if self.outer.len() < BRACKETS => {
                    let outside = self.current;
                    self.outer.push((outside, self.negation));
                    self.open(Link::Inside(outside), at);
                }
                ')' | '）' => self.close_bracket(at),
                ';' | '；' | '—' | '–' => self.open(Link::Main, at),
                '-' if text.get(..at).is_some_and(|before| before.ends_with(' '))
                    && text.get(at + 1..).is_some_and(|after| after.starts_with(' ')) =>
                {
                    self.label_or_main(at);
                }
                '：' => self.label_or_main(at),
                ':' if text.get(at + 1..).is_none_or(|after| !after.starts_with("//")) => {
                    self.label_or_main(at);
                }
                '，' | ',' if self.comma_splits(next) => self.open(Link::Main, at),
                // "メールは収集せず、氏名を収集します": what is denied ends here.
                '、' if self.denied_to == at => self.open(Link::Main, at),
                ',' if self.next_denied(next) => {
                    let negation = self.negation;
                    self.open(Link::Main, at);
                    self.negation = negation;
                    self.with(|clause| clause.negated = true);
                }
                _ => {}
            }
        }
    }

    /// Whether after a comma one negation goes on with another verb and its own object ("does not store files, read
    /// names"): what narrows or exempts one of them is not of the others.
    pub(super) fn next_denied(&self, next: &[Token<'_>]) -> bool {
        let lexicon = self.input.lexicon;
        let before = lexicon.boundary == Boundary::Word && lexicon.negation == NegationScope::Before;
        let complete = self.clauses.get(self.current).is_some_and(|clause| {
            clause.verbs.iter().any(|hit| hit.negated)
                && clause
                    .terms
                    .last()
                    .filter(|term| !lexicon.is_bare(term.named))
                    .is_some_and(|term| clause.verbs.last().is_some_and(|hit| hit.at < term.start))
        });
        let Some(first) = next.first().filter(|first| first.is_verb() && !first.is_term()) else {
            return false;
        };
        let word = self.input.text.get(first.start..first.end).unwrap_or("");
        let plain = !lexicon.open.participles.iter().any(|ending| word.ends_with(ending.as_str()));
        let ends = first.is(Cue::Finite) && self.negation == Some(true);
        before && self.negation.is_some() && complete && plain && !ends
    }

    /// Whether a comma begins a clause: in scripts without spaces, and where a negation turns the whole clause; but not
    /// between verbs that one negation lists ("不会收集，存储或共享"). Elsewhere where a new subject and its verb follow,
    /// after an exception that opens the sentence, and before "not".
    pub(super) fn comma_splits(&mut self, next: &[Token<'_>]) -> bool {
        let lexicon = self.input.lexicon;
        let negation = self.negation.is_some();
        let (opening, listing, full) = self.clause().map_or((false, false, false), |clause| {
            let listing = negation && !clause.verbs.is_empty() && clause.terms.is_empty();
            let full = !clause.verbs.is_empty() || clause.negated;
            (clause.link == Link::Exception, listing, full)
        });
        let verb_next = next.first().is_some_and(Token::is_verb);
        if lexicon.boundary == Boundary::None || lexicon.negation == NegationScope::Clause {
            return !(listing && verb_next);
        }
        let named = |clause: &mut Clause| clause.terms.iter().any(|term| !lexicon.is_bare(term.named));
        let complete = self.clause().is_some_and(|clause| !clause.verbs.is_empty() && named(clause));
        let denies_object = next.first().is_some_and(|first| {
            first.is_verb()
                && (first.is(Cue::Negation(false))
                    || next.get(1).is_some_and(|token| token.is(Cue::Negation(false)) && !token.is_verb()))
        });
        if complete && (denies_object || next.first().is_some_and(|token| token.is(Cue::Negation(true)))) {
            return true;
        }
        let subject = starts_subject(next)
            && (self.negation != Some(false) || next.first().is_some_and(|token| !token.is_term()));
        let listed = subject && self.lists_nothing(next);
        opening || full && (subject && !listed || self.starts_contrast(next))
    }

    /// Whether a comma and a conjunction go on with what one "no" lists before its verb ("No name, number or X data is
    /// sent").
    pub(super) fn lists_nothing(&self, next: &[Token<'_>]) -> bool {
        let (Some(clause), Some(first)) = (self.clauses.get(self.current), next.first()) else {
            return false;
        };
        let Some(last) = clause.terms.last() else { return false };
        let gap = self.input.text.get(last.end..first.start).unwrap_or("");
        let mut words = gap.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let joins = words.next().is_some_and(|word| {
            self.input.lexicon.conjunctions.iter().any(|known| known.eq_ignore_ascii_case(word))
        });
        self.negation == Some(false) && clause.verbs.is_empty() && joins && words.next().is_none()
    }

    /// ", not your name": a negation right after the comma, with a term before any verb.
    pub(super) fn starts_contrast(&self, next: &[Token<'_>]) -> bool {
        let Some(first) = next.first() else { return false };
        let alone = first.is(Cue::Negation(false)) && !first.is_verb();
        let close = self.input.text.get(..first.start).is_some_and(|before| before.ends_with([',', ' ']));
        alone
            && close
            && next
                .iter()
                .skip(1)
                .find(|token| token.is_verb() || token.is_term())
                .is_some_and(Token::is_term)
    }
}
