//! Every kind in every language, exact where it matters.

use super::alt::length;
use super::speech::{FILES, Speech};
use super::*;
use crate::facts::{
    Code, CodeKind, Colour, ColourShare, Direction, Gradient, Kind, Light, Moment, Place, Text, TextLine, Where,
};
use crate::imaging::Format;
use crate::recognise::{Count, Thing};
use proptest::prelude::*;
use std::collections::BTreeMap;

mod things;

fn ask(language: &str) -> Request {
    Request { language: language.into(), style: "alt".into(), ..Request::default() }
}

fn alt_of(facts: &Facts, request: &Request) -> String {
    describe(facts, request).alt.unwrap()
}

fn of_kind(kind: Kind, colours: &[(Colour, f32, Where)]) -> Facts {
    let mut facts = Facts::new(Format::Jpeg, 4000, 3000);
    facts.kind = kind;
    facts.colours = colours.iter().map(|&(colour, share, place)| ColourShare { colour, share, place }).collect();
    facts
}

fn line(text: &str, height: f32) -> TextLine {
    TextLine { text: text.into(), words: text.split(' ').count() as u32, confidence: 93.0, height, area: None }
}

fn photo() -> Facts {
    let mut facts =
        of_kind(Kind::Photo, &[(Colour::LightBlue, 0.44, Where::Top), (Colour::DarkGreen, 0.38, Where::Bottom)]);
    facts.taken = Some(Moment { year: 2024, month: 5, day: 1, hour: 14, minute: 5 });
    facts.place = Some(Place { town: "Freiburg".into(), country: "DE".into(), distance_km: 2.0 });
    facts.camera = Some("Canon EOS R5".into());
    facts
}

fn chart() -> Facts {
    let mut facts =
        of_kind(Kind::Document, &[(Colour::White, 0.8, Where::Background), (Colour::Blue, 0.2, Where::Bottom)]);
    facts.text =
        Some(Text { lines: vec![line("Visitors by season", 0.05), line("Spring Summer", 0.03)], confidence: 93.0 });
    facts
}

fn icon() -> Facts {
    let mut facts = of_kind(Kind::Icon, &[(Colour::Green, 0.9, Where::AllOver), (Colour::White, 0.1, Where::Centre)]);
    facts.transparent = true;
    facts
}

fn gradient() -> Facts {
    let mut facts = of_kind(Kind::Gradient, &[(Colour::Blue, 0.5, Where::Top), (Colour::White, 0.5, Where::Bottom)]);
    facts.gradient = Some(Gradient { from: Colour::Blue, to: Colour::White, direction: Direction::Down });
    facts
}

fn poster() -> Facts {
    let mut facts = of_kind(Kind::Drawing, &[(Colour::Red, 0.5, Where::AllOver), (Colour::Black, 0.3, Where::AllOver)]);
    facts.codes = vec![Code { kind: CodeKind::Qr, standard: "QR".into(), content: "https://example.org/".into() }];
    facts
}

fn check(facts: &Facts, expected: [(&str, &str); 7]) {
    for (language, alt) in expected {
        assert_eq!(alt_of(facts, &ask(language)), alt, "{language}");
    }
}

#[test]
fn a_blue_rectangle_is_one_in_every_language() {
    let mut facts = of_kind(Kind::Plain, &[(Colour::Blue, 1.0, Where::AllOver)]);
    (facts.format, facts.width, facts.height) = (Format::Png, 200, 200);
    check(
        &facts,
        [
            ("de", "Einfarbiges blaues Rechteck."),
            ("en", "Solid blue rectangle."),
            ("fr", "Rectangle uni bleu."),
            ("es", "Rectángulo liso de color azul."),
            ("zh", "纯蓝色矩形。"),
            ("ja", "青一色の長方形。"),
            ("ko", "단색 파란색 직사각형."),
        ],
    );
    let reply = describe(&facts, &ask("de"));
    assert_eq!(reply.title.as_deref(), Some("Einfarbiges blaues Rechteck"));
    assert_eq!(reply.tags, ["einfarbig", "blau", "Rechteck", "quadratisch", "Hintergrund", "png"]);
}

#[test]
fn the_documented_picture_is_described_as_documented() {
    let pixels = image::RgbaImage::from_pixel(200, 200, image::Rgba([1, 0, 254, 255]));
    let picture = crate::imaging::Decoded {
        pixels,
        format: Format::Png,
        width: 200,
        height: 200,
        transparent: false,
        animated: false,
        exif: None,
        notes: Vec::new(),
    };
    let facts = crate::facts::gather(&picture, &crate::facts::Wanted { text: true, ..Default::default() });
    assert_eq!(alt_of(&facts, &ask("de")), "Einfarbiges blaues Rechteck.");
}

