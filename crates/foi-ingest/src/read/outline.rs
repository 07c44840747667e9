//! Blocks of a document one a line, for tests: `¶` paragraph, `#` heading, `•` bullet, `-` running, `!` emphasised, `>` quoted, tables as
//! cells between bars.

use super::{Access, Fault, Read, Reading, read, source};
use crate::budget::{Budget, Limits};
use crate::document::{Block, Document, Style};

/// The blocks of a file's bytes.
pub(crate) fn outline(bytes: &[u8]) -> String {
    shown(&read_one(bytes).document)
}

/// A file's bytes as a document, the first where there are others inside.
pub(crate) fn read_one(bytes: &[u8]) -> Read {
    let mut all = read(bytes, "a", &Budget::new(&Limits::default()), Access::default(), &|_| None);
    all.remove(0)
}

/// The blocks that a step of reading makes.
pub(crate) fn outlined(fill: impl FnOnce(&mut Reading<'_>) -> Result<(), Fault>) -> String {
    let budget = Budget::new(&Limits::default());
    let document = Document { source: source(b"", "a"), places: Vec::new(), blocks: Vec::new() };
    let mut reading = Reading {
        document,
        issues: Vec::new(),
        members: Vec::new(),
        budget: &budget,
        access: Access::default(),
        begin: &|_| None,
        template: false,
    };
    fill(&mut reading).unwrap();
    shown(&reading.document)
}

pub(crate) fn shown(document: &Document) -> String {
    let mut shown = String::new();
    for block in &document.blocks {
        match block {
            Block::Text(block) => {
                shown.push(match block.style {
                    Style::Paragraph => '¶',
                    Style::Heading => '#',
                    Style::Bullet => '•',
                    Style::Running => '-',
                });
                if block.strong {
                    shown.push('!');
                }
                if block.quoted {
                    shown.push('>');
                }
                shown.push(' ');
                shown.push_str(block.text.as_str());
            }
            Block::Table(table) => {
                let row = |row: &Vec<crate::document::TableCell>| row.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join("|");
                shown.push_str(&format!("[{}]", table.rows.iter().map(row).collect::<Vec<_>>().join(" / ")));
            }
        }
        shown.push('\n');
    }
    shown
}
