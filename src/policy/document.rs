//! A policy as blocks: headings, paragraphs, list items, table rows, each with its text, lines, links and what governs
//! it. Comes in: what the readers of Markdown and HTML meet, in order; goes out: [`Document`]. Apart because both
//! readers build the same thing.

use smallvec::{SmallVec, smallvec};

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A heading with its level, from 1.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// A list item.
    Item,
    /// The first row of a table.
    HeaderRow,
    /// Another row; its cells are in `cells`.
    Row,
}

/// A link: the byte range of its text in the block, and its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// First byte of the link's text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Target as written.
    pub url: String,
}

/// One block of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its text without markup: single spaces, `\n` where a line of the source ends, `\u{1e}` at a forced line break.
    pub text: String,
    /// Byte offsets in `text` where a line of the source begins, with its number from 1.
    pub lines: SmallVec<[(usize, u32); 2]>,
    /// Links in order.
    pub links: Vec<Link>,
    /// Bytes at the start of `text` that are set in bold.
    pub bold: usize,
    /// For rows: the byte ranges of the cells.
    pub cells: Vec<(usize, usize)>,
    /// The block that leads this one in: the paragraph before a list, the item around it, the header of a table.
    pub governor: Option<usize>,
    /// The heading that this block stands under; for a heading the one above it.
    pub heading: Option<usize>,
}

impl Block {
    /// Whether it is a heading.
    pub fn is_heading(&self) -> bool {
        matches!(self.kind, Kind::Heading(_))
    }

    /// The line of byte `at`.
    pub fn line(&self, at: usize) -> u32 {
        let after = self.lines.partition_point(|(offset, _)| *offset <= at);
        self.lines.get(after.saturating_sub(1)).map_or(1, |(_, line)| *line)
    }
}

/// A document, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
}

/// Bytes that most blocks do not reach.
const SHORT: usize = 96;

/// Items nested deeper than this are read as items of this depth.
const DEPTH: usize = 32;

/// Bytes of one block; a longer one is read as several. The longest paragraph of real policies has half of it, and what
/// follows looks back from each word to the beginning of its block.
const LONGEST: usize = 4_096;

/// Collects what a reader meets.
#[derive(Debug, Default)]
pub struct Builder {
    blocks: Vec<Block>,
    open: Option<Block>,
    /// Open lists: the block that led each in.
    lists: Vec<Option<usize>>,
    /// Open items: their block, once they have text.
    items: Vec<Option<usize>>,
    /// The last block outside any list, which may lead in a list.
    lead: Option<usize>,
    /// What led in the last list, or the list whose last item led it in.
    above: Option<usize>,
    /// Whether an item of the list before led in the last one.
    led_by_item: bool,
    header: Option<usize>,
    link: Option<(usize, String)>,
    bold: bool,
    /// The open block ends in a term that its definition follows.
    defines: bool,
}

impl Builder {
    /// Begins a block.
    pub fn begin(&mut self, kind: Kind, line: u32) {
        self.end();
        let governor = match kind {
            Kind::Item => self.lists.last().copied().flatten(),
            Kind::Paragraph => self.items.last().copied().flatten(),
            Kind::Row => self.header,
            Kind::Heading(_) | Kind::HeaderRow => None,
        };
        self.open = Some(Block {
            kind,
            text: String::with_capacity(SHORT),
            lines: smallvec![(0, line)],
            links: Vec::new(),
            bold: 0,
            cells: Vec::new(),
            governor,
            heading: None,
        });
    }

    /// Ends the open block. Blocks without text leave no trace.
    pub fn end(&mut self) {
        self.defines = false;
        let Some(mut block) = self.open.take() else { return };
        self.link = None;
        block.text.truncate(block.text.trim_end().len());
        if block.text.is_empty() && block.cells.is_empty() {
            return;
        }
        let at = self.blocks.len();
        match block.kind {
            Kind::Item => {
                if let Some(item) = self.items.last_mut() {
                    item.get_or_insert(at);
                }
            }
            Kind::HeaderRow => self.header = Some(at),
            Kind::Heading(_) => {
                self.lists.clear();
                self.items.clear();
                self.lead = None;
                (self.above, self.led_by_item) = (None, false);
            }
            Kind::Paragraph | Kind::Row => {}
        }
        if self.lists.is_empty() && block.kind != Kind::Row {
            self.lead = Some(at);
        }
        if block.text.len() > LONGEST {
            self.blocks.extend(block.shortened());
        } else {
            self.blocks.push(block);
        }
    }

