//! The raw rows of `lexicon/<lang>.toml`: the words that policies of one language use. Types only, shared with the
//! build script like `rows.rs`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One `lexicon/<lang>.toml`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LexiconFile {
    /// BCP 47 language (`en`, `zh`, `ja`).
    pub language: String,
    /// Data type id (or broader term's id) to the phrases that name it.
    #[serde(default)]
    pub terms: BTreeMap<String, Vec<String>>,
}
