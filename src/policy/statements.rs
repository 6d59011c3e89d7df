//! Turns blocks into statements. Comes in: a document's blocks with their clauses; goes out: what the policy says of
//! each data type. Apart because here structure meets grammar: a heading, a lead-in or a table's header gives the verb
//! that an item or a cell lacks.

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use crate::knowledge::lexicon_rows::{Boundary, NegationScope};
use crate::knowledge::{DataType, Knowledge, Service};

use super::document::{Block, Document, Kind};
use super::lexicon::{Column, Cue, Lexicon, Section, Token};
use super::sentences::{self, Clause, Input, Link, Mention, Named, TermHit, Verdict};
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
    pub tokens: Vec<Token>,
    /// Services named in it.
    pub mentions: Vec<Mention>,
    /// For each data type whether it is content.
    pub content: std::sync::Arc<[bool]>,
}

/// What a block gives to what stands under it.
#[derive(Debug, Clone, Default)]
struct Frame {
    /// The verb and whether it is denied; `None` where it gives none.
    verdict: Option<Verdict>,
    /// "We do not:": the verbs below are negated.
    turned: bool,
    /// Nothing below states anything.
    silent: bool,
    /// What stands below are purposes, not data.
    purposes: bool,
    hedge: Option<String>,
    actor: Option<Actor>,
    recipient: Option<Service>,
    /// Whether it names data about people, so that weak terms below are in company.
    personal: bool,
    terms: SmallVec<[TermHit; 4]>,
    /// The block that the terms stand in.
    terms_of: usize,
    section: Option<Section>,
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
struct Draft {
    statement: Statement,
    block: usize,
    sentence: usize,
    yields: bool,
    named: bool,
}

/// Reads the statements of a document. `parsed` has an entry for each block that has a lexicon.
pub fn read(knowledge: &Knowledge, document: &Document, parsed: &[Option<Parsed<'_>>]) -> Reading {
    let mut reader = Reader {
        knowledge,
        document,
        parsed,
        frames: Vec::with_capacity(parsed.len()),
        drafts: Vec::new(),
        reading: Reading::default(),
        last: (SmallVec::new(), 0),
        people: people(knowledge),
        personal_data: knowledge.data_type("personal_data"),
        companies: FxHashSet::default(),
        leads: FxHashSet::default(),
    };
    reader.find_companies();
    for at in 0..document.blocks.len() {
        reader.block(at);
    }
    reader.finish()
}

/// For each data type whether it names a person directly or indirectly.
fn people(knowledge: &Knowledge) -> Vec<bool> {
    knowledge
        .data_types()
        .map(|id| ["direct", "indirect"].contains(&knowledge.type_row(id).group.as_str()))
        .collect()
}

struct Reader<'text> {
    knowledge: &'text Knowledge,
    document: &'text Document,
    parsed: &'text [Option<Parsed<'text>>],
    frames: Vec<Frame>,
    drafts: Vec<Draft>,
    reading: Reading,
    /// The terms of the last sentence that had any, and their block.
    last: (SmallVec<[TermHit; 4]>, usize),
    people: Vec<bool>,
    personal_data: Option<DataType>,
    /// Governors of lists that name data about people: their weak items are in company.
    companies: FxHashSet<usize>,
    /// Blocks that lead others in.
    leads: FxHashSet<usize>,
}

/// A term resolved to what it declares.
struct Resolved {
    what: DataType,
    covers: Vec<DataType>,
    yields: bool,
    denial_only: bool,
    term: String,
}

impl<'text> Reader<'text> {
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
            Kind::Heading(_) => heading_section(part).or(governing.section),
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

    fn find_companies(&mut self) {
        for part in self.parsed.iter().flatten() {
            self.leads.extend(part.block.governor);
            let governor = part.block.governor.filter(|_| part.block.kind == Kind::Item);
            if let Some(governor) = governor.filter(|_| self.row_is_personal(part)) {
                self.companies.insert(governor);
            }
        }
    }

    /// Whether an item or a cell is nothing but one term, so that what governs it must mean a person's.
    fn is_bare(part: &Parsed<'_>, terms: &[TermHit], range: (usize, usize)) -> bool {
        let [term] = terms else { return false };
        let rest = (range.1 - range.0).saturating_sub(term.end - term.start);
        matches!(part.block.kind, Kind::Item | Kind::Row) && rest <= 2
    }

    /// What governs a block: its lead-in or the item around it, and where those give nothing, its heading.
    fn governing(&self, block: &Block) -> Frame {
        let heading = block.heading.and_then(|at| self.frames.get(at));
        let Some(lead) = block.governor.and_then(|at| self.frames.get(at)) else {
            let frame = heading.cloned().unwrap_or_default();
            return Frame { terms: SmallVec::new(), turned: false, ..frame };
        };
        let mut frame = lead.clone();
        let Some(heading) = heading else { return frame };
        if frame.verdict.is_none() && !frame.silent && !frame.purposes && !frame.turned {
            frame.verdict = heading.verdict;
            frame.hedge = frame.hedge.or_else(|| heading.hedge.clone());
            frame.recipient = frame.recipient.or(heading.recipient);
            frame.actor = frame.actor.or(heading.actor);
        }
        if block.governor.and_then(|at| self.document.blocks.get(at)).is_some_and(Block::is_heading) {
            frame.terms.clear();
        }
        frame.personal |= heading.personal;
        frame.section = heading.section;
        frame
    }

