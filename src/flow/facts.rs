//! What the interpreter saw: data at sinks, fields read, calls that leave the plugin. Comes in: calls that a row fits,
//! with evaluated arguments; goes out: facts, each once, with the shortest call chain. Apart because deciding what the
//! data is comes later, once per distinct fact.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::Recipient;
use super::bounds::Bound;
use super::engine::Engine;
use super::limits;
use super::recipients::{Contact, Contacts};
use super::value::{
    Arguments, Key, Made, OriginId, Source, SourceKind, Template, Text, V, Val, add_origins, all_origins,
    join,
};
use crate::knowledge::rows::{CapabilityRow, EndpointRow, SinkRow, SourceRow};
use crate::knowledge::{DataType, Service};
use crate::plugin::Parameter;
use crate::python::ir::{ExprId, ExprKind, ModuleId, Sym};
use crate::source::Span;

/// Keys and keyword arguments under which a value stands at a sink, outermost first.
pub type Keys = SmallVec<[Sym; 4]>;

/// Constants of requests, each after the key that it stands under.
pub type Asked = BTreeSet<(Sym, Sym)>;

/// One origin that reached one sink.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SinkFact<'k> {
    /// The call.
    pub site: Span,
    /// The row's action.
    pub action: &'k str,
    /// What is sent is stored too.
    pub kept: bool,
    /// Recipients, as indexes.
    pub recipients: SmallVec<[u32; 2]>,
    /// Where the data came from.
    pub origin: OriginId,
    /// Its keys at the sink.
    pub keys: Keys,
    /// Keys of the origin that are replaced or taken out.
    pub without: Keys,
    /// Its role.
    pub role: &'k str,
    /// The data type that the row gives the argument.
    pub data_type: Option<DataType>,
    /// The API: the library's method, or the URL's path.
    pub api: Sym,
    /// The function that the call stands in.
    pub scope: Sym,
    /// The variable that was the argument.
    pub name: Option<Sym>,
    /// What the row finds is arguable.
    pub weak: bool,
}

/// One place where an origin was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The expression.
    pub span: Span,
    /// The call chain.
    pub chain: u32,
    /// The function that it stands in.
    pub scope: Sym,
    /// The variable that it was read from.
    pub record: Option<Sym>,
    /// The variable that it was put in.
    pub target: Option<Sym>,
}

/// One call site that leaves the plugin.
#[derive(Debug, Clone, Default)]
pub struct Outbound {
    /// Whom it reached, over all contexts.
    pub contacts: Vec<Contact>,
    /// Contexts in which the host stayed unknown.
    pub unresolved: bool,
}

/// Everything that was seen.
#[derive(Debug, Default)]
pub struct Facts<'k> {
    /// Calls whose result nobody uses.
    pub discarded: FxHashSet<Span>,
    /// Answers that are handed on whole: to the platform, or as the result of an entry point.
    pub handed: FxHashSet<u32>,
    /// Answers to requests whose URL came in from outside: the answer's source, and the URL's origin.
    pub fetched: BTreeSet<(u32, OriginId)>,
    /// What of an answer is handed on, by whom, with the first place.
    pub handed_by: BTreeMap<(OriginId, Option<u32>), Span>,
    /// Constants of the request that an answer is one to, by the entry that asks, each with its key.
    pub asked: BTreeMap<(u32, Option<u32>), Asked>,
    /// Answers that an entry hands on of which the SDK says what they hold.
    pub handed_as: BTreeMap<(OriginId, DataType), Span>,
    /// Names that a star import brought.
    pub star_names: FxHashMap<(ModuleId, Sym), V>,
    /// First places where an origin was read.
    pub reads: FxHashMap<OriginId, SmallVec<[Read; 2]>>,
    /// Data at sinks, in the order seen, with the call chain.
    pub sinks: Vec<(SinkFact<'k>, u32)>,
    seen: FxHashSet<SinkFact<'k>>,
    /// Calls that leave the plugin.
    pub outbound: BTreeMap<Span, Outbound>,
    /// Recipients by index.
    pub recipients: Vec<Recipient>,
    recipient_ids: FxHashMap<Recipient, u32>,
    /// Capabilities with their places.
    pub capabilities: BTreeMap<(&'k str, &'k str), Vec<Span>>,
    /// Names of parameters under which entry points get credentials.
    pub credential_names: FxHashSet<Sym>,
    /// Services whose address a value is held against.
    pub host_tests: FxHashMap<OriginId, Service>,
    /// Names of credentials that hold an endpoint.
    pub url_keys: FxHashSet<Sym>,
    /// Texts that the code sets under such a name.
    pub set_urls: Vec<(Sym, SmallVec<[Template; 4]>)>,
}

