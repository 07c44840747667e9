//! What the sentences of an answer do: inform, refuse, point elsewhere, say that nothing is held.

use std::ops::Range;
use std::sync::LazyLock;

use foi_model::{CellStatus, Exemption, IssueCode, Legislation, Observation, Provision};
use regex::Regex;

use super::citation::{self, Citation, OtherLaw};
use super::sentence::{after_label, sentences};
use super::{ordinary, quantities};
use crate::bind::Span;
use crate::document::Document;
use crate::lexicon::Said;

/// What a sentence does before all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    /// Cites a ground for not giving information.
    Withholds,
    /// Says that there is no such information.
    NotHeld,
    /// Refuses and cites nothing.
    Declines,
    /// Asks back.
    AsksBack,
    /// Says that the question does not apply.
    NotApplicable,
    /// Says that it will be known later.
    NotYet,
    /// Points to another answer.
    SeesOther,
    /// Points to another document.
    Attaches,
    /// Points to a publication.
    Publishes,
    /// Answers.
    Informs,
    /// Says nothing of substance: an opening, a heading.
    Leads,
}

/// A sentence of an answer.
#[derive(Debug, Clone)]
pub(crate) struct Sentence {
    /// The span of the answer that it is in.
    pub(crate) span: usize,
    /// Its bytes in the span's text.
    pub(crate) range: Range<usize>,
    /// What it does.
    pub(crate) act: Act,
    /// Whether it turns against what was said before: `however`, `but`.
    pub(crate) turns: bool,
    /// The grounds that it cites.
    pub(crate) citations: Vec<Citation>,
}

/// The sentences of an answer's spans; `prompt` is the question, as far as it is known.
///
/// A section is of the regime `home`, where neither its sentence nor the document gives it to another law.
pub(crate) fn read(spans: &[Span], home: Legislation, other_law: &OtherLaw, prompt: &str) -> Vec<Sentence> {
    let mut found: Vec<Sentence> = Vec::new();
    for (index, span) in spans.iter().enumerate().filter(|(_, s)| !s.table) {
        let text = span.text.as_str();
        for range in sentences(text).into_iter().flat_map(|r| divided(text, r)) {
            let sentence = text.get(range.clone()).unwrap_or("");
            if sentence.trim().is_empty() {
                continue;
            }
            let citations = grounds(sentence, home, other_law, prompt);
            if takes_back(sentence)
                && let Some(before) = found.last_mut().filter(|b| matches!(b.act, Act::Withholds | Act::Declines | Act::NotHeld))
            {
                before.citations.clear();
                before.act = Act::Leads;
            }
            let link = span.text.slice(range.clone()).has_link();
            let caption = spans.get(index + 1).is_some_and(|s| s.table) && is_caption(text);
            let act = if caption || enumerates(spans, index, &range) {
                Act::Leads
            } else {
                act(after_label(sentence), &citations, link, prompt)
            };
            // `Please see below:` points to what it opens.
            let opens = act == Act::SeesOther && points_below(sentence) && (index + 1 < spans.len() || range.end < text.len());
            let act = if opens { Act::Leads } else { act };
            found.push(Sentence { span: index, range, act, turns: turns(sentence), citations });
        }
    }
    found
}

static CONCEDES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)[,;–]\s+(?:though|although|but|however)\b,?\s+(?:\w+\s+){1,3}(?:can|could|are able|is able)\b").ok()
});

/// A sentence, in two where its end gives a figure in place of what its beginning denies: `We do not hold this, though we can say that the
/// average was £299`.
fn divided(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let sentence = text.get(range.clone()).unwrap_or("");
    // Few sentences have such a word behind a sign, and the pattern takes long to make.
    let lower = if sentence.contains([',', ';', '–']) { sentence.to_ascii_lowercase() } else { String::new() };
    let turns = ["though", "but", "however"].iter().any(|word| lower.contains(word));
    let turn = if turns { CONCEDES.as_ref().and_then(|p| p.find(sentence)).map(|m| m.start()) } else { None };
    let gives =
        |at: &usize| sentence.get(*at..).is_some_and(|rest| !refuses_or_lacks(rest) && !quantities::amounts(rest, "").is_empty());
    match turn.filter(gives) {
        Some(at) => vec![range.start..range.start + at, range.start + at..range.end],
        None => vec![range],
    }
}

