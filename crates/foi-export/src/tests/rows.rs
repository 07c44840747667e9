//! What a submission becomes in each table.

use foi_model::{Cell, Datum, DispositionCode, Reported, Row, Submission, Value};

use super::sample::{answer, code, evidence, holidays, id, instrument, observation, register, reported, submission, words};
use crate::{Rows, Subject, authority_rows};

fn rows(submission: &Submission) -> Rows {
    Rows::of(Subject { submission, instrument: Some(&instrument()) }, &holidays())
}

/// The columns after the submission and its authority, absent ones as `·`.
fn shown<R: Row>(rows: &[R]) -> Vec<String> {
    let text = |datum: Datum| match datum {
        Datum::Null => "·".to_owned(),
        Datum::Text(text) => text,
        Datum::Integer(number) => number.to_string(),
        Datum::Boolean(yes) => yes.to_string(),
        Datum::Date(date) => date.to_string(),
        Datum::Decimal(number) => number.to_string(),
        Datum::TextList(texts) => format!("[{}]", texts.join(", ")),
        Datum::Evidence(evidence) => format!("<{}>", evidence.quote),
    };
    rows.iter().map(|r| r.data().into_iter().skip(3).map(text).collect::<Vec<_>>().join(" ")).collect()
}

/// A submission whose only answer with figures is this one.
fn with(question: &str, disposition: DispositionCode, figures: &[(&str, &str, Cell)]) -> Submission {
    let mut it = answer(question, disposition);
    it.observations = figures.iter().map(|(measure, of, cell)| observation(measure, of, cell.clone())).collect();
    Submission { answers: vec![it], ..submission() }
}

#[test]
fn outturn_is_right_to_the_penny() {
    // service, year, budget, its status, outturn, its status, variance, per cent, forecast, corrected
    assert_eq!(
        shown(&rows(&submission()).outturn),
        [
            "home_care 2023-24 · not_found · not_found · · · false",
            "home_care 2024-25 1000.10 reported 1000.43 reported 0.33 0.03 false false",
            "day_care 2023-24 · not_held · not_found · · · false",
            "day_care 2024-25 0.00 reported -164.00 reported -164.00 · false false",
        ]
    );
}

#[test]
fn a_table_without_cells_says_why() {
    use DispositionCode as D;
    for (disposition, status) in [
        (D::Withheld, "withheld"),
        (D::Declined, "withheld"),
        (D::NotHeld, "not_held"),
        (D::Published, "published"),
        (D::NotApplicable, "not_applicable"),
        (D::Blank, "blank"),
        (D::Unreadable, "unreadable"),
        (D::Answered, "not_found"),
        (D::PartlyAnswered, "not_found"),
        (D::InAttachment, "not_found"),
        (D::SeeOtherAnswer, "not_found"),
        (D::ClarificationRequested, "not_found"),
        (D::NotFound, "not_found"),
    ] {
        let found = shown(&rows(&with("11", disposition, &[])).outturn);
        assert_eq!(found.first(), Some(&format!("home_care 2023-24 · {status} · {status} · · · false")), "{disposition:?}");
        assert_eq!(found.len(), 4);
    }
    let silent = Submission { answers: vec![], ..submission() };
    assert_eq!(shown(&rows(&silent).outturn)[0], "home_care 2023-24 · not_found · not_found · · · false");
}

#[track_caller]
fn check_budget(cells: &[(&str, &str, Cell)], expected: &str) {
    let found = shown(&rows(&with("11", DispositionCode::Answered, cells)).outturn);
    assert_eq!(found[1], format!("home_care 2024-25 {expected} · not_found · · · false"));
}

