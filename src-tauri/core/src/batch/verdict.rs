//! A service's word that is about the account or the way to the service, not about the picture: the next picture would hear
//! the same. Nothing more is sent then; the rest is held, and told once.

use super::live::{Active, Outcome};
use super::run::AFTER_TROUBLE;
use super::{Batch, Live};
use crate::failure::{Failure, Reason};
use crate::library::batches::{self, ItemState};
use crate::view::CardState;

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
        | Reason::Redirected
        | Reason::EndpointInvalid
        | Reason::SettingMissing
        | Reason::ModelNotFound
        | Reason::LanguageUnknown => failure.again.is_none(),
        // Nothing like the service is at its address.
        Reason::BadResponse => failure.again.is_none() && is_absent(failure),
        Reason::InvalidRequest => failure.documented.as_deref() == Some(BLIND),
        Reason::ProviderUnavailable => in_a_row >= OUT_OF_ORDER,
        _ => false,
    }
}

/// A model that sees no pictures, by the name that its kind gives that.
const BLIND: &str = "model-blind";

fn is_absent(failure: &Failure) -> bool {
    matches!(failure.about.get("status").map(String::as_str), Some("404" | "405"))
}

impl Batch {
    /// Holds what is left of this provider's pictures, with the one that heard the verdict. Where that is the last one, it is
    /// a failed picture like any other. What the database does not take is held as soon as it does: until then nobody knows
    /// what came of the picture.
    pub(super) async fn stop(&self, provider: String, failure: Failure, outcome: Outcome) {
        let again = {
            let mut live = self.live();
            // Another picture of the same start has heard it before.
            let again = live.is_shut(&provider);
            live.stop_others(&provider, &failure, outcome.ended.id);
            again
        };
        let mut outcome = Some(outcome);
        while let Err(trouble) = self.hold_rest_of(&provider, &failure, again, &mut outcome).await {
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
        again: bool,
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
                let others = live.stop_others(provider, failure, outcome.ended.id);
                live.give_up(*held);
                if *held > 0 || others || again {
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
    /// Nothing more of this provider's is begun.
    fn is_shut(&self, provider: &str) -> bool {
        self.lanes.get(provider).is_some_and(|lane| lane.shut)
    }

    /// For how many pictures in a row this provider was out of order. One that wants to be left alone for longer than may be
    /// waited is so for all. What it says of another picture ends the row; what is wrong with a picture itself does not.
    pub(super) fn out_of_order(&mut self, provider: &str, failure: &Failure, longest_ms: u64) -> u32 {
        let Some(lane) = self.lanes.get_mut(provider) else { return 0 };
        let of_the_provider = failure.about.contains_key("provider") && failure.reason != Reason::Cancelled;
        lane.out_of_order = match failure.reason {
            Reason::ProviderUnavailable if failure.retry_after_ms.is_some_and(|ms| ms > longest_ms) => OUT_OF_ORDER,
            Reason::ProviderUnavailable => lane.out_of_order + 1,
            _ if of_the_provider => 0,
            _ => lane.out_of_order,
        };
        lane.out_of_order
    }

    /// Nothing new is sent of anything, from this moment on; what was not sent is stopped, so that it is held. Where
    /// `at_once`, also what was sent.
    pub(super) fn send_no_more(&mut self, at_once: bool) {
        self.wanted.clear();
        self.lanes.values_mut().for_each(|lane| lane.shut = true);
        for active in self.active.values_mut().filter(|active| active.begun) {
            active.send_no_more();
            if at_once {
                active.cancel.cancel();
            }
        }
    }

    /// Of the others that are at work for this provider, nothing new is sent from this moment on, and what was not sent is
    /// stopped, so that it is held; whether there are any others.
    fn stop_others(&mut self, provider: &str, failure: &Failure, heard_by: u64) -> bool {
        if let Some(lane) = self.lanes.get_mut(provider) {
            lane.shut = true;
        }
        let mut any = false;
        for (id, active) in &mut self.active {
            // If it is not known yet whether a picture leaves this computer, it counts as leaving.
            let concerned = failure.reason != Reason::LocalOnly || active.leaves != Some(false);
            if *id != heard_by && active.provider == provider && concerned && active.begun {
                any = true;
                active.send_no_more();
            }
        }
        any
    }
}

impl Active {
    /// Nothing new is sent. What waits for a limit or another try ends by that itself: where it was about to send, what it
    /// sends is not to be dropped.
    fn send_no_more(&mut self) {
        self.no_more.cancel();
        if matches!(self.state, CardState::Queued | CardState::Reading) {
            self.cancel.cancel();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::live::Lane;
    use super::*;
    use crate::engine::Engine;
    use crate::library::batches::Ended;
    use crate::workspace::DataDir;

    #[test]
    fn what_every_picture_would_hear_is_a_verdict_and_what_is_of_one_picture_is_none() {
        let of_the_service = |reason| Failure::new(reason).with("provider", "A");
        for reason in [
            Reason::CreditsExhausted,
            Reason::LocalOnly,
            Reason::TlsNotTrusted,
            Reason::Redirected,
            Reason::ModelNotFound,
            Reason::LanguageUnknown,
        ] {
            assert!(is_verdict(&of_the_service(reason), 0), "{reason:?}");
            assert!(!is_verdict(&Failure::new(reason).with("host", "a.example"), 0), "{reason:?} of a picture's host");
        }
        let absent = of_the_service(Reason::BadResponse).with("status", 404);
        let blind = of_the_service(Reason::InvalidRequest).documented(BLIND);
        assert!(is_verdict(&absent, 0) && is_verdict(&blind, 0));
        for reason in [Reason::BadResponse, Reason::InvalidRequest, Reason::ContentBlocked, Reason::ServiceRefusedImage]
        {
            assert!(!is_verdict(&of_the_service(reason), 9), "{reason:?}");
        }
    }

    #[test]
    fn out_of_order_is_counted_in_a_row() {
        let mut live = Live::default();
        live.lanes.insert("a".into(), Lane::new(1, None));
        let unavailable = Failure::new(Reason::ProviderUnavailable).with("provider", "A");
        let blocked = Failure::new(Reason::ContentBlocked).with("provider", "A");
        let mut heard = |failure: &Failure| live.out_of_order("a", failure, 60_000);
        assert_eq!(heard(&unavailable), 1);
        assert_eq!(heard(&blocked), 0, "it answers");
        assert_eq!(heard(&unavailable), 1);
        assert_eq!(heard(&Reason::Corrupt.into()), 1, "that says nothing of the service");
        assert_eq!(heard(&unavailable), 2);
        assert_eq!(heard(&blocked), 0);
        assert_eq!(heard(&Failure { retry_after_ms: Some(60_000), ..unavailable.clone() }), 1);
        assert_eq!(heard(&blocked), 0);
        let long = Failure { retry_after_ms: Some(60_001), ..unavailable };
        assert!(is_verdict(&long, heard(&long)), "nobody waits for so long");
    }

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
        let mut outcome = Some(Outcome { ended, permit: None, counted: false });
        let failure = Failure::new(Reason::KeyMissing).with("provider", "ZAK-AI");
        engine.refuse_writes_for_tests(true).unwrap();
        batch.hold_rest_of("zakai", &failure, false, &mut outcome).await.expect_err("nothing can be written");
        assert!(outcome.is_some() && !batch.is_idle());
        engine.refuse_writes_for_tests(false).unwrap();
        batch.hold_rest_of("zakai", &failure, false, &mut outcome).await.unwrap();
        batch.flush().await.unwrap();
        assert!(outcome.is_none() && batch.is_idle());
    }
}
