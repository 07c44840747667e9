//! What stands in one cell of a table of figures.

use foi_model::{CellStatus, Decimal, Figure, FigureError};

use crate::document::TableCell;
use crate::lexicon::Said;

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// A figure as written.
    Figure(Figure),
    /// A small number is hidden between these bounds.
    Suppressed(Option<Decimal>, Option<Decimal>),
    /// No figure, and why.
    Status(CellStatus),
    /// Nothing, or a dash.
    Blank,
    /// Words or numbers that are no figure.
    Unreadable,
}

/// Reads a cell with the number that is stored behind what it shows, if there is one.
pub(crate) fn read_cell(cell: &TableCell) -> Content {
    match (read(cell.text.as_str()), &cell.stored) {
        (Content::Figure(figure), Some(stored)) => match stored.digits.parse() {
            Ok(number) => Content::Figure(Figure { number, ..figure }),
            Err(_) => Content::Unreadable,
        },
        (content, _) => content,
    }
}

/// Reads a cell by its words.
pub(crate) fn read(text: &str) -> Content {
    let trimmed = text.trim().trim_matches(|c: char| matches!(c, '\u{a0}' | '\u{200b}')).trim();
    if trimmed.is_empty() || trimmed.chars().all(|c| matches!(c, '-' | '–' | '—' | '‐' | '−' | '.' | '…' | ' ' | '_' | '£'))
    {
        return Content::Blank;
    }
    let lower = trimmed.to_lowercase();
    let bare = lower.trim_matches(|c: char| matches!(c, '[' | ']' | '(' | ')' | '"' | '.' | ' ' | '£'));
    if matches!(bare, "nil" | "zero") {
        return Content::Figure(zero());
    }
    if let Some(status) = symbol(&lower, bare) {
        return status;
    }
    if let Some(bounds) = suppressed(&lower) {
        return bounds;
    }
    if is_unit(&lower) || is_band(&lower) {
        return Content::Unreadable;
    }
    match Figure::parse(trimmed) {
        Ok(figure) => return Content::Figure(figure),
        Err(FigureError::Ambiguous(_)) => return Content::Unreadable,
        Err(FigureError::Empty | FigureError::NotANumber(_)) => {}
    }
    words(trimmed)
}

/// `£000`, `(£m)`, `%`, `£`: what figures are counted in, and none itself. In lower case.
pub(crate) fn is_unit(lower: &str) -> bool {
    let bare = lower.trim().trim_matches(['(', ')', '[', ']']).replace(['’', '‘', '\'', ' '], "");
    matches!(bare.as_str(), "£" | "%" | "gbp" | "fte" | "wte" | "£p")
        || bare.strip_prefix('£').is_some_and(|u| {
            matches!(
                u,
                "000" | "000s" | "k" | "m" | "mn" | "ms" | "bn" | "million" | "millions" | "thousand" | "thousands" | "000,000"
            )
        })
        || bare == "000s"
}

/// `65+`, `85 and over`: an age from which on people are counted.
fn is_band(lower: &str) -> bool {
    let rest = lower.trim().trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = lower.trim().len() - rest.len();
    (1..=3).contains(&digits)
        && matches!(
            rest.trim(),
            "+" | "and over" | "or over" | "& over" | "and above" | "plus" | "and under" | "+ years" | "years+"
        )
}

fn zero() -> Figure {
    Figure { number: Decimal::ZERO, scale: None, pounds: false, percent: false, approximate: false, remark: String::new() }
}

/// Shorthands of statistical tables, and marks that stand for no figure.
fn symbol(lower: &str, bare: &str) -> Option<Content> {
    Some(match bare {
        "n/a" | "na" | "n.a" | "n / a" | "z" | "not applicable" | "n\\a" => Content::Status(CellStatus::NotApplicable),
        "c" | "low" if lower.starts_with('[') || bare == "c" => Content::Suppressed(None, None),
        "x" | "u" if lower.starts_with('[') => Content::Status(CellStatus::NotHeld),
        "n/h" | "nh" | "not held" | "n/k" | "not known" | "unknown" | "not recorded" | "not available" | "not calculated"
        | "not assessed" | "not measured" => Content::Status(CellStatus::NotHeld),
        "tbc" | "tba" | "t.b.c" | "to be confirmed" | "not yet available" | "pending" | "awaited" => {
            Content::Status(CellStatus::NotYetAvailable)
        }
        _ if lower.chars().all(|c| matches!(c, '*' | '#' | '~' | ' ')) => Content::Suppressed(None, None),
        _ => return None,
    })
}

/// `<5`, `fewer than 5`, `under 10`, `5 or fewer`, `1-4`.
fn suppressed(lower: &str) -> Option<Content> {
    let number = |text: &str| Figure::parse(text.trim()).ok().filter(|f| f.remark.is_empty()).and_then(|f| f.scaled());
    let below = ["less than or equal to", "<=", "≤", "up to"].iter().find_map(|p| lower.strip_prefix(p)).and_then(number);
    if let Some(upper) = below {
        return Some(Content::Suppressed(Some(Decimal::ZERO), Some(upper)));
    }
    let under = ["fewer than", "less than", "under", "below", "<"].iter().find_map(|p| lower.strip_prefix(p));
    if let Some(limit) = under.and_then(|rest| number(rest.split('(').next().unwrap_or(rest))) {
        let upper = if limit.fract().is_zero() { limit.checked_sub(Decimal::ONE).unwrap_or(limit) } else { limit };
        return Some(Content::Suppressed(Some(Decimal::ZERO), Some(upper)));
    }
    let upper = ["or fewer", "or less"].iter().find_map(|p| lower.strip_suffix(p)).and_then(number)?;
    Some(Content::Suppressed(Some(Decimal::ZERO), Some(upper)))
}

