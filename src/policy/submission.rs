//! The body of a pull request to the marketplace. Comes in: its Markdown; goes out: [`Submission`]: what its notes on
//! security and privacy say, and the risk level that it ticks. Apart because a pull request is no part of the plugin.

use super::clauses;
use super::promises::{self, Promise};
use super::{Policy, read};
use crate::knowledge::Knowledge;
use crate::knowledge::comparison::Comparing;

/// A heading of bold text stands below all others.
const BOLD: usize = 7;
/// A line of plain text that ends with a colon stands below that.
const PLAIN: usize = 8;

/// Clauses of the notes that are taken in: notes have a dozen, and each costs a count of lines.
const MOST: usize = 500;

/// What a pull request's body declares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Submission {
    /// The file that it was read from.
    pub path: String,
    /// The notes, read as a policy is: statements with the lines of the body.
    pub notes: Policy,
    /// The line of the notes' heading, from 1.
    pub notes_line: Option<u32>,
    /// The line that says that there is nothing to tell.
    pub nothing_line: Option<u32>,
    /// Whether the notes hold any text.
    pub has_notes: bool,
    /// What the notes say of the reasons for a risk level.
    pub told: Vec<Told>,
    /// Promises of the notes that data stays where it is.
    pub promises: Vec<Promise>,
    /// The line of the risk level's heading.
    pub risk_line: Option<u32>,
    /// The ticked levels (`low`) with their lines.
    pub ticked: Vec<(String, u32)>,
}

/// A clause of the notes that speaks of a reason for a risk level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The reason ("runs commands").
    pub reason: String,
    /// Whether the clause denies it.
    pub denied: bool,
    /// Its line, from 1.
    pub line: u32,
    /// The clause, shortened.
    pub quote: String,
}

/// Reads the body `text` of the file `path`.
pub fn submission(knowledge: &Knowledge, tables: &Comparing, path: &str, text: &str) -> Submission {
    let text = without_comments(text);
    let mut found = Submission { path: path.to_owned(), ..Submission::default() };
    let notes = sections(tables, &text, &mut found);
    let words =
        notes.trim().trim_start_matches(['-', '*', '+', ' ']).trim_end_matches(['.', '。']).to_lowercase();
    found.has_notes = !words.is_empty();
    if tables.submission.nothing.contains(&words) {
        let at = notes.len() - notes.trim_start().len();
        found.nothing_line = Some(clauses::line(&notes, at));
    }
    found.told = told(tables, &notes);
    found.promises = promises::find(tables, &notes, true);
    found.notes = read(knowledge, path, &notes);
    found
}

/// The text with blanks for each comment, so that lines stay where they are.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        let (comment, after) = after.split_once("-->").unwrap_or((after, ""));
        out.extend(comment.chars().filter(|letter| *letter == '\n'));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Notes headings, risk level and boxes; gives the notes, each on its own line of the body.
fn sections(tables: &Comparing, text: &str, found: &mut Submission) -> String {
    let words = &tables.submission;
    let mut notes = String::new();
    let (mut in_notes, mut in_risk) = (None, None);
    for (index, line) in text.lines().enumerate() {
        // A body that somebody quotes is still the body.
        let line = line.trim_start_matches(['>', ' ']);
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        if let Some(level) = level_named(tables, line, in_risk.is_some()) {
            found.ticked.push((level, number));
            found.risk_line.get_or_insert(number);
        }
        if let Some((level, title)) = heading(line).or_else(|| plain_heading(tables, line)) {
            for (inside, titles, place) in [
                (&mut in_notes, &words.notes, &mut found.notes_line),
                (&mut in_risk, &words.risk, &mut found.risk_line),
            ] {
                let own = title.split([':', '：']).next().unwrap_or("").trim_end();
                if titles.contains(&title) || titles.iter().any(|known| known == own) {
                    *inside = Some(level);
                    place.get_or_insert(number);
                } else if inside.is_some_and(|own| level <= own) {
                    *inside = None;
                }
            }
        } else if let Some((ticked, label)) = check_box(line) {
            let fits = |boxes: &[String]| {
                boxes.iter().take(if in_risk.is_some() { boxes.len() } else { 1 }).any(|b| *b == label)
            };
            let level = words.levels.iter().find(|row| fits(&row.boxes));
            if let Some(row) = level.filter(|_| ticked) {
                found.ticked.push((row.level.clone(), number));
            }
        } else if in_notes.is_some() {
            notes.push_str(line);
        }
        notes.push('\n');
    }
    notes
}

/// Level and title of a heading: in lower case, without number and closing colon.
fn heading(line: &str) -> Option<(usize, String)> {
    let line = line.trim();
    let level = line.chars().take_while(|&letter| letter == '#').count();
    let bold = line.len() > 4 && line.starts_with("**") && line.trim_end_matches(':').ends_with("**");
    if level == 0 && !bold {
        return None;
    }
    let title = line.trim_matches(|c: char| c == '#' || c == '*' || c == ':' || c.is_whitespace());
    let title =
        title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')' || c.is_whitespace());
    Some((if level == 0 { BOLD } else { level }, title.to_lowercase()))
}

/// A line of plain text that is one of the titles looked for.
fn plain_heading(tables: &Comparing, line: &str) -> Option<(usize, String)> {
    let title = line.trim().strip_suffix([':', '：'])?.trim_end().to_lowercase();
    let words = &tables.submission;
    words.notes.iter().chain(&words.risk).any(|known| *known == title).then_some((PLAIN, title))
}

