//! What is settled when a sentence is read to its end. Comes in: its clauses; goes out: the same without owners, places and
//! purposes among their terms. Apart because it looks back over whole clauses.

use smallvec::SmallVec;

use crate::knowledge::DataType;
use crate::knowledge::lexicon_rows::{Boundary, NegationScope};
use crate::policy::Verb;
use crate::policy::sentences::{Clause, Link, Named, TermHit};

use super::Walk;

/// Letters of a clause that is no more than "yes" or "no".
const ANSWER: usize = 7;

impl Walk<'_, '_> {
    /// "Contacts' phone numbers": the broad term only says whose the other is. And in scripts without spaces a term
    /// after "for the purpose of" is none of what is handled.
    pub(super) fn drop_owners(&mut self) {
        let (text, lexicon) = (self.input.text, self.input.lexicon);
        let unspaced = lexicon.boundary == Boundary::None && lexicon.negation == NegationScope::Before;
        let mut clauses = std::mem::take(&mut self.clauses);
        for clause in clauses.iter_mut().filter(|clause| !clause.terms.is_empty()) {
            let terms = std::mem::take(&mut clause.terms);
            let owner = |at: usize| {
                let (Some(one), Some(next)) = (terms.get(at), terms.get(at + 1)) else { return false };
                let gap = text.get(one.end..next.start).unwrap_or("");
                matches!(one.named, Named::Broad(_))
                    && lexicon.genitives.iter().any(|genitive| genitive == gap)
            };
            // "Phone numbers of contacts": whose they are, after them.
            let follows_owned = |at: usize| {
                let one = at.checked_sub(1).and_then(|before| terms.get(before));
                let (Some(one), Some(term)) = (one, terms.get(at)) else { return false };
                let gap = text.get(one.end..term.start).unwrap_or("");
                let joins = |genitive: &String| {
                    let article = gap.strip_prefix(genitive.as_str()).map(str::trim);
                    genitive.starts_with(' ')
                        && article.is_some_and(|word| {
                            word.is_empty() || lexicon.articles.iter().any(|known| known == word)
                        })
                };
                matches!(term.named, Named::Broad(_))
                    && !matches!(one.named, Named::Broad(_))
                    && !self.is_content(one)
                    && lexicon.genitives.iter().any(joins)
            };
            let place = |term: &TermHit| {
                let before = text.get(clause.start..term.start).unwrap_or("");
                self.is_content(term)
                    && terms.iter().any(|other| other.start < term.start)
                    && clause.verbs.iter().any(|hit| hit.end <= term.start)
                    && lexicon.places.iter().any(|place| before.ends_with(place.as_str()))
            };
            let relative = clause.link == Link::Relative;
            let for_purpose = |term: &TermHit| {
                clause.purpose.is_some_and(|purpose| {
                    // "Kept to resume the conversation": what is kept stands before, named by no term.
                    let kept = clause
                        .verbs
                        .iter()
                        .any(|hit| hit.end < purpose && matches!(hit.verb, Verb::Store | Verb::Log));
                    let object = relative || kept || terms.iter().any(|other| other.start < purpose);
                    let example = clause.example.is_some_and(|at| purpose < at && at < term.start);
                    // "Names used for sign-in": what follows a genitive is what the purpose belongs to.
                    let first = terms
                        .iter()
                        .find(|other| other.start > purpose)
                        .map_or(term.start, |other| other.start);
                    let modified = unspaced
                        && text.get(purpose..first).is_some_and(|gap| {
                            lexicon
                                .genitives
                                .iter()
                                .any(|genitive| gap.trim_end().ends_with(genitive.as_str()))
                        });
                    term.start > purpose
                        && !example
                        && !modified
                        && (unspaced || object && self.is_content(term))
                })
            };
            let kept = terms.iter().enumerate().filter(|(at, term)| {
                !owner(*at) && !follows_owned(*at) && !for_purpose(term) && !place(term)
            });
            clause.terms = kept.map(|(_, term)| *term).collect();
        }
        self.clauses = clauses;
    }

    /// Whether a term names content, with or without company ("to deliver the message" names no data).
    pub(super) fn is_content(&self, term: &TermHit) -> bool {
        let content = |what: DataType| self.input.types.is_content(what);
        match term.named {
            Named::Type(what) => content(what),
            Named::Weak(row) => self
                .input
                .lexicon
                .weak
                .get(usize::from(row))
                .is_some_and(|weak| content(weak.what) && weak.otherwise.is_some_and(content)),
            Named::Broad(_) | Named::OfService => false,
        }
    }

    /// "Names or any other data beyond what you supply": the exemption is of the other data, not of the names.
    pub(super) fn exempt_rest(&mut self) {
        let bare = |clause: &Clause| clause.link == Link::Exception && clause.terms.is_empty();
        let exempt: SmallVec<[bool; 8]> = self.clauses.iter().skip(1).map(bare).collect();
        for (clause, exempt) in self.clauses.iter_mut().zip(exempt) {
            if let Some((_, ends)) = clause.rest.as_mut() {
                *ends &= !exempt;
            }
        }
    }

    /// "Files (unless you attach them), names": the condition in brackets takes the word before them out of a denial.
    pub(super) fn exempt_before_brackets(&mut self) {
        let unless: SmallVec<[(usize, usize); 2]> = self
            .clauses
            .iter()
            .filter_map(|clause| match clause.link {
                Link::Inside(outside) if clause.unless => Some((outside, clause.start)),
                _ => None,
            })
            .collect();
        for (outside, start) in unless {
            if let Some(outer) = self.clauses.get_mut(outside).filter(|outer| outer.negated) {
                outer.terms.retain(|term| term.end > start || term.end + 1 < start);
                // What the bracket said of the word before it, it does not say of the others.
                outer.hedge = outer.hedge.filter(|hedge| hedge.0 < start);
            }
        }
    }

    pub(super) fn finish(mut self, end: usize) -> Vec<Clause> {
        while !self.outer.is_empty() {
            self.close_bracket(end);
        }
        self.close_scope();
        if let Some(clause) = self.clause() {
            clause.end = end;
        }
        self.drop_owners();
        self.exempt_rest();
        self.exempt_before_brackets();
        for at in std::mem::take(&mut self.without) {
            // Without a word for data of its own it denies nothing of what stands before.
            if let Some(clause) = self.clauses.get_mut(at) {
                clause.concedes |= clause.terms.is_empty();
            }
        }
        let (text, lexicon) = (self.input.text, self.input.lexicon);
        for clause in &mut self.clauses {
            let words = text.get(clause.start..clause.end);
            let short = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).nth(ANSWER).is_none();
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
            // "Nothing" denies and names what it denies.
            let whole = |term: &TermHit| {
                let term = text.get(term.start..term.end).unwrap_or("");
                words.is_some_and(|words| letters(words) == letters(term))
            };
            let alone = clause.terms.is_empty() && words.is_some_and(short)
                || clause.terms.len() == 1 && clause.terms.iter().all(whole);
            let bare = clause.verbs.is_empty() && (clause.negated || clause.answer.is_some()) && alone;
            if bare {
                clause.terms.clear();
            }
            clause.answer = bare.then_some(!clause.negated);
            clause.elliptic = clause.verbs.is_empty() && !clause.terms.is_empty() && {
                let words = words.unwrap_or("").trim_end_matches(|c: char| !c.is_alphanumeric());
                let last = words.rsplit(' ').next().unwrap_or("");
                lexicon.auxiliaries.iter().any(|auxiliary| auxiliary == last)
            };
        }
        self.clauses
    }
}
