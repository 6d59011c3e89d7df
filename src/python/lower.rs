//! From a syntax tree to the typed form, in one walk. Comes in: a parsed file; goes out: scopes, classes, statements
//! and expressions in the program's arenas. Apart because it is the only code on the hot path that knows tree-sitter.

use std::num::NonZeroU16;

use rustc_hash::FxHashSet;
use smallvec::SmallVec;
use tree_sitter::{Node, Tree, TreeCursor};

use super::Program;
use super::extra::Extra;
use super::grammar::{Fields, Grammar, Kind, grammar};
use super::ir::{
    Arg, Class, ClassId, Clause, CompareOp, Cut, Expr, ExprId, ExprKind, ModuleId, Param, ParamKind, Run,
    Scope, ScopeId, ScopeKind, Stmt, Sym,
};

/// Nesting of expressions and blocks beyond which a part is `Unknown`: keeps the stack bounded on hostile input.
/// Real code stays under 60.
pub(super) const MAX_DEPTH: u32 = 220;
/// Bytes of a string constant that are kept: enough for any URL, key or template.
const MAX_STRING: usize = 8_192;

pub(super) type Children<'t> = SmallVec<[(u16, Node<'t>); 8]>;

/// Lowers one file.
pub(super) struct Lowerer<'p, 't> {
    pub(super) program: &'p mut Program,
    pub(super) text: &'t str,
    pub(super) module: ModuleId,
    pub(super) grammar: &'static Grammar,
    pub(super) fields: Fields,
    cursor: TreeCursor<'t>,
    scopes: Vec<Building>,
    pub(super) depth: u32,
    pub(super) blocks: u32,
    /// Matches of queries from outside, by node id.
    pub(super) extra: Option<&'p Extra<'t>>,
    /// The tree has errors.
    pub(super) broken: bool,
    /// Error nodes that were lowered, by id.
    pub(super) seen_errors: FxHashSet<usize>,
    /// First byte of a part that was nested too deep.
    pub(super) too_deep: Option<u32>,
}

/// A scope under construction.
#[derive(Default)]
struct Building {
    bound: Vec<Sym>,
    read: Vec<Sym>,
    globals: Vec<Sym>,
    nonlocals: Vec<Sym>,
    generator: bool,
    first_expr: u32,
    id: Option<ScopeId>,
}

/// Lowers `tree` of `text` as the body of `module`; gives the body's scope and, if a part was nested too deep, its place.
pub(super) fn lower_module<'p, 't>(
    program: &'p mut Program,
    module: ModuleId,
    tree: &'t Tree,
    text: &'t str,
    extra: Option<&'p Extra<'t>>,
) -> (ScopeId, Option<u32>) {
    let grammar = grammar();
    let root = tree.root_node();
    let mut lowerer = Lowerer {
        program,
        text,
        module,
        grammar,
        fields: grammar.fields,
        cursor: root.walk(),
        scopes: Vec::new(),
        depth: 0,
        blocks: 0,
        extra,
        broken: root.has_error(),
        seen_errors: FxHashSet::default(),
        too_deep: None,
    };
    let empty = lowerer.program.symbols.intern("");
    let scope = lowerer.scope(ScopeKind::Module, empty, None, root, |this, scope| {
        let own = this.current_scope();
        scope.body = this.block(root, own);
    });
    (scope, lowerer.too_deep)
}

