//! Reads table rows: each is a statement that the header governs. Comes in: rows and header cells; goes out: what the
//! reader adds. Apart because cells stand in columns and not in sentences.

use smallvec::SmallVec;

use crate::knowledge::Service;

use super::Verb;
use super::details::quote;
use super::frames::Frame;
use super::lexicon::{Column, Cue, Lexicon, Section, Token};
use super::sentences::{self, Clause, Verdict};
use super::statements::{Draft, Parsed, Reader};

impl Reader<'_> {
    /// A table row: the header says what each cell is.
    pub(super) fn row(&mut self, at: usize, part: &Parsed<'_>, governing: &Frame) {
        let header = part.block.governor.and_then(|at| self.parsed.get(at)).and_then(Option::as_ref);
        let row = Row::new(part, header);
        if row.kinds.contains(&Some(Column::Definition)) {
            return;
        }
        if row.kinds.iter().all(Option::is_none) && !row.denied && !row.answers_by_service() {
            for &range in &part.block.cells {
                self.cell(at, part, range, governing, governing.section);
            }
            return;
        }
        if row.withheld() {
            return;
        }
        let recipients = row.recipients();
        let recipient = recipients.first().copied();
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
        for (number, &range) in part.block.cells.iter().take(COLUMNS).enumerate() {
            let kind = row.kinds.get(number).copied().flatten();
            if !matches!(kind, None | Some(Column::Data)) {
                continue;
            }
            if kind.is_none() {
                self.cell(at, part, range, &frame, governing.section);
                continue;
            }
            let mut clauses = sentences::clauses(&part.input(), range.0, range.1);
            for clause in &mut clauses {
                clause.verbs.clear();
                (clause.negated, clause.points_back) = (false, false);
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
        // What goes to one of several goes to each.
        let own: Vec<Draft> = self.drafts.get(before..).unwrap_or_default().to_vec();
        for &further in recipients.iter().skip(1) {
            let to_first = own.iter().filter(|draft| draft.statement.recipient == recipient);
            self.drafts.extend(to_first.map(|draft| {
                let mut draft = draft.clone();
                draft.statement.recipient = Some(further);
                draft
            }));
        }
    }

    /// The sentences of a cell.
    fn cell(
        &mut self,
        at: usize,
        part: &Parsed<'_>,
        (start, end): (usize, usize),
        governing: &Frame,
        section: Option<Section>,
    ) {
        let text = part.block.text.get(start..end).unwrap_or("");
        for (from, to) in sentences::sentences(text, part.lexicon) {
            let range = (start + from, start + to);
            let clauses = sentences::clauses(&part.input(), range.0, range.1);
            self.sentence(at, part, &clauses, range, governing, section);
        }
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
        let kinds: Vec<Option<Column>> = (0..part.block.cells.len().min(COLUMNS))
            .map(|number| {
                let header = header?;
                let &(start, end) = header.block.cells.get(number)?;
                column(header.lexicon, header.folded.get(start..end)?)
            })
            .collect();
        let mut row = Self { part, header, kinds, denied: false, hedge: None, personal: false };
        row.answers();
        for number in 0..row.kinds.len() {
            row.head(number);
        }
        row
    }

    /// Hears what the cells say that answer yes or no: all of them together deny, one alone does not.
    fn answers(&mut self) {
        let (mut yes, mut no) = (false, false);
        let asks = |kind: &Option<Column>| matches!(kind, Some(Column::Yes | Column::No));
        let choice = self.kinds.iter().filter(|kind| asks(kind)).count() > 1;
        for number in 0..self.kinds.len() {
            let cell = self.cell(number);
            let answer = column(self.part.lexicon, cell);
            match self.kinds.get(number).copied().flatten() {
                Some(Column::Collected) if answer == Some(Column::No) => no = true,
                Some(Column::Collected) if !cell.trim().is_empty() => {
                    yes = true;
                    self.hear_condition(number);
                }
                // "Yes" and "No" over a mark.
                Some(Column::Yes) if choice => yes |= is_marked(cell),
                Some(Column::No) if choice => no |= is_marked(cell),
                Some(Column::Data | Column::Definition) => {}
                _ => self.denied |= self.says_not_collected(number),
            }
        }
        self.denied |= no && !yes;
    }

    fn hear_condition(&mut self, number: usize) {
        let Some((start, end)) = self.part.block.cells.get(number).copied() else { return };
        let inside = |token: &Token<'_>| token.is(Cue::Hedge) && token.end <= end;
        let found = self.part.tokens_in(start, end).iter().any(inside);
        self.hedge = self.hedge.take().or_else(|| found.then(|| quote(self.cell(number))));
    }

    /// Whether a cell is nothing but the denial of what the row names ("not collected").
    fn says_not_collected(&self, number: usize) -> bool {
        let Some((start, end)) = self.part.block.cells.get(number).copied() else { return false };
        if end > start + DENIAL || !self.part.tokens_in(start, end).iter().any(Token::is_verb) {
            return false;
        }
        let clauses = sentences::clauses(&self.part.input(), start, end);
        let denies = |clause: &Clause| {
            let verdict = clause.verdict(false);
            clause.terms.is_empty()
                && matches!(verdict, Verdict::Denies(Verb::Collect | Verb::Use | Verb::Receive))
        };
        matches!(clauses.as_slice(), [clause] if denies(clause))
    }

    /// Hears what the header says of a column: that it denies, or is of people.
    fn head(&mut self, number: usize) {
        let kind = self.kinds.get(number).copied().flatten();
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
        let people = |token: &Token<'_>| token.cues.iter().any(|cue| matches!(cue, Cue::Broad(_)));
        self.personal |= header.tokens.iter().any(people) || kind == Some(Column::Data);
    }

    /// The services that the row's data goes to: those in the cell that says to whom, else those in headers ("Sent to X",
    /// or nothing but a name) whose cell does not say no.
    fn recipients(&self) -> SmallVec<[Service; 2]> {
        let mut found: SmallVec<[Service; 2]> = SmallVec::new();
        for (number, kind) in self.kinds.iter().enumerate() {
            let cell = (*kind == Some(Column::Recipient)).then(|| self.named(self.part, number)).flatten();
            let header = || self.header.and_then(|header| self.named(header, number));
            let service = cell.or_else(|| header().filter(|_| !self.denied && self.applies(number)));
            if let Some(service) = service.filter(|service| !found.contains(service)) {
                found.push(service);
            }
        }
        found
    }

    /// Whether headers name services and the cells say that the data goes to none of them.
    fn withheld(&self) -> bool {
        let mut named = (0..self.kinds.len())
            .filter(|&number| self.header.is_some_and(|header| self.named(header, number).is_some()))
            .peekable();
        let collected = self.kinds.contains(&Some(Column::Collected));
        !self.denied
            && !collected
            && named.peek().is_some()
            && named.all(|number| column(self.part.lexicon, self.cell(number)) == Some(Column::No))
    }

    /// Whether a cell under the name of a service answers yes or no.
    fn answers_by_service(&self) -> bool {
        let Some(header) = self.header.filter(|header| !header.mentions.is_empty()) else { return false };
        (0..self.kinds.len()).any(|number| {
            self.named(header, number).is_some()
                && matches!(column(self.part.lexicon, self.cell(number)), Some(Column::Yes | Column::No))
        })
    }

    /// The first service that a row names in a cell.
    fn named(&self, part: &Parsed<'_>, number: usize) -> Option<Service> {
        let &(start, end) = part.block.cells.get(number)?;
        part.mentions_in(start, end).iter().find(|mention| mention.end <= end).map(|mention| mention.service)
    }

    /// Whether the cell under a service's name says that the row's data goes there.
    fn applies(&self, number: usize) -> bool {
        let cell = self.cell(number);
        !cell.trim().is_empty() && column(self.part.lexicon, cell) != Some(Column::No)
    }

    fn cell(&self, number: usize) -> &str {
        let cell = self.part.block.cells.get(number);
        cell.and_then(|&(start, end)| self.part.folded.get(start..end)).unwrap_or("")
    }

    fn cell_of(&self, wanted: Column) -> Option<&str> {
        let number = self.kinds.iter().position(|kind| *kind == Some(wanted))?;
        let &(start, end) = self.part.block.cells.get(number)?;
        self.part.block.text.get(start..end).map(str::trim)
    }
}

/// What a header cell or a yes-or-no cell says: the phrase that fills it, else the first in it.
pub(super) fn column(lexicon: &Lexicon, cell: &str) -> Option<Column> {
    let cell = cell.trim();
    let tokens = lexicon.columns.scan(cell);
    let columns = tokens.iter().flat_map(|token| token.cues.iter().map(move |cue| (token, cue)));
    columns
        .filter_map(|(token, cue)| match cue {
            Cue::Column(Column::No | Column::Yes) if token.start > 0 => None,
            Cue::Column(column) => Some((token.end - token.start, *column)),
            _ => None,
        })
        .max_by_key(|(length, column)| (*length, std::cmp::Reverse(*column)))
        .map(|(_, column)| column)
}

/// Whether a cell holds a mark.
fn is_marked(cell: &str) -> bool {
    !cell.trim().is_empty() && !matches!(cell.trim(), "-" | "–" | "—")
}

/// A cell of more bytes says more than that something is not collected.
const DENIAL: usize = 32;

/// Columns after this many are not read.
const COLUMNS: usize = 32;
