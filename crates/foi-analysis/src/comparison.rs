//! Published figures beside the answers, and never among them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use foi_model::{CellStatus, Decimal, Finding, Severity};
use polars::prelude::*;

use crate::dims::{Dim, Division};
use crate::frame::{AnalysisError, scan};
use crate::pairs::{OUTTURN, each_respondent};
use crate::percent::{percent_of, pounds as in_pounds};
use crate::population::Population;
use crate::published::{ALL_AREAS, Figures, Key, Published, read};
use crate::quotes::{Quote, columns, files, quotes};
use crate::respondents::Respondent;
use crate::table::{Field, Findings, Item, percent, plain, pounds};

/// The code of an answer that is a thousand times the published figure, or a thousandth of it.
const CODE: &str = "published-differs";

const HELP: &str = "compare the unit at the place shown with the published figure; where the answer was read in a wrong scale, record a correction with `foi correct`";

/// Published figures beside the outturn that authorities gave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// One row for each authority of the register, year and service area that there is a published figure of.
    pub findings: Findings,
    /// A warning for each answer whose unit may have slipped.
    pub doubts: Vec<Finding>,
    /// What the files have and no service area is the same as, with how many figures.
    pub unmapped: BTreeMap<String, u64>,
}

/// What a published figure says of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    SameOrder,
    Thousandfold,
    Thousandth,
    OtherOrder,
    PublishedInPart,
    SoStated,
    PublishedOnly,
    NotPublished,
}

impl Verdict {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::SameOrder => "same_order",
            Self::Thousandfold => "thousandfold",
            Self::Thousandth => "thousandth",
            Self::OtherOrder => "other_order",
            Self::PublishedInPart => "published_in_part",
            Self::SoStated => "published_only_and_so_stated",
            Self::PublishedOnly => "published_only",
            Self::NotPublished => "not_published",
        }
    }

    /// Of an answer beside a published figure. Definitions differ between a survey and a return, so a factor of three is no news.
    fn of(given: Decimal, published: Decimal) -> Self {
        let thousands = Decimal::ONE_THOUSAND;
        let Some(permille) = given.saturating_mul(thousands).checked_div(published) else { return Self::OtherOrder };
        let within = |permille: Decimal| permille >= Decimal::from(333) && permille <= Decimal::from(3_000);
        if within(permille) {
            Self::SameOrder
        } else if within(permille.checked_div(thousands).unwrap_or_default()) {
            Self::Thousandfold
        } else if within(permille.saturating_mul(thousands)) {
            Self::Thousandth
        } else {
            Self::OtherOrder
        }
    }
}

/// A published figure beside what an authority gave.
pub(crate) struct Beside {
    pub(crate) code: String,
    pub(crate) name: String,
    /// Whether the authority sent anything.
    pub(crate) answered: bool,
    pub(crate) area: String,
    pub(crate) year: String,
    pub(crate) amount: Option<Decimal>,
    pub(crate) status: String,
    pub(crate) figure: Published,
    /// The answer in per cent of a published figure that is whole.
    pub(crate) ratio: Option<Decimal>,
    pub(crate) verdict: Verdict,
    /// The words of the answer, or of the reason why there is none.
    pub(crate) quote: Option<Quote>,
    question: Option<String>,
}

impl Beside {
    /// What is wrong with the answer, where its unit may have slipped.
    pub(crate) fn doubt(&self) -> Option<Finding> {
        let how = match self.verdict {
            Verdict::Thousandfold => "about a thousand times",
            Verdict::Thousandth => "about a thousandth of",
            _ => return None,
        };
        let (amount, published) = (self.amount?, self.figure.amount?);
        let (area, year, source) = (&self.area, &self.year, self.figure.source);
        let about = format!("outturn of {area} in {year}");
        Some(Finding {
            code: CODE.to_owned(),
            severity: Severity::Warning.as_str().to_owned(),
            message: format!("{}: {about} is £{amount}, {how} the £{published} that is published ({source})", self.name),
            help: HELP.to_owned(),
            locator: self.quote.as_ref().map(|q| q.locator.clone()),
            submission_id: self.quote.as_ref().map(|q| q.submission.clone()),
            question_id: self.question.clone(),
            actual: self.quote.as_ref().and_then(|q| q.words.clone()),
            expected: Some(format!("of the order of £{published}")),
            ..Finding::default()
        })
    }

    fn row(&self) -> Vec<Item> {
        vec![
            Item::Text(self.code.clone()),
            Item::Text(self.name.clone()),
            Item::Text(self.area.clone()),
            Item::Text(self.year.clone()),
            Item::decimal(self.amount),
            Item::Text(self.status.clone()),
            Item::decimal(self.figure.amount),
            Item::Text(self.figure.source.to_owned()),
            Item::decimal(self.ratio),
            Item::Text(self.verdict.as_str().to_owned()),
        ]
    }
}

