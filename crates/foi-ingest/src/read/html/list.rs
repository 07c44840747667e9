//! The labels of list items, as browsers show them.

use super::dom::{Dom, NodeId};
use crate::read::numerals;

/// How the items of a list are labelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbering {
    /// Not at all.
    None,
    /// With a sign.
    Sign,
    /// `1.`
    Decimal,
    /// `a.`
    Letters,
    /// `A.`
    Capitals,
    /// `i.`
    Roman,
    /// `I.`
    RomanCapitals,
}

impl Numbering {
    /// By a style rule, or the attribute `type`; `None` where neither says anything that is known.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "none" => Self::None,
            "disc" | "circle" | "square" => Self::Sign,
            "decimal" | "decimal-leading-zero" | "1" => Self::Decimal,
            "lower-alpha" | "lower-latin" | "a" => Self::Letters,
            "upper-alpha" | "upper-latin" | "A" => Self::Capitals,
            "lower-roman" | "i" => Self::Roman,
            "upper-roman" | "I" => Self::RomanCapitals,
            _ => return None,
        })
    }

    /// The label of the item of a number; `None` where it has none, or a sign.
    pub(super) fn label(self, number: i64) -> Option<String> {
        let text = match self {
            Self::None | Self::Sign => return None,
            Self::Decimal => number.to_string(),
            Self::Letters => numerals::letters(number),
            Self::Capitals => numerals::letters(number).to_ascii_uppercase(),
            Self::Roman => numerals::roman(number),
            Self::RomanCapitals => numerals::roman(number).to_ascii_uppercase(),
        };
        Some(format!("{text}."))
    }
}

/// The numbers of the items of an ordered list, by its attributes and theirs.
pub(super) struct Counter {
    next: i64,
    step: i64,
}

impl Counter {
    /// Before the first item.
    pub(super) fn new(dom: &Dom, list: NodeId) -> Self {
        let start = dom.get(list, "start").and_then(|s| s.trim().parse().ok());
        let backwards = dom.get(list, "reversed").is_some();
        let items = || dom.children(list).iter().filter(|&&c| dom.name(c) == Some("li")).count();
        let first = start.unwrap_or_else(|| if backwards { i64::try_from(items()).unwrap_or(1) } else { 1 });
        Self { next: first, step: if backwards { -1 } else { 1 } }
    }

    /// The number of the next item.
    pub(super) fn take(&mut self, dom: &Dom, item: NodeId) -> i64 {
        let number = dom.get(item, "value").and_then(|v| v.trim().parse().ok()).unwrap_or(self.next);
        self.next = number.saturating_add(self.step);
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        let label = |name: &str, number| Numbering::named(name).and_then(|n| n.label(number)).unwrap_or_default();
        assert_eq!(label("1", -3), "-3.");
        assert_eq!((label("a", 1), label("A", 27), label("a", 0)), ("a.".to_owned(), "AA.".to_owned(), "0.".to_owned()));
        assert_eq!((label("i", 4), label("upper-roman", 19)), ("iv.".to_owned(), "XIX.".to_owned()));
        assert_eq!(label("disc", 1), "");
    }
}