    /// A list begins.
    pub fn begin_list(&mut self) {
        self.end();
        let lead = match self.items.last() {
            Some(item) => *item,
            None => self.lead.or_else(|| self.lead_of_next_list()),
        };
        if self.lists.is_empty() && self.lead.is_some() {
            (self.above, self.led_by_item) = (lead, false);
        }
        if self.lists.len() < DEPTH {
            self.lists.push(lead);
        }
    }

    /// What leads in a list right after another one: the last item of that where it introduces something ("1. **Account**:"
    /// above a list that is not indented), and after such a list what led in the list of that item.
    fn lead_of_next_list(&mut self) -> Option<usize> {
        let last = self.blocks.len().checked_sub(1)?;
        let block = self.blocks.get(last).filter(|block| block.kind == Kind::Item)?;
        let introduces = block.text.ends_with([':', '：']) || block.bold == block.text.len();
        let led = std::mem::replace(&mut self.led_by_item, introduces);
        if introduces { Some(last) } else { self.above.filter(|_| led) }
    }

    /// A list ends.
    pub fn end_list(&mut self) {
        self.end();
        self.lists.pop();
        if self.lists.is_empty() {
            self.lead = None;
        }
    }

    /// An item begins on `line`.
    pub fn begin_item(&mut self, line: u32) {
        if self.items.len() < DEPTH {
            self.items.push(None);
        }
        self.begin(Kind::Item, line);
    }

    /// An item ends.
    pub fn end_item(&mut self) {
        self.end();
        self.items.pop();
    }

    /// A paragraph begins: the item's own text when it is the item's first.
    pub fn begin_paragraph(&mut self, line: u32) {
        let fresh_item =
            self.open.as_ref().is_some_and(|block| block.kind == Kind::Item && block.text.is_empty());
        if !fresh_item && !self.defines {
            self.begin(Kind::Paragraph, line);
        }
    }

    /// A term of a list of definitions begins.
    pub fn begin_term(&mut self, line: u32) {
        self.begin(Kind::Item, line);
    }

    /// The term ends: its first definition stands behind it.
    pub fn end_term(&mut self) {
        if let Some(block) = self.open.as_mut().filter(|block| !block.text.is_empty()) {
            block.text.truncate(block.text.trim_end().trim_end_matches([':', '：']).len());
            block.text.push_str(": ");
            self.defines = true;
        }
    }

    /// A definition begins: behind its term, or as an item where another definition stands between.
    pub fn begin_definition(&mut self, line: u32) {
        if !self.defines {
            let is_term = self.open.as_ref().is_some_and(|block| block.kind == Kind::Item);
            if is_term {
                self.end_term();
            } else {
                self.begin(Kind::Item, line);
            }
        }
    }

    /// A cell begins or ends in the open row.
    pub fn cell(&mut self, begins: bool) {
        if let Some(block) = &mut self.open {
            if begins {
                if !block.text.is_empty() {
                    block.text.push('\u{1e}');
                }
                block.cells.push((block.text.len(), block.text.len()));
            } else if let Some(cell) = block.cells.last_mut() {
                cell.1 = block.text.len();
            }
        }
    }

    /// A header cell begins: the row that it opens is a header.
    pub fn header_cell(&mut self, line: u32) {
        match &mut self.open {
            Some(block) if block.kind == Kind::Row && block.cells.is_empty() => block.kind = Kind::HeaderRow,
            Some(_) => {}
            None => self.begin(Kind::HeaderRow, line),
        }
        self.cell(true);
    }

    /// Text of the open block; opens a paragraph where none is. `line` is that of its first byte, and every line
    /// break inside counts one further.
    pub fn text(&mut self, text: &str, line: u32) {
        if self.open.is_none() {
            if text.trim().is_empty() {
                return;
            }
            self.begin(Kind::Paragraph, line);
        }
        let bold = self.bold;
        let Some(block) = &mut self.open else { return };
        let whole = bold && block.bold == block.text.len();
        let mut line = line;
        block.mark_line(line);
        block.text.reserve(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            // Signs and single spaces stand as they are.
            let run = block.plain_run(rest);
            let (plain_part, after) = rest.split_at(run);
            block.text.push_str(plain_part);
            let mut chars = after.chars();
            match chars.next() {
                Some('\n') => {
                    line += 1;
                    block.push('\n');
                    block.mark_line(line);
                }
                Some(c) => block.push(plain(c)),
                None => {}
            }
            rest = chars.as_str();
        }
        if whole {
            block.bold = block.text.len();
        }
    }

