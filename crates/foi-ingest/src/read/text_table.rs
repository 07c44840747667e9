//! Tables in text: cells between pipes, between tabs, or in columns that line up.

use std::ops::Range;

use super::{lines, markup};
use crate::document::{Table, TableCell};

/// A table and the lines that it covers.
pub(super) struct Found {
    /// The lines, counted from 0.
    pub lines: Range<usize>,
    /// The table.
    pub table: Table,
}

/// The tables of a text, in order.
pub(super) fn find(lines: &[&str]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    // Up to which line each kind of table has been looked for in vain, so that a long run of lines is not read again from each of them.
    let mut vain = [0; 5];
    while at < lines.len() {
        let kinds = [boxed as fn(&[&str], usize) -> Result<Found, usize>, pipes, tabs, beside, aligned];
        let table = kinds.iter().zip(&mut vain).find_map(|(read, vain)| {
            if at < *vain {
                return None;
            }
            read(lines, at).map_err(|until| *vain = until).ok()
        });
        match table {
            Some(table) => {
                at = table.lines.end.max(at + 1);
                found.push(table);
            }
            None => at += 1,
        }
    }
    found
}

/// How many lines in vain are enough to pass over half of them.
const MANY: usize = 500;

/// The line from which on to look again, after lines that are no table.
fn again(vain: &Range<usize>) -> usize {
    vain.start + if vain.len() > MANY { vain.len() / 2 } else { 1 }
}

/// The lines from one on for which something holds.
fn run(lines: &[&str], start: usize, holds: impl Fn(&str) -> bool) -> Range<usize> {
    let length = lines.iter().skip(start).take_while(|l| holds(l)).count();
    start..start + length
}

fn cell(line: &str, range: Range<usize>, place: usize) -> TableCell {
    TableCell { text: markup::inline(line, range, place).text.trimmed(), ..TableCell::blank() }
}

