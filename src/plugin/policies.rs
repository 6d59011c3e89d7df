//! Which files are the privacy policy. Comes in: the plugin's paths and the manifest's `privacy`; goes out: paths in
//! order of precedence. Apart because it is a decision about names only.

use super::limits::POLICIES;
use super::names;
use crate::source::FileKind;

/// The stem that a policy's file name begins with, in lower case; also the manifest's key.
const STEM: &str = "privacy";

/// What a policy's file is called in other languages: one name a line, in lower case.
const NAMES: &str = include_str!("policy_names.txt");

/// Folders where a policy may stand when it does not stand at the root.
const FOLDERS: &[&str] = &["_assets", "doc", "docs", "legal", "policies", "policy", "privacy", "readme"];

/// The policy that the manifest names, then those at the root, then those in folders for documents; the main text
/// before its translations.
pub(super) fn choose(paths: &[String], named: Option<&str>, include_tests: bool) -> Vec<String> {
    let named = named.and_then(names::resolve).filter(|named| paths.binary_search(named).is_ok());
    let mut found: Vec<(bool, usize, bool, &String)> = paths
        .iter()
        .filter(|path| include_tests || !names::in_test_folder(path))
        .filter_map(|path| {
            let is_named = named.as_ref() == Some(path);
            let translation = is_policy(path);
            (is_named || translation.is_some()).then(|| {
                let depth = names::folders(path).count();
                (!is_named, depth, translation.unwrap_or(false), path)
            })
        })
        .collect();
    found.sort();
    found.into_iter().take(POLICIES).map(|(.., path)| path.clone()).collect()
}

/// Whether the manifest's `privacy` is a path, and of no file of the plugin.
pub(super) fn is_missing(paths: &[String], named: &str) -> bool {
    !named.contains("://") && names::resolve(named).is_none_or(|path| paths.binary_search(&path).is_err())
}

/// Whether the path is a policy's by its name, and if so whether it is a translation.
fn is_policy(path: &str) -> Option<bool> {
    if names::kind_of(path) != Some(FileKind::Policy) && !names::is_document(path) {
        return None;
    }
    let mut folders = names::folders(path);
    let folder = folders.next();
    if folders.next().is_some() {
        return None;
    }
    if folder.is_some_and(|folder| !FOLDERS.contains(&folder.to_ascii_lowercase().as_str())) {
        return None;
    }
    let name = names::file_name(path).to_ascii_lowercase();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let Some(rest) = stem.strip_prefix(STEM) else {
        let spaced = stem.replace(['-', '_'], " ");
        return NAMES.lines().any(|name| name == spaced).then_some(false);
    };
    // `privacy_policy` is the same file name; what follows the last separator may name a language.
    let rest = rest.trim_start_matches(['-', '_', '.', ' ']);
    let rest = rest.strip_prefix("policy").or_else(|| rest.strip_prefix("notice")).unwrap_or(rest);
    let rest = rest.trim_start_matches(['-', '_', '.', ' ']);
    Some(is_language(rest))
}

/// Whether the text has the form of a language tag: `zh`, `zh_hans`, `pt-br`.
fn is_language(text: &str) -> bool {
    let mut parts = text.split(['-', '_', '.']);
    let letters = |part: &str, most: usize| {
        (2..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    parts.next().is_some_and(|first| letters(first, 3)) && parts.all(|part| letters(part, 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(paths: &[&str], named: Option<&str>) -> Vec<String> {
        let mut paths: Vec<String> = paths.iter().map(|&path| path.to_owned()).collect();
        paths.sort();
        choose(&paths, named, false)
    }

    #[test]
    fn the_named_file_comes_first() {
        let paths = ["PRIVACY.md", "docs/policy.md", "PRIVACY_zh.md"];
        assert_eq!(
            chosen(&paths, Some("./docs/policy.md")),
            ["docs/policy.md", "PRIVACY.md", "PRIVACY_zh.md"]
        );
        assert_eq!(chosen(&paths, Some("https://example.com/privacy")), ["PRIVACY.md", "PRIVACY_zh.md"]);
        assert_eq!(chosen(&paths, Some("missing.md")), ["PRIVACY.md", "PRIVACY_zh.md"]);
    }

    #[test]
    fn names_of_policies() {
        let all = ["privacy.txt", "Privacy-Policy.MD", "docs/PRIVACY.html", "PRIVACY", "privacy_zh_Hans.md"];
        assert_eq!(chosen(&all, None).len(), all.len());
        let none = ["privacy.py", "src/privacy.md", "docs/a/privacy.md", "README.md", "tests/privacy.md"];
        assert!(chosen(&none, None).is_empty());
    }

    #[test]
    fn policies_have_names_in_other_languages() {
        let all = [
            "Politica-de-privacidad.md",
            "_assets/privacy.md",
            "docs/プライバシーポリシー.md",
            "隐私政策.md",
        ];
        assert_eq!(chosen(&all, None).len(), all.len());
        assert!(chosen(&["隐私政策草稿.md", "lib/隐私政策.md", "privacidad.py"], None).is_empty());
        let lines: Vec<&str> = NAMES.lines().collect();
        assert!(lines.iter().all(|name| *name == name.trim().to_lowercase() && !name.is_empty()));
    }

    #[test]
    fn documents_that_are_no_text_are_policies_too() {
        assert_eq!(chosen(&["PRIVACY.pdf", "manual.pdf"], None), ["PRIVACY.pdf"]);
        assert_eq!(chosen(&["docs/terms.DOCX"], Some("docs/terms.DOCX")), ["docs/terms.DOCX"]);
    }

    #[test]
    fn translations_come_after_the_main_text() {
        assert_eq!(
            chosen(&["PRIVACY.ja.md", "privacy_policy.md"], None),
            ["privacy_policy.md", "PRIVACY.ja.md"]
        );
    }
}
