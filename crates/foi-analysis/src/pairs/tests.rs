use super::*;
use crate::tests::{authorities, shown, submissions, text_table, write};

/// One row of the table: submission, authority, area, two amounts with their statuses, forecast.
type Row<'a> = (&'a str, Option<&'a str>, &'a str, Option<&'a str>, &'a str, Option<&'a str>, &'a str, Option<bool>);

fn table(folder: &Path, pair: &Pair, rows: &[Row<'_>]) {
    let texts = |of: fn(&Row<'_>) -> Option<String>| rows.iter().map(of).collect::<Vec<_>>();
    let [first, second] = pair.names;
    let frame = DataFrame::new_infer_height(vec![
        Column::new("submission_id".into(), texts(|r| Some(r.0.to_owned()))),
        Column::new("authority_code".into(), texts(|r| r.1.map(str::to_owned))),
        Column::new("service_area".into(), texts(|r| Some(r.2.to_owned()))),
        Column::new("financial_year".into(), vec!["2024-25"; rows.len()]),
        Column::new(format!("{first}_gbp").into(), texts(|r| r.3.map(str::to_owned))),
        Column::new(format!("{first}_status").into(), texts(|r| Some(r.4.to_owned()))),
        Column::new(format!("{second}_gbp").into(), texts(|r| r.5.map(str::to_owned))),
        Column::new(format!("{second}_status").into(), texts(|r| Some(r.6.to_owned()))),
        Column::new("forecast".into(), rows.iter().map(|r| r.7).collect::<Vec<_>>()),
    ])
    .unwrap();
    let money = |name: &str| col(format!("{name}_gbp")).cast(DataType::Decimal(18, 2));
    let frame = frame.lazy().with_columns([money(first), money(second)]).collect().unwrap();
    write(folder, pair.table, frame);
    observations(folder, &[]);
    issues(folder, &[]);
}

/// Cells of 2024-25: submission, question, measure, service area, cohort.
fn observations(folder: &Path, rows: &[[&str; 5]]) {
    let rows: Vec<[&str; 8]> = rows
        .iter()
        .map(|&[id, question, measure, area, cohort]| [id, question, measure, area, cohort, "", "2024-25", "1.00"])
        .collect();
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 8]>::as_slice).collect();
    let names = ["submission_id", "question_id", "measure", "service_area", "cohort", "category", "financial_year", "value"];
    text_table(folder, "observations", &names, &rows);
}

/// Issues: submission, question, severity.
fn issues(folder: &Path, rows: &[[&str; 3]]) {
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 3]>::as_slice).collect();
    text_table(folder, "issues", &["submission_id", "question_id", "severity"], &rows);
}

const R: &str = "reported";

#[test]
fn sums_are_exact_and_say_who_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let all = [("a", Some("E1")), ("b", Some("E2")), ("c", Some("E3")), ("d", None), ("e", Some("E5")), ("f", Some("E6"))];
    submissions(folder.path(), &all.map(|(id, code)| (id, code, if id == "f" { "pools" } else { "parks" })));
    authorities(folder.path(), &["E1", "E2", "E3", "E5", "E6", "E7", "E8"]);
    table(
        folder.path(),
        &OUTTURN,
        &[
            // 0.10 + 0.20 is 0.30 and no float.
            ("a", Some("E1"), "home_care", Some("0.10"), R, Some("1000000.01"), R, Some(true)),
            ("b", Some("E2"), "home_care", Some("0.20"), R, Some("-0.02"), R, None),
            ("c", Some("E3"), "home_care", Some("5.00"), R, None, "not_held", None),
            ("d", None, "home_care", None, "blank", None, "withheld", None),
            ("e", Some("E5"), "home_care", None, "withheld", None, "withheld", None),
            ("a", Some("E1"), "day_care", None, "blank", Some("7.00"), R, None),
        ],
    );
    let rows: Vec<String> = analyse(&OUTTURN, folder.path()).unwrap().rows.iter().map(|r| shown(r)).collect();
    assert_eq!(
        rows,
        [
            "day_care 2024-25 0 7 0 0 0 - - - - {budget blank 1, no_submission 2, not_asked 4}",
            "home_care 2024-25 2 5 1 0 1 0.30 999999.99 999999.69 333333230.00 \
             {no_submission 2, not_asked 1, outturn not_held 1, withheld 1}",
        ]
    );
}

