//! `candor.toml` as it is written. Comes in: a file; goes out: [`ConfigFile`], and the JSON Schema of it for editors. Apart
//! because these keys are what people write, and they outlive the types that the program works with.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::knowledge::Knowledge;
use crate::rules::{RULES, Severity};

/// Configuration of candor. Every key may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ConfigFile {
    /// The lightest finding with which `candor scan` ends with status 1.
    pub fail_on: Option<Threshold>,
    /// Address that links to places begin with, as `--link-base`.
    pub link_base: Option<String>,
    /// Files with rows of your own, as `--models`; relative to this file.
    pub models: Vec<PathBuf>,
    /// Findings that are known already, as `--baseline`; relative to this file.
    pub baseline: Option<PathBuf>,
    /// Severity by rule.
    pub rules: BTreeMap<String, RuleLevel>,
    /// Data types that are looked at (`on`) or not (`off`).
    pub data_types: BTreeMap<String, Switch>,
    /// Services that are looked at (`on`), or accepted whatever they get (`off`).
    pub services: BTreeMap<String, Switch>,
    /// Phrases of your own by data type; they count in code, YAML and policies.
    pub words: BTreeMap<String, Vec<String>>,
    /// Recipients that may have certain data without further ado.
    pub accept: Vec<AcceptRow>,
}

/// A recipient that may have certain data.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AcceptRow {
    /// A service's id, a domain, `user_configured` or `dify`.
    pub recipient: String,
    /// The data types.
    pub data_types: Vec<String>,
    /// Why, for the report.
    #[serde(default)]
    pub reason: String,
}

/// The lightest finding that counts, in the configuration and as `--fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Threshold {
    /// Errors only.
    Error,
    /// Warnings and errors.
    Warning,
    /// Any finding.
    Note,
    /// Nothing.
    Never,
}

/// How grave the findings of a rule are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RuleLevel {
    /// Errors.
    Error,
    /// Warnings.
    Warning,
    /// Notes.
    Note,
    /// They are counted and not shown.
    Off,
}

/// Whether something is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Switch {
    /// It is, as without configuration.
    On,
    /// It is not.
    Off,
}

impl Threshold {
    /// The severity, if any counts.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}

impl RuleLevel {
    /// The severity; none for `off`.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Off => None,
        }
    }
}

/// The JSON Schema of `candor.toml`: of its types, with the rules and data types that there are.
pub fn schema(knowledge: &Knowledge) -> Value {
    let mut schema = schemars::schema_for!(ConfigFile).to_value();
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    let types: Vec<&str> = knowledge.taxonomy().types.iter().map(|row| row.id.as_str()).collect();
    for (key, names) in [("rules", &rules), ("data-types", &types), ("words", &types)] {
        if let Some(property) =
            schema.pointer_mut(&format!("/properties/{key}")).and_then(Value::as_object_mut)
        {
            property.insert("propertyNames".to_owned(), json!({"enum": names}));
        }
    }
    if let Some(items) =
        schema.pointer_mut("/$defs/AcceptRow/properties/data-types/items").and_then(Value::as_object_mut)
    {
        items.insert("enum".to_owned(), json!(types));
    }
    schema
}
