//! Messages as Outlook saves them: properties in the streams of a compound file, attachments in its folders.

mod rtf;
#[cfg(test)]
mod tests;

use foi_model::IssueCode;
use mail_parser::MessageParser;

use super::compound::{Compound, EntryId};
use super::encoding::of_code_page;
use super::mail::{self, Message};
use super::names::Names;
use super::package::Sample;
use super::{Content, Fault, Format, Member, Reading, html};
use rtf::Inside;

pub(super) const FORMAT: Format = Format {
    name: "msg",
    media_type: "application/vnd.ms-outlook",
    extensions: &["msg", "oft"],
    matches: |sample| sample.has_stream(PROPERTIES) && sample.has_stream("__nameid_version1.0"),
    read,
};

/// The stream of properties that have a fixed length.
const PROPERTIES: &str = "__properties_version1.0";

/// The properties that are read, by the numbers that the format gives them.
mod property {
    pub(super) const SUBJECT: u16 = 0x0037;
    pub(super) const SUBMITTED: u16 = 0x0039;
    pub(super) const REPRESENTING_NAME: u16 = 0x0042;
    pub(super) const REPRESENTING_ADDRESS: u16 = 0x0065;
    pub(super) const HEADERS: u16 = 0x007D;
    pub(super) const CLASS: u16 = 0x001A;
    pub(super) const SENDER_NAME: u16 = 0x0C1A;
    pub(super) const SENDER_ADDRESS: u16 = 0x0C1F;
    pub(super) const TO: u16 = 0x0E04;
    pub(super) const DELIVERED: u16 = 0x0E06;
    pub(super) const BODY: u16 = 0x1000;
    pub(super) const RTF: u16 = 0x1009;
    pub(super) const HTML: u16 = 0x1013;
    pub(super) const NAME: u16 = 0x3001;
    pub(super) const DATA: u16 = 0x3701;
    pub(super) const SHORT_FILE_NAME: u16 = 0x3704;
    pub(super) const METHOD: u16 = 0x3705;
    pub(super) const FILE_NAME: u16 = 0x3707;
    pub(super) const MIME_TYPE: u16 = 0x370E;
    pub(super) const CONTENT_ID: u16 = 0x3712;
    pub(super) const ATTACHMENT_FLAGS: u16 = 0x3714;
    pub(super) const INTERNET_CODE_PAGE: u16 = 0x3FDE;
    pub(super) const CODE_PAGE: u16 = 0x3FFD;
    pub(super) const SENDER_SMTP: u16 = 0x5D01;
    pub(super) const REPRESENTING_SMTP: u16 = 0x5D02;
    pub(super) const HIDDEN: u16 = 0x7FFE;
}

/// A message or an attachment: a folder with its properties.
struct Folder<'f, 'b> {
    file: &'f Compound<'b>,
    entries: Vec<(&'f str, EntryId)>,
    fixed: Vec<u8>,
}

impl<'f, 'b> Folder<'f, 'b> {
    fn open(file: &'f Compound<'b>, id: EntryId) -> Self {
        let entries = file.children(id);
        let stream = entries.iter().find(|(name, _)| name.eq_ignore_ascii_case(PROPERTIES));
        let fixed = stream.map(|(_, id)| file.content(*id)).unwrap_or_default();
        Self { file, entries, fixed }
    }

    /// The entry that holds a property of a type.
    fn entry(&self, property: u16, kind: u16) -> Option<EntryId> {
        let wanted = format!("__substg1.0_{property:04X}{kind:04X}");
        self.entries.iter().find(|(name, _)| name.eq_ignore_ascii_case(&wanted)).map(|(_, id)| *id)
    }

    fn bytes(&self, property: u16) -> Option<Vec<u8>> {
        self.entry(property, 0x0102).filter(|id| !self.file.is_folder(*id)).map(|id| self.file.content(id))
    }

