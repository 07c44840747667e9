//! The text: its blocks in order, each with what hangs on it.

use std::collections::HashMap;

use super::super::draft::Piece;
use super::super::line::{Line, is_prompt, label_note};
use super::super::look::{Colour, Look, WHITE};
use super::super::numerals::raised;
use super::super::unshown::{Pictures, Tally, Unshown};
use super::super::xml::{Element, Node};
use super::super::{Fault, Reading};
use super::fields;
use super::lists::{Lists, Mark, Place};
use super::styles::{Resolved, Styles};
use crate::budget::Budget;
use crate::document::Style;

/// A text as it is read.
pub(super) struct Story<'b> {
    pub(super) budget: &'b Budget,
    pub(super) styles: Styles,
    pub(super) lists: Lists,
    pub(super) tally: Tally,
    pub(super) pictures: Pictures,
    /// What is behind the words, where that is known.
    pub(super) page: Option<Colour>,
    pub(super) tables: u64,
    /// The blocks of boxes that are anchored in the paragraph that is read.
    asides: Vec<Piece>,
    /// The notes that the block refers to.
    notes: Vec<Piece>,
    controls: HashMap<String, String>,
    /// Formulas, by the folder that they lie in.
    pub(super) formulas: HashMap<String, String>,
    /// What was deleted; blank where it stands in the text, between the marks of its change.
    deletions: HashMap<String, String>,
    /// The deletion that the text is within.
    deleting: Option<String>,
    in_contents: bool,
    text: u64,
}

impl<'b> Story<'b> {
    pub(super) fn new(reading: &Reading<'b>) -> Self {
        Self {
            budget: reading.budget,
            styles: Styles::default(),
            lists: Lists::default(),
            tally: Tally::new(reading.access.include_hidden),
            pictures: Pictures::default(),
            page: Some(WHITE),
            tables: 0,
            asides: Vec::new(),
            notes: Vec::new(),
            controls: HashMap::new(),
            formulas: HashMap::new(),
            deletions: HashMap::new(),
            deleting: None,
            in_contents: false,
            text: 0,
        }
    }

    pub(super) fn blocks(&mut self, parent: &Element, out: &mut Vec<Piece>) -> Result<(), Fault> {
        parent.children().try_for_each(|child| self.block(child, out))
    }

    pub(super) fn block(&mut self, block: &Element, out: &mut Vec<Piece>) -> Result<(), Fault> {
        match block.name() {
            "p" => self.paragraph(block, None, out),
            "h" => self.heading(block, out),
            "list" => self.list(block, None, out),
            "numbered-paragraph" => {
                let place =
                    self.lists.begin(block, None, first_style(block).and_then(|s| self.styles.get("paragraph", Some(s)).list));
                let level = block.get("level").and_then(|l| l.parse::<usize>().ok()).unwrap_or(1).saturating_sub(1);
                let mark = self.lists.mark(&place.at(level), block);
                self.item(block, mark, None, out)
            }
            "table" => self.table(block, out),
            "section" if fields::is_hidden(block) && !self.tally.include_hidden => {
                self.tally.count(Unshown::Hidden);
                Ok(())
            }
            "table-of-content" | "illustration-index" | "table-index" | "object-index" | "user-index" | "alphabetical-index"
            | "bibliography" => {
                let outer = std::mem::replace(&mut self.in_contents, true);
                let result = block.child("index-body").map_or(Ok(()), |body| self.blocks(body, out));
                self.in_contents = outer;
                result
            }
            "tracked-changes" => {
                self.deletions(block);
                Ok(())
            }
            "forms" => {
                fields::controls(block, &mut self.controls);
                Ok(())
            }
            "change" | "change-start" | "change-end" => {
                if let Some(words) = self.change(block) {
                    let mut line = Line::default();
                    self.push(&words, &Look { deleted: Some(true), ..Look::default() }, &mut line);
                    self.finish(line, None, Style::Paragraph, out)?;
                }
                Ok(())
            }
            "sequence-decls" | "variable-decls" | "user-field-decls" | "annotation" | "title" | "desc" => Ok(()),
            "frame" | "g" | "custom-shape" | "rect" | "ellipse" | "control" | "polygon" | "path" | "caption" => {
                let mut line = Line::default();
                self.drawing(block, false, &mut line)?;
                self.finish(line, None, Style::Paragraph, out)?;
                out.append(&mut self.asides);
                Ok(())
            }
            _ => self.blocks(block, out),
        }
    }

