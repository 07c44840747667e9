//! Reasons for an earlier refusal that stand below the last answer, and are no part of it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use foi_model::{Legislation, Provision};

use super::acts;
use super::citation::OtherLaw;
use super::quantities;
use crate::bind::{Binding, Bound, Span};

/// An answer of no more words that gives a figure gives nothing else.
const SHORT: usize = 12;

/// The words of bindings, each without those that are of other answers only.
pub(super) fn settled<'b>(bound: &'b [(usize, Bound)], home: Legislation, law: &OtherLaw) -> Cow<'b, [(usize, Bound)]> {
    let changed = |b: &Bound| {
        let (last, at) = reasons(b, home, law)?;
        let mut bound = b.clone();
        bound.bindings.get_mut(last)?.answer.truncate(at);
        Some(bound)
    };
    let settled: Vec<Option<Bound>> = bound.iter().map(|(_, b)| changed(b)).collect();
    if settled.iter().all(Option::is_none) {
        return Cow::Borrowed(bound);
    }
    let own = bound.iter().zip(settled).map(|((document, b), new)| (*document, new.unwrap_or_else(|| b.clone())));
    Cow::Owned(own.collect())
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
