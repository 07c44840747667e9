//! What holds of every response, however it is written.

use std::collections::BTreeMap;

use foi_ingest::{Block, Ingested};
use foi_model::{IssueCode, Value};
use rayon::prelude::*;

use crate::figures::Figures;
use crate::formats::FORMATS;
use crate::manner::{Form, Layout, Manner, Place, Scale};
use crate::truth::{Truth, Verdict};
use crate::{REFERENCE, layouts, read};

/// Seeds that the scorecard does not use.
const SEEDS: std::ops::Range<u64> = 1_000..1_060;

/// Each seed with a format of its own.
fn each(check: impl Fn(u64, Truth, Manner) -> Result<(), String> + Sync) {
    let checked = |seed: u64| {
        let truth = Truth::new(seed, &REFERENCE, |_| true);
        check(seed, truth, Manner::new(seed, Layout::Echoed))
    };
    let failed: Vec<String> = SEEDS.into_par_iter().filter_map(|seed| checked(seed).err()).collect();
    assert!(failed.is_empty(), "{} of {} seeds\n{}", failed.len(), SEEDS.count(), failed.join("\n"));
}

fn written(seed: u64, truth: &Truth, manner: &Manner) -> Ingested {
    let format = &FORMATS[seed as usize % FORMATS.len()];
    read((format.write)(&layouts::write(truth, manner, format.attaches)))
}

/// Every value and figure of a reading, by what it is about.
fn values(read: &Ingested) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    for answer in &read.submission.answers {
        if let Some(value) = &answer.value {
            values.insert(answer.question_id.to_string(), format!("{value:?}"));
        }
        for observation in &answer.observations {
            if let Some(given) = observation.cell.reported() {
                let about = format!("{} {} {:?}", answer.question_id, observation.measure, observation.dimensions);
                values.insert(about, format!("{} {}", given.value.normalize(), given.unit.as_str()));
            }
        }
    }
    values
}

/// What differs between two readings that should give the same values.
fn differing(seed: u64, one: &Ingested, other: &Ingested) -> Result<(), String> {
    let (one, other) = (values(one), values(other));
    let keys: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differs = keys.into_iter().find(|key| one.get(*key) != other.get(*key));
    differs.map_or(Ok(()), |key| {
        let format = FORMATS[seed as usize % FORMATS.len()].name;
        Err(format!("{seed} {format}: {key}: {:?} and {:?}", one.get(key), other.get(key)))
    })
}

#[test]
fn nothing_written_gives_no_value() {
    each(|seed, truth, manner| {
        let truth = truth.hollow();
        // A total of nothing would be written as a nought.
        let read = written(seed, &truth, &Manner { total: false, ..manner });
        let values = values(&read);
        match values.first_key_value() {
            Some((about, value)) => Err(format!("{seed}: {about} is {value} where nothing is written")),
            None => Ok(()),
        }
    });
}

#[test]
fn no_value_stands_without_words() {
    each(|seed, truth, manner| {
        let layout = Layout::ALL[seed as usize % Layout::ALL.len()];
        let read = written(seed, &truth, &Manner { layout, ..manner });
        for answer in &read.submission.answers {
            let id = &answer.question_id;
            let told = answer.evidence.as_ref().is_some_and(|e| !e.quote.trim().is_empty());
            if matches!(answer.value, Some(Value::Boolean { .. } | Value::Number { .. })) && !told {
                return Err(format!("{seed}: Q{id} has {:?} and no words for it", answer.value));
            }
            if answer.text.as_deref().is_some_and(|t| t.trim().is_empty()) {
                return Err(format!("{seed}: Q{id} has an empty text"));
            }
            if let Some(empty) = answer.descriptions.iter().find(|d| d.text.trim().is_empty()) {
                return Err(format!("{seed}: Q{id} has an empty {}", empty.column));
            }
            for observation in &answer.observations {
                let raw = observation.raw.as_deref();
                let figure = raw.is_some_and(|r| r == "Nil" || r.contains(|c: char| c.is_ascii_digit()));
                if raw.is_some_and(|r| r.trim().is_empty()) || observation.cell.reported().is_some() && !figure {
                    return Err(format!("{seed}: Q{id} {} {:?} from {raw:?}", observation.measure, observation.cell));
                }
            }
        }
        Ok(())
    });
}

