use super::*;
use crate::{
    Answer, Cell, Disposition, Evidence, Instrument, Issue, IssueCode, Observation, Register, Reported, Request, SCHEMA_VERSION,
    Severity, Submission, Unit,
};

fn evidence(quote: &str) -> Evidence {
    let locator = "line 7 chars 1-9".parse().unwrap();
    Evidence { source_id: "0".repeat(64).parse().unwrap(), locator, quote: quote.to_owned() }
}

fn dimensions() -> Dimensions {
    Dimensions { service_area: "home_care".parse().ok(), financial_year: "2024-25".parse().ok(), ..Dimensions::default() }
}

/// A submission whose one figure reads `raw`, in single units.
fn submission(raw: &str) -> Submission {
    let value = raw.replace(',', "").parse().unwrap();
    let reported = Reported { value, unit: Unit::gbp(), multiplier: 0, forecast: Some(false), confidence: 90 };
    let slip = Issue::new(IssueCode::ScaleSlip, "out of scale").on(&"11".parse().unwrap()).at(Some(evidence(raw)));
    Submission {
        schema_version: SCHEMA_VERSION.to_owned(),
        submission_id: "ashmere".to_owned(),
        instrument_id: "ras-2026".to_owned(),
        authority: None,
        request: Request::default(),
        documents: vec![],
        answers: vec![Answer {
            question_id: "11".parse().unwrap(),
            section: None,
            disposition: Disposition::new(DispositionCode::Answered, [], vec![]).unwrap(),
            text: None,
            value: None,
            observations: vec![Observation {
                raw: Some(raw.to_owned()),
                evidence: Some(evidence(raw)),
                ..Observation::typed("outturn".parse().unwrap(), dimensions(), Cell::Reported(reported))
            }],
            descriptions: vec![],
            evidence: Some(evidence("as follows")),
            confidence: 90,
            corrected: Default::default(),
        }],
        issues: vec![slip],
        corrected: Default::default(),
    }
}

const LEDGER: &str = r#"
    [[corrections]]
    submission_id = "ashmere"
    replaces_raw = "21,034"
    replaces_value = "21034 GBP"
    who = "A. Editor"
    why = "typed in thousands"
    [corrections.change]
    what = "cell"
    question_id = "11"
    measure = "outturn"
    dimensions = { service_area = "home_care", financial_year = "2024-25" }
    new = { value = "21034000", unit = "GBP" }
"#;

const INSTRUMENT: &str = r#"
    id = "ras-2026"
    title = "Care"
    [[questions]]
    id = "11"
    prompt = "What was spent?"
    kind = "table"
    [[measures]]
    code = "outturn"
    label = "Outturn"
    unit = "GBP"
    [[service_areas]]
    code = "home_care"
    label = "Home care"
    [[tables]]
    id = "11"
    financial_years = ["2023-24", "2024-25"]
    columns = [{ question = "11", code = "outturn" }]
"#;

/// What a ledger does to a submission whose figure reads `raw`: outcome, figure, issues.
#[track_caller]
fn check(ledger: &str, raw: &str, expected: &[&str]) {
    let ledger = Corrections::parse(ledger).unwrap();
    let mut all = vec![submission(raw)];
    let mut shown: Vec<String> = Vec::new();
    let instrument = Instrument::from_toml(INSTRUMENT).unwrap();
    let known = Known { register: &Register::new(vec![]), instruments: &[&instrument] };
    for applied in ledger.apply(&mut all, known) {
        shown.push(match applied.outcome {
            Outcome::Applied { before, after } => format!("{} -> {after}", before.value),
            Outcome::Superseded => "superseded".to_owned(),
            Outcome::Stale(how) => format!("stale: {how}"),
            Outcome::Impossible(why) => format!("impossible: {why}"),
            Outcome::NoSubmission => "no submission".to_owned(),
        });
    }
    let observation = &all[0].answers[0].observations[0];
    let figure = observation.cell.reported().map_or_else(|| observation.cell.status().as_str().to_owned(), |r| r.value.to_string());
    let replaced = observation.corrected.as_ref().map_or_else(String::new, |c| format!(" instead of {}", c.replaced));
    shown.push(format!("{figure}{replaced}"));
    let issue = |i: &Issue| {
        let mark = if i.explained.is_some() { " explained" } else { "" };
        format!("{}{mark} {}", i.code.as_str(), if i.severity == Severity::Note { "note" } else { "warning" })
    };
    shown.extend(all[0].issues.iter().map(issue));
    assert_eq!(shown, expected);
}

