//! A sheet of an OpenDocument spreadsheet: rows and cells that repeat, and what stands in them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::styles::{Family, Look, Styles};
use crate::budget::Budget;
use crate::document::Stored;
use crate::read::sheet::{Area, COLUMNS, Cell, Comment, Grid, Hidden, NumberFormat, ROWS, serial, skip, stored};
use crate::read::xml::{Events, Item, Tag};
use crate::read::{Fault, Reading};

/// A sheet in the making.
pub(super) struct Table<'s> {
    pub(super) grid: Grid,
    /// The words of text boxes.
    pub(super) lines: Vec<String>,
    pub(super) comments: Vec<Comment>,
    /// Whether the sheet is not shown.
    pub(super) hidden: bool,
    /// Whether it is a copy out of another file.
    pub(super) source: bool,
    styles: &'s Styles,
    budget: &'s Budget,
    include_hidden: bool,
    looks: BTreeMap<String, Look>,
    /// First and last column, and the style of their cells.
    column_styles: Vec<(u32, u32, String)>,
    column: u32,
    row: u32,
    coloured: BTreeSet<(u32, u32)>,
    conditional: bool,
}

/// What is in a cell.
#[derive(Debug, Default)]
struct Content {
    text: String,
    /// Whether it has a paragraph, with words or without.
    has_paragraph: bool,
    link: Option<u32>,
}

/// Where a cell stands and how often.
struct Spot<'t> {
    tag: &'t Tag,
    columns: u32,
    covered: bool,
}

fn number(tag: &Tag, name: &str) -> u32 {
    tag.get(name).and_then(|n| n.parse::<u64>().ok()).map_or(1, |n| u32::try_from(n).unwrap_or(u32::MAX)).max(1)
}

fn is_shut(tag: &Tag) -> bool {
    matches!(tag.get("visibility"), Some("collapse" | "filter"))
}

impl<'s> Table<'s> {
    pub(super) fn new(tag: &Tag, styles: &'s Styles, reading: &Reading<'s>) -> Self {
        Self {
            grid: Grid::default(),
            lines: Vec::new(),
            comments: Vec::new(),
            hidden: styles.hides(Family::Table, tag.get("style-name")),
            source: false,
            styles,
            budget: reading.budget,
            include_hidden: reading.access.include_hidden,
            looks: BTreeMap::new(),
            column_styles: Vec::new(),
            column: 0,
            row: 0,
            coloured: BTreeSet::new(),
            conditional: false,
        }
    }

    /// Reads what is left of a sheet that was begun.
    pub(super) fn read(&mut self, events: &mut Events<'_>, hidden: &mut Hidden) -> Result<(), Fault> {
        let read = self.rows(events, hidden);
        if !self.conditional {
            hidden.coloured += self.coloured.len() as u64;
            self.grid.leave_out(&self.coloured);
        }
        read
    }

