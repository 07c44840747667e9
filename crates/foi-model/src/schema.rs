//! JSON Schemas, generated from the types.

use crate::correction::Corrections;
use crate::instrument::Instrument;
use crate::submission::Submission;

/// A schema that can be asked for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaName {
    /// Of a submission.
    Submission,
    /// Of an instrument.
    Instrument,
    /// Of a ledger of corrections.
    Corrections,
}

impl SchemaName {
    /// Every schema.
    pub const ALL: &[Self] = &[Self::Submission, Self::Instrument, Self::Corrections];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::Instrument => "instrument",
            Self::Corrections => "corrections",
        }
    }
}

/// The JSON Schema (draft 2020-12) of a type, as it stands in `schemas/`.
pub fn json_schema(name: SchemaName) -> serde_json::Value {
    let schema = match name {
        SchemaName::Submission => schemars::schema_for!(Submission),
        SchemaName::Instrument => schemars::schema_for!(Instrument),
        SchemaName::Corrections => schemars::schema_for!(Corrections),
    };
    schema.to_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `UPDATE_GENERATED=1` writes the files that this test compares.
    #[test]
    fn generated_schemas_are_current() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
        for &name in SchemaName::ALL {
            let path = folder.join(format!("{}.schema.json", name.as_str()));
            let expected = serde_json::to_string_pretty(&json_schema(name)).unwrap() + "\n";
            if std::env::var_os("UPDATE_GENERATED").is_some() {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&path, &expected).unwrap();
            }
            let found = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(found == expected, "{} is stale: run `UPDATE_GENERATED=1 cargo test --release`", path.display());
        }
    }
}
