//! Letters that answer no known survey, in the layouts that people write: which questions they have, and what is said to each.

#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use foi_ingest::{Config, Given, Reference, ingest};

/// `1 answered 43, 1200000` and so on: each question, its disposition, and its figures.
#[track_caller]
fn check(letter: &str, expected: &[&str]) {
    let files = vec![("letter.txt".to_owned(), Ok(letter.as_bytes().to_vec()))];
    let given = Given { submission_id: "letter".to_owned(), files };
    let read = ingest(&given, &Reference::shipped().unwrap(), &Config::default(), &|_| None).submission;
    let shown: Vec<String> = read
        .answers
        .iter()
        .map(|a| {
            let figures = a.observations.iter().filter_map(|o| Some(o.cell.reported()?.value.to_string()));
            let figures: Vec<String> = figures.collect();
            format!("{} {} {}", a.question_id, a.disposition.code().as_str(), figures.join(", ")).trim_end().to_owned()
        })
        .collect();
    assert_eq!(shown, expected, "{letter}");
}

#[test]
fn questions_with_their_answers_below() {
    let all = &["1 answered 43", "2 answered", "3 not_held"];
    check("1. How many wardens?\n43\n2. Who leads them?\nThe head of parks\n3. How many left?\nNot recorded", all);
    check("Q: How many wardens?\nA: 43\n\nQ: Who leads them?\nA: The head of parks\n\nQ: How many left?\nA: Not recorded", all);
    check("1. How many wardens? 43 2. Who leads them? The head of parks 3. How many left? Not recorded", all);
    check(
        "1- How many wardens?\nWe can confirm the information as follows:\n43\n2- Who leads them?\n\
         We can confirm the information as follows:\nThe head of parks\n3- How many left?\nThis is not something we report on.",
        all,
    );
    check("How many wardens?\nLBX: 43\n\nWho leads them?\nLBX: The head of parks\n\nHow many left?\nLBX: Not recorded", all);
    check(
        "(a) the officer who decides what is kept;\n\nThe head of parks.\n\n(b) how the public can object;\n\nBy letter.",
        &["a answered", "b answered"],
    );
}

#[test]
fn parts_with_their_answers() {
    let all = &["1a answered 43", "1b not_held", "2a answered 45", "2b answered 13100"];
    check(
        "1. For 2019/20 please state:\na. Number of wardens – 43\nb. Sickness days – not recorded\n\
         2. For 2020/21 please state:\na. Number of wardens – 45\nb. Agency spend – £13,100",
        all,
    );
    check(
        "Your request\n1. In 2018/19:\na. how many wardens were employed?\nb. how many sick days were taken?\n2. In 2020/21:\n\
         a. how many wardens were employed?\nb. what did agencies cost?\nOur response\n1.\na. 43\nb. Not held\n2.\na. 45\nb. £13,100",
        all,
    );
    check(
        "1. How many wardens on 1 March?\n69.4 FTE.\na. How many of them are agency staff?\n23.2 FTE.\nb. Who?\nNot held.",
        &["1 answered 69.4", "1a answered 23.2", "1b not_held"],
    );
    // The answers bear the numbers of the parts, or are asked for in one breath.
    check(
        "1. How many wardens left?\n43\n2. Of these, how many went to:\nA) The police\nB) Another council\n2a) 12\n2b) This is not recorded.",
        &["1 answered 43", "2a answered 12", "2b not_held"],
    );
    check(
        "1. How many wardens left?\n43\n2. Please explain why (i) the lodge was shut, and (ii) the weir was not.\n\
         i. The roof leaks.\nii. This is not recorded.",
        &["1 answered 43", "2i answered", "2ii not_held"],
    );
}

#[test]
fn answers_on_the_lines_of_their_questions() {
    check(
        "1. What share of people who are supported have a warden: 28%\n2. How many wardens work in parks with a lake: 374\n\
         3. Who sees to the following:\na) Advice when a warden begins: The head of parks meets each of them\n\
         b) Training as it goes on: Internally\nc) Payroll: Yes",
        &["1 answered 28", "2 answered 374", "3a answered", "3b answered", "3c answered"],
    );
    check(
        "1 Does the contract cover:\na. Parks and lakes Yes\nb. Woods No\n2 Who leads it?\nThe head of parks",
        &["1a answered", "1b answered", "2 answered"],
    );
    // What a request asks for after a colon answers nothing.
    check(
        "1. Please state for each contract:\na. Supplier: the name of the firm\nb. Term: how long it runs\n\nWe do not hold this.",
        &["1a not_held", "1b not_held"],
    );
}

