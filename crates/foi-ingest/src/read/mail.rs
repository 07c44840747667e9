//! What messages have in common, whatever they are stored in: a head, a body in one or two forms, earlier messages below.

use foi_model::Place;

use super::draft::Piece;
use super::package::Sample;
use super::{FORMATS, Fault, Reading, html, text};
use crate::document::{Block, Document, Style, TextBlock};

/// A message with its body decoded.
#[derive(Debug, Default)]
pub(super) struct Message {
    /// Who sent it, as `Name <address>`.
    pub(super) from: String,
    /// When, as it stands in the head.
    pub(super) date: String,
    /// To whom.
    pub(super) to: String,
    /// What it is about.
    pub(super) subject: String,
    /// The body as plain text.
    pub(super) plain: Option<String>,
    /// The body as HTML.
    pub(super) html: Option<String>,
    /// The body as RTF, where it has tables.
    pub(super) rtf: Option<Vec<u8>>,
}

/// Adds a message to a document that has nothing yet.
pub(super) fn lay_out(message: &Message, reading: &mut Reading<'_>) -> Result<(), Fault> {
    // To whom it went is nobody's business, and can be an officer of another authority.
    let fields = [("From", &message.from), ("Date", &message.date), ("Subject", &message.subject)];
    for (number, (name, value)) in (1..).zip(fields.into_iter().filter(|(_, value)| !value.trim().is_empty())) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = reading.place(Place::Line(number), &format!("{name}: {value}"))?;
        reading.document.blocks.push(Block::Text(TextBlock { style: Style::Paragraph, strong: false, quoted: false, text }));
    }
    let head = reading.document.blocks.len();
    let read = body(message, reading);
    join_attributions(&mut reading.document, head);
    let blocks = &mut reading.document.blocks;
    answer_within(blocks, head);
    forward(blocks, head, &message.to.to_lowercase());
    read
}

/// The body in the form that says more: plain text, unless HTML has structure that plain text has lost.
fn body(message: &Message, reading: &mut Reading<'_>) -> Result<(), Fault> {
    if let Some(rtf) = &message.rtf {
        let sample = Sample::new(rtf, reading.budget)?;
        if let Some(format) = FORMATS.iter().find(|f| f.name == "rtf" && (f.matches)(&sample)) {
            return (format.read)(&sample, reading);
        }
    }
    let plain = message.plain.as_deref().filter(|t| !t.trim().is_empty());
    let drafted = message.html.as_deref().map(|html| html::draft(html, reading));
    match (plain, drafted) {
        (Some(plain), Some(drafted)) => {
            let (own, other) = (words(plain), drafted.pieces.iter().map(words_of).sum::<usize>());
            let enough = |part: usize, whole: usize| part * 5 >= whole * 3;
            if enough(other, own) && (drafted.pieces.iter().any(has_structure) || !enough(own, other)) {
                drafted.lay_out(reading)
            } else {
                text::lay_out(plain, reading)
            }
        }
        (Some(plain), None) => text::lay_out(plain, reading),
        (None, Some(drafted)) => drafted.lay_out(reading),
        (None, None) => Ok(()),
    }
}

fn words(text: &str) -> usize {
    text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count()
}

fn words_of(piece: &Piece) -> usize {
    match piece {
        Piece::Text(paragraph) => words(&paragraph.text),
        Piece::Table(table) => table.rows.iter().flatten().flat_map(|cell| &cell.pieces).map(words_of).sum(),
    }
}

/// Whether a piece has what plain text does not: columns, emphasis, items.
fn has_structure(piece: &Piece) -> bool {
    match piece {
        Piece::Text(paragraph) => paragraph.strong || paragraph.quoted || paragraph.style != Style::Paragraph,
        Piece::Table(table) => {
            let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
            columns >= 2 && table.rows.len() >= 2 || table.rows.iter().flatten().flat_map(|cell| &cell.pieces).any(has_structure)
        }
    }
}

fn text_at(blocks: &[Block], index: usize) -> Option<&TextBlock> {
    match blocks.get(index) {
        Some(Block::Text(text)) => Some(text),
        _ => None,
    }
}

fn lower_at(blocks: &[Block], index: usize) -> String {
    text_at(blocks, index).map_or_else(String::new, |t| t.text.as_str().trim().to_lowercase())
}

