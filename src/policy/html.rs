//! Reads HTML tolerantly: tags that make blocks, lists, tables, links and bold; the rest is text. Comes in: text;
//! goes out: [`Document`]. Apart because policies are sometimes saved web pages, and Markdown holds pieces of HTML.

use super::document::{Builder, Document, Kind};

/// Reads `text` into blocks with their lines.
pub fn read(text: &str) -> Document {
    let mut builder = Builder::default();
    read_into(&mut builder, text);
    builder.finish()
}

/// Whether a file holds HTML: by its name, else by how it begins.
pub fn is_html(path: &str, text: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or("");
    if ["html", "htm"].iter().any(|known| ending.eq_ignore_ascii_case(known)) {
        return true;
    }
    let start = text.trim_start().get(..15).unwrap_or("").to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

/// Whether an inline tag breaks the line.
pub fn is_break(tag: &str) -> bool {
    let (name, _) = name_of(tag.strip_prefix('<').unwrap_or(tag));
    name.eq_ignore_ascii_case("br")
}

/// Whether an inline tag is words in brackets: several, and nothing but letters and dashes.
pub fn is_words(tag: &str) -> bool {
    let words = tag.trim_start_matches('<').trim_end_matches('>');
    let plain = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '_' | '\'');
    words.contains(' ') && words.chars().all(plain) && !words.ends_with(' ')
}

/// Reads `text` into an open builder.
pub fn read_into(builder: &mut Builder, text: &str) {
    read_from(builder, text, 1);
}

/// Reads `text`, whose first line is `line`, into an open builder.
pub fn read_from(builder: &mut Builder, text: &str, line: u32) {
    let mut line = line;
    let mut rest = text;
    let mut hidden: Option<Hidden<'_>> = None;
    while !rest.is_empty() {
        let open = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        let (words, after) = rest.split_at(open);
        if !words.is_empty() && hidden.is_none() {
            builder
                .text(&unescaped(&words.replace('\n', " \n")).replace('\n', " "), line + blank_lines(words));
        }
        line += breaks(words);
        let length = tag_length(after);
        let (tag, after) = after.split_at(length);
        let (name, attributes) = name_of(tag.strip_prefix('<').unwrap_or(tag));
        hidden = match hidden {
            Some(open) => open.after(name),
            None if hides(name, attributes) => Some(Hidden { name, depth: 1 }),
            None => {
                apply(builder, name, attributes, line);
                None
            }
        };
        line += breaks(tag);
        rest = after;
    }
    builder.end();
}

/// An open element that is not shown, or is struck out.
struct Hidden<'text> {
    name: &'text str,
    /// Open elements of its name, with itself.
    depth: usize,
}

impl Hidden<'_> {
    /// What of it is still open after the tag of this name.
    fn after(self, tag: &str) -> Option<Self> {
        let closes = tag.strip_prefix('/').is_some_and(|name| name.eq_ignore_ascii_case(self.name));
        let opens = tag.eq_ignore_ascii_case(self.name);
        if opens && self.name.eq_ignore_ascii_case(PARAGRAPH) {
            return None;
        }
        let depth = self.depth + usize::from(opens) - usize::from(closes);
        (depth > 0).then_some(Self { depth, ..self })
    }
}

/// Elements that hold nothing.
const VOID: [&str; 8] = ["br", "hr", "img", "input", "link", "meta", "wbr", "col"];
/// Elements whose text no longer stands.
const STRUCK: [&str; 3] = ["s", "del", "strike"];

/// The element that another of its name ends.
const PARAGRAPH: &str = "p";

/// Whether an element is not shown: struck out, or hidden by an attribute.
fn hides(name: &str, attributes: &str) -> bool {
    if name.is_empty() || name.starts_with('/') || attributes.ends_with("/>") {
        return false;
    }
    let is = |known: &&str| name.eq_ignore_ascii_case(known);
    if STRUCK.iter().any(is) {
        return true;
    }
    if attributes.len() <= HIDDEN.len() || VOID.iter().any(is) {
        return false;
    }
    let conceals = |style: &str| {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        style.to_ascii_lowercase().split(';').any(|rule| rule == "display:none")
    };
    Attributes(attributes).any(|(name, value)| {
        name.eq_ignore_ascii_case(HIDDEN) || name.eq_ignore_ascii_case("style") && conceals(value)
    })
}

