//! What candor knows, as data: data types, services, libraries, words. Comes in: the tables, embedded ready-made by the
//! build script, and rows from outside (`--models`); goes out: lookups by id, host, module and qualified name. Apart
//! because nothing here knows plugins.
//!
//! Texts are found where they lie in the binary ([`packed`]), a row is read when it is asked for: a small plugin needs few
//! of them.

pub mod checks;
pub mod compare_rows;
pub mod comparison;
mod endpoints;
mod lazy;
pub mod lexicon_rows;
pub mod made;
pub mod names;
pub mod own;
pub mod packed;
pub mod rows;
pub mod similar;
pub mod toml_text;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use anyhow::{Context, Result};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use lazy::{Cell, Lazy};
use packed::{Outline, Packed, Texts};
use rows::{EndpointRow, LibraryFile, ServiceRow, SinkRow, TaxonomyFile, TypeRow};

/// A data type: index of a row of the taxonomy. `Copy`, ordered as reports list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DataType(pub u8);

/// A service: index of a row of the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Service(pub u16);

/// All tables with their indexes. Rows are read when they are asked for.
#[derive(Debug)]
pub struct Knowledge {
    taxonomy: TaxonomyFile,
    type_ids: FxHashMap<String, DataType>,
    services: Services,
    /// Own ones as they were given, then the built-in ones, sorted by name.
    libraries: Vec<Library>,
    own_libraries: usize,
    /// Where rows stand whose names begin with a part, and whether calls on what it names are described.
    heads: FxHashMap<String, (SmallVec<[u16; 4]>, bool)>,
    /// Own phrases of policies by data type.
    terms: BTreeMap<String, Vec<String>>,
    /// What the policy reader makes of the tables.
    pub for_policies: made::Made,
    endpoints: Endpoints,
}

#[derive(Debug)]
struct Services {
    ids: Texts,
    hosts: Texts,
    wildcards: Texts,
    modules: Texts,
    names: packed::Names,
    named: Lazy<Vec<names::Name>>,
    rows: Lazy<ServiceRow>,
    /// The row for calls on a client of which only the service is known, by the place of its module.
    clients: Vec<OnceLock<Box<SinkRow>>>,
}

impl Services {
    fn new(packed: packed::Services) -> Self {
        let packed::Services { ids, hosts, wildcards, modules, names, rows } = packed;
        let clients = (0..modules.len()).map(|_| OnceLock::new()).collect();
        let named = Lazy::new(names.lists.clone());
        Self { ids, hosts, wildcards, modules, names, named, rows: Lazy::new(rows), clients }
    }
}

#[derive(Debug)]
struct Library {
    name: String,
    outline: Outline,
    packed: std::borrow::Cow<'static, [u8]>,
    file: Cell<LibraryFile>,
}

impl Library {
    fn packed(library: packed::Library) -> Self {
        let packed::Library { name, outline, file } = library;
        Self { name, outline, packed: file, file: Cell::new() }
    }

    fn own(name: String, file: LibraryFile) -> Self {
        let outline = Outline::of(&file);
        Self { name, outline, packed: (&[]).into(), file: Cell::from(Some(Box::new(file))) }
    }

    fn file(&self) -> Option<&LibraryFile> {
        lazy::read(&self.file, &self.packed)
    }
}

#[derive(Debug)]
struct Endpoints {
    services: Texts,
    rows: Lazy<Vec<EndpointRow>>,
}

impl Endpoints {
    fn new(packed: packed::Endpoints) -> Self {
        Self { services: packed.services, rows: Lazy::new(packed.rows) }
    }
}

static CODE_TABLES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/code.bin"));

/// What the build script embeds in one piece.
fn embedded() -> Result<Packed> {
    postcard::from_bytes(CODE_TABLES).context("the embedded tables cannot be read")
}

fn taxonomy(bytes: &[u8]) -> Result<TaxonomyFile> {
    postcard::from_bytes(bytes).context("the embedded taxonomy cannot be read")
}

