//! The JSON Schema of submissions that answer one instrument: which questions, which measures and columns, which units.

use serde_json::{Value, json};

use crate::instrument::{AnswerKind, Instrument, Question, Table};
use crate::schema::{SchemaName, json_schema};

/// The schema of a submission, refined by what an instrument asks for.
pub fn submission_schema(instrument: &Instrument) -> Value {
    let mut schema = json_schema(SchemaName::Submission);
    let ids: Vec<&str> = instrument.questions.iter().map(|q| q.id.as_str()).collect();
    let refined = json!({
        "title": format!("Submission to {}", instrument.id),
        "description": format!("One authority's response to `{}`: {}.", instrument.id, instrument.title),
        "properties": {
            "instrument_id": {"const": instrument.id},
            "answers": {
                "minItems": ids.len(),
                "maxItems": ids.len(),
                "items": {
                    "properties": {"question_id": {"enum": ids}},
                    "allOf": instrument.questions.iter().map(|q| answer(q, instrument)).collect::<Vec<Value>>(),
                },
            },
        },
    });
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("allOf".to_owned(), json!([refined]));
    }
    schema
}

/// What holds of the answer to a question.
fn answer(question: &Question, instrument: &Instrument) -> Value {
    let columns = |measures: bool| -> Vec<Value> {
        let terms = if measures { &instrument.measures } else { &instrument.descriptions };
        let cells = terms.iter().filter_map(|term| {
            let tables: Vec<&Table> = instrument
                .tables_of(&question.id)
                .filter(|t| t.columns.iter().any(|c| c.code == term.code && c.question == question.id))
                .collect();
            let unit = term.unit.as_ref().map(ToString::to_string);
            let name = if measures { "measure" } else { "column" };
            (!tables.is_empty()).then(|| cell(name, term.code.as_str(), unit.as_deref(), &tables, instrument))
        });
        cells.collect()
    };
    let list = |measures: bool| match columns(measures) {
        none if none.is_empty() => json!({"maxItems": 0}),
        several => json!({"items": {"anyOf": several}}),
    };
    json!({
        "if": {"properties": {"question_id": {"const": question.id.as_str()}}, "required": ["question_id"]},
        "then": {"properties": {"value": value(question.kind), "observations": list(true), "descriptions": list(false)}},
    })
}

/// The value that a kind of question has, besides none.
fn value(kind: AnswerKind) -> Value {
    let of = |kind: &str| json!({"type": ["object", "null"], "properties": {"type": {"const": kind}}});
    match kind {
        AnswerKind::Boolean => of("boolean"),
        AnswerKind::Number => of("number"),
        AnswerKind::Percent => {
            json!({"type": ["object", "null"], "properties": {"type": {"const": "number"}, "unit": {"const": "percent"}}})
        }
        AnswerKind::Date => of("date"),
        AnswerKind::Text | AnswerKind::Table | AnswerKind::Contact => json!({"type": "null"}),
    }
}

/// What holds of a cell of a column. The years of a table are no rule: a response can give others, which is worth a warning.
fn cell(name: &str, code: &str, unit: Option<&str>, tables: &[&Table], instrument: &Instrument) -> Value {
    let either = |codes: Vec<&str>, everywhere: bool| {
        let mut codes: Vec<Value> = codes.into_iter().map(Value::from).collect();
        let mut seen = std::collections::BTreeSet::new();
        codes.retain(|c| seen.insert(c.to_string()));
        if !everywhere {
            codes.push(Value::Null);
        }
        json!({"enum": codes})
    };
    let areas = tables.iter().flat_map(|t| instrument.service_areas_of(t)).map(|c| c.as_str()).collect();
    let cohorts = tables.iter().flat_map(|t| &t.cohorts).map(|c| c.as_str()).collect();
    let categories = tables.iter().flat_map(|t| &t.categories).map(|c| c.as_str()).collect();
    let areas_needed = tables.iter().all(|t| !instrument.service_areas_of(t).is_empty());
    let needed = [
        ("service_area", areas_needed),
        ("cohort", tables.iter().all(|t| !t.cohorts.is_empty())),
        ("financial_year", tables.iter().all(|t| t.any_year || !t.financial_years.is_empty())),
        ("category", tables.iter().all(|t| !t.categories.is_empty())),
    ];
    let required: Vec<&str> = needed.iter().filter(|(_, needed)| *needed).map(|(name, _)| *name).collect();
    let year = if required.contains(&"financial_year") { json!({"type": "string"}) } else { json!(true) };
    let mut fields = json!({
        "dimensions": {"required": required, "properties": {
            "financial_year": year,
            "service_area": either(areas, areas_needed),
            "cohort": either(cohorts, tables.iter().all(|t| !t.cohorts.is_empty())),
            "category": either(categories, tables.iter().all(|t| !t.categories.is_empty())),
        }},
    });
    if let Some(fields) = fields.as_object_mut() {
        fields.insert(name.to_owned(), json!({"const": code}));
        if let Some(unit) = unit {
            fields.insert("cell".to_owned(), json!({"properties": {"unit": {"enum": [unit, null]}}}));
        }
    }
    json!({"properties": fields})
}
