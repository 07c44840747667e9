//! One figure of a filled template: the cell, the reason beside it, and the notes about it.

use foi_model::{
    Cell, CellStatus, Code, ColumnMark, Decimal, Evidence, Figure, Issue, IssueCode, Legislation, Observation, Provision,
    QuestionId, REASONS, Reported, Scale, Unit,
};

use super::Words;
use super::entries::{CellsEntry, Entries};
use super::scale::stated;
use crate::interpret::{Content, citations, read_cell, read_words};

/// Thousands of millions for one service of one authority: the scale that is stated is not that of the figure.
const IMMENSE: i64 = 3_000_000_000;

/// A figure as read: the cell, what was said beside it, the provisions cited.
pub(super) struct Read<'d> {
    pub(super) observation: Observation,
    /// Words that are no status, where a figure is given: what explains it.
    pub(super) reason: Option<Words<'d>>,
    pub(super) provisions: Vec<(Provision, Evidence)>,
    pub(super) issues: Vec<Issue>,
}

/// What a measure is, and what the instrument says of the year.
pub(super) struct Measured<'i> {
    pub(super) code: &'i Code,
    pub(super) question: &'i QuestionId,
    pub(super) label: &'i str,
    pub(super) unit: &'i Unit,
    pub(super) forecast: bool,
}

/// What words in the place of a figure, or beside it, say.
struct Said {
    status: Option<Cell>,
    /// Whether they say that and nothing more.
    plain: bool,
}

pub(super) fn read<'d>(
    entry: &CellsEntry<'d>,
    measured: &Measured<'_>,
    entries: &Entries<'d>,
    legislation: Legislation,
) -> Read<'d> {
    let value = entry.columns.get(&ColumnMark::Value(measured.code.clone())).copied();
    let reason = entry.columns.get(&ColumnMark::Reason(measured.code.clone())).copied();
    let note = entry.columns.get(&ColumnMark::Note).copied();
    let mut issues = Vec::new();
    let mut provisions = Vec::new();
    for words in [value, reason].into_iter().flatten() {
        let cited = citations(words.text(), legislation).into_iter().filter_map(|c| c.provision.ok());
        provisions.extend(cited.filter_map(|p| Some((p, words.evidence()?))));
    }
    let said = reason.map(|r| said(r, !provisions.is_empty()));
    let content = value.map_or(Content::Blank, |v| read_cell(v.cell));
    let place = || value.or(reason).or(entry.named);
    let mut explains = reason;
    let cell = match content {
        Content::Figure(_) if entry.merged.contains(measured.code) => {
            let message = format!("`{}` stands in one cell for several figures; it was taken for none of them", text(value));
            issues.push(Issue::new(IssueCode::CellMerged, message).at(value.and_then(Words::evidence)));
            Cell::Unreadable {}
        }
        Content::Figure(figure) => {
            let status = said.as_ref().filter(|s| s.plain).and_then(|s| s.status.as_ref()).map(Cell::status);
            if let Some(status) = status {
                let message =
                    format!("a figure, `{}`, and beside it that it is `{}`; neither is taken", text(value), status.as_str());
                issues.push(Issue::new(IssueCode::CellsConflict, message).at(value.and_then(Words::evidence)));
                Cell::Unreadable {}
            } else {
                match amount(&figure, value, measured, entry, entries, &mut issues) {
                    Ok(reported) => Cell::Reported(reported),
                    Err((code, message)) => {
                        issues.push(Issue::new(code, message).at(value.and_then(Words::evidence)));
                        Cell::Unreadable {}
                    }
                }
            }
        }
        Content::Suppressed(lower_bound, upper_bound) => {
            Cell::Suppressed { lower_bound, upper_bound, unit: Some(measured.unit.clone()) }
        }
        Content::Status(status) => Cell::without_value(status).unwrap_or(Cell::Blank {}),
        Content::Unreadable if !provisions.is_empty() => Cell::Withheld {},
        Content::Unreadable => {
            let message = format!("`{}` is no figure that can be read for certain", text(value));
            issues.push(Issue::new(IssueCode::CellUnreadable, message).at(value.and_then(Words::evidence)));
            Cell::Unreadable {}
        }
        Content::Blank => {
            explains = None;
            match said {
                Some(Said { status: Some(cell), .. }) => cell,
                Some(_) if stated(text(reason)).is_none() => {
                    let message = format!("no figure, and `{}` is none of the reasons that are known", text(reason));
                    issues.push(Issue::new(IssueCode::CellUnreadable, message).at(reason.and_then(Words::evidence)));
                    Cell::Blank {}
                }
                _ => Cell::Blank {},
            }
        }
    };
    let clean = |words: Words<'_>| Some(foi_model::redacted(words.text())).filter(|t| !t.is_empty());
    let notes: Vec<String> = [reason, note].into_iter().flatten().filter_map(clean).collect();
    let observation = Observation {
        measure: measured.code.clone(),
        dimensions: entry.dimensions.clone(),
        row_label: Some(entry.label.clone()).filter(|l| !l.is_empty()),
        column_label: Some(measured.label.to_owned()),
        cell,
        raw: value.and_then(clean),
        evidence: place().and_then(Words::evidence),
        note: (!notes.is_empty()).then(|| notes.join("; ")),
        corrected: None,
    };
    Read { observation, reason: explains, provisions, issues }
}

fn text(words: Option<Words<'_>>) -> &str {
    words.map_or("", Words::text)
}

