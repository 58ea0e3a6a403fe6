//! Ids of connections: what they look like, and which nobody can have.

/// Longest id, in characters: it is typed, and stands in names of variables.
const LONGEST: usize = 32;

/// Ids that the program means something else by, or will: a kind that is to come, and the vault's own entry among the keys.
const RESERVED: &[&str] = &["local", "vault"];

/// What a name without a letter or a number in it is called.
const NAMELESS: &str = "server";

/// Small letters, numbers and hyphens, a letter first.
pub(super) fn is_well_formed(id: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    id.len() <= LONGEST
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && !id.ends_with('-')
        && id.bytes().all(plain)
}

pub(super) fn is_reserved(id: &str) -> bool {
    RESERVED.contains(&id) || crate::provider::kind(id).is_some()
}

/// Ids that a name suggests: the name itself, then with numbers.
pub(super) fn of_name(name: &str) -> impl Iterator<Item = String> {
    let mut plain = String::new();
    for c in name.chars().map(|c| c.to_ascii_lowercase()) {
        match c {
            'a'..='z' => plain.push(c),
            '0'..='9' if !plain.is_empty() => plain.push(c),
            _ if !plain.is_empty() && !plain.ends_with('-') => plain.push('-'),
            _ => {}
        }
    }
    plain.truncate(LONGEST - 4);
    let plain = plain.trim_end_matches('-');
    let plain = if plain.is_empty() { NAMELESS } else { plain }.to_owned();
    let first = plain.clone();
    std::iter::once(first).chain((2..1_000).map(move |number| format!("{plain}-{number}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_typed_with_ease() {
        for good in ["lab", "lab-2", "a", "x9", &"a".repeat(32)] {
            assert!(is_well_formed(good), "{good}");
        }
        for bad in ["", "Lab", "2lab", "-lab", "lab-", "la b", "lab.b", "lab_b", "ü", "a/b", &"a".repeat(33)] {
            assert!(!is_well_formed(bad), "{bad}");
        }
    }

    #[test]
    fn a_name_suggests_ids() {
        for (name, ids) in [
            ("Lab", ["lab", "lab-2"]),
            ("  My  GPU box (vLLM) ", ["my-gpu-box-vllm", "my-gpu-box-vllm-2"]),
            ("4090", ["server", "server-2"]),
            ("实验室", ["server", "server-2"]),
            ("2 Füchse", ["f-chse", "f-chse-2"]),
        ] {
            assert_eq!(of_name(name).take(2).collect::<Vec<_>>(), ids, "{name}");
        }
        assert!(of_name(&"long ".repeat(40)).take(900).all(|id| is_well_formed(&id)));
    }
}
