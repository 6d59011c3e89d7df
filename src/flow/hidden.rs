//! Code that is not there to be read: a text that is decoded and run, and source squeezed into few lines. Comes in: the
//! lowered program and the texts of its files; goes out: places. Apart because it asks how code is written, not what it
//! does with data.

use rustc_hash::{FxHashMap, FxHashSet};

use super::limits;
use crate::knowledge::Knowledge;
use crate::knowledge::rows::HiddenRow;
use crate::plugin::Plugin;
use crate::python::Program;
use crate::python::ir::{Arg, Clause, ExprId, ExprKind, ModuleId, Run, Stmt, Sym};
use crate::source::{FileId, FileKind, Span};

/// Letters of the shortest text that hides code: shorter ones hold no statement worth hiding.
const SHORTEST: usize = 32;

/// Letters of names and keywords on one line. People wrap their lines a tenth as long; tables of numbers and texts have
/// few letters outside quotes.
const SQUEEZED: usize = 500;

/// A place where code cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hidden {
    /// How it is hidden.
    pub kind: HiddenKind,
    /// The call, or the line.
    pub span: Span,
}

/// How code is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HiddenKind {
    /// A text is decoded and run.
    Decoded,
    /// A line is too long to be read.
    Squeezed,
}

impl HiddenKind {
    /// The id that findings are told apart by.
    pub fn id(self) -> &'static str {
        match self {
            Self::Decoded => "decoded",
            Self::Squeezed => "squeezed",
        }
    }
}

/// All such places of a plugin, in the order of files, and whether the bound on steps was kept.
pub(super) fn find(knowledge: &Knowledge, plugin: &Plugin, program: &Program) -> (Vec<Hidden>, bool) {
    let mut found = Vec::new();
    let mut left = Left { steps: limits::HIDDEN_STEPS, whole: true };
    for (_, library) in knowledge.general_libraries() {
        for row in &library.hidden {
            found.extend(decoded(row, program, &mut left));
        }
    }
    for (index, file) in plugin.files.iter().enumerate().filter(|(_, file)| file.kind == FileKind::Python) {
        let file_id = FileId(u32::try_from(index).unwrap_or(u32::MAX));
        let lines = squeezed(&file.text).into_iter();
        found.extend(lines.map(|(start, end)| Hidden {
            kind: HiddenKind::Squeezed,
            span: Span { file: file_id, start, end },
        }));
    }
    found.sort_by_key(|hidden| hidden.span);
    (found, left.whole)
}

/// Calls that run what they decode from a text.
fn decoded(row: &HiddenRow, program: &Program, left: &mut Left) -> Vec<Hidden> {
    let symbols = |names: &[String]| -> FxHashSet<Sym> {
        names.iter().filter_map(|name| program.symbols.get(name)).collect()
    };
    let words = Words { run: symbols(&row.run), decode: symbols(&row.decode), open: symbols(&row.open) };
    // Nearly every plugin ends here.
    if words.run.is_empty() || words.decode.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for index in 0..program.modules.len() {
        let module = ModuleId(u32::try_from(index).unwrap_or(u32::MAX));
        let file = Names::of(program, module);
        for &call in &file.calls {
            let ExprKind::Call(callee, arguments) = program.kind(call) else { continue };
            if !matches!(program.kind(*callee), ExprKind::Name(name) if words.run.contains(name)) {
                continue;
            }
            let mut pending: Vec<ExprId> =
                program.args(*arguments).iter().map(|argument| argument.expr()).collect();
            // A loader that is named as both unpacks what it is given.
            if matches!(program.kind(*callee), ExprKind::Name(name) if words.decode.contains(name)) {
                pending = vec![call];
            }
            let reached = file.reach(program, pending, left);
            let unpacks = reached.iter().any(|&inner| match program.kind(inner) {
                ExprKind::Call(callee, arguments) if words.decodes(program, *callee) => {
                    let given = program.args(*arguments).iter().map(|argument| argument.expr());
                    let given = given.chain(receiver(program, *callee)).collect();
                    file.reach(program, given, left).iter().any(|&part| words.is_text(program, part))
                }
                _ => false,
            });
            if unpacks {
                found.push(Hidden { kind: HiddenKind::Decoded, span: program.span(module, call) });
            }
        }
    }
    found
}

