//! Rows from outside (`--models`) on a small plugin: each kind of row with what it must find and what it must not, and
//! what is said of rows that are wrong. Apart because no built-in row names a plugin's own code.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use candor::compare::Tables;
use candor::knowledge::Knowledge;
use candor::knowledge::comparison::Comparing;
use candor::knowledge::own::Own;
use candor::knowledge::toml_text::TomlText;
use candor::report::json::PluginObject;
use candor::scan::{self, Options};

const MANIFEST: &str =
    "type: plugin\nname: shed\nversion: 0.0.1\nauthor: example\nplugins:\n  tools:\n    - shed.yaml\n";
const PROVIDER: &str = "identity:\n  name: shed\ntools:\n  - tools/take.yaml\n";
const TOOL: &str = "identity:\n  name: take\nparameters:\n  - name: slot\n    type: string\n    form: llm\n  - name: ref\n    \
                    type: string\n    form: llm\nextra:\n  python:\n    source: tools/take.py\n";
const POLICY: &str = "# Privacy\n\nThe plugin sends your shed mark to the board, to find your shed.\n";
const STORE: &str = "
import blackbox

def lookup(slot):
    return blackbox.fetch(slot)

def other(slot):
    return blackbox.fetch(slot)

def push(slot, ref):
    blackbox.put(slot, ref)

def quiet(slot):
    return slot

class Shelf:
    KEEPER = blackbox.keeper()

    def __init__(self, slot):
        self.slot = slot
        self.keeper = blackbox.fetch('keeper')

    def lookup(self, ref):
        return blackbox.fetch(ref)

    @staticmethod
    def fixed(ref):
        return blackbox.fetch(ref)

    @property
    def holder(self):
        return blackbox.fetch('holder')

class Deep(Shelf):
    pass
";

/// A tool whose `_invoke` holds `body`.
fn tool(body: &str) -> String {
    let body = body.lines().fold(String::new(), |all, line| all + "        " + line + "\n");
    format!(
        "import requests\nimport blackbox\nfrom dify_plugin import Tool\nfrom lib import store\nfrom lib.store import Deep, Shelf, lookup, push\n\n\
         class Take(Tool):\n    def _invoke(self, tool_parameters):\n        slot = tool_parameters['slot']\n        \
         ref = tool_parameters['ref']\n{body}        yield self.create_text_message('done')\n"
    )
}

fn write(root: &Path, body: &str) {
    for (path, text) in [
        ("manifest.yaml", MANIFEST),
        ("shed.yaml", PROVIDER),
        ("tools/take.yaml", TOOL),
        ("PRIVACY.md", POLICY),
        ("lib/__init__.py", ""),
        ("lib/store.py", STORE),
        ("tools/take.py", &tool(body)),
    ] {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn knowledge(rows: &str) -> Result<Knowledge, String> {
    let own = Own::parse(TomlText::new("own.toml", rows)).map_err(|error| error.to_string())?;
    Knowledge::with_own(&[own]).map_err(|error| error.to_string())
}

fn report(rows: &str, body: &str) -> PluginObject {
    let knowledge = knowledge(rows).unwrap();
    let tables = Tables { knowledge: &knowledge, comparing: Comparing::shared(&knowledge).unwrap() };
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), body);
    let options = Options { paths: vec![folder.path().to_owned()], ..Options::default() };
    let found = scan::discover(&options);
    PluginObject::new(tables, &scan::analyse_one(tables, &options, &found.units[0]).unwrap())
}

/// What the plugin does by these rows, without credentials: `sends name -> example.com`.
fn practices(rows: &str, body: &str) -> Vec<String> {
    let report = report(rows, body);
    let told = report.practices.iter().filter(|practice| practice.confidence != "low");
    told.map(|practice| {
        let whom = practice.recipient.as_deref().unwrap_or("own side");
        format!("{} {} -> {whom}", practice.action, practice.data_type)
    })
    .collect()
}

const POST: &str = "requests.post('https://board.example.com/x', json={'line': value})";

