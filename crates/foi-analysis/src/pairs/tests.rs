use super::*;
use crate::tests::{authorities, shown, submissions, write};

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
            "day_care 2024-25 0 8 0 - - - - {budget blank 1, no_submission 2, not_asked 5}",
            "home_care 2024-25 2 6 1 0.30 999999.99 999999.69 333333230.00 \
             {budget blank, outturn withheld 1, no_submission 2, not_asked 1, outturn not_held 1, withheld 1}",
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
    assert_eq!(rows, ["home_care 2024-25 1 1 0 90.00 100.00 10.00 90.00 {reported_twice 1}"]);
}

#[test]
fn a_zero_budget_has_no_percentage() {
    let folder = tempfile::tempdir().unwrap();
    submissions(folder.path(), &[("a", Some("E1"), "p")]);
    authorities(folder.path(), &["E1"]);
    table(folder.path(), &OUTTURN, &[("a", Some("E1"), "x", Some("0.00"), R, Some("5.00"), R, Some(false))]);
    let rows: Vec<String> = analyse(&OUTTURN, folder.path()).unwrap().rows.iter().map(|r| shown(r)).collect();
    assert_eq!(rows, ["x 2024-25 1 0 0 0.00 5.00 5.00 - {}"]);
}

#[test]
fn a_folder_that_is_no_dataset_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = analyse(&OUTTURN, folder.path()).unwrap_err();
    assert!(matches!(&error, AnalysisError::Missing { path } if path.ends_with("submissions.parquet")), "{error}");
}
