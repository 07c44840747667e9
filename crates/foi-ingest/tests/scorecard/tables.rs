//! Figures as authorities set them out.

use crate::figures::{Cell, Figures, RowKind};
use crate::manner::{Form, Manner, Place, Scale};
use crate::page::{self, Grid, Piece};
use crate::random::Random;
use crate::surveys::phrases;

/// Writes figures down.
pub(crate) fn write(figures: &Figures, manner: &Manner, seed: u64) -> Vec<Piece> {
    let mut writer = Writer { figures, manner, random: Random::new(seed, &format!("table {}", figures.question)) };
    let mut pieces = Vec::new();
    let money = figures.shape.unit == "GBP";
    let word = writer.scale_word(0);
    if money && manner.place == Place::Before {
        pieces.push(Piece::Text(
            writer
                .pick(&["All figures are in {}.", "Figures are shown in {}", "The amounts below are in {}."])
                .replace("{}", &word),
        ));
    }
    writer.tables(&mut pieces);
    if money && manner.place == Place::After {
        pieces.push(Piece::Text(writer.pick(&["Note: all amounts are in {}.", "Figures above are in {}."]).replace("{}", &word)));
    }
    writer.notes(&mut pieces);
    pieces
}

struct Writer<'f> {
    figures: &'f Figures,
    manner: &'f Manner,
    random: Random,
}

