//! What is asked for apart from the cards: an entry described again within its budget, a question about a pasted picture,
//! an outcome asked for without being paid twice; and what each picture cost in all.

use crate::left::PictureServer;
use crate::world::{World, these};
use altsmith_core::batch::Batch;
use altsmith_core::describing::{BackendEvent, Stage};
use altsmith_core::failure::Reason;
use altsmith_core::ingest::{Incoming, Item};
use altsmith_core::money::{Amount, Unit};
use altsmith_core::view::{CardState, LedgerQuery, WaitsFor};
use altsmith_tests::simulators::Fault;
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::imgopen::{Ending, ImgOpen};
use altsmith_tests::simulators::zakai::ZakAi;
use std::sync::Mutex;
use tokio_util::sync::CancellationToken;

const NEVER: fn() -> CancellationToken = CancellationToken::new;
const QUIET: &(dyn Fn(BackendEvent) + Sync) = &|_| {};

#[tokio::test]
async fn an_entry_that_is_described_again_keeps_to_the_cap_of_a_run() {
    let world = World::<ImageDescriber>::new().await;
    let image_id = world.describe(1, &world.options("generate_content", "r")).await.expect("described");
    world.set("providers.imagedescriber.model", "everything").await;
    world.set("providers.imagedescriber.budget_run", "2 requests").await;
    let detail =
        world.engine.history().describe_entry(image_id, &NEVER(), QUIET).await.expect("what there was room for");
    let incomplete = detail.versions[0].incomplete.as_ref().expect("not everything");
    assert_eq!((incomplete.reason, world.sent()), (Reason::BudgetReached, 1 + 2));
    world.set("providers.imagedescriber.model", "generate_content").await;
    world.engine.history().describe_entry(image_id, &NEVER(), QUIET).await.expect("another run has room again");
}

#[tokio::test]
async fn a_pasted_picture_can_be_asked_about_while_its_card_is_there() {
    let mut world = World::<DescribePicture>::new().await;
    let Incoming::Path(path) = world.picture(7) else { panic!("a file") };
    let bytes = std::fs::read(path).expect("bytes");
    let ids = world.add(vec![Incoming::Bytes { bytes, name: "Pasted picture".into() }]).await;
    world.until_done().await;
    assert_eq!(world.states().await, [CardState::Done]);
    let image_id = world.card(ids[0]).await.picture.expect("a picture").id;
    let asked =
        world.engine.history().ask_about(image_id, "What colour?".into(), &NEVER(), QUIET).await.expect("an answer");
    assert_eq!(asked.answered, asked.exchanges.last().map(|exchange| exchange.id));
    let detail = world.engine.history().describe_entry(image_id, &NEVER(), QUIET).await.expect("described again");
    assert_eq!(detail.versions.len(), 2);

    let removed = world.batch.remove(these(&ids)).await.expect("removed");
    let gone = world.engine.history().ask_about(image_id, "And else?".into(), &NEVER(), QUIET).await.expect_err("gone");
    assert_eq!((gone.reason, gone.about["gone"].as_str()), (Reason::FileGone, "pasted"));
    world.batch.restore(removed.removal).await.expect("restored");
    world.engine.history().ask_about(image_id, "And else?".into(), &NEVER(), QUIET).await.expect("it is back");
    world.batch = Batch::new(world.engine.clone());
    let gone =
        world.engine.history().describe_entry(image_id, &NEVER(), QUIET).await.expect_err("another batch has it not");
    assert_eq!(gone.reason, Reason::FileGone);
}

#[tokio::test]
async fn a_pasted_picture_that_was_never_described_is_sent_again_from_its_card() {
    let mut world = World::<ZakAi>::new().await;
    let Incoming::Path(path) = world.picture(7) else { panic!("a file") };
    let bytes = std::fs::read(path).expect("bytes");
    world.service.next(Fault::Reset);
    let ids = world.add(vec![Incoming::Bytes { bytes, name: "Pasted picture".into() }]).await;
    world.until_done().await;
    assert_eq!(world.states().await, [CardState::Failed]);
    let left = world.engine.recovery().unfinished().await.expect("a list").remove(0);
    world.engine.recovery().settle(left.job_id, true, &NEVER(), QUIET).await.expect("sent again");
    assert_eq!((world.sent(), world.engine.recovery().unfinished().await.expect("a list").len()), (2, 0));
    world.batch.remove(these(&ids)).await.expect("done");
    let entry = world.engine.history().page(Default::default()).await.expect("the history").entries.remove(0);
    let gone = world.engine.history().describe_entry(entry.picture.id, &NEVER(), QUIET).await.expect_err("gone");
    assert_eq!(gone.reason, Reason::FileGone);
}

