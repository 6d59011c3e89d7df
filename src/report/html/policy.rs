//! The policy beside the findings. Comes in: a plugin's policy and what its statements decided; goes out: its text, line by
//! line, each phrase marked by what it covers. Apart because it turns statements back into places of a text.

use std::fmt::Write;

use super::{Page, escape};
use crate::compare::Class;
use crate::policy::{Stance, Statement};
use crate::report::{excerpt, ids};
use crate::rules::wording::plain_title;

/// Lines of a policy that are shown; a book is read elsewhere.
const LINES: u32 = 600;
/// Characters of a line that are shown.
const LINE: usize = 4000;
/// Lines below the first one in which a sentence that spans several may name the data.
const SENTENCE: u32 = 6;

/// A phrase of a line, by its byte range; none where the statement cannot be found in the text word by word.
struct Mark<'a> {
    range: Option<(usize, usize)>,
    statement: &'a Statement,
    /// The worst class of what the statement decided.
    class: Option<Class>,
    /// Practices that it decided.
    decided: Vec<usize>,
}

impl Page<'_> {
    pub(super) fn policy(&self, out: &mut String) {
        let policy = &self.analysis.policy;
        let file = policy.path.as_deref().and_then(|path| self.analysis.plugin.find(path));
        let file = file.and_then(|id| self.analysis.plugin.file(id));
        out.push_str("<section><h3>What the policy says</h3>\n");
        match file {
            Some(file) => {
                let shown = u32::try_from(file.line_count()).unwrap_or(u32::MAX).min(LINES);
                let marks = self.marks(file, shown);
                out.push_str("<div class=\"policy\" tabindex=\"0\" role=\"region\" aria-label=\"The policy's text\">\n");
                for line in 1..=shown {
                    let here: Vec<&Mark> =
                        marks.iter().filter(|(at, _)| *at == line).map(|(_, mark)| mark).collect();
                    self.line(out, line, file.line_text(line), &here);
                }
                out.push_str("</div>\n");
                if let Some(more) = file.line_count().checked_sub(shown as usize).filter(|more| *more > 0) {
                    let _ = writeln!(out, "<p class=\"dim\">{more} more lines</p>");
                }
            }
            None if policy.statements.is_empty() => {
                let none = if policy.path.is_some() {
                    "Its text was not read."
                } else {
                    "There is no policy. <code>candor draft</code> writes one from what the code does."
                };
                let _ = writeln!(out, "<p>{none}</p>");
            }
            None => {}
        }
        self.elsewhere(out, file.is_some());
        out.push_str("</section>\n");
    }

    /// The anchor of a line of the policy, where the page shows it.
    pub(super) fn policy_anchor(&self, line: u32) -> Option<String> {
        let file = self.analysis.plugin.find(self.analysis.policy.path.as_deref()?)?;
        let shown = self.analysis.plugin.file(file)?.line_count().min(LINES as usize);
        (1..=shown).contains(&(line as usize)).then(|| format!("#{}-l{line}", self.key))
    }

    /// Each statement at the line that names its data.
    fn marks(&self, file: &crate::source::SourceFile, shown: u32) -> Vec<(u32, Mark<'_>)> {
        let statements = self.analysis.policy.statements.iter().enumerate();
        let own = statements.filter(|(_, statement)| statement.variant.is_none());
        own.map(|(index, statement)| {
            let last = statement.line.saturating_add(SENTENCE).min(shown);
            let found = (statement.line..=last).find_map(|line| {
                let start = find(&excerpt::head(file.line_text(line), LINE), &statement.term)?;
                Some((line, (start, start + statement.term.len())))
            });
            let (line, range) = found.map_or((statement.line, None), |(line, range)| (line, Some(range)));
            let decided: Vec<usize> = self
                .rows
                .iter()
                .filter(|row| row.sure && row.class.is_some() && row.found.statements.contains(&index))
                .map(|row| row.number)
                .collect();
            let class = self
                .rows
                .iter()
                .filter(|row| decided.contains(&row.number))
                .filter_map(|row| row.class)
                .max();
            (line, Mark { range, statement, class, decided })
        })
        .collect()
    }

    fn line(&self, out: &mut String, line: u32, text: &str, marks: &[&Mark]) {
        let text = &excerpt::head(text, LINE);
        let parties: Vec<String> = self
            .analysis
            .policy
            .third_parties
            .iter()
            .filter(|party| party.line == line)
            .map(|party| {
                format!(
                    "names {}{}",
                    escape(&party.name),
                    if party.policy_link.is_some() { " and links its policy" } else { "" }
                )
            })
            .collect();
        let _ = write!(out, "<p id=\"{}-l{line}\">", self.key);
        marked(out, text, marks);
        let mut told: Vec<(String, Vec<String>)> = Vec::new();
        for mark in marks {
            let (what, links) = self.told(mark);
            if !told.iter().any(|(known, _)| *known == what) {
                told.push((what, links));
            }
        }
        for (what, links) in told {
            let links = if links.is_empty() { String::new() } else { format!(": {}", links.join(", ")) };
            let _ = write!(out, "<small>{what}{links}</small>");
        }
        if !parties.is_empty() {
            let _ = write!(out, "<small>{}</small>", parties.join(", "));
        }
        out.push_str("</p>\n");
    }

    /// What a statement says, and links to the practices that it decided.
    fn told(&self, mark: &Mark) -> (String, Vec<String>) {
        let what = plain_title(self.tables.knowledge, mark.statement.what);
        let said = format!("{} {}", ids::stance(mark.statement.stance), escape(&what));
        let tag = match mark.class {
            Some(class) => format!(" <span class=\"tag {0}\">{0}</span>", class.id()),
            None if mark.statement.stance == Stance::Denies => String::new(),
            None => " (decides nothing here)".to_owned(),
        };
        let links = self.rows.iter().filter(|row| mark.decided.contains(&row.number)).map(|row| {
            format!(
                "<a href=\"#{}-e{}\">{} {}</a>",
                self.key,
                row.number,
                escape(&row.data),
                escape(&row.deed())
            )
        });
        (format!("{said}{tag}"), links.collect())
    }

    /// Statements whose text is not on the page: of language variants, or of a policy that was supplied.
    fn elsewhere(&self, out: &mut String, shown: bool) {
        let policy = &self.analysis.policy;
        let own = policy.path.as_deref().unwrap_or("");
        let rows: Vec<&Statement> =
            policy.statements.iter().filter(|statement| !shown || statement.variant.is_some()).collect();
        if rows.is_empty() {
            return;
        }
        out.push_str("<ul>\n");
        for statement in rows {
            let _ = writeln!(
                out,
                "<li><code>{}:{}</code> {} {}: “{}”</li>",
                escape(statement.variant.as_deref().unwrap_or(own)),
                statement.line,
                ids::stance(statement.stance),
                escape(&plain_title(self.tables.knowledge, statement.what)),
                escape(&statement.quote)
            );
        }
        out.push_str("</ul>\n");
    }
}

