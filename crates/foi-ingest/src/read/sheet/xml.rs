//! Steps over XML that spreadsheets of both kinds take.

use crate::read::Fault;
use crate::read::xml::{Events, Item};

/// Passes over what is left of the element that was begun last.
pub(in crate::read) fn skip(events: &mut Events<'_>) -> Result<(), Fault> {
    let mut depth = 1_u64;
    while let Some(item) = events.next()? {
        match item {
            Item::Start(_) => depth += 1,
            Item::End => depth -= 1,
            Item::Text(_) => {}
        }
        if depth == 0 {
            break;
        }
    }
    Ok(())
}

/// All characters in what is left of the element that was begun last.
pub(in crate::read) fn text_of(events: &mut Events<'_>) -> Result<String, Fault> {
    let mut text = String::new();
    let mut depth = 1_u64;
    while let Some(item) = events.next()? {
        match item {
            Item::Start(_) => depth += 1,
            Item::End => depth -= 1,
            Item::Text(piece) => text.push_str(&piece),
        }
        if depth == 0 {
            break;
        }
    }
    Ok(text)
}

/// Whether an attribute says yes; `otherwise` where there is none.
pub(in crate::read) fn is_on(value: Option<&str>, otherwise: bool) -> bool {
    value.map_or(otherwise, |v| matches!(v, "1" | "true" | "on"))
}
