//! Practices under construction. Comes in: one observation after the other; goes out: one practice for each data type,
//! action and recipient, with its best evidence. Apart because every stage adds to it.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::steps::{MAX_STEPS, Told};
use crate::flow::limits;
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
    open: BTreeMap<Key, Draft>,
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
        let draft = self.open.entry(key).or_insert_with(|| Draft {
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

    /// Whether a call was given data of this type.
    pub(super) fn was_given(&self, data_type: DataType, call: Span, api: Sym) -> bool {
        self.sent.contains(&(data_type, call, api))
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
                if let Some(draft) = self.open.get_mut(key) {
                    draft.ways.insert(Way::Profile);
                }
            }
        }
        self.open.into_iter().map(|(key, draft)| draft.finish(key)).collect()
    }
}

/// A trace with what stands in the middle of a long one left out, and said so.
fn shortened(mut trace: Vec<Step>) -> Vec<Step> {
    let left_out = trace.len().saturating_sub(MAX_STEPS);
    if left_out > 0 {
        trace.drain(MAX_STEPS / 2..MAX_STEPS / 2 + left_out);
        if let Some(step) = trace.get_mut(MAX_STEPS / 2) {
            step.note = format!("{} ({left_out} steps before it left out)", step.note);
        }
    }
    trace
}

impl Draft {
    fn finish(self, (data_type, action, recipient): Key) -> Practice {
        let mut places: Vec<(Span, Confidence)> = self.places.into_iter().collect();
        places.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut locations: Vec<Span> = places.into_iter().map(|(span, _)| span).collect();
        let mut trace = shortened(self.trace);
        // The sink of the trace is the best place.
        if let Some(last) = trace.last().map(|step| step.span)
            && let Some(at) = locations.iter().position(|span| *span == last)
        {
            let best = locations.remove(at);
            locations.insert(0, best);
        }
        locations.truncate(limits::PLACES);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(count: u32) -> Vec<Step> {
        let span = |start| Span { file: crate::source::FileId(0), start, end: start + 1 };
        (0..count).map(|start| Step { span: span(start), note: format!("step {start}") }).collect()
    }

    #[test]
    fn a_long_trace_keeps_where_it_begins_and_ends() {
        let short = shortened(steps(40));
        assert_eq!(short.len(), MAX_STEPS);
        assert_eq!(short[0].note, "step 0");
        assert_eq!(short[MAX_STEPS - 1].note, "step 39");
        assert_eq!(short[MAX_STEPS / 2].note, "step 34 (28 steps before it left out)");
        assert_eq!(shortened(steps(12)), steps(12));
    }
}
