//! Decoding, as everybody but a worker asks for it: in a process of its own, as soon as there is room for the picture.
//!
//! `catch_unwind` and limits on what a header says cannot hold a decoder: a stack that overflows ends the program, a loop
//! never ends, a header lies. A child that the system holds to its limits can do none of that. See `worker`.
//!
//! A child reads the header, asks for memory ([`DecodeBudget`]), waits until it is given, decodes, and sends the pixels back.
//!
//! | what the child does | what becomes of it | what the person is told |
//! | --- | --- | --- |
//! | crashes, is killed, sends nonsense | it is gone, the next file gets a new one | `DecoderCrashed` |
//! | takes more memory than its limit | the system refuses it, and it ends | `TooMuchMemory` |
//! | takes too much time of the processors or by the clock | a signal of the system or the pool ends it | `DecoderTooSlow` |
//! | cannot be started | the file may be tried again | `DecoderNotStarted` |
//! | works for nobody any more (cancelled) | dropping the job kills it at once | `Cancelled` |
//!
//! What is cheap to see is refused before any decoder begins: `svg/bounds.rs` (entities, loops, filters), `heif/bounds.rs`
//! (the size that the codec says).

use super::decode_worker::{HEIF, LETTERS, PICTURES, Told, Wanted};
use super::{DecodeBudget, Decoded, Format, Limits, Permit, decode, probe, svg};
use crate::failure::{Failure, Reason};
use crate::worker::{self, Event, Fault, Pool, Program, Reply};
use image::RgbaImage;
use std::path::Path;

/// What a child may take beyond [`Limits::max_memory`]: the file itself, twice, and a deep stack.
const BESIDE: u64 = 768 << 20;

/// Files up to this length are read without asking for room: so many of them as are at work at once fit anyway.
const SMALL_FILE: u64 = 16 << 20;

/// What all larger files take together that were read and are still held, in bytes.
const LARGE_FILES: u64 = 512 << 20;

/// Decodes pictures. Clones share the children and the memory for pictures and for large files.
#[derive(Clone)]
pub struct Decoder {
    budget: DecodeBudget,
    files: DecodeBudget,
    children: Option<Children>,
    limits: Limits,
}

/// A pool for each role.
#[derive(Clone)]
struct Children {
    pictures: Pool,
    heif: Pool,
    letters: Pool,
}

/// A picture, and the leave to hold it in memory.
pub struct Held {
    /// The file, as it was given.
    pub bytes: Vec<u8>,
    /// The picture.
    pub decoded: Decoded,
    /// To be dropped with the pixels.
    pub permit: Option<Permit>,
}

impl Default for Decoder {
    /// In children of this program. A program that cannot be its own worker (a test, a measurement) decodes in itself.
    fn default() -> Self {
        Self::with(Program::this, Self::held_to())
    }
}

impl Decoder {
    /// In children of another program, which offers [`super::DECODE_ROLES`].
    pub fn in_program(path: &Path, held_to: worker::Limits) -> Self {
        Self::with(|role| Some(Program::at(path, role)), held_to)
    }

    /// In this process. A hostile file can end it.
    pub fn here() -> Self {
        Self::with(|_| None, Self::held_to())
    }

    /// What a child is held to.
    pub fn held_to() -> worker::Limits {
        let limits = Limits::default();
        worker::Limits {
            memory: limits.max_memory + BESIDE,
            // The largest picture, and its EXIF block.
            frame: 4 * limits.max_pixels + (64 << 20),
            ..worker::Limits::default()
        }
    }

