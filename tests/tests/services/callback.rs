//! Results that Img Open delivers: to this computer's own door, on the documented ladder, in every shape that they may have.

use crate::publish::{bench, free_port, with_callback_server};
use altsmith_core::failure::Reason;
use altsmith_tests::simulators::imgopen::{Delivered, Delivery, Ending, ImgOpen, Letter};
use altsmith_tests::simulators::{Answer, Documented, Fault, Received, Simulator};
use serde_json::json;

/// A picture of this computer behind the own door, and nobody who asks before the result is there.
fn waiting(service: ImgOpen) -> (Simulator<ImgOpen>, crate::bench::Bench) {
    let service = Simulator::start(service);
    let mut bench = with_callback_server(bench(&service), free_port());
    bench.limits.pace = 1_000.0;
    (service, bench)
}

#[tokio::test]
async fn a_delivery_that_is_taken_is_the_last() {
    let (service, bench) = waiting(ImgOpen::default());
    let reply = bench.run().await.expect("described");
    assert!(reply.alt.is_some_and(|alt| alt.starts_with("a close up")));
    assert_eq!(service.received().len(), 1, "nobody had to ask");
    assert_eq!(service.with(ImgOpen::deliveries), [Delivered { after: 0.0, taken: true }]);
    assert_eq!(service.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn every_shape_of_a_delivery_is_read_also_before_the_submission_is_answered() {
    for letter in [Letter::Enveloped, Letter::WithoutCode, Letter::Bare] {
        for (snake_case, numeric_code) in [(false, false), (true, true)] {
            let service = ImgOpen { letter, snake_case, numeric_code, ..ImgOpen::default() };
            let (service, bench) = waiting(ImgOpen { delivery: Delivery::BeforeTheAnswer, ..service });
            let reply = bench.run().await.expect("described");
            assert!(reply.alt.is_some_and(|alt| alt.starts_with("a close up")), "{letter:?}");
            assert_eq!((reply.charges.len(), service.received().len()), (1, 1), "{letter:?}");
        }
    }
}

#[tokio::test]
async fn a_failure_is_delivered_too() {
    for letter in [Letter::Enveloped, Letter::Bare] {
        let service = ImgOpen { letter, ending: Ending::Failed, ..ImgOpen::default() };
        let (service, bench) = waiting(ImgOpen { delivery: Delivery::BeforeTheAnswer, ..service });
        let failure = bench.run().await.expect_err("failed");
        let name = service.with(|service| service.tasks.keys().next().cloned());
        assert_eq!((failure.reason, failure.request_id), (Reason::ServiceRefusedImage, name), "{letter:?}");
    }
}

#[tokio::test]
async fn what_is_delivered_twice_is_charged_once() {
    let service = ImgOpen { delivers_twice: true, pace: 0.001, ..ImgOpen::default() };
    let (service, bench) = waiting(ImgOpen { delivery: Delivery::BeforeTheAnswer, ..service });
    let reply = bench.run().await.expect("described");
    assert_eq!(reply.charges.len(), 1);
    let deliveries = service.with(ImgOpen::deliveries);
    assert_eq!(deliveries.iter().map(|one| (one.after, one.taken)).collect::<Vec<_>>(), [(0.0, true), (3.0, true)]);
}

#[tokio::test]
async fn a_delivery_helps_where_nobody_answers_questions() {
    let service = ImgOpen { no_questions: true, delivery: Delivery::BeforeTheAnswer, ..ImgOpen::default() };
    let (service, bench) = waiting(service);
    bench.run().await.expect("described");
    assert_eq!(service.received().len(), 1);
    // Also where it was asked in vain before: more often than a question is asked where nothing can be delivered.
    let service = ImgOpen { no_questions: true, delivery: Delivery::AfterQuestions(6), ..ImgOpen::default() };
    let (service, mut bench) = waiting(service);
    bench.limits.pace = 0.01;
    let reply = bench.run().await.expect("described");
    assert_eq!((reply.charges.len(), service.with(|service| service.tasks.len())), (1, 1));
    assert!(service.with(|service| service.questions) >= 6);
}

/// Somebody who takes results, and says so from the `from`th on.
struct Mailbox {
    from: usize,
    came: usize,
}

impl Documented for Mailbox {
    fn answer(&mut self, request: &Received, _: &mut Vec<String>) -> Answer {
        self.came += 1;
        assert!(request.is_json() && request.json()["data"]["caption"].is_string());
        let code = if self.came >= self.from { json!("200") } else { json!(200) };
        Answer::json(200, &json!({"code": code}))
    }
}

#[tokio::test]
async fn the_simulator_repeats_itself_on_the_documented_ladder() {
    for (from, fault, pauses) in [
        (3, None, &[0.0, 3.0, 5.0][..]),
        (usize::MAX, None, &[0.0, 3.0, 5.0, 15.0, 30.0, 60.0, 600.0, 3600.0, 3600.0, 3600.0]),
        (1, Some(Fault::Html), &[0.0, 3.0]),
    ] {
        let mailbox = Simulator::start(Mailbox { from, came: 0 });
        fault.into_iter().for_each(|fault| mailbox.next(fault));
        let service = Simulator::start(ImgOpen { pace: 1e-6, ..ImgOpen::default() });
        let mut bench = bench(&service);
        bench.image_url = Some("https://example.org/a.jpg".into());
        let (_slot, letters) = tokio::sync::mpsc::channel(1);
        bench.mailbox = Some(altsmith_core::provider::Mailbox::new(mailbox.url.clone(), letters));
        bench.run().await.expect("described, by asking");
        let deliveries = service.with(ImgOpen::deliveries);
        assert_eq!(deliveries.iter().map(|one| one.after).collect::<Vec<_>>(), pauses, "taken from the {from}th on");
        assert_eq!(deliveries.iter().filter(|one| one.taken).count(), usize::from(from < usize::MAX));
    }
}
