//! Statements. Comes in: lowered statements; goes out: the environment after them, and how the block ends. Branches are
//! joined, constant ones are skipped, loops run until they settle.

use std::rc::Rc;

use smallvec::SmallVec;

use super::bounds::Bound;
use super::engine::End;
use super::engine::Engine;
use super::env::Env;
use super::limits;
use super::value::{Key, Origin, OriginId, V, Val, join};
use crate::python::ir::{Case, ExprId, ExprKind, Stmt};

impl Engine<'_, '_> {
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
    pub(super) fn statement(&mut self, stmt: &Stmt) -> End {
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
                    let all = frame.exits.len();
                    frame.returned = Some(match &frame.returned {
                        Some(old) => join(old, &value),
                        None => value,
                    });
                    match frame.exits.last_mut().filter(|_| all >= limits::EXITS) {
                        Some(last) => *last = last.join(&frame.env),
                        None => frame.exits.push(frame.env.clone()),
                    }
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
                    self.repeat(*test, |this| {
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

    pub(super) fn none(&self) -> V {
        self.constants.none()
    }

    pub(super) fn raise(&mut self, value: &V) {
        if let Some(frame) = self.frame() {
            frame.raised = Some(match &frame.raised {
                Some(old) => join(old, value),
                None => value.clone(),
            });
        }
    }

    pub(super) fn env(&self) -> Env {
        self.frames.last().map(|frame| frame.env.clone()).unwrap_or_default()
    }

    fn set_env(&mut self, env: Env) {
        if let Some(frame) = self.frame() {
            frame.env = env;
        }
    }

    pub(super) fn branch(&mut self, test: ExprId, body: &[Stmt], orelse: &[Stmt]) -> End {
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

    /// Runs the body of the loop at `id` until the environment is stable.
    pub(super) fn repeat(&mut self, id: ExprId, mut body: impl FnMut(&mut Self) -> End) {
        let first = self.resumed(id);
        if let Some(frame) = self.frame() {
            frame.loops += 1;
        }
        let mut last = first + limits::ROUNDS;
        for round in first..last {
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
                last = round;
                break;
            }
            if round + 1 == last {
                self.hit(Bound::Rounds, None);
            }
        }
        if let Some(frame) = self.frame() {
            frame.loops -= 1;
            if frame.loops >= limits::LOOPS {
                frame.settled.insert(id, (frame.env.clone(), last));
            }
        }
    }

    /// Where the loop at `id` stands deep in other loops and ran before: goes on from what it came to hold then, and gives
    /// the round that this was in. Started anew in each round of those around it, its own rounds would multiply with theirs.
    fn resumed(&mut self, id: ExprId) -> usize {
        let Some(frame) = self.frames.last().filter(|frame| frame.loops >= limits::LOOPS) else { return 0 };
        let Some((settled, round)) = frame.settled.get(&id) else { return 0 };
        let entered = self.resume_env(settled, &frame.env, *round);
        let round = if entered == *settled { *round } else { *round + 1 };
        self.set_env(entered);
        round
    }

    /// Runs `body` for each element of `iter`, bound to `target`: one by one where the elements are known.
    pub(super) fn for_each(&mut self, iter: &V, target: ExprId, mut body: impl FnMut(&mut Self) -> End) {
        if let Some(elements) = self.unrolled(iter) {
            let count = elements.len();
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
            self.rolled(count);
            return;
        }
        let element = self.element(iter);
        self.repeat(target, |this| {
            this.assign(target, element.clone());
            body(this)
        });
    }

    /// The elements of an iterable to take one by one, unless those of the loops around it multiply with them to too many.
    /// Ended with `rolled`.
    pub(super) fn unrolled(&mut self, iter: &V) -> Option<Vec<V>> {
        let elements = self.known_elements(iter)?;
        let frame = self.frame()?;
        let turns = frame.turns.saturating_mul(elements.len().max(1));
        if turns > limits::UNROLLED {
            return None;
        }
        frame.turns = turns;
        Some(elements)
    }

    /// Ends a loop over `count` elements that were taken one by one.
    pub(super) fn rolled(&mut self, count: usize) {
        if let Some(frame) = self.frame() {
            frame.turns /= count.max(1);
        }
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
    pub(super) fn caught(&mut self, raised: &V) -> V {
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
}
