//! The sample pictures that ship with Altsmith, to try it without a picture of one's own. Drawn by
//! `examples/draw_samples.rs`; nobody else's work is in them.

/// A sample picture.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// File name.
    pub name: &'static str,
    /// The file.
    pub bytes: &'static [u8],
}

/// All samples, the one to begin with first.
pub fn samples() -> &'static [Sample] {
    const SAMPLES: &[Sample] = &[
        Sample { name: "evening-lake.jpg", bytes: include_bytes!("../samples/evening-lake.jpg") },
        Sample { name: "reading-poster.png", bytes: include_bytes!("../samples/reading-poster.png") },
        Sample { name: "visitors-chart.png", bytes: include_bytes!("../samples/visitors-chart.png") },
        Sample { name: "leaf-icon.png", bytes: include_bytes!("../samples/leaf-icon.png") },
    ];
    SAMPLES
}
