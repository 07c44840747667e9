//! What a reader should find of a truth, given how it was written.

use std::collections::{BTreeMap, BTreeSet};

use crate::figures::Cell;
use crate::manner::{Form, Layout, Manner};
use crate::truth::{Truth, Verdict};

/// What a cell is about: question, measure, service area, cohort, financial year, category.
pub(crate) type Key = (String, String, String, String, String, String);

/// What is right of an answer; of several dispositions each is right.
pub(crate) struct Right {
    pub(crate) dispositions: Vec<&'static str>,
    /// Sets of provisions of which each is right.
    pub(crate) exemptions: Vec<BTreeSet<String>>,
    /// Values of which each is right; nothing stands for none.
    pub(crate) values: Vec<Option<String>>,
}

/// What is right of an answer. `None` where the way of writing leaves it open.
pub(crate) fn answer(truth: &Truth, manner: &Manner, attached: bool, index: usize) -> Option<Right> {
    let silent = |v: &Verdict| matches!(v, Verdict::Blank | Verdict::PassedOver { said: false });
    // Of two questions in one paragraph, nobody can say which one a single answer leaves out.
    let one_paragraph = manner.layout == Layout::Echoed && manner.together && truth.survey.id == "ras-2012";
    if one_paragraph && truth.answers.iter().any(|a| silent(&a.verdict) || matches!(a.verdict, Verdict::Other(_))) {
        return None;
    }
    let plain = |dispositions: &[&'static str]| Right {
        dispositions: dispositions.to_vec(),
        exemptions: vec![BTreeSet::new()],
        values: vec![None],
    };
    // Of a question that no instrument knows, nobody can say that it is one of yes or no.
    let value = |value: &str| {
        let known = truth.survey.id != "unrecognised";
        std::iter::once(Some(value.to_owned())).chain((!known).then_some(None)).collect()
    };
    Some(match &truth.answers[index].verdict {
        Verdict::Yes => Right { values: value("true"), ..plain(&["answered"]) },
        Verdict::No => Right { values: value("false"), ..plain(&["answered"]) },
        Verdict::Words(number) => Right { values: vec![Some(number.to_string()), None], ..plain(&["answered"]) },
        Verdict::Figures(figures) => {
            let dispositions: &[_] = match (attached, figures.complete()) {
                (true, _) => &["in_attachment", "answered", "partly_answered"],
                (_, true) => &["answered"],
                (_, false) => &["answered", "partly_answered"],
            };
            let mut right = plain(dispositions);
            if figures.cells.values().any(|c| *c == Cell::Withheld) {
                right.exemptions = vec![BTreeSet::from(["FOIA s43(2)".to_owned()])];
            }
            right
        }
        Verdict::NotHeld => plain(&["not_held"]),
        Verdict::Refused(_, None) => plain(&["declined", "withheld"]),
        Verdict::Refused(list, Some(provision)) => {
            let disposition = if *list == "scots_not_held" { "not_held" } else { "withheld" };
            Right { exemptions: vec![BTreeSet::from([(*provision).to_owned()])], ..plain(&[disposition]) }
        }
        Verdict::Published => plain(&["published"]),
        Verdict::Other(other) => {
            let mut right = answer(truth, manner, attached, *other)?;
            right.dispositions.push("see_other_answer");
            right.exemptions.push(BTreeSet::new());
            right.values.push(None);
            right
        }
        Verdict::Clarification => plain(&["clarification_requested"]),
        Verdict::Declined => plain(&["declined"]),
        Verdict::PassedOver { .. } => plain(&["not_applicable"]),
        // In a block of answers, one that is left out leaves no trace.
        Verdict::Blank if manner.layout == Layout::OneBlock => plain(&["blank", "not_found"]),
        Verdict::Blank => plain(&["blank"]),
    })
}

/// A cell: the statuses that are right, and the value of one that is reported.
pub(crate) struct RightCell {
    pub(crate) statuses: &'static [&'static str],
    pub(crate) value: Option<i64>,
    pub(crate) unit: &'static str,
    pub(crate) forecast: Option<bool>,
}

/// The cells of all tables.
pub(crate) fn cells(truth: &Truth, manner: &Manner) -> BTreeMap<Key, RightCell> {
    let mut cells = BTreeMap::new();
    for answer in &truth.answers {
        let Verdict::Figures(figures) = &answer.verdict else { continue };
        let not_yet = figures.cells.values().any(|c| *c == Cell::NotYet);
        for (&(row, measure, year), &cell) in &figures.cells {
            let (area, cohort, category) = figures.dimensions(row);
            let year_code = if year == 0 { String::new() } else { format!("{year}-{:02}", (year + 1) % 100) };
            let code = figures.shape.measures[measure].0;
            let key =
                (figures.question.clone(), code.to_owned(), area.to_owned(), cohort.to_owned(), year_code, category.to_owned());
            let lines = manner.form == Form::Lines;
            let (statuses, value): (&[&str], _) = match cell {
                Cell::Figure(value) => (&["reported"], Some(value)),
                Cell::Blank if lines => (&["blank", "not_found"], None),
                Cell::Blank => (&["blank"], None),
                Cell::NotHeld => (&["not_held"], None),
                Cell::NotApplicable => (&["not_applicable"], None),
                Cell::Suppressed => (&["suppressed"], None),
                Cell::Withheld => (&["withheld"], None),
                // Two notes explain these cells, and both are right.
                Cell::Elsewhere if not_yet && year == 2025 && measure == 1 => (&["included_elsewhere", "not_yet_available"], None),
                Cell::Elsewhere => (&["included_elsewhere"], None),
                Cell::NotYet => (&["not_yet_available"], None),
            };
            let unit = if code == "referral_rate" { "per_10000_children" } else { figures.shape.unit };
            // Of the last year that the survey asks for, what was spent can only be foreseen.
            let spent = matches!(code, "outturn" | "actual_cost");
            let forecast = (spent && value.is_some()).then_some(year == 2025);
            cells.insert(key, RightCell { statuses, value, unit, forecast });
        }
    }
    cells
}
