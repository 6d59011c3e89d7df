//! The library tables, indexed for lookups by qualified name. Comes in: `Knowledge`; goes out: the rows that fit a call,
//! an attribute, a class. Apart because the engine must not care how rows are written.

use std::ops::ControlFlow;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::words;
use crate::knowledge::Knowledge;
use crate::knowledge::rows::{BaseRow, CapabilityRow, LibraryFile, SinkRow, SourceRow, SummaryRow, TagRow};

/// The rows that fit one qualified name.
#[derive(Debug, Clone, Default)]
pub struct Rows<'k> {
    /// Where data goes.
    pub sinks: SmallVec<[&'k SinkRow; 1]>,
    /// What comes in.
    pub source: Option<&'k SourceRow>,
    /// What passes through.
    pub summary: Option<&'k SummaryRow>,
    /// What it can do.
    pub capability: Option<&'k CapabilityRow>,
    /// The sinks are there by a name that ends in `*`: for all calls on a client, not for calls on what they return.
    pub catch_all: bool,
    /// It makes a client: what that is given is how it reaches the service, and no part of what the service answers.
    pub client: bool,
}

impl Rows<'_> {
    /// Whether no row fits.
    pub fn is_empty(&self) -> bool {
        self.sinks.is_empty() && self.source.is_none() && self.summary.is_none() && self.capability.is_none()
    }
}

#[derive(Debug, Clone, Copy)]
enum Row<'k> {
    Sink(&'k SinkRow),
    Source(&'k SourceRow),
    Summary(&'k SummaryRow),
    Capability(&'k CapabilityRow),
}

/// A row's name with a `*` in it.
#[derive(Debug, Clone, Copy)]
struct Pattern<'k> {
    name: &'k str,
    /// What stands behind the last `*`.
    end: &'k str,
    row: Row<'k>,
}

/// The rows of one library table by name.
#[derive(Debug, Default)]
struct Shelf<'k> {
    exact: FxHashMap<&'k str, SmallVec<[Row<'k>; 1]>>,
    /// Names with a `*`, by what stands before the first `*`.
    patterns: FxHashMap<&'k str, Vec<Pattern<'k>>>,
    /// Entry methods and their parameters, by SDK class.
    entries: FxHashMap<&'k str, Vec<&'k SourceRow>>,
    /// Attributes, by class and attribute path.
    attributes: FxHashMap<String, &'k SourceRow>,
    bases: FxHashMap<&'k str, &'k BaseRow>,
    /// Names that lead on to a sink, and whether that has their arguments by its receiver.
    leading: FxHashMap<&'k str, bool>,
}

impl<'k> Shelf<'k> {
    fn new(library: &'k LibraryFile) -> Self {
        let mut shelf = Self::default();
        for row in &library.sink {
            shelf.add(&row.call, Row::Sink(row));
            shelf.lead(row);
        }
        for row in &library.source {
            shelf.add(&row.call, Row::Source(row));
            for class in &row.class {
                if !row.method.is_empty() {
                    shelf.entries.entry(class).or_default().push(row);
                }
                if !row.attribute.is_empty() && row.method.is_empty() {
                    shelf.attributes.insert(format!("{class}.{}", row.attribute), row);
                }
            }
        }
        for row in &library.summary {
            shelf.add(&row.call, Row::Summary(row));
        }
        for row in &library.capability {
            shelf.add(&row.call, Row::Capability(row));
        }
        for row in &library.base {
            for class in &row.class {
                shelf.bases.insert(class, row);
            }
        }
        shelf
    }

    /// Notes the calls that lead to this one (`a.B` and `a.B.c` to `a.B.c.send`).
    fn lead(&mut self, row: &'k SinkRow) {
        if row.action != "sends" {
            return;
        }
        for name in &row.call {
            // Of the calls that a `*` stands for any may hold what is sent, of those before it none.
            let (mut end, mut holds) = match name.split_once(".*") {
                Some((prefix, _)) => (prefix, false),
                None => {
                    (name.rsplit_once('.').map_or("", |(before, _)| before), row.carries.contains_key("self"))
                }
            };
            while let Some((before, _)) = end.rsplit_once('.') {
                *self.leading.entry(end).or_default() |= holds;
                (end, holds) = (before, false);
            }
        }
    }

    fn add(&mut self, names: &'k [String], row: Row<'k>) {
        for name in names {
            match name.split_once(".*") {
                Some((prefix, _)) => {
                    let end = name.rsplit('*').next().unwrap_or("");
                    self.patterns.entry(prefix).or_default().push(Pattern { name, end, row });
                }
                None => self.exact.entry(name).or_default().push(row),
            }
        }
    }
}

