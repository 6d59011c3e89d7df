//! Rows from outside (`--models`): an organisation's own sources, sinks, services and words, in the form of the built-in
//! tables. Comes in: TOML files; goes out: the tables with those rows in them, or what is wrong with a row and where.
//! Apart because a row of a stranger is checked while the program runs, the built-in ones by their tests.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::checks::{self, Complain};
use super::lazy::Lazy;
use super::packed::{self, Packed};
use super::rows::{
    BaseRow, CapabilityRow, EndpointRow, HiddenRow, LibraryFile, ServiceRow, SinkRow, SourceRow, SummaryRow,
    TagRow, TaxonomyFile, WithinRow,
};
use super::toml_text::{Step, TomlText};
use super::{Knowledge, Library, similar};

/// A file of own rows: all that the built-in tables have, in one file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OwnFile {
    /// Where data goes, as in `libraries/*.toml`.
    pub sink: Vec<SinkRow>,
    /// What comes in.
    pub source: Vec<SourceRow>,
    /// What passes through.
    pub summary: Vec<SummaryRow>,
    /// Classes whose base sends.
    pub base: Vec<BaseRow>,
    /// What code can do.
    pub capability: Vec<CapabilityRow>,
    /// Attributes that tell the class.
    pub tag: Vec<TagRow>,
    /// Code that nobody can read.
    pub hidden: Vec<HiddenRow>,
    /// Paths of web APIs, as in `endpoints.toml`.
    pub endpoint: Vec<EndpointRow>,
    /// Services: new ones, or more about known ones.
    pub service: Vec<OwnServiceRow>,
    /// Words of known data types.
    #[serde(rename = "type")]
    pub types: Vec<OwnTypeRow>,
    /// More words of people, as in `taxonomy.toml`.
    pub person_words: Vec<String>,
    /// More words of things.
    pub thing_words: Vec<String>,
    /// More phrases that are data of no type.
    pub nothing: Vec<String>,
}

/// A service as in `services.toml`. Of a known service only what is added need stand here.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OwnServiceRow {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: Option<String>,
    /// Its category.
    pub category: Option<String>,
    /// Its hosts.
    pub hosts: Vec<String>,
    /// Its Python modules.
    pub modules: Vec<String>,
    /// Its packages.
    pub packages: Vec<String>,
    /// Whether it is for analytics.
    pub analytics: Option<bool>,
    /// Address of its privacy policy.
    pub policy: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// The company's row.
    pub family: Option<String>,
    /// The name is an ordinary word.
    pub ordinary_word: Option<bool>,
}

/// Words of a known data type, as in `taxonomy.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OwnTypeRow {
    /// Id of the data type.
    pub id: String,
    /// Identifier phrases that say it by themselves.
    pub words: Vec<String>,
    /// Identifier phrases that need a person near them.
    pub weak: Vec<String>,
    /// Identifier phrases that are shown to be checked.
    pub hints: Vec<String>,
    /// Phrases that say it in a context.
    pub within: Vec<WithinRow>,
    /// Phrases that mean something else.
    pub vetoes: Vec<String>,
    /// Phrases in YAML labels and descriptions.
    pub texts: Vec<String>,
    /// Phrases by which policies name it, in any language.
    pub terms: Vec<String>,
}

/// The rows of one file with the text that complaints point into.
#[derive(Debug, Clone)]
pub struct Own {
    text: TomlText,
    rows: OwnFile,
}

impl Own {
    /// Reads a file. What a row says is checked by [`Knowledge::with_own`].
    pub fn read(path: &Path) -> Result<Self> {
        let text = TomlText::read(path)?;
        let rows = text.parse()?;
        Ok(Self { text, rows })
    }

    /// Rows of a text that is already there.
    pub fn parse(text: TomlText) -> Result<Self> {
        let rows = text.parse()?;
        Ok(Self { text, rows })
    }

