//! Turns blocks into statements. Comes in: a document's blocks with their clauses; goes out: what the policy says of
//! each data type. Apart because here structure meets grammar: a heading, a lead-in or a table's header gives the verb
//! that an item or a cell lacks.

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use crate::knowledge::lexicon_rows::Boundary;
use crate::knowledge::{DataType, Knowledge, Service};

use super::details::{self, condition, quote};
use super::document::{Block, Document, Kind};
use super::frames::{Frame, company, leading_mark};
use super::lexicon::{Column, Cue, Lexicon, Prepared, Section, Token};
use super::sentences::{Clause, Input, Link, Mention, TermHit, Verdict};
use super::types::Types;
use super::verdicts::{
    Said, earlier_terms, opening_condition, previous_term, spoken_terms, stated_terms, verdicts,
};
use super::{Actor, Stance, Statement, Verb};

/// A block with what the language found in it.
pub struct Parsed<'text> {
    /// The block.
    pub block: &'text Block,
    /// Its lexicon.
    pub lexicon: &'text Lexicon,
    /// Its text in lower case, byte for byte.
    pub folded: String,
    /// Its tokens.
    pub tokens: Vec<Token<'text>>,
    /// Templates, placeholders, subjects, the plugin's own words.
    pub marks: Vec<Token<'text>>,
    /// Words for a service after its name.
    pub nouns: Vec<Token<'text>>,
    /// What stands between such a word and the name of who provides it.
    pub providers: Vec<Token<'text>>,
    /// Placeholders that nobody filled in, as byte ranges.
    pub unfilled: Vec<(usize, usize)>,
    /// Services named in it.
    pub mentions: Vec<Mention>,
    /// The section that it opens, for a heading.
    pub section: Option<Section>,
    /// The kinds of data types.
    pub types: &'text Types,
}

/// What the reading of the statements yields.
#[derive(Debug, Default)]
pub struct Reading {
    /// Statements in reading order.
    pub statements: Vec<Statement>,
    /// Whether it says how data is used.
    pub says_how_used: bool,
    /// Whether it says if data is shared.
    pub says_sharing: bool,
    /// Per block: byte ranges in which a mention is denied.
    pub denied: Vec<SmallVec<[(usize, usize); 1]>>,
    /// Per block: the section it stands in.
    pub sections: Vec<Option<Section>>,
    /// Clauses that say something with a verb; a text without any says nothing.
    pub verbs: usize,
}

/// A statement before the last pass, with where it came from.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) statement: Statement,
    pub(super) block: usize,
    pub(super) sentence: usize,
    pub(super) yields: bool,
    pub(super) named: bool,
    /// Whether its clause has a verb, and more to it than "we do not collect your messages"; a list's item has its
    /// lead-in's.
    pub(super) spoken: bool,
}

/// Reads the statements of a document. `parsed` has an entry for each block that has a lexicon.
pub fn read(knowledge: &Knowledge, document: &Document, parsed: &[Option<Parsed<'_>>]) -> Reading {
    let Some(types) = Prepared::of(knowledge).map(|made| made.types(knowledge)) else {
        return Reading::default();
    };
    let mut reader = Reader {
        knowledge,
        document,
        parsed,
        frames: Vec::with_capacity(parsed.len()),
        drafts: Vec::new(),
        reading: Reading::default(),
        last: (SmallVec::new(), 0),
        types,
        companies: FxHashSet::default(),
        leads: FxHashSet::default(),
        crossed: FxHashSet::default(),
    };
    reader.find_companies();
    for at in 0..document.blocks.len() {
        reader.block(at);
    }
    reader.finish()
}

pub(super) struct Reader<'text> {
    pub(super) knowledge: &'text Knowledge,
    pub(super) document: &'text Document,
    pub(super) parsed: &'text [Option<Parsed<'text>>],
    pub(super) frames: Vec<Frame>,
    pub(super) drafts: Vec<Draft>,
    pub(super) reading: Reading,
    /// The terms of the last sentence that had any, and their block.
    pub(super) last: (SmallVec<[TermHit; 2]>, usize),
    pub(super) types: &'text Types,
    /// Governors of lists that name data about people: their weak items are in company.
    pub(super) companies: FxHashSet<usize>,
    /// Blocks that lead others in.
    pub(super) leads: FxHashSet<usize>,
    /// Lists and sections in which a mark that means no stands before a block.
    pub(super) crossed: FxHashSet<(Option<usize>, Option<usize>)>,
}