/// The object of a method call: `"…".decode()`.
fn receiver(program: &Program, callee: ExprId) -> Option<ExprId> {
    match program.kind(callee) {
        ExprKind::Attribute(object, _) => Some(*object),
        _ => None,
    }
}

/// What is left of the bounds.
struct Left {
    steps: usize,
    /// Whether they were enough.
    whole: bool,
}

struct Words {
    run: FxHashSet<Sym>,
    decode: FxHashSet<Sym>,
    open: FxHashSet<Sym>,
}

impl Words {
    fn decodes(&self, program: &Program, callee: ExprId) -> bool {
        match program.kind(callee) {
            ExprKind::Name(name) | ExprKind::Attribute(_, name) => self.decode.contains(name),
            _ => false,
        }
    }

    /// A constant that is long enough, or the content of a file.
    fn is_text(&self, program: &Program, expr: ExprId) -> bool {
        match program.kind(expr) {
            ExprKind::Str(text) => program.symbols.text(*text).chars().count() >= SHORTEST,
            ExprKind::Call(callee, _) => match program.kind(*callee) {
                ExprKind::Name(name) | ExprKind::Attribute(_, name) => self.open.contains(name),
                _ => false,
            },
            _ => false,
        }
    }
}

/// What the names of one module stand for, wherever in it they are bound.
#[derive(Default)]
struct Names {
    values: FxHashMap<Sym, Vec<ExprId>>,
    calls: Vec<ExprId>,
}

impl Names {
    fn of(program: &Program, module: ModuleId) -> Self {
        let mut names = Self::default();
        let mut roots = Vec::new();
        for scope in program.scopes.iter().filter(|scope| scope.module == module) {
            names.statements(program, &scope.body, scope.name, &mut roots);
        }
        let mut seen = FxHashSet::default();
        while let Some(expr) = roots.pop() {
            if seen.insert(expr) {
                if matches!(program.kind(expr), ExprKind::Call(..)) {
                    names.calls.push(expr);
                }
                parts(program, expr, &mut roots);
            }
        }
        names.calls.sort_unstable();
        names
    }

    /// Notes what is bound and returned; `function` is the name under which a returned value is called for.
    fn statements(&mut self, program: &Program, body: &[Stmt], function: Sym, roots: &mut Vec<ExprId>) {
        let mut pending: Vec<&[Stmt]> = vec![body];
        while let Some(body) = pending.pop() {
            for statement in body {
                match statement {
                    Stmt::Expr(value) => roots.push(*value),
                    Stmt::Assign { targets, value, .. } => {
                        for (target, value) in
                            targets.iter().filter_map(|target| value.map(|value| (*target, value)))
                        {
                            self.bind(program, target, value);
                        }
                        roots.extend(value);
                    }
                    Stmt::Augment { target, value, .. } => {
                        self.bind(program, *target, *value);
                        roots.push(*value);
                    }
                    Stmt::Return(Some(value)) => {
                        self.values.entry(function).or_default().push(*value);
                        roots.push(*value);
                    }
                    Stmt::Raise(Some(value)) => roots.push(*value),
                    Stmt::If { test, body, orelse } | Stmt::While { test, body, orelse } => {
                        roots.push(*test);
                        pending.extend([body.as_slice(), orelse.as_slice()]);
                    }
                    Stmt::For { target, iter, body, orelse } => {
                        self.bind(program, *target, *iter);
                        roots.push(*iter);
                        pending.extend([body.as_slice(), orelse.as_slice()]);
                    }
                    Stmt::With { items, body } => {
                        for (value, target) in items {
                            if let Some(target) = target {
                                self.bind(program, *target, *value);
                            }
                            roots.push(*value);
                        }
                        pending.push(body);
                    }
                    Stmt::Try { body, handlers, orelse, finally } => {
                        pending.extend([body.as_slice(), orelse.as_slice(), finally.as_slice()]);
                        pending.extend(handlers.iter().map(|(.., body)| body.as_slice()));
                    }
                    Stmt::Match { subject, cases } => {
                        roots.push(*subject);
                        pending.extend(cases.iter().map(|case| case.body.as_slice()));
                    }
                    _ => {}
                }
            }
        }
    }

