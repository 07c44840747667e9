//! What style rules say of what is shown: those on an element, and those of simple selectors in the document's own sheets.

use std::collections::HashMap;

use super::dom::{Dom, NodeId};

/// A colour, red, green and blue.
pub(super) type Colour = [u8; 3];

/// What is said of an element; `None` where nothing is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Not on the page at all.
    pub(super) absent: Option<bool>,
    /// On the page, and not to be seen.
    pub(super) unseen: Option<bool>,
    /// In bold.
    pub(super) bold: Option<bool>,
    /// Struck out.
    pub(super) struck: bool,
    /// Blanks and ends of lines kept.
    pub(super) kept: Option<bool>,
    /// The colour of words.
    pub(super) colour: Option<Colour>,
    /// The colour behind the words; `Some(None)` where it is a picture or cannot be read.
    pub(super) background: Option<Option<Colour>>,
    /// How items of a list are numbered: `lower-alpha`, `none`.
    pub(super) list: Option<String>,
    /// How they are numbered by a counter that a rule writes before each of them.
    pub(super) counter: Option<String>,
    /// Whether a line is drawn at the left, as e-mail programs draw it beside a quotation.
    pub(super) ruled: bool,
    /// Whether this is the number of a list's item, which Word writes out.
    pub(super) label: bool,
    /// Whether it stands apart from the words after it, at the side.
    pub(super) aside: bool,
    /// Whether it begins on a line of its own.
    pub(super) block: bool,
    /// Whether it is raised above the line.
    pub(super) raised: bool,
}

/// The rules of a document's own style sheets whose selectors name a tag, a class or an id and nothing else.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rules: HashMap<String, Look>,
    /// Whether a background may be set in a way that is not followed here.
    pub(super) opaque: bool,
}

/// How many rules are kept.
const RULES: usize = 20_000;

impl Sheet {
    /// Reads the sheets of a document.
    pub(super) fn of(dom: &Dom) -> Self {
        let mut sheet = Self::default();
        for id in dom.under(Dom::ROOT, |_| false) {
            match dom.name(id) {
                Some("style") => dom.children(id).iter().filter_map(|&c| dom.text(c)).for_each(|text| sheet.read(text)),
                Some("link") => sheet.opaque |= dom.get(id, "rel").is_some_and(|r| r.to_ascii_lowercase().contains("stylesheet")),
                _ => {}
            }
        }
        sheet
    }

    fn read(&mut self, text: &str) {
        let text = without_comments(text);
        let mut rest = text.as_str();
        while let Some((selectors, after)) = rest.split_once('{') {
            let selectors = selectors.rsplit([';', '}']).next().unwrap_or("").trim();
            if selectors.starts_with('@') {
                // What holds for printers or small screens only does not hold here.
                rest = after_block(after);
                continue;
            }
            let (body, after) = after.split_once('}').unwrap_or((after, ""));
            rest = after;
            let look = Look::of(body);
            self.opaque |= look.background.is_some() && selectors.contains([' ', '>', '+', '~', ':', '[']);
            for selector in selectors.split(',').map(str::trim) {
                if let Some(counter) = counter(body)
                    && let Some(list) = ["li:before", "li::before"].iter().find_map(|before| selector.strip_suffix(before))
                {
                    let list = list.trim_end().trim_end_matches('>').trim_end();
                    self.rules.entry(list.to_owned()).or_default().counter = Some(counter);
                }
                let simple = !selector.is_empty()
                    && selector.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '#' | '-' | '_'))
                    && selector.matches(['.', '#']).count() <= 1;
                if simple && self.rules.len() < RULES && look != Look::default() {
                    self.rules.entry(selector.to_owned()).or_default().add(&look);
                }
            }
        }
    }

    /// What is said of an element.
    pub(super) fn look(&self, dom: &Dom, id: NodeId) -> Look {
        let mut look = Look::default();
        let Some(name) = dom.name(id) else { return look };
        if !self.rules.is_empty() {
            let mut add = |selector: &str| {
                if let Some(rule) = self.rules.get(selector) {
                    look.add(rule);
                }
            };
            add(name);
            for class in dom.get(id, "class").unwrap_or("").split_ascii_whitespace() {
                add(&format!(".{class}"));
                add(&format!("{name}.{class}"));
            }
            if let Some(own) = dom.get(id, "id") {
                add(&format!("#{own}"));
                add(&format!("{name}#{own}"));
            }
        }
        if let Some(colour) = dom.get(id, "bgcolor") {
            look.background = Some(parse_colour(colour));
        }
        if name == "font" {
            look.colour = dom.get(id, "color").and_then(parse_colour).or(look.colour);
        }
        if dom.get(id, "hidden").is_some_and(|v| v != "until-found") {
            look.absent = Some(true);
        }
        look.add(&Look::of(dom.get(id, "style").unwrap_or("")));
        look
    }
}

