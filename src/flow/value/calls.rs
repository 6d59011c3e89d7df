//! What a call is made with. Comes in: evaluated values; goes out: the arguments of a call, the calls that made a library
//! object, the environment that a nested function was made in. Apart because callables hold them, whoever they are.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use super::{V, Val, all_origins, join, touch};
use crate::flow::env::Env;
use crate::flow::limits;
use crate::python::ir::{ScopeId, Sym};

/// The environment that a nested function was made in.
#[derive(Debug)]
pub struct Captured {
    /// The scope it belongs to.
    pub scope: ScopeId,
    /// Its slots.
    pub slots: Env,
    /// The environment around it.
    pub outer: Option<Rc<Captured>>,
    /// Values in it; of more than the bound, one more. No part of equality.
    pub(super) size: u32,
}

impl Captured {
    /// The environment as it is now.
    pub fn new(scope: ScopeId, slots: Env, outer: Option<Rc<Self>>) -> Self {
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
        touch(self.slots.len());
        self.scope == other.scope && self.slots == other.slots && self.outer == other.outer
    }
}

impl Eq for Captured {}

impl Hash for Captured {
    fn hash<H: Hasher>(&self, state: &mut H) {
        touch(self.slots.len());
        self.scope.hash(state);
        self.slots.hash(state);
        self.outer.hash(state);
    }
}

/// Evaluated arguments of a call.
#[derive(Debug, Clone, Default)]
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

impl PartialEq for Arguments {
    fn eq(&self, other: &Self) -> bool {
        touch(self.positional.len() + self.keywords.len());
        self.positional == other.positional
            && self.keywords == other.keywords
            && self.star == other.star
            && self.double_star == other.double_star
    }
}

impl Eq for Arguments {}

impl Hash for Arguments {
    fn hash<H: Hasher>(&self, state: &mut H) {
        touch(self.positional.len() + self.keywords.len());
        self.positional.hash(state);
        self.keywords.hash(state);
        self.star.hash(state);
        self.double_star.hash(state);
    }
}

impl Arguments {
    /// The argument with this keyword.
    pub fn keyword(&self, name: Sym) -> Option<&V> {
        self.keywords.iter().find(|(keyword, _)| *keyword == name).map(|(_, value)| value)
    }

    /// What each argument of two calls may be; one that only one of them has is kept.
    pub(super) fn join(&self, other: &Self) -> Self {
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
    pub(super) fn join(a: Option<&Rc<Self>>, b: Option<&Rc<Self>>) -> Option<Rc<Self>> {
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
