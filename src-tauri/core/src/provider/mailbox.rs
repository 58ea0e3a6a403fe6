//! Where a service delivers a result by itself, and what has come there. Who takes the deliveries in is `publish`.

use tokio::sync::{Mutex, mpsc};

/// An address at which a service delivers a result, and what has come there. A service may deliver several times.
pub struct Mailbox {
    url: String,
    letters: Mutex<mpsc::Receiver<Vec<u8>>>,
}

impl Mailbox {
    /// The operation that stands with a delivered result.
    pub const OPERATION: &'static str = "callback";

    /// A mailbox at this address; what is delivered comes through the channel.
    pub fn new(url: String, letters: mpsc::Receiver<Vec<u8>>) -> Self {
        Self { url, letters: Mutex::new(letters) }
    }

    /// The public address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The next delivered body; waits for ever where none comes.
    pub async fn next(&self) -> Vec<u8> {
        match self.letters.lock().await.recv().await {
            Some(letter) => letter,
            None => std::future::pending().await,
        }
    }
}
