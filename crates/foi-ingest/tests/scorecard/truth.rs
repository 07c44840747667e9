//! What is right of one response, decided before a word of it is written.

use foi_ingest::Reference;
use foi_model::Authority;

use crate::figures::Figures;
use crate::random::Random;
use crate::surveys::{Kind, Question, SURVEYS, Survey};

/// What is right of one response.
#[derive(Clone)]
pub(crate) struct Truth {
    pub(crate) seed: u64,
    pub(crate) survey: &'static Survey,
    pub(crate) authority: Authority,
    pub(crate) reference: String,
    pub(crate) received: Day,
    pub(crate) responded: Day,
    /// In the order of the survey.
    pub(crate) answers: Vec<Answer>,
}

/// What is right of one question.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) question: &'static Question,
    pub(crate) verdict: Verdict,
}

/// What is said to one question.
#[derive(Clone, PartialEq)]
pub(crate) enum Verdict {
    Yes,
    No,
    /// An answer in words, or a number of those the words leave room for.
    Words(i64),
    Figures(Figures),
    NotHeld,
    /// The list of `phrases.toml` that says so, and the provision, if its number is given.
    Refused(&'static str, Option<&'static str>),
    Published,
    /// The index of the question that the answer points to.
    Other(usize),
    Clarification,
    Declined,
    /// Passed over, as another answer demands: the form stays empty, or says so.
    PassedOver {
        said: bool,
    },
    Blank,
}

/// A day of the calendar.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
}

