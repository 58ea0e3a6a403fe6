//! What services say of credits is kept, and told before it runs out.

use crate::world::World;
use altsmith_core::failure::Reason;
use altsmith_core::library::LedgerKind;
use altsmith_core::money::{Amount, Unit};
use altsmith_core::view::LedgerQuery;
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Answer, Fault};

fn all() -> LedgerQuery {
    LedgerQuery { limit: 100, ..LedgerQuery::default() }
}

#[tokio::test]
async fn what_was_used_is_told_in_money_and_what_is_left_as_the_service_counts() {
    let world = World::<DescribePicture>::new().await;
    let options = world.options("", "r");
    for n in [1, 2, 1] {
        world.describe(n, &options).await.expect("described");
    }
    let usage = world.engine.accounts().usage(30).await.expect("usage");
    let one = &usage.providers[0];
    assert_eq!((one.provider.as_str(), one.pictures, one.from_history), ("describepicture", 2, 1));
    assert_eq!(one.spent, [Amount { value: 0.02, unit: Unit::Usd }]);
    let [day] = &usage.days[..] else { panic!("{:?}", usage.days) };
    assert_eq!((day.amount, day.unit.as_str(), day.charges), (0.02, "usd", 2));
    assert_eq!(day.day, usage.to_day);
    assert!(usage.from_day < usage.to_day);
    let balance = &usage.balances[0];
    assert_eq!((balance.credits.remaining, balance.credits.unit.as_str()), (Some(986.0), "requests"));
    assert_eq!((balance.can_refresh, balance.can_top_up, balance.warning.as_deref()), (false, true, None));

    let page = world.engine.accounts().ledger_page(all()).await.expect("a page");
    assert_eq!(page.total, 2);
    let line = &page.lines[0];
    assert_eq!((line.kind, line.amount, line.unit.as_str()), (LedgerKind::Charge, Some(1.0), "requests"));
    assert_eq!(line.remaining, Some(986.0));
    let picture = line.picture.as_ref().expect("its picture");
    assert_eq!((picture.name.as_str(), picture.alt.as_deref()), ("2.png", Some("A red square.")));
    let csv = world.engine.accounts().ledger_csv(None).await.expect("a table");
    let rows: Vec<&str> = csv.split_terminator("\r\n").collect();
    assert_eq!(rows.len(), 3, "{csv}");
    assert!(rows[1].contains(",charge,1,requests,0.01,usd,986,"), "{csv}");
    assert!(rows[1].ends_with(",2.png,A red square."), "{csv}");
    assert_eq!(world.engine.accounts().ledger_csv(Some("zakai".into())).await.expect("a table").lines().count(), 1);
}

#[tokio::test]
async fn a_balance_is_read_for_nothing_and_a_top_up_is_seen() {
    let world = World::<ZakAi>::new().await;
    let kinds = async || {
        let page = world.engine.accounts().ledger_page(all()).await.expect("a page");
        page.lines.into_iter().map(|line| (line.kind, line.amount, line.remaining)).collect::<Vec<_>>()
    };
    for _ in 0..2 {
        world.engine.accounts().refresh_balance("zakai").await.expect("a balance");
    }
    assert_eq!(kinds().await, [(LedgerKind::Balance, None, Some(200.0))], "nothing changed, nothing written");
    world.service.with(|service| service.remaining = 120);
    world.engine.accounts().refresh_balance("zakai").await.expect("a balance");
    world.service.with(|service| service.remaining = 150);
    world.engine.accounts().refresh_balance("zakai").await.expect("a balance");
    assert_eq!(kinds().await[0], (LedgerKind::TopUp, Some(30.0), Some(150.0)));
    assert_eq!(kinds().await.len(), 3);
    assert!(world.service.with(|service| service.pictures.is_empty()), "no picture was sent");
    let usage = world.engine.accounts().usage(1).await.expect("usage");
    let balance = &usage.balances[0];
    assert_eq!(
        (balance.credits.remaining, balance.credits.total, balance.can_refresh),
        (Some(150.0), Some(200.0), true)
    );
    assert_eq!(balance.warning.as_deref(), Some("Valid until 30 January 2025; that day has passed."));
    assert_eq!((usage.from_day, usage.days.len()), (usage.to_day, 0));
    let failure = world.engine.accounts().refresh_balance("imagedescriber").await.expect_err("has no such question");
    assert_eq!(failure.reason, Reason::NotOffered);
}

