//! Which verbs a negation turns. Comes in: a word that negates, restricts or reverses; goes out: verbs and clauses that are
//! negated. Apart because languages differ in where their negation stands, and in little else.

use smallvec::SmallVec;

use crate::knowledge::lexicon_rows::{Boundary, NegationScope};
use crate::policy::lexicon::Token;
use crate::policy::sentences::{Clause, Link};

use super::Walk;

fn clause_verbs(clauses: &[Clause], at: usize) -> usize {
    clauses.get(at).map_or(0, |clause| clause.verbs.len())
}

impl Walk<'_, '_> {
    /// A reversal: cancels what is negated, else negates.
    pub(super) fn reverse(&mut self, at: usize) {
        let after = self.input.lexicon.negation == NegationScope::After;
        let negated =
            if after { self.clause().is_some_and(|clause| clause.negated) } else { self.negation.is_some() };
        if !negated {
            if !after && self.clause().is_some_and(|clause| !clause.verbs.is_empty()) {
                self.open(Link::Main, at);
                self.without.push(self.current);
            }
            self.reversed = !after;
            self.negate(Some(false));
            return;
        }
        self.negation = None;
        self.with(|clause| {
            clause.negated = false;
            for hit in clause.verbs.iter_mut().filter(|_| after) {
                hit.negated = false;
            }
        });
    }

    /// "We collect only": takes back a half negation that has its verb and no object yet.
    pub(super) fn restrict(&mut self) {
        let Some(clause) = self.clauses.get_mut(self.current) else { return };
        if self.half != Some(true) || clause.verbs.is_empty() || !clause.terms.is_empty() {
            return;
        }
        (clause.negated, clause.negates_noun) = (false, false);
        clause.verbs.iter_mut().for_each(|hit| hit.negated = false);
        self.negation = None;
    }

    /// "Collects nothing of X but Y" where Y stands first: takes the last term out of a denial into a clause of its own.
    pub(super) fn exempt_before(&mut self) -> bool {
        let Some(clause) = self
            .clauses
            .get_mut(self.current)
            .filter(|clause| clause.link == Link::Main && clause.negated && !clause.verbs.is_empty())
        else {
            return false;
        };
        let Some(term) = clause.terms.pop() else { return false };
        let exempt = Clause {
            terms: SmallVec::from_slice(&[term]),
            end: term.end,
            ..Clause::new(Link::Exception, term.start)
        };
        self.clauses.insert(self.current + 1, exempt);
        true
    }

    /// A negation before its verb; one of a noun right after a verb ("collects no data") turns that verb too.
    pub(super) fn negate_before(&mut self, token: &Token<'_>, negation: Option<bool>) {
        if negation.is_some() && std::mem::take(&mut self.reversed) && self.negation.take().is_some() {
            self.with(|clause| clause.negated = false);
            return;
        }
        if negation == Some(false) {
            let text = self.input.text;
            // "Collects, stores and logs no data": the last verb of the list holds the negation.
            let listing = self.input.lexicon.boundary == Boundary::Word
                && !self.input.lexicon.conjunctions.is_empty()
                && self.lists(token.start);
            let last_of_list = listing && token.is_verb() && !token.is_term();
            self.part_denied(token.start);
            self.with(|clause| {
                clause.negates_noun = true;
                let beside = last_of_list && !clause.verbs.is_empty()
                    || clause
                        .verbs
                        .last()
                        .is_some_and(|hit| text.get(hit.end..token.start).is_some_and(|gap| gap == " "));
                if beside {
                    // "gathers, keeps and forwards no data": every verb of the list.
                    for hit in clause.verbs.iter_mut().rev() {
                        hit.negated = true;
                        if !hit.listed {
                            break;
                        }
                    }
                }
            });
        }
        self.negate(negation);
    }

    /// "Uses X and collects no names": the verb right before the "no" begins a clause, where a conjunction joins it to what
    /// another one says.
    pub(super) fn part_denied(&mut self, at: usize) {
        let (text, lexicon) = (self.input.text, self.input.lexicon);
        if lexicon.boundary != Boundary::Word
            || lexicon.negation != NegationScope::Before
            || !self.outer.is_empty()
        {
            return;
        }
        let Some(clause) = self.clauses.get_mut(self.current).filter(|clause| !clause.negated) else {
            return;
        };
        let Some(last) = clause.verbs.last().filter(|hit| text.get(hit.end..at) == Some(" ")) else { return };
        if clause.terms.last().is_some_and(|term| term.start >= last.at) {
            return;
        }
        let mut from = clause.verbs.len() - 1;
        while from > 0 && clause.verbs.get(from).is_some_and(|hit| hit.listed) {
            from -= 1;
        }
        let Some(first) = clause.verbs.get(from).filter(|_| from > 0).map(|hit| hit.at) else { return };
        let before = text.get(..first).unwrap_or("").trim_end();
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        if !lexicon.conjunctions.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            return;
        }
        let verbs = clause.verbs.drain(from..).collect();
        let (actor, dropped, users) = (clause.actor, clause.dropped, clause.users);
        self.open(Link::Main, first);
        self.with(|clause| {
            (clause.verbs, clause.actor, clause.dropped, clause.users) = (verbs, actor, dropped, users);
        });
    }

    pub(super) fn negate(&mut self, negation: Option<bool>) {
        let Some(bare) = negation else { return };
        let done = self.done_verbs;
        let after = self.input.lexicon.negation == NegationScope::After;
        if let Some(clause) = self.clause() {
            clause.negated = true;
            if after {
                for hit in clause.verbs.iter_mut().skip(done) {
                    hit.negated = true;
                }
            }
            if after {
                self.done_verbs = clause_verbs(&self.clauses, self.current);
            }
        }
        if !after {
            self.negation = Some(bare);
        }
    }
}