    fn heading(&mut self, at: usize, part: &Parsed<'_>, section: Option<Section>, above: &Frame) -> Frame {
        let input = part.input();
        let clauses = sentences::clauses(&input, 0, part.block.text.len());
        let first = clauses.first();
        let spoken = clauses.iter().find(|clause| !clause.verbs.is_empty()).or(first);
        let verdict = spoken.map_or(Verdict::Verbless, |clause| clause.verdict(false));
        let negated = spoken.is_some_and(|clause| clause.negated);
        let own = match (verdict, section) {
            (Verdict::Denies(verb), _) => Some(Verdict::Denies(verb)),
            (Verdict::Scoped, _) => None,
            (_, Some(Section::Collection | Section::Sharing)) if negated => None,
            (Verdict::Does(verb), Some(Section::Collection)) => Some(Verdict::Does(verb)),
            (_, Some(Section::Collection)) => Some(Verdict::Does(Verb::Collect)),
            (_, Some(Section::Sharing)) => Some(Verdict::Does(Verb::Share)),
            _ => None,
        };
        let terms = stated_terms(&clauses);
        let question = part.block.text.ends_with(['?', '？']);
        let named_section = heading_section(part).is_some();
        if !named_section && !negated && !question && !terms.is_empty() && above.heading_governs() {
            self.sentence(at, part, &clauses, (0, part.block.text.len()), above, section);
        }
        if !terms.is_empty() {
            self.last = (terms.clone(), at);
        }
        Frame {
            verdict: own.filter(|_| !question),
            recipient: part.mentions.first().map(|mention| mention.service).filter(|_| {
                matches!(own, Some(Verdict::Does(Verb::Share))) || section == Some(Section::Sharing)
            }),
            actor: first.and_then(|clause| clause.actor),
            personal: self.personal(part, &terms),
            terms,
            terms_of: at,
            section,
            silent: matches!(section, Some(Section::Other | Section::Contact)),
            turned: verdict == Verdict::Verbless && negated && section.is_none(),
            ..Frame::default()
        }
    }

    /// A paragraph or an item.
    fn running(
        &mut self,
        at: usize,
        part: &Parsed<'_>,
        section: Option<Section>,
        governing: &Frame,
    ) -> Frame {
        let input = part.input();
        let text = part.block.text.as_str();
        let mut last: Option<(Vec<Clause>, (usize, usize))> = None;
        let mut asked: Option<(Vec<Clause>, (usize, usize))> = None;
        for (start, end) in sentences::sentences(text, part.lexicon) {
            let clauses = sentences::clauses(&input, start, end);
            let answer = clauses.first().filter(|clause| clauses.len() == 1 && clause.answer.is_some());
            if let (Some(answer), Some((mut question, range))) = (answer, asked.take()) {
                question.push(answer.clone());
                self.sentence(at, part, &question, range, governing, section);
                continue;
            }
            if text.get(start..end).is_some_and(|part| part.trim_end().ends_with(['?', '？'])) {
                asked = Some((clauses, (start, end)));
                continue;
            }
            match answer.and_then(|clause| clause.answer) {
                Some(yes) if start == 0 => self.answer_to_heading(at, part, yes, (start, end), section),
                _ => self.sentence(at, part, &clauses, (start, end), governing, section),
            }
            last = Some((clauses, (start, end)));
        }
        let Some((clauses, range)) = last.filter(|_| self.leads.contains(&at)) else {
            return Frame { section, ..Frame::default() };
        };
        if part.block.kind == Kind::Item || leads_in(part) {
            return Frame { section, ..self.lead(at, part, &clauses, range, governing) };
        }
        Frame { section, ..Frame::default() }
    }

    /// "Personal data" as a heading, "None." under it.
    fn answer_to_heading(
        &mut self,
        at: usize,
        part: &Parsed<'_>,
        yes: bool,
        range: (usize, usize),
        section: Option<Section>,
    ) {
        let Some(heading) = part.block.heading.and_then(|heading| self.frames.get(heading)).cloned() else {
            return;
        };
        if yes || heading.silent || matches!(section, Some(Section::Keeping)) {
            return;
        }
        let clause = Clause::empty(range);
        let (terms, of) = (heading.terms.clone(), heading.terms_of);
        let said = Utterance {
            at,
            range,
            verb: Verb::Collect,
            stance: Stance::Denies,
            hedge: None,
            clause: &clause,
            governing: &heading,
            personal: heading.personal,
        };
        self.utter(&said, &[], &terms, of);
    }

