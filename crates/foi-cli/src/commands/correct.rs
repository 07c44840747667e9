//! `foi correct`: one more correction in a ledger, after a look at what it changes.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use foi_model::{
    AnswerKind, CellStatus, Change, Code, Correction, Corrections, Date, Dimensions, DispositionCode, Evidence, Figure,
    FinancialYear, GssCode, NewCell, NewFigure, NewStatus, Observation, Outcome as Became, Provision, QuestionId, State,
    Submission, Unit, Value,
};

use crate::commands::export;
use crate::failure::{Failure, Outcome};
use crate::grid::start_of;
use crate::input::{ReferenceArgs, Setup, read_text};
use crate::shell::Shell;

/// Add a correction to a ledger, after a preview of what it changes
#[derive(Debug, clap::Args)]
#[command(
    group(clap::ArgGroup::new("new").required(true).args([
        "value", "status", "disposition", "answer", "authority", "reference", "requested_on", "responded_on",
    ])),
    after_help = "\
The ledger is only ever added to, and `foi build --corrections FILE` applies it. Each correction keeps the words that it replaces: when \
they change, it is stale, says so, and is not applied.

Examples:
  foi correct dataset --submission ashmere --question 11 --measure outturn \\
      --service-area home_care --year 2024-25 --value 21034000 \\
      --who 'A. Editor' --why 'typed in thousands' --evidence 'letter of 3 March, page 2'
  foi correct dataset --submission ashmere --question 3 --disposition withheld \\
      --exemption 'FOIA s43(2)' --who 'A. Editor' --why 'the section is in the e-mail'
  foi correct dataset --submission ashmere --authority E09900001 --yes \\
      --who 'A. Editor' --why 'the domain says so'"
)]
pub(crate) struct Args {
    /// The dataset, or a file of submissions
    #[arg(value_name = "DATASET")]
    dataset: PathBuf,
    /// The submission
    #[arg(long, value_name = "ID")]
    submission: String,
    /// The question
    #[arg(long, value_name = "ID")]
    question: Option<QuestionId>,
    /// The measure of a cell
    #[arg(long, value_name = "CODE")]
    measure: Option<Code>,
    /// The service area of a cell
    #[arg(long, value_name = "CODE")]
    service_area: Option<Code>,
    /// The cohort of a cell
    #[arg(long, value_name = "CODE")]
    cohort: Option<Code>,
    /// The financial year of a cell
    #[arg(long, value_name = "YEAR")]
    year: Option<FinancialYear>,
    /// The category of a cell
    #[arg(long, value_name = "CODE")]
    category: Option<Code>,
    /// What a cell says: a figure, with every scale applied
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    value: Option<String>,
    /// The unit of the figure, where the cell and the instrument do not tell
    #[arg(long, value_name = "UNIT")]
    unit: Option<Unit>,
    /// Why a cell has no figure, such as `not_held`
    #[arg(long, value_name = "STATUS", value_parser = statuses())]
    status: Option<String>,
    /// What kind of saying the answer is, such as `withheld`
    #[arg(long, value_name = "DISPOSITION", value_parser = dispositions())]
    disposition: Option<String>,
    /// A ground of the disposition, such as `FOIA s43(2)`; can be given several times
    #[arg(long, value_name = "PROVISION", requires = "disposition")]
    exemption: Vec<Provision>,
    /// The value of an answer: `yes`, `no`, a number, a date such as `2024-03-01`, or `none`
    #[arg(long, value_name = "VALUE")]
    answer: Option<String>,
    /// The ONS code of the authority
    #[arg(long, value_name = "CODE")]
    authority: Option<GssCode>,
    /// The authority's reference, or `none`
    #[arg(long, value_name = "TEXT")]
    reference: Option<String>,
    /// When the request was received, or `none`
    #[arg(long, value_name = "DATE")]
    requested_on: Option<String>,
    /// When it was answered, or `none`
    #[arg(long, value_name = "DATE")]
    responded_on: Option<String>,
    /// Who makes the correction
    #[arg(long, value_name = "NAME")]
    who: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    why: String,
    /// What proves the new value: a place, a letter, a link
    #[arg(long, value_name = "TEXT")]
    evidence: Option<String>,
    /// The ledger, which is made where there is none: .toml, or .ndjson
    #[arg(long, value_name = "FILE", default_value = "corrections.toml")]
    ledger: PathBuf,
    /// Add it without asking
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    register: ReferenceArgs,
}

