//! Questions beside their answers, row by row, without rules: told from other columns by what begins at the same height.

use super::letters::{is_bullet, is_marker};
use super::lines::{Line, Word};
use super::spans::APART;

/// A part of a stretch of lines.
pub(super) enum Part {
    /// Lines as they are.
    Lines(Vec<Line>),
    /// Rows of two columns.
    Rows(Beside),
}

/// Questions with their answers.
pub(super) struct Beside {
    /// The lines of each.
    pub(super) rows: Vec<(Vec<Line>, Vec<Line>)>,
    /// Where the columns begin, and where the second ends.
    pub(super) edges: Vec<f64>,
}

/// Lines stand further apart than this, compared to those of a paragraph, where something new begins.
const WIDER: f64 = 1.3;

/// The lines of a stretch as rows and others. `carried` are the columns of a table that the page before ended with.
/// `told` is where answers began further up on the page.
pub(super) fn find(lines: Vec<Line>, carried: Option<&[(f64, f64)]>, told: Option<f64>, margin: f64) -> Vec<Part> {
    let carried = carried.and_then(|columns| if let [_, second] = columns { Some(second.0) } else { None });
    let Some((edge, mut runs)) = edge(&lines, carried, told) else { return vec![Part::Lines(lines)] };
    let left = runs.iter().filter_map(|r| lines.get(r.0)).chain(lines.iter()).map(Line::x0).fold(f64::MAX, f64::min);
    let mut parts = Vec::new();
    let mut rest = lines.into_iter();
    let mut taken = 0;
    for (from, to) in runs.drain(..) {
        let before: Vec<Line> = rest.by_ref().take(from - taken).collect();
        let mine: Vec<Line> = rest.by_ref().take(to - from).collect();
        taken = to;
        if !before.is_empty() {
            parts.push(Part::Lines(before));
        }
        let sides = Sides::of(&mine, edge);
        parts.push(Part::Rows(Beside { rows: sides.rows(), edges: vec![left, edge, margin.max(edge + 1.0)] }));
    }
    let last: Vec<Line> = rest.collect();
    if !last.is_empty() {
        parts.push(Part::Lines(last));
    }
    parts
}

/// Where answers begin, and the runs of lines that are questions and answers.
fn edge(lines: &[Line], carried: Option<f64>, told: Option<f64>) -> Option<(f64, Vec<(usize, usize)>)> {
    let left = lines.iter().map(Line::x0).fold(f64::MAX, f64::min);
    let mut starts: Vec<f64> = Vec::new();
    for line in lines {
        let chunks = line.chunks(APART);
        let marked = chunks.first().is_some_and(|c| c.len() == 1 && c.first().is_some_and(|w| is_marker(&w.text)));
        let inner = chunks.iter().skip(if marked { 1 } else { 0 }).filter_map(|c| c.first()).map(|w| w.x0);
        starts.extend(inner.filter(|x| *x > left + 80.0));
    }
    starts.sort_by(f64::total_cmp);
    let mut found: Vec<(usize, f64)> =
        starts.chunk_by(|a, b| b - a < 1.0).filter_map(|group| Some((group.len(), *group.first()?))).collect();
    found.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let heads = lines.iter().enumerate().find_map(|(index, line)| Some((index, headed(line).filter(|x| *x > left + 80.0)?)));
    let headed = heads.map(|(_, x)| x);
    let at = |place: Option<f64>, edge: f64| place.is_some_and(|p| (p - edge).abs() < 3.0);
    let known = |edge: f64| at(carried, edge) || at(headed, edge);
    found.truncate(6);
    // A page can hold nothing but the rest of questions that have no answer.
    if let Some(carried) = carried.filter(|c| *c > left + 80.0 && !found.iter().any(|(_, edge)| known(*edge) && edge <= c)) {
        found.push((0, carried));
    }
    found.into_iter().find_map(|(_, edge)| {
        let mut runs = Vec::new();
        let (mut level, mut asked) = (0, 0);
        for (from, to) in clear(lines, edge) {
            // Where nothing is asked, only what a page begins with goes on from the one before.
            let carried = at(carried, edge) && from == 0;
            let below = at(headed, edge) && heads.is_some_and(|(index, _)| (from..to).contains(&index));
            let Some((from, to)) =
                lines.get(from..to).and_then(|part| trimmed(part, edge, (carried, known(edge)))).map(|(a, b)| (from + a, from + b))
            else {
                continue;
            };
            let sides = Sides::of(lines.get(from..to)?, edge);
            if let Some((answered, asking)) = sides.level(known(edge), carried, below) {
                level += answered;
                asked += asking;
                runs.push((from, to));
            }
        }
        let again = told.is_some_and(|t| (t - edge).abs() < 3.0);
        (level >= 2 || (known(edge) || again || asked >= 3) && !runs.is_empty()).then_some((edge, runs))
    })
}

