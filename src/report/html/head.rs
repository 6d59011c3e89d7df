//! The head of a plugin's section: its name, the verdict with its reasons, and the facts that stand beside it. Comes in: an
//! analysis; goes out: the first lines of the section. Apart because it is what everybody reads, and all that many read.

use std::fmt::Write;

use super::{PLACES, Page, escape};
use crate::compare::{Class, Verdict};
use crate::policy::Status;
use crate::report::text::{count, severities};
use crate::report::{Summary, rows, settings};
use crate::rules::wording::and;

impl Page<'_> {
    /// Name, verdict in a sentence, and the facts that stand beside it.
    pub(super) fn head(&self, out: &mut String) {
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
        let vague = self.vague();
        if !vague.is_empty() {
            parts.push(format!(
                "<span class=\"tag vague\">vague</span> Only a broader term covers {}.",
                escape(&and(&vague))
            ));
        }
        if verdict == Verdict::Incomplete {
            parts.push("Nothing was found that is not disclosed, but not all could be analysed.".to_owned());
        } else if parts.is_empty() {
            let found = self.rows.iter().any(|row| row.sure && row.class.is_some());
            let text = if found {
                "Everything that was found is disclosed."
            } else {
                "No data about people was found in the code."
            };
            parts.push(text.to_owned());
        }
        parts.join(" ")
    }

    /// The data types that only a broader term covers.
    fn vague(&self) -> Vec<String> {
        let rows = self.rows.iter().filter(|row| row.sure && row.class == Some(Class::Vague));
        let mut titles: Vec<String> = rows.map(|row| row.data.clone()).collect();
        titles.dedup();
        titles
    }

    fn facts(&self, out: &mut String) {
        let analysis = self.analysis;
        let mut facts =
            vec![("Findings", severities(&Summary::of(analysis))), ("Policy", self.policy_fact())];
        let risk = &analysis.comparison.risk;
        let reasons: Vec<String> = risk.reasons.iter().map(|reason| self.reason(reason)).collect();
        let colon = if reasons.is_empty() { "" } else { ": " };
        facts.push(("Risk", format!("{}{colon}{}", risk.level.id(), reasons.join("; "))));
        let activities: Vec<&str> =
            analysis.comparison.activities.iter().map(|activity| activity.title.as_str()).collect();
        if !activities.is_empty() {
            facts.push(("Activities", escape(&activities.join("; "))));
        }
        if analysis.facts.outbound.total > 0 {
            facts.push(("Calls out", self.calls()));
        }
        let set_aside = settings::brief(analysis);
        if !set_aside.is_empty() {
            facts.push(("Set aside", escape(&set_aside)));
        }
        out.push_str("<dl class=\"facts\">\n");
        for (name, text) in facts {
            let _ = writeln!(out, "<dt>{name}</dt><dd>{text}</dd>");
        }
        out.push_str("</dl>\n");
    }

    fn policy_fact(&self) -> String {
        let policy = &self.analysis.policy;
        let path = escape(policy.path.as_deref().unwrap_or("none"));
        match rows::no_policy(policy.status) {
            Some(_) if policy.path.is_none() => path,
            Some(what) => format!("<code>{path}</code>: {what}"),
            None => format!(
                "<code>{path}</code> ({}): {}, {}",
                escape(&policy.languages.join(", ")),
                count(policy.statements.len(), "statement"),
                count(policy.third_parties.len(), "third party")
            ),
        }
    }

    /// How many calls leave the plugin, and the places of those whose host is not known.
    fn calls(&self) -> String {
        let outbound = &self.analysis.facts.outbound;
        let unknown = rows::lines(self.analysis, &outbound.unresolved);
        let unknown: Vec<String> = unknown.iter().take(PLACES).map(|place| self.link(place)).collect();
        match outbound.unresolved.len() {
            0 => outbound.total.to_string(),
            number => format!("{}, {number} without a known host: {}", outbound.total, unknown.join(", ")),
        }
    }

    fn reason(&self, reason: &crate::compare::Reason) -> String {
        let place = reason.location.and_then(|span| self.analysis.place(span));
        let place = place.map_or_else(String::new, |place| format!(" ({})", self.link(&place)));
        format!("{}{place}", escape(&reason.text))
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
