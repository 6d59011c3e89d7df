//! What a block gives to what stands under it. Comes in: headings, lead-ins and items with their clauses; goes out:
//! [`Frame`]s. Apart because structure governs ("We do not collect:", "Data sent to X"), whatever the sentences say.

use smallvec::SmallVec;

use crate::knowledge::Service;
use crate::knowledge::lexicon_rows::Boundary;

use super::details::condition;
use super::document::{Block, Kind};
use super::lexicon::{Broad, Column, Cue, Section};
use super::sentences::{self, Clause, Named, TermHit, Verdict};
use super::statements::{Parsed, Reader, Utterance};
use super::tables::column;
use super::verdicts::stated_terms;
use super::{Actor, Stance, Verb};

/// What a block gives to what stands under it.
#[derive(Debug, Clone, Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent things that a lead-in says")]
pub(super) struct Frame {
    /// The verb and whether it is denied; `None` where it gives none.
    pub(super) verdict: Option<Verdict>,
    /// "We do not:": the verbs below are negated.
    pub(super) turned: bool,
    /// Nothing below states anything.
    pub(super) silent: bool,
    /// What stands below are purposes, not data.
    pub(super) purposes: bool,
    pub(super) hedge: Option<String>,
    pub(super) actor: Option<Actor>,
    pub(super) recipient: Option<Service>,
    /// Whether it names data about people, so that weak terms below are in company.
    pub(super) personal: bool,
    pub(super) terms: SmallVec<[TermHit; 2]>,
    /// The block that the terms stand in.
    pub(super) terms_of: usize,
    pub(super) section: Option<Section>,
    /// Services are named under it.
    pub(super) parties: bool,
}

impl Frame {
    /// Whether what stands under a heading with this frame is handled or denied.
    pub(super) fn heading_governs(&self) -> bool {
        matches!(self.verdict, Some(Verdict::Does(_) | Verdict::Denies(_)))
    }
}

