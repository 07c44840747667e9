//! From bytes to submissions, in stages: `read`, `identify`, `bind`, `interpret`, `check`.
//!
//! Each stage has one input and one output; [`ingest`] runs them over the documents of one submission and keeps what each stage found,
//! so that `foi inspect` can show it. Nothing here writes a file, and nothing fails on what a document says: what cannot be read is an issue.

mod bind;
mod budget;
mod check;
mod discover;
mod document;
mod draft;
mod identify;
mod interpret;
mod lexicon;
mod pipeline;
mod read;
mod reference;
mod survey;
mod template;
mod withhold;

pub use bind::{Binding, Bound, Span};
pub use budget::{Budget, Exceeded, Limits};
pub use discover::{DiscoverError, Job, JobFile, discover, slug};
pub use document::{Block, Document, Rich, Stored, Style, Table, TableCell, TextBlock};
pub use draft::draft;
pub use pipeline::{Choice, Config, Given, Ingested, Step, ingest};
pub use read::{Access, FORMATS, Format};
pub use reference::{Reference, ReferenceError, parse_bank_holidays, parse_register};
pub use survey::Survey;
