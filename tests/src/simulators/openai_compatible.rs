//! A model server that speaks OpenAI's form of chat completions: streamed or whole, with the lists of models of several
//! makers, and as strict as the strictest of them.

use super::{Answer, Documented, Picture, Received, look};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

/// Whose list of models it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maker {
    /// Names alone (vLLM, Groq, OpenAI).
    Plain,
    /// `architecture.input_modalities`, prices.
    OpenRouter,
    /// `capabilities.vision`.
    Mistral,
    /// `architecture.input_modalities`, and `/props`.
    LlamaServer,
    /// Names alone, and a list of its own under `/api/v1/models`.
    LmStudio,
}

/// The server.
pub struct OpenAiCompatible {
    /// The key that it wants; none: it wants none.
    pub key: Option<String>,
    /// Whose list it gives.
    pub maker: Maker,
    /// A model that sees.
    pub seeing: String,
    /// One that does not.
    pub blind: String,
    /// What it says of a picture.
    pub words: String,
    /// What it thinks first, apart from the words.
    pub thoughts: Option<String>,
    /// Why it stops.
    pub finish: &'static str,
    /// Streams; else it answers with one object whatever is asked.
    pub streams: bool,
    /// Says what it counted where it is asked to.
    pub counts: bool,
    /// Ends a stream with `[DONE]`.
    pub done: bool,
    /// Line end of its stream.
    pub line_end: &'static str,
    /// Pictures that it described.
    pub pictures: Vec<Picture>,
    /// Bodies of the requests, without the picture.
    pub asked: Vec<Value>,
}

impl Default for OpenAiCompatible {
    fn default() -> Self {
        Self {
            key: Some("test-key-0123456789".into()),
            maker: Maker::Plain,
            seeing: "seeing-7b".into(),
            blind: "blind-7b".into(),
            words: "A plain red rectangle, nothing else.".into(),
            thoughts: None,
            finish: "stop",
            streams: true,
            counts: true,
            done: true,
            line_end: "\n",
            pictures: Vec::new(),
            asked: Vec::new(),
        }
    }
}

impl Documented for OpenAiCompatible {
    fn answer(&mut self, request: &Received, violations: &mut Vec<String>) -> Answer {
        let answered = match (request.method.as_str(), request.path.as_str()) {
            ("POST", "/v1/chat/completions") => self.allowed(request).and_then(|()| self.chat(request, violations)),
            ("GET", "/v1/models") => self.allowed(request).map(|()| Answer::json(200, &self.list())),
            ("GET", "/api/v1/models") if self.maker == Maker::LmStudio => {
                self.allowed(request).map(|()| Answer::json(200, &self.lm_studio()))
            }
            ("GET", "/props") if self.maker == Maker::LlamaServer => {
                Ok(Answer::json(200, &json!({"modalities": {"vision": true, "audio": false}, "total_slots": 1})))
            }
            (_, "/v1/chat/completions" | "/v1/models") => {
                Err(refusal(405, "Method Not Allowed", "invalid_request_error", None))
            }
            _ => Err(Answer::json(404, &json!({"detail": "Not Found"}))),
        };
        answered.unwrap_or_else(|refused| refused)
    }
}

/// An error in the form's own shape.
pub fn refusal(status: u16, message: &str, kind: &str, code: Option<&str>) -> Answer {
    Answer::json(status, &json!({"error": {"message": message, "type": kind, "param": null, "code": code}}))
}

fn invalid(message: &str) -> Answer {
    refusal(400, message, "invalid_request_error", None)
}

impl OpenAiCompatible {
    /// One that wants no key, as on one's own computer.
    pub fn keyless() -> Self {
        Self { key: None, ..Self::default() }
    }

    fn allowed(&self, request: &Received) -> Result<(), Answer> {
        let Some(key) = &self.key else { return Ok(()) };
        let given = request.header("authorization").and_then(|header| header.strip_prefix("Bearer "));
        if given == Some(key) {
            return Ok(());
        }
        Err(refusal(401, "Incorrect API key provided.", "invalid_request_error", Some("invalid_api_key")))
    }

    fn chat(&mut self, request: &Received, violations: &mut Vec<String>) -> Result<Answer, Answer> {
        let mut body = request.json();
        let Some(fields) = body.as_object().filter(|_| request.is_json()) else {
            return Err(invalid("We could not parse the JSON body of your request."));
        };
        let known = ["model", "messages", "max_tokens", "stream", "stream_options", "chat_template_kwargs"];
        if let Some(unknown) = fields.keys().find(|name| !known.contains(&name.as_str())) {
            return Err(invalid(&format!("Unrecognized request argument supplied: {unknown}")));
        }
        if let Some(options) = fields.get("chat_template_kwargs")
            && options != &json!({"enable_thinking": false})
        {
            return Err(invalid("chat_template_kwargs: not an option of the template"));
        }
        let streamed = match fields.get("stream") {
            None | Some(Value::Bool(false)) => false,
            Some(Value::Bool(true)) => true,
            Some(_) => return Err(invalid("stream: not a boolean")),
        };
        let counted = match fields.get("stream_options") {
            None => false,
            Some(options) if streamed => options["include_usage"].as_bool().ok_or_else(|| invalid("include_usage"))?,
            Some(_) => return Err(invalid("stream_options is only allowed with stream")),
        };
        if fields.get("max_tokens").is_some_and(|most| most.as_u64().is_none_or(|most| most == 0)) {
            return Err(invalid("max_tokens: not a positive integer"));
        }
        let model =
            fields.get("model").map_or(Some(self.seeing.as_str()), Value::as_str).unwrap_or_default().to_owned();
        if model != self.seeing && model != self.blind {
            let message = format!("The model `{model}` does not exist or you do not have access to it.");
            return Err(refusal(404, &message, "invalid_request_error", Some("model_not_found")));
        }
        let picture = picture(&mut body["messages"], violations)?;
        if model == self.blind {
            return Err(invalid("image input is not supported by this model"));
        }
        self.pictures.push(picture);
        self.asked.push(body);
        Ok(if streamed && self.streams { self.stream(&model, counted && self.counts) } else { self.whole(&model) })
    }

