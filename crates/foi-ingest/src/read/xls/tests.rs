use foi_model::IssueCode;

use crate::document::Block;
use crate::read::outline::{read_one, shown};

/// A compound file of one stream.
fn compound(stream: &[u8]) -> Vec<u8> {
    let sectors = u32::try_from(stream.len().max(4096).div_ceil(512)).unwrap();
    let mut head = vec![0; 512];
    let mut put = |at: usize, bytes: &[u8]| head[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    put(0x1e, &[9, 0, 6, 0]);
    put(0x2c, &1_u32.to_le_bytes());
    put(0x30, &1_u32.to_le_bytes());
    put(0x38, &4096_u32.to_le_bytes());
    put(0x3c, &[0xfe, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff]);
    put(0x4c, &[0; 4]);
    put(0x50, &[0xff; 432]);
    let mut table: Vec<u32> = vec![0xffff_fffd, 0xffff_fffe];
    table.extend((0..sectors).map(|n| if n + 1 == sectors { 0xffff_fffe } else { n + 3 }));
    table.resize(128, 0xffff_ffff);
    let entry = |name: &str, kind: u8, child: u32, start: u32, size: u32| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u8::try_from(entry.len() + 2).unwrap();
        entry.resize(128, 0);
        entry[0x40] = length;
        entry[0x42] = kind;
        entry[0x44..0x4c].fill(0xff);
        entry[0x4c..0x50].copy_from_slice(&child.to_le_bytes());
        entry[0x74..0x78].copy_from_slice(&start.to_le_bytes());
        entry[0x78..0x7c].copy_from_slice(&size.to_le_bytes());
        entry
    };
    let mut file = head;
    file.extend(table.iter().flat_map(|n| n.to_le_bytes()));
    file.extend(entry("Root Entry", 5, 1, 0xffff_fffe, 0));
    file.extend(entry("Workbook", 2, u32::MAX, 2, sectors * 512));
    file.extend([0; 256]);
    file.extend(stream);
    file.resize(512 * (3 + sectors as usize), 0);
    file
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
}

fn cell(kind: u16, at: (u16, u16, u16), value: &[u8]) -> Vec<u8> {
    record(kind, &[&at.0.to_le_bytes(), &at.1.to_le_bytes(), &at.2.to_le_bytes(), value].concat())
}

const BEGIN: u16 = 0x0809;
const END: u16 = 0x0a;

/// A workbook of a sheet, and of a hidden one with the same records; more records of what they share.
fn workbook(shared: &[u8], sheet: &[u8]) -> Vec<u8> {
    let begin = record(BEGIN, &[0, 6, 5, 0]);
    let mut styles = Vec::new();
    for _ in 0..5 {
        styles.extend(record(0x31, &[200, 0, 0, 0, 0xff, 0x7f, 0x90, 1]));
    }
    styles.extend(record(0x041e, b"\xa4\x00\x06\x00\x00#,##0,"));
    for format in [0_u16, 164, 9, 14] {
        let mut look = vec![0; 20];
        look[2..4].copy_from_slice(&format.to_le_bytes());
        styles.extend(record(0xe0, &look));
    }
    let listed = |offset: usize, state: u8, name: &[u8]| {
        let mut data = u32::try_from(offset).unwrap().to_le_bytes().to_vec();
        data.extend([state, 0, u8::try_from(name.len()).unwrap(), 0]);
        data.extend(name);
        record(0x85, &data)
    };
    let rest = [styles.as_slice(), shared, &record(END, &[])].concat();
    let sheet = [begin.as_slice(), sheet, &record(END, &[])].concat();
    let start = begin.len() + listed(0, 0, b"Q1").len() * 2 + rest.len();
    let stream = [begin, listed(start, 0, b"Q1"), listed(start + sheet.len(), 1, b"Q2"), rest, sheet.clone(), sheet].concat();
    compound(&stream)
}

#[test]
fn cells_are_as_excel_shows_them() {
    // The second text goes on in the next record, where its characters become wide.
    let shared = [record(0xfc, b"\x02\0\0\0\x02\0\0\0\x04\0\0Area\x06\0\0Ho"), record(0x3c, b"\x01m\0e\0 \0\xa3\0")].concat();
    let packed = |n: i32| (n << 2 | 2).to_le_bytes();
    let sheet = [
        cell(0xfd, (0, 0, 0), &0_u32.to_le_bytes()),
        cell(0x0204, (0, 1, 0), b"\x03\0\x002/3"),
        cell(0xfd, (1, 0, 0), &1_u32.to_le_bytes()),
        cell(0x0203, (1, 1, 1), &61_033_400_f64.to_le_bytes()),
        cell(0xbd, (2, 0, 2), &[packed(1).as_slice(), &3_u16.to_le_bytes(), &packed(45_382), &1_u16.to_le_bytes()].concat()),
        cell(0x0205, (3, 0, 0), &[0x2a, 1]),
        cell(0x06, (3, 1, 0), b"\0\0\0\0\0\0\xff\xff\0\0\0\0\0\0\0\0"),
        record(0x0207, b"\x02\0\0ab"),
        record(0x0208, &[4, 0, 0, 0, 2, 0, 1, 1, 0, 0, 0, 0, 0x20, 0, 0, 0]),
        cell(0x0203, (4, 0, 0), &7_f64.to_le_bytes()),
        record(0x1c, &[0; 12]),
    ]
    .concat();
    let read = read_one(&workbook(&shared, &sheet));
    assert_eq!(shown(&read.document), "#! Q1\n[Area|2/3 / Home £|61,033 / 100%|31/03/2024 / #N/A|ab]\n");
    let Some(Block::Table(table)) = read.document.blocks.last() else { panic!("no table") };
    let stored = |row: usize, column: usize| table.cell(row, column).unwrap().stored.clone().map(|s| (s.digits, s.scale));
    assert_eq!((stored(1, 1), stored(2, 0)), (Some(("61033.4".to_owned(), 3)), Some(("100".to_owned(), 0))));
    let messages: Vec<&str> = read.issues.iter().map(|i| i.message.as_str()).collect();
    assert_eq!(messages, ["`a`: it has 1 hidden sheet", "`a`: it has 1 hidden row with words or figures"]);
}

#[test]
fn locked_cut_and_damaged_workbooks() {
    let locked = read_one(&workbook(&record(0x2f, &[0; 6]), &[]));
    assert_eq!(locked.issues[0].code, IssueCode::DocumentEncrypted);
    let strange = [cell(0x0203, (0, 0, 0), &[0; 8]), cell(0xfd, (1, 0, 0), &[9; 4])].concat();
    let read = read_one(&workbook(&[], &strange));
    assert_eq!((shown(&read.document).as_str(), read.issues[1].code), ("#! Q1\n¶ 0\n", IssueCode::DocumentPartlyRead));
    let whole = workbook(&[], &cell(0x0203, (0, 0, 0), &[0; 8]));
    for length in (0..whole.len()).step_by(61) {
        let _ = read_one(&whole[..length]);
    }
}