/// Whether words say thousands or millions.
fn states_scale(text: &str) -> bool {
    let text = text.to_lowercase();
    ["000", "£k", "thousand", "£m", "million"].iter().any(|word| text.contains(word))
        || text
            .split(|c: char| c.is_whitespace() || "()".contains(c))
            .any(|word| word.strip_suffix(['k', 'm']).is_some_and(|number| number.ends_with(|c: char| c.is_ascii_digit())))
}

#[test]
fn no_scale_comes_from_nowhere() {
    each(|seed, truth, manner| {
        let scale = [Scale::Pounds, Scale::Thousands, Scale::Millions][seed as usize % 3];
        let place = [Place::Unsaid, manner.place][seed as usize / 3 % 2];
        let form = if manner.form == Form::Lines { Form::Wide } else { manner.form };
        let read = written(seed, &truth, &Manner { scales: [scale; 2], place, form, ..manner });
        // A figure such as `1,000` among others is no statement of a scale: tables speak by their labels alone.
        let stated = |o: &foi_model::Observation| {
            [&o.raw, &o.row_label, &o.column_label].into_iter().flatten().any(|text| states_scale(text))
                || read
                    .documents
                    .iter()
                    .flat_map(|d| &d.blocks)
                    .any(|b| matches!(b, Block::Text(t) if states_scale(t.text.as_str())))
        };
        for answer in &read.submission.answers {
            // So many thousands of pounds no council has: the figure itself says that it counts pounds.
            let given = |o: &foi_model::Observation| o.cell.reported().map(|r| r.value);
            let large = answer.observations.iter().filter_map(given).any(|v| v >= 10_000_000.into());
            for observation in &answer.observations {
                let Some(given) = observation.cell.reported() else { continue };
                if given.multiplier > 0 && !stated(observation) {
                    return Err(format!(
                        "{seed}: Q{} {:?}: no words state 10^{}",
                        answer.question_id, observation.raw, given.multiplier
                    ));
                }
                let unsaid = place == Place::Unsaid && given.unit.as_str() == "GBP" && given.multiplier == 0;
                let warned = read.submission.issues.iter().any(|i| {
                    i.question_id.as_ref() == Some(&answer.question_id)
                        && matches!(i.code, IssueCode::ScaleUnstated | IssueCode::ScaleConflict | IssueCode::ScaleMixed)
                });
                if unsaid && !large && !warned {
                    return Err(format!(
                        "{seed}: Q{} {:?}: no issue says that the scale is unstated",
                        answer.question_id, observation.raw
                    ));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn boilerplate_changes_no_value() {
    each(|seed, truth, manner| {
        let plain = written(seed, &truth, &Manner { boilerplate: 0, ..manner.clone() });
        let longer = written(seed, &truth, &Manner { boilerplate: 5, ..manner });
        differing(seed, &plain, &longer)
    });
}

#[test]
fn the_style_of_numbering_changes_no_value() {
    each(|seed, truth, manner| {
        let one = written(seed, &truth, &Manner { numbering: 0, ..manner.clone() });
        (1..8).try_for_each(|numbering| {
            differing(seed, &one, &written(seed, &truth, &Manner { numbering, ..manner.clone() }))
                .map_err(|e| format!("numbering {numbering}: {e}"))
        })
    });
}

#[test]
fn the_order_of_columns_changes_no_value() {
    each(|seed, mut truth, manner| {
        let form = if manner.form == Form::Lines { Form::Wide } else { manner.form };
        // Without a table there is no column to put elsewhere.
        for answer in truth.answers.iter_mut().filter(|a| a.question.kind == crate::surveys::Kind::Figures) {
            answer.verdict = Verdict::Figures(Figures::new(seed, &answer.question.id));
        }
        let manner = Manner { form, ..manner };
        let first = written(seed, &truth, &Manner { latest_first: false, spent_first: false, ..manner.clone() });
        [(true, false), (false, true), (true, true)].into_iter().try_for_each(|(latest_first, spent_first)| {
            differing(seed, &first, &written(seed, &truth, &Manner { latest_first, spent_first, ..manner.clone() }))
        })
    });
}
