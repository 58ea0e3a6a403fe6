//! What an earlier start left in the middle: stored answers become words, outcomes are asked for where that is free, and
//! about the rest the person decides. Nothing that was paid is lost or paid again.

use crate::world::{Known, World};
use altsmith_core::failure::{Again, Failure, Reason};
use altsmith_core::imaging::Format;
use altsmith_core::ingest::{Incoming, Item};
use altsmith_core::library::{JobState, Library, NewImage, Origin};
use altsmith_core::money::{Amount, Unit};
use altsmith_core::provider::adapter::Cost;
use altsmith_core::provider::observer::{Answered, Observer, Outgoing};
use altsmith_core::provider::{self, Progress, Request};
use altsmith_core::queue::{Begin, JobSpec, Queue, budget};
use altsmith_core::view::Receipt;
use altsmith_tests::simulators::Fault;
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::imgopen::{Ending, ImgOpen};
use altsmith_tests::simulators::zakai::ZakAi;
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

const NEVER: fn() -> CancellationToken = CancellationToken::new;

/// Leaves a job as a process does that dies once this answer was stored; the picture's row.
pub async fn leave<S: Known>(world: &World<S>, request: Request, operation: &'static str, body: &str) -> i64 {
    let Incoming::Path(path) = world.picture(1) else { panic!("a file") };
    let bytes = std::fs::read(&path).expect("the picture");
    let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let library = Library::open(world.data.path()).expect("a database").library;
    let image = NewImage {
        hash: hash.clone(),
        file: None,
        looks: None,
        name: "1.png".into(),
        origin: Some(Origin::Path(path)),
        format: Format::Png,
        width: 40,
        height: 30,
        bytes: bytes.len() as u64,
        now_ms: 1,
    };
    let image_id = library.put_image(&image).expect("a row");
    let spec = spec::<S>(image_id, hash, request);
    let queue = Queue::open(library, world.data.path()).expect("a queue");
    let Begin::Go(job) = queue.begin(&spec, false).await.expect("begun") else { panic!("to be sent") };
    let call = Outgoing {
        loopback: true,
        operation,
        host: "host.example".into(),
        bytes: 77,
        cost: Cost::MayCharge,
        tries: 1,
        progress: Progress::default(),
    };
    let watch = job.watch(&NEVER(), |_| {});
    watch.before_send(&call).await.expect("marked");
    let answer = Answered { status: 200, body: body.to_owned(), duration_ms: 42 };
    watch.answered(&call, &answer).await.expect("stored");
    image_id
}

/// What such a job was to ask.
fn spec<S: Known>(image_id: i64, hash: String, request: Request) -> JobSpec {
    let documented = provider::kind(S::ID).expect("the kind").descriptor.price;
    JobSpec {
        image_id,
        hash,
        request_key: "left".into(),
        provider: S::ID.into(),
        account: String::new(),
        request,
        run: None,
        since_ms: i64::MAX,
        max_wait_ms: None,
        resend: false,
        no_more: CancellationToken::new(),
        permit: None,
        limits: &[],
        price: documented.unwrap_or(Amount { value: 1.0, unit: Unit::Requests }),
        caps: budget::Caps::none(),
        receipt: Some(Receipt {
            host: "host.example".into(),
            mime: "image/jpeg".into(),
            width: 40,
            height: 30,
            bytes: 77,
            metadata_removed: true,
            by_address: false,
            via: None,
        }),
    }
}

pub fn request(model: &str) -> Request {
    Request {
        model: model.into(),
        language: "en".into(),
        style: "alt".into(),
        max_chars: Some(125),
        ..Request::default()
    }
}

#[tokio::test]
async fn a_stored_answer_becomes_words_without_its_picture_and_without_a_key() {
    for gone in [false, true] {
        let world = World::<DescribePicture>::new().await;
        world.engine.accounts().delete_keys("describepicture", Some("app_id")).await.expect("taken away");
        let body = r#"{"answer":"**A red square.**","lastCredits":41}"#;
        let image_id = leave(&world, request("describe_picture_api"), "describe_picture_api", body).await;
        if gone {
            std::fs::remove_file(world.path("1.png")).expect("deleted");
        }
        assert!(world.engine.recovery().unfinished().await.expect("a list").is_empty(), "it needs nobody's word");
        assert_eq!(world.engine.recovery().finish_stored(&NEVER()).await.expect("finished"), 1);
        let words = world.engine.history().entry(image_id).await.expect("an entry").versions.remove(0);
        assert_eq!(words.alt.as_deref(), Some("A red square."));
        assert_eq!((words.receipt.expect("a receipt").bytes, words.duration_ms), (77, 42));
        assert_eq!(world.engine.accounts().usage(1).await.expect("usage").balances[0].credits.remaining, Some(41.0));
        assert_eq!(world.engine.recovery().finish_stored(&NEVER()).await.expect("finished"), 0, "once");
        assert_eq!(world.sent(), 0, "nothing was asked again");
    }
}

