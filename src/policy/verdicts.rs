//! Decides what each clause of a sentence says of its terms. Comes in: clauses and the frame that governs them; goes
//! out: [`Said`] for each. Apart because a clause without a verb takes it from its neighbours, and this is where.

use smallvec::SmallVec;

use super::frames::Frame;
use super::sentences::{Clause, Link, TermHit, Verdict};
use super::{Stance, Verb};

/// What a clause says once its neighbours and what governs it are heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// Does it; `true` when what governs it is conditional.
    Does(Verb, bool),
    Denies(Verb),
    Nothing,
}

pub(super) fn verdicts(clauses: &[Clause], governing: &Frame) -> SmallVec<[Said; 8]> {
    // "What we do not do: sell data, read your inbox."
    let turned = governing.turned && !clauses.iter().any(|clause| clause.acts)
        || clauses.first().is_some_and(|label| {
            label.link == Link::Label
                && label.negated
                && label.verbs.is_empty()
                && label.terms.is_empty()
                && !clauses.iter().skip(1).any(speaks_for_itself)
                && !opens_with_subject(clauses)
        });
    let own: SmallVec<[Verdict; 8]> = clauses.iter().map(|clause| clause.verdict(turned)).collect();
    let mut said: SmallVec<[Said; 8]> = SmallVec::with_capacity(clauses.len());
    for (at, clause) in clauses.iter().enumerate() {
        let one = if clause.dropped || clause.advice && governing.verdict.is_none() {
            Said::Nothing
        } else {
            say(at, clause, clauses, &own, &said, governing)
        };
        let one = if clause.concedes && matches!(one, Said::Denies(_)) { Said::Nothing } else { one };
        said.push(one);
    }
    conditional_denials(clauses, &own, &mut said);
    limited_exceptions(clauses, &mut said);
    answers(clauses, &mut said);
    // In brackets it is of the word before them.
    if clauses.iter().any(|clause| clause.unless && !matches!(clause.link, Link::Inside(_))) {
        for one in &mut said {
            if let Said::Denies(verb) = *one {
                *one = Said::Does(verb, true);
            }
        }
    }
    said
}

/// Whether what follows a label is a sentence whose verb stands in a clause of its own ("No storage: your name | only is used").
fn opens_with_subject(clauses: &[Clause]) -> bool {
    let (Some(subject), Some(next)) = (clauses.get(1), clauses.get(2)) else { return false };
    let spoken = |clause: &Clause| !clause.terms.is_empty() && clause.verbs.is_empty() && !clause.negated;
    spoken(subject) && next.link == Link::Main && next.terms.is_empty() && !next.verbs.is_empty()
}

/// Whether a clause after a label is a sentence of its own ("No sharing: your name is used …"), not what the label leads in.
fn speaks_for_itself(clause: &Clause) -> bool {
    let subject = match (clause.terms.first(), clause.verbs.first()) {
        (Some(term), Some(verb)) => term.end <= verb.at,
        _ => false,
    };
    subject || clause.negated && !clause.verbs.is_empty()
}

/// "Phone numbers: no": an answer turns what it answers.
pub(super) fn answers(clauses: &[Clause], said: &mut [Said]) {
    for (at, clause) in clauses.iter().enumerate().skip(1) {
        let Some(yes) = clause.answer else { continue };
        let asked = (0..at).rev().find(|&before| {
            clauses
                .get(before)
                .is_some_and(|clause| !matches!(clause.link, Link::Inside(_)) && !clause.terms.is_empty())
        });
        if let Some(one) = asked.and_then(|asked| said.get_mut(asked)) {
            *one = match (yes, *one) {
                (false, Said::Does(Verb::Store | Verb::Log, _)) => Said::Nothing,
                (false, Said::Does(Verb::Share, _)) => Said::Denies(Verb::Share),
                (false, _) => Said::Denies(Verb::Collect),
                (true, Said::Nothing) => Said::Does(Verb::Collect, false),
                (true, one) => one,
            };
        }
    }
}

