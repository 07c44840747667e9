//! A page: its words, frames and shades, laid out into paragraphs and tables.

use hayro_interpret::kurbo::Rect;

use super::beside::{self, Beside, Part};
use super::columns;
use super::flow::{self, Paragraph, Usual};
use super::gaps::{self, Element};
use super::glyphs::{Ink, Rule};
use super::grid::{self, Cell, Draft, Framed};
use super::lines::{self, Line, Word};
use super::marks::Marks;
use super::nested;
use super::rules::{self, Frame};
use super::touching;

/// What of a page is laid out.
#[derive(Debug)]
pub(super) struct Page {
    /// Its number, from 1.
    pub(super) number: u32,
    pub(super) height: f64,
    pub(super) words: Vec<Word>,
    /// Whether it is a column of a page.
    pub(super) column: bool,
    pub(super) frames: Vec<Frame>,
    rules: Vec<Rule>,
    fills: Vec<Rect>,
}

/// A piece of a document, in reading order.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// A paragraph.
    Text(Paragraph),
    /// A table, and the page that it begins on.
    Table(Draft, u32),
    /// Rows whose cells hold tables again.
    Rows(Rows),
}

/// Rows of cells that hold paragraphs and tables.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    /// What each cell of each row holds.
    pub(super) cells: Vec<Vec<Vec<Piece>>>,
    /// Where its columns begin, and where the last one ends.
    pub(super) edges: Vec<f64>,
    /// The page that it begins on.
    pub(super) page: u32,
}

impl Page {
    pub(super) fn new(number: u32, height: f64, mut words: Vec<Word>, ink: &Ink) -> Self {
        let level = without_underlines(&ink.level, &words);
        let (mut frames, mut rules) = rules::frames(&level, &ink.upright);
        let (sides, walls) = shaded_cells(&ink.fills, &frames);
        if !sides.is_empty() {
            frames = rules::frames(&[level, sides].concat(), &[ink.upright.as_slice(), &walls].concat()).0;
        }
        frames.retain(|f| f.columns() * f.rows() > 1 && f.bounds().width() > 24.0 && f.bounds().height() > 8.0);
        frames.truncate(3_000);
        let mut fills = ink.fills.clone();
        fills.retain(|f| f.height() < 0.5 * height && f.width() > 20.0);
        fills.sort_by(|a, b| a.y0.total_cmp(&b.y0));
        fills.truncate(20_000);
        rules.truncate(20_000);
        words.retain(|w| w.x0.is_finite() && w.base.is_finite());
        Self { number, height, words, column: false, frames, rules, fills }
    }

    /// A part of the page with these of its words and what was drawn within a width and a height, moved to the right.
    pub(super) fn part(&self, words: Vec<Word>, (x0, x1): (f64, f64), (y0, y1): (f64, f64), by: f64) -> Self {
        let within = |x: f64, y: f64| x0 <= x && x < x1 && y0 <= y && y < y1;
        let frames = self.frames.iter().filter(|f| within(f.bounds().center().x, f.bounds().center().y));
        let rules = self.rules.iter().filter(|r| within(r.from.max(x0), r.at) && r.to > x0);
        let fills = self.fills.iter().filter(|f| within(f.x0.max(x0), f.center().y) && f.x1 > x0);
        Self {
            number: self.number,
            height: self.height,
            words: words.into_iter().map(|w| Word { x0: w.x0 + by, x1: w.x1 + by, ..w }).collect(),
            column: self.column,
            frames: frames.map(|f| f.moved(by)).collect(),
            rules: rules.map(|r| Rule { at: r.at, from: r.from.max(x0) + by, to: r.to.min(x1) + by }).collect(),
            fills: fills.map(|f| Rect::new(f.x0.max(x0) + by, f.y0, f.x1.min(x1) + by, f.y1)).collect(),
        }
    }

    /// Whether a height is inside a frame.
    pub(super) fn framed(&self, y: f64) -> bool {
        self.frames.iter().any(|f| f.bounds().y0 <= y && y <= f.bounds().y1)
    }

