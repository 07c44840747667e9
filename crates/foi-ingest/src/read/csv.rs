//! Values between commas, semicolons, tabs or bars: told by their regularity, laid out like a sheet.

use std::rc::Rc;

use super::package::Sample;
use super::sheet::{Address, Cell, Grid, Hidden};
use super::{Fault, Format, Reading, encoding};
use crate::budget::{Budget, Exceeded};

pub(super) const FORMAT: Format = Format { name: "csv", media_type: "text/csv", extensions: &["csv", "tsv", "tab"], matches, read };

/// How much of a file tells whether it is one of these, in bytes.
const LOOKED_AT: usize = 1 << 18;

fn matches(sample: &Sample<'_>) -> bool {
    let start = sample.bytes.get(..LOOKED_AT);
    let start = start.map_or(sample.bytes, |s| s.iter().rposition(|b| *b == b'\n').and_then(|end| s.get(..end)).unwrap_or(s));
    !sample.is_package() && encoding::is_text(start) && separator(&encoding::decode(start).0).is_some()
}

fn read(sample: &Sample<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let (text, issues) = encoding::decode(sample.bytes);
    reading.issues.extend(issues);
    let start = text.get(..LOOKED_AT).map_or(text.as_str(), |s| s.rsplit_once('\n').map_or(s, |(lines, _)| lines));
    let Some(separator) = separator(start).or_else(|| separator_of(&text)) else {
        return Err(Fault::Damaged("its records have no regular fields".to_owned()));
    };
    let mut grid = Grid::default();
    let filled = fill(&text, separator, &mut grid, reading.budget);
    grid.lay_out(Address::Record, &mut Hidden::default(), reading)?;
    Ok(filled?)
}

fn fill(text: &str, separator: char, grid: &mut Grid, budget: &Budget) -> Result<(), Exceeded> {
    for (row, record) in (0..).zip(Records { rest: text, separator }) {
        // The line that names the separator is for the program that opens the file.
        if row == 0 && named(text).is_some() {
            continue;
        }
        for (column, field) in (0..).zip(record.fields) {
            let text: Rc<str> = field.text.into();
            grid.push(Cell { row, column, text, stored: None, strong: false, link: None }, budget)?;
        }
    }
    Ok(())
}

/// The separator that the first line names, as in `sep=;`.
fn named(text: &str) -> Option<char> {
    let line = text.lines().next()?.trim_matches(['"', '\u{feff}']);
    let rest = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?;
    let mut chars = rest.chars();
    chars.next().filter(|c| !c.is_alphanumeric() && chars.all(|c| matches!(c, ',' | ';' | '\t')))
}

struct Field {
    text: String,
    quoted: bool,
    /// Whether a mark of quotation stands where none can.
    odd: bool,
}

struct Record {
    fields: Vec<Field>,
    /// Whether it ends within quotation marks.
    open: bool,
}

/// The records of a text; a line within quotation marks ends none.
struct Records<'t> {
    rest: &'t str,
    separator: char,
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        if self.rest.is_empty() {
            return None;
        }
        let mut record = Record { fields: Vec::new(), open: false };
        let mut field = Field { text: String::new(), quoted: false, odd: false };
        let mut inside = false;
        let mut chars = self.rest.char_indices().peekable();
        let mut end = self.rest.len();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            match c {
                '"' if inside && next == Some('"') => {
                    field.text.push('"');
                    chars.next();
                }
                '"' if inside => {
                    inside = false;
                    field.odd |= next.is_some_and(|n| n != self.separator && !matches!(n, '\n' | '\r' | ' '));
                }
                '"' if !field.quoted && field.text.trim().is_empty() => {
                    field.text.clear();
                    (field.quoted, inside) = (true, true);
                }
                '\r' if inside && next == Some('\n') => {}
                '\r' if inside => field.text.push('\n'),
                c if inside => field.text.push(c),
                '\r' if next == Some('\n') => {}
                '\n' | '\r' => {
                    end = at + 1;
                    break;
                }
                c if c == self.separator => {
                    record.fields.push(std::mem::replace(&mut field, Field { text: String::new(), quoted: false, odd: false }))
                }
                c => {
                    // A mark within words is one of inches, or of a word that is quoted.
                    field.odd |= field.quoted && !c.is_whitespace();
                    field.text.push(c);
                }
            }
        }
        record.open = inside;
        record.fields.push(field);
        self.rest = self.rest.get(end..).unwrap_or("");
        Some(record)
    }
}

/// What tells values between separators from a letter with commas in it, or from a table that is drawn with bars or tabs.
fn separator(text: &str) -> Option<char> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(separator) = named(text) {
        return Some(separator);
    }
    // Markup, and objects in braces.
    if text.trim_start().starts_with(['<', '{', '[']) {
        return None;
    }
    separator_of(text)
}