/// The text of a line with the phrases marked; of two that overlap the first one counts.
fn marked(out: &mut String, text: &str, marks: &[&Mark]) {
    let mut ranges: Vec<(usize, usize, &'static str)> = marks
        .iter()
        .filter_map(|mark| mark.range.map(|(start, end)| (start, end, mark.class.map_or("note", Class::id))))
        .collect();
    ranges.sort_unstable();
    let mut at = 0;
    for (start, end, class) in ranges {
        let (Some(before), Some(phrase)) = (text.get(at..start), text.get(start..end)) else { continue };
        let _ = write!(out, "{}<mark class=\"{class}\">{}</mark>", escape(before), escape(phrase));
        at = end;
    }
    out.push_str(&escape(text.get(at..).unwrap_or("")));
}

/// Where `term` stands in a line, whatever the case of its letters.
fn find(line: &str, term: &str) -> Option<usize> {
    if term.is_empty() {
        return None;
    }
    line.find(term).or_else(|| {
        let fits =
            |at: usize| line.get(at..at + term.len()).is_some_and(|part| part.eq_ignore_ascii_case(term));
        (0..line.len()).find(|&at| fits(at))
    })
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn phrases_are_found_in_any_case() {
        assert_eq!(find("Your E-mail address", "e-mail address"), Some(5));
        assert_eq!(find("您的电话号码", "电话号码"), Some(6));
        assert_eq!(find("nothing", "name"), None);
    }
}
