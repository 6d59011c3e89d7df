//! Cuts a block's text into sentences and a sentence into clauses with their verbs, terms and negations. Comes in: text
//! and the tokens of a lexicon; goes out: [`Clause`]s, each with what it says by itself. Apart because it is grammar:
//! it knows no headings, lists or statements.

use smallvec::SmallVec;

use crate::knowledge::lexicon_rows::{Boundary, NegationScope};
use crate::knowledge::{DataType, Service};

use super::letters::char_at;
use super::lexicon::{Cue, Lexicon, Token};
use super::types::Types;
use super::{Actor, Verb, owned};

/// A name of a service in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The service.
    pub service: Service,
}

/// What a term names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A type, plainly.
    Type(DataType),
    /// A type in company: an index into the lexicon's weak rows.
    Weak(u16),
    /// A broader term: an index into the lexicon's broad rows.
    Broad(u16),
    /// Data of a service.
    OfService,
}

/// A term in a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermHit {
    /// What it names.
    pub named: Named,
    /// First byte in the block.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A verb in a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "marks that the grammar sets one by one")]
pub struct VerbHit {
    /// The action.
    pub verb: Verb,
    /// Whether a negation turns it.
    pub negated: bool,
    /// Selling: its denial says nothing.
    pub sells: bool,
    /// Seeing, receiving: an author's denial of it says nothing.
    pub sees: bool,
    /// It leads into a purpose: "not used for" denies no use.
    pub purpose: bool,
    /// Whether it lists with the verb before it ("collect, store or share").
    pub listed: bool,
    /// First byte.
    pub at: usize,
    /// One past the last byte.
    pub end: usize,
}

/// How a clause hangs on others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// On its own.
    Main,
    /// About the term before it.
    Relative,
    /// Exempt from the clause before it.
    Exception,
    /// In brackets inside the clause with this index.
    Inside(usize),
    /// The words before a colon at the start.
    Label,
}

/// A clause of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "marks that the grammar sets one by one")]
pub struct Clause {
    /// How it hangs on others.
    pub link: Link,
    /// Its verbs.
    pub verbs: SmallVec<[VerbHit; 2]>,
    /// Its terms.
    pub terms: SmallVec<[TermHit; 2]>,
    /// Whether it has a negation.
    pub negated: bool,
    /// Whether a negation other than one of the verb stands in it ("no", "none").
    pub negates_noun: bool,
    /// "Yes" or "no" and nothing else.
    pub answer: Option<bool>,
    /// Whether it makes a denial beside it a condition.
    pub unless: bool,
    /// Whether something narrows a denial.
    pub limited: bool,
    /// Where a word narrows it to what was not named before ("other"), and whether that ends an enumeration.
    pub rest: Option<(usize, bool)>,
    /// The first hedge, as a byte range.
    pub hedge: Option<(usize, usize)>,
    /// It says what the user may do, or speaks of the policy: it states nothing.
    pub dropped: bool,
    /// It says what the user may do.
    pub users: bool,
    /// It opens the sentence with an order to the reader ("do not send …").
    pub advice: bool,
    /// "Even if …": a denial beside it is none of what it names.
    pub concedes: bool,
    /// Where examples begin.
    pub example: Option<usize>,
    /// It ends in a verb that stands for one said before ("whereas your name is").
    pub elliptic: bool,
    /// Who acts, where it says so.
    pub actor: Option<Actor>,
    /// Whether those who wrote the plugin act.
    pub author: bool,
    /// It opens with who acts: whatever that one does, it is none of what stands above.
    pub acts: bool,
    /// Whether it points back.
    pub points_back: bool,
    /// Whether it does so by a mere pronoun ("sends it").
    pub pronoun: bool,
    /// Where a purpose begins.
    pub purpose: Option<usize>,
    /// A time of keeping, as a byte range.
    pub retention: Option<(usize, usize)>,
    /// Whether it names third parties in general.
    pub third_party: bool,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// What a clause says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It does this.
    Does(Verb),
    /// It does not do this, at all.
    Denies(Verb),
    /// It denies something that is no denial of collection.
    Scoped,
    /// It has no verb.
    Verbless,
}

impl Clause {
    fn new(link: Link, start: usize) -> Self {
        Self {
            link,
            verbs: SmallVec::new(),
            terms: SmallVec::new(),
            negated: false,
            negates_noun: false,
            answer: None,
            unless: false,
            limited: false,
            rest: None,
            hedge: None,
            dropped: false,
            users: false,
            advice: false,
            elliptic: false,
            concedes: false,
            example: None,
            actor: None,
            author: false,
            acts: false,
            points_back: false,
            pronoun: false,
            purpose: None,
            retention: None,
            third_party: false,
            start,
            end: start,
        }
    }

