//! Walks over the tokens of a sentence and makes its clauses. Comes in: a block's text with its tokens; goes out:
//! [`Clause`]s with their verbs, terms and negations. Apart because it is grammar: what a clause says, and how text falls
//! into sentences, is told elsewhere.

mod end;
mod marks;
mod negation;
mod words;

use smallvec::SmallVec;

use crate::knowledge::lexicon_rows::{Boundary, NegationScope};

use super::lexicon::{Cue, Token};
use super::sentences::{Clause, Input, Link, Named};
use super::{Actor, Verb};

/// The clauses of the sentence in `start..end`.
pub fn clauses(input: &Input<'_>, start: usize, end: usize) -> Vec<Clause> {
    let from = input.tokens.partition_point(|token| token.start < start);
    let to = input.tokens.partition_point(|token| token.start < end);
    let tokens = input.tokens.get(from..to).unwrap_or_default();
    let mut walk = Walk {
        input,
        clauses: Vec::with_capacity(CLAUSES),
        current: 0,
        outer: Vec::new(),
        negation: None,
        done_verbs: 0,
        skip_verb: false,
        reversed: false,
        start,
        omitted: None,
        half: None,
        without: SmallVec::new(),
        denied_to: usize::MAX,
        plugin_to: None,
        measure_to: None,
    };
    walk.clauses.push(Clause::new(Link::Main, start));
    let mut at = start;
    for (number, token) in tokens.iter().enumerate() {
        walk.gap(at, token.start, tokens.get(number..).unwrap_or_default());
        walk.token(token, tokens.get(number + 1));
        at = token.end;
    }
    walk.gap(at, end, &[]);
    walk.finish(end)
}

/// Most sentences have no more clauses than this.
const CLAUSES: usize = 3;

struct Walk<'input, 'text> {
    input: &'input Input<'text>,
    clauses: Vec<Clause>,
    current: usize,
    /// Open brackets: the clause outside and its negation.
    outer: Vec<(usize, Option<bool>)>,
    /// The negation in reach; `true` when it ends at a finite verb.
    negation: Option<bool>,
    /// Verbs of the clause that are finished, where negation follows the verb.
    done_verbs: usize,
    /// The next verb is the user's.
    skip_verb: bool,
    /// The negation in reach comes from a reversal: a second one cancels it.
    reversed: bool,
    start: usize,
    /// Where the words for leaving something out end.
    omitted: Option<usize>,
    /// Whether the negation in reach is no more than a half one ("ne").
    half: Option<bool>,
    /// Clauses that a reversal opened after a verb ("runs without storing …").
    without: SmallVec<[usize; 2]>,
    /// Where the last negation ends that follows its verb.
    denied_to: usize,
    /// Where the last word for the plugin ends.
    plugin_to: Option<usize>,
    /// Where the last word for a number or a size of something ends.
    measure_to: Option<usize>,
}

impl Walk<'_, '_> {
    fn clause(&mut self) -> Option<&mut Clause> {
        self.clauses.get_mut(self.current)
    }

    fn open(&mut self, link: Link, at: usize) {
        let dropped = self.clause().is_some_and(|clause| {
            clause.end = at;
            clause.dropped && (link == Link::Relative && !clause.users || matches!(link, Link::Inside(_)))
        });
        self.close_scope();
        // "We as its authors, …": what they are said to do follows.
        let author = link == Link::Main
            && self
                .clauses
                .get(self.current)
                .is_some_and(|clause| clause.author && clause.verbs.is_empty() && clause.terms.is_empty());
        self.current = self.clauses.len();
        self.clauses.push(Clause { dropped, author, ..Clause::new(link, at) });
        self.negation = None;
        self.reversed = false;
        self.done_verbs = 0;
        self.half = None;
    }

    /// Where a negation turns the whole clause, it does so at its end.
    fn close_scope(&mut self) {
        if self.input.lexicon.negation == NegationScope::Clause
            && let Some(clause) = self.clause()
            && clause.negated
        {
            for hit in &mut clause.verbs {
                hit.negated = true;
            }
        }
    }

    fn label_or_main(&mut self, at: usize) {
        let start = self.start;
        if let Some(clause) = self.clause()
            && clause.verbs.is_empty()
            && clause.start == start
        {
            clause.link = Link::Label;
        }
        self.open(Link::Main, at);
    }

