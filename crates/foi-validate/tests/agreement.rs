//! The engine and the jsonschema crate take the same texts for submissions, on a hundred thousand mutated ones.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::path::Path;

use foi_ingest::{Config, Given, Limits, Reference, discover, ingest};
use foi_model::{SchemaName, json_schema};
use foi_validate::{Engine, Record, Scratch};
use serde_json::{Value, json};

/// Without optimisation a tenth is enough to wait for.
const ROUNDS: usize = if cfg!(debug_assertions) { 10_000 } else { 100_000 };

/// A small generator of numbers that are the same on every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        // xorshift64*, Vigna 2016
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).unwrap() % n.max(1)
    }

    fn of<'v, T>(&mut self, items: &'v [T]) -> &'v T {
        &items[self.below(items.len())]
    }
}

/// Submissions read from the examples, cut to a few cells for each answer.
fn seeds(reference: &Reference) -> Vec<Value> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/examples");
    let mut seeds = Vec::new();
    for job in discover(&[examples]).unwrap() {
        let read = ingest(&Given::open(&job, &Limits::default()), reference, &Config::default(), &|_| None);
        let mut value = serde_json::to_value(read.submission).unwrap();
        for answer in value["answers"].as_array_mut().unwrap() {
            answer["observations"].as_array_mut().unwrap().truncate(3);
            answer["descriptions"].as_array_mut().unwrap().truncate(1);
        }
        value["answers"].as_array_mut().unwrap().truncate(8);
        value["issues"].as_array_mut().unwrap().truncate(2);
        seeds.push(value);
    }
    seeds
}

/// Every value inside a value, as a pointer.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, v)| pointers(v, &format!("{at}/{name}"), found)),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, v)| pointers(v, &format!("{at}/{i}"), found)),
        _ => {}
    }
}

/// Changes one place of a submission: something is left out, put in, or takes the place of something else.
fn change(value: &mut Value, chance: &mut Chance, others: &[Value]) {
    let mut all = Vec::new();
    pointers(value, "", &mut all);
    let place = chance.of(&all).clone();
    let strange = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(101),
        json!(256),
        json!(5.0),
        json!(1.5),
        json!(""),
        json!("x"),
        json!([]),
        json!({}),
        json!("2024-25"),
        json!("2024-26"),
        json!("2024-02-30"),
        json!("2024-02-29"),
        json!("FOIA s1"),
        json!("FOIA s43(2)"),
        json!("E08000016"),
        json!("line 3 chars 9-2"),
        json!("blank"),
        json!("reported"),
        json!("withheld"),
        json!("not_found"),
        json!("1".repeat(40)),
        json!("-0.50"),
        json!("GBP"),
        json!("zażółć \" \\ \n"),
        json!("9.0"),
    ];
    let other = chance.of(others).clone();
    let mut elsewhere = Vec::new();
    pointers(&other, "", &mut elsewhere);
    let taken = other.pointer(chance.of::<String>(&elsewhere)).unwrap().clone();
    let target = value.pointer_mut(&place).unwrap();
    match (chance.below(8), target) {
        (0 | 1, target) => *target = chance.of(&strange).clone(),
        (2, target) => *target = taken,
        (3, Value::Object(fields)) => {
            let names: Vec<String> = fields.keys().cloned().collect();
            if !names.is_empty() {
                fields.shift_remove(chance.of(&names));
            }
        }
        (4, Value::Object(fields)) => {
            fields.insert(chance.of(&["note", "value", "evidence", "status", "é"]).to_string(), taken);
        }
        (3 | 4, Value::Array(items)) => {
            if !items.is_empty() {
                let at = chance.below(items.len());
                items.remove(at);
            }
        }
        (5, Value::Array(items)) => items.push(taken),
        (5, Value::Object(fields)) => {
            // The order of fields means nothing.
            let first = fields.keys().next().cloned().and_then(|name| fields.shift_remove_entry(&name));
            fields.extend(first);
        }
        (_, Value::String(text)) => {
            let mut characters: Vec<char> = text.chars().collect();
            let at = chance.below(characters.len() + 1);
            match chance.below(3) {
                0 => characters.insert(at, *chance.of(&['a', 'Z', '0', '-', '.', ' ', 'é', '"', '_'])),
                1 if at < characters.len() => drop(characters.remove(at)),
                _ => characters.truncate(at),
            }
            *text = characters.into_iter().collect();
        }
        (_, target) => *target = chance.of(&strange).clone(),
    }
}

