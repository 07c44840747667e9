//! Where a reply begins, and which introductions lead one answer of it.

use std::collections::BTreeSet;

use crate::bind::align::{Anchor, Sheet};
use crate::bind::echo::remainder;
use crate::bind::segment::{Passage, Segment, Side};

/// Where answers begin that only numbers tie to their questions; `None` where each question is followed by its answer.
pub(super) fn reply_begins(segments: &[Segment], echoes: &[Anchor], sheet: &Sheet) -> Option<usize> {
    let (Some(first), Some(last)) = (echoes.first(), echoes.last()) else { return Some(0) };
    let mut answered = 0;
    for pair in echoes.windows(2) {
        let [anchor, next] = pair else { continue };
        let own = segments.get(anchor.segment).is_some_and(|s| !remainder(s, anchor, sheet).1.text.is_blank());
        answered += usize::from(own || says_between(segments, anchor, next));
    }
    let pairs = echoes.len().saturating_sub(1);
    if echoes.len() <= 2 {
        // Too few to tell: a reply that says so has its own beginning.
        let intro = segments.iter().enumerate().skip(last.segment).find(|(_, s)| s.passage == Passage::ResponseIntro);
        return intro.map(|(i, _)| i + 1);
    }
    if answered * 2 > pairs {
        return None;
    }
    // The reply stands after the questions, or, in an e-mail, before the quoted request.
    let before = segments.get(..first.segment).unwrap_or_default();
    let numbered_before = before.iter().filter(|s| s.marker.is_some() && s.passage == Passage::Body && !s.quoted).count();
    if segments.get(first.segment).is_some_and(|s| s.quoted) && numbered_before >= 2 {
        return Some(0);
    }
    Some(last_of_request(echoes) + 1)
}

/// Whether anything is said between two questions.
pub(super) fn says_between(segments: &[Segment], anchor: &Anchor, next: &Anchor) -> bool {
    let between = segments.get(anchor.segment + 1..next.segment).unwrap_or_default();
    between.iter().any(|s| !s.is_table() && s.passage == Passage::Body && !s.asks() && s.side != Side::Question)
}

/// Introductions that stand below one question and above the next: each leads one answer, and not the whole reply.
pub(super) fn own_introductions(segments: &[Segment], anchors: &[Anchor]) -> BTreeSet<usize> {
    let introduces = |s: &Segment| s.passage == Passage::ResponseIntro && s.side == Side::Free;
    let mut found = BTreeSet::new();
    for (place, anchor) in anchors.iter().enumerate().filter(|(_, a)| a.echo) {
        let next = anchors.get(place + 1);
        let until = next.map_or(segments.len(), |n| n.segment);
        let earlier = place.checked_sub(1).and_then(|p| anchors.get(p));
        let onward = match next {
            Some(next) => next.echo && anchor.questions.last() < next.questions.first(),
            None => earlier.is_some_and(|e| e.echo && says_between(segments, e, anchor)),
        };
        if onward {
            let own = (anchor.segment + 1..until).filter(|i| segments.get(*i).is_some_and(introduces));
            found.extend(own);
        }
    }
    found
}

/// The last passage of the first run through the questions.
fn last_of_request(echoes: &[Anchor]) -> usize {
    let mut last = 0;
    let mut question = None;
    for anchor in echoes {
        let next = anchor.questions.first().copied();
        if question.is_some() && next <= question {
            break;
        }
        question = next;
        last = anchor.segment;
    }
    last
}
