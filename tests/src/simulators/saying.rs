//! What a model says in a simulator, whatever the form in which its service sends it.

use super::{Picture, look};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// What a model says, and how its service sends it.
#[derive(Clone, Debug)]
pub struct Saying {
    /// What it says of a picture.
    pub words: String,
    /// What it thinks first, apart from the words.
    pub thoughts: Option<String>,
    /// Why it ends.
    pub end: End,
    /// Streams; else it answers with one object whatever is asked.
    pub streams: bool,
    /// Says what it counted.
    pub counts: bool,
    /// Line end of its stream.
    pub line_end: &'static str,
}

/// Why a model ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It has said everything.
    Stop,
    /// Its room is used up.
    Cut,
    /// It does not want to say it.
    Refused,
}

impl Default for Saying {
    fn default() -> Self {
        Self {
            words: "A plain red rectangle, nothing else.".into(),
            thoughts: Some("Hm, red? <b>Perhaps</b> a wall.".into()),
            end: End::Stop,
            streams: true,
            counts: true,
            line_end: "\n",
        }
    }
}

impl Saying {
    /// The words, in the pieces in which they are streamed.
    pub fn pieces(&self) -> impl Iterator<Item = &str> {
        self.words.split_inclusive(' ')
    }

    /// Tokens that it wrote.
    pub fn written(&self) -> usize {
        self.words.split(' ').count()
    }
}

/// A picture in base64, of this type and within this size.
///
/// # Errors
/// What is wrong with it.
pub fn decoded(
    base64: &str,
    mime: &str,
    allowed: &[&str],
    longest: usize,
    violations: &mut Vec<String>,
) -> Result<Picture, String> {
    if !allowed.contains(&mime) {
        return Err(format!("unsupported image type {mime}"));
    }
    if base64.len() > longest {
        return Err(format!("image exceeds the maximum: {} > {longest} bytes", base64.len()));
    }
    let bytes = BASE64_STANDARD.decode(base64).map_err(|error| error.to_string())?;
    let picture = look(&bytes, violations)?;
    if picture.mime != mime {
        violations.push(format!("{} was called {mime}", picture.mime));
    }
    Ok(picture)
}
