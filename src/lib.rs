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
//! - The same input gives the same bytes, whatever the number of threads. A plugin is dropped as soon as it is rendered.
//! - Nothing uses the network.
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
//! | a language of drafts | a table in `draft/` and its line in the list of tables |

pub mod cli;
pub mod commands;
pub mod compare;
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
