//! The small typed form of Python that everything after parsing works on. Comes in: nothing; goes out: types only.
//! Apart because data flow must know no tree-sitter: what is not in here was not understood, and is `Unknown`.

use crate::source::FileId;

pub use super::symbols::{Interner, Sym};

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
    };
}
index!(
    /// Index into [`super::Program::exprs`].
    ExprId
);
index!(
    /// Index into [`super::Program::scopes`].
    ScopeId
);
index!(
    /// Index into [`super::Program::classes`].
    ClassId
);
index!(
    /// Index into [`super::Program::modules`].
    ModuleId
);

/// A run of elements in one of the program's list arenas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Run {
    /// First element.
    pub start: u32,
    /// Number of elements.
    pub len: u32,
}

/// An expression with its byte range in the module's file.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}
/// What a slice cuts off a text, where constants say it: characters at the start and at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// So many at the start, so many at the end.
    Ends(u8, u8),
    /// Not known.
    Unknown,
}

/// The forms of expressions. Runs point into `Program::lists`, `args` and `pairs`.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// A name.
    Name(Sym),
    /// `object.name`.
    Attribute(ExprId, Sym),
    /// `object[index]`.
    Index(ExprId, ExprId),
    /// `object[a:b]`.
    Slice(ExprId, Cut),
    /// A call; the run is in `args`.
    Call(ExprId, Run),
    /// A constant string.
    Str(Sym),
    /// A formatted string: its constant and computed parts in order.
    Format(Run),
    /// A number.
    Number(Sym),
    /// `True` or `False`.
    Bool(bool),
    /// `None`.
    None,
    /// A dict display; the run is in `pairs`, a spread has no key.
    Dict(Run),
    /// A list, set or tuple display.
    List(Run),
    /// A comprehension over `clauses` (run in `clauses`) that yields `element`, or `key: element`.
    Comprehension {
        /// The key of a dict comprehension.
        key: Option<ExprId>,
        /// The element.
        element: ExprId,
        /// Its `for` and `if` clauses.
        clauses: Run,
    },
    /// A lambda; its scope returns the body.
    Lambda(ScopeId),
    /// `a or b`.
    Or(ExprId, ExprId),
    /// `a and b`.
    And(ExprId, ExprId),
    /// `a + b`.
    Add(ExprId, ExprId),
    /// `a % b`.
    Percent(ExprId, ExprId),
    /// `a | b`.
    Union(ExprId, ExprId),
    /// Any other binary operation.
    Binary(ExprId, ExprId),
    /// `not a`.
    Not(ExprId),
    /// Another unary operation.
    Unary(ExprId),
    /// A comparison: its operands; `op` is set for a single `==`, `!=`, `is`, `is not`.
    Compare(Run, CompareOp),
    /// `a if test else b`.
    Conditional {
        /// The condition.
        test: ExprId,
        /// The value if true.
        then: ExprId,
        /// The value if false.
        orelse: ExprId,
    },
    /// `await a`.
    Await(ExprId),
    /// `yield a`.
    Yield(Option<ExprId>),
    /// `yield from a`.
    YieldFrom(ExprId),
    /// `*a`.
    Star(ExprId),
    /// `name := a`.
    Walrus(ExprId, ExprId),
    /// A field that a query from outside names: the value and its key.
    Named(Sym, ExprId),
    /// Not understood; what its parts carry passes on.
    Unknown(Run),
}

/// The comparison operators that constant conditions use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareOp {
    /// `==` or `is`.
    Equal,
    /// `!=` or `is not`.
    NotEqual,
    /// `not in`.
    NotIn,
    /// Anything else.
    Other,
}

/// One argument of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arg {
    /// By position.
    Positional(ExprId),
    /// By keyword.
    Keyword(Sym, ExprId),
    /// `*args`.
    Star(ExprId),
    /// `**kwargs`.
    DoubleStar(ExprId),
}

impl Arg {
    /// The argument's expression.
    pub fn expr(self) -> ExprId {
        match self {
            Self::Positional(expr) | Self::Keyword(_, expr) | Self::Star(expr) | Self::DoubleStar(expr) => {
                expr
            }
        }
    }
}

/// A clause of a comprehension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clause {
    /// `for target in iter`.
    For(ExprId, ExprId),
    /// `if test`.
    If(ExprId),
}