#[test]
fn an_authority_with_two_submissions_counts_once_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    submissions(folder.path(), &[("a", Some("E1"), "p"), ("b", Some("E1"), "p"), ("c", Some("E2"), "p"), ("d", Some("E2"), "p")]);
    authorities(folder.path(), &["E1", "E2"]);
    table(
        folder.path(),
        &ESTIMATES,
        &[
            ("a", Some("E1"), "home_care", Some("90.00"), R, Some("100.00"), R, None),
            ("b", Some("E1"), "home_care", Some("90.00"), R, Some("100.00"), R, None),
            ("c", Some("E2"), "home_care", Some("1.00"), R, Some("1.00"), R, None),
            ("d", Some("E2"), "home_care", Some("2.00"), R, Some("1.00"), R, None),
        ],
    );
    let rows: Vec<String> = analyse(&ESTIMATES, folder.path()).unwrap().rows.iter().map(|r| shown(r)).collect();
    assert_eq!(rows, ["home_care 2024-25 1 1 0 0 0 90.00 100.00 10.00 90.00 {reported_twice 1}"]);
}

#[test]
fn a_zero_budget_has_no_percentage() {
    let folder = tempfile::tempdir().unwrap();
    submissions(folder.path(), &[("a", Some("E1"), "p")]);
    authorities(folder.path(), &["E1"]);
    table(folder.path(), &OUTTURN, &[("a", Some("E1"), "x", Some("0.00"), R, Some("5.00"), R, Some(false))]);
    let rows: Vec<String> = analyse(&OUTTURN, folder.path()).unwrap().rows.iter().map(|r| shown(r)).collect();
    assert_eq!(rows, ["x 2024-25 1 0 0 0 0 0.00 5.00 5.00 - {}"]);
}

#[test]
fn a_submission_of_no_authority_of_the_register_is_counted_apart_and_in_no_sum() {
    let folder = tempfile::tempdir().unwrap();
    // Two without an authority, and two of one that the register does not have.
    let all = [("a", Some("E1")), ("b", None), ("c", None), ("d", Some("W1")), ("e", Some("W1"))];
    submissions(folder.path(), &all.map(|(id, code)| (id, code, "p")));
    authorities(folder.path(), &["E1", "E1", "E2", "E3"]);
    let given = |id, code, outturn| (id, code, "x", Some("10.00"), R, Some(outturn), R, Some(true));
    table(
        folder.path(),
        &OUTTURN,
        &[
            given("a", Some("E1"), "12.00"),
            given("b", None, "1000.00"),
            ("c", None, "x", None, "blank", None, "blank", None),
            given("d", Some("W1"), "1000.00"),
            given("e", Some("W1"), "1000.00"),
            ("b", None, "y", Some("10.00"), R, Some("5.00"), R, None),
        ],
    );
    let rows: Vec<String> = analyse(&OUTTURN, folder.path()).unwrap().rows.iter().map(|r| shown(r)).collect();
    assert_eq!(
        rows,
        [
            // 1 + 2 are the three of the register.
            "x 2024-25 1 2 1 0 4 10.00 12.00 2.00 20.00 {no_submission 2}",
            "y 2024-25 0 3 0 0 1 - - - - {no_submission 2, not_asked 1}",
        ]
    );
}

#[test]
fn figures_whose_question_has_an_issue_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let all = [("a", "E1"), ("b", "E2"), ("c", "E3"), ("d", "E4"), ("e", "E5"), ("f", "E6")];
    submissions(folder.path(), &all.map(|(id, code)| (id, Some(code), "p")));
    authorities(folder.path(), &all.map(|(_, code)| code));
    let mut rows: Vec<Row<'_>> = all.map(|(id, code)| (id, Some(code), "x", Some("1.00"), R, Some("2.00"), R, None)).to_vec();
    // Not in the sum, so not among the flagged.
    rows[5] = ("f", Some("E6"), "x", Some("1.00"), R, None, "blank", None);
    table(folder.path(), &ESTIMATES, &rows);
    let cells = all.map(|(id, _)| [[id, "8", "estimated_budget", "x", ""], [id, "9", "actual_cost", "x", ""]]);
    observations(folder.path(), &[cells.as_flattened(), &[["e", "10", "actual_cost", "x", "older_people"]]].concat());
    issues(
        folder.path(),
        &[
            // Two issues of one authority count once; one question of the two is enough.
            ["a", "8", "warning"],
            ["a", "9", "error"],
            ["b", "9", "error"],
            // A note leaves no value in doubt, and neither of these is about the question of a figure.
            ["c", "9", "note"],
            ["d", "1", "error"],
            ["d", "", "error"],
            // Question 10 gives a part only.
            ["e", "10", "error"],
            ["f", "8", "error"],
        ],
    );
    let rows: Vec<String> = analyse(&ESTIMATES, folder.path()).unwrap().rows.iter().map(|r| shown(r)).collect();
    assert_eq!(rows, ["x 2024-25 5 1 0 2 0 5.00 10.00 5.00 50.00 {actual blank 1}"]);
}

#[test]
fn a_folder_that_is_no_dataset_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = analyse(&OUTTURN, folder.path()).unwrap_err();
    assert!(matches!(&error, AnalysisError::Missing { path } if path.ends_with("submissions.parquet")), "{error}");
}
