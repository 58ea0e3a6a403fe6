//! The durable queue under kills: a process that describes pictures is killed at every step and at random moments, and
//! started again, against a server that counts what it was asked. No picture is lost, none is paid twice.
//!
//! The process is this test program again, running [`victim`] alone.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result
#![allow(clippy::print_stdout)] // the process that is killed says on its standard output how far it came

use altsmith_core::engine::Engine;

use altsmith_core::failure::{Failure, Reason};
use altsmith_core::imaging::{Format, Prepared};
use altsmith_core::ingest::{Incoming, Item};
use altsmith_core::library::{LedgerKind, Library, NewDescription, NewImage};
use altsmith_core::money::{Amount, Unit};
use altsmith_core::provider::Driver;
use altsmith_core::provider::http::Limits;
use altsmith_core::provider::observer::{Answered, Observer, Outgoing, Pause};
use altsmith_core::provider::{self, Connection, Reply, Request, RequestContext, Secrets};
use altsmith_core::queue::budget::Caps;
use altsmith_core::queue::{Begin, JobSpec, Queue, Watch};
use altsmith_core::view::HistoryQuery;
use altsmith_core::workspace::DataDir;
use altsmith_tests::simulators::openai_compatible::OpenAiCompatible;
use altsmith_tests::simulators::{Fault, Simulator, Then};
use futures::future::BoxFuture;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

const PICTURES: usize = 32;

/// Counts the requests for each picture, and answers a little later.
struct Server {
    address: String,
    asked: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Server {
    fn start(delay: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(BTreeMap::new()));
        let counted = asked.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let counted = counted.clone();
                std::thread::spawn(move || drop(serve(stream, &counted, delay)));
            }
        });
        Self { address, asked }
    }

    fn asked(&self) -> BTreeMap<String, usize> {
        self.asked.lock().expect("counts").clone()
    }
}

/// Requests of one connection. A request counts once it is complete: from then on a service would charge it.
fn serve(stream: TcpStream, asked: &Mutex<BTreeMap<String, usize>>, delay: Duration) -> std::io::Result<()> {
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let said: serde_json::Value = serde_json::from_slice(&body)?;
        let picture = said["caption"].as_str().unwrap_or_default().to_owned();
        *asked.lock().expect("counts").entry(picture.clone()).or_default() += 1;
        std::thread::park_timeout(delay);
        let answer =
            serde_json::json!({ "status": "OK", "alttext": format!("Picture {picture}."), "duration": 1 }).to_string();
        write!(
            writer,
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{answer}",
            answer.len()
        )?;
    }
}

/// Starts the process that describes `pictures`, and dies where it is told to.
fn start(folder: &Path, server: &Server, pictures: usize, die_at: &str) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "victim", "--ignored", "--nocapture", "--test-threads=1"])
        .env("ALTSMITH_TEST_FOLDER", folder)
        .env("ALTSMITH_TEST_SERVER", &server.address)
        .env("ALTSMITH_TEST_PICTURES", pictures.to_string())
        .env("ALTSMITH_TEST_DIE_AT", die_at)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a process")
}

/// Runs it to its end; what it says of each picture.
fn run(folder: &Path, server: &Server, pictures: usize, die_at: &str) -> (bool, BTreeMap<String, String>) {
    let output = start(folder, server, pictures, die_at).wait_with_output().expect("an end");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = text.lines().filter_map(|line| line.split_once("picture ")?.1.split_once(": "));
    (output.status.success(), said.map(|(picture, what)| (picture.to_owned(), what.to_owned())).collect())
}

/// What the database holds: for each picture the number of its answers, the charges of the ledger, and what was perhaps charged.
fn kept(folder: &Path) -> (BTreeMap<String, usize>, usize, usize) {
    let library = Library::open(folder).expect("a sound database").library;
    let mut answers = BTreeMap::new();
    for picture in 0..PICTURES {
        let Some(image) = library.image_by_hash(&hash(picture)).expect("a picture") else { continue };
        answers.insert(picture.to_string(), library.versions(image.id).expect("versions").len());
    }
    let lines = library.ledger(None, 0, 1_000).expect("a ledger");
    let count = |kind| lines.iter().filter(|line| line.line.kind == kind).count();
    (answers, count(LedgerKind::Charge), count(LedgerKind::Perhaps))
}

