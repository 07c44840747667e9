//! Pages to a document: running heads taken out, tables and paragraphs that go on over pages joined, places given.

use std::collections::{HashMap, HashSet};

use foi_model::Place;

use super::beside;
use super::flow::{self, Paragraph, Written};
use super::grid::{Cell, Draft, has_figures};
use super::letters::is_figure;
use super::lines::{self, Word};
use super::page::{Page, Piece};
use super::split;
use crate::document::{Block, Rich, Style, Table, TableCell, TextBlock};
use crate::read::{Fault, Reading};

/// Takes the running heads and feet out of pages; each is given once, with the page that it is first on and whether it is a foot.
pub(super) fn running(pages: &mut [Page]) -> Vec<(Written, bool)> {
    // What the lines near the edges say, digits aside, and where.
    let mut near: HashMap<(String, bool), Vec<(usize, f64)>> = HashMap::new();
    // On how many pages the very same words do.
    let mut same: HashMap<(String, bool), HashSet<usize>> = HashMap::new();
    let mut edges: Vec<Vec<(String, f64, bool, String)>> = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let (top, bottom) = (0.16 * page.height, 0.87 * page.height);
        let outer: Vec<Word> = page.words.iter().filter(|w| w.base < top || w.top() > bottom).cloned().collect();
        let mut mine = Vec::new();
        for line in lines::lines(outer) {
            let text = line.text();
            let foot = line.base > 0.5 * page.height;
            // Further in, a number that goes on from page to page is as likely that of a question.
            let far_in = !foot && line.base > 0.13 * page.height;
            let key: String = text.chars().map(|c| if c.is_ascii_digit() && !far_in { '#' } else { c }).collect();
            near.entry((key.clone(), foot)).or_default().push((index, line.base));
            same.entry((text.clone(), foot)).or_default().insert(index);
            mine.push((key, line.base, foot, text));
        }
        edges.push(mine);
    }
    let count = pages.len();
    let mut found: Vec<(Written, bool, f64)> = Vec::new();
    let mut known: HashSet<(String, bool)> = HashSet::new();
    for (page, mine) in pages.iter_mut().zip(edges) {
        let mut drop: Vec<f64> = Vec::new();
        // From the text of the page outwards: what stands clear of it, and what stands outside of that.
        let inner_first = mine.iter().rev().filter(|l| !l.2).chain(mine.iter().filter(|l| l.2));
        let mut clear: [f64; 2] = [f64::NAN; 2];
        for (key, base, foot, text) in inner_first {
            let (base, foot) = (*base, *foot);
            let at = near.get(&(key.clone(), foot)).map_or(&[][..], Vec::as_slice);
            let pages_with: HashSet<usize> = at.iter().filter(|(_, b)| (b - base).abs() < 4.0).map(|(p, _)| *p).collect();
            let repeated = pages_with.len() >= 2 && pages_with.len() * 5 >= count * 2;
            let numbers = foot && is_page_number(text);
            let side = clear.get_mut(usize::from(foot));
            let beyond = side.as_ref().is_some_and(|s| !s.is_nan());
            // The headings of a table that goes on stand on some pages only.
            let everywhere = count >= 3 && same.get(&(text.clone(), foot)).is_some_and(|pages| pages.len() == count);
            if !(repeated && !page.framed(base - 3.0) && (beyond || everywhere || stands_clear(page, base, foot)) || numbers) {
                continue;
            }
            side.into_iter().for_each(|s| *s = base);
            drop.push(base);
            if known.insert((key.clone(), foot)) {
                let words: Vec<Word> = page.words.iter().filter(|w| (w.base - base).abs() < 0.3 * w.size).cloned().collect();
                let line = lines::lines(words).into_iter().next();
                found.extend(line.map(|l| (flow::written(&l.words, page.number), foot, base)));
            }
        }
        page.words.retain(|w| !drop.iter().any(|base| (w.base - base).abs() < 0.6 * w.size && (w.base - base).abs() < 6.0));
    }
    found.sort_by(|a, b| a.0.page.cmp(&b.0.page).then(a.2.total_cmp(&b.2)));
    found.into_iter().map(|(line, foot, _)| (line, foot)).collect()
}

