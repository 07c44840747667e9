//! Tables made of paragraphs whose words tabs keep apart.

use super::draft::{Draft, DraftCell, Paragraph, Piece};
use crate::document::Style;

/// Pieces with such paragraphs as tables: at least two rows of as many columns.
pub(super) fn with_tables(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out = Vec::with_capacity(pieces.len());
    let mut run: Vec<Paragraph> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(paragraph) if columns(&paragraph).is_some() => {
                if run.first().is_some_and(|first| columns(first) != columns(&paragraph)) {
                    end(&mut run, &mut out);
                }
                run.push(paragraph);
            }
            other => {
                end(&mut run, &mut out);
                out.push(other);
            }
        }
    }
    end(&mut run, &mut out);
    out
}

/// Words that are kept apart more often are something else.
const MOST_COLUMNS: usize = 40;

/// How many columns the lines of a paragraph have, if they agree.
fn columns(paragraph: &Paragraph) -> Option<usize> {
    if paragraph.style != Style::Paragraph || !paragraph.text.contains('\t') {
        return None;
    }
    let mut counts = paragraph.text.split('\n').map(|line| line.split('\t').count());
    let first = counts.next().filter(|n| (2..=MOST_COLUMNS).contains(n))?;
    counts.all(|n| n == first).then_some(first)
}

fn end(run: &mut Vec<Paragraph>, out: &mut Vec<Piece>) {
    let paragraphs = std::mem::take(run);
    let rows = || paragraphs.iter().flat_map(|p| p.text.split('\n')).map(|line| line.split('\t').collect::<Vec<_>>());
    let filled = |column: usize| rows().any(|row| row.get(column).is_some_and(|c| !c.trim().is_empty()));
    let columns: Vec<usize> = (0..rows().next().map_or(0, |row| row.len())).filter(|&n| filled(n)).collect();
    // Numbers and names in front of words are a list or the head of a letter.
    let leads = |row: &Vec<&str>| row.first().is_some_and(|first| is_number(first) || first.trim().ends_with(':'));
    if columns.len() < 2 || rows().count() < 2 || columns.len() == 2 && rows().any(|row| leads(&row)) {
        out.extend(paragraphs.into_iter().map(Piece::Text));
        return;
    }
    let mut draft = Draft::default();
    for paragraph in &paragraphs {
        let mut at = 0;
        for line in paragraph.text.split('\n') {
            let mut row = Vec::new();
            for (column, words) in line.split('\t').enumerate() {
                let range = at..=at + words.len();
                at += words.len() + 1;
                if columns.contains(&column) {
                    let first = paragraph.links.partition_point(|l| l < range.start());
                    let links =
                        paragraph.links.iter().skip(first).take_while(|l| range.contains(l)).map(|l| l - range.start()).collect();
                    let cell = Paragraph { links, ..Paragraph::new(words) };
                    row.push(DraftCell { pieces: vec![Piece::Text(cell)], column_span: 1, row_span: 1 });
                }
            }
            draft.rows.push(row);
        }
    }
    out.push(Piece::Table(draft));
}

/// Whether words are the number of an item: `3`, `a)`, `Q4.`.
fn is_number(words: &str) -> bool {
    let words = words.trim();
    let short = words.chars().count() <= 6;
    short && (words.ends_with(['.', ')']) || words.len() <= 2 && words.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use crate::read::draft::{Paragraph, Piece, lay_out};
    use crate::read::outline::outlined;

    #[track_caller]
    fn check(paragraphs: &[&str], expected: &str) {
        let pieces = paragraphs.iter().map(|p| Piece::Text(Paragraph::new(*p))).collect();
        assert_eq!(outlined(|reading| lay_out(pieces, reading)), expected);
    }

    #[test]
    fn rows_of_as_many_columns_are_a_table() {
        check(
            &["See:", "Area\t\t2023/24\t2024/25", "Home care\t\t\t5", "Day care\t\t3\t4", "End"],
            "¶ See:\n[Area|2023/24|2024/25 / Home care||5 / Day care|3|4]\n¶ End\n",
        );
        check(&["A\tB\nC\tD"], "[A|B / C|D]\n");
    }

    #[test]
    fn numbers_and_heads_of_letters_are_none() {
        check(&["1.\tDo you?", "2.\tSince when?"], "¶ 1.\tDo you?\n¶ 2.\tSince when?\n");
        check(&["Date:\t5 May", "Ref:\tX 1"], "¶ Date:\t5 May\n¶ Ref:\tX 1\n");
        check(&["One\ttab"], "¶ One\ttab\n");
    }
}
