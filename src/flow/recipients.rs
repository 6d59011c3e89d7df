//! Who learns of the data. Comes in: the texts that a URL or host may be; goes out: services, domains, or the word that
//! the user sets the host. Apart because only here is a URL taken to pieces.

use std::rc::Rc;

use smallvec::SmallVec;

use super::Recipient;
use super::engine::Engine;
use super::value::{Arguments, Key, Made, Part, SourceKind, Template, V, Val};
use crate::knowledge::rows::SinkRow;
use crate::knowledge::{Service, registrable_domain};
use crate::python::ir::Sym;

/// One contact that a call makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Who.
    pub recipient: Recipient,
    /// The host, empty where the code does not name it.
    pub host: String,
    /// How: `http`, `sdk`, …
    pub via: String,
    /// The user may set or complete the host.
    pub user_configured: bool,
    /// Plain HTTP.
    pub plain_http: bool,
}

/// The contacts of one call.
#[derive(Debug, Default)]
pub struct Contacts {
    /// Who is reached; empty when the host could not be worked out.
    pub found: SmallVec<[Contact; 2]>,
    /// The URL's path, where constant.
    pub api: Option<Sym>,
    /// There are more addresses than were kept.
    pub more: bool,
}

impl Engine<'_, '_> {
    /// Whom a call reaches by its row.
    pub(super) fn contacts(
        &mut self,
        row: &SinkRow,
        arguments: &Arguments,
        made: Option<&Rc<Made>>,
        receiver: &V,
    ) -> Contacts {
        let mut out = Contacts::default();
        if row.recipient.is_empty() {
            return out;
        }
        let via = if !row.via.is_empty() {
            row.via.clone()
        } else if row.recipient == "url" {
            "http".to_owned()
        } else {
            "sdk".to_owned()
        };
        let fixed = match row.recipient.as_str() {
            "url" => None,
            "dify" => Some(Recipient::Dify),
            "user_configured" => Some(Recipient::UserConfigured),
            id => self.knowledge.service(id).map(Recipient::Service),
        };
        let mut relative = None;
        let mut required = false;
        let mut given = false;
        for name in row.url.iter().map(Some).chain([None]) {
            let value = match name {
                Some(name) => self.url_argument(name, arguments, made, receiver),
                None if given || fixed.is_none() => None,
                None => self.address_set(row),
            };
            let Some(value) = value else { continue };
            given = true;
            // The plugin sets the variable so that the library is pointed elsewhere.
            required |= name.is_none();
            let templates = self.templates(&value);
            required |= value
                .origins
                .iter()
                .any(|&origin| self.parameter_of(origin).is_some_and(|parameter| parameter.required));
            let vendor = self.vendor_of(&value);
            for template in &templates {
                if template.as_ref() == [Part::More] {
                    out.more = true;
                } else if let Some(mut contact) = self.contact(template, &via) {
                    if contact.recipient == Recipient::UserConfigured
                        && contact.host.is_empty()
                        && let Some(vendor) = vendor
                    {
                        contact.recipient = Recipient::Service(vendor);
                    }
                    if out.api.is_none() {
                        out.api = self.url_path(template);
                    }
                    if !out.found.contains(&contact) {
                        out.found.push(contact);
                    }
                } else if relative.is_none() {
                    relative = self.relative_path(template);
                }
            }
            if !out.found.is_empty() {
                break;
            }
        }
        if out.api.is_none() {
            out.api = relative;
        }
        // A known default beside what the user may set: the default is whom the data reaches.
        let known = out
            .found
            .iter()
            .any(|contact| matches!(contact.recipient, Recipient::Service(_) | Recipient::Domain(_)));
        if known && out.found.iter().any(|contact| contact.recipient == Recipient::UserConfigured) {
            out.found.retain(|contact| contact.recipient != Recipient::UserConfigured);
        }
        if let Some(fixed) = fixed
            && out.found.iter().all(|contact| contact.recipient == Recipient::UserConfigured)
        {
            let only_user = !out.found.is_empty()
                && (!matches!(fixed, Recipient::Service(_)) || (row.protocol && required));
            // The service has a host of its own; that the user may set another does not change whose it is by default.
            let user_configured = false;
            if !only_user {
                out.found.clear();
                out.found.push(Contact {
                    recipient: fixed,
                    host: String::new(),
                    via,
                    user_configured,
                    plain_http: false,
                });
            }
        }
        out
    }

