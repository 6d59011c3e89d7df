//! Why a report says what it says. Comes in: a plugin as the JSON report has it, and what is asked for; goes out: text: the
//! evidence for each data type, the way of the data through the code, the statements that decided. Apart because it
//! tells of few things all there is, where the other formats tell of all things a little.

use std::fmt::Write;

use super::json::{FindingObject, Location, PluginObject, PracticeObject, ThirdPartyObject};
use super::text::escape;

/// Places of one thing that are shown; the JSON report has all.
const PLACES: usize = 8;

/// Characters of a source line that are shown.
const LINE: usize = 100;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'a> {
    /// All findings of a rule.
    Rule(&'a str),
    /// The finding whose fingerprint begins so.
    Fingerprint(&'a str),
    /// All that is done with a data type.
    DataType(&'a str),
    /// All that goes to a recipient or comes from it.
    Recipient(&'a str),
}

/// The text of a source line, where the file is at hand.
pub type Lines<'a> = &'a dyn Fn(&str, u32) -> Option<String>;

/// What the plugin holds about `subject`; `None` where that is nothing.
pub fn of(plugin: &PluginObject, subject: Subject, lines: Lines) -> Option<String> {
    let page = Page { plugin, lines };
    let mut out = String::new();
    match subject {
        Subject::Rule(rule) => {
            plugin
                .findings
                .iter()
                .filter(|finding| finding.rule == rule)
                .for_each(|one| page.finding(one, &mut out));
        }
        Subject::Fingerprint(digits) => {
            let named = plugin.findings.iter().filter(|finding| finding.fingerprint.starts_with(digits));
            named.for_each(|one| page.finding(one, &mut out));
        }
        Subject::DataType(id) => {
            let own = plugin.practices.iter().filter(|practice| practice.data_type == id);
            own.for_each(|one| page.practice(one, &mut out));
            page.statements(|what, _| what == id, &mut out);
        }
        Subject::Recipient(id) => {
            plugin
                .third_parties
                .iter()
                .filter(|party| party.id == id)
                .for_each(|one| page.party(one, &mut out));
            let own = plugin.practices.iter().filter(|practice| practice.recipient.as_deref() == Some(id));
            own.for_each(|one| page.practice(one, &mut out));
            page.statements(|_, recipient| recipient == Some(id), &mut out);
        }
    }
    let head =
        format!("In {} {} ({}):\n", escape(&plugin.name), escape(&plugin.version), escape(&plugin.path));
    (!out.is_empty()).then(|| head + &out)
}

struct Page<'a> {
    plugin: &'a PluginObject,
    lines: Lines<'a>,
}

impl Page<'_> {
    fn finding(&self, finding: &FindingObject, out: &mut String) {
        let _ = writeln!(out, "\n{}[{}] {}", finding.severity, finding.rule, finding.fingerprint);
        let _ = writeln!(out, "  {}", escape(&finding.message));
        let about = |practice: &&PracticeObject| {
            finding.data_type.as_ref().is_none_or(|id| *id == practice.data_type)
                && practice.locations.iter().any(|place| finding.locations.contains(place))
        };
        let practices: Vec<&PracticeObject> = self.plugin.practices.iter().filter(about).collect();
        for practice in &practices {
            self.practice(practice, out);
        }
        let parties: Vec<&ThirdPartyObject> =
            self.plugin.third_parties.iter().filter(|party| party.locations == finding.locations).collect();
        for party in &parties {
            self.party(party, out);
        }
        if practices.is_empty() && parties.is_empty() && !finding.locations.is_empty() {
            let _ = writeln!(out, "\n  Places");
            self.places(&finding.locations, out);
        }
        if practices.is_empty()
            && let Some(line) = finding.policy_line
        {
            let _ = writeln!(out, "\n  Policy");
            let path = self.plugin.policy.path.clone().unwrap_or_default();
            self.place(&path, line, "", out);
        }
        let _ = writeln!(out, "\n  How to mend it\n    {}", finding.help);
    }

    /// What is done, why it is this data type, the way through the code, what the policy says.
    fn practice(&self, practice: &PracticeObject, out: &mut String) {
        let recipient =
            practice.recipient.as_deref().map_or_else(String::new, |id| format!(" ({})", escape(id)));
        let _ = writeln!(
            out,
            "\n  {} {}{recipient}: {}, confidence {}",
            practice.action, practice.data_type, practice.disclosure, practice.confidence
        );
        let _ = writeln!(out, "    Why it is this data");
        for reason in &practice.evidence {
            let _ = writeln!(out, "      {}", escape(reason));
        }
        if practice.trace.is_empty() {
            let _ = writeln!(out, "    Places");
            self.places(&practice.locations, out);
        } else {
            let _ = writeln!(out, "    Its way through the code");
            for step in &practice.trace {
                self.place(&step.path, step.line, &step.note, out);
            }
            let shown = |place: &&Location| {
                !practice.trace.iter().any(|step| step.path == place.path && step.line == place.line)
            };
            let others: Vec<Location> = practice.locations.iter().filter(shown).cloned().collect();
            if !others.is_empty() {
                let _ = writeln!(out, "    Also at");
                self.places(&others, out);
            }
        }
        if practice.data_type != "credential" {
            self.decided(practice, out);
        }
    }

    /// The statements that decided the class.
    fn decided(&self, practice: &PracticeObject, out: &mut String) {
        let policy = &self.plugin.policy;
        let Some(path) = policy.path.as_deref() else {
            let _ = writeln!(out, "    There is no policy.");
            return;
        };
        let _ = writeln!(out, "    What the policy says");
        if practice.policy_lines.is_empty() {
            let _ = writeln!(out, "      Nothing in {} covers it.", escape(path));
        }
        for statement in &policy.statements {
            if practice.policy_lines.contains(&statement.line) {
                self.statement(statement, out);
            }
        }
    }

    /// The statements of the policy that are about something.
    fn statements(&self, about: impl Fn(&str, Option<&str>) -> bool, out: &mut String) {
        let policy = &self.plugin.policy;
        let mut own =
            policy.statements.iter().filter(|said| about(&said.what, said.recipient.as_deref())).peekable();
        if own.peek().is_some() {
            let _ = writeln!(out, "\n  Statements of the policy that name it");
            own.for_each(|statement| self.statement(statement, out));
        }
    }

    fn statement(&self, statement: &super::json::StatementObject, out: &mut String) {
        let path = self.plugin.policy.path.as_deref().unwrap_or("the policy");
        let phrase = format!("\u{201c}{}\u{201d}", escape(&statement.term));
        // A sentence that points back says nothing without the words it points to: their line comes first.
        let term = match statement.named_at {
            Some(line) => {
                let _ = writeln!(out, "      {}:{line} names {phrase}, which this speaks of:", escape(path));
                String::new()
            }
            None if statement.term.is_empty() => String::new(),
            None => format!(" by {phrase}"),
        };
        let _ = writeln!(
            out,
            "      {}:{} {} {}{term}: \u{201c}{}\u{201d}",
            escape(path),
            statement.line,
            statement.stance,
            statement.what,
            escape(&statement.quote)
        );
    }

    fn party(&self, party: &ThirdPartyObject, out: &mut String) {
        let hosts = party.hosts.iter().map(|host| escape(host)).collect::<Vec<_>>().join(", ");
        let hosts = if hosts.is_empty() { String::new() } else { format!(" at {hosts}") };
        let own = if party.user_configured { ", a host that the user sets" } else { "" };
        let _ = writeln!(
            out,
            "\n  contacts {}{hosts} by {}{own}: {}",
            escape(&party.name),
            party.via.join(", "),
            party.disclosure.replace('_', " and ")
        );
        self.places(&party.locations, out);
        for named in self.plugin.policy.third_parties.iter().filter(|named| named.id == party.id) {
            let path = self.plugin.policy.path.as_deref().unwrap_or("the policy");
            let _ = writeln!(out, "    {}:{} names {}", escape(path), named.line, escape(&named.name));
        }
    }

    fn places(&self, places: &[Location], out: &mut String) {
        for place in places.iter().take(PLACES) {
            self.place(&place.path, place.line, "", out);
        }
        if places.len() > PLACES {
            let _ = writeln!(out, "      and {} more", places.len() - PLACES);
        }
    }

    /// `path:line  note`, and the line itself below it.
    fn place(&self, path: &str, line: u32, note: &str, out: &mut String) {
        let _ = writeln!(out, "{}", format!("      {}:{line}  {}", escape(path), escape(note)).trim_end());
        if let Some(text) = (self.lines)(path, line) {
            let text: String = text.trim().chars().take(LINE).collect();
            let _ = writeln!(out, "        | {}", escape(&text));
        }
    }
}