/// Cells of a part of a line cut at separators; an escaped pipe separates nothing.
fn cut(line: &str, range: Range<usize>, place: usize, separator: char) -> Vec<TableCell> {
    let mut cells = Vec::new();
    let mut start = range.start;
    let mut escaped = false;
    for (at, c) in line.char_indices().filter(|(at, _)| range.contains(at)) {
        if c == separator && !escaped {
            cells.push(cell(line, start..at, place));
            start = at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    cells.push(cell(line, start..range.end, place));
    cells
}

/// The sign of ASCII that a character of a drawn box stands for.
fn drawn(c: char) -> char {
    match c {
        '─' | '━' | '═' | '╌' | '=' => '-',
        '│' | '┃' | '║' | '╎' => '|',
        '\u{2500}'..='\u{257f}' => '+',
        other => other,
    }
}

/// The characters at which the columns of a drawn rule meet, `+---+---+`; `None` where a line is no such rule.
fn joints(line: &str) -> Option<Vec<usize>> {
    let signs: Vec<char> = line.chars().map(drawn).collect();
    let ruled = signs.iter().all(|c| matches!(c, '+' | '-' | ' ' | '|'));
    let joints: Vec<usize> = signs.iter().enumerate().filter(|(_, c)| **c == '+').map(|(at, _)| at).collect();
    (ruled && joints.len() >= 2 && signs.contains(&'-')).then_some(joints)
}

/// A table in a box: cells between bars that stand under the joints of the rules. Lines between two rules are one row, unless the rules
/// only part the heading from the rest.
fn boxed(lines: &[&str], start: usize) -> Result<Found, usize> {
    if lines.get(start).and_then(|l| joints(l)).is_none() {
        return Err(start + 1);
    }
    let member = |l: &str| joints(l).is_some() || l.trim_start().chars().next().map(drawn) == Some('|');
    let range = run(lines, start, member);
    let members = lines.get(range.clone()).unwrap_or_default();
    let rules: Vec<Vec<usize>> = members.iter().filter_map(|l| joints(l)).collect();
    let borders = rules.iter().max_by_key(|r| r.len()).ok_or(range.end)?;
    let mut groups: Vec<Vec<(usize, &str)>> = vec![Vec::new()];
    for (offset, line) in members.iter().enumerate() {
        match (joints(line), groups.last_mut()) {
            (None, Some(group)) => group.push((start + offset, line)),
            _ => groups.push(Vec::new()),
        }
    }
    groups.retain(|g| !g.is_empty());
    let between = |group: &[(usize, &str)]| group.iter().map(|(place, line)| boxed_row(line, borders, *place)).collect::<Vec<_>>();
    let mut table = Table::default();
    for group in &groups {
        let rows = between(group);
        let begins = |row: &Vec<TableCell>| row.first().is_some_and(|c| !c.text.is_blank());
        if rules.len() <= 3 && rows.iter().all(begins) {
            table.rows.extend(rows);
            continue;
        }
        let whole = rows.into_iter().reduce(|mut row, more| {
            for (cell, piece) in row.iter_mut().zip(more) {
                cell.text.append(&piece.text);
                cell.text = cell.text.trimmed();
            }
            row
        });
        table.rows.extend(whole);
    }
    let end = range.end;
    (table.width() >= 2 && table.rows.len() >= 2).then_some(Found { lines: range, table }).ok_or(end)
}

/// The cells of a line of a box; one that goes over a border covers the columns on both sides.
fn boxed_row(line: &str, borders: &[usize], place: usize) -> Vec<TableCell> {
    let at: Vec<(usize, char)> = line.char_indices().collect();
    let byte = |column: usize| at.get(column).map_or(line.len(), |(byte, _)| *byte);
    let bar = |column: usize| at.get(column).is_none_or(|(_, c)| drawn(*c) == '|');
    let mut cells: Vec<TableCell> = Vec::new();
    let mut left: Option<usize> = None;
    let mut covered = 0;
    for border in borders {
        match left {
            None => left = Some(border + 1),
            Some(from) => {
                covered += 1;
                if bar(*border) || Some(border) == borders.last() {
                    let column_span = u32::try_from(covered).unwrap_or(1);
                    cells.push(TableCell { column_span, ..cell(line, byte(from)..byte(*border).max(byte(from)), place) });
                    cells.extend((1..covered).map(|_| TableCell::blank()));
                    (left, covered) = (Some(border + 1), 0);
                }
            }
        }
    }
    cells
}

fn pipes(lines: &[&str], start: usize) -> Result<Found, usize> {
    let piped = |l: &str| l.matches('|').count() >= 2 || l.matches('|').count() == 1 && !l.trim().is_empty();
    let range = run(lines, start, piped);
    let bars = |l: &str| l.trim().trim_matches('|').matches('|').count();
    let members = lines.get(range.clone()).unwrap_or_default();
    let first = members.first().ok_or(start + 1)?;
    // A single line with one bar is more likely a sentence or a footer.
    if members.len() < 2 || bars(first) == 0 && !first.trim_start().starts_with('|') {
        return Err(again(&range));
    }
    let mut table = Table::default();
    let borders = borders(members);
    for (offset, line) in members.iter().enumerate() {
        if is_bar_rule(line) {
            continue;
        }
        if let Some(borders) = &borders {
            table.rows.push(boxed_row(line, borders, start + offset));
            continue;
        }
        let lead = line.len() - line.trim_start().len();
        let body = line.trim();
        let inner_start = lead + usize::from(body.starts_with('|'));
        let inner_end = lead + body.len() - usize::from(body.len() > 1 && body.ends_with('|') && !body.ends_with("\\|"));
        table.rows.push(cut(line, inner_start..inner_end, start + offset, '|'));
    }
    if borders.is_some() {
        go_on(&mut table);
    }
    Ok(Found { lines: range, table })
}

/// `|---|:--:|`, which parts the heading from the rest.
fn is_bar_rule(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | '+' | ' ' | '=' | '\t'))
}

