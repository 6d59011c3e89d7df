//! What a tool says that it gives back: "Returns the name and e-mail address of a user", "List members". Comes in: the
//! texts of an entry, or the key under which an answer is handed on whole; goes out: data types. Apart because here a
//! sentence is read for its object, elsewhere a label for its noun.

use std::ops::ControlFlow;

use smallvec::SmallVec;

use super::reading::{self, Around, Near, Support};
use super::tables::{FILLER, OF, OR, PERSON, STOP, Typing, Word};
use crate::flow::words;
use crate::knowledge::DataType;

/// The types of which one of the texts says that they are given back, each with the words that say so.
pub(super) fn of_texts(typing: &Typing<'_>, texts: &[&str]) -> Vec<(DataType, String)> {
    let mut found = Vec::new();
    for text in texts {
        for sentence in text.split(['.', '。', '\n', ';', '；', '!', '！']) {
            if sentence.chars().any(words::is_sign) {
                of_signs(typing, sentence, &mut found);
            } else {
                of_sentence(typing, sentence, &mut found);
            }
        }
    }
    found
}

/// The type of the records that a list holds by its key: `comments`, `members`.
pub(super) fn of_key(typing: &Typing<'_>, key: &str) -> Option<DataType> {
    let mut identifier: SmallVec<[Word; 32]> = SmallVec::new();
    typing.identify(key, &mut identifier);
    let plural = key.ends_with('s');
    let last = identifier.last().copied().filter(|_| plural)?;
    typing.given_noun(&typing.spell(&[last]))
}

/// A sentence without spaces: what stands between a verb of giving and the end of its clause.
fn of_signs(typing: &Typing<'_>, sentence: &str, found: &mut Vec<(DataType, String)>) {
    for clause in sentence.split(['，', ',', '、', '（', '(', '：', ':']) {
        let clause = clause.trim();
        let Some(verb) = typing.giving.iter().find(|verb| !verb.is_ascii() && clause.contains(**verb)) else {
            continue;
        };
        let object = clause.split_once(*verb).map_or("", |(_, after)| after);
        let noun = typing.given.iter().find(|(noun, _)| !noun.is_ascii() && object.ends_with(noun));
        if let Some((noun, data_type)) = noun {
            add(found, *data_type, noun);
        }
    }
}

fn of_sentence(typing: &Typing<'_>, sentence: &str, found: &mut Vec<(DataType, String)>) {
    let mut verb = None;
    let mut gives = false;
    for (index, part) in sentence.split([',', '(', ')', ':']).enumerate() {
        let spoken = spoken(part);
        let mut object = spoken.as_slice();
        gives |= spoken.iter().any(|word| typing.giving.contains(&words::stem(word)));
        let listing = spoken.iter().position(|word| typing.listing.contains(&word.as_str()));
        if let Some(at) = listing.filter(|_| gives) {
            verb = Some(true);
            object = spoken.get(at + 1..).unwrap_or(&[]);
        } else if verb.is_none_or(|returning: bool| !returning) {
            let at = spoken.iter().position(|word| typing.giving.contains(&words::stem(word)));
            let Some(at) = at.filter(|&at| index == 0 || at <= 1) else { continue };
            verb = spoken.get(at).map(|word| typing.returning.contains(&words::stem(word)));
            object = spoken.get(at + 1..).unwrap_or(&[]);
        }
        of_object(typing, object, found);
    }
}

/// The words of a part of a sentence in lower case.
pub(super) fn spoken(part: &str) -> Vec<String> {
    let mut all = Vec::new();
    let _ = words::split(part, &mut |word| {
        all.push(word.to_owned());
        ControlFlow::Continue(())
    });
    all
}

/// The nouns of an object: up to the first word that ends it, its parts joined by `and`.
fn of_object(typing: &Typing<'_>, object: &[String], found: &mut Vec<(DataType, String)>) {
    let number = |word: &String| typing.known(word).unwrap_or(0);
    let flags = |word: &String| typing.flags(number(word));
    let begin = object.iter().position(|word| flags(word) & FILLER == 0).unwrap_or(object.len());
    let object = object.get(begin..).unwrap_or(&[]);
    let end = object.iter().position(|word| flags(word) & STOP != 0).unwrap_or(object.len());
    let object = object.get(..end).unwrap_or(&[]);
    let person = object.iter().any(|word| flags(word) & PERSON != 0);
    for noun in object.split(|word| flags(word) & OR != 0) {
        // "details of a user", "messages of a channel": the first that is not without meaning is the noun.
        let parts: Vec<&[String]> = noun.split(|word| flags(word) & OF != 0).collect();
        let light = |part: &[String]| part.iter().all(|word| flags(word) & FILLER != 0);
        let Some(noun) = parts.iter().find(|part| !light(part)) else { continue };
        let mut noun = *noun;
        while let [rest @ .., last] = noun
            && !rest.is_empty()
            && flags(last) & FILLER != 0
        {
            noun = rest;
        }
        let Some(head) = noun.last() else { continue };
        if noun.first().is_some_and(|word| typing.counts.contains(&word.as_str())) {
            continue;
        }
        // "Returns a message" tells of the outcome, "lists messages" of what people wrote.
        let fits = |data_type: &DataType| !typing.is_content(*data_type) || head.ends_with('s');
        if let Some(data_type) = typing.given_noun(head).filter(fits) {
            add(found, data_type, head);
        }
        // A person's record as a whole is no field of it.
        if flags(head) & PERSON != 0 {
            continue;
        }
        let near = if person { Near::Person } else { Near::Nobody };
        let reading = reading::text(typing, &noun.join(" "), Around { contexts: 0, ignored: 0, near });
        for said in &reading.found {
            if said.support >= Support::Around && !typing.is_content(said.data_type) {
                add(found, said.data_type, &noun.join(" "));
            }
        }
    }
}

fn add(found: &mut Vec<(DataType, String)>, data_type: DataType, words: &str) {
    if found.iter().all(|(other, _)| *other != data_type) {
        found.push((data_type, words.to_owned()));
    }
}
