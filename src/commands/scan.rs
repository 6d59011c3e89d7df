//! `candor scan`. Comes in: its arguments; goes out: the reports and the exit status. Apart because it joins the driver
//! with the formats.

use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};

use super::output::{self, WholeFile};
use super::settings::Settings;
use super::{Status, UNUSABLE};
use crate::cli::ScanArgs;
use crate::config::Threshold;
use crate::draft::additions;
use crate::plugin::Unit;
use crate::plugin::limits::POLICY_BYTES;
use crate::report::{Analysis, Brief, Document, Format, Look, Summary};
use crate::rules::Severity;
use crate::scan::{self, Options};
use crate::source::{FileKind, decode};
use crate::syntax::QuerySet;

/// Columns of a line: reports are read in logs as well as at terminals.
const WIDTH: usize = 80;

/// Fewer plugins are done before a bar could be read.
const WORTH_A_BAR: usize = 8;

/// What comes of one plugin: a fragment for each report, what an index tells of it, and why it could not be read where it
/// was named as an argument.
type Rendered = Result<(Vec<String>, Brief, Option<String>)>;

pub(super) fn run(args: &ScanArgs) -> Status {
    let paths = paths(args)?;
    let settings = Settings::load(&args.settings, &paths)?;
    let tables = settings.tables()?;
    let queries = args.queries.as_deref().map(QuerySet::load).transpose()?.map(Arc::new);
    let options = Options {
        include_tests: args.include_tests,
        threads: args.threads,
        policy: args.policy.as_deref().map(supplied).transpose()?,
        pr_body: args.pr_body.as_deref().map(supplied).transpose()?,
        queries,
        baseline: settings.baseline(args.baseline.as_deref())?,
        ..settings.options(paths)
    };
    let mut found = scan::discover(&options);
    for note in &found.notes {
        output::message("note", &format!("{}: {}", note.path, note.reason));
    }
    if let Some((name, _)) = options.pr_body.as_ref().filter(|_| found.units.len() > 1) {
        output::message("note", &format!("{name} is held against each of the {} plugins", found.units.len()));
    }
    let look = Look {
        width: WIDTH,
        single: found.units.len() == 1,
        colour: true,
        base: base(&options.paths),
        link_base: args.link_base.clone().or_else(|| settings.config.link_base.clone()),
        limit: args.limit,
    };
    let mut reports = Reports::open(args, &look)?;
    let kinds = reports.kinds.clone();
    let render = |unit: &Unit, analysis: Analysis| -> Rendered {
        let mends = kinds.iter().any(|(format, _)| format.mends());
        let mend = if mends { additions(tables, &analysis)?.text } else { String::new() };
        let fragments = kinds.iter().map(|(format, look)| format.fragment(tables, look, &analysis, &mend));
        let fragments = fragments.collect::<Result<_>>()?;
        Ok((fragments, Brief::new(tables, &analysis), unreadable_input(&options, unit, &analysis)))
    };
    let bar = bar(found.units.len(), args.format);
    let mut summary = Summary::default();
    let units = std::mem::take(&mut found.units);
    scan::run(tables, &options, &units, render, |rendered| {
        let (fragments, brief, unreadable) = rendered?;
        found.failures.extend(unreadable);
        summary.add(&brief.summary);
        bar.inc(1);
        reports.push(&brief, fragments)
    })?;
    bar.finish_and_clear();
    if !units.is_empty() {
        reports.finish(&summary)?;
    }
    for failure in &found.failures {
        output::message("error", failure);
    }
    if !found.failures.is_empty() {
        return Ok(UNUSABLE);
    }
    let threshold =
        args.fail_on.or(settings.config.fail_on).map_or(Some(Severity::Error), Threshold::severity);
    Ok(u8::from(threshold.is_some_and(|severity| summary.reaches(severity))))
}

