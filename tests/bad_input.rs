//! Hostile and broken input: each is a clear error or a row of what was not analysed, with bounded work, and the other
//! plugins of a tree are unharmed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use candor::plugin::limits::{
    ARCHIVE_ENTRIES, PYTHON_BYTES, ROWS, SCHEMA_FIELDS, YAML_BYTES, YAML_DEPTH, YAML_NODES,
};
use candor::plugin::yaml::{NodeId, Tree, Value};
use candor::plugin::{DiscoverOptions, Plugin, Unit, UnitKind, discover, read, read_archive};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

const MANIFEST: &str = "name: sample\ntype: plugin\nplugins:\n  tools: [provider/p.yaml]\n";
const OPTIONS: DiscoverOptions = DiscoverOptions { include_tests: false, untrusted: false };

/// No input may take longer than this, even where tests run unoptimised and several at once.
const PATIENCE: Duration = Duration::from_secs(60);

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    root
}

fn read_folder(files: &[(&str, &[u8])]) -> Plugin {
    let root = folder(files);
    read_path(root.path())
}

fn read_path(path: &Path) -> Plugin {
    let found = discover(&OPTIONS, path).unwrap();
    assert_eq!(found.units.len(), 1, "{:?}", found.units);
    read(&OPTIONS, &found.units[0]).unwrap()
}