#[test]
fn one_answer_to_the_parts_of_a_question() {
    check(
        "1. Please give the hourly rates for these services:\na. Wardens who work in the parks by the lake.\n\
         b. Wardens who work in the woods and heaths.\nParks are not told apart here. The rates are £15.20 and £22.10.\n\
         2. Who leads them?\nThe head of parks",
        &["1a partly_answered 15.2, 22.1", "1b partly_answered 15.2, 22.1", "2 answered"],
    );
}

#[test]
fn topics_of_which_only_some_are_answered() {
    check(
        "3. All firms which supply wardens at present\nOne firm does, Greenways.\n\
         4. The total of wardens who work for the Council at present\nThe total of wardens as at 19 May 2010 is 19.\n\
         10. By park, the total spend of the last year on wardens\nLakeside £290,709.89",
        &["3 answered", "4 answered 19", "10 answered 290709.89"],
    );
}

#[test]
fn questions_that_a_reply_counts_anew() {
    check(
        "Request:\n1. How many wardens worked in the parks in 2019?\n2. How many of these, please, were seasonal in that year.\n\
         Response:\n1. How many wardens worked in the parks in 2019?\n49\n\
         1. How many of these, please, were seasonal in that year.\n11",
        &["1 answered 49", "2 answered 11"],
    );
}

#[test]
fn passages_that_name_the_questions_they_answer() {
    let request =
        "Your request\n1. How many wardens are there?\n2. What are their grades?\n3. What is their pay?\nResponse 01-11-21\n";
    check(
        &format!("{request}1. There are 43.\nThe document enclosed answers numbers 2 and 3."),
        &["1 answered 43", "2 in_attachment", "3 in_attachment"],
    );
    check(
        &format!(
            "{request}1. There are 43.\n2. Refused - please see below\n3. Refused - please see below\n\
             What you asked for in questions 2 and 3 is exempt under section 43 of the Freedom of Information Act."
        ),
        &["1 answered 43", "2 withheld", "3 withheld"],
    );
    check(
        "1. How many wardens?\n2. How many boats?\n3. Who leads them?\nResponse\n\
         What questions 1 and 2 ask for is exempt under section 21.\nIt is on our website.\nThe Council does not hold what question 3 asks for.",
        &["1 withheld", "2 withheld", "3 not_held"],
    );
    check(
        "1. How many complaints came?\n2. Of these, how many were:\na. upheld\nb. dropped\n\
         In answer to questions 1 – 2, the Council relies on section 12.",
        &["1 withheld", "2 withheld"],
    );
}

#[test]
fn one_answer_to_several_questions() {
    check(
        "1. How many files were lost?\n2. The cost of each loss.\n3. By year.\n\nTo tell, we would have to read each file by hand.",
        &["1 declined", "2 declined", "3 declined"],
    );
    check(
        "(1) How many wardens have debts?\n\nThe information in answer to questions 1 – 2 is exempt under section 40(2).\n\n\
         (2) How many of them are under 20?",
        &["1 withheld", "2 withheld"],
    );
    check(
        "Q1: How many wardens are there? 43\n\nQ2 to Q4: We do not hold this information.",
        &["1 answered 43", "2 not_held", "3 not_held", "4 not_held"],
    );
    check(
        "Wardens' pay\n\nWe have considered your request. The figures are exempt under section 22 as they will be published.",
        &["1 withheld"],
    );
    // A question between others that was left out stays blank.
    check(
        "1. Who leads?\nAnn\n2. Since when?\n3. How many wardens?\n43\n4. At what cost?\n£1.2m",
        &["1 answered", "2 blank", "3 answered 43", "4 answered 1200000"],
    );
    // Notes below the last answer are of those that point to them.
    check(
        "1. Lowest rate for a warden\n*Response below\n2. Average rate for a warden\n£23.18\n3. Highest rate for a warden\n\
         *Response below\n4. How many wardens in all\nWe do not hold this.\n*We are applying section 43(2) of the Act to these rates.",
        &["1 withheld", "2 answered 23.18", "3 withheld", "4 not_held"],
    );
    check(
        "1. Who leads the wardens?\n2. Who supplies the boats?\n3. Who owns the weir?\nResponse\n1. The head of parks\n\
         2. Refused, for which see the refusal notice below.\n3. The lodge\nNOTICE OF REFUSAL\n\
         The names of suppliers fall under section 43(2) of the Act.",
        &["1 answered", "2 withheld", "3 answered"],
    );
}

