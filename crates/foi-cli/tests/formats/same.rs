//! One response in every format gives one submission.

use foi_model::{Answer, Observation, Submission};

use crate::{corpus, read, reference, submissions};

/// What must not depend on the format, a line each.
fn told(submission: &Submission) -> Vec<String> {
    let authority = submission.authority.as_ref().map(|a| a.code.to_string());
    let request = &submission.request;
    let mut lines = vec![
        format!("{} {authority:?} {:?} {:?}", submission.instrument_id, request.reference, request.responded_on),
        format!("legislation {:?}", request.legislation),
    ];
    lines.extend(submission.answers.iter().flat_map(answer));
    lines
}

fn answer(answer: &Answer) -> Vec<String> {
    let id = &answer.question_id;
    let exemptions = answer.disposition.exemptions().iter().map(|e| format!("{:?}", e.provision)).collect::<Vec<_>>();
    let mut lines = vec![format!("{id} {:?} {exemptions:?} {:?}", answer.disposition.code(), answer.value)];
    lines.extend(answer.observations.iter().map(|o| format!("{id} {}", observation(o))));
    let words = answer.descriptions.iter().map(|d| format!("{id} {} {:?} {}", d.column, d.dimensions, d.text));
    lines.extend(words);
    lines.sort();
    lines
}

fn observation(observation: &Observation) -> String {
    let cell = match observation.cell.reported() {
        Some(reported) => format!("{} {}", reported.value, reported.unit),
        None => observation.cell.status().as_str().to_owned(),
    };
    format!("{} {:?} {cell}", observation.measure, observation.dimensions)
}

#[test]
fn every_format_says_the_same() {
    let reference = reference();
    let all = submissions(&corpus("same"));
    let (_, plain) = all.iter().find(|(name, _)| name.ends_with(".txt")).expect("same/ has a text file");
    let expected = told(&read(plain, &reference).submission);
    assert!(expected.len() > 40, "the text says too little: {expected:#?}");
    let mut differing = String::new();
    for (name, job) in &all {
        let submission = read(job, &reference).submission;
        let found = told(&submission);
        let missing: Vec<&String> = expected.iter().filter(|l| !found.contains(l)).collect();
        let surplus: Vec<&String> = found.iter().filter(|l| !expected.contains(l)).collect();
        if !missing.is_empty() || !surplus.is_empty() {
            differing.push_str(&format!("{name}\n  missing {missing:#?}\n  surplus {surplus:#?}\n"));
            submission.issues.iter().for_each(|i| differing.push_str(&format!("  {}: {}\n", i.code.as_str(), i.message)));
        }
    }
    assert!(differing.is_empty(), "{differing}");
}
