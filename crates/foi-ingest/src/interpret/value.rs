//! The value of an answer in words: yes or no, a percentage, an amount. Only where it is certain.

use foi_model::{AnswerKind, Figure, Question, Unit, Value};

use super::quantities::small_number;
use super::sentence::{after_label, sentences};
use crate::identify::dates::dates;

/// What became of a question that has a value.
pub(crate) enum Found {
    /// The value.
    Value(Value),
    /// Nothing that could be one.
    Nothing,
    /// Something that is neither yes nor no.
    Neither,
}

/// The value in an answer.
pub(crate) fn find(question: &Question, text: &str) -> Found {
    match question.kind {
        AnswerKind::Boolean => match yes_or_no(question, text) {
            Some(value) => Found::Value(Value::Boolean { value }),
            None if text.trim().is_empty() => Found::Nothing,
            None => Found::Neither,
        },
        AnswerKind::Percent => percent(text).map_or(Found::Nothing, Found::Value),
        AnswerKind::Number => amount(text).map_or(Found::Nothing, Found::Value),
        AnswerKind::Date => match dates(text).as_slice() {
            [(_, date)] => Found::Value(Value::Date { value: *date }),
            _ => Found::Nothing,
        },
        AnswerKind::Text | AnswerKind::Table | AnswerKind::Contact => Found::Nothing,
    }
}

/// Lower case, one blank between words, no punctuation.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace(['’', '\''], "");
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

/// Which of the boxes `yes` and `no` is ticked: before their words, `☐ Yes ☒ No`, or behind them. `None` where the text has no boxes,
/// `Some(None)` where they do not decide.
fn ticked(text: &str) -> Option<Option<bool>> {
    const OPEN: [char; 3] = ['☐', '□', '❏'];
    const TICKED: [char; 7] = ['☒', '☑', '✓', '✔', '■', '🗹', '🗷'];
    let is_box = |c: char| OPEN.contains(&c) || TICKED.contains(&c);
    let first = text.find(is_box)?;
    let leads = !text.get(..first)?.chars().any(char::is_alphanumeric);
    let word = |part: &str| {
        let words: Vec<String> =
            part.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
        // The word at the box is the option; what stands beyond belongs to another, or is a remark.
        if leads { words.first().cloned() } else { words.last().cloned() }
    };
    let mut found = Vec::new();
    let mut start = 0;
    for (at, sign) in text.char_indices().filter(|(_, c)| is_box(*c)) {
        let after = at + sign.len_utf8();
        let end = text.get(after..)?.find(is_box).map_or(text.len(), |n| after + n);
        let option = word(if leads { text.get(after..end)? } else { text.get(start..at)? });
        let value = match option.as_deref() {
            Some("yes" | "y") => Some(true),
            Some("no" | "n") => Some(false),
            _ => None,
        };
        found.extend(value.map(|v| (v, TICKED.contains(&sign))));
        start = after;
    }
    if found.is_empty() {
        return None;
    }
    let chosen: Vec<bool> = found.iter().filter(|(_, ticked)| *ticked).map(|(value, _)| *value).collect();
    Some(if let [only] = chosen.as_slice() { Some(*only) } else { None })
}