#[test]
fn replies_below_the_request() {
    check(
        "Request\n1. The number of wardens.\n2. The cost.\nResponse 13-04-2023\n\n43\n\n2. In each year they cost £1.2m",
        &["1 answered 43", "2 answered 1200000"],
    );
    check(
        "Your request\n- How many wardens were moved, in all?\n- How many wardens left, in all?\nOur response\n1. 43\n2. Not recorded",
        &["1 answered 43", "2 not_held"],
    );
    check(
        "What did the scheme cost? Please list it by year.\n\nThe council has not kept a record of the cost; it is not held.\n\n\
         We can confirm the following:\n\nIn 2014-15 a grant of £125,000 was received.",
        &["1 partly_answered 125000"],
    );
    check(
        "Internal review\n\nDear Ms Loft\n\nYou asked for a review of our decision.\n\nI uphold the decision under section 31.",
        &["1 withheld"],
    );
}

#[test]
fn figures_beside_a_refusal() {
    check(
        "1. How many wardens were there, by year?\n2023/24 (current) 104\nEarlier years are not held.\n2. Who leads?\nAnn",
        &["1 partly_answered 104", "2 answered"],
    );
    check(
        "1. How many wardens were there, by year?\n2017: not available.\n2018: 1,956\n2019: 2,458\n2. Who leads?\nAnn",
        &["1 partly_answered 1956, 2458", "2 answered"],
    );
}

#[test]
fn who_speaks() {
    check(
        "1. How many wardens?\n43\n2. Please provide all letters of complaint about our handling of them.\nNot held.",
        &["1 answered 43", "2 not_held"],
    );
    check(
        "1. How many wardens?\n43\n2. What are the outcomes?\nCould you clarify what you mean by outcomes?",
        &["1 answered 43", "2 clarification_requested"],
    );
    check(
        "For questions 1 to 2, please supply this as a snapshot.\n1. How many wardens?\n43\n2. Who leads?\nAnn",
        &["1 answered 43", "2 answered"],
    );
    // The number of an entry stands before each who speaks.
    check(
        "Sedge Council\nFOI 4663 Q 1. How many boats were lost? 2. Is there a policy? 3. Are boats locked?\n\
         FOI 4663 A 1. None 2. Yes. A policy on boats is in place at the Council, and it is read every year. 3. This is not recorded.",
        &["1 answered 0", "2 answered", "3 not_held"],
    );
    check(
        "1. How many persons directly employed by you:\ni) Were dismissed\nii) Faced action of a kind that has not been named above - please say\n\
         2. How many left?\nOur reading is that this is more than can be done.\nSection 12 of the Act applies, as the cost would exceed the limit.",
        &["1i withheld", "1ii withheld", "2 withheld"],
    );
}

#[test]
fn questions_that_end_without_a_question_mark() {
    check(
        "Your request & our response\n- what the wardens cost in all in each year;\n2021/22: £1,200\n- details of how they are chosen;\n\
         By a panel.\n- who can apply for a post;\nAnybody.",
        &["1 answered 1200", "2 answered", "3 answered"],
    );
    check(
        "Initial request:\n\nHow many wardens the council has in all today\n\nWhat the council paid for their boots last year\n\n\
         Final response:\n\nHow many wardens the council has in all today\n\n43\n\nWhat the council paid for their boots last year\n\n£1,200",
        &["1 answered 43", "2 answered 1200"],
    );
    check(
        "1. Your most up to date policy on the boots of wardens.\n2. Your policy on whistles.\n\nWe hold what you ask for.\n\n\
         1. Please find the policy attached.\n2. There is no policy on whistles held.",
        &["1 in_attachment", "2 not_held"],
    );
}

#[test]
fn numbers_that_only_the_reply_has() {
    check(
        "Please tell me:\n1. How many wardens were there in May, and of those:\na. How many led?\na. How many left?\n\
         1. How many gardeners were there in June, and of those:\na. How many led?\na. How many left?\n\
         1. 43\na. 4\nb. 5\n2. 12\na. 1\nb. Not recorded",
        &["1 answered 43", "1a answered 4", "1b answered 5", "2 answered 12", "2a answered 1", "2b not_held"],
    );
}

