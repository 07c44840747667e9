//! What the rows and columns of a table are about: which rows are headers, what merged headers cover, which columns are labels.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::rc::Rc;

use foi_model::Code;
use foldhash::fast::FixedState;

use crate::document::Table;

use super::bands;
use super::cells::{self, Content};
use super::fiscal::Naming;
use super::labels::{Label, Labels, Named};
use super::near;

/// A table whose cells are split into words once, however many definitions it is held against.
pub(crate) struct Words<'t> {
    pub(crate) table: &'t Table,
    /// For each row, the place of its first cell among those of all rows.
    begins: Vec<usize>,
    cells: Vec<Seen>,
    /// Texts beside the cells, and over several of them.
    texts: RefCell<HashMap<String, Rc<Label>, FixedState>>,
}

/// What was found out about a cell by its words alone.
#[derive(Clone, Default)]
struct Seen {
    label: OnceCell<Label>,
    kind: OnceCell<Kind>,
    unit: OnceCell<bool>,
}

/// What a cell is by its words alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A figure, a suppressed figure or a status: what data cells have, and headers have not.
    Data,
    /// Words that are none of these.
    Words,
    Other,
}

impl<'t> Words<'t> {
    pub(crate) fn new(table: &'t Table) -> Self {
        let mut begins = Vec::with_capacity(table.rows.len());
        let mut count = 0;
        for row in &table.rows {
            begins.push(count);
            count += row.len();
        }
        Self { table, begins, cells: vec![Seen::default(); count], texts: RefCell::default() }
    }

    /// The place of a cell among those of all rows.
    fn place(&self, row: usize, column: usize) -> Option<usize> {
        (column < self.table.rows.get(row)?.len()).then_some(self.begins.get(row)? + column)
    }

    fn label(&self, row: usize, column: usize) -> Option<&Label> {
        let seen = self.cells.get(self.place(row, column)?)?;
        Some(seen.label.get_or_init(|| Label::new(self.table.text(row, column))))
    }

    /// A text that is no cell, split into words.
    pub(crate) fn split(&self, text: &str) -> Rc<Label> {
        if let Some(label) = self.texts.borrow().get(text) {
            return Rc::clone(label);
        }
        let label = Rc::new(Label::new(text));
        self.texts.borrow_mut().insert(text.to_owned(), Rc::clone(&label));
        label
    }

    /// Whether a cell tells what figures are counted in, and no more.
    fn is_unit(&self, row: usize, column: usize) -> bool {
        let look = || cells::is_unit(&self.table.text(row, column).to_lowercase());
        self.place(row, column).and_then(|at| self.cells.get(at)).is_some_and(|seen| *seen.unit.get_or_init(look))
    }

    fn kind(&self, row: usize, column: usize) -> Kind {
        let Some(seen) = self.place(row, column).and_then(|at| self.cells.get(at)) else { return Kind::Other };
        *seen.kind.get_or_init(|| {
            let text = self.table.text(row, column);
            match cells::read(text) {
                Content::Unreadable => Kind::Words,
                Content::Blank => Kind::Other,
                _ if text.trim().chars().all(char::is_alphabetic) => Kind::Other,
                _ => Kind::Data,
            }
        })
    }
}

/// A table with what its cells name by the terms of a definition, each found out once.
struct Cells<'w> {
    words: &'w Words<'w>,
    table: &'w Table,
    labels: &'w Labels,
    /// Nothing where the words of a cell are none of the definition's.
    named: Vec<OnceCell<Option<Box<Named>>>>,
    nothing: Named,
}

impl<'w> Cells<'w> {
    fn new(words: &'w Words<'w>, labels: &'w Labels) -> Self {
        let named = vec![OnceCell::new(); words.cells.len()];
        Self { words, table: words.table, labels, named, nothing: Named::default() }
    }

