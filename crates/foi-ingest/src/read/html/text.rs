//! Words in the making: lines, paragraphs with their labels, and preformatted text with its tables.

use crate::document::{Style, TableCell};
use crate::read::draft::{Draft, DraftCell, Paragraph, Piece};
use crate::read::text_table;

/// How many lines a paragraph has at most; the rest is another.
const LINES: usize = 1_000;

/// A line of a paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    text: String,
    links: Vec<usize>,
    strong_words: bool,
    plain_words: bool,
}

impl Line {
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// The pieces so far, and the paragraph that is being written.
#[derive(Debug, Default)]
pub(super) struct Out {
    /// What is done.
    pub(super) pieces: Vec<Piece>,
    /// Whether the paragraph is a heading.
    pub(super) heading: bool,
    /// Whether the paragraph is quoted from an earlier message.
    pub(super) quoted: bool,
    line: Line,
    lines: Vec<Line>,
    labels: Vec<String>,
    bullet: bool,
}

impl Out {
    /// Adds characters; runs of blanks are one blank unless they are kept.
    pub(super) fn words(&mut self, text: &str, kept: bool, strong: bool) {
        for c in text.chars() {
            match c {
                '\n' if kept => self.end_line(),
                '\r' if kept => {}
                '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
                ' ' | '\t' | '\n' | '\r' | '\u{c}' | '\u{a0}' | '\u{202f}' if !kept => {
                    if !self.line.text.is_empty() && !self.line.text.ends_with(' ') {
                        self.line.text.push(' ');
                    }
                }
                _ => {
                    if c.is_alphanumeric() {
                        if strong {
                            self.line.strong_words = true;
                        } else {
                            self.line.plain_words = true;
                        }
                    }
                    self.line.text.push(c);
                }
            }
        }
    }

    /// Whether the last thing written is a letter of a word that a raised digit would not be part of.
    pub(super) fn ends_with_word(&self) -> bool {
        self.line.text.chars().rev().take_while(|c| c.is_alphabetic()).count() >= 3
    }

    /// A link begins here.
    pub(super) fn link(&mut self) {
        self.line.links.push(self.line.text.len());
    }

    /// The next paragraph is an item with a sign.
    pub(super) fn bullet(&mut self) {
        self.end_paragraph();
        self.bullet = true;
    }

    /// The next paragraph has a label in front.
    pub(super) fn label(&mut self, label: String) {
        self.labels.push(label);
    }

    /// The label of an item as it stands in the source: a number, or a sign.
    pub(super) fn label_written(&mut self, label: &str) {
        let numbered =
            label.chars().any(|c| c.is_ascii_digit()) || label.chars().count() > 1 && label.chars().any(char::is_alphabetic);
        if numbered {
            self.words(&format!("{label} "), false, false);
            // The number is as strong as the words after it.
            self.line.plain_words = false;
        } else if self.line.is_blank() && self.lines.is_empty() {
            self.bullet = true;
        }
    }

    /// How many labels wait for a paragraph.
    pub(super) fn labels(&self) -> usize {
        self.labels.len()
    }

    /// An item ends, and with it the labels that found no words.
    pub(super) fn unlabelled(&mut self, labels: usize) {
        self.labels.truncate(labels);
        self.bullet = false;
    }

    /// Labels before a table are paragraphs of their own.
    pub(super) fn labels_alone(&mut self) {
        if !self.labels.is_empty() {
            let text = std::mem::take(&mut self.labels).join(" ");
            self.pieces.push(Piece::Text(Paragraph::new(text)));
        }
    }

    pub(super) fn end_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        // A tab at the end is a blank cell where tabs are kept.
        line.text.truncate(line.text.trim_end_matches(' ').len());
        self.lines.push(line);
    }

    /// Ends the paragraph; lines that are strong and lines that are not are paragraphs of their own.
    pub(super) fn end_paragraph(&mut self) {
        if self.lines.is_empty() && self.line.text.is_empty() {
            return;
        }
        self.end_line();
        let mut run: Vec<Line> = Vec::new();
        let mut strength = None;
        for line in std::mem::take(&mut self.lines) {
            let own = (!line.is_blank()).then_some(line.strong_words && !line.plain_words);
            let other = strength.is_some() && own.is_some() && strength != own;
            if other || run.len() >= LINES {
                self.paragraph(std::mem::take(&mut run));
                strength = None;
            }
            strength = own.or(strength);
            run.push(line);
        }
        self.paragraph(run);
    }

    fn paragraph(&mut self, mut lines: Vec<Line>) {
        while lines.last().is_some_and(Line::is_blank) {
            lines.pop();
        }
        let blank = lines.iter().take_while(|l| l.is_blank()).count();
        lines.drain(..blank);
        if lines.is_empty() {
            return;
        }
        let mut paragraph = Paragraph::new(std::mem::take(&mut self.labels).join(" "));
        if !paragraph.text.is_empty() {
            paragraph.text.push(' ');
        }
        let mut strong = true;
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                paragraph.text.push('\n');
            }
            strong &= !line.plain_words;
            paragraph.links.extend(line.links.iter().map(|at| at + paragraph.text.len()));
            paragraph.text.push_str(&line.text);
        }
        let bullet = std::mem::take(&mut self.bullet);
        paragraph.style = match (self.heading, bullet) {
            (true, _) => Style::Heading,
            (false, true) => Style::Bullet,
            (false, false) => Style::Paragraph,
        };
        paragraph.strong = self.heading || strong && lines.iter().any(|l| l.strong_words);
        paragraph.quoted = self.quoted;
        self.pieces.push(Piece::Text(paragraph));
    }

    /// Ends text whose blanks are kept; columns that line up in it are tables.
    pub(super) fn end_preformatted(&mut self) {
        self.end_line();
        let lines = std::mem::take(&mut self.lines);
        let texts: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
        let tables = text_table::find(&texts);
        let mut lines = lines.into_iter();
        let mut at = 0;
        for found in tables {
            self.lines = lines.by_ref().take(found.lines.start.saturating_sub(at)).collect();
            self.end_paragraph();
            self.labels_alone();
            lines.by_ref().take(found.lines.len()).for_each(drop);
            at = found.lines.end;
            self.pieces.push(Piece::Table(Draft { rows: found.table.rows.iter().map(|row| cells(row)).collect() }));
        }
        self.lines = lines.collect();
        self.end_paragraph();
    }
}

/// The cells of a row of a table in text; a blank cell that the one before reaches over is left out.
fn cells(row: &[TableCell]) -> Vec<DraftCell> {
    let mut cells = Vec::with_capacity(row.len());
    let mut rest = row;
    while let Some((cell, after)) = rest.split_first() {
        let reach = cell.column_span.saturating_sub(1) as usize;
        let covered = after.iter().take(reach).take_while(|c| c.text.is_blank()).count();
        rest = after.get(covered..).unwrap_or_default();
        let pieces = vec![Piece::Text(Paragraph::new(cell.text.as_str()))];
        cells.push(DraftCell { pieces, column_span: u32::try_from(covered + 1).unwrap_or(1), row_span: 1 });
    }
    cells
}