fn source(call: &str, data_type: &str) -> String {
    format!("[[source]]\ncall = [\"{call}\"]\nkind = \"data\"\ndata_type = \"{data_type}\"\n")
}

#[test]
fn without_rows_nothing_is_known_of_the_code() {
    assert!(practices("", &format!("value = lookup('x')\n{POST}")).is_empty());
}

#[test]
fn a_function_gives_a_data_type() {
    let rows = source("lib.store.lookup", "name");
    let sent = ["sends name -> example.com"];
    assert_eq!(practices(&rows, &format!("value = lookup('x')\n{POST}")), sent);
    // However it is imported and called.
    assert_eq!(practices(&rows, &format!("value = store.lookup(slot='x')\n{POST}")), sent);
    assert_eq!(practices(&rows, &format!("call = store.lookup\nvalue = call('x')\n{POST}")), sent);
}

#[test]
fn another_function_of_that_name_is_another() {
    let rows = source("lib.store.lookup", "name");
    for body in ["value = store.other('x')", "value = Shelf('x').lookup('x')", "value = blackbox.lookup('x')"]
    {
        assert!(practices(&rows, &format!("{body}\n{POST}")).is_empty(), "{body}");
    }
    // Known, and nowhere sent.
    assert!(practices(&rows, "value = lookup('x')").is_empty());
}

#[test]
fn a_method_gives_a_data_type_in_subclasses_too() {
    let rows = source("lib.store.Shelf.lookup", "email_address");
    let sent = ["sends email_address -> example.com"];
    assert_eq!(practices(&rows, &format!("value = Shelf('x').lookup('x')\n{POST}")), sent);
    assert_eq!(practices(&rows, &format!("value = Deep('x').lookup('x')\n{POST}")), sent);
    assert!(practices(&rows, &format!("value = lookup('x')\n{POST}")).is_empty());
    // Named by the subclass, it is the subclass's alone.
    let rows = source("lib.store.Deep.lookup", "email_address");
    assert_eq!(practices(&rows, &format!("value = Deep('x').lookup('x')\n{POST}")), sent);
    assert!(practices(&rows, &format!("value = Shelf('x').lookup('x')\n{POST}")).is_empty());
}

#[test]
fn static_methods_and_properties_give_data_types() {
    let sent = ["sends name -> example.com"];
    let rows = source("lib.store.Shelf.fixed", "name");
    assert_eq!(practices(&rows, &format!("value = Shelf.fixed('x')\n{POST}")), sent);
    let rows = source("lib.store.Shelf.holder", "name");
    assert_eq!(practices(&rows, &format!("value = Shelf('x').holder\n{POST}")), sent);
}

#[test]
fn an_attribute_gives_a_data_type() {
    let row = |name: &str| {
        format!(
            "[[source]]\nclass = [\"lib.store.Shelf\"]\nattribute = \"{name}\"\nkind = \"data\"\ndata_type = \"phone_number\"\n"
        )
    };
    let sent = ["sends phone_number -> example.com"];
    assert_eq!(practices(&row("keeper"), &format!("value = Shelf('x').keeper\n{POST}")), sent);
    assert_eq!(practices(&row("keeper"), &format!("value = Deep('x').keeper\n{POST}")), sent);
    assert_eq!(practices(&row("KEEPER"), &format!("value = Shelf.KEEPER\n{POST}")), sent);
    assert!(practices(&row("keeper"), &format!("value = Shelf('x').slot\n{POST}")).is_empty());
}

#[test]
fn a_key_of_a_result_gives_a_data_type() {
    let rows = format!("{}attribute = \"holder\"\n", source("lib.store.lookup", "name"));
    assert_eq!(
        practices(&rows, &format!("value = lookup('x')['holder']\n{POST}")),
        ["sends name -> example.com"]
    );
    assert!(practices(&rows, &format!("value = lookup('x')['shelf']\n{POST}")).is_empty());
    let rows = format!("{}attribute = \"holder\"\n", source("blackbox.record", "name"));
    assert_eq!(
        practices(&rows, &format!("value = blackbox.record('x')['holder']\n{POST}")),
        ["sends name -> example.com"]
    );
    assert!(practices(&rows, &format!("value = blackbox.record('x')['shelf']\n{POST}")).is_empty());
}

