//! The relationships of a part: which other parts it uses, and what for.

use crate::budget::Budget;
use crate::read::Fault;
use crate::read::package::Package;
use crate::read::xml::{Events, Item};

/// The relationships of a part.
#[derive(Debug, Default)]
pub(super) struct Links(Vec<Link>);

#[derive(Debug)]
struct Link {
    id: String,
    /// The last word of its type.
    kind: String,
    /// The path of the part that it leads to.
    target: String,
}

impl Links {
    /// Those of a part, or of the package where the part has no name; those that lead out of the package are left out.
    pub(super) fn of(package: &mut Package<'_>, part: &str, budget: &Budget) -> Result<Self, Fault> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = format!("{folder}/_rels/{name}.rels");
        let Some(bytes) = package.member(&path)? else { return Ok(Self::default()) };
        let mut events = Events::new(&bytes, &path, budget);
        let mut links = Vec::new();
        while let Some(item) = events.next()? {
            if let Item::Start(tag) = item
                && tag.name == "Relationship"
                && tag.get("TargetMode") != Some("External")
            {
                let get = |name: &str| tag.get(name).unwrap_or("");
                links.push(Link {
                    id: get("Id").to_owned(),
                    kind: get("Type").rsplit('/').next().unwrap_or("").to_owned(),
                    target: resolve(folder, get("Target")),
                });
            }
        }
        Ok(Self(links))
    }

    /// The first part of a kind.
    pub(super) fn target(&self, kind: &str) -> Option<&str> {
        self.0.iter().find(|l| l.kind == kind).map(|l| l.target.as_str())
    }

    /// The parts of a kind.
    pub(super) fn all<'l>(&'l self, kind: &'l str) -> impl Iterator<Item = &'l str> {
        self.0.iter().filter(move |l| l.kind == kind).map(|l| l.target.as_str())
    }

    /// The part that an id leads to, and whether it is a sheet of cells.
    pub(super) fn sheet(&self, id: &str) -> Option<(&str, bool)> {
        self.0.iter().find(|l| l.id == id).map(|l| (l.target.as_str(), l.kind == "worksheet"))
    }
}

/// The path of a target within the package.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(path) = target.strip_prefix('/') {
        return path.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}
