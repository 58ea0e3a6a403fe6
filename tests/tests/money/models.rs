//! Services with models of many makers: what is paid for, what is the person's own, what leaves this computer, and what a
//! refused form of a request costs.

use crate::world::{Known, World};
use altsmith_core::failure::Reason;
use altsmith_core::library::LedgerKind;
use altsmith_core::view::CardState;
use altsmith_tests::simulators::anthropic::Anthropic;
use altsmith_tests::simulators::gemini::Gemini;
use altsmith_tests::simulators::ollama::Ollama;
use altsmith_tests::simulators::openai::OpenAi;
use altsmith_tests::simulators::{Fault, Then};

/// The person's own Ollama: nothing is said of money or of a model.
async fn own_ollama() -> World<Ollama> {
    let world = World::<Ollama>::new().await;
    world.set("providers.ollama.paid", "").await;
    world.set("providers.ollama.model", "").await;
    world
}

async fn charges<S: Known>(world: &World<S>) -> Vec<(Option<f64>, String)> {
    let lines = world.engine.accounts().ledger(9).await.expect("the ledger");
    let charged = lines.into_iter().map(|line| line.0.line).filter(|line| line.kind == LedgerKind::Charge);
    charged.map(|line| (line.amount, line.unit)).collect()
}

#[tokio::test]
async fn ollama_on_this_computer_is_free_and_needs_nothing_to_be_set() {
    let mut world = own_ollama().await;
    world.set("local_only", "true").await;
    world.add((1..4).map(|n| world.picture(n)).collect()).await;
    world.until_done().await;
    assert_eq!(world.states().await, [CardState::Done; 3]);
    assert!(charges(&world).await.is_empty());
    assert_eq!(world.service.with(|service| service.asked[0]["model"].clone()), "seeing:7b");
    // What breaks off there is asked for again for nothing.
    world.service.next(Fault::Packets(vec![]));
    world.service.next(Fault::Until(400, Then::Reset));
    let failure = world.describe(9, &world.options("", "r")).await.expect_err("broke off");
    assert_eq!((failure.reason, failure.again), (Reason::Network, None));
    assert!(world.engine.recovery().unfinished().await.expect("a list").is_empty());
}

#[tokio::test]
async fn a_model_in_the_cloud_leaves_this_computer_costs_and_is_refused_under_the_switch() {
    let world = own_ollama().await;
    // Before anybody knows of it, the server says so itself.
    let failure = world.describe(1, &world.options("far:235b", "r")).await.expect_err("not here");
    assert_eq!(failure.documented.as_deref(), Some("ollama-elsewhere"));
    assert!(world.service.with(|service| service.asked.is_empty()), "the picture did not leave");

    world.engine.accounts().check_service("ollama").await.expect("a list");
    world.set("providers.ollama.model", "far:235b").await;
    let setup = world.engine.accounts().service("ollama").await.expect("a form");
    let model = |id: &str| setup.models.iter().find(|model| model.id == id).expect("listed");
    assert_eq!((model("far:235b").here, model("seeing:7b").here), (false, true));
    assert!(!world.engine.workspace().is_free("ollama"));
    world.set("local_only", "true").await;
    let failure = world.describe(1, &world.options("far:235b", "r")).await.expect_err("kept here");
    assert_eq!(failure.reason, Reason::LocalOnly);
    assert!(world.service.with(|service| service.asked.is_empty()), "the picture did not leave");
    world.describe(1, &world.options("seeing:7b", "r")).await.expect("this one runs here");
    world.set("local_only", "false").await;
    world.describe(2, &world.options("far:235b", "r")).await.expect("described");
    assert_eq!(charges(&world).await.len(), 1);
}

/// These cost money wherever they are, here too.
async fn is_paid<S: Known>() {
    let world = World::<S>::new().await;
    assert!(!world.engine.workspace().is_free(S::ID), "{}", S::ID);
    world.add((1..3).map(|n| world.picture(n)).collect()).await;
    assert_eq!(world.states().await, [CardState::Held; 2], "{}: nothing is sent without a word", S::ID);
    world.set(&format!("providers.{}.price", S::ID), "2/10 usd").await;
    world.describe(5, &world.options("", "r")).await.expect("described");
    let charged = charges(&world).await;
    let amount = charged[0].0.expect("an amount");
    assert!(
        charged.len() == 1 && charged[0].1 == "usd" && amount >= (300.0 * 2.0 + 6.0 * 10.0) / 1e6 - 1e-9,
        "{charged:?}"
    );
    // One that breaks off may have been charged, and is not sent again.
    world.service.next(Fault::Until(900, Then::Reset));
    let failure = world.describe(6, &world.options("", "r")).await.expect_err("broke off");
    assert_eq!(failure.reason, Reason::OutcomeUnknown, "{}", S::ID);
    let sent = world.sent();
    world.describe(6, &world.options("", "r")).await.expect_err("not by itself");
    assert_eq!(
        (world.sent(), world.engine.recovery().unfinished().await.expect("a list").len()),
        (sent, 1),
        "{}",
        S::ID
    );
}

#[tokio::test]
async fn services_that_are_paid_are_paid_wherever_they_are() {
    is_paid::<OpenAi>().await;
    is_paid::<Anthropic>().await;
    is_paid::<Gemini>().await;
}

/// Where no model is named, the list is asked first, which costs nothing and counts nowhere.
async fn chooses_by_the_list<S: Known>() {
    let world = World::<S>::new().await;
    world.set(&format!("providers.{}.model", S::ID), "").await;
    world.set(&format!("providers.{}.budget_day", S::ID), "1 requests").await;
    world.describe(1, &world.options("", "r")).await.expect("described");
    assert_eq!((world.service.received().len(), world.sent(), charges(&world).await.len()), (2, 1, 1), "{}", S::ID);
    let failure = world.describe(2, &world.options("", "r")).await.expect_err("no room");
    assert_eq!((failure.reason, world.sent()), (Reason::BudgetReached, 1), "{}", S::ID);
}

#[tokio::test]
async fn a_model_is_chosen_from_the_list_where_none_is_named() {
    chooses_by_the_list::<OpenAi>().await;
    chooses_by_the_list::<Anthropic>().await;
    chooses_by_the_list::<Gemini>().await;
}

#[tokio::test]
async fn a_form_that_a_model_refuses_costs_nothing_and_is_not_tried_again() {
    let world = World::with(Anthropic { thinks_always: true, ..Anthropic::default() }).await;
    world.set("providers.anthropic.budget_day", "2 requests").await;
    for n in 1..=2 {
        world.describe(n, &world.options("", "r")).await.expect("room for two");
    }
    assert_eq!((world.sent(), charges(&world).await.len()), (3, 2), "the second picture knows what the first learnt");
    let failure = world.describe(3, &world.options("", "r")).await.expect_err("no room");
    assert_eq!(failure.reason, Reason::BudgetReached);
}
