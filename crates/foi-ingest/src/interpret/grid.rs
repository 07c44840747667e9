//! Tables to observations: every cell with its dimensions, its unit and the scale that the nearest words state.

use std::collections::BTreeMap;

use foi_model::{
    Cell, CellStatus, Code, Decimal, Description, Dimensions, Evidence, FinancialYear, Instrument, Issue, IssueCode, Observation,
    QuestionId, Reported, Scale, Table as TableDefinition, Unit,
};

use super::cells::{self, Content};
use super::labels::Named;
use super::layout::{Layout, Row};
use super::narrative::{self, Explanation};
use crate::document::{Document, Table, TableCell};

/// What a table is read with.
pub(crate) struct Context<'c> {
    pub(crate) document: &'c Document,
    pub(crate) instrument: &'c Instrument,
    pub(crate) definition: &'c TableDefinition,
    /// What words before the table say: a cohort, a scale, a year.
    pub(crate) before: Named,
    /// The scales that notes state.
    pub(crate) note_scales: Vec<Scale>,
    pub(crate) explanations: &'c [Explanation],
    /// What notes say that a mark stands for.
    pub(crate) legend: &'c [(String, CellStatus)],
}

/// What a table gives.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    pub(crate) observations: Vec<(QuestionId, Observation)>,
    pub(crate) descriptions: Vec<(QuestionId, Description)>,
    pub(crate) issues: Vec<Issue>,
    /// Totals as the table states them, by measure, year and cohort.
    pub(crate) totals: Vec<(QuestionId, Code, Dimensions, Decimal, Option<Evidence>)>,
}

/// How well a table fits a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fit {
    /// The words of its labels that name columns of the definition, each column once.
    pub(crate) columns: usize,
    /// The services and years that its labels name.
    pub(crate) labels: usize,
}

pub(crate) fn fit(layout: &Layout) -> Fit {
    let all = || layout.columns.iter().chain(layout.rows.iter().map(|r| &r.named)).chain(std::iter::once(&layout.caption));
    let mut columns: BTreeMap<&Code, usize> = BTreeMap::new();
    for named in all() {
        if let Some(code) = &named.column {
            let words = columns.entry(code).or_default();
            *words = (*words).max(named.column_words.max(1));
        }
    }
    let areas = all().filter(|n| n.service_area.is_some()).count();
    let years = all().filter(|n| n.year.is_some()).count();
    Fit { columns: columns.values().sum(), labels: areas.min(8) + years.min(4) }
}

pub(crate) fn read(table: &Table, layout: &Layout, context: &Context<'_>) -> Grid {
    let mut reader = Reader {
        context,
        table,
        layout,
        grid: Grid::default(),
        unknown_rows: Vec::new(),
        unknown_columns: Vec::new(),
        covered: covered(table),
        scales: BTreeMap::new(),
        row_label: None,
        column_labels: layout.headings.iter().map(|h| label(h)).collect(),
    };
    reader.read();
    reader.grid
}

fn covered(table: &Table) -> BTreeMap<(usize, usize), (usize, usize)> {
    let mut covered = BTreeMap::new();
    for (r, row) in table.rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate().filter(|(_, cell)| cell.row_span > 1 || cell.column_span > 1) {
            let rows = r..table.rows.len().min(r.saturating_add(cell.row_span.max(1) as usize));
            for below in rows {
                let columns = c..row.len().min(c.saturating_add(cell.column_span.max(1) as usize));
                covered.extend(columns.filter(|&right| (below, right) != (r, c)).map(|right| ((below, right), (r, c))));
            }
        }
    }
    covered
}

struct Reader<'r> {
    context: &'r Context<'r>,
    table: &'r Table,
    layout: &'r Layout,
    grid: Grid,
    unknown_rows: Vec<usize>,
    unknown_columns: Vec<usize>,
    /// The positions that a cell at another position covers, with that position.
    covered: BTreeMap<(usize, usize), (usize, usize)>,
    /// The scales that columns were read with.
    scales: BTreeMap<usize, Scale>,
    /// What the row that is read is called.
    row_label: Option<String>,
    /// What each column is called.
    column_labels: Vec<Option<String>>,
}

