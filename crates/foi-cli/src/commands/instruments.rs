//! `foi instruments`: which surveys are known, what they ask, and whether a file defines one.

use std::ops::Range;
use std::path::PathBuf;

use clap::Subcommand;
use foi_ingest::{Reference, discover, draft};
use foi_model::{AnswerKind, Finding, Instrument, InstrumentFault};
use foi_validate::{Check, Diagnostic, Excerpt, number};
use foi_worker::Want;
use serde_json::json;

use crate::args::Output;
use crate::commands::validate::print;
use crate::failure::{Failure, Outcome};
use crate::grid::{Align, grid};
use crate::input::{ReadArgs, ReferenceArgs, Setup, read_bytes};
use crate::shell::Shell;

/// List, show and check instruments, which define surveys
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  foi instruments                            list what is known
  foi instruments show ras-2026              questions, routing and tables of one
  foi instruments --check my-survey.toml     everything that is wrong with a file
  foi instruments --draft a.pdf b.docx       a first draft for another survey, out of responses to it or of the request"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    /// Check these files instead
    #[arg(long, value_name = "FILE", num_args = 1..)]
    check: Vec<PathBuf>,
    /// Draft an instrument from these responses, or from the request, for a person to finish
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "check")]
    draft: Vec<PathBuf>,
    /// How the list or the findings are printed
    #[arg(long, value_enum, default_value_t = Output::Human)]
    format: Output,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List the instruments that come with foi
    List {
        /// How the list is printed
        #[arg(long, value_enum, default_value_t = Output::Human)]
        format: Output,
    },
    /// Show one instrument
    Show {
        /// Its id
        #[arg(value_name = "ID")]
        id: String,
        /// How it is printed
        #[arg(long, value_enum, default_value_t = Output::Human)]
        format: Output,
    },
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    if !args.check.is_empty() {
        return check(args, shell);
    }
    if !args.draft.is_empty() {
        return drafted(&args.draft, shell);
    }
    let reference = Reference::shipped()?;
    let instruments: Vec<&Instrument> = reference.instruments.iter().map(|(i, _)| &**i).collect();
    match &args.action {
        None => list(&instruments, args.format, shell)?,
        Some(Action::List { format }) => list(&instruments, *format, shell)?,
        Some(Action::Show { id, format }) => {
            let Some(instrument) = instruments.iter().find(|i| &i.id == id) else {
                let known: Vec<String> = instruments.iter().map(|i| format!("`{}`", i.id)).collect();
                return Err(
                    Failure::new(format!("no instrument `{id}`")).help(format!("known instruments are {}", known.join(", ")))
                );
            };
            match format {
                Output::Human => shell.data(&shown(instrument))?,
                Output::Json => shell.json(instrument)?,
            }
        }
    }
    Ok(Outcome::Clean)
}

fn list(instruments: &[&Instrument], format: Output, shell: &Shell) -> Result<(), Failure> {
    if format == Output::Json {
        return instruments.iter().try_for_each(|i| {
            shell.json(&json!({"id": i.id, "title": i.title, "questions": i.questions.len(), "tables": i.tables.len()}))
        });
    }
    let columns = [("id", Align::Left), ("questions", Align::Right), ("tables", Align::Right), ("title", Align::Left)];
    let row = |i: &&Instrument| vec![i.id.clone(), i.questions.len().to_string(), i.tables.len().to_string(), i.title.clone()];
    shell.data(&grid(&columns, instruments.iter().map(row)))
}

fn shown(instrument: &Instrument) -> String {
    let mut text = format!("{}: {}\n\n", instrument.id, instrument.title);
    let columns = [
        ("question", Align::Left),
        ("section", Align::Left),
        ("kind", Align::Left),
        ("asked if", Align::Left),
        ("prompt", Align::Left),
    ];
    let questions = instrument.questions.iter().map(|q| {
        let condition = q.asked_if.as_ref().map(|c| format!("{} is {}", c.question, if c.answer { "yes" } else { "no" }));
        let section = q.section.clone().unwrap_or_default();
        vec![q.id.to_string(), section, kind_name(q.kind).to_owned(), condition.unwrap_or_default(), q.prompt.clone()]
    });
    text.push_str(&grid(&columns, questions));
    for table in &instrument.tables {
        let joined = |codes: Vec<String>| codes.join(", ");
        let mut rows = vec![vec![
            "columns".to_owned(),
            joined(table.columns.iter().map(|c| format!("{} (question {})", c.code, c.question)).collect()),
        ]];
        let years =
            if table.any_year { vec!["any".to_owned()] } else { table.financial_years.iter().map(ToString::to_string).collect() };
        for (name, codes) in [
            ("service areas", instrument.service_areas_of(table).iter().map(ToString::to_string).collect()),
            ("cohorts", table.cohorts.iter().map(ToString::to_string).collect()),
            ("categories", table.categories.iter().map(ToString::to_string).collect()),
            ("years", years),
            ("forecasts", table.forecast_years.iter().map(ToString::to_string).collect()),
        ] {
            let codes: Vec<String> = codes;
            if !codes.is_empty() {
                rows.push(vec![name.to_owned(), joined(codes)]);
            }
        }
        let heading = format!("table {}", table.id);
        text.push_str(&format!("\n{}", grid(&[(heading.as_str(), Align::Left), ("", Align::Left)], rows)));
    }
    text
}

