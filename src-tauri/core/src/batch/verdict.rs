//! A service's word that is about the account or the way to the service, not about the picture: the next picture would hear
//! the same. Nothing more is sent then; the rest is held, and told once.

use super::live::Outcome;
use super::run::{AFTER_TROUBLE, has_not_left};
use super::{Batch, Live};
use crate::failure::{Failure, Reason};
use crate::library::batches::{self, ItemState};

/// Pictures in a row for which a service is out of order, after all tries, until the rest is held.
const OUT_OF_ORDER: u32 = 2;

/// Whether the next picture would hear the same. `in_a_row` is for how many pictures in a row the service was out of order.
pub(super) fn is_verdict(failure: &Failure, in_a_row: u32) -> bool {
    if !failure.about.contains_key("provider") {
        // It is not of the service: a picture with an address has a host of its own, and the others have not.
        return false;
    }
    match failure.reason {
        Reason::KeyMissing
        | Reason::KeyRejected
        | Reason::KeyringUnavailable
        | Reason::KeyringLocked
        | Reason::VaultLocked
        | Reason::VaultDamaged
        | Reason::VaultNewer
        | Reason::VaultFailed
        | Reason::PassphraseWrong
        | Reason::CreditsExhausted
        | Reason::BudgetReached
        | Reason::LocalOnly
        | Reason::Network
        | Reason::TlsFailed
        | Reason::TlsNotTrusted
        | Reason::TlsExpired
        | Reason::TlsWrongHost
        | Reason::TlsNoAuthorities
        | Reason::EndpointInvalid
        | Reason::SettingMissing => failure.again.is_none(),
        Reason::ProviderUnavailable => in_a_row >= OUT_OF_ORDER,
        _ => false,
    }
}

impl Batch {
    /// Holds what is left of this provider's pictures, with the one that heard the verdict. Where that is the last one, it is
    /// a failed picture like any other. What the database does not take is held as soon as it does: until then nobody knows
    /// what came of the picture.
    pub(super) async fn stop(&self, provider: String, failure: Failure, outcome: Outcome) {
        let mut outcome = Some(outcome);
        while let Err(trouble) = self.hold_rest_of(&provider, &failure, &mut outcome).await {
            tracing::warn!(target: "altsmith::batch", failure = %trouble, "the rest of a batch is not held yet");
            tokio::time::sleep(AFTER_TROUBLE).await;
        }
        self.inner.has_news();
    }

    /// The outcome is taken where the rest is held, and only there.
    async fn hold_rest_of(
        &self,
        provider: &str,
        failure: &Failure,
        outcome: &mut Option<Outcome>,
    ) -> Result<(), Failure> {
        let batch = self.clone();
        let at = provider.to_owned();
        let held = self.write(
            move |tx, row| {
                let ready = batch.live().drop_ready(|ready| ready.provider == at);
                batches::requeue(tx, row, &ready)?;
                batches::hold_queued(tx, row, &at)
            },
            |live, held| {
                let Some(mut outcome) = outcome.take() else { return };
                let others = live.hold_unsent(provider, failure, outcome.ended.id);
                live.give_up(*held);
                if *held > 0 || others || live.stopped.is_some() {
                    if outcome.ended.state == ItemState::Failed {
                        (outcome.ended.state, outcome.ended.retry) = (ItemState::Held, None);
                        (outcome.ended.failure, outcome.ended.so_far) = (None, None);
                    }
                    live.stopped = Some(failure.clone());
                    live.held_again += 1;
                    live.asked += 1;
                    live.moved = true;
                }
                live.end_turn(outcome);
            },
        );
        held.await.map(drop)
    }
}

impl Live {
    /// Stops what was not sent, so that it is held; where `at_once`, also what was sent.
    pub(super) fn hold_all_unsent(&mut self, at_once: bool) {
        for active in self.active.values_mut().filter(|active| active.begun) {
            let unsent = has_not_left(active.state);
            active.hold |= unsent;
            if unsent || at_once {
                active.cancel.cancel();
            }
        }
    }

    /// Of the others that are at work for this provider, stops those that were not sent, so that they are held; whether
    /// there are any others.
    fn hold_unsent(&mut self, provider: &str, failure: &Failure, heard_by: u64) -> bool {
        let mut any = false;
        for (id, active) in &mut self.active {
            // Also one of which it is not known yet whether it would leave this computer: it would hear the same.
            let concerned = failure.reason != Reason::LocalOnly || active.leaves != Some(false);
            if *id == heard_by || active.provider != provider || !concerned || !active.begun {
                continue;
            }
            any = true;
            if has_not_left(active.state) {
                active.hold = true;
                active.cancel.cancel();
            }
        }
        any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{DataDir, Engine};
    use crate::library::batches::Ended;

    #[tokio::test]
    async fn what_came_of_a_picture_is_kept_until_the_rest_can_be_held() {
        let data = tempfile::TempDir::new().unwrap();
        let engine = Engine::open(DataDir::at(data.path()), "en").unwrap();
        let batch = Batch::new(engine.clone());
        let (_, _events) = batch.listen(0).await.unwrap();
        batch.live().begin(1);
        batch.row().await.unwrap();
        let ended = Ended {
            id: 1,
            round: 1,
            state: ItemState::Failed,
            words: None,
            cached: false,
            failure: None,
            retry: None,
            so_far: None,
        };
        let mut outcome = Some(Outcome { ended, permit: None });
        let failure = Failure::new(Reason::KeyMissing).with("provider", "ZAK-AI");
        engine.refuse_writes_for_tests(true).unwrap();
        batch.hold_rest_of("zakai", &failure, &mut outcome).await.expect_err("nothing can be written");
        assert!(outcome.is_some() && !batch.is_idle());
        engine.refuse_writes_for_tests(false).unwrap();
        batch.hold_rest_of("zakai", &failure, &mut outcome).await.unwrap();
        batch.flush().await.unwrap();
        assert!(outcome.is_none() && batch.is_idle());
    }
}
