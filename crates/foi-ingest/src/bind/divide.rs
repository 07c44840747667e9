//! Tables of questions and answers with a table inside: a form filled in on one sheet, where figures stand below their question.

use crate::bind::marker;
use crate::document::{Block, Document, Rich, Style, Table, TableCell, TextBlock};

/// What a row of a form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A question, with its answer or without.
    Question,
    /// Cells of a table below a question.
    Data,
    /// One cell: a note, a caption, or a label with nothing beside it.
    Single,
    Blank,
}

/// A question has this many words at least; a label of a row seldom.
const WORDY: usize = 6;

/// Gives each table inside a form a block of its own.
pub(crate) fn divide(document: &mut Document) {
    let blocks = std::mem::take(&mut document.blocks);
    for block in blocks {
        match block {
            Block::Table(table) if holds_tables(&table) => document.blocks.extend(parts(table)),
            other => document.blocks.push(other),
        }
    }
}

fn filled(row: &[TableCell]) -> Vec<&str> {
    row.iter().map(|c| c.text.as_str().trim()).filter(|t| !t.is_empty()).collect()
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Whether a row begins with the number of a question, and words after it.
fn is_numbered(row: &[TableCell]) -> bool {
    let filled = filled(row);
    let second = filled.get(1).map_or(0, |t| words(t));
    filled.first().is_some_and(|first| {
        marker::parse(first).is_some_and(|m| {
            let body = first.get(m.end..).unwrap_or("");
            words(body) >= 4 || words(body) == 0 && second >= 3
        })
    })
}

/// What a row is; in a form whose questions have `numbers`, words under a question are none.
fn kind(row: &[TableCell], numbers: bool) -> Kind {
    let filled = filled(row);
    let Some(first) = filled.first() else { return Kind::Blank };
    let indented = row.first().is_some_and(|c| c.text.is_blank());
    if numbers && indented && filled.len() == 1 && !is_numbered(row) && !first.ends_with('?') {
        Kind::Single
    } else if is_numbered(row) || first.ends_with('?') || filled.len() <= 2 && words(first) >= WORDY {
        Kind::Question
    } else if filled.len() >= 2 {
        Kind::Data
    } else {
        Kind::Single
    }
}

/// Whether the questions of a form have their numbers in a column of their own.
fn numbers(table: &Table) -> bool {
    let own = |r: &&Vec<TableCell>| {
        is_numbered(r)
            && r.first().is_some_and(|c| {
                marker::parse(c.text.as_str()).is_some_and(|m| c.text.as_str().get(m.end..).is_some_and(|r| r.trim().is_empty()))
            })
    };
    table.rows.iter().filter(own).count() >= 2
}

/// The runs of rows that are tables below a question: first row, and the row after the last.
fn runs(table: &Table) -> Vec<(usize, usize)> {
    let numbers = numbers(table);
    let kinds: Vec<Kind> = table.rows.iter().map(|r| kind(r, numbers)).collect();
    let mut runs = Vec::new();
    let mut at = kinds.iter().position(|k| *k == Kind::Question).unwrap_or(kinds.len());
    while at < kinds.len() {
        let end = kinds.iter().skip(at).position(|k| *k == Kind::Question).map_or(kinds.len(), |n| at + n);
        let data = |n: &usize| kinds.get(*n) == Some(&Kind::Data);
        if (at..end).filter(data).count() >= 2 {
            runs.push((at, end));
        }
        at = end.max(at + 1);
    }
    runs
}

fn holds_tables(table: &Table) -> bool {
    let questions = table.rows.iter().filter(|r| kind(r, false) == Kind::Question).count();
    // One question alone has to have its number.
    let told = questions >= 2 || table.rows.first().is_some_and(|r| is_numbered(r));
    told && table.width() >= 2 && !runs(table).is_empty()
}

fn parts(table: Table) -> Vec<Block> {
    let mut blocks = Vec::new();
    let runs = runs(&table);
    let numbers = numbers(&table);
    let mut rows = table.rows.into_iter().enumerate().peekable();
    for (start, end) in runs {
        let form: Vec<Vec<TableCell>> = std::iter::from_fn(|| rows.next_if(|(n, _)| *n < start)).map(|(_, row)| row).collect();
        push_table(form, &mut blocks);
        let inside: Vec<Vec<TableCell>> = std::iter::from_fn(|| rows.next_if(|(n, _)| *n < end)).map(|(_, row)| row).collect();
        below_question(inside, numbers, &mut blocks);
    }
    push_table(rows.map(|(_, row)| row).collect(), &mut blocks);
    blocks
}

/// The rows below a question: notes before and after as text, and the table without the columns that none of its rows uses.
fn below_question(rows: Vec<Vec<TableCell>>, numbers: bool, blocks: &mut Vec<Block>) {
    let kind = |row: &[TableCell]| kind(row, numbers);
    let used = |row: &[TableCell]| row.iter().position(|c| !c.text.is_blank());
    let first = rows.iter().position(|r| kind(r) == Kind::Data).unwrap_or(0);
    let left = rows.iter().filter(|r| kind(r) == Kind::Data).filter_map(|r| used(r)).min().unwrap_or(0);
    // A label with nothing beside it is a row of blank cells; other words after the table are a note.
    let is_label = |row: &[TableCell]| kind(row) == Kind::Single && used(row) == Some(left);
    let last = rows.iter().rposition(|r| kind(r) == Kind::Data || is_label(r)).unwrap_or(0);
    let right = rows
        .get(first..=last)
        .unwrap_or_default()
        .iter()
        .filter_map(|r| r.iter().rposition(|c| !c.text.is_blank()))
        .max()
        .unwrap_or(0);
    let mut inner = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        if at < first || at > last {
            push_table(std::mem::take(&mut inner), blocks);
            let texts = row.into_iter().map(|c| c.text).filter(|t| !t.is_blank());
            blocks.extend(
                texts.map(|text: Rich| Block::Text(TextBlock { style: Style::Paragraph, strong: false, quoted: false, text })),
            );
        } else {
            inner.push(row.into_iter().take(right + 1).skip(left).collect());
        }
    }
    push_table(inner, blocks);
}

