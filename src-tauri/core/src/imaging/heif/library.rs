//! libheif, bound by hand and found at run time. Only what decoding one picture takes; the signatures and numbers are
//! those of `libheif/heif.h`, which has kept them since version 1.3.
//!
//! This is the one place of the engine with unsafe code: a C library is called. Every pointer that it gives is owned by
//! a type that frees it, and no reference into its memory outlives that type.

#![allow(unsafe_code)]

use image::RgbaImage;
use libloading::Library;
use std::ffi::{c_char, c_int, c_void};
use std::marker::PhantomData;
use std::ptr::{null, null_mut};
use std::sync::OnceLock;

/// What went wrong in the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The library is not on this computer.
    Missing,
    /// It has no decoder for the picture's codec.
    Unsupported,
    /// Too little memory, or larger than its limits.
    Memory,
    /// The data ends too early.
    Ended,
    /// Anything else: the file is damaged.
    Other,
}

#[repr(C)]
struct HeifError {
    code: c_int,
    subcode: c_int,
    message: *const c_char,
}

#[repr(C)]
struct DecodingOptions {
    version: u8,
    ignore_transformations: u8,
    start_progress: *const c_void,
    on_progress: *const c_void,
    end_progress: *const c_void,
    progress_user_data: *mut c_void,
    convert_hdr_to_8bit: u8,
    strict_decoding: u8,
}

#[repr(C)]
struct Nclx {
    version: u8,
    color_primaries: c_int,
    transfer_characteristics: c_int,
}

const UNSUPPORTED_FILETYPE: c_int = 3;
const UNSUPPORTED_FEATURE: c_int = 4;
const MEMORY_ALLOCATION: c_int = 6;
const PLUGIN_LOADING: c_int = 11;
const END_OF_DATA: c_int = 100;
const SECURITY_LIMIT_EXCEEDED: c_int = 1000;
/// Larger than any profile or EXIF block.
const LARGEST_BLOCK: usize = 16 << 20;
const COLORSPACE_RGB: c_int = 1;
const CHROMA_INTERLEAVED_RGBA: c_int = 11;
const CHANNEL_INTERLEAVED: c_int = 10;
/// The first version of the options that knows `strict_decoding`.
const OPTIONS_WITH_STRICT: u8 = 3;

/// A table of the library's functions, and how to fill it.
macro_rules! functions {
    ($($name:ident: fn($($arg:ty),*) $(-> $ret:ty)?;)*) => {
        #[allow(non_snake_case)] // the names are the library's
        struct Functions {
            $($name: unsafe extern "C" fn($($arg),*) $(-> $ret)?,)*
            /// The functions point into it.
            _library: Library,
        }

        impl Functions {
            fn load(library: Library) -> Result<Self, libloading::Error> {
                // SAFETY: the types are those of the library's header.
                unsafe {
                    Ok(Self { $($name: *library.get(stringify!($name).as_bytes())?,)* _library: library })
                }
            }
        }
    };
}

functions! {
    heif_context_alloc: fn() -> *mut c_void;
    heif_context_free: fn(*mut c_void);
    heif_context_set_maximum_image_size_limit: fn(*mut c_void, c_int);
    heif_context_read_from_memory_without_copy: fn(*mut c_void, *const c_void, usize, *const c_void) -> HeifError;
    heif_context_get_primary_image_handle: fn(*mut c_void, *mut *mut c_void) -> HeifError;
    heif_context_get_number_of_top_level_images: fn(*mut c_void) -> c_int;
    heif_image_handle_release: fn(*const c_void);
    heif_image_handle_get_width: fn(*const c_void) -> c_int;
    heif_image_handle_get_height: fn(*const c_void) -> c_int;
    heif_image_handle_get_list_of_metadata_block_IDs: fn(*const c_void, *const c_char, *mut u32, c_int) -> c_int;
    heif_image_handle_get_metadata_size: fn(*const c_void, u32) -> usize;
    heif_image_handle_get_metadata: fn(*const c_void, u32, *mut c_void) -> HeifError;
    heif_image_handle_get_raw_color_profile_size: fn(*const c_void) -> usize;
    heif_image_handle_get_raw_color_profile: fn(*const c_void, *mut c_void) -> HeifError;
    heif_image_handle_get_nclx_color_profile: fn(*const c_void, *mut *mut Nclx) -> HeifError;
    heif_nclx_color_profile_free: fn(*mut Nclx);
    heif_decoding_options_alloc: fn() -> *mut DecodingOptions;
    heif_decoding_options_free: fn(*mut DecodingOptions);
    heif_decode_image: fn(*const c_void, *mut *mut c_void, c_int, c_int, *const DecodingOptions) -> HeifError;
    heif_image_get_width: fn(*const c_void, c_int) -> c_int;
    heif_image_get_height: fn(*const c_void, c_int) -> c_int;
    heif_image_get_plane_readonly: fn(*const c_void, c_int, *mut c_int) -> *const u8;
    heif_image_release: fn(*const c_void);
}

