#![allow(clippy::unwrap_used)]
use foi_ingest::*;
#[test]
fn seeds() {
    let reference = Reference::shipped().unwrap();
    let mut out = String::new();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for path in [root.join("data/examples"), "/work/shared/responses".into()] {
        for job in discover(&[path]).unwrap() {
            let given = Given::open(&job, &Limits::default());
            let read = ingest(&given, &reference, &Config::default(), &|_| None);
            out.push_str(&serde_json::to_string(&read.submission).unwrap());
            out.push('\n');
        }
    }
    std::fs::write("/tmp/h/seeds.ndjson", out).unwrap();
}