/// The runs of lines that leave a gap before the edge.
fn clear(lines: &[Line], edge: f64) -> Vec<(usize, usize)> {
    let crosses = |line: &Line| {
        let left = line.words.iter().filter(|w| w.x0 < edge - 1.0).map(|w| w.x1).fold(f64::MIN, f64::max);
        left > edge - 0.4 * line.size
    };
    let mut runs = Vec::new();
    let mut start = 0;
    for index in 0..=lines.len() {
        if lines.get(index).is_none_or(crosses) {
            if index > start {
                runs.push((start, index));
            }
            start = index + 1;
        }
    }
    runs
}

/// The part of a run from the first line that has an answer to the last line that is of a question or an answer.
///
/// `carried` says whether the run may go on from the page before, and `known` whether that page, or what the columns are headed with, tells
/// the edge.
fn trimmed(lines: &[Line], edge: f64, (carried, known): (bool, bool)) -> Option<(usize, usize)> {
    let right = |line: &Line| line.words.iter().find(|w| w.x0 > edge - 1.0).map(|w| w.x0);
    let begins = |line: &Line| right(line).is_some_and(|x| x < edge + 3.0);
    let (first, last) = match lines.iter().position(begins) {
        Some(first) => (first, last(lines, first, edge)?),
        None => return if known && !lines.iter().any(|l| right(l).is_some()) { unanswered(lines, edge) } else { None },
    };
    let left = lines.iter().map(Line::x0).fold(f64::MAX, f64::min);
    let column = lines.get(first..=last)?.iter().flat_map(|l| &l.words).filter(|w| w.x0 < edge - 1.0);
    let column = column.map(|w| w.x1).fold(left, f64::max);
    // A group of lines that is only at the left is a question where it is numbered or set as narrow as questions are.
    let asks = |group: &[Line]| {
        group.first().is_some_and(numbered) || group.last().is_some_and(|l| l.words.last().is_some_and(|w| w.text.ends_with('?')))
    };
    let of_question = |group: &[Line]| {
        let narrow = group.len() > 1
            && group.windows(2).all(|p| match p {
                [a, b] => b.words.first().is_some_and(|w| a.x1() + 0.25 * a.size + (w.x1 - w.x0) > column - 1.0),
                _ => false,
            });
        asks(group) || narrow
    };
    let close = |a: &Line, b: &Line| b.base - a.base < 1.5 * a.size.max(b.size);
    let mut from = if carried && lines.first().is_some_and(|l| l.x1() < edge || l.x0() > edge - 1.0) { 0 } else { first };
    for group in lines.get(..from)?.chunk_by(close).rev() {
        if !of_question(group) || group.iter().any(|l| right(l).is_some()) {
            break;
        }
        from -= group.len();
    }
    let mut to = last + 1;
    let mut at = to;
    for group in lines.get(to..)?.chunk_by(close) {
        // What stands close to the last question is the rest of it.
        let joined = at == last + 1 && lines.get(last).zip(group.first()).is_some_and(|(a, b)| close(a, b));
        // One line between questions names what follows.
        let named = at > to;
        at += group.len();
        if joined || if named { asks(group) } else { of_question(group) } {
            to = at;
        } else if named || !known || group.len() > 1 {
            break;
        }
    }
    Some((from, to))
}

/// The part of a run that is questions without an answer, set as narrow as their column.
fn unanswered(lines: &[Line], edge: f64) -> Option<(usize, usize)> {
    let first = lines.iter().position(numbered)?;
    let wide = lines.iter().filter(|l| l.x1() > edge - 8.0 * l.size).count();
    // The rest of a question of the page before comes first.
    let from = if first <= 8 { 0 } else { first };
    (lines.iter().filter(|l| numbered(l)).count() * 6 >= lines.len() && wide * 4 >= lines.len()).then_some((from, lines.len()))
}