/// The characters at which bars stand that line up in all lines; a line that lacks some of them has a cell over several columns. `None` where
/// they do not line up, or where no line lacks any.
fn borders(members: &[&str]) -> Option<Vec<usize>> {
    let bars = |line: &str| line.chars().enumerate().filter(|(_, c)| *c == '|').map(|(at, _)| at).collect::<Vec<_>>();
    let all: Vec<Vec<usize>> = members.iter().filter(|l| !is_bar_rule(l)).map(|l| bars(l)).collect();
    let most = all.iter().max_by_key(|b| b.len())?;
    let ends = |b: &Vec<usize>| b.first() == most.first() && b.last() == most.last();
    let fits = all.iter().all(|b| ends(b) && b.iter().all(|at| most.contains(at)));
    let full = all.iter().filter(|b| *b == most).count();
    (most.len() >= 4 && fits && full < all.len() && full * 2 > all.len()).then(|| most.clone())
}

fn tabs(lines: &[&str], start: usize) -> Result<Found, usize> {
    let range = run(lines, start, |l| l.contains('\t') && !l.trim().is_empty());
    let rows: Vec<Vec<TableCell>> = lines
        .get(range.clone())
        .unwrap_or_default()
        .iter()
        .enumerate()
        .map(|(offset, line)| cut(line, 0..line.len(), start + offset, '\t'))
        .collect();
    let filled = |row: &[TableCell]| row.iter().filter(|c| !c.text.is_blank()).count();
    // Lines that end or begin with a tab and have one cell of words are paragraphs.
    if !rows.iter().any(|row| filled(row) >= 2) {
        return Err(range.end.max(start + 1));
    }
    // `a)`, a tab and the words of an item: a list.
    let item = |row: &Vec<TableCell>| {
        let mark = row.first().map_or("", |c| c.text.as_str());
        let lettered = mark.trim_start_matches('(').trim_end_matches([')', '.']);
        row.len() == 2
            && mark.ends_with([')', '.'])
            && (1..=3).contains(&lettered.len())
            && lettered.chars().all(char::is_alphanumeric)
    };
    let items = rows.iter().take_while(|row| item(row)).count();
    if items > 0 {
        return Err(start + items);
    }
    Ok(Found { lines: range, table: Table { rows } })
}

/// A piece of a line between wide gaps, in characters.
#[derive(Debug, Clone, Copy)]
struct Piece {
    start: usize,
    end: usize,
    first_byte: usize,
    last_byte: usize,
}

/// The pieces of a line that blanks of two or more keep apart.
fn pieces(line: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut blanks = 2;
    for (column, (byte, c)) in line.char_indices().enumerate() {
        if c.is_whitespace() {
            blanks += 1;
            continue;
        }
        match pieces.last_mut() {
            Some(piece) if blanks < 2 => {
                piece.end = column + 1;
                piece.last_byte = byte + c.len_utf8();
            }
            _ => pieces.push(Piece { start: column, end: column + 1, first_byte: byte, last_byte: byte + c.len_utf8() }),
        }
        blanks = 0;
    }
    pieces
}

/// Two blanks after a full stop are typing, not a column.
fn is_sentence_gap(line: &str, piece: &Piece) -> bool {
    let text = line.get(piece.first_byte..piece.last_byte).unwrap_or("");
    text.ends_with(['.', '?', '!', ':']) && text.split_whitespace().count() > 4
}

fn columnar(line: &str) -> bool {
    let pieces = pieces(line);
    pieces.len() >= 2
        && !pieces.iter().rev().skip(1).any(|p| is_sentence_gap(line, p))
        && lines::kind(line).0 != lines::LineKind::Rule
}

/// How many lines a heading has at most.
const HEADING: usize = 4;

fn is_rule(line: &str) -> bool {
    lines::kind(line).0 == lines::LineKind::Rule
}

