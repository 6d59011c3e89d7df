//! Reads table rows: each is a statement that the header governs. Comes in: rows and header cells; goes out: what the
//! reader adds. Apart because cells stand in columns and not in sentences.

use crate::knowledge::Service;

use super::Verb;
use super::details::quote;
use super::frames::Frame;
use super::lexicon::{Column, Cue, Lexicon, Section, Token};
use super::sentences::{self, Mention, Verdict};
use super::statements::{Parsed, Reader};

impl Reader<'_> {
    /// A table row: the header says what each cell is.
    pub(super) fn row(&mut self, at: usize, part: &Parsed<'_>, governing: &Frame) {
        let header = part.block.governor.and_then(|at| self.parsed.get(at)).and_then(Option::as_ref);
        let row = Row::new(part, header);
        if row.kinds.contains(&Some(Column::Definition)) {
            return;
        }
        if row.kinds.iter().all(Option::is_none) && !row.denied {
            for &range in &part.block.cells {
                self.cell(at, part, range, governing, governing.section);
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
        // "Collected: yes, shared: no" denies nothing.
        let said: Vec<bool> = (0..row.kinds.len()).filter_map(|number| row.says_no(number)).collect();
        row.denied = !said.is_empty() && said.iter().all(|no| *no);
        for number in 0..row.kinds.len() {
            row.judge(number);
        }
        row
    }

    /// Whether a yes-or-no cell says no; `None` for another cell.
    fn says_no(&self, number: usize) -> Option<bool> {
        let (start, end) = self.part.block.cells.get(number).copied()?;
        let cell = self.part.folded.get(start..end).unwrap_or("");
        let asked = self.kinds.get(number).copied().flatten() == Some(Column::Collected);
        asked.then(|| column(self.part.lexicon, cell) == Some(Column::No))
    }

    /// Hears on which condition a yes-or-no cell says yes, or a header that denies its column.
    fn judge(&mut self, number: usize) {
        let kind = self.kinds.get(number).copied().flatten();
        let Some((start, end)) = self.part.block.cells.get(number).copied() else { return };
        let cell = self.part.folded.get(start..end).unwrap_or("");
        if kind == Some(Column::Collected) {
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
        let people = |token: &Token<'_>| token.cues.iter().any(|cue| matches!(cue, Cue::Broad(_)));
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

/// What a header cell or a yes-or-no cell says: the phrase that fills it, else the first in it.
pub(super) fn column(lexicon: &Lexicon, cell: &str) -> Option<Column> {
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

/// Columns after this many are not read.
const COLUMNS: usize = 32;
