//! A first draft of an instrument, out of a few responses to a survey or the request itself, for a person to finish.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use foi_model::{AnswerKind, Code, FinancialYear, Observation, Question, QuestionId, Unit};

use crate::bind::{asks, stems};
use crate::pipeline::Ingested;

/// At most this many other wordings of a question are kept.
const WORDINGS: usize = 4;

/// What the responses say about one question.
struct Drafted {
    question: Question,
    phrases: Vec<String>,
    kind: AnswerKind,
    observations: Vec<Observation>,
}

/// A draft in TOML of the instrument that responses answer, each read under its own numbering (`Choice::Unrecognised`); `None` where no
/// question was found in any. What is a guess carries a comment that says so.
pub fn draft(responses: &[Ingested]) -> Option<String> {
    let lists: Vec<&Vec<Question>> = responses.iter().flat_map(|r| r.bound.iter().map(|(_, b)| &b.questions)).collect();
    let fullest = lists.iter().copied().filter(|l| l.iter().any(|q| !q.prompt.trim().is_empty())).max_by_key(|l| l.len())?;
    let drafted: Vec<Drafted> = fullest.iter().map(|q| drafted(q, &lists, responses)).collect();
    let mut text = String::from(
        "# A draft. Read every line: prompts are the request's words and are to be put in your own, kinds are guesses, and lists hold what\n# the responses happened to have. `foi instruments --check` tells what does not fit together.\n\n",
    );
    let title = responses.iter().find_map(|r| r.submission.request.title.clone()).unwrap_or_default();
    let _ = writeln!(text, "id = \"draft\" # TODO: a short name and the year, such as `parking-2025`");
    let _ = writeln!(text, "title = {} # TODO: what the survey is about", quoted(&title));
    let _ =
        writeln!(text, "subjects = [] # TODO: a few phrases that name the subject, by which a response to this survey is known");
    for each in &drafted {
        question(&mut text, each);
    }
    tables(&mut text, &drafted);
    Some(text)
}

fn drafted(question: &Question, lists: &[&Vec<Question>], responses: &[Ingested]) -> Drafted {
    let own: BTreeSet<String> = stems(&question.prompt).into_iter().collect();
    let mut phrases: Vec<String> = Vec::new();
    for other in lists.iter().flat_map(|l| l.iter()).filter(|o| o.id == question.id) {
        let words: BTreeSet<String> = stems(&other.prompt).into_iter().collect();
        let alike = words.intersection(&own).count() * 2 >= words.len().max(1);
        let known = other.prompt == question.prompt || phrases.contains(&other.prompt);
        if alike && !known && !words.is_empty() && phrases.len() < WORDINGS {
            phrases.push(other.prompt.clone());
        }
    }
    let answers = responses.iter().flat_map(|r| &r.submission.answers).filter(|a| a.question_id == question.id);
    let observations: Vec<Observation> = answers.flat_map(|a| a.observations.iter().cloned()).collect();
    Drafted { kind: kind(&question.prompt, &observations), question: question.clone(), phrases, observations }
}

/// What kind of answer a prompt expects, by its words and by what was answered.
fn kind(prompt: &str, observations: &[Observation]) -> AnswerKind {
    let lower = prompt.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    let first = lower.split(|c: char| !c.is_alphabetic()).find(|w| !w.is_empty()).unwrap_or("");
    let years: BTreeSet<FinancialYear> = observations.iter().filter_map(|o| o.dimensions.financial_year).collect();
    let asked: BTreeSet<FinancialYear> = FinancialYear::mentions(prompt).into_iter().map(|m| m.year).collect();
    if has(&["contact details", "email address", "e-mail address", "telephone number", "name of the person", "job title"]) {
        AnswerKind::Contact
    } else if years.len() >= 2
        || asked.len() >= 2
        || has(&["each of the last", "broken down", "breakdown of", "per year", "by year"])
    {
        AnswerKind::Table
    } else if has(&["percentage", "what proportion", "per cent", "%"]) {
        AnswerKind::Percent
    } else if has(&["how many", "number of", "how much", "total cost", "total spend", "what was the cost"]) {
        AnswerKind::Number
    } else if matches!(first, "when") || has(&["what date", "on which date"]) {
        AnswerKind::Date
    } else if matches!(first, "do" | "does" | "did" | "is" | "are" | "was" | "were" | "has" | "have" | "will" | "can")
        && asks(prompt)
    {
        AnswerKind::Boolean
    } else {
        AnswerKind::Text
    }
}

fn question(text: &mut String, drafted: &Drafted) {
    let name = match drafted.kind {
        AnswerKind::Boolean => "boolean",
        AnswerKind::Text => "text",
        AnswerKind::Number => "number",
        AnswerKind::Percent => "percent",
        AnswerKind::Date => "date",
        AnswerKind::Table => "table",
        AnswerKind::Contact => "contact",
    };
    let _ = writeln!(text, "\n[[questions]]\nid = {}", quoted(drafted.question.id.as_str()));
    let _ = writeln!(text, "kind = \"{name}\" # TODO: guessed from the wording");
    let _ = writeln!(text, "prompt = {} # TODO: in your own words", quoted(&drafted.question.prompt));
    if !drafted.phrases.is_empty() {
        let phrases: Vec<String> = drafted.phrases.iter().map(|p| format!("  {},\n", quoted(p))).collect();
        let _ = writeln!(text, "phrases = [\n{}]", phrases.concat());
    }
}

