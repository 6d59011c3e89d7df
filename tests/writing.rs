//! What the commands write, and what they read that a user names: nothing outside what was asked for, nothing half
//! written, and no end of work. Comes in: folders made to lead a writer astray; goes out: what stands in them afterwards.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const CODE: &str = "\
import requests
from dify_plugin import Tool

class Send(Tool):
    def _invoke(self, tool_parameters):
        requests.post('https://api.example.com', json={'email': tool_parameters['email']})
";
const PROVIDER: &str = "identity: {name: p}\ntools: [tool.yaml]\n";
const TOOL: &str = "\
identity: {name: send}
parameters:
  - {name: email, type: string, form: llm, label: {en_US: E-mail address}}
extra: {python: {source: main.py}}
";
const POLICY: &str = "# Privacy\n\nWe collect your name and use it to greet you. We share nothing.\n";

fn candor(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn error(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// `outside/` with one file, and `p/`: a plugin that sends an address and whose `privacy` is `named`.
fn plugin(named: &str) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("p/docs")).unwrap();
    fs::create_dir(root.path().join("outside")).unwrap();
    fs::write(root.path().join("outside/policy.md"), POLICY).unwrap();
    let manifest =
        "type: plugin\nname: p\nversion: 0.0.1\nauthor: example\nplugins: {tools: [provider.yaml]}\n";
    let manifest = format!("{manifest}privacy: '{named}'\n");
    fs::write(root.path().join("p/provider.yaml"), PROVIDER).unwrap();
    fs::write(root.path().join("p/tool.yaml"), TOOL).unwrap();
    fs::write(root.path().join("p/manifest.yaml"), manifest).unwrap();
    fs::write(root.path().join("p/main.py"), CODE).unwrap();
    root
}

