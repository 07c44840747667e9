//! Findings as tables of a page.

use super::html::{Head, Html, item, table};
use crate::table::{Field, Findings, Item, Kind};

/// A column of findings, and its heading.
pub(crate) struct Column<'a>(pub(crate) &'a str, pub(crate) &'a str);

/// The chosen columns of findings. The first one leads to the place that `link` gives for a row.
pub(crate) fn findings_table(
    findings: &Findings,
    caption: &str,
    columns: &[Column<'_>],
    link: impl Fn(&[Item]) -> Option<String>,
) -> Html {
    let places: Vec<Option<usize>> = columns.iter().map(|c| findings.fields.iter().position(|f| f.name == c.0)).collect();
    let kind = |place: &Option<usize>| place.and_then(|p| findings.fields.get(p)).map(|f| f.kind);
    let numeric = |kind: Option<Kind>| !matches!(kind, None | Some(Kind::Text | Kind::Counts));
    let heads: Vec<Head<'_>> = columns.iter().zip(&places).map(|(c, place)| (c.1, numeric(kind(place)))).collect();
    let rows = findings.rows.iter().map(|row| {
        let cell = |place: &Option<usize>| {
            let value = place.and_then(|p| row.get(p)).unwrap_or(&Item::Absent);
            let html = item(value, kind(place) == Some(Kind::Pounds));
            match kind(place) {
                Some(Kind::Counts) => html.within("div class=\"why\""),
                Some(Kind::Text) if value.as_text().len() <= 10 => html.within("span class=\"short\""),
                _ => html,
            }
        };
        let first = places.iter().take(1).map(|place| cell(place).linked(link(row).as_deref()));
        first.chain(places.iter().skip(1).map(cell)).collect()
    });
    table(caption, &heads, rows)
}

/// The item of a row in a column.
pub(crate) fn value<'a>(fields: &[Field], row: &'a [Item], column: &str) -> &'a Item {
    fields.iter().position(|f| f.name == column).and_then(|p| row.get(p)).unwrap_or(&Item::Absent)
}
