//! The jsonschema crate used plainly, beside which `foi validate` is timed: parse each line, validate it, count what is not valid.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};

use foi_model::{SchemaName, json_schema};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: plainly SUBMISSIONS.ndjson")?;
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&json_schema(SchemaName::Submission))?;
    let mut invalid = 0;
    for line in BufReader::new(File::open(path)?).lines() {
        let valid = serde_json::from_str(&line?).is_ok_and(|value| validator.is_valid(&value));
        invalid += usize::from(!valid);
    }
    println!("{invalid} not valid");
    Ok(())
}
