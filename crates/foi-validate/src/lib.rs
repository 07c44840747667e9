//! Whether submissions are sound: structure against the JSON Schema, then meaning against the instrument, over files of any size.
//!
//! Nearly every submission is sound, and is told so by one pass over its bytes and one over what that found; [`schema`] says how. Only
//! what is not found sound is read again, by the jsonschema crate and with a place and a cause for each fault.

mod catalogue;
mod diagnostic;
mod engine;
mod excerpt;
mod fault;
mod json;
mod meaning;
mod place;
pub mod report;
pub mod schema;
mod stream;
mod structure;
mod words;

pub use catalogue::Check;
pub use diagnostic::{Diagnostic, Tally, number};
pub use engine::{Checked, Engine, Record, Scratch};
pub use excerpt::Excerpt;
pub use place::Place;
pub use stream::{Form, Options, Source, Summary, open, validate};
pub use structure::formats;

/// Why nothing could be validated.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The schema of submissions has something that no check is known for.
    #[error("the schema of submissions cannot be used: {0}")]
    Schema(String),
    /// A file cannot be read.
    #[error("cannot read `{file}`")]
    Read {
        /// Its name.
        file: String,
        /// What the operating system, or the unpacking, says.
        source: std::io::Error,
    },
    /// The output cannot be written.
    #[error("cannot write the findings")]
    Write(#[source] std::io::Error),
}
