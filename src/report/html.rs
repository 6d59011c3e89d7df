//! The report as one page: no script, no request to anywhere, a strict content security policy. Comes in: an [`Analysis`];
//! goes out: its section; the page around the sections is `page.html`. Apart because everything that comes from a plugin
//! is text here, never markup.

use std::fmt::Write;

use super::text::{count, severities};
use super::{Analysis, Look, Summary, ids, places};
use crate::compare::{Class, Tables, action_id};
use crate::flow::{Action, Confidence, Practice, Recipient};
use crate::rules::Finding;
use crate::rules::wording::{capital, plain_title, recipient_name};
use crate::source::{Place, Span};

const PAGE: &str = include_str!("page.html");
const TOTALS: &str = "<!-- totals -->";
const PLUGINS: &str = "<!-- plugins -->";

/// What follows the last section.
pub const CLOSING: &str = "</main>\n</body>\n</html>\n";

/// Places named for one finding.
const PLACES: usize = 5;
/// Lines of a policy that are shown; a book is read elsewhere.
const POLICY_LINES: usize = 600;

/// The page up to the first section.
pub fn opening(summary: &Summary) -> String {
    let before = PAGE.split_once(PLUGINS).map_or(PAGE, |(before, _)| before);
    let totals = format!(
        "<p>{}: <span class=\"ok\">{} ok</span>, <span class=\"undisclosed\">{} undisclosed</span>, \
         <span class=\"incomplete\">{} incomplete</span>; {}.</p>",
        count(summary.plugins, "plugin"),
        summary.ok,
        summary.undisclosed,
        summary.incomplete,
        severities(summary),
    );
    before.replacen(TOTALS, &totals, 1)
}

/// The section of one plugin: a line that opens.
pub fn plugin(tables: Tables, look: &Look, analysis: &Analysis) -> String {
    let page = Page { tables, look, analysis };
    let mut out = String::new();
    page.summary(&mut out);
    page.flows(&mut out);
    page.findings(&mut out);
    page.practices(&mut out);
    page.third_parties(&mut out);
    page.policy(&mut out);
    page.not_analysed(&mut out);
    out.push_str("</div></details>\n");
    out
}

/// Text as text: no markup, nothing that turns the direction of what follows.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in super::text::escape(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

struct Page<'a> {
    tables: Tables<'a>,
    look: &'a Look,
    analysis: &'a Analysis,
}

/// All practices of one data type with one recipient.
struct Flow<'a> {
    left: usize,
    right: usize,
    class: Class,
    practices: Vec<&'a Practice>,
}