impl Reader<'_> {
    /// What governs a block: its lead-in or the item around it, and where those give nothing, its heading.
    pub(super) fn governing(&self, block: &Block) -> Frame {
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

    pub(super) fn heading(
        &mut self,
        at: usize,
        part: &Parsed<'_>,
        section: Option<Section>,
        above: &Frame,
    ) -> Frame {
        let input = part.input();
        let clauses = sentences::clauses(&input, 0, part.block.text.len());
        let first = clauses.first();
        let spoken = clauses.iter().find(|clause| !clause.verbs.is_empty()).or(first);
        let verdict = spoken.map_or(Verdict::Verbless, |clause| clause.verdict(false));
        let negated = spoken.is_some_and(|clause| clause.negated);
        // What a heading denies it denies in the parts under it too.
        let part_of_denial = heading_section(part).is_none()
            && verdict == Verdict::Verbless
            && matches!(above.verdict, Some(Verdict::Denies(_)));
        let own = match (verdict, section) {
            _ if part_of_denial => above.verdict,
            (Verdict::Denies(verb), _) => Some(Verdict::Denies(verb)),
            (Verdict::Scoped, _) => None,
            (_, Some(Section::Collection | Section::Sharing)) if negated => None,
            (Verdict::Does(verb), Some(Section::Collection)) => Some(Verdict::Does(verb)),
            (_, Some(Section::Collection)) => Some(Verdict::Does(Verb::Collect)),
            (_, Some(Section::Sharing)) => Some(Verdict::Does(Verb::Share)),
            (Verdict::Does(verb), None) if !negated && ends_in_verb(part, &clauses) => {
                Some(Verdict::Does(verb))
            }
            _ => None,
        };
        let terms = stated_terms(&clauses);
        let own = own.or_else(|| self.of_neutral(at, part, verdict, section, above, &terms));
        // "Which data goes to X?" is answered by what stands under it.
        let question = part.block.text.ends_with(['?', '？']) && told_section(part).is_none();
        let named_section = part.section.is_some();
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

    /// What a heading that is no more than words for data ("Personal data") gives to the list right under it: what the
    /// heading above it gives, else that it is handled.
    fn of_neutral(
        &self,
        at: usize,
        part: &Parsed<'_>,
        verdict: Verdict,
        section: Option<Section>,
        above: &Frame,
        terms: &[TermHit],
    ) -> Option<Verdict> {
        let listed = self.document.blocks.get(at + 1).is_some_and(|next| next.kind == Kind::Item);
        let [term] = terms else { return None };
        let words = |from: usize, to: usize| {
            part.folded.get(from..to).is_some_and(|rest| rest.contains(char::is_alphabetic))
        };
        let whole = !words(0, term.start) && !words(term.end, part.folded.len());
        let broad = match term.named {
            Named::Broad(row) => part.lexicon.broad.get(usize::from(row)),
            _ => None,
        };
        let general =
            |broad: &Broad| Some(broad.what) == self.types.personal_data && broad.covers.len() > CONTACT;
        let plain = listed && whole && broad.is_some_and(general) && verdict == Verdict::Verbless;
        if !plain || above.silent || !matches!(section, None | Some(Section::Collection | Section::Sharing)) {
            return None;
        }
        if above.heading_governs() { above.verdict } else { Some(Verdict::Does(Verb::Collect)) }
    }

    /// What a mark before a block says of it ("❌ Names"), where others of its list or section have one too.
    fn mark(&self, part: &Parsed<'_>) -> Option<Verdict> {
        if self.crossed.is_empty() || !self.crossed.contains(&company(part.block)) {
            return None;
        }
        match leading_mark(part) {
            Some(Column::No) => Some(Verdict::Denies(Verb::Collect)),
            Some(Column::Yes) => Some(Verdict::Does(Verb::Collect)),
            _ => None,
        }
    }

    /// A paragraph or an item.
    pub(super) fn running(
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
        let mark = self.mark(part);
        let marked = match mark {
            Some(Verdict::Denies(_)) => {
                Some(Frame { verdict: mark, hedge: None, turned: false, personal: true, ..governing.clone() })
            }
            Some(_) if governing.verdict.is_none() => {
                Some(Frame { verdict: mark, personal: true, ..governing.clone() })
            }
            _ => None,
        };
        let governing = marked.as_ref().unwrap_or(governing);
        for (start, end) in sentences::sentences(text, part.lexicon) {
            let clauses = sentences::clauses(&input, start, end);
            // "❌ Sells your name": what is crossed out is none of what is done.
            let does = |clause: &Clause| matches!(clause.verdict(false), Verdict::Does(_));
            if matches!(mark, Some(Verdict::Denies(_))) && clauses.iter().any(does) {
                continue;
            }
            let answer = clauses.first().filter(|clause| clauses.len() == 1 && clause.answer.is_some());
            let asked_before = asked.take();
            let answer_in_full = || asked_before.as_ref().filter(|_| denies_all(&clauses, (start, end)));
            let answered = answer.cloned().or_else(|| short_answer(text, &clauses, (start, end)));
            if let (Some(answer), Some((question, range))) = (answered, &asked_before) {
                let mut question = question.clone();
                question.push(answer);
                self.sentence(at, part, &question, *range, governing, section);
                continue;
            } else if let Some((question, range)) = answer_in_full() {
                let mut question = question.clone();
                question.push(Clause { answer: Some(false), ..Clause::empty((start, end)) });
                self.sentence(at, part, &question, *range, governing, section);
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
        if part.block.kind == Kind::Item || leads_in(part) || ends_in_verb(part, &clauses) {
            return Frame { section, ..self.lead(at, part, &clauses, range, governing) };
        }
        Frame { section, ..Frame::default() }
    }

    /// "Personal data" as a heading, "None." under it.
    pub(super) fn answer_to_heading(
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
            recipients: &[],
        };
        self.utter(&said, &[], &terms, of);
    }

    /// The service that an item is the name of, where the list is one of services: what stands under it goes there.
    fn named_service(&self, part: &Parsed<'_>, terms: &[TermHit], above: &Frame) -> Option<Service> {
        let [mention] = part.mentions.as_slice() else { return None };
        let letters = |from: usize, to: usize| {
            part.folded.get(from..to).is_some_and(|rest| rest.contains(char::is_alphanumeric))
        };
        let whole = !letters(0, mention.start) && !letters(mention.end, part.folded.len());
        let parties =
            matches!(above.section, Some(Section::ThirdParties | Section::Sharing)) || above.parties;
        let governs = !matches!(above.verdict, Some(Verdict::Denies(_) | Verdict::Scoped)) && !above.silent;
        let item = part.block.kind == Kind::Item && whole && terms.is_empty();
        (item && parties && governs).then_some(mention.service)
    }

    /// What a sentence gives to the items under it.
    pub(super) fn lead(
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
        let named = self.named_service(part, &terms, above);
        let mut frame = Frame {
            hedge: clauses
                .iter()
                .find_map(|clause| clause.hedge)
                .map(|(start, _)| condition(part.block, start, range.1)),
            actor: clauses.iter().find_map(|clause| clause.actor),
            recipient: Self::recipients(part, clauses, range).first().copied(),
            personal: self.personal(part, &terms) || above.personal,
            silent: above.silent,
            parties: section == Some(Section::ThirdParties),
            terms,
            terms_of: at,
            ..Frame::default()
        };
        match spoken {
            Some(clause) if clause.users => frame.silent = true,
            Some(clause) => {
                frame.verdict = Some(clause.verdict(above.turned));
                let tail = part.tokens_in(range.0, range.1).last();
                frame.purposes = tail.is_some_and(|token| token.is(Cue::Purpose) && token.end + 4 >= range.1);
            }
            None if named.is_some() => {
                (frame.verdict, frame.recipient) = (Some(Verdict::Does(Verb::Share)), named);
            }
            None if section == Some(Section::Collection) => {
                frame.verdict = Some(Verdict::Does(Verb::Collect));
            }
            None if section == Some(Section::Sharing) => frame.verdict = Some(Verdict::Does(Verb::Share)),
            // "The plugin itself does not:" says nothing of what the service does.
            None if negated && clauses.iter().any(|clause| clause.limited) => frame.silent = true,
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
}

/// "No, we do not.": a sentence that opens with "no" and names nothing.
fn short_answer(text: &str, clauses: &[Clause], range: (usize, usize)) -> Option<Clause> {
    let first = clauses.first().filter(|clause| clause.negated)?;
    let empty = clauses.iter().all(|clause| clause.verbs.is_empty() && clause.terms.is_empty());
    let words = text.get(range.0..range.1)?.split_whitespace().count();
    let opens = text.get(range.0..range.1)?.trim_start().split([',', '，', '、']).next()?;
    let short = |text: &str| !text.trim().contains(' ') && text.chars().count() <= SHORT_NO;
    (empty && words <= SHORT_ANSWER && short(opens)).then(|| Clause { answer: Some(false), ..first.clone() })
}

/// Words of an answer that only says no.
const SHORT_ANSWER: usize = 5;
/// Characters of the word that says so.
const SHORT_NO: usize = 5;

/// Whether a sentence after a question denies what was asked, without naming it again ("The plugin does not collect any.").
fn denies_all(clauses: &[Clause], range: (usize, usize)) -> bool {
    let spoken = || clauses.iter().filter(|clause| !clause.verbs.is_empty());
    range.1 > range.0
        && clauses.iter().all(|clause| clause.terms.is_empty() && clause.link == sentences::Link::Main)
        && spoken().next_back().is_some_and(|clause| {
            matches!(clause.verdict(false), Verdict::Denies(Verb::Collect | Verb::Use | Verb::Receive))
        })
}

/// A list, or the section of what stands in none.
pub(super) fn company(block: &Block) -> (Option<usize>, Option<usize>) {
    (block.governor, block.heading)
}

/// The mark that a block begins with: yes or no.
pub(super) fn leading_mark(part: &Parsed<'_>) -> Option<Column> {
    let first = part.block.text.chars().next().filter(|c| !c.is_alphanumeric() && !c.is_ascii())?;
    column(part.lexicon, part.folded.get(..first.len_utf8())?)
}

/// Whether a text ends in what is done ("We collect:", "The plugin sends to X"), with no object: that follows.
fn ends_in_verb(part: &Parsed<'_>, clauses: &[Clause]) -> bool {
    let says = |clause: &&Clause| !clause.verbs.is_empty() || !clause.terms.is_empty() || clause.negated;
    let mut own = clauses.iter().filter(says);
    let (Some(clause), None) = (own.next(), own.next()) else { return false };
    let stated = !clause.users && !clause.dropped && clause.terms.is_empty() && clause.purpose.is_none();
    let (Some(verb), true) = (clause.verbs.last(), stated && clause.hedge.is_none()) else { return false };
    let words = |from: usize, to: usize| {
        part.folded.get(from..to).is_some_and(|rest| rest.contains(char::is_alphanumeric))
    };
    let end = part.folded.len();
    let mentioned = part.mentions_in(verb.end, end).last().map(|mention| mention.end);
    let following = || part.tokens_in(verb.end, end).iter().any(|token| token.is(Cue::Following));
    let ends = !words(mentioned.unwrap_or(verb.end), end) || following();
    // "Collected", but not "Search": a verb alone is one only in its form.
    let participle = || {
        let word = part.folded.get(verb.at..verb.end).unwrap_or("");
        part.lexicon.open.participles.iter().any(|ending| word.ends_with(ending.as_str()))
    };
    ends && (clause.actor == Some(Actor::Plugin) || !words(0, verb.at) && participle())
}

/// Types that contact details cover: a word for data that covers no more may head a list of whom to ask.
const CONTACT: usize = 10;

/// The section that a heading opens.
pub(super) fn heading_section(part: &Parsed<'_>) -> Option<Section> {
    section_in(part, (0, part.block.text.len())).or_else(|| told_section(part))
}

/// The section of a heading that says which data stands under it by a clause ("What the plugin sees", "Data we handle").
fn told_section(part: &Parsed<'_>) -> Option<Section> {
    let lexicon = part.lexicon;
    let text = part
        .folded
        .trim_start_matches(|c: char| !c.is_alphabetic())
        .trim_end_matches([' ', ':', '：', '?', '？']);
    let opens = |word: &String| {
        text.strip_prefix(word.as_str()).is_some_and(|rest| {
            lexicon.boundary != Boundary::Word || !rest.starts_with(char::is_alphanumeric)
        })
    };
    let told =
        lexicon.openers.iter().any(opens) || lexicon.closers.iter().any(|word| text.ends_with(word.as_str()));
    if !told {
        return None;
    }
    let clauses = sentences::clauses(&part.input(), 0, part.block.text.len());
    let purpose = part.tokens.iter().any(|token| token.is(Cue::Purpose));
    let spoken = clauses.iter().find(|clause| !clause.verbs.is_empty()).filter(|clause| !clause.users)?;
    match spoken.verdict(false) {
        Verdict::Does(Verb::Share) => Some(Section::Sharing),
        Verdict::Does(_) if !purpose => Some(Section::Collection),
        Verdict::Denies(Verb::Collect | Verb::Use | Verb::Receive) => Some(Section::Collection),
        _ => None,
    }
}

pub(super) fn section_in(part: &Parsed<'_>, range: (usize, usize)) -> Option<Section> {
    let tokens = part.lexicon.headings.scan(part.folded.get(range.0..range.1)?);
    tokens.iter().flat_map(|token| token.cues).find_map(|cue| match cue {
        Cue::Section(section) => Some(*section),
        _ => None,
    })
}

/// Whether a paragraph leads in what follows: a colon at its end, or "the following".
pub(super) fn leads_in(part: &Parsed<'_>) -> bool {
    let text = part.block.text.trim_end_matches(['*', ' ']);
    if text.ends_with([':', '：']) {
        return true;
    }
    let last = text.trim_end_matches(['.', '。']).rfind(['.', '。']).unwrap_or(0);
    part.tokens.iter().any(|token| token.is(Cue::Following) && token.start >= last)
}