/// Changes the text itself: bytes left out, put in, doubled, exchanged.
fn scribble(text: &mut Vec<u8>, chance: &mut Chance) {
    let at = chance.below(text.len());
    let length = (1 + chance.below(12)).min(text.len() - at);
    match chance.below(7) {
        0 => text[at] = u8::try_from(chance.below(256)).unwrap(),
        1 => drop(text.drain(at..at + length)),
        2 => text.truncate(at),
        3 => {
            let piece = text[at..at + length].to_vec();
            text.splice(at..at, piece);
        }
        _ => {
            let pieces: [&[u8]; 16] = [
                b" ", b"\n", b",", b"\"", b"\\", b"\\u0041", b"\\ud800", b"{", b"]", b"\t", b"-", b"0", b"1e5", b".5", b"null",
                b"\x01",
            ];
            let piece = chance.of(&pieces).to_vec();
            text.splice(at..at, piece);
        }
    }
}

#[test]
fn the_engine_agrees_with_the_jsonschema_crate() {
    let reference = Reference::shipped().unwrap();
    let instruments: Vec<_> = reference.instruments.iter().map(|(i, _)| &**i).collect();
    let engine = Engine::new(&instruments, &reference.register.0).unwrap();
    let validator =
        jsonschema::draft202012::options().should_validate_formats(true).build(&json_schema(SchemaName::Submission)).unwrap();
    let seeds = seeds(&reference);
    // Several threads, each with mutations of its own.
    let shares: [u64; 4] = [0x5eed_2026, 0x5eed_2027, 0x5eed_2028, 0x5eed_2029];
    let (mut valid_ones, mut at_once) = (0, 0);
    let (engine, validator, seeds) = (&engine, &validator, seeds.as_slice());
    std::thread::scope(|scope| {
        let threads = shares.map(|seed| scope.spawn(move || agrees(engine, validator, seeds, Chance(seed), ROUNDS / shares.len())));
        for (valid, fast) in threads.map(|thread| thread.join().unwrap()) {
            valid_ones += valid;
            at_once += fast;
        }
    });
    // Both sorts must be met, and what is valid is nearly always told at once.
    assert!(valid_ones > ROUNDS / 5 && valid_ones < ROUNDS * 4 / 5, "{valid_ones} of {ROUNDS} are valid");
    assert!(at_once > valid_ones * 9 / 10, "{at_once} of {valid_ones} are told at once");
}

/// How many of a number of mutated submissions are valid, and of how many the quick pass says so.
fn agrees(
    engine: &Engine,
    validator: &jsonschema::Validator,
    seeds: &[Value],
    mut chance: Chance,
    rounds: usize,
) -> (usize, usize) {
    let mut scratch = Scratch::default();
    let (mut valid_ones, mut at_once) = (0, 0);
    for round in 0..rounds {
        let mut value = chance.of(seeds).clone();
        for _ in 0..chance.below(3) {
            change(&mut value, &mut chance, seeds);
        }
        let mut bytes = value.to_string().into_bytes();
        if round % 3 == 0 {
            scribble(&mut bytes, &mut chance);
        }
        let valid = serde_json::from_slice(&bytes).is_ok_and(|v| validator.is_valid(&v));
        let checked = engine.check(&mut scratch, Record { bytes: &bytes, line: 1, column: 1, index: None }, "a");
        let codes: Vec<&str> = checked.diagnostics.iter().map(|d| d.finding().code.as_str()).collect();
        let refused = codes.iter().any(|c| ["json-invalid", "schema-mismatch", "schema-version"].contains(c));
        let text = String::from_utf8_lossy(&bytes);
        assert_eq!(!refused, valid, "round {round}: {codes:?}\n{text}");
        valid_ones += usize::from(valid);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            let fast = engine.structure_surely(&mut scratch, text);
            assert!(valid || !fast, "round {round}\n{text}");
            at_once += usize::from(fast);
        }
    }
    (valid_ones, at_once)
}
