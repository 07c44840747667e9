//! The difference between estimate and cost that an authority itself accepts.

use std::collections::BTreeMap;
use std::path::Path;

use foi_model::Decimal;
use polars::prelude::*;

use crate::frame::{AnalysisError, scan};
use crate::population::{Population, Sender};

/// The tolerance of each authority that states one, in per cent. Of one whose submissions state several, none is known.
pub(crate) fn tolerances(dataset: &Path, population: &Population) -> Result<BTreeMap<usize, Decimal>, AnalysisError> {
    let stated = col("tolerance_pct").is_not_null();
    let columns = ["submission_id", "tolerance_pct"].map(col);
    let rows = scan(dataset, "submissions")?.collect(|frame| frame.filter(stated).select(columns))?;
    let places = population.places(&rows.texts("submission_id")?);
    let mut stated: BTreeMap<usize, Option<Decimal>> = BTreeMap::new();
    for (place, value) in places.into_iter().zip(rows.decimals("tolerance_pct")?) {
        if let Some(Sender::Known(authority)) = place.and_then(|place| population.submissions.get(place)).map(|sent| sent.sender) {
            stated.entry(authority).and_modify(|known| *known = known.filter(|k| Some(*k) == value)).or_insert(value);
        }
    }
    Ok(stated.into_iter().filter_map(|(authority, value)| Some((authority, value?))).collect())
}
