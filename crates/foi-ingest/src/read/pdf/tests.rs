//! Small PDFs, written here, and what is read of them.

use foi_model::IssueCode;

use crate::document::Block;
use crate::read::outline::{read_one, shown};

/// A PDF whose pages draw these; more objects can follow from number 100 on.
fn pdf(pages: &[String], extra: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|i| format!("{} 0 R", 10 + 2 * i)).collect();
    let mut objects = vec![
        (1, "<</Type/Catalog/Pages 2 0 R>>".to_owned()),
        (2, format!("<</Type/Pages/Count {}/Kids[{}]>>", pages.len(), kids.join(" "))),
        (3, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned()),
        (4, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>".to_owned()),
    ];
    for (index, page) in pages.iter().enumerate() {
        let annotations = if extra.is_empty() { "" } else { "/Annots[100 0 R 101 0 R]" };
        let resources = "/Resources<</Font<</R 3 0 R/B 4 0 R>>>>";
        let number = 10 + 2 * index;
        objects.push((
            number,
            format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R{resources}{annotations}>>", number + 1),
        ));
        objects.push((number + 1, format!("<</Length {}>>stream\n{page}\nendstream", page.len())));
    }
    objects.extend(extra.iter().enumerate().map(|(i, o)| (100 + i, (*o).to_owned())));
    let mut out = "%PDF-1.7\n".to_owned();
    for (number, object) in objects {
        out.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    out.push_str("trailer\n<</Root 1 0 R>>\n");
    // What is drawn is written in the encoding of the fonts.
    out.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

fn text(font: &str, size: u32, x: u32, y: u32, words: &str) -> String {
    format!("BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({}) Tj ET\n", words.replace('(', "\\(").replace(')', "\\)"))
}

fn line(x: u32, y: u32, words: &str) -> String {
    text("R", 10, x, y, words)
}

/// Cells of rows 16 points high from a height down, at these columns.
fn rows(columns: &[u32], top: u32, cells: &[&[&str]]) -> String {
    let drawn = (0..).zip(cells).flat_map(|(row, cells)| columns.iter().zip(*cells).map(move |(x, c)| line(*x, top - 16 * row, c)));
    drawn.collect()
}

fn rule(x0: u32, y0: u32, x1: u32, y1: u32) -> String {
    format!("{x0} {y0} m {x1} {y1} l S\n")
}

#[track_caller]
fn check(page: &str, expected: &str) {
    assert_eq!(shown(&read_one(&pdf(&[page.to_owned()], &[])).document), expected);
}

#[test]
fn ruled_cells_keep_their_columns_and_spans() {
    let mut page = rows(
        &[62, 202, 262, 322],
        700,
        &[&["Area", "2023/24", "", ""], &["", "Budget", "Actual", "Note"], &["Home", "", "12", "x"]],
    );
    for y in [712, 680, 664] {
        page += &rule(60, y, 380, y);
    }
    page += &rule(200, 696, 380, 696);
    for x in [60, 200, 320, 380] {
        page += &rule(x, 712, x, 664);
    }
    page += &rule(260, 696, 260, 664);
    let read = read_one(&pdf(&[page], &[]));
    assert_eq!(shown(&read.document), "[Area|2023/24|| / |Budget|Actual|Note / Home||12|x]\n");
    let Block::Table(table) = &read.document.blocks[0] else { panic!("a table") };
    let span = |row: usize, column: usize| (table.rows[row][column].column_span, table.rows[row][column].row_span);
    assert_eq!((span(0, 0), span(0, 1)), ((1, 2), (2, 1)));
    assert_eq!(read.document.places.last().unwrap().0.to_string(), "page 1 table 1 row 3 column 4");
}

#[test]
fn columns_are_told_by_gaps() {
    let mut page = rows(&[250, 390], 700, &[&["2023/24", "2024/25"]]);
    page += &rows(
        &[60, 230, 290, 370, 430],
        684,
        &[
            &["Service area", "EB", "AC", "EB", "AC"],
            &["Home care", "£1,000", "£2,000", "", "£4,000"],
            &["Day care", "", "(20)", "30", ""],
            &["Other", "1", "", "", "<5"],
        ],
    );
    page += &line(60, 590, "The figures are gross.");
    check(
        &page,
        "[|2023/24||2024/25| / Service area|EB|AC|EB|AC / Home care|£1,000|£2,000||£4,000 / Day care||(20)|30| / Other|1|||<5]\n¶ The figures are gross.\n",
    );
}

#[test]
fn lines_of_one_cell_stay_one_cell() {
    let mut page = String::new();
    for (y, label, rest, cost) in [
        (700, "Area", "", "Cost"),
        (676, "Direct payments and", "other sums", "5"),
        (640, "Day care", "", ""),
        (616, "Home", "", "7"),
    ] {
        page += &line(60, y, label);
        page += &line(60, y - 12, rest);
        page += &line(300, y, cost);
    }
    check(&page, "[Area|Cost / Direct payments and other sums|5 / Day care| / Home|7]\n");
}

#[test]
fn tables_go_on_over_pages_and_running_heads_are_read_once() {
    let page = |number: u32, cells: &[&[&str]]| {
        let head = line(60, 810, "Northmoor Council") + &line(300, 30, &format!("Page {number} of 2"));
        let mut page = head + &rows(&[62, 202], if number == 1 { 100 } else { 740 }, cells);
        let (top, count) = (if number == 1 { 112 } else { 752 }, cells.len() as u32);
        for row in 0..=count {
            page += &rule(60, top - 16 * row, 260, top - 16 * row);
        }
        for x in [60, 200, 260] {
            page += &rule(x, top, x, top - 16 * count);
        }
        page
    };
    let pages = [page(1, &[&["Area", "Cost"], &["Home", "1"]]), page(2, &[&["Area", "Cost"], &["Day", "2"]])];
    let read = read_one(&pdf(&pages, &[]));
    assert_eq!(shown(&read.document), "- Northmoor Council\n[Area|Cost / Home|1 / Day|2]\n- Page 1 of 2\n");
}

#[test]
fn paragraphs_headings_and_bullets() {
    let page = text("B", 16, 60, 780, "Our reply")
        + &text("B", 10, 60, 750, "1. Do you use a tool?")
        + &line(
            60,
            730,
            "The council has considered your request with care and can say that it does not use a tool, which is a short-",
        )
        + &line(
            60,
            718,
            "term answer, as the matter is under review and will be looked at again by the board at its next meeting in",
        )
        + &line(60, 706, "spring.")
        + &line(60, 686, "\u{95} one")
        + &line(60, 672, "\u{95} two");
    check(
        &page,
        "#! Our reply\n¶! 1. Do you use a tool?\n¶ The council has considered your request with care and can say that it does not use a tool, which is a short-term answer, as the matter is under review and will be looked at again by the board at its next meeting in spring.\n• one\n• two\n",
    );
}

#[test]
fn what_is_not_seen_is_left_out_and_reported() {
    let page = line(60, 780, "Seen.")
        + &format!("1 1 1 rg {} 0 0 0 rg\n", line(60, 760, "Pale words"))
        + &line(60, 740, "Covered words")
        + "58 736 120 14 re f\n"
        + &format!("3 Tr {} 0 Tr\n", line(60, 720, "Inkless"))
        + &line(60, 900, "Outside")
        + "BT /R 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm (DRAFT) Tj ET\n";
    let read = read_one(&pdf(&[page], &[]));
    assert_eq!(shown(&read.document), "¶ Seen.\n");
    let messages: Vec<&str> =
        read.issues.iter().filter(|i| i.code == IssueCode::HiddenContent).map(|i| i.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`a`: it has 1 word without ink",
            "`a`: it has 2 words in the colour of what is behind",
            "`a`: it has 1 word outside what is shown of a page",
            "`a`: it has 2 words under a box that covers it",
        ]
    );
}

#[test]
fn boxes_are_ticked_or_not() {
    let field = |x: u32, state: &str| format!("<</Type/Annot/Subtype/Widget/FT/Btn/Rect[{x} 698 {} 710]/AS/{state}>>", x + 12);
    let page = line(60, 700, "Yes") + &line(120, 700, "No");
    let read = read_one(&pdf(&[page], &[&field(82, "Yes"), &field(140, "Off")]));
    assert_eq!(shown(&read.document), "¶ Yes ☒ No ☐\n");
}

#[test]
fn questions_beside_answers_are_a_table_and_columns_of_prose_are_not() {
    let beside = |left: &[(u32, &str)], right: &[(u32, &str)]| -> String {
        let side = |x: u32, lines: &[(u32, &str)]| lines.iter().map(|(y, w)| line(x, *y, w)).collect::<String>();
        side(60, left) + &side(320, right)
    };
    let questions = [
        (700, "1. Do you use a tool to estimate the cost of"),
        (688, "care?"),
        (660, "2. Who supplies it to the council at present?"),
    ];
    let answers = [(700, "Yes, the council has used one since the year"), (688, "2019."), (660, "Acme Care Systems Ltd")];
    check(
        &beside(&questions, &answers),
        "[1. Do you use a tool to estimate the cost of care?|Yes, the council has used one since the year 2019. / 2. Who supplies it to the council at present?|Acme Care Systems Ltd]\n",
    );
    let left = [
        (700, "The cost of care has risen in each of the last"),
        (688, "few years, and the council expects that it will"),
        (676, "rise again in the next."),
    ];
    let right = [
        (700, "Where people live at home, the cost is lower by"),
        (688, "a third than where they do not, as the council"),
        (676, "has shown."),
    ];
    check(
        &beside(&left, &right),
        "¶ The cost of care has risen in each of the last few years, and the council expects that it will rise again in the next.\n¶ Where people live at home, the cost is lower by a third than where they do not, as the council has shown.\n",
    );
}

#[test]
fn damage_and_locks_are_named() {
    let code = |bytes: &[u8]| read_one(bytes).issues.first().map(|i| i.code);
    assert_eq!(code(b"%PDF-1.7\nnothing"), Some(IssueCode::DocumentUnreadable));
    let cyclic = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[2 0 R]/Count 1>>\nendobj\ntrailer\n<</Root 1 0 R>>\n";
    assert_eq!(code(cyclic), Some(IssueCode::DocumentUnreadable));
}

#[test]
fn cells_that_touch_are_told_by_how_they_were_drawn() {
    // Amounts set from the right, a total as wide as its column, and words that run over the cell before them.
    let right = |x: u32, y: u32, words: &str| {
        let width: u32 = words.chars().map(|c| if c == ',' || c == '.' { 278 } else { 556 }).sum();
        format!("BT /R 10 Tf 1 0 0 1 {} {y} Tm ({words}) Tj ET\n", f64::from(x) - f64::from(width) / 100.0)
    };
    let row = |y: u32, label: &str, cells: &[&str]| {
        let cells = (0..).zip(cells).map(|(i, c)| right(240 + 67 * i, y, c)).collect::<String>();
        line(60, y, label) + &cells
    };
    let page = line(60, 720, "Service")
        + &line(200, 720, "2022/23")
        + &line(267, 720, "2023/24")
        + &line(334, 720, "2024/25")
        + &row(700, "Day care", &["1,234,567.10", "1,334,567.10", "1,434,567.10"])
        + &row(684, "Home care", &["22,234,567.10", "22,334,567.10", "22,434,567.10"])
        + &row(668, "Nursing care", &["31,234,567.10", "31,334,567.10", "31,434,567.10"])
        + &row(652, "Total", &["154,703,701.30", "155,003,701.30", "155,303,701.30"])
        + &line(60, 600, "No other figures are held, as the ledger of the council has no cost centre for them at all.");
    check(
        &page,
        "[Service|2022/23|2023/24|2024/25 / Day care|1,234,567.10|1,334,567.10|1,434,567.10 \
         / Home care|22,234,567.10|22,334,567.10|22,434,567.10 / Nursing care|31,234,567.10|31,334,567.10|31,434,567.10 \
         / Total|154,703,701.30|155,003,701.30|155,303,701.30]\n\
         ¶ No other figures are held, as the ledger of the council has no cost centre for them at all.\n",
    );
}

#[test]
fn labels_in_the_middle_of_their_rows_cover_all_of_them() {
    let mut page = line(60, 720, "Service") + &line(200, 720, "Year") + &line(300, 720, "Budget");
    for (at, name) in ["Day care", "Home care"].into_iter().enumerate() {
        let top = 700 - 60 * u32::try_from(at).unwrap();
        page += &line(60, top - 21, name);
        for (row, year) in (0..).zip(["2021/22", "2022/23", "2023/24", "2024/25"]) {
            page += &rows(&[200, 300], top - 14 * row, &[&[year, &format!("{row}5{at},000")]]);
        }
    }
    check(
        &page,
        "[Service|Year|Budget / Day care|2021/22|050,000 / |2022/23|150,000 / |2023/24|250,000 / |2024/25|350,000 \
         / Home care|2021/22|051,000 / |2022/23|151,000 / |2023/24|251,000 / |2024/25|351,000]\n",
    );
}

#[test]
fn questions_cut_by_the_end_of_a_page_are_one() {
    let first = rows(&[60, 260], 200, &[&["1. Is a system of this kind in use?", "Yes."]])
        + &rows(&[60, 260], 168, &[&["2. What were the estimated budgets", "Day care cost a million more than was planned"]])
        + &line(60, 156, "and the costs in the years 2022/23 to");
    let next = rows(&[60, 260], 780, &[&["2024/25 and 2025/26 (forecast)?", "and home care as much as was planned."]])
        + &rows(&[60, 260], 748, &[&["3. Are any deflators applied to rates?", "None are applied."]]);
    assert_eq!(
        shown(&read_one(&pdf(&[first, next], &[])).document),
        "[1. Is a system of this kind in use?|Yes. / 2. What were the estimated budgets and the costs in the years 2022/23 to \
         2024/25 and 2025/26 (forecast)?|Day care cost a million more than was planned and home care as much as was planned. \
         / 3. Are any deflators applied to rates?|None are applied.]\n"
    );
}

#[test]
fn headings_over_several_lines_are_one_row() {
    let page = rows(&[160, 240], 730, &[&["Actual", "Actual"]])
        + &rows(&[60, 160, 240], 718, &[&["Service", "cost for", "cost for"]])
        + &rows(&[60, 160, 240], 706, &[&["Area", "2023-", "2024-"]])
        + &rows(&[160, 240], 694, &[&["24", "25"]])
        + &rows(
            &[60, 160, 240],
            674,
            &[&["Day care", "1,500", "1,600"], &["Home care", "2,500", "2,600"], &["Total", "4,000", "4,200"]],
        );
    check(
        &page,
        "[Service Area|Actual cost for 2023-24|Actual cost for 2024-25 / Day care|1,500|1,600 / Home care|2,500|2,600 \
         / Total|4,000|4,200]\n",
    );
    // Headings set from the left of columns whose figures are set from the right, and a year over both of a pair.
    let page = line(60, 730, "Service")
        + &rows(&[205, 345], 730, &[&["2023/24", "2024/25"]])
        + &rows(&[130, 200, 270, 340], 710, &[&["Plan", "Actual", "Plan", "Actual"]])
        + &rows(&[60, 165, 235, 305, 375], 690, &[&["Day care", "15", "16", "17", "18"], &["Home care", "25", "26", "27", "28"]]);
    check(&page, "[Service|2023/24||2024/25| / |Plan|Actual|Plan|Actual / Day care|15|16|17|18 / Home care|25|26|27|28]\n");
}

#[test]
fn numbered_answers_above_a_table_are_no_column_of_it() {
    let page = line(60, 740, "1. The council does not use a tool of that kind.")
        + &line(60, 720, "2. This does not apply.")
        + &line(60, 700, "3. All figures are in £000.")
        + &rows(
            &[60, 240, 420],
            680,
            &[&["Service", "2023/24", "2024/25"], &["Day care", "4,818", "4,626"], &["Home care", "3,573", "2,956"]],
        );
    check(
        &page,
        "¶ 1. The council does not use a tool of that kind.\n¶ 2. This does not apply.\n¶ 3. All figures are in £000.\n\
         [Service|2023/24|2024/25 / Day care|4,818|4,626 / Home care|3,573|2,956]\n",
    );
}

#[test]
fn headings_that_a_page_ends_with_head_the_rows_of_the_next() {
    let first = line(60, 700, "The figures are below.")
        + &rows(&[60, 220, 300], 60, &[&["Service", "2022-23 (£k)", "2023-24 (£k)"], &["Day care"]]);
    let next = rows(&[60, 220, 300], 780, &[&["Home care", "2,500", "2,600"], &["Total", "2,500", "2,600"]]);
    assert_eq!(
        shown(&read_one(&pdf(&[first, next], &[])).document),
        "¶ The figures are below.\n[Service|2022-23 (£k)|2023-24 (£k) / Day care|| / Home care|2,500|2,600 / Total|2,500|2,600]\n"
    );
}

#[test]
fn dates_that_are_cut_at_a_slash_are_one() {
    let mut page = rows(&[160, 260], 730, &[&["Budget for 31/", "Budget for 31"]])
        + &rows(&[60, 160, 260], 718, &[&["Service", "03/2023", "/03/2024"]])
        + &rows(&[60, 160, 260], 700, &[&["Day care", "1,500", "1,600"]]);
    page.extend([745, 712, 694].map(|y| rule(50, y, 350, y)));
    page.extend([50, 150, 250, 350].map(|x| rule(x, 745, x, 694)));
    check(&page, "[Service|Budget for 31/03/2023|Budget for 31/03/2024 / Day care|1,500|1,600]\n");
}

#[test]
fn columns_that_are_blank_keep_their_headings() {
    let heads = |y: u32| {
        rows(&[60, 150, 240, 330, 420], y, &[&["Service", "2025/26", "", "2024/25"]])
            + &rows(&[150, 195, 330, 375], y - 16, &[&["Budget", "Actual", "Budget", "Actual"]])
    };
    let page = heads(730) + &rows(&[60, 330, 375], 698, &[&["Day care", "15", "16"], &["Home care", "25", "26"]]);
    check(&page, "[Service|2025/26||2024/25| / |Budget|Actual|Budget|Actual / Day care|||15|16 / Home care|||25|26]\n");
    // Figures that are set from the right come up against the next heading.
    let page = rows(&[60, 180, 245], 730, &[&["Service", "2023/24", "2024/25"]])
        + &rows(&[60, 213, 278], 714, &[&["Day care", "9,491", "9,132"], &["Home care", "8,491", "8,132"]]);
    check(&page, "[Service|2023/24|2024/25 / Day care|9,491|9,132 / Home care|8,491|8,132]\n");
}

#[test]
fn labels_that_are_longer_on_the_next_page_hide_no_blank_column() {
    let first = rows(&[60, 160, 240], 76, &[&["Service", "Budget", "Actual"], &["Day care", "", "1,500"]]);
    let next = rows(&[60, 240], 780, &[&["Payments in cash", "2,600"], &["Home care", "2,700"], &["Extra care housing", "2,800"]]);
    assert_eq!(
        shown(&read_one(&pdf(&[first, next], &[])).document),
        "[Service|Budget|Actual / Day care||1,500 / Payments in cash||2,600 / Home care||2,700 / Extra care housing||2,800]\n"
    );
}

#[test]
fn numbers_of_what_a_line_names_begin_no_item() {
    let page = line(60, 740, "1. Is a system of this kind in use at the council? If it is not in use, please go on to Section")
        + &line(60, 728, "2.")
        + &line(60, 708, "No such system is in use.");
    check(
        &page,
        "¶ 1. Is a system of this kind in use at the council? If it is not in use, please go on to Section 2.\n¶ No such system is in use.\n",
    );
}

#[test]
fn what_columns_are_headed_with_tells_where_answers_begin() {
    let page = rows(&[60, 240], 740, &[&["Question", "Response"]])
        + &line(60, 724, "Section 1 - What the council uses, and since when it does so")
        + &rows(&[60, 240], 708, &[&["1. The name of the tool that", "Acme Care Systems Ltd"]])
        + &line(60, 696, "the council uses.")
        + &line(60, 676, "Section 2 - What the council does not use, and for what reason")
        + &rows(&[60, 240], 660, &[&["Have you used one in the", "It was given up in 2019, as it"]])
        + &rows(&[60, 240], 648, &[&["past?", "was no longer maintained."]]);
    check(
        &page,
        "[Question|Response]\n¶ Section 1 - What the council uses, and since when it does so\n\
         [1. The name of the tool that the council uses.|Acme Care Systems Ltd]\n\
         ¶ Section 2 - What the council does not use, and for what reason\n\
         [Have you used one in the past?|It was given up in 2019, as it was no longer maintained.]\n",
    );
}

/// Paragraphs from a height down, their lines 12 points apart and more between them.
fn column(x: u32, top: u32, between: u32, paragraphs: &[&[&str]]) -> String {
    let mut y = top;
    let mut drawn = String::new();
    for paragraph in paragraphs {
        for words in *paragraph {
            drawn += &line(x, y, words);
            y -= 12;
        }
        y -= between;
    }
    drawn
}

#[test]
fn columns_of_a_newspaper_are_read_one_after_the_other_and_on_over_pages() {
    let first = text("B", 14, 60, 790, "What we hold on our bridges, and what was spent on them in both of the years")
        + &column(
            50,
            760,
            8,
            &[
                &[
                    "1. How many bridges does the council own, and",
                    "how many of these were closed to traffic for a",
                    "week or more?",
                ],
                &["We own 212 bridges, of which nine were closed", "for that long."],
                &["2. Which of them are listed, and who looks after", "those that are?"],
                &[
                    "Four are listed. The Bridge Trust looks after",
                    "two of them and we look after the others, as the",
                    "deed of transfer says.",
                ],
                &["3. What was spent on repairs?"],
            ],
        )
        + &column(
            310,
            760,
            8,
            &[
                &[
                    "The sums include the cost of the inspections",
                    "that every bridge has once in two years, but not",
                    "the cost of the staff who plan them, as these do",
                    "other work too. They are rounded.",
                ],
                &["Sums for the years before are kept by the trust", "that looked after all bridges until then."],
            ],
        )
        + &rows(
            &[312, 420, 490],
            640,
            &[&["Bridge", "2023/24", "2024/25"], &["Mill Lane", "£4,100", "£4,350"], &["Ferry Road", "£920", "£1,015"]],
        );
    let second = rows(&[52, 160, 230], 780, &[&["Bridge", "2023/24", "2024/25"], &["Weir Street", "£310", "£2,080"]])
        + &column(50, 730, 8, &[&["4. Are any of them for sale?"], &["None is."]])
        + &column(310, 780, 8, &[&["This is all that we hold."]]);
    let read = read_one(&pdf(&[first, second], &[]));
    assert_eq!(
        shown(&read.document),
        "#! What we hold on our bridges, and what was spent on them in both of the years
¶ 1. How many bridges does the council own, and how many of these were closed to traffic for a week or more?
¶ We own 212 bridges, of which nine were closed for that long.
¶ 2. Which of them are listed, and who looks after those that are?
¶ Four are listed. The Bridge Trust looks after two of them and we look after the others, as the deed of transfer says.
¶ 3. What was spent on repairs?
¶ The sums include the cost of the inspections that every bridge has once in two years, but not the cost of the staff who plan them, as these do other work too. They are rounded.
¶ Sums for the years before are kept by the trust that looked after all bridges until then.
[Bridge|2023/24|2024/25 / Mill Lane|£4,100|£4,350 / Ferry Road|£920|£1,015 / Weir Street|£310|£2,080]
¶ 4. Are any of them for sale?
¶ None is.
¶ This is all that we hold.
"
    );
    let places: Vec<String> = read.document.places.iter().map(|(place, _)| place.to_string()).collect();
    assert_eq!(places.last().map(String::as_str), Some("page 2 line 3"));
}

#[test]
fn a_date_that_was_cut_where_its_column_ends_is_one() {
    let mut page = line(62, 700, "Boats") + &line(142, 700, "YE 31/03/20") + &line(142, 688, "23 (plan)");
    page += &(line(62, 664, "Tugs") + &line(142, 664, "310"));
    for y in [712, 680, 656] {
        page += &rule(60, y, 202, y);
    }
    for x in [60, 140, 202] {
        page += &rule(x, 712, x, 656);
    }
    check(&page, "[Boats|YE 31/03/2023 (plan) / Tugs|310]\n");
}

#[test]
fn a_page_of_pictures_without_end_exceeds_a_limit() {
    let picture = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID 0 EI Q\n";
    let read = read_one(&pdf(&[picture.repeat(400)], &[]));
    let codes: Vec<IssueCode> = read.issues.iter().map(|i| i.code).collect();
    assert_eq!(codes, [IssueCode::LimitExceeded]);
}
