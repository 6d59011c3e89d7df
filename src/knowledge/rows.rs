//! The raw rows of the tables, as they stand in TOML. Comes in: nothing; goes out: types only. Apart because the build
//! script compiles this file too: it reads the tables, checks them, and embeds them ready-made.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// `taxonomy.toml`: a data type, a broader term of policies, or `credential`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeRow {
    /// Fixed id (`email_address`).
    pub id: String,
    /// `direct`, `indirect`, `combinable`, `content`, `apart` or `broad`.
    pub group: String,
    /// What people call it, by language: en, zh, ja.
    pub title: BTreeMap<String, String>,
    /// A field that holds it says so by its own words: an e-mail address is read as `email`, a name may be read as `title`.
    #[serde(default)]
    pub named: bool,
    /// Ids that this one covers (only for broader terms).
    #[serde(default)]
    pub covers: Vec<String>,
    /// Identifier phrases that say the type by themselves: words in lower case, separated by one space.
    #[serde(default)]
    pub words: Vec<String>,
    /// Identifier phrases that need a person near them (in the path, the record, the method): `name`, `address`.
    #[serde(default)]
    pub weak: Vec<String>,
    /// Identifier phrases that are shown to be checked and never more: `conversation id`, `image url`.
    #[serde(default)]
    pub hints: Vec<String>,
    /// Phrases that say the type where a word of their context stands near.
    #[serde(default)]
    pub within: Vec<WithinRow>,
    /// Contexts whose records are no person's (`advert`): the type is not read from them.
    #[serde(default)]
    pub never_of: Vec<String>,
    /// Phrases that contain a word of this type but mean something else: `file name`, `email template`.
    #[serde(default)]
    pub vetoes: Vec<String>,
    /// Phrases in YAML labels and descriptions that say it, any language, lower case.
    #[serde(default)]
    pub texts: Vec<String>,
    /// Identifiers that must be found to be this type; a test runs them.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Identifiers that must not be found to be this type; a test runs them.
    #[serde(default)]
    pub counterexamples: Vec<String>,
}

impl TypeRow {
    /// Whether it tells of a person only with other data.
    pub fn is_combinable(&self) -> bool {
        self.group == "combinable"
    }

    /// Whether it is data of a person, as the guidelines list it.
    pub fn is_personal(&self) -> bool {
        matches!(self.group.as_str(), "direct" | "indirect") || self.is_combinable()
    }

    /// Whether it is what people write, look for and hand over.
    pub fn is_content(&self) -> bool {
        self.group == "content"
    }

    /// Whether it is reported and never a reason for a verdict.
    pub fn is_apart(&self) -> bool {
        self.group == "apart"
    }

    /// Whether it is a broader term of policies.
    pub fn is_broad(&self) -> bool {
        self.group == "broad"
    }
}

/// Phrases that mean a data type only in a context: `to` in mail is an e-mail address, in SMS a telephone number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithinRow {
    /// Name of a context in [`TaxonomyFile::contexts`].
    pub context: String,
    /// Identifier phrases as in [`TypeRow::words`].
    pub words: Vec<String>,
}

/// `services.toml`: a company or product that data can go to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceRow {
    /// Readable id, lower case, `-` between words.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Category: `model`, `cloud`, `mail`, `chat`, `search`, `map`, `crm`, `payment`, `storage`, `data`, `analytics`, …
    pub category: String,
    /// Hosts. `example.com` is that host alone; `*.example.com` is it and every host below it.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Python modules whose use contacts the service (`slack_sdk`, `google.cloud`).
    #[serde(default)]
    pub modules: Vec<String>,
    /// Package names on the Python package index.
    #[serde(default)]
    pub packages: Vec<String>,
    /// Telemetry, analytics, session replay, advertising, crash reporting, LLM observability.
    #[serde(default)]
    pub analytics: bool,
    /// Address of its privacy policy; empty where no source for it was seen.
    #[serde(default)]
    pub policy: String,
    /// Other names that policies use: products, former names, names in other scripts.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The company's or product line's id, where that is another row (`google-calendar` has `google`).
    #[serde(default)]
    pub family: String,
    /// The name is an ordinary word: policies must use it in fitting context.
    #[serde(default)]
    pub ordinary_word: bool,
    /// It runs the plugins: those who read a plugin's policy use it, and need not be told of it.
    #[serde(default)]
    pub platform: bool,
    /// Many other hosts speak its interface: its address, shown as an example of what to enter, is one of many.
    #[serde(default)]
    pub imitated: bool,
}

