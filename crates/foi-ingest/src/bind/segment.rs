//! A document as a sequence of passages: paragraphs, tables, and the two sides of a table of questions and answers.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use foi_model::{Legislation, Locator, Place};

use crate::bind::asking;
use crate::bind::echo::answer_label;
use crate::bind::marker::{self, Marker};
use crate::bind::older::Above;
use crate::bind::wording;
use crate::bind::{Span, align, cut};
use crate::document::{Block, Document, Rich, Style, Table, TableCell, TextBlock};
use crate::interpret::{citations, leads_with_yes_or_no, sentences};
use crate::lexicon::Said;

/// On which side of a table of questions and answers a passage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// In no such table.
    Free,
    /// Where the questions stand.
    Question,
    /// Where the answers stand.
    Answer,
}

/// What a passage of a letter is for, by its words alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passage {
    /// Anything.
    Body,
    /// `You have asked the following`.
    RequestIntro,
    /// `Our response is as follows`.
    ResponseIntro,
    /// The heading of a section of the questionnaire.
    Section,
    /// Rights of review, signature.
    Closing,
    /// Re-use, copyright, where else information is: after the answers as a rule, an answer at times.
    SmallPrint,
    /// Greetings, and how the request was handled.
    Courtesy,
    /// The requester speaks.
    Requester,
    /// An entry of a log beside the words of the letter: `Reference number: 2509689`.
    Field,
}

/// A passage.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    pub(crate) span: Span,
    pub(crate) strong: bool,
    pub(crate) heading: bool,
    pub(crate) quoted: bool,
    /// Whether it is an item of a list without numbers.
    pub(crate) bullet: bool,
    /// Whether it stands below the head of an earlier message.
    pub(crate) old: bool,
    pub(crate) marker: Option<Marker>,
    pub(crate) side: Side,
    pub(crate) passage: Passage,
    /// What is asked for again and again.
    seen: OnceCell<Rc<Seen>>,
}

/// What the words of a passage are by themselves.
#[derive(Debug)]
struct Seen {
    /// The stems of what could be a question.
    stems: BTreeSet<String>,
    /// Whether it could be a question by its form.
    asks: bool,
    /// Whether it has a number, names a topic and says nothing.
    names_topic: bool,
    /// Whether a label before it says that it is an answer.
    answers: bool,
}

impl Segment {
    pub(crate) fn text(&self) -> &str {
        self.span.text.as_str()
    }

    /// The words after the number.
    pub(crate) fn body(&self) -> &str {
        self.text().get(self.body_start()..).unwrap_or("")
    }

    pub(crate) fn body_start(&self) -> usize {
        self.marker.as_ref().map_or(0, |m| m.end)
    }

