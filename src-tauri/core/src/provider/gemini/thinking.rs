//! How a model is kept from thinking. Each generation has a field of its own, and both at once are refused: 2.5 counts thoughts,
//! 3 and later name a level. What a model refuses is asked in its next form, the last of which leaves it alone.

use serde::Serialize;

/// How much it may think. The field that is not meant is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Thinking {
    /// So many tokens.
    ThinkingBudget(u32),
    /// A named level.
    ThinkingLevel(&'static str),
}

use Thinking::{ThinkingBudget, ThinkingLevel};

/// 2.5 Pro thinks always, and takes this as the least.
const BY_BUDGET: &[Option<Thinking>] = &[Some(ThinkingBudget(0)), Some(ThinkingBudget(128)), None];
const BY_LEVEL: &[Option<Thinking>] = &[Some(ThinkingLevel("MINIMAL")), Some(ThinkingLevel("LOW")), None];
/// Models that cannot think refuse both fields.
const NONE: &[Option<Thinking>] = &[None];

impl Thinking {
    /// What this form says of it to this model.
    pub fn of(model: &str, form: u8) -> Option<Self> {
        forms(model).get(usize::from(form)).copied().flatten()
    }
}

/// Whether there is such a form.
pub(super) fn has_form(model: &str, form: u8) -> bool {
    usize::from(form) < forms(model).len()
}

fn forms(model: &str) -> &'static [Option<Thinking>] {
    let name = model.strip_prefix("models/").unwrap_or(model);
    let Some(behind) = name.strip_prefix("gemini-") else { return NONE };
    let number = behind.split('-').next().unwrap_or_default();
    match generation(number) {
        Some((2, 5)) => BY_BUDGET,
        Some((0..=2, _)) => NONE,
        // A name without a number (`gemini-flash-latest`) is the newest.
        _ => BY_LEVEL,
    }
}

/// `2.5`, `3`.
pub(super) fn generation(number: &str) -> Option<(u32, u32)> {
    let (major, minor) = number.split_once('.').unwrap_or((number, "0"));
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_generation_is_kept_from_thinking_in_its_own_way() {
        for (model, forms) in [
            ("gemini-2.5-flash-lite", BY_BUDGET),
            ("models/gemini-2.5-pro", BY_BUDGET),
            ("gemini-3-flash-preview", BY_LEVEL),
            ("gemini-3.1-flash-lite", BY_LEVEL),
            ("gemini-flash-latest", BY_LEVEL),
            ("gemini-2.0-flash", NONE),
            ("gemma-3-27b-it", NONE),
        ] {
            for (form, thinking) in (0..).zip(forms) {
                assert_eq!((Thinking::of(model, form), has_form(model, form)), (*thinking, true), "{model} {form}");
            }
            assert!(!has_form(model, forms.len() as u8), "{model}");
        }
        let said = serde_json::to_string(&Thinking::of("gemini-2.5-flash", 0)).expect("JSON");
        assert_eq!(said, r#"{"thinkingBudget":0}"#);
    }
}
