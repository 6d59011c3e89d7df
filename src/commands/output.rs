//! Where output goes: standard output, standard error, files that appear whole or not at all. Apart because nothing else
//! knows streams.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
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

/// A file that takes its name only when it is complete.
pub(super) struct WholeFile {
    path: PathBuf,
    draft: PathBuf,
    writer: BufWriter<File>,
}

impl WholeFile {
    /// Opens a draft beside `path`.
    pub(super) fn create(path: &Path) -> Result<Self> {
        let mut name = OsString::from(".");
        name.push(path.file_name().with_context(|| format!("{} is no file name", path.display()))?);
        name.push(format!(".{}.tmp", std::process::id()));
        let draft = path.with_file_name(name);
        let file = File::create(&draft).with_context(|| format!("{} cannot be written", path.display()))?;
        Ok(Self { path: path.to_owned(), draft, writer: BufWriter::new(file) })
    }

    /// Gives the file its name.
    pub(super) fn keep(mut self) -> Result<()> {
        let done = self.writer.flush().and_then(|()| fs::rename(&self.draft, &self.path));
        done.with_context(|| format!("{} cannot be written", self.path.display()))
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
        // After `keep` there is none left.
        let _ = fs::remove_file(&self.draft);
    }
}
