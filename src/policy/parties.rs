//! Finds the services that a policy names. Comes in: blocks and the registry; goes out: mentions for the grammar and
//! the list of third parties with the links to their policies. Apart because it knows names and hosts, no statements.

use std::borrow::Cow;

use crate::knowledge::names::{Name, first_word};
use crate::knowledge::rows::ServiceRow;
use crate::knowledge::{Knowledge, Service, registrable_domain};

use super::document::{Block, Kind};
use super::enumeration;
use super::letters::{OTHER_SCRIPT, Sieve, Word, char_at, eight, is_letter, mask};
use super::lexicon::{Cue, Lexicon, NAMES, SMALL_NAMES, Token};
use super::openverbs::{window_after, window_before};
use super::sentences::Mention;
use super::statements::Parsed;
use super::{Policy, PolicyParty};
use super::{subject, unlisted};

/// How the names of the registry begin: most words of a text begin none.
#[derive(Debug)]
pub struct Beginnings {
    /// Their first words, with [`NAMES`] and [`SMALL_NAMES`].
    pub heads: Vec<(u64, u8)>,
    words: Sieve,
    /// Their first characters, where those are not ASCII.
    signs: Sieve,
}

impl Beginnings {
    /// The beginnings of all names.
    pub fn new(knowledge: &Knowledge) -> Self {
        let small = |word: &str| {
            let mut names = knowledge.names_beginning(word).iter();
            names.any(|name| !name.text.starts_with(char::is_uppercase))
        };
        let bits = |word: &str| if small(word) { NAMES | SMALL_NAMES } else { NAMES };
        let head = |word: &str| (eight(word.as_bytes(), 0), bits(word));
        let heads: Vec<(u64, u8)> = knowledge.first_words().map(head).collect();
        let signs = knowledge.first_words().filter_map(|word| word.chars().next());
        let signs = signs.filter(|c| !c.is_ascii()).map(|c| u64::from(u32::from(c)));
        Self { words: Sieve::new(&heads), signs: Sieve::of(signs), heads }
    }
}

/// The names of all services.
#[derive(Debug, Clone, Copy)]
pub struct Names<'k> {
    knowledge: &'k Knowledge,
    beginnings: &'k Beginnings,
}

/// A name this short is taken only as it is written.
const SHORT: usize = 4;

impl<'k> Names<'k> {
    /// The names of the registry.
    pub fn new(knowledge: &'k Knowledge, beginnings: &'k Beginnings) -> Self {
        Self { knowledge, beginnings }
    }

