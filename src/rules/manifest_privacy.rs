//! Finds manifests whose `privacy` field is missing or points nowhere.

use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::policy::Status;
use crate::source::Span;

pub(super) const MISSING: Rule = Rule {
    id: "manifest-privacy-missing",
    severity: Severity::Warning,
    title: "Manifest without a `privacy` field",
    help: Help {
        what: "The plugin ships a policy, and the manifest does not name it.",
        why: "The marketplace shows the policy that the manifest names.",
        fix: "Add `privacy: PRIVACY.md` to manifest.yaml.",
        passes: Example::of(&[("manifest.yaml", "privacy: PRIVACY.md")]),
        fails: Example::of(&[("manifest.yaml", "privacy:")]),
    },
    check: missing,
};

pub(super) const DANGLING: Rule = Rule {
    id: "manifest-privacy-dangling",
    severity: Severity::Error,
    title: "`privacy` field that points nowhere",
    help: Help {
        what: "The manifest's `privacy` field names a file that does not exist.",
        why: "The marketplace shows the policy that the manifest names.",
        fix: "Correct the path, or add the file.",
        passes: Example::of(&[("manifest.yaml", "privacy: PRIVACY.md")]),
        fails: Example::of(&[("manifest.yaml", "privacy: docs/PRIVACY.md")]),
    },
    check: dangling,
};

fn missing(case: &Case) -> Vec<Finding> {
    let manifest = &case.plugin.manifest;
    let named = manifest.privacy.as_ref().is_some_and(|privacy| !privacy.text.trim().is_empty());
    let Some(file) = manifest.file else { return Vec::new() };
    if named || case.policy.status == Status::Missing {
        return Vec::new();
    }
    let policy = super::wording::policy_name(case.policy);
    let message = format!("The manifest does not name the policy. Add `privacy: {policy}`.");
    let finding = case.finding(MISSING.id, "", message);
    let locations = vec![Span { file, start: 0, end: 0 }];
    finding.map(|finding| Finding { locations, ..finding }).into_iter().collect()
}

fn dangling(case: &Case) -> Vec<Finding> {
    let Some(privacy) = &case.plugin.manifest.privacy else { return Vec::new() };
    let name = privacy.text.trim();
    let path = name.trim_start_matches("./").trim_start_matches('/');
    if name.is_empty() || name.contains("://") || case.plugin.find(path).is_some() {
        return Vec::new();
    }
    // What is there and cannot be read is told elsewhere.
    if case.plugin.unread_policies.iter().any(|unread| unread == path) {
        return Vec::new();
    }
    let there = case.plugin.policies.first().and_then(|&id| case.plugin.file(id));
    let instead = there.map_or_else(String::new, |file| format!(" {} is there.", file.path));
    let message = format!("The manifest's `privacy` field names `{name}`, which does not exist.{instead}");
    let finding = case.finding(DANGLING.id, "", message);
    let locations = vec![privacy.span];
    finding.map(|finding| Finding { locations, ..finding }).into_iter().collect()
}