    /// The address that the plugin puts into the environment for the library of a row: a variable that begins with the
    /// library's name and ends with a word of addresses.
    fn address_set(&self, row: &SinkRow) -> Option<V> {
        if self.environment.is_empty() || row.url.is_empty() {
            return None;
        }
        let library = row.call.first()?.split('.').next()?;
        let words = &self.knowledge.taxonomy().address_words;
        let is_address = |name: &str| {
            let parts =
                name.split_at_checked(library.len()).filter(|(first, _)| first.eq_ignore_ascii_case(library));
            let last =
                parts.and_then(|(_, rest)| rest.strip_prefix('_')).and_then(|rest| rest.rsplit('_').next());
            last.is_some_and(|last| words.iter().any(|word| word.eq_ignore_ascii_case(last)))
        };
        let mut set: Vec<(&str, &V)> =
            self.environment.iter().map(|(name, value)| (self.symbols.text(*name), value)).collect();
        set.sort_unstable_by_key(|(name, _)| *name);
        set.into_iter().find(|(name, _)| is_address(name)).map(|(_, value)| value.clone())
    }

    /// An argument that holds a URL: of the call, or (after `new.`) of the calls that made the receiver. Further names
    /// go on to a key or attribute of it.
    pub(super) fn url_argument(
        &mut self,
        place: &str,
        arguments: &Arguments,
        made: Option<&Rc<Made>>,
        receiver: &V,
    ) -> Option<V> {
        let (value, rest) = match place.strip_prefix("new.") {
            Some(place) => {
                let (name, rest) = place.split_once('.').unwrap_or((place, ""));
                (self.made_argument(name, made)?, rest)
            }
            None => {
                let (name, rest) = place.split_once('.').unwrap_or((place, ""));
                let value =
                    if name == "self" { receiver.clone() } else { self.call_argument(name, arguments)? };
                (value, rest)
            }
        };
        if rest.is_empty() {
            return Some(value);
        }
        let key = self.symbols.intern(rest);
        let set = value.object.as_ref().and_then(|object| object.get(Key::Name(key))).cloned();
        if set.is_some() || value.origins.is_empty() {
            return set;
        }
        // Nothing was set: what came in under that key.
        let origins: SmallVec<[_; 4]> =
            value.origins.iter().map(|&origin| self.extend(origin, key)).collect();
        let text = self.default_text(&origins);
        Some(Rc::new(Val { origins, text, ..Val::default() }))
    }

    /// The vendor to whom a host belongs that the user gives: by what the code holds it against.
    fn vendor_of(&self, value: &V) -> Option<Service> {
        let tested = value.origins.iter().find_map(|origin| self.facts.host_tests.get(origin).copied());
        // A URL in what a vendor's webhook brings is the vendor's.
        let service = tested.or_else(|| {
            let brought = value.origins.iter().any(|&id| {
                let path = self.origins.get(id.0 as usize).map_or(0, |origin| origin.path.len());
                path > 1 && matches!(self.kind_of(id), Some(SourceKind::Request | SourceKind::Payload))
            });
            if brought { self.named_vendor() } else { None }
        });
        service.or_else(|| self.exampled(value))
    }

    /// The vendor that the plugin is named after, where the YAML shows its address as what has to be entered. Of an
    /// interface that many hosts speak the address is one of many.
    fn exampled(&self, value: &V) -> Option<Service> {
        let shown = value.origins.iter().filter_map(|&origin| self.parameter_of(origin));
        let texts =
            shown.filter(|parameter| parameter.required).flat_map(|parameter| &parameter.descriptions);
        let addresses = texts.flat_map(|text| text.text.split("://").skip(1)).map(words_end);
        let bare = addresses.filter_map(|address| {
            let (host, path) = address.split_once('/').unwrap_or((address, ""));
            path.is_empty().then(|| host_of_text(host)).flatten()
        });
        let vendor = bare
            .filter_map(|host| self.knowledge.service_of_host(&host.to_ascii_lowercase()))
            .find(|&service| self.named_vendor() == Some(service))?;
        (!self.knowledge.service_row(vendor)?.imitated).then_some(vendor)
    }

