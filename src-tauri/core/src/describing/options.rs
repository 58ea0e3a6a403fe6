//! What one describing is asked to do, from settings or from the command line, and the key that identifies it.

use crate::compose;
use crate::ingest;
use crate::language::primary;
use crate::provider::{self, Connection, Request, prompt};
use crate::queue::Permit;
use crate::view::Settings;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// How pictures are to be described.
#[derive(Clone, Debug)]
pub struct Options {
    /// Provider's id.
    pub provider: String,
    /// What is asked for.
    pub request: Request,
    /// Describe again even where the history has the answer.
    pub force: bool,
    /// With `force`: send it anew without asking first what became of an older request.
    pub resend: bool,
    /// Answers from this moment on count as this run's own, also with `force`: equal files in one run are described
    /// once. Milliseconds since 1970.
    pub run_started_ms: i64,
    /// The run whose budget it counts for.
    pub run: Option<String>,
    /// Read text in the picture.
    pub read_text: bool,
    /// Name the town from the coordinates.
    pub name_places: bool,
    /// Refuse every host that is not this computer.
    pub local_only: bool,
    /// How long a picture may wait at most for a limit or a service, in milliseconds; none: as long as it takes.
    pub max_wait_ms: Option<u64>,
    /// What a picture of a batch waits for before it is made ready for a service.
    pub permit: Option<Arc<Permit>>,
    /// Once this is cancelled, nothing new is sent; what is on its way is waited for and kept.
    pub no_more: CancellationToken,
}

impl Options {
    /// What the settings ask for, with the provider's chosen model. `ui_language` is the window's language, for
    /// descriptions that follow it.
    pub fn from_settings(settings: &Settings, ui_language: &str, model: String) -> Self {
        let language = if settings.language == "ui" { ui_language } else { &settings.language };
        Self {
            provider: settings.provider.clone(),
            request: Request {
                model,
                language: language.to_owned(),
                style: settings.style.clone(),
                max_chars: Some(compose::limit(&settings.length_profile, settings.own_length)),
                prompt: Some(settings.instruction.trim().to_owned()).filter(|text| !text.is_empty()),
                ..Request::default()
            },
            force: false,
            resend: false,
            run_started_ms: i64::MAX,
            run: None,
            read_text: settings.read_text,
            name_places: settings.name_places,
            local_only: settings.local_only,
            max_wait_ms: None,
            permit: None,
            no_more: CancellationToken::new(),
        }
    }

    /// Takes the service's own operation for the style, where it has one. The caller does so where no model was named. What
    /// the person wrote is not lost for it: own words take the style's place, and what they know goes to a model that is told.
    #[must_use]
    pub fn by_style(mut self, provider: &Connection) -> Self {
        let provider::Backend::Http(adapter) = provider.kind.backend else { return self };
        let request = &mut self.request;
        if let Some(model) = adapter.model_for_style(&request.style)
            && written(request.prompt.clone()).is_none()
            && (request.style == "tags"
                || provider.descriptor().takes_of(model).context
                || written(request.context.clone()).is_none())
        {
            model.clone_into(&mut request.model);
        }
        self
    }

    /// The same as this provider is asked: where it knows a language by its primary tag alone (`en` of `en-GB`), in that one;
    /// what the person wrote without what nobody sees, not endless, and only where the model takes it.
    #[must_use]
    pub fn fitting(&self, provider: &Connection) -> Self {
        let mut options = self.clone();
        let known = provider.descriptor().languages_of(&self.request.model);
        let language = self.request.language.to_ascii_lowercase();
        let primary = primary(&language);
        if !known.contains(&self.request.language.as_str()) && known.contains(&primary) {
            primary.clone_into(&mut options.request.language);
        }
        let request = &mut options.request;
        let takes = provider.descriptor().takes_of(&request.model);
        (request.prompt, request.context) = (written(request.prompt.take()), written(request.context.take()));
        request.prompt.take_if(|_| !takes.prompt);
        request.context.take_if(|_| !takes.context);
        options
    }

    /// Identifies what is asked about the picture with this hash: the same key is the same request, answered from the
    /// history. What changes the answer is in it; what the service is not told, or what only changes how the answer is
    /// shown, is not.
    pub fn key(&self, hash: &str, provider: &Connection) -> String {
        let computed = matches!(provider.kind.backend, provider::Backend::Computed(_));
        let mut request = self.request.clone();
        if request.prompt.is_some() && !prompt::is_question(&request) {
            // Own words take the preset's place.
            request.style.clear();
        }
        let takes = provider.descriptor().takes_of(&request.model);
        if !computed && !takes.prompt {
            (request.prompt, request.max_chars) = (None, None);
            request.style.clear();
        }
        if !computed && !takes.context {
            request.context = None;
        }
        let asked = serde_json::json!({
            "picture": hash,
            "provider": self.provider,
            "request": request,
            "facts": computed.then_some([self.read_text, self.name_places]),
        });
        ingest::hash(asked.to_string().as_bytes())
    }
}

/// Longest text that a person writes of a picture or as an instruction, in characters.
const LONGEST: usize = 4_000;