    /// Words by data type, which count in code, YAML and policies alike.
    pub fn of_words(text: TomlText, words: &BTreeMap<String, Vec<String>>) -> Self {
        let row = |(id, words): (&String, &Vec<String>)| OwnTypeRow {
            id: id.clone(),
            words: words.clone(),
            terms: words.clone(),
            ..OwnTypeRow::default()
        };
        Self { text, rows: OwnFile { types: words.iter().map(row).collect(), ..OwnFile::default() } }
    }

    fn library(&self) -> LibraryFile {
        let OwnFile { sink, source, summary, base, capability, tag, hidden, .. } = self.rows.clone();
        LibraryFile { sink, source, summary, base, capability, tag, hidden }
    }
}

impl Knowledge {
    /// The built-in tables with own rows in them; of rows about the same thing the own one counts. An error names the
    /// first fault.
    pub fn with_own(own: &[Own]) -> Result<Self> {
        let Packed { taxonomy, mut services, libraries: builtin, mut endpoints } = super::embedded()?;
        let mut taxonomy = super::taxonomy(&taxonomy)?;
        let mut terms: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for file in own {
            add_words(&mut taxonomy, &file.rows);
            for row in &file.rows.types {
                terms.entry(row.id.clone()).or_default().extend(row.terms.iter().cloned());
            }
        }
        if own.iter().any(|file| !file.rows.service.is_empty()) {
            services = with_services(services, own)?;
        }
        if own.iter().any(|file| !file.rows.endpoint.is_empty()) {
            endpoints = with_endpoints(endpoints, own)?;
        }
        let libraries = own.iter().map(|file| Library::own(file.text.name.clone(), file.library()));
        let libraries = libraries.chain(builtin.into_iter().map(Library::packed)).collect();
        let mut knowledge = Self::new(taxonomy, services, libraries, own.len(), endpoints)?;
        knowledge.terms = terms;
        let faults: Vec<String> = own.iter().flat_map(|file| file.faults(&knowledge)).collect();
        match faults.as_slice() {
            [] => Ok(knowledge),
            [only] => bail!("{only}"),
            [first, rest @ ..] => bail!("{first} (and {} more)", rest.len()),
        }
    }
}

fn with_services(packed: packed::Services, own: &[Own]) -> Result<packed::Services> {
    let mut services: Vec<ServiceRow> = Lazy::new(packed.rows).iter().cloned().collect();
    for row in own.iter().flat_map(|file| &file.rows.service) {
        add_service(&mut services, row);
    }
    services.sort_by(|a, b| a.id.cmp(&b.id));
    packed::Services::of(&services).context("the services are too many")
}

fn with_endpoints(packed: packed::Endpoints, own: &[Own]) -> Result<packed::Endpoints> {
    let builtin: Lazy<Vec<EndpointRow>> = Lazy::new(packed.rows);
    let own = own.iter().flat_map(|file| &file.rows.endpoint);
    let rows: Vec<EndpointRow> = builtin.iter().flatten().chain(own).cloned().collect();
    packed::Endpoints::of(&rows).context("the endpoints are too many")
}

/// Adds words to their types. A phrase that an own row gives means that, whatever the built-in rows say of it.
fn add_words(taxonomy: &mut TaxonomyFile, own: &OwnFile) {
    let given: Vec<&String> = own
        .types
        .iter()
        .flat_map(|row| [&row.words, &row.weak, &row.hints, &row.vetoes, &row.texts])
        .flatten()
        .chain(&own.nothing)
        .collect();
    let other = |phrase: &String| !given.contains(&phrase);
    taxonomy.nothing.retain(other);
    for row in &mut taxonomy.types {
        for list in [&mut row.words, &mut row.weak, &mut row.hints, &mut row.vetoes, &mut row.texts] {
            list.retain(other);
        }
        for within in &mut row.within {
            within.words.retain(other);
        }
    }
    for row in &own.types {
        let Some(known) = taxonomy.types.iter_mut().find(|known| known.id == row.id) else { continue };
        known.words.extend(row.words.iter().cloned());
        known.weak.extend(row.weak.iter().cloned());
        known.hints.extend(row.hints.iter().cloned());
        known.vetoes.extend(row.vetoes.iter().cloned());
        known.texts.extend(row.texts.iter().cloned());
        let contexts = &taxonomy.contexts;
        known.within.extend(row.within.iter().filter(|row| contexts.contains_key(&row.context)).cloned());
    }
    taxonomy.person_words.extend(own.person_words.iter().cloned());
    taxonomy.thing_words.extend(own.thing_words.iter().cloned());
    taxonomy.nothing.extend(own.nothing.iter().cloned());
}