/// Bytes of a host name at most (RFC 1035): what is longer is none.
const HOST: usize = 253;

impl Knowledge {
    /// The built-in tables. Fails only if the embedded bytes are damaged.
    pub fn builtin() -> Result<Self> {
        let Packed { taxonomy: types, services, libraries, endpoints } = embedded()?;
        let libraries = libraries.into_iter().map(Library::packed).collect();
        Self::new(taxonomy(&types)?, services, libraries, 0, endpoints)
    }

    /// The built-in tables, read once and shared.
    pub fn shared() -> Result<&'static Self> {
        static SHARED: OnceLock<Knowledge> = OnceLock::new();
        if let Some(knowledge) = SHARED.get() {
            return Ok(knowledge);
        }
        let knowledge = Self::builtin()?;
        Ok(SHARED.get_or_init(|| knowledge))
    }

    /// Puts tables together. The first `own_libraries` of the library tables came from outside.
    fn new(
        taxonomy: TaxonomyFile,
        services: packed::Services,
        libraries: Vec<Library>,
        own_libraries: usize,
        endpoints: packed::Endpoints,
    ) -> Result<Self> {
        let mut type_ids = FxHashMap::default();
        for (index, row) in taxonomy.types.iter().enumerate() {
            let id = DataType(u8::try_from(index).context("too many data types")?);
            type_ids.insert(row.id.clone(), id);
        }
        let mut heads: FxHashMap<String, (SmallVec<[u16; 4]>, bool)> = FxHashMap::default();
        for (index, library) in libraries.iter().enumerate() {
            let index = u16::try_from(index).context("too many libraries")?;
            for head in &library.outline.heads {
                let (places, sends) = heads.entry(head.name.clone()).or_default();
                places.push(index);
                *sends |= head.sends;
            }
        }
        Ok(Self {
            taxonomy,
            type_ids,
            services: Services::new(services),
            libraries,
            own_libraries,
            heads,
            terms: BTreeMap::new(),
            for_policies: made::Made::default(),
            endpoints: Endpoints::new(endpoints),
        })
    }

    /// All library tables by name, those from outside first, as they were given.
    pub fn libraries(&self) -> impl Iterator<Item = (&str, &LibraryFile)> + '_ {
        self.libraries.iter().filter_map(|library| Some((library.name.as_str(), library.file()?)))
    }

    /// The library tables with rows that are found by something else than a qualified name, in the same order.
    pub fn general_libraries(&self) -> impl Iterator<Item = (usize, &LibraryFile)> + '_ {
        let general = self.libraries.iter().enumerate().filter(|(_, library)| library.outline.general);
        general.filter_map(|(at, library)| Some((at, library.file()?)))
    }

    /// How many library tables there are.
    pub fn library_count(&self) -> usize {
        self.libraries.len()
    }

    /// How many of them came from outside: the first ones.
    pub fn own_library_count(&self) -> usize {
        self.own_libraries
    }

    /// The library table at a place.
    pub fn library(&self, at: usize) -> Option<&LibraryFile> {
        self.libraries.get(at)?.file()
    }

    /// Places of the library tables with rows about names that begin with the same part as this one, in order.
    pub fn libraries_about(&self, name: &str) -> &[u16] {
        self.heads.get(packed::head(name)).map_or(&[], |(places, _)| places)
    }

    /// Own phrases by which policies name data types, by the type's id.
    pub fn own_terms(&self) -> &BTreeMap<String, Vec<String>> {
        &self.terms
    }

    /// All data types in the order of reports.
    pub fn data_types(&self) -> impl Iterator<Item = DataType> + '_ {
        (0..self.taxonomy.types.len()).filter_map(|index| u8::try_from(index).ok().map(DataType))
    }

    /// The data type with this id.
    pub fn data_type(&self, id: &str) -> Option<DataType> {
        self.type_ids.get(id).copied()
    }

    /// The row of a data type.
    pub fn type_row(&self, data_type: DataType) -> &TypeRow {
        static NONE: OnceLock<TypeRow> = OnceLock::new();
        self.taxonomy.types.get(usize::from(data_type.0)).unwrap_or_else(|| {
            NONE.get_or_init(|| TypeRow {
                id: String::new(),
                group: String::new(),
                title: BTreeMap::new(),
                named: false,
                covers: Vec::new(),
                words: Vec::new(),
                weak: Vec::new(),
                hints: Vec::new(),
                within: Vec::new(),
                vetoes: Vec::new(),
                never_of: Vec::new(),
                texts: Vec::new(),
                examples: Vec::new(),
                counterexamples: Vec::new(),
            })
        })
    }

    /// The whole taxonomy table.
    pub fn taxonomy(&self) -> &TaxonomyFile {
        &self.taxonomy
    }

    /// All services, sorted by id.
    pub fn services(&self) -> impl Iterator<Item = &ServiceRow> + '_ {
        self.services.rows.iter()
    }

    /// The names of services that begin with this word, in lower case, the longest first.
    pub fn names_beginning(&self, word: &str) -> &[names::Name] {
        let place = self.services.names.words.number_of(word).map(usize::from);
        place.and_then(|place| self.services.named.get(place)).map_or(&[], Vec::as_slice)
    }

    /// The words that names of services begin with.
    pub fn first_words(&self) -> impl Iterator<Item = &str> {
        self.services.names.words.texts()
    }

    /// The service with this id.
    pub fn service(&self, id: &str) -> Option<Service> {
        self.services.ids.number_of(id).map(Service)
    }

    /// The row of a service.
    pub fn service_row(&self, service: Service) -> Option<&ServiceRow> {
        self.services.rows.get(usize::from(service.0))
    }

    /// The service of a host name (lower case, no port): the exact host, else the longest wildcard.
    pub fn service_of_host(&self, host: &str) -> Option<Service> {
        if host.len() > HOST {
            return None;
        }
        if let Some(service) = self.services.hosts.number_of(host) {
            return Some(Service(service));
        }
        let mut rest = host;
        loop {
            if let Some(service) = self.services.wildcards.number_of(rest) {
                return Some(Service(service));
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// The row for a call that no library table describes, on a client of a known service: a function or a method; a
    /// class only makes an object.
    pub fn client_call(&self, name: &str) -> Option<&SinkRow> {
        let (owner, method) = name.rsplit_once('.')?;
        let described = self.heads.get(packed::head(name)).is_some_and(|(_, sends)| *sends);
        if described || !method.starts_with(|first: char| first.is_ascii_lowercase()) {
            return None;
        }
        let (at, service) = self.module(owner)?;
        let row = self.service_row(service)?;
        Some(self.services.clients.get(at)?.get_or_init(|| Box::new(client(row))))
    }

    /// The service of a Python module: the longest dotted prefix that a row names.
    pub fn service_of_module(&self, module: &str) -> Option<Service> {
        self.module(module).map(|(_, service)| service)
    }

    fn module(&self, name: &str) -> Option<(usize, Service)> {
        let mut rest = name;
        loop {
            if let Some((at, service)) = self.services.modules.find(rest) {
                return Some((at, Service(service)));
            }
            rest = rest.rsplit_once('.')?.0;
        }
    }
}

/// The row for clients of which only the service is known: what their methods are given goes there.
fn client(service: &ServiceRow) -> SinkRow {
    SinkRow {
        action: "sends".to_owned(),
        recipient: service.id.clone(),
        response: true,
        via: "sdk".to_owned(),
        ..SinkRow::default()
    }
}

/// The registrable domain of a host by the public suffix list (`api.example.co.uk` gives `example.co.uk`);
/// the host itself where it has none (an IP address, a single label).
pub fn registrable_domain(host: &str) -> &str {
    psl::domain_str(host).unwrap_or(host)
}