#[test]
fn only_one_certain_sum_of_pounds_is_a_budget() {
    let of = "home_care 2024-25";
    check_budget(&[("budget", of, reported("12", "GBP"))], "12.00 reported");
    check_budget(&[("budget", of, reported("12", "GBP")), ("budget", of, reported("12.00", "GBP"))], "12.00 reported");
    check_budget(&[("budget", of, reported("12", "GBP")), ("budget", of, reported("13", "GBP"))], "· unreadable");
    check_budget(&[("budget", of, reported("12", "GBP")), ("budget", of, Cell::Withheld {})], "· unreadable");
    check_budget(&[("budget", of, Cell::NotFound {}), ("budget", of, reported("12", "GBP"))], "12.00 reported");
    check_budget(&[("budget", of, Cell::Blank {}), ("budget", of, Cell::Blank {})], "· blank");
    check_budget(&[("budget", of, reported("12", "EUR"))], "· unreadable");
    check_budget(&[("budget", of, reported("12.005", "GBP"))], "· unreadable");
    check_budget(&[("budget", of, reported("99999999999999999999", "GBP"))], "· unreadable");
    check_budget(&[("budget", "home_care 2024-25 children", reported("12", "GBP"))], "· not_found");
    check_budget(&[("budget", "home_care 2024-25 older_people", reported("12", "GBP"))], "· not_found");
    check_budget(&[("budget", "2024-25", reported("12", "GBP"))], "· not_found");
    check_budget(&[("budget", of, Cell::Suppressed { lower_bound: None, upper_bound: None, unit: None })], "· suppressed");
}

#[test]
fn further_years_and_services_are_kept() {
    let cells = [("outturn", "home_care 2020-21", reported("5", "GBP")), ("outturn", "extra_care 2024-25", reported("6", "GBP"))];
    assert_eq!(
        shown(&rows(&with("11", DispositionCode::Answered, &cells)).outturn),
        [
            "home_care 2020-21 · not_found 5.00 reported · · false false",
            "home_care 2023-24 · not_found · not_found · · · false",
            "home_care 2024-25 · not_found · not_found · · · false",
            "day_care 2020-21 · not_found · not_found · · · false",
            "day_care 2023-24 · not_found · not_found · · · false",
            "day_care 2024-25 · not_found · not_found · · · false",
            "extra_care 2024-25 · not_found 6.00 reported · · false false",
        ]
    );
}

#[test]
fn a_share_too_large_for_its_column_is_absent() {
    let cells = [
        ("budget", "home_care 2024-25", reported("0.01", "GBP")),
        ("outturn", "home_care 2024-25", reported("9999999999999999", "GBP")),
    ];
    let found = shown(&rows(&with("11", DispositionCode::Answered, &cells)).outturn);
    assert_eq!(found[1], "home_care 2024-25 0.01 reported 9999999999999999.00 reported 9999999999999998.99 · false false");
}

#[test]
fn estimates_compare_with_the_actual_cost() {
    let forecast = |value: &str| match reported(value, "GBP") {
        Cell::Reported(figure) => Cell::Reported(Reported { forecast: Some(true), ..figure }),
        other => other,
    };
    let cells = [
        ("estimated_budget", "home_care 2022-23", reported("90", "GBP")),
        ("actual_cost", "home_care 2022-23", reported("120", "GBP")),
        ("estimated_budget", "day_care 2022-23", forecast("90")),
        ("actual_cost", "day_care 2022-23", reported("0", "GBP")),
    ];
    assert_eq!(
        shown(&rows(&with("6", DispositionCode::Answered, &cells)).estimates),
        [
            "home_care 2022-23 90.00 reported 120.00 reported 30.00 75 false false",
            "day_care 2022-23 90.00 reported 0.00 reported -90.00 · true false",
        ]
    );
    assert_eq!(shown(&rows(&submission()).estimates), [""; 0]);
}

#[test]
fn accuracy_and_methods_keep_to_their_own_tables() {
    let mut accuracy = answer("8", DispositionCode::Answered);
    accuracy.observations = vec![observation("accuracy_of_estimate", "older_people home_care", reported("98.5", "percent"))];
    accuracy.descriptions = vec![
        words("uses_ras", "older_people home_care", "Yes"),
        words("uses_ras", "working_age home_care", "Yes, mostly"),
        words("allocation_method", "older_people home_care", "panel"),
        words("comments", "older_people home_care", "first"),
        words("comments", "older_people home_care", "second"),
    ];
    let mut methods = answer("10", DispositionCode::Answered);
    methods.descriptions =
        vec![words("calculation_method", "home_care", "hours"), words("allocation_method", "home_care", "tariff")];
    let rows = rows(&Submission { answers: vec![accuracy, methods], ..submission() });
    assert_eq!(
        shown(&rows.accuracy),
        [
            "older_people home_care true panel 98.5 reported first; second false",
            "older_people day_care · · · not_found · false",
            "working_age home_care · · · not_found · false",
            "working_age day_care · · · not_found · false",
        ]
    );
    assert_eq!(shown(&rows.methods), ["home_care hours · tariff · ·", "day_care · · · · ·"]);
    assert_eq!(shown(&rows.customisations), ["home_care · · ·", "day_care · · ·"]);
}