    /// The names that begin with this word.
    fn starting(self, word: &str) -> Option<&'k [Name]> {
        let may = self.beginnings.words.may_hold(eight(word.as_bytes(), 0));
        may.then(|| self.knowledge.names_beginning(word)).filter(|names| !names.is_empty())
    }

    /// The services named in `text`; `folded` is the same in lower case, byte for byte, and `words` are its words.
    pub fn scan(
        self,
        text: &str,
        folded: &str,
        words: &[Word],
        fitting: &dyn Fn(usize, usize) -> bool,
    ) -> Vec<Mention> {
        let mut mentions: Vec<Mention> = Vec::new();
        for word in words.iter().filter(|word| word.lists & (NAMES | OTHER_SCRIPT) != 0) {
            let at = mentions.last().map_or(0, |last| last.end);
            let own = folded.get(word.start..word.end).unwrap_or("");
            // A name is written as the registry does, or with a capital.
            let small = || text.as_bytes().get(word.start).is_some_and(u8::is_ascii_lowercase);
            if word.lists & OTHER_SCRIPT != 0 {
                self.scan_signs(text, folded, (word.start.max(at), word.end), fitting, &mut mentions);
            } else if word.start >= at
                && (word.lists & SMALL_NAMES != 0 || !small())
                && let Some(name) = self.at(text, folded, word.start, first_word(own), fitting)
            {
                let end = word.start + name.folded.len();
                mentions.push(Mention { start: word.start, end, service: Service(name.service) });
            }
        }
        mentions
    }

    /// Adds the services named from `from` to `to` in a word of several scripts: each may begin a name.
    fn scan_signs(
        self,
        text: &str,
        folded: &str,
        (from, to): (usize, usize),
        fitting: &dyn Fn(usize, usize) -> bool,
        mentions: &mut Vec<Mention>,
    ) {
        let mut at = from;
        // A name that ended here began with this.
        let last = mentions.last().filter(|last| last.end == from);
        let mut before = last.and_then(|last| char_at(folded, last.start)).unwrap_or(' ');
        while let Some(c) = char_at(folded, at).filter(|_| at < to) {
            let inside = before.is_ascii() == c.is_ascii() && is_letter(before) && !unspaced(c);
            let starts = !inside && is_letter(c);
            before = c;
            if !starts
                || !c.is_ascii()
                    && unspaced(c)
                    && !(self.beginnings.signs.may_hold(u64::from(u32::from(c)))
                        && self.may_begin(folded.get(at..).unwrap_or("")))
            {
                at += c.len_utf8();
                continue;
            }
            let word = first_word(folded.get(at..).unwrap_or(""));
            at += match self.at(text, folded, at, word, fitting) {
                Some(name) => {
                    let end = at + name.folded.len();
                    mentions.push(Mention { start: at, end, service: Service(name.service) });
                    name.folded.len()
                }
                None if !unspaced(c) => word.len().max(c.len_utf8()),
                None => c.len_utf8(),
            };
        }
    }

    /// Whether a name may begin with the first characters of a text, or with so many of them as one is looked for by.
    fn may_begin(self, rest: &str) -> bool {
        let head = eight(rest.as_bytes(), 0);
        for end in rest.char_indices().map(|(at, c)| at + c.len_utf8()) {
            if self.beginnings.words.may_hold(head & mask(end)) {
                return true;
            }
            if end >= HEAD {
                break;
            }
        }
        false
    }

    /// The name at `at`, where `word` is the first word.
    fn at(
        self,
        text: &str,
        folded: &str,
        at: usize,
        word: &str,
        fitting: &dyn Fn(usize, usize) -> bool,
    ) -> Option<&'k Name> {
        let rest = folded.get(at..)?;
        let candidates = self.starting(word).or_else(|| {
            rest.chars().next().filter(|&c| unspaced(c))?;
            (2..=LONG).rev().find_map(|count| {
                let end = rest.char_indices().nth(count).map_or(rest.len(), |(at, _)| at);
                self.starting(rest.get(..end)?)
            })
        })?;
        candidates.iter().find(|name| {
            let Some(after) = rest.strip_prefix(name.folded.as_str()) else { return false };
            let end = at + name.folded.len();
            let closed = after
                .chars()
                .next()
                .is_none_or(|c| !is_letter(c) || unspaced(c) || name.folded.ends_with(unspaced));
            let written = text.get(at..end).unwrap_or("");
            let exact = written == name.text;
            let capital = written.starts_with(|c: char| c.is_uppercase() || unspaced(c))
                || !name.text.starts_with(char::is_uppercase) && written == name.text;
            closed
                && if name.ordinary || !written.contains(' ') {
                    let free = !name.ordinary && name.text.len() > SHORT;
                    (exact || capital && free) && (!name.ordinary || fitting(at, end))
                } else {
                    exact || capital
                }
        })
    }
}

/// The mentions of a block, with those of the services that the plugin names itself by in any case where the words beside
/// them make them a service's ("mem0's servers").
pub fn with_own<'text>(
    knowledge: &Knowledge,
    part: &'text Parsed<'text>,
    own: &[Service],
) -> Cow<'text, [Mention]> {
    let mut mentions = Cow::Borrowed(part.mentions.as_slice());
    for &service in own {
        let Some(row) = knowledge.service_row(service) else { continue };
        let name = row.name.to_lowercase();
        if !part.lexicon.latin || row.ordinary_word || name.is_empty() {
            continue;
        }
        for (start, _) in part.folded.match_indices(&name) {
            let end = start + name.len();
            let (before, after) = (part.folded.get(..start), part.folded.get(end..));
            let open = before.and_then(|before| before.chars().next_back()).is_none_or(|c| !is_letter(c));
            let closed = after.and_then(|after| after.chars().next()).is_none_or(|c| !is_letter(c));
            let known = || part.mentions.iter().any(|known| known.start < end && start < known.end);
            if open && closed && !known() && fits(part.lexicon, part.block, &part.folded, start, end) {
                mentions.to_mut().push(Mention { start, end, service });
            }
        }
    }
    mentions
}

/// Bytes of a name that [`Sieve`]s look at.
const HEAD: usize = 8;
/// A name in a script without spaces is looked for up to this many characters.
const LONG: usize = 8;