    fn with(program: impl Fn(&'static str) -> Option<Program>, held_to: worker::Limits) -> Self {
        let most = std::thread::available_parallelism().map_or(1, usize::from);
        let pool = |role| program(role).map(|program| Pool::new(program, held_to, most));
        let children = match (pool(PICTURES), pool(HEIF), pool(LETTERS)) {
            (Some(pictures), Some(heif), Some(letters)) => Some(Children { pictures, heif, letters }),
            _ => None,
        };
        let files = DecodeBudget::new(usize::MAX >> 4, LARGE_FILES);
        Self { budget: DecodeBudget::default(), files, children, limits: Limits::default() }
    }

    /// The memory that pictures share, for what else takes memory as they do.
    pub fn budget(&self) -> &DecodeBudget {
        &self.budget
    }

    /// Whether a file of this length needs [`Decoder::room_for_file`].
    pub fn is_large_file(bytes: u64) -> bool {
        bytes > SMALL_FILE
    }

    /// Waits until there is room to read a file of this length, and holds it for as long as the file's bytes are held.
    pub async fn room_for_file(&self, bytes: u64) -> Option<Permit> {
        if Self::is_large_file(bytes) { self.files.acquire(bytes).await } else { None }
    }

    /// Decodes a file for what needs `wanted_edge` pixels of its longest edge. Dropped, it ends the child that is at it.
    ///
    /// # Errors
    /// As [`decode`]; `DecoderCrashed`, `DecoderTooSlow`, `TooMuchMemory` where a child was ended over the file;
    /// `DecoderNotStarted` where there is no child to be had.
    pub async fn decode(&self, bytes: Vec<u8>, format: Format, wanted_edge: u32) -> Result<Held, Failure> {
        match &self.children {
            Some(children) => {
                let pool = children.of(format, &bytes);
                let (decoded, permit) = self.decode_apart(pool, &bytes, format, wanted_edge).await?;
                Ok(Held { bytes, decoded, permit })
            }
            None => self.decode_here(bytes, format, wanted_edge).await,
        }
    }

    async fn decode_apart(
        &self,
        pool: &Pool,
        bytes: &[u8],
        format: Format,
        edge: u32,
    ) -> Result<(Decoded, Option<Permit>), Failure> {
        let refuse = |fault: Fault| refuse(&fault, format);
        let wanted = Wanted { format, edge, limits: self.limits };
        let head = serde_json::to_vec(&wanted).map_err(|_| Reason::Internal)?;
        let mut job = pool.start(&head, bytes).await.map_err(refuse)?;
        let mut permit = None;
        loop {
            match job.next().await.map_err(refuse)? {
                Event::Question(needs) => {
                    let needs = needs.try_into().map(u64::from_le_bytes).map_err(|_| refuse(Fault::Garbled))?;
                    permit = self.budget.acquire(needs).await;
                    job.answer(b"room").await.map_err(refuse)?;
                }
                Event::Reply(reply) => return Ok((understand(reply, format)?, permit)),
                Event::Progress { .. } | Event::Piece(_) => {}
            }
        }
    }

    async fn decode_here(&self, bytes: Vec<u8>, format: Format, edge: u32) -> Result<Held, Failure> {
        let limits = self.limits;
        let (bytes, header) = blocking(move || probe(&bytes, format).map(|header| (bytes, header))).await?;
        let permit = self.budget.acquire(header.memory(edge)).await;
        blocking(move || {
            let decoded = decode(&bytes, format, edge, &limits)?;
            Ok(Held { bytes, decoded, permit })
        })
        .await
    }
}

impl Children {
    fn of(&self, format: Format, bytes: &[u8]) -> &Pool {
        match format {
            Format::Heic | Format::Avif => &self.heif,
            Format::Svg if svg::may_have_words(bytes) => &self.letters,
            _ => &self.pictures,
        }
    }
}

/// The picture that a child tells of. It is believed nothing that does not fit together.
fn understand(reply: Reply, format: Format) -> Result<Decoded, Failure> {
    let Reply { head, body: mut pixels } = reply;
    let garbled = || refuse(&Fault::Garbled, format);
    let told: Result<Told, Failure> = serde_json::from_slice(&head).map_err(|_| garbled())?;
    let Told { mut decoded, size: (width, height), exif } = told?;
    let length = u64::from(width) * u64::from(height) * 4;
    let length = usize::try_from(length).ok().filter(|length| *length <= pixels.len()).ok_or_else(garbled)?;
    let behind = pixels.split_off(length);
    decoded.exif = exif.then_some(behind);
    decoded.pixels = RgbaImage::from_raw(width, height, pixels).ok_or_else(garbled)?;
    Ok(decoded)
}

fn refuse(fault: &Fault, format: Format) -> Failure {
    let reason = match fault {
        Fault::NotStarted(_) => Reason::DecoderNotStarted,
        Fault::Crashed(_) | Fault::Garbled => Reason::DecoderCrashed,
        Fault::Memory => Reason::TooMuchMemory,
        Fault::Time => Reason::DecoderTooSlow,
    };
    Failure::new(reason).with("format", format.name())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(Reason::Internal.into()))
}
