//! The port, the record and the faults.

use bytes::Bytes;
use futures::StreamExt as _;
use http_body_util::{BodyExt as _, Full, StreamBody, combinators::BoxBody};
use hyper::body::{Frame, Incoming};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::collections::VecDeque;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore, oneshot};

/// A service, as its documents describe it.
pub trait Documented: Send + 'static {
    /// What the service answers. What is wrong with a request beyond the documents (metadata left in the picture) goes
    /// into `violations`.
    fn answer(&mut self, request: &Received, violations: &mut Vec<String>) -> Answer;
}

impl Documented for Box<dyn Documented> {
    fn answer(&mut self, request: &Received, violations: &mut Vec<String>) -> Answer {
        (**self).answer(request, violations)
    }
}

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Received {
    /// `GET`, `POST`, …
    pub method: String,
    /// Path with query.
    pub path: String,
    /// Headers, names in lower case, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Received {
    /// A header that stands there exactly once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// The body as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Whether the content type is JSON (a `charset` may follow).
    pub fn is_json(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default();
        kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers beside the content type.
    pub headers: Vec<(String, String)>,
    /// Content type.
    pub kind: &'static str,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// A JSON answer.
    pub fn json(status: u16, body: &Value) -> Self {
        Self { status, headers: Vec::new(), kind: "application/json", body: body.to_string().into_bytes() }
    }

    /// With one header more.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// What a server can do to a request instead of answering it as documented. All but [`Fault::Instead`] let the service
/// do its work first: it has counted the request when the answer is lost.
#[derive(Clone, Debug)]
pub enum Fault {
    /// This answer; the service does not see the request.
    Instead(Answer),
    /// The service does its work and then this is answered.
    Spoilt(Answer),
    /// An HTML page with status 200.
    Html,
    /// Status 200 and nothing.
    Empty,
    /// The documented answer up to its middle, complete as HTTP.
    CutOff,
    /// The documented answer with an invalid byte in its first text.
    InvalidUtf8,
    /// 200 MB; the length is announced or not.
    Huge {
        /// With a `Content-Length`.
        announced: bool,
    },
    /// A byte now and then, for ever.
    Drip,
    /// Headers, then silence.
    SilentBody,
    /// Nothing at all.
    Silence,
    /// The documented answer, once this has a permit for it.
    Late(Arc<Semaphore>),
    /// The connection is reset once the request is read.
    Reset,
    /// The connection is reset in the middle of the answer.
    ResetInBody,
    /// The connection is closed without an answer.
    Close,
    /// To another address, keeping method and body (307).
    Redirect(String),
    /// The documented answer, in packets that end at these bytes.
    Packets(Vec<usize>),
    /// The documented answer up to this byte, and then this.
    Until(usize, Then),
}

/// What follows the part of an answer that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// The end, as if it were all.
    End,
    /// A reset.
    Reset,
    /// Silence.
    Silence,
    /// White space now and then, for ever.
    Drip,
}

/// Tells when the client has hung up on an answer that had more to come.
#[derive(Default)]
struct HungUp {
    count: AtomicUsize,
    told: Notify,
}

/// Goes with a body that never ends: it is dropped where the client hangs up.
struct UntilHungUp(Arc<HungUp>);

impl Drop for UntilHungUp {
    fn drop(&mut self) {
        self.0.count.fetch_add(1, Ordering::SeqCst);
        self.0.told.notify_waiters();
    }
}

struct Shared<S> {
    service: S,
    received: Vec<Received>,
    violations: Vec<String>,
    faults: VecDeque<Fault>,
    always: Option<Fault>,
    /// It answers once on each connection.
    once: bool,
}

/// A service on a port of this computer, until dropped.
pub struct Simulator<S: Documented> {
    /// `http://127.0.0.1:<port>`.
    pub url: String,
    shared: Arc<Mutex<Shared<S>>>,
    arrived: Arc<Notify>,
    hung_up: Arc<HungUp>,
    stop: Option<oneshot::Sender<()>>,
}

impl<S: Documented> Simulator<S> {
    /// Starts on a free port.
    ///
    /// # Panics
    /// Where the system has no free port.
    #[allow(clippy::expect_used, reason = "a test cannot go on without its simulator")]
    pub fn start(service: S) -> Self {
        Self::on(service, 0).expect("a free port of the loopback address")
    }

    /// Starts on this port.
    ///
    /// # Errors
    /// Where the port is taken.
    pub fn on(service: S, port: u16) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", port))?;
        listener.set_nonblocking(true)?;
        let url = format!("http://{}", listener.local_addr()?);
        let (received, violations, faults) = (Vec::new(), Vec::new(), VecDeque::new());
        let shared = Arc::new(Mutex::new(Shared { service, received, violations, faults, always: None, once: false }));
        let arrived = Arc::new(Notify::new());
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let hung_up = Arc::<HungUp>::default();
        let (inside, notify, told) = (shared.clone(), arrived.clone(), hung_up.clone());
        // A runtime of its own, so that tests without one (a command line as a process) can have a simulator too.
        std::thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = stopped => {}
                    () = accept(listener, inside, notify, told) => {}
                }
            });
        });
        Ok(Self { url, shared, arrived, hung_up, stop: Some(stop) })
    }

    /// Looks at or changes the service.
    pub fn with<R>(&self, change: impl FnOnce(&mut S) -> R) -> R {
        change(&mut lock(&self.shared).service)
    }

    /// What the next request meets; several calls queue up.
    pub fn next(&self, fault: Fault) {
        lock(&self.shared).faults.push_back(fault);
    }

    /// What every request meets from now on.
    pub fn always(&self, fault: Fault) {
        lock(&self.shared).always = Some(fault);
    }

    /// From now on it closes each connection behind its answer without having said so. A second request on one crosses that
    /// on its way: it is not seen and not answered.
    pub fn closes_after_each_answer(&self) {
        lock(&self.shared).once = true;
    }

    /// From now on it answers as documented again.
    pub fn recovers(&self) {
        let mut shared = lock(&self.shared);
        shared.faults.clear();
        shared.always = None;
    }

    /// Every request so far.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.shared).received.clone()
    }

    /// What was wrong beyond the documents.
    pub fn violations(&self) -> Vec<String> {
        lock(&self.shared).violations.clone()
    }

    /// Waits until so many requests have come in.
    pub async fn until_received(&self, count: usize) {
        loop {
            let arrived = self.arrived.notified();
            if lock(&self.shared).received.len() >= count {
                return;
            }
            arrived.await;
        }
    }

    /// Waits until a client has hung up on an answer that was not at its end, for this many times.
    pub async fn until_hung_up(&self, count: usize) {
        loop {
            let told = self.hung_up.told.notified();
            if self.hung_up.count.load(Ordering::SeqCst) >= count {
                return;
            }
            told.await;
        }
    }
}

