//! Texts of a workbook: those that cells share, and those that stand in a cell.

use std::rc::Rc;

use crate::budget::Budget;
use crate::read::Fault;
use crate::read::sheet::{is_on, skip, text_of};
use crate::read::xml::{Events, Item};

/// A text.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) text: Rc<str>,
    /// Whether all of it is emphasised by its own marks.
    pub(super) strong: bool,
}

/// The texts that cells share, as far as they can be read.
pub(super) fn read(bytes: &[u8], strings: &mut Vec<Text>, budget: &Budget) -> Result<(), Fault> {
    let mut events = Events::new(bytes, "sharedStrings.xml", budget);
    while let Some(item) = events.next()? {
        if let Item::Start(tag) = item
            && tag.name == "si"
        {
            strings.push(rich(&mut events)?);
        }
    }
    Ok(())
}

/// What is left of a text that was begun: its runs, without readings of Asian characters.
pub(super) fn rich(events: &mut Events<'_>) -> Result<Text, Fault> {
    let mut text = String::new();
    let mut plain = false;
    let mut in_run = false;
    let mut strong = false;
    loop {
        match events.next()? {
            Some(Item::Start(tag)) => match tag.name.as_str() {
                "t" => {
                    let piece = text_of(events)?;
                    plain |= !(piece.trim().is_empty() || in_run && strong);
                    text.push_str(&piece);
                }
                "r" => (in_run, strong) = (true, false),
                "rPr" => strong = is_strong(events)?,
                _ => skip(events)?,
            },
            Some(Item::End) if in_run => in_run = false,
            Some(Item::Text(_)) => {}
            Some(Item::End) | None => break,
        }
    }
    let strong = !plain && !text.trim().is_empty();
    Ok(Text { text: unescape(&text).into(), strong })
}

/// What is left of the properties of a run: whether they make it bold.
fn is_strong(events: &mut Events<'_>) -> Result<bool, Fault> {
    let mut strong = false;
    while let Some(Item::Start(tag)) = next_start(events)? {
        strong |= tag.name == "b" && is_on(tag.get("val"), true);
        skip(events)?;
    }
    Ok(strong)
}

/// The next element in the one that was begun; anything else at its end.
pub(super) fn next_start(events: &mut Events<'_>) -> Result<Option<Item>, Fault> {
    loop {
        match events.next()? {
            Some(Item::Text(_)) => {}
            other => return Ok(other),
        }
    }
}

/// Replaces `_x000D_` and its like by their characters, and has lines end in one way.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let code = from.get(2..6).filter(|_| from.get(6..7) == Some("_"));
        let character = code.and_then(|c| u32::from_str_radix(c, 16).ok()).and_then(char::from_u32);
        match character {
            Some(c) => {
                out.push(c);
                rest = from.get(7..).unwrap_or("");
            }
            None => {
                out.push_str("_x");
                rest = from.get(2..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
    if out.contains('\r') { out.replace("\r\n", "\n").replace('\r', "\n") } else { out }
}
