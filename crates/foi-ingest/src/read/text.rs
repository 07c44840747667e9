//! Plain text, and text with Markdown marks: paragraphs by blank lines, tables by pipes, tabs or aligned columns.

use std::ops::Range;

use foi_model::Place;

use super::lines::{self, LineKind};
use super::package::Sample;
use super::{Fault, Format, Reading, encoding, markup, text_table};
use crate::document::{Block, Rich, Style, TextBlock};

pub(super) const FORMAT: Format = Format {
    name: "text",
    media_type: "text/plain",
    extensions: &["txt", "md", "markdown", "text"],
    matches: |sample| encoding::is_text(sample.bytes),
    read,
};

fn read(sample: &Sample<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let (text, issues) = encoding::decode(sample.bytes);
    reading.issues.extend(issues);
    lay_out(&text, reading)
}

/// Adds the blocks of a text to a document; its lines go on after those that the document has, and are its places.
pub(super) fn lay_out(text: &str, reading: &mut Reading<'_>) -> Result<(), Fault> {
    reading.budget.text(text.len())?;
    let document = &mut reading.document;
    let before = document.places.len();
    // Lines that were there before are blank here, so that the number of a line is the index of its place.
    let lines: Vec<&str> = std::iter::repeat_n("", before).chain(lines::split(text)).collect();
    let places = lines.iter().zip(1..).skip(before).map(|(line, number)| (Place::Line(number), (*line).to_owned()));
    document.places.extend(places);
    let tables = text_table::find(&lines);
    let in_table = |line: usize| tables.get(tables.partition_point(|t| t.lines.end <= line)).filter(|t| t.lines.contains(&line));
    let prose: Vec<&str> = lines.iter().enumerate().filter(|(n, _)| in_table(*n).is_none()).map(|(_, l)| *l).collect();
    let wrap = lines::wrap_width(&prose);
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some(found) = in_table(at) {
            document.blocks.push(Block::Table(found.table.clone()));
            at = found.lines.end.max(at + 1);
        } else if line.trim().is_empty() {
            at += 1;
        } else {
            let mut end = at + 1;
            while end < lines.len() && in_table(end).is_none() && lines::continues(&lines, end, wrap) {
                end += 1;
            }
            document.blocks.extend(text_block(&lines, at..end).map(Block::Text));
            at = end;
        }
    }
    Ok(())
}

/// A paragraph out of its lines; `None` where there are marks and no words.
fn text_block(lines: &[&str], range: Range<usize>) -> Option<TextBlock> {
    let mut text = Rich::default();
    let mut style = Style::Paragraph;
    let mut strong = true;
    let mut quoted = false;
    for index in range.clone() {
        let line = lines.get(index)?;
        let (kind, start) = lines::kind(line);
        if index == range.start {
            quoted = kind == LineKind::Quoted;
            style = match kind {
                LineKind::Heading => Style::Heading,
                LineKind::Bullet => Style::Bullet,
                LineKind::Rule => return None,
                LineKind::Text | LineKind::Quoted => Style::Paragraph,
            };
        }
        let start = if index == range.start || kind == LineKind::Quoted { start } else { line.len() - line.trim_start().len() };
        let marked = markup::inline(line, start..line.len(), index);
        strong &= marked.strong;
        text.append(&marked.text);
    }
    let text = text.trimmed();
    (!text.is_blank()).then_some(TextBlock { style, strong: strong || style == Style::Heading, quoted, text })
}

#[cfg(test)]
mod tests {
    use crate::read::outline::outline;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(outline(text.as_bytes()), expected);
    }

    #[test]
    fn paragraphs_and_marks() {
        check(
            "# Reply\n\n**1. Do you?**\n\nYes, *we* do [here](http://x).\n\n- one\n- two\n",
            "#! Reply\n¶! 1. Do you?\n¶ Yes, we do here.\n• one\n• two\n",
        );
        check("2020\\_21 and snake_case_word * 3\n", "¶ 2020_21 and snake_case_word * 3\n");
    }

    #[test]
    fn hard_wrapped_lines_are_joined_and_short_ones_are_not() {
        let text = "The council has considered your request and is able to say the\nfollowing about the use of a tool by its officers in the last few\nyears, which may help you in your research on this.\nTown Hall\nHigh Street\n1. Do you currently use a tool of this kind or another that does\nthe same thing?\n";
        check(
            text,
            "¶ The council has considered your request and is able to say the following about the use of a tool by its officers in the last few years, which may help you in your research on this.\n¶ Town Hall\n¶ High Street\n¶ 1. Do you currently use a tool of this kind or another that does the same thing?\n",
        );
    }

    #[test]
    fn tables_of_pipes_and_tabs_keep_blank_cells() {
        check("| Area | Cost |\n|---|---:|\n| Home care |  |\n| Other | 5 |\n", "[Area|Cost / Home care| / Other|5]\n");
        check("Area\tBudget\tOutturn\nHome care\t\t12\nOther\t3\t\n", "[Area|Budget|Outturn / Home care||12 / Other|3|]\n");
        check("City of X - Response\t\nNumber 5\t\n", "¶ City of X - Response\n¶ Number 5\n");
    }

    #[test]
    fn boxes_are_tables_with_wrapped_cells() {
        let text = "\
+-----------------+-------------------+
| All             | 2023/24           |
+-----------------+---------+---------+
| Service         | Budget  | Outturn |
+-----------------+---------+---------+
| Home care, long |         | 5       |
| and short       |         |         |
+-----------------+---------+---------+
";
        check(text, "[All|2023/24| / Service|Budget|Outturn / Home care, long and short||5]\n");
        check(
            "┌──────┬──────┐\n│ Area │ Cost │\n├──────┼──────┤\n│ A    │ 5    │\n│ B    │      │\n└──────┴──────┘\n",
            "[Area|Cost / A|5 / B|]\n",
        );
    }

    #[test]
    fn aligned_columns_are_a_table() {
        let text = "\
Service area        2023/24            2024/25
                    Budget   Outturn   Budget   Outturn
Home care            1,200     1,300             1,450
Day care                         200      210
Supported living       900       910      920      930
";
        check(
            text,
            "[Service area|2023/24||2024/25| / |Budget|Outturn|Budget|Outturn / Home care|1,200|1,300||1,450 / Day care||200|210| / Supported living|900|910|920|930]\n",
        );
    }
}