/// Words without personal data; `None` where there are none.
fn label(words: &str) -> Option<String> {
    (!words.trim().is_empty()).then(|| foi_model::redacted(words.trim()))
}

impl<'r> Reader<'r> {
    fn read(&mut self) {
        let layout = self.layout;
        for (&column, heading) in layout.near_columns.iter().filter_map(|c| Some((c, layout.headings.get(*c)?))) {
            if let Some(area) = layout.columns.get(column).and_then(|c| c.service_area.as_ref()) {
                self.issue(IssueCode::LabelNear, format!("the column `{heading}` was taken for {area}"), None, None);
            }
        }
        for row in &layout.rows {
            self.row_label = label(&row.label);
            if row.near
                && let Some(area) = &row.named.service_area
            {
                let evidence = self.table.cell(row.index, 0).and_then(|c| self.context.document.evidence_of(&c.text));
                self.issue(IssueCode::LabelNear, format!("the row `{}` was taken for {area}", row.label), None, evidence);
            }
            for column in layout.label_columns..self.table.width() {
                if let Some(cell) = self.shown_at(row.index, column) {
                    self.cell(row, column, cell);
                }
            }
        }
        if layout.ragged {
            self.issue(
                IssueCode::TableRagged,
                "rows have more or fewer cells than the header: a blank cell may have been lost".to_owned(),
                None,
                None,
            );
        }
        let mut scales: Vec<Scale> = self.scales.values().copied().collect();
        scales.sort_unstable();
        scales.dedup();
        if scales.len() > 1 {
            let shown: Vec<String> = scales.iter().map(|s| s.to_string()).collect();
            self.issue(IssueCode::ScaleMixed, format!("the columns are in {}", shown.join(" and ")), None, None);
        }
    }

    fn issue(&mut self, code: IssueCode, message: String, question: Option<&QuestionId>, evidence: Option<Evidence>) {
        let question = question.or_else(|| self.context.definition.columns.first().map(|c| &c.question));
        let issue = Issue::new(code, message).at(evidence);
        let issue = question.map_or_else(|| issue.clone(), |q| issue.clone().on(q));
        if !self.grid.issues.contains(&issue) {
            self.grid.issues.push(issue);
        }
    }

    /// What a cell is about: its row, its column, the captions, the words before the table, in this order.
    fn named(&self, row: &Row, column: usize) -> Option<Named> {
        let heading = self.layout.columns.get(column)?;
        if row.named.contradicts(heading) {
            return None;
        }
        let parts = [&row.named, heading, &self.layout.caption, &self.context.before];
        let mut named = row.named.or(heading).or(&self.layout.caption).or(&self.context.before);
        // `EB total` over one service is a measure of it, and adds up no others.
        let adds_up = |n: &Named| n.total && n.column.is_none();
        named.total = parts.into_iter().any(adds_up) || named.total && named.service_area.is_none();
        Some(named)
    }

