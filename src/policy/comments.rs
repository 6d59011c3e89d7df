//! The comments of a Markdown document. Comes in: its text; goes out: each `<!-- … -->` with its place, as the Markdown
//! parser sees them. Apart because they are no part of what the policy says.

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::source::{Comment, FileId};

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

/// The comments of a document, in order.
pub fn comments(file: FileId, text: &str) -> Vec<Comment> {
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        if !matches!(event, Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_)) {
            continue;
        }
        let mut at = range.start;
        while let Some(open) = text.get(at..range.end).and_then(|rest| rest.find(OPEN)) {
            let start = at + open;
            let inside = start + OPEN.len();
            let Some(close) = text.get(inside..range.end).and_then(|rest| rest.find(CLOSE)) else { break };
            at = inside + close + CLOSE.len();
            found.extend(Comment::at(file, text, start, at, (OPEN.len(), CLOSE.len())));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::comments;
    use crate::source::FileId;

    #[test]
    fn text_and_code_are_no_comments() {
        let text = "# A\n<!-- one -->\ntext <!-- two --> more\n\n`<!-- three -->`\n\n```\n<!-- four -->\n```\n\n    <!-- five -->\n\n<!--\nsix\n-->\n\n\\<!-- seven --\\>\n";
        let found = comments(FileId(0), text);
        let told: Vec<(&str, bool)> = found.iter().map(|one| (one.text.as_str(), one.alone)).collect();
        assert_eq!(told, [("one", true), ("two", false), ("six", true)]);
    }
}
