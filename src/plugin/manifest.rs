//! The manifest and the YAML that it leads to. Comes in: the files of a plugin; goes out: [`Manifest`]. Apart because it
//! knows how a Dify plugin is declared (`dify_plugin.core.entities.plugin.setup` and `dify_plugin.entities` of the SDK).
//! It works in two steps: the files are read and parsed first, and the model is built once every file has its id.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::entries::Doc;
use super::features::{self, Feature};
use super::limits::{PLUGIN_NODES, SCHEMA_FIELDS};
use super::names;
use super::read::{Reader, Rows};
use super::schema;
use super::yaml::{NodeId, Tree};
use super::{Entry, EntryKind, Located, Manifest};
use crate::source::{FileId, FileKind};

/// How one kind of plugin is declared.
struct Shape {
    /// The list of providers under `plugins`.
    list: &'static str,
    /// What reports call the kind.
    kind: &'static str,
    /// What a provider's file is.
    provider: EntryKind,
    /// The provider's list of further files; empty for models, which name Python files instead.
    children: &'static str,
    /// What those files are.
    child: EntryKind,
}

/// In the order in which reports list kinds.
const SHAPES: &[Shape] = &[
    shape("tools", "tool", EntryKind::Provider, "tools", EntryKind::Tool),
    shape("models", "model", EntryKind::Provider, "", EntryKind::Model),
    shape("endpoints", "endpoint", EntryKind::Endpoint, "endpoints", EntryKind::Endpoint),
    shape("agent_strategies", "agent-strategy", EntryKind::Provider, "strategies", EntryKind::AgentStrategy),
    shape("datasources", "datasource", EntryKind::Provider, "datasources", EntryKind::Datasource),
    shape("triggers", "trigger", EntryKind::Trigger, "events", EntryKind::Event),
];

const fn shape(
    list: &'static str,
    kind: &'static str,
    provider: EntryKind,
    children: &'static str,
    child: EntryKind,
) -> Shape {
    Shape { list, kind, provider, children, child }
}

/// Where a provider's file declares credentials and settings.
const CREDENTIALS: &[&[&str]] = &[
    &["credentials_for_provider"],
    &["credentials_schema"],
    &["provider_credential_schema", "credential_form_schemas"],
    &["model_credential_schema", "credential_form_schemas"],
    &["settings"],
    &["subscription_schema"],
    &["oauth_schema", "client_schema"],
    &["oauth_schema", "credentials_schema"],
];

/// The part of a trigger's file that declares how a subscription is made.
const CONSTRUCTOR: &str = "subscription_constructor";

/// The YAML files of a plugin, parsed.
#[derive(Default)]
pub(super) struct Trees {
    by_path: BTreeMap<String, Tree>,
    nodes: usize,
    features: Vec<Feature>,
}

impl Trees {
    /// Reads the manifest, the providers that it names, and the files that those name. No manifest, no trees.
    pub(super) fn load(reader: &mut Reader<'_>) -> Self {
        let mut trees = Self::default();
        if !reader.contains(names::MANIFEST) {
            return trees;
        }
        trees.add(reader, names::MANIFEST);
        let Some((tree, root)) = trees.root(names::MANIFEST) else {
            if !trees.by_path.contains_key(names::MANIFEST) {
                // It could not be read, and its row says why.
                return trees;
            }
            reader.rows.not_analysed(names::MANIFEST, "is empty or is no YAML");
            return trees;
        };
        if !tree.is_map(root) {
            reader.rows.not_analysed(names::MANIFEST, "is no mapping of keys to values");
            return trees;
        }
        for shape in SHAPES {
            for provider in trees.named(names::MANIFEST, &["plugins", shape.list]) {
                let Some(provider) = trees.follow(reader, names::MANIFEST, &provider) else { continue };
                if shape.children.is_empty() {
                    trees.add_features(reader, &provider);
                    continue;
                }
                for child in trees.named(&provider, &[shape.children]) {
                    trees.follow(reader, &provider, &child);
                }
            }
        }
        trees
    }

    /// What the model files say that a provider leads to.
    fn add_features(&mut self, reader: &mut Reader<'_>, provider: &str) {
        let patterns =
            self.root(provider).map_or_else(Vec::new, |(tree, root)| features::patterns(tree, root));
        let known: Vec<Feature> = features::gather(reader, &patterns);
        self.features.extend(known);
    }

    /// The manifest's `privacy`.
    pub(super) fn privacy(&self) -> Option<&str> {
        let (tree, root) = self.root(names::MANIFEST)?;
        tree.text(tree.get(root, "privacy")?).filter(|text| !text.is_empty())
    }

