//! What kind of saying an answer is, out of what its sentences do and what its tables hold.

use foi_model::{AnswerKind, CellStatus, DispositionCode, Exemption, ExemptionKind, Value};

use super::acts::{Act, Sentence};
use super::amounts;
use super::quantities;
use crate::bind::{Span, stems};
use crate::identify::dates::dates;
use crate::lexicon::patterns;

/// What the cells of an answer's tables are.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cells {
    /// Figures and words that were given.
    pub(crate) given: usize,
    /// Cells that say that there is no such information.
    pub(crate) not_held: usize,
    /// Cells that refuse.
    pub(crate) withheld: usize,
    /// Cells that say that they do not apply.
    pub(crate) not_applicable: usize,
    /// Cells that are blank.
    pub(crate) blank: usize,
    /// Cells whose figures are not there yet.
    pub(crate) not_yet: usize,
    /// Cells of any other kind.
    pub(crate) other: usize,
}

impl Cells {
    pub(crate) fn count(&mut self, status: CellStatus) {
        let counter = match status {
            CellStatus::Reported => &mut self.given,
            CellStatus::NotHeld => &mut self.not_held,
            CellStatus::Withheld => &mut self.withheld,
            CellStatus::NotApplicable => &mut self.not_applicable,
            CellStatus::Blank | CellStatus::NotFound => &mut self.blank,
            CellStatus::Suppressed | CellStatus::Unreadable => &mut self.given,
            CellStatus::NotYetAvailable => &mut self.not_yet,
            CellStatus::Published | CellStatus::IncludedElsewhere => &mut self.other,
        };
        *counter += 1;
    }

    fn any(&self) -> bool {
        self.given + self.not_held + self.withheld + self.not_applicable + self.not_yet + self.other > 0
    }
}

/// The kind of saying, what it is besides, and the sentence that decides; no sentence where a table or silence does.
pub(crate) struct Decision {
    pub(crate) code: DispositionCode,
    pub(crate) also: Vec<DispositionCode>,
    pub(crate) sentence: Option<usize>,
    /// Whether two readings are about as good.
    pub(crate) doubtful: bool,
}

fn code_of(act: Act) -> DispositionCode {
    match act {
        Act::Withholds => DispositionCode::Withheld,
        Act::NotHeld | Act::NotYet => DispositionCode::NotHeld,
        Act::Declines => DispositionCode::Declined,
        Act::AsksBack => DispositionCode::ClarificationRequested,
        Act::NotApplicable => DispositionCode::NotApplicable,
        Act::SeesOther => DispositionCode::SeeOtherAnswer,
        Act::Attaches => DispositionCode::InAttachment,
        Act::Publishes => DispositionCode::Published,
        Act::Informs | Act::Leads => DispositionCode::Answered,
    }
}

pub(crate) fn decide(
    kind: AnswerKind,
    spans: &[Span],
    sentences: &[Sentence],
    cells: Cells,
    value: Option<&Value>,
    exemptions: &[Exemption],
) -> Decision {
    let said: Vec<usize> = sentences.iter().enumerate().filter(|(_, s)| s.act != Act::Leads).map(|(i, _)| i).collect();
    let first_of = |act: Act| sentences.iter().position(|s| s.act == act);
    let decision = |code, sentence| Decision { code, also: Vec::new(), sentence, doubtful: false };
    if said.is_empty() && !cells.any() {
        let lead = (!sentences.is_empty()).then_some(0);
        return decision(if lead.is_some() && cells.blank == 0 { DispositionCode::Answered } else { DispositionCode::Blank }, lead);
    }
    if cells.given > 0 {
        return with_figures(cells, exemptions, &first_of);
    }
    if said.is_empty() {
        let mut counts = [
            (cells.not_applicable, DispositionCode::NotApplicable),
            (cells.not_held, DispositionCode::NotHeld),
            (cells.withheld, DispositionCode::Declined),
            (cells.other + cells.not_yet, DispositionCode::Answered),
        ];
        counts.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        let code = counts.first().map_or(DispositionCode::Blank, |(_, c)| *c);
        let code = if code == DispositionCode::Declined && !exemptions.is_empty() { DispositionCode::Withheld } else { code };
        return decision(code, None);
    }
    // A yes or a no is an answer, whatever explains it.
    if kind == AnswerKind::Boolean && matches!(value, Some(Value::Boolean { .. })) && !leads_with_refusal(sentences) {
        return decision(DispositionCode::Answered, said.first().copied());
    }
    if matches!(value, Some(Value::Number { .. } | Value::Date { .. })) && exemptions.is_empty() {
        return decision(DispositionCode::Answered, said.first().copied());
    }
    words_alone(kind, spans, sentences, &said, exemptions)
}

