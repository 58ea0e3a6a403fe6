//! Draws the sample pictures that ship with Altsmith: `cargo run -p altsmith-core --example draw_samples`. Run it only to
//! change them; the letters are those of the machine's fonts.

use rxing::{BarcodeFormat, Writer, qrcode::QRCodeWriter};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

type Done<T> = Result<T, Box<dyn Error>>;

fn main() -> Done<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("evening-lake.jpg"), with_exif(&jpeg(&drawn(SUNSET)?)?))?;
    std::fs::write(folder.join("visitors-chart.png"), png(&drawn(&chart())?)?)?;
    std::fs::write(folder.join("reading-poster.png"), png(&drawn(&poster()?)?)?)?;
    std::fs::write(folder.join("leaf-icon.png"), png(&drawn(LEAF)?)?)?;
    Ok(())
}

const SUNSET: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800" width="1200" height="800">
<rect width="1200" height="800" fill="#f6a13a"/>
<path d="M0 0H1200V120Q900 170 600 130T0 150Z" fill="#e8743b"/>
<path d="M0 260Q300 220 600 250T1200 230V420H0Z" fill="#fbc15e"/>
<path d="M0 350Q400 320 700 345T1200 330V480H0Z" fill="#ffd98a"/>
<circle cx="760" cy="380" r="88" fill="#fff1c9"/>
<path d="M0 420L160 300L290 400L420 270L600 430L760 350L900 440L1060 310L1200 430V500H0Z" fill="#8d4a52"/>
<path d="M0 470L120 420L260 470L420 400L640 480L860 430L1040 480L1200 420V540H0Z" fill="#5c2f45"/>
<rect y="500" width="1200" height="300" fill="#35506b"/>
<path d="M560 520Q760 505 960 520Q880 532 760 530T560 520ZM610 560Q760 548 910 560Q850 572 760 570T610 560ZM650 610Q760 600 870 610Q820 620 760 618T650 610ZM690 665Q760 657 830 665Q800 673 760 671T690 665Z" fill="#ffd98a"/>
<path d="M0 640Q200 600 380 660T520 800H0Z" fill="#24202f"/>
<path d="M150 650V470L90 540H122L70 600H112L60 650ZM150 650V470L210 540H178L230 600H188L240 650Z" fill="#1a1722"/>
</svg>"##;

const LEAF: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" width="256" height="256">
<path d="M44 212C20 96 96 36 224 32C228 160 164 236 60 204Z" fill="#2e9e3f"/>
<path d="M36 228C76 164 124 116 184 76" fill="none" stroke="#ffffff" stroke-width="12" stroke-linecap="round"/>
</svg>"##;

fn chart() -> String {
    let mut svg = String::from(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800" width="1200" height="800" font-family="DejaVu Sans" fill="#202124">
<rect width="1200" height="800" fill="#ffffff"/><text x="100" y="90" font-size="46" font-weight="bold">Visitors by season</text>"##,
    );
    for i in 0..5 {
        let y = 660 - i * 120;
        let _ = write!(
            svg,
            r##"<rect x="150" y="{y}" width="950" height="2" fill="#c8ccd2"/><text x="130" y="{}" font-size="28" text-anchor="end">{}</text>"##,
            y + 10,
            i * 100
        );
    }
    for (i, (season, tall)) in
        [("Spring", 260), ("Summer", 480), ("Autumn", 310), ("Winter", 130)].into_iter().enumerate()
    {
        let x = 210 + i * 230;
        let _ = write!(
            svg,
            r##"<rect x="{x}" y="{}" width="130" height="{tall}" fill="#2a5fc8"/><text x="{}" y="710" font-size="32" text-anchor="middle">{season}</text>"##,
            660 - tall,
            x + 65
        );
    }
    svg + "</svg>"
}

