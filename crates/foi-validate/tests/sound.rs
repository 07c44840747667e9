//! What `foi` makes of a response is sound, whatever the response; and the refined schema says the same as the checks.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use foi_ingest::{Choice, Config, Given, Limits, Reference, discover, ingest};
use foi_model::submission_schema;
use foi_validate::{Engine, Record, Scratch};

#[test]
fn what_is_read_from_responses_is_sound() {
    let reference = Reference::shipped().unwrap();
    let instruments: Vec<_> = reference.instruments.iter().map(|(i, _)| &**i).collect();
    let engine = Engine::new(&instruments, &reference.register.0).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut scratch = Scratch::default();
    let folders =
        ["../../data/examples", "../foi-ingest/tests/issues", "../foi-cli/tests/formats/odd", "../foi-cli/tests/formats/ok"];
    for folder in folders.iter().map(|f| root.join(f)).filter(|f| f.is_dir()) {
        for job in discover(&[folder]).unwrap() {
            for instrument in [Choice::Auto, Choice::Only(reference.instruments.first().unwrap().0.id.clone())] {
                let config = Config { instrument, ..Config::default() };
                let read = ingest(&Given::open(&job, &Limits::default()), &reference, &config, &|_| None);
                let text = serde_json::to_string(&read.submission).unwrap();
                let record = Record { bytes: text.as_bytes(), line: 1, column: 1, index: None };
                let checked = engine.check(&mut scratch, record, "s.json");
                let wrong: Vec<_> = checked.diagnostics.iter().map(|d| d.finding()).filter(|f| f.severity == "error").collect();
                assert!(wrong.is_empty(), "{}: {wrong:#?}", job.submission_id);
                assert!(engine.structure_surely(&mut scratch, &text), "{} takes the long way", job.submission_id);
                if let Some((instrument, _)) = reference.instruments.iter().find(|(i, _)| i.id == read.submission.instrument_id) {
                    let schema = jsonschema::validator_for(&submission_schema(instrument)).unwrap();
                    let value = serde_json::to_value(&read.submission).unwrap();
                    let errors: Vec<String> =
                        schema.iter_errors(&value).map(|e| format!("{}: {e:.200}", e.instance_path())).collect();
                    assert_eq!(errors, Vec::<String>::new(), "{}", job.submission_id);
                }
            }
        }
    }
}
