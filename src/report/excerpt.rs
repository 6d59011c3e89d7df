//! A line of source with a span marked. Comes in: a span; goes out: the parts of its line, cut to a width. Apart because a
//! terminal and a page mark the same characters in different ways.

use super::Analysis;
use crate::source::Span;

/// Characters kept of one line where the format sets no width: a minified file is one line of megabytes.
pub const LONGEST: usize = 240;

/// A line in three parts, without its indent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Excerpt {
    /// The line's number, from 1.
    pub line: u32,
    /// What stands before the span.
    pub before: String,
    /// The span, to the end of its first line.
    pub marked: String,
    /// What stands after it.
    pub after: String,
    /// Lines that the span has after this one.
    pub more: u32,
}

/// The excerpt of a span, in at most `width` characters, of which the marked ones are kept first. None for an empty span.
pub fn of(analysis: &Analysis, span: Span, width: usize) -> Option<Excerpt> {
    let file = analysis.plugin.file(span.file)?;
    if span.end <= span.start {
        return None;
    }
    let (line, column) = file.line_column(span.start);
    let text = file.line_text(line);
    let start = text.char_indices().nth(column as usize - 1).map_or(text.len(), |(at, _)| at);
    let (before, rest) = text.split_at_checked(start)?;
    let length = file.text.get(span.start as usize..span.end as usize)?;
    let marked = length.lines().next().unwrap_or("").len().min(rest.len());
    let (marked, after) = rest.split_at_checked(marked)?;
    let more = file.line_column(span.end).0.saturating_sub(line);
    Some(cut(line, before.trim_start(), marked, after, more, width))
}

/// Cuts the three parts to `width` characters: the marked part is kept, then what is before it, then what is after it.
fn cut(line: u32, before: &str, marked: &str, after: &str, more: u32, width: usize) -> Excerpt {
    let marked = head(marked, width);
    let room = width.saturating_sub(marked.chars().count());
    let (wanted, rest) = (before.chars().count(), after.chars().count());
    let before =
        tail(before, if wanted + rest <= room { wanted } else { (room / 2).max(room.saturating_sub(rest)) });
    let room = room.saturating_sub(before.chars().count());
    Excerpt { line, before, marked, after: head(after, room), more }
}

/// The first `width` characters, the last of them an ellipsis where something is cut.
pub fn head(text: &str, width: usize) -> String {
    if text.chars().nth(width).is_none() {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(width.saturating_sub(1)).collect();
    if width > 0 {
        kept.push('…');
    }
    kept
}

/// The last `width` characters, the first of them an ellipsis where something is cut.
fn tail(text: &str, width: usize) -> String {
    let count = text.chars().count();
    if count <= width {
        return text.to_owned();
    }
    if width == 0 {
        return String::new();
    }
    std::iter::once('…').chain(text.chars().skip(count + 1 - width)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marked_part_is_kept() {
        let short = cut(1, "a = ", "b", " + c", 0, 20);
        assert_eq!(
            (short.before.as_str(), short.marked.as_str(), short.after.as_str()),
            ("a = ", "b", " + c")
        );
        let long = cut(1, "0123456789", "mark", "abcdefghij", 0, 12);
        assert_eq!(
            (long.before.as_str(), long.marked.as_str(), long.after.as_str()),
            ("…789", "mark", "abc…")
        );
        let wide = cut(1, "before", &"m".repeat(50), "after", 0, 10);
        assert_eq!(wide.marked, "mmmmmmmmm…");
        assert_eq!((wide.before.as_str(), wide.after.as_str()), ("", ""));
    }
}
