//! Reads every plugin under the paths given and prints one line for each: a look at what discovery and reading see.

use std::path::Path;

use candor::plugin::{DiscoverOptions, discover, read};

#[allow(clippy::print_stdout)]
fn main() -> anyhow::Result<()> {
    let options = DiscoverOptions::default();
    for path in std::env::args().skip(1) {
        let found = discover(&options, Path::new(&path))?;
        for note in &found.notes {
            println!("note {}: {}", note.path, note.reason);
        }
        for unit in &found.units {
            match read(&options, unit) {
                Ok(plugin) => {
                    let manifest = &plugin.manifest;
                    println!(
                        "{} {} {} {:?}: {} files, {} entries, {} policies",
                        plugin.path,
                        manifest.name,
                        manifest.version,
                        manifest.kinds,
                        plugin.files.len(),
                        manifest.entries.len(),
                        plugin.policies.len()
                    );
                    for row in &plugin.not_analysed {
                        println!("  not analysed {}: {}", row.path, row.reason);
                    }
                    for row in &plugin.notes {
                        println!("  note {}: {}", row.path, row.reason);
                    }
                }
                Err(error) => println!("{}: {error:#}", unit.display),
            }
        }
    }
    Ok(())
}
