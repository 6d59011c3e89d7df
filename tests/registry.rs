//! Checks the registry of services as it is embedded. Comes in: `src/knowledge/services.toml` through the library; goes
//! out: a failed test that names every bad row. Apart because rows are edited by hand and often.

#![allow(clippy::unwrap_used, reason = "a damaged table fails the test")]

use std::collections::{BTreeMap, BTreeSet};

use candor::knowledge::Knowledge;
use candor::knowledge::checks::{is_host, is_https_url, is_id};
use candor::knowledge::rows::ServiceRow;

/// What `category` may be.
const CATEGORIES: &[&str] = &[
    "advertising",
    "analytics",
    "automation",
    "calendar",
    "chat",
    "cloud",
    "cms",
    "code",
    "commerce",
    "crm",
    "data",
    "database",
    "document",
    "education",
    "esign",
    "finance",
    "form",
    "health",
    "helpdesk",
    "hr",
    "identity",
    "image",
    "iot",
    "legal",
    "mail",
    "map",
    "media",
    "model",
    "music",
    "news",
    "observability",
    "ocr",
    "payment",
    "project",
    "scraping",
    "search",
    "security",
    "sms",
    "social",
    "speech",
    "storage",
    "translation",
    "travel",
    "video",
    "weather",
];

/// Public suffixes that a service may hold all the same: every name below them is an API of its operator, or a customer's
/// address of that very product, and data sent there reaches the operator.
const TENANT_SUFFIXES: &[&str] = &[
    "azure-api.net",
    "convex.cloud",
    "e2b.app",
    "googleapis.com",
    "ladesk.com",
    "myshopify.com",
    "supabase.co",
];

/// Module names too common to say which service is meant: parts of the standard library and names of local files.
const GENERIC_MODULES: &[&str] = &[
    "agents",
    "analytics",
    "api",
    "app",
    "auth",
    "base",
    "client",
    "common",
    "config",
    "core",
    "email",
    "google",
    "helpers",
    "http",
    "json",
    "lib",
    "logging",
    "main",
    "models",
    "provider",
    "requests",
    "sdk",
    "search",
    "server",
    "src",
    "tools",
    "urllib",
    "utils",
];

fn knowledge() -> Knowledge {
    Knowledge::builtin().unwrap()
}

/// Runs `problem` over all rows and fails with every message at once.
fn check(problem: impl Fn(&ServiceRow) -> Vec<String>) {
    let knowledge = knowledge();
    let bad: Vec<String> = knowledge
        .services()
        .flat_map(|row| problem(row).into_iter().map(|message| format!("{}: {message}", row.id)))
        .collect();
    assert!(bad.is_empty(), "{} problems:\n{}", bad.len(), bad.join("\n"));
}