impl Look {
    /// Reads declarations: `display: none; font-weight: 700`.
    fn of(declarations: &str) -> Self {
        let mut look = Self::default();
        for declaration in declarations.split(';') {
            let Some((property, value)) = declaration.split_once(':') else { continue };
            let value = value.trim().to_ascii_lowercase();
            let value = value.trim_end_matches("!important").trim();
            let has = |word: &str| value.split([' ', ',']).any(|w| w == word);
            match property.trim().to_ascii_lowercase().as_str() {
                "display" => {
                    look.absent = Some(value == "none");
                    look.block = matches!(value, "block" | "flex" | "grid" | "list-item" | "table" | "table-row");
                }
                "float" => look.aside = matches!(value, "left" | "right"),
                "vertical-align" => look.raised = value == "super",
                "mso-hide" => look.absent = (value == "all").then_some(true).or(look.absent),
                "visibility" => look.unseen = Some(matches!(value, "hidden" | "collapse")),
                "opacity" => look.unseen = value.parse::<f32>().is_ok_and(|o| o <= 0.0).then_some(true).or(look.unseen),
                "font-size" => look.unseen = is_nothing(value).then_some(true).or(look.unseen),
                "font-weight" => look.bold = Some(is_bold(value)),
                "font" => look.bold = Some(has("bold") || has("bolder") || ["600", "700", "800", "900"].iter().any(|w| has(w))),
                "text-decoration" | "text-decoration-line" => look.struck |= has("line-through"),
                "white-space" => look.kept = Some(matches!(value, "pre" | "pre-wrap" | "pre-line" | "break-spaces")),
                "color" => look.colour = parse_colour(value),
                "background" | "background-color" | "background-image" => {
                    let colour = value.split(' ').find_map(parse_colour).filter(|_| !value.contains("url("));
                    let nothing = matches!(value, "transparent" | "none" | "inherit" | "initial" | "unset");
                    look.background = if nothing { look.background } else { Some(colour) };
                }
                "list-style" | "list-style-type" => {
                    let kind = value.split(' ').find(|w| !matches!(*w, "inside" | "outside") && !w.starts_with("url("));
                    look.list = kind.map(str::to_owned);
                }
                "border-left" | "border-left-style" => look.ruled |= ["solid", "double", "dotted", "dashed"].iter().any(|s| has(s)),
                "mso-list" => look.label = value == "ignore",
                _ => {}
            }
        }
        look
    }

    /// Adds what a rule of more weight says.
    fn add(&mut self, other: &Self) {
        self.absent = other.absent.or(self.absent);
        self.unseen = other.unseen.or(self.unseen);
        self.bold = other.bold.or(self.bold);
        self.struck |= other.struck;
        self.kept = other.kept.or(self.kept);
        self.colour = other.colour.or(self.colour);
        self.background = other.background.or(self.background);
        self.list = other.list.clone().or_else(|| self.list.take());
        self.counter = other.counter.clone().or_else(|| self.counter.take());
        self.ruled |= other.ruled;
        self.label |= other.label;
        self.aside |= other.aside;
        self.block |= other.block;
        self.raised |= other.raised;
    }
}

/// The style of the counter that a rule writes: `content: "(" counter(a, lower-latin) ")"`.
fn counter(body: &str) -> Option<String> {
    let (_, after) = body.split_once("content:")?.1.split(';').next()?.split_once("counter(")?;
    let (arguments, _) = after.split_once(')')?;
    Some(arguments.split_once(',').map_or("decimal", |(_, style)| style.trim()).to_ascii_lowercase())
}

