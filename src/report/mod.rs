//! What people and machines see. Comes in: the [`Analysis`] of each plugin, in the order of the input; goes out: the bytes
//! of a format. Apart because nothing here decides anything.
//!
//! Each plugin is rendered where it was analysed ([`Format::fragment`]) and dropped; a [`Document`] puts the fragments
//! together. Formats that can be streamed are.

pub mod ids;
pub mod json;
pub mod text;

use std::io::{self, Write};

use anyhow::Result;

use crate::compare::{Comparison, Tables, Verdict};
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
    /// Findings that suppressions took out.
    pub suppressed: usize,
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
}

/// How a report is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Columns of a line.
    pub width: usize,
    /// Whether the report is of a single plugin.
    pub single: bool,
    /// Whether colour codes are kept; the stream may still take them out.
    pub colour: bool,
}

impl Format {
    /// The part of the report that is about one plugin.
    pub fn fragment(self, tables: Tables, look: Look, analysis: &Analysis) -> Result<Vec<u8>> {
        Ok(match self {
            Self::Text => text::plugin(tables, look, analysis).into_bytes(),
            Self::Json | Self::Ndjson => json::line(tables, analysis)?.into_bytes(),
        })
    }
}

/// A report that is being written.
pub struct Document<W: Write> {
    format: Format,
    out: W,
    held: Vec<Vec<u8>>,
    look: Look,
}

impl<W: Write> Document<W> {
    /// A report of `format` to `out`.
    pub fn new(format: Format, look: Look, out: W) -> Self {
        Self { format, out, held: Vec::new(), look }
    }

    /// Adds the next plugin's fragment.
    pub fn push(&mut self, fragment: Vec<u8>) -> io::Result<()> {
        match self.format {
            Format::Text => self.out.write_all(&fragment)?,
            Format::Ndjson => {
                self.out.write_all(&fragment)?;
                self.out.write_all(b"\n")?;
                self.out.flush()?;
            }
            // The totals stand before the plugins.
            Format::Json => self.held.push(fragment),
        }
        Ok(())
    }

    /// Writes what follows the last plugin and gives the output back.
    pub fn finish(mut self, summary: &Summary) -> Result<W> {
        match self.format {
            Format::Text => self.out.write_all(text::totals(self.look, summary).as_bytes())?,
            Format::Ndjson => {}
            Format::Json => {
                self.out.write_all(json::opening(summary)?.as_bytes())?;
                for (index, fragment) in self.held.iter().enumerate() {
                    self.out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
                    self.out.write_all(fragment)?;
                }
                self.out.write_all(b"\n]\n}\n")?;
            }
        }
        self.out.flush()?;
        Ok(self.out)
    }
}
