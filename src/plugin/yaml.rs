//! YAML as a tree with places. Comes in: text; goes out: [`Tree`], whatever the text: of broken YAML what was read
//! before the error. Apart because it knows no plugins. The tree is flat: nodes stand in one list and refer to each
//! other by index, so that no depth of nesting can exhaust the stack. An alias refers to the node of its anchor; the
//! size of the tree with all aliases written out is bounded, so that a walk over it is bounded too.

use rustc_hash::FxHashMap;
use saphyr_parser::{Event, Parser, ScalarStyle};

use super::limits::{REPAIR_BYTES, YAML_DEPTH, YAML_NODES};
use super::yaml_repair::{Repaired, STRAY_LINE, Stray};

/// Index of a node in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A scalar, unquoted.
    Scalar(String),
    /// A sequence.
    Seq(Vec<NodeId>),
    /// A mapping in file order; a key may stand twice.
    Map(Vec<(NodeId, NodeId)>),
}

/// A node with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Nodes below and including this one, aliases written out.
    size: u32,
    /// Levels below and including this one, aliases written out.
    height: u32,
}

/// What is wrong with the text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line, from 1.
    pub line: u32,
    /// A few words.
    pub text: String,
}

/// The first document of a YAML text.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    root: Option<NodeId>,
    /// Why the rest was not read, when it was not.
    pub problem: Option<Problem>,
    /// The first keys that stand twice in one mapping. The later one counts, as Python's YAML library has it.
    pub duplicates: Vec<Problem>,
}

impl Tree {
    /// Reads the first document of `text`.
    pub fn parse(text: &str) -> Self {
        let (tree, stray) = Self::parse_once(text);
        match stray {
            None => tree,
            Some(stray) => Self::parse_repaired(text, stray).unwrap_or(tree),
        }
    }

    /// Reads again with the stray lines moved right, as often as the bounds allow; places are those of `text`.
    fn parse_repaired(text: &str, mut stray: Stray) -> Option<Self> {
        let mut repaired = Repaired::new(text);
        let mut spent = 0;
        loop {
            spent += repaired.text.len();
            if spent > REPAIR_BYTES || !repaired.indent(stray) {
                return None;
            }
            let (mut tree, more) = Self::parse_once(&repaired.text);
            if let Some(more) = more {
                stray = more;
                continue;
            }
            for node in &mut tree.nodes {
                node.start = repaired.original(node.start);
                node.end = repaired.original(node.end);
            }
            return Some(tree);
        }
    }

    /// Reads the text as it is; also says where a quoted scalar's lines stray too far left.
    fn parse_once(text: &str) -> (Self, Option<Stray>) {
        let mut builder = Builder::new(text);
        let mut parser = Parser::new_from_str(text);
        let mut stray = None;
        loop {
            match parser.next_event() {
                None | Some(Ok((Event::StreamEnd | Event::DocumentEnd, _))) => break,
                Some(Ok((event, span))) => {
                    if let Err(problem) = builder.event(event, span.start, span.end) {
                        let line = u32::try_from(span.start.line()).unwrap_or(u32::MAX);
                        builder.tree.problem = Some(Problem { line, text: problem });
                        break;
                    }
                }
                Some(Err(error)) => {
                    let line = u32::try_from(error.marker().line()).unwrap_or(u32::MAX);
                    if error.info() == STRAY_LINE {
                        let start = builder.offsets.byte(error.marker().index()) as usize;
                        stray = Some(Stray { start, column: error.marker().col() });
                    }
                    builder.tree.problem = Some(Problem { line, text: error.info().to_owned() });
                    break;
                }
            }
        }
        (builder.finish(), stray)
    }

    /// The root; `None` for an empty document.
    pub fn root(&self) -> Option<NodeId> {
        self.root
    }

    /// Number of nodes in memory.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// A node of this tree.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// Where scalars stand, in file order.
    pub fn scalars(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let scalars = self.nodes.iter().filter(|node| matches!(node.value, Value::Scalar(_)));
        scalars.map(|node| (node.start, node.end))
    }

    /// The text of a scalar.
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match &self.node(id)?.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a sequence; none for anything else.
    pub fn items(&self, id: NodeId) -> &[NodeId] {
        match self.node(id).map(|node| &node.value) {
            Some(Value::Seq(items)) => items,
            _ => &[],
        }
    }

