//! What values cost. Comes in: how many parts of values a walk touched; goes out: their number since it was last asked for.
//! Apart because a value knows no engine: an engine works on one thread from start to end, so the thread counts for it.

use std::cell::Cell;

thread_local! {
    static PARTS: Cell<u64> = const { Cell::new(0) };
}

/// Counts parts that are copied, compared or walked over.
pub(super) fn touch(count: usize) {
    PARTS.set(PARTS.get().saturating_add(1 + count as u64));
}

/// The parts touched since the last call.
pub fn touched() -> u64 {
    PARTS.take()
}