#[test]
fn killed_at_any_step_it_pays_once_and_keeps_what_it_paid_for() {
    for (die_at, asked, words, said) in [
        ("written", 1, 1, "described"),
        ("marked", 0, 0, "unknown"),
        ("unsaved", 1, 0, "unknown"),
        ("answered", 1, 1, "described"),
        ("saved", 1, 1, "answered"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let server = Server::start(Duration::ZERO);
        let (ended, _) = run(folder.path(), &server, 1, die_at);
        assert!(!ended, "{die_at}: it should have died");
        for _ in 0..2 {
            let (ended, told) = run(folder.path(), &server, 1, "");
            assert!(ended, "{die_at}");
            assert!(told["0"] == said || told["0"] == "answered", "{die_at}: {told:?}");
        }
        assert_eq!(
            server.asked().get("0").copied().unwrap_or(0),
            asked,
            "{die_at}: requests that a service would charge"
        );
        let (answers, paid, perhaps) = kept(folder.path());
        assert_eq!((answers["0"], paid), (words, words), "{die_at}: answers and charges");
        assert_eq!(perhaps, 1 - words, "{die_at}: what is unknown was perhaps charged");
    }
}

#[test]
fn words_of_a_stored_answer_need_neither_another_request_nor_the_picture() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(Duration::ZERO);
    let (ended, _) = run(folder.path(), &server, 1, "answered");
    assert!(!ended, "it should have died between answer and words");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        // The picture never was a file, and this start has no key.
        let engine = Engine::open(DataDir::at(folder.path()), "en").expect("an engine");
        let never = CancellationToken::new();
        assert_eq!(engine.recovery().finish_stored(&never).await.expect("finished"), 1);
        assert_eq!(engine.recovery().finish_stored(&never).await.expect("finished"), 0);
        let history = engine.history().page(HistoryQuery::default()).await.expect("the history");
        assert_eq!(history.entries[0].words.alt.as_deref(), Some("Picture 0."));
    });
    assert_eq!(server.asked()["0"], 1, "asked once");
    let (answers, paid, _) = kept(folder.path());
    assert_eq!((answers["0"], paid), (1, 1));
    let (ended, told) = run(folder.path(), &server, 1, "");
    assert!(ended && told["0"] == "answered", "{told:?}");
    assert_eq!(server.asked()["0"], 1, "and never again");
}

#[test]
fn killed_at_random_moments_no_picture_is_lost_and_none_is_paid_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(Duration::from_millis(7));
    let mut chance: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut kills = 0;
    while server.asked().len() < PICTURES * 3 / 4 && kills < 300 {
        let mut child = start(folder.path(), &server, PICTURES, "");
        let mut heard = BufReader::new(child.stdout.take().expect("output"));
        let mut line = String::new();
        while !line.contains("ready") && heard.read_line(&mut line).expect("a line") > 0 {}
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let moment = Instant::now() + Duration::from_micros((chance >> 33) % 50_000);
        while Instant::now() < moment {
            std::hint::spin_loop();
        }
        child.kill().expect("killed");
        child.wait().expect("an end");
        kills += 1;
    }
    let (ended, told) = run(folder.path(), &server, PICTURES, "");
    assert!(ended && kills > 3, "{kills} kills");
    let (answers, paid, perhaps) = kept(folder.path());
    let asked = server.asked();
    for picture in (0..PICTURES).map(|picture| picture.to_string()) {
        let asked = asked.get(&picture).copied().unwrap_or(0);
        assert!(asked <= 1, "picture {picture} was paid {asked} times after {kills} kills");
        match told[&picture].as_str() {
            "described" | "answered" => assert_eq!((asked, answers[&picture]), (1, 1), "picture {picture}"),
            "unknown" => assert_eq!(answers[&picture], 0, "picture {picture}"),
            other => panic!("picture {picture}: {other}"),
        }
    }
    let described = answers.values().sum::<usize>();
    assert_eq!((paid, perhaps), (described, PICTURES - described), "a ledger line for each");
    assert!(described > 0);
}

#[test]
fn two_processes_at_once_send_each_request_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(Duration::from_millis(7));
    let both = [0, 1].map(|_| start(folder.path(), &server, PICTURES, ""));
    for child in both {
        let output = child.wait_with_output().expect("an end");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said}");
        let good = said.matches(": described").count() + said.matches(": answered").count();
        assert_eq!(good, PICTURES, "{said}");
    }
    let asked = server.asked();
    assert_eq!(asked.len(), PICTURES);
    assert!(asked.values().all(|count| *count == 1), "{asked:?}");
    assert_eq!(kept(folder.path()).1, PICTURES);
}

