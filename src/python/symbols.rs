//! Names and strings of one plugin, each kept once. Comes in: text; goes out: [`Sym`], a small number that is equal where
//! the text is. Apart because it is a table of its own: all texts stand in one string, so that a new one costs no
//! allocation of its own, and dropping them costs nothing.

use std::hash::Hasher as _;

use rustc_hash::FxHasher;

/// An interned name or string of one plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sym(pub u32);

/// Slots at first; always a power of two.
const SLOTS: usize = 1024;
/// A slot that holds no symbol.
const FREE: u32 = u32::MAX;

/// Interned names and strings; equal text has an equal [`Sym`].
#[derive(Debug, Default)]
pub struct Interner {
    /// All texts, one after the other.
    texts: String,
    /// Where each text ends, with half of its hash.
    ends: Vec<(usize, u32)>,
    /// Symbols by hash; a slot that is taken leads to the next one.
    slots: Vec<u32>,
}

impl Interner {
    /// The symbol of `text`.
    pub fn intern(&mut self, text: &str) -> Sym {
        // At most half of the slots are taken, so that a walk over them ends soon.
        if self.ends.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let hash = hash(text);
        let slot = match self.find(text, hash) {
            Ok(found) => return found,
            Err(slot) => slot,
        };
        let number = u32::try_from(self.ends.len()).unwrap_or(FREE - 1);
        self.texts.push_str(text);
        self.ends.push((self.texts.len(), hash));
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = number;
        }
        Sym(number)
    }

    /// The symbol of `text` if it occurs.
    pub fn get(&self, text: &str) -> Option<Sym> {
        self.find(text, hash(text)).ok()
    }

    /// The text of a symbol.
    pub fn text(&self, sym: Sym) -> &str {
        let number = sym.0 as usize;
        let Some((end, _)) = self.ends.get(number) else { return "" };
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |(end, _)| *end);
        self.texts.get(start..*end).unwrap_or("")
    }

    /// The symbol of `text`, or the slot that it would take.
    fn find(&self, text: &str, hash: u32) -> Result<Sym, usize> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        loop {
            match self.slots.get(at) {
                None | Some(&FREE) => return Err(at),
                Some(&number) => {
                    let same = self.ends.get(number as usize).is_some_and(|(_, other)| *other == hash);
                    if same && self.text(Sym(number)) == text {
                        return Ok(Sym(number));
                    }
                }
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(SLOTS);
        self.slots.clear();
        self.slots.resize(size, FREE);
        for (number, (_, hash)) in self.ends.iter().enumerate() {
            let mut at = *hash as usize & (size - 1);
            while self.slots.get(at).is_some_and(|&slot| slot != FREE) {
                at = (at + 1) & (size - 1);
            }
            if let Some(slot) = self.slots.get_mut(at) {
                *slot = u32::try_from(number).unwrap_or(FREE - 1);
            }
        }
    }
}

/// The lower half of the hash, which has its best bits.
fn hash(text: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    u32::try_from(hasher.finish() & u64::from(u32::MAX)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_one_symbol_and_keep_their_text() {
        let mut symbols = Interner::default();
        assert_eq!(symbols.get("a"), None);
        let texts: Vec<String> = (0..5_000).map(|index| format!("é{index}")).collect();
        let first: Vec<Sym> = texts.iter().map(|text| symbols.intern(text)).collect();
        let again: Vec<Sym> = texts.iter().map(|text| symbols.intern(text)).collect();
        assert_eq!(first, again);
        for (text, &sym) in texts.iter().zip(&first) {
            assert_eq!(symbols.text(sym), text);
            assert_eq!(symbols.get(text), Some(sym));
        }
        assert_eq!(first, (0..5_000).map(Sym).collect::<Vec<Sym>>());
        assert_eq!(symbols.get("é5000"), None);
    }

    #[test]
    fn the_empty_text_is_a_symbol_too() {
        let mut symbols = Interner::default();
        let before = symbols.intern("x");
        let empty = symbols.intern("");
        assert_eq!((symbols.text(empty), symbols.text(before)), ("", "x"));
        assert_eq!(symbols.text(Sym(7)), "");
    }
}
