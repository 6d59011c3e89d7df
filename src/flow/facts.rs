//! What the interpreter saw: data at sinks, fields read, calls that leave the plugin. Comes in: calls that a row fits,
//! with evaluated arguments; goes out: facts, each once, with the shortest call chain. Apart because deciding what the
//! data is comes later, once per distinct fact.

mod given;
mod sinks;
mod sources;

use super::Recipient;
use super::limits;
use super::recipients::Contact;
use super::value::{OriginId, Template, Text, V};
use crate::knowledge::rows::CapabilityRow;
use crate::knowledge::{DataType, Service};
use crate::python::ir::{ModuleId, Sym};
use crate::source::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::collections::{BTreeMap, BTreeSet};

pub use self::sources::kind_of;

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
    /// Calls whose answer goes where an argument says, whoever uses their result.
    pub filling: FxHashSet<Span>,
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
