//! A host whose certificate nobody vouches for, and one that hangs up in the handshake. Whatever a client would send over
//! such a connection is counted, because it must be nothing.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

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
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .map_err(io::Error::other)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
