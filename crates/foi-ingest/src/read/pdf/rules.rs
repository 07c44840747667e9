//! Rules to frames: grids whose walls between cells are known.

use std::ops::Range;

use hayro_interpret::kurbo::Rect;

use super::glyphs::Rule;

/// Rules nearer than this are one: double borders, and the two edges of one line.
const NEAR: f64 = 3.6;
/// More rules than this on a page are a drawing.
const MOST: usize = 20_000;

/// A grid of cells, some of which are open to their neighbours.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// Where its columns begin and end.
    pub(super) xs: Vec<f64>,
    /// Where its rows begin and end.
    pub(super) ys: Vec<f64>,
    /// Whether there is a wall at the right of a cell, row by row.
    right: Vec<bool>,
    /// Whether there is a wall below a cell.
    below: Vec<bool>,
}

impl Frame {
    pub(super) fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    pub(super) fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    pub(super) fn bounds(&self) -> Rect {
        let ends = |v: &[f64]| (v.first().copied().unwrap_or(0.0), v.last().copied().unwrap_or(0.0));
        let ((x0, x1), (y0, y1)) = (ends(&self.xs), ends(&self.ys));
        Rect::new(x0, y0, x1, y1)
    }

    pub(super) fn wall_right(&self, row: usize, column: usize) -> bool {
        self.right.get(row * self.columns() + column).copied().unwrap_or(true)
    }

    /// The frame further to the right.
    pub(super) fn moved(&self, by: f64) -> Self {
        Self { xs: self.xs.iter().map(|x| x + by).collect(), ..self.clone() }
    }

    /// The frame of some of its rows and columns.
    pub(super) fn part(&self, rows: Range<usize>, columns: Range<usize>) -> Self {
        let cut = |edges: &[f64], range: &Range<usize>| edges.get(range.start..=range.end).unwrap_or(&[]).to_vec();
        let walls = |wall: &dyn Fn(usize, usize) -> bool| {
            rows.clone().flat_map(|r| columns.clone().map(move |c| (r, c))).map(|(r, c)| wall(r, c)).collect()
        };
        let right = walls(&|r, c| c + 1 == columns.end || self.wall_right(r, c));
        let below = walls(&|r, c| r + 1 == rows.end || self.wall_below(r, c));
        Self { xs: cut(&self.xs, &columns), ys: cut(&self.ys, &rows), right, below }
    }

    /// The frame of these of its columns and rows, which go all through it.
    pub(super) fn outer(&self, columns: &[usize], rows: &[usize]) -> Self {
        let pick = |edges: &[f64], at: &[usize]| at.iter().filter_map(|i| edges.get(*i)).copied().collect();
        let mut right = Vec::new();
        for band in rows.windows(2) {
            let &[top, bottom] = band else { continue };
            right.extend(columns.iter().skip(1).map(|c| (top..bottom).any(|r| self.wall_right(r, c.saturating_sub(1)))));
        }
        let below = vec![true; right.len()];
        Self { xs: pick(&self.xs, columns), ys: pick(&self.ys, rows), right, below }
    }

    pub(super) fn wall_below(&self, row: usize, column: usize) -> bool {
        self.below.get(row * self.columns() + column).copied().unwrap_or(true)
    }
}

/// The frames of a page, and all its level rules from top to bottom.
pub(super) fn frames(level: &[Rule], upright: &[Rule]) -> (Vec<Frame>, Vec<Rule>) {
    let level = merged(level);
    let upright = merged(upright);
    if level.len() > MOST || upright.len() > MOST {
        return (Vec::new(), Vec::new());
    }
    let mut groups = Groups::new(level.len() + upright.len());
    let mut met = 0_usize;
    for (index, rule) in level.iter().enumerate() {
        let from = upright.partition_point(|u| u.at < rule.from - NEAR);
        for (other, crossing) in upright.iter().enumerate().skip(from).take_while(|(_, u)| u.at <= rule.to + NEAR) {
            met += 1;
            if met > 8_000_000 {
                return (Vec::new(), Vec::new());
            }
            if crossing.from - NEAR <= rule.at && rule.at <= crossing.to + NEAR {
                groups.join(index, level.len() + other);
            }
        }
    }
    let mut members: Vec<(usize, usize)> = (0..level.len() + upright.len()).map(|i| (groups.of(i), i)).collect();
    members.sort_unstable();
    let mut frames = Vec::new();
    for group in members.chunk_by(|a, b| a.0 == b.0) {
        let pick = |rules: &[Rule], offset: usize| -> Vec<Rule> {
            group.iter().filter_map(|(_, i)| rules.get(i.checked_sub(offset)?)).copied().collect()
        };
        let levels: Vec<Rule> = group.iter().filter_map(|(_, i)| level.get(*i)).copied().collect();
        let uprights = pick(&upright, level.len());
        frames.extend(frame(&levels, &uprights));
    }
    frames.sort_by(|a, b| a.bounds().y0.total_cmp(&b.bounds().y0).then(a.bounds().x0.total_cmp(&b.bounds().x0)));
    (frames, level)
}

