//! `foi compare`: how far two readings of the same responses agree.

use std::path::PathBuf;

use clap::ValueEnum;
use foi_compare::{Agreement, Comparison, Conflict, Share, compare};
use serde_json::json;

use crate::commands::export;
use crate::failure::{Failure, Outcome};
use crate::grid::{Align, grid, start_of};
use crate::shell::Shell;
use foi_validate::number;

/// Measure how far two readings of the same responses agree
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Dispositions, values and figures are compared; free text is not. Kappa is Cohen's: agreement beyond what chance explains, and `-` where both \
gave one and the same category throughout.

Exit status: 0 where they agree as far as --min-agreement asks, 1 where they do not, 2 where they have no submission in common.

Examples:
  foi compare anna.ndjson ben.ndjson
  foi compare dataset by-hand.json --min-agreement 95
  foi compare old new --conflicts --format csv > conflicts.csv")]
pub(crate) struct Args {
    /// A dataset, or a file of submissions (.json, .ndjson)
    #[arg(value_name = "A")]
    first: PathBuf,
    /// Another
    #[arg(value_name = "B")]
    second: PathBuf,
    /// The least per cent of all judgements that must agree
    #[arg(long, value_name = "PERCENT", default_value = "100", value_parser = percent)]
    min_agreement: i64,
    /// Print what they differ on, with both places, and no measures; a table has both
    #[arg(long)]
    conflicts: bool,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// How it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Aligned, for people
    Table,
    /// Comma-separated values
    Csv,
    /// One JSON object a line: a `measure` each, then a `conflict` each, then the `overall`
    Json,
}

/// A percentage in ten-thousandths, which are millionths of one.
fn percent(text: &str) -> Result<i64, String> {
    let number: foi_model::Decimal = text.trim_end_matches('%').parse().map_err(|_| format!("`{text}` is no percentage"))?;
    let scaled = number.checked_mul(foi_model::Decimal::from(10_000)).map(|n| n.ceil());
    let within = scaled.and_then(|n| i64::try_from(n).ok()).filter(|n| (0..=Share::ONE.millionths()).contains(n));
    within.ok_or_else(|| "expected a number from 0 to 100".to_owned())
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Outcome, Failure> {
    let (first, _) = export::read(&args.first)?;
    let (second, _) = export::read(&args.second)?;
    let comparison = compare(&first, &second);
    if comparison.submissions == 0 {
        let message = format!("`{}` and `{}` have no submission in common", args.first.display(), args.second.display());
        let help = "submissions are matched by `submission_id`, and those that are left by authority and instrument";
        return Err(Failure::new(message).help(help));
    }
    match args.format {
        Format::Table => shell.data(&as_table(&comparison, args.conflicts))?,
        Format::Csv => shell.data(&as_csv(&comparison, args.conflicts)?)?,
        Format::Json => as_json(&comparison, args.conflicts, shell)?,
    }
    for (left, path) in [(&comparison.only_first, &args.first), (&comparison.only_second, &args.second)] {
        if !left.is_empty() {
            shell.say(&format!("{} in `{}` alone: {}", number(left.len(), "submission"), path.display(), left.join(", ")));
        }
    }
    let overall = comparison.overall;
    let said = format!(
        "{} of {} agree ({}), kappa {}, over {}",
        overall.agreed,
        number(overall.judgements, "judgement"),
        percent_of(&overall),
        kappa_of(&overall),
        number(comparison.submissions, "submission")
    );
    shell.say(&said);
    let enough = overall.agreement.is_none_or(|a| a.millionths() >= args.min_agreement);
    Ok(if enough { Outcome::Clean } else { Outcome::DataWrong })
}

fn percent_of(agreement: &Agreement) -> String {
    agreement.agreement.map_or_else(|| "-".to_owned(), |a| format!("{} %", a.percent()))
}

fn kappa_of(agreement: &Agreement) -> String {
    agreement.kappa.map_or_else(|| "-".to_owned(), Share::rounded)
}

fn as_table(comparison: &Comparison, conflicts_alone: bool) -> String {
    let mut text = String::new();
    if !conflicts_alone {
        let columns = [
            ("survey", Align::Left),
            ("question", Align::Left),
            ("compared", Align::Left),
            ("judgements", Align::Right),
            ("agreed", Align::Right),
            ("agreement", Align::Right),
            ("kappa", Align::Right),
        ];
        let rows = comparison.measures.iter().map(|m| {
            let a = &m.agreement;
            let (judgements, agreed) = (a.judgements.to_string(), a.agreed.to_string());
            let aspect = m.aspect.as_str().to_owned();
            let id = m.instrument_id.clone();
            vec![id, m.question_id.to_string(), aspect, judgements, agreed, percent_of(a), kappa_of(a)]
        });
        text.push_str(&grid(&columns, rows));
    }
    if !comparison.conflicts.is_empty() {
        let columns = [
            ("submission", Align::Left),
            ("question", Align::Left),
            ("what", Align::Left),
            ("first", Align::Left),
            ("where", Align::Left),
            ("second", Align::Left),
            ("where", Align::Left),
        ];
        let place = |place: &Option<String>| place.as_ref().map_or_else(|| "-".to_owned(), |p| start_of(p, 60));
        let rows = comparison.conflicts.iter().map(|c| {
            let what = c.cell.clone().unwrap_or_else(|| c.aspect.as_str().to_owned());
            let (first, second) = (c.first.clone(), c.second.clone());
            let id = c.submission_id.clone();
            vec![id, c.question_id.to_string(), what, first, place(&c.first_place), second, place(&c.second_place)]
        });
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&grid(&columns, rows));
    }
    text
}

