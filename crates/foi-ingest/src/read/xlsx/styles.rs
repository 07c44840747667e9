//! Styles of a workbook: the number format of a cell, whether it is bold, whether it can be seen.

use std::collections::HashMap;
use std::rc::Rc;

use crate::budget::Budget;
use crate::read::Fault;
use crate::read::sheet::{Looks, NumberFormat, built_in, is_on};
use crate::read::xml::{Events, Item, Tag};

const WHITE: u32 = 0x00ff_ffff;
const BLACK: u32 = 0;

/// The styles of a workbook.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// The codes of number formats.
    pub(super) codes: HashMap<u32, String>,
    pub(super) fonts: Vec<Font>,
    /// The colour of each ground, where it is a plain one.
    grounds: Vec<Option<u32>>,
    pub(super) cells: Vec<CellStyle>,
    formats: HashMap<u32, Rc<NumberFormat>>,
}

/// A font.
#[derive(Debug, Clone, Copy)]
pub(super) struct Font {
    pub(super) strong: bool,
    pub(super) colour: Option<u32>,
}

/// What a style of cells is made of.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CellStyle {
    pub(super) format: u32,
    pub(super) font: usize,
    pub(super) ground: usize,
}

impl Styles {
    fn font(&self, style: usize) -> Option<&Font> {
        self.fonts.get(self.cells.get(style)?.font)
    }
}

impl Looks for Styles {
    fn has(&self, style: usize) -> bool {
        // Formats of one's own have numbers from 164 on; a workbook without styles has one of them.
        self.cells.get(style).map_or(style == 0, |s| s.format < 164 || self.codes.contains_key(&s.format))
    }

    fn format(&mut self, style: usize) -> Rc<NumberFormat> {
        let id = self.cells.get(style).map_or(0, |s| s.format);
        let code = self.codes.get(&id).map_or_else(|| built_in(id), String::as_str);
        Rc::clone(self.formats.entry(id).or_insert_with(|| Rc::new(NumberFormat::parse(code))))
    }

    fn is_strong(&self, style: usize) -> bool {
        self.font(style).is_some_and(|f| f.strong)
    }

    fn is_unseen(&self, style: usize) -> bool {
        let ground = self.cells.get(style).and_then(|s| self.grounds.get(s.ground)).copied();
        ground.is_some_and(|g| g.is_some() && self.font(style).is_some_and(|f| f.colour == g))
    }
}

/// Reads the part.
pub(super) fn read(bytes: &[u8], budget: &Budget) -> Result<Styles, Fault> {
    let mut styles = Styles::default();
    let mut events = Events::new(bytes, "styles.xml", budget);
    let mut path: Vec<String> = Vec::new();
    while let Some(item) = events.next()? {
        match item {
            Item::Start(tag) => {
                let within: Vec<&str> = path.iter().skip(1).map(String::as_str).collect();
                styles.element(&within, &tag);
                path.push(tag.name.to_string());
            }
            Item::End => drop(path.pop()),
            Item::Text(_) => {}
        }
    }
    Ok(styles)
}

impl Styles {
    /// Takes an element that lies in others; the same names stand in differential styles, which are of no use here.
    fn element(&mut self, within: &[&str], tag: &Tag) {
        let index = |name: &str| tag.get(name).and_then(|v| v.parse().ok()).unwrap_or(0);
        match (within, tag.name.as_str()) {
            (["numFmts"], "numFmt") => {
                if let (Some(id), Some(code)) = (tag.get("numFmtId").and_then(|id| id.parse().ok()), tag.get("formatCode")) {
                    self.codes.insert(id, code.to_owned());
                }
            }
            (["fonts"], "font") => self.fonts.push(Font { strong: false, colour: Some(BLACK) }),
            (["fonts", "font"], "b") => {
                if let Some(font) = self.fonts.last_mut() {
                    font.strong = is_on(tag.get("val"), true);
                }
            }
            (["fonts", "font"], "color") => {
                if let Some(font) = self.fonts.last_mut() {
                    font.colour = colour(tag);
                }
            }
            (["fills"], "fill") => self.grounds.push(None),
            (["fills", "fill"], "patternFill") => {
                if let Some(ground) = self.grounds.last_mut() {
                    *ground = tag.get("patternType").is_none_or(|p| p == "none").then_some(WHITE);
                }
            }
            (["fills", "fill", "patternFill"], "fgColor") => {
                // The first two are given by the format, whatever they say.
                let plain = self.grounds.len() > 2;
                if let Some(ground) = self.grounds.last_mut().filter(|g| plain && g.is_none()) {
                    *ground = colour(tag);
                }
            }
            (["cellXfs"], "xf") => {
                let format = tag.get("numFmtId").and_then(|v| v.parse().ok()).unwrap_or(0);
                self.cells.push(CellStyle { format, font: index("fontId"), ground: index("fillId") });
            }
            _ => {}
        }
    }
}

/// A colour that is given as such, or by one of the places that programs leave as they are.
fn colour(tag: &Tag) -> Option<u32> {
    if tag.get("tint").is_some_and(|t| t.parse() != Ok(0.0)) {
        return None;
    }
    if let Some(rgb) = tag.get("rgb") {
        return u32::from_str_radix(rgb.get(rgb.len().checked_sub(6)?..)?, 16).ok();
    }
    match (tag.get("indexed"), tag.get("theme")) {
        (Some("1" | "9" | "65"), _) | (None, Some("0")) => Some(WHITE),
        (Some("0" | "8" | "64"), _) | (None, Some("1")) => Some(BLACK),
        _ => None,
    }
}
