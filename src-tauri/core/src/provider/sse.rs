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
    bytes: UnboundedSender<Bytes>,
    events: SseByteStream<Pushed>,
    broken: bool,
}

impl Default for SseReader {
    fn default() -> Self {
        let (bytes, pushed) = mpsc::unbounded();
        Self { bytes, events: SseByteStream::new(pushed.map(Ok as fn(_) -> _)), broken: false }
    }
}

impl SseReader {
    /// The data of every event that these bytes complete. Events without data (a keep-alive, a name alone) are left out.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<String> {
        if self.broken || self.bytes.unbounded_send(Bytes::copy_from_slice(bytes)).is_err() {
            return Vec::new();
        }
        let mut data = Vec::new();
        let mut context = Context::from_waker(noop_waker_ref());
        // Nobody else pushes, so nothing comes of waiting: what is complete is there at once.
        while let Poll::Ready(event) = Pin::new(&mut self.events).poll_next(&mut context) {
            match event {
                Some(Ok(event)) => data.extend(event.data),
                Some(Err(_)) | None => {
                    self.broken = true;
                    break;
                }
            }
        }
        data
    }

    /// Whether something was no text: nothing is read from then on.
    pub fn is_broken(&self) -> bool {
        self.broken
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
    fn what_has_no_end_yet_is_no_event() {
        assert!(whole(b"data: {\"a\":1}\n").is_empty());
        assert!(whole(b"data: half").is_empty());
        assert_eq!(whole(b"\xef\xbb\xbfdata: a\n\nid: 1\n\nevent: end\n\n"), ["a"]);
    }

    #[test]
    fn what_is_no_text_ends_it() {
        let mut reader = SseReader::default();
        assert_eq!(reader.push(b"data: a\n\ndata: \xff\n\ndata: b\n\n"), ["a"]);
        assert!(reader.is_broken() && reader.push(b"data: c\n\n").is_empty());
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
