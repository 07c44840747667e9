//! When a request was received and when it was answered.

use std::ops::Range;
use std::sync::LazyLock;

use foi_model::{Date, Evidence, Issue, IssueCode, Request};
use regex::Regex;

use super::Line;
use super::thread::Message;
use crate::bind;

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?-u:\b)(?P<d1>[0-9]{1,2})(?:\s*\^?\(?(?:st|nd|rd|th)\)?\^?)?,?\s*(?:of\s+)?(?P<m1>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr)[a-z]*\.?,?\s*(?P<y1>[0-9]{4}|[0-9]{2})",
        r"|(?-u:\b)(?P<m2>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?P<d2>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+(?P<y2>[0-9]{4})(?-u:\b)",
        r"|(?-u:\b)(?P<d3>[0-9]{1,2})[/.\-](?P<m3>[0-9]{1,2})[/.\-](?P<y3>[0-9]{4}|[0-9]{2})(?-u:\b)",
        r"|(?-u:\b)(?P<y4>[0-9]{4})-(?P<m4>[0-9]{2})-(?P<d4>[0-9]{2})(?-u:\b)",
    ))
    .ok()
});

pub(super) fn has_digits(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

/// Whether a text has a month in letters, or numbers with signs between.
fn can_be_dated(text: &str) -> bool {
    let signs = || text.bytes().filter(|b| matches!(b, b'/' | b'.' | b'-')).count();
    has_digits(text) && (text.contains(char::is_alphabetic) || signs() >= 2)
}

/// Every date in a text, with its place in bytes.
pub(crate) fn dates(text: &str) -> Vec<(Range<usize>, Date)> {
    let Some(pattern) = DATE.as_ref().filter(|_| can_be_dated(text)) else { return Vec::new() };
    let mut found = Vec::new();
    for captures in pattern.captures_iter(text) {
        let group = |names: [&str; 4]| names.iter().find_map(|n| captures.name(n)).map(|m| m.as_str());
        let (Some(day), Some(month), Some(year), Some(whole)) =
            (group(["d1", "d2", "d3", "d4"]), group(["m1", "m2", "m3", "m4"]), group(["y1", "y2", "y3", "y4"]), captures.get(0))
        else {
            continue;
        };
        // `9 May 2013Our ref`: a year of four digits ends where a word begins.
        let after = text.get(whole.end()..).and_then(|rest| rest.chars().next());
        let ends = after.is_none_or(|c| !c.is_ascii_alphanumeric() || year.len() == 4 && c.is_ascii_uppercase());
        if ends && let Some(date) = date(day, month, year) {
            found.push((whole.range(), date));
        }
    }
    found
}

/// Day before month, as in Britain.
fn date(day: &str, month: &str, year: &str) -> Option<Date> {
    let month: i8 = match month.parse() {
        Ok(month) => month,
        Err(_) => {
            let month = month.to_lowercase();
            let named = |months: &[&str]| months.iter().position(|m| month.starts_with(m));
            i8::try_from(named(&WELSH).or_else(|| named(&MONTHS))? + 1).ok()?
        }
    };
    let year: i16 = year.parse().ok()?;
    let year = if year < 100 { 2000 + year } else { year };
    if !(2000..2100).contains(&year) {
        return None;
    }
    Date::new(year, month, day.parse().ok()?).ok()
}

/// A text that is a date, a month or a year and nothing else, as `2024-03-01`, `2024-03` or `2024`.
pub(crate) fn as_iso(text: &str) -> Option<String> {
    let trimmed = text.trim().trim_end_matches('.');
    if let [(range, date)] = dates(trimmed).as_slice()
        && *range == (0..trimmed.len())
    {
        return Some(date.to_string());
    }
    let words: Vec<&str> = trimmed.split([' ', '-', '/', '\u{2019}', '\'']).filter(|w| !w.is_empty()).collect();
    let year = |w: &str| {
        w.parse::<u16>().ok().map(|y| if y < 100 && w.len() == 2 { 2000 + y } else { y }).filter(|y| (1990..2100).contains(y))
    };
    let month = |w: &str| {
        let lower = w.to_lowercase();
        (lower.len() >= 3).then(|| MONTHS.iter().position(|m| lower.starts_with(m))).flatten().map(|m| m + 1)
    };
    match words.as_slice() {
        [only] if only.len() == 4 => year(only).map(|y| y.to_string()),
        [first, second] => {
            Some(format!("{}-{:02}", year(second)?, month(first).or_else(|| first.parse().ok().filter(|m| (1..=12).contains(m)))?))
        }
        _ => None,
    }
}

/// The months as councils in Wales date their letters.
const WELSH: [&str; 12] =
    ["ionawr", "chwefror", "mawrth", "ebrill", "mai", "mehefin", "gorffennaf", "awst", "medi", "hydref", "tachwedd", "rhagfyr"];

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// What the words around a date make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    /// Of the response, by a label that says so.
    Responded,
    /// Alone in its line, or after `Date:`.
    Dated,
    /// Of the request.
    Requested,
    /// Of something else.
    Other,
}