impl ServiceRow {
    /// The id of its company or product line.
    pub fn family(&self) -> &str {
        if self.family.is_empty() { &self.id } else { &self.family }
    }

    /// Whether it hosts source code: a link to an author or into a repository names no recipient.
    pub fn hosts_code(&self) -> bool {
        self.category == "code"
    }
}

/// Where the data of a call goes.
#[allow(clippy::struct_excessive_bools, reason = "independent marks of a row")]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SinkRow {
    /// Qualified names of the callables. A method of an object made by `a.B(…)` is `a.B.method`; `*` stands for one
    /// or more further names (`openai.OpenAI.*.create`). A name that ends in `*` is for all calls on a client; it does
    /// not match calls on what a sink with `response` returned (`a.B.search(…).get(…)`), only spelled-out names do.
    pub call: Vec<String>,
    /// `sends`, `stores` or `logs`.
    pub action: String,
    /// `url`: by the argument in `url`. A service's id: always that service. `user_configured`, `dify`, or empty for
    /// `stores` and `logs` on the plugin's own side.
    #[serde(default)]
    pub recipient: String,
    /// A client of an interface that many hosts speak: where the user must give the host, it is the user's.
    #[serde(default)]
    pub protocol: bool,
    /// Arguments that hold the URL or host: position (`0`) or keyword, the first present counts. With a service as
    /// recipient: arguments of this call or of the constructor that replace its host (`base_url`). `new.0`, `new.host`
    /// mean the constructor's alone: of the calls that made the receiver, the nearest that has it. A `url` that is
    /// relative is joined to a later entry of the list (`new.base_url`). `credentials.endpoint_url`, `1.endpoint_url` go on
    /// to a key or attribute of the argument.
    #[serde(default)]
    pub url: Vec<String>,
    /// Argument (position, keyword, `*` for all positions, `**` for all keywords, `self` for the receiver, `self.auth` for what was set
    /// as that attribute of it, `new.…` as in
    /// `url`) to role: `url`, `query`, `body`, `headers`, `file`, `auth`, `key`, `method`, `ignored`, `statement` (of a database), or `handle` (where
    /// it is written to: an in-memory buffer there is no sink; of a call with `response`, where the answer goes). Arguments not listed carry nothing; none listed: all are `body`.
    #[serde(default)]
    pub carries: BTreeMap<String, String>,
    /// The row holds only when these arguments are these constants, as Python writes them (`"new.delete" = "False"`).
    #[serde(default)]
    pub when: BTreeMap<String, String>,
    /// What is sent is kept where it goes (a database, a cache): it is stored too, unless the place is the user's.
    #[serde(default)]
    pub keeps: bool,
    /// First words of statements that write: one that is known to begin otherwise stores nothing. Of a statement that
    /// calls build up (`insert(table).values(…)`) a name among those of the calls.
    #[serde(default)]
    pub writes: Vec<String>,
    /// How an address in `url` begins that is a file of the plugin's own: nobody is reached there, it is stored alone.
    #[serde(default)]
    pub local: Vec<String>,
    /// What the row finds is arguable: low confidence.
    #[serde(default)]
    pub weak: bool,
    /// Argument, or key inside an argument, to the data type that the API says it holds (`to` is `email_address`).
    #[serde(default)]
    pub types: BTreeMap<String, String>,
    /// Whether what comes back is a response of the recipient (its fields are data received).
    #[serde(default)]
    pub response: bool,
    /// Data types that the response is known to hold as a whole (`users.list` gives names and ids).
    #[serde(default)]
    pub returns: Vec<String>,
    /// Feature of a model in the YAML, with the model type before it (`llm.vision`), to the data type that the arguments with a type then hold too.
    #[serde(default)]
    pub features: BTreeMap<String, String>,
    /// How a key or constant in the arguments begins that lets the service search with what it is given
    /// (`web_search`), to the data type that text which the user enters then is too: what is searched for.
    #[serde(default)]
    pub searches: BTreeMap<String, String>,
    /// How it goes: `http`, `sdk`, `smtp`, `db`, `ws`, …; empty means by the action.
    #[serde(default)]
    pub via: String,
    /// One line of Python each that the row must match, with the expectation as a comment; a test runs them.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Lines that must give nothing.
    #[serde(default)]
    pub counterexamples: Vec<String>,
}

