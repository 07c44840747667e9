//! An instrument with what recognition makes of its wordings and names, made once.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use foi_model::{Instrument, Table};
use serde::{Deserialize, Serialize};

use crate::bind::Sheet;
use crate::interpret::Labels;

/// An instrument that responses can be held against. Clones share it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "Instrument", into = "Instrument")]
pub struct Survey(Arc<Made>);

#[derive(Debug)]
struct Made {
    instrument: Instrument,
    sheet: OnceLock<Sheet>,
    /// One for each table of the instrument, in their order.
    labels: OnceLock<Vec<Labels>>,
}

impl Survey {
    /// The questions as passages are held against them.
    pub(crate) fn sheet(&self) -> &Sheet {
        self.0.sheet.get_or_init(|| Sheet::new(&self.0.instrument.questions))
    }

    /// The tables, each with the names of what stands in it.
    pub(crate) fn tables(&self) -> impl Iterator<Item = (&Table, &Labels)> {
        let instrument = &self.0.instrument;
        let made = || instrument.tables.iter().map(|t| Labels::of_table(instrument, t)).collect();
        instrument.tables.iter().zip(self.0.labels.get_or_init(made))
    }
}

impl From<Instrument> for Survey {
    fn from(instrument: Instrument) -> Self {
        Self(Arc::new(Made { instrument, sheet: OnceLock::new(), labels: OnceLock::new() }))
    }
}

impl From<Survey> for Instrument {
    fn from(survey: Survey) -> Self {
        survey.0.instrument.clone()
    }
}

impl Deref for Survey {
    type Target = Instrument;

    fn deref(&self) -> &Instrument {
        &self.0.instrument
    }
}