impl Day {
    /// As files write it.
    pub(crate) fn iso(self) -> String {
        format!("{}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The grounds that are cited, by legislation: the list of phrases, the provision.
const FOIA: [(&str, Option<&str>); 10] = [
    ("cost", Some("FOIA s12")),
    ("cost", Some("FOIA s12(1)")),
    ("accessible", Some("FOIA s21")),
    ("future", Some("FOIA s22")),
    ("personal", Some("FOIA s40(2)")),
    ("commercial", Some("FOIA s43(2)")),
    ("confidence", Some("FOIA s41")),
    ("crime", Some("FOIA s31(1)(a)")),
    ("cost_unnumbered", None),
    ("commercial_unnumbered", None),
];
const FOISA: [(&str, Option<&str>); 6] = [
    ("cost", Some("FOISA s12(1)")),
    ("accessible", Some("FOISA s25(1)")),
    ("future", Some("FOISA s27(1)")),
    ("personal", Some("FOISA s38(1)(b)")),
    ("commercial", Some("FOISA s33(1)(b)")),
    ("scots_not_held", Some("FOISA s17")),
];

impl Truth {
    /// The truth of a seed, for a survey whose id is among those that `fits` takes.
    pub(crate) fn new(seed: u64, reference: &Reference, fits: impl Fn(&str) -> bool) -> Self {
        let mut random = Random::new(seed, "truth");
        let surveys: Vec<&'static Survey> = SURVEYS.iter().filter(|s| fits(&s.id)).collect();
        // The first is the survey that the project is for.
        let survey = if random.chance(30) { surveys[0] } else { *random.pick(&surveys) };
        let nation = random.pick(&survey.nations).clone();
        let of_nation: Vec<&Authority> =
            reference.register.0.authorities().iter().filter(|a| a.nation.as_str() == nation).collect();
        let authority = (*random.pick(&of_nation)).clone();
        let (received, responded) = days(&mut random, &survey.id);
        let mut truth = Self {
            seed,
            survey,
            reference: reference_number(&mut random, received),
            authority,
            received,
            responded,
            answers: Vec::new(),
        };
        truth.answer(&mut random);
        truth
    }

    fn answer(&mut self, random: &mut Random) {
        let scottish = self.authority.nation.as_str() == "Scotland";
        let whole = random.chance(6).then(|| ground(random, scottish));
        let mut again = 0;
        for (index, question) in self.survey.questions.iter().enumerate() {
            let passed_over = question.only_if.as_ref().is_some_and(|route| self.opposes(&route.question, route.yes));
            let last = self.answers.last().map(|a: &Answer| a.verdict.clone());
            let verdict = if let Some(ground) = whole {
                Verdict::Refused(ground.0, ground.1)
            } else if passed_over {
                again = 0;
                Verdict::PassedOver { said: random.chance(50) }
            } else if let Some(last) = last.filter(|_| again > 0) {
                again -= 1;
                last
            } else {
                // One sentence often does for several questions that follow each other.
                let verdict = verdict(random, question, scottish, index, &self.answers, self.seed);
                let refusal = matches!(verdict, Verdict::NotHeld | Verdict::Refused(..));
                again = if refusal && random.chance(40) { random.range(1, 3) } else { 0 };
                verdict
            };
            self.answers.push(Answer { question, verdict });
        }
    }

    /// Whether a question was answered with the opposite.
    fn opposes(&self, question: &str, yes: bool) -> bool {
        let said = self.answers.iter().find(|a| a.question.id == question).map(|a| &a.verdict);
        matches!((said, yes), (Some(Verdict::No), true) | (Some(Verdict::Yes), false))
    }

    /// The same authority and request with nothing written below any question.
    pub(crate) fn hollow(mut self) -> Self {
        for answer in &mut self.answers {
            answer.verdict = match &answer.verdict {
                Verdict::Figures(figures) => Verdict::Figures(figures.hollow()),
                _ => Verdict::Blank,
            };
        }
        self
    }
}

fn verdict(
    random: &mut Random,
    question: &'static Question,
    scottish: bool,
    index: usize,
    before: &[Answer],
    seed: u64,
) -> Verdict {
    // A screening question is answered, or nothing after it would follow.
    let answered = if index == 0 { 92 } else { 64 };
    if random.chance(answered) || question.kind == Kind::Contact {
        return match question.kind {
            Kind::Boolean if random.chance(50) => Verdict::Yes,
            Kind::Boolean => Verdict::No,
            Kind::Figures => Verdict::Figures(Figures::new(seed, &question.id)),
            Kind::Percent => Verdict::Words(random.range(2, 20)),
            Kind::Pounds => Verdict::Words(random.range(21, 890) * 1250),
            Kind::Words | Kind::Contact => Verdict::Words(random.range(1_200, 9_800)),
        };
    }
    match random.below(20) {
        0..=6 => Verdict::NotHeld,
        7..=13 => {
            let (said, provision) = ground(random, scottish);
            Verdict::Refused(said, provision)
        }
        14 | 15 => Verdict::Published,
        16 => Verdict::Clarification,
        17 => Verdict::Declined,
        18 => {
            let given = |a: &Answer| matches!(a.verdict, Verdict::Words(_) | Verdict::NotHeld | Verdict::Yes | Verdict::No);
            let others: Vec<usize> = (0..before.len()).filter(|&i| given(&before[i])).collect();
            if others.is_empty() { Verdict::NotHeld } else { Verdict::Other(*random.pick(&others)) }
        }
        _ => Verdict::Blank,
    }
}

fn ground(random: &mut Random, scottish: bool) -> (&'static str, Option<&'static str>) {
    if scottish { *random.pick(&FOISA) } else { *random.pick(&FOIA) }
}

/// When the request came and when it was answered, within the time of its survey.
fn days(random: &mut Random, survey: &str) -> (Day, Day) {
    let year = match survey {
        "ras-2026" => 2026,
        "ras-2019" => 2019,
        "ras-2012" => 2012,
        _ => 2025,
    };
    let month = random.range(2, 10);
    let received = Day { year, month, day: random.range(1, 28) };
    (received, Day { year, month: month + 1, day: random.range(1, received.day) })
}

/// A reference in one of the forms that authorities give theirs.
fn reference_number(random: &mut Random, received: Day) -> String {
    let number = random.range(10_234, 98_765);
    let short = received.year % 100;
    match random.below(7) {
        0 => format!("FOI-{number}"),
        1 => format!("FOI/{short}/{}", number / 10),
        2 => format!("FOI {}{number}", received.year),
        3 => format!("IR{number}"),
        4 => format!("{}-{}", received.year, number / 10),
        5 => format!("FOI{number}"),
        _ => format!("ACC/{}/{}", received.year, number / 100),
    }
}
