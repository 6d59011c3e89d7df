//! The variables of one activation. Comes in: slots; goes out: environments that are cheap to keep, join and compare. Apart
//! because branches and loops keep many of them: they share what did not change, in chunks, so that a branch costs what
//! it changes and not what the function has.

use std::rc::Rc;

use super::value::{V, join};

/// Slots that are shared or copied together.
const CHUNK: usize = 16;

type Chunk = Vec<Option<V>>;

/// Local variables by slot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Env {
    chunks: Vec<Rc<Chunk>>,
}

impl Env {
    /// An environment of `len` variables without value.
    pub fn new(len: usize) -> Self {
        let full = Rc::new(vec![None; CHUNK]);
        Self { chunks: vec![full; len.div_ceil(CHUNK)] }
    }

    /// Variables that there is room for.
    pub fn len(&self) -> usize {
        self.chunks.len() * CHUNK
    }

    /// A variable's value.
    pub fn get(&self, slot: usize) -> Option<&V> {
        self.chunks.get(slot / CHUNK)?.get(slot % CHUNK)?.as_ref()
    }

    /// Sets a variable.
    pub fn set(&mut self, slot: usize, value: V) {
        if let Some(chunk) = self.chunks.get_mut(slot / CHUNK)
            && let Some(place) = Rc::make_mut(chunk).get_mut(slot % CHUNK)
        {
            *place = Some(value);
        }
    }

    /// All variables in the order of slots.
    pub fn iter(&self) -> impl Iterator<Item = Option<&V>> {
        self.chunks.iter().flat_map(|chunk| chunk.iter().map(Option::as_ref))
    }

    /// Variable by variable, what `change` makes of it where it gives something.
    pub fn update(&mut self, mut change: impl FnMut(usize, &V) -> Option<V>) {
        for (index, chunk) in self.chunks.iter_mut().enumerate() {
            for place in 0..CHUNK {
                let new = chunk
                    .get(place)
                    .and_then(Option::as_ref)
                    .and_then(|value| change(index * CHUNK + place, value));
                if let Some(new) = new
                    && let Some(place) = Rc::make_mut(chunk).get_mut(place)
                {
                    *place = Some(new);
                }
            }
        }
    }

    /// Variable by variable, what either environment holds.
    pub fn join(&self, other: &Self) -> Self {
        self.merge(other, join)
    }

    /// Variable by variable, what `both` makes of the two values; a variable that only one has is kept.
    pub fn merge(&self, other: &Self, mut both: impl FnMut(&V, &V) -> V) -> Self {
        let chunks = self.chunks.iter().zip(&other.chunks).map(|(a, b)| {
            if Rc::ptr_eq(a, b) {
                return b.clone();
            }
            let merged: Chunk = a
                .iter()
                .zip(b.iter())
                .map(|(a, b)| match (a, b) {
                    (Some(a), Some(b)) if Rc::ptr_eq(a, b) => Some(b.clone()),
                    (Some(a), Some(b)) => Some(both(a, b)),
                    (a, b) => a.clone().or_else(|| b.clone()),
                })
                .collect();
            // What one side had already stays shared with it.
            if same(&merged, a) {
                a.clone()
            } else if same(&merged, b) {
                b.clone()
            } else {
                Rc::new(merged)
            }
        });
        Self { chunks: chunks.collect() }
    }
}

/// Whether two chunks hold the very same values.
fn same(a: &[Option<V>], b: &[Option<V>]) -> bool {
    a.iter().zip(b).all(|(a, b)| match (a, b) {
        (Some(a), Some(b)) => Rc::ptr_eq(a, b),
        (a, b) => a.is_none() && b.is_none(),
    })
}
