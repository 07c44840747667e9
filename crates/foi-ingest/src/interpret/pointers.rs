//! Answers that point to other answers, and whether these say anything.

use foi_model::{Answer, DispositionCode, Issue, IssueCode, QuestionId};

/// Raises an issue for each answer that points nowhere.
pub(super) fn check(answers: &[Answer], issues: &mut Vec<Issue>) {
    for (place, answer) in answers.iter().enumerate() {
        if answer.disposition.code() != DispositionCode::SeeOtherAnswer {
            continue;
        }
        let text = answer.text.as_deref().unwrap_or("");
        let targets = targets(answers, place, text);
        if !targets.is_empty() && !targets.iter().any(|t| says_something(answers, t, 0)) {
            let named: Vec<String> = targets.iter().map(|t| format!("`{t}`")).collect();
            let message = format!("the answer points to {}, which is not answered here", named.join(" and "));
            issues.push(Issue::new(IssueCode::ReferenceUnresolved, message).on(&answer.question_id).at(answer.evidence.clone()));
        }
    }
}

/// The questions that a text points to: by number, or as the one above or below.
fn targets(answers: &[Answer], place: usize, text: &str) -> Vec<QuestionId> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let mut found: Vec<QuestionId> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let number = word.strip_prefix('q').unwrap_or(word);
        let after_pointer = at.checked_sub(1).and_then(|b| words.get(b)).is_some_and(|w| {
            matches!(
                *w,
                "see"
                    | "as"
                    | "per"
                    | "question"
                    | "questions"
                    | "q"
                    | "to"
                    | "at"
                    | "in"
                    | "no"
                    | "number"
                    | "answer"
                    | "response"
                    | "same"
                    | "for"
                    | "and"
            )
        });
        if number.starts_with(|c: char| c.is_ascii_digit())
            && number.len() <= 4
            && after_pointer
            && let Ok(id) = number.parse::<QuestionId>()
        {
            found.push(id);
        }
    }
    if found.is_empty() {
        let neighbour = if lower.contains("above") || lower.contains("previous") {
            place.checked_sub(1).and_then(|p| answers.get(p))
        } else if lower.contains("below") {
            answers.get(place + 1)
        } else {
            None
        };
        found.extend(neighbour.map(|a| a.question_id.clone()));
    }
    found
}

/// Whether a question, or a part of it, is answered in words of its own, through at most a few other pointers.
fn says_something(answers: &[Answer], target: &QuestionId, depth: usize) -> bool {
    answers.iter().enumerate().filter(|(_, a)| &a.question_id == target || a.question_id.stem() == target.as_str()).any(
        |(place, a)| match a.disposition.code() {
            DispositionCode::Blank | DispositionCode::NotFound => false,
            DispositionCode::SeeOtherAnswer => {
                depth < 4
                    && targets(answers, place, a.text.as_deref().unwrap_or(""))
                        .iter()
                        .any(|t| says_something(answers, t, depth + 1))
            }
            _ => true,
        },
    )
}