fn leads_with_refusal(sentences: &[Sentence]) -> bool {
    sentences.iter().find(|s| s.act != Act::Leads).is_some_and(|s| matches!(s.act, Act::Withholds))
}

fn with_figures(cells: Cells, exemptions: &[Exemption], first_of: &dyn Fn(Act) -> Option<usize>) -> Decision {
    let mut also = Vec::new();
    if cells.not_held > 0 || first_of(Act::NotHeld).is_some() {
        also.push(DispositionCode::NotHeld);
    }
    if cells.withheld > 0 || !exemptions.is_empty() {
        also.push(if exemptions.is_empty() { DispositionCode::Declined } else { DispositionCode::Withheld });
    }
    if first_of(Act::Declines).is_some() && exemptions.is_empty() {
        also.push(DispositionCode::Declined);
    }
    let gaps = !also.is_empty() || cells.not_yet > 0 || cells.other > cells.given;
    let code = if gaps { DispositionCode::PartlyAnswered } else { DispositionCode::Answered };
    Decision { code, also, sentence: None, doubtful: false }
}

/// The first sentence of substance decides; what follows it explains it, unless it turns.
fn words_alone(kind: AnswerKind, spans: &[Span], sentences: &[Sentence], said: &[usize], exemptions: &[Exemption]) -> Decision {
    let act = |i: usize| sentences.get(i).map_or(Act::Leads, |s| s.act);
    let negative = |a: Act| matches!(a, Act::Withholds | Act::NotHeld | Act::Declines | Act::NotYet);
    let points = |a: Act| matches!(a, Act::Publishes | Act::Attaches | Act::SeesOther);
    let mut also: Vec<DispositionCode> = Vec::new();
    let first = said.first().copied().unwrap_or(0);
    let grounds = (!exemptions.is_empty()).then(|| said.iter().copied().find(|&i| act(i) == Act::Withholds)).flatten();
    let informs: Vec<usize> = said.iter().copied().filter(|&i| act(i) == Act::Informs).collect();
    // Information before a refusal, or after a turn, is given; the reasons for a refusal are not information.
    let turn = |i: usize| sentences.get(i).is_some_and(|s| s.turns);
    let refusal = said.iter().copied().find(|&i| negative(act(i)));
    let given_before = refusal.is_some_and(|r| informs.iter().any(|&i| i < r && words(spans, sentences, i) >= 6));
    let line = |i: usize| kind != AnswerKind::Contact && amounts::gives_in_a_line(text_of(spans, sentences, i));
    let lists = |i: usize| lists(text_of(spans, sentences, i));
    let given_after = refusal.is_some_and(|r| {
        informs.iter().any(|&i| i > r && (turn(i) || line(i) || lists(i) || gives_all_the_same(spans, sentences, r)))
    });
    let line_before = refusal.is_some_and(|r| informs.iter().any(|&i| i < r && line(i)));
    let redirected = said.iter().any(|&i| patterns("redirects").is_in(text_of(spans, sentences, i)));
    let concluded = refusal.is_some_and(|r| concludes(text_of(spans, sentences, r)));
    let given_before = given_before && !redirected && !concluded;
    // `There were 2,310 clients. The average cost is not held`
    let counted = |i: usize| counts(spans, sentences, i) && !is_preamble(spans, sentences, Some(i));
    let counted_before = refusal.is_some_and(|r| informs.iter().any(|&i| i < r && (counted(i) || says_yes(spans, sentences, i))));
    // `Parks are not told apart. The rates are £15.20 and £22.10.`
    let priced = |i: usize| counted(i) && text_of(spans, sentences, i).contains('£');
    let given_after = given_after
        || kind == AnswerKind::Text
            && refusal.is_some_and(|r| act(r) == Act::NotHeld && informs.iter().any(|&i| i > r && priced(i)));
    let (code, sentence) = if let Some(ground) = grounds {
        if said.iter().any(|&i| matches!(act(i), Act::NotHeld | Act::NotYet)) {
            also.push(DispositionCode::NotHeld);
        }
        // What leads up to a refusal explains it, unless it gives a figure or a yes or no.
        let concrete = informs.first().copied().filter(|&i| i < ground).is_some_and(|i| is_concrete(spans, sentences, i));
        // The size of a task is no answer, where it is the task that is refused.
        let costs = exemptions.iter().filter_map(|e| e.provision.as_ref()).any(|p| p.kind() == ExemptionKind::Procedural);
        let counted = !costs && kind != AnswerKind::Contact && informs.iter().any(|&i| i < ground && counted(i));
        // `NOTICE OF REFUSAL` heads what is refused below what was given.
        let heads = |&i: &usize| i < ground && patterns("refusal_notice").is_in(text_of(spans, sentences, i));
        let notice = said.iter().copied().find(heads);
        let headed =
            notice.is_some_and(|n| informs.iter().filter(|i| **i < n).count() >= 2 && gives_content(spans, sentences, &informs, n));
        // `Children's: Carely. Adults': exempt under section 21.`
        let labels = |i: &usize| act(*i) == Act::Leads && text_of(spans, sentences, *i).trim_end().ends_with(':');
        let places: Vec<usize> = (0..sentences.len()).filter(labels).chain([sentences.len()]).collect();
        let part_given = places.len() >= 3
            && places.windows(2).any(|w| matches!(w, [a, b] if *b > a + 1 && (a + 1..*b).all(|i| act(i) == Act::Informs)));
        // `2,311 bills were sent. We cannot break this down`: what is refused is to divide what was given.
        let breakdown = {
            let lower = text_of(spans, sentences, ground).to_lowercase();
            ["break this down", "break it down", "break these down", "breakdown", "split this", "broken down"]
                .iter()
                .any(|w| lower.contains(w))
                && informs.iter().any(|&i| i < ground && self::counts(spans, sentences, i))
        };
        let some = said.iter().any(|&i| patterns("some_withheld").is_in(text_of(spans, sentences, i)));
        // `Attached are the minutes. Under section 40(2) we have redacted names`: what is attached is given.
        let attached = |&i: &usize| {
            let text = text_of(spans, sentences, i).to_lowercase();
            i < ground && act(i) == Act::Attaches && !["request", "annex", "your question"].iter().any(|w| text.contains(w))
        };
        let told = some
            || part_given
            || breakdown
            || said.iter().any(attached)
            || counted
            || keeps_some(text_of(spans, sentences, ground))
            || text_of(spans, sentences, ground)
                .split_once(": ")
                .is_some_and(|(ground, given)| !gives_figures(ground) && gives_figures(given))
            || concrete && !is_preamble(spans, sentences, informs.first().copied())
            || given_after
            || headed;
        (if told { DispositionCode::PartlyAnswered } else { DispositionCode::Withheld }, ground)
    } else if act(first) == Act::AsksBack && !said.iter().any(|&i| i > first && turn(i)) {
        (DispositionCode::ClarificationRequested, first)
    } else if act(first) == Act::SeesOther
        && beyond_pointer(spans, sentences, first, said)
        && !denies_too(text_of(spans, sentences, first))
    {
        also.push(DispositionCode::SeeOtherAnswer);
        (DispositionCode::Answered, first)
    } else if let Some(refusal) = refusal {
        // Within words that answer, a sentence that something is not recorded is a remark.
        let cited = sentences.get(refusal).is_some_and(|s| s.citations.iter().any(|c| c.provision.is_ok()));
        if line_before && !matches!(kind, AnswerKind::Table | AnswerKind::Contact) {
            also.push(code_of(act(refusal)));
            (DispositionCode::PartlyAnswered, refusal)
        } else if given_before && !said.iter().any(|&i| act(i) == Act::Declines) && !cited && kind != AnswerKind::Table {
            (DispositionCode::Answered, first)
        } else if given_before && !cited && kind != AnswerKind::Table && gives_content(spans, sentences, &informs, refusal) {
            also.push(DispositionCode::Declined);
            (DispositionCode::PartlyAnswered, refusal)
        } else if given_after || counted_before && !matches!(kind, AnswerKind::Table | AnswerKind::Contact) {
            also.push(code_of(act(refusal)));
            (DispositionCode::PartlyAnswered, refusal)
        } else if said.iter().any(|&i| act(i) == Act::Declines) && act(refusal) == Act::NotHeld {
            // `Not held centrally; to search each file would take too long`.
            (DispositionCode::Declined, said.iter().copied().find(|&i| act(i) == Act::Declines).unwrap_or(refusal))
        } else {
            (code_of(act(refusal)), refusal)
        }
    } else if points(act(first)) || act(first) == Act::NotApplicable || act(first) == Act::AsksBack {
        (code_of(act(first)), first)
    } else if let Some(asks) = said.iter().copied().find(|&i| act(i) == Act::AsksBack) {
        (
            if given_words(spans, sentences, &informs) >= 20 {
                DispositionCode::Answered
            } else {
                DispositionCode::ClarificationRequested
            },
            asks,
        )
    } else {
        if said.iter().any(|&i| act(i) == Act::Attaches) {
            also.push(DispositionCode::InAttachment);
        }
        (DispositionCode::Answered, first)
    };
    let doubtful = refusal.is_some() && code == DispositionCode::Answered && exemptions.is_empty() && !given_before;
    Decision { code, also, sentence: Some(sentence), doubtful }
}

