//! What a letter is made of before it is of any format.

/// A letter with what came with it.
pub(crate) struct Letter {
    /// The stem of its file's name.
    pub(crate) name: String,
    pub(crate) sender: String,
    pub(crate) subject: String,
    /// As mails give it.
    pub(crate) sent: String,
    pub(crate) pieces: Vec<Piece>,
    /// What stands in a workbook beside it, if anything does.
    pub(crate) workbook: Vec<Piece>,
}

/// One thing on a page.
#[derive(Clone)]
pub(crate) enum Piece {
    Heading(String),
    Text(String),
    /// A question as the reply repeats it.
    Asked(String),
    Grid(Grid),
    /// An older message below.
    Quoted(Vec<String>),
}

/// A table: every row fills all columns.
#[derive(Clone)]
pub(crate) struct Grid {
    /// How many rows are headings.
    pub(crate) heads: usize,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// A cell, and how many columns it covers.
#[derive(Clone)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) across: usize,
}

impl Grid {
    /// A table of cells of one column each.
    pub(crate) fn plain(heads: usize, rows: Vec<Vec<String>>) -> Self {
        let one = |text| Cell { text, across: 1 };
        Self { heads, rows: rows.into_iter().map(|row| row.into_iter().map(one).collect()).collect() }
    }

    /// How many columns it has.
    pub(crate) fn width(&self) -> usize {
        self.rows.first().map_or(0, |row| row.iter().map(|c| c.across).sum())
    }

    /// Its rows where no cell can cover several: what it would cover is empty.
    pub(crate) fn flat(&self) -> Vec<Vec<&str>> {
        let spread = |c: &'_ Cell| c.across;
        self.rows
            .iter()
            .map(|row| {
                row.iter().flat_map(|c| std::iter::once(c.text.as_str()).chain(std::iter::repeat_n("", spread(c) - 1))).collect()
            })
            .collect()
    }
}