/// The last line with an answer, before something else begins whose columns are others.
fn last(lines: &[Line], first: usize, edge: f64) -> Option<usize> {
    let side = |line: &Line| line.words.iter().find(|w| w.x0 > edge - 1.0).map(|w| w.x0);
    let (mut at, mut last) = (first, first);
    for group in lines.get(first..)?.chunk_by(|a, b| b.base - a.base < 1.5 * a.size.max(b.size)) {
        let answers = || group.iter().filter_map(|l| side(l).map(|x| (l, x)));
        let item = |line: &Line| line.words.iter().find(|w| w.x0 > edge - 1.0).is_some_and(|w| is_bullet(&w.text));
        let placed = answers().any(|(line, x)| x < edge + 3.0 || (line.x0() > edge - 1.0 || item(line)) && x < edge + 80.0);
        if answers().next().is_some() && !placed {
            break;
        }
        if let Some(index) = group.iter().rposition(|l| side(l).is_some()) {
            last = at + index;
        }
        at += group.len();
    }
    Some(last)
}

/// Whether a line begins with the number of a question: `1.`, `Question 1:`, `1a -` or `a -`.
pub(super) fn numbered(line: &Line) -> bool {
    let [first, rest @ ..] = line.words.as_slice() else { return false };
    let number = first.text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let dashed = match rest {
        [dash, word, ..] => matches!(dash.text.as_str(), "-" | "–" | "—") && word.text.starts_with(char::is_alphabetic),
        _ => false,
    };
    is_marker(&first.text) && !is_bullet(&first.text)
        || first.text.eq_ignore_ascii_case("question") && rest.first().is_some_and(|w| is_marker(&w.text))
        || dashed && number.len() < 3 && first.text.len() - number.len() < 2 && number.chars().all(|c| c.is_ascii_digit())
}

/// Whether a line is what answers are headed with.
pub(super) fn heads(line: &Line) -> bool {
    const HEADS: [&str; 6] = ["answer", "answers", "response", "responses", "reply", "our"];
    line.words.len() <= 3 && line.words.iter().any(|w| HEADS.contains(&w.text.to_lowercase().trim_end_matches(':')))
}

/// Where answers begin below a line that heads both columns: `Question` and `Response`.
fn headed(line: &Line) -> Option<f64> {
    let chunks = line.chunks(APART);
    let [question, answer] = chunks.as_slice() else { return None };
    let answers = Line { words: answer.to_vec(), base: line.base, size: line.size };
    let asks = ["question", "questions", "request", "requested", "query", "asked"];
    let asked = question.len() <= 3 && question.iter().any(|w| asks.contains(&w.text.to_lowercase().trim_end_matches(':')));
    (asked && heads(&answers)).then(|| answers.x0())
}

/// What is left and right of the edge.
struct Sides {
    left: Vec<Line>,
    right: Vec<Line>,
}

impl Sides {
    fn of(lines: &[Line], edge: f64) -> Self {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for line in lines {
            let (a, b): (Vec<Word>, Vec<Word>) = line.words.iter().cloned().partition(|w| w.x0 < edge - 1.0);
            for (words, side) in [(a, &mut left), (b, &mut right)] {
                if !words.is_empty() {
                    let size = words.iter().map(|w| w.size).fold(0.0, f64::max);
                    let base = words.first().map_or(line.base, |w| w.base);
                    side.push(Line { words, base, size });
                }
            }
        }
        Self { left, right }
    }

    /// The indices of the lines of the left side with which something new begins.
    fn starts(&self) -> Vec<usize> {
        let pitch = pitch(&self.left);
        let begins = |index: &usize| {
            let Some(line) = self.left.get(*index) else { return false };
            let Some(before) = index.checked_sub(1).and_then(|i| self.left.get(i)) else { return true };
            let gap = line.base - before.base;
            gap > WIDER * pitch.max(line.size) || numbered(line) && (gap > 1.04 * pitch || self.answers(line))
        };
        (0..self.left.len()).filter(begins).collect()
    }

    /// Whether an answer begins at the height of a line.
    fn answers(&self, line: &Line) -> bool {
        let pitch = pitch(&self.right);
        let Some(at) = self.right.iter().position(|r| (r.base - line.base).abs() < 3.0) else { return false };
        let before = at.checked_sub(1).and_then(|i| self.right.get(i));
        before.zip(self.right.get(at)).is_none_or(|(a, b)| b.base - a.base > 1.04 * pitch.max(b.size) || heads(a))
    }

    /// Whether a line stands in the midst of an answer.
    fn amid(&self, line: &Line) -> bool {
        let pitch = pitch(&self.right);
        self.right.windows(2).any(|pair| match pair {
            [a, b] => {
                a.base < line.base - 2.0
                    && b.base > line.base - 2.0
                    && b.base - a.base < 1.04 * pitch.max(0.9 * b.size)
                    && !heads(a)
            }
            _ => false,
        })
    }

