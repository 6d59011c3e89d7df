//! How the evidence about one value adds up. Comes in: a [`Subject`]; goes out: decisions about personal types and about
//! content. Apart because here stands which evidence goes before which, and nowhere else.

use smallvec::SmallVec;

use super::reading::{self, Around, Found, Near, Reading, Support};
use super::tables::{Kind, PERSON, Typing, Word};
use super::{Decision, SourceKind, Subject};
use crate::flow::{Action, Confidence, limits};
use crate::knowledge::DataType;

/// More texts than this (labels and descriptions in several languages) are not read.
const TEXTS: usize = limits::PARAMETER_TEXTS;

/// A subject with its identifiers read.
pub(super) struct Scene<'a> {
    typing: &'a Typing<'a>,
    subject: &'a Subject<'a>,
    kind: Option<Kind>,
    around: Around,
    /// What a search finds is nobody's document.
    searching: bool,
    path: Reading,
    key: Reading,
}

impl<'a> Scene<'a> {
    pub(super) fn new(typing: &'a Typing<'a>, subject: &'a Subject<'a>, kind: Option<Kind>) -> Self {
        let mut words: SmallVec<[Word; 32]> = SmallVec::new();
        let mut field: SmallVec<[Word; 32]> = SmallVec::new();
        if let Some(last) = subject.path.last() {
            typing.identify(last, &mut field);
        }
        let mut collect = |texts: &[&str]| {
            words.clear();
            for text in texts {
                typing.identify(text, &mut words);
                // `user_picture = profile["picture"]` only repeats the field.
                if !field.is_empty() && words.len() > field.len() && words.ends_with(&field) {
                    words.truncate(words.len() - field.len());
                }
            }
            let contexts = words.iter().fold(0, |all, &word| all | typing.contexts(word));
            (contexts, reading::last_said(typing, &words))
        };
        // A variable is named after the record that it holds; the method tells whose records come at all.
        let (by_names, mut near) = collect(subject.names);
        let (mut contexts, by_method) = collect(subject.context);
        if near == Near::Nobody {
            near = by_method;
        }
        contexts |= collect(subject.key).0 | collect(subject.path).0 | (by_names & typing.bits.error);
        match subject.source {
            SourceKind::Credential => contexts |= typing.bits.account,
            SourceKind::ModelInput => contexts |= typing.bits.model,
            _ => {}
        }
        let by_context = collect(subject.context).0;
        let ignored = if subject.action == Action::Receives {
            let found = if by_context & typing.bits.search == 0 { 0 } else { typing.bits.fetched };
            typing.bits.given | typing.bits.posting | found
        } else {
            contexts |= typing.bits.given;
            typing.bits.fetched
        };
        let around = Around { contexts: contexts & !ignored, ignored, near };
        let mut path = reading::chain(typing, subject.path, around);
        if subject.path.is_empty()
            && let Some(parameter) = subject.parameter
        {
            path = reading::chain(typing, &[&parameter.name.text], around);
        }
        let key = reading::chain(typing, subject.key, around);
        let searching = by_context & typing.bits.search != 0;
        Self { typing, subject, kind, around, searching, path, key }
    }

    /// Types outside the content group.
    pub(super) fn personal(&self) -> Vec<Decision> {
        let said: Vec<Decision> = self
            .path
            .found
            .iter()
            .filter(|found| found.support >= Support::Around && !self.typing.is_content(found.data_type))
            .filter(|found| found.support > Support::Around || !self.belongs_to_thing())
            .map(|found| Self::decision(found, self.path_confidence(found), self.path_why(found)))
            .collect();
        if let Some(api) = self.subject.api.filter(|&api| !self.typing.is_content(api)) {
            let agrees = said.iter().any(|decision| decision.data_type == api);
            return if agrees { said } else { vec![Self::by_api(api)] };
        }
        if let Some(renamed) = self.renamed(&said) {
            return vec![renamed];
        }
        if !said.is_empty() {
            return self.with_login(said);
        }
        self.personal_by_key()
            .or_else(|| self.personal_by_texts())
            .unwrap_or_else(|| self.personal_to_check())
    }

