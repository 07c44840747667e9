use foi_model::{
    Answer, Cell, Code, Dimensions, Disposition, DispositionCode, Observation, Reported, Request, SCHEMA_VERSION, Submission, Unit,
    Value,
};

use crate::compare;

/// A submission of one question: its value, and one figure (`None` is not held).
fn submission(id: &str, yes: bool, figure: Option<i64>) -> Submission {
    let cell = match figure {
        Some(n) => Cell::Reported(Reported { value: n.into(), unit: Unit::gbp(), multiplier: 0, forecast: None, confidence: 90 }),
        None => Cell::NotHeld {},
    };
    let measure: Code = "budget".parse().unwrap();
    let observation = Observation::typed(measure, Dimensions::default(), cell);
    let answer = Answer {
        question_id: "1".parse().unwrap(),
        section: None,
        disposition: Disposition::new(DispositionCode::Answered, [], vec![]).unwrap(),
        text: Some(format!("words of {id}, which nobody compares: {yes}")),
        value: Some(Value::Boolean { value: yes }),
        observations: vec![observation],
        descriptions: vec![],
        evidence: None,
        confidence: 90,
        corrected: Default::default(),
    };
    Submission {
        schema_version: SCHEMA_VERSION.to_owned(),
        submission_id: id.to_owned(),
        instrument_id: "x".to_owned(),
        authority: None,
        request: Request::default(),
        documents: vec![],
        answers: vec![answer],
        issues: vec![],
        corrected: Default::default(),
    }
}

#[test]
fn agreement_and_conflicts_by_question() {
    let first = [submission("a", true, Some(5)), submission("b", false, Some(7)), submission("c", true, None)];
    let second = [submission("b", true, Some(7)), submission("a", true, Some(5000)), submission("d", true, None)];
    let found = compare(&first, &second);
    assert_eq!((found.submissions, found.only_first.clone(), found.only_second.clone()), (2, vec!["c".into()], vec!["d".into()]));
    let measures: Vec<String> = found
        .measures
        .iter()
        .map(|m| format!("{} {} {}/{}", m.question_id, m.aspect.as_str(), m.agreement.agreed, m.agreement.judgements))
        .collect();
    assert_eq!(measures, ["1 disposition 2/2", "1 value 1/2", "1 figures 1/2"]);
    let conflicts: Vec<String> =
        found.conflicts.iter().map(|c| format!("{} {:?} {} | {}", c.submission_id, c.cell, c.first, c.second)).collect();
    assert_eq!(conflicts, ["a Some(\"budget\") 5 GBP | 5000 GBP", "b None no | yes"]);
    assert_eq!(compare(&first, &first).overall.agreed, compare(&first, &first).overall.judgements);
}