/// Fails when two entries of all rows' `list` are equal; the message names both rows.
fn check_unique(what: &str, list: impl Fn(&ServiceRow) -> Vec<String>) {
    let knowledge = knowledge();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut bad = Vec::new();
    for row in knowledge.services() {
        for entry in list(row) {
            if let Some(other) = seen.insert(entry.clone(), row.id.clone()) {
                bad.push(format!("{what} {entry} stands in {other} and in {}", row.id));
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

fn is_public_suffix(host: &str) -> bool {
    psl::suffix_str(host) == Some(host)
}

/// A dotted Python name.
fn is_module(text: &str) -> bool {
    text.split('.').all(|part| {
        part.bytes().next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    })
}

/// A name that the Python package index allows.
fn is_package(text: &str) -> bool {
    text.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric())
        && text.bytes().last().is_some_and(|last| last.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

#[test]
fn holds_enough_services() {
    let knowledge = knowledge();
    let analytics = knowledge.services().filter(|row| row.analytics).count();
    assert!(knowledge.services().count() >= 700, "{} services", knowledge.services().count());
    assert!(analytics >= 100, "{analytics} analytics services");
}

#[test]
fn ids_are_readable_sorted_and_unique() {
    check(|row| if is_id(&row.id) { Vec::new() } else { vec!["is no id".to_owned()] });
    let knowledge = knowledge();
    let rows: Vec<&ServiceRow> = knowledge.services().collect();
    let wrong: Vec<String> = rows
        .windows(2)
        .filter(|pair| pair[0].id >= pair[1].id)
        .map(|pair| format!("{} stands before {}", pair[0].id, pair[1].id))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for row in knowledge.services() {
        let found = knowledge.service(&row.id).and_then(|service| knowledge.service_row(service));
        assert_eq!(found.map(|found| &found.id), Some(&row.id));
    }
}

#[test]
fn every_row_can_be_recognised() {
    check(|row| {
        let mut bad = Vec::new();
        if row.name.trim().is_empty() || row.name.trim() != row.name {
            bad.push(format!("name {:?}", row.name));
        }
        if row.hosts.is_empty() && row.modules.is_empty() {
            bad.push("has neither host nor module".to_owned());
        }
        if !CATEGORIES.contains(&row.category.as_str()) {
            bad.push(format!("category {}", row.category));
        }
        bad
    });
}

#[test]
fn hosts_are_valid_and_nobody_elses() {
    check(|row| {
        let mut bad = Vec::new();
        for entry in &row.hosts {
            let host = entry.strip_prefix("*.").unwrap_or(entry);
            if !is_host(host) {
                bad.push(format!("{entry} is no host name"));
            } else if host != entry && is_public_suffix(host) && !TENANT_SUFFIXES.contains(&host) {
                bad.push(format!("{entry} is a public suffix: names below it belong to others"));
            }
        }
        bad
    });
    check_unique("host", |row| row.hosts.clone());
    check_unique("host", |row| {
        row.hosts.iter().map(|host| host.strip_prefix("*.").unwrap_or(host).to_owned()).collect()
    });
}

#[test]
fn modules_and_packages_are_valid_and_unique() {
    check(|row| {
        let modules =
            row.modules.iter().filter(|module| !is_module(module)).map(|entry| format!("module {entry}"));
        let generic = row
            .modules
            .iter()
            .filter(|module| GENERIC_MODULES.contains(&module.as_str()))
            .map(|entry| format!("module {entry} says no service"));
        let packages = row
            .packages
            .iter()
            .filter(|package| !is_package(package))
            .map(|entry| format!("package {entry}"));
        modules.chain(generic).chain(packages).collect()
    });
    check_unique("module", |row| row.modules.clone());
    check_unique("package", |row| {
        row.packages.iter().map(|package| package.to_ascii_lowercase().replace(['_', '.'], "-")).collect()
    });
}

#[test]
fn names_and_aliases_say_one_service() {
    check_unique("name", |row| {
        let names: BTreeSet<String> =
            std::iter::once(&row.name).chain(&row.aliases).map(|name| name.to_lowercase()).collect();
        names.into_iter().collect()
    });
    check(|row| {
        row.aliases
            .iter()
            .filter(|alias| alias.trim().is_empty() || alias.trim() != *alias)
            .map(|alias| format!("alias {alias:?}"))
            .collect()
    });
}

#[test]
fn families_exist_and_end() {
    let knowledge = knowledge();
    check(|row| {
        let mut above = row.family.as_str();
        for _ in 0..4 {
            if above.is_empty() {
                return Vec::new();
            }
            let Some(parent) = knowledge.service(above).and_then(|service| knowledge.service_row(service))
            else {
                return vec![format!("family {above} is no row")];
            };
            above = &parent.family;
        }
        vec!["families go in a circle or deeper than three".to_owned()]
    });
}

#[test]
fn policies_are_addresses() {
    check(|row| {
        if row.policy.is_empty() || is_https_url(&row.policy) {
            Vec::new()
        } else {
            vec![format!("policy {}", row.policy)]
        }
    });
}

#[test]
fn every_host_finds_its_own_row() {
    let knowledge = knowledge();
    check(|row| {
        let mut bad = Vec::new();
        for entry in &row.hosts {
            let probes = match entry.strip_prefix("*.") {
                Some(host) => vec![host.to_owned(), format!("zz-none.{host}")],
                None => vec![entry.clone()],
            };
            for probe in probes {
                let found =
                    knowledge.service_of_host(&probe).and_then(|service| knowledge.service_row(service));
                if found.is_none_or(|found| found.id != row.id) {
                    bad.push(format!("{probe} finds {:?}", found.map(|found| &found.id)));
                }
            }
        }
        bad
    });
}

/// The id that a host gives.
fn of_host<'a>(knowledge: &'a Knowledge, host: &str) -> &'a str {
    let service = knowledge.service_of_host(host);
    service.and_then(|service| knowledge.service_row(service)).map_or("", |row| &row.id)
}

/// The id that a module gives.
fn of_module<'a>(knowledge: &'a Knowledge, module: &str) -> &'a str {
    let service = knowledge.service_of_module(module);
    service.and_then(|service| knowledge.service_row(service)).map_or("", |row| &row.id)
}

#[test]
fn hosts_give_the_most_specific_service() {
    let knowledge = knowledge();
    for (host, id) in [
        ("slack.com", "slack"),
        ("hooks.slack.com", "slack"),
        ("gmail.googleapis.com", "google"),
        ("oauth2.googleapis.com", "google"),
        ("youtube.googleapis.com", "youtube"),
        ("www.google-analytics.com", "google-analytics"),
        ("graph.facebook.com", "meta"),
        ("www.facebook.com", "facebook"),
        ("judge0-ce.p.rapidapi.com", "rapidapi"),
        ("shop.myshopify.com", "shopify"),
        ("static.cloudflareinsights.com", "cloudflare-web-analytics"),
        ("graph.microsoft.com", "microsoft"),
        ("login.microsoftonline.com", "microsoft"),
        ("login.windows.net", "microsoft"),
        ("api.bing.microsoft.com", "bing"),
        ("example.openai.azure.com", "azure"),
        ("account.blob.core.windows.net", "azure"),
        ("bedrock-runtime.us-east-1.amazonaws.com", "aws"),
        ("dashscope.aliyuncs.com", "dashscope"),
        ("bucket.oss-cn-hangzhou.aliyuncs.com", "alibaba-cloud"),
        ("open.feishu.cn", "feishu"),
        ("open.larksuite.com", "lark"),
        ("lark-plugin-api.solutionsuite.ai", "solutionsuite"),
        ("qyapi.weixin.qq.com", "wecom"),
        ("api.weixin.qq.com", "wechat"),
        ("hm.baidu.com", "baidu-tongji"),
        ("fanyi-api.baidu.com", "baidu"),
        ("o0.ingest.sentry.io", "sentry"),
        ("api.smith.langchain.com", "langsmith"),
        ("notslack.com", ""),
        ("com", ""),
        ("someone.github.io", ""),
        ("bucket.cloudfront.net", ""),
        ("api.example.com", ""),
    ] {
        assert_eq!(of_host(&knowledge, host), id, "{host}");
    }
}

#[test]
fn modules_give_the_longest_prefix() {
    let knowledge = knowledge();
    for (module, id) in [
        ("slack_sdk.web.client", "slack"),
        ("google.cloud.storage", "google"),
        ("googleapiclient.discovery", "google"),
        ("boto3", "aws"),
        ("botocore.exceptions", "aws"),
        ("azure.identity", "microsoft"),
        ("azure.storage.blob", "azure"),
        ("azure.core.credentials", ""),
        ("pymongo", ""),
        ("openai", "openai"),
        ("sentry_sdk.integrations.flask", "sentry"),
        ("google", ""),
        ("google.protobuf", ""),
        ("requests", ""),
    ] {
        assert_eq!(of_module(&knowledge, module), id, "{module}");
    }
}

#[test]
fn telemetry_is_marked_as_such() {
    let knowledge = knowledge();
    for (id, analytics) in [
        ("google-analytics", true),
        ("doubleclick", true),
        ("sentry", true),
        ("langfuse", true),
        ("umeng", true),
        ("hotjar", true),
        ("appsflyer", true),
        ("google", false),
        ("slack", false),
        ("openai", false),
    ] {
        let row = knowledge.service(id).and_then(|service| knowledge.service_row(service));
        assert_eq!(row.map(|row| row.analytics), Some(analytics), "{id}");
    }
    check(|row| {
        if row.analytics == ["advertising", "analytics", "observability"].contains(&row.category.as_str()) {
            Vec::new()
        } else {
            vec![format!("category {} with analytics = {}", row.category, row.analytics)]
        }
    });
}
