//! The authority's reference for the request, and what the request was about.

use std::sync::LazyLock;

use foi_model::Request;
use regex::Regex;

use super::{Line, dates};

/// A reference: letters and digits with the signs that authorities put between them; at least three digits in all.
const TOKEN: &str = concat!(
    r"(?P<token>(?:[0-9]{1,4}[ /-]?)?[A-Z]{1,8}[A-Z0-9]*(?:[/_-][A-Z]{1,8})*(?:\s?[:/#._-]\s?|\s)?[0-9][0-9A-Z]*(?:[/:._–-][0-9A-Z]+)*",
    r"|[0-9]{4,}[0-9A-Z]*(?:[/:._-][0-9A-Z]+)*|[0-9]{1,4}[/.-][0-9]{2,}[0-9A-Z/-]*(?:\s(?:FOI|EIR))?|[0-9]{3}",
    r"|[0-9A-Za-z]{1,8}(?:/[0-9A-Za-z]{1,12}){2,}|[a-z]{2,20}:[0-9]{3,})",
);

static LABELLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let label = concat!(
        r"(?i:(?P<label>please\s+quote|(?:(?:our|your|my|foi|foia|eir|rfi|ir|request|case|council|file|enquiry|information|the|unique|internal|freedom of information|quote|quoting|ico|ref)(?:\s?[:/])?\s+)*",
        r"(?:\w*ref(?:erence)?|id|number|no|case|request|urn)(?:\s*(?:number|no|id|ref|reference|code))?(?:\s+with\s+us)?(?:\s/\s[a-z ]{2,20}:)?)\.?\s*(?:is|was)?\s*[:#=|.\-–/]*\s*\**\s*)",
    );
    Regex::new(&format!(r"(?:^|[\s(\[*|,;/]){label}{TOKEN}")).ok()
});
static BARE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?P<token>(?:[0-9]{2,4}[ /-]?)?(?:FOI[A-Z]{0,4}|F[Oo]I|EIR|RFI|FOISA|[A-Z]{2,6}IR|FOIR|IRF?|CAS|LGFOI|ENQ|FS|FI)(?:\s?[:/#._-]\s?|\s)?[A-Z]?[0-9]{2,}[0-9A-Z]*(?:[/:._-][0-9A-Z]+)*)").ok()
});
static TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:request for information|requesting information|information request|request)\s+(?:relating to|regarding|about|concerning|on)\s+(?P<t>[^.\n]{4,})").ok()
});

/// The lines before and behind a greeting that a reference can stand in.
const HEAD: usize = 6;

/// Words of a label of a reference.
const LABEL_WORDS: [&str; 5] = ["ref", "number", "case", "request id", "quote"];