/// Whether a character belongs to a script that sets no spaces between words.
fn unspaced(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// An address in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// First byte of the text that carries it.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The host in lower case.
    pub host: String,
    /// The URL; for a bare host, that host.
    pub url: String,
    /// Whether it is a link's target rather than text.
    pub target: bool,
}

impl Address {
    /// What follows the host.
    fn path(&self) -> &str {
        let rest = self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest);
        rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("")
    }
}

/// The addresses in a block: targets of links, and hosts and URLs in its text.
pub fn addresses(knowledge: &Knowledge, block: &Block) -> Vec<Address> {
    let mut found = Vec::new();
    if block.links.is_empty() && memchr::memchr(b'.', block.text.as_bytes()).is_none() {
        return found;
    }
    for link in &block.links {
        if let Some(host) = host_of(&link.url) {
            found.push(Address {
                start: link.start,
                end: link.end,
                host,
                url: link.url.clone(),
                target: true,
            });
        }
    }
    let text = block.text.as_str();
    let bytes = text.as_bytes();
    for at in memchr::memchr_iter(b':', bytes).filter(|&at| bytes.get(at..at + 3) == Some(b"://")) {
        let start = text.get(..at).map_or(at, |before| {
            before.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |end| {
                end + before.get(end..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
            })
        });
        let rest = text.get(start..).unwrap_or("");
        let url = address_in(rest);
        // A pattern of addresses says where a browser's extension runs.
        if url.ends_with("/*") || url.contains("*.") {
            continue;
        }
        let url = url.trim_end_matches(['.', ':', ';', '*']);
        if let Some(host) = host_of(url) {
            found.push(Address { start, end: start + url.len(), host, url: url.to_owned(), target: false });
        }
    }
    bare_hosts(knowledge, text, &mut found);
    found.sort_by_key(|address| address.start);
    found
}

/// The address, or the path of one, at the start of a text.
fn address_in(rest: &str) -> &str {
    let end = rest.find(|c: char| c.is_whitespace() || !c.is_ascii() || "<>\"'`)]},".contains(c));
    rest.get(..end.unwrap_or(rest.len())).unwrap_or("")
}

/// Hosts that stand without a scheme; only those of the registry, for `e.g.` has dots too.
fn bare_hosts(knowledge: &Knowledge, text: &str, found: &mut Vec<Address>) {
    let urls: Vec<(usize, usize)> =
        found.iter().filter(|known| !known.target).map(|known| (known.start, known.end)).collect();
    let bytes = text.as_bytes();
    let mut seen = 0;
    for dot in memchr::memchr_iter(b'.', bytes) {
        if dot < seen {
            continue;
        }
        let part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-' || *byte == b'.';
        let start = bytes
            .get(..dot)
            .map_or(dot, |before| before.iter().rposition(|b| !part(b)).map_or(0, |at| at + 1));
        let end = bytes
            .get(dot..)
            .and_then(|after| after.iter().position(|b| !part(b)))
            .map_or(text.len(), |at| dot + at);
        let around = (start.checked_sub(1).and_then(|at| bytes.get(at)), bytes.get(end));
        let url =
            urls.partition_point(|(first, _)| *first <= start).checked_sub(1).and_then(|at| urls.get(at));
        if end <= dot + 1 || start >= dot {
            continue;
        }
        // All dots of a host stand for that host.
        seen = end;
        if found.last().is_some_and(|last| !last.target && last.end >= end && last.start <= start)
            || matches!(around.0, Some(b'@' | b'/'))
            || url.is_some_and(|(_, last)| end <= *last)
        {
            continue;
        }
        let host = text.get(start..end).unwrap_or("").trim_matches(['.', '-']).to_ascii_lowercase();
        // A host that the registry lacks counts where it stands alone: as an item of a list, in a cell.
        let alone = || {
            text.trim().trim_end_matches(|c: char| !c.is_alphanumeric()).eq_ignore_ascii_case(&host)
                && psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known())
        };
        let endpoint = || {
            host.starts_with(API)
                && host.matches('.').count() > 1
                && psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known())
        };
        let counts = || knowledge.service_of_host(&host).is_some() || alone() || endpoint();
        if host.len() > 3 && host.contains('.') && counts() {
            let end = start + host.len();
            let rest = text
                .get(end..)
                .filter(|rest| rest.starts_with('/'))
                .map(|rest| address_in(rest).trim_end_matches(['.', ':', ';', '*']));
            let (end, url) = match rest {
                Some(path) => (end + path.len(), format!("https://{host}{path}")),
                None => (end, host.clone()),
            };
            found.push(Address { start, end, url, host, target: false });
        }
    }
}

