//! How the analysis of one plugin grows. Comes in: plugins made here, of one shape in several sizes; goes out: the time of
//! each, with lines as items, so that the time per line can be compared over the sizes of a shape. It should stay flat
//! within 1.5×. Run with `cargo bench --bench growth`.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use candor::flow::Analyser;
use candor::knowledge::Knowledge;
use candor::plugin::{DiscoverOptions, Plugin, discover, read};
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// Python files by path.
type Files = Vec<(String, String)>;

/// Many modules that import one another, each with a class, constants and functions.
#[divan::bench(args = [10, 100, 1000], sample_count = 20)]
fn modules(bencher: Bencher, size: usize) {
    analyse(bencher, &modules_of(size));
}

/// Call chains of a depth of 50, side by side.
#[divan::bench(args = [4, 40, 400], sample_count = 20)]
fn chains(bencher: Bencher, size: usize) {
    analyse(bencher, &chains_of(size));
}

/// One file of as many lines.
#[divan::bench(args = [500, 5000, 20_000], sample_count = 20)]
fn one_file(bencher: Bencher, size: usize) {
    analyse(bencher, &one_file_of(size));
}

/// Layers of functions, each of which calls four of the next layer.
#[divan::bench(args = [10, 100, 1000], sample_count = 20)]
fn fans(bencher: Bencher, size: usize) {
    analyse(bencher, &fans_of(size));
}

/// One function with as many branches of one `if`.
#[divan::bench(args = [20, 200, 2000], sample_count = 20)]
fn branches(bencher: Bencher, size: usize) {
    analyse(bencher, &branches_of(size));
}

/// Statements after one another in one function, each with a variable of its own.
#[divan::bench(args = [50, 500, 5000], sample_count = 20)]
fn statements(bencher: Bencher, size: usize) {
    analyse(bencher, &statements_of(size));
}

/// A dict display with as many entries, and a dict filled by as many assignments.
#[divan::bench(args = [50, 500, 5000], sample_count = 20)]
fn dicts(bencher: Bencher, size: usize) {
    analyse(bencher, &dicts_of(size));
}

/// A function called from as many places, each time with other arguments.
#[divan::bench(args = [20, 200, 2000], sample_count = 20)]
fn callers(bencher: Bencher, size: usize) {
    analyse(bencher, &callers_of(size));
}

/// Loops after one another that fill one list and one text.
#[divan::bench(args = [10, 100, 1000], sample_count = 20)]
fn loops(bencher: Bencher, size: usize) {
    analyse(bencher, &loops_of(size));
}

/// Branches after one another in one function, each of which sets the same variables.
#[divan::bench(args = [20, 200, 2000], sample_count = 20)]
fn tests(bencher: Bencher, size: usize) {
    analyse(bencher, &tests_of(size));
}

/// `try` statements after one another in one function.
#[divan::bench(args = [20, 200, 2000], sample_count = 20)]
fn tries(bencher: Bencher, size: usize) {
    analyse(bencher, &tries_of(size));
}

/// Nests of 20 blocks of every kind, one after the other.
#[divan::bench(args = [2, 20, 200], sample_count = 20)]
fn nests(bencher: Bencher, size: usize) {
    analyse(bencher, &nests_of(size));
}

/// A text to which parts are added, constant ones and others.
#[divan::bench(args = [20, 200, 2000], sample_count = 20)]
fn texts(bencher: Bencher, size: usize) {
    analyse(bencher, &texts_of(size));
}

/// Methods of one class, each of which sets a field and adds to one list.
#[divan::bench(args = [20, 200, 2000], sample_count = 20)]
fn methods(bencher: Bencher, size: usize) {
    analyse(bencher, &methods_of(size));
}

/// Functions within one function, each of which uses a variable of it.
#[divan::bench(args = [20, 200, 2000], sample_count = 20)]
fn inner(bencher: Bencher, size: usize) {
    analyse(bencher, &inner_of(size));
}

/// Functions that set module variables of their own and fill one that they share.
#[divan::bench(args = [20, 200, 2000], sample_count = 20)]
fn globals(bencher: Bencher, size: usize) {
    analyse(bencher, &globals_of(size));
}

fn analyse(bencher: Bencher, files: &Files) {
    let lines: usize = files.iter().map(|(_, text)| text.lines().count()).sum();
    let folder = tempfile::tempdir().unwrap();
    let plugin = plugin(folder.path(), files);
    let analyser = Analyser::new(Knowledge::shared().unwrap());
    bencher.counter(ItemsCount::new(lines)).bench_local(|| analyser.analyse(&plugin).practices.len());
}

