//! The history: finding, opening, editing, deleting with undo, asking about a picture, and taking it all out as files. Nothing a
//! person wrote is ever overwritten.
//!
//! `questions` holds conversations, `pictures` shows thumbnails and previews, `export` writes files. A picture is described
//! again by `describing`; what is found is `library`'s.

mod export;
mod pictures;
mod present;
mod questions;

pub use export::ExportError;

use crate::accounts::Accounts;
use crate::clock::now_ms;
use crate::compose;
use crate::describing::{Describing, Options, Told, run_name};
use crate::failure::{Failure, Reason};
use crate::library::{EntryRow, Origin};
use crate::view::{CopyForm, Description, DescriptionEdit, EntryDetail, HistoryPage, HistoryQuery};
use crate::workspace::{Blocking, Workspace};
use present::Detail;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How long a deletion can be undone, in milliseconds. The page offers it for ten seconds; a slow reader has more.
const UNDO_MS: i64 = 10 * 60 * 1000;
/// Most entries of one page of the history.
const PAGE: u32 = 500;

/// The history of a workspace. Cheap to clone.
#[derive(Clone)]
pub struct History {
    workspace: Workspace,
    accounts: Accounts,
    describing: Describing,
}

impl Blocking for History {}

impl History {
    pub(crate) fn new(workspace: Workspace, accounts: Accounts, describing: Describing) -> Self {
        Self { workspace, accounts, describing }
    }

    /// A page of the history, newest first.
    ///
    /// # Errors
    /// Storage trouble. A query that makes no sense finds nothing.
    pub async fn page(&self, mut query: HistoryQuery) -> Result<HistoryPage, Failure> {
        query.limit = if query.limit == 0 { PAGE } else { query.limit.min(PAGE) };
        let (total, rows) = self.workspace.on_library(move |library| library.history(&query)).await?;
        Ok(HistoryPage { total, entries: rows.iter().map(|row| self.entry_view(row)).collect() })
    }

