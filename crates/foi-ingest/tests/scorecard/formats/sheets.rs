//! What a letter is as rows of a sheet, and comma-separated values.

use crate::page::{Cell, Piece};

/// Rows of a sheet: a paragraph takes the first cell of a row, a table its rows, and tables have an empty row below.
pub(crate) fn rows(pieces: &[Piece]) -> Vec<Vec<Cell>> {
    let line = |text: &str| vec![Cell { text: text.to_owned(), across: 1 }];
    let mut rows = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Heading(text) | Piece::Text(text) | Piece::Asked(text) => rows.push(line(text)),
            Piece::Grid(grid) => {
                rows.extend(grid.rows.iter().cloned());
                rows.push(Vec::new());
            }
            Piece::Quoted(lines) => {
                rows.push(line("-----Original Message-----"));
                rows.extend(lines.iter().map(|l| line(l)));
            }
        }
    }
    rows
}

/// Comma-separated values.
pub(crate) fn csv(pieces: &[Piece]) -> Vec<u8> {
    let rows = rows(pieces);
    let width = rows.iter().map(|row| row.iter().map(|c| c.across).sum::<usize>()).max().unwrap_or(1);
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    for row in rows {
        let mut record: Vec<String> = Vec::new();
        for cell in row {
            record.push(cell.text);
            record.extend(std::iter::repeat_n(String::new(), cell.across - 1));
        }
        record.resize(width, String::new());
        writer.write_record(record).unwrap();
    }
    writer.into_inner().unwrap()
}
