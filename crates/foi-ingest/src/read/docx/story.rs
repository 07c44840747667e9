//! The text of a part: its blocks in order, each with what hangs on it.

use std::collections::HashSet;

use super::super::draft::Piece;
use super::super::line::{self, Line, label_note};
use super::super::look::{Colour, WHITE};
use super::super::numerals::raised;
use super::super::unshown::{Pictures, Tally, Unshown};
use super::super::xml::Element;
use super::super::{Fault, Reading};
use super::inline::Field;
use super::numbering::{Counters, Mark};
use super::parts::Relationships;
use super::styles::{self, Item, Named};
use super::{Definitions, Notes};
use crate::budget::Budget;
use crate::document::Style;

/// What a text holds besides its words.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) tally: Tally,
    /// The ids of headers and footers that are shown, in order.
    pub(super) headers: Vec<String>,
    pub(super) footers: Vec<String>,
    pub(super) pictures: Pictures,
    /// The ids of embedded objects that are formulas.
    pub(super) formulas: HashSet<String>,
}

/// A note that the text refers to.
pub(super) struct Reference {
    pub(super) kind: NoteKind,
    pub(super) id: String,
    /// What stands at the reference; empty where the text has a mark of its own.
    pub(super) label: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum NoteKind {
    Footnote,
    Endnote,
    Comment,
}

/// A text as it is read.
pub(super) struct Story<'a> {
    pub(super) definitions: &'a Definitions,
    pub(super) relationships: &'a Relationships,
    pub(super) budget: &'a Budget,
    pub(super) found: Found,
    /// What is behind the words, where that is known.
    pub(super) page: Option<Colour>,
    /// Fields that have begun and not ended, the innermost last.
    pub(super) fields: Vec<Field>,
    /// The blocks of boxes that are anchored in the paragraph that is read.
    pub(super) asides: Vec<Piece>,
    pub(super) references: Vec<Reference>,
    /// The notes that were read.
    read: HashSet<(NoteKind, String)>,
    /// How many notes of each kind the text has referred to.
    pub(super) numbered: [u32; 2],
    pub(super) tables: u64,
    /// Whether it is within a control, or a table of contents.
    pub(super) in_control: bool,
    in_contents: bool,
    in_note: bool,
    counters: Counters,
    /// What stands before a paragraph's end that is not shown: the next paragraph goes on with it.
    carried: Option<Line>,
    text: u64,
}

impl<'a> Story<'a> {
    pub(super) fn new(definitions: &'a Definitions, relationships: &'a Relationships, reading: &Reading<'a>) -> Self {
        Self {
            definitions,
            relationships,
            budget: reading.budget,
            found: Found {
                tally: Tally::new(reading.access.include_hidden),
                headers: Vec::new(),
                footers: Vec::new(),
                pictures: Pictures::default(),
                formulas: HashSet::new(),
            },
            page: Some(WHITE),
            fields: Vec::new(),
            asides: Vec::new(),
            references: Vec::new(),
            read: HashSet::new(),
            numbered: [0; 2],
            tables: 0,
            in_control: false,
            in_contents: false,
            in_note: false,
            counters: Counters::default(),
            carried: None,
            text: 0,
        }
    }

    pub(super) fn blocks(&mut self, parent: &Element, out: &mut Vec<Piece>) -> Result<(), Fault> {
        parent.children().try_for_each(|child| self.block(child, out))
    }

    pub(super) fn block(&mut self, block: &Element, out: &mut Vec<Piece>) -> Result<(), Fault> {
        match block.name() {
            "p" => self.paragraph(block, out),
            "tbl" => {
                self.end_paragraph(out)?;
                self.table(block, out)
            }
            "sectPr" => {
                self.section(block);
                Ok(())
            }
            "del" | "moveFrom" if !self.found.tally.include_hidden => {
                self.deleted(block);
                Ok(())
            }
            "sdt" => self.control(block, |story, content| story.blocks(content, out)),
            "AlternateContent" => chosen(block).map_or(Ok(()), |content| self.blocks(content, out)),
            "r" | "hyperlink" | "oMath" | "oMathPara" | "fldSimple" => {
                let mut line = Line::default();
                let style = self.definitions.styles.paragraph(None);
                self.inline_of(block, &mut line, style)?;
                self.finish(line, None, style, out)
            }
            name if is_properties(name) => Ok(()),
            _ => self.blocks(block, out),
        }
    }

