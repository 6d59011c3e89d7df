//! The interpreter's state and its statements. Comes in: a lowered program and the tables; goes out: facts about sinks,
//! responses and outbound calls. Functions are analysed once per distinct abstract arguments; the result is kept as a
//! summary of that call (the functional approach of Sharir and Pnueli 1981), so cost stays near linear and callers do
//! not mix. Apart from `eval.rs` (expressions) and `calls.rs` (calls) for size alone.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use smallvec::SmallVec;

use super::bounds::{Bound, Hits};
use super::env::Env;
use super::facts::Facts;
use super::limits;
use super::models::{Models, Rows};
use super::own::OwnRows;
use super::value::{
    Captured, Key, Object, ObjectKind, Origin, OriginId, Source, SourceKind, Text, Thing, V, Val, join,
};
use crate::knowledge::rows::EndpointRow;
use crate::knowledge::{DataType, Knowledge};
use crate::plugin::Plugin;
use crate::python::Program;
use crate::python::ir::{
    Arg, Case, ClassId, CompareOp, ExprId, ExprKind, Interner, ModuleId, ScopeId, ScopeKind, Stmt, Sym,
};
use crate::source::Span;

/// One activation of a scope.
#[derive(Debug)]
pub struct Frame {
    /// The scope.
    pub scope: ScopeId,
    /// Its module.
    pub module: ModuleId,
    /// Its variables.
    pub env: Env,
    /// The environment around it, when it is nested.
    pub captured: Option<Rc<Captured>>,
    /// The class whose method it is.
    pub class: Option<ClassId>,
    /// Joined return values.
    pub returned: Option<V>,
    /// Joined yielded values.
    pub yielded: Option<V>,
    /// Joined exceptions raised here and not caught.
    pub raised: Option<V>,
    /// Joined environments at `break` and `continue`.
    pub left: Option<Env>,
    /// Loops around the current statement whose rounds stand for all.
    pub loops: u32,
}

/// How a block ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// At its end.
    Through,
    /// By `return`, `raise`, `break` or `continue`.
    Left,
}

/// What a call does to its caller.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// The result.
    pub returned: Option<V>,
    /// Parameters (by slot) that were changed in place.
    pub changed: SmallVec<[(usize, V); 2]>,
    /// Exceptions that leave it.
    pub raised: Option<V>,
}

/// State of one summary.
#[derive(Debug, Clone)]
pub enum Memo {
    /// Under way: the result so far, and whether it was asked for.
    Open(Summary, bool),
    /// Done.
    Done(Rc<Summary>),
}

/// A call chain: the call site and the chain before it.
#[derive(Debug, Clone, Copy)]
pub struct Chain {
    /// Where the call stands.
    pub site: Span,
    /// Index of the chain before it.
    pub before: u32,
    /// Its length.
    pub depth: u32,
}

/// Attributes and bases of a class of the plugin.
#[derive(Debug, Clone, Default)]
pub struct ClassData {
    /// Values of the class body.
    pub attributes: FxHashMap<Sym, V>,
    /// Bases in the plugin.
    pub bases: Vec<ClassId>,
    /// Bases of libraries, by qualified name.
    pub libraries: Vec<Sym>,
    /// Methods behind the assignment and the deletion of a property, by its name and the decorator's word.
    pub accessors: FxHashMap<(Sym, Sym), V>,
}