    /// The Python files that the YAML names, sorted.
    pub(super) fn sources(&self) -> Vec<String> {
        let mut found = BTreeSet::new();
        for tree in self.by_path.values() {
            let Some(root) = tree.root() else { continue };
            let inline = tree.get(root, "endpoints").map_or(&[][..], |list| tree.items(list));
            let constructor = tree.get(root, CONSTRUCTOR);
            for map in std::iter::once(root).chain(inline.iter().copied()).chain(constructor) {
                let python = tree.at(map, &["extra", "python"]);
                for &(_, value) in python.map_or(&[][..], |python| tree.pairs(python)) {
                    let items = std::iter::once(value).chain(tree.items(value).iter().copied());
                    found.extend(items.filter_map(|item| names::resolve(tree.text(item)?)));
                }
            }
            let entrypoint = tree.at(root, &["meta", "runner", "entrypoint"]).and_then(|id| tree.text(id));
            found.extend(
                entrypoint.and_then(|name| names::resolve(&format!("{}.py", name.replace('.', "/")))),
            );
        }
        found.into_iter().collect()
    }

    fn root(&self, path: &str) -> Option<(&Tree, NodeId)> {
        let tree = self.by_path.get(path)?;
        Some((tree, tree.root()?))
    }

    /// The paths that a file lists under those keys, as it writes them.
    fn named(&self, file: &str, keys: &[&str]) -> Vec<String> {
        let Some((tree, root)) = self.root(file) else { return Vec::new() };
        let Some(list) = tree.at(root, keys) else { return Vec::new() };
        let one = tree.text(list).filter(|text| !text.is_empty()).map(str::to_owned);
        let items = tree.items(list).iter().filter_map(|&item| tree.text(item)).map(str::to_owned);
        one.into_iter().chain(items).collect()
    }

    /// Reads the file that another one names; its path within the plugin when it is there.
    fn follow(&mut self, reader: &mut Reader<'_>, by: &str, written: &str) -> Option<String> {
        let path = names::resolve(written).filter(|path| reader.contains(path));
        let Some(path) = path else {
            let shown = names::shown(written.as_bytes());
            reader.rows.not_analysed(shown, format!("is named by {by} and is not in the plugin"));
            return None;
        };
        self.add(reader, &path);
        Some(path)
    }

    fn add(&mut self, reader: &mut Reader<'_>, path: &str) {
        if self.by_path.contains_key(path) {
            return;
        }
        if self.nodes >= PLUGIN_NODES {
            reader.rows.not_analysed(path, format!("the plugin's YAML has more than {PLUGIN_NODES} nodes"));
            return;
        }
        let Some(tree) = reader.load(path, FileKind::Yaml).map(Tree::parse) else { return };
        self.nodes += tree.len();
        if let Some(problem) = &tree.problem {
            reader
                .rows
                .not_analysed(path, format!("line {}: {}; the rest is not read", problem.line, problem.text));
        }
        for twice in &tree.duplicates {
            let key = names::shown(twice.text.as_bytes());
            reader.rows.note(
                path,
                format!("line {}: the key `{key}` stands twice; the later one counts", twice.line),
            );
        }
        self.by_path.insert(path.to_owned(), tree);
    }

    /// The model. `find` gives the id of a file that was read.
    pub(super) fn build(&self, find: &dyn Fn(&str) -> Option<FileId>, rows: &mut Rows) -> Manifest {
        let mut build =
            Build { trees: self, find, rows, entries: Vec::new(), done: BTreeSet::new(), fields: 0 };
        let Some((doc, root)) = build.doc(names::MANIFEST) else { return Manifest::default() };
        let mut manifest = Manifest {
            file: Some(doc.file),
            name: doc.text_at(root, &["name"]),
            version: doc.text_at(root, &["version"]),
            author: doc.text_at(root, &["author"]),
            kinds: Vec::new(),
            privacy: doc.located_at(root, &["privacy"]).map(without_user),
            descriptions: doc.entry_texts(root),
            domains: doc.tree.at(root, &["network", "domains"]).map_or_else(Vec::new, |id| doc.scalars(id)),
            permissions: permissions(doc, root),
            entrypoint: doc.text_at(root, &["meta", "runner", "entrypoint"]),
            features: self.features.iter().filter_map(|feature| located(feature, find)).collect(),
            entries: Vec::new(),
        };
        for shape in SHAPES {
            let providers = self.named(names::MANIFEST, &["plugins", shape.list]);
            if !providers.is_empty() {
                manifest.kinds.push(shape.kind.to_owned());
            }
            for provider in providers.iter().filter_map(|written| names::resolve(written)) {
                build.provider(shape, &provider);
            }
        }
        manifest.entries = build.entries;
        manifest
    }
}

