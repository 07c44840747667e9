//! Styles: named ones, and those that a program makes for each change of look.

use std::collections::{HashMap, HashSet};

use super::super::look::{Colour, Look, hexadecimal};
use super::super::xml::Element;

/// What a style says by itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    parent: Option<String>,
    title: String,
    look: Look,
    behind: Option<Option<Colour>>,
    /// The list that its paragraphs are in.
    list: Option<String>,
    level: Option<u8>,
    /// The page that a paragraph begins.
    page: Option<String>,
}

/// What a style says, with what those above it say.
#[derive(Debug, Clone, Default)]
pub(super) struct Resolved {
    pub(super) look: Look,
    pub(super) behind: Option<Colour>,
    pub(super) list: Option<String>,
    pub(super) heading: bool,
    pub(super) contents: bool,
}

/// Styles by family and name.
pub(super) type Named = HashMap<(String, String), Style>;

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    common: Named,
    /// Those that a program makes for each change of look.
    pub(super) automatic: Named,
}

/// How far styles stand above one another; a circle ends here.
const MOST_PARENTS: usize = 24;

impl Styles {
    /// Adds the styles of a part; automatic ones stand in place of those before.
    pub(super) fn add(&mut self, part: &Element) {
        let named = if part.name() == "automatic-styles" { &mut self.automatic } else { &mut self.common };
        named.clear();
        for style in part.children() {
            // A default has no name, and stands above those without a parent.
            let name = match style.name() {
                "style" => style.get("name").unwrap_or_default(),
                "default-style" => "",
                _ => continue,
            };
            named.insert((style.get("family").unwrap_or_default().to_owned(), name.to_owned()), own(style));
        }
    }

    /// The pages that paragraphs begin.
    pub(super) fn pages(&self) -> HashSet<String> {
        self.automatic.values().filter_map(|s| s.page.clone()).collect()
    }

    fn find(&self, family: &str, name: &str) -> Option<&Style> {
        let key = (family.to_owned(), name.to_owned());
        self.automatic.get(&key).or_else(|| self.common.get(&key))
    }

    /// What a style says, with those above it.
    pub(super) fn get(&self, family: &str, name: Option<&str>) -> Resolved {
        let mut out = Resolved::default();
        let mut name = name.unwrap_or_default().to_owned();
        let mut level = None;
        let mut list = None;
        if !name.is_empty() && self.find(family, &name).is_none() {
            out.heading = is_heading(&name.replace("_20_", " ").to_lowercase());
        }
        for _ in 0..MOST_PARENTS {
            let Some(style) = self.find(family, &name) else { break };
            out.look = std::mem::take(&mut out.look).over(&style.look);
            out.behind = out.behind.or(style.behind.flatten());
            list = list.or_else(|| style.list.clone());
            level = level.or(style.level);
            let title = style.title.as_str();
            out.heading |= is_heading(title);
            out.contents |= title.strip_prefix("contents ").is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
            match &style.parent {
                Some(parent) => name.clone_from(parent),
                None if name.is_empty() => break,
                None => name.clear(),
            }
        }
        out.heading |= level.is_some_and(|l| l > 0);
        out.list = list.filter(|l| !l.is_empty());
        out
    }
}

fn is_heading(title: &str) -> bool {
    let numbered = title.strip_prefix("heading").is_some_and(|r| r.is_empty() || r.trim().parse::<u8>().is_ok());
    numbered || matches!(title, "title" | "subtitle")
}

fn own(style: &Element) -> Style {
    let text = style.child("text-properties");
    let says = |name: &str| text.and_then(|t| t.get(name));
    let title = style.get("display-name").or_else(|| style.get("name")).unwrap_or_default();
    Style {
        parent: style.get("parent-style-name").map(str::to_owned),
        title: title.replace("_20_", " ").to_lowercase(),
        look: Look {
            bold: says("font-weight").map(|w| w == "bold" || w.parse::<u32>().is_ok_and(|w| w >= 600)),
            hidden: says("display").map(|d| d == "none"),
            deleted: None,
            struck: says("text-line-through-style").or_else(|| says("text-line-through-type")).map(|l| l != "none"),
            colour: if says("use-window-font-color") == Some("true") { Some(None) } else { says("color").map(hexadecimal) },
            behind: says("background-color").map(hexadecimal),
            font: says("font-name").or_else(|| says("font-family")).map(|f| f.trim_matches('\'').to_owned()),
            raised: says("text-position")
                .map(|p| p.starts_with("super") || p.starts_with(|c: char| c.is_ascii_digit() && c != '0')),
        },
        behind: ["paragraph-properties", "table-cell-properties", "table-row-properties", "table-properties"]
            .iter()
            .find_map(|p| style.child(p)?.get("background-color"))
            .map(hexadecimal),
        list: style.get("list-style-name").map(str::to_owned),
        level: style.get("default-outline-level").and_then(|l| l.parse().ok()),
        page: style.get("master-page-name").filter(|n| !n.is_empty()).map(str::to_owned),
    }
}
