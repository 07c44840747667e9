//! Which passages with letters are parts of a question, and which are its cases, its labels or its answers.

use std::collections::BTreeSet;

use foi_model::QuestionId;

use crate::bind::apart::refuses_or_points;
use crate::bind::cases::lists_a_case;
use crate::bind::on_line::{On, answers_itself, names_and_says};
use crate::bind::outline::{follows, opens_a_list};
use crate::bind::segment::{Passage, Segment, Side};

/// Whether a question asks for a part of it in one breath with others: `Why did (i) the council, and (ii) its contractor, stop?`
pub(super) fn asked_within(question: &str, part: &QuestionId) -> bool {
    let mark = format!("{})", part.part());
    question.match_indices(&mark).any(|(at, _)| question.get(..at).is_some_and(|lead| lead.ends_with([' ', '('])))
}

/// `Part ii:` alone above an answer, where the question asks for `(i) ... and (ii) ...` in one breath, is no question.
pub(super) fn without_labels<'i>(numbered: Vec<(usize, &'i QuestionId)>, segments: &[Segment]) -> Vec<(usize, &'i QuestionId)> {
    let mut stem: Option<(usize, &QuestionId)> = None;
    let mut kept = Vec::with_capacity(numbered.len());
    for (at, id) in numbered {
        if id.part().is_empty() {
            stem = Some((at, id));
        }
        let asking = stem.filter(|(_, s)| s.as_str() == id.stem()).and_then(|(i, _)| segments.get(i));
        let label = !id.part().is_empty()
            && segments.get(at).is_some_and(|s| s.body().trim().is_empty())
            && asking.is_some_and(|s| s.asks() && asked_within(s.body(), id));
        if !label {
            kept.push((at, id));
        }
    }
    kept
}

/// The parts of a question that its answers number once more: `2. How many went to: A) the police B) a court`, `2a) 54`, `2b) None`.
fn asked_twice<'p, 'i>(parts: &'p [(usize, &'i QuestionId)]) -> Option<&'p [(usize, &'i QuestionId)]> {
    let (asked, answered) = parts.split_at_checked(parts.len() / 2)?;
    let rising = asked.windows(2).all(|w| matches!(w, [a, b] if a.1 < b.1));
    let same = asked.len() >= 2 && asked.iter().map(|(_, id)| id).eq(answered.iter().map(|(_, id)| id));
    (same && rising).then_some(asked)
}