    /// Whether it says nothing at all: what stands between a comma and the next clause.
    pub fn is_blank(&self) -> bool {
        self.end <= self.start + BLANK && self.verbs.is_empty() && self.terms.is_empty() && !self.negated
    }

    /// A clause of these bytes without anything in it.
    pub fn empty(range: (usize, usize)) -> Self {
        Self { end: range.1, ..Self::new(Link::Main, range.0) }
    }

    /// Whether a denial of this clause denies a term: "no other data (names, …)" denies what it lists, not the data.
    pub fn denies(&self, term: &TermHit) -> bool {
        self.rest.is_none_or(|(at, ends)| {
            ends || term.start < at || self.example.is_some_and(|example| example < term.start)
        })
    }

    /// What its verbs say; `turned` when what leads it in negates all of them ("We do not:").
    pub fn verdict(&self, turned: bool) -> Verdict {
        if self.verbs.is_empty() {
            return Verdict::Verbless;
        }
        let does = self.verbs.iter().find(|hit| !(hit.negated || turned));
        if let Some(hit) = does {
            return Verdict::Does(hit.verb);
        }
        // Of several verbs the first and those listed with it are denied: "not stored after processing" denies no processing.
        let listed = || {
            self.verbs
                .iter()
                .enumerate()
                .take_while(|(at, hit)| *at == 0 || hit.listed || turned)
                .map(|(_, hit)| hit)
        };
        let by_third = self.negates_noun && self.actor == Some(Actor::ThirdParty);
        // "Does not use third-party services to process your data": what is not used are the services.
        let uses_others = |hit: &VerbHit| {
            let next = self.verbs.iter().find(|other| other.at > hit.at);
            let later = |next: &VerbHit| self.terms.first().is_some_and(|term| next.end <= term.start);
            let apart = |next: &VerbHit| !next.listed || next.at - hit.end > WORDS_BETWEEN;
            hit.verb == Verb::Use && self.third_party && next.is_some_and(|next| apart(next) && later(next))
        };
        // What follows a verb of purpose is that purpose: "not used for analysis or advertising".
        let denied = listed().take_while(|hit| !(hit.purpose || uses_others(hit))).find(|hit| {
            !by_third
                && !hit.sells
                && (!self.author || !hit.sees)
                && (matches!(hit.verb, Verb::Collect | Verb::Use)
                    || hit.verb == Verb::Receive && !self.third_party)
        });
        // "We do not use your name for research" denies that purpose.
        let denied = denied.filter(|hit| {
            hit.verb != Verb::Use
                || self.purpose.is_none_or(|at| at < hit.end || self.terms.iter().all(|term| at < term.end))
        });
        let only_shares = || {
            listed().all(|hit| {
                hit.verb == Verb::Share && !hit.sells && !hit.purpose && (!self.author || !hit.sees)
            })
        };
        match denied {
            Some(hit) if !self.limited => Verdict::Denies(hit.verb),
            None if !self.limited && !self.third_party && only_shares() => Verdict::Denies(Verb::Share),
            _ => Verdict::Scoped,
        }
    }
}

/// Between two verbs of a list stand no more bytes than these in a script without spaces.
const WORDS_BETWEEN: usize = 12;

/// A clause of no more bytes than a comma and its blank has no words.
const BLANK: usize = 2;

/// A sentence of more bytes is cut: no person wrote it, and the walk over its clauses is not linear.
const LONG_SENTENCE: usize = 1500;

