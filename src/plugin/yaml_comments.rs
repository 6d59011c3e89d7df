//! The comments of a YAML file. Comes in: its text; goes out: each comment with its place. Apart because the parser drops
//! them: what is no part of a scalar and stands after `#` is one.

use super::yaml::Tree;
use crate::source::{Comment, FileId};

/// The comments of the first document of a file, in order; none where the YAML is broken, for nobody can tell.
pub fn comments(file: FileId, text: &str) -> Vec<Comment> {
    let tree = Tree::parse(text);
    if tree.problem.is_some() {
        return Vec::new();
    }
    let blocks = Blocks::of(text, &tree);
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        // Another document follows, which was not read.
        if start > 0 && (line.starts_with("---") || line.starts_with("...")) {
            break;
        }
        let marks = line.match_indices('#').map(|(mark, _)| mark);
        let mark = marks.into_iter().find(|&mark| {
            let before = line.get(..mark).unwrap_or_default();
            (before.is_empty() || before.ends_with([' ', '\t'])) && !blocks.hold(start + mark)
        });
        if let Some(mark) = mark {
            let end = start + line.trim_end().len();
            found.extend(Comment::at(file, text, start + mark, end, (1, 0)));
        }
    }
    found
}

/// The bytes that scalars take.
struct Blocks(Vec<(usize, usize)>);

impl Blocks {
    fn of(text: &str, tree: &Tree) -> Self {
        let spans = tree.scalars().map(|(start, end)| (start as usize, end as usize));
        let mut spans: Vec<(usize, usize)> =
            spans.map(|(start, end)| (start, ends(text, start, end))).collect();
        spans.sort_unstable();
        Self(spans)
    }

    fn hold(&self, at: usize) -> bool {
        let after = self.0.partition_point(|&(start, _)| start <= at);
        let last = after.checked_sub(1).and_then(|before| self.0.get(before));
        last.is_some_and(|&(_, end)| at < end)
    }
}

/// Where a scalar ends. The parser lets some run up to the next token: a quoted one ends at its closing quote, and what
/// stands less far right than the first line of a block is no part of it.
fn ends(text: &str, start: usize, end: usize) -> usize {
    let Some(body) = text.get(start..end) else { return end };
    if let Some(quote) = body.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        return start + quoted(body, quote);
    }
    let mut lines = body.split_inclusive('\n');
    // The first line is the header (`|`), or the text from its first letter on.
    let first = lines.next().unwrap_or_default();
    let header = first.trim_start().starts_with(['|', '>']);
    let before = text.get(..start).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
    let mut least = if header { None } else { Some(indent(before)) };
    let mut at = start + first.len();
    for line in lines {
        if !line.trim().is_empty() && indent(line) < *least.get_or_insert(indent(line)) {
            return at;
        }
        at += line.len();
    }
    end
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The bytes up to the closing quote: `''` and `\"` do not close.
fn quoted(body: &str, quote: char) -> usize {
    let mut letters = body.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' && quote == '"' {
            letters.next();
        } else if letter == quote {
            match letters.peek() {
                Some(&(_, next)) if next == '\'' && quote == '\'' => {
                    letters.next();
                }
                _ => return at + quote.len_utf8(),
            }
        }
    }
    body.len()
}

#[cfg(test)]
mod tests {
    use super::comments;
    use crate::source::FileId;

    fn told(text: &str) -> Vec<String> {
        comments(FileId(0), text).into_iter().map(|one| one.text).collect()
    }

    #[test]
    fn text_in_scalars_is_no_comment() {
        let text = "# one\na: 'x # two'  # three\nb: x#four # five\nc: \"# six\n  # seven\"\nd: [x, # eight\n  y]\n\
                    e: 'it''s # nine' # ten, it's\nf: \"a \\\" # eleven\" # twelve\n";
        assert_eq!(told(text), ["one", "three", "five", "eight", "ten, it's", "twelve"]);
    }

    #[test]
    fn a_block_scalar_holds_what_is_as_far_right_as_it() {
        let text = "a:\n  b: |\n    # one\n    text # two\n      # three\n  # four\n  c: >-  # five\n    # six\n\n    # seven\n# eight\nd: 1\n";
        assert_eq!(told(text), ["four", "five", "eight"]);
    }

    #[test]
    fn a_block_scalar_at_the_end_holds_its_lines() {
        assert_eq!(told("a: |\n  text\n  # one\n# two\n"), ["two"]);
        assert_eq!(told("a: |\n  text\n  # one"), Vec::<String>::new());
    }

    #[test]
    fn a_plain_scalar_of_several_lines_ends_at_a_comment() {
        assert_eq!(told("a: one\n  two\nb: 1 # three\n"), ["three"]);
    }

    #[test]
    fn nothing_is_told_of_broken_yaml_and_of_further_documents() {
        assert_eq!(told("a: [1 # one\nb: }\n"), Vec::<String>::new());
        assert_eq!(told("a: 1 # one\n---\nb: 1 # two\n"), ["one"]);
    }
}
