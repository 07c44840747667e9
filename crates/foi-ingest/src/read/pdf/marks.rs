//! What was drawn between the lines of a region: rules and shades that open, part and close tables.

use super::glyphs::Rule;
use super::lines::Line;
use hayro_interpret::kurbo::Rect;

/// What was drawn between the lines.
pub(super) struct Marks<'m> {
    /// Level rules, from top to bottom.
    pub(super) rules: &'m [Rule],
    /// Shaded areas.
    pub(super) fills: &'m [Rect],
}

impl Marks<'_> {
    /// Whether a rule lies between two heights.
    pub(super) fn part(&self, from: f64, to: f64) -> bool {
        let first = self.rules.partition_point(|r| r.at <= from);
        self.rules.iter().skip(first).take_while(|r| r.at < to).any(|r| r.to - r.from > 40.0)
    }

    /// Whether a rule as wide as a table lies within some distance of a height.
    pub(super) fn rule(&self, from: f64, to: f64, left: f64, right: f64) -> bool {
        let first = self.rules.partition_point(|r| r.at <= from);
        let near = self.rules.iter().skip(first).take_while(|r| r.at < to);
        let covered: f64 = near.map(|r| (r.to.min(right) - r.from.max(left)).max(0.0)).sum();
        covered > 0.85 * (right - left)
    }

    /// Whether a line stands on a shade as wide as a table.
    pub(super) fn shaded(&self, line: &Line, left: f64, right: f64) -> bool {
        let y = line.base - 0.3 * line.size;
        let over = self.fills.iter().take_while(|f| f.y0 < y).filter(|f| f.y1 > y && f.height() < 120.0);
        let covered: f64 = over.map(|f| (f.x1.min(right) - f.x0.max(left)).max(0.0)).sum();
        covered > 0.85 * (right - left)
    }

    /// Whether a table that a line is in ends below it, or goes on.
    pub(super) fn closes(&self, line: &Line, left: f64, right: f64) -> bool {
        self.rule(line.base, line.base + 1.6 * line.size, left, right) || self.shaded(line, left, right)
    }

    /// Whether a table begins above a line, or before.
    pub(super) fn opens(&self, line: &Line, left: f64, right: f64) -> bool {
        self.begins(line, left, right) || self.shaded(line, left, right)
    }

    /// Whether a rule as wide as a table is right above a line.
    pub(super) fn begins(&self, line: &Line, left: f64, right: f64) -> bool {
        self.rule(line.base - 2.4 * line.size, line.base - 0.4 * line.size, left, right)
    }
}

/// Heights at which rules or changes of shade part the rows of a table.
pub(super) fn separators(marks: &Marks<'_>, bounds: Rect) -> Vec<f64> {
    let inside = |y: f64| y > bounds.y0 && y < bounds.y1;
    // Rules can be drawn cell by cell: what counts is how much of the width all of one height cover.
    let mut pieces: Vec<(f64, f64)> = Vec::new();
    for rule in marks.rules.iter().filter(|r| inside(r.at)) {
        pieces.push((rule.at, (rule.to.min(bounds.x1 + 2.0) - rule.from.max(bounds.x0 - 2.0)).max(0.0)));
    }
    for fill in marks.fills.iter().filter(|f| f.height() < 200.0) {
        let width = (fill.x1.min(bounds.x1) - fill.x0.max(bounds.x0)).max(0.0);
        pieces.extend([fill.y0, fill.y1].into_iter().filter(|y| inside(*y)).map(|y| (y, width)));
    }
    pieces.sort_by(|a, b| a.0.total_cmp(&b.0));
    let enough = 0.6 * bounds.width();
    let groups = pieces.chunk_by(|a, b| b.0 - a.0 < 1.5);
    groups.filter(|g| g.iter().map(|p| p.1).sum::<f64>() > enough).filter_map(|g| g.first()).map(|p| p.0).collect()
}
