//! What the analysis of a function or entry point read of the state that functions share. Comes in: each read and each
//! change; goes out: which runs read something that has changed since. Apart because it knows no values: with it, a
//! further round over the entry points runs again only what could come out otherwise.

use rustc_hash::FxHashMap;

use super::limits;
use crate::python::ir::{ClassId, ModuleId, Sym};

/// One variable of the shared state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cell {
    /// A field that is set on instances of a class.
    Field(ClassId, Sym),
    /// A module's variable.
    Global(ModuleId, Sym),
    /// An attribute of a class.
    Attribute(ClassId, Sym),
    /// What files hold.
    Files,
    /// The statement that a database ran last.
    Statement,
}

/// Index of a run: one analysis of a function under its arguments, or of an entry point.
pub type RunId = u32;

/// What was read, in the order in which it was.
#[derive(Debug, Clone, Copy)]
enum Entry {
    Cell(u32),
    /// The result of a run.
    Run(RunId),
}

/// The part of the list that a run wrote, with what it called.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: u32,
    end: u32,
    /// Place behind the last note that its result was taken.
    taken: u32,
}

/// A variable's place in the list.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    /// Behind its last read.
    read: u32,
    /// Length of the list when it changed last.
    changed: u32,
}

/// All reads of one plugin.
#[derive(Debug, Default)]
pub struct Reads {
    log: Vec<Entry>,
    ids: FxHashMap<Cell, u32>,
    cells: Vec<Known>,
    runs: Vec<Run>,
    /// Where the runs begin that are under way.
    open: Vec<u32>,
    /// Changes so far.
    changes: u32,
    /// The list is full: nothing can be told apart any more.
    full: bool,
}

impl Reads {
    /// A variable is read.
    pub fn read(&mut self, cell: Cell) {
        let (id, from, now) = (self.id(cell), self.from(), self.now());
        let Some(known) = self.cells.get_mut(id as usize).filter(|known| known.read <= from) else { return };
        known.read = now + 1;
        self.note(Entry::Cell(id));
    }

    /// A variable holds something else than before.
    pub fn change(&mut self, cell: Cell) {
        let (id, now) = (self.id(cell), self.now());
        self.changes = self.changes.wrapping_add(1);
        if let Some(known) = self.cells.get_mut(id as usize) {
            known.changed = now;
        }
    }

    /// A variable that is another's name for the same holds something else where that one does.
    pub fn follow(&mut self, cell: Cell, other: Cell) {
        let Some(changed) =
            self.ids.get(&other).and_then(|&id| self.cells.get(id as usize)).map(|known| known.changed)
        else {
            return;
        };
        let id = self.ids.get(&cell).copied();
        if let Some(known) = id.and_then(|id| self.cells.get_mut(id as usize)) {
            known.changed = known.changed.max(changed);
        }
    }

    /// How many runs began.
    pub fn runs(&self) -> RunId {
        u32::try_from(self.runs.len()).unwrap_or(u32::MAX)
    }

    /// A run begins.
    pub fn begin(&mut self) -> RunId {
        let now = self.now();
        self.open.push(now);
        self.runs.push(Run { start: now, end: u32::MAX, taken: 0 });
        u32::try_from(self.runs.len() - 1).unwrap_or(u32::MAX)
    }

    /// The run that began last is over.
    pub fn end(&mut self, run: RunId) {
        self.open.pop();
        let now = self.now();
        if let Some(run) = self.runs.get_mut(run as usize) {
            run.end = now;
        }
    }

    /// The result of another run is taken.
    pub fn take(&mut self, run: RunId) {
        let (from, now) = (self.from(), self.now());
        let Some(other) = self.runs.get_mut(run as usize).filter(|other| other.taken <= from) else { return };
        other.taken = now + 1;
        self.note(Entry::Run(run));
    }

    /// Changes so far, to see whether there are new ones.
    pub fn changes(&self) -> u32 {
        self.changes
    }