    /// What a content control shows; its prompt is not an answer.
    pub(super) fn control(
        &mut self,
        control: &Element,
        read: impl FnOnce(&mut Self, &Element) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if is_prompt(control) {
            return Ok(());
        }
        let Some(content) = control.child("sdtContent") else { return Ok(()) };
        let gallery = control.at(&["sdtPr", "docPartObj", "docPartGallery"]).and_then(|g| g.get("val"));
        let contents = self.in_contents || gallery == Some("Table of Contents");
        let outer = (std::mem::replace(&mut self.in_contents, contents), std::mem::replace(&mut self.in_control, true));
        let result = read(self, content);
        (self.in_contents, self.in_control) = outer;
        result
    }

    fn paragraph(&mut self, paragraph: &Element, out: &mut Vec<Piece>) -> Result<(), Fault> {
        let properties = paragraph.child("pPr");
        let value = |name: &str| properties.and_then(|p| p.child(name)).and_then(|e| e.get("val"));
        if let Some(section) = properties.and_then(|p| p.child("sectPr")) {
            self.section(section);
        }
        let style = self.definitions.styles.paragraph(value("pStyle"));
        let behind = properties.and_then(|p| p.child("shd")).map(styles::fill).or(style.behind).flatten();
        let mut line = self.carried.take().unwrap_or_default();
        let page = self.page;
        self.page = behind.or(page);
        let result = self.inline(paragraph, &mut line, style);
        self.page = page;
        self.end_instructions(&mut line);
        let end = properties.and_then(|p| p.child("rPr"));
        let ends = |name: &str| end.and_then(|e| e.child(name)).is_some_and(styles::is_on);
        // The first letter of a text, when it is larger than its line, is a paragraph by itself.
        let initial =
            properties.and_then(|p| p.child("framePr")).is_some_and(|f| matches!(f.get("dropCap"), Some("drop" | "margin")));
        if initial || !self.found.tally.include_hidden && ["del", "moveFrom", "vanish"].into_iter().any(ends) {
            self.carried = Some(line);
        } else {
            self.finish(line, properties, style, out)?;
        }
        out.append(&mut self.asides);
        result?;
        if self.tables == 0 && !self.in_note { self.notes(out) } else { Ok(()) }
    }

    /// Makes a paragraph of its words, with the number that stands in front of it.
    fn finish(&mut self, line: Line, properties: Option<&Element>, style: &Named, out: &mut Vec<Piece>) -> Result<(), Fault> {
        let lists = &self.definitions.numbering;
        let place = lists.place(&Item::of(properties), style);
        let mark = place.and_then(|(list, level)| lists.mark(&list, level, &mut self.counters));
        let own_level = properties.and_then(|p| p.child("outlineLvl")).and_then(|l| l.get("val")?.parse::<u8>().ok());
        let heading = own_level.map_or(style.heading, |level| level < 9);
        let (label, bullet) = match mark {
            Some(Mark::Label(label)) => (label, false),
            Some(Mark::Bullet) => (String::new(), true),
            None => (String::new(), false),
        };
        let kind = match () {
            () if style.contents || self.in_contents => Style::Running,
            () if heading => Style::Heading,
            () if bullet => Style::Bullet,
            () => Style::Paragraph,
        };
        if let Some(paragraph) = line.paragraph(&label, kind) {
            self.text += paragraph.text.len() as u64;
            self.budget.within("text_bytes", self.text)?;
            out.push(Piece::Text(paragraph));
        }
        Ok(())
    }

    /// Ends a paragraph whose end is not shown, where no other follows that could go on with it.
    pub(super) fn end_paragraph(&mut self, out: &mut Vec<Piece>) -> Result<(), Fault> {
        match self.carried.take() {
            Some(line) => self.finish(line, None, self.definitions.styles.paragraph(None), out),
            None => Ok(()),
        }
    }

    /// Adds what is left at the end.
    pub(super) fn end(&mut self, out: &mut Vec<Piece>) -> Result<(), Fault> {
        self.end_paragraph(out)?;
        self.notes(out)
    }

    /// Adds the notes that the last block refers to.
    pub(super) fn notes(&mut self, out: &mut Vec<Piece>) -> Result<(), Fault> {
        for Reference { kind, id, label } in std::mem::take(&mut self.references) {
            let definitions = self.definitions;
            let notes: &Notes = match kind {
                NoteKind::Footnote => &definitions.footnotes,
                NoteKind::Endnote => &definitions.endnotes,
                NoteKind::Comment => &definitions.comments,
            };
            let Some(note) = notes.by_id.get(&id).filter(|_| self.read.insert((kind, id.clone()))) else { continue };
            let outer = std::mem::replace(&mut self.relationships, &notes.relationships);
            self.in_note = true;
            let mut pieces = Vec::new();
            let result = self.blocks(note, &mut pieces);
            self.in_note = false;
            self.relationships = outer;
            label_note(&mut pieces, &label);
            out.append(&mut pieces);
            result?;
        }
        Ok(())
    }