impl Reader<'_> {
    fn block(&mut self, at: usize) {
        let parsed = self.parsed;
        let Some(Some(part)) = parsed.get(at) else {
            self.frames.push(Frame::default());
            self.reading.denied.push(SmallVec::new());
            self.reading.sections.push(None);
            return;
        };
        self.reading.denied.push(SmallVec::new());
        let governing = self.governing(part.block);
        let section = match part.block.kind {
            Kind::Heading(_) => self.section_of(part, governing.section),
            _ => governing.section,
        };
        self.reading.sections.push(section);
        match section {
            Some(Section::Use) => self.reading.says_how_used = true,
            Some(Section::Sharing | Section::ThirdParties) => self.reading.says_sharing = true,
            _ => {}
        }
        let frame = match part.block.kind {
            Kind::Heading(_) => self.heading(at, part, section, &governing),
            Kind::HeaderRow => Frame { section, ..Frame::default() },
            Kind::Row => {
                self.row(at, part, &governing);
                Frame { section, ..Frame::default() }
            }
            Kind::Paragraph | Kind::Item => self.running(at, part, section, &governing),
        };
        self.frames.push(frame);
    }

    /// The section that a heading opens; "Access control" under "Your rights" is one of them.
    fn section_of(&self, part: &Parsed<'_>, above: Option<Section>) -> Option<Section> {
        let upper = part.block.heading.and_then(|at| self.parsed.get(at)).and_then(Option::as_ref);
        let aside = || {
            upper.is_some_and(|upper| {
                upper.block.kind != Kind::Heading(1) && upper.section == Some(Section::Other)
            })
        };
        match part.section {
            Some(Section::Keeping | Section::Use) if above == Some(Section::Other) && aside() => above,
            own => own.or(above),
        }
    }

    fn find_companies(&mut self) {
        for part in self.parsed.iter().flatten() {
            self.leads.extend(part.block.governor);
            let running = matches!(part.block.kind, Kind::Item | Kind::Paragraph);
            if running && leading_mark(part) == Some(Column::No) {
                self.crossed.insert(company(part.block));
            }
            let governor = part.block.governor.filter(|_| part.block.kind == Kind::Item);
            if let Some(governor) = governor.filter(|_| self.row_is_personal(part)) {
                self.companies.insert(governor);
            }
        }
    }

    /// The statements of one sentence.
    pub(super) fn sentence(
        &mut self,
        at: usize,
        part: &Parsed<'_>,
        clauses: &[Clause],
        range: (usize, usize),
        governing: &Frame,
        section: Option<Section>,
    ) {
        let verdicts = verdicts(clauses, governing);
        let aside = matches!(section, Some(Section::Other | Section::Contact));
        let listed = governing.verdict.is_some() || governing.purposes;
        let names = |cue: &Cue| {
            matches!(cue, Cue::Term(_) | Cue::Weak(_) | Cue::Broad(_) | Cue::ServiceData | Cue::Anaphora)
        };
        let of_data = || part.tokens_in(range.0, range.1).iter().any(|token| token.cues.iter().any(names));
        let points_back = || clauses.iter().any(|clause| clause.points_back || !clause.terms.is_empty());
        let tells = !aside && (listed || of_data() || points_back());
        self.notice(at, part, clauses, &verdicts, (range, tells));
        let all = stated_terms(clauses);
        if !(aside || governing.silent) {
            let company = part.block.governor.is_some_and(|governor| self.companies.contains(&governor));
            let bare = Self::is_bare(part, &all, range) && governing.heading_governs();
            let personal = governing.personal || company || bare || self.personal(part, &all);
            let recipients = Self::recipients(part, clauses, range);
            for (clause, said) in clauses.iter().zip(&verdicts) {
                let absent = absent_terms(clause);
                if !absent.is_empty() {
                    let (verb, stance, recipients) = (Verb::Collect, Stance::Denies, &[][..]);
                    let draft = Utterance {
                        at,
                        range,
                        verb,
                        stance,
                        hedge: None,
                        clause,
                        governing,
                        personal,
                        recipients,
                    };
                    self.utter(&draft, clauses, &absent, at);
                }
                let Some((verb, stance, hedge)) = stance(part, clauses, clause, *said, governing, range.1)
                else {
                    continue;
                };
                let (mut terms, of) =
                    self.aim(at, part, clauses, &verdicts, clause, (verb, stance), governing);
                let elsewhere = of != at || terms != clause.terms;
                if of == at && stance != Stance::Denies {
                    terms.retain(|term| !absent.contains(term));
                }
                let source = self.parsed.get(of).and_then(Option::as_ref).filter(|_| elsewhere);
                let personal = personal || source.is_some_and(|source| self.personal(source, &terms));
                let recipients = &recipients;
                let draft =
                    Utterance { at, range, verb, stance, hedge, clause, governing, personal, recipients };
                self.utter(&draft, clauses, &terms, of);
            }
        }
        let spoken = spoken_terms(clauses, &verdicts);
        let any_data = part.lexicon.boundary == Boundary::Word
            && spoken.iter().all(|term| part.lexicon.is_bare(term.named));
        if !spoken.is_empty() && !any_data {
            self.last = (spoken, at);
        }
    }

    /// What a clause speaks of, and the block where those terms stand: its own terms, those before it in the sentence,
    /// or those that it points back to.
    #[allow(clippy::too_many_arguments, reason = "all of it decides, and only here")]
    fn aim(
        &self,
        at: usize,
        part: &Parsed<'_>,
        clauses: &[Clause],
        verdicts: &[Said],
        clause: &Clause,
        (verb, stance): (Verb, Stance),
        governing: &Frame,
    ) -> (SmallVec<[TermHit; 2]>, usize) {
        if clause.rest.is_some() && stance == Stance::Denies {
            return (clause.terms.iter().filter(|term| clause.denies(term)).copied().collect(), at);
        }
        if clause.link == Link::Relative {
            let mut terms = previous_term(clauses, clause, verdicts, stance);
            terms.extend(clause.terms.iter().copied());
            return (terms, at);
        }
        if !clause.terms.is_empty() {
            return (clause.terms.clone(), at);
        }
        // "We use your address but do not share it" denies no address.
        let before = earlier_terms(clauses, verdicts, clause, stance);
        if let Some(before) = before.filter(|_| stance != Stance::Denies || verb != Verb::Share) {
            return (before, at);
        }
        // "We never share it" denies no more than that.
        if clause.pronoun && stance == Stance::Denies && verb == Verb::Share {
            return (SmallVec::new(), at);
        }
        // "We share it with nobody, including: - firms that use it" says nothing of those firms.
        let denied = stance != Stance::Denies
            && matches!(governing.verdict, Some(Verdict::Denies(_) | Verdict::Scoped));
        if !(denied && part.block.governor.is_some())
            && (clause.points_back || clauses.iter().all(|clause| clause.terms.is_empty()))
        {
            return self.pointed_at(part, clause, governing);
        }
        (SmallVec::new(), at)
    }

    /// The terms that a clause without any points back to: those of the sentence before, or of the lead-in.
    pub(super) fn pointed_at(
        &self,
        part: &Parsed<'_>,
        clause: &Clause,
        governing: &Frame,
    ) -> (SmallVec<[TermHit; 2]>, usize) {
        let opens = clause.verbs.first().is_some_and(|hit| hit.at == 0);
        let heading = part.block.heading.and_then(|at| self.frames.get(at));
        if let Some(heading) =
            heading.filter(|heading| opens && part.block.governor.is_none() && !heading.terms.is_empty())
        {
            return (heading.terms.clone(), heading.terms_of);
        }
        if clause.points_back {
            // A mere pronoun reaches no further back than its own section.
            let of = self.document.blocks.get(self.last.1).and_then(|block| block.heading);
            let far = clause.pronoun && of != part.block.heading;
            return if far { (SmallVec::new(), 0) } else { self.last.clone() };
        }
        if clause.verbs.is_empty() || governing.terms.is_empty() {
            return (SmallVec::new(), 0);
        }
        (governing.terms.clone(), governing.terms_of)
    }

    pub(super) fn utter(&mut self, said: &Utterance<'_>, clauses: &[Clause], terms: &[TermHit], of: usize) {
        let parsed = self.parsed;
        let (Some(Some(part)), Some(Some(source))) = (parsed.get(said.at), parsed.get(of)) else { return };
        let shares = matches!(said.verb, Verb::Share | Verb::Collect | Verb::Receive);
        let mut recipients = match said.stance {
            Stance::Denies => SmallVec::new(),
            _ => SmallVec::<[Service; 2]>::from_slice(said.recipients),
        };
        if recipients.is_empty() && said.stance != Stance::Denies && shares {
            recipients.extend(said.governing.recipient);
        }
        let mut common: Option<Statement> = None;
        for term in terms {
            let Some(resolved) = self.resolve(source, term, said.personal) else { continue };
            let denies = said.stance == Stance::Denies;
            // "Does not change data on the disk": no verb of collecting, no word of whose data it is.
            let plain = part.lexicon.is_bare(term.named) && matches!(said.verb, Verb::Use | Verb::Share);
            if resolved.denial_only && (!denies || plain)
                || denies && said.verb == Verb::Share && Some(resolved.what) == self.types.personal_data
            {
                continue;
            }
            let common = common.get_or_insert_with(|| Self::without_term(part, clauses, said, resolved.what));
            let statement = Statement {
                what: resolved.what,
                verb: if of == said.at {
                    details::verb_of(part, said.clause, term, said.verb)
                } else {
                    said.verb
                },
                line: part.block.line(if of == said.at { term.start } else { said.range.0 + 1 }),
                term: resolved.term,
                part: Self::part_of(source, term),
                named_at: (of != said.at).then(|| source.block.line(term.start)),
                covers: resolved.covers.clone(),
                ..common.clone()
            };
            let named = statement.covers.is_empty() && !self.types.is_apart(statement.what);
            let spoken = !said.clause.verbs.is_empty() && !is_plain(part, clauses, said.clause);
            let heads = part.block.is_heading() && !resolved.covers.is_empty();
            let yields = resolved.yields || heads;
            let draft = Draft { statement, block: said.at, sentence: said.range.0, yields, named, spoken };
            for &recipient in recipients.iter().skip(1) {
                let mut further = draft.clone();
                further.statement.recipient = Some(recipient);
                self.drafts.push(further);
            }
            self.drafts.push(draft);
            if let Some(last) = self.drafts.last_mut() {
                last.statement.recipient = recipients.first().copied();
            }
        }
    }

    /// The kind of its type that a term names, where it names no other.
    fn part_of(source: &Parsed<'_>, term: &TermHit) -> Option<String> {
        let token =
            source.tokens_in(term.start, term.start + 1).iter().find(|token| token.end == term.end)?;
        token.cues.iter().find_map(|cue| match cue {
            Cue::Part(at) => source.lexicon.parts.get(usize::from(*at)).cloned(),
            _ => None,
        })
    }

    /// What a clause says of each of its terms.
    fn without_term(
        part: &Parsed<'_>,
        clauses: &[Clause],
        said: &Utterance<'_>,
        what: DataType,
    ) -> Statement {
        Statement {
            what,
            stance: said.stance,
            verb: said.verb,
            actor: details::actor(part, said.clause).or(said.governing.actor).unwrap_or(Actor::Plugin),
            line: 0,
            quote: quote(part.block.text.get(said.range.0..said.range.1).unwrap_or("")),
            term: String::new(),
            part: None,
            named_at: None,
            covers: Vec::new(),
            recipient: None,
            condition: said.hedge.clone(),
            purpose: details::purpose(part, clauses, said.clause, said.stance),
            retention: details::retention(part, said.clause, said.range.1),
            variant: None,
        }
    }

    /// Notes on use and sharing, and the mentions that are denied. Only a sentence that `tells` of data, where the policy
    /// does not speak of itself, says how that is used.
    fn notice(
        &mut self,
        at: usize,
        part: &Parsed<'_>,
        clauses: &[Clause],
        said: &[Said],
        (range, tells): ((usize, usize), bool),
    ) {
        let spoken = clauses.iter().any(|clause| !clause.dropped && !clause.verbs.is_empty());
        for (clause, said) in clauses.iter().zip(said) {
            if clause.dropped {
                continue;
            }
            let verbs = clause.verbs.iter().filter(|_| part.block.kind != Kind::HeaderRow);
            self.reading.verbs += verbs.clone().count();
            if !self.reading.says_how_used {
                let uses = matches!(said, Said::Does(Verb::Use, _)) || clause.purpose.is_some();
                let aims = || matches!(said, Said::Does(..)) && details::aim(part, clauses, clause).is_some();
                self.reading.says_how_used = tells && (uses && spoken || aims());
            }
            let shares = clause.verbs.iter().any(|hit| matches!(hit.verb, Verb::Share));
            let names =
                part.mentions.iter().any(|mention| range.0 <= mention.start && mention.end <= range.1);
            // "No third parties are involved."
            let none = clause.third_party && clause.negates_noun;
            self.reading.says_sharing |= none || shares && (clause.third_party || names);
            // "Apart from the prompt, no other data goes to X" names X.
            let exempt = |other: &Clause| other.link == Link::Exception && !other.terms.is_empty();
            let shares_rest = clause.rest.is_some() && shares;
            let tells_of_it = shares_rest || shares && clauses.iter().any(exempt);
            if !tells_of_it
                && matches!(clause.verdict(false), Verdict::Denies(_) | Verdict::Scoped)
                && let Some(hit) = clause.verbs.iter().find(|hit| hit.negated)
                && let Some(denied) = self.reading.denied.get_mut(at)
            {
                denied.push((hit.at, clause.end));
            }
            // "No services of X or Y are used": what stands between the negation and its verb is denied with it.
            if let Some(verb) =
                clause.verbs.first().filter(|_| !tells_of_it && clause.negated && clause.negates_noun)
                && let Some(no) =
                    part.tokens_in(clause.start, verb.at).iter().find(|token| token.is(Cue::Negation(false)))
                && matches!(clause.verdict(false), Verdict::Denies(_) | Verdict::Scoped)
                && let Some(denied) = self.reading.denied.get_mut(at)
            {
                denied.push((no.start, verb.at));
            }
        }
    }

    /// Drops broad terms that named ones spell out, there or elsewhere in the policy, and repetitions.
    fn finish(mut self) -> Reading {
        let drafts = std::mem::take(&mut self.drafts);
        let mut kept: Vec<Statement> = Vec::new();
        let spelled_out = self.spelled_out(&drafts);
        let handled: FxHashSet<DataType> = drafts
            .iter()
            .filter(|draft| draft.statement.covers.is_empty() && draft.statement.stance != Stance::Denies)
            .map(|draft| draft.statement.what)
            .collect();
        for draft in drafts {
            // What a policy says that it handles, it denies only in part.
            let what = draft.statement.what;
            let partly = draft.spoken && draft.statement.stance == Stance::Denies && handled.contains(&what);
            if partly && self.types.is_in_part(what) {
                continue;
            }
            if draft.yields && spelled_out.contains(&draft.statement.term.to_ascii_lowercase()) {
                continue;
            }
            let same = |known: &Statement| {
                let statement = &draft.statement;
                known.what == statement.what
                    && known.stance == statement.stance
                    && known.line == statement.line
                    && known.recipient == statement.recipient
                    && known.covers == statement.covers
            };
            if !kept.iter().rev().take_while(|known| known.line == draft.statement.line).any(same) {
                kept.push(draft.statement);
            }
        }
        self.reading.statements = kept;
        self.reading
    }

    /// The broad terms, in lower case, that named ones of the same stance spell out: in the same sentence or in the list
    /// under it.
    fn spelled_out(&self, drafts: &[Draft]) -> FxHashSet<String> {
        if !drafts.iter().any(|draft| draft.yields) {
            return FxHashSet::default();
        }
        let mut sentences: FxHashSet<(usize, usize, Stance)> = FxHashSet::default();
        let mut lists: FxHashSet<(usize, Stance)> = FxHashSet::default();
        for draft in drafts.iter().filter(|draft| draft.named) {
            let stance = draft.statement.stance;
            sentences.insert((draft.block, draft.sentence, stance));
            let block = self.document.blocks.get(draft.block);
            lists.extend(block.and_then(|block| block.heading).map(|heading| (heading, stance)));
            let mut above = block.and_then(|block| block.governor);
            for _ in 0..NESTING {
                let Some(governor) = above else { break };
                lists.insert((governor, stance));
                above = self.document.blocks.get(governor).and_then(|block| block.governor);
            }
        }
        let spelled = drafts.iter().filter(|draft| {
            let stance = draft.statement.stance;
            draft.yields
                && (sentences.contains(&(draft.block, draft.sentence, stance))
                    || lists.contains(&(draft.block, stance)))
        });
        spelled.map(|draft| draft.statement.term.to_ascii_lowercase()).collect()
    }
}