/// What a person wrote, without what nobody sees and not endless; none where nothing is left.
pub fn written(text: Option<String>) -> Option<String> {
    let text: String = compose::visible(&text?).trim().chars().take(LONGEST).collect();
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(id: &str) -> Connection {
        Connection::by_itself(provider::kind(id).expect("a kind"))
    }

    fn options() -> Options {
        Options::from_settings(&Settings::default(), "de", "facts-1".into())
    }

    #[test]
    fn settings_name_the_request() {
        let options = options();
        assert_eq!((options.provider.as_str(), options.request.model.as_str()), ("builtin", "facts-1"));
        assert_eq!(options.request.language, "de");
        assert_eq!(options.request.max_chars, Some(125));
        let mut own = Settings { length_profile: "own".into(), own_length: 77, ..Settings::default() };
        assert_eq!(Options::from_settings(&own, "de", String::new()).request.max_chars, Some(77));
        own.language = "fr".into();
        assert_eq!(Options::from_settings(&own, "de", String::new()).request.language, "fr");
    }

    #[test]
    fn a_style_with_an_operation_of_its_own_takes_it() {
        let model = |id: &str, style: &str, prompt: &str, context: &str| {
            let mut options = Options { provider: id.into(), ..options() };
            options.request.model = "before".into();
            options.request.style = style.into();
            (options.request.prompt, options.request.context) = (Some(prompt.into()), Some(context.into()));
            options.by_style(&named(id)).request.model
        };
        assert_eq!(model("imagedescriber", "tags", " ", "Anna"), "generate_tags");
        assert_eq!(model("imagedescriber", "alt", "", ""), "generate_alt_text");
        assert_eq!(
            model("imagedescriber", "alt", "", "Anna"),
            "before",
            "the operation is not told who is in the picture"
        );
        assert_eq!(
            model("imagedescriber", "tags", "Only the colours", ""),
            "before",
            "own words take the style's place"
        );
        assert_eq!(model("imagedescriber", "long", "", ""), "before");
        assert_eq!(model("zakai", "alt", "", ""), "before");
        assert_eq!(model("builtin", "tags", "", ""), "before");
    }

    #[test]
    fn a_language_is_asked_for_as_the_provider_knows_it() {
        for (id, language, asked) in [
            ("zakai", "en-GB", "en"),
            ("zakai", "DE_at", "de"),
            ("zakai", "fr-CA", "fr-CA"),
            ("imagedescriber", "zh-Hant-TW", "zh"),
            ("builtin", "en-GB", "en"),
            ("describepicture", "en-GB", "en-GB"),
        ] {
            let mut options = options();
            options.provider = id.into();
            options.request.language = language.into();
            let provider = &named(id);
            assert_eq!(options.fitting(provider).request.language, asked, "{id} {language}");
        }
    }

    #[test]
    fn the_key_changes_with_everything_that_changes_the_answer() {
        let provider = &named("builtin");
        let base = options().key("aa", provider);
        assert_eq!(base, options().key("aa", provider));
        let mut seen = vec![base, options().key("ab", provider)];
        let mut change = |edit: &dyn Fn(&mut Options)| {
            let mut options = options();
            edit(&mut options);
            seen.push(options.key("aa", provider));
        };
        change(&|o| o.request.language = "fr".into());
        change(&|o| o.request.style = "long".into());
        change(&|o| o.request.prompt = Some("What colour?".into()));
        change(&|o| o.request.context = Some("Anna".into()));
        change(&|o| o.request.max_chars = None);
        change(&|o| o.read_text = false);
        change(&|o| o.name_places = true);
        let count = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), count, "every change gives another key");
        let told = |id: &str, model: &str| {
            let provider = &named(id);
            let mut options = Options { provider: id.into(), ..options() };
            options.request.model = model.into();
            let plain = options.key("aa", provider);
            (options.request.style, options.request.max_chars) = ("long".into(), Some(1_500));
            options.request.prompt = Some("What colour?".into());
            let asked = options.key("aa", provider);
            options.request.context = Some("Anna".into());
            (plain != asked, asked != options.key("aa", provider))
        };
        assert_eq!(told("imagedescriber", "generate_content"), (true, true));
        assert_eq!(told("imagedescriber", "generate_tags"), (false, false), "not told to the service");
        assert_eq!(told("zakai", ""), (false, true));
        assert_eq!(told("imgopen", "clip"), (false, false));
        let taking = &named("describepicture");
        let own = |style: &str, prompt: &str, context: &str| {
            let mut options = options();
            options.request.style = style.into();
            options.request.model = "describe_picture_api".into();
            (options.request.prompt, options.request.context) = (Some(prompt.into()), Some(context.into()));
            options.fitting(taking).key("aa", taking)
        };
        assert_eq!(own("alt", " What? ", "Anna\u{200b} "), own("long", "What?", "Anna"), "the same is sent");
        assert_eq!(own("alt", " ", ""), own("alt", "", "\u{200b}"), "nothing was written");
        assert_ne!(own("alt", " ", ""), own("long", " ", ""), "the preset counts then");
        let mut forced = options();
        forced.force = true;
        forced.local_only = true;
        assert!(seen.contains(&forced.key("aa", provider)), "how it is sent is no part of the request");
    }
}
