//! Runs the built binary. Comes in: paths and a number of threads; goes out: the bytes that it prints. Packs cases as
//! `.difypkg`. Apart because it touches processes and files and knows nothing of scores.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The folder of all cases.
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Name and folder of every case, sorted by name.
pub fn cases() -> Vec<(String, PathBuf)> {
    let mut found: Vec<(String, PathBuf)> = fs::read_dir(corpus())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), path))
        .collect();
    found.sort();
    found
}

/// What `candor` prints with `arguments`. Status 0 and 1 are answers; anything else fails the test.
pub fn candor(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_candor")).args(arguments).output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "candor {arguments:?}: {}\n{complaint}",
        output.status
    );
    output.stdout
}

/// The JSON report over `path`.
pub fn scan(path: &Path, threads: usize) -> Vec<u8> {
    let threads = threads.to_string();
    candor(&["scan", path.to_str().unwrap(), "--format", "json", "--threads", &threads])
}

/// Packs every case into `folder` as `<case>.difypkg`, without its `expected.json`: a report that depends on that file
/// would differ between folder and package.
pub fn pack_all(folder: &Path) {
    for (name, path) in cases() {
        let mut archive = ZipWriter::new(File::create(folder.join(format!("{name}.difypkg"))).unwrap());
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for file in files_below(&path) {
            let inner = file.strip_prefix(&path).unwrap().to_str().unwrap().replace('\\', "/");
            if inner != "expected.json" {
                archive.start_file(inner, options).unwrap();
                archive.write_all(&fs::read(&file).unwrap()).unwrap();
            }
        }
        archive.finish().unwrap();
    }
}

/// A plugin of the report without its path.
pub fn without_path(plugin: &Value) -> Value {
    let mut plugin = plugin.clone();
    plugin.as_object_mut().unwrap().remove("path");
    plugin
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries.into_iter().flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}