fn separator_of(text: &str) -> Option<char> {
    let found = ['\t', ';', '|', ','].into_iter().filter_map(|separator| Some((weigh(text, separator)?, separator)));
    found.max_by_key(|(weight, _)| *weight).map(|(_, separator)| separator)
}

/// How many records tell whether they are regular.
const WEIGHED: usize = 20_000;

/// Whether most lines of a text have no separator, so that most records have one field. Where nothing is quoted a line is a record.
fn is_prose(text: &str, separator: char) -> bool {
    let lines = || text.split(['\n', '\r']).filter(|l| l.contains(|c: char| c != separator && !c.is_whitespace()));
    let parted = || lines().filter(|l| l.contains(separator)).count();
    text.len() < WEIGHED && !text.contains('"') && parted() * 2 < lines().count()
}

/// How many of the records are regular, in thousandths, and how wide they are; `None` where they are not values between this separator.
fn weigh(text: &str, separator: char) -> Option<(usize, usize)> {
    if !text.contains(separator) || is_prose(text, separator) {
        return None;
    }
    let records: Vec<Record> = Records { rest: text, separator }.take(WEIGHED).collect();
    let is_blank = |record: &Record| record.fields.iter().all(|f| f.text.trim().is_empty());
    let filled: Vec<&Record> = records.iter().filter(|r| !is_blank(r)).collect();
    let all = filled.len();
    let odd = filled.iter().filter(|r| r.open || r.fields.iter().any(|f| f.odd)).count();
    // Records stand in a run where their neighbour has as many fields; others with one field are titles and notes.
    let width = |index: usize| filled.get(index).map(|r| r.fields.len());
    let regular: Vec<&&Record> = filled
        .iter()
        .enumerate()
        .filter(|(at, record)| {
            let fields = record.fields.len();
            fields >= 2 && (width(at + 1) == Some(fields) || at.checked_sub(1).and_then(width) == Some(fields))
        })
        .map(|(_, record)| record)
        .collect();
    let titles = filled.iter().filter(|r| r.fields.len() == 1).count();
    let stray = all - regular.len() - titles;
    let widest = regular.iter().map(|r| r.fields.len()).max()?;
    if regular.len() < 2 || odd * 50 > all || stray * 8 > all || regular.len() * 2 < all {
        return None;
    }
    let fields = || regular.iter().flat_map(|r| r.fields.iter());
    // Quotation marks around what holds a separator say what the others are for: no letter has them, nor leaves out the blank after a comma.
    let meant = fields().filter(|f| f.quoted && f.text.contains(separator)).count();
    let spaced = regular.iter().flat_map(|r| r.fields.iter().skip(1)).any(|f| !f.quoted && f.text.starts_with(' '));
    if regular.len() >= 4 && odd == 0 && meant >= 2 && !spaced {
        return Some((regular.len() * 1000 / all, widest));
    }
    let is_values = match separator {
        ',' => commas(&regular, widest),
        '|' => !regular.iter().any(|r| is_rule(r)) && !regular.iter().all(|r| r.fields.first().is_some_and(|f| f.text.is_empty())),
        // Tabs part the columns of a letter too, as a rule with words in some lines only.
        '\t' => stray == 0 && titles == 0 && regular.len() >= 3 && (widest > 2 || fields().any(|f| f.quoted)),
        _ => true,
    };
    let quoted = fields().any(|f| f.quoted);
    let lengths: Vec<usize> = fields().filter(|f| !f.text.trim().is_empty()).map(|f| f.text.chars().count()).collect();
    let mean = lengths.iter().sum::<usize>() / lengths.len().max(1);
    (is_values && mean <= if quoted { 200 } else { 40 }).then_some((regular.len() * 1000 / all, widest))
}

/// Whether commas part values and not clauses or thousands.
fn commas(regular: &[&&Record], widest: usize) -> bool {
    let bare = || regular.iter().flat_map(|r| r.fields.iter().skip(1)).filter(|f| !f.quoted && !f.text.is_empty());
    let all = bare().count();
    let spaced = bare().filter(|f| f.text.starts_with(' ')).count();
    let ends =
        regular.iter().filter(|r| r.fields.last().is_some_and(|f| !f.quoted && f.text.trim_end().ends_with(['.', '?', ':', ';'])));
    let sentences = ends.count();
    // In a table that is set out with blanks, commas stand in its figures.
    let columned =
        regular.iter().filter(|r| r.fields.iter().any(|f| f.text.trim().contains("  ") || f.text.contains('\t'))).count();
    // `Dear Sir,` and lines that end with a comma because they are wrapped.
    let trailing =
        regular.iter().filter(|r| r.fields.len() == 2 && r.fields.last().is_some_and(|f| f.text.trim().is_empty())).count();
    // A list such as `Home care: £1,234,000`.
    let grouped =
        regular.iter().filter(|r| r.fields.iter().zip(r.fields.iter().skip(1)).all(|(left, right)| groups(left, right))).count();
    let clauses = spaced * 10 > all && (spaced * 20 < all * 19 || widest < 3 || regular.len() < 4);
    // A field in quotation marks because a comma is in it says what the others are for.
    let quoted = regular.iter().flat_map(|r| &r.fields).any(|f| f.quoted && f.text.contains(','));
    let meant = quoted && widest > 2 && spaced * 20 <= all;
    let few = |some: usize, times: usize| some * times <= regular.len();
    !clauses && (meant || few(sentences, 4)) && few(columned, 5) && few(trailing, 2) && few(grouped, 4)
}

