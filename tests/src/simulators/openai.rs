//! OpenAI's own chat completions: what it wants beyond the form that others imitate, and what it refuses. The form itself is that
//! of `openai_compatible`.

use super::openai_compatible::{OpenAiCompatible, refusal};
use super::saying::{End, Saying};
use super::{Answer, Documented, Received};
use serde_json::{Value, json};

/// The service.
pub struct OpenAi {
    /// The form, with its key, models, pictures and requests.
    pub form: OpenAiCompatible,
    /// What the models say.
    pub says: Saying,
    /// Efforts of thinking that the model knows; none: it knows no effort at all.
    pub efforts: &'static [&'static str],
    /// Its list, beside the two models of the form.
    pub listed: Vec<Value>,
    /// Bodies of the requests that it took, without the picture.
    pub asked: Vec<Value>,
}

impl Default for OpenAi {
    fn default() -> Self {
        Self {
            form: OpenAiCompatible {
                seeing: "gpt-9-mini".into(),
                blind: "gpt-1".into(),
                ..OpenAiCompatible::default()
            },
            says: Saying::default(),
            efforts: &["none", "low", "medium", "high"],
            listed: Vec::new(),
            asked: Vec::new(),
        }
    }
}

const FIELDS: &[&str] =
    &["model", "messages", "max_completion_tokens", "reasoning_effort", "stream", "stream_options", "store"];

fn parameter(message: &str, param: &str, code: &str) -> Answer {
    let error = json!({"message": message, "type": "invalid_request_error", "param": param, "code": code});
    Answer::json(400, &json!({"error": error}))
}

impl Documented for OpenAi {
    fn answer(&mut self, request: &Received, violations: &mut Vec<String>) -> Answer {
        let form = &mut self.form;
        form.words.clone_from(&self.says.words);
        // Thoughts stay with the service.
        form.thoughts = None;
        (form.streams, form.counts, form.line_end) = (self.says.streams, self.says.counts, self.says.line_end);
        form.finish = match self.says.end {
            End::Stop => "stop",
            End::Cut => "length",
            End::Refused => "content_filter",
        };
        match (request.method.as_str(), request.path.as_str()) {
            ("POST", "/v1/chat/completions") => self.chat(request, violations).unwrap_or_else(|refused| refused),
            ("GET", "/v1/models") => self.list(request, violations),
            _ => refusal(404, "Invalid URL", "invalid_request_error", None),
        }
    }
}

impl OpenAi {
    fn chat(&mut self, request: &Received, violations: &mut Vec<String>) -> Result<Answer, Answer> {
        let mut body = request.json();
        let fields =
            body.as_object().ok_or_else(|| parameter("We could not parse the JSON body.", "", "invalid_json"))?;
        if let Some(unknown) = fields.keys().find(|name| !FIELDS.contains(&name.as_str())) {
            let code = if unknown == "max_tokens" { "unsupported_parameter" } else { "unknown_parameter" };
            return Err(parameter(&format!("Unsupported parameter: '{unknown}'"), unknown, code));
        }
        if fields.get("model").is_none_or(|model| !model.is_string()) {
            return Err(parameter("you must provide a model parameter", "model", "missing_required_parameter"));
        }
        if let Some(effort) = fields.get("reasoning_effort") {
            if self.efforts.is_empty() {
                let message = "Unsupported parameter: 'reasoning_effort' is not supported with this model.";
                return Err(parameter(message, "reasoning_effort", "unsupported_parameter"));
            }
            if !self.efforts.iter().any(|known| effort == *known) {
                let message =
                    format!("Unsupported value: 'reasoning_effort' does not support {effort} with this model.");
                return Err(parameter(&message, "reasoning_effort", "unsupported_value"));
            }
        }
        let room = fields.get("max_completion_tokens").and_then(Value::as_u64).unwrap_or_default();
        let thinks = fields.get("reasoning_effort").is_none_or(|effort| effort != "none");
        if room < if thinks { 2_048 } else { 1 } {
            violations.push(format!("{room} tokens leave no room for words"));
        }
        let detail = &body["messages"][0]["content"][0]["image_url"]["detail"];
        if !["auto", "low", "high", "original"].contains(&detail.as_str().unwrap_or("auto")) {
            return Err(parameter("Invalid value for 'detail'", "messages", "invalid_value"));
        }
        let asked = body.clone();
        let whole = body.as_object_mut().ok_or_else(|| refusal(500, "", "server_error", None))?;
        ["max_completion_tokens", "reasoning_effort", "store"].iter().for_each(|name| drop(whole.remove(*name)));
        let taken = self.form.asked.len();
        let answer = self.form.answer(&Received { body: body.to_string().into_bytes(), ..request.clone() }, violations);
        if self.form.asked.len() > taken {
            let mut asked = asked;
            asked["messages"][0]["content"][0]["image_url"]["url"] = Value::Null;
            self.asked.push(asked);
        }
        Ok(answer)
    }

    fn list(&mut self, request: &Received, violations: &mut Vec<String>) -> Answer {
        let answer = self.form.answer(request, violations);
        if answer.status != 200 {
            return answer;
        }
        let own = [&self.form.blind, &self.form.seeing]
            .map(|id| json!({"id": id, "object": "model", "created": 1, "owned_by": "openai"}));
        let data: Vec<_> = self.listed.iter().cloned().chain(own).collect();
        Answer::json(200, &json!({"object": "list", "data": data}))
    }
}
