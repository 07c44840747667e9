//! Automatic numbers: what Word would print in front of a paragraph of a list.

use std::collections::{HashMap, HashSet};

use super::super::numerals::Numeral;
use super::super::symbols;
use super::super::xml::Element;
use super::styles::{Item, Named};

/// What stands in front of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// A number, with the blank after it where there is one.
    Label(String),
    /// A bullet.
    Bullet,
}

#[derive(Debug, Clone)]
struct Level {
    start: i64,
    numeral: Numeral,
    bullet: bool,
    text: String,
    /// The level after which it begins anew, counted from 1; 0 is never.
    restart: Option<usize>,
    /// Whether the numbers of the levels above are written in digits.
    legal: bool,
    gap: bool,
    style: Option<String>,
}

/// The levels that a list can have.
const LEVELS: usize = 9;

#[derive(Debug, Default)]
struct Abstract {
    levels: HashMap<usize, Level>,
    /// The style of lists that it stands for.
    stands_for: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    of: String,
    starts: HashMap<usize, i64>,
    levels: HashMap<usize, Level>,
}

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstracts: HashMap<String, Abstract>,
    /// Definitions by the style of lists that has their levels.
    by_style: HashMap<String, String>,
    lists: HashMap<String, List>,
}

/// How far the lists of a text have been counted.
#[derive(Debug, Default)]
pub(super) struct Counters {
    at: HashMap<String, [Option<i64>; LEVELS]>,
    begun: HashSet<(String, usize)>,
}

impl Numbering {
    /// The lists of the part that holds them.
    pub(super) fn of(root: &Element) -> Self {
        let mut numbering = Self::default();
        for child in root.children() {
            let value = |name: &str| child.child(name).and_then(|c| c.get("val")).map(str::to_owned);
            if child.name() == "abstractNum"
                && let Some(id) = child.get("abstractNumId")
            {
                if let Some(style) = value("styleLink") {
                    numbering.by_style.insert(style, id.to_owned());
                }
                let stands_for = value("numStyleLink");
                numbering.abstracts.insert(id.to_owned(), Abstract { levels: levels(child), stands_for });
            } else if child.name() == "num"
                && let (Some(id), Some(of)) = (child.get("numId"), value("abstractNumId"))
            {
                let overrides = child.children().filter(|c| c.name() == "lvlOverride");
                let mut list = List { of, ..List::default() };
                for change in overrides {
                    let Some(level) = change.get("ilvl").and_then(|l| l.parse().ok()) else { continue };
                    if let Some(start) = number(change, "startOverride") {
                        list.starts.insert(level, start);
                    }
                    list.levels.extend(levels(change));
                }
                numbering.lists.insert(id.to_owned(), list);
            }
        }
        numbering
    }

    /// The list and level that a paragraph belongs to by its own word or its style's.
    pub(super) fn place(&self, own: &Item, style: &Named) -> Option<(String, usize)> {
        let by_style = style.item.list.as_ref();
        let list = own.list.as_ref().or(by_style).filter(|l| *l != "0")?;
        let of_style = || {
            let (_, levels) = self.levels(list)?;
            levels.iter().find(|(_, l)| l.style.as_ref() == Some(&style.item_of)).map(|(n, _)| *n)
        };
        let same_list = by_style == Some(list);
        let inherited = || if same_list { of_style().or(style.item.level) } else { None };
        Some((list.clone(), own.level.or_else(inherited).unwrap_or(0).min(LEVELS - 1)))
    }

    /// The levels of a list, and the id under which it is counted.
    fn levels(&self, list: &str) -> Option<(&String, &HashMap<usize, Level>)> {
        let id = &self.lists.get(list)?.of;
        let found = self.abstracts.get(id)?;
        match found.stands_for.as_ref().and_then(|style| self.by_style.get(style)).filter(|_| found.levels.is_empty()) {
            Some(id) => Some((id, &self.abstracts.get(id)?.levels)),
            None => Some((id, &found.levels)),
        }
    }

