//! The figures of a table: what is right of each cell.

use std::collections::BTreeMap;

use crate::random::Random;

/// The figures that answer one question.
#[derive(Clone, PartialEq)]
pub(crate) struct Figures {
    pub(crate) question: String,
    pub(crate) shape: &'static Shape,
    /// First years of financial years, ascending; empty where the table has none.
    pub(crate) years: Vec<i64>,
    /// What is known, by row, measure and year (0 where there is none).
    pub(crate) cells: BTreeMap<(usize, usize, i64), Cell>,
}

/// What a table is about.
#[derive(PartialEq)]
pub(crate) struct Shape {
    /// Code and labels.
    pub(crate) measures: &'static [(&'static str, &'static [&'static str])],
    /// Service area or category, and labels; one without a code where rows are years.
    pub(crate) rows: &'static [(&'static str, &'static [&'static str])],
    /// Groups of people, each with a table of its own: code and labels.
    pub(crate) cohorts: &'static [(&'static str, &'static [&'static str])],
    pub(crate) kind: RowKind,
    pub(crate) unit: &'static str,
}

/// What the rows of a table divide.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowKind {
    ServiceArea,
    Category,
    /// Rows are years.
    Nothing,
}

/// What is right of a cell. Money is in pounds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cell {
    Figure(i64),
    Blank,
    NotHeld,
    NotApplicable,
    Suppressed,
    /// Under section 43(2), as the cell says.
    Withheld,
    /// A note says that the figure is in another row.
    Elsewhere,
    /// A note says that it will be known later.
    NotYet,
}

type Labels = &'static [(&'static str, &'static [&'static str])];

const AREAS: Labels = &[
    ("day_care", &["Day care", "Day services", "Day opportunities"]),
    ("direct_payments", &["Direct payments", "Direct Payments (DP)"]),
    ("extra_care", &["Extra care", "Extra care housing"]),
    ("home_care", &["Home care", "Domiciliary care", "Homecare"]),
    ("nursing_care", &["Nursing care", "Nursing", "Nursing homes"]),
    ("residential_care", &["Residential care", "Residential", "Residential homes"]),
    ("supported_living", &["Supported living", "Supported accommodation"]),
    ("other_services", &["Other services", "Other", "All other services"]),
];

const BUDGETS: Shape = Shape {
    measures: &[("budget", &["Budget", "Approved budget"]), ("outturn", &["Outturn", "Actual outturn"])],
    rows: AREAS,
    cohorts: &[],
    kind: RowKind::ServiceArea,
    unit: "GBP",
};
const ESTIMATES: Shape = Shape {
    measures: &[("estimated_budget", &["EB", "Estimated budget"]), ("actual_cost", &["AC", "Actual cost"])],
    rows: AREAS,
    cohorts: &[],
    kind: RowKind::ServiceArea,
    unit: "GBP",
};
const ACCURACY: Shape = Shape {
    measures: &[("accuracy_of_estimate", &["Accuracy of estimate", "Accuracy"])],
    rows: AREAS,
    cohorts: &[("older_people", &["Older people", "Older people (65+)"]), ("working_age", &["Working age", "Working age adults"])],
    kind: RowKind::ServiceArea,
    unit: "percent",
};
const REFERRALS: Shape = Shape {
    measures: &[
        ("referrals", &["Number of referrals", "Referrals"]),
        ("referral_rate", &["Rate per 10,000", "Rate per 10,000 children"]),
    ],
    rows: &[("", &[""])],
    cohorts: &[],
    kind: RowKind::Nothing,
    unit: "count",
};
const LEAVERS: Shape = Shape {
    measures: &[("leavers", &["Leavers", "Number of leavers"])],
    rows: &[("children", &["Children's services", "Children"]), ("adults", &["Adult services", "Adults"])],
    cohorts: &[],
    kind: RowKind::Category,
    unit: "count",
};
const STARTERS: Shape = Shape { measures: &[("starters", &["Starters", "New starters"])], ..LEAVERS };
const SPENDING: Shape = Shape {
    measures: &[("electricity", &["Electricity", "Energy"]), ("repairs", &["Repairs", "Maintenance"])],
    rows: &[("", &[""])],
    cohorts: &[],
    kind: RowKind::Nothing,
    unit: "GBP",
};
const VISITS: Shape = Shape { measures: &[("visits", &["Visits"]), ("loans", &["Loans"])], unit: "count", ..SPENDING };
const TRANSPORT: Shape = Shape { measures: &[("taxis", &["Taxis"]), ("buses", &["Buses"])], ..SPENDING };

