//! Calls that a row fits: whom they reach, and what comes back. Comes in: a row, evaluated arguments and how the receiver was
//! made; goes out: the note that the call leaves the plugin, and its answer's value. Apart because what the arguments carry
//! is gathered elsewhere.

use std::rc::Rc;

use smallvec::SmallVec;

use super::given::is_composed;
use super::{Keys, SinkFact};
use crate::flow::Recipient;
use crate::flow::bounds::Bound;
use crate::flow::engine::Engine;
use crate::flow::limits;
use crate::flow::recipients::Contacts;
use crate::flow::value::{
    Arguments, Made, OriginId, Source, SourceKind, Text, V, Val, add_origins, all_origins, join,
};
use crate::knowledge::rows::{EndpointRow, SinkRow};
use crate::python::ir::{ExprId, Sym};
use crate::source::Span;

impl<'k> Engine<'_, 'k> {
    /// Records what a sink's row says of a call; gives the response's value where there is one.
    #[allow(clippy::too_many_arguments, reason = "a call has this many parts")]
    pub(in crate::flow) fn sink(
        &mut self,
        row: &'k SinkRow,
        name: Sym,
        arguments: &Arguments,
        made: Option<&Rc<Made>>,
        receiver: &V,
        names: &[Option<Sym>],
        at: ExprId,
    ) -> Option<V> {
        if !self.holds(row, arguments, made) {
            return None;
        }
        let reads = self.only_reads(row, arguments);
        let own_file = self.is_own_file(row, arguments, made, receiver);
        let stores = row.action == "stores" || (row.keeps && own_file);
        if reads && stores || own_file && !stores {
            return None;
        }
        let site = self.span_of(at);
        let contacts =
            if own_file { Contacts::default() } else { self.contacts(row, arguments, made, receiver) };
        if contacts.more {
            self.hit(Bound::Texts, Some(site));
        }
        // Any member of a library: those that the arguments do not fit are not the one.
        let any = self.symbols.text(name).ends_with(".*");
        if any && row.recipient == "url" && contacts.found.is_empty() {
            return None;
        }
        let recipients = if own_file {
            SmallVec::from_slice(&[self.facts.recipient(Recipient::Own)])
        } else {
            self.reached(row, &contacts, site)
        };
        // Where the row itself says what comes back, the path of the URL says no more.
        let api = contacts.api.filter(|_| row.returns.is_empty()).unwrap_or(name);
        let scope = self
            .frames
            .last()
            .and_then(|frame| self.program.scope(frame.scope))
            .map_or(self.words.empty, |scope| scope.name);
        let http = row.recipient == "url";
        let endpoint = if http { self.endpoint(row, name, arguments, &contacts) } else { None };
        self.meets = endpoint;
        let mut fact = SinkFact {
            site,
            action: if stores { "stores" } else { &row.action },
            kept: row.keeps && !stores && !reads && !self.is_users(made, receiver),
            recipients: recipients.clone(),
            origin: OriginId(0),
            keys: Keys::new(),
            without: Keys::new(),
            role: "",
            data_type: None,
            api,
            scope,
            name: None,
            weak: row.weak || self.alone,
        };
        // What is written to a file that is removed again is not kept.
        fact.weak |= row.action == "stores" && self.is_temporary(arguments, made, receiver);
        self.given_arguments(row, arguments, names, &mut fact);
        self.given_before(row, made, receiver, &mut fact);
        self.by_features(row, arguments, &mut fact);
        self.by_search(row, arguments, &mut fact);
        self.logins(row, made, &mut fact);
        if let Some(value) = &arguments.star {
            self.argument(row, "*", "*", value, None, &mut fact);
        }
        if let Some(value) = &arguments.double_star {
            self.argument(row, "**", "**", value, None, &mut fact);
        }
        if !row.response || own_file {
            return None;
        }
        let returned = row.returns.iter().chain(endpoint.iter().flat_map(|endpoint| &endpoint.returns));
        let returns = returned.filter_map(|id| self.knowledge.data_type(id)).collect();
        let beside = endpoint.iter().flat_map(|endpoint| &endpoint.beside);
        let beside = beside.filter_map(|id| self.knowledge.data_type(id)).collect();
        let source = Source {
            kind: SourceKind::Response,
            span: site,
            entry: None,
            data_type: None,
            name,
            recipients,
            returns,
            beside,
            api,
            webhook: false,
            // A row without names stands for a library that no table describes: its attributes need not be data.
            weak: row.weak || self.alone || row.call.is_empty(),
        };
        let mut places = row.carries.iter().filter(|(_, role)| *role == "handle").map(|(place, _)| place);
        if places.any(|place| self.call_argument(place, arguments).is_some()) {
            self.facts.filling.insert(site);
        }
        self.note_asked(row, arguments, made, receiver, &source);
        if http {
            let files = self.note_fetched(row, arguments, made, receiver, &source);
            let answer = self.source_value(source);
            return Some(if files.is_unknown() {
                answer
            } else {
                Rc::new(Val { origins: all_origins(&join(&answer, &files)), ..(*answer).clone() })
            });
        }
        Some(self.source_value(source))
    }

    /// Notes a request without a body whose URL was read from what came in. Gives the files of the user that it fetches.
    fn note_fetched(
        &mut self,
        row: &SinkRow,
        arguments: &Arguments,
        made: Option<&Rc<Made>>,
        receiver: &V,
        source: &Source,
    ) -> V {
        let mut files = Val::default();
        let Some(value) = row.url.iter().find_map(|name| self.url_argument(name, arguments, made, receiver))
        else {
            return Rc::new(files);
        };
        let bodies = row.carries.iter().filter(|(_, role)| matches!(role.as_str(), "body" | "file"));
        let carries =
            bodies.map(|(place, _)| place).any(|place| self.call_argument(place, arguments).is_some());
        // A URL that is put together may name the state of a job as well as a file.
        if carries {
            return Rc::new(files);
        }
        let composed = is_composed(&value);
        let answer = self.source(source.clone());
        for &origin in &value.origins {
            let outside = self.kind_of(origin).is_some_and(|kind| {
                matches!(kind, SourceKind::Response | SourceKind::Request | SourceKind::Payload)
            });
            if outside && !composed {
                self.facts.fetched.insert((answer, origin));
            }
            if self.is_file_parameter(origin) && self.is_address(origin) {
                let whole = self.root(origin);
                add_origins(&mut files.origins, &[whole]);
            }
        }
        Rc::new(files)
    }

    /// The recipients of a call, and the note that it leaves the plugin.
    fn reached(&mut self, row: &SinkRow, contacts: &Contacts, site: Span) -> SmallVec<[u32; 2]> {
        let recipients: SmallVec<[u32; 2]> = if row.recipient.is_empty() {
            SmallVec::from_slice(&[self.facts.recipient(Recipient::Own)])
        } else if contacts.found.is_empty() {
            SmallVec::from_slice(&[self.facts.recipient(Recipient::Unresolved)])
        } else {
            let mut ids: SmallVec<[u32; 2]> = contacts
                .found
                .iter()
                .map(|contact| self.facts.recipient(contact.recipient.clone()))
                .collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let leaves = !row.recipient.is_empty() && row.recipient != "dify";
        let mut beyond = false;
        if leaves {
            let outbound = self.facts.outbound.entry(site).or_default();
            outbound.unresolved |= contacts.found.is_empty();
            for contact in &contacts.found {
                if outbound.contacts.contains(contact) {
                    continue;
                }
                if outbound.contacts.len() < limits::CONTACTS {
                    outbound.contacts.push(contact.clone());
                } else {
                    beyond = true;
                }
            }
        }
        if beyond {
            self.hit(Bound::Contacts, Some(site));
        }
        recipients
    }

    /// Notes answers that are handed on whole, or item by item.
    pub(in crate::flow) fn hand_on(&mut self, value: &V, at: Option<ExprId>) {
        for id in all_origins(value) {
            // The text of an exception is no answer.
            let Some(origin) = self.origins.get(id.0 as usize).filter(|origin| !origin.raised) else {
                continue;
            };
            let source = self.sources.get(origin.source as usize);
            // The text of an error says why there is no answer.
            if origin.raised || source.is_none_or(|source| source.kind != SourceKind::Response) {
                continue;
            }
            if origin.path.last().is_none_or(|&key| key == self.words.star) {
                self.facts.handed.insert(origin.source);
            }
            if let Some(at) = at {
                let span = self.span_of(at);
                self.facts.handed_by.entry((id, self.entry)).or_insert(span);
                if let Some(data_type) = self.hands {
                    self.facts.handed_as.entry((id, data_type)).or_insert(span);
                }
            }
        }
    }

    /// The endpoint of a known service that an HTTP call meets.
    fn endpoint(
        &mut self,
        row: &SinkRow,
        name: Sym,
        arguments: &Arguments,
        contacts: &Contacts,
    ) -> Option<&'k EndpointRow> {
        let path = self.symbols.text(contacts.api?).to_owned();
        let place = row.carries.iter().find(|(_, role)| *role == "method").map(|(place, _)| place);
        let given =
            place.and_then(|place| self.call_argument(place, arguments)).and_then(|value| value.constant());
        let method = match (given, place) {
            (Some(method), _) => self.symbols.text(method).to_owned(),
            (None, Some(_)) => String::new(),
            (None, None) => self.symbols.text(name).rsplit('.').next().unwrap_or("").to_owned(),
        };
        let knowledge = self.knowledge;
        contacts.found.iter().find_map(|contact| {
            let Recipient::Service(service) = contact.recipient else { return None };
            knowledge.endpoint_for(&knowledge.service_row(service)?.id, &method, &path)
        })
    }

    fn is_temporary(&self, arguments: &Arguments, made: Option<&Rc<Made>>, receiver: &V) -> bool {
        let mut at = made;
        let mut path = arguments.all().chain([receiver]).any(|value| self.holds_temporary(value));
        while let Some(made) = at.filter(|_| !path) {
            path = made.arguments.all().any(|value| self.holds_temporary(value));
            at = made.before.as_ref();
        }
        path
    }

    pub(super) fn holds_temporary(&self, value: &V) -> bool {
        value.origins.iter().any(|&origin| self.kind_of(origin) == Some(SourceKind::Temporary))
    }

    /// Whether the constants that the row asks for stand in the call.
    fn holds(&mut self, row: &SinkRow, arguments: &Arguments, made: Option<&Rc<Made>>) -> bool {
        row.when.iter().all(|(place, wanted)| {
            let value = match place.strip_prefix("new.") {
                Some(name) => self.made_argument(name, made),
                None => self.call_argument(place, arguments),
            };
            let Some(value) = value else { return false };
            match value.text {
                Text::Bool(truth) => (if truth { "True" } else { "False" }) == wanted,
                Text::None => wanted == "None",
                _ => value
                    .constants()
                    .iter()
                    .any(|&text| self.symbols.text(text) == wanted.trim_matches(['"', '\''])),
            }
        })
    }

    /// An argument by position or keyword.
    pub(in crate::flow) fn call_argument(&self, place: &str, arguments: &Arguments) -> Option<V> {
        if let Ok(index) = place.parse::<usize>() {
            return arguments.positional.get(index).or(arguments.star.as_ref()).cloned();
        }
        arguments.keyword(self.symbols.get(place)?).cloned()
    }

    /// An argument of the calls that made the receiver: of the nearest that has it.
    pub(in crate::flow) fn made_argument(&self, place: &str, made: Option<&Rc<Made>>) -> Option<V> {
        let mut at = made;
        while let Some(made) = at {
            if let Some(value) = self.call_argument(place, &made.arguments) {
                return Some(value);
            }
            at = made.before.as_ref();
        }
        None
    }
}