    /// What a sentence gives to the items under it.
    fn lead(
        &self,
        at: usize,
        part: &Parsed<'_>,
        clauses: &[Clause],
        range: (usize, usize),
        above: &Frame,
    ) -> Frame {
        let spoken =
            clauses.iter().rev().find(|clause| !clause.verbs.is_empty() && !clause.dropped || clause.users);
        let terms = stated_terms(clauses);
        let section = section_in(part, range);
        let negated = clauses.iter().any(|clause| clause.negated);
        let mut frame = Frame {
            hedge: clauses
                .iter()
                .find_map(|clause| clause.hedge)
                .map(|(start, _)| self.condition(part, start, range.1)),
            actor: clauses.iter().find_map(|clause| clause.actor),
            recipient: self.recipients(part, clauses, range).first().copied(),
            personal: self.personal(part, &terms) || above.personal,
            silent: above.silent,
            terms,
            terms_of: at,
            ..Frame::default()
        };
        match spoken {
            Some(clause) if clause.users => frame.silent = true,
            Some(clause) => {
                frame.verdict = Some(clause.verdict(above.turned));
                let tail =
                    part.tokens.iter().rev().find(|token| token.end <= range.1 && token.start >= range.0);
                frame.purposes = tail.is_some_and(|token| token.is(Cue::Purpose) && token.end + 4 >= range.1);
            }
            None if section == Some(Section::Collection) => {
                frame.verdict = Some(Verdict::Does(Verb::Collect))
            }
            None if section == Some(Section::Sharing) => frame.verdict = Some(Verdict::Does(Verb::Share)),
            None if negated => frame.turned = true,
            None => {
                frame.verdict = above.verdict;
                frame.turned = above.turned;
                frame.purposes = above.purposes;
                frame.hedge = frame.hedge.or_else(|| above.hedge.clone());
                frame.actor = frame.actor.or(above.actor);
                frame.recipient = frame.recipient.or(above.recipient);
            }
        }
        if negated && matches!(section, Some(Section::Collection | Section::Sharing)) {
            frame.verdict = frame.verdict.filter(|verdict| !matches!(verdict, Verdict::Does(_)));
        }
        frame
    }

    /// The statements of one sentence.
    fn sentence(
        &mut self,
        at: usize,
        part: &Parsed<'_>,
        clauses: &[Clause],
        range: (usize, usize),
        governing: &Frame,
        section: Option<Section>,
    ) {
        let verdicts = verdicts(clauses, governing);
        self.notice(at, part, clauses, &verdicts, range);
        let all = stated_terms(clauses);
        let silent = matches!(section, Some(Section::Other | Section::Contact)) || governing.silent;
        if !silent {
            let company = part.block.governor.is_some_and(|governor| self.companies.contains(&governor));
            let bare = Self::is_bare(part, &all, range) && governing.heading_governs();
            let personal = governing.personal || company || bare || self.personal(part, &all);
            for (clause, verdict) in clauses.iter().zip(&verdicts) {
                let (verb, stance, hedge) = match verdict {
                    Said::Does(verb, hedged) => {
                        let hedge = clause.hedge.or_else(|| opening_condition(clauses, clause));
                        let hedge = hedge.map(|(start, _)| self.condition(part, start, range.1));
                        let hedge = hedge.or_else(|| governing.hedge.clone().filter(|_| *hedged));
                        (
                            *verb,
                            if hedge.is_some() || *hedged { Stance::Conditional } else { Stance::Handles },
                            hedge,
                        )
                    }
                    Said::Denies(verb) => (*verb, Stance::Denies, None::<String>),
                    Said::Nothing => continue,
                };
                let own = (clause.terms.clone(), at);
                let (terms, of) = if clause.link == Link::Relative {
                    let mut terms = previous_term(clauses, clause, &verdicts, stance);
                    terms.extend(clause.terms.iter().copied());
                    (terms, at)
                } else if !clause.terms.is_empty() {
                    own
                } else if let Some(before) = earlier_terms(clauses, clause)
                    .filter(|_| stance != Stance::Denies || !matches!(verb, Verb::Share))
                {
                    (before, at)
                } else if clause.points_back || clauses.iter().all(|clause| clause.terms.is_empty()) {
                    self.pointed_at(part, clause, governing)
                } else {
                    own
                };
                let source = self
                    .parsed
                    .get(of)
                    .and_then(Option::as_ref)
                    .filter(|_| of != at || terms != clause.terms);
                let personal = personal || source.is_some_and(|source| self.personal(source, &terms));
                let draft = Utterance { at, range, verb, stance, hedge, clause, governing, personal };
                self.utter(&draft, clauses, &terms, of);
            }
        }
        if !all.is_empty() {
            self.last = (all, at);
        }
    }

    /// The terms that a clause without any points back to: those of the sentence before, or of the lead-in.
    fn pointed_at(
        &self,
        part: &Parsed<'_>,
        clause: &Clause,
        governing: &Frame,
    ) -> (SmallVec<[TermHit; 4]>, usize) {
        let opens = clause.verbs.first().is_some_and(|hit| hit.at == 0);
        let heading = part.block.heading.and_then(|at| self.frames.get(at));
        if let Some(heading) =
            heading.filter(|heading| opens && part.block.governor.is_none() && !heading.terms.is_empty())
        {
            return (heading.terms.clone(), heading.terms_of);
        }
        if clause.points_back {
            return self.last.clone();
        }
        if clause.verbs.is_empty() || governing.terms.is_empty() {
            return (SmallVec::new(), 0);
        }
        (governing.terms.clone(), governing.terms_of)
    }

