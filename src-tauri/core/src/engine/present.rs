//! From the library's rows to what the faces see, with sentences in the person's language.

use super::{Engine, Outcome, Stage, money};
use crate::compose;
use crate::facts::{self, Facts};
use crate::library::{DescriptionRow, EntryRow, ImageRow, Origin, PaidTotal};
use crate::provider;
use crate::view::{BatchPage, CardState, CopyForm, Description, Entry, EntryDetail, Picture, Start, WarningView};

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
            providers: provider::registry().iter().map(|p| p.descriptor.clone()).collect(),
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
            versions: detail.versions.iter().map(|row| self.row_view(row, false)).collect(),
            facts: detail.facts.as_ref().map(|f| facts::view_lines(f, &self.ui_language())).unwrap_or_default(),
            spent: money::spent(detail.paid.iter().map(PaidTotal::parts)),
        }
    }

    pub(super) fn row_view(&self, row: &DescriptionRow, cached: bool) -> Description {
        let localizer = self.localizer();
        Description {
            id: row.id,
            image_id: row.image_id,
            parent_id: row.parent_id,
            author: row.author,
            provider: row.provider.clone(),
            provider_name: name_of(&row.provider),
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
            warnings: row
                .warnings
                .iter()
                .map(|&code| WarningView { code, message: localizer.warning(code, &[]) })
                .collect(),
            incomplete: row.incomplete.as_ref().map(|failure| localizer.failure(failure)),
        }
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

/// A provider's product name; its id where this program does not know it.
pub(super) fn name_of(provider: &str) -> String {
    provider::find(provider).map_or(provider, |known| known.descriptor.name).to_owned()
}

pub(super) fn picture(row: &ImageRow, tags: &[String]) -> Picture {
    Picture {
        id: row.id,
        hash: row.hash.clone(),
        name: row.name.clone(),
        format: row.format,
        width: row.width,
        height: row.height,
        bytes: row.bytes,
        favourite: row.favourite,
        tags: tags.to_vec(),
    }
}

/// File name with its folder's name: enough to find it again, and no personal path on a screen that is shared.
fn shown_origin(image: &ImageRow) -> String {
    match &image.origin {
        None => image.name.clone(),
        Some(Origin::Url(url)) => url.clone(),
        Some(Origin::Path(path)) => {
            let folder = path.parent().and_then(|p| p.file_name()).map(|f| f.to_string_lossy().into_owned());
            folder.map_or_else(|| image.name.clone(), |folder| format!("{folder}/{}", image.name))
        }
    }
}
