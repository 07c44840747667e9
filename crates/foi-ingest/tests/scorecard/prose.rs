//! The words of an answer, once it is known what they are to say.

use crate::random::Random;
use crate::surveys::{Kind, phrases};
use crate::tables::grouped;
use crate::truth::{Answer, Day, Truth, Verdict};

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// What is said to the question of an index, without figures in tables. `label` names another question as the document numbers it.
pub(crate) fn say(truth: &Truth, index: usize, label: &dyn Fn(usize) -> String) -> Option<String> {
    let Answer { question, verdict } = &truth.answers[index];
    let mut random = Random::new(truth.seed, &format!("prose {}", words_of(truth, index)));
    let mut one = |list: &[String]| random.pick(list).clone();
    let said = match verdict {
        Verdict::Yes => one(&question.yes),
        Verdict::No => one(&question.no),
        Verdict::Words(number) => {
            let number = if question.kind == Kind::Percent { number.to_string() } else { grouped(*number) };
            one(&question.words).replace("{n}", &number).replace("{amount}", &number).replace("{count}", &number)
        }
        Verdict::Figures(_) => one(phrases("table_before")),
        Verdict::NotHeld => one(phrases("not_held")),
        Verdict::Refused(list, provision) => {
            let said = one(phrases(list));
            provision.map_or_else(|| said.clone(), |provision| cite(&said, provision, &mut random))
        }
        Verdict::Published => one(phrases("published")),
        Verdict::Other(other) => one(phrases("other")).replace("{other}", &label(*other)),
        Verdict::Clarification => one(phrases("clarification")),
        Verdict::Declined => one(phrases("declined")),
        Verdict::PassedOver { said: true } => {
            let screening = question.only_if.as_ref().and_then(|r| truth.answers.iter().position(|a| a.question.id == r.question));
            one(phrases("not_applicable")).replace("{other}", &label(screening.unwrap_or(0)))
        }
        Verdict::PassedOver { said: false } | Verdict::Blank => return None,
    };
    let link =
        format!("https://www.{}/information/{}", domain(truth), question.short.to_lowercase().replace([' ', ',', '\''], "-"));
    let past = (truth.received.year - 4).to_string();
    let said = said.replace("{link}", &link).replace("{past}", &past).replace("{domain}", domain(truth));
    assert!(!said.contains('{'), "a blank of `{said}` is not filled in");
    Some(said).filter(|s| !s.is_empty())
}

/// Where answers in a run say the same, they say it in the same words.
fn words_of(truth: &Truth, index: usize) -> String {
    let mut first = index;
    while first > 0 && same(truth, first - 1, index) {
        first -= 1;
    }
    truth.answers[first].question.id.clone()
}

/// Whether two answers are one refusal.
pub(crate) fn same(truth: &Truth, one: usize, other: usize) -> bool {
    let [one, other] = [&truth.answers[one].verdict, &truth.answers[other].verdict];
    matches!(one, Verdict::NotHeld | Verdict::Refused(..)) && one == other
}

/// The first address of the authority on the web.
pub(crate) fn domain(truth: &Truth) -> &str {
    truth.authority.domains.first().map_or("council.example", String::as_str)
}

/// Puts a provision where words leave room for it.
fn cite(said: &str, provision: &str, random: &mut Random) -> String {
    let number = provision.split_once(" s").map_or(provision, |p| p.1);
    let forms = [
        format!("section {number}"),
        format!("Section {number}"),
        format!("s.{number}"),
        format!("s{number}"),
        format!("section {}", number.replacen('(', " (", 1)),
    ];
    let form = random.pick(&forms).clone();
    let capital = form.replacen('s', "S", 1);
    said.replace("{section}", &form).replace("{Section}", &capital)
}

/// A date as letters write it.
pub(crate) fn date(day: Day, style: usize) -> String {
    let month = MONTHS[day.month as usize - 1];
    let Day { year, month: number, day } = day;
    let ending = match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    match style {
        0 => format!("{day} {month} {year}"),
        1 => format!("{day:02}/{number:02}/{year}"),
        2 => format!("{day}{ending} {month} {year}"),
        _ => format!("{day:02} {month} {year}"),
    }
}

/// A date as mails have it in their head.
pub(crate) fn stamp(day: Day) -> String {
    format!("{} {} {} 10:14:00 +0000", day.day, &MONTHS[day.month as usize - 1][..3], day.year)
}
