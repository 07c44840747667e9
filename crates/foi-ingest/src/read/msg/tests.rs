use super::*;
use crate::budget::{Budget, Limits};
use crate::read::outline::shown;
use crate::read::{Access, read as read_all};

/// A folder or a stream.
enum Item {
    Folder(&'static str, Vec<Item>),
    Stream(String, Vec<u8>),
}

fn text(property: u16, text: &str) -> Item {
    Item::Stream(format!("__substg1.0_{property:04X}001F"), text.encode_utf16().flat_map(u16::to_le_bytes).collect())
}

fn binary(property: u16, bytes: &[u8]) -> Item {
    Item::Stream(format!("__substg1.0_{property:04X}0102"), bytes.to_vec())
}

fn fixed(lead: usize, numbers: &[(u16, u64)]) -> Item {
    let mut bytes = vec![0; lead];
    for (property, number) in numbers {
        bytes.extend([[3, 0], property.to_le_bytes(), [6, 0], [0, 0]].concat());
        bytes.extend(number.to_le_bytes());
    }
    Item::Stream(PROPERTIES.to_owned(), bytes)
}

/// A compound file: streams of less than 4096 bytes in the small sectors of the root, others in sectors.
#[derive(Default)]
struct Writer {
    entries: Vec<[u8; 128]>,
    sectors: Vec<[u8; 512]>,
    table: Vec<u32>,
    small: Vec<u8>,
    small_table: Vec<u32>,
}

const END: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;

impl Writer {
    fn chain(&mut self, bytes: &[u8]) -> u32 {
        let start = u32::try_from(self.sectors.len()).unwrap();
        for chunk in bytes.chunks(512) {
            let mut sector = [0; 512];
            sector[..chunk.len()].copy_from_slice(chunk);
            self.sectors.push(sector);
            self.table.push(u32::try_from(self.sectors.len()).unwrap());
        }
        if bytes.is_empty() {
            return END;
        }
        *self.table.last_mut().unwrap() = END;
        start
    }

    fn entry(&mut self, name: &str, kind: u8) -> usize {
        let mut entry = [0; 128];
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64] = u8::try_from(units.len() + 2).unwrap();
        entry[66] = kind;
        entry[68..80].fill(0xff);
        self.entries.push(entry);
        self.entries.len() - 1
    }

    fn set(&mut self, entry: usize, at: usize, number: u32) {
        self.entries[entry][at..at + 4].copy_from_slice(&number.to_le_bytes());
    }

    fn add(&mut self, folder: usize, items: Vec<Item>) {
        let mut last = (folder, 76);
        for item in items {
            let id = match item {
                Item::Folder(name, items) => {
                    let id = self.entry(name, 1);
                    self.add(id, items);
                    id
                }
                Item::Stream(name, bytes) => {
                    let id = self.entry(&name, 2);
                    let start = if bytes.len() >= 4096 {
                        self.chain(&bytes)
                    } else {
                        let start = u32::try_from(self.small.len() / 64).unwrap();
                        for chunk in bytes.chunks(64) {
                            self.small.extend(chunk);
                            self.small.resize(self.small.len().next_multiple_of(64), 0);
                            self.small_table.push(u32::try_from(self.small_table.len() + 1).unwrap());
                        }
                        if let Some(last) = self.small_table.last_mut() {
                            *last = END;
                        }
                        start
                    };
                    self.set(id, 116, start);
                    self.set(id, 120, u32::try_from(bytes.len()).unwrap());
                    id
                }
            };
            self.set(last.0, last.1, u32::try_from(id).unwrap());
            last = (id, 72);
        }
    }

    fn finish(mut self) -> Vec<u8> {
        let small = std::mem::take(&mut self.small);
        let start = self.chain(&small);
        self.set(0, 116, start);
        self.set(0, 120, u32::try_from(small.len()).unwrap());
        let small_table: Vec<u8> = self.small_table.iter().flat_map(|n| n.to_le_bytes()).collect();
        let small_table = self.chain(&small_table);
        let directory = self.entries.concat();
        let directory = self.chain(&directory);
        let at = u32::try_from(self.sectors.len()).unwrap();
        self.table.push(0xFFFF_FFFD);
        self.table.resize(128, FREE);
        let mut bytes = vec![0; 512];
        bytes[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
        let mut set = |at: usize, number: u32| bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
        set(28, 0x0009_FFFE);
        set(32, 6);
        set(44, 1);
        set(48, directory);
        set(56, 4096);
        set(60, small_table);
        set(68, END);
        set(76, at);
        (1..109).for_each(|n| set(76 + n * 4, FREE));
        bytes.extend(self.sectors.concat());
        bytes.extend(self.table.iter().flat_map(|n| n.to_le_bytes()));
        bytes
    }
}

fn message(items: Vec<Item>) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.entry("Root Entry", 5);
    writer.add(0, items);
    writer.finish()
}

