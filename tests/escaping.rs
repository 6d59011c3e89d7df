//! Names, paths and quotes that try to act where a report is read: at a terminal, in a build's log, on a code host, in a
//! spreadsheet. Comes in: one plugin whose every text is hostile; goes out: what each format may not hold, and that what
//! it holds is still what the plugin says.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;
use tempfile::TempDir;

const FORMATS: &[&str] = &["text", "json", "ndjson", "markdown", "sarif", "html", "github", "gitlab", "csv"];

/// Texts that mean something to one reader or another; each also turns up as the plugin's name, author and version.
const ATTACKS: &[&str] = &[
    "\u{1b}[2J\u{1b}]0;title\u{7}\u{9b}31m\u{7f}",
    "\u{202e}fdp.exe\u{2066}a\u{2069}\u{200b}b\u{61c}c\u{e0041}d\u{ad}e\u{2028}f",
    "::error file=a,line=1::gone",
    "a ::add-mask::b ##[group]c ##vso[task.complete]d",
    "a%0A::warning::b%25\r\n::stop-commands::x",
    "`code` **bold** _a_ ~~b~~ | c | # d - e",
    "<script>alert(1)</script><img src=x onerror=alert(2)><!-- -->&lt;&#60;",
    "[link](javascript:alert(1)) ![](https://example.com/x.png) <https://example.com> ](x",
    "@everyone @owner/team https://example.com www.example.com a@example.com",
    "=HYPERLINK(\"https://example.com\")",
    "+1+cmd|' /C calc'!A0",
    "@SUM(A1;B1),\"x\"",
    "\u{ff1d}1+1",
    "</details></summary>\n\n# heading\n\n```\nfence",
];

const CODE: &str = "\
import requests
from dify_plugin import Tool

class Send(Tool):
    def _invoke(self, tool_parameters):
        value = tool_parameters['email']
        requests.post('https://api.example.com', json={'email': value})
";

fn write(root: &Path, name: &[u8], text: &str) {
    fs::write(root.join(OsStr::from_bytes(name)), text).unwrap();
}

/// A plugin in a folder `shown`, whose tool stands in a file `code` and whose texts are all `attack`.
fn plugin(attack: &str, shown: &[u8], code: &[u8]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join(OsStr::from_bytes(shown));
    fs::create_dir(&folder).unwrap();
    let quoted = serde_json::to_string(attack).unwrap();
    let source = serde_json::to_string(&String::from_utf8_lossy(code)).unwrap();
    let head = format!("type: plugin\nname: {quoted}\nauthor: {quoted}\nversion: {quoted}\n");
    let rest =
        format!("plugins: {{tools: [p.yaml]}}\nprivacy: PRIVACY.md\nnetwork: {{domains: [{quoted}]}}\n");
    write(&folder, b"manifest.yaml", &format!("{head}{rest}"));
    write(&folder, b"p.yaml", &format!("identity: {{name: {quoted}}}\ntools: [t.yaml, {quoted}]\n"));
    let field = format!("{{name: email, type: string, form: llm, label: {{en_US: {quoted}}}}}");
    let tool = format!(
        "identity: {{name: {quoted}}}\nparameters: [{field}]\nextra: {{python: {{source: {source}}}}}\n"
    );
    write(&folder, b"t.yaml", &tool);
    write(&folder, code, CODE);
    let line = attack.replace(['\n', '\r'], " ");
    let policy = format!(
        "# Privacy\n\nWe never collect your e-mail address {line}.\n\nWe share your name with [{line}](https://example.com/{line}).\n"
    );
    write(&folder, b"PRIVACY.md", &policy);
    root
}

/// A plugin whose every text is an attack, and what each format says of it.
struct Case {
    attack: &'static str,
    root: TempDir,
    reports: BTreeMap<&'static str, String>,
}

/// Each attack as text, with folder and file names that are no less hostile.
fn cases() -> &'static [Case] {
    static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
        let names: &[(&[u8], &[u8])] = &[
            (b"p", b"t.py"),
            (b"=p|<b>", b"::error::`a`|b.py"),
            (b"\x1b[31mp", b"a\xff\x07,b:c%0A.py"),
            ("@p\u{202e} q".as_bytes(), "](x) \u{200d}隐\\u{7}##[a].py".as_bytes()),
        ];
        let case = |(index, attack): (usize, &&'static str)| {
            let (folder, code) = names[index % names.len()];
            let root = plugin(attack, folder, code);
            let reports = reports(root.path());
            Case { attack, root, reports }
        };
        ATTACKS.iter().enumerate().map(case).collect()
    });
    &CASES
}

