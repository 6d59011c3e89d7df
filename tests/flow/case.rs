//! A case: a Python file with a head of comments. Comes in: `tests/flow/<name>.py`; goes out: [`Case`].
//!
//! The head declares what the YAML would: `# kind: KIND` (`tool` when absent; `endpoint`, `model TYPE`,
//! `agent-strategy`, `event`, `online_drive`, `online_document`, `website_crawl`), `# param: NAME TYPE: DESCRIPTION`,
//! `# credential: NAME TYPE [default VALUE]`, `# output: NAME TYPE: DESCRIPTION` (an event's `output_schema`). A line
//! `# --- file: PATH` begins a further file of the plugin. An expectation ends the line of its sink (of an output: the
//! line of its declaration, and means its line in the YAML):
//! `# sends: email_address -> slack; name -> slack`, `# receives: …`, `# stores: name`, `# logs: name`. A further
//! action on the line stands before its type: `# sends: name -> slack; stores: name`.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;

/// A file of the suite.
pub struct Case {
    /// Its stem.
    pub name: String,
    /// What kind of entry its class is, with the model type after a space.
    pub kind: String,
    pub parameters: Vec<Declared>,
    pub credentials: Vec<Declared>,
    pub outputs: Vec<Declared>,
    /// Path and text of every file of the plugin; the main one first.
    pub files: Vec<(String, String)>,
    pub expected: BTreeSet<Expectation>,
    /// What is expected at the line of an output's field in the YAML, by the field's name.
    pub expected_outputs: Vec<(String, Expectation)>,
}

/// A parameter, credential or field that the YAML is to declare.
pub struct Declared {
    pub name: String,
    pub kind: String,
    /// The description, or the default of a credential; may be empty.
    pub text: String,
}

/// A practice at a line.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct Expectation {
    pub path: String,
    pub line: usize,
    pub action: String,
    pub data_type: String,
    /// Empty for the plugin's own side.
    pub recipient: String,
}

impl fmt::Display for Expectation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{} {}: {}", self.path, self.line, self.action, self.data_type)?;
        if self.recipient.is_empty() { Ok(()) } else { write!(out, " -> {}", self.recipient) }
    }
}

/// All cases of `folder`, sorted by name.
pub fn read_all(folder: &Path) -> Vec<Case> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Case {
    let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
    let text = fs::read_to_string(path).unwrap();
    let mut case = Case {
        name,
        kind: "tool".to_owned(),
        parameters: Vec::new(),
        credentials: Vec::new(),
        outputs: Vec::new(),
        files: Vec::new(),
        expected: BTreeSet::new(),
        expected_outputs: Vec::new(),
    };
    for line in text.lines().take_while(|line| line.starts_with("# ")) {
        head(&mut case, line);
    }
    case.files.push((main_file(&case.kind), String::new()));
    for line in text.lines() {
        if let Some(path) = line.strip_prefix("# --- file: ") {
            case.files.push((path.to_owned(), String::new()));
            continue;
        }
        let (path, file) = case.files.last_mut().unwrap();
        file.push_str(line);
        file.push('\n');
        if !line.starts_with("# output: ") {
            case.expected.extend(expectations(line, path, file.lines().count()));
        }
    }
    case
}

fn head(case: &mut Case, line: &str) {
    let (declaration, _) = line.trim_start_matches("# ").split_once("  # ").unwrap_or((&line[2..], ""));
    let Some((word, rest)) = declaration.split_once(": ") else { return };
    let declared = || {
        let (left, text) =
            rest.split_once(": ").or_else(|| rest.split_once(" default ")).unwrap_or((rest, ""));
        let (name, kind) = left.split_once(' ').unwrap();
        Declared { name: name.to_owned(), kind: kind.to_owned(), text: text.to_owned() }
    };
    match word {
        "kind" => rest.clone_into(&mut case.kind),
        "param" => case.parameters.push(declared()),
        "credential" => case.credentials.push(declared()),
        "output" => {
            let output = declared();
            let yaml = main_file(&case.kind).replace(".py", ".yaml");
            let expected = expectations(line, &yaml, 0).into_iter();
            case.expected_outputs.extend(expected.map(|expected| (output.name.clone(), expected)));
            case.outputs.push(output);
        }
        _ => panic!("{}: unknown head `{word}`", case.name),
    }
}

/// Where the main file of a kind stands in the plugin.
fn main_file(kind: &str) -> String {
    let folder = match kind.split_once(' ') {
        Some(("model", model)) => format!("models/{}", model.replace('-', "_")),
        None => match kind {
            "tool" => "tools",
            "endpoint" => "endpoints",
            "agent-strategy" => "strategies",
            "event" => "events",
            "online_drive" | "online_document" | "website_crawl" => "datasources",
            _ => panic!("unknown kind `{kind}`"),
        }
        .to_owned(),
        Some(_) => panic!("unknown kind `{kind}`"),
    };
    format!("{folder}/case.py")
}

fn expectations(text: &str, path: &str, line: usize) -> Vec<Expectation> {
    let found = ["sends", "receives", "stores", "logs"].into_iter().find_map(|action| {
        let (_, list) = text.split_once(&format!("  # {action}: "))?;
        Some((action, list))
    });
    let Some((mut action, list)) = found else { return Vec::new() };
    list.split("; ")
        .map(|entry| {
            let (further, entry) = entry.split_once(": ").unwrap_or((action, entry));
            action = further;
            let (data_type, recipient) = entry.split_once(" -> ").unwrap_or((entry, ""));
            Expectation {
                path: path.to_owned(),
                line,
                action: action.to_owned(),
                data_type: data_type.to_owned(),
                recipient: recipient.to_owned(),
            }
        })
        .collect()
}
