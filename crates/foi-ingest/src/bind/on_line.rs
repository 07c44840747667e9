//! Lines that name something and say it: `Number of wardens – 43`.

use foi_model::{FinancialYear, QuestionId};

use crate::bind::asking;
use crate::bind::segment::Segment;
use crate::lexicon::patterns;

/// A paragraph of more bytes is no such line.
pub(super) const LONGEST: usize = 4_000;

/// So many of them in a document tell that it answers on the lines of its questions.
const MANY: usize = 3;

/// Words that name what is said on the same line are no more than these.
const NAMED_IN_ONE_LINE: usize = 14;

/// So many are those of a question.
const ASKED_IN_ONE_LINE: usize = 45;

/// Where a line that names something and says it ends the name: `Number of wardens – 43`, `2018/19: not recorded`, `Adult social care Yes`.
pub(super) fn named_until(body: &str) -> Option<usize> {
    let gives = |said: &str| {
        said.contains(|c: char| c.is_ascii_digit())
            || ["not_held", "declined", "not_applicable", "published", "see_other"].iter().any(|name| patterns(name).is_in(said))
            || matches!(said.trim().trim_end_matches('.').to_lowercase().as_str(), "yes" | "no" | "none" | "nil" | "zero")
    };
    if body.len() > LONGEST {
        return None;
    }
    match parted(body) {
        Some((at, said)) => {
            // The cases that a question asks for are years: `How many came in: 2019/20, 2020/21`.
            let years = FinancialYear::mentions(said).first().is_some_and(|m| m.range.start <= 1) && !said.contains(['£', '%']);
            let most = if asking::asks(body.get(..at)?) { ASKED_IN_ONE_LINE } else { NAMED_IN_ONE_LINE };
            let fits = (1..=most).contains(&words(body.get(..at)?)) && words(said) <= 40;
            (gives(said) && fits && !said.contains('?') && !(years && asking::asks(body))).then_some(at)
        }
        None => last_word_says(body),
    }
}

/// The name and what is said of it, where a mark stands between them.
fn parted(body: &str) -> Option<(usize, &str)> {
    let marks = [" – ", " - ", " — ", ": ", " = ", " –"];
    let (at, length) = marks.iter().filter_map(|mark| Some((body.find(mark)?, mark.len()))).min()?;
    let said = body.get(at + length..)?;
    (!said.trim().is_empty()).then_some((at, said))
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// `Adult social care Yes`; `please say yes or no` asks.
pub(super) fn last_word_says(body: &str) -> Option<usize> {
    let trimmed = body.trim_end().trim_end_matches('.');
    let at = trimmed.rfind(char::is_whitespace)?;
    let (before, last) = trimmed.split_at_checked(at)?;
    let says = matches!(last.trim(), "Yes" | "No" | "None" | "Nil" | "N/A");
    let open = before.trim_end().ends_with(|c: char| c.is_alphanumeric() || c == ')');
    let offers = before.trim_end().to_lowercase().ends_with(" or");
    (says && open && !offers && (1..=NAMED_IN_ONE_LINE).contains(&words(before))).then_some(at)
}

/// Where a line ends the name of what it says in any words, in a document that answers on the lines of its questions.
pub(super) fn named_in_words(body: &str) -> Option<usize> {
    let (at, said) = parted(body).filter(|_| body.len() <= LONGEST)?;
    let asks = said.contains('?') || asking::asks(said) || said.to_lowercase().contains("please");
    (words(body.get(..at)?) <= ASKED_IN_ONE_LINE && !asks).then_some(at)
}

/// `Job title – Head of Parks`: a few words, a dash, and what is so called.
pub(super) fn names_and_says(body: &str) -> bool {
    let dashed = [" – ", " - ", " — "].iter().any(|mark| body.contains(mark));
    dashed && named_in_words(body).is_some_and(|end| body.get(..end).is_some_and(|name| words(name) <= 5))
}

pub(super) fn answers_itself(body: &str) -> bool {
    named_until(body).is_some()
}

/// How lines of a document answer what they name.
pub(super) struct On {
    /// Whether lines with numbers are answered in place, so that what stands behind a mark answers whatever its words are.
    in_place: bool,
}

impl On {
    pub(super) fn new(numbered: &[(usize, &QuestionId)], segments: &[Segment]) -> Self {
        let own = numbered.iter().filter_map(|(i, _)| segments.get(*i)).filter(|s| answers_itself(s.body())).count();
        Self { in_place: own >= MANY && own * 3 >= numbered.len() }
    }

    /// Where the name of what a line says ends.
    pub(super) fn ends(&self, body: &str) -> Option<usize> {
        let end = named_until(body).or_else(|| named_in_words(body).filter(|_| self.in_place))?;
        // What stands behind a question mark answers whole.
        body.get(..end).filter(|named| !named.contains('?')).map(|_| end)
    }
}
