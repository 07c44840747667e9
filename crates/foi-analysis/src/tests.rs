//! Small datasets made by hand, and what is found in them.

mod page;

use std::path::Path;

use polars::prelude::*;

use crate::{Analysis, Condition, Dim, Item, analyse};

fn write(folder: &Path, table: &str, mut frame: DataFrame) {
    let file = std::fs::File::create(folder.join(format!("{table}.parquet"))).unwrap();
    ParquetWriter::new(file).finish(&mut frame).unwrap();
}

/// A table written as people write one: a head, then a line a row, columns apart by blanks; `-` is absent, and so is what a short line lacks. `_gbp` is money, `_pct` and
/// `value_number` exact numbers, `working_days` a whole number, `forecast` and `public_interest_test` true or false, `evidence` a place and the
/// words there.
fn table(folder: &Path, name: &str, text: &str) {
    let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
    let head: Vec<&str> = lines.next().unwrap().split_whitespace().collect();
    let rows: Vec<Vec<&str>> = lines.map(|l| l.split_whitespace().collect()).collect();
    let columns = head.iter().enumerate().map(|(index, name)| {
        let values: Vec<Option<String>> =
            rows.iter().map(|r| r.get(index).filter(|v| **v != "-").map(|v| v.replace('_', " "))).collect();
        let codes: Vec<Option<String>> = rows.iter().map(|r| r.get(index).map(|v| (*v).to_owned()).filter(|v| v != "-")).collect();
        match *name {
            "working_days" => {
                Column::new((*name).into(), codes.iter().map(|v| v.as_ref().map(|v| v.parse::<i64>().unwrap())).collect::<Vec<_>>())
            }
            "forecast" | "public_interest_test" => {
                Column::new((*name).into(), codes.iter().map(|v| v.as_ref().map(|v| v == "true")).collect::<Vec<_>>())
            }
            "allocation_method" | "evidence" | "provision" => Column::new((*name).into(), values),
            _ => Column::new((*name).into(), codes),
        }
    });
    let frame = DataFrame::new(rows.len(), columns.collect()).unwrap();
    let exact = head.iter().filter_map(|name| match *name {
        _ if name.ends_with("_gbp") => Some(col(*name).cast(DataType::Decimal(18, 2))),
        _ if name.ends_with("_pct") => Some(col(*name).cast(DataType::Decimal(18, 6))),
        "value_number" => Some(col(*name).cast(DataType::Decimal(28, 6))),
        "evidence" => {
            let [locator, quote] = ["locator", "quote"].map(|field| col("evidence").alias(field));
            Some(as_struct(vec![lit("source").alias("source_id"), locator, quote]).alias("evidence"))
        }
        _ => None,
    });
    let exact: Vec<Expr> = exact.collect();
    write(folder, name, frame.lazy().with_columns(exact).collect().unwrap());
}

const NO_OBSERVATIONS: &str = "submission_id question_id measure service_area cohort category financial_year value";
const NO_ISSUES: &str = "submission_id question_id severity";
const NO_ANSWERS: &str = "submission_id question_id disposition value_number unit";
const PAIRS: &str = "submission_id service_area financial_year budget_gbp budget_status outturn_gbp outturn_status forecast";
const ESTIMATES: &str =
    "submission_id service_area financial_year estimated_gbp estimated_status actual_gbp actual_status forecast";

/// A dataset of a register (code, region), submissions (id, code, survey, working days) and further tables.
fn dataset(register: &str, submissions: &str, tables: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let of_register: String = register
        .split(',')
        .map(|a| {
            let (code, region) = a.trim().split_once(' ').unwrap();
            format!("{code} {code}-Council England {region} county\n")
        })
        .collect();
    table(folder.path(), "authorities", &format!("authority_code authority_name nation region kind\n{of_register}"));
    let submissions = submissions.replace(',', "\n");
    let head = "submission_id authority_code instrument_id working_days tolerance_pct";
    table(folder.path(), "submissions", &format!("{head}\n{submissions}"));
    for (name, head) in [("observations", NO_OBSERVATIONS), ("issues", NO_ISSUES), ("answers", NO_ANSWERS)] {
        table(folder.path(), name, head);
    }
    tables.iter().for_each(|(name, text)| table(folder.path(), name, text));
    folder
}