/// A package of these entries, written in order. The library refuses to write a name twice, so names are changed in the
/// bytes afterwards: a name of the same length each time.
fn package(entries: &[(&str, &[u8])], renames: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in entries {
        writer.start_file(*path, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    let mut bytes = writer.finish().unwrap().into_inner();
    for (from, to) in renames {
        assert_eq!(from.len(), to.len());
        let mut at = 0;
        while let Some(found) = bytes[at..].windows(from.len()).position(|window| window == from.as_bytes()) {
            bytes[at + found..at + found + from.len()].copy_from_slice(to.as_bytes());
            at += found + from.len();
        }
    }
    bytes
}

fn unit() -> Unit {
    Unit { display: "bad.difypkg".into(), path: "bad.difypkg".into(), kind: UnitKind::Package }
}

fn read_bytes(bytes: impl Read + Seek) -> anyhow::Result<Plugin> {
    read_archive(&OPTIONS, &unit(), bytes)
}

fn read_package(entries: &[(&str, &[u8])], renames: &[(&str, &str)]) -> Plugin {
    read_bytes(Cursor::new(package(entries, renames))).unwrap()
}

#[track_caller]
fn assert_row(plugin: &Plugin, path: &str, reason: &str) {
    let found = plugin.not_analysed.iter().any(|row| row.path == path && row.reason.contains(reason));
    assert!(found, "no row `{path}: …{reason}…` in {:#?}", plugin.not_analysed);
}

/// What makes more be read is told, but the plugin is no less analysed for it.
fn assert_note(plugin: &Plugin, path: &str, text: &str) {
    let found = plugin.notes.iter().any(|row| row.path == path && row.reason.contains(text));
    assert!(found, "no note `{path}: …{text}…` in {:#?}", plugin.notes);
    assert!(plugin.not_analysed.iter().all(|row| row.path != path), "{:#?}", plugin.not_analysed);
}

#[test]
fn what_is_no_zip_cannot_be_read() {
    for bytes in [&b""[..], b"PK", b"not a zip at all", &[0; 4096]] {
        let error = format!("{:#}", read_bytes(Cursor::new(bytes)).unwrap_err());
        assert!(error.contains("bad.difypkg") && error.contains("not a zip"), "{error}");
    }
}

#[test]
fn a_truncated_package_cannot_be_read_or_says_what_is_missing() {
    let whole = package(&[("manifest.yaml", MANIFEST.as_bytes()), ("main.py", b"x = 1\n")], &[]);
    for length in 0..whole.len() {
        if let Ok(plugin) = read_bytes(Cursor::new(&whole[..length])) {
            assert!(!plugin.not_analysed.is_empty(), "{length} of {} bytes", whole.len());
        }
    }
}

#[test]
fn a_broken_package_harms_no_other_plugin() {
    let root = folder(&[
        ("a/manifest.yaml", MANIFEST.as_bytes()),
        ("a/main.py", b"x = 1\n"),
        ("b.difypkg", b"not a zip"),
        ("c/manifest.yaml", b"- a\n- list\n"),
        ("d/manifest.yaml", MANIFEST.as_bytes()),
    ]);
    let found = discover(&OPTIONS, root.path()).unwrap();
    let names: Vec<&str> = found.units.iter().map(|unit| unit.display.as_str()).collect();
    assert_eq!(names, ["a", "b.difypkg", "c", "d"]);
    let results: Vec<bool> = found.units.iter().map(|unit| read(&OPTIONS, unit).is_ok()).collect();
    assert_eq!(results, [true, false, true, true]);
    let broken = Plugin::unreadable(&found.units[1], "not a zip");
    assert_eq!((broken.path.as_str(), broken.packaged), ("b.difypkg", true));
    assert_row(&broken, ".", "not a zip");
}

#[test]
fn entries_that_lead_out_of_the_package_are_refused() {
    let plugin = read_package(
        &[
            ("manifest.yaml", MANIFEST.as_bytes()),
            ("xx/a.py", b""),
            ("x/../../b.py", b""),
            ("xetc/c.py", b""),
            ("C_/d.py", b""),
            ("e_f.py", b""),
            ("main.py", b"x = 1\n"),
        ],
        &[("xx/a.py", "../a.py"), ("xetc/c.py", "/etc/c.py"), ("C_/d.py", "C:/d.py"), ("e_f.py", "e\\f.py")],
    );
    assert_row(&plugin, "../a.py", "leads out");
    assert_row(&plugin, "x/../../b.py", "leads out");
    assert_row(&plugin, "/etc/c.py", "absolute");
    assert_row(&plugin, "C:/d.py", "absolute");
    assert_row(&plugin, "e\\\\f.py", "backslash");
    let python: Vec<&str> =
        plugin.files.iter().map(|file| file.path.as_str()).filter(|path| *path != "manifest.yaml").collect();
    assert_eq!(python, ["main.py"]);
}

#[test]
fn a_link_in_a_package_is_refused() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("manifest.yaml", SimpleFileOptions::default()).unwrap();
    writer.write_all(MANIFEST.as_bytes()).unwrap();
    writer.add_symlink("main.py", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let plugin = read_bytes(writer.finish().unwrap()).unwrap();
    assert_row(&plugin, "main.py", "link");
    assert!(plugin.find("main.py").is_none());
}

#[test]
fn of_two_entries_with_one_name_the_later_counts() {
    let plugin = read_package(
        &[("manifest.yaml", MANIFEST.as_bytes()), ("main.py", b"first = 1\n"), ("mai_.py", b"second = 2\n")],
        &[("mai_.py", "main.py")],
    );
    assert_row(&plugin, "main.py", "twice");
    let file = plugin.file(plugin.find("main.py").unwrap()).unwrap();
    assert_eq!(file.text, "second = 2\n");
}

#[test]
fn an_encrypted_entry_is_reported() {
    let mut bytes = package(&[("manifest.yaml", MANIFEST.as_bytes()), ("main.py", b"x = 1\n")], &[]);
    // The flags of the last central header stand 8 bytes after its mark.
    let mark = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    bytes[mark + 8] |= 1;
    let plugin = read_bytes(Cursor::new(bytes)).unwrap();
    assert_row(&plugin, "main.py", "encrypted");
}

#[test]
fn a_package_of_200_000_entries_is_read_up_to_the_bound() {
    let started = Instant::now();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    writer.start_file("manifest.yaml", stored).unwrap();
    writer.write_all(MANIFEST.as_bytes()).unwrap();
    for number in 0..200_000 {
        writer.start_file(format!("data/{number}.bin"), stored).unwrap();
    }
    let plugin = read_bytes(writer.finish().unwrap()).unwrap();
    assert_row(&plugin, ".", &format!("200001 entries; those after {ARCHIVE_ENTRIES}"));
    assert_eq!(plugin.manifest.name, "sample");
    assert!(started.elapsed() < PATIENCE);
}

#[test]
fn a_gigabyte_of_zeros_is_not_unpacked() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("manifest.yaml", SimpleFileOptions::default()).unwrap();
    writer.write_all(MANIFEST.as_bytes()).unwrap();
    writer.start_file("zeros.py", SimpleFileOptions::default().large_file(true)).unwrap();
    let block = vec![0; 1 << 20];
    for _ in 0..1024 {
        writer.write_all(&block).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    assert!(bytes.len() < 16 << 20);
    let started = Instant::now();
    let plugin = read_bytes(Cursor::new(bytes)).unwrap();
    assert_row(&plugin, "zeros.py", "larger than");
    assert!(started.elapsed() < PATIENCE);
}

#[test]
fn a_size_that_lies_does_not_get_past_the_bound() {
    let text = vec![b'#'; PYTHON_BYTES + 100];
    let mut bytes = package(&[("manifest.yaml", MANIFEST.as_bytes()), ("main.py", &text)], &[]);
    // The declared size stands 24 bytes after the mark of the central header.
    let mark = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    bytes[mark + 24..mark + 28].copy_from_slice(&10u32.to_le_bytes());
    let plugin = read_bytes(Cursor::new(bytes)).unwrap();
    assert!(plugin.find("main.py").is_none());
    assert!(plugin.not_analysed.iter().any(|row| row.path == "main.py"), "{:?}", plugin.not_analysed);
}

#[test]
fn many_small_bombs_stop_at_the_bound_of_the_plugin() {
    let text = vec![b'#'; PYTHON_BYTES];
    let names: Vec<String> = (0..100).map(|number| format!("m{number:03}.py")).collect();
    let mut entries: Vec<(&str, &[u8])> = vec![("manifest.yaml", MANIFEST.as_bytes())];
    entries.extend(names.iter().map(|name| (name.as_str(), text.as_slice())));
    let plugin = read_package(&entries, &[]);
    assert!(plugin.not_analysed.iter().any(|row| row.reason.contains("the rest")));
    assert!(plugin.files.iter().map(|file| file.text.len()).sum::<usize>() <= 32 << 20);
}

#[test]
fn many_bombs_that_are_each_too_large_stop_too() {
    let text = vec![0; PYTHON_BYTES + 1];
    let names: Vec<String> = (0..100).map(|number| format!("m{number:03}.py")).collect();
    let mut entries: Vec<(&str, &[u8])> = vec![("manifest.yaml", MANIFEST.as_bytes())];
    entries.extend(names.iter().map(|name| (name.as_str(), text.as_slice())));
    let plugin = read_package(&entries, &[]);
    let unpacked = plugin.not_analysed.iter().filter(|row| row.reason.contains("larger than")).count();
    assert!(unpacked < 20, "{unpacked}");
    assert!(plugin.not_analysed.iter().any(|row| row.reason.contains("the rest")));
}

#[test]
fn a_package_without_a_manifest_at_its_root_says_so() {
    let plugin = read_package(&[("sample/manifest.yaml", MANIFEST.as_bytes()), ("sample/main.py", b"")], &[]);
    assert_row(&plugin, "manifest.yaml", "no manifest at its root");
    assert!(plugin.manifest.file.is_none());
}

#[test]
fn a_manifest_that_is_no_mapping_is_reported() {
    for text in ["- a\n- b\n", "", "# nothing\n", "just text", "42", "\t\t{{{", "a: b: c: d", "'"] {
        let plugin = read_folder(&[("manifest.yaml", text.as_bytes()), ("main.py", b"x = 1\n")]);
        assert!(plugin.not_analysed.iter().any(|row| row.path == "manifest.yaml"), "{text:?}");
        assert!(plugin.find("main.py").is_some(), "{text:?}");
    }
}

#[test]
fn a_manifest_of_wrong_types_is_read_as_far_as_it_goes() {
    let text = "type: plugin\nname: [a]\nversion: {a: b}\nplugins: [tools]\nresource: 3\nnetwork: {domains: {a: b}}\n";
    let plugin = read_folder(&[("manifest.yaml", text.as_bytes())]);
    assert!(plugin.manifest.file.is_some());
    let text = "type: plugin\nplugins:\n  tools:\n    - {a: b}\n    - ../../etc/x.yaml\n    - /etc/x.yaml\n    - gone.yaml\n";
    let plugin = read_folder(&[("manifest.yaml", text.as_bytes())]);
    for path in ["../../etc/x.yaml", "/etc/x.yaml", "gone.yaml"] {
        assert_row(&plugin, path, "not in the plugin");
    }
}

#[test]
fn broken_yaml_gives_what_stands_before_the_error() {
    let tool =
        "identity:\n  name: p\ncredentials_for_provider:\n  key:\n    type: secret-input\n  other: [\n\n";
    let plugin = read_folder(&[("manifest.yaml", MANIFEST.as_bytes()), ("provider/p.yaml", tool.as_bytes())]);
    let row = plugin.not_analysed.iter().find(|row| row.path == "provider/p.yaml").unwrap();
    assert!(row.reason.starts_with("line "), "{}", row.reason);
    assert_eq!(plugin.manifest.entries[0].name, "p");
    assert_eq!(plugin.manifest.entries[0].credentials[0].name.text, "key");
}

/// `a` has ten items, `b` ten times `a`, and so on.
fn alias_bomb(levels: usize) -> String {
    let mut text = "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..levels {
        let items = vec![format!("*l{}", level - 1); 10].join(", ");
        writeln!(text, "l{level}: &l{level} [{items}]").unwrap();
    }
    text
}

#[test]
fn aliases_that_explode_are_cut_off() {
    let started = Instant::now();
    let tree = Tree::parse(&alias_bomb(20));
    assert!(tree.problem.unwrap().text.contains(&YAML_NODES.to_string()));
    let tool = format!("identity: {{name: p}}\n{}", alias_bomb(20));
    let plugin = read_folder(&[("manifest.yaml", MANIFEST.as_bytes()), ("provider/p.yaml", tool.as_bytes())]);
    assert_row(&plugin, "provider/p.yaml", "aliases");
    assert!(started.elapsed() < PATIENCE);
}

#[test]
fn aliases_multiply_neither_entries_nor_parameters() {
    let started = Instant::now();
    let options = format!("o: &o [{}]\n", vec!["x"; 2_000].join(", "));
    let parameters = format!("parameters: [{}]\n", vec!["{name: a, options: *o}"; 2_000].join(", "));
    let tool = format!("{options}{parameters}");
    let provider = format!("tools: [{}]\n", vec!["t.yaml"; 20_000].join(", "));
    let plugin = read_folder(&[
        ("manifest.yaml", MANIFEST.as_bytes()),
        ("provider/p.yaml", provider.as_bytes()),
        ("t.yaml", tool.as_bytes()),
    ]);
    assert_row(&plugin, "t.yaml", "aliases");
    assert_eq!(plugin.manifest.entries.len(), 2);
    assert!(started.elapsed() < PATIENCE);
}

#[test]
fn an_alias_of_itself_is_no_endless_tree() {
    let tree = Tree::parse("a: &a\n  b: *a\n");
    assert!(tree.problem.unwrap().text.contains("stands in"));
}

#[test]
fn ten_thousand_levels_of_yaml_are_cut_off() {
    let started = Instant::now();
    let flow = "[".repeat(10_000);
    let block = "- ".repeat(10_000);
    let maps: String =
        (0..10_000).fold(String::new(), |text, level| format!("{text}{}a:\n", " ".repeat(level % 300)));
    for text in [flow, block, maps, "? ".repeat(10_000), "{a: ".repeat(10_000)] {
        let tree = Tree::parse(&text);
        assert!(tree.problem.is_some(), "{}", &text[..20]);
    }
    let deep =
        (0..YAML_DEPTH + 10).fold(String::new(), |text, level| format!("{text}{}a:\n", " ".repeat(level)));
    let plugin = read_folder(&[("manifest.yaml", MANIFEST.as_bytes()), ("provider/p.yaml", deep.as_bytes())]);
    assert_row(&plugin, "provider/p.yaml", "levels deep");
    assert!(started.elapsed() < PATIENCE);
}

#[test]
fn a_large_file_of_yaml_takes_bounded_time() {
    for seed in [
        "- ", "a: ", "a:\n", "[a, ", "&a ", "*a ", "!t ", "'", "\"\\", "| \n", "# c\n", "- a: b\n", "é: é\n",
        "? a\n",
    ] {
        let started = Instant::now();
        let text = seed.repeat(YAML_BYTES / seed.len());
        let tree = Tree::parse(&text);
        assert!(tree.len() <= YAML_NODES, "{seed:?}");
        assert!(started.elapsed() < PATIENCE, "{seed:?} took {:?}", started.elapsed());
    }
}

#[test]
fn quoted_text_that_strays_left_takes_bounded_time_and_memory() {
    let started = Instant::now();
    let scalar = "a:\n  b: 'x\ny'\n".repeat(2_000);
    let wide = format!("a:\n  b: {}'{}'\n", "[".repeat(200), "x\n".repeat(100_000));
    for text in [scalar, wide] {
        Tree::parse(&text);
    }
    assert!(started.elapsed() < PATIENCE);
}

#[test]
fn a_schema_of_any_size_gives_a_bounded_number_of_fields() {
    let mut tool = String::from("identity: {name: p}\noutput_schema:\n  type: object\n  properties:\n");
    for number in 0..SCHEMA_FIELDS + 10 {
        writeln!(tool, "    f{number}: {{type: string}}").unwrap();
    }
    let plugin = read_folder(&[("manifest.yaml", MANIFEST.as_bytes()), ("provider/p.yaml", tool.as_bytes())]);
    assert_eq!(plugin.manifest.entries[0].output.len(), SCHEMA_FIELDS);
    assert_row(&plugin, ".", "output schemas");
}

#[test]
fn text_in_other_encodings_is_read() {
    let utf16: Vec<u8> = "\u{feff}name = 'é'\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let plugin = read_folder(&[
        ("manifest.yaml", MANIFEST.as_bytes()),
        ("latin.py", b"name = '\xe9'\n"),
        ("utf16.py", &utf16),
        ("nul.py", b"x = 1\n\0\n"),
        ("binary.py", b"\x7fELF\x02\x01\x01\0\0\0"),
    ]);
    let text = |path| plugin.file(plugin.find(path).unwrap()).unwrap().text.as_str();
    assert_eq!(text("latin.py"), "name = 'é'\n");
    assert_eq!(text("utf16.py"), "name = 'é'\n");
    assert_row(&plugin, "nul.py", "NUL");
    assert_row(&plugin, "binary.py", "NUL");
}

