//! The driver. Comes in: paths; goes out: every plugin's analysis, rendered by the caller, in the order of the input.
//! Apart because it alone knows all the stages, and runs them in parallel with bounded memory: a plugin is dropped as
//! soon as it is rendered, and only renderings wait for their turn.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};

use crate::compare::{self, Tables};
use crate::config::{self, Baseline, Config, Effect};
use crate::flow;
use crate::knowledge::DataType;
use crate::plugin::{self, DiscoverOptions, Plugin, Unit, is_address};
use crate::policy::{self, Policy, Status};
use crate::python;
use crate::report::Analysis;
use crate::rules::{self, Case, suppress};
use crate::source::{Comment, FileId, FileKind, NotAnalysed, SourceFile};
use crate::syntax::QuerySet;

/// Bytes of stack of a worker. Tree walks are bounded, but grammars recurse in places of their own.
const STACK_BYTES: usize = 64 << 20;

/// What is to be scanned, and how.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Folders and packages.
    pub paths: Vec<PathBuf>,
    /// Whether tests and examples count.
    pub include_tests: bool,
    /// Worker threads; 0 means one for each core.
    pub threads: usize,
    /// Name and text of a policy that is read instead of the plugins' own.
    pub policy: Option<(String, String)>,
    /// Name and text of a pull request's body, which is held against every plugin.
    pub pr_body: Option<(String, String)>,
    /// A user's queries, whose matches are added to the code.
    pub queries: Option<Arc<QuerySet>>,
    /// What an organisation wants otherwise.
    pub config: Arc<Config>,
    /// Files with own rows that the tables hold, for the report.
    pub models: Vec<String>,
    /// Whether nothing that comes with a plugin's folder is followed either; of packages nothing ever is.
    pub untrusted: bool,
    /// Findings that are known.
    pub baseline: Option<Arc<Baseline>>,
}

/// What the paths hold, before anything of it is read.
#[derive(Debug, Default)]
pub struct Found {
    /// The plugins, in the order of the paths and then by their own.
    pub units: Vec<Unit>,
    /// What was passed over on the way.
    pub notes: Vec<NotAnalysed>,
    /// Paths that cannot be scanned, each with one sentence.
    pub failures: Vec<String>,
}

/// Finds the plugins of all paths. A path that cannot be read is a failure of its own and spoils no other.
pub fn discover(options: &Options) -> Found {
    let mut found = Found::default();
    let several = options.paths.len() > 1;
    for path in &options.paths {
        match plugin::discover(&discover_options(options), path) {
            Ok(discovery) => {
                found.notes.extend(discovery.notes);
                let named = discovery.units.into_iter().map(|unit| named(unit, path, several));
                found.units.extend(named);
            }
            Err(error) => found.failures.push(format!("{error:#}")),
        }
    }
    found
}

fn discover_options(options: &Options) -> DiscoverOptions {
    DiscoverOptions { include_tests: options.include_tests, untrusted: options.untrusted }
}

/// With several roots a path relative to one of them would not say which: the root as given stands before it.
fn named(mut unit: Unit, root: &Path, several: bool) -> Unit {
    if !several || unit.path == root && root.is_file() {
        return unit;
    }
    let root = root.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let root = root.trim_end_matches('/');
    unit.display = if unit.display == "." { root.to_owned() } else { format!("{root}/{}", unit.display) };
    unit
}

