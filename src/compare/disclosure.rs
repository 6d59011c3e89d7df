//! The disclosure class of one practice. Comes in: the policy and a practice; goes out: the class with the statements
//! that decided it. Apart because subsumption and recipients are all that matters here.

use super::parties::{family, recipient_named};
use super::{Class, Disclosure, Tables};
use crate::flow::{Practice, Recipient};
use crate::policy::{Actor, Policy, Stance, Statement, Status, says};

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
        if !concerns(tables, policy, statement, practice) || !of_part(statement, practice) {
            continue;
        }
        let said_of = Sense::of(tables, statement, practice);
        match (statement.stance, said_of) {
            (Stance::Denies, Sense::Named) => said.denied.push(index),
            (Stance::Denies, Sense::Covered) => said.denied_broadly.push(index),
            (Stance::Denies, _) => {}
            // The policy of a website or another product tells of other people's visits, not of this plugin.
            _ if policy.other_subject.is_some() => {}
            (_, Sense::Named) => said.named.push(index),
            (_, Sense::Covered) => said.broad.push(index),
            (_, Sense::Broad) => any_broad.push(index),
            (_, Sense::Apart) => {}
        }
    }
    if said.broad.is_empty() && !said.denied_broadly.is_empty() {
        said.broad = any_broad;
    }
    said
}

/// What a statement's words are to a data type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    /// They name it.
    Named,
    /// They name something broader that covers it.
    Covered,
    /// They name something broader that does not cover it.
    Broad,
    /// They name something else.
    Apart,
}

impl Sense {
    fn of(tables: Tables, statement: &Statement, practice: &Practice) -> Self {
        let data_type = practice.data_type;
        let denies = statement.stance == Stance::Denies;
        let term = statement.term.to_lowercase();
        let of_term = |phrases: &[String]| says(&term, phrases);
        if !denies
            && tables.comparing.means_other(statement.what, of_term, |phrases| evident(practice, phrases))
        {
            return Self::Apart;
        }
        // "Sensitive data" is less than personal data.
        let narrow = !statement.covers.is_empty()
            && tables.knowledge.data_types().any(|id| {
                tables.knowledge.type_row(id).is_personal()
                    && tables.comparing.covers(statement.what, id, of_term)
                    && !statement.covers.contains(&id)
            });
        let by_table = if denies {
            !narrow && tables.comparing.denies(statement.what, data_type)
        } else {
            // A phrase that says itself what it covers says more than the table.
            statement.covers.is_empty() && tables.comparing.covers(statement.what, data_type, of_term)
        };
        let said = statement.covers.contains(&data_type)
            && (denies || !tables.comparing.never_covers(statement.what, data_type, of_term));
        if said || by_table {
            Self::Covered
        } else if statement.what == data_type && statement.covers.is_empty() {
            Self::Named
        } else if tables.knowledge.type_row(statement.what).is_broad() {
            Self::Broad
        } else {
            Self::Apart
        }
    }
}

/// Whether the evidence of a practice holds one of these phrases.
fn evident(practice: &Practice, phrases: &[String]) -> bool {
    practice.evidence.iter().any(|why| says(&why.to_lowercase().replace('_', " "), phrases))
}

