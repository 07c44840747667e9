//! Which instrument a response answers.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use foi_model::{Date, FinancialYear, Instrument, Issue, IssueCode};

use crate::bind::{self, Marker, Passages};
use crate::document::{Block, Document};
use crate::interpret;
use crate::reference::Reference;
use crate::survey::Survey;

/// A response that asks so many other questions under the numbers of an instrument is to another request.
const OTHERS: usize = 4;

/// How well an instrument fits.
struct Fit<'r> {
    instrument: &'r Survey,
    /// The number of its questions that are repeated.
    repeated: usize,
    /// How well they are.
    score: f64,
    /// Under how many of its numbers the response asks something else.
    others: usize,
    /// Whether the response names its subject.
    subject: bool,
    /// What share of the response's own numbers the instrument has.
    numbers: f64,
    /// Whether the response numbers parts of questions that the instrument does not have.
    foreign: bool,
    /// Whether it is a template of the instrument that has lost its marks, as a printed one has.
    form: bool,
}

impl Fit<'_> {
    fn share(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "counts of questions are small")]
        let share = self.repeated as f64 / self.instrument.questions.len().max(1) as f64;
        share
    }

    fn total(&self) -> f64 {
        let form = if self.form { 100.0 } else { 0.0 };
        form + self.score + if self.subject { 1.0 } else { 0.0 } + self.share() + self.numbers
    }

    /// Enough of its questions are repeated; or its subject is named, and the numbers are its own.
    fn fits(&self) -> bool {
        if (self.foreign || self.others >= OTHERS && self.others > self.repeated) && !self.form && self.share() < 0.6 {
            return false;
        }
        self.form
            || self.repeated >= 2 && self.share() >= 0.34 && (self.subject || self.share() >= 0.6)
            || self.repeated >= 1 && self.subject && self.share() >= 0.45
            || self.subject && self.numbers >= 0.8 && (self.repeated >= 2 || self.instrument.questions.len() > 6)
            || self.subject && self.repeated >= 3
    }
}

pub(super) fn find(
    documents: &[Document],
    passages: &[Passages<'_>],
    reference: &Reference,
    responded: Option<Date>,
    issues: &mut Vec<Issue>,
) -> Option<Survey> {
    let text = whole_text(documents);
    let markers: Vec<Marker> = passages.iter().flat_map(|p| p.against(&|_| false)).filter_map(|s| s.marker).collect();
    let tables = LazyCell::new(|| interpret::tables(documents));
    let fits = reference.instruments.iter().map(|(instrument, _)| {
        let (mut repeated, mut score, mut others) = (0, 0.0, 0);
        for passages in passages {
            let repeats = bind::fit(passages, instrument.sheet());
            repeated = repeated.max(repeats.count);
            score = f64::max(score, repeats.score);
            others = others.max(repeats.others);
        }
        let labels = labels(markers.iter().map(|m| instrument.sheet().own(m)).collect());
        let form = text.contains(&normal(&format!("{} {}", instrument.title, foi_model::form_name(&instrument.id))));
        let numbers = numbers(instrument, &labels);
        let fit = Fit { instrument, repeated, score, others, subject: true, numbers, foreign: foreign(instrument, &labels), form };
        // Tables are looked at where they decide.
        let subject =
            fit.fits() && (instrument.subjects.iter().any(|s| names(&text, s)) || interpret::any_table_of(&tables, instrument));
        Fit { subject, ..fit }
    });
    let best = fits.filter(Fit::fits).max_by(|a, b| a.total().total_cmp(&b.total())).map(|f| f.instrument);
    let best = best.or_else(|| by_subject(&text, passages, reference, responded, issues));
    if best.is_none() {
        issues.push(Issue::new(
            IssueCode::InstrumentUnrecognised,
            "the response fits no known instrument; its own numbering is used",
        ));
    }
    best.cloned()
}

/// The instrument whose subject a response names that repeats a question of it to the letter, as a review of one answer does, or says of the
/// whole request why nothing is given. Where that is the subject of several, it is the one that asks for the years about which the response
/// was written.
fn by_subject<'r>(
    text: &str,
    passages: &[Passages<'_>],
    reference: &'r Reference,
    responded: Option<Date>,
    issues: &mut Vec<Issue>,
) -> Option<&'r Survey> {
    /// Wording and number agree.
    const REPEATED: f64 = 1.2;
    let instruments = reference.instruments.iter().map(|(instrument, _)| instrument);
    let named: Vec<&Survey> = instruments.filter(|i| i.subjects.iter().any(|s| names(text, s))).collect();
    let responded = responded.and_then(FinancialYear::containing);
    let recent = |i: &&Survey| {
        let last = i.tables.iter().flat_map(|t| &t.financial_years).max();
        last.is_some_and(|last| responded.is_some_and(|r| *last <= r && r.start() <= last.start() + 1))
    };
    let recent: Vec<&Survey> = named.iter().copied().filter(recent).collect();
    let (([only], _) | (_, [only])) = (named.as_slice(), recent.as_slice()) else { return None };
    let repeats = |r: bind::Repeats| r.best >= REPEATED && r.others < OTHERS;
    if passages.iter().any(|p| repeats(bind::fit(p, only.sheet()))) {
        return Some(only);
    }
    if !passages.iter().any(|p| bind::is_letter(p, only.sheet())) {
        return None;
    }
    let message = format!("no question is repeated; the request is taken for `{}`, whose subject is named", only.id);
    issues.push(Issue::new(IssueCode::BindingUncertain, message));
    Some(only)
}