    fn utter(&mut self, said: &Utterance<'_>, clauses: &[Clause], terms: &[TermHit], of: usize) {
        let parsed = self.parsed;
        let (Some(Some(part)), Some(Some(source))) = (parsed.get(said.at), parsed.get(of)) else { return };
        let shares = matches!(said.verb, Verb::Share | Verb::Collect | Verb::Receive);
        let mut recipients = match said.stance {
            Stance::Denies => SmallVec::new(),
            _ => self.recipients(part, clauses, said.range),
        };
        if recipients.is_empty() && said.stance != Stance::Denies && shares {
            recipients.extend(said.governing.recipient);
        }
        for term in terms {
            let Some(resolved) = self.resolve(source, term, said.personal) else { continue };
            let denies = said.stance == Stance::Denies;
            if resolved.denial_only && !denies
                || denies && said.verb == Verb::Share && Some(resolved.what) == self.personal_data
            {
                continue;
            }
            let purpose =
                said.clause.purpose.map(|start| self.condition(part, start, said.clause.end.max(start)));
            let statement = Statement {
                what: resolved.what,
                stance: said.stance,
                verb: said.verb,
                actor: said.clause.actor.or(said.governing.actor).unwrap_or(Actor::Plugin),
                line: part.block.line(if of == said.at { term.start } else { said.range.0 + 1 }),
                quote: quote(part.block.text.get(said.range.0..said.range.1).unwrap_or("")),
                term: resolved.term,
                covers: resolved.covers,
                recipient: None,
                condition: said.hedge.clone(),
                purpose,
                retention: said
                    .clause
                    .retention
                    .map(|(start, _)| self.condition(part, start, said.clause.end.max(start))),
                variant: None,
            };
            let named =
                statement.covers.is_empty() && self.knowledge.type_row(statement.what).group != "apart";
            let draft =
                Draft { statement, block: said.at, sentence: said.range.0, yields: resolved.yields, named };
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

    /// What a term declares, or `None` for a weak one without company.
    fn resolve(&self, part: &Parsed<'_>, term: &TermHit, personal: bool) -> Option<Resolved> {
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
                if self.after_thing(part, term) {
                    return None;
                }
                plain(if personal { weak.what } else { weak.otherwise? })
            }
            Named::Broad(row) => {
                let broad = part.lexicon.broad.get(usize::from(row))?;
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
                let covers = self
                    .knowledge
                    .data_types()
                    .filter(|&id| !["apart", "broad"].contains(&self.knowledge.type_row(id).group.as_str()));
                Some(Resolved {
                    what: self.personal_data?,
                    covers: covers.collect(),
                    yields: false,
                    denial_only: false,
                    term: words,
                })
            }
        }
    }

    /// Whether a word for a thing stands right before a weak term ("file name").
    fn after_thing(&self, part: &Parsed<'_>, term: &TermHit) -> bool {
        let before = part.tokens.iter().rev().find(|token| token.end <= term.start);
        before.is_some_and(|token| {
            let names = |cue: &Cue| matches!(cue, Cue::Thing | Cue::Term(_));
            token.cues.iter().any(names) && term.start - token.end <= 1
        })
    }

    /// Whether terms name data about people.
    fn personal(&self, part: &Parsed<'_>, terms: &[TermHit]) -> bool {
        let mut weak: SmallVec<[DataType; 4]> = SmallVec::new();
        for term in terms {
            if let Named::Weak(row) = term.named
                && let Some(row) = part.lexicon.weak.get(usize::from(row))
                && self.people.get(usize::from(row.what.0)).copied().unwrap_or(false)
                && !self.after_thing(part, term)
                && !weak.contains(&row.what)
            {
                weak.push(row.what);
            }
        }
        weak.len() > 1
            || terms.iter().any(|term| match term.named {
                Named::Type(what) => self.people.get(usize::from(what.0)).copied().unwrap_or(false),
                Named::Broad(row) => {
                    let broad = part.lexicon.broad.get(usize::from(row));
                    broad.is_some_and(|broad| Some(broad.what) == self.personal_data)
                }
                Named::Weak(_) | Named::OfService => false,
            })
    }

    /// The services that data goes to: those named in the clause after a verb of sharing; one that opens the clause and
    /// receives; one that acts ("processed by X").
    fn recipients(
        &self,
        part: &Parsed<'_>,
        clauses: &[Clause],
        range: (usize, usize),
    ) -> SmallVec<[Service; 2]> {
        let anywhere =
            part.lexicon.boundary == Boundary::None || part.lexicon.negation == NegationScope::After;
        let mut found = SmallVec::new();
        for clause in clauses {
            let does = |verb: Verb| clause.verbs.iter().find(|hit| hit.verb == verb && !hit.negated);
            let shares = does(Verb::Share).map(|hit| if anywhere { range.0 } else { hit.at });
            let receives = does(Verb::Receive).map(|hit| hit.at);
            let end = if anywhere { range.1 } else { clause.end.max(clause.start) };
            for mention in
                part.mentions.iter().filter(|mention| range.0 <= mention.start && mention.end <= end)
            {
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
                    && part.tokens.iter().any(|token| {
                        token.is(Cue::Agent) && token.end <= mention.start && mention.start - token.end <= 1
                    });
                let platform = part.tokens.iter().any(|token| {
                    token.is(Cue::Platform) && token.start <= mention.start && mention.end <= token.end
                });
                let antecedent = clause.link == Link::Relative
                    && receives.is_some()
                    && mention.end <= clause.start
                    && clause.start - mention.end <= 2;
                if (to || opens || acts || antecedent) && !platform && !found.contains(&mention.service) {
                    found.push(mention.service);
                }
            }
        }
        found
    }

