//! Which operations of a service one picture takes with a model: what the estimate counts, and looks up the price of.

use super::imagedescriber;

/// The operations that describing one picture calls, each perhaps a charge, in order; as they stand in `HttpCall::operation`.
pub fn operations(provider: &str, model: &str) -> &'static [&'static str] {
    match provider {
        "imagedescriber" => imagedescriber::operations(model).unwrap_or(&["generate_content"]),
        "describepicture" => &["describe_picture_api"],
        "imgopen" => &["interrogate"],
        "zakai" => &["alttexts"],
        // What is computed calls nothing; a model server is called once.
        "builtin" => &[],
        _ => &["describe"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::{Means, registry};

    #[test]
    fn every_model_of_a_service_takes_a_call() {
        for provider in registry() {
            for model in provider.descriptor.models {
                let calls = operations(provider.descriptor.id, model.id).len();
                assert_eq!(
                    calls > 0,
                    matches!(provider.means, Means::Http(_)),
                    "{} {}",
                    provider.descriptor.id,
                    model.id
                );
            }
        }
        assert_eq!(operations("imagedescriber", "everything").len(), 3);
    }
}