    /// The pairs of a mapping in file order; none for anything else.
    pub fn pairs(&self, id: NodeId) -> &[(NodeId, NodeId)] {
        match self.node(id).map(|node| &node.value) {
            Some(Value::Map(pairs)) => pairs,
            _ => &[],
        }
    }

    /// Whether it is a mapping.
    pub fn is_map(&self, id: NodeId) -> bool {
        matches!(self.node(id).map(|node| &node.value), Some(Value::Map(_)))
    }

    /// The value of `key`: the last such pair, else what a merge key (`<<`) brings in.
    pub fn get(&self, map: NodeId, key: &str) -> Option<NodeId> {
        let own = |id, key: &str| {
            let mut pairs = self.pairs(id).iter().rev();
            pairs.find(|(name, _)| self.text(*name) == Some(key)).map(|pair| pair.1)
        };
        if let Some(value) = own(map, key) {
            return Some(value);
        }
        let merged = own(map, "<<")?;
        std::iter::once(merged).chain(self.items(merged).iter().copied()).find_map(|base| own(base, key))
    }

    /// The value under a path of keys.
    pub fn at(&self, map: NodeId, path: &[&str]) -> Option<NodeId> {
        path.iter().try_fold(map, |node, key| self.get(node, key))
    }
}

/// How many keys that stand twice are listed of one file: finding a line takes a walk over the text.
const DUPLICATES: usize = 20;

/// A sequence or mapping that is not closed yet.
struct Open {
    node: NodeId,
    anchor: usize,
    key: Option<NodeId>,
}