    fn condition(&self, part: &Parsed<'_>, start: usize, end: usize) -> String {
        let text = part.block.text.get(start..end.max(start)).unwrap_or("");
        let upto = text.find([',', '，', ')', '）', '.', '。', ';']).unwrap_or(text.len());
        quote(text.get(..upto).unwrap_or(text))
    }

    /// Notes on use and sharing, and the mentions that are denied.
    fn notice(
        &mut self,
        at: usize,
        part: &Parsed<'_>,
        clauses: &[Clause],
        said: &[Said],
        range: (usize, usize),
    ) {
        for (clause, said) in clauses.iter().zip(said) {
            if clause.dropped {
                continue;
            }
            let verbs = clause.verbs.iter().filter(|_| part.block.kind != Kind::HeaderRow);
            self.reading.verbs += verbs.clone().count();
            let uses = matches!(said, Said::Does(Verb::Use, _)) || clause.purpose.is_some();
            self.reading.says_how_used |= uses && !clause.verbs.is_empty();
            let shares = clause.verbs.iter().any(|hit| matches!(hit.verb, Verb::Share));
            let names =
                part.mentions.iter().any(|mention| range.0 <= mention.start && mention.end <= range.1);
            self.reading.says_sharing |= shares && (clause.third_party || names);
            if matches!(clause.verdict(false), Verdict::Denies(_) | Verdict::Scoped)
                && let Some(hit) = clause.verbs.iter().find(|hit| hit.negated)
                && let Some(denied) = self.reading.denied.get_mut(at)
            {
                denied.push((hit.at, clause.end));
            }
        }
    }

    /// A table row: the header says what each cell is.
    fn row(&mut self, at: usize, part: &Parsed<'_>, governing: &Frame) {
        let header = part.block.governor.and_then(|at| self.parsed.get(at)).and_then(Option::as_ref);
        let row = Row::new(part, header);
        if row.kinds.contains(&Some(Column::Definition)) {
            return;
        }
        if row.kinds.iter().all(Option::is_none) && !row.denied {
            for &range in &part.block.cells {
                let clauses = sentences::clauses(&part.input(), range.0, range.1);
                self.sentence(at, part, &clauses, range, governing, governing.section);
            }
            return;
        }
        let recipient = row.recipient();
        let verb = if recipient.is_some() { Verb::Share } else { Verb::Collect };
        let inherited = governing.verdict.filter(|_| recipient.is_none());
        let frame = Frame {
            verdict: if row.denied {
                Some(Verdict::Denies(Verb::Collect))
            } else {
                inherited.or(Some(Verdict::Does(verb)))
            },
            hedge: row.hedge.clone(),
            recipient,
            personal: governing.personal || self.row_is_personal(part) || row.personal,
            silent: matches!(governing.section, Some(Section::Other | Section::Contact)),
            ..Frame::default()
        };
        let before = self.drafts.len();
        for (number, &range) in part.block.cells.iter().enumerate() {
            let kind = row.kinds.get(number).copied().flatten();
            if !matches!(kind, None | Some(Column::Data)) {
                continue;
            }
            let mut clauses = sentences::clauses(&part.input(), range.0, range.1);
            if kind == Some(Column::Data) {
                for clause in &mut clauses {
                    clause.verbs.clear();
                    (clause.negated, clause.points_back) = (false, false);
                }
            }
            self.sentence(at, part, &clauses, range, &frame, governing.section);
        }
        self.reading.says_how_used |= row.cell_of(Column::Purpose).is_some();
        self.reading.says_sharing |= row.kinds.contains(&Some(Column::Recipient));
        let quoted = quote(&part.block.text.replace('\u{1e}', " | "));
        for draft in self.drafts.iter_mut().skip(before) {
            draft.statement.quote.clone_from(&quoted);
            draft.statement.purpose = row.cell_of(Column::Purpose).map(str::to_owned);
            draft.statement.retention = row.cell_of(Column::Retention).map(str::to_owned);
        }
    }

    fn row_is_personal(&self, part: &Parsed<'_>) -> bool {
        part.tokens.iter().flat_map(|token| &token.cues).any(|cue| match cue {
            Cue::Term(what) => self.people.get(usize::from(what.0)).copied().unwrap_or(false),
            _ => false,
        })
    }

    /// Drops broad terms that named ones spell out, there or elsewhere in the policy, and repetitions.
    fn finish(mut self) -> Reading {
        let drafts = std::mem::take(&mut self.drafts);
        let mut kept: Vec<Statement> = Vec::new();
        let yielding = drafts.iter().filter(|draft| draft.yields);
        let spelled_out: Vec<&str> = yielding
            .filter(|draft| {
                let names = |other: &Draft| {
                    other.named
                        && other.statement.stance == draft.statement.stance
                        && self.enumerates(draft, other)
                };
                drafts.iter().any(names)
            })
            .map(|draft| draft.statement.term.as_str())
            .collect();
        for draft in &drafts {
            if draft.yields && spelled_out.iter().any(|term| term.eq_ignore_ascii_case(&draft.statement.term))
            {
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
                kept.push(draft.statement.clone());
            }
        }
        self.reading.statements = kept;
        self.reading
    }

    /// Whether `named` stands in the sentence of `broad` or in the list under it.
    fn enumerates(&self, broad: &Draft, named: &Draft) -> bool {
        if named.block == broad.block {
            return named.sentence == broad.sentence;
        }
        let mut at = named.block;
        for _ in 0..4 {
            match self.document.blocks.get(at).and_then(|block| block.governor) {
                Some(governor) if governor == broad.block => return true,
                Some(governor) => at = governor,
                None => return false,
            }
        }
        false
    }
}

