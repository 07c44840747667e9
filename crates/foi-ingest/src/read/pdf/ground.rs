//! The colour behind every spot of a page, and what was painted last there: which words are pale, and which are painted over.

use hayro_interpret::kurbo::Rect;

/// A coarse picture of what was painted.
pub(super) struct Ground {
    /// Points a spot is wide and high.
    step: f64,
    columns: usize,
    rows: usize,
    spots: Vec<Spot>,
}

#[derive(Clone, Copy)]
struct Spot {
    /// What was drawn before it was painted; 0 is paper.
    order: u32,
    /// Its colour; `None` where it has several or it is not known.
    colour: Option<[u8; 3]>,
    picture: bool,
}

impl Ground {
    /// White paper.
    pub(super) fn new(width: f64, height: f64) -> Self {
        const SPOTS: f64 = 80_000.0;
        let (width, height) = (width.clamp(1.0, 1e6), height.clamp(1.0, 1e6));
        let step = (width * height / SPOTS).sqrt().max(3.0);
        let (columns, rows) = ((width / step) as usize + 1, (height / step) as usize + 1);
        // Pages a mile long and an inch wide have no more spots than others.
        let rows = rows.min(1_000_000 / columns.max(1) + 1);
        Self { step, columns, rows, spots: vec![Spot { order: 0, colour: Some([255; 3]), picture: false }; columns * rows] }
    }

    /// Paints an area, and says what that costs in drawings.
    pub(super) fn paint(&mut self, area: Rect, order: u32, colour: Option<[u8; 3]>, picture: bool) -> u64 {
        // A spot is painted where its middle is.
        let index = |at: f64, most: usize| ((at / self.step + 0.5).max(0.0) as usize).min(most);
        let (left, right) = (index(area.x0, self.columns), index(area.x1, self.columns));
        let (top, bottom) = (index(area.y0, self.rows), index(area.y1, self.rows));
        for row in self.spots.chunks_mut(self.columns).take(bottom).skip(top) {
            for spot in row.iter_mut().take(right).skip(left) {
                *spot = Spot { order, colour, picture };
            }
        }
        (right.saturating_sub(left) * bottom.saturating_sub(top) / 100) as u64
    }

    fn spot(&self, x: f64, y: f64) -> Option<&Spot> {
        if x < 0.0 || y < 0.0 {
            return None;
        }
        let (column, row) = ((x / self.step) as usize, (y / self.step) as usize);
        if column >= self.columns || row >= self.rows { None } else { self.spots.get(row * self.columns + column) }
    }

    /// The colour of a spot.
    pub(super) fn colour(&self, x: f64, y: f64) -> Option<[u8; 3]> {
        self.spot(x, y)?.colour
    }

    /// Whether a spot was painted after something was drawn there, and if so, whether with a picture.
    pub(super) fn painted_over(&self, x: f64, y: f64, order: u32) -> Option<bool> {
        self.spot(x, y).filter(|spot| spot.order > order).map(|spot| spot.picture)
    }
}