    fn close_bracket(&mut self, at: usize) {
        let Some((outside, negation)) = self.outer.pop() else { return };
        let hedge = self.clause().and_then(|clause| {
            clause.end = at;
            clause.hedge
        });
        self.close_scope();
        self.current = outside;
        self.negation = negation;
        if let Some(clause) = self.clause() {
            clause.hedge = clause.hedge.or(hedge);
        }
    }

    fn token(&mut self, token: &Token<'_>, next: Option<&Token<'_>>) {
        let after = self.input.lexicon.negation == NegationScope::After;
        if token.is(Cue::Decoy) {
            return;
        }
        if token.is(Cue::ExceptionAfter) && self.outer.is_empty() && self.exempt_before() {
            return;
        }
        if token.is(Cue::Exception) && after {
            self.with(|clause| clause.link = Link::Exception);
            self.open(Link::Main, token.end);
        } else if token.is(Cue::Exception) {
            self.open(Link::Exception, token.start);
        } else if token.is(Cue::Relative) {
            self.open(Link::Relative, token.start);
        } else if token.is(Cue::Break) && after && token.is(Cue::Negation(false)) {
            // "않고": it denies what stands before it, and something else follows.
            self.negate(Some(false));
            self.open(Link::Main, token.end);
            return;
        } else if token.is(Cue::Break) && !self.goes_on(token, next) {
            self.open(Link::Main, token.start);
        }
        if token.is(Cue::User) || token.is(Cue::Meta) {
            if !after {
                self.open(Link::Main, token.start);
            }
            let whole = token.is(Cue::Meta) && self.near_start(token.start);
            for clause in self.clauses.iter_mut().rev().take(if whole { usize::MAX } else { 1 }) {
                clause.dropped = true;
                clause.users = token.is(Cue::User);
            }
        }
        let verb_follows = next.is_some_and(|next| next.is_verb() && self.adjacent(token.end, next.start));
        if token.is(Cue::Pronoun) && verb_follows {
            let dropped = self.clause().is_some_and(|clause| clause.dropped && !clause.users);
            self.open(Link::Main, token.start);
            self.with(|clause| clause.dropped = dropped);
        }
        if token.is(Cue::Pronoun)
            && !verb_follows
            && self.clause().is_some_and(|clause| !clause.verbs.is_empty())
        {
            self.with(|clause| (clause.points_back, clause.pronoun) = (true, true));
        }
        if token.is(Cue::UserPronoun) && verb_follows {
            self.skip_verb = true;
            return;
        }
        if token.is(Cue::Reversal) {
            self.reverse(token.start);
        }
        let negation = token.cues.iter().find_map(|cue| match cue {
            Cue::Negation(bare) => Some(*bare),
            _ => None,
        });
        if negation.is_some() && !token.is(Cue::HalfNegation) {
            self.half = Some(false);
        }
        if !after {
            self.negate_before(token, negation);
        }
        if self.negation == Some(true) && token.is(Cue::Finite) && negation.is_none() {
            self.negation = None;
        }
        if std::mem::take(&mut self.skip_verb) && token.is_verb() {
            return;
        }
        for cue in token.cues {
            self.cue(*cue, token, next);
        }
        if after {
            self.negate(negation);
            if negation.is_some() {
                self.denied_to = token.end;
            }
        }
    }

    /// Whether a negation goes on with another verb before their common object ("neither collects nor stores names").
    fn goes_on(&self, token: &Token<'_>, next: Option<&Token<'_>>) -> bool {
        let denied = self.clauses.get(self.current).is_some_and(|clause| {
            clause.terms.is_empty()
                && clause.verbs.last().is_some_and(|hit| {
                    hit.negated
                        && self.input.text.get(hit.end..token.start).is_some_and(|gap| gap.trim().is_empty())
                })
        });
        let negates = token.is(Cue::Negation(false)) || token.is(Cue::Negation(true));
        denied && negates && next.is_some_and(|next| next.is_verb() && self.adjacent(token.end, next.start))
    }