impl Facts<'_> {
    /// Remembers where an origin was read; gives false when there are too many places.
    pub fn read(&mut self, origin: OriginId, read: Read) -> bool {
        let places = self.reads.entry(origin).or_default();
        if places.iter().any(|place| place.span == read.span) {
            return true;
        }
        if places.len() >= limits::READS {
            return false;
        }
        places.push(read);
        true
    }

    /// The index of a recipient.
    pub fn recipient(&mut self, recipient: Recipient) -> u32 {
        if let Some(&id) = self.recipient_ids.get(&recipient) {
            return id;
        }
        let id = u32::try_from(self.recipients.len()).unwrap_or(u32::MAX);
        self.recipients.push(recipient.clone());
        self.recipient_ids.insert(recipient, id);
        id
    }
}

impl<'k> Facts<'k> {
    /// Notes a capability.
    pub fn capability(&mut self, row: &'k CapabilityRow, span: Span) {
        let places = self.capabilities.entry((row.capability.as_str(), row.level.as_str())).or_default();
        if !places.contains(&span) && places.len() < limits::PLACES {
            places.push(span);
        }
    }

    /// Notes a text set under a name that holds an endpoint; gives false when there are too many.
    pub fn keyed(&mut self, key: &V, value: &V) -> bool {
        if self.url_keys.is_empty() || !matches!(value.text, Text::OneOf(_)) {
            return true;
        }
        let Some(key) = key.constant().filter(|key| self.url_keys.contains(key)) else { return true };
        let set = (key, value.templates());
        if self.set_urls.contains(&set) {
            return true;
        }
        if self.set_urls.len() >= limits::SET_URLS {
            return false;
        }
        self.set_urls.push(set);
        true
    }

    fn add(&mut self, fact: &SinkFact<'k>, chain: u32) {
        if !self.seen.contains(fact) {
            self.seen.insert(fact.clone());
            self.sinks.push((fact.clone(), chain));
        }
    }
}

