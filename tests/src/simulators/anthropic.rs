//! Anthropic's messages interface, as its documents and its own client library describe it. It refuses fields that it does not
//! know, sampling parameters, and a request without a version.

use super::saying::{self, End, Saying};
use super::{Answer, Documented, Picture, Received};
use serde_json::{Value, json};

/// The service.
pub struct Anthropic {
    /// The key that it knows.
    pub key: String,
    /// A model that sees.
    pub seeing: String,
    /// One that does not.
    pub blind: String,
    /// What the models say.
    pub says: Saying,
    /// Models think always, and refuse to be kept from it.
    pub thinks_always: bool,
    /// Models know no effort.
    pub knows_no_effort: bool,
    /// Models in the list beside the two.
    pub more: usize,
    /// Pictures that it described.
    pub pictures: Vec<Picture>,
    /// Bodies of the requests, without the picture.
    pub asked: Vec<Value>,
}

impl Default for Anthropic {
    fn default() -> Self {
        Self {
            key: "test-key-0123456789".into(),
            seeing: "claude-haiku-9".into(),
            blind: "claude-blind-1".into(),
            says: Saying::default(),
            thinks_always: false,
            knows_no_effort: false,
            more: 0,
            pictures: Vec::new(),
            asked: Vec::new(),
        }
    }
}

/// The versions that it knows.
const VERSIONS: &[&str] = &["2023-06-01", "2026-10-21"];
const FIELDS: &[&str] = &["model", "max_tokens", "messages", "stream", "thinking", "output_config", "system"];
const LONGEST: usize = 5_242_880;

/// An error in the service's own form.
pub fn refusal(status: u16, kind: &str, message: &str) -> Answer {
    let body = json!({"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_011"});
    Answer::json(status, &body).header("request-id", "req_011")
}

fn invalid(message: &str) -> Answer {
    refusal(400, "invalid_request_error", message)
}

impl Documented for Anthropic {
    fn answer(&mut self, request: &Received, violations: &mut Vec<String>) -> Answer {
        let path = request.path.split('?').next().unwrap_or_default();
        let answered = self.allowed(request, violations).and_then(|()| match (request.method.as_str(), path) {
            ("POST", "/v1/messages") => self.messages(request, violations),
            ("GET", "/v1/models") => Ok(self.list(request)),
            _ => Err(refusal(404, "not_found_error", "Not found")),
        });
        answered.unwrap_or_else(|refused| refused)
    }
}

impl Anthropic {
    fn allowed(&self, request: &Received, violations: &mut Vec<String>) -> Result<(), Answer> {
        if request.header("authorization").is_some() {
            violations.push("the key was sent in two ways".into());
        }
        if request.header("x-api-key") != Some(self.key.as_str()) {
            return Err(refusal(401, "authentication_error", "invalid x-api-key"));
        }
        match request.header("anthropic-version") {
            Some(version) if VERSIONS.contains(&version) => Ok(()),
            Some(version) => Err(invalid(&format!("anthropic-version: \"{version}\" is not a valid version"))),
            None => Err(invalid("anthropic-version: header is required")),
        }
    }

    fn messages(&mut self, request: &Received, violations: &mut Vec<String>) -> Result<Answer, Answer> {
        let mut body = request.json();
        let Some(fields) = body.as_object().filter(|_| request.is_json()) else {
            return Err(invalid("The request body is not valid JSON"));
        };
        if let Some(unknown) = fields.keys().find(|name| !FIELDS.contains(&name.as_str())) {
            return Err(invalid(&format!("{unknown}: Extra inputs are not permitted")));
        }
        let room = body["max_tokens"].as_u64().filter(|room| *room > 0);
        let room = room.ok_or_else(|| invalid("max_tokens: Field required"))?;
        let model = body["model"].as_str().unwrap_or_default().to_owned();
        if model != self.seeing && model != self.blind {
            return Err(refusal(404, "not_found_error", &format!("model: {model}")));
        }
        match body.get("thinking") {
            Some(off) if *off == json!({"type": "disabled"}) && self.thinks_always => {
                return Err(invalid("thinking.type: `disabled` is not supported by this model"));
            }
            Some(off) if *off == json!({"type": "disabled"}) => {}
            Some(_) => return Err(invalid("thinking: not what was asked for here")),
            None if room < 1_024 => {
                violations.push(format!("{room} tokens leave a model that thinks no room for words"));
            }
            None => {}
        }
        match body.get("output_config") {
            Some(_) if self.knows_no_effort => {
                return Err(invalid("output_config.effort: not supported by this model"));
            }
            Some(config) if !["low", "medium", "high"].contains(&config["effort"].as_str().unwrap_or_default()) => {
                return Err(invalid("output_config.effort: Input should be 'low', 'medium' or 'high'"));
            }
            _ => {}
        }
        let streamed = body["stream"] == true;
        let picture = picture(&mut body["messages"], violations)?;
        if model == self.blind {
            return Err(invalid("messages.0.content.0.image: this model does not support image input"));
        }
        self.pictures.push(picture);
        self.asked.push(body);
        Ok(if streamed && self.says.streams { self.stream(&model) } else { self.whole(&model) })
    }

