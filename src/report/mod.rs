//! What people and machines see. Comes in: the [`Analysis`] of each plugin, in the order of the input; goes out: the bytes
//! of a format. Apart because nothing here decides anything.
//!
//! Each plugin is rendered where it was analysed ([`Format::fragment`]) and dropped; a [`Document`] puts the fragments
//! together. Formats that can be streamed are.

pub mod annotations;
pub mod csv;
pub mod difference;
pub mod html;
pub mod ids;
pub mod json;
pub mod markdown;
pub mod places;
pub mod sarif;
pub mod settings;
pub mod text;

use std::io::{self, Write};

use anyhow::Result;

use crate::compare::{Comparison, Tables, Verdict};
use crate::config::Effect;
use crate::flow::CodeFacts;
use crate::plugin::Plugin;
use crate::policy::Policy;
use crate::rules::{Finding, Severity};
use crate::source::{Place, Span};

/// All that is known about one plugin.
#[derive(Debug)]
pub struct Analysis {
    /// Its model.
    pub plugin: Plugin,
    /// What its code does.
    pub facts: CodeFacts,
    /// What its policy says.
    pub policy: Policy,
    /// How they compare.
    pub comparison: Comparison,
    /// What is to be mended.
    pub findings: Vec<Finding>,
    /// What the configuration, suppressions and the baseline changed.
    pub effect: Effect,
}

impl Analysis {
    /// The place of a span.
    pub fn place(&self, span: Span) -> Option<Place> {
        self.plugin.file(span.file).map(|file| file.place(span.start))
    }
}

/// Totals over all plugins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Plugins read.
    pub plugins: usize,
    /// Verdict `ok`.
    pub ok: usize,
    /// Verdict `undisclosed`.
    pub undisclosed: usize,
    /// Verdict `incomplete`.
    pub incomplete: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are notes.
    pub notes: usize,
}

impl Summary {
    /// The totals of one plugin.
    pub fn of(analysis: &Analysis) -> Self {
        let verdict = |of| usize::from(analysis.comparison.verdict == of);
        let count = |of| analysis.findings.iter().filter(|finding| finding.severity == of).count();
        Self {
            plugins: 1,
            ok: verdict(Verdict::Ok),
            undisclosed: verdict(Verdict::Undisclosed),
            incomplete: verdict(Verdict::Incomplete),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }

    /// Adds the totals of another part.
    pub fn add(&mut self, other: &Self) {
        self.plugins += other.plugins;
        self.ok += other.ok;
        self.undisclosed += other.undisclosed;
        self.incomplete += other.incomplete;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
    }

    /// Whether there is a finding of this severity or a graver one.
    pub fn reaches(&self, severity: Severity) -> bool {
        self.errors > 0
            || severity <= Severity::Warning && self.warnings > 0
            || severity <= Severity::Note && self.notes > 0
    }
}

/// A format of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// For people at a terminal.
    Text,
    /// One JSON document.
    Json,
    /// One JSON object a line, each as soon as it is ready.
    Ndjson,
    /// For a pull-request comment.
    Markdown,
    /// SARIF 2.1.0.
    Sarif,
    /// One page.
    Html,
    /// GitHub workflow commands.
    Github,
    /// GitLab code quality.
    Gitlab,
    /// Practices as a table.
    Csv,
}

/// How a report is to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Columns of a line.
    pub width: usize,
    /// Whether the report is of a single plugin.
    pub single: bool,
    /// Whether colour codes are kept; the stream may still take them out.
    pub colour: bool,
    /// What stands before a plugin's path, seen from where the scan ran; empty for nothing.
    pub base: String,
    /// Address that paths in links are relative to.
    pub link_base: Option<String>,
}

impl Format {
    /// The part of the report that is about one plugin.
    pub fn fragment(self, tables: Tables, look: &Look, analysis: &Analysis) -> Result<String> {
        Ok(match self {
            Self::Text => text::plugin(tables, look, analysis),
            Self::Json | Self::Ndjson => json::line(tables, analysis)?,
            Self::Markdown => markdown::plugin(tables, look, analysis),
            Self::Sarif => sarif::results(look, analysis),
            Self::Html => html::plugin(tables, look, analysis),
            Self::Github => annotations::github(look, analysis),
            Self::Gitlab => annotations::gitlab(look, analysis),
            Self::Csv => csv::rows(tables, analysis),
        })
    }

    /// What stands before the first plugin, in formats that do not need the totals for it.
    fn opening(self) -> String {
        match self {
            Self::Sarif => sarif::opening(),
            Self::Gitlab => "[".to_owned(),
            Self::Csv => csv::HEAD.to_owned(),
            _ => String::new(),
        }
    }
}

/// A report that is being written.
pub struct Document<W: Write> {
    format: Format,
    look: Look,
    out: W,
    /// Fragments of formats whose beginning needs the totals.
    held: Vec<String>,
    /// Bytes and fragments written.
    bytes: usize,
    written: usize,
    /// Fragments that did not fit.
    hidden: usize,
}

impl<W: Write> Document<W> {
    /// A report of `format` to `out`.
    pub fn new(format: Format, look: Look, out: W) -> Self {
        Self { format, look, out, held: Vec::new(), bytes: 0, written: 0, hidden: 0 }
    }

    /// Adds the next plugin's fragment.
    pub fn push(&mut self, fragment: String) -> io::Result<()> {
        self.open()?;
        match self.format {
            Format::Json | Format::Html => self.held.push(fragment),
            Format::Sarif | Format::Gitlab => self.item(&fragment)?,
            Format::Markdown if self.bytes + fragment.len() > markdown::LIMIT => self.hidden += 1,
            Format::Text | Format::Markdown | Format::Github | Format::Csv => self.write(&fragment)?,
            Format::Ndjson => {
                self.write(&fragment)?;
                self.write("\n")?;
                self.out.flush()?;
            }
        }
        Ok(())
    }

    /// Writes what follows the last plugin and gives the output back.
    pub fn finish(mut self, summary: &Summary) -> Result<W> {
        self.open()?;
        match self.format {
            Format::Text => self.write(&text::totals(&self.look, summary))?,
            Format::Markdown => self.write(&markdown::closing(&self.look, summary, self.hidden))?,
            Format::Ndjson | Format::Github | Format::Csv => {}
            Format::Sarif => self.write(sarif::CLOSING)?,
            Format::Gitlab => self.write("\n]\n")?,
            Format::Html => {
                self.write(&html::opening(summary))?;
                for fragment in std::mem::take(&mut self.held) {
                    self.write(&fragment)?;
                }
                self.write(html::CLOSING)?;
            }
            Format::Json => {
                self.write(&json::opening(summary)?)?;
                self.written = 0;
                for fragment in std::mem::take(&mut self.held) {
                    self.item(&fragment)?;
                }
                self.write("\n]\n}\n")?;
            }
        }
        self.out.flush()?;
        Ok(self.out)
    }

    /// Writes the beginning once.
    fn open(&mut self) -> io::Result<()> {
        if self.bytes == 0 {
            let opening = self.format.opening();
            self.write(&opening)?;
        }
        Ok(())
    }

    /// Writes an item of a list, with a comma after the one before.
    fn item(&mut self, fragment: &str) -> io::Result<()> {
        if !fragment.is_empty() {
            self.write(if self.written == 0 { "\n" } else { ",\n" })?;
            self.write(fragment)?;
            self.written += 1;
        }
        Ok(())
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.bytes += text.len();
        self.out.write_all(text.as_bytes())
    }
}