fn is_page_number(text: &str) -> bool {
    let rest = text.trim().trim_start_matches("Page").trim_start_matches("page");
    let rest = rest.trim_matches(|c: char| matches!(c, '-' | '–' | ' ' | '|'));
    let mut parts = rest.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty());
    let named = rest.len() < text.trim().len();
    let words: String = rest.chars().filter(|c| !c.is_ascii_digit() && *c != ' ').collect();
    let short = parts.clone().all(|p| p.len() <= 3);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(_), None, None) => words.is_empty() && short,
        (Some(_), Some(_), None) => matches!(words.as_str(), "of" | "/") && short && (named || words == "of"),
        _ => false,
    }
}

/// Whether there is space between an outer line and the text of the page, as there is none between the rows of a table.
fn stands_clear(page: &Page, base: f64, foot: bool) -> bool {
    let Some(size) = page.words.iter().find(|w| (w.base - base).abs() < 1.0).map(|w| w.size) else { return false };
    let inner = page.words.iter().filter(|w| if foot { w.base < base - 2.0 } else { w.base > base + 2.0 });
    let nearest = inner.map(|w| (w.base - base).abs()).fold(f64::MAX, f64::min);
    nearest > 2.2 * size
}

/// Joins what goes on from one page to the next.
pub(super) fn join(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    // The page that the last piece ends on.
    let mut ends = 0;
    for mut piece in pieces {
        let page = last_page(&piece);
        if page == ends + 1 {
            drop_caption(&out, &mut piece);
        }
        match (out.last_mut(), piece) {
            (Some(Piece::Table(first, _)), Piece::Table(next, page)) if page == ends + 1 && agree(first, &next) => {
                extend(first, next);
            }
            (Some(Piece::Table(first, began)), Piece::Table(next, page)) if page == ends + 1 && heads(first, &next) => {
                let began = *began;
                if let Some(Piece::Table(first, _)) = out.pop() {
                    out.push(Piece::Table(below_heading(first, next), began));
                }
            }
            (Some(Piece::Text(first)), Piece::Text(mut next)) if goes_on(first, &next) => {
                first.lines.append(&mut next.lines);
                first.full = next.full;
            }
            (Some(Piece::Rows(_)), next @ (Piece::Table(..) | Piece::Rows(_))) if page == ends + 1 => {
                split::carry_over(&mut out, next, ends);
            }
            (Some(Piece::Table(..)), next @ Piece::Rows(_)) if page == ends + 1 => {
                split::carry_over(&mut out, next, ends);
            }
            (_, piece) => out.push(piece),
        }
        ends = page;
    }
    out
}

/// Takes out what the table before is called, where that stands again over the rest of it.
fn drop_caption(out: &[Piece], next: &mut Piece) {
    let ([.., Piece::Text(caption), Piece::Table(..)], Piece::Table(next, _)) = (out, next) else { return };
    let words = |texts: &mut dyn Iterator<Item = String>| texts.filter(|t| !t.trim().is_empty()).collect::<Vec<_>>().join(" ");
    let caption = words(&mut caption.lines.iter().map(|l| l.text.clone()));
    let row = |row: &[Cell]| words(&mut row.iter().map(Cell::text));
    if next.rows.len() > 1 && next.rows.first().is_some_and(|r| row(r) == caption) {
        next.rows.remove(0);
    }
}

/// The page that a piece begins on.
pub(super) fn first_page(piece: &Piece) -> u32 {
    match piece {
        Piece::Text(text) => text.lines.first().map_or(0, |l| l.page),
        Piece::Table(_, page) => *page,
        Piece::Rows(rows) => rows.page,
    }
}

/// The page that a piece ends on, as far as it is laid out by page.
fn last_page(piece: &Piece) -> u32 {
    match piece {
        Piece::Text(text) => text.lines.last().map_or(0, |l| l.page),
        Piece::Table(_, page) => *page,
        Piece::Rows(rows) => rows.page,
    }
}

