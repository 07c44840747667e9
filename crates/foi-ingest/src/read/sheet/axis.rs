//! The rows or the columns of a sheet, some of which are hidden.

/// Which rows, or columns, are hidden.
#[derive(Debug, Clone, Default)]
pub(in crate::read) struct Axis {
    /// First, last, and how many are hidden before the first, once it is sorted.
    spans: Vec<(u32, u32, u32)>,
}

impl Axis {
    /// Hides some, both ends included.
    pub(in crate::read) fn hide(&mut self, first: u32, last: u32) {
        // So that the number of all that are hidden is one, too.
        let last = last.min(u32::MAX - 1);
        match self.spans.last_mut() {
            Some((_, end, _)) if end.checked_add(1) == Some(first) => *end = last.max(*end),
            _ if first <= last => self.spans.push((first, last, 0)),
            _ => {}
        }
    }

    /// In order and without overlaps, as the others need it.
    pub(super) fn sorted(mut self) -> Self {
        self.spans.sort_unstable();
        let mut spans: Vec<(u32, u32, u32)> = Vec::with_capacity(self.spans.len());
        let mut hidden = 0;
        for (first, last, _) in self.spans {
            match spans.last_mut() {
                Some((_, end, _)) if first <= end.saturating_add(1) => {
                    hidden += last.saturating_sub(*end);
                    *end = last.max(*end);
                }
                _ => {
                    spans.push((first, last, hidden));
                    hidden += last - first + 1;
                }
            }
        }
        Self { spans }
    }

    /// Where a range is shown, both ends included, hidden ones not counted; `None` where all of it is hidden.
    pub(super) fn shown(&self, first: u32, last: u32) -> Option<(u32, u32)> {
        let from = match self.span(first) {
            Some((_, end, _)) if first <= end => end.checked_add(1)?,
            _ => first,
        };
        let to = match self.span(last) {
            Some((start, end, _)) if last <= end => start.checked_sub(1)?,
            _ => last,
        };
        let place = |at: u32| at - self.span(at).map_or(0, |(start, end, before)| before + (end - start + 1));
        (from <= to).then(|| (place(from), place(to)))
    }

    /// The last hidden span that begins at a position or before it.
    fn span(&self, at: u32) -> Option<(u32, u32, u32)> {
        let after = self.spans.partition_point(|(first, ..)| *first <= at);
        after.checked_sub(1).and_then(|index| self.spans.get(index)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_does_not_count() {
        let mut axis = Axis::default();
        for (first, last) in [(5, 9), (2, 2), (8, 12), (20, u32::MAX)] {
            axis.hide(first, last);
        }
        let axis = axis.sorted();
        for (range, shown) in [
            ((0, 0), Some((0, 0))),
            ((2, 2), None),
            ((3, 3), Some((2, 2))),
            ((1, 6), Some((1, 3))),
            ((13, 13), Some((4, 4))),
            ((7, 14), Some((4, 5))),
            ((25, 30), None),
            ((19, 40), Some((10, 10))),
        ] {
            assert_eq!(axis.shown(range.0, range.1), shown, "{range:?}");
        }
    }
}
