//! The blocks of a sheet: tables where cells adjoin, text where they stand alone.
//!
//! Rows without a blank one between them are a band. A band with a blank column between what are tables of their own falls into parts,
//! which are read from left to right. Within a part, rows of two cells and more make tables; a row of one cell belongs to the table, as the
//! label of a row without figures or as a heading over several columns, or is text, as a title, a question or a note.

use super::words::{asks, is_data, is_figure, is_marker, is_note, is_passage, is_year};
use super::{Address, Item};
use crate::budget::Budget;
use crate::document::{Block, Style, Table, TableCell, TextBlock};
use crate::read::{Fault, Reading, lines};

/// A row: its cells from left to right.
type Row<'i> = Vec<&'i Item>;

/// What becomes a block.
enum Piece<'i> {
    /// Cells that are read as one text.
    Text(Row<'i>),
    Table(Vec<Row<'i>>),
}

/// How deep parts lie in parts.
const DEPTH: usize = 8;
/// How many blank cells a table may have for each that is not.
const BLANKS: u64 = 8;

/// Adds the blocks of a sheet, whose cells come row by row.
pub(super) fn lay_out(items: &[Item], address: Address<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let mut pieces = Vec::new();
    regions(&rows(items.iter()), 0, &mut pieces);
    for piece in pieces {
        match piece {
            Piece::Text(cells) => text(&cells, address, reading)?,
            Piece::Table(rows) => {
                let mut table = Table::default();
                let filled = fill(&rows, address, &mut table, reading);
                reading.document.blocks.push(Block::Table(table));
                filled?;
            }
        }
    }
    Ok(())
}

/// Adds a sheet as one table, for readers that know its columns.
pub(super) fn whole(items: &[Item], address: Address<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let mut table = Table::default();
    let filled = fill(&rows(items.iter()), address, &mut table, reading);
    reading.document.blocks.push(Block::Table(table));
    filled
}

fn rows<'i>(items: impl Iterator<Item = &'i Item>) -> Vec<Row<'i>> {
    let mut rows: Vec<Row<'i>> = Vec::new();
    for item in items {
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(|first| first.row == item.row) => row.push(item),
            _ => rows.push(vec![item]),
        }
    }
    rows
}

impl Item {
    fn text(&self) -> &str {
        &self.cell.text
    }

    fn spans(&self) -> bool {
        self.right > self.column
    }

    fn is_figure(&self) -> bool {
        if self.cell.stored.is_some() { !is_year(self.text()) } else { is_figure(self.text()) }
    }

    fn is_data(&self) -> bool {
        self.is_figure() || is_data(self.text())
    }
}

fn first_row(row: &Row<'_>) -> u32 {
    row.first().map_or(0, |i| i.row)
}

fn last_row(row: &Row<'_>) -> u32 {
    row.iter().map(|i| i.bottom).max().unwrap_or(0)
}

fn left(row: &Row<'_>) -> u32 {
    row.first().map_or(0, |i| i.column)
}

fn is_wide(row: &&Row<'_>) -> bool {
    row.len() > 1
}

fn regions<'i>(all: &[Row<'i>], depth: usize, pieces: &mut Vec<Piece<'i>>) {
    for band in bands(all) {
        let parts = if depth < DEPTH { parts(band) } else { Vec::new() };
        if parts.len() > 1 {
            parts.iter().for_each(|part| regions(part, depth + 1, pieces));
        } else {
            tables(band, depth, pieces);
        }
    }
}