fn goes_on(first: &Paragraph, next: &Paragraph) -> bool {
    let pages = (first.lines.last().map(|l| l.page), next.lines.first().map(|l| l.page));
    let (Some(a), Some(b)) = pages else { return false };
    let last = first.lines.last().map_or("", |l| l.text.trim_end());
    let starts = next.lines.first().is_some_and(|l| l.text.starts_with(|c: char| c.is_lowercase()));
    b == a + 1
        && next.style == Style::Paragraph
        && first.style != Style::Heading
        && starts
        && !last.ends_with(['.', '?', '!', ':', ';'])
}

/// Whether a table on the next page has the columns of the one before, and is no new one.
pub(super) fn agree(first: &Draft, next: &Draft) -> bool {
    let columns = first.edges.len() == next.edges.len();
    // How far right answers reach differs from page to page.
    let count = if first.paired && next.paired { 2 } else { first.edges.len() };
    let near = |tolerance: f64| first.edges.iter().zip(&next.edges).take(count).all(|(a, b)| (a - b).abs() < tolerance);
    let tolerance = if first.ruled && next.ruled { 6.0 } else { 30.0 };
    let alike = near(tolerance) || !first.ruled && !next.ruled && under(first, next);
    if !columns || !alike {
        return false;
    }
    let label = |table: &Draft| table.rows.first().and_then(|r| r.first()).map(Cell::text).filter(|t| !t.trim().is_empty());
    repeated(first, next) > 0 || heads_more(first, next) || label(first).is_none() || label(first) != label(next)
}

/// Whether the middle of each column is in the column of the table before.
fn under(first: &Draft, next: &Draft) -> bool {
    let middle = |pair: &[f64]| if let [a, b] = pair { (a + b) / 2.0 } else { 0.0 };
    let within = |pair: &[f64], at: f64| if let [a, b] = pair { (*a..*b).contains(&at) } else { false };
    first.edges.windows(2).zip(next.edges.windows(2)).all(|(a, b)| within(a, middle(b)))
}

/// Whether a table that ends a page is the headings of that on the next, over several of its columns each: the first row of them, or both.
fn heads(first: &Draft, next: &Draft) -> bool {
    let rest = next.rows.first();
    let goes_on = match first.rows.len() {
        1 => rest.and_then(|r| r.first()).is_some_and(Cell::is_blank),
        2 => rest.is_some_and(|row| has_figures(row)) && first.rows.first().and_then(|r| r.first()).is_some_and(|c| !c.is_blank()),
        _ => false,
    };
    let at = |edge: &f64| next.edges.iter().any(|e| (e - edge).abs() < 6.0);
    first.ruled
        && next.ruled
        && goes_on
        && first.edges.len() < next.edges.len()
        && first.edges.iter().all(at)
        && !first.rows.iter().any(|row| has_figures(row))
        && next.rows.len() > 2
}

/// A table with the row of headings that the page before ends with.
fn below_heading(first: Draft, mut next: Draft) -> Draft {
    let column = |edge: f64| next.edges.iter().position(|e| (e - edge).abs() < 6.0).unwrap_or(0);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for (number, row) in first.rows.into_iter().enumerate() {
        // Below the row of those that cover several columns, each column has its own.
        if number > 0 {
            rows.push(by_columns(&row, &next.edges));
            continue;
        }
        let mut cells: Vec<Cell> = next.edges.iter().skip(1).map(|_| Cell { columns: 0, ..Cell::default() }).collect();
        for (at, cell) in row.into_iter().enumerate() {
            let edge = |i: usize| first.edges.get(i).map_or(0, |e| column(*e));
            let (from, to) = (edge(at), edge(at + cell.columns.max(1) as usize));
            if let (Some(place), true) = (cells.get_mut(from), cell.columns > 0) {
                *place = Cell { columns: u32::try_from(to.saturating_sub(from).max(1)).unwrap_or(1), rows: 1, ..cell };
            }
        }
        rows.push(cells);
    }
    rows.append(&mut next.rows);
    next.rows = rows;
    next
}