impl<'a, 'k> Engine<'a, 'k> {
    /// Records what a sink's row says of a call; gives the response's value where there is one.
    #[allow(clippy::too_many_arguments, reason = "a call has this many parts")]
    pub(super) fn sink(
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
        let api = contacts.api.unwrap_or(name);
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

    /// Records what the arguments of the call carry.
    fn given_arguments(
        &mut self,
        row: &'k SinkRow,
        arguments: &Arguments,
        names: &[Option<Sym>],
        fact: &mut SinkFact<'k>,
    ) {
        for (index, value) in arguments.positional.iter().enumerate() {
            let position = index.to_string();
            fact.name = names.get(index).copied().flatten();
            self.argument(row, &position, "*", value, None, fact);
        }
        for (keyword, value) in &arguments.keywords {
            let text = self.symbols.text(*keyword).to_owned();
            fact.name = None;
            let key = if row.recipient == "url" { None } else { Some(*keyword) };
            self.argument(row, &text, "**", value, key, fact);
        }
        fact.name = None;
    }

    /// Records what the receiver and the calls that made it carry, where the row says so.
    fn given_before(
        &mut self,
        row: &'k SinkRow,
        made: Option<&Rc<Made>>,
        receiver: &V,
        fact: &mut SinkFact<'k>,
    ) {
        for (place, role) in &row.carries {
            let value = match place.strip_prefix("new.") {
                Some(name) => self.made_argument(name, made),
                None if place == "self" => Some(receiver.clone()),
                None => place.strip_prefix("self.").and_then(|name| self.set_on(receiver, name)),
            };
            if let Some(value) = value
                && role != "ignored"
            {
                fact.role = role;
                fact.keys.clear();
                fact.data_type = row.types.get(place).and_then(|id| self.knowledge.data_type(id));
                self.parts(row, &value, fact, 0);
            }
        }
    }

    /// What the plugin set as this attribute of a library object.
    fn set_on(&self, receiver: &V, name: &str) -> Option<V> {
        let name = self.symbols.get(name)?;
        receiver.object.as_ref()?.get(Key::Name(name)).cloned()
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
    pub(super) fn hand_on(&mut self, value: &V, at: Option<ExprId>) {
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

    fn holds_temporary(&self, value: &V) -> bool {
        value.origins.iter().any(|&origin| self.kind_of(origin) == Some(SourceKind::Temporary))
    }

    /// The type that the endpoint gives the keys at hand.
    fn endpoint_type(&self, keys: &[Sym]) -> Option<DataType> {
        let endpoint = self.meets?;
        if endpoint.types.is_empty() {
            return None;
        }
        let keys: SmallVec<[&str; 4]> = keys.iter().map(|&key| self.symbols.text(key)).collect();
        self.knowledge.data_type(endpoint.types.get(&keys.join("."))?)
    }

    /// What the plugin's models can do besides text goes with the text.
    fn by_features(&mut self, row: &'k SinkRow, arguments: &Arguments, fact: &mut SinkFact<'k>) {
        let (plugin, knowledge) = (self.plugin, self.knowledge);
        for feature in &plugin.manifest.features {
            let Some(data_type) = row.features.get(&feature.text).and_then(|id| knowledge.data_type(id))
            else {
                continue;
            };
            for (place, id) in &row.types {
                let content = knowledge.data_type(id).is_some_and(|id| knowledge.type_row(id).is_content());
                let Some(value) = self.call_argument(place, arguments).filter(|_| content) else { continue };
                for origin in all_origins(&value) {
                    let source = self
                        .origins
                        .get(origin.0 as usize)
                        .and_then(|origin| self.sources.get(origin.source as usize));
                    let Some(source) = source.filter(|source| source.kind == SourceKind::Model).cloned()
                    else {
                        continue;
                    };
                    let name = self.symbols.intern(&feature.text);
                    let source = Source { data_type: Some(data_type), name, span: feature.span, ..source };
                    let value = self.source_value(source);
                    fact.role = "body";
                    fact.keys.clear();
                    fact.data_type = Some(data_type);
                    self.parts(row, &value, fact, 0);
                }
            }
        }
    }

    /// What a client was made with goes to its service too: a login name, a key.
    fn logins(&mut self, row: &'k SinkRow, made: Option<&Rc<Made>>, fact: &mut SinkFact<'k>) {
        if row.action != "sends"
            || row.recipient == "url"
            || row.carries.keys().any(|place| place.starts_with("new."))
        {
            return;
        }
        let mut at = made;
        fact.kept = false;
        while let Some(made) = at {
            for (name, value) in &made.arguments.keywords {
                let url =
                    row.url.iter().any(|place| place.strip_prefix("new.") == Some(self.symbols.text(*name)));
                if value.origins.is_empty() || url {
                    continue;
                }
                // What the user enters goes along with it; what logs in is known by its own source.
                fact.role = "body";
                fact.keys.clear();
                fact.keys.push(*name);
                fact.data_type = None;
                self.parts(row, value, fact, 0);
            }
            at = made.before.as_ref();
        }
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
    pub(super) fn call_argument(&self, place: &str, arguments: &Arguments) -> Option<V> {
        if let Ok(index) = place.parse::<usize>() {
            return arguments.positional.get(index).or(arguments.star.as_ref()).cloned();
        }
        arguments.keyword(self.symbols.get(place)?).cloned()
    }

    /// An argument of the calls that made the receiver: of the nearest that has it.
    pub(super) fn made_argument(&self, place: &str, made: Option<&Rc<Made>>) -> Option<V> {
        let mut at = made;
        while let Some(made) = at {
            if let Some(value) = self.call_argument(place, &made.arguments) {
                return Some(value);
            }
            at = made.before.as_ref();
        }
        None
    }

    fn argument(
        &mut self,
        row: &'k SinkRow,
        place: &str,
        any: &str,
        value: &V,
        key: Option<Sym>,
        fact: &mut SinkFact<'k>,
    ) {
        let role = match row.carries.get(place).or_else(|| row.carries.get(any)) {
            Some(role) => role.as_str(),
            None if row.carries.is_empty() => "body",
            // Keyword arguments whose names are unknown may be any of those listed.
            None if place == "**" => "body",
            None => return,
        };
        if matches!(role, "ignored" | "method" | "handle") {
            return;
        }
        // A statement that is more than what came in is the plugin's; what came in is a value in it.
        let entered = value.origins.len() == 1 && value.object.is_none() && !is_composed(value);
        fact.role = if role == "statement" && !entered { "body" } else { role };
        fact.keys.clear();
        fact.keys.extend(key);
        fact.data_type = row.types.get(place).and_then(|id| self.knowledge.data_type(id));
        if role == "file" {
            // Of a path its file is sent.
            let value = self.with_written(value, value);
            self.parts(row, &value, fact, 0);
        } else {
            self.parts(row, value, fact, 0);
        }
    }

    /// Records each origin of a value with the keys that lead to it.
    pub(super) fn parts(&mut self, row: &'k SinkRow, value: &V, fact: &mut SinkFact<'k>, depth: u8) {
        if value.origins.last() == Some(&OriginId::MORE) {
            self.hit(Bound::Origins, Some(fact.site));
        }
        // The path of a temporary file in a log says nothing of what is in the file.
        let path = row.action == "logs" && self.holds_temporary(value);
        let cost = limits::FACT_STEPS + fact.recipients.len() as u64;
        for &origin in value.origins.iter().filter(|_| !path) {
            if self.kind_of(origin) == Some(SourceKind::Temporary) {
                continue;
            }
            if !self.steps_of(cost) {
                return;
            }
            fact.origin = origin;
            if let Some(object) = &value.object
                && !object.without.is_empty()
            {
                fact.without = Keys::from_slice(&object.without);
            }
            let chain = self.chain;
            self.facts.add(fact, chain);
            fact.without.clear();
        }
        let Some(object) = &value.object else { return };
        if depth > limits::VALUE_DEPTH {
            return;
        }
        for (key, held) in &object.fields {
            let (name, data_type) = match key {
                Key::Name(name) => {
                    let typed =
                        row.types.get(self.symbols.text(*name)).and_then(|id| self.knowledge.data_type(id));
                    (Some(*name), typed)
                }
                Key::Index(_) => (None, None),
            };
            let outer = fact.data_type;
            fact.keys.extend(name);
            fact.data_type = data_type.or_else(|| self.endpoint_type(&fact.keys)).or(outer);
            self.parts(row, held, fact, depth + 1);
            if name.is_some() {
                fact.keys.pop();
            }
            fact.data_type = outer;
        }
        if let Some(rest) = &object.rest {
            self.parts(row, rest, fact, depth + 1);
        }
    }

    /// Remembers where an origin was read.
    pub(super) fn note_read(&mut self, origin: OriginId, read: Read) {
        let place = read.span;
        if !self.facts.read(origin, read) {
            self.hit(Bound::Reads, Some(place));
        }
    }

    /// Notes a text set under a name that holds an endpoint.
    pub(super) fn note_keyed(&mut self, key: &V, value: &V) {
        if !self.facts.keyed(key, value) {
            self.hit(Bound::SetUrls, None);
        }
    }

    /// A read of the expression `at`, with the variables around it.
    pub(super) fn read_at(&self, span: Span, at: Option<ExprId>) -> Read {
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
    pub(super) fn source_of_row(
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
    pub(super) fn parameter_of(&self, origin: OriginId) -> Option<&'a Parameter> {
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

/// Whether the text has parts.
fn is_composed(value: &V) -> bool {
    value.templates().iter().any(|template| template.len() > 1)
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
