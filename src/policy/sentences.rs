//! Cuts a block's text into sentences, and says what a clause is and what it says by itself. Comes in: text; goes out: byte
//! ranges, and a [`Verdict`] for each [`Clause`]. Apart because it knows no headings, lists or statements.

use smallvec::SmallVec;

use crate::knowledge::lexicon_rows::Boundary;
use crate::knowledge::{DataType, Service};

use super::letters::char_at;
use super::lexicon::{Lexicon, Token};
use super::types::Types;
use super::{Actor, Verb};

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
    pub(super) fn new(link: Link, start: usize) -> Self {
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

pub use super::walk::clauses;