#[test]
fn a_line_of_50_mb_is_not_read() {
    let line = vec![b'x'; 50 << 20];
    let plugin = read_folder(&[("manifest.yaml", MANIFEST.as_bytes()), ("long.py", &line), ("main.py", b"")]);
    assert_row(&plugin, "long.py", "larger than");
    assert!(plugin.find("main.py").is_some());
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn names_of_control_characters_are_escaped() {
        let root = folder(&[("manifest.yaml", MANIFEST.as_bytes())]);
        for name in
            [&b"a\x07\x1b[31m.py"[..], b"b\n.py", b"c\xff.py", b"d\\u{7}.py", "e\u{202e}.py".as_bytes()]
        {
            fs::write(root.path().join(OsStr::from_bytes(name)), "x = 1\n").unwrap();
        }
        let plugin = read_path(root.path());
        let paths: Vec<&str> = plugin.files.iter().map(|file| file.path.as_str()).collect();
        let expected = [
            "a\\u{7}\\u{1b}[31m.py",
            "b\\u{a}.py",
            "c\\x{ff}.py",
            "d\\\\u{7}.py",
            "e\\u{202e}.py",
            "manifest.yaml",
        ];
        assert_eq!(paths, expected);
        assert!(paths.is_sorted());
        assert!(plugin.find("b\\u{a}.py").is_some());
    }

    #[test]
    fn links_to_folders_are_not_followed_and_loops_do_no_harm() {
        let root =
            folder(&[("p/manifest.yaml", MANIFEST.as_bytes()), ("p/main.py", b""), ("outside/o.py", b"")]);
        let plugin = root.path().join("p");
        symlink(&plugin, plugin.join("loop")).unwrap();
        symlink(root.path(), root.path().join("again")).unwrap();
        symlink(root.path().join("outside/o.py"), plugin.join("o.py")).unwrap();
        symlink(plugin.join("main.py"), plugin.join("same.py")).unwrap();
        symlink("gone.py", plugin.join("dangling.py")).unwrap();
        let found = discover(&OPTIONS, root.path()).unwrap();
        assert_eq!(found.units.len(), 1);
        let plugin = read(&OPTIONS, &found.units[0]).unwrap();
        assert_row(&plugin, "loop", "links to folders are not followed");
        assert_row(&plugin, "o.py", "leads out");
        assert_row(&plugin, "dangling.py", "leads out");
        assert!(plugin.find("same.py").is_some());
    }

    #[test]
    fn links_that_may_hold_plugins_are_told_in_a_tree() {
        let root = folder(&[("p/manifest.yaml", MANIFEST.as_bytes()), ("p/main.py", b"")]);
        let outside = folder(&[("q/manifest.yaml", MANIFEST.as_bytes())]);
        symlink(outside.path().join("q"), root.path().join("linked")).unwrap();
        symlink("gone.difypkg", root.path().join("a.difypkg")).unwrap();
        symlink("gone.txt", root.path().join("a.txt")).unwrap();
        let found = discover(&OPTIONS, root.path()).unwrap();
        assert_eq!(found.units.len(), 1);
        let notes: Vec<&str> = found.notes.iter().map(|note| note.path.as_str()).collect();
        assert_eq!(notes, ["a.difypkg", "linked"]);
    }

    #[test]
    fn an_ignore_file_that_is_a_link_leaves_nothing_out() {
        let outside = folder(&[("patterns", b"main.py\n")]);
        let root = folder(&[("manifest.yaml", MANIFEST.as_bytes()), ("main.py", b"")]);
        symlink(outside.path().join("patterns"), root.path().join(".difyignore")).unwrap();
        let plugin = read_path(root.path());
        assert_note(&plugin, ".difyignore", "no regular file");
        assert!(plugin.find("main.py").is_some());
    }

    #[test]
    fn what_is_no_regular_file_is_not_opened() {
        let root = folder(&[("manifest.yaml", MANIFEST.as_bytes()), ("main.py", b"")]);
        let _socket = std::os::unix::net::UnixListener::bind(root.path().join("socket.py")).unwrap();
        fs::create_dir(root.path().join("folder.py")).unwrap();
        let plugin = read_path(root.path());
        assert_row(&plugin, "socket.py", "no regular file");
        assert!(plugin.find("main.py").is_some());
    }

    #[test]
    fn a_file_that_may_not_be_read_is_reported() {
        use std::os::unix::fs::PermissionsExt;
        let root =
            folder(&[("manifest.yaml", MANIFEST.as_bytes()), ("main.py", b""), ("secret.py", b"x = 1\n")]);
        let secret = root.path().join("secret.py");
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
        let readable = fs::read(&secret).is_ok();
        let plugin = read_path(root.path());
        assert!(plugin.find("main.py").is_some());
        // Nothing is closed to the system's administrator; then the file is simply read.
        if readable {
            assert!(plugin.find("secret.py").is_some());
        } else {
            assert_row(&plugin, "secret.py", "cannot be opened");
        }
    }
}