    fn cue(&mut self, cue: Cue, token: &Token<'_>, next: Option<&Token<'_>>) {
        match cue {
            Cue::Verb(verb) => self.verb(verb, false, token),
            // About a thing said before, a verb of unknown meaning says too little.
            Cue::OpenVerb(_)
                if self.clauses.get(self.current).is_some_and(|clause| clause.link == Link::Relative) => {}
            Cue::OpenVerb(verb) => self.verb(verb, true, token),
            Cue::Sell => self.verb(Verb::Share, true, token),
            Cue::Measure => self.measure_to = Some(token.end),
            Cue::Term(data_type) => self.term(Named::Type(data_type), token, next),
            Cue::Weak(row) => self.term(Named::Weak(row), token, next),
            Cue::Broad(row) => self.term(Named::Broad(row), token, next),
            Cue::ServiceData => self.service_data(token),
            Cue::VerbEnd => self.done_verbs = self.clause().map_or(0, |clause| clause.verbs.len()),
            Cue::Advice if self.opens_sentence(token.start) => self.with(|clause| clause.advice = true),
            Cue::Concession => self.with(|clause| clause.concedes = true),
            Cue::Example => self.with(|clause| clause.example = Some(token.start)),
            Cue::Show => self.verb(Verb::Receive, true, token),
            Cue::Omission if self.input.lexicon.boundary == Boundary::None => self.omitted = Some(token.end),
            Cue::Omission => {
                self.verb(Verb::Share, true, token);
                self.with(|clause| {
                    clause.verbs.iter_mut().for_each(|hit| hit.negated |= hit.at == token.start);
                });
            }
            Cue::Unless => self.with(|clause| {
                clause.unless = true;
                clause.hedge = clause.hedge.or(Some((token.start, token.end)));
            }),
            Cue::Yes => self.with(|clause| clause.answer = Some(true)),
            Cue::Limit if self.ends_list(token.start) && !self.leads_verb(token, next) => {}
            Cue::Rest => {
                let ends = self.ends_list(token.start);
                self.with(|clause| clause.rest = clause.rest.or(Some((token.start, ends))));
            }
            Cue::Limit => self.with(|clause| clause.limited = true),
            Cue::Hedge => self.with(|clause| clause.hedge = clause.hedge.or(Some((token.start, token.end)))),
            Cue::Anaphora => self.with(|clause| clause.points_back = true),
            Cue::Purpose => self.with(|clause| clause.purpose = clause.purpose.or(Some(token.start))),
            Cue::Retention => {
                self.with(|clause| clause.retention = clause.retention.or(Some((token.start, token.end))));
            }
            Cue::Author => self.with(|clause| clause.author |= clause.verbs.is_empty()),
            Cue::HalfNegation => self.half = self.half.or(Some(true)),
            Cue::Restriction => self.restrict(),
            Cue::Plugin => {
                self.plugin_to = Some(token.end);
                let text = self.input.text;
                self.with(|clause| {
                    clause.acts |= text
                        .get(clause.start..token.start)
                        .is_some_and(|before| !before.contains(char::is_alphanumeric));
                });
                self.actor(Actor::Plugin);
            }
            Cue::Platform => self.actor(Actor::Platform),
            Cue::ThirdParty => {
                self.actor(Actor::ThirdParty);
                self.with(|clause| clause.third_party = true);
            }
            _ => {}
        }
    }

    fn with(&mut self, change: impl FnOnce(&mut Clause)) {
        if let Some(clause) = self.clause() {
            change(clause);
        }
    }

    fn actor(&mut self, actor: Actor) {
        self.with(|clause| {
            if clause.verbs.is_empty() {
                clause.actor = clause.actor.or(Some(actor));
            }
        });
    }

    /// Whether nothing but white space stands before `at` in the sentence.
    fn opens_sentence(&self, at: usize) -> bool {
        self.input.text.get(self.start..at).is_some_and(|before| before.trim().is_empty())
    }

    /// Whether what stands before `at` in the sentence is next to nothing.
    fn near_start(&self, at: usize) -> bool {
        self.input.text.get(self.start..at).is_some_and(|before| before.chars().count() < 24)
    }

    /// Whether nothing but a space stands between two tokens.
    fn adjacent(&self, end: usize, start: usize) -> bool {
        self.input.text.get(end..start).is_some_and(|gap| gap.is_empty() || gap == " ")
    }
}