impl<S: Documented> Drop for Simulator<S> {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}

fn lock<S>(shared: &Mutex<Shared<S>>) -> MutexGuard<'_, Shared<S>> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept<S: Documented>(
    listener: std::net::TcpListener,
    shared: Arc<Mutex<Shared<S>>>,
    arrived: Arc<Notify>,
    hung_up: Arc<HungUp>,
) {
    let Ok(listener) = TcpListener::from_std(listener) else { return };
    while let Ok((stream, _)) = listener.accept().await {
        let (shared, arrived, hung_up) = (shared.clone(), arrived.clone(), hung_up.clone());
        tokio::spawn(async move {
            // A second handle on the socket, through which a fault can make closing it a reset.
            let Ok(stream) = stream.into_std() else { return };
            let Ok(handle) = stream.try_clone().and_then(TcpStream::from_std) else { return };
            let Ok(stream) = TcpStream::from_std(stream) else { return };
            let handle = Arc::new(Mutex::new(Some(handle)));
            let answered = AtomicUsize::new(0);
            let service = hyper::service::service_fn(|request| {
                let (shared, arrived, handle) = (shared.clone(), arrived.clone(), handle.clone());
                let hung_up = hung_up.clone();
                let closed = answered.fetch_add(1, Ordering::SeqCst) > 0 && lock(&shared).once;
                async move {
                    if closed {
                        return Err(io::Error::other("closed on purpose"));
                    }
                    answer(request, &shared, &arrived, &handle, &hung_up).await
                }
            });
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

type Handle = Mutex<Option<TcpStream>>;

/// From now on closing the connection resets it.
fn arm_reset(handle: &Handle) -> io::Error {
    if let Some(stream) = handle.lock().unwrap_or_else(PoisonError::into_inner).take() {
        let _ = stream.set_zero_linger();
    }
    io::Error::other("reset on purpose")
}

async fn answer<S: Documented>(
    request: Request<Incoming>,
    shared: &Mutex<Shared<S>>,
    arrived: &Notify,
    handle: &Arc<Handle>,
    hung_up: &Arc<HungUp>,
) -> Result<Response<BoxBody<Bytes, io::Error>>, io::Error> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes().to_vec();
    let text = |value: &hyper::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let received = Received {
        method: head.method.to_string(),
        path: head.uri.path_and_query().map_or_else(String::new, ToString::to_string),
        headers: head.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        body,
    };
    let (answer, fault) = {
        let mut shared = lock(shared);
        let Shared { service, received: all, violations, faults, always, .. } = &mut *shared;
        all.push(received.clone());
        let fault = faults.pop_front().or_else(|| always.clone());
        let answer = match &fault {
            Some(Fault::Instead(answer)) => answer.clone(),
            _ => service.answer(&received, violations),
        };
        (answer, fault)
    };
    arrived.notify_waiters();
    spoil(answer, fault, handle, hung_up).await
}

async fn spoil(
    mut answer: Answer,
    fault: Option<Fault>,
    handle: &Arc<Handle>,
    hung_up: &Arc<HungUp>,
) -> Result<Response<BoxBody<Bytes, io::Error>>, io::Error> {
    match fault {
        None | Some(Fault::Instead(_)) => {}
        Some(Fault::Spoilt(other)) => answer = other,
        Some(Fault::Html) => {
            answer.kind = "text/html";
            answer.body = b"<!doctype html><title>Welcome</title><script>alert(1)</script>".to_vec();
        }
        Some(Fault::Empty) => answer.body.clear(),
        Some(Fault::CutOff) => answer.body.truncate(answer.body.len() / 2),
        Some(Fault::InvalidUtf8) => {
            let at = answer.body.windows(2).position(|pair| pair == b":\"").map_or(0, |at| at + 2);
            answer.body.insert(at, 0xff);
        }
        Some(Fault::Redirect(to)) => {
            answer = Answer { status: 307, headers: vec![("location".into(), to)], kind: "text/plain", body: vec![] };
        }
        Some(Fault::Huge { announced }) => {
            const CHUNK: usize = 1 << 16;
            const CHUNKS: usize = (200 << 20) / CHUNK;
            let mut response = head(&answer)?;
            if announced {
                response = response.header("content-length", CHUNK * CHUNKS);
            }
            let chunks = futures::stream::iter(0..CHUNKS).map(|_| Ok(Frame::data(Bytes::from(vec![b' '; CHUNK]))));
            return response.body(BoxBody::new(StreamBody::new(chunks))).map_err(io::Error::other);
        }
        Some(Fault::Drip) => {
            let drops = futures::stream::unfold((), |()| async {
                tokio::time::sleep(Duration::from_millis(20)).await;
                Some((Ok(Frame::data(Bytes::from_static(b" "))), ()))
            });
            return head(&answer)?.body(BoxBody::new(StreamBody::new(drops))).map_err(io::Error::other);
        }
        Some(Fault::SilentBody) => {
            let first = futures::stream::iter([Ok(Frame::data(Bytes::from_static(b"{")))]);
            let body = StreamBody::new(first.chain(futures::stream::pending()));
            return head(&answer)?.body(BoxBody::new(body)).map_err(io::Error::other);
        }
        Some(Fault::Packets(ends)) => {
            let response = head(&answer)?;
            let mut packets = Vec::new();
            let mut from = 0;
            for end in ends.into_iter().map(|end| end.min(answer.body.len())).chain([answer.body.len()]) {
                packets.push(Bytes::copy_from_slice(&answer.body[from..end.max(from)]));
                from = end.max(from);
            }
            let packets = futures::stream::iter(packets).then(|packet| async {
                // What was given before leaves first.
                tokio::time::sleep(Duration::from_millis(1)).await;
                Ok(Frame::data(packet))
            });
            return response.body(BoxBody::new(StreamBody::new(packets))).map_err(io::Error::other);
        }
        Some(Fault::Until(end, then)) => {
            answer.body.truncate(end);
            let response = head(&answer)?;
            let part = Bytes::from(std::mem::take(&mut answer.body));
            let first = futures::stream::iter([Ok(Frame::data(part))]);
            let body = match then {
                Then::End => BoxBody::new(StreamBody::new(first)),
                Then::Reset => {
                    let handle = handle.clone();
                    let broken = futures::stream::once(async move {
                        // What was given before leaves first.
                        tokio::time::sleep(Duration::from_millis(20)).await;
                        Err(arm_reset(&handle))
                    });
                    BoxBody::new(StreamBody::new(first.chain(broken)))
                }
                Then::Silence => {
                    let guard = UntilHungUp(hung_up.clone());
                    let silence = futures::stream::once(async move {
                        let _guard = guard;
                        std::future::pending().await
                    });
                    BoxBody::new(StreamBody::new(first.chain(silence)))
                }
                Then::Drip => {
                    let drops = futures::stream::unfold(UntilHungUp(hung_up.clone()), |guard| async {
                        tokio::time::sleep(Duration::from_millis(20)).await;
                        Some((Ok(Frame::data(Bytes::from_static(b": \n"))), guard))
                    });
                    BoxBody::new(StreamBody::new(first.chain(drops)))
                }
            };
            return response.body(body).map_err(io::Error::other);
        }
        Some(Fault::Silence) => std::future::pending().await,
        Some(Fault::Late(gate)) => gate.acquire().await.map_err(io::Error::other)?.forget(),
        Some(Fault::Close) => return Err(io::Error::other("closed on purpose")),
        Some(Fault::Reset) => return Err(arm_reset(handle)),
        Some(Fault::ResetInBody) => {
            let handle = handle.clone();
            let first = futures::stream::iter([Ok(Frame::data(Bytes::from_static(b"{\"code\":")))]);
            let broken = futures::stream::once(async move {
                tokio::task::yield_now().await;
                Err(arm_reset(&handle))
            });
            return head(&answer)?.body(BoxBody::new(StreamBody::new(first.chain(broken)))).map_err(io::Error::other);
        }
    }
    let body = Full::new(Bytes::from(std::mem::take(&mut answer.body))).map_err(|never| match never {});
    head(&answer)?.body(BoxBody::new(body)).map_err(io::Error::other)
}

fn head(answer: &Answer) -> io::Result<hyper::http::response::Builder> {
    let mut response = Response::builder().status(answer.status).header("content-type", answer.kind);
    for (name, value) in &answer.headers {
        response = response.header(name.as_str(), value.as_str());
    }
    Ok(response)
}