/// Whether a statement that names one kind of a type only ("cookies") speaks of the practice's kind.
fn of_part(statement: &Statement, practice: &Practice) -> bool {
    let Some(part) = statement.part.as_ref() else { return true };
    practice.evidence.iter().any(|reason| reason.to_ascii_lowercase().contains(part.as_str()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Tables;
    use crate::flow::{Action, Confidence};
    use crate::knowledge::Knowledge;
    use crate::knowledge::comparison::Comparing;
    use crate::policy::{PolicyParty, Verb};

    /// A policy of statements such as `handles name` and `denies email_address slack` (with a recipient).
    fn policy(knowledge: &Knowledge, statements: &[&str], parties: &[&str]) -> Policy {
        let statements = statements.iter().enumerate().map(|(index, text)| {
            let mut words = text.split(' ');
            let stance = match words.next().unwrap() {
                "handles" => Stance::Handles,
                "conditional" => Stance::Conditional,
                "denies" => Stance::Denies,
                other => panic!("{other}"),
            };
            Statement {
                what: knowledge.data_type(words.next().unwrap()).unwrap(),
                stance,
                verb: Verb::Collect,
                actor: Actor::Plugin,
                line: u32::try_from(index + 1).unwrap(),
                quote: (*text).to_owned(),
                recipient: words.next().map(|id| knowledge.service(id).unwrap()),
                ..blank(knowledge)
            }
        });
        let parties = parties.iter().map(|name| PolicyParty {
            service: None,
            name: (*name).to_owned(),
            line: 1,
            policy_link: None,
            domain: None,
        });
        Policy {
            status: Status::Present,
            statements: statements.collect(),
            third_parties: parties.collect(),
            ..Policy::default()
        }
    }

    fn blank(knowledge: &Knowledge) -> Statement {
        Statement {
            what: knowledge.data_type("name").unwrap(),
            stance: Stance::Handles,
            verb: Verb::Collect,
            actor: Actor::Plugin,
            line: 1,
            quote: String::new(),
            term: String::new(),
            named_at: None,
            recipient: None,
            condition: None,
            purpose: None,
            retention: None,
            covers: Vec::new(),
            part: None,
            variant: None,
        }
    }

    fn class(statements: &[&str], parties: &[&str], data_type: &str, domain: &str) -> Class {
        let knowledge = Knowledge::shared().unwrap();
        let comparing = Comparing::builtin(knowledge).unwrap();
        let practice =
            Practice { recipient: Recipient::Domain(domain.to_owned()), ..practice(knowledge, data_type) };
        of(Tables { knowledge, comparing: &comparing }, &policy(knowledge, statements, parties), &practice)
            .class
    }

    fn practice(knowledge: &Knowledge, data_type: &str) -> Practice {
        Practice {
            data_type: knowledge.data_type(data_type).unwrap(),
            action: Action::Sends,
            recipient: Recipient::Dify,
            confidence: Confidence::High,
            locations: Vec::new(),
            trace: Vec::new(),
            evidence: Vec::new(),
            ways: Vec::new(),
        }
    }

    #[test]
    fn the_words_of_a_term_tell_what_it_covers() {
        let knowledge = Knowledge::shared().unwrap();
        let comparing = Comparing::builtin(knowledge).unwrap();
        let tables = Tables { knowledge, comparing: &comparing };
        let sense = |what: &str, term: &str, data_type: &str, evidence: &str| {
            let what = knowledge.data_type(what).unwrap();
            let statement = Statement { what, term: term.to_owned(), ..blank(knowledge) };
            let practice = Practice { evidence: vec![evidence.to_owned()], ..practice(knowledge, data_type) };
            Sense::of(tables, &statement, &practice)
        };
        // One asks a model with a query, but not with a search term.
        assert!(sense("search_query", "Your queries", "message_content", "") == Sense::Covered);
        assert!(sense("search_query", "question", "user_content", "") == Sense::Covered);
        assert!(sense("search_query", "search queries", "message_content", "") == Sense::Apart);
        assert!(sense("search_query", "keywords", "user_content", "") == Sense::Apart);
        assert!(sense("search_query", "queries", "name", "") == Sense::Apart);
        let by_parameters = |term: &str, evidence: &str| {
            let what = knowledge.data_type("user_content").unwrap();
            let file = practice(knowledge, "user_file");
            let covers = vec![what, file.data_type];
            let statement = Statement { what, term: term.to_owned(), covers, ..blank(knowledge) };
            Sense::of(tables, &statement, &Practice { evidence: vec![evidence.to_owned()], ..file })
        };
        assert!(by_parameters("optional parameters", "parameter `image`") == Sense::Apart);
        assert!(by_parameters("your input", "parameter `image`") == Sense::Covered);
        // An address is no text.
        assert!(sense("user_content", "URLs", "user_content", "parameter `title`: `title`") == Sense::Apart);
        assert!(sense("user_content", "URLs", "message_content", "parameter `body`") == Sense::Apart);
        assert!(sense("user_content", "URLs", "user_content", "parameter `page_url`: `url`") == Sense::Named);
        assert!(sense("user_content", "text", "user_content", "parameter `title`: `title`") == Sense::Named);
    }

    #[test]
    fn classes_of_one_type() {
        let cases: &[(&[&str], &str, Class)] = &[
            (&["handles email_address"], "email_address", Class::Clear),
            (&["conditional email_address"], "email_address", Class::Clear),
            (&["handles personal_data"], "email_address", Class::Vague),
            (&["handles personal_data"], "search_query", Class::Omitted),
            (&["handles name"], "email_address", Class::Omitted),
            (&[], "email_address", Class::Omitted),
            (&["denies email_address"], "email_address", Class::Incorrect),
            (&["denies personal_data"], "email_address", Class::Incorrect),
            (&["denies personal_data"], "search_query", Class::Incorrect),
            (&["denies name"], "email_address", Class::Omitted),
            (&["denies email_address", "handles personal_data"], "email_address", Class::Incorrect),
            (&["denies email_address", "handles email_address"], "email_address", Class::Ambiguous),
            (&["denies personal_data", "handles personal_data"], "email_address", Class::Ambiguous),
            (&["denies personal_data", "handles personal_data"], "search_query", Class::Ambiguous),
            (&["denies personal_data", "handles email_address"], "email_address", Class::Clear),
            (&["denies usage_data"], "email_address", Class::Omitted),
            (&["denies usage_data"], "ip_address", Class::Incorrect),
            (&["handles user_content"], "message_content", Class::Vague),
        ];
        for (statements, data_type, expected) in cases {
            let found = class(statements, &[], data_type, "example.com");
            assert_eq!(found, *expected, "{data_type} under {statements:?}");
        }
    }

    #[test]
    fn the_recipient_counts() {
        let told = &["handles email_address slack"];
        assert_eq!(class(told, &[], "email_address", "tracker.example"), Class::Omitted);
        assert_eq!(class(told, &["Tracker"], "email_address", "tracker.example"), Class::Clear);
        let both = &["handles email_address slack", "handles email_address"];
        assert_eq!(class(both, &[], "email_address", "tracker.example"), Class::Clear);
        let denied = &["handles email_address", "denies email_address slack"];
        assert_eq!(class(denied, &[], "email_address", "tracker.example"), Class::Clear);
    }

    #[test]
    fn a_phrase_says_itself_what_it_covers() {
        let knowledge = Knowledge::shared().unwrap();
        let comparing = Comparing::builtin(knowledge).unwrap();
        let tables = Tables { knowledge, comparing: &comparing };
        let mut statement = blank(knowledge);
        statement.what = knowledge.data_type("personal_data").unwrap();
        let [email, picture] = ["email_address", "profile_picture"];
        assert!(Sense::of(tables, &statement, &practice(knowledge, picture)) == Sense::Covered);
        statement.covers = vec![knowledge.data_type(email).unwrap()];
        assert!(Sense::of(tables, &statement, &practice(knowledge, email)) == Sense::Covered);
        assert!(Sense::of(tables, &statement, &practice(knowledge, picture)) == Sense::Broad);
        statement.what = knowledge.data_type(email).unwrap();
        assert!(Sense::of(tables, &statement, &practice(knowledge, email)) == Sense::Covered);
    }

    #[test]
    fn a_policy_of_something_else_informs_nobody() {
        let knowledge = Knowledge::shared().unwrap();
        let comparing = Comparing::builtin(knowledge).unwrap();
        let tables = Tables { knowledge, comparing: &comparing };
        let mut policy = policy(knowledge, &["handles name", "denies email_address"], &[]);
        policy.other_subject = Some(("our website".to_owned(), 1));
        let mut practice = Practice { action: Action::Receives, ..practice(knowledge, "name") };
        assert_eq!(of(tables, &policy, &practice).class, Class::Omitted);
        practice.data_type = knowledge.data_type("email_address").unwrap();
        assert_eq!(of(tables, &policy, &practice).class, Class::Incorrect);
    }
}
