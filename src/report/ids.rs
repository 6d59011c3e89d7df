//! The ids that reports use for internal values. Comes in: an enum's value; goes out: its id. Apart because the names in
//! reports are fixed and the names in code are not.

use crate::config::RuleLevel;
use crate::flow::{Confidence, Recipient};
use crate::knowledge::Knowledge;
use crate::policy::{Actor, PolicyParty, Stance, Status, Verb};
use crate::rules::Severity;

/// `present`, `template`, …
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Present => "present",
        Status::Template => "template",
        Status::Empty => "empty",
        Status::Missing => "missing",
        Status::LinkOnly => "link_only",
        Status::Remote => "remote",
    }
}

/// `handles`, `denies`, `conditional`.
pub fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Handles => "handles",
        Stance::Denies => "denies",
        Stance::Conditional => "conditional",
    }
}

/// `collect`, `use`, …
pub fn verb(verb: Verb) -> &'static str {
    match verb {
        Verb::Collect => "collect",
        Verb::Use => "use",
        Verb::Share => "share",
        Verb::Store => "store",
        Verb::Log => "log",
        Verb::Receive => "receive",
    }
}

/// `plugin`, `third_party`, `platform`.
pub fn actor(actor: Actor) -> &'static str {
    match actor {
        Actor::Plugin => "plugin",
        Actor::ThirdParty => "third_party",
        Actor::Platform => "platform",
    }
}

/// `high`, `medium`, `low`.
pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    }
}

/// `error`, `warning`, `note`, `off`.
pub fn level(level: RuleLevel) -> &'static str {
    level.severity().map_or("off", Severity::id)
}

/// A service's id, a domain, `user_configured`, `dify`; nothing on the plugin's own side or where the host is unknown.
pub fn recipient(knowledge: &Knowledge, recipient: &Recipient) -> Option<String> {
    match recipient {
        Recipient::Service(service) => knowledge.service_row(*service).map(|row| row.id.clone()),
        Recipient::Domain(domain) => Some(domain.clone()),
        Recipient::UserConfigured => Some("user_configured".to_owned()),
        Recipient::Dify => Some("dify".to_owned()),
        Recipient::Unresolved | Recipient::Own => None,
    }
}

/// The registry's id, else the name in lower case with `-` between words.
pub fn policy_party(knowledge: &Knowledge, party: &PolicyParty) -> String {
    match party.service.and_then(|service| knowledge.service_row(service)) {
        Some(row) => row.id.clone(),
        None => match &party.domain {
            Some(domain) => domain.clone(),
            None => party.name.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase(),
        },
    }
}