    /// What a cell names.
    fn named(&self, row: usize, column: usize) -> &Named {
        let cell = self.words.place(row, column).and_then(|at| self.named.get(at)).zip(self.words.label(row, column));
        let Some((named, label)) = cell else { return &self.nothing };
        named.get_or_init(|| self.labels.name_more(label).map(Box::new)).as_deref().unwrap_or(label.said())
    }

    /// What a text names that is no cell.
    fn read(&self, text: &str) -> Named {
        self.labels.name(&self.words.split(text))
    }

    fn kind(&self, row: usize, column: usize) -> Kind {
        self.words.kind(row, column)
    }

    fn is_data(&self, row: usize, column: usize) -> bool {
        // `65 and over` and `18-64` are people, and no figures.
        let people = || {
            let text = self.table.text(row, column);
            text.contains(|c: char| c.is_alphabetic() || matches!(c, '+' | '-' | '–')) && self.named(row, column).cohort.is_some()
        };
        self.kind(row, column) == Kind::Data && !people()
    }
}

/// A table with its labels read.
pub(crate) struct Layout {
    /// What each column is about; label columns name nothing.
    pub(crate) columns: Vec<Named>,
    /// The headings of each column as written, header rows joined.
    pub(crate) headings: Vec<String>,
    /// What the rows of data are about, with their place in the table.
    pub(crate) rows: Vec<Row>,
    /// The columns whose headings are only nearly those of their service areas.
    pub(crate) near_columns: Vec<usize>,
    /// The number of columns at the left that label rows.
    pub(crate) label_columns: usize,
    /// What captions above the header say.
    pub(crate) caption: Named,
    /// Whether rows have more cells than the header.
    pub(crate) ragged: bool,
}

impl Layout {
    /// With the years that the response means.
    pub(crate) fn with_years(mut self, naming: Naming) -> Self {
        let rows = self.rows.iter_mut().map(|r| &mut r.named);
        for named in self.columns.iter_mut().chain(rows).chain(std::iter::once(&mut self.caption)).filter(|n| n.by_end) {
            *named = std::mem::take(named).with_year(naming);
        }
        self
    }
}

/// A row of data.
pub(crate) struct Row {
    pub(crate) index: usize,
    pub(crate) named: Named,
    /// Whether its label is only nearly that of its service area.
    pub(crate) near: bool,
    pub(crate) label: String,
}

fn filled(row: &[crate::document::TableCell]) -> Vec<usize> {
    row.iter().enumerate().filter(|(_, c)| !c.text.is_blank()).map(|(i, _)| i).collect()
}

/// What kind of row this is, by its cells alone.
#[derive(PartialEq, Eq)]
enum RowKind {
    Blank,
    /// One cell of words in the first column or across.
    Caption,
    Header,
    Data,
}

