//! The rows of a table, gathered by the authority that sent them.
//!
//! A table is read in portions of submissions, so that memory does not grow with it. What an authority sent in one submission is handed on
//! as soon as its portion is read; the rows of those with several are kept until all are there.

use std::collections::BTreeMap;
use std::path::Path;

use polars::prelude::*;

use crate::frame::{AnalysisError, Rows, scan};
use crate::population::{Population, Sender, Sent};

/// How many rows are read at once, about.
const PORTION: usize = 96_000;

/// Whose rows they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Respondent {
    /// An authority of the register, by its place in [`Population::authorities`].
    Authority(usize),
    /// A submission of nobody in the register.
    Unknown,
}

/// Narrows a table to the submissions from one id to another.
pub(crate) fn between(frame: LazyFrame, first: &str, last: &str) -> LazyFrame {
    let id = || col("submission_id");
    frame.filter(id().gt_eq(lit(first.to_owned())).and(id().lt_eq(lit(last.to_owned()))))
}

/// A portion of a table on its way to rows: the first and the last submission in it.
pub(crate) struct Portion<'a> {
    pub(crate) dataset: &'a Path,
    pub(crate) first: &'a str,
    pub(crate) last: &'a str,
}

impl Portion<'_> {
    /// The rows of a table in this portion, by what `plan` makes of it.
    pub(crate) fn rows(&self, table: &str, plan: impl FnOnce(LazyFrame) -> LazyFrame) -> Result<Rows, AnalysisError> {
        scan(self.dataset, table)?.collect(|frame| plan(between(frame, self.first, self.last)))
    }
}

/// Reads a table in portions, and hands on the rows of each authority, and of each submission of nobody in the register.
///
/// `read` gives the rows of a portion, each with the place of its submission in [`Population::submissions`]; `settle` makes one of rows that
/// several submissions of an authority say the same in, so that what is kept does not grow with their number; `visit` takes what one
/// respondent sent. Every authority that sent something comes once.
pub(crate) fn each<T>(
    (dataset, table): (&Path, &str),
    population: &mut Population,
    read: impl Fn(&Portion<'_>, &mut Population) -> Result<Vec<(usize, T)>, AnalysisError>,
    settle: impl Fn(Vec<T>) -> Vec<T>,
    mut visit: impl FnMut(&Population, Respondent, Vec<T>) -> Result<(), AnalysisError>,
) -> Result<(), AnalysisError> {
    let mut kept: BTreeMap<usize, Vec<T>> = BTreeMap::new();
    // As many submissions as have that many rows: each portion costs a look at the whole table's index.
    let rows = scan(dataset, table)?.height()?.max(1);
    let step = (PORTION.saturating_mul(population.submissions.len()) / rows).max(1);
    let mut from = 0;
    while let Some((first, last)) = ends(&population.submissions, (from, step)) {
        let mut rows = read(&Portion { dataset, first: &first, last: &last }, population)?;
        // Rows of one submission stand together as they are written, and then this has nothing to do.
        rows.sort_by_key(|(place, _)| *place);
        let mut rows = rows.into_iter().peekable();
        while let Some((place, row)) = rows.next() {
            let mut sent = vec![row];
            while let Some((_, row)) = rows.next_if(|(next, _)| *next == place) {
                sent.push(row);
            }
            match population.submissions.get(place).map(|s| s.sender) {
                Some(Sender::Known(authority)) => {
                    if population.authorities.get(authority).is_some_and(|a| a.submissions > 1) {
                        let mut all = kept.remove(&authority).unwrap_or_default();
                        all.extend(sent);
                        kept.insert(authority, settle(all));
                    } else {
                        visit(population, Respondent::Authority(authority), sent)?;
                    }
                }
                Some(Sender::Unknown) => visit(population, Respondent::Unknown, sent)?,
                Some(Sender::LeftOut) | None => {}
            }
        }
        from += step;
    }
    kept.into_iter().try_for_each(|(authority, rows)| visit(population, Respondent::Authority(authority), rows))
}

fn ends(submissions: &[Sent], (from, step): (usize, usize)) -> Option<(String, String)> {
    let rest = submissions.get(from..)?;
    let portion = rest.get(..step.min(rest.len()))?;
    Some((portion.first()?.id.clone(), portion.last()?.id.clone()))
}
