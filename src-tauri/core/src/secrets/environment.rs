//! Keys that the person gave in the environment, for one run. A program hands its environment on to everything that it
//! starts (Tesseract, a browser, the web engine and its helpers), so they are taken out of it at the start and kept here.

use super::Secret;
use std::collections::HashMap;
use std::sync::OnceLock;

/// What our own variables begin with.
const OURS: &str = "ALTSMITH_";
/// The one of them that is no secret and that children may need.
const DATA_DIR: &str = "ALTSMITH_DATA_DIR";

static TAKEN: OnceLock<HashMap<String, Secret>> = OnceLock::new();

/// Takes the keys out of the environment. The first thing that the program does, before there is a second thread; a second
/// call does nothing.
pub fn take() {
    TAKEN.get_or_init(|| {
        let named = std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value)));
        let ours: Vec<_> = named.filter(|(name, _)| name.starts_with(OURS) && name != DATA_DIR).collect();
        let mut taken = HashMap::new();
        for (name, value) in ours {
            #[allow(unsafe_code, reason = "the environment is the C library's")]
            // SAFETY: no other thread reads or writes the environment: there is none yet.
            unsafe {
                std::env::remove_var(&name);
            }
            if let Ok(value) = value.into_string() {
                taken.insert(name, Secret::new(value));
            }
        }
        taken
    });
}

/// A key that was given; also where nobody took them out.
pub(super) fn given(name: &str) -> Option<String> {
    match TAKEN.get() {
        Some(taken) => taken.get(name).map(|value| value.expose().to_owned()),
        None => std::env::var(name).ok(),
    }
}

/// Whether something was given under this name.
pub fn is_given(name: &str) -> bool {
    given(name).is_some_and(|value| !value.trim().is_empty())
}