/// `On 5 January 2026 at 10:00, Jane Doe wrote:` is one line, wherever the program broke it.
fn join_attributions(document: &mut Document, from: usize) {
    let mut index = from;
    while index + 1 < document.blocks.len() {
        let (first, second) = (lower_at(&document.blocks, index), lower_at(&document.blocks, index + 1));
        let opens = first.starts_with("on ")
            && first.chars().any(|c| c.is_ascii_digit())
            && first.len() < 200
            && !first.ends_with("wrote:");
        if opens
            && second.ends_with("wrote:")
            && second.len() < 120
            && let Some(Block::Text(after)) = document.blocks.get(index + 1).cloned()
            && let Some(Block::Text(block)) = document.blocks.get_mut(index)
        {
            block.text.append(&after.text);
            document.blocks.remove(index + 1);
        }
        index += 1;
    }
}

/// A line that names who wrote what is quoted below opens an older message, unless the answers stand among what is quoted.
fn answer_within(blocks: &mut [Block], from: usize) {
    let Some(opening) = (from..blocks.len()).find(|&i| is_attribution(&lower_at(blocks, i))) else { return };
    let mut answers = 0;
    let mut quoted = false;
    for block in blocks.iter().skip(opening + 1) {
        match block {
            Block::Text(text) if text.quoted => quoted = true,
            Block::Text(text) if text.style == Style::Running => {}
            _ => {
                answers += usize::from(quoted);
                quoted = false;
            }
        }
    }
    // What follows a quotation once is a signature or a notice at the foot.
    if answers >= 2
        && let Some(Block::Text(text)) = blocks.get_mut(opening)
    {
        (text.style, text.quoted) = (Style::Running, true);
    }
}

fn is_attribution(lower: &str) -> bool {
    lower.starts_with("on ") && lower.ends_with("wrote:")
}

/// The words of a table that is the head of a message; empty where it is another.
fn head_in_table(blocks: &[Block], index: usize) -> String {
    let Some(Block::Table(table)) = blocks.get(index) else { return String::new() };
    let label = |row: usize| table.text(row, 0).trim().to_lowercase();
    let has = |name: &str| (0..table.rows.len().min(8)).any(|row| label(row) == name);
    let cells = || table.rows.iter().flatten().map(|c| c.text.as_str()).collect::<Vec<_>>().join(" ");
    if has("from:") && has("subject:") { cells().to_lowercase() } else { String::new() }
}