/// The byte ranges of the sentences of a block.
pub fn sentences(text: &str, lexicon: &Lexicon) -> SmallVec<[(usize, usize); 4]> {
    let mut ranges = SmallVec::new();
    let mut start = 0;
    let short = text.len() <= LONG_SENTENCE;
    let bytes = text.as_bytes();
    let mut next = 0;
    loop {
        // In a short text nothing but these ends a sentence.
        if short {
            let rest = bytes.get(next..).unwrap_or_default();
            next += rest.iter().position(|byte| may_end_sentence(*byte)).unwrap_or(rest.len());
        }
        let Some(c) = char_at(text, next) else { break };
        let at = next;
        let end = at + c.len_utf8();
        next = end;
        let ends = match c {
            // Names hold an exclamation mark too ("Yahoo! JAPAN").
            '!' if lexicon.boundary == Boundary::None => !text
                .get(end..)
                .is_some_and(|after| after.trim_start().starts_with(|c: char| c.is_ascii_alphabetic())),
            '。' | '！' | '？' | '!' | '?' | '\u{1e}' => true,
            '\n' => lexicon.boundary == Boundary::None && line_stands_alone(text, start, at),
            '.' => full_stop(text, at, lexicon),
            _ => end - start > LONG_SENTENCE && (!c.is_alphanumeric() || end - start > LONG_SENTENCE * 2),
        };
        if ends {
            ranges.push((start, end));
            start = end;
        }
    }
    ranges.push((start, text.len()));
    ranges.retain(|&mut (start, end)| text.get(start..end).is_some_and(|part| !part.trim().is_empty()));
    ranges
}

/// Whether a sign that parts clauses begins with this byte.
fn may_part(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b';' | b'-' | b':' | b',' | 0xe2 | 0xef)
}

/// Whether a sign that ends sentences begins with this byte.
fn may_end_sentence(byte: u8) -> bool {
    matches!(byte, b'!' | b'?' | b'.' | b'\n' | 0x1e | 0xe3 | 0xef)
}

/// In scripts without spaces a source line that ends without punctuation is a line of its own.
fn line_stands_alone(text: &str, start: usize, at: usize) -> bool {
    text.get(start..at).is_some_and(|line| {
        !line.ends_with(['、', '，', ',', '（', '('])
            && line.chars().count() < 40
            && line.contains(['：', ':'])
    })
}

fn full_stop(text: &str, at: usize, lexicon: &Lexicon) -> bool {
    let after = text.get(at + 1..).unwrap_or("");
    let closed = after.trim_start_matches(['"', '\'', ')', '*']);
    if !closed.is_empty() && !closed.starts_with(char::is_whitespace) {
        return false;
    }
    let next = closed.trim_start().chars().next();
    if next.is_some_and(char::is_lowercase) {
        return false;
    }
    let before = text.get(..at).unwrap_or("");
    let word = before.rsplit([' ', '\n', '(', '"']).next().unwrap_or("");
    let mut letters = word.chars();
    let letter = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    !letter
        && !lexicon
            .abbreviations
            .iter()
            .any(|known| known.len() == word.len() && *known == word.to_lowercase())
}

/// What the walk over a sentence needs.
pub struct Input<'text> {
    /// The block's text.
    pub text: &'text str,
    /// The same in lower case, byte for byte.
    pub folded: &'text str,
    /// Its tokens.
    pub tokens: &'text [Token<'text>],
    /// Services named in the block.
    pub mentions: &'text [Mention],
    /// The lexicon.
    pub lexicon: &'text Lexicon,
    /// The kinds of data types.
    pub types: &'text Types,
}

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

fn clause_verbs(clauses: &[Clause], at: usize) -> usize {
    clauses.get(at).map_or(0, |clause| clause.verbs.len())
}

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