/// The parts of a line between columns, in bytes; `None` where words go over the beginning of one, or stand right beside it.
fn parted(line: &str, columns: &[usize]) -> Option<Vec<Range<usize>>> {
    if line.contains(['\t', '|']) {
        return None;
    }
    let mut parts = Vec::with_capacity(columns.len() + 1);
    let mut from = 0;
    for &column in columns {
        if !line.chars().skip(column.saturating_sub(2)).take(2).all(char::is_whitespace) {
            return None;
        }
        let byte = line.char_indices().nth(column).map_or(line.len(), |(byte, _)| byte);
        parts.push(from..byte);
        from = byte;
    }
    parts.push(from..line.len());
    Some(parts)
}

/// Paragraphs side by side: what is asked, in lines of its own, after its number or with it, and what is answered. A blank line ends a row.
fn beside(lines: &[&str], start: usize) -> Result<Found, usize> {
    /// So many rows have both sides, and a question of more than one line.
    const ROWS: usize = 3;
    /// What is asked is at least so wide, with its number.
    const WIDE: usize = 20;
    let above = start.checked_sub(1).and_then(|n| lines.get(n));
    let begins = above.is_none_or(|l| l.trim().is_empty());
    let first = lines.get(start).filter(|l| begins && !l.starts_with(char::is_whitespace)).ok_or(start + 1)?;
    let columns: Vec<usize> = match pieces(first).as_slice() {
        [_, second, ..] if second.start >= WIDE => vec![second.start],
        [_, second, third, ..] if third.start >= WIDE => vec![second.start, third.start],
        _ => return Err(start + 1),
    };
    let rule = |l: &str| l.chars().all(|c| matches!(c, '-' | '=' | '_' | ' '));
    let mut table = Table::default();
    let (mut at, mut end, mut kept, mut full) = (start, start, 0, 0);
    // Figures down the right side are a table of their own, and answer nothing line by line.
    let (mut lines_answered, mut figures) = (0, 0);
    let figure = |text: &str| text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic);
    while at < lines.len() {
        let group = run(lines, at, |l| !l.trim().is_empty());
        let members = lines.get(group.clone()).unwrap_or_default();
        let Some(parts) = members.iter().map(|l| parted(l, &columns)).collect::<Option<Vec<_>>>() else { break };
        let mut row = vec![TableCell::blank(); columns.len() + 1];
        let mut asked = 0;
        for ((offset, line), parts) in members.iter().enumerate().zip(parts).filter(|((_, l), _)| !rule(l)) {
            for (column, (cell, part)) in row.iter_mut().zip(parts).enumerate() {
                let text = markup::inline(line, part, group.start + offset).text.trimmed();
                if !text.is_blank() {
                    cell.text.append(&text);
                    asked += usize::from(column + 1 == columns.len());
                    lines_answered += usize::from(column == columns.len());
                    figures += usize::from(column == columns.len() && figure(text.as_str()));
                }
            }
        }
        let both = row.iter().rev().take(2).all(|c| !c.text.is_blank());
        // The last question can have no answer beside it.
        let last = full >= ROWS && asked > 1 && kept == table.rows.len();
        table.rows.push(row);
        if both || last {
            (end, kept) = (group.end, table.rows.len());
            full += usize::from(both && asked > 1);
        }
        at = group.end + lines.iter().skip(group.end).take_while(|l| l.trim().is_empty()).count();
    }
    table.rows.truncate(kept);
    (full >= ROWS && figures * 2 <= lines_answered).then_some(Found { lines: start..end, table }).ok_or(at.max(start + 1))
}

