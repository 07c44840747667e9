use std::io::Write;

use foi_model::IssueCode;

use crate::read::outline::{read_one, shown};

const STYLES: &str = "<office:document-styles><office:styles>\
    <style:style style:name='Heading_20_1' style:family='paragraph' style:display-name='Heading 1'/>\
    <text:list-style style:name='L'>\
      <text:list-level-style-number text:level='1' style:num-format='1' style:num-suffix='.'/>\
      <text:list-level-style-number text:level='2' style:num-format='a' loext:num-list-format='%1%%2%)'/>\
      <text:list-level-style-bullet text:level='3' text:bullet-char='•'/></text:list-style></office:styles>\
    <office:automatic-styles><style:style style:name='P1' style:family='paragraph'><style:text-properties fo:font-weight='bold'/>\
    </style:style></office:automatic-styles>\
    <office:master-styles><style:master-page style:name='Standard'><style:header><text:p text:style-name='P1'>Borough of X</text:p>\
    </style:header><style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer></style:master-page>\
    <style:master-page style:name='Envelope'><style:header><text:p>Never</text:p></style:header></style:master-page>\
    </office:master-styles></office:document-styles>";

fn content(body: &str) -> String {
    format!(
        "<office:document-content><office:automatic-styles>\
         <style:style style:name='P1' style:family='paragraph' style:parent-style-name='Heading_20_1'/>\
         <style:style style:name='B' style:family='text'><style:text-properties fo:font-weight='bold'/></style:style>\
         <style:style style:name='H' style:family='text'><style:text-properties text:display='none'/></style:style>\
         <style:style style:name='K' style:family='text'><style:text-properties fo:background-color='#000000'/></style:style>\
         </office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
}

fn package(body: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let content = content(body);
    for (name, text) in
        [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content.as_str()), ("styles.xml", STYLES)]
    {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[track_caller]
fn check(body: &str, expected: &str) {
    let shown = shown(&read_one(&package(body)).document);
    let inner = shown.strip_prefix("-! Borough of X\n").and_then(|s| s.strip_suffix("- Page 1\n"));
    assert_eq!(inner, Some(expected));
}

#[test]
fn paragraphs_and_what_hangs_on_them() {
    check(
        "<text:p text:style-name='P1'>Reply</text:p><text:p><text:span text:style-name='B'>Do\n  you</text:span><text:s text:c='2'/>\
         <text:span text:style-name='B'>use it?</text:span></text:p><text:p>A<text:line-break/>B<text:tab/>C</text:p>",
        "#! Reply\n¶! Do you  use it?\n¶ A\n¶ B\tC\n",
    );
    check(
        "<text:p>Yes<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Since May</text:p></text:note-body>\
         </text:note> we do<draw:frame><draw:text-box><text:p>Boxed</text:p></draw:text-box></draw:frame></text:p><text:p>After</text:p>",
        "¶ Yes¹ we do\n¶ Boxed\n¶ ¹ Since May\n¶ After\n",
    );
}

#[test]
fn lists_are_numbered_as_they_are_printed() {
    let list = |attributes: &str, items: &[&str]| {
        let items: String = items.iter().map(|i| format!("<text:list-item>{i}</text:list-item>")).collect();
        format!("<text:list text:style-name='L' {attributes}>{items}</text:list>")
    };
    let inner = list("", &["<text:p>Part</text:p>", "<text:p>Part</text:p>"]);
    check(
        &(list("xml:id='x'", &["<text:p>Do you?</text:p><text:p>Yes</text:p>", &format!("<text:p>Which?</text:p>{inner}")])
            + "<text:p>None</text:p>"
            + &list("text:continue-list='x'", &["<text:p>When?</text:p>"])
            + &list("", &[&list("", &[&list("", &["<text:p>Point</text:p>"])])])
            + &list("", &["<text:p>Anew</text:p>"])),
        "¶ 1. Do you?\n¶ Yes\n¶ 2. Which?\n¶ 2a) Part\n¶ 2b) Part\n¶ None\n¶ 3. When?\n• Point\n¶ 1. Anew\n",
    );
}

#[test]
fn tables_keep_every_cell_in_its_column() {
    let cell =
        |attributes: &str, words: &str| format!("<table:table-cell {attributes}><text:p>{words}</text:p></table:table-cell>");
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let covered = "<table:covered-table-cell/>";
    let body = [
        format!(
            "<table:table-header-rows>{}</table:table-header-rows>",
            row(&(cell("table:number-rows-spanned='2'", "Area") + &cell("table:number-columns-spanned='2'", "2023/24") + covered))
        ),
        row(&(covered.to_owned() + &cell("", "Budget") + &cell("", "Outturn"))),
        row(&(cell("", "Home care") + &cell("table:number-columns-repeated='2'", "0"))),
        row(&(cell("", "Day care") + &cell("", "") + &cell("", "5"))),
    ];
    check(
        &format!("<table:table>{}</table:table>", body.concat()),
        "[Area|2023/24| / |Budget|Outturn / Home care|0|0 / Day care||5]\n",
    );
}

#[test]
fn what_is_not_shown_is_left_out_and_said() {
    let body = "<text:tracked-changes><text:changed-region xml:id='c'><text:deletion><text:p>old</text:p></text:deletion>\
        </text:changed-region></text:tracked-changes><text:p>Cost <text:change text:change-id='c'/>6<text:span text:style-name='H'>secret\
        </text:span><text:span text:style-name='K'>name</text:span><office:annotation><text:p>why</text:p></office:annotation></text:p>\
        <text:section text:display='none'><text:p>draft</text:p></text:section>";
    check(body, "¶ Cost 6\n");
    let read = read_one(&package(body));
    assert_eq!(read.issues.iter().filter(|i| i.code == IssueCode::HiddenContent).count(), 4);
}

#[test]
fn one_file_of_xml_reads_alike_and_damage_keeps_what_is_before_it() {
    let flat = "<?xml version='1.0'?><office:document office:mimetype='application/vnd.oasis.opendocument.text'><office:body><office:text>\
        <text:p>One</text:p><text:p>Two</text:p></office:text></office:body></office:document>";
    assert_eq!(shown(&read_one(flat.as_bytes()).document), "¶ One\n¶ Two\n");
    let cut = read_one(flat.split("</text:p></office:text>").next().unwrap().as_bytes());
    assert_eq!(shown(&cut.document), "¶ One\n¶ Two\n");
    assert_eq!(cut.issues.iter().map(|i| i.code).collect::<Vec<_>>(), [IssueCode::DocumentPartlyRead]);
}