#[test]
fn a_correction_changes_the_value_and_explains_the_issue_about_it() {
    let expected =
        ["21034 GBP -> 21034000 GBP", "21034000 instead of 21034 GBP", "scale-slip explained note", "value-corrected note"];
    check(LEDGER, "21,034", &expected);
    // A ledger in NDJSON says the same.
    let line = Corrections::parse(LEDGER).unwrap().corrections[0].to_ndjson();
    check(&line, "21,034", &expected);
    let entry = Corrections::parse(LEDGER).unwrap().corrections[0].to_toml();
    check(&entry, "21,034", &expected);
}

#[test]
fn a_correction_of_a_cell_that_nobody_asks_for_changes_nothing() {
    let words = |line: &&str| !line.trim_start().starts_with("replaces_");
    let ledger: Vec<&str> = LEDGER.lines().filter(words).collect();
    let elsewhere = |from: &str, to: &str| ledger.join("\n").replace(from, to);
    check(
        &elsewhere("2024-25", "2023-24"),
        "21,034",
        &["not_found -> 21034000 GBP", "21034", "scale-slip warning", "value-corrected note"],
    );
    let unknown = |why: &str| format!("impossible: {why}");
    check(
        &elsewhere("home_care", "homecare"),
        "21,034",
        &[
            &unknown("table 11 has no row `homecare 2024-25`; its first is `home_care 2023-24`; its services are `home_care`"),
            "21034",
            "scale-slip warning",
            "correction-impossible warning",
        ],
    );
    check(
        &elsewhere("\"outturn\"", "\"outurn\""),
        "21,034",
        &[
            &unknown("question 11 of `ras-2026` does not ask for `outurn`; it asks for `outturn`"),
            "21034",
            "scale-slip warning",
            "correction-impossible warning",
        ],
    );
}

#[test]
fn a_correction_whose_words_have_changed_changes_nothing() {
    check(
        LEDGER,
        "21,999",
        &["stale: it replaces `21,034`, and the source has `21,999`", "21999", "scale-slip warning", "correction-stale warning"][..],
    );
    check(
        &LEDGER.replace("\"21034 GBP\"", "\"21034000 GBP\""),
        "21,034",
        &[
            "stale: it replaces the value `21034000 GBP`, and the same words are now read as `21034 GBP`",
            "21034",
            "scale-slip warning",
            "correction-stale warning",
        ][..],
    );
}

#[test]
fn the_later_of_two_counts_unless_it_is_stale() {
    let second = LEDGER.replace("\"21034000\"", "\"21034500\"");
    check(
        &format!("{LEDGER}{second}"),
        "21,034",
        &[
            "superseded",
            "21034 GBP -> 21034500 GBP",
            "21034500 instead of 21034 GBP",
            "scale-slip explained note",
            "value-corrected note",
        ],
    );
    let stale = second.replace("21,034", "9");
    check(
        &format!("{LEDGER}{stale}"),
        "21,034",
        &[
            "21034 GBP -> 21034000 GBP",
            "stale: it replaces `9`, and the source has `21,034`",
            "21034000 instead of 21034 GBP",
            "correction-stale warning",
            "scale-slip explained note",
            "value-corrected note",
        ],
    );
}

#[test]
fn what_cannot_be_is_not_made() {
    check(
        &LEDGER.replace("unit = \"GBP\"", "unit = \"percent\""),
        "21,034",
        &[
            "impossible: the measure is in `GBP`, and the new value in `percent`",
            "21034",
            "scale-slip warning",
            "correction-impossible warning",
        ],
    );
    check(&LEDGER.replace("ashmere", "elsewhere"), "21,034", &["no submission", "21034", "scale-slip warning"]);
    check(
        &LEDGER.replace("new = { value = \"21034000\", unit = \"GBP\" }", "new = { status = \"not_held\" }"),
        "21,034",
        &["21034 GBP -> not_held", "not_held instead of 21034 GBP", "scale-slip explained note", "value-corrected note"],
    );
}

#[test]
fn a_broken_ledger_names_its_line() {
    let error = Corrections::parse("\n[[corrections]]\nsubmission = 3\n").unwrap_err();
    assert!(error.to_string().starts_with("line "), "{error}");
    let error = Corrections::parse("{\"submission_id\": 3}\n").unwrap_err();
    assert!(error.to_string().starts_with("line 1: "), "{error}");
    assert!(Corrections::parse(&LEDGER.replace("typed in thousands", " ")).unwrap_err().message.contains("who or why"));
}
