//! Quoted scalars whose further lines stand left of their key. Comes in: YAML that the parser refuses for it; goes out:
//! the same text with those lines moved right, and a way back to the places of the original. Apart because the parser
//! holds to YAML's letter here, while the library that runs plugins reads such files, and real plugins have them.
//! Leading blanks of such lines are no part of the value, so moving them changes none.

use super::limits::REPAIR_BYTES;

/// What the parser says of such a line; it gives the place of the opening quote.
pub(super) const STRAY_LINE: &str = "invalid indentation in quoted scalar";

/// A quoted scalar with stray lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stray {
    /// Byte of the opening quote.
    pub(super) start: usize,
    /// Its column in characters, from 0: further right than any key that its lines must be right of.
    pub(super) column: usize,
}

/// A text with blanks inserted.
pub(super) struct Repaired {
    pub(super) text: String,
    /// Where blanks were inserted, as a byte of `text`, and how many; in rising order.
    inserted: Vec<(usize, usize)>,
    /// How many blanks were inserted up to and with each of them.
    totals: Vec<usize>,
}

impl Repaired {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), inserted: Vec::new(), totals: Vec::new() }
    }

    /// Moves the scalar's further lines right; false when there is nothing to move.
    pub(super) fn indent(&mut self, stray: Stray) -> bool {
        let Some(length) = self.text.get(stray.start..).and_then(quoted_length) else { return false };
        let end = stray.start + length;
        let (Some(before), Some(scalar), Some(after)) =
            (self.text.get(..stray.start), self.text.get(stray.start..end), self.text.get(end..))
        else {
            return false;
        };
        // A quote far right over many lines would blow the text up.
        if (stray.column + 1).saturating_mul(scalar.lines().count()) > REPAIR_BYTES {
            return false;
        }
        let mut text = String::with_capacity(self.text.len() + scalar.len());
        text.push_str(before);
        let mut added = Vec::new();
        for (number, line) in scalar.split_inclusive('\n').enumerate() {
            if number > 0 && !line.trim().is_empty() {
                added.push((text.len(), stray.column + 1));
                text.extend(std::iter::repeat_n(' ', stray.column + 1));
            }
            text.push_str(line);
        }
        text.push_str(after);
        // A scalar that was moved before and is still refused would be moved for ever.
        let again = self.inserted.iter().any(|&(at, _)| (stray.start..end).contains(&at));
        if added.is_empty() || again {
            return false;
        }
        let total = text.len() - self.text.len();
        for place in &mut self.inserted {
            if place.0 >= end {
                place.0 += total;
            }
        }
        self.inserted.extend(added);
        self.inserted.sort_unstable();
        self.totals.clear();
        self.totals.extend(self.inserted.iter().scan(0, |total, &(_, count)| {
            *total += count;
            Some(*total)
        }));
        self.text = text;
        true
    }

    /// The byte of the original text for a byte of this one.
    pub(super) fn original(&self, byte: u32) -> u32 {
        let byte = byte as usize;
        let before = self.inserted.partition_point(|&(at, _)| at < byte);
        let Some(last) = before.checked_sub(1) else { return u32::try_from(byte).unwrap_or(u32::MAX) };
        let (at, count) = self.inserted.get(last).copied().unwrap_or_default();
        let total = self.totals.get(last).copied().unwrap_or_default();
        // A place within the last blanks is the place where they were inserted.
        let shift = total - count + count.min(byte - at);
        u32::try_from(byte - shift).unwrap_or(u32::MAX)
    }
}

/// Bytes of the quoted scalar that the text begins with, with both quotes.
fn quoted_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let mut at = 1;
    loop {
        match *bytes.get(at)? {
            b'\\' if quote == b'"' => at += 2,
            byte if byte == quote => {
                if quote == b'\'' && bytes.get(at + 1) == Some(&quote) {
                    at += 2;
                } else {
                    return Some(at + 1);
                }
            }
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::plugin::yaml::Tree;

    #[test]
    fn stray_lines_are_read_and_places_kept() {
        let text = "a:\n  b: \"x\ny é\n\n  z\"\n  c: 'it''s\nhere'\nd: 隐\n";
        let tree = Tree::parse(text);
        assert_eq!(tree.problem, None);
        let root = tree.root().unwrap();
        let b = tree.at(root, &["a", "b"]).unwrap();
        assert_eq!(tree.text(b), Some("x y é\nz"));
        let c = tree.at(root, &["a", "c"]).unwrap();
        assert_eq!(tree.text(c), Some("it's here"));
        let d = tree.get(root, "d").and_then(|id| tree.node(id)).unwrap();
        assert_eq!(&text[d.start as usize..d.end as usize], "隐");
        let b = tree.node(b).unwrap();
        assert_eq!(&text[b.start as usize..b.end as usize], "\"x\ny é\n\n  z\"");
    }
}
