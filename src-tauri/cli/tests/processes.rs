//! The real program, killed at random moments and started again, and two of it at once: no picture is lost, nothing that
//! may have been paid is sent again by itself, the ledger has what was answered, and the limit of a service is one for all.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result
#![allow(clippy::print_stdout)] // what a failure is repeated with

use altsmith_core::library::{LedgerKind, Library, RequestKind, RequestLine};
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::imgopen::{Ending, ImgOpen};
use altsmith_tests::simulators::{Answer, Documented, Received, Simulator};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use image::{Rgb, RgbImage};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Cursor, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

const IMAGEDESCRIBER: &[(&str, &str)] = &[("ALTSMITH_IMAGEDESCRIBER_API_KEY", "test-key-0123456789")];
const IMGOPEN: &[(&str, &str)] = &[
    ("ALTSMITH_IMGOPEN_ACCESS_KEY_ID", "test-access-key-id"),
    ("ALTSMITH_IMGOPEN_ACCESS_KEY_SECRET", "test-access-key-secret"),
];

/// A service that takes a little time for each answer, one after the other: there is a middle in which to be killed.
struct Slow<S>(S);

impl<S: Documented> Documented for Slow<S> {
    fn answer(&mut self, request: &Received, violations: &mut Vec<String>) -> Answer {
        wait_until(Instant::now() + Duration::from_millis(15));
        self.0.answer(request, violations)
    }
}

/// A data folder of its own, for one service.
struct Place {
    data: TempDir,
    provider: &'static str,
    keys: &'static [(&'static str, &'static str)],
}

impl Place {
    fn new(provider: &'static str, address: &str, keys: &'static [(&'static str, &'static str)]) -> Self {
        let place = Self { data: TempDir::new().expect("data"), provider, keys };
        let set = place.run(&["config", "set", &format!("providers.{provider}.endpoint"), address]);
        assert!(set.status.success(), "{}", String::from_utf8_lossy(&set.stderr));
        place
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_altsmith"));
        command.args(arguments).env("LC_ALL", "en_GB.UTF-8").env("ALTSMITH_DATA_DIR", self.data.path());
        // A bus that is not there: no test touches the keyring of whoever runs it.
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus").envs(self.keys.iter().copied());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("altsmith runs")
    }

    fn describing(&self, model: &str, sources: &[String]) -> Command {
        let mut command = self.command(&["describe", "--json", "--lang", "en", "--jobs", "3"]);
        command.args(["--provider", self.provider, "--model", model]).args(sources);
        command
    }

    /// Describes them to the end: a line for each.
    fn described(&self, model: &str, sources: &[String]) -> Vec<Value> {
        let output = self.describing(model, sources).output().expect("altsmith runs");
        let lines = lines(&output);
        assert_eq!(lines.len(), sources.len(), "no picture is lost: {}", String::from_utf8_lossy(&output.stderr));
        lines
    }

    fn library(&self) -> Library {
        Library::open(self.data.path()).expect("a sound database").library
    }

    /// The charges in the ledger, by the name of the picture whose words were paid.
    fn charges(&self) -> BTreeMap<String, usize> {
        let library = self.library();
        let mut charges = BTreeMap::new();
        for row in library.ledger(None, 0, 1_000).expect("a ledger") {
            assert_eq!(row.line.kind == LedgerKind::Charge, row.line.description_id.is_some(), "{row:?}");
            let Some(id) = row.line.description_id else { continue };
            let image = library.description(id).expect("its words").image_id;
            *charges.entry(library.image(image).expect("its picture").name).or_default() += 1;
        }
        charges
    }
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

fn wait_until(moment: Instant) {
    while let Some(left) = moment.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
        std::thread::park_timeout(left);
    }
}

/// Moments that are others in each run; with `ALTSMITH_TEST_SEED` those of an earlier one.
struct Chance(u64);

impl Chance {
    fn new() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_nanos() as u64;
        let seed = std::env::var("ALTSMITH_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(now);
        println!("ALTSMITH_TEST_SEED={seed}");
        Self(seed)
    }

    fn between(&mut self, least: Duration, most: Duration) -> Duration {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let range = (most - least).as_micros() as u64;
        least + Duration::from_micros((self.0 >> 20) % range.max(1))
    }