    /// Adds the notes that a block of the text refers to.
    pub(super) fn end_block(&mut self, out: &mut Vec<Piece>) {
        out.append(&mut self.notes);
    }

    fn deletions(&mut self, changes: &Element) {
        for region in changes.children() {
            let Some(deletion) = region.child("deletion") else { continue };
            let words: Vec<String> = deletion.children().filter(|c| c.name() != "change-info").map(Element::text).collect();
            let words = words.join("\n");
            self.deletions.insert(region.get("id").unwrap_or_default().to_owned(), words);
        }
    }

    /// A mark of a change: of a passage that was deleted, or of where one was.
    fn change(&mut self, mark: &Element) -> Option<String> {
        let id = mark.get("change-id")?;
        match mark.name() {
            "change-end" => {
                self.deleting.take_if(|d| d == id);
                None
            }
            "change-start" => {
                self.deleting = self.deletions.contains_key(id).then(|| id.to_owned()).or(self.deleting.take());
                None
            }
            _ => self.deletions.get(id).filter(|words| !words.trim().is_empty()).cloned(),
        }
    }

    fn list(&mut self, list: &Element, outer: Option<&Place>, out: &mut Vec<Piece>) -> Result<(), Fault> {
        let style = first_style(list).and_then(|s| self.styles.get("paragraph", Some(s)).list);
        let place = self.lists.begin(list, outer, style);
        for item in list.children() {
            // An item without words of its own only holds the list in it.
            let first = item.children().find(|c| matches!(c.name(), "p" | "h" | "list"));
            let counts = item.name() == "list-item" && first.is_some_and(|f| f.name() != "list");
            let mark = if counts { self.lists.mark(&place, item) } else { None };
            self.item(item, mark, Some(&place), out)?;
        }
        Ok(())
    }

    fn item(&mut self, item: &Element, mut mark: Option<Mark>, place: Option<&Place>, out: &mut Vec<Piece>) -> Result<(), Fault> {
        for child in item.children() {
            match child.name() {
                "p" => self.paragraph(child, mark.take(), out)?,
                "h" => {
                    let resolved = self.styles.get("paragraph", child.get("style-name"));
                    self.words(child, mark.take(), &resolved, true, out)?;
                }
                "list" => self.list(child, place, out)?,
                _ => self.block(child, out)?,
            }
        }
        Ok(())
    }

    fn heading(&mut self, heading: &Element, out: &mut Vec<Piece>) -> Result<(), Fault> {
        let resolved = self.styles.get("paragraph", heading.get("style-name"));
        let level = heading.get("outline-level").and_then(|l| l.parse::<usize>().ok()).unwrap_or(1).saturating_sub(1);
        let mark = if heading.get("is-list-header") == Some("true") {
            None
        } else {
            let place = self.lists.heading(level);
            self.lists.mark(&place, heading)
        };
        self.words(heading, mark, &resolved, true, out)
    }

    fn paragraph(&mut self, paragraph: &Element, mark: Option<Mark>, out: &mut Vec<Piece>) -> Result<(), Fault> {
        let resolved = self.styles.get("paragraph", paragraph.get("style-name"));
        self.words(paragraph, mark, &resolved, false, out)
    }