    /// Counts an item, and gives what stands in front of it.
    pub(super) fn mark(&self, list: &str, level: usize, counters: &mut Counters) -> Option<Mark> {
        let (id, levels) = self.levels(list)?;
        let own = self.lists.get(list)?;
        let at = |level: usize| own.levels.get(&level).or_else(|| levels.get(&level));
        let this = at(level)?;
        let first = |n: usize| own.starts.get(&n).copied().or_else(|| at(n).map(|l| l.start)).unwrap_or(1);
        let begins = counters.begun.insert((list.to_owned(), level)) && own.starts.contains_key(&level);
        let counts = counters.at.entry(id.clone()).or_default();
        for (n, count) in counts.iter_mut().enumerate() {
            if n < level {
                // A level that was skipped counts as if it had begun.
                *count = count.or_else(|| Some(first(n)));
            } else if n == level {
                *count = Some(count.filter(|_| !begins).map_or_else(|| first(level), |c| c.saturating_add(1)));
            } else {
                // A level begins anew after any level above it, or after the one that it names and those above that.
                let anew = at(n).and_then(|l| l.restart).is_none_or(|after| level < after);
                *count = count.filter(|_| !anew);
            }
        }
        if this.bullet {
            return Some(Mark::Bullet);
        }
        let mut label = String::new();
        let mut characters = this.text.chars().peekable();
        while let Some(c) = characters.next() {
            let of = characters.peek().and_then(|d| d.to_digit(10)).and_then(|d| (d as usize).checked_sub(1)).filter(|_| c == '%');
            let Some(n) = of else {
                label.push(c);
                continue;
            };
            characters.next();
            let numeral = at(n).map_or(Numeral::Decimal, |l| l.numeral);
            let numeral = if this.legal && n < level && numeral != Numeral::None { Numeral::Decimal } else { numeral };
            if n <= level {
                label.push_str(&numeral.write(counts.get(n).copied().flatten().unwrap_or_else(|| first(n))));
            }
        }
        let label = if this.gap { format!("{} ", label.trim()) } else { label.trim_start().to_owned() };
        (!label.trim().is_empty()).then_some(Mark::Label(label))
    }
}

fn number(element: &Element, name: &str) -> Option<i64> {
    element.child(name)?.get("val")?.parse().ok()
}

fn levels(within: &Element) -> HashMap<usize, Level> {
    let found = within.children().filter(|c| c.name() == "lvl");
    found.filter_map(|l| Some((l.get("ilvl")?.parse().ok().filter(|n| *n < LEVELS)?, level(l)))).collect()
}

/// The longest text in front of a number; who writes more there hides a page in a list.
const LONGEST: usize = 120;