#[test]
fn killed_while_words_come_it_shows_what_came_and_sends_nothing_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Simulator::start(OpenAiCompatible::keyless());
    // Silence in the middle of the words.
    server.always(Fault::Until(800, Then::Silence));
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "streaming_victim", "--ignored", "--nocapture", "--test-threads=1"])
        .env("ALTSMITH_TEST_FOLDER", folder.path())
        .env("ALTSMITH_TEST_SERVER", format!("{}/v1", server.url))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a process");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let engine = Engine::open(DataDir::at(folder.path()), "en").expect("an engine");
        let until = Instant::now() + Duration::from_secs(60);
        let library = Library::open(folder.path()).expect("a database").library;
        let queue = Queue::open(library, folder.path()).expect("a queue");
        while queue.job(1).await.expect("a look").is_none_or(|job| job.pieces.is_none()) {
            assert!(Instant::now() < until, "no words were written down");
            assert!(child.try_wait().expect("a process").is_none(), "it ended by itself");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(engine.recovery().unfinished().await.expect("a list").len(), 0, "somebody is at it");
        child.kill().expect("killed");
        child.wait().expect("an end");
        let left = engine.recovery().unfinished().await.expect("a list");
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].so_far.as_deref(), Some("A plain red"));
        let never = CancellationToken::new();
        assert_eq!(engine.recovery().finish_stored(&never).await.expect("looked"), 0, "it is no answer");
        assert_eq!(engine.recovery().ask_outcomes(&never).await.expect("looked"), 0);
        assert_eq!(engine.history().page(HistoryQuery::default()).await.expect("the history").total, 0);
        engine.recovery().settle(left[0].job_id, false, &never, &|_| {}).await.expect("left");
        assert!(engine.recovery().unfinished().await.expect("a list").is_empty());
    });
    assert_eq!(server.received().len(), 1);
}

/// The process that is killed while words come.
#[test]
#[ignore = "started by the other tests"]
fn streaming_victim() {
    let Ok(folder) = std::env::var("ALTSMITH_TEST_FOLDER") else { return };
    let server = std::env::var("ALTSMITH_TEST_SERVER").expect("a server");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let engine = Engine::open(DataDir::at(&folder), "en").expect("an engine");
        for (name, value) in [
            ("key_place", "session"),
            ("provider", "openai-compatible"),
            ("providers.openai-compatible.endpoint", &server),
            ("providers.openai-compatible.paid", "true"),
        ] {
            engine.workspace().set_setting(name, &serde_json::Value::from(value)).await.expect("a setting");
        }
        let path = Path::new(&folder).join("a.png");
        image::RgbImage::from_pixel(40, 30, image::Rgb([200, 30, 30])).save(&path).expect("a picture");
        let item = Item { from: Incoming::Path(path), source: "a.png".into(), name: "a.png".into() };
        let _ = engine
            .describing()
            .describe(&item, &engine.describing().options(), &CancellationToken::new(), &|_| {})
            .await;
    });
}

/// The process that is killed. Does nothing unless the tests above start it.
#[test]
#[ignore = "started by the other tests"]
fn victim() {
    let Ok(folder) = std::env::var("ALTSMITH_TEST_FOLDER") else { return };
    let server = std::env::var("ALTSMITH_TEST_SERVER").expect("a server");
    let pictures: usize = std::env::var("ALTSMITH_TEST_PICTURES").expect("a number").parse().expect("a number");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let worker = Worker::new(Path::new(&folder), &server);
        println!("ready");
        for picture in 0..pictures {
            let what = worker.describe(picture).await.unwrap_or_else(|failure| format!("{:?}", failure.reason));
            println!("picture {picture}: {what}");
        }
    });
}

fn hash(picture: usize) -> String {
    format!("{picture:064x}")
}

fn die_at(point: &str) {
    if std::env::var("ALTSMITH_TEST_DIE_AT").is_ok_and(|at| at == point) {
        std::process::abort();
    }
}

struct Worker {
    library: Library,
    queue: Queue,
    driver: Driver,
    endpoint: url::Url,
    secrets: Secrets,
    image: Prepared,
}

