//! What a term declares, whose data it is, and to whom it goes. Comes in: term hits and mentions of a sentence; goes
//! out: data types with what they cover, and recipients. Apart because it decides on words, not on clauses.

use smallvec::SmallVec;

use crate::knowledge::lexicon_rows::{Boundary, NegationScope};
use crate::knowledge::{DataType, Service};

use super::Verb;
use super::document::Kind;
use super::lexicon::Cue;
use super::openverbs::{window_after, window_before};
use super::sentences::{Clause, Link, Named, TermHit, VerbHit};
use super::statements::{Parsed, Reader};

/// Bytes on either side of a word in which its company stands.
const COMPANY: usize = 400;

/// Bytes of a word for people in a script without spaces.
const PERSON: usize = 24;

/// A term resolved to what it declares.
pub(super) struct Resolved {
    pub(super) what: DataType,
    pub(super) covers: Vec<DataType>,
    pub(super) yields: bool,
    pub(super) denial_only: bool,
    pub(super) term: String,
}

impl Reader<'_> {
    /// What a term declares, or `None` for a weak one without company.
    pub(super) fn resolve(&self, part: &Parsed<'_>, term: &TermHit, personal: bool) -> Option<Resolved> {
        let words = part.block.text.get(term.start..term.end).unwrap_or("").replace(['\n', '\u{1e}'], " ");
        let plain = |what| {
            Some(Resolved {
                what,
                covers: Vec::new(),
                yields: false,
                denial_only: false,
                term: words.clone(),
            })
        };
        match term.named {
            Named::Type(what) => plain(what),
            Named::Weak(row) => {
                let weak = part.lexicon.weak.get(usize::from(row))?;
                if Self::after_thing(part, term) {
                    return None;
                }
                let company = if !weak.beside.is_empty() {
                    // Only such as are the user's are terms at all.
                    true
                } else if weak.near.is_empty() {
                    personal || Self::of_person(part, term)
                } else {
                    let before = window_before(&part.folded, term.start, COMPANY);
                    let after = window_after(&part.folded, term.start, COMPANY);
                    weak.near
                        .iter()
                        .any(|word| before.contains(word.as_str()) || after.contains(word.as_str()))
                };
                plain(if company { weak.what } else { weak.otherwise? })
            }
            Named::Broad(row) => {
                let broad = part.lexicon.broad.get(usize::from(row))?;
                let narrowed = broad.denial_only && Self::is_narrowed(part, term.end);
                if broad.bare && (narrowed || Self::is_modified(part, term.start)) {
                    return None;
                }
                let (what, covers) = (broad.what, broad.covers.clone());
                Some(Resolved {
                    what,
                    covers,
                    yields: broad.yields,
                    denial_only: broad.denial_only,
                    term: words,
                })
            }
            Named::OfService => {
                let covers = self.knowledge.data_types().filter(|&id| self.types.is_common(id));
                Some(Resolved {
                    what: self.types.personal_data?,
                    covers: covers.collect(),
                    yields: false,
                    denial_only: false,
                    term: words,
                })
            }
        }
    }

    /// Whether words that no list holds follow a term and so may narrow it ("data in other channels").
    fn is_narrowed(part: &Parsed<'_>, end: usize) -> bool {
        let after = part.folded.get(end..).unwrap_or("");
        if part.lexicon.boundary != Boundary::Word || !after.starts_with(' ') {
            return false;
        }
        let word = after.trim_start();
        let at = end + (after.len() - word.len());
        let begins = |known: &String| {
            word.strip_prefix(known.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        let lexicon = part.lexicon;
        let small = !word.starts_with(char::is_alphanumeric)
            || lexicon.conjunctions.iter().chain(&lexicon.auxiliaries).chain(&lexicon.widest).any(begins);
        let told = part
            .tokens_in(at, at + 1)
            .iter()
            .any(|token| !token.is(Cue::Relative) && !token.is(Cue::UserPronoun) && !token.is(Cue::User));
        !small && !told
    }

    /// Whether a word that says of what kind it is stands right before a term ("schema data returned by").
    fn is_modified(part: &Parsed<'_>, at: usize) -> bool {
        let before = part.folded.get(..at).unwrap_or("");
        if part.lexicon.boundary == Boundary::None {
            // Signs of words, and not those that only join them; a word of the lexicon right before says nothing of the kind.
            let latin = before.trim_end().ends_with(|c: char| c.is_ascii_alphabetic());
            let word = latin
                || before.ends_with(|c: char| matches!(c, '\u{30a1}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'));
            let joins = part.lexicon.genitives.iter().any(|genitive| before.ends_with(genitive.as_str()));
            let known = part.tokens.iter().any(|token| token.end == at && token.start < at);
            return word && !joins && !known;
        }
        let Some(before) = before.strip_suffix(' ') else { return false };
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let lexicon = part.lexicon;
        let mut words = lexicon.articles.iter().chain(&lexicon.conjunctions).chain(&lexicon.auxiliaries);
        let small = words.any(|known| known == word);
        !word.is_empty() && !small && !lexicon.text.any(word)
    }

    /// Whether a word for people stands right before a term, or after it and what joins it to its owner ("speaker names",
    /// "names of the speakers").
    fn of_person(part: &Parsed<'_>, term: &TermHit) -> bool {
        let lexicon = part.lexicon;
        let before = window_before(&part.folded, term.start, COMPANY).trim_end();
        let owner = lexicon.genitives.iter().find_map(|genitive| {
            before.strip_suffix(genitive.trim_end()).filter(|_| !genitive.trim().is_empty())
        });
        let before = owner.unwrap_or(before);
        if lexicon.boundary == Boundary::None {
            let tail = window_before(before, before.len(), PERSON);
            return lexicon.persons.ends(tail);
        }
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        if lexicon.persons.any(word) {
            return true;
        }
        let after = window_after(&part.folded, term.end, COMPANY);
        let joined = lexicon.genitives.iter().find_map(|genitive| after.strip_prefix(genitive.as_str()));
        let mut words = joined.unwrap_or("").split(|c: char| !c.is_alphanumeric());
        words.by_ref().take(2).any(|word| lexicon.persons.any(word))
    }

    /// Whether a weak term is said to be a thing's ("the name of the repository").
    fn of_thing(part: &Parsed<'_>, term: &TermHit) -> bool {
        let lexicon = part.lexicon;
        let after = part.folded.get(term.end..).unwrap_or("");
        let mut joined = lexicon.genitives.iter().filter(|genitive| genitive.starts_with(' '));
        let Some(rest) = joined.find_map(|genitive| after.strip_prefix(genitive.as_str())) else {
            return false;
        };
        let mut articles = lexicon.articles.iter();
        let rest = articles
            .find_map(|article| rest.strip_prefix(article.as_str())?.strip_prefix(' '))
            .unwrap_or(rest);
        let at = part.folded.len() - rest.len();
        part.tokens_in(at, at + 1).iter().any(|token| token.is(Cue::Thing))
    }

    /// Whether a word for a thing stands right before a weak term ("file name").
    pub(super) fn after_thing(part: &Parsed<'_>, term: &TermHit) -> bool {
        if Self::of_thing(part, term) {
            return true;
        }
        let upto = part.tokens.partition_point(|token| token.start < term.start);
        let before = upto.checked_sub(1).and_then(|at| part.tokens.get(at));
        before.filter(|token| token.end <= term.start).is_some_and(|token| {
            let names = |cue: &Cue| matches!(cue, Cue::Thing | Cue::Term(_));
            let gap = part.block.text.get(token.end..term.start).unwrap_or("-");
            let owned = part.lexicon.boundary == Boundary::None
                && token.is(Cue::Thing)
                && part.lexicon.genitives.iter().any(|genitive| genitive == gap);
            token.cues.iter().any(names) && (term.start - token.end <= 1 || owned)
        })
    }

    /// Whether terms name data about people.
    pub(super) fn personal(&self, part: &Parsed<'_>, terms: &[TermHit]) -> bool {
        let mut weak: SmallVec<[DataType; 4]> = SmallVec::new();
        for term in terms {
            if let Named::Weak(row) = term.named
                && let Some(row) = part.lexicon.weak.get(usize::from(row))
                && self.types.is_personal(row.what)
                && !Self::after_thing(part, term)
                && !weak.contains(&row.what)
            {
                weak.push(row.what);
            }
        }
        weak.len() > 1
            || terms.iter().any(|term| match term.named {
                Named::Type(what) => self.types.is_personal(what),
                Named::Broad(row) => {
                    let broad = part.lexicon.broad.get(usize::from(row));
                    broad.is_some_and(|broad| {
                        Some(broad.what) == self.types.personal_data && !broad.denial_only
                    })
                }
                Named::Weak(_) | Named::OfService => false,
            })
    }

    /// The services that data goes to: those named in the clause after a verb of sharing; one that opens the clause and
    /// receives; one that acts ("processed by X").
    pub(super) fn recipients(
        part: &Parsed<'_>,
        clauses: &[Clause],
        range: (usize, usize),
    ) -> SmallVec<[Service; 2]> {
        let anywhere =
            part.lexicon.boundary == Boundary::None || part.lexicon.negation == NegationScope::After;
        let mut found = SmallVec::new();
        for (number, clause) in clauses.iter().enumerate() {
            let does = |verb: Verb| clause.verbs.iter().find(|hit| hit.verb == verb && !hit.negated);
            let verb_last = part.lexicon.negation == NegationScope::Clause;
            let from = |at: usize| match (anywhere, verb_last) {
                (true, _) => range.0,
                (_, true) => clause.start,
                _ => at,
            };
            let shares = does(Verb::Share).map(|hit| from(hit.at));
            let receives = does(Verb::Receive).map(|hit| hit.at);
            let goes_on = clauses.get(number + 1).filter(|next| Self::goes_on(part, clause, next));
            let end = goes_on.map_or(clause.end.max(clause.start), |next| next.end);
            let end = if anywhere { range.1 } else { end };
            for mention in part.mentions_in(range.0, end) {
                let of_clause = mention.start >= clause.start;
                let to = shares.is_some_and(|at| mention.start >= at);
                let first = clause.verbs.first().is_some_and(|hit| hit.verb == Verb::Receive);
                let opens = of_clause
                    && first
                    && receives.is_some_and(|at| mention.end <= at)
                    && part
                        .block
                        .text
                        .get(clause.start..mention.start)
                        .is_some_and(|text| !text.contains(char::is_alphanumeric));
                let acts = of_clause
                    && !clause.verbs.is_empty()
                    && part.tokens_in(clause.start, mention.start).iter().any(|token| {
                        token.is(Cue::Agent) && token.end <= mention.start && mention.start - token.end <= 1
                    });
                let platform = part.tokens_in(mention.start, mention.end).iter().any(|token| {
                    token.is(Cue::Platform) && token.start <= mention.start && mention.end <= token.end
                });
                let sees = |hit: &VerbHit| hit.sees && !hit.negated && mention.end + 1 == hit.at;
                let subject = of_clause
                    && (receives.is_some_and(|at| mention.end + 1 == at) || clause.verbs.iter().any(sees));
                // "We use X to send you e-mails."
                let does_more = clause.verbs.iter().any(|next| mention.end < next.at)
                    || clause.purpose.is_some_and(|at| mention.end < at);
                let tool = of_clause
                    && does_more
                    && clause
                        .verbs
                        .iter()
                        .any(|hit| hit.verb == Verb::Use && !hit.negated && hit.end + 1 == mention.start);
                let antecedent = clause.link == Link::Relative
                    && receives.is_some()
                    && mention.end <= clause.start
                    && clause.start - mention.end <= 2;
                let stated = of_clause && clause.verbs.iter().any(|hit| !hit.negated);
                let beside = stated && Self::stands_beside(part, clause, mention.start, mention.end);
                if (to || opens || subject || tool || acts || antecedent || beside)
                    && !platform
                    && !found.contains(&mention.service)
                {
                    found.push(mention.service);
                }
            }
        }
        found
    }

    /// Whether a clause is the rest of the one before it, cut off by a word in its midst ("sent | only to X").
    fn goes_on(part: &Parsed<'_>, clause: &Clause, next: &Clause) -> bool {
        let blank = next.verbs.is_empty() && next.terms.is_empty() && !next.negated && !next.dropped;
        let before = part.block.text.get(..next.start).unwrap_or("").trim_end();
        // "Shared only with X" exempts nobody.
        let to = clause.verbs.last().is_some_and(|hit| hit.end + 1 == next.start)
            && part.tokens_in(next.start, next.start + 1).iter().any(|token| {
                let words = part.folded.get(token.start..token.end).unwrap_or("");
                part.lexicon.toward.iter().any(|word| words.ends_with(word.trim_end()))
            });
        blank
            && (next.link == Link::Main || next.link == Link::Exception && to)
            && clause.end <= next.start
            && !clause.negated
            && before.ends_with(char::is_alphanumeric)
    }

    /// Whether a word right beside a name says that data comes from there or goes there ("from X", "Xにより").
    fn stands_beside(part: &Parsed<'_>, clause: &Clause, start: usize, end: usize) -> bool {
        let before = part.folded.get(clause.start..start).unwrap_or("");
        let after = part.folded.get(end..).unwrap_or("");
        let toward = |word: &String| {
            before.strip_suffix(word.as_str()).is_some_and(|rest| {
                part.lexicon.boundary != Boundary::Word || !rest.ends_with(char::is_alphanumeric)
            })
        };
        part.lexicon.toward.iter().any(toward)
            || part.lexicon.agents_after.iter().any(|word| after.trim_start().starts_with(word.as_str()))
    }

    pub(super) fn row_is_personal(&self, part: &Parsed<'_>) -> bool {
        part.tokens.iter().flat_map(|token| token.cues).any(|cue| match cue {
            Cue::Term(what) => self.types.is_personal(*what),
            _ => false,
        })
    }

    /// Whether an item or a cell is nothing but one term, so that what governs it must mean a person's.
    pub(super) fn is_bare(part: &Parsed<'_>, terms: &[TermHit], range: (usize, usize)) -> bool {
        let [term] = terms else { return false };
        let rest = (range.1 - range.0).saturating_sub(term.end - term.start);
        matches!(part.block.kind, Kind::Item | Kind::Row) && rest <= 2
    }
}
