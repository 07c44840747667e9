//! Where the words of a question end and those of its answer begin, in one passage.

use std::ops::Range;

use crate::bind::align::{Anchor, Sheet};
use crate::bind::on_line::named_until;
use crate::bind::segment::{Segment, Side};
use crate::bind::{Span, asking, marker};
use crate::interpret::sentences;
use crate::lexicon::patterns;

/// A passage that opens a question, cut into the question's words and what follows them.
pub(crate) fn remainder(segment: &Segment, anchor: &Anchor, sheet: &Sheet) -> (Span, Span) {
    let span = &segment.span;
    let cut = |range: Range<usize>| Span { text: span.text.slice(range).trimmed(), ..span.clone() };
    let length = span.text.as_str().len();
    let start = segment.body_start();
    if let Some((end, from)) = own_name(segment.body(), anchor, sheet) {
        return (cut(0..start + end), cut(start + from..length));
    }
    if segment.side == Side::Question {
        return (span.clone(), cut(length..length));
    }
    if !anchor.echo {
        // `In reply to questions 3 and 4: ...`
        let lead = answer_label(span.text.as_str());
        let spoken = span.text.as_str().get(lead..).and_then(marker::spoken_of).filter(|m| m.closed);
        let heads = span.text.as_str().get(lead..).and_then(introduced);
        let start = start.max(spoken.or(heads).map_or(0, |m| lead + m.end));
        let start = start
            + span.text.as_str().get(start..).map_or(0, |body| title(body, &anchor.questions, segment.marker.is_some(), sheet));
        return (cut(0..start), cut(start..length));
    }
    let body = segment.body();
    let mut end = 0;
    let mut asked = false;
    for (number, sentence) in sentences(body).into_iter().enumerate() {
        let text = body.get(sentence.clone()).unwrap_or("");
        let is_question = text.trim_end().trim_end_matches(['"', '”', ')', '*']).ends_with('?');
        let words = sheet.wordings.passage(text);
        let covered = anchor.questions.iter().map(|&q| sheet.wordings.covered(q, &words)).fold(0.0, f64::max);
        let bracketed = text.trim_start().starts_with('(') && text.trim_end().ends_with(')');
        let takes = is_question
            || number == 0 && !gives_figures(text, anchor, sheet)
            || asking::asking_sentence(text) && (covered >= 0.3 || !patterns("clarification").is_in(text))
            || !asked && covered >= 0.6 && words.len() >= 3 && !gives_money(text)
            || bracketed && number > 0 && end == sentence.start;
        if !takes {
            break;
        }
        asked |= is_question;
        end = sentence.end;
    }
    // `Supplier of the RAS: Liquidlogic`: a question that no mark ends is ended by its colon.
    if !asked && !segment.strong {
        let titled = title(body.get(..end).unwrap_or(""), &anchor.questions, segment.marker.is_some(), sheet);
        end = if titled > 0 { titled } else { end };
    }
    if !asked && let Some(at) = run_in(body.get(..end).unwrap_or(""), anchor, sheet) {
        end = at;
    }
    (cut(0..start + end), cut(start + end..length))
}

/// Whether a sentence that asks nothing has sums or shares that its question does not have: `2: All adults 31.4%, of working age 9.8%`.
fn gives_figures(text: &str, anchor: &Anchor, sheet: &Sheet) -> bool {
    let figures = text.split_whitespace().filter(|w| w.contains(['£', '%']) && w.contains(|c: char| c.is_ascii_digit()));
    let prompts = || anchor.questions.iter().filter_map(|q| sheet.questions.get(*q)).map(|q| q.prompt.as_str());
    let new = figures.filter(|figure| !prompts().any(|p| p.contains(figure.trim_matches(|c: char| !c.is_alphanumeric()))));
    !asking::asks(text) && new.count() > 0
}

