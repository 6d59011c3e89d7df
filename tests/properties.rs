//! What holds for any input. Comes in: plugins of the corpus, changed at random with a fixed seed, and texts of pieces that
//! mean something; goes out: no panic, places on characters of their file, the same report from any number of threads,
//! from a folder and from its archive, and fingerprints that survive moved lines.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use candor::compare::Tables;
use candor::flow::Analyser;
use candor::knowledge::Knowledge;
use candor::knowledge::comparison::Comparing;
use candor::plugin::Plugin;
use candor::policy::{self, Policy};
use candor::report::Analysis;
use candor::report::json;
use candor::scan::{self, Options};
use candor::source::{FileKind, SourceFile, Span};
use serde_json::Value;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");

/// Plugins that are made and scanned three times; as many as ten seconds allow where nothing is optimised.
const MUTANTS: usize = 24;

/// Texts that are read on their own.
const TEXTS: usize = 150;

type Files = BTreeMap<String, Vec<u8>>;

/// Xorshift: the same numbers in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).unwrap()
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// Pieces that mean something to Python, YAML, Markdown or HTML, and some that mean nothing.
const PIECES: &[&str] = &[
    "\n",
    "\n    ",
    "\n  - ",
    "\t",
    " ",
    "\r\n",
    "\u{c}",
    "\u{feff}",
    "\u{202e}",
    "é",
    "隐私",
    "\u{1f469}\u{200d}\u{1f4bb}",
    "\0",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ".",
    "=",
    "*",
    "**",
    "@",
    "->",
    ":=",
    "...",
    "\\",
    "'",
    "\"",
    "\"\"\"",
    "f\"{",
    "}\"",
    "import requests\n",
    "from . import a\n",
    "class A(A):\n",
    "def f(self, email=f):\n",
    "async def g():\n",
    "return ",
    "yield ",
    "lambda x: ",
    "for x in x:\n",
    "if x:\n",
    "try:\n",
    "with f() as g:\n",
    "match x:\n  case {'a': [*b]}:\n",
    "x ",
    "self.x",
    "tool_parameters['email']",
    "requests.post('https://api.example.com/', json={'email': email})",
    "print(email)",
    "&a ",
    "*a",
    "<<: ",
    "? ",
    "| \n",
    ">-\n",
    "---\n",
    "!!str ",
    "# ",
    "## ",
    "- ",
    "1. ",
    "> ",
    "| a | b |\n|---|---|\n",
    "```\n",
    "<!--",
    "-->",
    "<p>",
    "</p>",
    "<table><tr><td>",
    "<li>",
    "<a href='https://example.com/privacy'>",
    "&amp;",
    "&#x202e;",
    "&#99999999;",
    "[a](b)",
    "![",
    "](",
    "We collect your e-mail address. ",
    "We do not share it with anyone, except ",
    "personal data",
    "我们不会收集您的姓名。",
    "メールアドレスを収集しません。",
    "Wir speichern Ihre Adresse nicht. ",
    "Slack",
    "may",
    ": ",
];

fn text(random: &mut Random) -> String {
    (0..random.below(120)).map(|_| *random.of(PIECES)).collect()
}

fn mutate(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    let at = random.below(bytes.len() + 1);
    let end = (at + random.below(200)).min(bytes.len());
    match random.below(7) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..end)),
        2 => drop(bytes.splice(at..at, text(random).into_bytes())),
        3 => drop(bytes.splice(at..at, random.of(PIECES).repeat(1 + random.below(300)).into_bytes())),
        4 => {
            for _ in 0..8 {
                let at = random.below(bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = u8::try_from(random.below(256)).unwrap();
                }
            }
        }
        5 => {
            let from = random.below(other.len() + 1);
            let part = &other[from..(from + 400).min(other.len())];
            drop(bytes.splice(at..end, part.iter().copied()));
        }
        _ => *bytes = String::from_utf8_lossy(bytes).replace('\n', "\r\n").into_bytes(),
    }
}

