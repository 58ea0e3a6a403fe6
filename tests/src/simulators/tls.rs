//! A host whose certificate nobody vouches for, and one that hangs up in the handshake: whatever a client would send over
//! such a connection is counted, because it must be nothing. And a door with a certificate of an authority of its own before
//! a simulator, which turns away streams of HTTP/2.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// What the host does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// Shows a certificate that it signed itself.
    SelfSigned,
    /// Closes the connection once the client has said hello.
    HangUp,
}

/// The host, on the runtime of the test.
pub struct BadHost {
    /// `https://localhost:<port>`.
    pub url: String,
    read: Arc<AtomicUsize>,
    serving: tokio::task::JoinHandle<()>,
}

impl BadHost {
    /// Starts on a free port.
    ///
    /// # Errors
    /// Where there is no free port or no certificate can be made.
    pub async fn start(behaviour: Behaviour) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("https://localhost:{}", listener.local_addr()?.port());
        let acceptor = acceptor()?;
        let read = Arc::new(AtomicUsize::new(0));
        let counted = read.clone();
        let serving = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                if behaviour == Behaviour::HangUp {
                    let _ = stream.read(&mut [0; 8192]).await;
                    continue;
                }
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut buffer = [0; 4096];
                while let Ok(count @ 1..) = stream.read(&mut buffer).await {
                    counted.fetch_add(count, Ordering::SeqCst);
                }
            }
        });
        Ok(Self { url, read, serving })
    }

    /// Bytes that a client entrusted to it.
    pub fn entrusted(&self) -> usize {
        self.read.load(Ordering::SeqCst)
    }
}

impl Drop for BadHost {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn acceptor() -> io::Result<TlsAcceptor> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).map_err(io::Error::other)?;
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).map_err(io::Error::other)?;
    Ok(TlsAcceptor::from(Arc::new(config(made.cert.der().clone(), key, b"http/1.1")?)))
}

fn config(shown: CertificateDer<'static>, key: PrivateKeyDer<'static>, speaks: &[u8]) -> io::Result<ServerConfig> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(vec![shown], key)
        .map_err(io::Error::other)?;
    config.alpn_protocols = vec![speaks.to_vec()];
    Ok(config)
}

/// An authority that no system knows.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// What is wrong with a certificate that an authority made out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Nothing.
    Good,
    /// It is of another year.
    Expired,
    /// It is of a year to come.
    Early,
    /// It names another host.
    OfAnother,
}

impl Authority {
    /// A new one.
    ///
    /// # Errors
    /// Where no certificate can be made.
    pub fn new() -> io::Result<Self> {
        let mut params = CertificateParams::new(Vec::new()).map_err(io::Error::other)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "Authority of a test");
        let key = KeyPair::generate().map_err(io::Error::other)?;
        Ok(Self(CertifiedIssuer::self_signed(params, key).map_err(io::Error::other)?))
    }

    /// Its certificate as a file.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, file: &Path) -> io::Result<()> {
        let text = BASE64_STANDARD.encode(self.0.der());
        let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        std::fs::write(file, format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n")))
    }

    fn config(&self, shown: Shown, speaks: &[u8]) -> io::Result<Arc<ServerConfig>> {
        let name = if shown == Shown::OfAnother { "elsewhere.example" } else { "localhost" };
        let mut params = CertificateParams::new(vec![name.to_owned()]).map_err(io::Error::other)?;
        match shown {
            Shown::Expired => params.not_after = date_time_ymd(2021, 1, 1),
            Shown::Early => params.not_before = date_time_ymd(2200, 1, 1),
            Shown::Good | Shown::OfAnother => {}
        }
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = params.signed_by(&key, &self.0).map_err(io::Error::other)?;
        let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(io::Error::other)?;
        config(certificate.der().clone(), key, speaks).map(Arc::new)
    }
}