    /// A forced line break.
    pub fn hard_break(&mut self) {
        if let Some(block) = &mut self.open {
            block.text.truncate(block.text.trim_end().len());
            block.text.push('\u{1e}');
        }
    }

    /// Bold text begins or ends.
    pub fn bold(&mut self, on: bool) {
        self.bold = on;
    }

    /// A link begins.
    pub fn begin_link(&mut self, url: &str) {
        let at = self.open.as_ref().map_or(0, |block| block.text.len());
        self.link = Some((at, url.to_owned()));
    }

    /// The open link ends.
    pub fn end_link(&mut self) {
        if let (Some((start, url)), Some(block)) = (self.link.take(), &mut self.open) {
            let end = block.text.len();
            block.links.push(Link { start: start.min(end), end, url });
        }
    }

    /// A table ends.
    pub fn end_table(&mut self) {
        self.end();
        self.header = None;
    }

    /// The finished document.
    pub fn finish(mut self) -> Document {
        self.end();
        let mut document = Document { blocks: self.blocks };
        document.split_marked_lines();
        document.split_item_titles();
        document.split_leads();
        document.set_headings();
        document.lead_paragraphs();
        document
    }
}

impl Block {
    fn mark_line(&mut self, line: u32) {
        if self.lines.last().is_none_or(|(_, last)| *last < line) {
            if self.text.is_empty() {
                self.lines.clear();
            }
            self.lines.push((self.text.len(), line));
        }
    }

    /// Bytes of `text` that can be added as they are: visible characters, and spaces that stand alone between them.
    fn plain_run(&self, text: &str) -> usize {
        let mut before = self.text.bytes().next_back().unwrap_or(b' ');
        let bytes = text.as_bytes();
        let ends = |(at, byte): (usize, &u8)| {
            let plain = match *byte {
                b' ' => before.is_ascii_graphic() || !before.is_ascii(),
                byte if byte.is_ascii() => byte.is_ascii_graphic(),
                // The blank of full width; the first bytes of all that `plain` knows else.
                0xe3 => bytes.get(at + 1) != Some(&0x80) || bytes.get(at + 2) != Some(&0x80),
                byte => !matches!(byte, 0xc2 | 0xe1 | 0xe2 | 0xef),
            };
            before = *byte;
            !plain
        };
        bytes.iter().enumerate().position(ends).unwrap_or(text.len())
    }

    /// Adds a character, white space only once in a row.
    fn push(&mut self, c: char) {
        match c {
            '\0' => {}
            ' ' if self.text.is_empty() || self.text.ends_with([' ', '\n', '\u{1e}']) => {}
            '\n' if self.text.is_empty() || self.text.ends_with(['\n', '\u{1e}']) => {}
            '\n' => {
                self.text.truncate(self.text.trim_end_matches(' ').len());
                self.text.push('\n');
            }
            c => self.text.push(c),
        }
    }
}

/// Typographic variants as the plain character; `\0` for what has no width.
fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{ff07}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2010}' | '\u{2011}' => '-',
        '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{2060}' | '\u{ad}' => '\0',
        c if c.is_whitespace() => ' ',
        c if c.is_control() => '\0',
        c => c,
    }
}

impl Document {
    /// Plain text writes lists as lines with a mark (`•`, `1)`, `（一）`): each becomes an item under what precedes it.
    fn split_marked_lines(&mut self) {
        if !self.blocks.iter().any(|block| block.kind == Kind::Paragraph && has_marked_line(&block.text)) {
            return;
        }
        let blocks = std::mem::take(&mut self.blocks);
        let mut moved = Vec::with_capacity(blocks.len());
        for mut block in blocks {
            block.governor = block.governor.and_then(|at| moved.get(at).copied());
            moved.push(self.blocks.len());
            if block.kind == Kind::Paragraph && has_marked_line(&block.text) {
                self.split_block(&block);
            } else {
                self.blocks.push(block);
            }
        }
    }