impl Writer<'_> {
    fn pick(&mut self, items: &[&str]) -> String {
        (*self.random.pick(items)).to_owned()
    }

    /// The order of years in the manner.
    fn years(&self) -> Vec<i64> {
        let mut years = self.figures.years.clone();
        if self.manner.latest_first {
            years.reverse();
        }
        years
    }

    fn measure(&self, measure: usize) -> String {
        let labels = self.figures.shape.measures[measure].1;
        labels[self.manner.label % labels.len()].to_owned()
    }

    fn row(&self, row: usize) -> String {
        let rows = self.figures.shape.rows;
        let labels = rows[row % rows.len()].1;
        labels[(self.manner.label + row) % labels.len()].to_owned()
    }

    /// The words for a scale: with the sign of the pound, as headings have it.
    fn scale_word(&self, measure: usize) -> String {
        let words: &[&str] = match self.manner.scales[measure.min(1)] {
            Scale::Pounds => &["£"],
            Scale::Thousands => &["£000", "£'000", "£000s", "£k"],
            Scale::Millions => &["£m", "£ million", "£m"],
        };
        words[self.manner.label % words.len()].to_owned()
    }

    /// The heading of a measure with its scale, where headings say it.
    fn head(&self, measure: usize, year: Option<i64>) -> String {
        let named = self.measure(measure);
        let named = year.map_or_else(|| named.clone(), |y| format!("{named} {}", self.manner.year(y)));
        match (self.figures.shape.unit, self.manner.place) {
            ("GBP", Place::Heading) => format!("{named} ({})", self.scale_word(measure)),
            ("percent", _) => format!("{named} (%)"),
            _ => named,
        }
    }

    fn cell(&self, row: usize, measure: usize, year: i64) -> Cell {
        self.figures.cells[&(row, measure, year)]
    }

    fn shown(&self, cell: Cell, measure: usize) -> String {
        match cell {
            Cell::Figure(0) if self.manner.label == 2 => "Nil".to_owned(),
            Cell::Figure(value) if self.figures.shape.unit == "GBP" => self.money(value, measure),
            Cell::Figure(value) if self.figures.shape.unit == "percent" && self.manner.label == 1 => format!("{value}%"),
            Cell::Figure(value) => grouped(value),
            Cell::Blank | Cell::Elsewhere | Cell::NotYet => String::new(),
            Cell::NotHeld => "Not held".to_owned(),
            Cell::NotApplicable => "N/A".to_owned(),
            Cell::Withheld => ["Exempt - s43(2)", "Withheld, section 43(2)", "S.43(2)"][self.manner.label].to_owned(),
            Cell::Suppressed => ["<5", "Fewer than 5", "<5"][self.manner.label].to_owned(),
        }
    }

    fn money(&self, value: i64, measure: usize) -> String {
        let bare = self.manner.form != Form::Lines && self.manner.place != Place::Cell;
        let size = value.abs();
        let (number, suffix) = match self.manner.scales[measure.min(1)] {
            Scale::Pounds => (grouped(size), ""),
            Scale::Thousands => (grouped(size / 1000), "k"),
            Scale::Millions => (format!("{}.{:03}", size / 1_000_000, size / 1000 % 1000), "m"),
        };
        let shown = if bare { number } else { format!("£{number}{suffix}") };
        match value {
            0.. => shown,
            // Accountants put what is negative in brackets.
            _ if self.manner.label > 0 => format!("({shown})"),
            _ => format!("-{shown}"),
        }
    }

    fn tables(&mut self, pieces: &mut Vec<Piece>) {
        let mut measures: Vec<usize> = (0..self.figures.shape.measures.len()).collect();
        if self.manner.spent_first {
            measures.reverse();
        }
        let rows: Vec<usize> = (0..self.figures.shape.rows.len()).collect();
        if !self.figures.shape.cohorts.is_empty() {
            for (group, (_, labels)) in self.figures.shape.cohorts.iter().enumerate() {
                pieces.push(Piece::Heading(labels[self.manner.label % labels.len()].to_owned()));
                let offset = group * rows.len();
                let head = vec![self.corner(), self.head(0, None)];
                let body = rows.iter().map(|&r| vec![self.row(r), self.shown(self.cell(offset + r, 0, 0), 0)]);
                pieces.push(Piece::Grid(Grid::plain(1, std::iter::once(head).chain(body).collect())));
            }
            return;
        }
        if self.figures.shape.kind == RowKind::Nothing {
            let head: Vec<String> =
                std::iter::once("Year".to_owned()).chain(measures.iter().map(|&m| self.head(m, None))).collect();
            let line = |y: i64| {
                let cells = measures.iter().map(|&m| self.shown(self.cell(0, m, y), m));
                std::iter::once(self.manner.year(y)).chain(cells).collect()
            };
            let body: Vec<Vec<String>> = self.years().into_iter().map(line).collect();
            pieces.push(Piece::Grid(Grid::plain(1, std::iter::once(head).chain(body).collect())));
            return;
        }
        match self.manner.form {
            Form::Wide => {
                let columns: Vec<(usize, i64)> =
                    self.years().into_iter().flat_map(|y| measures.iter().map(move |&m| (m, y))).collect();
                let heads = columns.iter().map(|&(m, y)| self.head(m, Some(y))).collect();
                pieces.push(Piece::Grid(Grid::plain(1, self.filled(heads, &columns))));
            }
            Form::Stacked => {
                let columns: Vec<(usize, i64)> =
                    self.years().into_iter().flat_map(|y| measures.iter().map(move |&m| (m, y))).collect();
                let heads = columns.iter().map(|&(m, _)| self.head(m, None)).collect();
                let mut grid = Grid::plain(2, self.filled(heads, &columns));
                let over = |y: i64| page::Cell { text: self.manner.year(y), across: measures.len() };
                let corner = page::Cell { text: String::new(), across: 1 };
                grid.rows.insert(0, std::iter::once(corner).chain(self.years().into_iter().map(over)).collect());
                pieces.push(Piece::Grid(grid));
            }
            Form::ByYear => {
                for year in self.years() {
                    pieces.push(Piece::Heading(self.manner.year(year)));
                    let columns: Vec<(usize, i64)> = measures.iter().map(|&m| (m, year)).collect();
                    let heads = columns.iter().map(|&(m, _)| self.head(m, None)).collect();
                    pieces.push(Piece::Grid(Grid::plain(1, self.filled(heads, &columns))));
                }
            }
            Form::ByMeasure => {
                for &measure in &measures {
                    pieces.push(Piece::Heading(self.head(measure, None)));
                    let columns: Vec<(usize, i64)> = self.years().into_iter().map(|y| (measure, y)).collect();
                    let heads = columns.iter().map(|&(_, y)| self.manner.year(y)).collect();
                    pieces.push(Piece::Grid(Grid::plain(1, self.filled(heads, &columns))));
                }
            }
            Form::Lines => {
                for year in self.years() {
                    for &measure in &measures {
                        pieces.push(Piece::Heading(format!("{} {}", self.measure(measure), self.manner.year(year))));
                        for &row in &rows {
                            let shown = self.shown(self.cell(row, measure, year), measure);
                            if !shown.is_empty() {
                                pieces.push(Piece::Text(format!("{}: {shown}", self.row(row))));
                            }
                        }
                    }
                }
            }
        }
    }

    fn corner(&self) -> String {
        match self.figures.shape.kind {
            RowKind::ServiceArea => ["Service area", "Service", "Service area"][self.manner.label].to_owned(),
            _ => ["", "Department", "Service"][self.manner.label].to_owned(),
        }
    }

    /// A header row, a row for each label, and the totals if there are any.
    fn filled(&self, heads: Vec<String>, columns: &[(usize, i64)]) -> Vec<Vec<String>> {
        let rows = 0..self.figures.shape.rows.len();
        let mut table = vec![std::iter::once(self.corner()).chain(heads).collect::<Vec<_>>()];
        for row in rows.clone() {
            let cells = columns.iter().map(|&(m, y)| self.shown(self.cell(row, m, y), m));
            table.push(std::iter::once(self.row(row)).chain(cells).collect());
        }
        if self.manner.total {
            // Nobody adds up what is hidden, or nothing.
            let sum = |&(m, y): &(usize, i64)| {
                let column = || rows.clone().map(|r| self.cell(r, m, y));
                let figures: Vec<i64> =
                    column().filter_map(|c| if let Cell::Figure(value) = c { Some(value) } else { None }).collect();
                let open = figures.is_empty() || column().any(|c| c == Cell::Suppressed);
                if open { String::new() } else { self.shown(Cell::Figure(figures.iter().sum()), m) }
            };
            table.push(std::iter::once("Total".to_owned()).chain(columns.iter().map(sum)).collect());
        }
        table
    }

    /// What explains the cells that stand empty.
    fn notes(&mut self, pieces: &mut Vec<Piece>) {
        let has = |kind: Cell| self.figures.cells.iter().find(|(_, c)| **c == kind).map(|(&key, _)| key);
        let measures: Vec<String> = (0..self.figures.shape.measures.len()).map(|m| self.measure(m).to_lowercase()).collect();
        if let Some((row, _, _)) = has(Cell::Elsewhere) {
            let area = self.row(row);
            let into = self.row(row + 1);
            let note = self.random.pick(phrases("elsewhere_note")).replace("{Area}", &area).replace("{area}", &area.to_lowercase());
            pieces.push(Piece::Text(note.replace("{into}", &into).replace("{measures}", &measures.join(" and "))));
        }
        if let Some((_, measure, year)) = has(Cell::NotYet) {
            let note = self.random.pick(phrases("not_yet_note"));
            pieces.push(Piece::Text(note.replace("{measure}", &measures[measure]).replace("{year}", &self.manner.year(year))));
        }
    }
}

/// A whole number with commas.
pub(crate) fn grouped(value: i64) -> String {
    let digits = value.abs().to_string();
    let mut shown = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    if value < 0 { format!("-{shown}") } else { shown }
}
