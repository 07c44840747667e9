//! Which files make which submission.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The documents of one submission, before they are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Names the submission; unique among the jobs of one run.
    pub submission_id: String,
    /// Its files, in order of path.
    pub files: Vec<JobFile>,
}

/// A file of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path relative to the one that was given, with `/` between folders.
    pub relative: String,
    /// Why it is not to be opened, if it is not.
    pub refused: Option<String>,
}

impl JobFile {
    /// A file that can be opened.
    pub fn new(path: impl Into<PathBuf>, relative: impl Into<String>) -> Self {
        Self { path: path.into(), relative: relative.into(), refused: None }
    }
}

/// Why the files could not be listed.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// The path does not exist, or may not be read.
    #[error("cannot read `{path}`")]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// There is nothing to read.
    #[error("no document in {}", .paths.iter().map(|p| format!("`{}`", p.display())).collect::<Vec<_>>().join(", "))]
    Empty {
        /// The paths.
        paths: Vec<PathBuf>,
    },
}

/// Lists the submissions under paths: a file is one, a file straight under a folder is one, and a sub-folder is one of several documents.
///
/// Hidden files and the litter of office programs and operating systems are passed over. Links that lead out of the folder, what is neither
/// file nor folder, and folders that cannot be listed are refused: each becomes a file that is not opened. The order is that of the
/// relative paths, whatever the file system says.
///
/// # Errors
/// [`DiscoverError`] where a given path cannot be listed, or there is no file at all.
pub fn discover(paths: &[PathBuf]) -> Result<Vec<Job>, DiscoverError> {
    let mut found: Vec<(String, Vec<JobFile>)> = Vec::new();
    for path in paths {
        let unreadable = |source| DiscoverError::Unreadable { path: path.clone(), source };
        let meta = std::fs::metadata(path).map_err(unreadable)?;
        if meta.is_dir() {
            for entry in list(path).map_err(unreadable)? {
                let name = file_name(&entry.path);
                let mut files = Vec::new();
                walk(entry, &name, 1, &mut files);
                if !files.is_empty() {
                    found.push((name, files));
                }
            }
        } else {
            let name = file_name(path);
            found.push((name.clone(), vec![JobFile::new(path, name)]));
        }
    }
    if found.is_empty() {
        return Err(DiscoverError::Empty { paths: paths.to_vec() });
    }
    found.sort_by(|a, b| (&a.0, a.1.first().map(|f| &f.path)).cmp(&(&b.0, b.1.first().map(|f| &f.path))));
    Ok(name_jobs(found))
}

fn name_jobs(found: Vec<(String, Vec<JobFile>)>) -> Vec<Job> {
    let mut taken = BTreeSet::new();
    let mut jobs = Vec::new();
    for (name, files) in found {
        let stem = if files.len() == 1 {
            Path::new(&name).file_stem().map_or(name.as_str().into(), |s| s.to_string_lossy())
        } else {
            name.as_str().into()
        };
        let mut id = slug(&stem);
        if id != FALLBACK && taken.contains(&id) {
            id = slug(&name);
        }
        let base = id.clone();
        let mut number = 2;
        while !taken.insert(id.clone()) {
            id = format!("{base}-{number}");
            number += 1;
        }
        jobs.push(Job { submission_id: id, files });
    }
    jobs
}

/// The name of a submission whose file has no letter or digit in its name.
const FALLBACK: &str = "submission";

/// A name as the id of a submission.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() || matches!(c, '_' | '.') && !slug.is_empty() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches(['-', '.', '_']);
    if slug.is_empty() { FALLBACK.to_owned() } else { slug.to_owned() }
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.to_string_lossy().into_owned(), |n| n.to_string_lossy().into_owned())
}

/// What stands in a folder.
struct Entry {
    path: PathBuf,
    kind: Kind,
}

enum Kind {
    File,
    Folder,
    Refused(&'static str),
}

/// Folders inside one another.
const DEEPEST: usize = 32;

/// What a folder holds, in order of name.
fn list(folder: &Path) -> std::io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if is_litter(&entry.file_name().to_string_lossy()) || kind.is_dir() && is_dataset(&path) {
            continue;
        }
        let kind = if kind.is_dir() {
            Kind::Folder
        } else if kind.is_file() || kind.is_symlink() && stays_inside(&path, folder) {
            Kind::File
        } else if kind.is_symlink() {
            Kind::Refused("it is a link that leads nowhere, to a folder, or out of the folder that it lies in")
        } else {
            Kind::Refused("it is neither a file nor a folder")
        };
        entries.push(Entry { path, kind });
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(entries)
}

/// Whether a name is that of a hidden file, or of one that programs leave behind: no response is called so.
pub(crate) fn is_litter(name: &str) -> bool {
    name.starts_with(['.', '~']) && !name.starts_with("~ ")
        || ["thumbs.db", "desktop.ini", "__macosx"].contains(&name.to_lowercase().as_str())
}

/// Whether a folder is a dataset that was written before, as it is after `foi build . -o dataset`: no response lies in it.
fn is_dataset(folder: &Path) -> bool {
    ["manifest.json", "datapackage.json", "submissions.ndjson"].iter().all(|name| folder.join(name).is_file())
}

/// Whether a link leads to a file under the folder that it lies in.
fn stays_inside(link: &Path, folder: &Path) -> bool {
    match (link.canonicalize(), folder.canonicalize()) {
        (Ok(target), Ok(folder)) => target.is_file() && target.starts_with(folder),
        _ => false,
    }
}

/// Adds the files of an entry, those of a folder at any depth.
fn walk(entry: Entry, relative: &str, depth: usize, files: &mut Vec<JobFile>) {
    let refused = match entry.kind {
        Kind::File => None,
        Kind::Refused(why) => Some(why.to_owned()),
        Kind::Folder if depth > DEEPEST => Some(format!("it lies more than {DEEPEST} folders deep")),
        Kind::Folder => match list(&entry.path) {
            Ok(inside) => {
                for inner in inside {
                    let relative = format!("{relative}/{}", file_name(&inner.path));
                    walk(inner, &relative, depth + 1, files);
                }
                return;
            }
            Err(error) => Some(error.to_string()),
        },
    };
    files.push(JobFile { path: entry.path, relative: relative.to_owned(), refused });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_fit_for_files() {
        let job = |name: &str| (name.to_owned(), vec![JobFile::new(name, name)]);
        let jobs =
            name_jobs(vec![job("Ashmere RAS (2026).txt"), job("a.md"), job("a.txt"), job("a.txt"), job("é.txt"), job("§ §.txt")]);
        let ids: Vec<&str> = jobs.iter().map(|j| j.submission_id.as_str()).collect();
        assert_eq!(ids, ["ashmere-ras-2026", "a", "a.txt", "a.txt-2", "submission", "submission-2"]);
    }
}
