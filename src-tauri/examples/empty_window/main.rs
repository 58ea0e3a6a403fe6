//! A window of the same library with nothing in it: what `cargo xtask bench startup` compares Altsmith with.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!("examples/empty_window/tauri.conf.json"))
}
