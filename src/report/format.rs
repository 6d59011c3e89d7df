//! The list of formats. Comes in: an analysis; goes out: the part of a report that is about it. Apart because the command
//! line, the driver and the document share this one list.

use anyhow::Result;
use clap::ValueEnum;

use super::{Analysis, Look, annotations, csv, html, json, markdown, sarif, text};
use crate::compare::Tables;

/// A format of reports; its comment is its line in the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Format {
    /// For people: a page for one plugin, a table for several
    Text,
    /// One JSON document (`candor schema`)
    Json,
    /// One plugin of that document a line, each as soon as it is ready
    Ndjson,
    /// For a pull-request comment or a job summary
    Markdown,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
    /// One page that needs nothing else
    Html,
    /// GitHub workflow commands
    Github,
    /// GitLab code quality
    Gitlab,
    /// Practices as a table
    Csv,
}

impl Format {
    /// The part of the report that is about one plugin. `mend` is what the policy lacks, for formats that offer changes.
    pub fn fragment(self, tables: Tables, look: &Look, analysis: &Analysis, mend: &str) -> Result<String> {
        Ok(match self {
            Self::Text => text::plugin(tables, look, analysis),
            Self::Json | Self::Ndjson => json::line(tables, analysis)?,
            Self::Markdown => markdown::plugin(tables, look, analysis),
            Self::Sarif => sarif::results(look, analysis, mend),
            Self::Html => html::plugin(tables, look, analysis),
            Self::Github => annotations::github(look, analysis),
            Self::Gitlab => annotations::gitlab(look, analysis),
            Self::Csv => csv::rows(tables, analysis),
        })
    }

    /// What stands before the first plugin, in formats that do not need the totals for it.
    pub(super) fn opening(self) -> String {
        match self {
            Self::Sarif => sarif::opening(),
            Self::Gitlab => "[".to_owned(),
            Self::Csv => csv::HEAD.to_owned(),
            _ => String::new(),
        }
    }

    /// Whether it offers changes that mend what is found.
    pub fn mends(self) -> bool {
        self == Self::Sarif
    }

    /// Whether nothing can be written before the last plugin is there: the totals or the worst plugin stand first.
    pub fn waits(self) -> bool {
        matches!(self, Self::Text | Self::Json | Self::Markdown | Self::Html)
    }

    /// Whether the plugin that needs the most attention stands first; else they stand in the order of the input.
    pub(super) fn worst_first(self) -> bool {
        matches!(self, Self::Text | Self::Markdown | Self::Html)
    }
}
