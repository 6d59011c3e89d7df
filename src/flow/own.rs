//! Rows about the plugin's own code: an organisation's own functions, methods and attributes, named as the plugin defines
//! them (`tools.crm.Client.load`). Comes in: a call or a read of such a thing; goes out: what its rows add to what the
//! analysis finds in it. Apart because only rows from outside name them; without any, nothing of this runs.

use std::rc::Rc;

use smallvec::SmallVec;

use super::engine::Engine;
use super::models::Rows;
use super::value::{Arguments, Captured, Key, ObjectKind, Thing, V, Val, join};
use crate::knowledge::rows::{SinkRow, SourceRow};
use crate::python::ir::{ClassId, ExprId, ParamKind, ScopeId, ScopeKind, Sym};

/// The rows of a function with the name that they have it under.
pub(super) type OwnRows<'k> = Option<(Sym, Rc<Rows<'k>>)>;

/// What a call gives: its value, and the parameters that it changed.
pub(super) type Outcome = (V, SmallVec<[(usize, V); 2]>);

/// A call of a function of the plugin.
pub(super) struct Invoked<'v> {
    /// Which.
    pub function: ScopeId,
    /// What it is bound to.
    pub receiver: Option<&'v V>,
    /// The environment that it was made in.
    pub captured: Option<Rc<Captured>>,
    /// What it is given.
    pub arguments: &'v Arguments,
    /// The call, where one stands in the code.
    pub site: Option<ExprId>,
}