    /// How far right the lines of running text reach, and how many words tell.
    pub(super) fn margin(&self) -> (f64, usize) {
        let free = self.words.iter().filter(|w| !self.frames.iter().take(50).any(|f| within(f.bounds(), w)));
        let mut ends: Vec<f64> = free.map(|w| w.x1).collect();
        ends.sort_by(f64::total_cmp);
        // A page number in the corner is no margin.
        let margin = ends.get((ends.len() * 99 / 100).min(ends.len().saturating_sub(1))).copied();
        (margin.unwrap_or(f64::MAX), ends.len())
    }

    /// Its paragraphs and tables. `carried` are the columns of an unruled table that the page before ended with, `margin` is how far right
    /// lines of running text reach, and `told` where answers beside questions began last.
    pub(super) fn lay_out(
        &mut self,
        usual: Usual,
        margin: f64,
        carried: Option<&[(f64, f64)]>,
        told: &mut Option<f64>,
    ) -> Vec<Piece> {
        let words = std::mem::take(&mut self.words);
        let frames = std::mem::take(&mut self.frames);
        let mut layout = Layout { page: self, usual, carried, margin, told: *told, pieces: Vec::new() };
        layout.region(words, frames, 0);
        *told = layout.told;
        layout.pieces
    }
}

/// How deep tables are looked for in cells.
const DEEP: u32 = 8;

struct Layout<'p> {
    page: &'p Page,
    usual: Usual,
    carried: Option<&'p [(f64, f64)]>,
    margin: f64,
    /// Where answers beside questions began last.
    told: Option<f64>,
    pieces: Vec<Piece>,
}

fn holds(outer: Rect, inner: Rect) -> bool {
    outer.x0 <= inner.x0 + 1.0 && outer.y0 <= inner.y0 + 1.0 && outer.x1 >= inner.x1 - 1.0 && outer.y1 >= inner.y1 - 1.0
}

fn within(area: Rect, word: &Word) -> bool {
    let (x, y) = word.middle();
    area.x0 <= x && x <= area.x1 && area.y0 <= y && y <= area.y1
}