/// Something that comes in.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRow {
    /// Class whose subclasses it is about (`dify_plugin.Tool`); several where they share the row. Without `method`:
    /// any object of the class (`werkzeug.Request`), so that `attribute` is one of that object.
    #[serde(default)]
    pub class: Vec<String>,
    /// Entry method whose parameter it is (`_invoke`); empty for an attribute or a call. `@a.b` means every method with
    /// that decorator, and without `parameter` all its parameters.
    #[serde(default)]
    pub method: String,
    /// The parameter's name in the SDK's signature.
    #[serde(default)]
    pub parameter: String,
    /// The parameter's position, `self` not counted; used when the plugin renames it.
    #[serde(default)]
    pub position: Option<u32>,
    /// Attribute path on `self` (`runtime.credentials`), or attribute or key of what `call` or `parameter` gives.
    #[serde(default)]
    pub attribute: String,
    /// Callables whose result it is (`socket.gethostname`).
    #[serde(default)]
    pub call: Vec<String>,
    /// `parameters` (typed by YAML), `credentials`, `data` (has `data_type`), `request`, `payload`, `settings`, `response`,
    /// `temporary` (the path of a file that is removed again).
    pub kind: String,
    /// The data type, where the API says it.
    #[serde(default)]
    pub data_type: String,
    /// What an answer holds that the entry method hands on whole (a drive's download: `user_file`).
    #[serde(default)]
    pub hands: String,
    /// Type of the object that comes in, for its attributes and methods (`werkzeug.Request`).
    #[serde(default)]
    pub instance: String,
    /// Categories of services: a request that comes in here is such a vendor's webhook where the plugin is named after
    /// one, else anybody's. `*`: always the vendor's.
    #[serde(default)]
    pub webhook_of: Vec<String>,
    /// What the row finds is arguable: low confidence (conversation and session ids).
    #[serde(default)]
    pub weak: bool,
    /// Examples as in [`SinkRow`].
    #[serde(default)]
    pub examples: Vec<String>,
}

/// `endpoints.toml`: what a service's web API is known to give back as a whole, and what it takes under a key. Of the rows
/// that fit a call the most exact one decides, so that a row that says nothing of data takes its paths out of
/// a wider one.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndpointRow {
    /// Id of the service.
    pub service: String,
    /// The last segments of the URL's path, joined by `/`. `*` is one segment, whatever it is; inside a segment it
    /// stands for any text but none (`*.json`), once a segment.
    pub path: Vec<String>,
    /// HTTP method in lower case; empty means any.
    #[serde(default)]
    pub method: String,
    /// Data types that nearly every response holds.
    #[serde(default)]
    pub returns: Vec<String>,
    /// Data types of the people whom its records name besides what they are about: who wrote a post, to whom an issue is
    /// assigned. Arguable: low confidence.
    #[serde(default)]
    pub beside: Vec<String>,
    /// Key inside the query or body (`message.body.content` for a key in a key) to the data type that it holds.
    #[serde(default)]
    pub types: BTreeMap<String, String>,
    /// Key inside the answer, items of lists left out (`data.text`), to the data type that it holds.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// Paths that the row fits, a hole in the text as one space; a test runs them.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Paths that the row does not fit; a test runs them.
    #[serde(default)]
    pub counterexamples: Vec<String>,
}

