//! E-mail messages as they were sent, mailboxes of them, and web pages that were saved as one.

mod head;
mod mime;
mod tnef;

use foi_model::{Issue, SourceRole};
use mail_parser::HeaderName;

use super::mail::{self, Message};
use super::names::Names;
use super::package::Sample;
use super::{Content, Fault, Format, Member, Reading, encoding, html};
use head::{envelope, is_message, messages, without_mark};
use mime::Part;

pub(super) const FORMAT: Format = Format {
    name: "eml",
    media_type: "message/rfc822",
    extensions: &["eml", "mht", "mhtml", "mbox"],
    matches: |sample| is_message(without_mark(sample.bytes)) || envelope(sample.bytes).is_some(),
    read,
};

fn read(sample: &Sample<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let bytes = without_mark(sample.bytes);
    let all = if envelope(bytes).is_some() { messages(bytes) } else { vec![bytes] };
    let [message] = all.as_slice() else {
        reading.document.source.role = SourceRole::Container;
        reading.budget.members(all.len() as u64)?;
        let path = |number: usize| format!("message-{number}.eml");
        let members = (1..).zip(&all).map(|(n, message)| Member { path: path(n), content: Content::Bytes(message.to_vec()) });
        reading.members.extend(members);
        return Ok(());
    };
    let mut exceeded = None;
    let part = Part::read(message, 0, reading.budget, &mut exceeded);
    if is_page(&part) { page(&part, reading) } else { letter(&part, reading) }?;
    exceeded.map_or(Ok(()), |e| Err(e.into()))
}

/// Whether a message is a web page with what belongs to it, as browsers and Word save them.
fn is_page(part: &Part<'_>) -> bool {
    let (kind, subtype) = part.kind();
    let from = part.field(HeaderName::From);
    let sent = part.field(HeaderName::To).len() + part.field(HeaderName::MessageId).len() + part.field(HeaderName::Received).len();
    let saved = from.to_ascii_lowercase().contains("saved by") || from.is_empty();
    saved && sent == 0 && (subtype == "related" || (kind.as_str(), subtype.as_str()) == ("text", "html"))
}

fn page(part: &Part<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    reading.document.source.media_type = "multipart/related".to_owned();
    let mut pages = Vec::new();
    leaves(part, &mut |leaf| {
        if leaf.kind().1.ends_with("html") {
            let (text, issues) = html_of(leaf);
            reading.issues.extend(issues);
            pages.push(text);
        }
    });
    // The first is the page; where that only frames others, they are.
    let frames = pages.first().is_some_and(|first| first.to_ascii_lowercase().contains("<frameset"));
    let (skipped, taken) = if frames { (1, pages.len()) } else { (0, 1) };
    for text in pages.iter().skip(skipped).take(taken) {
        html::draft(text, reading).lay_out(reading)?;
    }
    Ok(())
}

fn leaves<'p, 'm>(part: &'p Part<'m>, visit: &mut impl FnMut(&'p Part<'m>)) {
    if part.parts.is_empty() {
        visit(part);
    }
    for inner in &part.parts {
        leaves(inner, visit);
    }
}

fn html_of(part: &Part<'_>) -> (String, Vec<Issue>) {
    html::decode(&part.body(), part.parameter("charset").as_deref())
}

fn letter(part: &Part<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let mut found =
        Found { names: Names::default(), message: Message::default(), members: Vec::new(), issues: Vec::new(), locked: false };
    found.message.from = part.field(HeaderName::From);
    found.message.date = part.field(HeaderName::Date);
    found.message.to = part.field(HeaderName::To);
    found.message.subject = part.field(HeaderName::Subject);
    found.part(part, Place::Body);
    let Found { message, members, issues, locked, .. } = found;
    reading.issues.extend(issues);
    mail::lay_out(&message, reading)?;
    for member in members {
        if let Content::Bytes(bytes) = &member.content {
            reading.budget.inflate(bytes.len() as u64)?;
        }
        reading.members.push(member);
    }
    if locked { Err(Fault::Encrypted) } else { Ok(()) }
}

/// Where a part stands in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Where the body can be.
    Body,
    /// Among the forms of the body.
    Form,
    /// Beside the body, for it to refer to.
    Related,
    /// After a report of delivery.
    Report,
}

