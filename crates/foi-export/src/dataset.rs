//! A dataset: what it is made of, its tables, and the folder that holds it.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use foi_model::{
    AccuracyRow, AnswerRow, AuthorityRow, CustomisationRow, EstimateRow, ExemptionRow, Instrument, IssueRow, MethodRow,
    ObservationRow, OutturnRow, Register, Row, SourceId, SourceRow, Submission, SubmissionRow,
};
use serde::{Deserialize, Serialize};

use crate::describe::{FileEntry, MANIFEST_FILE, Manifest, codebook, datapackage};
use crate::error::{ExportError, FormatError};
use crate::folder::Staging;
use crate::format::Exporter;
use crate::fs::{HashedFile, at};
use crate::holidays::BankHolidays;
use crate::json::canonical_json;
use crate::rows::{Rows, Subject, authority_rows};
use crate::table::{Table, TableBuilder};

/// The file of the submissions themselves.
pub const SUBMISSIONS_FILE: &str = "submissions.ndjson";
/// The file that describes the others to programs.
pub const DATAPACKAGE_FILE: &str = "datapackage.json";
const CODEBOOK_FILE: &str = "codebook.md";

/// A file that was read to make a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Where it lies, relative to the root that it was found under.
    pub path: String,
    /// The SHA-256 of its bytes.
    #[serde(rename = "sha256")]
    pub source_id: SourceId,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Reference data, with the SHA-256 of the bytes that it was read from.
#[derive(Debug)]
pub struct Hashed<'a, T> {
    /// What was read.
    pub content: &'a T,
    /// The SHA-256 of the bytes.
    pub sha256: SourceId,
}

/// What a dataset is made of. The order of submissions and inputs does not matter: both are sorted.
#[derive(Debug)]
pub struct Dataset<'a> {
    /// The submissions; no two of one id.
    pub submissions: &'a [Submission],
    /// The instruments, at least those that the submissions answer.
    pub instruments: &'a [Hashed<'a, Instrument>],
    /// The authorities expected to answer.
    pub register: Hashed<'a, Register>,
    /// The days that are no working days.
    pub bank_holidays: Hashed<'a, BankHolidays>,
    /// The SHA-256 of the ledger of corrections, where one was applied.
    pub corrections: Option<SourceId>,
    /// The files that were read.
    pub inputs: &'a [Input],
    /// The paths as given on the command line.
    pub roots: &'a [String],
}

impl Dataset<'_> {
    /// Every table of the contract, in its order.
    ///
    /// # Errors
    /// [`ExportError::DuplicateSubmission`]; [`ExportError::Decimal`], [`ExportError::Column`] and [`ExportError::Batch`] are defects of this crate.
    pub fn tables(&self) -> Result<Vec<Table>, ExportError> {
        let submissions = self.submissions_in_order()?;
        let mut tables = Builders::new();
        for submission in &submissions {
            let instrument = self.instruments.iter().map(|i| i.content).find(|i| i.id == submission.instrument_id);
            tables.push(Rows::of(Subject { submission, instrument }, self.bank_holidays.content))?;
        }
        tables.authorities.extend(authority_rows(self.register.content, &submissions))?;
        tables.finish()
    }

    fn submissions_in_order(&self) -> Result<Vec<&Submission>, ExportError> {
        let mut submissions: Vec<&Submission> = self.submissions.iter().collect();
        submissions.sort_by(|a, b| a.submission_id.cmp(&b.submission_id));
        let mut ids = BTreeSet::new();
        match submissions.iter().find(|s| !ids.insert(s.submission_id.as_str())) {
            Some(twice) => Err(ExportError::DuplicateSubmission(twice.submission_id.clone())),
            None => Ok(submissions),
        }
    }
}

macro_rules! builders {
    ($($table:ident: $row:ident,)*) => {
        /// A builder for each table of the contract.
        struct Builders {
            $($table: TableBuilder,)*
        }

        impl Builders {
            fn new() -> Self {
                Self { $($table: TableBuilder::new($row::spec()),)* }
            }

            fn finish(self) -> Result<Vec<Table>, ExportError> {
                Ok(vec![$(self.$table.finish()?,)*])
            }
        }
    };
}

builders! {
    submissions: SubmissionRow,
    answers: AnswerRow,
    observations: ObservationRow,
    outturn: OutturnRow,
    estimates: EstimateRow,
    accuracy: AccuracyRow,
    methods: MethodRow,
    customisations: CustomisationRow,
    exemptions: ExemptionRow,
    issues: IssueRow,
    sources: SourceRow,
    authorities: AuthorityRow,
}

impl Builders {
    fn push(&mut self, rows: Rows) -> Result<(), ExportError> {
        self.submissions.extend([rows.submission])?;
        self.answers.extend(rows.answers)?;
        self.observations.extend(rows.observations)?;
        self.outturn.extend(rows.outturn)?;
        self.estimates.extend(rows.estimates)?;
        self.accuracy.extend(rows.accuracy)?;
        self.methods.extend(rows.methods)?;
        self.customisations.extend(rows.customisations)?;
        self.exemptions.extend(rows.exemptions)?;
        self.issues.extend(rows.issues)?;
        self.sources.extend(rows.sources)
    }
}