/// Adds rows as a table without the columns at its right that the table inside needed.
fn push_table(mut rows: Vec<Vec<TableCell>>, blocks: &mut Vec<Block>) {
    let used = |row: &Vec<TableCell>| row.iter().rposition(|c| !c.text.is_blank()).map_or(0, |last| last + 1);
    let width = rows.iter().map(used).max().unwrap_or(0);
    if width > 0 {
        rows.iter_mut().for_each(|row| row.truncate(width));
        blocks.push(Block::Table(Table { rows }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::outline::{read_one, shown};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut document = read_one(text.as_bytes()).document;
        divide(&mut document);
        assert_eq!(shown(&document), expected);
    }

    #[test]
    fn a_table_below_its_question_is_one_of_its_own() {
        check(
            "|No.|Question|Answer||\n|1.|Do you use a tool of this kind?|Yes||\n|2.|What was the cost in each year?|Table below||\n||All in pounds|||\n||Service|2023|2024|\n||Home care|5||\n||Day care|||\n||Other|7|8|\n|3.|Who may be asked about it?|Nobody||\n",
            "[No.|Question|Answer / 1.|Do you use a tool of this kind?|Yes / 2.|What was the cost in each year?|Table below]\n¶ All in pounds\n[Service|2023|2024 / Home care|5| / Day care|| / Other|7|8]\n[3.|Who may be asked about it?|Nobody]\n",
        );
    }

    #[test]
    fn words_under_a_question_are_notes_of_its_table() {
        check(
            "|1.|Do you use a tool of this kind?|Yes|\n|2.|What was the cost in each year?|Table below|\n||The table below shows the position.||\n||Service|2023|\n||Home care|5|\n||Day care|6|\n",
            "[1.|Do you use a tool of this kind?|Yes / 2.|What was the cost in each year?|Table below]\n¶ The table below shows the position.\n[Service|2023 / Home care|5 / Day care|6]\n",
        );
        check(
            "|2.|What was the cost in each year?|Table below|\n||Service|2023|\n||Home care|5|\n",
            "[2.|What was the cost in each year?|Table below]\n[Service|2023 / Home care|5]\n",
        );
    }

    #[test]
    fn tables_of_figures_and_plain_forms_stay_whole() {
        for text in [
            "|Service|Cost|\n|1. Home care|5|\n|2. Day care|6|\n|Other|7|\n|Total|8|\n",
            "|1. Do you use a tool of this kind?|Yes|\n|2. And who made the tool for you?|We did|\n|Name|A. B.|\n",
        ] {
            let whole = shown(&read_one(text.as_bytes()).document);
            check(text, &whole);
        }
    }
}
