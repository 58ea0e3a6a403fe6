//! Where a service is: the documented address or the one that the person set. The path prefix is kept and the documented
//! path is appended; plain `http` only for this computer itself; no name or password in an address.

use super::Descriptor;
use crate::failure::{Failure, Reason};
use std::collections::BTreeMap;
use url::{Host, Url};

/// Reads an address that the person set.
///
/// # Errors
/// `EndpointInvalid`, naming the address without anything secret in it.
pub fn parse(text: &str) -> Result<Url, Failure> {
    let invalid = || Failure::new(Reason::EndpointInvalid);
    let url = Url::parse(text.trim()).map_err(|_| invalid())?;
    let plain = url.username().is_empty() && url.password().is_none();
    if !plain || url.query().is_some() || url.fragment().is_some() || url.host().is_none() {
        return Err(invalid());
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        _ => Err(invalid().with("value", &url)),
    }
}

/// Whether the address leads to this computer and nowhere else.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => {
            address.is_loopback() || address.to_ipv4_mapped().is_some_and(|mapped| mapped.is_loopback())
        }
        Some(Host::Domain(name)) => name.trim_end_matches('.').eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

/// The endpoint with a documented path (`/api/v1/models`) behind its own.
pub fn join(endpoint: &Url, path: &str) -> Url {
    let mut url = endpoint.clone();
    let prefix = endpoint.path().trim_end_matches('/');
    url.set_path(&format!("{prefix}/{}", path.trim_start_matches('/')));
    url
}

/// The host that a provider's pictures go to.
pub fn host_of(descriptor: &Descriptor, settings: &BTreeMap<String, String>) -> Option<String> {
    let address = descriptor.address(settings)?;
    let url = parse(address).ok().or_else(|| Url::parse(address).ok())?;
    url.host_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_prefix_is_kept() {
        for (endpoint, joined) in [
            ("http://127.0.0.1:9001", "http://127.0.0.1:9001/api/v1/generate_tags"),
            ("http://127.0.0.1:9001/", "http://127.0.0.1:9001/api/v1/generate_tags"),
            ("https://gate.example/describer/", "https://gate.example/describer/api/v1/generate_tags"),
            ("https://gate.example/a/b", "https://gate.example/a/b/api/v1/generate_tags"),
        ] {
            let url = parse(endpoint).expect("valid");
            assert_eq!(join(&url, "/api/v1/generate_tags").as_str(), joined);
        }
    }

    #[test]
    fn plain_http_only_to_this_computer() {
        for good in ["http://localhost:1", "http://127.9.9.9", "http://[::1]:80/x", "http://[::ffff:127.0.0.1]/"] {
            assert!(parse(good).is_ok_and(|url| is_loopback(&url)), "{good}");
        }
        for bad in [
            "http://example.org",
            "http://10.0.0.1",
            "http://localhost.example.org",
            "http://0.0.0.0",
            "ftp://localhost",
            "https://key@example.org",
            "https://user:key@example.org",
            "https://example.org/?key=1",
            "https://example.org/#a",
            "example.org",
            "file:///etc",
            "",
        ] {
            let failure = parse(bad).expect_err(bad);
            assert_eq!(failure.reason, Reason::EndpointInvalid);
            assert!(!format!("{failure:?}").contains("key"), "{bad}");
        }
    }
}