#[tokio::test]
async fn an_answer_at_which_two_starts_ended_is_set_aside_by_the_third_and_holds_up_no_other() {
    let body = r#"{"answer":"**A red square.**","lastCredits":41}"#;
    for (ended, words) in [(1, 1), (2, 0)] {
        let world = World::<DescribePicture>::new().await;
        let image_id = leave(&world, request("describe_picture_api"), "describe_picture_api", body).await;
        let open = || {
            let library = Library::open(world.data.path()).expect("a database").library;
            Queue::open(library, world.data.path()).expect("a queue")
        };
        for _ in 0..ended {
            // A start that ends while it makes words of it.
            let queue = open();
            let spec = spec::<DescribePicture>(image_id, String::new(), request(""));
            let begun = queue.take_up(1, spec).await.expect("taken up");
            let Some(Begin::Stored(job, _)) = begun else { panic!("a paid answer was lost") };
            assert!(job.begin_words().await.expect("counted"));
        }
        assert_eq!(world.engine.recovery().finish_stored(&NEVER()).await.expect("finished"), words, "{ended}");
        let row = open().job(1).await.expect("a look").expect("a row");
        if words == 1 {
            assert_eq!(row.state, JobState::Done);
            continue;
        }
        assert_eq!(row.state, JobState::Failed, "nobody tries it again");
        assert!(row.reply.is_some_and(|reply| reply.contains("A red square")), "what was paid for is kept");
        let failure: Failure = serde_json::from_str(&row.failure.expect("why")).expect("a failure");
        assert_eq!((failure.reason, failure.again), (Reason::BadResponse, Some(Again::MayCostTwice)));
        assert!(failure.about["beginning"].contains("A red square"), "{failure:?}");
        assert_eq!(world.engine.accounts().ledger(10).await.expect("a ledger").len(), 1, "it was charged");
        assert_eq!(world.engine.recovery().finish_stored(&NEVER()).await.expect("finished"), 0);
        assert_eq!(world.sent(), 0);
    }
}

pub const CONTENT: &str =
    r#"{"code":0,"message":"success","request_id":"r","data":{"content":"A red square on white."}}"#;

#[tokio::test]
async fn a_request_of_several_calls_goes_on_where_it_was() {
    let world = World::<ImageDescriber>::new().await;
    let image_id = leave(&world, request("everything"), "generate_content", CONTENT).await;
    assert_eq!(world.engine.recovery().finish_stored(&NEVER()).await.expect("finished"), 1);
    let paths: Vec<_> = world.service.received().into_iter().map(|received| received.path).collect();
    assert_eq!(paths, ["/api/v1/generate_alt_text", "/api/v1/generate_tags"], "what was answered is not asked again");
    let words = world.engine.history().entry(image_id).await.expect("an entry").versions.remove(0);
    assert_eq!(words.description.as_deref(), Some("A red square on white."));
    assert!(!words.tags.is_empty());
}

#[tokio::test]
async fn without_its_picture_what_the_first_call_brought_is_kept() {
    let world = World::<ImageDescriber>::new().await;
    let image_id = leave(&world, request("everything"), "generate_content", CONTENT).await;
    std::fs::remove_file(world.path("1.png")).expect("deleted");
    assert_eq!(world.engine.recovery().finish_stored(&NEVER()).await.expect("finished"), 1);
    let words = world.engine.history().entry(image_id).await.expect("an entry").versions.remove(0);
    assert_eq!(words.alt.as_deref(), Some("A red square on white."));
    assert_eq!(world.sent(), 0);
}