struct Builder<'a> {
    tree: Tree,
    open: Vec<Open>,
    anchors: FxHashMap<usize, NodeId>,
    offsets: Offsets<'a>,
    /// Nodes so far with aliases written out.
    size: u32,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            tree: Tree::default(),
            open: Vec::new(),
            anchors: FxHashMap::default(),
            offsets: Offsets::new(text),
            size: 0,
        }
    }

    fn event(
        &mut self,
        event: Event<'_>,
        start: saphyr_parser::Marker,
        end: saphyr_parser::Marker,
    ) -> Result<(), String> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let text =
                    if style == ScalarStyle::Plain && is_null(&text) { String::new() } else { text.into() };
                let node = self.push(Value::Scalar(text), start.index(), end.index())?;
                self.attach(node, anchor);
            }
            Event::SequenceStart(anchor, _) => self.open(Value::Seq(Vec::new()), anchor, start.index())?,
            Event::MappingStart(anchor, _) => self.open(Value::Map(Vec::new()), anchor, start.index())?,
            Event::SequenceEnd | Event::MappingEnd => self.close(end.index()),
            Event::Alias(anchor) => self.alias(anchor)?,
            _ => {}
        }
        Ok(())
    }

    fn push(&mut self, value: Value, start: usize, end: usize) -> Result<NodeId, String> {
        self.count(1)?;
        let id = NodeId(u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX));
        let start = self.offsets.byte(start);
        let end = self.offsets.byte(end).max(start);
        self.tree.nodes.push(Node { value, start, end, size: 1, height: 1 });
        Ok(id)
    }

    fn count(&mut self, nodes: u32) -> Result<(), String> {
        self.size = self.size.saturating_add(nodes);
        if self.size as usize > YAML_NODES {
            return Err(format!("more than {YAML_NODES} nodes, aliases written out"));
        }
        Ok(())
    }

    fn open(&mut self, value: Value, anchor: usize, start: usize) -> Result<(), String> {
        if self.open.len() >= YAML_DEPTH {
            return Err(format!("nested more than {YAML_DEPTH} levels deep"));
        }
        let node = self.push(value, start, start)?;
        self.open.push(Open { node, anchor, key: None });
        Ok(())
    }

    fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        let end = self.offsets.byte(end);
        if let Some(key) = open.key {
            // The text broke off between a key and its value.
            self.add_pair(open.node, key, key);
        }
        if let Some(node) = self.tree.nodes.get_mut(open.node.0 as usize) {
            node.end = end.max(node.start);
        }
        self.note_duplicates(open.node);
        self.attach(open.node, open.anchor);
    }

    /// An alias of a node that is still open would make the tree endless.
    fn alias(&mut self, anchor: usize) -> Result<(), String> {
        let Some(&target) = self.anchors.get(&anchor) else {
            return Err("an alias refers to the node that it stands in".to_owned());
        };
        let Some((size, height)) = self.tree.node(target).map(|node| (node.size, node.height)) else {
            return Ok(());
        };
        self.count(size)?;
        if self.open.len() + height as usize > YAML_DEPTH {
            return Err(format!("nested more than {YAML_DEPTH} levels deep, aliases written out"));
        }
        self.attach(target, 0);
        Ok(())
    }

    /// Gives a finished node to the sequence or mapping that it stands in.
    fn attach(&mut self, id: NodeId, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        let Some(parent) = self.open.last_mut() else {
            self.tree.root = Some(id);
            return;
        };
        let (node, key) = (parent.node, parent.key);
        match self.tree.node(node).map(|node| &node.value) {
            Some(Value::Map(_)) => match key {
                None => parent.key = Some(id),
                Some(key) => {
                    parent.key = None;
                    self.add_pair(node, key, id);
                }
            },
            _ => self.add_item(node, id),
        }
    }

    fn add_item(&mut self, seq: NodeId, item: NodeId) {
        let (size, height) = self.tree.node(item).map_or((0, 0), |node| (node.size, node.height));
        if let Some(node) = self.tree.nodes.get_mut(seq.0 as usize) {
            node.size = node.size.saturating_add(size);
            node.height = node.height.max(height.saturating_add(1));
            if let Value::Seq(items) = &mut node.value {
                items.push(item);
            }
        }
    }

    fn add_pair(&mut self, map: NodeId, key: NodeId, value: NodeId) {
        let (size, height) = [key, value]
            .iter()
            .filter_map(|&id| self.tree.node(id))
            .fold((0u32, 0u32), |(size, height), node| {
                (size.saturating_add(node.size), height.max(node.height))
            });
        if let Some(node) = self.tree.nodes.get_mut(map.0 as usize) {
            node.size = node.size.saturating_add(size);
            node.height = node.height.max(height.saturating_add(1));
            if let Value::Map(pairs) = &mut node.value {
                pairs.push((key, value));
            }
        }
    }

    fn note_duplicates(&mut self, map: NodeId) {
        let pairs = self.tree.pairs(map);
        if pairs.len() < 2 {
            return;
        }
        let mut keys: Vec<(&str, u32)> = pairs
            .iter()
            .filter_map(|pair| Some((self.tree.text(pair.0)?, self.tree.node(pair.0)?.start)))
            .collect();
        keys.sort_unstable();
        let twice: Vec<(String, u32)> = keys
            .windows(2)
            .filter_map(|pair| match pair {
                [(first, _), (second, at)] if first == second => Some(((*second).to_owned(), *at)),
                _ => None,
            })
            .take(DUPLICATES.saturating_sub(self.tree.duplicates.len()))
            .collect();
        for (key, at) in twice {
            let line = self.offsets.line(at);
            self.tree.duplicates.push(Problem { line, text: key });
        }
    }

    /// Closes what broken text left open.
    fn finish(mut self) -> Tree {
        while !self.open.is_empty() {
            let end = self.offsets.chars;
            self.close(end);
        }
        self.tree
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Turns the parser's character indexes into byte offsets. The parser's indexes mostly rise, so a cursor that moves to
/// the next one is cheaper than a table.
struct Offsets<'a> {
    text: &'a str,
    ascii: bool,
    chars: usize,
    bytes: usize,
}

impl<'a> Offsets<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, ascii: text.is_ascii(), chars: 0, bytes: 0 }
    }

    fn byte(&mut self, index: usize) -> u32 {
        if self.ascii {
            self.chars = index.min(self.text.len());
            return u32::try_from(self.chars).unwrap_or(u32::MAX);
        }
        if index < self.chars {
            let before = self.text.get(..self.bytes).unwrap_or_default();
            let back = self.chars - index;
            self.bytes = before.char_indices().rev().nth(back - 1).map_or(0, |(at, _)| at);
        } else {
            let rest = self.text.get(self.bytes..).unwrap_or_default();
            let step = rest.char_indices().nth(index - self.chars).map_or(rest.len(), |(at, _)| at);
            self.bytes += step;
        }
        self.chars = index;
        u32::try_from(self.bytes).unwrap_or(u32::MAX)
    }

    /// The line (from 1) of a byte offset. Only for what is reported: it counts from the start.
    fn line(&self, byte: u32) -> u32 {
        let before = self.text.as_bytes().get(..byte as usize).unwrap_or_default();
        u32::try_from(memchr::memchr_iter(b'\n', before).count() + 1).unwrap_or(u32::MAX)
    }
}
