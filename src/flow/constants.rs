//! Values that say nothing but one symbol: constant texts, numbers, names of libraries. Comes in: a symbol; goes out: its
//! value, made once per plugin. Apart because most expressions of a program are one of these.

use std::rc::Rc;

use smallvec::SmallVec;

use super::value::{Text, Thing, V, Val};
use crate::python::ir::Sym;

/// Values by symbol.
#[derive(Debug)]
pub struct Constants {
    none: V,
    truths: [V; 2],
    texts: Vec<Option<V>>,
    numbers: Vec<Option<V>>,
    libraries: Vec<Option<V>>,
}

impl Default for Constants {
    fn default() -> Self {
        let constant = |text| Rc::new(Val { text, ..Val::default() });
        Self {
            none: constant(Text::None),
            truths: [constant(Text::Bool(false)), constant(Text::Bool(true))],
            texts: Vec::new(),
            numbers: Vec::new(),
            libraries: Vec::new(),
        }
    }
}

impl Constants {
    /// `None`.
    pub fn none(&self) -> V {
        self.none.clone()
    }

    /// A truth value.
    pub fn truth(&self, truth: bool) -> V {
        let [no, yes] = &self.truths;
        if truth { yes.clone() } else { no.clone() }
    }

    /// A constant text.
    pub fn text(&mut self, sym: Sym) -> V {
        kept(&mut self.texts, sym, || Val::literal(sym))
    }

    /// A number, as written.
    pub fn number(&mut self, sym: Sym) -> V {
        kept(&mut self.numbers, sym, || Rc::new(Val { text: Text::Number(sym), ..Val::default() }))
    }

    /// A library name that no call made.
    pub fn library(&mut self, sym: Sym) -> V {
        kept(&mut self.libraries, sym, || {
            Rc::new(Val { things: SmallVec::from_iter([Thing::Library(sym, None)]), ..Val::default() })
        })
    }
}

fn kept(values: &mut Vec<Option<V>>, sym: Sym, make: impl FnOnce() -> V) -> V {
    let at = sym.0 as usize;
    if values.len() <= at {
        values.resize(at + 1, None);
    }
    match values.get_mut(at) {
        Some(place) => place.get_or_insert_with(make).clone(),
        None => make(),
    }
}