/// With parts that are named and answered in one line, under a question that goes on in them: `a. Number of wardens – 43`; and which
/// passages these are.
pub(super) fn with_answered_parts<'i>(
    mut chosen: Vec<(usize, &'i QuestionId)>,
    numbered: &[(usize, &'i QuestionId)],
    segments: &[Segment],
    on_line: &On,
) -> (Vec<(usize, &'i QuestionId)>, BTreeSet<usize>) {
    let (mut added, mut listed) = (Vec::new(), Vec::new());
    for (index, id) in &chosen {
        let until = chosen.iter().find(|(i, o)| i > index && o.stem() != id.stem()).map_or(usize::MAX, |(i, _)| *i);
        let of_it = |(at, part): &&(usize, &QuestionId)| {
            index < at && *at < until && part.stem() == id.stem() && !part.part().is_empty() && **part > **id
        };
        let parts: Vec<(usize, &QuestionId)> = numbered.iter().filter(of_it).copied().collect();
        let below = |at: usize| {
            segments.get(at + 1).is_some_and(|s| s.marker.is_none() && s.passage == Passage::Body && !s.is_table() && !s.asks())
        };
        // Where nothing else answers, what stands behind a mark does: `a. Name – A. Warden`, right above the next question.
        let last = parts.last().map_or(0, |(at, _)| at + 1);
        let next = segments.get(last).is_some_and(|s| s.marker.is_some() && !s.answers());
        let says =
            |at: usize| segments.get(at).is_some_and(|s| on_line.ends(s.body()).is_some() || next && names_and_says(s.body()));
        let own = parts.iter().filter(|(at, _)| says(*at) || below(*at)).count();
        let rising = parts.windows(2).all(|w| matches!(w, [a, b] if a.1 < b.1));
        let body = segments.get(*index).map_or("", |s| s.body().trim_end());
        let opens = !body.ends_with(['.', ';']);
        if !id.part().is_empty() || parts.len() < 2 {
            continue;
        }
        if let Some(asked) = asked_twice(&parts) {
            listed.extend_from_slice(asked);
        } else if rising && (opens && own * 2 > parts.len() || parts.iter().all(|(_, part)| asked_within(body, part))) {
            added.extend(parts);
        }
    }
    let answered = added.iter().map(|(i, _)| *i).collect();
    chosen.extend(added);
    chosen.retain(|(index, id)| !listed.iter().any(|(at, other)| other == id && at != index));
    chosen.extend(listed);
    chosen.sort_by_key(|(index, _)| *index);
    chosen.dedup_by_key(|(index, _)| *index);
    (chosen, answered)
}

/// With the parts that a question lists behind a colon and that one answer below the last of them takes together:
/// `1. What do you pay an hour for: a. care at home for older people; b. care at home for adults under 65`.
pub(super) fn with_listed_parts<'i>(
    mut chosen: Vec<(usize, &'i QuestionId)>,
    numbered: &[(usize, &'i QuestionId)],
    segments: &[Segment],
) -> Vec<(usize, &'i QuestionId)> {
    let opens =
        |at: usize| segments.get(at).is_some_and(|s| s.asks() && s.side != Side::Question && opens_a_list(s.body(), &[':']));
    let names = |at: usize| {
        segments.get(at).is_some_and(|s| {
            let words = s.body().split_whitespace().count();
            (4..=40).contains(&words) && !lists_a_case(s.text()) && !refuses_or_points(s.body()) && !answers_itself(s.body())
        })
    };
    let mut added = Vec::new();
    for (index, id) in chosen.iter().filter(|(i, id)| id.part().is_empty() && opens(*i)) {
        let below = numbered.iter().filter(|(at, part)| at > index && part.stem() == id.stem() && !part.part().is_empty());
        let parts: Vec<(usize, &QuestionId)> =
            below.zip(1..).take_while(|((at, _), place)| *at == index + place).map(|(part, _)| *part).collect();
        let last = parts.last().map_or(0, |(at, _)| at + 1);
        let answered = segments.get(last).is_some_and(|s| s.marker.is_none() && (s.is_table() || s.passage == Passage::Body));
        let known = |at: usize| chosen.iter().any(|(i, _)| *i == at);
        if parts.len() >= 2 && answered && parts.iter().all(|(at, _)| names(*at)) && !parts.iter().any(|(at, _)| known(*at)) {
            added.extend(parts);
        }
    }
    chosen.extend(added);
    chosen.sort_by_key(|(index, _)| *index);
    chosen
}

/// Parts of which most ask nothing are the cases that their question is asked for: `i. 5 days a week ii. 4 days a week?`.
pub(super) fn without_cases<'i>(
    chosen: Vec<(usize, &'i QuestionId)>,
    numbered: &[(usize, &'i QuestionId)],
    segments: &[Segment],
    on_line: &On,
) -> Vec<(usize, &'i QuestionId)> {
    let asks = |i: usize| segments.get(i).is_some_and(|s| s.asks() || s.side == Side::Question);
    let case = |index: usize, id: &QuestionId| {
        let Some(stem) = chosen.iter().rev().find(|(i, o)| o.part().is_empty() && o.as_str() == id.stem() && *i < index) else {
            return false;
        };
        let end = chosen.iter().find(|(i, o)| *i > index && o.stem() != id.stem()).map_or(segments.len(), |(i, _)| *i);
        let parts: Vec<usize> =
            numbered.iter().filter(|(i, o)| stem.0 < *i && *i < end && o.stem() == id.stem()).map(|(i, _)| *i).collect();
        let answered = parts.windows(2).any(|w| matches!(w, [a, b] if segments.get(a + 1..*b).is_some_and(|s| s.iter().any(|s| s.is_table() || s.passage == Passage::Body && !s.asks()))));
        let own = parts.iter().filter(|i| segments.get(**i).is_some_and(|s| on_line.ends(s.body()).is_some())).count();
        let again = numbered.iter().filter(|(i, o)| stem.0 < *i && *i < end && *o == id).count() > 1;
        let within = segments.get(stem.0).is_some_and(|s| asked_within(s.body(), id));
        let answered = answered || again || within || own * 2 > parts.len();
        !id.part().is_empty() && parts.iter().filter(|i| asks(**i)).count() * 2 < parts.len() && !answered
    };
    let cases: Vec<bool> = chosen.iter().map(|(i, id)| case(*i, id)).collect();
    chosen.into_iter().zip(cases).filter(|(_, case)| !case).map(|(c, _)| c).collect()
}

pub(super) fn with_missing_parts<'i>(
    mut chosen: Vec<(usize, &'i QuestionId)>,
    numbered: &[(usize, &'i QuestionId)],
) -> Vec<(usize, &'i QuestionId)> {
    let mut missing = Vec::new();
    for window in chosen.windows(2) {
        if let [(from, earlier), (to, later)] = window {
            for (index, id) in numbered {
                let between = from < index && index < to && *earlier < *id && *id < *later;
                if between && follows(earlier, id) && (follows(id, later) || id.stem() == later.stem()) {
                    missing.push((*index, *id));
                    break;
                }
            }
        }
    }
    // `b` asks, and `a` before it does so by a noun.
    for (place, (index, id)) in chosen.iter().enumerate() {
        let after = place.checked_sub(1).and_then(|p| chosen.get(p)).map_or(0, |(i, _)| i + 1);
        let mut later = *id;
        for (at, before) in numbered.iter().rev().filter(|(at, _)| after <= *at && at < index) {
            if before.stem() == later.stem() && !before.part().is_empty() && *before < later && follows(before, later) {
                missing.push((*at, *before));
                later = before;
            }
        }
    }
    missing.sort_by_key(|(index, _)| *index);
    missing.dedup_by_key(|(index, _)| *index);
    chosen.extend(missing);
    chosen.sort_by_key(|(index, _)| *index);
    chosen
}
