//! The tables in the form in which they are embedded: texts that are found where they lie, and rows that are read one by
//! one. Comes in: rows; goes out: [`Packed`]. Apart because the build script compiles this file too: it packs, the
//! program looks up.

use std::borrow::Cow;
use std::collections::BTreeMap;

use postcard::{Result, to_stdvec};
use serde::{Deserialize, Serialize};

use super::names::{self, Name};
use super::rows::{EndpointRow, LibraryFile, ServiceRow, TaxonomyFile};

/// Byte strings one after another, each found by its place.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Items {
    /// Where each of them ends: four bytes, the lowest first.
    #[serde(borrow)]
    ends: Cow<'static, [u8]>,
    #[serde(borrow)]
    bytes: Cow<'static, [u8]>,
}

impl Items {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len() / 4
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The one at a place.
    pub fn get(&self, at: usize) -> Option<&[u8]> {
        let start = at.checked_sub(1).map_or(Some(0), |before| self.end(before))?;
        self.bytes.get(start..self.end(at)?)
    }

    fn end(&self, at: usize) -> Option<usize> {
        number_at(&self.ends, at)
    }

    fn push(&mut self, item: &[u8]) {
        let bytes = self.bytes.to_mut();
        bytes.extend_from_slice(item);
        let end = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.ends.to_mut().extend_from_slice(&end.to_le_bytes());
    }

    /// Rows, each by itself.
    fn of_rows<T: Serialize>(rows: impl IntoIterator<Item = T>) -> Result<Self> {
        let mut items = Self::default();
        for row in rows {
            items.push(&to_stdvec(&row)?);
        }
        Ok(items)
    }
}

/// Texts with a number each, found by a hash.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Texts {
    items: Items,
    /// Two bytes each, the lower first.
    #[serde(borrow)]
    numbers: Cow<'static, [u8]>,
    /// Four bytes each, the lowest first: one more than the place of the text with that hash or one just before, 0 for
    /// none. A power of two of them, half of them free at least.
    #[serde(borrow)]
    slots: Cow<'static, [u8]>,
}

impl Texts {
    /// Packs texts. Of equal ones the last counts.
    fn of<'a>(texts: impl IntoIterator<Item = (&'a str, u16)>) -> Self {
        let sorted: BTreeMap<&str, u16> = texts.into_iter().collect();
        let mut slots = vec![0_u32; (sorted.len() * 2).next_power_of_two()];
        let mask = slots.len() - 1;
        let mut all = Self::default();
        for ((text, number), place) in sorted.into_iter().zip(1..) {
            all.items.push(text.as_bytes());
            all.numbers.to_mut().extend_from_slice(&number.to_le_bytes());
            let mut at = hash(text) & mask;
            while slots.get(at).is_some_and(|taken| *taken != 0) {
                at = (at + 1) & mask;
            }
            if let Some(slot) = slots.get_mut(at) {
                *slot = place;
            }
        }
        all.slots = slots.iter().flat_map(|slot| slot.to_le_bytes()).collect();
        all
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Where a text stands, and its number.
    pub fn find(&self, text: &str) -> Option<(usize, u16)> {
        let mask = (self.slots.len() / 4).checked_sub(1)?;
        let mut slot = hash(text) & mask;
        loop {
            let at = number_at(&self.slots, slot)?.checked_sub(1)?;
            if self.items.get(at)? == text.as_bytes() {
                let bytes = self.numbers.get(at.checked_mul(2)?..)?.first_chunk()?;
                return Some((at, u16::from_le_bytes(*bytes)));
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The texts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|at| str::from_utf8(self.items.get(at)?).ok())
    }

    /// The number of a text.
    pub fn number_of(&self, text: &str) -> Option<u16> {
        self.find(text).map(|(_, number)| number)
    }
}

/// The number at a place of four bytes each.
fn number_at(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at.checked_mul(4)?..)?.first_chunk()?;
    usize::try_from(u32::from_le_bytes(*bytes)).ok()
}

/// Fowler, Noll and Vo's hash: the same in the build script and on every machine.
fn hash(text: &str) -> usize {
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = text.bytes().fold(0x811c_9dc5, mix);
    usize::try_from(hash ^ (hash >> 15)).unwrap_or(0)
}

/// More rows than there are numbers for.
const TOO_MANY: postcard::Error = postcard::Error::SerializeBufferFull;

fn count(rows: usize) -> Option<u16> {
    u16::try_from(rows).ok()
}

