//! What either of two values may be. Comes in: values; goes out: one that stands for both, shared with one of them where it
//! says no more. Apart because every branch and loop ends here.

use std::rc::Rc;

use smallvec::SmallVec;

use super::{Key, Made, Object, Part, Template, Text, Thing, V, Val, add_origins, touch};
use crate::flow::limits;
use crate::python::ir::Sym;

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
    touch(a.fields.len() + b.fields.len());
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