/// The level that a line names without a box: after the words for it ("Risk level: medium"), or alone under them.
fn level_named(tables: &Comparing, line: &str, in_risk: bool) -> Option<String> {
    let words = &tables.submission;
    let mark = |c: char| c.is_whitespace() || matches!(c, '#' | '*' | '_' | '`' | '-' | '.');
    let listed = ["- ", "* ", "+ "].iter().any(|mark| line.trim_start().starts_with(mark));
    let line = line.trim_matches(mark).to_lowercase();
    let label = match line.split_once([':', '：']) {
        Some((title, label)) => {
            words.risk.iter().any(|known| known == title.trim_matches(mark)).then_some(label)?
        }
        // A list of the levels ticks none.
        None => Some(line.as_str()).filter(|_| in_risk && !listed)?,
    };
    let label = label.trim_matches(mark);
    words.levels.iter().find(|row| row.boxes.iter().any(|name| name == label)).map(|row| row.level.clone())
}

/// `- [x] Low risk`: whether it is ticked, and what stands beside it up to a colon or bracket.
fn check_box(line: &str) -> Option<(bool, String)> {
    let rest = line.trim().strip_prefix(['-', '*', '+'])?.trim_start().strip_prefix('[')?;
    let (mark, label) = rest.split_once(']')?;
    let label = label.split([':', '(', '\u{2014}', '\u{2013}']).next().unwrap_or(label);
    let label = label.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '.' | '`'));
    Some((!mark.trim().is_empty(), label.to_lowercase()))
}

/// The clauses that speak of a reason for a risk level.
fn told(tables: &Comparing, notes: &str) -> Vec<Told> {
    let lower = notes.to_ascii_lowercase();
    let mut found = Vec::new();
    for clause in clauses::split(&tables.clause, &lower) {
        let Some(words) = lower.get(clause.range.clone()) else { continue };
        if found.len() >= MOST {
            break;
        }
        for row in tables.risks.iter().filter(|row| !row.told.is_empty()) {
            let Some(at) = clauses::first(words, &row.told) else { continue };
            let own = notes.get(clause.range.clone()).unwrap_or(words);
            let start = clause.range.start + (own.len() - own.trim_start().len());
            found.push(Told {
                reason: row.reason.clone(),
                denied: clause.denied || clauses::denies(&tables.clause, words, &at),
                line: clauses::line(notes, start),
                quote: clauses::quote(own),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Stance;

    fn body(text: &str) -> Submission {
        let knowledge = Knowledge::shared().unwrap();
        submission(knowledge, Comparing::shared(knowledge).unwrap(), "pr.md", text)
    }

    #[test]
    fn the_template_is_read_with_its_lines() {
        let found = body(
            "# Plugin Submission\n\n## Risk level\n\n- [x] Low risk\n- [ ] Medium risk\n\n<!-- Select\none. -->\n\
             ## Security and privacy notes\n\n<!-- SQL -->\nThe plugin does not run SQL.\nWe collect your e-mail address.\n\n\
             ## Local validation\n\nWe collect your name. It runs commands.\n",
        );
        assert_eq!(found.ticked, [("low".to_owned(), 5)]);
        assert_eq!((found.risk_line, found.notes_line), (Some(3), Some(10)));
        let told: Vec<_> =
            found.told.iter().map(|told| (told.reason.as_str(), told.denied, told.line)).collect();
        assert_eq!(told, [("runs SQL or works on a database", true, 13)]);
        let said: Vec<_> = found.notes.statements.iter().map(|said| (said.stance, said.line)).collect();
        assert_eq!(said, [(Stance::Handles, 14)]);
        assert_eq!(found.nothing_line, None);
    }

    #[test]
    fn nothing_to_tell_is_told_from_no_notes() {
        let none = body("## Security and privacy notes\n\nNone.\n");
        assert_eq!((none.has_notes, none.nothing_line), (true, Some(3)));
        let empty = body("**5. Security and privacy notes:**\n\n<!-- tell -->\n\n## Next\n\ntext\n");
        assert_eq!((empty.has_notes, empty.notes_line), (false, Some(1)));
        assert_eq!(body("").notes_line, None);
    }

    #[test]
    fn a_level_needs_no_box() {
        for text in [
            "## Risk level: Medium",
            "Risk level: medium",
            "**Risk level:** Medium risk",
            "## Risk level\n\nMedium risk.",
        ] {
            assert_eq!(body(text).ticked.first().map(|(level, _)| level.as_str()), Some("medium"), "{text}");
        }
        for text in
            ["Risk level: low, medium or high", "## Risk level\n\n- Low\n- Medium\n- High", "Medium risk"]
        {
            assert!(body(text).ticked.is_empty(), "{text}");
        }
    }

    #[test]
    fn notes_promise_too() {
        let found = body(
            "Security and privacy notes:\n\nAll text is processed locally.\n\n## Next\n\nRuns locally.\n",
        );
        assert_eq!(found.promises.iter().map(|promise| promise.line).collect::<Vec<_>>(), [3]);
        assert!(found.has_notes);
    }

    #[test]
    fn ticks_take_many_forms() {
        for text in [
            "* [X] **High risk**",
            "> - [ x ] High risk (runs code)",
            "## Risk level\n- [√] High: it runs code",
        ] {
            assert_eq!(body(text).ticked.first().map(|(level, _)| level.as_str()), Some("high"), "{text}");
        }
        assert!(body("- [x] High").ticked.is_empty());
    }
}