    /// What a file shows by its label: "new avatar".
    pub(super) fn shown(&self) -> Vec<Decision> {
        let labels = self.subject.parameter.map_or(&[][..], |parameter| &parameter.labels);
        let mut decisions = Vec::new();
        // Its name or its type shows nothing.
        let whole = self.subject.action == Action::Sends && !self.file().is_empty();
        for label in labels.iter().take(TEXTS).filter(|_| whole) {
            let reading = reading::text(self.typing, &label.text, Around { contexts: 0, ..self.around });
            let found = reading.best(self.typing, false).filter(|found| found.support == Support::Says);
            if let Some(found) = found.filter(|_| reading.whole) {
                let why = self.why("label", "", &reading, found);
                decisions.push(Self::decision(found, Confidence::Medium, why));
            }
        }
        decisions
    }

    /// A field of which only the record tells that it is a person's, and which is kept under a name that says another
    /// type: `user_email = profile["login"]`.
    fn renamed(&self, said: &[Decision]) -> Option<Decision> {
        let name = self.subject.names.last()?;
        if said.is_empty() || self.path.found.iter().any(|found| found.support == Support::Says) {
            return None;
        }
        let reading = reading::chain(self.typing, &[name], self.around);
        // A name of one word (`email["displayName"]`) is rather the record's.
        let found = reading.best(self.typing, false).filter(|found| found.support == Support::Says);
        let found = found.filter(|_| reading.words.len() > 1)?;
        // `user_name = profile["name"]` only repeats the field.
        let repeats = reading.words.last() == self.path.words.last();
        let same = said.iter().any(|decision| decision.data_type == found.data_type);
        let why = self.why("variable", name, &reading, found);
        (!repeats && !same).then(|| Self::decision(found, Confidence::Medium, why))
    }

    /// What one logs in with may be of two types: the name says one of them, the help text the other.
    fn with_login(&self, mut said: Vec<Decision>) -> Vec<Decision> {
        if self.subject.source == SourceKind::Credential {
            let descriptions = self.subject.parameter.map_or(&[][..], |parameter| &parameter.descriptions);
            let contexts = self.around.contexts & !self.typing.bits.account;
            for text in descriptions.iter().take(TEXTS) {
                let reading = reading::text(self.typing, &text.text, Around { contexts, ..self.around });
                let found = reading.best(self.typing, false).filter(|found| found.support == Support::Says);
                if let Some(found) = found.filter(|found| found.data_type != self.typing.ids.credential) {
                    said.push(Self::decision(
                        found,
                        Confidence::Medium,
                        self.why("description", "", &reading, found),
                    ));
                }
            }
        }
        said
    }

    /// Whether a label or description says that the value is a thing's: "Name of the group chat".
    fn belongs_to_thing(&self) -> bool {
        let texts = self.texts();
        texts.nothing && texts.found.is_empty()
    }

    fn path_confidence(&self, found: &Found) -> Confidence {
        // Of a value without a known origin the attribute's name is all that is known.
        let guess = self.subject.source == SourceKind::Local || found.support == Support::Around;
        if guess { Confidence::Medium } else { Confidence::High }
    }

    fn by_api(api: DataType) -> Decision {
        Decision {
            data_type: api,
            confidence: Confidence::High,
            why: vec!["the API says that it holds this".to_owned()],
        }
    }

    fn personal_by_key(&self) -> Option<Vec<Decision>> {
        let found = self.key.best(self.typing, false).filter(|found| found.support >= Support::Around)?;
        let confidence = if self.path.nothing {
            Confidence::Low
        } else if self.path.blank() && found.support == Support::Says {
            self.path_confidence(found)
        } else {
            Confidence::Medium
        };
        let why = self.why("key", self.subject.key.last().copied().unwrap_or(""), &self.key, found);
        Some(vec![Self::decision(found, confidence, why)])
    }

