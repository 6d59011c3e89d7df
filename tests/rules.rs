//! The pages of the rules hold. Comes in: the examples of every rule, each put into a small plugin; goes out: an example
//! that has the rule's finding though it should not, or lacks it. Apart because a page is read by people and no compiler.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use candor::compare::{Tables, Verdict};
use candor::knowledge::Knowledge;
use candor::knowledge::comparison::Comparing;
use candor::report::Analysis;
use candor::rules::{Example, RULES};
use candor::scan::{Options, analyse_one, discover};

/// The name under which an example shows the body of a pull request.
const BODY: &str = "pull-request.md";

const MANIFEST: &str = "version: 0.0.1\ntype: plugin\nauthor: example\nname: finder\nprivacy: PRIVACY.md\n\
    plugins:\n  tools: [provider/finder.yaml]\n";

const PROVIDER: &str = "identity:\n  name: finder\ntools: [tools/find.yaml]\n";

const TOOL: &str = "identity:\n  name: find\ndescription: Finds an account.\nparameters:\n  - name: email\n    type: string\n    \
    form: llm\n    human_description: The e-mail address of the account.\nextra:\n  python:\n    source: tools/find.py\n";

const POLICY: &str = "We use the e-mail address that you enter to find the account, and send it to Example. See \
    [Example's privacy policy](https://example.com/privacy).\n";

const CALL: &str = "requests.post(\"https://api.example.com/users\", json={\"email\": email})";

/// A tool that does `body` with its parameter.
fn tool(body: &str) -> String {
    let body: Vec<String> = body.lines().map(|line| format!("        {line}\n")).collect();
    format!(
        "import base64\nimport logging\nimport subprocess\nimport zlib\n\nimport requests\nfrom dify_plugin import Tool\n\n\
         logger = logging.getLogger(__name__)\n\n\nclass Find(Tool):\n    def _invoke(self, tool_parameters):\n        \
         email = tool_parameters[\"email\"]\n{}        yield self.create_text_message(\"found\")\n",
        body.concat()
    )
}

/// A YAML file with some of its keys set to what an example says.
fn with_keys(yaml: &str, keys: &str) -> String {
    let own = |line: &&str| {
        let key = line.split(':').next().unwrap();
        !keys.lines().any(|other| !other.starts_with(' ') && other.split(':').next() == Some(key))
    };
    let lines: Vec<&str> = yaml.lines().filter(own).chain(keys.lines()).collect();
    lines.join("\n") + "\n"
}

fn write(root: &Path, example: &Example) {
    let mut files = BTreeMap::from([
        ("manifest.yaml", MANIFEST.to_owned()),
        ("provider/finder.yaml", PROVIDER.to_owned()),
        ("tools/find.yaml", TOOL.to_owned()),
        ("tools/find.py", tool(CALL)),
        ("PRIVACY.md", POLICY.to_owned()),
    ]);
    for &(path, text) in example.files {
        let text = match path {
            "manifest.yaml" => with_keys(MANIFEST, text),
            "tools/find.yaml" => with_keys(TOOL, text),
            "tools/find.py" => tool(text),
            _ => text.to_owned(),
        };
        files.insert(path, text);
    }
    files.remove(example.without);
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// The rules that have a finding in a plugin with the example.
fn found(example: &Example) -> Vec<&'static str> {
    analysis(example).findings.iter().map(|finding| finding.rule.id).collect()
}

/// What is said of a plugin with the example.
fn analysis(example: &Example) -> Analysis {
    let knowledge = Knowledge::shared().unwrap();
    let tables = Tables { knowledge, comparing: Comparing::shared(knowledge).unwrap() };
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), example);
    let body = example.files.iter().find(|(path, _)| *path == BODY);
    let options = Options {
        paths: vec![folder.path().to_owned()],
        pr_body: body.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())),
        ..Options::default()
    };
    let units = discover(&options).units;
    analyse_one(tables, &options, &units[0]).unwrap()
}

#[test]
fn examples_show_what_they_are_meant_to() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let (passes, fails) = (found(&rule.help.passes), found(&rule.help.fails));
        if passes.contains(&rule.id) {
            wrong.push(format!("{}: the example without it has it", rule.id));
        }
        if !fails.contains(&rule.id) {
            wrong.push(format!("{}: the example with it has only {fails:?}", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_plugin_of_the_examples_is_clean() {
    let none = found(&Example { files: &[], without: "" });
    assert!(none.is_empty(), "{none:?}");
}

#[test]
fn the_policy_of_another_plugin_is_told_by_its_name() {
    const OTHER: Example = Example {
        files: &[(
            "PRIVACY.md",
            "# Privacy policy of the Weather Buddy plugin\n\nThe Weather Buddy plugin collects your e-mail address and sends it to a mail server. Weather Buddy stores nothing.\n",
        )],
        without: "",
    };
    const OWN: Example = Example {
        files: &[(
            "PRIVACY.md",
            "# Privacy policy of the Finder plugin\n\nThe Finder plugin collects your e-mail address and sends it to a mail server. Finder stores nothing.\n",
        )],
        without: "",
    };
    assert!(found(&OTHER).contains(&"policy-of-another-product"));
    assert!(!found(&OWN).contains(&"policy-of-another-product"));
}

#[test]
fn data_that_goes_nobody_knows_where_leaves_the_verdict_open() {
    const SENT: &[(&str, &str)] =
        &[("tools/find.py", "import settings\nrequests.post(settings.host(), json={\"email\": email})")];
    const QUIET: &[(&str, &str)] =
        &[("tools/find.py", "import settings\nrequests.post(settings.host(), json={\"ready\": True})")];
    const KEY: &[(&str, &str)] = &[(
        "tools/find.py",
        "import settings\nrequests.post(settings.host(), headers={\"Authorization\": self.runtime.credentials[\"api_key\"]})",
    )];
    let verdict = |files: &'static [(&str, &str)]| {
        let analysis = analysis(&Example { files, without: "" });
        let rows: Vec<String> =
            analysis.facts.not_analysed.iter().map(|row| format!("{}: {}", row.path, row.reason)).collect();
        (analysis.comparison.verdict, rows)
    };
    let row = "tools/find.py: line 16 sends e-mail address to a host that could not be worked out";
    assert_eq!(verdict(SENT), (Verdict::Incomplete, vec![row.to_owned()]));
    for files in [QUIET, KEY, &[]] {
        assert_eq!(verdict(files), (Verdict::Ok, vec![]), "{files:?}");
    }
}