    /// The cell at a position: where another covers it and says why there is no figure, that one.
    fn shown_at(&self, row: usize, column: usize) -> Option<&'r TableCell> {
        let cell = self.table.cell(row, column)?;
        let covering = self.covered.get(&(row, column)).and_then(|&(r, c)| self.table.cell(r, c));
        Some(covering.filter(|c| matches!(cells::read(c.text.as_str()), Content::Status(_))).unwrap_or(cell))
    }

    /// Whether a cell covers rows or columns that are about something else than its own.
    fn covers_others(&self, row: &Row, column: usize, cell: &TableCell) -> bool {
        let (height, width) = (cell.row_span as usize, cell.column_span as usize);
        let rows = row.index + 1..row.index.saturating_add(height);
        let columns = column + 1..column.saturating_add(width);
        let other_row = |r: &Row| rows.contains(&r.index) && r.named != row.named;
        let own = self.layout.columns.get(column);
        let other_column = |c: usize| {
            let named = self.layout.columns.get(c);
            named != own && named.is_some_and(|n| n.column.is_some() || n.year.is_some() || n.service_area.is_some())
        };
        height > 1 && self.layout.rows.iter().any(other_row)
            || width > 1 && columns.take_while(|&c| c < self.table.width()).any(other_column)
    }

    fn cell(&mut self, row: &Row, column: usize, cell: &TableCell) {
        let text = cell.text.as_str();
        let definition = self.context.definition;
        let meant = self.context.legend.iter().find(|(mark, _)| *mark == narrative::mark(text));
        let content = meant.map_or_else(|| cells::read_cell(cell), |(_, status)| Content::Status(*status));
        let has_figure = matches!(content, Content::Figure(_) | Content::Suppressed(..));
        let evidence = self.context.document.evidence_of(&cell.text);
        let Some(mut named) = self.named(row, column) else {
            if has_figure {
                self.issue(
                    IssueCode::TableUnreadable,
                    format!("row `{}` and its column name different things", row.label),
                    None,
                    evidence,
                );
            }
            return;
        };
        if named.column.is_none() && has_figure {
            named.column = self.only_measure();
        }
        let Some(code) = named.column.clone() else {
            if has_figure && !self.unknown_columns.contains(&column) {
                self.unknown_columns.push(column);
                let heading = self.layout.headings.get(column).cloned().unwrap_or_default();
                self.issue(
                    IssueCode::ColumnUnknown,
                    format!("the column `{heading}` is none of the table's; its figures are left out"),
                    None,
                    evidence,
                );
            }
            return;
        };
        let Some(question) = definition.columns.iter().find(|c| c.code == code).map(|c| c.question.clone()) else { return };
        let needs_area = !self.context.instrument.service_areas_of(definition).is_empty();
        let needs_year = !definition.financial_years.is_empty() || definition.any_year;
        if needs_area && named.service_area.is_none() && !named.total {
            let says = !matches!(content, Content::Blank);
            if says && !self.unknown_rows.contains(&row.index) {
                self.unknown_rows.push(row.index);
                let code = if named.ambiguous { "names several service areas" } else { "is none of the service areas" };
                self.issue(
                    IssueCode::RowUnknown,
                    format!("the row `{}` {code}; its cells are left out", row.label),
                    Some(&question),
                    evidence,
                );
            }
            return;
        }
        let apart = [
            (!definition.cohorts.is_empty() && named.cohort.is_none(), "cohort"),
            (!definition.categories.is_empty() && named.category.is_none(), "category"),
        ];
        if let Some((_, missing)) = apart.iter().find(|(lacks, _)| *lacks && !named.total) {
            if has_figure {
                self.issue(
                    IssueCode::TableUnreadable,
                    format!("no {missing} is named for the figures of the table; they are left out"),
                    Some(&question),
                    evidence,
                );
            }
            return;
        }
        let dimensions = Dimensions {
            service_area: named.service_area.clone().filter(|_| needs_area),
            cohort: named.cohort.clone(),
            financial_year: named.year,
            category: named.category.clone(),
        };
        match self.context.instrument.measure(&code) {
            None => self.description(&question, code, dimensions, cell, evidence),
            Some(_) if needs_year && named.year.is_none() => {
                if has_figure {
                    let heading = self.layout.headings.get(column).cloned().unwrap_or_default();
                    self.issue(
                        IssueCode::YearUncertain,
                        format!("no financial year for `{text}` in the column `{heading}`; it is left out"),
                        Some(&question),
                        evidence,
                    );
                }
            }
            Some(measure) => {
                let unit = measure.unit.clone().unwrap_or_else(Unit::count);
                self.observation(&question, &code, &unit, dimensions, &named, (row, column, cell), content, evidence);
            }
        }
    }

    fn only_measure(&self) -> Option<Code> {
        let mut measures = self.context.definition.columns.iter().filter(|c| self.context.instrument.measure(&c.code).is_some());
        let first = measures.next()?;
        // With columns of words beside it, a figure could be part of the words.
        measures.next().is_none().then(|| first.code.clone()).filter(|_| self.context.definition.columns.len() == 1)
    }

    fn description(
        &mut self,
        question: &QuestionId,
        column: Code,
        dimensions: Dimensions,
        cell: &TableCell,
        evidence: Option<Evidence>,
    ) {
        let blank = matches!(cells::read(cell.text.as_str()), Content::Blank);
        if let Some(evidence) = evidence.filter(|_| !blank && dimensions.service_area.is_some()) {
            let dated = self.context.instrument.descriptions.iter().any(|t| t.code == column && t.date);
            let text = foi_model::redacted(cell.text.as_str());
            let text = if dated { crate::identify::dates::as_iso(&text).unwrap_or(text) } else { text };
            self.grid.descriptions.push((question.clone(), Description { column, dimensions, text, evidence: Some(evidence) }));
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one observation")]
    fn observation(
        &mut self,
        question: &QuestionId,
        measure: &Code,
        unit: &Unit,
        dimensions: Dimensions,
        named: &Named,
        (row, column, cell): (&Row, usize, &TableCell),
        content: Content,
        evidence: Option<Evidence>,
    ) {
        let text = cell.text.as_str();
        let forecast = named.forecast || named.year.is_some_and(|y| self.context.definition.forecast_years.contains(&y));
        let mut proof = evidence.clone();
        let note = cells::points_to_a_note(text)
            .then(|| self.explained(measure, dimensions.financial_year, dimensions.service_area.as_ref()))
            .flatten();
        let content = note.map_or(content, |note| Content::Status(note.status));
        let status = match content {
            Content::Figure(_) if self.covers_others(row, column, cell) => {
                let message = format!("`{text}` stands in a cell that covers several rows or columns");
                self.issue(IssueCode::CellMerged, message, Some(question), evidence.clone());
                Cell::Unreadable {}
            }
            Content::Figure(figure) => match self.value(&figure, unit, named, (column, cell)) {
                Ok((value, multiplier, confidence)) => {
                    if named.total {
                        self.grid.totals.push((question.clone(), measure.clone(), dimensions, value, evidence));
                        return;
                    }
                    if figure.approximate {
                        self.issue(
                            IssueCode::FigureApproximate,
                            format!("`{text}` is about right only"),
                            Some(question),
                            evidence.clone(),
                        );
                    }
                    if named.part_year {
                        self.issue(
                            IssueCode::YearIncomplete,
                            format!(
                                "`{text}` covers a part of {}",
                                dimensions.financial_year.map_or_else(String::new, |y| y.to_string())
                            ),
                            Some(question),
                            evidence.clone(),
                        );
                    }
                    let remark = figure.remark.to_lowercase();
                    Cell::Reported(Reported {
                        value,
                        unit: unit.clone(),
                        multiplier,
                        forecast: Some(forecast || remark.contains("forecast")),
                        confidence,
                    })
                }
                Err((code, message)) => {
                    self.issue(code, message, Some(question), evidence.clone());
                    Cell::Unreadable {}
                }
            },
            Content::Suppressed(lower_bound, upper_bound) => {
                Cell::Suppressed { lower_bound, upper_bound, unit: Some(unit.clone()) }
            }
            Content::Unreadable => {
                let (code, message) = if cells::is_range(text) {
                    (IssueCode::FigureRange, format!("`{text}` is a range"))
                } else {
                    (IssueCode::CellUnreadable, format!("`{text}` cannot be read as one figure"))
                };
                self.issue(code, message, Some(question), evidence.clone());
                Cell::Unreadable {}
            }
            Content::Status(_) | Content::Blank => {
                let own = match content {
                    Content::Status(status) => status,
                    _ => CellStatus::Blank,
                };
                let explained = matches!(own, CellStatus::Blank | CellStatus::NotApplicable)
                    .then(|| self.explained(measure, dimensions.financial_year, dimensions.service_area.as_ref()))
                    .flatten();
                if let Some(explanation) = explained {
                    proof = Some(explanation.evidence.clone());
                    Cell::without_value(explanation.status).unwrap_or(Cell::Blank {})
                } else {
                    // A blank cell is proved by the label of its row.
                    proof = proof.or_else(|| self.context.document.evidence_of(&self.table.cell(row.index, 0)?.text));
                    Cell::without_value(own).unwrap_or(Cell::Blank {})
                }
            }
        };
        if named.total {
            return;
        }
        self.grid.observations.push((
            question.clone(),
            Observation {
                measure: measure.clone(),
                dimensions,
                row_label: self.row_label.clone(),
                column_label: self.column_labels.get(column).cloned().flatten(),
                cell: status,
                raw: label(text),
                evidence: proof,
                note: None,
                corrected: None,
            },
        ));
    }

    /// The explanation that fits a cell most closely; of equals the first.
    fn explained(&self, measure: &Code, year: Option<FinancialYear>, area: Option<&Code>) -> Option<&Explanation> {
        let fitting = self.context.explanations.iter().filter_map(|e| Some((e.fits(measure, year, area)?, e)));
        fitting.rev_max()
    }

    /// A figure in the unit of its measure, the power of ten applied, and how sure that is.
    fn value(
        &mut self,
        figure: &foi_model::Figure,
        unit: &Unit,
        named: &Named,
        (column, cell): (usize, &TableCell),
    ) -> Result<(Decimal, u8, u8), (IssueCode, String)> {
        let shown = figure.number.to_string();
        let money = *unit == Unit::gbp();
        let percent = *unit == Unit::percent();
        if money && figure.percent || !money && figure.pounds || !percent && figure.percent {
            return Err((IssueCode::UnitUnexpected, format!("`{shown}` is not in {unit}")));
        }
        let remark = figure.remark.to_lowercase();
        if remark.split_whitespace().count() > 3
            || money && ["per ", "hour", "week", "each", "/"].iter().any(|w| remark.contains(w))
        {
            return Err((IssueCode::CellUnreadable, format!("`{shown} {}` is more than a figure", figure.remark)));
        }
        if percent
            && !figure.percent
            && figure.number > Decimal::ZERO
            && figure.number <= Decimal::ONE
            && !figure.number.is_zero()
            && figure.number.scale() > 0
        {
            return Err((IssueCode::UnitUnexpected, format!("`{shown}` may be a ratio and no percentage")));
        }
        let (scale, confidence) = match figure.scale {
            Some(scale) => (scale, 98),
            // Nothing is nothing in any scale.
            None if figure.number.is_zero() => (Scale::UNITS, 97),
            None if money => match cell.stored.as_ref().and_then(|s| Scale::of_exponent(s.scale)).filter(|s| *s > Scale::UNITS) {
                Some(left_out) => self.behind_display(left_out, named, column, cell),
                None => self.scale(figure.pounds, named, column),
            },
            None => (Scale::UNITS, 97),
        };
        // Thousands of millions for one service of one authority: the scale stated is not that of this figure.
        let immense = Decimal::from(3_000_000_000_i64);
        let (scale, confidence) = if money
            && scale > Scale::UNITS
            && figure.scale.is_none()
            && figure.number.checked_mul(scale.factor()).is_none_or(|v| v.abs() > immense)
        {
            self.issue(IssueCode::ScaleConflict, format!("`{shown}` cannot be in {}; it is taken in pounds", scale), None, None);
            (Scale::UNITS, 55)
        } else {
            (scale, confidence)
        };
        if money && !figure.number.is_zero() {
            self.scales.insert(column, scale);
        }
        let value = figure.number.checked_mul(scale.factor());
        // What a program computed has more digits than pence; nobody wrote them.
        let places = if money { 2 } else { 6 };
        let value = value.map(|v| if cell.stored.is_some() { v.round_dp(places) } else { v }.normalize());
        match value {
            Some(value) if value.scale() <= 6 && (!money || value.scale() <= 2) => Ok((value, scale.exponent(), confidence)),
            _ => Err((IssueCode::CellUnreadable, format!("`{shown}` has more decimal places than its unit"))),
        }
    }

    /// The scale of a figure that is stored in pounds and shown in thousands or millions.
    fn behind_display(&mut self, left_out: Scale, named: &Named, column: usize, cell: &TableCell) -> (Scale, u8) {
        let near = if named.scales.is_empty() { self.corner() } else { named.scales.clone() };
        let stated = near.iter().chain(&self.context.note_scales);
        let text = cell.text.as_str();
        if let Some(other) = stated.copied().find(|s| *s != left_out) {
            let heading = self.layout.headings.get(column).cloned().unwrap_or_default();
            let message =
                format!("the cell that shows `{text}` is shown in {left_out}; the words around `{heading}` state {other}");
            self.issue(IssueCode::ScaleConflict, message, None, None);
            return (left_out, 60);
        }
        let message = format!("a cell shows `{text}` in {left_out}; the number behind it was taken");
        let evidence = self.context.document.evidence_of(&cell.text);
        if !self.grid.issues.iter().any(|i| i.code == IssueCode::ValueBehindDisplay) {
            self.issue(IssueCode::ValueBehindDisplay, message, None, evidence);
        }
        (left_out, 95)
    }

    /// The scale of a figure of money that states none itself: its column or row, then captions, then notes.
    fn scale(&mut self, pounds: bool, named: &Named, column: usize) -> (Scale, u8) {
        let heading = self.layout.headings.get(column).cloned().unwrap_or_default();
        let notes = self.context.note_scales.clone();
        let near = if named.scales.is_empty() { self.corner() } else { named.scales.clone() };
        match (near.as_slice(), notes.as_slice()) {
            ([scale], []) => (*scale, if *scale == Scale::UNITS { 92 } else { 97 }),
            ([scale], [note]) if scale == note => (*scale, 98),
            ([], [note]) => (*note, 95),
            ([], []) => {
                if !pounds && !self.surely_units() {
                    self.issue(
                        IssueCode::ScaleUnstated,
                        "nothing says whether the figures are in pounds, thousands or millions".to_owned(),
                        None,
                        None,
                    );
                    return (Scale::UNITS, 60);
                }
                (Scale::UNITS, 93)
            }
            ([scale], [note, ..]) => {
                let (taken, other) = if *scale == Scale::UNITS { (*note, *scale) } else { (*scale, *note) };
                let message = format!(
                    "the column `{heading}` and the words beside the table state different scales ({} and {})",
                    taken, other
                );
                self.issue(IssueCode::ScaleConflict, message, None, None);
                (taken, 60)
            }
            (many, _) => {
                let taken = notes.first().or(many.last()).copied().unwrap_or(Scale::UNITS);
                self.issue(IssueCode::ScaleConflict, format!("several scales are stated for the column `{heading}`"), None, None);
                (taken, 50)
            }
        }
    }

    /// The scales stated above the row labels, which speak for the whole table.
    fn corner(&self) -> Vec<Scale> {
        self.layout.columns.first().map(|c| c.scales.clone()).unwrap_or_default()
    }

    /// Whether a figure of the table is so large that it can only be in pounds: ten thousand million pounds is no council's.
    fn surely_units(&self) -> bool {
        let large = Decimal::from(10_000_000);
        self.layout.rows.iter().any(|row| {
            (self.layout.label_columns..self.table.width())
                .any(|column| matches!(cells::read(self.table.text(row.index, column)), Content::Figure(f) if f.scale.is_none() && f.number.abs() >= large))
        })
    }
}

trait FirstMax<T> {
    /// The item of the greatest key; of equals the first.
    fn rev_max(self) -> Option<T>;
}

impl<T, I: Iterator<Item = (usize, T)>> FirstMax<T> for I {
    fn rev_max(self) -> Option<T> {
        let mut best: Option<(usize, T)> = None;
        for (key, item) in self {
            if best.as_ref().is_none_or(|(k, _)| key > *k) {
                best = Some((key, item));
            }
        }
        best.map(|(_, item)| item)
    }
}
