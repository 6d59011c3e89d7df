//! Finding and reading plugins: folders, packages, trees, the manifest's model.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use candor::plugin::{DiscoverOptions, EntryKind, Located, Plugin, Unit, UnitKind, discover, read};
use candor::source::{FileKind, decode};
use tempfile::TempDir;

const MANIFEST: &str = "\
author: example
name: sample
version: 0.1.0
type: plugin
privacy: PRIVACY.md
plugins:
  tools:
    - provider/sample.yaml
meta:
  runner:
    entrypoint: main
network:
  domains: [api.example.com, '*.example.org']
resource:
  permission:
    storage: {enabled: true, size: 1048576}
    model: {enabled: true, llm: true, tts: false}
    tool: {enabled: false}
";

const PROVIDER: &str = "\
identity:
  name: sample
  label: {en_US: Sample}
credentials_for_provider:
  api_key:
    type: secret-input
    label: {en_US: API key, zh_Hans: 密钥}
    help: {en_US: Where to find it}
oauth_schema:
  client_schema:
    - name: client_id
      type: secret-input
tools:
  - tools/send.yaml
extra:
  python:
    source: provider/sample.py
";

const TOOL: &str = "\
identity:
  name: send
  label: {en_US: Send, zh_Hans: 发送}
description:
  human: {en_US: Sends a message, zh_Hans: 发送消息}
  llm: sends it
parameters:
  - name: email
    type: string
    form: llm
    label: {en_US: E-mail, zh_Hans: 电子邮件}
    human_description: {en_US: Address of the recipient, zh_Hans: 收件人地址}
    llm_description: the address
    default: ann@example.com
  - name: mode
    type: select
    form: form
    options:
      - {value: plain, label: {en_US: Plain}}
      - {value: html, label: {en_US: HTML}}
output_schema:
  type: object
  properties:
    users:
      type: array
      items:
        type: object
        properties:
          email: {type: string, description: the address}
          age: {type: [integer, 'null']}
extra:
  python:
    source: tools/send.py
";

const FILES: &[(&str, &str)] = &[
    ("manifest.yaml", MANIFEST),
    ("provider/sample.yaml", PROVIDER),
    ("provider/sample.py", "class Provider: pass\n"),
    ("tools/send.yaml", TOOL),
    ("tools/send.py", "class Send: pass\n"),
    ("main.py", "from examples.used import x\n"),
    ("PRIVACY.md", "# Privacy\n"),
    ("PRIVACY_zh.md", "# 隐私\n"),
    ("requirements.txt", "httpx\n"),
    ("tests/test_send.py", "import httpx\n"),
    ("examples/used.py", "x = 1\n"),
    ("examples/unused.py", "x = 1\n"),
    ("tools/send_test.py", "x = 1\n"),
    ("notes.yaml", "a: b\n"),
];

fn write(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), files);
    root
}

