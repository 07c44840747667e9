//! How answers to a known survey are found where a response says little of its questions.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use foi_ingest::{Config, Given, Reference, ingest};
use foi_model::{Submission, Value};

/// What is not asked of those who use such a system.
const PASSED: &str = "9 not_applicable, 10a not_applicable, 10b not_applicable, 10c not_applicable, 10d not_applicable";

/// What is read in a letter.
fn read(letter: &str) -> Submission {
    let files = vec![("letter.txt".to_owned(), Ok(letter.as_bytes().to_vec()))];
    let given = Given { submission_id: "letter".to_owned(), files };
    ingest(&given, &Reference::shipped().unwrap(), &Config::default(), &|_| None).submission
}

/// `1 answered yes`, `5 withheld` and so on: each question that something was found to, its disposition, and whether it says yes or no.
#[track_caller]
fn check(letter: &str, expected: &str) {
    let read = read(letter);
    let found = read.answers.iter().filter(|a| a.disposition.code().as_str() != "not_found");
    let shown = found.map(|a| {
        let value = match a.value {
            Some(Value::Boolean { value: true }) => " yes",
            Some(Value::Boolean { value: false }) => " no",
            _ => "",
        };
        format!("{} {}{value}", a.question_id, a.disposition.code().as_str())
    });
    let shown = shown.collect::<Vec<_>>().join(", ");
    assert_eq!(format!("{}: {shown}", read.instrument_id), expected, "{letter}");
}

#[test]
fn short_titles_stand_for_questions() {
    check(
        "Ashmere Council\n\nRAS currently used?\n\nYes\n\nRAS provider name\n\nFernhill Systems\n\nCustomisation of the RAS\n\nNot applicable\n\n\
         Deductions to estimated budget - unpaid support\n\nNo.\n\nTolerance set\n\nNot held.\n\nDeflators\n\nYes, for day care.\n\n\
         RAS used in the past?\n\nn/a\n\nBudget and outturn by service area\n\nThis is exempt under section 22 of the Act.\n\n\
         Contact details\n\nThe finance team\n",
        &format!(
            "ras-2026: 1 answered yes, 2a answered, 2b not_applicable, 4 answered no, 5 not_held, 7 answered yes, {PASSED}, 11 withheld, \
             12 answered"
        ),
    );
}

#[test]
fn numbers_and_an_acronym_tell_the_survey() {
    check(
        "Ashmere Council\n26 FOI 401\n\nQ1: No\n\nQ2 - Q8: not applicable.\n\nQ9: A RAS was used from 2011 to 2015.\n\nQ10: Not held\n\n\
         Q11: Not held\n\nQ12: The finance team\n",
        "ras-2026: 1 answered no, 2a not_applicable, 2b not_applicable, 2c not_applicable, 3 not_applicable, 4 not_applicable, \
         5 not_applicable, 6 not_applicable, 7 not_applicable, 8a not_applicable, 8b not_applicable, 9 answered yes, 10a not_held, \
         10b not_held, 10c not_held, 10d not_held, 11 not_held, 12 answered",
    );
}

#[test]
fn one_answer_is_for_the_questions_that_it_says() {
    let asked = "Q8a How is the cost allocated in the RAS, per hour or per night?\n\nQ8b How accurate is the estimate against the planned \
                 cost?\n\n";
    let letter = |answer: &str| {
        format!(
            "Use of RAS in adult social care\n\nQ1 Do you currently use a Resource Allocation System?\n\nYes.\n\nQ7 Do you apply any deflators to \
             your rates?\n\nNo.\n\n{asked}{answer}\n\nQ12 Please give the contact details of the person completing this request.\n\nNone."
        )
    };
    let rest = |parts: &str| format!("ras-2026: 1 answered yes, 7 answered no, {parts}, {PASSED}, 12 answered");
    check(&letter("Both parts: Not held."), &rest("8a not_held, 8b not_held"));
    check(&letter("One answer to the two questions above: Not held."), &rest("8a not_held, 8b not_held"));
    check(&letter("Not held."), &rest("8a blank, 8b not_held"));
}