/// `resource.permission` as dotted keys: a section that is enabled, and each further flag of it that is set.
fn permissions(doc: Doc<'_>, root: NodeId) -> Vec<Located> {
    let mut found = Vec::new();
    let Some(sections) = doc.tree.at(root, &["resource", "permission"]) else { return found };
    let is_set = |id: NodeId| {
        doc.tree.text(id).is_some_and(|text| ["true", "yes", "on"].contains(&text.to_lowercase().as_str()))
    };
    for &(section, flags) in doc.tree.pairs(sections) {
        let Some(name) = doc.tree.text(section) else { continue };
        let Some(enabled) = doc.tree.get(flags, "enabled").filter(|&id| is_set(id)) else { continue };
        found.push(Located { text: name.to_owned(), span: doc.span(enabled) });
        for &(flag, value) in doc.tree.pairs(flags) {
            if let Some(flag) = doc.tree.text(flag).filter(|&flag| flag != "enabled" && is_set(value)) {
                found.push(Located { text: format!("{name}.{flag}"), span: doc.span(value) });
            }
        }
    }
    found
}

fn located(feature: &Feature, find: &dyn Fn(&str) -> Option<FileId>) -> Option<Located> {
    let (start, end) = feature.range;
    let file = find(&feature.path)?;
    Some(Located { text: feature.name.clone(), span: crate::source::Span { file, start, end } })
}

struct Build<'a> {
    trees: &'a Trees,
    find: &'a dyn Fn(&str) -> Option<FileId>,
    rows: &'a mut Rows,
    entries: Vec<Entry>,
    /// A file that is named twice is one entry.
    done: BTreeSet<(EntryKind, String)>,
    fields: usize,
}

impl<'a> Build<'a> {
    fn doc(&self, path: &str) -> Option<(Doc<'a>, NodeId)> {
        let (tree, root) = self.trees.root(path)?;
        Some((Doc { tree, file: (self.find)(path)? }, root))
    }

    fn provider(&mut self, shape: &Shape, path: &str) {
        if !self.done.insert((shape.provider, path.to_owned())) {
            return;
        }
        let Some((doc, root)) = self.doc(path) else { return };
        let source = ["provider_source", "source"]
            .iter()
            .find_map(|key| doc.located_at(root, &["extra", "python", key]));
        self.entry(shape.provider, doc, root, source);
        if let Some(constructor) = doc.tree.get(root, CONSTRUCTOR).filter(|&map| doc.tree.is_map(map)) {
            let source = doc.located_at(constructor, &["extra", "python", "source"]);
            let name = self.entries.last().map(|provider| provider.name.clone());
            self.entry(shape.provider, doc, constructor, source);
            if let (Some(entry), Some(name)) = (self.entries.last_mut(), name) {
                entry.name = name;
            }
        }
        if shape.child == EntryKind::Model {
            self.models(doc, root);
            return;
        }
        for &child in doc.tree.get(root, shape.children).map_or(&[][..], |list| doc.tree.items(list)) {
            if doc.tree.is_map(child) {
                let source = doc.located_at(child, &["extra", "python", "source"]);
                self.entry(shape.child, doc, child, source);
            } else if let Some(path) = doc.tree.text(child).and_then(names::resolve) {
                self.child(shape.child, path);
            }
        }
    }

    fn child(&mut self, kind: EntryKind, path: String) {
        let Some((doc, root)) = self.doc(&path) else { return };
        if self.done.insert((kind, path)) {
            let source = doc.located_at(root, &["extra", "python", "source"]);
            self.entry(kind, doc, root, source);
        }
    }

    /// One entry for each Python file of a model provider.
    fn models(&mut self, doc: Doc<'a>, root: NodeId) {
        let types = doc.tree.get(root, "supported_model_types").map_or_else(Vec::new, |id| doc.scalars(id));
        let sources = doc.tree.at(root, &["extra", "python", "model_sources"]);
        for source in sources.map_or_else(Vec::new, |id| doc.scalars(id)) {
            let name = doc.text_at(root, &["provider"]);
            self.check_source(Some(&source));
            let model_type = model_type(&source.text, &types);
            let span = source.span;
            let mut entry = empty_entry(EntryKind::Model, name, doc, Some(source));
            entry.model_type = model_type;
            entry.span = span;
            self.entries.push(entry);
        }
    }