pub(super) fn find(lines: &[Line<'_>], request: &mut Request) {
    let mut best: Option<(u8, String)> = None;
    let mut previous = "";
    let greetings: Vec<usize> = lines.iter().filter(|l| l.text.as_str().starts_with("Dear ")).map(|l| l.index).collect();
    for line in lines.iter() {
        let text = line.text.as_str();
        // A letter within a correspondence has a head of its own.
        let head = greetings.iter().any(|at| at.abs_diff(line.index) <= HEAD);
        if line.index >= 30 && line.index + 8 < line.of && !head {
            continue;
        }
        // The label can stand in the cell before.
        let label = std::mem::replace(&mut previous, text);
        let beside = (label.len() < 40 && LABEL_WORDS.iter().any(|w| label.to_lowercase().contains(w)))
            .then(|| format!("{label}: {text}"))
            .and_then(|joined| reference_in(&joined, line.index, head))
            .and_then(|(rank, range)| {
                Some((rank, range.start.checked_sub(label.len() + 2)?..range.end.checked_sub(label.len() + 2)?))
            });
        let Some((rank, range)) = reference_in(text, line.index, head).or(beside) else { continue };
        if best.as_ref().is_none_or(|(r, _)| rank < *r)
            && let Some(token) = text.get(range.clone())
        {
            best = Some((rank, token.trim().to_owned()));
            request.reference_evidence = line.document.evidence(line.text, range);
        }
    }
    request.reference = best.map(|(_, token)| token);
    request.title = lines.iter().filter(|l| l.index < 30).find_map(|l| {
        let captures = TITLE.as_ref()?.captures(l.text.as_str())?;
        let title: String = captures.name("t")?.as_str().chars().take(140).collect();
        Some(foi_model::redacted(title.trim_end_matches([',', ' ', ':', ')'])))
    });
}

/// The reference in a line and how sure it is one: 0 by the authority's own label, 1 by a label, 2 by its form, 3 by the requester's label.
fn reference_in(text: &str, index: usize, head: bool) -> Option<(u8, std::ops::Range<usize>)> {
    let mut best: Option<(u8, std::ops::Range<usize>)> = None;
    let numbered = dates::has_digits(text) && text.contains(char::is_alphabetic);
    let labelled = LABELLED.as_ref().filter(|_| numbered).into_iter().flat_map(|p| p.captures_iter(text));
    for captures in labelled {
        let (Some(label), Some(token)) = (captures.name("label"), captures.name("token")) else { continue };
        let label = label.as_str().to_lowercase();
        // `Date of request: 19/042016` is a date with a slip.
        let dated = is_date_label(text.get(..token.start()).unwrap_or(""));
        let bare_word = matches!(label.trim(), "number" | "no" | "id" | "case" | "request");
        let phone =
            ["tel", "phone", "fax", "room", "company", "charity", "vat", "ext"].iter().any(|w| text.to_lowercase().contains(w));
        // `(ref 512)`: three digits need the word.
        if token.as_str().len() == 3 && !label.contains("ref") {
            continue;
        }
        // `request 12` in a sentence is no reference: a bare word needs a line of its own.
        if bare_word && (text.split_whitespace().count() > 4 || phone)
            || dated
            || !(is_reference(token.as_str()) || token.as_str().len() == 3)
        {
            continue;
        }
        if text.get(token.end()..).is_some_and(|r| r.starts_with('@')) {
            continue;
        }
        // `your reference with us` is the authority's.
        let ours = text.get(captures.get(0).map_or(0, |m| m.start())..token.start()).is_some_and(|t| t.contains("with us"));
        let rank = if ours {
            0
        } else if label.contains("your") || label.contains("ico") {
            3
        } else if label.contains("our") || label.contains("foi") {
            0
        } else {
            1
        };
        if best.as_ref().is_none_or(|(r, _)| rank < *r) {
            best = Some((rank, token.range()));
        }
    }
    if best.is_none() && (index < 20 || head) && numbered {
        let bare = BARE
            .as_ref()?
            .captures_iter(text)
            .filter_map(|c| c.name("token"))
            .find(|t| is_reference(t.as_str()) && !text.get(..t.start()).is_some_and(|b| b.ends_with(['-', '/', '.', '@'])));
        best = bare.map(|t| (2, t.range()));
    }
    if best.is_none() && (index < 12 || head) {
        best = ends_title(text).or_else(|| opens_title(text)).map(|range| (4, range));
    }
    // `- F13208 (please quote)`
    let alone = text.trim_start_matches(['-', '•', ' ', '\t']);
    let token = alone.split(" (").next().unwrap_or("").trim_end();
    if best.is_none() && (index < 8 || head) && stands_alone(token) {
        let start = text.len() - alone.len();
        best = Some((4, start..start + token.len()));
    }
    best
}

/// `Date of request:`, whatever follows.
fn is_date_label(before: &str) -> bool {
    let lower = before.trim_end().trim_end_matches([':', ' ', '-']).to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().rev().take(3).collect();
    words.contains(&"date")
        && words.first().is_some_and(|w| matches!(*w, "request" | "date" | "received" | "response" | "disclosure"))
}

/// The number at the end of a title: `Freedom of Information Request - response - 71184`.
fn ends_title(text: &str) -> Option<std::ops::Range<usize>> {
    let lower = text.to_lowercase();
    let titles = ["foi", "freedom of information", "request", "response"].iter().any(|w| lower.contains(w));
    let (_, last) = [" - ", " – ", ": "].iter().filter_map(|mark| text.rsplit_once(mark)).min_by_key(|(_, rest)| rest.len())?;
    let token = last.trim();
    let shaped = token.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-'))
        && !is_date_label(text.get(..text.len() - last.len()).unwrap_or(""));
    let digits = token.chars().filter(char::is_ascii_digit).count();
    let start = text.len() - last.len() + (last.len() - last.trim_start().len());
    (titles && shaped && digits >= 4 && is_reference(token) && text.split_whitespace().count() <= 12)
        .then(|| start..start + token.len())
}

/// The number that a title begins with: `RE: 25117 - Care home fees`, `Subject: 2024/0713 - Agency staff`.
fn opens_title(text: &str) -> Option<std::ops::Range<usize>> {
    let lower = text.to_lowercase();
    let label = ["subject:", "re:"].iter().find(|l| lower.starts_with(**l))?;
    let rest = text.get(label.len()..)?.trim_start().trim_start_matches("RE:").trim_start_matches("Re:").trim_start();
    let (token, _) = [" - ", " – "].iter().filter_map(|mark| rest.split_once(mark)).min_by_key(|(token, _)| token.len())?;
    let shaped = token.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-'));
    let digits = token.chars().filter(char::is_ascii_digit).count();
    let start = text.len() - rest.len();
    (shaped && digits >= 4 && is_reference(token)).then(|| start..start + token.len())
}

/// `C2019/88` on a line of its own, at the head of a letter.
fn stands_alone(line: &str) -> bool {
    let shaped = line.len() >= 6 && line.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '/' | '-'));
    // `2026-514`, `5376/26`: a year and a running number.
    let numbers: Vec<&str> = line.split(['/', '-']).collect();
    let year = |part: &str| {
        part.len() == 4 && part.starts_with("20") || part.len() == 2 && part.parse().is_ok_and(|y: u8| (10..60).contains(&y))
    };
    let running = |part: &str| (3..=6).contains(&part.len());
    if let [first, second] = numbers.as_slice()
        && shaped
        && numbers.iter().all(|n| n.chars().all(|c| c.is_ascii_digit()))
        && (year(first) && running(second) || year(second) && running(first))
    {
        return is_reference(line);
    }
    let letters = line.chars().take_while(char::is_ascii_uppercase).count();
    let digits = line.chars().skip(letters).all(|c| c.is_ascii_digit()) && (2..=6).contains(&letters) && line.len() >= letters + 4;
    let digits = digits || letters == 1 && line.len() == 6 && line.chars().skip(1).all(|c| c.is_ascii_digit());
    shaped && (line.contains(['/', '-']) || digits) && line.starts_with(|c: char| c.is_ascii_uppercase()) && is_reference(line)
}