    /// Kills it within this time after the service has got some more requests from it; whether it was still at work. Counted
    /// from the requests, not from the start: how fast the program is depends on the computer.
    fn kills<S: Documented>(&mut self, mut child: Child, service: &Simulator<S>, most: Duration) -> bool {
        let more = 1 + self.between(Duration::ZERO, Duration::from_micros(4)).as_micros() as usize;
        let target = service.received().len() + more;
        while service.received().len() < target && child.try_wait().expect("its state").is_none() {
            std::thread::park_timeout(Duration::from_millis(1));
        }
        wait_until(Instant::now() + self.between(Duration::ZERO, most));
        let at_work = child.try_wait().expect("its state").is_none();
        // One that has ended meanwhile cannot be killed.
        let _ = child.kill();
        child.wait().expect("an end");
        at_work
    }
}

#[test]
fn killed_at_random_moments_of_everything_it_pays_each_request_once() {
    const PICTURES: u32 = 7;
    let service = Simulator::start(Slow(ImageDescriber::default()));
    let place = Place::new("imagedescriber", &service.url, IMAGEDESCRIBER);
    let pictures = TempDir::new().expect("pictures");
    // Told apart by their width, whatever is made of them on the way.
    let width = |n: u32| 40 + 3 * n;
    let names: Vec<String> = (0..PICTURES).map(|n| format!("{n}.png")).collect();
    let sources: Vec<String> = names.iter().map(|name| pictures.path().join(name).to_string_lossy().into()).collect();
    for (n, path) in (0..PICTURES).zip(&sources) {
        RgbImage::from_pixel(width(n), 30, Rgb([30 * n as u8, 90, 200])).save(path).expect("a picture");
    }

    let mut chance = Chance::new();
    let mut kills = 0;
    // A picture whose request was under way is never sent again, so the work may be over before the rounds are.
    for _ in 0..8 {
        let child = place.describing("everything", &sources).spawn().expect("altsmith starts");
        kills += u32::from(chance.kills(child, &service, Duration::from_millis(60)));
    }
    assert!(kills > 0, "it was never caught at work");
    let told = place.described("everything", &sources);
    assert_eq!(place.described("everything", &sources).len(), told.len());

    let mut received: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for request in service.received() {
        let body = request.json();
        let data = body["image"].as_str().and_then(|image| image.split_once(";base64,")).expect("a picture").1;
        let image = image::load_from_memory(&BASE64_STANDARD.decode(data).expect("base64")).expect("a picture");
        let n = (0..PICTURES).find(|n| width(*n) == image.width()).expect("one of ours");
        *received.entry(names[n as usize].clone()).or_default().entry(request.path).or_default() += 1;
    }
    let (library, charges) = (place.library(), place.charges());
    for (line, name) in told.iter().zip(&names) {
        let calls = received.get(name).cloned().unwrap_or_default();
        assert!(calls.values().all(|times| *times == 1), "{name} after {kills} kills: {calls:?}");
        let paid = charges.get(name).copied().unwrap_or(0);
        let lost = calls.len().checked_sub(paid).expect("nothing is in the ledger that was not asked");
        if let Some(error) = line.get("error") {
            assert_eq!((error["code"].as_str(), paid), (Some("outcome_unknown"), 0), "{line}");
            assert!(lost <= 1, "{name}: {calls:?}");
            continue;
        }
        let versions = library.versions(line["image_id"].as_i64().expect("its row")).expect("versions").len();
        assert_eq!(versions, 1, "{name}: its words are kept once");
        match line.get("incomplete") {
            None => assert_eq!((calls.len(), lost), (3, 0), "{name}: {line}"),
            // The call that was under way is the only one whose answer may be lost.
            Some(_) => assert!(lost <= 1 && paid > 0, "{name}: {calls:?} {line}"),
        }
    }
    assert_eq!(service.violations(), Vec::<String>::new());
}