    pub(crate) fn is_table(&self) -> bool {
        self.span.table
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_blank(&self) -> bool {
        !self.span.table && !self.text().chars().any(char::is_alphanumeric)
    }

    /// Whether it could be a question by its form.
    pub(crate) fn asks(&self) -> bool {
        self.side == Side::Question || self.seen().asks
    }

    /// Whether it is a line of a few words without a number, as the title of a question can be.
    pub(crate) fn is_line(&self) -> bool {
        let text = self.text().trim();
        let free =
            self.side == Side::Free && !self.span.table && !self.old && !self.quoted && !self.bullet && self.marker.is_none();
        free && matches!(self.passage, Passage::Body | Passage::Field)
            && (1..=14).contains(&text.split_whitespace().take(15).count())
            && !text.ends_with(['.', ':', ';', ','])
            && !text.contains(['£', '@'])
            && !self.answers()
    }

    /// Whether it answers by its first word, or by what it says of the information.
    pub(crate) fn says(&self) -> bool {
        leads_with_yes_or_no(self.text()) || says_of_information(&Said::of(self.text()))
    }

    /// The stems of what could be a question.
    pub(crate) fn stems(&self) -> &BTreeSet<String> {
        &self.seen().stems
    }

    /// Whether it has a number, names a topic and says nothing.
    pub(crate) fn names_topic(&self) -> bool {
        self.seen().names_topic
    }

    /// Whether a label before it says that it is an answer.
    pub(crate) fn answers(&self) -> bool {
        self.seen().answers
    }

    fn seen(&self) -> &Seen {
        let look = || {
            let asks = asking::asks(self.body());
            Rc::new(Seen {
                stems: wording::stems(align::asking_part(self.body())).into_iter().collect(),
                asks,
                names_topic: self.marker.is_some() && !asks && asking::names_topic(self.body()),
                answers: answer_label(self.text()) > 0,
            })
        };
        self.seen.get_or_init(look)
    }

    /// Takes another text, which has this number.
    pub(crate) fn mark(&mut self, text: Rich, marker: Option<Marker>) {
        self.span.text = text;
        self.marker = marker;
        self.seen = OnceCell::new();
    }

    /// With another text, which has this number.
    pub(crate) fn with(self, text: Rich, marker: Option<Marker>) -> Self {
        Self { span: Span { text, ..self.span }, marker, seen: OnceCell::new(), ..self }
    }

    /// A piece of it, read by itself; it looks as before and stands where it stood.
    pub(crate) fn anew(&self, piece: Rich) -> Self {
        let &Self { strong, heading, quoted, bullet, old, side, .. } = self;
        Self { strong, heading, quoted, bullet, old, ..passage(Span { text: piece, ..self.span.clone() }, side) }
    }
}

/// The passages of a document, in reading order, before it is known which questions they are held against.
pub(crate) struct Passages<'d> {
    parts: Vec<Part<'d>>,
}

enum Part<'d> {
    Text(Segment),
    /// A table that may have questions on one side and answers on the other; its block, whether it is of an earlier message, and its two
    /// sides as they were first divided, as most lists of questions divide them.
    Table(&'d Table, usize, bool, OnceCell<(Columns, Vec<Segment>)>),
}

impl<'d> Passages<'d> {
    pub(crate) fn of(document: &'d Document) -> Self {
        let mut parts = Vec::new();
        let mut old = false;
        let mut above = Above::default();
        for (block, found) in document.blocks.iter().enumerate() {
            match found {
                Block::Text(text) if text.style == Style::Running || is_page_number(text.text.as_str()) => {}
                Block::Text(text) => {
                    old &= !begins_sheet(document, text);
                    old |= above.begins_older_message(text.text.as_str(), document, block);
                    above.add(text.text.as_str());
                    let span = Span { block, row: None, column: None, table: false, text: text.text.clone() };
                    let mut segment = Segment {
                        strong: text.strong,
                        heading: text.style == Style::Heading,
                        quoted: text.quoted,
                        bullet: text.style == Style::Bullet,
                        old,
                        ..passage(span, Side::Free)
                    };
                    if text.style == Style::Bullet
                        && segment.marker.as_ref().is_some_and(|m| m.labels.iter().all(|l| l.number.is_empty()) && !m.closed)
                    {
                        segment.marker = None;
                    }
                    for segment in cut::by_question(segment) {
                        segment.seen();
                        parts.push(Part::Text(segment));
                    }
                }
                Block::Table(table) => parts.push(Part::Table(table, block, old, OnceCell::new())),
            }
        }
        unlabel(&mut parts);
        Self { parts }
    }

    /// The table that a block is.
    pub(crate) fn table(&self, block: usize) -> Option<&'d Table> {
        self.parts.iter().find_map(|part| match part {
            Part::Table(table, at, ..) if *at == block => Some(*table),
            _ => None,
        })
    }

    /// The passages as a list of questions divides them; `known` tells whether a text is worded as one of them.
    pub(crate) fn against(&self, known: &dyn Fn(&str) -> bool) -> Vec<Segment> {
        let mut segments = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            match part {
                Part::Text(segment) => segments.push(segment.clone()),
                Part::Table(table, block, old, sides) => match question_columns(table, known) {
                    Some(columns) => {
                        let divided = || (columns, two_sided(table, *block, *old, &columns));
                        let (first, sides) = sides.get_or_init(divided);
                        segments.extend(if *first == columns { sides.clone() } else { divided().1 });
                    }
                    None => {
                        let span = Span { block: *block, row: None, column: None, table: true, text: Rich::default() };
                        segments.push(Segment { old: *old, ..passage(span, Side::Free) });
                    }
                },
            }
        }
        segments
    }
}