/// Adds a service, or adds to the known one of that id. Hosts, modules and names that it claims are no other's.
fn add_service(services: &mut Vec<ServiceRow>, own: &OwnServiceRow) {
    for row in services.iter_mut().filter(|row| row.id != own.id) {
        row.hosts.retain(|host| !own.hosts.contains(host));
        row.modules.retain(|module| !own.modules.contains(module));
        row.packages.retain(|package| !own.packages.contains(package));
        row.aliases.retain(|alias| !own.aliases.contains(alias) && own.name.as_ref() != Some(alias));
    }
    let at = services.iter().position(|row| row.id == own.id).unwrap_or_else(|| {
        services.push(new_service(&own.id));
        services.len() - 1
    });
    let Some(row) = services.get_mut(at) else { return };
    let add = |list: &mut Vec<String>, more: &[String]| {
        for entry in more {
            if !list.contains(entry) {
                list.push(entry.clone());
            }
        }
    };
    add(&mut row.hosts, &own.hosts);
    add(&mut row.modules, &own.modules);
    add(&mut row.packages, &own.packages);
    add(&mut row.aliases, &own.aliases);
    let set = |field: &mut String, value: &Option<String>| {
        if let Some(value) = value {
            field.clone_from(value);
        }
    };
    set(&mut row.name, &own.name);
    set(&mut row.category, &own.category);
    set(&mut row.policy, &own.policy);
    set(&mut row.family, &own.family);
    row.analytics = own.analytics.unwrap_or(row.analytics);
    row.ordinary_word = own.ordinary_word.unwrap_or(row.ordinary_word);
}

fn new_service(id: &str) -> ServiceRow {
    ServiceRow {
        id: id.to_owned(),
        name: String::new(),
        category: "own".to_owned(),
        hosts: Vec::new(),
        modules: Vec::new(),
        packages: Vec::new(),
        analytics: false,
        platform: false,
        policy: String::new(),
        aliases: Vec::new(),
        family: String::new(),
        ordinary_word: false,
        imitated: false,
    }
}

impl Own {
    /// Every fault of the rows, in their order, each with its place.
    fn faults(&self, knowledge: &Knowledge) -> Vec<String> {
        let mut faults = Vec::new();
        let rows = &self.rows;
        self.each("sink", &rows.sink, &mut faults, |row, complain| checks::sink(knowledge, row, complain));
        self.each("source", &rows.source, &mut faults, |row, complain| {
            checks::source(knowledge, row, complain);
        });
        self.each("summary", &rows.summary, &mut faults, checks::summary);
        self.each("base", &rows.base, &mut faults, |row, complain| checks::base(knowledge, row, complain));
        self.each("capability", &rows.capability, &mut faults, checks::capability);
        self.each("endpoint", &rows.endpoint, &mut faults, |row, complain| {
            endpoint(knowledge, row, complain);
        });
        self.each("service", &rows.service, &mut faults, |row, complain| service(knowledge, row, complain));
        self.each("type", &rows.types, &mut faults, |row, complain| words(knowledge, row, complain));
        for (key, list) in [
            ("person_words", &rows.person_words),
            ("thing_words", &rows.thing_words),
            ("nothing", &rows.nothing),
        ] {
            for (index, phrase) in list.iter().enumerate().filter(|(_, phrase)| !checks::is_phrase(phrase)) {
                let path = [Step::Key(key), Step::At(index)];
                faults.push(self.text.complaint(&path, &no_phrase(phrase)));
            }
        }
        faults
    }

