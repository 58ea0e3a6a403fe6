//! Altsmith's window: a thin shell over the engine.
//!
//! The shell owns what only a window has: the window itself, the ways in (drop, clipboard, dialogs, arguments, a second
//! start), the way out (clipboard), the `thumb://` protocol and the commands of the page. It decides nothing about
//! pictures or words; every command is a few lines over `altsmith-core`.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod clipboard;
mod closing;
mod commands;
mod consent;
mod drop;
mod geometry;
#[cfg(target_os = "linux")]
mod graphics;
mod pictures;
mod pieces;
mod second_start;
mod shell;
mod tasks;
mod theme;
mod window;

use altsmith_core::imaging::DECODE_ROLES;
use altsmith_core::log;
use altsmith_core::secrets::environment;
use altsmith_core::worker;
use altsmith_core::workspace::DataDir;
use shell::Shell;
use std::process::ExitCode;
use tauri::{Manager, RunEvent};

fn main() -> ExitCode {
    // First: a worker has no window, and nothing of what follows.
    if let Some(code) = worker::enter(&DECODE_ROLES) {
        return code;
    }
    // Before there is a second thread: whatever is started from here gets no keys.
    environment::take();
    if !window::has_display() {
        eprintln!("{}", shell::system_localizer().text("no-display", &[]));
        return ExitCode::FAILURE;
    }
    match run() {
        Ok(code) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<i32, Box<dyn std::error::Error>> {
    let data_dir = DataDir::find()?;
    log::begin(data_dir.root());
    let given = arguments::incoming(std::env::args_os().skip(1), &std::env::current_dir().unwrap_or_default());
    let webview_folder = data_dir.root().join("webview");
    let app = tauri::Builder::default()
        // First, so that a second start ends before it touches anything.
        .plugin(second_start::plugin(&data_dir))
        .plugin(tauri_plugin_dialog::init())
        .manage(closing::Closing::default())
        .manage(Shell::new(data_dir))
        .register_asynchronous_uri_scheme_protocol("thumb", pictures::answer)
        .invoke_handler(commands::handler())
        .setup(move |app| {
            // The database opens while the web engine starts; neither waits for the other.
            let shell = app.state::<Shell>();
            shell.open();
            shell.add(given);
            #[cfg(unix)]
            closing::heed_signals(app.handle());
            window::create(app.handle(), webview_folder)?;
            Ok(())
        })
        .build(tauri::generate_context!())?;
    Ok(app.run_return(|app, event| match event {
        RunEvent::WindowEvent { label, event, .. } if label == window::LABEL => window::on_event(app, &event),
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            let given = urls.iter().map(|url| std::ffi::OsString::from(url.as_str()));
            app.state::<Shell>().add(arguments::incoming(given, std::path::Path::new("/")));
        }
        RunEvent::Exit => app.state::<Shell>().close(),
        _ => {}
    }))
}
