//! Final figures beside forecasts: what the analyses of two amounts have in common.

use foi_model::Decimal;

use crate::dims::{Dim, Division, Key};
use crate::frame::AnalysisError;
use crate::groups::{Basis, Groups, one_reason};
use crate::pairs::{Cell, sum};
use crate::percent::pounds;
use crate::population::Population;
use crate::table::{Field, Findings, Item, number_of, plain, tally};

/// What these analyses can be divided by.
pub(crate) const DIMS: &[Dim] =
    &[Dim::ServiceArea, Dim::FinancialYear, Dim::Nation, Dim::Region, Dim::AuthorityKind, Dim::AuthorityCode, Dim::AuthorityName];

/// What is divided by unless something else is asked for.
pub(crate) const DEFAULT: &[Dim] = &[Dim::ServiceArea, Dim::FinancialYear];

/// The values of column `figures`.
const NAMES: [&str; 2] = ["final", "forecast"];

/// Sums of final figures, or of forecasts.
#[derive(Default)]
pub(crate) struct Side<S> {
    basis: Basis,
    partly: u64,
    flagged: u64,
    /// In pence.
    amounts: [i128; 2],
    /// What one of the analyses alone adds up.
    pub(crate) own: S,
}

/// Final figures, then forecasts.
#[derive(Default)]
pub(crate) struct Sides<S>(pub(crate) [Side<S>; 2]);

/// The sums of one row, in pounds, and the authorities that they rest on.
pub(crate) struct Sums {
    pub(crate) first: Decimal,
    pub(crate) second: Decimal,
    /// The second less the first.
    pub(crate) difference: Decimal,
    pub(crate) used: u64,
    /// The register, or the part of it that the row is about.
    pub(crate) all: u64,
}

/// One authority's figures of one side: the sums of its two amounts, in pence.
pub(crate) type Own = [i128; 2];

impl<S> Side<S> {
    /// Adds what one authority gave. `usable` are the amounts of a cell that something can be said of, and `unusable` why there are none;
    /// `count` takes the authority's sums, and refuses those that nothing can be said of.
    pub(crate) fn add(
        &mut self,
        (cells, forecast): (&[&Cell], bool),
        usable: impl Fn(&Cell) -> Option<[i128; 2]>,
        unusable: impl Fn(&Cell) -> String,
        count: impl FnOnce(&mut S, Own) -> Result<bool, AnalysisError>,
    ) -> Result<(), AnalysisError> {
        let mut used: Vec<[i128; 2]> = cells.iter().filter(|c| c.forecast == forecast).filter_map(|c| usable(c)).collect();
        let own = used.iter().try_fold([0; 2], |so_far, amounts| sum(so_far, *amounts))?;
        if used.is_empty() || !count(&mut self.own, own)? {
            used.clear();
        }
        if used.is_empty() {
            let [last, ahead] = NAMES;
            let other = if forecast { last } else { ahead };
            let reason = |c: &&Cell| {
                if c.forecast != forecast && usable(c).is_some() { other.to_owned() } else { unusable(c) }
            };
            tally(&mut self.basis.excluded, one_reason(cells.iter().map(reason)));
            return Ok(());
        }
        self.basis.used += 1;
        self.partly += u64::from(used.len() < cells.len());
        self.flagged += u64::from(cells.iter().any(|c| c.flagged && c.forecast == forecast && usable(c).is_some()));
        self.amounts = sum(self.amounts, own)?;
        Ok(())
    }
}

/// The rows of final figures, and of forecasts where there are any. `amounts` are the fields of the two sums and their difference; `own` are
/// the fields that one analysis alone has, and `items` gives their values in a row.
pub(crate) fn findings<S: Default>(
    groups: Groups<Sides<S>>,
    (division, population): (&Division<'_>, &Population),
    (amounts, own): ([Field; 3], Vec<Field>),
    items: impl Fn(&Key, &Sums, S) -> Result<Vec<Item>, AnalysisError>,
) -> Result<Findings, AnalysisError> {
    let mut findings = Findings { fields: fields(division), rows: Vec::new() };
    findings.fields.extend(amounts);
    findings.fields.extend(own);
    findings.fields.push(Basis::reasons_field());
    for (key, group, absent) in groups.finish(division, population) {
        for (side, (name, forecast)) in group.sums.0.into_iter().zip(NAMES.into_iter().zip([false, true])) {
            if forecast && side.basis.used == 0 {
                continue;
            }
            let basis = side.basis.with_absent(&absent);
            let [first, second] = side.amounts;
            let pounds = |pence: i128| pounds(pence).ok_or(AnalysisError::TooLarge);
            let difference = pounds(second.checked_sub(first).ok_or(AnalysisError::TooLarge)?)?;
            let sums = Sums { first: pounds(first)?, second: pounds(second)?, difference, used: basis.used, all: basis.all() };
            let mut row = division.items(&key, &population.names);
            row.push(Item::Text(name.to_owned()));
            row.extend(basis.items());
            row.extend([side.partly, side.flagged, group.unidentified].map(Item::Count));
            let known = |amount| if sums.used == 0 { Item::Absent } else { Item::Decimal(amount) };
            row.extend([sums.first, sums.second, sums.difference].map(known));
            row.extend(items(&key, &sums, side.own)?);
            row.push(Item::Counts(basis.excluded));
            findings.rows.push(row);
        }
    }
    Ok(findings)
}

fn fields(division: &Division<'_>) -> Vec<Field> {
    let mut fields = division.fields();
    fields.push(plain("figures", "`final`, or `forecast` where a figure is an expectation; neither is in the sums of the other"));
    fields.extend(Basis::fields());
    fields.extend([
        number_of("n_partly", "Authorities in the sums that did not give both figures for every service and year of the row")
            .aside(),
        number_of("n_flagged", "Authorities in the sums with an error or a warning about the question that a figure comes from"),
        number_of("n_unidentified_submissions", "Submissions of no authority of the register, in no sum and no other count")
            .aside(),
    ]);
    fields
}