/// What brackets that have a verb say of what is denied outside: no more than that. "No telemetry (sending of usage
/// statistics)"; "There is no telemetry (sending of statistics) either", where no verb denies it.
fn said_in_brackets(clause: &Clause, outer: Option<&Clause>, said: Option<&Said>) -> Option<Said> {
    let outer = outer.filter(|outer| clause.actor.is_none() && !outer.terms.is_empty())?;
    match said {
        Some(&Said::Denies(verb)) => Some(Said::Denies(verb)),
        _ => (outer.negated && outer.verbs.is_empty()).then_some(Said::Nothing),
    }
}

/// "Uses no services that might collect your name": nothing is done by what is not there.
fn does_nothing(at: usize, clause: &Clause, clauses: &[Clause]) -> bool {
    let of_nothing = |before: &Clause| {
        before.negated && before.terms.is_empty() && !before.verbs.is_empty() && before.third_party
    };
    let before = at.checked_sub(1).and_then(|before| clauses.get(before));
    let purpose = clause.purpose.is_some_and(|at| at <= clause.start + CONDITION);
    (clause.link == Link::Relative || purpose) && before.is_some_and(of_nothing)
}

pub(super) fn say(
    at: usize,
    clause: &Clause,
    clauses: &[Clause],
    own: &[Verdict],
    said: &[Said],
    governing: &Frame,
) -> Said {
    let verdict = own.get(at).copied().unwrap_or(Verdict::Verbless);
    if let Some(said) = exempt_subject(at, clause, clauses, verdict) {
        return said;
    }
    if clause.elliptic
        && !clause.negated
        && let Some(Said::Denies(verb)) = said.last()
    {
        return Said::Does(*verb, false);
    }
    if let (Link::Inside(outside), Verdict::Does(_)) = (clause.link, verdict)
        && let Some(said) = said_in_brackets(clause, clauses.get(outside), said.get(outside))
    {
        return said;
    }
    if does_nothing(at, clause, clauses) {
        return Said::Nothing;
    }
    match verdict {
        // What is done for a purpose is no more than that purpose.
        Verdict::Does(Verb::Receive | Verb::Use | Verb::Store) if governing.purposes => return Said::Nothing,
        Verdict::Does(verb) => return Said::Does(verb, false),
        Verdict::Denies(verb) => return Said::Denies(verb),
        Verdict::Scoped => return Said::Nothing,
        Verdict::Verbless => {}
    }
    let next = clauses
        .iter()
        .zip(own)
        .skip(at + 1)
        .find(|(clause, _)| !matches!(clause.link, Link::Inside(_)) && !clause.is_blank());
    let next_open = next.filter(|(clause, _)| !clause.dropped);
    match clause.link {
        Link::Label => say_label(clause, next_open, governing),
        Link::Exception if before_is_empty(clauses, at) => match next_open.map(|(_, verdict)| *verdict) {
            Some(Verdict::Denies(verb)) => Said::Does(verb, false),
            Some(Verdict::Does(verb)) => Said::Denies(verb),
            Some(Verdict::Scoped) => {
                let verb = next_open.and_then(|(clause, _)| clause.verbs.first()).map(|hit| hit.verb);
                verb.map_or(Said::Nothing, |verb| Said::Does(verb, false))
            }
            _ => Said::Nothing,
        },
        Link::Exception => match own.get(at.wrapping_sub(1)).copied() {
            Some(Verdict::Denies(verb)) => Said::Does(verb, false),
            Some(Verdict::Scoped) => {
                let verb = clauses.get(at - 1).and_then(|before| before.verbs.first()).map(|hit| hit.verb);
                verb.map_or(Said::Nothing, |verb| Said::Does(verb, false))
            }
            Some(Verdict::Does(verb @ (Verb::Collect | Verb::Use | Verb::Receive))) => Said::Denies(verb),
            _ => Said::Nothing,
        },
        Link::Inside(outside) => match said.get(outside).copied() {
            Some(Said::Nothing)
                if clauses
                    .get(outside)
                    .is_some_and(|outer| outer.verbs.is_empty() && outer.terms.is_empty()) =>
            {
                from_frame(clause, governing)
            }
            Some(outer) => outer,
            None => from_frame(clause, governing),
        },
        Link::Main | Link::Relative => {
            if clause.answer.is_some() {
                return Said::Nothing;
            }
            let before = (0..at).rev().find(|&before| {
                clauses
                    .get(before)
                    .is_some_and(|clause| !matches!(clause.link, Link::Inside(_) | Link::Label))
            });
            if clause.negated {
                let contrast = before
                    .and_then(|before| said.get(before))
                    .filter(|_| clause.negates_noun && next.is_none());
                return match contrast {
                    Some(Said::Does(verb, _)) => Said::Denies(*verb),
                    // "We have no servers, and no analytics": one denial after the other.
                    Some(Said::Denies(verb)) if !clause.limited => Said::Denies(*verb),
                    _ => negated_fragment(clause, next, governing),
                };
            }
            if let Some(before) = before.filter(|&before| own.get(before) != Some(&Verdict::Verbless)) {
                return said.get(before).copied().unwrap_or(Said::Nothing);
            }
            // Under "We do not collect:" what a relative clause adds is of the data that is not collected.
            let under_denial = matches!(governing.verdict, Some(Verdict::Denies(_)));
            let next_open = next_open.filter(|(clause, _)| !(under_denial && clause.link == Link::Relative));
            match next_open.map(|(_, verdict)| *verdict) {
                Some(Verdict::Does(verb)) => Said::Does(verb, false),
                Some(Verdict::Denies(verb)) => Said::Denies(verb),
                Some(Verdict::Scoped) => Said::Nothing,
                _ => match before.and_then(|before| said.get(before)) {
                    Some(&inherited) if inherited != Said::Nothing => inherited,
                    _ => from_frame(clause, governing),
                },
            }
        }
    }
}

