//! Reads Markdown (and plain text, which reads as Markdown). Comes in: text; goes out: [`Document`]. Apart because it
//! is the only user of the Markdown parser.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::document::{Builder, Document, Kind};
use super::html;

/// Reads `text` into blocks with their lines.
pub fn read(text: &str) -> Document {
    let mut reader = Reader {
        builder: Builder::default(),
        lines: Lines::new(text),
        html: String::new(),
        html_line: 1,
        code: false,
        struck: 0,
        unticked: false,
        ticks: None,
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.event(event, &range);
    }
    reader.builder.finish()
}

/// Counts lines forward; events come nearly in order.
struct Lines<'text> {
    text: &'text str,
    at: usize,
    line: u32,
}

impl<'text> Lines<'text> {
    fn new(text: &'text str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The line of byte `at`.
    fn of(&mut self, at: usize) -> u32 {
        if at < self.at {
            (self.at, self.line) = (0, 1);
        }
        let between = self.text.as_bytes().get(self.at..at).unwrap_or_default();
        self.line += u32::try_from(memchr::memchr_iter(b'\n', between).count()).unwrap_or(u32::MAX);
        self.at = at;
        self.line
    }
}

struct Reader<'text> {
    builder: Builder,
    lines: Lines<'text>,
    /// HTML gathered since it began: the parser gives it line by line.
    html: String,
    /// The line that it began on.
    html_line: u32,
    /// Inside a block of code that says in which language it is: no prose.
    code: bool,
    /// Open elements that are struck out.
    struck: usize,
    /// Inside an item whose box is not ticked.
    unticked: bool,
    /// Whether the text has a ticked box, once that was asked.
    ticks: Option<bool>,
}

