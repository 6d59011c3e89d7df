//! Texts. Comes in: the parts of an f-string, a concatenation, a format or a URL; goes out: a value whose text is a template
//! with holes and whose origins are those of its parts.

use std::rc::Rc;

use smallvec::SmallVec;

use super::engine::Engine;
use super::limits;
use super::value::{
    Arguments, Key, ObjectKind, OriginId, Part, SourceKind, Template, Text, V, Val, add_all_origins,
    add_origins, all_origins, flat, join, one_of, shortened,
};
use crate::python::ir::{Interner, Run, Sym};

/// Constant parts that follow one another at the end of a text: they are put together before they become a symbol.
#[derive(Default)]
struct Literals {
    text: String,
    /// The symbol of what is gathered, while it is one part as it came.
    only: Option<Sym>,
    open: bool,
}

impl Literals {
    /// Adds a constant part behind `text`, whose last part it may be.
    fn push(&mut self, symbols: &Interner, text: &mut Vec<Part>, part: Sym) {
        if text.len() + usize::from(self.open) >= limits::PARTS {
            return;
        }
        if !self.open {
            self.open = true;
            self.only = Some(part);
            if let Some(&Part::Literal(last)) = text.last() {
                self.only = Some(last);
                text.pop();
            } else {
                return;
            }
        }
        if let Some(only) = self.only.take() {
            self.text.clear();
            self.text.push_str(symbols.text(only));
        }
        if self.text.len() <= limits::LITERAL {
            self.text.push_str(symbols.text(part));
        }
    }

    /// Puts what is gathered at the end of `text`.
    fn end(&mut self, symbols: &mut Interner, text: &mut Vec<Part>) {
        if std::mem::take(&mut self.open) {
            let literal = self.only.take().unwrap_or_else(|| symbols.intern(&self.text));
            text.push(Part::Literal(literal));
        }
    }
}

impl Engine<'_, '_> {
    /// The texts that a value may be; what the user or a service gives is a hole of its own kind.
    pub(super) fn templates(&mut self, value: &V) -> SmallVec<[Template; 4]> {
        match &value.text {
            Text::Unknown => SmallVec::from_iter([Template::from([self.hole(value)])]),
            _ => value.templates(),
        }
    }

    pub(super) fn hole(&self, value: &V) -> Part {
        let mut hole = Part::Unknown;
        for &origin in &value.origins {
            match self.kind_of(origin) {
                Some(SourceKind::Response) => return Part::Response(origin),
                Some(SourceKind::Local) | None => {}
                Some(_) => hole = Part::User,
            }
        }
        hole
    }

    /// `a + b`.
    pub(super) fn add(&mut self, a: &V, b: &V) -> V {
        if let (Some(x), Some(y)) = (&a.object, &b.object)
            && x.kind == ObjectKind::List
            && y.kind == ObjectKind::List
        {
            let mut list = self.new_object(ObjectKind::List);
            let exact =
                x.rest.is_none() && y.rest.is_none() && x.fields.len() + y.fields.len() <= limits::UNROLL;
            for (index, held) in x.values().chain(y.values()).enumerate() {
                if exact {
                    list.set(Key::Index(u32::try_from(index).unwrap_or(u32::MAX)), held.clone());
                } else {
                    list.add_rest(held);
                }
            }
            let mut origins = a.origins.clone();
            add_origins(&mut origins, &b.origins);
            return Rc::new(Val { origins, object: Some(Rc::new(list)), ..Val::default() });
        }
        self.concat(&[a.clone(), b.clone()])
    }

    /// `a / b` keeps a path's text; other operations keep data only.
    pub(super) fn slash(&mut self, a: &V, b: &V) -> V {
        if matches!(a.text, Text::OneOf(_)) && matches!(b.text, Text::OneOf(_)) && a.object.is_none() {
            let slash = self.literal("/");
            return self.concat(&[a.clone(), slash, b.clone()]);
        }
        let joined = join(&flat(a), &flat(b));
        Rc::new(Val { text: Text::Unknown, things: SmallVec::new(), ..(*joined).clone() })
    }

    pub(super) fn format(&mut self, run: Run) -> V {
        let parts: SmallVec<[V; 8]> = self.program.list(run).iter().map(|&part| self.eval(part)).collect();
        self.concat(&parts)
    }

    /// The parts one after the other.
    pub(super) fn concat(&mut self, parts: &[V]) -> V {
        let mut origins = SmallVec::new();
        let mut texts: SmallVec<[Vec<Part>; 4]> = SmallVec::from_iter([Vec::with_capacity(parts.len())]);
        let mut run = Literals::default();
        for part in parts {
            add_all_origins(&mut origins, part);
            if part.object.is_none()
                && let Some(literal) = part.constant()
                && let [text] = texts.as_mut_slice()
            {
                run.push(&self.symbols, text, literal);
                continue;
            }
            if let [text] = texts.as_mut_slice() {
                run.end(&mut self.symbols, text);
            }
            let templates = if part.object.is_some() {
                SmallVec::from_iter([Template::from([self.hole(&flat(part))])])
            } else {
                self.templates(part)
            };
            texts = self.followed(texts, templates, part);
        }
        if let [text] = texts.as_mut_slice() {
            run.end(&mut self.symbols, text);
        }
        let text = one_of(texts.into_iter().map(Template::from).collect());
        Rc::new(Val { origins, text, ..Val::default() })
    }