#[test]
fn a_photo_is_described_by_colours_and_origin() {
    check(
        &photo(),
        [
            (
                "en",
                "Photo, light blue at the top and dark green at the bottom. Taken on 1 May 2024 near Freiburg, Germany.",
            ),
            ("zh", "上方为浅蓝色、下方为深绿色的照片。2024年5月1日拍摄于德国Freiburg附近。"),
            (
                "fr",
                "Photo, bleu clair en haut et vert foncé en bas. Prise de vue le 1er mai 2024, ville la plus proche\u{a0}: Freiburg, Allemagne.",
            ),
            ("de", "Foto, oben Hellblau und unten Dunkelgrün. Aufgenommen am 1. Mai 2024 bei Freiburg, Deutschland."),
            (
                "es",
                "Foto, azul claro arriba y verde oscuro abajo. Captada el 1 de mayo de 2024 cerca de Freiburg, Alemania.",
            ),
            ("ja", "上が水色、下が濃い緑の写真。2024年5月1日、Freiburg（ドイツ）付近で撮影。"),
            ("ko", "위쪽은 하늘색, 아래쪽은 짙은 초록색인 사진. 2024년 5월 1일, Freiburg(독일) 근처에서 촬영."),
        ],
    );
}

#[test]
fn a_chart_is_described_by_its_ground_and_its_words() {
    check(
        &chart(),
        [
            (
                "en",
                "Document or diagram, blue on a white background. Text that can be read: “Visitors by season Spring Summer”.",
            ),
            ("zh", "白色背景、以蓝色为主的文档或图表。可辨认的文字：“Visitors by season Spring Summer”。"),
            (
                "fr",
                "Document ou schéma, bleu sur fond blanc. Texte lisible\u{a0}: «\u{a0}Visitors by season Spring Summer\u{a0}».",
            ),
            ("de", "Dokument oder Diagramm, Blau auf weißem Grund. Lesbarer Text: „Visitors by season Spring Summer“."),
            ("es", "Documento o diagrama, azul sobre fondo blanco. Texto legible: «Visitors by season Spring Summer»."),
            ("ja", "背景が白、主に青の文書または図。読み取れる文字：「Visitors by season Spring Summer」。"),
            ("ko", "배경은 흰색, 주로 파란색인 문서 또는 도표. 읽을 수 있는 글자: “Visitors by season Spring Summer”."),
        ],
    );
}

#[test]
fn an_icon_stands_on_nothing() {
    check(
        &icon(),
        [
            ("en", "Icon, green and white on a transparent background."),
            ("zh", "透明背景、以绿色和白色为主的图标。"),
            ("fr", "Icône, vert et blanc sur fond transparent."),
            ("de", "Symbol, Grün und Weiß auf transparentem Grund."),
            ("es", "Icono, verde y blanco sobre fondo transparente."),
            ("ja", "背景が透明、主に緑と白のアイコン。"),
            ("ko", "배경은 투명, 주로 초록색과 흰색인 아이콘."),
        ],
    );
}

#[test]
fn a_gradient_has_two_ends() {
    check(
        &gradient(),
        [
            ("en", "Gradient from blue at the top to white at the bottom."),
            ("zh", "从上方的蓝色到下方的白色的渐变。"),
            ("fr", "Dégradé, bleu en haut, blanc en bas."),
            ("de", "Farbverlauf von Blau oben zu Weiß unten."),
            ("es", "Degradado de azul arriba a blanco abajo."),
            ("ja", "上の青から下の白へのグラデーション。"),
            ("ko", "위쪽의 파란색에서 아래쪽의 흰색으로 이어지는 그러데이션."),
        ],
    );
}

#[test]
fn a_code_says_what_it_says() {
    check(
        &poster(),
        [
            ("en", "Illustration, mainly in red and black. QR code: “https://example.org/”."),
            ("zh", "以红色和黑色为主的插图。二维码：“https://example.org/”。"),
            ("fr", "Illustration, surtout en rouge et noir. Code QR\u{a0}: «\u{a0}https://example.org/\u{a0}»."),
            ("de", "Illustration, vor allem in Rot und Schwarz. QR-Code: „https://example.org/“."),
            ("es", "Ilustración, sobre todo en rojo y negro. Código QR: «https://example.org/»."),
            ("ja", "主に赤と黒のイラスト。QRコード：「https://example.org/」。"),
            ("ko", "주로 빨간색과 검은색인 일러스트. QR 코드: “https://example.org/”."),
        ],
    );
}