/// Takes off the words that a document of its own begins its answers with, such as `Outcome: ` or `LCC: `: below questions, again and again.
fn unlabel(parts: &mut [Part<'_>]) {
    /// So often such words are no accident.
    const OFTEN: usize = 3;
    let text = |part: &Part<'_>| match part {
        Part::Text(segment) if segment.marker.is_none() && !segment.answers() => label(segment.text()).map(str::to_owned),
        _ => None,
    };
    let asks = |part: &Part<'_>| matches!(part, Part::Text(segment) if segment.asks());
    let mut below: BTreeMap<String, usize> = BTreeMap::new();
    for pair in parts.windows(2) {
        if let [above, part] = pair
            && asks(above)
            && !asks(part)
            && let Some(label) = text(part)
        {
            *below.entry(label).or_default() += 1;
        }
    }
    let Some((own, _)) = below.into_iter().filter(|(_, count)| *count >= OFTEN).max_by_key(|(_, count)| *count) else { return };
    for part in parts.iter_mut() {
        let Part::Text(segment) = part else { continue };
        if segment.marker.is_some() || label(segment.text()) != Some(&own) {
            continue;
        }
        let said = segment.span.text.slice(own.len() + 1..segment.text().len()).trimmed();
        if said.is_blank() {
            segment.passage = Passage::ResponseIntro;
            continue;
        }
        *segment = segment.anew(said);
    }
}

/// The words before a colon at the front of a text, where they could name who or what speaks.
fn label(text: &str) -> Option<&str> {
    let (label, said) = text.split_once(':')?;
    let plain = label.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '\'' | '’' | '&'));
    let apart = said.is_empty() || said.starts_with(char::is_whitespace);
    (plain && apart && label.starts_with(char::is_uppercase) && label.split_whitespace().count() <= 3).then_some(label)
}

/// A passage on one side of a table.
pub(crate) fn passage(span: Span, side: Side) -> Segment {
    let text = span.text.as_str();
    let marker = if span.table { None } else { marker::parse(text) };
    let body = marker.as_ref().and_then(|m| text.get(m.end..));
    // `4. Please provide all letters of complaint` asks, whatever a letter closes with.
    let asks = body.is_some_and(|b| b.trim_end().ends_with('?') || asking::asking_sentence(b));
    let passage = match if span.table || side != Side::Free { Passage::Body } else { passage_of(text) } {
        Passage::Closing | Passage::SmallPrint | Passage::Courtesy | Passage::Field if asks => Passage::Body,
        // `2. 31 October 2025`
        Passage::Field if marker.as_ref().is_some_and(|m| m.closed && m.labels.iter().all(|l| !l.number.is_empty())) => {
            Passage::Body
        }
        passage => passage,
    };
    Segment {
        strong: false,
        heading: false,
        quoted: false,
        bullet: false,
        old: false,
        marker,
        side,
        passage,
        span,
        seen: OnceCell::new(),
    }
}

/// Whether words refuse, or say that there is nothing or that it stands elsewhere.
fn says_of_information(said: &Said) -> bool {
    ["declined", "not_held", "not_applicable", "see_other"].iter().any(|name| said.is(name))
}

fn passage_of(text: &str) -> Passage {
    let words = text.split_whitespace().count();
    let lower = text.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let section = lower.strip_prefix("section").map(str::trim_start);
    let said = Said::of(text);
    let says = || says_of_information(&said) || text.to_lowercase().contains("exempt");
    if words <= 12 && said.is("field") {
        Passage::Field
    } else if words <= 16 && section.is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()) && !cites_act(r)) {
        Passage::Section
    } else if words <= 40 && said.is("response_intro") && !says() && !cites(text) {
        Passage::ResponseIntro
    } else if words <= 40
        && said.is("request_intro")
        && (text.trim_end().ends_with(':') || words <= 14)
        && !asking::asking_sentence(text)
        && !says()
    {
        Passage::RequestIntro
    } else if words <= 80 && said.is("requester") {
        Passage::Requester
    } else if said.is("closing") && !(says() && cites(text)) {
        Passage::Closing
    } else if said.is("small_print") && !begins_with_ground(text) {
        Passage::SmallPrint
    } else if said.is("boilerplate") {
        Passage::Courtesy
    } else {
        Passage::Body
    }
}

