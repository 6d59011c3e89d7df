//! What a block gives to what stands under it. Comes in: headings, lead-ins and items with their clauses; goes out:
//! [`Frame`]s. Apart because structure governs ("We do not collect:", "Data sent to X"), whatever the sentences say.

use smallvec::SmallVec;

use crate::knowledge::Service;
use crate::knowledge::lexicon_rows::Boundary;

use super::details::condition;
use super::document::{Block, Kind};
use super::lexicon::{Cue, Section};
use super::sentences::{self, Clause, TermHit, Verdict};
use super::statements::{Parsed, Reader, Utterance};
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
        // "Which data goes to X?" is answered by what stands under it.
        let question = part.block.text.ends_with(['?', '？']) && told_section(part).is_none();
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
        for (start, end) in sentences::sentences(text, part.lexicon) {
            let clauses = sentences::clauses(&input, start, end);
            let answer = clauses.first().filter(|clause| clauses.len() == 1 && clause.answer.is_some());
            let answered = answer.cloned().or_else(|| short_answer(text, &clauses, (start, end)));
            if let (Some(answer), Some((mut question, range))) = (answered, asked.take()) {
                question.push(answer);
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
        let mut frame = Frame {
            hedge: clauses
                .iter()
                .find_map(|clause| clause.hedge)
                .map(|(start, _)| condition(part.block, start, range.1)),
            actor: clauses.iter().find_map(|clause| clause.actor),
            recipient: Self::recipients(part, clauses, range).first().copied(),
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
                let tail = part.tokens_in(range.0, range.1).last();
                frame.purposes = tail.is_some_and(|token| token.is(Cue::Purpose) && token.end + 4 >= range.1);
            }
            None if section == Some(Section::Collection) => {
                frame.verdict = Some(Verdict::Does(Verb::Collect));
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
            lexicon.boundary == Boundary::None || !rest.starts_with(char::is_alphanumeric)
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
