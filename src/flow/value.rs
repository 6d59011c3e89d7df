//! What an expression may be: where its data comes from, what text it is, which callables, which fields. Comes in:
//! parts; goes out: values that are cheap to clone, join and compare. Apart because it knows nothing of plugins or rows.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use smallvec::SmallVec;

use super::limits;
use crate::python::ir::{ClassId, ModuleId, ScopeId, Sym};
use crate::source::Span;

/// Index of an interned origin: a source and the access path read from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OriginId(pub u32);

impl OriginId {
    /// Stands, last, for the origins beyond the bound.
    pub const MORE: Self = Self(u32::MAX);
}

/// A shared value.
pub type V = Rc<Val>;

/// An abstract value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Val {
    /// Where its data comes from, sorted.
    pub origins: SmallVec<[OriginId; 4]>,
    /// What text or constant it is.
    pub text: Text,
    /// Callables, classes, modules, library objects that it may be.
    pub things: SmallVec<[Thing; 1]>,
    /// Its fields, when it is a dict, list or object made in the plugin.
    pub object: Option<Rc<Object>>,
}

/// Text or constant of a value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Text {
    /// Anything.
    #[default]
    Unknown,
    /// `None`.
    None,
    /// A truth value.
    Bool(bool),
    /// A number, as written.
    Number(Sym),
    /// One of some texts, sorted.
    OneOf(Rc<[Template]>),
}

/// A text with holes.
pub type Template = Rc<[Part]>;

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Constant text.
    Literal(Sym),
    /// Text that the user or administrator gives: a parameter, setting, credential, environment variable.
    User,
    /// Text that came back from a service; the origin tells which.
    Response(OriginId),
    /// Text of unknown origin.
    Unknown,
    /// Stands alone for the texts beyond the bound.
    More,
}

/// Something that can be called or have attributes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A function of the plugin: its receiver if bound, and the environment it was made in.
    Function(ScopeId, Option<V>, Option<Rc<Captured>>),
    /// A class of the plugin.
    Class(ClassId),
    /// A module of the plugin.
    Module(ModuleId),
    /// A folder of the plugin used as a package.
    Package(Sym),
    /// A library name; calls are flattened into it. With the calls that made it, for base URLs.
    Library(Sym, Option<Rc<Made>>),
    /// `functools.partial`.
    Partial(V, Rc<Arguments>),
    /// `super()` within a class, with its receiver.
    Super(ClassId, V),
    /// Stands for those beyond the bound.
    More,
}

impl Thing {
    /// Takes what it holds off what is `left`.
    fn measure(&self, left: &mut u32) {
        let mut all = |values: &mut dyn Iterator<Item = &V>| {
            for value in values {
                if *left == 0 {
                    return;
                }
                value.measure(left);
            }
        };
        match self {
            Self::Function(_, receiver, captured) => {
                all(&mut receiver.iter());
                let around = captured.as_ref().map_or(0, |captured| captured.size);
                *left = left.saturating_sub(around);
            }
            Self::Library(_, made) => {
                let mut made = made.as_ref();
                while let Some(call) = made {
                    all(&mut call.arguments.all());
                    made = call.before.as_ref();
                }
            }
            Self::Partial(target, arguments) => {
                all(&mut [target].into_iter());
                all(&mut arguments.all());
            }
            Self::Super(_, receiver) => all(&mut [receiver].into_iter()),
            Self::Class(_) | Self::Module(_) | Self::Package(_) | Self::More => {}
        }
    }
}

/// The environment that a nested function was made in.
#[derive(Debug)]
pub struct Captured {
    /// The scope it belongs to.
    pub scope: ScopeId,
    /// Its slots.
    pub slots: super::env::Env,
    /// The environment around it.
    pub outer: Option<Rc<Captured>>,
    /// Values in it; of more than the bound, one more. No part of equality.
    size: u32,
}

impl Captured {
    /// The environment as it is now.
    pub fn new(scope: ScopeId, slots: super::env::Env, outer: Option<Rc<Self>>) -> Self {
        let mut size = outer.as_ref().map_or(0, |outer| outer.size);
        for value in slots.iter().flatten() {
            if size > limits::VALUE_SIZE {
                break;
            }
            size = size.saturating_add(value.size());
        }
        Self { scope, slots, outer, size }
    }
}

impl PartialEq for Captured {
    fn eq(&self, other: &Self) -> bool {
        self.scope == other.scope && self.slots == other.slots && self.outer == other.outer
    }
}

