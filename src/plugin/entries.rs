//! Parameters, credentials and texts of one YAML file. Comes in: a node of its tree; goes out: the typed model. Apart
//! because every kind of entry has them in the same few forms (`dify_plugin.entities` of the SDK).

use super::yaml::{NodeId, Tree, Value};
use super::{Located, Parameter};
use crate::source::{FileId, Span};

/// Keys whose texts are a parameter's labels.
const LABELS: &[&str] = &["label"];

/// Keys whose texts describe a parameter or an entry.
const DESCRIPTIONS: &[&str] = &["description", "help", "human_description", "llm_description", "placeholder"];

/// Texts of one node lie at most this deep: `description: human: en_US: …`.
const TEXT_DEPTH: usize = 3;

/// A file's tree with the id that its places carry.
#[derive(Clone, Copy)]
pub(super) struct Doc<'a> {
    pub(super) tree: &'a Tree,
    pub(super) file: FileId,
}

impl Doc<'_> {
    /// Where the node stands.
    pub(super) fn span(&self, id: NodeId) -> Span {
        let (start, end) = self.tree.node(id).map_or((0, 0), |node| (node.start, node.end));
        Span { file: self.file, start, end }
    }

    /// A scalar that is not empty, with its place.
    pub(super) fn located(&self, id: NodeId) -> Option<Located> {
        let text = self.tree.text(id)?;
        (!text.is_empty()).then(|| Located { text: text.to_owned(), span: self.span(id) })
    }

    /// The scalar under a path of keys.
    pub(super) fn located_at(&self, map: NodeId, path: &[&str]) -> Option<Located> {
        self.located(self.tree.at(map, path)?)
    }

    /// The text of the scalar under a path of keys; empty when absent.
    pub(super) fn text_at(&self, map: NodeId, path: &[&str]) -> String {
        let text = self.tree.at(map, path).and_then(|id| self.tree.text(id));
        text.unwrap_or_default().to_owned()
    }

    /// The scalars of a sequence, or the one scalar.
    pub(super) fn scalars(&self, id: NodeId) -> Vec<Located> {
        match self.located(id) {
            Some(one) => vec![one],
            None => self.tree.items(id).iter().filter_map(|&item| self.located(item)).collect(),
        }
    }

    /// Every text under the node in file order: one string, or one for each language.
    pub(super) fn texts(&self, id: NodeId) -> Vec<Located> {
        let mut texts = Vec::new();
        self.add_texts(id, TEXT_DEPTH, &mut texts);
        texts
    }

    fn add_texts(&self, id: NodeId, depth: usize, texts: &mut Vec<Located>) {
        let Some(node) = self.tree.node(id) else { return };
        match &node.value {
            Value::Scalar(_) => texts.extend(self.located(id)),
            _ if depth == 0 => {}
            Value::Seq(items) => items.iter().for_each(|&item| self.add_texts(item, depth - 1, texts)),
            Value::Map(pairs) => pairs.iter().for_each(|pair| self.add_texts(pair.1, depth - 1, texts)),
        }
    }

    /// The texts under those keys of a mapping, in file order.
    fn texts_of(&self, map: NodeId, keys: &[&str]) -> Vec<Located> {
        let pairs = self.tree.pairs(map).iter();
        let wanted = pairs.filter(|(key, _)| self.tree.text(*key).is_some_and(|key| keys.contains(&key)));
        wanted.flat_map(|&(_, value)| self.texts(value)).collect()
    }

    /// The labels and descriptions of an entry: its own and those of its `identity`.
    pub(super) fn entry_texts(&self, map: NodeId) -> Vec<Located> {
        let keys: Vec<&str> = LABELS.iter().chain(DESCRIPTIONS).copied().collect();
        let mut texts = self.tree.get(map, "identity").map_or_else(Vec::new, |id| self.texts_of(id, &keys));
        texts.extend(self.texts_of(map, &keys));
        texts.sort_by_key(|text| text.span.start);
        texts
    }

    /// The parameters under a path of keys: a sequence of mappings with a `name` (`variable` in model providers), or a
    /// mapping of names to them.
    pub(super) fn parameters_at(&self, map: NodeId, path: &[&str]) -> Vec<Parameter> {
        let Some(list) = self.tree.at(map, path) else { return Vec::new() };
        if self.tree.is_map(list) {
            let pairs = self.tree.pairs(list).iter();
            return pairs
                .filter_map(|&(key, value)| Some(self.parameter(self.located(key)?, value)))
                .collect();
        }
        let named = |item: &NodeId| {
            let name = self.located_at(*item, &["name"]).or_else(|| self.located_at(*item, &["variable"]))?;
            Some(self.parameter(name, *item))
        };
        self.tree.items(list).iter().filter_map(named).collect()
    }

    fn parameter(&self, name: Located, map: NodeId) -> Parameter {
        let options = self.tree.get(map, "options").map_or(&[][..], |id| self.tree.items(id));
        let value = |option: &NodeId| {
            let value = self.tree.get(*option, "value").unwrap_or(*option);
            self.tree.text(value).map(str::to_owned)
        };
        Parameter {
            name,
            kind: self.text_at(map, &["type"]),
            form: self.text_at(map, &["form"]),
            labels: self.texts_of(map, LABELS),
            descriptions: self.texts_of(map, DESCRIPTIONS),
            required: self.text_at(map, &["required"]) == "true",
            default: self.located_at(map, &["default"]),
            options: options.iter().filter_map(value).collect(),
        }
    }
}
