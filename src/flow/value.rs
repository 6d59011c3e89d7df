//! What an expression may be: where its data comes from, what text it is, which callables, which fields. Comes in:
//! parts; goes out: values that are cheap to clone, join and compare. Apart because it knows nothing of plugins or rows.

mod calls;
mod join;
mod objects;
mod origins;
mod shape;
mod work;

use std::rc::Rc;

use smallvec::SmallVec;

pub use self::calls::{Arguments, Captured, Made};
pub use self::join::{add_thing, join, one_of, shortened};
pub use self::objects::{Key, Object, ObjectKind};
pub use self::origins::{Origin, OriginId, Source, SourceKind, add_origins, ascends};
use self::shape::capped;
pub use self::shape::{add_all_origins, all_origins, bounded, fallen, flat, is_same};
use self::work::touch;
pub use self::work::touched;
use super::limits;
use crate::python::ir::{ClassId, ModuleId, ScopeId, Sym};

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
        touch(self.things.len());
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
