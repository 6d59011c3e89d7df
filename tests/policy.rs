//! Measures the policy reader. Comes in: the cases and whole policies under `tests/policy`; goes out: precision, recall
//! and F1 per language, the failing cases, and a failure where a figure falls under its floor. Apart because the
//! expectations are data, written without the reader (`tests/policy/README.md`).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a test may fail loudly, and prints its table"
)]
#![allow(missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use candor::knowledge::{Knowledge, Service};
use candor::policy::{self, Policy, Stance, Statement, Status};
use serde::Deserialize;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/policy");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    expect: Vec<String>,
    #[serde(default)]
    maybe: Vec<String>,
    parties: Option<Vec<String>>,
    #[serde(default)]
    says: Vec<String>,
    #[serde(default = "default_path")]
    path: String,
    #[serde(default)]
    #[allow(dead_code, reason = "for people")]
    note: String,
}

fn default_path() -> String {
    "PRIVACY.md".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    status: String,
    languages: Option<Vec<String>>,
    #[serde(default)]
    statements: Vec<String>,
    #[serde(default)]
    maybe: Vec<String>,
    #[serde(default)]
    third_parties: Vec<String>,
    #[serde(default)]
    says_how_used: bool,
    #[serde(default)]
    says_sharing: bool,
    #[serde(default)]
    other_subject: bool,
}

/// The least number of cases and the least figures of one language, or of the whole policies.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    cases: usize,
    #[serde(default)]
    precision: f64,
    #[serde(default)]
    recall: f64,
    #[serde(default)]
    f1: f64,
    #[serde(default)]
    strict_f1: f64,
    #[serde(default)]
    recipients_f1: f64,
    #[serde(default)]
    parties_f1: f64,
    #[serde(default)]
    lines: f64,
    #[serde(default)]
    facts: f64,
    #[serde(default)]
    details: f64,
}

/// One line of `expect`: `handles|conditional email_address|name @3 -> slack`.
#[derive(Debug, Clone)]
struct Wanted {
    stances: Vec<Stance>,
    what: Vec<String>,
    line: Option<u32>,
    recipients: Vec<String>,
}

fn wanted(row: &str, knowledge: &Knowledge) -> Wanted {
    let (head, recipients) = match row.split_once(" -> ") {
        Some((head, names)) => (head, names.split('|').map(str::to_owned).collect()),
        None => (row, Vec::new()),
    };
    let mut parts = head.split_whitespace();
    let stances = parts.next().expect(row).split('|').map(|word| stance(word, row)).collect();
    let what: Vec<String> = parts.next().expect(row).split('|').map(str::to_owned).collect();
    for id in &what {
        assert!(knowledge.data_type(id).is_some(), "unknown data type `{id}` in `{row}`");
    }
    let line = parts.next().map(|at| at.strip_prefix('@').expect(row).parse().expect(row));
    assert!(parts.next().is_none(), "too much in `{row}`");
    Wanted { stances, what, line, recipients }
}

fn stance(word: &str, row: &str) -> Stance {
    match word {
        "handles" => Stance::Handles,
        "denies" => Stance::Denies,
        "conditional" => Stance::Conditional,
        _ => panic!("unknown stance in `{row}`"),
    }
}

/// One distinct statement of the reader: (what, stance) with the recipients and lines it gives for it.
#[derive(Debug)]
struct Found {
    what: String,
    stance: Stance,
    recipients: BTreeSet<Service>,
    lines: BTreeSet<u32>,
}

fn found(policy: &Policy, knowledge: &Knowledge) -> Vec<Found> {
    let mut rows: BTreeMap<(String, Stance), Found> = BTreeMap::new();
    for statement in &policy.statements {
        let what = knowledge.type_row(statement.what).id.clone();
        let row = rows.entry((what.clone(), statement.stance)).or_insert_with(|| Found {
            what,
            stance: statement.stance,
            recipients: BTreeSet::new(),
            lines: BTreeSet::new(),
        });
        row.recipients.extend(statement.recipient.filter(|&service| !is_platform(service, knowledge)));
        row.lines.insert(statement.line);
    }
    rows.into_values().collect()
}

