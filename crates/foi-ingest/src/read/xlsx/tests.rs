use std::io::{Cursor, Write};

use foi_model::IssueCode;

use crate::budget::{Budget, Limits};
use crate::document::Block;
use crate::read::outline::shown;
use crate::read::{Access, Read, read};

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A package of parts.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn links(all: &[(&str, &str, &str)]) -> String {
    let link = |(id, kind, target): &(&str, &str, &str)| {
        format!(r#"<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#)
    };
    format!("<Relationships>{}</Relationships>", all.iter().map(link).collect::<String>())
}

/// A workbook of one sheet, with other parts.
fn workbook(sheet: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let relations = links(&[("r1", "worksheet", "worksheets/sheet1.xml")]);
    let mut parts = vec![
        ("xl/workbook.xml", r#"<workbook><sheets><sheet name="Q11" r:id="r1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", relations.as_str()),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    parts.retain(|(name, _)| !others.iter().any(|(other, _)| other == name));
    parts.extend(others);
    package(&parts)
}

fn read_with(bytes: &[u8], include_hidden: bool) -> Read {
    let budget = Budget::new(&Limits::default());
    read(bytes, "a", &budget, Access { include_hidden }, &|_| None).remove(0)
}

fn messages(read: &Read) -> Vec<&str> {
    read.issues.iter().map(|i| i.message.split_once(": ").map_or(i.message.as_str(), |(_, message)| message)).collect()
}

#[track_caller]
fn check(bytes: &[u8], blocks: &str, issues: &[&str]) {
    let read = read_with(bytes, false);
    assert_eq!((shown(&read.document).as_str(), messages(&read).as_slice()), (blocks, issues));
}

const STYLES: &str = r##"<styleSheet>
    <numFmts><numFmt numFmtId="164" formatCode="#,##0,"/><numFmt numFmtId="165" formatCode=";;;"/></numFmts>
    <fonts><font/><font><b/></font><font><color rgb="FFFFFFFF"/></font></fonts>
    <fills><fill><patternFill patternType="none"/></fill></fills>
    <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
    <cellXfs><xf/><xf numFmtId="164"/><xf numFmtId="9"/><xf numFmtId="14"/><xf numFmtId="165"/><xf fontId="2"/><xf fontId="1"/></cellXfs>
</styleSheet>"##;

#[test]
fn cells_are_as_excel_shows_them() {
    let sheet = r#"<worksheet><sheetData>
        <row r="2"><c r="B2" t="s" s="6"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>
        <row r="3"><c r="B3" t="inlineStr"><is><t>Home care</t></is></c><c r="C3" s="1"><v>61033400</v></c></row>
        <row r="4"><c r="B4" t="str"><f>A1&amp;A2</f><v>Share</v></c><c r="C4" s="2"><v>0.1</v></c></row>
        <row r="5"><c r="B5" t="b"><v>1</v></c><c r="C5" s="3"><v>43920</v></c></row>
        <row r="6"><c r="B6" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C6"><f>SUM(C3:C4)</f></c></row>
        <row><c><v>0.30000000000000004</v></c><c><v>2</v></c></row>
    </sheetData></worksheet>"#;
    let strings = r#"<sst><si><r><t>Service</t></r><r><rPr><b/></rPr><t xml:space="preserve"> area_x000D_
(all)</t></r><rPh><t>x</t></rPh></si><si><t>2023/24</t></si></sst>"#;
    let book = r#"<workbook><workbookPr date1904="1"/><sheets><sheet name="Q11" r:id="r1"/></sheets></workbook>"#;
    let bytes = workbook(sheet, &[("xl/workbook.xml", book), ("xl/styles.xml", STYLES), ("xl/sharedStrings.xml", strings)]);
    check(
        &bytes,
        "#! Q11\n[|Service area\n(all)|2023/24 / |Home care|61,033 / |Share|10% / |TRUE|31/03/2024 / |#DIV/0!| / 0.3|2|]\n",
        &["it has 1 formula that was never calculated; open and save it in a spreadsheet program"],
    );
    let read = read_with(&bytes, false);
    let Some(Block::Table(table)) = read.document.blocks.last() else { panic!("no table") };
    let stored = |row: usize, column: usize| table.cell(row, column).unwrap().stored.clone().map(|s| (s.digits, s.scale));
    assert_eq!(stored(1, 2), Some(("61033.4".to_owned(), 3)));
    assert_eq!((stored(2, 2), stored(3, 2)), (Some(("10".to_owned(), 0)), None));
    assert_eq!(read.document.places[4].0.to_string(), "sheet 'Q11' cell C3");
}

#[test]
fn what_is_hidden_is_left_out_and_counted() {
    let sheet = r#"<worksheet><cols><col min="3" max="3" hidden="1"/><col min="9" max="12" width="0"/></cols><sheetData>
        <row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>
        <row r="2" hidden="1"><c r="A2"><v>4</v></c><c r="B2"><v>5</v></c><c r="C2"><v>6</v></c></row>
        <row r="3"><c r="A3"><v>7</v></c><c r="B3" s="4"><v>8</v></c><c r="D3" s="5"><v>9</v></c><c r="F3" s="5"><v>10</v></c></row>
        <row r="4" ht="0"/><row r="5"><c r="A5"><v>11</v></c><c r="B5"><v>12</v></c></row>
    </sheetData><conditionalFormatting sqref="F1:F9"><cfRule/></conditionalFormatting></worksheet>"#;
    let comments = "<comments><commentList><comment ref=\"A1\"><text><t>ask HR</t></text></comment></commentList></comments>";
    let others = [
        ("xl/styles.xml", STYLES),
        ("xl/comments1.xml", comments),
        ("xl/worksheets/_rels/sheet1.xml.rels", &links(&[("c", "comments", "../comments1.xml")])),
        (
            "xl/workbook.xml",
            r#"<workbook><sheets><sheet name="Q11" r:id="r1"/><sheet name="Staff" state="veryHidden" r:id="r2"/>
            <sheet name="None" state="hidden" r:id="r3"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &links(&[
                ("r1", "worksheet", "worksheets/sheet1.xml"),
                ("r2", "worksheet", "/xl/worksheets/sheet2.xml"),
                ("r3", "worksheet", "worksheets/sheet3.xml"),
            ]),
        ),
        ("xl/worksheets/sheet2.xml", "<worksheet><sheetData><row><c><v>31000</v></c></row></sheetData></worksheet>"),
        ("xl/worksheets/sheet3.xml", "<worksheet><sheetData/></worksheet>"),
        ("xl/pivotCache/pivotCacheRecords1.xml", "<x/>"),
    ];
    let bytes = workbook(sheet, &others);
    check(
        &bytes,
        "#! Q11\n[1|2| / 7||10 / 11|12|]\n",
        &[
            "it has 1 hidden sheet",
            "it has 1 hidden row with words or figures",
            "it has 1 hidden column with words or figures",
            "it has 1 cell whose number format shows nothing",
            "it has 1 cell in the colour of its background",
            "it has 1 comment",
            "it has 1 copy of the records behind a pivot table",
        ],
    );
    let all = read_with(&bytes, true);
    assert_eq!(shown(&all.document), "#! Q11\n[1|2|3|| / 4|5|6|| / 7|8||9|10]\n[11|12]\n¶ ask HR\n#! Staff\n¶ 31000\n");
}

#[test]
fn merged_cells_cover_what_is_shown_of_them() {
    let sheet = r#"<worksheet><cols><col min="2" max="2" hidden="1"/></cols><sheetData>
        <row r="1"><c r="A1" t="str"><v>Area</v></c><c r="B1" t="str"><v>2022/23</v></c><c r="E1" t="str"><v>2023/24</v></c></row>
        <row r="2"><c r="C2" t="str"><v>Budget</v></c><c r="D2" t="str"><v>Outturn</v></c><c r="E2" t="str"><v>Budget</v></c></row>
        <row r="3"><c r="A3" t="str"><v>Other</v></c><c r="C3"><v>1</v></c><c r="D3"><v>2</v></c><c r="E3"><v>3</v></c></row>
    </sheetData><mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:D1"/><mergeCell ref="D2:D2"/></mergeCells></worksheet>"#;
    let bytes = workbook(sheet, &[]);
    check(&bytes, "#! Q11\n[Area|2022/23||2023/24 / |Budget|Outturn|Budget / Other|1|2|3]\n", &[]);
    let read = read_with(&bytes, false);
    let Some(Block::Table(table)) = read.document.blocks.last() else { panic!("no table") };
    let spans = |column: usize| table.cell(0, column).map(|c| (c.column_span, c.row_span)).unwrap();
    assert_eq!((spans(0), spans(1), spans(2), spans(3)), ((1, 2), (2, 1), (1, 1), (1, 1)));
}

#[test]
fn what_stands_beside_the_cells() {
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>here</v></c></row></sheetData>
        <hyperlinks><hyperlink ref="A1" r:id="x"/></hyperlinks>
        <headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"&amp;14Northmoor Council&amp;RPage &amp;P of &amp;N</oddHeader></headerFooter></worksheet>"#;
    let drawing = r#"<wsDr><sp><nvSpPr><cNvPr/></nvSpPr><txBody><p><r><t>Figures are </t></r><r><t>rounded.</t></r></p><p/></txBody></sp>
        <sp><nvSpPr><cNvPr hidden="1"/></nvSpPr><txBody><p><r><t>gone</t></r></p></txBody></sp><pic/></wsDr>"#;
    let relations = links(&[("d", "drawing", "../drawings/drawing1.xml"), ("p", "package", "../embeddings/a.docx")]);
    let others = [
        ("xl/drawings/drawing1.xml", drawing),
        ("xl/embeddings/a.docx", "words"),
        ("xl/worksheets/_rels/sheet1.xml.rels", &relations),
    ];
    let bytes = workbook(sheet, &others);
    check(
        &bytes,
        "- Northmoor Council\n#! Q11\n¶ here\n¶ Figures are rounded.\n",
        &["it has 1 hidden text box", "it has 1 picture"],
    );
    let budget = Budget::new(&Limits::default());
    let all = read(&bytes, "a.xlsx", &budget, Access::default(), &|_| None);
    assert_eq!(all[1].document.source.path, "a.xlsx/xl/embeddings/a.docx");
    let Block::Text(link) = &all[0].document.blocks[2] else { panic!("no text") };
    assert!(link.text.has_link());
}

#[test]
fn claims_cost_nothing_and_damage_is_told() {
    let sheet = r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>
        <row r="1048576"><c r="XFD1048576"><v>5</v></c></row></sheetData></worksheet>"#;
    check(&workbook(sheet, &[]), "#! Q11\n¶ 1\n¶ 5\n", &[]);
    let strange = r#"<worksheet><sheetData><row><c t="s"><v>7</v></c><c><v>1</v></c></row></sheetData></worksheet>"#;
    let what = "it is damaged: 1 of the cells of its part `xl/worksheets/sheet1.xml` use texts or styles that it does not have";
    check(&workbook(strange, &[]), "#! Q11\n[\u{fffd}|1]\n", &[what]);
    let cut = "<worksheet><sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3";
    let read = read_with(&workbook(cut, &[]), false);
    assert_eq!(shown(&read.document), "#! Q11\n[1|2]\n");
    assert_eq!(read.issues.iter().map(|i| i.code).collect::<Vec<_>>(), [IssueCode::DocumentPartlyRead]);
    let far = r#"<worksheet><sheetData><row><c r="XFE1"><v>1</v></c></row></sheetData></worksheet>"#;
    check(&workbook(far, &[]), "", &["it is damaged: there can be no cell `XFE1`"]);
    check(&workbook("<worksheet/>", &[]), "", &["none of its sheets shows words or figures"]);
}

#[test]
fn a_part_is_one_sheet_and_a_name_is_there_once() {
    let sheet = "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>";
    let listed = r#"<sheet name="A" r:id="r1"/>"#.repeat(50);
    let book = format!(r#"<workbook><sheets>{listed}<sheet name="a" r:id="r2"/></sheets></workbook>"#);
    let relations = links(&[("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "worksheet", "worksheets/sheet2.xml")]);
    let others =
        [("xl/workbook.xml", book.as_str()), ("xl/_rels/workbook.xml.rels", &relations), ("xl/worksheets/sheet2.xml", sheet)];
    check(&workbook(sheet, &others), "#! A\n¶ 1\n#! a'\n¶ 1\n", &[]);
}
