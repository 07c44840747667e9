//! Where an earlier message begins below what a document says itself.

use crate::bind::segment::is_page_number;
use crate::document::{Block, Document, Style};

/// What stands above a text. A log can begin with the head of the message that it keeps.
#[derive(Default)]
pub(super) struct Above {
    /// Whether there is more than the head of a message.
    said: bool,
    /// Whether there is more than a title, as a memorandum has above `From:` and `To:`.
    spoken: bool,
}

impl Above {
    pub(super) fn add(&mut self, text: &str) {
        let own = !is_mail_head(text);
        let title = text.split_whitespace().count() <= TITLE && !text.trim_end().ends_with(['.', '!', '?', ':', ';', ',']);
        self.spoken |= own && (self.said || !title);
        self.said |= own;
    }

    /// The head of a message further down: what follows was written earlier.
    pub(super) fn begins_older_message(&self, text: &str, document: &Document, block: usize) -> bool {
        let lower = text.to_lowercase();
        let line = lower.split_whitespace().count() <= 8;
        let original = line && (lower.contains("original message") || lower.contains("forwarded message"));
        let wrote = lower.starts_with("on ") && lower.trim_end().ends_with("wrote:");
        let next = |n: usize| match document.blocks.get(block + n) {
            Some(Block::Text(t)) => t.text.as_str().to_lowercase(),
            _ => String::new(),
        };
        let below = |label: &str| [1, 2, 3].iter().any(|&n| next(n).starts_with(label));
        let head = lower.starts_with("from:") && (below("sent:") || self.spoken && (below("date:") || below("to:")));
        self.said && (original || wrote || head || appends_first_reply(&lower, document, block))
    }
}

/// A title of a document has no more words.
const TITLE: usize = 8;

/// The block with which an earlier message begins below what a document says itself, if there is one.
pub(crate) fn older_message(document: &Document) -> Option<usize> {
    let mut above = Above::default();
    document.blocks.iter().enumerate().find_map(|(index, block)| {
        let Block::Text(text) = block else {
            above = Above { said: true, spoken: true };
            return None;
        };
        if text.style == Style::Running || is_page_number(text.text.as_str()) {
            return None;
        }
        let begins = above.begins_older_message(text.text.as_str(), document, index);
        above.add(text.text.as_str());
        begins.then_some(index)
    })
}

/// A line of the head of a message: `From: ...`, `----- Original Message -----`.
pub(super) fn is_mail_head(text: &str) -> bool {
    let lower = text.trim_start().to_lowercase();
    lower.contains("original message") || ["from:", "to:", "cc:", "sent:", "date:", "subject:"].iter().any(|w| lower.starts_with(w))
}

/// `Original response (now superseded)`: what a review replaces. A review that goes on to conclude tells what was said before it.
fn appends_first_reply(lower: &str, document: &Document, block: usize) -> bool {
    let short = |text: &str| text.split_whitespace().count() <= 8;
    let replaced = ["superseded", "for reference", "replaced", "withdrawn"].iter().any(|w| lower.contains(w));
    let reply = ["original", "earlier", "first", "previous"].iter().any(|w| lower.contains(w));
    let concludes = |lower: &str| short(lower) && ["review", "decision", "outcome", "conclusion"].iter().any(|w| lower.contains(w));
    let goes_on = |b: &Block| matches!(b, Block::Text(t) if concludes(&t.text.as_str().to_lowercase()));
    short(lower) && replaced && reply && !document.blocks.iter().skip(block + 1).any(goes_on)
}