#[test]
fn numbers_that_count_no_questions() {
    check(
        "39 Mill Street\nSedge\nDear Ms Loft\nThank you for your request.\nThe letters are exempt under section 41.",
        &["1 withheld"],
    );
    check(
        "Please send all letters about the weir.\n\nThey are exempt under section 42, because:\n\n1. They are between a lawyer and a client.\n\
         2. They have been kept secret.\n3. Nobody else has seen them.",
        &["1 withheld"],
    );
    check(
        "T: Sedge Lodge\n19 May 2022\nDear Ms Loft\nRequest\n1) Please send the chart of the parks service.\n2) Please name its head.\n\
         Response\nThe chart is attached.",
        &["1 in_attachment", "2 in_attachment"],
    );
    check(
        "Please name the wardens and say what each did.\n\nGiving what each did would exceed the appropriate limit.\n\nSection 12 FOIA states:\n\
         12 Exemption where cost of compliance exceeds appropriate limit.\n(1) Section 1(1) does not oblige an authority to comply.\n\
         (2) Subsection (1) does not exempt it from paragraph (a).",
        &["1 withheld"],
    );
    check(
        "1. What is the rate for boats?\n2. What is the rate for lodges?\n\
         1. The rates are published here: https://sedge.example/rates\n3. Were the rates raised?\n1. No",
        &["1 published", "2 published", "3 answered"],
    );
}

#[test]
fn requests_that_are_quoted_below_the_reply() {
    check(
        "Dear Ms Loft\n\nThank you for your request. Please find our response attached.\n\nKind regards\nThe parks team\n\n\
         > Dear Council\n> 1. How many wardens are there?\n> 2. What do they cost?",
        &["1 in_attachment", "2 in_attachment"],
    );
    check(
        "Dear Ms Loft\n\nThank you for your request. We are applying section 22, as the survey will be published in May.\n\nJ. Reed\n\n\
         Dear Sedge Council,\n\nPlease let me have:\na) how many answered the survey,\nb) what they said.\n\
         Should (b) exceed the limit I shall be content with (a).\n\nYours faithfully,\nA. Loft",
        &["a withheld", "b withheld"],
    );
    check(
        "Dear Ms Loft\n\nYour request cannot be met, since section 12 of the Act applies.\n\nYour request:\n\n\
         The names of wardens are not what I seek, but the files on each.\n\nYours sincerely\nJ. Reed",
        &["1 withheld"],
    );
}

#[test]
fn what_is_given_beside_what_is_withheld() {
    check(
        "Please send the minutes of the weir group.\n\nThe minutes are attached. Under section 40(2) we have redacted some names.",
        &["1 partly_answered"],
    );
    check(
        "1. How many wardens left by month?\n22 in the year, of which there is no breakdown by month.\n2. Who led them?\n\
         Notice of refusal - please see below.",
        &["1 answered 22", "2 declined"],
    );
}

#[test]
fn words_below_several_answers() {
    check(
        "1. Who prints the bills?\nRefused, for which see the refusal notice below.\n2. Who leads the team?\nThe head of parks\n\n\
         NOTICE OF REFUSAL\nThe names of companies are withheld under section 43(2).",
        &["1 withheld", "2 answered"],
    );
    check(
        "1. How many potholes were reported?\n2. How many were mended?\n3. How wide was the widest?\n\nResponse\n\
         What is asked in questions 1 and 2 is on our website, and exempt under section 21.\n\
         The Council does not hold what question 3 asks for.",
        &["1 withheld", "2 withheld", "3 not_held"],
    );
    check(
        "1. How many complaints of damp were there?\nTo read each file would take 61 hours (S12).\n2. How many homes have you?\n9,823\n\
         In issuing our response the council have applied S12 of the Act.",
        &["1 withheld", "2 answered 9823"],
    );
}

#[test]
fn grounds_are_of_the_law_that_the_letter_speaks_of() {
    check(
        "1. How many enquiries were made under section 42 of the Care Act 2014?\n12\n2. How are they sorted?\n\
         By a matrix that holds the criteria of Section 42.",
        &["1 answered 12", "2 answered"],
    );
    check(
        "1. How many agreements were signed?\nThe cost would be above the limit of section 12(1) and Regulations 3(3) and 4(3) of the Freedom of \
         Information and Data Protection (Appropriate Limit and Fees) Regulations 2004.",
        &["1 withheld"],
    );
    check(
        "1. Which claims were refused?\nNo claims are known by the officer to have been refused because of this.",
        &["1 answered"],
    );
}

