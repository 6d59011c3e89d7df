//! Finds analytics and telemetry that the policy does not name.

use super::undisclosed_third_party::{finding, is_analytics, unnamed};
use super::{Case, Example, Finding, Help, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "undisclosed-analytics",
    severity: Severity::Error,
    title: "Analytics that the policy does not name",
    help: Help {
        what: "The code reports to an analytics, telemetry or error-tracking service that the policy does not name.",
        why: "Watching what people do is one of the activities that the guidelines want to be told of, and nobody expects it \
              of a plugin.",
        fix: "Say in the policy what is measured, who gets it, with a link to that service's policy; or take it out.",
        passes: Example::of(&[
            (
                "tools/find.py",
                "requests.post(\"https://www.google-analytics.com/mp/collect\", json={\"email\": email})",
            ),
            (
                "PRIVACY.md",
                "E-mail addresses are reported to Google Analytics ([privacy policy](https://policies.google.com/privacy)) to count users.",
            ),
        ]),
        fails: Example::of(&[
            (
                "tools/find.py",
                "requests.post(\"https://www.google-analytics.com/mp/collect\", json={\"email\": email})",
            ),
            ("PRIVACY.md", "We use your e-mail address to find the account."),
        ]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    unnamed(case)
        .filter(|party| is_analytics(case, party))
        .filter_map(|party| finding(case, RULE.id, party, "the code reports to for analytics"))
        .collect()
}