fn zip(files: &[(&str, &str)], comment: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in files {
        writer.start_file(*path, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.set_comment(comment).unwrap();
    writer.finish().unwrap().into_inner()
}

/// The one plugin at a path.
fn only(root: &Path) -> Plugin {
    let options = DiscoverOptions::default();
    let found = discover(&options, root).unwrap();
    assert_eq!(found.units.len(), 1, "{:?}", found.units);
    read(&options, &found.units[0]).unwrap()
}

fn paths(plugin: &Plugin) -> Vec<&str> {
    plugin.files.iter().map(|file| file.path.as_str()).collect()
}

fn texts(located: &[Located]) -> Vec<&str> {
    located.iter().map(|one| one.text.as_str()).collect()
}

fn displays(units: &[Unit]) -> Vec<(&str, UnitKind)> {
    units.iter().map(|unit| (unit.display.as_str(), unit.kind)).collect()
}

#[test]
fn a_folder_gives_its_files_without_tests_and_examples_that_nothing_uses() {
    let root = folder(FILES);
    let plugin = only(root.path());
    assert_eq!(
        paths(&plugin),
        [
            "PRIVACY.md",
            "PRIVACY_zh.md",
            "examples/used.py",
            "main.py",
            "manifest.yaml",
            "provider/sample.py",
            "provider/sample.yaml",
            "requirements.txt",
            "tools/send.py",
            "tools/send.yaml",
        ]
    );
    assert_eq!(plugin.path, ".");
    assert_eq!(plugin.not_analysed, []);
    assert_eq!(plugin.files[0].kind, FileKind::Policy);
    let policies: Vec<&str> =
        plugin.policies.iter().map(|&id| plugin.file(id).unwrap().path.as_str()).collect();
    assert_eq!(policies, ["PRIVACY.md", "PRIVACY_zh.md"]);
}

#[test]
fn tests_and_examples_come_in_when_asked_for() {
    let root = folder(FILES);
    let options = DiscoverOptions { include_tests: true, ..DiscoverOptions::default() };
    let found = discover(&options, root.path()).unwrap();
    let plugin = read(&options, &found.units[0]).unwrap();
    for path in ["tests/test_send.py", "examples/unused.py", "tools/send_test.py"] {
        assert!(plugin.find(path).is_some(), "{path}");
    }
}

#[test]
fn a_file_that_the_manifest_names_is_no_test() {
    let tool = TOOL.replace("tools/send.py", "tests/test_tool.py");
    let files: Vec<(&str, &str)> = FILES
        .iter()
        .map(|&(path, text)| if path == "tools/send.yaml" { (path, tool.as_str()) } else { (path, text) })
        .chain([("tests/test_tool.py", "class Tool: pass\n")])
        .collect();
    let root = folder(&files);
    assert!(only(root.path()).find("tests/test_tool.py").is_some());
}

#[test]
fn the_manifest_is_a_model_with_places() {
    let root = folder(FILES);
    let plugin = only(root.path());
    let manifest = &plugin.manifest;
    assert_eq!((manifest.name.as_str(), manifest.version.as_str()), ("sample", "0.1.0"));
    assert_eq!((manifest.author.as_str(), manifest.entrypoint.as_str()), ("example", "main"));
    assert_eq!(manifest.kinds, ["tool"]);
    assert_eq!(texts(&manifest.domains), ["api.example.com", "*.example.org"]);
    assert_eq!(texts(&manifest.permissions), ["storage", "model", "model.llm"]);
    assert_eq!(manifest.privacy.as_ref().unwrap().text, "PRIVACY.md");
    let kinds: Vec<EntryKind> = manifest.entries.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, [EntryKind::Provider, EntryKind::Tool]);

    let provider = &manifest.entries[0];
    assert!(provider.oauth);
    let credentials: Vec<&str> = provider.credentials.iter().map(|one| one.name.text.as_str()).collect();
    assert_eq!(credentials, ["api_key", "client_id"]);
    assert_eq!(texts(&provider.credentials[0].labels), ["API key", "密钥"]);
    assert_eq!(provider.source.as_ref().unwrap().text, "provider/sample.py");
}

#[test]
fn a_tool_has_parameters_and_output_with_places() {
    let root = folder(FILES);
    let plugin = only(root.path());
    let tool = &plugin.manifest.entries[1];
    assert_eq!(tool.name, "send");
    assert_eq!(texts(&tool.descriptions), ["Send", "发送", "Sends a message", "发送消息", "sends it"]);
    let email = &tool.parameters[0];
    assert_eq!(
        (email.name.text.as_str(), email.kind.as_str(), email.form.as_str()),
        ("email", "string", "llm")
    );
    assert_eq!(texts(&email.labels), ["E-mail", "电子邮件"]);
    assert_eq!(texts(&email.descriptions), ["Address of the recipient", "收件人地址", "the address"]);
    assert_eq!(email.default.as_ref().unwrap().text, "ann@example.com");
    assert_eq!(tool.parameters[1].options, ["plain", "html"]);
    let output: Vec<(String, &str)> =
        tool.output.iter().map(|field| (field.path.join("."), field.kind.as_str())).collect();
    let expected = [("users", "array"), ("users.[*].email", "string"), ("users.[*].age", "integer")];
    assert_eq!(output, expected.map(|(path, kind)| (path.to_owned(), kind)));

    let file = plugin.file(email.name.span.file).unwrap();
    let place = file.place(email.name.span.start);
    assert_eq!((place.path.as_str(), place.line, place.column), ("tools/send.yaml", 8, 11));
    let label = &email.labels[1].span;
    assert_eq!(&file.text[label.start as usize..label.end as usize], "电子邮件");
}

const ALL_KINDS: &[(&str, &str)] = &[
    (
        "manifest.yaml",
        "\
type: plugin
plugins:
  models: [provider/m.yaml]
  endpoints: [group/e.yaml]
  agent_strategies: [provider/a.yaml]
  datasources: [provider/d.yaml]
  triggers: [provider/t.yaml]
",
    ),
    (
        "provider/m.yaml",
        "\
provider: m
supported_model_types: [llm, text-embedding]
provider_credential_schema:
  credential_form_schemas:
    - variable: key
      type: secret-input
extra:
  python:
    provider_source: provider/m.py
    model_sources: [models/llm/llm.py, models/text_embedding/e.py]
",
    ),
    (
        "group/e.yaml",
        "\
settings:
  - name: token
    type: secret-input
endpoints:
  - endpoints/one.yaml
  - path: /two
    method: POST
    extra: {python: {source: endpoints/two.py}}
",
    ),
    ("endpoints/one.yaml", "path: /one\nmethod: GET\nextra: {python: {source: endpoints/one.py}}\n"),
    ("provider/a.yaml", "identity: {name: a}\nstrategies: [strategies/s.yaml]\n"),
    ("strategies/s.yaml", "identity: {name: x}\nextra: {python: {source: x.py}}\n"),
    (
        "provider/d.yaml",
        "\
identity: {name: d}
credentials_schema:
  - {name: key, type: secret-input}
datasources: [d/d.yaml]
",
    ),
    ("d/d.yaml", "identity: {name: x}\nextra: {python: {source: x.py}}\n"),
    (
        "provider/t.yaml",
        "\
identity: {name: t}
subscription_schema:
  - name: secret
    type: secret-input
subscription_constructor:
  parameters:
    - name: repository
      type: string
  oauth_schema:
    client_schema:
      - {name: client_id, type: secret-input}
  extra: {python: {source: provider/c.py}}
events: [events/x.yaml]
extra: {python: {source: provider/t.py}}
",
    ),
    ("events/x.yaml", "identity: {name: x}\nextra: {python: {source: x.py}}\n"),
];

#[test]
fn every_kind_of_plugin_becomes_entries() {
    let root = folder(ALL_KINDS);
    let plugin = only(root.path());
    assert_eq!(plugin.manifest.kinds, ["model", "endpoint", "agent-strategy", "datasource", "trigger"]);
    let entries: Vec<(EntryKind, &str, usize, usize)> = plugin
        .manifest
        .entries
        .iter()
        .map(|entry| (entry.kind, entry.name.as_str(), entry.parameters.len(), entry.credentials.len()))
        .collect();
    assert_eq!(
        entries,
        [
            (EntryKind::Provider, "m", 0, 1),
            (EntryKind::Model, "m", 0, 0),
            (EntryKind::Model, "m", 0, 0),
            (EntryKind::Endpoint, "", 0, 1),
            (EntryKind::Endpoint, "/one", 0, 0),
            (EntryKind::Endpoint, "/two", 0, 0),
            (EntryKind::Provider, "a", 0, 0),
            (EntryKind::AgentStrategy, "x", 0, 0),
            (EntryKind::Provider, "d", 0, 1),
            (EntryKind::Datasource, "x", 0, 0),
            (EntryKind::Trigger, "t", 0, 1),
            (EntryKind::Trigger, "t", 1, 1),
            (EntryKind::Event, "x", 0, 0),
        ]
    );
    let types = plugin.manifest.entries.iter().map(|entry| entry.model_type.as_str());
    let types: Vec<&str> = types.filter(|kind| !kind.is_empty()).collect();
    assert_eq!(types, ["llm", "text-embedding"]);
    let missing = plugin.not_analysed.iter().any(|row| row.path == "endpoints/two.py");
    assert!(missing, "{:?}", plugin.not_analysed);
}

#[test]
fn a_package_gives_the_same_as_its_folder() {
    let root = folder(FILES);
    let from_folder = only(root.path());
    let target = tempfile::tempdir().unwrap();
    let package = target.path().join("sample-0.1.0.difypkg");
    fs::write(&package, zip(FILES, "")).unwrap();
    let from_package = only(&package);
    assert_eq!(from_package.path, "sample-0.1.0.difypkg");
    assert!(from_package.packaged);
    assert_eq!(paths(&from_folder), paths(&from_package));
    for (one, other) in from_folder.files.iter().zip(&from_package.files) {
        assert_eq!((one.kind, &one.text), (other.kind, &other.text));
    }
    assert_eq!(format!("{:?}", from_folder.manifest), format!("{:?}", from_package.manifest));
    assert_eq!(from_folder.policies, from_package.policies);
    assert_eq!(from_folder.not_analysed, from_package.not_analysed);
}

#[test]
fn a_signature_in_the_comment_does_no_harm() {
    let target = tempfile::tempdir().unwrap();
    let package = target.path().join("signed.difypkg");
    fs::write(&package, zip(FILES, "{\"signature\": \"c2lnbmF0dXJl\", \"time\": 1700000000}")).unwrap();
    let plugin = only(&package);
    assert_eq!(plugin.not_analysed, []);
    assert_eq!(plugin.manifest.name, "sample");
}

#[test]
fn a_tree_holds_nested_and_sibling_plugins_and_packages() {
    let root = folder(&[
        ("b/manifest.yaml", MANIFEST),
        ("b/main.py", ""),
        ("b/inner/manifest.yaml", "type: \"plugin\"  # nested\nname: inner\n"),
        ("b/inner/inner.py", ""),
        ("b/tests/fixture/manifest.yaml", MANIFEST),
        ("tests/a/manifest.yaml", "name: a\ntype: plugin\n"),
        ("other/manifest.yaml", "kind: Deployment\n"),
        (".venv/p/manifest.yaml", MANIFEST),
        ("environment/pyvenv.cfg", ""),
        ("environment/p/manifest.yaml", MANIFEST),
        ("ignored/p/manifest.yaml", MANIFEST),
        (".gitignore", "ignored/\n*.tmp\n"),
    ]);
    for (path, files) in
        [("z.difypkg", FILES), ("y.zip", FILES), ("x.zip", &[("a.txt", "")]), ("b/old.difypkg", FILES)]
    {
        fs::write(root.path().join(path), zip(files, "")).unwrap();
    }
    let found = discover(&DiscoverOptions::default(), root.path()).unwrap();
    assert_eq!(
        displays(&found.units),
        [
            ("b", UnitKind::Folder),
            ("b/inner", UnitKind::Folder),
            ("tests/a", UnitKind::Folder),
            ("y.zip", UnitKind::Package),
            ("z.difypkg", UnitKind::Package),
        ]
    );
    let noted: Vec<&str> = found.notes.iter().map(|note| note.path.as_str()).collect();
    assert_eq!(noted, ["b/old.difypkg", "environment"]);
    let outer = read(&DiscoverOptions::default(), &found.units[0]).unwrap();
    assert!(outer.find("main.py").is_some());
    assert!(outer.find("inner/inner.py").is_none());

    let all = discover(&DiscoverOptions { include_tests: true, ..DiscoverOptions::default() }, root.path())
        .unwrap();
    assert!(all.units.iter().any(|unit| unit.display == "b/tests/fixture"));
}

#[test]
fn the_packagers_rule_decides_what_a_folder_holds() {
    let root = folder(&[
        ("manifest.yaml", MANIFEST),
        ("main.py", ""),
        ("scratch/a.py", ""),
        ("scratch/keep.py", ""),
        ("draft.py", ""),
        (".gitignore", "draft.py\n"),
    ]);
    assert!(only(root.path()).find("draft.py").is_none());
    assert!(only(root.path()).find("scratch/a.py").is_some());
    // With a `.difyignore` the other file says nothing.
    fs::write(root.path().join(".difyignore"), "scratch/*\n!scratch/keep.py\n").unwrap();
    let plugin = only(root.path());
    assert!(plugin.find("draft.py").is_some());
    assert!(plugin.find("scratch/a.py").is_none());
    assert!(plugin.find("scratch/keep.py").is_some());
}

#[test]
fn python_without_a_manifest_is_one_unit_with_a_note() {
    let root = folder(&[("a.py", "x = 1\n"), ("b/c.py", "")]);
    let found = discover(&DiscoverOptions::default(), root.path()).unwrap();
    assert_eq!(displays(&found.units), [(".", UnitKind::PlainFolder)]);
    assert_eq!(found.notes.len(), 1);
    let plugin = read(&DiscoverOptions::default(), &found.units[0]).unwrap();
    assert_eq!(paths(&plugin), ["a.py", "b/c.py"]);
    assert!(plugin.manifest.file.is_none());
}

#[test]
fn text_is_decoded_by_mark_declaration_or_guess() {
    let python = |bytes: &[u8]| decode(bytes.to_vec(), FileKind::Python);
    let utf16: Vec<u8> = "\u{feff}x = 'é'\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(python(&utf16).unwrap(), "x = 'é'\n");
    let big: Vec<u8> = "\u{feff}é".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(python(&big).unwrap(), "é");
    assert_eq!(decode(b"\xef\xbb\xbfx".to_vec(), FileKind::Yaml).unwrap(), "x");
    let latin = python(b"# -*- coding: latin-1 -*-\n# \xe9\x80").unwrap();
    assert_eq!(latin.lines().nth(1), Some("# é\u{80}"));
    let chinese = python(b"#!/bin/env x\r\n# vim: set fileencoding=gbk :\r\n# \xd2\xfe\xcb\xbd").unwrap();
    assert_eq!(chinese.lines().nth(2), Some("# 隐私"));
    assert_eq!(python(b"x = 1\n# coding: gbk\n").unwrap(), "x = 1\n# coding: gbk\n");
    assert!(decode(b"caf\xe9 society".to_vec(), FileKind::Policy).unwrap().starts_with("caf"));
    assert!(python(b"a\0b").is_err());
    assert!(python(b"\x1f\x8b\x08\x01\x02\x03\x04\xff\xfe\x05").is_err());
}

/// A manifest that names nothing.
const BARE: &str = "type: plugin\nname: bare\n";

/// Folders that hold no part of a plugin, by name or mark, with code that some import and some do not.
const SET_ASIDE: &[(&str, &str)] = &[
    ("manifest.yaml", BARE),
    (
        "main.py",
        "import sys\nfrom venv.send import go\nfrom helpers import relay\nfrom tests.test_used import x\n\
         from __pycache__ import hidden\nsys.path.insert(0, 'site-packages')\nimport bundled\n",
    ),
    ("venv/send.py", "from . import further\n"),
    ("venv/further.py", ""),
    ("venv/other.py", "import venv.unread\n"),
    ("venv/unread.py", ""),
    ("venv/PRIVACY.md", "We collect your name.\n"),
    ("venv/native.so", ""),
    ("venv/inner/manifest.yaml", MANIFEST),
    ("venv/inner/main.py", ""),
    ("helpers/pyvenv.cfg", ""),
    ("helpers/manifest.yaml", MANIFEST),
    ("helpers/relay.py", ""),
    ("helpers/lib/other.py", ""),
    ("site-packages/bundled/__init__.py", ""),
    ("site-packages/requests/__init__.py", ""),
    ("node_modules/a/a.py", ""),
    ("__pycache__/hidden.py", ""),
    (".venv/x.py", ""),
    ("tests/test_used.py", "x = 1\n"),
    ("tests/test_unused.py", ""),
];

#[test]
fn what_is_imported_from_a_folder_that_is_left_out_is_read() {
    let root = folder(SET_ASIDE);
    let plugin = only(root.path());
    let is_python = |path: &&str| Path::new(path).extension().is_some_and(|ending| ending == "py");
    let python: Vec<&str> = paths(&plugin).into_iter().filter(is_python).collect();
    assert_eq!(
        python,
        [
            "__pycache__/hidden.py",
            "helpers/relay.py",
            "main.py",
            "site-packages/bundled/__init__.py",
            "tests/test_used.py",
            "venv/further.py",
            "venv/send.py",
        ]
    );
    assert!(plugin.policies.is_empty() && plugin.find("venv/native.so").is_none());
    let noted: Vec<&str> = plugin.notes.iter().map(|note| note.path.as_str()).collect();
    assert_eq!(noted, ["helpers", "node_modules", "site-packages", "venv"], "{:?}", plugin.notes);
    assert_eq!(plugin.not_analysed, []);

    let target = tempfile::tempdir().unwrap();
    let package = target.path().join("sample.difypkg");
    fs::write(&package, zip(SET_ASIDE, "")).unwrap();
    let packed = only(&package);
    assert_eq!(paths(&packed), paths(&plugin));
    assert_eq!((packed.notes, packed.not_analysed), (plugin.notes, plugin.not_analysed));
}

#[test]
fn what_the_manifest_names_in_a_folder_that_is_left_out_is_read() {
    let tool = "identity: {name: t}\nextra: {python: {source: venv/t.py}}\n";
    let root = folder(&[
        ("manifest.yaml", "type: plugin\nname: sample\nplugins: {tools: [venv/p.yaml]}\n"),
        ("venv/p.yaml", "identity: {name: p}\ntools: [venv/t.yaml]\n"),
        ("venv/t.yaml", tool),
        ("venv/t.py", "x = 1\n"),
        ("venv/u.py", "x = 1\n"),
    ]);
    let plugin = only(root.path());
    assert_eq!(paths(&plugin), ["manifest.yaml", "venv/p.yaml", "venv/t.py", "venv/t.yaml"]);
    assert_eq!(plugin.not_analysed, []);
}

#[test]
fn a_tree_tells_of_folders_that_it_does_not_search() {
    let root = folder(&[
        ("a/manifest.yaml", MANIFEST),
        ("a/venv/x.py", ""),
        ("b/pyvenv.cfg", ""),
        ("b/manifest.yaml", MANIFEST),
        ("site-packages/p/manifest.yaml", MANIFEST),
        (".venv/pyvenv.cfg", ""),
    ]);
    let found = discover(&DiscoverOptions::default(), root.path()).unwrap();
    assert_eq!(displays(&found.units), [("a", UnitKind::Folder)]);
    let noted: Vec<&str> = found.notes.iter().map(|note| note.path.as_str()).collect();
    assert_eq!(noted, ["b", "site-packages"]);
}

#[test]
#[cfg(unix)]
fn links_of_an_environment_are_no_fault_of_the_plugin() {
    let root =
        folder(&[("manifest.yaml", BARE), ("main.py", ""), ("env/pyvenv.cfg", ""), ("env/lib/a.py", "")]);
    std::os::unix::fs::symlink("lib", root.path().join("env/lib64")).unwrap();
    std::os::unix::fs::symlink("/usr/bin/env", root.path().join("env/python")).unwrap();
    assert_eq!(only(root.path()).not_analysed, []);
}