    fn personal_by_texts(&self) -> Option<Vec<Decision>> {
        let weak = self.path.best(self.typing, false);
        let content = self.path.best(self.typing, true).is_some_and(|found| found.support == Support::Says);
        if self.path.nothing || (content && weak.is_none()) {
            return None;
        }
        let texts = self.texts();
        if weak.is_some_and(|weak| weak.support >= Support::Weak) && texts.nothing && texts.found.is_empty() {
            return Some(Vec::new());
        }
        let decisions: Vec<Decision> = texts
            .found
            .iter()
            .filter(|found| {
                let other = weak.is_some_and(|weak| weak.data_type != found.data_type);
                let enough = if other { Support::Says } else { Support::Around };
                found.support >= enough && !self.typing.is_content(found.data_type)
            })
            .map(|found| {
                let agrees = weak.is_some_and(|weak| weak.data_type == found.data_type);
                let confidence = if agrees { Confidence::High } else { Confidence::Medium };
                Self::decision(found, confidence, self.why("description", "", &texts, found))
            })
            .collect();
        (!decisions.is_empty()).then_some(decisions)
    }

    /// What only a weak word or a local name supports.
    fn personal_to_check(&self) -> Vec<Decision> {
        if self.path.nothing {
            return Vec::new();
        }
        if let Some(found) = self.path.best(self.typing, false) {
            return vec![Self::decision(found, Confidence::Low, self.path_why(found))];
        }
        if let Some(found) = self.key.best(self.typing, false) {
            let why = self.why("key", self.subject.key.last().copied().unwrap_or(""), &self.key, found);
            return vec![Self::decision(found, Confidence::Low, why)];
        }
        if self.path.person || (self.path.blank() && self.key.person) {
            let why = || vec!["a person's record as a whole".to_owned()];
            return [self.typing.ids.name, self.typing.ids.identifier]
                .map(|data_type| Decision { data_type, confidence: Confidence::Low, why: why() })
                .into();
        }
        if self.path.blank() && self.key.blank() { self.by_names(false) } else { Vec::new() }
    }

    /// By the local variables that carried the value, the nearest to the sink first.
    fn by_names(&self, content: bool) -> Vec<Decision> {
        for name in self.subject.names.iter().rev() {
            let reading = reading::chain(self.typing, &[name], self.around);
            if reading.nothing {
                return Vec::new();
            }
            if let Some(found) = reading.best(self.typing, content) {
                let says = found.support == Support::Says && !content;
                let confidence = if says { Confidence::Medium } else { Confidence::Low };
                return vec![Self::decision(found, confidence, self.why("variable", name, &reading, found))];
            }
        }
        Vec::new()
    }

    /// Types of the content group.
    pub(super) fn content(&self) -> Vec<Decision> {
        if self.subject.action == Action::Receives { self.content_received() } else { self.content_given() }
    }

    fn content_received(&self) -> Vec<Decision> {
        let ids = self.typing.ids;
        // Answers of a model and errors are no data about people.
        if self.around.contexts & (self.typing.bits.answer | self.typing.bits.error) != 0 {
            return Vec::new();
        }
        if let Some(api) = self.subject.api.filter(|&api| self.typing.is_content(api)) {
            return vec![Self::by_api(api)];
        }
        if self.path.nothing {
            return Vec::new();
        }
        let sure = |found: &&Found| {
            let file = found.data_type == ids.file && !self.searching;
            found.support == Support::Says && (found.data_type == ids.message || file)
        };
        if let Some(found) = self.path.found.iter().find(sure) {
            return vec![Self::decision(found, Confidence::High, self.path_why(found))];
        }
        let texts = self.texts();
        if let Some(found) = texts.found.iter().find(sure) {
            return vec![Self::decision(
                found,
                Confidence::Medium,
                self.why("description", "", &texts, found),
            )];
        }
        let content = |found: &&Found| {
            let of_use = found.support > Support::Hint && found.data_type != ids.search;
            of_use && self.typing.is_content(found.data_type)
        };
        let to_check = self.path.found.iter().find(content);
        to_check
            .map(|found| Self::decision(found, Confidence::Low, self.path_why(found)))
            .into_iter()
            .collect()
    }

