//! What a service calls by itself: a picture's address, the address for a result. A simulator calls this computer only;
//! everybody else is out of its reach, as a service that cannot get through.

use serde_json::Value;
use std::time::Duration;
use url::{Host, Url};

/// Longest that the one who is called may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Whether the address leads to this computer.
pub fn is_here(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    match url.host() {
        Some(Host::Ipv4(host)) => host.is_loopback(),
        Some(Host::Ipv6(host)) => host.is_loopback(),
        Some(Host::Domain(host)) => host == "localhost",
        None => false,
    }
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).proxy(None);
    config.http_status_as_error(false).build().into()
}

/// What lies at an address of this computer. None where there is nothing.
pub fn fetch(address: &str) -> Option<Vec<u8>> {
    let mut answer = is_here(address).then(|| agent().get(address).call().ok())??;
    answer.status().is_success().then(|| answer.body_mut().read_to_vec().ok())?
}

/// Posts JSON to an address of this computer; the answer, where it is JSON.
pub fn post(address: &str, body: &Value) -> Option<Value> {
    let mut answer = is_here(address).then(|| agent().post(address).send_json(body).ok())??;
    answer.body_mut().read_json().ok()
}
