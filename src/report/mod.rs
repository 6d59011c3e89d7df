//! What people and machines see. Comes in: the [`Analysis`] of each plugin, in the order of the input; goes out: the bytes
//! of a format. Apart because nothing here decides anything.
//!
//! Each plugin is rendered where it was analysed ([`Format::fragment`]) and dropped; a [`Document`] puts the fragments
//! together, in an order that the [`Brief`]s give where a format has one of its own. Formats that can be streamed are.

pub mod annotations;
pub mod brief;
pub mod csv;
pub mod difference;
mod document;
pub mod excerpt;
pub mod explanation;
mod format;
pub mod html;
pub mod ids;
pub mod json;
pub mod markdown;
pub mod places;
pub mod rows;
pub mod sarif;
pub mod settings;
pub mod text;

use crate::compare::{Comparison, Verdict};
use crate::config::Effect;
use crate::flow::CodeFacts;
use crate::plugin::Plugin;
use crate::policy::Policy;
use crate::rules::{Finding, Severity};
use crate::source::{Place, Span};

pub use brief::Brief;
pub use document::Document;
pub use format::Format;

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
    /// Bytes that a Markdown report may have.
    pub limit: usize,
}
