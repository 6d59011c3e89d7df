//! Where data comes from. Comes in: sources and the keys read from them; goes out: sorted sets of origins. Apart because the
//! sets are bounded and joined at nearly every step.

use smallvec::SmallVec;

use super::touch;
use crate::flow::limits;
use crate::python::ir::Sym;
use crate::source::Span;

/// Origins that cost as much as a part of a value.
const TOUCHED: usize = 8;

/// Index of an interned origin: a source and the access path read from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OriginId(pub u32);

impl OriginId {
    /// Stands, last, for the origins beyond the bound.
    pub const MORE: Self = Self(u32::MAX);
}

/// Where a source is and what kind it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SourceKind {
    /// Parameters of an entry: the path's first key is the parameter.
    Parameters,
    /// Credentials: the path's first key is the credential.
    Credentials,
    /// Settings of an endpoint or subscription.
    Settings,
    /// An incoming web request.
    Request,
    /// A webhook's payload.
    Payload,
    /// A model call's input.
    Model,
    /// The session or the runtime.
    Session,
    /// The environment or the host.
    Environment,
    /// The path of a file or folder that is removed again.
    Temporary,
    /// What a service answered.
    Response,
    /// A parameter of a function that no entry point reaches.
    Local,
}

/// A source: one place where data comes in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Source {
    /// What kind.
    pub kind: SourceKind,
    /// Where it comes in.
    pub span: Span,
    /// The manifest entry, when one stands behind it.
    pub entry: Option<u32>,
    /// The data type that a row gives it.
    pub data_type: Option<crate::knowledge::DataType>,
    /// Its name: the parameter, attribute or API method.
    pub name: Sym,
    /// For responses: who answered, as indexes of recipients.
    pub recipients: SmallVec<[u32; 2]>,
    /// For responses: types that the API is known to return.
    pub returns: SmallVec<[crate::knowledge::DataType; 2]>,
    /// For responses: types of the people whom its records may name.
    pub beside: SmallVec<[crate::knowledge::DataType; 2]>,
    /// For responses: constant part of the URL's path, or the API method.
    pub api: Sym,
    /// Whether a vendor's webhook brings it.
    pub webhook: bool,
    /// What it holds is arguable.
    pub weak: bool,
}

/// A source with the access path read from it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Index of the source.
    pub source: u32,
    /// Keys and attributes, outermost first; the star symbol stands for any element.
    pub path: SmallVec<[Sym; 4]>,
    /// Masked or hashed on the way.
    pub weakened: bool,
    /// It came out of an exception that was raised with it.
    pub raised: bool,
}

/// Adds `from` to the sorted set `into`.
pub fn add_origins(into: &mut SmallVec<[OriginId; 4]>, from: &[OriginId]) {
    if into.is_empty() {
        into.extend_from_slice(from);
        return;
    }
    if into.len() > TOUCHED {
        touch(into.len() / TOUCHED);
    }
    let mut from = from;
    if ascends(into) {
        from = from.get(first_new(into, from)..).unwrap_or(&[]);
        if into.len() + from.len() <= limits::ORIGINS && ascends(from) {
            merge_origins(into, from);
            return;
        }
    }
    for &origin in from {
        if let Err(at) = into.binary_search(&origin) {
            if into.len() >= limits::ORIGINS {
                if into.last() != Some(&OriginId::MORE) {
                    into.push(OriginId::MORE);
                }
                return;
            }
            into.insert(at, origin);
        }
    }
}

/// The place in `from` of the first origin that `into` lacks: nearly always there is none.
fn first_new(into: &[OriginId], from: &[OriginId]) -> usize {
    let mut known = into.iter();
    from.iter().position(|origin| !known.any(|other| other == origin)).unwrap_or(from.len())
}

/// Whether a set is sorted, as nearly all are.
pub fn ascends(origins: &[OriginId]) -> bool {
    origins.windows(2).all(|pair| pair.first() < pair.last())
}

/// Merges two sorted sets that fit into the bound.
fn merge_origins(into: &mut SmallVec<[OriginId; 4]>, from: &[OriginId]) {
    if from.is_empty() {
        return;
    }
    let mut merged = SmallVec::with_capacity(into.len() + from.len());
    let mut rest = from;
    for &origin in into.iter() {
        while let [first, tail @ ..] = rest
            && *first <= origin
        {
            if *first < origin {
                merged.push(*first);
            }
            rest = tail;
        }
        merged.push(origin);
    }
    merged.extend_from_slice(rest);
    *into = merged;
}
