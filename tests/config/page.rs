//! The HTML report says what configuration, suppressions and baseline did, and takes none of their texts for markup.

use std::fs;

use crate::plugins::{Copy, candor};

const CODE: &str = "tools/list_invitees.py";
const END: &str = r#"invitee["status"]}"#;

/// The page for the plugin, made in the folder above it.
fn page(copy: &Copy, arguments: &[&str]) -> String {
    let all: Vec<&str> = ["scan", "--format", "html"].iter().chain(arguments).copied().collect();
    let output = candor(copy.above(), &all);
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The list of a section, a line each.
fn listed<'a>(page: &'a str, title: &str) -> Vec<&'a str> {
    let Some((_, rest)) = page.split_once(&format!("<h3>{title}</h3>")) else { return Vec::new() };
    let section = rest.split_once("</section>").unwrap().0;
    section.split("<li>").skip(1).map(|line| line.split_once("</li>").unwrap().0).collect()
}

#[test]
fn a_page_without_settings_has_no_section_for_them() {
    let page = page(&Copy::of("slot_watch"), &["plugin"]);
    for absent in ["<h3>Configuration</h3>", "<h3>Set aside</h3>", "<dt>Set aside</dt>"] {
        assert!(!page.contains(absent), "{absent}");
    }
}

#[test]
fn the_configuration_and_what_it_took_out_are_listed() {
    let copy = Copy::of("slot_watch");
    let config = "[rules]\nunlinked-third-party = \"off\"\n[[accept]]\nrecipient = \"calendly\"\n\
                  data-types = [\"email_address\"]\nreason = \"<b>agreed</b> & signed\"\n";
    fs::write(copy.above().join("candor.toml"), config).unwrap();
    let page = page(&copy, &["plugin"]);
    assert!(page.contains("<h3>Configuration</h3><p><code>candor.toml</code></p>"));
    assert_eq!(
        listed(&page, "Configuration"),
        [
            "rule unlinked-third-party is off: 1 finding not shown",
            "e-mail address, receives Calendly (tools/list_invitees.py:17): &lt;b&gt;agreed&lt;/b&gt; &amp; signed",
        ]
    );
    assert!(page.contains("<dt>Set aside</dt><dd>1 finding turned off, 1 accepted</dd>"));
}

#[test]
fn suppressions_and_the_baseline_are_listed() {
    let copy = Copy::of("slot_watch");
    assert!(candor(copy.above(), &["baseline", "plugin", "--output", "known.json"]).status.success());
    let comment = "# candor: ignore[undisclosed-data]: <script>alert(1)</script>";
    copy.edit(CODE, END, &format!("{END}  {comment}"));
    let page = page(&copy, &["plugin", "--baseline", "known.json"]);
    let place = "tools/list_invitees.py:17";
    assert_eq!(
        listed(&page, "Set aside"),
        [
            format!("suppressed: undisclosed-data ({place}): &lt;script&gt;alert(1)&lt;/script&gt;").as_str(),
            "in the baseline: 1 finding",
        ]
    );
    assert!(!page.contains("<script>alert(1)"));
}

#[test]
fn what_a_package_brings_is_listed_on_its_page_and_in_the_index() {
    let copy = Copy::of("slot_watch");
    copy.write("candor.toml", "fail-on = \"never\"\n");
    let one = page(&copy, &["plugin", "--untrusted"]);
    let lines = listed(&one, "Set aside");
    assert!(lines.iter().any(|line| line.starts_with("not followed: candor.toml: ")), "{lines:?}");
    copy.pack();
    let both = page(&copy, &["--untrusted", "plugin", "plugin.difypkg"]);
    let index = both.split_once("</section>\n<article").unwrap().0;
    assert_eq!(index.matches("1 brought along and not followed").count(), 2);
}