#[test]
fn every_kind_has_a_name_in_every_language() {
    let names = [
        (Kind::Photo, ["Photo.", "照片。", "Photo.", "Foto.", "Foto.", "写真。", "사진."]),
        (
            Kind::Screenshot,
            [
                "Screenshot.",
                "屏幕截图。",
                "Capture d’écran.",
                "Bildschirmfoto.",
                "Captura de pantalla.",
                "スクリーンショット。",
                "스크린샷.",
            ],
        ),
        (
            Kind::Drawing,
            ["Illustration.", "插图。", "Illustration.", "Illustration.", "Ilustración.", "イラスト。", "일러스트."],
        ),
        (
            Kind::Document,
            [
                "Document or diagram.",
                "文档或图表。",
                "Document ou schéma.",
                "Dokument oder Diagramm.",
                "Documento o diagrama.",
                "文書または図。",
                "문서 또는 도표.",
            ],
        ),
        (Kind::Icon, ["Icon.", "图标。", "Icône.", "Symbol.", "Icono.", "アイコン。", "아이콘."]),
        (
            Kind::Plain,
            [
                "Entirely transparent picture.",
                "完全透明的图片。",
                "Image entièrement transparente.",
                "Vollständig durchsichtiges Bild.",
                "Imagen totalmente transparente.",
                "全体が透明な画像。",
                "전체가 투명한 이미지.",
            ],
        ),
        (
            Kind::Gradient,
            ["Gradient.", "渐变。", "Dégradé.", "Farbverlauf.", "Degradado.", "グラデーション。", "그러데이션."],
        ),
        (Kind::Picture, ["Picture.", "图片。", "Image.", "Bild.", "Imagen.", "画像。", "이미지."]),
    ];
    for (kind, alts) in names {
        for (language, alt) in LANGUAGES.iter().zip(alts) {
            assert_eq!(alt_of(&of_kind(kind, &[]), &ask(language)), alt);
        }
    }
    let mut grey = of_kind(Kind::Photo, &[(Colour::Grey, 1.0, Where::AllOver)]);
    grey.monochrome = true;
    assert_eq!(alt_of(&grey, &ask("de")), "Schwarz-Weiß-Foto.");
}

#[test]
fn every_colour_agrees_with_its_noun() {
    let solid = |colour, language| alt_of(&of_kind(Kind::Plain, &[(colour, 1.0, Where::AllOver)]), &ask(language));
    assert_eq!(solid(Colour::Orange, "de"), "Einfarbiges orangefarbenes Rechteck.");
    assert_eq!(solid(Colour::DarkGreen, "de"), "Einfarbiges dunkelgrünes Rechteck.");
    assert_eq!(solid(Colour::White, "fr"), "Rectangle uni blanc.");
    assert_eq!(solid(Colour::Violet, "fr"), "Rectangle uni violet.");
    assert_eq!(solid(Colour::Red, "es"), "Rectángulo liso de color rojo.");
    for colour in Colour::all() {
        let german = solid(colour, "de");
        assert!(german.ends_with("es Rechteck."), "{german}");
        let ground = Speech::of("de").ground(Some(colour));
        assert!(ground.ends_with("em"), "{ground}");
        // The particles after a Korean colour suit names that end like this one.
        assert!(Speech::of("ko").colour(colour).ends_with('색'));
    }
}

#[test]
fn the_length_is_kept_by_leaving_out_and_never_by_cutting() {
    let whole = alt_of(&chart(), &ask("en"));
    assert!(whole.ends_with("“Visitors by season Spring Summer”."), "{whole}");
    let mut request = ask("en");
    let mut alts = Vec::new();
    for most in (10..=length(&whole)).rev() {
        request.max_chars = Some(most);
        let alt = alt_of(&chart(), &request);
        assert!(length(&alt) <= most || most < 21, "{most}: {alt}");
        assert!(Speech::ends_sentence(&alt), "{alt}");
        if alts.last() != Some(&alt) {
            alts.push(alt);
        }
    }
    assert_eq!(
        alts,
        [
            whole.as_str(),
            "Document or diagram, blue on a white background. Text that can be read begins: “Visitors by season”.",
            "Document or diagram, blue on a white background.",
            "Document or diagram on a white background.",
            "Document or diagram.",
        ]
    );
}