struct Found {
    names: Names,
    message: Message,
    members: Vec<Member>,
    issues: Vec<Issue>,
    locked: bool,
}

impl Found {
    fn part(&mut self, part: &Part<'_>, place: Place) {
        let (kind, subtype) = part.kind();
        match (kind.as_str(), subtype.as_str()) {
            ("multipart", "encrypted") => self.locked = true,
            ("multipart", subtype) if !part.parts.is_empty() => {
                for (index, inner) in part.parts.iter().enumerate() {
                    let place = match (subtype, index) {
                        ("alternative", _) => Place::Form,
                        ("related", 0) | ("report", 0) => place,
                        ("related", _) => Place::Related,
                        ("report", _) => Place::Report,
                        _ => place,
                    };
                    self.part(inner, place);
                }
            }
            _ if place == Place::Report => {}
            ("text", "plain" | "html") if !part.is_attachment() && (place == Place::Form || self.is_body(part, &subtype)) => {
                self.body(part, &subtype);
            }
            ("application", "pkcs7-mime" | "x-pkcs7-mime") if part.parameter("smime-type").as_deref() != Some("signed-data") => {
                self.locked = true
            }
            // What programs add for programs: signatures, invitations, receipts.
            ("application", "pkcs7-signature" | "x-pkcs7-signature" | "pgp-signature" | "pgp-encrypted") => {}
            ("text", "calendar" | "x-vcard" | "vcard" | "rfc822-headers")
            | ("message", "delivery-status" | "disposition-notification") => {}
            // The pictures of a letterhead or a signature.
            ("image", _) if part.is_inline() || place == Place::Related => {}
            ("multipart", _) => {}
            _ => self.member(part, &kind, &subtype),
        }
    }

    /// Whether a text that is not said to be an attachment is, or goes on with, the body.
    fn is_body(&self, part: &Part<'_>, subtype: &str) -> bool {
        let (own, other) = (&self.message.plain, &self.message.html);
        let first = own.is_none() && other.is_none();
        // Programs that put attachments into the text cut it in pieces.
        let goes_on = if subtype == "html" { other.is_some() } else { own.is_some() };
        first || goes_on && part.file_name().is_none()
    }

    fn body(&mut self, part: &Part<'_>, subtype: &str) {
        let (form, (text, issues)) = if subtype == "html" {
            (&mut self.message.html, html_of(part))
        } else {
            let (text, issues) = encoding::decode_as(&part.body(), part.parameter("charset").as_deref());
            let flowed = part.parameter("format").is_some_and(|f| f.eq_ignore_ascii_case("flowed"));
            let joined = part.parameter("delsp").is_some_and(|d| d.eq_ignore_ascii_case("yes"));
            (&mut self.message.plain, (if flowed { unflowed(&text, joined) } else { text }, issues))
        };
        // Both forms of a body are sent alike.
        self.issues.extend(issues.into_iter().filter(|i| !self.issues.contains(i)).collect::<Vec<_>>());
        let so_far = form.get_or_insert_default();
        if !so_far.is_empty() {
            so_far.push_str("\n\n");
        }
        so_far.push_str(&text);
    }

    fn member(&mut self, part: &Part<'_>, kind: &str, subtype: &str) {
        let fallback = match (kind, subtype) {
            ("message", _) => "message.eml".to_owned(),
            ("text", "plain") => "attachment.txt".to_owned(),
            (_, "octet-stream") => "attachment".to_owned(),
            (_, subtype) if subtype.len() <= 5 => format!("attachment.{subtype}"),
            _ => "attachment".to_owned(),
        };
        let name = part.file_name().unwrap_or_default();
        let bytes = part.body();
        // Outlook's own form of a message, sent to programs that do not know it.
        if let Some(files) = tnef::files(&bytes) {
            for (name, bytes) in files {
                self.add(&name, "attachment", bytes);
            }
        } else {
            self.add(&name, &fallback, bytes);
        }
    }

    fn add(&mut self, name: &str, fallback: &str, bytes: Vec<u8>) {
        if !bytes.is_empty() {
            self.members.push(Member { path: self.names.take(name, fallback), content: Content::Bytes(bytes) });
        }
    }
}

