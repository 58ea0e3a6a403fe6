//! Nothing is paid for a picture in which nothing can be seen, and what was taken of a file is said beside paid words.

use crate::world::World;
use altsmith_core::compose::Warning;
use altsmith_core::failure::Reason;
use altsmith_core::ingest::{Incoming, Item};
use altsmith_tests::fixtures;
use altsmith_tests::simulators::zakai::ZakAi;
use image::{Rgb, RgbImage, RgbaImage};
use tokio_util::sync::CancellationToken;

fn item(name: &str, bytes: Vec<u8>) -> Item {
    Item { from: Incoming::Bytes { bytes, name: name.into() }, name: name.into(), source: name.into() }
}

#[tokio::test]
async fn an_empty_picture_is_not_sent() {
    let world = World::<ZakAi>::new().await;
    let options = world.options("", "r");
    let empty = RgbaImage::new(40, 30);
    for (name, bytes) in [
        ("empty.png", fixtures::png_with_alpha(&empty)),
        ("empty.gif", fixtures::gif_of(&[empty.clone(), empty.clone()])),
        ("empty.svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>".to_vec()),
    ] {
        let never = CancellationToken::new();
        let refused = world.engine.describing().describe(&item(name, bytes), &options, &never, &|_| {}).await;
        assert_eq!(refused.map(|_| ()).expect_err(name).reason, Reason::NothingVisible, "{name}");
    }
    assert_eq!(world.sent(), 0);
}

#[tokio::test]
async fn the_first_of_several_pages_is_said_beside_paid_words() {
    let world = World::<ZakAi>::new().await;
    let pages = [10, 90, 200].map(|grey| RgbImage::from_pixel(40, 30, Rgb([grey, 30, 30])));
    let scan = item("scan.tif", fixtures::tiff_pages(&pages));
    let never = CancellationToken::new();
    let outcome =
        world.engine.describing().describe(&scan, &world.options("", "r"), &never, &|_| {}).await.expect("described");
    let words = world.engine.describing().description_view(&outcome);
    let warning = words.warnings.iter().find(|warning| warning.code == Warning::FirstOfSeveral).expect("a warning");
    assert!(warning.message.contains('3'), "{}", warning.message);
    assert_eq!(world.sent(), 1);
}