/// The analysis of one plugin.
pub struct Engine<'a, 'k> {
    pub(super) knowledge: &'k Knowledge,
    pub(super) models: &'a Models<'k>,
    pub(super) plugin: &'a Plugin,
    pub(super) program: &'a Program,
    pub(super) symbols: Interner,
    pub(super) words: Words,
    pub(super) frames: Vec<Frame>,
    pub(super) chains: Vec<Chain>,
    pub(super) chain: u32,
    pub(super) modules: FxHashMap<ModuleId, ModuleState>,
    pub(super) classes: FxHashMap<ClassId, ClassData>,
    pub(super) memo: FxHashMap<(ScopeId, u64), Memo>,
    /// Arguments of the calls of a function that are under way.
    pub(super) active: FxHashMap<ScopeId, Vec<Vec<V>>>,
    pub(super) contexts: FxHashMap<ScopeId, (u32, Option<Vec<V>>)>,
    /// Attributes assigned on instances anywhere, by class.
    pub(super) instance_fields: FxHashMap<(ClassId, Sym), V>,
    /// Fields that were read before anything was assigned to them.
    pub(super) missed_fields: FxHashSet<(ClassId, Sym)>,
    /// Module variables that functions set or change.
    pub(super) changed: FxHashMap<(ModuleId, Sym), V>,
    /// Names that `from module import name` bound, with where they come from.
    pub(super) imported: FxHashMap<(ModuleId, Sym), (ModuleId, Sym)>,
    /// Whether such a variable or a class attribute came to hold more.
    pub(super) grew: bool,
    /// Rounds over the entry points so far.
    pub(super) round: usize,
    pub(super) rows: FxHashMap<Sym, Rc<Rows<'k>>>,
    /// Rows from outside about functions of the plugin, with the name that they have there.
    pub(super) own: FxHashMap<(ScopeId, Option<ClassId>), OwnRows<'k>>,
    pub(super) dotted: FxHashMap<(Sym, Sym), Sym>,
    /// Data types that rows give keys of a source.
    pub(super) typed_keys: FxHashMap<(u32, Sym), DataType>,
    pub(super) sources: Vec<Source>,
    pub(super) source_ids: FxHashMap<Source, u32>,
    pub(super) origins: Vec<Origin>,
    pub(super) origin_ids: FxHashMap<Origin, OriginId>,
    pub(super) facts: Facts<'k>,
    pub(super) visited: FxHashSet<ScopeId>,
    pub(super) steps: u64,
    pub(super) depth: u32,
    pub(super) next_object: u32,
    pub(super) hits: Hits,
    pub(super) unknown: V,
    /// The value under evaluation that goes into a variable, and the variable.
    pub(super) target: Option<(ExprId, Sym)>,
    /// Whether what runs is reached from no entry point: shown to be checked.
    pub(super) alone: bool,
    /// The manifest's entry whose entry point runs.
    pub(super) entry: Option<u32>,
    /// What answers hold that it hands on.
    pub(super) hands: Option<DataType>,
    /// The endpoint that the call under evaluation meets.
    pub(super) meets: Option<&'k EndpointRow>,
}

/// What is known of a module.
#[derive(Debug, Clone)]
pub enum ModuleState {
    /// Its body is being read.
    Open,
    /// Its variables.
    Done(Rc<Env>),
}

