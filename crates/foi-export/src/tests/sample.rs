//! A small survey, and a response to it.

use foi_model::{
    Answer, Authority, AuthorityRef, Cell, Code, Description, Dimensions, Disposition, DispositionCode, Evidence, Exemption,
    Instrument, Legislation, Nation, Observation, QuestionId, Register, Reported, Request, SCHEMA_VERSION, Source, SourceId,
    SourceRole, Submission, Unit, Value,
};

use crate::{BankHolidays, Dataset, Hashed, Input, sha256};

pub(super) const INSTRUMENT: &str = r#"
    id = "care-2030"
    title = "Care | costs"
    screening = "1"
    questions = [
        { id = "1", kind = "boolean", prompt = "Is a RAS used?" },
        { id = "4", kind = "table", prompt = "What was customised?", asked_if = { question = "1", answer = true } },
        { id = "6", kind = "table", prompt = "Estimate and actual cost?" },
        { id = "8", kind = "table", prompt = "Accuracy?" },
        { id = "10", kind = "table", prompt = "Methods?" },
        { id = "11", kind = "table", prompt = "Budget and outturn?" },
        { id = "12", kind = "contact", prompt = "Who answers?" },
    ]
    tables = [
        { id = "4", columns = [{ code = "customised", question = "4" }, { code = "last_changed", question = "4" }, { code = "description", question = "4" }] },
        { id = "6", any_year = true, columns = [{ code = "estimated_budget", question = "6" }, { code = "actual_cost", question = "6" }] },
        { id = "8", cohorts = ["older_people", "working_age"], columns = [{ code = "uses_ras", question = "8" }, { code = "allocation_method", question = "8" }, { code = "accuracy_of_estimate", question = "8" }, { code = "comments", question = "8" }] },
        { id = "10", columns = [{ code = "calculation_method", question = "10" }, { code = "allocation_method", question = "10" }, { code = "comments", question = "10" }] },
        { id = "11", financial_years = ["2023-24", "2024-25"], columns = [{ code = "budget", question = "11" }, { code = "outturn", question = "11" }] },
    ]
    measures = [
        { code = "estimated_budget", label = "EB", unit = "GBP" },
        { code = "actual_cost", label = "AC", unit = "GBP" },
        { code = "accuracy_of_estimate", label = "Accuracy", unit = "percent" },
        { code = "budget", label = "Budget", unit = "GBP" },
        { code = "outturn", label = "Outturn", unit = "GBP" },
    ]
    descriptions = [
        { code = "customised", label = "Customised" }, { code = "last_changed", label = "Last changed" }, { code = "description", label = "Description" },
        { code = "uses_ras", label = "Uses RAS" }, { code = "allocation_method", label = "Allocation" }, { code = "comments", label = "Comments" },
        { code = "calculation_method", label = "Calculation" },
    ]
    service_areas = [{ code = "home_care", label = "Home care" }, { code = "day_care", label = "Day care" }]
    cohorts = [{ code = "older_people", label = "65 and over" }, { code = "working_age", label = "18 to 64" }]
"#;

pub(super) fn instrument() -> Instrument {
    let instrument = Instrument::from_toml(INSTRUMENT).unwrap();
    assert_eq!(instrument.faults(), []);
    instrument
}

pub(super) fn evidence(quote: &str) -> Evidence {
    Evidence { source_id: sha256(b"the letter"), locator: "line 7 chars 1-9".parse().unwrap(), quote: quote.to_owned() }
}

pub(super) fn id(text: &str) -> QuestionId {
    text.parse().unwrap()
}

pub(super) fn code(text: &str) -> Code {
    text.parse().unwrap()
}

pub(super) fn answer(question: &str, disposition: DispositionCode) -> Answer {
    let ground = Exemption {
        legislation: Legislation::Foia,
        provision: Some("FOIA s21".parse().unwrap()),
        public_interest_test: None,
        evidence: Some(evidence("section 21")),
    };
    let grounds = if disposition == DispositionCode::Withheld { vec![ground] } else { vec![] };
    Answer {
        question_id: id(question),
        section: None,
        disposition: Disposition::new(disposition, [], grounds).unwrap(),
        text: None,
        value: None,
        observations: vec![],
        descriptions: vec![],
        evidence: Some(evidence("as follows")),
        confidence: 90,
        corrected: Default::default(),
    }
}

/// `home_care 2024-25`, `older_people home_care`, in any order.
fn dimensions(text: &str) -> Dimensions {
    let mut dimensions = Dimensions::default();
    for word in text.split_whitespace() {
        match word {
            "older_people" | "working_age" => dimensions.cohort = Some(code(word)),
            "children" => dimensions.category = Some(code(word)),
            year if year.starts_with("20") => dimensions.financial_year = Some(year.parse().unwrap()),
            area => dimensions.service_area = Some(code(area)),
        }
    }
    dimensions
}

