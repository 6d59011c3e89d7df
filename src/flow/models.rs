//! The library tables, indexed for lookups by qualified name. Comes in: `Knowledge`; goes out: the rows that fit a call,
//! an attribute, a class. Apart because the engine must not care how rows are written.

use std::ops::ControlFlow;

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

/// All rows by name.
#[derive(Debug, Default)]
pub struct Models<'k> {
    exact: FxHashMap<&'k str, SmallVec<[Row<'k>; 1]>>,
    /// Names with a `*`, by what stands before the first `*`.
    patterns: FxHashMap<&'k str, Vec<Pattern<'k>>>,
    /// Entry methods and their parameters, by SDK class.
    entries: FxHashMap<&'k str, Vec<&'k SourceRow>>,
    /// Attributes, by class and attribute path.
    attributes: FxHashMap<String, &'k SourceRow>,
    bases: FxHashMap<&'k str, &'k BaseRow>,
    /// The rows from outside by themselves: only they name functions of the plugin.
    own: Option<Box<Models<'k>>>,
    /// Functions of a plugin by the first words of their names.
    functions: FxHashMap<&'k str, &'k SummaryRow>,
    libraries: &'k [(String, LibraryFile)],
    /// Attributes that tell the class: by attribute and value.
    tags: FxHashMap<(&'k str, &'k str), &'k TagRow>,
    /// The same rows by the class that they name.
    tagged: FxHashMap<&'k str, &'k TagRow>,
    /// Where a name is looked up that no row fits.
    knowledge: Option<&'k Knowledge>,
}

impl<'k> Models<'k> {
    /// Indexes the tables.
    pub fn new(knowledge: &'k Knowledge) -> Self {
        let (own, builtin) = knowledge.libraries.split_at(knowledge.own_libraries().len());
        let mut models = Self { libraries: &knowledge.libraries, ..Self::default() };
        for (_, library) in builtin.iter().chain(own) {
            models.add_library(library);
        }
        if !own.is_empty() {
            let mut alone = Self { libraries: own, ..Self::default() };
            for (_, library) in own {
                alone.add_library(library);
            }
            models.own = Some(Box::new(alone));
        }
        models.knowledge = Some(knowledge);
        models
    }

    fn add_library(&mut self, library: &'k LibraryFile) {
        for row in &library.sink {
            self.add(&row.call, Row::Sink(row));
        }
        for row in &library.source {
            self.add(&row.call, Row::Source(row));
            for class in &row.class {
                if !row.method.is_empty() {
                    self.entries.entry(class).or_default().push(row);
                }
                if !row.attribute.is_empty() && row.method.is_empty() {
                    self.attributes.insert(format!("{class}.{}", row.attribute), row);
                }
            }
        }
        for row in &library.summary {
            self.add(&row.call, Row::Summary(row));
            self.functions.extend(row.function.iter().map(|phrase| (phrase.as_str(), row)));
        }
        for row in &library.capability {
            self.add(&row.call, Row::Capability(row));
        }
        for row in &library.base {
            for class in &row.class {
                self.bases.insert(class, row);
            }
        }
        for row in &library.tag {
            self.tagged.insert(&row.instance, row);
            for value in &row.value {
                self.tags.insert((&row.attribute, value), row);
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

    /// Whether any row came from outside.
    pub fn knows_own(&self) -> bool {
        self.own.is_some()
    }

    /// The rows from outside that fit a name.
    pub fn own_rows(&self, name: &str) -> Rows<'k> {
        self.own.as_ref().map_or_else(Rows::default, |own| own.fitting(name))
    }

    /// The row from outside of an attribute, named with its class.
    pub fn own_attribute(&self, name: &str) -> Option<&'k SourceRow> {
        self.own.as_ref()?.attributes.get(name).copied()
    }

    /// The rows that fit a qualified name. Of each kind those from outside count alone where there are any.
    pub fn rows(&self, name: &str) -> Rows<'k> {
        let mut rows = self.fitting(name);
        let own = self.own_rows(name);
        if !own.sinks.is_empty() {
            rows.sinks = own.sinks;
            rows.catch_all = own.catch_all;
        }
        rows.source = own.source.or(rows.source);
        rows.summary = own.summary.or(rows.summary);
        rows.capability = own.capability.or(rows.capability);
        if rows.is_empty()
            && let Some(row) = self.knowledge.and_then(|knowledge| knowledge.client_call(name))
        {
            rows.sinks.push(row);
            rows.catch_all = true;
        }
        rows
    }

    /// The rows that fit a qualified name: exact ones, and of each kind the pattern with the longest constant part.
    fn fitting(&self, name: &str) -> Rows<'k> {
        if let Some(owner) = name.strip_suffix(".*") {
            return self.any_member(owner);
        }
        let mut rows = Rows::default();
        for &row in self.exact.get(name).into_iter().flatten() {
            rows.put(row);
        }
        let mut prefix = name;
        while let Some((shorter, _)) = prefix.rsplit_once('.') {
            prefix = shorter;
            let Some(patterns) = self.patterns.get(prefix) else { continue };
            // What stands before the star is the same; a pattern is compared from there on.
            let after = name.get(prefix.len()..).unwrap_or("");
            let fits = |pattern: &&Pattern<'k>| {
                name.ends_with(pattern.end)
                    && pattern.name.get(prefix.len()..).is_some_and(|rest| matches(rest, after))
            };
            let mut fitting: SmallVec<[&Pattern<'k>; 4]> = patterns.iter().filter(fits).collect();
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
    fn any_member(&self, owner: &str) -> Rows<'k> {
        let mut rows = Rows::default();
        let member = |name: &String| {
            let rest = name.strip_prefix(owner).and_then(|rest| rest.strip_prefix('.'));
            rest.is_some_and(|rest| !rest.contains('.'))
        };
        for row in self.libraries.iter().flat_map(|(_, library)| &library.sink) {
            if row.call.iter().any(member) {
                rows.sinks.push(row);
            }
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
    pub fn entries(&self, class: &str) -> &[&'k SourceRow] {
        self.entries.get(class).map_or(&[], Vec::as_slice)
    }

    /// The row of an attribute, named with its class (`dify_plugin.Tool.runtime.credentials`).
    pub fn attribute(&self, name: &str) -> Option<&'k SourceRow> {
        self.attributes.get(name).copied()
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
        self.bases.get(class).copied()
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
