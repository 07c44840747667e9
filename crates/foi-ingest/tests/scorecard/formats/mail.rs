//! A message with a body in text and HTML, and what is attached.

use super::{office, text};
use crate::page::Letter;

/// A message as mail programs save it.
pub(crate) fn message(letter: &Letter) -> Vec<u8> {
    let mut mail = format!(
        "From: Information Requests <{}>\r\nTo: requester@example.org\r\nSubject: {}\r\nDate: {}\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"outer\"\r\n\r\n--outer\r\n\
         Content-Type: multipart/alternative; boundary=\"inner\"\r\n\r\n",
        letter.sender, letter.subject, letter.sent
    );
    for (kind, body) in [("plain", text::plain(&letter.pieces)), ("html", text::html(&letter.pieces))] {
        mail.push_str(&format!("--inner\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"));
        mail.push_str(&base64(body.as_bytes()));
        mail.push_str("\r\n");
    }
    mail.push_str("--inner--\r\n");
    if !letter.workbook.is_empty() {
        mail.push_str(
            "--outer\r\nContent-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet; name=\"figures.xlsx\"\r\n\
             Content-Disposition: attachment; filename=\"figures.xlsx\"\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        );
        mail.push_str(&base64(&office::workbook(&letter.workbook)));
        mail.push_str("\r\n");
    }
    mail.push_str("--outer--\r\n");
    mail.into_bytes()
}

/// Base 64 of RFC 4648 in lines of 76 characters.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for (index, group) in bytes.chunks(3).enumerate() {
        if index > 0 && index % 19 == 0 {
            text.push_str("\r\n");
        }
        let bits = group.iter().enumerate().fold(0_u32, |bits, (i, &b)| bits | u32::from(b) << (16 - 8 * i));
        for place in 0..4 {
            let sextet = ALPHABET[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= group.len() { char::from(sextet) } else { '=' });
        }
    }
    text
}
