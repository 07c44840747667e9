//! Every format that letters are written in.

mod mail;
mod office;
mod open;
mod pdf;
mod rtf;
mod sheets;
mod text;

use std::io::Write;

use crate::page::Letter;

/// The files of a submission, by their paths.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// A way to write a letter.
pub(crate) struct Format {
    pub(crate) name: &'static str,
    /// Whether a workbook can come with it.
    pub(crate) attaches: bool,
    pub(crate) write: fn(&Letter) -> Files,
}

fn one(letter: &Letter, extension: &str, bytes: Vec<u8>) -> Files {
    vec![(format!("{}.{extension}", letter.name), bytes)]
}

/// All formats, in the order of the scorecard.
pub(crate) const FORMATS: [Format; 15] = [
    Format { name: "txt", attaches: false, write: |l| one(l, "txt", text::plain(&l.pieces).into_bytes()) },
    Format { name: "md", attaches: false, write: |l| one(l, "md", text::markdown(&l.pieces).into_bytes()) },
    Format { name: "html", attaches: false, write: |l| one(l, "html", text::html(&l.pieces).into_bytes()) },
    Format { name: "eml", attaches: true, write: |l| one(l, "eml", mail::message(l)) },
    Format { name: "docx", attaches: false, write: |l| one(l, "docx", office::document(&l.pieces)) },
    Format { name: "xlsx", attaches: false, write: |l| one(l, "xlsx", office::workbook(&l.pieces)) },
    Format { name: "csv", attaches: false, write: |l| one(l, "csv", sheets::csv(&l.pieces)) },
    Format { name: "ods", attaches: false, write: |l| one(l, "ods", open::spreadsheet(&l.pieces)) },
    Format { name: "odt", attaches: false, write: |l| one(l, "odt", open::document(&l.pieces)) },
    Format { name: "fodt", attaches: false, write: |l| one(l, "fodt", open::flat_document(&l.pieces)) },
    Format { name: "rtf", attaches: false, write: |l| one(l, "rtf", rtf::document(&l.pieces)) },
    Format { name: "pdf", attaches: false, write: |l| one(l, "pdf", pdf::document(&l.pieces)) },
    Format { name: "zip", attaches: true, write: zipped },
    Format { name: "folder", attaches: true, write: folder },
    Format { name: "pdf lines", attaches: false, write: |l| one(l, "pdf", pdf::without_rules(&l.pieces)) },
];

fn zipped(letter: &Letter) -> Files {
    let mut members = vec![("reply.docx".to_owned(), office::document(&letter.pieces))];
    if !letter.workbook.is_empty() {
        members.push(("figures.xlsx".to_owned(), office::workbook(&letter.workbook)));
    }
    one(letter, "zip", zip(&members))
}

fn folder(letter: &Letter) -> Files {
    let mut files = vec![(format!("{}/letter.txt", letter.name), text::plain(&letter.pieces).into_bytes())];
    if !letter.workbook.is_empty() {
        files.push((format!("{}/figures.ods", letter.name), open::spreadsheet(&letter.workbook)));
    }
    files
}

/// Members of an archive, stored as they are.
fn zip<N: AsRef<str>>(members: &[(N, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in members {
        writer.start_file(name.as_ref(), options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Text for XML and HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A number as a spreadsheet stores it, where the text is one.
fn number(text: &str) -> Option<String> {
    let bare = text.replace(',', "");
    let numeric =
        !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || c == '.') && bare.starts_with(|c: char| c.is_ascii_digit());
    numeric.then_some(bare)
}
