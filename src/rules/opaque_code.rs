//! Finds code that nobody can read: compiled files, and code that is unpacked or squeezed into lines.

use super::wording::and;
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::compare::compiled_files;
use crate::source::Span;

/// Files that a message names.
const NAMED: usize = 3;

pub(super) const RULE: Rule = Rule {
    id: "opaque-code",
    severity: Severity::Error,
    title: "Code that cannot be read",
    help: Help {
        what: "The plugin holds compiled files, runs code that it decodes or unpacks from a text, or keeps its source squeezed \
               into lines that nobody can read.",
        why: "Nobody can tell what such code does with data, neither a reviewer nor this program: the report is silent about \
              it.",
        fix: "Ship the source. Take compiled files from a package on the index that can be built from its source, and \
              explain in the pull request any that has to stay.",
        passes: Example::of(&[("tools/find.py", "print(\"Hello\")")]),
        fails: Example::of(&[(
            "tools/find.py",
            "exec(base64.b64decode(\"cHJpbnQoIkhlbGxvIik7cHJpbnQoIkhlbGxvIik7\"))",
        )]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    let compiled: Vec<Span> = compiled_files(case.plugin).collect();
    let mut findings = Vec::new();
    if !compiled.is_empty() {
        let message = format!("Compiled code cannot be read: {}.", files(case, &compiled));
        // Libraries of an operating system are at times needed, and hide no Python.
        findings.extend(finding(case, "compiled", message, compiled, Severity::Warning));
    }
    let hidden = &case.facts.hidden;
    for (kind, severity, what) in [
        ("decoded", Severity::Error, "runs code that is decoded from a text"),
        ("squeezed", Severity::Warning, "is squeezed into lines that cannot be read"),
    ] {
        let places: Vec<Span> =
            hidden.iter().filter(|place| place.kind.id() == kind).map(|place| place.span).collect();
        if !places.is_empty() {
            let message = format!("{} {what}.", files(case, &places));
            findings.extend(finding(case, kind, message, places, severity));
        }
    }
    findings
}

fn finding(
    case: &Case,
    about: &str,
    message: String,
    locations: Vec<Span>,
    severity: Severity,
) -> Option<Finding> {
    Some(Finding { severity, locations, ..case.finding(RULE.id, about, message)? })
}

/// The files of these places, the first few by name.
fn files(case: &Case, places: &[Span]) -> String {
    let mut paths: Vec<String> =
        places.iter().filter_map(|span| case.plugin.file(span.file)).map(|file| file.path.clone()).collect();
    paths.dedup();
    let more = paths.len().saturating_sub(NAMED);
    paths.truncate(NAMED);
    if more > 0 {
        paths.push(format!("{more} more"));
    }
    and(&paths)
}