/// `1. Details are published`, and the numbers that go on from there: those of a list within an answer.
pub(super) fn enumerates(spans: &[Span], index: usize, range: &Range<usize>) -> bool {
    let leading = |text: &str| -> Option<u32> {
        let text = text.trim_start().trim_start_matches('(');
        let digits = text.chars().take_while(char::is_ascii_digit).count();
        let number = text.get(..digits).filter(|_| digits <= 2)?.parse().ok()?;
        text.get(digits..)?.starts_with(['.', ')']).then_some(number)
    };
    let Some(text) = spans.get(index).map(|s| s.text.as_str()) else { return false };
    let own = text.get(range.clone()).unwrap_or("").trim();
    let alone = own.trim_matches(['(', ')', '.']).chars().all(|c| c.is_ascii_digit());
    let Some(number) = leading(own).filter(|_| alone && range.start == 0 && range.end < text.len()) else { return false };
    let beside = |n: u32| n + 1 == number || number + 1 == n;
    number == 1 || index > 0 || spans.iter().filter(|s| !s.table).filter_map(|s| leading(s.text.as_str())).any(beside)
}

/// A few words above a table, which no full stop ends.
fn is_caption(text: &str) -> bool {
    text.split_whitespace().count() <= 10 && !text.trim_end().ends_with(['.', '!']) || text.trim_end().ends_with(':')
}

fn points_below(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    lower.contains("below") && sentence.split_whitespace().count() <= 12 && !sentence.chars().any(|c| c.is_ascii_digit())
}

fn turns(sentence: &str) -> bool {
    let whole = sentence.to_lowercase();
    // `We can confirm that a qualified person has given an opinion` goes on; `We can confirm that there were 12` turns.
    let confirms = whole.trim_start().starts_with("we can confirm") && !whole.contains(|c: char| c.is_ascii_digit());
    let gives = [
        "can give the following",
        "can provide the following",
        "can offer the following",
        "able to provide the following",
        "can however",
        "can, however",
        "that is held is",
        "that is held has been",
        "which is held is",
        "we do hold is",
        "we do hold are",
    ];
    if gives.iter().any(|w| whole.contains(w)) {
        return true;
    }
    let lower: String = whole.trim_start().chars().take(24).filter(|_| !confirms).collect();
    [
        "however",
        "but ",
        "nevertheless",
        "that said",
        "notwithstanding",
        "to assist",
        "although",
        "we can ",
        "in the spirit",
        "outside of",
        "to be helpful",
        "nonetheless",
    ]
    .iter()
    .any(|w| lower.starts_with(w))
}

/// The citations of a sentence, none where it disclaims them or speaks of the law of something else.
fn grounds(sentence: &str, home: Legislation, other_law: &OtherLaw, prompt: &str) -> Vec<Citation> {
    let mut citations = citation::citations(sentence, home);
    citations.retain(|c| !c.is_of(other_law));
    let ranges: Vec<Range<usize>> = citations.iter().map(|c| c.range.clone()).collect();
    if is_disclaimed(sentence) || takes_back(sentence) || ordinary::cites_for_others(sentence, &ranges, prompt) {
        return Vec::new();
    }
    citations
}

/// Negation of a citation: `section 12 does not apply`, `we are not relying on section 21`, `you refer to section 12`.
fn is_disclaimed(sentence: &str) -> bool {
    let said = Said::of(sentence);
    // `On this occasion we have decided to answer`: and not `on this occasion I refuse`.
    let lower = sentence.to_lowercase();
    if lower.contains("on this occasion") && !["refus", "withh", "declin", "exempt", "not "].iter().any(|w| lower.contains(w)) {
        return true;
    }
    said.is("disclaimed") && !said.is("no_test")
}

/// A review that overturns what was relied on before it.
fn takes_back(sentence: &str) -> bool {
    Said::of(sentence).is("taken_back")
}