/// The words of a row as cells of other columns, by where each word stands.
fn by_columns(row: &[Cell], edges: &[f64]) -> Vec<Cell> {
    let words: Vec<&Word> = row.iter().flat_map(|c| &c.lines).flat_map(|l| &l.words).collect();
    let within = |word: &Word, from: f64, to: f64| (from..to).contains(&((word.x0 + word.x1) / 2.0));
    let cell = |pair: &[f64]| match pair {
        [from, to] => words.iter().filter(|w| within(w, *from, *to)).map(|w| (*w).clone()).collect(),
        _ => Vec::new(),
    };
    edges.windows(2).map(|pair| Cell::new(cell(pair), 1, 1)).collect()
}

/// How many of the first rows are the headings of the table before: the first of it, or the last that stand in it.
fn repeated(first: &Draft, next: &Draft) -> usize {
    let texts = |row: &[Cell]| row.iter().map(Cell::text).collect::<Vec<_>>();
    let Some(head) = next.rows.first().map(|r| texts(r)) else { return 0 };
    let same = |from: usize| {
        let rows = first.rows.iter().skip(from).zip(&next.rows).take(4);
        rows.take_while(|(a, b)| texts(a) == texts(b) && a.iter().any(|c| !c.is_blank())).count()
    };
    let within = || {
        let heads = |row: &Vec<Cell>| !has_figures(row) && row.iter().filter(|c| !c.is_blank()).count() > 1 && texts(row) == head;
        first.rows.iter().rposition(heads).map_or(0, same)
    };
    Some(same(0)).filter(|n| *n > 0).unwrap_or_else(within)
}

/// Whether a row is what columns of questions and answers are headed with.
pub(super) fn heads_answers(row: &[Cell]) -> bool {
    match row {
        [question, answer] => match (question.lines.as_slice(), answer.lines.as_slice()) {
            ([q], [a]) => q.words.len() <= 3 && !beside::numbered(q) && beside::heads(a),
            _ => false,
        },
        _ => false,
    }
}

/// Whether the first row of a table begins with the headings of the one before, and has more below them that no rule parts from them.
fn heads_more(first: &Draft, next: &Draft) -> bool {
    let (Some(head), Some(row)) = (first.rows.first(), next.rows.first()) else { return false };
    let begins = |(head, cell): (&Cell, &Cell)| {
        let lines = cell.lines.get(..head.lines.len()).unwrap_or(&[]);
        lines.len() == head.lines.len() && lines.iter().zip(&head.lines).all(|(a, b)| a.text() == b.text())
    };
    let more = head.iter().zip(row.iter()).any(|(head, cell)| cell.lines.len() > head.lines.len());
    more && !has_figures(head) && head.len() == row.len() && head.iter().zip(row.iter()).all(begins)
}

/// Takes such headings out.
fn drop_heads(first: &Draft, next: &mut Draft) {
    if heads_more(first, next)
        && let (Some(head), Some(row)) = (first.rows.first(), next.rows.first_mut())
    {
        row.iter_mut().zip(head).for_each(|(cell, head)| drop(cell.lines.drain(..head.lines.len())));
    }
}

fn extend(first: &mut Draft, mut next: Draft) {
    drop_heads(first, &mut next);
    if first.paired && next.paired && next.rows.len() > 1 && next.rows.first().is_some_and(|row| heads_answers(row)) {
        next.rows.remove(0);
    }
    let skip = repeated(first, &next);
    let limit = first.rows.iter().filter_map(|r| r.first()).filter(|c| c.columns == 1).map(Cell::right).fold(f64::MIN, f64::max);
    let mut rows = next.rows.into_iter().skip(skip);
    if let (Some(last), Some(row)) = (first.rows.last_mut(), rows.next()) {
        let limit = limit.max(row.first().map_or(f64::MIN, Cell::right));
        if rest_of(last, &row, limit) {
            for (cell, more) in last.iter_mut().zip(row) {
                cell.lines.extend(more.lines);
            }
        } else {
            first.rows.push(row);
        }
    }
    first.rows.extend(rows);
    first.bounds = next.bounds;
    first.edges = next.edges;
}