#[test]
fn nothing_to_scan_is_a_clear_error() {
    let empty = tempfile::tempdir().unwrap();
    let message = |path: &Path| format!("{:#}", discover(&OPTIONS, path).unwrap_err());
    assert!(message(empty.path()).contains("holds no plugin"));
    assert!(message(&empty.path().join("gone")).contains("cannot be read"));
    let file = empty.path().join("a.txt");
    fs::write(&file, "x").unwrap();
    assert!(message(&file).contains("neither a folder nor a package"));
}

#[test]
fn the_list_of_what_was_not_read_is_bounded() {
    let names: Vec<String> = (0..ROWS + 50).map(|number| format!("m{number:04}.py")).collect();
    let mut files: Vec<(&str, &[u8])> = vec![("manifest.yaml", MANIFEST.as_bytes())];
    files.extend(names.iter().map(|name| (name.as_str(), &b"\0"[..])));
    let plugin = read_folder(&files);
    assert_eq!(plugin.not_analysed.len(), ROWS + 1);
    assert!(plugin.not_analysed.last().unwrap().reason.contains("more of this kind"));
}

#[test]
fn an_ignore_file_of_any_size_is_bounded() {
    let patterns = "a*b*c\n".repeat(1 << 20);
    let started = Instant::now();
    let plugin = read_folder(&[
        ("manifest.yaml", MANIFEST.as_bytes()),
        ("main.py", b""),
        (".difyignore", patterns.as_bytes()),
        (".gitignore", patterns.as_bytes()),
    ]);
    assert_note(&plugin, ".difyignore", "larger than");
    assert!(plugin.find("main.py").is_some());
    assert!(started.elapsed() < PATIENCE);
}

