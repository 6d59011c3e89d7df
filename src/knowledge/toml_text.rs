//! TOML that people write: tables from outside and configuration. Comes in: a file; goes out: its typed rows, or one
//! sentence with the file, the line, what is wrong and what was likely meant. Apart because every such file is read alike.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};
use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

use super::similar;

/// A file of more bytes is no configuration.
const BYTES: usize = 4 << 20;

/// The text of a TOML file with the name under which messages speak of it.
#[derive(Debug, Clone)]
pub struct TomlText {
    /// The file's name as people gave it.
    pub name: String,
    text: String,
}

/// One step on the way to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// Under a key.
    Key(&'a str),
    /// At a place of a list.
    At(usize),
}

impl TomlText {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self> {
        let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let file = File::open(path).with_context(|| format!("{name} cannot be opened"))?;
        let mut bytes = Vec::new();
        file.take(BYTES as u64 + 1)
            .read_to_end(&mut bytes)
            .with_context(|| format!("{name} cannot be read"))?;
        ensure!(bytes.len() <= BYTES, "{name} is larger than {BYTES} bytes");
        let text = String::from_utf8(bytes).ok().with_context(|| format!("{name} is not UTF-8 text"))?;
        Ok(Self::new(name, text))
    }

    /// A text that is already there.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text: String = text.into();
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        Self { name: name.into(), text }
    }

    /// The rows.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T> {
        toml::from_str(&self.text).map_err(|error| {
            let line = self.line_of(error.span().map_or(0, |span| span.start));
            anyhow!("{}:{line}: {}", self.name, sentence(error.message()))
        })
    }

    /// The sentence about the value that `path` leads to.
    pub fn complaint(&self, path: &[Step], what: &str) -> String {
        format!("{}:{}: {what}", self.name, self.line(path))
    }

    /// The line of the value that `path` leads to, or of the nearest one on the way that is there.
    pub fn line(&self, path: &[Step]) -> usize {
        let Ok(table) = DeTable::parse(&self.text) else { return 1 };
        let mut at = table.span().start;
        let mut value: Option<&DeValue> = None;
        for (depth, step) in path.iter().enumerate() {
            let next = match (step, value) {
                (Step::Key(key), None) if depth == 0 => entry(table.get_ref(), key),
                (Step::Key(key), Some(DeValue::Table(table))) => entry(table, key),
                (Step::At(index), Some(DeValue::Array(items))) => {
                    items.get(*index).map(|item| (item.span().start, item.get_ref()))
                }
                _ => None,
            };
            let Some((start, found)) = next else { break };
            (at, value) = (start, Some(found));
        }
        self.line_of(at)
    }

    fn line_of(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
    }
}

/// Where a key of a table stands, and its value.
fn entry<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<(usize, &'t DeValue<'i>)> {
    table
        .iter()
        .find(|(name, _)| name.get_ref().as_ref() == key)
        .map(|(name, value)| (name.span().start, value.get_ref()))
}

/// The reader's message in plain words, with the nearest of the names that it lists.
fn sentence(message: &str) -> String {
    let message = message.trim().replace('\n', ": ");
    let mut quoted = message.split('`').skip(1).step_by(2);
    let wrong = quoted.next().unwrap_or_default();
    let what = match message.split_whitespace().take(2).collect::<Vec<_>>().as_slice() {
        ["unknown", "field"] => "key",
        ["unknown", "variant"] => "value",
        _ => return message,
    };
    let known: Vec<&str> = quoted.collect();
    let hint = match similar::nearest(wrong, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "known are {}",
            known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        ),
    };
    format!("there is no {what} `{wrong}`; {hint}")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{Step, TomlText};

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Rows {
        row: Vec<Row>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Row {
        hosts: Vec<String>,
        id: String,
    }

    #[test]
    fn a_mistyped_key_is_named_with_its_line_and_its_neighbour() {
        let text = TomlText::new("rows.toml", "[[row]]\nid = \"a\"\nhost = [\"a.example.com\"]\n");
        let error = text.parse::<Rows>().unwrap_err().to_string();
        assert_eq!(error, "rows.toml:3: there is no key `host`; did you mean `hosts`?");
        let text = TomlText::new("rows.toml", "[[row]]\nid = \"a\"\ncolour = 1\n");
        let error = text.parse::<Rows>().unwrap_err().to_string();
        assert_eq!(error, "rows.toml:3: there is no key `colour`; known are `hosts`, `id`");
    }

    #[test]
    fn a_value_is_found_by_its_way() {
        let text = TomlText::new(
            "x",
            "a = 1\n[[row]]\nid = \"a\"\n[[row]]\nid = \"b\"\nhosts = [\n\"x\",\n\"y\"]\n",
        );
        let row = [Step::Key("row"), Step::At(1)];
        assert_eq!(text.line(&[row[0], row[1], Step::Key("id")]), 5);
        assert_eq!(text.line(&[row[0], row[1], Step::Key("hosts"), Step::At(1)]), 8);
        assert_eq!(text.line(&[row[0], row[1], Step::Key("name")]), 4);
        assert_eq!(text.line(&[Step::Key("none")]), 1);
    }
}
