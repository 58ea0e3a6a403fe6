//! A picture as the faces see it: by its name and the last folders of its path, never by a whole path.

use super::Picture;
use crate::library::{self, ImageRow, Origin};
use std::path::Path;

impl Picture {
    /// A picture of the library with its tags.
    pub fn of(row: &ImageRow, tags: &[String]) -> Self {
        Self {
            id: row.id,
            hash: row.hash.clone(),
            name: row.name.clone(),
            folder: shown_folder(row),
            format: row.format,
            width: row.width,
            height: row.height,
            bytes: row.bytes,
            favourite: row.favourite,
            tags: tags.to_vec(),
        }
    }
}

/// Most folders of a path that are shown: enough to tell two files of one name apart.
const SHOWN_FOLDERS: usize = 2;

/// A picture's name with the last folders of its path: tells two files of one name apart.
pub fn shown_name(image: &ImageRow) -> String {
    match shown_folder(image) {
        Some(folder) => format!("{folder}/{}", image.name),
        None => image.name.clone(),
    }
}

/// File name with its folders' names: enough to find it again, and no personal path on a screen that is shared.
pub(crate) fn shown_origin(image: &ImageRow) -> String {
    image.origin.as_ref().map_or_else(|| image.name.clone(), shown)
}

/// The other places of a picture, in the same way.
pub(crate) fn other_places(image: &ImageRow, places: &[Origin]) -> Vec<String> {
    places.iter().filter(|place| Some(*place) != image.origin.as_ref()).map(shown).collect()
}

fn shown(place: &Origin) -> String {
    match place {
        Origin::Url(url) => url.clone(),
        Origin::Path(path) => {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            folders(path).into_iter().chain(name).collect::<Vec<_>>().join("/")
        }
    }
}

/// The folders that a picture lies in, as far as they are shown; none where it came from no folder.
fn shown_folder(image: &ImageRow) -> Option<String> {
    match &image.origin {
        Some(Origin::Path(path)) => folders(path),
        _ => None,
    }
}

fn folders(path: &Path) -> Option<String> {
    let all = library::folder(path)?;
    let names: Vec<&str> = all.split('/').collect();
    Some(names[names.len().saturating_sub(SHOWN_FOLDERS)..].join("/"))
}
