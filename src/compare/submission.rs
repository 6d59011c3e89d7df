//! A pull request's body against the code. Comes in: what the body declares, the practices and the reasons for a risk
//! level; goes out: [`Held`]: what its notes deny or leave out, and what it ticks. Apart because the marketplace's
//! template asks for other things than a policy tells.

use super::{Class, Level, Reason, Tables, decides, disclosure, promises};
use crate::flow::CodeFacts;
use crate::knowledge::compare_rows::RiskRow;
use crate::policy::{Stance, Status, Submission};

/// What holding a body against the code gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// Sentences of the notes that deny what the code does, in reading order.
    pub denied: Vec<Denied>,
    /// What the notes have to tell and do not, the gravest first.
    pub omitted: Vec<Reason>,
    /// The highest level that is ticked, with its line.
    pub ticked: Option<(Level, u32)>,
}

/// A sentence that denies what the code does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Denied {
    /// Its line in the body, from 1.
    pub line: u32,
    /// The sentence.
    pub quote: String,
    /// Practices that it denies, as indices into those of the facts.
    pub practices: Vec<usize>,
    /// Reasons for a risk level that it denies.
    pub reasons: Vec<Reason>,
}

/// Holds `body` against the code.
pub(super) fn hold(tables: Tables, body: &Submission, facts: &CodeFacts, found: &[(Level, Reason)]) -> Held {
    let mut held = Held {
        ticked: body
            .ticked
            .iter()
            .map(|(level, line)| (Level::of(level), *line))
            .max_by_key(|(level, _)| *level),
        ..Held::default()
    };
    let mut hidden = Vec::new();
    for (index, practice) in facts.practices.iter().enumerate() {
        if !decides(tables.knowledge, practice) {
            continue;
        }
        let said = disclosure::of(tables, &body.notes, practice);
        if !said.class.informs() && promises::leaves(tables, facts, practice) {
            hidden.push(index);
        }
        if !matches!(said.class, Class::Incorrect | Class::Ambiguous) {
            continue;
        }
        let mut statements = said.statements.iter().filter_map(|&index| body.notes.statements.get(index));
        if let Some(denial) = statements.rfind(|statement| statement.stance == Stance::Denies) {
            at_line(&mut held.denied, denial.line, &denial.quote).practices.push(index);
        }
    }
    for promise in &body.promises {
        let broken = promises::breaking(tables, facts, &promise.quote, &hidden);
        if broken.is_empty() {
            continue;
        }
        let practices = &mut at_line(&mut held.denied, promise.line, &promise.quote).practices;
        practices.extend(broken);
        practices.sort_unstable();
        practices.dedup();
    }
    // Who says that there is nothing to tell says so of personal data too.
    let silent = body.nothing_line.is_some() || !body.has_notes;
    for (_, reason) in found {
        let told = |row: &RiskRow| !row.told.is_empty() || silent && !row.types.is_empty();
        if !tables.comparing.risks.iter().any(|row| row.reason == reason.text && told(row)) {
            continue;
        }
        let told: Vec<_> = body.told.iter().filter(|told| told.reason == reason.text).collect();
        // Whoever denies it in one sentence and tells of it in another has told of it.
        if told.iter().any(|told| !told.denied) || named(tables, body, reason) {
            continue;
        }
        match told.first() {
            Some(denial) => {
                at_line(&mut held.denied, denial.line, &denial.quote).reasons.push(reason.clone());
            }
            None => held.omitted.push(reason.clone()),
        }
    }
    held.denied.sort_by_key(|denied| denied.line);
    held
}

/// Whether the notes say that a data type of the reason is handled.
fn named(tables: Tables, body: &Submission, reason: &Reason) -> bool {
    let rows = tables.comparing.risks.iter().filter(|row| row.reason == reason.text);
    let types: Vec<&String> = rows.flat_map(|row| &row.types).collect();
    body.notes.status == Status::Present
        && body.notes.statements.iter().any(|statement| {
            statement.stance != Stance::Denies
                && types.contains(&&tables.knowledge.type_row(statement.what).id)
        })
}

/// The entry of a line.
fn at_line<'a>(denied: &'a mut Vec<Denied>, line: u32, quote: &str) -> &'a mut Denied {
    let at = denied.iter().position(|known| known.line == line).unwrap_or_else(|| {
        denied.push(Denied { line, quote: quote.to_owned(), ..Denied::default() });
        denied.len() - 1
    });
    // The position was just found or made.
    #[allow(clippy::indexing_slicing)]
    &mut denied[at]
}
