//! What candor knows, as data: data types, services, libraries, words. Comes in: the tables, embedded ready-made by the
//! build script, and rows from outside (`--models`); goes out: lookups by id, host, module and qualified name. Apart
//! because nothing here knows plugins.

pub mod checks;
pub mod compare_rows;
pub mod comparison;
mod endpoints;
pub mod lexicon_rows;
pub mod made;
pub mod own;
pub mod rows;
pub mod similar;
pub mod toml_text;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use anyhow::{Context, Result};
use rustc_hash::{FxHashMap, FxHashSet};

use rows::{EndpointFile, EndpointRow, LibraryFile, ServiceFile, ServiceRow, SinkRow, TaxonomyFile, TypeRow};

/// A data type: index of a row of the taxonomy. `Copy`, ordered as reports list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DataType(pub u8);

/// A service: index of a row of the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Service(pub u16);

/// All tables with their indexes.
#[derive(Debug)]
pub struct Knowledge {
    taxonomy: TaxonomyFile,
    services: Vec<ServiceRow>,
    /// The library tables by name: own ones as they were given, then the built-in ones, sorted.
    pub libraries: Vec<(String, LibraryFile)>,
    own_libraries: usize,
    /// Own phrases of policies by data type.
    terms: BTreeMap<String, Vec<String>>,
    /// What the policy reader makes of the tables.
    pub for_policies: made::Made,
    endpoints: Vec<EndpointRow>,
    type_ids: FxHashMap<String, DataType>,
    service_ids: FxHashMap<String, Service>,
    exact_hosts: FxHashMap<String, Service>,
    wildcard_hosts: FxHashMap<String, Service>,
    modules: FxHashMap<String, Service>,
    /// Clients of services that no library table describes: the row for their calls, by module.
    clients: FxHashMap<String, SinkRow>,
}

/// What the build script embeds in one piece.
type CodeTables = (TaxonomyFile, ServiceFile, Vec<(String, LibraryFile)>, EndpointFile);

static CODE_TABLES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/code.bin"));

fn code_tables() -> Result<CodeTables> {
    postcard::from_bytes(CODE_TABLES).context("the embedded tables cannot be read")
}

impl Knowledge {
    /// The built-in tables. Fails only if the embedded bytes are damaged.
    pub fn builtin() -> Result<Self> {
        let (taxonomy, services, libraries, endpoints) = code_tables()?;
        Self::new(taxonomy, services.service, libraries, endpoints.endpoint)
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

    fn new(
        taxonomy: TaxonomyFile,
        services: Vec<ServiceRow>,
        libraries: Vec<(String, LibraryFile)>,
        mut endpoints: Vec<EndpointRow>,
    ) -> Result<Self> {
        endpoints.sort_by(|a, b| a.service.cmp(&b.service));
        let mut knowledge = Self {
            taxonomy,
            services,
            libraries,
            own_libraries: 0,
            terms: BTreeMap::new(),
            for_policies: made::Made::default(),
            endpoints,
            type_ids: FxHashMap::default(),
            service_ids: FxHashMap::default(),
            exact_hosts: FxHashMap::default(),
            wildcard_hosts: FxHashMap::default(),
            modules: FxHashMap::default(),
            clients: FxHashMap::default(),
        };
        for (index, row) in knowledge.taxonomy.types.iter().enumerate() {
            let id = DataType(u8::try_from(index).context("too many data types")?);
            knowledge.type_ids.insert(row.id.clone(), id);
        }
        for (index, row) in knowledge.services.iter().enumerate() {
            let id = Service(u16::try_from(index).context("too many services")?);
            knowledge.service_ids.insert(row.id.clone(), id);
            for host in &row.hosts {
                match host.strip_prefix("*.") {
                    Some(rest) => knowledge.wildcard_hosts.insert(rest.to_owned(), id),
                    None => knowledge.exact_hosts.insert(host.clone(), id),
                };
            }
            for module in &row.modules {
                knowledge.modules.insert(module.clone(), id);
            }
        }
        knowledge.clients = clients(&knowledge.services, &knowledge.libraries);
        Ok(knowledge)
    }

    /// The library tables that came from outside.
    pub fn own_libraries(&self) -> &[(String, LibraryFile)] {
        self.libraries.get(..self.own_libraries).unwrap_or_default()
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
    pub fn services(&self) -> &[ServiceRow] {
        &self.services
    }

    /// The service with this id.
    pub fn service(&self, id: &str) -> Option<Service> {
        self.service_ids.get(id).copied()
    }

    /// The row of a service.
    pub fn service_row(&self, service: Service) -> Option<&ServiceRow> {
        self.services.get(usize::from(service.0))
    }

    /// The service of a host name (lower case, no port): the exact host, else the longest wildcard.
    pub fn service_of_host(&self, host: &str) -> Option<Service> {
        if let Some(&service) = self.exact_hosts.get(host) {
            return Some(service);
        }
        let mut rest = host;
        loop {
            if let Some(&service) = self.wildcard_hosts.get(rest) {
                return Some(service);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// The row for a call that no library table describes, on a client of a known service: a function or a method; a
    /// class only makes an object.
    pub fn client_call(&self, name: &str) -> Option<&SinkRow> {
        let (mut owner, method) = name.rsplit_once('.')?;
        if !method.starts_with(|first: char| first.is_ascii_lowercase()) {
            return None;
        }
        loop {
            if let Some(row) = self.clients.get(owner) {
                return Some(row);
            }
            owner = owner.rsplit_once('.')?.0;
        }
    }

    /// The service of a Python module: the longest dotted prefix that a row names.
    pub fn service_of_module(&self, module: &str) -> Option<Service> {
        let mut rest = module;
        loop {
            if let Some(&service) = self.modules.get(rest) {
                return Some(service);
            }
            rest = rest.rsplit_once('.')?.0;
        }
    }
}

/// The rows for clients of which only the service is known: what their methods are given goes there.
fn clients(services: &[ServiceRow], libraries: &[(String, LibraryFile)]) -> FxHashMap<String, SinkRow> {
    fn top(name: &str) -> &str {
        name.split_once('.').map_or(name, |(top, _)| top)
    }
    let described: FxHashSet<&str> = libraries
        .iter()
        .flat_map(|(_, library)| {
            let sinks = library.sink.iter().flat_map(|row| &row.call);
            let bases = library.base.iter().flat_map(|row| &row.class);
            sinks.chain(bases)
        })
        .map(|name| top(name))
        .collect();
    let mut rows = FxHashMap::default();
    for service in services {
        for module in service.modules.iter().filter(|module| !described.contains(top(module))) {
            let row = SinkRow {
                action: "sends".to_owned(),
                recipient: service.id.clone(),
                response: true,
                via: "sdk".to_owned(),
                ..SinkRow::default()
            };
            rows.insert(module.clone(), row);
        }
    }
    rows
}

/// The registrable domain of a host by the public suffix list (`api.example.co.uk` gives `example.co.uk`);
/// the host itself where it has none (an IP address, a single label).
pub fn registrable_domain(host: &str) -> &str {
    psl::domain_str(host).unwrap_or(host)
}
