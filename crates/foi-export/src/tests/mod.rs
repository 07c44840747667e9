//! Tests of the crate as a whole, on hand-made submissions.

mod folder;
mod formats;
mod reading;
mod rows;
mod sample;
