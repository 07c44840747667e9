//! What every command that reads something shares: which instruments and register, which files, and a pass over all of them.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use foi_export::{BankHolidays, Hashed, sha256};
use foi_ingest::{
    Access, Choice, Config, Document, Given, Ingested, Job, JobFile, Limits, Reference, discover, parse_register, slug,
};
use foi_model::{Evidence, Instrument, Known, Severity, SourceId, Submission, UNRECOGNISED, tell_repeated};
use foi_validate::{Diagnostic, Excerpt, Form};
use foi_worker::{Pool, Session, Want};

use crate::excerpt::of_document;
use crate::failure::Failure;
use crate::shell::Shell;

/// What responses and submissions are held against.
#[derive(Debug, Default, Args)]
pub(crate) struct ReferenceArgs {
    /// The survey: `auto` to recognise it, an id that `foi instruments` lists, `unrecognised`, or the file of another instrument
    #[arg(long, value_name = "auto|ID|FILE", default_value = "auto")]
    instrument: String,
    /// The authorities expected to answer, as CSV, in place of the register that comes with foi
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
}

impl ReferenceArgs {
    /// An instrument, and the register that comes with foi.
    pub(crate) fn of_instrument(instrument: &str) -> Self {
        Self { instrument: instrument.to_owned(), register: None }
    }
}

/// How responses are read.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct ReadArgs {
    /// Keep names, addresses and numbers of contact persons, which are left out otherwise
    #[arg(long)]
    include_contacts: bool,
    /// Read what documents do not show as if they did: hidden sheets, rows and columns, comments, deletions, covered text
    #[arg(long)]
    include_hidden: bool,
    /// Set one of the limits on what a document may cost; `foi worker --limits` lists them
    #[arg(long, value_name = "NAME=NUMBER", value_parser = limit)]
    limit: Vec<(String, u64)>,
}

impl ReadArgs {
    fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        for (name, value) in &self.limit {
            limits.set(name, *value);
        }
        limits
    }
}

fn limit(text: &str) -> Result<(String, u64), String> {
    let (name, number) = text.split_once('=').ok_or("expected NAME=NUMBER")?;
    if Limits::default().get(name).is_none() {
        let names: Vec<&str> = Limits::NAMES.iter().map(|(name, _)| *name).collect();
        return Err(format!("no limit is called `{name}`; there are {}", names.join(", ")));
    }
    Ok((name.to_owned(), number.replace('_', "").parse().map_err(|_| format!("`{number}` is no whole number"))?))
}

/// The instruments, the register and the choice among them.
pub(crate) struct Setup {
    pub(crate) reference: Reference,
    instrument: Choice,
    holidays: BankHolidays,
    holidays_sha256: SourceId,
}

impl Setup {
    /// What ships with the program, and in its place what the arguments name.
    pub(crate) fn new(args: &ReferenceArgs) -> Result<Self, Failure> {
        let mut reference = Reference::shipped()?;
        if let Some(path) = &args.register {
            let text = read_text(path)?;
            let register = parse_register(&text).map_err(|e| {
                let message = format!("`{}` is no register: {e}", path.display());
                Failure::new(message).help("`data/reference/register.csv` shows the columns")
            })?;
            reference = reference.with_register(register, sha256(text.as_bytes()).to_string());
        }
        let instrument = choose(&args.instrument, &mut reference)?;
        let days = reference.bank_holidays.iter().flat_map(|(nation, days)| days.iter().map(|day| (*nation, *day)));
        let holidays = days.collect();
        Ok(Self { instrument, holidays, holidays_sha256: sha256(BANK_HOLIDAYS), reference })
    }

    /// The instrument, where one was named.
    pub(crate) fn chosen(&self) -> Option<&Instrument> {
        match &self.instrument {
            Choice::Only(id) => self.reference.survey(id).map(|survey| &**survey),
            _ => None,
        }
    }

    /// The same, where every response is read under its own numbering.
    pub(crate) fn under_own_numbering(self) -> Self {
        Self { instrument: Choice::Unrecognised, ..self }
    }

    /// An instrument by its id, or by its file.
    pub(crate) fn named(name: &str) -> Result<Instrument, Failure> {
        let setup = Self::new(&ReferenceArgs { instrument: name.to_owned(), register: None })?;
        match &setup.instrument {
            Choice::Only(id) => setup.reference.survey(id).map(|survey| Instrument::clone(survey)),
            Choice::Auto | Choice::Unrecognised => None,
        }
        .ok_or_else(|| Failure::new(format!("`{name}` names no instrument")).help("`foi instruments` lists what is known"))
    }

    /// The instruments that are known.
    pub(crate) fn instruments(&self) -> Vec<&Instrument> {
        self.reference.instruments.iter().map(|(instrument, _)| &**instrument).collect()
    }