/// Xorshift: the same bytes in each run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }
}

/// Text of pieces that mean something to YAML, and some that mean nothing.
fn yaml_like(random: &mut Random) -> String {
    const PIECES: &[&str] = &[
        "a",
        "b: ",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "\"",
        "'",
        "&x ",
        "*x",
        "|\n",
        ">-\n",
        "#",
        "!!str ",
        "? ",
        ": ",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "\t",
        "é",
        "隐私",
        "\r\n",
        "\\",
        "\u{feff}",
        "~",
        "<<: ",
        "\u{85}",
        "\u{2028}",
        "\u{1f600}",
    ];
    (0..random.below(60)).map(|_| PIECES[random.below(PIECES.len())]).collect()
}

fn check_places(tree: &Tree, text: &str, id: NodeId, depth: usize) {
    let node = tree.node(id).unwrap();
    assert!(depth <= YAML_DEPTH + 1);
    assert!(text.get(node.start as usize..node.end as usize).is_some(), "{node:?} in {text:?}");
    match &node.value {
        Value::Scalar(_) => {}
        Value::Seq(items) => items.iter().for_each(|&item| check_places(tree, text, item, depth + 1)),
        Value::Map(pairs) => pairs.iter().for_each(|&(key, value)| {
            check_places(tree, text, key, depth + 1);
            check_places(tree, text, value, depth + 1);
        }),
    }
}

