//! Lines of source with a span marked. Comes in: a span; goes out: the parts of its lines, cut to a width. Apart because a
//! terminal and a page mark the same characters in different ways.

use super::Analysis;
use crate::source::Span;

/// Characters kept of one line where the format sets no width: a minified file is one line of megabytes.
pub const LONGEST: usize = 240;

/// A line in three parts, without the indent of the first line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Excerpt {
    /// The line's number, from 1.
    pub line: u32,
    /// What stands before the span.
    pub before: String,
    /// What is of the span.
    pub marked: String,
    /// What stands after it.
    pub after: String,
}

/// The first `most` lines of a span, each in at most `width` characters, of which the marked ones are kept first; none for
/// an empty span. And how many more lines it has.
pub fn of(analysis: &Analysis, span: Span, width: usize, most: u32) -> (Vec<Excerpt>, u32) {
    let Some(file) = analysis.plugin.file(span.file).filter(|_| span.end > span.start) else {
        return Default::default();
    };
    let ((first, start), (last, end)) = (file.line_column(span.start), file.line_column(span.end));
    let indent = file.line_text(first).chars().take_while(|c| c.is_whitespace()).count();
    let shown = last.min(first.saturating_add(most - 1));
    let lines = (first..=shown).map(|line| {
        let text = file.line_text(line);
        let own = text.chars().take_while(|c| c.is_whitespace()).count();
        let cut_off = own.min(indent);
        // On further lines the span begins where their text does.
        let from = if line == first { start as usize - 1 } else { own }.max(cut_off);
        let to = if line == last { end as usize - 1 } else { text.chars().count() }.max(from);
        let part = |from: usize, to: usize| text.chars().skip(from).take(to - from).collect::<String>();
        cut(line, &part(cut_off, from), &part(from, to), &part(to, to + width + 1), width)
    });
    (lines.collect(), last - shown)
}

/// Cuts the three parts to `width` characters: the marked part is kept, then what is before it, then what is after it.
fn cut(line: u32, before: &str, marked: &str, after: &str, width: usize) -> Excerpt {
    let marked = head(marked, width);
    let room = width.saturating_sub(marked.chars().count());
    let (wanted, rest) = (before.chars().count(), after.chars().count());
    let before =
        tail(before, if wanted + rest <= room { wanted } else { (room / 2).max(room.saturating_sub(rest)) });
    let room = room.saturating_sub(before.chars().count());
    Excerpt { line, before, marked, after: head(after, room) }
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
        let short = cut(1, "a = ", "b", " + c", 20);
        assert_eq!(
            (short.before.as_str(), short.marked.as_str(), short.after.as_str()),
            ("a = ", "b", " + c")
        );
        let long = cut(1, "0123456789", "mark", "abcdefghij", 12);
        assert_eq!(
            (long.before.as_str(), long.marked.as_str(), long.after.as_str()),
            ("…789", "mark", "abc…")
        );
        let wide = cut(1, "before", &"m".repeat(50), "after", 10);
        assert_eq!(wide.marked, "mmmmmmmmm…");
        assert_eq!((wide.before.as_str(), wide.after.as_str()), ("", ""));
    }
}