fn aligned(lines: &[&str], start: usize) -> Result<Found, usize> {
    if !lines.get(start).is_some_and(|first| columnar(first) && !first.contains(['\t', '|'])) {
        return Err(start + 1);
    }
    let short = |l: &str| !l.trim().is_empty() && l.trim().chars().count() <= 60 && !l.contains(['\t', '|']);
    let member = |l: &str| columnar(l) && !l.contains(['\t', '|']) || short(l) && pieces(l).len() == 1;
    let mut range = run(lines, start, member);
    // A rule below the heading, or above a total, parts no tables.
    if lines.get(range.end).is_some_and(|l| is_rule(l)) && lines.get(range.end + 1).is_some_and(|l| columnar(l)) {
        let below = run(lines, range.end + 1, member);
        if range.len() <= HEADING || below.len() <= 2 {
            range.end = below.end;
        }
    }
    let vain = again(&range);
    // What follows the last line with columns belongs to the text after the table, unless it hangs below a column and goes on in it.
    let second = |l: &&str| pieces(l).get(1).map(|p| p.start).filter(|_| columnar(l));
    let right = lines.get(range.clone()).unwrap_or_default().iter().filter_map(second).min().unwrap_or(usize::MAX);
    let hangs = |l: &&str| pieces(l).first().is_some_and(|p| p.start >= right);
    while range.len() > 1 && !lines.get(range.end - 1).is_some_and(|l| columnar(l) || hangs(l)) {
        range.end -= 1;
    }
    let members = lines.get(range.clone()).unwrap_or_default();
    let ruled = members.iter().position(|l| is_rule(l));
    let with_columns = members.iter().filter(|l| columnar(l)).count();
    if members.len() < 3 || with_columns < 3 || with_columns * 2 < members.len() {
        return Err(vain);
    }
    let heading = ruled.filter(|lines| (1..=HEADING).contains(lines));
    let cells: Vec<&str> = members.iter().copied().filter(|l| !is_rule(l)).collect();
    let columns = columns(&cells, heading).ok_or(vain)?;
    let mut table = Table::default();
    for (offset, line) in members.iter().enumerate().filter(|(_, l)| !is_rule(l)) {
        let mut row = vec![TableCell::blank(); columns.len()];
        for piece in pieces(line) {
            let covered: Vec<usize> =
                columns.iter().enumerate().filter(|(_, c)| piece.start < c.end && c.start < piece.end).map(|(i, _)| i).collect();
            let first = covered.first().copied().unwrap_or_else(|| nearest(&columns, &piece));
            if let Some(cell) = row.get_mut(first) {
                let part = markup::inline(line, piece.first_byte..piece.last_byte, start + offset).text;
                cell.text.append(&part);
                cell.column_span = u32::try_from(covered.len().max(1)).unwrap_or(1);
            }
        }
        table.rows.push(row);
    }
    go_on(&mut table);
    Ok(Found { lines: range, table })
}

/// Joins words that did not fit into a cell, and stand in the line below it, to those above them.
fn go_on(table: &mut Table) {
    let length = |cell: &TableCell| cell.text.as_str().chars().count();
    let widths: Vec<usize> =
        (0..table.width()).map(|column| table.rows.iter().filter_map(|r| r.get(column)).map(length).max().unwrap_or(0)).collect();
    let rest = |above: &[TableCell], row: &[TableCell]| {
        let begun = |((above, cell), width): ((&TableCell, &TableCell), &usize)| {
            let text = cell.text.as_str().trim();
            let word = text.split_whitespace().next().map_or(0, |w| w.chars().count());
            let full = !above.text.is_blank() && length(above) + 1 + word > *width;
            text.is_empty() || full && !text.contains(|c: char| c.is_ascii_digit())
        };
        // `Direct | Not held` and below it `Payments | yet`: one of them shows that it begins nothing.
        let open = row.iter().any(|cell| cell.text.as_str().starts_with(|c: char| c.is_lowercase() || c == '('));
        let blank = |cell: &TableCell| cell.text.is_blank();
        // A row of its own below a label for several rows has what the row above it has.
        let fewer = above.iter().zip(row).skip(1).any(|(above, cell)| !blank(above) && blank(cell));
        let beyond = row.iter().skip(1).any(|cell| !blank(cell));
        beyond && open && fewer && above.iter().zip(row).zip(&widths).all(begun)
    };
    let mut rows: Vec<Vec<TableCell>> = Vec::with_capacity(table.rows.len());
    // What goes on is held against the line right above it.
    let mut line: Vec<TableCell> = Vec::new();
    for row in std::mem::take(&mut table.rows) {
        match rows.last_mut().filter(|_| rest(&line, &row)) {
            Some(above) => above.iter_mut().zip(&row).filter(|(_, more)| !more.text.is_blank()).for_each(|(cell, more)| {
                cell.text.append(&more.text);
            }),
            None => rows.push(row.clone()),
        }
        line = row;
    }
    table.rows = rows;
}