    fn rows(&mut self, events: &mut Events<'_>, hidden: &mut Hidden) -> Result<(), Fault> {
        let mut depth = 1_u64;
        while depth > 0 {
            match events.next()? {
                Some(Item::Start(tag)) => match tag.name.as_str() {
                    "table-column" => {
                        self.columns(&tag);
                        skip(events)?;
                    }
                    "table-row" => self.row(&tag, events, hidden)?,
                    "shapes" => self.shape(events, hidden)?,
                    "table-source" => {
                        (self.source, self.hidden) = (true, true);
                        skip(events)?;
                    }
                    "conditional-formats" => {
                        self.conditional = true;
                        skip(events)?;
                    }
                    "table-column-group"
                    | "table-columns"
                    | "table-header-columns"
                    | "table-row-group"
                    | "table-rows"
                    | "table-header-rows" => depth += 1,
                    _ => skip(events)?,
                },
                Some(Item::End) => depth -= 1,
                Some(Item::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    fn columns(&mut self, tag: &Tag) {
        let last = self.column.saturating_add(number(tag, "number-columns-repeated") - 1);
        if is_shut(tag) || self.styles.hides(Family::Column, tag.get("style-name")) {
            self.grid.columns.hide(self.column, last);
        }
        if let Some(style) = tag.get("default-cell-style-name") {
            self.column_styles.push((self.column, last, style.to_owned()));
        }
        self.column = last.saturating_add(1);
    }

    fn row(&mut self, tag: &Tag, events: &mut Events<'_>, hidden: &mut Hidden) -> Result<(), Fault> {
        let times = number(tag, "number-rows-repeated");
        let last = self.row.saturating_add(times - 1);
        if is_shut(tag) || self.styles.hides(Family::Row, tag.get("style-name")) {
            self.grid.rows.hide(self.row, last);
        }
        let style = tag.get("default-cell-style-name").map(str::to_owned);
        let mut cells = Vec::new();
        let mut column = 0_u32;
        loop {
            match events.next()? {
                Some(Item::Start(tag)) => {
                    let covered = tag.name == "covered-table-cell";
                    if !covered && tag.name != "table-cell" {
                        skip(events)?;
                        continue;
                    }
                    let columns = number(&tag, "number-columns-repeated");
                    let content = self.content(column, events, hidden)?;
                    let spot = Spot { tag: &tag, columns, covered };
                    self.cell(&spot, column, style.as_deref(), content, &mut cells, hidden)?;
                    column = column.saturating_add(columns);
                }
                Some(Item::End) | None => break,
                Some(Item::Text(_)) => {}
            }
        }
        if !cells.is_empty() {
            // All of them, before the first takes room.
            self.budget.within("cells", u64::from(times).saturating_mul(cells.len() as u64))?;
            if last >= ROWS {
                return Err(Fault::Damaged("a sheet has words beyond the last row".to_owned()));
            }
            for row in self.row..=last {
                for cell in &cells {
                    self.grid.push(Cell { row, ..cell.clone() }, self.budget)?;
                }
            }
        }
        self.row = last.saturating_add(1);
        Ok(())
    }

    /// Takes a cell with the columns that it is repeated in.
    fn cell(
        &mut self,
        spot: &Spot<'_>,
        column: u32,
        row_style: Option<&str>,
        content: Content,
        cells: &mut Vec<Cell>,
        hidden: &mut Hidden,
    ) -> Result<(), Fault> {
        let tag = spot.tag;
        let (wide, high) = (number(tag, "number-columns-spanned"), number(tag, "number-rows-spanned"));
        if (wide > 1 || high > 1) && !spot.covered {
            let (bottom, right) = (self.row.saturating_add(high - 1), column.saturating_add(wide - 1));
            self.grid.merged.push(Area { top: self.row, left: column, bottom, right });
        }
        let own = tag.get("style-name").or(row_style);
        let style = own.map(str::to_owned).or_else(|| {
            let before = self.column_styles.partition_point(|(first, ..)| *first <= column);
            let of_column = before.checked_sub(1).and_then(|at| self.column_styles.get(at));
            of_column.filter(|(_, last, _)| column <= *last).map(|(.., style)| style.clone())
        });
        let look = style.map(|s| self.look(&s)).unwrap_or_default();
        let link = content.link;
        let Some((text, stored)) = self.shown(tag, content, look, hidden) else { return Ok(()) };
        if text.trim().is_empty() {
            return Ok(());
        }
        let text: Rc<str> = text.into();
        let end = column.saturating_add(spot.columns);
        if end > COLUMNS {
            return Err(Fault::Damaged("a sheet has words beyond the last column".to_owned()));
        }
        self.budget.within("cells", cells.len() as u64 + u64::from(spot.columns))?;
        for column in column..end {
            if look.unseen && !self.include_hidden {
                self.coloured.insert((self.row, column));
            }
            let (text, stored) = (Rc::clone(&text), stored.clone());
            cells.push(Cell { row: self.row, column, text, stored, strong: look.strong, link });
        }
        Ok(())
    }

    fn look(&mut self, style: &str) -> Look {
        if let Some(look) = self.looks.get(style) {
            return *look;
        }
        let look = self.styles.look(style);
        self.looks.insert(style.to_owned(), look);
        look
    }

    /// What a cell shows, and the number behind it.
    fn shown(&self, tag: &Tag, content: Content, look: Look, hidden: &mut Hidden) -> Option<(String, Option<Box<Stored>>)> {
        let kind = tag.get("value-type").unwrap_or("");
        if kind.is_empty() && tag.get("formula").is_some() && !content.has_paragraph {
            hidden.uncalculated += 1;
        }
        let number = matches!(kind, "float" | "percentage" | "currency").then(|| tag.get("value")?.parse::<f64>().ok()).flatten();
        if content.has_paragraph && (!content.text.trim().is_empty() || self.nothing(tag, number, hidden)) {
            let power = if content.text.contains('%') { 2 } else { 0 };
            let stored = number.and_then(|n| stored(n, power, look.scale)).map(Box::new);
            return Some((content.text, stored));
        }
        // Programs other than offices leave out what is shown.
        let general = |code: &str, number: f64| {
            let shown = NumberFormat::parse(code).number(number, false);
            Some((shown.text, shown.stored.map(Box::new)))
        };
        match (kind, number) {
            ("percentage", Some(number)) => general("0.##########%", number),
            (_, Some(number)) => general("General", number),
            ("date", _) => {
                let date = tag.get("date-value")?;
                let code = if date.contains('T') { "dd/mm/yyyy hh:mm" } else { "dd/mm/yyyy" };
                serial(date).map_or_else(|| Some((date.to_owned(), None)), |number| general(code, number))
            }
            ("time", _) => Some((tag.get("time-value")?.to_owned(), None)),
            ("boolean", _) => Some((tag.get("boolean-value")?.to_uppercase(), None)),
            ("string", _) => Some((tag.get("string-value")?.to_owned(), None)),
            _ => None,
        }
    }

    /// Whether a cell with a value shows nothing of it, and that is how it is to be read.
    fn nothing(&self, tag: &Tag, number: Option<f64>, hidden: &mut Hidden) -> bool {
        let value = number.is_some_and(|n| n != 0.0) || tag.get("string-value").is_some_and(|s| !s.trim().is_empty());
        hidden.unshown += u64::from(value);
        !(value && self.include_hidden)
    }

    /// What is left of a cell that was begun.
    fn content(&mut self, column: u32, events: &mut Events<'_>, hidden: &mut Hidden) -> Result<Content, Fault> {
        let mut content = Content::default();
        loop {
            match events.next()? {
                Some(Item::Start(tag)) => match tag.name.as_str() {
                    "p" | "h" => {
                        if content.has_paragraph {
                            content.text.push('\n');
                        }
                        content.has_paragraph = true;
                        paragraph(events, &mut content)?;
                    }
                    "annotation" => {
                        let text = words(events)?;
                        self.comments.push(Comment { at: Some((self.row, column)), text });
                    }
                    "frame" | "custom-shape" | "rect" | "g" | "caption" | "ellipse" | "line" => self.shape(events, hidden)?,
                    _ => skip(events)?,
                },
                Some(Item::End) | None => return Ok(content),
                Some(Item::Text(_)) => {}
            }
        }
    }

    /// The words in a shape that was begun; pictures are counted, but not those that stand for a chart.
    fn shape(&mut self, events: &mut Events<'_>, hidden: &mut Hidden) -> Result<(), Fault> {
        let mut depth = 1_u64;
        let mut object = false;
        while depth > 0 {
            match events.next()? {
                Some(Item::Start(tag)) => match tag.name.as_str() {
                    "p" | "h" => {
                        let mut content = Content::default();
                        paragraph(events, &mut content)?;
                        self.lines.push(content.text);
                    }
                    "object" => {
                        object = true;
                        skip(events)?;
                    }
                    "image" => {
                        hidden.pictures += u64::from(!object);
                        skip(events)?;
                    }
                    "title" | "desc" | "event-listeners" => skip(events)?,
                    "frame" => {
                        object = false;
                        depth += 1;
                    }
                    _ => depth += 1,
                },
                Some(Item::End) => depth -= 1,
                Some(Item::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }
}

/// The words of the paragraphs in an element that was begun.
fn words(events: &mut Events<'_>) -> Result<String, Fault> {
    let mut content = Content::default();
    let mut depth = 1_u64;
    while depth > 0 {
        match events.next()? {
            Some(Item::Start(tag)) => match tag.name.as_str() {
                "p" | "h" => {
                    content.text.push('\n');
                    paragraph(events, &mut content)?;
                }
                "creator" | "date" | "creator-initials" => skip(events)?,
                _ => depth += 1,
            },
            Some(Item::End) => depth -= 1,
            Some(Item::Text(_)) => {}
            None => break,
        }
    }
    Ok(content.text.trim().to_owned())
}

/// What is left of a paragraph that was begun; white space counts once, and what is to count more has elements.
fn paragraph(events: &mut Events<'_>, content: &mut Content) -> Result<(), Fault> {
    let start = content.text.len();
    let mut depth = 1_u64;
    while depth > 0 {
        match events.next()? {
            Some(Item::Start(tag)) => {
                depth += 1;
                match tag.name.as_str() {
                    "s" => {
                        let blanks = tag.get("c").and_then(|c| c.parse::<usize>().ok()).unwrap_or(1);
                        content.text.extend(std::iter::repeat_n(' ', blanks.min(100)));
                    }
                    "tab" => content.text.push('\t'),
                    "line-break" => content.text.push('\n'),
                    "a" => content.link = content.link.or(u32::try_from(content.text.len()).ok()),
                    "annotation" | "ruby-text" => {
                        skip(events)?;
                        depth -= 1;
                    }
                    _ => {}
                }
            }
            Some(Item::Text(text)) => {
                for c in text.chars() {
                    let blank = matches!(c, ' ' | '\t' | '\n' | '\r');
                    if !blank {
                        content.text.push(c);
                    } else if content.text.len() > start && !content.text.ends_with([' ', '\n']) {
                        content.text.push(' ');
                    }
                }
            }
            Some(Item::End) => depth -= 1,
            None => break,
        }
    }
    Ok(())
}