fn yes_or_no(question: &Question, text: &str) -> Option<bool> {
    if let Some(decided) = ticked(text) {
        return decided;
    }
    let lead = after_label(text).trim_start_matches(|c: char| !c.is_alphanumeric());
    let first = sentences(lead).into_iter().next().and_then(|r| lead.get(r)).unwrap_or("");
    let opening = plain(first);
    let word = opening.split_whitespace().next().unwrap_or("");
    match word {
        "yes" | "yep" | "correct" | "affirmative" | "y" | "true" => return Some(true),
        // `No data`, `No information` are no answers; `No` alone or before a clause is.
        "no" | "n" | "none" | "never" | "neither" | "nope" | "false" | "negative" => {
            let second = opening.split_whitespace().nth(1).unwrap_or("");
            let noun = matches!(
                second,
                "information"
                    | "data"
                    | "record"
                    | "records"
                    | "figures"
                    | "longer"
                    | "response"
                    | "details"
                    | "breakdown"
                    | "recorded"
            ) && !first.trim_start().starts_with("No,");
            if second == "longer" {
                return Some(false);
            }
            return (!noun && (word != "none" || matches!(second, "" | "are" | "is" | "have" | "has" | "apply"))).then_some(false);
        }
        "not"
            if !opening.starts_with(" not held")
                && !opening.starts_with(" not known")
                && !opening.starts_with(" not recorded")
                && !opening.starts_with(" not available") =>
        {
            return Some(false);
        }
        // `We did at one time.`
        _ if ["we did", "we do", "it does", "it did"].iter().any(|said| opening.trim() == *said)
            || [" we did at ", " we did until ", " we did for "].iter().any(|said| opening.starts_with(said)) =>
        {
            return Some(true);
        }
        _ => {}
    }
    for (words, value) in
        [(" answer is yes ", true), (" answer is no ", false), (" answer to this is yes ", true), (" answer to this is no ", false)]
    {
        if opening.contains(words) {
            return Some(value);
        }
    }
    let says = |phrases: &[String], within: &str| phrases.iter().any(|p| within.contains(&plain(p)));
    let body: String = sentences(lead).into_iter().take(2).filter_map(|r| lead.get(r)).collect();
    let body = plain(&body);
    // `does not currently operate a RAS` has the words of a yes.
    let negated = |within: &str| {
        ["not", "no", "never", "neither", "without", "ceased", "stopped", "isnt", "doesnt", "dont", "arent", "hasnt", "havent"]
            .iter()
            .any(|n| within.contains(&format!(" {n} ")))
    };
    let says_yes = |within: &str| says(&question.yes, within) && !negated(within);
    let (no, yes) = (says(&question.no, &body), says_yes(&body));
    if no != yes {
        return Some(yes);
    }
    if no && yes {
        // Both are said: the first sentence decides, if it says one.
        let (no, yes) = (says(&question.no, &opening), says_yes(&opening));
        return (no != yes).then_some(yes);
    }
    let negative = [
        " we do not ",
        " we dont ",
        " does not ",
        " do not ",
        " we have not ",
        " we have never ",
        " has never ",
        " we are not ",
        " it does not ",
        " it is not ",
        " there are no ",
        " there is no ",
        " we no longer ",
        " no longer ",
        " have never ",
        " no deductions ",
        " no plans ",
        " is not ",
        " are not ",
        " there isnt ",
        " isnt ",
    ];
    let positive = [
        "we do",
        "we have",
        "it does",
        "it is",
        "it may",
        "it can",
        "it has",
        "they do",
        "they are",
        "we are",
        "that is correct",
        "that is right",
        "this is correct",
        "it could",
        "we did",
    ];
    if negative.iter().any(|n| opening.contains(n)) && opening.split_whitespace().count() <= 16 && !keeps_records(&opening) {
        return Some(false);
    }
    let all = plain(text);
    let (no, yes) =
        (says(&question.no, &all), sentences(text).into_iter().filter_map(|r| text.get(r)).map(plain).any(|s| says_yes(&s)));
    if no != yes {
        return Some(yes);
    }
    let bare = opening.trim();
    positive.contains(&bare).then_some(true)
}