#[tokio::test]
async fn an_outcome_that_is_told_for_nothing_is_asked_for_without_sending_again() {
    let world = World::with(ImgOpen { ending: Ending::Done, work: 0, ..ImgOpen::default() }).await;
    let pictures = PictureServer::start();
    let from = Incoming::Url { url: pictures.url.clone(), typed: true };
    let item = Item { from, source: pictures.url.clone(), name: "a.png".into() };
    world.service.next(Fault::Reset);
    world.engine.describing().describe(&item, &world.options("", "r"), &NEVER(), QUIET).await.expect_err("lost");
    let left = world.engine.recovery().unfinished().await.expect("a list").remove(0);
    let receipt = left.receipt.as_ref().expect("what was sent is known");
    assert!(receipt.by_address, "{receipt:?}");
    let stages = Mutex::new(Vec::new());
    let heard = |stage| stages.lock().expect("stages").push(stage);
    world.engine.recovery().ask_outcome(left.job_id, &NEVER(), &heard).await.expect("asked");
    let first = stages.lock().expect("stages")[0].clone();
    assert!(matches!(first, BackendEvent::Stage(Stage::Waiting { why: WaitsFor::Service, .. })));
    assert!(world.engine.recovery().unfinished().await.expect("a list").is_empty());
    assert_eq!(world.service.with(|service| service.tasks.len()), 1, "submitted once");
    assert_eq!(world.engine.history().page(Default::default()).await.expect("the history").total, 1);
    let settled = world.engine.recovery().ask_outcome(left.job_id, &NEVER(), QUIET).await.expect_err("settled");
    assert_eq!(settled.reason, Reason::NotFound);
}

#[tokio::test]
async fn a_service_that_cannot_be_asked_for_an_outcome_is_not_asked() {
    let world = World::<ZakAi>::new().await;
    world.service.next(Fault::Reset);
    world.describe(1, &world.options("", "r")).await.expect_err("lost");
    let left = world.engine.recovery().unfinished().await.expect("a list").remove(0);
    assert_eq!(left.receipt.as_ref().map(|receipt| (receipt.mime.as_str(), receipt.width)), Some(("image/jpeg", 40)));
    let failure = world.engine.recovery().ask_outcome(left.job_id, &NEVER(), QUIET).await.expect_err("not offered");
    assert_eq!((failure.reason, world.sent()), (Reason::NotOffered, 1));
    assert_eq!(world.engine.recovery().unfinished().await.expect("a list").len(), 1, "it stays");
}

#[tokio::test]
async fn what_waits_for_the_person_is_told_of_when_a_request_fails() {
    let world = World::<ZakAi>::new().await;
    let mut changes = world.engine.workspace().changes();
    world.service.next(Fault::Reset);
    world.describe(1, &world.options("", "r")).await.expect_err("lost");
    let change = changes.try_recv().expect("a change");
    assert_eq!(change.words, None);
    assert_eq!(world.engine.recovery().unfinished().await.expect("a list").len(), 1);
}

#[tokio::test]
async fn what_a_picture_cost_is_summed_over_its_versions_and_questions() {
    let world = World::<DescribePicture>::new().await;
    let image_id = world.describe(1, &world.options("", "r")).await.expect("described");
    world.describe(2, &world.options("", "r")).await.expect("another one");
    world.engine.history().describe_entry(image_id, &NEVER(), QUIET).await.expect("again");
    let asked =
        world.engine.history().ask_about(image_id, "What colour?".into(), &NEVER(), QUIET).await.expect("an answer");
    let receipt = asked.exchanges[0].receipt.as_ref().expect("an answer has its receipt too");
    assert_eq!((receipt.host.as_str(), receipt.metadata_removed), ("127.0.0.1", true));

    let in_all = [Amount { value: 0.03, unit: Unit::Usd }];
    assert_eq!(world.engine.history().entry(image_id).await.expect("an entry").spent, in_all);
    let page = world.engine.accounts().ledger_page(LedgerQuery::default()).await.expect("a page");
    let line = &page.lines[0];
    assert_eq!((line.amount, line.unit.as_str()), (Some(1.0), "requests"));
    assert_eq!(line.cost, Some(Amount { value: 0.01, unit: Unit::Usd }));
    assert_eq!(line.picture.as_ref().expect("its picture").spent, in_all);
}

#[tokio::test]
async fn everything_about_a_picture_is_one_sum() {
    let world = World::<ImageDescriber>::new().await;
    let image_id = world.describe(1, &world.options("everything", "r")).await.expect("described");
    let spent = world.engine.history().entry(image_id).await.expect("an entry").spent;
    let sum: f64 = spent.iter().map(|amount| amount.value).sum();
    assert_eq!(sum, 3.0, "{spent:?}");
    let page = world.engine.accounts().ledger_page(LedgerQuery::default()).await.expect("a page");
    assert_eq!(page.lines.len(), 3);
    assert!(
        page.lines.iter().all(|line| line.cost.is_none() && line.picture.as_ref().is_some_and(|p| p.spent == spent))
    );
}
