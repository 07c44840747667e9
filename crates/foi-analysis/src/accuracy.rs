//! How accurate estimates are said to be, beside how accurate they were.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use foi_model::{CellStatus, Decimal};
use polars::prelude::*;

use crate::dims::{Dim, Division, Key, NONE};
use crate::estimates::usable;
use crate::frame::AnalysisError;
use crate::groups::{About, Basis, Groups, one_reason};
use crate::pairs::{ESTIMATES, each_respondent, sum};
use crate::percent::{hundredths, mean, median, of_hundredths, ratio, two_places};
use crate::population::Population;
use crate::respondents::{Portion, Respondent, each};
use crate::table::{Field, Findings, Item, number_of, percent, tally};

/// What this analysis can be divided by.
pub(crate) const DIMS: &[Dim] = &[
    Dim::Cohort,
    Dim::ServiceArea,
    Dim::AllocationMethod,
    Dim::Nation,
    Dim::Region,
    Dim::AuthorityKind,
    Dim::AuthorityCode,
    Dim::AuthorityName,
];

/// What is divided by unless something else is asked for.
pub(crate) const DEFAULT: &[Dim] = &[Dim::Cohort, Dim::ServiceArea];

/// Hundredths of per cent by authority and service area, in order.
struct Computed(Vec<((u32, u32), i64)>);

impl Computed {
    fn get(&self, place: usize, area: u32) -> Option<Decimal> {
        let about = (u32::try_from(place).ok()?, area);
        let at = self.0.binary_search_by_key(&about, |(about, _)| *about).ok()?;
        self.0.get(at).map(|(_, percent)| Decimal::new(*percent, 2))
    }
}

/// What an authority says of one group of people and one service area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Stated {
    cohort: u32,
    area: u32,
    method: u32,
    accuracy: Option<Decimal>,
    status: Option<CellStatus>,
    contradicted: bool,
}

impl About for Stated {
    fn value(&self, dim: Dim) -> Option<u32> {
        match dim {
            Dim::Cohort => Some(self.cohort),
            Dim::ServiceArea => Some(self.area),
            Dim::AllocationMethod => Some(self.method),
            _ => None,
        }
    }
}

impl Stated {
    fn reason(&self) -> String {
        if self.contradicted { "reported_twice".to_owned() } else { self.status.map_or("", CellStatus::as_str).to_owned() }
    }

    /// One of two that are about the same.
    fn or(self, other: Self) -> Self {
        match (self.accuracy, other.accuracy) {
            (Some(a), Some(b)) if a != b => Self { contradicted: true, accuracy: None, ..self.min(other) },
            (Some(_), None) if !other.contradicted => self,
            (None, Some(_)) if !self.contradicted => other,
            _ if other.contradicted => other,
            _ => self.min(other),
        }
    }
}

#[derive(Default)]
struct Sums {
    basis: Basis,
    stated: Vec<i64>,
    /// Of the authorities whose accuracy can be computed too: what they state, and what is computed. All in hundredths of per cent.
    both: Vec<(i64, i64)>,
}

pub(crate) fn analyse(dataset: &Path, division: &Division<'_>) -> Result<Findings, AnalysisError> {
    let mut population = Population::read(dataset, division)?;
    let computed = computed(dataset, &mut population)?;
    let mut groups: Groups<Sums> = Groups::default();
    // Authorities that were asked, in each part of the register.
    let mut heard: BTreeMap<Key, u64> = BTreeMap::new();
    each((dataset, "accuracy"), &mut population, read, settle, |population, respondent, rows| {
        let but_method = |row: &Stated, dim| if dim == Dim::AllocationMethod { None } else { row.value(dim) };
        if rows.iter().any(|row| division.allows(&population.names, |dim| but_method(row, dim)))
            && let Respondent::Authority(_) = respondent
        {
            *heard.entry(division.key(|dim| population.value(respondent, dim).unwrap_or(NONE))).or_default() += 1;
        }
        groups.divide((division, population), respondent, &rows, |sums, place, about| {
            sums.add(about, |area| computed.get(place, area));
            Ok(())
        })
    })?;
    let by_method = division.mentions(Dim::AllocationMethod);
    let mut findings = Findings { fields: fields(division), rows: Vec::new() };
    for (key, group, mut absent) in groups.finish(division, &population) {
        if by_method {
            let heard = heard.get(&division.part(&key, Dim::is_of_authority)).copied().unwrap_or(0);
            tell_apart(&mut absent, heard.saturating_sub(group.present));
        }
        let Sums { basis, stated, both } = group.sums;
        let stated = of_hundredths(&stated);
        let basis = basis.with_absent(&absent);
        let mut row = division.items(&key, &population.names);
        row.extend(basis.items());
        row.extend([Item::Count(group.unidentified), Item::decimal(mean(&stated)), Item::decimal(median(stated))]);
        let (stated, computed): (Vec<i64>, Vec<i64>) = both.into_iter().unzip();
        row.push(Item::Count(crate::table::count(computed.len())));
        let (stated, computed) = (of_hundredths(&stated), of_hundredths(&computed));
        let [stated_mean, computed_mean] = [mean(&stated), mean(&computed)];
        let less = stated_mean.zip(computed_mean).map(|(stated, computed)| two_places(stated - computed));
        row.extend([stated_mean, computed_mean, less, mean(&distances(&stated)), mean(&distances(&computed))].map(Item::decimal));
        row.push(Item::Counts(basis.excluded));
        findings.rows.push(row);
    }
    Ok(findings)
}

