//! Img Open against its simulator.

use crate::bench::{Bench, Seen, says_it_in_a_sentence_of_its_own};
use altsmith_core::failure::{Again, Reason};
use altsmith_core::provider::observer::Pause;
use altsmith_core::provider::{AccountQuery, Mailbox, Progress, Secrets};
use altsmith_tests::simulators::imgopen::{Ending, ImgOpen, Shape};
use altsmith_tests::simulators::{Answer, Fault, Simulator};
use serde_json::json;

const IMAGE: &str = "https://example.org/photos/doll.png";

fn bench(simulator: &Simulator<ImgOpen>) -> Bench {
    let mut bench = Bench::new("imgopen", &simulator.url);
    bench.image = None;
    bench.image_url = Some(IMAGE.into());
    let keys = [("access_key_id", "test-access-key-id"), ("access_key_secret", "test-access-key-secret")];
    bench.secrets = keys.into_iter().fold(Secrets::none(), |secrets, (name, value)| secrets.with(name, value));
    bench
}

const ALT: &str = "a close up of a doll with long hair and blue eyes and a bow in her hair and a necklace";

#[tokio::test]
async fn submitted_then_asked_after_until_done() {
    let simulator = Simulator::start(ImgOpen::default());
    let bench = bench(&simulator);
    let reply = bench.run().await.expect("described");
    assert_eq!(reply.alt.as_deref(), Some(ALT));
    assert_eq!(reply.tags, ["Alice Prin", "realistic eyes", "a photorealistic painting", "gothic art"]);
    assert_eq!(reply.charges.len(), 1, "questions are free");
    let received = simulator.received();
    assert_eq!(received.len(), 4);
    assert_eq!(received[0].json()["image"], IMAGE, "the address is passed on as it is");
    assert_eq!(received[0].json()["model"], "clip");
    assert!(received[0].json()["callbackUrl"].as_str().is_some_and(|url| url.contains(".invalid/")));
    assert_eq!(simulator.violations(), Vec::<String>::new());
    let waits = bench.watch.waits();
    assert_eq!(waits.iter().map(|(ms, _)| *ms).collect::<Vec<_>>(), [1_000, 1_500, 2_250]);
    assert!(waits.iter().all(|(_, why)| *why == Pause::Working));
}

#[tokio::test]
async fn every_reading_of_what_is_not_documented() {
    for shape in [Shape::Data, Shape::List, Shape::Nested, Shape::Flat] {
        for (at_work, snake_case, numeric_code) in [(1, false, false), (3, true, false), (1, true, true)] {
            let service = ImgOpen { shape, at_work, snake_case, numeric_code, ..ImgOpen::default() };
            let simulator = Simulator::start(service);
            let reply = bench(&simulator).run().await.expect("described");
            assert_eq!(reply.alt.as_deref(), Some(ALT), "{shape:?} {at_work} {snake_case} {numeric_code}");
            assert!(reply.request_id.is_some_and(|id| id.starts_with("test")));
        }
    }
}

#[tokio::test]
async fn a_caption_that_comes_with_generating_is_the_result() {
    let simulator = Simulator::start(ImgOpen { ending: Ending::AtOnce, ..ImgOpen::default() });
    let reply = bench(&simulator).run().await.expect("described");
    assert_eq!((reply.alt.as_deref(), simulator.received().len()), (Some(ALT), 1));
}

#[tokio::test]
async fn deepdanbooru_gives_tags_and_no_alt_text() {
    let simulator = Simulator::start(ImgOpen { work: 0, ..ImgOpen::default() });
    let reply = bench(&simulator).model("deepdanbooru").run().await.expect("described");
    assert_eq!((reply.alt, reply.tags.len()), (None, 4));
    assert_eq!(reply.tags[0], "1girl");
}

