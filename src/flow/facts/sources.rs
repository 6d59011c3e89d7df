//! Where data comes in by a row, and where it is read. Comes in: a row or an expression; goes out: sources, and the places in
//! which their data is read. Apart because sinks know nothing of them.

use smallvec::SmallVec;

use super::Read;
use crate::flow::Recipient;
use crate::flow::bounds::Bound;
use crate::flow::engine::Engine;
use crate::flow::value::{OriginId, Source, SourceKind, V};
use crate::knowledge::rows::SourceRow;
use crate::plugin::Parameter;
use crate::python::ir::{ExprId, ExprKind, Sym};
use crate::source::Span;

impl<'a, 'k> Engine<'a, 'k> {
    /// Remembers where an origin was read.
    pub(in crate::flow) fn note_read(&mut self, origin: OriginId, read: Read) {
        let place = read.span;
        if !self.facts.read(origin, read) {
            self.hit(Bound::Reads, Some(place));
        }
    }

    /// Notes a text set under a name that holds an endpoint.
    pub(in crate::flow) fn note_keyed(&mut self, key: &V, value: &V) {
        if !self.facts.keyed(key, value) {
            self.hit(Bound::SetUrls, None);
        }
    }

    /// A read of the expression `at`, with the variables around it.
    pub(in crate::flow) fn read_at(&self, span: Span, at: Option<ExprId>) -> Read {
        let scope = self.frames.last().and_then(|frame| self.program.scope(frame.scope));
        let record = at.and_then(|at| {
            let object = match self.program.kind(at) {
                ExprKind::Call(callee, _) => match self.program.kind(*callee) {
                    ExprKind::Attribute(object, _) => *object,
                    _ => return None,
                },
                ExprKind::Attribute(object, _) | ExprKind::Index(object, _) => *object,
                _ => return None,
            };
            if let ExprKind::Name(name) = self.program.kind(object) { Some(*name) } else { None }
        });
        let target = self.target.filter(|(value, _)| Some(*value) == at).map(|(_, name)| name);
        Read {
            span,
            chain: self.chain,
            scope: scope.map_or(self.words.empty, |scope| scope.name),
            record,
            target,
        }
    }

    /// The value of a source row read at `span`.
    pub(in crate::flow) fn source_of_row(
        &mut self,
        row: &'k SourceRow,
        name: &str,
        span: Span,
        called: Option<Sym>,
        receiver: &V,
    ) -> V {
        let data_type = self.knowledge.data_type(&row.data_type);
        // An attribute of something that came in keeps its source; the row only says what it is.
        if let Some(&origin) = receiver.origins.first()
            && let Some(known) = self.origins.get(origin.0 as usize)
            && let Some(source) = self.sources.get(known.source as usize).cloned()
        {
            let name = self.symbols.intern(name);
            let kind = kind_of(&row.kind).filter(|kind| *kind != SourceKind::Session).unwrap_or(source.kind);
            let derived = Source {
                data_type: data_type.or(source.data_type),
                name,
                kind,
                weak: row.weak || source.weak,
                ..source
            };
            let value = self.source_value(derived);
            if let Some(&origin) = value.origins.first() {
                let read = self.read_at(span, None);
                self.note_read(origin, read);
            }
            return value;
        }
        let name = self.symbols.intern(name);
        let kind = kind_of(&row.kind).unwrap_or(SourceKind::Session);
        // Credentials and the session are one source, wherever they are read.
        let shared = matches!(kind, SourceKind::Credentials | SourceKind::Settings | SourceKind::Session)
            && row.call.is_empty();
        let webhook = row.webhook_of.iter().any(|category| category == "*");
        let source = Source {
            kind,
            span: if shared { Span { file: span.file, start: 0, end: 0 } } else { span },
            entry: None,
            data_type,
            name,
            recipients: if webhook { self.vendor_of_library(called) } else { SmallVec::new() },
            returns: SmallVec::new(),
            beside: SmallVec::new(),
            api: called.unwrap_or(self.words.empty),
            webhook,
            weak: row.weak || self.alone,
        };
        let value = self.source_value(source);
        if let Some(&origin) = value.origins.first() {
            let read = self.read_at(span, None);
            self.note_read(origin, read);
        }
        value
    }

    /// The service whose library a function is of.
    fn vendor_of_library(&mut self, called: Option<Sym>) -> SmallVec<[u32; 2]> {
        let service = called.and_then(|name| self.knowledge.service_of_module(self.symbols.text(name)));
        service.map(|service| self.facts.recipient(Recipient::Service(service))).into_iter().collect()
    }

    /// The YAML parameter, credential or setting that an origin is.
    pub(in crate::flow) fn parameter_of(&self, origin: OriginId) -> Option<&'a Parameter> {
        let plugin = self.plugin;
        let origin = self.origins.get(origin.0 as usize)?;
        let source = self.sources.get(origin.source as usize)?;
        let name = self.symbols.text(*origin.path.first()?);
        let entries = &plugin.manifest.entries;
        match source.kind {
            SourceKind::Parameters => {
                let own = source.entry.and_then(|entry| entries.get(entry as usize));
                own.and_then(|entry| entry.parameters.iter().find(|parameter| parameter.name.text == name))
            }
            SourceKind::Credentials | SourceKind::Settings => entries
                .iter()
                .flat_map(|entry| entry.credentials.iter().chain(&entry.parameters))
                .find(|parameter| parameter.name.text == name),
            _ => None,
        }
    }
}

/// The kind that a source row names.
pub fn kind_of(kind: &str) -> Option<SourceKind> {
    Some(match kind {
        "parameters" => SourceKind::Parameters,
        "credentials" => SourceKind::Credentials,
        "settings" => SourceKind::Settings,
        "request" => SourceKind::Request,
        "payload" => SourceKind::Payload,
        "response" => SourceKind::Response,
        "model" => SourceKind::Model,
        "session" => SourceKind::Session,
        "environment" => SourceKind::Environment,
        "temporary" => SourceKind::Temporary,
        _ => return None,
    })
}