fn statuses() -> clap::builder::PossibleValuesParser {
    let all = CellStatus::ALL.iter().filter(|s| **s != CellStatus::Reported);
    all.map(|s| s.as_str()).collect::<Vec<_>>().into()
}

fn dispositions() -> clap::builder::PossibleValuesParser {
    DispositionCode::ALL.iter().map(|d| d.as_str()).collect::<Vec<_>>().into()
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    for (name, text) in [("--who", &args.who), ("--why", &args.why)] {
        if text.trim().is_empty() {
            return Err(Failure::new(format!("`{name}` is empty")).help("a correction says who made it and why"));
        }
    }
    let setup = Setup::new(&args.register)?;
    let (submissions, _) = export::read(&args.dataset)?;
    let Some(submission) = submissions.iter().find(|s| s.submission_id == args.submission) else {
        let message = format!("`{}` has no submission `{}`", args.dataset.display(), args.submission);
        return Err(Failure::new(message).help("table `submissions` has their names"));
    };
    let change = change(args, submission, &setup)?;
    let Some(read) = State::read(submission, &change) else {
        let question = args.question.as_ref().map_or("", QuestionId::as_str);
        let help = format!("`foi instruments show {}` lists its questions", submission.instrument_id);
        return Err(Failure::new(format!("`{}` has no question `{question}`", args.submission)).help(help));
    };
    let correction = Correction {
        submission_id: args.submission.clone(),
        replaces_raw: read.raw.clone(),
        replaces_value: Some(read.value.clone()),
        who: args.who.clone(),
        why: args.why.clone(),
        evidence: args.evidence.clone(),
        change,
    };
    let after = match correction.preview(submission, setup.known(&setup.instruments())) {
        Became::Applied { after, .. } => after,
        Became::Impossible(why) | Became::Stale(why) => return Err(Failure::new(format!("the correction cannot be made: {why}"))),
        Became::Superseded | Became::NoSubmission => return Err(Failure::new("the correction cannot be made")),
    };
    if after == read.value {
        let message = format!("{} is `{after}` already", correction.change.subject());
        return Err(Failure::new(message).help("give another value"));
    }
    let ledger = ledger(&args.ledger)?;
    preview(&correction, submission, &read, &after, shell);
    if ledger.corrections.iter().any(|c| c.submission_id == correction.submission_id && c.change.same_place(&correction.change)) {
        shell.say("  note    the ledger corrects the same value already; the later correction counts");
    }
    if !args.yes && !asked(&args.ledger)? {
        shell.say("nothing was added");
        return Ok(Outcome::Clean);
    }
    append(&args.ledger, &correction)?;
    let path = args.ledger.display();
    shell.say(&format!("added to `{path}`; `foi build ... --corrections {path}` applies it"));
    Ok(Outcome::Clean)
}

/// Says what is there, what will be there, and which words are replaced.
fn preview(correction: &Correction, submission: &Submission, read: &State, after: &str, shell: &Shell) {
    let place = |e: &Evidence| {
        let path = submission.documents.iter().find(|d| d.source_id == e.source_id).map_or("", |d| d.path.as_str());
        format!("{path}: {}", e.locator)
    };
    let mut lines = vec![format!("{}: {}", correction.submission_id, correction.change.subject())];
    lines.push(format!("  before  {}", read.value));
    match (&read.raw, &read.evidence) {
        (Some(raw), Some(evidence)) => lines.push(format!("          read from {:?} at {}", start_of(raw, 80), place(evidence))),
        (None, Some(evidence)) => {
            lines.push(format!("          read from {:?} at {}", start_of(&evidence.quote, 80), place(evidence)))
        }
        _ => lines.push("          no words in the source".to_owned()),
    }
    lines.push(format!("  after   {after}"));
    lines.push(format!("          {}: {}", correction.who, correction.why));
    lines.extend(correction.evidence.as_ref().map(|evidence| format!("          {evidence}")));
    lines.iter().for_each(|line| shell.say(line));
}

/// The ledger as it stands; a new one where there is none.
fn ledger(path: &Path) -> Result<Corrections, Failure> {
    if !path.exists() {
        return Ok(Corrections::default());
    }
    read_ledger(path).map(|(ledger, _)| ledger)
}

/// A ledger with its text.
pub(crate) fn read_ledger(path: &Path) -> Result<(Corrections, String), Failure> {
    let text = read_text(path)?;
    let ledger = Corrections::parse(&text).map_err(|e| {
        Failure::new(format!("`{}` is no ledger of corrections: {e}", path.display()))
            .help("`foi schema corrections` prints what is expected")
    })?;
    Ok((ledger, text))
}