#[test]
fn titles_stand_in_the_line_of_their_answers() {
    check(
        "Use of RAS in adult social care\n\nQ1 RAS currently used? Yes, the Council uses a RAS.\n\nQ2(b) RAS customised / developed: We use it as \
         supplied.\n\nQ5 Acceptable tolerance - Not held.\n\nQ7 Any deflators? None are applied.\n\nQ8(a) and (b): Allocation method by service \
         area; RAS: accuracy of estimate - Not held.\n\nQ12 Contact details: The finance team\n",
        &format!(
            "ras-2026: 1 answered yes, 2b answered, 5 not_held, 7 answered no, 8a not_held, 8b not_held, {PASSED}, 12 answered"
        ),
    );
}

#[test]
fn questions_and_answers_stand_side_by_side() {
    check(
        "Use of RAS in adult social care\n\n1. Do you currently use a Resource    Yes\nAllocation System (RAS) to estimate\nthe costs of care?\n\n\
         2a. Please provide the name of the    Fernhill Systems, who\nsupplier or provider of your RAS.     took it over\n\n\
         5. Have you set an acceptable         We do not hold this\ntolerance between the estimated       information.\nbudget and the \
         actual service cost?\n\n7. Do you apply any deflators to      No.\nyour rates?\n",
        &format!("ras-2026: 1 answered yes, 2a answered, 5 not_held, 7 answered no, {PASSED}"),
    );
}

/// The figures of an answer, such as `budget home_care 2023-24 1200000`.
#[track_caller]
fn figures(letter: &str, question: &str, expected: &[&str]) {
    let read = read(letter);
    let answer = read.answers.iter().find(|a| a.question_id.as_str() == question).unwrap();
    let shown = answer.observations.iter().filter_map(|o| {
        let (d, value) = (&o.dimensions, o.cell.reported()?.value.normalize());
        Some(format!("{} {} {} {value}", o.measure, d.service_area.as_ref()?, d.financial_year?))
    });
    let mut shown: Vec<String> = shown.collect();
    shown.sort();
    assert_eq!(shown, expected, "{letter}");
}

/// A letter about a RAS with an answer to the question on budget and outturn.
fn outturn(answer: &str) -> String {
    format!(
        "Use of RAS in adult social care\n\nQ1 Do you currently use a Resource Allocation System?\n\nYes.\n\nQ7 Do you apply any deflators to \
         your rates?\n\nNo.\n\nQ11 Please provide the budget and actual outturn for each service area.\n\n{answer}"
    )
}

#[test]
fn words_alone_fill_a_row_of_a_group_and_a_service() {
    let letter = "Use of RAS in adult social care\n\nQ1 Do you currently use a Resource Allocation System?\n\nYes.\n\n\
                  Q7 Do you apply any deflators to your rates?\n\nNo.\n\nQ8a and Q8b: How is the cost allocated in the RAS, and how accurate is the estimate?\n\n\
                  | Cohort | Service area | Allocation method | Accuracy of estimate (%) |\n|---|---|---|---|\n\
                  | Older people (65+) | Day care | Per visit | |\n| Older people (65+) | Home care | Per hour | 96 |\n";
    let read = read(letter);
    let words: Vec<&str> = read.answers.iter().flat_map(|a| &a.descriptions).map(|d| d.text.as_str()).collect();
    assert_eq!(words, ["Per visit", "Per hour"]);
}

#[test]
fn captions_tell_whose_figures_follow() {
    let contact = "Q12 Please give the contact details of the person completing this request.\n\nThe finance team";
    let list = "2023/24\n\n- Home care: £610k (budget), £590k (outturn)\n- Day care: £48k (budget), £51k (outturn)";
    let all = &[
        "budget day_care 2023-24 48000",
        "budget home_care 2023-24 610000",
        "outturn day_care 2023-24 51000",
        "outturn home_care 2023-24 590000",
    ];
    figures(&outturn(&format!("Please see below.\n\n{contact}\n\nTable 1 - question 11\n\n{list}\n")), "11", all);
    figures(&outturn(&format!("Please see Table 1.\n\n{contact}\n\nTable 1: budgets\n\n{list}\n")), "11", all);
}