impl Eq for Captured {}

impl Hash for Captured {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.scope.hash(state);
        self.slots.hash(state);
        self.outer.hash(state);
    }
}

/// Evaluated arguments of a call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Arguments {
    /// By position.
    pub positional: Vec<V>,
    /// By keyword.
    pub keywords: Vec<(Sym, V)>,
    /// Elements of `*args` whose position is unknown.
    pub star: Option<V>,
    /// Values of `**kwargs` whose keys are unknown.
    pub double_star: Option<V>,
}

impl Arguments {
    /// The argument with this keyword.
    pub fn keyword(&self, name: Sym) -> Option<&V> {
        self.keywords.iter().find(|(keyword, _)| *keyword == name).map(|(_, value)| value)
    }

    /// What each argument of two calls may be; one that only one of them has is kept.
    fn join(&self, other: &Self) -> Self {
        let both = |a: Option<&V>, b: Option<&V>| match (a, b) {
            (Some(a), Some(b)) => Some(join(a, b)),
            (a, b) => a.or(b).cloned(),
        };
        let len = self.positional.len().max(other.positional.len());
        let positional = (0..len).filter_map(|at| both(self.positional.get(at), other.positional.get(at)));
        let mut keywords = self.keywords.clone();
        for (name, value) in &other.keywords {
            match keywords.iter_mut().find(|(keyword, _)| keyword == name) {
                Some((_, old)) => *old = join(old, value),
                None => keywords.push((*name, value.clone())),
            }
        }
        Self {
            positional: positional.collect(),
            keywords,
            star: both(self.star.as_ref(), other.star.as_ref()),
            double_star: both(self.double_star.as_ref(), other.double_star.as_ref()),
        }
    }

    /// Every value in order.
    pub fn all(&self) -> impl Iterator<Item = &V> {
        self.positional
            .iter()
            .chain(self.keywords.iter().map(|(_, value)| value))
            .chain(&self.star)
            .chain(&self.double_star)
    }
}

/// The calls that made a library object, the nearest first.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Made {
    /// The arguments of the nearest call.
    pub arguments: Arguments,
    /// The calls before it.
    pub before: Option<Rc<Made>>,
    /// Their number.
    pub depth: u8,
}

impl Made {
    /// The calls `before`, and one more. A call without arguments, and those after many, say nothing of where to.
    pub fn by(arguments: &Arguments, before: Option<Rc<Self>>) -> Option<Rc<Self>> {
        let depth = before.as_ref().map_or(0, |made| made.depth + 1);
        if arguments.all().next().is_none() || depth >= limits::MADE_DEPTH {
            return before;
        }
        // Only texts and origins can say where to; whole objects would grow with every page of a paged answer.
        let plain = |value: &V| {
            Rc::new(Val { origins: all_origins(value), text: value.text.clone(), ..Val::default() })
        };
        let arguments = Arguments {
            positional: arguments.positional.iter().map(plain).collect(),
            keywords: arguments.keywords.iter().map(|(name, value)| (*name, plain(value))).collect(),
            star: arguments.star.as_ref().map(plain),
            double_star: arguments.double_star.as_ref().map(plain),
        };
        Some(Rc::new(Self { arguments, before, depth }))
    }

    /// The calls of either, argument by argument.
    fn join(a: Option<&Rc<Self>>, b: Option<&Rc<Self>>) -> Option<Rc<Self>> {
        let (a, b) = match (a, b) {
            (Some(a), Some(b)) if a != b => (a, b),
            (a, b) => return a.or(b).cloned(),
        };
        Some(Rc::new(Self {
            arguments: a.arguments.join(&b.arguments),
            before: Self::join(a.before.as_ref(), b.before.as_ref()),
            depth: a.depth.max(b.depth),
        }))
    }
}

/// What kind of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// A dict.
    Dict,
    /// A list, tuple or set.
    List,
    /// Text or bytes in memory that calls write to: a buffer, a hash.
    Buffer,
    /// An instance of a class of the plugin.
    Instance(ClassId),
    /// An object of a library, made from keyword arguments.
    Record,
}

/// The key of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Position in a list.
    Index(u32),
    /// Dict key or attribute.
    Name(Sym),
}

