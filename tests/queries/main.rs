//! The built-in queries and the walk gather the same; a user's queries are checked when loaded, and change what a scan
//! finds.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail loudly, and prints what differs"
)]

mod gathered;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use candor::syntax::{FILE_BYTES, FILES, PATTERNS, QuerySet};
use serde_json::Value;
use tempfile::TempDir;

/// Python files of the corpus and of the suite of constructs, sorted.
fn python_files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pending = vec![root.join("corpus"), root.join("tests/flow")];
    let mut found = Vec::new();
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "py") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What the files of the project have too little of.
const RARE: &str = r#"
from __future__ import annotations
import a.b, c.d as e
from . import f
from ..g import (h as i, j)
from .k import *
from l import \
    m
from n import o, \
    p as q

@decorated("s", key="t")
class Options(Base, metaclass=Meta("u"), total=False):
    """Formatted nowhere."""
    field: "Forward" = default(factory=lambda x, *y, z=1, **w: {"v": x.v})

async def typed(a, b: "B", c=call("c"), d: D = {"d": 1}, *args: "E", f, **kwargs) -> Result["R"]:
    f"never evaluated {call('here')}"
    x = y = z["k"] = (yield a)
    x += (b).c["one"]["two"]
    table["p", "q"], table["r"] = several["s" "t"][1:call("end")]
    first, *rest = [(part := item) for item in a if item.keep for b.c in item["i"]]
    {"dict": 1, **spread, "adjacent" 'strings': f"{a['x']:>{width('w')}} {b!r}", call("key"): 2}
    {key: value for key, value in pairs}
    {"fixed": value for value in pairs}
    sum(n.count for n in nodes)
    (a or b)(c, *d, e=(f), **g)  # a comment
    call(
        # a comment
        one, two=2,
    )
    with open("f") as handle, (other("o")) as that["t"]: pass
    with (first("1") as one, second("2") as two): pass
    try: pass
    except (A, B) as error: raise C("c") from error
    else: del x.y, x["z"]
    finally: assert x.a, "message"
    match subject("m"):
        case {"key": value, "other": "literal"} if guard(value.g): value["v"]
        case Class(name="n") | "text": pass
    for i, (j, k) in enumerate(x): print(i, file=err)
    while (line := read("r")): await line.done
    return [*x, lambda: call("lambda")]
"#;

#[test]
fn queries_and_walk_gather_the_same() {
    let queries = QuerySet::builtin().unwrap();
    let mut texts = vec![(PathBuf::from("RARE"), RARE.to_owned())];
    texts.extend(python_files().into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())));
    assert!(texts.len() > 300, "{} files", texts.len());
    let mut kinds = std::collections::BTreeMap::new();
    let mut differences = 0;
    for (path, text) in texts {
        let (walk, query) = (gathered::by_walk(&text), gathered::by_queries(&queries, &text));
        for row in &query {
            *kinds.entry(row.kind).or_insert(0) += 1;
        }
        for (side, only) in [("walk", walk.difference(&query)), ("queries", query.difference(&walk))] {
            for row in only {
                differences += 1;
                let line = text[..row.range.0].matches('\n').count() + 1;
                println!("{}:{line}: only by the {side}: {row:?}", path.display());
            }
        }
    }
    println!("{kinds:?}");
    for kind in ["import", "from", "function", "class", "call", "binding", "field", "parameter", "string"] {
        assert!(kinds.get(kind).is_some_and(|&count| count > 20), "{kind}: {kinds:?}");
    }
    assert_eq!(differences, 0);
}

/// Every file with one bracket, quote, colon, comma or equals sign removed, at several places: the walk sees nearly all of
/// the calls and strings that the queries still find.
#[test]
fn broken_parts_are_read() {
    let queries = QuerySet::builtin().unwrap();
    let (mut total, mut lost) = ([0, 0], [0, 0]);
    let mut seed = 1_u64;
    for path in python_files() {
        let text = fs::read_to_string(path).unwrap();
        let places: Vec<usize> = text
            .match_indices(&['(', ')', '[', ']', '{', '}', ':', ',', '"', '\'', '='][..])
            .map(|(at, _)| at)
            .collect();
        for _ in 0..places.len().min(4) {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let at = places[usize::try_from(seed >> 33).unwrap() % places.len()];
            let broken = format!("{}{}", &text[..at], &text[at + 1..]);
            let (walk, query) = (gathered::by_walk(&broken), gathered::by_queries(&queries, &broken));
            for (index, kind) in ["call", "string"].into_iter().enumerate() {
                total[index] += query.iter().filter(|row| row.kind == kind).count();
                lost[index] += query.difference(&walk).filter(|row| row.kind == kind).count();
            }
        }
    }
    println!("{lost:?} of {total:?} calls and strings are lost");
    assert!(total[0] > 5_000 && total[1] > 5_000, "{total:?}");
    assert!(lost[0] * 200 < total[0] && lost[1] * 200 < total[1], "{lost:?} of {total:?}");
}

