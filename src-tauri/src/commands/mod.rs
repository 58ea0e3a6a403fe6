//! What the page may ask: each command is a few lines over the engine, async, and answers a view type or a `Trouble` in
//! the person's language. The page never sends a path.
//!
//! The list of names is in `names`; a test holds it together with the handler, the capability and `docs/page.md`.

mod add;
mod authority;
mod batch;
mod dialog;
mod history;
mod money;
mod program;
mod questions;
mod services;

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod names;

use altsmith_core::view::Trouble;
use tauri::Wry;
use tauri::ipc::Invoke;

/// What a command answers.
type Answer<T> = Result<T, Trouble>;

/// Takes the page's calls.
pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        program::start,
        program::ready,
        program::set_title,
        add::add_files,
        add::add_folder,
        add::add_url,
        add::paste,
        add::add_sample,
        batch::batch_page,
        batch::cards,
        batch::card_place,
        batch::in_sight,
        batch::describe_again,
        batch::cancel,
        batch::remove_cards,
        batch::restore_cards,
        batch::sort_batch,
        batch::copy_batch,
        batch::set_context,
        batch::set_card_context,
        history::history,
        history::entry,
        history::describe_entry,
        history::edit_description,
        history::restore_version,
        history::set_favourite,
        history::set_tags,
        history::delete_entries,
        history::undo_delete,
        history::copy_descriptions,
        history::copy_text,
        history::export_history,
        program::save_settings,
        program::open_data_folder,
        program::open_page,
        services::service,
        services::save_service,
        services::keys,
        services::set_keys,
        services::delete_keys,
        services::open_vault,
        services::check_service,
        services::account_action,
        services::add_connection,
        services::rename_connection,
        services::remove_connection,
        services::restore_connection,
        services::request_log,
        services::open_log_folder,
        authority::authority,
        authority::choose_authority,
        authority::forget_authority,
        money::estimate,
        money::describe_cards,
        money::unfinished,
        money::settle,
        money::ask_outcome,
        money::cancel_task,
        money::usage,
        money::ledger,
        money::export_ledger,
        money::refresh_balance,
        questions::conversation,
        questions::ask_about,
    ]
}