/// An object made in the plugin, field by field.
#[derive(Debug, Clone)]
pub struct Object {
    /// Which object it is: equal for aliases. No part of equality.
    pub id: u32,
    /// What it is.
    pub kind: ObjectKind,
    /// Known fields, sorted by key.
    pub fields: Vec<(Key, V)>,
    /// What further fields may hold.
    pub rest: Option<V>,
    /// Keys that the origins of the value around it no longer bring: replaced or taken out. Sorted.
    pub without: SmallVec<[Sym; 2]>,
    /// Nesting below it.
    pub depth: u8,
    /// Values below it, those that are shared counted each time; never less than there are.
    size: u32,
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.fields == other.fields
            && self.rest == other.rest
            && self.without == other.without
    }
}

impl Eq for Object {}

impl Hash for Object {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.kind.hash(state);
        self.fields.hash(state);
        self.rest.hash(state);
        self.without.hash(state);
    }
}

impl Object {
    /// An empty object.
    pub fn new(id: u32, kind: ObjectKind) -> Self {
        Self { id, kind, fields: Vec::new(), rest: None, without: SmallVec::new(), depth: 0, size: 0 }
    }

    /// From now on the origins of the value around it bring nothing under `key`.
    pub fn exclude(&mut self, key: Sym) {
        if self.without.len() < limits::FIELDS
            && let Err(at) = self.without.binary_search(&key)
        {
            self.without.insert(at, key);
        }
    }

    /// The field under `key`.
    pub fn get(&self, key: Key) -> Option<&V> {
        let at = self.fields.binary_search_by(|(other, _)| other.cmp(&key)).ok()?;
        self.fields.get(at).map(|(_, value)| value)
    }

    /// Sets a field; what was there no longer counts.
    #[allow(clippy::needless_pass_by_value, reason = "most callers have no other use for it")]
    pub fn set(&mut self, key: Key, value: V) {
        // Fields mostly come in the order of their keys.
        let place = match self.fields.last() {
            Some((last, _)) if *last >= key => self.fields.binary_search_by(|(other, _)| other.cmp(&key)),
            _ => Err(self.fields.len()),
        };
        let old = place.ok().and_then(|at| self.fields.get(at)).map_or(0, |(_, old)| old.size());
        self.size = self.size.saturating_sub(old);
        let value = self.taken_in(&value);
        match place {
            Ok(at) => {
                if let Some(field) = self.fields.get_mut(at) {
                    field.1 = value;
                }
            }
            Err(at) if self.fields.len() < limits::FIELDS => self.fields.insert(at, (key, value)),
            Err(_) => self.add_rest(&value),
        }
    }

    /// A value as the object can hold it: what nests too deep falls together, and all where there is too much.
    fn taken_in(&mut self, value: &V) -> V {
        let mut value = capped(value, limits::VALUE_DEPTH - 1);
        if value.size() > 1 && self.size.saturating_add(value.size()) > limits::VALUE_SIZE {
            value = fallen(&value);
        }
        self.depth = self.depth.max(value.depth());
        self.size = self.size.saturating_add(value.size());
        value
    }

    /// Adds a value under an unknown key.
    pub fn add_rest(&mut self, value: &V) {
        let value = self.taken_in(value);
        self.rest = Some(match &self.rest {
            Some(rest) => join(rest, &value),
            None => value,
        });
    }

    /// Whether it is the other one, field by field the very same values.
    fn is_shared_with(&self, other: &Self) -> bool {
        let rest = match (&self.rest, &other.rest) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        rest && (self.id, self.kind, self.depth, self.size) == (other.id, other.kind, other.depth, other.size)
            && self.without == other.without
            && self.fields.len() == other.fields.len()
            && self.fields.iter().zip(&other.fields).all(|(a, b)| a.0 == b.0 && Rc::ptr_eq(&a.1, &b.1))
    }

    /// All values it holds.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.fields.iter().map(|(_, value)| value).chain(&self.rest)
    }
}

impl Val {
    /// A value that is one thing.
    pub fn thing(thing: Thing) -> V {
        Rc::new(Self { things: SmallVec::from_iter([thing]), ..Self::default() })
    }

    /// A value that is an object.
    pub fn object(object: Object) -> V {
        Rc::new(Self { object: Some(Rc::new(object)), ..Self::default() })
    }

    /// A constant text.
    pub fn literal(sym: Sym) -> V {
        let template: Template = Rc::from([Part::Literal(sym)]);
        Rc::new(Self { text: Text::OneOf(Rc::from([template])), ..Self::default() })
    }

    /// A value that has one origin.
    pub fn origin(origin: OriginId) -> V {
        Rc::new(Self { origins: SmallVec::from_slice(&[origin]), ..Self::default() })
    }