/// The shape of the table of a question, by its id; those of the unknown surveys are told apart by their questions.
fn shape(question: &str) -> &'static Shape {
    match question {
        "11" => &BUDGETS,
        "6" => &ESTIMATES,
        "8b" => &ACCURACY,
        "3a" => &REFERRALS,
        "4a" => &LEAVERS,
        "4b" => &STARTERS,
        "3" => &SPENDING,
        "2a" => &VISITS,
        "2" => &TRANSPORT,
        _ => panic!("question `{question}` has figures and no table: give it a shape"),
    }
}

impl Figures {
    /// The figures that a seed gives to a question.
    pub(crate) fn new(seed: u64, question: &str) -> Self {
        let mut random = Random::new(seed, &format!("figures {question}"));
        let shape = shape(question);
        let years = match (shape.kind, shape.cohorts.is_empty()) {
            (_, false) => Vec::new(),
            (RowKind::ServiceArea, _) => (2022..=2025).collect(),
            _ => (2020..=2024).collect(),
        };
        let mut figures = Self { question: question.to_owned(), shape, years, cells: BTreeMap::new() };
        let rows = shape.rows.len() * shape.cohorts.len().max(1);
        let gaps = random.chance(60);
        for row in 0..rows {
            let mut base = random.range(800, 46_000);
            let services = shape.unit == "GBP" && shape.kind == RowKind::ServiceArea;
            let elsewhere = gaps && services && row % 8 == 2 && random.chance(30);
            for &year in figures.years.iter().chain(figures.years.is_empty().then_some(&0)) {
                base += base * random.range(-3, 9) / 100;
                for measure in 0..shape.measures.len() {
                    let cell = match random.below(60) {
                        _ if elsewhere => Cell::Elsewhere,
                        0 | 1 if gaps => Cell::Blank,
                        2 if gaps => Cell::NotHeld,
                        3 if gaps => Cell::NotApplicable,
                        4 if gaps && services => Cell::Withheld,
                        5 if gaps => Cell::Figure(0),
                        4..=6 if gaps && shape.kind == RowKind::Category => Cell::Suppressed,
                        _ => Cell::Figure(figure(&mut random, shape, measure, base)),
                    };
                    figures.cells.insert((row, measure, year), cell);
                }
            }
        }
        if gaps && question == "11" && random.chance(25) {
            for row in 0..rows {
                let cell = figures.cells.get_mut(&(row, 1, 2025)).unwrap();
                *cell = if *cell == Cell::Elsewhere { Cell::Elsewhere } else { Cell::NotYet };
            }
        }
        figures
    }

    /// The same table with nothing in it.
    pub(crate) fn hollow(&self) -> Self {
        let cells = self.cells.keys().map(|&key| (key, Cell::Blank)).collect();
        Self { cells, ..self.clone() }
    }

    /// Whether every cell has a figure.
    pub(crate) fn complete(&self) -> bool {
        self.cells.values().all(|c| matches!(c, Cell::Figure(_)))
    }

    /// Service area, cohort and category of a row.
    pub(crate) fn dimensions(&self, row: usize) -> (&'static str, &'static str, &'static str) {
        let code = self.shape.rows[row % self.shape.rows.len()].0;
        let cohort = self.shape.cohorts.get(row / self.shape.rows.len()).map_or("", |c| c.0);
        match self.shape.kind {
            RowKind::ServiceArea => (code, cohort, ""),
            RowKind::Category => ("", cohort, code),
            RowKind::Nothing => ("", "", ""),
        }
    }
}

/// A figure of a likely size: money in whole thousands, so that every scale can state it exactly.
fn figure(random: &mut Random, shape: &Shape, measure: usize, base: i64) -> i64 {
    match shape.unit {
        // More was taken in than paid out.
        "GBP" if measure == 1 && random.chance(1) => -(base / 20 + 1) * 1000,
        "GBP" => (base + base * random.range(-4, 4) * measure as i64 / 100) * 1000,
        "percent" => random.range(71, 118),
        _ if shape.kind == RowKind::Category => 5 + base % 70,
        _ if shape.measures[measure].0 == "referral_rate" => 300 + base % 290,
        _ => base,
    }
}