pub(crate) fn act(sentence: &str, citations: &[Citation], link: bool, prompt: &str) -> Act {
    let said = Said::of(sentence);
    let is = |name: &str| said.is(name);
    let words = sentence.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count();
    if words == 0 || words == 1 && sentence.trim().len() <= 3 && sentence.trim().chars().all(|c| c.is_ascii_digit()) {
        return Act::Leads;
    }
    let grounds = citations.iter().any(|c| c.provision.is_ok());
    let says_not_held = is("not_held");
    if grounds {
        let not_held_provision = citations.iter().any(|c| c.provision.as_ref().is_ok_and(Provision::means_not_held));
        return if not_held_provision { Act::NotHeld } else { Act::Withholds };
    }
    // `Under section 1 we are obliged to tell you whether ...` is what the law says, not what the authority does.
    let law = !citations.is_empty() && citations.iter().all(|c| c.provision.is_err());
    if law
        && !says_not_held
        && ["obliged", "required to", "entitle", "duty", "right to", "must "].iter().any(|w| sentence.contains(w))
    {
        return Act::Leads;
    }
    let disclaims = || is_disclaimed(sentence) || takes_back(sentence);
    let told = || ordinary::tells_of_others(sentence) || ordinary::reports_speech(sentence);
    let topic = || ordinary::takes_up_the_question(sentence, prompt);
    let effort = is("effort") && (words <= 6 || is("hypothetical"));
    let elsewhere = is("run_by_others") && !is("on_our_behalf") && !asks_who(prompt);
    let refuses = is("refused") || effort;
    let denies = (refuses || elsewhere) && !disclaims() && !told() && !topic();
    // `The Act gives a right to recorded information` is what the law says as well.
    if is("law") && !says_not_held && !denies {
        return Act::Leads;
    }
    if is("clarification") && !says_not_held && !topic() && !ordinary::reports_speech(sentence) {
        return Act::AsksBack;
    }
    if words <= 25 && is("not_applicable") {
        return Act::NotApplicable;
    }
    // `Fewer than 5 (see below)` answers.
    // `Notice of refusal - please see below`
    if is("refusal_notice") {
        return Act::Declines;
    }
    let beside = sentence.find("(see ").is_some_and(|at| sentence.get(..at).is_some_and(|b| b.split_whitespace().count() >= 2));
    if !beside && is("see_other") {
        return Act::SeesOther;
    }
    // `22 in the period, of which there is no breakdown` gives what there is.
    let gives = || {
        begins_with_a_count(sentence)
            || remarks(sentence)
            || counts_what_is_asked(sentence, prompt)
            || describes_what_is_done(sentence, prompt)
            || ordinary::reports_speech(sentence)
    };
    if is("not_yet") {
        return if gives() { Act::Informs } else { Act::NotYet };
    }
    if says_not_held {
        return if gives() { Act::Informs } else { Act::NotHeld };
    }
    if denies && (words <= 6 || opens_with_refusal(sentence) || is("ground_described") || speaks_of_the_request(sentence)) {
        // What another body does is not held here.
        return if refuses { Act::Declines } else { Act::NotHeld };
    }
    let enclosed = || {
        let lower = sentence.to_lowercase();
        ["attach", "enclos", "append", "application/"].iter().any(|w| lower.contains(w))
    };
    if is("attachment") && !ordinary::attached_to_a_thing(sentence) && (!link && !is("online") || enclosed()) {
        return Act::Attaches;
    }
    let unpublished = ["not published", "not been published", "unpublished", "not available online"];
    // `Director £132,750 - published in our pay policy`
    let priced = || sentence.find('£').is_some_and(|at| sentence.get(..at).is_some_and(|b| !Said::of(b).is("published")));
    let once = || is("published_once") && !is("online") || begins_with_a_count(sentence) || priced();
    if link || is("published") && !once() && !unpublished.iter().any(|w| sentence.contains(w)) {
        return Act::Publishes;
    }
    let leads = is("apology")
        || is("announces")
        || sentence.trim_end().ends_with(':') && words <= 12
        || words <= 5 && (is("response_intro") || is("boilerplate"));
    if leads { Act::Leads } else { Act::Informs }
}

/// `Refused, for which see the notice below`: what nobody is said to have refused is what was asked for.
fn opens_with_refusal(sentence: &str) -> bool {
    let first = sentence.split(|c: char| !c.is_alphanumeric()).find(|w| !w.is_empty()).unwrap_or("").to_lowercase();
    matches!(first.as_str(), "refused" | "withheld" | "exempt" | "redacted" | "declined")
}

/// Whether that something is not held is beside the point: after a yes, within a condition, or as the reason for what is said before it.
fn remarks(sentence: &str) -> bool {
    let lower = sentence.trim_start().to_lowercase();
    let yes = lower.strip_prefix("yes").is_some_and(|r| r.starts_with([',', ' ', ';', ':', '.']));
    // `Where receipts are not kept we may ask for the money back`
    let main = lower.split_once(", ").or_else(|| lower.split_once(" we ")).map(|(_, main)| main);
    let opens = ["if ", "where ", "when "].iter().any(|w| lower.starts_with(w)) && !lower.contains("you");
    let condition = opens && main.map_or(lower.starts_with("if "), |m| !refuses_or_lacks(m));
    let beside = [" because ", ", which "].iter().filter_map(|mark| lower.split_once(mark));
    let beside = beside.into_iter().any(|(main, _)| main.split_whitespace().count() >= 4 && !refuses_or_lacks(main));
    yes || condition || beside
}