impl<'t> Lowerer<'_, 't> {
    /// The named children of a node with their field ids, comments and joined lines left out.
    pub(super) fn children(&mut self, node: Node<'t>) -> Children<'t> {
        let mut children = Children::new();
        self.cursor.reset(node);
        if !self.cursor.goto_first_child() {
            return children;
        }
        loop {
            let child = self.cursor.node();
            let kind = self.grammar.kind(child.kind_id());
            if child.is_named() && !matches!(kind, Kind::Comment | Kind::LineContinuation) {
                children.push((self.cursor.field_id().map_or(0, NonZeroU16::get), child));
            }
            if !self.cursor.goto_next_sibling() {
                return children;
            }
        }
    }

    /// The operator's text of a node: its first unnamed child in field `operator`, or the first unnamed child.
    fn operator(&mut self, node: Node<'t>) -> &'t str {
        self.cursor.reset(node);
        if self.cursor.goto_first_child() {
            loop {
                let child = self.cursor.node();
                if !child.is_named() {
                    return self.slice(child);
                }
                if !self.cursor.goto_next_sibling() {
                    break;
                }
            }
        }
        ""
    }

    pub(super) fn kind(&self, node: Node<'t>) -> Kind {
        self.grammar.kind(node.kind_id())
    }

    pub(super) fn slice(&self, node: Node<'t>) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or("")
    }

    pub(super) fn sym(&mut self, node: Node<'t>) -> Sym {
        let text = self.text.get(node.byte_range()).unwrap_or("");
        self.program.symbols.intern(text)
    }

    /// Runs `fill` with a fresh scope, then registers the scope.
    pub(super) fn scope(
        &mut self,
        kind: ScopeKind,
        name: Sym,
        parent: Option<ScopeId>,
        node: Node<'t>,
        fill: impl FnOnce(&mut Self, &mut Scope),
    ) -> ScopeId {
        let id = ScopeId(u32::try_from(self.program.scopes.len()).unwrap_or(u32::MAX));
        let mut scope = Scope {
            kind,
            name,
            module: self.module,
            parent,
            params: Vec::new(),
            body: Vec::new(),
            locals: Vec::new(),
            globals: Vec::new(),
            free: Vec::new(),
            decorators: Vec::new(),
            generator: false,
            size: 0,
            start: start(node),
            end: end(node),
        };
        self.program.scopes.push(scope.clone());
        let first_expr = u32::try_from(self.program.exprs.len()).unwrap_or(u32::MAX);
        self.scopes.push(Building { first_expr, id: Some(id), ..Building::default() });
        fill(self, &mut scope);
        let mut built = self.scopes.pop().unwrap_or_default();
        built.bound.sort_unstable();
        built.bound.dedup();
        built.bound.retain(|name| !built.globals.contains(name) && !built.nonlocals.contains(name));
        built.read.sort_unstable();
        built.read.dedup();
        built.read.retain(|name| built.bound.binary_search(name).is_err());
        // A name read in an inner scope and not bound there is free in this one too.
        if let Some(outer) = self.scopes.last_mut() {
            outer.read.extend_from_slice(&built.read);
        }
        scope.locals = built.bound;
        scope.free = built.read;
        scope.globals = built.globals;
        scope.generator = built.generator;
        scope.size = u32::try_from(self.program.exprs.len()).unwrap_or(u32::MAX) - built.first_expr;
        if let Some(slot) = self.program.scopes.get_mut(id.0 as usize) {
            *slot = scope;
        }
        id
    }

    /// The scope under construction.
    pub(super) fn current_scope(&self) -> ScopeId {
        self.scopes.last().and_then(|scope| scope.id).unwrap_or(ScopeId(0))
    }

    /// Binds a name in the current scope.
    pub(super) fn bind(&mut self, name: Sym) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.bound.push(name);
        }
    }

    pub(super) fn declare_global(&mut self, name: Sym) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.globals.push(name);
        }
    }

    pub(super) fn declare_nonlocal(&mut self, name: Sym) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.nonlocals.push(name);
            scope.read.push(name);
        }
    }

    pub(super) fn push(&mut self, kind: ExprKind, node: Node<'t>) -> ExprId {
        let id = ExprId(u32::try_from(self.program.exprs.len()).unwrap_or(u32::MAX));
        self.program.exprs.push(Expr { kind, start: start(node), end: end(node) });
        id
    }

    pub(super) fn run(&mut self, items: &[ExprId]) -> Run {
        let first = u32::try_from(self.program.lists.len()).unwrap_or(u32::MAX);
        self.program.lists.extend_from_slice(items);
        Run { start: first, len: u32::try_from(items.len()).unwrap_or(0) }
    }

    fn unknown(&mut self, node: Node<'t>) -> ExprId {
        let children = self.children(node);
        let parts: SmallVec<[ExprId; 8]> = children.iter().map(|&(_, child)| self.expr(child)).collect();
        let run = self.run(&parts);
        self.push(ExprKind::Unknown(run), node)
    }

    /// Lowers an expression; what it is not made for becomes `Unknown` over its parts.
    pub(super) fn expr(&mut self, node: Node<'t>) -> ExprId {
        if self.depth >= MAX_DEPTH {
            self.too_deep.get_or_insert(start(node));
            return self.push(ExprKind::Unknown(Run::default()), node);
        }
        self.depth += 1;
        self.mark_broken(node);
        let id = match self.added(node) {
            Some(id) => id,
            None => self.expr_inner(node),
        };
        self.depth -= 1;
        match self.extra.and_then(|extra| extra.fields.get(&node.id()).copied()) {
            Some(name) => self.push(ExprKind::Named(name, id), node),
            None => id,
        }
    }

    #[allow(clippy::too_many_lines, reason = "one arm per node kind reads straight")]
    fn expr_inner(&mut self, node: Node<'t>) -> ExprId {
        let f = self.fields;
        match self.kind(node) {
            Kind::Identifier => {
                let name = self.sym(node);
                if let Some(scope) = self.scopes.last_mut() {
                    scope.read.push(name);
                }
                self.push(ExprKind::Name(name), node)
            }
            Kind::Attribute => {
                let (mut object, mut name) = (None, None);
                for (field, child) in self.children(node) {
                    if field == f.object {
                        object = Some(self.expr(child));
                    } else if field == f.attribute {
                        name = Some(self.sym(child));
                    }
                }
                match (object, name) {
                    (Some(object), Some(name)) => self.push(ExprKind::Attribute(object, name), node),
                    _ => self.unknown(node),
                }
            }
            Kind::Subscript => self.subscript(node),
            Kind::Call => self.call(node),
            Kind::String | Kind::Concatenated => self.string(node),
            Kind::Integer | Kind::Float => {
                let text = self.sym(node);
                self.push(ExprKind::Number(text), node)
            }
            Kind::True => self.push(ExprKind::Bool(true), node),
            Kind::False => self.push(ExprKind::Bool(false), node),
            Kind::None => self.push(ExprKind::None, node),
            Kind::Dictionary => self.dictionary(node),
            Kind::List
            | Kind::Tuple
            | Kind::Set
            | Kind::ExpressionList
            | Kind::PatternList
            | Kind::TuplePattern
            | Kind::ListPattern => {
                let children = self.children(node);
                let items: SmallVec<[ExprId; 8]> =
                    children.iter().map(|&(_, child)| self.expr(child)).collect();
                let run = self.run(&items);
                self.push(ExprKind::List(run), node)
            }
            Kind::ListComprehension
            | Kind::SetComprehension
            | Kind::Generator
            | Kind::DictionaryComprehension => self.comprehension(node),
            Kind::Lambda => self.lambda(node),
            Kind::Conditional => {
                let parts = self.children(node);
                let [(_, then), (_, test), (_, orelse)] = parts.as_slice() else { return self.unknown(node) };
                let (then, test, orelse) = (self.expr(*then), self.expr(*test), self.expr(*orelse));
                self.push(ExprKind::Conditional { test, then, orelse }, node)
            }
            Kind::Boolean | Kind::Binary => self.operators(node),
            Kind::Not => self.wrap(node, ExprKind::Not),
            Kind::Unary => self.wrap(node, ExprKind::Unary),
            Kind::Comparison => {
                let op = match self.operator(node) {
                    "==" | "is" => CompareOp::Equal,
                    "!=" | "is not" | "<>" => CompareOp::NotEqual,
                    "not in" => CompareOp::NotIn,
                    _ => CompareOp::Other,
                };
                let children = self.children(node);
                let items: SmallVec<[ExprId; 8]> =
                    children.iter().map(|&(_, child)| self.expr(child)).collect();
                let run = self.run(&items);
                self.push(ExprKind::Compare(run, op), node)
            }
            Kind::Named => {
                let (mut name, mut value) = (None, None);
                for (field, child) in self.children(node) {
                    if field == f.name {
                        name = Some(self.target(child));
                    } else {
                        value = Some(self.expr(child));
                    }
                }
                match (name, value) {
                    (Some(name), Some(value)) => self.push(ExprKind::Walrus(name, value), node),
                    _ => self.unknown(node),
                }
            }
            Kind::Await => self.wrap(node, ExprKind::Await),
            Kind::Yield => {
                if let Some(scope) = self.scopes.last_mut() {
                    scope.generator = true;
                }
                let from = self
                    .slice(node)
                    .strip_prefix("yield")
                    .is_some_and(|rest| rest.trim_start().starts_with("from"));
                let child = self.children(node).first().map(|&(_, child)| child);
                let value = child.map(|child| self.expr(child));
                match value {
                    Some(value) if from => self.push(ExprKind::YieldFrom(value), node),
                    value => self.push(ExprKind::Yield(value), node),
                }
            }
            Kind::Parenthesized | Kind::Type | Kind::AsPatternTarget | Kind::CasePattern => {
                match self.children(node).first() {
                    Some(&(_, child)) => self.expr(child),
                    None => self.unknown(node),
                }
            }
            Kind::ListSplat | Kind::ListSplatPattern => self.wrap(node, ExprKind::Star),
            Kind::AsPattern => {
                let parts = self.children(node);
                let [(_, value), (_, alias), ..] = parts.as_slice() else { return self.unknown(node) };
                let value = self.expr(*value);
                let alias = self.target(*alias);
                self.push(ExprKind::Walrus(alias, value), node)
            }
            Kind::DottedName => self.dotted(node),
            Kind::Pair | Kind::KeywordArgument => match self.loose_field(node) {
                Some(field) => field,
                None => self.unknown(node),
            },
            _ => self.unknown(node),
        }
    }

    fn wrap(&mut self, node: Node<'t>, make: impl FnOnce(ExprId) -> ExprKind) -> ExprId {
        match self.children(node).first() {
            Some(&(_, child)) => {
                let inner = self.expr(child);
                self.push(make(inner), node)
            }
            None => self.unknown(node),
        }
    }

    /// `a.b.c` where the grammar has a dotted name (patterns).
    fn dotted(&mut self, node: Node<'t>) -> ExprId {
        let mut value: Option<ExprId> = None;
        for (_, child) in self.children(node) {
            value = Some(match value {
                None => self.expr(child),
                Some(object) => {
                    let name = self.sym(child);
                    self.push(ExprKind::Attribute(object, name), node)
                }
            });
        }
        value.unwrap_or_else(|| self.push(ExprKind::Unknown(Run::default()), node))
    }

    fn subscript(&mut self, node: Node<'t>) -> ExprId {
        let f = self.fields;
        let (mut object, mut indexes) = (None, SmallVec::<[Node<'t>; 4]>::new());
        for (field, child) in self.children(node) {
            if field == f.value {
                object = Some(self.expr(child));
            } else if field == f.subscript {
                indexes.push(child);
            }
        }
        let Some(object) = object else { return self.unknown(node) };
        match indexes.as_slice() {
            [slice] if self.kind(*slice) == Kind::Slice => {
                let cut = cut_of(self.slice(*slice));
                self.unknown(*slice);
                self.push(ExprKind::Slice(object, cut), node)
            }
            [index] => {
                let index = self.expr(*index);
                self.push(ExprKind::Index(object, index), node)
            }
            several => {
                let items: SmallVec<[ExprId; 4]> = several.iter().map(|&index| self.expr(index)).collect();
                let run = self.run(&items);
                let index = self.push(ExprKind::List(run), node);
                self.push(ExprKind::Index(object, index), node)
            }
        }
    }

    fn call(&mut self, node: Node<'t>) -> ExprId {
        let f = self.fields;
        let (mut callee, mut arguments) = (None, None);
        for (field, child) in self.children(node) {
            if field == f.function {
                callee = Some(self.expr(child));
            } else if field == f.arguments {
                arguments = Some(child);
            }
        }
        let Some(callee) = callee else { return self.unknown(node) };
        let args = arguments.map(|node| self.arguments(node)).unwrap_or_default();
        let run = self.arg_run(&args);
        self.push(ExprKind::Call(callee, run), node)
    }

    pub(super) fn arg_run(&mut self, args: &[Arg]) -> Run {
        let first = u32::try_from(self.program.args.len()).unwrap_or(u32::MAX);
        self.program.args.extend_from_slice(args);
        Run { start: first, len: u32::try_from(args.len()).unwrap_or(0) }
    }

    /// The arguments of a call, or the bases of a class.
    pub(super) fn arguments(&mut self, node: Node<'t>) -> SmallVec<[Arg; 8]> {
        if self.kind(node) == Kind::Generator {
            return SmallVec::from_slice(&[Arg::Positional(self.expr(node))]);
        }
        let mut args = SmallVec::new();
        for (_, child) in self.children(node) {
            args.push(match self.kind(child) {
                Kind::KeywordArgument => {
                    let (mut name, mut value) = (None, None);
                    for (field, part) in self.children(child) {
                        if field == self.fields.name {
                            name = Some(self.sym(part));
                        } else if field == self.fields.value {
                            value = Some(self.expr(part));
                        }
                    }
                    match (name, value) {
                        (Some(name), Some(value)) => Arg::Keyword(name, value),
                        _ => Arg::Positional(self.unknown(child)),
                    }
                }
                Kind::ListSplat | Kind::DictionarySplat => {
                    let double = self.kind(child) == Kind::DictionarySplat;
                    match self.children(child).first() {
                        Some(&(_, inner)) if double => Arg::DoubleStar(self.expr(inner)),
                        Some(&(_, inner)) => Arg::Star(self.expr(inner)),
                        None => Arg::Positional(self.unknown(child)),
                    }
                }
                _ => Arg::Positional(self.expr(child)),
            });
        }
        args
    }

    fn dictionary(&mut self, node: Node<'t>) -> ExprId {
        let mut pairs: SmallVec<[(Option<ExprId>, ExprId); 8]> = SmallVec::new();
        for (_, child) in self.children(node) {
            match self.kind(child) {
                Kind::Pair => {
                    if let Some(pair) = self.pair(child) {
                        pairs.push((Some(pair.0), pair.1));
                    }
                }
                Kind::DictionarySplat => {
                    if let Some(&(_, inner)) = self.children(child).first() {
                        pairs.push((None, self.expr(inner)));
                    }
                }
                _ => pairs.push((None, self.expr(child))),
            }
        }
        let first = u32::try_from(self.program.pairs.len()).unwrap_or(u32::MAX);
        self.program.pairs.extend_from_slice(&pairs);
        let run = Run { start: first, len: u32::try_from(pairs.len()).unwrap_or(0) };
        self.push(ExprKind::Dict(run), node)
    }

    fn pair(&mut self, node: Node<'t>) -> Option<(ExprId, ExprId)> {
        let (mut key, mut value) = (None, None);
        for (field, child) in self.children(node) {
            if field == self.fields.key {
                key = Some(self.expr(child));
            } else if field == self.fields.value {
                value = Some(self.expr(child));
            }
        }
        Some((key?, value?))
    }

    fn comprehension(&mut self, node: Node<'t>) -> ExprId {
        let (mut body, mut clauses) = (None, SmallVec::<[Clause; 4]>::new());
        for (field, child) in self.children(node) {
            match self.kind(child) {
                Kind::ForIn => {
                    let (mut left, mut right) = (None, None);
                    for (field, part) in self.children(child) {
                        if field == self.fields.left {
                            left = Some(part);
                        } else if field == self.fields.right && right.is_none() {
                            right = Some(part);
                        }
                    }
                    if let (Some(left), Some(right)) = (left, right) {
                        let iter = self.expr(right);
                        let target = self.target(left);
                        clauses.push(Clause::For(target, iter));
                    }
                }
                Kind::IfClause => {
                    if let Some(&(_, test)) = self.children(child).first() {
                        clauses.push(Clause::If(self.expr(test)));
                    }
                }
                _ if field == self.fields.body => body = Some(child),
                _ => {}
            }
        }
        let Some(body) = body else { return self.unknown(node) };
        let (key, element) = if self.kind(body) == Kind::Pair {
            match self.pair(body) {
                Some((key, value)) => (Some(key), value),
                None => return self.unknown(node),
            }
        } else {
            (None, self.expr(body))
        };
        let first = u32::try_from(self.program.clauses.len()).unwrap_or(u32::MAX);
        self.program.clauses.extend_from_slice(&clauses);
        let run = Run { start: first, len: u32::try_from(clauses.len()).unwrap_or(0) };
        self.push(ExprKind::Comprehension { key, element, clauses: run }, node)
    }

    fn lambda(&mut self, node: Node<'t>) -> ExprId {
        let (mut parameters, mut body) = (None, None);
        for (field, child) in self.children(node) {
            if field == self.fields.parameters {
                parameters = Some(child);
            } else if field == self.fields.body {
                body = Some(child);
            }
        }
        let empty = self.program.symbols.intern("");
        let params = parameters.map(|node| self.parameters(node)).unwrap_or_default();
        let parent = self.current_scope();
        let id = self.scope(ScopeKind::Lambda, empty, Some(parent), node, |this, scope| {
            for param in &params {
                this.bind(param.name);
            }
            scope.params = params;
            if let Some(body) = body {
                let value = this.expr(body);
                scope.body.push(Stmt::Return(Some(value)));
            }
        });
        self.push(ExprKind::Lambda(id), node)
    }

    /// Binary and boolean operators; long chains lean left and are taken iteratively.
    fn operators(&mut self, node: Node<'t>) -> ExprId {
        let mut spine: Vec<(Node<'t>, Node<'t>)> = Vec::new();
        let mut current = node;
        while matches!(self.kind(current), Kind::Binary | Kind::Boolean) {
            let (mut left, mut right) = (None, None);
            for (field, child) in self.children(current) {
                if field == self.fields.left {
                    left = Some(child);
                } else if field == self.fields.right {
                    right = Some(child);
                }
            }
            let (Some(left), Some(right)) = (left, right) else { return self.unknown(current) };
            spine.push((current, right));
            current = left;
        }
        let mut value = self.expr(current);
        while let Some((operation, right)) = spine.pop() {
            let right = self.expr(right);
            let kind = match self.operator(operation) {
                "or" => ExprKind::Or(value, right),
                "and" => ExprKind::And(value, right),
                "+" => ExprKind::Add(value, right),
                "%" => ExprKind::Percent(value, right),
                "|" => ExprKind::Union(value, right),
                _ => ExprKind::Binary(value, right),
            };
            value = self.push(kind, operation);
        }
        value
    }

    /// A string, an f-string, or adjacent ones.
    fn string(&mut self, node: Node<'t>) -> ExprId {
        if let Some((content, raw)) = self.plain(node) {
            let sym = if raw || !content.contains('\\') {
                self.program.symbols.intern(cut(content))
            } else {
                let mut constant = String::new();
                unescape(cut(content), raw, &mut constant);
                self.program.symbols.intern(&constant)
            };
            return self.push(ExprKind::Str(sym), node);
        }
        let mut parts: SmallVec<[ExprId; 8]> = SmallVec::new();
        let mut constant = String::new();
        self.string_parts(node, &mut parts, &mut constant);
        if parts.is_empty() {
            let sym = self.program.symbols.intern(&constant);
            return self.push(ExprKind::Str(sym), node);
        }
        self.flush(&mut parts, &mut constant, node);
        let run = self.run(&parts);
        self.push(ExprKind::Format(run), node)
    }

    /// What stands between the quotes of a string that has no other parts, and whether it is raw: most strings are so, and
    /// need no walk over their nodes.
    fn plain(&self, node: Node<'t>) -> Option<(&'t str, bool)> {
        if self.broken || self.kind(node) != Kind::String || node.child_count() != 3 {
            return None;
        }
        let text = self.slice(node);
        let (prefix, quoted) = text.split_at(text.bytes().take_while(u8::is_ascii_alphabetic).count());
        if prefix.contains(['f', 'F', 't', 'T']) {
            return None;
        }
        let quote = [r#"""""#, "'''", "\"", "'"].into_iter().find(|&quote| quoted.starts_with(quote))?;
        let content = quoted.strip_prefix(quote)?.strip_suffix(quote)?;
        Some((content, prefix.contains(['r', 'R'])))
    }

    fn flush(&mut self, parts: &mut SmallVec<[ExprId; 8]>, constant: &mut String, node: Node<'t>) {
        if !constant.is_empty() {
            let sym = self.program.symbols.intern(constant);
            parts.push(self.push(ExprKind::Str(sym), node));
            constant.clear();
        }
    }

    fn string_parts(&mut self, node: Node<'t>, parts: &mut SmallVec<[ExprId; 8]>, constant: &mut String) {
        let mut raw = false;
        for (_, child) in self.children(node) {
            match self.kind(child) {
                Kind::String => self.string_parts(child, parts, constant),
                Kind::StringStart => raw = self.slice(child).contains(['r', 'R']),
                Kind::StringContent if constant.len() < MAX_STRING => {
                    unescape(cut(self.slice(child)), raw, constant);
                }
                Kind::Interpolation => {
                    self.flush(parts, constant, child);
                    for (field, part) in self.children(child) {
                        if field == self.fields.expression {
                            let value = self.expr(part);
                            parts.push(value);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Parameters of a function or lambda. Defaults and annotations are evaluated in the scope around it.
    pub(super) fn parameters(&mut self, node: Node<'t>) -> Vec<Param> {
        let mut params = Vec::new();
        let mut kind = ParamKind::Normal;
        for (_, child) in self.children(node) {
            let mut param =
                Param { name: Sym(0), kind, default: None, annotation: None, start: start(child) };
            match self.kind(child) {
                Kind::KeywordSeparator => {
                    kind = ParamKind::KeywordOnly;
                    continue;
                }
                Kind::PositionalSeparator => continue,
                Kind::Identifier => param.name = self.sym(child),
                Kind::ListSplatPattern | Kind::DictionarySplatPattern => {
                    self.splat_parameter(child, &mut param);
                }
                Kind::TypedParameter | Kind::DefaultParameter | Kind::TypedDefaultParameter => {
                    for (field, part) in self.children(child) {
                        if field == self.grammar.annotation {
                            param.annotation = Some(self.expr(part));
                        } else if field == self.fields.value {
                            param.default = Some(self.expr(part));
                        } else if matches!(
                            self.kind(part),
                            Kind::ListSplatPattern | Kind::DictionarySplatPattern
                        ) {
                            self.splat_parameter(part, &mut param);
                        } else {
                            param.name = self.sym(part);
                        }
                    }
                }
                _ => continue,
            }
            if param.kind == ParamKind::Args {
                kind = ParamKind::KeywordOnly;
            }
            params.push(param);
        }
        params
    }

    fn splat_parameter(&mut self, node: Node<'t>, param: &mut Param) {
        param.kind =
            if self.kind(node) == Kind::ListSplatPattern { ParamKind::Args } else { ParamKind::Kwargs };
        if let Some(&(_, name)) = self.children(node).first() {
            param.name = self.sym(name);
        }
    }

    /// Lowers an assignment target and binds the names in it.
    pub(super) fn target(&mut self, node: Node<'t>) -> ExprId {
        match self.kind(node) {
            Kind::Identifier => {
                let name = self.sym(node);
                self.bind(name);
                self.push(ExprKind::Name(name), node)
            }
            Kind::Tuple
            | Kind::List
            | Kind::PatternList
            | Kind::TuplePattern
            | Kind::ListPattern
            | Kind::ExpressionList => {
                let children = self.children(node);
                let items: SmallVec<[ExprId; 8]> =
                    children.iter().map(|&(_, child)| self.target(child)).collect();
                let run = self.run(&items);
                self.push(ExprKind::List(run), node)
            }
            Kind::ListSplat | Kind::ListSplatPattern | Kind::Parenthesized | Kind::AsPatternTarget => {
                let star = matches!(self.kind(node), Kind::ListSplat | Kind::ListSplatPattern);
                match self.children(node).first() {
                    Some(&(_, child)) => {
                        let inner = self.target(child);
                        if star { self.push(ExprKind::Star(inner), node) } else { inner }
                    }
                    None => self.unknown(node),
                }
            }
            _ => self.expr(node),
        }
    }

    pub(super) fn class(&mut self, class: Class) -> ClassId {
        let id = ClassId(u32::try_from(self.program.classes.len()).unwrap_or(u32::MAX));
        self.program.classes.push(class);
        id
    }
}

pub(super) fn start(node: Node<'_>) -> u32 {
    u32::try_from(node.start_byte()).unwrap_or(u32::MAX)
}

pub(super) fn end(node: Node<'_>) -> u32 {
    u32::try_from(node.end_byte()).unwrap_or(u32::MAX)
}

/// As much of a string's content as is kept.
fn cut(content: &str) -> &str {
    if content.len() <= MAX_STRING {
        return content;
    }
    let end = content.char_indices().nth(MAX_STRING).map_or(content.len(), |(at, _)| at);
    content.get(..end).unwrap_or(content)
}

/// Appends string content with its escapes resolved; unknown escapes stay as they are.
fn unescape(text: &str, raw: bool, out: &mut String) {
    if raw || !text.contains('\\') {
        out.push_str(text);
        return;
    }
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('\n') | None => {}
            Some(c @ ('\\' | '\'' | '"')) => out.push(c),
            Some('u') => {
                let hex: String = chars.clone().take(4).collect();
                if let Some(c) = u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32) {
                    out.push(c);
                    chars.nth(3);
                } else {
                    out.push_str("\\u");
                }
            }
            Some(c) => {
                out.push('\\');
                out.push(c);
            }
        }
    }
}

/// What a slice cuts off, by its text: `4:`, `:-1`, `1:-1`, with an empty step or without.
fn cut_of(slice: &str) -> Cut {
    let mut parts = slice.split(':').map(str::trim);
    let number = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<u8>().ok() };
    let start = parts.next().and_then(number);
    let end = parts.next().and_then(|end| match end.strip_prefix('-') {
        Some(back) => number(back),
        None => end.is_empty().then_some(0),
    });
    match (start, end) {
        (Some(start), Some(end)) if parts.all(str::is_empty) => Cut::Ends(start, end),
        _ => Cut::Unknown,
    }
}