#[test]
fn a_header_without_its_corner_stands_one_column_to_the_left() {
    figures(
        &outturn(
            "Budget 2023/24   Outturn       Budget        Outturn\n(£)              2023/24 (£)   2024/25 (£)   2024/25 (£)\n\
             -----------------------------------------------------------------\n\
             Home care        610,000       590,000       640,000       655,000\n\
             Day care          48,000        51,000        47,000        46,500\n\
             Nursing care     310,000       305,000       330,000       341,000\n",
        ),
        "11",
        &[
            "budget day_care 2023-24 48000",
            "budget day_care 2024-25 47000",
            "budget home_care 2023-24 610000",
            "budget home_care 2024-25 640000",
            "budget nursing_care 2023-24 310000",
            "budget nursing_care 2024-25 330000",
            "outturn day_care 2023-24 51000",
            "outturn day_care 2024-25 46500",
            "outturn home_care 2023-24 590000",
            "outturn home_care 2024-25 655000",
            "outturn nursing_care 2023-24 305000",
            "outturn nursing_care 2024-25 341000",
        ],
    );
}

#[test]
fn a_service_that_is_misspelt_in_a_sentence_is_found() {
    figures(
        &outturn("In 2023/24 we spent £590,000 on home care, £305,000 on nursing caer and £51,000 on day care."),
        "11",
        &["outturn day_care 2023-24 51000", "outturn home_care 2023-24 590000", "outturn nursing_care 2023-24 305000"],
    );
}

#[test]
fn clauses_and_sentences_keep_their_figures() {
    let all = &[
        "budget day_care 2023-24 48000",
        "budget day_care 2024-25 47000",
        "budget home_care 2023-24 610000",
        "budget home_care 2024-25 640000",
        "outturn day_care 2023-24 51000",
        "outturn day_care 2024-25 46500",
        "outturn home_care 2023-24 590000",
        "outturn home_care 2024-25 655000",
    ];
    figures(
        &outturn(
            "Home care: budget £610,000 and outturn £590,000 in 2023-24; budget £640,000 and outturn £655,000 in 2024-25.\n\n\
             Day care: budget £48,000 and outturn £51,000 in 2023-24; budget £47,000 and outturn £46,500 in 2024-25.\n",
        ),
        "11",
        all,
    );
    figures(
        &outturn(
            "For home care in 2023/24 the budget was £610,000 and the outturn £590,000. In 2024/25 the budget was £640,000 and the outturn \
             £655,000.\n\nFor day care in 2023/24 the budget was £48,000 and the outturn £51,000. In 2024/25 the budget was £47,000 and the \
             outturn £46,500.\n\nThe other years are not held.\n",
        ),
        "11",
        all,
    );
}

#[test]
fn a_list_in_one_line_keeps_its_figures() {
    figures(
        &outturn(
            "- Day care 2023/24: budget £4.55 million, outturn £4.69 million - Home care 2023/24: budget £5.10 million, outturn £5.20 million - \
             Nursing care 2023/24: budget £6.10 million, outturn £6.20 million",
        ),
        "11",
        &[
            "budget day_care 2023-24 4550000",
            "budget home_care 2023-24 5100000",
            "budget nursing_care 2023-24 6100000",
            "outturn day_care 2023-24 4690000",
            "outturn home_care 2023-24 5200000",
            "outturn nursing_care 2023-24 6200000",
        ],
    );
}

#[test]
fn services_that_are_misspelt_in_headings_and_lists_are_found() {
    figures(
        &outturn(
            "Outturn\n\n| Year | Home care | Day care | Nursng care | Extra care |\n|---|---|---|---|---|\n\
             | 2023/24 | £590,000 | £51,000 | £305,000 | £12,000 |\n",
        ),
        "11",
        &[
            "outturn day_care 2023-24 51000",
            "outturn extra_care 2023-24 12000",
            "outturn home_care 2023-24 590000",
            "outturn nursing_care 2023-24 305000",
        ],
    );
    figures(
        &outturn("2023/24\n\nNursng care - budget £305k; outturn not held\nHome care - budget £610k; outturn £590k\n"),
        "11",
        &["budget home_care 2023-24 610000", "budget nursing_care 2023-24 305000", "outturn home_care 2023-24 590000"],
    );
}

