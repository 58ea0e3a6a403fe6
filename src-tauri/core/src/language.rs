//! Language tags, as far as this program looks into them: BCP 47 (`zh-Hant-TW`) and the system's own (`de_AT.UTF-8`).

/// The primary part of a tag (`zh` of `zh-Hant-TW`), as it is written.
pub fn primary(tag: &str) -> &str {
    tag.split(['-', '_', '.', '@']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primary_part_comes_before_everything_else() {
        let tags = ["de", "zh-Hant-TW", "zh_CN.UTF-8", "C.UTF-8", "de@euro", ""];
        assert_eq!(tags.map(primary), ["de", "zh", "zh", "C", "de", ""]);
    }
}
