//! What no compiler sees: tests that write into the person's own folders, a checkout that names the place its packages
//! were downloaded from, and files that grow without anybody deciding so.

use crate::workspace::Workspace;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// The whole checkout, in bytes.
const ALL_AT_MOST: u64 = 20 * 1000 * 1000;

/// One file, in bytes. What is larger is made by code or left out.
const ONE_AT_MOST: u64 = 500 * 1000;

/// Larger files that somebody decided on, with their most bytes.
const LARGE: [(&str, u64); 1] = [
    // The towns of the world with their coordinates: a place is named without asking a service.
    ("src-tauri/core/src/facts/data/towns.tsv", 4_000_000),
];

/// Licences of the page's packages, as in `deny.toml`, and those of data and fonts.
const LICENCES: [&str; 14] = [
    "MIT",
    "MIT-0",
    "ISC",
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "MPL-2.0",
    "CC0-1.0",
    "CC-BY-4.0",
    "BlueOak-1.0.0",
    "Unlicense",
    "Python-2.0",
    "Zlib",
];

/// Everything of Altsmith's in the person's own folders: path, size and time of the last change.
#[derive(Debug, PartialEq, Eq)]
pub struct HomeFolders(BTreeMap<PathBuf, (u64, Option<SystemTime>)>);

impl HomeFolders {
    /// Looks at the folders of the person who runs the tests.
    pub fn look() -> Self {
        let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
        let below =
            [".local/share", ".config", ".cache", ".local/state", "Library/Application Support", "Library/Caches"];
        let mut folders: Vec<PathBuf> = home.iter().flat_map(|home| below.map(|name| home.join(name))).collect();
        let named = ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA"];
        folders.extend(named.iter().filter_map(std::env::var_os).map(PathBuf::from));
        Self::look_in(&folders)
    }

    fn look_in(folders: &[PathBuf]) -> Self {
        let mut found = BTreeMap::new();
        for entry in folders.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten().flatten() {
            if entry.file_name().to_string_lossy().to_lowercase().contains("altsmith") {
                note(&entry.path(), &mut found);
            }
        }
        Self(found)
    }

    /// What is new or changed since `before`.
    pub fn since(&self, before: &Self) -> Vec<String> {
        let changed = self.0.iter().filter(|(path, state)| before.0.get(*path) != Some(state)).map(|(path, _)| path);
        let gone = before.0.keys().filter(|path| !self.0.contains_key(*path));
        changed.chain(gone).map(|path| format!("a test touched {}", path.display())).collect()
    }
}

fn note(path: &Path, found: &mut BTreeMap<PathBuf, (u64, Option<SystemTime>)>) {
    let Ok(data) = std::fs::symlink_metadata(path) else { return };
    found.insert(path.to_path_buf(), (data.len(), data.modified().ok()));
    if data.is_dir() {
        for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
            note(&entry.path(), found);
        }
    }
}

/// What is wrong with the files of the checkout.
pub fn look_at_files(workspace: &Workspace) -> Result<Vec<String>, String> {
    let mut wrong = Vec::new();
    let mut all = 0;
    for name in tracked(workspace)? {
        let path = workspace.root.join(&name);
        let Ok(data) = std::fs::symlink_metadata(&path) else { continue };
        all += data.len();
        let most = most(&name);
        if data.len() > most {
            wrong.push(format!("{name} has {} kB; {} kB is the most", data.len() / 1000, most / 1000));
        }
        if is_about_packages(&name) && data.is_file() {
            let text = std::fs::read_to_string(&path).map_err(|error| format!("{name} cannot be read: {error}"))?;
            wrong.extend(look_at_package_file(&name, &text));
        }
    }
    if all > ALL_AT_MOST {
        wrong.push(format!("the checkout has {} MB; {} MB is the most", all / 1_000_000, ALL_AT_MOST / 1_000_000));
    }
    Ok(wrong)
}

