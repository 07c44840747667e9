//! Workbooks in one file of XML, as Excel 2003 and many programs that make reports write them, often under the name `.xls`.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::package::Sample;
use super::sheet::{
    Address, Area, COLUMNS, Cells, Grid, Hidden, Looks, NumberFormat, ROWS, Spot, is_on, paragraphs, serial, skip, text_of,
};
use super::xml::{Events, Item, Tag};
use super::{Fault, Format, Reading, encoding};
use crate::document::Style;

pub(super) const FORMAT: Format = Format {
    name: "xml-2003",
    media_type: "application/vnd.ms-excel",
    extensions: &["xml"],
    matches: |sample| {
        let start = sample.bytes.get(..sample.bytes.len().min(4096)).unwrap_or(&[]);
        let says = |needle: &[u8]| start.windows(needle.len()).any(|w| w == needle);
        !sample.is_package() && says(b"urn:schemas-microsoft-com:office:spreadsheet") && says(b"Workbook")
    },
    read,
};

/// The styles of a workbook, which it names.
#[derive(Default)]
struct Styles {
    numbers: BTreeMap<String, usize>,
    looks: Vec<Look>,
}

#[derive(Clone)]
struct Look {
    strong: bool,
    format: Rc<NumberFormat>,
    colour: Option<String>,
    ground: Option<String>,
}

impl Look {
    fn plain() -> Self {
        Self { strong: false, format: Rc::new(NumberFormat::parse("General")), colour: None, ground: None }
    }
}

/// The code of a format that has a name, as in Britain.
fn code(name: &str) -> &str {
    match name {
        "" | "General Number" => "General",
        "General Date" => "dd/mm/yyyy hh:mm",
        "Long Date" => "dd mmmm yyyy",
        "Medium Date" => "dd-mmm-yy",
        "Short Date" => "dd/mm/yyyy",
        "Long Time" => "hh:mm:ss",
        "Medium Time" => "hh:mm AM/PM",
        "Short Time" => "hh:mm",
        "Currency" => "£#,##0.00;-£#,##0.00",
        "Euro Currency" => "€#,##0.00;-€#,##0.00",
        "Fixed" => "0.00",
        "Standard" => "#,##0.00",
        "Percent" => "0.00%",
        "Scientific" => "0.00E+00",
        "Yes/No" => "\"Yes\";\"Yes\";\"No\"",
        "True/False" => "\"True\";\"True\";\"False\"",
        "On/Off" => "\"On\";\"On\";\"Off\"",
        code => code,
    }
}

impl Styles {
    fn take(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "Style" => {
                let parent = self.named(tag.get("Parent").or(Some("Default")));
                let look = self.looks.get(parent).cloned().unwrap_or_else(Look::plain);
                self.numbers.insert(tag.get("ID").unwrap_or("").to_owned(), self.looks.len());
                self.looks.push(look);
            }
            "Font" => {
                if let Some(look) = self.looks.last_mut() {
                    look.strong = is_on(tag.get("Bold"), look.strong);
                    look.colour = tag.get("Color").map(str::to_owned).or(look.colour.take());
                }
            }
            "Interior" => {
                if let Some(look) = self.looks.last_mut() {
                    look.ground = tag.get("Color").map(str::to_owned).or(look.ground.take());
                }
            }
            "NumberFormat" => {
                if let (Some(look), Some(format)) = (self.looks.last_mut(), tag.get("Format")) {
                    look.format = Rc::new(NumberFormat::parse(code(format)));
                }
            }
            _ => {}
        }
    }
}

impl Looks for Styles {
    fn has(&self, style: usize) -> bool {
        style < self.looks.len() || !self.numbers.contains_key("Default")
    }

    fn format(&mut self, style: usize) -> Rc<NumberFormat> {
        self.looks.get(style).map_or_else(|| Look::plain().format, |look| Rc::clone(&look.format))
    }

    /// One beyond the last where there is none of that name.
    fn named(&self, name: Option<&str>) -> usize {
        self.numbers.get(name.unwrap_or("Default")).copied().unwrap_or(self.looks.len())
    }

    fn is_strong(&self, style: usize) -> bool {
        self.looks.get(style).is_some_and(|look| look.strong)
    }

