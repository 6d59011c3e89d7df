//! The index of many plugins: a table that can be sorted and searched, and counts for each data type and third party.
//! Comes in: the briefs, the worst first; goes out: the first section of the page. Apart because it is the only part that
//! knows of more than one plugin.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{escape, key};
use crate::compare::{Level, Verdict};
use crate::report::brief::Part;
use crate::report::text::{count, severities};
use crate::report::{Brief, Summary, rows};

/// The section.
pub(super) fn index(held: &[(Brief, String)], summary: &Summary) -> String {
    let mut out = format!(
        "<section id=\"index\">\n<h1>What the plugins do with data about people</h1>\n<p>{}: <b class=\"undisclosed\">{} undisclosed</b>, \
         <b class=\"incomplete\">{} incomplete</b>, <b class=\"ok\">{} ok</b>; {}.</p>\n",
        count(summary.plugins, "plugin"),
        summary.undisclosed,
        summary.incomplete,
        summary.ok,
        severities(summary),
    );
    out.push_str("<details class=\"further\"><summary>Counts by data type and third party</summary><div class=\"two\">\n");
    counts(&mut out, "by-data", "Data type", held, |brief| &brief.data);
    counts(&mut out, "by-party", "Third party", held, |brief| &brief.parties);
    out.push_str("</div></details>\n");
    out.push_str(
        "<div class=\"scroll\"><table id=\"plugins\" class=\"sortable\"><thead><tr><th scope=\"col\">Plugin<th scope=\"col\">Verdict\
         <th scope=\"col\">What is not disclosed<th scope=\"col\" class=\"wide\">Policy<th scope=\"col\" class=\"wide\">Risk\
         <th scope=\"col\" class=\"number wide\">Errors<th scope=\"col\" class=\"number wide\">Warnings</tr></thead><tbody>\n",
    );
    for (brief, _) in held {
        row(&mut out, brief);
    }
    out.push_str("</tbody></table></div>\n</section>\n");
    out
}

fn row(out: &mut String, brief: &Brief) {
    let verdict = brief.verdict.id();
    let rank = match brief.verdict {
        Verdict::Undisclosed => 0,
        Verdict::Incomplete => 1,
        Verdict::Ok => 2,
    };
    let risk = match brief.risk {
        Level::High => 0,
        Level::Medium => 1,
        Level::Low => 2,
    };
    let lists = |parts: &[Part]| parts.iter().map(|part| escape(&part.id)).collect::<Vec<_>>().join("&#10;");
    let (data, party, key) = (lists(&brief.data), lists(&brief.parties), key(&brief.path));
    let (path, version) = (escape(&brief.path), escape(&brief.version));
    let policy = rows::no_policy(brief.status).unwrap_or("present");
    let Summary { errors, warnings, .. } = brief.summary;
    let _ = writeln!(
        out,
        "<tr data-verdict=\"{verdict}\" data-data=\"{data}\" data-party=\"{party}\"><td><a href=\"#{key}\">{path}</a> <small>{version}</small>\
         <td data-key=\"{rank}\" class=\"short {verdict}\">{verdict}<td>{}<td class=\"short wide\">{policy}<td class=\"short wide\" data-key=\"{risk}\">{}\
         <td class=\"number wide\" data-key=\"{errors}\">{errors}<td class=\"number wide\" data-key=\"{warnings}\">{warnings}</tr>",
        lacks(brief),
        brief.risk.id(),
    );
}

fn lacks(brief: &Brief) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (class, titles) in &brief.undisclosed {
        parts.push(format!("<span class=\"{0}\">{0}:</span> {1}", class.id(), escape(&titles.join(", "))));
    }
    if !brief.unnamed.is_empty() {
        parts
            .push(format!("<span class=\"unnamed\">not named:</span> {}", escape(&brief.unnamed.join(", "))));
    }
    if brief.missed > 0 {
        parts.push("<span class=\"incomplete\">not all analysed</span>".to_owned());
    }
    if !brief.set_aside.is_empty() {
        parts.push(format!("<span class=\"dim\">{}</span>", escape(&brief.set_aside)));
    }
    parts.join("; ")
}

/// For each id how many plugins have it, and in how many of them the policy does not tell of it.
fn counts(
    out: &mut String,
    id: &str,
    title: &str,
    held: &[(Brief, String)],
    parts: fn(&Brief) -> &Vec<Part>,
) {
    let mut found: BTreeMap<&str, (&str, usize, usize)> = BTreeMap::new();
    for part in held.iter().flat_map(|(brief, _)| parts(brief)) {
        let (_, all, hidden) = found.entry(&part.id).or_insert((&part.title, 0, 0));
        *all += 1;
        *hidden += usize::from(!part.disclosed);
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(_, (_, all, hidden))| (std::cmp::Reverse(*hidden), std::cmp::Reverse(*all)));
    let _ = writeln!(
        out,
        "<section><h3>By {}</h3>\n<div class=\"counts\" tabindex=\"0\" role=\"region\" aria-label=\"Plugins by {}\"><table id=\"{id}\" \
         class=\"sortable\"><thead><tr><th scope=\"col\">{title}<th scope=\"col\" class=\"number\">Not disclosed<th scope=\"col\" class=\"number\">\
         Plugins</tr></thead><tbody>",
        title.to_lowercase(),
        title.to_lowercase(),
    );
    for (id, (title, all, hidden)) in found {
        let _ = writeln!(
            out,
            "<tr data-id=\"{}\"><td>{}<td class=\"number\" data-key=\"{hidden}\">{hidden}<td class=\"number\" data-key=\"{all}\">{all}</tr>",
            escape(id),
            escape(title)
        );
    }
    out.push_str("</tbody></table></div></section>\n");
}
