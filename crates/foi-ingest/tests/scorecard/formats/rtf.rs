//! Rich Text Format.

use crate::page::{Grid, Piece};

/// A document in rich text.
pub(crate) fn document(pieces: &[Piece]) -> Vec<u8> {
    let mut text = "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\\f0\\fs22\n".to_owned();
    for piece in pieces {
        match piece {
            Piece::Heading(line) => text.push_str(&format!("\\pard{{\\b\\fs28 {}}}\\par\n", escaped(line))),
            Piece::Asked(line) => text.push_str(&format!("\\pard{{\\b {}}}\\par\n", escaped(line))),
            Piece::Text(line) => text.push_str(&format!("\\pard {}\\par\n", escaped(line))),
            Piece::Grid(grid) => text.push_str(&table(grid)),
            Piece::Quoted(lines) => text.extend(lines.iter().map(|line| format!("\\pard {}\\par\n", escaped(line)))),
        }
    }
    (text + "}").into_bytes()
}

/// A cell that covers several columns is as wide as they are.
fn table(grid: &Grid) -> String {
    let mut text = String::new();
    for row in &grid.rows {
        text.push_str("\\trowd");
        let mut right = 0;
        for cell in row {
            right += 1100 * cell.across;
            text.push_str(&format!("\\cellx{right}"));
        }
        text.push('\n');
        text.extend(row.iter().map(|cell| format!("\\pard\\intbl {}\\cell\n", escaped(&cell.text))));
        text.push_str("\\row\n");
    }
    text + "\\pard\\par\n"
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\\' | '{' | '}' => escaped.extend(['\\', c]),
            '£' => escaped.push_str("\\'a3"),
            c if c.is_ascii() => escaped.push(c),
            c => escaped.push_str(&format!("\\u{}?", c as u32)),
        }
    }
    escaped
}