    /// The rows of a page, for the command line and for exports.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn rows(&self, query: HistoryQuery) -> Result<(u32, Vec<EntryRow>), Failure> {
        self.workspace.on_library(move |library| library.history(&query)).await
    }

    /// A picture with all its versions and what is known of it.
    ///
    /// # Errors
    /// `NotFound`, or storage trouble.
    pub async fn entry(&self, image_id: i64) -> Result<EntryDetail, Failure> {
        let detail = self
            .workspace
            .on_library(move |library| {
                Ok(Detail {
                    image: library.image(image_id)?,
                    places: library.places(image_id)?,
                    tags: library.tags(image_id)?,
                    versions: library.versions(image_id)?,
                    facts: library.facts(image_id)?,
                    paid: library.paid_for([image_id])?.remove(&image_id).unwrap_or_default(),
                })
            })
            .await?;
        Ok(self.detail_view(&detail))
    }

    /// Describes a picture of the history again, from where it came, as the settings say now; a run of its own for the
    /// budget. `told` hears where it stands.
    ///
    /// # Errors
    /// `FileGone` where the original is no longer there, and whatever describing can refuse.
    pub async fn describe_entry(
        &self,
        image_id: i64,
        cancel: &CancellationToken,
        told: &Told<'_>,
    ) -> Result<EntryDetail, Failure> {
        let image = self.describing.image(image_id).await?;
        let named = |failure: Failure| failure.with("name", &image.name);
        let item = self
            .describing
            .item_of(&image)
            .await?
            .ok_or_else(|| named(Failure::new(Reason::FileGone).with("gone", "pasted")))?;
        let now = now_ms();
        let options = Options {
            force: true,
            run_started_ms: now,
            run: Some(run_name("entry", now)),
            ..self.describing.options()
        };
        let newest = self.entry(image_id).await?.versions.into_iter().next();
        let options = match &newest {
            Some(words) => self.describing.completing(words, options).await?,
            None => options,
        };
        let outcome = self.describing.describe(&item, &options, cancel, told).await.map_err(named)?;
        self.entry(outcome.image.id).await
    }

    /// Keeps an edit as a new version.
    ///
    /// # Errors
    /// `NotFound`, or storage trouble.
    pub async fn edit_description(&self, id: i64, edit: DescriptionEdit) -> Result<Description, Failure> {
        self.new_version(move |history| history.workspace.library().edit(id, &edit, now_ms())).await
    }

    /// Makes an older version the newest again, as a new version.
    ///
    /// # Errors
    /// `NotFound`, or storage trouble.
    pub async fn restore_version(&self, id: i64) -> Result<Description, Failure> {
        self.new_version(move |history| history.workspace.library().restore_version(id, now_ms())).await
    }

    async fn new_version(
        &self,
        work: impl FnOnce(&Self) -> Result<i64, Failure> + Send + 'static,
    ) -> Result<Description, Failure> {
        let row = self
            .blocking(move |history| {
                let id = work(history)?;
                history.workspace.library().description(id)
            })
            .await?;
        self.workspace.tell_change(row.image_id);
        Ok(self.describing.row_view(&row, false))
    }

    /// Marks or unmarks a picture.
    ///
    /// # Errors
    /// `NotFound`, or storage trouble.
    pub async fn set_favourite(&self, image_id: i64, on: bool) -> Result<(), Failure> {
        self.change_image(image_id, move |history| history.workspace.library().set_favourite(image_id, on)).await
    }

    /// Replaces a picture's tags.
    ///
    /// # Errors
    /// `NotFound`, or storage trouble.
    pub async fn set_tags(&self, image_id: i64, tags: Vec<String>) -> Result<(), Failure> {
        let tags = compose::clean_tags(&tags);
        self.change_image(image_id, move |history| history.workspace.library().set_tags(image_id, &tags)).await
    }

    async fn change_image(
        &self,
        image_id: i64,
        work: impl FnOnce(&Self) -> Result<(), Failure> + Send + 'static,
    ) -> Result<(), Failure> {
        self.blocking(work).await?;
        self.workspace.tell_change(image_id);
        Ok(())
    }

    /// Takes entries out of the history at once; they can be put back for a while, then they are gone for good.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn delete_entries(&self, image_ids: Vec<i64>) -> Result<(), Failure> {
        let ids = image_ids.clone();
        self.workspace.on_library(move |library| library.delete(&ids, now_ms())).await?;
        let history = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(UNDO_MS as u64 + 1)).await;
            // What cannot be purged now is purged at the next start.
            let _ = history.purge().await;
        });
        image_ids.into_iter().for_each(|id| self.workspace.tell_change(id));
        Ok(())
    }

    /// Puts deleted entries back.
    ///
    /// # Errors
    /// `NotFound` where they are already gone for good, or storage trouble.
    pub async fn undo_delete(&self, image_ids: Vec<i64>) -> Result<(), Failure> {
        let ids = image_ids.clone();
        self.workspace.on_library(move |library| library.undo_delete(&ids)).await?;
        image_ids.into_iter().for_each(|id| self.workspace.tell_change(id));
        Ok(())
    }

    /// Really deletes what was deleted longer ago than undo reaches: rows and thumbnails. At start and after a while.
    pub(crate) fn purge_leftovers(&self) -> Result<(), Failure> {
        self.purge_before(now_ms() - UNDO_MS)
    }

    async fn purge(&self) -> Result<(), Failure> {
        self.blocking(|history| history.purge_leftovers()).await
    }

    /// Really deletes everything that was deleted, now. When the window closes; blocking.
    ///
    /// # Errors
    /// Storage trouble.
    pub fn purge_now(&self) -> Result<(), Failure> {
        self.purge_before(i64::MAX)
    }

    fn purge_before(&self, before_ms: i64) -> Result<(), Failure> {
        for hash in self.workspace.library().purge_deleted(before_ms)? {
            // A thumbnail that cannot be removed now (open elsewhere on Windows) shows nothing to anybody: no row names it.
            let _ = std::fs::remove_file(self.workspace.data_dir().thumbnail(&hash));
        }
        Ok(())
    }

    /// The words with these ids in this form, ready for the clipboard.
    ///
    /// # Errors
    /// `NotFound`, or storage trouble.
    pub async fn descriptions_in_form(&self, ids: Vec<i64>, form: CopyForm) -> Result<String, Failure> {
        self.blocking(move |history| {
            let library = history.workspace.library();
            let mut copied = Vec::with_capacity(ids.len());
            for id in ids {
                let words = library.description(id)?;
                copied.push((library.image(words.image_id)?, words));
            }
            Ok(present::in_form(&copied, form))
        })
        .await
    }

    /// Counts up whenever another program (the command line, a second window) changed the library.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn data_version(&self) -> Result<i64, Failure> {
        self.workspace.on_library(|library| library.data_version()).await
    }

    /// Where a picture came from; none for pasted ones.
    ///
    /// # Errors
    /// `NotFound`, storage trouble.
    pub async fn origin_of(&self, image_id: i64) -> Result<Option<Origin>, Failure> {
        Ok(self.describing.image(image_id).await?.origin)
    }

    /// One version with its picture.
    ///
    /// # Errors
    /// `NotFound`, or storage trouble.
    pub async fn description(&self, id: i64) -> Result<EntryRow, Failure> {
        self.workspace
            .on_library(move |library| {
                let words = library.description(id)?;
                let (image, tags) = (library.image(words.image_id)?, library.tags(words.image_id)?);
                Ok(EntryRow { image, places: library.places(words.image_id)?, tags, words, versions: 1 })
            })
            .await
    }
}
