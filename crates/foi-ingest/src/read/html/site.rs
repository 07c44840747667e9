//! Which parts of a web page are the document, and which are the site around it: menus, search, banners, links to share.

use std::collections::BTreeSet;

use super::dom::{Dom, NodeId};

/// What a part of a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// What the page is about, or nothing in particular.
    Content,
    /// The head or foot of the site, which can tell whose it is.
    Running,
    /// The site's own affairs.
    Chrome,
}

/// The parts of a page.
pub(super) struct Site {
    /// For each node, how many letters and digits it shows with all that is in it.
    weights: Vec<u32>,
    body: u32,
    /// What the page says to be its main part, where that is most of it.
    pub(super) main: BTreeSet<NodeId>,
    /// Whether the page has parts that only sites have.
    pub(super) is_site: bool,
}

/// Words in the names of classes that sites give to their own affairs.
const CHROME: [&str; 17] = [
    "breadcrumb",
    "breadcrumbs",
    "cookie",
    "cookies",
    "skip",
    "skiplink",
    "skiplinks",
    "share",
    "sharing",
    "pagination",
    "navbar",
    "navigation",
    "nav",
    "sidebar",
    "actions",
    "toolbar",
    "noprint",
];

/// Letters and digits that the site's own affairs have at most, where only the name of a class tells them.
const MOST: u32 = 1_500;

/// Elements whose content is never shown as text.
pub(super) fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "iframe"
            | "object"
            | "embed"
            | "video"
            | "audio"
            | "canvas"
            | "map"
            | "rp"
            | "rt"
            | "datalist"
            | "noframes"
            | "title"
            | "meta"
            | "link"
            | "xml"
    )
}

impl Site {
    /// Looks at a page.
    pub(super) fn of(dom: &Dom) -> Self {
        let silent = |id: NodeId| dom.name(id).is_some_and(is_silent);
        let order: Vec<NodeId> = dom.under(Dom::ROOT, silent).collect();
        let mut weights = vec![0_u32; order.iter().max().map_or(0, |m| index(*m) + 1)];
        for &id in order.iter().rev() {
            let own = dom.text(id).map_or(0, |t| t.chars().filter(|c| c.is_alphanumeric()).count());
            let sum = weights.get(index(id)).copied().unwrap_or(0).saturating_add(u32::try_from(own).unwrap_or(u32::MAX));
            if let Some(weight) = weights.get_mut(index(id)) {
                *weight = sum;
            }
            if let Some(parent) = dom.parent(id).and_then(|p| weights.get_mut(index(p))) {
                *parent = parent.saturating_add(sum);
            }
        }
        let body = weights.first().copied().unwrap_or(0);
        let mut site = Self { weights, body, main: BTreeSet::new(), is_site: false };
        let is_main = |id: NodeId| dom.name(id) == Some("main") || dom.get(id, "role") == Some("main");
        site.is_site = order.iter().any(|&id| is_main(id) || matches!(dom.name(id), Some("nav" | "header" | "footer" | "article")));
        let content: u32 = dom
            .under(Dom::ROOT, |id| silent(id) || site.part(dom, id) != Part::Content)
            .filter(|&id| dom.text(id).is_some())
            .map(|id| site.weight(id))
            .sum();
        let mains: BTreeSet<NodeId> = order.iter().copied().filter(|&id| is_main(id)).collect();
        let articles = || order.iter().copied().filter(|&id| dom.name(id) == Some("article")).collect::<BTreeSet<_>>();
        let found = if mains.is_empty() { articles() } else { mains };
        // The first of nested ones has the others in it.
        let outermost =
            found.iter().copied().filter(|&id| !ancestors(dom, id).any(|a| found.contains(&a))).collect::<BTreeSet<_>>();
        let weight: u32 = outermost.iter().map(|&id| site.weight(id)).sum();
        if u64::from(weight) * 2 > u64::from(content) {
            site.main = outermost;
        }
        site
    }

    /// How many letters and digits a node shows with all that is in it.
    pub(super) fn weight(&self, id: NodeId) -> u32 {
        self.weights.get(index(id)).copied().unwrap_or(0)
    }

    /// What an element is for by its name, role and classes, wherever it stands.
    pub(super) fn part(&self, dom: &Dom, id: NodeId) -> Part {
        let Some(name) = dom.name(id) else { return Part::Content };
        // What holds most of the page is the page, whatever it is called.
        if u64::from(self.weight(id)) * 2 > u64::from(self.body) || matches!(name, "html" | "body" | "main" | "article" | "table") {
            return Part::Content;
        }
        let role = dom.get(id, "role").unwrap_or("").to_ascii_lowercase();
        match (name, role.as_str()) {
            ("nav", _) | (_, "navigation" | "search" | "menu" | "menubar" | "dialog" | "alertdialog" | "complementary") => {
                return Part::Chrome;
            }
            ("dialog", _) if dom.get(id, "open").is_none() => return Part::Chrome,
            ("aside", role) if !role.starts_with("doc-") => return Part::Chrome,
            ("header" | "footer", _) | (_, "banner" | "contentinfo") => return Part::Running,
            _ => {}
        }
        let names = [dom.get(id, "class"), dom.get(id, "id")];
        let words = || names.iter().flatten().flat_map(|n| n.split(|c: char| !c.is_alphanumeric())).map(str::to_ascii_lowercase);
        let kind = matches!(name, "div" | "section" | "ul" | "ol" | "p" | "a" | "form" | "span");
        if kind && self.weight(id) <= MOST && words().any(|w| CHROME.contains(&w.as_str())) {
            return Part::Chrome;
        }
        // LibreOffice keeps the head and foot of pages so.
        let running = name == "div" && matches!(dom.get(id, "title"), Some("header" | "footer"));
        let named = name == "div" && names.iter().flatten().any(|n| matches!(*n, "header" | "footer" | "banner" | "masthead"));
        if running || named { Part::Running } else { Part::Content }
    }
}

fn index(id: NodeId) -> usize {
    usize::try_from(id).unwrap_or(usize::MAX)
}

/// The nodes that a node is in, the nearest first.
pub(super) fn ancestors(dom: &Dom, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    std::iter::successors(dom.parent(id), |&id| dom.parent(id))
}