/// Whether the first word is yes or no.
pub(crate) fn leads_with_yes_or_no(text: &str) -> bool {
    let lead = after_label(text).trim_start_matches(|c: char| !c.is_alphanumeric());
    let word: String = lead.chars().take_while(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let after = lead.get(word.len()..).unwrap_or("").trim_start();
    matches!(word.as_str(), "yes" | "no" | "not" | "never" | "none" | "neither" | "we")
        && (matches!(word.as_str(), "yes" | "never")
            || after.is_empty()
            || after.starts_with([',', '.', '-', '–', ';', ':'])
            || word == "neither"
            || word == "we" && lead.to_lowercase().contains("no longer"))
}

/// `We do not hold ...` refuses; it does not say no.
fn keeps_records(opening: &str) -> bool {
    [
        " hold ",
        " held ",
        " record ",
        " recorded ",
        " know ",
        " known ",
        " collect ",
        " capture ",
        " understand ",
        " clear ",
        " disclose ",
        " provide ",
        " able ",
    ]
    .iter()
    .any(|w| opening.contains(w))
}

/// The one percentage in a text.
fn percent(text: &str) -> Option<Value> {
    let mut found = Vec::new();
    let lower = text.to_lowercase().replace("per cent", "%").replace("percent", "%").replace(" %", "%");
    for (at, _) in lower.match_indices('%') {
        let before = lower.get(..at)?;
        let start = before
            .rfind(|c: char| !c.is_ascii_digit() && c != '.')
            .map_or(0, |i| i + before.get(i..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8));
        let word = before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        // `Ten per cent (10%)`
        let number = match before.get(start..)? {
            "" => small_number(word)?.to_string(),
            digits => digits.to_owned(),
        };
        let figure = Figure::parse(&number).ok()?;
        // `5-10%` is a range.
        if before.get(..start).is_some_and(|b| {
            b.trim_end().ends_with(['-', '–'])
                && b.trim_end().trim_end_matches(['-', '–']).ends_with(|c: char| c.is_ascii_digit() || c == '%')
        }) {
            return None;
        }
        if !found.contains(&figure.number) {
            found.push(figure.number);
        }
    }
    match found.as_slice() {
        [only] => Some(Value::Number { value: *only, unit: Unit::percent() }),
        _ => None,
    }
}

/// The one amount of money in a text, or the text that is a number and nothing else.
fn amount(text: &str) -> Option<Value> {
    if let Ok(figure) = Figure::parse(text.trim().trim_end_matches('.')) {
        let unit = if figure.pounds {
            Unit::gbp()
        } else if figure.percent {
            Unit::percent()
        } else {
            Unit::count()
        };
        return figure.remark.is_empty().then(|| figure.scaled()).flatten().map(|value| Value::Number { value, unit });
    }
    let mut found = Vec::new();
    for (at, _) in text.match_indices('£') {
        let rest = text.get(at..)?;
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(i, c)| {
                c.is_whitespace()
                    && !rest.get(i + 1..).is_some_and(|r| ["million", "m ", "k ", "thousand"].iter().any(|w| r.starts_with(w)))
            })
            .map_or(rest.len(), |(i, _)| i);
        let figure = Figure::parse(rest.get(..end)?.trim_end_matches(['.', ',', ')', ';', ':'])).ok()?;
        found.push(figure.scaled()?);
    }
    match found.as_slice() {
        [only] => Some(Value::Number { value: *only, unit: Unit::gbp() }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: AnswerKind) -> Question {
        Question {
            id: "1".parse().unwrap(),
            section: None,
            kind,
            prompt: String::new(),
            phrases: vec![],
            asked_if: None,
            same_paragraph_as: None,
            yes: vec!["only use a tool".to_owned()],
            no: vec!["not in use".to_owned()],
        }
    }

    #[track_caller]
    fn check(text: &str, expected: Option<bool>) {
        assert_eq!(yes_or_no(&question(AnswerKind::Boolean), text), expected, "{text}");
    }

    #[test]
    fn yes_no_and_neither() {
        check("No.", Some(false));
        check("Yes – it’s used for all", Some(true));
        check("No, we do have one but it is not in use", Some(false));
        check("Not currently actively using.", Some(false));
        check("We are researching.", None);
        check("Possibly", None);
        check("No information held", None);
        check("We do not hold this", None);
        check("We only use a tool to give an idea.", Some(true));
        check("We no longer use a RAS.", Some(false));
        check("It may. The final figure can be higher.", Some(true));
        check("Answer: Yes", Some(true));
        check("ASC response - No, we have never used it.", Some(false));
        check("", None);
    }

    #[test]
    fn the_ticked_box_decides() {
        check("☐ Yes ☒ No", Some(false));
        check("☑ Yes\n☐ No", Some(true));
        check("Yes ☐ No ☒", Some(false));
        check("Yes ☐ No ☐", None);
        check("☒ Yes ☒ No", None);
    }

    #[test]
    fn numbers_only_where_there_is_one() {
        let percent = |text| match find(&question(AnswerKind::Percent), text) {
            Found::Value(Value::Number { value, .. }) => Some(value.to_string()),
            _ => None,
        };
        assert_eq!(percent("Within 20%.").as_deref(), Some("20"));
        assert_eq!(percent("A tolerance of 10 per cent").as_deref(), Some("10"));
        assert_eq!(percent("Up to ten per cent (10%)").as_deref(), Some("10"));
        assert_eq!(percent("Five per cent or 10%"), None);
        assert_eq!(percent("5-10%"), None);
        assert_eq!(percent("5% or 10%"), None);
        assert_eq!(percent("None set"), None);
        let amount = |text| match find(&question(AnswerKind::Number), text) {
            Found::Value(Value::Number { value, unit }) => Some(format!("{value} {unit}")),
            _ => None,
        };
        assert_eq!(amount("The system cost £61,000 to buy.").as_deref(), Some("61000 GBP"));
        assert_eq!(amount("£1.2 million.").as_deref(), Some("1200000 GBP"));
        assert_eq!(amount("£1 then £2"), None);
    }
}