fn is_platform(service: Service, knowledge: &Knowledge) -> bool {
    knowledge.service_row(service).is_some_and(|row| row.id == "dify")
}

/// `conditional` counts as `handles`, as when a policy is compared with code.
fn loose(stance: Stance) -> Stance {
    if stance == Stance::Conditional { Stance::Handles } else { stance }
}

fn fits(wanted: &Wanted, found: &Found, strict: bool) -> bool {
    let stance = if strict {
        wanted.stances.contains(&found.stance)
    } else {
        wanted.stances.iter().any(|&stance| loose(stance) == loose(found.stance))
    };
    stance && wanted.what.contains(&found.what)
}

fn squash(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether an expected id means this service or name: equal, or one begins with the other (from four letters on).
fn same_name(expected: &str, name: &str) -> bool {
    let (a, b) = (squash(expected), squash(name));
    let shorter = a.chars().count().min(b.chars().count());
    a == b || (shorter >= 4 && (a.starts_with(&b) || b.starts_with(&a)))
}

fn is_service(expected: &[String], service: Service, knowledge: &Knowledge) -> bool {
    let Some(row) = knowledge.service_row(service) else { return false };
    let names = [&row.id, &row.name, &row.family].into_iter().chain(&row.aliases);
    expected.iter().any(|id| names.clone().any(|name| !name.is_empty() && same_name(id, name)))
}

#[derive(Default, Clone, Copy)]
struct Tally {
    right: usize,
    wrong: usize,
    missed: usize,
}

#[allow(clippy::cast_precision_loss, reason = "counts of cases are small")]
impl Tally {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }

    fn clean(self) -> bool {
        self.wrong + self.missed == 0
    }

    fn share(part: usize, rest: usize) -> f64 {
        if part + rest == 0 { 1.0 } else { part as f64 / (part + rest) as f64 }
    }

    fn precision(self) -> f64 {
        Self::share(self.right, self.wrong)
    }

    fn recall(self) -> f64 {
        Self::share(self.right, self.missed)
    }

    fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }
}

#[derive(Default, Clone, Copy)]
struct Score {
    cases: usize,
    failing: usize,
    statements: Tally,
    strict: Tally,
    recipients: Tally,
    parties: Tally,
    lines: Tally,
    facts: Tally,
    details: Tally,
}

impl Score {
    fn add(&mut self, other: Self) {
        self.cases += other.cases;
        self.failing += other.failing;
        self.statements.add(other.statements);
        self.strict.add(other.strict);
        self.recipients.add(other.recipients);
        self.parties.add(other.parties);
        self.lines.add(other.lines);
        self.facts.add(other.facts);
        self.details.add(other.details);
    }
}

fn count(expect: &[Wanted], maybe: &[Wanted], found: &[Found], strict: bool) -> Tally {
    let right = expect.iter().filter(|w| found.iter().any(|f| fits(w, f, strict))).count();
    // Two stances of one type that count alike are one answer.
    let wrong: BTreeSet<(&str, Stance)> = found
        .iter()
        .filter(|f| !expect.iter().any(|w| fits(w, f, strict)) && !maybe.iter().any(|w| fits(w, f, false)))
        .map(|f| (f.what.as_str(), if strict { f.stance } else { loose(f.stance) }))
        .collect();
    Tally { right, wrong: wrong.len(), missed: expect.len() - right }
}

fn count_recipients(expect: &[Wanted], found: &[Found], knowledge: &Knowledge) -> Tally {
    let mut tally = Tally::default();
    for want in expect {
        let given: BTreeSet<Service> = found
            .iter()
            .filter(|f| fits(want, f, false))
            .flat_map(|f| f.recipients.iter().copied())
            .collect();
        let hit = given.iter().any(|&service| is_service(&want.recipients, service, knowledge));
        let wanted = !want.recipients.is_empty() && !want.recipients.iter().any(|id| id == "none");
        tally.right += usize::from(hit);
        tally.missed += usize::from(!hit && wanted);
        tally.wrong += given.iter().filter(|&&s| !is_service(&want.recipients, s, knowledge)).count();
    }
    tally
}

