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

/// `heads` around one another, the lines of `body` in the innermost.
fn nested(heads: impl Iterator<Item = String>, body: &str) -> String {
    let mut code = String::new();
    let mut depth = 0;
    for head in heads {
        writeln!(code, "{}{head}", " ".repeat(depth)).unwrap();
        depth += 1;
    }
    for line in body.lines() {
        writeln!(code, "{}{line}", " ".repeat(depth)).unwrap();
    }
    code
}

/// Rounds of thirty loops, were they multiplied, would use the steps up: that there is no row shows that they do not.
#[test]
fn rounds_of_loops_within_one_another_do_not_multiply() {
    let bodies = [
        "x = [x, a0, x]",
        "x = {'a': x, 'b': (x, a0)}",
        "x = [a0]\nx.append(x)\ny.append([x, y])",
        "x, y = [y, x], {'x': x, 'y': y}",
        "t = t + '/' + a0\nx = f'{t}{x}{t}'",
        "x = Box(x, a0)\nx.left = x\ny = x.pair(y)",
        "def inner():\n    return [x, inner]\nx = inner",
        "try:\n    x = [x, a0]\nexcept ValueError as error:\n    x = [error, x]\nfinally:\n    x = {'x': x}",
        "with open(a0) as x:\n    y = [x, y]",
        "x = [[x, item] for item in x if item for x in item]",
        "x = {item: [x, item] for item in x}",
        "if x:\n    x = [x]\n    continue\nelif y:\n    break\ny = [x, y]",
    ];
    let before = "class Box:\n    def __init__(self, left, right):\n        self.left = left\n        self.right = right\n    \
        def pair(self, other):\n        return Box(self, [other, self])\nx = []\ny = []\nt = ''\n";
    for body in bodies {
        for head in ["for a{} in input():", "while a{}():"] {
            // Once only the innermost changes something, once each of them.
            let heads = (0..30).map(|level| head.replace("{}", &level.to_string()));
            let code = format!("{before}a0 = ''\n{}", nested(heads, body));
            assert_eq!(reasons(&scan(&code)), "[]", "{body}");
        }
    }
    let heads = (0..60).map(|level| match level % 2 {
        0 => format!("for a{level} in input():"),
        _ => format!("if not (v{level} := [v{level}, a{}]):", level - 1),
    });
    assert_eq!(reasons(&scan(&nested(heads, "x = [x, v1]"))), "[]");
}

/// Ten loops over twelve elements each: taken one by one they would be sixty thousand million turns.
#[test]
fn loops_over_known_elements_do_not_multiply() {
    let twelve = "(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)";
    let heads = (0..10).map(|level| format!("for a{level} in {twelve}:"));
    let loops = format!("x = []\n{}", nested(heads, "x = [x, a0]"));
    let clauses: Vec<String> = (0..10).map(|level| format!(" for a{level} in {twelve}")).collect();
    let clauses = clauses.concat();
    let inner: Vec<String> = (0..10).map(|level| format!(" for a{level} in {twelve}]")).collect();
    let inner = inner.concat();
    for code in [loops, format!("x = [a0{clauses}]\n"), format!("x = {}a0{inner}\n", "[".repeat(10))] {
        assert_eq!(reasons(&scan(&code)), "[]");
    }
}

/// What is found behind a nest of loops is what is found without them.
#[test]
fn data_is_followed_out_of_loops_within_one_another() {
    let loops = (0..12).map(|level| format!("for a{level} in input():"));
    let inner = nested(loops, "x = [x, p['email'], x]");
    let inner: Vec<String> = inner.lines().map(|line| format!("  {line}\n")).collect();
    let inner = inner.concat();
    let plugin = scan(&format!(
        "import httpx\nfrom dify_plugin import Tool\nclass Odd(Tool):\n def _invoke(self, p):\n  x = []\n{inner}  \
         httpx.post('https://api.example.com', json=x)\n"
    ));
    assert!(plugin["practices"].to_string().contains("email_address"), "{}", plugin["practices"]);
}

/// Values of many parts that are made, joined and compared again and again count as steps.
#[test]
fn values_of_many_parts_cost_steps() {
    let fields: Vec<String> =
        (0..90).map(|key| format!("'k{key}': [1, 2, [3, {{'a': {key}}}], 4, 5]")).collect();
    let mut code = format!("x = {{{}}}\nfor a in input():\n", fields.join(", "));
    for key in 0..3_000 {
        writeln!(code, "    if a == {key}:\n        x['k{key}'] = [a, x]").unwrap();
    }
    assert!(reasons(&scan(&code)).contains("data flow stopped"));
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
