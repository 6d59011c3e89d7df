//! Finds general denials beside statements that name data as handled.

use super::wording::{line_of, policy_name};
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::knowledge::rows::TypeRow;
use crate::policy::{Actor, Stance, Status};

pub(super) const RULE: Rule = Rule {
    id: "policy-contradicts-itself",
    severity: Severity::Warning,
    title: "Policy that contradicts itself",
    help: Help {
        what: "The policy denies all personal data and says elsewhere that such data is handled.",
        why: "Who reads only the denial is misled.",
        fix: "Drop the denial or limit it: say what is handled, and that nothing else is.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).",
        )]),
        fails: Example::of(&[(
            "PRIVACY.md",
            "We do not collect personal data.\n\nWe use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).",
        )]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    if case.policy.status != Status::Present || case.policy.other_subject.is_some() {
        return Vec::new();
    }
    let statements = case.policy.statements.iter().enumerate();
    let is = |index: &usize, group: fn(&TypeRow) -> bool| {
        let statement = case.policy.statements.get(*index);
        statement.is_some_and(|statement| group(case.tables.knowledge.type_row(statement.what)))
    };
    let (denied, handled): (Vec<_>, Vec<_>) = statements
        .filter(|(_, statement)| statement.actor == Actor::Plugin)
        .partition(|(_, statement)| statement.stance == Stance::Denies);
    // A denial of statistics is none of all personal data.
    let all = case.tables.knowledge.data_type("personal_data");
    let denied: Vec<usize> = denied
        .into_iter()
        .filter(|(_, statement)| Some(statement.what) == all)
        .map(|(index, _)| index)
        .collect();
    let handled: Vec<usize> =
        handled.into_iter().map(|(index, _)| index).filter(|index| is(index, TypeRow::is_personal)).collect();
    let (Some(denial), Some(statement)) =
        (line_of(case.policy, &denied), handled.first().and_then(|&index| case.policy.statements.get(index)))
    else {
        return Vec::new();
    };
    let policy = policy_name(case.policy);
    let message = format!(
        "{policy} denies all personal data (line {denial}) and says that {} is handled (line {}).",
        super::wording::plain_title(case.tables.knowledge, statement.what),
        statement.line
    );
    let finding = case.finding(RULE.id, "", message);
    finding.map(|finding| Finding { policy_line: Some(denial), ..finding }).into_iter().collect()
}
