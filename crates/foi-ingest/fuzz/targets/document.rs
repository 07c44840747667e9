//! Bytes as a document of whatever format they are taken for.

#![no_main]

use foi_ingest_fuzz::check;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| check(bytes));
