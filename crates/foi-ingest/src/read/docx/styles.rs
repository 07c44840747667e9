//! Styles: what a paragraph is and how its words look, as far as that bears on what they say.

use std::collections::HashMap;

use super::super::look::{BLACK, Colour, Look, WHITE, hexadecimal};
use super::super::xml::Element;

/// What run properties say, and the style of characters that they name.
pub(super) fn look(properties: Option<&Element>) -> (Look, Option<&str>) {
    let Some(properties) = properties else { return (Look::default(), None) };
    let switch = |name: &str| properties.child(name).map(is_on);
    let shade = properties.child("shd").map(fill);
    let highlight = properties.child("highlight").and_then(|h| h.get("val")).map(highlight);
    let font = properties.child("rFonts").and_then(|f| f.get("ascii").or_else(|| f.get("hAnsi")));
    let look = Look {
        bold: switch("b"),
        hidden: switch("vanish"),
        deleted: None,
        struck: switch("strike").or_else(|| switch("dstrike")),
        colour: properties.child("color").and_then(|c| c.get("val")).map(hexadecimal),
        behind: highlight.filter(Option::is_some).or(shade).or(highlight),
        font: font.map(str::to_owned),
        raised: properties.child("vertAlign").map(|v| v.get("val") == Some("superscript")),
    };
    (look, properties.child("rStyle").and_then(|s| s.get("val")))
}

/// Whether a switch is on: it is where it says nothing else.
pub(super) fn is_on(switch: &Element) -> bool {
    !matches!(switch.get("val"), Some("0" | "false" | "off" | "none"))
}

/// The colour of a shading: its fill, or the colour of its pattern where that covers everything.
pub(super) fn fill(shade: &Element) -> Option<Colour> {
    if shade.get("val") == Some("solid") {
        return Some(shade.get("color").and_then(hexadecimal).unwrap_or(BLACK));
    }
    shade.get("fill").and_then(hexadecimal)
}

fn highlight(name: &str) -> Option<Colour> {
    Some(match name {
        "black" => BLACK,
        "white" => WHITE,
        "blue" => [0, 0, 255],
        "cyan" => [0, 255, 255],
        "green" => [0, 255, 0],
        "magenta" => [255, 0, 255],
        "red" => [255, 0, 0],
        "yellow" => [255, 255, 0],
        "darkBlue" => [0, 0, 128],
        "darkCyan" => [0, 128, 128],
        "darkGreen" => [0, 128, 0],
        "darkMagenta" => [128, 0, 128],
        "darkRed" => [128, 0, 0],
        "darkYellow" => [128, 128, 0],
        "darkGray" => [128, 128, 128],
        "lightGray" => [192, 192, 192],
        _ => return None,
    })
}

/// Where a paragraph stands in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Item {
    /// The id of the list.
    pub(super) list: Option<String>,
    /// The level, from 0.
    pub(super) level: Option<usize>,
}

impl Item {
    /// What paragraph properties say.
    pub(super) fn of(properties: Option<&Element>) -> Self {
        let numbered = properties.and_then(|p| p.child("numPr"));
        let value = |name: &str| numbered.and_then(|n| n.child(name)).and_then(|e| e.get("val"));
        Self { list: value("numId").map(str::to_owned), level: value("ilvl").and_then(|l| l.parse().ok()) }
    }
}

/// What a style says, with what those that it is based on say.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    /// Whether its paragraphs are headings.
    pub(super) heading: bool,
    /// Whether its paragraphs are lines of a table of contents.
    pub(super) contents: bool,
    /// The list that it puts a paragraph in.
    pub(super) item: Item,
    /// The style that names the list.
    pub(super) item_of: String,
    /// How words look.
    pub(super) look: Look,
    /// What is behind a paragraph.
    pub(super) behind: Option<Option<Colour>>,
    /// Whether a table has colours of its own.
    pub(super) coloured: bool,
}

/// The styles of a document.
#[derive(Debug)]
pub(super) struct Styles {
    named: HashMap<String, Named>,
    default_paragraph: Named,
    /// A heading whose style is named and not there.
    undefined_heading: Named,
    defaults: Look,
}

/// How far styles are based on one another; a circle ends here.
const MOST_BASES: usize = 24;

impl Default for Styles {
    fn default() -> Self {
        Self::of(&Element::default())
    }
}

impl Styles {
    /// The styles of the part that holds them.
    pub(super) fn of(root: &Element) -> Self {
        let all: Vec<&Element> = root.children().filter(|c| c.name() == "style").collect();
        let own: HashMap<&str, Own<'_>> = all.iter().filter_map(|s| Some((s.get("styleId")?, Own::of(s)))).collect();
        let named = own.iter().map(|(id, style)| ((*id).to_owned(), resolved(style, &own)));
        let named: HashMap<String, Named> = named.collect();
        let is_default = |s: &&&Element| {
            s.get("default").is_some_and(|d| matches!(d, "1" | "true" | "on")) && s.get("type") == Some("paragraph")
        };
        let default = all.iter().find(is_default).and_then(|s| s.get("styleId")).and_then(|id| named.get(id));
        let defaults = look(root.at(&["docDefaults", "rPrDefault", "rPr"])).0;
        let undefined_heading = Named { heading: true, ..Named::default() };
        Self { default_paragraph: default.cloned().unwrap_or_default(), named, undefined_heading, defaults }
    }