fn nearest(columns: &[Range<usize>], piece: &Piece) -> usize {
    let middle = usize::midpoint(piece.start, piece.end);
    let distance = |c: &Range<usize>| if middle < c.start { c.start - middle } else { middle.saturating_sub(c.end) };
    columns.iter().enumerate().min_by_key(|(_, c)| distance(c)).map_or(0, |(i, _)| i)
}

/// The columns of lines, in characters: where the pieces of the rows overlap. The first two lines may be headers over several columns, and
/// do not join what the rows keep apart; where a rule ends the heading, all lines above it.
fn columns(members: &[&str], heading: Option<usize>) -> Option<Vec<Range<usize>>> {
    let head = heading.unwrap_or(if members.len() >= 4 { 2 } else { 1 });
    let body = merge(members.iter().skip(head).flat_map(|l| pieces(l)).map(|p| p.start..p.end).collect());
    let whole = merge(members.iter().flat_map(|l| pieces(l)).map(|p| p.start..p.end).collect());
    // A column in which every row is blank shows in the header alone.
    let mut columns = body;
    for extra in members.iter().take(head).flat_map(|l| pieces(l)) {
        if !columns.iter().any(|c| extra.start < c.end && c.start < extra.end) {
            columns.push(extra.start..extra.end);
            columns = merge(columns);
        }
    }
    let columns = if columns.len() >= whole.len() { columns } else { whole };
    (columns.len() >= 2).then_some(columns)
}

fn merge(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|r| (r.start, r.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&[&str]]) {
        let lines: Vec<&str> = text.lines().collect();
        let rows: Vec<Vec<String>> = find(&lines)
            .iter()
            .flat_map(|found| &found.table.rows)
            .map(|row| row.iter().map(|c| c.text.as_str().to_owned()).collect())
            .collect();
        assert_eq!(rows, expected, "{text}");
    }

    #[test]
    fn bars_that_line_up_show_what_a_heading_covers() {
        let bars = "\
|             |     2022/23     |
| Service     | Budget | Actual |
| Home care   |    610 |    590 |
| Day care    |     48 |     51 |";
        let rows: &[&[&str]] =
            &[&["", "2022/23", ""], &["Service", "Budget", "Actual"], &["Home care", "610", "590"], &["Day care", "48", "51"]];
        check(bars, rows);
    }

    #[test]
    fn words_that_do_not_fit_go_on_below() {
        let wrapped = "\
Service     Changed   How
Day care    2021      Bands put
                      in
Home care   2022      Re-scored";
        let rows: &[&[&str]] =
            &[&["Service", "Changed", "How"], &["Day care", "2021", "Bands put in"], &["Home care", "2022", "Re-scored"]];
        check(wrapped, rows);
        let bars = "\
|           |     2022/23     |
| Service   | Budget | Actual |
| Direct    |    610 | Not    |
| Payments  |        | held   |
| Home care |     48 |     51 |
| Day care  |     12 |     15 |";
        let rows: &[&[&str]] = &[
            &["", "2022/23", ""],
            &["Service", "Budget", "Actual"],
            &["Direct Payments", "610", "Not held"],
            &["Home care", "48", "51"],
            &["Day care", "12", "15"],
        ];
        check(bars, rows);
        // A label for two rows has two rows beside it.
        let grouped = "\
People    Service       Charge
Adults    Day care      per visit
          night care    per night
Children  Home care     per visit";
        let rows: &[&[&str]] = &[
            &["People", "Service", "Charge"],
            &["Adults", "Day care", "per visit"],
            &["", "night care", "per night"],
            &["Children", "Home care", "per visit"],
        ];
        check(grouped, rows);
    }
}
