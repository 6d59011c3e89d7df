//! Files that are written and read again. Comes in: what calls write, and where; goes out: what a file holds that is
//! opened again or handed on by its path. Apart because a file joins a write and a read that share no value but a path.

use std::rc::Rc;

use smallvec::SmallVec;

use super::engine::Engine;
use super::reads::Cell;
use super::value::{
    Arguments, Made, OriginId, Part, SourceKind, Template, Text, Thing, V, Val, add_origins, all_origins,
    join,
};
use crate::knowledge::rows::SinkRow;
use crate::source::Span;

/// Which file: the place that made up its path, or the text of the path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum File {
    /// A temporary file, or any in a temporary folder.
    Temporary(Span),
    /// A path that has constant parts.
    Path(Rc<[Template]>),
}

/// Files that one value may be about.
type Files = SmallVec<[File; 2]>;

impl Engine<'_, '_> {
    /// Notes what a call writes to a file.
    pub(super) fn note_written(
        &mut self,
        row: &SinkRow,
        arguments: &Arguments,
        made: Option<&Rc<Made>>,
        receiver: &V,
    ) {
        let mut files = Files::new();
        self.files_of(receiver, &mut files);
        self.files_of_made(made, &mut files);
        let mut contents: SmallVec<[OriginId; 4]> = SmallVec::new();
        let positional = arguments.positional.iter().enumerate();
        let positional =
            positional.map(|(index, value)| (row.carries.get(index.to_string().as_str()), value));
        let keywords = arguments.keywords.iter();
        let keywords = keywords.map(|(name, value)| (row.carries.get(self.symbols.text(*name)), value));
        for (role, value) in positional.chain(keywords) {
            match role.map(String::as_str) {
                Some("handle") => self.files_of(value, &mut files),
                Some("body" | "file") => add_origins(&mut contents, &all_origins(value)),
                _ => {}
            }
        }
        contents.retain(|&mut origin| self.kind_of(origin) != Some(SourceKind::Temporary));
        if contents.is_empty() {
            return;
        }
        for file in files {
            let held = self.written.entry(file).or_default();
            let before = held.len();
            add_origins(held, &contents);
            if held.len() > before {
                self.grew = true;
                self.changes(Cell::Files);
            }
        }
    }

    /// A value that is read from a file, or hands it on: with what was written to the file.
    pub(super) fn with_written(&self, value: &V, path: &V) -> V {
        self.reads(Cell::Files);
        if self.written.is_empty() {
            return value.clone();
        }
        let mut files = Files::new();
        self.files_of(path, &mut files);
        let mut origins: SmallVec<[OriginId; 4]> = SmallVec::new();
        for held in files.iter().filter_map(|file| self.written.get(file)) {
            add_origins(&mut origins, held);
        }
        if origins.is_empty() {
            value.clone()
        } else {
            join(value, &Rc::new(Val { origins, ..Val::default() }))
        }
    }

    /// The files that a path, or an object that was opened or made with one, is about.
    fn files_of(&self, value: &V, files: &mut Files) {
        for &origin in &value.origins {
            let source = self.origins.get(origin.0 as usize).map(|origin| origin.source as usize);
            let source = source.and_then(|source| self.sources.get(source));
            if let Some(source) = source.filter(|source| source.kind == SourceKind::Temporary) {
                add(files, File::Temporary(source.span));
            }
        }
        self.file_of_text(value, files);
        for thing in &value.things {
            if let Thing::Library(_, made) = thing {
                self.files_of_made(made.as_ref(), files);
            }
        }
    }

    fn files_of_made(&self, made: Option<&Rc<Made>>, files: &mut Files) {
        let mut at = made;
        while let Some(made) = at {
            if let Some(path) = made.arguments.positional.first() {
                self.files_of(path, files);
            }
            at = made.before.as_ref();
        }
    }

    fn file_of_text(&self, value: &V, files: &mut Files) {
        let Text::OneOf(texts) = &value.text else { return };
        let named = |text: &Template| {
            text.iter().any(|part| matches!(part, Part::Literal(text) if self.symbols.text(*text).len() > 3))
        };
        if texts.iter().all(named) {
            add(files, File::Path(texts.clone()));
        }
    }
}

fn add(files: &mut Files, file: File) {
    if !files.contains(&file) {
        files.push(file);
    }
}