fn meaning(text: &str, range: &Range<usize>) -> Meaning {
    // A letter in two languages says its date twice.
    let bare = |part: &str| {
        let said = if part.len() <= 60 { dates(part) } else { Vec::new() };
        let twice = said.iter().map(|(r, _)| r.len()).sum::<usize>() + 4 >= part.trim().len() && !said.is_empty();
        if twice { String::new() } else { part.to_lowercase() }
    };
    let before = bare(text.get(..range.start).unwrap_or(""));
    let after = bare(text.get(range.end..).unwrap_or(""));
    let label = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '*' | '|' | '.' | ',' | '/'));
    // `Date / Dyddiad`
    let label = label.split(" / ").find(|part| part.trim() == "date").unwrap_or(label);
    let label = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri"]
        .iter()
        .find_map(|d| label.strip_suffix(d))
        .map_or(label, |l| l.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | '-')));
    let words = label.split_whitespace().count();
    let has = |needles: &[&str]| needles.iter().any(|n| label.contains(n));
    // A disclosure log heads what was sent: `Response 26-05-2021`.
    let ends = ["disclosed", "refused", "released", "supplied", "withheld", "answered", "issued", "closed"]
        .iter()
        .any(|w| label.ends_with(w));
    if ends && words <= 6 && after.trim().is_empty() {
        return Meaning::Responded;
    }
    if matches!(label, "response" | "reply" | "our response" | "council response") && after.trim().is_empty() {
        return Meaning::Responded;
    }
    if words <= 6
        && has(&[
            "date of response",
            "response date",
            "date of reply",
            "date responded",
            "responded on",
            "date issued",
            "issue date",
            "date of issue",
            "response sent",
            "date sent",
            "reply date",
            "date of decision",
            "date of disclosure",
            "disclosure date",
            "decision date",
            "date of our",
            "date of letter",
            "responded",
            "issued on",
            "date completed",
            "completed",
        ])
    {
        return Meaning::Responded;
    }
    if words <= 5
        && label
            .strip_suffix(" of")
            .or(label.strip_suffix(" dated"))
            .is_some_and(|l| l.ends_with("our answer") || l.ends_with("our answers"))
    {
        return Meaning::Responded;
    }
    let request_words = has(&[
        "received",
        "your request",
        "your e-mail",
        "your email",
        "your letter",
        "your enquiry",
        "request of",
        "request dated",
        "request made",
        "submitted",
        "requested on",
        "date of request",
        "request date",
        "e-mail of",
        "email of",
        "letter of",
        "information request",
        "you wrote",
        "which you sent",
        "you contacted",
        "getting in touch",
        "got in touch",
        "writing to us",
        "contacting us",
        "which was logged",
        "logged on",
        "we logged",
        "registered on",
        "you sent",
        "you asked",
        "correspondence",
        "request on",
        "request was",
        "foi request",
        "e-mail dated",
        "your application",
        "application for information",
    ]) || label.contains("your ")
        && ["dated", "received", "sent", "made", "reached us on", "arrived on", "came to us on"].iter().any(|w| label.ends_with(w))
        || after.trim_start().starts_with("requesting")
        || after.contains("you asked")
        || after.contains("you requested")
        || after.contains("asking for");
    if matches!(label, "requested" | "date requested") && after.trim().is_empty() {
        return Meaning::Requested;
    }
    // `Please see below our response of 14 June 2022`, and no earlier one.
    let sends = ["below", "attached", "enclosed"].iter().any(|w| before.contains(w) || after.contains(w));
    if sends && [" response of", " response dated", " reply of", " reply dated"].iter().any(|w| label.ends_with(w)) {
        return Meaning::Responded;
    }
    // `We will reply by 08/06/2022` says when it is due.
    if label.ends_with(" by") || label.ends_with(" erbyn") {
        return Meaning::Other;
    }
    if [" our letter", " our response", " our reply", " my letter", " this letter"].iter().any(|w| format!(" {label}").contains(w))
    {
        return Meaning::Other;
    }
    if request_words {
        return if has(&["published", "clarification"]) { Meaning::Other } else { Meaning::Requested };
    }
    if label.is_empty() && after.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() {
        return Meaning::Dated;
    }
    // Lines of a letterhead that were put into one: `15.12.2025 Ref: 53039`, `Ashmere Council 24/12/2025`.
    let heads = [
        "ref",
        "our ref",
        "your ref",
        "request id",
        "foi ",
        "freedom of information",
        "environmental information",
        "response under",
        "dear ",
    ];
    let named =
        ["council", "services", "service", "team", "directorate", "department", "office"].iter().any(|w| label.ends_with(w));
    if label.is_empty() && heads.iter().any(|h| after.trim_start().starts_with(h)) || named && words <= 6 && after.trim().is_empty()
    {
        return Meaning::Dated;
    }
    // `Signed off on 3 June 2026` at the end of a memorandum.
    let signed = ["signed", "signed on", "signed off", "signed off on", "signed and dated"];
    if after.trim().is_empty() && signed.iter().any(|w| label == *w || label.ends_with(&format!(" {w}"))) {
        return Meaning::Dated;
    }
    let rest_is_time = after.trim().len() <= 12 && !after.chars().any(char::is_alphabetic);
    let labelled = matches!(label, "date" | "dated" | "sent" | "our date" | "letter date" | "date of this letter" | "today's date");
    if labelled && (rest_is_time || after.trim().is_empty() || words <= 1)
        || label.ends_with(" date") && words <= 4
        || words <= 6 && label.ends_with("date")
    {
        return Meaning::Dated;
    }
    Meaning::Other
}