#[tokio::test]
async fn every_failure_after_the_submission_names_the_task() {
    for fault in [
        Fault::Spoilt(Answer::json(200, &json!({"code": "500", "msg": "busy"}))),
        Fault::Spoilt(Answer::json(200, &json!({"code": "200", "data": null}))),
        Fault::Html,
        Fault::Silence,
        Fault::Reset,
        Fault::Instead(Answer { status: 503, headers: vec![], kind: "text/html", body: vec![] }),
    ] {
        let simulator = Simulator::start(ImgOpen::default());
        let refusal = simulator.with(|service| {
            service.ending = Ending::Never;
            service.envelope("200", "success", &json!({"status": 1, "taskId": "t"}))
        });
        simulator.next(Fault::Spoilt(refusal));
        simulator.always(fault.clone());
        let failure = bench(&simulator).run().await.expect_err("nothing came");
        let name = simulator.with(|service| service.tasks.keys().next().cloned());
        assert_eq!(failure.request_id, name, "{fault:?}: {failure:?}");
    }
    let simulator = Simulator::start(ImgOpen { ending: Ending::Failed, ..ImgOpen::default() });
    let failure = bench(&simulator).run().await.expect_err("failed");
    assert_eq!(failure.request_id, simulator.with(|service| service.tasks.keys().next().cloned()));
}

#[tokio::test]
async fn status_0_is_a_failure_and_not_tried_again() {
    let simulator = Simulator::start(ImgOpen { ending: Ending::Failed, ..ImgOpen::default() });
    let failure = bench(&simulator).run().await.expect_err("failed");
    assert_eq!((failure.reason, failure.again), (Reason::ServiceRefusedImage, Some(Again::MayCostTwice)));
    says_it_in_a_sentence_of_its_own(&failure, "imgopen-failed");
    assert_eq!(simulator.with(|service| service.tasks.len()), 1);
}

#[tokio::test]
async fn the_wait_grows_and_ends_at_the_time_limit() {
    let simulator = Simulator::start(ImgOpen { ending: Ending::Never, ..ImgOpen::default() });
    let mut bench = bench(&simulator);
    bench.settings.insert("time_limit".into(), "60".into());
    let failure = bench.run().await.expect_err("too long");
    assert_eq!((failure.reason, failure.about["seconds"].as_str()), (Reason::Timeout, "60"));
    let waits: Vec<_> = bench.watch.waits().into_iter().map(|(ms, _)| ms).collect();
    assert!(waits.is_sorted() && waits.last().is_some_and(|ms| *ms <= 15_000), "{waits:?}");
    assert_eq!(simulator.with(|service| service.tasks.len()), 1, "submitted once");
    assert_eq!(simulator.received().len(), waits.len() + 1);
}

#[tokio::test]
async fn cancelling_ends_the_wait_at_once() {
    let simulator = Simulator::start(ImgOpen { ending: Ending::Never, ..ImgOpen::default() });
    let mut bench = bench(&simulator);
    bench.limits.pace = 1_000.0;
    bench.watch.cancel_while_waiting = Some(bench.cancel.clone());
    assert_eq!(bench.run().await.expect_err("cancelled").reason, Reason::Cancelled);
    assert_eq!(simulator.received().len(), 1);
}

#[tokio::test]
async fn without_an_address_nothing_is_sent() {
    let simulator = Simulator::start(ImgOpen::default());
    let mut bench = bench(&simulator);
    bench.image_url = None;
    assert_eq!(bench.run().await.expect_err("no address").reason, Reason::NeedsPublicUrl);
    assert!(simulator.received().is_empty());
}

#[tokio::test]
async fn a_wrong_key_is_rejected() {
    let simulator = Simulator::start(ImgOpen::default());
    let mut bench = bench(&simulator);
    bench.secrets = Secrets::none().with("access_key_id", "a-wrong-id").with("access_key_secret", "a-wrong-secret");
    let failure = bench.run().await.expect_err("rejected");
    assert_eq!((failure.reason, failure.provider_code.as_deref()), (Reason::KeyRejected, Some("401")));
    let failure = bench.query_account(AccountQuery::Key).await.expect("asked").expect_err("rejected");
    assert_eq!(failure.reason, Reason::KeyRejected);
    assert!(simulator.with(|service| service.tasks.is_empty()));
}