fn row_kind(words: &Cells<'_>, index: usize, header_seen: bool, data_seen: bool) -> RowKind {
    let Some(row) = words.table.rows.get(index) else { return RowKind::Blank };
    let cells = filled(row);
    let read = |column: usize| words.named(index, column);
    let first = read(0);
    // `Older people | Day care | Per hour`: a group of people or a year, and one service.
    let areas = cells.iter().filter(|c| read(**c).service_area.is_some()).count();
    let grouped = header_seen && (first.cohort.is_some() || first.year.is_some()) && areas == 1 && cells.len() > 1;
    let row_label = first.service_area.is_some() || first.total || first.year.is_some() || first.category.is_some() || grouped;
    let named = |column: &usize| {
        let named = read(*column);
        named.column.is_some()
            || named.year.is_some()
            || named.service_area.is_some()
            || named.category.is_some()
            || named.cohort.is_some()
    };
    // A heading that was wrapped goes on below itself, with nothing where the labels of the rows stand.
    let goes_on =
        header_seen && !data_seen && cells.first().is_some_and(|c| *c > 0) && !cells.iter().any(|&c| words.is_data(index, c));
    match cells.as_slice() {
        [] => RowKind::Blank,
        _ if goes_on => RowKind::Header,
        [only] => {
            let one = read(*only);
            let heads =
                one.cohort.is_some() && one.service_area.is_none() || *only > 0 && !words.is_data(index, *only) && !data_seen;
            let context =
                (one.column.is_some() || one.year.is_some() && data_seen) && one.service_area.is_none() && words.table.width() > 2;
            if heads || context {
                RowKind::Caption
            } else if *only == 0 && (one.service_area.is_some() || one.total || data_seen && one.year.is_some()) {
                RowKind::Data
            } else {
                RowKind::Caption
            }
        }
        _ => {
            let others: Vec<&usize> = cells.iter().filter(|c| **c > 0).collect();
            // `2019 | 2020 | 2021` above all figures heads columns.
            let texts: Vec<&str> = others.iter().map(|c| words.table.text(index, **c)).collect();
            // So do `£000 | £000 | %`.
            let units = others.iter().all(|c| words.words.is_unit(index, **c));
            // `Clients | £000` below the years that cover them leaves the corner to the row above.
            let heads = |c: usize| words.kind(index, c) == Kind::Words || words.words.is_unit(index, c);
            let corner = words.table.text(index, 0).trim();
            let open = index > 0 && (corner.is_empty() || corner == words.table.text(index - 1, 0).trim());
            let below = open && others.len() >= 2 && others.iter().all(|c| heads(**c));
            if !data_seen && (calendar_years(&texts) || units || below) {
                return RowKind::Header;
            }
            // One heading that was cut short, so that it looks like a figure, makes no row of figures of the others.
            let figures = others.iter().filter(|c| words.is_data(index, ***c)).count();
            let years = others.iter().filter(|c| read(***c).year.is_some()).count();
            if !row_label && !data_seen && figures == 1 && years > 2 && years + figures == others.len() {
                return RowKind::Header;
            }
            // Below figures `Nil` and `withheld` are what `0` and `*` are.
            let says = |c: usize| words.is_data(index, c) || data_seen && words.kind(index, c) == Kind::Other;
            if others.iter().any(|c| says(**c)) {
                return RowKind::Data;
            }
            let headings = others.iter().filter(|c| named(c)).count();
            if headings * 2 >= others.len().max(1)
                && !(row_label && first.column.is_none() && headings == 0)
                && (!row_label || !grouped && first.year.is_some() && headings == others.len())
            {
                RowKind::Header
            } else if row_label || data_seen {
                RowKind::Data
            } else if headings > 0 || index == 0 {
                RowKind::Header
            } else {
                RowKind::Data
            }
        }
    }
}

/// Whether texts are calendar years, each the next, with at most a word or two behind them, such as `Total`.
fn calendar_years(texts: &[&str]) -> bool {
    let year = |text: &&str| text.trim().parse::<u16>().ok().filter(|y| (1990..2050).contains(y));
    let years: Vec<u16> = texts.iter().map_while(year).collect();
    let rest = texts.get(years.len()..).unwrap_or_default();
    let steps = |step: fn(u16) -> u16| years.windows(2).all(|w| matches!(w, [a, b] if *b == step(*a)));
    let words = rest.len() <= 2 && rest.iter().all(|t| !t.contains(|c: char| c.is_ascii_digit()));
    years.len() >= 2 && (steps(|y| y + 1) || steps(|y| y - 1)) && words
}