    fn split_block(&mut self, block: &Block) {
        let mut lead = block.governor;
        let mut start = 0;
        let mut pieces = Vec::new();
        for (at, _) in block.text.match_indices(['\n', '\u{1e}']) {
            if is_marked(block.text.get(at + 1..).unwrap_or("")) {
                pieces.push((start, at));
                start = at + 1;
            }
        }
        pieces.push((start, block.text.len()));
        for (start, end) in pieces {
            let piece = block.piece(start, end, lead);
            if piece.text.is_empty() {
                continue;
            }
            if piece.kind == Kind::Paragraph {
                lead = Some(self.blocks.len());
            } else if lead.is_none() && self.blocks.last().is_some_and(|last| last.kind == Kind::Paragraph) {
                lead = Some(self.blocks.len() - 1);
            }
            self.blocks.push(Block { governor: lead.filter(|&at| at < self.blocks.len()), ..piece });
        }
    }

    /// Plain text writes "2. Sharing" right above its section's text, which Markdown reads as one item: where the first
    /// line of an item outside any list is a title, it becomes a heading and the rest a paragraph; so does a bold first line
    /// of a paragraph.
    fn split_item_titles(&mut self) {
        if !self.blocks.iter().any(|block| first_line_title(block).is_some()) {
            return;
        }
        let blocks = std::mem::take(&mut self.blocks);
        let mut moved = Vec::with_capacity(blocks.len());
        for mut block in blocks {
            block.governor = block.governor.and_then(|at| moved.get(at).copied());
            let lead = block.governor.and_then(|at| self.blocks.get(at));
            let listed = lead.is_some_and(|lead| lead.kind == Kind::Item || lead.text.ends_with([':', '：']));
            if let Some(end) = first_line_title(&block).filter(|_| !listed) {
                let length = block.text.len();
                let title = block.piece(0, end, None);
                self.blocks.push(Block { kind: Kind::Heading(TITLE_LEVEL), ..title });
                block = block.piece(end, length, None);
            }
            moved.push(self.blocks.len());
            self.blocks.push(block);
        }
    }

    /// Plain text writes a lead-in right under a list, which Markdown reads as the end of its last item: it becomes a
    /// paragraph that leads in the items after it.
    fn split_leads(&mut self) {
        let leads = |blocks: &[Block]| blocks.windows(2).any(|pair| lead_at_end(pair).is_some());
        if !leads(&self.blocks) {
            return;
        }
        let blocks = std::mem::take(&mut self.blocks);
        let mut moved = Vec::with_capacity(blocks.len());
        // The list that a lead-in parts, and that lead-in.
        let mut parted: Option<(Option<usize>, usize)> = None;
        for (at, block) in blocks.iter().enumerate() {
            let mut block = block.clone();
            let of = block.governor;
            block.governor = of.and_then(|at| moved.get(at).copied());
            match parted {
                Some((list, lead)) if block.kind == Kind::Item && list == of => block.governor = Some(lead),
                Some((list, _)) if of == list || block.is_heading() => parted = None,
                _ => {}
            }
            moved.push(self.blocks.len());
            if let Some(end) = blocks.get(at..).and_then(lead_at_end) {
                let length = block.text.len();
                let lead = block.piece(end, length, None);
                let item = block.piece(0, end, block.governor);
                self.blocks.push(Block { kind: Kind::Item, ..item });
                parted = Some((of, self.blocks.len()));
                self.blocks.push(Block { kind: Kind::Paragraph, ..lead });
            } else {
                self.blocks.push(block);
            }
        }
    }

    /// A paragraph that ends in a colon leads in the short ones right after it that end in no full stop: a list
    /// without marks.
    fn lead_paragraphs(&mut self) {
        let mut lead: Option<usize> = None;
        for (at, block) in self.blocks.iter_mut().enumerate() {
            if block.kind != Kind::Paragraph || block.governor.is_some() {
                lead = None;
            } else if block.text.ends_with([':', '：']) {
                lead = Some(at);
            } else if lead.is_some() && is_unmarked_item(block) {
                (block.kind, block.governor) = (Kind::Item, lead);
            } else {
                lead = None;
            }
        }
    }

    /// Sets for each block the heading that it stands under.
    fn set_headings(&mut self) {
        let mut open: Vec<(u8, usize)> = Vec::new();
        for (at, block) in self.blocks.iter_mut().enumerate() {
            let level = match block.kind {
                Kind::Heading(level) => Some(level),
                Kind::Paragraph if block.governor.is_none() && is_title(block) => Some(TITLE_LEVEL),
                _ => None,
            };
            if let Some(level) = level {
                while open.last().is_some_and(|(above, _)| *above >= level) {
                    open.pop();
                }
                block.heading = open.last().map(|(_, at)| *at);
                open.push((level, at));
                block.kind = Kind::Heading(level);
            } else {
                block.heading = open.last().map(|(_, at)| *at);
            }
        }
    }
}