fn shown(item: &Item) -> String {
    match item {
        Item::Absent => "-".to_owned(),
        Item::Counts(counts) => {
            format!("{{{}}}", counts.iter().map(|(reason, n)| format!("{reason} {n}")).collect::<Vec<_>>().join(", "))
        }
        other => other.as_text(),
    }
}

/// Compares the named columns of what is found; and whatever is found, used and excluded have to be the register.
#[track_caller]
fn check(analysis: Analysis, folder: &Path, (by, conditions): (&[Dim], &[Condition]), columns: &str, expected: &[&str]) {
    let findings = analyse(analysis, folder, by, conditions).unwrap();
    let place = |name: &str| findings.fields.iter().position(|f| f.name == name).unwrap_or_else(|| panic!("no column {name}"));
    let places: Vec<usize> = columns.split_whitespace().map(place).collect();
    let rows: Vec<String> =
        findings.rows.iter().map(|row| places.iter().map(|p| shown(&row[*p])).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(rows, expected);
    let (excluded, reasons) = (place("n_excluded"), place("excluded"));
    for row in &findings.rows {
        let (Item::Count(n), Item::Counts(by_reason)) = (&row[excluded], &row[reasons]) else { panic!("no counts: {row:?}") };
        assert_eq!(*n, by_reason.values().sum::<u64>());
    }
    if by.iter().all(|d| !d.is_of_authority()) && conditions.is_empty() {
        let population = crate::frame::scan(folder, "authorities").unwrap().collect(|f| f.unique(None, UniqueKeepStrategy::Any));
        let all = crate::table::count(population.unwrap().frame().height());
        let sum = |row: &[Item]| match (&row[place("n_used")], &row[excluded]) {
            (Item::Count(a), Item::Count(b)) => a + b,
            _ => panic!("no counts"),
        };
        assert!(findings.rows.iter().all(|row| sum(row) == all), "used and excluded are not the register");
    }
}

#[test]
fn sums_are_exact_and_say_who_is_missing() {
    // 0.10 + 0.20 is 0.30 and no float; c has no outturn, d is nobody's, e withheld, f answered another survey, E7 and E8 are silent.
    let pairs = format!(
        "{PAIRS}
        a home_care 2024-25 0.10 reported 1000000.01 reported -
        b home_care 2024-25 0.20 reported -0.02 reported false
        c home_care 2024-25 5.00 reported - not_held -
        d home_care 2024-25 9.00 reported 9.00 reported -
        e home_care 2024-25 - withheld - withheld -
        a day_care 2024-25 - blank 7.00 reported -"
    );
    let folder = dataset(
        "E1 North, E2 North, E3 South, E5 South, E6 South, E7 West, E8 West",
        "a E1 p 1, b E2 p 1, c E3 p 1, d - p 1, e E5 p 1, f E6 q 1",
        &[("outturn", pairs)],
    );
    let columns =
        "service_area figures n_used n_unidentified_submissions budget_gbp outturn_gbp variance_gbp variance_pct excluded";
    check(
        Analysis::Outturn,
        folder.path(),
        (&[Dim::ServiceArea], &[]),
        columns,
        &[
            "day_care final 0 0 - - - - {budget blank 1, no_submission 2, not_asked 4}",
            "home_care final 2 1 0.30 999999.99 999999.69 333333230.00 {no_submission 2, not_asked 1, outturn not_held 1, withheld 1}",
        ],
    );
    // A region of which nobody answered has a row that says so.
    check(
        Analysis::Outturn,
        folder.path(),
        (&[Dim::Region], &[]),
        "region n_used n_unidentified_submissions outturn_gbp overspent_pct overspent_low_pct overspent_high_pct excluded",
        &[
            "North 2 0 999999.99 50.00 50.00 50.00 {}",
            "South 0 0 - - 0.00 100.00 {not_asked 1, outturn not_held 1, withheld 1}",
            "West 0 0 - - 0.00 100.00 {no_submission 2}",
            "- 0 1 - - - - {}",
        ],
    );
    let south = Condition { dim: Dim::Region, values: vec!["South".to_owned()], excludes: false };
    check(
        Analysis::Outturn,
        folder.path(),
        (&[Dim::ServiceArea], &[south]),
        "service_area n_used n_unidentified_submissions excluded",
        &["home_care 0 0 {not_asked 1, outturn not_held 1, withheld 1}"],
    );
}

#[test]
fn nothing_is_divided_by_a_budget_of_zero() {
    let pairs = format!("{PAIRS}\n a x 2024-25 0.00 reported 5.00 reported -\n b x 2024-25 - not_held 5.00 reported -");
    let folder = dataset("E1 North, E2 North", "a E1 p 1, b E2 p 1", &[("outturn", pairs)]);
    check(
        Analysis::Outturn,
        folder.path(),
        (&[Dim::ServiceArea, Dim::AuthorityCode], &[]),
        "authority_code n_used n_zero_budget budget_gbp variance_gbp variance_pct excluded",
        &["E1 1 1 0.00 5.00 - {}", "E2 0 0 - - - {budget not_held 1}"],
    );
}

#[test]
fn forecasts_are_in_no_sum_of_final_figures() {
    let pairs = format!(
        "{PAIRS}
        a x 2025-26 10.00 reported 12.00 reported true
        b x 2025-26 20.00 reported 25.00 reported false
        c x 2025-26 20.00 reported - not_yet_available true"
    );
    let folder = dataset("E1 North, E2 North, E3 South", "a E1 p 1, b E2 p 1, c E3 p 1", &[("outturn", pairs)]);
    check(
        Analysis::Outturn,
        folder.path(),
        (&[Dim::FinancialYear], &[]),
        "figures n_used budget_gbp outturn_gbp excluded",
        &[
            "final 1 20.00 25.00 {forecast 1, outturn not_yet_available 1}",
            "forecast 1 10.00 12.00 {final 1, outturn not_yet_available 1}",
        ],
    );
}

#[test]
fn an_authority_with_two_submissions_counts_once_or_not_at_all() {
    let pairs = format!(
        "{PAIRS}
        a x 2024-25 90.00 reported 100.00 reported -
        b x 2024-25 90.00 reported 100.00 reported -
        c x 2024-25 1.00 reported 1.00 reported -
        d x 2024-25 2.00 reported 1.00 reported -
        e x 2024-25 - blank - blank -
        f x 2024-25 5.00 reported 5.00 reported -
        g x 2024-25 - not_held 7.00 reported -
        h x 2024-25 - not_held 8.00 reported -"
    );
    let submissions = "a E1 p 1, b E1 p 1, c E2 p 1, d E2 p 1, e E3 p 1, f E3 p 1, g E4 p 1, h E4 p 1";
    let folder = dataset("E1 North, E2 North, E3 North, E4 North", submissions, &[("outturn", pairs)]);
    check(
        Analysis::Outturn,
        folder.path(),
        (&[Dim::FinancialYear], &[]),
        "n_used n_partly budget_gbp outturn_gbp excluded",
        &["2 0 95.00 105.00 {reported_twice 2}"],
    );
}

#[test]
fn growth_and_shares_rest_on_the_same_authorities_in_both_amounts() {
    // b has no figure of the year before, and a gap in its total.
    let pairs = format!(
        "{PAIRS}
        a x 2021-22 1.00 reported 100.00 reported -
        a y 2021-22 1.00 reported 300.00 reported -
        a x 2022-23 1.00 reported 110.00 reported -
        a y 2022-23 1.00 reported 330.00 reported -
        b x 2022-23 1.00 reported 500.00 reported -
        b y 2022-23 1.00 reported - withheld -"
    );
    let folder = dataset("E1 North, E2 North", "a E1 p 1, b E2 p 1", &[("outturn", pairs)]);
    // Prices rose by 100 / 93.629 - 1 = 6.80 %: 110 / (100 x 1.0680) - 1 = 2.99 %.
    check(
        Analysis::Outturn,
        folder.path(),
        (&[Dim::ServiceArea, Dim::FinancialYear], &[]),
        "service_area financial_year n_growth growth_cash_pct growth_real_pct n_share share_pct",
        &["x 2021-22 0 - - 1 25.00", "x 2022-23 1 10.00 2.99 1 25.00", "y 2021-22 0 - - 1 75.00", "y 2022-23 1 10.00 2.99 1 75.00"],
    );
}

#[test]
fn accuracy_bias_errors_and_tolerance() {
    // Accuracies 90, 120 and 200; tolerances 10, 15 and none; d has no cost to compare with, e no cost at all.
    let estimates = format!(
        "{ESTIMATES}
        a x 2024-25 90.00 reported 100.00 reported -
        b x 2024-25 240.00 reported 200.00 reported -
        c x 2024-25 2.00 reported 1.00 reported -
        d x 2024-25 5.00 reported 0.00 reported -
        e x 2024-25 5.00 reported - not_held -"
    );
    let submissions = "a E1 p 1 10, b E2 p 1 15, c E3 p 1, d E4 p 1 10, e E5 p 1";
    let folder = dataset("E1 North, E2 North, E3 North, E4 North, E5 North", submissions, &[("estimates", estimates)]);
    check(
        Analysis::Estimates,
        folder.path(),
        (&[Dim::ServiceArea], &[]),
        "n_used estimated_gbp actual_gbp difference_gbp weighted_accuracy_pct mean_accuracy_pct bias_pct mean_absolute_error_pct \
         median_absolute_error_pct n_tolerance n_within_tolerance within_tolerance_pct within_tolerance_low_pct within_tolerance_high_pct excluded",
        // (90 + 120 + 200) / 3; (10 + 20 + 100) / 3; of five one is within, one outside.
        &["3 332.00 301.00 -31.00 110.30 136.67 36.67 43.33 20.00 2 1 50.00 20.00 80.00 {actual not_held 1, zero_actual_cost 1}"],
    );
}

#[test]
fn stated_accuracy_stands_beside_the_computed_one() {
    let estimates = format!(
        "{ESTIMATES}
        a x 2023-24 80.00 reported 100.00 reported -
        a x 2024-25 100.00 reported 100.00 reported -
        a x 2025-26 1.00 reported 100.00 reported true"
    );
    let accuracy = "submission_id cohort service_area uses_ras allocation_method accuracy_pct accuracy_status
        a older x - Per_Hour 98.5 reported
        b older x - per_hour 90 reported
        c older x - - - not_held";
    let submissions = "a E1 ras-2026 1, b E2 ras-2026 1, c E3 ras-2026 1";
    let tables = [("estimates", estimates), ("accuracy", accuracy.to_owned())];
    let folder = dataset("E1 North, E2 North, E3 North", submissions, &tables);
    let columns = "n_used stated_mean_pct n_computed stated_of_these_pct computed_of_these_pct stated_less_computed_pct excluded";
    check(
        Analysis::Accuracy,
        folder.path(),
        (&[Dim::Cohort, Dim::ServiceArea], &[]),
        columns,
        &["2 94.25 1 98.50 111.11 -12.61 {not_held 1}"],
    );
    check(
        Analysis::Accuracy,
        folder.path(),
        (&[Dim::AllocationMethod], &[]),
        "allocation_method n_used excluded",
        &["per hour 2 {another_method 1}", "- 0 {another_method 2, not_held 1}"],
    );
}

#[test]
fn figures_whose_question_has_an_issue_are_counted() {
    let pairs = format!(
        "{PAIRS}
        a x 2024-25 1.00 reported 2.00 reported -
        b x 2024-25 1.00 reported 2.00 reported -
        c x 2024-25 1.00 reported 2.00 reported -
        d x 2024-25 1.00 reported - blank -"
    );
    let observations = format!(
        "{NO_OBSERVATIONS}
        a 8 budget x - - 2024-25 1
        b 8 budget x - - 2024-25 1
        c 9 outturn x older - 2024-25 1
        d 8 budget x - - 2024-25 1"
    );
    // A note leaves nothing in doubt; the figure of a cohort is a part; d is not in the sum.
    let issues = format!("{NO_ISSUES}\n a 8 warning\n a 8 error\n b 8 note\n c 9 error\n d 8 error\n a - error");
    let tables = [("outturn", pairs), ("observations", observations), ("issues", issues)];
    let folder = dataset("E1 N, E2 N, E3 N, E4 N", "a E1 p 1, b E2 p 1, c E3 p 1, d E4 p 1", &tables);
    check(Analysis::Outturn, folder.path(), (&[Dim::ServiceArea], &[]), "n_used n_flagged", &["3 1"]);
}

#[test]
fn a_question_counts_what_was_said_who_was_silent_and_who_was_late() {
    let answers = "submission_id question_id disposition value_number unit
        a 2 withheld - -
        a 10 answered - -
        b 2 partly_answered - -
        c 2 not_held - -
        d 2 answered - -";
    let folder = dataset("E1 N, E2 N, E3 N, E4 S", "a E1 p 20, b E2 p 21, c - p -, d E3 q -", &[("answers", answers.to_owned())]);
    check(
        Analysis::Coverage,
        folder.path(),
        (&[Dim::Instrument, Dim::Question], &[]),
        "instrument_id question_id n_asked n_used n_unidentified_submissions answered_low_pct answered_high_pct dispositions excluded",
        &[
            "p 2 2 1 1 25.00 75.00 {partly_answered 1, withheld 1} {no_submission 1, not_asked 1, withheld 1}",
            "p 10 1 1 0 25.00 100.00 {answered 1} {no_submission 1, not_asked 2}",
            "q 2 1 1 0 25.00 100.00 {answered 1} {no_submission 1, not_asked 2}",
        ],
    );
    check(
        Analysis::Coverage,
        folder.path(),
        (&[Dim::AuthorityCode], &[]),
        "authority_code n_used n_in_time n_late n_undated in_time_pct in_time_low_pct in_time_high_pct n_no_submission",
        &[
            "E1 1 1 0 0 100.00 100.00 100.00 0",
            "E2 1 0 1 0 0.00 0.00 0.00 0",
            "E3 1 0 0 1 - 0.00 100.00 0",
            "E4 0 0 0 0 - 0.00 100.00 1",
            "- 0 0 0 0 - - - 0",
        ],
    );
}

#[test]
fn an_authority_that_cites_twice_counts_once() {
    let exemptions = "submission_id question_id legislation provision kind public_interest_test
        a 2 FOIA s43 qualified true
        b 10 FOIA s12 procedural -
        c 10 FOIA s12 procedural -
        b 10 FOIA - - -
        d 10 FOIA s12 procedural -
        d 10 FOIA s12 procedural -
        b 2 FOIA s43 qualified -";
    let submissions = "a E1 p 1, b E2 p 1, c E2 p 1, d - p 1, e E3 q 1";
    let folder = dataset("E1 N, E2 N, E3 N, E4 N", submissions, &[("exemptions", exemptions.to_owned())]);
    check(
        Analysis::Exemptions,
        folder.path(),
        (&[Dim::Instrument, Dim::Question, Dim::Provision], &[]),
        "question_id provision n_used n_citations n_unidentified_submissions n_qualified public_interest_test_pct excluded",
        &[
            "2 s43 2 2 0 2 50.00 {no_submission 1, not_asked 1}",
            "10 s12 1 2 1 0 - {no_submission 1, not_asked 1, not_cited 1}",
            "10 - 1 1 0 0 - {no_submission 1, not_asked 1, not_cited 1}",
        ],
    );
}

/// A dataset with two regions, two surveys, two submissions of one authority, and every kind of gap.
fn gaps() -> tempfile::TempDir {
    let pairs = format!(
        "{PAIRS}
        a x 2023-24 1.00 reported 2.00 reported -
        a x 2024-25 0.00 reported 2.00 reported -
        a y 2024-25 1.00 reported - not_held -
        b x 2024-25 1.00 reported 2.00 reported true
        c x 2024-25 - withheld - withheld -
        d x 2024-25 3.00 reported 2.00 reported -
        e x 2024-25 4.00 reported 2.00 reported -
        f x 2024-25 4.00 reported 2.00 reported -"
    );
    let estimates = pairs.replace("budget", "estimated").replace("outturn", "actual");
    let accuracy = "submission_id cohort service_area uses_ras allocation_method accuracy_pct accuracy_status
        a older x - per_hour 98.5 reported
        a working x - - - blank
        d older x - per_week 90 reported
        e older x - per_hour 91 reported";
    let answers = "submission_id question_id disposition
        a 1 answered
        a 2 withheld
        b 1 partly_answered
        d 1 not_held
        e 1 answered
        f 1 answered
        g 7 answered";
    let exemptions = "submission_id question_id legislation provision kind public_interest_test
        a 2 FOIA s43 qualified true
        g 7 FOIA s12 procedural -
        f 1 FOIA s12 procedural -";
    dataset(
        "E1 N, E2 N, E3 S, E4 S, E5 S, E6 W",
        "a E1 p 1 10, b E2 p 25, c E3 p -, d E4 p 3, e E4 p 4 5, f - p 1, g E5 q 1",
        &[
            ("outturn", pairs),
            ("estimates", estimates),
            ("accuracy", accuracy.to_owned()),
            ("answers", answers.to_owned()),
            ("exemptions", exemptions.to_owned()),
        ],
    )
}

#[test]
fn used_and_excluded_are_the_register_however_it_is_divided_and_narrowed() {
    let folder = gaps();
    // Region and number of authorities; a region of which nobody answered has its rows too.
    let register = [("N", 2), ("S", 3), ("W", 1)];
    for &analysis in Analysis::ALL {
        for &first in analysis.dims() {
            for &second in analysis.dims() {
                let narrowed = [("N", false), ("S", true)]
                    .map(|(region, excludes)| vec![Condition { dim: Dim::Region, values: vec![region.to_owned()], excludes }]);
                for conditions in [vec![]].into_iter().chain(narrowed) {
                    let by = if first == second { vec![first] } else { vec![first, second] };
                    let findings = analyse(analysis, folder.path(), &by, &conditions).unwrap();
                    let place = |name: &str| findings.fields.iter().position(|f| f.name == name);
                    let [used, excluded, why] = ["n_used", "n_excluded", "excluded"].map(|name| place(name).unwrap());
                    let allowed = |region: &str| conditions.iter().all(|c| c.allows(Some(region)));
                    for row in &findings.rows {
                        let of = |dim: Dim| place(dim.as_str()).map(|at| row[at].as_text());
                        // Submissions of nobody in the register have rows without an authority.
                        let nobody = by.iter().filter(|d| d.is_of_authority()).any(|d| of(*d).is_some_and(|v| v.is_empty()));
                        let part = |region: &str| of(Dim::Region).is_none_or(|r| r == region) && allowed(region);
                        let expected: u64 = match of(Dim::AuthorityCode).or_else(|| of(Dim::AuthorityName)) {
                            _ if nobody => 0,
                            Some(_) => 1,
                            None => register.iter().filter(|(region, _)| part(region)).map(|(_, n)| n).sum(),
                        };
                        let (Item::Count(used), Item::Count(excluded), Item::Counts(why)) = (&row[used], &row[excluded], &row[why])
                        else {
                            panic!("no counts: {row:?}")
                        };
                        let found = (used + excluded, *excluded);
                        assert_eq!(found, (expected, why.values().sum()), "{analysis:?} by {by:?} {conditions:?}: {row:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn who_answered_another_survey_was_not_asked() {
    let folder = gaps();
    let survey = Condition { dim: Dim::Instrument, values: vec!["p".to_owned()], excludes: false };
    check(
        Analysis::Exemptions,
        folder.path(),
        (&[Dim::Provision], &[survey]),
        "provision n_used n_unidentified_submissions excluded",
        &["s12 0 1 {no_submission 1, not_asked 1, not_cited 4}", "s43 1 0 {no_submission 1, not_asked 1, not_cited 3}"],
    );
}

#[test]
fn a_folder_that_is_no_dataset_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = analyse(Analysis::Outturn, folder.path(), &[], &[]).unwrap_err();
    assert!(matches!(&error, crate::AnalysisError::Missing { path } if path.ends_with("authorities.parquet")), "{error}");
}

#[test]
fn a_query_looks_and_changes_nothing() {
    let folder = dataset("E1 N, E2 S", "a E1 p 1", &[]);
    let rows = |sql: &str| {
        crate::query(folder.path(), sql)
            .map(|f| f.rows.iter().map(|r| r.iter().map(shown).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>())
    };
    assert_eq!(rows("SELECT region, authority_code FROM authorities ORDER BY region DESC").unwrap(), ["S E2", "N E1"]);
    for sql in ["DROP TABLE authorities", "DELETE FROM authorities", "CREATE TABLE x AS SELECT 1"] {
        assert!(matches!(rows(sql), Err(crate::AnalysisError::NotAQuery(_))), "{sql}");
    }
    assert!(matches!(rows("SELECT nonsense FROM authorities"), Err(crate::AnalysisError::Query(_))));
}
