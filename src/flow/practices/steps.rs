//! The way of data as people follow it. Comes in: where a value came from and where it went; goes out: the steps of a
//! trace. Apart because only reports read them.

use smallvec::SmallVec;

use crate::flow::Step;
use crate::flow::engine::Engine;
use crate::flow::facts::SinkFact;
use crate::flow::value::{OriginId, Source, SourceKind};
use crate::plugin::Parameter;
use crate::source::Span;

/// Steps of a trace.
pub(super) const MAX_STEPS: usize = 12;

/// A trace that is written out only where it is kept.
pub(super) trait Told: std::fmt::Debug {
    /// How many steps it has.
    fn count(&self) -> usize;
    /// The steps written out.
    fn steps(&self) -> Vec<Step>;
}

impl<T: AsRef<[Step]> + std::fmt::Debug> Told for T {
    fn count(&self) -> usize {
        self.as_ref().len()
    }

    fn steps(&self) -> Vec<Step> {
        self.as_ref().to_vec()
    }
}

/// Places with the parts of their notes.
#[derive(Debug)]
pub(super) struct Marks<'e>(SmallVec<[(Span, [&'e str; 3]); 8]>);

impl Told for Marks<'_> {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn steps(&self) -> Vec<Step> {
        self.0.iter().map(|(span, note)| Step { span: *span, note: note.concat() }).collect()
    }
}

/// What happens at a call site on the way.
const PASSED_ON: &str = "passed on";

/// Call sites from the entry point down.
pub(super) fn chain_steps(engine: &Engine<'_, '_>, chain: u32) -> Vec<Step> {
    let sites = chain_sites(engine, chain).into_iter().rev();
    sites.map(|span| Step { span, note: PASSED_ON.to_owned() }).collect()
}

/// Call sites, the last one first.
fn chain_sites(engine: &Engine<'_, '_>, chain: u32) -> SmallVec<[Span; MAX_STEPS]> {
    let mut sites = SmallVec::new();
    let mut at = chain;
    while let Some(chain) = engine.chains.get(at as usize) {
        // Entry points are entered from nowhere.
        if chain.site.end > chain.site.start {
            sites.push(chain.site);
        }
        at = chain.before;
    }
    sites
}

/// From where the data comes in to the sink.
pub(super) fn trace<'e>(
    engine: &'e Engine<'_, '_>,
    id: OriginId,
    source: &Source,
    parameter: Option<&'e Parameter>,
    fact: &SinkFact<'_>,
    chain: u32,
) -> Marks<'e> {
    let mut steps: SmallVec<[(Span, [&'e str; 3]); 8]> = SmallVec::new();
    let origin_path =
        engine.origins.get(id.0 as usize).map(|origin| origin.path.as_slice()).unwrap_or_default();
    let named =
        origin_path.last().map_or_else(|| engine.symbols.text(source.name), |&key| engine.symbols.text(key));
    match parameter {
        Some(parameter) => {
            let before = match source.kind {
                SourceKind::Credentials => "credential `",
                SourceKind::Settings => "setting `",
                _ => "parameter `",
            };
            steps.push((parameter.name.span, [before, &parameter.name.text, "`"]));
        }
        None if source.span.end > 0 => {
            let note = match source.kind {
                SourceKind::Response => ["answer of ", engine.symbols.text(source.name), ""],
                _ if source.name == engine.words.empty => ["result of ", engine.symbols.text(source.api), ""],
                _ => ["`", engine.symbols.text(source.name), "` comes in"],
            };
            steps.push((source.span, note));
        }
        None => {}
    }
    if let Some(place) = engine.facts.reads.get(&id).and_then(|places| places.first()) {
        steps.push((place.span, ["`", named, "` read"]));
    }
    let sites = chain_sites(engine, chain);
    steps.extend(sites.into_iter().rev().map(|span| (span, [PASSED_ON, "", ""])));
    let api = engine.symbols.text(fact.api);
    let note = match fact.action {
        "stores" => ["stored", "", ""],
        "logs" => ["logged", "", ""],
        _ if api.is_empty() => ["sent", "", ""],
        _ => ["sent by ", api, ""],
    };
    steps.push((fact.site, note));
    steps.dedup_by(|a, b| a.0 == b.0);
    Marks(steps)
}