/// Rows without a blank row between them, or with one in the middle of a table.
fn bands<'r, 'i>(rows: &'r [Row<'i>]) -> Vec<&'r [Row<'i>]> {
    let mut ends = Vec::new();
    let mut start = 0;
    let mut bottom = rows.first().map_or(0, last_row);
    for (at, row) in rows.iter().enumerate().skip(1) {
        let gap = first_row(row).saturating_sub(bottom);
        if gap > 1 {
            let (before, after) = (rows.get(start..at).unwrap_or(&[]), rows.get(at..).unwrap_or(&[]));
            if gap > 2 || !goes_on(before, after) {
                ends.push(start..at);
                start = at;
            }
        }
        bottom = bottom.max(last_row(row));
    }
    ends.push(start..rows.len());
    ends.into_iter().filter_map(|range| rows.get(range)).filter(|band| !band.is_empty()).collect()
}

/// How many rows on either side of a blank one tell whether a table goes on.
const NEAR: usize = 40;

/// Whether the rows after a blank one plainly belong to the table before it: figures in columns of figures under a label in the column of
/// labels, questions under questions, or the first rows under a heading.
fn goes_on(before: &[Row<'_>], after: &[Row<'_>]) -> bool {
    let above: Vec<&Row<'_>> = before.iter().rev().take(NEAR).filter(is_wide).collect();
    // The label of a section may come first.
    let leads = after.iter().take(2).take_while(|row| row.len() == 1).count();
    let (Some(last), Some(next)) = (above.first(), after.get(leads)) else { return false };
    let Some((label, values)) = next.split_first() else { return false };
    let adjoin = after.windows(2).take(leads).all(|pair| match pair {
        [a, b] => first_row(b) <= last_row(a) + 1,
        _ => true,
    });
    let lead = after.first().filter(|_| leads > 0);
    let same_columns = last.len() == next.len() && last.iter().zip(next.iter()).all(|(a, b)| a.column == b.column);
    if same_columns && asks_first(last) && asks_first(next) && lead.is_none_or(asks_first) {
        return true;
    }
    if leads > 1 || !adjoin || lead.is_some_and(|row| left(row) != left(last) || row.iter().any(|i| is_note(i.text()) || i.spans()))
    {
        return false;
    }
    let columns = |rows: &[&Row<'_>], wanted: fn(&Item) -> bool| -> Vec<u32> {
        rows.iter().flat_map(|row| row.iter()).filter(|i| wanted(i)).map(|i| i.column).collect()
    };
    let used = columns(&above, |_| true);
    let figures = columns(&above, Item::is_figure);
    let within = next.iter().all(|i| used.contains(&i.column)) && left(next) == left(last);
    let data = values.iter().filter(|i| i.is_data()).count();
    let figured = values.iter().any(|i| i.is_figure());
    let heading = before.iter().filter(is_wide).take(3).count() <= 2 && figures.is_empty();
    let more_figures = figured
        && data * 2 > values.len()
        && !label.is_figure()
        && values.iter().any(|i| i.is_figure() && figures.contains(&i.column));
    let first_rows = heading && !label.is_figure() && (figured && data * 2 > values.len() || asks_first(next) && !asks_first(last));
    within && (more_figures || first_rows)
}

/// Whether a question stands in the first cell of a row, or after its number.
fn asks_first(row: &Row<'_>) -> bool {
    row.iter().take(2).any(|i| asks(i.text()) || is_passage(i.text()) && i.text().trim_end().ends_with(['?', '.', ':']))
}

/// The parts of a band: tables of their own with a blank column all the way between them.
fn parts<'i>(band: &[Row<'i>]) -> Vec<Vec<Row<'i>>> {
    // Titles and notes may stand across the gap.
    let mut used: Vec<(u32, u32)> = band.iter().filter(is_wide).flat_map(|row| row.iter()).map(|i| (i.column, i.right)).collect();
    used.sort_unstable();
    let mut groups: Vec<(u32, u32)> = Vec::new();
    for (first, last) in used {
        match groups.last_mut() {
            Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
            _ => groups.push((first, last)),
        }
    }
    if groups.len() < 2 {
        return Vec::new();
    }
    let cut = |from: u32, to: u32| -> Vec<Row<'i>> {
        let inside = |item: &&&'i Item| (from..to).contains(&item.column);
        band.iter().map(|row| row.iter().filter(inside).copied().collect::<Row<'i>>()).filter(|row| !row.is_empty()).collect()
    };
    // Each group is taken with those before it unless both are tables.
    let mut starts = vec![0];
    for (start, _) in groups.iter().skip(1).take(DEPTH) {
        let before = cut(starts.last().copied().unwrap_or(0), *start);
        if is_table_of_its_own(&before) && is_table_of_its_own(&cut(*start, u32::MAX)) {
            starts.push(*start);
        }
    }
    if starts.len() < 2 {
        return Vec::new();
    }
    let ends = starts.iter().skip(1).copied().chain([u32::MAX]);
    starts.iter().zip(ends).map(|(start, end)| cut(*start, end)).collect()
}