/// A policy or a pull request's body from a file of its own: its name and text.
fn supplied(path: &Path) -> Result<(String, String)> {
    let name = path.to_string_lossy().into_owned();
    let bytes = output::read_file(path, POLICY_BYTES as u64)?;
    let text = decode(bytes, FileKind::Policy).map_err(anyhow::Error::msg).with_context(|| name.clone())?;
    Ok((name, text))
}

/// Arguments, then the lines of `--paths-from`; none at all means the current folder.
fn paths(args: &ScanArgs) -> Result<Vec<PathBuf>> {
    let mut paths = args.paths.clone();
    if let Some(list) = &args.paths_from {
        let lines: Box<dyn BufRead> = if list == Path::new("-") {
            Box::new(io::stdin().lock())
        } else {
            let file =
                fs::File::open(list).with_context(|| format!("{} cannot be opened", list.display()))?;
            Box::new(io::BufReader::new(file))
        };
        for line in lines.lines() {
            let line = line.with_context(|| format!("{} cannot be read", list.display()))?;
            let line = line.trim_end_matches('\r');
            if !line.is_empty() {
                paths.push(line.into());
            }
        }
    } else if paths.is_empty() {
        paths.push(".".into());
    }
    Ok(paths)
}

/// What leads from here to the plugins: the only path as given, or the folder of the only package. With several paths
/// the plugins' own paths tell it.
fn base(paths: &[PathBuf]) -> String {
    let [only] = paths else { return String::new() };
    let folder = if only.is_file() { only.parent().unwrap_or(Path::new("")) } else { only.as_path() };
    let here = std::env::current_dir().unwrap_or_default();
    let folder = folder.strip_prefix(&here).unwrap_or(folder);
    folder.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/").trim_start_matches("./").to_owned()
}

/// Why a plugin that was named as an argument could not be read at all. The report has the same as a row.
fn unreadable_input(options: &Options, unit: &Unit, analysis: &Analysis) -> Option<String> {
    let plugin = &analysis.plugin;
    let nothing = plugin.files.is_empty() && options.paths.contains(&unit.path);
    plugin.not_analysed.first().filter(|_| nothing).map(|row| row.reason.clone())
}

fn bar(plugins: usize, format: Format) -> ProgressBar {
    if plugins < WORTH_A_BAR || !output::shows_progress(format.waits()) {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} plugins");
    ProgressBar::new(plugins as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// The report to standard output and those to files.
struct Reports {
    stdout: Document<Box<dyn Write + Send>>,
    files: Vec<Document<WholeFile>>,
    /// The format and look of each, standard output first.
    kinds: Vec<(Format, Look)>,
}

impl Reports {
    fn open(args: &ScanArgs, look: &Look) -> Result<Self> {
        let stdout = Document::new(args.format, look.clone(), output::stdout());
        let mut kinds = vec![(args.format, look.clone())];
        let look = Look { colour: false, ..look.clone() };
        let mut files = Vec::new();
        for (format, path) in &args.output {
            let file = WholeFile::create(path)?;
            if files.iter().any(|other: &Document<WholeFile>| other.output().is_same(path)) {
                bail!("two reports would go to {}", path.display());
            }
            kinds.push((*format, look.clone()));
            files.push(Document::new(*format, look.clone(), file));
        }
        Ok(Self { stdout, files, kinds })
    }

    fn push(&mut self, brief: &Brief, fragments: Vec<String>) -> Result<()> {
        let mut fragments = fragments.into_iter();
        if let Some(fragment) = fragments.next() {
            self.stdout.push(brief, fragment)?;
        }
        for (file, fragment) in self.files.iter_mut().zip(fragments) {
            file.push(brief, fragment)?;
        }
        Ok(())
    }

    fn finish(self, summary: &Summary) -> Result<()> {
        for file in self.files {
            file.finish(summary)?.keep()?;
        }
        self.stdout.finish(summary)?;
        Ok(())
    }
}