#[test]
fn a_reply_below_all_questions_is_to_all() {
    let asked = "Use of RAS in adult social care\n\nQ1 Do you currently use a Resource Allocation System?\n\nQ5 Have you set an acceptable \
                 tolerance between estimated budget and actual cost?\n\nQ7 Do you apply any deflators to your rates?\n\nQ11 Please provide the \
                 budget and actual outturn for each service area.\n\nQ12 Please give the contact details of the person completing this request.";
    check(&format!("{asked}\n\nWhat we found\n\nThe Council does not hold this information."), &all("not_held"));
    check(&format!("{asked}\n\nReply\n\nWe refuse this under section 12 of the Act."), &all("withheld"));
}

#[test]
fn each_table_has_the_scale_of_its_own_caption() {
    let table = |heading: &str, figures: [&str; 2]| {
        format!(
            "{heading}\n\n| Service | 2023/24 |\n|---|---|\n| Home care | {} |\n| Nursing care | {} |\n\n",
            figures[0], figures[1]
        )
    };
    let tables = table("Budget (£)", ["610,000", "305,000"]) + &table("Outturn (£000)", ["590", "312"]);
    figures(
        &outturn(&tables),
        "11",
        &[
            "budget home_care 2023-24 610000",
            "budget nursing_care 2023-24 305000",
            "outturn home_care 2023-24 590000",
            "outturn nursing_care 2023-24 312000",
        ],
    );
}

#[test]
fn a_note_below_a_table_is_no_caption_of_the_next() {
    let tables = "Budget\n\n| Service | 2023/24 |\n|---|---|\n| Home care | 610 |\n| Nursing care | 305 |\n\nAll of the above is in £000.\n\n\
                  | Method | Unit |\n|---|---|\n| Home care | per hour |\n";
    figures(&outturn(tables), "11", &["budget home_care 2023-24 610000", "budget nursing_care 2023-24 305000"]);
}

#[test]
fn what_points_to_a_table_has_it_too() {
    let letter = "Use of RAS in adult social care\n\nQ1 Do you currently use a Resource Allocation System?\n\nYes.\n\nQ7 Do you apply any \
                  deflators to your rates?\n\nNo.\n\nQ8a How is the cost allocated in the RAS, per hour or per night?\n\nSee the table \
                  below.\n\nQ8b How accurate is the estimate against the planned cost?\n\nSee Table 2 below.\n\nQ11 Please provide the budget and \
                  actual outturn for each service area.\n\nNot held.\n\nTable 2 - question 8a and question 8b\n\nService area\nAllocation method, older people\nAccuracy of estimate (%), older people\nDay care\nPer visit\n97\nHome \
                  care\nPer hour\n95\nNursing care\nPer week\n99\n";
    let read = read(letter);
    let reported = read.answers.iter().flat_map(|a| &a.observations).filter_map(|o| Some(o.cell.reported()?.value.to_string()));
    assert_eq!(reported.collect::<Vec<_>>(), ["97", "95", "99"]);
    let words: Vec<&str> = read.answers.iter().flat_map(|a| &a.descriptions).map(|d| d.text.as_str()).collect();
    assert_eq!(words, ["Per visit", "Per hour", "Per week"]);
}

/// Every question with one verdict.
fn all(verdict: &str) -> String {
    let questions = ["1", "2a", "2b", "2c", "3", "4", "5", "6", "7", "8a", "8b", "9", "10a", "10b", "10c", "10d", "11", "12"];
    format!("ras-2026: {}", questions.map(|q| format!("{q} {verdict}")).join(", "))
}

