//! Where everything lies: one folder below which database, thumbnails, settings, models and logs are kept.

use crate::failure::{Failure, Reason};
use std::path::{Path, PathBuf};

/// The data folder and the folders in it.
#[derive(Clone, Debug)]
pub struct DataDir {
    root: PathBuf,
}

impl DataDir {
    /// `ALTSMITH_DATA_DIR`, else the platform's folder for application data.
    ///
    /// # Errors
    /// `StorageFailed` where the system names no such folder (no home).
    pub fn find() -> Result<Self, Failure> {
        if let Some(dir) = std::env::var_os("ALTSMITH_DATA_DIR").filter(|d| !d.is_empty()) {
            return Ok(Self { root: PathBuf::from(dir) });
        }
        directories::ProjectDirs::from("app", "Altsmith", "Altsmith")
            .map(|dirs| Self { root: dirs.data_local_dir().to_owned() })
            .ok_or_else(|| Failure::new(Reason::StorageFailed).with("detail", "no home folder"))
    }

    /// A place of one's own, for tests.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The data folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The thumbnail of the picture with this hash. Two levels, so that no folder grows beyond a few hundred files.
    pub fn thumbnail(&self, hash: &str) -> PathBuf {
        self.root.join("thumbnails").join(hash.get(..2).unwrap_or("xx")).join(format!("{hash}.jpg"))
    }
}