/// Whether a row is what was left of the row before it. `limit` is how far right the first column reaches.
fn rest_of(last: &[Cell], row: &[Cell], limit: f64) -> bool {
    let words = |c: &Cell| !c.is_blank() && !is_figure(&c.text());
    let plain = |r: &[Cell]| r.iter().all(|c| c.columns == 1 && c.rows == 1);
    let small = |c: &Cell| c.text().starts_with(|x: char| x.is_lowercase());
    if !plain(last) || !plain(row) || has_figures(row) && has_figures(last) || row.iter().all(Cell::is_blank) {
        return false;
    }
    let under = last.iter().zip(row).all(|(a, b)| b.is_blank() || a.is_blank() || words(a) && words(b));
    let begun = row.first().is_some_and(|c| !c.is_blank());
    // A sentence that goes on takes the rest of the row with it.
    let sentence = |c: &Cell| {
        let text = c.text();
        text.split_whitespace().count() > 4 && !text.trim_end().ends_with(['.', '?', '!'])
    };
    let goes_on = last.first().is_some_and(sentence)
        && row.first().is_some_and(|c| small(c) || row.len() == 2 && last.first().is_some_and(|l| l.filled_before(c, limit)));
    under && (!begun || goes_on || row.iter().filter(|c| !c.is_blank()).all(small))
}

/// How words that end a line with a hyphen go on.
pub(super) struct Hyphens {
    hyphened: HashSet<String>,
    plain: HashSet<String>,
    automatic: bool,
}

impl Hyphens {
    pub(super) fn of(pieces: &[Piece]) -> Self {
        let mut hyphens = Self { hyphened: HashSet::new(), plain: HashSet::new(), automatic: false };
        let (mut lines, mut broken) = (0_usize, 0_usize);
        for piece in pieces {
            let paragraph = match piece {
                Piece::Text(paragraph) => paragraph,
                Piece::Table(table, _) => {
                    table
                        .rows
                        .iter()
                        .flatten()
                        .flat_map(|c| &c.lines)
                        .for_each(|l| l.words.iter().for_each(|w| hyphens.learn(&w.text)));
                    continue;
                }
                Piece::Rows(_) => continue,
            };
            for (index, line) in paragraph.lines.iter().enumerate() {
                lines += 1;
                broken += usize::from(index + 1 < paragraph.lines.len() && line.text.ends_with('-'));
                line.text.split_whitespace().for_each(|word| hyphens.learn(word));
            }
        }
        hyphens.automatic = broken >= 3 && broken * 20 >= lines;
        hyphens
    }

    fn learn(&mut self, word: &str) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-').to_lowercase();
        if word.ends_with('-') || word.is_empty() {
            return;
        }
        if word.contains('-') {
            self.hyphened.insert(word);
        } else {
            self.plain.insert(word);
        }
    }

    /// Whether the hyphen at the end of a line was put there to break the word.
    fn breaks(&self, line: &str, next: &str) -> bool {
        let last = line.split_whitespace().next_back().unwrap_or("").trim_end_matches('-');
        let last = last.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let first = next.split_whitespace().next().unwrap_or("");
        let first = first.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if !first.starts_with(char::is_lowercase)
            || !last.ends_with(char::is_alphabetic)
            || self.hyphened.contains(&format!("{last}-{first}"))
        {
            return false;
        }
        self.plain.contains(&format!("{last}{first}")) || self.automatic
    }
}