    /// A property of a fixed length, its lower half.
    fn number(&self, property: u16) -> Option<u64> {
        // What stands before the properties differs in length between messages and what is in them, and is no multiple of theirs.
        let lead = match self.fixed.len() % 16 {
            0 => 32,
            _ if self.entries.iter().any(|(name, _)| name.starts_with("__recip") || name.starts_with("__nameid")) => 24,
            _ => 8,
        };
        let of = |p: &&[u8]| p.get(2..4).is_some_and(|id| id == property.to_le_bytes());
        let found = self.fixed.get(lead..)?.chunks_exact(16).find(of)?;
        found.get(8..16)?.try_into().ok().map(u64::from_le_bytes)
    }

    fn text(&self, property: u16) -> String {
        let text = if let Some(id) = self.entry(property, 0x001F) {
            encoding_rs::UTF_16LE.decode_without_bom_handling(&self.file.content(id)).0.into_owned()
        } else if let Some(id) = self.entry(property, 0x001E) {
            self.encoding().decode_without_bom_handling(&self.file.content(id)).0.into_owned()
        } else {
            String::new()
        };
        text.trim_end_matches('\0').to_owned()
    }

    /// The encoding of texts that are not Unicode.
    fn encoding(&self) -> &'static encoding_rs::Encoding {
        let page = self.number(property::CODE_PAGE).or_else(|| self.number(property::INTERNET_CODE_PAGE)).map(|n| n & 0xFFFF_FFFF);
        of_code_page(page.and_then(|p| i32::try_from(p).ok()).unwrap_or(1252))
    }

    /// The first of several properties that says something.
    fn first(&self, properties: &[u16]) -> String {
        properties.iter().map(|&p| self.text(p)).find(|t| !t.trim().is_empty()).unwrap_or_default()
    }
}

fn read(sample: &Sample<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let file = Compound::open(sample.bytes)?;
    let folder = Folder::open(&file, Compound::ROOT);
    let mut message = head(&folder);
    message.plain = Some(folder.text(property::BODY));
    let class = folder.text(property::CLASS).to_ascii_uppercase();
    if class.contains("SMIME") && !class.contains("MULTIPARTSIGNED") {
        mail::lay_out(&message, reading)?;
        return Err(Fault::Encrypted);
    }
    body(&folder, &mut message);
    mail::lay_out(&message, reading)?;
    attachments(&folder, reading)
}

fn head(folder: &Folder<'_, '_>) -> Message {
    let headers = folder.text(property::HEADERS);
    let sent = MessageParser::default().parse_headers(headers.as_bytes());
    let name = folder.first(&[property::REPRESENTING_NAME, property::SENDER_NAME]);
    // Addresses within Exchange say nothing outside it.
    let own = [property::REPRESENTING_SMTP, property::SENDER_SMTP, property::REPRESENTING_ADDRESS, property::SENDER_ADDRESS];
    let address = own.iter().map(|&p| folder.text(p)).find(|a| a.contains('@'));
    let address = address.or_else(|| Some(sent.as_ref()?.from()?.first()?.address()?.to_owned())).unwrap_or_default();
    let date = sent.as_ref().and_then(|m| m.header_raw("Date")).map(|d| d.trim().to_owned()).filter(|d| !d.is_empty());
    let stored = || folder.number(property::SUBMITTED).or_else(|| folder.number(property::DELIVERED)).and_then(moment);
    Message {
        from: match (name.trim(), address.trim()) {
            (name, "") => name.to_owned(),
            ("", address) => address.to_owned(),
            (name, address) if name.eq_ignore_ascii_case(address) => address.to_owned(),
            (name, address) => format!("{name} <{address}>"),
        },
        date: date.or_else(stored).unwrap_or_default(),
        to: folder.text(property::TO),
        subject: folder.text(property::SUBJECT),
        ..Message::default()
    }
}