/// A tool plugin with two parameters and these files.
fn plugin(folder: &Path, files: &Files) -> Plugin {
    let put = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put(
        "manifest.yaml",
        "version: 0.0.1\ntype: plugin\nauthor: example\nname: growth\nplugins:\n  tools:\n    - provider/p.yaml\n",
    );
    put("provider/p.yaml", "identity:\n  name: p\ntools:\n  - tools/t.yaml\n");
    put(
        "tools/t.yaml",
        "identity:\n  name: t\nparameters:\n  - name: email\n    type: string\n  - name: text\n    type: string\n\
         extra:\n  python:\n    source: tools/t.py\n",
    );
    for (path, text) in files {
        put(path, text);
    }
    let options = DiscoverOptions::default();
    let units = discover(&options, folder).unwrap().units;
    read(&options, units.first().unwrap()).unwrap()
}

/// The tool's file: `head` before the class, `body` in its method.
fn tool(head: &str, body: &str) -> (String, String) {
    let text = format!(
        "import requests\nfrom dify_plugin import Tool\n{head}\n\nclass T(Tool):\n    \
         def _invoke(self, tool_parameters):\n{body}        yield self.create_text_message('done')\n"
    );
    ("tools/t.py".to_owned(), text)
}

const URL: &str = "'https://api.example.com/v1/people'";

fn modules_of(size: usize) -> Files {
    let (mut files, mut head, mut body) = (Files::new(), String::new(), String::new());
    for index in 0..size {
        let before = if index % 10 == 0 { None } else { Some(index - 1) };
        let mut text = String::from("import json\nimport requests\n");
        if let Some(before) = before {
            writeln!(text, "from lib.m{before} import Client as Before, clean as clean_before").unwrap();
        }
        write!(
            text,
            "\nBASE = 'https://api.example.com/m{index}'\nKINDS = {{'a': 'one', 'b': 'two', 'c': 'three'}}\n\n\n\
             class Client:\n    def __init__(self, key, base=BASE):\n        self.key = key\n        self.base = base\n        \
             self.session = requests.Session()\n\n    def url(self, path):\n        return f'{{self.base}}/{{path}}'\n\n    \
             def send(self, values, kind='a'):\n        body = dict(values)\n        body['kind'] = KINDS.get(kind, kind)\n        \
             if kind == 'b':\n            body['note'] = 'second'\n        else:\n            body.pop('note', None)\n        \
             answer = self.session.post(self.url('people'), json=body, headers={{'X-Key': self.key}})\n        \
             if answer.status_code != 200:\n            raise ValueError(answer.text)\n        return answer.json()\n\n    \
             def names(self):\n        rows = self.session.get(self.url('people')).json()['rows']\n        out = []\n        \
             for row in rows:\n            if row.get('name'):\n                out.append({{'name': row['name'], 'id': row['id']}})\n        \
             return out\n\n\ndef clean(values):\n    out = {{}}\n    for key, value in values.items():\n        \
             if value is None:\n            continue\n        out[key] = value.strip() if isinstance(value, str) else value\n    \
             return out\n\n\ndef run(values):\n    client = Client('key')\n    clean(values)\n    client.names()\n"
        )
        .unwrap();
        if before.is_some() {
            text.push_str("    Before('other').send(clean_before(values), 'b')\n");
        }
        text.push_str("    return json.dumps(client.send(values))\n");
        files.push((format!("lib/m{index}.py"), text));
        writeln!(head, "from lib import m{index}").unwrap();
        writeln!(body, "        m{index}.run(tool_parameters)").unwrap();
    }
    files.push(tool(&head, &body));
    files
}

fn chains_of(size: usize) -> Files {
    let (mut head, mut body) = (String::new(), String::new());
    for chain in 0..size {
        for step in 0..50 {
            let next = if step == 49 {
                format!("requests.post({URL}, json={{'to': value['email'], 'chain': {chain}}})")
            } else {
                format!("c{chain}_{}({{'email': value['email'], 'step': {step}}})", step + 1)
            };
            write!(head, "\n\ndef c{chain}_{step}(value):\n    return {next}").unwrap();
        }
        writeln!(body, "        c{chain}_0(tool_parameters)").unwrap();
    }
    vec![tool(&head, &body)]
}

