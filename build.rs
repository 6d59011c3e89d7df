//! Reads the TOML tables under `src/knowledge/` and embeds them ready-made: the binary parses no TOML, and reads of most
//! tables only the rows that it needs.
//! A row that does not fit its type stops the build with the file's name. Joins the parts of the HTML report's page, whose
//! content security policy names its style and its script by their hashes.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use base64::Engine as _;
use serde::Serialize;
use serde::de::DeserializeOwned;

#[path = "src/knowledge/compare_rows.rs"]
#[allow(dead_code)]
mod compare_rows;
#[path = "src/knowledge/lexicon_rows.rs"]
#[allow(dead_code)]
mod lexicon_rows;
#[path = "src/knowledge/names.rs"]
#[allow(dead_code)]
mod names;
#[path = "src/knowledge/packed.rs"]
#[allow(dead_code)]
mod packed;
#[path = "src/knowledge/rows.rs"]
#[allow(dead_code)]
mod rows;

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=src/knowledge");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    write_page(&out)?;
    let tables = Path::new("src/knowledge");
    let taxonomy: rows::TaxonomyFile = read(&tables.join("taxonomy.toml"))?;
    let services: rows::ServiceFile = read(&tables.join("services.toml"))?;
    let libraries: Vec<(String, rows::LibraryFile)> = read_all(&tables.join("libraries"))?;
    let endpoints: rows::EndpointFile = read(&tables.join("endpoints.toml"))?;
    let packed = packed::Packed::of(&taxonomy, &services.service, &libraries, &endpoints.endpoint)?;
    write(&out.join("code.bin"), &packed)?;
    let comparing: compare_rows::CompareFile = read(&tables.join("compare.toml"))?;
    write(&out.join("compare.bin"), &comparing)?;
    write_lexicons(&out, &read_all(&tables.join("lexicon"))?)
}

/// `page.html` with its style and script in it, and their hashes in its content security policy.
fn write_page(out: &Path) -> Result<()> {
    let part = |name: &str| {
        let path = Path::new("src/report/html").join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string());
        // A browser takes the hash of the text with line feeds alone.
        text.map(|text| text.replace("\r\n", "\n"))
    };
    let hash = |text: &str| base64::prelude::BASE64_STANDARD.encode(hmac_sha256::Hash::hash(text.as_bytes()));
    let (page, style, script) = (part("page.html")?, part("page.css")?, part("page.js")?);
    let page = page
        .replace("{{style hash}}", &hash(&style))
        .replace("{{script hash}}", &hash(&script))
        .replace("{{style}}", &style)
        .replace("{{script}}", &script);
    Ok(fs::write(out.join("page.html"), page)?)
}

/// One `lexicon-<lang>.bin` each, and `lexicons.rs`: the table of `(language, scripts, function words, bytes)` that
/// lets the policy reader tell languages apart without loading any lexicon.
fn write_lexicons(out: &Path, lexicons: &[(String, lexicon_rows::LexiconFile)]) -> Result<()> {
    let mut table = String::from("&[\n");
    for (stem, lexicon) in lexicons {
        let name = format!("lexicon-{stem}.bin");
        write(&out.join(&name), lexicon)?;
        let (language, scripts, words) = (&lexicon.language, &lexicon.scripts, &lexicon.function_words);
        writeln!(
            table,
            "({language:?}, &{scripts:?}, &{words:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), {:?}))),",
            format!("/{name}")
        )?;
    }
    table.push_str("]\n");
    Ok(fs::write(out.join("lexicons.rs"), table)?)
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    toml::from_str(&text).with_context(|| path.display().to_string())
}

/// Every `*.toml` of a folder with its stem, in the order of names.
fn read_all<T: DeserializeOwned>(folder: &Path) -> Result<Vec<(String, T)>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            Ok((stem, read(&path)?))
        })
        .collect()
}

fn write<T: Serialize>(path: &Path, value: &T) -> Result<()> {
    Ok(fs::write(path, postcard::to_stdvec(value)?)?)
}