/// Whether a text cites a ground for not giving information: the section on complaints is none.
pub(super) fn cites(text: &str) -> bool {
    citations(text, Legislation::Foia).iter().any(|c| c.provision.is_ok())
}

/// Whether the first sentence cites a ground, whatever a letter says for politeness below it.
pub(super) fn begins_with_ground(text: &str) -> bool {
    sentences(text).into_iter().next().and_then(|first| text.get(first)).is_some_and(cites)
}

/// `21 of the Act` after the word `section` is a citation, not a heading.
fn cites_act(rest: &str) -> bool {
    let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
    number.len() > 1
        || rest.contains(" act")
        || rest.contains("exempt")
        || rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().nth(1) == Some('(')
}

/// Whether a line is the number of a page and nothing else.
pub(super) fn is_page_number(text: &str) -> bool {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(5).collect();
    let number = |w: &str| w.len() <= 3 && w.chars().all(|c| c.is_ascii_digit());
    match words.as_slice() {
        [page, n] => page.eq_ignore_ascii_case("page") && number(n) || number(page) && n.eq_ignore_ascii_case("page"),
        [page, n, of, m] => page.eq_ignore_ascii_case("page") && number(n) && of.eq_ignore_ascii_case("of") && number(m),
        _ => false,
    }
}

/// Whether a text is the name of a sheet: a message that is quoted on the sheet before ends there.
fn begins_sheet(document: &Document, text: &TextBlock) -> bool {
    text.style == Style::Heading
        && matches!(document.place_of(&text.text), Some(Place::Sheet(_)))
        && document.evidence_of(&text.text).is_some_and(|e| matches!(e.locator, Locator::Whole(Place::Sheet(_))))
}

/// Which columns of a table hold numbers, questions and answers.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Columns {
    number: Option<usize>,
    question: usize,
    answer: usize,
    first_row: usize,
}