    /// The service that the plugin's name names.
    pub(super) fn named_vendor(&self) -> Option<Service> {
        let name = self.plugin.manifest.name.to_lowercase();
        let words: Vec<&str> = name.split(['_', '-', ' ', '.']).filter(|word| !word.is_empty()).collect();
        (1..=words.len().min(3)).rev().find_map(|length| {
            words.windows(length).find_map(|window| self.knowledge.service(&window.join("-")))
        })
    }

    /// Notes that a value is held against an address of a service.
    pub(super) fn host_test(&mut self, value: &V, text: &V) {
        let Some(text) = text.constant() else { return };
        let text = self.symbols.text(text);
        let Some(service) = host_of_text(text).and_then(|host| self.knowledge.service_of_host(host)) else {
            return;
        };
        for &origin in &value.origins {
            self.facts.host_tests.entry(origin).or_insert(service);
        }
    }

    /// Who is behind an endpoint that a base class of the SDK sends to.
    pub(super) fn base_contact(&mut self, template: &Template) -> Option<Contact> {
        self.contact(template, "sdk")
    }

    /// Who is behind a URL or host; `None` when it is relative or unknown.
    fn contact(&mut self, template: &Template, via: &str) -> Option<Contact> {
        let contact = |recipient, host: String, user_configured, plain_http| Contact {
            recipient,
            host,
            via: via.to_owned(),
            user_configured,
            plain_http,
        };
        let first = *template.first()?;
        let (mut host, mut plain_http, mut schemed) = (String::new(), false, false);
        let mut rest: SmallVec<[Part; 8]> = SmallVec::from_slice(template);
        match first {
            Part::User | Part::Unknown | Part::Response(_)
                if template.len() == 1 || !self.starts_domain(template.get(1)) =>
            {
                return match first {
                    Part::User => Some(contact(Recipient::UserConfigured, String::new(), true, false)),
                    Part::Response(origin) => {
                        let source = self.origins.get(origin.0 as usize)?.source;
                        let ids = &self.sources.get(source as usize)?.recipients;
                        let all = || ids.iter().filter_map(|&id| self.facts.recipients.get(id as usize));
                        let named = |recipient: &&Recipient| {
                            matches!(recipient, Recipient::Service(_) | Recipient::Domain(_))
                        };
                        let recipient = all().find(named).or_else(|| all().next())?.clone();
                        (recipient != Recipient::Unresolved && recipient != Recipient::Own)
                            .then(|| contact(recipient, String::new(), false, false))
                    }
                    _ => None,
                };
            }
            _ => {}
        }
        if let Part::Literal(sym) = first {
            let text = self.symbols.text(sym).trim_start();
            if let Some((scheme, after)) = text.split_once("://") {
                schemed = true;
                plain_http = scheme.eq_ignore_ascii_case("http");
                let after = after.to_owned();
                rest.remove(0);
                let after = self.symbols.intern(&after);
                rest.insert(0, Part::Literal(after));
            } else if let Some(after) = text.strip_prefix("//") {
                schemed = true;
                let after = after.to_owned();
                rest.remove(0);
                let after = self.symbols.intern(&after);
                rest.insert(0, Part::Literal(after));
            }
        }
        let (mut user, mut unknown) = (false, false);
        for part in &rest {
            match part {
                Part::Literal(sym) => {
                    let text = self.symbols.text(*sym);
                    let end = text.find(['/', '?', '#', ' ', '\\']);
                    host.push_str(text.get(..end.unwrap_or(text.len())).unwrap_or(""));
                    if end.is_some() {
                        break;
                    }
                }
                Part::User => {
                    user = true;
                    host.push('*');
                }
                Part::Unknown | Part::Response(_) | Part::More => {
                    unknown = true;
                    host.push('*');
                }
            }
        }
        let host = host.rsplit('@').next().unwrap_or("").to_ascii_lowercase();
        let host = host_without_port(&host);
        if !schemed && !looks_like_host(host) {
            return None;
        }
        let Some(star) = host.rfind('*') else {
            if is_local(host) {
                return Some(contact(Recipient::UserConfigured, host.to_owned(), true, false));
            }
            if !looks_like_host(host) {
                return None;
            }
            let recipient = self.recipient_of_host(host);
            return Some(contact(recipient, host.to_owned(), false, plain_http));
        };
        // A part of the host is put in: what stands after it names the owner.
        let suffix = host.get(star + 1..).unwrap_or("");
        let fixed = suffix.strip_prefix(['.', '-']).unwrap_or("");
        let fixed =
            if suffix.starts_with('-') { fixed.split_once('.').map_or("", |(_, rest)| rest) } else { fixed };
        if fixed.contains('.') && registrable_domain(fixed).contains('.') && looks_like_host(fixed) {
            let recipient = self.recipient_of_host(fixed);
            return Some(contact(recipient, host.to_owned(), false, plain_http));
        }
        if user && !unknown {
            // A piece of a path behind what the user gives (`{base}v1`) is no host.
            let host = host.replace('*', "");
            let host = if host.trim_matches(['.', '-']).contains('.') { host } else { String::new() };
            return Some(contact(Recipient::UserConfigured, host, true, plain_http));
        }
        None
    }

