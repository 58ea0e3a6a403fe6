//! The system's clipboard, on a thread of its own: on X11 the words live in the program that copied them, so its
//! connection stays open as long as the program runs, and no command waits on it in the async runtime.

use altsmith_core::failure::{Failure, Reason};
use altsmith_core::ingest::Incoming;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use tokio::sync::oneshot;
use url::Url;

enum ClipboardCommand {
    Put(String, oneshot::Sender<Result<(), Failure>>),
    Take(oneshot::Sender<Result<Held, Failure>>),
}

/// What the clipboard holds, as far as it can be pictures; the first that there is.
enum Held {
    Files(Vec<PathBuf>),
    Picture(arboard::ImageData<'static>),
    Text(String),
}

/// The clipboard. The thread starts with the first use and ends with [`Clipboard::close`].
#[derive(Default)]
pub struct Clipboard {
    thread: Mutex<Option<(mpsc::Sender<ClipboardCommand>, JoinHandle<()>)>>,
}

impl Clipboard {
    /// Puts text into the clipboard.
    ///
    /// # Errors
    /// `Internal` where the system refuses.
    pub async fn put(&self, text: String) -> Result<(), Failure> {
        self.ask(|answer| ClipboardCommand::Put(text, answer)).await
    }

    /// The pictures in the clipboard: copied files, else a picture, else an address. `name` is what to call a picture
    /// that has no name.
    ///
    /// # Errors
    /// `ClipboardEmpty` where there is nothing of these.
    pub async fn take(&self, name: String) -> Result<Vec<Incoming>, Failure> {
        match self.ask(ClipboardCommand::Take).await? {
            Held::Files(paths) => Ok(paths.into_iter().map(Incoming::Path).collect()),
            Held::Text(text) => address(&text).map(|incoming| vec![incoming]).ok_or(Reason::ClipboardEmpty.into()),
            Held::Picture(picture) => {
                let bytes = tokio::task::spawn_blocking(move || as_png(&picture));
                let bytes = bytes.await.map_err(|_| Failure::new(Reason::Internal))??;
                Ok(vec![Incoming::Bytes { bytes, name }])
            }
        }
    }

    /// Ends the thread; where there is a clipboard manager, what was copied is handed to it first.
    pub fn close(&self) {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((asks, thread)) = thread {
            drop(asks);
            let _ = thread.join();
        }
    }

    async fn ask<T>(
        &self,
        ask: impl FnOnce(oneshot::Sender<Result<T, Failure>>) -> ClipboardCommand,
    ) -> Result<T, Failure> {
        let (answer, answered) = oneshot::channel();
        {
            let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
            let (asks, _) = thread.get_or_insert_with(|| {
                let (asks, asked) = mpsc::channel();
                (asks, std::thread::spawn(move || serve(asked)))
            });
            // A thread that is gone drops `answer`, which is told below.
            let _ = asks.send(ask(answer));
        }
        answered.await.map_err(|_| Failure::new(Reason::Internal))?
    }
}

#[allow(clippy::needless_pass_by_value)] // the thread owns its end of the channel
fn serve(asked: mpsc::Receiver<ClipboardCommand>) {
    let mut clipboard = arboard::Clipboard::new();
    for ask in &asked {
        let clipboard = clipboard.as_mut().map_err(|e| failure(e));
        // Whoever asked may have gone away (the page was reloaded).
        match ask {
            ClipboardCommand::Put(text, answer) => {
                let _ = answer.send(clipboard.and_then(|c| c.set_text(text).map_err(|e| failure(&e))));
            }
            ClipboardCommand::Take(answer) => {
                let _ = answer.send(clipboard.and_then(take));
            }
        }
    }
}

/// Copied files come first: file managers add the names as text, some a picture of the icon.
fn take(clipboard: &mut arboard::Clipboard) -> Result<Held, Failure> {
    match clipboard.get().file_list() {
        Ok(paths) if !paths.is_empty() => return Ok(Held::Files(paths)),
        _ => {}
    }
    if let Ok(picture) = clipboard.get_image() {
        return Ok(Held::Picture(picture));
    }
    clipboard.get_text().map(Held::Text).map_err(|_| Reason::ClipboardEmpty.into())
}

fn failure(error: &arboard::Error) -> Failure {
    match error {
        arboard::Error::ContentNotAvailable => Reason::ClipboardEmpty.into(),
        other => Failure::new(Reason::Internal).with("detail", other),
    }
}

/// Text that is an address and nothing else.
fn address(text: &str) -> Option<Incoming> {
    let text = text.trim();
    let url = Url::parse(text).ok()?;
    let is_address = matches!(url.scheme(), "https" | "http") && !text.contains(char::is_whitespace);
    is_address.then(|| Incoming::Url { url: text.to_owned(), typed: true })
}

fn as_png(picture: &arboard::ImageData) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    // The encoder panics on a size that does not fit the pixels, and the size came from another program.
    if picture.bytes.len() != picture.width.saturating_mul(picture.height).saturating_mul(4) {
        return Err(Reason::ClipboardEmpty.into());
    }
    // Quick rather than small: it is decoded again in a moment and not kept.
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Sub)
        .write_image(&picture.bytes, picture.width as u32, picture.height as u32, ExtendedColorType::Rgba8)
        .map_err(|_| Failure::new(Reason::ClipboardEmpty))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bare_address_is_an_address() {
        let url = |text: &str| match address(text) {
            Some(Incoming::Url { url, typed: true }) => Some(url),
            _ => None,
        };
        assert_eq!(url(" https://example.org/a%20b.png\n").as_deref(), Some("https://example.org/a%20b.png"));
        assert_eq!(url("http://127.0.0.1:8080/a.png").as_deref(), Some("http://127.0.0.1:8080/a.png"));
        for text in ["", "see https://example.org", "https://a.org\nhttps://b.org", "file:///etc/passwd", "a cat"] {
            assert_eq!(url(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_picture_keeps_every_pixel() {
        let pixels: Vec<u8> = (0..24).collect();
        let picture = arboard::ImageData { width: 3, height: 2, bytes: pixels.clone().into() };
        let png = as_png(&picture).expect("png");
        let back = image::load_from_memory(&png).expect("decodes").into_rgba8();
        assert_eq!((back.dimensions(), back.into_raw()), ((3, 2), pixels));
    }

    #[test]
    fn a_picture_whose_size_lies_is_refused() {
        let picture = arboard::ImageData { width: 3, height: 2, bytes: vec![0; 7].into() };
        assert_eq!(as_png(&picture).map_err(|f| f.reason), Err(Reason::ClipboardEmpty));
    }
}
