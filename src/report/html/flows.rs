//! The picture of a plugin's flows: data types on the left, the plugin in the middle, who learns of them on the right.
//! Comes in: the rows of a plugin; goes out: SVG. Apart because it is geometry. Only the bands are stretched to the width of
//! the page; names keep their size, so that the picture can be read on a telephone.

use std::fmt::Write;

use super::{Page, escape};
use crate::compare::Class;
use crate::flow::{Action, Recipient};
use crate::report::rows::Row;

/// Height of a band for each practice in it.
const STRAND: usize = 9;
/// Height of a name with its line below; of one that may need two lines on a telephone.
const NAME: usize = 46;
const LONG_NAME: usize = 62;
/// Characters of a name that fit into a line on a telephone.
const LINE: usize = 15;
/// Room above the bar in the middle, for the plugin's name.
const TOP: usize = 24;
/// Pictures with more bands are no help; the evidence has them all.
const BANDS: usize = 60;

/// All practices of one data type with one recipient.
struct Band<'a> {
    left: usize,
    right: usize,
    class: Class,
    rows: Vec<&'a Row<'a>>,
}

/// A name on one side: where its bands begin.
struct Node {
    name: String,
    below: String,
    class: &'static str,
    strands: usize,
    top: usize,
    height: usize,
}

impl Page<'_> {
    /// The figure, or nothing where no data flows.
    pub(super) fn flows(&self, out: &mut String) {
        let (mut left, mut right, bands) = self.gather();
        if bands.is_empty() {
            return;
        }
        let strands: usize = bands.iter().map(|band| band.rows.len()).sum();
        let height = TOP + heights(&mut left).max(heights(&mut right)).max(strands * STRAND + 16);
        center(&mut left, height);
        center(&mut right, height);
        let _ = writeln!(
            out,
            "<section><h3>Where the data goes</h3>\n<figure><svg width=\"100%\" height=\"{height}\" role=\"group\" aria-label=\"Data types on \
             the left, the plugin, and who learns of them on the right\">"
        );
        names(out, &left, "from", "0", "36%");
        names(out, &right, "to", "64%", "36%");
        let name = &self.analysis.plugin.manifest.name;
        let name = if name.is_empty() { "the plugin" } else { name };
        let top = TOP + (height - TOP - strands * STRAND) / 2;
        let _ = writeln!(
            out,
            "<text x=\"50%\" y=\"{}\" text-anchor=\"middle\" fill=\"currentColor\" class=\"label halo\">{}</text>\n\
             <svg x=\"36%\" width=\"28%\" height=\"{height}\" viewBox=\"0 0 100 {height}\" preserveAspectRatio=\"none\">",
            top.saturating_sub(14),
            escape(&crate::report::excerpt::head(name, 24))
        );
        self.bands(out, &left, &right, &bands, top);
        let _ = writeln!(
            out,
            "<rect class=\"bar\" x=\"48.5\" y=\"{}\" width=\"3\" height=\"{}\"/></svg></svg>",
            top.saturating_sub(4),
            strands * STRAND + 8
        );
        self.key_of_classes(out, &bands);
        out.push_str("</figure></section>\n");
    }

    /// The bands, in the order of the left side; at the bar they leave in the order of the right side.
    fn bands(&self, out: &mut String, left: &[Node], right: &[Node], bands: &[Band], top: usize) {
        let mut leaving: Vec<usize> = (0..bands.len()).collect();
        leaving.sort_by_key(|&index| bands.get(index).map(|band| (band.right, band.left)));
        let mut exits = vec![0; bands.len()];
        let mut at = top;
        for index in leaving {
            if let (Some(exit), Some(band)) = (exits.get_mut(index), bands.get(index)) {
                *exit = at;
                at += band.rows.len() * STRAND;
            }
        }
        let begin = |node: &Node| node.top + node.height.saturating_sub(node.strands * STRAND) / 2;
        let mut used: (Vec<usize>, Vec<usize>) =
            (left.iter().map(begin).collect(), right.iter().map(begin).collect());
        let mut enter = top;
        for (band, exit) in bands.iter().zip(exits) {
            let height = band.rows.len() * STRAND;
            let from = take(&mut used.0, band.left, height);
            let to = take(&mut used.1, band.right, height);
            self.band(out, band, &path([from, enter, exit, to], height - 1));
            enter += height;
        }
    }

    fn band(&self, out: &mut String, band: &Band, path: &str) {
        let Some(first) = band.rows.first() else { return };
        let ids: Vec<String> = band.rows.iter().map(|row| format!("{}-e{}", self.key, row.number)).collect();
        let told: Vec<String> = band.rows.iter().map(|row| told(row)).collect();
        let unsure = if band.rows.iter().any(|row| row.sure) { "" } else { " unsure" };
        let _ = writeln!(
            out,
            "<a class=\"band {}{unsure}\" href=\"#{}-e{}\" data-rows=\"{}\"><title>{}</title><path d=\"{path}\"/></a>",
            band.class.id(),
            self.key,
            first.number,
            ids.join(" "),
            escape(&told.join("; "))
        );
    }

    /// Names of both sides and the bands between them, ordered by the left side, the worst first.
    fn gather(&self) -> (Vec<Node>, Vec<Node>, Vec<Band<'_>>) {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        let mut bands: Vec<Band> = Vec::new();
        for row in &self.rows {
            let Some(class) = row.class else { continue };
            let data = node_of(&mut left, &row.data);
            let whom = node_of(&mut right, &end(row));
            match bands.iter().position(|band| (band.left, band.right) == (data, whom)) {
                Some(known) => {
                    if let Some(band) = bands.get_mut(known) {
                        band.rows.push(row);
                        band.class = if row.sure { band.class.max(class) } else { band.class };
                    }
                }
                None if bands.len() < BANDS => {
                    bands.push(Band { left: data, right: whom, class, rows: vec![row] });
                }
                None => {}
            }
        }
        label(&mut left, &mut right, &bands);
        // Names without a band come last, from when there were enough: no index changes.
        left.retain(|node| node.strands > 0);
        right.retain(|node| node.strands > 0);
        bands.sort_by_key(|band| (band.left, band.right));
        (left, right, bands)
    }

    /// What the colours mean, of those that occur.
    fn key_of_classes(&self, out: &mut String, bands: &[Band]) {
        let mut classes: Vec<Class> = bands.iter().map(|band| band.class).collect();
        classes.sort_unstable();
        classes.dedup();
        out.push_str("<p class=\"key dim\">");
        for class in classes.iter().rev() {
            let means = match class {
                Class::Clear => "the policy names it",
                Class::Vague => "only a broader term covers it",
                Class::Ambiguous => "the policy denies it and tells of it",
                Class::Omitted => "nothing in the policy covers it",
                Class::Incorrect => "the policy denies it",
            };
            let _ = write!(out, "<span><b class=\"{0}\">■ {0}</b> {means}</span>", class.id());
        }
        out.push_str(" <span>Width: number of practices. Pale: to be checked.</span></p>\n");
    }
}