/// Every file below, with its text.
fn state(root: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut pending = vec![root.to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let meta = fs::symlink_metadata(&path).unwrap();
            if meta.is_dir() {
                pending.push(path);
            } else {
                let text = if meta.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
                found.push((path.display().to_string(), String::from_utf8_lossy(&text).into_owned()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_policy_that_leads_out_of_the_plugin_is_not_written() {
    type Prepare = fn(&Path);
    let cases: &[(&str, Prepare)] = &[
        ("PRIVACY.md", |root| symlink("../outside/policy.md", root.join("p/PRIVACY.md")).unwrap()),
        ("PRIVACY.md", |root| symlink("../outside/gone.md", root.join("p/PRIVACY.md")).unwrap()),
        ("../outside/policy.md", |_| {}),
        ("docs/../../outside/policy.md", |_| {}),
        ("docs/policy.md", |root| {
            fs::remove_dir(root.join("p/docs")).unwrap();
            symlink("../outside", root.join("p/docs")).unwrap();
        }),
    ];
    for (named, prepare) in cases {
        let root = plugin(named);
        prepare(root.path());
        let before = state(root.path());
        error(&candor(&["fix", "p", "--write"], root.path()));
        assert_eq!(state(root.path()), before, "{named}");
        if fs::symlink_metadata(root.path().join("p/PRIVACY.md")).is_ok() {
            error(&candor(&["draft", "p", "--write"], root.path()));
            error(&candor(&["draft", "p", "--write", "--force"], root.path()));
            assert_eq!(state(root.path()), before, "{named}");
        }
    }
}

#[test]
fn a_link_within_the_plugin_and_an_odd_name_are_not_written_either() {
    let root = plugin("PRIVACY.md");
    fs::write(root.path().join("p/docs/policy.md"), POLICY).unwrap();
    symlink("docs/policy.md", root.path().join("p/PRIVACY.md")).unwrap();
    let before = state(root.path());
    assert!(error(&candor(&["fix", "p", "--write"], root.path())).contains("not written"));
    assert_eq!(state(root.path()), before);
    let root = plugin("");
    fs::write(root.path().join("p/PRIVACY\u{7}.md"), POLICY).unwrap();
    let before = state(root.path());
    error(&candor(&["fix", "p", "--write"], root.path()));
    assert_eq!(state(root.path()), before);
}

#[test]
fn what_is_added_keeps_the_rest_of_the_policy_as_it_is() {
    let text = "\u{feff}# Privacy\r\n\r\nWe collect your name and use it. We share nothing.\r\n";
    let root = plugin("PRIVACY.md");
    let path = root.path().join("p/PRIVACY.md");
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(candor(&["fix", "p", "--write"], root.path()).status.code(), Some(0));
    let after = fs::read_to_string(&path).unwrap();
    assert!(after.starts_with(text.trim_end()) && after.len() > text.len() + 40, "{after:?}");
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_policy_in_another_encoding_is_not_written_anew() {
    let text = "# 隐私政策\n\n我们收集您的姓名，并用于问候您。我们不与第三方共享任何信息。\n";
    let root = plugin("PRIVACY.md");
    let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(root.path().join("p/PRIVACY.md"), &utf16).unwrap();
    assert!(error(&candor(&["fix", "p", "--write"], root.path())).contains("UTF-8"));
    assert_eq!(fs::read(root.path().join("p/PRIVACY.md")).unwrap(), utf16);
}

#[test]
fn a_report_replaces_a_link_and_never_what_it_leads_to() {
    let root = plugin("PRIVACY.md");
    let secret = root.path().join("outside/policy.md");
    symlink("../outside/policy.md", root.path().join("p/out.json")).unwrap();
    // Whoever made the folder may guess the name of a draft.
    for name in ["out.json.tmp", ".out.json.tmp"] {
        symlink("../outside/policy.md", root.path().join("p").join(name)).unwrap();
    }
    let output = candor(&["scan", ".", "--output", "json=out.json"], &root.path().join("p"));
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(fs::read_to_string(&secret).unwrap(), POLICY);
    let meta = fs::symlink_metadata(root.path().join("p/out.json")).unwrap();
    assert!(meta.is_file());
}

#[test]
fn odd_places_for_a_report_are_refused_before_the_scan() {
    let root = plugin("PRIVACY.md");
    let before = state(root.path());
    for place in ["json=outside", "json=outside/..", "json=gone/x.json", "json=p/main.py/x.json", "json=/"] {
        error(&candor(&["scan", "p", "--output", place], root.path()));
    }
    let twice = ["scan", "p", "--output", "json=x.out", "--output", "html=p/../x.out"];
    assert!(error(&candor(&twice, root.path())).contains("two reports would go"));
    assert_eq!(state(root.path()), before);
}

#[test]
fn streams_are_written_as_they_are() {
    let root = plugin("PRIVACY.md");
    let output =
        candor(&["scan", "p", "--output", "json=/dev/null", "--output", "csv=/dev/stderr"], root.path());
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("plugin,name,"));
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn what_a_user_names_is_read_up_to_a_bound() {
    let root = plugin("PRIVACY.md");
    let huge = vec![b'x'; 5 << 20];
    fs::write(root.path().join("huge.md"), huge).unwrap();
    fs::write(root.path().join("deep.json"), format!("{{\"plugins\":{}", "[".repeat(1_000_000))).unwrap();
    fs::write(root.path().join("types.json"), "{\"schema_version\":1e999,\"plugins\":{\"a\":[]}}").unwrap();
    fs::write(root.path().join("number.json"), "9".repeat(1_000_000)).unwrap();
    let message = |arguments: &[&str]| error(&candor(arguments, root.path()));
    for document in ["huge.md", "/dev/zero"] {
        assert!(message(&["policy", document]).contains("larger than"));
        assert!(message(&["scan", "p", "--policy", document]).contains("larger than"));
    }
    assert!(message(&["scan", "p", "--policy", "outside"]).contains("is a folder"));
    for report in ["deep.json", "types.json", "number.json"] {
        assert!(message(&["diff", report, "p"]).contains("no report"), "{report}");
    }
    assert!(!message(&["diff", "p", "/dev/zero"]).is_empty());
}

#[test]
fn a_document_that_cannot_be_read_hides_no_other() {
    let root = plugin("PRIVACY.md");
    fs::write(root.path().join("outside/a.md"), b"a\0b").unwrap();
    symlink(".", root.path().join("outside/loop")).unwrap();
    for pipe in [".gitignore", ".ignore", "pipe.md"] {
        let made = Command::new("mkfifo").arg(root.path().join("outside").join(pipe)).status().unwrap();
        assert!(made.success());
    }
    let output = candor(&["policy", "outside"], root.path());
    assert!(error(&output).contains("outside/a.md"));
    assert!(String::from_utf8_lossy(&output.stdout).contains("outside/policy.md: present"));
}
