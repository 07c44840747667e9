//! Styles of an OpenDocument spreadsheet: what is hidden, bold, unseen, and in which scale figures are shown.

use std::collections::{BTreeMap, BTreeSet};

use crate::budget::Budget;
use crate::read::Fault;
use crate::read::xml::{Events, Item, Tag};

/// How many styles another style is taken from, one after another.
const PARENTS: usize = 16;

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    cells: BTreeMap<String, CellStyle>,
    /// The scale of each style of numbers.
    scales: BTreeMap<String, u8>,
    /// Styles of tables that are not shown, and of rows and columns without a size.
    hidden: BTreeSet<(Family, String)>,
    current: Current,
}

/// What a style is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    /// A sheet.
    Table,
    /// A row.
    Row,
    /// A column.
    Column,
}

#[derive(Debug, Default)]
enum Current {
    #[default]
    None,
    Cell(String),
    Other(Family, String),
    Number(String),
}

#[derive(Debug, Clone, Default)]
struct CellStyle {
    parent: Option<String>,
    number: Option<String>,
    strong: Option<bool>,
    colour: Option<String>,
    ground: Option<String>,
    conditional: bool,
}

/// What a style makes of a cell.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    pub(super) strong: bool,
    /// Whether its words have the colour of its ground.
    pub(super) unseen: bool,
    /// The power of ten that is left out.
    pub(super) scale: u8,
}

impl Styles {
    /// Takes the styles of a part.
    pub(super) fn read(&mut self, bytes: &[u8], part: &str, budget: &Budget) -> Result<(), Fault> {
        let mut events = Events::new(bytes, part, budget);
        while let Some(item) = events.next()? {
            if let Item::Start(tag) = item {
                self.element(&tag);
            }
        }
        Ok(())
    }

    /// Takes an element of the styles.
    pub(super) fn element(&mut self, tag: &Tag) {
        let own = |name: &str| tag.get(name).map(str::to_owned);
        match tag.name.as_str() {
            "style" => self.begin(tag),
            "number-style" | "percentage-style" | "currency-style" | "date-style" | "time-style" | "text-style"
            | "boolean-style" => {
                self.current = Current::Number(own("name").unwrap_or_default());
            }
            "number" => {
                if let (Current::Number(name), Some(factor)) = (&self.current, tag.get("display-factor")) {
                    let zeros = factor.trim().strip_prefix('1').filter(|zeros| zeros.bytes().all(|b| b == b'0'));
                    let scale = zeros.and_then(|zeros| u8::try_from(zeros.len()).ok()).filter(|scale| *scale <= 30).unwrap_or(0);
                    self.scales.insert(name.clone(), scale);
                }
            }
            "map" => match &self.current {
                Current::Cell(name) => {
                    if let Some(cell) = self.cells.get_mut(name) {
                        cell.conditional = true;
                    }
                }
                // A format of several sections is one style for each; they are in one scale.
                Current::Number(name) => {
                    let other = tag.get("apply-style-name").and_then(|other| self.scales.get(other)).copied();
                    if let Some(scale) = other.filter(|_| !self.scales.contains_key(name)) {
                        self.scales.insert(name.clone(), scale);
                    }
                }
                _ => {}
            },
            "text-properties" => {
                if let Some(cell) = self.cell() {
                    cell.strong = own("font-weight").map(|w| w == "bold" || w.parse().is_ok_and(|w: u32| w >= 600)).or(cell.strong);
                    cell.colour = own("color").or(cell.colour.take());
                }
            }
            "table-cell-properties" => {
                if let Some(cell) = self.cell() {
                    cell.ground = own("background-color").or(cell.ground.take());
                }
            }
            "table-properties" if tag.get("display") == Some("false") => self.hide(),
            "table-row-properties" if is_nothing(tag.get("row-height")) => self.hide(),
            "table-column-properties" if is_nothing(tag.get("column-width")) => self.hide(),
            _ => {}
        }
    }

    fn begin(&mut self, tag: &Tag) {
        let own = |name: &str| tag.get(name).map(str::to_owned);
        let name = own("name").unwrap_or_default();
        self.current = match tag.get("family") {
            Some("table-cell") => {
                let style = CellStyle { parent: own("parent-style-name"), number: own("data-style-name"), ..CellStyle::default() };
                self.cells.insert(name.clone(), style);
                Current::Cell(name)
            }
            Some("table") => Current::Other(Family::Table, name),
            Some("table-row") => Current::Other(Family::Row, name),
            Some("table-column") => Current::Other(Family::Column, name),
            _ => Current::None,
        };
    }

    fn cell(&mut self) -> Option<&mut CellStyle> {
        if let Current::Cell(name) = &self.current { self.cells.get_mut(name) } else { None }
    }

    fn hide(&mut self) {
        if let Current::Other(family, name) = &self.current {
            self.hidden.insert((*family, name.clone()));
        }
    }

    /// Whether what has a style is not shown.
    pub(super) fn hides(&self, family: Family, style: Option<&str>) -> bool {
        style.is_some_and(|style| self.hidden.contains(&(family, style.to_owned())))
    }

    /// What a style makes of a cell.
    pub(super) fn look(&self, style: &str) -> Look {
        let mut next = self.cells.get(style);
        let mut merged = CellStyle::default();
        for _ in 0..PARENTS {
            let Some(style) = next else { break };
            merged.number = merged.number.or_else(|| style.number.clone());
            merged.strong = merged.strong.or(style.strong);
            merged.colour = merged.colour.or_else(|| style.colour.clone());
            merged.ground = merged.ground.or_else(|| style.ground.clone());
            merged.conditional |= style.conditional;
            next = style.parent.as_ref().and_then(|parent| self.cells.get(parent));
        }
        let ground = merged.ground.filter(|g| g != "transparent").unwrap_or_else(|| "#ffffff".to_owned());
        Look {
            strong: merged.strong.unwrap_or(false),
            unseen: !merged.conditional && merged.colour.is_some_and(|c| c.eq_ignore_ascii_case(&ground)),
            scale: merged.number.and_then(|n| self.scales.get(&n).copied()).unwrap_or(0),
        }
    }
}

/// Whether a length is none: `0cm`, `0.001in`.
fn is_nothing(length: Option<&str>) -> bool {
    let number = length.map(|l| l.trim_end_matches(|c: char| c.is_ascii_alphabetic()));
    number.and_then(|n| n.parse::<f64>().ok()).is_some_and(|n| n < 0.01)
}