#[tokio::test]
async fn a_known_key_is_tested_without_a_task() {
    let simulator = Simulator::start(ImgOpen::default());
    bench(&simulator).query_account(AccountQuery::Key).await.expect("asked").expect("no complaint");
    assert!(simulator.with(|service| service.tasks.is_empty()));
}

#[tokio::test]
async fn each_submission_has_its_own_name_also_when_it_is_made_again() {
    let simulator = Simulator::start(ImgOpen { work: 0, ..ImgOpen::default() });
    let refusal = simulator.with(|service| service.envelope("429", "too many requests", &json!(null)));
    simulator.next(Fault::Spoilt(refusal));
    bench(&simulator).run().await.expect("described at the second try");
    assert_eq!(simulator.with(|service| service.tasks.len()), 2);
    assert_eq!(simulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_delivered_result_ends_the_wait_and_may_come_twice() {
    let simulator = Simulator::start(ImgOpen { ending: Ending::Never, ..ImgOpen::default() });
    let mut bench = bench(&simulator);
    bench.limits.pace = 1_000.0;
    let (slot, letters) = tokio::sync::mpsc::channel(8);
    bench.mailbox = Some(Mailbox::new("https://tunnel.example.org/callback/abc".into(), letters));
    let deliver = async {
        simulator.until_received(1).await;
        let name = simulator.with(|service| {
            service.ending = Ending::Done;
            service.tasks.keys().next().cloned().expect("submitted")
        });
        let told = simulator.with(|service| service.envelope("200", "success", &service.outcome(&name, 99)).body);
        slot.send(b"<html>".to_vec()).await.expect("open");
        slot.send(json!({"code": "200", "data": {"businessTaskId": "another", "caption": "x"}}).to_string().into())
            .await
            .expect("open");
        slot.send(told.clone()).await.expect("open");
        slot.send(told).await.expect("open");
    };
    let (reply, ()) = tokio::join!(bench.run(), deliver);
    let reply = reply.expect("described");
    assert_eq!((reply.alt.as_deref(), reply.charges.len()), (Some(ALT), 1));
    assert_eq!(simulator.received().len(), 1, "nobody had to ask");
    assert_eq!(simulator.received()[0].json()["callbackUrl"], "https://tunnel.example.org/callback/abc");
}

#[tokio::test]
async fn after_a_crash_the_outcome_is_asked_for_and_nothing_is_submitted_again() {
    let simulator = Simulator::start(ImgOpen::default());
    let bench = bench(&simulator);
    simulator.next(Fault::Reset);
    assert_eq!(bench.run().await.expect_err("lost").reason, Reason::OutcomeUnknown);
    let stored = bench.watch.progress.lock().expect("not poisoned").clone().expect("told before sending");
    let stored = serde_json::to_string(&stored).expect("stored");
    let progress: Progress = serde_json::from_str(&stored).expect("read back");
    let reply = bench.resume(progress).await.expect("can be asked").expect("described");
    assert_eq!(reply.alt.as_deref(), Some(ALT));
    assert_eq!(simulator.with(|service| service.tasks.len()), 1);
}

/// Every task is taken; questions after it meet this.
fn asked_in_vain(answer: Answer) -> (Simulator<ImgOpen>, Bench) {
    let simulator = Simulator::start(ImgOpen::default());
    let taken = json!({"status": 1, "taskId": "t", "businessTaskId": null});
    simulator.next(Fault::Spoilt(simulator.with(|service| service.envelope("200", "success", &taken))));
    simulator.always(Fault::Instead(answer));
    let bench = bench(&simulator);
    (simulator, bench)
}

#[tokio::test]
async fn a_question_that_is_answered_with_nonsense_is_asked_again_and_the_task_stays_known() {
    let page = |status| Answer { status, headers: vec![], kind: "text/html", body: b"<html>".to_vec() };
    let no_data = Answer::json(200, &json!({"code": "200", "msg": "success", "data": null}));
    for answer in [page(200), page(404), no_data] {
        let (simulator, bench) = asked_in_vain(answer);
        let failure = bench.run().await.expect_err("nonsense");
        assert_eq!((failure.reason, failure.again), (Reason::BadResponse, Some(Again::IsFree)));
        let asked = bench.watch.seen().iter().filter(|seen| **seen == Seen::Sending("queryTask")).count();
        assert_eq!(asked, 3);
        simulator.recovers();
        let progress = bench.watch.progress.lock().expect("not poisoned").clone().expect("known");
        let reply = bench.resume(progress).await.expect("can be asked").expect("described");
        assert_eq!(reply.alt.as_deref(), Some(ALT));
        assert_eq!(simulator.with(|service| service.tasks.len()), 1);
    }
}

#[tokio::test]
async fn a_task_that_was_taken_and_is_then_denied_may_have_been_charged() {
    let denied = Answer::json(200, &json!({"code": "400", "msg": "task not exist"}));
    let (_simulator, bench) = asked_in_vain(denied);
    let failure = bench.run().await.expect_err("denied");
    assert_eq!((failure.reason, failure.again), (Reason::InvalidRequest, Some(Again::MayCostTwice)));
}

#[tokio::test]
async fn one_bad_answer_to_a_question_does_not_end_the_wait() {
    let simulator = Simulator::start(ImgOpen::default());
    let taken = json!({"status": 1, "taskId": "t", "businessTaskId": null});
    simulator.next(Fault::Spoilt(simulator.with(|service| service.envelope("200", "success", &taken))));
    simulator.next(Fault::Html);
    simulator.next(Fault::Silence);
    let reply = bench(&simulator).run().await.expect("described");
    assert_eq!(reply.alt.as_deref(), Some(ALT));
}

#[tokio::test]
async fn while_a_result_may_be_delivered_bad_answers_do_not_end_the_wait() {
    let page = Answer { status: 404, headers: vec![], kind: "text/html", body: vec![] };
    let (simulator, mut bench) = asked_in_vain(page);
    let (slot, letters) = tokio::sync::mpsc::channel(8);
    bench.mailbox = Some(Mailbox::new("https://tunnel.example.org/callback/abc".into(), letters));
    bench.limits.pace = 0.000_1;
    let deliver = async {
        simulator.until_received(8).await;
        let name = simulator.with(|service| service.tasks.keys().next().expect("a task").clone());
        let told = simulator.with(|service| service.envelope("200", "success", &service.outcome(&name, 9)));
        slot.send(told.body).await.expect("delivered");
    };
    let (reply, ()) = tokio::join!(bench.run(), deliver);
    assert_eq!(reply.expect("described").alt.as_deref(), Some(ALT));
}

#[tokio::test]
async fn when_nobody_answers_the_question_the_outcome_is_unknown() {
    let simulator = Simulator::start(ImgOpen::default());
    simulator.next(Fault::Spoilt(simulator.with(|service| {
        service.envelope("200", "success", &json!({"status": 1, "taskId": "t", "businessTaskId": null}))
    })));
    simulator.always(Fault::Instead(Answer { status: 503, headers: vec![], kind: "text/html", body: vec![] }));
    let bench = bench(&simulator);
    assert_eq!(bench.run().await.expect_err("lost").reason, Reason::OutcomeUnknown);
    let asked = bench.watch.seen().iter().filter(|seen| **seen == Seen::Sending("queryTask")).count();
    assert_eq!((asked, simulator.with(|service| service.tasks.len())), (3, 1));
}
