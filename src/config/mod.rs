//! What an organisation wants otherwise. Comes in: `candor.toml`; goes out: [`Config`], checked, and what it does to the
//! facts and findings of a plugin. Apart because it decides nothing by itself: whatever it takes out stands in the report
//! as taken out.

mod baseline;
mod effect;
mod file;
mod find;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

pub use baseline::{Baseline, Entry, text as baseline_text};
pub use effect::{Accepted, Effect, RuleChange};
pub use file::{AcceptRow, ConfigFile, RuleLevel, Switch, Threshold, schema};
pub use find::{NAME, find, shown};

use crate::knowledge::checks::{self, is_host, is_phrase};
use crate::knowledge::own::Own;
use crate::knowledge::toml_text::{Step, TomlText};
use crate::knowledge::{DataType, Knowledge, similar};
use crate::rules::{RULES, Rule, rule};

/// A configuration whose every name is known.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The file as seen from the current folder.
    pub name: String,
    /// The lightest finding that fails a scan.
    pub fail_on: Option<Threshold>,
    /// Address that links begin with.
    pub link_base: Option<String>,
    /// The baseline file.
    pub baseline: Option<PathBuf>,
    /// Severities, by rule.
    rules: Vec<(&'static Rule, RuleLevel)>,
    /// Data types that are not looked at.
    types_off: Vec<DataType>,
    /// Who may have what.
    accepted: Vec<Acceptance>,
}

/// A recipient, and what it may have.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Acceptance {
    /// A service's id, a domain, `user_configured`, `dify`.
    recipient: String,
    /// The data types; none means all, and that the policy need not name it.
    types: Option<Vec<DataType>>,
    /// For the report.
    why: String,
}

/// A configuration file, read and not yet checked.
#[derive(Debug, Clone)]
pub struct Draft {
    text: TomlText,
    folder: PathBuf,
    file: ConfigFile,
}

impl Draft {
    /// Reads a file. Unknown keys are errors.
    pub fn read(path: &Path) -> Result<Self> {
        let mut text = TomlText::read(path)?;
        if let Ok(whole) = std::fs::canonicalize(path) {
            text.name = shown(&whole);
        }
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Self::parse(text, folder)
    }

    /// Reads a text; paths in it are relative to `folder`.
    pub fn parse(text: TomlText, folder: PathBuf) -> Result<Self> {
        let file = text.parse()?;
        Ok(Self { text, folder, file })
    }

    /// The rows of its own that it brings: files that it names, then its words.
    pub fn own(&self) -> Result<Vec<Own>> {
        let mut own = Vec::new();
        for (index, path) in self.file.models.iter().enumerate() {
            let read = Own::read(&self.folder.join(path));
            own.push(read.with_context(|| {
                self.text.complaint(&[Step::Key("models"), Step::At(index)], "cannot be used")
            })?);
        }
        if !self.file.words.is_empty() {
            self.check_words()?;
            own.push(Own::of_words(self.text.clone(), &self.file.words));
        }
        Ok(own)
    }

    fn check_words(&self) -> Result<()> {
        let knowledge = Knowledge::shared()?;
        for (id, phrases) in &self.file.words {
            let path = [Step::Key("words"), Step::Key(id)];
            self.data_type(knowledge, id, &path)?;
            if let Some(phrase) = phrases.iter().find(|phrase| !is_phrase(phrase)) {
                let what = format!("`{phrase}` is no phrase: words in lower case, one space between them");
                bail!("{}", self.text.complaint(&path, &what));
            }
        }
        Ok(())
    }

    /// The models that it names, as the report shows them.
    pub fn models(&self) -> impl Iterator<Item = String> + '_ {
        self.file.models.iter().map(|path| path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"))
    }

    /// The configuration with its names looked up in the tables, own rows included.
    pub fn check(self, knowledge: &Knowledge) -> Result<Config> {
        let mut config = Config {
            name: self.text.name.clone(),
            fail_on: self.file.fail_on,
            link_base: self.file.link_base.clone(),
            baseline: self.file.baseline.as_ref().map(|path| self.folder.join(path)),
            ..Config::default()
        };
        for (id, level) in &self.file.rules {
            let Some(rule) = rule(id) else {
                let what =
                    format!("there is no rule `{id}`{}", similar::hint(id, RULES.iter().map(|rule| rule.id)));
                bail!("{}", self.text.complaint(&[Step::Key("rules"), Step::Key(id)], &what));
            };
            config.rules.push((rule, *level));
        }
        for (id, switch) in &self.file.data_types {
            let data_type = self.data_type(knowledge, id, &[Step::Key("data-types"), Step::Key(id)])?;
            if *switch == Switch::Off {
                config.types_off.push(data_type);
            }
        }
        for (id, switch) in &self.file.services {
            self.recipient(knowledge, id, &[Step::Key("services"), Step::Key(id)])?;
            if *switch == Switch::Off {
                let why = format!("the service {id} is off");
                config.accepted.push(Acceptance { recipient: id.clone(), types: None, why });
            }
        }
        for (index, row) in self.file.accept.iter().enumerate() {
            let at = [Step::Key("accept"), Step::At(index)];
            self.recipient(knowledge, &row.recipient, &[at[0], at[1], Step::Key("recipient")])?;
            let path = [at[0], at[1], Step::Key("data-types")];
            let types = row.data_types.iter().map(|id| self.data_type(knowledge, id, &path));
            let why = if row.reason.is_empty() { "accepted".to_owned() } else { row.reason.clone() };
            let types = Some(types.collect::<Result<_>>()?);
            config.accepted.push(Acceptance { recipient: row.recipient.clone(), types, why });
        }
        Ok(config)
    }

    fn data_type(&self, knowledge: &Knowledge, id: &String, path: &[Step]) -> Result<DataType> {
        let mut what = String::new();
        checks::known_types(knowledge, "", [id], &mut |_, fault| what = fault);
        knowledge.data_type(id).with_context(|| self.text.complaint(path, &what))
    }

    fn recipient(&self, knowledge: &Knowledge, id: &str, path: &[Step]) -> Result<()> {
        if is_host(id) || matches!(id, "user_configured" | "dify") {
            return Ok(());
        }
        let mut fault = None;
        checks::known_service(knowledge, "", id, &mut |_, what| fault = Some(what));
        match fault {
            Some(what) => bail!("{}", self.text.complaint(path, &what)),
            None => Ok(()),
        }
    }
}