    fn each<Row>(&self, table: &str, rows: &[Row], faults: &mut Vec<String>, check: impl Fn(&Row, Complain)) {
        for (index, row) in rows.iter().enumerate() {
            check(row, &mut |key, what| {
                let path = [Step::Key(table), Step::At(index), Step::Key(key)];
                faults.push(self.text.complaint(&path, &format!("{table}: {what}")));
            });
        }
    }
}

fn endpoint(knowledge: &Knowledge, row: &EndpointRow, complain: Complain) {
    checks::known_service(knowledge, "service", &row.service, complain);
    if row.path.is_empty() {
        complain("path", "`path` is empty".to_owned());
    }
    checks::known_types(knowledge, "returns", &row.returns, complain);
    checks::known_types(knowledge, "types", row.types.values(), complain);
}

fn service(knowledge: &Knowledge, row: &OwnServiceRow, complain: Complain) {
    if !checks::is_id(&row.id) {
        complain("id", format!("`{}` is no id: lower case and digits, `-` between words", row.id));
        return;
    }
    let whole = knowledge.service(&row.id).and_then(|id| knowledge.service_row(id));
    if whole.is_some_and(|whole| whole.name.trim().is_empty()) {
        complain("name", format!("`{}` is no known service, so it needs a `name`", row.id));
    }
    if whole.is_some_and(|whole| whole.hosts.is_empty() && whole.modules.is_empty()) {
        complain("hosts", format!("`{}` has neither `hosts` nor `modules`", row.id));
    }
    for entry in &row.hosts {
        let host = entry.strip_prefix("*.").unwrap_or(entry);
        if !checks::is_host(host) {
            complain("hosts", format!("`{entry}` is no host name"));
        } else if host != entry && psl::suffix_str(host) == Some(host) {
            complain("hosts", format!("`{entry}` is a public suffix: names below it belong to others"));
        }
    }
    for module in row.modules.iter().filter(|module| !checks::is_call_pattern(module)) {
        complain("modules", format!("`{module}` is no Python module"));
    }
    if row.policy.as_ref().is_some_and(|policy| !policy.is_empty() && !checks::is_https_url(policy)) {
        complain("policy", "the privacy policy's address must begin with https://".to_owned());
    }
    if let Some(family) = row.family.as_ref().filter(|family| !family.is_empty()) {
        checks::known_service(knowledge, "family", family, complain);
    }
}

fn words(knowledge: &Knowledge, row: &OwnTypeRow, complain: Complain) {
    checks::known_types(knowledge, "id", [&row.id], complain);
    let lists = [
        ("words", &row.words),
        ("weak", &row.weak),
        ("hints", &row.hints),
        ("vetoes", &row.vetoes),
        ("texts", &row.texts),
        ("terms", &row.terms),
    ];
    let within = row.within.iter().map(|row| ("within", &row.words));
    for (key, list) in lists.into_iter().chain(within) {
        for phrase in list.iter().filter(|phrase| !checks::is_phrase(phrase)) {
            complain(key, no_phrase(phrase));
        }
    }
    let contexts = &knowledge.taxonomy().contexts;
    for within in row.within.iter().filter(|within| !contexts.contains_key(&within.context)) {
        let hint = similar::hint(&within.context, contexts.keys().map(String::as_str));
        complain("within", format!("there is no context `{}`{hint}", within.context));
    }
}

fn no_phrase(phrase: &str) -> String {
    format!("`{phrase}` is no phrase: words in lower case, one space between them")
}
