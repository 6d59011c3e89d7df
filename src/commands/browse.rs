//! `rules`, `explain`, `services`, `types`, `schema`: what the scanner knows. Comes in: an id or nothing; goes out: text.
//! Apart because no plugin is read.

use std::io::Write;

use anyhow::{Result, bail};

use super::{Status, output};
use crate::cli::SchemaOf;
use crate::compare::family;
use crate::config;
use crate::knowledge::rows::{ServiceRow, TypeRow};
use crate::knowledge::{DataType, Knowledge, Service, similar};
use crate::report::json;
use crate::rules::{RULES, Rule, rule};

pub(super) fn rules() -> Status {
    let mut out = output::stdout();
    for rule in RULES {
        writeln!(out, "{:<28}{:<9}{}", rule.id, rule.severity.id(), rule.title)?;
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

pub(super) fn explain(what: &str) -> Status {
    let knowledge = Knowledge::shared()?;
    let mut out = output::stdout();
    if let Some(rule) = rule(what) {
        explain_rule(&mut out, rule)?;
    } else if let Some(id) = knowledge.data_type(what) {
        explain_type(&mut out, knowledge, id, knowledge.type_row(id))?;
    } else if let Some((id, row)) =
        knowledge.service(what).and_then(|id| Some((id, knowledge.service_row(id)?)))
    {
        explain_service(&mut out, knowledge, id, row)?;
    } else {
        let known = RULES.iter().map(|rule| rule.id);
        let known = known.chain(knowledge.taxonomy().types.iter().map(|row| row.id.as_str()));
        let known = known.chain(knowledge.services().iter().map(|row| row.id.as_str()));
        match similar::nearest(what, known) {
            Some(other) => bail!("there is no rule, data type or service `{what}`; did you mean `{other}`?"),
            None => bail!(
                "there is no rule, data type or service `{what}`; see `candor rules`, `candor types`, `candor services`"
            ),
        }
    }
    out.flush()?;
    Ok(0)
}

fn explain_rule(out: &mut impl Write, rule: &Rule) -> Result<()> {
    let help = rule.help;
    writeln!(out, "{} ({})\n{}\n\n{}\n", rule.id, rule.severity.id(), rule.title, help.what)?;
    writeln!(out, "Why it matters\n  {}\n\nHow to mend it\n  {}\n", help.why, help.fix)?;
    writeln!(out, "Without the finding\n  {}\n\nWith the finding\n  {}", help.passes, help.fails)?;
    Ok(())
}

fn explain_type(out: &mut impl Write, knowledge: &Knowledge, id: DataType, row: &TypeRow) -> Result<()> {
    let titles: Vec<String> =
        row.title.iter().map(|(language, title)| format!("{title} ({language})")).collect();
    writeln!(out, "{}: {}\nGroup: {}", row.id, titles.join(", "), row.group)?;
    list(out, "Identifiers that say it", &row.words)?;
    list(out, "Identifiers that say it beside a word for a person", &row.weak)?;
    list(out, "Identifiers that do not", &row.vetoes)?;
    let comparing = crate::knowledge::comparison::Comparing::shared(knowledge)?;
    let covered = knowledge.data_types().filter(|&of| comparing.covers(of, id));
    let covered: Vec<String> = covered.map(|of| knowledge.type_row(of).id.clone()).collect();
    list(out, "Policies cover it vaguely by", &covered)
}

fn explain_service(out: &mut impl Write, knowledge: &Knowledge, id: Service, row: &ServiceRow) -> Result<()> {
    writeln!(out, "{}: {} ({})", row.id, row.name, row.category)?;
    if family(knowledge, id) != row.id {
        writeln!(out, "Belongs to: {}", family(knowledge, id))?;
    }
    if row.analytics {
        writeln!(out, "Analytics, telemetry or advertising")?;
    }
    list(out, "Hosts", &row.hosts)?;
    list(out, "Python modules", &row.modules)?;
    list(out, "Other names", &row.aliases)?;
    if !row.policy.is_empty() {
        writeln!(out, "Privacy policy: {}", row.policy)?;
    }
    Ok(())
}

fn list(out: &mut impl Write, title: &str, items: &[String]) -> Result<()> {
    if !items.is_empty() {
        writeln!(out, "{title}: {}", items.join(", "))?;
    }
    Ok(())
}