/// Every file of a plugin of the corpus.
fn corpus() -> Vec<Files> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(CORPUS).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("manifest.yaml").is_file());
    folders.sort();
    folders.iter().map(|folder| files(folder)).collect()
}

fn files(root: &Path) -> Files {
    let mut found = Files::new();
    let mut pending = vec![root.to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn mutant(random: &mut Random, corpus: &[Files]) -> Files {
    let mut files = random.of(corpus).clone();
    let others: Vec<Vec<u8>> = random.of(corpus).values().cloned().collect();
    let names: Vec<String> = files.keys().cloned().collect();
    for _ in 0..=random.below(4) {
        let other = random.of(&others).clone();
        let name = random.of(&names).clone();
        mutate(random, files.get_mut(&name).unwrap(), &other);
    }
    // Without this line a folder is no plugin any more, while a package still is one.
    files.get_mut("manifest.yaml").unwrap().splice(0..0, b"type: plugin\n".iter().copied());
    files
}

fn write(folder: &Path, files: &Files) {
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn pack(path: &Path, files: &Files) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    for (name, bytes) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}

fn tables() -> Tables<'static> {
    let knowledge = Knowledge::shared().unwrap();
    Tables { knowledge, comparing: Comparing::shared(knowledge).unwrap() }
}

/// The plugins below a folder, each rendered by `render`.
fn scan<T: Send>(root: &Path, threads: usize, render: impl Fn(Analysis) -> T + Sync) -> Vec<T> {
    let options = Options { paths: vec![root.to_owned()], threads, ..Options::default() };
    let found = scan::discover(&options);
    assert!(found.failures.is_empty(), "{:?}", found.failures);
    let mut rendered = Vec::new();
    scan::run(
        tables(),
        &options,
        &found.units,
        |_, analysis| render(analysis),
        |one| {
            rendered.push(one);
            Ok(())
        },
    )
    .unwrap();
    rendered
}

#[track_caller]
fn check_span(plugin: &Plugin, span: Span) {
    let file = plugin.file(span.file).unwrap();
    assert!(file.text.get(span.start as usize..span.end as usize).is_some(), "{span:?} in {}", file.path);
}

/// Every place that an analysis names lies on characters of a file that is there, and no bug was caught.
fn check(analysis: &Analysis) {
    let plugin = &analysis.plugin;
    let facts = &analysis.facts;
    for practice in &facts.practices {
        practice.locations.iter().for_each(|&span| check_span(plugin, span));
        practice.trace.iter().for_each(|step| check_span(plugin, step.span));
    }
    for party in &facts.third_parties {
        party.locations.iter().for_each(|&span| check_span(plugin, span));
    }
    for finding in &analysis.findings {
        finding.locations.iter().for_each(|&span| check_span(plugin, span));
    }
    for row in &plugin.not_analysed {
        assert!(!row.reason.contains("a bug in the scanner"), "{}: {}", plugin.path, row.reason);
    }
    let own = analysis.policy.path.as_ref().and_then(|path| plugin.find(path)).and_then(|id| plugin.file(id));
    if let Some(file) = own {
        check_lines(&analysis.policy, file);
    }
}

fn check_lines(policy: &Policy, file: &SourceFile) {
    let lines = u32::try_from(file.line_count()).unwrap();
    for statement in policy.statements.iter().filter(|statement| statement.variant.is_none()) {
        assert!((1..=lines).contains(&statement.line), "{statement:?} of {lines} lines");
    }
}

#[test]
fn changed_plugins_are_read_alike_by_any_number_of_threads_and_from_archives() {
    let corpus = corpus();
    let mut random = Random(0x6a09_e667_f3bc_c909);
    let (folders, packages) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for number in 0..MUTANTS {
        let files = mutant(&mut random, &corpus);
        write(&folders.path().join(format!("p{number:03}")), &files);
        pack(&packages.path().join(format!("p{number:03}.difypkg")), &files);
    }
    let render = |analysis: Analysis| {
        check(&analysis);
        json::line(tables(), &analysis).unwrap()
    };
    let one = scan(folders.path(), 1, render);
    assert_eq!(one.len(), MUTANTS);
    assert_eq!(scan(folders.path(), 4, render), one);
    let apart = |line: &String| {
        let mut plugin: Value = serde_json::from_str(line).unwrap();
        plugin["path"] = Value::Null;
        plugin
    };
    let packed = scan(packages.path(), 4, render);
    for (folder, package) in one.iter().zip(&packed) {
        assert_eq!(apart(folder), apart(package));
    }
}

#[test]
fn any_text_is_read_as_python() {
    let analyser = Analyser::new(Knowledge::shared().unwrap());
    let mut random = Random(0xbb67_ae85_84ca_a73b);
    for _ in 0..TEXTS {
        let files =
            ["main.py", "tools/a.py"].map(|path| SourceFile::new(path, FileKind::Python, text(&mut random)));
        let plugin = Plugin { files: files.to_vec(), ..Plugin::default() };
        let facts = analyser.analyse(&plugin);
        for practice in &facts.practices {
            practice.locations.iter().for_each(|&span| check_span(&plugin, span));
        }
    }
}

#[test]
fn any_text_is_read_as_a_policy() {
    let knowledge = Knowledge::shared().unwrap();
    let mut random = Random(0x3c6e_f372_fe94_f82b);
    for _ in 0..TEXTS {
        let text = text(&mut random);
        for path in ["PRIVACY.md", "privacy.html", "PRIVACY.txt"] {
            let policy = policy::read_all(knowledge, &policy::About::default(), &[(path, &text)]);
            check_lines(&policy, &SourceFile::new(path, FileKind::Policy, text.clone()));
        }
    }
}

/// Lines put before everything else, by what the file is.
const MOVED: u64 = 3;

fn moved(name: &str, bytes: &[u8]) -> Vec<u8> {
    let comment = match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "py" | "yaml" | "yml" => "\n# Moved.\n\n",
        _ => "\n\n\n",
    };
    [comment.as_bytes(), bytes].concat()
}

