//! Word documents: what Word prints, in the order of the text, with the numbers that it would print.
//!
//! Parts are found by their relationships, names of elements and attributes are local names, so that files of every producer and of the
//! strict form of the standard read alike.

mod inline;
mod numbering;
mod parts;
mod story;
mod styles;
mod table;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use foi_model::IssueCode;

use super::draft::{self, Piece};
use super::line::add_running;
use super::package::{Package, Sample};
use super::xml::{Element, Events, Item};
use super::{Fault, Format, Member, Reading};
use crate::budget::{Budget, Limits};
use numbering::Numbering;
use parts::{Relationships, optional};
use story::{Found, Story};
use styles::Styles;

pub(super) const FORMAT: Format = Format {
    name: "docx",
    media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    extensions: &["docx", "docm", "dotx", "dotm"],
    matches,
    read,
};

/// What the rest of a document speaks of.
#[derive(Debug, Default)]
struct Definitions {
    styles: Styles,
    numbering: Numbering,
    footnotes: Notes,
    endnotes: Notes,
    comments: Notes,
}

/// Notes or comments by their id.
#[derive(Debug, Default)]
struct Notes {
    relationships: Relationships,
    by_id: HashMap<String, Element>,
}

fn matches(sample: &Sample<'_>) -> bool {
    if !sample.has_member("[Content_Types].xml") {
        return sample.has_member("word/document.xml");
    }
    if sample.has_member("xl/workbook.xml") || sample.has_member("ppt/presentation.xml") {
        return false;
    }
    // The main part can have any name; the list of types tells it.
    let budget = Budget::new(&Limits::default());
    let types = Package::open(sample.bytes, &budget).and_then(|mut p| p.required("[Content_Types].xml")).unwrap_or_default();
    let types = String::from_utf8_lossy(&types).to_ascii_lowercase();
    ["wordprocessingml.document.main", "wordprocessingml.template.main", "ms-word.document", "ms-word.template"]
        .iter()
        .any(|kind| types.contains(kind))
        || sample.has_member("word/document.xml")
}

fn read(sample: &Sample<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let mut package = Package::open(sample.bytes, reading.budget)?;
    let names: HashSet<String> = package.names().iter().map(|n| n.to_ascii_lowercase()).collect();
    let outer = Relationships::of("", &mut package, reading)?;
    let main = outer.parts("officeDocument").map(|(_, r)| r.target.as_str()).find(|t| names.contains(&t.to_ascii_lowercase()));
    let main = main.unwrap_or("word/document.xml").to_owned();
    let bytes = package.required(&main)?;
    let relationships = Relationships::of(&main, &mut package, reading)?;
    let definitions = definitions(&relationships, &mut package, reading)?;
    let mut story = Story::new(&definitions, &relationships, reading);
    let (mut headers, mut body, mut footers) = (Vec::new(), Vec::new(), Vec::new());
    let mut faults = vec![read_body(&bytes, &main, reading.budget, &mut story, &mut body)];
    let mut found = story.found;
    for (ids, lines) in [(found.headers.clone(), &mut headers), (found.footers.clone(), &mut footers)] {
        faults.push(running(&ids, &definitions, &relationships, &mut package, reading, &mut found, lines));
    }
    found.tally.report(reading);
    for pieces in [headers, body, footers] {
        draft::lay_out(pieces, reading)?;
    }
    faults.push(attach(&relationships, &found, &mut package, reading));
    faults.into_iter().collect::<Result<(), Fault>>()?;
    found.pictures.report(reading)
}

fn definitions(relationships: &Relationships, package: &mut Package<'_>, reading: &mut Reading<'_>) -> Result<Definitions, Fault> {
    let mut definitions = Definitions::default();
    let path = |kind: &str| relationships.parts(kind).next().map(|(_, r)| r.target.clone());
    let mut part = |kind: &str| path(kind).map_or(Ok(None), |p| optional(&p, package, reading));
    if let Some(root) = part("styles")? {
        definitions.styles = Styles::of(&root);
    }
    if let Some(root) = part("numbering")? {
        definitions.numbering = Numbering::of(&root);
    }
    for (kind, notes) in [
        ("footnotes", &mut definitions.footnotes),
        ("endnotes", &mut definitions.endnotes),
        ("comments", &mut definitions.comments),
    ] {
        let Some(path) = path(kind) else { continue };
        if let Some(root) = optional(&path, package, reading)? {
            // Separators have a type; they are lines.
            let shown =
                root.nodes.into_iter().filter_map(|n| n.element()).filter(|e| matches!(e.get("type"), None | Some("normal")));
            notes.by_id = shown.filter_map(|e| Some((e.get("id")?.to_owned(), e))).collect();
            notes.relationships = Relationships::of(&path, package, reading)?;
        }
    }
    Ok(definitions)
}

/// The blocks of the main part, one after another, so that those before a damage are kept.
fn read_body(bytes: &[u8], part: &str, budget: &Budget, story: &mut Story<'_>, out: &mut Vec<Piece>) -> Result<(), Fault> {
    let mut events = Events::new(bytes, part, budget);
    let mut inside = false;
    while let Some(item) = events.next()? {
        let Item::Start(tag) = item else { continue };
        match tag.name.as_str() {
            "document" if !inside => {}
            "body" if !inside => inside = true,
            _ => {
                let (block, fault) = events.element(tag);
                if inside {
                    story.block(&block, out)?;
                    story.notes(out)?;
                } else if block.name() == "background" {
                    story.page = None;
                }
                fault.map_or(Ok(()), Err)?;
            }
        }
    }
    story.end(out)
}

/// The headers or footers of these ids, each text once.
fn running(
    ids: &[String],
    definitions: &Definitions,
    relationships: &Relationships,
    package: &mut Package<'_>,
    reading: &mut Reading<'_>,
    found: &mut Found,
    lines: &mut Vec<Piece>,
) -> Result<(), Fault> {
    let mut seen = HashSet::new();
    for id in ids {
        let Some(target) = relationships.get(id).filter(|r| !r.external).map(|r| r.target.clone()) else { continue };
        let Some(root) = optional(&target, package, reading)? else { continue };
        let own = Relationships::of(&target, package, reading)?;
        let mut story = Story::new(definitions, &own, reading);
        story.page = None;
        let mut pieces = Vec::new();
        let result = story.blocks(&root, &mut pieces).and_then(|()| story.end(&mut pieces));
        found.tally.add(&story.found.tally);
        add_running(pieces, lines, &mut seen);
        result?;
    }
    Ok(())
}

/// Hands on the files inside: spreadsheets and documents that were embedded, and texts that Word would take in when it opens the document.
fn attach(relationships: &Relationships, found: &Found, package: &mut Package<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let mut paths = HashSet::new();
    for kind in ["aFChunk", "package", "oleObject"] {
        for (_, inside) in relationships.parts(kind).filter(|(id, _)| !found.formulas.contains(*id)) {
            if !paths.insert(inside.target.to_ascii_lowercase()) {
                continue;
            }
            match package.member(&inside.target) {
                Ok(Some(bytes)) => reading.members.push(Member::new(inside.target.clone(), bytes)),
                Ok(None) => {}
                Err(Fault::Damaged(how)) => reading.note(IssueCode::DocumentPartlyRead, &format!("{how}; the rest was read")),
                Err(fault) => return Err(fault),
            }
        }
    }
    Ok(())
}