/// What becomes of the only stream of a connection that speaks HTTP/2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turned {
    /// It is refused by name.
    Refused,
    /// The server goes away; the last stream that it looked at lies below this one.
    GoneBelow,
    /// The server goes away; this stream is the last one that it looked at.
    GoneAt,
    /// It is reset for a fault of the server's.
    Reset,
}

/// A secure door before a simulator that speaks plain HTTP, until dropped.
pub struct Door {
    /// `https://localhost:<port>`.
    pub url: String,
    turned: Arc<Mutex<VecDeque<Turned>>>,
    stop: Option<oneshot::Sender<()>>,
}

impl Door {
    /// Before the simulator at this address, with a certificate of this authority.
    ///
    /// # Errors
    /// Where there is no free port or no certificate can be made.
    pub fn start(behind: &str, authority: &Authority, shown: Shown) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let url = format!("https://localhost:{}", listener.local_addr()?.port());
        let behind = behind.trim_start_matches("http://").to_owned();
        let (one, two) = (authority.config(shown, b"http/1.1")?, authority.config(shown, b"h2")?);
        let turned = Arc::<Mutex<VecDeque<Turned>>>::default();
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let next = turned.clone();
        // A runtime of its own, so that a command line as a process can have it too.
        std::thread::spawn(move || {
            runtime.block_on(async {
                let serve = async {
                    let Ok(listener) = TcpListener::from_std(listener) else { return };
                    while let Ok((stream, _)) = listener.accept().await {
                        let turned = next.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                        let config = if turned.is_some() { two.clone() } else { one.clone() };
                        tokio::spawn(pass(stream, config, turned, behind.clone()));
                    }
                };
                tokio::select! {
                    _ = stopped => {}
                    () = serve => {}
                }
            });
        });
        Ok(Self { url, turned, stop: Some(stop) })
    }

    /// What becomes of the next connection; several calls queue up. The others reach the simulator.
    pub fn next(&self, turned: Turned) {
        self.turned.lock().unwrap_or_else(PoisonError::into_inner).push_back(turned);
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}

async fn pass(stream: TcpStream, config: Arc<ServerConfig>, turned: Option<Turned>, behind: String) -> io::Result<()> {
    let mut stream = TlsAcceptor::from(config).accept(stream).await?;
    match turned {
        Some(turned) => turn_away(&mut stream, turned).await,
        None => {
            let mut inside = TcpStream::connect(behind).await?;
            tokio::io::copy_bidirectional(&mut stream, &mut inside).await.map(|_| ())
        }
    }
}

const PREFACE: usize = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len();
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;
const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;

/// Frames by hand: no server lets its own streams lie above the last one that it looked at.
async fn turn_away(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), turned: Turned) -> io::Result<()> {
    stream.read_exact(&mut [0; PREFACE]).await?;
    stream.write_all(&frame(SETTINGS, 0, &[])).await?;
    let id = loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await?;
        let [a, b, c, kind, _, id @ ..] = head;
        let length = u32::from_be_bytes([0, a, b, c]) as usize;
        stream.read_exact(&mut vec![0; length]).await?;
        if kind == HEADERS {
            break u32::from_be_bytes(id);
        }
    };
    let away = |last: u32| frame(GOAWAY, 0, &[last.to_be_bytes(), 0u32.to_be_bytes()].concat());
    let answer = match turned {
        Turned::Refused => frame(RST_STREAM, id, &REFUSED_STREAM.to_be_bytes()),
        Turned::Reset => frame(RST_STREAM, id, &INTERNAL_ERROR.to_be_bytes()),
        Turned::GoneBelow => away(id - 1),
        Turned::GoneAt => away(id),
    };
    stream.write_all(&answer).await?;
    stream.shutdown().await?;
    // What still comes is read, so that what was said is not lost with a reset.
    tokio::io::copy(stream, &mut tokio::io::sink()).await.map(|_| ())
}

fn frame(kind: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = (payload.len() as u32).to_be_bytes();
    [&length[1..], &[kind, 0], &stream.to_be_bytes(), payload].concat()
}