/// Sets published figures beside the outturn that authorities gave.
///
/// # Errors
/// [`AnalysisError::Reference`] where a file is no ASC-FR data file and no revenue outturn; else as [`crate::analyse`].
pub fn beside_published(dataset: &Path, published: &[&Path]) -> Result<Comparison, AnalysisError> {
    let (beside, unmapped) = compare(dataset, published)?;
    let paths = files(dataset)?;
    let doubts = beside.iter().filter_map(|b| {
        let file = b.quote.as_ref().and_then(|q| paths.get(&(q.submission.clone(), q.source.clone())).cloned());
        Some(Finding { file, ..b.doubt()? })
    });
    let findings = Findings { fields: fields(), rows: beside.iter().map(Beside::row).collect() };
    Ok(Comparison { findings, doubts: doubts.collect(), unmapped })
}

/// The published figures of authorities of the register beside their answers, in order, and what of the files is of no service area.
pub(crate) fn compare(dataset: &Path, published: &[&Path]) -> Result<(Vec<Beside>, BTreeMap<String, u64>), AnalysisError> {
    let Figures { figures, unmapped } = read(published)?;
    let division = Division { by: &[Dim::AuthorityCode, Dim::AuthorityName], conditions: &[] };
    let mut population = Population::read(dataset, &division)?;
    let given = given(dataset, &mut population)?;
    let mut said = said(dataset)?;
    let names: BTreeMap<&str, (&str, bool)> = population
        .authorities
        .iter()
        .filter_map(|a| {
            let text = |dim| a.value(dim).and_then(|n| population.names.text(n));
            Some((text(Dim::AuthorityCode)?, (text(Dim::AuthorityName).unwrap_or(""), a.submissions > 0)))
        })
        .collect();
    let mut beside = Vec::new();
    for (key, figure) in figures {
        let Some((name, answered)) = names.get(key.0.as_str()) else { continue };
        let (amount, status) = match given.get(&key) {
            Some(given) => (given.amount, given.status.clone()),
            None => (None, if *answered { "not_asked" } else { "no_submission" }.to_owned()),
        };
        let Said { elsewhere, quote, question } = said.remove(&key).unwrap_or_default();
        let ratio =
            amount.zip(figure.amount).filter(|_| !figure.partial).and_then(|(given, published)| percent_of(given, published));
        let verdict = match (amount, figure.amount) {
            (_, None) => Verdict::NotPublished,
            (None, Some(_)) if elsewhere => Verdict::SoStated,
            (None, Some(_)) => Verdict::PublishedOnly,
            (Some(_), Some(_)) if figure.partial => Verdict::PublishedInPart,
            (Some(given), Some(published)) => Verdict::of(given, published),
        };
        let (code, year, area) = key;
        let (name, answered) = ((*name).to_owned(), *answered);
        beside.push(Beside { code, name, answered, area, year, amount, status, figure, ratio, verdict, quote, question });
    }
    Ok((beside, unmapped))
}

fn fields() -> Vec<Field> {
    vec![
        plain("authority_code", "ONS code of the authority"),
        plain("authority_name", "Name of the authority"),
        plain("service_area", "The service, or `all` for the whole of adult social care"),
        plain("financial_year", "The financial year"),
        pounds("outturn_gbp", "What the authority gave in its response"),
        plain("outturn_status", "What is known of it; `not_asked` and `no_submission` where there is no such answer"),
        pounds("published_gbp", "What is published; no part of any figure of the answers"),
        plain("published_in", "Where it is published"),
        percent("answer_of_published_pct", "The answer as a percentage of the published figure, where that is whole"),
        plain(
            "verdict",
            "`same_order` within a factor of three, `thousandfold` and `thousandth` where a unit may have slipped, `other_order`, `published_only` beside a gap, \
             `published_only_and_so_stated` where the authority withheld this figure because it is published, `published_in_part`, `not_published`",
        ),
    ]
}

/// What an authority gave.
struct Given {
    amount: Option<Decimal>,
    status: String,
}

/// The outturns that authorities gave, and their sum where it has no gap.
fn given(dataset: &Path, population: &mut Population) -> Result<BTreeMap<Key, Given>, AnalysisError> {
    let mut given = BTreeMap::new();
    each_respondent(&OUTTURN, dataset, population, |population, respondent, cells| {
        let Respondent::Authority(place) = respondent else { return Ok(()) };
        let code =
            population.authorities.get(place).and_then(|a| a.value(Dim::AuthorityCode)).and_then(|c| population.names.text(c));
        let Some(code) = code else { return Ok(()) };
        let mut totals: BTreeMap<&str, Option<i128>> = BTreeMap::new();
        for cell in &cells {
            let (Some(area), Some(year)) = (population.names.text(cell.area), population.names.text(cell.year)) else { continue };
            let amount = cell.final_second();
            let status = if amount.is_some() { "reported".to_owned() } else { cell.second_reason() };
            given.insert((code.to_owned(), year.to_owned(), area.to_owned()), Given { amount: amount.and_then(in_pounds), status });
            let total = totals.entry(year).or_insert(Some(0));
            *total = total.filter(|_| cell.leaves_no_gap()).and_then(|t| t.checked_add(amount.unwrap_or(0)));
        }
        for (year, total) in totals {
            let status = if total.is_some() { "reported" } else { "has_gaps" };
            let key = (code.to_owned(), year.to_owned(), ALL_AREAS.to_owned());
            given.insert(key, Given { amount: total.and_then(in_pounds), status: status.to_owned() });
        }
        Ok(())
    })?;
    Ok(given)
}