/// A statement.
#[derive(Debug, Clone)]
pub enum Stmt {
    /// An expression for its effect.
    Expr(ExprId),
    /// `a = b = value`.
    Assign {
        /// Targets, left to right.
        targets: Vec<ExprId>,
        /// The value; absent for a bare annotation.
        value: Option<ExprId>,
        /// The annotation.
        annotation: Option<ExprId>,
    },
    /// `target += value`; `concat` for `+=`, `union` for `|=`.
    Augment {
        /// The target.
        target: ExprId,
        /// The value.
        value: ExprId,
        /// The operator's text.
        union: bool,
    },
    /// `del a, b["k"]`.
    Delete(Vec<ExprId>),
    /// `return value`.
    Return(Option<ExprId>),
    /// `raise value`.
    Raise(Option<ExprId>),
    /// `if`.
    If {
        /// The condition.
        test: ExprId,
        /// If true.
        body: Vec<Stmt>,
        /// If false.
        orelse: Vec<Stmt>,
    },
    /// `while`; the test runs before each round.
    While {
        /// The condition.
        test: ExprId,
        /// The body.
        body: Vec<Stmt>,
        /// The `else` part.
        orelse: Vec<Stmt>,
    },
    /// `for`.
    For {
        /// The loop's target.
        target: ExprId,
        /// What is iterated.
        iter: ExprId,
        /// The body.
        body: Vec<Stmt>,
        /// The `else` part.
        orelse: Vec<Stmt>,
    },
    /// `with`.
    With {
        /// Context expressions and their targets.
        items: Vec<(ExprId, Option<ExprId>)>,
        /// The body.
        body: Vec<Stmt>,
    },
    /// `try`.
    Try {
        /// The body.
        body: Vec<Stmt>,
        /// Exception expression, bound name, body.
        handlers: Vec<(Option<ExprId>, Option<ExprId>, Vec<Stmt>)>,
        /// The `else` part.
        orelse: Vec<Stmt>,
        /// The `finally` part.
        finally: Vec<Stmt>,
    },
    /// `match`: the subject and, per case, captured names with the key path that leads to them, guard, body.
    Match {
        /// The subject.
        subject: ExprId,
        /// The cases.
        cases: Vec<Case>,
    },
    /// `def`.
    Function(ScopeId),
    /// `class`.
    Class(ClassId),
    /// `import a.b as c`: module text, bound name, whether the whole dotted path is bound at its first part.
    Import {
        /// Dotted module.
        module: Sym,
        /// Bound name.
        bound: Sym,
        /// `import a.b` binds `a`; with `as` the module itself.
        aliased: bool,
    },
    /// `from module import name as bound`.
    ImportFrom {
        /// Dotted module, without leading dots.
        module: Sym,
        /// Number of leading dots.
        level: u32,
        /// Imported name and bound name; `*` for all.
        names: Vec<(Sym, Sym)>,
        /// Where, for SDK evidence.
        start: u32,
    },
    /// `break` or `continue`: the rest of the block is not reached.
    Leave,
}

/// One `case` of a `match`.
#[derive(Debug, Clone)]
pub struct Case {
    /// Captured names: the target and the keys from the subject to it (an empty list: the subject itself).
    pub captures: Vec<(ExprId, Vec<Sym>)>,
    /// The guard.
    pub guard: Option<ExprId>,
    /// The body.
    pub body: Vec<Stmt>,
}

/// How a parameter takes its argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// By position or keyword.
    Normal,
    /// By keyword only.
    KeywordOnly,
    /// `*args`.
    Args,
    /// `**kwargs`.
    Kwargs,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Param {
    /// Its name.
    pub name: Sym,
    /// How it is passed.
    pub kind: ParamKind,
    /// Default.
    pub default: Option<ExprId>,
    /// Annotation.
    pub annotation: Option<ExprId>,
    /// Where it stands.
    pub start: u32,
}

/// What a scope belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    /// A module's body.
    Module,
    /// A class body.
    Class(ClassId),
    /// A function or method.
    Function,
    /// A lambda.
    Lambda,
}

/// A body with its own names: module, class, function, lambda.
#[derive(Debug, Clone)]
pub struct Scope {
    /// What it is.
    pub kind: ScopeKind,
    /// Its name; empty for modules and lambdas.
    pub name: Sym,
    /// The module it stands in.
    pub module: ModuleId,
    /// The scope it stands in.
    pub parent: Option<ScopeId>,
    /// Parameters.
    pub params: Vec<Param>,
    /// Statements.
    pub body: Vec<Stmt>,
    /// Names bound here, sorted: the index is the slot.
    pub locals: Vec<Sym>,
    /// Names declared `global` here.
    pub globals: Vec<Sym>,
    /// Names that are read here and bound elsewhere, sorted.
    pub free: Vec<Sym>,
    /// Decorators, outermost first.
    pub decorators: Vec<ExprId>,
    /// Contains `yield`.
    pub generator: bool,
    /// Number of expressions in it, as a measure of size.
    pub size: u32,
    /// First byte.
    pub start: u32,
    /// End of the header's name, for traces.
    pub end: u32,
}

impl Scope {
    /// The slot of a name bound here.
    pub fn slot(&self, name: Sym) -> Option<usize> {
        self.locals.binary_search(&name).ok()
    }
}

/// An annotated field of a class.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name.
    pub name: Sym,
    /// Its annotation.
    pub annotation: ExprId,
    /// Its default.
    pub default: Option<ExprId>,
}

/// A class.
#[derive(Debug, Clone)]
pub struct Class {
    /// Its name.
    pub name: Sym,
    /// The module it stands in.
    pub module: ModuleId,
    /// Base class expressions.
    pub bases: Vec<ExprId>,
    /// The scope of its body.
    pub body: ScopeId,
    /// Annotated fields of the body in order (dataclasses, models).
    pub fields: Vec<Field>,
    /// Methods by name, in order; a later one replaces an earlier one.
    pub methods: Vec<(Sym, ScopeId)>,
    /// First byte of the header.
    pub start: u32,
    /// End of the header's name.
    pub end: u32,
}

/// A module: one Python file.
#[derive(Debug, Clone)]
pub struct Module {
    /// Its file.
    pub file: FileId,
    /// Dotted path from the plugin's root (`tools.slack`, a package without `__init__`).
    pub path: String,
    /// Whether it is a package's `__init__`.
    pub package: bool,
    /// Whether it changes `sys.path`, so that its imports may be found elsewhere than from the root.
    pub path_changes: bool,
    /// The scope of its body.
    pub body: ScopeId,
}
