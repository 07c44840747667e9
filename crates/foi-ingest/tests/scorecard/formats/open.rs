//! OpenDocument text and spreadsheets (ISO/IEC 26300), packed and flat.

use super::{escaped, number, sheets, zip};
use crate::page::{Cell, Piece};

const SPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
     xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
     xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" office:version=\"1.3\"";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const STYLES: &str = "<office:automatic-styles><style:style style:name=\"B\" style:family=\"text\"><style:text-properties fo:font-weight=\"bold\"/></style:style></office:automatic-styles>";

fn packed(kind: &str, body: &str) -> Vec<u8> {
    let media = format!("application/vnd.oasis.opendocument.{kind}");
    let content =
        format!("{HEAD}<office:document-content {SPACES}>{STYLES}<office:body>{body}</office:body></office:document-content>");
    let manifest = format!(
        "{HEAD}<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{media}\"/>\
         <manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>"
    );
    zip(&[
        ("mimetype", media.into_bytes()),
        ("content.xml", content.into_bytes()),
        ("META-INF/manifest.xml", manifest.into_bytes()),
    ])
}

/// A packed text document.
pub(crate) fn document(pieces: &[Piece]) -> Vec<u8> {
    packed("text", &story(pieces))
}

/// A text document as one XML file.
pub(crate) fn flat_document(pieces: &[Piece]) -> Vec<u8> {
    let media = "application/vnd.oasis.opendocument.text";
    let body = story(pieces);
    format!(
        "{HEAD}<office:document {SPACES} office:mimetype=\"{media}\">{STYLES}<office:body>{body}</office:body></office:document>"
    )
    .into_bytes()
}

fn story(pieces: &[Piece]) -> String {
    let paragraph = |text: &str| format!("<text:p>{}</text:p>", escaped(text));
    let mut body = String::new();
    for piece in pieces {
        match piece {
            Piece::Heading(text) => body.push_str(&format!("<text:h text:outline-level=\"2\">{}</text:h>", escaped(text))),
            Piece::Asked(text) => {
                body.push_str(&format!("<text:p><text:span text:style-name=\"B\">{}</text:span></text:p>", escaped(text)))
            }
            Piece::Text(text) => body.push_str(&paragraph(text)),
            Piece::Grid(grid) => {
                body.push_str(&format!("<table:table><table:table-column table:number-columns-repeated=\"{}\"/>", grid.width()));
                body.extend(grid.rows.iter().map(|row| table_row(row, |c| ("", paragraph(&c.text)))));
                body.push_str("</table:table>");
            }
            Piece::Quoted(lines) => body.extend(lines.iter().map(|line| paragraph(line))),
        }
    }
    format!("<office:text>{body}</office:text>")
}

fn table_row<A: AsRef<str>>(row: &[Cell], content: impl Fn(&Cell) -> (A, String)) -> String {
    let mut text = "<table:table-row>".to_owned();
    for cell in row {
        let (attributes, inner) = content(cell);
        let span = if cell.across > 1 { format!(" table:number-columns-spanned=\"{}\"", cell.across) } else { String::new() };
        text.push_str(&format!("<table:table-cell{span}{}>{inner}</table:table-cell>", attributes.as_ref()));
        text.push_str(&"<table:covered-table-cell/>".repeat(cell.across - 1));
    }
    text + "</table:table-row>"
}

/// A packed spreadsheet of one sheet.
pub(crate) fn spreadsheet(pieces: &[Piece]) -> Vec<u8> {
    let mut body = "<office:spreadsheet><table:table table:name=\"Reply\">".to_owned();
    for row in sheets::rows(pieces) {
        body.push_str(&table_row(&row, |cell| match number(&cell.text) {
            _ if cell.text.is_empty() => (String::new(), String::new()),
            Some(value) => (
                format!(" office:value-type=\"float\" office:value=\"{value}\""),
                format!("<text:p>{}</text:p>", escaped(&cell.text)),
            ),
            None => (" office:value-type=\"string\"".to_owned(), format!("<text:p>{}</text:p>", escaped(&cell.text))),
        }));
    }
    packed("spreadsheet", &(body + "</table:table></office:spreadsheet>"))
}
