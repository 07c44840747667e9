use foi_model::IssueCode;

use crate::read::outline::{read_one, shown};

#[track_caller]
fn check(rtf: &str, expected: &str) {
    let whole = format!(
        "{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0 Arial;}}{{\\f1\\fcharset2 Wingdings;}}{{\\f2\\fcharset204 Arial CYR;}}}}{{\\colortbl;\\red0\\green0\\blue0;\\red255\\green255\\blue255;}}{{\\stylesheet{{Normal;}}{{\\s1\\b heading 1;}}}}{{\\info{{\\title Never}}}}{rtf}}}"
    );
    assert_eq!(shown(&read_one(whole.as_bytes()).document), expected);
}

#[test]
fn paragraphs_and_characters() {
    check(
        "\\pard\\s1 Reply\\par\\pard\\b Do you use it?\\par\\b0 Yes, \\b we\\b0  do\\par",
        "#! Reply\n¶! Do you use it?\n¶ Yes, we do\n",
    );
    check("A\\line B\\tab C\\~\\_D{\\*\\unknown gone}\\par", "¶ A\n¶ B\tC -D\n");
    check("\\'a35 \\'93nil\\'94 \\u8211?\\u-10179?\\u-8704? {\\uc0\\u233}\\endash {\\f2 \\'e4}\\par", "¶ £5 “nil” –😀 é–д\n");
    check("{\\f1 \\'fe} Yes {\\upr{old}{\\*\\ud new}}\\bin3 {}{ end", "¶ ☑ Yes new end\n");
    check("Cost 5{\\super 2}{\\field{\\*\\fldinst HYPERLINK \"http://x\"}{\\fldrslt here}}", "¶ Cost 5²here\n");
    check("{\\field{\\*\\fldinst FORMCHECKBOX {\\*\\formfield{\\fftype1\\ffres25\\ffdefres1}}}{\\fldrslt}} Yes", "¶ ☒ Yes\n");
    check(
        "{\\field{\\*\\fldinst FORMDROPDOWN{\\*\\formfield{\\fftype2\\ffres1{\\*\\ffl Yes}{\\*\\ffl No}}}}{\\fldrslt }}\\par",
        "¶ No\n",
    );
}

#[test]
fn lists_notes_headers_and_boxes() {
    check(
        "{\\listtext\\pard\\plain 1.\\tab}Do you?\\par{\\pntext\\f1\\'b7\\tab}Point\\par{\\header\\pard Borough of X\\par}\
         Yes{\\footnote\\pard Since May}\\par{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv b}}{\\shptxt\\pard Boxed\\par}}{\\shprslt Boxed}}After\\par",
        "- Borough of X\n¶ 1. Do you?\n• Point\n¶ Yes¹\n¶ ¹ Since May\n¶ After\n¶ Boxed\n",
    );
}

#[test]
fn tables_keep_every_cell_in_its_column() {
    let row = |shapes: &str, cells: &[&str]| {
        let cells: String = cells.iter().map(|c| format!("\\pard\\intbl {c}\\cell ")).collect();
        format!("\\trowd {shapes}{cells}\\row ")
    };
    let rows = row("\\clvmgf\\cellx1000\\cellx3000", &["Area", "2023/24"])
        + &row("\\clvmrg\\cellx1000\\cellx2000\\cellx3005", &["", "Budget", "Outturn"])
        + &row("\\cellx1000\\cellx2000\\cellx3000", &["Home care", "", "5"])
        + &row("\\clmgf\\cellx1000\\clmrg\\cellx2000\\cellx3000", &["Total", "", "5\\par note"]);
    check(&format!("{rows}\\pard After\\par"), "[Area|2023/24| / |Budget|Outturn / Home care||5 / Total||5\nnote]\n¶ After\n");
    let inner = "\\pard\\intbl\\itap2 a\\nestcell b\\nestcell{\\*\\nesttableprops\\trowd\\cellx1500\\cellx2000\\nestrow}{\\nonesttables\\par}";
    let outer = format!("\\trowd\\cellx1000\\cellx2000 \\pard\\intbl Do you?\\cell Yes\\par {inner}\\pard\\intbl\\cell\\row ");
    check(&outer, "¶ Do you?\n¶ Yes\n[a|b]\n");
}

#[test]
fn what_is_not_shown_is_left_out_and_said() {
    let rtf =
        "{\\rtf1{\\colortbl;\\red0\\green0\\blue0;}Cost {\\deleted 5}6 {\\v secret}{\\highlight1 name}{\\*\\annotation why}\\par}";
    let read = read_one(rtf.as_bytes());
    assert_eq!(shown(&read.document), "¶ Cost 6\n");
    assert_eq!(read.issues.iter().filter(|i| i.code == IssueCode::HiddenContent).count(), 4);
}

#[test]
fn damage_keeps_what_is_before_it() {
    let read = read_one(b"{\\rtf1 One\\par Two\\par {\\b Thr");
    assert_eq!(shown(&read.document), "¶ One\n¶ Two\n¶! Thr\n");
    assert_eq!(read.issues.iter().map(|i| i.code).collect::<Vec<_>>(), [IssueCode::DocumentPartlyRead]);
    let deep = format!("{{\\rtf1 One\\par {}", "{".repeat(5000));
    assert_eq!(shown(&read_one(deep.as_bytes()).document), "¶ One\n");
}
