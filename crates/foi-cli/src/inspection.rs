//! What each stage of reading found in one submission, as text or as findings.

use std::fmt::Write;

use foi_ingest::{Binding, Block, Document, Ingested, Job, Span, Style};
use foi_model::{Answer, Evidence, Finding, Submission, Value, redacted};
use foi_validate::{Check, Diagnostic, number};

use crate::cited::cell;
use crate::grid::{Align, grid, printable, start_of};
use crate::input::file_of;

/// Everything that was found, stage by stage.
pub(crate) fn text(ingested: &Ingested) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut out, ingested);
    out
}

fn write(out: &mut String, ingested: &Ingested) -> std::fmt::Result {
    let submission = &ingested.submission;
    writeln!(out, "submission `{}`", submission.submission_id)?;
    for document in &ingested.documents {
        let source = &document.source;
        writeln!(out, "  {}  {}  {}", printable(&source.path), source.media_type, number_of_bytes(source.bytes))?;
        writeln!(out, "  sha256 {}", source.source_id)?;
    }
    identified(out, submission)?;
    for document in &ingested.documents {
        blocks(out, document)?;
    }
    for (index, bound) in &ingested.bound {
        let path = ingested.documents.get(*index).map_or("", |d| d.source.path.as_str());
        writeln!(out, "\nQuestions found in `{}`\n", printable(path))?;
        for binding in &bound.bindings {
            bindings(out, binding)?;
        }
        if !bound.rest.is_empty() {
            writeln!(out, "  no question  {}", places(&bound.rest))?;
        }
    }
    answers(out, submission)?;
    observations(out, submission)
}

fn number_of_bytes(bytes: u64) -> String {
    number(usize::try_from(bytes).unwrap_or(usize::MAX), "byte")
}

fn identified(out: &mut String, submission: &Submission) -> std::fmt::Result {
    writeln!(out, "\nIdentified\n")?;
    let request = &submission.request;
    let absent = || "-".to_owned();
    let authority = submission.authority.as_ref();
    let rows = [
        ("instrument", Some(submission.instrument_id.clone()), None),
        ("authority", authority.map(|a| format!("{} ({})", a.name, a.code)), authority.and_then(|a| a.evidence.as_ref())),
        ("reference", request.reference.clone(), request.reference_evidence.as_ref()),
        ("title", request.title.clone(), None),
        ("requested on", request.requested_on.map(|d| d.to_string()), request.requested_on_evidence.as_ref()),
        ("responded on", request.responded_on.map(|d| d.to_string()), request.responded_on_evidence.as_ref()),
        ("legislation", request.legislation.map(|l| l.to_string()), None),
    ];
    let columns = [("", Align::Left), ("value", Align::Left), ("because of", Align::Left)];
    let rows = rows.map(|(name, value, evidence)| vec![name.to_owned(), value.unwrap_or_else(absent), quoted(evidence)]);
    out.write_str(&grid(&columns, rows))
}

fn quoted(evidence: Option<&Evidence>) -> String {
    evidence.map_or_else(String::new, |e| format!("{}: {:?}", e.locator, start_of(&redacted(&e.quote), 60)))
}

fn blocks(out: &mut String, document: &Document) -> std::fmt::Result {
    writeln!(out, "\nBlocks of `{}`\n", printable(&document.source.path))?;
    for (number, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Text(text) => {
                let style = match text.style {
                    Style::Paragraph => "text",
                    Style::Heading => "heading",
                    Style::Bullet => "item",
                    Style::Running => "running",
                };
                let strong = if text.strong { "*" } else { " " };
                writeln!(out, "{number:>4}  {style:<8}{strong} {}", shown(text.text.as_str(), 100))?;
            }
            Block::Table(table) => {
                writeln!(out, "{number:>4}  table     {} rows, {} columns", table.rows.len(), table.width())?;
                let numbers: Vec<String> = (0..table.width()).map(|column| column.to_string()).collect();
                let columns: Vec<(&str, Align)> =
                    std::iter::once("").chain(numbers.iter().map(String::as_str)).map(|n| (n, Align::Left)).collect();
                let rows = (0..table.rows.len()).map(|row| {
                    let cells = (0..table.width()).map(|column| shown(table.text(row, column), 24));
                    std::iter::once(row.to_string()).chain(cells).collect()
                });
                for line in grid(&columns, rows).lines() {
                    writeln!(out, "      {line}")?;
                }
            }
        }
    }
    Ok(())
}

fn shown(text: &str, characters: usize) -> String {
    printable(&start_of(&redacted(text), characters))
}