fn tracked(workspace: &Workspace) -> Result<Vec<String>, String> {
    let output = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(&workspace.root)
        .output()
        .map_err(|error| format!("git did not start: {error}"))?;
    if !output.status.success() {
        return Err(format!("git ls-files failed: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    let list = String::from_utf8_lossy(&output.stdout);
    Ok(list.split('\0').filter(|name| !name.is_empty()).map(String::from).collect())
}

fn most(name: &str) -> u64 {
    LARGE.iter().find(|(large, _)| *large == name).map_or(ONE_AT_MOST, |(_, most)| *most)
}

fn is_about_packages(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    ["package-lock.json", "Cargo.lock", ".npmrc", "pip.conf", "requirements.txt"].contains(&name)
        || path.ends_with(".cargo/config.toml")
}

/// Where packages come from is the machine's business (a mirror, a proxy), so no host may be written down; the lock
/// files' checksums hold wherever the bytes come from. `Cargo.lock` is as Cargo writes it; `cargo deny` knows which registry
/// it may name, here a crate only has to come from a registry at all.
fn look_at_package_file(path: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for (number, line) in text.lines().map(str::trim).enumerate() {
        let at = format!("{path}:{}", number + 1);
        if path.ends_with("Cargo.lock") {
            if line.starts_with("source = ") && !line.starts_with("source = \"registry+") {
                wrong.push(format!("{at} takes a crate from elsewhere than the registry"));
            }
        } else if path.ends_with("package-lock.json") {
            if line.starts_with("\"resolved\":") && line.contains("://") {
                wrong.push(format!("{at} names a download host"));
            }
            if let Some(licence) = value(line, "license").filter(|licence| !allowed(licence)) {
                wrong.push(format!("{at} has the licence {licence}, which is not on the list"));
            }
        } else if line.contains("://") {
            wrong.push(format!("{at} names a download host"));
        }
    }
    wrong
}

/// The text of a JSON line `"key": "text",`.
fn value<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix('"')?.strip_prefix(key)?.strip_prefix("\": \"")?.split('"').next()
}

/// One alternative of an `OR` is enough.
fn allowed(licence: &str) -> bool {
    licence
        .trim_matches(['(', ')'])
        .split(" OR ")
        .any(|one| one.split(" AND ").all(|part| LICENCES.contains(&part.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_host_is_found() {
        let lock = "{\n  \"node_modules/x\": {\n    \"resolved\": \"https://mirror.example/x.tgz\",\n    \"license\": \"MIT\"\n}}";
        assert_eq!(
            look_at_package_file("ui/package-lock.json", lock),
            ["ui/package-lock.json:3 names a download host"]
        );
        assert_eq!(look_at_package_file("ui/.npmrc", "registry=https://mirror.example/").len(), 1);
        assert!(look_at_package_file("ui/.npmrc", "save-exact=true").is_empty());
    }

    #[test]
    fn crates_come_from_one_place() {
        let good = "source = \"registry+https://registry.example/index\"";
        assert!(look_at_package_file("Cargo.lock", good).is_empty());
        let bad = "source = \"git+https://github.com/someone/fork#abc\"";
        assert_eq!(look_at_package_file("Cargo.lock", bad).len(), 1);
    }

    #[test]
    fn licences_of_the_page_are_on_the_list() {
        assert!(allowed("MIT") && allowed("(MIT OR GPL-3.0)") && allowed("MIT AND ISC"));
        assert!(!allowed("GPL-3.0") && !allowed("MIT AND GPL-3.0"));
        assert_eq!(look_at_package_file("ui/package-lock.json", "\"license\": \"AGPL-3.0\",").len(), 1);
    }

    #[test]
    fn what_a_test_leaves_at_home_is_seen() {
        let folder = std::env::temp_dir().join(format!("xtask-policy-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("other")).unwrap();
        let folders = [folder.clone()];
        let before = HomeFolders::look_in(&folders);
        std::fs::write(folder.join("other/file"), "not ours").unwrap();
        assert!(HomeFolders::look_in(&folders).since(&before).is_empty());
        std::fs::create_dir_all(folder.join("org.Altsmith/data")).unwrap();
        let after = HomeFolders::look_in(&folders);
        assert_eq!(after.since(&before).len(), 2);
        std::fs::remove_dir_all(folder.join("org.Altsmith")).unwrap();
        assert_eq!(HomeFolders::look_in(&folders).since(&after).len(), 2);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