/// Boxes that are ticked.
const TICKED: [&str; 2] = ["[x]", "[X]"];

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: &Range<usize>) {
        let line = match event {
            // Ends point back to where their element began: counting would start over.
            Event::End(tag) => return self.end(tag),
            _ => self.lines.of(range.start),
        };
        match event {
            Event::Start(tag) => self.start(&tag, line),
            Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::HardBreak
                if self.code || self.struck > 0 || self.unticked => {}
            Event::Text(text) | Event::Code(text) => self.builder.text(&text, line),
            Event::InlineHtml(tag) if html::is_break(&tag) => self.builder.hard_break(),
            // "<your e-mail>" is no element.
            Event::InlineHtml(tag) if html::is_words(&tag) => self.builder.text(&tag, line),
            Event::Html(text) => {
                if self.html.is_empty() {
                    self.html_line = line;
                }
                self.html.push_str(&text);
            }
            Event::SoftBreak => self.builder.text("\n", line),
            Event::HardBreak => self.builder.hard_break(),
            Event::Rule => self.builder.end(),
            Event::TaskListMarker(ticked) => self.unticked = !ticked && self.has_ticks(),
            _ => {}
        }
    }

    /// Whether a box of the text is ticked: only beside one does an empty box say that it is not so.
    fn has_ticks(&mut self) -> bool {
        let text = self.lines.text;
        *self.ticks.get_or_insert_with(|| TICKED.iter().any(|ticked| text.contains(ticked)))
    }

    fn start(&mut self, tag: &Tag<'_>, line: u32) {
        self.code =
            matches!(tag, Tag::CodeBlock(CodeBlockKind::Fenced(language)) if !language.trim().is_empty());
        if matches!(tag, Tag::List(_) | Tag::Item) {
            self.unticked = false;
        }
        let builder = &mut self.builder;
        match tag {
            Tag::Strikethrough => self.struck += 1,
            Tag::DefinitionList => builder.begin_list(),
            Tag::DefinitionListTitle => builder.begin_term(line),
            Tag::DefinitionListDefinition => builder.begin_definition(line),
            Tag::Paragraph => builder.begin_paragraph(line),
            Tag::CodeBlock(_) => builder.begin(Kind::Paragraph, line),
            Tag::Heading { level, .. } => builder.begin(Kind::Heading(depth(*level)), line),
            Tag::List(_) => builder.begin_list(),
            Tag::Item => builder.begin_item(line),
            Tag::TableHead => builder.begin(Kind::HeaderRow, line),
            Tag::TableRow => builder.begin(Kind::Row, line),
            Tag::TableCell => builder.cell(true),
            Tag::Strong => builder.bold(true),
            Tag::Link { dest_url, .. } => builder.begin_link(dest_url),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.code &= tag != TagEnd::CodeBlock;
        self.unticked &= tag != TagEnd::Item;
        let builder = &mut self.builder;
        match tag {
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::DefinitionListTitle => builder.end_term(),
            TagEnd::DefinitionListDefinition => builder.end(),
            TagEnd::DefinitionList => builder.end_list(),
            TagEnd::Paragraph
            | TagEnd::CodeBlock
            | TagEnd::Heading(_)
            | TagEnd::TableHead
            | TagEnd::TableRow => {
                builder.end();
            }
            TagEnd::List(_) => builder.end_list(),
            TagEnd::Item => builder.end_item(),
            TagEnd::TableCell => builder.cell(false),
            TagEnd::Table => builder.end_table(),
            TagEnd::Strong => builder.bold(false),
            TagEnd::Link => builder.end_link(),
            TagEnd::HtmlBlock => {
                html::read_from(builder, &std::mem::take(&mut self.html), self.html_line);
            }
            _ => {}
        }
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(document: &Document) -> Vec<&str> {
        document.blocks.iter().map(|block| block.text.as_str()).collect()
    }

    #[test]
    fn lists_know_what_leads_them_in() {
        let document = read("# A\n\nWe collect:\n\n1. **Names**:\n   - first\n   - last\n2. Mail\n\nEnd.\n");
        assert_eq!(text_of(&document), ["A", "We collect:", "Names:", "first", "last", "Mail", "End."]);
        let governors: Vec<Option<usize>> = document.blocks.iter().map(|block| block.governor).collect();
        assert_eq!(governors, [None, None, Some(1), Some(2), Some(2), Some(1), None]);
        assert!(document.blocks.iter().skip(1).all(|block| block.heading == Some(0)));
    }

    #[test]
    fn rows_know_their_header() {
        let document = read("| Data | Why |\n|---|---|\n| e-mail | login |\n");
        assert_eq!(document.blocks[1].governor, Some(0));
        assert_eq!(document.blocks[1].cells.len(), 2);
        assert_eq!(document.blocks[1].line(0), 3);
    }

    #[test]
    fn html_keeps_its_lines_and_costs_no_more_than_its_length() {
        let text = "<p>\n\n".repeat(100_000) + "<p>Name</p>\n";
        let document = read(&text);
        assert_eq!(document.blocks[0].line(0), 200_001);
    }

    #[test]
    fn what_is_struck_out_or_not_ticked_is_not_read() {
        let document = read("We collect ~~phones~~ names.\n\n- [x] Mail\n- [ ] Address\n  - [x] City\n");
        assert_eq!(text_of(&document), ["We collect names.", "Mail", "City"]);
        assert_eq!(text_of(&read("- [ ] Mail\n- [ ] Phone\n")), ["Mail", "Phone"]);
        assert_eq!(text_of(&read("Kept ~30 days or ~60 days in ~/.cache\n")).len(), 1);
    }

    #[test]
    fn a_definition_stands_behind_its_term() {
        let document = read("We collect:\n\nMail\n: sent to A\n\nName\n: not collected\n: never\n\nEnd.\n");
        assert_eq!(
            text_of(&document),
            ["We collect:", "Mail: sent to A", "Name: not collected", "never", "End."]
        );
    }

    #[test]
    fn a_lead_in_right_under_a_list_leads_in_the_items_after_it() {
        let document = read("Not:\n- a\n- b\nWe do:\n- c\n- d\n\nEnd.\n");
        assert_eq!(text_of(&document), ["Not:", "a", "b", "We do:", "c", "d", "End."]);
        let governors: Vec<Option<usize>> = document.blocks.iter().map(|block| block.governor).collect();
        assert_eq!(governors, [None, Some(0), Some(0), None, Some(3), Some(3), None]);
        assert_eq!(document.blocks[3].line(0), 4);
    }

    #[test]
    fn bold_lines_and_marked_lines_are_structure() {
        let document = read("**Data we collect**\n\nThese:\n• Name\n• Phone\n");
        assert_eq!(document.blocks[0].kind, Kind::Heading(7));
        assert_eq!(text_of(&document), ["Data we collect", "These:", "Name", "Phone"]);
        assert_eq!(document.blocks[3].governor, Some(1));
        assert_eq!(document.blocks[3].line(0), 5);
    }
}