/// `services.toml`. Numbers are places of rows, which are sorted by id.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Services {
    /// Ids.
    pub ids: Texts,
    /// Hosts that stand for themselves.
    pub hosts: Texts,
    /// Hosts that stand for all below them too.
    pub wildcards: Texts,
    /// Python modules.
    pub modules: Texts,
    /// Names and aliases.
    pub names: Names,
    /// The rows.
    pub rows: Items,
}

impl Services {
    /// Packs rows that are sorted by id.
    pub fn of(rows: &[ServiceRow]) -> Result<Self> {
        let count = count(rows.len()).ok_or(TOO_MANY)?;
        let all = || (0..count).zip(rows);
        let hosts = || all().flat_map(|(at, row)| row.hosts.iter().map(move |host| (host.as_str(), at)));
        Ok(Self {
            ids: Texts::of(all().map(|(at, row)| (row.id.as_str(), at))),
            hosts: Texts::of(hosts().filter(|(host, _)| !host.starts_with("*."))),
            wildcards: Texts::of(
                hosts().filter_map(|(host, at)| host.strip_prefix("*.").map(|host| (host, at))),
            ),
            modules: Texts::of(
                all().flat_map(|(at, row)| row.modules.iter().map(move |name| (name.as_str(), at))),
            ),
            names: Names::of(all())?,
            rows: Items::of_rows(rows)?,
        })
    }
}

/// The names of services, by their first words.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Names {
    /// First words, folded, with the place of their names.
    pub words: Texts,
    /// Lists of [`Name`], the longest first.
    pub lists: Items,
}

impl Names {
    fn of<'a>(rows: impl Iterator<Item = (u16, &'a ServiceRow)>) -> Result<Self> {
        let mut words: BTreeMap<String, Vec<Name>> = BTreeMap::new();
        for (service, row) in rows {
            for text in std::iter::once(&row.name).chain(&row.aliases) {
                let name = Name::new(text, service, row.ordinary_word);
                let word = names::first_word(&name.folded);
                words.entry(word.to_owned()).or_default().push(name);
            }
        }
        for list in words.values_mut() {
            list.sort_by_key(|name| std::cmp::Reverse(name.folded.len()));
        }
        let count = count(words.len()).ok_or(TOO_MANY)?;
        Ok(Self {
            words: Texts::of(words.keys().map(String::as_str).zip(0..count)),
            lists: Items::of_rows(words.values())?,
        })
    }
}

/// `endpoints.toml`: the rows of each service together.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Endpoints {
    /// Ids of services, with the place of their rows.
    pub services: Texts,
    /// The rows of one service each.
    pub rows: Items,
}

impl Endpoints {
    /// Packs rows; those of one service keep their order.
    pub fn of(rows: &[EndpointRow]) -> Result<Self> {
        let mut services: BTreeMap<&str, Vec<&EndpointRow>> = BTreeMap::new();
        for row in rows {
            services.entry(&row.service).or_default().push(row);
        }
        let count = count(services.len()).ok_or(TOO_MANY)?;
        Ok(Self {
            services: Texts::of(services.keys().copied().zip(0..count)),
            rows: Items::of_rows(services.values())?,
        })
    }
}

/// The first part of qualified names of rows: `requests` of `requests.get`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The part.
    pub name: String,
    /// Whether a sink or a base has it: calls on what it names are described.
    pub sends: bool,
}

/// What tells whether the rows of a library table are needed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Outline {
    /// By which its rows are found, sorted.
    pub heads: Vec<Head>,
    /// Whether some rows are found by something else than a qualified name.
    pub general: bool,
}

impl Outline {
    /// The outline of a table.
    pub fn of(file: &LibraryFile) -> Self {
        let sends = file.sink.iter().flat_map(|row| &row.call);
        let sends = sends.chain(file.base.iter().flat_map(|row| &row.class));
        let others = file.source.iter().flat_map(|row| row.call.iter().chain(&row.class));
        let others = others.chain(file.summary.iter().flat_map(|row| &row.call));
        let others = others.chain(file.capability.iter().flat_map(|row| &row.call));
        let mut heads: BTreeMap<&str, bool> = others.map(|name| (head(name), false)).collect();
        heads.extend(sends.map(|name| (head(name), true)));
        let credentials =
            file.source.iter().any(|row| row.kind == "credentials" && !row.parameter.is_empty());
        Self {
            heads: heads.into_iter().map(|(name, sends)| Head { name: name.to_owned(), sends }).collect(),
            general: credentials
                || file.base.iter().any(|row| !row.url.is_empty())
                || file.summary.iter().any(|row| !row.function.is_empty())
                || !file.tag.is_empty()
                || !file.hidden.is_empty(),
        }
    }
}