/// Analyses every unit on `options.threads` threads. `render` runs on the workers, `deliver` gets what it gives, in the
/// order of `units`. An error of `deliver` ends the run.
pub fn run<T: Send>(
    tables: Tables,
    options: &Options,
    units: &[Unit],
    render: impl Fn(&Unit, Analysis) -> T + Sync,
    deliver: impl FnMut(T) -> Result<()> + Send,
) -> Result<()> {
    let analyser = flow::Analyser::new(tables.knowledge).with_queries(options.queries.as_deref());
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads)
        .stack_size(STACK_BYTES)
        .build()
        .context("the worker threads cannot be started")?;
    let next = AtomicUsize::new(0);
    let stopped = AtomicBool::new(false);
    let queue = Mutex::new(Queue { waiting: BTreeMap::new(), next: 0, deliver, failed: None });
    pool.broadcast(|_| {
        while !stopped.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(unit) = units.get(index) else { break };
            let rendered = render(unit, analyse(tables, &analyser, options, unit));
            let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
            if !queue.add(index, rendered) {
                stopped.store(true, Ordering::Relaxed);
            }
        }
    });
    let queue = queue.into_inner().unwrap_or_else(PoisonError::into_inner);
    queue.failed.map_or(Ok(()), Err)
}

/// Renderings that wait for those before them.
struct Queue<T, D> {
    waiting: BTreeMap<usize, T>,
    next: usize,
    deliver: D,
    failed: Option<anyhow::Error>,
}

impl<T, D: FnMut(T) -> Result<()>> Queue<T, D> {
    /// Adds one and delivers all whose turn it is. False when the run is over.
    fn add(&mut self, index: usize, rendered: T) -> bool {
        self.waiting.insert(index, rendered);
        while self.failed.is_none() {
            let Some(rendered) = self.waiting.remove(&self.next) else { break };
            self.next += 1;
            self.failed = (self.deliver)(rendered).err();
        }
        self.failed.is_none()
    }
}

/// Analyses one unit, on a thread with the stack of a worker.
pub fn analyse_one(tables: Tables, options: &Options, unit: &Unit) -> Result<Analysis> {
    let analyser = flow::Analyser::new(tables.knowledge).with_queries(options.queries.as_deref());
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || analyse(tables, &analyser, options, unit))
            .context("a worker thread cannot be started")?;
        worker.join().map_err(|panic| anyhow::anyhow!("{}", panic_message(panic.as_ref())))
    })
}

/// Analyses one unit. What cannot be read, and a bug that shows as a panic, becomes a row of the report.
pub fn analyse(tables: Tables, analyser: &flow::Analyser, options: &Options, unit: &Unit) -> Analysis {
    let attempt = catch_unwind(AssertUnwindSafe(|| {
        let plugin = plugin::read(&discover_options(options), unit);
        plugin.map(|plugin| judge(tables, analyser, options, own_config(options, unit, plugin)))
    }));
    let reason = match attempt {
        Ok(Ok(analysis)) => return analysis,
        Ok(Err(error)) => format!("{error:#}"),
        Err(panic) => format!("a bug in the scanner stopped the analysis: {}", panic_message(panic.as_ref())),
    };
    judge(tables, analyser, options, Plugin::unreadable(unit, reason))
}

/// All stages after reading.
fn judge(tables: Tables, analyser: &flow::Analyser, options: &Options, mut plugin: Plugin) -> Analysis {
    let (mut facts, policy) = both(|| analyser.analyse(&plugin), || read_policy(tables, options, &plugin));
    let policy = compare::settled(tables.knowledge, &facts, policy);
    let accepted = options.config.accept(tables.knowledge, &mut facts);
    let body = options.pr_body.as_ref().map(|(name, text)| {
        plugin.beside.push(SourceFile::new(name, FileKind::Other, text));
        policy::submission(tables.knowledge, tables.comparing, name, text)
    });
    let comparison = compare::compare(tables, &plugin, &facts, &policy, body.as_ref());
    let case = Case {
        tables,
        plugin: &plugin,
        facts: &facts,
        policy: &policy,
        body: body.as_ref(),
        comparison: &comparison,
    };
    let mut findings = rules::check(&case);
    // What was taken out is no more missing in the code than it is there.
    let taken = |about: DataType| accepted.practices.iter().any(|(practice, _)| practice.data_type == about);
    let left = |about: DataType| facts.practices.iter().any(|practice| practice.data_type == about);
    findings.retain(|finding| finding.about.is_none_or(|about| left(about) || !taken(about)));
    let comments = comments(&plugin);
    let mut brings = plugin.brings.clone();
    let mut suppressed = Vec::new();
    if plugin.packaged || options.untrusted {
        brings.extend(suppress::not_followed(&plugin, &comments));
    } else {
        suppressed = suppress::apply(&case, &comments, &mut findings);
    }
    let mut gone = Vec::new();
    if let Some(baseline) = &options.baseline {
        let (known, missing) = baseline.apply(&plugin, &mut findings, &suppressed);
        suppressed.extend(known);
        gone = missing;
    }
    let rules = options.config.regrade(&mut findings);
    rules::sort(&mut findings);
    let effect = Effect {
        config: options.config.name.clone(),
        models: options.models.clone(),
        rules,
        accepted,
        suppressed,
        gone,
        not_followed: brings,
    };
    Analysis { plugin, facts, policy, comparison, findings, effect }
}