    fn bind(&mut self, program: &Program, target: ExprId, value: ExprId) {
        match program.kind(target) {
            // `self.code = …` is found again as `….code`.
            ExprKind::Name(name) | ExprKind::Attribute(_, name) => {
                self.values.entry(*name).or_default().push(value);
            }
            ExprKind::List(run) => {
                for &part in program.list(*run) {
                    self.bind(program, part, value);
                }
            }
            _ => {}
        }
    }

    /// All expressions that these are made of, through the names that stand for others.
    fn reach(&self, program: &Program, mut pending: Vec<ExprId>, left: &mut Left) -> Vec<ExprId> {
        let (mut seen, mut names) = (FxHashSet::default(), FxHashSet::default());
        let mut reached = Vec::new();
        while let Some(expr) = pending.pop() {
            if reached.len() >= limits::HIDDEN_REACH || left.steps == 0 {
                left.whole = false;
                break;
            }
            if !seen.insert(expr) {
                continue;
            }
            left.steps -= 1;
            reached.push(expr);
            if let ExprKind::Name(name) | ExprKind::Attribute(_, name) = program.kind(expr)
                && names.insert(*name)
            {
                pending.extend(self.values.get(name).into_iter().flatten());
            }
            parts(program, expr, &mut pending);
        }
        reached
    }
}

/// The expressions that an expression consists of.
fn parts(program: &Program, expr: ExprId, into: &mut Vec<ExprId>) {
    let list = |run: Run, into: &mut Vec<ExprId>| into.extend(program.list(run));
    match program.kind(expr) {
        ExprKind::Attribute(inner, _)
        | ExprKind::Slice(inner, _)
        | ExprKind::Not(inner)
        | ExprKind::Unary(inner)
        | ExprKind::Await(inner)
        | ExprKind::Yield(Some(inner))
        | ExprKind::YieldFrom(inner)
        | ExprKind::Star(inner)
        | ExprKind::Named(_, inner) => into.push(*inner),
        ExprKind::Index(one, other)
        | ExprKind::Or(one, other)
        | ExprKind::And(one, other)
        | ExprKind::Add(one, other)
        | ExprKind::Percent(one, other)
        | ExprKind::Union(one, other)
        | ExprKind::Binary(one, other)
        | ExprKind::Walrus(one, other) => into.extend([*one, *other]),
        ExprKind::Call(callee, arguments) => {
            into.push(*callee);
            into.extend(program.args(*arguments).iter().map(|argument: &Arg| argument.expr()));
        }
        ExprKind::Format(run) | ExprKind::List(run) | ExprKind::Compare(run, _) | ExprKind::Unknown(run) => {
            list(*run, into);
        }
        ExprKind::Dict(run) => {
            for (key, value) in program.pairs(*run) {
                into.extend(key.iter().chain([value]));
            }
        }
        ExprKind::Comprehension { key, element, clauses } => {
            into.extend(key.iter().chain([element]));
            for clause in program.clauses(*clauses) {
                match clause {
                    Clause::For(_, value) | Clause::If(value) => into.push(*value),
                }
            }
        }
        ExprKind::Conditional { test, then, orelse } => into.extend([*test, *then, *orelse]),
        ExprKind::Lambda(_)
        | ExprKind::Name(_)
        | ExprKind::Str(_)
        | ExprKind::Number(_)
        | ExprKind::Bool(_)
        | ExprKind::None
        | ExprKind::Yield(None) => {}
    }
}

