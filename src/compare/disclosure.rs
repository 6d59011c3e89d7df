//! The disclosure class of one practice. Comes in: the policy and a practice; goes out: the class with the statements
//! that decided it. Apart because subsumption and recipients are all that matters here.

use super::parties::{family, recipient_named};
use super::{Class, Disclosure, Tables};
use crate::flow::{Practice, Recipient};
use crate::policy::{Actor, Policy, Stance, Statement, Status};

/// Statements that speak of the practice, by what they say of its data type.
#[derive(Default)]
struct Said {
    /// Names the type as handled.
    named: Vec<usize>,
    /// Says that something broader is handled.
    broad: Vec<usize>,
    /// Denies the very type.
    denied: Vec<usize>,
    /// Denies something broader.
    denied_broadly: Vec<usize>,
}

/// The class of `practice` under `policy`.
pub(super) fn of(tables: Tables, policy: &Policy, practice: &Practice) -> Disclosure {
    if policy.status != Status::Present {
        return Disclosure { class: Class::Omitted, statements: Vec::new() };
    }
    let said = gather(tables, policy, practice);
    let (class, mut statements) =
        match (!said.named.is_empty(), !said.denied.is_empty(), !said.denied_broadly.is_empty()) {
            (true, true, _) => (Class::Ambiguous, [said.named, said.denied].concat()),
            (true, false, _) => (Class::Clear, said.named),
            (false, true, _) => (Class::Incorrect, said.denied),
            (false, false, true) if said.broad.is_empty() => (Class::Incorrect, said.denied_broadly),
            (false, false, true) => (Class::Ambiguous, [said.broad, said.denied_broadly].concat()),
            (false, false, false) if said.broad.is_empty() => (Class::Omitted, Vec::new()),
            (false, false, false) => (Class::Vague, said.broad),
        };
    statements.sort_unstable();
    Disclosure { class, statements }
}

fn gather(tables: Tables, policy: &Policy, practice: &Practice) -> Said {
    let mut said = Said::default();
    // In a policy that denies in general, any broad statement leaves the reader with two answers.
    let mut any_broad = Vec::new();
    for (index, statement) in policy.statements.iter().enumerate() {
        if !concerns(tables, policy, statement, practice) {
            continue;
        }
        let same = statement.what == practice.data_type;
        let broader = tables.knowledge.type_row(statement.what).group == "broad";
        match statement.stance {
            Stance::Denies if same => said.denied.push(index),
            Stance::Denies if tables.comparing.denies(statement.what, practice.data_type) => {
                said.denied_broadly.push(index);
            }
            Stance::Denies => {}
            // The policy of a website or another product tells of other people's visits, not of this plugin.
            _ if policy.other_subject.is_some() => {}
            _ if same => said.named.push(index),
            _ if tables.comparing.covers(statement.what, practice.data_type) => said.broad.push(index),
            _ if broader => any_broad.push(index),
            _ => {}
        }
    }
    if said.broad.is_empty() && !said.denied_broadly.is_empty() {
        said.broad = any_broad;
    }
    said
}

/// Whether a statement speaks of the practice's recipient: it names none, names it, or the policy names the recipient
/// elsewhere as one who gets data.
fn concerns(tables: Tables, policy: &Policy, statement: &Statement, practice: &Practice) -> bool {
    if statement.stance == Stance::Denies && statement.actor != Actor::Plugin {
        return false;
    }
    let Some(named) = statement.recipient else { return true };
    match &practice.recipient {
        Recipient::Service(service) => {
            family(tables.knowledge, named) == family(tables.knowledge, *service)
                || statement.stance != Stance::Denies
                    && recipient_named(tables.knowledge, policy, &practice.recipient)
        }
        Recipient::Domain(_) => {
            statement.stance != Stance::Denies
                && recipient_named(tables.knowledge, policy, &practice.recipient)
        }
        Recipient::UserConfigured | Recipient::Dify | Recipient::Unresolved | Recipient::Own => {
            statement.stance != Stance::Denies
        }
    }
}