/// Where to end a block that begins with this text.
fn cut(text: &str) -> usize {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or(text);
    let after = |at: usize, c: &str| at + c.len();
    let sentence = head.rmatch_indices(['\n', '\u{1e}', '.', '。']).next().map(|(at, c)| after(at, c));
    let word = || head.rmatch_indices(' ').next().map(|(at, c)| after(at, c));
    let far = |at: &usize| *at > LONGEST / 2;
    if end == text.len() { end } else { sentence.filter(far).or_else(word).filter(far).unwrap_or(end) }
}

/// A paragraph longer than this is no title.
const TITLE: usize = 80;

/// The first line of an item is its title up to this length.
const ITEM_TITLE: usize = 60;
/// The level of headings that no markup shows.
const TITLE_LEVEL: u8 = 7;
/// A paragraph longer than this is no item of a list.
const UNMARKED_ITEM: usize = 160;

/// Where the title ends that a block begins with.
fn first_line_title(block: &Block) -> Option<usize> {
    bold_title(block).or_else(|| item_title(block))
}

/// Where a first line ends that alone is bold and no sentence; in an item above a line that begins one.
fn bold_title(block: &Block) -> Option<usize> {
    let end = Some(block.bold).filter(|&end| end > 0 && end <= TITLE && end < block.text.len())?;
    let (title, below) = (block.text.get(..end)?, block.text.get(end..)?.strip_prefix(['\n', '\u{1e}'])?);
    if !matches!(block.kind, Kind::Item | Kind::Paragraph) || title.contains(['\n', '\u{1e}']) {
        return None;
    }
    let begins = below.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()) && below.len() > end;
    let ends = title.ends_with(|c: char| c.is_alphanumeric() || ['?', '？', ')', '）'].contains(&c));
    (ends && (begins || block.kind == Kind::Paragraph)).then_some(end)
}

/// Where the title of an item ends: a first line of few words, each of some length with a capital (or in a script
/// without capitals), without a mark at its end, above a line that begins a sentence.
fn item_title(block: &Block) -> Option<usize> {
    if block.kind != Kind::Item {
        return None;
    }
    let end = memchr::memchr(b'\n', block.text.as_bytes()).filter(|&end| end <= ITEM_TITLE)?;
    let (title, below) = (block.text.get(..end)?, block.text.get(end + 1..)?);
    let begins = below.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > SMALL_WORD);
    let plain = title.ends_with(char::is_alphanumeric)
        && !title.contains(['.', ',', ':', '。', '，', '、', '：', '\u{1e}']);
    let titled =
        words.clone().next().is_some() && words.clone().all(|word| !word.starts_with(char::is_lowercase));
    (begins && plain && titled && below.len() > end).then_some(end)
}

/// Where the lead-in begins that ends the first of these blocks: an item's last line, that a colon ends and no small
/// letter begins, right before the next item of the same list.
fn lead_at_end(blocks: &[Block]) -> Option<usize> {
    let [block, next, ..] = blocks else { return None };
    if block.kind != Kind::Item || next.kind != Kind::Item || block.governor != next.governor {
        return None;
    }
    if !block.text.ends_with([':', '：']) {
        return None;
    }
    let end = block.text.rfind('\n')?;
    let line = block.text.get(end + 1..)?;
    (!line.starts_with(char::is_lowercase) && line.len() <= ITEM_TITLE).then_some(end)
}

/// Words up to this length have no capital in a title.
const SMALL_WORD: usize = 3;

/// Whether a paragraph may be an item of a list without marks.
fn is_unmarked_item(block: &Block) -> bool {
    block.text.len() <= UNMARKED_ITEM
        && !block.text.ends_with(['.', '。', ':', '：', '!', '！', '?', '？'])
        && !block.text.contains(['\u{1e}', '\n'])
}

/// Whether a paragraph is a heading in all but markup: all bold or numbered, one short line, no full stop or colon.
fn is_title(block: &Block) -> bool {
    let text = block.text.as_str();
    let first = |c: char| c.is_ascii_digit() || ['.', '#'].contains(&c) || !c.is_ascii();
    if block.bold != text.len() && !text.starts_with(first) {
        return false;
    }
    let short = text.len() <= TITLE && !text.contains(['\n', '\u{1e}']);
    let ends = text.ends_with(['.', '。', ':', '：', '!', '！', ',', '，', ';', '；']);
    let numbered = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).is_some_and(|at| at > 0)
        || text.starts_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '第'])
            && text.contains(['、', '条', '章'])
        || text.starts_with("## ");
    short && !ends && block.links.is_empty() && (block.bold == text.len() || numbered)
}

