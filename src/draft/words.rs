//! The words of drafted policies, a table for each language. Comes in: `knowledge/draft/<language>.toml`; goes out:
//! [`Words`]. Apart because adding a language is adding a table and its line here.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// The languages with their tables.
const TABLES: &[(&str, &str)] = &[
    ("en", include_str!("../knowledge/draft/en.toml")),
    ("ja", include_str!("../knowledge/draft/ja.toml")),
    ("zh", include_str!("../knowledge/draft/zh.toml")),
];

/// The languages that a policy can be drafted in.
pub const LANGUAGES: &[&str] = &["en", "ja", "zh"];

/// One table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    language: String,
    pub(super) title: String,
    pub(super) introduction: String,
    pub(super) nothing: String,
    pub(super) and: String,
    pub(super) comma: String,
    pub(super) heading: Headings,
    pub(super) group: BTreeMap<String, String>,
    pub(super) deed: Deeds,
    #[serde(rename = "use")]
    pub(super) usage: Usage,
    pub(super) parties: Parties,
    pub(super) storage: Storage,
    #[serde(default)]
    pub(super) notes: Notes,
    #[serde(rename = "type")]
    pub(super) types: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Headings {
    pub(super) data: String,
    #[serde(rename = "use")]
    pub(super) usage: String,
    pub(super) parties: String,
    pub(super) storage: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deeds {
    pub(super) sends: String,
    pub(super) receives: String,
    pub(super) stores: String,
    pub(super) stores_at: String,
    pub(super) logs: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Usage {
    pub(super) purpose: String,
    pub(super) question: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parties {
    pub(super) shared: String,
    pub(super) contacted: String,
    pub(super) none: String,
    pub(super) linked: String,
    pub(super) unlinked: String,
    pub(super) question: String,
    pub(super) user_configured: String,
    pub(super) dify: String,
    pub(super) unresolved: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Storage {
    pub(super) nothing: String,
    pub(super) question: String,
}

/// The notes of a pull request, which the marketplace wants in English.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Notes {
    pub(super) risk: String,
    pub(super) levels: BTreeMap<String, String>,
    pub(super) title: String,
    pub(super) nothing: String,
    pub(super) reason: String,
    pub(super) question: String,
}

/// The words of a language.
pub(super) fn of(language: &str) -> Result<Words> {
    let Some((_, text)) = TABLES.iter().find(|(known, _)| *known == language) else {
        bail!("no policy can be drafted in `{language}`; the languages are {}", LANGUAGES.join(", "));
    };
    let words: Words = toml::from_str(text).with_context(|| format!("the words for `{language}`"))?;
    anyhow::ensure!(words.language == language, "the words for `{language}` are of `{}`", words.language);
    Ok(words)
}

/// Puts values in the places of their names.
pub(super) fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;

    #[test]
    fn every_language_has_words_for_every_type() {
        let knowledge = Knowledge::shared().unwrap();
        for &language in LANGUAGES {
            let words = of(language).unwrap();
            for row in &knowledge.taxonomy().types {
                let wanted = !matches!(row.group.as_str(), "apart" | "broad");
                assert!(!wanted || words.types.contains_key(&row.id), "{language}: {}", row.id);
                assert!(!wanted || words.group.contains_key(&row.group), "{language}: {}", row.group);
            }
        }
        assert!(TABLES.iter().map(|(language, _)| *language).eq(LANGUAGES.iter().copied()));
    }

    #[test]
    fn values_are_put_in_once() {
        assert_eq!(fill("a {x} b {y}", &[("x", "{y}"), ("y", "1")]), "a {y} b 1");
        assert_eq!(fill("plain", &[]), "plain");
    }
}