/// What a table that answers a question has: its years, and the labels of its rows with the number of responses' cells that bear them.
fn tables(text: &mut String, drafted: &[Drafted]) {
    let asked: Vec<&Drafted> = drafted.iter().filter(|d| d.kind == AnswerKind::Table).collect();
    let mut measures = String::new();
    let mut areas: BTreeMap<Code, String> = BTreeMap::new();
    for each in asked {
        let id = &each.question.id;
        let Some(measure) = measure(id) else { continue };
        let years: BTreeSet<FinancialYear> = each
            .observations
            .iter()
            .filter_map(|o| o.dimensions.financial_year)
            .chain(FinancialYear::mentions(&each.question.prompt).into_iter().map(|m| m.year))
            .collect();
        let rows: BTreeMap<Code, String> = rows(&each.observations);
        let list = |items: Vec<String>| items.iter().map(|i| quoted(i)).collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "\n[[tables]]\nid = {}", quoted(id.as_str()));
        let _ = writeln!(
            text,
            "financial_years = [{}] # TODO: those that the request asks for",
            list(years.iter().map(ToString::to_string).collect())
        );
        let _ = writeln!(
            text,
            "service_areas = [{}] # TODO: those that the request asks for",
            list(rows.keys().map(ToString::to_string).collect())
        );
        let _ = writeln!(text, "columns = [{{ code = \"{measure}\", question = {} }}]", quoted(id.as_str()));
        areas.extend(rows);
        let _ = writeln!(
            measures,
            "\n[[measures]]\ncode = \"{measure}\" # TODO: what is measured, such as `outturn`\nlabel = {}\nunit = \"{}\" # TODO: guessed",
            quoted(&each.question.prompt),
            unit(each)
        );
    }
    text.push_str(&measures);
    for (code, label) in areas {
        let _ = writeln!(
            text,
            "\n[[service_areas]]\ncode = \"{code}\"\nlabel = {}\nsynonyms = [] # TODO: other names of it",
            quoted(&label)
        );
    }
}

fn measure(id: &QuestionId) -> Option<Code> {
    Code::from_label(&format!("measure {}", id.as_str()))
}

/// The labels of rows that name no year and no total.
fn rows(observations: &[Observation]) -> BTreeMap<Code, String> {
    let labels = observations.iter().filter_map(|o| o.row_label.as_deref()).map(str::trim);
    let named = labels.filter(|l| {
        let words = l.split_whitespace().count();
        (1..=6).contains(&words)
            && FinancialYear::mentions(l).is_empty()
            && !l.to_lowercase().contains("total")
            && l.chars().filter(char::is_ascii_digit).count() < 3
    });
    named.filter_map(|l| Some((Code::from_label(l)?, l.to_owned()))).collect()
}

/// The unit that most figures have; by the wording where there are none.
fn unit(drafted: &Drafted) -> Unit {
    let mut counts: BTreeMap<String, (usize, Unit)> = BTreeMap::new();
    for reported in drafted.observations.iter().filter_map(|o| o.cell.reported()) {
        counts.entry(reported.unit.to_string()).or_insert((0, reported.unit.clone())).0 += 1;
    }
    let lower = drafted.question.prompt.to_lowercase();
    let money = ["spend", "spent", "cost", "budget", "expenditure", "£", "how much"].iter().any(|w| lower.contains(w));
    let most = counts.into_values().max_by_key(|(count, _)| *count).map(|(_, unit)| unit);
    most.unwrap_or_else(|| if money { Unit::gbp() } else { Unit::count() })
}

/// A text as TOML has it, without addresses of people.
fn quoted(text: &str) -> String {
    let text: Vec<String> = foi_model::redacted(text).split_whitespace().map(str::to_owned).collect();
    toml::Value::String(text.join(" ")).to_string()
}

#[cfg(test)]
mod tests {
    use foi_model::Instrument;

    use super::*;
    use crate::pipeline::{Choice, Config, Given, ingest};
    use crate::reference::Reference;

    fn read(text: &str) -> Ingested {
        let given = Given { submission_id: "a".to_owned(), files: vec![("a.txt".to_owned(), Ok(text.as_bytes().to_vec()))] };
        let config = Config { instrument: Choice::Unrecognised, ..Config::default() };
        ingest(&given, &Reference::shipped().unwrap(), &config, &|_| None)
    }

    #[test]
    fn a_draft_is_an_instrument() {
        let first = "Dear Sir\n\n1. Do you run \"library vans\"?\n\nYes.\n\n2. What did they cost in 2021/22 and 2022/23?\n\n\
                     Cost\t2021/22\t2022/23\nVans\t£4,100\t£4,350\nFuel\t£900\t£1,210\n\n3. How many people use them?\n\n412\n";
        let second = "Dear Madam\n\n1. Does the council run library vans at all?\n\nNo\n\n2. What did they cost in 2021/22 and 2022/23?\n\nNothing.\n";
        let text = draft(&[read(first), read(second)]).unwrap();
        let instrument = Instrument::from_toml(&text).unwrap();
        assert!(instrument.faults().is_empty(), "{text}");
        let kinds: Vec<(&str, AnswerKind)> = instrument.questions.iter().map(|q| (q.id.as_str(), q.kind)).collect();
        assert_eq!(kinds, [("1", AnswerKind::Boolean), ("2", AnswerKind::Table), ("3", AnswerKind::Number)], "{text}");
        assert_eq!(instrument.questions[0].phrases, ["Does the council run library vans at all?"]);
        let areas: Vec<&str> = instrument.service_areas.iter().map(|a| a.code.as_str()).collect();
        assert_eq!((areas, instrument.tables[0].financial_years.len()), (vec!["fuel", "vans"], 2), "{text}");
        assert_eq!(instrument.measures[0].unit, Some(Unit::gbp()));
    }

    #[test]
    fn what_asks_nothing_gives_no_draft() {
        assert!(draft(&[read("Dear Sir\n\nYou will hear from us.\n")]).is_none());
    }
}