/// `endpoints.toml`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndpointFile {
    /// The rows, sorted by service, then by their first path.
    #[serde(default)]
    pub endpoint: Vec<EndpointRow>,
}

/// What a library function does with data that passes through it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryRow {
    /// Qualified names, as in [`SinkRow`].
    #[serde(default)]
    pub call: Vec<String>,
    /// First words of the names of functions that the plugin itself defines (`mask` is `mask_email`, `maskEmail`,
    /// `_mask`); the longest phrase decides. Only `masked` and `arguments` say anything of them.
    #[serde(default)]
    pub function: Vec<String>,
    /// `nothing` (a length, a check), `arguments` (all pass on: the default), `receiver`, `masked`, `hashed` (also what
    /// is written to it later), `opened` (a masked receiver, shown), `buffer` (keeps what is written to it), `encoded`,
    /// `first` (as the object that `instance` names, if set), `joined_url` (a base and a path), `file_name` (the name in
    /// a path: no content), `content` (what was written to the file of that path), or `instance`.
    pub returns: String,
    /// Qualified name of the type that comes back (`requests.Response`).
    #[serde(default)]
    pub instance: String,
    /// Attributes of the object whose method it is that the call sets, each with the arguments (position or keyword) whose
    /// texts it joins: `{ url = ["0", "url", "1", "params"] }`.
    #[serde(default)]
    pub sets: BTreeMap<String, Vec<String>>,
}

/// A class of the SDK whose base class sends by itself (OpenAI-compatible models).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaseRow {
    /// Qualified names of the base class.
    pub class: Vec<String>,
    /// Data types that the base class sends.
    pub sends: Vec<String>,
    /// Credentials or attributes that hold the endpoint (`endpoint_url`).
    #[serde(default)]
    pub url: Vec<String>,
    /// Service where the endpoint is not set; empty when it always is.
    #[serde(default)]
    pub default: String,
    /// Feature of a model in the YAML, as in [`SinkRow`], to the data type that the base class then sends too.
    #[serde(default)]
    pub features: BTreeMap<String, String>,
}

/// An attribute by which code tells the classes of objects apart: an object whose `attribute` equals one of the values
/// is of the class `instance`, any other of the class `otherwise`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagRow {
    /// Qualified names of the constants (`a.Kind.IMAGE`), and texts that equal them.
    pub value: Vec<String>,
    /// The attribute or key.
    pub attribute: String,
    /// Qualified name of the class.
    pub instance: String,
    /// Qualified name of the class of all others; empty where that says nothing.
    #[serde(default)]
    pub otherwise: String,
}

/// A capability that the marketplace's risk levels name.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapabilityRow {
    /// Qualified names of callables, as in [`SinkRow`].
    pub call: Vec<String>,
    /// `commands`, `code`, `sql`, `ssh`, `files`, `browser`, `urls`.
    pub capability: String,
    /// `medium` or `high`.
    pub level: String,
}

/// What runs a text and what makes a text of bytes: code that nobody can read. Names are the last part of what is
/// called.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HiddenRow {
    /// Run a text as code.
    pub run: Vec<String>,
    /// Decode or unpack.
    pub decode: Vec<String>,
    /// Give the content of a file.
    pub open: Vec<String>,
}