/// What the words beside a figure say of it.
fn said(reason: Words<'_>, cites: bool) -> Said {
    let words = reason.text();
    let first = |label: &str| label.split(" (").next().unwrap_or(label).to_lowercase();
    let lower = first(words);
    if let Some((status, _)) = REASONS.iter().find(|(_, label)| first(label) == lower.trim_end_matches('.')) {
        return Said { status: Cell::without_value(*status), plain: true };
    }
    if cites {
        return Said { status: Some(Cell::Withheld {}), plain: words.split_whitespace().count() <= 4 };
    }
    let plain = words.split_whitespace().count() <= 3;
    match read_words(words) {
        Content::Status(status) => {
            // `Includes day care` beside a figure explains it.
            let contradicts = !matches!(status, CellStatus::IncludedElsewhere | CellStatus::Published);
            Said { status: Cell::without_value(status), plain: plain && contradicts }
        }
        Content::Suppressed(lower_bound, upper_bound) => {
            Said { status: Some(Cell::Suppressed { lower_bound, upper_bound, unit: None }), plain: false }
        }
        _ => Said { status: None, plain: false },
    }
}

/// The value of a figure in the unit of its measure, every scale applied.
fn amount(
    figure: &Figure,
    value: Option<Words<'_>>,
    measured: &Measured<'_>,
    entry: &CellsEntry<'_>,
    entries: &Entries<'_>,
    issues: &mut Vec<Issue>,
) -> Result<Reported, (IssueCode, String)> {
    let shown = text(value);
    let (money, percent) = (*measured.unit == Unit::gbp(), *measured.unit == Unit::percent());
    if money && figure.percent || !money && figure.pounds || !percent && figure.percent || !money && figure.scale.is_some() {
        return Err((IssueCode::UnitUnexpected, format!("`{shown}` is not in {}", measured.unit)));
    }
    if percent && !figure.percent && figure.number > Decimal::ZERO && figure.number <= Decimal::ONE && figure.number.scale() > 0 {
        return Err((IssueCode::UnitUnexpected, format!("`{shown}` may be a ratio and no percentage")));
    }
    let remark = figure.remark.to_lowercase();
    let known = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        [
            "",
            "provisional",
            "forecast",
            "projected",
            "final",
            "actual",
            "net",
            "gross",
            "estimate",
            "estimated",
            "draft",
            "audited",
            "unaudited",
        ]
        .contains(&word)
    };
    let own = figure.scale.or_else(|| stated(&remark).filter(|_| money));
    if stated(&remark).is_none() && !remark.split_whitespace().all(known) {
        return Err((IssueCode::CellUnreadable, format!("`{shown}` has words beside the figure that may change it")));
    }
    let stored_scale =
        value.and_then(|v| v.cell.stored.as_ref()).and_then(|s| Scale::of_exponent(s.scale)).filter(|s| *s > Scale::UNITS);
    let scale = match (own, stored_scale) {
        // What is stored is in single units, whatever the number format shows.
        (None, Some(stored)) if money => stored,
        (Some(own), None) => own,
        // `1,002k` is what the format shows of a number in pounds.
        (Some(own), Some(stored)) if own == stored => own,
        (None, None) if money => around(entry, measured, entries, issues),
        (None, None) => Scale::UNITS,
        _ => return Err((IssueCode::ScaleConflict, format!("`{shown}` is shown in one scale and written in another"))),
    };
    if money && own.is_none() && scale > Scale::UNITS && stored_scale.is_none() {
        let scaled = figure.number.checked_mul(scale.factor());
        if scaled.is_none_or(|v| v.abs() > Decimal::from(IMMENSE)) {
            return Err((IssueCode::ScaleConflict, format!("`{shown}` cannot be in {scale}, as a note says")));
        }
    }
    if figure.approximate {
        let message = format!("`{shown}` is about right only");
        issues.push(Issue::new(IssueCode::FigureApproximate, message).at(value.and_then(Words::evidence)));
    }
    let places = if money { 2 } else { 6 };
    let is_stored = value.is_some_and(|v| v.cell.stored.is_some());
    let number = figure.number.checked_mul(scale.factor()).map(|v| if is_stored { v.round_dp(places) } else { v }.normalize());
    match number.filter(|n| n.scale() <= places) {
        Some(value) => Ok(Reported {
            value,
            unit: measured.unit.clone(),
            multiplier: scale.exponent(),
            forecast: Some(measured.forecast || ["forecast", "projected"].iter().any(|w| remark.contains(w))),
            confidence: 100,
        }),
        None => Err((IssueCode::CellUnreadable, format!("`{shown}` has more decimal places than its unit"))),
    }
}

/// The scale that the words around a figure state, the nearest first; the form asks for single pounds, so that any other is said.
fn around(entry: &CellsEntry<'_>, measured: &Measured<'_>, entries: &Entries<'_>, issues: &mut Vec<Issue>) -> Scale {
    let all = entries.scales.of(entry, measured.code, measured.question);
    let Some((scale, evidence)) = all.first().cloned() else { return Scale::UNITS };
    // One note is one issue, however many figures it is about.
    let message = if all.iter().any(|(other, _)| *other != scale) {
        format!("notes state several scales; what is nearest to this one was taken in {scale}")
    } else {
        format!("the form asks for pounds, and this says otherwise; the figures were taken in {scale}")
    };
    issues.push(Issue::new(IssueCode::ScaleConflict, message).at(evidence));
    scale
}