/// Says below each name what its bands are: on the left their class, on the right what is done.
fn label(left: &mut [Node], right: &mut [Node], bands: &[Band]) {
    for band in bands {
        if let Some(node) = left.get_mut(band.left) {
            node.strands += band.rows.len();
            // The rows come sure ones first, worst first: so do the bands of a name.
            if node.below.is_empty() {
                let sure = band.rows.iter().any(|row| row.sure);
                node.class = if sure { band.class.id() } else { "none" };
                node.below.push_str(if sure { band.class.id() } else { "to be checked" });
            }
        }
        if let Some(node) = right.get_mut(band.right) {
            node.strands += band.rows.len();
            for row in &band.rows {
                let deed = match row.practice.action {
                    Action::Sends => "sent to",
                    Action::Receives => "received from",
                    Action::Stores => "stored at",
                    Action::Logs => "logged by",
                };
                if !node.below.contains(deed) && !node.name.starts_with("its own") {
                    node.below =
                        format!("{}{}{deed}", node.below, if node.below.is_empty() { "" } else { ", " });
                }
            }
        }
    }
}

/// What a band's row tells where there is no script.
fn told(row: &Row) -> String {
    let place = row.places.first().map_or_else(String::new, |at| format!(" at {}:{}", at.path, at.line));
    let class = row.class.map_or("", Class::id);
    format!("{} {}{place} ({class})", row.data, row.deed())
}

/// The name on the right side.
fn end(row: &Row) -> String {
    match (&row.practice.recipient, row.practice.action) {
        (Recipient::Own, Action::Logs) => "its own log".to_owned(),
        (Recipient::Own, _) => "its own storage".to_owned(),
        _ => row.recipient.clone(),
    }
}

fn node_of(nodes: &mut Vec<Node>, name: &str) -> usize {
    nodes.iter().position(|node| node.name == name).unwrap_or_else(|| {
        nodes.push(Node {
            name: name.to_owned(),
            below: String::new(),
            class: "none",
            strands: 0,
            top: 0,
            height: 0,
        });
        nodes.len() - 1
    })
}

/// Gives each name its height; all of them together.
fn heights(nodes: &mut [Node]) -> usize {
    for node in nodes.iter_mut() {
        let name = if node.name.chars().count() > LINE { LONG_NAME } else { NAME };
        node.height = name.max(node.strands * STRAND + 8);
    }
    nodes.iter().map(|node| node.height).sum()
}

/// Gives each name its place.
fn center(nodes: &mut [Node], height: usize) {
    let whole: usize = nodes.iter().map(|node| node.height).sum();
    let mut at = TOP + (height - TOP).saturating_sub(whole) / 2;
    for node in nodes {
        node.top = at;
        at += node.height;
    }
}

/// Takes the next `height` of a name's side.
fn take(used: &mut [usize], index: usize, height: usize) -> usize {
    used.get_mut(index).map_or(0, |at| {
        let begin = *at;
        *at += height;
        begin
    })
}

/// A band of one height through four points: left, entry, exit, right.
fn path([from, enter, exit, to]: [usize; 4], height: usize) -> String {
    let [from2, enter2, exit2, to2] = [from, enter, exit, to].map(|at| at + height);
    format!(
        "M0 {from}C25 {from} 25 {enter} 47 {enter}L53 {exit}C75 {exit} 75 {to} 100 {to}V{to2}C75 {to2} 75 {exit2} 53 {exit2}\
         L47 {enter2}C25 {enter2} 25 {from2} 0 {from2}Z"
    )
}

fn names(out: &mut String, nodes: &[Node], side: &str, x: &str, width: &str) {
    for node in nodes {
        let _ = writeln!(
            out,
            "<foreignObject x=\"{x}\" y=\"{}\" width=\"{width}\" height=\"{}\"><div class=\"label {side} column\"><b>{}</b>\
             <span class=\"{}\">{}</span></div></foreignObject>",
            node.top,
            node.height,
            escape(&node.name),
            node.class,
            escape(&node.below)
        );
    }
}