/// One `libraries/<lib>.toml`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LibraryFile {
    /// Sinks.
    #[serde(default)]
    pub sink: Vec<SinkRow>,
    /// Sources.
    #[serde(default)]
    pub source: Vec<SourceRow>,
    /// Summaries.
    #[serde(default)]
    pub summary: Vec<SummaryRow>,
    /// Classes whose base sends.
    #[serde(default)]
    pub base: Vec<BaseRow>,
    /// Capabilities.
    #[serde(default)]
    pub capability: Vec<CapabilityRow>,
    /// Attributes that tell the class.
    #[serde(default)]
    pub tag: Vec<TagRow>,
    /// Hidden code.
    #[serde(default)]
    pub hidden: Vec<HiddenRow>,
}

/// `services.toml`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceFile {
    /// The rows, sorted by id.
    #[serde(default)]
    pub service: Vec<ServiceRow>,
}

/// `taxonomy.toml`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxonomyFile {
    /// Words that make a record a person's (`user`, `contact`, `member`).
    #[serde(default)]
    pub person_words: Vec<String>,
    /// Words whose `name`, `address` and so on are nobody's (`file`, `repo`, `model`).
    #[serde(default)]
    pub thing_words: Vec<String>,
    /// Words after the one that says the type and without meaning for it (`list`, `value`).
    #[serde(default)]
    pub filler_words: Vec<String>,
    /// Words of a text at which its noun ends (`to`, `for`, `which`).
    #[serde(default)]
    pub stop_words: Vec<String>,
    /// Those of them with which a clause of place begins: `where the user is`.
    #[serde(default)]
    pub place_words: Vec<String>,
    /// Words that join a noun to what it belongs to (`of`).
    #[serde(default)]
    pub of_words: Vec<String>,
    /// Words that join two types in one identifier (`or`).
    #[serde(default)]
    pub or_words: Vec<String>,
    /// Words with which a switch begins (`include`, `is`): what follows is not the data itself.
    #[serde(default)]
    pub switch_words: Vec<String>,
    /// Verbs with which a tool says what it gives back: `get`, `list`.
    #[serde(default)]
    pub giving_words: Vec<String>,
    /// Those of them after which a list of fields may follow: `return`.
    #[serde(default)]
    pub returning_words: Vec<String>,
    /// Words that list what something given back holds: `including`.
    #[serde(default)]
    pub listing_words: Vec<String>,
    /// Nouns of parameters whose value names the fields of an answer: `fields`, `expand`.
    #[serde(default)]
    pub field_words: Vec<String>,
    /// Nouns of records of files that people attach or share: `attachment`.
    #[serde(default)]
    pub attached_words: Vec<String>,
    /// Words before a noun that make it a number of such (`total employees`).
    #[serde(default)]
    pub count_words: Vec<String>,
    /// Words at the end of an environment variable's name that make it the address of the service it begins with.
    #[serde(default)]
    pub address_words: Vec<String>,
    /// Keys of an answer that say whether the request went well: `code`, `success`.
    #[serde(default)]
    pub status_words: Vec<String>,
    /// Keys beside such a one that hold the service's own words about it: `message`.
    #[serde(default)]
    pub notice_words: Vec<String>,
    /// Nouns of whole records by the data type that they surely hold: `comment`, `member`.
    #[serde(default)]
    pub given: BTreeMap<String, Vec<String>>,
    /// Phrases that are data of no type, whatever word they hold: `api version`, `page size`.
    #[serde(default)]
    pub nothing: Vec<String>,
    /// Words by context (`mail`, `search`); at most 32 contexts.
    #[serde(default)]
    pub contexts: BTreeMap<String, Vec<String>>,
    /// YAML types of parameters by what they hold: `secret`, `file`, `text`, `number`, `choice`, `switch`; others hold nothing.
    #[serde(default)]
    pub kinds: BTreeMap<String, Vec<String>>,
    /// The rows, in the order of reports.
    #[serde(default, rename = "type")]
    pub types: Vec<TypeRow>,
}