    fn usage(&self) -> Value {
        let written = self.words.split(' ').count();
        json!({"prompt_tokens": 300, "completion_tokens": written, "total_tokens": 300 + written})
    }

    fn whole(&self, model: &str) -> Answer {
        let message = json!({"role": "assistant", "content": self.words, "reasoning_content": self.thoughts});
        let body = json!({
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": model,
            "choices": [{"index": 0, "message": message, "finish_reason": self.finish}], "usage": self.usage(),
        });
        Answer::json(200, &body)
    }

    fn stream(&self, model: &str, counted: bool) -> Answer {
        let chunk = |choices: Value, usage: Value| {
            json!({
                "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": model,
                "choices": choices, "usage": usage,
            })
        };
        let delta = |delta: Value, finish: Value| {
            chunk(json!([{"index": 0, "delta": delta, "finish_reason": finish}]), Value::Null)
        };
        let mut events = vec![delta(json!({"role": "assistant", "content": ""}), Value::Null)];
        events.extend(self.thoughts.iter().map(|text| delta(json!({"reasoning_content": text}), Value::Null)));
        events.extend(self.words.split_inclusive(' ').map(|word| delta(json!({"content": word}), Value::Null)));
        events.push(delta(json!({}), json!(self.finish)));
        if counted {
            events.push(chunk(json!([]), self.usage()));
        }
        let end = self.line_end;
        let mut body = format!(": keep-alive{end}{end}");
        for event in events {
            body.push_str(&format!("data: {event}{end}{end}"));
        }
        if self.done {
            body.push_str(&format!("data: [DONE]{end}{end}"));
        }
        Answer { status: 200, headers: Vec::new(), kind: "text/event-stream", body: body.into_bytes() }
    }

    fn list(&self) -> Value {
        let models = [(&self.blind, false), (&self.seeing, true)];
        let data = models.map(|(id, sees)| {
            let modalities = if sees { json!(["text", "image"]) } else { json!(["text"]) };
            match self.maker {
                Maker::Plain | Maker::LmStudio => {
                    json!({"id": id, "object": "model", "created": 1, "owned_by": "somebody"})
                }
                Maker::OpenRouter => json!({
                    "id": id, "name": format!("The {id}"), "architecture": {"input_modalities": modalities},
                    "pricing": {"prompt": "0.0000001", "completion": "0.0000004", "image": "0"},
                }),
                Maker::Mistral => json!({
                    "id": id, "object": "model", "capabilities": {"completion_chat": true, "vision": sees},
                }),
                Maker::LlamaServer => {
                    json!({"id": id, "object": "model", "architecture": {"input_modalities": modalities}})
                }
            }
        });
        json!({"object": "list", "data": data})
    }

    fn lm_studio(&self) -> Value {
        json!({"models": [
            {"type": "llm", "key": self.blind, "capabilities": {"vision": false}, "loaded_instances": [], "size_bytes": 1},
            {"type": "llm", "key": self.seeing, "capabilities": {"vision": true}, "loaded_instances": [], "size_bytes": 1},
            {"type": "embedding", "key": "embed", "size_bytes": 1},
        ]})
    }
}

/// Checks the messages and takes the one picture out of them.
fn picture(messages: &mut Value, violations: &mut Vec<String>) -> Result<Picture, Answer> {
    let messages = messages.as_array_mut().filter(|list| !list.is_empty()).ok_or_else(|| invalid("messages: empty"))?;
    let mut found = None;
    for (number, message) in messages.iter_mut().enumerate() {
        // Templates of models insist on it.
        let role = if number % 2 == 0 { "user" } else { "assistant" };
        if message["role"] != role {
            return Err(invalid("Conversation roles must alternate user/assistant/user/assistant/..."));
        }
        let parts = message["content"].as_array_mut().filter(|parts| !parts.is_empty());
        for part in parts.ok_or_else(|| invalid("content: not a list of parts"))? {
            match part["type"].as_str() {
                Some("text") if part["text"].as_str().is_some_and(|text| !text.trim().is_empty()) => {}
                Some("image_url") if role == "user" => {
                    let url = part["image_url"]["url"].as_str().unwrap_or_default();
                    let picture = from_data_url(url, violations)?;
                    if found.replace(picture).is_some() {
                        violations.push("the picture was sent twice".into());
                    }
                    part["image_url"]["url"] = Value::Null;
                }
                _ => return Err(invalid("content: a part that is neither text nor a picture")),
            }
        }
    }
    if messages.len() % 2 == 0 {
        return Err(invalid("The last message must be the user's."));
    }
    found.ok_or_else(|| invalid("no picture"))
}

fn from_data_url(url: &str, violations: &mut Vec<String>) -> Result<Picture, Answer> {
    let broken = || invalid("Invalid image: failed to decode");
    let (mime, base64) = url.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,")).ok_or_else(broken)?;
    // llama-server takes no WebP.
    if !["image/jpeg", "image/png"].contains(&mime) {
        return Err(invalid("Invalid image: unsupported format"));
    }
    let bytes = BASE64_STANDARD.decode(base64).map_err(|_| broken())?;
    let picture = look(&bytes, violations).map_err(|_| broken())?;
    if picture.mime != mime {
        violations.push(format!("{} was called {mime}", picture.mime));
    }
    Ok(picture)
}
