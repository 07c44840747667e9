//! The difference between estimate and cost that an authority itself accepts.

use std::collections::BTreeMap;
use std::path::Path;

use foi_model::Decimal;
use polars::prelude::*;

use crate::frame::{AnalysisError, scan};
use crate::population::{Population, Sender};

/// The question that asks for it, and its survey.
const QUESTION: [&str; 2] = ["ras-2026", "5"];

/// The tolerance of each authority that states one, in per cent. Of one whose submissions state several, none is known.
pub(crate) fn tolerances(dataset: &Path, population: &Population) -> Result<BTreeMap<usize, Decimal>, AnalysisError> {
    let [instrument, question] = QUESTION;
    let rows = scan(dataset, "answers")?.collect(|answers| {
        let stated = col("question_id").eq(lit(question)).and(col("unit").eq(lit("percent")));
        answers.filter(stated.and(col("value_number").is_not_null())).select(["submission_id", "value_number"].map(col))
    })?;
    let places = population.places(&rows.texts("submission_id")?);
    let mut stated: BTreeMap<usize, Option<Decimal>> = BTreeMap::new();
    for (place, value) in places.into_iter().zip(rows.decimals("value_number")?) {
        let Some(sent) = place.and_then(|place| population.submissions.get(place)) else { continue };
        if let (Sender::Known(authority), Some(instrument_is)) = (sent.sender, population.names.text(sent.instrument))
            && instrument_is == instrument
        {
            let value = value.map(|v| v.abs());
            stated.entry(authority).and_modify(|known| *known = known.filter(|k| Some(*k) == value)).or_insert(value);
        }
    }
    Ok(stated.into_iter().filter_map(|(authority, value)| Some((authority, value?))).collect())
}
