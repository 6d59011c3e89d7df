//! `candor explain`. Comes in: the id of a rule, a data type or a service, or a finding's fingerprint, and where it is to be
//! looked for; goes out: its page, and what of it a plugin or a report holds. Apart because it alone joins what is known
//! with what was found.

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};

use super::settings::Settings;
use super::{Status, gather, output};
use crate::cli::ExplainArgs;
use crate::compare::family;
use crate::knowledge::rows::{ServiceRow, TypeRow};
use crate::knowledge::{DataType, Knowledge, Service, similar};
use crate::report::explanation::{Subject, of};
use crate::report::json::PluginObject;
use crate::rules::{Example, RULES, Rule, rule};

/// Digits from which on a fingerprint's beginning is taken for it.
const FINGERPRINT_DIGITS: usize = 6;

pub(super) fn run(args: &ExplainArgs) -> Status {
    let settings = Settings::load(&args.settings, args.path.as_slice())?;
    let tables = settings.tables()?;
    let knowledge = tables.knowledge;
    let what = args.what.as_str();
    let mut out = output::stdout();
    let subject = if let Some(rule) = rule(what) {
        explain_rule(&mut out, rule)?;
        Subject::Rule(rule.id)
    } else if let Some(id) = knowledge.data_type(what) {
        explain_type(&mut out, knowledge, id, knowledge.type_row(id))?;
        Subject::DataType(what)
    } else if let Some((id, row)) =
        knowledge.service(what).and_then(|id| Some((id, knowledge.service_row(id)?)))
    {
        explain_service(&mut out, knowledge, id, row)?;
        Subject::Recipient(what)
    } else if is_fingerprint(what) {
        Subject::Fingerprint(what)
    } else {
        bail!("{}", unknown(knowledge, what));
    };
    match (&args.path, subject) {
        (None, Subject::Fingerprint(_)) => {
            bail!("a finding is explained beside its plugin or report: `candor explain {what} PATH`")
        }
        (None, _) => {}
        (Some(path), subject) => {
            let found = look(&settings, path, subject)?;
            if found.is_empty() {
                bail!("{} holds nothing about `{what}`", path.display());
            }
            for text in found {
                let blank = if matches!(subject, Subject::Fingerprint(_)) { "" } else { "\n" };
                write!(out, "{blank}{text}")?;
            }
        }
    }
    out.flush()?;
    Ok(0)
}

fn is_fingerprint(what: &str) -> bool {
    what.len() >= FINGERPRINT_DIGITS
        && what.bytes().all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_uppercase())
}

fn unknown(knowledge: &Knowledge, what: &str) -> String {
    let known = RULES.iter().map(|rule| rule.id);
    let known = known.chain(knowledge.taxonomy().types.iter().map(|row| row.id.as_str()));
    let known = known.chain(knowledge.services().map(|row| row.id.as_str()));
    match similar::nearest(what, known) {
        Some(other) => format!("there is no rule, data type or service `{what}`; did you mean `{other}`?"),
        None => format!(
            "there is no rule, data type or service `{what}`; see `candor rules`, `candor types`, `candor services`"
        ),
    }
}

/// What the plugins of a path, or of a JSON report, hold about the subject.
fn look(settings: &Settings, path: &Path, subject: Subject) -> Result<Vec<String>> {
    if let Some(plugins) = gather::reported(path)? {
        // The files are not at hand.
        return Ok(plugins.iter().filter_map(|plugin| of(plugin, subject, &|_, _| None)).collect());
    }
    let tables = settings.tables()?;
    let found = gather::scanned(settings, path, |_, analysis| {
        let line = |path: &str, line: u32| {
            let file = analysis.plugin.find(path).and_then(|id| analysis.plugin.file(id))?;
            Some(file.line_text(line).to_owned())
        };
        of(&PluginObject::new(tables, &analysis), subject, &line)
    })?;
    Ok(found.into_iter().flatten().collect())
}

fn explain_rule(out: &mut impl Write, rule: &Rule) -> Result<()> {
    let help = rule.help;
    writeln!(out, "{} ({})\n{}\n\n{}\n", rule.id, rule.severity.id(), rule.title, help.what)?;
    writeln!(out, "Why it matters\n  {}\n\nHow to mend it\n  {}\n", help.why, help.fix)?;
    writeln!(
        out,
        "The examples are of a plugin that sends the e-mail address that you enter to api.example.com.\n"
    )?;
    writeln!(out, "Without the finding")?;
    example(out, &help.passes)?;
    writeln!(out, "\nWith the finding")?;
    example(out, &help.fails)
}

fn example(out: &mut impl Write, example: &Example) -> Result<()> {
    for line in example.to_string().lines() {
        writeln!(out, "{}", format!("  {line}").trim_end())?;
    }
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
    let covered = knowledge.data_types().filter(|&of| comparing.covers(of, id, |_| false));
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
