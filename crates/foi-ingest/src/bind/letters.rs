//! Correspondence that a website keeps: whose each letter is, and which of them neither ask nor answer.

use crate::bind::apart::cites_or_refuses;
use crate::bind::segment::{Passage, Segment, cites};
use crate::lexicon::patterns;

/// So far below the line that names who writes stands the greeting of the same letter.
const HEAD: usize = 4;

/// Whose a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Voice {
    Requester,
    Authority,
}

/// Marks as of an earlier message what is neither the request nor an answer to it: receipts, what the requester wrote after the request,
/// remarks of readers, and the links that a mail program lists below a letter.
pub(super) fn without_receipts(segments: &mut [Segment]) {
    let letters = letters(segments);
    let asked = letters.iter().position(|(_, voice)| *voice == Voice::Requester);
    let end = |place: usize| letters.get(place + 1).map_or(segments.len(), |(next, _)| *next);
    let answers = |place: &usize| {
        let own = letters
            .get(*place)
            .filter(|(_, voice)| *voice == Voice::Authority)
            .and_then(|(start, _)| segments.get(*start..end(*place)));
        own.is_some_and(|letter| !is_receipt(letter))
    };
    let replies: Vec<usize> = (asked.map_or(letters.len(), |a| a + 1)..letters.len()).filter(answers).collect();
    if let Some(asked) = asked.filter(|_| !replies.is_empty()) {
        let others = (asked + 1..letters.len()).filter(|place| !replies.contains(place));
        let others: Vec<std::ops::Range<usize>> = others.filter_map(|p| Some(letters.get(p)?.0..end(p))).collect();
        for letter in others {
            segments.get_mut(letter).into_iter().flatten().for_each(|s| s.old = true);
        }
    }
    remarks(segments);
}

/// Where letters begin, and whose they are.
fn letters(segments: &[Segment]) -> Vec<(usize, Voice)> {
    let text = |s: &Segment| if s.is_table() || s.old || s.quoted { String::new() } else { s.text().trim().to_owned() };
    let teams: Vec<String> = segments.iter().filter_map(|s| Some(sender(&text(s))?.to_lowercase())).collect();
    let mut letters: Vec<(usize, Voice)> = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        let line = text(segment);
        let sent = sender(&line).is_some();
        let greeting = line.split_whitespace().count() <= 12 && line.split([' ', '/']).any(|w| w == "Dear") && !sent;
        let whom = line.rsplit("Dear ").next().unwrap_or("").trim_end_matches(',').trim().to_lowercase();
        let within = letters.last().is_some_and(|(start, voice)| at - start <= HEAD && *voice == Voice::Authority);
        if sent {
            letters.push((at, Voice::Authority));
        } else if greeting && (greets_an_authority(segment) || teams.contains(&whom)) {
            letters.push((at, Voice::Requester));
        } else if greeting && !within {
            letters.push((at, Voice::Authority));
        }
    }
    letters
}

/// Who writes, where a line says it as a website does: `Information Team` of `Information Team, Sedge Borough Council`.
fn sender(line: &str) -> Option<&str> {
    let (team, body) = line.rsplit_once(", ")?;
    let council = body.contains("Council") && !body.contains(|c: char| c.is_ascii_digit());
    (council && line.split_whitespace().count() <= 12 && !line.ends_with(['.', ':', ',', ';'])).then_some(team)
}

/// Whether a letter says that the request has come, and nothing of what was asked.
fn is_receipt(letter: &[Segment]) -> bool {
    let says = |s: &Segment| {
        let numbered = s.marker.is_some() && !s.span.text.has_link() && !s.asks();
        // `If any exemption applies, the information will not be released`
        let lower = s.text().to_lowercase();
        let foretells = ["if ", " may ", "subject to", "will be", "will not"].iter().any(|w| lower.contains(w));
        let says = cites(s.text()) || !foretells && cites_or_refuses(s.text());
        s.passage != Passage::Closing && (s.is_table() || numbered || says)
    };
    letter.iter().any(|s| patterns("acknowledgement").is_in(s.text())) && !letter.iter().any(says)
}

/// `A. Reader left an annotation (3 May 2024)`, `Visible links`: what a website keeps below them is neither of the authority nor of the request.
fn remarks(segments: &mut [Segment]) {
    let opens = |s: &Segment| {
        let text = s.text().trim();
        text.contains("left an annotation") && text.split_whitespace().count() <= 14
            || matches!(text, "Visible links" | "Hidden links")
    };
    let closes = |s: &Segment| s.text().trim_start().starts_with("Dear ") || sender(s.text().trim()).is_some();
    let mut open = false;
    for segment in segments.iter_mut() {
        open = opens(segment) || open && !closes(segment);
        segment.old |= open;
    }
}

/// `Dear Sedge Borough Council`: a requester begins.
pub(super) fn greets_an_authority(segment: &Segment) -> bool {
    let lower = segment.text().trim_start().to_lowercase();
    let whom = ["council", "authority", "trust", "foi ", "freedom of information"].iter().any(|w| lower.contains(w));
    lower.starts_with("dear ") && whom && lower.split_whitespace().count() <= 12
}

/// `Information Team, Sedge Borough Council` below a letter that is signed: who writes the next one.
pub(super) fn second_sender(segments: &[Segment], from: usize) -> Option<usize> {
    let signed = from + segments.iter().skip(from).position(|s| s.passage == Passage::Closing && !s.is_table())?;
    let sends = |s: &Segment| !s.is_table() && !s.old && sender(s.text().trim()).is_some();
    segments.iter().enumerate().skip(signed).filter(|(_, s)| sends(s)).map(|(at, _)| at).last()
}

/// Where the last letter begins that greets a person, below words that are signed.
pub(super) fn last_greeting(segments: &[Segment], from: usize) -> Option<usize> {
    let signed = from + segments.iter().skip(from).position(|s| s.passage == Passage::Closing && !s.is_table())?;
    let greets = |s: &Segment| {
        let lower = s.text().trim_start().to_lowercase();
        let body = ["council", "authority", "trust", "team", "officer", "foi "].iter().any(|w| lower.contains(w));
        lower.starts_with("dear ") && !body && lower.split_whitespace().count() <= 6
    };
    segments.iter().enumerate().skip(signed).filter(|(_, s)| !s.old && !s.quoted && greets(s)).map(|(i, _)| i).last()
}
