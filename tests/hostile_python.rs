//! Python made to crash or stall the scanner. Comes in: generated sources, each as a whole plugin folder scanned by the
//! built binary; goes out: a report in bounded time, with a row for what was not followed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

/// Scans one file of Python as the code of a tool; gives the plugin's object.
fn scan(code: &str) -> Value {
    scan_files(&[("tool.py", code)])
}

/// Scans these files as a plugin; gives its object.
fn scan_files(files: &[(&str, &str)]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("manifest.yaml"),
        "type: plugin\nname: odd\nversion: 0.0.1\nauthor: example\n",
    )
    .unwrap();
    for (path, code) in files {
        fs::write(folder.path().join(path), code).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(["scan", "--format", "json", "--threads", "1"])
        .arg(folder.path())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some_and(|code| code < 2), "{:?}: {error}", output.status);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let plugin = report["plugins"][0].clone();
    let bugs = plugin["not_analysed"].to_string();
    assert!(!bugs.contains("a bug in the scanner"), "{bugs}");
    plugin
}

fn reasons(plugin: &Value) -> String {
    plugin["not_analysed"].to_string()
}

#[test]
fn brackets_nested_a_hundred_thousand_deep() {
    let plugin = scan(&format!("x = {}{}\n", "[".repeat(100_000), "]".repeat(100_000)));
    assert!(reasons(&plugin).contains("nested too deep"), "{}", reasons(&plugin));
}

#[test]
fn unclosed_brackets() {
    let plugin = scan(&format!("x = {}\nprint(1)\n", "(".repeat(50_000)));
    assert!(reasons(&plugin).contains("tool.py"), "{}", reasons(&plugin));
}

#[test]
fn blocks_nested_deep() {
    let mut code = String::new();
    for depth in 0..400 {
        writeln!(code, "{}if a:", " ".repeat(depth)).unwrap();
    }
    writeln!(code, "{}pass", " ".repeat(400)).unwrap();
    let plugin = scan(&code);
    assert!(reasons(&plugin).contains("nested too deep"), "{}", reasons(&plugin));
}

#[test]
fn a_sum_of_fifty_thousand_terms_is_read_whole() {
    let plugin = scan(&format!("x = {}1\n", "a + ".repeat(50_000)));
    assert_eq!(reasons(&plugin), "[]");
}

#[test]
fn ten_thousand_elifs() {
    let mut code = "if a == 0:\n    b = 0\n".to_owned();
    for number in 1..10_000 {
        writeln!(code, "elif a == {number}:\n    b = {number}").unwrap();
    }
    scan(&code);
}

#[test]
fn a_chain_of_twenty_thousand_calls() {
    let plugin = scan(&format!("x = a{}\n", ".b()".repeat(20_000)));
    assert!(reasons(&plugin).contains("nested too deep"), "{}", reasons(&plugin));
}

#[test]
fn functions_that_double_at_each_level_cost_no_more_than_the_bound() {
    let mut code = "import requests\n".to_owned();
    for level in 0..60 {
        let next = level + 1;
        writeln!(code, "def f{level}(x, y):\n    f{next}(x + 'a', y)\n    f{next}(y, x + 'b')").unwrap();
    }
    code.push_str(
        "def f60(x, y):\n    requests.post('https://api.example.com/', json={'x': x})\nf0('', '')\n",
    );
    scan(&code);
}

#[test]
fn functions_that_call_each_other_for_ever() {
    scan("def f(x):\n    return g([x])\ndef g(x):\n    return f({'a': x})\nf(input())\n");
}

#[test]
fn loops_nested_in_loops() {
    let mut code = "x = []\n".to_owned();
    for depth in 0..30 {
        writeln!(code, "{}for a{depth} in range(9):", "    ".repeat(depth)).unwrap();
    }
    writeln!(code, "{}x = [x, a0, x]", "    ".repeat(30)).unwrap();
    scan(&code);
}

#[test]
fn a_dict_that_holds_itself_grows_no_further() {
    scan("d = {}\nfor i in range(9):\n    d['a'] = d\n    d['b'] = {'c': d, 'e': [d, d]}\nprint(d)\n");
}

