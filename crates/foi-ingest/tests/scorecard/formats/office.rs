//! Word documents and Excel workbooks (ECMA-376), with the least that readers need.

use super::{escaped, number, sheets, zip};
use crate::page::{Grid, Piece};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn package(main: &str, kind: &str, members: Vec<(&str, String)>, overrides: &str) -> Vec<u8> {
    let types = format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/{main}\" ContentType=\"application/vnd.openxmlformats-officedocument.{kind}.main+xml\"/>{overrides}</Types>"
    );
    let rels = format!(
        "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"{main}\"/></Relationships>"
    );
    let mut all = vec![("[Content_Types].xml", types), ("_rels/.rels", rels)];
    all.extend(members);
    let all: Vec<(&str, Vec<u8>)> = all.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    zip(&all)
}

/// A Word document.
pub(crate) fn document(pieces: &[Piece]) -> Vec<u8> {
    let mut body = String::new();
    for piece in pieces {
        match piece {
            Piece::Heading(text) => body.push_str(&paragraph(text, "<w:b/><w:sz w:val=\"28\"/>")),
            Piece::Asked(text) => body.push_str(&paragraph(text, "<w:b/>")),
            Piece::Text(text) => body.push_str(&paragraph(text, "")),
            Piece::Grid(grid) => body.push_str(&table(grid)),
            Piece::Quoted(lines) => body.extend(lines.iter().map(|line| paragraph(line, ""))),
        }
    }
    let main = format!(
        "{HEAD}<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    package("word/document.xml", "wordprocessingml.document", vec![("word/document.xml", main)], "")
}

fn paragraph(text: &str, look: &str) -> String {
    format!("<w:p><w:r><w:rPr>{look}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escaped(text))
}

fn table(grid: &Grid) -> String {
    let columns = "<w:gridCol w:w=\"1200\"/>".repeat(grid.width());
    let mut text = format!("<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>");
    for row in &grid.rows {
        text.push_str("<w:tr>");
        for cell in row {
            let span = if cell.across > 1 { format!("<w:gridSpan w:val=\"{}\"/>", cell.across) } else { String::new() };
            text.push_str(&format!("<w:tc><w:tcPr>{span}</w:tcPr>{}</w:tc>", paragraph(&cell.text, "")));
        }
        text.push_str("</w:tr>");
    }
    text + "</w:tbl><w:p/>"
}

/// An Excel workbook of one sheet. Numbers are stored as numbers, shown with commas.
pub(crate) fn workbook(pieces: &[Piece]) -> Vec<u8> {
    let mut data = String::new();
    let mut merged = Vec::new();
    for (row, cells) in (1..).zip(sheets::rows(pieces)) {
        data.push_str(&format!("<row r=\"{row}\">"));
        let mut column = 0;
        for cell in cells {
            let place = format!("{}{row}", letters(column));
            match number(&cell.text) {
                // The first column holds labels, and a year among them is none the less a label.
                Some(value) if column > 0 => {
                    let style = if value.contains('.') { 2 } else { 1 };
                    data.push_str(&format!("<c r=\"{place}\" s=\"{style}\"><v>{value}</v></c>"));
                }
                _ if cell.text.is_empty() => {}
                _ => data.push_str(&format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(&cell.text))),
            }
            if cell.across > 1 {
                merged.push(format!("<mergeCell ref=\"{place}:{}{row}\"/>", letters(column + cell.across - 1)));
            }
            column += cell.across;
        }
        data.push_str("</row>");
    }
    let merged = if merged.is_empty() { String::new() } else { format!("<mergeCells>{}</mergeCells>", merged.concat()) };
    let space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let sheet = format!("{HEAD}<worksheet xmlns=\"{space}\"><sheetData>{data}</sheetData>{merged}</worksheet>");
    let book = format!(
        "{HEAD}<workbook xmlns=\"{space}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"Reply\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let rels = format!(
        "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
    );
    let styles = format!(
        "{HEAD}<styleSheet xmlns=\"{space}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"0.000\"/></numFmts>\
         <fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders>\
         <cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"3\"><xf numFmtId=\"0\"/>\
         <xf numFmtId=\"3\" applyNumberFormat=\"1\"/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
    );
    let kind = "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml";
    let overrides = format!(
        "<Override PartName=\"/xl/worksheets/sheet1.xml\" {kind}.worksheet+xml\"/><Override PartName=\"/xl/styles.xml\" {kind}.styles+xml\"/>"
    );
    let members = vec![
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", rels),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/styles.xml", styles),
    ];
    package("xl/workbook.xml", "spreadsheetml.sheet", members, &overrides)
}

/// The letters of a column, counted from 0; tables here have fewer than 26.
fn letters(column: usize) -> char {
    char::from(b'A' + u8::try_from(column).unwrap())
}