/// Text whose lines were broken where a blank stands at their end, joined again.
fn unflowed(text: &str, joined: bool) -> String {
    let depth = |line: &str| line.chars().take_while(|&c| c == '>').count();
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let level = depth(line);
        let body = line.get(level..).unwrap_or("");
        let body = body.strip_prefix(' ').unwrap_or(body);
        let signature = body == "-- ";
        if open == Some(level) && !signature {
            out.push_str(body);
        } else {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&">".repeat(level));
            if level > 0 {
                out.push(' ');
            }
            out.push_str(body);
        }
        open = (body.ends_with(' ') && !signature).then_some(level);
        if open.is_some() && joined {
            out.pop();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::{Budget, Limits};
    use crate::read::outline::shown;
    use crate::read::{Access, read as read_all};
    use foi_model::IssueCode;

    const HEAD: &str = "From: =?utf-8?Q?Caf=C3=A9_Team?= <foi@ashmere.example>\r\nTo: Jane <jane@b.example>\r\nDate: Thu, 29 Jan 2026 10:02:33 +0000\r\n\
                        Subject: FOI 12\r\n =?utf-8?B?4oCT?= reply\r\nMIME-Version: 1.0\r\n";
    const SHOWN: &str =
        "¶ From: Café Team <foi@ashmere.example>\n¶ Date: Thu, 29 Jan 2026 10:02:33 +0000\n¶ Subject: FOI 12 – reply\n";

    /// Each document: its path, its blocks, the codes of its issues.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str, &[IssueCode])]) {
        let all = read_all(text.as_bytes(), "m", &Budget::new(&Limits::default()), Access::default(), &|_| None);
        let shown: Vec<(String, String, Vec<IssueCode>)> = all
            .iter()
            .map(|r| {
                (r.document.source.path.clone(), shown(&r.document).replace(SHOWN, ""), r.issues.iter().map(|i| i.code).collect())
            })
            .collect();
        let expected: Vec<(String, String, Vec<IssueCode>)> =
            expected.iter().map(|(path, text, codes)| ((*path).to_owned(), (*text).to_owned(), codes.to_vec())).collect();
        assert_eq!(shown, expected);
    }

    fn part(kind: &str, body: &str) -> String {
        format!("--b\r\nContent-Type: {kind}\r\n\r\n{body}\r\n")
    }

    fn parts(kind: &str, parts: &[String]) -> String {
        format!("{HEAD}Content-Type: multipart/{kind}; boundary=b\r\n\r\n{}--b--\r\n", parts.concat())
    }

    #[test]
    fn told_by_fields_that_nobody_types() {
        for text in [HEAD, "\u{feff}Received: x\nFrom: a\n\nb", "From a@b Thu Jan 29 10:02:33 2026\nFrom: a\nMessage-ID: <1>\n\nx"]
        {
            assert!((FORMAT.matches)(&Sample::new(text.as_bytes(), &Budget::new(&Limits::default())).unwrap()), "{text}");
        }
        for text in [
            "From: FOI Team\nSent: 29 January 2026\nTo: Jane\nSubject: Reply\n\nDear Jane",
            "From: a\nDate: 29 January 2026\nSubject: b\n\nc",
            "Content-Type: text/plain\n\nx",
            "Dear Jane,\nMessage-ID: 5\nX-Y: 3",
            "From April 2025 on\n\nReceived: x\nMessage-ID: y\n",
        ] {
            assert!(!(FORMAT.matches)(&Sample::new(text.as_bytes(), &Budget::new(&Limits::default())).unwrap()), "{text}");
        }
    }

    #[test]
    fn plain_bodies_are_decoded_and_keep_their_quotations() {
        let text = format!(
            "{HEAD}Content-Type: text/plain; charset=iso-8859-1; format=flowed\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
             1. Costs were =A35=20\r\nin all.\r\n> 2. Do =\r\nyou?\r\n No=20\r\n--=20\r\nTown Hall\r\n"
        );
        check(&text, &[("m", "¶ 1. Costs were £5 in all.\n¶> 2. Do you?\n¶ No\n¶ --\n¶ Town Hall\n", &[])]);
    }

    #[test]
    fn html_is_read_where_it_says_more() {
        let table = part("text/html", "<p>Costs:<table><tr><td>a<td>b<tr><td>c<td>5</table>");
        let forms = [part("text/plain", "Costs: a b c 5"), table];
        check(&parts("alternative", &forms), &[("m", "¶ Costs:\n[a|b / c|5]\n", &[])]);
        let forms = [part("text/plain", "Costs: a\r\n\r\nb"), part("text/html", "<p>Costs: a b")];
        check(&parts("alternative", &forms), &[("m", "¶ Costs: a\n¶ b\n", &[])]);
        let forms = [part("text/plain", "See the page"), part("text/html", "<p>One two three four five six seven eight")];
        check(&parts("alternative", &forms), &[("m", "¶ One two three four five six seven eight\n", &[])]);
    }

    #[test]
    fn attachments_are_documents_and_the_pictures_of_a_letterhead_are_not() {
        let inner = "From: a@b.example\r\nMessage-ID: <2>\r\n\r\nOlder";
        let all = [
            part("text/plain", "Attached."),
            part("text/plain; name=\"../a.txt\"\r\nContent-Disposition: attachment", "One"),
            part("text/csv; name=a.txt\r\nContent-Transfer-Encoding: base64", "VHdv"),
            part("image/png\r\nContent-ID: <logo>", "\u{1}PNG"),
            part(
                "image/png; name=scan.png\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64",
                "iVBORw0KGgo=",
            ),
            part("message/rfc822", inner),
            part("application/pkcs7-signature; name=smime.p7s", "x"),
            part("text/plain", "And more."),
        ];
        check(
            &parts("mixed", &all),
            &[
                ("m", "¶ Attached.\n¶ And more.\n", &[]),
                ("m/a.txt", "¶ One\n", &[]),
                ("m/a-2.txt", "¶ Two\n", &[]),
                ("m/scan.png", "", &[IssueCode::PictureUnread]),
                ("m/message.eml", "¶ From: a@b.example\n¶ Older\n", &[]),
            ],
        );
    }

    #[test]
    fn locked_and_deep_messages_keep_what_can_be_read() {
        check(&parts("encrypted", &[part("application/octet-stream", "x")]), &[("m", "", &[IssueCode::DocumentEncrypted])]);
        let mut deep = part("text/plain", "Deep");
        for level in 0..40 {
            deep = format!(
                "--b{level}\r\nContent-Type: multipart/mixed; boundary={}\r\n\r\n{deep}",
                if level == 0 { "b".to_owned() } else { format!("b{}", level - 1) }
            );
        }
        let text = format!("{HEAD}Content-Type: multipart/mixed; boundary=b39\r\n\r\n--b39\r\n\r\nFirst\r\n{deep}");
        check(&text, &[("m", "¶ First\n", &[IssueCode::LimitExceeded])]);
    }

    #[test]
    fn mailboxes_hold_messages_and_saved_pages_are_pages() {
        let message =
            |n: u8| format!("From a@b Thu Jan 29 10:02:33 2026\nMessage-ID: <{n}>\nSubject: {n}\n\nBody\n\nFrom April on {n}\n\n");
        let one = |n: u8| format!("¶ Subject: {n}\n¶ Body\n¶ From April on {n}\n");
        check(&message(1), &[("m", &one(1), &[])]);
        check(
            &format!("{}{}", message(1), message(2)),
            &[("m", "", &[]), ("m/message-1.eml", &one(1), &[]), ("m/message-2.eml", &one(2), &[])],
        );
        let page = "From: <Saved by Blink>\r\nSubject: Page\r\nDate: Thu, 29 Jan 2026 10:02:33 +0000\r\nMIME-Version: 1.0\r\n\
                    Content-Type: multipart/related; type=\"text/html\"; boundary=b\r\n\r\n";
        let text = format!("{page}{}{}--b--", part("text/html", "<p>Reply"), part("image/png", "x"));
        check(&text, &[("m", "¶ Reply\n", &[])]);
        let text = format!(
            "{page}{}{}{}--b--",
            part("text/html", "<html><frameset><frame src=a>"),
            part("text/html", "<p>a"),
            part("text/html", "<p>b")
        );
        check(&text, &[("m", "¶ a\n¶ b\n", &[])]);
    }
}