/// The host of a web address in lower case, without port; `None` for mail and relative links.
pub fn host_of(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.to_ascii_lowercase().starts_with("http") {
        return None;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let authority = rest.get(..end)?.rsplit('@').next()?;
    let host = authority.split(':').next()?.to_ascii_lowercase();
    (host.contains('.') && !host.starts_with('.')).then_some(host)
}

/// What a block adds to the third parties.
pub struct Naming<'text> {
    /// The tables.
    pub knowledge: &'text Knowledge,
    /// The block with its tokens.
    pub part: &'text Parsed<'text>,
    /// Names of parties that the registry does not know, as byte ranges.
    pub names: &'text [unlisted::Range],
    /// The block's lexicon.
    pub lexicon: &'text Lexicon,
    /// The block.
    pub block: &'text Block,
    /// Its mentions.
    pub mentions: &'text [Mention],
    /// Its addresses.
    pub addresses: &'text [Address],
    /// Mentions by these byte ranges are denied ("we do not use X"): they name nobody.
    pub denied: &'text [(usize, usize)],
    /// Whether the block stands where a policy speaks of itself, of rights, of changes.
    pub aside: bool,
    /// Whether the block stands where third parties are named: an unknown host is one then without a name.
    pub third: bool,
    /// Whether it stands where third parties are listed: the platform is one if it is.
    pub listed: bool,
    /// The policy's title.
    pub title: &'text str,
}

