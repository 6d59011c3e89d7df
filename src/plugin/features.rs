//! What the models of a plugin can do besides text. Comes in: the model files that a provider's `models` section leads
//! to; goes out: each feature of each model type once, with its first place. Apart because there may be hundreds of these
//! files, so that only their `features` are looked for and no tree is made.

use std::collections::BTreeSet;

use super::limits::MODEL_FILES;
use super::read::Reader;
use super::yaml::{NodeId, Tree};
use crate::source::FileKind;

/// A feature with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Feature {
    /// Model type and feature, joined by a dot: `llm.vision`.
    pub(super) name: String,
    /// The model's file.
    pub(super) path: String,
    /// First byte of the feature and the one past its last.
    pub(super) range: (u32, u32),
}

/// The files that `models.<type>.predefined` of a provider names, by type; patterns as written.
pub(super) fn patterns(tree: &Tree, root: NodeId) -> Vec<(String, String)> {
    let Some(models) = tree.get(root, "models") else { return Vec::new() };
    let mut found = Vec::new();
    for &(kind, section) in tree.pairs(models) {
        let (Some(kind), Some(list)) = (tree.text(kind), tree.get(section, "predefined")) else { continue };
        for pattern in tree.items(list).iter().filter_map(|&item| tree.text(item)) {
            found.push((kind.to_owned(), pattern.to_owned()));
        }
    }
    found
}

/// Reads the files of these patterns and gathers their features. What is over the bound is a row.
pub(super) fn gather(reader: &mut Reader<'_>, patterns: &[(String, String)]) -> Vec<Feature> {
    let mut found: Vec<Feature> = Vec::new();
    if patterns.is_empty() {
        return found;
    }
    let mut read = BTreeSet::new();
    for path in reader.paths() {
        let Some((kind, _)) = patterns.iter().find(|(_, pattern)| fits(pattern, &path)) else { continue };
        if read.len() >= MODEL_FILES {
            reader.rows.not_analysed(path, format!("the plugin has more than {MODEL_FILES} model files"));
            return found;
        }
        read.insert(path.clone());
        let Some(text) = reader.peek(&path, FileKind::Yaml) else { continue };
        let mut fresh = false;
        for (feature, start) in features(&text) {
            let name = format!("{kind}.{feature}");
            let (Ok(start), Ok(length)) = (u32::try_from(start), u32::try_from(feature.len())) else {
                continue;
            };
            if found.iter().all(|other| other.name != name) {
                fresh = true;
                found.push(Feature { name, path: path.clone(), range: (start, start + length) });
            }
        }
        if fresh {
            reader.load(&path, FileKind::Yaml);
        }
    }
    found
}

/// Whether a path fits a pattern with at most one `*`, which stands for text without `/`.
fn fits(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_start_matches("./");
    let Some((before, after)) = pattern.split_once('*') else { return pattern == path };
    path.strip_prefix(before)
        .and_then(|rest| rest.strip_suffix(after))
        .is_some_and(|middle| !middle.contains('/') && !middle.starts_with('_'))
}

/// The items of the top-level list `features`, each with its offset.
fn features(text: &str) -> Vec<(&str, usize)> {
    let mut found = Vec::new();
    let mut inside = false;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        if let Some(rest) = line.strip_prefix("features:") {
            inside = true;
            let list = rest.trim().trim_start_matches('[').trim_end_matches(']');
            for item in list.split(',').map(clean).filter(|item| !item.is_empty()) {
                found.push((item, start + line.find(item).unwrap_or(0)));
            }
            continue;
        }
        let trimmed = line.trim();
        if !inside || trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let Some(item) = trimmed.strip_prefix("- ").map(clean) else {
            inside = false;
            continue;
        };
        found.push((item, start + line.find(item).unwrap_or(0)));
    }
    found
}

/// A scalar without quotes and comment.
fn clean(item: &str) -> &str {
    let item = item.split(" #").next().unwrap_or("").trim();
    item.trim_matches(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_the_items_of_the_list() {
        let text =
            "model: m\nfeatures:\n  - agent-thought\n  - \"vision\" # images\nmodel_type: llm\n  - none\n";
        let items: Vec<&str> = features(text).into_iter().map(|(item, _)| item).collect();
        assert_eq!(items, ["agent-thought", "vision"]);
        assert!(features(text).into_iter().all(|(item, at)| text.get(at..at + item.len()) == Some(item)));
        let inline: Vec<&str> =
            features("features: [vision, audio]\n- x\n").into_iter().map(|(i, _)| i).collect();
        assert_eq!(inline, ["vision", "audio", "x"]);
        assert!(features("model: m\nparameter_rules:\n  - name: x\n").is_empty());
    }

    #[test]
    fn a_star_stands_for_a_file_name() {
        assert!(fits("models/llm/*.yaml", "models/llm/a.yaml"));
        assert!(fits("./models/llm/a.yaml", "models/llm/a.yaml"));
        assert!(!fits("models/llm/*.yaml", "models/llm/sub/a.yaml"));
        assert!(!fits("models/llm/*.yaml", "models/llm/_position.yaml"));
        assert!(!fits("models/llm/*.yaml", "models/rerank/a.yaml"));
    }
}