    fn stop_reason(&self) -> &'static str {
        match self.says.end {
            End::Stop => "end_turn",
            End::Cut => "max_tokens",
            End::Refused => "refusal",
        }
    }

    fn whole(&self, model: &str) -> Answer {
        let thought =
            self.says.thoughts.iter().map(|text| json!({"type": "thinking", "thinking": text, "signature": "s"}));
        let blocks: Vec<_> = thought.chain([json!({"type": "text", "text": self.says.words})]).collect();
        let mut message = json!({"id": "msg_1", "type": "message", "role": "assistant", "model": model, "content": blocks,
            "stop_reason": self.stop_reason(), "stop_sequence": null});
        if self.says.counts {
            message["usage"] = json!({"input_tokens": 300, "output_tokens": self.says.written()});
        }
        Answer::json(200, &message)
    }

    fn stream(&self, model: &str) -> Answer {
        let mut message = json!({"id": "msg_1", "type": "message", "role": "assistant", "model": model, "content": [],
            "stop_reason": null, "stop_sequence": null});
        if self.says.counts {
            message["usage"] = json!({"input_tokens": 300, "cache_read_input_tokens": 0, "output_tokens": 1});
        }
        let delta = |index: usize, delta: Value| json!({"type": "content_block_delta", "index": index, "delta": delta});
        let mut events = vec![json!({"type": "message_start", "message": message}), json!({"type": "ping"})];
        let mut index = 0;
        if let Some(text) = &self.says.thoughts {
            let block = json!({"type": "thinking", "thinking": "", "signature": ""});
            events.push(json!({"type": "content_block_start", "index": index, "content_block": block}));
            events.push(delta(index, json!({"type": "thinking_delta", "thinking": text})));
            events.push(delta(index, json!({"type": "signature_delta", "signature": "EqQB"})));
            events.push(json!({"type": "content_block_stop", "index": index}));
            index += 1;
        }
        events.push(
            json!({"type": "content_block_start", "index": index, "content_block": {"type": "text", "text": ""}}),
        );
        events.extend(self.says.pieces().map(|piece| delta(index, json!({"type": "text_delta", "text": piece}))));
        events.push(json!({"type": "content_block_stop", "index": index}));
        let mut end =
            json!({"type": "message_delta", "delta": {"stop_reason": self.stop_reason(), "stop_sequence": null}});
        if self.says.counts {
            end["usage"] = json!({"output_tokens": self.says.written()});
        }
        events.extend([end, json!({"type": "message_stop"})]);
        let line = self.says.line_end;
        let event = |event: Value| {
            format!("event: {}{line}data: {event}{line}{line}", event["type"].as_str().unwrap_or_default())
        };
        let body: String = events.into_iter().map(event).collect();
        Answer { status: 200, headers: Vec::new(), kind: "text/event-stream; charset=utf-8", body: body.into_bytes() }
    }

    fn list(&self, request: &Received) -> Answer {
        let parameter = |name: &str| {
            let query = request.path.split_once('?').map(|(_, query)| query).unwrap_or_default();
            query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        };
        let model = |id: &str, sees: bool, retires: Value| {
            json!({"type": "model", "id": id, "display_name": id, "created_at": "2026-02-01T00:00:00Z", "retires_at": retires,
                "lifecycle": "active", "capabilities": {"image_input": {"supported": sees},
                    "thinking": {"supported": true, "types": {"disabled": {"supported": !self.thinks_always}}}}})
        };
        let mut all = vec![model(&self.blind, false, Value::Null)];
        all.extend((0..self.more).map(|n| model(&format!("claude-opus-{n}"), true, json!("2027-01-14T00:00:00Z"))));
        all.push(model(&self.seeing, true, Value::Null));
        let limit = parameter("limit").and_then(|limit| limit.parse::<usize>().ok()).unwrap_or(20);
        if limit == 0 || limit > 1_000 {
            return invalid("limit: Input should be between 1 and 1000");
        }
        let behind = parameter("after_id").and_then(|id| all.iter().position(|model| model["id"] == id));
        let rest = &all[behind.map_or(0, |at| at + 1)..];
        let page = &rest[..limit.min(rest.len())];
        let id = |model: Option<&Value>| model.map_or(Value::Null, |model| model["id"].clone());
        let body = json!({"data": page, "has_more": rest.len() > page.len(), "first_id": id(page.first()), "last_id": id(page.last())});
        Answer::json(200, &body)
    }
}

fn picture(messages: &mut Value, violations: &mut Vec<String>) -> Result<Picture, Answer> {
    let messages = messages.as_array_mut().ok_or_else(|| invalid("messages: Field required"))?;
    let mut found = None;
    for (number, message) in messages.iter_mut().enumerate() {
        let role = if number % 2 == 0 { "user" } else { "assistant" };
        if message["role"] != role {
            return Err(invalid("messages: roles must alternate between \"user\" and \"assistant\""));
        }
        let blocks = message["content"].as_array_mut().filter(|blocks| !blocks.is_empty());
        for (at, block) in blocks.ok_or_else(|| invalid("messages: content is empty"))?.iter_mut().enumerate() {
            match block["type"].as_str() {
                Some("text") if block["text"].as_str().is_some_and(|text| !text.trim().is_empty()) => {}
                Some("image") if role == "user" && block["source"]["type"] == "base64" => {
                    if at != 0 {
                        violations.push("the picture stands behind the words".into());
                    }
                    let source = &block["source"];
                    let (data, mime) = (source["data"].as_str(), source["media_type"].as_str());
                    let allowed = ["image/jpeg", "image/png", "image/gif", "image/webp"];
                    let read = saying::decoded(
                        data.unwrap_or_default(),
                        mime.unwrap_or_default(),
                        &allowed,
                        LONGEST,
                        violations,
                    );
                    let read = read.map_err(|error| invalid(&format!("messages.0.content.0.image.source: {error}")))?;
                    if found.replace(read).is_some() {
                        violations.push("the picture was sent twice".into());
                    }
                    block["source"]["data"] = Value::Null;
                }
                _ => return Err(invalid("messages: text content blocks must be non-empty")),
            }
        }
    }
    if messages.len() % 2 == 0 {
        return Err(invalid("This model does not support assistant message prefill."));
    }
    found.ok_or_else(|| invalid("no picture"))
}