#[test]
fn what_the_person_said_comes_first() {
    let mut request = ask("de");
    request.context = Some(" Unser Garten\nim Mai ".into());
    let reply = describe(&photo(), &request);
    assert!(reply.alt.unwrap().starts_with("Unser Garten im Mai. Foto, oben Hellblau"));
    assert!(reply.description.unwrap().starts_with("Unser Garten im Mai.\n\nFoto im Querformat"));
    assert_eq!(reply.title.as_deref(), Some("Unser Garten im Mai"));
    request.context = Some("什么？".into());
    request.language = "zh".into();
    assert!(alt_of(&photo(), &request).starts_with("什么？上方为浅蓝色"));
}

#[test]
fn styles_choose_what_is_said() {
    let style = |facts: &Facts, style: &str| describe(facts, &Request { style: style.into(), ..ask("en") });
    assert_eq!(style(&chart(), "text").alt.unwrap(), "Visitors by season Spring Summer.");
    assert_eq!(style(&photo(), "text").alt.unwrap(), "No text was found in the picture.");
    let mut signed = photo();
    signed.text = chart().text;
    assert!(!style(&signed, "alt").alt.unwrap().contains("Taken on"));
    let caption = style(&signed, "caption").alt.unwrap();
    assert!(caption.find("Taken on") < caption.find("Visitors"), "{caption}");
    assert!(style(&signed, "social").alt.unwrap().contains("Taken on"));
    assert_eq!(style(&signed, "tags").tags.len(), 10);
}

#[test]
fn a_photo_is_said_to_be_computed_and_not_recognised() {
    let reply = describe(&photo(), &ask("en"));
    let long = reply.description.unwrap();
    assert!(long.ends_with("what the picture shows was not recognised."), "{long}");
    for wanted in [
        "4000 × 3000 pixels",
        "light blue (44%, at the top)",
        "1 May 2024 at 14:05",
        "Canon EOS R5",
        "Freiburg, Germany",
    ] {
        assert!(long.contains(wanted), "{wanted}: {long}");
    }
    for (language, _) in FILES {
        let all = serde_json::to_string(&describe(&photo(), &ask(language))).unwrap();
        assert!(!all.contains("AI ") && !all.contains("KI ") && !all.contains(" IA"), "{all}");
    }
}

#[test]
fn a_language_it_does_not_speak_is_answered_in_english() {
    assert_eq!(alt_of(&icon(), &ask("tlh")), alt_of(&icon(), &ask("en")));
    assert_eq!(alt_of(&icon(), &ask("")), alt_of(&icon(), &ask("en")));
    assert_eq!(alt_of(&icon(), &ask("de-AT")), alt_of(&icon(), &ask("de")));
}

/// Messages of a file: key and the values it names.
fn messages(source: &str) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    let mut key = String::new();
    for line in source.lines().filter(|l| !l.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" = ").filter(|(n, _)| !n.starts_with(' ')) {
            key = name.to_owned();
            found.insert(key.clone(), Vec::new());
        }
        if let Some(names) = found.get_mut(&key) {
            names.extend(line.split("{ $").skip(1).filter_map(|p| p.split([' ', '}']).next()).map(str::to_owned));
            names.sort();
            names.dedup();
        }
    }
    found
}

#[test]
fn every_language_has_the_same_messages_with_the_same_values() {
    let english = messages(FILES[0].1);
    assert!(english.len() > 100);
    for (language, source) in FILES {
        assert!(fluent_bundle::FluentResource::try_new(source.to_owned()).is_ok(), "{language}");
        assert_eq!(messages(source), english, "{language}");
    }
    assert_eq!(FILES.map(|(l, _)| l).as_slice(), LANGUAGES);
}

#[test]
fn every_country_has_a_name_in_every_language() {
    let rows: Vec<&str> = include_str!("messages/countries.tsv").lines().skip(1).collect();
    assert!(rows.len() > 240);
    for row in rows {
        let cells: Vec<&str> = row.split('\t').collect();
        assert!(cells.len() == 8 && cells.iter().all(|c| !c.is_empty()), "{row}");
    }
    let place = Place { town: "X".into(), country: "DE".into(), distance_km: 0.0 };
    let names = LANGUAGES.iter().map(|l| Speech::of(l).country(&place)).collect::<Vec<_>>();
    assert_eq!(names, ["Germany", "德国", "Allemagne", "Deutschland", "Alemania", "ドイツ", "독일"]);
}

fn kinds() -> impl Strategy<Value = Kind> {
    use Kind::{Document, Drawing, Icon, Photo, Picture, Plain, Screenshot};
    prop::sample::select(vec![Photo, Screenshot, Drawing, Document, Icon, Plain, Kind::Gradient, Picture])
}

