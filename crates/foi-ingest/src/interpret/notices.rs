//! What stands below several answers and is not of all of them: a refusal notice that some point to, the reasons for an earlier refusal, and
//! passages of one reply that name the questions they are of.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use foi_model::{Legislation, Provision};
use regex::Regex;

use super::acts;
use super::citation::OtherLaw;
use super::quantities;
use crate::bind::{Binding, Bound, Span};
use crate::lexicon::patterns;

/// An answer of no more words that gives a figure gives nothing else.
const SHORT: usize = 12;

static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:questions?|qs?\.?)\s?(?P<first>\d{1,2})(?P<more>(?:\s?(?:,|and|&|to|-|–|,\s?and)\s?\d{1,2}\b)*)").ok()
});
static STEP: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?P<joint>,\s?and|,|and|&|to|-|–)\s?(?P<number>\d{1,2})").ok());

/// The words of bindings, each without those that are of other answers only.
pub(super) fn settled<'b>(bound: &'b [(usize, Bound)], home: Legislation, law: &OtherLaw) -> Cow<'b, [(usize, Bound)]> {
    let changed = |b: &Bound| {
        let noticed = notice(b).map(|(last, at)| apart(b, last, at));
        let explained = reasons(noticed.as_ref().unwrap_or(b), home, law).map(|(last, at)| {
            let mut bound = noticed.clone().unwrap_or_else(|| b.clone());
            if let Some(binding) = bound.bindings.get_mut(last) {
                binding.answer.truncate(at);
            }
            bound
        });
        by_name(explained.as_ref().or(noticed.as_ref()).unwrap_or(b)).or(explained).or(noticed)
    };
    let settled: Vec<Option<Bound>> = bound.iter().map(|(_, b)| changed(b)).collect();
    if settled.iter().all(Option::is_none) {
        return Cow::Borrowed(bound);
    }
    let own = bound.iter().zip(settled).map(|((document, b), new)| (*document, new.unwrap_or_else(|| b.clone())));
    Cow::Owned(own.collect())
}

/// The questions that a passage says it is of: `What is asked in questions 1 to 4 is published`. What points to another answer names none.
fn names(text: &str) -> Option<BTreeSet<u32>> {
    let found = NAMED.as_ref()?.captures(text)?;
    let before = text.get(..found.get(0)?.start())?.to_lowercase();
    let words: Vec<&str> = before.split_whitespace().collect();
    let points = ["see", "refer", "above", "response", "answer", "answered", "reply", "given", "per"];
    if words.len() > 12 || words.iter().any(|w| points.contains(&w.trim_matches(|c: char| !c.is_alphanumeric()))) {
        return None;
    }
    let mut last: u32 = found.name("first")?.as_str().parse().ok()?;
    let mut named = BTreeSet::from([last]);
    for step in STEP.as_ref()?.captures_iter(found.name("more").map_or("", |m| m.as_str())) {
        let number: u32 = step.name("number")?.as_str().parse().ok()?;
        let through = matches!(step.name("joint")?.as_str(), "to" | "-" | "–") && last < number;
        named.extend(if through { last..=number } else { number..=number });
        last = number;
    }
    Some(named)
}