    /// Every text with each of `templates`, what `part` may be, after it.
    fn followed(
        &mut self,
        mut texts: SmallVec<[Vec<Part>; 4]>,
        mut templates: SmallVec<[Template; 4]>,
        part: &V,
    ) -> SmallVec<[Vec<Part>; 4]> {
        // Too many to tell apart: this part stays open, what stands before it is known.
        let product = texts.len() * templates.len();
        if product > limits::TEXTS && texts.iter().all(|text| self.names_host(text))
            || product > limits::TEXTS * limits::TEXTS
        {
            templates = SmallVec::from_iter([Template::from([self.hole(part)])]);
        }
        if let ([text], [template]) = (texts.as_mut_slice(), templates.as_slice()) {
            for &part in template.iter() {
                self.push_part(text, part);
            }
            return texts;
        }
        let mut next: SmallVec<[Vec<Part>; 4]> = SmallVec::with_capacity(texts.len() * templates.len());
        for text in &texts {
            for template in &templates {
                let mut longer = Vec::with_capacity(text.len() + template.len());
                longer.extend_from_slice(text);
                for &part in template.iter() {
                    self.push_part(&mut longer, part);
                }
                next.push(longer);
            }
        }
        if next.len() <= limits::TEXTS {
            return next;
        }
        let next = shortened(next.into_iter().map(Template::from).collect());
        next.iter().map(|text| text.to_vec()).collect()
    }

    /// Whether a text begins with a whole host: `https://example.com/`.
    fn names_host(&self, text: &[Part]) -> bool {
        let Some(Part::Literal(first)) = text.first() else { return false };
        self.symbols.text(*first).split_once("://").is_some_and(|(_, rest)| rest.contains('/'))
    }

    fn push_part(&mut self, text: &mut Vec<Part>, part: Part) {
        if text.len() >= limits::PARTS {
            return;
        }
        match (text.last(), part) {
            (Some(Part::Literal(a)), Part::Literal(b)) => {
                let a = self.symbols.text(*a);
                if a.len() > limits::LITERAL {
                    return;
                }
                let joined = format!("{a}{}", self.symbols.text(b));
                let joined = self.symbols.intern(&joined);
                text.pop();
                text.push(Part::Literal(joined));
            }
            (Some(last), part) if *last == part && part == Part::Unknown => {}
            _ => text.push(part),
        }
    }

