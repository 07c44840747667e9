//! What must hold of every document, whatever its bytes: reading ends, and all that comes out is tied to what went in.

#![allow(clippy::panic, reason = "a fuzz target reports by panicking")]

use foi_ingest::{Block, Config, Document, Given, Ingested, Limits, Reference, Rich, ingest};
use foi_model::Place;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static REFERENCE: LazyLock<Reference> = LazyLock::new(|| match Reference::shipped() {
    Ok(reference) => reference,
    Err(error) => panic!("what ships cannot be read: {error}"),
});

/// Small limits, so that the time goes into many documents and not into a large one.
fn limits() -> Limits {
    Limits { text_bytes: 200_000, cells: 20_000, pages: 50, inflated_bytes: 8 << 20, member_bytes: 4 << 20, ..Limits::default() }
}

/// Reads bytes as a submission and panics where something does not hold of it.
pub fn check(bytes: &[u8]) {
    let config = Config { limits: limits(), ..Config::default() };
    let read = || {
        let given = Given { submission_id: "fuzz".to_owned(), files: vec![("fuzz".to_owned(), Ok(bytes.to_vec()))] };
        ingest(&given, &REFERENCE, &config, &|_| None)
    };
    let Ingested { submission, documents, .. } = read();
    for document in &documents {
        grounded(document, &config.limits);
    }
    let evidence = submission.answers.iter().flat_map(|a| {
        let cells = a.observations.iter().filter_map(|o| o.evidence.as_ref());
        a.evidence.iter().chain(cells).chain(a.descriptions.iter().filter_map(|d| d.evidence.as_ref()))
    });
    for evidence in evidence.chain(submission.issues.iter().filter_map(|i| i.evidence.as_ref())) {
        let source = documents.iter().find(|d| d.source.source_id == evidence.source_id);
        let quote = source.and_then(|d| d.resolve(&evidence.locator));
        assert_eq!(quote.as_ref(), Some(&evidence.quote), "a quote is not what stands at its place");
    }
    for observation in submission.answers.iter().flat_map(|a| &a.observations) {
        assert!(observation.cell.reported().is_none() || observation.evidence.is_some(), "a figure without evidence");
    }
    assert!(submission == read().submission, "the same bytes read twice differ");
}

/// Everything in a document stands at a place of it, and its tables are grids.
fn grounded(document: &Document, limits: &Limits) {
    let places: BTreeSet<&Place> = document.places.iter().map(|(place, _)| place).collect();
    assert_eq!(places.len(), document.places.len(), "two places of one name");
    let stands = |text: &Rich| assert!(text.is_blank() || document.evidence_of(text).is_some() || hides(text), "words of no place");
    for block in &document.blocks {
        match block {
            Block::Text(block) => stands(&block.text),
            Block::Table(table) => {
                assert!(table.width() as u64 <= limits.columns, "a table wider than the limit");
                for cell in table.rows.iter().flatten() {
                    assert!(cell.column_span > 0 && cell.row_span > 0, "a cell that covers nothing");
                    stands(&cell.text);
                }
            }
        }
    }
}

/// Words of which evidence keeps nothing, as they are an address or a number to call.
fn hides(text: &Rich) -> bool {
    foi_model::redacted(text.as_str()) != text.as_str()
}
