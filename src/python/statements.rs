//! Statements of a syntax tree to the typed form. Comes in: block nodes; goes out: [`Stmt`]s. The second half of the
//! walk in `lower.rs`.

use smallvec::SmallVec;
use tree_sitter::Node;

use super::grammar::Kind;
use super::ir::{Arg, Case, Class, ExprId, ExprKind, Field, Scope, ScopeId, ScopeKind, Stmt, Sym};
use super::lower::{Lowerer, MAX_DEPTH, start};

/// Nesting of blocks beyond which statements are not read; real code stays under 20.
const MAX_BLOCKS: u32 = 100;

/// Nesting of `case` patterns beyond which names are not bound.
const MAX_PATTERN: usize = 8;

impl<'t> Lowerer<'_, 't> {
    /// Lowers the statements of a block (or module); `scope` is the one they stand in.
    pub(super) fn block(&mut self, node: Node<'t>, scope: ScopeId) -> Vec<Stmt> {
        let mut body = Vec::new();
        if self.blocks >= MAX_BLOCKS {
            self.too_deep.get_or_insert(start(node));
            return body;
        }
        self.blocks += 1;
        for (_, child) in self.children(node) {
            self.statement(child, scope, &mut body);
            self.added_statements(child, &mut body);
            self.broken_parts(child, scope, &mut body);
        }
        self.blocks -= 1;
        body
    }

    #[allow(clippy::too_many_lines, reason = "one arm per node kind reads straight")]
    pub(super) fn statement(&mut self, node: Node<'t>, scope: ScopeId, out: &mut Vec<Stmt>) {
        let f = self.fields;
        match self.kind(node) {
            Kind::ExpressionStatement => {
                for (_, child) in self.children(node) {
                    match self.kind(child) {
                        Kind::Assignment => self.assignment(child, out),
                        Kind::Augmented => self.augmented(child, out),
                        // A docstring does nothing.
                        Kind::String => {}
                        _ => {
                            let value = self.expr(child);
                            out.push(Stmt::Expr(value));
                        }
                    }
                }
            }
            Kind::Return => {
                let value = self.children(node).first().map(|&(_, child)| child);
                let value = value.map(|child| self.expr(child));
                out.push(Stmt::Return(value));
            }
            Kind::Raise => {
                let children = self.children(node);
                let values: SmallVec<[ExprId; 8]> =
                    children.iter().map(|&(_, child)| self.expr(child)).collect();
                out.push(Stmt::Raise(values.first().copied()));
            }
            Kind::Delete => {
                let mut targets = Vec::new();
                for (_, child) in self.children(node) {
                    if self.kind(child) == Kind::ExpressionList {
                        targets.extend(self.children(child).into_iter().map(|(_, part)| self.expr(part)));
                    } else {
                        targets.push(self.expr(child));
                    }
                }
                out.push(Stmt::Delete(targets));
            }
            Kind::Assert | Kind::Print | Kind::Exec => {
                for (_, child) in self.children(node) {
                    let value = self.expr(child);
                    out.push(Stmt::Expr(value));
                }
            }
            Kind::If => self.if_statement(node, scope, out),
            Kind::For => {
                let parts = self.children(node);
                let field = |id| parts.iter().find(|(field, _)| *field == id).map(|&(_, node)| node);
                if let (Some(left), Some(right)) = (field(f.left), field(f.right)) {
                    let iter = self.expr(right);
                    let target = self.target(left);
                    let body = field(f.body).map(|node| self.block(node, scope)).unwrap_or_default();
                    let orelse =
                        field(f.alternative).map(|node| self.else_body(node, scope)).unwrap_or_default();
                    out.push(Stmt::For { target, iter, body, orelse });
                }
            }
            Kind::While => {
                let parts = self.children(node);
                let field = |id| parts.iter().find(|(field, _)| *field == id).map(|&(_, node)| node);
                if let Some(test) = field(f.condition) {
                    let test = self.expr(test);
                    let body = field(f.body).map(|node| self.block(node, scope)).unwrap_or_default();
                    let orelse =
                        field(f.alternative).map(|node| self.else_body(node, scope)).unwrap_or_default();
                    out.push(Stmt::While { test, body, orelse });
                }
            }
            Kind::With => self.with_statement(node, scope, out),
            Kind::Try => self.try_statement(node, scope, out),
            Kind::Match => self.match_statement(node, scope, out),
            Kind::FunctionDefinition => self.function(node, &[], scope, out),
            Kind::ClassDefinition => self.class_statement(node, scope, out),
            Kind::Decorated => {
                let mut decorators = Vec::new();
                for (field, child) in self.children(node) {
                    if self.kind(child) == Kind::Decorator {
                        if let Some(&(_, inner)) = self.children(child).first() {
                            decorators.push(self.expr(inner));
                        }
                    } else if field == f.definition {
                        if self.kind(child) == Kind::ClassDefinition {
                            self.class_statement(child, scope, out);
                            self.decorate_class(child, &decorators, out);
                        } else {
                            self.function(child, &decorators, scope, out);
                        }
                    }
                }
            }
            Kind::Import => self.import(node, out),
            Kind::ImportFrom => self.import_from(node, out),
            Kind::Global => {
                for (_, child) in self.children(node) {
                    let name = self.sym(child);
                    self.declare_global(name);
                }
            }
            Kind::Nonlocal => {
                for (_, child) in self.children(node) {
                    let name = self.sym(child);
                    self.declare_nonlocal(name);
                }
            }
            Kind::Break | Kind::Continue => out.push(Stmt::Leave),
            Kind::Pass | Kind::Comment | Kind::Future => {}
            Kind::Block | Kind::Module => out.extend(self.block(node, scope)),
            _ if node.is_error() => {
                self.mark_broken(node);
                // What stands in a broken part is still read, statement by statement.
                if self.blocks < MAX_BLOCKS {
                    self.blocks += 1;
                    for (_, child) in self.children(node) {
                        self.statement(child, scope, out);
                        self.added_statements(child, out);
                        self.broken_parts(child, scope, out);
                    }
                    self.blocks -= 1;
                }
            }
            _ => {
                let value = self.expr(node);
                out.push(Stmt::Expr(value));
            }
        }
    }

    fn assignment(&mut self, node: Node<'t>, out: &mut Vec<Stmt>) {
        let (mut targets, mut value, mut annotation) = (Vec::new(), None, None);
        let mut current = Some(node);
        // `a = b = value` nests to the right.
        while let Some(assignment) = current.take() {
            for (field, child) in self.children(assignment) {
                if field == self.fields.left {
                    targets.push(child);
                } else if field == self.grammar.annotation {
                    annotation = Some(self.expr(child));
                } else if field == self.fields.right {
                    if self.kind(child) == Kind::Assignment {
                        current = Some(child);
                    } else {
                        value = Some(self.expr(child));
                    }
                }
            }
        }
        let targets = targets.into_iter().map(|target| self.target(target)).collect();
        out.push(Stmt::Assign { targets, value, annotation });
    }

    fn augmented(&mut self, node: Node<'t>, out: &mut Vec<Stmt>) {
        let (mut target, mut value) = (None, None);
        for (field, child) in self.children(node) {
            if field == self.fields.left {
                target = Some(self.target(child));
            } else if field == self.fields.right {
                value = Some(self.expr(child));
            }
        }
        if let (Some(target), Some(value)) = (target, value) {
            let operator = node.child_by_field_id(self.fields.operator).map_or("", |node| self.slice(node));
            out.push(Stmt::Augment { target, value, union: operator == "|=" });
        }
    }

    fn if_statement(&mut self, node: Node<'t>, scope: ScopeId, out: &mut Vec<Stmt>) {
        let mut branches: Vec<(ExprId, Vec<Stmt>)> = Vec::new();
        let mut orelse = Vec::new();
        let (mut test, mut body) = (None, Vec::new());
        for (field, child) in self.children(node) {
            if field == self.fields.condition {
                test = Some(self.expr(child));
            } else if field == self.fields.consequence {
                body = self.block(child, scope);
            } else if self.kind(child) == Kind::Elif {
                let (mut elif_test, mut elif_body) = (None, Vec::new());
                for (field, part) in self.children(child) {
                    if field == self.fields.condition {
                        elif_test = Some(self.expr(part));
                    } else if field == self.fields.consequence {
                        elif_body = self.block(part, scope);
                    }
                }
                if let Some(elif_test) = elif_test {
                    branches.push((elif_test, elif_body));
                }
            } else if self.kind(child) == Kind::Else {
                orelse = self.else_body(child, scope);
            }
        }
        let Some(test) = test else { return };
        if branches.len() > MAX_BLOCKS as usize {
            // A very long chain is taken as one choice after the other, so that nothing nests without bound.
            out.push(Stmt::If { test, body, orelse: Vec::new() });
            out.extend(branches.into_iter().map(|(test, body)| Stmt::If { test, body, orelse: Vec::new() }));
            out.extend(orelse);
            return;
        }
        while let Some((test, body)) = branches.pop() {
            orelse = vec![Stmt::If { test, body, orelse }];
        }
        out.push(Stmt::If { test, body, orelse });
    }

    fn else_body(&mut self, node: Node<'t>, scope: ScopeId) -> Vec<Stmt> {
        let body = self.children(node).into_iter().find(|(field, _)| *field == self.fields.body);
        body.map(|(_, node)| self.block(node, scope)).unwrap_or_default()
    }

    fn with_statement(&mut self, node: Node<'t>, scope: ScopeId, out: &mut Vec<Stmt>) {
        let (mut items, mut body) = (Vec::new(), Vec::new());
        for (field, child) in self.children(node) {
            if field == self.fields.body {
                body = self.block(child, scope);
            } else if self.kind(child) == Kind::WithClause {
                for (_, item) in self.children(child) {
                    let Some(&(_, value)) = self.children(item).first() else { continue };
                    self.with_item(value, &mut items);
                }
            }
        }
        out.push(Stmt::With { items, body });
    }

    fn with_item(&mut self, value: Node<'t>, items: &mut Vec<(ExprId, Option<ExprId>)>) {
        match self.kind(value) {
            Kind::AsPattern => {
                let parts = self.children(value);
                let expr = parts.first().map(|&(_, node)| self.expr(node));
                let target = parts.get(1).map(|&(_, node)| self.target(node));
                if let Some(expr) = expr {
                    items.push((expr, target));
                }
            }
            // `with (a as b, c as d):` parses as a tuple.
            Kind::Tuple | Kind::Parenthesized => {
                for (_, child) in self.children(value) {
                    if self.kind(child) == Kind::AsPattern {
                        self.with_item(child, items);
                    } else {
                        let expr = self.expr(child);
                        items.push((expr, None));
                    }
                }
            }
            _ => {
                let expr = self.expr(value);
                items.push((expr, None));
            }
        }
    }

    fn try_statement(&mut self, node: Node<'t>, scope: ScopeId, out: &mut Vec<Stmt>) {
        let (mut body, mut handlers, mut orelse, mut finally) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (field, child) in self.children(node) {
            match self.kind(child) {
                _ if field == self.fields.body => body = self.block(child, scope),
                Kind::Except => handlers.push(self.except(child, scope)),
                Kind::Else => orelse = self.else_body(child, scope),
                Kind::Finally => {
                    if let Some(&(_, block)) = self.children(child).first() {
                        finally = self.block(block, scope);
                    }
                }
                _ => {}
            }
        }
        out.push(Stmt::Try { body, handlers, orelse, finally });
    }

    fn except(&mut self, node: Node<'t>, scope: ScopeId) -> (Option<ExprId>, Option<ExprId>, Vec<Stmt>) {
        let (mut exception, mut alias, mut body) = (None, None, Vec::new());
        for (field, child) in self.children(node) {
            if self.kind(child) == Kind::Block {
                body = self.block(child, scope);
            } else if field == self.fields.alias {
                alias = Some(self.target(child));
            } else if self.kind(child) == Kind::AsPattern {
                let parts = self.children(child);
                exception = parts.first().map(|&(_, node)| self.expr(node));
                alias = parts.get(1).map(|&(_, node)| self.target(node));
            } else {
                exception = Some(self.expr(child));
            }
        }
        (exception, alias, body)
    }

    fn match_statement(&mut self, node: Node<'t>, scope: ScopeId, out: &mut Vec<Stmt>) {
        let (mut subject, mut cases) = (None, Vec::new());
        for (field, child) in self.children(node) {
            if field == self.fields.subject {
                subject = Some(self.expr(child));
            } else if self.kind(child) == Kind::Block {
                for (_, case) in self.children(child) {
                    if self.kind(case) == Kind::Case {
                        cases.push(self.case(case, scope));
                    }
                }
            } else if self.kind(child) == Kind::Case {
                cases.push(self.case(child, scope));
            }
        }
        if let Some(subject) = subject {
            out.push(Stmt::Match { subject, cases });
        }
    }

    fn case(&mut self, node: Node<'t>, scope: ScopeId) -> Case {
        let mut case = Case { captures: Vec::new(), guard: None, body: Vec::new() };
        for (field, child) in self.children(node) {
            if field == self.fields.consequence {
                case.body = self.block(child, scope);
            } else if field == self.fields.guard {
                if let Some(&(_, test)) = self.children(child).first() {
                    case.guard = Some(self.expr(test));
                }
            } else {
                self.pattern(child, &mut Vec::new(), &mut case.captures);
            }
        }
        case
    }

    /// Collects the names that a `case` pattern binds, with the keys and positions that lead to them.
    fn pattern(&mut self, node: Node<'t>, path: &mut Vec<Sym>, captures: &mut Vec<(ExprId, Vec<Sym>)>) {
        if path.len() > MAX_PATTERN || self.depth > MAX_DEPTH {
            self.too_deep.get_or_insert(start(node));
            return;
        }
        self.depth += 1;
        match self.kind(node) {
            Kind::DottedName | Kind::Identifier if !self.slice(node).contains('.') => {
                let name = self.sym(node);
                self.bind(name);
                let target = self.push(ExprKind::Name(name), node);
                captures.push((target, path.clone()));
            }
            Kind::DictPattern => {
                let mut key = None;
                for (field, child) in self.children(node) {
                    if field == self.fields.key {
                        key = Some(self.slice(child).trim_matches(['"', '\'']));
                    } else if field == self.fields.value
                        && let Some(key) = key.take()
                    {
                        path.push(self.program.symbols.intern(key));
                        self.pattern(child, path, captures);
                        path.pop();
                    }
                }
            }
            Kind::KeywordPattern => {
                let parts = self.children(node);
                if let [(_, name), (_, value)] = parts.as_slice() {
                    path.push(self.sym(*name));
                    self.pattern(*value, path, captures);
                    path.pop();
                }
            }
            Kind::ListPattern | Kind::TuplePattern => {
                for (index, (_, child)) in self.children(node).into_iter().enumerate() {
                    path.push(self.program.symbols.intern(&index.to_string()));
                    self.pattern(child, path, captures);
                    path.pop();
                }
            }
            Kind::ClassPattern => {
                for (_, child) in self.children(node).into_iter().skip(1) {
                    self.pattern(child, path, captures);
                }
            }
            Kind::AsPattern => {
                let parts = self.children(node);
                for (index, (_, child)) in parts.into_iter().enumerate() {
                    if index == 0
                        || self.kind(child) == Kind::Identifier
                        || self.kind(child) == Kind::AsPatternTarget
                    {
                        self.pattern(child, path, captures);
                    }
                }
            }
            Kind::String | Kind::Concatenated | Kind::Integer | Kind::Float | Kind::DottedName => {}
            _ => {
                for (_, child) in self.children(node) {
                    self.pattern(child, path, captures);
                }
            }
        }
        self.depth -= 1;
    }

    fn function(&mut self, node: Node<'t>, decorators: &[ExprId], scope: ScopeId, out: &mut Vec<Stmt>) {
        let (mut name, mut parameters, mut body) = (None, None, None);
        for (field, child) in self.children(node) {
            if field == self.fields.name {
                name = Some(child);
            } else if field == self.fields.parameters {
                parameters = Some(child);
            } else if field == self.fields.body {
                body = Some(child);
            }
        }
        let Some(name_node) = name else { return };
        let name = self.sym(name_node);
        self.bind(name);
        let params = parameters.map(|node| self.parameters(node)).unwrap_or_default();
        let id = self.scope(ScopeKind::Function, name, Some(scope), node, |this, built| {
            for param in &params {
                this.bind(param.name);
            }
            built.params = params;
            built.decorators = decorators.to_vec();
            let own = this.current_scope();
            if let Some(body) = body {
                built.body = this.block(body, own);
            }
        });
        self.header_end(id, name_node);
        out.push(Stmt::Function(id));
    }

    fn class_statement(&mut self, node: Node<'t>, scope: ScopeId, out: &mut Vec<Stmt>) {
        let (mut name, mut superclasses, mut body) = (None, None, None);
        for (field, child) in self.children(node) {
            if field == self.fields.name {
                name = Some(child);
            } else if field == self.fields.superclasses {
                superclasses = Some(child);
            } else if field == self.fields.body {
                body = Some(child);
            }
        }
        let Some(name_node) = name else { return };
        let name = self.sym(name_node);
        self.bind(name);
        let args = superclasses.map(|node| self.arguments(node)).unwrap_or_default();
        let bases =
            args.iter().filter_map(|arg| if let Arg::Positional(base) = arg { Some(*base) } else { None });
        let class = Class {
            name,
            module: self.module,
            bases: bases.collect(),
            body: ScopeId(u32::MAX),
            fields: Vec::new(),
            methods: Vec::new(),
            start: start(node),
            end: super::lower::end(name_node),
        };
        let class = self.class(class);
        let id = self.scope(ScopeKind::Class(class), name, Some(scope), node, |this, built: &mut Scope| {
            let own = this.current_scope();
            if let Some(body) = body {
                built.body = this.block(body, own);
            }
        });
        self.header_end(id, name_node);
        let (mut fields, mut methods) = (Vec::new(), Vec::new());
        if let Some(scope) = self.program.scopes.get(id.0 as usize) {
            for stmt in &scope.body {
                match stmt {
                    Stmt::Assign { targets, value, annotation: Some(annotation) } => {
                        if let Some(ExprKind::Name(name)) =
                            targets.first().map(|&target| self.program.kind(target))
                        {
                            fields.push(Field { name: *name, annotation: *annotation, default: *value });
                        }
                    }
                    Stmt::Function(method) => {
                        if let Some(scope) = self.program.scopes.get(method.0 as usize) {
                            methods.push((scope.name, *method));
                        }
                    }
                    _ => {}
                }
            }
        }
        if let Some(slot) = self.program.classes.get_mut(class.0 as usize) {
            slot.body = id;
            slot.fields = fields;
            slot.methods = methods;
        }
        out.push(Stmt::Class(class));
    }

    /// A class's decorators, applied to it for what they do.
    fn decorate_class(&mut self, node: Node<'t>, decorators: &[ExprId], out: &mut Vec<Stmt>) {
        let Some(name) = node.child_by_field_id(self.fields.name) else { return };
        for &decorator in decorators.iter().rev() {
            let class = ExprKind::Name(self.sym(name));
            let class = self.push(class, name);
            let run = self.arg_run(&[Arg::Positional(class)]);
            let call = self.push(ExprKind::Call(decorator, run), name);
            out.push(Stmt::Expr(call));
        }
    }

    fn header_end(&mut self, scope: ScopeId, name: Node<'t>) {
        if let Some(scope) = self.program.scopes.get_mut(scope.0 as usize) {
            scope.end = super::lower::end(name);
        }
    }

    fn import(&mut self, node: Node<'t>, out: &mut Vec<Stmt>) {
        for (_, child) in self.children(node) {
            if self.kind(child) == Kind::AliasedImport {
                let parts = self.children(child);
                if let [(_, module), (_, alias)] = parts.as_slice() {
                    let (module, bound) = (self.sym(*module), self.sym(*alias));
                    self.bind(bound);
                    out.push(Stmt::Import { module, bound, aliased: true });
                }
            } else {
                let module = self.sym(child);
                let first = self.slice(child).split('.').next().unwrap_or("").trim();
                let bound = self.program.symbols.intern(first);
                self.bind(bound);
                out.push(Stmt::Import { module, bound, aliased: false });
            }
        }
    }

    fn import_from(&mut self, node: Node<'t>, out: &mut Vec<Stmt>) {
        let (mut module, mut level, mut names) = (None, 0, Vec::new());
        for (field, child) in self.children(node) {
            if field == self.fields.module_name {
                if self.kind(child) == Kind::RelativeImport {
                    for (_, part) in self.children(child) {
                        if self.kind(part) == Kind::ImportPrefix {
                            level = u32::try_from(self.slice(part).matches('.').count()).unwrap_or(1);
                        } else {
                            module = Some(self.sym(part));
                        }
                    }
                } else {
                    module = Some(self.sym(child));
                }
                continue;
            }
            match self.kind(child) {
                Kind::AliasedImport => {
                    let parts = self.children(child);
                    if let [(_, name), (_, alias)] = parts.as_slice() {
                        let (name, bound) = (self.sym(*name), self.sym(*alias));
                        self.bind(bound);
                        names.push((name, bound));
                    }
                }
                Kind::Wildcard => {
                    let star = self.program.symbols.intern("*");
                    names.push((star, star));
                }
                _ => {
                    let name = self.sym(child);
                    self.bind(name);
                    names.push((name, name));
                }
            }
        }
        let empty = self.program.symbols.intern("");
        out.push(Stmt::ImportFrom { module: module.unwrap_or(empty), level, names, start: start(node) });
    }
}