/// Characters that a genitive takes between a name and its noun (`'s `).
const GENITIVE: usize = 3;
/// Letters of a clause that is no more than "yes" or "no".
const ANSWER: usize = 7;
/// Brackets nested deeper than this are read as one.
const BRACKETS: usize = 8;

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

    /// Punctuation between tokens.
    fn gap(&mut self, from: usize, to: usize, next: &[Token<'_>]) {
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
    fn next_denied(&self, next: &[Token<'_>]) -> bool {
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
    fn comma_splits(&mut self, next: &[Token<'_>]) -> bool {
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
    fn lists_nothing(&self, next: &[Token<'_>]) -> bool {
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
    fn starts_contrast(&self, next: &[Token<'_>]) -> bool {
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

    /// A reversal: cancels what is negated, else negates.
    fn reverse(&mut self, at: usize) {
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
    fn restrict(&mut self) {
        let Some(clause) = self.clauses.get_mut(self.current) else { return };
        if self.half != Some(true) || clause.verbs.is_empty() || !clause.terms.is_empty() {
            return;
        }
        (clause.negated, clause.negates_noun) = (false, false);
        clause.verbs.iter_mut().for_each(|hit| hit.negated = false);
        self.negation = None;
    }

    /// "Collects nothing of X but Y" where Y stands first: takes the last term out of a denial into a clause of its own.
    fn exempt_before(&mut self) -> bool {
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

    /// Whether nothing but white space stands before `at` in the sentence.
    fn opens_sentence(&self, at: usize) -> bool {
        self.input.text.get(self.start..at).is_some_and(|before| before.trim().is_empty())
    }

    /// Whether what stands before `at` in the sentence is next to nothing.
    fn near_start(&self, at: usize) -> bool {
        self.input.text.get(self.start..at).is_some_and(|before| before.chars().count() < 24)
    }

    /// A negation before its verb; one of a noun right after a verb ("collects no data") turns that verb too.
    fn negate_before(&mut self, token: &Token<'_>, negation: Option<bool>) {
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
    fn part_denied(&mut self, at: usize) {
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

    fn negate(&mut self, negation: Option<bool>) {
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

    /// Whether a word that can be a verb is a noun here: an article stands right before it.
    fn is_noun(&self, token: &Token<'_>) -> bool {
        let lexicon = self.input.lexicon;
        let text = self.input.text;
        let Some(word) = text.get(token.start..token.end).filter(|_| lexicon.boundary == Boundary::Word)
        else {
            return false;
        };
        if !lexicon.nouns.iter().any(|noun| noun.eq_ignore_ascii_case(word)) {
            return false;
        }
        let before = text.get(..token.start).and_then(|before| before.strip_suffix(' ')).unwrap_or("");
        let article = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        lexicon.articles.iter().any(|known| known.eq_ignore_ascii_case(article))
    }

    fn verb(&mut self, verb: Verb, sells: bool, token: &Token<'_>) {
        if self.is_noun(token) {
            return;
        }
        let listed = self.lists(token.start);
        let hit = VerbHit {
            verb,
            listed,
            negated: self.negation.is_some(),
            sells,
            sees: token.is(Cue::Sees),
            purpose: token.is(Cue::Purpose),
            at: token.start,
            end: token.end,
        };
        self.with(|clause| clause.verbs.push(hit));
    }

    /// Whether what starts at `at` is the last member of an enumeration of terms ("your name or any other data").
    fn ends_list(&self, at: usize) -> bool {
        let lexicon = self.input.lexicon;
        let clause = self.clauses.get(self.current);
        let Some(last) = clause.and_then(|clause| clause.terms.last()) else { return false };
        let gap = self.input.text.get(last.end..at).unwrap_or("");
        let mut words =
            gap.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).filter(|w| !w.is_empty());
        let conjunction =
            |word: &str| lexicon.conjunctions.iter().any(|known| known.eq_ignore_ascii_case(word));
        let near = words.by_ref().take(3).last().is_some_and(conjunction);
        near && words.next().is_none()
    }

    /// Whether in a script without spaces a verb stands right after a token ("或长期保存").
    fn leads_verb(&self, token: &Token<'_>, next: Option<&Token<'_>>) -> bool {
        self.input.lexicon.boundary == Boundary::None
            && next.is_some_and(|next| {
                // Verbs of use stand before nouns too ("长期翻译历史").
                next.is_verb() && !next.is(Cue::Verb(Verb::Use)) && self.adjacent(token.end, next.start)
            })
    }

    /// Whether nothing but commas and conjunctions stands between the clause's last verb and `at`.
    fn lists(&self, at: usize) -> bool {
        let lexicon = self.input.lexicon;
        let Some(last) = self.clauses.get(self.current).and_then(|clause| clause.verbs.last()) else {
            return true;
        };
        if lexicon.boundary == Boundary::None || lexicon.conjunctions.is_empty() {
            return true;
        }
        let gap = self.input.text.get(last.end..at).unwrap_or("");
        gap.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).all(|word| {
            word.is_empty() || lexicon.conjunctions.iter().any(|known| known.eq_ignore_ascii_case(word))
        })
    }

    /// Whether what a term names is left out of something: "去除 X 的 Y" speaks of Y.
    fn is_omitted(&self, at: usize) -> bool {
        let between = self.omitted.and_then(|from| self.input.text.get(from..at));
        between.is_some_and(|text| {
            let ends = ['。', '，', ',', '；', ';', '：'];
            !text.contains(ends)
                && !self.input.lexicon.genitives.iter().any(|word| text.contains(word.as_str()))
        })
    }

    /// Whether the brackets that are open stand after content, so that a part or a form of it says nothing more.
    fn is_facet(&self) -> bool {
        let Some(Link::Inside(outside)) = self.clauses.get(self.current).map(|clause| clause.link) else {
            return false;
        };
        let outer = self.clauses.get(outside).and_then(|clause| clause.terms.last());
        outer.is_some_and(|term| self.is_content(term))
    }

    fn term(&mut self, named: Named, token: &Token<'_>, next: Option<&Token<'_>>) {
        if self.is_omitted(token.start) || token.is(Cue::Facet) && self.is_facet() {
            return;
        }
        if let Named::Weak(row) = named
            && let Some(weak) = self.input.lexicon.weak.get(usize::from(row))
            && !(weak.beside.is_empty() || owned::is_users(self.input, token, &weak.beside))
        {
            return;
        }
        let modifies = next.is_some_and(|next| next.is(Cue::Head) && self.adjacent(token.end, next.start));
        let hit = TermHit { named, start: token.start, end: token.end };
        let of_another = || self.is_own(token, next) || self.is_measured(token.start);
        if !(modifies || self.is_content(&hit) && of_another()) {
            self.with(|clause| clause.terms.push(hit));
        }
    }

    /// Whether only a number or a size of what a term at `at` names is spoken of ("the number of your messages").
    fn is_measured(&self, at: usize) -> bool {
        let gap = self.measure_to.and_then(|from| self.input.text.get(from..at));
        gap.is_some_and(|gap| {
            let mut words = gap.split(' ').filter(|word| !word.is_empty());
            words.by_ref().take(1).all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
                && words.next().is_none()
        })
    }

    /// Whether a term is said to be the plugin's ("files of this plugin", "插件的文件").
    fn is_own(&self, token: &Token<'_>, next: Option<&Token<'_>>) -> bool {
        let owned = |from: usize, to: usize| {
            let gap = self.input.text.get(from..to).unwrap_or("-");
            self.input.lexicon.genitives.iter().any(|genitive| genitive == gap)
        };
        let spaced = self.input.lexicon.boundary == Boundary::Word;
        next.is_some_and(|next| spaced && next.is(Cue::Plugin) && owned(token.end, next.start))
            || self.plugin_to.is_some_and(|end| !spaced && owned(end, token.start))
    }

    /// Whether nothing but a space stands between two tokens.
    fn adjacent(&self, end: usize, start: usize) -> bool {
        self.input.text.get(end..start).is_some_and(|gap| gap.is_empty() || gap == " ")
    }

    /// "Spotify data": personal data; "Google Tasks data": what the name's own word says.
    fn service_data(&mut self, token: &Token<'_>) {
        let text = self.input.text;
        let Some(mention) = self.input.mentions.iter().find(|mention| {
            mention.end <= token.start
                && text.get(mention.end..token.start).is_some_and(|gap| {
                    let longest = if gap.contains(char::is_alphabetic) { GENITIVE } else { GENITIVE * 2 };
                    gap.chars().count() <= longest && !gap.contains([',', '.', '，', '、', '。', '(', ')'])
                })
        }) else {
            return;
        };
        let start = mention.start;
        let name = text.get(start..mention.end).unwrap_or("");
        let inner = self.input.lexicon.text.scan(&self.input.lexicon.folded(name));
        let named = inner.iter().flat_map(|token| token.cues).find_map(|cue| match cue {
            Cue::Term(data_type) => Some(Named::Type(*data_type)),
            Cue::Broad(row) => Some(Named::Broad(*row)),
            _ => None,
        });
        let named = named.unwrap_or(Named::OfService);
        self.with(|clause| {
            clause.terms.retain(|term| term.start < start);
            clause.terms.push(TermHit { named, start, end: token.end });
        });
    }

    /// "Contacts' phone numbers": the broad term only says whose the other is. And in scripts without spaces a term
    /// after "for the purpose of" is none of what is handled.
    fn drop_owners(&mut self) {
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
    fn is_content(&self, term: &TermHit) -> bool {
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
    fn exempt_rest(&mut self) {
        let bare = |clause: &Clause| clause.link == Link::Exception && clause.terms.is_empty();
        let exempt: SmallVec<[bool; 8]> = self.clauses.iter().skip(1).map(bare).collect();
        for (clause, exempt) in self.clauses.iter_mut().zip(exempt) {
            if let Some((_, ends)) = clause.rest.as_mut() {
                *ends &= !exempt;
            }
        }
    }

    /// "Files (unless you attach them), names": the condition in brackets takes the word before them out of a denial.
    fn exempt_before_brackets(&mut self) {
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

    fn finish(mut self, end: usize) -> Vec<Clause> {
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