pub(super) fn reported(value: &str, unit: &str) -> Cell {
    let unit: Unit = unit.parse().unwrap();
    Cell::Reported(Reported { value: value.parse().unwrap(), unit, multiplier: 0, forecast: Some(false), confidence: 95 })
}

pub(super) fn observation(measure: &str, of: &str, cell: Cell) -> Observation {
    Observation {
        measure: code(measure),
        dimensions: dimensions(of),
        row_label: Some("Home care".to_owned()),
        column_label: None,
        cell,
        raw: Some("-164".to_owned()),
        evidence: Some(evidence("-164")),
        note: None,
        corrected: None,
    }
}

pub(super) fn words(column: &str, of: &str, text: &str) -> Description {
    Description { column: code(column), dimensions: dimensions(of), text: text.to_owned(), evidence: Some(evidence(text)) }
}

pub(super) fn submission() -> Submission {
    let mut screening = answer("1", DispositionCode::Answered);
    screening.text = Some("=Yes; \"we do\",\nmostly".to_owned());
    screening.value = Some(Value::Boolean { value: true });
    let mut costs = answer("11", DispositionCode::Answered);
    costs.observations = vec![
        observation("budget", "home_care 2024-25", reported("1000.10", "GBP")),
        observation("outturn", "home_care 2024-25", reported("1000.43", "GBP")),
        observation("budget", "day_care 2024-25", reported("0", "GBP")),
        observation("outturn", "day_care 2024-25", reported("-164", "GBP")),
        observation("budget", "day_care 2023-24", Cell::NotHeld {}),
    ];
    Submission {
        schema_version: SCHEMA_VERSION.to_owned(),
        submission_id: "barnsley".to_owned(),
        instrument_id: "care-2030".to_owned(),
        authority: Some(AuthorityRef {
            code: "E08000016".parse().unwrap(),
            name: "Barnsley".to_owned(),
            nation: Nation::England,
            region: "Yorkshire and The Humber".to_owned(),
            evidence: Some(evidence("Barnsley")),
        }),
        request: Request {
            requested_on: Some("2024-03-28".parse().unwrap()),
            responded_on: Some("2024-04-02".parse().unwrap()),
            ..Request::default()
        },
        documents: vec![Source {
            source_id: sha256(b"the letter"),
            path: "barnsley.txt".to_owned(),
            media_type: "text/plain".to_owned(),
            bytes: 10,
            pages: None,
            role: SourceRole::Response,
        }],
        answers: vec![screening, costs, answer("12", DispositionCode::Withheld)],
        issues: vec![],
        corrected: Default::default(),
    }
}

pub(super) fn register() -> Register {
    let authority = |code: &str, former: &[&str], name: &str| Authority {
        code: code.parse().unwrap(),
        former_codes: former.iter().map(|c| c.parse().unwrap()).collect(),
        name: name.to_owned(),
        aliases: vec![],
        nation: Nation::England,
        region: "Yorkshire and The Humber".to_owned(),
        kind: "metropolitan district".to_owned(),
        domains: vec![],
    };
    Register::new(vec![authority("E08000038", &["E08000016"], "Barnsley"), authority("E08000017", &[], "Doncaster")])
}

pub(super) fn holidays() -> BankHolidays {
    ["2024-03-29", "2024-04-01"].into_iter().map(|d| (Nation::England, d.parse().unwrap())).collect()
}

/// Owns what a [`Dataset`] borrows.
pub(super) struct Sample {
    pub(super) submissions: Vec<Submission>,
    instrument: Instrument,
    register: Register,
    holidays: BankHolidays,
}

impl Sample {
    pub(super) fn new() -> Self {
        Self { submissions: vec![submission()], instrument: instrument(), register: register(), holidays: holidays() }
    }

    pub(super) fn with<T>(&self, work: impl FnOnce(&Dataset<'_>) -> T) -> T {
        let hash = |text: &str| -> SourceId { sha256(text.as_bytes()) };
        work(&Dataset {
            submissions: &self.submissions,
            instruments: &[Hashed { content: &self.instrument, sha256: hash("instrument") }],
            register: Hashed { content: &self.register, sha256: hash("register") },
            bank_holidays: Hashed { content: &self.holidays, sha256: hash("holidays") },
            corrections: None,
            inputs: &[Input { path: "barnsley.txt".to_owned(), source_id: hash("the letter"), bytes: 10 }],
            roots: &["responses".to_owned()],
        })
    }
}
