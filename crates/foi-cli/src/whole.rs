//! Files that appear whole or not at all.

use std::fs;
use std::path::Path;

use crate::failure::Failure;

/// Writes a file; one that stands there is replaced when the new one is complete. A pipe or a device is written to as it stands.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |e: std::io::Error| Failure::io("write", path, &e);
    if path.exists() && !path.is_file() {
        return fs::write(path, bytes).map_err(failed);
    }
    let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let Some(name) = place.file_name() else { return Err(Failure::new(format!("`{}` is no name of a file", path.display()))) };
    let partial = place.with_file_name(format!(".{}.partial", name.to_string_lossy()));
    fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, &place)).map_err(|e| {
        // The error on its way says more than one about cleaning up.
        let _ = fs::remove_file(&partial);
        failed(e)
    })
}