/// A poster with a sentence, and the same sentence's ending in a QR code.
fn poster() -> Done<String> {
    let code = QRCodeWriter.encode("Say what matters, in one or two sentences.", &BarcodeFormat::QR_CODE, 0, 0)?;
    let (side, cell) = (code.getWidth(), 400 / code.getWidth());
    let mut cells = String::new();
    for y in 0..side {
        for x in (0..side).filter(|x| code.get(*x, y)) {
            let _ = write!(cells, "M{} {}h{cell}v{cell}h-{cell}z", x * cell, y * cell);
        }
    }
    Ok(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 1100" width="800" height="1100" font-family="DejaVu Sans" fill="#10204a" text-anchor="middle">
<rect width="800" height="1100" fill="#faecd0"/><rect width="800" height="36" fill="#b4531f"/><rect y="1064" width="800" height="36" fill="#b4531f"/>
<text x="400" y="190" font-size="76" font-weight="bold">Reading night</text>
<text x="400" y="280" font-size="38">Bring a picture and find its words</text>
<text x="400" y="350" font-size="38">Friday at seven in the library</text>
<rect x="180" y="430" width="440" height="440" fill="#ffffff"/>
<path transform="translate({} {})" shape-rendering="crispEdges" fill="#000000" d="{cells}"/>
<text x="400" y="960" font-size="32">Scan for a hint</text></svg>"##,
        400 - side * cell / 2,
        650 - side * cell / 2
    ))
}

fn drawn(svg: &str) -> Done<resvg::tiny_skia::Pixmap> {
    let mut options = resvg::usvg::Options::default();
    options.fontdb_mut().load_system_fonts();
    let tree = resvg::usvg::Tree::from_str(svg, &options)?;
    let size = tree.size().to_int_size();
    let mut pixmap = resvg::tiny_skia::Pixmap::new(size.width(), size.height()).ok_or("no pixels")?;
    resvg::render(&tree, resvg::tiny_skia::Transform::identity(), &mut pixmap.as_mut());
    Ok(pixmap)
}

fn pixels(pixmap: &resvg::tiny_skia::Pixmap) -> image::RgbaImage {
    image::RgbaImage::from_fn(pixmap.width(), pixmap.height(), |x, y| {
        let p = pixmap.pixels()[(y * pixmap.width() + x) as usize].demultiply();
        image::Rgba([p.red(), p.green(), p.blue(), p.alpha()])
    })
}

fn png(pixmap: &resvg::tiny_skia::Pixmap) -> Done<Vec<u8>> {
    let image = image::DynamicImage::ImageRgba8(pixels(pixmap));
    let opaque = image.as_rgba8().is_some_and(|i| i.pixels().all(|p| p[3] == 255));
    let image = if opaque { image.to_rgb8().into() } else { image };
    let mut file = Vec::new();
    let best = image::codecs::png::CompressionType::Best;
    let adaptive = image::codecs::png::FilterType::Adaptive;
    image.write_with_encoder(image::codecs::png::PngEncoder::new_with_quality(&mut file, best, adaptive))?;
    Ok(file)
}

fn jpeg(pixmap: &resvg::tiny_skia::Pixmap) -> Done<Vec<u8>> {
    let mut file = Vec::new();
    let rgb = image::DynamicImage::ImageRgba8(pixels(pixmap)).to_rgb8();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, 88).encode_image(&rgb)?;
    Ok(file)
}

/// Puts a date and a place (Lake Constance) behind the start of a JPEG.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let block = exif_block();
    let mut file = jpeg[..2].to_vec();
    file.extend([0xff, 0xe1]);
    file.extend((block.len() as u16 + 8).to_be_bytes());
    file.extend(b"Exif\0\0");
    file.extend(block);
    file.extend(&jpeg[2..]);
    file
}

fn exif_block() -> Vec<u8> {
    use exif::{Field, In, Rational, Tag, Value, experimental::Writer};
    let ratio = |parts: [u32; 3]| Value::Rational(parts.iter().map(|&num| Rational { num, denom: 1 }).collect());
    let text = |s: &str| Value::Ascii(vec![s.as_bytes().to_vec()]);
    let field = |tag, value| Field { tag, ifd_num: In::PRIMARY, value };
    let fields = [
        field(Tag::DateTimeOriginal, text("2024:09:14 19:22:00")),
        field(Tag::GPSLatitudeRef, text("N")),
        field(Tag::GPSLatitude, ratio([47, 39, 48])),
        field(Tag::GPSLongitudeRef, text("E")),
        field(Tag::GPSLongitude, ratio([9, 10, 30])),
    ];
    let mut writer = Writer::new();
    fields.iter().for_each(|f| writer.push_field(f));
    let mut block = std::io::Cursor::new(Vec::new());
    let written = writer.write(&mut block, true);
    if written.is_ok() { block.into_inner() } else { Vec::new() }
}
