//! A folder that appears whole or not at all.
//!
//! It is written as a hidden folder beside its place, named after it, and swapped in at the end. What a killed run leaves is removed by
//! the next run for the same place; a lock, which the system drops with the process, tells a killed run from a running one.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::describe::{MANIFEST_FILE, files_of_dataset};
use crate::error::ExportError;
use crate::fs::{at, sync_folder};

/// A folder on its way to its place; dropped before [`Staging::publish`], it leaves nothing behind.
pub(crate) struct Staging {
    target: PathBuf,
    path: PathBuf,
    /// Where the old folder waits, on systems that cannot swap two folders at once.
    aside: PathBuf,
    /// Folders above the target that were not there before, innermost first.
    created: Vec<PathBuf>,
    /// Whether the staging folder is there, made by this process and not yet in its place.
    ours: bool,
    locks: Vec<File>,
}

impl Staging {
    /// An empty folder for what shall become `target`.
    ///
    /// # Errors
    /// [`ExportError::NotAFolder`] and [`ExportError::NotADataset`] where something else stands there, [`ExportError::Busy`] where another
    /// process writes to the same place, [`ExportError::NoName`] for paths such as `/`, [`ExportError::Io`].
    pub(crate) fn beside(target: &Path) -> Result<Self, ExportError> {
        let target = resolve(target)?;
        let Some(name) = target.file_name() else { return Err(ExportError::NoName(target)) };
        let parent = parent(&target).to_owned();
        let mut staging = Self {
            path: parent.join(hidden(name, ".partial")),
            aside: parent.join(hidden(name, ".old.partial")),
            created: parent.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists()).map(Into::into).collect(),
            target,
            ours: false,
            locks: Vec::new(),
        };
        fs::create_dir_all(&parent).map_err(at("create", &parent))?;
        staging.claim()?;
        files_beside_a_dataset(&staging.target)?;
        Ok(staging)
    }

    /// Where to write.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the folder in its place; the one that stood there is removed, and the files in it that no build wrote move over.
    ///
    /// # Errors
    /// [`ExportError::ForeignFile`] where such a file has the name of a new one, [`ExportError::Io`]; in both cases what was there stays.
    pub(crate) fn publish(mut self) -> Result<(), ExportError> {
        let exists = self.target.exists();
        for name in files_beside_a_dataset(&self.target)? {
            let (from, to) = (self.target.join(&name), self.path.join(&name));
            if to.symlink_metadata().is_ok() {
                return Err(ExportError::ForeignFile(from));
            }
            link_tree(&from, &to).map_err(at("keep", &from))?;
        }
        sync_folder(&self.path)?;
        let old = if exists { self.swap()? } else { self.rename_in()? };
        self.ours = false;
        self.created.clear();
        sync_folder(parent(&self.target))?;
        if let Some(old) = old {
            // The dataset stands; what cannot be removed now is a leftover that the next run removes.
            let _ = fs::remove_dir_all(old);
        }
        Ok(())
    }

    /// Makes the staging folder and locks it for this process, after removing that of a process which is gone.
    fn claim(&mut self) -> Result<(), ExportError> {
        let busy = || ExportError::Busy(self.target.clone());
        if self.path.symlink_metadata().is_ok() {
            let _left = lock(&self.path, busy)?;
            fs::remove_dir_all(&self.path).map_err(at("remove", &self.path))?;
        }
        fs::create_dir(&self.path).map_err(|e| match e.kind() {
            io::ErrorKind::AlreadyExists => busy(),
            _ => at("create", &self.path)(e),
        })?;
        let mut locks = vec![lock(&self.path, busy)?];
        self.ours = true;
        if self.aside.exists() {
            if self.target.exists() {
                fs::remove_dir_all(&self.aside).map_err(at("remove", &self.aside))?;
            } else {
                fs::rename(&self.aside, &self.target).map_err(at("restore", &self.target))?;
            }
        }
        if self.target.exists() {
            // The old folder takes the staging folder's name in the swap: no other process may take it for a leftover then.
            locks.push(lock(&self.target, || ExportError::Busy(self.target.clone()))?);
        }
        self.locks = locks.into_iter().flatten().collect();
        Ok(())
    }

    fn rename_in(&self) -> Result<Option<PathBuf>, ExportError> {
        fs::rename(&self.path, &self.target).map_err(at("create", &self.target))?;
        Ok(None)
    }

    /// Swaps the two folders; gives the place of the old one. Where the system or its file system cannot do that in one step, the old folder is
    /// moved aside first: a run that is killed between the two steps leaves no folder in the place, and the next run moves the old one back.
    fn swap(&self) -> Result<Option<PathBuf>, ExportError> {
        match exchange(&self.path, &self.target) {
            Ok(()) => return Ok(Some(self.path.clone())),
            Err(e) if matches!(e.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {}
            Err(e) => return Err(at("replace", &self.target)(e)),
        }
        fs::rename(&self.target, &self.aside).map_err(at("move aside", &self.target))?;
        if let Err(error) = fs::rename(&self.path, &self.target) {
            fs::rename(&self.aside, &self.target).map_err(at("restore", &self.target))?;
            return Err(at("replace", &self.target)(error));
        }
        Ok(Some(self.aside.clone()))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Already on the way out with an error, which says more than one about cleaning up.
        if self.ours {
            let _ = fs::remove_dir_all(&self.path);
        }
        for folder in &self.created {
            let _ = fs::remove_dir(folder);
        }
        self.locks.clear();
    }
}

/// The folder that a path lies in.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The folder itself where a link leads to it; as given where nothing stands there.
fn resolve(target: &Path) -> Result<PathBuf, ExportError> {
    if target.symlink_metadata().is_err() {
        return Ok(target.to_owned());
    }
    if !target.is_dir() {
        return Err(ExportError::NotAFolder(target.to_owned()));
    }
    target.canonicalize().map_err(at("find", target))
}

fn hidden(name: &OsStr, suffix: &str) -> OsString {
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(suffix);
    hidden
}

/// The names of what stands in a dataset's folder and was not written by a build: a report, a notebook.
///
/// # Errors
/// [`ExportError::NotADataset`] where the folder is not empty and holds no manifest of foi.
fn files_beside_a_dataset(target: &Path) -> Result<Vec<OsString>, ExportError> {
    if !target.exists() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(target).and_then(|entries| entries.map(|e| e.map(|e| e.file_name())).collect::<Result<Vec<_>, _>>());
    let entries = entries.map_err(at("read", target))?;
    if entries.is_empty() {
        return Ok(entries);
    }
    let Some(own) = files_of_dataset(&target.join(MANIFEST_FILE)) else { return Err(ExportError::NotADataset(target.to_owned())) };
    Ok(entries.into_iter().filter(|name| name != MANIFEST_FILE && !own.iter().any(|file| name == file.as_str())).collect())
}

/// Makes a second name for each file of a tree; a copy where the file system knows no second names.
fn link_tree(from: &Path, to: &Path) -> io::Result<()> {
    if from.symlink_metadata()?.is_dir() {
        fs::create_dir(to)?;
        for entry in fs::read_dir(from)? {
            let name = entry?.file_name();
            link_tree(&from.join(&name), &to.join(&name))?;
        }
        return Ok(());
    }
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ()))
}

/// Locks a folder; `None` where the system has no locks on folders.
fn lock(folder: &Path, busy: impl Fn() -> ExportError) -> Result<Option<File>, ExportError> {
    let Ok(file) = File::open(folder) else { return Ok(None) };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(busy()),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