    fn is_unseen(&self, style: usize) -> bool {
        let same = |look: &Look| {
            let colour = look.colour.as_deref().unwrap_or("#000000");
            colour.eq_ignore_ascii_case(look.ground.as_deref().unwrap_or("#FFFFFF"))
        };
        self.looks.get(style).is_some_and(same)
    }
}

fn read(sample: &Sample<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let mut hidden = Hidden::default();
    let (text, _) = encoding::decode(sample.bytes);
    let done = workbook(text.trim_start(), &mut hidden, reading);
    hidden.finish(done, reading)
}

fn workbook(text: &str, hidden: &mut Hidden, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let mut events = Events::new(text.as_bytes(), "the workbook", reading.budget);
    let mut styles = Styles::default();
    let mut from_1904 = false;
    let mut names = std::collections::BTreeSet::new();
    while let Some(item) = events.next()? {
        let Item::Start(tag) = item else { continue };
        match tag.name.as_str() {
            "Date1904" => from_1904 = true,
            "Worksheet" => {
                let mut sheet = Sheet::default();
                let mut within = Hidden::default();
                let cells = Cells::new(&mut styles, reading, &mut within, &mut sheet.grid);
                let mut reader = Reader { cells, beside: &mut sheet.beside, from_1904, row: 0, column: 0 };
                let read = reader.sheet(&mut events);
                let strangers = reader.cells.strangers;
                let coloured = reader.cells.coloured();
                let Sheet { mut grid, beside } = sheet;
                if beside.hidden && !reading.access.include_hidden {
                    hidden.sheets += u64::from(!grid.is_empty());
                    read?;
                    continue;
                }
                hidden.coloured += coloured.len() as u64;
                grid.leave_out(&coloured);
                hidden.unshown += within.unshown;
                hidden.uncalculated += within.uncalculated;
                hidden.comments += beside.comments.len() as u64;
                let mut name = tag.get("Name").unwrap_or("").to_owned();
                while !names.insert(name.to_lowercase()) {
                    name.push('\'');
                }
                grid.lay_out(Address::Sheet(&name), hidden, reading)?;
                let comments = if reading.access.include_hidden { beside.comments } else { Vec::new() };
                for comment in comments {
                    paragraphs(&comment, Style::Paragraph, reading)?;
                }
                read?;
                if strangers > 0 {
                    return Err(Fault::Damaged(format!("{strangers} of its cells have styles that it does not")));
                }
            }
            _ => styles.take(&tag),
        }
    }
    Ok(())
}

#[derive(Default)]
struct Sheet {
    grid: Grid,
    beside: Beside,
}

#[derive(Default)]
struct Beside {
    hidden: bool,
    comments: Vec<String>,
}

struct Reader<'r> {
    cells: Cells<'r>,
    beside: &'r mut Beside,
    from_1904: bool,
    /// The row and the column that come next.
    row: u32,
    column: u32,
}

fn number(tag: &Tag, name: &str) -> Option<u32> {
    tag.get(name).and_then(|n| n.parse().ok())
}

