//! A plugin's Python as one program in a small typed form. Comes in: the plugin's files; goes out: [`Program`]: modules,
//! scopes, classes, statements, expressions, and how imports inside the package resolve. Apart because it knows Python
//! and no privacy; each tree is dropped as soon as its file is lowered.

mod broken;
mod comments;
pub mod extra;
pub mod grammar;
pub mod ir;
mod lower;
mod parse;
mod statements;
mod symbols;

pub use comments::comments;

use rustc_hash::{FxHashMap, FxHashSet};
use tree_sitter::{Node, Tree};

use crate::plugin::Plugin;
use crate::source::{FileId, FileKind, NotAnalysed, Span};
use crate::syntax::QuerySet;
use extra::Extra;
use ir::{
    Arg, Class, ClassId, Clause, Expr, ExprId, ExprKind, Interner, Module, ModuleId, Run, Scope, ScopeId,
};

/// Syntax errors listed per file; the rest is counted.
const MAX_ERRORS_LISTED: usize = 3;

/// All Python of a plugin.
#[derive(Debug, Default)]
pub struct Program {
    /// Names and strings.
    pub symbols: Interner,
    /// Modules in the order of paths.
    pub modules: Vec<Module>,
    /// Scopes: module bodies, class bodies, functions, lambdas.
    pub scopes: Vec<Scope>,
    /// Classes.
    pub classes: Vec<Class>,
    /// Expressions.
    pub exprs: Vec<Expr>,
    /// Element lists.
    pub lists: Vec<ExprId>,
    /// Call arguments.
    pub args: Vec<Arg>,
    /// Dict pairs.
    pub pairs: Vec<(Option<ExprId>, ExprId)>,
    /// Comprehension clauses.
    pub clauses: Vec<Clause>,
    /// What could not be read.
    pub not_analysed: Vec<NotAnalysed>,

    by_path: FxHashMap<String, ModuleId>,
    by_last: FxHashMap<String, Vec<ModuleId>>,
    /// Dotted paths that modules stand below.
    folders: FxHashSet<String>,
}

impl Program {
    /// Parses and lowers every Python file of `plugin`; what a user's `queries` match is added to it.
    pub fn read(plugin: &Plugin, queries: Option<&QuerySet>) -> Self {
        let mut program = Self::default();
        program.symbols.intern("");
        let mut patience = parse::Patience::default();
        for (index, file) in plugin.files.iter().enumerate() {
            if file.kind != FileKind::Python {
                continue;
            }
            let id = FileId(u32::try_from(index).unwrap_or(u32::MAX));
            match parse::parse(&file.text, &mut patience) {
                Some(tree) => program.add(id, &file.path, &file.text, &tree, queries),
                None => program.not_analysed.push(NotAnalysed::new(&file.path, parse::GIVEN_UP)),
            }
        }
        program
    }

    fn add(&mut self, file: FileId, path: &str, text: &str, tree: &Tree, queries: Option<&QuerySet>) {
        if tree.root_node().has_error() {
            self.report_errors(path, tree.root_node());
        }
        let module = ModuleId(u32::try_from(self.modules.len()).unwrap_or(u32::MAX));
        let extra = queries.map(|queries| self.match_queries(queries, path, tree, text));
        let (body, too_deep) = lower::lower_module(self, module, tree, text, extra.as_ref());
        if let Some(at) = too_deep {
            let line = text.get(..at as usize).map_or(0, |before| before.matches('\n').count()) + 1;
            let reason = format!("code nested too deep to follow at line {line}");
            self.not_analysed.push(NotAnalysed::new(path, reason));
        }
        let (dotted, package) = module_path(path);
        let mut folder = dotted.as_str();
        while let Some((outer, _)) = folder.rsplit_once('.') {
            if !self.folders.insert(outer.to_owned()) {
                break;
            }
            folder = outer;
        }
        self.by_path.entry(dotted.clone()).or_insert(module);
        let last = dotted.rsplit('.').next().unwrap_or("").to_owned();
        self.by_last.entry(last).or_default().push(module);
        let path_changes = memchr::memmem::find(text.as_bytes(), b"sys.path.").is_some();
        self.modules.push(Module { file, path: dotted, package, path_changes, body });
    }

