//! What `FY23` means in a response: the year that ends in 2023, as most authorities write it, or the one that begins then.

use foi_model::{FinancialYear, YearMention};

use super::sentences;
use crate::document::{Block, Document};

/// How single years after `FY` are named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Naming {
    /// `FY23` begins in 2023.
    begins: bool,
    /// Whether words say so, or no other reading gives the years that were asked for.
    pub(crate) certain: bool,
}

impl Naming {
    /// The naming that documents state, or that fits the years asked for.
    pub(crate) fn of(documents: &[Document], asked: &[FinancialYear]) -> Self {
        let mut years: Vec<FinancialYear> = Vec::new();
        for text in texts(documents).filter(|t| names(t)) {
            for sentence in sentences(text).into_iter().filter_map(|range| text.get(range)) {
                let mentions = FinancialYear::mentions(sentence);
                let mut ends = mentions.iter().filter(|m| m.by_end);
                let mut whole = mentions.iter().filter(|m| !m.by_end);
                if let (Some(named), None, Some(meant), None) = (ends.next(), ends.next(), whole.next(), whole.next()) {
                    if meant.year == named.year {
                        return Self { begins: false, certain: true };
                    }
                    if Some(meant.year) == named.year.next() {
                        return Self { begins: true, certain: true };
                    }
                }
                years.extend(mentions.iter().filter(|m| m.by_end).map(|m| m.year));
            }
        }
        let all = |begins: bool| {
            years.iter().all(|y| Some(*y).and_then(|y| if begins { y.next() } else { Some(y) }).is_some_and(|y| asked.contains(&y)))
        };
        match (all(false), all(true)) {
            (true, false) => Self { begins: false, certain: true },
            (false, true) => Self { begins: true, certain: false },
            _ => Self::default(),
        }
    }

    /// The year that a mention means.
    pub(crate) fn year(self, mention: &YearMention) -> FinancialYear {
        self.of_ending(mention.year, mention.by_end)
    }

    /// The year that a label means, where `by_end` says that it was named by one year alone.
    pub(crate) fn of_ending(self, year: FinancialYear, by_end: bool) -> FinancialYear {
        if by_end && self.begins { year.next().unwrap_or(year) } else { year }
    }
}

fn texts(documents: &[Document]) -> impl Iterator<Item = &str> {
    documents.iter().flat_map(|d| &d.blocks).flat_map(|block| {
        let (text, table) = match block {
            Block::Text(text) => (Some(text.text.as_str()), None),
            Block::Table(table) => (None, Some(table)),
        };
        text.into_iter().chain(table.into_iter().flat_map(|t| t.rows.iter().flatten()).map(|c| c.text.as_str()))
    })
}

fn names(text: &str) -> bool {
    text.as_bytes().windows(2).any(|w| w.eq_ignore_ascii_case(b"fy"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let document = crate::read::outline::read_one(text.as_bytes()).document;
        let asked: Vec<FinancialYear> = (2022..2026).filter_map(FinancialYear::starting).collect();
        let naming = Naming::of(&[document], &asked);
        let years: Vec<String> = FinancialYear::mentions(text).iter().map(|m| naming.year(m).to_string()).collect();
        assert_eq!(format!("{} {}", years.join(" "), naming.certain), expected, "{text}");
    }

    #[test]
    fn words_or_the_years_asked_for_say_what_is_meant() {
        check("FY24 is the financial year that ended on 31 March 2024.", "2023-24 2023-24 true");
        check("FY24 means 2024/25.", "2024-25 2024-25 true");
        check("Outturn FY23, FY26", "2022-23 2025-26 true");
        check("Outturn FY22, FY25", "2022-23 2025-26 false");
        check("Outturn FY24, FY25", "2023-24 2024-25 false");
    }
}
