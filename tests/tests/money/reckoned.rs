//! What is left where the service does not tell it with its answers: reckoned from what it said last, read again for free
//! when a batch is done, and told where it runs out.

use crate::world::{World, these};
use altsmith_core::view::{BalanceAlert, Event};
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::zakai::ZakAi;

/// What is left, and how much of it is reckoned away.
async fn left<S: crate::world::Known>(world: &World<S>) -> (Option<f64>, f64) {
    let balance = world.engine.accounts().usage(7).await.expect("usage").balances.remove(0);
    (balance.credits.remaining, balance.used_since)
}

/// How often the balance was asked for.
fn asked(world: &World<ZakAi>) -> usize {
    world
        .service
        .received()
        .iter()
        .filter(|received| received.method == "GET" && received.path.ends_with("/accounts"))
        .count()
}

/// The next alerts; none before `HistoryChanged` events end is a failure.
async fn alerts(world: &mut World<ZakAi>) -> Vec<BalanceAlert> {
    loop {
        if let Event::BalancesLow { alerts } = world.event().await {
            return alerts;
        }
    }
}

#[tokio::test]
async fn what_was_charged_since_is_taken_off_in_usage_and_estimate() {
    let world = World::<ZakAi>::new().await;
    world.engine.accounts().check_service("zakai").await.expect("200 of 200");
    assert_eq!(left(&world).await, (Some(200.0), 0.0));
    let options = world.options("", "r");
    for n in 1..4 {
        world.describe(n, &options).await.expect("described");
    }
    assert_eq!(left(&world).await, (Some(197.0), 3.0));
    assert_eq!(world.engine.accounts().balances().await.expect("balances")[0].credits().remaining, Some(197.0));

    world.service.with(|service| service.remaining = 4);
    world.engine.accounts().refresh_balance("zakai").await.expect("read");
    assert_eq!(left(&world).await, (Some(4.0), 0.0));
    world.describe(4, &options).await.expect("described");
    world.describe(5, &options).await.expect("described");
    let usage = world.engine.accounts().usage(7).await.expect("usage");
    let warning = usage.balances[0].warning.clone().expect("a warning");
    assert!(warning.starts_with("Only about 2 credits left."), "{warning}");
    let items: Vec<_> = (6..9).map(|n| world.item(n)).collect();
    let estimate = world.engine.describing().estimate(&items, &options).await.expect("an estimate");
    let said = estimate.warnings.join("\n");
    assert!(said.contains("reckoned from what it last said and what was used since: about 2 credits."), "{said}");
}

#[tokio::test]
async fn calls_that_say_nothing_of_credits_are_taken_off_too() {
    let world = World::<ImageDescriber>::new().await;
    world.describe(1, &world.options("generate_tags", "r")).await.expect("described");
    assert_eq!(left(&world).await, (Some(199.0), 0.0));
    world.describe(2, &world.options("generate_content", "r")).await.expect("described");
    world.describe(3, &world.options("generate_alt_text", "r")).await.expect("described");
    assert_eq!(left(&world).await, (Some(197.0), 2.0), "a request of unknown price is one credit");
}

#[tokio::test]
async fn a_batch_that_is_done_reads_the_balance_and_says_once_that_it_runs_out() {
    let mut world = World::with(ZakAi { remaining: 12, ..ZakAi::default() }).await;
    let ids = world.add(vec![world.picture(1), world.picture(2)]).await;
    world.batch.describe(these(&ids)).await.expect("done");
    let told = alerts(&mut world).await;
    let [alert] = &told[..] else { panic!("{told:?}") };
    assert_eq!((alert.provider.as_str(), alert.name.as_str()), ("zakai", "ZAK-AI"));
    assert!(alert.message.starts_with("Only 10 credits left."), "{}", alert.message);
    assert_eq!((left(&world).await, asked(&world)), ((Some(10.0), 0.0), 1));

    world.add(vec![world.picture(3)]).await;
    world.until_done().await;
    assert!(!world.engine.accounts().freshen_balances().await.expect("looked"), "it was asked a moment ago");
    assert_eq!((left(&world).await, asked(&world)), ((Some(9.0), 1.0), 1), "reckoned meanwhile");
    assert_eq!(world.engine.accounts().balance_alerts().await.expect("alerts"), [], "and said once");
}

#[tokio::test]
async fn a_balance_that_has_become_worse_is_told_anew() {
    let world = World::with(ZakAi { remaining: 12, ..ZakAi::default() }).await;
    world.describe(1, &world.options("", "r")).await.expect("described");
    world.engine.accounts().refresh_balance("zakai").await.expect("read");
    assert_eq!(world.engine.accounts().balance_alerts().await.expect("alerts").len(), 1);
    assert_eq!(world.engine.accounts().balance_alerts().await.expect("alerts"), []);
    world.service.with(|service| service.remaining = 0);
    world.engine.accounts().refresh_balance("zakai").await.expect("read");
    let told = world.engine.accounts().balance_alerts().await.expect("alerts");
    assert!(told[0].message.starts_with("Nothing is left."), "{told:?}");
}

#[tokio::test]
async fn usage_reads_what_it_shows_and_nothing_where_that_must_not_be() {
    let world = World::<ZakAi>::new().await;
    assert!(!world.engine.accounts().freshen_shown_balances().await.expect("looked"), "it was never used");
    world.describe(1, &world.options("", "r")).await.expect("described");

    world.set("local_only", "true").await;
    world.set("providers.zakai.endpoint", "https://balance.invalid").await;
    assert!(!world.engine.accounts().freshen_shown_balances().await.expect("looked"), "it is not on this computer");
    world.set("providers.zakai.endpoint", &world.service.url.clone()).await;
    assert!(
        world.engine.accounts().freshen_shown_balances().await.expect("looked"),
        "the service on this computer may be asked"
    );
    assert_eq!((left(&world).await, asked(&world)), ((Some(199.0), 0.0), 1));

    let again = world.again().await;
    again.describe(2, &again.options("", "r")).await.expect("described");
    let later = again.again().await;
    assert!(!later.engine.accounts().freshen_balances().await.expect("looked"), "nothing was charged in this sitting");
    let again = later;
    assert!(
        !again.engine.accounts().freshen_shown_balances().await.expect("looked"),
        "another start is no reason to ask again"
    );
    assert_eq!(asked(&again), 1);
}

#[tokio::test]
async fn the_same_balance_after_a_charge_is_news() {
    let world = World::<ZakAi>::new().await;
    world.engine.accounts().refresh_balance("zakai").await.expect("read");
    world.describe(1, &world.options("", "r")).await.expect("described");
    assert_eq!(left(&world).await, (Some(199.0), 1.0));
    // The service did not count it.
    world.service.with(|service| service.remaining = 200);
    world.engine.accounts().refresh_balance("zakai").await.expect("read");
    assert_eq!(left(&world).await, (Some(200.0), 0.0));
}