#[test]
fn places_of_any_yaml_lie_on_characters_of_the_text() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for _ in 0..20_000 {
        let text = yaml_like(&mut random);
        let tree = Tree::parse(&text);
        if let Some(root) = tree.root() {
            check_places(&tree, &text, root, 0);
        }
    }
}

#[test]
fn any_bytes_as_a_package_are_read_or_refused() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let tool = b"identity: {name: p}\nextra: {python: {source: main.py}}\n";
    let entries: &[(&str, &[u8])] =
        &[("manifest.yaml", MANIFEST.as_bytes()), ("main.py", b"x = 1\n"), ("provider/p.yaml", tool)];
    let whole = package(entries, &[]);
    for _ in 0..3_000 {
        let mut bytes = whole.clone();
        for _ in 0..=random.below(8) {
            let at = random.below(bytes.len());
            bytes[at] = u8::try_from(random.below(256)).unwrap();
        }
        let _ = read_bytes(Cursor::new(bytes));
        let noise: Vec<u8> =
            (0..random.below(200)).map(|_| u8::try_from(random.below(256)).unwrap()).collect();
        let _ = read_bytes(Cursor::new(noise));
    }
}

#[test]
fn any_bytes_as_a_manifest_are_read() {
    let mut random = Random(0xda94_2042_e4dd_58b5);
    for _ in 0..300 {
        let mut noise: Vec<u8> =
            (0..random.below(400)).map(|_| u8::try_from(random.below(256)).unwrap()).collect();
        noise.extend(yaml_like(&mut random).bytes());
        let plugin = read_package(&[("manifest.yaml", &noise), ("provider/p.yaml", &noise)], &[]);
        for file in &plugin.files {
            assert!(file.text.is_char_boundary(0));
        }
    }
}

