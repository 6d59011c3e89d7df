//! candor finds which data about people a plugin takes in, where it sends, stores or logs that data, which third
//! parties learn of it, and whether the plugin's privacy policy says so.
//!
//! # The way of a plugin
//! ```text
//! discover -> Plugin -> Program -> practices, third parties  \
//!             Plugin -> Policy  -> statements, third parties  } compare -> findings -> Analysis -> format
//! ```
//! Each arrow is a pure function over the tables ([`knowledge::Knowledge`]); each also returns what it could not analyse.
//! Only the first and the last touch the outside: [`plugin`] reads files, [`commands`] writes.
//!
//! # Layers
//! A module imports only from rows below its own; `tests/tidy.rs` holds them.
//!
//! | modules | what they do | they must not |
//! |---|---|---|
//! | [`commands`], [`cli`] | parse arguments, print, exit | contain logic |
//! | [`scan`], [`draft`] | run the stages in parallel; write policies | format reports |
//! | [`report`] | formats | decide |
//! | [`config`] | what an organisation wants otherwise | take anything out without a record |
//! | [`rules`] | word findings | read text or code |
//! | [`compare`] | classes, verdict, activities, risk | know syntax or Markdown |
//! | [`flow`] | follow data to where it goes | know policies |
//! | [`python`], [`plugin`], [`policy`] | read code, packages, policies | know each other's matter |
//! | [`syntax`], [`knowledge`] | queries, tables | know plugins |
//! | [`source`] | text with places | import from the crate |
//!
//! # Invariants
//! - Knowledge is data: hosts, services, libraries, words stand in `src/knowledge/`, the shape of Python in `queries/`.
//! - Hostile input is data too: no panic, no unbounded memory, time or depth; what was not read is a row of the report. A
//!   bug is caught for each plugin and becomes such a row.
//! - The same input gives the same bytes, whatever the number of threads; only Python so broken that its parse is given
//!   up is told by a clock. A plugin is dropped as soon as it is rendered.
//! - Nothing uses the network.
//!
//! # How data flow works
//! [`python`] lowers each file in one walk over its tree into a small typed form and drops the tree. [`flow`] interprets
//! that form: modules first, then every entry point that a table row of the SDK names, with what comes in there. A value
//! is where its data comes from (a source and the keys read from it), what text it may be (with holes for what the user
//! gives), which callables or library objects, and its fields. A function is analysed once per distinct abstract
//! arguments, and the result serves every equal call: the functional approach of Sharir and Pnueli (1981). This was
//! chosen over symbolic summaries because sources are concrete when a sink is met, so nothing has to be substituted, URLs
//! and client objects included, and code that nothing reaches costs nothing. After a fixed number of different arguments a
//! function's further ones are joined, so cost stays linear in the number of functions; all bounds stand in
//! [`flow::limits`], and one behind which a flow may be lost is a row of the report when it is hit. State that functions
//! share (fields, module variables, class attributes) may fill after it was read: a further round then enters again only
//! what read something that changed. What a value is about is decided apart, once per fact, in [`flow::typing`].
//!
//! # How policies are read
//! A document falls into blocks, a block into sentences, a sentence into clauses. A heading, a lead-in or a table's header
//! gives what stands under it a frame: a verb, whether it is denied, a recipient, a section. Each language has one lexicon:
//! lists of phrases, each list with what it says in a sentence (names data, is an action, negates, narrows, points back).
//! One pass over the words of a block tells which lists may hold a phrase that begins there. The grammar knows those cues
//! and no words, so it is one for all languages; they differ in where words end, which verbs a negation turns, and whether
//! the verb comes last. A statement is what a clause says of one of its terms, once its neighbours and its frame are heard.
//! Precision goes first: a denial that is narrowed in any way denies nothing, and a word that no list holds says nothing.
//!
//! # How tables are kept
//! The tables are TOML. The build script checks them and packs them into bytes that are looked up where they lie: names in
//! hash tables made ready, each row decoded when it is first asked for. Rows from outside are packed the same way when the
//! program starts.
//!
//! # What queries are for
//! The query files say what the walk gathers; `tests/queries` holds the walk to them, row by row. A user's own files
//! (`--queries`) run as queries and add to what was gathered. The walk is what runs, for a query costs about as much as
//! half the parse and 0.7 ms a pattern at start; a scan without `--queries` compiles none.
//!
//! # What may be changed from outside
//! Tables: [`knowledge::own`] adds rows of the user's own to a second set of tables; what higher layers make of tables is
//! kept with them ([`knowledge::made`]), so that two sets never mix. Results: [`config`] takes facts out before they are
//! compared and gives findings other severities, [`rules::suppress`] and the baseline take findings out; each keeps what
//! it took out in [`config::Effect`], which text, Markdown, HTML and JSON show; SARIF has the suppressed
//! findings. What comes with a plugin that is not trusted is read, listed and not followed.
//!
//! # To add
//! | what | touch |
//! |---|---|
//! | a data type | a row in `taxonomy.toml`, a line in each lexicon and each table of `draft/` |
//! | a service | a row in `services.toml` |
//! | a sink or source | a row in `libraries/<library>.toml` |
//! | an activity, a reason for a risk, what a broad term covers | a row in `compare.toml` |
//! | a rule | a file in `rules/` and its line in [`rules::RULES`] |
//! | a format | a file in `report/` and a variant of [`report::Format`] |
//! | a key of `candor.toml` | [`config::ConfigFile`], from which its schema follows |
//! | a language of drafts | a table in `draft/` and its line in the list of tables |

pub mod cli;
pub mod commands;
pub mod compare;
pub mod config;
pub mod draft;
pub mod flow;
pub mod knowledge;
pub mod plugin;
pub mod policy;
pub mod python;
pub mod report;
pub mod rules;
pub mod scan;
pub mod source;
pub mod syntax;
