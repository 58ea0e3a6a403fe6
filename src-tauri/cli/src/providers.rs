//! `altsmith providers`: what each takes and gives.

use crate::End;
use crate::output::line;
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::provider;

/// Lists the providers; needs no data folder.
pub fn list(json: bool) -> Result<End, Failure> {
    for provider in provider::registry() {
        let descriptor = &provider.descriptor;
        if json {
            let text = serde_json::to_string(descriptor).map_err(|_| Failure::new(Reason::Internal))?;
            line(&text);
        } else {
            let gives = [
                (descriptor.returns.alt, "alt"),
                (descriptor.returns.description, "description"),
                (descriptor.returns.title, "title"),
                (descriptor.returns.tags, "tags"),
            ];
            let gives: Vec<&str> = gives.into_iter().filter_map(|(given, name)| given.then_some(name)).collect();
            let languages = if descriptor.languages.is_empty() { "any".into() } else { descriptor.languages.join(",") };
            line(&format!("{}\t{}\t{}\t{}", descriptor.id, descriptor.name, gives.join(","), languages));
        }
    }
    Ok(End::Done)
}