fn one_file_of(size: usize) -> Files {
    let (mut head, mut body) = (String::new(), String::new());
    for index in 0..size / 12 {
        write!(
            head,
            "\n\ndef f{index}(values, limit={index}):\n    body = {{'email': values.get('email'), 'n': limit}}\n    \
             if limit > 10:\n        body['text'] = values['text'].lower()\n    elif limit:\n        body['text'] = ''\n    \
             for name in ('a', 'b'):\n        body[name] = f'{{name}}-{{limit}}'\n    \
             url = 'https://api.example.com/' + str(limit)\n    return requests.post(url, json=body).json()"
        )
        .unwrap();
        writeln!(body, "        f{index}(tool_parameters)").unwrap();
    }
    vec![tool(&head, &body)]
}

fn fans_of(size: usize) -> Files {
    let mut head = String::new();
    for layer in 0..size / 10 {
        for index in 0..10 {
            write!(head, "\n\ndef l{layer}_{index}(value):\n    out = [value['email']]").unwrap();
            if layer + 1 < size / 10 {
                for step in 1..5 {
                    write!(head, "\n    out.append(l{}_{}(value))", layer + 1, (index + step) % 10).unwrap();
                }
            }
            write!(head, "\n    requests.post({URL}, json={{'to': out}})\n    return value['text']").unwrap();
        }
    }
    vec![tool(&head, "        l0_0(tool_parameters)\n")]
}

fn branches_of(size: usize) -> Files {
    let mut body = String::from("        kind, out = tool_parameters['text'], {}\n");
    for index in 0..size {
        let word = if index == 0 { "if" } else { "elif" };
        write!(
            body,
            "        {word} kind == 'k{index}':\n            v{index} = {{'to': tool_parameters['email'], 'n': {index}}}\n            \
             out['a{index}'] = v{index}\n            requests.post('https://api.example.com/{index}', json=v{index})\n"
        )
        .unwrap();
    }
    body.push_str("        requests.post('https://api.example.com/all', json=out)\n");
    vec![tool("", &body)]
}

fn statements_of(size: usize) -> Files {
    let mut body = String::from("        v0 = {'to': tool_parameters['email']}\n");
    for index in 1..size {
        let before = index - 1;
        if index % 10 == 0 {
            writeln!(
                body,
                "        if tool_parameters.get('n{index}'):\n            v{before}['n'] = {index}"
            )
            .unwrap();
        }
        writeln!(body, "        v{index} = {{'to': v{before}['to'], 'n': f'{{v{before}}}'[:{index}]}}")
            .unwrap();
    }
    writeln!(body, "        requests.post({URL}, json=v{})", size - 1).unwrap();
    vec![tool("", &body)]
}

fn dicts_of(size: usize) -> Files {
    let (mut head, mut body) = (String::from("\nTABLE = {\n"), String::from("        out = {}\n"));
    for index in 0..size {
        writeln!(head, "    'k{index}': {{'name': 'n{index}', 'url': 'https://api{index}.example.com/'}},")
            .unwrap();
        writeln!(body, "        out['k{index}'] = TABLE['k{index}']['name']").unwrap();
    }
    head.push_str("}\n");
    body.push_str("        out['to'] = tool_parameters['email']\n");
    writeln!(body, "        requests.post({URL}, json=out)").unwrap();
    vec![tool(&head, &body)]
}

fn callers_of(size: usize) -> Files {
    let head = format!(
        "\n\ndef send(values, name, number):\n    body = {{'to': values['email'], name: number}}\n    \
         return requests.post({URL}, json=body).json()\n"
    );
    let mut body = String::new();
    for index in 0..size {
        writeln!(body, "        send({{**tool_parameters, 'k{index}': {index}}}, 'n{index}', {index})")
            .unwrap();
    }
    vec![tool(&head, &body)]
}

fn tests_of(size: usize) -> Files {
    let mut body = String::from("        kind, out, text = tool_parameters['text'], {}, ''\n");
    for index in 0..size {
        write!(
            body,
            "        if kind == 'k{index}':\n            v{index} = tool_parameters['n{index}']\n            \
             text = text + 'a{index}'\n        else:\n            v{index} = {{'n': {index}}}\n        \
             out['k'] = v{index}\n"
        )
        .unwrap();
    }
    writeln!(body, "        requests.post({URL}, json=out, data=text)").unwrap();
    vec![tool("", &body)]
}

