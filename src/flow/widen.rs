//! Makes loops and recursion settle. Comes in: what a variable or result was before a round and after it; goes out: what it
//! is taken for in the next. Apart because here, and only here, a value is made coarser to end the rounds:
//! text that changes again is unknown; an origin that only reads one key further from what was there is that one; a
//! chain of library calls that only grows is its beginning; objects nest no deeper than they did.

use std::rc::Rc;

use smallvec::SmallVec;

use super::engine::{Engine, Summary};
use super::env::Env;
use super::limits;
use super::value::{Key, Object, OriginId, Text, Thing, V, Val, ascends, fallen, flat, join};

impl Engine<'_, '_> {
    /// The environment of the round after `round` of a loop.
    pub(super) fn widen_env(&self, before: &Env, after: &Env, round: usize) -> Env {
        before.merge(
            after,
            |before, after| {
                if before == after { after.clone() } else { self.widened(before, after, round) }
            },
        )
    }

    /// The environment in which a loop goes on that came to hold `settled` in `round` and is entered again with `entry`.
    pub(super) fn resume_env(&self, settled: &Env, entry: &Env, round: usize) -> Env {
        entry.merge(settled, |entry, settled| {
            if entry == settled {
                return entry.clone();
            }
            let joined = join(entry, settled);
            if joined == *settled { joined } else { self.widened(settled, &joined, round) }
        })
    }

    /// What a value is taken for after `round`; late ones let everything fall together, which ends all growth.
    pub(super) fn widened(&self, before: &V, after: &V, round: usize) -> V {
        if round < limits::SHAPED_ROUNDS {
            return self.widen(before, after);
        }
        let (before, after) = (flat(before), flat(after));
        let text = if before.text == after.text { after.text.clone() } else { Text::Unknown };
        Rc::new(Val { text, ..(*self.widen(&before, &after)).clone() })
    }

    /// The arguments of a further call, joined with those of the calls before.
    pub(super) fn widen_arguments(&self, before: &[V], after: &[V]) -> Vec<V> {
        before.iter().zip(after).map(|(before, after)| self.widen(before, &join(before, after))).collect()
    }

    /// The summary of a recursive function after `round`.
    pub(super) fn widen_summary(&self, before: &Summary, after: Summary, round: usize) -> Summary {
        let wide = |before: &Option<V>, after: Option<V>| match (before, after) {
            (Some(before), Some(after)) => Some(self.widened(before, &join(before, &after), round)),
            (before, after) => after.or_else(|| before.clone()),
        };
        let mut changed = after.changed;
        for (param, value) in &mut changed {
            if let Some((_, old)) = before.changed.iter().find(|(other, _)| other == param) {
                *value = self.widened(old, &join(old, value), round);
            }
        }
        Summary {
            returned: wide(&before.returned, after.returned),
            within: after.within,
            changed,
            raised: wide(&before.raised, after.raised),
        }
    }

    fn widen(&self, before: &V, after: &V) -> V {
        if before == after {
            return after.clone();
        }
        let text = if before.text == after.text { after.text.clone() } else { Text::Unknown };
        let object = match (&before.object, &after.object) {
            (Some(old), Some(new)) if old != new => Some(Rc::new(self.widen_object(old, new))),
            (_, object) => object.clone(),
        };
        Rc::new(Val {
            origins: self.widen_origins(&before.origins, &after.origins),
            text,
            things: self.widen_things(&before.things, &after.things),
            object,
        })
    }

    fn widen_object(&self, old: &Object, new: &Object) -> Object {
        let mut wide = Object::new(new.id, new.kind);
        wide.without.clone_from(&new.without);
        wide.fields.reserve_exact(new.fields.len());
        for (key, value) in &new.fields {
            match old.get(*key) {
                Some(before) => wide.set(*key, self.widen_held(before, value)),
                None if matches!(key, Key::Index(_)) => wide.add_rest(&fallen(value)),
                None => wide.set(*key, fallen(value)),
            }
        }
        if let Some(rest) = &new.rest {
            let rest = old.rest.as_ref().map_or_else(|| fallen(rest), |before| self.widen_held(before, rest));
            wide.add_rest(&rest);
        }
        wide
    }

    /// What stands in an object: where nothing stood nested before, nothing nests.
    fn widen_held(&self, before: &V, after: &V) -> V {
        if before.object.is_none() && after.object.is_some() {
            self.widen(before, &fallen(after))
        } else {
            self.widen(before, after)
        }
    }

    fn widen_origins(&self, before: &[OriginId], after: &[OriginId]) -> SmallVec<[OriginId; 4]> {
        if before == after {
            return SmallVec::from_slice(after);
        }
        let further = |id: OriginId| before.iter().any(|&short| short != id && self.reads_further(short, id));
        let sorted = ascends(before);
        let known =
            |id: &OriginId| if sorted { before.binary_search(id).is_ok() } else { before.contains(id) };
        after.iter().copied().filter(|id| known(id) || !further(*id)).collect()
    }

    /// Whether `long` is read from `short`.
    fn reads_further(&self, short: OriginId, long: OriginId) -> bool {
        let (Some(short), Some(long)) =
            (self.origins.get(short.0 as usize), self.origins.get(long.0 as usize))
        else {
            return false;
        };
        short.source == long.source && long.path.starts_with(&short.path)
    }

    fn widen_things(&self, before: &[Thing], after: &[Thing]) -> SmallVec<[Thing; 1]> {
        let grown = |thing: &Thing| {
            before.iter().any(|old| match (old, thing) {
                (Thing::Library(old, _), Thing::Library(new, _)) => {
                    let (old, new) = (self.symbols.text(*old), self.symbols.text(*new));
                    new.strip_prefix(old).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                }
                // The same function made anew sees the variables as they are when it is called.
                (Thing::Function(old, ..), Thing::Function(new, ..)) => old == new,
                (Thing::Partial(old, _), Thing::Partial(new, _)) => old == new,
                _ => false,
            })
        };
        after.iter().filter(|thing| before.contains(thing) || !grown(thing)).cloned().collect()
    }
}
