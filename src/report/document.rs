//! A report that is being written. Comes in: the fragments of the plugins in the order of the input; goes out: the bytes of
//! a whole document. Apart because only this knows which formats have to wait for the last plugin.

use std::io::{self, Write};

use anyhow::Result;

use super::{Brief, Format, Look, Summary, html, json, markdown, sarif, text};

/// A report that is being written.
pub struct Document<W: Write> {
    format: Format,
    look: Look,
    out: W,
    /// Plugins of formats that wait for the last one.
    held: Vec<(Brief, String)>,
    opened: bool,
    items: usize,
}

impl<W: Write> Document<W> {
    /// A report of `format` to `out`.
    pub fn new(format: Format, look: Look, out: W) -> Self {
        Self { format, look, out, held: Vec::new(), opened: false, items: 0 }
    }

    /// Where it is written.
    pub fn output(&self) -> &W {
        &self.out
    }

    /// Adds the next plugin.
    pub fn push(&mut self, brief: &Brief, fragment: String) -> io::Result<()> {
        self.open()?;
        match self.format {
            format if format.waits() => self.held.push((brief.clone(), fragment)),
            Format::Sarif | Format::Gitlab => self.item(&fragment)?,
            Format::Ndjson => {
                self.write(&fragment)?;
                self.write("\n")?;
                self.out.flush()?;
            }
            _ => self.write(&fragment)?,
        }
        Ok(())
    }

    /// Writes what follows the last plugin and gives the output back.
    pub fn finish(mut self, summary: &Summary) -> Result<W> {
        self.open()?;
        let mut held = std::mem::take(&mut self.held);
        if self.format.worst_first() {
            held.sort_by_cached_key(|(brief, _)| brief.order());
        }
        match self.format {
            Format::Text => self.write(&text::document(&self.look, &held, summary))?,
            Format::Markdown => self.write(&markdown::document(&self.look, &held, summary))?,
            Format::Html => {
                self.write(&html::opening(&self.look, &held, summary))?;
                for (_, fragment) in &held {
                    self.write(fragment)?;
                }
                self.write(html::CLOSING)?;
            }
            Format::Json => {
                self.write(&json::opening(summary)?)?;
                for (_, fragment) in &held {
                    self.item(fragment)?;
                }
                self.write("\n]\n}\n")?;
            }
            Format::Sarif => self.write(sarif::CLOSING)?,
            Format::Gitlab => self.write("\n]\n")?,
            Format::Ndjson | Format::Github | Format::Csv => {}
        }
        self.out.flush()?;
        Ok(self.out)
    }

    /// Writes the beginning once.
    fn open(&mut self) -> io::Result<()> {
        if !self.opened {
            self.opened = true;
            self.write(&self.format.opening())?;
        }
        Ok(())
    }

    /// Writes an item of a list, with a comma after the one before.
    fn item(&mut self, fragment: &str) -> io::Result<()> {
        if !fragment.is_empty() {
            self.write(if self.items == 0 { "\n" } else { ",\n" })?;
            self.write(fragment)?;
            self.items += 1;
        }
        Ok(())
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }
}