/// Reads the labels of a table.
pub(crate) fn read(words: &Words<'_>, labels: &Labels) -> Layout {
    let words = &Cells::new(words, labels);
    let table = words.table;
    let width = table.width();
    let mut headers: Vec<usize> = Vec::new();
    let mut data: Vec<(usize, Named)> = Vec::new();
    // Rows whose label goes on in the row below, and the whole label.
    let mut wrapped: BTreeMap<usize, String> = BTreeMap::new();
    let mut caption = Named::default();
    let mut context = Named::default();
    for index in 0..table.rows.len() {
        match row_kind(words, index, !headers.is_empty(), !data.is_empty()) {
            RowKind::Blank => {}
            RowKind::Caption | RowKind::Data if let Some((row, label)) = continued(words, index, &data, &wrapped) => {
                wrapped.insert(row, label);
            }
            RowKind::Caption => {
                let first = table.rows.get(index).and_then(|r| r.iter().position(|c| !c.text.is_blank()));
                let named = first.map(|column| words.named(index, column).clone()).unwrap_or_default();
                if data.is_empty() && headers.is_empty() { caption = named.or(&caption) } else { context = named }
            }
            RowKind::Header if data.is_empty() => headers.push(index),
            // A header again in the middle begins a second table of the same columns.
            RowKind::Header => {}
            RowKind::Data => data.push((index, context.clone())),
        }
    }
    let area_rows = data.iter().filter(|(r, _)| words.named(*r, 0).service_area.is_some()).count();
    let rows_are_areas = area_rows * 2 > data.len();
    // A header that lost its corner begins over the row labels: all its rows stand one column to the left.
    let used = |row: usize| table.rows.get(row).and_then(|r| r.iter().rposition(|c| !c.text.is_blank())).map_or(0, |last| last + 1);
    let names = |row: usize| words.named(row, 0).column.is_some() || words.named(row, 0).year.is_some();
    let shift = usize::from(rows_are_areas && headers.iter().any(|&h| names(h)) && headers.iter().all(|&h| used(h) < width));
    let mut columns = vec![Named::default(); width];
    let mut headings = vec![String::new(); width];
    for (number, &header) in headers.iter().enumerate() {
        for (column, from) in spread(words, header, headers.get(number + 1..).unwrap_or_default(), shift).into_iter().enumerate() {
            let (Some(named), Some(heading)) = (columns.get_mut(column), headings.get_mut(column)) else { continue };
            if let Some(from) = from {
                *named = words.named(header, from).or(named);
                if !heading.is_empty() {
                    heading.push_str(" / ");
                }
                heading.push_str(table.text(header, from));
            }
        }
    }
    if headers.len() > 1 {
        columns.iter_mut().zip(&headings).for_each(|(named, heading)| stacked(words, named, heading));
    }
    let header_width = headers.iter().filter_map(|&h| table.rows.get(h).map(Vec::len)).max().unwrap_or(0);
    let label_columns = label_columns(words, &data, &columns, &headings);
    // `Leavers` above the labels of the rows names what all columns count.
    for named in columns.iter().take(label_columns) {
        if named.column.is_some() && caption.column.is_none() {
            caption.column.clone_from(&named.column);
        }
    }
    for named in columns.iter_mut().take(label_columns) {
        *named = Named { scales: named.scales.clone(), ..Named::default() };
    }
    // A row with figures in fewer cells than the header has lost one, and all after it stand under the wrong heading.
    let uneven = |index: usize| {
        let Some(row) = table.rows.get(index) else { return false };
        let beyond = filled(row).last().is_some_and(|last| *last >= header_width);
        let short = row.len() < header_width && (1..row.len()).any(|column| words.is_data(index, column));
        beyond || short
    };
    let ragged = header_width > 0 && data.iter().any(|(r, _)| uneven(*r));
    let mut rows = rows(words, &data, label_columns, &wrapped);
    bands::settle(&mut rows, |row| table.text(row, 0), |label| words.read(label));
    if rows_are_areas {
        near::name_rows(labels, &mut rows);
    }
    let near_columns = if rows_are_areas { Vec::new() } else { near::name_columns(labels, &mut columns, &headings, label_columns) };
    Layout { columns, headings, rows, near_columns, label_columns, caption, ragged }
}

/// What a heading names that stands in several rows, where only its lines together say it: `Year ending` over `March 2023`.
fn stacked(words: &Cells<'_>, named: &mut Named, heading: &str) {
    let whole = words.read(&heading.replace(" / ", " "));
    if named.year.is_none() && whole.year.is_some() {
        (named.year, named.by_end, named.part_year) = (whole.year, whole.by_end, whole.part_year);
    }
    if whole.column.is_some() && whole.column_words > named.column_words {
        (named.column, named.column_words) = (whole.column, whole.column_words);
    }
    if named.cohort.is_none() {
        named.cohort = whole.cohort;
    }
}