/// Not a date, a year or a range of years.
fn is_reference(token: &str) -> bool {
    let digits = token.chars().filter(char::is_ascii_digit).count();
    let letters = token.chars().any(|c| c.is_ascii_alphabetic());
    let act = matches!(token.trim(), "ACT 2000" | "FOI 2000" | "FOIA 2000" | "EIR 2004" | "FOISA 2002");
    let year = token.parse::<u16>().is_ok_and(|y| (1990..2100).contains(&y));
    let years = token.parse::<foi_model::FinancialYear>().is_ok();
    digits >= 3 && !act && !year && !years && dates::dates(token).is_empty() && (letters || digits >= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(reference_in(text, 0, false).and_then(|(_, r)| text.get(r)).map(str::trim), expected, "{text}");
    }

    #[test]
    fn references_in_letters() {
        check("Request ID: FOI785768371", Some("FOI785768371"));
        check("Our reference FOI 20080160", Some("FOI 20080160"));
        check("Number 13541", Some("13541"));
        check("Please quote: 25/33390", Some("25/33390"));
        check("C2019/88", Some("C2019/88"));
        check("Our ref: 25-652 FOI", Some("25-652 FOI"));
        check("FoI/2012/68", Some("FoI/2012/68"));
        check("COVID-19", None);
        check("FR7781", Some("FR7781"));
        check("CF10 4UW", None);
        check("FOI Ref: FOI2024/01255", Some("FOI2024/01255"));
        check("Reference: 21 FOI 124", Some("21 FOI 124"));
        check("DMBCIR:15805", Some("DMBCIR:15805"));
        check("Ref: FOI-2011", Some("FOI-2011"));
        check("Our ref: 2016-535", Some("2016-535"));
        check("RE: Freedom of Information request - RFI 5629", Some("RFI 5629"));
        check("Request reference number: FOI/9075", Some("FOI/9075"));
        check("on 1 June 2025 (your reference with us is 2026-133). We", Some("2026-133"));
        check("2026-514", Some("2026-514"));
        check("5376/26", Some("5376/26"));
        check("2024-25", None);
        check("Freedom of Information Act 2000 (FOIA)", None);
        check("Telephone 024 7555 1652", None);
        check("for 2024-25 and 2025-26", None);
        check("No 12 High Street", None);
        check("Date of Request: 19/042016", None);
        check("Ref: HBC_FOI_20190361", Some("HBC_FOI_20190361"));
        check("Subject: FOI X01-2723", Some("FOI X01-2723"));
        check("on 31/10/2019", None);
        check("Our ref: ACC-FOI-26-0417", Some("ACC-FOI-26-0417"));
        check("Subject: Your request 26-DBC-0052: tools", Some("26-DBC-0052"));
        check("Reference: BMBC 2026/0093", Some("BMBC 2026/0093"));
        check("Subject: Freedom of Information Request - response - 71184", Some("71184"));
        check("Freedom of Information response - 31/10/2019", None);
        check("FOI request: budgets - 2024-25", None);
        check("Subject: RE: 31842 - Bus shelters", Some("31842"));
        check("Freedom of Information (ref 618)", Some("618"));
        check("Our Ref:4c/AB/LEG/FOI03377", Some("4c/AB/LEG/FOI03377"));
        check("Our Ref: Request : 20417", Some("20417"));
        check("Ashmeredirectref: 3318402", Some("3318402"));
        check("- G20417 (please quote this)", Some("G20417"));
        check("Our ref / FOI 2019–00418", Some("FOI 2019–00418"));
        check("your FOI/EIR request 23/24-117.", Some("23/24-117"));
        check("We answered 412 requests", None);
    }
}
