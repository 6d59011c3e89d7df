//! What a command works with: the tables, with the user's own rows in them. Comes in: arguments; goes out: [`Settings`].
//! Apart because every command that reads a plugin is set up alike.

use anyhow::Result;

use crate::cli::SettingsArgs;
use crate::compare::Tables;
use crate::knowledge::Knowledge;
use crate::knowledge::comparison::Comparing;
use crate::knowledge::own::Own;

/// The tables of one run.
pub(super) struct Settings {
    /// The tables with own rows; without any the shared ones do.
    own: Option<Box<Knowledge>>,
}

impl Settings {
    pub(super) fn load(args: &SettingsArgs) -> Result<Self> {
        let own: Vec<Own> = args.models.iter().map(|path| Own::read(path)).collect::<Result<_>>()?;
        let own = if own.is_empty() { None } else { Some(Box::new(Knowledge::with_own(&own)?)) };
        Ok(Self { own })
    }

    pub(super) fn tables(&self) -> Result<Tables<'_>> {
        let knowledge = match &self.own {
            Some(own) => own,
            None => Knowledge::shared()?,
        };
        // Own rows add no data type, so the table of comparisons is the same.
        Ok(Tables { knowledge, comparing: Comparing::shared(knowledge)? })
    }
}