#[test]
fn the_head_of_a_memorandum_begins_no_older_message() {
    check(
        "MEMORANDUM\n\nFrom: Ashmere Council\nTo: the requester\nRef: 4417\n\nUse of RAS in adult social care\n\nQ1 Do you currently use a \
         Resource Allocation System?\n\nYes.\n\nQ2(a) Please name the supplier or provider of your RAS.\n\nFernhill.\n\nQ7 Do you apply any \
         deflators to your rates?\n\nNo.\n",
        &format!("ras-2026: 1 answered yes, 2a answered, 7 answered no, {PASSED}"),
    );
}

#[test]
fn parts_are_counted_in_many_ways() {
    let expected = "ras-2026: 1 answered no, 2a not_applicable, 2b not_applicable, 2c not_applicable, 3 not_applicable, 4 not_applicable, \
                    5 not_applicable, 6 not_applicable, 7 not_applicable, 8a not_applicable, 8b not_applicable, 9 answered no, 10a answered, \
                    10b not_held, 10c answered, 10d not_held, 11 not_held, 12 answered";
    let letter = |parts: [&str; 4], numbers: [&str; 5]| {
        let [one, group, nine, eleven, twelve] = numbers;
        let said = ["Unit prices are multiplied.", "Not held.", "By the hour.", "Not held."];
        let ten: Vec<String> = parts.iter().zip(said).map(|(part, said)| format!("{part} {said}")).collect();
        format!(
            "Ashmere Council\nUse of RAS\n\n{one} No.\n\n{group} - not applicable.\n\n{nine} Never.\n\n{}\n\n{eleven} Not held.\n\n{twelve} The \
             finance team\n",
            ten.join("\n\n")
        )
    };
    check(&letter(["10.1", "10.2", "10.3", "10.4"], ["1.0", "Q2 - Q8", "9.0", "11.0", "12.0"]), expected);
    check(&letter(["10(i)", "10(ii)", "10(iii)", "10(iv)"], ["1.", "Q2 - Q8", "9.", "11.", "12."]), expected);
    let parts = ["Question ten part (a):", "Question ten part (b):", "Question ten part (c):", "Question ten part (d):"];
    let numbers = ["Question one:", "Questions two to eight", "Question nine:", "Question eleven:", "Question twelve:"];
    check(&letter(parts, numbers), expected);
}

#[test]
fn a_letter_names_its_subject_and_refuses_all() {
    let letter = |subject: &str, said: &str| {
        format!(
            "Ashmere Council\n\nDate: 3 March 2026\n\nDear Sir or Madam\n\nThank you for your request about {subject}, received on 5 February 2026.\
             \n\n{said}\n\nYours faithfully\nThe information team\n"
        )
    };
    let system = "a resource allocation system";
    check(&letter(system, "We refuse the request under section: 12(1), as it would take more than 18 hours."), &all("withheld"));
    check(&letter(system, "None of this is held by the Council."), &all("not_held"));
    check(&letter("allotments", "None of this is held by the Council."), "unrecognised: 1 not_held");
}

#[test]
fn a_review_of_one_answer_repeats_its_question() {
    let letter = "Ashmere Council\n\nDate: 3 March 2026\n\nReview of our reply about a resource allocation system\n\nYou asked us to look again \
                  at question 11:\n\n11. Please provide the budget and actual outturn for each service area for the financial years 22/23 to \
                  25/26:\n\nWe now give you these figures.\n\n| Service | 2023/24 budget (£) | 2023/24 outturn (£) |\n|---|---|---|\n\
                  | Home care | 610,000 | 590,000 |\n| Day care | 48,000 | 51,000 |\n";
    figures(
        letter,
        "11",
        &[
            "budget day_care 2023-24 48000",
            "budget home_care 2023-24 610000",
            "outturn day_care 2023-24 51000",
            "outturn home_care 2023-24 590000",
        ],
    );
}