fn is_bold(value: &str) -> bool {
    matches!(value, "bold" | "bolder") || value.parse::<u16>().is_ok_and(|w| w >= 600)
}

/// Whether a size of letters is none.
fn is_nothing(size: &str) -> bool {
    size.trim_end_matches(|c: char| c.is_alphabetic() || c == '%').trim().parse::<f32>().is_ok_and(|s| s <= 0.0)
}

/// `#fff`, `#ffffff`, `rgb(255, 255, 255)`, and the names that pages use to hide words.
fn parse_colour(text: &str) -> Option<Colour> {
    let text = text.trim().to_ascii_lowercase();
    let byte = |digits: &str| u8::from_str_radix(digits, 16).ok();
    if let Some(inside) = text.strip_prefix("rgb(").or_else(|| text.strip_prefix("rgba(")) {
        let mut parts = inside.trim_end_matches(')').split([',', ' ', '/']).filter(|p| !p.is_empty()).map(|p| p.parse::<u8>().ok());
        return Some([parts.next()??, parts.next()??, parts.next()??]);
    }
    let digits = text.strip_prefix('#').unwrap_or(&text);
    match (digits.len(), digits.chars().all(|c| c.is_ascii_hexdigit())) {
        (3, true) => {
            let mut each = digits.chars().map(|c| byte(&format!("{c}{c}")));
            Some([each.next()??, each.next()??, each.next()??])
        }
        (6, true) => Some([byte(digits.get(..2)?)?, byte(digits.get(2..4)?)?, byte(digits.get(4..)?)?]),
        _ => match text.as_str() {
            "white" | "window" => Some([255; 3]),
            "black" | "windowtext" => Some([0; 3]),
            "red" => Some([255, 0, 0]),
            "blue" => Some([0, 0, 255]),
            "yellow" => Some([255, 255, 0]),
            _ => None,
        },
    }
}

fn without_comments(text: &str) -> String {
    let text = text.replace("<!--", " ").replace("-->", " ");
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("/*") {
        clean.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    clean.push_str(rest);
    clean
}

/// What follows the brace that closes a block that is open.
fn after_block(text: &str) -> &str {
    let mut open = 1;
    for (at, c) in text.char_indices() {
        match c {
            '{' => open += 1,
            '}' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return text.get(at + 1..).unwrap_or("");
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::{Budget, Limits};
    use crate::read::html::dom;

    #[test]
    fn rules_of_simple_selectors_and_of_the_element_itself() {
        let text = "<style><!-- /* a */ @import url(x); .h, p.i {display:none} @media print { .b {display:none} } \
                    .b{font:700 10pt Arial} #j{visibility:hidden} table td {background:#eee} --></style>\
                    <p class=h>1<p class='b i'>2<p class=b>3<p id=j style='visibility:visible'>4<p style='font-size:0px;color:#FFF'>5";
        let (dom, _) = dom::parse(text, false, &Budget::new(&Limits::default()));
        let sheet = Sheet::of(&dom);
        let looks: Vec<Look> =
            dom.under(Dom::ROOT, |_| false).filter(|&id| dom.name(id) == Some("p")).map(|id| sheet.look(&dom, id)).collect();
        let of = |f: fn(&Look) -> Option<bool>| looks.iter().map(|l| f(l) == Some(true)).collect::<Vec<_>>();
        assert_eq!(of(|l| l.absent), [true, true, false, false, false]);
        assert_eq!(of(|l| l.bold), [false, true, true, false, false]);
        assert_eq!(of(|l| l.unseen), [false, false, false, false, true]);
        assert_eq!((looks.last().and_then(|l| l.colour), sheet.opaque), (Some([255; 3]), true));
    }

    #[test]
    fn colours() {
        for (text, expected) in
            [("#FFF", Some([255; 3])), ("ffffff", Some([255; 3])), ("rgb(0, 1,2)", Some([0, 1, 2])), ("#é", None), ("teal", None)]
        {
            assert_eq!(parse_colour(text), expected, "{text}");
        }
    }
}