    /// What corrections are held against.
    pub(crate) fn known<'k>(&'k self, instruments: &'k [&'k Instrument]) -> Known<'k> {
        Known { register: &self.reference.register.0, instruments }
    }

    /// Those that the submissions answer, with their hashes.
    pub(crate) fn instruments_of(&self, submissions: &[Submission]) -> Result<Vec<Hashed<'_, Instrument>>, Failure> {
        let answered = |id: &str| submissions.iter().any(|s| s.instrument_id == id);
        let used = self.reference.instruments.iter().filter(|(instrument, _)| answered(&instrument.id));
        used.map(|(content, sha256)| Ok(Hashed { content: &**content, sha256: source_id(sha256)? })).collect()
    }

    /// The register with its hash.
    pub(crate) fn register(&self) -> Result<Hashed<'_, foi_model::Register>, Failure> {
        let (content, sha256) = &self.reference.register;
        Ok(Hashed { content, sha256: source_id(sha256)? })
    }

    /// The bank holidays with their hash.
    pub(crate) fn holidays(&self) -> Hashed<'_, BankHolidays> {
        Hashed { content: &self.holidays, sha256: self.holidays_sha256.clone() }
    }

    /// Workers that read as the arguments ask for.
    pub(crate) fn pool(&self, reading: &ReadArgs, want: Want, shell: &Shell) -> Result<Pool, Failure> {
        let config = Config {
            instrument: self.instrument.clone(),
            include_contacts: reading.include_contacts,
            limits: reading.limits(),
            access: Access { include_hidden: reading.include_hidden },
        };
        let session = Session { reference: self.reference.clone(), config, want, announce: true };
        workers(session, shell)
    }

    /// Reads every job and keeps what `keep` makes of it, in the order of the jobs.
    pub(crate) fn ingest_all<R: Send>(
        &self,
        jobs: &[Job],
        (reading, want): (&ReadArgs, Want),
        shell: &Shell,
        keep: impl Fn(&Job, Ingested) -> R + Sync,
    ) -> Result<Vec<R>, Failure> {
        let pool = self.pool(reading, want, shell)?;
        let limits = reading.limits();
        let open = |job| Some(Given::open(job, &limits));
        let bar = shell.progress(jobs.len(), "reading");
        let read = pool.map(jobs, open, |job, ingested| ingested.map(|i| keep(job, i)), || bar.inc(1));
        bar.finish_and_clear();
        Ok(read?.into_iter().flatten().collect())
    }

    /// The submissions of a pile, in the order of the jobs, their issues told: errors, or all where the user wants to hear them.
    pub(crate) fn submissions(&self, jobs: &[Job], reading: &ReadArgs, shell: &Shell) -> Result<Vec<Submission>, Failure> {
        let least = if shell.verbose() { Severity::Note } else { Severity::Error };
        let read = self.ingest_all(jobs, (reading, Want::Cited), shell, |job, ingested| {
            (issues(job, &ingested, least), ingested.submission)
        })?;
        let (diagnostics, mut submissions): (Vec<Vec<Diagnostic>>, Vec<Submission>) = read.into_iter().unzip();
        diagnostics.iter().flatten().for_each(|d| shell.diagnostic(d));
        tell_repeated(&mut submissions);
        Ok(submissions)
    }
}

/// Workers for a session, which are this program.
pub(crate) fn workers(session: Session, shell: &Shell) -> Result<Pool, Failure> {
    let program = std::env::current_exe().map_err(|e| {
        Failure::new(format!("cannot find the program file of foi, which reads documents in processes of its own: {e}"))
    })?;
    Ok(Pool::new(program, &["worker", "--bare"], session, shell.workers()))
}

const BANK_HOLIDAYS: &[u8] = include_bytes!("../../../data/reference/bank-holidays.csv");

fn source_id(digits: &str) -> Result<SourceId, Failure> {
    digits.parse().map_err(|e| Failure::from_error(&e))
}

fn choose(name: &str, reference: &mut Reference) -> Result<Choice, Failure> {
    match name {
        "" | "auto" => return Ok(Choice::Auto),
        UNRECOGNISED => return Ok(Choice::Unrecognised),
        _ => {}
    }
    if let Some(instrument) = reference.survey(name) {
        return Ok(Choice::Only(instrument.id.clone()));
    }
    let path = Path::new(name);
    if !path.exists() {
        let known: Vec<String> = reference.instruments.iter().map(|(i, _)| format!("`{}`", i.id)).collect();
        let help = format!("known instruments are {}; anything else is taken for the name of a file", known.join(", "));
        return Err(Failure::new(format!("no instrument and no file `{name}`")).help(help));
    }
    let text = read_text(path)?;
    let unsound = || {
        let help = format!("`foi instruments --check {name}` tells everything that is wrong with it");
        Failure::new(format!("`{name}` is no sound instrument")).help(help)
    };
    let instrument = Instrument::from_toml(&text).map_err(|_| unsound())?;
    if !instrument.faults().is_empty() {
        return Err(unsound());
    }
    reference.instruments.retain(|(i, _)| i.id != instrument.id);
    let id = instrument.id.clone();
    reference.instruments.push((instrument.into(), sha256(text.as_bytes()).to_string()));
    Ok(Choice::Only(id))
}

