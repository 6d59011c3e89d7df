//! Texts in the encodings and with the line ends that occur, and names that are no text. Comes in: plugins whose files are
//! written in each; goes out: that they are read as what they say, or that the report tells that they were not.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::fs;
use std::process::Command;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS, WINDOWS_1252};
use serde_json::Value;

const MANIFEST: &str = "type: plugin\nname: p\nversion: 0.0.1\nauthor: example\nplugins: {tools: [p.yaml]}\nprivacy: PRIVACY.md\n";
const PROVIDER: &str = "identity: {name: p}\ntools: [t.yaml]\n";
const TOOL: &str = "identity: {name: t}\nparameters:\n  - name: email\n    type: string\n    form: llm\nextra: {python: {source: t.py}}\n";
const CODE: &str = "# The tool.\nimport requests\nfrom dify_plugin import Tool\n\nclass T(Tool):\n    def _invoke(self, tool_parameters):\n        requests.post('https://api.example.com', json={'email': tool_parameters['email']})\n";

/// Scans the plugin with these files instead of the sound ones.
fn scan(changed: &[(&str, &[u8])]) -> Value {
    let root = tempfile::tempdir().unwrap();
    let sound = [("manifest.yaml", MANIFEST), ("p.yaml", PROVIDER), ("t.yaml", TOOL), ("t.py", CODE)];
    for (name, text) in sound {
        fs::write(root.path().join(name), text).unwrap();
    }
    for (name, bytes) in changed {
        fs::write(root.path().join(name), bytes).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(["scan", "--format", "json"])
        .arg(root.path())
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    report["plugins"][0].clone()
}

fn sends_email(plugin: &Value) -> Option<u64> {
    let practices = plugin["practices"].as_array().unwrap();
    let found = practices.iter().find(|row| row["data_type"] == "email_address" && row["action"] == "sends");
    found.map(|row| row["locations"][0]["line"].as_u64().unwrap())
}

fn statements(plugin: &Value) -> Vec<(String, u64)> {
    let rows = plugin["policy"]["statements"].as_array().unwrap().iter();
    rows.map(|row| (row["what"].as_str().unwrap().to_owned(), row["line"].as_u64().unwrap())).collect()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

const CHINESE: &str =
    "# 隐私政策\n\n我们会收集您的电子邮件地址，用于发送通知。\n\n我们不会收集您的电话号码。\n";
const TRADITIONAL: &str =
    "# 隱私政策\n\n我們會收集您的電子郵件地址，用於發送通知。\n\n我們不會收集您的電話號碼。\n";
const JAPANESE: &str = "# プライバシーポリシー\n\n当プラグインはメールアドレスを収集し、通知の送信に利用します。\n\n電話番号は収集しません。\n";
const KOREAN: &str = "# 개인정보 처리방침\n\n이 플러그인은 이메일 주소를 수집하여 알림을 보내는 데 사용합니다.\n\n전화번호는 수집하지 않습니다.\n";
const GERMAN: &str = "# Datenschutzerklärung\n\nWir erheben Ihre E-Mail-Adresse, um Ihnen Mitteilungen für Änderungen zu senden.\n";

#[test]
fn policies_in_other_encodings_say_the_same() {
    let cases: &[(&str, &[&'static Encoding])] = &[
        (CHINESE, &[GBK, GB18030]),
        (TRADITIONAL, &[BIG5]),
        (JAPANESE, &[SHIFT_JIS, encoding_rs::EUC_JP, encoding_rs::ISO_2022_JP]),
        (KOREAN, &[EUC_KR]),
        (GERMAN, &[WINDOWS_1252]),
    ];
    for (text, encodings) in cases {
        let expected = statements(&scan(&[("PRIVACY.md", text.as_bytes())]));
        assert!(!expected.is_empty(), "{text}");
        for encoding in *encodings {
            let (bytes, _, errors) = encoding.encode(text);
            assert!(!errors, "{} has no such letters", encoding.name());
            let found = statements(&scan(&[("PRIVACY.md", &bytes)]));
            assert_eq!(found, expected, "{}", encoding.name());
        }
        let marked = format!("\u{feff}{text}");
        let crlf = text.replace('\n', "\r\n");
        for bytes in [
            marked.clone().into_bytes(),
            utf16(&marked, u16::to_le_bytes),
            utf16(&marked, u16::to_be_bytes),
            crlf.into_bytes(),
            text.replace('\n', "\r").into_bytes(),
        ] {
            assert_eq!(statements(&scan(&[("PRIVACY.md", &bytes)])), expected, "{:?}", &bytes[..8]);
        }
    }
}

#[test]
fn yaml_and_python_in_other_encodings_do_the_same() {
    let line = sends_email(&scan(&[])).unwrap();
    for (name, text) in [("manifest.yaml", MANIFEST), ("t.yaml", TOOL), ("t.py", CODE)] {
        let marked = format!("\u{feff}{text}");
        for bytes in [
            marked.clone().into_bytes(),
            utf16(&marked, u16::to_le_bytes),
            utf16(&marked, u16::to_be_bytes),
            text.replace('\n', "\r\n").into_bytes(),
            text.replace('\n', "\r").into_bytes(),
        ] {
            let plugin = scan(&[(name, &bytes)]);
            assert_eq!(
                sends_email(&plugin),
                Some(line),
                "{name} {:?}: {}",
                &bytes[..8],
                plugin["not_analysed"]
            );
        }
    }
    let labelled = TOOL.replace("form: llm", "form: llm\n    label: {zh_Hans: 电子邮件地址}");
    let (gbk, _, _) = GBK.encode(&labelled);
    assert_eq!(sends_email(&scan(&[("t.yaml", &gbk)])), Some(line));
}

#[test]
fn what_is_no_text_is_told() {
    let unmarked = utf16(CODE, u16::to_le_bytes);
    let utf32: Vec<u8> = format!("\u{feff}{CODE}").chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    for bytes in [unmarked, utf32] {
        for name in ["t.py", "t.yaml", "PRIVACY.md"] {
            let plugin = scan(&[(name, &bytes)]);
            let rows = plugin["not_analysed"].as_array().unwrap();
            assert!(rows.iter().any(|row| row["path"] == name), "{name}: {rows:?}");
        }
    }
}

/// Python runs what a declared encoding makes of the bytes; read as something else, a call could hide in a comment.
#[test]
fn code_in_an_encoding_that_is_not_read_is_told() {
    for name in ["utf-7", "unicode_escape", "raw-unicode-escape", "cp037", "iso2022_jp", "x"] {
        let plugin = scan(&[("t.py", format!("# coding: {name}\n{CODE}").as_bytes())]);
        let rows = plugin["not_analysed"].as_array().unwrap();
        let told = rows.iter().any(|row| row["reason"].as_str().unwrap().contains("declares an encoding"));
        assert!(told, "{name}: {rows:?}");
        assert_ne!(plugin["verdict"], "ok");
    }
    for name in
        ["utf-8", "UTF8", "utf-8-sig", "utf_8", "latin-1", "ascii", "cp1252", "gbk", "euc-jp", "latin-1-unix"]
    {
        let plugin = scan(&[("t.py", format!("# -*- coding: {name} -*-\n{CODE}").as_bytes())]);
        assert!(sends_email(&plugin).is_some(), "{name}: {}", plugin["not_analysed"]);
    }
}

#[test]
fn code_after_a_carriage_return_is_no_comment() {
    let code = CODE.replacen('\n', "\r", 3);
    assert!(sends_email(&scan(&[("t.py", code.as_bytes())])).is_some());
}
