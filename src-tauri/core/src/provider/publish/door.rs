//! This computer's own door: a small HTTP server on the loopback address, where a tunnel or a forwarded port ends. It
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
enum Room {
    Picture { bytes: Bytes, mime: &'static str },
    Mailbox(mpsc::Sender<Vec<u8>>),
}

type Rooms = Arc<Mutex<HashMap<String, Room>>>;

fn lock(rooms: &Rooms) -> MutexGuard<'_, HashMap<String, Room>> {
    rooms.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The doors of this process, by port. Requests at the same time share one.
#[derive(Default)]
pub(in crate::provider) struct Doors {
    open: tokio::sync::Mutex<HashMap<u16, Weak<Door>>>,
}

impl Doors {
    /// Opens the door at this port, or shares the one that is open.
    ///
    /// # Errors
    /// `SettingInvalid` where the port cannot be used; one that another program has is said in a sentence of its own.
    pub async fn open(&self, port: u16) -> Result<Arc<Door>, Failure> {
        let mut open = self.open.lock().await;
        if let Some(door) = open.get(&port).and_then(Weak::upgrade) {
            return Ok(door);
        }
        let door = Arc::new(Door::open(port).await?);
        open.insert(port, Arc::downgrade(&door));
        Ok(door)
    }

    /// Leaves a door; the last one to leave closes it, so that the port is free again when this returns.
    pub async fn leave(&self, door: Arc<Door>) {
        let _open = self.open.lock().await;
        if let Some(mut door) = Arc::into_inner(door) {
            door.serving.abort();
            let _ = (&mut door.serving).await;
        }
    }
}

/// An open door; dropping it closes it, a moment later.
pub(in crate::provider) struct Door {
    rooms: Rooms,
    serving: JoinHandle<()>,
}

/// A path that leads somewhere until this is dropped.
pub(super) struct Pass {
    token: String,
    rooms: Rooms,
}

impl Drop for Pass {
    fn drop(&mut self) {
        lock(&self.rooms).remove(&self.token);
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Door {
    async fn open(port: u16) -> Result<Self, Failure> {
        let invalid = |error: std::io::Error| {
            let failure = Failure::new(Reason::SettingInvalid).with("key", "public_port").with("value", port);
            match error.kind() {
                ErrorKind::AddrInUse => failure.documented("publish-port-taken"),
                _ => failure,
            }
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(invalid)?;
        let rooms = Rooms::default();
        let serving = tokio::spawn(serve(listener, rooms.clone()));
        Ok(Self { rooms, serving })
    }

    /// Lays out one picture; the path at which it is found.
    pub(super) fn lay_out(&self, image: &Prepared) -> Result<(Pass, String), Failure> {
        let room = Room::Picture { bytes: Bytes::copy_from_slice(&image.bytes), mime: image.mime };
        let pass = self.let_in(room)?;
        let path = format!("/{}/image.{}", pass.token, super::extension(image.mime));
        Ok((pass, path))
    }

    /// Opens a mailbox; its path and what comes in.
    pub(super) fn open_mailbox(&self) -> Result<(Pass, String, mpsc::Receiver<Vec<u8>>), Failure> {
        let (slot, letters) = mpsc::channel(LETTERS);
        let pass = self.let_in(Room::Mailbox(slot))?;
        let path = format!("/{}/result", pass.token);
        Ok((pass, path, letters))
    }

    fn let_in(&self, room: Room) -> Result<Pass, Failure> {
        let token = super::unguessable()?;
        lock(&self.rooms).insert(token.clone(), room);
        Ok(Pass { token, rooms: self.rooms.clone() })
    }
}

async fn serve(listener: TcpListener, rooms: Rooms) {
    let callers = Arc::new(Semaphore::new(CALLERS));
    // Aborts the callers together with the door.
    let mut calls = tokio::task::JoinSet::new();
    loop {
        let Ok(seat) = callers.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else { continue };
        while calls.try_join_next().is_some() {}
        let rooms = rooms.clone();
        calls.spawn(async move {
            let service = hyper::service::service_fn(|request| answer(request, &rooms));
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

async fn answer(request: Request<Incoming>, rooms: &Rooms) -> Result<Response<Full<Bytes>>, Infallible> {
    let mut segments = request.uri().path().rsplit('/');
    let leaf = segments.next().unwrap_or_default();
    let room = segments.next().and_then(|token| lock(rooms).get(token).cloned());
    let mut operation = "door";
    let response = match (request.method(), room) {
        (&Method::GET | &Method::HEAD, Some(Room::Picture { bytes, mime })) if leaf.starts_with("image.") => {
            operation = "picture_handed_out";
            let mut response = Response::new(Full::new(bytes));
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(mime));
            response
        }
        (&Method::POST, Some(Room::Mailbox(slot))) if leaf == "result" => {
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