    /// Counts a reference to a note, and gives what stands there.
    pub(super) fn refer(&mut self, kind: NoteKind, reference: &Element) -> String {
        if self.in_note {
            return String::new();
        }
        let own_mark = reference.get("customMarkFollows").is_some_and(|v| !matches!(v, "0" | "false" | "off"));
        let count = match kind {
            NoteKind::Footnote if !own_mark => self.numbered.first_mut(),
            NoteKind::Endnote if !own_mark => self.numbered.last_mut(),
            _ => None,
        };
        let label = count.map_or(String::new(), |count| {
            *count += 1;
            raised(&count.to_string())
        });
        let id = reference.get("id").unwrap_or_default().to_owned();
        self.references.push(Reference { kind, id, label: label.clone() });
        label
    }

    /// The text of a box, which stands after the paragraph that it is anchored in.
    pub(super) fn aside(&mut self, content: &Element) -> Result<(), Fault> {
        let outer = (std::mem::take(&mut self.asides), std::mem::take(&mut self.fields), self.carried.take(), self.page.take());
        let mut pieces = Vec::new();
        let result = self.blocks(content, &mut pieces).and_then(|()| self.end_paragraph(&mut pieces));
        (self.asides, self.fields, self.carried, self.page) = outer;
        self.asides.append(&mut pieces);
        result
    }

    /// Counts words that were deleted.
    pub(super) fn deleted(&mut self, deletion: &Element) {
        if !deletion.text().trim().is_empty() {
            self.found.tally.count(Unshown::Deleted);
        }
    }

    /// The headers and footers of a section that are shown. Those of even pages repeat the others.
    fn section(&mut self, section: &Element) {
        let with_title_page = section.child("titlePg").is_some_and(styles::is_on);
        for kind in ["first", "default"] {
            for child in section.children().filter(|c| c.get("type").unwrap_or("default") == kind) {
                let Some(id) = child.get("id").filter(|_| kind == "default" || with_title_page) else { continue };
                let ids = match child.name() {
                    "headerReference" => &mut self.found.headers,
                    "footerReference" => &mut self.found.footers,
                    _ => continue,
                };
                if ids.len() < MOST_HEADERS && !ids.iter().any(|known| known == id) {
                    ids.push(id.to_owned());
                }
            }
        }
    }
}

/// How many headers, or footers, are read; the letterhead is the first.
const MOST_HEADERS: usize = 100;

/// Whether a control shows its prompt.
pub(super) fn is_prompt(control: &Element) -> bool {
    control.at(&["sdtPr", "showingPlcHdr"]).is_some_and(styles::is_on)
        || control.child("sdtContent").is_some_and(|c| line::is_prompt(&beginning(c)) && !glance(c).any(|e| e.name() == "sdt"))
}

/// Whether an element says how something looks and holds none of it.
pub(super) fn is_properties(name: &str) -> bool {
    name.ends_with("Pr") || name.ends_with("PrChange") || name.ends_with("PrEx") || name == "tblGrid"
}

/// The form of a content that comes in several: the first that holds something to read, else the last, which is for older programs.
pub(super) fn chosen(alternatives: &Element) -> Option<&Element> {
    let first = alternatives.children().filter(|c| c.name() == "Choice").find(|c| holds_words(c));
    first.or_else(|| alternatives.child("Fallback")).or_else(|| alternatives.child("Choice"))
}

/// How much of an element is looked through for a hint of what it holds.
const GLANCE: usize = 500;

fn holds_words(element: &Element) -> bool {
    let telling = |e: &Element| matches!(e.name(), "t" | "txbxContent" | "sym" | "fldChar" | "blip" | "OLEObject");
    glance(element).any(telling)
}

/// The first words in an element.
fn beginning(element: &Element) -> String {
    let mut words = String::new();
    for found in glance(element).filter(|e| e.name() == "t") {
        words.push_str(&found.text());
        if words.len() > 100 {
            break;
        }
    }
    words
}

/// The elements in an element, at any depth, as far as a glance goes.
fn glance(element: &Element) -> impl Iterator<Item = &Element> {
    let mut pending: Vec<&Element> = vec![element];
    let next = move || {
        let element = pending.pop()?;
        let at = pending.len();
        pending.extend(element.children().take(GLANCE));
        pending.get_mut(at..)?.reverse();
        Some(element)
    };
    std::iter::from_fn(next).take(GLANCE)
}
