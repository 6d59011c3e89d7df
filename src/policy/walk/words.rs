//! Enters verbs and terms. Comes in: tokens that may be one; goes out: hits in the clause. Apart because a word's neighbours
//! tell whether it is a noun, a part of a list, or a word for a thing.

use crate::knowledge::lexicon_rows::Boundary;
use crate::policy::lexicon::{Cue, Token};
use crate::policy::sentences::{Link, Named, TermHit, VerbHit};
use crate::policy::{Verb, owned};

use super::Walk;

/// Characters that a genitive takes between a name and its noun (`'s `).
const GENITIVE: usize = 3;

impl Walk<'_, '_> {
    /// Whether a word that can be a verb is a noun here: an article stands right before it.
    pub(super) fn is_noun(&self, token: &Token<'_>) -> bool {
        let lexicon = self.input.lexicon;
        let text = self.input.text;
        let Some(word) = text.get(token.start..token.end).filter(|_| lexicon.boundary == Boundary::Word)
        else {
            return false;
        };
        if !lexicon.nouns.iter().any(|noun| noun.eq_ignore_ascii_case(word)) {
            return false;
        }
        let before = text.get(..token.start).and_then(|before| before.strip_suffix(' ')).unwrap_or("");
        let article = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        lexicon.articles.iter().any(|known| known.eq_ignore_ascii_case(article))
    }

    pub(super) fn verb(&mut self, verb: Verb, sells: bool, token: &Token<'_>) {
        if self.is_noun(token) {
            return;
        }
        let listed = self.lists(token.start);
        let hit = VerbHit {
            verb,
            listed,
            negated: self.negation.is_some(),
            sells,
            sees: token.is(Cue::Sees),
            purpose: token.is(Cue::Purpose),
            at: token.start,
            end: token.end,
        };
        self.with(|clause| clause.verbs.push(hit));
    }