/// Whether the comma between two fields can stand within a number: up to three digits before it, and three after it.
fn groups(left: &Field, right: &Field) -> bool {
    let digits = |chars: &mut dyn Iterator<Item = char>| chars.take_while(char::is_ascii_digit).count();
    let before = digits(&mut left.text.chars().rev());
    !left.quoted && !right.quoted && (1..=3).contains(&before) && digits(&mut right.text.chars()) == 3
}

/// Whether a record is the line under the head of a Markdown table.
fn is_rule(record: &Record) -> bool {
    record.fields.iter().any(|f| f.text.contains("--"))
        && record.fields.iter().all(|f| f.text.chars().all(|c| matches!(c, '-' | ':' | ' ' | '=' | '+')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::outline::{outline, read_one};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(outline(text.as_bytes()), expected);
    }

    #[track_caller]
    fn is_text(text: &str) {
        assert_eq!(separator(text), None, "{text}");
    }

    #[test]
    fn separators_quotes_and_blank_fields() {
        check("Area,Budget,Outturn\nHome care,,12\nOther,3,\n", "[Area|Budget|Outturn / Home care||12 / Other|3|]\n");
        check("Area;Cost\r\n\"Day; care\";\"1,5\"\r\nOther;2\r\n", "[Area|Cost / Day; care|1,5 / Other|2]\n");
        check("\u{feff}a\tb\tc\n1\t\t3\n4\t5\t6\n", "[a|b|c / 1||3 / 4|5|6]\n");
        check("sep=|\nArea|Cost\nOther|2\n", "[Area|Cost / Other|2]\n");
        check(
            "Question,Answer\n\"Do you, or did you?\",\"Yes.\n\nWe \"\"do\"\".\"\n",
            "[Question|Answer / Do you, or did you?|Yes.\n\nWe \"do\".]\n",
        );
    }

    #[test]
    fn titles_and_tables_in_one_file() {
        let text = "Spend on care\n\nArea,2023/24,2024/25\nHome care,5,6\nOther,7,\n\nStaff,Number\nNurses,12\nOthers,30\n";
        check(text, "¶ Spend on care\n[Area|2023/24|2024/25 / Home care|5|6 / Other|7|]\n[Staff|Number / Nurses|12 / Others|30]\n");
        let text = "Spend on care,,\n,,\nArea,2023/24,2024/25\nHome care,5,6\n,,\nAll figures are in thousands,,\n";
        check(text, "¶ Spend on care\n[Area|2023/24|2024/25 / Home care|5|6]\n¶ All figures are in thousands\n");
    }

    #[test]
    fn places_are_records_and_fields() {
        let read = read_one(b"a,b\n\n\"x\ny\",2\n");
        let places: Vec<String> = read.document.places.iter().map(|(place, text)| format!("{place}: {text}")).collect();
        let expected =
            ["table 1 row 1 column 1: a", "table 1 row 1 column 2: b", "table 1 row 3 column 1: x\ny", "table 1 row 3 column 2: 2"];
        assert_eq!(places, expected);
    }

    #[test]
    fn letters_and_drawn_tables_are_text() {
        is_text(
            "Dear Ms Hart,\n\nThank you for your request, which we received on 3 May.\nWe hold the information, and it is below.\n\nYours sincerely,\n",
        );
        is_text("Town Hall, High Street\nNorthmoor, NM1 2AB\nTelephone, 01632 960001\n");
        is_text("| Area | Cost |\n|---|---|\n| Home care | 5 |\n");
        is_text("Area | Cost\n--- | ---\nHome care | 5\nOther | 6\n");
        is_text(
            "Service      2023/24   2024/25\nHome care      1,200     1,300\nDay care       2,500     2,600\nOther          1,100     1,900\n",
        );
        is_text("Do you use one?\tYes, we do.\nWhich one is it?\tOne that we built ourselves.\nSince when?\t2019\n");
        is_text("Budget\n\nHome care: £12,345,000\n\nDay care: £2,310,500\n\nOther: £1,020,000\n");
        is_text("one\ntwo\nthree\n");
    }
}
