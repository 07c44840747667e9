//! Two amounts of money beside each other, as authorities gave them.

use std::collections::BTreeMap;
use std::path::Path;

use foi_model::CellStatus;
use polars::prelude::*;

use crate::dims::{Dim, NONE};
use crate::frame::{AnalysisError, Rows};
use crate::groups::About;
use crate::population::Population;
use crate::respondents::{Portion, Respondent, each};

/// A table of two amounts.
pub(crate) struct Pair {
    pub(crate) table: &'static str,
    /// The amount that comes first in time, and the one that it is compared with: `budget`, `outturn`. Also the columns of the table.
    pub(crate) names: [&'static str; 2],
    /// The measures of table `observations` that the amounts are taken from.
    pub(crate) measures: [&'static str; 2],
}

/// Budget beside outturn.
pub(crate) const OUTTURN: Pair = Pair { table: "outturn", names: ["budget", "outturn"], measures: ["budget", "outturn"] };

/// Estimated budget beside actual cost.
pub(crate) const ESTIMATES: Pair =
    Pair { table: "estimates", names: ["estimated", "actual"], measures: ["estimated_budget", "actual_cost"] };

/// What an authority gave for one service area and one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) area: u32,
    pub(crate) year: u32,
    /// The two amounts, in pence.
    pub(crate) amounts: [Option<i128>; 2],
    statuses: [Option<CellStatus>; 2],
    pub(crate) forecast: bool,
    /// Whether an error or a warning is about the question that a figure comes from.
    pub(crate) flagged: bool,
    /// Whether two submissions of the authority give different figures.
    contradicted: bool,
}

impl Cell {
    /// Both amounts, where both are given and no other submission gives others.
    pub(crate) fn both(&self) -> Option<[i128; 2]> {
        match self.amounts {
            [Some(first), Some(second)] if !self.contradicted => Some([first, second]),
            _ => None,
        }
    }

    /// The second amount, where it is given, is final, and no other submission gives another.
    pub(crate) fn final_second(&self) -> Option<i128> {
        let [_, second] = self.amounts;
        second.filter(|_| !self.forecast && !self.contradicted)
    }

    /// Whether the second amount leaves no gap in a total: it is there, it is in that of another service, or there is no such service.
    pub(crate) fn leaves_no_gap(&self) -> bool {
        let [_, status] = self.statuses;
        self.final_second().is_some() || matches!(status, Some(CellStatus::IncludedElsewhere | CellStatus::NotApplicable))
    }

    /// Why there are not two amounts: `not_held` where neither is, `outturn not_held` where only one is missing.
    pub(crate) fn reason(&self, [first, second]: [&str; 2]) -> String {
        if self.contradicted {
            return "reported_twice".to_owned();
        }
        let text = |status: Option<CellStatus>| status.map_or("", CellStatus::as_str);
        match self.statuses {
            [a, b] if a == b => text(a).to_owned(),
            [Some(CellStatus::Reported), b] => format!("{second} {}", text(b)),
            [a, Some(CellStatus::Reported)] => format!("{first} {}", text(a)),
            [a, b] => format!("{first} {}, {second} {}", text(a), text(b)),
        }
    }

    /// Why there is no final second amount.
    pub(crate) fn second_reason(&self) -> String {
        let [_, status] = self.statuses;
        match status {
            _ if self.contradicted => "reported_twice".to_owned(),
            Some(CellStatus::Reported) | None => "forecast".to_owned(),
            Some(status) => status.as_str().to_owned(),
        }
    }

