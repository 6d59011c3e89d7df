//! Runs the interpreter over a plugin: modules first, then every entry point with what comes in there, then what the
//! framework calls besides. Comes in: a plugin; goes out: [`CodeFacts`]. Apart because it is the only place that knows
//! in which order things run.

use std::rc::Rc;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::bounds::Bound;
use super::engine::{Engine, ModuleState};
use super::facts::kind_of;
use super::limits;
use super::models::Models;
use super::own::Invoked;
use super::reads::{Cell, RunId};
use super::typing::Typing;
use super::value::{Arguments, ObjectKind, Source, SourceKind, Thing, V, Val};
use super::{CodeFacts, practices};
use crate::knowledge::Knowledge;
use crate::knowledge::rows::{BaseRow, SourceRow};
use crate::plugin::Plugin;
use crate::python::Program;
use crate::python::ir::{ClassId, ExprId, ExprKind, ModuleId, ParamKind, ScopeId, ScopeKind, Sym};
use crate::source::{NotAnalysed, Span};
use crate::syntax::QuerySet;

/// The tables made ready for analysing plugins; shared by all threads.
#[derive(Debug)]
pub struct Analyser<'k> {
    knowledge: &'k Knowledge,
    models: Models<'k>,
    /// Made when the first plugin has been interpreted: another thread may read its policy meanwhile.
    typing: OnceLock<Result<Typing<'k>, String>>,
    queries: Option<&'k QuerySet>,
}

impl<'k> Analyser<'k> {
    /// Indexes the tables.
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Self { knowledge, models: Models::new(knowledge), typing: OnceLock::new(), queries: None }
    }

    /// Adds what a user's queries match to every plugin's code.
    #[must_use]
    pub fn with_queries(self, queries: Option<&'k QuerySet>) -> Self {
        Self { queries, ..self }
    }

    /// What the code of `plugin` does with data about people.
    pub fn analyse(&self, plugin: &Plugin) -> CodeFacts {
        let mut program = Program::read(plugin, self.queries);
        let (hidden, whole) = super::hidden::find(self.knowledge, plugin, &program);
        let symbols = std::mem::take(&mut program.symbols);
        let mut engine = Engine::new(self.knowledge, &self.models, plugin, &program, symbols);
        let bases = engine.run();
        let typing =
            self.typing.get_or_init(|| Typing::new(self.knowledge).map_err(|error| error.to_string()));
        let mut facts = match typing {
            Ok(typing) => {
                let facts = practices::decide(&mut engine, typing, &bases);
                CodeFacts { taken: super::taken::of(typing, plugin), ..facts }
            }
            Err(reason) => {
                let not_analysed = vec![NotAnalysed::new(".", reason.clone())];
                CodeFacts { not_analysed, ..CodeFacts::default() }
            }
        };
        facts.hidden = hidden;
        if !whole {
            let reason = "texts that are run as code are too many to be followed to where they come from";
            facts.not_analysed.push(NotAnalysed::new(".", reason));
        }
        facts.not_analysed.append(&mut engine.bounds());
        drop(engine);
        facts.not_analysed.append(&mut program.not_analysed);
        facts.not_analysed.extend(super::bounds::unknown_recipients(
            self.knowledge,
            plugin,
            &facts.practices,
        ));
        facts.not_analysed.sort();
        facts.not_analysed.dedup();
        facts
    }
}

/// A class of the plugin whose base class of the SDK sends by itself.
#[derive(Debug)]
pub struct SendingBase<'k> {
    /// The row.
    pub row: &'k BaseRow,
    /// The class's header.
    pub span: Span,
}

/// An entry point: a method that the framework calls.
struct EntryPoint<'k> {
    class: ClassId,
    method: String,
    entry: Option<u32>,
    rows: Vec<&'k SourceRow>,
}

fn is_in(stale: &[bool], run: RunId) -> bool {
    stale.get(run as usize).copied().unwrap_or(true)
}