/// Whether a clause is nothing but a condition.
fn is_condition(clause: &Clause) -> bool {
    clause.terms.is_empty() && opens_in_condition(clause)
}

/// Whether a hedge opens a clause.
fn opens_in_condition(clause: &Clause) -> bool {
    clause.hedge.is_some_and(|(start, _)| start <= clause.start + CONDITION)
}

/// What a label says: what the clause after it does or denies, else what governs both.
fn say_label(clause: &Clause, next: Option<(&Clause, &Verdict)>, governing: &Frame) -> Said {
    match next.map(|(_, verdict)| *verdict) {
        Some(Verdict::Does(verb)) if !clause.negated => {
            Said::Does(verb, next.is_some_and(|(clause, _)| opens_in_condition(clause)))
        }
        Some(Verdict::Denies(verb)) if !clause.limited => Said::Denies(verb),
        // "Location: only if you agree."
        Some(Verdict::Verbless) if next.is_some_and(|(clause, _)| is_condition(clause)) => {
            Said::Does(Verb::Collect, true)
        }
        _ => from_frame(clause, governing),
    }
}

/// "All fields except the phone number are read": what is exempt stands before the verb of what it is exempt from.
fn exempt_subject(at: usize, clause: &Clause, clauses: &[Clause], verdict: Verdict) -> Option<Said> {
    let before = at.checked_sub(1).and_then(|before| clauses.get(before))?;
    let (term, verb) = (clause.terms.first()?, clause.verbs.first()?);
    let subject = clause.link == Link::Exception
        && term.end <= verb.at
        && before.verbs.is_empty()
        && before.end > before.start + CONDITION;
    match verdict {
        Verdict::Does(verb @ (Verb::Collect | Verb::Use | Verb::Receive)) if subject => {
            Some(Said::Denies(verb))
        }
        Verdict::Denies(verb) if subject => Some(Said::Does(verb, false)),
        _ => None,
    }
}