fn drafted(paths: &[PathBuf], shell: &Shell) -> Result<Outcome, Failure> {
    let setup = Setup::new(&ReferenceArgs::default())?.under_own_numbering();
    let jobs = discover(paths)?;
    let read = setup.ingest_all(&jobs, (&ReadArgs::default(), Want::Documents), shell, |_, ingested| ingested)?;
    let text = draft(&read).ok_or_else(|| {
        Failure::new("no question was found in what was given").help("give the request, or responses that repeat its questions")
    })?;
    shell.data(&text)?;
    Ok(Outcome::Clean)
}

fn check(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let mut found = Vec::new();
    for path in &args.check {
        let file = path.display().to_string();
        let bytes = read_bytes(path)?;
        let Ok(text) = std::str::from_utf8(&bytes) else {
            found.push(finding(Check::InstrumentInvalid, &file, "the file is not UTF-8", None));
            continue;
        };
        let at = |range: Option<Range<usize>>| range.and_then(|r| Excerpt::of_text(text, r, 1));
        match Instrument::from_toml(text) {
            Err(error) => found.push(finding(Check::InstrumentInvalid, &file, error.message.trim(), at(error.range))),
            Ok(instrument) => {
                for fault in instrument.faults() {
                    let excerpt = at(place_of(&fault, text));
                    found.push(finding(Check::InstrumentContradiction, &file, &fault.to_string(), excerpt));
                }
            }
        }
    }
    let tally = print(&found, args.format, shell)?;
    shell.say(&format!("checked {}: {}", number(args.check.len(), "file"), number(tally.errors, "error")));
    Ok(Outcome::of_errors(tally.errors))
}

/// A kind of answer in words.
fn kind_name(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Boolean => "boolean",
        AnswerKind::Text => "text",
        AnswerKind::Number => "number",
        AnswerKind::Percent => "percentage",
        AnswerKind::Date => "date",
        AnswerKind::Table => "table",
        AnswerKind::Contact => "contact",
    }
}

fn finding(check: Check, file: &str, message: &str, excerpt: Option<Excerpt>) -> Diagnostic {
    let finding = Finding {
        file: Some(file.to_owned()),
        locator: excerpt.as_ref().map(|e| format!("line {}", e.first_line)),
        ..check.finding(message.lines().collect::<Vec<_>>().join("; "))
    };
    Diagnostic::new(check.severity(), finding).with_excerpt(excerpt)
}

/// Where a file says what a fault is about: the name in quotation marks, from the definition on that it stands in.
fn place_of(fault: &InstrumentFault, text: &str) -> Option<Range<usize>> {
    let (owner, name) = match fault {
        InstrumentFault::Twice { name, .. } => (None, name.clone()),
        InstrumentFault::Unknown { place, name, .. } => (place.split('`').nth(1).map(str::to_owned), name.clone()),
        InstrumentFault::NoUnit(code) => (None, code.to_string()),
        InstrumentFault::Screening(question) | InstrumentFault::Tolerance(question) => (None, question.to_string()),
        InstrumentFault::ForecastOutside { table, year } => (Some(table.clone()), year.to_string()),
        InstrumentFault::NotBoolean { question, on } => (Some(question.to_string()), on.to_string()),
    };
    let is_table = matches!(fault, InstrumentFault::ForecastOutside { .. })
        || matches!(fault, InstrumentFault::Unknown { place, .. } if place.starts_with("table"));
    let header = if is_table { "[[tables]]" } else { "[[questions]]" };
    let start = match fault {
        InstrumentFault::Tolerance(_) => text.find("tolerance")?,
        _ => owner.and_then(|id| definition(text, header, &id)).unwrap_or(0),
    };
    let wanted = format!("\"{name}\"");
    let mut mentions = text.get(start..)?.match_indices(&wanted).map(|(offset, _)| start + offset);
    let begin = match fault {
        InstrumentFault::Twice { .. } => mentions.filter(|&at| defines(text, at)).nth(1)?,
        InstrumentFault::NoUnit(_) => mentions.find(|&at| defines(text, at))?,
        _ => mentions.next()?,
    };
    Some(begin..begin + wanted.len())
}

/// Whether the name at a byte stands alone behind `code =` or `id =`, as it does where it is defined.
fn defines(text: &str, at: usize) -> bool {
    let line = text.get(..at).and_then(|before| before.lines().next_back()).unwrap_or("");
    matches!(line.trim().trim_end_matches('=').trim(), "code" | "id")
}

/// The byte after the `id` line of the question or table of an id.
fn definition(text: &str, header: &str, id: &str) -> Option<usize> {
    let (mut inside, mut at) = (false, 0);
    for line in text.split_inclusive('\n') {
        at += line.len();
        let trimmed = line.trim();
        if trimmed.starts_with('[') {
            inside = trimmed == header;
        } else if inside && trimmed == format!("id = \"{id}\"") {
            return Some(at);
        }
    }
    None
}
