//! The report as one page: it asks for nothing, runs only its own script, and can be read without it. Comes in: an
//! [`Analysis`]; goes out: its section; the page around the sections is `page.html`, with `page.css` and `page.js` in it.
//! Apart because everything that comes from a plugin is text here, never markup.

mod evidence;
mod flows;
mod head;
mod index;
mod policy;

use std::fmt::Write;

use super::text::count;
use super::{Analysis, Brief, Look, Summary, places, rows, settings};
use crate::compare::{PartyClass, Tables};
use crate::rules::{Finding, fingerprint};
use crate::source::Place;
use rows::Row;

const PAGE: &str = include_str!(concat!(env!("OUT_DIR"), "/page.html"));
const TITLE: &str = "{{title}}";
const PLUGINS: &str = "{{plugins}}";

/// What follows the last section.
pub const CLOSING: &str = "</main>\n</body>\n</html>\n";

/// Places named for one finding.
const PLACES: usize = 6;

/// The page up to the first section: for several plugins with their index.
pub fn opening(look: &Look, held: &[(Brief, String)], summary: &Summary) -> String {
    let before = PAGE.split_once(PLUGINS).map_or(PAGE, |(before, _)| before);
    match held {
        [(brief, _)] if look.single => {
            before.replacen(TITLE, &format!("{} – candor", escape(&brief.name)), 1)
        }
        _ => {
            let title = format!("{} – candor", count(summary.plugins, "plugin"));
            before.replacen(TITLE, &title, 1) + &index::index(held, summary)
        }
    }
}

/// The section of one plugin.
pub fn plugin(tables: Tables, look: &Look, analysis: &Analysis) -> String {
    let rows = rows::practices(tables, analysis);
    let page = Page { tables, look, analysis, rows, key: key(&analysis.plugin.path) };
    let mut out = String::new();
    page.head(&mut out);
    page.flows(&mut out);
    out.push_str("<div class=\"two\">\n");
    page.findings(&mut out);
    page.policy(&mut out);
    out.push_str("</div>\n");
    page.evidence(&mut out);
    page.third_parties(&mut out);
    page.set_aside(&mut out);
    page.not_analysed(&mut out);
    out.push_str("</article>\n");
    out
}

/// The anchor of a plugin's section: the same in every report that holds it.
fn key(path: &str) -> String {
    format!("p{}", fingerprint(&[path]))
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

/// A sentence of ours, with names between backticks as code.
fn message(text: &str) -> String {
    let parts = super::text::names(text).into_iter();
    parts
        .map(|(code, part)| if code { format!("<code>{}</code>", escape(part)) } else { escape(part) })
        .collect()
}

/// Lines as a list; nothing for none.
fn list(out: &mut String, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let items: Vec<String> = lines.iter().map(|line| format!("<li>{}</li>", escape(line))).collect();
    let _ = writeln!(out, "<ul>{}</ul>", items.join("\n"));
}

/// The section of a plugin and what all its parts need.
struct Page<'a> {
    tables: Tables<'a>,
    look: &'a Look,
    analysis: &'a Analysis,
    rows: Vec<Row<'a>>,
    key: String,
}

