//! Every issue of the catalogue has a fixture that raises it, a close neighbour that does not, and a page in `docs/issues`.
//!
//! `tests/issues/<code>` holds `triggers.<ext>` and `quiet.<ext>`; a folder `triggers` or `quiet` is one submission of several
//! documents; `earlier.<ext>`, where it is there, is another submission of the same pile.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a helper that fails fails its test")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use foi_ingest::{Config, Given, Ingested, Job, JobFile, Limits, Reference, Step, ingest, parse_register};
use foi_model::{Corrections, Issue, IssueCode, Known, Locator, Place, Severity, tell_repeated};
use rayon::prelude::*;

const FIXTURES: &str = "crates/foi-ingest/tests/issues";
const PAGES: &str = "docs/issues";
const UPDATE: &str = "UPDATE_GENERATED=1 cargo test -p foi-ingest --test catalogue generated";

/// More lines than this, and the two fixtures of a code are no neighbours.
const LINES_APART: usize = 14;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The instruments that ship, and the fictional authorities of the fixtures.
fn reference() -> Reference {
    let text = std::fs::read_to_string(root().join(FIXTURES).join("register.csv")).unwrap();
    let shipped = Reference::shipped().unwrap();
    shipped.with_register(parse_register(&text).unwrap(), "0".repeat(64))
}

/// How the fixtures of a code are read, and how its page says so where it is not as usual.
fn config(code: IssueCode) -> (Config, Option<&'static str>) {
    let usual = Config::default();
    match code {
        IssueCode::LimitExceeded => {
            let limits = Limits { input_bytes: 1_200, ..Limits::default() };
            (Config { limits, ..usual }, Some("Read with a limit of 1,200 bytes."))
        }
        _ => (usual, None),
    }
}

/// A line of a fixture with its file and its number, counted from 1.
type Line<'f> = (&'f str, u32, String);

/// A fixture, read.
struct Fixture {
    /// Its file or folder, relative to the repository.
    path: String,
    /// Its files, by the paths that its submission gives them.
    files: Vec<(String, Vec<u8>)>,
    read: Ingested,
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("`{}` cannot be listed: {e}", folder.display()));
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The one fixture of a code and a role, `triggers` or `quiet`.
fn fixture(code: IssueCode, role: &str, reference: &Reference) -> Result<Fixture, String> {
    let folder = root().join(FIXTURES).join(code.as_str());
    let all = names_in(&folder);
    let found: Vec<&String> = all.iter().filter(|n| n.split('.').next() == Some(role)).collect();
    let [name] = found.as_slice() else {
        return Err(format!("`{}`: {} of `{role}.*` in `{FIXTURES}/{0}`: keep one file or folder", code.as_str(), found.len()));
    };
    let path = folder.join(name);
    let paths = if path.is_dir() { names_in(&path).iter().map(|n| format!("{name}/{n}")).collect() } else { vec![(*name).clone()] };
    let job = Job {
        submission_id: format!("{}-{role}", code.as_str()),
        files: paths.iter().map(|p| JobFile::new(folder.join(p), p.clone())).collect(),
    };
    let files = paths.iter().map(|p| (p.clone(), std::fs::read(folder.join(p)).unwrap())).collect();
    let config = config(code).0;
    // What ends a process cannot be had without ending one: the step is left out as the parent of such a process would.
    let ends = code == IssueCode::WorkerFailed && role == "triggers";
    let begin = |step: Step<'_>| (ends && step == Step::Recognise).then(|| "it took longer than 8 seconds".to_owned());
    let mut read = ingest(&Given::open(&job, &config.limits), reference, &config, &begin);
    if let Some(text) = ledger(code) {
        let ledger = Corrections::parse(&text).unwrap_or_else(|e| panic!("the ledger of `{}`: {e}", code.as_str()));
        let mut corrected = vec![read.submission];
        let instruments: Vec<_> = reference.instruments.iter().map(|(i, _)| &**i).collect();
        ledger.apply(&mut corrected, Known { register: &reference.register.0, instruments: &instruments });
        read.submission = corrected.remove(0);
    }
    if let Some(earlier) = all.iter().find(|n| n.starts_with("earlier.")) {
        let job = Job { submission_id: "earlier".to_owned(), files: vec![JobFile::new(folder.join(earlier), earlier.clone())] };
        let earlier = ingest(&Given::open(&job, &config.limits), reference, &config, &begin).submission;
        let mut pile = [earlier, read.submission];
        tell_repeated(&mut pile);
        let [_, repeated] = pile;
        read.submission = repeated;
    }
    Ok(Fixture { path: format!("{FIXTURES}/{}/{name}", code.as_str()), files, read })
}

