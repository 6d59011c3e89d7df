//! `candor policy`. Comes in: documents and folders of documents; goes out: what each policy says. Apart because no code
//! is read.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::Serialize;

use super::settings::Settings;
use super::{Status, UNUSABLE, output};
use crate::cli::{PolicyArgs, PolicyFormat};
use crate::compare::Tables;
use crate::plugin::limits::{FOLDER_DEPTH, POLICY_BYTES};
use crate::policy;
use crate::report::json::{PolicyObject, StatementObject, visible};
use crate::report::text::escape;
use crate::source::{FileKind, decode};

/// Endings of the documents that a folder is searched for.
const ENDINGS: &[&str] = &["md", "markdown", "html", "htm", "txt", "rst"];

/// A policy's object with the name under which it was found.
#[derive(Serialize)]
struct Row {
    path: String,
    #[serde(flatten)]
    policy: PolicyFields,
    /// For people only.
    #[serde(skip)]
    placeholders: Vec<(String, u32)>,
    #[serde(skip)]
    other_subject: Option<(String, u32)>,
}

/// The object of the report without its own `path`.
#[derive(Serialize)]
struct PolicyFields {
    status: String,
    languages: Vec<String>,
    statements: Vec<StatementObject>,
    third_parties: Vec<crate::report::json::PolicyPartyObject>,
    says_how_used: bool,
    says_sharing: bool,
}

pub(super) fn run(args: &PolicyArgs) -> Status {
    let settings = Settings::load(&args.settings, &args.paths)?;
    let tables = settings.tables()?;
    let mut out = output::stdout();
    let mut rows = Vec::new();
    let mut status = 0;
    let mut paths = documents(&args.paths).into_iter();
    loop {
        // Read by all threads, written in order; what is read and not yet written is bounded.
        let some: Vec<Result<PathBuf>> = paths.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        for row in read_all(tables, some)? {
            let row = match row {
                Ok(row) => row,
                Err(error) => {
                    output::message("error", &format!("{error:#}"));
                    status = UNUSABLE;
                    continue;
                }
            };
            match args.format {
                PolicyFormat::Text => text(&mut out, &row)?,
                PolicyFormat::Ndjson => {
                    writeln!(out, "{}", visible(&serde_json::to_string(&row)?))?;
                }
                PolicyFormat::Json => rows.push(row),
            }
        }
    }
    if args.format == PolicyFormat::Json {
        writeln!(out, "{}", visible(&serde_json::to_string_pretty(&rows)?))?;
    }
    out.flush()?;
    Ok(status)
}

/// Documents that are read before the first of them is written.
const AT_ONCE: usize = 256;
/// What a thread has that no pool started.
const STACK_BYTES: usize = 8 << 20;

/// Reads several documents on all cores; the rows are in the order of the paths.
fn read_all(tables: Tables, paths: Vec<Result<PathBuf>>) -> Result<Vec<Result<Row>>> {
    let row = |path: Result<PathBuf>| path.and_then(|path| read(tables, &path));
    if paths.len() == 1 {
        return Ok(paths.into_iter().map(row).collect());
    }
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK_BYTES).build();
    let pool = pool.context("the worker threads cannot be started")?;
    Ok(pool.install(|| paths.into_par_iter().map(row).collect()))
}

/// Files as given; of folders every document below, in the order of paths, hidden ones aside. Ignore files have no say:
/// one that came with the folder could hide a policy, and one that is a pipe would be waited for without end.
fn documents(paths: &[PathBuf]) -> Vec<Result<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        let before = found.len();
        if !path.is_dir() {
            found.push(Ok(path.clone()));
            continue;
        }
        let walk = ignore::WalkBuilder::new(path)
            .standard_filters(false)
            .hidden(true)
            .max_depth(Some(FOLDER_DEPTH))
            .sort_by_file_path(Path::cmp)
            .build();
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    found.push(Err(error).with_context(|| format!("{} cannot be read", path.display())));
                    continue;
                }
            };
            let ending = entry.path().extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            let document = ENDINGS.iter().any(|one| ending.eq_ignore_ascii_case(one));
            let kind = entry.file_type();
            if document && kind.is_some_and(|kind| kind.is_file()) {
                found.push(Ok(entry.into_path()));
            } else if document && kind.is_some_and(|kind| kind.is_symlink()) {
                let shown = entry.path().display();
                output::message("note", &format!("{shown} is a link and is not followed"));
            }
        }
        if found.len() == before {
            output::message("note", &format!("{} holds no document", path.display()));
        }
    }
    found
}

fn read(tables: Tables, path: &Path) -> Result<Row> {
    let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let bytes = output::read_file(path, POLICY_BYTES as u64)?;
    let text = decode(bytes, FileKind::Policy).map_err(anyhow::Error::msg).with_context(|| name.clone())?;
    let policy =
        policy::read_all(tables.knowledge, &policy::About::default(), &[(name.as_str(), text.as_str())]);
    let (placeholders, other_subject) = (policy.placeholders.clone(), policy.other_subject.clone());
    let PolicyObject { status, languages, statements, third_parties, says_how_used, says_sharing, .. } =
        PolicyObject::new(tables, &policy);
    let policy = PolicyFields { status, languages, statements, third_parties, says_how_used, says_sharing };
    Ok(Row { path: name, policy, placeholders, other_subject })
}

fn text(out: &mut impl Write, row: &Row) -> Result<()> {
    let policy = &row.policy;
    let languages = if policy.languages.is_empty() { "no language" } else { &policy.languages.join(", ") };
    writeln!(out, "{}: {}, {languages}", escape(&row.path), policy.status)?;
    let whom = |statement: &StatementObject| match &statement.recipient {
        Some(id) => format!("{} -> {id}", statement.what),
        None => statement.what.clone(),
    };
    let width = policy.statements.iter().map(|statement| whom(statement).chars().count()).max().unwrap_or(0);
    for statement in &policy.statements {
        let (what, quote) = (whom(statement), escape(&statement.quote));
        let (line, stance) = (statement.line, &statement.stance);
        writeln!(out, "  {line:>4}  {stance:<11}  {what:<width$}  \u{201c}{quote}\u{201d}")?;
    }
    for party in &policy.third_parties {
        let link =
            party.policy_link.as_deref().map_or_else(String::new, |link| format!(" ({})", escape(link)));
        writeln!(out, "  {:>4}  third party  {}{link}", party.line, escape(&party.name))?;
    }
    for (placeholder, line) in &row.placeholders {
        writeln!(out, "  {line:>4}  not filled in: {}", escape(placeholder))?;
    }
    if let Some((subject, line)) = &row.other_subject {
        writeln!(out, "  {line:>4}  speaks of something else than a plugin: {}", escape(subject))?;
    }
    let yes = |is: bool| if is { "yes" } else { "no" };
    writeln!(out, "        says how data is used: {}", yes(policy.says_how_used))?;
    writeln!(out, "        says whether data is shared: {}", yes(policy.says_sharing))?;
    Ok(())
}
