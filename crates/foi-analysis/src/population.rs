//! Who was expected to answer, and who did.

use std::collections::BTreeMap;
use std::path::Path;

use polars::prelude::*;

use crate::dims::{Dim, Division, Key, NONE, Names};
use crate::frame::{AnalysisError, scan};
use crate::respondents::Respondent;

/// An authority of the register.
pub(crate) struct Authority {
    code: u32,
    name: u32,
    nation: u32,
    region: u32,
    kind: u32,
    /// How many submissions it has.
    pub(crate) submissions: u32,
}

impl Authority {
    /// What it has in a column; `None` where the column is not of authorities.
    pub(crate) fn value(&self, dim: Dim) -> Option<u32> {
        match dim {
            Dim::AuthorityCode => Some(self.code),
            Dim::AuthorityName => Some(self.name),
            Dim::Nation => Some(self.nation),
            Dim::Region => Some(self.region),
            Dim::AuthorityKind => Some(self.kind),
            _ => None,
        }
    }
}

/// Who sent a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sender {
    /// An authority of the register, by its place in [`Population::authorities`].
    Known(usize),
    /// Nobody of the register.
    Unknown,
    /// An authority of the register that a condition leaves out.
    LeftOut,
}

/// A submission.
pub(crate) struct Sent {
    pub(crate) id: String,
    pub(crate) sender: Sender,
    pub(crate) instrument: u32,
    pub(crate) working_days: Option<i64>,
}

/// Who was expected to answer, and who did.
pub(crate) struct Population {
    /// The authorities of the register that conditions let through, in order of code.
    pub(crate) authorities: Vec<Authority>,
    /// Every submission, in order of id.
    pub(crate) submissions: Vec<Sent>,
    pub(crate) names: Names,
}

/// How many authorities there are to account for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Expected {
    /// All.
    pub(crate) all: u64,
    /// Those with a submission.
    pub(crate) answered: u64,
}

impl Population {
    /// Reads `submissions` and `authorities`.
    pub(crate) fn read(dataset: &Path, division: &Division<'_>) -> Result<Self, AnalysisError> {
        let mut names = Names::default();
        let columns = ["authority_code", "authority_name", "nation", "region", "kind"];
        let rows = scan(dataset, "authorities")?.collect(|f| f.select(columns.map(col)))?;
        let texts = columns.map(|name| rows.texts(name));
        // Names are many, and are kept where somebody asks for them.
        let (code_asked, name_asked) = (division.mentions(Dim::AuthorityCode), division.mentions(Dim::AuthorityName));
        let [codes, titles, nations, regions, kinds] = texts;
        let (codes, titles, nations, regions, kinds) = (codes?, titles?, nations?, regions?, kinds?);
        let mut by_code: Vec<(&str, Option<Authority>)> = Vec::with_capacity(codes.len());
        let details = titles.iter().zip(nations.iter()).zip(regions.iter().zip(kinds.iter()));
        for (code, ((title, nation), (region, kind))) in codes.iter().zip(details) {
            let Some(code) = code else { continue };
            let authority = Authority {
                code: if code_asked { names.number(code) } else { NONE },
                name: if name_asked { names.optional(title) } else { NONE },
                nation: names.optional(nation),
                region: names.optional(region),
                kind: names.optional(kind),
                submissions: 0,
            };
            let wanted = division.allows(&names, |dim| authority.value(dim));
            by_code.push((code, wanted.then_some(authority)));
        }
        // An authority with several submissions has several rows, of which the first is as good as any.
        by_code.sort_by_key(|(code, _)| *code);
        by_code.dedup_by_key(|(code, _)| *code);
        let mut authorities = Vec::new();
        let mut places: Vec<(&str, Sender)> = Vec::with_capacity(by_code.len());
        for (code, authority) in by_code {
            places.push((code, authority.as_ref().map_or(Sender::LeftOut, |_| Sender::Known(authorities.len()))));
            authorities.extend(authority);
        }
        let mut population = Self { authorities, submissions: Vec::new(), names };
        population.read_submissions(dataset, &places, division)?;
        Ok(population)
    }

    /// Reads `submissions`; `places` are the senders by code, in order.
    fn read_submissions(
        &mut self,
        dataset: &Path,
        places: &[(&str, Sender)],
        division: &Division<'_>,
    ) -> Result<(), AnalysisError> {
        let columns = ["submission_id", "authority_code", "instrument_id", "working_days"].map(col);
        let rows = scan(dataset, "submissions")?.collect(|f| f.select(columns))?;
        let (ids, codes, instruments) = (rows.texts("submission_id")?, rows.texts("authority_code")?, rows.texts("instrument_id")?);
        let days = rows.integers("working_days")?;
        for ((id, code), (instrument, working_days)) in ids.iter().zip(codes.iter()).zip(instruments.iter().zip(days)) {
            let Some(id) = id else { continue };
            let found = code.and_then(|code| places.binary_search_by_key(&code, |(known, _)| *known).ok());
            let sender = found.and_then(|at| places.get(at)).map_or(Sender::Unknown, |(_, sender)| *sender);
            if let Sender::Known(place) = sender
                && let Some(authority) = self.authorities.get_mut(place)
            {
                authority.submissions += 1;
            }
            // A condition on the authority says nothing of one that is not known.
            let narrowed = division.conditions.iter().any(|c| c.dim.is_of_authority());
            let sender = if narrowed && sender == Sender::Unknown { Sender::LeftOut } else { sender };
            let instrument = self.names.optional(instrument);
            self.submissions.push(Sent { id: id.to_owned(), sender, instrument, working_days });
        }
        self.submissions.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(())
    }

    /// The places of submissions, by their ids.
    pub(crate) fn places(&self, ids: &StringChunked) -> Vec<Option<usize>> {
        let mut before: (Option<&str>, Option<usize>) = (None, None);
        let mut place = |id| {
            // Rows of one submission stand together.
            if before.0 != id {
                before = (id, id.and_then(|id| self.submissions.binary_search_by(|s| s.id.as_str().cmp(id)).ok()));
            }
            before.1
        };
        ids.iter().map(&mut place).collect()
    }

    /// The value of a column, for one that sent something.
    pub(crate) fn value(&self, respondent: Respondent, dim: Dim) -> Option<u32> {
        match respondent {
            Respondent::Authority(place) => self.authorities.get(place)?.value(dim),
            Respondent::Unknown => dim.is_of_authority().then_some(NONE),
        }
    }

    /// The authorities to account for in each part that the columns of authorities divide the register into. The other columns are [`NONE`].
    pub(crate) fn parts(&self, division: &Division<'_>) -> BTreeMap<Key, Expected> {
        let mut parts: BTreeMap<Key, Expected> = BTreeMap::new();
        for authority in &self.authorities {
            let part = parts.entry(division.key(|dim| authority.value(dim).unwrap_or(NONE))).or_default();
            part.all += 1;
            part.answered += u64::from(authority.submissions > 0);
        }
        if !division.by.iter().any(|d| d.is_of_authority()) {
            parts.entry(division.key(|_| NONE)).or_default();
        }
        parts
    }
}
