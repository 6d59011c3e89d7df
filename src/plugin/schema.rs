//! Fields of an `output_schema`. Comes in: a JSON Schema written in YAML; goes out: its fields, flat, each with the
//! path of keys that leads to it. Apart because it walks trees of any depth: breadth first, without recursion, so that
//! the bound on fields cuts off the deepest.

use std::collections::VecDeque;

use super::OutputField;
use super::entries::Doc;
use super::yaml::NodeId;

/// Keys that hold alternatives or parts of one schema.
const PARTS: &[&str] = &["allOf", "anyOf", "oneOf"];

/// The path's part for the items of an array.
const ITEMS: &str = "[*]";

/// The fields of the schema at `root` in file order, at most `most`, and whether there were more.
pub(super) fn fields(doc: Doc<'_>, root: NodeId, most: usize) -> (Vec<OutputField>, bool) {
    let mut fields: Vec<OutputField> = Vec::new();
    let mut pending: VecDeque<(NodeId, Vec<String>)> = VecDeque::from([(root, Vec::new())]);
    let mut cut = false;
    while let Some((schema, path)) = pending.pop_front() {
        if let Some(items) = doc.tree.get(schema, "items") {
            let mut path = path.clone();
            path.push(ITEMS.to_owned());
            pending.push_back((items, path));
        }
        for part in PARTS.iter().filter_map(|part| doc.tree.get(schema, part)) {
            pending.extend(doc.tree.items(part).iter().map(|&part| (part, path.clone())));
        }
        let Some(properties) = doc.tree.get(schema, "properties") else { continue };
        for &(key, value) in doc.tree.pairs(properties) {
            let Some(name) = doc.tree.text(key) else { continue };
            if fields.len() >= most {
                cut = true;
                break;
            }
            let mut path = path.clone();
            path.push(name.to_owned());
            fields.push(OutputField {
                path: path.clone(),
                kind: kind(doc, value),
                description: doc.text_at(value, &["description"]),
                span: doc.span(key),
            });
            pending.push_back((value, path));
        }
    }
    fields.sort_by_key(|field| field.span.start);
    (fields, cut)
}

/// The schema's `type`; of a list of types the first that is not `null`.
fn kind(doc: Doc<'_>, schema: NodeId) -> String {
    let Some(kind) = doc.tree.get(schema, "type") else { return String::new() };
    let mut kinds = doc.scalars(kind).into_iter().map(|kind| kind.text);
    kinds.find(|kind| kind != "null").unwrap_or_default()
}
