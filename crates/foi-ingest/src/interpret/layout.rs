//! What the rows and columns of a table are about: which rows are headers, what merged headers cover, which columns are labels.

use crate::document::{Rich, Table};

use super::cells::{self, Content};
use super::labels::{Labels, Named};

/// A table with its labels read.
pub(crate) struct Layout {
    /// What each column is about; label columns name nothing.
    pub(crate) columns: Vec<Named>,
    /// The headings of each column as written, header rows joined.
    pub(crate) headings: Vec<String>,
    /// What the rows of data are about, with their place in the table.
    pub(crate) rows: Vec<Row>,
    /// The number of columns at the left that label rows.
    pub(crate) label_columns: usize,
    /// What captions above the header say.
    pub(crate) caption: Named,
    /// Whether rows have more cells than the header.
    pub(crate) ragged: bool,
}

/// A row of data.
pub(crate) struct Row {
    pub(crate) index: usize,
    pub(crate) named: Named,
    pub(crate) label: String,
}

/// Figures, suppressed figures and statuses: what stands in data cells, and not in headers.
fn is_data(text: &str) -> bool {
    !matches!(cells::read(text), Content::Blank | Content::Unreadable) && !text.trim().chars().all(char::is_alphabetic)
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

fn row_kind(table: &Table, index: usize, labels: &Labels<'_>, data_seen: bool) -> RowKind {
    let Some(row) = table.rows.get(index) else { return RowKind::Blank };
    let cells = filled(row);
    let text = |column: usize| table.text(index, column);
    let first = labels.read(text(0));
    let row_label = first.service_area.is_some() || first.total || first.year.is_some() || first.category.is_some();
    let named = |column: &usize| {
        let named = labels.read(text(*column));
        named.column.is_some()
            || named.year.is_some()
            || named.service_area.is_some()
            || named.category.is_some()
            || named.cohort.is_some()
    };
    match cells.as_slice() {
        [] => RowKind::Blank,
        [only] => {
            let one = labels.read(text(*only));
            let heads = one.cohort.is_some() && one.service_area.is_none() || *only > 0 && !is_data(text(*only)) && !data_seen;
            let context =
                (one.column.is_some() || one.year.is_some() && data_seen) && one.service_area.is_none() && table.width() > 2;
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
            let data = others.iter().any(|c| is_data(text(**c)));
            let headings = others.iter().filter(|c| named(c)).count();
            if data {
                RowKind::Data
            } else if headings * 2 >= others.len().max(1)
                && !(row_label && first.column.is_none() && headings == 0)
                && (!row_label || first.year.is_some() && headings == others.len())
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

/// Reads the labels of a table.
pub(crate) fn read(table: &Table, labels: &Labels<'_>) -> Layout {
    let width = table.width();
    let mut headers: Vec<usize> = Vec::new();
    let mut data: Vec<(usize, Named)> = Vec::new();
    let mut caption = Named::default();
    let mut context = Named::default();
    for index in 0..table.rows.len() {
        match row_kind(table, index, labels, !data.is_empty()) {
            RowKind::Blank => {}
            RowKind::Caption => {
                let text =
                    table.rows.get(index).and_then(|r| r.iter().find(|c| !c.text.is_blank())).map_or("", |c| c.text.as_str());
                let named = labels.read(text);
                if data.is_empty() && headers.is_empty() { caption = named.or(&caption) } else { context = named }
            }
            RowKind::Header if data.is_empty() => headers.push(index),
            // A header again in the middle begins a second table of the same columns.
            RowKind::Header => {}
            RowKind::Data => data.push((index, context.clone())),
        }
    }
    let area_rows = data.iter().filter(|(r, _)| labels.read(table.text(*r, 0)).service_area.is_some()).count();
    let rows_are_areas = area_rows * 2 > data.len();
    let mut columns = vec![Named::default(); width];
    let mut headings = vec![String::new(); width];
    for (number, &header) in headers.iter().enumerate() {
        for (column, text) in spread(table, header, number + 1 == headers.len(), labels, rows_are_areas).into_iter().enumerate() {
            let (Some(named), Some(heading)) = (columns.get_mut(column), headings.get_mut(column)) else { continue };
            if let Some(text) = text.filter(|t| !t.is_blank()) {
                *named = labels.read(text.as_str()).or(named);
                if !heading.is_empty() {
                    heading.push_str(" / ");
                }
                heading.push_str(text.as_str());
            }
        }
    }
    let header_width = headers.iter().filter_map(|&h| table.rows.get(h).map(Vec::len)).max().unwrap_or(0);
    let label_columns = label_columns(table, &data, &columns, labels);
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
    let uneven = |row: &Vec<crate::document::TableCell>| {
        let beyond = filled(row).last().is_some_and(|last| *last >= header_width);
        let short = row.len() < header_width && row.iter().skip(1).any(|c| is_data(c.text.as_str()));
        beyond || short
    };
    let ragged = header_width > 0 && data.iter().any(|(r, _)| table.rows.get(*r).is_some_and(&uneven));
    let rows = rows(table, &data, label_columns, labels);
    Layout { columns, headings, rows, label_columns, caption, ragged }
}

/// The cells of a header row, each over the columns that it covers.
fn spread<'t>(table: &'t Table, header: usize, last: bool, labels: &Labels<'_>, rows_are_areas: bool) -> Vec<Option<&'t Rich>> {
    let width = table.width();
    let row: Vec<&Rich> = table.rows.get(header).map(|r| r.iter().map(|c| &c.text).collect()).unwrap_or_default();
    let names = |t: &Rich| {
        let named = labels.read(t.as_str());
        named.column.is_some() || named.year.is_some()
    };
    let used = row.iter().rposition(|t| !t.is_blank()).map_or(0, |p| p + 1);
    // A header that lost its corner begins over the row labels: it stands one column to the left.
    let shifted = rows_are_areas && row.first().is_some_and(|t| names(t)) && used < width;
    let mut cells: Vec<Option<&Rich>> = vec![None; width];
    for (column, text) in row.iter().enumerate() {
        if let Some(cell) = cells.get_mut(column + usize::from(shifted)) {
            *cell = Some(text).filter(|t| !t.is_blank()).copied();
        }
    }
    let spans: Vec<u32> = table.rows.get(header).map(|r| r.iter().map(|c| c.column_span).collect()).unwrap_or_default();
    let named_cells: Vec<usize> = cells.iter().enumerate().filter(|(_, c)| c.is_some_and(&names)).map(|(i, _)| i).collect();
    let covers_more = !last
        || named_cells.len() >= 2
            && cells.iter().skip(1).any(Option::is_none)
            && named_cells
                .iter()
                .all(|&c| cells.get(c).copied().flatten().is_some_and(|t| labels.read(t.as_str()).column.is_none()));
    let mut current: Option<&Rich> = None;
    for column in 0..width {
        let here = cells.get(column).copied().flatten();
        if let Some(text) = here {
            let declared = spans.get(column.saturating_sub(usize::from(shifted))).copied().unwrap_or(1) > 1;
            current = (covers_more && column > 0 || declared).then_some(text).filter(|t| names(t) || declared);
        } else if let Some(cell) = cells.get_mut(column) {
            *cell = current;
        }
    }
    cells
}

/// How many columns at the left hold labels: the first, and others after it whose cells name dimensions and are no data.
fn label_columns(table: &Table, data: &[(usize, Named)], columns: &[Named], labels: &Labels<'_>) -> usize {
    let mut count = 1;
    while count < table.width().saturating_sub(1) {
        let texts: Vec<&str> = data.iter().map(|(r, _)| table.text(*r, count)).filter(|t| !t.trim().is_empty()).collect();
        let named = texts.iter().filter(|t| !is_data(t) && labels.read(t).anything()).count();
        let words = texts.iter().filter(|t| matches!(cells::read(t), Content::Unreadable)).count();
        let heading = columns.get(count).cloned().unwrap_or_default();
        let nameless = heading.column.is_none() && heading.year.is_none() && heading.service_area.is_none();
        let labels_rows = !texts.is_empty()
            && nameless
            && (named * 5 >= texts.len() * 3 || words == texts.len() && count == 1 && table.width() > 3);
        if !labels_rows {
            break;
        }
        count += 1;
    }
    count
}

fn rows(table: &Table, data: &[(usize, Named)], label_columns: usize, labels: &Labels<'_>) -> Vec<Row> {
    let mut above: Vec<String> = vec![String::new(); label_columns];
    let mut rows = Vec::new();
    for (index, context) in data {
        let mut named = Named::default();
        let mut parts = Vec::new();
        for column in 0..label_columns {
            let own = table.text(*index, column).trim();
            // With several label columns a blank one is merged with the one above it.
            let text =
                if own.is_empty() && label_columns > 1 { above.get(column).cloned().unwrap_or_default() } else { own.to_owned() };
            named = labels.read(&text).or(&named);
            if !text.is_empty() {
                parts.push(text.clone());
            }
            if let Some(cell) = above.get_mut(column) {
                *cell = text;
            }
        }
        rows.push(Row { index: *index, named: named.or(context), label: parts.join(" / ") });
    }
    rows
}