fn level(level: &Element) -> Level {
    let value = |name: &str| level.child(name).and_then(|c| c.get("val"));
    // A format of its own stands beside one that older programs know.
    let format = value("numFmt").or_else(|| level.at(&["AlternateContent", "Fallback", "numFmt"]).and_then(|f| f.get("val")));
    let format = format.unwrap_or("decimal");
    let text: String = value("lvlText").unwrap_or_default().chars().take(LONGEST).collect();
    // A bullet is a sign; words or numbers in its place are shown as they are, and so is a check box.
    let spoken = text.chars().filter(|c| c.is_ascii_alphanumeric()).count() >= 2;
    let font = level.at(&["rPr", "rFonts"]).and_then(|f| f.get("ascii")).filter(|f| symbols::is_symbol_font(f));
    let sign = text.chars().next().and_then(|c| font.map_or(Some(c), |font| symbols::sign(font, c)));
    let check_box = sign.filter(|s| format == "bullet" && matches!(s, '☐' | '☒' | '☑'));
    let text = check_box.map_or(text, String::from);
    Level {
        start: number(level, "start").unwrap_or(1),
        numeral: match format {
            "none" | "bullet" => Numeral::None,
            "decimalZero" => Numeral::Padded,
            "lowerLetter" => Numeral::Letter,
            "upperLetter" => Numeral::Capital,
            "lowerRoman" => Numeral::Roman,
            "upperRoman" => Numeral::CapitalRoman,
            "ordinal" => Numeral::Ordinal,
            "cardinalText" => Numeral::Word,
            "ordinalText" => Numeral::OrdinalWord,
            _ => Numeral::Decimal,
        },
        bullet: format == "bullet" && !spoken && check_box.is_none() && !text.trim().is_empty()
            || level.child("lvlPicBulletId").is_some(),
        text,
        restart: number(level, "lvlRestart").and_then(|n| usize::try_from(n).ok()),
        legal: level.child("isLgl").is_some_and(super::styles::is_on),
        gap: value("suff") != Some("nothing"),
        style: value("pStyle").map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::{Budget, Limits};

    const LISTS: &str = "<numbering>\
        <abstractNum abstractNumId='1'>\
          <lvl ilvl='0'><start val='1'/><numFmt val='decimal'/><lvlText val='%1.'/></lvl>\
          <lvl ilvl='1'><start val='1'/><numFmt val='lowerLetter'/><lvlText val='%1%2)'/></lvl>\
          <lvl ilvl='2'><start val='3'/><numFmt val='lowerRoman'/><lvlText val='(%3)'/><lvlRestart val='1'/></lvl>\
          <lvl ilvl='3'><numFmt val='bullet'/><lvlText val='o'/></lvl></abstractNum>\
        <abstractNum abstractNumId='2'><numStyleLink val='Q'/></abstractNum>\
        <abstractNum abstractNumId='3'><styleLink val='Q'/>\
          <lvl ilvl='0'><numFmt val='upperRoman'/><pStyle val='Ask'/><lvlText val='Q%1'/><suff val='nothing'/></lvl>\
          <lvl ilvl='1'><isLgl/><lvlText val='%1.%2'/><pStyle val='Part'/></lvl></abstractNum>\
        <num numId='1'><abstractNumId val='1'/></num>\
        <num numId='2'><abstractNumId val='1'/><lvlOverride ilvl='0'><startOverride val='7'/></lvlOverride></num>\
        <num numId='3'><abstractNumId val='1'/></num>\
        <num numId='4'><abstractNumId val='2'/></num></numbering>";

    fn numbering() -> Numbering {
        Numbering::of(&Element::parse(LISTS.as_bytes(), "a", &Budget::new(&Limits::default())).unwrap())
    }

    #[track_caller]
    fn check(items: &[(&str, usize)], expected: &str) {
        let (numbering, mut counters) = (numbering(), Counters::default());
        let shown = items.iter().map(|(list, level)| match numbering.mark(list, *level, &mut counters) {
            Some(Mark::Label(label)) => label,
            Some(Mark::Bullet) => "• ".to_owned(),
            None => "- ".to_owned(),
        });
        assert_eq!(shown.collect::<String>().trim_end(), expected);
    }

    #[test]
    fn levels_count_and_begin_anew() {
        check(&[("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1), ("1", 3)], "1. 1a) 1b) 2. 2a) •");
        // A level that was skipped has begun; one can name the level after which it begins anew.
        check(&[("1", 0), ("1", 2), ("1", 1), ("1", 2), ("1", 0), ("1", 2)], "1. (iii) 1b) (iv) 2. (iii)");
    }

    #[test]
    fn lists_of_one_definition_go_on_unless_they_say_where_they_start() {
        check(&[("1", 0), ("3", 0), ("2", 0), ("2", 0), ("1", 0), ("9", 0)], "1. 2. 7. 8. 9. -");
    }

    #[test]
    fn lists_by_style() {
        check(&[("4", 0), ("4", 1), ("4", 0)], "QI1.1 QII");
        let style = Named { item: Item { list: Some("4".into()), level: None }, item_of: "Part".into(), ..Named::default() };
        assert_eq!(numbering().place(&Item::default(), &style), Some(("4".into(), 1)));
        let none = Item { list: Some("0".into()), level: None };
        assert_eq!(numbering().place(&none, &style), None);
    }
}
