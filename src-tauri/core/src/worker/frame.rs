//! Frames: how the two sides speak. A kind, two lengths, a head (small, structured by the role) and a body (large, raw).
//! Numbers are little-endian; both sides run on the same computer.

use std::io::{self, Read, Write};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// What a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To the child: work to do.
    Request,
    /// To the child: what it asked for.
    Answer,
    /// From the child: the request is here in full; whatever happens from now on is its doing.
    Taken,
    /// From the child: how far it is; the head has the bytes done and the bytes in all.
    Progress,
    /// From the child: a part of what is being made.
    Piece,
    /// From the child: it waits for an answer.
    Question,
    /// From the child: what came of the request. The last frame of a job.
    Reply,
}

impl Kind {
    const ALL: [Self; 7] =
        [Self::Request, Self::Answer, Self::Taken, Self::Progress, Self::Piece, Self::Question, Self::Reply];

    fn code(self) -> u8 {
        Self::ALL.iter().position(|kind| *kind == self).unwrap_or(0) as u8
    }

    fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }
}

/// A frame that arrived.
#[derive(Debug, PartialEq, Eq)]
pub struct Frame {
    pub kind: Kind,
    pub head: Vec<u8>,
    pub body: Vec<u8>,
}

/// Kind, length of the head, length of the body.
const PREFIX: usize = 1 + 4 + 8;

/// A head is small by its nature.
const LARGEST_HEAD: u32 = 16 << 20;

fn prefix(kind: Kind, head: &[u8], body: u64) -> io::Result<[u8; PREFIX]> {
    let length = u32::try_from(head.len()).ok().filter(|length| *length <= LARGEST_HEAD);
    let length = length.ok_or(io::ErrorKind::InvalidInput)?;
    let mut bytes = [0; PREFIX];
    bytes[0] = kind.code();
    bytes[1..5].copy_from_slice(&length.to_le_bytes());
    bytes[5..].copy_from_slice(&body.to_le_bytes());
    Ok(bytes)
}

/// The kind and the two lengths, where they make sense and keep to `largest`.
fn understand(bytes: [u8; PREFIX], largest: u64) -> io::Result<(Kind, usize, usize)> {
    let [code, h0, h1, h2, h3, body @ ..] = bytes;
    let (head, body) = (u32::from_le_bytes([h0, h1, h2, h3]), u64::from_le_bytes(body));
    let kind = Kind::from_code(code).filter(|_| head <= LARGEST_HEAD && body <= largest);
    match (kind, usize::try_from(head), usize::try_from(body)) {
        (Some(kind), Ok(head), Ok(body)) => Ok((kind, head, body)),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// Writes a frame whose body lies in several parts.
pub fn write(out: &mut impl Write, kind: Kind, head: &[u8], body: &[&[u8]]) -> io::Result<()> {
    let length = body.iter().map(|part| part.len() as u64).sum();
    // One write for what is small: a frame without a body costs one call of the system.
    out.write_all(&[&prefix(kind, head, length)?, head].concat())?;
    body.iter().try_for_each(|part| out.write_all(part))
}

/// Reads a frame; `None` at the end of the stream.
pub fn read(from: &mut impl Read) -> io::Result<Option<Frame>> {
    let mut bytes = [0; PREFIX];
    match from.read_exact(&mut bytes) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        result => result?,
    }
    let (kind, head_length, body_length) = understand(bytes, u64::MAX)?;
    let mut fill = |length: usize| {
        let mut part = Vec::with_capacity(length);
        let read = from.by_ref().take(length as u64).read_to_end(&mut part)?;
        if read == length { Ok(part) } else { Err(io::Error::from(io::ErrorKind::UnexpectedEof)) }
    };
    Ok(Some(Frame { kind, head: fill(head_length)?, body: fill(body_length)? }))
}

/// As [`write`], for the side that waits for many.
pub async fn send(out: &mut (impl AsyncWrite + Unpin), kind: Kind, head: &[u8], body: &[u8]) -> io::Result<()> {
    out.write_all(&[&prefix(kind, head, body.len() as u64)?, head].concat()).await?;
    out.write_all(body).await?;
    out.flush().await
}

/// As [`read`]; nothing larger than `largest` is taken, and memory grows only as bytes arrive.
pub async fn receive(from: &mut (impl AsyncRead + Unpin), largest: u64) -> io::Result<Frame> {
    let mut bytes = [0; PREFIX];
    from.read_exact(&mut bytes).await?;
    let (kind, head, body) = understand(bytes, largest)?;
    Ok(Frame { kind, head: fill(from, head).await?, body: fill(from, body).await? })
}

async fn fill(from: &mut (impl AsyncRead + Unpin), length: usize) -> io::Result<Vec<u8>> {
    use bytes::BufMut;
    let mut part = Vec::new();
    // Address space only: pages are taken as they are written.
    part.try_reserve_exact(length).map_err(|_| io::ErrorKind::OutOfMemory)?;
    while part.len() < length {
        let left = length - part.len();
        if from.read_buf(&mut (&mut part).limit(left)).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_frame_arrives_as_it_was_sent_in_both_directions() {
        for (head, body) in [(&b"head"[..], &b"a body\nwith lines"[..]), (b"", b""), (b"", b"x"), (b"h", b"")] {
            let mut stream = Vec::new();
            write(&mut stream, Kind::Reply, head, &[&body[..body.len() / 2], &body[body.len() / 2..]]).unwrap();
            let frame = receive(&mut stream.as_slice(), 100).await.unwrap();
            assert_eq!(frame, Frame { kind: Kind::Reply, head: head.to_vec(), body: body.to_vec() });
            let mut stream = Vec::new();
            send(&mut stream, Kind::Request, head, body).await.unwrap();
            let frame = read(&mut stream.as_slice()).unwrap().unwrap();
            assert_eq!(frame, Frame { kind: Kind::Request, head: head.to_vec(), body: body.to_vec() });
        }
        assert!(read(&mut &b""[..]).unwrap().is_none(), "the end is no fault");
    }

    #[tokio::test]
    async fn what_makes_no_sense_is_refused_before_memory_is_taken() {
        let mut stream = Vec::new();
        write(&mut stream, Kind::Piece, b"h", &[b"12345"]).unwrap();
        let kind = |result: io::Result<Frame>| result.unwrap_err().kind();
        assert_eq!(kind(receive(&mut stream.as_slice(), 4).await), io::ErrorKind::InvalidData, "larger than it may be");
        assert_eq!(kind(receive(&mut &stream[..8], 9).await), io::ErrorKind::UnexpectedEof);
        assert_eq!(kind(receive(&mut &stream[..stream.len() - 1], 9).await), io::ErrorKind::UnexpectedEof);
        stream[0] = 99;
        assert_eq!(kind(receive(&mut stream.as_slice(), 9).await), io::ErrorKind::InvalidData, "no such kind");
        let long = [vec![Kind::Reply.code()], vec![0xFF; 12]].concat();
        assert_eq!(
            kind(receive(&mut long.as_slice(), u64::MAX).await),
            io::ErrorKind::InvalidData,
            "no head is so long"
        );
    }

    #[test]
    fn every_kind_has_its_code() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(Kind::from_code(Kind::ALL.len() as u8), None);
    }
}
