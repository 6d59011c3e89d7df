//! Where `candor.toml` is. Comes in: a scanned path; goes out: the configuration that holds there. Apart because only this
//! touches folders outside of what is scanned.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// The file's name.
pub const NAME: &str = "candor.toml";

/// A folder with this entry is the root of a repository: nothing above it belongs to the project.
const ROOT_MARK: &str = ".git";

/// The nearest `candor.toml`: in the scanned folder, or beside the scanned file, or in a folder above, up to the root of
/// the repository or of the file system.
pub fn find(scanned: &Path) -> Option<PathBuf> {
    let start = fs::canonicalize(scanned).ok()?;
    let folder = if start.is_dir() { start.as_path() } else { start.parent()? };
    for folder in folder.ancestors() {
        let file = folder.join(NAME);
        if file.is_file() {
            return Some(file);
        }
        if folder.join(ROOT_MARK).exists() {
            return None;
        }
    }
    None
}

/// The path as seen from the current folder, with `/`.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
    let relative = relative(path, &here).unwrap_or_else(|| path.to_owned());
    relative.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// `path` from `here`; nothing where they share no more than the root.
fn relative(path: &Path, here: &Path) -> Option<PathBuf> {
    let common = path.components().zip(here.components()).take_while(|(a, b)| a == b).count();
    let named = |part: &Component| matches!(part, Component::Normal(_));
    if !path.components().take(common).any(|part| named(&part)) {
        return None;
    }
    let up = here.components().skip(common).map(|_| Component::ParentDir);
    Some(up.chain(path.components().skip(common)).collect())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::relative;

    #[test]
    fn paths_are_seen_from_here() {
        let seen = |path: &str, here: &str| relative(Path::new(path), Path::new(here));
        assert_eq!(seen("/a/b/c.toml", "/a/b").unwrap(), Path::new("c.toml"));
        assert_eq!(seen("/a/c.toml", "/a/b/d").unwrap(), Path::new("../../c.toml"));
        assert_eq!(seen("/x/c.toml", "/a/b"), None);
    }
}