impl Naming<'_> {
    /// Enters the block's parties and policy links.
    pub fn enter(&self, policy: &mut Policy) {
        let titled = !self.mentions.is_empty() && self.in_title();
        let omits = self.part.tokens.iter().any(|token| token.is(Cue::Omission));
        for mention in self.mentions {
            let denied = self.denied.iter().any(|&(start, end)| start <= mention.start && mention.end <= end);
            let in_address = || {
                self.addresses.iter().any(|address| {
                    !address.target && address.start <= mention.start && mention.end <= address.end
                })
            };
            let offered = || unlisted::is_offered(self.part, mention.start) || self.is_advised(mention);
            let own = || {
                subject::is_own_name(self.part, mention.end)
                    || omits && self.is_masked(mention)
                    || self.in_own_name(mention)
            };
            if !(titled || denied || in_address() || own() || offered() || self.only_runs(mention)) {
                let name = self.block.text.get(mention.start..mention.end).unwrap_or("");
                self.party(policy, mention.service, name, mention.start);
            }
        }
        for &(start, end) in self.names {
            let denied = self.denied.iter().any(|&(first, last)| first <= start && end <= last);
            let name = self.block.text.get(start..end).unwrap_or("");
            let folded = self.part.folded.get(start..end).unwrap_or("");
            if !denied && !self.lexicon.text.holds(folded, Cue::Platform) {
                self.named(policy, name, start, None);
            }
        }
        for address in self.addresses {
            self.address(policy, address);
        }
    }

    /// Whether an ordinary word that is also a service's name ends or continues the name in the policy's title ("Acme Notes
    /// Outline" in a policy of that name).
    fn in_own_name(&self, mention: &Mention) -> bool {
        let ordinary = self.knowledge.service_row(mention.service).is_some_and(|row| row.ordinary_word);
        let text = self.block.text.as_str();
        let before = text.get(..mention.start).and_then(|before| before.strip_suffix(' ')).unwrap_or("");
        let word = before.rsplit(|c: char| !unlisted::is_name(c)).next().unwrap_or("");
        let name = unlisted::is_proper(self.lexicon, word) && !is_common(self.lexicon, word);
        let own = text.get(mention.start..mention.end).unwrap_or("");
        ordinary && name && self.title.contains(&format!("{word} {own}"))
    }

    /// Whether the block is the title of the policy: it says what the policy is of, not who receives data.
    fn in_title(&self) -> bool {
        self.block.kind == Kind::Heading(1) && self.lexicon.policies.any(&self.part.folded)
    }

    /// Whether a host of source code is named beside the matter, or in advice to the reader ("install it from X only").
    fn is_advised(&self, mention: &Mention) -> bool {
        let code = self.knowledge.service_row(mention.service).is_some_and(ServiceRow::hosts_code);
        let by_user = || {
            let start = sentence_start(&self.block.text, mention.start);
            self.part.tokens_in(start, mention.start).iter().any(|token| token.is(Cue::User))
        };
        let of_source = || {
            let start = sentence_start(&self.block.text, mention.start);
            self.lexicon.sources.any(self.part.folded.get(start..mention.start).unwrap_or(""))
        };
        code && (self.aside || by_user() || of_source())
    }

    /// Whether a sentence says of what it names only that it is left out or masked ("a Slack token is masked").
    fn is_masked(&self, mention: &Mention) -> bool {
        let start = sentence_start(&self.block.text, mention.start);
        let stop = self.block.text.get(mention.end..).and_then(|rest| rest.find(['。', '\u{1e}', '.']));
        let end = stop.map_or(self.block.text.len(), |stop| mention.end + stop);
        let tokens = self.part.tokens_in(start, end);
        tokens.iter().any(|token| token.is(Cue::Omission))
            && !tokens.iter().any(|token| token.cues.iter().any(|cue| matches!(cue, Cue::Verb(_))))
    }

    /// Enters links to the policies of parties that were named before, and nothing else.
    pub fn enter_links(&self, policy: &mut Policy) {
        for address in self.addresses.iter().filter(|address| self.leads_to_policy(address)) {
            let service = self.knowledge.service_of_host(&address.host);
            let domain = Some(registrable_domain(&address.host));
            let same = |party: &&mut PolicyParty| match party.service {
                Some(_) => party.service == service,
                None => party.domain.as_deref() == domain,
            };
            if let Some(party) = policy.third_parties.iter_mut().find(same) {
                party.policy_link = party.policy_link.take().or_else(|| Some(address.url.clone()));
            }
        }
    }

    /// A party that the registry lacks, by its name; a name and a domain that begins like it are one.
    fn named<'policy>(
        &self,
        policy: &'policy mut Policy,
        name: &str,
        at: usize,
        domain: Option<&str>,
    ) -> Option<&'policy mut PolicyParty> {
        let name = name.trim_end_matches(['-', '_', '.']);
        let own = squash(name);
        let label = domain.map(|domain| squash(domain.split('.').next().unwrap_or(domain)));
        let same = |party: &PolicyParty| {
            let known = squash(&party.name);
            let dotted = party.name.split('.').next().map(squash);
            party.service.is_none()
                && (known == own
                    || dotted.as_ref() == Some(&own)
                    || label.as_ref() == Some(&known)
                    || domain.is_some() && party.domain.as_deref() == domain)
        };
        let index = policy.third_parties.iter().position(same);
        if index.is_none() && policy.third_parties.len() >= MANY_PARTIES {
            return None;
        }
        let index = index.unwrap_or_else(|| {
            policy.third_parties.push(PolicyParty {
                service: None,
                name: name.to_owned(),
                line: self.block.line(at),
                policy_link: None,
                domain: None,
            });
            policy.third_parties.len() - 1
        });
        let party = policy.third_parties.get_mut(index)?;
        party.domain = party.domain.take().or_else(|| domain.map(str::to_owned));
        Some(party)
    }

    /// The platform that runs the plugin is no third party by being named, but where it stands in a list of them, or
    /// where the plugin is said to exchange data with it among them.
    fn only_runs(&self, mention: &Mention) -> bool {
        let before = self.block.text.get(..mention.start).unwrap_or("");
        let heads = self.block.kind == Kind::Item && !before.contains(char::is_alphanumeric);
        let listed = self.third && heads || self.listed && unlisted::is_endpoint(self.part, mention.start);
        self.is_platform(mention) && !listed
    }

    /// The platform that runs the plugin.
    fn is_platform(&self, mention: &Mention) -> bool {
        let name = self.part.folded.get(mention.start..mention.end).unwrap_or("");
        self.lexicon.text.holds(name, Cue::Platform)
    }

    fn party<'policy>(
        &self,
        policy: &'policy mut Policy,
        service: Service,
        name: &str,
        at: usize,
    ) -> Option<&'policy mut PolicyParty> {
        let known = policy.third_parties.iter().position(|party| party.service == Some(service));
        let index = known.unwrap_or_else(|| {
            policy.third_parties.push(PolicyParty {
                service: Some(service),
                name: name.to_owned(),
                line: self.block.line(at),
                policy_link: None,
                domain: None,
            });
            policy.third_parties.len() - 1
        });
        policy.third_parties.get_mut(index)
    }

    /// An address names the service of its host; one that leads to a policy is that service's policy link.
    fn address(&self, policy: &mut Policy, address: &Address) {
        let to_policy = self.leads_to_policy(address);
        let service = self.knowledge.service_of_host(&address.host);
        let Some(service) = service else {
            if to_policy {
                self.unknown(policy, address);
            } else if self.third || self.receives(address) || self.is_linked_name(address) {
                self.unlinked(policy, address);
            }
            return;
        };
        let row = self.knowledge.service_row(service);
        let name = row.map_or("", |row| row.name.as_str()).to_owned();
        let platform = self.lexicon.text.holds(&self.lexicon.folded(&name), Cue::Platform);
        let source = !address.path().trim_matches('/').is_empty() && row.is_some_and(ServiceRow::hosts_code);
        // A repository's own policy is none of its host's.
        let repository = source && address.host == registrable_domain(&address.host);
        if repository || !to_policy && (platform || source) {
            return;
        }
        if let Some(party) = self.party(policy, service, &name, address.start)
            && to_policy
            && party.policy_link.is_none()
        {
            party.policy_link = Some(address.url.clone());
        }
    }

    /// Whether an address leads to a privacy policy: its own words say so, or the text that carries it, or what stands
    /// right before it.
    fn leads_to_policy(&self, address: &Address) -> bool {
        let text = self.block.text.as_str();
        let own = text.get(address.start..address.end).filter(|_| address.target);
        let own = own.map(|own| self.lexicon.folded(own)).unwrap_or_default();
        // Rules for policies are none.
        if self.lexicon.policies.any(&own) && !self.names_policy(&own) {
            return false;
        }
        let path = self.lexicon.folded(address.path());
        if self.lexicon.policy_paths.iter().any(|word| path.contains(word.as_str())) {
            return true;
        }
        if address.target {
            return self.names_policy(&own);
        }
        // A repository's address after "questions about this privacy policy" leads to none.
        let row = self.knowledge.service_of_host(&address.host).and_then(|id| self.knowledge.service_row(id));
        if row.is_some_and(ServiceRow::hosts_code) {
            return false;
        }
        let mut from = address.start.saturating_sub(NEAR);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let before = text.get(from..address.start).unwrap_or("");
        let before = before.rsplit(['.', '。', '\n', '\u{1e}']).next().unwrap_or("");
        self.lexicon.policies.any(&self.lexicon.folded(before))
    }

    /// Whether a text names a privacy policy, and not rules for one.
    fn names_policy(&self, folded: &str) -> bool {
        self.lexicon.policies.first(folded).is_some_and(|policy| {
            let inside = |token: &Token<'_>| token.start <= policy.start && policy.end < token.end;
            !self.lexicon.text.scan(folded).iter().any(|token| token.is(Cue::Decoy) && inside(token))
        })
    }

    /// Whether the text says that data goes to an address: a word before it, its own host, or a named party before it.
    fn receives(&self, address: &Address) -> bool {
        let denied = self.denied.iter().any(|&(start, end)| start <= address.start && address.end <= end);
        let beside = || self.name_beside(address).is_some();
        let endpoint =
            !address.target && address.host.starts_with(API) && address.host.matches('.').count() > 1;
        !denied && (endpoint || beside() || unlisted::sends_to(self.part, address.start, address.end))
    }

    /// Whether a link's text is the name that its host is called by, and is not the plugin's own.
    fn is_linked_name(&self, address: &Address) -> bool {
        let own = self.block.text.get(address.start..address.end).unwrap_or("");
        let label = registrable_domain(&address.host).split('.').next().map(squash);
        let named = address.target && own.starts_with(char::is_uppercase) && label == Some(squash(own));
        let title = squash(self.title);
        let denied = self.denied.iter().any(|&(start, end)| start <= address.start && address.end <= end);
        named && !denied && !self.aside && !title.contains(&squash(own))
    }

    /// The name of a party right before an address: one that leads there, or one in front of brackets that the host is
    /// called by.
    fn name_beside(&self, address: &Address) -> Option<unlisted::Range> {
        let own = unlisted::name_of_host(self.part, address.start).filter(|&(start, end)| {
            let name = squash(self.block.text.get(start..end).unwrap_or(""));
            let label = registrable_domain(&address.host).split('.').next().map(squash);
            label.is_some_and(|label| label == name || name.len() > SHORT && label.starts_with(&name))
        });
        if own.is_some() {
            return own;
        }
        let upto = self.names.partition_point(|&(_, end)| end <= address.start);
        let last = upto.checked_sub(1).and_then(|at| self.names.get(at))?;
        (address.start - last.1 <= NEAR / 2).then_some(*last)
    }

    /// A party that the registry lacks, named by its address; by the name right before it where there is one.
    fn unlinked(&self, policy: &mut Policy, address: &Address) {
        let domain = registrable_domain(&address.host);
        let name = self.name_beside(address).and_then(|(start, end)| self.block.text.get(start..end));
        let linked =
            || self.block.text.get(address.start..address.end).filter(|_| self.is_linked_name(address));
        let name = name.or_else(linked);
        self.named(policy, name.unwrap_or(domain), address.start, Some(domain));
    }

    /// A party that the registry lacks, with a link to its policy: named by the link's text, else by its domain.
    fn unknown(&self, policy: &mut Policy, address: &Address) {
        let domain = registrable_domain(&address.host);
        let label = domain.split('.').next().unwrap_or(domain);
        let own = if address.target {
            self.block.text.get(address.start..address.end).unwrap_or("")
        } else {
            let text = self.block.text.as_str();
            let mut from = address.start.saturating_sub(NEAR);
            while !text.is_char_boundary(from) {
                from += 1;
            }
            text.get(from..address.start).unwrap_or("")
        };
        let same_name =
            |party: &&mut PolicyParty| party.service.is_some() && squash(&party.name) == squash(label);
        if let Some(party) = policy.third_parties.iter_mut().find(same_name) {
            party.policy_link = party.policy_link.take().or_else(|| Some(address.url.clone()));
            return;
        }
        let known = || {
            let same = |party: &&PolicyParty| {
                party.service.is_none() && squash(&party.name).starts_with(&squash(label))
            };
            policy.third_parties.iter().find(same).map(|party| party.name.clone())
        };
        let beside = || {
            let (start, end) = self.name_beside(address)?;
            self.block.text.get(start..end).map(str::to_owned)
        };
        let name = self
            .name_before_policy(own)
            .or_else(beside)
            .or_else(known)
            .or_else(|| self.third.then(|| label.to_owned()));
        let Some(name) = name else { return };
        if let Some(party) = self.named(policy, &name, address.start, Some(domain)) {
            party.policy_link = party.policy_link.take().or_else(|| Some(address.url.clone()));
        }
    }

    /// "the Acme Privacy Policy", "Acme's privacy policy": the capitalised words before the policy's name.
    fn name_before_policy(&self, text: &str) -> Option<String> {
        let folded = self.lexicon.folded(text);
        let policy = self.lexicon.policies.scan(&folded).into_iter().next_back()?;
        let before = text.get(..policy.start)?.trim_end();
        // "Acme's full privacy policy": one word may stand between.
        let owner = before.rsplit_once(' ').map(|(owner, _)| owner).filter(|owner| owner.ends_with("'s"));
        let before = owner.unwrap_or(before);
        let before = before.strip_suffix("'s").unwrap_or(before);
        let mut words: Vec<&str> = Vec::new();
        for word in before.split(' ').rev().take(4) {
            let bare = word.trim_matches(['*', '"', '(', ')', ':', ',']);
            if !bare.starts_with(char::is_uppercase) || bare.is_empty() {
                break;
            }
            words.push(bare);
        }
        words.reverse();
        if words.len() > 1 && words.first().is_some_and(|first| is_common(self.lexicon, first)) {
            words.remove(0);
        }
        let name = words.join(" ");
        (!name.is_empty() && !is_common(self.lexicon, &name)).then_some(name)
    }
}

