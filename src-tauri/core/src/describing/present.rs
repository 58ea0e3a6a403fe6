//! What came of a picture, as the faces see it, with sentences in the person's language.

use super::{Describing, Outcome};
use crate::compose::{self, Warning};
use crate::facts::Facts;
use crate::library::DescriptionRow;
use crate::view::{Description, Picture, WarningView};

impl Describing {
    /// The words of an outcome.
    pub fn description_view(&self, outcome: &Outcome) -> Description {
        self.row_view(&outcome.words, outcome.cached)
    }

    pub(crate) fn row_view(&self, row: &DescriptionRow, cached: bool) -> Description {
        Description {
            id: row.id,
            image_id: row.image_id,
            parent_id: row.parent_id,
            author: row.author,
            provider: row.provider.clone(),
            provider_name: self.workspace.name_of(&row.provider),
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
            incomplete: row.incomplete.as_ref().map(|failure| self.workspace.localizer().failure(failure)),
        }
    }

    fn warnings_of(&self, row: &DescriptionRow) -> Vec<WarningView> {
        let counted = |code: &Warning| matches!(code, Warning::FirstOfSeveral | Warning::LargestOfSeveral);
        let notes = match row.warnings.iter().any(counted) {
            // How many there are stands with the picture.
            true => self.workspace.library().facts::<Facts>(row.image_id).ok().flatten().map(|facts| facts.notes),
            false => None,
        };
        let said = |code: Warning| {
            let note = notes.iter().flatten().find(|note| Warning::of_note(**note) == code);
            let count = note.and_then(|note| note.count()).map(|count| count.to_string());
            let values: Vec<(&str, &str)> = count.iter().map(|count| ("count", count.as_str())).collect();
            WarningView { code, message: self.workspace.localizer().warning(code, &values) }
        };
        row.warnings.iter().map(|&code| said(code)).collect()
    }

    /// The picture and the words of a card, as far as they are there. Blocks.
    pub(crate) fn card_parts(
        &self,
        image: Option<i64>,
        words: Option<(i64, bool)>,
    ) -> (Option<Picture>, Option<Description>) {
        let library = self.workspace.library();
        // A picture that was deleted leaves its card; so do words that were purged.
        let shown = image.and_then(|id| Some((library.image(id).ok()?, library.tags(id).ok()?)));
        let words = words.and_then(|(id, cached)| Some(self.row_view(&library.description(id).ok()?, cached)));
        (shown.map(|(row, tags)| Picture::of(&row, &tags)), words)
    }
}
