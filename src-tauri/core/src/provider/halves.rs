//! A character that a service split between two parts of a streamed answer. Each part then holds one half of a surrogate pair,
//! which alone is no character; together they are it.

/// Halves stand for themselves between being read and being joined: from here on, as characters that nobody uses.
const MARKS: u32 = 0x10_f800;
/// First halves begin here,
const FIRST: u32 = 0xd800;
/// second ones here,
const SECOND: u32 = 0xdc00;
/// and here characters again.
const END: u32 = 0xe000;
/// What stands for a half that is lost.
const LOST: char = '\u{fffd}';

/// The sign for a half at the edge of a text.
pub(super) fn mark(unit: u32) -> char {
    char::from_u32(MARKS + unit.wrapping_sub(FIRST)).unwrap_or(LOST)
}

/// The half that a sign stands for.
fn unit(c: char) -> Option<u32> {
    u32::from(c).checked_sub(MARKS).map(|rest| rest + FIRST).filter(|unit| *unit < END)
}

/// Joins the parts of one text.
#[derive(Default)]
pub struct Halves {
    /// The first half, at the end of what came so far.
    first: Option<u32>,
}

impl Halves {
    /// The next part, as it stands in the text. A first half at its end waits for the part behind it.
    pub fn join(&mut self, part: &str) -> String {
        let mut text = String::with_capacity(part.len());
        for c in part.chars() {
            let unit = unit(c);
            match (self.first.take(), unit) {
                (Some(first), Some(second)) if second >= SECOND => {
                    let pair = 0x1_0000 + ((first - FIRST) << 10) + (second - SECOND);
                    text.push(char::from_u32(pair).unwrap_or(LOST));
                    continue;
                }
                (Some(_), _) => text.push(LOST),
                (None, _) => {}
            }
            match unit {
                Some(first) if first < SECOND => self.first = Some(first),
                Some(_) => text.push(LOST),
                None => text.push(c),
            }
        }
        text
    }

    /// What is left where nothing more comes.
    pub fn end(&mut self) -> Option<char> {
        self.first.take().map(|_| LOST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_halves_are_one_character_and_one_is_none() {
        let [first, second] = [mark(0xd83d), mark(0xde00)].map(String::from);
        for (parts, text) in [
            (vec!["A ", &first, &second, " cat"], "A \u{1f600} cat"),
            (vec![&first, "", &second], "\u{1f600}"),
            (vec![&first, "x"], "\u{fffd}x"),
            (vec![&first, &first, &second], "\u{fffd}\u{1f600}"),
            (vec![&second, "x", &first], "\u{fffd}x\u{fffd}"),
            (vec!["Größe 😀"], "Größe 😀"),
        ] {
            let mut halves = Halves::default();
            let mut joined: String = parts.iter().map(|part| halves.join(part)).collect();
            joined.extend(halves.end());
            assert_eq!(joined, text, "{parts:?}");
        }
    }
}
