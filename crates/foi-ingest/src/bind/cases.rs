//! The cases that a question is asked for, such as years: they have letters as its parts have, and are none.

use foi_model::FinancialYear;

use crate::bind::segment::Segment;
use crate::bind::{Binding, Span, asking, marker};
use crate::identify::dates::dates;

/// Takes the marks off passages that are cases.
pub(super) fn unmark(segments: &mut [Segment]) {
    // Letters behind which figures stand: what the reply answers one by one are parts of the question, whatever they name.
    let part = |s: &Segment| match s.marker.as_ref()?.labels.as_slice() {
        [label] if !label.part.is_empty() => Some(label.part.clone()),
        _ => None,
    };
    let figure = |s: &Segment| {
        let mut rest = s.body().to_owned();
        FinancialYear::mentions(s.body()).iter().rev().for_each(|m| rest.replace_range(m.range.clone(), " "));
        !is_case(s.body()) && !s.body().contains('?') && rest.contains(|c: char| c.is_ascii_digit())
    };
    let answered: Vec<(usize, String)> =
        segments.iter().enumerate().filter(|(_, s)| figure(s)).filter_map(|(at, s)| Some((at, part(s)?))).collect();
    let mut case = false;
    for (at, segment) in segments.iter_mut().enumerate() {
        let lettered = segment.marker.as_ref().is_some_and(|m| m.labels.iter().all(|l| l.number.is_empty()));
        let body = segment.body();
        let year_first = FinancialYear::mentions(body).first().is_some_and(|m| m.range.start == 0)
            || dates(body).first().is_some_and(|(range, _)| range.start == 0);
        // `iv. 2010/11; and what is the budget for v. 2011/12?` ends a list of years.
        case = segment.marker.is_some()
            && !figure(segment)
            && (is_case(body) || lettered && year_first && (case || !body.contains('?')));
        let later = part(segment).is_some_and(|own| answered.iter().any(|(reply, letter)| *reply > at && *letter == own));
        if case && !later {
            segment.mark(segment.span.text.clone(), None);
        }
    }
}

/// `ii. 2014/15`: a year that a question is asked for, and no part of it.
pub(super) fn is_case(body: &str) -> bool {
    let body = body.trim().trim_end_matches(['.', ';', ',', ')', '?']);
    if dates(body).first().is_some_and(|(range, _)| *range == (0..body.len())) {
        return true;
    }
    let year = |text: &str| text.len() == 4 && text.parse::<u16>().is_ok_and(|y| (1990..2050).contains(&y));
    let first = FinancialYear::mentions(body).first().is_some_and(|m| m.range.start == 0 && m.range.end == body.len())
        || body.split_whitespace().count() <= 9
            && FinancialYear::mentions(body).first().is_some_and(|m| m.range.start == 0)
            && body.contains("to date");
    first || year(body)
}

/// A line of a list of such years, with its letter.
pub(super) fn lists_a_case(text: &str) -> bool {
    let body = marker::parse(text).filter(|m| m.labels.iter().all(|l| l.number.is_empty())).and_then(|m| text.get(m.end..));
    is_case(body.unwrap_or(text))
        || body.is_some_and(|b| {
            FinancialYear::mentions(b).first().is_some_and(|m| m.range.start == 0) && !b.contains('£') && b.contains(';')
        })
}

/// A question that ends with a colon goes on in the list below it; what follows the list answers.
pub(super) fn without_cases(binding: &mut Binding) {
    let open = |span: &Span| span.text.as_str().trim_end().ends_with(':');
    // `How many have been missing for` and below it the cases.
    let unended = |span: &Span| !span.text.as_str().trim_end().ends_with(['.', '?', '!', ';']) && asking::asks(span.text.as_str());
    let numbered = |s: &&Span| marker::parse(s.text.as_str()).is_some();
    let asked = binding.question_spans.last().is_some_and(open) || binding.question_spans.iter().filter(numbered).any(unended);
    let listed = |span: &Span| {
        let text = span.text.as_str();
        let item = marker::parse(text).is_some_and(|m| {
            let body = text.get(m.end..).unwrap_or("").trim_end_matches([' ', '-', '–', ':']);
            m.labels.iter().all(|l| l.number.is_empty()) && !body.contains(['£', '%', '–', '=']) && !body.trim_end().ends_with('.')
        });
        !span.table
            && (item
                || is_case(text)
                || ends_the_cases(text)
                || open(span) && asking::asks(text)
                || open(span) && text.to_lowercase().starts_with("in each"))
    };
    let list = if asked { binding.answer.iter().take_while(|s| listed(s)).count() } else { 0 };
    // `Please do not count one child twice.` below them is the requester's too.
    let more =
        binding.answer.iter().skip(list).take_while(|s| !s.table && s.text.as_str().to_lowercase().starts_with("please do not "));
    let list = if list > 0 { list + more.count() } else { 0 };
    let marked = binding.answer.first().is_some_and(|s| marker::parse(s.text.as_str()).is_some());
    if list > 0 && (list < binding.answer.len() || marked) {
        binding.question_spans.extend(binding.answer.drain(..list));
    }
}

/// `iv. 2010/11; and what is the budget for v. 2011/12?`
fn ends_the_cases(text: &str) -> bool {
    let body = marker::parse(text).and_then(|m| text.get(m.end..)).unwrap_or(text).trim();
    body.ends_with('?') && FinancialYear::mentions(body).first().is_some_and(|m| m.range.start == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_cases_of_a_question() {
        for (body, expected) in [
            ("2014/15", true),
            ("2018-19;", true),
            ("2019", true),
            ("2017/18 to date (most recent data)", true),
            ("2014/15 budget for day care?", false),
            ("How many", false),
            ("30", false),
        ] {
            assert_eq!(is_case(body), expected, "{body}");
        }
    }
}
