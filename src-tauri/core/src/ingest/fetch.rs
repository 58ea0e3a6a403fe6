//! One address → its bytes. Limits on who is asked, on how much comes and on how long it takes; nothing is sent but the
//! request, and nothing of an error but the host is told.

use super::address::{self, Reach};
use super::read::{judge, too_large};
use super::{Incoming, Item, Limits, Loaded};
use crate::failure::{Failure, Reason};
use crate::trust::{self, Trust};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, LOCATION};
use reqwest::{Client, ClientBuilder, Response, redirect};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

const MOST_REDIRECTS: usize = 5;
const CONNECT_SECONDS: u64 = 10;

/// Fetches a picture from a host that these vouch for. `local_only` refuses every host but this computer.
///
/// # Errors
/// `UrlInvalid`, `UrlNotHttps`, `UrlNotPublic`, `UrlStatus`, `UrlUnreachable`, `UrlTimeout`, `LocalOnly`, those of a secure
/// connection that nobody vouches for, `FileTooLarge`, `EmptyFile`, `NotAnImage`, `FormatNotBuiltIn`; `about["name"]` names the picture, `about["host"]` the
/// server. Never the path or the query of the address.
pub async fn fetch(item: &Item, limits: &Limits, trust: &Trust, local_only: bool) -> Result<Loaded, Failure> {
    let Incoming::Url { url, typed } = &item.from else {
        return Err(Reason::Internal.into());
    };
    let named = |failure: Failure| failure.with("name", &item.name);
    let (first, reach) = address::check_first(url, *typed, local_only).map_err(named)?;
    let host = first.clone();
    let limit = Duration::from_secs(limits.url_seconds);
    let fetched = tokio::time::timeout(limit, follow(first, reach, limits, trust, local_only))
        .await
        .unwrap_or_else(|_| Err(address::with_host(Reason::UrlTimeout, &host).with("limit", limits.url_seconds)));
    // For the log of requests: the host, never the rest of the address.
    let (operation, host) = ("picture_fetched", host.host_str().unwrap_or_default());
    match &fetched {
        Ok(bytes) => tracing::info!(operation, host, received_bytes = bytes.len(), "answered"),
        Err(failure) => tracing::warn!(operation, host, reason = ?failure.reason, "no answer"),
    }
    let bytes = fetched.map_err(named)?;
    judge(bytes, Some(url.trim().to_owned())).map_err(named)
}

/// Follows redirects by hand: each is judged as an address of its own.
async fn follow(
    mut url: Url,
    mut reach: Reach,
    limits: &Limits,
    trust: &Trust,
    local_only: bool,
) -> Result<Vec<u8>, Failure> {
    for _ in 0..=MOST_REDIRECTS {
        let response = ask(&url, reach, trust).await?;
        if !response.status().is_redirection() {
            return collect(response, &url, limits).await;
        }
        let target = response.headers().get(LOCATION).and_then(|target| target.to_str().ok());
        let Some(target) = target else { return Err(bad_status(&response, &url)) };
        let next = url.join(target).map_err(|_| address::with_host(Reason::UrlInvalid, &url))?;
        (url, reach) = address::check_next(next, reach, local_only)?;
    }
    Err(address::with_host(Reason::UrlUnreachable, &url))
}

async fn ask(url: &Url, reach: Reach, trust: &Trust) -> Result<Response, Failure> {
    let trusting = trust.client(|| builder(url, reach))?;
    let request = trusting.client(url)?.get(url.clone()).header(ACCEPT, "image/*,*/*;q=0.5");
    request.send().await.map_err(|error| trusting.failure(&error, url).unwrap_or_else(|| unreachable(&error, url)))
}

/// A client for one host: names resolve only to addresses within reach, also when they resolve anew.
fn builder(url: &Url, reach: Reach) -> ClientBuilder {
    let builder = Client::builder()
        .redirect(redirect::Policy::none())
        .referer(false)
        .connect_timeout(Duration::from_secs(CONNECT_SECONDS))
        .user_agent(concat!("Altsmith/", env!("CARGO_PKG_VERSION")))
        .dns_resolver(Arc::new(Resolver { host: url.host_str().unwrap_or_default().to_owned(), reach }));
    if reach == Reach::Loopback { builder.no_proxy() } else { builder }
}

/// Resolves names with the system's resolver and leaves out what is beyond reach.
struct Resolver {
    /// The host that is judged. Another name is that of a proxy, which the person has set.
    host: String,
    reach: Reach,
}

/// All addresses of a name are beyond reach.
#[derive(Debug, thiserror::Error)]
#[error("no address within reach")]
struct BeyondReach;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = if name.as_str().eq_ignore_ascii_case(&self.host) { self.reach } else { Reach::Any };
        Box::pin(async move {
            let all: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let found = !all.is_empty();
            let within: Vec<SocketAddr> = all.into_iter().filter(|address| reach.allows(address.ip())).collect();
            if found && within.is_empty() {
                return Err(BeyondReach.into());
            }
            Ok(Box::new(within.into_iter()) as Addrs)
        })
    }
}

/// The body, as long as it keeps to the limit.
async fn collect(mut response: Response, url: &Url, limits: &Limits) -> Result<Vec<u8>, Failure> {
    if !response.status().is_success() {
        return Err(bad_status(&response, url));
    }
    if response.content_length().is_some_and(|length| length > limits.max_bytes) {
        return Err(too_large(limits));
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(&error, url))? {
        if (bytes.len() + chunk.len()) as u64 > limits.max_bytes {
            return Err(too_large(limits));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn bad_status(response: &Response, url: &Url) -> Failure {
    address::with_host(Reason::UrlStatus, url).with("status", response.status().as_u16())
}

fn unreachable(error: &reqwest::Error, url: &Url) -> Failure {
    let beyond = trust::cause(error, |error| error.is::<BeyondReach>().then_some(())).is_some();
    let reason = if beyond {
        Reason::UrlNotPublic
    } else if error.is_timeout() {
        Reason::UrlTimeout
    } else {
        Reason::UrlUnreachable
    };
    address::with_host(reason, url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_that_resolves_into_the_own_network_is_not_connected_to() {
        // The check of the address alone would let another name of this computer pass; the resolver does not.
        let url = Url::parse("https://localhost:9/cat.png").unwrap();
        let failure = ask(&url, Reach::Public, &Trust::default()).await.unwrap_err();
        assert_eq!(failure.reason, Reason::UrlNotPublic);
        assert_eq!(failure.about["host"], "localhost");
    }
}