/// The questions that a first sentence names which says no more than that: `Exemption applied to questions 2 and 5. This is ...`.
pub(crate) fn introduced(text: &str) -> Option<marker::Marker> {
    /// The words before the numbers are no more.
    const LEAD: usize = 5;
    let first = sentences(text).into_iter().next().filter(|r| text.get(r.end..).is_some_and(|t| !t.trim().is_empty()))?;
    let sentence = text.get(first.clone())?;
    let named = marker::named_in(sentence).filter(|m| m.labels.len() > 1)?;
    let alone = sentence.get(named.end..).is_some_and(|rest| !rest.contains(char::is_alphanumeric));
    let lead = sentence.split_whitespace().take_while(|w| !w.to_lowercase().starts_with("question"));
    let (mut words, mut points) = (0, false);
    for word in lead {
        words += 1;
        points |= ["see", "refer", "as", "per", "same", "like"].contains(&word.to_lowercase().as_str());
    }
    (alone && words <= LEAD && !points).then(|| marker::Marker { end: first.start + named.end, ..named })
}

/// Where the name ends and the answer begins on a line that the document itself names: `a. 2018/19 - 43`.
fn own_name(body: &str, anchor: &Anchor, sheet: &Sheet) -> Option<(usize, usize)> {
    let prompts = anchor.questions.iter().filter_map(|q| sheet.questions.get(*q)).map(|q| q.prompt.as_str());
    let mut named = prompts.filter(|p| anchor.echo && !p.is_empty() && !p.contains('?') && p.len() < body.len());
    named.find_map(|prompt| {
        let rest = body.strip_prefix(prompt)?;
        let marked = rest.trim_start().starts_with(['–', '-', '—', ':', '=']) || named_until(body) == Some(prompt.len());
        let mark = rest.len() - rest.trim_start_matches([' ', '–', '-', '—', ':', '=']).len();
        (marked && mark < rest.len()).then_some((prompt.len(), prompt.len() + mark))
    })
}

/// Whether a text has an amount of money, as no question has that is asked of everybody.
pub(crate) fn gives_money(text: &str) -> bool {
    text.match_indices('£')
        .any(|(at, sign)| text.get(at + sign.len()..).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit())))
}

/// What can stand between the title of a question and the answer in its line.
const MARKS: [&str; 4] = ["? ", ": ", " – ", " - "];

/// The first of the marks from a place on, with its length.
fn next_mark(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    MARKS.iter().filter_map(|m| Some((from + rest.find(m)?, m.len()))).min()
}

/// How alike a question and the title are that stands before the words of a line; `None` where none does.
pub(crate) fn title_likeness(text: &str, question: usize, sheet: &Sheet) -> Option<f64> {
    let likeness = |text: &str| sheet.wordings.likeness(question, &sheet.wordings.passage(text));
    match title(text, &[question], true, sheet) {
        // `12) Contact details` on a line of its own.
        0 => Some(likeness(text)).filter(|l| *l >= 0.8 && text.split_whitespace().count() <= 14 && !asking::speaks(text)),
        end => text.get(..end).map(likeness).filter(|l| *l >= 0.36),
    }
}

/// Where the words begin after a title of a question that stands before them in their line: `Tolerance set - Yes, 5 %`. A colon or a
/// dash within the title parts no more than its own words. Below a number the last words answer, however like the question they are. 0 where
/// there is none.
fn title(text: &str, questions: &[usize], numbered: bool, sheet: &Sheet) -> usize {
    let figures = |at: usize, after: usize| {
        text.get(..at).is_some_and(|t| t.ends_with(|c: char| c.is_ascii_digit()))
            && text.get(after..).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
    };
    // The wording of a question that the document has of itself is all that stands there.
    let own = questions.iter().filter_map(|q| sheet.questions.get(*q)).all(|q| q.phrases.is_empty());
    let mut from = 0;
    while let Some((at, length)) = next_mark(text, from) {
        let after = at + length;
        from = after;
        let (head, rest) = (text.get(..at).unwrap_or(""), text.get(after..).unwrap_or("").trim_end());
        if head.split_whitespace().count() > 24 || head.contains(". ") {
            return 0;
        }
        let sentence = sentences(rest).into_iter().next().map_or(rest.len(), |r| r.end) + after;
        let until = next_mark(text, after).map_or(sentence, |(at, _)| at.min(sentence));
        let piece = text.get(after..until).unwrap_or("");
        let words = sheet.wordings.passage(head);
        let fits =
            questions.iter().any(|&q| sheet.wordings.likeness(q, &words) >= 0.36 || sheet.wordings.covered(q, &words) >= 0.75);
        let goes_on = || {
            let words = sheet.wordings.passage(piece);
            // `We use it as supplied` has the words of the question, and a speaker.
            let last = numbered && until >= text.trim_end().len();
            !last && !asking::speaks(piece) && questions.iter().any(|&q| sheet.wordings.covered(q, &words) >= 0.6)
        };
        let parts = own || !figures(at, after) && !goes_on();
        if fits && !rest.is_empty() && parts && !asking::asks(rest) {
            return after;
        }
    }
    0
}