impl Page<'_> {
    fn findings(&self, out: &mut String) {
        out.push_str("<section><h3>What to do</h3>\n");
        if self.analysis.findings.is_empty() {
            out.push_str("<p>Nothing.</p>\n");
        } else {
            out.push_str("<ol class=\"findings\">\n");
            let same = |one: &Finding, other: &Finding| {
                (one.rule.id, one.severity) == (other.rule.id, other.severity)
            };
            for group in self.analysis.findings.chunk_by(same) {
                self.group(out, group);
            }
            out.push_str("</ol>\n");
        }
        out.push_str("</section>\n");
    }

    /// The findings of one rule: what it is about and how to mend it once, then each.
    fn group(&self, out: &mut String, group: &[Finding]) {
        let Some(first) = group.first() else { return };
        let severity = first.severity.id();
        let _ = writeln!(
            out,
            "<li><p><span class=\"tag {severity}\">{severity}</span> <strong>{}</strong> <code class=\"dim\">{}</code></p>\
             <p>{}</p>",
            message(first.rule.title),
            first.rule.id,
            message(first.rule.help.fix)
        );
        for finding in group {
            let _ = writeln!(out, "<div class=\"finding\"><p>{}</p>", message(&finding.message));
            if let Some(&span) = finding.locations.first() {
                self.excerpt(out, span);
            }
            let at = places::named(self.analysis, finding, PLACES, |place| self.link(place));
            if !at.is_empty() {
                let _ = writeln!(out, "<p class=\"dim\">{at}</p>");
            }
            self.evidence_links(out, finding);
            out.push_str("</div>\n");
        }
        out.push_str("</li>\n");
    }

    /// Links to the evidence of the practices that a finding is about.
    fn evidence_links(&self, out: &mut String, finding: &Finding) {
        let of = self.rows.iter().filter(|row| {
            finding.about == Some(row.practice.data_type)
                && row.practice.locations.first().is_some_and(|place| finding.locations.contains(place))
        });
        let links: Vec<String> = of
            .map(|row| format!("<a href=\"#{}-e{}\">{}</a>", self.key, row.number, escape(&row.deed())))
            .collect();
        if !links.is_empty() {
            let _ = writeln!(out, "<p>Evidence: {}</p>", links.join(", "));
        }
    }

    fn third_parties(&self, out: &mut String) {
        let parties = rows::parties(self.tables, self.analysis);
        if parties.is_empty() {
            return;
        }
        out.push_str(
            "<section><h3>Third parties</h3>\n<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Name<th scope=\"col\">In the policy\
             <th scope=\"col\">Hosts<th scope=\"col\" class=\"wide\">By<th scope=\"col\" class=\"wide\">Place</tr></thead><tbody>\n",
        );
        for row in &parties {
            let class = row.class.map_or("none", PartyClass::id);
            let name = match &row.policy {
                Some(policy) => format!(
                    "{} <small><a href=\"{}\" rel=\"noreferrer\">its policy</a></small>",
                    escape(&row.name),
                    escape(policy)
                ),
                None => escape(&row.name),
            };
            let _ = writeln!(
                out,
                "<tr><td>{name}<td class=\"{class}\">{}<td>{}<td class=\"wide\">{}<td class=\"wide\">{}</tr>",
                row.told,
                escape(&row.party.hosts.join(", ")),
                escape(&row.party.via.join(", ")),
                row.places.first().map_or_else(String::new, |place| self.link(place)),
            );
        }
        out.push_str("</tbody></table></div></section>\n");
    }

    /// What configuration was used, and all that it, suppressions and the baseline took out.
    fn set_aside(&self, out: &mut String) {
        let used = settings::used(self.analysis);
        if !used.is_empty() {
            let _ = writeln!(out, "<section><h3>Configuration</h3><p><code>{}</code></p>", escape(&used));
            list(out, &settings::changes(self.tables, self.analysis));
            out.push_str("</section>\n");
        }
        let lines = settings::set_aside(self.analysis);
        if !lines.is_empty() {
            out.push_str("<section><h3>Set aside</h3>\n");
            list(out, &lines);
            out.push_str("</section>\n");
        }
    }

    fn not_analysed(&self, out: &mut String) {
        let plugin = &self.analysis.plugin;
        let missed: Vec<_> = plugin.not_analysed.iter().chain(&self.analysis.facts.not_analysed).collect();
        for (title, rows) in [("Not analysed", missed), ("Notes", plugin.notes.iter().collect())] {
            if rows.is_empty() {
                continue;
            }
            let _ = writeln!(out, "<section><h3>{title}</h3><ul>");
            for row in rows {
                let path = if row.path == "." {
                    String::new()
                } else {
                    format!("<code>{}</code>: ", escape(&row.path))
                };
                let _ = writeln!(out, "<li>{path}{}</li>", escape(&row.reason));
            }
            out.push_str("</ul></section>\n");
        }
    }

    /// A place: a link where the report has a base for it; the policy's lines are on this page.
    fn link(&self, place: &Place) -> String {
        let text = format!("<code>{}:{}</code>", escape(&place.path), place.line);
        if self.analysis.policy.path.as_deref() == Some(place.path.as_str()) {
            let anchor = self.policy_anchor(place.line);
            return anchor.map_or(text.clone(), |anchor| format!("<a href=\"{anchor}\">{text}</a>"));
        }
        match &self.look.link_base {
            None => text,
            Some(base) => {
                let path = places::uri(&places::path(self.look, self.analysis, &place.path));
                let base = escape(base.trim_end_matches('/'));
                format!("<a href=\"{base}/{path}#L{}\" rel=\"noreferrer\">{text}</a>", place.line)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_its_marks_and_ends_as_it_should() {
        let (before, after) = PAGE.split_once(PLUGINS).unwrap();
        assert!(before.contains(TITLE));
        assert_eq!(after.trim_start(), CLOSING);
        assert_eq!(PAGE.matches("{{").count(), 2, "a mark was not filled in");
    }

    #[test]
    fn nothing_is_markup() {
        assert_eq!(escape("<b a='1'>&\"\u{202e}"), "&lt;b a=&#39;1&#39;&gt;&amp;&quot;\\u{202e}");
    }
}
