//! A tree of HTML as the pieces that a browser shows: paragraphs, items of lists, tables.

use super::dom::{Dom, NodeId};
use super::list::{Counter, Numbering};
use super::site::{Part, Site, is_silent};
use super::style::{Colour, Look, Sheet};
use super::text::Out;
use crate::budget::{Budget, Exceeded};
use crate::document::Style;
use crate::read::draft::{Draft, DraftCell, Piece};

/// What a page has besides the words that it shows, each counted.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    /// Passages that are not shown.
    pub(super) hidden: u32,
    /// Passages in the colour of what is behind them.
    pub(super) coloured: u32,
    /// Rows of tables that are not shown.
    pub(super) rows: u32,
    /// Passages that are struck out.
    pub(super) struck: u32,
    /// Pictures.
    pub(super) pictures: u32,
    /// Those that are large enough to hold words.
    pub(super) large: u32,
}

/// What holds for everything in an element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    strong: bool,
    quoted: bool,
    kept: bool,
    heading: bool,
    running: bool,
    /// Whether this is the document, and not the site around it.
    content: bool,
    colour: Option<Colour>,
    /// `None` where it is not known.
    background: Option<Colour>,
    tables: u64,
    depth: u64,
}

/// A walk through a tree.
pub(super) struct Flow<'d> {
    dom: &'d Dom,
    sheet: &'d Sheet,
    site: &'d Site,
    budget: &'d Budget,
    include_hidden: bool,
    out: Out,
    /// What was left out so far.
    pub(super) count: Count,
    /// The limit at which the walk ended.
    pub(super) exceeded: Option<Exceeded>,
}

impl<'d> Flow<'d> {
    pub(super) fn new(dom: &'d Dom, sheet: &'d Sheet, site: &'d Site, budget: &'d Budget, include_hidden: bool) -> Self {
        Self { dom, sheet, site, budget, include_hidden, out: Out::default(), count: Count::default(), exceeded: None }
    }

    /// The pieces of the whole page: the main part where the page names one, with the heads and feet of the site around it.
    pub(super) fn page(&mut self) -> Vec<Piece> {
        let context = Context {
            strong: false,
            quoted: false,
            kept: false,
            heading: false,
            running: false,
            content: self.site.main.is_empty(),
            colour: None,
            background: (!self.sheet.opaque).then_some([255; 3]),
            tables: 0,
            depth: 0,
        };
        self.walk(Dom::ROOT, context);
        self.out.end_paragraph();
        std::mem::take(&mut self.out.pieces)
    }

    fn children(&mut self, id: NodeId, context: Context) {
        let dom = self.dom;
        for &child in dom.children(id) {
            self.walk(child, context);
        }
    }

    fn block(&mut self, id: NodeId, context: Context) {
        self.out.end_paragraph();
        self.children(id, context);
        self.out.end_paragraph();
    }

    fn walk(&mut self, id: NodeId, context: Context) {
        let context = Context { depth: context.depth + 1, content: context.content || self.site.main.contains(&id), ..context };
        if self.exceeded.is_some() || context.depth > self.budget.limits().html_depth {
            return;
        }
        if let Some(text) = self.dom.text(id) {
            if context.content {
                self.out.quoted = context.quoted;
                self.out.heading = context.heading;
                self.out.words(text, context.kept, context.strong);
            }
            return;
        }
        let Some(name) = self.dom.name(id) else { return self.children(id, context) };
        if is_silent(name) {
            return;
        }
        match self.site.part(self.dom, id) {
            Part::Chrome if name != "aside" || !self.is_in_main(id) => return,
            // A head within the main part is that of the document.
            Part::Running if !context.running && !self.is_in_main(id) => return self.running(id, context),
            Part::Chrome | Part::Running | Part::Content => {}
        }
        let look = self.sheet.look(self.dom, id);
        let context = Context {
            strong: look.bold.unwrap_or(context.strong || matches!(name, "b" | "strong" | "th")),
            kept: look.kept.unwrap_or(context.kept),
            colour: look.colour.or(context.colour),
            background: look.background.unwrap_or(context.background),
            quoted: context.quoted || self.is_quotation(id, name, &look),
            ..context
        };
        if self.is_left_out(id, name, &look, context) {
            return;
        }
        if look.label || look.aside && name == "span" && self.site.weight(id) <= 8 {
            let label: String = self.dom.under(id, |_| false).filter_map(|n| self.dom.text(n)).collect();
            if look.label || label.trim().chars().count() <= 8 {
                return self.out.label_written(label.trim());
            }
        }
        self.element(id, name, &look, context);
    }