/// Whether rows have labels of their own at the left and figures after them.
fn is_table_of_its_own(rows: &[Row<'_>]) -> bool {
    let start = rows.iter().filter(is_wide).map(left).min();
    let labelled = |row: &&Row<'_>| row.first().is_some_and(|i| Some(i.column) == start && !i.is_data());
    let figured = |row: &&Row<'_>| row.iter().skip(1).any(|i| i.is_figure());
    rows.iter().filter(|row| labelled(row) && figured(row)).count() >= 2
}

/// A walk over the rows of a part.
struct Walk<'w, 'i> {
    pieces: &'w mut Vec<Piece<'i>>,
    table: Vec<Row<'i>>,
    /// The first and the last row of the table with several cells.
    wide: Option<(usize, usize)>,
    /// Whether the table has figures.
    figures: bool,
    /// Notes in the middle of a table, which come after it.
    notes: Vec<Row<'i>>,
    /// Whether rows of several cells are still to come.
    more: bool,
    /// The first and the last column in which cells of such rows begin.
    columns: (u32, u32),
    /// Whether most of these rows ask something.
    asking: bool,
    /// Whether several of these rows are a number, a question and its answer.
    form: bool,
}

impl<'i> Walk<'_, 'i> {
    fn row(&mut self, row: Row<'i>) {
        if row.len() > 1 {
            let at = self.table.len();
            self.wide = Some((self.wide.map_or(at, |(first, _)| first), at));
            self.figures |= row.iter().any(|i| i.is_figure());
        }
        self.table.push(row);
    }

    /// Ends the table.
    fn end(&mut self) {
        let table = std::mem::take(&mut self.table);
        if self.wide.take().is_some() {
            self.pieces.push(Piece::Table(table));
        } else {
            self.pieces.extend(table.into_iter().map(Piece::Text));
        }
        self.figures = false;
        self.pieces.extend(self.notes.drain(..).map(Piece::Text));
    }

    fn text(&mut self, row: Row<'i>) {
        self.end();
        self.pieces.push(Piece::Text(row));
    }

    /// Takes a row of one cell: into the table, or as text of its own, or as a remark that only interrupts the table.
    fn single(&mut self, row: Row<'i>, next: Option<&Row<'i>>) {
        let Some(item) = row.first() else { return };
        let text = item.text();
        let (start, end) = self.columns;
        let begun = self.wide.is_some();
        if item.column > start {
            // Over some of the columns stands what they have in common.
            let over = item.spans() || item.cell.text.chars().count() <= 40 && !is_passage(text);
            return if over && (begun || next.is_some()) || begun && self.more { self.row(row) } else { self.text(row) };
        }
        let across = item.right >= end;
        let goes_on = next.is_some_and(|next| next.len() > 1 && left(next) == start && !self.is_heading(next));
        let ends = next.is_some_and(|next| next.len() > 1 && self.is_heading(next)) || is_note(text) && !self.more;
        if !begun {
            self.text(row);
        } else if self.asking && !across && is_passage(text)
            || !is_passage(text) && !ends
            || self.form && goes_on && !asks(text) && !text.trim_end().ends_with(['.', ':'])
        {
            self.row(row);
        } else if is_passage(text) && !asks(text) && goes_on && !text.trim_end().ends_with(':') {
            self.notes.push(row);
        } else {
            self.text(row);
        }
    }

    /// Whether a row below figures is the heading of another table.
    fn is_heading(&self, row: &Row<'_>) -> bool {
        let strong = |row: &Row<'_>| row.iter().all(|i| i.cell.strong);
        let Some((first, last)) = self.wide.filter(|_| self.figures) else { return false };
        let (first, last) = (self.table.get(first), self.table.get(last));
        let years = row.iter().filter(|i| is_year(i.text())).count();
        let again = row.iter().skip(1).any(|i| first.is_some_and(|f| f.iter().any(|h| h.text() == i.text())));
        !row.iter().any(|i| i.is_data())
            && (years * 2 >= row.len().max(2) || again || strong(row) && last.is_some_and(|last| !strong(last)))
    }
}

