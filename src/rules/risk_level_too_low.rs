//! Finds pull requests that tick a lower risk level than the code calls for.

use super::wording::{body_line, reasons_text};
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::compare::Level;

pub(super) const RULE: Rule = Rule {
    id: "risk-level-too-low",
    severity: Severity::Error,
    title: "Risk level that is too low",
    help: Help {
        what: "The pull request's body (`--pr-body`) ticks a lower risk level than the marketplace's classes give for what \
               the code does, or ticks none.",
        why: "The level decides how closely a submission is reviewed. When more than one seems possible, the higher counts.",
        fix: "Tick the level that the finding names, or take the capability out.",
        passes: Example::of(&[
            ("tools/find.py", "subprocess.run([\"finger\", email])"),
            ("pull-request.md", "## Risk level\n\n- [x] High risk"),
        ]),
        fails: Example::of(&[
            ("tools/find.py", "subprocess.run([\"finger\", email])"),
            ("pull-request.md", "## Risk level\n\n- [x] Low risk"),
        ]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    let (Some(body), Some(held)) = (case.body, &case.comparison.held) else { return Vec::new() };
    let risk = &case.comparison.risk;
    let why = if risk.reasons.is_empty() {
        String::new()
    } else {
        format!(": the plugin {}", reasons_text(&risk.reasons))
    };
    let wanted = risk.level.id();
    let (message, severity, line) = match held.ticked {
        Some((level, _)) if level >= risk.level => return Vec::new(),
        Some((level, line)) => {
            let message =
                format!("{} ticks {} risk, but the code calls for {wanted}{why}.", body.path, level.id());
            (message, Severity::Error, line)
        }
        None => {
            let message = format!("{} ticks no risk level. The code calls for {wanted}{why}.", body.path);
            let severity = if risk.level == Level::Low { Severity::Note } else { Severity::Warning };
            (message, severity, body.risk_line.unwrap_or(1))
        }
    };
    let places = risk.reasons.iter().filter_map(|reason| reason.location);
    let locations = body_line(case, line).into_iter().chain(places).collect();
    let finding = case.finding(RULE.id, "", message);
    finding.map(|finding| Finding { severity, locations, ..finding }).into_iter().collect()
}
