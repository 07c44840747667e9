use std::io::{Cursor, Write};

use foi_model::IssueCode;

use crate::budget::{Budget, Limits};
use crate::document::Block;
use crate::read::outline::{read_one, shown};
use crate::read::{Access, Read, read};

const STYLES: &str = r##"<office:automatic-styles>
    <style:style style:name="shut" style:family="table"><style:table-properties table:display="false"/></style:style>
    <number:number-style style:name="N1"><number:number number:display-factor="1000"/></number:number-style>
    <number:number-style style:name="N2"><number:text>-</number:text><style:map style:condition="value()&gt;=0" style:apply-style-name="N1"/></number:number-style>
    <style:style style:name="thousands" style:family="table-cell" style:parent-style-name="bold" style:data-style-name="N2"/>
    <style:style style:name="bold" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>
    <style:style style:name="white" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style>
</office:automatic-styles>"##;

fn content(tables: &str) -> String {
    format!(
        "<office:document-content>{STYLES}<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
}

fn package(content: &str, manifest: &str) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in [("mimetype", super::TYPE), ("content.xml", content), ("META-INF/manifest.xml", manifest)] {
        out.start_file(name, stored).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn sheet(rows: &str) -> Read {
    read_one(&package(&content(&format!(r#"<table:table table:name="Q1">{rows}</table:table>"#)), ""))
}

#[track_caller]
fn check(rows: &str, blocks: &str, issues: &[&str]) {
    let read = sheet(rows);
    let messages: Vec<&str> = read.issues.iter().filter_map(|i| i.message.split_once(": ")).map(|(_, m)| m).collect();
    assert_eq!((shown(&read.document).as_str(), messages.as_slice()), (blocks, issues));
}

#[test]
fn cells_show_their_words_and_keep_their_numbers() {
    let rows = r#"<table:table-column table:number-columns-repeated="2"/><table:table-column table:default-cell-style-name="thousands"/>
        <table:table-row><table:table-cell/><table:table-cell office:value-type="string"><text:p>Home <text:s text:c="2"/>care</text:p><text:p>(all)</text:p></table:table-cell>
        <table:table-cell office:value-type="float" office:value="61033400"><text:p>61,033</text:p></table:table-cell></table:table-row>
        <table:table-row><table:table-cell/><table:table-cell office:value-type="percentage" office:value="0.952"><text:p>95%</text:p></table:table-cell>
        <table:table-cell office:value-type="date" office:date-value="2024-03-31"/></table:table-row>"#;
    check(rows, "#! Q1\n[Home   care\n(all)|61,033 / 95%|31/03/2024]\n", &[]);
    let read = sheet(rows);
    let Some(Block::Table(table)) = read.document.blocks.last() else { panic!("no table") };
    let stored = |row: usize, column: usize| table.cell(row, column).unwrap().stored.clone().map(|s| (s.digits, s.scale));
    assert_eq!(stored(0, 1), Some(("61033.4".to_owned(), 3)));
    assert_eq!((stored(1, 0), stored(1, 1)), (Some(("95.2".to_owned(), 0)), None));
}

#[test]
fn repeated_and_merged_cells() {
    let cell = |text: &str, more: &str| format!("<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>");
    let rows = [
        r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000000000"/></table:table-row>"#.to_owned(),
        format!("<table:table-row>{}{}<table:covered-table-cell/></table:table-row>", cell("Area", ""), cell("2023/24", r#"table:number-columns-spanned="2""#)),
        format!(r#"<table:table-row table:number-rows-repeated="2">{}</table:table-row>"#, cell("5", r#"table:number-columns-repeated="3""#)),
    ];
    check(&rows.concat(), "#! Q1\n[Area|2023/24| / 5|5|5 / 5|5|5]\n", &[]);
    let bomb = format!(r#"<table:table-row table:number-rows-repeated="1000000000">{}</table:table-row>"#, cell("5", ""));
    assert_eq!(sheet(&bomb).issues[0].code, IssueCode::LimitExceeded);
}

#[test]
fn what_is_hidden_is_left_out_and_counted() {
    let cell = |text: &str| format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#);
    let row = |more: &str, cells: &str| format!("<table:table-row {more}>{cells}</table:table-row>");
    let three = [cell("a"), cell("b"), cell("c")].concat();
    let note = "<table:table-cell><office:annotation><dc:creator>X</dc:creator><text:p>ask HR</text:p></office:annotation><text:p>d</text:p></table:table-cell>";
    let white =
        r#"<table:table-cell/><table:table-cell/><table:table-cell table:style-name="white"><text:p>w</text:p></table:table-cell>"#;
    let table = [
        r#"<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>"#.to_owned(),
        row("", &three),
        row(r#"table:visibility="filter""#, &three),
        row("", &[note, &cell("e"), &cell("f")].concat()),
        row("", white),
    ]
    .concat();
    let all = format!(
        r#"<table:table table:name="Q1">{table}</table:table><table:table table:name="S" table:style-name="shut">{}</table:table>"#,
        row("", &three)
    );
    let bytes = package(&content(&all), "");
    let read_with =
        |include_hidden: bool| read(&bytes, "a", &Budget::new(&Limits::default()), Access { include_hidden }, &|_| None).remove(0);
    assert_eq!(shown(&read_with(false).document), "#! Q1\n[a|c / d|f]\n");
    assert_eq!(shown(&read_with(true).document), "#! Q1\n[a|b|c / a|b|c / d|e|f / ||w]\n¶ ask HR\n#! S\n[a|b|c]\n");
    let messages: Vec<String> = read_with(false).issues.into_iter().map(|i| i.message).collect();
    let expected = ["1 hidden sheet", "1 hidden row", "1 hidden column", "1 cell in the colour", "1 comment"];
    assert!(messages.iter().zip(expected).all(|(m, e)| m.starts_with(&format!("`a`: it has {e}"))), "{messages:?}");
    assert_eq!(messages.len(), expected.len());
}

#[test]
fn flat_files_and_locked_ones() {
    let flat = format!(
        r#"<?xml version="1.0"?><office:document office:mimetype="{}">{}<office:body><office:spreadsheet><table:content-validations><text:p>no</text:p></table:content-validations><table:table table:name="a"><table:shapes><draw:frame><draw:text-box><text:p>Rounded.</text:p></draw:text-box></draw:frame></table:shapes><table:table-row><table:table-cell><text:p><text:a>x</text:a></text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document>"#,
        super::TYPE,
        STYLES
    );
    assert_eq!(shown(&read_one(flat.as_bytes()).document), "#! a\n¶ x\n¶ Rounded.\n");
    let locked = read_one(&package("x", "<manifest:encryption-data/>"));
    assert_eq!(locked.issues[0].code, IssueCode::DocumentEncrypted);
}