/// Gives places to the pieces of a document, none of which has rows, and adds them to it as blocks.
pub(super) fn write(pieces: Vec<Piece>, running: Vec<(Written, bool)>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let hyphens = Hyphens::of(&pieces);
    let mut writer = Writer { lines: HashMap::new(), tables: HashMap::new(), hyphens, reading };
    let (feet, heads): (Vec<_>, Vec<_>) = running.into_iter().partition(|(_, foot)| *foot);
    let mut heads = heads.into_iter().map(|(w, _)| w).peekable();
    let mut feet = feet.into_iter().map(|(w, _)| w).peekable();
    for piece in pieces {
        let page = first_page(&piece);
        while let Some(foot) = feet.next_if(|f| f.page < page) {
            writer.running(foot)?;
        }
        while let Some(head) = heads.next_if(|h| h.page <= page) {
            writer.running(head)?;
        }
        match piece {
            Piece::Text(paragraph) => writer.paragraph(&paragraph)?,
            Piece::Table(table, page) => writer.table(table, page)?,
            Piece::Rows(_) => {}
        }
    }
    for line in heads.chain(feet) {
        writer.running(line)?;
    }
    Ok(())
}

struct Writer<'r, 'b> {
    /// Lines written on each page.
    lines: HashMap<u32, u32>,
    /// Tables that begin on each page.
    tables: HashMap<u32, u32>,
    hyphens: Hyphens,
    reading: &'r mut Reading<'b>,
}

impl Writer<'_, '_> {
    fn running(&mut self, line: Written) -> Result<(), Fault> {
        self.paragraph(&Paragraph { style: Style::Running, strong: false, lines: vec![line], full: false })
    }

    fn paragraph(&mut self, paragraph: &Paragraph) -> Result<(), Fault> {
        let mut text = Rich::default();
        let mut glued = true;
        for (index, written) in paragraph.lines.iter().enumerate() {
            let number = self.lines.entry(written.page).or_insert(0);
            *number += 1;
            let place = Place::PageLine { page: written.page, line: *number };
            let mut line = self.reading.place(place, &written.text)?;
            written.links.iter().for_each(|&at| line.link_at(at));
            let next = paragraph.lines.get(index + 1).map(|l| l.text.as_str());
            let soft = written.text.ends_with('\u{ad}');
            let hyphened = next.is_some_and(|n| flow::hyphened(&written.text, n));
            let cut = soft || hyphened && next.is_some_and(|n| self.hyphens.breaks(&written.text, n));
            if cut && next.is_some() {
                let last = written.text.chars().next_back().map_or(0, char::len_utf8);
                line = line.slice(0..written.text.len() - last);
            }
            if glued {
                text.join(&line)
            } else {
                text.append(&line)
            };
            glued = soft || hyphened;
        }
        let text = text.trimmed();
        if !text.is_blank() {
            self.reading.document.blocks.push(Block::Text(TextBlock {
                style: paragraph.style,
                strong: paragraph.strong,
                quoted: false,
                text,
            }));
        }
        Ok(())
    }

    fn table(&mut self, draft: Draft, page: u32) -> Result<(), Fault> {
        let number = self.tables.entry(page).or_insert(0);
        *number += 1;
        let table = *number;
        let mut out = Table::default();
        for (row, cells) in (1..).zip(draft.rows) {
            let mut written = Vec::with_capacity(cells.len());
            for (column, cell) in (1..).zip(cells) {
                if cell.columns == 0 {
                    written.push(TableCell::blank());
                    continue;
                }
                let index = column as usize - 1;
                let edge = |i: usize| draft.edges.get(i).copied();
                let width = edge(index).zip(edge(index + cell.columns as usize)).map_or(0.0, |(a, b)| b - a);
                let is_word = |word: &str| self.hyphens.plain.contains(word);
                let (text, links) = flow::cell(&cell.lines, if draft.ruled || draft.paired { width } else { 0.0 }, &is_word);
                let (column_span, row_span) = (cell.columns, cell.rows.max(1));
                if text.trim().is_empty() {
                    written.push(TableCell { column_span, row_span, ..TableCell::default() });
                    continue;
                }
                self.reading.budget.cells(1)?;
                let mut rich = self.reading.place(Place::TableCell { page: Some(page), table, row, column }, &text)?;
                links.into_iter().for_each(|at| rich.link_at(at));
                written.push(TableCell { text: rich.trimmed(), column_span, row_span, ..TableCell::default() });
            }
            out.rows.push(written);
        }
        self.reading.budget.within("columns", out.width() as u64)?;
        self.reading.document.blocks.push(Block::Table(out));
        Ok(())
    }
}
