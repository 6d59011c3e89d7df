//! Classes of the SDK whose base class sends by itself. Comes in: such a class of the plugin and the endpoints that code or
//! YAML set; goes out: practices and contacts. Apart because no call of the plugin's own stands behind them.

use super::drafts::{Drafts, Seen};
use crate::flow::engine::Engine;
use crate::flow::entries::SendingBase;
use crate::flow::recipients::Contact;
use crate::flow::value::{Part, Template};
use crate::flow::{Action, Confidence, Recipient, Step};
use crate::source::Span;

/// A class whose base class sends: to the endpoint that the code or the YAML sets, else where the user says.
pub(super) fn sends(
    engine: &mut Engine<'_, '_>,
    drafts: &mut Drafts,
    contacts: &mut Vec<(Contact, Span)>,
    base: &SendingBase<'_>,
) {
    let mut templates: Vec<Template> = Vec::new();
    let set = engine.facts.set_urls.clone();
    for name in &base.row.url {
        let Some(sym) = engine.symbols.get(name) else { continue };
        for (key, texts) in &set {
            if *key == sym {
                templates.extend(texts.iter().cloned());
            }
        }
        let entries = &engine.plugin.manifest.entries;
        let default = entries
            .iter()
            .flat_map(|entry| &entry.credentials)
            .find(|parameter| parameter.name.text == *name)
            .and_then(|parameter| parameter.default.as_ref())
            .map(|default| default.text.clone());
        if let Some(default) = default {
            let literal = engine.symbols.intern(&default);
            templates.push(Template::from([Part::Literal(literal)]));
        }
    }
    let mut found: Vec<Contact> = Vec::new();
    for template in &templates {
        if let Some(contact) = engine.base_contact(template)
            && contact.recipient != Recipient::UserConfigured
            && !found.contains(&contact)
        {
            found.push(contact);
        }
    }
    // An endpoint that only the user gives is the user's, whatever the base class would take without one.
    let given = templates.iter().any(|template| {
        engine.base_contact(template).is_some_and(|contact| contact.recipient == Recipient::UserConfigured)
    });
    if found.is_empty() {
        let service = engine.knowledge.service(&base.row.default).filter(|_| !given);
        let recipient = service.map_or(Recipient::UserConfigured, Recipient::Service);
        let user_configured = service.is_none();
        found.push(Contact {
            recipient,
            host: String::new(),
            via: "sdk".to_owned(),
            user_configured,
            plain_http: false,
        });
    }
    for contact in found {
        let mut sends = |data_type, steps: &[Step], why: String| {
            drafts.add(Seen {
                data_type,
                action: Action::Sends,
                recipient: &contact.recipient,
                confidence: Confidence::High,
                place: base.span,
                trace: &steps,
                why: &[why],
                way: None,
                answer: None,
            });
        };
        let last = Step { span: base.span, note: "sent by the SDK's base class".to_owned() };
        for data_type in base.row.sends.iter().filter_map(|id| engine.knowledge.data_type(id)) {
            sends(data_type, std::slice::from_ref(&last), "the SDK's base class sends it".to_owned());
        }
        for feature in &engine.plugin.manifest.features {
            let row = base.row.features.get(&feature.text);
            if let Some(data_type) = row.and_then(|id| engine.knowledge.data_type(id)) {
                let first = Step { span: feature.span, note: format!("feature `{}`", feature.text) };
                let why = format!("a model of the plugin has the feature `{}`", feature.text);
                sends(data_type, &[first, last.clone()], why);
            }
        }
        contacts.push((contact, base.span));
    }
}