/// The attribute that hides an element.
const HIDDEN: &str = "hidden";

/// The attributes of a tag in order: names and values.
struct Attributes<'tag>(&'tag str);

impl<'tag> Iterator for Attributes<'tag> {
    type Item = (&'tag str, &'tag str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '='));
        let end =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '=')).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() {
            return None;
        }
        let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            self.0 = after;
            return Some((name, ""));
        };
        let quoted = value.strip_prefix(['"', '\'']).zip(value.chars().next());
        let (value, after) = match quoted {
            Some((inside, quote)) => inside.split_once(quote).unwrap_or((inside, "")),
            None => {
                let end = value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len());
                value.split_at(end)
            }
        };
        self.0 = after;
        Some((name, value))
    }
}

fn breaks(text: &str) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u32::MAX)
}

/// Line breaks before the first word.
fn blank_lines(text: &str) -> u32 {
    breaks(text.get(..text.len() - text.trim_start().len()).unwrap_or(""))
}

/// Bytes of the tag, comment, script or style at the start of `text`; one byte for a lone `<`.
fn tag_length(text: &str) -> usize {
    if text.is_empty() {
        return 0;
    }
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |at| at + 3);
    }
    let (name, _) = name_of(text.strip_prefix('<').unwrap_or(text));
    for hidden in ["script", "style", "head"] {
        if name.eq_ignore_ascii_case(hidden) {
            return end_of(text, hidden);
        }
    }
    let named =
        text.get(1..2).is_some_and(|c| c.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)));
    if !named {
        return 1;
    }
    memchr::memchr(b'>', text.as_bytes()).map_or(text.len(), |at| at + 1)
}

/// Bytes up to and with the closing tag `</name>`, in any case.
fn end_of(text: &str, name: &str) -> usize {
    let mut from = 1;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("</")).map(|at| at + from) {
        let close = text.get(at + 2..at + 2 + name.len());
        if close.is_some_and(|close| close.eq_ignore_ascii_case(name)) {
            return text.get(at..).and_then(|rest| rest.find('>')).map_or(text.len(), |end| at + end + 1);
        }
        from = at + 2;
    }
    text.len()
}

/// A tag's name, with `/` before a closing one, and the rest of the tag.
fn name_of(tag: &str) -> (&str, &str) {
    let from = usize::from(tag.starts_with('/'));
    let end = tag
        .get(from..)
        .and_then(|rest| rest.find(|c: char| !c.is_ascii_alphanumeric()))
        .map_or(tag.len(), |at| at + from);
    tag.split_at(end)
}

fn apply(builder: &mut Builder, name: &str, attributes: &str, line: u32) {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "br" => builder.hard_break(),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let level = name.as_bytes().get(1).map_or(1, |digit| digit - b'0');
            builder.begin(Kind::Heading(level), line);
        }
        "p" | "div" | "section" | "article" | "main" | "blockquote" => {
            builder.begin_paragraph(line);
        }
        "ul" | "ol" | "dl" => builder.begin_list(),
        "/ul" | "/ol" | "/dl" => builder.end_list(),
        "dt" => builder.begin_term(line),
        "/dt" => builder.end_term(),
        "dd" => builder.begin_definition(line),
        "li" => builder.begin_item(line),
        "/li" => builder.end_item(),
        "tr" => builder.begin(Kind::Row, line),
        "thead" => builder.end(),
        "td" => builder.cell(true),
        "th" => {
            builder.header_cell(line);
        }
        "/td" | "/th" => builder.cell(false),
        "/table" => builder.end_table(),
        "b" | "strong" => builder.bold(true),
        "/b" | "/strong" => builder.bold(false),
        "a" => builder.begin_link(attribute(attributes, "href")),
        "/a" => builder.end_link(),
        "/h1" | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" | "/p" | "/div" | "/section" | "/tr" | "/dd" => {
            builder.end();
        }
        _ => {}
    }
}