/// All rows by name. A library table is read and indexed when a name is looked up that it may have rows for.
#[derive(Debug)]
pub struct Models<'k> {
    knowledge: &'k Knowledge,
    /// One for each library table.
    shelves: Vec<OnceLock<Shelf<'k>>>,
    /// Functions of a plugin by the first words of their names.
    functions: FxHashMap<&'k str, &'k SummaryRow>,
    /// Attributes that tell the class: by attribute and value.
    tags: FxHashMap<(&'k str, &'k str), &'k TagRow>,
    /// The same rows by the class that they name.
    tagged: FxHashMap<&'k str, &'k TagRow>,
}

/// Whose rows are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    All,
    Own,
}

impl<'k> Models<'k> {
    /// Models of these tables, none of which is read yet but for rows that are found by something else than a name.
    pub fn new(knowledge: &'k Knowledge) -> Self {
        let mut models = Self {
            knowledge,
            shelves: (0..knowledge.library_count()).map(|_| OnceLock::new()).collect(),
            functions: FxHashMap::default(),
            tags: FxHashMap::default(),
            tagged: FxHashMap::default(),
        };
        // Of rows about the same thing the last counts, and one from outside most.
        let (own, builtin): (Vec<_>, Vec<_>) =
            knowledge.general_libraries().partition(|(at, _)| *at < knowledge.own_library_count());
        for (_, library) in builtin.into_iter().chain(own) {
            for row in &library.summary {
                models.functions.extend(row.function.iter().map(|phrase| (phrase.as_str(), row)));
            }
            for row in &library.tag {
                models.tagged.insert(&row.instance, row);
                for value in &row.value {
                    models.tags.insert((&row.attribute, value), row);
                }
            }
        }
        models
    }

    /// The shelves with rows about names that begin like this one: built-in ones, then own ones.
    fn shelves(&self, name: &str, whose: Whose) -> impl DoubleEndedIterator<Item = &Shelf<'k>> + Clone {
        let places = self.knowledge.libraries_about(name);
        let (own, builtin) = places
            .split_at(places.partition_point(|at| usize::from(*at) < self.knowledge.own_library_count()));
        let builtin = if whose == Whose::Own { &[] } else { builtin };
        builtin.iter().chain(own).filter_map(|at| self.shelf(usize::from(*at)))
    }

    fn shelf(&self, at: usize) -> Option<&Shelf<'k>> {
        let library = self.knowledge.library(at)?;
        Some(self.shelves.get(at)?.get_or_init(|| Shelf::new(library)))
    }

    /// Whether any row came from outside.
    pub fn knows_own(&self) -> bool {
        self.knowledge.own_library_count() > 0
    }

    /// The rows from outside that fit a name.
    pub fn own_rows(&self, name: &str) -> Rows<'k> {
        if self.knows_own() { self.fitting(name, Whose::Own) } else { Rows::default() }
    }

    /// The row from outside of an attribute, named with its class.
    pub fn own_attribute(&self, name: &str) -> Option<&'k SourceRow> {
        self.shelves(name, Whose::Own).rev().find_map(|shelf| shelf.attributes.get(name).copied())
    }

    /// The rows that fit a qualified name. Of each kind those from outside count alone where there are any.
    pub fn rows(&self, name: &str) -> Rows<'k> {
        let mut rows = self.fitting(name, Whose::All);
        let own = self.own_rows(name);
        if !own.sinks.is_empty() {
            rows.sinks = own.sinks;
            rows.catch_all = own.catch_all;
        }
        rows.source = own.source.or(rows.source);
        rows.summary = own.summary.or(rows.summary);
        rows.capability = own.capability.or(rows.capability);
        if rows.is_empty()
            && let Some(row) = self.knowledge.client_call(name)
        {
            rows.sinks.push(row);
            rows.catch_all = true;
        }
        rows
    }

    /// The rows that fit a qualified name: exact ones, and of each kind the pattern with the longest constant part.
    fn fitting(&self, name: &str, whose: Whose) -> Rows<'k> {
        if let Some(owner) = name.strip_suffix(".*") {
            return self.any_member(owner, whose);
        }
        let mut rows = Rows::default();
        let shelves: SmallVec<[&Shelf<'k>; 4]> = self.shelves(name, whose).collect();
        for &row in shelves.iter().filter_map(|shelf| shelf.exact.get(name)).flatten() {
            rows.put(row);
        }
        let mut leading = shelves.iter().filter_map(|shelf| shelf.leading.get(name)).peekable();
        rows.client = leading.peek().is_some() && leading.all(|holds| !holds);
        let mut prefix = name;
        while let Some((shorter, _)) = prefix.rsplit_once('.') {
            prefix = shorter;
            let patterns = shelves.iter().filter_map(|shelf| shelf.patterns.get(prefix)).flatten();
            // What stands before the star is the same; a pattern is compared from there on.
            let after = name.get(prefix.len()..).unwrap_or("");
            let fits = |pattern: &&Pattern<'k>| {
                name.ends_with(pattern.end)
                    && pattern.name.get(prefix.len()..).is_some_and(|rest| matches(rest, after))
            };
            let mut fitting: SmallVec<[&Pattern<'k>; 4]> = patterns.filter(fits).collect();
            fitting.sort_by_key(|pattern| std::cmp::Reverse(pattern.name.len()));
            let before =
                (rows.sinks.len(), rows.source.is_some(), rows.summary.is_some(), rows.capability.is_some());
            for Pattern { name: pattern, row, .. } in fitting {
                let free = match row {
                    Row::Sink(_) => before.0 == 0 && rows.sinks.is_empty(),
                    Row::Source(_) => rows.source.is_none(),
                    Row::Summary(_) => rows.summary.is_none(),
                    Row::Capability(_) => rows.capability.is_none(),
                };
                if free {
                    rows.catch_all |= matches!(row, Row::Sink(_)) && pattern.ends_with(".*");
                    rows.put(*row);
                }
            }
        }
        rows
    }

    /// The sinks that any one member of `owner` is (`getattr(owner, name)` with a name that is not known).
    fn any_member(&self, owner: &str, whose: Whose) -> Rows<'k> {
        let mut rows = Rows::default();
        let member = |name: &String| {
            let rest = name.strip_prefix(owner).and_then(|rest| rest.strip_prefix('.'));
            rest.is_some_and(|rest| !rest.contains('.'))
        };
        let own = self.knowledge.own_library_count();
        let places = self.knowledge.libraries_about(owner).iter().map(|at| usize::from(*at));
        for at in places.filter(|at| whose == Whose::All || *at < own) {
            let sinks = self.knowledge.library(at).map_or(&[][..], |library| &library.sink);
            rows.sinks.extend(sinks.iter().filter(|row| row.call.iter().any(member)));
        }
        rows
    }

    /// The row of a function that the plugin defines, by the first two words or the first word of its name.
    pub fn function(&self, name: &str) -> Option<&'k SummaryRow> {
        let mut phrase = String::new();
        let mut found = None;
        let _ = words::split(name, &mut |word| {
            if !phrase.is_empty() {
                phrase.push(' ');
            }
            phrase.push_str(word);
            found = self.functions.get(phrase.as_str()).copied().or(found);
            if phrase.contains(' ') { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        found
    }

    /// Entry rows of an SDK class.
    pub fn entries(&self, class: &str) -> impl Iterator<Item = &'k SourceRow> {
        let rows = self.shelves(class, Whose::All).filter_map(|shelf| shelf.entries.get(class));
        rows.flatten().copied()
    }

    /// The row of an attribute, named with its class (`dify_plugin.Tool.runtime.credentials`).
    pub fn attribute(&self, name: &str) -> Option<&'k SourceRow> {
        self.shelves(name, Whose::All).rev().find_map(|shelf| shelf.attributes.get(name).copied())
    }

    /// What it says of an object that its `attribute` equals `value`.
    pub fn tag(&self, attribute: &str, value: &str) -> Option<&'k TagRow> {
        self.tags.get(&(attribute, value)).copied()
    }

    /// The row that tells objects of this class from others.
    pub fn tagged(&self, class: &str) -> Option<&'k TagRow> {
        self.tagged.get(class).copied()
    }

    /// The row of a class whose base sends.
    pub fn base(&self, class: &str) -> Option<&'k BaseRow> {
        self.shelves(class, Whose::All).rev().find_map(|shelf| shelf.bases.get(class).copied())
    }
}

