//! The command line: clap's types and their conversion into the library's. Nothing else, so that help, completions and
//! behaviour follow from one definition.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::config::Threshold;
use crate::report::{Format, markdown};

/// What to begin with.
const EXAMPLES: &str = "\
Examples:
  candor scan my_plugin                      what it does with data, and what its policy hides
  candor scan packages --output html=r.html  a page for a tree of packages, beside the text
  candor explain undisclosed-data my_plugin  evidence, way through the code, statements
  candor draft my_plugin --write             write the PRIVACY.md that is missing
  candor fix my_plugin                       what to add to the PRIVACY.md that is there
  candor diff old.difypkg new.difypkg        what a new version changes

Exit status: 0 nothing to mend, 1 something to mend, 2 wrong usage or an input that cannot be read.";

/// Finds which data about people a Dify plugin takes in, where it sends, stores or logs it, which third parties learn of
/// it, and whether the plugin's privacy policy says so.
#[derive(Debug, Parser)]
#[command(name = "candor", version, about, after_help = EXAMPLES, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Scan plugins: folders, .difypkg packages, or trees of them
    Scan(ScanArgs),
    /// Show what privacy policies say, statement by statement, without any code
    Policy(PolicyArgs),
    /// Show what changed between two versions of a plugin, or two trees of plugins
    Diff(DiffArgs),
    /// Write a privacy policy from what a plugin's code does
    Draft(DraftArgs),
    /// Show what a plugin's privacy policy lacks, in its own language, and which sentences contradict the code
    Fix(FixArgs),
    /// Write the findings of today to a file; `scan --baseline` does not count them
    Baseline(BaselineArgs),
    /// List the rules
    Rules,
    /// Explain a rule, a data type, a service or a finding
    Explain(ExplainArgs),
    /// List the services that are known by name
    Services,
    /// List the data types
    Types,
    /// Print the JSON Schema of the JSON report or of candor.toml
    Schema {
        /// Of what
        #[arg(value_enum, default_value_t = SchemaOf::Report)]
        of: SchemaOf,
    },
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, in the form that `man` reads
    Man {
        /// The command that it is about [default: all of them in short]
        command: Option<String>,
    },
}

/// What every command that reads plugins or policies takes.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Settings")]
pub struct SettingsArgs {
    /// Add rows of your own: sources, sinks, services, words; may be given several times
    #[arg(long, value_name = "FILE.toml")]
    pub models: Vec<PathBuf>,
    /// Read the configuration from FILE instead of the nearest candor.toml
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Look for no candor.toml
    #[arg(long)]
    pub no_config: bool,
    /// Follow nothing that comes with the plugins: no candor.toml, no suppressing comments, no ignore files. Of packages
    /// nothing is followed in any case
    #[arg(long)]
    pub untrusted: bool,
}

/// Arguments of `scan`.
#[derive(Debug, Args)]
pub struct ScanArgs {
    /// Plugins' folders, packages, or trees of them [default: the current folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read more paths from FILE, one a line (`-` for standard input)
    #[arg(long, value_name = "FILE")]
    pub paths_from: Option<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Link places in Markdown and HTML to this address with the path and `#L` and the line after it
    #[arg(long, value_name = "URL")]
    pub link_base: Option<String>,
    /// Cut Markdown to this many bytes: a comment may have 65536, a job summary 1048576
    #[arg(long, value_name = "BYTES", default_value_t = markdown::COMMENT)]
    pub limit: usize,
    /// Also write a report to a file: `json=report.json`; may be given several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output)]
    pub output: Vec<(Format, PathBuf)>,
    /// Do not count the findings that FILE holds (`candor baseline` writes it)
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Read the policy from FILE instead of from the plugin
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// Hold the body of a pull request (Markdown) against the code: its notes on security and privacy, and the risk level
    /// that it ticks. With several plugins it is held against each
    #[arg(long, value_name = "FILE")]
    pub pr_body: Option<PathBuf>,
    /// Exit with status 1 when there is a finding of this severity or a graver one [default: error]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<Threshold>,
    /// Include tests and examples
    #[arg(long)]
    pub include_tests: bool,
    /// Add the matches of tree-sitter queries: FOLDER holds files `*.scm` with captures such as
    /// `@field.name` and `@field.value`
    #[arg(long, value_name = "FOLDER")]
    pub queries: Option<PathBuf>,
    /// Worker threads [default: one for each core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub threads: usize,
    /// Tables and configuration
    #[command(flatten)]
    pub settings: SettingsArgs,
}