/// A table row with what its header says of the cells.
struct Row<'text> {
    part: &'text Parsed<'text>,
    header: Option<&'text Parsed<'text>>,
    kinds: Vec<Option<Column>>,
    /// A cell, or the header, says that it is not collected.
    denied: bool,
    /// A cell says on which condition it is.
    hedge: Option<String>,
    /// The table's header speaks of a person's data.
    personal: bool,
}

impl<'text> Row<'text> {
    fn new(part: &'text Parsed<'text>, header: Option<&'text Parsed<'text>>) -> Self {
        let kinds: Vec<Option<Column>> = (0..part.block.cells.len())
            .map(|number| {
                let header = header?;
                let &(start, end) = header.block.cells.get(number)?;
                column(header.lexicon, header.folded.get(start..end)?)
            })
            .collect();
        let mut row = Self { part, header, kinds, denied: false, hedge: None, personal: false };
        for number in 0..row.kinds.len() {
            row.judge(number);
        }
        row
    }

    /// Hears what a yes-or-no cell says, or a header that denies its column.
    fn judge(&mut self, number: usize) {
        let kind = self.kinds.get(number).copied().flatten();
        let Some((start, end)) = self.part.block.cells.get(number).copied() else { return };
        let cell = self.part.folded.get(start..end).unwrap_or("");
        if kind == Some(Column::Collected) {
            self.denied |= column(self.part.lexicon, cell) == Some(Column::No);
            let hedges = self
                .part
                .tokens
                .iter()
                .any(|token| token.is(Cue::Hedge) && start <= token.start && token.end <= end);
            self.hedge = self.hedge.take().or_else(|| hedges.then(|| quote(cell)));
        }
        let Some(header) = self.header else { return };
        let Some(&(start, end)) = header.block.cells.get(number) else { return };
        let clauses = sentences::clauses(&header.input(), start, end);
        let denies = clauses.iter().any(|clause| matches!(clause.verdict(false), Verdict::Denies(_)));
        if denies && kind != Some(Column::Purpose) {
            self.denied = true;
            if let Some(kind) = self.kinds.get_mut(number) {
                *kind = Some(Column::Data);
            }
        }
        let people = |token: &Token| token.cues.iter().any(|cue| matches!(cue, Cue::Broad(_)));
        self.personal |= header.tokens.iter().any(people) || kind == Some(Column::Data);
    }

    /// The service in the cell that says to whom, or in a header ("Sent to X") whose cell does not say no.
    fn recipient(&self) -> Option<Service> {
        self.kinds.iter().enumerate().find_map(|(number, kind)| {
            let within = |part: &Parsed<'_>| {
                let &(start, end) = part.block.cells.get(number)?;
                let inside = |mention: &&Mention| start <= mention.start && mention.end <= end;
                part.mentions.iter().find(inside).map(|mention| mention.service)
            };
            let cell = matches!(kind, Some(Column::Recipient)).then(|| within(self.part)).flatten();
            cell.or_else(|| self.header.and_then(within).filter(|_| !self.denied))
        })
    }

    fn cell_of(&self, wanted: Column) -> Option<&str> {
        let number = self.kinds.iter().position(|kind| *kind == Some(wanted))?;
        let &(start, end) = self.part.block.cells.get(number)?;
        self.part.block.text.get(start..end).map(str::trim)
    }
}

/// One clause's claim on its terms.
struct Utterance<'text> {
    at: usize,
    range: (usize, usize),
    verb: Verb,
    stance: Stance,
    hedge: Option<String>,
    clause: &'text Clause,
    governing: &'text Frame,
    personal: bool,
}

impl Frame {
    /// Whether what stands under a heading with this frame is handled or denied.
    fn heading_governs(&self) -> bool {
        matches!(self.verdict, Some(Verdict::Does(_) | Verdict::Denies(_)))
    }
}

impl Parsed<'_> {
    fn input(&self) -> Input<'_> {
        Input {
            text: &self.block.text,
            tokens: &self.tokens,
            mentions: &self.mentions,
            lexicon: self.lexicon,
            content: &self.content,
        }
    }
}

/// The terms of the clauses that state something.
fn stated_terms(clauses: &[Clause]) -> SmallVec<[TermHit; 4]> {
    clauses.iter().filter(|clause| !clause.dropped).flat_map(|clause| clause.terms.iter().copied()).collect()
}

/// What a clause says once its neighbours and what governs it are heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    /// Does it; `true` when what governs it is conditional.
    Does(Verb, bool),
    Denies(Verb),
    Nothing,
}

fn verdicts(clauses: &[Clause], governing: &Frame) -> Vec<Said> {
    let own: Vec<Verdict> = clauses.iter().map(|clause| clause.verdict(governing.turned)).collect();
    let mut said: Vec<Said> = Vec::with_capacity(clauses.len());
    for (at, clause) in clauses.iter().enumerate() {
        let one =
            if clause.dropped { Said::Nothing } else { say(at, clause, clauses, &own, &said, governing) };
        said.push(one);
    }
    conditional_denials(clauses, &own, &mut said);
    answers(clauses, &mut said);
    if clauses.iter().any(|clause| clause.unless) {
        for one in &mut said {
            if let Said::Denies(verb) = *one {
                *one = Said::Does(verb, true);
            }
        }
    }
    said
}

