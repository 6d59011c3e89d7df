//! What the constants of a request ask an answer for: a list of fields, a GraphQL query, the columns of a SQL statement.
//! Comes in: a constant of a call with the key that it stands under; goes out: the paths of the fields asked for. Apart
//! because here two small languages are read, only as far as they name fields.

use super::giving;
use super::tables::Typing;
use crate::flow::words;

/// Keys of a path that are kept, from the outermost; constants are short enough for any number of paths.
const DEPTH: usize = 16;

/// The paths of the fields that a constant asks for, outermost key first.
pub(super) fn asked_fields(typing: &Typing<'_>, key: &str, text: &str) -> Vec<Vec<String>> {
    if key.is_empty()
        && let Some((_, query)) = text.split_once('?')
    {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        return pairs
            .filter(|(key, _)| is_field_key(typing, key))
            .flat_map(|(_, list)| listed(list))
            .collect();
    }
    if is_field_key(typing, key) {
        return listed(text);
    }
    let found = graphql(text);
    if found.is_empty() { columns(text) } else { found }
}

fn is_field_key(typing: &Typing<'_>, key: &str) -> bool {
    let words = giving::spoken(key);
    words.last().is_some_and(|last| typing.fields.contains(&words::stem(last)))
}

/// Names between commas; `user(name,email)`, `user{name}` and `user.name` are fields of a field.
fn listed(text: &str) -> Vec<Vec<String>> {
    let text = text.replace("%2C", ",");
    let mut found = Vec::new();
    let mut outer: Vec<String> = Vec::new();
    let mut name = String::new();
    for sign in text.chars().chain([',']) {
        match sign {
            '(' | '{' => {
                outer.push(std::mem::take(&mut name));
            }
            ',' | ')' | '}' => {
                if is_name(&name) {
                    let parts = name.split(['.', '/']).map(str::to_owned);
                    found.push(outer.iter().take(DEPTH).cloned().chain(parts).collect());
                }
                name.clear();
                if sign != ',' {
                    outer.pop();
                }
            }
            sign if sign.is_whitespace() => {}
            sign => name.push(sign),
        }
    }
    found
}

fn is_name(text: &str) -> bool {
    text.len() > 1
        && text.len() < 80
        && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/' | '-'))
}

/// The leaves of a GraphQL query with the fields around them.
fn graphql(text: &str) -> Vec<Vec<String>> {
    let start = text.trim_start();
    let opens =
        ["{", "query", "mutation", "subscription", "fragment"].iter().any(|open| start.starts_with(open));
    if !opens || !text.contains('{') {
        return Vec::new();
    }
    let mut found = Vec::new();
    // A level without a name is the query's own, or a fragment's.
    let mut path: Vec<Option<String>> = Vec::new();
    let mut field: Option<String> = None;
    let mut tokens = Tokens { rest: start };
    while let Some(token) = tokens.next() {
        match token {
            "(" => tokens.skip_arguments(),
            "{" => {
                path.push(field.take());
            }
            "}" => {
                leave(&mut found, &path, &mut field);
                path.pop();
            }
            // What stood before is an alias.
            ":" => field = None,
            "..." => {
                leave(&mut found, &path, &mut field);
                // `... on User {` opens a level of the same record; `...Name` is one word.
                tokens.next();
                if tokens.peek().is_some_and(|next| next != "{" && next != "}" && next != "...") {
                    let mut ahead = Tokens { rest: tokens.rest };
                    ahead.next();
                    if ahead.peek() == Some("{") {
                        tokens.next();
                    }
                }
            }
            "@" => {
                tokens.next();
            }
            // The operation's kind and name.
            _ if path.is_empty() => {}
            name => {
                leave(&mut found, &path, &mut field);
                field = is_name(name).then(|| name.to_owned());
            }
        }
    }
    found
}

fn leave(found: &mut Vec<Vec<String>>, path: &[Option<String>], field: &mut Option<String>) {
    if let Some(name) = field.take() {
        found.push(path.iter().flatten().take(DEPTH).cloned().chain([name]).collect());
    }
}

/// The tokens of a GraphQL text: names, braces and the like; texts and comments are passed over.
struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    fn next(&mut self) -> Option<&'a str> {
        loop {
            self.rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            let first = self.rest.chars().next()?;
            let length = if first.is_alphanumeric() || first == '_' || first == '$' {
                let end = |c: char| !(c.is_alphanumeric() || c == '_' || c == '$');
                self.rest.find(end).unwrap_or(self.rest.len())
            } else if self.rest.starts_with("...") {
                3
            } else if first == '#' {
                let end = self.rest.find('\n').unwrap_or(self.rest.len());
                self.rest = self.rest.get(end..).unwrap_or("");
                continue;
            } else if first == '"' {
                let after = self.rest.get(1..).unwrap_or("");
                let end = after.find('"').map_or(self.rest.len(), |at| at + 2);
                self.rest = self.rest.get(end..).unwrap_or("");
                continue;
            } else {
                first.len_utf8()
            };
            let (token, rest) = self.rest.split_at_checked(length)?;
            self.rest = rest;
            return Some(token);
        }
    }

    fn peek(&self) -> Option<&'a str> {
        Tokens { rest: self.rest }.next()
    }

    /// Goes behind the closing bracket of an opened one.
    fn skip_arguments(&mut self) {
        let mut open = 1;
        while open > 0 {
            match self.next() {
                Some("(") => open += 1,
                Some(")") => open -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }
}

/// The columns between `SELECT` and `FROM`, under the name that each is given.
fn columns(text: &str) -> Vec<Vec<String>> {
    let start = text.trim_start();
    let opens = start.get(..6).is_some_and(|word| word.eq_ignore_ascii_case("select"));
    let list = start.get(6..).filter(|rest| opens && rest.starts_with(char::is_whitespace));
    let Some(list) = list else { return Vec::new() };
    let from = list.char_indices().find_map(|(at, _)| {
        let word = list.get(at..at + 6)?;
        let inside = word.get(1..5)?.eq_ignore_ascii_case("from");
        (inside && word.starts_with(char::is_whitespace) && word.ends_with(char::is_whitespace)).then_some(at)
    });
    let Some(list) = from.and_then(|at| list.get(..at)) else { return Vec::new() };
    let columns = list.split(',').filter_map(|column| {
        let name = column.split_whitespace().last()?;
        let name = name.rsplit('.').next()?.trim_matches(['"', '`', '[', ']', '\'']);
        is_name(name).then(|| vec![name.to_owned()])
    });
    columns.collect()
}