/// Where an answer begins that no mark parts from its question, as after a heading in bold: `How is the cost allocated By the hour`. A
/// capital tells, where what stands before it has the words of the question and what follows has not.
fn run_in(text: &str, anchor: &Anchor, sheet: &Sheet) -> Option<usize> {
    let likeness = |part: &str| {
        let words = sheet.wordings.passage(part);
        anchor.questions.iter().map(|&q| sheet.wordings.likeness(q, &words)).fold(0.0, f64::max)
    };
    let begins: Vec<usize> = text
        .char_indices()
        .zip(text.chars().skip(1))
        .filter(|((at, before), after)| {
            *before == ' '
                && after.is_uppercase()
                && text.get(..*at).is_some_and(|t| t.ends_with(|c: char| c.is_lowercase() || c == ')'))
        })
        .map(|((at, _), _)| at + 1)
        .collect();
    let whole = likeness(text);
    let fits = begins.into_iter().filter(|&at| {
        let (question, answer) = text.split_at_checked(at).unwrap_or((text, ""));
        let acronym = answer.split_whitespace().next().is_some_and(|w| w.chars().filter(|c| c.is_uppercase()).count() > 1);
        question.split_whitespace().count() >= 4 && !acronym && likeness(answer) < 0.3
    });
    let (at, best) = fits.map(|at| (at, likeness(text.get(..at).unwrap_or("")))).max_by(|a, b| a.1.total_cmp(&b.1))?;
    (best >= 0.6 && best + 0.02 >= whole).then_some(at)
}

/// Where the words begin after `A:`, `Response:`, `Council response -`; 0 where no such label stands before them.
pub(crate) fn answer_label(text: &str) -> usize {
    let closes = |end: usize| text.get(end..).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
    let ends = |mark: &str| text.find(mark).map(|at| (at, at + mark.len())).filter(|(_, end)| mark == ":" || closes(*end));
    let Some((at, end)) = [":", " -", " –"].iter().filter_map(|mark| ends(mark)).min() else { return 0 };
    let label = text.get(..at).unwrap_or("");
    let last = label.split_whitespace().next_back().unwrap_or("").trim_matches('*');
    // A small `a:` is a part of a question.
    let named = last == "A" || matches!(last.to_lowercase().as_str(), "ans" | "answer" | "response" | "reply");
    let blank = text.get(end..).map_or(0, |rest| rest.len() - rest.trim_start().len());
    if named && label.split_whitespace().count() <= 3 { end + blank } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_answers() {
        for (text, rest) in [
            ("A: Yes", "Yes"),
            ("Council response: Q9 and Q10 - N/A", "Q9 and Q10 - N/A"),
            ("Answer -", ""),
            ("a: Name of the supplier", "a: Name of the supplier"),
            ("The response was late: sorry", "The response was late: sorry"),
            ("Response to Q2: none", "Response to Q2: none"),
        ] {
            assert_eq!(text.get(answer_label(text)..), Some(rest));
        }
    }
}