/// "Phone numbers: no": an answer turns what it answers.
fn answers(clauses: &[Clause], said: &mut [Said]) {
    for (at, clause) in clauses.iter().enumerate().skip(1) {
        let Some(yes) = clause.answer else { continue };
        let asked = (0..at).rev().find(|&before| {
            clauses
                .get(before)
                .is_some_and(|clause| !matches!(clause.link, Link::Inside(_)) && !clause.terms.is_empty())
        });
        if let Some(one) = asked.and_then(|asked| said.get_mut(asked)) {
            *one = match (yes, *one) {
                (false, _) => Said::Denies(Verb::Collect),
                (true, Said::Nothing) => Said::Does(Verb::Collect, false),
                (true, one) => one,
            };
        }
    }
}

fn say(
    at: usize,
    clause: &Clause,
    clauses: &[Clause],
    own: &[Verdict],
    said: &[Said],
    governing: &Frame,
) -> Said {
    let verdict = own.get(at).copied().unwrap_or(Verdict::Verbless);
    match verdict {
        Verdict::Does(verb) => return Said::Does(verb, false),
        Verdict::Denies(verb) => return Said::Denies(verb),
        Verdict::Scoped => return Said::Nothing,
        Verdict::Verbless => {}
    }
    let next =
        clauses.iter().zip(own).skip(at + 1).find(|(clause, _)| !matches!(clause.link, Link::Inside(_)));
    let next_open = next.filter(|(clause, _)| !clause.dropped);
    match clause.link {
        Link::Label => match next_open.map(|(_, verdict)| *verdict) {
            Some(Verdict::Does(verb)) if !clause.negated => Said::Does(verb, false),
            Some(Verdict::Denies(verb)) if !clause.limited => Said::Denies(verb),
            _ => from_frame(clause, governing),
        },
        Link::Exception if before_is_empty(clauses, at) => match next_open.map(|(_, verdict)| *verdict) {
            Some(Verdict::Denies(verb)) => Said::Does(verb, false),
            Some(Verdict::Does(verb)) => Said::Denies(verb),
            Some(Verdict::Scoped) => {
                let verb = next_open.and_then(|(clause, _)| clause.verbs.first()).map(|hit| hit.verb);
                verb.map_or(Said::Nothing, |verb| Said::Does(verb, false))
            }
            _ => Said::Nothing,
        },
        Link::Exception => match own.get(at.wrapping_sub(1)).copied() {
            Some(Verdict::Denies(verb)) => Said::Does(verb, false),
            Some(Verdict::Scoped) => {
                let verb = clauses.get(at - 1).and_then(|before| before.verbs.first()).map(|hit| hit.verb);
                verb.map_or(Said::Nothing, |verb| Said::Does(verb, false))
            }
            Some(Verdict::Does(verb @ (Verb::Collect | Verb::Use | Verb::Receive))) => Said::Denies(verb),
            _ => Said::Nothing,
        },
        Link::Inside(outside) => match said.get(outside).copied() {
            Some(Said::Nothing)
                if clauses
                    .get(outside)
                    .is_some_and(|outer| outer.verbs.is_empty() && outer.terms.is_empty()) =>
            {
                from_frame(clause, governing)
            }
            Some(outer) => outer,
            None => from_frame(clause, governing),
        },
        Link::Main | Link::Relative => {
            if clause.answer.is_some() {
                return Said::Nothing;
            }
            let before = (0..at).rev().find(|&before| {
                clauses
                    .get(before)
                    .is_some_and(|clause| !matches!(clause.link, Link::Inside(_) | Link::Label))
            });
            if clause.negated {
                let contrast = before
                    .and_then(|before| said.get(before))
                    .filter(|_| clause.negates_noun && next.is_none());
                return match contrast {
                    Some(Said::Does(verb, _)) => Said::Denies(*verb),
                    _ => negated_fragment(clause, next, governing),
                };
            }
            if let Some(before) = before.filter(|&before| own.get(before) != Some(&Verdict::Verbless)) {
                return said.get(before).copied().unwrap_or(Said::Nothing);
            }
            match next_open.map(|(_, verdict)| *verdict) {
                Some(Verdict::Does(verb)) => Said::Does(verb, false),
                Some(Verdict::Denies(verb)) => Said::Denies(verb),
                Some(Verdict::Scoped) => Said::Nothing,
                _ => match before.and_then(|before| said.get(before)) {
                    Some(&inherited) if inherited != Said::Nothing => inherited,
                    _ => from_frame(clause, governing),
                },
            }
        }
    }
}

/// Whether nothing is said before a clause, so that it is exempt from what follows ("Except for X, …").
fn before_is_empty(clauses: &[Clause], at: usize) -> bool {
    clauses.iter().take(at).all(|clause| clause.verbs.is_empty() && clause.terms.is_empty())
}

/// "No personal data" without a verb: a denial where something that collects governs it or follows.
fn negated_fragment(clause: &Clause, next: Option<(&Clause, &Verdict)>, governing: &Frame) -> Said {
    let verb = match (next, governing.verdict) {
        (Some((_, &(Verdict::Does(verb) | Verdict::Denies(verb)))), _)
        | (None, Some(Verdict::Does(verb))) => verb,
        _ => return Said::Nothing,
    };
    let collects = matches!(verb, Verb::Collect | Verb::Use | Verb::Receive) && clause.negates_noun;
    if collects && !clause.limited { Said::Denies(verb) } else { Said::Nothing }
}

