//! Lists: levels of a list style, and how far each list has been counted.

use std::collections::HashMap;

use super::super::numerals::Numeral;
use super::super::xml::Element;

/// What stands in front of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// A number, with the blank after it.
    Label(String),
    /// A bullet.
    Bullet,
}

#[derive(Debug, Clone)]
struct Level {
    numeral: Numeral,
    bullet: bool,
    prefix: String,
    suffix: String,
    /// How many levels, this one the last, the number shows.
    shows: usize,
    start: i64,
    /// The number as a pattern: `%1%.%2%.`
    pattern: Option<String>,
}

/// The levels that a list can have.
const LEVELS: usize = 10;

/// The longest text around a number.
const LONGEST: usize = 120;

/// Where an item stands.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The list, by the order in which lists began.
    list: usize,
    style: String,
    level: usize,
}

impl Place {
    /// Another level of the same list.
    pub(super) fn at(&self, level: usize) -> Self {
        Self { level: level.min(LEVELS - 1), ..self.clone() }
    }
}

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Lists {
    styles: HashMap<String, HashMap<usize, Level>>,
    counts: Vec<[Option<i64>; LEVELS]>,
    by_id: HashMap<String, usize>,
    last_of_style: HashMap<String, usize>,
}

/// The name under which the numbers of headings are kept; no style has it.
const OUTLINE: &str = "\n";

impl Lists {
    /// Adds the list styles of a part.
    pub(super) fn add(&mut self, part: &Element) {
        for style in part.children() {
            let name = match style.name() {
                "list-style" => style.get("name").unwrap_or_default(),
                "outline-style" => OUTLINE,
                _ => continue,
            };
            let levels = style.children().filter_map(|l| Some((l.get("level")?.parse::<usize>().ok()?.checked_sub(1)?, level(l))));
            self.styles.insert(name.to_owned(), levels.filter(|(n, _)| *n < LEVELS).collect());
        }
    }

    /// A list begins, in an item of another or on its own; `style` is that of its first paragraph.
    pub(super) fn begin(&mut self, list: &Element, outer: Option<&Place>, style: Option<String>) -> Place {
        let goes_on = list.get("continue-numbering") == Some("true");
        let own = list.get("style-name").map(str::to_owned);
        if let Some(outer) = outer {
            let level = (outer.level + 1).min(LEVELS - 1);
            // It begins anew where the item that it stands in is counted.
            return Place { list: outer.list, style: own.unwrap_or_else(|| outer.style.clone()), level };
        }
        let style = own.or(style).unwrap_or_default();
        let id = list.get("list-id").or_else(|| list.get("id"));
        let named = list.get("continue-list").or_else(|| list.get("list-id")).and_then(|id| self.by_id.get(id));
        let goes_on = goes_on || list.name() == "numbered-paragraph" || list.get("continue-list").is_some();
        let of_style = self.last_of_style.get(&style).filter(|_| goes_on);
        // Some programs go on with a list that has no such name: it is the one before.
        let last = self.counts.len().checked_sub(1).filter(|_| list.get("continue-list").is_some());
        let before = named.or(of_style).copied().or(last);
        let number = before.unwrap_or(self.counts.len());
        if number == self.counts.len() {
            self.counts.push([None; LEVELS]);
        }
        if let Some(id) = id {
            self.by_id.insert(id.to_owned(), number);
        }
        self.last_of_style.insert(style.clone(), number);
        Place { list: number, style, level: 0 }
    }

    /// Where a heading stands that is in no list.
    pub(super) fn heading(&mut self, level: usize) -> Place {
        let list = *self.last_of_style.entry(OUTLINE.to_owned()).or_insert(self.counts.len());
        if list == self.counts.len() {
            self.counts.push([None; LEVELS]);
        }
        Place { list, style: OUTLINE.to_owned(), level: level.min(LEVELS - 1) }
    }

    /// Counts an item, which can say where it starts and look like those of another style, and gives what stands in front of it.
    pub(super) fn mark(&mut self, place: &Place, item: &Element) -> Option<Mark> {
        let levels = item.get("style-override").and_then(|s| self.styles.get(s)).or_else(|| self.styles.get(&place.style))?;
        let this = levels.get(&place.level)?;
        let counts = self.counts.get_mut(place.list)?;
        let start = item.get("start-value").and_then(|s| s.parse::<i64>().ok());
        let first = |n: usize| levels.get(&n).map_or(1, |l| l.start);
        // A level that was skipped counts as if it had begun.
        counts.iter_mut().enumerate().take(place.level).for_each(|(n, count)| *count = count.or_else(|| Some(first(n))));
        for (n, count) in counts.iter_mut().enumerate().skip(place.level) {
            let next = start.or_else(|| count.map(|c| c.saturating_add(1))).unwrap_or_else(|| first(n));
            *count = (n == place.level).then_some(next);
        }
        if this.bullet {
            return Some(Mark::Bullet);
        }
        if this.numeral == Numeral::None {
            return None;
        }
        let written = |n: usize| {
            let numeral = levels.get(&n).map_or(Numeral::None, |l| l.numeral);
            numeral.write(counts.get(n).copied().flatten().unwrap_or_else(|| first(n)))
        };
        let label = match &this.pattern {
            Some(pattern) => filled(pattern, written),
            None => {
                let shown = (place.level + 1).saturating_sub(this.shows)..=place.level;
                let numbers: Vec<String> = shown.map(written).filter(|n| !n.is_empty()).collect();
                format!("{}{}{}", this.prefix, numbers.join("."), this.suffix)
            }
        };
        let label = label.trim();
        (!label.is_empty()).then(|| Mark::Label(format!("{label} ")))
    }
}

/// A pattern with its numbers: `%1%` is that of the first level.
fn filled(pattern: &str, written: impl Fn(usize) -> String) -> String {
    let mut label = String::new();
    let mut parts = pattern.split('%');
    label.push_str(parts.next().unwrap_or_default());
    while let Some(part) = parts.next() {
        match part.parse::<usize>().ok().and_then(|n| n.checked_sub(1)) {
            Some(level) => {
                label.push_str(&written(level));
                label.push_str(parts.next().unwrap_or_default());
            }
            None => {
                label.push('%');
                label.push_str(part);
            }
        }
    }
    label
}

fn level(level: &Element) -> Level {
    let text = |name: &str| level.get(name).unwrap_or_default().chars().take(LONGEST).collect::<String>();
    let in_step = level.get("num-letter-sync") == Some("true");
    let numeral = match level.get("num-format").unwrap_or_default() {
        "" => Numeral::None,
        "a" if in_step => Numeral::Letter,
        "A" if in_step => Numeral::Capital,
        "a" => Numeral::LetterPair,
        "A" => Numeral::CapitalPair,
        "i" => Numeral::Roman,
        "I" => Numeral::CapitalRoman,
        format if format.starts_with('0') => Numeral::Padded,
        format if format.starts_with("1st") => Numeral::Ordinal,
        format if format.starts_with("One") => Numeral::Word,
        format if format.starts_with("First") => Numeral::OrdinalWord,
        _ => Numeral::Decimal,
    };
    Level {
        numeral,
        bullet: level.name() != "list-level-style-number" && level.name() != "outline-level-style",
        prefix: text("num-prefix"),
        suffix: text("num-suffix"),
        shows: level.get("display-levels").and_then(|d| d.parse().ok()).unwrap_or(1),
        start: level.get("start-value").and_then(|s| s.parse().ok()).unwrap_or(1),
        pattern: level.get("num-list-format").map(|_| text("num-list-format")),
    }
}