    /// One cell of two that say something of the same service area and year.
    fn or(self, other: Self) -> Self {
        let marks = |cell: Self| Self { forecast: self.forecast || other.forecast, flagged: self.flagged || other.flagged, ..cell };
        let differ = |(a, b): (&Option<i128>, &Option<i128>)| a.is_some() && b.is_some() && a != b;
        match (self.amounts, other.amounts) {
            _ if self.contradicted => self,
            _ if other.contradicted => other,
            (ours, theirs) if ours.iter().zip(&theirs).any(differ) => Self { contradicted: true, ..self },
            (ours, theirs) if ours == theirs && ours.iter().any(Option::is_some) => marks(self),
            ([Some(_), Some(_)], _) => self,
            (_, [Some(_), Some(_)]) => other,
            // Neither is of use; which of them is named does not hang on the order of submissions.
            _ if other.statuses < self.statuses => other,
            _ => self,
        }
    }
}

impl About for Cell {
    fn value(&self, dim: Dim) -> Option<u32> {
        match dim {
            Dim::ServiceArea => Some(self.area),
            Dim::FinancialYear => Some(self.year),
            _ => None,
        }
    }
}

/// Two pairs of amounts added up.
pub(crate) fn sum([a, b]: [i128; 2], [c, d]: [i128; 2]) -> Result<[i128; 2], AnalysisError> {
    a.checked_add(c).zip(b.checked_add(d)).map(|(first, second)| [first, second]).ok_or(AnalysisError::TooLarge)
}

/// Hands on what each respondent gave.
pub(crate) fn each_respondent(
    pair: &Pair,
    dataset: &Path,
    population: &mut Population,
    visit: impl FnMut(&Population, Respondent, Vec<Cell>) -> Result<(), AnalysisError>,
) -> Result<(), AnalysisError> {
    each((dataset, pair.table), population, |portion, population| read(pair, portion, population), settle, visit)
}

fn settle(cells: Vec<Cell>) -> Vec<Cell> {
    let mut settled: BTreeMap<(u32, u32), Cell> = BTreeMap::new();
    for cell in cells {
        settled.entry((cell.area, cell.year)).and_modify(|c| *c = c.or(cell)).or_insert(cell);
    }
    settled.into_values().collect()
}

fn read(pair: &Pair, portion: &Portion<'_>, population: &mut Population) -> Result<Vec<(usize, Cell)>, AnalysisError> {
    let [first, second] = pair.names;
    let [amounts, statuses] = ["gbp", "status"].map(|what| [first, second].map(|name| format!("{name}_{what}")));
    let flagged = flagged(pair, portion)?;
    let key = ["submission_id", "service_area", "financial_year"];
    let columns: Vec<Expr> =
        key.into_iter().chain(amounts.iter().chain(&statuses).map(String::as_str)).chain(["forecast"]).map(col).collect();
    let rows = portion.rows(pair.table, |frame| {
        let frame = frame.select(columns);
        match flagged {
            Some(flagged) => frame.join(flagged, key.map(col), key.map(col), JoinArgs::new(JoinType::Left)),
            None => frame.with_columns([lit(NULL).cast(DataType::Boolean).alias("flagged")]),
        }
    })?;
    cells(&rows, &amounts, &statuses, population)
}

fn cells(
    rows: &Rows,
    amounts: &[String; 2],
    statuses: &[String; 2],
    population: &mut Population,
) -> Result<Vec<(usize, Cell)>, AnalysisError> {
    let places = population.places(&rows.texts("submission_id")?);
    let (areas, years) = (rows.texts("service_area")?, rows.texts("financial_year")?);
    let [first, second] = amounts.each_ref().map(|name| rows.pence(name));
    let [first_status, second_status] = statuses.each_ref().map(|name| rows.texts(name));
    let (first_status, second_status) = (first_status?, second_status?);
    let said = first_status.iter().zip(second_status.iter());
    let marks = rows.booleans("forecast")?.into_iter().zip(rows.booleans("flagged")?);
    let keys = places.into_iter().zip(areas.iter().zip(years.iter()));
    let figures = first?.into_iter().zip(second?).zip(said.zip(marks));
    let cells = keys.zip(figures).filter_map(|((place, (area, year)), ((first, second), (said, (forecast, flagged))))| {
        let status = |text: Option<&str>| CellStatus::ALL.iter().copied().find(|s| Some(s.as_str()) == text);
        let cell = Cell {
            area: area.map_or(NONE, |a| population.names.number(a)),
            year: year.map_or(NONE, |y| population.names.number(y)),
            amounts: [first, second],
            statuses: [status(said.0), status(said.1)],
            forecast: forecast == Some(true),
            flagged: flagged == Some(true),
            contradicted: false,
        };
        Some((place?, cell))
    });
    Ok(cells.collect())
}

/// The submissions, service areas and years with a figure whose question has an issue that is more than a note; none where there is no such
/// issue.
fn flagged(pair: &Pair, portion: &Portion<'_>) -> Result<Option<LazyFrame>, AnalysisError> {
    let question = ["submission_id", "question_id"].map(col);
    let grave = col("severity").eq(lit("error")).or(col("severity").eq(lit("warning")));
    let issues =
        portion.rows("issues", |f| f.filter(grave.and(col("question_id").is_not_null())).select(question.clone()))?.frame();
    if issues.height() == 0 {
        return Ok(None);
    }
    let [first, second] = pair.measures.map(|measure| col("measure").eq(lit(measure)));
    // The figure of a cohort or a category is a part, and is not in the sums.
    let whole = col("cohort").is_null().and(col("category").is_null());
    let figures = portion.rows("observations", |frame| {
        let figures = frame.filter(first.or(second).and(whole).and(col("value").is_not_null()));
        let cells = figures.join(issues.lazy(), question.clone(), question, JoinArgs::new(JoinType::Inner));
        let key = ["submission_id", "service_area", "financial_year"].map(col);
        cells.select(key).unique(None, UniqueKeepStrategy::Any).with_columns([lit(true).alias("flagged")])
    })?;
    Ok(Some(figures.frame().lazy()))
}