/// For each column the column of the header cell that covers it, if one does. `below` are the header rows under this one; a header stands
/// so many columns to the left of what it is over as `shift` says.
fn spread(words: &Cells<'_>, header: usize, below: &[usize], shift: usize) -> Vec<Option<usize>> {
    let last = below.is_empty();
    let table = words.table;
    let width = table.width();
    let row = table.rows.get(header).map_or(&[][..], Vec::as_slice);
    let named: Vec<&Named> = (0..row.len()).map(|column| words.named(header, column)).collect();
    let names = |from: usize| named.get(from).is_some_and(|n| n.column.is_some() || n.year.is_some());
    let heads = |from: usize| names(from) || named.get(from).is_some_and(|n| n.cohort.is_some());
    let mut cells: Vec<Option<usize>> = vec![None; width];
    for (from, _) in row.iter().enumerate().filter(|(_, c)| !c.text.is_blank()) {
        if let Some(place) = cells.get_mut(from + shift) {
            *place = Some(from);
        }
    }
    let naming: Vec<usize> = cells.iter().flatten().copied().filter(|&from| heads(from)).collect();
    let covers_more = !last
        || naming.len() >= 2
            && cells.iter().skip(1).any(Option::is_none)
            && naming.iter().all(|&from| named.get(from).is_some_and(|n| n.column.is_none()));
    let declared = row.iter().any(|c| c.column_span > 1);
    let own: Vec<(usize, usize)> =
        cells.iter().enumerate().filter_map(|(column, from)| Some((column, (*from)?))).filter(|(_, from)| heads(*from)).collect();
    let measures = measures(words, below);
    if own.len() >= 2 && own.iter().all(|(_, from)| named.get(*from).is_some_and(|n| n.column.is_none())) {
        // What a heading covers in the source must not go beyond its group; where columns are told by blanks alone it may cover less.
        let reach = |from: usize| from + shift + row.get(from).map_or(1, |c| c.column_span.max(1) as usize) - 1;
        let groups = groups(&own, &measures).filter(|g| g.iter().all(|(columns, from)| reach(*from) <= columns.end));
        if let Some(groups) = groups {
            for (columns, from) in groups {
                cells.iter_mut().take(columns.end + 1).skip(columns.start).for_each(|c| *c = Some(from));
            }
            return cells;
        }
        // A year that stands to the right of the first column that it could cover, over no repeated group: who knows which it covers.
        if !declared && own.first().zip(measures.first()).is_some_and(|((first, _), (measure, _))| first > measure) {
            return cells;
        }
    }
    let mut current: Option<usize> = None;
    for column in 0..width {
        let Some(cell) = cells.get_mut(column) else { continue };
        if let Some(from) = *cell {
            let declared = row.get(column.saturating_sub(shift)).map_or(1, |c| c.column_span) > 1;
            current = (covers_more && column > 0 || declared).then_some(from).filter(|&from| heads(from) || declared);
        } else {
            *cell = current;
        }
    }
    cells
}

/// The columns for which a header row names a measure, the lowest row first.
fn measures(words: &Cells<'_>, headers: &[usize]) -> Vec<(usize, Code)> {
    let lowest = |column: usize| {
        let own = headers.iter().rev().find_map(|&row| words.named(row, column).column.clone());
        own.or_else(|| {
            let lines: Vec<&str> = headers.iter().map(|&row| words.table.text(row, column)).collect();
            words.read(&lines.join(" ")).column
        })
    };
    (1..words.table.width()).filter_map(|column| Some((column, lowest(column)?))).collect()
}