fn bindings(out: &mut String, binding: &Binding) -> std::fmt::Result {
    let Binding { question, question_spans, answer, confidence, why, runner_up, .. } = binding;
    writeln!(out, "  {:<4} {confidence:>3} %  {}", question.as_str(), why)?;
    if !question_spans.is_empty() {
        writeln!(out, "       asked    {}", places(question_spans))?;
    }
    writeln!(out, "       answer   {}", if answer.is_empty() { "-".to_owned() } else { places(answer) })?;
    if let Some((other, confidence)) = runner_up {
        writeln!(out, "       next     {other} ({confidence} %)")?;
    }
    Ok(())
}

/// Where spans are, with the first words of the first.
fn places(spans: &[Span]) -> String {
    let names: Vec<String> = spans
        .iter()
        .map(|span| match (span.row, span.column) {
            (Some(row), Some(column)) => format!("{}:{row},{column}", span.block),
            _ => span.block.to_string(),
        })
        .collect();
    let words = spans.iter().map(|s| s.text.as_str()).find(|t| !t.trim().is_empty()).unwrap_or("");
    format!("[{}] {}", names.join(" "), shown(words, 80))
}

fn answers(out: &mut String, submission: &Submission) -> std::fmt::Result {
    writeln!(out, "\nAnswers\n")?;
    let columns = [
        ("question", Align::Left),
        ("disposition", Align::Left),
        ("exemptions", Align::Left),
        ("value", Align::Left),
        ("sure", Align::Right),
        ("text", Align::Left),
    ];
    let row = |answer: &Answer| {
        let also = answer.disposition.also().map(|d| format!(" + {}", d.as_str())).collect::<String>();
        let exemptions = answer.disposition.exemptions().iter();
        let cited = exemptions.map(|e| e.provision.as_ref().map_or_else(|| format!("{} ?", e.legislation), ToString::to_string));
        vec![
            answer.question_id.to_string(),
            format!("{}{also}", answer.disposition.code().as_str()),
            cited.collect::<Vec<_>>().join(", "),
            answer.value.as_ref().map(value).unwrap_or_default(),
            format!("{} %", answer.confidence),
            shown(answer.text.as_deref().unwrap_or(""), 60),
        ]
    };
    out.write_str(&grid(&columns, submission.answers.iter().map(row)))
}

fn value(value: &Value) -> String {
    match value {
        Value::Boolean { value } => if *value { "yes" } else { "no" }.to_owned(),
        Value::Number { value, unit } => format!("{value} {unit}"),
        Value::Date { value } => value.to_string(),
        Value::Choice { value } => value.to_string(),
    }
}

fn observations(out: &mut String, submission: &Submission) -> std::fmt::Result {
    let columns = [
        ("question", Align::Left),
        ("cell", Align::Left),
        ("status", Align::Left),
        ("value", Align::Right),
        ("unit", Align::Left),
        ("10^", Align::Right),
        ("sure", Align::Right),
        ("raw", Align::Left),
        ("place", Align::Left),
    ];
    let mut rows = Vec::new();
    for answer in &submission.answers {
        for observation in &answer.observations {
            let reported = observation.cell.reported();
            rows.push(vec![
                answer.question_id.to_string(),
                cell(observation.measure.as_str(), &observation.dimensions).replace('`', ""),
                observation.cell.status().as_str().to_owned(),
                reported.map(|r| r.value.to_string()).unwrap_or_default(),
                reported.map(|r| r.unit.to_string()).unwrap_or_default(),
                reported.map(|r| r.multiplier.to_string()).unwrap_or_default(),
                reported.map(|r| format!("{} %", r.confidence)).unwrap_or_default(),
                shown(observation.raw.as_deref().unwrap_or(""), 24),
                observation.evidence.as_ref().map(|e| e.locator.to_string()).unwrap_or_default(),
            ]);
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nObservations\n")?;
    out.write_str(&grid(&columns, rows))
}

/// The bindings as findings, one for each question that was found.
pub(crate) fn findings(job: &Job, ingested: &Ingested) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, bound) in &ingested.bound {
        let Some(document) = ingested.documents.get(*index) else { continue };
        for binding in &bound.bindings {
            let evidence = binding.answer.iter().find_map(|span| document.evidence_of(&span.text));
            let finding = Finding {
                file: file_of(job, document).map(|f| f.display().to_string()),
                locator: evidence.as_ref().map(|e| e.locator.to_string()),
                submission_id: Some(ingested.submission.submission_id.clone()),
                question_id: Some(binding.question.to_string()),
                actual: evidence.map(|e| e.quote),
                ..Check::AnswerBound.finding(format!("{} % sure: {}", binding.confidence, binding.why))
            };
            found.push(Diagnostic::new(Check::AnswerBound.severity(), finding));
        }
    }
    found
}
