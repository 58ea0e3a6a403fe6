//! From the library's rows to what the faces see, with sentences in the person's language.

use super::{Engine, Outcome, Stage};
use crate::compose::{self, Warning};
use crate::facts::{self, Facts};
use crate::library::{self, DescriptionRow, EntryRow, ImageRow, Origin, PaidTotal};
use crate::provider;
use crate::view::{BatchPage, CardState, CopyForm, Description, Entry, EntryDetail, Picture, Start, WarningView};
use std::path::Path;

impl Engine {
    /// What the window needs to draw its first view.
    pub fn start_view(&self, version: &str, batch: BatchPage) -> Start {
        let settings = self.settings();
        Start {
            version: version.to_owned(),
            platform: std::env::consts::OS.to_owned(),
            system_language: self.system_language(),
            profiles: compose::profiles(settings.own_length),
            settings,
            providers: self.services(),
            languages: provider::languages().iter().map(|&language| language.to_owned()).collect(),
            batch,
            context: String::new(),
            data_folder: self.data_dir().root().to_string_lossy().into_owned(),
            notice: self.notice(),
            text_languages: facts::text_languages(),
        }
    }

    /// The picture of an outcome.
    pub fn picture_view(&self, outcome: &Outcome) -> Picture {
        picture(&outcome.image, &outcome.tags)
    }

    /// The words of an outcome.
    pub fn description_view(&self, outcome: &Outcome) -> Description {
        self.row_view(&outcome.words, outcome.cached)
    }

    /// A picture's name with the last folders of its path: tells two files of one name apart.
    #[allow(clippy::unused_self)] // what the faces see is the engine's to say
    pub fn shown_name(&self, image: &ImageRow) -> String {
        match shown_folder(image) {
            Some(folder) => format!("{folder}/{}", image.name),
            None => image.name.clone(),
        }
    }

    pub(super) fn entry_view(&self, row: &EntryRow) -> Entry {
        Entry {
            picture: picture(&row.image, &row.tags),
            words: self.row_view(&row.words, false),
            versions: row.versions,
        }
    }

    pub(super) fn detail_view(&self, detail: &Detail) -> EntryDetail {
        EntryDetail {
            picture: picture(&detail.image, &detail.tags),
            origin: shown_origin(&detail.image),
            other_places: other_places(&detail.image, &detail.places),
            versions: detail.versions.iter().map(|row| self.row_view(row, false)).collect(),
            facts: detail.facts.as_ref().map(|f| facts::view_lines(f, &self.ui_language())).unwrap_or_default(),
            spent: self.spent(detail.paid.iter().map(PaidTotal::parts)),
        }
    }

    pub(super) fn row_view(&self, row: &DescriptionRow, cached: bool) -> Description {
        Description {
            id: row.id,
            image_id: row.image_id,
            parent_id: row.parent_id,
            author: row.author,
            provider: row.provider.clone(),
            provider_name: self.name_of(&row.provider),
            model: row.model.clone(),
            language: row.language.clone(),
            alt: row.alt.clone(),
            description: row.description.clone(),
            description_html: row.description.as_deref().map(compose::safe_html),
            title: row.title.clone(),
            tags: row.tags.clone(),
            state: row.state,
            created_ms: row.created_ms,
            duration_ms: row.duration_ms,
            cached,
            receipt: row.receipt.clone(),
            credits: row.credits.clone(),
            tokens: row.tokens,
            warnings: self.warnings_of(row),
            incomplete: row.incomplete.as_ref().map(|failure| self.localizer().failure(failure)),
        }
    }

    fn warnings_of(&self, row: &DescriptionRow) -> Vec<WarningView> {
        let counted = |code: &Warning| matches!(code, Warning::FirstOfSeveral | Warning::LargestOfSeveral);
        let notes = match row.warnings.iter().any(counted) {
            // How many there are stands with the picture.
            true => self.inner.library.facts::<Facts>(row.image_id).ok().flatten().map(|facts| facts.notes),
            false => None,
        };
        let said = |code: Warning| {
            let note = notes.iter().flatten().find(|note| Warning::of_note(**note) == code);
            let count = note.and_then(|note| note.count()).map(|count| count.to_string());
            let values: Vec<(&str, &str)> = count.iter().map(|count| ("count", count.as_str())).collect();
            WarningView { code, message: self.localizer().warning(code, &values) }
        };
        row.warnings.iter().map(|&code| said(code)).collect()
    }

    /// Several words in one form: JSON as an array, the rest a blank line apart, single ones as they are.
    pub(super) fn in_form(&self, copied: &[(ImageRow, DescriptionRow)], form: CopyForm) -> String {
        let one = |(image, words): &(ImageRow, DescriptionRow)| {
            let url = match &image.origin {
                Some(Origin::Url(url)) => Some(url.as_str()),
                _ => None,
            };
            let copied = compose::Copied {
                alt: words.alt.as_deref(),
                description: words.description.as_deref(),
                title: words.title.as_deref(),
                tags: &words.tags,
                decorative: words.decorative.is_some(),
                name: &image.name,
                url,
                width: image.width,
                height: image.height,
            };
            compose::form(&copied, form)
        };
        let texts: Vec<String> = copied.iter().map(one).collect();
        match form {
            CopyForm::Json if texts.len() != 1 => format!("[\n{}\n]", texts.join(",\n")),
            _ => texts.join("\n\n"),
        }
    }
}

/// Everything about one entry, as the library has it.
pub(super) struct Detail {
    pub image: ImageRow,
    pub places: Vec<Origin>,
    pub tags: Vec<String>,
    pub versions: Vec<DescriptionRow>,
    pub facts: Option<Facts>,
    pub paid: Vec<PaidTotal>,
}

impl From<Stage> for CardState {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Reading => Self::Reading,
            Stage::Describing => Self::Describing,
            Stage::Waiting { until_ms, why } => Self::Waiting { until_ms, why },
        }
    }
}

pub(super) fn picture(row: &ImageRow, tags: &[String]) -> Picture {
    Picture {
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

/// Most folders of a path that are shown: enough to tell two files of one name apart.
const SHOWN_FOLDERS: usize = 2;

/// File name with its folders' names: enough to find it again, and no personal path on a screen that is shared.
fn shown_origin(image: &ImageRow) -> String {
    image.origin.as_ref().map_or_else(|| image.name.clone(), shown)
}

/// The other places of a picture, in the same way.
fn other_places(image: &ImageRow, places: &[Origin]) -> Vec<String> {
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
