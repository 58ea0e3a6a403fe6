//! The ways in which a picture of this computer gets a public address: a bucket, and this computer's own door.

use crate::bench::{Bench, Seen, picture, says_it_in_a_sentence_of_its_own};
use altsmith_core::failure::Reason;
use altsmith_core::provider::Driver;
use altsmith_core::provider::{Progress, Secrets};
use altsmith_tests::simulators::imgopen::{Ending, ImgOpen};
use altsmith_tests::simulators::s3::S3;
use altsmith_tests::simulators::{Fault, Simulator};
use serde_json::json;
use std::net::TcpListener;
use std::time::Duration;

pub fn bench(service: &Simulator<ImgOpen>) -> Bench {
    let mut bench = Bench::new("imgopen", &service.url);
    bench.image = Some(picture("image/jpeg", 64, 48));
    bench.secrets = secrets("test-bucket-secret/0123+456");
    bench
}

fn secrets(bucket_secret: &str) -> Secrets {
    Secrets::none()
        .with("access_key_id", "test-access-key-id")
        .with("access_key_secret", "test-access-key-secret")
        .with("s3_access_key_id", "AKIATESTKEY")
        .with("s3_secret_access_key", bucket_secret)
}

fn with_bucket(mut bench: Bench, storage: &str) -> Bench {
    let settings = [("s3_endpoint", storage), ("s3_bucket", "pictures"), ("s3_region", "eu-central-1")];
    bench.settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    bench
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

pub fn with_callback_server(mut bench: Bench, port: u16) -> Bench {
    bench.settings.insert("public_url".into(), format!("http://localhost:{port}/tunnel/"));
    bench.settings.insert("public_port".into(), port.to_string());
    bench
}

/// The submission that came in, once it has.
async fn submission(service: &Simulator<ImgOpen>) -> serde_json::Value {
    service.until_received(1).await;
    service.received()[0].json()
}

async fn get(url: &str) -> (u16, Vec<u8>) {
    let response = reqwest::get(url).await.expect("answers");
    (response.status().as_u16(), response.bytes().await.expect("a body").to_vec())
}

#[tokio::test]
async fn a_bucket_holds_the_picture_for_as_long_as_the_request_runs() {
    let (service, storage) = (Simulator::start(ImgOpen::default()), Simulator::start(S3::default()));
    let bench = with_bucket(bench(&service), &storage.url);
    let look = async {
        let link = submission(&service).await["image"].as_str().expect("an address").to_owned();
        let (status, bytes) = get(&link).await;
        assert_eq!((status, Some(&bytes)), (200, bench.image.as_ref().map(|image| &image.bytes)));
        let (changed, _) = get(&link.replace("X-Amz-Expires=3600", "X-Amz-Expires=36000")).await;
        assert_eq!(changed, 403, "the link's lifetime is part of what is signed");
        storage.with(|storage| storage.ahead = Duration::from_secs(3_600));
        assert_eq!(get(&link).await.0, 403, "after an hour it leads nowhere");
        storage.with(|storage| storage.ahead = Duration::ZERO);
        link
    };
    let (reply, link) = tokio::join!(bench.run(), look);
    assert!(reply.expect("described").alt.is_some());
    let (objects, deleted) = storage.with(|storage| (storage.objects.len(), storage.deleted.clone()));
    assert_eq!((objects, deleted.len()), (0, 1), "taken away");
    let name = deleted[0].strip_prefix("altsmith/").and_then(|name| name.strip_suffix(".jpg")).expect("its name");
    assert!(name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}");
    assert_eq!(get(&link).await.0, 404);
    assert_eq!(storage.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn the_picture_is_taken_out_of_the_bucket_also_when_the_request_fails_or_is_cancelled() {
    let (service, storage) = (Simulator::start(ImgOpen::default()), Simulator::start(S3::default()));
    service.always(Fault::Reset);
    let failing = with_bucket(bench(&service), &storage.url);
    assert_eq!(failing.run().await.expect_err("lost").reason, Reason::OutcomeUnknown);
    assert_eq!(storage.with(|storage| (storage.objects.len(), storage.deleted.len())), (0, 1));

    let service = Simulator::start(ImgOpen { ending: Ending::Never, ..ImgOpen::default() });
    let mut cancelled = with_bucket(bench(&service), &storage.url);
    cancelled.watch.cancel_while_waiting = Some(cancelled.cancel.clone());
    assert_eq!(cancelled.run().await.expect_err("cancelled").reason, Reason::Cancelled);
    assert_eq!(storage.with(|storage| (storage.objects.len(), storage.deleted.len())), (0, 2));
}

#[tokio::test]
async fn an_upload_that_was_broken_off_is_taken_back() {
    let (service, storage) = (Simulator::start(ImgOpen::default()), Simulator::start(S3::default()));
    for fault in [Fault::Reset, Fault::Silence] {
        storage.next(fault.clone());
        let before = storage.with(|storage| storage.deleted.len());
        let seen = storage.received().len();
        let mut bench = with_bucket(bench(&service), &storage.url);
        bench.limits.call = Duration::from_secs(600);
        let cancel = async {
            storage.until_received(seen + 1).await;
            if matches!(fault, Fault::Silence) {
                bench.cancel.cancel();
            }
        };
        let (result, ()) = tokio::join!(bench.run(), cancel);
        let reason = result.expect_err("broken off").reason;
        assert!(matches!(reason, Reason::Network | Reason::Cancelled), "{reason:?}");
        let left = storage.with(|storage| (storage.objects.len(), storage.deleted.len() - before));
        assert_eq!(left, (0, 1), "{fault:?}: it had arrived all the same");
    }
    assert!(service.received().is_empty());
}

#[tokio::test]
async fn a_bucket_that_refuses_is_named_and_the_service_is_not_asked() {
    let (service, storage) = (Simulator::start(ImgOpen::default()), Simulator::start(S3::default()));
    let mut bench = with_bucket(bench(&service), &storage.url);
    bench.secrets = secrets("a-wrong-bucket-secret");
    let failure = bench.run().await.expect_err("refused");
    assert_eq!((failure.reason, failure.about["host"].as_str()), (Reason::KeyRejected, "127.0.0.1"));
    assert_eq!((&*failure.about["provider"], &*failure.about["field"]), ("Img Open", "s3_access_key_id"));
    says_it_in_a_sentence_of_its_own(&failure, "publish-bucket-key-rejected");
    assert!(service.received().is_empty() && bench.watch.sent() == 0);
}

#[tokio::test]
async fn a_model_that_does_not_exist_is_refused_before_the_picture_is_laid_out() {
    let (service, storage) = (Simulator::start(ImgOpen::default()), Simulator::start(S3::default()));
    let bench = with_bucket(bench(&service), &storage.url).model("dall-e");
    assert_eq!(bench.run().await.expect_err("refused").reason, Reason::ModelNotFound);
    assert!(service.received().is_empty() && storage.received().is_empty());
}

#[tokio::test]
async fn local_only_keeps_the_picture_out_of_the_bucket() {
    let service = Simulator::start(ImgOpen::default());
    let mut bench = with_bucket(bench(&service), "https://s3.example.org");
    bench.local_only = true;
    assert_eq!(bench.run().await.expect_err("refused").reason, Reason::LocalOnly);
    assert!(service.received().is_empty());
}

#[tokio::test]
async fn the_name_of_what_lies_in_the_bucket_is_known_before_it_lies_there_and_until_it_is_away() {
    let (service, storage) =
        (Simulator::start(ImgOpen { work: 0, ..ImgOpen::default() }), Simulator::start(S3::default()));
    let bench = with_bucket(bench(&service), &storage.url);
    bench.run().await.expect("described");
    let name = storage.with(|storage| storage.deleted[0].clone());
    let noted: Vec<_> = bench.watch.seen().into_iter().filter(|seen| !matches!(seen, Seen::Waiting(..))).collect();
    assert_eq!(noted[0], Seen::LaysOut(name.clone()));
    assert_eq!(noted.last(), Some(&Seen::TookAway(name)));

    storage.always(Fault::Reset);
    let lost = with_bucket(crate::publish::bench(&service), &storage.url);
    lost.run().await.expect_err("not laid there, as far as is known");
    assert!(!lost.watch.seen().iter().any(|seen| matches!(seen, Seen::TookAway(_))), "it may lie there");
}

#[tokio::test]
async fn the_own_door_hands_out_exactly_one_picture_and_takes_the_result() {
    let service = Simulator::start(ImgOpen { ending: Ending::Never, ..ImgOpen::default() });
    let port = free_port();
    let mut bench = with_callback_server(bench(&service), port);
    bench.limits.pace = 1_000.0;
    let client = reqwest::Client::new();
    let visit = async {
        let submitted = submission(&service).await;
        let (image, callback) =
            (submitted["image"].as_str().expect("url"), submitted["callbackUrl"].as_str().expect("url"));
        assert!(image.starts_with(&format!("http://localhost:{port}/tunnel/")), "{image}");
        let (status, bytes) = get(image).await;
        assert_eq!((status, Some(&bytes)), (200, bench.image.as_ref().map(|image| &image.bytes)));
        for wrong in [
            format!("http://localhost:{port}/"),
            format!("http://localhost:{port}/tunnel/0123456789abcdef0123456789abcdef/image.jpg"),
            image.replace("image.jpg", "../../etc/passwd"),
            image.replace("image.jpg", "result"),
            callback.to_owned(),
        ] {
            assert_eq!(get(&wrong).await.0, 404, "{wrong}");
        }
        let too_large = client.post(callback).body(vec![b'x'; 100_000]).send().await.expect("answers");
        assert_eq!(too_large.status().as_u16(), 413);
        let name = submitted["businessTaskId"].as_str().expect("a name").to_owned();
        let told = service.with(|service| {
            service.ending = Ending::Done;
            service.envelope("200", "success", &service.outcome(&name, 99)).body
        });
        let answer = client.post(callback).body(told).send().await.expect("answers");
        let answer: serde_json::Value = answer.json().await.expect("JSON");
        assert_eq!(answer, json!({"code": "200"}));
    };
    let (reply, ()) = tokio::join!(bench.run(), visit);
    assert!(reply.expect("described").alt.is_some_and(|alt| alt.starts_with("a close up")));
    assert_eq!(service.received().len(), 1, "nobody had to ask");
    assert!(TcpListener::bind(("127.0.0.1", port)).is_ok(), "the door is closed behind the request");
}

#[tokio::test]
async fn requests_at_the_same_time_share_the_door_and_the_next_one_opens_it_again() {
    let service = Simulator::start(ImgOpen::default());
    let port = free_port();
    let benches = [with_callback_server(bench(&service), port), with_callback_server(bench(&service), port)];
    let driver = Driver::new(benches[0].limits).expect("connections");
    for _ in 0..2 {
        let (one, two) = tokio::join!(benches[0].run_with(&driver), benches[1].run_with(&driver));
        assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
    }
    let addresses: std::collections::BTreeSet<_> =
        service.with(|service| service.tasks.values().map(|task| task.submitted["image"].to_string()).collect());
    assert_eq!(addresses.len(), 4, "each picture has its own address");
}

#[tokio::test]
async fn a_port_that_is_taken_is_said_before_anything_is_sent() {
    let service = Simulator::start(ImgOpen::default());
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("bound").port();
    let mut bench = with_callback_server(bench(&service), port);
    let failure = bench.run().await.expect_err("taken");
    assert_eq!((failure.reason, failure.about["key"].as_str()), (Reason::SettingInvalid, "public_port"));
    says_it_in_a_sentence_of_its_own(&failure, "publish-port-taken");
    assert!(service.received().is_empty());
    // A picture with an address of its own needs no door: the result is asked for.
    bench.image_url = Some("https://example.org/a.jpg".into());
    bench.run().await.expect("described");
    assert!(service.received()[0].json()["callbackUrl"].as_str().is_some_and(|url| url.contains(".invalid/")));
}

#[tokio::test]
async fn a_bucket_that_is_half_set_up_stops_only_pictures_that_need_it() {
    let service = Simulator::start(ImgOpen::default());
    let mut bench = with_bucket(bench(&service), "https://s3.example.org");
    for (key, field) in [("", "s3_access_key_id"), ("AKIATESTKEY", "s3_secret_access_key")] {
        bench.secrets = ["access_key_id", "access_key_secret"]
            .into_iter()
            .fold(Secrets::none(), |secrets, name| secrets.with(name, &format!("test-{}", name.replace('_', "-"))))
            .with("s3_access_key_id", key);
        bench.image_url = None;
        let failure = bench.run().await.expect_err("no key");
        assert_eq!((failure.reason, failure.about["field"].as_str()), (Reason::KeyMissing, field));
        assert_eq!(failure.about["provider"], "Img Open", "it is entered in the service's form");
        says_it_in_a_sentence_of_its_own(&failure, "publish-bucket-key-missing");
        let before = service.received().len();
        bench.image_url = Some("https://example.org/a.jpg".into());
        bench.run().await.expect("described");
        assert_eq!(service.received()[before].json()["image"], "https://example.org/a.jpg");
    }
}

#[tokio::test]
async fn an_address_in_a_private_network_is_of_no_use_to_a_service_far_away() {
    for address in ["http://127.0.0.1:8000/a.jpg", "https://192.168.1.5/a.jpg", "http://localhost/a.jpg"] {
        let mut bench = Bench::new("imgopen", "https://api.example.org");
        bench.secrets = secrets("x");
        bench.image_url = Some(address.into());
        assert_eq!(bench.run().await.expect_err(address).reason, Reason::NeedsPublicUrl);
    }
}

#[tokio::test]
async fn a_bucket_wins_over_the_door_and_the_own_address_over_both() {
    let (service, storage) = (Simulator::start(ImgOpen::default()), Simulator::start(S3::default()));
    let mut both = with_callback_server(with_bucket(bench(&service), &storage.url), free_port());
    both.run().await.expect("described");
    assert!(service.received()[0].json()["image"].as_str().is_some_and(|url| url.starts_with(&storage.url)));
    both.image_url = Some("https://example.org/a.jpg".into());
    let before = (service.received().len(), storage.received().len());
    both.run().await.expect("described");
    assert_eq!(service.received()[before.0].json()["image"], "https://example.org/a.jpg");
    assert_eq!(storage.received().len(), before.1);
}

/// Against a server that is not ours. To run it: start one with a bucket `pictures` (`moto_server -p 5000`, then
/// `curl -X PUT http://127.0.0.1:5000/pictures`), and give its address in `ALTSMITH_TEST_S3`.
#[tokio::test]
#[ignore = "needs an S3-compatible server, see above"]
async fn a_real_storage_takes_hands_out_and_deletes() {
    let storage = std::env::var("ALTSMITH_TEST_S3").expect("ALTSMITH_TEST_S3 names the server");
    let service = Simulator::start(ImgOpen::default());
    let bench = with_bucket(bench(&service), &storage);
    let look = async {
        let link = submission(&service).await["image"].as_str().expect("an address").to_owned();
        let (status, bytes) = get(&link).await;
        assert_eq!((status, Some(&bytes)), (200, bench.image.as_ref().map(|image| &image.bytes)));
        link
    };
    let (reply, link) = tokio::join!(bench.run(), look);
    reply.expect("described");
    assert_eq!(get(&link).await.0, 404, "taken away");
}

/// What the queue stores can be read back.
#[test]
fn progress_survives_being_stored() {
    let progress = Progress { task: Some("t".into()), polls: 3, ..Progress::default() };
    let text = serde_json::to_string(&progress).expect("stored");
    assert_eq!(serde_json::from_str::<Progress>(&text).expect("read back"), progress);
    assert_eq!(
        serde_json::from_str::<Progress>("{\"reply\":{\"tags\":[]}}").expect("an older one"),
        Progress::default()
    );
}