/// Of those who are missing, the ones who were asked and allocate cost in another way.
fn tell_apart(absent: &mut BTreeMap<String, u64>, other: u64) {
    let silent = absent.remove("not_asked").unwrap_or(0);
    let other = other.min(silent);
    for (reason, n) in [("not_asked", silent - other), ("another_method", other)] {
        if n > 0 {
            absent.insert(reason.to_owned(), n);
        }
    }
}

/// How far percentages are from 100.
fn distances(percentages: &[Decimal]) -> Vec<Decimal> {
    percentages.iter().map(|p| (*p - Decimal::ONE_HUNDRED).abs()).collect()
}

fn fields(division: &Division<'_>) -> Vec<Field> {
    let mut fields = division.fields();
    fields.extend(Basis::fields());
    fields.extend([
        number_of("n_unidentified_submissions", "Submissions of no authority of the register, in no other count").aside(),
        percent("stated_mean_pct", "Mean accuracy of estimates as the authorities state it"),
        percent("stated_median_pct", "Middle accuracy as they state it").aside(),
        number_of("n_computed", "Those of them whose figures of the same service allow to compute it"),
        percent("stated_of_these_pct", "Mean accuracy as these state it"),
        percent("computed_of_these_pct", "Mean of their actual costs as percentages of their estimates, as the survey asks for accuracy, from all final figures of the service"),
        percent("stated_less_computed_pct", "Percentage points by which these state more than is computed"),
        percent("stated_error_pct", "Mean distance from 100 of what these state, whichever way round they reckon").aside(),
        percent("computed_error_pct", "Mean distance from 100 of what is computed").aside(),
        Basis::reasons_field(),
    ]);
    fields
}

/// What care cost each authority in each service area as a percentage of what was estimated, from all final figures. The survey asks for
/// accuracy this way round.
fn computed(dataset: &Path, population: &mut Population) -> Result<Computed, AnalysisError> {
    let mut computed = Vec::new();
    each_respondent(&ESTIMATES, dataset, population, |_, respondent, cells| {
        let Respondent::Authority(place) = respondent else { return Ok(()) };
        let areas: BTreeSet<u32> = cells.iter().map(|c| c.area).collect();
        for area in areas {
            let mut amounts = cells.iter().filter(|c| c.area == area && !c.forecast).filter_map(usable);
            let [estimated, actual] = amounts.try_fold([0; 2], sum)?;
            let about = (u32::try_from(place).unwrap_or(NONE), area);
            computed.extend(ratio([actual, estimated])?.and_then(hundredths).map(|percent| (about, percent)));
        }
        Ok(())
    })?;
    computed.sort_unstable_by_key(|(about, _)| *about);
    Ok(Computed(computed))
}

fn read(portion: &Portion<'_>, population: &mut Population) -> Result<Vec<(usize, Stated)>, AnalysisError> {
    let columns = ["submission_id", "cohort", "service_area", "allocation_method", "accuracy_pct", "accuracy_status"];
    let rows = portion.rows("accuracy", |frame| frame.select(columns.map(col)))?;
    let places = population.places(&rows.texts("submission_id")?);
    let (cohorts, areas, methods) = (rows.texts("cohort")?, rows.texts("service_area")?, rows.texts("allocation_method")?);
    let (accuracies, statuses) = (rows.decimals("accuracy_pct")?, rows.texts("accuracy_status")?);
    let keys = places.into_iter().zip(cohorts.iter().zip(areas.iter()));
    let said = methods.iter().zip(accuracies.into_iter().zip(statuses.iter()));
    let stated = keys.zip(said).filter_map(|((place, (cohort, area)), (method, (accuracy, status)))| {
        let names = &mut population.names;
        let method = method.map(|m| m.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase());
        let stated = Stated {
            cohort: names.optional(cohort),
            area: names.optional(area),
            method: names.optional(method.as_deref()),
            accuracy,
            status: CellStatus::ALL.iter().copied().find(|s| Some(s.as_str()) == status),
            contradicted: false,
        };
        Some((place?, stated))
    });
    Ok(stated.collect())
}

fn settle(rows: Vec<Stated>) -> Vec<Stated> {
    let mut settled: BTreeMap<(u32, u32), Stated> = BTreeMap::new();
    for row in rows {
        settled.entry((row.cohort, row.area)).and_modify(|s| *s = s.or(row)).or_insert(row);
    }
    settled.into_values().collect()
}

impl Sums {
    /// Adds what one authority states; `computed` is what its figures of a service say.
    fn add(&mut self, about: &[&Stated], computed: impl Fn(u32) -> Option<Decimal>) {
        let stated: Vec<Decimal> = about.iter().filter_map(|s| s.accuracy).collect();
        let Some(accuracy) = mean(&stated) else {
            tally(&mut self.basis.excluded, one_reason(about.iter().map(|s| s.reason())));
            return;
        };
        self.basis.used += 1;
        self.stated.extend(hundredths(accuracy));
        let same: Vec<Decimal> = about.iter().filter(|s| s.accuracy.is_some()).filter_map(|s| computed(s.area)).collect();
        self.both.extend(hundredths(accuracy).zip(mean(&same).and_then(hundredths)));
    }
}