fn colours() -> impl Strategy<Value = Vec<ColourShare>> {
    let all: Vec<Colour> = Colour::all().collect();
    let one = (prop::sample::select(all), 0.0f32..1.0, prop::sample::select(Where::ALL.to_vec()));
    prop::collection::vec(one.prop_map(|(colour, share, place)| ColourShare { colour, share, place }), 0..6)
}

fn gradients() -> impl Strategy<Value = Option<Gradient>> {
    use Direction::{Down, DownRight, Outward, Right, UpRight};
    let all: Vec<Colour> = Colour::all().collect();
    let ends = (prop::sample::select(all.clone()), prop::sample::select(all));
    let ways = prop::sample::select(vec![Down, DownRight, Outward, Right, UpRight]);
    prop::option::of((ends, ways).prop_map(|((from, to), direction)| Gradient { from, to, direction }))
}

/// As the readers leave it: one line, no control characters.
const LINE: &str = "[\\PC&&[^\\s]]{1,12}( [\\PC&&[^\\s]]{1,9}){0,6}";

fn texts() -> impl Strategy<Value = Option<Text>> {
    let line = (LINE, 50.0f32..100.0).prop_map(|(text, confidence)| TextLine {
        text,
        words: 2,
        confidence,
        height: 0.1,
        area: None,
    });
    prop::option::of(
        (prop::collection::vec(line, 1..5), 50.0f32..100.0).prop_map(|(lines, confidence)| Text { lines, confidence }),
    )
}

fn codes() -> impl Strategy<Value = Vec<Code>> {
    let kinds = prop::sample::select(vec![CodeKind::Qr, CodeKind::Bar, CodeKind::Matrix]);
    prop::collection::vec(
        (kinds, LINE).prop_map(|(kind, content)| Code { kind, standard: "EAN-13".into(), content }),
        0..3,
    )
}

fn recognised() -> impl Strategy<Value = Vec<Thing>> {
    let kinds: Vec<&str> = crate::recognise::keys().collect();
    let counts = prop::sample::select(vec![Count::One, Count::Two, Count::Several]);
    prop::collection::vec((prop::sample::select(kinds), counts).prop_map(|(k, c)| things::thing(k, c)), 0..4)
}

prop_compose! {
    fn any_facts()(
        kind in kinds(), size in (1u32..9000, 1u32..9000), signs in any::<[bool; 4]>(),
        colours in colours(), gradient in gradients(), text in texts(), codes in codes(),
        things in recognised(), month in 1u8..=12, day in 1u8..=31, light in prop::sample::select(vec![Light::Dark, Light::Normal, Light::Bright]),
    ) -> Facts {
        let mut facts = Facts::new(Format::Png, size.0, size.1);
        facts.kind = kind;
        facts.things = things;
        (facts.colours, facts.gradient, facts.text, facts.codes, facts.light) = (colours, gradient, text, codes, light);
        [facts.transparent, facts.animated, facts.monochrome] = [signs[0], signs[1], signs[2]];
        facts.taken = signs[3].then_some(Moment { year: 2021, month, day, hour: 7, minute: 3 });
        facts
    }
}

proptest! {
    #[test]
    fn any_facts_become_sound_words(
        facts in any_facts(),
        language in prop::sample::select(LANGUAGES.to_vec()),
        style in prop::sample::select(vec!["alt", "long", "caption", "social", "product", "text", "tags", "own"]),
        max_chars in prop::option::of(40usize..400),
        context in prop::option::of("\\PC{0,60}"),
    ) {
        let request = Request { style: style.into(), max_chars, context, ..ask(language) };
        let reply = describe(&facts, &request);
        let (alt, long, title) = (reply.alt.unwrap(), reply.description.unwrap(), reply.title.unwrap());
        prop_assert!(Speech::ends_sentence(&alt), "{}", alt);
        prop_assert!(Speech::ends_sentence(&long), "{}", long);
        prop_assert!(length(&alt) <= max_chars.unwrap_or(usize::MAX), "{}", alt);
        prop_assert!(!title.is_empty() && length(&title) <= 120, "{}", title);
        prop_assert!((3..=10).contains(&reply.tags.len()), "{:?}", reply.tags);
        prop_assert!(reply.tags.iter().all(|t| !t.is_empty()));
        for text in [&alt, &title].into_iter().chain(&reply.tags) {
            prop_assert!(!text.chars().any(char::is_control), "{:?}", text);
        }
        prop_assert!(!long.chars().any(|c| c.is_control() && c != '\n'));
    }
}
