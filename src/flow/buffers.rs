//! Values that keep what is written to them (buffers, hashes) and values that are masked. Comes in: calls on them; goes
//! out: their new contents. Apart because a write to memory is no sink, while the same call on a file is one.

use std::rc::Rc;

use smallvec::SmallVec;

use super::calls::Call;
use super::engine::Engine;
use super::value::{Object, ObjectKind, Origin, Thing, V, Val, all_origins, join};
use crate::knowledge::rows::SinkRow;
use crate::python::ir::{ExprId, Sym};

impl Engine<'_, '_> {
    /// A buffer that holds `contents`, as the library object `thing`.
    pub(super) fn buffer(&mut self, contents: &V, thing: Thing) -> V {
        let object = self.new_object(ObjectKind::Buffer);
        Rc::new(Val {
            origins: all_origins(contents),
            things: SmallVec::from_iter([thing]),
            object: Some(Rc::new(object)),
            ..Val::default()
        })
    }

    /// A method call on a buffer: what it is given stays in it, wherever the buffer is held. True where that is all the
    /// call does.
    pub(super) fn keeps(&mut self, receiver: &V, place: ExprId, library: Sym, call: &Call) -> bool {
        let Some(object) = receiver.object.as_ref().filter(|object| object.kind == ObjectKind::Buffer) else {
            return false;
        };
        let Some(given) = self.given(call, None) else {
            return false;
        };
        let hashed = self.rows(library).summary.is_some_and(|row| row.returns == "hashed");
        let given = if hashed { self.weakened(&given, true) } else { given };
        let new =
            Rc::new(Val { object: Some(Rc::new(with_contents(object, &given))), ..(**receiver).clone() });
        self.replace(place, receiver, new);
        true
    }

    /// Whether a sink's handle is a buffer; then what the call writes stays in it.
    pub(super) fn in_memory(&mut self, row: &SinkRow, call: &Call, receiver: &V) -> bool {
        for (place, _) in row.carries.iter().filter(|(_, role)| *role == "handle") {
            let handle = match place.strip_prefix("new.") {
                Some(_) => Some(receiver.clone()),
                None => self.call_argument(place, &call.arguments),
            };
            let Some(handle) = handle else { continue };
            let Some(object) = handle.object.as_ref().filter(|object| object.kind == ObjectKind::Buffer)
            else {
                continue;
            };
            let expr = call
                .exprs
                .iter()
                .map(|arg| arg.expr())
                .zip(call.arguments.all())
                .find_map(|(expr, value)| Rc::ptr_eq(value, &handle).then_some(expr));
            if let (Some(given), Some(expr)) = (self.given(call, Some(&handle)), expr) {
                let object = with_contents(object, &given);
                let new = Rc::new(Val { object: Some(Rc::new(object)), ..(*handle).clone() });
                self.replace(expr, &handle, new);
            }
            return true;
        }
        false
    }

    /// What a call without arguments takes out of a buffer: all that is in it.
    pub(super) fn taken(&self, receiver: &V, call: &Call) -> Option<V> {
        let object = receiver.object.as_ref().filter(|object| object.kind == ObjectKind::Buffer)?;
        let rest = object.rest.as_ref().filter(|rest| rest.object.is_some())?;
        let plain = call.arguments.all().all(|value| all_origins(value).is_empty());
        plain.then(|| join(rest, &Rc::new(Val { origins: receiver.origins.clone(), ..Val::default() })))
    }

    /// All that a call is given, but for `besides`; `None` where that is no data.
    fn given(&self, call: &Call, besides: Option<&V>) -> Option<V> {
        let mut given: Option<V> = None;
        for value in
            call.arguments.all().filter(|value| besides.is_none_or(|other| !Rc::ptr_eq(other, value)))
        {
            if !all_origins(value).is_empty() {
                let value = Rc::new(Val { things: SmallVec::new(), ..(**value).clone() });
                given = Some(given.map_or_else(|| value.clone(), |old| join(&old, &value)));
            }
        }
        given
    }

    /// The value with its data marked as masked or hashed, or shown again.
    pub(super) fn weakened(&mut self, value: &V, weakened: bool) -> V {
        let origins: SmallVec<[_; 4]> = value
            .origins
            .iter()
            .map(|&id| match self.origins.get(id.0 as usize).cloned() {
                Some(origin) => self.origin(Origin { weakened, ..origin }),
                None => id,
            })
            .collect();
        let object = value.object.as_ref().map(|object| {
            let mut object = (**object).clone();
            for (_, held) in &mut object.fields {
                *held = self.weakened(held, weakened);
            }
            object.rest = object.rest.as_ref().map(|rest| self.weakened(rest, weakened));
            Rc::new(object)
        });
        Rc::new(Val { origins, object, ..Val::default() })
    }
}

fn with_contents(object: &Object, given: &V) -> Object {
    let mut object = object.clone();
    object.add_rest(given);
    object
}
