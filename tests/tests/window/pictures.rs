//! Pictures made for these tests, and a server that has one.

use image::{Rgb, RgbImage};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};

/// A picture of one colour, as a PNG file.
pub fn plain(folder: &Path, name: &str, colour: [u8; 3]) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
    RgbImage::from_pixel(320, 200, Rgb(colour)).save_with_format(&path, image::ImageFormat::Png).expect("a PNG file");
    path
}

/// The bytes of a small PNG file.
pub fn png(colour: [u8; 3]) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    RgbImage::from_pixel(64, 48, Rgb(colour)).write_to(&mut bytes, image::ImageFormat::Png).expect("a PNG");
    bytes.into_inner()
}

/// As a browser or a file manager names a file.
pub fn uri(path: &Path) -> String {
    url::Url::from_file_path(path).expect("an absolute path").to_string()
}

/// A web server on this computer that answers every request with this picture; answers its address.
pub fn serve(picture: Vec<u8>) -> String {
    let socket = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/a%20picture.png", socket.local_addr().expect("its address"));
    std::thread::spawn(move || {
        for mut stream in socket.incoming().map_while(Result::ok) {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let head = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\nContent-Length:";
            let _ = write!(stream, "{head} {}\r\n\r\n", picture.len()).and_then(|()| stream.write_all(&picture));
        }
    });
    address
}