/// The corrections that are applied to the fixtures of a code.
fn ledger(code: IssueCode) -> Option<String> {
    std::fs::read_to_string(root().join(FIXTURES).join(code.as_str()).join("corrections.toml")).ok()
}

impl Fixture {
    fn issues(&self) -> &[Issue] {
        &self.read.submission.issues
    }

    /// The first issue of a code.
    fn raised(&self, code: IssueCode) -> Option<&Issue> {
        self.issues().iter().find(|i| i.code == code)
    }

    fn shown(&self) -> String {
        let shown: Vec<String> = self.issues().iter().map(|i| format!("{}: {}", i.code.as_str(), i.message)).collect();
        if shown.is_empty() { "nothing".to_owned() } else { shown.join("; ") }
    }

    /// Its lines, each with its file and its number; those of a file that is not text are none.
    fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        for (file, bytes) in self.files.iter().filter(|(_, bytes)| !bytes.contains(&0) && !bytes.starts_with(b"%PDF")) {
            let text = String::from_utf8_lossy(bytes).into_owned();
            lines.extend((1..).zip(text.lines()).map(|(number, line)| (file.as_str(), number, line.to_owned())));
        }
        lines
    }

    /// The lines that another fixture does not have, and those that an issue shows.
    fn lines_apart(&self, other: &Self, issue: Option<&Issue>) -> Vec<Line<'_>> {
        // Documents of the same name are compared with each other.
        let several = self.files.len() > 1 && other.files.len() > 1;
        let part = |file: &str| if several { file.split_once('/').map_or("", |(_, name)| name).to_owned() } else { String::new() };
        let others: BTreeSet<(String, String)> = other.lines().into_iter().map(|(file, _, line)| (part(file), line)).collect();
        let shown = issue.and_then(|i| i.evidence.as_ref()).and_then(|evidence| {
            let document = self.read.submission.documents.iter().find(|d| d.source_id == evidence.source_id)?;
            let (first, last) = match &evidence.locator {
                Locator::Whole(Place::Line(line)) | Locator::Chars(Place::Line(line), ..) => (*line, *line),
                Locator::Run { from: Place::Line(from), to: Place::Line(to), .. } => (*from, *to),
                _ => return None,
            };
            Some((document.path.clone(), first..=last))
        });
        let is_shown = |file: &str, line: u32| shown.as_ref().is_some_and(|(path, lines)| path == file && lines.contains(&line));
        let apart = |(file, number, line): &Line<'_>| !others.contains(&(part(file), line.clone())) || is_shown(file, *number);
        self.lines().into_iter().filter(|l| !l.2.trim().is_empty()).filter(apart).collect()
    }
}

/// The two fixtures of a code, what raises its issue first.
type Pair = (IssueCode, Result<(Fixture, Fixture), String>);

/// The fixtures of every code that has a folder.
fn pairs(reference: &Reference) -> Vec<Pair> {
    let codes: Vec<IssueCode> =
        IssueCode::ALL.iter().copied().filter(|c| root().join(FIXTURES).join(c.as_str()).is_dir()).collect();
    let read = |code: IssueCode| {
        let quiet = fixture(code, "quiet", reference);
        (code, fixture(code, "triggers", reference).and_then(|triggers| Ok((triggers, quiet?))))
    };
    codes.into_par_iter().map(read).collect()
}

#[track_caller]
fn none(failures: &[String]) {
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
}

#[test]
fn every_code_has_fixtures_and_every_folder_a_code() {
    let folder = root().join(FIXTURES);
    let folders: BTreeSet<String> = names_in(&folder).into_iter().filter(|n| folder.join(n).is_dir()).collect();
    let codes: BTreeSet<String> = IssueCode::ALL.iter().map(|c| c.as_str().to_owned()).collect();
    let mut failures: Vec<String> = codes
        .difference(&folders)
        .map(|code| format!("`{code}`: write `{FIXTURES}/{code}/triggers.<ext>` and `quiet.<ext>`, its closest neighbour"))
        .collect();
    failures.extend(folders.difference(&codes).map(|name| format!("`{name}`: no such code; delete `{FIXTURES}/{name}`")));
    none(&failures);
}