/// Lists nested deeper than this do not spell out the term of the outermost.
const NESTING: usize = 4;

/// One clause's claim on its terms.
pub(super) struct Utterance<'text> {
    pub(super) at: usize,
    pub(super) range: (usize, usize),
    pub(super) verb: Verb,
    pub(super) stance: Stance,
    pub(super) hedge: Option<String>,
    pub(super) clause: &'text Clause,
    pub(super) governing: &'text Frame,
    pub(super) personal: bool,
    pub(super) recipients: &'text [Service],
}

impl<'text> Parsed<'text> {
    /// The tokens that start in `start..end`.
    pub(super) fn tokens_in(&self, start: usize, end: usize) -> &[Token<'text>] {
        let from = self.tokens.partition_point(|token| token.start < start);
        let to = self.tokens.partition_point(|token| token.start < end);
        self.tokens.get(from..to.max(from)).unwrap_or_default()
    }

    /// The mentions that start in `start..end`.
    pub(super) fn mentions_in(&self, start: usize, end: usize) -> &[Mention] {
        let from = self.mentions.partition_point(|mention| mention.start < start);
        let to = self.mentions.partition_point(|mention| mention.start < end);
        self.mentions.get(from..to.max(from)).unwrap_or_default()
    }

    pub(super) fn input(&self) -> Input<'_> {
        Input {
            text: &self.block.text,
            folded: &self.folded,
            tokens: &self.tokens,
            mentions: &self.mentions,
            lexicon: self.lexicon,
            types: self.types,
        }
    }
}