/// Where the library may be: beside the program in packages that bring it, else where the system keeps it.
#[cfg(target_os = "macos")]
const NAMES: &[&str] = &[
    "@executable_path/../Frameworks/libheif.1.dylib",
    "/opt/homebrew/lib/libheif.1.dylib",
    "/usr/local/lib/libheif.1.dylib",
    "libheif.1.dylib",
];
#[cfg(target_os = "windows")]
const NAMES: &[&str] = &["heif.dll", "libheif.dll"];
#[cfg(not(any(target_os = "macos", target_os = "windows")))]
const NAMES: &[&str] = &["libheif.so.1"];

#[cfg(not(target_os = "windows"))]
fn open_library(name: &str) -> Option<Library> {
    // SAFETY: loading runs the library's initialisers; it is the system's own or came with the package.
    unsafe { Library::new(name).ok() }
}

#[cfg(target_os = "windows")]
fn open_library(name: &str) -> Option<Library> {
    use libloading::os::windows::{LOAD_LIBRARY_SEARCH_DEFAULT_DIRS, Library as WindowsLibrary};
    // SAFETY: as above; the current folder, where a planted library may lie, is not searched.
    unsafe { WindowsLibrary::load_with_flags(name, LOAD_LIBRARY_SEARCH_DEFAULT_DIRS).ok().map(Library::from) }
}

/// The library, looked for once.
fn functions() -> Result<&'static Functions, Fault> {
    static FUNCTIONS: OnceLock<Option<Functions>> = OnceLock::new();
    FUNCTIONS.get_or_init(find).as_ref().ok_or(Fault::Missing)
}

/// Loads the library with its codecs, where there is one.
pub fn load() {
    let _ = functions();
}

fn find() -> Option<Functions> {
    let library = NAMES.iter().find_map(|name| open_library(name))?;
    // SAFETY: the signature is the header's. Newer versions load their codecs here; older ones have no such function.
    unsafe {
        if let Ok(init) = library.get::<unsafe extern "C" fn(*mut c_void) -> HeifError>(b"heif_init") {
            init(null_mut());
        }
    }
    Functions::load(library).ok()
}

impl HeifError {
    fn check(&self) -> Result<(), Fault> {
        match (self.code, self.subcode) {
            (0, _) => Ok(()),
            (_, END_OF_DATA) => Err(Fault::Ended),
            (_, SECURITY_LIMIT_EXCEEDED) | (MEMORY_ALLOCATION, _) => Err(Fault::Memory),
            (UNSUPPORTED_FILETYPE | UNSUPPORTED_FEATURE | PLUGIN_LOADING, _) => Err(Fault::Unsupported),
            _ => Err(Fault::Other),
        }
    }
}

/// Frees the context.
struct Context(*mut c_void, &'static Functions);

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: allocated by the library, freed once.
        unsafe { (self.1.heif_context_free)(self.0) }
    }
}

/// The primary picture of a file that lies in memory.
pub struct Picture<'a> {
    handle: *mut c_void,
    context: Context,
    /// The library reads from the file's bytes as long as the context lives.
    bytes: PhantomData<&'a [u8]>,
}

impl Drop for Picture<'_> {
    fn drop(&mut self) {
        // SAFETY: given by the library, released once, before its context.
        unsafe { (self.context.1.heif_image_handle_release)(self.handle) }
    }
}

impl<'a> Picture<'a> {
    /// Reads the boxes; no pixel is decoded. Larger edges than `max_edge` are refused by the library too.
    pub fn open(bytes: &'a [u8], max_edge: u32) -> Result<Self, Fault> {
        let heif = functions()?;
        // SAFETY: the pointers are valid for the calls, `bytes` for the life of the context.
        unsafe {
            let context = Context((heif.heif_context_alloc)(), heif);
            if context.0.is_null() {
                return Err(Fault::Memory);
            }
            (heif.heif_context_set_maximum_image_size_limit)(
                context.0,
                c_int::try_from(max_edge).unwrap_or(c_int::MAX),
            );
            let (data, length) = (bytes.as_ptr().cast(), bytes.len());
            (heif.heif_context_read_from_memory_without_copy)(context.0, data, length, null()).check()?;
            let mut handle = null_mut();
            (heif.heif_context_get_primary_image_handle)(context.0, &raw mut handle).check()?;
            if handle.is_null() { Err(Fault::Other) } else { Ok(Self { handle, context, bytes: PhantomData }) }
        }
    }

    /// Width and height in pixels, upright.
    pub fn size(&self) -> (u32, u32) {
        let heif = self.context.1;
        // SAFETY: the handle lives.
        let (width, height) = unsafe {
            ((heif.heif_image_handle_get_width)(self.handle), (heif.heif_image_handle_get_height)(self.handle))
        };
        (u32::try_from(width).unwrap_or(0), u32::try_from(height).unwrap_or(0))
    }

    /// How many pictures the file holds, beside thumbnails and auxiliary ones.
    pub fn count(&self) -> u32 {
        // SAFETY: the context lives.
        let count = unsafe { (self.context.1.heif_context_get_number_of_top_level_images)(self.context.0) };
        u32::try_from(count).unwrap_or(0)
    }

