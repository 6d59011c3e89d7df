//! Finds plugins whose policy cannot inform anybody: none, a placeholder, empty, a link, or one behind a URL.

use super::wording::{and, plain_title, recipient_name};
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::compare::decides;
use crate::flow::Recipient;
use crate::policy::Status;
use crate::source::{FileId, Span};

pub(super) const MISSING: Rule = Rule {
    id: "policy-missing",
    severity: Severity::Error,
    title: "No privacy policy",
    help: Help {
        what: "The plugin has no privacy policy.",
        why: "The marketplace asks for one of every plugin, also of those that collect nothing.",
        fix: "Add PRIVACY.md beside the manifest and name it in the manifest's `privacy` field.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).",
        )]),
        fails: Example::without("PRIVACY.md", &[]),
    },
    check: |case| {
        if !case.plugin.unread_policies.is_empty() {
            return Vec::new();
        }
        of(case, Status::Missing, MISSING.id)
    },
};

pub(super) const UNREADABLE: Rule = Rule {
    id: "policy-unreadable",
    severity: Severity::Error,
    title: "Privacy policy that cannot be read",
    help: Help {
        what: "The plugin's policy is a file that is no text: a PDF, an unknown encoding, more than a policy can have.",
        why: "The marketplace shows Markdown, and nobody can compare what no program reads.",
        fix: "Save the policy as Markdown in UTF-8, and name that file in the manifest.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).",
        )]),
        fails: Example::without(
            "PRIVACY.md",
            &[("PRIVACY.pdf", "%PDF-1.7"), ("manifest.yaml", "privacy: PRIVACY.pdf")],
        ),
    },
    check: |case| {
        if case.plugin.unread_policies.is_empty() {
            return Vec::new();
        }
        of(case, Status::Missing, UNREADABLE.id)
    },
};

pub(super) const TEMPLATE: Rule = Rule {
    id: "policy-unfilled",
    severity: Severity::Error,
    title: "Privacy policy not filled in",
    help: Help {
        what: "The policy is a placeholder that nobody filled in.",
        why: "It tells the reader nothing.",
        fix: "Write what data is used, what for, and who gets it.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).",
        )]),
        fails: Example::of(&[("PRIVACY.md", "Please fill in the privacy policy of the plugin here.")]),
    },
    check: |case| of(case, Status::Template, TEMPLATE.id),
};

pub(super) const EMPTY: Rule = Rule {
    id: "policy-empty",
    severity: Severity::Error,
    title: "Empty privacy policy",
    help: Help {
        what: "The policy is a file without text.",
        why: "It tells the reader nothing.",
        fix: "Write what data is used, what for, and who gets it.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).",
        )]),
        fails: Example::of(&[("PRIVACY.md", "")]),
    },
    check: |case| of(case, Status::Empty, EMPTY.id),
};

pub(super) const LINK_ONLY: Rule = Rule {
    id: "policy-link-only",
    severity: Severity::Error,
    title: "Privacy policy that is only a link",
    help: Help {
        what: "The policy is nothing but a link to another policy.",
        why: "Another party's policy tells what that party does, not what the plugin takes and passes on.",
        fix: "Say what the plugin itself sends to whom, and keep the link beside it.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).",
        )]),
        fails: Example::of(&[("PRIVACY.md", "https://example.com/privacy")]),
    },
    check: |case| of(case, Status::LinkOnly, LINK_ONLY.id),
};

pub(super) const REMOTE: Rule = Rule {
    id: "policy-not-read",
    severity: Severity::Warning,
    title: "Privacy policy behind a URL",
    help: Help {
        what: "The manifest names a URL as the policy. The scanner never uses the network, so nobody compared it.",
        why: "What the plugin handles is listed, but whether the policy says so is unknown.",
        fix: "Ship the text as PRIVACY.md, or read the page beside this report.",
        passes: Example::of(&[("manifest.yaml", "privacy: PRIVACY.md")]),
        fails: Example::without("PRIVACY.md", &[("manifest.yaml", "privacy: https://example.com/privacy")]),
    },
    check: |case| of(case, Status::Remote, REMOTE.id),
};

fn of(case: &Case, status: Status, rule: &'static str) -> Vec<Finding> {
    if case.policy.status != status || case.plugin.manifest.file.is_none() {
        return Vec::new();
    }
    let policy = case.policy.path.as_deref().unwrap_or("the policy");
    let problem = match status {
        Status::Missing => match case.plugin.unread_policies.first() {
            Some(unread) => format!("{unread} could not be read."),
            None => "The plugin has no privacy policy.".to_owned(),
        },
        Status::Template => format!("{policy} is a placeholder that nobody filled in."),
        Status::Empty => format!("{policy} is empty."),
        Status::LinkOnly => format!("{policy} is nothing but a link to another policy."),
        Status::Remote => format!("The policy is at {policy}, which was not read."),
        Status::Present => return Vec::new(),
    };
    let tell = to_tell(case);
    let message = if tell.is_empty() { problem } else { format!("{problem} It has to tell of: {tell}.") };
    let Some(mut finding) = case.finding(rule, "", message) else { return Vec::new() };
    // With nothing to disclose the policy is a formality, though one that the marketplace asks for.
    if tell.is_empty() {
        finding.severity = finding.severity.min(Severity::Warning);
    }
    finding.locations = place(case).into_iter().collect();
    vec![finding]
}

/// The data types and third parties that a policy of this plugin has to name.
fn to_tell(case: &Case) -> String {
    let knowledge = case.tables.knowledge;
    let practices = case.facts.practices.iter().filter(|practice| decides(knowledge, practice));
    let types = practices.map(|practice| plain_title(knowledge, practice.data_type));
    let parties = case
        .facts
        .third_parties
        .iter()
        .filter(|party| matches!(party.recipient, Recipient::Service(_) | Recipient::Domain(_)))
        .map(|party| recipient_name(knowledge, &party.recipient));
    let mut parts: Vec<String> = Vec::new();
    for part in types.chain(parties) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    and(&parts)
}

/// The policy file, else the manifest's field, else the manifest.
fn place(case: &Case) -> Option<Span> {
    let start = |file: FileId| Span { file, start: 0, end: 0 };
    let field = case.plugin.manifest.privacy.as_ref().map(|privacy| privacy.span);
    case.plugin.policies.first().copied().map(start).or(field).or(case.plugin.manifest.file.map(start))
}