    /// Whether the next part continues a host: `{sub}.example.com`.
    fn starts_domain(&self, part: Option<&Part>) -> bool {
        let Some(Part::Literal(sym)) = part else { return false };
        let text = self.symbols.text(*sym);
        let host = text.split(['/', '?', ':']).next().unwrap_or("");
        host.strip_prefix('.').is_some_and(|rest| rest.contains('.') && looks_like_host(rest))
    }

    /// The service of a host, else its registrable domain.
    pub(super) fn recipient_of_host(&self, host: &str) -> Recipient {
        match self.knowledge.service_of_host(host) {
            Some(service) => Recipient::Service(service),
            None => Recipient::Domain(registrable_domain(host).to_owned()),
        }
    }

    /// The constant text of a URL after its host, holes as spaces.
    fn url_path(&mut self, template: &Template) -> Option<Sym> {
        let text = self.spaced(template);
        let after = text.split_once("://").map_or(text.as_str(), |(_, after)| after);
        let path = after.find(['/', ' ']).and_then(|at| after.get(at..)).unwrap_or("").trim().to_owned();
        (path.len() > 1).then(|| self.symbols.intern(&path))
    }

    fn relative_path(&mut self, template: &Template) -> Option<Sym> {
        let text = self.spaced(template).trim().to_owned();
        (!text.is_empty()).then(|| self.symbols.intern(&text))
    }

    fn spaced(&self, template: &Template) -> String {
        let parts = template
            .iter()
            .map(|part| if let Part::Literal(sym) = part { self.symbols.text(*sym) } else { " " });
        parts.collect()
    }
}

/// The host that an address begins with, or that a text is the end of.
fn host_of_text(text: &str) -> Option<&str> {
    let text = text.split_once("://").map_or(text, |(_, after)| after);
    let host = text.split(['/', '?', '#', ':']).next()?.trim_start_matches(['.', '*']);
    looks_like_host(host).then_some(host)
}

/// What stands before the next space or bracket of a sentence.
fn words_end(text: &str) -> &str {
    text.split(|c: char| !c.is_ascii() || " \t\n\"'`()<>,;".contains(c))
        .next()
        .unwrap_or("")
        .trim_end_matches('.')
}

fn host_without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit() || c == '*') => name,
        _ => host,
    }
}

/// Letters, digits, `-`, `.`, `*`, with a dot inside and a last label that is no file ending made of digits.
fn looks_like_host(host: &str) -> bool {
    let host = host_without_port(host);
    host.contains('.')
        && host.len() < 254
        && !host.starts_with('.')
        && !host.ends_with('.')
        && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '*' | '_'))
        && host
            .rsplit('.')
            .next()
            .is_some_and(|last| last.len() > 1 && last.chars().all(|c| c.is_ascii_alphabetic() || c == '*'))
}

/// A host of the machine itself or of a private network.
fn is_local(host: &str) -> bool {
    if let Ok(address) = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>() {
        return match address {
            std::net::IpAddr::V4(v4) => {
                v4.is_private() || v4.is_loopback() || v4.is_unspecified() || v4.is_link_local()
            }
            std::net::IpAddr::V6(v6) => v6.is_loopback() || v6.is_unspecified(),
        };
    }
    host == "localhost"
        || host.rsplit('.').next().is_some_and(|last| matches!(last, "local" | "internal" | "localhost"))
        || (!host.is_empty() && !host.contains('.'))
}