    /// `"…%s…" % values`.
    pub(super) fn percent(&mut self, a: &V, b: &V) -> V {
        let Some(pattern) = a.constant() else {
            return self.concat(&[a.clone(), flat(b)]);
        };
        let pattern = self.symbols.text(pattern).to_owned();
        let values: Vec<V> = match (&b.object, self.known_elements(b)) {
            (Some(object), Some(elements)) if object.kind == ObjectKind::List => elements,
            _ => vec![b.clone()],
        };
        let mut values = values.into_iter();
        let mut named = false;
        let mut parts: Vec<V> = Vec::new();
        let mut rest = pattern.as_str();
        while let Some((before, after)) = rest.split_once('%') {
            parts.push(self.literal(before));
            if let Some(after) = after.strip_prefix('%') {
                parts.push(self.literal("%"));
                rest = after;
                continue;
            }
            if let Some((name, after)) = after.strip_prefix('(').and_then(|after| after.split_once(')')) {
                named = true;
                let key = self.symbols.intern(name);
                let value = b.object.as_ref().and_then(|object| object.get(Key::Name(key)).cloned());
                parts.push(value.unwrap_or_else(|| self.unknown.clone()));
                rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || ".-+# ".contains(c));
            } else {
                parts.push(values.next().unwrap_or_else(|| self.unknown.clone()));
                rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || ".-+# ".contains(c));
            }
            let mut chars = rest.chars();
            chars.next();
            rest = chars.as_str();
        }
        parts.push(self.literal(rest));
        if !named {
            parts.extend(values);
        }
        self.concat(&parts)
    }

    pub(super) fn literal(&mut self, text: &str) -> V {
        let sym = self.symbols.intern(text);
        self.constants.text(sym)
    }

    /// `pattern.format(…)`.
    pub(super) fn format_method(&mut self, pattern: &V, arguments: &Arguments) -> V {
        let mut values: Vec<V> = arguments.all().cloned().collect();
        let Some(text) = pattern.constant() else {
            values.insert(0, pattern.clone());
            return self.concat(&values);
        };
        let text = self.symbols.text(text).to_owned();
        let mut parts = Vec::new();
        let mut rest = text.as_str();
        let mut next = 0;
        while let Some((before, after)) = rest.split_once('{') {
            parts.push(self.literal(before));
            let Some((field, after)) = after.split_once('}') else { break };
            rest = after;
            let name = field.split(['!', ':', '.', '[']).next().unwrap_or("");
            let value = if name.is_empty() {
                next += 1;
                arguments.positional.get(next - 1).cloned()
            } else if let Ok(index) = name.parse::<usize>() {
                arguments.positional.get(index).cloned()
            } else {
                let name = self.symbols.intern(name);
                arguments.keyword(name).cloned()
            };
            parts.push(
                value.or_else(|| arguments.double_star.clone()).unwrap_or_else(|| self.unknown.clone()),
            );
        }
        parts.push(self.literal(rest));
        self.concat(&parts)
    }

    pub(super) fn replaced(&mut self, receiver: &V, arguments: &Arguments) -> V {
        let constant = |index: usize| arguments.positional.get(index).and_then(|value| value.constant());
        if let (Some(text), Some(from), Some(to)) = (receiver.constant(), constant(0), constant(1)) {
            let (from, to) = (self.symbols.text(from).to_owned(), self.symbols.text(to).to_owned());
            if !from.is_empty() {
                let text = self.symbols.text(text).replace(&from, &to);
                return if text.len() > limits::LITERAL { receiver.clone() } else { self.literal(&text) };
            }
        }
        let mut out = (**receiver).clone();
        if let Some(inserted) = arguments.positional.get(1) {
            add_origins(&mut out.origins, &all_origins(inserted));
            if inserted.constant().is_none() {
                out.text = self.filled(receiver, arguments);
            }
        }
        Rc::new(out)
    }

    /// `"https://{host}/x".replace("{host}", value)`: the text with the value in it.
    pub(super) fn filled(&mut self, receiver: &V, arguments: &Arguments) -> Text {
        let (Some(text), Some(from)) =
            (receiver.constant(), arguments.positional.first().and_then(|value| value.constant()))
        else {
            return receiver.text.clone();
        };
        let (text, from) = (self.symbols.text(text).to_owned(), self.symbols.text(from).to_owned());
        let Some((before, after)) = text.split_once(&from).filter(|_| !from.is_empty()) else {
            return receiver.text.clone();
        };
        let parts = [
            self.literal(before),
            arguments.positional.get(1).cloned().unwrap_or_default(),
            self.literal(after),
        ];
        self.concat(&parts).text.clone()
    }

    /// `urljoin(base, path)`: an absolute path wins, else base and path.
    pub(super) fn joined_url(&mut self, arguments: &Arguments) -> V {
        let (Some(base), Some(path)) = (arguments.positional.first(), arguments.positional.get(1)) else {
            return self.unknown.clone();
        };
        if let Some(text) = path.constant()
            && self.symbols.text(text).contains("://")
        {
            return path.clone();
        }
        let slash = self.literal("/");
        self.concat(&[base.clone(), slash, path.clone()])
    }

    /// A part of a path or address: it names a file and holds nothing of it. With `files` only what the YAML declares as
    /// a file is taken for a path.
    pub(super) fn file_name(&mut self, path: &V, files: bool) -> V {
        let mut origins = SmallVec::new();
        for &origin in &path.origins {
            let named = self.words.filename;
            let part =
                if !files || self.is_file_parameter(origin) { self.extend(origin, named) } else { origin };
            add_origins(&mut origins, &[part]);
        }
        Rc::new(Val { origins, ..Val::default() })
    }

    /// Whether the YAML declares that it is a file.
    pub(super) fn is_file_parameter(&self, origin: OriginId) -> bool {
        let Some(parameter) = self.parameter_of(origin) else { return false };
        self.knowledge.taxonomy().kinds.get("file").is_some_and(|kinds| kinds.contains(&parameter.kind))
    }

    /// The parameter that an origin was read from, or the item of it where there are several.
    pub(super) fn root(&mut self, origin: OriginId) -> OriginId {
        let Some(mut whole) = self.origins.get(origin.0 as usize).cloned() else { return origin };
        let item = whole.path.get(1) == Some(&self.words.star);
        whole.path.truncate(if item { 2 } else { 1 });
        self.origin(whole)
    }

    /// Whether it is a parameter or item as a whole, or its address.
    pub(super) fn is_address(&self, origin: OriginId) -> bool {
        let path = self.origins.get(origin.0 as usize).map(|origin| origin.path.as_slice());
        match path {
            Some([_, rest @ ..]) => rest.iter().all(|&key| key == self.words.star || key == self.words.url),
            _ => false,
        }
    }
}