fn as_csv(comparison: &Comparison, conflicts: bool) -> Result<String, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |e: csv::Error| Failure::from_error(&e);
    if conflicts {
        let head = ["submission_id", "question_id", "aspect", "cell", "first", "first_place", "second", "second_place"];
        writer.write_record(head).map_err(failed)?;
        for c in &comparison.conflicts {
            let Conflict { submission_id, question_id, aspect, cell, first, first_place, second, second_place } = c;
            let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
            let (cell, one, other) = (or_empty(cell), or_empty(first_place), or_empty(second_place));
            let row = [submission_id, question_id.as_str(), aspect.as_str(), &cell, first, &one, second, &other];
            writer.write_record(row).map_err(failed)?;
        }
    } else {
        let head = ["instrument_id", "question_id", "aspect", "judgements", "agreed", "agreement_pct", "kappa"];
        writer.write_record(head).map_err(failed)?;
        let overall = std::iter::once(("", String::new(), "overall", comparison.overall));
        let measures = comparison
            .measures
            .iter()
            .map(|m| (m.instrument_id.as_str(), m.question_id.to_string(), m.aspect.as_str(), m.agreement));
        for (instrument, question, aspect, a) in measures.chain(overall) {
            let share = a.agreement.map(Share::percent).unwrap_or_default();
            let kappa = a.kappa.map(Share::rounded).unwrap_or_default();
            let row = [instrument, question.as_str(), aspect, &a.judgements.to_string(), &a.agreed.to_string(), &share, &kappa];
            writer.write_record(row).map_err(failed)?;
        }
    }
    let bytes = writer.into_inner().map_err(|e| Failure::new(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| Failure::from_error(&e))
}

fn as_json(comparison: &Comparison, conflicts_alone: bool, shell: &Shell) -> Result<(), Failure> {
    if !conflicts_alone {
        comparison.measures.iter().try_for_each(|m| shell.json(&json!({ "measure": m })))?;
    }
    comparison.conflicts.iter().try_for_each(|c| shell.json(&json!({ "conflict": c })))?;
    if conflicts_alone { Ok(()) } else { shell.json(&json!({ "overall": comparison.overall })) }
}
