//! Finds hosts that the code contacts and the manifest's `network.domains` leaves out, and those that it lists in vain.

use super::wording::recipient_name;
use super::{Case, Example, Finding, Help, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "undeclared-domain",
    severity: Severity::Warning,
    title: "Host missing from `network.domains`",
    help: Help {
        what: "The manifest lists the hosts that the plugin contacts, and the code contacts another one.",
        why: "The list is a declaration that reviewers and gateways rely on.",
        fix: "Add the host to `network.domains`.",
        passes: Example::of(&[("manifest.yaml", "network:\n  domains: [api.example.com]")]),
        fails: Example::of(&[("manifest.yaml", "network:\n  domains: [api.example.net]")]),
    },
    check,
};

pub(super) const IN_VAIN: Rule = Rule {
    id: "domain-not-contacted",
    severity: Severity::Note,
    title: "Host in `network.domains` that the code does not contact",
    help: Help {
        what: "The manifest lists a host, and no call in the code that was read goes there.",
        why: "A list that allows more than the plugin needs tells the reader less, and a gateway guards less.",
        fix: "Take the host out of `network.domains`.",
        passes: Example::of(&[("manifest.yaml", "network:\n  domains: [api.example.com]")]),
        fails: Example::of(&[("manifest.yaml", "network:\n  domains: [api.example.com, old.example.org]")]),
    },
    check: in_vain,
};

fn in_vain(case: &Case) -> Vec<Finding> {
    let hosts: Vec<&String> = case.facts.third_parties.iter().flat_map(|party| &party.hosts).collect();
    // A call whose host is unknown or the user's may go to any of them.
    let unsure = !case.facts.outbound.unresolved.is_empty()
        || !case.facts.not_analysed.is_empty()
        || case.facts.third_parties.iter().any(|party| party.user_configured || party.hosts.is_empty());
    if unsure {
        return Vec::new();
    }
    let domains = case.plugin.manifest.domains.iter();
    let unused = domains.filter(|domain| !hosts.iter().any(|host| covers(domain.text.trim(), host)));
    unused
        .filter_map(|domain| {
            let message = format!(
                "`network.domains` lists {}; nothing in the code that was read contacts it.",
                domain.text.trim()
            );
            let finding = case.finding(IN_VAIN.id, domain.text.trim(), message)?;
            Some(Finding { locations: vec![domain.span], ..finding })
        })
        .collect()
}

fn check(case: &Case) -> Vec<Finding> {
    let domains = &case.plugin.manifest.domains;
    if domains.is_empty() {
        return Vec::new();
    }
    let declared = |host: &str| domains.iter().any(|domain| covers(domain.text.trim(), host));
    let mut findings = Vec::new();
    for party in case.facts.third_parties.iter().filter(|party| !party.user_configured) {
        for host in party.hosts.iter().filter(|host| !declared(host)) {
            let name = recipient_name(case.tables.knowledge, &party.recipient);
            let message =
                format!("The code contacts {host} ({name}), which `network.domains` does not list.");
            let finding = case.finding(RULE.id, host, message);
            findings.extend(finding.map(|finding| Finding { locations: party.locations.clone(), ..finding }));
        }
    }
    findings
}

/// `example.com` and `*.example.com` cover the domain and every host below it, `*` covers all; a scheme, port or path is
/// ignored.
fn covers(declared: &str, host: &str) -> bool {
    if declared == "*" {
        return true;
    }
    let declared = declared.split_once("://").map_or(declared, |(_, rest)| rest);
    let declared =
        declared.split(['/', ':']).next().unwrap_or("").trim_start_matches("*.").to_ascii_lowercase();
    let below = host.strip_suffix(&declared).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    !declared.is_empty() && below
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_domain_covers_itself_and_what_is_below() {
        for declared in ["example.com", "*.example.com", "https://Example.com/api", "example.com:443"] {
            assert!(covers(declared, "example.com"), "{declared}");
            assert!(covers(declared, "api.example.com"), "{declared}");
            assert!(!covers(declared, "badexample.com"), "{declared}");
            assert!(!covers(declared, "example.net"), "{declared}");
        }
        assert!(!covers("", "example.com"));
        assert!(covers("*", "example.com"));
        assert!(!covers("api.example.com", "example.com"));
    }
}