impl Worker {
    fn new(folder: &Path, server: &str) -> Self {
        let library = Library::open(folder).expect("a database").library;
        Self {
            queue: Queue::open(library.clone(), folder).expect("a queue"),
            library,
            driver: Driver::new(Limits::default()).expect("http"),
            endpoint: server.parse().expect("an address"),
            secrets: Secrets::none().with("secret", "s").with("api_key", "k"),
            image: Prepared { bytes: vec![1, 2, 3], mime: "image/jpeg", width: 4, height: 3 },
        }
    }

    async fn describe(&self, picture: usize) -> Result<String, Failure> {
        let provider = &Connection::by_itself(provider::kind("zakai").expect("zakai"));
        let new = NewImage {
            hash: hash(picture),
            file: None,
            looks: None,
            name: format!("{picture}.jpg"),
            origin: None,
            format: Format::Jpeg,
            width: 4,
            height: 3,
            bytes: 3,
            now_ms: 1,
        };
        let image_id = self.library.put_image(&new)?;
        let request = Request { language: "en".into(), context: Some(picture.to_string()), ..Request::default() };
        let spec = JobSpec {
            image_id,
            hash: hash(picture),
            request_key: "zakai en".into(),
            provider: provider.id.clone(),
            account: String::new(),
            request: request.clone(),
            run: None,
            since_ms: i64::MAX,
            max_wait_ms: None,
            resend: false,
            no_more: CancellationToken::new(),
            permit: None,
            limits: provider.descriptor().rate_limits,
            price: Amount { value: 1.0, unit: Unit::Requests },
            caps: Caps::none(),
            receipt: None,
        };
        let settings = BTreeMap::new();
        let context = RequestContext {
            request: &request,
            image: Some(&self.image),
            image_url: None,
            image_mime: None,
            mailbox: None,
            secrets: &self.secrets,
            endpoint: &self.endpoint,
            settings: &settings,
            local_only: true,
            unpaid: false,
        };
        let cancel = CancellationToken::new();
        loop {
            let (job, stored) = match self.queue.begin(&spec, false).await? {
                Begin::Charged(failure) => return Err(*failure),
                Begin::Answered(_) => return Ok("answered".into()),
                Begin::Unknown(_) => return Ok("unknown".into()),
                Begin::Busy(busy) => {
                    self.queue.wait(busy, &spec, &cancel, |_| {}).await?;
                    continue;
                }
                Begin::Go(job) => (job, None),
                Begin::Stored(job, stored) => (job, Some(stored)),
            };
            die_at("written");
            let watch = Dying(job.watch(&cancel, |_| {}));
            let reply = match stored.map(|stored| (stored.progress, stored.answer.expect("an answer").response())) {
                None => self.driver.run(provider, &context, &cancel, &watch).await,
                Some((progress, answer)) => {
                    self.driver.resume_from_response(provider, &context, progress, &answer, &cancel, &watch).await
                }
            };
            let reply = match reply {
                Ok(reply) => reply,
                Err(failure) => return Err(job.failed(failure, Vec::new()).await?),
            };
            die_at("answered");
            let charges = reply.charges.clone();
            job.done(words(image_id, reply)?, charges, None).await?;
            die_at("saved");
            return Ok("described".into());
        }
    }
}

fn words(image_id: i64, reply: Reply) -> Result<NewDescription, Failure> {
    Ok(NewDescription {
        request_key: Some("zakai en".into()),
        alt: Some(reply.alt.ok_or(Reason::BadResponse)?),
        raw: reply.raw,
        ..NewDescription::draft(image_id, "zakai", "en", 1)
    })
}

/// Watches as the queue does, and dies between its steps.
struct Dying(Watch);

impl Observer for Dying {
    fn before_send<'a>(&'a self, call: &'a Outgoing) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            self.0.before_send(call).await?;
            die_at("marked");
            Ok(())
        })
    }
    fn not_sent<'a>(&'a self, call: &'a Outgoing) -> BoxFuture<'a, Result<(), Failure>> {
        self.0.not_sent(call)
    }
    fn answered<'a>(&'a self, call: &'a Outgoing, answer: &'a Answered) -> BoxFuture<'a, Result<(), Failure>> {
        die_at("unsaved");
        self.0.answered(call, answer)
    }
    fn waiting(&self, ms: u64, why: Pause) -> BoxFuture<'_, ()> {
        self.0.waiting(ms, why)
    }
}
