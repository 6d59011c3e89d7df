//! What a command works with: the configuration that holds for its paths, and the tables with the user's own rows in
//! them. Comes in: arguments; goes out: [`Settings`]. Apart because every command that reads a plugin is set up alike.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};

use crate::cli::SettingsArgs;
use crate::compare::Tables;
use crate::config::{self, Baseline, Config, Draft};
use crate::knowledge::Knowledge;
use crate::knowledge::comparison::Comparing;
use crate::knowledge::own::Own;
use crate::scan::Options;

/// The tables and the configuration of one run.
pub(super) struct Settings {
    /// The tables with own rows; without any the shared ones do.
    own: Option<Box<Knowledge>>,
    pub(super) config: Arc<Config>,
    /// Files with own rows, as the report names them.
    models: Vec<String>,
    untrusted: bool,
}

impl Settings {
    /// The settings for these paths. What is untrusted may stand under its own configuration, so none is looked for.
    pub(super) fn load(args: &SettingsArgs, paths: &[PathBuf]) -> Result<Self> {
        let draft = match &args.config {
            Some(path) => Some(Draft::read(path)?),
            None if !args.no_config && !args.untrusted => {
                found(paths)?.map(|path| Draft::read(&path)).transpose()?
            }
            None => None,
        };
        let mut own: Vec<Own> = args.models.iter().map(|path| Own::read(path)).collect::<Result<_>>()?;
        let name = |path: &PathBuf| path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let mut models: Vec<String> = args.models.iter().map(name).collect();
        if let Some(draft) = &draft {
            own.extend(draft.own()?);
            models.extend(draft.models());
        }
        let own = if own.is_empty() { None } else { Some(Box::new(Knowledge::with_own(&own)?)) };
        let config = match draft {
            Some(draft) => draft.check(match &own {
                Some(own) => own,
                None => Knowledge::shared()?,
            })?,
            None => Config::default(),
        };
        Ok(Self { own, config: Arc::new(config), models, untrusted: args.untrusted })
    }

    pub(super) fn tables(&self) -> Result<Tables<'_>> {
        let knowledge = match &self.own {
            Some(own) => own,
            None => Knowledge::shared()?,
        };
        // Own rows add no data type, so the table of comparisons is the same.
        Ok(Tables { knowledge, comparing: Comparing::shared(knowledge)? })
    }

    /// Options for a scan of these paths.
    pub(super) fn options(&self, paths: Vec<PathBuf>) -> Options {
        Options {
            paths,
            config: Arc::clone(&self.config),
            models: self.models.clone(),
            untrusted: self.untrusted,
            ..Options::default()
        }
    }

    /// The baseline that was named, else the configured one.
    pub(super) fn baseline(&self, named: Option<&Path>) -> Result<Option<Arc<Baseline>>> {
        let path = named.or(self.config.baseline.as_deref());
        path.map(|path| Baseline::read(path).map(Arc::new)).transpose()
    }
}

/// The configuration that holds for all paths. Paths under different ones cannot be scanned in one run.
fn found(paths: &[PathBuf]) -> Result<Option<PathBuf>> {
    let mut first: Option<(&Path, Option<PathBuf>)> = None;
    // What is not there is told where it is looked for.
    for path in paths.iter().filter(|path| path.exists()) {
        let found = config::find(path);
        match &first {
            None => first = Some((path, found)),
            Some((other, config)) if *config != found => {
                let name = |config: &Option<PathBuf>| {
                    config.as_ref().map_or_else(|| "no configuration".to_owned(), |path| config::shown(path))
                };
                bail!(
                    "{} is under {}, {} under {}: scan them apart, or give --config FILE or --no-config",
                    other.display(),
                    name(config),
                    path.display(),
                    name(&found)
                );
            }
            Some(_) => {}
        }
    }
    Ok(first.and_then(|(_, config)| config))
}