    fn element(&mut self, id: NodeId, name: &str, look: &Look, context: Context) {
        match name {
            "br" => self.out.end_line(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.block(id, Context { heading: true, ..context }),
            "pre" | "listing" | "xmp" | "plaintext" if look.kept != Some(false) => {
                self.preformatted(id, Context { kept: true, ..context });
            }
            "ol" | "ul" | "menu" | "dir" => self.list(id, name, look, context),
            "li" => {
                let labels = self.out.labels();
                self.out.bullet();
                self.block(id, context);
                self.out.unlabelled(labels);
            }
            "table" => self.table(id, context),
            "sup" => self.superscript(id, context),
            "span" | "font" if look.raised => self.superscript(id, context),
            "span" | "a" | "b" | "strong" | "em" | "i" | "label" if look.block => self.block(id, context),
            "img" => {
                let size = |name: &str| self.dom.get(id, name).and_then(|s| s.trim().trim_end_matches("px").parse::<f32>().ok());
                let large = size("width").is_some_and(|w| w >= 300.0) && size("height").is_some_and(|h| h >= 150.0);
                self.count.pictures += 1;
                self.count.large += u32::from(large && context.content && !context.running);
                // The name of the authority is a picture in the head of many sites.
                if context.running {
                    self.out.words(self.dom.get(id, "alt").unwrap_or(""), false, false);
                }
            }
            "a" => {
                let address = self.dom.get(id, "href").unwrap_or("");
                if !address.is_empty() && !address.starts_with(['#', '?']) && !address.starts_with("mailto:") {
                    self.out.link();
                }
                self.children(id, context);
            }
            "input" => self.input(id, context),
            "select" => {
                let chosen = |n: &NodeId| self.dom.name(*n) == Some("option") && self.dom.get(*n, "selected").is_some();
                let chosen: Vec<NodeId> = self.dom.under(id, |_| false).filter(chosen).collect();
                for option in chosen {
                    self.children(option, context);
                    self.out.words(" ", false, false);
                }
            }
            "textarea" => self.children(id, Context { kept: true, ..context }),
            "option" => {}
            // Buttons do something, unless they open a passage that they head.
            "button" if !context.heading => {}
            _ if BLOCKS.contains(&name) && look.kept == Some(true) => self.preformatted(id, context),
            _ if BLOCKS.contains(&name) => self.block(id, context),
            _ => self.children(id, context),
        }
    }

    fn preformatted(&mut self, id: NodeId, context: Context) {
        self.out.end_paragraph();
        self.children(id, context);
        self.out.end_preformatted();
    }

    fn input(&mut self, id: NodeId, context: Context) {
        let kind = self.dom.get(id, "type").unwrap_or("text").to_ascii_lowercase();
        let text = match kind.as_str() {
            "checkbox" | "radio" if self.dom.get(id, "checked").is_some() => "\u{2612}",
            "checkbox" | "radio" => "\u{2610}",
            "hidden" | "submit" | "button" | "reset" | "image" | "password" | "file" => return,
            _ => self.dom.get(id, "value").unwrap_or(""),
        };
        self.out.words(&format!(" {text} "), false, context.strong);
    }

    /// Digits that are raised stay apart from those before them: a mark of a note is no digit of a figure.
    fn superscript(&mut self, id: NodeId, context: Context) {
        if self.site.weight(id) > 8 {
            return self.children(id, context);
        }
        let text: String = self.dom.under(id, |_| false).filter_map(|n| self.dom.text(n)).collect();
        let raised: Option<String> = text.trim().chars().map(|c| c.to_digit(10).and_then(|d| RAISED.get(d as usize))).collect();
        match raised.filter(|r| !r.is_empty()) {
            Some(raised) => {
                if self.out.ends_with_word() {
                    self.out.words(" ", false, false);
                }
                self.out.words(&raised, false, context.strong);
            }
            None => self.children(id, context),
        }
    }

    fn list(&mut self, id: NodeId, name: &str, look: &Look, context: Context) {
        self.out.end_paragraph();
        let default = if name == "ol" { Numbering::Decimal } else { Numbering::Sign };
        let kind = |id: NodeId, look: &Look| {
            look.counter
                .as_deref()
                .or(look.list.as_deref())
                .and_then(Numbering::named)
                .or_else(|| self.dom.get(id, "type").and_then(Numbering::named))
        };
        let numbering = kind(id, look).unwrap_or(default);
        let mut counter = Counter::new(self.dom, id);
        let dom = self.dom;
        for &child in dom.children(id) {
            if dom.name(child) != Some("li") {
                self.walk(child, context);
                continue;
            }
            let own = self.sheet.look(dom, child);
            let numbering = kind(child, &own).unwrap_or(numbering);
            let number = counter.take(dom, child);
            if numbering == Numbering::Sign {
                self.walk(child, context);
                continue;
            }
            let before = self.out.labels();
            if let Some(label) = numbering.label(number) {
                self.out.label(label);
            }
            self.item(child, &own, context);
            self.out.unlabelled(before);
        }
        self.out.end_paragraph();
    }

    /// An item whose label, if it has one, is known.
    fn item(&mut self, id: NodeId, look: &Look, context: Context) {
        let strong = look.bold.unwrap_or(context.strong);
        let context = Context { strong, colour: look.colour.or(context.colour), ..context };
        if !self.is_left_out(id, "li", look, context) {
            self.out.end_paragraph();
            self.children(id, context);
            self.out.end_paragraph();
        }
    }

    fn table(&mut self, id: NodeId, context: Context) {
        self.out.end_paragraph();
        let context = Context { tables: context.tables + 1, ..context };
        self.exceeded = self.budget.within("table_nesting", context.tables).err();
        self.out.labels_alone();
        let dom = self.dom;
        let named = |wanted: &'static str| dom.children(id).iter().copied().filter(move |&c| dom.name(c) == Some(wanted));
        named("caption").for_each(|caption| self.walk(caption, context));
        // The foot stands below whatever its place in the source.
        let parts = named("thead").chain(named("tr")).chain(named("tbody")).chain(named("tfoot"));
        let parts: Vec<NodeId> = parts.collect();
        let mut draft = Draft::default();
        for part in parts {
            let look = self.sheet.look(dom, part);
            if dom.name(part) == Some("tr") {
                draft.rows.extend(self.row(part, context));
            } else if !self.is_left_out(part, "tbody", &look, context) {
                let context = Context { strong: look.bold.unwrap_or(context.strong), ..context };
                let mut rows: Vec<Vec<DraftCell>> = dom.children(part).iter().filter_map(|&row| self.row(row, context)).collect();
                if rows.iter().flatten().all(|cell| cell.row_span == 1) {
                    rows.retain(|row| !row.is_empty());
                }
                let height = rows.len();
                for (index, mut cells) in rows.into_iter().enumerate() {
                    // A cell ends with the part of the table that it is in.
                    let left = u32::try_from(height - index).unwrap_or(u32::MAX);
                    cells.iter_mut().for_each(|c| c.row_span = if c.row_span == 0 { left } else { c.row_span.min(left) });
                    draft.rows.push(cells);
                }
            }
        }
        if matches!(dom.get(id, "role"), Some("presentation" | "none")) || context.running {
            let pieces = draft.rows.into_iter().flatten().flat_map(|cell| cell.pieces);
            self.out.pieces.extend(pieces);
        } else if !draft.rows.is_empty() {
            self.out.pieces.push(Piece::Table(draft));
        }
    }

    /// The cells of a row that is shown.
    fn row(&mut self, id: NodeId, context: Context) -> Option<Vec<DraftCell>> {
        let dom = self.dom;
        if dom.name(id) != Some("tr") || self.exceeded.is_some() {
            return None;
        }
        let look = self.sheet.look(dom, id);
        let context = Context {
            strong: look.bold.unwrap_or(context.strong),
            colour: look.colour.or(context.colour),
            background: look.background.unwrap_or(context.background),
            ..context
        };
        if self.is_left_out(id, "tr", &look, context) {
            return None;
        }
        let cells: Vec<NodeId> = dom.children(id).iter().copied().filter(|&c| matches!(dom.name(c), Some("td" | "th"))).collect();
        let most = usize::try_from(self.budget.limits().columns).unwrap_or(usize::MAX);
        let mut room = most.saturating_sub(cells.len());
        let mut row = Vec::with_capacity(cells.len());
        for cell in cells {
            let look = self.sheet.look(dom, cell);
            if look.absent == Some(true) && self.is_left_out(cell, "td", &look, context) {
                continue;
            }
            let span = |name: &str| dom.get(cell, name).and_then(|s| s.trim().parse::<u32>().ok());
            // Browsers take a cell over a thousand columns for one over a thousand.
            let more = (span("colspan").unwrap_or(1).clamp(1, 1_000) as usize - 1).min(room);
            room -= more;
            let outer = std::mem::take(&mut self.out);
            self.walk(cell, context);
            self.out.end_paragraph();
            let inner = std::mem::replace(&mut self.out, outer);
            let row_span = span("rowspan").unwrap_or(1).min(65_534);
            row.push(DraftCell { pieces: inner.pieces, column_span: u32::try_from(more + 1).unwrap_or(1), row_span });
        }
        Some(row)
    }

    /// The head or foot of a site: its short lines.
    fn running(&mut self, id: NodeId, context: Context) {
        self.out.end_paragraph();
        let outer = std::mem::take(&mut self.out);
        self.children(id, Context { running: true, content: true, ..context });
        self.out.end_paragraph();
        let inner = std::mem::replace(&mut self.out, outer);
        let texts = inner.pieces.into_iter().filter_map(|p| if let Piece::Text(text) = p { Some(text) } else { None });
        for mut text in texts.filter(|t| t.text.split_whitespace().count() <= 15).take(6) {
            text.style = Style::Running;
            self.out.pieces.push(Piece::Text(text));
        }
    }

    fn is_in_main(&self, id: NodeId) -> bool {
        let is_main = |a: NodeId| matches!(self.dom.name(a), Some("main" | "article")) || self.dom.get(a, "role") == Some("main");
        super::site::ancestors(self.dom, id).any(is_main)
    }

    /// Whether an element holds words of an earlier message.
    fn is_quotation(&self, id: NodeId, name: &str, look: &Look) -> bool {
        let classes = || self.dom.get(id, "class").unwrap_or("").split_ascii_whitespace();
        match name {
            // An indented passage is a quotation too in the source, but has no line beside it.
            "blockquote" => self.dom.get(id, "type") == Some("cite") || look.ruled,
            // A request as the site for requests shows it.
            "div" => classes().any(|c| c == "correspondence") && classes().any(|c| c == "outgoing"),
            _ => false,
        }
    }

    /// Whether an element is passed over because it is not shown, or not said.
    fn is_left_out(&mut self, id: NodeId, name: &str, look: &Look, context: Context) -> bool {
        let same_colour = (look.colour.is_some() || look.background.is_some())
            && context.colour.is_some()
            && context.colour == context.background;
        let count = if matches!(name, "del" | "s" | "strike") || look.struck {
            &mut self.count.struck
        } else if look.absent == Some(true) || look.unseen == Some(true) {
            if matches!(name, "tr" | "tbody") { &mut self.count.rows } else { &mut self.count.hidden }
        } else if same_colour {
            &mut self.count.coloured
        } else {
            return false;
        };
        let silent = |n: NodeId| self.dom.name(n).is_some_and(is_silent);
        let mut texts = self.dom.under(id, silent).filter_map(|n| self.dom.text(n));
        *count += u32::from(texts.any(|t| t.chars().any(char::is_alphanumeric)));
        !self.include_hidden
    }
}

/// Elements that begin on a line of their own.
const BLOCKS: [&str; 32] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frameset",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "main",
    "optgroup",
    "p",
    "search",
    "section",
    "summary",
    "td",
    "th",
];

const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
