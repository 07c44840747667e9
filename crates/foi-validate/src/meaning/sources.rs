//! Evidence against the documents that a submission lists.

use crate::catalogue::Check;
use crate::fault::Fault;
use crate::json::{Json, Kind};

/// The sources that are cited and not listed, each told once, at its first place.
pub(super) fn check(submission: Json<'_>, documents: Json<'_>, faults: &mut Vec<Fault>) {
    let listed: Vec<&str> = documents.items().filter_map(|d| d.get("source_id")?.plain()).collect();
    // Nearly always all are listed, which needs no pointers.
    let mut last = "";
    let known = submission.behind("source_id").all(|id| {
        let known = id == last || listed.contains(&id);
        last = if known { id } else { last };
        known
    });
    if known {
        return;
    }
    let mut search = Search { listed, unlisted: Vec::new() };
    search.all(submission, &mut Trail { parent: None, step: Step::Root });
    for (id, pointer, count) in search.unlisted {
        let more = if count > 1 { format!("; {} more pieces of evidence cite it", count - 1) } else { String::new() };
        let message = format!("the evidence stands in a source that is not among the documents{more}");
        let expected: Vec<String> = documents.items().filter_map(|d| Some(format!("`{}`", d.get("source_id")?.plain()?))).collect();
        let expected = if expected.is_empty() { "a document in `documents`".to_owned() } else { expected.join(" or ") };
        let answer = pointer.strip_prefix("/answers/").and_then(|p| p.split('/').next()?.parse().ok());
        let question = answer.and_then(|i| submission.get("answers")?.items().nth(i)?.get("question_id")?.text());
        let mut fault = Fault::new(Check::SourceUnlisted, pointer, message).differs(id, expected);
        fault.finding.question_id = question.map(Into::into);
        faults.push(fault);
    }
}

#[derive(Clone, Copy)]
enum Step<'t> {
    Root,
    Field(&'t str),
    Item(usize),
}

/// The way to a value, made into a pointer only where there is something to tell.
struct Trail<'p> {
    parent: Option<&'p Trail<'p>>,
    step: Step<'p>,
}

impl Trail<'_> {
    fn pointer(&self) -> String {
        let before = self.parent.map(Trail::pointer).unwrap_or_default();
        match self.step {
            Step::Root => before,
            Step::Field(name) => format!("{before}/{name}"),
            Step::Item(index) => format!("{before}/{index}"),
        }
    }
}

struct Search<'t> {
    listed: Vec<&'t str>,
    unlisted: Vec<(&'t str, String, usize)>,
}

impl<'t> Search<'t> {
    fn all(&mut self, value: Json<'t>, trail: &Trail<'_>) {
        match value.kind() {
            Kind::Object => {
                for (name, value) in value.members() {
                    let Some(name) = name.plain() else { continue };
                    match (name, value.kind()) {
                        ("documents", _) => {}
                        ("source_id", Kind::Text) => {
                            let here = Trail { parent: Some(trail), step: Step::Field(name) };
                            self.cited(value.plain().unwrap_or(""), &here);
                        }
                        (_, Kind::Object | Kind::Array) => {
                            self.all(value, &Trail { parent: Some(trail), step: Step::Field(name) });
                        }
                        _ => {}
                    }
                }
            }
            Kind::Array => {
                for (index, item) in value.items().enumerate() {
                    self.all(item, &Trail { parent: Some(trail), step: Step::Item(index) });
                }
            }
            _ => {}
        }
    }

    fn cited(&mut self, id: &'t str, at: &Trail<'_>) {
        if self.listed.contains(&id) {
            return;
        }
        match self.unlisted.iter_mut().find(|(other, ..)| *other == id) {
            Some((_, _, count)) => *count += 1,
            None => self.unlisted.push((id, at.pointer(), 1)),
        }
    }
}