const PUSH: &str = "[[sink]]\ncall = [\"lib.store.push\"]\naction = \"sends\"\nrecipient = \"slack\"\n\
                    carries = { ref = \"body\" }\ntypes = { ref = \"username\" }\n";

#[test]
fn a_function_sends_one_argument_by_position_and_by_keyword() {
    let sent = ["sends username -> slack"];
    assert_eq!(practices(PUSH, "push('x', ref)"), sent);
    assert_eq!(practices(PUSH, "push('x', ref=ref)"), sent);
    assert_eq!(practices(PUSH, "push(ref=ref, slot='x')"), sent);
}

#[test]
fn the_other_argument_is_not_sent() {
    assert!(practices(PUSH, "push(slot, 'x')").is_empty());
    assert!(practices(PUSH, "push(slot=slot, ref='x')").is_empty());
    assert!(practices(PUSH, "store.other(ref)").is_empty());
}

#[test]
fn a_sink_of_the_plugin_names_its_third_party() {
    let report = report(PUSH, "push('x', ref)");
    assert_eq!(report.third_parties.iter().map(|party| party.id.as_str()).collect::<Vec<_>>(), ["slack"]);
    let trace = &report.practices[0].trace;
    assert_eq!(trace.last().map(|step| step.note.as_str()), Some("sent by lib.store.push"));
}

#[test]
fn a_constructor_is_a_sink_by_its_class() {
    let rows = "[[sink]]\ncall = [\"lib.store.Shelf\"]\naction = \"stores\"\ncarries = { slot = \"body\" }\ntypes = { slot = \"name\" }\n";
    assert_eq!(practices(rows, "Shelf(slot)"), ["stores name -> own side"]);
    assert!(practices(rows, "Shelf('x')").is_empty());
}

#[test]
fn a_summary_ends_a_flow() {
    let rows = format!(
        "{}[[summary]]\ncall = [\"lib.store.quiet\"]\nreturns = \"nothing\"\n",
        source("lib.store.lookup", "name")
    );
    assert!(practices(&rows, &format!("value = store.quiet(lookup('x'))\n{POST}")).is_empty());
    let open = source("lib.store.lookup", "name");
    assert_eq!(
        practices(&open, &format!("value = store.quiet(lookup('x'))\n{POST}")),
        ["sends name -> example.com"]
    );
}

#[test]
fn an_own_row_of_a_library_counts_before_the_built_in_one() {
    let rows = "[[sink]]\ncall = [\"requests.post\"]\naction = \"logs\"\ncarries = { json = \"body\" }\ntypes = { json = \"name\" }\n";
    let body = format!("value = slot\n{POST}");
    assert_eq!(practices(rows, &body), ["logs name -> own side"]);
}

#[test]
fn a_service_has_hosts_modules_and_names() {
    let rows = "[[service]]\nid = \"shed-board\"\nname = \"Shed Board\"\nhosts = [\"board.example.com\"]\nmodules = [\"blackbox\"]\n\
                aliases = [\"the board\"]\n";
    let report = report(rows, &format!("value = 'x'\n{POST}"));
    let party = &report.third_parties[0];
    assert_eq!((party.id.as_str(), party.name.as_str()), ("shed-board", "Shed Board"));
    // The policy names it by its other name.
    assert_eq!(party.disclosure, "named");
}

#[test]
fn a_known_service_gains_hosts() {
    let rows = "[[service]]\nid = \"slack\"\nhosts = [\"board.example.com\"]\n";
    let found = report(rows, &format!("value = 'x'\n{POST}"));
    assert_eq!(
        (found.third_parties[0].id.as_str(), found.third_parties[0].name.as_str()),
        ("slack", "Slack")
    );
    // Its own hosts stay.
    let body = "requests.post('https://slack.com/api/x', json={'line': 'x'})";
    assert_eq!(report(rows, body).third_parties[0].id, "slack");
}