    /// The colours were multiplied with their alpha. Versions before 1.12 cannot tell.
    pub fn is_premultiplied(&self) -> bool {
        type Tells = unsafe extern "C" fn(*const c_void) -> c_int;
        // SAFETY: the signature is the header's, and the handle lives.
        unsafe {
            let tells = self.context.1._library.get::<Tells>(b"heif_image_handle_is_premultiplied_alpha");
            tells.is_ok_and(|tells| tells(self.handle) != 0)
        }
    }

    /// Decodes to RGBA, upright.
    pub fn rgba(&self) -> Result<RgbaImage, Fault> {
        let heif = self.context.1;
        let mut image = null_mut();
        // SAFETY: the options are the library's own, allocated in its size; only fields that their version has are set.
        unsafe {
            let options = (heif.heif_decoding_options_alloc)();
            if let Some(options) = options.as_mut().filter(|o| o.version >= OPTIONS_WITH_STRICT) {
                options.strict_decoding = 1;
            }
            let error =
                (heif.heif_decode_image)(self.handle, &raw mut image, COLORSPACE_RGB, CHROMA_INTERLEAVED_RGBA, options);
            if !options.is_null() {
                (heif.heif_decoding_options_free)(options);
            }
            error.check()?;
        }
        let pixels = self.copy_pixels(image);
        // SAFETY: given by the library, released once.
        unsafe { (heif.heif_image_release)(image) };
        pixels
    }

    fn copy_pixels(&self, image: *mut c_void) -> Result<RgbaImage, Fault> {
        let heif = self.context.1;
        let mut stride = 0;
        // SAFETY: the image lives until the caller releases it.
        let (width, height, plane) = unsafe {
            (
                (heif.heif_image_get_width)(image, CHANNEL_INTERLEAVED),
                (heif.heif_image_get_height)(image, CHANNEL_INTERLEAVED),
                (heif.heif_image_get_plane_readonly)(image, CHANNEL_INTERLEAVED, &raw mut stride),
            )
        };
        let (Ok(width), Ok(height), Ok(stride)) =
            (usize::try_from(width), usize::try_from(height), usize::try_from(stride))
        else {
            return Err(Fault::Other);
        };
        if plane.is_null() || width == 0 || height == 0 || stride < 4 * width {
            return Err(Fault::Other);
        }
        let mut pixels = Vec::with_capacity(4 * width * height);
        for row in 0..height {
            // SAFETY: the plane has `height` rows of `stride` bytes, of which the first `4 * width` are pixels.
            pixels.extend_from_slice(unsafe { std::slice::from_raw_parts(plane.add(row * stride), 4 * width) });
        }
        RgbaImage::from_raw(width as u32, height as u32, pixels).ok_or(Fault::Other)
    }

    /// The ICC profile.
    pub fn icc(&self) -> Option<Vec<u8>> {
        let heif = self.context.1;
        // SAFETY: the buffer has the size that the library asks for.
        unsafe {
            let size = (heif.heif_image_handle_get_raw_color_profile_size)(self.handle);
            if size == 0 || size > LARGEST_BLOCK {
                return None;
            }
            let mut profile = vec![0_u8; size];
            let error = (heif.heif_image_handle_get_raw_color_profile)(self.handle, profile.as_mut_ptr().cast());
            error.check().is_ok().then_some(profile)
        }
    }

    /// Colour primaries and transfer characteristics (ITU-T H.273).
    pub fn cicp(&self) -> Option<(u8, u8)> {
        let heif = self.context.1;
        let mut nclx: *mut Nclx = null_mut();
        // SAFETY: on success the library gives a profile that is freed below.
        unsafe {
            (heif.heif_image_handle_get_nclx_color_profile)(self.handle, &raw mut nclx).check().ok()?;
            let points = nclx.as_ref().map(|n| (n.color_primaries, n.transfer_characteristics));
            (heif.heif_nclx_color_profile_free)(nclx);
            let (primaries, transfer) = points?;
            Some((u8::try_from(primaries).ok()?, u8::try_from(transfer).ok()?))
        }
    }

    /// The EXIF block. It begins with the number of bytes before its TIFF structure.
    pub fn exif(&self) -> Option<Vec<u8>> {
        let heif = self.context.1;
        let mut id = 0_u32;
        // SAFETY: one number is asked for and given; the buffer has the size that the library asks for.
        let block = unsafe {
            let ids = heif.heif_image_handle_get_list_of_metadata_block_IDs;
            if ids(self.handle, c"Exif".as_ptr(), &raw mut id, 1) < 1 {
                return None;
            }
            let size = (heif.heif_image_handle_get_metadata_size)(self.handle, id);
            if size > LARGEST_BLOCK {
                return None;
            }
            let mut block = vec![0_u8; size];
            (heif.heif_image_handle_get_metadata)(self.handle, id, block.as_mut_ptr().cast()).check().ok()?;
            block
        };
        let skip = u32::from_be_bytes(block.get(..4)?.try_into().ok()?) as usize;
        block.get(4_usize.checked_add(skip)?..).map(<[u8]>::to_vec)
    }
}