#[track_caller]
fn check(bytes: &[u8], expected: &[(&str, &str, &[IssueCode])]) {
    let all = read_all(bytes, "m", &Budget::new(&Limits::default()), Access::default(), &|_| None);
    let found: Vec<(String, String, Vec<IssueCode>)> = all
        .iter()
        .map(|r| (r.document.source.path.clone(), shown(&r.document), r.issues.iter().map(|i| i.code).collect()))
        .collect();
    let expected: Vec<(String, String, Vec<IssueCode>)> =
        expected.iter().map(|(path, text, codes)| ((*path).to_owned(), (*text).to_owned(), codes.to_vec())).collect();
    assert_eq!(found, expected);
}

#[test]
fn heads_bodies_and_attachments() {
    let long = format!("<html><p>{}", "word ".repeat(2_000));
    let inner = vec![
        fixed(24, &[(property::SUBMITTED, 134_141_544_000_000_000)]),
        text(property::SUBJECT, "Older"),
        text(property::BODY, "Inner"),
    ];
    let attachment = |method: u64, mut items: Vec<Item>| {
        items.push(fixed(8, &[(property::METHOD, method)]));
        items
    };
    let bytes = message(vec![
        Item::Folder("__nameid_version1.0", Vec::new()),
        fixed(32, &[(property::INTERNET_CODE_PAGE, 1252)]),
        text(property::SUBJECT, "FOI 12"),
        text(property::SENDER_NAME, "FOI Team"),
        text(property::SENDER_ADDRESS, "/O=EXCHANGE/CN=FOI"),
        text(property::HEADERS, "From: FOI Team <foi@ashmere.example>\r\nDate: Thu, 29 Jan 2026 10:02:33 +0000\r\n"),
        text(property::BODY, "Costs: a b c 5"),
        binary(property::HTML, b"<p>Costs: <table><tr><td>a<td>b<tr><td>c<td>\xa35</table>"),
        Item::Folder(
            "__attach_version1.0_#00000000",
            attachment(1, vec![text(property::FILE_NAME, "..\\reply.html"), binary(property::DATA, long.as_bytes())]),
        ),
        Item::Folder(
            "__attach_version1.0_#00000001",
            attachment(
                1,
                vec![text(property::FILE_NAME, "logo.png"), text(property::CONTENT_ID, "x"), binary(property::DATA, b"\x89PNG")],
            ),
        ),
        Item::Folder(
            "__attach_version1.0_#00000002",
            attachment(5, vec![text(property::NAME, "Older"), Item::Folder("__substg1.0_3701000D", inner)]),
        ),
        Item::Folder("__attach_version1.0_#00000003", attachment(7, vec![text(property::FILE_NAME, "cloud.xlsx")])),
    ]);
    let words = format!("¶ {}\n", "word ".repeat(2_000).trim());
    check(
        &bytes,
        &[
            (
                "m",
                "¶ From: FOI Team <foi@ashmere.example>\n¶ Date: Thu, 29 Jan 2026 10:02:33 +0000\n¶ Subject: FOI 12\n¶ Costs:\n[a|b / c|£5]\n",
                &[IssueCode::AttachmentMissing],
            ),
            ("m/reply.html", &words, &[]),
            ("m/Older.msg", "¶ Date: 29 January 2026 10:00 UTC\n¶ Subject: Older\n¶ Inner\n", &[]),
        ],
    );
}

#[test]
fn damage_ends_in_issues() {
    let whole = message(vec![
        Item::Folder("__nameid_version1.0", Vec::new()),
        fixed(32, &[]),
        text(property::SUBJECT, "FOI 12"),
        text(property::BODY, &"Body ".repeat(2_000)),
    ]);
    for at in (0..whole.len()).step_by(97) {
        for value in [0, 1, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = value;
            read_all(&bytes, "m", &Budget::new(&Limits::default()), Access::default(), &|_| None);
        }
        read_all(&whole[..at], "m", &Budget::new(&Limits::default()), Access::default(), &|_| None);
    }
}