impl<'k> Rows<'k> {
    fn put(&mut self, row: Row<'k>) {
        match row {
            Row::Sink(row) => self.sinks.push(row),
            Row::Source(row) => self.source = self.source.or(Some(row)),
            Row::Summary(row) => self.summary = self.summary.or(Some(row)),
            Row::Capability(row) => self.capability = self.capability.or(Some(row)),
        }
    }
}

/// Whether `name` fits `pattern`, in which `*` stands for one or more dotted names.
fn matches(pattern: &str, name: &str) -> bool {
    let (word, rest) = cut(pattern);
    let (part, after) = cut(name);
    if word != "*" {
        return word == part
            && match (rest, after) {
                (None, None) => true,
                (Some(rest), Some(after)) => matches(rest, after),
                _ => false,
            };
    }
    let Some(rest) = rest else { return true };
    // No name of a table has as many words; a longer one cannot fit.
    let mut after = after;
    for _ in 0..LONGEST_NAME {
        match after {
            Some(name) if matches(rest, name) => return true,
            Some(name) => after = cut(name).1,
            None => return false,
        }
    }
    false
}

/// Words of a name that a star is tried on.
const LONGEST_NAME: usize = 24;

/// The first word of a dotted name, and what follows it.
fn cut(name: &str) -> (&str, Option<&str>) {
    name.split_once('.').map_or((name, None), |(word, rest)| (word, Some(rest)))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_one_or_more_names() {
        assert!(matches("openai.OpenAI.*.create", "openai.OpenAI.chat.completions.create"));
        assert!(matches("a.*", "a.b.c"));
        assert!(!matches("a.*", "a"));
        assert!(!matches("openai.OpenAI.*.create", "openai.OpenAI.create"));
    }
}
