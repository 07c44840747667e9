//! The parts of a package and what joins them: relationships, which name a part's kind and where it is.

use std::collections::BTreeMap;

use foi_model::IssueCode;

use super::super::package::Package;
use super::super::xml::Element;
use super::super::{Fault, Reading};

/// What a part says about another.
#[derive(Debug, Clone)]
pub(super) struct Relationship {
    /// The last word of its type, such as `hyperlink`.
    pub(super) kind: String,
    /// The path of the part in the package, or an address outside.
    pub(super) target: String,
    /// Whether it lies outside.
    pub(super) external: bool,
}

/// What a part says about others.
#[derive(Debug, Clone, Default)]
pub(super) struct Relationships(BTreeMap<String, Relationship>);

impl Relationships {
    /// Those of a part; of the package as a whole where its path is empty.
    pub(super) fn of(part: &str, package: &mut Package<'_>, reading: &mut Reading<'_>) -> Result<Self, Fault> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let path = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let Some(root) = optional(&path, package, reading)? else { return Ok(Self::default()) };
        let found = root.children().filter_map(|r| {
            let target = r.get("Target")?;
            let external = r.get("TargetMode").is_some_and(|m| m.eq_ignore_ascii_case("external"));
            let id = r.get("Id")?.to_owned();
            let relationship = Relationship {
                kind: r.get("Type")?.rsplit('/').next()?.to_owned(),
                target: if external { target.to_owned() } else { resolved(folder, target) },
                external,
            };
            Some((id, relationship))
        });
        Ok(Self(found.collect()))
    }

    /// The one of an id.
    pub(super) fn get(&self, id: &str) -> Option<&Relationship> {
        self.0.get(id)
    }

    /// Those of a kind whose part is inside the package, by the names that the part has for them.
    pub(super) fn parts<'r>(&'r self, kind: &'r str) -> impl Iterator<Item = (&'r String, &'r Relationship)> {
        self.0.iter().filter(move |(_, r)| r.kind.eq_ignore_ascii_case(kind) && !r.external)
    }
}

/// A path that a part of a folder names.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let whole = if target.starts_with('/') { target } else { format!("{folder}/{target}") };
    let mut path: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

/// A part without which the rest can be read; where it is damaged, what it would have told is missing, which is said.
pub(super) fn optional(path: &str, package: &mut Package<'_>, reading: &mut Reading<'_>) -> Result<Option<Element>, Fault> {
    /// How tables and lines look, and the styles that a program knows but does not use: most of the bytes of a part of styles.
    const LOOKS: &[&str] = &[
        "latentStyles",
        "tblStylePr",
        "tblPr",
        "trPr",
        "tcPr",
        "uiPriority",
        "semiHidden",
        "unhideWhenUsed",
        "qFormat",
        "rsid",
        "link",
        "next",
        "sz",
        "szCs",
        "bCs",
        "iCs",
        "i",
        "lang",
        "spacing",
        "ind",
        "jc",
        "keepNext",
        "keepLines",
        "contextualSpacing",
        "tabs",
        "pBdr",
        "kern",
    ];
    let left_out = if path.ends_with("styles.xml") { LOOKS } else { &[] };
    let found = match package.member(path) {
        Ok(Some(bytes)) => Element::parse_without(&bytes, path, reading.budget, left_out),
        Ok(None) => return Ok(None),
        Err(fault) => Err(fault),
    };
    match found {
        Ok(element) => Ok(Some(element)),
        Err(Fault::Damaged(how)) => {
            reading.note(IssueCode::DocumentPartlyRead, &format!("{how}; the rest was read"));
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_part_that_names_them() {
        for (folder, target, expected) in [
            ("word", "styles.xml", "word/styles.xml"),
            ("word", "/word/header1.xml", "word/header1.xml"),
            ("word", "../customXml/item1.xml", "customXml/item1.xml"),
            ("", "word/document.xml", "word/document.xml"),
            ("word", "../../../etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(resolved(folder, target), expected);
        }
    }
}