/// Whether nothing is said before a clause, so that it is exempt from what follows ("Except for X, …").
pub(super) fn before_is_empty(clauses: &[Clause], at: usize) -> bool {
    clauses.iter().take(at).all(|clause| clause.verbs.is_empty() && clause.terms.is_empty())
}

/// "No personal data" without a verb: a denial where something that collects governs it or follows.
pub(super) fn negated_fragment(
    clause: &Clause,
    next: Option<(&Clause, &Verdict)>,
    governing: &Frame,
) -> Said {
    let verb = match next {
        Some((_, &(Verdict::Does(verb) | Verdict::Denies(verb)))) => Some(verb),
        Some(_) => None,
        None => governing.verdict.and_then(|verdict| match verdict {
            Verdict::Does(verb) | Verdict::Denies(verb) => Some(verb),
            _ => None,
        }),
    };
    let Some(verb) = verb else { return Said::Nothing };
    let collects = matches!(verb, Verb::Collect | Verb::Use | Verb::Receive) && clause.negates_noun;
    if collects && !clause.limited { Said::Denies(verb) } else { Said::Nothing }
}

pub(super) fn from_frame(clause: &Clause, governing: &Frame) -> Said {
    if governing.silent || governing.purposes || clause.acts && clause.link == Link::Main {
        return Said::Nothing;
    }
    match governing.verdict {
        Some(Verdict::Does(verb)) if clause.negated => {
            let collects = matches!(verb, Verb::Collect | Verb::Use | Verb::Receive);
            if collects && !clause.limited { Said::Denies(verb) } else { Said::Nothing }
        }
        Some(Verdict::Does(verb)) => Said::Does(verb, governing.hedge.is_some()),
        // "We do not collect: - no names": the word before the noun says the same again.
        Some(Verdict::Denies(verb)) if !clause.limited && (!clause.negated || clause.negates_noun) => {
            Said::Denies(verb)
        }
        _ => Said::Nothing,
    }
}

/// "Keeps no log and contacts nobody except …": what follows qualifies the last verb, not the one with the terms.
fn ends_in_another_verb(clause: &Clause) -> bool {
    let (Some(term), Some(first), Some(last)) =
        (clause.terms.last(), clause.verbs.first(), clause.verbs.last())
    else {
        return false;
    };
    first.at <= term.start && term.end <= last.at && !last.listed
}

/// "We do not collect X unless you …": what an exception without terms qualifies is conditional.
pub(super) fn conditional_denials(clauses: &[Clause], own: &[Verdict], said: &mut [Said]) {
    for at in 1..clauses.len() {
        let bare =
            clauses.get(at).is_some_and(|clause| clause.link == Link::Exception && clause.terms.is_empty());
        let denied = own.get(at - 1).copied();
        let of_another = |clause: &Clause| ends_in_another_verb(clause) || clause.rest.is_some();
        if clauses.get(at - 1).is_some_and(of_another) {
            continue;
        }
        let limited = clauses.get(at).is_some_and(|clause| clause.limited);
        if let (true, Some(Verdict::Denies(verb)), Some(before)) = (bare, denied, said.get_mut(at - 1)) {
            *before = if limited { Said::Nothing } else { Said::Does(verb, true) };
        }
    }
}

/// "Except where the law requires it, we do not …": what narrows the exception narrows the denial after it.
fn limited_exceptions(clauses: &[Clause], said: &mut [Said]) {
    for (at, pair) in clauses.windows(2).enumerate() {
        let [exception, _] = pair else { continue };
        let bare = exception.link == Link::Exception && exception.limited && exception.terms.is_empty();
        if let (true, Some(next @ Said::Denies(_))) =
            (bare && before_is_empty(clauses, at), said.get_mut(at + 1))
        {
            *next = Said::Nothing;
        }
    }
}

