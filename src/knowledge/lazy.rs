//! Rows that are read at their first use. Comes in: packed rows; goes out: references that live as long as the tables.
//! Apart because a run needs few of the rows, and reading all of them would take longer than a small plugin.

use std::sync::OnceLock;

use serde::de::DeserializeOwned;

use super::packed::Items;

/// A place for a row; empty where its bytes are damaged.
pub(super) type Cell<T> = OnceLock<Option<Box<T>>>;

/// A row, read from its bytes if it was not before.
pub(super) fn read<'a, T: DeserializeOwned>(cell: &'a Cell<T>, bytes: &[u8]) -> Option<&'a T> {
    cell.get_or_init(|| postcard::from_bytes(bytes).ok()).as_deref()
}

/// A list of rows.
#[derive(Debug)]
pub(super) struct Lazy<T> {
    items: Items,
    cells: Vec<Cell<T>>,
}

impl<T: DeserializeOwned> Lazy<T> {
    pub(super) fn new(items: Items) -> Self {
        let cells = (0..items.len()).map(|_| Cell::new()).collect();
        Self { items, cells }
    }

    /// The row at a place.
    pub(super) fn get(&self, at: usize) -> Option<&T> {
        read(self.cells.get(at)?, self.items.get(at)?)
    }

    /// All rows, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> + '_ {
        (0..self.cells.len()).filter_map(|at| self.get(at))
    }
}