#[test]
fn killed_while_it_waits_for_an_outcome_it_asks_on_and_submits_nothing_twice() {
    const PICTURES: usize = 3;
    let service = Simulator::start(Slow(ImgOpen { ending: Ending::Done, work: 1, ..ImgOpen::default() }));
    let place = Place::new("imgopen", &service.url, IMGOPEN);
    let web = serve_pictures();
    let sources: Vec<String> = (0..PICTURES).map(|n| format!("{web}/{n}.png")).collect();

    let mut chance = Chance::new();
    let mut kills = 0;
    for _ in 0..4 {
        let child = place.describing("clip", &sources).spawn().expect("altsmith starts");
        kills += u32::from(chance.kills(child, &service, Duration::from_millis(800)));
    }
    assert!(kills > 0, "it was never caught at work");
    let told = place.described("clip", &sources);
    let charges = place.charges();
    let tasks: Vec<Value> =
        service.with(|service| service.0.tasks.values().map(|task| task.submitted.clone()).collect());
    for (n, (line, source)) in told.iter().zip(&sources).enumerate() {
        let submitted = tasks.iter().filter(|task| task["image"] == source.as_str()).count();
        assert!(submitted <= 1, "{source} was submitted {submitted} times after {kills} kills");
        let paid = charges.get(&format!("{n}.png")).copied().unwrap_or(0);
        match line.get("error") {
            None => assert_eq!((submitted, paid), (1, 1), "{line}"),
            // What was submitted can be asked for: only what never left may be unknown.
            Some(error) => {
                assert_eq!((error["code"].as_str(), submitted, paid), (Some("outcome_unknown"), 0, 0), "{line}");
            }
        }
    }
    assert_eq!(service.violations(), Vec::<String>::new());
}

#[test]
fn two_processes_keep_one_limit() {
    const EARLIER: usize = 20;
    // Nearly a minute ago: these places in the limit of 30 a minute are free again in a moment.
    let ago = Duration::from_secs(54);
    let service = Simulator::start(ImageDescriber::default());
    let place = Place::new("imagedescriber", &service.url, IMAGEDESCRIBER);
    let pictures = TempDir::new().expect("pictures");
    let source = |n: u8| {
        let path = pictures.path().join(format!("{n}.png"));
        RgbImage::from_pixel(40, 30, Rgb([n * 5, 90, 200])).save(&path).expect("a picture");
        path.to_string_lossy().into_owned()
    };
    place.described("generate_tags", &[source(0)]);
    let library = place.library();
    let account = library.balances().expect("balances").remove(0).line.account;
    let at = SystemTime::now() - ago;
    // The service's clock is a little ahead of ours, never behind.
    let earlier = Instant::now().checked_sub(ago + Duration::from_millis(100));
    let earlier = earlier.expect("the computer runs longer than a minute");
    for _ in 0..EARLIER {
        let line = RequestLine {
            at_ms: at.duration_since(UNIX_EPOCH).expect("a clock").as_millis() as i64,
            provider: "imagedescriber".into(),
            account: account.clone(),
            kind: RequestKind::Sent,
            run: None,
            amount: None,
            unit: None,
        };
        library.count_request(&line).expect("counted");
    }
    service.with(|service| service.times.splice(0..0, [earlier; EARLIER]).count());

    let both = [(1..9), (9..17)].map(|range| {
        let sources: Vec<String> = range.map(&source).collect();
        place.describing("generate_tags", &sources).spawn().expect("altsmith starts")
    });
    for child in both {
        let output = child.wait_with_output().expect("an end");
        let lines = lines(&output);
        assert_eq!(lines.len(), 8);
        assert!(lines.iter().all(|line| line.get("error").is_none()), "waiting is no error: {lines:?}");
    }
    let (asked, described) = (service.received().len(), service.with(|service| service.pictures.len()));
    assert_eq!((asked, described), (17, 17), "none was refused: together they kept to the limit");
}

/// Hands out a picture at every path of an address of this computer, another one for each; the address.
fn serve_pictures() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || hand_out(stream));
        }
    });
    address
}

fn hand_out(mut stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let shade = request.bytes().fold(0_u8, |sum, byte| sum.wrapping_mul(7).wrapping_add(byte));
    let mut bytes = Cursor::new(Vec::new());
    let picture = RgbImage::from_pixel(40, 30, Rgb([shade, 90, 200]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).map_err(std::io::Error::other)?;
    let bytes = bytes.into_inner();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: image/png\r\nconnection: close\r\ncontent-length:";
    write!(stream, "{head} {}\r\n\r\n", bytes.len())?;
    stream.write_all(&bytes)
}