/// A party of the reader as the names that tests know it by.
fn party_names(policy: &Policy, knowledge: &Knowledge) -> Vec<(Vec<String>, u32, bool)> {
    let rows = policy.third_parties.iter().map(|party| {
        let mut names = vec![party.name.clone()];
        if let Some(row) = party.service.and_then(|service| knowledge.service_row(service)) {
            names.extend([row.id.clone(), row.name.clone(), row.family.clone()]);
            names.extend(row.aliases.iter().cloned());
        }
        names.retain(|name| !name.is_empty());
        (names, party.line, party.policy_link.is_some())
    });
    rows.collect()
}

fn count_parties(expect: &[Vec<String>], found: &[(Vec<String>, u32, bool)]) -> Tally {
    let same = |ids: &[String], names: &[String]| ids.iter().any(|id| names.iter().any(|n| same_name(id, n)));
    let right = expect.iter().filter(|ids| found.iter().any(|(names, ..)| same(ids, names))).count();
    let wrong = found.iter().filter(|(names, ..)| !expect.iter().any(|ids| same(ids, names))).count();
    Tally { right, wrong, missed: expect.len() - right }
}

fn alternatives(row: &str) -> Vec<String> {
    row.split('|').map(str::to_owned).collect()
}

fn show(found: &[Found], knowledge: &Knowledge) -> String {
    let rows: Vec<String> = found
        .iter()
        .map(|f| {
            let mut row = format!("{:?} {}", f.stance, f.what).to_lowercase();
            for service in &f.recipients {
                let id = knowledge.service_row(*service).map_or("?", |row| &row.id);
                write!(row, " -> {id}").unwrap();
            }
            row
        })
        .collect();
    rows.join(", ")
}

/// What a statement says besides its stance: `<what> <field> <text>`. Actor and verb must be equal, other fields hold the text.
fn count_details(rows: &[String], policy: &Policy, knowledge: &Knowledge, place: &str) -> Tally {
    let mut tally = Tally::default();
    for row in rows {
        let mut parts = row.splitn(3, ' ');
        let (what, field) = (parts.next().expect(row), parts.next().expect(row));
        let text = parts.next().expect(row).to_lowercase();
        let values: Vec<String> = policy
            .statements
            .iter()
            .filter(|statement| knowledge.type_row(statement.what).id == what)
            .map(|statement| detail(statement, field).to_lowercase())
            .collect();
        let exact = ["actor", "verb"].contains(&field);
        let right = values.iter().any(|value| if exact { *value == text } else { value.contains(&text) });
        tally.right += usize::from(right);
        tally.missed += usize::from(!right);
        if !right {
            println!("detail {place} {row:?}: found {values:?}");
        }
    }
    tally
}

fn detail(statement: &Statement, field: &str) -> String {
    match field {
        "actor" => format!("{:?}", statement.actor),
        "verb" => format!("{:?}", statement.verb),
        "condition" => statement.condition.clone().unwrap_or_default(),
        "purpose" => statement.purpose.clone().unwrap_or_default(),
        "retention" => statement.retention.clone().unwrap_or_default(),
        "quote" => statement.quote.clone(),
        "term" => statement.term.clone(),
        _ => panic!("unknown field `{field}`"),
    }
}

