//! OpenDocument texts, in a package or in one file of XML.

mod fields;
mod lists;
mod story;
mod styles;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use foi_model::IssueCode;

use super::draft::{self, Piece};
use super::line::add_running;
use super::package::{Package, Sample};
use super::xml::{Element, Events, Item};
use super::{Fault, Format, Reading};
use crate::budget::{Budget, Limits};
use story::Story;

pub(super) const FORMAT: Format = Format {
    name: "odt",
    media_type: "application/vnd.oasis.opendocument.text",
    extensions: &["odt", "ott", "fodt"],
    matches,
    read,
};

const TYPE: &[u8] = b"application/vnd.oasis.opendocument.text";

fn matches(sample: &Sample<'_>) -> bool {
    if sample.has_member("mimetype") {
        let budget = Budget::new(&Limits::default());
        let kind = Package::open(sample.bytes, &budget).and_then(|mut p| p.required("mimetype"));
        return kind.is_ok_and(|k| k.trim_ascii().starts_with(TYPE));
    }
    let start = sample.bytes.get(..4000).unwrap_or(sample.bytes);
    let has = |words: &[u8]| start.windows(words.len()).any(|w| w == words);
    start.trim_ascii_start().first().is_some_and(|b| matches!(b, b'<' | 0xef)) && has(b"<office:document") && has(TYPE)
}

fn read(sample: &Sample<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let budget = reading.budget;
    let mut story = Story::new(reading);
    let mut body = Vec::new();
    let mut faults = Vec::new();
    let mut masters = None;
    let used;
    if sample.is_package() {
        let mut package = Package::open(sample.bytes, budget)?;
        let manifest = package.member("META-INF/manifest.xml")?.unwrap_or_default();
        if manifest.windows(15).any(|w| w == b"encryption-data") {
            return Err(Fault::Encrypted);
        }
        let pages = package.member("styles.xml").and_then(|part| match part {
            Some(bytes) => walk(&bytes, "styles.xml", budget, &mut story, &mut masters, &mut body),
            None => Ok(()),
        });
        match pages {
            Err(Fault::Damaged(how)) => reading.note(IssueCode::DocumentPartlyRead, &format!("{how}; the rest was read")),
            other => other?,
        }
        // Either part has looks of its own under the same names: one for headers, one for the text.
        let of_pages = std::mem::take(&mut story.styles.automatic);
        read_formulas(&mut package, budget, &mut story)?;
        let bytes = package.required("content.xml")?;
        faults.push(walk(&bytes, "content.xml", budget, &mut story, &mut masters, &mut body));
        used = story.styles.pages();
        story.styles.automatic = of_pages;
    } else {
        faults.push(walk(sample.bytes, "document", budget, &mut story, &mut masters, &mut body));
        used = story.styles.pages();
    }
    let (mut headers, mut footers) = (Vec::new(), Vec::new());
    if let Some(masters) = &masters {
        faults.push(running(masters, used, &mut story, &mut headers, &mut footers));
    }
    story.tally.report(reading);
    for pieces in [headers, body, footers] {
        draft::lay_out(pieces, reading)?;
    }
    faults.into_iter().collect::<Result<(), Fault>>()?;
    story.pictures.report(reading)
}

/// How many formulas are looked up; their parts are small.
const MOST_FORMULAS: usize = 200;

/// The formulas, which have parts of their own.
fn read_formulas(package: &mut Package<'_>, budget: &Budget, story: &mut Story<'_>) -> Result<(), Fault> {
    let names = package.names();
    let of_objects = names.iter().filter_map(|n| Some((n, n.strip_suffix("/content.xml").filter(|f| !f.contains('/'))?)));
    for (name, folder) in of_objects.take(MOST_FORMULAS) {
        let parsed = package.member(name).and_then(|part| Element::parse(&part.unwrap_or_default(), name, budget));
        match parsed {
            Ok(math) if math.name() == "math" => {
                let mut formula = String::new();
                fields::formula(&math, &mut formula);
                story.formulas.insert(folder.to_owned(), formula);
            }
            Err(Fault::Exceeded(exceeded)) => return Err(exceeded.into()),
            Ok(_) | Err(_) => {}
        }
    }
    Ok(())
}

/// Goes through a part, and reads the blocks of its text one after another, so that those before a damage are kept.
fn walk(
    bytes: &[u8],
    part: &str,
    budget: &Budget,
    story: &mut Story<'_>,
    masters: &mut Option<Element>,
    out: &mut Vec<Piece>,
) -> Result<(), Fault> {
    let mut events = Events::new(bytes, part, budget);
    let mut inside = false;
    while let Some(item) = events.next()? {
        let Item::Start(tag) = item else { continue };
        match tag.name.as_str() {
            "document" | "document-content" | "document-styles" | "body" if !inside => continue,
            "text" if !inside => {
                inside = true;
                continue;
            }
            _ => {}
        }
        let (element, fault) = events.element(tag);
        match element.name() {
            _ if inside => {
                story.block(&element, out)?;
                story.end_block(out);
            }
            "styles" | "automatic-styles" => {
                story.lists.add(&element);
                story.styles.add(&element);
            }
            "master-styles" => *masters = Some(element),
            _ => {}
        }
        fault.map_or(Ok(()), Err)?;
    }
    Ok(())
}

/// The headers and footers of the pages that the text is printed on.
fn running(
    masters: &Element,
    mut used: HashSet<String>,
    story: &mut Story<'_>,
    headers: &mut Vec<Piece>,
    footers: &mut Vec<Piece>,
) -> Result<(), Fault> {
    let pages: Vec<&Element> = masters.children().filter(|c| c.name() == "master-page").collect();
    // A text that names no page begins on the standard one, and a page can name the one after it.
    let standard = pages.iter().find(|p| p.get("name") == Some("Standard")).or(pages.first());
    used.extend(standard.and_then(|p| p.get("name")).map(str::to_owned));
    let is_used = |page: &Element, used: &HashSet<String>| page.get("name").is_some_and(|n| used.contains(n));
    let next: Vec<&str> = pages.iter().filter(|p| is_used(p, &used)).filter_map(|p| p.get("next-style-name")).collect();
    used.extend(next.into_iter().map(str::to_owned));
    let mut seen = HashSet::new();
    story.page = None;
    let parts = || pages.iter().filter(|p| is_used(p, &used)).flat_map(|p| p.children());
    let of_first = parts().filter(|p| p.name().ends_with("-first"));
    for part in of_first.chain(parts().filter(|p| matches!(p.name(), "header" | "footer"))) {
        let lines = if part.name().starts_with("header") { &mut *headers } else { &mut *footers };
        let mut pieces = Vec::new();
        let shown = part.get("display") != Some("false");
        let result = if shown { story.blocks(part, &mut pieces) } else { Ok(()) };
        add_running(pieces, lines, &mut seen);
        result?;
    }
    Ok(())
}
