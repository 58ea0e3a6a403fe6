//! The page's TypeScript types, generated from the Rust ones by the `export_bindings_…` tests of ts-rs. They are part of
//! the checkout, so that the page can be built without Rust; this makes them, and sees when they have drifted.

use crate::console;
use crate::process::run_logged;
use crate::workspace::Workspace;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Longest time for building the engine's tests.
const LIMIT: Duration = Duration::from_secs(45 * 60);

/// Runs the tests that write the types. Of the whole workspace: of one package alone, every dependency would be built once more
/// with other features.
const EXPORT: [&str; 4] = ["test", "--workspace", "--lib", "export_bindings"];

/// `cargo xtask types`: writes them again; types that are gone lose their files.
pub fn write(workspace: &Workspace) -> Result<(), String> {
    let fresh = scratch(workspace, "types")?;
    export(workspace, &fresh, workspace.cargo().args(EXPORT))?;
    let kept = types_folder(workspace);
    let files = read(&fresh)?;
    let trouble = |error: std::io::Error| format!("{} cannot be written: {error}", kept.display());
    let _ = std::fs::remove_dir_all(&kept);
    for (name, text) in &files {
        let path = kept.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(trouble)?;
        }
        std::fs::write(path, text).map_err(trouble)?;
    }
    console::say(&format!("{} types are in {}.", files.len(), kept.display()));
    Ok(())
}

/// `cargo xtask types --check`: an error with the names, where the checkout's types are not those of the Rust code.
pub fn check(workspace: &Workspace) -> Result<(), String> {
    check_with(workspace, workspace.cargo().args(EXPORT))
}

/// The same with another command that runs the `export_bindings_…` tests.
pub fn check_with(workspace: &Workspace, exporting: &mut Command) -> Result<(), String> {
    let fresh = scratch(workspace, "types")?;
    export(workspace, &fresh, exporting)?;
    let differences = differences(&read(&fresh)?, &read(&types_folder(workspace))?);
    if differences.is_empty() {
        return Ok(());
    }
    Err(format!(
        "The page's types are not those of the Rust code:\n    {}\nRun `cargo xtask types`.",
        differences.join("\n    ")
    ))
}

/// An empty folder for generated types; tests that are not about them write there too.
pub fn scratch(workspace: &Workspace, name: &str) -> Result<PathBuf, String> {
    let folder = workspace.target.join("xtask").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    Ok(folder)
}

fn types_folder(workspace: &Workspace) -> PathBuf {
    workspace.ui().join("src").join("lib").join("types")
}

fn export(workspace: &Workspace, to: &Path, exporting: &mut Command) -> Result<(), String> {
    exporting.env("TS_RS_EXPORT_DIR", to);
    run_logged(exporting, &workspace.log("types"), LIMIT)?.or_explain("Generating the types").map(drop)
}

/// Every TypeScript file below this folder, by its relative name.
fn read(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(current) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&current) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "ts") {
                let text = std::fs::read_to_string(&path)
                    .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
                let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                files.insert(name, text);
            }
        }
    }
    Ok(files)
}

fn differences(fresh: &BTreeMap<String, String>, kept: &BTreeMap<String, String>) -> Vec<String> {
    let changed = fresh.iter().filter_map(|(name, text)| match kept.get(name) {
        None => Some(format!("{name} is missing")),
        Some(old) if old != text => Some(format!("{name} is out of date")),
        Some(_) => None,
    });
    let gone = kept.keys().filter(|name| !fresh.contains_key(*name)).map(|name| format!("{name} is no type any more"));
    let mut all: Vec<String> = changed.chain(gone).collect();
    if fresh.is_empty() {
        all.push("no types were generated at all".into());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> BTreeMap<String, String> {
        list.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect()
    }

    #[test]
    fn changed_missing_and_stale_types_are_all_drift() {
        let fresh = files(&[("A.ts", "a"), ("B.ts", "b"), ("deep/C.ts", "c")]);
        let kept = files(&[("A.ts", "a"), ("B.ts", "old"), ("D.ts", "d")]);
        assert_eq!(
            differences(&fresh, &kept),
            ["B.ts is out of date", "deep/C.ts is missing", "D.ts is no type any more"]
        );
        assert!(differences(&fresh, &fresh).is_empty());
    }

    #[test]
    fn an_export_that_made_nothing_is_no_success() {
        assert!(!differences(&files(&[]), &files(&[])).is_empty());
    }
}