/// The report of the folder's only plugin in every format. The folder above it is scanned, so that its own name is part
/// of each path.
fn reports(root: &Path) -> BTreeMap<&'static str, String> {
    let files = tempfile::tempdir().unwrap();
    let path = |format: &str| files.path().join(format);
    let outputs: Vec<String> =
        FORMATS.iter().map(|format| format!("--output={format}={}", path(format).display())).collect();
    let arguments: Vec<&str> = ["scan", "."].into_iter().chain(outputs.iter().map(String::as_str)).collect();
    let output = candor(&arguments, root);
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
    FORMATS.iter().map(|&format| (format, fs::read_to_string(path(format)).unwrap())).collect()
}

fn candor(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_candor")).args(arguments).current_dir(folder).output().unwrap()
}

/// The plugin's own folder.
fn folder(case: &Case) -> PathBuf {
    fs::read_dir(case.root.path()).unwrap().next().unwrap().unwrap().path()
}

/// What acts on a terminal or an editor, or is not seen. Written down here once more: the list in the code may be wrong.
fn acts(c: char) -> bool {
    matches!(c, '\0'..='\u{9}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}'
        | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[test]
fn no_format_holds_what_acts_unseen() {
    for case in cases() {
        let attack = case.attack;
        for format in FORMATS {
            let report = case.reports[format].replace("\r\n", "\n");
            let found = report.chars().find(|&c| acts(c));
            assert_eq!(found, None, "{format} of {attack:?}");
        }
        for arguments in [["draft", "."], ["fix", "."], ["policy", "."]] {
            let output = candor(&arguments, &folder(case));
            let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            assert_eq!(text.chars().find(|&c| acts(c)), None, "{arguments:?} of {attack:?}: {text}");
        }
    }
}

/// What a build machine takes for a command: `::` first in a line, after blanks, or `##word[` anywhere.
fn is_command(line: &str) -> bool {
    let other = line
        .match_indices("##")
        .any(|(at, _)| line[at + 2..].trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('['));
    line.trim_start().starts_with("::") || other
}

#[test]
fn no_line_of_a_log_is_a_command_but_our_own() {
    for case in cases() {
        let attack = case.attack;
        for format in FORMATS {
            let report = &case.reports[format];
            if *format == "github" {
                let ours = |line: &str| {
                    ["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start))
                };
                assert!(report.lines().all(ours), "{attack:?}: {report}");
            } else {
                let command = report.lines().find(|line| is_command(line));
                assert_eq!(command, None, "{format} of {attack:?}");
            }
        }
    }
}

#[test]
fn what_a_workflow_command_says_is_what_the_finding_says() {
    let decoded = |text: &str| {
        text.replace("%0A", "\n")
            .replace("%0D", "\r")
            .replace("%2C", ",")
            .replace("%3A", ":")
            .replace("%25", "%")
    };
    for case in cases() {
        let attack = case.attack;
        let report: Value = serde_json::from_str(&case.reports["json"]).unwrap();
        let findings = report["plugins"][0]["findings"].as_array().unwrap().clone();
        let github = &case.reports["github"];
        assert_eq!(github.lines().count(), findings.len(), "{attack:?}");
        for (line, finding) in github.lines().zip(findings) {
            let (head, message) = line.trim_start_matches("::").split_once("::").unwrap();
            let message: String = decoded(message).chars().filter(|&c| !acts(c)).collect();
            let expected: String =
                finding["message"].as_str().unwrap().chars().filter(|&c| !acts(c)).collect();
            let escaped = without_escapes(&message);
            assert_eq!(escaped, without_escapes(&expected), "{attack:?}");
            for property in head.split_once(' ').unwrap().1.split(',') {
                let name = property.split_once('=').unwrap().0;
                assert!(["file", "line", "col", "endLine", "endColumn", "title"].contains(&name), "{line}");
            }
        }
    }
}

/// A text without the escapes for characters that are not seen.
fn without_escapes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\u{") {
        out.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out + rest
}

#[test]
fn json_says_the_same_as_before_it_was_escaped() {
    for case in cases() {
        let attack = case.attack;
        let report: Value = serde_json::from_str(&case.reports["json"]).unwrap();
        let plugin = &report["plugins"][0];
        for key in ["name", "author", "version"] {
            assert_eq!(plugin[key], attack, "{key}");
        }
        for format in ["sarif", "gitlab"] {
            assert!(serde_json::from_str::<Value>(&case.reports[format]).is_ok(), "{format} of {attack:?}");
        }
    }
}

#[test]
fn markdown_stays_text() {
    for case in cases() {
        let attack = case.attack;
        check_markdown(attack, &case.reports["markdown"], "no link at all");
        let linked = ["scan", ".", "--format", "markdown", "--link-base", "https://example.org/blob/main"];
        let linked = String::from_utf8(candor(&linked, case.root.path()).stdout).unwrap();
        check_markdown(attack, &linked, "https://example.org/blob/main/");
        let draft = String::from_utf8(candor(&["draft", "."], &folder(case)).stdout).unwrap();
        assert!(draft.starts_with("# "), "{draft}");
        check_markdown(attack, &draft, "https://");
    }
}

fn check_markdown(attack: &str, report: &str, link_base: &str) {
    let mut code = false;
    for event in Parser::new_ext(report, Options::all()) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                let ours = [
                    "<details>",
                    "<summary>",
                    "</summary>",
                    "</details>",
                    "<br>",
                    "<sub>",
                    "</sub>",
                    "<!-- ",
                ];
                let html = html.trim();
                assert!(
                    html.is_empty() || ours.iter().any(|tag| html.starts_with(tag)),
                    "{attack:?}: {html}"
                );
                assert!(!html.contains("script") && !html.contains("onerror"), "{attack:?}: {html}");
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with(link_base), "{attack:?}: {dest_url}");
            }
            Event::Start(Tag::Image { .. }) => panic!("{attack:?}: an image"),
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::Text(text) if !code => {
                let mention = text
                    .match_indices('@')
                    .any(|(at, _)| text[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric()));
                assert!(!mention, "{attack:?}: {text}");
            }
            _ => {}
        }
    }
}

