//! Whom this computer trusts with a secure connection: the authorities of the system and the further ones that the person
//! named, and what is wrong where one of them does not vouch for a host.
//!
//! A company, a school or a home server may have an authority of its own, which the system need not know. Its certificates
//! are added to the system's, never put in their place. Where the system has none at all, everything that needs none (http to
//! this computer) works, and the rest says so.

use crate::failure::{Failure, Reason};
use reqwest::{Certificate, Client, ClientBuilder};
use std::error::Error;
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;
use url::Url;

/// Largest file of certificates; the list of a whole system is a quarter of a megabyte.
const LARGEST: u64 = 4 << 20;

/// The person's own authorities. Cheap enough to clone for each connection that is made.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    further: Vec<Certificate>,
    /// The person named a file, and it cannot be read any more.
    unread: bool,
}

impl Trust {
    /// The system's authorities and those of this file (PEM, one certificate or several). Blocking.
    ///
    /// # Errors
    /// `SettingInvalid` where the file cannot be read or holds no certificate.
    pub fn with_file(file: &Path) -> Result<Self, Failure> {
        let invalid = || Failure::new(Reason::SettingInvalid).with("expected", "pem");
        let mut pem = Vec::new();
        let opened = std::fs::File::open(file).and_then(|file| {
            if !file.metadata()?.is_file() {
                return Err(io::Error::from(ErrorKind::InvalidInput));
            }
            file.take(LARGEST + 1).read_to_end(&mut pem)
        });
        if opened.is_err() || pem.len() as u64 > LARGEST {
            return Err(invalid());
        }
        let further = Certificate::from_pem_bundle(&pem).map_err(|_| invalid())?;
        let trust = Self { further, unread: false };
        // Whether they are certificates at all is seen where a list of authorities is made of them, and nowhere before.
        if trust.further.is_empty() || trust.alone().build().is_err() {
            return Err(invalid());
        }
        Ok(trust)
    }

    /// The same where the file was checked before: one that is gone since then is said where it is missed.
    pub fn with_file_of_before(file: &Path) -> Self {
        Self::with_file(file).unwrap_or(Self { further: Vec::new(), unread: true })
    }

    fn alone(&self) -> ClientBuilder {
        Client::builder().tls_certs_only(self.further.clone())
    }

    /// Connections made this way.
    ///
    /// # Errors
    /// `Internal` where the system gives no TLS configuration.
    pub fn client(&self, builder: impl Fn() -> ClientBuilder) -> Result<Trusting, Failure> {
        if let Ok(client) = builder().tls_certs_merge(self.further.clone()).build() {
            return Ok(Trusting { client, vouched: true, unread: self.unread });
        }
        let client = builder().tls_certs_only([]).build().map_err(|_| Failure::new(Reason::Internal))?;
        Ok(Trusting { client, vouched: false, unread: self.unread })
    }
}

/// Connections, with what is known of those who vouch for hosts.
#[derive(Clone, Debug)]
pub struct Trusting {
    client: Client,
    /// There is an authority at all.
    vouched: bool,
    unread: bool,
}

impl Trusting {
    /// The connections for this address.
    ///
    /// # Errors
    /// `TlsNoAuthorities` for a secure one, where nobody could vouch for its host.
    pub fn client(&self, url: &Url) -> Result<&Client, Failure> {
        if self.vouched || url.scheme() != "https" {
            return Ok(&self.client);
        }
        Err(self.about(Failure::new(Reason::TlsNoAuthorities), url))
    }

    /// What is wrong with a secure connection that failed; none where something else was.
    pub fn failure(&self, error: &reqwest::Error, url: &Url) -> Option<Failure> {
        Some(self.about(problem(error)?, url))
    }

    fn about(&self, failure: Failure, url: &Url) -> Failure {
        let failure = failure.with("host", host(url));
        if self.unread { failure.with("authority", "unread") } else { failure }
    }
}

/// A host with its port, where that is not the usual one.
pub fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
}

fn problem(error: &reqwest::Error) -> Option<Failure> {
    use rustls::CertificateError as C;
    let wrong = cause(error, |error| match error.downcast_ref::<rustls::Error>()? {
        rustls::Error::InvalidCertificate(wrong) => Some(Some(wrong.clone())),
        _ => Some(None),
    });
    Some(match wrong {
        Some(Some(C::Expired | C::ExpiredContext { .. })) => Reason::TlsExpired.into(),
        Some(Some(C::NotValidYet | C::NotValidYetContext { .. })) => {
            Failure::new(Reason::TlsExpired).with("when", "early")
        }
        Some(Some(C::NotValidForName | C::NotValidForNameContext { .. })) => Reason::TlsWrongHost.into(),
        // Taken back, or broken: another authority would change nothing of it.
        Some(Some(C::Revoked | C::BadEncoding) | None) => Reason::TlsFailed.into(),
        // Nobody vouches for it, or it vouches for itself, or who signed it only has the name of an authority that is trusted.
        Some(Some(_)) => Reason::TlsNotTrusted.into(),
        // A peer that speaks no TLS is invalid data, one that hangs up in the handshake an early end.
        None => {
            cause(error, |error| {
                let kind = error.downcast_ref::<io::Error>()?.kind();
                matches!(kind, ErrorKind::InvalidData | ErrorKind::UnexpectedEof).then_some(())
            })?;
            Reason::TlsFailed.into()
        }
    })
}

/// The first of an error and its causes of which something is known.
pub fn cause<T>(error: &(dyn Error + 'static), known: impl Fn(&(dyn Error + 'static)) -> Option<T>) -> Option<T> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(found) = known(error) {
            return Some(found);
        }
        // The source of an `io::Error` is not the error that it wraps but what lies behind that.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        cause = wrapped.map(|inner| inner as &(dyn Error + 'static)).or_else(|| error.source());
    }
    None
}
