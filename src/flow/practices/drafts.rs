//! Practices under construction. Comes in: one observation after the other; goes out: one practice for each data type,
//! action and recipient, with its best evidence. Apart because every stage adds to it.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::MAX_PLACES;
use super::steps::{MAX_STEPS, Told};
use crate::flow::value::Source;
use crate::flow::{Action, Confidence, Practice, Recipient, Step, Way};
use crate::knowledge::DataType;
use crate::python::ir::Sym;
use crate::source::Span;

/// One observation of data that reaches or comes from somebody.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'a> {
    pub data_type: DataType,
    pub action: Action,
    pub recipient: &'a Recipient,
    pub confidence: Confidence,
    /// Where the data meets the sink, or is read.
    pub place: Span,
    pub trace: &'a dyn Told,
    pub why: &'a [String],
    pub way: Option<Way>,
}

/// What was observed of one practice.
#[derive(Debug)]
struct Draft {
    confidence: Confidence,
    places: BTreeMap<Span, Confidence>,
    trace: Vec<Step>,
    evidence: Vec<String>,
    ways: BTreeSet<Way>,
}

/// All practices so far.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    drafts: BTreeMap<(DataType, Action, Recipient), Draft>,
    /// What each call was given.
    sent: FxHashSet<(DataType, Span, Sym)>,
}

impl Drafts {
    /// Adds an observation: the surest one with the shortest trace explains the practice.
    pub(super) fn add(&mut self, seen: Seen<'_>) {
        let key = (seen.data_type, seen.action, seen.recipient.clone());
        let draft = self.drafts.entry(key).or_insert_with(|| Draft {
            confidence: seen.confidence,
            places: BTreeMap::new(),
            trace: seen.trace.steps(),
            evidence: seen.why.to_vec(),
            ways: BTreeSet::new(),
        });
        let better = seen.confidence > draft.confidence;
        let shorter = seen.confidence == draft.confidence
            && (draft.trace.is_empty() || (seen.trace.count() > 0 && seen.trace.count() < draft.trace.len()));
        if better || shorter {
            draft.trace = seen.trace.steps();
            draft.evidence = seen.why.to_vec();
        }
        draft.confidence = draft.confidence.max(seen.confidence);
        let sure = draft.places.entry(seen.place).or_insert(seen.confidence);
        *sure = seen.confidence.max(*sure);
        if seen.confidence > Confidence::Low || seen.way == Some(Way::Record) {
            draft.ways.extend(seen.way);
        }
    }

    /// Notes what a call was given, so that an answer which only repeats it is known.
    pub(super) fn gave(&mut self, data_type: DataType, call: Span, api: Sym) {
        self.sent.insert((data_type, call, api));
    }

    /// Whether the call of this answer was itself given data of the type.
    pub(super) fn repeats(&self, data_type: DataType, answer: &Source) -> bool {
        self.sent.contains(&(data_type, answer.span, answer.api))
    }

    /// The practices, sorted by data type, action and recipient.
    pub(super) fn finish(self) -> Vec<Practice> {
        self.drafts.into_iter().map(|(key, draft)| draft.finish(key)).collect()
    }
}

impl Draft {
    fn finish(self, (data_type, action, recipient): (DataType, Action, Recipient)) -> Practice {
        let mut places: Vec<(Span, Confidence)> = self.places.into_iter().collect();
        places.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut locations: Vec<Span> = places.into_iter().map(|(span, _)| span).take(MAX_PLACES).collect();
        let mut trace = self.trace;
        trace.truncate(MAX_STEPS);
        // The sink of the trace is the best place.
        if let Some(last) = trace.last().map(|step| step.span)
            && let Some(at) = locations.iter().position(|span| *span == last)
        {
            let best = locations.remove(at);
            locations.insert(0, best);
        }
        if trace.len() < 2 {
            trace.clear();
        }
        Practice {
            data_type,
            action,
            recipient,
            confidence: self.confidence,
            locations,
            trace,
            evidence: self.evidence,
            ways: self.ways.into_iter().collect(),
        }
    }
}
