//! Bytes of a file, unpacked where they are packed.

use std::io::{self, BufRead, BufReader, Read};

/// How much is read at once.
const BLOCK: usize = 1 << 17;

/// Bytes to read from.
pub type Source = Box<dyn BufRead + Send>;

/// A stream unpacked: gzip and Zstandard are told by how they begin, several of them one behind the other are one.
///
/// # Errors
/// Where the stream cannot be read, or Zstandard finds no memory.
pub fn open(input: impl Read + Send + 'static) -> io::Result<Source> {
    let mut input = BufReader::with_capacity(BLOCK, input);
    let start = input.fill_buf()?;
    if start.starts_with(&[0x1f, 0x8b]) {
        return Ok(Box::new(BufReader::with_capacity(BLOCK, flate2::bufread::MultiGzDecoder::new(input))));
    }
    if start.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let mut decoder = zstd::Decoder::with_buffer(input)?;
        // 8 MiB: what a file needs that was packed with any level but the highest of `--ultra` and `--long`.
        decoder.window_log_max(23)?;
        return Ok(Box::new(BufReader::with_capacity(BLOCK, decoder)));
    }
    Ok(Box::new(input))
}