/// Bindings that share a reply whose passages name the questions they are of, each with its own.
fn by_name(bound: &Bound) -> Option<Bound> {
    let shared: Vec<usize> = bound.bindings.iter().enumerate().filter(|(_, b)| b.shared).map(|(at, _)| at).collect();
    let first = bound.bindings.get(*shared.first()?)?;
    let same = shared.iter().filter_map(|at| bound.bindings.get(*at)).all(|b| b.answer == first.answer);
    let number = |b: &Binding| b.question.as_str().trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<u32>().ok();
    let mut current: Option<BTreeSet<u32>> = None;
    let mut owners = Vec::with_capacity(first.answer.len());
    for span in &first.answer {
        current = if span.table { current } else { names(span.text.as_str()).or(current) };
        owners.push(current.clone());
    }
    // Every question is named, and not all of them by each passage.
    let named: BTreeSet<u32> = owners.iter().flatten().flatten().copied().collect();
    let every = shared.iter().filter_map(|at| bound.bindings.get(*at)).all(|b| number(b).is_some_and(|n| named.contains(&n)));
    let parts = owners.iter().flatten().collect::<BTreeSet<_>>().len() > 1;
    if shared.len() < 2 || !same || !every || !parts {
        return None;
    }
    let mut bound = bound.clone();
    for binding in bound.bindings.iter_mut().filter(|b| b.shared) {
        let own = number(binding);
        let is_own = |owner: &Option<BTreeSet<u32>>| owner.as_ref().is_none_or(|named| own.is_some_and(|n| named.contains(&n)));
        let spans = std::mem::take(&mut binding.answer);
        binding.answer = spans.into_iter().zip(&owners).filter(|(_, owner)| is_own(owner)).map(|(span, _)| span).collect();
    }
    Some(bound)
}

/// The last answer, and where in it reasons begin that are those of an earlier one: it has said its own, and they cite what that one cites.
fn reasons(bound: &Bound, home: Legislation, law: &OtherLaw) -> Option<(usize, usize)> {
    let place = |b: &Binding| b.answer.first().map(|s| s.block);
    let (last, binding) = bound.bindings.iter().enumerate().filter(|(_, b)| !b.shared).max_by_key(|(_, b)| place(b))?;
    let cited = |spans: &[Span]| -> BTreeSet<Provision> {
        let acts = acts::read(spans, home, law, "");
        acts.into_iter().flat_map(|s| s.citations).filter_map(|c| c.provision.ok()).collect()
    };
    let at = binding.answer.iter().position(|s| !s.table && !cited(std::slice::from_ref(s)).is_empty()).filter(|at| *at > 0)?;
    let (own, below) = binding.answer.split_at(at);
    // Words may lead up to a refusal; a figure by itself has said what it has to say.
    let said: Vec<&str> = own.iter().filter(|s| !s.table).flat_map(|s| s.text.as_str().split_whitespace()).collect();
    if said.len() > SHORT || quantities::amounts(&said.join(" "), "").is_empty() {
        return None;
    }
    let section = |ps: &BTreeSet<Provision>| ps.iter().map(|p| (p.legislation(), p.section())).collect::<BTreeSet<_>>();
    let reasons = section(&cited(below));
    let others = bound.bindings.iter().enumerate().filter(|(at, b)| *at != last && place(b) < place(binding));
    let given: BTreeSet<_> = others.flat_map(|(_, b)| section(&cited(&b.answer))).collect();
    reasons.is_subset(&given).then_some((last, at))
}

fn points(binding: &Binding) -> bool {
    let said = |s: &Span| {
        let lower = s.text.as_str().to_lowercase();
        let below = ["below", "attached", "at the end", "at the foot"].iter().any(|w| lower.contains(w));
        below && (lower.contains("refusal notice") || lower.contains("notice of refusal"))
    };
    binding.answer.iter().any(said)
}

/// The binding that a notice was left with and where in its answer it begins, if other answers point to it and that one does not.
fn notice(bound: &Bound) -> Option<(usize, usize)> {
    if !bound.bindings.iter().any(points) {
        return None;
    }
    let heads = |s: &Span| s.text.as_str().split_whitespace().count() <= 8 && patterns("refusal_notice").is_in(s.text.as_str());
    let found = bound.bindings.iter().enumerate().find_map(|(at, b)| Some((at, b.answer.iter().position(heads)?)));
    found.filter(|(at, from)| *from > 0 && bound.bindings.get(*at).is_some_and(|b| !points(b)))
}

fn apart(bound: &Bound, last: usize, from: usize) -> Bound {
    let mut bound = bound.clone();
    let words = bound.bindings.get_mut(last).map(|b| b.answer.split_off(from)).unwrap_or_default();
    bound.bindings.iter_mut().filter(|b| points(b)).for_each(|b| b.answer.extend(words.iter().cloned()));
    bound
}