/// Whether a sentence is one verb of collecting with its terms and small words, so that its denial is of all of them.
fn is_plain(part: &Parsed<'_>, clauses: &[Clause], clause: &Clause) -> bool {
    let ([_], Some(first), Some(last)) = (clauses, clause.terms.first(), clause.terms.last()) else {
        return false;
    };
    let (lexicon, text) = (part.lexicon, part.folded.as_str());
    let small = |from: usize, to: usize| {
        let gap = text.get(from..to).unwrap_or("");
        let mut words = gap.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.all(|word| {
            let mut known = lexicon.articles.iter().chain(&lexicon.genitives);
            known.any(|small| small.trim() == word) || super::language::is_function_word(word)
        })
    };
    let verb = clause.verbs.iter().rfind(|hit| hit.end <= first.start);
    // What the platform does not see, the plugin may.
    clause.actor != Some(Actor::Platform)
        && verb.is_some_and(|hit| hit.verb == Verb::Collect && small(hit.end, first.start))
        && small(last.end, clause.end)
}

/// The terms whose own words say that there is none of it ("no tracking"), whatever else the clause says.
fn absent_terms(clause: &Clause) -> SmallVec<[TermHit; 2]> {
    let own = |term: &TermHit| {
        clause.verbs.iter().any(|hit| hit.negated && hit.at == term.start && hit.end == term.end)
    };
    if clause.dropped || clause.limited || clause.rest.is_some() {
        return SmallVec::new();
    }
    clause.terms.iter().filter(|term| own(term)).copied().collect()
}

/// The verb, stance and condition of a clause that says something.
fn stance(
    part: &Parsed<'_>,
    clauses: &[Clause],
    clause: &Clause,
    said: Said,
    governing: &Frame,
    end: usize,
) -> Option<(Verb, Stance, Option<String>)> {
    match said {
        Said::Nothing => None,
        Said::Denies(verb) => Some((verb, Stance::Denies, None)),
        Said::Does(verb, hedged) => {
            let hedge = clause.hedge.or_else(|| opening_condition(clauses, clause));
            let hedge = hedge.map(|(start, _)| condition(part.block, start, end));
            let hedge = hedge.or_else(|| governing.hedge.clone().filter(|_| hedged));
            let stance = if hedge.is_some() || hedged { Stance::Conditional } else { Stance::Handles };
            Some((verb, stance, hedge))
        }
    }
}
