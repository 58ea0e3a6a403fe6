//! What a person has at services: keys, what models ask, what was spent and what is left.
//!
//! `account` is what a connection is asked with; `keys` sets keys and never gives one out; `key_addresses` knows for
//! which address each was typed; `check` asks a service for free
//! about an account; `balances` keeps what is left true; `usage` shows the ledger; `services` is a connection's form with its
//! models, prices and caps; `against` is what money and limits say against a batch. Nothing here sends a picture, and what a
//! request costs is written down by `queue`.

mod account;
mod against;
mod balances;
mod check;
mod consent;
mod costs;
mod days;
mod key_addresses;
mod keys;
mod services;
mod usage;

pub(crate) use account::Account;
pub use consent::Consent;
pub(crate) use services::OnePicture;

use crate::clock::now_ms;
use crate::queue::LazyQueue;
use crate::secrets::Secrets;
use crate::workspace::{Blocking, Workspace};
use std::sync::Arc;

/// The person's accounts at services. Cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    workspace: Workspace,
    secrets: Arc<Secrets>,
    /// Free calls count for a service's limits too.
    queue: LazyQueue,
    /// Keys that were read for requests.
    known_keys: Arc<keys::Known>,
    /// What was told of balances that run out.
    told: Arc<balances::Told>,
    /// When this sitting began, in milliseconds since 1970.
    opened_ms: i64,
}

impl Accounts {
    pub(crate) fn new(workspace: Workspace, secrets: Arc<Secrets>, queue: LazyQueue) -> Self {
        Self { workspace, secrets, queue, known_keys: Arc::default(), told: Arc::default(), opened_ms: now_ms() }
    }
}

impl Blocking for Accounts {}