fn refuses_or_lacks(text: &str) -> bool {
    let said = Said::of(text);
    ["not_held", "not_yet", "declined"].iter().any(|name| said.is(name))
}

/// `Ethnicity was not recorded for 204 people`, asked how many.
fn counts_what_is_asked(sentence: &str, prompt: &str) -> bool {
    let asked = prompt.to_lowercase();
    let first = sentence.split_whitespace().next().unwrap_or("").to_lowercase();
    let second = sentence.split_whitespace().nth(1).unwrap_or("").to_lowercase();
    let holds = ["we", "it", "this", "there", "i", "unfortunately", "no"].contains(&first.as_str())
        || ["council", "authority", "trust", "service", "team", "department", "system", "information", "data"]
            .contains(&second.as_str());
    !holds
        && ["how many", "number of", "what number"].iter().any(|w| asked.contains(w))
        && !Said::of(sentence).is("effort")
        && !quantities::amounts(sentence, "").is_empty()
}

/// `Accuracy is not formally measured, but managers check each plan`, asked how.
fn describes_what_is_done(sentence: &str, prompt: &str) -> bool {
    let asked = prompt.to_lowercase();
    let method = ["how do", "how you", "how is", "how are", "describe"].iter().any(|w| asked.contains(w));
    let done = || sentence.split_once(", but ").map(|(_, done)| done);
    method && done().is_some_and(|done| done.split_whitespace().count() >= 4 && !refuses_or_lacks(done) && !done.contains("you "))
}

/// Whether a question is after a person or body.
fn asks_who(prompt: &str) -> bool {
    let asked = prompt.trim_start().to_lowercase();
    ["who", "which", "does", "is ", "are ", "do "].iter().any(|w| asked.starts_with(w))
}

/// Whether a sentence opens with a number of things, and neither a year nor a length of time.
fn begins_with_a_count(sentence: &str) -> bool {
    let mut words = sentence.split_whitespace();
    let first = words.next().unwrap_or("");
    if first.strip_prefix('£').is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()) && n != "450" && n != "600") {
        return true;
    }
    let first = first.replace(',', "");
    let next = words.next().unwrap_or("").to_lowercase();
    let number =
        !first.is_empty() && first.len() <= 9 && first.parse::<f64>().is_ok_and(|n| n > 0.0 && !(1990.0..2050.0).contains(&n));
    number && next.starts_with('(')
        || number
            && next.chars().all(char::is_alphabetic)
            && !next.is_empty()
            && !["month", "year", "day", "hour", "week", "minute", "april", "march"].iter().any(|w| next.starts_with(w))
            && (next != "of" || of_things(words))
}

/// `493 of the clients`, and not `5 of the files`, which would have to be read.
fn of_things<'w>(words: impl Iterator<Item = &'w str>) -> bool {
    let named = words.map(str::to_lowercase).find(|w| !matches!(w.as_str(), "the" | "these" | "those" | "our" | "all" | "this"));
    let searched = ["file", "record", "case", "request", "question", "information", "document", "paper", "report"];
    named.is_some_and(|w| !searched.iter().any(|s| w.starts_with(s)))
}

/// Whether a sentence is about the information or those who give it: claims that were refused are no refusal.
fn speaks_of_the_request(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let of_it = [
        "information",
        "request",
        "requested",
        "data",
        "details",
        "detail",
        "figures",
        "figure",
        "names",
        "name",
        "disclose",
        "disclosed",
        "disclosure",
        "disclosing",
        "provide",
        "provided",
        "release",
        "released",
        "supply",
        "share",
        "publish",
        "answer",
        "comment",
        "we",
        "our",
        "council",
        "authority",
        "trust",
        "hours",
        "days",
        "cost",
        "costs",
        "limit",
        "manual",
        "manually",
        "this",
        "it",
        "these",
        "they",
        "that",
        "not",
        "confidential",
        "exempt",
        "vague",
        "broad",
        "cannot",
        "unable",
        "list",
    ];
    words.filter(|w| of_it.contains(w)).count() >= if lower.contains("not aware") { 3 } else { 1 }
}