    fn match_queries<'t>(&mut self, queries: &QuerySet, path: &str, tree: &'t Tree, text: &str) -> Extra<'t> {
        let (extra, complete) = Extra::gather(queries, tree.root_node(), text, &mut self.symbols);
        if !complete {
            let reason = "the user's queries match too often; some of their matches are left out";
            self.not_analysed.push(NotAnalysed::new(path, reason));
        }
        extra
    }

    /// Lists the places that the parser could not fit into the grammar.
    fn report_errors(&mut self, path: &str, root: Node<'_>) {
        let mut lines = Vec::new();
        let mut cursor = root.walk();
        let mut descend = true;
        loop {
            let node = cursor.node();
            if descend && (node.is_error() || node.is_missing()) {
                lines.push(node.start_position().row + 1);
                descend = false;
            }
            if descend && node.has_error() && cursor.goto_first_child() {
                continue;
            }
            descend = true;
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    lines.dedup();
                    let shown: Vec<String> =
                        lines.iter().take(MAX_ERRORS_LISTED).map(ToString::to_string).collect();
                    let more = lines.len().saturating_sub(MAX_ERRORS_LISTED);
                    let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
                    let word = if lines.len() == 1 { "line" } else { "lines" };
                    let reason =
                        format!("syntax error at {word} {}{tail}; the rest was read", shown.join(", "));
                    self.not_analysed.push(NotAnalysed::new(path, reason));
                    return;
                }
            }
        }
    }

    /// The form of an expression.
    pub fn kind(&self, id: ExprId) -> &ExprKind {
        static NONE: ExprKind = ExprKind::None;
        self.exprs.get(id.0 as usize).map_or(&NONE, |expr| &expr.kind)
    }

    /// Elements of a list run.
    pub fn list(&self, run: Run) -> &[ExprId] {
        slice(&self.lists, run)
    }

    /// Arguments of a call run.
    pub fn args(&self, run: Run) -> &[Arg] {
        slice(&self.args, run)
    }

    /// Pairs of a dict run.
    pub fn pairs(&self, run: Run) -> &[(Option<ExprId>, ExprId)] {
        slice(&self.pairs, run)
    }

    /// Clauses of a comprehension run.
    pub fn clauses(&self, run: Run) -> &[Clause] {
        slice(&self.clauses, run)
    }

    /// A scope.
    pub fn scope(&self, id: ScopeId) -> Option<&Scope> {
        self.scopes.get(id.0 as usize)
    }

    /// A class.
    pub fn class(&self, id: ClassId) -> Option<&Class> {
        self.classes.get(id.0 as usize)
    }

    /// A module.
    pub fn module(&self, id: ModuleId) -> Option<&Module> {
        self.modules.get(id.0 as usize)
    }

    /// The file of a module.
    pub fn file(&self, id: ModuleId) -> FileId {
        self.module(id).map_or(FileId(0), |module| module.file)
    }

    /// The span of an expression in `module`.
    pub fn span(&self, module: ModuleId, id: ExprId) -> Span {
        let file = self.file(module);
        self.exprs.get(id.0 as usize).map_or(Span { file, start: 0, end: 0 }, |expr| Span {
            file,
            start: expr.start,
            end: expr.end,
        })
    }

    /// The module that `path` (dotted, `level` leading dots) means when imported from `from`; `None` when it is not in
    /// the package. Tries the package's root, then the importing file's folder (as `sys.path` tricks make it), then the
    /// one module of the plugin whose path ends so.
    pub fn resolve(&self, from: ModuleId, path: &str, level: u32) -> Option<ModuleId> {
        let importer = self.module(from)?;
        if level > 0 {
            let mut parts: Vec<&str> = importer.path.split('.').filter(|part| !part.is_empty()).collect();
            let up = if importer.package { level - 1 } else { level };
            for _ in 0..up {
                parts.pop();
            }
            parts.extend(path.split('.').filter(|part| !part.is_empty()));
            return self.by_path.get(&parts.join(".")).copied();
        }
        if let Some(&module) = self.by_path.get(path) {
            return Some(module);
        }
        // Elsewhere a module of that name is not this import: `import slack` in `provider/slack.py` is the library.
        if !importer.path_changes {
            return None;
        }
        let folder = importer.path.rsplit_once('.').map_or("", |(folder, _)| folder);
        if let Some(&module) = self.by_path.get(&format!("{folder}.{path}")) {
            return Some(module);
        }
        let suffix = format!(".{path}");
        let last = path.rsplit('.').next().unwrap_or("");
        let mut hits = self.by_last.get(last)?.iter().filter(|&&id| {
            id != from && self.module(id).is_some_and(|module| module.path.ends_with(&suffix))
        });
        match (hits.next(), hits.next()) {
            (Some(&only), None) => Some(only),
            _ => None,
        }
    }

    /// Whether some module's dotted path starts with `path.` (a folder used as a namespace package).
    pub fn is_namespace(&self, path: &str) -> bool {
        self.folders.contains(path)
    }
}

fn slice<T>(items: &[T], run: Run) -> &[T] {
    items.get(run.start as usize..(run.start + run.len) as usize).unwrap_or(&[])
}

/// `tools/slack.py` is `tools.slack`; `slack_api/__init__.py` is the package `slack_api`.
fn module_path(path: &str) -> (String, bool) {
    let stem = path.strip_suffix(".py").unwrap_or(path);
    let (stem, package) = match stem.strip_suffix("__init__") {
        Some(folder) => (folder.trim_end_matches('/'), true),
        None => (stem, false),
    };
    (stem.replace('/', "."), package)
}
