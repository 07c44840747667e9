//! Which questions are answered, and whether they were asked.

use foi_model::AnswerKind;

use super::plan::{Asked, Plan};
use crate::catalogue::Check;
use crate::fault::Fault;
use crate::json::{Json, Kind};

/// An answer and where it stands.
struct Given<'t> {
    at: usize,
    id: &'t str,
    answer: Json<'t>,
}

pub(super) fn check(answers: Json<'_>, plan: Option<&Plan>, faults: &mut Vec<Fault>) {
    let mut given = Vec::new();
    let mut nameless = false;
    for (at, answer) in answers.items().enumerate() {
        match answer.get("question_id").and_then(Json::plain) {
            Some(id) => given.push(Given { at, id, answer }),
            None => nameless = true,
        }
    }
    let mut order: Vec<&Given<'_>> = given.iter().collect();
    order.sort_by_key(|g| (g.id, g.at));
    let twice: Vec<&Given<'_>> = order
        .windows(2)
        .filter_map(|w| {
            if let [a, b] = w
                && a.id == b.id
            {
                Some(*b)
            } else {
                None
            }
        })
        .collect();
    let Some(plan) = plan else {
        faults.extend(twice.iter().map(|g| again(g, None)));
        return;
    };
    let mut unknown: Vec<&Given<'_>> = given.iter().filter(|g| plan.question(g.id, g.at).is_none()).collect();
    let mut surplus = twice;
    surplus.append(&mut unknown);
    surplus.sort_by_key(|g| g.at);
    let mut missing: Vec<&Asked> =
        plan.questions.iter().filter(|q| order.binary_search_by_key(&q.id.as_str(), |g| g.id).is_err()).collect();
    missing.reverse();
    // An answer under a wrong number leaves its own question without one: that is one mistake, and told as one.
    for one in surplus {
        let instead = missing.pop();
        faults.push(if plan.question(one.id, one.at).is_some() { again(one, instead) } else { nowhere(one, plan, instead) });
    }
    if !nameless {
        for question in missing.iter().rev() {
            let message = format!("question `{}` of `{}` has no answer", question.id, plan.id);
            faults.push(Fault::new(Check::QuestionMissing, "/answers", message).question(&question.id));
        }
    }
    let mut last = 0;
    for (one, (place, asked)) in given.iter().filter_map(|g| Some((g, plan.question(g.id, g.at)?))) {
        let before = faults.len();
        if place < last && !given.iter().take_while(|g| g.at < one.at).any(|g| g.id == one.id) {
            let message = format!("the answer to question `{}` does not stand in the order of the instrument", one.id);
            faults.push(Fault::new(Check::QuestionOrder, format!("/answers/{}/question_id", one.at), message));
        }
        last = last.max(place);
        section(one, asked, faults);
        value_kind(one, asked, faults);
        for fault in faults.iter_mut().skip(before) {
            fault.finding.question_id = Some(one.id.to_owned());
        }
    }
    routing(&given, plan, faults);
}

fn again(one: &Given<'_>, instead: Option<&Asked>) -> Fault {
    let but = instead.map_or_else(String::new, |q| format!(", and question `{}` has no answer", q.id));
    let message = format!("question `{}` is answered twice{but}", one.id);
    let fault = Fault::new(Check::QuestionTwice, format!("/answers/{}/question_id", one.at), message).question(one.id);
    match instead {
        Some(question) => fault.differs(one.id, &question.id),
        None => fault,
    }
}

fn nowhere(one: &Given<'_>, plan: &Plan, instead: Option<&Asked>) -> Fault {
    let but = instead.map_or_else(String::new, |q| format!(", and its question `{}` has no answer", q.id));
    let message = format!("`{}` has no question `{}`{but}", plan.id, one.id);
    let ids: Vec<&str> = plan.questions.iter().map(|q| q.id.as_str()).collect();
    let expected = instead.map_or_else(|| ids.join(", "), |q| q.id.clone());
    Fault::new(Check::QuestionUnknown, format!("/answers/{}/question_id", one.at), message)
        .question(one.id)
        .differs(one.id, expected)
}