    fn words(
        &mut self,
        paragraph: &Element,
        mark: Option<Mark>,
        style: &Resolved,
        heading: bool,
        out: &mut Vec<Piece>,
    ) -> Result<(), Fault> {
        let mut line = Line::default();
        let page = self.page;
        self.page = style.behind.or(page);
        let hidden = paragraph.children().any(|c| c.name() == "hidden-paragraph" && fields::is_hidden(c));
        let look = if hidden { Look { hidden: Some(true), ..style.look.clone() } } else { style.look.clone() };
        let result = self.inline(paragraph, &look, &mut line);
        self.page = page;
        let kind = match () {
            () if style.contents || self.in_contents => Style::Running,
            () if heading || style.heading => Style::Heading,
            () if mark == Some(Mark::Bullet) => Style::Bullet,
            () => Style::Paragraph,
        };
        self.finish(line, mark, kind, out)?;
        out.append(&mut self.asides);
        if self.tables == 0 {
            out.append(&mut self.notes);
        }
        result
    }

    fn finish(&mut self, line: Line, mark: Option<Mark>, kind: Style, out: &mut Vec<Piece>) -> Result<(), Fault> {
        let label = if let Some(Mark::Label(label)) = mark { label } else { String::new() };
        if let Some(paragraph) = line.paragraph(&label, kind) {
            self.text += paragraph.text.len() as u64;
            self.budget.within("text_bytes", self.text)?;
            out.push(Piece::Text(paragraph));
        }
        Ok(())
    }

    fn inline(&mut self, parent: &Element, look: &Look, line: &mut Line) -> Result<(), Fault> {
        for node in &parent.nodes {
            match node {
                Node::Text(text) => self.push(&collapsed(text, line.ends_blank()), look, line),
                Node::Element(element) => self.inline_of(element, look, line)?,
            }
        }
        Ok(())
    }

    fn inline_of(&mut self, element: &Element, look: &Look, line: &mut Line) -> Result<(), Fault> {
        match element.name() {
            "span" => {
                let own = self.styles.get("text", element.get("style-name")).look;
                self.inline(element, &own.over(look), line)
            }
            "a" => {
                if element.get("href").is_some_and(|h| !h.starts_with("mailto:") && !h.starts_with('#')) {
                    line.link();
                }
                self.inline(element, look, line)
            }
            "s" => {
                let count = element.get("c").and_then(|c| c.parse::<usize>().ok()).unwrap_or(1);
                self.push(&" ".repeat(count.min(100)), look, line);
                Ok(())
            }
            "tab" => {
                line.sign('\t');
                Ok(())
            }
            "line-break" => {
                line.sign('\n');
                Ok(())
            }
            "note" => self.note(element, look, line),
            "annotation" => {
                self.tally.count(Unshown::Comment);
                if self.tally.include_hidden {
                    let words = element.children().filter(|c| matches!(c.name(), "p" | "list"));
                    let mut pieces = Vec::new();
                    words.into_iter().try_for_each(|c| self.apart(c, &mut pieces))?;
                    self.notes.append(&mut pieces);
                }
                Ok(())
            }
            "change" | "change-start" | "change-end" => {
                if let Some(words) = self.change(element) {
                    self.push(&words, &Look { deleted: Some(true), ..look.clone() }, line);
                }
                Ok(())
            }
            "hidden-text" if fields::is_hidden(element) => {
                let words = element.get("string-value").map_or_else(|| element.text(), str::to_owned);
                self.push(&words, &Look { hidden: Some(true), ..look.clone() }, line);
                Ok(())
            }
            "fieldmark" | "fieldmark-start" => {
                if let Some(shown) = fields::mark(element) {
                    self.push(&shown, look, line);
                }
                Ok(())
            }
            "text-input" if is_prompt(&element.text()) => Ok(()),
            "content-control" if element.get("showing-place-holder") == Some("true") => Ok(()),
            "ruby" => element.child("ruby-base").map_or(Ok(()), |base| self.inline(base, look, line)),
            "placeholder" | "hidden-paragraph" | "title" | "desc" | "script" | "tracked-changes" => Ok(()),
            "frame" | "g" | "custom-shape" | "rect" | "ellipse" | "control" | "polygon" | "path" | "caption" => {
                if look.hidden == Some(true) && !self.tally.include_hidden {
                    return Ok(());
                }
                self.drawing(element, false, line)
            }
            _ => self.inline(element, look, line),
        }
    }