fn tables<'i>(rows: &[Row<'i>], depth: usize, pieces: &mut Vec<Piece<'i>>) {
    let wide = || rows.iter().filter(is_wide);
    let Some(start) = wide().map(left).min() else {
        pieces.extend(rows.iter().cloned().map(Piece::Text));
        return;
    };
    let end = wide().filter_map(|row| row.last()).map(|i| i.column).max().unwrap_or(start);
    let asking = wide().filter(|row| asks_first(row)).count() * 2 >= wide().count();
    let answered = |row: &Row<'_>| row.len() > 2 && row.first().is_some_and(|i| is_marker(i.text()));
    let list = rows.iter().any(is_numbered) && !wide().any(answered);
    let last_wide = rows.iter().rposition(|row| row.len() > 1).unwrap_or(0);
    let mut walk = Walk {
        pieces,
        table: Vec::new(),
        wide: None,
        figures: false,
        notes: Vec::new(),
        more: true,
        columns: (start, end),
        asking,
        form: wide().filter(|row| is_asked(row)).count() >= 2,
    };
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        walk.more = at < last_wide;
        at += 1;
        let rest = rows.get(at..).unwrap_or(&[]);
        let below = || rest.iter().take_while(|row| left(row) > start);
        match row.as_slice() {
            [_] => walk.single(row.clone(), rest.first()),
            _ if list && (is_numbered(row) || is_reply(row)) => walk.text(row.clone()),
            _ if is_reply(row) && walk.wide.is_none() && rest.first().is_none_or(|next| next.len() == 1) => walk.text(row.clone()),
            [first, others @ ..] if depth < DEPTH && first.column == start && asks(first.text()) && below().next().is_some() => {
                // A question with a table at its right.
                let block: Vec<Row<'i>> = std::iter::once(others.to_vec()).chain(below().cloned()).collect();
                if block.iter().filter(is_wide).count() >= 2 {
                    walk.text(vec![first]);
                    regions(&block, depth + 1, walk.pieces);
                    at += block.len() - 1;
                } else {
                    walk.row(row.clone());
                }
            }
            _ => walk.row(row.clone()),
        }
    }
    walk.end();
}

/// A question and its number, in a row of their own.
fn is_numbered(row: &Row<'_>) -> bool {
    matches!(row.as_slice(), [number, question] if is_marker(number.text()) && asks(question.text()))
}

/// A number, words, and what may stand beside them.
fn is_asked(row: &&Row<'_>) -> bool {
    matches!(row.as_slice(), [number, question, ..] if is_marker(number.text()) && is_passage(question.text()))
}

/// An answer below its question, in a row of its own.
fn is_reply(row: &Row<'_>) -> bool {
    let label = |i: &Item| matches!(i.text().trim().trim_end_matches(':').to_lowercase().as_str(), "answer" | "response" | "reply");
    matches!(row.as_slice(), [first, _] if label(first))
}