    /// Whether each run read something that changed later, or took the result of a run that did. `also` are runs that are
    /// to be taken for such. Where what was read was too much to keep, all are.
    pub fn stale(&self, also: impl Iterator<Item = RunId>) -> Vec<bool> {
        let mut stale = vec![self.full; self.runs.len()];
        for run in also {
            if let Some(stale) = stale.get_mut(run as usize) {
                *stale = true;
            }
        }
        if self.full {
            return stale;
        }
        let mut before: Vec<u32> = Vec::with_capacity(self.log.len() + 1);
        // Results that are taken are those of runs before or around it, so that few turns are enough.
        for _ in 0..limits::TURNS {
            before.clear();
            before.push(0);
            let mut count = 0;
            for (at, entry) in (0_u32..).zip(&self.log) {
                count += u32::from(match *entry {
                    Entry::Cell(id) => self.cells.get(id as usize).is_some_and(|known| known.changed > at),
                    Entry::Run(run) => stale.get(run as usize).copied().unwrap_or(true),
                });
                before.push(count);
            }
            let counted = |at: u32| before.get(at as usize).or(before.last()).copied().unwrap_or(0);
            let mut more = false;
            for (run, stale) in self.runs.iter().zip(&mut stale) {
                if !*stale && counted(run.end) > counted(run.start) {
                    *stale = true;
                    more = true;
                }
            }
            if !more {
                return stale;
            }
        }
        vec![true; self.runs.len()]
    }

    fn id(&mut self, cell: Cell) -> u32 {
        let fresh = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
        let id = *self.ids.entry(cell).or_insert(fresh);
        if id == fresh {
            self.cells.push(Known::default());
        }
        id
    }

    /// Where the innermost run begins.
    fn from(&self) -> u32 {
        self.open.last().copied().unwrap_or(0)
    }

    fn now(&self) -> u32 {
        u32::try_from(self.log.len()).unwrap_or(u32::MAX)
    }

    fn note(&mut self, entry: Entry) {
        if self.log.len() < limits::SHARED_READS {
            self.log.push(entry);
        } else {
            self.full = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Cell = Cell::Global(ModuleId(0), Sym(1));
    const TWO: Cell = Cell::Field(ClassId(0), Sym(1));

    #[test]
    fn a_run_is_stale_by_what_it_read_before_the_change() {
        let mut reads = Reads::default();
        let outer = reads.begin();
        let inner = reads.begin();
        reads.read(ONE);
        reads.end(inner);
        let other = reads.begin();
        reads.read(TWO);
        reads.end(other);
        reads.end(outer);
        reads.change(TWO);
        let late = reads.begin();
        reads.read(TWO);
        reads.end(late);
        assert_eq!(reads.stale(std::iter::empty()), [true, false, true, false]);
    }

    #[test]
    fn whoever_took_the_result_of_a_stale_run_is_stale_too() {
        let mut reads = Reads::default();
        let first = reads.begin();
        reads.read(ONE);
        reads.end(first);
        let second = reads.begin();
        reads.take(first);
        reads.end(second);
        let third = reads.begin();
        reads.take(second);
        reads.end(third);
        let apart = reads.begin();
        reads.read(TWO);
        reads.end(apart);
        assert_eq!(reads.stale(std::iter::empty()), [false; 4]);
        assert_eq!(reads.stale([second].into_iter()), [false, true, true, false]);
        reads.change(ONE);
        assert_eq!(reads.stale(std::iter::empty()), [true, true, true, false]);
    }

    #[test]
    fn a_read_counts_for_every_run_that_it_stands_in() {
        let mut reads = Reads::default();
        for _ in 0..2 {
            let run = reads.begin();
            reads.read(ONE);
            reads.read(ONE);
            reads.end(run);
        }
        reads.change(ONE);
        assert_eq!(reads.log.len(), 2);
        assert_eq!(reads.stale(std::iter::empty()), [true, true]);
    }

    #[test]
    fn when_the_list_is_full_all_is_stale() {
        let mut reads = Reads::default();
        let run = reads.begin();
        for name in 0..=u32::try_from(limits::SHARED_READS).unwrap() {
            reads.read(Cell::Global(ModuleId(0), Sym(name)));
        }
        reads.end(run);
        assert_eq!(reads.stale(std::iter::empty()), [true]);
    }
}