/// A moment counted in tenths of microseconds from 1601 on, in words.
fn moment(ticks: u64) -> Option<String> {
    let minutes = ticks / 600_000_000;
    let mut days = minutes / 1_440;
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1601;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
        if year > 2200 {
            return None;
        }
    }
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let names =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    for (length, name) in lengths.into_iter().zip(names) {
        if days < length {
            let (hour, minute) = (minutes % 1_440 / 60, minutes % 60);
            return (year > 1970).then(|| format!("{} {name} {year} {hour:02}:{minute:02} UTC", days + 1));
        }
        days -= length;
    }
    None
}

/// The body as HTML where the message has it, itself or inside RTF.
fn body(folder: &Folder<'_, '_>, message: &mut Message) {
    let label = folder
        .number(property::INTERNET_CODE_PAGE)
        .and_then(|n| i32::try_from(n & 0xFFFF_FFFF).ok())
        .map(|p| of_code_page(p).name());
    let stored = folder.bytes(property::HTML).map(|bytes| html::decode(&bytes, label).0);
    let html = stored.unwrap_or_else(|| folder.text(property::HTML));
    if !html.trim().is_empty() {
        message.html = Some(html);
        return;
    }
    let Some(rtf) = folder.bytes(property::RTF).and_then(|bytes| rtf::unpack(&bytes)) else { return };
    match rtf::inside(&rtf) {
        Some(Inside::Html(text)) => message.html = Some(text),
        Some(Inside::Plain(text)) if message.plain.as_deref().is_none_or(|p| p.trim().is_empty()) => message.plain = Some(text),
        // The plain text beside it has lost the columns.
        None if rtf.windows(6).any(|w| w == b"\\trowd") => message.rtf = Some(rtf),
        Some(Inside::Plain(_)) | None => {}
    }
}

fn attachments(folder: &Folder<'_, '_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let mut names = Names::default();
    let found = folder.entries.iter().filter(|(name, id)| name.starts_with("__attach_version1.0_") && folder.file.is_folder(*id));
    for &(_, id) in found {
        reading.budget.members(1)?;
        let attachment = Folder::open(folder.file, id);
        let name = attachment.first(&[property::FILE_NAME, property::SHORT_FILE_NAME, property::NAME]);
        let (path, bytes) = match attachment.number(property::METHOD).map(|m| m & 0xFFFF_FFFF) {
            Some(5) => {
                let inner = attachment.entry(property::DATA, 0x000D).and_then(|id| folder.file.with_top(id));
                (names.take(&format!("{}.msg", name.trim_end_matches(".msg").replace(['/', '\\'], "-")), "message.msg"), inner)
            }
            Some(6) => {
                reading.note(IssueCode::FormatUnknown, "it has an object in it that cannot be read");
                continue;
            }
            _ if is_decoration(&attachment, &name) => continue,
            _ => (names.take(&name, "attachment"), attachment.bytes(property::DATA)),
        };
        let Some(bytes) = bytes else {
            reading.note(IssueCode::AttachmentMissing, "it names an attachment that is not in it");
            continue;
        };
        reading.budget.inflate(bytes.len() as u64)?;
        reading.members.push(Member { path, content: Content::Bytes(bytes) });
    }
    Ok(())
}

/// Whether an attachment is a picture that the body shows, such as that of a letterhead, or a signature for programs.
fn is_decoration(attachment: &Folder<'_, '_>, name: &str) -> bool {
    let kind = attachment.text(property::MIME_TYPE).to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    let picture =
        kind.starts_with("image/") || [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emz", ".wmz"].iter().any(|e| name.ends_with(e));
    let shown = !attachment.text(property::CONTENT_ID).is_empty()
        || attachment.number(property::HIDDEN).is_some_and(|h| h & 1 == 1)
        || attachment.number(property::ATTACHMENT_FLAGS).is_some_and(|f| f & 4 == 4);
    picture && shown || name.ends_with(".p7s")
}
