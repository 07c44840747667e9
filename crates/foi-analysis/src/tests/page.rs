//! Published figures beside answers, and the page.

use std::path::{Path, PathBuf};

use super::{ESTIMATES, PAIRS, dataset, table};
use crate::{beside_published, report};

const ASCFR: &str =
    "GEOGRAPHY_LEVEL,DATA_Level,FY_ENDING,GEOGRAPHY_CODE,CareType,AgeBand,PrimarySupportReason,SupportSetting,ITEMVALUE";

/// Four authorities: E1 gives a thousandth, E2 withholds because it is published, E3 withholds for another reason and cites s21 for another
/// question, E4 sends nothing.
fn answers() -> tempfile::TempDir {
    let folder = dataset("E1 N, E2 N, E3 N, E4 N", "a E1 p 1 10, b E2 p 1, c E3 p 1", &[]);
    let path = folder.path();
    let with_codes = |head: &str| head.replacen("submission_id", "submission_id authority_code authority_name", 1);
    let of_a = "2023-24 100.00 reported 16505.53 reported -";
    let outturn = format!(
        "{}\n a E1 <b>One</b> home_care {of_a}\n b E2 Two home_care 2023-24 - withheld - withheld -\n c E3 Three home_care 2023-24 - withheld - withheld -",
        with_codes(PAIRS)
    );
    table(path, "outturn", &outturn);
    table(path, "estimates", &format!("{}\n a E1 <b>One</b> home_care {of_a}", with_codes(ESTIMATES)));
    let observed =
        "submission_id authority_code question_id measure service_area cohort category financial_year value status evidence";
    table(
        path,
        "observations",
        &format!(
            "{observed}\n a E1 11 outturn home_care - - 2023-24 1 reported line_5\n b E2 11 outturn home_care - - 2023-24 - withheld line_6
            c E3 11 outturn home_care - - 2023-24 - withheld line_7"
        ),
    );
    table(
        path,
        "exemptions",
        "submission_id authority_name question_id legislation provision kind public_interest_test evidence
        b Two 11 FOIA FOIA_s21 absolute - line_6\n c Three 3 FOIA FOIA_s21 absolute - line_3\n c Three 11 FOIA FOIA_s43(2) qualified true line_7",
    );
    table(
        path,
        "issues",
        "submission_id authority_name code severity message question_id explanation evidence\n b Two exemption-unnumbered note - 2 - line_2",
    );
    table(path, "answers", "submission_id authority_name question_id disposition evidence\n a <b>One</b> 11 answered line_5");
    table(
        path,
        "accuracy",
        "submission_id authority_name cohort service_area allocation_method accuracy_pct accuracy_status\n a One older home_care - 98.5 reported",
    );
    table(
        path,
        "authorities",
        "submission_id authority_code authority_name nation region kind\n a E1 One England N county\n b E2 Two England N county\n c E3 Three England N county\n - E4 Four England N county",
    );
    table(path, "sources", "submission_id source_id path\n a source a.txt\n b source b.txt");
    folder
}

fn published(folder: &Path) -> PathBuf {
    let row = |code: &str, age: &str, setting: &str, value: &str| {
        format!("Local Authority,Gross Current Expenditure,2024,{code},Long Term Care,{age},Total,{setting},{value}\n")
    };
    let codes = ["E1", "E2", "E3", "E4"];
    let home_care = codes.map(|code| {
        row(code, "18 to 64", "Community: Home Care", "1.5") + &row(code, "65 and Over", "Community: Home Care", "16504.02834")
    });
    let path = folder.join("ascfr.csv");
    // A row of both ages together would count them twice.
    let more =
        row("E1", "Total", "Community: Home Care", "16505.52834") + &row("E1", "18 to 64", "Community: Other Long Term Care", "7");
    std::fs::write(&path, format!("{ASCFR}\n{}{more}", home_care.concat())).unwrap();
    path
}

#[test]
fn a_published_figure_stands_beside_a_gap_and_throws_doubt_on_a_slip() {
    let folder = answers();
    let found = beside_published(folder.path(), &[&published(folder.path())]).unwrap();
    let of = |row: &Vec<crate::Item>, name: &str| row[found.findings.fields.iter().position(|f| f.name == name).unwrap()].as_text();
    let columns = ["authority_code", "outturn_gbp", "outturn_status", "published_gbp", "verdict"];
    let rows: Vec<String> = found.findings.rows.iter().map(|row| columns.map(|c| of(row, c)).join(" ")).collect();
    assert_eq!(
        rows,
        [
            "E1 16505.53 reported 16505528.34 thousandth",
            "E2  withheld 16505528.34 published_only_and_so_stated",
            "E3  withheld 16505528.34 published_only",
            "E4  no_submission 16505528.34 published_only",
        ]
    );
    let doubts: Vec<_> = found.doubts.iter().map(|d| (d.code.as_str(), d.file.as_deref(), d.locator.as_deref())).collect();
    assert_eq!(doubts, [("published-differs", Some("a.txt"), Some("line 5"))]);
    assert_eq!(found.unmapped.into_iter().collect::<Vec<_>>(), [("Community: Other Long Term Care".to_owned(), 1)]);
}

#[test]
fn figures_by_keys_are_refused_with_the_reason() {
    let folder = answers();
    let path = folder.path().join("old.csv");
    std::fs::write(&path, "FY_Ending,CASSR_CODE,GEOGRAPHY_CODE,SupportSetting_KEY,GROSSCURRENTEXPENDITURE\n2017,102,E1,3,9596.6\n")
        .unwrap();
    let error = beside_published(folder.path(), &[&path]).unwrap_err();
    assert!(error.to_string().contains("before 2021-22"), "{error}");
}

#[test]
fn the_page_shows_gaps_doubts_and_evidence_and_asks_for_nothing() {
    let folder = answers();
    let page = report(folder.path(), &[&published(folder.path())]).unwrap();
    for shown in [
        "withheld</a><small class=\"elsewhere\">published elsewhere: £16,505,528.34 (ASC-FR)</small>",
        "warning: published-differs",
        "note: exemption-unnumbered",
        "1 of 4 authorities",
        "&lt;b&gt;One&lt;/b&gt;",
    ] {
        assert!(page.contains(shown), "no `{shown}`");
    }
    for kept_out in ["<b>One", "<script", "src=", "url(", "href=\"http", "@import"] {
        assert!(!page.contains(kept_out), "`{kept_out}`");
    }
    for link in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(page.contains(&format!("id=\"{link}\"")), "nothing is at `#{link}`");
    }
    // The same without published figures has the same sums.
    let sums = |page: &str| {
        page.split("Budget and outturn by service and year").nth(1).unwrap().split("</table>").next().unwrap().to_owned()
    };
    assert_eq!(sums(&page), sums(&report(folder.path(), &[]).unwrap()));
}
