//! The way of data as people follow it. Comes in: where a value came from and where it went; goes out: the steps of a
//! trace. Apart because only reports read them.

use crate::flow::Step;
use crate::flow::engine::Engine;
use crate::flow::facts::SinkFact;
use crate::flow::value::{OriginId, Source, SourceKind};
use crate::plugin::Parameter;

/// Steps of a trace.
pub(super) const MAX_STEPS: usize = 12;

/// Call sites from the entry point down.
pub(super) fn chain_steps(engine: &Engine<'_, '_>, chain: u32) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut at = chain;
    while let Some(chain) = engine.chains.get(at as usize) {
        // Entry points are entered from nowhere.
        if chain.site.end > chain.site.start {
            steps.push(Step { span: chain.site, note: "passed on".to_owned() });
        }
        at = chain.before;
        if steps.len() >= MAX_STEPS {
            break;
        }
    }
    steps.reverse();
    steps
}

pub(super) fn trace(
    engine: &Engine<'_, '_>,
    id: OriginId,
    source: &Source,
    parameter: Option<&Parameter>,
    sink: Option<(&SinkFact<'_>, u32)>,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let origin_path =
        engine.origins.get(id.0 as usize).map(|origin| origin.path.as_slice()).unwrap_or_default();
    let named =
        origin_path.last().map_or_else(|| engine.symbols.text(source.name), |&key| engine.symbols.text(key));
    match parameter {
        Some(parameter) => {
            let word = match source.kind {
                SourceKind::Credentials => "credential",
                SourceKind::Settings => "setting",
                _ => "parameter",
            };
            steps.push(Step { span: parameter.name.span, note: format!("{word} `{}`", parameter.name.text) });
        }
        None if source.span.end > 0 => {
            let note = match source.kind {
                SourceKind::Response => format!("answer of {}", engine.symbols.text(source.name)),
                _ if source.name == engine.words.empty => {
                    format!("result of {}", engine.symbols.text(source.api))
                }
                _ => format!("`{}` comes in", engine.symbols.text(source.name)),
            };
            steps.push(Step { span: source.span, note });
        }
        None => {}
    }
    if let Some(place) = engine.facts.reads.get(&id).and_then(|places| places.first()) {
        steps.push(Step { span: place.span, note: format!("`{named}` read") });
    }
    if let Some((fact, chain)) = sink {
        steps.extend(chain_steps(engine, chain));
        let api = engine.symbols.text(fact.api);
        let note = match fact.action {
            "stores" => "stored".to_owned(),
            "logs" => "logged".to_owned(),
            _ if api.is_empty() => "sent".to_owned(),
            _ => format!("sent by {api}"),
        };
        steps.push(Step { span: fact.site, note });
    }
    steps.dedup_by(|a, b| a.span == b.span);
    steps
}