/// What of each finding and practice has to stay, and the lines of what lies in Python.
fn lasting(root: &TempDir) -> Vec<(String, Vec<u64>)> {
    let lines = scan(root.path(), 0, |analysis| json::line(tables(), &analysis).unwrap());
    let mut found = Vec::new();
    for line in lines {
        let plugin: Value = serde_json::from_str(&line).unwrap();
        for list in ["findings", "practices"] {
            for row in plugin[list].as_array().unwrap() {
                let places = row["locations"].as_array().unwrap().iter();
                let python = places.filter(|place| {
                    Path::new(place["path"].as_str().unwrap())
                        .extension()
                        .is_some_and(|ending| ending == "py")
                });
                let mut name = format!("{} {}", plugin["path"], row["fingerprint"]);
                write!(
                    name,
                    "{}{}{}{}",
                    row["data_type"], row["action"], row["recipient"], row["disclosure"]
                )
                .unwrap();
                found.push((name, python.map(|place| place["line"].as_u64().unwrap()).collect()));
            }
        }
    }
    found
}

#[test]
fn moved_lines_change_places_and_nothing_else() {
    let (before, after) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for (number, files) in corpus().iter().enumerate() {
        write(&before.path().join(format!("p{number:03}")), files);
        let moved = files.iter().map(|(name, bytes)| (name.clone(), moved(name, bytes))).collect();
        write(&after.path().join(format!("p{number:03}")), &moved);
    }
    let mut expected = lasting(&before);
    assert!(expected.len() > 50, "the corpus finds too little to tell anything");
    for (_, lines) in &mut expected {
        for line in lines {
            *line += MOVED;
        }
    }
    assert_eq!(lasting(&after), expected);
}
