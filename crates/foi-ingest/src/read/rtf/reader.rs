//! Goes through the pieces of a file and does what each says.

use std::collections::{HashMap, HashSet};

use encoding_rs::{Encoding, WINDOWS_1252};

use super::super::draft::Piece;
use super::super::line::{check_box, is_prompt, label_note};
use super::super::look::{Colour, Look, WHITE};
use super::super::numerals::raised;
use super::super::symbols;
use super::super::unshown::{Pictures, Tally};
use super::super::{Fault, Reading};
use super::flow::Flow;
use super::state::{Begun, Destination, State};
use super::tokens::{Token, Tokens};
use crate::budget::Budget;
use crate::document::Style;

/// How deep groups may lie in one another; programs stay far below it.
const DEEPEST: usize = 1_000;

/// How deep texts may lie in one another: notes in boxes in headers.
const DEEPEST_FLOW: usize = 16;

#[derive(Debug, Default)]
pub(super) struct Font {
    pub(super) name: String,
    pub(super) encoding: Option<&'static Encoding>,
}

/// A field whose group has begun.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) instruction: String,
    /// The kind of a form field: 1 is a check box, 2 a list to choose from.
    pub(super) form: i32,
    pub(super) result: Option<i32>,
    pub(super) default: i32,
    pub(super) entries: Vec<String>,
    /// How long the paragraph was when it began.
    pub(super) start: usize,
}

/// The size of a picture, in twentieths of a point, and by how many percent it is shown larger.
#[derive(Debug, Default)]
pub(super) struct Picture {
    width: i64,
    height: i64,
    across: Option<i64>,
    up: Option<i64>,
}

impl Picture {
    pub(super) fn measure(&mut self, word: &str, number: i32) {
        let number = i64::from(number);
        match word {
            "picwgoal" => self.width = number,
            "pichgoal" => self.height = number,
            "picscalex" => self.across = Some(number),
            "picscaley" => self.up = Some(number),
            _ => {}
        }
    }

    /// Whether it is as large as a table: wider than 8 cm and higher than 3 cm.
    fn is_large(&self) -> bool {
        const PER_CENTIMETRE: i64 = 567;
        let shown = |length: i64, percent: Option<i64>| length * percent.unwrap_or(100) / 100;
        shown(self.width, self.across) > 8 * PER_CENTIMETRE && shown(self.height, self.up) > 3 * PER_CENTIMETRE
    }
}

/// What was read.
pub(super) struct Found {
    pub(super) body: Vec<Piece>,
    pub(super) headers: Vec<Piece>,
    pub(super) footers: Vec<Piece>,
    pub(super) tally: Tally,
    pub(super) pictures: Pictures,
}