    /// How many answers begin beside what they answer, and how many questions there are, if these are questions and answers. `known` says
    /// whether the page before or what the columns are headed with tells the edge, `carried` whether these lines may be the rest of what stands
    /// on that page, and `headed` whether such headings are among them.
    fn level(&self, known: bool, carried: bool, headed: bool) -> Option<(usize, usize)> {
        let starts = self.starts();
        let lines = || starts.iter().filter_map(|&i| self.left.get(i));
        let level = lines().filter(|l| self.answers(l)).count();
        let amid = lines().skip(1).filter(|l| self.amid(l)).count();
        if amid * 4 > level || level == 0 && !known {
            return None;
        }
        let mut ends = starts.iter().skip(1).copied().chain([self.left.len()]);
        let groups: Vec<&[Line]> = starts.iter().filter_map(|&i| self.left.get(i..ends.next()?)).collect();
        let asks = |group: &&&[Line]| {
            group.first().is_some_and(numbered)
                || group.last().is_some_and(|l| l.words.last().is_some_and(|w| w.text.ends_with(['?', ':'])))
        };
        let asking: Vec<&&[Line]> = groups.iter().filter(asks).collect();
        // An answer stands beside what is asked, and not only beside what is not.
        if !known && !asking.iter().any(|g| g.first().is_some_and(|l| self.answers(l))) {
            return None;
        }
        let words: usize = asking.iter().flat_map(|g| g.iter()).map(|l| l.words.len()).sum();
        // Names of rows are no questions, and what stands beside them in columns is no answer.
        let firsts = || lines().filter_map(|l| self.right.iter().find(|r| (r.base - l.base).abs() < 3.0));
        let several = firsts().filter(|r| r.chunks(APART).len() > 1).count();
        // What asks nothing may only go on where it is not set in columns of its own.
        let columned = self.right.iter().filter(|r| r.chunks(APART).len() > 1).count();
        if asking.is_empty() && columned * 2 > self.right.len() {
            return None;
        }
        let told =
            (carried || headed) && level > 0 || asking.len() * 2 >= groups.len().saturating_sub(1) && words >= 5 * asking.len();
        (told && (!asking.is_empty() || carried || headed) && several * 2 <= firsts().count()).then_some((level, asking.len()))
    }

    fn rows(self) -> Vec<(Vec<Line>, Vec<Line>)> {
        let mut starts: Vec<f64> = self
            .starts()
            .into_iter()
            .filter_map(|i| self.left.get(i))
            .filter(|line| !self.amid(line))
            .map(|line| line.base - 0.6 * line.size)
            .collect();
        // Below what the columns are headed with goes on what began on the page before.
        if let Some(head) = self.right.first().filter(|l| heads(l))
            && self.left.first().is_some_and(|l| l.words.len() <= 3 && !numbered(l) && (l.base - head.base).abs() < 3.0)
        {
            let next = [self.left.get(1), self.right.get(1)].into_iter().flatten().map(|l| l.base).fold(f64::MAX, f64::min);
            starts.push(next - 0.6 * head.size);
            starts.sort_by(f64::total_cmp);
            starts.dedup_by(|a, b| (*a - *b).abs() < 2.0);
        }
        let row = |line: &Line| starts.partition_point(|s| *s <= line.base);
        // What is above the first question goes on from the page before.
        let mut rows: Vec<(Vec<Line>, Vec<Line>)> = vec![(Vec::new(), Vec::new()); starts.len() + 1];
        for line in &self.left {
            rows.get_mut(row(line)).into_iter().for_each(|r| r.0.push(line.clone()));
        }
        for line in &self.right {
            rows.get_mut(row(line)).into_iter().for_each(|r| r.1.push(line.clone()));
        }
        rows.retain(|(question, answer)| !question.is_empty() || !answer.is_empty());
        rows
    }
}

/// How far apart the lines of a paragraph are: as most lines are that follow closely.
fn pitch(lines: &[Line]) -> f64 {
    let gaps = lines.windows(2).filter_map(|p| if let [a, b] = p { Some((b.base - a.base, a.size.max(b.size))) } else { None });
    let mut close: Vec<f64> = gaps.filter(|(gap, size)| *gap < 1.9 * size).map(|(gap, _)| gap).collect();
    close.sort_by(f64::total_cmp);
    close.get(close.len() / 4).copied().unwrap_or(0.0)
}