#[test]
fn a_package_may_be_longer_than_its_directory_says() {
    let mut bytes = Cursor::new(package(&[("manifest.yaml", MANIFEST.as_bytes())], &[]));
    bytes.seek(SeekFrom::End(0)).unwrap();
    bytes.write_all(&[0; 1000]).unwrap();
    let _ = read_bytes(bytes);
}

/// Text on one line, as no people write it: each piece costs a walk over what stands around it, never over all of it.
#[test]
fn a_policy_that_never_ends_a_sentence_takes_bounded_time() {
    let knowledge = candor::knowledge::Knowledge::shared().unwrap();
    for piece in [
        "https://a.example ",
        "we do not collect your name, ",
        "中",
        "我们不会收集",
        "メールアドレスを",
        "Slack, Notion and ",
        "- a\n",
        "|a|b|\n|-|-|\n",
        "> ",
        "[a](b) ",
        "<div>",
        "<table><tr><td>",
        "&#99999999;",
        "<!--",
        "• [a](b)\n",
        "*a",
        "_",
    ] {
        let started = Instant::now();
        let text = piece.repeat(60_000 / piece.len());
        for path in ["PRIVACY.md", "PRIVACY.html", "PRIVACY.txt"] {
            candor::policy::read_all(knowledge, &candor::policy::About::default(), &[(path, &text)]);
        }
        assert!(started.elapsed() < PATIENCE / 4, "{piece:?} took {:?}", started.elapsed());
    }
}

#[test]
fn policies_have_a_bound_together() {
    let text = "We collect your name. ".repeat(45_000);
    let names: Vec<String> = ["", "_de", "_fr", "_zh"].iter().map(|tag| format!("PRIVACY{tag}.md")).collect();
    let mut files: Vec<(&str, &[u8])> = vec![("manifest.yaml", MANIFEST.as_bytes())];
    files.extend(names.iter().map(|name| (name.as_str(), text.as_bytes())));
    let plugin = read_folder(&files);
    assert_row(&plugin, "PRIVACY_zh.md", "it is not read");
    assert!(plugin.find("PRIVACY.md").is_some());
}