/// A folder of query files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn refusal(files: &[(&str, &str)]) -> String {
    let folder = folder(files);
    let error = QuerySet::load(folder.path()).err().unwrap_or_else(|| panic!("accepted: {files:?}"));
    format!("{error:#}")
}

#[test]
fn the_built_in_queries_are_few_and_free_of_predicates() {
    let set = QuerySet::builtin().unwrap();
    assert!(set.patterns() <= 18, "{} patterns", set.patterns());
}

#[test]
fn what_is_wrong_with_a_query_is_said_with_its_place() {
    let cases = [
        // Captures.
        (
            "; @call\n\n(call function: (_) @call.calee) @call",
            "own.scm:3:21: there is no capture @call.calee. Did you mean @call.callee? Known captures: @import, ",
        ),
        ("(string) @host", "own.scm:1:10: there is no capture @host. Known captures: "),
        ("(string)", "own.scm:1:1: the pattern captures nothing"),
        ("(string) @string\n(call) @_only", "own.scm:2:1: the pattern captures nothing"),
        ("(pair key: (_) @field.name)", "own.scm:1:1: a pattern with @field.name needs @field.value too"),
        ("(call function: (_) @call.callee)", "a pattern with @call.callee needs @call too"),
        ("(class_definition name: (_) @definition.name) @definition.class", "@definition.name adds nothing"),
        // Syntax and grammar.
        ("(call", "own.scm:1:6: the pattern's syntax is wrong"),
        ("(string) @string\r\n\r\n  (strings) @string", "own.scm:3:4: the grammar has no node `strings`"),
        ("(call callee: (_) @call.callee) @call", "own.scm:1:7: the grammar has no field `callee`"),
        ("(pair (import_statement) @string)", "the grammar never puts these nodes together so"),
        // Predicates.
        ("((string) @string (#like? @string \"x\"))", "own.scm:1:1: there is no predicate `#like?`"),
        ("((string) @string (#set! a \"x\"))", "own.scm:1:1: `#set!` and `#is?` mean nothing here"),
        (
            "(string) @string\n((string) @string (#match? @string \"(\"))",
            "own.scm:2:1: the predicate is wrong",
        ),
    ];
    for (text, expected) in cases {
        let message = refusal(&[("own.scm", text)]);
        assert!(message.contains(expected), "{text}\n  {message}\n  {expected}");
        assert!(!message.contains('\n'), "{message}");
    }
}

#[test]
fn a_folder_without_usable_files_is_refused() {
    assert!(refusal(&[]).ends_with("holds no query files (*.scm)"));
    assert!(refusal(&[("notes.txt", "(string) @string")]).ends_with("holds no query files (*.scm)"));
    let missing = QuerySet::load(Path::new("no/such/folder")).unwrap_err();
    assert!(format!("{missing:#}").starts_with("the query folder no/such/folder cannot be read: "));
    let large = ";".repeat(usize::try_from(FILE_BYTES).unwrap() + 1);
    assert!(refusal(&[("large.scm", &large)]).contains("is larger than"));
    let many = "(string) @string\n".repeat(PATTERNS + 1);
    assert!(refusal(&[("many.scm", &many)]).contains("holds more than"));
    let names: Vec<String> = (0..=FILES).map(|index| format!("{index}.scm")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert!(refusal(&files).contains("holds more than"));
    let binary = tempfile::tempdir().unwrap();
    fs::write(binary.path().join("binary.scm"), [0xff, 0xfe, 0x00]).unwrap();
    assert!(QuerySet::load(binary.path()).is_err());
}

#[test]
fn hostile_query_files_are_refused() {
    let deep = format!("{}(string) @string{}", "(call ".repeat(5_000), ")".repeat(5_000));
    assert!(refusal(&[("deep.scm", &deep)]).contains("nested deeper than"));
    for text in [
        "\"",
        "\\",
        "@",
        "(",
        ")",
        "(#",
        "((string) @string (#eq? @string",
        "\u{0}",
        "é(",
        "(string) @é",
        "(\"é",
    ] {
        refusal(&[("own.scm", text)]);
    }
}

/// A plugin whose tool posts one parameter with `body` in between.
fn plugin(body: &str) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "manifest.yaml",
        "name: sample\ntype: plugin\nauthor: a\nversion: 0.0.1\nplugins:\n  tools:\n    - provider/p.yaml\n",
    );
    write(
        "provider/p.yaml",
        "identity:\n  name: p\n  author: a\ntools:\n  - tools/t.yaml\nextra:\n  python:\n    source: provider/p.py\n",
    );
    write("provider/p.py", "from dify_plugin import ToolProvider\n\nclass P(ToolProvider):\n    pass\n");
    write(
        "tools/t.yaml",
        "identity:\n  name: t\n  author: a\nparameters:\n  - name: item\n    type: string\n    form: llm\n\
         extra:\n  python:\n    source: tools/t.py\n",
    );
    let code = format!(
        "import requests\nfrom dify_plugin import Tool\n\nclass T(Tool):\n    def _invoke(self, tool_parameters):\n\
         \x20       item = tool_parameters[\"item\"]\n{body}\n        yield self.create_text_message(\"done\")\n"
    );
    write("tools/t.py", &code);
    root
}