/// What a response says where it gives an outturn, or where it gives none.
#[derive(Default)]
struct Said {
    /// Whether it says that the figure can be had elsewhere.
    elsewhere: bool,
    quote: Option<Quote>,
    question: Option<String>,
}

/// What responses say of each outturn, by authority, year and service area. A year as a whole can be had elsewhere where one of its figures
/// can.
fn said(dataset: &Path) -> Result<BTreeMap<Key, Said>, AnalysisError> {
    let accessible = otherwise_accessible(dataset)?;
    let [_, measure] = OUTTURN.measures;
    let whole = col("cohort").is_null().and(col("category").is_null());
    let rows = scan(dataset, "observations")?.collect(|frame| {
        let what = ["submission_id", "question_id", "authority_code", "service_area", "financial_year", "status"].map(col);
        frame.filter(col("measure").eq(lit(measure)).and(whole)).select(what.into_iter().chain(columns()).collect::<Vec<_>>())
    })?;
    let (ids, questions, codes) = (rows.texts("submission_id")?, rows.texts("question_id")?, rows.texts("authority_code")?);
    let (areas, years, statuses) = (rows.texts("service_area")?, rows.texts("financial_year")?, rows.texts("status")?);
    let who = ids.iter().zip(questions.iter()).zip(codes.iter());
    let what = areas.iter().zip(years.iter()).zip(statuses.iter()).zip(quotes(&rows)?);
    let mut said: BTreeMap<Key, Said> = BTreeMap::new();
    for (((id, question), code), (((area, year), status), quote)) in who.zip(what) {
        let (Some(id), Some(code), Some(year), Some(area)) = (id, code, year, area) else { continue };
        let cited = || accessible.contains(&(id.to_owned(), question.unwrap_or("").to_owned()));
        let elsewhere = match status {
            Some(s) if s == CellStatus::Published.as_str() => true,
            Some(s) if s == CellStatus::Withheld.as_str() => cited(),
            _ => false,
        };
        let entry = said.entry((code.to_owned(), year.to_owned(), area.to_owned())).or_default();
        entry.elsewhere |= elsewhere;
        // Of two submissions, the words of the one that gives a figure.
        if entry.quote.is_none() || status == Some(CellStatus::Reported.as_str()) {
            (entry.quote, entry.question) = (quote, question.map(str::to_owned));
        }
        said.entry((code.to_owned(), year.to_owned(), ALL_AREAS.to_owned())).or_default().elsewhere |= elsewhere;
    }
    Ok(said)
}

/// The questions of submissions that something is withheld from because it can be had elsewhere: FOIA s21, FOISA s25.
fn otherwise_accessible(dataset: &Path) -> Result<BTreeSet<(String, String)>, AnalysisError> {
    let rows = scan(dataset, "exemptions")?.collect(|f| f.select(["submission_id", "question_id", "provision"].map(col)))?;
    let (ids, questions, provisions) = (rows.texts("submission_id")?, rows.texts("question_id")?, rows.texts("provision")?);
    let accessible = |provision: &str| matches!(provision.split('(').next(), Some("FOIA s21" | "FOISA s25"));
    let cited = ids.iter().zip(questions.iter()).zip(provisions.iter());
    let cited = cited.filter(|(_, provision)| provision.is_some_and(accessible));
    Ok(cited.filter_map(|((id, question), _)| Some((id?.to_owned(), question?.to_owned()))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_units_shows() {
        for (given, expected) in [
            ("100", Verdict::SameOrder),
            ("33.3", Verdict::SameOrder),
            ("300", Verdict::SameOrder),
            ("301", Verdict::OtherOrder),
            ("100000", Verdict::Thousandfold),
            ("0.0333", Verdict::Thousandth),
            ("0", Verdict::OtherOrder),
            ("-50", Verdict::OtherOrder),
        ] {
            assert_eq!(Verdict::of(given.parse().unwrap(), Decimal::ONE_HUNDRED), expected, "{given}");
        }
        assert_eq!(Verdict::of(Decimal::ONE, Decimal::ZERO), Verdict::OtherOrder);
    }
}