    /// The style of a paragraph.
    pub(super) fn paragraph(&self, id: Option<&str>) -> &Named {
        match id {
            Some(id) => self.named.get(id).unwrap_or_else(|| {
                if is_heading_name(&id.to_lowercase()) { &self.undefined_heading } else { &self.default_paragraph }
            }),
            None => &self.default_paragraph,
        }
    }

    /// A style that need not be there.
    pub(super) fn get(&self, id: &str) -> Option<&Named> {
        self.named.get(id)
    }

    /// How words look in a paragraph of a style, with a style of characters.
    pub(super) fn look(&self, paragraph: &Named, character: Option<&str>, own: Look) -> Look {
        let character = character.and_then(|s| self.named.get(s)).map(|s| s.look.clone()).unwrap_or_default();
        // Where the paragraph's style and the characters' both switch bold on, the second undoes the first.
        let toggled = |pick: fn(&Look) -> Option<bool>| {
            let (p, c) = (pick(&paragraph.look), pick(&character));
            let both = p.unwrap_or(false) && c.unwrap_or(false);
            if both { Some(false) } else { c.filter(|on| *on).or(p).or(pick(&self.defaults)) }
        };
        let (bold, hidden) = (own.bold.or(toggled(|l| l.bold)), own.hidden.or(toggled(|l| l.hidden)));
        Look { bold, hidden, ..own.over(&character.over(&paragraph.look).over(&self.defaults)) }
    }
}

/// What a style says by itself.
struct Own<'e> {
    id: &'e str,
    based_on: Option<&'e str>,
    name: String,
    level: Option<u8>,
    behind: Option<Option<Colour>>,
    coloured: bool,
    look: Look,
    item: Item,
}

impl<'e> Own<'e> {
    fn of(style: &'e Element) -> Self {
        Self {
            id: style.get("styleId").unwrap_or_default(),
            based_on: style.child("basedOn").and_then(|b| b.get("val")),
            name: style.child("name").and_then(|n| n.get("val")).unwrap_or_default().to_lowercase(),
            level: style.at(&["pPr", "outlineLvl"]).and_then(|l| l.get("val")?.parse().ok()),
            behind: style.at(&["pPr", "shd"]).map(fill),
            coloured: has_fill(style),
            look: look(style.child("rPr")).0,
            item: Item::of(style.child("pPr")),
        }
    }
}

fn resolved(style: &Own<'_>, all: &HashMap<&str, Own<'_>>) -> Named {
    let mut out = Named::default();
    let mut level = None;
    let mut heading = false;
    let mut behind = None;
    let mut next = Some(style);
    for _ in 0..MOST_BASES {
        let Some(style) = next else { break };
        out.look = std::mem::take(&mut out.look).over(&style.look);
        if out.item.list.is_none() && style.item.list.is_some() {
            style.id.clone_into(&mut out.item_of);
            out.item.list.clone_from(&style.item.list);
        }
        out.item.level = out.item.level.or(style.item.level);
        level = level.or(style.level);
        heading |= is_heading_name(&style.name);
        behind = behind.or(style.behind);
        out.coloured |= style.coloured;
        next = style.based_on.and_then(|id| all.get(id));
    }
    out.heading = level.map_or(heading, |l| l < 9);
    out.contents = style.name.starts_with("toc ") || style.name.starts_with("contents ");
    out.behind = behind;
    out
}

fn is_heading_name(name: &str) -> bool {
    let numbered = name.strip_prefix("heading").is_some_and(|r| r.trim().parse::<u8>().is_ok() || r.is_empty());
    numbered || matches!(name, "title" | "subtitle")
}

/// Whether something in a style of tables has a colour behind it.
fn has_fill(style: &Element) -> bool {
    let own = |e: &Element| e.children().any(|c| c.child("shd").and_then(fill).is_some_and(|f| f != WHITE));
    style.get("type") == Some("table") && (own(style) || style.children().any(own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::{Budget, Limits};

    fn element(text: &str) -> Element {
        Element::parse(text.as_bytes(), "a", &Budget::new(&Limits::default())).unwrap()
    }

    #[test]
    fn styles_are_based_on_styles_and_circles_end() {
        let styles = Styles::of(&element(
            "<styles><style type='paragraph' styleId='A'><name val='Heading 2'/><rPr><b/></rPr></style>\
             <style type='paragraph' styleId='B'><basedOn val='A'/><pPr><numPr><numId val='4'/></numPr></pPr></style>\
             <style type='paragraph' styleId='C'><basedOn val='D'/></style><style styleId='D'><basedOn val='C'/></style>\
             <style type='character' styleId='E'><rPr><b/></rPr></style></styles>",
        ));
        let b = styles.paragraph(Some("B"));
        assert!(b.heading && b.item.list.as_deref() == Some("4") && b.item_of == "B");
        assert!(!styles.paragraph(Some("C")).heading);
        let bold = |style: Option<&str>, run: &str| {
            let run = element(run);
            let (own, character) = look(Some(&run));
            styles.look(styles.paragraph(style), character, own).bold
        };
        assert_eq!(bold(Some("B"), "<rPr/>"), Some(true));
        assert_eq!(bold(Some("B"), "<rPr><rStyle val='E'/></rPr>"), Some(false));
        assert_eq!(bold(Some("B"), "<rPr><b val='0'/></rPr>"), Some(false));
        assert_eq!(bold(None, "<rPr><rStyle val='E'/></rPr>"), Some(true));
    }
}
