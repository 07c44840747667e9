//! Paragraphs of word-processed documents in the making: words are added as they come, and those that are not shown are left out.

use std::collections::HashSet;

use super::draft::{Paragraph, Piece};
use super::lines::{self, LineKind};
use super::look::{Colour, Look};
use super::numerals::raised;
use super::symbols;
use super::unshown::{Tally, Unshown};
use crate::document::Style;

/// The words of a paragraph.
#[derive(Debug, Default)]
pub(super) struct Line {
    text: String,
    links: Vec<usize>,
    bold: bool,
    plain: bool,
    /// Why the last words were left out; passages are counted, not runs.
    unshown: Option<Unshown>,
}

impl Line {
    /// Adds words that look so on a page of that colour, and says whether they are shown.
    pub(super) fn push(&mut self, words: &str, look: &Look, page: Option<Colour>, tally: &mut Tally) -> bool {
        let blank = words.trim().is_empty();
        let unshown = look.unshown(page);
        if let Some(kind) = unshown.filter(|_| !blank) {
            if self.unshown != Some(kind) {
                tally.count(kind);
                self.unshown = Some(kind);
            }
            if !tally.include_hidden {
                return false;
            }
        } else if !blank {
            self.unshown = None;
        } else if unshown == Some(Unshown::Deleted) && !tally.include_hidden {
            return false;
        }
        if words.chars().any(|c| c.is_alphabetic() || c.is_ascii_digit()) {
            let bold = look.bold == Some(true);
            self.bold |= bold;
            self.plain |= !bold;
        }
        let font = look.font.as_deref().unwrap_or_default();
        let digits = |c: char| c.is_ascii_digit() || matches!(c, ',' | ' ' | '(' | ')');
        if look.raised == Some(true) && words.chars().all(digits) {
            // A number of a note that was typed: beside a figure it would be a digit of it.
            self.text.push_str(&raised(words));
        } else if symbols::is_symbol_font(font) {
            self.text.extend(words.chars().map(|c| symbols::sign(font, c).unwrap_or(' ')));
        } else {
            self.text.extend(words.chars().filter_map(shown));
        }
        true
    }

    /// Adds a sign that the document has a word of its own for, such as a tab or a check box.
    pub(super) fn sign(&mut self, sign: char) {
        self.text.push(sign);
    }

    /// Marks that a link begins here.
    pub(super) fn link(&mut self) {
        self.links.push(self.text.len());
    }

    /// Whether the words so far end with a blank, or there are none.
    pub(super) fn ends_blank(&self) -> bool {
        self.text.is_empty() || self.text.ends_with(char::is_whitespace)
    }

    /// The words, as they are.
    pub(super) fn words(&self) -> &str {
        &self.text
    }

    /// The paragraph, with what stands in front of it; `None` where there is nothing to see.
    pub(super) fn paragraph(self, label: &str, style: Style) -> Option<Paragraph> {
        let mut words = self.text.trim();
        let mut style = style;
        if words.is_empty() && label.is_empty() {
            return None;
        }
        if style == Style::Paragraph
            && label.is_empty()
            && let Some(item) = without_bullet(words)
        {
            (words, style) = (item, Style::Bullet);
        }
        let lead = self.text.trim_end().len() - words.len();
        let text = format!("{label}{words}");
        let links = self.links.iter().map(|at| (at.saturating_sub(lead) + label.len()).min(text.len())).collect();
        let strong = style == Style::Heading || self.bold && !self.plain;
        Some(Paragraph { style, strong, quoted: false, text, links })
    }
}

/// What stands after a bullet that was typed; `None` where there is none.
fn without_bullet(words: &str) -> Option<&str> {
    let start: String = words.chars().take(3).map(|c| if c == '\t' { ' ' } else { c }).collect();
    let sign = words.chars().next().filter(|_| lines::kind(&start).0 == LineKind::Bullet)?;
    words.get(sign.len_utf8()..).map(str::trim_start)
}