/// The last term before a relative clause, unless what is said there is the same ("IP addresses, which are logged").
pub(super) fn previous_term(
    clauses: &[Clause],
    relative: &Clause,
    said: &[Said],
    stance: Stance,
) -> SmallVec<[TermHit; 2]> {
    let before = clauses.iter().zip(said).take_while(|(clause, _)| !std::ptr::eq(*clause, relative));
    let last = before.filter(|(clause, _)| !clause.terms.is_empty()).last();
    // "Or any other data that could be used": what follows is of that.
    let of_rest = |clause: &Clause| {
        let last = clause.terms.last();
        clause.rest.is_some_and(|(at, _)| last.is_some_and(|term| term.end <= at))
    };
    let last = last.filter(|(clause, _)| !of_rest(clause));
    let same = |said: &Said| match said {
        Said::Does(..) => stance != Stance::Denies,
        Said::Denies(_) => stance == Stance::Denies,
        Said::Nothing => false,
    };
    last.filter(|(_, said)| !same(said))
        .and_then(|(clause, _)| clause.terms.last().copied())
        .into_iter()
        .collect()
}

/// A hedge this near to the start of its clause opens it.
pub(super) const CONDITION: usize = 6;

/// The hedge that opens an earlier clause of the sentence ("If you agree, …").
pub(super) fn opening_condition(clauses: &[Clause], clause: &Clause) -> Option<(usize, usize)> {
    let before = clauses.iter().take_while(|other| !std::ptr::eq(*other, clause));
    before.filter_map(|other| other.hedge.filter(|hedge| hedge.0 <= other.start + CONDITION)).last()
}

/// The terms of the clauses before one that has verbs and no terms: what it says, it says of them.
pub(super) fn earlier_terms(
    clauses: &[Clause],
    said: &[Said],
    clause: &Clause,
    stance: Stance,
) -> Option<SmallVec<[TermHit; 2]>> {
    // "And uses no other service": its object is one that is no term.
    let own_object = clause.negates_noun && stance != Stance::Denies;
    if clause.verbs.is_empty() || own_object || matches!(clause.link, Link::Exception | Link::Inside(_)) {
        return None;
    }
    let before = clauses.iter().zip(said).take_while(|(other, _)| !std::ptr::eq(*other, clause));
    // "We collect no personal data, all processing is local": nothing is done with what is not collected.
    let denied = |said: &Said| matches!(said, Said::Denies(Verb::Collect)) && stance != Stance::Denies;
    let last = before
        .filter(|(_, said)| clause.points_back || !denied(said))
        .map(|(other, _)| other)
        .filter(|other| {
            !other.terms.is_empty() && (!other.dropped || other.users) && other.link != Link::Exception
        })
        .filter(|other| {
            stance != Stance::Denies || !(other.concedes || other.limited && other.link == Link::Label)
        })
        .last()?;
    Some(last.terms.clone())
}

/// The terms that a later sentence may point back to: those stated, and those of what the user does. Data that is not
/// collected at all is none of them.
pub(super) fn spoken_terms(clauses: &[Clause], said: &[Said]) -> SmallVec<[TermHit; 2]> {
    clauses
        .iter()
        .zip(said)
        .filter(|(clause, said)| {
            let denied = matches!(said, Said::Denies(Verb::Collect | Verb::Use | Verb::Receive));
            // "No personal data (PII), apart from …": there is none of it.
            let outer = match clause.link {
                Link::Inside(outside) => clauses.get(outside).unwrap_or(clause),
                _ => clause,
            };
            let none = outer.negates_noun && outer.verbs.is_empty() && matches!(said, Said::Nothing);
            (!clause.dropped || clause.users) && !denied && !none
        })
        .flat_map(|(clause, _)| clause.terms.iter().copied())
        .take(MANY_TERMS)
        .collect()
}

/// The terms of the clauses that state something.
pub(super) fn stated_terms(clauses: &[Clause]) -> SmallVec<[TermHit; 2]> {
    clauses
        .iter()
        .filter(|clause| !clause.dropped)
        .flat_map(|clause| clause.terms.iter().copied())
        .take(MANY_TERMS)
        .collect()
}

/// A sentence passes on no more terms than this.
const MANY_TERMS: usize = 64;
