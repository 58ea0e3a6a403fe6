//! The callback server: a small HTTP server on the loopback address, where a tunnel or a forwarded port ends. It
//! knows two kinds of path, both unguessable: one hands out exactly one prepared picture, one takes a delivered result.
//! Everything else is not found. It is open while a request needs it and not longer.

use crate::failure::{Failure, Reason};
use crate::imaging::Prepared;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::HashMap;
use std::convert::Infallible;
use std::io::ErrorKind;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;

/// Largest result that is taken, in bytes.
const LARGEST_LETTER: usize = 64 << 10;

/// Longest that a caller may take over one request.
const PATIENCE: Duration = Duration::from_secs(20);

/// Callers at a time.
const CALLERS: usize = 32;

/// Letters that wait to be read; the service repeats itself, so more are of no use.
const LETTERS: usize = 16;

#[derive(Clone)]
enum Resource {
    Picture { bytes: Bytes, mime: &'static str },
    Mailbox(mpsc::Sender<Vec<u8>>),
}

type Resources = Arc<Mutex<HashMap<String, Resource>>>;

fn lock(resources: &Resources) -> MutexGuard<'_, HashMap<String, Resource>> {
    resources.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The callback servers of this process, by port. Requests at the same time share one.
#[derive(Default)]
pub(in crate::provider) struct CallbackServers {
    open: tokio::sync::Mutex<HashMap<u16, Weak<CallbackServer>>>,
}

impl CallbackServers {
    /// Opens the server at this port, or shares the one that is open.
    ///
    /// # Errors
    /// `SettingInvalid` where the port cannot be used; one that another program has is said in a sentence of its own.
    pub async fn open(&self, port: u16) -> Result<Arc<CallbackServer>, Failure> {
        let mut open = self.open.lock().await;
        if let Some(server) = open.get(&port).and_then(Weak::upgrade) {
            return Ok(server);
        }
        let server = Arc::new(CallbackServer::open(port).await?);
        open.insert(port, Arc::downgrade(&server));
        Ok(server)
    }

    /// Leaves a server; the last one to leave closes it, so that the port is free again when this returns.
    pub async fn leave(&self, server: Arc<CallbackServer>) {
        let _open = self.open.lock().await;
        if let Some(mut server) = Arc::into_inner(server) {
            server.serving.abort();
            let _ = (&mut server.serving).await;
        }
    }
}

/// An open server; dropping it closes it, a moment later.
pub(in crate::provider) struct CallbackServer {
    resources: Resources,
    serving: JoinHandle<()>,
}

/// A path that leads somewhere until this is dropped.
pub(super) struct Route {
    token: String,
    resources: Resources,
}

impl Drop for Route {
    fn drop(&mut self) {
        lock(&self.resources).remove(&self.token);
    }
}

impl Drop for CallbackServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl CallbackServer {
    async fn open(port: u16) -> Result<Self, Failure> {
        let invalid = |error: std::io::Error| {
            let failure = Failure::new(Reason::SettingInvalid).with("key", "public_port").with("value", port);
            match error.kind() {
                ErrorKind::AddrInUse => failure.documented("publish-port-taken"),
                _ => failure,
            }
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(invalid)?;
        let resources = Resources::default();
        let serving = tokio::spawn(serve(listener, resources.clone()));
        Ok(Self { resources, serving })
    }

    /// Lays out one picture; the path at which it is found.
    pub(super) fn serve(&self, image: &Prepared) -> Result<(Route, String), Failure> {
        let resource = Resource::Picture { bytes: Bytes::copy_from_slice(&image.bytes), mime: image.mime };
        let route = self.let_in(resource)?;
        let path = format!("/{}/image.{}", route.token, super::extension(image.mime));
        Ok((route, path))
    }

    /// Opens a mailbox; its path and what comes in.
    pub(super) fn open_mailbox(&self) -> Result<(Route, String, mpsc::Receiver<Vec<u8>>), Failure> {
        let (slot, letters) = mpsc::channel(LETTERS);
        let route = self.let_in(Resource::Mailbox(slot))?;
        let path = format!("/{}/result", route.token);
        Ok((route, path, letters))
    }

    fn let_in(&self, resource: Resource) -> Result<Route, Failure> {
        let token = super::unguessable()?;
        lock(&self.resources).insert(token.clone(), resource);
        Ok(Route { token, resources: self.resources.clone() })
    }
}

async fn serve(listener: TcpListener, resources: Resources) {
    let callers = Arc::new(Semaphore::new(CALLERS));
    // Aborts the callers together with the server.
    let mut calls = tokio::task::JoinSet::new();
    loop {
        let Ok(seat) = callers.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else { continue };
        while calls.try_join_next().is_some() {}
        let resources = resources.clone();
        calls.spawn(async move {
            let service = hyper::service::service_fn(|request| answer(request, &resources));
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .keep_alive(false)
                .serve_connection(TokioIo::new(stream), service);
            let _ = tokio::time::timeout(PATIENCE, connection).await;
            drop(seat);
        });
    }
}

async fn answer(request: Request<Incoming>, resources: &Resources) -> Result<Response<Full<Bytes>>, Infallible> {
    let mut segments = request.uri().path().rsplit('/');
    let leaf = segments.next().unwrap_or_default();
    let resource = segments.next().and_then(|token| lock(resources).get(token).cloned());
    let mut operation = "callback_server";
    let response = match (request.method(), resource) {
        (&Method::GET | &Method::HEAD, Some(Resource::Picture { bytes, mime })) if leaf.starts_with("image.") => {
            operation = "picture_handed_out";
            let mut response = Response::new(Full::new(bytes));
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(mime));
            response
        }
        (&Method::POST, Some(Resource::Mailbox(slot))) if leaf == "result" => {
            operation = "result_taken";
            take_in(request, &slot).await
        }
        _ => status(StatusCode::NOT_FOUND),
    };
    // Never the path: it is all that it takes to get the picture.
    tracing::info!(operation, status = response.status().as_u16(), "answered a caller");
    Ok(shielded(response))
}

/// Takes a result in. The service counts it as delivered only for this answer; a letter that finds the box full is one
/// that came before.
async fn take_in(request: Request<Incoming>, slot: &mpsc::Sender<Vec<u8>>) -> Response<Full<Bytes>> {
    match Limited::new(request.into_body(), LARGEST_LETTER).collect().await {
        Ok(body) => {
            let _ = slot.try_send(body.to_bytes().to_vec());
            let mut response = Response::new(Full::new(Bytes::from_static(br#"{"code":"200"}"#)));
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            response
        }
        Err(_) => status(StatusCode::PAYLOAD_TOO_LARGE),
    }
}

fn status(code: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = code;
    response
}

/// Nothing on the way keeps the picture or takes it for something else.
fn shielded(mut response: Response<Full<Bytes>>) -> Response<Full<Bytes>> {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
