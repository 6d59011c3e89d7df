//! The table of comparisons with its ids resolved. Comes in: `compare.toml`, embedded ready-made, and the taxonomy;
//! goes out: [`Comparing`]. Apart because only the comparison of policy and code needs it.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use anyhow::{Context, Result, ensure};

use super::compare_rows::{
    ActivityRow, ClauseRow, CompareFile, FoundRow, LocalRow, OnlyRow, RiskRow, SubmissionRow,
};
use super::{DataType, Knowledge};

static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/compare.bin"));

/// What `ways` of an activity may be.
const WAYS: &[&str] = &["asked", "account", "profile", "record"];

/// What a term covers, by ids.
#[derive(Debug, Clone, Default)]
struct Cover {
    terms: Vec<String>,
    not: Vec<String>,
    handles: Vec<DataType>,
    never: Vec<DataType>,
    denies: Vec<DataType>,
}

impl Cover {
    /// Whether the row holds of a term of which `says` tells the phrases.
    fn holds(&self, says: impl Fn(&[String]) -> bool) -> bool {
        (self.terms.is_empty() || says(&self.terms)) && !says(&self.not)
    }
}

/// What shows that a declared type is handled, by ids.
#[derive(Debug, Clone)]
pub struct FoundBy {
    /// Types of the same family.
    pub by: Vec<DataType>,
    /// Ids of the actions by which those show it.
    pub actions: Vec<String>,
    /// Whatever a tool asks for shows it.
    pub asked: bool,
    /// A term with one of these phrases means its own type and no other.
    pub not: Vec<String>,
}

/// The rows of `compare.toml`, looked up by data type.
#[derive(Debug)]
pub struct Comparing {
    covers: Vec<(DataType, Cover)>,
    only: Vec<(DataType, OnlyRow)>,
    found: Vec<(DataType, FoundBy)>,
    /// The activities, in the guidelines' order.
    pub activities: Vec<ActivityRow>,
    /// The reasons for risk levels, the gravest first.
    pub risks: Vec<RiskRow>,
    /// What decides what a clause says.
    pub clause: ClauseRow,
    /// The body of a pull request.
    pub submission: SubmissionRow,
    /// Promises that data stays where it is.
    pub local: LocalRow,
    /// How the phrases of promises begin, made at the first text that may hold one.
    local_heads: OnceLock<Option<AhoCorasick>>,
}

impl Comparing {
    /// The built-in table. Fails if the embedded bytes are damaged or an id is not in the taxonomy.
    pub fn builtin(knowledge: &Knowledge) -> Result<Self> {
        let file: CompareFile =
            postcard::from_bytes(TABLE).context("the embedded table of comparisons cannot be read")?;
        let one = |id: &String| {
            knowledge
                .data_type(id)
                .with_context(|| format!("compare.toml names the unknown data type `{id}`"))
        };
        let all = |ids: &[String]| ids.iter().map(one).collect::<Result<Vec<_>>>();
        for ids in file.activity.iter().flat_map(|row| [&row.types, &row.one_of]) {
            all(ids)?;
        }
        for row in &file.activity {
            ensure!(
                matches!(row.confidence.as_str(), "" | "low"),
                "compare.toml: confidence of `{}`",
                row.id
            );
        }
        for way in file.activity.iter().flat_map(|row| &row.ways) {
            ensure!(WAYS.contains(&way.as_str()), "compare.toml names the unknown way `{way}`");
        }
        for row in &file.risk {
            all(&row.types)?;
        }
        let covers = file
            .cover
            .iter()
            .map(|row| {
                let cover = Cover {
                    terms: row.terms.clone(),
                    not: row.not.clone(),
                    handles: all(&row.handles)?,
                    never: all(&row.never)?,
                    denies: all(&row.denies)?,
                };
                Ok((one(&row.what)?, cover))
            })
            .collect::<Result<Vec<_>>>()?;
        let found_by = |row: FoundRow| {
            let by = all(&row.by)?;
            Ok((one(&row.what)?, FoundBy { by, actions: row.actions, asked: row.asked, not: row.not }))
        };
        let found = file.found.into_iter().map(found_by).collect::<Result<Vec<_>>>()?;
        let only = file.only.into_iter().map(|row| Ok((one(&row.what)?, row))).collect::<Result<Vec<_>>>()?;
        Ok(Self {
            covers,
            only,
            found,
            activities: file.activity,
            risks: file.risk,
            clause: file.clause,
            submission: file.submission,
            local: file.local,
            local_heads: OnceLock::new(),
        })
    }

    /// The built-in table, made once and shared.
    pub fn shared(knowledge: &Knowledge) -> Result<&'static Self> {
        static SHARED: OnceLock<Comparing> = OnceLock::new();
        if let Some(comparing) = SHARED.get() {
            return Ok(comparing);
        }
        let comparing = Self::builtin(knowledge)?;
        Ok(SHARED.get_or_init(|| comparing))
    }

    /// Whether a text, in lower case, may hold a promise: one without the beginning of any of their phrases holds none.
    pub fn may_promise(&self, lower: &str) -> bool {
        let heads = self.local_heads.get_or_init(|| {
            let phrases = self.local.phrases.iter().chain(&self.local.described);
            let heads = phrases.filter_map(|phrase| phrase.split(['…', '*']).next());
            AhoCorasick::new(heads.map(str::trim_end)).ok()
        });
        heads.as_ref().is_none_or(|heads| heads.is_match(lower))
    }

    /// Whether a policy that says `what` is handled, by a term of which `says` tells the phrases, covers `data_type`
    /// vaguely.
    pub fn covers(&self, what: DataType, data_type: DataType, says: impl Fn(&[String]) -> bool) -> bool {
        self.rows(what).any(|cover| cover.handles.contains(&data_type) && cover.holds(&says))
    }

    /// Whether a policy that says `what` is handled, by a term of which `says` tells the phrases, leaves `data_type` out.
    pub fn never_covers(
        &self,
        what: DataType,
        data_type: DataType,
        says: impl Fn(&[String]) -> bool,
    ) -> bool {
        self.rows(what).any(|cover| cover.never.contains(&data_type) && cover.holds(&says))
    }

    /// Whether a policy that denies `what` denies `data_type` in general.
    pub fn denies(&self, what: DataType, data_type: DataType) -> bool {
        self.rows(what).any(|cover| cover.denies.contains(&data_type))
    }

    /// Whether a term for `what` means only what is called so, and `says_evidence` tells of no phrase for it.
    pub fn means_other(
        &self,
        what: DataType,
        says: impl Fn(&[String]) -> bool,
        says_evidence: impl Fn(&[String]) -> bool,
    ) -> bool {
        let rows = self.only.iter().filter(|(id, _)| *id == what);
        rows.map(|(_, row)| row).any(|row| says(&row.terms) && !says_evidence(&row.of))
    }

    /// What else shows that a policy that declares `what` is true.
    pub fn found_by(&self, what: DataType) -> impl Iterator<Item = &FoundBy> {
        self.found.iter().filter(move |(id, _)| *id == what).map(|(_, row)| row)
    }

    fn rows(&self, what: DataType) -> impl Iterator<Item = &Cover> {
        self.covers.iter().filter(move |(id, _)| *id == what).map(|(_, cover)| cover)
    }
}