fn section(one: &Given<'_>, asked: &Asked, faults: &mut Vec<Fault>) {
    let found = one.answer.get("section").and_then(Json::text);
    if let (Some(found), Some(expected)) = (found, &asked.section)
        && found != expected.as_str()
    {
        let message = format!("question `{}` stands in section `{expected}`, not in `{found}`", asked.id);
        faults.push(Fault::new(Check::SectionDiffers, format!("/answers/{}/section", one.at), message).differs(found, expected));
    }
}

fn value_kind(one: &Given<'_>, asked: &Asked, faults: &mut Vec<Fault>) {
    let Some(value) = one.answer.get("value").filter(|v| v.kind() == Kind::Object) else { return };
    let (found, fits) = match value.get("type").and_then(Json::plain) {
        Some("boolean") => ("yes or no", asked.kind == AnswerKind::Boolean),
        Some("number") if value.get("unit").and_then(Json::plain) == Some("percent") => {
            ("percentage", matches!(asked.kind, AnswerKind::Percent | AnswerKind::Number))
        }
        Some("number") => ("number", asked.kind == AnswerKind::Number),
        Some("date") => ("date", asked.kind == AnswerKind::Date),
        Some("choice") => ("choice", false),
        _ => return,
    };
    if !fits {
        let expected = kind_name(asked.kind);
        let message = format!("question `{}` asks for {expected}, and its value is a {found}", asked.id);
        faults.push(Fault::new(Check::ValueKind, format!("/answers/{}/value", one.at), message).differs(found, expected));
    }
}

/// A kind of answer in words.
pub(crate) fn kind_name(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Boolean => "yes or no",
        AnswerKind::Text => "words, and no value",
        AnswerKind::Number => "a number",
        AnswerKind::Percent => "a percentage",
        AnswerKind::Date => "a date",
        AnswerKind::Table => "a table, and no value of its own",
        AnswerKind::Contact => "a person to contact, and no value",
    }
}

/// Answers to questions that an earlier answer routes past, told once for each such answer.
fn routing(given: &[Given<'_>], plan: &Plan, faults: &mut Vec<Fault>) {
    let mut told: Vec<(&str, Vec<&Given<'_>>)> = Vec::new();
    for one in given {
        let Some((deciding, with)) = plan.question(one.id, one.at).and_then(|(_, q)| q.asked_if.as_ref()) else { continue };
        let code = one.answer.get("disposition").and_then(|d| d.get("code")).and_then(Json::plain);
        if !matches!(code, Some("answered" | "partly_answered")) || yes_or_no(given, deciding) != Some(!with) {
            continue;
        }
        match told.iter_mut().find(|(d, _)| d == deciding) {
            Some((_, several)) => several.push(one),
            None => told.push((deciding, vec![one])),
        }
    }
    for (deciding, several) in told {
        let Some(first) = several.first() else { continue };
        let with = plan.question(first.id, first.at).and_then(|(_, q)| q.asked_if.as_ref()).is_some_and(|(_, with)| *with);
        let word = |yes: bool| if yes { "yes" } else { "no" };
        let names: Vec<String> = several.iter().map(|g| format!("`{}`", g.id)).collect();
        let (names, verb) = match names.as_slice() {
            [one] => (format!("question {one} is answered, and is"), "is"),
            all => (format!("questions {} are answered, and are", all.join(", ")), "is"),
        };
        let message = format!("{names} asked only where the answer to `{deciding}` {verb} {}", word(with));
        let at = format!("/answers/{}/disposition/code", first.at);
        faults.push(Fault::new(Check::RoutingContradicted, at, message).question(first.id).differs(word(!with), word(with)));
    }
}

fn yes_or_no(given: &[Given<'_>], id: &str) -> Option<bool> {
    let value = given.iter().find(|g| g.id == id)?.answer.get("value")?;
    if value.get("type")?.plain()? != "boolean" {
        return None;
    }
    match value.get("value")?.kind() {
        Kind::True => Some(true),
        Kind::False => Some(false),
        _ => None,
    }
}