#[test]
fn every_fixture_raises_its_issue_or_keeps_quiet() {
    let mut failures = Vec::new();
    for (code, pair) in pairs(&reference()) {
        let name = code.as_str();
        let (triggers, quiet) = match pair {
            Ok(pair) => pair,
            Err(failure) => {
                failures.push(failure);
                continue;
            }
        };
        if triggers.raised(code).is_none() {
            let shown = triggers.shown();
            failures.push(format!(
                "`{name}`: `{}` does not raise it: raise it in foi-ingest, or mend the fixture (it raises {shown})",
                triggers.path
            ));
        }
        if let Some(issue) = quiet.raised(code) {
            failures.push(format!(
                "`{name}`: `{}` raises it ({}): it must not be raised there, or mend the fixture",
                quiet.path, issue.message
            ));
        }
        if triggers.raised(code).is_some_and(|i| i.evidence.is_none() && code.help().contains("place shown")) {
            failures.push(format!("`{name}`: its help speaks of a place shown: raise it with `.at(evidence)`, or change the help"));
        }
        // A fixture that is quiet because nothing in it was read proves nothing.
        if quiet.issues().iter().any(|i| i.severity < Severity::Note && i.code != code) {
            failures.push(format!(
                "`{name}`: `{}` has other faults: mend it, so that it raises notes at most (it raises {})",
                quiet.path,
                quiet.shown()
            ));
        }
        let apart = (triggers.lines_apart(&quiet, None).len(), quiet.lines_apart(&triggers, None).len());
        let some_text = triggers.lines().iter().any(|(_, _, line)| !line.trim().is_empty());
        if some_text && apart.0.max(apart.1) > LINES_APART {
            failures.push(format!(
                "`{name}`: its fixtures differ in {} and {} lines: make `quiet` the closest neighbour",
                apart.0, apart.1
            ));
        }
    }
    none(&failures);
}

/// `UPDATE_GENERATED=1` writes the pages that this test compares, and deletes those of codes that are gone.
#[test]
fn generated_pages_are_current() {
    let folder = root().join(PAGES);
    let update = std::env::var_os("UPDATE_GENERATED").is_some();
    let mut expected = vec![("README.md".to_owned(), index())];
    let mut failures = Vec::new();
    for (code, pair) in pairs(&reference()) {
        match pair {
            Ok((triggers, quiet)) => expected.push((format!("{}.md", code.as_str()), page(code, &triggers, &quiet))),
            Err(failure) => failures.push(failure),
        }
    }
    for code in IssueCode::ALL.iter().filter(|c| !expected.iter().any(|(name, _)| *name == format!("{}.md", c.as_str()))) {
        failures.push(format!("`{}`: no page without its fixtures in `{FIXTURES}/{0}`", code.as_str()));
    }
    if update {
        std::fs::create_dir_all(&folder).unwrap();
    }
    let found = if folder.is_dir() { names_in(&folder) } else { Vec::new() };
    let of_a_code = |name: &str| name == "README.md" || IssueCode::ALL.iter().any(|c| name == format!("{}.md", c.as_str()));
    for name in found.iter().filter(|n| !of_a_code(n)) {
        if update {
            std::fs::remove_file(folder.join(name)).unwrap();
        } else {
            failures.push(format!("`{name}`: a page of no code; delete `{PAGES}/{name}`"));
        }
    }
    for (name, text) in &expected {
        let path = folder.join(name);
        if update {
            std::fs::write(&path, text).unwrap();
        }
        let code = name.trim_end_matches(".md");
        match std::fs::read_to_string(&path) {
            Ok(found) if found == *text => {}
            Ok(_) => failures.push(format!("`{code}`: `{PAGES}/{name}` is stale: run `{UPDATE}`")),
            Err(_) => failures.push(format!("`{code}`: `{PAGES}/{name}` is missing: run `{UPDATE}`")),
        }
    }
    none(&failures);
}