/// Arguments of `policy`.
#[derive(Debug, Args)]
pub struct PolicyArgs {
    /// Policies, or folders of them
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t = PolicyFormat::Text)]
    pub format: PolicyFormat,
    /// Tables and configuration
    #[command(flatten)]
    pub settings: SettingsArgs,
}

/// Arguments of `baseline`.
#[derive(Debug, Args)]
pub struct BaselineArgs {
    /// Plugins' folders, packages, or trees of them
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Write to FILE instead of to standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Tables and configuration
    #[command(flatten)]
    pub settings: SettingsArgs,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// A plugin's folder, a package, a tree of them, or a JSON report (`.json`)
    pub old: PathBuf,
    /// The newer one
    pub new: PathBuf,
    /// What to print
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub format: DiffFormat,
    /// Tables and configuration
    #[command(flatten)]
    pub settings: SettingsArgs,
}

/// What a schema is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// The JSON report
    Report,
    /// The configuration, candor.toml
    Config,
}

/// A format of `diff`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people
    Text,
    /// One JSON array
    Json,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Id of a rule (`undisclosed-data`), a data type (`email_address`) or a service (`slack`), or a finding's
    /// fingerprint
    pub what: String,
    /// Also show what of it a plugin holds: the evidence, the way of the data through the code, the statements of the
    /// policy that decided. A folder, a package or a JSON report
    pub path: Option<PathBuf>,
    /// Tables and configuration
    #[command(flatten)]
    pub settings: SettingsArgs,
}

/// Arguments of `draft`.
#[derive(Debug, Args)]
pub struct DraftArgs {
    /// A plugin's folder or package
    #[arg(value_name = "PLUGIN")]
    pub path: PathBuf,
    /// Language of the policy
    #[arg(long, value_name = "LANGUAGE", default_value = "en", value_parser = crate::draft::LANGUAGES.to_vec())]
    pub lang: String,
    /// What to draft
    #[arg(long = "for", value_enum, default_value_t = DraftFor::Policy)]
    pub purpose: DraftFor,
    /// Write the policy to the plugin's PRIVACY.md instead of printing it
    #[arg(long)]
    pub write: bool,
    /// Overwrite a PRIVACY.md that is there
    #[arg(long, requires = "write")]
    pub force: bool,
    /// Tables and configuration
    #[command(flatten)]
    pub settings: SettingsArgs,
}

/// Arguments of `fix`.
#[derive(Debug, Args)]
pub struct FixArgs {
    /// A plugin's folder or package
    #[arg(value_name = "PLUGIN")]
    pub path: PathBuf,
    /// Add it to the policy instead of showing it
    #[arg(long)]
    pub write: bool,
    /// Tables and configuration
    #[command(flatten)]
    pub settings: SettingsArgs,
}

/// What to draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DraftFor {
    /// A whole privacy policy
    Policy,
    /// The risk level and the notes on security and privacy for the pull request, in English
    PrNotes,
    /// `network.domains` of the manifest
    Domains,
}

/// A format of `policy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PolicyFormat {
    /// For people
    Text,
    /// One JSON array
    Json,
    /// One JSON object a line
    Ndjson,
}

/// `FORMAT=FILE`.
fn output(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, file) = text.split_once('=').ok_or("expected FORMAT=FILE, such as json=report.json")?;
    let format = Format::from_str(format, true).map_err(|_| format!("there is no format `{format}`"))?;
    if file.is_empty() {
        return Err("the file's name is missing".to_owned());
    }
    Ok((format, file.into()))
}