fn run_case(case: &Case, place: &str, knowledge: &Knowledge) -> Score {
    let expect: Vec<Wanted> = case.expect.iter().map(|row| wanted(row, knowledge)).collect();
    let maybe: Vec<Wanted> = case.maybe.iter().map(|row| wanted(row, knowledge)).collect();
    let policy = policy::read(knowledge, &case.path, &case.text);
    let found = found(&policy, knowledge);
    let mut score = Score {
        cases: 1,
        statements: count(&expect, &maybe, &found, false),
        strict: count(&expect, &maybe, &found, true),
        recipients: count_recipients(&expect, &found, knowledge),
        details: count_details(&case.says, &policy, knowledge, place),
        ..Score::default()
    };
    let parties = party_names(&policy, knowledge);
    if let Some(wanted) = &case.parties {
        let wanted: Vec<Vec<String>> = wanted.iter().map(|row| alternatives(row)).collect();
        score.parties = count_parties(&wanted, &parties);
    }
    if !(score.strict.clean() && score.recipients.clean() && score.parties.clean()) {
        score.failing = 1;
        let kind = if score.statements.clean() { "partly" } else { "FAILS" };
        println!("{kind} {place} {:?}\n   expected {}", case.text, case.expect.join(", "));
        println!("   found    {}", show(&found, knowledge));
        if !score.parties.clean() {
            let names: Vec<&str> = parties.iter().map(|(names, ..)| names[0].as_str()).collect();
            println!("   parties  expected {:?}, found {names:?}", case.parties);
        }
    }
    score
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// All cases by language, with `<topic>:<number>` as place.
fn cases() -> BTreeMap<String, Vec<(String, Case)>> {
    let mut all = BTreeMap::new();
    for folder in entries(Path::new(ROOT)).into_iter().filter(|path| path.is_dir()) {
        let mut rows = Vec::new();
        for path in entries(&folder).into_iter().filter(|path| has_extension(path, "toml")) {
            let text = fs::read_to_string(&path).unwrap();
            let file: CaseFile = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let topic = format!("{}/{}", stem(&folder), stem(&path));
            rows.extend(
                file.case.into_iter().enumerate().map(|(n, case)| (format!("{topic}:{}", n + 1), case)),
            );
        }
        all.insert(stem(&folder), rows);
    }
    all
}

fn floors() -> BTreeMap<String, Floor> {
    toml::from_str(&fs::read_to_string(Path::new(ROOT).join("floors.toml")).unwrap()).unwrap()
}

/// What falls under a floor, one line each.
fn under(name: &str, score: &Score, floor: &Floor) -> Vec<String> {
    let figures = [
        ("precision", score.statements.precision(), floor.precision),
        ("recall", score.statements.recall(), floor.recall),
        ("F1", score.statements.f1(), floor.f1),
        ("strict F1", score.strict.f1(), floor.strict_f1),
        ("recipients F1", score.recipients.f1(), floor.recipients_f1),
        ("parties F1", score.parties.f1(), floor.parties_f1),
        ("lines", score.lines.recall(), floor.lines),
        ("facts", score.facts.recall(), floor.facts),
        ("details", score.details.recall(), floor.details),
    ];
    let mut rows: Vec<String> = figures
        .into_iter()
        .filter(|&(_, value, least)| value < least)
        .map(|(label, value, least)| format!("{name}: {label} {value:.3} is under {least}"))
        .collect();
    if score.cases < floor.cases {
        rows.push(format!("{name}: {} cases, at least {} wanted", score.cases, floor.cases));
    }
    rows
}

fn print_head() {
    println!(
        "{:6}{:>6}{:>9}   {:>6}{:>7}{:>7}{:>5}{:>5}{:>5}   {:>9}{:>12}{:>9}",
        "", "cases", "failing", "P", "R", "F1", "tp", "fp", "fn", "strict F1", "recipients", "parties"
    );
}

fn print_score(name: &str, score: &Score) {
    let s = score.statements;
    println!(
        "{name:6}{:6}{:9}   {:6.3}{:7.3}{:7.3}{:5}{:5}{:5}   {:9.3}{:12.3}{:9.3}",
        score.cases,
        score.failing,
        s.precision(),
        s.recall(),
        s.f1(),
        s.right,
        s.wrong,
        s.missed,
        score.strict.f1(),
        score.recipients.f1(),
        score.parties.f1()
    );
}

#[test]
fn sentences_reach_their_floors() {
    let knowledge = Knowledge::shared().unwrap();
    let floors = floors();
    let mut total = Score::default();
    let mut scores = BTreeMap::new();
    let mut topics: BTreeMap<String, Score> = BTreeMap::new();
    for (language, rows) in &cases() {
        let mut sum = Score::default();
        for (place, case) in rows {
            let score = run_case(case, place, knowledge);
            sum.add(score);
            let topic = place.split_once(':').unwrap().0;
            topics.entry(topic.to_owned()).or_default().add(score);
        }
        total.add(sum);
        scores.insert(language.clone(), sum);
    }
    print_head();
    for (name, score) in &topics {
        print_score(&format!("{name:24}"), score);
    }
    println!();
    print_head();
    for (name, score) in &scores {
        print_score(name, score);
    }
    print_score("all", &total);
    println!("details {:.3} of {}", total.details.recall(), total.details.right + total.details.missed);
    let mut problems = Vec::new();
    for (language, score) in &scores {
        match floors.get(language) {
            Some(floor) => problems.extend(under(language, score, floor)),
            None => problems.push(format!("{language}: no row in floors.toml")),
        }
    }
    for language in floors.keys().filter(|name| *name != "whole" && !scores.contains_key(*name)) {
        problems.push(format!("{language}: no cases"));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn cases_are_distinct() {
    for (language, rows) in &cases() {
        let mut seen = BTreeSet::new();
        for (place, case) in rows {
            assert!(seen.insert(case.text.trim()), "{place}: this text stands twice in {language}");
            assert!(!case.text.trim().is_empty(), "{place}: no text");
        }
    }
}

/// A whole policy and its description, with its place.
fn whole_policies() -> Vec<(String, PathBuf, Whole)> {
    let mut all = Vec::new();
    for folder in
        entries(Path::new(ROOT)).into_iter().map(|path| path.join("whole")).filter(|path| path.is_dir())
    {
        let paths = entries(&folder);
        for path in paths.iter().filter(|path| has_extension(path, "toml")) {
            let text = fs::read_to_string(path).unwrap();
            let whole: Whole = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let mate = paths.iter().find(|other| stem(other) == stem(path) && *other != path);
            let place = path.strip_prefix(ROOT).unwrap().display().to_string();
            all.push((place, mate.expect("a policy beside its description").clone(), whole));
        }
    }
    all
}

/// Expected lines of a whole policy: how many the reader gives for the same (what, stance).
fn count_lines(expect: &[Wanted], found: &[Found], place: &str) -> Tally {
    let mut tally = Tally::default();
    for want in expect {
        let Some(line) = want.line else { continue };
        let lines: BTreeSet<u32> =
            found.iter().filter(|f| fits(want, f, false)).flat_map(|f| f.lines.iter().copied()).collect();
        if lines.is_empty() {
            continue;
        }
        if lines.contains(&line) {
            tally.right += 1;
        } else {
            println!("line   {place} {:?} expected at {line}, found at {lines:?}", want.what);
            tally.missed += 1;
        }
    }
    tally
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Present => "present",
        Status::Template => "template",
        Status::Empty => "empty",
        Status::Missing => "missing",
        Status::LinkOnly => "link_only",
        Status::Remote => "remote",
    }
}

/// What a whole policy says besides its statements, each a fact that is right or not.
fn count_facts(whole: &Whole, policy: &Policy, parties: &[(Vec<String>, u32, bool)], place: &str) -> Tally {
    let mut facts = vec![
        ("status", whole.status.clone(), status_word(policy.status).to_owned()),
        ("says_how_used", whole.says_how_used.to_string(), policy.says_how_used.to_string()),
        ("says_sharing", whole.says_sharing.to_string(), policy.says_sharing.to_string()),
        ("other_subject", whole.other_subject.to_string(), policy.other_subject.is_some().to_string()),
    ];
    if let Some(languages) = &whole.languages {
        facts.push(("languages", languages.join(" "), policy.languages.join(" ")));
    }
    for row in &whole.third_parties {
        let mut words = row.split_whitespace();
        let ids = alternatives(words.next().expect(row));
        let same = |names: &[String]| ids.iter().any(|id| names.iter().any(|name| same_name(id, name)));
        let Some((_, line, link)) = parties.iter().find(|(names, ..)| same(names)) else { continue };
        for word in words {
            match word.strip_prefix('@') {
                Some(at) => facts.push(("party line", format!("{row} @{at}"), format!("{row} @{line}"))),
                None => {
                    facts.push(("policy link", word.to_owned(), if *link { "link" } else { "" }.to_owned()));
                }
            }
        }
        if !row.contains(" link") {
            facts.push(("policy link", row.clone(), if *link { "link".to_owned() } else { row.clone() }));
        }
    }
    let mut tally = Tally::default();
    for (label, want, have) in facts {
        let right = want == have;
        tally.right += usize::from(right);
        tally.missed += usize::from(!right);
        if !right {
            println!("fact   {place} {label}: expected {want:?}, found {have:?}");
        }
    }
    tally
}

fn run_whole(place: &str, path: &Path, whole: &Whole, knowledge: &Knowledge) -> Score {
    let name = path.file_name().unwrap().to_string_lossy();
    let policy = policy::read(knowledge, &name, &fs::read_to_string(path).unwrap());
    let expect: Vec<Wanted> = whole.statements.iter().map(|row| wanted(row, knowledge)).collect();
    let maybe: Vec<Wanted> = whole.maybe.iter().map(|row| wanted(row, knowledge)).collect();
    let found = found(&policy, knowledge);
    let parties = party_names(&policy, knowledge);
    let ids: Vec<Vec<String>> = whole
        .third_parties
        .iter()
        .map(|row| alternatives(row.split_whitespace().next().expect("a party's id")))
        .collect();
    let mut score = Score {
        cases: 1,
        statements: count(&expect, &maybe, &found, false),
        strict: count(&expect, &maybe, &found, true),
        recipients: count_recipients(&expect, &found, knowledge),
        parties: count_parties(&ids, &parties),
        lines: count_lines(&expect, &found, place),
        facts: count_facts(whole, &policy, &parties, place),
        ..Score::default()
    };
    if !(score.strict.clean() && score.parties.clean() && score.recipients.clean()) {
        score.failing = 1;
        println!("FAILS  {place}");
        for want in expect.iter().filter(|w| !found.iter().any(|f| fits(w, f, true))) {
            println!("   missed {:?} {:?} @{:?}", want.stances, want.what, want.line);
        }
        let known =
            |f: &Found| expect.iter().any(|w| fits(w, f, true)) || maybe.iter().any(|w| fits(w, f, false));
        for extra in found.iter().filter(|f| !known(f)) {
            println!("   extra  {:?} {} at {:?}", extra.stance, extra.what, extra.lines);
        }
        for want in expect.iter().filter(|w| !w.recipients.is_empty()) {
            let given = found.iter().filter(|f| fits(want, f, false)).flat_map(|f| f.recipients.iter());
            if !given.clone().any(|&service| is_service(&want.recipients, service, knowledge)) {
                println!("   no recipient {:?} for {:?}", want.recipients, want.what);
            }
        }
        let names: Vec<&str> = parties.iter().map(|(names, ..)| names[0].as_str()).collect();
        println!("   parties expected {:?}, found {names:?}", whole.third_parties);
    }
    score
}

#[test]
fn whole_policies_reach_their_floors() {
    let knowledge = Knowledge::shared().unwrap();
    let mut total = Score::default();
    print_head();
    for (place, path, whole) in &whole_policies() {
        let score = run_whole(place, path, whole, knowledge);
        print_score(&format!("{place:32}"), &score);
        total.add(score);
    }
    print_score("whole", &total);
    println!("lines {:.3}, facts {:.3}", total.lines.recall(), total.facts.recall());
    let floors = floors();
    let problems = under("whole", &total, floors.get("whole").expect("a row `whole` in floors.toml"));
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