/// A message that only hands on another: the one inside speaks, and what stands before it tells who handed it on.
fn forward(blocks: &mut Vec<Block>, head: usize, to: &str) {
    let is_head = |i: usize| {
        let own = lower_at(blocks, i);
        let follows = |name: &str| (1..=3).any(|n| lower_at(blocks, i + n).starts_with(name));
        own.starts_with("from:") && (follows("sent:") || follows("date:") || follows("to:"))
    };
    // Thunderbird sets the head as a table.
    let heads = (head..blocks.len()).map(|i| if is_head(i) { lower_at(blocks, i) } else { head_in_table(blocks, i) });
    let Some((inner, asker)) = (head..).zip(heads).find(|(_, text)| !text.is_empty()) else { return };
    let said: Vec<String> = (head..inner).map(|i| lower_at(blocks, i)).collect();
    let tables = blocks.get(head..inner).unwrap_or_default().iter().any(|b| matches!(b, Block::Table(_)));
    let subject = (0..head).map(|i| lower_at(blocks, i)).find(|l| l.starts_with("subject:")).unwrap_or_default();
    let subject = subject.trim_start_matches("subject:").trim_start();
    let forwards = ["fw:", "fwd:"].iter().any(|f| subject.starts_with(f)) || said.iter().any(|l| l.contains("forwarded message"));
    // To answer somebody is not to hand on what they wrote.
    let name = to.split(['<', ',', ';']).next().unwrap_or("").trim_matches(['"', '\'', ' ']);
    let address = to.split(['<', '>', ' ', ',', ';']).find(|w| w.contains('@'));
    let answers = !name.is_empty() && asker.contains(name) || address.is_some_and(|a| asker.contains(a));
    let substance = ["hold", "held", "exempt", "refus", "section", "£"];
    let answers = answers || said.iter().any(|l| substance.iter().any(|s| l.contains(s)));
    let brief = said.iter().map(|l| words(l)).sum::<usize>() <= 60;
    let silent = said.iter().all(|l| words(l) == 0);
    if !(forwards || silent) || tables || answers || !brief {
        return;
    }
    let domain = |text: &str| {
        let (_, after) = text.split_once('@')?;
        Some(after.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-')).collect::<String>())
    };
    // Somebody else handed it on: their address and the day tell nothing about the response.
    let outside = domain(&asker).is_some() && domain(&lower_at(blocks, 0)) != domain(&asker);
    // What is handed on is quoted as a whole by some programs.
    let quoted = matches!(blocks.get(inner), Some(Block::Text(text)) if text.quoted);
    for block in blocks.iter_mut().skip(inner).filter(|_| quoted) {
        if let Block::Text(text) = block {
            text.quoted = false;
        }
    }
    for index in (0..inner).rev() {
        let named = lower_at(blocks, index);
        if outside && index < head && (named.starts_with("from:") || named.starts_with("date:")) {
            blocks.remove(index);
        } else if let Some(Block::Text(text)) = blocks.get_mut(index) {
            text.style = Style::Running;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::outline::outlined;

    #[track_caller]
    fn check(from: &str, subject: &str, plain: &str, expected: &str) {
        let message = Message {
            from: from.to_owned(),
            date: "3 Feb 2026".to_owned(),
            to: "Jane <jane@other.example>".to_owned(),
            subject: subject.to_owned(),
            plain: Some(plain.to_owned()),
            html: None,
            rtf: None,
        };
        assert_eq!(outlined(|reading| lay_out(&message, reading)), expected);
    }

    #[test]
    fn what_is_handed_on_speaks_for_itself() {
        let inner = "From: FOI <foi@ashmere.example>\nSent: 30 January 2026 10:00\nTo: Jane\nSubject: Reply\n\n1. Yes\n";
        let shown = "¶ From: FOI foi@ashmere.example\n¶ Sent: 30 January 2026 10:00\n¶ To: Jane\n¶ Subject: Reply\n¶ 1. Yes\n";
        check(
            "Jane <jane@b.example>",
            "Fwd: Reply",
            &format!("FYI\n\n---------- Forwarded message ---------\n{inner}"),
            &format!("- Subject: Fwd: Reply\n- FYI\n- ---------- Forwarded message ---------\n{shown}"),
        );
        // As Apple's programs quote it.
        let quoted: String = inner.lines().map(|line| format!("> {line}\n")).collect();
        check(
            "Jane <jane@b.example>",
            "Fwd: Reply",
            &format!("Begin forwarded message:\n\n{quoted}"),
            &format!("- Subject: Fwd: Reply\n- Begin forwarded message:\n{shown}"),
        );
        // Within one authority, the day it was handed on is the day of the response.
        check(
            "FOI <foi@ashmere.example>",
            "FW: Reply",
            &format!("See below.\n\n{inner}"),
            &format!("- From: FOI <foi@ashmere.example>\n- Date: 3 Feb 2026\n- Subject: FW: Reply\n- See below.\n{shown}"),
        );
        // A reply above an older message is the reply.
        check(
            "FOI <foi@ashmere.example>",
            "RE: Request",
            &format!("1. No\n\n{inner}"),
            &format!("¶ From: FOI <foi@ashmere.example>\n¶ Date: 3 Feb 2026\n¶ Subject: RE: Request\n¶ 1. No\n{shown}"),
        );
    }

    #[test]
    fn answers_among_the_questions_are_no_older_message() {
        let head = "¶ From: a@b.example\n¶ Date: 3 Feb 2026\n¶ Subject: Re: Request\n";
        let attribution = "On 5 January 2026 at 10:00, Jane Doe\n<jane@other.example> wrote:\n\n";
        let joined = "On 5 January 2026 at 10:00, Jane Doe jane@other.example wrote:\n";
        check(
            "a@b.example",
            "Re: Request",
            &format!("{attribution}> 1. Do you?\nYes\n> 2. How?\nBy hand\n"),
            &format!("{head}-> {joined}¶> 1. Do you?\n¶ Yes\n¶> 2. How?\n¶ By hand\n"),
        );
        check(
            "a@b.example",
            "Re: Request",
            &format!("1. Yes\n\n{attribution}> 1. Do you?\n\nTown Hall\n"),
            &format!("{head}¶ 1. Yes\n¶ {joined}¶> 1. Do you?\n¶ Town Hall\n"),
        );
    }
}