#[tokio::test]
async fn the_answer_to_a_question_is_kept_as_an_answer() {
    let world = World::<DescribePicture>::new().await;
    let asked = Request { style: "question".into(), prompt: Some("What colour?".into()), ..request("") };
    let image_id = leave(&world, asked, "describe_picture_api", r#"{"answer":"Red.","lastCredits":41}"#).await;
    assert_eq!(world.engine.recovery().finish_stored(&NEVER()).await.expect("finished"), 1);
    let conversation = world.engine.history().conversation(image_id).await.expect("a conversation");
    assert_eq!(conversation.exchanges[0].question, "What colour?");
    assert_eq!(conversation.exchanges[0].answer, "Red.");
    assert!(world.engine.history().entry(image_id).await.expect("an entry").versions.is_empty());
}

#[tokio::test]
async fn an_outcome_that_can_be_asked_for_is_found_and_one_that_cannot_waits() {
    let world = World::with(ImgOpen { ending: Ending::Done, work: 0, ..ImgOpen::default() }).await;
    let pictures = PictureServer::start();
    let name = "a.png".to_owned();
    let from = Incoming::Url { url: pictures.url.clone(), typed: true };
    let item = Item { from, source: pictures.url.clone(), name };
    world.service.next(Fault::Reset);
    let lost =
        world.engine.describing().describe(&item, &world.options("", "r"), &NEVER(), &|_| {}).await.expect_err("lost");
    assert_eq!(lost.reason, Reason::OutcomeUnknown);
    assert_eq!(world.engine.recovery().unfinished().await.expect("a list").len(), 1);
    assert_eq!(world.engine.recovery().finish_stored(&NEVER()).await.expect("finished"), 0, "there is no answer yet");
    assert_eq!(world.service.received().len(), 1);

    let world = world.again().await;
    assert_eq!(world.engine.recovery().ask_outcomes(&NEVER()).await.expect("asked"), 1);
    assert!(world.engine.recovery().unfinished().await.expect("a list").is_empty());
    assert_eq!(world.service.with(|service| service.tasks.len()), 1, "submitted once");
    let history = world.engine.history().page(Default::default()).await.expect("the history");
    assert_eq!(history.total, 1);

    let other = World::<ZakAi>::new().await;
    other.service.next(Fault::Reset);
    other.describe(1, &other.options("", "r")).await.expect_err("lost");
    assert_eq!(other.engine.recovery().ask_outcomes(&NEVER()).await.expect("asked"), 0);
    assert_eq!((other.engine.recovery().unfinished().await.expect("a list").len(), other.sent()), (1, 1));
}

#[tokio::test]
async fn the_person_decides_what_becomes_of_an_unknown_outcome() {
    let world = World::<ZakAi>::new().await;
    world.service.next(Fault::Reset);
    world.describe(1, &world.options("", "r")).await.expect_err("lost");
    let world = world.again().await;
    let unfinished = world.engine.recovery().unfinished().await.expect("a list");
    let [left] = &unfinished[..] else { panic!("{unfinished:?}") };
    assert_eq!((left.name.as_str(), left.trouble.reason), ("ZAK-AI", Reason::OutcomeUnknown));
    assert_eq!(left.picture.as_ref().map(|picture| picture.name.as_str()), Some("1.png"));
    assert!(left.sent_ms.is_some());
    assert!(left.trouble.message.contains("“1.png”"), "{}", left.trouble.message);

    let aside = world.path("aside.png");
    std::fs::rename(world.path("1.png"), &aside).expect("moved");
    let failure =
        world.engine.recovery().settle(left.job_id, true, &CancellationToken::new(), &|_| {}).await.expect_err("gone");
    assert_eq!(failure.reason, Reason::FileGone);
    world.picture(2);
    std::fs::rename(world.path("2.png"), world.path("1.png")).expect("another picture in its place");
    let failure = world
        .engine
        .recovery()
        .settle(left.job_id, true, &CancellationToken::new(), &|_| {})
        .await
        .expect_err("changed");
    assert_eq!((failure.reason, failure.about["gone"].as_str()), (Reason::FileGone, "changed"));
    assert_eq!(
        (world.engine.recovery().unfinished().await.expect("a list").len(), world.sent()),
        (1, 1),
        "the request stays"
    );

    std::fs::rename(&aside, world.path("1.png")).expect("put back");
    world.engine.recovery().settle(left.job_id, true, &CancellationToken::new(), &|_| {}).await.expect("sent again");
    assert!(world.engine.recovery().unfinished().await.expect("a list").is_empty());
    assert_eq!(
        (world.sent(), world.engine.history().page(Default::default()).await.expect("the history").total),
        (2, 1)
    );
    assert_eq!(
        world
            .engine
            .recovery()
            .settle(left.job_id, true, &CancellationToken::new(), &|_| {})
            .await
            .expect_err("settled")
            .reason,
        Reason::NotFound
    );
}

#[tokio::test]
async fn what_is_given_up_is_not_sent_and_can_be_asked_anew() {
    let world = World::<ZakAi>::new().await;
    world.service.next(Fault::Reset);
    world.describe(1, &world.options("", "r")).await.expect_err("lost");
    let left = world.engine.recovery().unfinished().await.expect("a list").remove(0);
    world.engine.recovery().settle(left.job_id, false, &CancellationToken::new(), &|_| {}).await.expect("given up");
    assert!(world.engine.recovery().unfinished().await.expect("a list").is_empty());
    assert_eq!(world.sent(), 1);
    world.describe(1, &world.options("", "r")).await.expect("asked anew");
    assert_eq!(world.sent(), 2);
}

/// Hands out one picture at an address of this computer.
pub struct PictureServer {
    pub url: String,
}

impl PictureServer {
    pub fn start() -> Self {
        use std::io::{BufRead, BufReader, Cursor, Write};
        let mut bytes = Cursor::new(Vec::new());
        let pixels = image::RgbImage::from_pixel(40, 30, image::Rgb([9, 9, 200]));
        pixels.write_to(&mut bytes, image::ImageFormat::Png).expect("encodes");
        let bytes = bytes.into_inner();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/a.png", listener.local_addr().expect("an address"));
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut lines = BufReader::new(stream.try_clone().expect("a handle")).lines();
                while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    bytes.len()
                );
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&bytes));
            }
        });
        Self { url }
    }
}