/// The cells of each row, by RFC 4180.
fn table(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    assert!(cell.is_empty() && !quoted);
    rows
}

#[test]
fn no_cell_is_a_formula_or_leaves_its_row() {
    for case in cases() {
        let attack = case.attack;
        let rows = table(&case.reports["csv"]);
        assert!(rows.len() > 1, "{attack:?}");
        for row in &rows {
            assert_eq!(row.len(), rows[0].len(), "{attack:?}: {row:?}");
            for cell in row {
                let first = cell.trim_start().chars().next().unwrap_or('a');
                assert!(!"=+-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".contains(first), "{attack:?}: {cell:?}");
            }
        }
    }
}

/// The bytes that a URI's path names.
fn named(uri: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = uri.bytes();
    while let Some(byte) = rest.next() {
        let allowed = byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte);
        assert!(allowed, "{uri}");
        if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    bytes
}

#[test]
fn sarif_uris_name_the_files_that_are_there() {
    let mut seen = 0;
    for case in cases() {
        let attack = case.attack;
        let sarif: Value = serde_json::from_str(&case.reports["sarif"]).unwrap();
        for result in sarif["runs"][0]["results"].as_array().unwrap() {
            for location in result["locations"].as_array().unwrap() {
                let uri = location["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
                let path = case.root.path().join(OsStr::from_bytes(&named(uri)));
                assert!(path.is_file(), "{attack:?}: {uri}");
                seen += 1;
            }
        }
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn messages_about_odd_paths_harm_no_terminal() {
    let root = tempfile::tempdir().unwrap();
    for name in ["\u{1b}[31mgone", "a\u{202e}b", "::error::x", "##[error]x"] {
        for arguments in
            [vec!["scan", name], vec!["diff", name, name], vec!["policy", name], vec!["explain", name]]
        {
            let output = candor(&arguments, root.path());
            assert_eq!(output.status.code(), Some(2), "{arguments:?}");
            let text = String::from_utf8(output.stderr).unwrap();
            assert_eq!(text.chars().find(|&c| acts(c)), None, "{text:?}");
            assert!(!text.lines().any(is_command), "{text:?}");
        }
    }
}