/// The name of a table's file. The table `submissions` as NDJSON stands aside for the submissions themselves.
pub fn file_name(table: &Table, format: &dyn Exporter) -> String {
    let name = format!("{}.{}", table.spec().name, format.extension());
    if name == SUBMISSIONS_FILE { format!("{}.table.{}", table.spec().name, format.extension()) } else { name }
}

/// Writes a dataset's folder: the submissions, each table in each format, and the files that describe them. Gives what was written.
///
/// The folder appears whole or not at all. A dataset of foi that stands there is replaced, and files in it that no build wrote are kept.
/// The same dataset gives the same bytes.
///
/// # Errors
/// As [`Dataset::tables`]; [`ExportError::NotAFolder`], [`ExportError::NotADataset`], [`ExportError::ForeignFile`], [`ExportError::Busy`] and
/// [`ExportError::NoName`] where the place is taken or is none; [`ExportError::Io`] and [`ExportError::Write`]. What was there before is then
/// untouched, and nothing is left beside it.
pub fn write_dataset(dataset: &Dataset<'_>, formats: &[&dyn Exporter], target: &Path) -> Result<Vec<FileEntry>, ExportError> {
    let mut names = BTreeSet::new();
    let formats: Vec<&dyn Exporter> = formats.iter().copied().filter(|f| names.insert(f.name())).collect();
    let staging = Staging::beside(target)?;
    let mut files = vec![write_file(staging.path(), SUBMISSIONS_FILE, |file| {
        dataset
            .submissions_in_order()?
            .into_iter()
            .try_for_each(|s| writeln!(file, "{}", canonical_json(s)).map_err(at("write", &staging.path().join(SUBMISSIONS_FILE))))
    })?];
    let tables = dataset.tables()?;
    for table in &tables {
        for format in &formats {
            let name = file_name(table, *format);
            files.push(write_file(staging.path(), &name, |file| {
                format.write(table, file).map_err(unwritten(table, &staging.path().join(&name)))
            })?);
        }
    }
    let specs: Vec<_> = tables.iter().map(Table::spec).collect();
    let package = datapackage(&tables, &formats, &files);
    files.push(write_text(staging.path(), DATAPACKAGE_FILE, &package)?);
    files.push(write_text(staging.path(), CODEBOOK_FILE, &codebook(&specs, dataset.instruments.iter().map(|i| i.content)))?);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let manifest = Manifest::new(dataset, files.clone());
    files.push(write_text(staging.path(), MANIFEST_FILE, &manifest.to_json())?);
    staging.publish()?;
    Ok(files)
}

/// Writes one table to one file, which appears whole or not at all; a file that stands there is replaced. A pipe or a device is written to as
/// it stands.
///
/// # Errors
/// [`ExportError::Write`], [`ExportError::Io`], [`ExportError::NoName`].
pub fn write_table(table: &Table, format: &dyn Exporter, path: &Path) -> Result<FileEntry, ExportError> {
    let entry = |(sha256, bytes)| FileEntry { path: path.display().to_string(), sha256, bytes };
    let write = |mut file: HashedFile| {
        format.write(table, &mut file).map_err(unwritten(table, path))?;
        file.finish()
    };
    if path.exists() && !path.is_file() {
        return write(HashedFile::open(path.to_owned())?).map(entry);
    }
    // Behind a link stands the file to replace.
    let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let Some(name) = place.file_name() else { return Err(ExportError::NoName(path.to_owned())) };
    let partial = place.with_file_name(format!(".{}.partial", name.to_string_lossy()));
    if partial.is_file() {
        std::fs::remove_file(&partial).map_err(at("remove", &partial))?;
    }
    let written = HashedFile::create(partial.clone()).and_then(write);
    let placed = written.and_then(|sum| std::fs::rename(&partial, &place).map(|()| sum).map_err(at("create", path)));
    placed.map(entry).inspect_err(|_| {
        // The error on its way says more than one about cleaning up.
        let _ = std::fs::remove_file(&partial);
    })
}

fn unwritten<'a>(table: &'a Table, path: &'a Path) -> impl FnOnce(FormatError) -> ExportError + 'a {
    move |source| ExportError::Write { table: table.spec().name.to_owned(), path: path.to_owned(), source }
}

fn write_text(folder: &Path, name: &str, text: &str) -> Result<FileEntry, ExportError> {
    write_file(folder, name, |file| file.write_all(text.as_bytes()).map_err(at("write", &folder.join(name))))
}

fn write_file(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut HashedFile) -> Result<(), ExportError>,
) -> Result<FileEntry, ExportError> {
    let mut file = HashedFile::create(folder.join(name))?;
    write(&mut file)?;
    let (sha256, bytes) = file.finish()?;
    Ok(FileEntry { path: name.to_owned(), sha256, bytes })
}