impl Reader<'_> {
    /// What is left of a sheet that was begun.
    fn sheet(&mut self, events: &mut Events<'_>) -> Result<(), Fault> {
        let mut depth = 1_u64;
        while depth > 0 {
            match events.next()? {
                Some(Item::Start(tag)) => match tag.name.as_str() {
                    "Column" => {
                        let first = number(&tag, "Index").map_or(self.column, |n| n.saturating_sub(1));
                        let last = first.saturating_add(number(&tag, "Span").unwrap_or(0));
                        if is_on(tag.get("Hidden"), false) || tag.get("Width") == Some("0") {
                            self.cells.grid().columns.hide(first, last);
                        }
                        self.column = last.saturating_add(1);
                        depth += 1;
                    }
                    "Row" => self.row(&tag, events)?,
                    "Visible" => self.beside.hidden = matches!(text_of(events)?.trim(), "SheetHidden" | "SheetVeryHidden"),
                    _ => depth += 1,
                },
                Some(Item::End) => depth -= 1,
                Some(Item::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    fn row(&mut self, tag: &Tag, events: &mut Events<'_>) -> Result<(), Fault> {
        let first = number(tag, "Index").map_or(self.row, |n| n.saturating_sub(1));
        let last = first.saturating_add(number(tag, "Span").unwrap_or(0));
        if is_on(tag.get("Hidden"), false) || tag.get("Height") == Some("0") {
            self.cells.grid().rows.hide(first, last);
        }
        self.row = last.saturating_add(1);
        let mut column = 0_u32;
        loop {
            match events.next()? {
                Some(Item::Start(cell)) if cell.name == "Cell" => {
                    let at = number(&cell, "Index").map_or(column, |n| n.saturating_sub(1));
                    let across = number(&cell, "MergeAcross").unwrap_or(0);
                    let down = number(&cell, "MergeDown").unwrap_or(0);
                    column = at.saturating_add(across).saturating_add(1);
                    if across > 0 || down > 0 {
                        let (bottom, right) = (first.saturating_add(down), at.saturating_add(across));
                        self.cells.grid().merged.push(Area { top: first, left: at, bottom, right });
                    }
                    self.cell(&cell, (first, at), tag.get("StyleID"), events)?;
                }
                Some(Item::Start(_)) => skip(events)?,
                Some(Item::Text(_)) => {}
                Some(Item::End) | None => return Ok(()),
            }
        }
    }

    fn cell(
        &mut self,
        tag: &Tag,
        (row, column): (u32, u32),
        row_style: Option<&str>,
        events: &mut Events<'_>,
    ) -> Result<(), Fault> {
        let mut data = None;
        loop {
            match events.next()? {
                Some(Item::Start(inner)) => match inner.name.as_str() {
                    "Data" => data = Some((inner.get("Type").unwrap_or("String").to_owned(), text_of(events)?)),
                    "Comment" => {
                        let words = text_of(events)?;
                        self.beside.comments.push(words.trim().to_owned());
                    }
                    _ => skip(events)?,
                },
                Some(Item::Text(_)) => {}
                Some(Item::End) | None => break,
            }
        }
        let Some((kind, text)) = data else {
            self.cells.hidden().uncalculated += u64::from(tag.get("Formula").is_some());
            return Ok(());
        };
        if row >= ROWS || column >= COLUMNS {
            return Err(Fault::Damaged("a cell stands beyond the last row or column".to_owned()));
        }
        let style = self.cells.style(tag.get("StyleID").or(row_style));
        let spot = Spot { row, column, style, linked: tag.get("HRef").is_some(), strong: false };
        match kind.as_str() {
            "Number" => match text.trim().parse() {
                Ok(number) => self.cells.number(spot, number, self.from_1904),
                Err(_) => self.cells.text(spot, text.into()),
            },
            // Days that are written out count from 1900 in any workbook.
            "DateTime" => match serial(&text) {
                Some(number) => self.cells.number(spot, number, false),
                None => self.cells.text(spot, text.into()),
            },
            "Boolean" => self.cells.truth(spot, is_on(Some(text.trim()), false)),
            "Error" => self.cells.error(spot, &text),
            _ => self.cells.text(spot, text.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::read::outline::{read_one, shown};

    #[test]
    fn cells_are_as_excel_shows_them() {
        let text = r##"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="Default"/><Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style></Styles>
<Worksheet ss:Name="Q1"><Table><Column/><Column ss:Hidden="1"/>
<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">Area</Data></Cell><Cell><Data ss:Type="String">x</Data></Cell><Cell><Data ss:Type="String">Share</Data></Cell><Cell ss:StyleID="d"><Data ss:Type="DateTime">2024-03-31T00:00:00.000</Data></Cell></Row>
<Row><Cell ss:Index="3" ss:StyleID="p"><Data ss:Type="Number">0.25</Data></Cell><Cell ss:Formula="=A1"/></Row></Table></Worksheet>
<Worksheet ss:Name="Q2"><Table><Row><Cell><Data ss:Type="String">gone</Data></Cell></Row></Table>
<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"##;
        let read = read_one(text.as_bytes());
        assert_eq!(shown(&read.document), "#! Q1\n[Area|Share|31/03/2024 / |25%|]\n");
        let messages: Vec<&str> = read.issues.iter().map(|i| i.message.as_str()).collect();
        let expected = [
            "`a`: it has 1 hidden sheet",
            "`a`: it has 1 hidden column with words or figures",
            "`a`: it has 1 formula that was never calculated; open and save it in a spreadsheet program",
        ];
        assert_eq!(messages, expected);
    }
}