#[test]
fn words_type_parameters_and_policies() {
    let rows = "[[type]]\nid = \"online_identifier\"\nwords = [\"slot\"]\nterms = [\"shed mark\"]\n";
    let found = report(rows, "requests.post('https://board.example.com/x', json={'slot': slot})");
    let practice = found.practices.iter().find(|practice| practice.data_type == "online_identifier").unwrap();
    assert_eq!(practice.disclosure, "clear", "{:?}", found.policy.statements);
    let known = report("", "requests.post('https://board.example.com/x', json={'slot': slot})");
    assert!(known.practices.iter().all(|practice| practice.data_type != "online_identifier"));
    assert!(known.policy.statements.iter().all(|statement| statement.what != "online_identifier"));
}

#[test]
fn words_can_say_that_something_is_no_data() {
    let body = "requests.post('https://board.example.com/x', json={'user_email': slot})";
    assert!(practices("", body).contains(&"sends email_address -> example.com".to_owned()));
    let found = practices("nothing = [\"user email\"]\n", body);
    assert!(!found.contains(&"sends email_address -> example.com".to_owned()), "{found:?}");
}

#[test]
fn faults_name_file_line_and_neighbour() {
    for (rows, expected) in [
        (
            "[[sink]]\ncall = [\"a.b\"]\nactoin = \"sends\"\n",
            "own.toml:3: there is no key `actoin`; did you mean `action`?",
        ),
        ("[[sinks]]\ncall = [\"a.b\"]\n", "own.toml:1: there is no key `sinks`; did you mean `sink`?"),
        (
            "[[source]]\ncall = [\"a.b\"]\nkind = \"data\"\ndata_type = \"email_adress\"\n",
            "own.toml:4: source: there is no data type `email_adress`; did you mean `email_address`?",
        ),
        (
            "[[sink]]\ncall = [\"a.b\"]\naction = \"send\"\nrecipient = \"slack\"\n",
            "own.toml:3: sink: there is no action `send`; did you mean `sends`?",
        ),
        (
            "[[sink]]\ncall = [\"a.b\"]\naction = \"sends\"\nrecipient = \"calendlyy\"\n",
            "own.toml:4: sink: there is no service `calendlyy`; did you mean `calendly`?",
        ),
        (
            "[[sink]]\ncall = [\"a b\"]\naction = \"logs\"\n",
            "own.toml:2: sink: `a b` is no dotted Python name",
        ),
        ("[[sink]]\naction = \"logs\"\n", "own.toml:1: missing field `call`"),
        (
            "[[service]]\nid = \"shed\"\nhosts = [\"shed.example\"]\n",
            "own.toml:1: service: `shed` is no known service, so it needs a `name`",
        ),
        (
            "[[service]]\nid = \"shed\"\nname = \"Shed\"\nhosts = [\"no host\"]\n",
            "own.toml:4: service: `no host` is no host name",
        ),
        (
            "[[type]]\nid = \"name\"\nwords = [\"Full  Name\"]\n",
            "own.toml:3: type: `Full  Name` is no phrase: words in lower case, one space between them",
        ),
        (
            "[[type]]\nid = \"name\"\nwords = \"full name\"\n",
            "own.toml:3: invalid type: string \"full name\", expected a sequence",
        ),
        (
            "thing_words = [\"a\", \"B\"]\n",
            "own.toml:1: `B` is no phrase: words in lower case, one space between them",
        ),
        ("[[service]\n", "own.toml:1: unclosed array table, expected `]`"),
    ] {
        assert_eq!(knowledge(rows).unwrap_err(), expected, "{rows}");
    }
}

#[test]
fn several_faults_are_counted() {
    let rows = "[[sink]]\ncall = [\"a.b\"]\naction = \"send\"\nrecipient = \"slak\"\n";
    let error = knowledge(rows).unwrap_err();
    assert!(error.ends_with("(and 1 more)"), "{error}");
}

#[test]
fn the_examples_rows_are_sound() {
    Knowledge::with_own(&[Own::read(Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/examples/acme/models.toml"
    )))
    .unwrap()])
    .unwrap();
}