    fn content_given(&self) -> Vec<Decision> {
        let ids = self.typing.ids;
        if self.kind == Some(Kind::File) {
            return self.file();
        }
        if matches!(
            self.subject.source,
            SourceKind::Credential | SourceKind::Session | SourceKind::Environment
        ) {
            return Vec::new();
        }
        let blocked = self.path.nothing;
        if self.subject.role == "statement"
            && matches!(self.subject.source, SourceKind::Parameter | SourceKind::Request)
        {
            let why = vec!["it is run as a statement".to_owned()];
            // Of a database in a file hardly anybody else learns.
            let confidence =
                if self.subject.action == Action::Sends { Confidence::Medium } else { Confidence::Low };
            return vec![Decision { data_type: ids.content, confidence, why }];
        }
        // The bytes of a file stay a file inside a message.
        if let Some(found) = self.path.found.iter().find(|found| {
            found.data_type == ids.file && found.support == Support::Says && self.path.words.len() > 1
        }) && self.subject.source == SourceKind::Parameter
        {
            return vec![Self::decision(found, Confidence::High, self.path_why(found))];
        }
        if let Some(api) = self.subject.api.filter(|&api| self.typing.is_content(api)) {
            let mut decision = Self::by_api(api);
            if blocked {
                // A text that the user enters under a neutral name is what the API takes it for.
                let entered = self.subject.source == SourceKind::Parameter && self.kind == Some(Kind::Text);
                decision.confidence = if entered { Confidence::Medium } else { Confidence::Low };
            }
            return vec![decision];
        }
        if blocked {
            return self.told_of_thing();
        }
        // A text field of a form that also takes files is a text.
        let said = self.path.best(self.typing, true);
        let text = self.kind == Some(Kind::Text)
            && said.is_some_and(|found| found.support >= Support::Around && found.data_type != ids.file);
        if self.subject.role == "file" && !text {
            let why = vec!["it is sent as a file".to_owned()];
            // A parameter that the YAML does not declare is hardly a file that somebody gives.
            let declared = self.subject.source != SourceKind::Parameter || self.kind.is_some();
            let confidence = if declared { self.given(Confidence::High) } else { Confidence::Low };
            return vec![Decision { data_type: ids.file, confidence, why }];
        }
        let mut decisions = self.text_given();
        if matches!(self.subject.role, "url" | "headers" | "auth" | "key") {
            // A part of the address or a header is rarely text of the user; what is searched for often is.
            for decision in &mut decisions {
                if decision.data_type != ids.search {
                    decision.confidence = Confidence::Low;
                }
            }
        }
        decisions
    }

    /// A text parameter that is named by nothing but a thing (`task`), where its label or description says what the
    /// user writes there.
    fn told_of_thing(&self) -> Vec<Decision> {
        let text = self.subject.source == SourceKind::Parameter && self.kind == Some(Kind::Text);
        if !text || self.path.words.len() != 1 {
            return Vec::new();
        }
        let parameter = self.subject.parameter.into_iter();
        let texts = parameter.flat_map(|parameter| parameter.labels.iter().chain(&parameter.descriptions));
        for text in texts.take(TEXTS) {
            let reading = reading::text(self.typing, &text.text, self.around);
            let said = reading.best(self.typing, true).filter(|found| {
                reading.whole && found.support == Support::Says && found.data_type == self.typing.ids.content
            });
            if let Some(found) = said {
                let why = self.why("description", "", &reading, found);
                return vec![Self::decision(found, Confidence::Medium, why)];
            }
        }
        Vec::new()
    }