fn scan(plugin: &Path, queries: Option<&Path>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
    command.arg("scan").arg(plugin).args(["--format", "json"]);
    if let Some(queries) = queries {
        command.arg("--queries").arg(queries);
    }
    command.output().unwrap()
}

/// Data types that the scan finds to be sent, with their recipients.
fn sent(plugin: &Path, queries: Option<&Path>) -> Vec<String> {
    let output = scan(plugin, queries);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let practices = report["plugins"][0]["practices"].as_array().unwrap().iter();
    practices
        .filter(|practice| practice["action"] == "sends")
        .map(|practice| {
            let text = |key: &str| practice[key].as_str().unwrap_or_default().to_owned();
            format!("{} -> {}", text("data_type"), text("recipient"))
        })
        .collect()
}

const FIELD: &str = "; [(\"name\", value)]\n(list (tuple . (string) @field.name . (_) @field.value .))";
const EMAIL: &str = "email_address -> example.com";

/// What a query adds: found with it, not found without.
fn only_with(body: &str, query: &str) {
    let (plugin, queries) = (plugin(body), folder(&[("own.scm", query)]));
    let without = sent(plugin.path(), None);
    assert!(!without.iter().any(|practice| practice == EMAIL), "{without:?}");
    let with = sent(plugin.path(), Some(queries.path()));
    assert!(with.iter().any(|practice| practice == EMAIL), "{with:?}");
}

#[test]
fn a_users_query_names_a_field() {
    only_with("        requests.post(\"https://example.com/v1\", data=[(\"email\", item)])", FIELD);
}

#[test]
fn a_users_query_sees_a_call() {
    only_with(
        "        requests.post << (\"https://example.com/v1\", {\"email\": item})",
        "(binary_operator left: (_) @call.callee operator: \"<<\" right: (tuple) @call.arguments) @call",
    );
}

#[test]
fn a_users_query_sees_a_binding() {
    only_with(
        "        keep(\"body\", {\"email\": item})\n        requests.post(\"https://example.com/v1\", json=body)",
        "((call function: (identifier) @_keep arguments: (argument_list (string) @binding.target (_) @binding.value)) \
         @binding (#eq? @_keep \"keep\"))",
    );
}

#[test]
fn a_users_query_sees_an_import() {
    only_with(
        "        client = lazy(\"requests\")\n        client.post(\"https://example.com/v1\", json={\"email\": item})",
        "((assignment left: (identifier) @import.alias right: (call function: (identifier) @_lazy \
         arguments: (argument_list (string) @import.module))) @import (#eq? @_lazy \"lazy\"))",
    );
}

#[test]
fn a_users_query_sees_a_string() {
    only_with(
        "        requests.post(f\"https://{example.com}/v1\", json={\"email\": item})",
        "((attribute) @string (#eq? @string \"example.com\"))",
    );
}

#[test]
fn wrong_queries_end_a_scan_with_status_2() {
    let plugin = plugin("        pass");
    let queries = folder(&[("own.scm", "(string) @strin")]);
    let output = scan(plugin.path(), Some(queries.path()));
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        complaint.contains("own.scm:1:10: there is no capture @strin. Did you mean @string?"),
        "{complaint}"
    );
}

/// A call whose part is the call itself or lies in another part would be entered again and again.
#[test]
fn queries_that_capture_in_circles_end() {
    let nested = format!("        x = {}item{}", "(".repeat(150), ")".repeat(150));
    let plugin = plugin(&nested);
    let circles = "(binary_operator left: (_) @call) @call.callee\n\
                   (parenthesized_expression (_) @call.callee @call.arguments) @call\n\
                   (expression_statement (_) @call) @call.callee\n\
                   ((_) @binding @binding.target @binding.value)\n\
                   ((_) @field.name @field.value)\n((_) @import @import.module)\n((_) @string)";
    let queries = folder(&[("own.scm", circles)]);
    sent(plugin.path(), Some(queries.path()));
}

/// Too many matches are reported, and the rest of the plugin is still read.
#[test]
fn too_many_matches_are_reported() {
    let plugin = plugin(&format!("        x = [{}]", "a, ".repeat(120_000)));
    let queries = folder(&[("own.scm", "(identifier) @string")]);
    let output = scan(plugin.path(), Some(queries.path()));
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(report.contains("the user's queries match too often"), "{}", &report[..report.len().min(2_000)]);
}

#[test]
fn a_field_of_a_broken_dict_keeps_its_name() {
    let broken = "        requests.post(\"https://example.com/v1\", json={\"email\": item, \"x\": = 1})";
    assert!(sent(plugin(broken).path(), None).iter().any(|practice| practice == EMAIL));
    let block =
        "        if item\n            requests.post(\"https://example.com/v1\", json={\"email\": item})";
    assert!(sent(plugin(block).path(), None).iter().any(|practice| practice == EMAIL));
}