/// The value of an attribute, empty without one.
fn attribute<'tag>(attributes: &'tag str, wanted: &str) -> &'tag str {
    Attributes(attributes).find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map_or("", |(_, value)| value)
}

/// An entity is no longer than this.
const ENTITY: usize = 11;

/// The text with the entities that policies use.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        out.push_str(before);
        let end = entity.bytes().take(ENTITY).position(|byte| byte == b';');
        let known = end.and_then(|end| entity.get(1..end)).and_then(character);
        let length = if let (Some(c), Some(end)) = (known, end) {
            out.push(c);
            end + 1
        } else {
            out.push('&');
            1
        };
        rest = entity.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

fn character(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" | "rsquo" | "lsquo" => Some('\''),
        "nbsp" => Some(' '),
        "ndash" | "mdash" => Some('\u{2014}'),
        "bull" => Some('•'),
        _ => {
            let digits = entity.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_keep_their_lines_and_links() {
        let document = read(
            "<h1>Privacy</h1>\n<p>We use\n<a href='https://a.example/p'>this &amp; that</a></p>\n<ul>\n<li>Name</li></ul>",
        );
        let kinds: Vec<Kind> = document.blocks.iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [Kind::Heading(1), Kind::Paragraph, Kind::Item]);
        assert_eq!(document.blocks[1].text, "We use this & that");
        assert_eq!(document.blocks[1].links[0].url, "https://a.example/p");
        assert_eq!(document.blocks[1].line(0), 2);
        assert_eq!(document.blocks[2].line(0), 5);
    }

    #[test]
    fn what_is_not_shown_is_not_read() {
        let text = "<!doctype html><head><title>x</title></head><script>var a = '<p>email</p>';</script><!-- p --><p>y";
        let document = read(text);
        assert_eq!(document.blocks.len(), 1);
        assert_eq!(document.blocks[0].text, "y");
        assert!(is_html("a.txt", text) && is_html("A.HTM", "") && !is_html("PRIVACY.md", "a <b> c"));
    }

    #[test]
    fn broken_markup_ends() {
        for text in ["<", "<a", "<a href=", "<!--", "<script", "</", "&", "&#xffffffff;", "< p > < / p"] {
            read(text);
        }
    }

    #[test]
    fn signs_without_end_cost_no_more_than_their_number() {
        let start = std::time::Instant::now();
        for unit in ["<", "</", "<p hidden>", "<a ", "<!", "&#", "<s>", "<dt>", "<a b='"] {
            read(&unit.repeat(100_000));
        }
        // What looks ahead from each sign to the last one takes minutes.
        assert!(start.elapsed().as_secs() < 30);
    }

    #[test]
    fn what_is_hidden_or_struck_out_is_not_read() {
        let hidden = [
            "<p style=\"color:red; display : none\">x <b>x</b></p><p>y",
            "<div hidden><div>x</div>x</div>y",
            "<p>y <del>x</del></p>",
            "<input hidden>y",
        ];
        for text in hidden {
            let document = read(text);
            let texts: Vec<&str> = document.blocks.iter().map(|block| block.text.as_str()).collect();
            assert_eq!(texts, ["y"], "{text}");
        }
        let shown = ["<p class='a hidden b'>y", "<p style='display:block'>y", "<p data-x=hidden>y"];
        for text in shown {
            assert_eq!(read(text).blocks[0].text, "y", "{text}");
        }
    }

    #[test]
    fn a_definition_stands_behind_its_term() {
        let document = read("<dl><dt>Name</dt><dd>not collected</dd><dt>Mail<dd><p>sent</p><dd>kept</dl>");
        let texts: Vec<&str> = document.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["Name: not collected", "Mail: sent", "kept"]);
    }
}
