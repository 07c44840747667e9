//! What became of each question, whether responses came in time, and who has not answered.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use polars::prelude::*;

use crate::dims::{Dim, Division};
use crate::frame::AnalysisError;
use crate::groups::{About, Basis, Groups, one_reason};
use crate::percent::share;
use crate::population::{Population, Sender};
use crate::respondents::{Portion, each};
use crate::table::{Field, Findings, Item, number_of, percent, reasons, tally};

/// What this analysis can be divided by.
pub(crate) const DIMS: &[Dim] =
    &[Dim::Instrument, Dim::Question, Dim::Nation, Dim::Region, Dim::AuthorityKind, Dim::AuthorityCode, Dim::AuthorityName];

/// What is divided by unless something else is asked for.
pub(crate) const DEFAULT: &[Dim] = &[Dim::Instrument, Dim::Question];

/// Working days in which a request has to be answered: Freedom of Information Act 2000 s10(1), FOISA s10(1).
const IN_TIME: i64 = 20;

/// What one authority said to one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    instrument: u32,
    question: u32,
    /// Whether the question, or a part of it, was answered; true is taken before false.
    silent: bool,
    disposition: u32,
}

impl About for Said {
    fn value(&self, dim: Dim) -> Option<u32> {
        match dim {
            Dim::Instrument => Some(self.instrument),
            Dim::Question => Some(self.question),
            _ => None,
        }
    }
}

#[derive(Default)]
struct Sums {
    basis: Basis,
    dispositions: BTreeMap<String, u64>,
    in_time: u64,
    late: u64,
}

pub(crate) fn analyse(dataset: &Path, division: &Division<'_>) -> Result<Findings, AnalysisError> {
    let mut population = Population::read(dataset, division)?;
    let days = first_days(&population);
    let mut groups: Groups<Sums> = Groups::default();
    each((dataset, "answers"), &mut population, read, settle, |population, respondent, rows| {
        groups.divide((division, population), respondent, &rows, |sums, place, about| {
            add(sums, population, about, |instrument| days.get(&(place, instrument)).copied());
            Ok(())
        })
    })?;
    let mut findings = Findings { fields: fields(division), rows: Vec::new() };
    for (key, group, absent) in groups.finish(division, &population) {
        let Sums { basis, dispositions, in_time, late } = group.sums;
        let basis = basis.with_absent(&absent);
        let (used, all, dated) = (basis.used, basis.all(), in_time + late);
        let mut row = division.items(&key, &population.names);
        row.extend([Item::Count(all), Item::Count(group.present)]);
        row.extend(basis.items());
        row.extend([Item::Count(absent.get("no_submission").copied().unwrap_or(0)), Item::Count(group.unidentified)]);
        row.extend([share(used, group.present), share(used, all), share(all - (group.present - used), all)].map(Item::decimal));
        row.extend([in_time, late, group.present - dated].map(Item::Count));
        row.extend([share(in_time, dated), share(in_time, all), share(all - late, all)].map(Item::decimal));
        row.extend([Item::Counts(dispositions), Item::Counts(basis.excluded)]);
        findings.rows.push(row);
    }
    Ok(findings)
}

fn fields(division: &Division<'_>) -> Vec<Field> {
    let mut fields = division.fields();
    fields.extend([
        number_of("n_expected", "Authorities of the register").aside(),
        number_of("n_asked", "Authorities with a submission that the question belongs to"),
    ]);
    let [used, excluded] = Basis::fields();
    fields.extend([Field { description: "Authorities that answer it, or a part of it", ..used }, excluded]);
    fields.extend([
        number_of("n_no_submission", "Authorities of the register without any submission").aside(),
        number_of("n_unidentified_submissions", "Submissions of no authority of the register, in no other count").aside(),
        percent("answered_pct", "Share of those asked that answer").aside(),
        percent("answered_low_pct", "The share of all of the register if nobody else would answer").aside(),
        percent("answered_high_pct", "The share of all of the register if everybody who is silent would answer").aside(),
        number_of("n_in_time", "Authorities asked that responded within 20 working days of their nation"),
        number_of("n_late", "Authorities asked that responded later"),
        number_of("n_undated", "Authorities asked whose response does not say when it was asked for or sent"),
        percent("in_time_pct", "Share of those with both dates that responded in time").aside(),
        percent("in_time_low_pct", "The share of all of the register if nobody else did or will").aside(),
        percent("in_time_high_pct", "The share of all of the register if everybody else did or will").aside(),
        reasons("dispositions", "How many of those asked say what kind of thing; the last two columns tell the others apart"),
        Basis::reasons_field(),
    ]);
    fields
}

/// Of each authority and survey, the fewest working days that a response took.
fn first_days(population: &Population) -> BTreeMap<(usize, u32), i64> {
    let mut days: BTreeMap<(usize, u32), i64> = BTreeMap::new();
    for sent in &population.submissions {
        if let (Sender::Known(place), Some(taken)) = (sent.sender, sent.working_days) {
            days.entry((place, sent.instrument)).and_modify(|d| *d = taken.min(*d)).or_insert(taken);
        }
    }
    days
}

fn read(portion: &Portion<'_>, population: &mut Population) -> Result<Vec<(usize, Said)>, AnalysisError> {
    let rows = portion.rows("answers", |frame| frame.select(["submission_id", "question_id", "disposition"].map(col)))?;
    let places = population.places(&rows.texts("submission_id")?);
    let (questions, dispositions) = (rows.texts("question_id")?, rows.texts("disposition")?);
    let said = places.into_iter().zip(questions.iter().zip(dispositions.iter()));
    let said = said.filter_map(|(place, (question, disposition))| {
        let instrument = population.submissions.get(place?)?.instrument;
        let said = Said {
            instrument,
            question: population.names.optional(question),
            silent: !matches!(disposition, Some("answered" | "partly_answered")),
            disposition: population.names.optional(disposition),
        };
        Some((place?, said))
    });
    Ok(said.collect())
}

/// Of two submissions, the one that answers counts.
fn settle(rows: Vec<Said>) -> Vec<Said> {
    let mut settled: BTreeMap<(u32, u32), Said> = BTreeMap::new();
    for row in rows {
        settled.entry((row.instrument, row.question)).and_modify(|s| *s = (*s).min(row)).or_insert(row);
    }
    settled.into_values().collect()
}

/// Adds what one authority said; `days` are the fewest working days that it took for a survey.
fn add(sums: &mut Sums, population: &Population, about: &[&Said], days: impl Fn(u32) -> Option<i64>) {
    let text = |said: &Said| population.names.text(said.disposition).unwrap_or("").to_owned();
    if about.iter().all(|said| said.silent) {
        tally(&mut sums.basis.excluded, one_reason(about.iter().map(|said| text(said))));
    } else {
        sums.basis.used += 1;
    }
    about.iter().for_each(|said| tally(&mut sums.dispositions, text(said)));
    let instruments: BTreeSet<u32> = about.iter().map(|said| said.instrument).collect();
    match instruments.into_iter().filter_map(days).min() {
        Some(days) if days <= IN_TIME => sums.in_time += 1,
        Some(_) => sums.late += 1,
        None => {}
    }
}
