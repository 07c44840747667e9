//! Where sentences end.

use std::ops::Range;

/// Words whose full stop ends no sentence.
const SHORT: &[&str] = &[
    "e.g", "i.e", "eg", "ie", "etc", "no", "nos", "s", "ss", "sec", "reg", "para", "approx", "c", "cllr", "mr", "mrs", "ms", "dr",
    "st", "vs", "v", "q", "ref", "tel", "dept", "est", "inc", "incl", "excl", "fig", "p", "pp", "art", "viz", "r",
];

/// The sentences of a text, in bytes; together they are the whole text.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !matches!(c, '.' | '?' | '!' | '\n') {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some(&(next, closing)) = chars.peek() {
            if matches!(closing, '"' | '”' | '’' | ')' | '\'' | '?' | '!' | '*' | ']') {
                end = next + closing.len_utf8();
                chars.next();
            } else {
                break;
            }
        }
        let rest = text.get(end..).unwrap_or("");
        let gap = rest.starts_with(char::is_whitespace) || rest.is_empty();
        let next_word = rest.trim_start();
        let starts_new = next_word.is_empty() || next_word.starts_with(|c: char| !c.is_lowercase());
        let ends = c == '\n' || gap && (c != '.' || starts_new && !is_short(text.get(start..at).unwrap_or("")));
        if ends {
            // The blank after a sentence belongs to it.
            let blank = rest.len() - next_word.len();
            found.push(start..end + blank);
            start = end + blank;
            while chars.peek().is_some_and(|&(next, _)| next < start) {
                chars.next();
            }
        }
    }
    if start < text.len() {
        found.push(start..text.len());
    }
    found
}

/// A text without the label that says whose answer it is: `The service area says: No`, `ASC response - N/A`.
pub(crate) fn after_label(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let lead = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '£' && c != '<' && c != '(');
        let cut = [": ", " - ", " – ", ":\n"].iter().filter_map(|mark| lead.find(mark).map(|at| (at, mark.len()))).min();
        let Some((at, length)) = cut else { return rest };
        let label = lead.get(..at).unwrap_or("").to_lowercase();
        let names = [
            "response", "answer", "reply", "says", "said", "advise", "follows", "comment", "state", "confirm", "adult", "children",
            "asc",
        ];
        if matches!(label.trim(), "a" | "ans") && lead.len() == rest.len() {
            rest = lead.get(at + length..).unwrap_or("").trim_start();
            continue;
        }
        if label.split_whitespace().count() > 7
            || label.contains(['.', '?', ','])
            || label.split_whitespace().any(|w| matches!(w, "yes" | "no" | "not"))
            || !names.iter().any(|n| label.contains(n))
        {
            return rest;
        }
        match lead.get(at + length..) {
            Some(after) if !after.trim().is_empty() => rest = after.trim_start(),
            _ => return rest,
        }
    }
}

fn is_short(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("").to_lowercase();
    SHORT.contains(&word.as_str()) || word.len() == 1 && word.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_answers_go() {
        for (text, rest) in [
            ("The service area says: No.", "No."),
            ("Council response: ASC response - No RAS", "No RAS"),
            ("Yes - it is used", "Yes - it is used"),
            ("Cost: £5", "Cost: £5"),
            ("A: Yes", "Yes"),
            ("Response:", "Response:"),
        ] {
            assert_eq!(after_label(text), rest);
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = sentences(text).into_iter().filter_map(|r| text.get(r)).map(str::trim).collect();
        assert_eq!(found, expected);
        assert_eq!(sentences(text).iter().filter_map(|r| text.get(r.clone())).collect::<String>(), text);
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        check("Yes. It is £1.2m (approx. 3%). See s. 43 of it.", &["Yes.", "It is £1.2m (approx. 3%).", "See s. 43 of it."]);
        check("Do you use it? If not, go on.", &["Do you use it?", "If not, go on."]);
        check("(e.g. per hour). Next", &["(e.g. per hour).", "Next"]);
        check("He said “no.” We agree", &["He said “no.”", "We agree"]);
        check("", &[]);
    }
}
