use std::io::Write;

use foi_model::IssueCode;

use crate::document::Block;
use crate::read::outline::{read_one, shown};

/// A package of these parts; where none is named so, the main part is the body given.
fn package(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let has_main = parts.iter().any(|(name, _)| *name == "_rels/.rels");
    let main = [("word/document.xml", document.as_str())];
    for (name, text) in parts.iter().chain(main.iter().filter(|_| !has_main)) {
        zip.start_file(*name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn relationships(all: &[(&str, &str, &str)]) -> String {
    let each = all.iter().map(|(id, kind, target)| {
        let mode = if target.contains("://") { " TargetMode='External'" } else { "" };
        format!("<Relationship Id='{id}' Type='http://x/{kind}' Target='{target}'{mode}/>")
    });
    format!("<Relationships>{}</Relationships>", each.collect::<String>())
}

#[track_caller]
fn check(body: &str, expected: &str) {
    check_with(body, &[], expected);
}

#[track_caller]
fn check_with(body: &str, parts: &[(&str, &str)], expected: &str) {
    assert_eq!(shown(&read_one(&package(body, parts)).document), expected);
}

/// A paragraph of runs, each its properties, a bar and its words.
fn p(runs: &[&str]) -> String {
    let run = |r: &&str| {
        let (properties, words) = r.split_once('|').unwrap_or(("", r));
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>")
    };
    format!("<w:p>{}</w:p>", runs.iter().map(run).collect::<String>())
}

#[test]
fn paragraphs_breaks_and_signs() {
    check(&(p(&["<w:b/>|Do you ", "<w:b/>|use it?"]) + &p(&["<w:b/>|Yes, ", "we do"])), "¶! Do you use it?\n¶ Yes, we do\n");
    check(
        "<w:p><w:r><w:t>A</w:t><w:br/><w:t>B</w:t><w:tab/><w:t>C</w:t><w:noBreakHyphen/><w:softHyphen/></w:r></w:p>",
        "¶ A\n¶ B\tC-\n",
    );
    check("<w:p><w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:t> Yes</w:t></w:r></w:p>", "¶ ☑ Yes\n");
    check(&p(&["Total 1,200", "<w:vertAlign w:val='superscript'/>|2"]), "¶ Total 1,200²\n");
    check(
        "<w:p><m:oMath><m:f><m:num><m:r><m:t>12</m:t></m:r></m:num><m:den><m:r><m:t>5</m:t></m:r></m:den></m:f></m:oMath></w:p>",
        "¶ 12/5\n",
    );
}

#[test]
fn controls_and_fields_show_what_was_chosen() {
    let run = |words: &str| format!("<w:r><w:t>{words}</w:t></w:r>");
    let mark = |kind: &str, form: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'>{form}</w:fldChar></w:r>");
    let code = |words: &str| format!("<w:r><w:instrText>{words}</w:instrText></w:r>");
    let control = |properties: &str, inside: &str| {
        format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>")
    };
    let ticked = control("<w14:checkbox><w14:checked w14:val='1'/></w14:checkbox>", &run("x"));
    check(&format!("<w:p>{ticked}{}</w:p>", run(" Yes")), "¶ ☒ Yes\n");
    check(&control("<w:showingPlcHdr/>", &p(&["Click here to enter text"])), "");
    check(&format!("<w:p>{}{}</w:p>", run("Answer: "), control("<w:dropDownList/>", &run("No"))), "¶ Answer: No\n");
    let field = mark("begin", "")
        + &code(" IF ")
        + &mark("begin", "")
        + &code("X")
        + &mark("separate", "")
        + &run("hidden")
        + &mark("end", "");
    let field = field + &mark("separate", "") + &run("12") + &mark("end", "");
    check(&format!("<w:p>{field}{}</w:p>", run(" people")), "¶ 12 people\n");
    let boxes =
        mark("begin", "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>") + &code("FORMCHECKBOX") + &mark("end", "");
    check(&format!("<w:p>{boxes}{}</w:p>", run(" Yes")), "¶ ☒ Yes\n");
    let list = "<w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='Yes'/><w:listEntry w:val='No'/></w:ddList></w:ffData>";
    check(&format!("<w:p>{}{}</w:p>", mark("begin", list), mark("end", "")), "¶ No\n");
    // A field without an end hides nothing after its paragraph.
    check(&format!("<w:p>{}{}</w:p>{}", mark("begin", ""), code("DATE"), p(&["After"])), "¶ After\n");
}

#[test]
fn tables_keep_every_cell_in_its_column() {
    let cell = |properties: &str, words: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(&[words]));
    let rows = [
        cell("<w:vMerge w:val='restart'/>", "Area") + &cell("<w:gridSpan w:val='2'/>", "2023/24"),
        cell("<w:vMerge/>", "") + &cell("", "Budget") + &cell("", "Outturn"),
        cell("", "Home care") + &cell("", "") + &cell("", "5"),
        "<w:trPr><w:gridBefore w:val='1'/></w:trPr>".to_owned() + &cell("", "6") + &cell("", "7"),
        "<w:trPr><w:del/></w:trPr>".to_owned() + &cell("", "Gone") + &cell("", "7"),
    ];
    let rows: String = rows.iter().map(|r| format!("<w:tr>{r}</w:tr>")).collect();
    check(&format!("<w:tbl>{rows}</w:tbl>"), "[Area|2023/24| / |Budget|Outturn / Home care||5 / |6|7]\n");
    // A paragraph whose end is hidden goes on in the next one, but never in another cell.
    let open = "<w:tc><w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>9</w:t></w:r></w:p></w:tc>";
    check(&format!("<w:tbl><w:tr>{open}{}</w:tr></w:tbl>", cell("", "8")), "[9|8]\n");
    let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("", "a"), cell("", "b"));
    let row = format!("<w:tr>{}<w:tc>{}{inner}<w:p/></w:tc></w:tr>", cell("", "Do you?"), p(&["Yes"]));
    check(&format!("<w:tbl>{row}</w:tbl>"), "¶ Do you?\n¶ Yes\n[a|b]\n");
    // A control around a cell whose prompt shows leaves the cell blank, and where it is.
    let prompt = format!("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>", cell("", "Enter"));
    check(&format!("<w:tbl><w:tr>{}{prompt}{}</w:tr></w:tbl>", cell("", "Day care"), cell("", "8")), "[Day care||8]\n");
}

#[test]
fn what_is_not_shown_is_left_out_and_said() {
    let body = p(&["<w:vanish/>|secret ", "<w:vanish/>|words", "Shown ", "<w:highlight w:val='black'/>|name"])
        + "<w:p><w:r><w:t>Cost </w:t></w:r><w:del><w:r><w:delText>5</w:delText></w:r></w:del><w:ins><w:r><w:t>6</w:t></w:r></w:ins></w:p>"
        + "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r></w:p><w:p><w:r><w:t>two</w:t></w:r></w:p>"
        + "<w:p><w:r><w:commentReference w:id='0'/></w:r></w:p>"
        + &p(&["<w:color w:val='FFFFFF'/>|white"]);
    let read = read_one(&package(&body, &[]));
    assert_eq!(shown(&read.document), "¶ Shown\n¶ Cost 6\n¶ One two\n");
    let messages: Vec<&str> = read.issues.iter().map(|i| i.message.as_str()).collect();
    assert!(read.issues.iter().all(|i| i.code == IssueCode::HiddenContent));
    assert_eq!(
        messages,
        [
            "`a`: it has hidden text in 1 place, which was left out",
            "`a`: it has tracked deletions in 1 place, which was left out",
            "`a`: it has comments in 1 place, which was left out",
            "`a`: it has words under black bars in 1 place, which was left out",
            "`a`: it has words in the colour of their background in 1 place, which was left out",
        ]
    );
}

#[test]
fn parts_are_found_by_relationships() {
    let styles = "<w:styles><w:style w:type='paragraph' w:styleId='H'><w:name w:val='heading 1'/></w:style></w:styles>";
    let lists = "<w:numbering><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:lvlText w:val='Q%1.'/></w:lvl></w:abstractNum>\
        <w:num w:numId='5'><w:abstractNumId w:val='0'/></w:num></w:numbering>";
    let item = |words: &str| {
        format!("<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='5'/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
    };
    let body = "<w:p><w:pPr><w:pStyle w:val='H'/></w:pPr><w:r><w:t>Reply</w:t></w:r></w:p>".to_owned()
        + &item("Do you?")
        + "<w:p><w:r><w:t>Yes</w:t><w:footnoteReference w:id='2'/></w:r><w:hyperlink r:id='l'><w:r><w:t> here</w:t></w:r></w:hyperlink></w:p>"
        + &item("Since when?")
        + "<w:sectPr><w:headerReference w:type='default' r:id='h'/><w:footerReference w:type='default' r:id='f'/></w:sectPr>";
    let main = format!("<w:document><w:body>{body}</w:body></w:document>");
    let outer = relationships(&[("1", "officeDocument", "/deep/main.xml")]);
    let inner = relationships(&[
        ("s", "styles", "s.xml"),
        ("n", "numbering", "../n.xml"),
        ("h", "header", "h.xml"),
        ("f", "footer", "f.xml"),
        ("t", "footnotes", "t.xml"),
        ("l", "hyperlink", "https://council.example/x"),
        ("x", "package", "embeddings/x.csv"),
    ]);
    let parts = [
        ("[Content_Types].xml", "<Types><Override ContentType='x.wordprocessingml.document.main+xml'/></Types>"),
        ("_rels/.rels", outer.as_str()),
        ("deep/main.xml", main.as_str()),
        ("deep/_rels/main.xml.rels", inner.as_str()),
        ("deep/s.xml", styles),
        ("n.xml", lists),
        ("deep/h.xml", "<w:hdr><w:p><w:r><w:t>Borough of X</w:t></w:r></w:p></w:hdr>"),
        ("deep/f.xml", "<w:ftr><w:p><w:r><w:t>Page 1</w:t></w:r></w:p></w:ftr>"),
        (
            "deep/t.xml",
            "<w:footnotes><w:footnote w:id='2'><w:p><w:r><w:footnoteRef/><w:t> Since May</w:t></w:r></w:p></w:footnote></w:footnotes>",
        ),
        ("deep/embeddings/x.csv", "a,b\n"),
    ];
    let read = read_one(&package("", &parts));
    let expected = "- Borough of X\n#! Reply\n¶ Q1. Do you?\n¶ Yes¹ here\n¶ ¹ Since May\n¶ Q2. Since when?\n- Page 1\n";
    assert_eq!(shown(&read.document), expected);
    let linked = read.document.blocks.iter().filter(|b| matches!(b, Block::Text(t) if t.text.has_link())).count();
    assert_eq!(linked, 1);
}

#[test]
fn boxes_stand_after_their_paragraph_once() {
    let inside = format!("<w:txbxContent>{}</w:txbxContent>", p(&["Boxed"]));
    let drawing = format!(
        "<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    );
    check(&format!("<w:p><w:r>{drawing}<w:t>Anchor</w:t></w:r></w:p>{}", p(&["After"])), "¶ Anchor\n¶ Boxed\n¶ After\n");
}

#[test]
fn depth_within_the_limit_is_read() {
    let nested = |tag: &str, times: usize, inside: &str| {
        let (open, close): (String, String) = tag.split(' ').map(|t| (format!("<{t}>"), format!("</{t}>"))).unzip();
        let close: String = close.split_inclusive('>').rev().collect();
        format!("{}{inside}{}", open.repeat(times), close.repeat(times))
    };
    check(&nested("w:sdt w:sdtContent", 60, &p(&["In"])), "¶ In\n");
    check(&format!("<w:p>{}</w:p>", nested("w:ins", 120, "<w:r><w:t>In</w:t></w:r>")), "¶ In\n");
    check(&nested("w:tbl w:tr w:tc", 31, &p(&["In"])), "¶ In\n");
    check(&nested("w:p w:r w:drawing w:txbxContent", 30, &p(&["In"])), "¶ In\n");
}

#[test]
fn damage_keeps_what_is_before_it() {
    let whole = format!("<w:document><w:body>{}{}<w:p><w:r><w:t>Cut", p(&["One"]), p(&["Two"]));
    let outer = relationships(&[("1", "officeDocument", "word/document.xml")]);
    let read = read_one(&package("", &[("_rels/.rels", &outer), ("word/document.xml", &whole)]));
    assert_eq!(shown(&read.document), "¶ One\n¶ Two\n¶ Cut\n");
    assert_eq!(read.issues.iter().map(|i| i.code).collect::<Vec<_>>(), [IssueCode::DocumentPartlyRead]);
    let deep = "<w:tbl><w:tr><w:tc>".repeat(40) + &"</w:tc></w:tr></w:tbl>".repeat(40);
    let read = read_one(&package(&(p(&["One"]) + &deep), &[]));
    assert_eq!(shown(&read.document), "¶ One\n");
    assert_eq!(read.issues.iter().map(|i| i.code).collect::<Vec<_>>(), [IssueCode::LimitExceeded]);
}