/// Whether a table has questions in one column and answers in another.
fn question_columns(table: &Table, known: &dyn Fn(&str) -> bool) -> Option<Columns> {
    let width = table.width();
    if !(2..=4).contains(&width) {
        return None;
    }
    if numbered_list(table, known) {
        return Some(Columns { number: Some(0), question: 1, answer: width, first_row: 0 });
    }
    // A title can stand above the heads of the columns, which are words and no numbers.
    let labels = |row: usize, words: &[&str]| {
        (0..width).map(|c| table.text(row, c)).any(|text| {
            let lower = text.to_lowercase();
            text.split_whitespace().count() <= 4
                && !text.contains(|c: char| c.is_ascii_digit() || c == '?')
                && words.iter().any(|w| lower.contains(w))
        })
    };
    let titles = |row: usize| (0..width).all(|c| marker::parse(table.text(row, c)).is_none() && !table.text(row, c).contains('?'));
    let heads = |row: &usize| {
        labels(*row, &["response", "answer", "reply"]) && labels(*row, &["question", "request"]) && (0..*row).all(titles)
    };
    let head_row = (0..table.rows.len().min(3)).find(heads).unwrap_or(0);
    let head = |column: usize| table.text(head_row, column).to_lowercase();
    let named_answer = (0..width).find(|&c| {
        let head = head(c);
        head.len() < 60 && ["response", "answer", "reply"].iter().any(|w| head.contains(w)) && !head.contains('?')
    });
    let named_question = (0..width).find(|&c| {
        let head = head(c);
        head.len() < 60
            && (head.contains("question") || head.contains("request") || head.contains("you asked"))
            && !head.contains('?')
            && !["number", "no.", " no", "ref"].iter().any(|w| head.contains(w))
            && Some(c) != named_answer
    });
    let (question, answer, first_row) = match (named_question, named_answer) {
        (Some(q), Some(a)) => (q, a, head_row + 1),
        (None, Some(a)) if a > 0 => (a - 1, a, head_row + 1),
        _ => (width - 2, width - 1, 0),
    };
    let rows = first_row..table.rows.len();
    let filled: Vec<usize> = rows.filter(|&r| !table.text(r, question).trim().is_empty()).collect();
    // The number can stand in a column of its own.
    let own_number = |r: usize| question.checked_sub(1).map_or("", |c| table.text(r, c).trim());
    let numbered = question > 0 && filled.iter().all(|&r| own_number(r).chars().count() <= 14);
    let asked = |r: usize| {
        let text = table.text(r, question);
        if numbered && !own_number(r).is_empty() { format!("{} {text}", own_number(r)) } else { text.to_owned() }
    };
    let body_of = |text: &str, marker: &Option<Marker>| marker.as_ref().map_or(0, |m| m.end).min(text.len());
    let asking = filled
        .iter()
        .filter(|&&r| {
            let text = asked(r);
            let marker = marker::parse(&text);
            let body = text.get(body_of(&text, &marker)..).unwrap_or("");
            marker.is_some() && (body.is_empty() || asking::asks(body))
                || text.trim_end().ends_with('?')
                || body.split_whitespace().count() >= 5 && known(body)
        })
        .count();
    // Questions stand in most rows, and more than one of them.
    let said = |r: &&Vec<TableCell>| {
        let mut filled = r.iter().enumerate().filter(|(_, c)| !c.text.is_blank()).map(|(column, _)| column);
        // What stands alone in the column of numbers heads a section.
        filled.next().is_some_and(|first| first >= question || !numbered || filled.next().is_some())
    };
    let rows = table.rows.iter().skip(first_row).filter(said).count();
    let named = named_question.is_some() && named_answer.is_some();
    let certain = |r: &usize| {
        let text = asked(*r);
        let marker = marker::parse(&text);
        let body = text.get(body_of(&text, &marker)..).unwrap_or("");
        marker.is_some() && body.split_whitespace().count() >= 4 && (asking::asks(body) || known(body))
    };
    if filled.len() * 5 < rows * 3 || asking < 2 && !named && !filled.iter().all(certain) {
        return None;
    }
    let number = numbered.then(|| question.saturating_sub(1));
    (asking > 0 && asking * 2 >= filled.len().max(1)).then_some(Columns { number, question, answer, first_row })
}

/// Whether a table is a list of questions, their numbers in a column of their own, and has no room for answers.
fn numbered_list(table: &Table, known: &dyn Fn(&str) -> bool) -> bool {
    let alone = |row: &Vec<TableCell>| {
        let number = row.first().map_or("", |c| c.text.as_str()).trim();
        marker::parse(number).is_some_and(|m| number.get(m.end..).is_some_and(|rest| rest.trim().is_empty()))
    };
    let asks = |row: &&Vec<TableCell>| {
        let text = row.get(1).map_or("", |c| c.text.as_str());
        // What follows the question in its cell may answer it.
        let last = sentences(text).pop().and_then(|r| text.get(r)).unwrap_or("");
        let only = last.len() == text.len();
        (only || asking::asks(last)) && (asking::asks(text) || text.split_whitespace().count() >= 5 && known(text))
    };
    table.width() == 2 && table.rows.iter().all(alone) && table.rows.iter().filter(asks).count() * 3 > table.rows.len() * 2
}

fn two_sided(table: &Table, block: usize, old: bool, columns: &Columns) -> Vec<Segment> {
    let mut segments = Vec::new();
    for row in columns.first_row..table.rows.len() {
        let cell = |column: usize| table.cell(row, column).map(|c| c.text.clone()).unwrap_or_default();
        let mut question = columns.number.map(cell).unwrap_or_default();
        question.append(&cell(columns.question));
        let answer = cell(columns.answer);
        let mut push = |text: Rich, column: usize, side: Side| {
            if !text.is_blank() {
                let span = Span { block, row: Some(row), column: Some(column), table: false, text: text.trimmed() };
                let segment = Segment { old, ..passage(span, side) };
                segment.seen();
                segments.push(segment);
            }
        };
        push(question, columns.question, Side::Question);
        push(answer, columns.answer, Side::Answer);
    }
    segments
}
