//! What a plugin asks for: the types of its parameters, credentials and settings. Comes in: the YAML; goes out: data
//! types. Apart because what is parsed or converted on the spot is taken in too, and flows nowhere.

use super::Action;
use super::typing::{SourceKind, Subject, Typing, decide};
use crate::knowledge::DataType;
use crate::plugin::{Parameter, Plugin};

/// The types of all that the YAML asks for, sorted. Only a policy is held against them.
pub(super) fn of(typing: &Typing<'_>, plugin: &Plugin) -> Vec<DataType> {
    if plugin.policies.is_empty() {
        return Vec::new();
    }
    let mut taken = Vec::new();
    for entry in &plugin.manifest.entries {
        let parameters = entry.parameters.iter().map(|parameter| (parameter, SourceKind::Parameter));
        let credentials = entry.credentials.iter().map(|parameter| (parameter, SourceKind::Credential));
        for (parameter, source) in parameters.chain(credentials) {
            let path = [parameter.name.text.as_str()];
            let decisions = decide(typing, &subject(parameter, &path, source));
            taken.extend(decisions.into_iter().map(|decision| decision.data_type));
        }
    }
    taken.sort_unstable();
    taken.dedup();
    taken
}

fn subject<'a>(parameter: &'a Parameter, path: &'a [&'a str], source: SourceKind) -> Subject<'a> {
    Subject {
        action: Action::Sends,
        source,
        path,
        parameter: Some(parameter),
        texts: &[],
        key: &[],
        role: "body",
        api: None,
        context: &[],
        names: &[],
        choices: &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;
    use crate::plugin::{Entry, EntryKind, Located};
    use crate::source::{FileId, Span};

    const SPAN: Span = Span { file: FileId(0), start: 0, end: 0 };

    fn parameter(name: &str, kind: &str) -> Parameter {
        Parameter {
            name: Located { text: name.to_owned(), span: SPAN },
            kind: kind.to_owned(),
            form: String::new(),
            labels: Vec::new(),
            descriptions: Vec::new(),
            required: false,
            default: None,
            options: Vec::new(),
        }
    }

    #[test]
    fn what_the_yaml_asks_for_is_taken() {
        let knowledge = Knowledge::shared().unwrap();
        let typing = Typing::new(knowledge).unwrap();
        let mut plugin = Plugin::default();
        plugin.manifest.entries.push(Entry {
            kind: EntryKind::Tool,
            name: "convert".to_owned(),
            model_type: String::new(),
            yaml: FileId(0),
            source: None,
            descriptions: Vec::new(),
            parameters: vec![
                parameter("scan", "file"),
                parameter("keyword", "string"),
                parameter("loud", "boolean"),
            ],
            credentials: vec![parameter("username", "text-input"), parameter("api_key", "secret-input")],
            oauth: false,
            output: Vec::new(),
            span: SPAN,
        });
        assert!(of(&typing, &plugin).is_empty(), "nobody asks for them");
        plugin.policies.push(FileId(1));
        let found = of(&typing, &plugin);
        let ids: Vec<&str> = found.iter().map(|&id| knowledge.type_row(id).id.as_str()).collect();
        for id in ["user_file", "search_query", "username", "credential"] {
            assert!(ids.contains(&id), "{id} in {ids:?}");
        }
        assert_eq!(ids.len(), 4, "{ids:?}");
    }
}