/// A meaning in one line.
fn meaning(code: IssueCode) -> String {
    code.meaning().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn index() -> String {
    let mut text = format!(
        "# Issues\n\nWhat `foi` says that a person should look at. Written by `{UPDATE}`; do not edit.\n\n\
         Each page has an example: the lines of a response that raise the issue, and a close neighbour that does not.\n"
    );
    let groups = [
        (Severity::Error, "Errors", "Something could not be read, or contradicts itself."),
        (Severity::Warning, "Warnings", "A value may be wrong, or something was left out."),
        (Severity::Note, "Notes", "Worth knowing; no value is in doubt."),
    ];
    for (severity, title, about) in groups {
        writeln!(text, "\n## {title}\n\n{about}\n\n| code | means | what to do |\n| --- | --- | --- |").unwrap();
        for code in IssueCode::ALL.iter().filter(|c| c.severity() == severity) {
            let cell = |text: &str| text.replace('|', "\\|");
            writeln!(text, "| [`{0}`]({0}.md) | {1} | {2} |", code.as_str(), cell(&meaning(*code)), cell(code.help())).unwrap();
        }
    }
    text
}

fn page(code: IssueCode, triggers: &Fixture, quiet: &Fixture) -> String {
    let name = code.as_str();
    let severity = code.severity().as_str();
    let mut text = format!(
        "# {name}\n\n{}\n\n- Severity: {severity}\n- Who acts: {}\n- What to do: {}\n",
        meaning(code),
        code.actor().as_str(),
        code.help()
    );
    let issue = triggers.raised(code);
    let (raising, quieter) = (triggers.lines_apart(quiet, issue), quiet.lines_apart(triggers, None));
    writeln!(text, "\n## Raised\n").unwrap();
    if let Some(how) = config(code).1 {
        writeln!(text, "{how}\n").unwrap();
    }
    let is_text = |f: &Fixture| f.files.iter().all(|(_, bytes)| !bytes.contains(&0) && !bytes.starts_with(b"%PDF"));
    let whole = code == IssueCode::DocumentEmpty || code == IssueCode::WorkerFailed || !is_text(triggers);
    if let Some(ledger) = ledger(code) {
        writeln!(text, "With this ledger of corrections:\n\n```toml\n{}\n```\n", ledger.trim()).unwrap();
    }
    let shown = match raising.len() {
        _ if whole => described(triggers),
        0 if quieter.is_empty() => described(triggers),
        0 => "The same without the lines below.".to_owned(),
        _ => lines(triggers, &raising),
    };
    writeln!(text, "{shown}\n").unwrap();
    if let Some(issue) = issue {
        writeln!(text, "```text\n{severity}[{name}]: {}", issue.message).unwrap();
        if let Some(question) = &issue.question_id {
            writeln!(text, "  question: {question}").unwrap();
        }
        if let Some(evidence) = &issue.evidence {
            let documents = &triggers.read.submission.documents;
            let file = documents.iter().find(|d| d.source_id == evidence.source_id && documents.len() > 1);
            writeln!(text, "  at: {}{}", file.map_or_else(String::new, |d| format!("{} ", d.path)), evidence.locator).unwrap();
        }
        writeln!(text, "  help: {}\n```\n", code.help()).unwrap();
    }
    writeln!(text, "## Not raised\n").unwrap();
    let shown = match quieter.len() {
        _ if whole => described(quiet),
        0 if raising.is_empty() => described(quiet),
        0 => "The same without the lines above.".to_owned(),
        _ => lines(quiet, &quieter),
    };
    let link = |fixture: &Fixture| format!("[`{}`](../../{})", fixture.path.rsplit('/').next().unwrap(), fixture.path);
    writeln!(text, "{shown}\n\nBoth whole: {}, {}.", link(triggers), link(quiet)).unwrap();
    text
}

/// A fixture as a whole.
fn described(fixture: &Fixture) -> String {
    let (name, bytes) = &fixture.files[0];
    let kind = if bytes.iter().all(u8::is_ascii_whitespace) {
        "of white space"
    } else if bytes.contains(&0) {
        "that are no text"
    } else {
        "of text"
    };
    format!("A file `{name}`: {} bytes {kind}.", bytes.len())
}

/// Lines as a block of code, each after its number, with the question or the header above it.
fn lines(fixture: &Fixture, shown: &[Line<'_>]) -> String {
    let all = fixture.lines();
    let wanted: BTreeSet<(&str, u32)> =
        shown.iter().flat_map(|line| heading_of(&all, line).into_iter().chain([(line.0, line.1)])).collect();
    let mut text = String::from("```text\n");
    let mut last = "";
    for (file, number, line) in all.iter().filter(|(file, number, _)| wanted.contains(&(*file, *number))) {
        if fixture.files.len() > 1 && *file != last {
            writeln!(text, "{}{file}", if last.is_empty() { "" } else { "\n" }).unwrap();
            last = file;
        }
        writeln!(text, "{}", format!("{number:>4}  {line}").trim_end()).unwrap();
    }
    text.push_str("```");
    text
}

/// The question that stands above a line, or the header of its table.
fn heading_of<'f>(all: &[Line<'f>], line: &Line<'f>) -> Option<(&'f str, u32)> {
    let above = || all.iter().rev().filter(|l| l.0 == line.0 && l.1 < line.1);
    let heading = if line.2.starts_with('|') {
        above().take_while(|l| l.2.starts_with('|')).last()
    } else {
        above().find(|l| !l.2.trim().is_empty()).filter(|l| l.2.starts_with(|c: char| c.is_ascii_digit()))
    };
    heading.map(|l| (l.0, l.1))
}
