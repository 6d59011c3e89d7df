//! The comments of a Python file. Comes in: its text; goes out: each comment with its place, as the grammar sees them.
//! Apart because the program's form keeps none, and only files that hold a comment of interest are parsed again.

use super::parse::{Patience, parse};
use crate::source::{Comment, FileId};

/// The comments of a file, in order.
pub fn comments(file: FileId, text: &str) -> Vec<Comment> {
    let Some(tree) = parse(text, &mut Patience::default()) else { return Vec::new() };
    let mut found = Vec::new();
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        // Within an error the grammar guesses.
        if node.kind() == "comment" && node.parent().is_none_or(|parent| !parent.is_error()) {
            found.extend(Comment::at(file, text, node.start_byte(), node.end_byte(), (1, 0)));
        }
        if cursor.goto_first_child() || cursor.goto_next_sibling() {
            continue;
        }
        loop {
            if !cursor.goto_parent() {
                return found;
            }
            if cursor.goto_next_sibling() {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::comments;
    use crate::source::FileId;

    #[test]
    fn text_in_strings_is_no_comment() {
        let text = "# one\nx = '# two'  # three\ny = '''\n# four\n'''\nz = f\"{x} # five\"\n    # six\n";
        let found = comments(FileId(0), text);
        let told: Vec<(&str, bool)> = found.iter().map(|one| (one.text.as_str(), one.alone)).collect();
        assert_eq!(told, [("one", true), ("three", false), ("six", true)]);
        assert_eq!(&text[found[1].span.start as usize..found[1].span.end as usize], "# three");
    }
}