/// Whether a text gives the two ends of a range and nothing else: `85-90%`, `£1.2m to £1.5m`.
pub(crate) fn is_range(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let figure = |text: &str| Figure::parse(text.trim()).ok().filter(|f| f.remark.is_empty());
    let ends = ["-", "–", "—", " to "].iter().find_map(|dash| {
        let (from, to) = lower.split_once(dash)?;
        figure(from).zip(figure(to))
    });
    // The first end may leave its unit to the second; it is never the greater one.
    ends.is_some_and(|(from, to)| from.number < to.number || from.scale < to.scale)
}

/// Words in the place of a figure.
fn words(text: &str) -> Content {
    let said = Said::of(text);
    let is = |name: &str| said.is(name);
    let has_digits = text.chars().any(|c| c.is_ascii_digit());
    let lower = text.to_lowercase();
    let status = if is("not_yet") {
        CellStatus::NotYetAvailable
    } else if ["exempt", "withheld", "redacted", "s43", "s.43", "s40", "s.40", "s21", "s.21", "section 4", "section 2", "refused"]
        .iter()
        .any(|w| lower.contains(w))
        || is_section(&lower)
    {
        CellStatus::Withheld
    } else if is("not_held") || lower.contains("not recorded") {
        CellStatus::NotHeld
    } else if points_to_a_note(&lower) {
        return Content::Unreadable;
    } else if is("elsewhere_cell") || ["incl", "see ", "with "].iter().any(|w| lower.starts_with(w)) {
        CellStatus::IncludedElsewhere
    } else if is("not_applicable") {
        CellStatus::NotApplicable
    } else if is("published") {
        CellStatus::Published
    } else {
        return Content::Unreadable;
    };
    // `45 (not held before 2020)` has a figure that would be lost.
    if has_digits && text.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '£') {
        Content::Unreadable
    } else {
        Content::Status(status)
    }
}

/// `See note`, `see below`: why there is no figure stands beside the table.
pub(crate) fn points_to_a_note(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let place = lower.strip_prefix("see ").map(|p| p.trim_start_matches("the ").trim_end_matches(|c: char| !c.is_alphabetic()));
    place.is_some_and(|p| matches!(p, "note" | "notes" | "footnote" | "below" | "above" | "note below" | "notes below" | "comment"))
}

/// Whether the words cite a section and nothing else: `s22`, `Section 31(1)(g)`, `reg 12(5)`. Section 17 is a notice, or says that nothing
/// is held.
fn is_section(lower: &str) -> bool {
    let rest = ["section", "sec", "regulation", "reg", "s", "r"].iter().find_map(|w| lower.strip_prefix(w));
    let Some(rest) = rest.map(|r| r.trim_start_matches(['.', ' '])) else { return false };
    let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let rest = rest.get(number.len()..).unwrap_or("");
    let parts = rest.split(['(', ')', ' ']).filter(|p| !p.is_empty()).all(|p| p.len() <= 2 || p == "foia");
    number.len() == 2 && number != "17" && parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown = match read(text) {
            Content::Figure(figure) => figure.scaled().map_or("overflow".to_owned(), |n| n.to_string()),
            Content::Suppressed(low, high) => {
                let bound = |b: Option<Decimal>| b.map_or("?".to_owned(), |n| n.to_string());
                format!("{}..{}", bound(low), bound(high))
            }
            Content::Status(status) => status.as_str().to_owned(),
            Content::Blank => "blank".to_owned(),
            Content::Unreadable => "unreadable".to_owned(),
        };
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn ranges_have_two_ends() {
        for (text, range) in [
            ("85-90%", true),
            ("£1.2m to £1.5m", true),
            ("80% – 85%", true),
            ("90-85", false),
            ("85-", false),
            ("-5", false),
            ("10 to be confirmed", false),
        ] {
            assert_eq!(is_range(text), range, "{text}");
        }
    }

    #[test]
    fn blank_dash_nought_and_nil_differ() {
        check("", "blank");
        check(" – ", "blank");
        check("£-", "blank");
        check("0", "0");
        check("Nil", "0");
        check("N/A", "not_applicable");
        check("*", "?..?");
        check("[c]", "?..?");
        check("<5", "0..4");
        check("Fewer than 5", "0..4");
        check("5 or fewer", "0..5");
        check("not held", "not_held");
        check("[x]", "not_held");
        check("TBC", "not_yet_available");
        check("Included in Home Care", "included_elsewhere");
        check("Exempt - s43(2)", "withheld");
        check("s22", "withheld");
        check("Section 31(1)(g)", "withheld");
        check("s17", "unreadable");
        check("Not calculated", "not_held");
        check("Not available yet", "not_yet_available");
        check("with Home care", "included_elsewhere");
        check("See note", "unreadable");
        check("£1.2m", "1200000");
        check("£8,023.000", "unreadable");
        check("10-15", "unreadable");
        check("about the same", "unreadable");
    }
}
