//! What stands on a sheet beside its cells: text boxes, comments, files that were put in.

use super::links::Links;
use super::sheet::Beside;
use super::strings::{self, next_start};
use super::{binary, is_binary};
use crate::budget::Budget;
use crate::document::Style;
use crate::read::package::Package;
use crate::read::sheet::{Comment, Hidden, comments, is_on, paragraphs, parse_address, parse_area, skip, text_of};
use crate::read::xml::{Events, Item};
use crate::read::{Fault, Member, Reading};

/// Where the tables of a sheet are, which give cells their colours.
pub(super) fn table_areas(package: &mut Package<'_>, links: &Links, beside: &mut Beside, budget: &Budget) -> Result<(), Fault> {
    for path in links.all("table").filter(|path| !is_binary(path)) {
        let Some(bytes) = package.member(path)? else { continue };
        let mut events = Events::new(&bytes, path, budget);
        if let Some(Item::Start(tag)) = next_start(&mut events)? {
            beside.recoloured.extend(tag.get("ref").and_then(parse_area));
        }
    }
    Ok(())
}

/// Reads the rest.
pub(super) fn read(package: &mut Package<'_>, links: &Links, hidden: &mut Hidden, reading: &mut Reading<'_>) -> Result<(), Fault> {
    for path in links.all("drawing") {
        if let Some(bytes) = package.member(path)? {
            let mut lines = Vec::new();
            let read = shapes(&bytes, path, reading, hidden, &mut lines);
            for line in lines {
                paragraphs(&line, Style::Paragraph, reading)?;
            }
            read?;
        }
    }
    let mut found: Vec<Comment> = Vec::new();
    for (kind, element) in [("comments", "comment"), ("threadedComment", "threadedComment")] {
        for path in links.all(kind) {
            match package.member(path)? {
                Some(bytes) if is_binary(path) => {
                    found.extend(binary::comments(&bytes).into_iter().map(|text| Comment { at: None, text }))
                }
                Some(bytes) => texts(&bytes, path, element, reading.budget, &mut found)?,
                None => {}
            }
        }
    }
    // A comment of a thread has a copy that says that it is one.
    found.retain(|c| !c.text.starts_with("[Threaded comment]"));
    comments(&found, hidden, reading)?;
    for path in links.all("package").chain(links.all("oleObject")) {
        if let Some(bytes) = package.member(path)? {
            reading.budget.members(1)?;
            reading.members.push(Member::new(path.to_owned(), bytes));
        }
    }
    Ok(())
}

/// The words of elements of a name, one text for each.
fn texts(bytes: &[u8], path: &str, element: &str, budget: &Budget, texts: &mut Vec<Comment>) -> Result<(), Fault> {
    let mut events = Events::new(bytes, path, budget);
    let mut at = None;
    while let Some(item) = events.next()? {
        let Item::Start(tag) = item else { continue };
        if tag.name == element {
            at = tag.get("ref").and_then(parse_address);
        }
        match tag.name.as_str() {
            name if name == element && element == "threadedComment" => {
                texts.push(Comment { at, text: text_of(&mut events)?.trim().to_owned() });
            }
            "text" if element == "comment" => {
                texts.push(Comment { at, text: strings::rich(&mut events)?.text.trim().to_owned() });
            }
            _ => {}
        }
    }
    Ok(())
}

/// The words of text boxes, a line for each paragraph.
fn shapes(bytes: &[u8], path: &str, reading: &Reading<'_>, hidden: &mut Hidden, lines: &mut Vec<String>) -> Result<(), Fault> {
    let mut events = Events::new(bytes, path, reading.budget);
    let mut shown = true;
    while let Some(item) = events.next()? {
        let Item::Start(tag) = item else { continue };
        match tag.name.as_str() {
            "pic" => {
                hidden.pictures += 1;
                skip(&mut events)?;
            }
            // The same again for older programs.
            "Fallback" => skip(&mut events)?,
            "cNvPr" => shown = !is_on(tag.get("hidden"), false),
            "txBody" => {
                let mut words = Vec::new();
                body(&mut events, &mut words)?;
                if !words.is_empty() {
                    hidden.shapes += u64::from(!shown);
                    if shown || reading.access.include_hidden {
                        lines.append(&mut words);
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The paragraphs of a text box that was begun.
fn body(events: &mut Events<'_>, lines: &mut Vec<String>) -> Result<(), Fault> {
    let mut depth = 1_u64;
    let mut line = String::new();
    let mut in_text = false;
    while depth > 0 {
        match events.next()? {
            Some(Item::Start(tag)) => {
                depth += 1;
                in_text = tag.name == "t";
                match tag.name.as_str() {
                    "p" if !line.trim().is_empty() => lines.push(std::mem::take(&mut line)),
                    "p" => line.clear(),
                    "br" => line.push('\n'),
                    _ => {}
                }
            }
            Some(Item::Text(text)) if in_text => line.push_str(&text),
            Some(Item::Text(_)) => {}
            Some(Item::End) => {
                depth -= 1;
                in_text = false;
            }
            None => break,
        }
    }
    if !line.trim().is_empty() {
        lines.push(line);
    }
    Ok(())
}