#[test]
fn one_table_of_years_for_each_service() {
    let table = |service: &str, budget: &str, actual: &str| {
        format!(
            "{service}\n\n| Year | Total budget (£000) | Outturn (£000) |\n|---|---|---|\n| 2022/23 | {budget} | {actual} |\n| 2023/24 | IE | Not available yet |\n\n"
        )
    };
    let tables = table("Home care", "610", "590") + &table("Day care", "48", "51") + "IE = included elsewhere, within Home care.\n";
    figures(
        &outturn(&tables),
        "11",
        &[
            "budget day_care 2022-23 48000",
            "budget home_care 2022-23 610000",
            "outturn day_care 2022-23 51000",
            "outturn home_care 2022-23 590000",
        ],
    );
    let read = read(&outturn(&tables));
    let statuses = |raw: &str| -> Vec<&str> {
        let all = read.answers.iter().flat_map(|a| &a.observations).filter(|o| o.raw.as_deref() == Some(raw));
        all.map(|o| o.cell.status().as_str()).collect()
    };
    assert_eq!(statuses("IE"), ["included_elsewhere"; 2]);
    assert_eq!(statuses("Not available yet"), ["not_yet_available"; 2]);
}

#[test]
fn several_questions_point_to_one_refusal_at_the_end() {
    let letter = |refusal: &str| {
        format!(
            "Use of RAS in adult social care\n\nQ1 Do you currently use a Resource Allocation System?\n\nYes.\n\nQ2(a) Please name the supplier \
             or provider of your RAS.\n\nWithheld, see the end of this letter.\n\nQ5 Have you set an acceptable tolerance between estimated budget \
             and actual cost?\n\nNo.\n\nQ7 Do you apply any deflators to your rates?\n\nExempt - see below.\n\n{refusal}\n"
        )
    };
    let expected = format!("ras-2026: 1 answered yes, 2a withheld, 5 answered, 7 withheld, {PASSED}");
    check(&letter("Questions 2a and 7: These are exempt under section 43(2)."), &expected);
    check(&letter("Exemption applied to questions 2a and 7. Section 43(2) is engaged."), &expected);
}

#[test]
fn titles_may_stand_in_any_order_and_have_a_dash() {
    check(
        "Use of RAS in adult social care\n\nQ12 Contact\n\nThe finance team\n\nQ7 Use of deflators\n\nNone.\n\nQ5 Acceptable tolerance\n\nNot held.\n\n\
         Q4 Unpaid care - deductions to the estimated budget\n\nNo deductions are made.\n\nQ2a Name of the supplier\n\nFernhill.\n\nQ1 Current use of a \
         Resource Allocation System\n\nYes.\n",
        &format!("ras-2026: 1 answered yes, 2a answered, 4 answered no, 5 not_held, 7 answered no, {PASSED}, 12 answered"),
    );
}

#[test]
fn a_review_takes_a_refusal_back() {
    let letter = "Ashmere Council\n\nDate: 3 March 2026\n\nRequest for information - Resource Allocation Systems\n\nYou asked us to look again at \
                  question 11:\n\n11. Please provide the budget and actual outturn for each service area for the financial years 22/23 to \
                  25/26:\n\nWe first said that this was exempt under section 22.\n\nI have decided not to uphold that decision. The figures are now \
                  disclosed.\n\n| Service | 2023/24 budget (£) | 2023/24 outturn (£) |\n|---|---|---|\n| Home care | 610,000 | 590,000 |\n\
                  | Day care | 48,000 | 51,000 |\n";
    check(letter, "ras-2026: 11 answered");
}

#[test]
fn a_label_beside_any_row_of_its_group_is_of_all() {
    let tables = "| Service | Measure | 2023/24 (£000) |\n|---|---|---|\n| Day | Budget | 48 |\n| care | Outturn | 51 |\n| | Budget | 610 |\n\
                  | Home care | Outturn | 590 |\n| Nursing care | Budget | 305 |\n| | Outturn | 312 |\n";
    figures(
        &outturn(tables),
        "11",
        &[
            "budget day_care 2023-24 48000",
            "budget home_care 2023-24 610000",
            "budget nursing_care 2023-24 305000",
            "outturn day_care 2023-24 51000",
            "outturn home_care 2023-24 590000",
            "outturn nursing_care 2023-24 312000",
        ],
    );
}