/// Whether a text names a subject; an acronym only as a word of its own.
fn names(text: &str, subject: &str) -> bool {
    let words = normal(subject);
    let acronym = subject.chars().all(|c| c.is_ascii_uppercase());
    text.match_indices(&words).any(|(at, _)| {
        let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        !acronym
            || alone(text.get(..at).and_then(|t| t.chars().next_back()))
                && alone(text.get(at + words.len()..).and_then(|t| t.chars().next()))
    })
}

fn whole_text(documents: &[Document]) -> String {
    let mut text = String::new();
    let mut add = |words: &str| {
        let length = text.len();
        add_normal(words, &mut text);
        if text.len() == length {
            text.push(' ');
        }
    };
    for block in documents.iter().flat_map(|d| &d.blocks) {
        match block {
            Block::Text(block) => add(block.text.as_str()),
            // Questions in a table name the subject too; what is in the rows of a long one does not.
            Block::Table(table) => table.rows.iter().take(ROWS).flatten().for_each(|cell| add(cell.text.as_str())),
        }
    }
    text
}

/// How many rows of a table are looked at.
const ROWS: usize = 60;

/// Adds words in lower case, with one blank after each.
fn add_normal(words: &str, text: &mut String) {
    for word in words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if word.is_ascii() {
            let from = text.len();
            text.push_str(word);
            text.get_mut(from..).into_iter().for_each(str::make_ascii_lowercase);
        } else {
            text.extend(word.chars().flat_map(char::to_lowercase));
        }
        text.push(' ');
    }
}

/// Words in lower case with one blank between.
fn normal(text: &str) -> String {
    let mut normal = String::new();
    add_normal(text, &mut normal);
    normal.pop();
    normal
}

/// The numbers that open passages of the documents, with their parts, each once.
fn labels(markers: Vec<Marker>) -> Vec<(String, String)> {
    // `26 FOI 401` is a number only where no passage has one that cannot be anything else.
    let sure = |m: &&Marker| m.named || m.closed;
    let surely = markers.iter().filter(sure).count() >= 3;
    let mut labels: Vec<(String, String)> = markers
        .iter()
        .filter(|m| !surely || sure(m))
        .filter_map(|m| m.labels.first().map(|l| (l.number.clone(), l.part.clone())))
        .filter(|(number, _)| !number.is_empty())
        .collect();
    labels.sort();
    labels.dedup();
    labels
}

/// What share of the numbers an instrument has, where there are enough to tell and the greatest is near its last.
fn numbers(instrument: &Instrument, labels: &[(String, String)]) -> f64 {
    let labels: BTreeSet<&String> = labels.iter().map(|(number, _)| number).collect();
    let own = |n: &String| instrument.questions.iter().any(|q| q.id.stem() == n);
    let last = instrument.questions.iter().filter_map(|q| q.id.stem().parse::<u32>().ok()).max().unwrap_or(0);
    let greatest = labels.iter().filter_map(|n| n.parse::<u32>().ok()).max().unwrap_or(0);
    if labels.len() < 3 || greatest + 1 < last || greatest > last {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of numbers are small")]
    let share = labels.iter().filter(|n| own(n)).count() as f64 / labels.len() as f64;
    share
}

/// Whether several parts have numbers, and most of them are none of the instrument's.
fn foreign(instrument: &Instrument, labels: &[(String, String)]) -> bool {
    let parts = || labels.iter().filter(|(_, part)| !part.is_empty());
    let own = |(number, part): &&(String, String)| {
        instrument.questions.iter().any(|q| q.id.stem() == number.as_str() && q.id.part() == part.as_str())
    };
    let known = parts().filter(own).count();
    parts().count() >= 3 && known * 3 < parts().count()
}
