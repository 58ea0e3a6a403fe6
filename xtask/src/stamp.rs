//! Remembers what something was made from, so that it is made again only when that changed.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// Folders that a build writes itself.
const MADE: [&str; 6] = ["node_modules", "dist", "dist-fake", "test-results", "playwright-report", ".svelte-kit"];

/// Names and contents of everything below these files and folders, and some words (versions), in one number.
/// What is not there counts as not there. Folders that builds write are left out.
pub fn of(paths: &[PathBuf], words: &[&str]) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    for path in paths {
        add(path, &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    if path.is_dir() {
        let mut entries =
            std::fs::read_dir(path)?.map(|entry| entry.map(|it| it.path())).collect::<io::Result<Vec<_>>>()?;
        entries.sort();
        for entry in entries {
            if !entry.file_name().is_some_and(|name| MADE.iter().any(|made| name == *made)) {
                add(&entry, hasher)?;
            }
        }
    } else if path.is_file() {
        path.hash(hasher);
        std::fs::read(path)?.hash(hasher);
    }
    Ok(())
}

/// Whether `file` holds this stamp.
pub fn holds(file: &Path, stamp: &str) -> bool {
    std::fs::read_to_string(file).is_ok_and(|kept| kept == stamp)
}

/// Writes the stamp.
pub fn keep(file: &Path, stamp: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, stamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("xtask-stamp-{}-{name}", std::process::id()));
            std::fs::create_dir_all(path.join("src/deep")).unwrap();
            std::fs::write(path.join("src/deep/a.ts"), "one").unwrap();
            Self(path)
        }

        fn stamp(&self, words: &[&str]) -> String {
            of(&[self.0.join("src"), self.0.join("package.json")], words).unwrap()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn it_follows_contents_names_and_words() {
        let folder = Folder::new("follows");
        let first = folder.stamp(&["v20"]);
        assert_eq!(first, folder.stamp(&["v20"]));
        assert_ne!(first, folder.stamp(&["v22"]));
        std::fs::write(folder.0.join("src/deep/a.ts"), "two").unwrap();
        let changed = folder.stamp(&["v20"]);
        assert_ne!(first, changed);
        std::fs::rename(folder.0.join("src/deep/a.ts"), folder.0.join("src/deep/b.ts")).unwrap();
        assert_ne!(changed, folder.stamp(&["v20"]));
    }

    #[test]
    fn a_file_that_appears_counts_and_what_builds_write_does_not() {
        let folder = Folder::new("appears");
        let first = folder.stamp(&[]);
        std::fs::create_dir_all(folder.0.join("src/node_modules")).unwrap();
        std::fs::write(folder.0.join("src/node_modules/x.js"), "x").unwrap();
        assert_eq!(first, folder.stamp(&[]));
        std::fs::write(folder.0.join("package.json"), "{}").unwrap();
        assert_ne!(first, folder.stamp(&[]));
    }

    #[test]
    fn a_kept_stamp_holds_until_it_changes() {
        let folder = Folder::new("kept");
        let file = folder.0.join("cache/page");
        assert!(!holds(&file, "a"));
        keep(&file, "a").unwrap();
        assert!(holds(&file, "a") && !holds(&file, "b"));
    }
}