impl Block {
    /// The block as several that are short enough, cut where a sentence, a line or a word ends. A row loses its cells.
    fn shortened(self) -> Vec<Self> {
        let mut pieces = Vec::new();
        let mut start = 0;
        while start < self.text.len() {
            let rest = self.text.get(start..).unwrap_or("");
            let end = start + cut(rest);
            let kind = match self.kind {
                Kind::Row | Kind::HeaderRow => Kind::Paragraph,
                kind => kind,
            };
            let bold = self.bold.saturating_sub(start);
            pieces.push(Self { kind, bold: bold.min(end - start), ..self.piece(start, end, self.governor) });
            start = end;
        }
        pieces.retain(|piece| !piece.text.is_empty());
        pieces
    }

    /// The part of the block from `start` to `end` as a block of its own.
    fn piece(&self, start: usize, end: usize, governor: Option<usize>) -> Self {
        let whole = self.text.get(start..end).unwrap_or("");
        let marked = is_marked(whole);
        let mark = if marked { mark_length(whole) } else { 0 };
        let text = whole.get(mark..).unwrap_or("").trim();
        let offset = start + whole.find(text).unwrap_or(0);
        let mut lines = smallvec![(0, self.line(offset))];
        // Both lists are in the order of the text, and a block may have very many of either.
        let from = self.lines.partition_point(|(at, _)| *at <= offset);
        let own = self.lines.iter().skip(from).take_while(|(at, _)| *at < end);
        lines.extend(own.map(|(at, line)| (at - offset, *line)));
        let from = self.links.partition_point(|link| link.start < offset);
        let kept =
            self.links.iter().skip(from).take_while(|link| link.start < end).filter(|link| link.end <= end);
        Self {
            kind: if marked { Kind::Item } else { Kind::Paragraph },
            text: text.to_owned(),
            lines,
            links: kept
                .map(|link| Link {
                    start: (link.start - offset).min(text.len()),
                    end: (link.end - offset).min(text.len()),
                    url: link.url.clone(),
                })
                .collect(),
            bold: self.bold.saturating_sub(offset).min(text.len()),
            cells: Vec::new(),
            governor,
            heading: None,
        }
    }
}

const MARKS: [char; 16] = ['•', '·', '●', '○', '■', '◆', '▪', '‣', '・', '–', '①', '②', '③', '④', '⑤', '⑥'];

fn has_marked_line(text: &str) -> bool {
    text.split(['\n', '\u{1e}']).any(is_marked)
}

fn is_marked(line: &str) -> bool {
    mark_length(line) > 0
}

/// Bytes of a list mark at the start of a line: a bullet, `1)`, `(1)`, `（一）`; 0 without one.
fn mark_length(line: &str) -> usize {
    if line.as_bytes().first().is_none_or(u8::is_ascii_alphabetic) {
        return 0;
    }
    if let Some(mark) = line.chars().next().filter(|c| MARKS.contains(c)) {
        return mark.len_utf8();
    }
    let open = line.chars().next().filter(|c| ['(', '（'].contains(c)).map_or(0, char::len_utf8);
    let rest = line.get(open..).unwrap_or("");
    let number = rest
        .find(|c: char| !(c.is_ascii_digit() || "一二三四五六七八九十".contains(c)))
        .filter(|&at| (1..=6).contains(&at));
    let Some(number) = number else { return 0 };
    match rest.get(number..).and_then(|rest| rest.chars().next()) {
        Some(close @ (')' | '）')) => open + number + close.len_utf8(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_as_it_stands_is_plain() {
        let mut builder = Builder::default();
        builder.begin(Kind::Paragraph, 1);
        let block = builder.open.unwrap();
        for c in '\0'..=char::MAX {
            let run = block.plain_run(&format!("{c}x"));
            assert!(run == 0 || plain(c) == c && !c.is_whitespace(), "{:x}", u32::from(c));
        }
        assert_eq!(block.plain_run("a 名前 b  c"), "a 名前 b ".len(), "of two blanks one stands");
        assert_eq!(block.plain_run("あ\u{3000}い"), "あ".len());
    }
}
