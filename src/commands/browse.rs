//! `rules`, `services`, `types`, `schema`: what the scanner knows. Comes in: nothing; goes out: text. Apart because no
//! plugin is read.

use std::io::Write;

use super::{Status, output};
use crate::cli::SchemaOf;
use crate::config;
use crate::knowledge::Knowledge;
use crate::report::json;
use crate::rules::RULES;

pub(super) fn rules() -> Status {
    let mut out = output::stdout();
    for rule in RULES {
        writeln!(out, "{:<29} {:<8} {}", rule.id, rule.severity.id(), rule.title)?;
    }
    out.flush()?;
    Ok(0)
}

pub(super) fn types() -> Status {
    let knowledge = Knowledge::shared()?;
    let mut out = output::stdout();
    for row in &knowledge.taxonomy().types {
        let title = row.title.get("en").map_or("", String::as_str);
        writeln!(out, "{:<23}{:<12}{title}", row.id, row.group)?;
    }
    out.flush()?;
    Ok(0)
}

pub(super) fn services() -> Status {
    let knowledge = Knowledge::shared()?;
    let mut out = output::stdout();
    for row in knowledge.services() {
        let analytics = if row.analytics { ", analytics" } else { "" };
        writeln!(out, "{:<28}{} ({}{analytics})", row.id, row.name, row.category)?;
    }
    out.flush()?;
    Ok(0)
}

pub(super) fn schema(of: SchemaOf) -> Status {
    let schema = match of {
        SchemaOf::Report => json::schema().to_value(),
        SchemaOf::Config => config::schema(Knowledge::shared()?),
    };
    let mut out = output::stdout();
    serde_json::to_writer_pretty(&mut out, &schema)?;
    writeln!(out)?;
    out.flush()?;
    Ok(0)
}