/// A character of a text as it is shown; none for marks that only say where a word may be broken.
fn shown(character: char) -> Option<char> {
    match character {
        '\n' | '\r' | '\t' => Some(' '),
        '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => None,
        '\u{2011}' => Some('-'),
        '\u{f000}'..='\u{f0ff}' => symbols::sign("Wingdings", character),
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// Whether words are what a form says where nobody has filled it in, as word processors put it.
pub(super) fn is_prompt(words: &str) -> bool {
    let words = words.trim().trim_end_matches('.').to_ascii_lowercase();
    let asks = words.strip_prefix("click or tap ").or_else(|| words.strip_prefix("click ")).or_else(|| words.strip_prefix("tap "));
    match asks {
        Some(asked) => matches!(
            asked.strip_prefix("here ").unwrap_or(asked),
            "to enter text" | "to enter a date" | "to add text" | "to insert text" | "to choose an item" | "to select an item"
        ),
        None => {
            matches!(words.as_str(), "choose an item" | "select an item" | "choose a date" | "enter text here" | "enter a date")
        }
    }
}

/// A check box.
pub(super) fn check_box(ticked: bool) -> char {
    if ticked { '☒' } else { '☐' }
}

/// Adds the paragraphs of headers and footers, also of tables in them, as running lines, each text once.
pub(super) fn add_running(pieces: Vec<Piece>, lines: &mut Vec<Piece>, seen: &mut HashSet<String>) {
    for piece in pieces {
        match piece {
            Piece::Text(mut paragraph) => {
                paragraph.style = Style::Running;
                if seen.insert(paragraph.text.clone()) {
                    lines.push(Piece::Text(paragraph));
                }
            }
            Piece::Table(table) => {
                table.rows.into_iter().flatten().for_each(|cell| add_running(cell.pieces, lines, seen));
            }
        }
    }
}

/// Puts the number of a note in front of its text.
pub(super) fn label_note(pieces: &mut [Piece], label: &str) {
    if let Some(Piece::Text(first)) = pieces.first_mut()
        && !label.is_empty()
    {
        first.text.insert_str(0, &format!("{label} "));
        first.links.iter_mut().for_each(|at| *at += label.len() + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_told_from_answers() {
        for (words, expected) in [
            ("Click or tap here to enter text.", true),
            ("Click here to enter a date.", true),
            ("Choose an item.", true),
            ("Click to enter text", true),
            ("Click here for our page", false),
            ("Choose an item of the list", false),
            ("", false),
        ] {
            assert_eq!(is_prompt(words), expected, "{words}");
        }
    }

    #[test]
    fn words_are_shown_as_they_look() {
        let mut tally = Tally::new(false);
        let mut line = Line::default();
        let plain = Look::default();
        let hidden = Look { hidden: Some(true), ..Look::default() };
        assert!(line.push("  Cost\u{ad}s", &plain, None, &mut tally));
        assert!(!line.push("secret", &hidden, None, &mut tally) && line.push(" ", &hidden, None, &mut tally));
        line.link();
        line.push("12", &plain, None, &mut tally);
        line.push("3", &Look { raised: Some(true), ..Look::default() }, None, &mut tally);
        let paragraph = line.paragraph("1. ", Style::Paragraph).unwrap();
        assert_eq!((paragraph.text.as_str(), paragraph.links.as_slice()), ("1. Costs 12³", [9].as_slice()));
        let mut line = Line::default();
        line.push(" •", &plain, None, &mut tally);
        line.sign('\t');
        line.link();
        line.push("Point ", &plain, None, &mut tally);
        let paragraph = line.paragraph("", Style::Paragraph).unwrap();
        assert_eq!(
            (paragraph.style, paragraph.text.as_str(), paragraph.links.as_slice()),
            (Style::Bullet, "Point", [0].as_slice())
        );
    }
}