/// The columns that each of several headings covers, where the measures below repeat as often as there are headings: `2023-24` stands over
/// `Budget` and `Outturn`, wherever over them it stands.
fn groups(headings: &[(usize, usize)], measures: &[(usize, Code)]) -> Option<Vec<(Range<usize>, usize)>> {
    let size = measures.len() / headings.len();
    if size < 2 || size * headings.len() != measures.len() {
        return None;
    }
    let codes = |group: &[(usize, Code)]| group.iter().map(|(_, code)| code.clone()).collect::<Vec<_>>();
    let first = codes(measures.get(..size)?);
    let mut found = Vec::new();
    for (group, (column, from)) in measures.chunks(size).zip(headings) {
        let columns = group.first()?.0..group.last()?.0;
        let over = (columns.start..=columns.end).contains(column);
        if !over || codes(group) != first {
            return None;
        }
        found.push((columns, *from));
    }
    Some(found)
}

/// How many columns at the left hold labels: the first, and others after it whose cells name dimensions and are no data.
fn label_columns(words: &Cells<'_>, data: &[(usize, Named)], columns: &[Named], headings: &[String]) -> usize {
    let table = words.table;
    // Under a year in the first column stand figures, and nothing labels the rows.
    let texts: Vec<&str> = headings.iter().map(String::as_str).collect();
    let dated = columns.len() >= 2 && columns.iter().all(|c| c.year.is_some()) || calendar_years(&texts);
    if dated && !data.is_empty() && data.iter().all(|(r, _)| words.is_data(*r, 0)) {
        return 0;
    }
    let mut count = 1;
    while count < table.width().saturating_sub(1) {
        let texts: Vec<usize> = data.iter().map(|(r, _)| *r).filter(|&r| !table.text(r, count).trim().is_empty()).collect();
        let named = texts.iter().filter(|&&r| !words.is_data(r, count) && words.named(r, count).anything()).count();
        let unreadable = texts.iter().filter(|&&r| words.kind(r, count) == Kind::Words).count();
        let heading = columns.get(count).cloned().unwrap_or_default();
        let nameless = heading.column.is_none() && heading.year.is_none() && heading.service_area.is_none();
        let labels_rows = !texts.is_empty()
            && nameless
            && (named * 5 >= texts.len() * 3 || unreadable == texts.len() && count == 1 && table.width() > 3);
        if !labels_rows {
            break;
        }
        count += 1;
    }
    count
}

/// The row whose label a row of one cell goes on with, and the whole label: `Care homes` and below it `(residential)`, with blank cells.
fn continued(
    words: &Cells<'_>,
    index: usize,
    data: &[(usize, Named)],
    wrapped: &BTreeMap<usize, String>,
) -> Option<(usize, String)> {
    let text = |row: usize| words.table.text(row, 0).trim();
    let cells = filled(words.table.rows.get(index)?);
    let (row, _) = data.last()?;
    let alone = cells.as_slice() == [0] && (*row + 1..index).all(|between| wrapped.contains_key(row) && !text(between).is_empty());
    let above = wrapped.get(row).map_or(text(*row), String::as_str);
    let figures = (1..words.table.width()).any(|column| words.is_data(*row, column));
    if !alone || !figures || above.is_empty() {
        return None;
    }
    let goes_on = text(index).starts_with(|c: char| c == '(' || c.is_lowercase()) || above.ends_with(['/', '&', '-', ',']);
    let whole = format!("{above} {}", text(index));
    goes_on.then_some((*row, whole))
}