/// `The supplier runs this. Therefore the Council does not hold it`: what stands before gives the reason.
fn concludes(text: &str) -> bool {
    let lower = text.trim_start().to_lowercase();
    [
        "therefore",
        "we therefore",
        "consequently",
        "accordingly",
        "hence",
        "as such,",
        "as a result,",
        "for this reason",
        "for these reasons",
    ]
    .iter()
    .any(|w| lower.starts_with(w))
        || [" we therefore ", " we can therefore ", " is therefore "].iter().any(|w| lower.contains(w))
}

fn text_of<'s>(spans: &'s [Span], sentences: &[Sentence], index: usize) -> &'s str {
    sentences.get(index).and_then(|s| spans.get(s.span)?.text.as_str().get(s.range.clone())).unwrap_or("")
}

fn words(spans: &[Span], sentences: &[Sentence], index: usize) -> usize {
    text_of(spans, sentences, index).split_whitespace().count()
}

/// `It is exempt under section 21; for ease of reference, however, see below`: a refusal that gives what it refuses.
fn gives_all_the_same(spans: &[Span], sentences: &[Sentence], index: usize) -> bool {
    let text = text_of(spans, sentences, index).to_lowercase();
    ["ease of reference", "see below", "provided below", "set out below", "copied below"].iter().any(|w| text.contains(w))
}