/// Asks on the terminal whether to go on.
fn asked(ledger: &Path) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new("standard input is no terminal to ask on").help("`--yes` adds the correction without asking"));
    }
    let mut answer = String::new();
    let mut ask = || -> std::io::Result<usize> {
        write!(std::io::stderr(), "add it to `{}`? [y/N] ", ledger.display())?;
        std::io::stdin().read_line(&mut answer)
    };
    ask().map_err(|e| Failure::from_error(&e))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// Adds a correction at the end of a ledger.
fn append(path: &Path, correction: &Correction) -> Result<(), Failure> {
    let one_a_line = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("ndjson"));
    let before = if path.exists() { read_text(path)? } else { String::new() };
    let mut entry = String::new();
    if !before.is_empty() && !before.ends_with('\n') {
        entry.push('\n');
    }
    if one_a_line {
        entry.push_str(&correction.to_ndjson());
    } else {
        if !before.is_empty() {
            entry.push('\n');
        }
        entry.push_str(&correction.to_toml());
    }
    let mut options = std::fs::OpenOptions::new();
    let written = options.create(true).append(true).open(path).and_then(|mut file| {
        file.write_all(entry.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|e| Failure::io("write", path, &e))
}

/// What is to be changed, from the command line.
fn change(args: &Args, submission: &Submission, setup: &Setup) -> Result<Change, Failure> {
    let question = || {
        let given = args.question.clone();
        given.ok_or_else(|| Failure::new("no question is named").help("name it with `--question`"))
    };
    if args.value.is_some() || args.status.is_some() {
        return cell(args, question()?, submission, setup);
    }
    if let Some(code) = &args.disposition {
        let Some(&new) = DispositionCode::ALL.iter().find(|d| d.as_str() == code) else {
            return Err(Failure::new(format!("no disposition `{code}`")));
        };
        return Ok(Change::Disposition { question_id: question()?, new, exemptions: args.exemption.clone() });
    }
    if let Some(text) = &args.answer {
        let question_id = question()?;
        let new = value(text, &question_id, args, submission, setup)?;
        return Ok(Change::Value { question_id, new });
    }
    if let Some(new) = &args.authority {
        return Ok(Change::Authority { new: new.clone() });
    }
    if let Some(text) = &args.reference {
        return Ok(Change::Reference { new: (text != "none").then(|| text.clone()) });
    }
    let date = |text: &String| -> Result<Option<Date>, Failure> {
        if text == "none" {
            return Ok(None);
        }
        let date = text.parse::<Date>().map(Some);
        date.map_err(|_| Failure::new(format!("`{text}` is no date")).help("write it as 2024-03-01"))
    };
    match (&args.requested_on, &args.responded_on) {
        (Some(text), _) => Ok(Change::RequestedOn { new: date(text)? }),
        (None, Some(text)) => Ok(Change::RespondedOn { new: date(text)? }),
        (None, None) => Err(Failure::new("nothing is to be changed")),
    }
}

fn cell(args: &Args, question_id: QuestionId, submission: &Submission, setup: &Setup) -> Result<Change, Failure> {
    let named = args.measure.clone();
    let dimensions = Dimensions {
        service_area: args.service_area.clone(),
        cohort: args.cohort.clone(),
        financial_year: args.year,
        category: args.category.clone(),
    };
    // What is not named may be anything, as long as one cell fits.
    fn fits<T: PartialEq>(named: Option<&T>, found: Option<&T>) -> bool {
        named.is_none() || named == found
    }
    let fitting = |o: &&Observation| {
        let d = &o.dimensions;
        fits(named.as_ref(), Some(&o.measure))
            && fits(dimensions.service_area.as_ref(), d.service_area.as_ref())
            && fits(dimensions.cohort.as_ref(), d.cohort.as_ref())
            && fits(dimensions.financial_year.as_ref(), d.financial_year.as_ref())
            && fits(dimensions.category.as_ref(), d.category.as_ref())
    };
    let cells: Vec<&Observation> =
        submission.answer(&question_id).map(|a| a.observations.iter().filter(fitting).collect()).unwrap_or_default();
    let exact = cells.iter().find(|o| o.dimensions == dimensions && named.as_ref() == Some(&o.measure));
    let (measure, dimensions) = match (exact, cells.as_slice(), named) {
        (Some(cell), ..) | (None, [cell], _) => (cell.measure.clone(), cell.dimensions.clone()),
        (None, [], Some(measure)) => (measure, dimensions),
        (None, [], None) => return Err(Failure::new("no such cell was read").help("name the measure with `--measure`")),
        (None, several, _) => {
            let help = "name the cell with `--measure`, `--service-area`, `--cohort`, `--year` and `--category`";
            return Err(Failure::new(format!("{} cells of question {question_id} fit", several.len())).help(help));
        }
    };
    let new = match (&args.value, &args.status) {
        (Some(text), _) => {
            let (value, stated) = figure(text)?;
            let here = submission.answer(&question_id).and_then(|a| {
                a.observations.iter().filter(|o| o.measure == measure).find_map(|o| o.cell.reported()).map(|r| r.unit.clone())
            });
            let instrument = setup.instruments().into_iter().find(|i| i.id == submission.instrument_id);
            let asked = || instrument.and_then(|i| i.measure(&measure)).and_then(|m| m.unit.clone());
            if let Some(instrument) = instrument.filter(|i| i.measure(&measure).is_none()) {
                let known: Vec<String> = instrument.measures.iter().map(|m| format!("`{}`", m.code)).collect();
                let help = format!("it has {}", known.join(", "));
                return Err(Failure::new(format!("`{}` has no measure `{measure}`", instrument.id)).help(help));
            }
            let Some(unit) = args.unit.clone().or(here).or_else(asked).or(stated) else {
                return Err(Failure::new("nothing tells the unit of the figure").help("name it with `--unit`, such as GBP"));
            };
            NewCell::Value(NewFigure { value, unit, forecast: None })
        }
        (None, Some(code)) => {
            let Some(&status) = CellStatus::ALL.iter().find(|s| s.as_str() == code) else {
                return Err(Failure::new(format!("no status `{code}`")));
            };
            NewCell::Status(NewStatus { status })
        }
        (None, None) => return Err(Failure::new("neither a value nor a status is given")),
    };
    Ok(Change::Cell { question_id, measure, dimensions, new })
}

/// A number as people write it, with the unit that stands with it.
fn figure(text: &str) -> Result<(foi_model::Decimal, Option<Unit>), Failure> {
    let wrong = || Failure::new(format!("`{text}` is no figure")).help("write it as 1234567.50");
    let figure = Figure::parse(text).ok().filter(|f| f.remark.is_empty() && !f.approximate).ok_or_else(wrong)?;
    let unit = if figure.pounds { Some(Unit::gbp()) } else { figure.percent.then(Unit::percent) };
    Ok((figure.scaled().ok_or_else(wrong)?, unit))
}

/// The value of an answer, of the kind that its question asks for.
fn value(text: &str, id: &QuestionId, args: &Args, submission: &Submission, setup: &Setup) -> Result<Option<Value>, Failure> {
    let instrument = setup.instruments().into_iter().find(|i| i.id == submission.instrument_id);
    let kind = instrument.and_then(|i| i.question(id)).map(|q| q.kind);
    let value = match text.to_lowercase().as_str() {
        "none" => return Ok(None),
        "yes" | "true" => Value::Boolean { value: true },
        "no" | "false" => Value::Boolean { value: false },
        _ => match text.parse::<Date>() {
            Ok(value) => Value::Date { value },
            Err(_) => {
                let help = "an answer is `yes`, `no`, a number such as 15, a date such as 2024-03-01, or `none`";
                let (value, stated) = figure(text).map_err(|_| Failure::new(format!("`{text}` is no answer")).help(help))?;
                let asked = (kind == Some(AnswerKind::Percent)).then(Unit::percent);
                let Some(unit) = args.unit.clone().or(stated).or(asked) else {
                    return Err(Failure::new("nothing tells the unit of the number").help("name it with `--unit`, such as GBP"));
                };
                Value::Number { value, unit }
            }
        },
    };
    let fits = match (&value, kind) {
        (_, None) => true,
        (Value::Boolean { .. }, Some(kind)) => kind == AnswerKind::Boolean,
        (Value::Date { .. }, Some(kind)) => kind == AnswerKind::Date,
        (Value::Number { .. }, Some(kind)) => matches!(kind, AnswerKind::Number | AnswerKind::Percent),
        (Value::Choice { .. }, Some(_)) => false,
    };
    if fits { Ok(Some(value)) } else { Err(Failure::new(format!("question {id} does not ask for such a value as `{text}`"))) }
}