impl Page<'_> {
    fn summary(&self, out: &mut String) {
        let manifest = &self.analysis.plugin.manifest;
        let verdict = self.analysis.comparison.verdict.id();
        let name = if manifest.name.is_empty() { &self.analysis.plugin.path } else { &manifest.name };
        let path = match self.analysis.plugin.path.as_str() {
            "." => String::new(),
            path => format!(" <span class=\"dim\">{}</span>", escape(path)),
        };
        let summary = Summary::of(self.analysis);
        let open = if self.look.single { " open" } else { "" };
        let _ = writeln!(
            out,
            "<details class=\"plugin\"{open}><summary><strong class=\"{verdict}\">{verdict}</strong> {} {}{path} \
             <span class=\"dim\">{}</span></summary><div>",
            escape(name),
            escape(&manifest.version),
            severities(&summary)
        );
        let policy = &self.analysis.policy;
        let risk = &self.analysis.comparison.risk;
        let reasons: Vec<String> = risk.reasons.iter().map(|reason| escape(&reason.text)).collect();
        let _ = writeln!(
            out,
            "<p>Policy: {} ({}). Risk: {}{}{}.</p>",
            escape(policy.path.as_deref().unwrap_or("none")),
            ids::status(policy.status).replace('_', " "),
            risk.level.id(),
            if reasons.is_empty() { "" } else { ": " },
            reasons.join(", ")
        );
        let activities: Vec<&str> =
            self.analysis.comparison.activities.iter().map(|activity| activity.title.as_str()).collect();
        if !activities.is_empty() {
            let _ = writeln!(out, "<p>Activities: {}.</p>", escape(&activities.join("; ")));
        }
    }

    /// Data types on the left, recipients on the right, a band for each pair.
    fn flows(&self, out: &mut String) {
        let (left, right, flows) = self.gather();
        if flows.is_empty() {
            return;
        }
        let rows = left.len().max(right.len());
        let height = rows * 34 + 12;
        let _ = writeln!(
            out,
            "<h2>Flows</h2><div class=\"scroll\"><svg viewBox=\"0 0 720 {height}\" role=\"img\" aria-label=\"Data types on the left, \
             who learns of them on the right\">"
        );
        let y = |index: usize, count: usize| (rows - count) * 17 + index * 34 + 23;
        for flow in &flows {
            let (from, to) = (y(flow.left, left.len()), y(flow.right, right.len()));
            let places: usize = flow.practices.iter().map(|practice| practice.locations.len().max(1)).sum();
            let width = places.clamp(2, 12);
            let receives = flow.practices.iter().all(|practice| practice.action == Action::Receives);
            let unsure = flow.practices.iter().all(|practice| practice.confidence == Confidence::Low);
            let _ = writeln!(
                out,
                "<g tabindex=\"0\" class=\"{}\"><title>{}</title><path class=\"flow{}{}\" stroke-width=\"{width}\" \
                 d=\"M212 {from}C360 {from} 360 {to} 508 {to}\"/></g>",
                flow.class.id(),
                escape(&self.flow_title(flow)),
                if receives { " receives" } else { "" },
                if unsure { " unsure" } else { "" },
            );
        }
        for (names, x, count) in [(&left, 6, left.len()), (&right, 508, right.len())] {
            for (index, name) in names.iter().enumerate() {
                let at = y(index, count);
                let shown: String = name.chars().take(26).collect();
                let _ = writeln!(
                    out,
                    "<rect class=\"node\" x=\"{x}\" y=\"{}\" width=\"206\" height=\"26\" rx=\"4\"/><text x=\"{}\" \
                     y=\"{}\">{}</text>",
                    at - 13,
                    x + 10,
                    at + 4,
                    escape(&shown)
                );
            }
        }
        out.push_str("</svg></div>\n<p class=\"dim\">Solid: sent, stored or logged. Dashed: received. Pale: to be checked.</p>\n");
    }

    fn gather(&self) -> (Vec<String>, Vec<String>, Vec<Flow<'_>>) {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        let mut flows: Vec<Flow> = Vec::new();
        let knowledge = self.tables.knowledge;
        for (practice, found) in self.analysis.facts.practices.iter().zip(&self.analysis.comparison.practices)
        {
            if knowledge.type_row(practice.data_type).group == "apart" {
                continue;
            }
            let data = index_of(&mut left, plain_title(knowledge, practice.data_type));
            let whom = index_of(&mut right, recipient_name(knowledge, &practice.recipient));
            match flows.iter_mut().find(|flow| (flow.left, flow.right) == (data, whom)) {
                Some(flow) => {
                    flow.class = flow.class.max(found.class);
                    flow.practices.push(practice);
                }
                None => {
                    flows.push(Flow {
                        left: data,
                        right: whom,
                        class: found.class,
                        practices: vec![practice],
                    });
                }
            }
        }
        (left, right, flows)
    }

    fn flow_title(&self, flow: &Flow) -> String {
        let mut lines = Vec::new();
        for practice in &flow.practices {
            let place = practice.locations.first().and_then(|&span| self.analysis.place(span));
            let place = place.map_or_else(String::new, |place| format!(" at {}:{}", place.path, place.line));
            lines.push(format!(
                "{} {}{place}",
                plain_title(self.tables.knowledge, practice.data_type),
                action_id(practice.action)
            ));
        }
        format!("{} ({})", lines.join("; "), flow.class.id())
    }

    fn findings(&self, out: &mut String) {
        if self.analysis.findings.is_empty() {
            return;
        }
        out.push_str("<h2>What to do</h2>\n<ul class=\"findings\">\n");
        for finding in &self.analysis.findings {
            let severity = finding.severity.id();
            let _ = writeln!(
                out,
                "<li><strong class=\"{severity}\">{severity}</strong> <code>{}</code><p>{}</p>",
                finding.rule.id,
                escape(&finding.message)
            );
            self.places(out, finding);
            let _ = writeln!(out, "<p class=\"dim\">{}</p></li>", escape(finding.rule.help.fix));
        }
        out.push_str("</ul>\n");
    }

    fn places(&self, out: &mut String, finding: &Finding) {
        if let Some(&span) = finding.locations.first() {
            self.excerpt(out, span);
        }
        let (at, more) = places::named(self.analysis, finding, PLACES);
        let at: Vec<String> = at.iter().map(|place| self.link(place)).collect();
        if !at.is_empty() {
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            let _ = writeln!(out, "<p class=\"dim\">at {}{more}</p>", at.join(", "));
        }
        for trace in places::traces(self.analysis, finding).into_iter().take(1) {
            let steps = trace.iter().filter_map(|step| {
                let place = self.analysis.place(step.span)?;
                Some(format!("<li>{}: {}</li>", self.link(&place), escape(&step.note)))
            });
            let _ = writeln!(out, "<ol>{}</ol>", steps.collect::<String>());
        }
    }

    /// The line of a span with the span marked.
    fn excerpt(&self, out: &mut String, span: Span) {
        let Some(file) = self.analysis.plugin.file(span.file) else { return };
        if span.end <= span.start {
            return;
        }
        let (line, column) = file.line_column(span.start);
        let text = file.line_text(line);
        let length = file.text.get(span.start as usize..span.end as usize).unwrap_or("");
        let length = length.lines().next().unwrap_or("").chars().count();
        let before: String = text.chars().take(column as usize - 1).collect();
        let marked: String = text.chars().skip(column as usize - 1).take(length).collect();
        // A minified line may have megabytes.
        let after: String = text.chars().skip(column as usize - 1 + length).take(160).collect();
        let before = before.trim_start();
        let skipped = before.chars().count().saturating_sub(160);
        let before: String = before.chars().skip(skipped).collect();
        let marked: String = marked.chars().take(400).collect();
        let _ = writeln!(
            out,
            "<pre>{line:>4}  {}<mark>{}</mark>{}</pre>",
            escape(&before),
            escape(&marked),
            escape(&after)
        );
    }

    fn practices(&self, out: &mut String) {
        if self.analysis.facts.practices.is_empty() {
            out.push_str("<p>No data about people was found in the code.</p>\n");
            return;
        }
        out.push_str(
            "<h2>Practices</h2><div class=\"scroll\"><table><thead><tr><th>data<th>action<th>recipient<th>confidence\
             <th>policy<th>place</tr></thead><tbody>\n",
        );
        for (practice, found) in self.analysis.facts.practices.iter().zip(&self.analysis.comparison.practices)
        {
            let recipient = match practice.recipient {
                Recipient::Own => String::new(),
                _ => escape(&recipient_name(self.tables.knowledge, &practice.recipient)),
            };
            let place = practice.locations.first().and_then(|&span| self.analysis.place(span));
            let apart = self.tables.knowledge.type_row(practice.data_type).group == "apart";
            let class = if apart { "" } else { found.class.id() };
            let _ = writeln!(
                out,
                "<tr><td>{}<td>{}<td>{recipient}<td>{}<td class=\"{class}\">{class}<td>{}</tr>",
                escape(&plain_title(self.tables.knowledge, practice.data_type)),
                action_id(practice.action),
                ids::confidence(practice.confidence),
                place.map_or_else(String::new, |place| self.link(&place)),
            );
        }
        out.push_str("</tbody></table></div>\n");
    }

    fn third_parties(&self, out: &mut String) {
        if self.analysis.facts.third_parties.is_empty() {
            return;
        }
        out.push_str(
            "<h2>Third parties</h2><div class=\"scroll\"><table><thead><tr><th>name<th>via<th>hosts<th>policy\
             <th>place</tr></thead><tbody>\n",
        );
        for (party, found) in
            self.analysis.facts.third_parties.iter().zip(&self.analysis.comparison.third_parties)
        {
            let place = party.locations.first().and_then(|&span| self.analysis.place(span));
            let own = party.user_configured || party.recipient == Recipient::UserConfigured;
            let class = if own { "" } else { found.class.id() };
            let shown = if own { "set by the user".to_owned() } else { class.replace('_', ", ") };
            let _ = writeln!(
                out,
                "<tr><td>{}<td>{}<td>{}<td class=\"{class}\">{shown}<td>{}</tr>",
                escape(&recipient_name(self.tables.knowledge, &party.recipient)),
                escape(&party.via.join(", ")),
                escape(&party.hosts.join(", ")),
                place.map_or_else(String::new, |place| self.link(&place)),
            );
        }
        out.push_str("</tbody></table></div>\n");
    }

    /// The policy's text, each line with a statement marked by what it says.
    fn policy(&self, out: &mut String) {
        let policy = &self.analysis.policy;
        let file = policy.path.as_deref().and_then(|path| self.analysis.plugin.find(path));
        let Some(file) = file.and_then(|id| self.analysis.plugin.file(id)) else { return };
        let _ = write!(out, "<h2>{}</h2><pre class=\"policy\" tabindex=\"0\">", capital("the policy"));
        let shown = file.line_count().min(POLICY_LINES);
        for line in 1..=u32::try_from(shown).unwrap_or(u32::MAX) {
            let said: Vec<String> = policy
                .statements
                .iter()
                .filter(|statement| statement.line == line && statement.variant.is_none())
                .map(|statement| {
                    let what = plain_title(self.tables.knowledge, statement.what);
                    format!("{} {what}", ids::stance(statement.stance))
                })
                .collect();
            let text = escape(file.line_text(line));
            if said.is_empty() {
                let _ = writeln!(out, "{text}");
            } else {
                let denies =
                    said.iter().any(|said| said.starts_with(ids::stance(crate::policy::Stance::Denies)));
                let class = if denies { "omitted" } else { "clear" };
                let _ = writeln!(
                    out,
                    "<span class=\"said {class}\">{text}\n<small>{}</small></span>",
                    escape(&said.join(", "))
                );
            }
        }
        if file.line_count() > shown {
            let _ = writeln!(out, "({} more lines)", file.line_count() - shown);
        }
        out.push_str("</pre>\n");
    }

    fn not_analysed(&self, out: &mut String) {
        let rows: Vec<_> =
            self.analysis.plugin.not_analysed.iter().chain(&self.analysis.facts.not_analysed).collect();
        if rows.is_empty() {
            return;
        }
        out.push_str("<h2>Not analysed</h2><ul>\n");
        for row in rows {
            let _ = writeln!(out, "<li>{}: {}</li>", escape(&row.path), escape(&row.reason));
        }
        out.push_str("</ul>\n");
    }

    fn link(&self, place: &Place) -> String {
        let text = format!("<code>{}:{}</code>", escape(&place.path), place.line);
        match &self.look.link_base {
            None => text,
            Some(base) => {
                let path = places::uri(&places::path(self.look, self.analysis, &place.path));
                let base = escape(base.trim_end_matches('/'));
                format!("<a href=\"{base}/{path}#L{}\">{text}</a>", place.line)
            }
        }
    }
}

fn index_of(names: &mut Vec<String>, name: String) -> usize {
    names.iter().position(|known| *known == name).unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_its_marks_and_ends_as_it_should() {
        assert!(PAGE.contains(TOTALS));
        let (_, after) = PAGE.split_once(PLUGINS).unwrap();
        assert_eq!(after.trim_start(), CLOSING);
    }

    #[test]
    fn nothing_is_markup() {
        assert_eq!(escape("<b a='1'>&\"\u{202e}"), "&lt;b a=&#39;1&#39;&gt;&amp;&quot;\\u{202e}");
    }
}
