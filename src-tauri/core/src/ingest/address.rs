//! Which addresses a picture may be fetched from. An address that came with a drop was chosen by a page, not by the
//! person: it must not reach into the person's own network.

use crate::failure::{Failure, Reason};
use crate::leaving;
use percent_encoding::percent_decode_str;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// How far the connection for an address may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Only this computer.
    Loopback,
    /// Only the public internet.
    Public,
    /// Anything: a person typed the address.
    Any,
}

impl Reach {
    /// Whether a connection to `address` is allowed.
    pub fn allows(self, address: IpAddr) -> bool {
        match self {
            Self::Loopback => is_loopback(address),
            Self::Public => is_public(address),
            Self::Any => true,
        }
    }
}

/// The address that is fetched first.
///
/// # Errors
/// `UrlInvalid`, `UrlNotHttps`, `UrlNotPublic`, `LocalOnly`.
pub fn check_first(url: &str, typed: bool, local_only: bool) -> Result<(Url, Reach), Failure> {
    let url = Url::parse(url.trim()).map_err(|_| Reason::UrlInvalid)?;
    let loopback = is_loopback_host(&url);
    leaving::check(local_only, loopback, ("host", url.host_str().unwrap_or_default()))?;
    match url.scheme() {
        "https" => {}
        "http" if loopback && typed => {}
        "http" => return Err(with_host(Reason::UrlNotHttps, &url)),
        _ => return Err(Reason::UrlInvalid.into()),
    }
    let reach = match (loopback, typed) {
        (true, true) => Reach::Loopback,
        (false, true) => Reach::Any,
        (_, false) => Reach::Public,
    };
    refuse_literal(&url, reach)?;
    Ok((url, reach))
}

/// Where a server sends us instead. It may send us on to this computer only from this computer.
///
/// # Errors
/// `UrlInvalid`, `UrlNotHttps`, `UrlNotPublic`, `LocalOnly`.
pub fn check_next(url: Url, before: Reach, local_only: bool) -> Result<(Url, Reach), Failure> {
    let loopback = is_loopback_host(&url);
    leaving::check(local_only, loopback, ("host", url.host_str().unwrap_or_default()))?;
    let stays = loopback && before == Reach::Loopback;
    match url.scheme() {
        "https" => {}
        "http" if stays => {}
        "http" => return Err(with_host(Reason::UrlNotHttps, &url)),
        _ => return Err(Reason::UrlInvalid.into()),
    }
    let reach = if stays { Reach::Loopback } else { Reach::Public };
    refuse_literal(&url, reach)?;
    Ok((url, reach))
}

/// A failure that names the host and nothing else of the address: paths and queries may hold keys.
pub fn with_host(reason: Reason, url: &Url) -> Failure {
    Failure::new(reason).with("host", url.host_str().unwrap_or_default())
}

/// The name to show: the last part of the path, else the host.
pub fn name(url: &str) -> String {
    let Ok(url) = Url::parse(url) else { return url.chars().take(80).collect() };
    let last = url.path_segments().and_then(|mut parts| parts.rfind(|part| !part.is_empty())).unwrap_or_default();
    let last = percent_decode_str(last).decode_utf8_lossy();
    if last.is_empty() { url.host_str().unwrap_or_default().to_owned() } else { last.into_owned() }
}

/// A number as host is judged here; a name is judged when it is resolved.
fn refuse_literal(url: &Url, reach: Reach) -> Result<(), Failure> {
    let address = match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::V4(address),
        Some(Host::Ipv6(address)) => IpAddr::V6(address),
        Some(Host::Domain(_)) if reach == Reach::Public && is_loopback_host(url) => {
            return Err(with_host(Reason::UrlNotPublic, url));
        }
        Some(Host::Domain(_)) => return Ok(()),
        None => return Err(Reason::UrlInvalid.into()),
    };
    if reach.allows(address) { Ok(()) } else { Err(with_host(Reason::UrlNotPublic, url)) }
}

fn is_loopback_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => is_loopback(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => is_loopback(IpAddr::V6(address)),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name.eq_ignore_ascii_case("localhost") || name.to_ascii_lowercase().ends_with(".localhost")
        }
        None => false,
    }
}

fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// Reachable for everyone (IANA's special-purpose registries): not this computer, this network, a carrier's, a test's.
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19));
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // Only 2000::/3 is given out; in it, the ranges of documentation and of tunnels that carry an IPv4 address.
    let given_out = first & 0xE000 == 0x2000;
    let special = (first == 0x2001 && (second < 0x0200 || second == 0x0DB8)) || first == 0x2002 || first == 0x3FFF;
    given_out && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(url: &str, typed: bool, local_only: bool) -> Result<Reach, Reason> {
        check_first(url, typed, local_only).map(|(_, reach)| reach).map_err(|failure| failure.reason)
    }

    #[test]
    fn what_may_be_fetched() {
        use Reach::{Any, Loopback, Public};
        use Reason::{LocalOnly, UrlInvalid, UrlNotHttps, UrlNotPublic};
        let table = [
            ("https://example.org/a.png", false, Ok(Public)),
            ("https://example.org/a.png", true, Ok(Any)),
            ("http://example.org/a.png", true, Err(UrlNotHttps)),
            ("http://127.0.0.1:8000/a.png", true, Ok(Loopback)),
            ("http://localhost:8000/a.png", true, Ok(Loopback)),
            ("http://[::1]/a.png", true, Ok(Loopback)),
            ("http://127.0.0.1/a.png", false, Err(UrlNotHttps)),
            ("https://127.0.0.1/a.png", false, Err(UrlNotPublic)),
            ("https://localhost/a.png", false, Err(UrlNotPublic)),
            ("https://LOCALHOST./a.png", false, Err(UrlNotPublic)),
            ("https://192.168.1.1/a.png", false, Err(UrlNotPublic)),
            ("https://192.168.1.1/a.png", true, Ok(Any)),
            ("https://169.254.169.254/latest/meta-data", false, Err(UrlNotPublic)),
            ("https://0x7f.1/", false, Err(UrlNotPublic)),
            ("https://2130706433/", false, Err(UrlNotPublic)),
            ("https://[::ffff:10.0.0.1]/", false, Err(UrlNotPublic)),
            ("https://[fd00::1]/", false, Err(UrlNotPublic)),
            ("https://[fe80::1]/", false, Err(UrlNotPublic)),
            ("https://100.64.0.1/", false, Err(UrlNotPublic)),
            ("file:///etc/passwd", true, Err(UrlInvalid)),
            ("ftp://example.org/a.png", true, Err(UrlInvalid)),
            ("no address", true, Err(UrlInvalid)),
        ];
        for (url, typed, expected) in table {
            assert_eq!(first(url, typed, false), expected, "{url} typed: {typed}");
        }
        assert_eq!(first("https://example.org/", true, true), Err(LocalOnly));
        assert_eq!(first("http://127.0.0.1/", true, true), Ok(Loopback));
    }

    #[test]
    fn where_a_server_may_send_us() {
        use Reach::{Any, Loopback, Public};
        use Reason::{LocalOnly, UrlInvalid, UrlNotHttps, UrlNotPublic};
        let table = [
            ("https://example.org/", Any, false, Ok(Public)),
            ("https://10.0.0.1/", Any, false, Err(UrlNotPublic)),
            ("https://localhost/", Any, false, Err(UrlNotPublic)),
            ("http://127.0.0.1/", Any, false, Err(UrlNotHttps)),
            ("http://127.0.0.1/", Loopback, false, Ok(Loopback)),
            ("https://10.0.0.1/", Loopback, false, Err(UrlNotPublic)),
            ("http://example.org/", Public, false, Err(UrlNotHttps)),
            ("file:///etc/passwd", Loopback, false, Err(UrlInvalid)),
            ("https://example.org/", Loopback, true, Err(LocalOnly)),
        ];
        for (url, before, local_only, expected) in table {
            let next = check_next(Url::parse(url).unwrap(), before, local_only);
            assert_eq!(next.map(|(_, reach)| reach).map_err(|f| f.reason), expected, "{url} after {before:?}");
        }
    }

    #[test]
    fn names_and_failures_leave_the_query_out() {
        assert_eq!(name("https://example.org/photos/my%20cat.jpg?key=secret"), "my cat.jpg");
        assert_eq!(name("https://example.org/?key=secret"), "example.org");
        let failure = check_first("http://example.org/a?key=secret", true, false).unwrap_err();
        assert!(!format!("{failure:?}").contains("secret"));
    }
}