    /// The user's text by path, texts, key and names.
    fn text_given(&self) -> Vec<Decision> {
        if let Some(found) = self.path.best(self.typing, true).filter(|found| !self.is_of_table(found)) {
            let says = found.support >= Support::Around;
            if !says && self.kind == Some(Kind::Text) {
                let by_texts = self.parameter_text();
                if by_texts.iter().any(|decision| decision.confidence > Confidence::Low) {
                    return by_texts;
                }
            }
            let confidence = if says { self.given(Confidence::High) } else { Confidence::Low };
            return vec![Self::decision(found, confidence, self.path_why(found))];
        }
        let by_key = self.key.best(self.typing, true).map(|found| {
            let why = self.why("key", self.subject.key.last().copied().unwrap_or(""), &self.key, found);
            let says = found.support >= Support::Around && self.path.blank();
            let confidence = if says { self.given(Confidence::Medium) } else { Confidence::Low };
            vec![Self::decision(found, confidence, why)]
        });
        if self.subject.source == SourceKind::Parameter && self.kind == Some(Kind::Text) {
            let sure = by_key.filter(|decisions| decisions.iter().all(|by| by.confidence > Confidence::Low));
            return sure.unwrap_or_else(|| self.parameter_text());
        }
        by_key.unwrap_or_else(|| self.by_names(true))
    }

    /// Whether the texts tell that a query is one of a database or table, and none that something is searched for.
    fn is_of_table(&self, found: &Found) -> bool {
        let Some(parameter) = self.subject.parameter.filter(|_| found.data_type == self.typing.ids.search)
        else {
            return false;
        };
        let own = self.path.words.get(found.start..found.end).unwrap_or(&[]);
        let mut contexts = 0;
        for text in parameter.labels.iter().chain(&parameter.descriptions).take(TEXTS) {
            let mut words: SmallVec<[Word; 32]> = SmallVec::new();
            self.typing.words_of(&text.text, &mut words);
            let other = words.iter().filter(|word| !own.contains(word));
            contexts |= other.fold(0, |all, &word| all | self.typing.contexts(word));
        }
        contexts & self.typing.bits.statement != 0 && contexts & self.typing.bits.search == 0
    }

    /// A text parameter whose name does not say what it holds.
    fn parameter_text(&self) -> Vec<Decision> {
        let ids = self.typing.ids;
        let texts = self.texts();
        let sure = |found: &&Found| found.support >= Support::Around && texts.whole;
        if let Some(found) = texts.best(self.typing, true).filter(sure) {
            return vec![Self::decision(
                found,
                Confidence::Medium,
                self.why("description", "", &texts, found),
            )];
        }
        if texts.nothing && texts.found.is_empty() {
            return Vec::new();
        }
        let other = self.path.a_things.or(self.path.best(self.typing, false).map(|found| found.data_type));
        // What is made is given a name by the user (`create_board`); what is read is referred to by it.
        let named = other == Some(ids.name) && self.around.contexts & self.typing.bits.write != 0;
        if self.path.person || (other.is_some() && !named) {
            return Vec::new();
        }
        let confidence = if named { Confidence::Medium } else { Confidence::Low };
        let why = vec!["a text parameter".to_owned()];
        vec![Decision { data_type: ids.content, confidence, why }]
    }

    /// A `File` object or a part of it.
    fn file(&self) -> Vec<Decision> {
        let file = self.typing.ids.file;
        let mut chain: SmallVec<[&str; 4]> = SmallVec::new();
        chain.extend(self.typing.titles.get(usize::from(file.0)).copied());
        chain.extend(self.subject.path.iter().skip(1).copied());
        let part = reading::chain(self.typing, &chain, Around { near: Near::Thing, ..self.around });
        if part.nothing {
            return Vec::new();
        }
        vec![Decision {
            data_type: file,
            confidence: Confidence::High,
            why: vec!["a file parameter".to_owned()],
        }]
    }

    /// What another parameter lets the user choose that this one is.
    pub(super) fn by_choices(&self) -> Vec<Decision> {
        let mut decisions: Vec<Decision> = Vec::new();
        for choice in self.subject.choices {
            let reading = reading::chain(self.typing, &[choice], Around { contexts: 0, ..self.around });
            if let Some(found) =
                reading.best(self.typing, false).filter(|found| found.support == Support::Says)
            {
                let why = self.why("option", choice, &reading, found);
                decisions.push(Self::decision(found, Confidence::Medium, why));
            }
        }
        decisions
    }

