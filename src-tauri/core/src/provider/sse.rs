//! Server-sent events, read as they are pushed in. The format is that of the crate `sse-stream`: a line ends at CR, LF or
//! CRLF and nowhere else, comments are left out, what stands after the last empty line is no event.
//!
//! The crate reads a stream; here bytes are pushed and events come out at once, so that the same reader serves an answer
//! that is coming and one that was stored.

use bytes::Bytes;
use futures::channel::mpsc::{self, UnboundedReceiver, UnboundedSender};
use futures::stream::{Map, Stream, StreamExt as _};
use futures::task::noop_waker_ref;
use sse_stream::SseByteStream;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

type Pushed = Map<UnboundedReceiver<Bytes>, fn(Bytes) -> Result<Bytes, Infallible>>;

/// Reads events out of bytes.
pub struct SseReader {
    text: Text,
    bytes: UnboundedSender<Bytes>,
    events: SseByteStream<Pushed>,
}

impl Default for SseReader {
    fn default() -> Self {
        let (bytes, pushed) = mpsc::unbounded();
        Self { text: Text::default(), bytes, events: SseByteStream::new(pushed.map(Ok as fn(_) -> _)) }
    }
}

impl SseReader {
    /// The data of every event of a whole stream. A server may leave out the empty line behind its last event.
    pub fn whole(body: &[u8]) -> Vec<String> {
        let mut reader = Self::default();
        let mut data = reader.push(body);
        data.extend(reader.push(b"\n\n"));
        data
    }

    /// The data of every event that these bytes complete. Events without data (a keep-alive, a name alone) are left out.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<String> {
        let text = self.text.push(bytes);
        if self.bytes.unbounded_send(text.into()).is_err() {
            return Vec::new();
        }
        let mut data = Vec::new();
        let mut context = Context::from_waker(noop_waker_ref());
        // Nobody else pushes, so nothing comes of waiting: what is complete is there at once. What is text has no errors.
        while let Poll::Ready(Some(Ok(event))) = Pin::new(&mut self.events).poll_next(&mut context) {
            data.extend(event.data);
        }
        data
    }
}

/// Events begin with a comment or with the name of a field, or with what came of one; JSON and pages do not.
pub fn is_stream(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    let begins = |name: &[u8]| body.starts_with(name) || name.starts_with(body);
    !body.is_empty() && ["data:", "event:", "id:", "retry:", ":"].iter().any(|name| begins(name.as_bytes()))
}

/// The text of bytes that come one after the other, also where a character is split between two packets. As in
/// `json::decoded`, bytes that are no UTF-8 are Latin-1: an answer that was paid for is not lost for one of them.
#[derive(Default)]
struct Text {
    /// What may be the beginning of a character.
    held: Vec<u8>,
}

impl Text {
    fn push(&mut self, bytes: &[u8]) -> String {
        self.held.extend_from_slice(bytes);
        let mut text = String::with_capacity(self.held.len());
        let mut rest = self.held.as_slice();
        loop {
            let error = match std::str::from_utf8(rest) {
                Ok(all) => {
                    text.push_str(all);
                    rest = &[];
                    break;
                }
                Err(error) => error,
            };
            let (valid, after) = rest.split_at(error.valid_up_to());
            text.push_str(std::str::from_utf8(valid).unwrap_or_default());
            rest = after;
            let Some(bad) = error.error_len() else { break };
            text.extend(after[..bad].iter().copied().map(char::from));
            rest = &after[bad..];
        }
        self.held = rest.to_vec();
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(bytes: &[u8]) -> Vec<String> {
        SseReader::default().push(bytes)
    }

    #[test]
    fn lines_end_as_the_format_says_and_nowhere_else() {
        for end in ["\n", "\r\n", "\r"] {
            let text = format!(": ping{end}{end}event: x{end}data: a{end}data: b{end}{end}data:c\u{2028}d{end}{end}");
            // A lone CR may be half of a CRLF, which the next byte tells.
            let mut reader = SseReader::default();
            let mut data = reader.push(text.as_bytes());
            data.extend(reader.push(b": end\n"));
            assert_eq!(data, ["a\nb", "c\u{2028}d"], "{end:?}");
        }
    }

    #[test]
    fn a_stream_is_known_by_its_beginning() {
        for stream in [": ping", "data: {}", "event: a\ndata: b", "\u{feff}\r\n\r\ndata:x", "e", "dat"] {
            assert!(is_stream(stream.as_bytes()), "{stream}");
        }
        for other in ["", " \n", "{\"data\": 1}", "<html>", "database", "ok"] {
            assert!(!is_stream(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn what_has_no_end_yet_is_no_event() {
        assert!(whole(b"data: {\"a\":1}\n").is_empty());
        assert!(whole(b"data: half").is_empty());
        assert_eq!(whole(b"\xef\xbb\xbfdata: a\n\nid: 1\n\nevent: end\n\n"), ["a"]);
    }

    #[test]
    fn a_byte_that_is_no_text_is_latin_1_wherever_a_packet_ends() {
        let stream = b"data: caf\xe9 \xc3\xa9\n\ndata: \xff\n\ndata: \xf0\x9f\x98\x80 \xc3\n\n";
        for cut in 0..=stream.len() {
            let mut reader = SseReader::default();
            let mut data = reader.push(&stream[..cut]);
            data.extend(reader.push(&stream[cut..]));
            assert_eq!(data, ["café é", "ÿ", "😀 Ã"], "{cut}");
        }
    }

    #[test]
    fn a_field_that_means_nothing_ends_nothing() {
        assert_eq!(
            whole(b"retry: soon\nid: \0\nid: 2\nevent: a\nevent: b\nother: x\ndata: a\n\ndata: \0b\n\n"),
            ["a", "\0b"]
        );
    }

    proptest! {
        #[test]
        fn packets_may_end_anywhere(cuts in prop::collection::vec(0usize..80, 0..12)) {
            let text = "data: {\"a\":\"Größe\"}\r\n\r\n: keep-alive\n\ndata: b\rdata: c\r\rdata: [DONE]\n\n".as_bytes();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).collect();
            cuts.sort_unstable();
            let mut reader = SseReader::default();
            let mut data = Vec::new();
            let mut from = 0;
            for cut in cuts.into_iter().chain([text.len()]) {
                data.extend(reader.push(&text[from..cut]));
                from = cut;
            }
            prop_assert_eq!(data, ["{\"a\":\"Größe\"}", "b\nc", "[DONE]"]);
        }
    }
}