#[test]
fn classes_that_inherit_from_each_other() {
    scan("class A(B):\n    pass\nclass B(A):\n    def m(self):\n        return self.m().n\nA().m()\n");
}

/// The parser's recovery from such text takes time that grows with its square or worse.
#[test]
fn broken_text_that_the_parser_cannot_recover_from_is_given_up() {
    let started = Instant::now();
    let code = format!("import os\nx = {}\n", "<!-".repeat(100_000));
    let plugin = scan_files(&[("a.py", &code), ("b.py", &code), ("c.py", &code), ("d.py", "print(1)\n")]);
    let given_up = plugin["not_analysed"].as_array().unwrap().iter();
    let given_up = given_up.filter(|row| row["reason"].as_str().unwrap().contains("takes too long"));
    let files: Vec<&str> = given_up.map(|row| row["path"].as_str().unwrap()).collect();
    assert_eq!(files, ["a.py", "b.py", "c.py"]);
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

/// A tool that puts what a parameter holds into dicts of `width` fields, `depth` deep, each field the same dict again.
fn shared_dicts(width: usize, depth: usize) -> String {
    let mut code =
        "class Odd(Tool):\n    def _invoke(self, p):\n        a0 = {\"email\": p[\"email\"]}\n".to_owned();
    for level in 0..depth {
        let fields: Vec<String> = (0..width).map(|field| format!("\"k{field}\": a{level}")).collect();
        writeln!(code, "        a{} = {{{}}}", level + 1, fields.join(", ")).unwrap();
    }
    code
}

#[test]
fn dicts_that_share_their_fields_are_no_tree() {
    let mut code = shared_dicts(90, 6);
    code.push_str("        a0[\"more\"] = 1\n        httpx.post(\"https://api.example.com\", json=a6)\n");
    let plugin = scan(&format!("import httpx\nfrom dify_plugin import Tool\n{code}"));
    assert_eq!(reasons(&plugin), "[]");
}

#[test]
fn a_value_of_many_parts_sent_again_and_again_costs_no_more_than_the_bound() {
    let mut code = shared_dicts(15, 3);
    code.push_str(&"        httpx.post(\"https://api.example.com\", json=a3)\n".repeat(3_000));
    let plugin = scan(&format!("import httpx\nfrom dify_plugin import Tool\n{code}"));
    assert!(reasons(&plugin).contains("data flow stopped"), "{}", reasons(&plugin));
}

#[test]
fn methods_of_objects_that_hold_methods() {
    let mut code = "from dify_plugin import Tool\nclass Box:\n    def __init__(self, *a):\n        self.a = a\n    def get(self):\n        return self.a\n\nclass Odd(Tool):\n    def _invoke(self, a0):\n".to_owned();
    for level in 0..40 {
        writeln!(code, "        a{} = Box(a{level}, a{level}, a{level}).get", level + 1).unwrap();
    }
    code.push_str("        x = a40\n");
    code.push_str(&"        x = x()[0]\n".repeat(40));
    let plugin = scan(&code);
    assert!(reasons(&plugin).contains("too deep in other values"), "{}", reasons(&plugin));
}

#[test]
fn a_class_with_a_hundred_bases() {
    let mut code = "class B0:\n    pass\n".to_owned();
    for level in 1..100 {
        writeln!(code, "class B{level}(B{}):\n    pass", level - 1).unwrap();
    }
    let plugin = scan(&code);
    assert!(reasons(&plugin).contains("bases"), "{}", reasons(&plugin));
}

#[test]
fn a_parameter_read_in_a_hundred_places() {
    let mut code =
        "import httpx\nfrom dify_plugin import Tool\nclass Odd(Tool):\n    def _invoke(self, p):\n"
            .to_owned();
    for place in 0..100 {
        writeln!(code, "        httpx.post(\"https://api.example.com/{place}\", json=p[\"email\"])").unwrap();
    }
    let plugin = scan(&code);
    assert!(reasons(&plugin).contains("places"), "{}", reasons(&plugin));
}