impl Layout<'_> {
    /// Lays out words and the frames among them, from top to bottom.
    fn region(&mut self, mut words: Vec<Word>, frames: Vec<Frame>, depth: u32) {
        let mut outer: Vec<(Frame, Vec<Frame>)> = Vec::new();
        let mut sorted = frames;
        sorted.sort_by(|a, b| b.bounds().area().total_cmp(&a.bounds().area()));
        for frame in sorted {
            match outer.iter_mut().find(|(o, _)| holds(o.bounds(), frame.bounds())) {
                Some((_, inside)) => inside.push(frame),
                None => outer.push((frame, Vec::new())),
            }
        }
        outer.sort_by(|(a, _), (b, _)| a.bounds().y0.total_cmp(&b.bounds().y0).then(a.bounds().x0.total_cmp(&b.bounds().x0)));
        let mut tables: Vec<(Rect, Inner)> = Vec::new();
        for (frame, mut inside) in outer {
            let bounds = frame.bounds();
            let (mine, rest): (Vec<Word>, Vec<Word>) = words.into_iter().partition(|w| within(bounds, w));
            words = rest;
            inside.retain(|f| f.columns() > 1);
            if !inside.is_empty() && depth < DEEP {
                tables.push((bounds, Inner::Layout(frame, inside, mine)));
                continue;
            }
            if depth < DEEP
                && let Some((outer, inside)) = nested::split(&frame, &mine)
            {
                tables.push((bounds, Inner::Layout(outer, inside, mine)));
                continue;
            }
            match grid::fill(&frame, mine) {
                Framed::Table(table) => tables.push((bounds, Inner::Table(table))),
                Framed::Box(back) => words.extend(back),
            }
        }
        touching::mark(&mut words);
        let mut lines = lines::lines(words).into_iter().peekable();
        for (bounds, inner) in tables {
            let mut above = Vec::new();
            while let Some(line) = lines.next_if(|l| l.base - 0.3 * l.size < bounds.y0) {
                above.push(line);
            }
            self.stretch(above);
            match inner {
                Inner::Table(table) => {
                    self.carried = None;
                    self.pieces.push(Piece::Table(table, self.page.number));
                }
                Inner::Layout(frame, inside, words) => self.cells(&frame, inside, words, depth),
            }
        }
        self.stretch(lines.collect());
    }

    /// A frame with tables in its cells: what is in them, cell by cell.
    fn cells(&mut self, frame: &Frame, mut inside: Vec<Frame>, mut words: Vec<Word>, depth: u32) {
        let mut cells: Vec<Vec<Vec<Piece>>> = vec![vec![Vec::new(); frame.columns()]; frame.rows()];
        let margin = self.margin;
        for field in grid::fields(frame) {
            let edge = |edges: &[f64], at: usize| edges.get(at).copied().unwrap_or(0.0);
            let (x0, x1) = (edge(&frame.xs, field.column), edge(&frame.xs, field.column + field.columns));
            let area = Rect::new(x0, edge(&frame.ys, field.row), x1, edge(&frame.ys, field.row + field.rows));
            let (here, rest): (Vec<Word>, Vec<Word>) = words.into_iter().partition(|w| within(area, w));
            words = rest;
            let (frames, others): (Vec<Frame>, Vec<Frame>) = inside.into_iter().partition(|f| area.contains(f.bounds().center()));
            inside = others;
            if let (false, Some(cell)) = (here.is_empty(), cells.get_mut(field.row).and_then(|row| row.get_mut(field.column))) {
                let before = std::mem::take(&mut self.pieces);
                self.margin = x1 - 4.0;
                self.carried = None;
                self.region(here, frames, depth + 1);
                *cell = std::mem::replace(&mut self.pieces, before);
            }
        }
        self.margin = margin;
        self.carried = None;
        self.pieces.push(Piece::Rows(Rows { cells, edges: frame.xs.clone(), page: self.page.number }));
    }

    /// Lines between tables that are drawn.
    fn stretch(&mut self, lines: Vec<Line>) {
        if lines.is_empty() {
            return;
        }
        let carried = self.carried.take();
        let marks = Marks { rules: &self.page.rules, fills: &self.page.fills };
        for part in beside::find(lines, carried, self.told, self.margin) {
            match part {
                Part::Lines(lines) => self.plain(lines, carried, &marks),
                Part::Rows(rows) => {
                    self.told = rows.edges.get(1).copied();
                    self.rows(rows, &marks);
                }
            }
        }
    }

    /// Lines that are no questions beside answers.
    fn plain(&mut self, lines: Vec<Line>, carried: Option<&[(f64, f64)]>, marks: &Marks<'_>) {
        let mut prose: Vec<Line> = Vec::new();
        for element in gaps::find(lines, marks, carried.filter(|_| self.pieces.is_empty())) {
            match element {
                Element::Line(line) => prose.push(line),
                Element::Table(table) => {
                    self.prose(std::mem::take(&mut prose));
                    self.pieces.push(Piece::Table(table, self.page.number));
                }
            }
        }
        self.prose(prose);
    }

    /// Questions beside answers: a table, unless there are tables in the answers.
    fn rows(&mut self, beside: Beside, marks: &Marks<'_>) {
        let page = self.page.number;
        let margin = self.margin;
        let before = std::mem::take(&mut self.pieces);
        let Beside { rows, edges } = beside;
        let mut cells: Vec<Vec<Vec<Piece>>> = Vec::new();
        for (question, answer) in &rows {
            self.margin = edges.get(1).map_or(margin, |edge| edge - 6.0);
            self.prose(question.clone());
            let question = std::mem::take(&mut self.pieces);
            self.margin = margin;
            self.plain(answer.clone(), None, marks);
            cells.push(vec![question, std::mem::take(&mut self.pieces)]);
        }
        self.pieces = before;
        let holds = cells.iter().flatten().flatten().any(|piece| !matches!(piece, Piece::Text(_)));
        self.pieces.push(if holds {
            Piece::Rows(Rows { cells, edges, page })
        } else {
            let words = |lines: Vec<Line>| lines.into_iter().flat_map(|l| l.words).collect();
            let bounds = rows.iter().flat_map(|(q, a)| q.iter().chain(a)).fold(Rect::ZERO, |r, line| {
                let line = Rect::new(line.x0(), line.top(), line.x1(), line.bottom());
                if r == Rect::ZERO { line } else { r.union(line) }
            });
            let rows = rows.into_iter().map(|(q, a)| vec![Cell::new(words(q), 1, 1), Cell::new(words(a), 1, 1)]).collect();
            Piece::Table(Draft { rows, edges, bounds, ruled: false, paired: true }, page)
        });
    }

    fn prose(&mut self, lines: Vec<Line>) {
        if lines.is_empty() {
            return;
        }
        for part in columns::parts(lines, self.margin, 0) {
            match part {
                columns::Part::Lines(lines, margin) => {
                    let paragraphs = flow::paragraphs(&lines, self.page.number, margin, self.usual);
                    self.pieces.extend(paragraphs.into_iter().map(Piece::Text));
                }
                columns::Part::Table(table) => self.pieces.push(Piece::Table(table, self.page.number)),
            }
        }
    }
}