#[test]
fn without_the_instrument_there_are_no_tables_of_its_own() {
    let rows = Rows::of(Subject { submission: &submission(), instrument: None }, &holidays());
    assert_eq!((rows.outturn.len(), rows.accuracy.len(), rows.methods.len(), rows.customisations.len()), (0, 0, 0, 0));
    assert_eq!((rows.observations.len(), rows.submission.uses_ras), (5, None));
}

#[test]
fn the_submission_as_a_whole() {
    let row = rows(&submission()).submission;
    // The refused contact question does not count.
    assert_eq!(row.outcome, Some(DispositionCode::Answered));
    assert_eq!((row.uses_ras, row.working_days, row.document_count), (Some(true), Some(1), 1));
    let outcome = |answers: &[(&str, DispositionCode)]| {
        let answers = answers.iter().map(|&(question, disposition)| answer(question, disposition)).collect();
        rows(&Submission { answers, ..submission() }).submission.outcome
    };
    use DispositionCode as D;
    assert_eq!(outcome(&[]), None);
    assert_eq!(outcome(&[("12", D::Withheld)]), None);
    assert_eq!(outcome(&[("1", D::NotApplicable)]), Some(D::NotApplicable));
    assert_eq!(outcome(&[("1", D::NotHeld), ("4", D::NotApplicable), ("6", D::SeeOtherAnswer)]), Some(D::NotHeld));
    assert_eq!(outcome(&[("1", D::NotHeld), ("4", D::Withheld)]), Some(D::PartlyAnswered));
}

#[test]
fn answers_carry_values_of_one_type_each() {
    let mut number = answer("6", DispositionCode::Withheld);
    number.value = Some(Value::Number { value: "12.50".parse().unwrap(), unit: "count".parse().unwrap() });
    let mut choice = answer("8", DispositionCode::Answered);
    choice.value = Some(Value::Choice { value: code("older_people") });
    let rows = rows(&Submission { answers: vec![number, choice], ..submission() });
    assert_eq!(
        shown(&rows.answers),
        [
            "6 · withheld [] [FOIA s21] · · 12.50 · count 90 <as follows> · · ·",
            "8 · answered [] [] · · · · · 90 <as follows> · · ·",
        ]
    );
    assert_eq!(shown(&rows.exemptions), ["6 FOIA FOIA s21 absolute · <section 21>"]);
}

#[test]
fn a_figure_that_no_table_can_hold_is_left_out_and_said_so() {
    let cells =
        [("budget", "home_care 2024-25", reported("0.1234567", "GBP")), ("outturn", "home_care 2024-25", reported("0.125", "GBP"))];
    let rows = rows(&with("11", DispositionCode::Answered, &cells));
    let values: Vec<_> = rows.observations.iter().map(|o| (o.status.as_str(), o.value.map(|v| v.to_string()))).collect();
    assert_eq!(values, [("unreadable", None), ("reported", Some("0.125".to_owned()))]);
    let issues: Vec<&str> = rows.issues.iter().map(|i| i.message.as_str()).collect();
    assert_eq!(
        issues,
        [
            "`0.1234567` has more digits than a table holds, and is left out of it",
            "`0.125` is no sum of whole pence, and is left out of the tables of sums"
        ]
    );
    assert_eq!(rows.submission.warning_count, 2);
    assert_eq!(rows.issues[0].question_id, Some(id("11")));
    assert_eq!(rows.issues[0].evidence, Some(evidence("-164")));
}

#[test]
fn authorities_are_the_register_with_what_came() {
    let (one, mut two, mut stranger) = (submission(), submission(), submission());
    two.submission_id = "barnsley-again".to_owned();
    stranger.submission_id = "stranger".to_owned();
    stranger.authority.as_mut().unwrap().code = "S12000033".parse().unwrap();
    let rows = authority_rows(&register(), &[&one, &two, &stranger]);
    let found: Vec<_> = rows.iter().map(|r| (r.authority_code.as_str(), r.submission_id.as_deref())).collect();
    // The submissions carry Barnsley's former code.
    assert_eq!(found, [("E08000017", None), ("E08000038", Some("barnsley")), ("E08000038", Some("barnsley-again"))]);
}