/// Words of what is said of the law or of the request.
const LAW: &[&str] = &[
    " act",
    " code ",
    "your email",
    "your e-mail",
    "your request",
    "your recent",
    "freedom of information",
    "legislation",
    "regulations",
    "guidance",
    "(ref",
    "subsection",
    "personal data",
];

/// Whether what stands before a refusal is content, and not the law, the request, or where the information would have to be looked for.
fn gives_content(spans: &[Span], sentences: &[Sentence], informs: &[usize], refusal: usize) -> bool {
    let before: Vec<usize> = informs.iter().copied().filter(|i| *i < refusal).collect();
    let kept = |i: usize| {
        let text = text_of(spans, sentences, i).to_lowercase();
        [" file", " record", " held ", " held.", " stored", " case notes", "each case", "logged", "spreadsheet"]
            .iter()
            .any(|w| text.contains(w))
    };
    let law = |i: usize| {
        let text = text_of(spans, sentences, i).to_lowercase();
        LAW.iter().any(|w| text.contains(w))
    };
    before.iter().any(|i| !law(*i) && !argues(text_of(spans, sentences, *i)) && (is_concrete(spans, sentences, *i) || !kept(*i)))
}

/// Whether a sentence gives a figure, or says yes or no.
fn is_concrete(spans: &[Span], sentences: &[Sentence], index: usize) -> bool {
    let text = text_of(spans, sentences, index).trim_start().to_lowercase();
    let effort = ["limit", "hours", "minutes", "files", "records", "days"].iter().any(|w| text.contains(w));
    let dated = dates(&text).iter().any(|(range, _)| range.start == 0);
    let figure = (text.contains('£') || text.starts_with(|c: char| c.is_ascii_digit()) && !dated) && !effort;
    figure || text.starts_with("yes") || text.starts_with("no,") || text.starts_with("no.")
}