/// The grounds that sentences cite, each once and as exactly as it is cited anywhere among them; and what is amiss with the rest.
pub(crate) fn exemptions(
    document: &Document,
    spans: &[Span],
    sentences: &[Sentence],
    test: Option<bool>,
) -> (Vec<Exemption>, Vec<(IssueCode, String)>) {
    let mut found: Vec<Exemption> = Vec::new();
    let mut amiss = Vec::new();
    for sentence in sentences {
        let Some(span) = spans.get(sentence.span) else { continue };
        for citation in &sentence.citations {
            let provision = match &citation.provision {
                Ok(provision) => provision.clone(),
                Err(error) => {
                    amiss.push((IssueCode::ProvisionUnknown, error.to_string()));
                    continue;
                }
            };
            let range = sentence.range.clone();
            let Some(evidence) = document.evidence(&span.text, range) else { continue };
            let legislation = provision.legislation();
            found.push(Exemption { legislation, provision: Some(provision), public_interest_test: test, evidence: Some(evidence) });
        }
    }
    (exact(found), amiss)
}

/// These grounds, and those that cells cite for holding no figure.
pub(crate) fn with_cells(
    mut found: Vec<Exemption>,
    observations: &[Observation],
    home: Legislation,
    test: Option<bool>,
) -> Vec<Exemption> {
    for observation in observations.iter().filter(|o| o.cell.status() == CellStatus::Withheld) {
        let (Some(raw), Some(evidence)) = (&observation.raw, &observation.evidence) else { continue };
        for provision in citation::citations(raw, home).into_iter().filter_map(|c| c.provision.ok()) {
            if !found.iter().any(|e| e.provision.as_ref() == Some(&provision)) {
                let legislation = provision.legislation();
                let evidence = Some(evidence.clone());
                found.push(Exemption { legislation, provision: Some(provision), public_interest_test: test, evidence });
            }
        }
    }
    exact(found)
}

/// One of each: `s43(2)` stands for `s43` beside it; the conditions of section 40(3) and after are not grounds beside 40(2).
fn exact(found: Vec<Exemption>) -> Vec<Exemption> {
    let parts = |e: &Exemption| e.provision.as_ref().map(|p| (p.legislation(), p.section(), p.subsections().to_vec()));
    let mut kept: Vec<Exemption> = Vec::new();
    for (at, exemption) in found.iter().enumerate() {
        let Some((act, section, subs)) = parts(exemption) else { continue };
        let condition = section == 40 && subs.first().is_some_and(|s| !matches!(s.as_str(), "1" | "2"));
        let covered = found.iter().enumerate().any(|(other, e)| {
            parts(e).is_some_and(|(a, s, more)| {
                a == act
                    && s == section
                    && (other < at && more == subs
                        || more.len() > subs.len() && more.starts_with(&subs)
                        || condition && more.first().is_some_and(|s| s == "2"))
            })
        });
        if !covered {
            kept.push(exemption.clone());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentence: &str, expected: Act) {
        asked("", sentence, expected);
    }

    #[track_caller]
    fn asked(prompt: &str, sentence: &str, expected: Act) {
        let citations = grounds(sentence, Legislation::Foia, &OtherLaw::default(), prompt);
        assert_eq!(act(sentence, &citations, sentence.contains("http"), prompt), expected, "{sentence}");
    }

    #[test]
    fn what_sentences_do() {
        check("The information is exempt under section 43(2).", Act::Withholds);
        check("We are not relying on section 12 here.", Act::Informs);
        check("A refusal under section 12 or 43 of the Act, where one is made above, is explained beside it.", Act::Informs);
        check("We asked ourselves whether section 43(2) might apply and decided that it does not.", Act::Informs);
        check("This is not something that the authority records.", Act::NotHeld);
        check("It would take more than 18 hours to find.", Act::Declines);
        check("Not applicable.", Act::NotApplicable);
        check("See Q3.", Act::SeesOther);
        check("Please see the attached spreadsheet.", Act::Attaches);
        check("It is published at https://a.example/b", Act::Publishes);
        check("Could you clarify what you mean by deflator?", Act::AsksBack);
        check("Customised by our own team in 2021.", Act::Informs);
        check("Yes.", Act::Informs);
    }

    #[test]
    fn what_is_not_measured_can_be_described() {
        let how = "How do you assess the accuracy of estimates?";
        asked(how, "Accuracy is not formally recorded, but managers look at each plan.", Act::Informs);
        asked(how, "Accuracy is not recorded.", Act::NotHeld);
        asked("How many plans were revised?", "This is not recorded, but managers look at each plan.", Act::NotHeld);
    }
}