    /// Whether what starts at `at` is the last member of an enumeration of terms ("your name or any other data").
    pub(super) fn ends_list(&self, at: usize) -> bool {
        let lexicon = self.input.lexicon;
        let clause = self.clauses.get(self.current);
        let Some(last) = clause.and_then(|clause| clause.terms.last()) else { return false };
        let gap = self.input.text.get(last.end..at).unwrap_or("");
        let mut words =
            gap.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).filter(|w| !w.is_empty());
        let conjunction =
            |word: &str| lexicon.conjunctions.iter().any(|known| known.eq_ignore_ascii_case(word));
        let near = words.by_ref().take(3).last().is_some_and(conjunction);
        near && words.next().is_none()
    }

    /// Whether in a script without spaces a verb stands right after a token ("或长期保存").
    pub(super) fn leads_verb(&self, token: &Token<'_>, next: Option<&Token<'_>>) -> bool {
        self.input.lexicon.boundary == Boundary::None
            && next.is_some_and(|next| {
                // Verbs of use stand before nouns too ("长期翻译历史").
                next.is_verb() && !next.is(Cue::Verb(Verb::Use)) && self.adjacent(token.end, next.start)
            })
    }

    /// Whether nothing but commas and conjunctions stands between the clause's last verb and `at`.
    pub(super) fn lists(&self, at: usize) -> bool {
        let lexicon = self.input.lexicon;
        let Some(last) = self.clauses.get(self.current).and_then(|clause| clause.verbs.last()) else {
            return true;
        };
        if lexicon.boundary == Boundary::None || lexicon.conjunctions.is_empty() {
            return true;
        }
        let gap = self.input.text.get(last.end..at).unwrap_or("");
        gap.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).all(|word| {
            word.is_empty() || lexicon.conjunctions.iter().any(|known| known.eq_ignore_ascii_case(word))
        })
    }

    /// Whether what a term names is left out of something: "去除 X 的 Y" speaks of Y.
    pub(super) fn is_omitted(&self, at: usize) -> bool {
        let between = self.omitted.and_then(|from| self.input.text.get(from..at));
        between.is_some_and(|text| {
            let ends = ['。', '，', ',', '；', ';', '：'];
            !text.contains(ends)
                && !self.input.lexicon.genitives.iter().any(|word| text.contains(word.as_str()))
        })
    }

    /// Whether the brackets that are open stand after content, so that a part or a form of it says nothing more.
    pub(super) fn is_facet(&self) -> bool {
        let Some(Link::Inside(outside)) = self.clauses.get(self.current).map(|clause| clause.link) else {
            return false;
        };
        let outer = self.clauses.get(outside).and_then(|clause| clause.terms.last());
        outer.is_some_and(|term| self.is_content(term))
    }

    pub(super) fn term(&mut self, named: Named, token: &Token<'_>, next: Option<&Token<'_>>) {
        if self.is_omitted(token.start) || token.is(Cue::Facet) && self.is_facet() {
            return;
        }
        if let Named::Weak(row) = named
            && let Some(weak) = self.input.lexicon.weak.get(usize::from(row))
            && !(weak.beside.is_empty() || owned::is_users(self.input, token, &weak.beside))
        {
            return;
        }
        let modifies = next.is_some_and(|next| next.is(Cue::Head) && self.adjacent(token.end, next.start));
        let hit = TermHit { named, start: token.start, end: token.end };
        let of_another = || self.is_own(token, next) || self.is_measured(token.start);
        if !(modifies || self.is_content(&hit) && of_another()) {
            self.with(|clause| clause.terms.push(hit));
        }
    }

    /// Whether only a number or a size of what a term at `at` names is spoken of ("the number of your messages").
    pub(super) fn is_measured(&self, at: usize) -> bool {
        let gap = self.measure_to.and_then(|from| self.input.text.get(from..at));
        gap.is_some_and(|gap| {
            let mut words = gap.split(' ').filter(|word| !word.is_empty());
            words.by_ref().take(1).all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
                && words.next().is_none()
        })
    }

    /// Whether a term is said to be the plugin's ("files of this plugin", "插件的文件").
    pub(super) fn is_own(&self, token: &Token<'_>, next: Option<&Token<'_>>) -> bool {
        let owned = |from: usize, to: usize| {
            let gap = self.input.text.get(from..to).unwrap_or("-");
            self.input.lexicon.genitives.iter().any(|genitive| genitive == gap)
        };
        let spaced = self.input.lexicon.boundary == Boundary::Word;
        next.is_some_and(|next| spaced && next.is(Cue::Plugin) && owned(token.end, next.start))
            || self.plugin_to.is_some_and(|end| !spaced && owned(end, token.start))
    }

    /// "Spotify data": personal data; "Google Tasks data": what the name's own word says.
    pub(super) fn service_data(&mut self, token: &Token<'_>) {
        let text = self.input.text;
        let Some(mention) = self.input.mentions.iter().find(|mention| {
            mention.end <= token.start
                && text.get(mention.end..token.start).is_some_and(|gap| {
                    let longest = if gap.contains(char::is_alphabetic) { GENITIVE } else { GENITIVE * 2 };
                    gap.chars().count() <= longest && !gap.contains([',', '.', '，', '、', '。', '(', ')'])
                })
        }) else {
            return;
        };
        let start = mention.start;
        let name = text.get(start..mention.end).unwrap_or("");
        let inner = self.input.lexicon.text.scan(&self.input.lexicon.folded(name));
        let named = inner.iter().flat_map(|token| token.cues).find_map(|cue| match cue {
            Cue::Term(data_type) => Some(Named::Type(*data_type)),
            Cue::Broad(row) => Some(Named::Broad(*row)),
            _ => None,
        });
        let named = named.unwrap_or(Named::OfService);
        self.with(|clause| {
            clause.terms.retain(|term| term.start < start);
            clause.terms.push(TermHit { named, start, end: token.end });
        });
    }
}
