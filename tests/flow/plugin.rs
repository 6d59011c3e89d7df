//! Makes a case a plugin. Comes in: a [`Case`]; goes out: a folder with a manifest, the YAML that the case's head
//! declares, and its Python files. Apart because only this part knows the layout of a plugin.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::case::{Case, Declared};

/// The provider class of a plugin whose case brings none.
const PROVIDER: &str = "provider/plugin.py";

/// Writes the plugin of `case` into `folder`.
pub fn write(case: &Case, folder: &Path) {
    let (kind, model) = case.kind.split_once(' ').unwrap_or((&case.kind, ""));
    let main = case.files[0].0.as_str();
    let yaml = main.replace(".py", ".yaml");
    let (group, provider) = match kind {
        "tool" => ("tools", listing("tools", &yaml) + &credentials("credentials_for_provider", case)),
        "endpoint" => ("endpoints", listing("endpoints", &yaml) + &list("settings", &case.credentials)),
        "agent-strategy" => ("agent_strategies", listing("strategies", &yaml)),
        "event" => ("triggers", listing("events", &yaml) + &constructor(case)),
        "model" => ("models", model_provider(model, main)),
        _ => {
            let head = format!("provider_type: {kind}\n{}", list("credentials_schema", &case.credentials));
            ("datasources", listing("datasources", &yaml) + &head)
        }
    };
    let source = if kind == "model" { String::new() } else { source(PROVIDER) };
    let manifest = format!(
        "version: 0.0.1\ntype: plugin\nauthor: example\nname: {}\nplugins:\n  {group}:\n    - provider/plugin.yaml\n\
         meta:\n  version: 0.0.1\n  runner:\n    language: python\n    version: \"3.12\"\n    entrypoint: main\n",
        case.name
    );
    put(folder, "manifest.yaml", &manifest);
    put(folder, "provider/plugin.yaml", &(identity("plugin") + &provider + &source));
    put(folder, &yaml, &entry(case, kind, model, main));
    if kind != "endpoint" && case.files.iter().all(|(path, _)| path != PROVIDER) {
        put(folder, PROVIDER, &provider_class(kind));
    }
    for (path, text) in &case.files {
        put(folder, path, text);
    }
}

/// The YAML of the tool, endpoint, model, strategy, event or data source.
fn entry(case: &Case, kind: &str, model: &str, main: &str) -> String {
    match kind {
        "endpoint" => format!("path: /case\nmethod: POST\n{}", source(main)),
        "model" => format!("model: case\nmodel_type: {model}\nmodel_properties:\n  context_size: 4096\n"),
        _ => {
            let mut out = identity("case") + "description:\n  human:\n    en_US: A case\n  llm: A case\n";
            out += &list("parameters", &case.parameters);
            if !case.outputs.is_empty() {
                out += "output_schema:\n  type: object\n  properties:\n";
            }
            for field in &case.outputs {
                let text = quoted(&field.text);
                writeln!(out, "    {}:\n      type: {}\n      description: {text}", field.name, field.kind)
                    .unwrap();
            }
            out + &source(main)
        }
    }
}

fn identity(name: &str) -> String {
    format!("identity:\n  name: {name}\n  author: example\n  label:\n    en_US: {name}\n")
}

fn listing(key: &str, yaml: &str) -> String {
    format!("{key}:\n  - {yaml}\n")
}

fn source(path: &str) -> String {
    format!("extra:\n  python:\n    source: {path}\n")
}

/// Parameters or settings as a list of rows.
fn list(key: &str, rows: &[Declared]) -> String {
    let mut out = format!("{key}:{}\n", if rows.is_empty() { " []" } else { "" });
    for row in rows {
        let label = quoted(&row.name.replace('_', " "));
        write!(
            out,
            "  - name: {}\n    type: {}\n    required: true\n    form: llm\n    label:\n      en_US: {label}\n",
            row.name, row.kind
        )
        .unwrap();
        if !row.text.is_empty() {
            let text = quoted(&row.text);
            let described =
                format!("    human_description:\n      en_US: {text}\n    llm_description: {text}\n");
            out += &described;
        }
    }
    out
}

/// Credentials as a map of rows.
fn credentials(key: &str, case: &Case) -> String {
    if case.credentials.is_empty() {
        return String::new();
    }
    let mut out = format!("{key}:\n");
    for row in &case.credentials {
        let label = quoted(&row.name.replace('_', " "));
        write!(
            out,
            "  {}:\n    type: {}\n    required: true\n    label:\n      en_US: {label}\n",
            row.name, row.kind
        )
        .unwrap();
        if !row.text.is_empty() {
            writeln!(out, "    default: {}", quoted(&row.text)).unwrap();
        }
    }
    out
}

fn constructor(case: &Case) -> String {
    let schema = list("credentials_schema", &case.credentials).replace("\n  ", "\n    ");
    format!(
        "subscription_schema: []\nsubscription_constructor:\n  parameters: []\n  {}\n  extra:\n    python:\n      \
         source: {PROVIDER}\n",
        schema.trim_end()
    )
}

fn model_provider(model: &str, main: &str) -> String {
    let group = model.replace('-', "_");
    format!(
        "provider: plugin\nsupported_model_types:\n  - {model}\nconfigurate_methods:\n  - predefined-model\n\
         provider_credential_schema:\n  credential_form_schemas:\n    - variable: api_key\n      type: secret-input\n\
         \x20     required: true\n      label:\n        en_US: API key\nmodels:\n  {group}:\n    predefined:\n      - \
         models/{group}/*.yaml\nextra:\n  python:\n    provider_source: {PROVIDER}\n    model_sources:\n      - {main}\n"
    )
}

fn provider_class(kind: &str) -> String {
    let (module, class) = match kind {
        "tool" => ("dify_plugin", "ToolProvider"),
        "model" => ("dify_plugin", "ModelProvider"),
        "agent-strategy" => ("dify_plugin.interfaces.agent", "AgentProvider"),
        "event" => ("dify_plugin.interfaces.trigger", "Trigger"),
        _ => ("dify_plugin.interfaces.datasource", "DatasourceProvider"),
    };
    format!("from {module} import {class}\n\n\nclass P({class}):\n    pass\n")
}

/// A text as a YAML scalar; JSON's quoting is YAML's.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