/// Runs both, side by side where this is a worker and another one has nothing to do.
fn both<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    if rayon::current_thread_index().is_some() { rayon::join(a, b) } else { (a(), b()) }
}

/// A configuration that the plugin brings is not listed as one that is not followed where it is the one in use.
fn own_config(options: &Options, unit: &Unit, mut plugin: Plugin) -> Plugin {
    let own = unit.path.join(config::NAME).canonicalize();
    if own.is_ok_and(|path| config::shown(&path) == options.config.name) {
        plugin.brings.retain(|row| row.path != config::NAME);
    }
    plugin
}

/// The comments of all files that hold one for this program.
fn comments(plugin: &Plugin) -> Vec<Comment> {
    let mark = memchr::memmem::Finder::new(suppress::MARK);
    let mut found = Vec::new();
    for (index, file) in plugin.files.iter().enumerate() {
        let Ok(id) = u32::try_from(index).map(FileId) else { break };
        if mark.find(file.text.as_bytes()).is_none() {
            continue;
        }
        found.extend(match file.kind {
            FileKind::Python => python::comments(id, &file.text),
            FileKind::Yaml => plugin::yaml_comments(id, &file.text),
            FileKind::Policy => policy::comments(id, &file.text),
            _ => Vec::new(),
        });
    }
    found
}

/// The policy that was supplied, else the plugin's; without a file, the URL that the manifest names.
fn read_policy(tables: Tables, options: &Options, plugin: &Plugin) -> Policy {
    if let Some((name, text)) = &options.policy {
        return policy::read_all(tables.knowledge, &about(plugin), &[(name.as_str(), text.as_str())]);
    }
    let files = plugin.policies.iter().filter_map(|&id| plugin.file(id));
    let texts: Vec<(&str, &str)> = files.map(|file| (file.path.as_str(), file.text.as_str())).collect();
    if !texts.is_empty() {
        return policy::read_all(tables.knowledge, &about(plugin), &texts);
    }
    let url = plugin.manifest.privacy.as_ref().map(|privacy| privacy.text.trim());
    match url.filter(|text| is_address(text)) {
        Some(url) => Policy { path: Some(url.to_owned()), status: Status::Remote, ..Policy::default() },
        None => Policy::default(),
    }
}

/// What the plugin is called, so that a policy of another one is told.
fn about(plugin: &Plugin) -> policy::About {
    let manifest = &plugin.manifest;
    let own = manifest.file.and_then(|id| plugin.file(id)).map(|file| file.text.clone());
    let entries = manifest.entries.iter().flat_map(|entry| {
        std::iter::once(entry.name.clone()).chain(entry.descriptions.iter().map(|text| text.text.clone()))
    });
    let texts = own.into_iter().chain(entries).collect();
    policy::About { name: manifest.name.clone(), author: manifest.author.clone(), texts }
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}
