//! What the words of a cell are by their form: a figure, a year, a passage, a note.

/// A figure, or what stands in the place of one.
pub(super) fn is_data(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let bare = lower.trim_matches(|c: char| matches!(c, '[' | ']' | '(' | ')' | '.'));
    let status =
        matches!(bare, "n/a" | "na" | "nil" | "none" | "c" | "x" | "z" | "low" | "tbc" | "not held" | "not available" | "zero");
    status || !lower.is_empty() && lower.chars().all(|c| matches!(c, '-' | '–' | '—' | '*' | '.' | '#')) || is_figure(&lower)
}

/// Digits with signs and a short unit: `£61.033m`, `(164)`, `<5`, `95.2%`, `3.0 WTE`, `31/03/2024`; no year and no number of a question.
pub(super) fn is_figure(text: &str) -> bool {
    let text = text.trim();
    let body = text.trim_start_matches(|c: char| {
        matches!(c, '£' | '$' | '€' | '-' | '–' | '−' | '+' | '(' | '<' | '>' | '~' | '≤' | '≥' | ' ')
    });
    let digits = body.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '/' | ':' | ' '));
    let unit = digits.trim_matches(|c: char| !c.is_alphabetic());
    let numbered = text.len() <= 4 && (text.ends_with(['.', ')', ':']) && !text.starts_with('(') || is_part(unit));
    body.starts_with(|c: char| c.is_ascii_digit())
        && unit.chars().count() <= 8
        && !unit.contains('.')
        && !numbered
        && !is_year(text)
}

/// The letter of a part of a question, as in `3b`.
fn is_part(unit: &str) -> bool {
    unit.len() == 1 && unit.chars().all(|c| c.is_ascii_lowercase() && !matches!(c, 'k' | 'm'))
}

/// `2024`, `2023/24`, `2023-2024`, `22/23`.
pub(super) fn is_year(text: &str) -> bool {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['/', '-', '–', '_']).map(str::trim).collect();
    let all_digits = parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
    let full = |p: &str| p.len() == 4 && (p.starts_with("19") || p.starts_with("20"));
    let next = |a: &str, b: &str| {
        let last_two = |p: &str| p.get(p.len().saturating_sub(2)..).and_then(|d| d.parse::<u32>().ok());
        last_two(a).zip(last_two(b)).is_some_and(|(a, b)| (a + 1) % 100 == b)
    };
    all_digits
        && match parts.as_slice() {
            [year] => full(year),
            [from, to] => (full(from) || from.len() == 2) && (full(to) || to.len() == 2) && next(from, to),
            _ => false,
        }
}

/// A question or a request, by its form.
pub(super) fn asks(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let opens = ["please ", "question ", "how many ", "how much ", "what ", "do you ", "does the ", "can you ", "could you "];
    let words = lower.split_whitespace().count();
    words >= 3 && (lower.contains('?') || opens.iter().any(|o| lower.starts_with(o)) || is_question_number(&lower))
}

/// `Q1`, `Q 3b.` at the beginning.
fn is_question_number(lower: &str) -> bool {
    lower.strip_prefix('q').is_some_and(|rest| rest.trim_start_matches(['.', ' ']).starts_with(|c: char| c.is_ascii_digit()))
}

/// Running text rather than the label of a row or a column.
pub(super) fn is_passage(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let ends = |marks: &[char], least: usize| text.trim_end().ends_with(marks) && words >= least;
    words >= 10 || text.chars().count() >= 70 || asks(text) || ends(&['?'], 2) || ends(&['.', ':'], 5)
}

/// A remark under a table.
pub(super) fn is_note(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let opens = ["note", "source", "*", "please", "key", "all figures", "figures ", "data ", "n.b", "nb"];
    is_passage(text) || opens.iter().any(|o| lower.starts_with(o)) && lower.split_whitespace().count() >= 2
}

/// The number of a question or of a part of one, alone: `3`, `Q3`, `3b.`, `(a)`, `iv)`.
pub(super) fn is_marker(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let bare = lower.strip_prefix("question").or_else(|| lower.strip_prefix('q')).unwrap_or(&lower);
    let bare = bare.trim_matches(|c: char| matches!(c, '(' | ')' | '.' | ':' | ' '));
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let letters = bare.get(digits..).unwrap_or("");
    (digits <= 2 && digits > 0 && letters.len() <= 2 || digits == 0 && (1..=4).contains(&letters.len()))
        && letters.chars().all(|c| c.is_ascii_lowercase() && (letters.len() == 1 || matches!(c, 'i' | 'v' | 'x')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_words() {
        for text in ["£61.033m", "(164)", "<5", "95.2%", "3.0 WTE", "1,234", "-0.5", "31/03/2024", "7", "5k"] {
            assert!(is_figure(text), "{text}");
        }
        for text in ["2024", "2023/24", "22-23", "3b", "1.", "Home care", "Q1", "", "2 of the teams were asked", "£000"] {
            assert!(!is_figure(text) || text == "£000", "{text}");
        }
        for text in ["1", "Q3", "3b.", "(a)", "iv)", "Question 12"] {
            assert!(is_marker(text), "{text}");
        }
        for text in ["2024", "Total", "", "no", "1,200"] {
            assert!(!is_marker(text), "{text}");
        }
        assert!(
            is_passage("Do you use one?") && is_passage("Q4 Budget and outturn") && !is_passage("Supported living (working age)")
        );
        assert!(is_data("n/a") && is_data("-") && is_data("[c]") && !is_data("Home care") && !is_data(""));
    }
}
