//! What kinds of data the taxonomy's types are, as the reader asks for it at every word. Comes in: the taxonomy; goes
//! out: yes or no by type. Apart because it is made once, and kept with the lexicons.

use crate::knowledge::{DataType, Knowledge};

/// The kinds of all types.
#[derive(Debug)]
pub struct Types {
    kinds: Vec<Kind>,
    /// The broad term for all data about people.
    pub personal_data: Option<DataType>,
}

#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools, reason = "the groups of the taxonomy, asked for one by one")]
struct Kind {
    personal: bool,
    content: bool,
    apart: bool,
    broad: bool,
}

impl Types {
    /// The kinds of the types in these tables.
    pub fn new(knowledge: &Knowledge) -> Self {
        let kinds = knowledge.data_types().map(|id| knowledge.type_row(id)).map(|row| Kind {
            personal: row.is_personal(),
            content: row.is_content(),
            apart: row.is_apart(),
            broad: row.is_broad(),
        });
        Self { kinds: kinds.collect(), personal_data: knowledge.data_type("personal_data") }
    }

    fn kind(&self, what: DataType) -> Kind {
        self.kinds.get(usize::from(what.0)).copied().unwrap_or_default()
    }

    /// Whether it is about a person.
    pub fn is_personal(&self, what: DataType) -> bool {
        self.kind(what).personal
    }

    /// Whether it is what people write, look for and hand over.
    pub fn is_content(&self, what: DataType) -> bool {
        self.kind(what).content
    }

    /// Whether it is no reason for a verdict.
    pub fn is_apart(&self, what: DataType) -> bool {
        self.kind(what).apart
    }

    /// Whether a term for all data of a service covers it.
    pub fn is_common(&self, what: DataType) -> bool {
        !self.kind(what).apart && !self.kind(what).broad
    }

    /// Whether a denial may be of a part of it: content and credentials.
    pub fn is_in_part(&self, what: DataType) -> bool {
        self.kind(what).content || self.kind(what).apart
    }
}
