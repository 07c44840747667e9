//! Which provisions were cited, for what, and whether the public interest was weighed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use polars::prelude::*;

use crate::dims::{Dim, Division, Key, NONE};
use crate::frame::AnalysisError;
use crate::groups::{About, Basis, Groups};
use crate::percent::share;
use crate::population::{Population, Sender};
use crate::respondents::{Portion, each};
use crate::table::{Field, Findings, Item, number_of, percent};

/// What this analysis can be divided by.
pub(crate) const DIMS: &[Dim] = &[
    Dim::Instrument,
    Dim::Question,
    Dim::Legislation,
    Dim::Provision,
    Dim::Kind,
    Dim::Nation,
    Dim::Region,
    Dim::AuthorityKind,
    Dim::AuthorityCode,
    Dim::AuthorityName,
];

/// What is divided by unless something else is asked for.
pub(crate) const DEFAULT: &[Dim] = &[Dim::Instrument, Dim::Question, Dim::Legislation, Dim::Provision, Dim::Kind];

/// A provision cited to a question, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cited {
    instrument: u32,
    question: u32,
    legislation: u32,
    provision: u32,
    kind: u32,
    public_interest_test: Option<bool>,
    times: u64,
}

impl About for Cited {
    fn value(&self, dim: Dim) -> Option<u32> {
        match dim {
            Dim::Instrument => Some(self.instrument),
            Dim::Question => Some(self.question),
            Dim::Legislation => Some(self.legislation),
            Dim::Provision => Some(self.provision),
            Dim::Kind => Some(self.kind),
            _ => None,
        }
    }
}

#[derive(Default)]
struct Sums {
    citations: u64,
    qualified: u64,
    weighed: u64,
}

impl Sums {
    fn add(&mut self, cited: &Cited, population: &Population) {
        self.citations += cited.times;
        if population.names.text(cited.kind) == Some("qualified") {
            self.qualified += cited.times;
            self.weighed += if cited.public_interest_test == Some(true) { cited.times } else { 0 };
        }
    }
}

pub(crate) fn analyse(dataset: &Path, division: &Division<'_>) -> Result<Findings, AnalysisError> {
    let mut population = Population::read(dataset, division)?;
    let mut groups: Groups<Sums> = Groups::default();
    each((dataset, "exemptions"), &mut population, read, settle, |population, respondent, rows| {
        groups.divide((division, population), respondent, &rows, |sums, _, cited| {
            cited.iter().for_each(|cited| sums.add(cited, population));
            Ok(())
        })
    })?;
    let asked = asked(&population, division);
    let mut findings = Findings { fields: fields(division), rows: Vec::new() };
    for (key, group, absent) in groups.finish(division, &population) {
        let Sums { citations, qualified, weighed } = group.sums;
        // Who sent a submission and cites nothing here was either asked, or answered another survey.
        let silent = absent.get("not_asked").copied().unwrap_or(0);
        let not_cited = asked
            .get(&division.part(&key, |dim| dim.is_of_authority() || dim == Dim::Instrument))
            .copied()
            .unwrap_or(0)
            .saturating_sub(group.present)
            .min(silent);
        let reasons = [
            ("no_submission", absent.get("no_submission").copied().unwrap_or(0)),
            ("not_asked", silent - not_cited),
            ("not_cited", not_cited),
        ];
        let excluded = reasons.into_iter().filter(|(_, n)| *n > 0).map(|(reason, n)| (reason.to_owned(), n)).collect();
        let basis = Basis { used: group.present, excluded };
        let mut row = division.items(&key, &population.names);
        row.extend(basis.items());
        row.extend([group.unidentified, citations, qualified, weighed].map(Item::Count));
        row.push(Item::decimal(share(weighed, qualified)));
        row.push(Item::Counts(basis.excluded));
        findings.rows.push(row);
    }
    Ok(findings)
}

fn fields(division: &Division<'_>) -> Vec<Field> {
    let mut fields = division.fields();
    let [used, excluded] = Basis::fields();
    fields.extend([Field { description: "Authorities of the register that cite it", ..used }, excluded]);
    fields.extend([
        number_of("n_unidentified_submissions", "Submissions of no authority of the register that cite it, in no other count")
            .aside(),
        number_of("n_citations", "How often these authorities cite it"),
        number_of(
            "n_qualified",
            "How many of these citations are of qualified provisions, which the public interest has to be weighed for",
        ),
        number_of("n_public_interest_test", "How many of those come with a public interest test"),
        percent("public_interest_test_pct", "Their share of the citations of qualified provisions").aside(),
        Basis::reasons_field(),
    ]);
    fields
}

/// How many authorities answered each survey that is looked at, in each part of the register; all of them where surveys are not told apart.
fn asked(population: &Population, division: &Division<'_>) -> BTreeMap<Key, u64> {
    let mut seen: BTreeSet<(usize, Key)> = BTreeSet::new();
    for sent in &population.submissions {
        let Sender::Known(place) = sent.sender else { continue };
        if !division.allows(&population.names, |dim| (dim == Dim::Instrument).then_some(sent.instrument)) {
            continue;
        }
        let value = |dim| match dim {
            Dim::Instrument => sent.instrument,
            _ => population.authorities.get(place).and_then(|a| a.value(dim)).unwrap_or(NONE),
        };
        seen.insert((place, division.key(value)));
    }
    let mut asked = BTreeMap::new();
    seen.into_iter().for_each(|(_, key)| *asked.entry(key).or_default() += 1);
    asked
}

fn read(portion: &Portion<'_>, population: &mut Population) -> Result<Vec<(usize, Cited)>, AnalysisError> {
    let columns = ["submission_id", "question_id", "legislation", "provision", "kind", "public_interest_test"].map(col);
    let rows = portion.rows("exemptions", |frame| frame.select(columns))?;
    let places = population.places(&rows.texts("submission_id")?);
    let (questions, legislations) = (rows.texts("question_id")?, rows.texts("legislation")?);
    let (provisions, kinds, tests) = (rows.texts("provision")?, rows.texts("kind")?, rows.booleans("public_interest_test")?);
    let about = places.into_iter().zip(questions.iter());
    let grounds = legislations.iter().zip(provisions.iter()).zip(kinds.iter().zip(tests));
    let cited = about.zip(grounds).filter_map(|((place, question), ((legislation, provision), (kind, public_interest_test)))| {
        let instrument = population.submissions.get(place?)?.instrument;
        let names = &mut population.names;
        let cited = Cited {
            instrument,
            question: names.optional(question),
            legislation: names.optional(legislation),
            provision: names.optional(provision),
            kind: names.optional(kind),
            public_interest_test,
            times: 1,
        };
        Some((place?, cited))
    });
    Ok(cited.collect())
}

/// What several submissions of an authority cite, each with how often.
fn settle(rows: Vec<Cited>) -> Vec<Cited> {
    let mut settled: BTreeMap<Cited, u64> = BTreeMap::new();
    for row in rows {
        *settled.entry(Cited { times: 0, ..row }).or_default() += row.times;
    }
    settled.into_iter().map(|(cited, times)| Cited { times, ..cited }).collect()
}