macro_rules! words {
    ($($name:ident = $text:literal),* $(,)?) => {
        /// Names of Python itself that the interpreter knows.
        #[derive(Debug, Clone, Copy)]
        pub struct Words { $(#[allow(missing_docs)] pub $name: Sym),* }
        impl Words {
            fn new(symbols: &mut Interner) -> Self {
                Self { $($name: symbols.intern($text)),* }
            }
        }
    };
}

words! {
    empty = "", star = "[*]", init = "__init__", call = "__call__", enter = "__enter__", aenter = "__aenter__",
    property = "property", cached_property = "cached_property", static_method = "staticmethod",
    class_method = "classmethod", post_init = "__post_init__", dict = "__dict__",
    getitem = "__getitem__", getattr = "__getattr__", any = "*",
    class = "__class__", setitem = "__setitem__", new = "__new__", setter = "setter", deleter = "deleter",
}

impl<'a, 'k> Engine<'a, 'k> {
    /// An engine for `plugin`; takes the program's names over.
    pub fn new(
        knowledge: &'k Knowledge,
        models: &'a Models<'k>,
        plugin: &'a Plugin,
        program: &'a Program,
        mut symbols: Interner,
    ) -> Self {
        let words = Words::new(&mut symbols);
        let unknown = Rc::new(Val::default());
        Self {
            knowledge,
            models,
            plugin,
            program,
            symbols,
            words,
            frames: Vec::new(),
            chains: Vec::new(),
            chain: u32::MAX,
            modules: FxHashMap::default(),
            classes: FxHashMap::default(),
            memo: FxHashMap::default(),
            active: FxHashMap::default(),
            contexts: FxHashMap::default(),
            instance_fields: FxHashMap::default(),
            missed_fields: FxHashSet::default(),
            changed: FxHashMap::default(),
            imported: FxHashMap::default(),
            grew: false,
            round: 0,
            rows: FxHashMap::default(),
            own: FxHashMap::default(),
            dotted: FxHashMap::default(),
            typed_keys: FxHashMap::default(),
            sources: Vec::new(),
            source_ids: FxHashMap::default(),
            origins: Vec::new(),
            origin_ids: FxHashMap::default(),
            facts: Facts::default(),
            visited: FxHashSet::default(),
            steps: 0,
            depth: 0,
            next_object: 0,
            hits: Hits::new(),
            unknown,
            target: None,
            alone: false,
            entry: None,
            hands: None,
            meets: None,
        }
    }

    /// The rows of a qualified name, looked up once per name.
    pub(super) fn rows(&mut self, name: Sym) -> Rc<Rows<'k>> {
        if let Some(rows) = self.rows.get(&name) {
            return rows.clone();
        }
        let rows = Rc::new(self.models.rows(self.symbols.text(name)));
        self.rows.insert(name, rows.clone());
        rows
    }

    /// `object.name` as one qualified name.
    pub(super) fn dot(&mut self, object: Sym, name: Sym) -> Sym {
        if let Some(&dotted) = self.dotted.get(&(object, name)) {
            return dotted;
        }
        let text = format!("{}.{}", self.symbols.text(object), self.symbols.text(name));
        // A chain of calls can be long; its end decides, and no table has names this long.
        let dotted = if text.len() > 300 { object } else { self.symbols.intern(&text) };
        self.dotted.insert((object, name), dotted);
        dotted
    }

    pub(super) fn new_object(&mut self, kind: ObjectKind) -> Object {
        self.next_object += 1;
        Object::new(self.next_object, kind)
    }

    /// The index of a source.
    pub(super) fn source(&mut self, source: Source) -> u32 {
        if let Some(&id) = self.source_ids.get(&source) {
            return id;
        }
        let id = u32::try_from(self.sources.len()).unwrap_or(u32::MAX);
        self.sources.push(source.clone());
        self.source_ids.insert(source, id);
        id
    }

    /// The index of an origin.
    pub(super) fn origin(&mut self, origin: Origin) -> OriginId {
        if let Some(&id) = self.origin_ids.get(&origin) {
            return id;
        }
        let id = OriginId(u32::try_from(self.origins.len()).unwrap_or(u32::MAX));
        self.origins.push(origin.clone());
        self.origin_ids.insert(origin, id);
        id
    }

    /// A value that comes whole from a source.
    pub(super) fn source_value(&mut self, source: Source) -> V {
        let source = self.source(source);
        let origin = self.origin(Origin { source, path: SmallVec::new(), weakened: false, raised: false });
        Val::origin(origin)
    }

    pub(super) fn kind_of(&self, origin: OriginId) -> Option<SourceKind> {
        let origin = self.origins.get(origin.0 as usize)?;
        self.sources.get(origin.source as usize).map(|source| source.kind)
    }

    /// The origin one key further.
    pub(super) fn extend(&mut self, id: OriginId, key: Sym) -> OriginId {
        let Some(origin) = self.origins.get(id.0 as usize) else { return id };
        // `[*][*]` says no more than `[*]`.
        if key == self.words.star && origin.path.last() == Some(&key) {
            return id;
        }
        let mut origin = origin.clone();
        if origin.path.len() >= usize::from(limits::PATH_DEPTH) {
            match origin.path.iter().position(|&other| other == key) {
                // A structure that nests in itself.
                Some(at) => origin.path.truncate(at),
                // The first key says what came in, the last ones what is read.
                None => {
                    origin.path.remove(1);
                }
            }
        }
        origin.path.push(key);
        self.origin(origin)
    }

    pub(super) fn frame(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    pub(super) fn module_now(&self) -> ModuleId {
        self.frames.last().map_or(ModuleId(0), |frame| frame.module)
    }

    pub(super) fn span_of(&self, expr: ExprId) -> Span {
        self.program.span(self.module_now(), expr)
    }

    /// Whether the plugin has used up its share of steps.
    pub(super) fn stopped(&self) -> bool {
        self.steps > limits::STEPS
    }

    /// Counts a step; false when the plugin has used up its share.
    pub(super) fn step(&mut self) -> bool {
        self.steps += 1;
        if self.steps > limits::STEPS {
            self.hit(Bound::Steps, None);
            return false;
        }
        true
    }

    /// Reads a module's body once; gives its variables.
    pub(super) fn module(&mut self, id: ModuleId) -> Option<Rc<Env>> {
        match self.modules.get(&id) {
            Some(ModuleState::Done(env)) => return Some(env.clone()),
            Some(ModuleState::Open) => {
                // An import cycle: what is bound so far.
                let scope = self.program.module(id)?.body;
                let frame = self.frames.iter().rev().find(|frame| frame.scope == scope)?;
                return Some(Rc::new(frame.env.clone()));
            }
            None => {}
        }
        if self.depth >= limits::EVAL_DEPTH {
            return None;
        }
        self.modules.insert(id, ModuleState::Open);
        let scope = self.program.module(id)?.body;
        let frame = self.run_scope(scope, None, None, |_| {});
        let env = Rc::new(frame.map(|frame| frame.env).unwrap_or_default());
        self.modules.insert(id, ModuleState::Done(env.clone()));
        Some(env)
    }

    /// Runs the body of a scope in a fresh frame, which `fill` may prepare.
    pub(super) fn run_scope(
        &mut self,
        id: ScopeId,
        class: Option<ClassId>,
        captured: Option<Rc<Captured>>,
        fill: impl FnOnce(&mut Frame),
    ) -> Option<Frame> {
        let program = self.program;
        let scope = program.scope(id)?;
        let mut frame = Frame {
            scope: id,
            module: scope.module,
            env: Env::new(scope.locals.len()),
            captured,
            class,
            returned: None,
            yielded: None,
            raised: None,
            left: None,
            loops: 0,
        };
        fill(&mut frame);
        self.frames.push(frame);
        self.visited.insert(id);
        self.block(&scope.body);
        self.frames.pop()
    }

    /// Runs statements in order.
    pub(super) fn block(&mut self, body: &[Stmt]) -> End {
        self.depth += 1;
        let mut end = End::Through;
        for stmt in body {
            if self.depth >= limits::EVAL_DEPTH || !self.step() {
                if self.depth >= limits::EVAL_DEPTH {
                    self.hit(Bound::Nesting, None);
                }
                break;
            }
            end = self.statement(stmt);
            if end == End::Left {
                break;
            }
        }
        self.depth -= 1;
        end
    }

    #[allow(clippy::too_many_lines, reason = "one arm per statement reads straight")]
    fn statement(&mut self, stmt: &Stmt) -> End {
        match stmt {
            Stmt::Expr(expr) => {
                if let ExprKind::Call(..) = self.program.kind(*expr) {
                    let span = self.span_of(*expr);
                    self.facts.discarded.insert(span);
                }
                self.eval(*expr);
            }
            Stmt::Delete(targets) => {
                for &target in targets {
                    self.delete(target);
                }
            }
            Stmt::Assign { targets, value, annotation } => {
                if let Some(value) = value {
                    if let [target] = targets.as_slice()
                        && let ExprKind::Name(name) | ExprKind::Attribute(_, name) =
                            self.program.kind(*target)
                    {
                        self.target = Some((*value, *name));
                    }
                    let mut value = self.eval(*value);
                    if let Some(annotation) = annotation
                        && value.is_unknown()
                    {
                        value = self.annotated(*annotation);
                    }
                    for target in targets {
                        self.assign(*target, value.clone());
                    }
                } else if let Some(annotation) = annotation {
                    let value = self.annotated(*annotation);
                    if !value.is_unknown() {
                        for target in targets {
                            if let ExprKind::Name(_) = self.program.kind(*target) {
                                self.assign(*target, value.clone());
                            }
                        }
                    }
                }
            }
            Stmt::Augment { target, value, union } => {
                let value = self.eval(*value);
                let old = self.eval(*target);
                let new = if *union { self.merge(&old, &value) } else { self.add(&old, &value) };
                self.assign(*target, new);
            }
            Stmt::Return(value) => {
                let value = match value {
                    Some(value) => self.eval(*value),
                    None => self.none(),
                };
                if let Some(frame) = self.frame() {
                    frame.returned = Some(match &frame.returned {
                        Some(old) => join(old, &value),
                        None => value,
                    });
                }
                return End::Left;
            }
            Stmt::Raise(value) => {
                if let Some(value) = value {
                    let value = self.eval(*value);
                    self.raise(&value);
                }
                return End::Left;
            }
            Stmt::If { test, body, orelse } => return self.branch(*test, body, orelse),
            Stmt::While { test, body, orelse } => {
                let truth = self.test(*test);
                if truth != Some(false) {
                    self.repeat(|this| {
                        this.eval(*test);
                        this.block(body)
                    });
                }
                return self.block(orelse);
            }
            Stmt::For { target, iter, body, orelse } => {
                let iter = self.eval(*iter);
                self.for_each(&iter, *target, |this| this.block(body));
                return self.block(orelse);
            }
            Stmt::With { items, body } => {
                for (expr, target) in items {
                    let value = self.eval(*expr);
                    let entered = self.entered(&value, *expr);
                    if let Some(target) = target {
                        self.assign(*target, entered);
                    }
                }
                return self.block(body);
            }
            Stmt::Try { body, handlers, orelse, finally } => {
                return self.try_block(body, handlers, orelse, finally);
            }
            Stmt::Match { subject, cases } => return self.match_block(*subject, cases),
            Stmt::Function(id) => self.define_function(*id),
            Stmt::Class(id) => self.define_class(*id),
            Stmt::Import { module, bound, aliased } => self.import(*module, *bound, *aliased),
            Stmt::ImportFrom { module, level, names, .. } => self.import_from(*module, *level, names),
            Stmt::Leave => {
                if let Some(frame) = self.frame() {
                    let env = frame.env.clone();
                    frame.left = Some(match frame.left.take() {
                        Some(old) => old.join(&env),
                        None => env,
                    });
                }
                return End::Left;
            }
        }
        End::Through
    }

    fn none(&self) -> V {
        Rc::new(Val { text: Text::None, ..Val::default() })
    }

    pub(super) fn raise(&mut self, value: &V) {
        if let Some(frame) = self.frame() {
            frame.raised = Some(match &frame.raised {
                Some(old) => join(old, value),
                None => value.clone(),
            });
        }
    }

    fn env(&self) -> Env {
        self.frames.last().map(|frame| frame.env.clone()).unwrap_or_default()
    }

    fn set_env(&mut self, env: Env) {
        if let Some(frame) = self.frame() {
            frame.env = env;
        }
    }

    /// The truth value of a condition, if it is constant; evaluates it once.
    pub(super) fn test(&mut self, test: ExprId) -> Option<bool> {
        match self.program.kind(test) {
            ExprKind::Not(inner) => self.test(*inner).map(|truth| !truth),
            ExprKind::And(a, b) => {
                let (a, b) = (self.test(*a), self.test(*b));
                if a == Some(false) || b == Some(false) { Some(false) } else { a.and(b) }
            }
            ExprKind::Or(a, b) => {
                let (a, b) = (self.test(*a), self.test(*b));
                if a == Some(true) || b == Some(true) { Some(true) } else { a.and(b) }
            }
            ExprKind::Compare(run, op) if matches!(op, CompareOp::Equal | CompareOp::NotEqual) => {
                let operands: SmallVec<[V; 2]> =
                    self.program.list(*run).iter().map(|&expr| self.eval(expr)).collect();
                let [a, b] = operands.as_slice() else { return None };
                let equal = same_constant(a, b)?;
                Some(equal == (*op == CompareOp::Equal))
            }
            ExprKind::Compare(run, _) => {
                for &operand in self.program.list(*run) {
                    self.eval(operand);
                }
                None
            }
            _ => {
                let value = self.eval(test);
                self.truth(&value)
            }
        }
    }

    /// The truth value of a constant.
    pub(super) fn truth(&self, value: &Val) -> Option<bool> {
        if !value.origins.is_empty() || !value.things.is_empty() || value.object.is_some() {
            return None;
        }
        match &value.text {
            Text::None => Some(false),
            Text::Bool(truth) => Some(*truth),
            Text::Number(sym) => Some(!matches!(self.symbols.text(*sym), "0" | "0.0")),
            Text::OneOf(_) => value.constant().map(|sym| !self.symbols.text(sym).is_empty()),
            Text::Unknown => None,
        }
    }

    /// What a test says of a name where it is met, or (`met` false) where it is not: `isinstance(name, Class)`,
    /// `name.kind == CONSTANT`.
    pub(super) fn narrow(&mut self, test: ExprId, met: bool) {
        let program = self.program;
        match program.kind(test) {
            ExprKind::And(a, b) if met => {
                self.narrow(*a, met);
                self.narrow(*b, met);
            }
            ExprKind::Or(a, b) if !met => {
                self.narrow(*a, met);
                self.narrow(*b, met);
            }
            ExprKind::Not(inner) => self.narrow(*inner, !met),
            ExprKind::Call(callee, args) => {
                let ExprKind::Name(name) = program.kind(*callee) else { return };
                if self.symbols.text(*name) != "isinstance" {
                    return;
                }
                let [Arg::Positional(subject), Arg::Positional(class)] = program.args(*args) else { return };
                let class = self.eval(*class);
                if met {
                    self.narrow_to(*subject, &class);
                } else if let [Thing::Library(name, _)] = class.things.as_slice()
                    && let Some(row) = self.models.tagged(self.symbols.text(*name))
                {
                    self.narrow_to_class(*subject, &row.otherwise);
                }
            }
            ExprKind::Compare(run, op) if *op != CompareOp::Other => {
                let [a, b] = *program.list(*run) else { return };
                let met = met == (*op == CompareOp::Equal);
                self.narrow_by_tag(a, b, met);
                self.narrow_by_tag(b, a, met);
            }
            _ => {}
        }
    }

    /// `object.attribute == constant`: a row may know of which class the object is then.
    fn narrow_by_tag(&mut self, read: ExprId, constant: ExprId, met: bool) {
        let program = self.program;
        let ExprKind::Attribute(object, attribute) = program.kind(read) else { return };
        if !matches!(program.kind(*object), ExprKind::Name(_)) {
            return;
        }
        let constant = self.eval(constant);
        let value = match constant.things.as_slice() {
            [Thing::Library(name, _)] => Some(*name),
            // A plain text says it only of what a model is called with.
            _ => constant.constant().filter(|_| self.is_model_input(*object)),
        };
        let Some(value) = value else { return };
        let value = self.symbols.text(value).trim_end_matches(".value");
        if let Some(row) = self.models.tag(self.symbols.text(*attribute), value) {
            self.narrow_to_class(*object, if met { &row.instance } else { &row.otherwise });
        }
    }

    fn is_model_input(&mut self, object: ExprId) -> bool {
        let value = self.eval(object);
        !value.origins.is_empty()
            && value.origins.iter().all(|&origin| self.kind_of(origin) == Some(SourceKind::Model))
    }

    fn narrow_to_class(&mut self, subject: ExprId, class: &str) {
        if !class.is_empty() {
            let class = self.symbols.intern(class);
            self.narrow_to(subject, &Val::thing(Thing::Library(class, None)));
        }
    }

    fn narrow_to(&mut self, subject: ExprId, class: &V) {
        let program = self.program;
        let local = |name| {
            let scope = self.frames.last().and_then(|frame| program.scope(frame.scope));
            scope.is_some_and(|scope| scope.slot(name).is_some())
        };
        if let ExprKind::Name(name) = program.kind(subject)
            && local(*name)
        {
            let value = self.eval(subject);
            if !value.origins.is_empty() {
                self.bind(*name, super::calls::narrowed(&value, class));
            }
        }
    }

    fn branch(&mut self, test: ExprId, body: &[Stmt], orelse: &[Stmt]) -> End {
        match self.test(test) {
            Some(true) => return self.block(body),
            Some(false) => return self.block(orelse),
            None => {}
        }
        let before = self.env();
        self.narrow(test, true);
        let first = self.block(body);
        let after_first = self.env();
        self.set_env(before);
        self.narrow(test, false);
        let second = self.block(orelse);
        match (first, second) {
            (End::Left, End::Left) => End::Left,
            (End::Left, End::Through) => End::Through,
            (End::Through, End::Left) => {
                self.set_env(after_first);
                End::Through
            }
            (End::Through, End::Through) => {
                let joined = after_first.join(&self.env());
                self.set_env(joined);
                End::Through
            }
        }
    }

    /// Runs a body until the environment is stable.
    pub(super) fn repeat(&mut self, mut body: impl FnMut(&mut Self) -> End) {
        if let Some(frame) = self.frame() {
            frame.loops += 1;
        }
        for round in 0..limits::ROUNDS {
            let before = self.env();
            let outer = self.frame().and_then(|frame| frame.left.take());
            let end = body(self);
            let left = self.frame().and_then(|frame| frame.left.take());
            let mut after = if end == End::Through { before.join(&self.env()) } else { before.clone() };
            if let Some(left) = left {
                after = after.join(&left);
            }
            if let Some(frame) = self.frame() {
                frame.left = outer;
            }
            // From the second round on what still grows is taken as unknown, so that the rounds settle.
            if round > 0 {
                after = self.widen_env(&before, &after, round);
            }
            let stable = after == before;
            self.set_env(after);
            if stable || self.stopped() {
                break;
            }
            if round + 1 == limits::ROUNDS {
                self.hit(Bound::Rounds, None);
            }
        }
        if let Some(frame) = self.frame() {
            frame.loops -= 1;
        }
    }

    /// Runs `body` for each element of `iter`, bound to `target`: one by one where the elements are known.
    pub(super) fn for_each(&mut self, iter: &V, target: ExprId, mut body: impl FnMut(&mut Self) -> End) {
        if let Some(elements) = self.known_elements(iter) {
            for element in elements {
                let outer = self.frame().and_then(|frame| frame.left.take());
                let before = self.env();
                self.assign(target, element);
                let end = body(self);
                let left = self.frame().and_then(|frame| frame.left.take());
                let mut after = if end == End::Through { self.env() } else { before };
                if let Some(left) = left {
                    after = if end == End::Through { after.join(&left) } else { left };
                }
                if let Some(frame) = self.frame() {
                    frame.left = outer;
                }
                self.set_env(after);
            }
            return;
        }
        let element = self.element(iter);
        self.repeat(|this| {
            this.assign(target, element.clone());
            body(this)
        });
    }

    fn try_block(
        &mut self,
        body: &[Stmt],
        handlers: &[(Option<ExprId>, Option<ExprId>, Vec<Stmt>)],
        orelse: &[Stmt],
        finally: &[Stmt],
    ) -> End {
        let before = self.env();
        let outer = self.frame().and_then(|frame| frame.raised.take());
        let mut end = self.block(body);
        let raised = self.frame().and_then(|frame| frame.raised.take());
        let at_handlers = before.join(&self.env());
        if end == End::Through {
            end = self.block(orelse);
        }
        let mut result = (end == End::Through).then(|| self.env());
        for (exception, alias, body) in handlers {
            self.set_env(at_handlers.clone());
            if let Some(exception) = exception {
                self.eval(*exception);
            }
            if let Some(alias) = alias {
                let value = match &raised {
                    Some(raised) => self.caught(raised),
                    None => self.unknown.clone(),
                };
                self.assign(*alias, value);
            }
            if self.block(body) == End::Through {
                let env = self.env();
                result = Some(match result {
                    Some(old) => old.join(&env),
                    None => env,
                });
            }
        }
        if let Some(frame) = self.frame() {
            let kept = if handlers.is_empty() { raised } else { None };
            frame.raised = match (outer, frame.raised.take().or(kept)) {
                (Some(a), Some(b)) => Some(join(&a, &b)),
                (a, b) => a.or(b),
            };
        }
        let through = result.is_some();
        self.set_env(result.unwrap_or(at_handlers));
        let last = self.block(finally);
        if through { last } else { End::Left }
    }

    /// An exception as its handler sees it: what it was raised with is known to have come that way.
    fn caught(&mut self, raised: &V) -> V {
        let mut mark = |origins: &[OriginId]| {
            let mut marked: SmallVec<[OriginId; 4]> = SmallVec::new();
            for &id in origins {
                let origin = self.origins.get(id.0 as usize).cloned();
                let id = origin.map_or(id, |origin| self.origin(Origin { raised: true, ..origin }));
                super::value::add_origins(&mut marked, &[id]);
            }
            marked
        };
        let origins = mark(&raised.origins);
        let object = raised.object.as_ref().map(|object| {
            let mut object = (**object).clone();
            for (_, field) in &mut object.fields {
                *field = Rc::new(Val { origins: mark(&field.origins), ..(**field).clone() });
            }
            object.rest =
                object.rest.map(|rest| Rc::new(Val { origins: mark(&rest.origins), ..(*rest).clone() }));
            Rc::new(object)
        });
        Rc::new(Val { origins, object, ..(**raised).clone() })
    }

    fn match_block(&mut self, subject: ExprId, cases: &[Case]) -> End {
        let value = self.eval(subject);
        let before = self.env();
        let mut result = Some(before.clone());
        for case in cases {
            self.set_env(before.clone());
            for (target, path) in &case.captures {
                let mut captured = value.clone();
                for key in path {
                    let position = self.symbols.text(*key).parse::<u32>();
                    let key = position.map_or(Key::Name(*key), Key::Index);
                    captured = self.read_key(&captured, key, subject);
                }
                self.assign(*target, captured);
            }
            if let Some(guard) = case.guard {
                self.eval(guard);
            }
            if self.block(&case.body) == End::Through {
                let env = self.env();
                result = Some(match result {
                    Some(old) => old.join(&env),
                    None => env,
                });
            }
        }
        match result {
            Some(env) => {
                self.set_env(env);
                End::Through
            }
            None => End::Left,
        }
    }

    /// The environments around a nested function made now.
    pub(super) fn capture(&self) -> Option<Rc<Captured>> {
        let frame = self.frames.last()?;
        let scope = self.program.scope(frame.scope)?;
        match scope.kind {
            ScopeKind::Module => None,
            ScopeKind::Class(_) => frame.captured.clone(),
            ScopeKind::Function | ScopeKind::Lambda => Some(Rc::new(Captured {
                scope: frame.scope,
                slots: frame.env.clone(),
                outer: frame.captured.clone(),
            })),
        }
    }

    fn define_function(&mut self, id: ScopeId) {
        let program = self.program;
        let Some(scope) = program.scope(id) else { return };
        let captured = self.capture();
        let mut value = Val::thing(Thing::Function(id, None, captured));
        let accessor = scope.decorators.iter().find_map(|&decorator| match program.kind(decorator) {
            ExprKind::Attribute(_, word) if [self.words.setter, self.words.deleter].contains(word) => {
                Some(*word)
            }
            _ => None,
        });
        if let Some(word) = accessor {
            // The property itself stays what it was.
            let class = self.frames.last().and_then(|frame| frame.class);
            if let Some(data) = class.and_then(|class| self.classes.get_mut(&class)) {
                data.accessors.insert((scope.name, word), value);
            }
            return;
        }
        for &decorator in scope.decorators.iter().rev() {
            let wrapper = self.eval(decorator);
            value = self.decorated(&wrapper, value, decorator);
        }
        self.bind(scope.name, value);
    }

    fn define_class(&mut self, id: ClassId) {
        let program = self.program;
        let Some(class) = program.class(id) else { return };
        let mut data = ClassData::default();
        for &base in &class.bases {
            let value = self.eval(base);
            for thing in &value.things {
                match thing {
                    Thing::Class(base) if *base != id => data.bases.push(*base),
                    Thing::Library(name, _) => data.libraries.push(*name),
                    _ => {}
                }
            }
        }
        let captured = self.capture();
        self.classes.insert(id, data);
        if let Some(frame) = self.run_scope(class.body, Some(id), captured, |_| {})
            && let Some(scope) = program.scope(class.body)
        {
            let attributes = scope
                .locals
                .iter()
                .zip(frame.env.iter())
                .filter_map(|(name, value)| Some((*name, value?.clone())));
            let attributes: Vec<(Sym, V)> = attributes.collect();
            if let Some(data) = self.classes.get_mut(&id) {
                data.attributes.extend(attributes);
            }
        }
        self.bind(class.name, Val::thing(Thing::Class(id)));
    }

    fn import(&mut self, module: Sym, bound: Sym, aliased: bool) {
        let path = self.symbols.text(module).to_owned();
        let from = self.module_now();
        let value = match self.program.resolve(from, &path, 0) {
            Some(id) => {
                self.module(id);
                if aliased || !path.contains('.') {
                    Val::thing(Thing::Module(id))
                } else {
                    let first = path.split('.').next().unwrap_or("");
                    let first = self.symbols.intern(first);
                    Val::thing(Thing::Package(first))
                }
            }
            None => Val::thing(Thing::Library(if aliased { module } else { bound }, None)),
        };
        self.bind(bound, value);
    }

    fn import_from(&mut self, module: Sym, level: u32, names: &[(Sym, Sym)]) {
        let path = self.symbols.text(module).to_owned();
        let from = self.module_now();
        let target = self.program.resolve(from, &path, level);
        let env = target.and_then(|id| self.module(id));
        for &(name, bound) in names {
            if self.symbols.text(name) == "*" {
                if let (Some(id), Some(env)) = (target, &env) {
                    self.import_all(id, env);
                }
                continue;
            }
            let mut value = None;
            if let (Some(id), Some(env)) = (target, &env) {
                value = self.module_value(id, env, name);
                if value.is_some() {
                    self.imported.insert((from, bound), (id, name));
                }
            }
            if value.is_none() {
                // A submodule: `from package import module`.
                let text = self.symbols.text(name);
                let joined = if path.is_empty() { text.to_owned() } else { format!("{path}.{text}") };
                if let Some(id) = self.program.resolve(from, &joined, level) {
                    self.module(id);
                    value = Some(Val::thing(Thing::Module(id)));
                }
            }
            let value = match value {
                Some(value) => value,
                None if target.is_none() && level == 0 => {
                    let dotted = self.dot(module, name);
                    Val::thing(Thing::Library(dotted, None))
                }
                None => self.unknown.clone(),
            };
            self.bind(bound, value);
        }
    }

    fn import_all(&mut self, module: ModuleId, env: &Env) {
        let program = self.program;
        let Some(scope) = program.module(module).and_then(|module| program.scope(module.body)) else {
            return;
        };
        for (name, value) in scope.locals.iter().zip(env.iter()) {
            if let Some(value) = value
                && !self.symbols.text(*name).starts_with('_')
            {
                self.star_import(*name, value.clone());
            }
        }
    }

    /// Names of a star import have no slot; they live beside the module's variables.
    fn star_import(&mut self, name: Sym, value: V) {
        let module = self.module_now();
        self.facts.star_names.insert((module, name), value);
    }

    /// Binds a name in the current frame (or the module, if declared global).
    pub(super) fn bind(&mut self, name: Sym, value: V) {
        let program = self.program;
        let Some(frame) = self.frames.last_mut() else { return };
        let Some(scope) = program.scope(frame.scope) else { return };
        if let Some(slot) = scope.slot(name) {
            frame.env.set(slot, value);
            return;
        }
        let module = frame.module;
        if scope.globals.contains(&name) {
            self.set_global(module, name, &value);
            return;
        }
        // `nonlocal`, or an object of an outer variable changed in place: the nearest active scope that has the name.
        let mut parent = scope.parent;
        while let Some(id) = parent {
            let Some(outer) = program.scope(id) else { return };
            if outer.kind == ScopeKind::Module {
                self.set_global(module, name, &value);
                return;
            }
            if let Some(slot) = outer.slot(name)
                && let Some(frame) = self.frames.iter_mut().rev().find(|frame| frame.scope == id)
            {
                let value = frame.env.get(slot).map_or_else(|| value.clone(), |old| join(old, &value));
                frame.env.set(slot, value);
                return;
            }
            parent = outer.parent;
        }
        // What is changed in place needs no declaration.
        self.set_global(module, name, &value);
    }
}

/// Whether two constants are equal; `None` when either is not constant.
fn same_constant(a: &Val, b: &Val) -> Option<bool> {
    let plain = |value: &Val| value.origins.is_empty() && value.things.is_empty() && value.object.is_none();
    if !plain(a) || !plain(b) {
        return None;
    }
    match (&a.text, &b.text) {
        (Text::Unknown, _) | (_, Text::Unknown) => None,
        (Text::OneOf(_), Text::OneOf(_)) => Some(a.constant()? == b.constant()?),
        (Text::OneOf(_), _) => a.constant().map(|_| false),
        (_, Text::OneOf(_)) => b.constant().map(|_| false),
        (a, b) => Some(a == b),
    }
}

/// A structural hash of values, as key of summaries.
pub fn fingerprint(value: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}