    /// Whether nothing is known of it.
    pub fn is_unknown(&self) -> bool {
        self.origins.is_empty()
            && self.text == Text::Unknown
            && self.things.is_empty()
            && self.object.is_none()
    }

    /// Nesting of its object.
    pub fn depth(&self) -> u8 {
        self.object.as_ref().map_or(0, |object| object.depth + 1)
    }

    /// Values in it, itself included and those that are shared counted each time; of more than the bound, about it.
    pub fn size(&self) -> u32 {
        let object = self.object.as_ref().map_or(0, |object| object.size);
        if self.things.is_empty() {
            return object.saturating_add(1);
        }
        let mut left = limits::VALUE_SIZE + 1;
        self.measure(&mut left);
        limits::VALUE_SIZE + 1 - left
    }

    fn measure(&self, left: &mut u32) {
        let object = self.object.as_ref().map_or(0, |object| object.size);
        *left = left.saturating_sub(object.saturating_add(1));
        for thing in &self.things {
            if *left == 0 {
                return;
            }
            thing.measure(left);
        }
    }

    /// The one constant text it is, if it is one.
    pub fn constant(&self) -> Option<Sym> {
        match &self.text {
            Text::OneOf(texts) => match texts.as_ref() {
                [template] => match template.as_ref() {
                    [Part::Literal(sym)] => Some(*sym),
                    _ => None,
                },
                _ => None,
            },
            Text::Number(sym) => Some(*sym),
            _ => None,
        }
    }

    /// Constant texts that it may be; empty when it may be anything else too.
    pub fn constants(&self) -> SmallVec<[Sym; 4]> {
        let Text::OneOf(texts) = &self.text else { return SmallVec::new() };
        let mut out = SmallVec::new();
        for template in texts.iter() {
            match template.as_ref() {
                [Part::Literal(sym)] => out.push(*sym),
                _ => return SmallVec::new(),
            }
        }
        out
    }
}

