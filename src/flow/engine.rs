//! The interpreter's state. Comes in: a lowered program and the tables; goes out: facts about sinks, responses and
//! outbound calls. The files beside it are the interpreter's stages: `statements`, `narrowing` and `definitions`; `eval`
//! (expressions), `attributes`, `items`, `containers`, `texts` and `assign`; `calls`, `summaries`, `instances`,
//! `builtins`, `methods` and `library`. Functions are analysed once per distinct abstract arguments; the result is kept
//! as a summary of that call, so cost stays near linear and callers do not mix.

use std::cell::RefCell;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use smallvec::SmallVec;

use super::bounds::{Bound, Hits};
use super::constants::Constants;
use super::env::Env;
use super::facts::Facts;
use super::limits;
use super::models::{Models, Rows};
use super::own::OwnRows;
use super::reads::{Cell, Reads, RunId};
use super::value::{
    Captured, Key, Object, ObjectKind, Origin, OriginId, Source, SourceKind, V, Val, touched,
};
use crate::knowledge::rows::EndpointRow;
use crate::knowledge::{DataType, Knowledge};
use crate::plugin::Plugin;
use crate::python::Program;
use crate::python::ir::{ClassId, ExprId, Interner, ModuleId, ScopeId, Sym};
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
    /// The environments at `return`.
    pub exits: SmallVec<[Env; 2]>,
    /// Joined yielded values.
    pub yielded: Option<V>,
    /// Joined exceptions raised here and not caught.
    pub raised: Option<V>,
    /// Joined environments at `break` and `continue`.
    pub left: Option<Env>,
    /// Loops around the current statement whose rounds stand for all.
    pub loops: u32,
    /// Turns of the loops around it that are taken element by element, multiplied.
    pub turns: usize,
    /// What loops deep in others came to hold, and in which round.
    pub settled: FxHashMap<ExprId, (Env, usize)>,
}

/// How a block ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// At its end.
    Through,
    /// By `return`, `raise`, `break` or `continue`.
    Left,
}

/// A parameter (by slot) and the fields that lead on from it.
pub type Within = (usize, SmallVec<[Key; 2]>);

/// What a call does to its caller.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// The result.
    pub returned: Option<V>,
    /// Where in a parameter the result is the very object that stands there: the parameter, and the fields that lead on.
    pub within: Option<Within>,
    /// Parameters (by slot) that were changed in place.
    pub changed: SmallVec<[(usize, V); 2]>,
    /// Exceptions that leave it.
    pub raised: Option<V>,
}

/// State of one summary.
#[derive(Debug, Clone)]
pub enum Memo {
    /// Under way: the result so far, and whether it was asked for.
    Open(Summary, bool, RunId),
    /// Done.
    Done(Rc<Summary>, RunId),
}

impl Memo {
    /// The run that makes or made it.
    pub fn run(&self) -> RunId {
        match self {
            Self::Open(_, _, run) | Self::Done(_, run) => *run,
        }
    }
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
    /// What was read of the shared state, and by which runs.
    pub(super) reads: RefCell<Reads>,
    /// Constants of the last statement that was run.
    pub(super) statement: Vec<(Sym, Sym)>,
    /// Environment variables that the plugin sets.
    pub(super) environment: FxHashMap<Sym, V>,
    /// What was written to files.
    pub(super) written: FxHashMap<super::kept::File, SmallVec<[OriginId; 4]>>,
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
    /// Parts of values that were touched.
    pub(super) parts: u64,
    pub(super) depth: u32,
    pub(super) next_object: u32,
    pub(super) hits: Hits,
    pub(super) unknown: V,
    pub(super) constants: Constants,
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
    class = "__class__", set = "__set__", setitem = "__setitem__", new = "__new__", setter = "setter", deleter = "deleter",
    filename = "filename", url = "url",
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
        // The values of the plugin before, on this thread, are none of its own.
        touched();
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
            reads: RefCell::default(),
            statement: Vec::new(),
            environment: FxHashMap::default(),
            written: FxHashMap::default(),
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
            parts: 0,
            depth: 0,
            next_object: 0,
            hits: Hits::new(),
            unknown,
            constants: Constants::default(),
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
        let dotted = if text.len() > limits::DOTTED { object } else { self.symbols.intern(&text) };
        self.dotted.insert((object, name), dotted);
        dotted
    }

    /// Notes that a variable of the shared state is read.
    pub(super) fn reads(&self, cell: Cell) {
        self.reads.borrow_mut().read(cell);
    }

    /// Notes that a variable of the shared state holds something else than before.
    pub(super) fn changes(&self, cell: Cell) {
        self.reads.borrow_mut().change(cell);
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
        self.steps + self.parts / limits::STEP_PARTS > limits::STEPS
    }

    /// Counts a step; false when the plugin has used up its share.
    pub(super) fn step(&mut self) -> bool {
        self.steps_of(1)
    }

    /// Counts steps; false when the plugin has used up its share.
    pub(super) fn steps_of(&mut self, count: u64) -> bool {
        self.steps += count;
        self.parts += touched();
        if self.stopped() {
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
            self.hit(Bound::Nesting, None);
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
            exits: SmallVec::new(),
            yielded: None,
            raised: None,
            left: None,
            loops: 0,
            turns: 1,
            settled: FxHashMap::default(),
        };
        fill(&mut frame);
        self.frames.push(frame);
        self.visited.insert(id);
        let end = self.block(&scope.body);
        let mut frame = self.frames.pop()?;
        if end == End::Through || frame.exits.is_empty() {
            frame.exits.push(frame.env.clone());
        }
        Some(frame)
    }
}

/// A structural hash of values, as key of summaries.
pub fn fingerprint(value: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}
