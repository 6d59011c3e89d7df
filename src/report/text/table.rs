//! Columns for a terminal. Comes in: cells; goes out: lines of at most a width. Apart because it knows only how wide text is.

use std::fmt::Write;

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::BOLD;

/// No column but the last is wider, where nothing else is said.
const WIDEST: usize = 22;

/// Where the last column begins that does not fit beside the others.
const FURTHER_LEFT: &str = "    ";

/// Columns of which the last takes what is left.
pub(super) struct Table {
    head: Vec<String>,
    rows: Vec<Row>,
    widest: usize,
}

/// The cells of the first columns, and what stands in the last one, a line each.
struct Row {
    cells: Vec<(String, Style)>,
    last: Vec<String>,
    style: Style,
}

impl Table {
    pub(super) fn new(head: &[&str]) -> Self {
        Self { head: head.iter().map(|&text| text.to_owned()).collect(), rows: Vec::new(), widest: WIDEST }
    }

    /// The widest that a column before the last may be.
    pub(super) fn widest(self, widest: usize) -> Self {
        Self { widest, ..self }
    }

    /// Adds a row: the first columns, and the lines of the last one.
    pub(super) fn row(&mut self, cells: Vec<(String, Style)>, last: Vec<String>, style: Style) {
        self.rows.push(Row { cells, last, style });
    }

    pub(super) fn write(&self, out: &mut String, width: usize) {
        if self.rows.is_empty() {
            return;
        }
        let widths: Vec<usize> = (0..self.head.len().saturating_sub(1))
            .map(|column| {
                let cells = self.rows.iter().filter_map(|row| row.cells.get(column));
                let head = self.head.get(column).map_or(0, |text| text.width());
                cells.map(|(text, _)| text.width()).chain([head]).max().unwrap_or(0).min(self.widest)
            })
            .collect();
        let before: usize = widths.iter().map(|width| width + 2).sum();
        out.push('\n');
        let head: Vec<(String, Style)> = self.head.iter().map(|text| (text.clone(), BOLD)).collect();
        let (first, last) = head.split_at(widths.len());
        let last = last.iter().map(|(text, _)| text.clone()).collect();
        write_row(out, &Row { cells: first.to_vec(), last, style: BOLD }, &widths, before, width);
        for row in &self.rows {
            write_row(out, row, &widths, before, width);
        }
    }
}

/// A row. Where a line of the last column does not fit beside the others, all of it stands below them, further to the left,
/// whole: a place that is cut is of no use.
fn write_row(out: &mut String, row: &Row, widths: &[usize], before: usize, width: usize) {
    let mut line = String::new();
    // Spaces are owed until something follows: no line ends with any.
    let mut owed = 0;
    for ((text, style), &width) in row.cells.iter().zip(widths) {
        let text = keep_start(text, width);
        if !text.is_empty() {
            let _ = write!(line, "{}{style}{text}{style:#}", " ".repeat(owed));
            owed = 0;
        }
        owed += (width + 2).saturating_sub(text.width());
    }
    let style = row.style;
    let last: Vec<&str> = row.last.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    if last.iter().any(|text| before + text.width() > width) {
        out.push_str(&line);
        out.push('\n');
        wrapped(out, width, FURTHER_LEFT, &format!("{style}{}{style:#}", last.join("; ")));
        return;
    }
    for (index, text) in last.iter().enumerate() {
        if index > 0 {
            out.push_str(&line);
            out.push('\n');
            line.clear();
            owed = before;
        }
        let _ = write!(line, "{}{style}{text}{style:#}", " ".repeat(owed));
    }
    out.push_str(&line);
    out.push('\n');
}

/// The first `width` columns, with an ellipsis where something is cut.
pub(super) fn keep_start(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        out.push(c);
    }
    out + "…"
}

/// The first of `parts` that fit into `width` columns with ", " between them, and how many more there are.
pub(super) fn fitting(parts: &[String], width: usize) -> String {
    let mut out = String::new();
    for (index, part) in parts.iter().enumerate() {
        let joint = if index == 0 { "" } else { ", " };
        let more = format!(" +{}", parts.len() - index);
        let rest = if index + 1 == parts.len() { 0 } else { more.width() };
        if out.width() + joint.len() + part.width() + rest > width {
            return if index == 0 { keep_start(part, width) } else { out + &more };
        }
        out.push_str(joint);
        out.push_str(part);
    }
    out
}

/// Words of `text` in lines of at most `width` columns, each after `indent`.
pub(super) fn wrapped(out: &mut String, width: usize, indent: &str, text: &str) {
    let room = width.saturating_sub(indent.width());
    let mut used = 0;
    out.push_str(indent);
    for word in text.split(' ') {
        let width = anstream::adapter::strip_str(word).to_string().width();
        if used > 0 && used + 1 + width > room {
            out.push('\n');
            out.push_str(indent);
            used = 0;
        }
        if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += width;
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_say_how_many_did_not_fit() {
        let parts = ["name", "e-mail address", "age"].map(str::to_owned);
        assert_eq!(fitting(&parts, 80), "name, e-mail address, age");
        assert_eq!(fitting(&parts, 22), "name +2");
        assert_eq!(fitting(&parts, 23), "name, e-mail address +1");
        assert_eq!(fitting(&parts, 3), "na…");
    }

    #[test]
    fn a_place_is_never_cut() {
        let mut table = Table::new(&["DATA", "PLACE"]);
        let place = "a/very/long/folder/of/a/plugin/file.py:17".to_owned();
        table.row(vec![("name".to_owned(), Style::new())], vec![place.clone()], Style::new());
        let mut out = String::new();
        table.write(&mut out, 30);
        assert!(anstream::adapter::strip_str(&out).to_string().contains(&place), "{out}");
    }
}
