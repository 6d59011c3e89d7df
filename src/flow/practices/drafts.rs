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
    /// The answer that it was read from.
    pub answer: Option<&'a Source>,
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
    drafts: BTreeMap<Key, Draft>,
    /// What each call was given.
    sent: FxHashSet<(DataType, Span, Sym)>,
    /// What answers with records of people hold, call by call.
    records: BTreeMap<(Span, Sym), BTreeSet<Key>>,
}

/// A practice's data type, action and recipient.
type Key = (DataType, Action, Recipient);

impl Drafts {
    /// Adds an observation: the surest one with the shortest trace explains the practice.
    pub(super) fn add(&mut self, seen: Seen<'_>) {
        let key = (seen.data_type, seen.action, seen.recipient.clone());
        let sure = seen.confidence > Confidence::Low;
        let mut way = seen.way.filter(|way| sure || *way == Way::Record);
        if let (Some(Way::Profile), Some(answer)) = (way, seen.answer) {
            self.records.entry((answer.span, answer.api)).or_default().insert(key.clone());
            way = None;
        }
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
        draft.ways.extend(way);
    }

    /// Notes what a call was given.
    pub(super) fn gave(&mut self, data_type: DataType, call: Span, api: Sym) {
        self.sent.insert((data_type, call, api));
    }

    /// The practices, sorted by data type, action and recipient. An answer that only repeats what its call was given (a
    /// contact that was created), apart from the `identifier` that every record has, reads nobody's record.
    pub(super) fn finish(mut self, identifier: DataType) -> Vec<Practice> {
        for ((call, api), keys) in &self.records {
            let fresh = |&(data_type, _, _): &Key| {
                data_type != identifier && !self.sent.contains(&(data_type, *call, *api))
            };
            if !keys.iter().any(fresh) {
                continue;
            }
            for key in keys {
                if let Some(draft) = self.drafts.get_mut(key) {
                    draft.ways.insert(Way::Profile);
                }
            }
        }
        self.drafts.into_iter().map(|(key, draft)| draft.finish(key)).collect()
    }
}

impl Draft {
    fn finish(self, (data_type, action, recipient): Key) -> Practice {
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