/// Whether the words beside a name that has no capital, in a script without spaces, lead to a service.
fn is_led_unspaced(lexicon: &Lexicon, folded: &str, start: usize, end: usize) -> bool {
    let before = folded.get(..start).unwrap_or("").trim_end();
    let after = folded.get(end..).unwrap_or("").trim_start();
    let near = window_after(after, 0, NEAR / 2);
    lexicon.toward.iter().any(|word| before.ends_with(word.trim_end()))
        || lexicon.agents_after.iter().any(|word| after.starts_with(word.as_str()))
        || lexicon.context.opening(near).is_some()
}

/// Whether a capitalised word is one of the language's own (a sentence's first word).
fn is_common(lexicon: &Lexicon, word: &str) -> bool {
    let folded = lexicon.folded(word);
    super::language::is_function_word(&folded) || lexicon.text.any(&folded) || lexicon.marks.any(&folded)
}

/// Letters and digits in lower case.
fn squash(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where the sentence that holds byte `at` begins, roughly.
fn sentence_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or("");
    let stop = before.rfind(['。', '\n', '\u{1e}']).max(before.rfind(". "));
    stop.map_or(0, |stop| stop + 1)
}

/// A policy that names more parties than the registry knows names no further unknown ones.
const MANY_PARTIES: usize = 100;
/// How the hosts begin at which programs reach a service.
const API: &str = "api.";
/// Bytes before an address in which the policy's name may stand.
const NEAR: usize = 80;