    fn push(&mut self, words: &str, look: &Look, line: &mut Line) {
        if self.deleting.is_some() {
            line.push(words, &Look { deleted: Some(true), ..look.clone() }, self.page, &mut self.tally);
        } else {
            line.push(words, look, self.page, &mut self.tally);
        }
    }

    fn note(&mut self, note: &Element, look: &Look, line: &mut Line) -> Result<(), Fault> {
        let label = note.child("note-citation").map(|c| raised(c.text().trim())).unwrap_or_default();
        self.push(&label, look, line);
        let Some(body) = note.child("note-body") else { return Ok(()) };
        let mut pieces = Vec::new();
        let result = self.apart(body, &mut pieces);
        label_note(&mut pieces, &label);
        self.notes.append(&mut pieces);
        result
    }

    /// Reads blocks that stand apart from the paragraph that they hang on.
    fn apart(&mut self, content: &Element, out: &mut Vec<Piece>) -> Result<(), Fault> {
        let outer = (std::mem::take(&mut self.asides), std::mem::take(&mut self.notes), self.page.take());
        let result = if matches!(content.name(), "p" | "h" | "list" | "table") {
            self.block(content, out)
        } else {
            self.blocks(content, out)
        };
        out.append(&mut self.notes);
        (self.asides, self.notes, self.page) = outer;
        result
    }

    fn formula(&self, object: &Element) -> Option<String> {
        if let Some(math) = object.child("math") {
            let mut formula = String::new();
            fields::formula(math, &mut formula);
            return Some(formula);
        }
        self.formulas.get(object.get("href")?.trim_start_matches("./").trim_end_matches('/')).cloned()
    }

    /// Boxes, pictures and controls.
    fn drawing(&mut self, drawing: &Element, large: bool, line: &mut Line) -> Result<(), Fault> {
        if drawing.name() == "control" {
            if let Some(shown) = drawing.get("control").and_then(|id| self.controls.get(id)).cloned() {
                self.push(&shown, &Look::default(), line);
            }
            return Ok(());
        }
        let large = large || is_large(drawing);
        let mut has_picture = false;
        for child in drawing.children() {
            match child.name() {
                "text-box" | "p" | "list" | "table" => {
                    let mut pieces = Vec::new();
                    let result = self.apart(child, &mut pieces);
                    self.asides.append(&mut pieces);
                    result?;
                }
                // An object has a picture of it beside it.
                "image" | "object" | "object-ole" => match self.formula(child) {
                    Some(formula) => {
                        self.push(&formula, &Look::default(), line);
                        return Ok(());
                    }
                    None => has_picture = true,
                },
                "title" | "desc" => {}
                _ => self.drawing(child, large, line)?,
            }
        }
        if has_picture {
            self.pictures.count(large);
        }
        Ok(())
    }
}

/// The style of the first paragraph in a list.
fn first_style(list: &Element) -> Option<&str> {
    list.children().find_map(|c| if matches!(c.name(), "p" | "h") { c.get("style-name") } else { first_style(c) })
}

/// Text with one blank for each run of white space; none at the front after another.
fn collapsed(text: &str, after_blank: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = after_blank;
    for c in text.chars() {
        if matches!(c, ' ' | '\t' | '\n' | '\r') {
            if !blank {
                out.push(' ');
            }
            blank = true;
        } else {
            out.push(c);
            blank = false;
        }
    }
    out
}

/// Whether a frame is as large as a table: wider than 8 cm and higher than 3 cm.
fn is_large(frame: &Element) -> bool {
    let centimetres = |name: &str| {
        let length = frame.get(name)?;
        let unit = length.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let number: f64 = length.strip_suffix(unit)?.parse().ok()?;
        Some(
            number
                * if unit == "in" {
                    2.54
                } else if unit == "pt" {
                    2.54 / 72.0
                } else if unit == "mm" {
                    0.1
                } else {
                    1.0
                },
        )
    };
    centimetres("width").is_some_and(|w| w > 8.0) && centimetres("height").is_some_and(|h| h > 3.0)
}
