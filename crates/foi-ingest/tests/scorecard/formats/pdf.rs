//! PDF of Helvetica at places and ruled lines, nothing packed.

use crate::page::{Grid, Piece};

/// The widths of Helvetica from space to tilde in thousandths of its size (Adobe's metrics of the 14 standard fonts).
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556,
    556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778,
    722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222,
    500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const LEFT: f64 = 56.0;
const RIGHT: f64 = 540.0;
const TOP: f64 = 790.0;
const BOTTOM: f64 = 60.0;

/// A document whose tables are ruled.
pub(crate) fn document(pieces: &[Piece]) -> Vec<u8> {
    Setter::set(pieces, true)
}

/// A document whose tables have no lines between cells.
pub(crate) fn without_rules(pieces: &[Piece]) -> Vec<u8> {
    Setter::set(pieces, false)
}

struct Setter {
    pages: Vec<String>,
    /// Where the next line goes, from the foot of the page.
    y: f64,
    ruled: bool,
}

impl Setter {
    fn set(pieces: &[Piece], ruled: bool) -> Vec<u8> {
        let mut setter = Self { pages: vec![String::new()], y: TOP, ruled };
        for piece in pieces {
            match piece {
                Piece::Heading(text) => setter.paragraph(text, "F2", 13.0),
                Piece::Asked(text) => setter.paragraph(text, "F2", 10.5),
                Piece::Text(text) => setter.paragraph(text, "F1", 10.5),
                Piece::Grid(grid) => setter.table(grid),
                Piece::Quoted(lines) => lines.iter().for_each(|line| setter.paragraph(line, "F1", 10.5)),
            }
        }
        file(&setter.pages)
    }

    fn page(&mut self) -> &mut String {
        self.pages.last_mut().unwrap()
    }

    fn room(&mut self, height: f64) {
        if self.y - height < BOTTOM {
            self.pages.push(String::new());
            self.y = TOP;
        }
    }

    fn show(&mut self, x: f64, y: f64, font: &str, size: f64, text: &str) {
        let shown = escaped(text);
        self.page().push_str(&format!("BT /{font} {size} Tf {x:.2} {y:.2} Td ({shown}) Tj ET\n"));
    }

    fn paragraph(&mut self, text: &str, font: &str, size: f64) {
        for line in wrapped(text, RIGHT - LEFT, size) {
            self.room(size * 1.25);
            self.y -= size * 1.25;
            let y = self.y;
            self.show(LEFT, y, font, size, &line);
        }
        self.y -= size * 0.75;
    }

    fn table(&mut self, grid: &Grid) {
        let columns = grid.width();
        let size = if columns > 5 { 7.0 } else { 9.0 };
        let label = if columns == 2 { 0.45 } else { 1.6 / (columns as f64 + 0.6) };
        let rest = (1.0 - label) / (columns - 1).max(1) as f64;
        let edge = |column: usize| LEFT + (RIGHT - LEFT) * if column == 0 { 0.0 } else { label + rest * (column - 1) as f64 };
        for row in &grid.rows {
            let mut column = 0;
            let mut cells = Vec::new();
            for cell in row {
                let (from, to) = (edge(column), edge(column + cell.across));
                column += cell.across;
                cells.push((from, to, wrapped(&cell.text, to - from - 6.0, size)));
            }
            let lines = cells.iter().map(|c| c.2.len()).max().unwrap_or(1).max(1);
            let height = lines as f64 * size * 1.2 + 5.0;
            self.room(height);
            let (top, bottom) = (self.y, self.y - height);
            for (from, to, lines) in cells {
                if self.ruled {
                    self.page().push_str(&format!("0.5 w {from:.2} {bottom:.2} {:.2} {height:.2} re S\n", to - from));
                }
                for (index, line) in lines.iter().enumerate() {
                    self.show(from + 3.0, top - (index + 1) as f64 * size * 1.2, "F1", size, line);
                }
            }
            self.y = bottom;
        }
        self.y -= 12.0;
    }
}

fn width(text: &str, size: f64) -> f64 {
    let of = |c: char| (c as usize).checked_sub(32).and_then(|i| WIDTHS.get(i)).map_or(556.0, |&w| f64::from(w));
    text.chars().map(of).sum::<f64>() * size / 1000.0
}

fn wrapped(text: &str, room: f64, size: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A string of the encoding WinAnsi.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '(' | ')' | '\\' => escaped.extend(['\\', c]),
            c if c.is_ascii() => escaped.push(c),
            c => escaped.push_str(&format!("\\{:03o}", u8::try_from(c).unwrap_or(b'?'))),
        }
    }
    escaped
}

fn file(pages: &[String]) -> Vec<u8> {
    let font = |name| format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>");
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 5 + 2 * page)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
        font("Helvetica"),
        font("Helvetica-Bold"),
    ];
    for page in pages {
        let content = objects.len() + 2;
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {content} 0 R >>"
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{page}endstream", page.len()));
    }
    let mut text = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(text.len());
        text.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = text.len();
    text.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    text.extend(places.iter().map(|place| format!("{place:010} 00000 n \n")));
    text.push_str(&format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1));
    text.into_bytes()
}