/// A file as bytes.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|e| Failure::io("read", path, &e))
}

/// A file as text.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = read_bytes(path)?;
    String::from_utf8(bytes).map_err(|_| Failure::new(format!("`{}` is not UTF-8", path.display())).help("save the file as UTF-8"))
}

/// Writes a file that appears whole or not at all.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    // A device or a pipe is written to; put in its place, a file would destroy it.
    if std::fs::metadata(path).is_ok_and(|m| !m.is_file()) {
        return std::fs::write(path, bytes).map_err(|e| Failure::io("write", path, &e));
    }
    let Some(name) = path.file_name() else {
        return Err(Failure::new(format!("`{}` cannot be the name of a file", path.display())));
    };
    let partial = path.with_file_name(format!(".{}.partial", name.to_string_lossy()));
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::File::create(&partial)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&partial, path)
    };
    write().map_err(|e| {
        let _ = std::fs::remove_file(&partial);
        Failure::io("write", path, &e)
    })
}

/// Writes a file that appears whole or not at all; `-` is standard output.
pub(crate) fn write_output(path: &Path, bytes: &[u8], shell: &Shell) -> Result<(), Failure> {
    if is_standard_output(path) { shell.bytes(bytes) } else { write_whole(path, bytes) }
}

/// Whether a name to write to stands for standard output.
pub(crate) fn is_standard_output(path: &Path) -> bool {
    path == Path::new("-")
}

/// How the submissions of a file stand in it, by its name; `None` where it is a response.
pub(crate) fn form_of(path: &Path) -> Option<Form> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let bare = [".gz", ".zst"].iter().find_map(|packed| name.strip_suffix(packed)).unwrap_or(&name);
    match bare.rsplit_once('.')?.1 {
        "ndjson" | "jsonl" => Some(Form::Lines),
        "json" => Some(Form::Document),
        _ => None,
    }
}

/// The one submission of a file, or of everything in a folder, as `build` reads it when the folder above is given.
pub(crate) fn one_submission(path: &Path) -> Result<Job, Failure> {
    let mut jobs = discover(&[path.to_owned()])?;
    if !path.is_dir() {
        return jobs.pop().ok_or_else(|| Failure::new(format!("no document in `{}`", path.display())));
    }
    // `.` and `..` have no name of their own.
    let folder = path.canonicalize().map_err(|e| Failure::io("read", path, &e))?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let inside = |file: JobFile| JobFile { relative: format!("{name}/{}", file.relative), ..file };
    let files: Vec<JobFile> = jobs.into_iter().flat_map(|job| job.files).map(inside).collect();
    let stem = if files.len() == 1 { folder.file_stem().unwrap_or_default().to_string_lossy() } else { name.clone() };
    Ok(Job { submission_id: slug(&stem), files })
}

/// The file that a document was read from, and inside it its own: documents do not stand in the order of the files, as the letter leads.
pub(crate) fn file_of(job: &Job, document: &Document) -> Option<PathBuf> {
    let path = &document.source.path;
    job.files.iter().find_map(|f| match path.strip_prefix(f.relative.as_str())? {
        "" => Some(f.path.clone()),
        inside => inside.strip_prefix('/').map(|inside| f.path.join(inside)),
    })
}

/// The file that a piece of evidence stands in, and the lines around it.
pub(crate) fn source_of(job: &Job, ingested: &Ingested, evidence: &Evidence) -> Option<(String, Option<Excerpt>)> {
    let document = ingested.documents.iter().find(|d| d.source.source_id == evidence.source_id)?;
    Some((file_of(job, document)?.display().to_string(), of_document(document, &evidence.locator)))
}

/// The issues of a submission at or above a severity, each with the lines that it is about.
pub(crate) fn issues(job: &Job, ingested: &Ingested, least: Severity) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for issue in ingested.submission.issues.iter().filter(|i| i.severity <= least) {
        let (file, excerpt) = match issue.evidence.as_ref().and_then(|e| source_of(job, ingested, e)) {
            Some((file, excerpt)) => (Some(file), excerpt),
            None => (only_file(job, &issue.message).map(|f| f.display().to_string()), None),
        };
        diagnostics.push(Diagnostic::of_issue(issue, &ingested.submission.submission_id, file).with_excerpt(excerpt));
    }
    diagnostics
}

/// What an issue without evidence is about: the file that its message names, the only file, or the folder of them all.
fn only_file<'j>(job: &'j Job, message: &str) -> Option<&'j Path> {
    let named = job.files.iter().find(|f| message.contains(&format!("`{}`", f.relative)));
    let file = named.or(job.files.first()).map(|f| f.path.as_path());
    if named.is_some() || job.files.len() == 1 { file } else { file.and_then(Path::parent) }
}
