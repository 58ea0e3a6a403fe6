//! Makes the permissions of the page's commands and sees to it that the page is there to be put into the binary.

use std::path::{Path, PathBuf};

#[path = "src/commands/names.rs"]
mod names;

fn main() {
    if let Err(trouble) = build() {
        println!("cargo::error={trouble}");
        std::process::exit(1);
    }
}

fn build() -> Result<(), String> {
    page()?;
    let manifest = tauri_build::AppManifest::new().commands(names::NAMES);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)).map_err(|e| format!("{e:#}"))
}

/// The page must have been built (`ui/dist`). A package without it would be an empty window, so that is an error; a debug
/// build (tests of other crates, lints) goes on with a page that says what is missing.
fn page() -> Result<(), String> {
    const HOW: &str = "the page is not built: run `npm ci && npm run build` in ui/, or `cargo xtask run`";
    let dist = Path::new("../ui/dist");
    println!("cargo:rerun-if-changed={}", dist.display());
    if dist.join("index.html").is_file() {
        return watch(dist);
    }
    if std::env::var("PROFILE").as_deref() == Ok("release") {
        return Err(HOW.into());
    }
    println!("cargo:warning={HOW}");
    let stand_in = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("no OUT_DIR")?).join("no-page");
    let html = "<!doctype html><html lang=en><meta charset=utf-8><title>Altsmith</title><h1>The page is not built</h1>";
    std::fs::create_dir_all(&stand_in)
        .and_then(|()| std::fs::write(stand_in.join("index.html"), html))
        .map_err(|e| e.to_string())?;
    // Read by `generate_context!`, merged over tauri.conf.json.
    let folder = stand_in.to_string_lossy().replace('\\', "/");
    println!(r#"cargo:rustc-env=TAURI_CONFIG={{"build":{{"frontendDist":"{folder}"}}}}"#);
    Ok(())
}

/// The page is put into the binary by a macro, which Cargo does not watch: name its files one by one.
fn watch(folder: &Path) -> Result<(), String> {
    for entry in std::fs::read_dir(folder).map_err(|e| e.to_string())? {
        let path = entry.map_err(|e| e.to_string())?.path();
        println!("cargo:rerun-if-changed={}", path.display());
        if path.is_dir() {
            watch(&path)?;
        }
    }
    Ok(())
}
