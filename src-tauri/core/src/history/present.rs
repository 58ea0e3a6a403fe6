//! From the history's rows to what the faces see.

use super::History;
use crate::compose;
use crate::facts::{self, Facts};
use crate::library::{DescriptionRow, EntryRow, ImageRow, Origin, PaidTotal};
use crate::view::{CopyForm, Entry, EntryDetail, Picture, other_places, shown_origin};

impl History {
    pub(super) fn entry_view(&self, row: &EntryRow) -> Entry {
        Entry {
            picture: Picture::of(&row.image, &row.tags),
            words: self.describing.row_view(&row.words, false),
            versions: row.versions,
        }
    }

    pub(super) fn detail_view(&self, detail: &Detail) -> EntryDetail {
        EntryDetail {
            picture: Picture::of(&detail.image, &detail.tags),
            origin: shown_origin(&detail.image),
            other_places: other_places(&detail.image, &detail.places),
            versions: detail.versions.iter().map(|row| self.describing.row_view(row, false)).collect(),
            facts: detail
                .facts
                .as_ref()
                .map(|f| facts::view_lines(f, &self.workspace.ui_language()))
                .unwrap_or_default(),
            spent: self.accounts.spent(detail.paid.iter().map(PaidTotal::parts)),
        }
    }
}

/// Several words in one form: JSON as an array, the rest a blank line apart, single ones as they are.
pub(super) fn in_form(copied: &[(ImageRow, DescriptionRow)], form: CopyForm) -> String {
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

/// Everything about one entry, as the library has it.
pub(super) struct Detail {
    pub image: ImageRow,
    pub places: Vec<Origin>,
    pub tags: Vec<String>,
    pub versions: Vec<DescriptionRow>,
    pub facts: Option<Facts>,
    pub paid: Vec<PaidTotal>,
}