/// Adds a text: a block for each of its lines that begins something new.
fn text(cells: &Row<'_>, address: Address<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let strong = cells.iter().all(|i| i.cell.strong);
    let mut whole = crate::document::Rich::default();
    for item in cells {
        whole.append(&item.place(address, reading)?);
    }
    let words = whole.as_str().to_owned();
    let broken: Vec<&str> = words.split('\n').collect();
    let wrap = lines::wrap_width(&broken);
    let mut start = 0;
    let mut end = 0;
    let mut ranges = Vec::new();
    for (index, line) in broken.iter().enumerate() {
        if index > 0 && !lines::continues(&broken, index, wrap) {
            ranges.push(start..end);
            start = end + 1;
        }
        end += usize::from(index > 0) + line.len();
    }
    ranges.push(start..end);
    for range in ranges {
        let text = whole.slice(range).with_characters(|c| if c == '\n' { ' ' } else { c }).trimmed();
        if !text.is_blank() {
            let block = TextBlock { style: Style::Paragraph, strong, quoted: false, text };
            reading.document.blocks.push(Block::Text(block));
        }
    }
    Ok(())
}

/// Fills a table; columns in which no cell begins are left out.
fn fill(rows: &[Row<'_>], address: Address<'_>, table: &mut Table, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let mut columns: Vec<u32> = rows.iter().flatten().map(|i| i.column).collect();
    let cells = columns.len();
    columns.sort_unstable();
    columns.dedup();
    let width = columns.len();
    affordable(rows.len(), width, cells, reading.budget)?;
    let starts: Vec<u32> = rows.iter().map(first_row).collect();
    let before = |sorted: &[u32], end: u32| sorted.partition_point(|at| *at <= end);
    let span = |sorted: &[u32], first: u32, last: u32| {
        let from = before(sorted, first).saturating_sub(1);
        u32::try_from(before(sorted, last).saturating_sub(from)).unwrap_or(1).max(1)
    };
    for row in rows {
        let mut filled: Vec<TableCell> = Vec::with_capacity(width);
        for item in row {
            filled.resize_with(before(&columns, item.column).saturating_sub(1), TableCell::blank);
            let text = item.place(address, reading)?.trimmed();
            let column_span = span(&columns, item.column, item.right);
            let row_span = span(&starts, item.row, item.bottom);
            filled.push(TableCell { text, column_span, row_span, stored: item.cell.stored.as_deref().cloned() });
        }
        filled.resize_with(width, TableCell::blank);
        table.rows.push(filled);
    }
    Ok(())
}

/// Blank cells take memory as well; a table of few words on a wide ground pays for them.
fn affordable(rows: usize, width: usize, cells: usize, budget: &Budget) -> Result<(), Fault> {
    budget.within("columns", width as u64)?;
    let blanks = (rows as u64).saturating_mul(width as u64).saturating_sub(cells as u64);
    Ok(budget.cells(blanks.saturating_sub(BLANKS.saturating_mul(cells as u64)).saturating_sub(10_000))?)
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use crate::read::outline::outlined;
    use crate::read::sheet::{Address, Area, Cell, Grid, Hidden};

    /// Lines are rows, bars part cells, `<2` says how many columns one covers, `!` that a row is bold.
    #[track_caller]
    fn check(sheet: &str, expected: &str) {
        let shown = outlined(|reading| {
            let mut grid = Grid::default();
            for (row, line) in (0..).zip(sheet.lines()) {
                let strong = line.starts_with('!');
                for (column, text) in (0..).zip(line.trim_start_matches('!').split('|')) {
                    let (text, wide) = text.split_once('<').map_or((text, 1), |(text, wide)| (text, wide.parse().unwrap()));
                    let right = column + wide - 1;
                    grid.merged.push(Area { top: row, left: column, bottom: row, right });
                    grid.push(Cell { row, column, text: Rc::from(text), stored: None, strong, link: None }, reading.budget)?;
                }
            }
            grid.lay_out(Address::Record, &mut Hidden::default(), reading)
        });
        assert_eq!(shown, expected);
    }

    #[test]
    fn titles_headings_and_notes_around_a_table() {
        check(
            "Table 1 Budget<5\nFigures in £000\n\n|2022/23<2||2023/24<2|\nService|Budget|Outturn|Budget|Outturn\nHome care|1||3|4\nOther\n\nTotal|1|2|3|4\nSource: ledger\n",
            "¶ Table 1 Budget\n¶ Figures in £000\n[|2022/23||2023/24| / Service|Budget|Outturn|Budget|Outturn / Home care|1||3|4 / Other|||| / Total|1|2|3|4]\n¶ Source: ledger\n",
        );
        check(
            "|||£000\nService|2021/22||2022/23\nOlder people\nHome care|5||6\nThe figures for this year include grants from the region as well.\nDay care|7||8\n",
            "[||£000 / Service|2021/22|2022/23 / Older people|| / Home care|5|6 / Day care|7|8]\n¶ The figures for this year include grants from the region as well.\n",
        );
    }

    #[test]
    fn tables_below_and_beside_one_another() {
        check(
            "!Area|Spend\nHome care|5\nDay care|6\n!Staff in post\n!Team|Posts\nNorth|7\n3. How many posts are vacant?\nTeam|Vacant\nNorth|1\n",
            "[Area|Spend / Home care|5 / Day care|6]\n¶! Staff in post\n[Team|Posts / North|7]\n¶ 3. How many posts are vacant?\n[Team|Vacant / North|1]\n",
        );
        check(
            "Older people|||Working age\nArea|Spend||Area|Spend\nHome care|5||Home care|7\nOther|6||Other|8\n",
            "¶ Older people\n[Area|Spend / Home care|5 / Other|6]\n¶ Working age\n[Area|Spend / Home care|7 / Other|8]\n",
        );
        check("Area||Spend|Comment\nHome care||5|none\nOther||6|\n", "[Area|Spend|Comment / Home care|5|none / Other|6|]\n");
    }

    #[test]
    fn questions_and_answers() {
        check(
            "Question|Response\n\n1. Do you use one?|No\n\n2. Which one do you use?\n3. Do you plan to?|Yes\n",
            "[Question|Response / 1. Do you use one?|No / 2. Which one do you use?| / 3. Do you plan to?|Yes]\n",
        );
        check(
            "1|Do you use one?\n|Yes\n2|How many people were assessed?\n|2022/23|2023/24\n|340|355\n",
            "¶ 1 Do you use one?\n¶ Yes\n¶ 2 How many people were assessed?\n[2022/23|2023/24 / 340|355]\n",
        );
        check(
            "Q1 What was spent in each year?|2022/23|2023/24\n|£5|£6\nQ2 What was planned in each year?|2022/23|2023/24\n|£7|£8\n",
            "¶ Q1 What was spent in each year?\n[2022/23|2023/24 / £5|£6]\n¶ Q2 What was planned in each year?\n[2022/23|2023/24 / £7|£8]\n",
        );
        check(
            "Do you use one?<2\nResponse:|Yes\nWhich one do you use?<2\nResponse:|Own build\n",
            "¶ Do you use one?\n¶ Response: Yes\n¶ Which one do you use?\n¶ Response: Own build\n",
        );
        check(
            "No.|Question|Answer\nSection 1 - Use of a tool of this kind, and what for, by area<3\n1|Do you use one?|No\n2|Which one do you use?|Own build\n",
            "[No.|Question|Answer / Section 1 - Use of a tool of this kind, and what for, by area|| / 1|Do you use one?|No / 2|Which one do you use?|Own build]\n",
        );
        check("Area|Customised|Date\nCommunity\nNursing\n", "[Area|Customised|Date / Community|| / Nursing||]\n");
    }
}