fn from_frame(clause: &Clause, governing: &Frame) -> Said {
    if governing.silent || governing.purposes {
        return Said::Nothing;
    }
    match governing.verdict {
        Some(Verdict::Does(verb)) if clause.negated => {
            let collects = matches!(verb, Verb::Collect | Verb::Use | Verb::Receive);
            if collects && !clause.limited { Said::Denies(verb) } else { Said::Nothing }
        }
        Some(Verdict::Does(verb)) => Said::Does(verb, governing.hedge.is_some()),
        Some(Verdict::Denies(verb)) if !clause.limited && !clause.negated => Said::Denies(verb),
        _ => Said::Nothing,
    }
}

/// "We do not collect X unless you …": what an exception without terms qualifies is conditional.
fn conditional_denials(clauses: &[Clause], own: &[Verdict], said: &mut [Said]) {
    for at in 1..clauses.len() {
        let bare =
            clauses.get(at).is_some_and(|clause| clause.link == Link::Exception && clause.terms.is_empty());
        let denied = own.get(at - 1).copied();
        if let (true, Some(Verdict::Denies(verb)), Some(before)) = (bare, denied, said.get_mut(at - 1)) {
            *before = Said::Does(verb, true);
        }
    }
}

/// The last term before a relative clause, unless what is said there is the same ("IP addresses, which are logged").
fn previous_term(
    clauses: &[Clause],
    relative: &Clause,
    said: &[Said],
    stance: Stance,
) -> SmallVec<[TermHit; 4]> {
    let before = clauses.iter().zip(said).take_while(|(clause, _)| !std::ptr::eq(*clause, relative));
    let last = before.filter(|(clause, _)| !clause.terms.is_empty()).last();
    let same = |said: &Said| match said {
        Said::Does(..) => stance != Stance::Denies,
        Said::Denies(_) => stance == Stance::Denies,
        Said::Nothing => false,
    };
    last.filter(|(_, said)| !same(said))
        .and_then(|(clause, _)| clause.terms.last().copied())
        .into_iter()
        .collect()
}

/// The hedge that opens an earlier clause of the sentence ("If you agree, …").
fn opening_condition(clauses: &[Clause], clause: &Clause) -> Option<(usize, usize)> {
    let before = clauses.iter().take_while(|other| !std::ptr::eq(*other, clause));
    before.filter_map(|other| other.hedge.filter(|hedge| hedge.0 <= other.start + CONDITION)).last()
}

/// A hedge this near to the start of its clause opens it.
const CONDITION: usize = 6;

/// The terms of the clauses before one that has verbs and no terms: what it says, it says of them.
fn earlier_terms(clauses: &[Clause], clause: &Clause) -> Option<SmallVec<[TermHit; 4]>> {
    if clause.verbs.is_empty() || matches!(clause.link, Link::Exception | Link::Inside(_)) {
        return None;
    }
    let before = clauses.iter().take_while(|other| !std::ptr::eq(*other, clause));
    let last = before.filter(|other| !other.terms.is_empty() && !other.dropped).last()?;
    Some(last.terms.clone())
}

/// The section that a heading opens.
fn heading_section(part: &Parsed<'_>) -> Option<Section> {
    section_in(part, (0, part.block.text.len()))
}

fn section_in(part: &Parsed<'_>, range: (usize, usize)) -> Option<Section> {
    let tokens = part.lexicon.headings.scan(part.folded.get(range.0..range.1)?);
    tokens.iter().flat_map(|token| &token.cues).find_map(|cue| match cue {
        Cue::Section(section) => Some(*section),
        _ => None,
    })
}

/// Whether a paragraph leads in what follows: a colon at its end, or "the following".
fn leads_in(part: &Parsed<'_>) -> bool {
    let text = part.block.text.trim_end_matches(['*', ' ']);
    if text.ends_with([':', '：']) {
        return true;
    }
    let last = text.trim_end_matches(['.', '。']).rfind(['.', '。']).unwrap_or(0);
    part.tokens.iter().any(|token| token.is(Cue::Following) && token.start >= last)
}

/// What a header cell or a yes-or-no cell says: the phrase that fills it, else the first in it.
fn column(lexicon: &Lexicon, cell: &str) -> Option<Column> {
    let cell = cell.trim();
    let tokens = lexicon.columns.scan(cell);
    let columns = tokens.iter().flat_map(|token| token.cues.iter().map(move |cue| (token, cue)));
    columns
        .filter_map(|(token, cue)| match cue {
            Cue::Column(Column::No) if token.start > 0 => None,
            Cue::Column(column) => Some((token.end - token.start, *column)),
            _ => None,
        })
        .max_by_key(|(length, column)| (*length, std::cmp::Reverse(*column)))
        .map(|(_, column)| column)
}

/// A quote longer than this many characters is cut.
const QUOTE: usize = 160;

/// A text for people: one line, not too long.
fn quote(text: &str) -> String {
    let line = text.replace(['\n', '\u{1e}'], " ");
    let line = line.trim();
    match line.char_indices().nth(QUOTE) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(line).trim_end()),
        None => line.to_owned(),
    }
}
