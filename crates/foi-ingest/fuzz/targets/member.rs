//! Bytes as one member of a package: the first byte says of which.

#![no_main]

use std::io::{Cursor, Write};

use foi_ingest_fuzz::check;
use libfuzzer_sys::fuzz_target;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const RELATIONSHIPS: &str =
    r#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<workbook><sheets><sheet name="A" sheetId="1" id="a"/></sheets></workbook>"#;
const SHEET: &str = r#"<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// Sound members, and the name of the one that the bytes stand for.
const PACKAGES: [(&[(&str, &str)], &str); 6] = [
    (&[("_rels/.rels", RELATIONSHIPS)], "word/document.xml"),
    (
        &[
            ("_rels/.rels", RELATIONSHIPS),
            (
                "word/document.xml",
                "<document><body><p><pPr><numPr><numId val='1'/></numPr></pPr><r><t>a</t></r></p></body></document>",
            ),
        ],
        "word/numbering.xml",
    ),
    (&[("xl/workbook.xml", WORKBOOK), ("xl/_rels/workbook.xml.rels", SHEET)], "xl/worksheets/sheet1.xml"),
    (
        &[
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", SHEET),
            ("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row><c r='A1' s='1'><v>1</v></c></row></sheetData></worksheet>"),
        ],
        "xl/styles.xml",
    ),
    (&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")], "content.xml"),
    (&[("mimetype", "application/vnd.oasis.opendocument.text")], "content.xml"),
];

fn package(bytes: &[u8]) -> Option<Vec<u8>> {
    let (which, content) = bytes.split_first()?;
    let (members, name) = PACKAGES.get(usize::from(*which) % PACKAGES.len())?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members.iter().map(|(n, c)| (*n, c.as_bytes())).chain([(*name, content)]) {
        writer.start_file(name, SimpleFileOptions::default()).ok()?;
        writer.write_all(content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

fuzz_target!(|bytes: &[u8]| {
    if let Some(package) = package(bytes) {
        check(&package);
    }
});