/// Whether a name is letters only, so that it may be a word of the language.
fn is_word(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Whether a mention of an ordinary word fits: not at a sentence's start, or with a word beside it that makes it a
/// service's name.
pub fn fits(lexicon: &Lexicon, block: &Block, folded: &str, start: usize, end: usize) -> bool {
    let text = block.text.as_str();
    if !lexicon.latin {
        return !text.get(start..end).is_some_and(|name| name.starts_with(char::is_lowercase))
            || is_led_unspaced(lexicon, folded, start, end);
    }
    // "Your note content": a name in small letters is a word like any other but before a word for a service.
    if text.get(start..end).is_some_and(|name| name.starts_with(char::is_lowercase) && is_word(name)) {
        let after = folded.get(end..).unwrap_or("");
        let after = after.strip_prefix("'s").unwrap_or(after).trim_start_matches([' ', '"', '`', '*']);
        return lexicon.party_nouns.first(after).is_some_and(|noun| noun.start == 0)
            || block.links.iter().any(|link| link.start <= start && end <= link.end);
    }
    let alone = |c: char| ['\u{1e}', ':', ',', '|', '('].contains(&c);
    let (before, after) =
        (text.get(..start).unwrap_or("").trim_end(), text.get(end..).unwrap_or("").trim_start());
    let whole = (before.is_empty() || before.ends_with(alone))
        && (after.is_empty() || after.starts_with(|c| alone(c) || c == ')'));
    let linked = block.links.iter().any(|link| link.start <= start && end <= link.end);
    if linked || whole && block.kind != Kind::Paragraph {
        return true;
    }
    if names_time(lexicon, folded, start, end) {
        return false;
    }
    if enumeration::leads(lexicon, before, text.get(start..).unwrap_or("")) {
        return true;
    }
    if after.starts_with("'s ") && !before.is_empty() {
        return true;
    }
    let mut to = (end + NEAR / 2).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let rest = folded.get(end..to).unwrap_or("");
    let words = |upto: usize| rest.get(..upto).map_or(0, |gap| gap.split_whitespace().count());
    if lexicon.context.first(rest).is_some_and(|token| words(token.start) <= 1) {
        return true;
    }
    acts(lexicon, rest)
}

/// Whether a verb follows, or a modal one with a verb after it ("may log").
fn acts(lexicon: &Lexicon, rest: &str) -> bool {
    let opens = |rest: &str| {
        let first = lexicon.text.first(rest);
        first.is_some_and(|token| {
            token.is_verb() && rest.get(..token.start).is_some_and(|gap| gap.trim().is_empty())
        })
    };
    let modal = lexicon.modals.opening(rest.trim_start());
    let after = modal.and_then(|modal| rest.trim_start().get(modal.end..)).unwrap_or("");
    opens(rest) || opens(after) && lexicon.inert.opening(after.trim_start()).is_none()
}

/// Whether the word is a day's or a month's name beside another one ("from Monday to Friday").
fn names_time(lexicon: &Lexicon, folded: &str, start: usize, end: usize) -> bool {
    lexicon.calendar.any(window_before(folded, start, NEAR / 4))
        || lexicon.calendar.any(window_after(folded, end, NEAR / 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_one_address_however_many_dots_it_has() {
        let knowledge = Knowledge::shared().unwrap();
        let mut found = Vec::new();
        bare_hosts(knowledge, "api.docs.v1.example.com, then api.v2.example.com", &mut found);
        let hosts: Vec<&str> = found.iter().map(|address| address.host.as_str()).collect();
        assert_eq!(hosts, ["api.docs.v1.example.com", "api.v2.example.com"]);
    }
}
