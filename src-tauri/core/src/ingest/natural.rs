//! The order in which people number files: `img2` before `img10`, whatever the case of the letters.

use std::cmp::Ordering;
use std::iter::Peekable;
use std::str::Chars;

/// Compares two file names. Names that differ only in case or in leading zeros keep a fixed order.
pub fn compare(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(l), Some(r)) if l.is_ascii_digit() && r.is_ascii_digit() => {
                let (l, r) = (number(&mut left), number(&mut right));
                l.len().cmp(&r.len()).then_with(|| l.cmp(&r))
            }
            (Some(l), Some(r)) => {
                let order = l.to_lowercase().cmp(r.to_lowercase());
                left.next();
                right.next();
                order
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// The digits of a number, without leading zeros: of two, the longer is the larger, however many digits they have.
fn number(chars: &mut Peekable<Chars<'_>>) -> String {
    let mut digits = String::new();
    while let Some(digit) = chars.next_if(char::is_ascii_digit) {
        if digit != '0' || !digits.is_empty() {
            digits.push(digit);
        }
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::compare;
    use proptest::prelude::*;
    use std::cmp::Ordering;

    #[test]
    fn numbers_count() {
        let mut names = ["img10.png", "IMG2.png", "img1.png", "b", "img02.png", "a9999999999999999999999", "a1", ""];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(
            names,
            ["", "a1", "a9999999999999999999999", "b", "img1.png", "IMG2.png", "img02.png", "img10.png"].map(|n| n)
        );
    }

    proptest! {
        #[test]
        fn it_is_an_order(a in "[aA0-2é]{0,6}", b in "[aA0-2é]{0,6}", c in "[aA0-2é]{0,6}") {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            prop_assert_eq!(compare(&a, &b) == Ordering::Equal, a == b);
            if compare(&a, &b) != Ordering::Greater && compare(&b, &c) != Ordering::Greater {
                prop_assert_ne!(compare(&a, &c), Ordering::Greater);
            }
        }
    }
}