/// Whether a sentence counts or sums something, other than the task that an answer would be.
fn counts(spans: &[Span], sentences: &[Sentence], index: usize) -> bool {
    let text = text_of(spans, sentences, index);
    let lower = text.trim_start().to_lowercase();
    let first = lower.split_whitespace().next().unwrap_or("");
    let in_words = quantities::small_number(first).is_some_and(|n| n >= 2);
    text.split_whitespace().count() <= 25
        && !text.contains('?')
        && !is_a_number_of_a_list(text)
        && !speaks_of_effort(&lower)
        && !argues(text)
        && !LAW.iter().any(|w| lower.contains(w))
        && (in_words || !quantities::amounts(text, "").is_empty())
}

/// `Releasing bank details would expose them to fraud`: what speaks of giving the information gives none.
fn argues(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["would", "could", "may ", "might"].iter().any(|w| lower.contains(w))
        && ["releas", "disclos", "publish", "sharing", "making public", "revealing", "naming"].iter().any(|w| lower.contains(w))
}

/// `1.`, and nothing else.
fn is_a_number_of_a_list(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '%' && c != '£');
    bare.len() <= 2 && bare.chars().all(|c| c.is_ascii_digit())
}

/// `Academy A 12, Academy B 9`: several figures behind a label.
fn lists(text: &str) -> bool {
    text.contains(':') && gives_figures(text)
}

fn gives_figures(text: &str) -> bool {
    text.split_whitespace().count() <= 30 && quantities::amounts(text, "").len() >= 2 && !speaks_of_effort(&text.to_lowercase())
}

fn speaks_of_effort(lower: &str) -> bool {
    ["limit", "hours", "minutes", "files", "records", "days", "would take", "would need", "would mean", "estimate"]
        .iter()
        .any(|w| lower.contains(w))
}

fn says_yes(spans: &[Span], sentences: &[Sentence], index: usize) -> bool {
    let text = text_of(spans, sentences, index).trim_start().to_lowercase();
    text.strip_prefix("yes").is_some_and(|r| !r.starts_with(char::is_alphanumeric))
}

/// `It is attached, with one entry removed under section 31`: what is left of it is given.
fn keeps_some(text: &str) -> bool {
    let lower = text.to_lowercase();
    let comes = patterns("attachment").is_in(text)
        && ["is attached", "are attached", "see ", "find ", "attached,", "enclose"].iter().any(|w| lower.contains(w));
    comes
        && [
            "redact",
            "removed",
            "masked",
            "blacked",
            "taken out",
            "the rest",
            "remainder",
            "suppressed",
            "with the exception of",
            "except for",
            "less ",
            "apart from",
            "blanked",
        ]
        .iter()
        .any(|w| lower.contains(w))
}

fn given_words(spans: &[Span], sentences: &[Sentence], informs: &[usize]) -> usize {
    informs.iter().map(|&i| words(spans, sentences, i)).sum()
}

/// `The Council holds the information you asked for`: the opening of a refusal, no information.
fn is_preamble(spans: &[Span], sentences: &[Sentence], index: Option<usize>) -> bool {
    let text = index.map_or("", |i| text_of(spans, sentences, i)).to_lowercase();
    [
        "does hold",
        "do hold",
        "holds the information",
        "hold the information",
        "hold this information",
        "holds this",
        "is held",
        "have considered",
        "has considered",
        "consider",
        "your request",
        "the information you",
        "public interest",
        "confirm that",
        "can confirm",
    ]
    .iter()
    .any(|w| text.contains(w))
}

/// `As above, unable to report this in the format requested`
fn denies_too(text: &str) -> bool {
    text.split_once([',', ';', '–']).is_some_and(|(_, rest)| ["not_held", "declined"].iter().any(|name| patterns(name).is_in(rest)))
}

/// `See 10a, budgets are set on actual costs`: more is said than where to look.
fn beyond_pointer(spans: &[Span], sentences: &[Sentence], first: usize, said: &[usize]) -> bool {
    let text = |i: usize| text_of(spans, sentences, i);
    let own: Vec<String> = stems(text(first).split_once([',', ';', '–']).map_or("", |(_, rest)| rest));
    let more =
        said.iter().any(|&i| i != first && sentences.get(i).is_some_and(|s| s.act == Act::Informs) && stems(text(i)).len() >= 3);
    own.len() >= 3 || more
}
