use super::*;
use crate::facts::{Colour, ColourShare, Where};
use crate::imaging::Format;

fn ask(language: &str) -> Request {
    Request { language: language.into(), style: "alt".into(), ..Request::default() }
}

#[test]
fn a_blue_rectangle_is_one_in_every_language() {
    let mut facts = Facts::new(Format::Png, 200, 200);
    facts.kind = crate::facts::Kind::Plain;
    facts.colours = vec![ColourShare { colour: Colour::Blue, share: 1.0, place: Where::AllOver }];
    let expected = [
        ("de", "Einfarbiges blaues Rechteck."),
        ("en", "Solid blue rectangle."),
        ("fr", "Rectangle uni bleu."),
        ("es", "Rectángulo liso de color azul."),
        ("zh", "纯蓝色矩形。"),
        ("ja", "青一色の長方形。"),
        ("ko", "단색 파란색 직사각형."),
    ];
    for (language, alt) in expected {
        assert_eq!(describe(&facts, &ask(language)).alt.as_deref(), Some(alt));
    }
}
