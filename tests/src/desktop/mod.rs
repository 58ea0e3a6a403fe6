//! A desktop without a screen, for tests of the real window: a virtual X server with a window manager, a private session
//! bus with an unlocked keyring and the accessibility bus, WebKit's WebDriver, a real drag source, the real clipboard.
//!
//! Each [`Session`] has its own display, bus, home and data folder and removes everything when it is dropped. Linux only.
//! Nothing here knows what Altsmith's page looks like; that is in the tests.

#![allow(clippy::expect_used, clippy::panic)] // a test helper fails by panicking

mod clipboard;
mod dialog;
mod drag;
mod process;
mod session;
mod tools;
mod wait;
mod webdriver;
mod window;

pub use clipboard::Clipboard;
pub use dialog::Dialog;
pub use drag::Drag;
pub use process::Running;
pub use session::{Keyring, Session, SessionOptions, Theme};
pub use tools::{axe, binary, desktop_binary, project_root};
pub use wait::{wait_for, wait_until_it_rests};
pub use webdriver::Page;
pub use window::Window;
