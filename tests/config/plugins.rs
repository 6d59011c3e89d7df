//! Plugins to try settings on. Comes in: a plugin of the corpus; goes out: a copy of it that a test may change, and what
//! the program says of it. Apart because all tests of settings need them.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// The project's folder.
pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A copy of a plugin of the corpus, as a folder of its own.
pub fn copy(plugin: &str, to: &Path) {
    fn all(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let target = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                all(&entry.path(), &target);
            } else {
                fs::copy(entry.path(), target).unwrap();
            }
        }
    }
    all(&Path::new(ROOT).join("corpus").join(plugin), to);
}

/// Runs the program in a folder.
pub fn candor(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_candor")).current_dir(folder).args(arguments).output().unwrap()
}

/// The only plugin of a JSON report.
pub fn plugin_of(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    let document: Value = serde_json::from_str(&text).unwrap_or_else(|_| {
        unreachable!("{text}{}", String::from_utf8_lossy(&output.stderr));
    });
    document["plugins"][0].clone()
}

/// A copy of a plugin in a folder that goes away at the end of the test.
pub struct Copy(tempfile::TempDir);

impl Copy {
    pub fn of(plugin: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(plugin, &folder.path().join("plugin"));
        Self(folder)
    }

    /// The folder above the plugin.
    pub fn above(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, path: &str, text: &str) {
        fs::write(self.0.path().join("plugin").join(path), text).unwrap();
    }

    /// Replaces text that stands once in a file.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let path = self.0.path().join("plugin").join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from} in {}", path.display());
        fs::write(path, text.replace(from, to)).unwrap();
    }

    /// Packs the plugin beside itself.
    pub fn pack(&self) {
        let root = self.0.path().join("plugin");
        let mut zip = zip::ZipWriter::new(fs::File::create(self.0.path().join("plugin.difypkg")).unwrap());
        let mut pending = vec![root.clone()];
        while let Some(folder) = pending.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    pending.push(path);
                    continue;
                }
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
                zip.write_all(&fs::read(path).unwrap()).unwrap();
            }
        }
        zip.finish().unwrap();
    }

    /// The exit status and the report's only plugin.
    pub fn scan(&self, arguments: &[&str]) -> (i32, Value) {
        let mut all = vec!["scan", "plugin", "--format", "json"];
        all.extend(arguments);
        let output = candor(self.above(), &all);
        (output.status.code().unwrap(), plugin_of(&output))
    }
}

/// `rule severity` of each finding.
pub fn findings(plugin: &Value) -> Vec<String> {
    let findings = plugin["findings"].as_array().unwrap().iter();
    findings
        .map(|one| format!("{} {}", one["rule"].as_str().unwrap(), one["severity"].as_str().unwrap()))
        .collect()
}