    fn entry(&mut self, kind: EntryKind, doc: Doc<'a>, map: NodeId, source: Option<Located>) {
        let name = [&["identity", "name"][..], &["provider"], &["name"], &["path"]];
        let name = name.iter().find_map(|keys| doc.located_at(map, keys));
        self.check_source(source.as_ref());
        let text = name.as_ref().map_or_else(String::new, |name| name.text.clone());
        let mut entry = empty_entry(kind, text, doc, source);
        entry.span = name.map_or_else(|| doc.span(map), |name| name.span);
        entry.descriptions = doc.entry_texts(map);
        entry.parameters = doc.parameters_at(map, &["parameters"]);
        entry.credentials = CREDENTIALS.iter().flat_map(|keys| doc.parameters_at(map, keys)).collect();
        entry.oauth = doc.tree.get(map, "oauth_schema").is_some_and(|id| doc.tree.is_map(id));
        if let Some(schema) = doc.tree.get(map, "output_schema") {
            let room = SCHEMA_FIELDS.saturating_sub(self.fields);
            let (fields, cut) = schema::fields(doc, schema, room);
            self.fields += fields.len();
            entry.output = fields;
            if cut {
                let reason =
                    format!("only the first {SCHEMA_FIELDS} fields of the plugin's output schemas are read");
                self.rows.not_analysed(".", reason);
            }
        }
        self.entries.push(entry);
    }

    fn check_source(&mut self, source: Option<&Located>) {
        let Some(source) = source else { return };
        let path = names::resolve(&source.text);
        if path.is_none_or(|path| (self.find)(&path).is_none()) {
            let shown = names::shown(source.text.as_bytes());
            self.rows.not_analysed(shown, "is named as the source of an entry and was not read");
        }
    }
}

fn empty_entry(kind: EntryKind, name: String, doc: Doc<'_>, source: Option<Located>) -> Entry {
    Entry {
        kind,
        name,
        model_type: String::new(),
        yaml: doc.file,
        source,
        descriptions: Vec::new(),
        parameters: Vec::new(),
        credentials: Vec::new(),
        oauth: false,
        output: Vec::new(),
        span: crate::source::Span { file: doc.file, start: 0, end: 0 },
    }
}

/// The type of the models in one Python file: the supported type that its path names (`models/text_embedding/x.py`),
/// the only supported one, else the name of its folder.
fn model_type(source: &str, supported: &[Located]) -> String {
    let path = source.trim_end_matches(".py").to_lowercase().replace('_', "-");
    let parts: Vec<&str> = path.split('/').collect();
    let named = |part: &&&str| supported.iter().any(|kind| kind.text == ***part);
    if let Some(part) = parts.iter().rev().find(|part| named(part)) {
        return (*part).to_owned();
    }
    match supported {
        [one] => one.text.clone(),
        _ => parts.iter().rev().nth(1).map_or_else(String::new, |&folder| folder.to_owned()),
    }
}

/// An address without the name and password that may stand before its host: they are nobody's to print.
fn without_user(mut located: Located) -> Located {
    if let Some(user) = user_of(&located.text) {
        located.text.replace_range(user, "");
    }
    located
}

/// The bytes of an address that are a name and password, with the sign behind them.
pub(super) fn user_of(address: &str) -> Option<Range<usize>> {
    let start = address.find("://")? + "://".len();
    let rest = address.get(start..)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let authority = rest.get(..end)?;
    // A password may hold a slash that nobody escaped: then what looks like a port is no number.
    let port = authority.rsplit_once(':').map_or("", |(_, port)| port);
    let numeric = port.trim_end_matches(['"', '\'']).bytes().all(|byte| byte.is_ascii_digit());
    let within = if numeric { authority } else { rest };
    let at = authority.rfind('@').or_else(|| within.rfind('@'))?;
    Some(start..start + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn an_address_keeps_no_name_and_password() {
        let shown = |text: &str| {
            let span = Span { file: FileId(0), start: 0, end: 0 };
            without_user(Located { text: text.to_owned(), span }).text
        };
        assert_eq!(shown("https://user:word@example.com/p?a=b"), "https://example.com/p?a=b");
        assert_eq!(shown("https://user:wo/rd@example.com/p"), "https://example.com/p");
        for plain in ["PRIVACY.md", "https://example.com:8080/@user/p", "https://example.com/a@b"] {
            assert_eq!(shown(plain), plain);
        }
        assert_eq!(user_of("\"https://a:b@example.com\""), Some(9..13));
    }
}