enum Inner {
    Table(Draft),
    Layout(Frame, Vec<Frame>, Vec<Word>),
}

/// The edges of shaded cells, level and upright, where rules alone frame a table in part.
fn shaded_cells(fills: &[Rect], frames: &[Frame]) -> (Vec<Rule>, Vec<Rule>) {
    let touched: Vec<&Rect> = fills
        .iter()
        .filter(|f| {
            f.height() < 200.0
                && frames.iter().take(200).any(|frame| !frame.bounds().inflate(2.0, 2.0).intersect(**f).is_zero_area())
        })
        .take(5_000)
        .collect();
    let mut sorted: [Vec<f64>; 2] = [
        touched.iter().flat_map(|f| [f.x0, f.x1]).chain(frames.iter().take(200).flat_map(|f| f.xs.repeat(2))).collect(),
        touched.iter().flat_map(|f| [f.y0, f.y1]).chain(frames.iter().take(200).flat_map(|f| f.ys.repeat(2))).collect(),
    ];
    sorted.iter_mut().for_each(|edges| edges.sort_by(f64::total_cmp));
    let [xs, ys] = &sorted;
    // An edge that others share is one of cells; that of a marked word is its own.
    let shared = |edges: &[f64], at: f64| edges.partition_point(|e| *e < at + 1.5) - edges.partition_point(|e| *e < at - 1.5) >= 2;
    let cells: Vec<&&Rect> =
        touched.iter().filter(|f| shared(xs, f.x0) && shared(xs, f.x1) && shared(ys, f.y0) && shared(ys, f.y1)).collect();
    if cells.len() < 3 {
        return (Vec::new(), Vec::new());
    }
    let level = cells.iter().flat_map(|f| [f.y0, f.y1].map(|at| Rule { at, from: f.x0, to: f.x1 })).collect();
    let upright = cells.iter().flat_map(|f| [f.x0, f.x1].map(|at| Rule { at, from: f.y0, to: f.y1 })).collect();
    (level, upright)
}

/// Level rules that do not underline words.
fn without_underlines(rules: &[Rule], words: &[Word]) -> Vec<Rule> {
    let mut bases: Vec<&Word> = words.iter().collect();
    bases.sort_by(|a, b| a.base.total_cmp(&b.base));
    let underlines = |rule: &Rule| {
        let from = bases.partition_point(|w| w.base < rule.at - 4.0);
        let mut above = bases.iter().skip(from).take_while(|w| w.base < rule.at + 4.0).take(400);
        let fits =
            |w: &&&Word| rule.at - w.base < 0.3 * w.size && rule.at - w.base > -0.5 * w.size && w.x1 > rule.from && w.x0 < rule.to;
        let mut touched = above.clone().filter(fits).peekable();
        let (left, right) = touched.clone().fold((f64::MAX, f64::MIN), |(l, r), w| (l.min(w.x0), r.max(w.x1)));
        let _ = above.next();
        touched.peek().is_some() && (left - rule.from).abs() < 2.5 && (right - rule.to).abs() < 4.0
    };
    rules.iter().filter(|r| r.to - r.from > 500.0 || !underlines(r)).copied().collect()
}