fn rows(words: &Cells<'_>, data: &[(usize, Named)], label_columns: usize, wrapped: &BTreeMap<usize, String>) -> Vec<Row> {
    let table = words.table;
    let mut above: Vec<String> = vec![String::new(); label_columns];
    let mut rows = Vec::new();
    for (index, context) in data {
        let mut named = Named::default();
        let mut parts = Vec::new();
        for column in 0..label_columns {
            let own = table.text(*index, column).trim();
            // With several label columns a blank one is merged with the one above it.
            let merged = own.is_empty() && label_columns > 1;
            let whole = wrapped.get(index).filter(|_| column == 0);
            let text = match whole {
                Some(whole) => whole.clone(),
                None if merged => above.get(column).cloned().unwrap_or_default(),
                None => own.to_owned(),
            };
            named = if merged || whole.is_some() { words.read(&text).or(&named) } else { words.named(*index, column).or(&named) };
            if !text.is_empty() {
                parts.push(text.clone());
            }
            if let Some(cell) = above.get_mut(column) {
                *cell = text;
            }
        }
        rows.push(Row { index: *index, named: named.or(context), near: false, label: parts.join(" / ") });
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, TableCell};
    use foi_model::{Instrument, Place, Source, SourceRole};

    /// The years, or else the cohorts, of the columns of a table, written a line a row with `|` between cells; `-` where a column has none.
    #[track_caller]
    fn check(rows: &str, expected: &str) {
        let source = Source {
            source_id: "0".repeat(64).parse().unwrap(),
            path: "a.txt".to_owned(),
            media_type: "text/plain".to_owned(),
            bytes: 0,
            pages: None,
            role: SourceRole::Response,
        };
        let mut document = Document { source, places: Vec::new(), blocks: Vec::new() };
        let mut cell = |text: &str| TableCell { text: document.add(Place::Line(1), text.trim()), ..TableCell::blank() };
        let table = Table { rows: rows.lines().map(|row| row.split('|').map(&mut cell).collect()).collect() };
        let instrument = Instrument::from_toml(include_str!("../../../../data/instruments/ras-2026.toml")).unwrap();
        let about = |t: &&foi_model::Table| t.columns.iter().any(|c| matches!(c.code.as_str(), "outturn" | "accuracy_of_estimate"));
        let mut fitting = instrument.tables.iter().filter(about).map(|t| {
            let layout = read(&Words::new(&table), &Labels::of_table(&instrument, t));
            (super::super::grid::fit(&layout), layout)
        });
        let first = fitting.next().unwrap();
        let (_, layout) = fitting.fold(first, |best, next| if next.0 > best.0 { next } else { best });
        let named = |c: &Named| {
            let year = c.year.map(|y| y.to_string());
            year.or_else(|| c.cohort.as_ref().map(|c| c.to_string())).unwrap_or_else(|| "-".to_owned())
        };
        let years: Vec<String> = layout.columns.iter().skip(1).map(named).collect();
        assert_eq!(years.join(" "), expected);
    }

    #[test]
    fn a_year_covers_one_of_each_measure_wherever_it_stands_over_them() {
        let below = "Service|Budget|Outturn|Budget|Outturn\nHome care|£1|£2|£3|£4\nDay care|£5|£6|£7|£8";
        for above in ["|2022/23||2023/24|", "||2022/23||2023/24", "|2022/23|||2023/24"] {
            check(&format!("{above}\n{below}"), "2022-23 2022-23 2023-24 2023-24");
        }
    }

    #[test]
    fn headings_over_several_lines_are_read_as_one() {
        check(
            "Service|Year ending|Year ending\n|March 2023|March 2024\n|Outturn|Outturn\nHome care|£1|£2\nDay care|£3|£4",
            "2022-23 2023-24",
        );
        check(
            "Service||Older people||Working age\n|Allocation|Accuracy of|Allocation|Accuracy of\n|Method|Estimate (%)|Method|Estimate (%)\n\
             Home care|Hourly|98|Hourly|95\nDay care|Daily|99|Daily|91",
            "older_people older_people working_age working_age",
        );
    }

    #[test]
    fn a_year_of_which_nobody_knows_what_it_covers_covers_its_own_column() {
        let below = "Service|Budget|Outturn|Budget|Budget|Outturn\nHome care|£1|£2|£3|£4|£5\nDay care|£5|£6|£7|£8|£9";
        check(&format!("||2022/23||2023/24|\n{below}"), "- 2022-23 - 2023-24 -");
    }
}