pub(super) struct Reader<'b> {
    pub(super) tokens: Tokens<'b>,
    pub(super) budget: &'b Budget,
    pub(super) state: State,
    groups: Vec<State>,
    /// The text that is read, and those that it stands in, the innermost last.
    pub(super) flow: Flow,
    outer: Vec<Flow>,
    /// What is behind the words, where that is known.
    page: Option<Colour>,
    pub(super) found: Found,
    pub(super) fonts: HashMap<i32, Font>,
    pub(super) default_font: i32,
    pub(super) encoding: &'static Encoding,
    pub(super) colours: Vec<Option<Colour>>,
    pub(super) colour: Option<Colour>,
    /// The numbers of styles of headings, and of lines of a table of contents.
    headings: HashSet<i32>,
    contents: HashSet<i32>,
    /// Bytes of text that were not decoded yet.
    pending: Vec<u8>,
    /// The first half of a character.
    half: Option<u16>,
    /// How many characters stand in for one that was read already.
    skip: usize,
    /// Whether the next word may be ignored with its group by those who do not know it.
    pub(super) starred: bool,
    /// Text of a font's or style's name, or of a number.
    pub(super) name: String,
    pub(super) fields: Vec<Field>,
    pub(super) picture: Picture,
    notes: u32,
    cells: u64,
    written: u64,
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8], reading: &Reading<'b>) -> Self {
        Self {
            tokens: Tokens::new(bytes),
            budget: reading.budget,
            state: State::new(),
            groups: Vec::new(),
            flow: Flow::default(),
            outer: Vec::new(),
            page: Some(WHITE),
            found: Found {
                body: Vec::new(),
                headers: Vec::new(),
                footers: Vec::new(),
                tally: Tally::new(reading.access.include_hidden),
                pictures: Pictures::default(),
            },
            fonts: HashMap::new(),
            default_font: 0,
            encoding: WINDOWS_1252,
            colours: Vec::new(),
            colour: None,
            headings: HashSet::new(),
            contents: HashSet::new(),
            pending: Vec::new(),
            half: None,
            skip: 0,
            starred: false,
            name: String::new(),
            fields: Vec::new(),
            picture: Picture::default(),
            notes: 0,
            cells: 0,
            written: 0,
        }
    }

    /// Reads to the end.
    pub(super) fn read(&mut self) -> Result<(), Fault> {
        while let Some(token) = self.tokens.next() {
            if !matches!(token, Token::Bytes(_) | Token::Hex(_)) {
                self.flush();
            }
            match token {
                Token::Open => {
                    self.skip = 0;
                    if self.groups.len() >= DEEPEST {
                        return Err(Fault::Damaged("its groups lie too deep in one another".to_owned()));
                    }
                    self.groups.push(self.state.clone());
                    self.state.begun = None;
                }
                Token::Close => {
                    self.skip = 0;
                    self.starred = false;
                    self.end_group()?;
                    if self.groups.is_empty() {
                        return Ok(());
                    }
                }
                Token::Word("u", Some(code)) => self.unicode(code),
                Token::Word("bin", count) => self.tokens.pass(usize::try_from(count.unwrap_or(0)).unwrap_or(0)),
                Token::Word(..) | Token::Sign(_) if self.skip > 0 => self.skip -= 1,
                Token::Word(word, number) => self.word(word, number)?,
                Token::Sign(sign) => self.sign(sign)?,
                Token::Hex(byte) => self.bytes(&[byte]),
                Token::Bytes(bytes) => self.bytes(bytes),
            }
        }
        self.flush();
        Err(Fault::Damaged("it ends in the middle".to_owned()))
    }

    /// What there is, with the paragraph that is not ended.
    pub(super) fn end(mut self) -> Found {
        while !self.outer.is_empty() {
            self.end_flow(Begun::Box);
        }
        self.state.reset_paragraph();
        let last = self.paragraph();
        self.flow.place(last, 0);
        self.found.body = self.flow.out;
        self.found
    }

    fn bytes(&mut self, bytes: &[u8]) {
        let skipped = self.skip.min(bytes.len());
        self.skip -= skipped;
        if self.state.destination != Destination::Nowhere {
            self.pending.extend_from_slice(bytes.get(skipped..).unwrap_or_default());
        }
    }

    fn unicode(&mut self, code: i32) {
        self.skip = self.state.stand_ins;
        let Ok(unit) = u16::try_from(if code < 0 { code.saturating_add(65_536) } else { code }) else { return };
        let units: Vec<u16> = self.half.take().into_iter().chain([unit]).collect();
        if matches!(units.as_slice(), [0xd800..=0xdbff]) {
            self.half = Some(unit);
        } else {
            self.text(&String::from_utf16_lossy(&units));
        }
    }

    /// Decodes the bytes of text so far.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let font = self.fonts.get(&self.state.font);
        if font.is_some_and(|f| symbols::is_symbol_font(&f.name)) {
            self.text(&bytes.iter().copied().map(char::from).collect::<String>());
        } else {
            let encoding = font.and_then(|f| f.encoding).unwrap_or(self.encoding);
            self.text(&encoding.decode_without_bom_handling(&bytes).0);
        }
    }

    /// Takes text to where it goes.
    pub(super) fn text(&mut self, text: &str) {
        match self.state.destination {
            Destination::Nowhere => {}
            Destination::Text => self.push(text),
            Destination::Label => {
                let font = self.font_name();
                if symbols::is_symbol_font(&font) {
                    self.name.extend(text.chars().map(|c| symbols::sign(&font, c).unwrap_or('•')));
                } else {
                    self.name.push_str(text);
                }
            }
            Destination::Instruction => {
                if let Some(field) = self.fields.last_mut().filter(|f| f.instruction.len() < 1_000) {
                    field.instruction.push_str(text);
                }
            }
            Destination::Entry | Destination::Styles => self.name.push_str(text),
            Destination::Fonts => {
                for part in text.split_inclusive(';') {
                    self.name.push_str(part.trim_end_matches(';'));
                    if part.ends_with(';') {
                        let name = std::mem::take(&mut self.name).trim().to_owned();
                        self.fonts.entry(self.state.font).or_default().name = name;
                    }
                }
            }
            Destination::Colours => {
                for _ in text.matches(';') {
                    self.colours.push(self.colour.take());
                }
            }
        }
    }

    fn font_name(&self) -> String {
        self.fonts.get(&self.state.font).map(|f| f.name.clone()).unwrap_or_default()
    }

    pub(super) fn push(&mut self, words: &str) {
        // Fields to fill in show what they ask for until somebody does.
        if !self.fields.is_empty() && is_prompt(words) {
            return;
        }
        let font = self.font_name();
        self.state.look.font = symbols::is_symbol_font(&font).then_some(font);
        // What is behind cells is told after their words.
        let page = if self.depth() > 0 { self.state.behind } else { self.state.behind.or(self.page) };
        self.flow.line.push(words, &self.state.look, page, &mut self.found.tally);
    }

    /// How deep in tables the paragraph is.
    pub(super) fn depth(&self) -> usize {
        let said = self.state.depth.unwrap_or(0);
        if self.state.in_table || self.flow.in_row { said.max(1) } else { said }
    }

    /// Ends the paragraph that is read.
    fn paragraph(&mut self) -> Option<Piece> {
        let line = std::mem::take(&mut self.flow.line);
        let label = self.flow.label.take().unwrap_or_default();
        let label = label.trim();
        // A sign without a letter or digit is a bullet, and so is the letter that looks like a circle.
        let bullet = !label.is_empty() && (label == "o" || !label.contains(char::is_alphanumeric));
        let heading = self.state.level.is_some_and(|l| (0..9).contains(&l)) || self.headings.contains(&self.state.style);
        let style = match () {
            () if self.contents.contains(&self.state.style) => Style::Running,
            () if heading => Style::Heading,
            () if bullet => Style::Bullet,
            () => Style::Paragraph,
        };
        let label = if bullet || label.is_empty() { String::new() } else { format!("{label} ") };
        line.paragraph(&label, style).map(Piece::Text)
    }

    pub(super) fn end_paragraph(&mut self, depth: usize) -> Result<(), Fault> {
        self.budget.within("table_nesting", depth as u64)?;
        let piece = self.paragraph();
        if let Some(Piece::Text(paragraph)) = &piece {
            self.written += paragraph.text.len() as u64;
            self.budget.within("text_bytes", self.written)?;
        }
        self.flow.place(piece, depth);
        Ok(())
    }

    pub(super) fn end_cell(&mut self, depth: usize) -> Result<(), Fault> {
        self.cells += 1;
        self.budget.within("cells", self.cells)?;
        self.end_paragraph(depth)?;
        let cells = self.flow.end_cell();
        Ok(self.budget.within("columns", cells as u64)?)
    }

    /// A text begins that is not part of the one that is read.
    pub(super) fn begin_flow(&mut self, begun: Begun) -> Result<(), Fault> {
        if self.outer.len() >= DEEPEST_FLOW {
            return Err(Fault::Damaged("its notes and boxes lie too deep in one another".to_owned()));
        }
        if begun == Begun::Footnote {
            self.notes += 1;
            self.push(&raised(&self.notes.to_string()));
        }
        self.outer.push(std::mem::take(&mut self.flow));
        self.page = None;
        self.state.begun = Some(begun);
        self.state.destination = Destination::Text;
        self.state.reset_paragraph();
        self.state.look = Look::default();
        Ok(())
    }

    fn end_flow(&mut self, begun: Begun) {
        let last = self.paragraph();
        self.flow.place(last, 0);
        let Some(outer) = self.outer.pop() else { return };
        let mut pieces = std::mem::replace(&mut self.flow, outer).out;
        self.page = if self.outer.is_empty() { Some(WHITE) } else { None };
        match begun {
            Begun::Footnote => {
                label_note(&mut pieces, &raised(&self.notes.to_string()));
                self.flow.notes.append(&mut pieces);
            }
            Begun::Comment => self.flow.notes.append(&mut pieces),
            Begun::Header => self.found.headers.append(&mut pieces),
            Begun::Footer => self.found.footers.append(&mut pieces),
            _ => self.flow.asides.append(&mut pieces),
        }
    }

    fn end_group(&mut self) -> Result<(), Fault> {
        match self.state.begun.take() {
            None => {}
            Some(Begun::Label) => self.flow.label = Some(std::mem::take(&mut self.name)),
            Some(Begun::Entry) => {
                let entry = std::mem::take(&mut self.name);
                self.fields.last_mut().into_iter().for_each(|f| f.entries.push(entry.clone()));
            }
            Some(Begun::Field) => self.end_field(),
            // What stands in a header is a coat of arms.
            Some(Begun::Picture) => self.found.pictures.count(self.outer.is_empty() && self.picture.is_large()),
            Some(begun) => self.end_flow(begun),
        }
        let Some(outer) = self.groups.pop() else { return Ok(()) };
        let within_styles = outer.destination == Destination::Styles && self.state.destination == Destination::Styles;
        if within_styles && !self.name.is_empty() {
            self.end_style();
        }
        self.state = outer;
        Ok(())
    }

    fn end_style(&mut self) {
        let name = std::mem::take(&mut self.name).trim().trim_end_matches(';').to_lowercase();
        let numbered = name.strip_prefix("heading").is_some_and(|r| r.trim().parse::<u8>().is_ok());
        if name.strip_prefix("toc ").is_some_and(|r| r.parse::<u8>().is_ok()) {
            self.contents.insert(self.state.style);
        }
        let level = self.state.level.is_some_and(|l| (0..9).contains(&l));
        if level || numbered || matches!(name.as_str(), "title" | "subtitle") {
            self.headings.insert(self.state.style);
        }
    }

    fn end_field(&mut self) {
        let Some(field) = self.fields.pop() else { return };
        if self.flow.line.words().len() > field.start {
            return;
        }
        let result = field.result.filter(|r| *r != 25).unwrap_or(field.default);
        match field.form {
            1 => self.flow.line.sign(check_box(result == 1)),
            2 => {
                let entry = usize::try_from(result).ok().and_then(|r| field.entries.get(r)).cloned().unwrap_or_default();
                self.push(&entry);
            }
            _ => {}
        }
    }
}
