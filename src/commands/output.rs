//! Where output goes: standard output, standard error, files that appear whole or not at all. Apart because nothing else
//! knows streams.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Standard output, with colours only where a terminal shows them and `NO_COLOR` does not forbid it.
pub(super) fn stdout() -> Box<dyn Write + Send> {
    Box::new(BufWriter::new(anstream::stdout()))
}

/// One line on standard error.
pub(super) fn message(kind: &str, text: &str) {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(anstream::stderr(), "{kind}: {}", crate::report::text::escape(text));
}

/// Whether a progress bar is of use: standard error is a terminal, and no line of the report comes between (`waits`: it is
/// written when the bar is gone).
pub(super) fn shows_progress(waits: bool) -> bool {
    io::stderr().is_terminal() && (waits || !io::stdout().is_terminal())
}

/// Drafts beside one file: other runs may write the same at the same time.
const DRAFTS: usize = 100;

/// A file that takes its name only when it is complete. A link under that name is replaced, never followed: who scans
/// something hostile may write into its folder. Pipes and devices are written as they are.
pub(super) struct WholeFile {
    path: PathBuf,
    draft: Option<PathBuf>,
    writer: BufWriter<File>,
}

impl WholeFile {
    /// Opens a draft beside `path`.
    pub(super) fn create(path: &Path) -> Result<Self> {
        let cannot = || format!("{} cannot be written", path.display());
        path.file_name().with_context(|| format!("{} is no file name", path.display()))?;
        anyhow::ensure!(!path.is_dir(), "{} is a folder", path.display());
        let (draft, file) = if is_stream(path) {
            (None, File::options().write(true).open(path).with_context(cannot)?)
        } else {
            let (draft, file) = draft_beside(path).with_context(cannot)?;
            (Some(draft), file)
        };
        let whole = Self { path: path.to_owned(), draft, writer: BufWriter::new(file) };
        if let (Some(draft), Ok(meta)) = (&whole.draft, fs::symlink_metadata(path))
            && meta.is_file()
        {
            fs::set_permissions(draft, meta.permissions()).with_context(cannot)?;
        }
        Ok(whole)
    }

    /// Whether both would end under one name.
    pub(super) fn is_same(&self, path: &Path) -> bool {
        let folder = |path: &Path| {
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            fs::canonicalize(parent.unwrap_or(Path::new("."))).ok()
        };
        let same = self.path.file_name() == path.file_name() && folder(&self.path) == folder(path);
        self.draft.is_some() && same
    }

    /// Gives the file its name.
    pub(super) fn keep(mut self) -> Result<()> {
        let flushed = self.writer.flush();
        let done = flushed.and_then(|()| match &self.draft {
            Some(draft) => fs::rename(draft, &self.path),
            None => Ok(()),
        });
        done.with_context(|| format!("{} cannot be written", self.path.display()))
    }
}

/// Whether something else than a file stands under the name. A link counts only among the system's own, such as
/// `/dev/stdout`.
fn is_stream(path: &Path) -> bool {
    let Ok(meta) = fs::symlink_metadata(path) else { return false };
    let leads_back = path.components().any(|part| part == std::path::Component::ParentDir);
    if meta.is_symlink() {
        path.starts_with("/dev") && !leads_back
    } else {
        !meta.is_file() && !meta.is_dir()
    }
}

/// A new file in the same folder; one that is there already, or a link, is never opened.
fn draft_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let mut number = 0;
    loop {
        let draft = path.with_file_name(format!(".candor.{}.{number}.tmp", std::process::id()));
        match File::options().write(true).create_new(true).open(&draft) {
            Ok(file) => return Ok((draft, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < DRAFTS => number += 1,
            Err(error) => return Err(error),
        }
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if let Some(draft) = &self.draft {
            // After `keep` there is none left.
            let _ = fs::remove_file(draft);
        }
    }
}

/// The bytes of a file that a user names: a pipe is read too, a folder is not, and no more than `limit` bytes are.
pub(super) fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let cannot = || format!("{} cannot be read", path.display());
    anyhow::ensure!(!path.is_dir(), "{} is a folder", path.display());
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes)).with_context(cannot)?;
    anyhow::ensure!(bytes.len() as u64 <= limit, "{} is larger than {limit} bytes", path.display());
    Ok(bytes)
}
