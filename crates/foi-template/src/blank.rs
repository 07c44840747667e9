//! A submission in which nothing is said yet.

use foi_model::{
    Answer, Cell, Dimensions, Disposition, DispositionCode, Instrument, Observation, Question, Request, SCHEMA_VERSION, Submission,
    Table,
};

/// A blank submission to an instrument: an answer for each question and a cell for each figure, all `blank`.
pub fn blank(instrument: &Instrument) -> Submission {
    Submission {
        schema_version: SCHEMA_VERSION.to_owned(),
        submission_id: "name-of-authority".to_owned(),
        instrument_id: instrument.id.clone(),
        authority: None,
        request: Request::default(),
        documents: Vec::new(),
        answers: instrument.questions.iter().map(|q| answer(instrument, q)).collect(),
        issues: Vec::new(),
        corrected: std::collections::BTreeMap::new(),
    }
}

fn answer(instrument: &Instrument, question: &Question) -> Answer {
    let mut observations = Vec::new();
    for table in instrument.tables_of(&question.id) {
        for column in table.columns.iter().filter(|c| c.question == question.id && instrument.measure(&c.code).is_some()) {
            observations.extend(
                dimensions(instrument, table)
                    .into_iter()
                    .map(|dimensions| Observation::typed(column.code.clone(), dimensions, Cell::Blank {})),
            );
        }
    }
    Answer {
        question_id: question.id.clone(),
        section: question.section.clone(),
        disposition: Disposition::new(DispositionCode::Blank, [], Vec::new()).unwrap_or_else(|_| Disposition::not_found()),
        text: None,
        value: None,
        observations,
        descriptions: Vec::new(),
        evidence: None,
        confidence: 100,
        corrected: Default::default(),
    }
}

fn dimensions(instrument: &Instrument, table: &Table) -> Vec<Dimensions> {
    let mut all = crate::tables::rows(instrument, table);
    // Years that the authority chooses are its to add.
    if table.any_year && table.financial_years.is_empty() {
        all.clear();
    }
    all
}
