//! What is read in documents that have one structure each, block by block, in `ok.outline`. `UPDATE_GENERATED=1` writes it.

use std::fmt::Write;

use foi_ingest::{Block, Document, Style, TableCell};

use crate::{corpus, read, reference, submissions};

fn outline(document: &Document) -> String {
    let mut out = format!("== {} {}\n", document.source.path, document.source.media_type);
    for block in &document.blocks {
        match block {
            Block::Text(text) => {
                let style = match text.style {
                    Style::Paragraph => "text",
                    Style::Heading => "heading",
                    Style::Bullet => "item",
                    Style::Running => "running",
                };
                let marks = [(text.strong, " strong"), (text.quoted, " quoted"), (text.text.has_link(), " link")];
                let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
                writeln!(out, "{style}{marks}: {}", text.text.as_str()).unwrap();
            }
            Block::Table(table) => {
                writeln!(out, "table").unwrap();
                for row in &table.rows {
                    let cells: Vec<String> = row.iter().map(cell).collect();
                    writeln!(out, "  | {} |", cells.join(" | ")).unwrap();
                }
            }
        }
    }
    out
}

fn cell(cell: &TableCell) -> String {
    let mut shown = cell.text.as_str().replace('\n', " / ");
    for (span, sign) in [(cell.column_span, '>'), (cell.row_span, 'v')] {
        if span > 1 {
            write!(shown, " {sign}{span}").unwrap();
        }
    }
    if let Some(stored) = &cell.stored
        && (stored.scale > 0 || stored.digits != cell.text.as_str().replace(',', ""))
    {
        write!(shown, " ={}e{}", stored.digits, stored.scale).unwrap();
    }
    shown
}

#[test]
fn generated_outlines_are_as_expected() {
    let reference = reference();
    let all = submissions(&corpus("ok"));
    let path = corpus("ok.outline");
    let mut found = String::new();
    for (_, job) in all {
        let ingested = read(&job, &reference);
        ingested.documents.iter().for_each(|d| found.push_str(&outline(d)));
        found.push('\n');
    }
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let differing = found.lines().zip(expected.lines()).find(|(f, e)| f != e);
    assert!(
        found == expected,
        "ok.outline is stale, first at {differing:#?}: `UPDATE_GENERATED=1` writes it, and git shows what changed"
    );
}