#[tokio::test]
async fn a_refusal_for_want_of_credits_tells_the_balance() {
    let world = World::with(ZakAi { remaining: 0, ..ZakAi::default() }).await;
    let failure = world.describe(1, &world.options("", "r")).await.expect_err("no credits");
    assert_eq!(failure.reason, Reason::CreditsExhausted);
    let usage = world.engine.accounts().usage(7).await.expect("usage");
    let balance = &usage.balances[0];
    assert_eq!(balance.credits.remaining, Some(0.0));
    let warning = balance.warning.as_deref().expect("a warning");
    assert!(warning.starts_with("Nothing is left. Valid until"), "{warning}");
    world.set("ui_language", "de").await;
    let usage = world.engine.accounts().usage(7).await.expect("usage");
    let warning = usage.balances[0].warning.clone().expect("a warning");
    assert!(warning.starts_with("Es ist nichts mehr übrig."), "{warning}");
}

#[tokio::test]
async fn what_will_not_last_another_week_is_told() {
    let world = World::with(ImageDescriber { credits: 5, ..ImageDescriber::default() }).await;
    let options = world.options("generate_tags", "r");
    let warning = async || world.engine.accounts().usage(7).await.expect("usage").balances[0].warning.clone();
    for n in 1..3 {
        world.describe(n, &options).await.expect("described");
    }
    assert_eq!(warning().await, None, "three left, two used");
    world.describe(3, &options).await.expect("described");
    assert_eq!(warning().await.as_deref(), Some("Only 2 credits left."));
}

#[tokio::test]
async fn what_the_service_says_that_a_request_costs_is_what_it_is_counted_as() {
    let world = World::<ZakAi>::new().await;
    world.engine.accounts().check_service("zakai").await.expect("checked");
    let options = world.options("", "r");
    let estimate =
        world.engine.describing().estimate(&[world.item(1), world.item(2)], &options).await.expect("an estimate");
    assert_eq!((estimate.amount, estimate.unit.as_deref()), (Some(2.0), Some("credits")));
    world.describe(1, &options).await.expect("described");
    let usage = world.engine.accounts().usage(1).await.expect("usage");
    assert_eq!(usage.providers[0].spent, [Amount { value: 1.0, unit: Unit::Credits }]);
    world.engine.accounts().refresh_balance("zakai").await.expect("a balance");
    let page = world.engine.accounts().ledger_page(all()).await.expect("a page");
    let kinds: Vec<_> = page.lines.iter().map(|line| (line.kind, line.remaining)).collect();
    assert_eq!(
        kinds,
        [(LedgerKind::Balance, Some(199.0)), (LedgerKind::Charge, None), (LedgerKind::Balance, Some(200.0))],
        "no top-up: it is what was left after the charge"
    );
}

#[tokio::test]
async fn what_is_left_after_several_requests_is_what_the_last_one_left() {
    let world = World::<ImageDescriber>::new().await;
    let image_id = world.describe(1, &world.options("everything", "r")).await.expect("described");
    let usage = world.engine.accounts().usage(1).await.expect("usage");
    assert_eq!(usage.balances[0].credits.remaining, Some(197.0), "three requests were counted");
    let words = world.engine.history().entry(image_id).await.expect("an entry").versions.remove(0);
    let credits = words.credits.expect("credits");
    assert_eq!((credits.used, credits.remaining), (None, Some(197.0)), "a part of the cost is not the cost");
}

#[tokio::test]
async fn a_balance_that_comes_with_an_answer_of_no_use_is_kept() {
    let world = World::<DescribePicture>::new().await;
    let answer = serde_json::json!({"answer": "", "lastCredits": 41});
    world.service.next(Fault::Spoilt(Answer::json(200, &answer)));
    let failure = world.describe(1, &world.options("", "r")).await.expect_err("no words");
    assert_eq!(failure.reason, Reason::BadResponse);
    let usage = world.engine.accounts().usage(1).await.expect("usage");
    assert_eq!(usage.balances[0].credits.remaining, Some(41.0));
}