#[test]
fn figures_that_nobody_reported() {
    check("1. How many nights was the shelter open?\nIt opens where 2 or more nights running are below zero.", &["1 answered"]);
    check("1. What did it cost?\n£1,014,000 to the nearest £1000", &["1 answered 1014000"]);
    check("1. Will the rules on buses change?\nThe Post 16 statement of the council takes effect soon.", &["1 answered"]);
    check(
        "1. How many staff were there?\nTown hall\n2008/09 - 27\n2009/10 - 15\n2. How many left?\n          2009/10  2010/11\n\nAgreements*  38  23",
        &["1 answered 27, 15", "2 answered 38, 23"],
    );
    check(
        "1. What was the highest rate?\nWe do not hold this, though we can say that the average was £299.",
        &["1 partly_answered 299"],
    );
    check(
        "Please give for the five longest journeys:\n1. their length\n2. their cost\nIdeally this would be answered in this format:\n\
         Child A 105km £10,500\nChild B 87km £4,300\n\nResponse\n1. Not recorded\n2. £7,000",
        &["1 not_held", "2 answered 7000"],
    );
    check(
        "1. What are the weekly fees?\n£622.24 - £663.22\n2. What did one year cost?\nAbout £160 000 in all\nRequest reference:\nFOI 14476",
        &["1 answered 622.24, 663.22", "2 answered 160000"],
    );
}

#[test]
fn who_speaks_in_a_correspondence() {
    let request = "Dear Sedge Borough Council,\n\n1) what was said about whistles\n2) the price of a whistle\n\nYours faithfully,\nAda Reed\n\n";
    let receipt = "Information Team, Sedge Borough Council\n\nDear Ms Reed\n\nWe acknowledge your request and will reply within 20 working days. If an \
                   exemption applies the information will not be released.\n\nRegards\n\n";
    let reply = "Information Team, Sedge Borough Council\n\nDear Ms Reed\n\nThe Council holds this but withholds it under section 43(2).\n\nRegards\n\n";
    let thanks = "Dear Sedge Borough Council,\n\nYou sold 31 whistles all the same.\n\nYours faithfully,\nAda Reed\n\n";
    check(&format!("{request}{receipt}{reply}{thanks}"), &["1 withheld", "2 withheld"]);
    let remark = "Bo Lane left an annotation (3 May 2024)\n\n2) still to come then\n";
    let reply = "Information Team, Sedge Borough Council\n\nDear Ms Reed\n\n1) Nothing was said.\n2) £4.20\n\nRegards\n\n";
    check(&format!("{request}{receipt}{reply}{remark}"), &["1 answered", "2 answered 4.2"]);
}

#[test]
fn lists_that_the_reply_repeats() {
    let list = "- how many wardens there were\n- what their boots cost\n- any complaint about boots\n";
    let answers =
        "- how many wardens there were\n\n43\n\n- what their boots cost\n\n£1,200\n\n- any complaint about boots\n\nNot held.\n";
    check(
        &format!("You asked:\n{list}\nOur answers are as follows:\n\n{answers}"),
        &["1 answered 43", "2 answered 1200", "3 not_held"],
    );
    check(
        "By day:\n* How many wardens walked?\n43\n* How many cycled?\n7\nBy night:\n* How many wardens walked?\n12\n* How many cycled?\n5",
        &["1 answered 43", "2 answered 7", "3 answered 12", "4 answered 5"],
    );
}

#[test]
fn parts_in_one_line() {
    check(
        "1) How many wardens left in a) 2018/19, b) 2019/20 and c) 2020/21?\n2) Why?\n\nResponse\n\n1) a) 11, b) 12, c) 10 to date\n2) Not recorded",
        &["1a answered 11", "1b answered 12", "1c answered 10", "2 not_held"],
    );
    check(
        "1. How many wardens walk?\n43\n2. Of these, how many:\na. came this year\nb. were dismissed\n\na. 4\nb. Exempt under section 40(2).",
        &["1 answered 43", "2a answered 4", "2b withheld"],
    );
}

#[test]
fn letters_after_a_name_cite_nothing() {
    check("1. What share left?\nChildren's 12.4%\nAdults' 7.1%", &["1 answered 12.4, 7.1"]);
    check("1. What was spent?\nc. 8.9 m in all", &["1 answered 8900000"]);
    check("1. How many were fined?\n2015/16 – nil\n2016/17 – 3", &["1 answered 0, 3"]);
    check(
        "1. Which are the rates?\n£4.10\n2. Which were they before?\nAs above, unable to report this by year.",
        &["1 answered 4.1", "2 see_other_answer"],
    );
}
