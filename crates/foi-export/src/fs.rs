//! Files whose errors carry their path, and whose bytes are hashed on their way.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use foi_model::SourceId;
use sha2::{Digest, Sha256};

use crate::error::ExportError;

/// Gives an I/O error its path.
pub(crate) fn at<'p>(doing: &'static str, path: &'p Path) -> impl FnOnce(io::Error) -> ExportError + 'p {
    move |source| ExportError::Io { doing, path: path.to_owned(), source }
}

/// The SHA-256 of some bytes, as manifests and evidence name it.
pub fn sha256(bytes: &[u8]) -> SourceId {
    source_id(Sha256::digest(bytes).as_slice())
}

#[expect(clippy::expect_used, reason = "a SHA-256 written in hexadecimal is the definition of a source id")]
fn source_id(digest: &[u8]) -> SourceId {
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    hex.parse().expect("64 hexadecimal digits")
}

/// A new file that is hashed as it is written.
pub(crate) struct HashedFile {
    path: PathBuf,
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl HashedFile {
    /// Creates the file; one of that name must not exist.
    pub(crate) fn create(path: PathBuf) -> Result<Self, ExportError> {
        let file = File::create_new(&path).map_err(at("create", &path))?;
        Ok(Self { path, file: BufWriter::new(file), hash: Sha256::new(), bytes: 0 })
    }

    /// Opens what stands there: a pipe or a device.
    pub(crate) fn open(path: PathBuf) -> Result<Self, ExportError> {
        let file = File::options().write(true).open(&path).map_err(at("open", &path))?;
        Ok(Self { path, file: BufWriter::new(file), hash: Sha256::new(), bytes: 0 })
    }

    /// Brings everything to the disk; gives the hash and the size.
    pub(crate) fn finish(mut self) -> Result<(SourceId, u64), ExportError> {
        let regular = self.file.get_ref().metadata().is_ok_and(|m| m.is_file());
        let written = self.file.flush().and_then(|()| if regular { self.file.get_ref().sync_all() } else { Ok(()) });
        written.map_err(at("write", &self.path))?;
        Ok((source_id(self.hash.finalize().as_slice()), self.bytes))
    }
}

impl Write for HashedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write_all(bytes)?;
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Brings the names in a folder to the disk, where the system can.
pub(crate) fn sync_folder(path: &Path) -> Result<(), ExportError> {
    if cfg!(unix) {
        File::open(path).and_then(|folder| folder.sync_all()).map_err(at("write", path))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_hash_is_sha_256() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(super::sha256(b"abc").as_str(), expected);
    }
}
