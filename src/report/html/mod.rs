//! The report as one page: it asks for nothing, runs only its own script, and can be read without it. Comes in: an
//! [`Analysis`]; goes out: its section; the page around the sections is `page.html`, with `page.css` and `page.js` in it.
//! Apart because everything that comes from a plugin is text here, never markup.

mod evidence;
mod flows;
mod index;
mod policy;

use std::fmt::Write;

use super::text::{count, severities};
use super::{Analysis, Brief, Look, Summary, places, rows};
use crate::compare::{Class, PartyClass, Tables, Verdict};
use crate::policy::Status;
use crate::rules::wording::and;
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

/// The section of a plugin and what all its parts need.
struct Page<'a> {
    tables: Tables<'a>,
    look: &'a Look,
    analysis: &'a Analysis,
    rows: Vec<Row<'a>>,
    key: String,
}

impl Page<'_> {
    /// Name, verdict in a sentence, and the facts that stand beside it.
    fn head(&self, out: &mut String) {
        let key = &self.key;
        let manifest = &self.analysis.plugin.manifest;
        let name = if manifest.name.is_empty() { &self.analysis.plugin.path } else { &manifest.name };
        let only = if self.look.single { " only" } else { "" };
        let by = if manifest.author.is_empty() { String::new() } else { format!(" by {}", manifest.author) };
        let of = format!("{}{by}, {}", manifest.version, manifest.kinds.join(", "));
        let of = of.trim_end_matches([',', ' ']).trim_start();
        let heading = if self.look.single { "h1" } else { "h2" };
        let _ = writeln!(
            out,
            "<article class=\"plugin{only}\" id=\"{key}\" tabindex=\"-1\" aria-labelledby=\"{key}-h\">\n\
             <{heading} id=\"{key}-h\">{} <small>{}</small></{heading}>",
            escape(name),
            escape(of)
        );
        if self.analysis.plugin.path != "." {
            let _ = writeln!(out, "<p class=\"dim\"><code>{}</code></p>", escape(&self.analysis.plugin.path));
        }
        let verdict = self.analysis.comparison.verdict;
        let _ = writeln!(
            out,
            "<p class=\"sum {0}\"><strong>{0}</strong> <span>{1}</span></p>",
            verdict.id(),
            self.reasons(verdict)
        );
        self.facts(out);
    }

    /// Why the verdict is what it is.
    fn reasons(&self, verdict: Verdict) -> String {
        let policy = &self.analysis.policy;
        let mut parts: Vec<String> = Vec::new();
        if policy.status != Status::Present {
            parts.extend(rows::no_policy(policy.status).map(|text| format!("There is {}.", article(text))));
        }
        for (class, titles) in rows::undisclosed(self.tables, self.analysis) {
            let titles = escape(&and(&titles));
            let class_id = class.id();
            let tag = format!("<span class=\"tag {class_id}\">{class_id}</span>");
            parts.push(match class {
                Class::Incorrect => format!("{tag} The policy denies what the code does with {titles}."),
                Class::Ambiguous => {
                    format!("{tag} The policy both denies and tells that it handles {titles}.")
                }
                _ => format!("{tag} Not disclosed: {titles}."),
            });
        }
        let unnamed = rows::unnamed(self.tables, self.analysis);
        if !unnamed.is_empty() {
            parts.push(format!("<span class=\"tag unnamed\">not named</span> {}.", escape(&and(&unnamed))));
        }
        if verdict == Verdict::Incomplete {
            parts.push("Nothing was found that is not disclosed, but not all could be analysed.".to_owned());
        } else if parts.is_empty() {
            parts.push(match self.rows.iter().any(|row| row.sure && row.class.is_some()) {
                true => "Everything that was found is disclosed.".to_owned(),
                false => "No data about people was found in the code.".to_owned(),
            });
        }
        parts.join(" ")
    }

    fn facts(&self, out: &mut String) {
        let analysis = self.analysis;
        let policy = &analysis.policy;
        let mut fact = |name: &str, text: String| {
            let _ = writeln!(out, "<dt>{name}</dt><dd>{text}</dd>");
        };
        fact("Findings", severities(&Summary::of(analysis)));
        let path = escape(policy.path.as_deref().unwrap_or("none"));
        fact(
            "Policy",
            match rows::no_policy(policy.status) {
                Some(_) if policy.path.is_none() => path,
                Some(what) => format!("<code>{path}</code>: {what}"),
                None => format!(
                    "<code>{path}</code> ({}): {}, {}",
                    escape(&policy.languages.join(", ")),
                    count(policy.statements.len(), "statement"),
                    count(policy.third_parties.len(), "third party")
                ),
            },
        );
        let risk = &analysis.comparison.risk;
        let reasons: Vec<String> = risk.reasons.iter().map(|reason| self.reason(reason)).collect();
        let colon = if reasons.is_empty() { "" } else { ": " };
        fact("Risk", format!("{}{colon}{}", risk.level.id(), reasons.join("; ")));
        let activities: Vec<&str> =
            analysis.comparison.activities.iter().map(|activity| activity.title.as_str()).collect();
        if !activities.is_empty() {
            fact("Activities", escape(&activities.join("; ")));
        }
        let outbound = &analysis.facts.outbound;
        if outbound.total > 0 {
            let unknown: Vec<String> = rows::lines(analysis, &outbound.unresolved)
                .iter()
                .take(PLACES)
                .map(|place| self.link(place))
                .collect();
            let unknown = match outbound.unresolved.len() {
                0 => String::new(),
                number => format!(", {number} without a known host: {}", unknown.join(", ")),
            };
            fact("Calls out", format!("{}{unknown}", outbound.total));
        }
        out.insert_str(out.rfind("<dt>Findings").unwrap_or(out.len()), "<dl class=\"facts\">\n");
        out.push_str("</dl>\n");
    }

    fn reason(&self, reason: &crate::compare::Reason) -> String {
        let place = reason.location.and_then(|span| self.analysis.place(span));
        let place = place.map_or_else(String::new, |place| format!(" ({})", self.link(&place)));
        format!("{}{place}", escape(&reason.text))
    }

    fn findings(&self, out: &mut String) {
        out.push_str("<section><h3>What to do</h3>\n");
        if self.analysis.findings.is_empty() {
            out.push_str("<p>Nothing.</p>\n");
        } else {
            out.push_str("<ol class=\"findings\">\n");
            for finding in &self.analysis.findings {
                self.finding(out, finding);
            }
            out.push_str("</ol>\n");
        }
        out.push_str("</section>\n");
    }

    fn finding(&self, out: &mut String, finding: &Finding) {
        let severity = finding.severity.id();
        let _ = writeln!(
            out,
            "<li><p><span class=\"tag {severity}\">{severity}</span> <strong>{}</strong> <code class=\"dim\">{}</code></p>\
             <p>{}</p>",
            message(finding.rule.title),
            finding.rule.id,
            message(&finding.message)
        );
        if let Some(&span) = finding.locations.first() {
            self.excerpt(out, span);
        }
        let (at, more) = places::named(self.analysis, finding, PLACES);
        let at: Vec<String> = at.iter().map(|place| self.link(place)).collect();
        if !at.is_empty() {
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            let _ = writeln!(out, "<p class=\"dim\">{}{more}</p>", at.join(", "));
        }
        self.evidence_links(out, finding);
        let _ = writeln!(out, "<p>{}</p></li>", message(finding.rule.help.fix));
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

/// "no policy", "an empty policy".
fn article(text: &str) -> String {
    match text.split_once(' ') {
        Some(("no", _)) => text.to_owned(),
        Some(("policy", rest)) => format!("a policy, which {rest}"),
        _ if text.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {text}"),
        _ => format!("a {text}"),
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