    /// The confidence of content by where it comes from: only what a user gives is surely the user's.
    fn given(&self, confidence: Confidence) -> Confidence {
        match self.subject.source {
            SourceKind::Parameter | SourceKind::ModelInput | SourceKind::Request => confidence,
            SourceKind::Payload => confidence.min(Confidence::Medium),
            _ => Confidence::Low,
        }
    }

    /// Whether a value of this YAML type and this direction can be of the type at all.
    pub(super) fn allows(&self, data_type: DataType, confidence: Confidence) -> bool {
        // Regions, hosts and names of accounts that an administrator sets are not worth a look.
        if confidence == Confidence::Low
            && matches!(self.subject.source, SourceKind::Credential | SourceKind::Setting)
        {
            return false;
        }
        if self.subject.action == Action::Receives && self.is_never_of(data_type) {
            return false;
        }
        let content = self.typing.is_content(data_type);
        match self.kind {
            Some(Kind::Number) if content => return false,
            Some(Kind::Choice) if !self.typing.is_combinable(data_type) => return false,
            _ => {}
        }
        let searched_back = self.subject.action == Action::Receives && data_type == self.typing.ids.search;
        !searched_back
            && self.subject.parameter.is_none_or(|parameter| parameter.options.is_empty() || !content)
    }

    /// Whether the record that a field is read from is of a kind that never holds the type: an advert has no occupation.
    fn is_never_of(&self, data_type: DataType) -> bool {
        let never = self.typing.never_of(data_type);
        if never == 0 {
            return false;
        }
        let mut words: SmallVec<[Word; 32]> = SmallVec::new();
        let before = self.subject.path.len().saturating_sub(1);
        for text in self.subject.path.iter().take(before).chain(self.subject.names) {
            self.typing.identify(text, &mut words);
        }
        let person = words.iter().any(|&word| self.typing.flags(word) & PERSON != 0);
        !person && words.iter().any(|&word| self.typing.contexts(word) & never != 0)
    }

    /// What labels and descriptions say. A label names the thing, so the first that says anything decides; then the
    /// first description that names a personal type, else the first that says anything.
    fn texts(&self) -> Reading {
        let (labels, descriptions) = self
            .subject
            .parameter
            .map_or((&[][..], &[][..]), |parameter| (&parameter.labels[..], &parameter.descriptions[..]));
        for label in labels.iter().take(TEXTS) {
            let reading = reading::text(self.typing, &label.text, self.around);
            if reading.nothing || reading.found.iter().any(|found| found.support >= Support::Around) {
                return reading;
            }
        }
        let mut first = Reading::default();
        let descriptions = descriptions.iter().map(|located| located.text.as_str());
        for text in descriptions.chain(self.subject.texts.iter().copied()).take(TEXTS) {
            let reading = reading::text(self.typing, text, self.around);
            if reading.best(self.typing, false).is_some_and(|found| found.support >= Support::Around) {
                return reading;
            }
            if first.blank() || (first.found.is_empty() && !reading.found.is_empty()) {
                first = reading;
            }
        }
        first
    }

    fn decision(found: &Found, confidence: Confidence, why: String) -> Decision {
        Decision { data_type: found.data_type, confidence, why: vec![why] }
    }

    fn path_why(&self, found: &Found) -> String {
        let (what, name) = match self.subject.source {
            SourceKind::Parameter => ("parameter", self.subject.path.join(".")),
            SourceKind::Credential => ("credential", self.subject.path.join(".")),
            SourceKind::Setting => ("setting", self.subject.path.join(".")),
            _ => ("field", self.subject.path.join(".")),
        };
        self.why(what, &name, &self.path, found)
    }

    fn why(&self, what: &str, name: &str, reading: &Reading, found: &Found) -> String {
        let phrase = self.typing.spell(reading.words.get(found.start..found.end).unwrap_or(&[]));
        if name.is_empty() { format!("{what}: `{phrase}`") } else { format!("{what} `{name}`: `{phrase}`") }
    }
}
