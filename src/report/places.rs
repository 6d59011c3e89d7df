//! Places as other tools want them: relative to where the scan ran, not to the plugin. Comes in: the analysis and how the
//! report looks; goes out: paths, URIs and links. Apart because the formats that point into a repository share it.

use std::fmt::Write;

use super::{Analysis, Look};
use crate::flow::Step;
use crate::plugin::original_name;
use crate::rules::Finding;
use crate::source::{Place, Span};

/// The path of a plugin's file from where the scan ran.
pub fn path(look: &Look, analysis: &Analysis, file: &str) -> String {
    if analysis.plugin.find_beside(file).is_some() {
        return file.to_owned();
    }
    let parts = [look.base.as_str(), analysis.plugin.path.as_str(), file];
    let parts =
        parts.iter().map(|part| part.trim_matches('/')).filter(|part| !part.is_empty() && *part != ".");
    let joined = parts.collect::<Vec<_>>().join("/");
    let absolute =
        look.base.starts_with('/') || look.base.is_empty() && analysis.plugin.path.starts_with('/');
    if absolute { format!("/{joined}") } else { joined }
}

/// The same as a URI reference: what a URI may not hold is written as `%` and two digits.
pub fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in original_name(path) {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The place of a line in the policy, where the policy is a file of the plugin.
pub fn policy_place(analysis: &Analysis, line: u32) -> Option<Place> {
    let path = analysis.policy.path.clone()?;
    analysis.plugin.find(&path)?;
    Some(Place { path, line, column: 1 })
}

/// The best place of a finding: in the code, else in the policy, else where the manifest names the policy or would. Code
/// hosts show nothing that has no place.
pub fn best(analysis: &Analysis, finding: &Finding) -> Option<Place> {
    let code = finding.locations.first().and_then(|&span| analysis.place(span));
    let policy = || finding.policy_line.and_then(|line| policy_place(analysis, line));
    code.or_else(policy).or_else(|| {
        let manifest = &analysis.plugin.manifest;
        let privacy = manifest.privacy.as_ref().and_then(|privacy| analysis.place(privacy.span));
        privacy.or_else(|| analysis.plugin.file(manifest.file?).map(|file| file.place(0)))
    })
}

/// One past the end of a span: line and column.
pub fn end(analysis: &Analysis, span: Span) -> Option<(u32, u32)> {
    analysis.plugin.file(span.file).map(|file| file.line_column(span.end))
}

/// The traces of the data that a finding is about, to its places.
pub fn traces<'a>(analysis: &'a Analysis, finding: &Finding) -> Vec<&'a [Step]> {
    let practices = analysis.facts.practices.iter();
    let leading = practices.filter(|practice| {
        finding.about == Some(practice.data_type)
            && practice.locations.first().is_some_and(|place| finding.locations.contains(place))
    });
    leading.map(|practice| practice.trace.as_slice()).filter(|trace| !trace.is_empty()).collect()
}

/// The places of a finding as a sentence names them, each by `shown`: the first ones in the code, how many more there are,
/// then the policy's line; empty for none.
pub fn named(
    analysis: &Analysis,
    finding: &Finding,
    most: usize,
    shown: impl Fn(&Place) -> String,
) -> String {
    let mut lines = super::rows::lines(analysis, &finding.locations);
    let more = lines.len().saturating_sub(most);
    lines.truncate(most);
    let code = lines.iter().map(&shown).collect::<Vec<_>>().join(", ");
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let policy = finding.policy_line.and_then(|line| policy_place(analysis, line));
    let joint = if code.is_empty() || policy.is_none() { "" } else { "; " };
    format!("{code}{more}{joint}{}", policy.map_or_else(String::new, |place| shown(&place)))
}