fn tries_of(size: usize) -> Files {
    let mut body = String::from("        out = {}\n");
    for index in 0..size {
        write!(
            body,
            "        try:\n            v{index} = requests.get('https://api.example.com/{index}').json()\n            \
             out['v'] = v{index}['name']\n        except ValueError as error:\n            out['e'] = str(error)\n"
        )
        .unwrap();
    }
    writeln!(body, "        requests.post({URL}, json=out)").unwrap();
    vec![tool("", &body)]
}

fn nests_of(size: usize) -> Files {
    let mut body = String::from("        out, item = {}, tool_parameters\n");
    let indent = |depth: usize| " ".repeat(8 + 4 * depth);
    for index in 0..size {
        for depth in 0..20 {
            let head = match depth % 4 {
                0 => format!("if item.get('a{depth}'):"),
                1 => format!("for i{depth} in item['b{depth}']:"),
                2 => "try:".to_owned(),
                _ => format!("with open('f{depth}') as f{depth}:"),
            };
            writeln!(body, "{}{head}", indent(depth)).unwrap();
        }
        writeln!(body, "{}out['k{index}'] = item['x']", indent(20)).unwrap();
        for depth in (0..20).rev() {
            let (tail, inner) = match depth % 4 {
                0 => ("else:", "out['z'] = item['y']"),
                2 => ("except ValueError as error:", "print(error)"),
                _ => continue,
            };
            writeln!(body, "{}{tail}\n{}{inner}", indent(depth), indent(depth + 1)).unwrap();
        }
    }
    writeln!(body, "        requests.post({URL}, json=out)").unwrap();
    vec![tool("", &body)]
}

fn texts_of(size: usize) -> Files {
    let mut body = String::from("        text = 'start'\n");
    for index in 0..size {
        write!(
            body,
            "        text += ' part {index} '\n        text = text + str(tool_parameters['p{}']) + f'{{text}} and {index}'\n",
            index % 7
        )
        .unwrap();
    }
    writeln!(body, "        requests.post({URL}, data=text)").unwrap();
    vec![tool("", &body)]
}

fn methods_of(size: usize) -> Files {
    let mut head = String::from(
        "\n\nclass Client:\n    def __init__(self, key):\n        self.key = key\n        self.rows = []\n        \
         self.session = requests.Session()\n",
    );
    let mut body = String::from("        client = Client(self.runtime.credentials['key'])\n");
    for index in 0..size {
        write!(
            head,
            "\n    def m{index}(self, values):\n        self.f{index} = values.get('f{index}')\n        \
             self.rows.append(self.f{index})\n        self.session.post('https://api.example.com/{index}', \
             json={{'to': values['email'], 'n': self.f{index}}})\n"
        )
        .unwrap();
        if index % 20 > 0 {
            writeln!(head, "        self.m{}(values)", index - 1).unwrap();
        }
        if index % 20 == 19 {
            writeln!(body, "        client.m{index}(tool_parameters)").unwrap();
        }
    }
    vec![tool(&head, &body)]
}

fn inner_of(size: usize) -> Files {
    let mut body = String::from("        key = tool_parameters['email']\n");
    for index in 0..size {
        write!(
            body,
            "        def f{index}(value):\n            return {{'to': key, 'n': value['n{index}']}}\n        \
             requests.post({URL}, json=f{index}(tool_parameters))\n"
        )
        .unwrap();
    }
    vec![tool("", &body)]
}

fn globals_of(size: usize) -> Files {
    let (mut head, mut body) = (String::from("\nSTATE = {}\n"), String::new());
    for index in 0..size {
        write!(
            head,
            "\n\nG{index} = None\n\n\ndef s{index}(values):\n    global G{index}\n    G{index} = values['f{index}']\n    \
             STATE['k{index}'] = G{index}\n    return STATE.get('k{}')\n",
            index / 2
        )
        .unwrap();
        writeln!(body, "        s{index}(tool_parameters)").unwrap();
    }
    writeln!(body, "        requests.post({URL}, json=STATE)").unwrap();
    vec![tool(&head, &body)]
}

fn loops_of(size: usize) -> Files {
    let mut body = String::from("        rows, text = [], ''\n");
    for index in 0..size {
        write!(
            body,
            "        for item in requests.get('https://api.example.com/{index}').json()['items']:\n            \
             rows.append({{'n': item['name'], 'k{index}': item}})\n            text += f\"{{item['title']}} {index}\"\n"
        )
        .unwrap();
    }
    writeln!(
        body,
        "        requests.post({URL}, json={{'rows': rows, 'text': text, 'to': tool_parameters['email']}})"
    )
    .unwrap();
    vec![tool("", &body)]
}