/// The first part of a qualified name.
pub fn head(name: &str) -> &str {
    name.split_once('.').map_or(name, |(head, _)| head)
}

/// One `libraries/<lib>.toml`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Library {
    /// The file's name.
    pub name: String,
    /// What tells whether it is needed.
    pub outline: Outline,
    /// A [`LibraryFile`].
    #[serde(borrow)]
    pub file: Cow<'static, [u8]>,
}

/// All tables that code is read by.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Packed {
    /// A [`TaxonomyFile`].
    #[serde(borrow)]
    pub taxonomy: Cow<'static, [u8]>,
    /// Services.
    pub services: Services,
    /// Libraries, sorted by name.
    pub libraries: Vec<Library>,
    /// Web APIs.
    pub endpoints: Endpoints,
}

impl Packed {
    /// Packs tables.
    pub fn of(
        taxonomy: &TaxonomyFile,
        services: &[ServiceRow],
        libraries: &[(String, LibraryFile)],
        endpoints: &[EndpointRow],
    ) -> Result<Self> {
        let library = |(name, file): &(String, LibraryFile)| {
            Ok(Library { name: name.clone(), outline: Outline::of(file), file: to_stdvec(file)?.into() })
        };
        Ok(Self {
            taxonomy: to_stdvec(taxonomy)?.into(),
            services: Services::of(services)?,
            libraries: libraries.iter().map(library).collect::<Result<_>>()?,
            endpoints: Endpoints::of(endpoints)?,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::knowledge::Knowledge;

    #[test]
    fn a_text_is_found_and_no_other() {
        assert_eq!(Texts::default().find("a"), None);
        assert_eq!(Texts::of([]).find(""), None);
        let names: Vec<String> = (0..500).map(|at| format!("name-{at}")).collect();
        let texts = Texts::of(names.iter().map(String::as_str).zip(0..));
        assert_eq!(texts.len(), 500);
        for (number, name) in names.iter().enumerate() {
            assert_eq!(texts.number_of(name).map(usize::from), Some(number));
        }
        for other in ["", "name", "name-500", "name-1 "] {
            assert_eq!(texts.find(other), None);
        }
        assert_eq!(Texts::of([("a", 1), ("b", 2), ("a", 3)]).number_of("a"), Some(3));
    }

    #[test]
    fn damaged_bytes_are_no_row() {
        let items = Items::of_rows(["one", "two"]).unwrap();
        assert_eq!(
            (items.get(0), items.get(1), items.get(2)),
            (Some(&b"\x03one"[..]), Some(&b"\x03two"[..]), None)
        );
        let cut = Items { bytes: vec![3].into(), ..items.clone() };
        assert_eq!(cut.get(0), None);
        let turned = Items {
            ends: [items.ends.get(4..).unwrap(), items.ends.get(..4).unwrap()].concat().into(),
            ..items
        };
        assert_eq!(turned.get(1), None);
    }

    #[test]
    fn the_heads_of_a_table_lead_to_it() {
        let knowledge = Knowledge::builtin().unwrap();
        for (at, (name, file)) in knowledge.libraries().enumerate() {
            let sinks = file.sink.iter().flat_map(|row| &row.call);
            let sources = file.source.iter().flat_map(|row| row.call.iter().chain(&row.class));
            let others = file.summary.iter().flat_map(|row| &row.call);
            let others = others.chain(file.capability.iter().flat_map(|row| &row.call));
            let others = others.chain(file.base.iter().flat_map(|row| &row.class));
            for call in sinks.chain(sources).chain(others) {
                let about = knowledge.libraries_about(call);
                assert!(about.iter().any(|place| usize::from(*place) == at), "{call} of {name}");
            }
        }
    }

    #[test]
    fn every_host_module_and_name_of_a_service_is_found() {
        let knowledge = Knowledge::builtin().unwrap();
        for row in knowledge.services() {
            let id = knowledge.service(&row.id);
            assert!(id.is_some(), "{}", row.id);
            for host in &row.hosts {
                let host = host.strip_prefix("*.").unwrap_or(host);
                assert_eq!(knowledge.service_of_host(host), id, "{host}");
            }
            for module in &row.modules {
                assert_eq!(knowledge.service_of_module(module), id, "{module}");
            }
            for name in std::iter::once(&row.name).chain(&row.aliases) {
                let folded = Name::new(name, 0, false).folded;
                let word = names::first_word(&folded);
                let listed = knowledge.names_beginning(word).iter().any(|other| other.text == *name);
                assert!(listed && knowledge.first_words().any(|first| first == word), "{name}");
            }
        }
    }
}
