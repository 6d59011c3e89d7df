//! Finds data about people in logs.

use super::wording::{places, source, title};
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::compare::decides;
use crate::flow::{Action, Practice};

pub(super) const RULE: Rule = Rule {
    id: "personal-data-in-logs",
    severity: Severity::Warning,
    title: "Data about people in logs",
    help: Help {
        what: "The code writes data about people to a log, or prints it.",
        why: "Logs are kept, copied and read by people whom the user never hears of.",
        fix: "Log that something happened, not to whom; or mask the value.",
        passes: Example::of(&[("tools/find.py", "logger.info(\"message sent\")")]),
        fails: Example::of(&[("tools/find.py", "logger.info(\"message sent to %s\", email)")]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    let knowledge = case.tables.knowledge;
    let logged: Vec<&Practice> = case
        .facts
        .practices
        .iter()
        .filter(|practice| practice.action == Action::Logs && decides(knowledge, practice))
        .collect();
    let mut types: Vec<_> = logged.iter().map(|practice| practice.data_type).collect();
    types.dedup();
    types
        .into_iter()
        .filter_map(|data_type| {
            let practices: Vec<&Practice> =
                logged.iter().copied().filter(|practice| practice.data_type == data_type).collect();
            let source = source(&practices);
            let message = format!("{}{source} is written to a log.", title(knowledge, data_type));
            let finding = case.finding(RULE.id, &knowledge.type_row(data_type).id, message)?;
            Some(Finding { locations: places(&practices), about: Some(data_type), ..finding })
        })
        .collect()
}