impl<'k> Engine<'_, 'k> {
    /// Calls a function of the plugin: what its code does, and what rows from outside say of it.
    pub(super) fn function(&mut self, call: Invoked<'_>) -> Outcome {
        let Invoked { function: id, receiver, arguments, site, .. } = call;
        let (value, changed) = self.analysed_function(call);
        let Some(at) = site.filter(|_| self.models.knows_own()) else { return (value, changed) };
        let value = match self.own_rows(id, receiver) {
            Some((name, rows)) => self.described(id, name, &rows, receiver, arguments, value, at),
            None => value,
        };
        (value, changed)
    }

    /// The rows of a function, by its own name or by the name that a subclass of its class has it under.
    fn own_rows(&mut self, id: ScopeId, receiver: Option<&V>) -> OwnRows<'k> {
        let class = match receiver.and_then(|value| value.object.as_ref()).map(|object| object.kind) {
            Some(ObjectKind::Instance(class)) => Some(class),
            _ => None,
        };
        if let Some(known) = self.own.get(&(id, class)) {
            return known.clone();
        }
        let found = self.names_of(id, class).into_iter().find_map(|name| {
            let rows = self.models.own_rows(&name);
            (!rows.is_empty()).then(|| (self.symbols.intern(&name), Rc::new(rows)))
        });
        self.own.insert((id, class), found.clone());
        found
    }

    /// The names of a function: where it is defined, a constructor also by its class, a method also by the classes
    /// between the receiver's and its own.
    fn names_of(&self, id: ScopeId, class: Option<ClassId>) -> Vec<String> {
        let Some(scope) = self.program.scope(id) else { return Vec::new() };
        let name = self.symbols.text(scope.name);
        let mut names = vec![self.qualified(id)];
        let owner = self.class_of(id);
        if let Some(owner) = owner {
            let below = class.into_iter().flat_map(|class| self.ancestors(class));
            for class in below.take_while(|class| *class != owner).chain([owner]) {
                let class = self.class_name(class);
                names.push(format!("{class}.{name}"));
                if scope.name == self.words.init {
                    names.push(class);
                }
            }
        }
        names
    }

    /// Module, classes and functions around a scope, and its own name.
    fn qualified(&self, id: ScopeId) -> String {
        let mut parts: Vec<&str> = Vec::new();
        let mut at = Some(id);
        while let Some(scope) = at.and_then(|id| self.program.scope(id)) {
            match scope.kind {
                ScopeKind::Module => {
                    parts.push(self.program.module(scope.module).map_or("", |module| &module.path));
                }
                _ => parts.push(self.symbols.text(scope.name)),
            }
            at = scope.parent;
        }
        parts.reverse();
        parts.retain(|part| !part.is_empty());
        parts.join(".")
    }

    fn class_name(&self, class: ClassId) -> String {
        self.program.class(class).map_or_else(String::new, |class| self.qualified(class.body))
    }

    /// What the rows add to the value of a call.
    #[allow(clippy::too_many_arguments, reason = "a call has this many parts")]
    fn described(
        &mut self,
        id: ScopeId,
        name: Sym,
        rows: &Rows<'k>,
        receiver: Option<&V>,
        arguments: &Arguments,
        value: V,
        at: ExprId,
    ) -> V {
        let mut value = value;
        let this = receiver.cloned().unwrap_or_else(|| self.unknown.clone());
        if let Some(row) = rows.capability {
            let span = self.span_of(at);
            self.facts.capability(row, span);
        }
        if let Some(summary) = rows.summary {
            value = self.own_summary(&summary.returns, &this, arguments, value);
        }
        for row in &rows.sinks {
            let arguments = self.placed(row, id, receiver.is_some(), arguments);
            if let Some(response) = self.sink(row, name, &arguments, None, &this, &[], at) {
                value = join(&value, &response);
            }
        }
        match rows.source {
            Some(row) => self.own_source(row, name, &value, at),
            None => value,
        }
    }

    /// The result as a row says it: with the row's data, whole or under a key of it.
    pub(super) fn own_source(&mut self, row: &'k SourceRow, name: Sym, value: &V, at: ExprId) -> V {
        let unknown = self.unknown.clone();
        let given = self.row_source(row, Some(name), &unknown, at);
        if row.attribute.is_empty() {
            return join(value, &given);
        }
        let key = self.symbols.intern(&row.attribute);
        let mut record = match &value.object {
            Some(object) => (**object).clone(),
            None => self.new_object(ObjectKind::Record),
        };
        let held = record.get(Key::Name(key)).map_or_else(|| given.clone(), |old| join(old, &given));
        record.set(Key::Name(key), held);
        Rc::new(Val { object: Some(Rc::new(record)), ..(**value).clone() })
    }

    /// What comes back by a summary row: what the code gives, unless the row says that it is less.
    fn own_summary(&mut self, returns: &str, receiver: &V, arguments: &Arguments, value: V) -> V {
        match returns {
            "nothing" => self.unknown.clone(),
            "masked" | "hashed" => {
                let through = self.through(receiver, arguments);
                self.weakened(&through, true)
            }
            "arguments" | "encoded" | "first" => {
                let through = self.through(receiver, arguments);
                join(&value, &through)
            }
            "receiver" => join(&value, receiver),
            "opened" => self.weakened(&value, false),
            _ => value,
        }
    }

    /// The arguments as the row names them: a parameter that it names by keyword is one by keyword, however the call
    /// passes it, and the others stand at their positions.
    fn placed(&self, row: &SinkRow, id: ScopeId, bound: bool, arguments: &Arguments) -> Arguments {
        let Some(scope) = self.program.scope(id) else { return arguments.clone() };
        let named = |name: Sym| {
            let name = self.symbols.text(name);
            row.carries.contains_key(name)
                || row.types.contains_key(name)
                || row.url.iter().any(|url| url == name)
        };
        let mut out = Arguments {
            star: arguments.star.clone(),
            double_star: arguments.double_star.clone(),
            ..Arguments::default()
        };
        let params = scope.params.iter().skip(usize::from(bound));
        let mut taken: SmallVec<[Sym; 8]> = SmallVec::new();
        for (index, param) in params.enumerate().take_while(|(_, param)| param.kind == ParamKind::Normal) {
            taken.push(param.name);
            let given = arguments.positional.get(index).or_else(|| arguments.keyword(param.name)).cloned();
            let given = given.unwrap_or_else(|| self.unknown.clone());
            if named(param.name) {
                out.keywords.push((param.name, given));
                out.positional.push(self.unknown.clone());
            } else {
                out.positional.push(given);
            }
        }
        out.positional.extend(arguments.positional.iter().skip(taken.len()).cloned());
        let others = arguments.keywords.iter().filter(|(name, _)| !taken.contains(name));
        out.keywords.extend(others.cloned());
        out
    }

    /// What rows say of an attribute of an object or class of the plugin.
    pub(super) fn own_attribute(&mut self, value: &V, name: Sym, at: ExprId) -> Option<V> {
        if !self.models.knows_own() {
            return None;
        }
        let instance = value.object.as_ref().and_then(|object| match object.kind {
            ObjectKind::Instance(class) => Some(class),
            _ => None,
        });
        let classes = value.things.iter().filter_map(|thing| match thing {
            Thing::Class(class) => Some(*class),
            _ => None,
        });
        let classes: SmallVec<[ClassId; 2]> = instance.into_iter().chain(classes).collect();
        let row = classes.into_iter().flat_map(|class| self.ancestors(class)).find_map(|class| {
            let dotted = format!("{}.{}", self.class_name(class), self.symbols.text(name));
            self.models.own_attribute(&dotted)
        })?;
        let unknown = self.unknown.clone();
        Some(self.row_source(row, None, &unknown, at))
    }
}