/// Adds `from` to the sorted set `into`.
pub fn add_origins(into: &mut SmallVec<[OriginId; 4]>, from: &[OriginId]) {
    if into.is_empty() {
        into.extend_from_slice(from);
        return;
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

/// Adds a callable to those that a value may be.
pub fn add_thing(into: &mut SmallVec<[Thing; 1]>, thing: &Thing) {
    if into.contains(thing) || into.last() == Some(&Thing::More) {
        return;
    }
    if into.len() >= limits::THINGS {
        // The same callable, made or bound in many ways, first.
        for other in std::mem::take(into) {
            add_or_merge(into, other);
        }
        if merge_into(into, thing) {
            return;
        }
    }
    into.push(if into.len() < limits::THINGS { thing.clone() } else { Thing::More });
}

fn add_or_merge(into: &mut SmallVec<[Thing; 1]>, thing: Thing) {
    if !merge_into(into, &thing) {
        into.push(thing);
    }
}

/// Joins a callable with the same one among those that a value may be: how it was made and to what it is bound.
fn merge_into(into: &mut [Thing], thing: &Thing) -> bool {
    into.iter_mut().any(|old| match (old, thing) {
        (Thing::Library(name, old), Thing::Library(other, made)) if name == other => {
            *old = Made::join(old.as_ref(), made.as_ref());
            true
        }
        (Thing::Function(id, Some(old), around), Thing::Function(other, Some(receiver), captured))
            if id == other && around == captured =>
        {
            *old = join(old, receiver);
            true
        }
        _ => false,
    })
}

/// Adds all origins of a value and of everything in it.
pub fn add_all_origins(into: &mut SmallVec<[OriginId; 4]>, value: &V) {
    match &value.object {
        None => add_origins(into, &value.origins),
        Some(_) => add_origins(into, &all_origins(value)),
    }
}

/// All origins of a value and of everything in it.
pub fn all_origins(value: &V) -> SmallVec<[OriginId; 4]> {
    let mut out = value.origins.clone();
    if let Some(object) = &value.object {
        collect(object, &mut out);
    }
    out
}

fn collect(object: &Object, out: &mut SmallVec<[OriginId; 4]>) {
    for value in object.values() {
        add_origins(out, &value.origins);
        if let Some(inner) = &value.object {
            collect(inner, out);
        }
    }
}

/// The value with its fields fallen together. Which of them can be called is then no longer known.
pub fn flat(value: &V) -> V {
    if value.object.is_none() {
        return value.clone();
    }
    let mut things = value.things.clone();
    if value.object.as_ref().is_some_and(|object| holds_things(object)) {
        add_thing(&mut things, &Thing::More);
    }
    Rc::new(Val { origins: all_origins(value), text: value.text.clone(), things, object: None })
}

/// Whether something in an object can be called or was made by a call. Other names of a library are mostly constants.
fn holds_things(object: &Object) -> bool {
    object.values().any(|value| {
        value.things.iter().any(|thing| !matches!(thing, Thing::Library(_, None)))
            || value.object.as_ref().is_some_and(|object| holds_things(object))
    })
}

/// The value with its fields fallen together, as something that an object or a widened value can hold: an instance of a
/// class of the plugin stays one, so that its methods are found, and callables that hold too much are left out.
pub fn fallen(value: &V) -> V {
    let Some(object) = value.object.as_ref().filter(|object| matches!(object.kind, ObjectKind::Instance(_)))
    else {
        return bounded(flat(value));
    };
    let mut instance = Object::new(object.id, object.kind);
    instance.without.clone_from(&object.without);
    for held in object.values() {
        instance.add_rest(&bounded(flat(held)));
    }
    bounded(Rc::new(Val { object: Some(Rc::new(instance)), ..(**value).clone() }))
}

/// A value whose callables hold no more than the bound; those that do are [`Thing::More`].
pub fn bounded(value: V) -> V {
    if value.things.is_empty() || value.size() <= limits::VALUE_SIZE {
        return value;
    }
    let things = SmallVec::from_iter([Thing::More]);
    Rc::new(Val { things, ..(*flat(&value)).clone() })
}

/// Whether `other` is this object in this state, though kept with less nesting.
pub fn is_same(object: &Rc<Object>, other: &Rc<Object>) -> bool {
    if object.id != other.id {
        return false;
    }
    let less = || {
        let whole = Rc::new(Val { object: Some(object.clone()), ..Val::default() });
        capped(&whole, other.depth + 1).object.as_ref() == Some(other)
    };
    Rc::ptr_eq(object, other) || object == other || (other.depth < object.depth && less())
}

/// The value with at most this nesting: what lies deeper falls together.
fn capped(value: &V, depth: u8) -> V {
    if value.depth() <= depth {
        return value.clone();
    }
    let Some(object) = value.object.as_ref().filter(|_| depth > 0) else { return flat(value) };
    let mut object = (**object).clone();
    (object.depth, object.size) = (0, 0);
    for held in object.fields.iter_mut().map(|(_, field)| field).chain(&mut object.rest) {
        *held = capped(held, depth - 1);
        object.depth = object.depth.max(held.depth());
        object.size = object.size.saturating_add(held.size());
    }
    Rc::new(Val { object: Some(Rc::new(object)), ..(**value).clone() })
}

/// What either of two values may be.
pub fn join(a: &V, b: &V) -> V {
    if Rc::ptr_eq(a, b) || b.is_empty_set() {
        return a.clone();
    }
    if a.is_empty_set() || a == b {
        return b.clone();
    }
    let mut origins = a.origins.clone();
    add_origins(&mut origins, &b.origins);
    let mut things = a.things.clone();
    for thing in &b.things {
        add_thing(&mut things, thing);
    }
    let object = match (&a.object, &b.object) {
        (Some(x), Some(y)) => Some(join_objects(x, y)),
        (Some(x), None) => Some(x.clone()),
        (None, y) => y.clone(),
    };
    let object = object.map(|object| excluding(object, excluded_by_both(a, b)));
    let joined = Val { origins, text: join_text(a, b), things, object };
    // What one side was already stays shared with it.
    match [b, a].into_iter().find(|side| joined.is_shared_with(side)) {
        Some(side) => side.clone(),
        None => Rc::new(joined),
    }
}

/// Keys that neither side's origins bring; a side without origins brings none.
fn excluded_by_both(a: &Val, b: &Val) -> SmallVec<[Sym; 2]> {
    let excluded =
        |value: &Val| value.object.as_ref().map(|object| object.without.clone()).unwrap_or_default();
    match (a.origins.is_empty(), b.origins.is_empty()) {
        (true, _) => excluded(b),
        (false, true) => excluded(a),
        (false, false) => {
            let (mut kept, other) = (excluded(a), excluded(b));
            kept.retain(|key| other.contains(key));
            kept
        }
    }
}

fn excluding(object: Rc<Object>, without: SmallVec<[Sym; 2]>) -> Rc<Object> {
    if object.without == without {
        return object;
    }
    let mut object = (*object).clone();
    object.without = without;
    Rc::new(object)
}

impl Val {
    /// Whether it is the other one, with the very same object.
    fn is_shared_with(&self, other: &Self) -> bool {
        let object = match (&self.object, &other.object) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        object && self.origins == other.origins && self.text == other.text && self.things == other.things
    }

    /// `None` joins without trace: what matters is what else the value may be.
    fn is_empty_set(&self) -> bool {
        self.text == Text::None && self.origins.is_empty() && self.things.is_empty() && self.object.is_none()
    }

    /// The texts that it may be, with what else it may be as a hole.
    pub fn templates(&self) -> SmallVec<[Template; 4]> {
        match &self.text {
            Text::OneOf(texts) => texts.iter().cloned().collect(),
            Text::Number(sym) => SmallVec::from_iter([Rc::from([Part::Literal(*sym)])]),
            _ => SmallVec::from_iter([Rc::from([Part::Unknown])]),
        }
    }
}

fn join_text(a: &Val, b: &Val) -> Text {
    if a.text == b.text {
        return a.text.clone();
    }
    match (&a.text, &b.text) {
        (Text::OneOf(_), Text::None) => a.text.clone(),
        (Text::None, Text::OneOf(_)) => b.text.clone(),
        (Text::OneOf(_), _) | (_, Text::OneOf(_)) => {
            let mut all = a.templates();
            for template in b.templates() {
                if !all.contains(&template) {
                    all.push(template);
                }
            }
            one_of(all)
        }
        _ => Text::Unknown,
    }
}

/// Where there are more texts than are told apart: only how they begin, as exact as fits.
pub fn shortened(mut templates: SmallVec<[Template; 4]>) -> SmallVec<[Template; 4]> {
    for parts in [6, 4, 3, 2, 1] {
        if templates.len() <= limits::TEXTS {
            break;
        }
        for template in &mut templates {
            if let Some(start) = template.get(..parts).filter(|_| template.len() > parts) {
                *template = start.iter().copied().chain([Part::Unknown]).collect();
            }
        }
        templates.sort_unstable();
        templates.dedup();
    }
    templates
}

/// A text that is one of `templates`; those beyond the limit fall together.
pub fn one_of(mut templates: SmallVec<[Template; 4]>) -> Text {
    if let [only] = templates.as_slice() {
        return match only.as_ref() {
            [Part::Unknown | Part::More] => Text::Unknown,
            parts if parts.contains(&Part::More) => Text::Unknown,
            _ => Text::OneOf(Rc::from([only.clone()])),
        };
    }
    let all = templates.len();
    templates.retain(|template| !template.contains(&Part::More));
    let more = templates.len() < all;
    templates.sort_unstable();
    templates.dedup();
    if templates.iter().all(|template| template.as_ref() == [Part::Unknown]) {
        return Text::Unknown;
    }
    templates = shortened(templates);
    if more || templates.len() > limits::TEXTS {
        templates.truncate(limits::TEXTS);
        templates.push(Template::from([Part::More]));
    }
    Text::OneOf(templates.into_vec().into())
}

fn join_objects(a: &Rc<Object>, b: &Rc<Object>) -> Rc<Object> {
    if Rc::ptr_eq(a, b) || a == b {
        return a.clone();
    }
    let kind = if a.kind == b.kind { a.kind } else { a.kind.min(b.kind) };
    let mut joined = Object::new(a.id, kind);
    joined.fields.reserve_exact(a.fields.len().max(b.fields.len()));
    let mut others = b.fields.iter().peekable();
    let mut further: Vec<&(Key, V)> = Vec::new();
    for (key, value) in &a.fields {
        while let Some(other) = others.next_if(|(other, _)| other < key) {
            further.push(other);
        }
        match others.next_if(|(other, _)| other == key) {
            Some((_, other)) => joined.set(*key, join(value, other)),
            None => joined.set(*key, value.clone()),
        }
    }
    for (key, value) in further.into_iter().chain(others) {
        joined.set(*key, value.clone());
    }
    for rest in a.rest.iter().chain(&b.rest) {
        joined.add_rest(rest);
    }
    match [b, a].into_iter().find(|side| joined.is_shared_with(side)) {
        Some(side) => side.clone(),
        None => Rc::new(joined),
    }
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
