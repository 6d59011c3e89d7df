//! A plugin as a package: its files decoded, its manifest and YAML as a typed model with places. Comes in: a folder or
//! an archive; goes out: [`Plugin`]. Apart because only this module touches the file system, and it knows no privacy.

mod archive;
mod discover;
mod entries;
mod features;
mod folder;
mod imports;
pub mod limits;
mod manifest;
mod names;
mod policies;
mod read;
mod schema;
pub mod yaml;
mod yaml_comments;
mod yaml_repair;

pub use discover::{DiscoverOptions, Discovery, Unit, UnitKind, discover};
pub use names::original as original_name;
pub use policies::is_address;
pub use read::{read, read_archive};
pub use yaml_comments::comments as yaml_comments;

use crate::source::{FileId, NotAnalysed, SourceFile, Span};

/// A text of the YAML with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The scalar's value.
    pub text: String,
    /// Where the value stands.
    pub span: Span,
}

/// What an entry of the manifest is (`domain.md`, "How a Dify plugin is built").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// A tool of a provider.
    Tool,
    /// A provider: credentials, OAuth, validation.
    Provider,
    /// A model of any type.
    Model,
    /// An endpoint or a group of endpoints.
    Endpoint,
    /// An agent strategy.
    AgentStrategy,
    /// A data source.
    Datasource,
    /// A trigger's subscription side.
    Trigger,
    /// An event of a trigger.
    Event,
}

/// A parameter, credential or setting that the YAML declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its key in the code.
    pub name: Located,
    /// The YAML `type` (`string`, `secret-input`, `file`, `select`, …); empty when absent.
    pub kind: String,
    /// `llm`, `form` or empty.
    pub form: String,
    /// Labels in every language, in file order.
    pub labels: Vec<Located>,
    /// Descriptions, help texts and placeholders in every language, in file order.
    pub descriptions: Vec<Located>,
    /// Whether it must be given.
    pub required: bool,
    /// The default as text.
    pub default: Option<Located>,
    /// The values of a `select`, in file order.
    pub options: Vec<String>,
}

/// A field of an event's or a tool's `output_schema`, with the path of keys that leads to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputField {
    /// Keys from the schema's root, `[*]` for array items.
    pub path: Vec<String>,
    /// JSON Schema type, empty when absent.
    pub kind: String,
    /// Its description, empty when absent.
    pub description: String,
    /// Where the field's key stands.
    pub span: Span,
}

/// One entry that the manifest leads to: a provider, tool, model, endpoint, event and so on.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// Its identity name.
    pub name: String,
    /// For models the model type (`llm`, `text-embedding`, `rerank`, `speech2text`, `tts`, `moderation`); else empty.
    pub model_type: String,
    /// The YAML file that declares it.
    pub yaml: FileId,
    /// The Python file that `extra.python.source` names, relative to the plugin's root.
    pub source: Option<Located>,
    /// Labels and descriptions of the entry itself, every language.
    pub descriptions: Vec<Located>,
    /// Parameters of the entry.
    pub parameters: Vec<Parameter>,
    /// Credentials, settings and OAuth client fields.
    pub credentials: Vec<Parameter>,
    /// Whether an OAuth schema is declared.
    pub oauth: bool,
    /// Fields of the `output_schema`.
    pub output: Vec<OutputField>,
    /// Other scalars that name an outbound URL (an endpoint's `path`, a provider's `help.url`) are not kept here.
    pub span: Span,
}

/// The manifest, and what the YAML files that it names say.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// The manifest file; `None` for plain Python without a manifest.
    pub file: Option<FileId>,
    /// Plugin name.
    pub name: String,
    /// Plugin version.
    pub version: String,
    /// Author.
    pub author: String,
    /// Kinds in the order `tool`, `model`, `endpoint`, `agent-strategy`, `datasource`, `trigger`.
    pub kinds: Vec<String>,
    /// The `privacy` field.
    pub privacy: Option<Located>,
    /// Labels and descriptions of the plugin itself, every language.
    pub descriptions: Vec<Located>,
    /// `network.domains`.
    pub domains: Vec<Located>,
    /// `resource.permission` flags that are enabled, as dotted keys (`model.llm`, `storage`).
    pub permissions: Vec<Located>,
    /// `meta.runner.entrypoint`, empty when absent.
    pub entrypoint: String,
    /// What the models can do besides text, by model type (`llm.vision`), each with its first place.
    pub features: Vec<Located>,
    /// All entries, in manifest order.
    pub entries: Vec<Entry>,
}

/// One plugin, read whole.
#[derive(Debug, Default)]
pub struct Plugin {
    /// Path relative to the scanned root with `/`; `.` when the root is the plugin; an archive's file name.
    pub path: String,
    /// Whether it came as a package.
    pub packaged: bool,
    /// Decoded files, sorted by path; `FileId` is the index.
    pub files: Vec<SourceFile>,
    /// The manifest and its entries.
    pub manifest: Manifest,
    /// The policy files in order of precedence: the one the manifest names or the best `PRIVACY*` first, language
    /// variants after it.
    pub policies: Vec<FileId>,
    /// Paths of policy files that are there and could not be read, in the same order.
    pub unread_policies: Vec<String>,
    /// The plugin's README in every language.
    pub readmes: Vec<FileId>,
    /// Files that are read beside the plugin (a pull request's body); their ids follow those of `files`.
    pub beside: Vec<SourceFile>,
    /// What could not be read.
    pub not_analysed: Vec<NotAnalysed>,
    /// What a reader should know of though nothing was missed: a folder left out, a key that stands twice.
    pub notes: Vec<NotAnalysed>,
    /// Files that would change what is reported of the plugin and are not followed; see [`read()`].
    pub brings: Vec<NotAnalysed>,
}

impl Plugin {
    /// A plugin of which nothing could be read, for the report of a tree in which the others are fine.
    pub fn unreadable(unit: &Unit, reason: impl Into<String>) -> Self {
        Self {
            path: unit.display.clone(),
            packaged: unit.kind == UnitKind::Package,
            not_analysed: vec![NotAnalysed::new(".", reason)],
            ..Self::default()
        }
    }

    /// The file behind `id`.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        let index = id.0 as usize;
        self.files.get(index).or_else(|| self.beside.get(index.checked_sub(self.files.len())?))
    }

    /// The id of the file beside the plugin that was read under this path.
    pub fn find_beside(&self, path: &str) -> Option<FileId> {
        let index = self.beside.iter().position(|file| file.path == path)?;
        Some(FileId(u32::try_from(self.files.len() + index).ok()?))
    }

    /// The file at `path` (relative to the plugin's root, with `/`).
    pub fn find(&self, path: &str) -> Option<FileId> {
        let index = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some(FileId(u32::try_from(index).ok()?))
    }
}