impl<'k> Engine<'_, 'k> {
    /// Interprets the plugin; gives the classes whose base sends.
    pub(super) fn run(&mut self) -> Vec<SendingBase<'k>> {
        for (_, library) in self.knowledge.general_libraries() {
            for row in
                library.source.iter().filter(|row| row.kind == "credentials" && !row.parameter.is_empty())
            {
                let sym = self.symbols.intern(&row.parameter);
                self.facts.credential_names.insert(sym);
            }
            for row in &library.base {
                for name in &row.url {
                    let sym = self.symbols.intern(name);
                    self.facts.url_keys.insert(sym);
                }
            }
        }
        for index in 0..self.program.modules.len() {
            self.module(ModuleId(u32::try_from(index).unwrap_or(u32::MAX)));
        }
        let points = self.entry_points();
        self.grew = false;
        let mut entered: Vec<RunId> = points.iter().map(|point| self.enter_noted(point)).collect();
        for _ in 0..limits::SHARED_ROUNDS {
            // What was read before another function filled it: once more, with what is known now.
            let filled = self.missed_fields.iter().any(|missed| self.instance_fields.contains_key(missed));
            if !filled && !self.grew {
                break;
            }
            self.grew = false;
            self.round += 1;
            self.missed_fields.retain(|missed| !self.instance_fields.contains_key(missed));
            self.enter_again(&points, &mut entered);
        }
        if self.grew {
            self.hit(Bound::Shared, None);
        }
        self.others();
        self.sending_bases()
    }

    /// Enters once more those entry points that read something which has changed since.
    fn enter_again(&mut self, points: &[EntryPoint<'k>], entered: &mut [RunId]) {
        let first = self.reads.get_mut().runs();
        self.begin_contexts();
        let (mut stale, mut turns, mut seen) = (Vec::new(), 0, None);
        for (point, run) in points.iter().zip(entered) {
            let changes = self.reads.get_mut().changes();
            if seen != Some(changes) {
                seen = Some(changes);
                turns += 1;
                stale = self.forget_stale(first, turns > limits::TURNS);
            }
            if stale.get(*run as usize).copied().unwrap_or(true) {
                *run = self.enter_noted(point);
            }
        }
    }

    /// Counts the arguments of functions anew for a round. A function whose arguments were joined is analysed anew: which
    /// ones are told apart depends on the order of calls.
    fn begin_contexts(&mut self) {
        let contexts = std::mem::take(&mut self.contexts);
        let joined = |id: &ScopeId| contexts.get(id).is_some_and(|(_, joined)| joined.is_some());
        let runs: Vec<RunId> =
            self.memo.iter().filter(|((id, _), _)| joined(id)).map(|(_, memo)| memo.run()).collect();
        let stale = self.reads.get_mut().stale(runs.into_iter());
        self.memo.retain(|_, memo| !is_in(&stale, memo.run()));
        self.contexts = FxHashMap::default();
        self.memo.keys().for_each(|(id, _)| self.contexts.entry(*id).or_default().0 += 1);
    }

    /// Forgets the results of runs before `first` that read what has changed since, or `all` of them; gives the runs that did.
    fn forget_stale(&mut self, first: RunId, all: bool) -> Vec<bool> {
        let count = self.reads.get_mut().runs() as usize;
        let names: Vec<(ModuleId, Sym)> = self.imported.keys().copied().collect();
        for name in names {
            let home = self.home(name.0, name.1);
            self.reads.get_mut().follow(Cell::Global(name.0, name.1), Cell::Global(home.0, home.1));
        }
        let stale = if all { vec![true; count] } else { self.reads.get_mut().stale(std::iter::empty()) };
        let contexts = &mut self.contexts;
        self.memo.retain(|(id, _), memo| {
            let kept = memo.run() >= first || !is_in(&stale, memo.run());
            if !kept && let Some(context) = contexts.get_mut(id) {
                context.0 = context.0.saturating_sub(1);
            }
            kept
        });
        stale
    }

    /// Enters an entry point, and notes what it reads.
    fn enter_noted(&mut self, point: &EntryPoint<'k>) -> RunId {
        let run = self.reads.get_mut().begin();
        self.enter(point);
        self.reads.get_mut().end(run);
        run
    }

    /// The manifest entries whose Python file is this module's.
    fn entries_of(&self, module: ModuleId) -> SmallVec<[u32; 2]> {
        let Some(path) = self.plugin.file(self.program.file(module)).map(|file| file.path.as_str()) else {
            return SmallVec::new();
        };
        let entries = self.plugin.manifest.entries.iter().enumerate();
        entries
            .filter(|(_, entry)| {
                entry.source.as_ref().is_some_and(|source| source.text.trim_start_matches("./") == path)
            })
            .filter_map(|(index, _)| u32::try_from(index).ok())
            .collect()
    }

    fn entry_points(&self) -> Vec<EntryPoint<'k>> {
        let mut points = Vec::new();
        let inherited: FxHashSet<ClassId> =
            self.classes.values().flat_map(|data| data.bases.iter().copied()).collect();
        for index in 0..self.program.classes.len() {
            let class = ClassId(u32::try_from(index).unwrap_or(u32::MAX));
            let Some(row) = self.program.class(class) else { continue };
            let entries = self.entries_of(row.module);
            if entries.is_empty() && inherited.contains(&class) {
                continue;
            }
            let mut methods: Vec<(String, Vec<&'k SourceRow>)> = Vec::new();
            for library in self.library_bases(class) {
                for row in self.models.entries(self.symbols.text(library)) {
                    for method in self.methods_of_row(class, row) {
                        match methods.iter_mut().find(|(other, _)| *other == method) {
                            Some((_, rows)) => {
                                let same = |other: &&SourceRow| {
                                    other.parameter == row.parameter
                                        && other.position == row.position
                                        && other.attribute == row.attribute
                                };
                                if !rows.iter().any(same) {
                                    rows.push(row);
                                }
                            }
                            None => methods.push((method, vec![row])),
                        }
                    }
                }
            }
            for (method, rows) in methods {
                if entries.is_empty() {
                    points.push(EntryPoint { class, method, entry: None, rows });
                } else {
                    for &entry in &entries {
                        points.push(EntryPoint {
                            class,
                            method: method.clone(),
                            entry: Some(entry),
                            rows: rows.clone(),
                        });
                    }
                }
            }
        }
        points
    }

    /// The methods of a class that a row is about: the one it names, or all with the decorator it names.
    fn methods_of_row(&self, class: ClassId, row: &SourceRow) -> Vec<String> {
        let Some(decorator) = row.method.strip_prefix('@') else {
            return if self.has_method(class, &row.method) { vec![row.method.clone()] } else { Vec::new() };
        };
        let mut methods = Vec::new();
        for ancestor in self.ancestors(class) {
            let Some(class) = self.program.class(ancestor) else { continue };
            for &(name, scope) in &class.methods {
                let decorators = self.program.scope(scope).map(|scope| scope.decorators.as_slice());
                let fits = |&expr: &ExprId| {
                    self.library_name(class.module, expr).is_some_and(|name| name == decorator)
                };
                let name = self.symbols.text(name).to_owned();
                if decorators.unwrap_or_default().iter().any(fits) && !methods.contains(&name) {
                    methods.push(name);
                }
            }
        }
        methods
    }

    /// The library's name for a decorator, called or not.
    fn library_name(&self, module: ModuleId, expr: ExprId) -> Option<String> {
        match self.program.kind(expr) {
            ExprKind::Call(callee, _) => self.library_name(module, *callee),
            ExprKind::Attribute(object, name) => {
                let owner = self.library_name(module, *object)?;
                Some(format!("{owner}.{}", self.symbols.text(*name)))
            }
            ExprKind::Name(name) => {
                let Some(ModuleState::Done(env)) = self.modules.get(&module) else { return None };
                match self.module_value(module, env, *name)?.things.as_slice() {
                    [Thing::Library(name, _)] => Some(self.symbols.text(*name).to_owned()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn has_method(&self, class: ClassId, method: &str) -> bool {
        let Some(name) = self.symbols.get(method) else { return false };
        self.ancestors(class).iter().any(|&ancestor| {
            self.program
                .class(ancestor)
                .is_some_and(|class| class.methods.iter().any(|(other, _)| *other == name))
        })
    }

    /// The method's scope and the class that defines it.
    fn method(&self, class: ClassId, name: Sym) -> Option<ScopeId> {
        self.ancestors(class).iter().find_map(|&ancestor| {
            let class = self.program.class(ancestor)?;
            class.methods.iter().rev().find(|(other, _)| *other == name).map(|(_, scope)| *scope)
        })
    }

    /// A place in the class's module, for what has no expression of its own.
    fn somewhere(&self) -> ExprId {
        ExprId(u32::MAX)
    }

    fn instance(&mut self, class: ClassId) -> V {
        let at = self.somewhere();
        let init = self.words.init;
        if self.method(class, init).is_some() {
            let value = self.call_thing(&Thing::Class(class), &Rc::new(Arguments::default()), at, None);
            if value.object.is_some() {
                return value;
            }
        }
        let object = self.new_object(ObjectKind::Instance(class));
        Val::object(object)
    }

    fn enter(&mut self, point: &EntryPoint<'k>) {
        let Some(name) = self.symbols.get(&point.method) else { return };
        let Some(id) = self.method(point.class, name) else { return };
        let program = self.program;
        let Some(scope) = program.scope(id) else { return };
        let this = self.instance(point.class);
        let file = program.file(scope.module);
        let is_static = self.is_static(id);
        let mut arguments = Arguments::default();
        for (index, param) in scope.params.iter().enumerate() {
            if index == 0 && !is_static {
                continue;
            }
            let position = index - usize::from(!is_static);
            let text = self.symbols.text(param.name).to_owned();
            let of_whole = |row: &&&SourceRow| row.attribute.is_empty();
            let by_name = point.rows.iter().filter(of_whole).find(|row| row.parameter == text);
            let by_position = point.rows.iter().filter(of_whole).find(|row| {
                row.position.is_some_and(|place| place as usize == position)
                    && !self.scope_has(id, &row.parameter)
            });
            let decorated =
                point.rows.iter().find(|row| row.method.starts_with('@') && row.parameter.is_empty());
            if let Some(row) = decorated.filter(|_| param.kind != ParamKind::Args) {
                let span = Span { file, start: param.start, end: param.start };
                let whole = self.input(row, &row.kind, span, point.entry);
                let value =
                    if param.kind == ParamKind::Kwargs { whole } else { self.one_key(&whole, param.name) };
                arguments.keywords.push((param.name, value));
                continue;
            }
            let Some(row) = by_name.or(by_position) else {
                if !matches!(param.kind, ParamKind::Args | ParamKind::Kwargs) {
                    let value = match param.annotation {
                        Some(annotation) => self.annotated_in(scope.module, annotation),
                        None => self.unknown.clone(),
                    };
                    arguments.keywords.push((param.name, value));
                }
                continue;
            };
            let span = Span { file, start: param.start, end: param.start };
            let value = self.input(row, &text, span, point.entry);
            self.type_keys(&value, row, &point.rows);
            arguments.keywords.push((param.name, value));
        }
        let receiver = if is_static { None } else { Some(this) };
        self.entry = point.entry;
        self.hands = point.rows.iter().find_map(|row| self.knowledge.data_type(&row.hands));
        let (result, _) = self.function(Invoked {
            function: id,
            receiver: receiver.as_ref(),
            captured: None,
            arguments: &arguments,
            site: None,
        });
        self.hand_on(&result, None);
        self.entry = None;
        self.hands = None;
    }

    fn one_key(&mut self, whole: &V, key: Sym) -> V {
        let origins = whole.origins.iter().map(|&origin| self.extend(origin, key)).collect();
        Rc::new(Val { origins, ..Val::default() })
    }

    /// Notes the data types that further rows give keys of what a parameter brings.
    fn type_keys(&mut self, value: &V, of: &SourceRow, rows: &[&'k SourceRow]) {
        let Some(source) = value.origins.first().and_then(|id| self.origins.get(id.0 as usize)) else {
            return;
        };
        let source = source.source;
        for row in rows {
            if row.parameter == of.parameter
                && !row.attribute.is_empty()
                && let Some(data_type) = self.knowledge.data_type(&row.data_type)
            {
                let key = self.symbols.intern(&row.attribute);
                self.typed_keys.insert((source, key), data_type);
            }
        }
    }

    fn scope_has(&self, id: ScopeId, name: &str) -> bool {
        let Some(sym) = self.symbols.get(name) else { return false };
        self.program.scope(id).is_some_and(|scope| scope.params.iter().any(|param| param.name == sym))
    }

    fn is_static(&self, id: ScopeId) -> bool {
        self.program.scope(id).is_some_and(|scope| {
            scope.decorators.iter().any(
                |&decorator| matches!(self.program.kind(decorator), ExprKind::Name(name) if *name == self.words.static_method),
            )
        })
    }

    /// What comes in by one parameter of an entry point.
    fn input(&mut self, row: &'k SourceRow, name: &str, span: Span, entry: Option<u32>) -> V {
        let Some(kind) = kind_of(&row.kind).or(Some(SourceKind::Model)) else { return self.unknown.clone() };
        let name = self.symbols.intern(name);
        let webhook = entry.is_some() && self.is_webhook(row);
        let shared = matches!(kind, SourceKind::Credentials | SourceKind::Settings);
        let source = Source {
            kind,
            span: if shared { Span { start: 0, end: 0, ..span } } else { span },
            entry: if shared { None } else { entry },
            data_type: self.knowledge.data_type(&row.data_type),
            name,
            recipients: SmallVec::new(),
            returns: SmallVec::new(),
            beside: SmallVec::new(),
            api: self.words.empty,
            webhook,
            weak: row.weak,
        };
        let value = self.source_value(source);
        if row.instance.is_empty() {
            return value;
        }
        let instance = self.symbols.intern(&row.instance);
        Rc::new(Val { things: SmallVec::from_iter([Thing::Library(instance, None)]), ..(*value).clone() })
    }

    /// Whether what comes in by a row is a vendor's webhook: the plugin is named after a service of the row's categories.
    fn is_webhook(&self, row: &SourceRow) -> bool {
        let vendor = || self.named_vendor().and_then(|id| self.knowledge.service_row(id));
        row.webhook_of
            .iter()
            .any(|category| category == "*" || vendor().is_some_and(|row| row.category == *category))
    }

    /// What no entry point reached: methods that the framework may call, and functions that something refers to.
    fn others(&mut self) {
        let mut referred: FxHashSet<Sym> = FxHashSet::default();
        for expr in &self.program.exprs {
            if let ExprKind::Name(name) | ExprKind::Attribute(_, name) = expr.kind {
                referred.insert(name);
            }
        }
        for index in 0..self.program.scopes.len() {
            let id = ScopeId(u32::try_from(index).unwrap_or(u32::MAX));
            if self.visited.contains(&id) || self.stopped() {
                continue;
            }
            let Some(scope) = self.program.scope(id) else { continue };
            if scope.kind != ScopeKind::Function {
                continue;
            }
            let class = self.class_of(id);
            let framework = class.is_some_and(|class| !self.library_bases(class).is_empty());
            let nested = scope
                .parent
                .and_then(|parent| self.program.scope(parent))
                .is_some_and(|parent| parent.kind == ScopeKind::Function);
            let used = referred.contains(&scope.name) || (framework && self.may_be_called(class, scope.name));
            if nested || !used {
                continue;
            }
            // The framework may call it, but nothing shows that it does.
            self.alone = !framework || !referred.contains(&scope.name);
            self.run_alone(id, class);
            self.alone = false;
        }
    }

    /// Whether the framework may call a method that nothing in the plugin refers to: a private one of a class whose base
    /// the tables know is an entry method, or dead.
    fn may_be_called(&self, class: Option<ClassId>, name: Sym) -> bool {
        let name = self.symbols.text(name);
        if !name.starts_with('_') || name.ends_with("__") {
            return true;
        }
        let bases = class.map(|class| self.library_bases(class)).unwrap_or_default();
        bases.iter().any(|&library| {
            let library = self.symbols.text(library);
            self.models.base(library).is_some() || self.models.entries(library).next().is_none()
        })
    }

    fn run_alone(&mut self, id: ScopeId, class: Option<ClassId>) {
        let program = self.program;
        let Some(scope) = program.scope(id) else { return };
        let is_static = self.is_static(id);
        let file = program.file(scope.module);
        let mut arguments = Arguments::default();
        let own = class.is_some() && !is_static;
        for param in scope.params.iter().skip(usize::from(own)) {
            if matches!(param.kind, ParamKind::Args | ParamKind::Kwargs) {
                continue;
            }
            let typed = param.annotation.map(|annotation| self.annotated_in(scope.module, annotation));
            if let Some(typed) = typed.filter(|typed| !typed.is_unknown()) {
                arguments.keywords.push((param.name, typed));
                continue;
            }
            if param.default.is_some() {
                continue;
            }
            let credentials = self.facts.credential_names.contains(&param.name);
            let source = Source {
                kind: if credentials { SourceKind::Credentials } else { SourceKind::Local },
                span: Span {
                    file,
                    start: if credentials { 0 } else { param.start },
                    end: if credentials { 0 } else { param.start },
                },
                entry: None,
                data_type: None,
                name: param.name,
                recipients: SmallVec::new(),
                returns: SmallVec::new(),
                beside: SmallVec::new(),
                api: self.words.empty,
                webhook: false,
                weak: false,
            };
            let value = self.source_value(source);
            arguments.keywords.push((param.name, value));
        }
        let receiver = if own { class.map(|class| self.instance(class)) } else { None };
        self.function(Invoked {
            function: id,
            receiver: receiver.as_ref(),
            captured: None,
            arguments: &arguments,
            site: None,
        });
    }

    fn sending_bases(&self) -> Vec<SendingBase<'k>> {
        let mut out = Vec::new();
        for index in 0..self.program.classes.len() {
            let class = ClassId(u32::try_from(index).unwrap_or(u32::MAX));
            let Some(row) = self.program.class(class) else { continue };
            let base = self
                .library_bases(class)
                .iter()
                .find_map(|&library| self.models.base(self.symbols.text(library)));
            let Some(base) = base else { continue };
            // A class with an entry method of its own sends by what that method does.
            let own = self.library_bases(class).iter().any(|&library| {
                let mut rows = self.models.entries(self.symbols.text(library));
                rows.any(|row| row.kind == "data" && self.has_method(class, &row.method))
            });
            if own {
                continue;
            }
            let span = Span { file: self.program.file(row.module), start: row.start, end: row.end };
            out.push(SendingBase { row: base, span });
        }
        out
    }
}