fn frame(level: &[Rule], upright: &[Rule]) -> Option<Frame> {
    if level.is_empty() || upright.is_empty() {
        return None;
    }
    let positions = |along: &[Rule], across: &[Rule]| {
        let mut at: Vec<f64> = along.iter().map(|r| r.at).collect();
        // Borders that were left out are where the crossing rules end.
        let first = across.iter().map(|r| r.from).fold(f64::MAX, f64::min);
        let last = across.iter().map(|r| r.to).fold(f64::MIN, f64::max);
        at.sort_by(f64::total_cmp);
        if at.first().is_some_and(|a| a - first > 8.0) {
            at.push(first);
        }
        if at.iter().all(|a| last - a > 8.0) {
            at.push(last);
        }
        snapped(at)
    };
    let xs = positions(upright, level);
    let ys = positions(level, upright);
    let (columns, rows) = (xs.len().saturating_sub(1), ys.len().saturating_sub(1));
    if columns == 0 || rows == 0 || columns.saturating_mul(rows) > 2_000_000 {
        return None;
    }
    let mut right = vec![false; columns * rows];
    let mut below = vec![false; columns * rows];
    for (rules, across, along, vertical) in [(upright, &xs, &ys, true), (level, &ys, &xs, false)] {
        // Of each stretch between two crossings, how much the rules cover.
        let stretches = along.len().saturating_sub(1);
        let mut covered: Vec<f64> = vec![0.0; across.len() * stretches];
        for rule in rules {
            let line = nearest(across, rule.at);
            let first = along.partition_point(|a| *a < rule.from - NEAR).saturating_sub(1);
            for (at, pair) in along.windows(2).enumerate().skip(first) {
                let [from, to] = pair else { continue };
                if *from > rule.to {
                    break;
                }
                let part = (rule.to.min(*to) - rule.from.max(*from)).max(0.0) / (to - from).max(0.1);
                if let Some(sum) = covered.get_mut(line * stretches + at) {
                    *sum += part;
                }
            }
        }
        for line in 1..across.len() {
            for at in 0..stretches {
                let outer = line + 1 == across.len();
                let wall = outer || covered.get(line * stretches + at).is_some_and(|part| *part > 0.55);
                let index = if vertical { at * columns + line - 1 } else { (line - 1) * columns + at };
                let walls = if vertical { &mut right } else { &mut below };
                if let Some(slot) = walls.get_mut(index) {
                    *slot = wall;
                }
            }
        }
    }
    Some(Frame { xs, ys, right, below })
}

fn nearest(positions: &[f64], at: f64) -> usize {
    let after = positions.partition_point(|p| *p < at);
    let distance = |i: usize| positions.get(i).map_or(f64::MAX, |p| (p - at).abs());
    if after > 0 && distance(after - 1) <= distance(after) { after - 1 } else { after }
}

/// Positions, those that are as good as one made one.
pub(super) fn snapped(mut at: Vec<f64>) -> Vec<f64> {
    at.sort_by(f64::total_cmp);
    let mut groups: Vec<(f64, f64, f64)> = Vec::new();
    for position in at {
        match groups.last_mut() {
            Some((first, last, sum)) if position - *last < NEAR && position - *first < 2.0 * NEAR => {
                *sum = (*first + position) / 2.0;
                *last = position;
            }
            _ => groups.push((position, position, position)),
        }
    }
    groups.into_iter().map(|(_, _, middle)| middle).collect()
}

/// Rules with those at the same place joined, sorted by place.
fn merged(rules: &[Rule]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = rules.iter().filter(|r| r.to - r.from > 1.5 && r.at.is_finite()).copied().collect();
    rules.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut out: Vec<Rule> = Vec::new();
    for group in rules.chunk_by_mut(|a, b| b.at - a.at < 0.8) {
        group.sort_by(|a, b| a.from.total_cmp(&b.from));
        for rule in group {
            match out.last_mut() {
                Some(last) if (rule.at - last.at).abs() < 3.0 && rule.from - last.to < 4.0 && rule.from >= last.from - 0.01 => {
                    last.to = last.to.max(rule.to);
                }
                _ => out.push(*rule),
            }
        }
    }
    out.sort_by(|a, b| a.at.total_cmp(&b.at));
    out
}

struct Groups(Vec<usize>);

impl Groups {
    fn new(size: usize) -> Self {
        Self((0..size).collect())
    }

    fn of(&mut self, index: usize) -> usize {
        let mut root = index;
        while let Some(&up) = self.0.get(root)
            && up != root
        {
            root = up;
        }
        let mut at = index;
        while let Some(up) = self.0.get_mut(at)
            && *up != root
        {
            at = std::mem::replace(up, root);
        }
        root
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        if let Some(up) = self.0.get_mut(a.max(b)) {
            *up = a.min(b);
        }
    }
}