/// Lines with more code than anybody reads on one line, as byte ranges.
fn squeezed(text: &str) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    if !text.lines().any(|line| line.len() > SQUEEZED) {
        return found;
    }
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let (mut quote, mut start, mut letters) = (None::<&str>, 0, 0);
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let at = text.len() - rest.len();
        let mut step = letter.len_utf8();
        match quote {
            _ if letter == '\n' => {
                if letters > SQUEEZED {
                    found.push((byte(start), byte(at)));
                }
                // A quote of one mark ends with its line at the latest.
                quote = quote.filter(|mark| mark.len() == 3);
                (start, letters) = (at + 1, 0);
            }
            Some(_) if letter == '\\' => {
                step += rest.chars().nth(1).filter(|next| *next != '\n').map_or(0, char::len_utf8);
            }
            Some(mark) => {
                if rest.starts_with(mark) {
                    step = mark.len();
                    quote = None;
                }
            }
            None if letter == '#' => step = rest.find('\n').unwrap_or(rest.len()),
            None => {
                let mark = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|mark| rest.starts_with(mark));
                step = mark.map_or(step, str::len);
                quote = mark;
                letters += usize::from(letter.is_alphabetic());
            }
        }
        rest = rest.get(step..).unwrap_or("");
    }
    if letters > SQUEEZED {
        found.push((byte(start), byte(text.len())));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    fn kinds(code: &str) -> Vec<(HiddenKind, u32)> {
        let knowledge = Knowledge::shared().unwrap();
        let files = vec![SourceFile::new("a.py", FileKind::Python, code)];
        let plugin = Plugin { files, ..Plugin::default() };
        let (found, whole) = find(knowledge, &plugin, &Program::read(&plugin, None));
        assert!(whole);
        found.iter().map(|hidden| (hidden.kind, plugin.files[0].line_column(hidden.span.start).0)).collect()
    }

    const BLOB: &str = "cHJpbnQoJ2hlbGxvJykKcHJpbnQoJ2hlbGxvJyk=";

    #[test]
    fn a_text_that_is_decoded_and_run_is_found() {
        let cases = [
            format!("import base64\nexec(base64.b64decode('{BLOB}'))\n"),
            format!(
                "import base64 as b\nimport zlib\nX = '{BLOB}'\n\ndef go():\n    code = zlib.decompress(b.b64decode(X))\n    exec(compile(code, 'x', 'exec'))\n"
            ),
            format!(
                "from base64 import b64decode\n\ndef unpack(text):\n    return b64decode('{BLOB}')\n\nexec(unpack(1))\n"
            ),
            "import zlib\nexec(zlib.decompress(open('x.dat', 'rb').read()))\n".to_owned(),
            format!("eval(bytes.fromhex('{}').decode())\n", "7072696e74".repeat(8)),
        ];
        for code in cases {
            let found = kinds(&code);
            assert!(matches!(found.as_slice(), [(HiddenKind::Decoded, _)]), "{found:?}:\n{code}");
        }
    }

    #[test]
    fn what_a_user_gives_and_what_is_not_run_is_not() {
        let cases = [
            format!("import base64\nICON = base64.b64decode('{BLOB}')\n"),
            "import base64\n\ndef go(code):\n    exec(base64.b64decode(code))\n".to_owned(),
            "def go(code):\n    exec(code)\n    eval('1 + 1')\n".to_owned(),
            "import base64\nT = 'print({}) # and a longer text that is no code at all'\n\ndef go(x):\n    exec(T.format(base64.b64decode(x)))\n".to_owned(),
        ];
        for code in cases {
            assert_eq!(kinds(&code), [], "{code}");
        }
    }

    #[test]
    fn squeezed_lines_are_found() {
        let line = "a=lambda value:value if value else other;".repeat(30);
        assert_eq!(kinds(&format!("import os\n{line}\n")), [(HiddenKind::Squeezed, 2)]);
        let table = format!("ROWS = [{}]\nTEXT = \"{}\"\n", "'word', 1, ".repeat(200), "word ".repeat(300));
        assert_eq!(kinds(&table), []);
        let text = format!("'''\n{}\n'''  # {}\n", "word ".repeat(300), "word ".repeat(300));
        assert_eq!(kinds(&text), []);
    }
}