/// So many lines below its date a letter greets.
const HEAD: usize = 8;

/// A date of a letter with the words that prove it.
type Found = (Date, Option<Evidence>);

/// The dates that lines say, and where they say none, those on which the messages of a correspondence were sent.
pub(super) fn find(lines: &[Line<'_>], thread: &[Message], request: &mut Request, issues: &mut Vec<Issue>) {
    let heads: Vec<&Evidence> = thread.iter().filter_map(|m| m.day.1.as_ref()).collect();
    let mut responded: Vec<(Meaning, Found)> = Vec::new();
    let mut requested: Vec<Found> = Vec::new();
    let mut previous: &str = "";
    let mut in_questions = false;
    let mut letters = 0;
    for (place, line) in lines.iter().enumerate() {
        let text = line.text.as_str();
        // Below an earlier letter a date heads the next one by its label, or by the greeting below it.
        let greets = |l: &Line<'_>| ["Dear ", "Annwyl "].iter().any(|w| l.text.as_str().starts_with(w));
        let heads_a_letter = || text.to_lowercase().contains("date") || lines.iter().skip(place + 1).take(HEAD).any(greets);
        // Each document has its own letterhead.
        in_questions &= line.index > 0;
        // A cell that holds a label speaks for the cell after it.
        let label = if previous.len() < 40
            && !has_digits(previous)
            && ["date", "received", "requested", "sent", "issued", "responded"].iter().any(|w| previous.to_lowercase().contains(w))
            && previous.split_whitespace().count() <= 4
        {
            previous
        } else {
            ""
        };
        for (range, date) in dates(text) {
            let offset = label.len() + usize::from(!label.is_empty());
            let found = match label {
                "" => meaning(text, &range),
                label => meaning(&format!("{label} {text}"), &(range.start + offset..range.end + offset)),
            };
            // A field of a log says what its date is, wherever it stands.
            let field = !label.is_empty() && range.len() + 12 >= text.trim().len();
            let value = (date, line.document.evidence(line.text, range));
            if value.1.as_ref().is_some_and(|e| heads.contains(&e)) {
                continue;
            }
            match found {
                Meaning::Responded => responded.push((found, value)),
                // A date alone in the middle of the answers is an answer, and so is one of many in a table.
                Meaning::Dated if line.listed || letters > 0 && !in_questions && !heads_a_letter() => {}
                Meaning::Dated if !in_questions || line.index + 10 >= line.of => responded.push((found, value)),
                Meaning::Requested if field || !in_questions || line.index < 25 => requested.push(value),
                _ => {}
            }
        }
        // What a letter asks ends with it; the next one has a head of its own.
        let lower: String = text.trim_start().chars().take(16).collect::<String>().to_lowercase();
        let signed = ["yours ", "kind regards", "regards", "show quoted"].iter().any(|w| lower.starts_with(w));
        letters += usize::from(signed);
        in_questions &= !signed;
        in_questions |= line.index > 4 && (letters > 0 || text.trim_end().ends_with('?')) && bind::asks(text);
        previous = text;
    }
    if let Some((date, evidence)) = agree(&requested, "the request", issues) {
        request.requested_on = Some(date);
        request.requested_on_evidence = evidence;
    }
    if let Some(first) = thread.iter().find(|m| m.asks).filter(|_| request.requested_on.is_none()) {
        (request.requested_on, request.requested_on_evidence) = (Some(first.day.0), first.day.1.clone());
    }
    if let Some(last) = thread.iter().rfind(|m| !m.asks).filter(|_| responded.is_empty()) {
        responded.push((Meaning::Dated, last.day.clone()));
    }
    let best = responded.iter().map(|(m, _)| *m).min();
    let candidates: Vec<Found> = responded.into_iter().filter(|(m, _)| Some(*m) == best).map(|(_, f)| f).collect();
    if let Some((date, evidence)) = agree(&candidates, "the response", issues) {
        request.responded_on = Some(date);
        request.responded_on_evidence = evidence;
    } else if candidates.is_empty() {
        issues.push(Issue::new(IssueCode::DateMissing, "the response carries no date of its own"));
    }
}

/// The first of several dates; differing ones are an issue.
fn agree(found: &[Found], of: &str, issues: &mut Vec<Issue>) -> Option<Found> {
    let first = found.first()?;
    if let Some(other) = found.iter().find(|f| f.0 != first.0) {
        let message = format!("the date of {of} could be {} or {}", first.0, other.0);
        issues.push(Issue::new(IssueCode::DateAmbiguous, message).at(first.1.clone()));
    }
    Some(first.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Meaning)]) {
        let found: Vec<(String, Meaning)> = dates(text).into_iter().map(|(r, d)| (d.to_string(), meaning(text, &r))).collect();
        let expected: Vec<(String, Meaning)> = expected.iter().map(|(d, m)| ((*d).to_owned(), *m)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn dates_months_and_years_alone() {
        for (text, iso) in [
            ("01/03/2024", Some("2024-03-01")),
            ("1 December 2021", Some("2021-12-01")),
            ("Mar 2024", Some("2024-03")),
            ("March 2024", Some("2024-03")),
            ("03/2024", Some("2024-03")),
            ("2019", Some("2019")),
            ("in March", None),
            ("since 2019", None),
            ("April 2023 and May 2024", None),
        ] {
            assert_eq!(as_iso(text).as_deref(), iso, "{text}");
        }
    }

    #[test]
    fn dates_in_letters() {
        check("30 January 2026", &[("2026-01-30", Meaning::Dated)]);
        check("Date 31/10/19", &[("2019-10-31", Meaning::Dated)]);
        check("13-04-2023", &[("2023-04-13", Meaning::Dated)]);
        check("18^(th) May 2021", &[("2021-05-18", Meaning::Dated)]);
        check("Dated: Friday 6 February 2026", &[("2026-02-06", Meaning::Dated)]);
        check("Friday 11 October 2019", &[("2019-10-11", Meaning::Dated)]);
        check("information about RAS, which the Council received on 2nd November 2012.", &[("2012-11-02", Meaning::Requested)]);
        check("Further to your e-mail of Friday 28 November 2025 I can", &[("2025-11-28", Meaning::Requested)]);
        check("Date of response: 2026-01-30", &[("2026-01-30", Meaning::Responded)]);
        check("Status: Closed - 4 February 2026", &[("2026-02-04", Meaning::Responded)]);
        check("Response issued: 5 Jan 2026", &[("2026-01-05", Meaning::Responded)]);
        check("Signed off on 5 Jan 2026", &[("2026-01-05", Meaning::Dated)]);
        check("With regard to the above, which was logged on 28.11.2025, please find", &[("2025-11-28", Meaning::Requested)]);
        check(
            "I refer to your application for information about RAS dated Thursday 6 November 2025.",
            &[("2025-11-06", Meaning::Requested)],
        );
        check("15.12.2025 Ref: 53039", &[("2025-12-15", Meaning::Dated)]);
        check("Ashmere Council 24/12/2025", &[("2025-12-24", Meaning::Dated)]);
        check("Requested Mon 13 March 2023", &[("2023-03-13", Meaning::Requested)]);
        check("Date of Disclosure: 03/12/2015", &[("2015-12-03", Meaning::Responded)]);
        check("Our answers of 30 December 2009 are as follows:", &[("2009-12-30", Meaning::Responded)]);
        check("Response 26-05-2021", &[("2021-05-26", Meaning::Responded)]);
        check("3 Mai 2022 / 3 May 2022", &[("2022-05-03", Meaning::Dated), ("2022-05-03", Meaning::Dated)]);
        check("published on 3 May 2024 and kept", &[("2024-05-03", Meaning::Other)]);
        check("31/02/2024 and 2024-25 and 12.5.7", &[]);
    }
}
