//! How words look, as far as that bears on what they say: bold ones can be a question, covered ones were not meant to be read.

use super::unshown::Unshown;

/// A colour, or a fill.
pub(super) type Colour = [u8; 3];

pub(super) const BLACK: Colour = [0, 0, 0];
pub(super) const WHITE: Colour = [255, 255, 255];

/// How words look, as far as something says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) bold: Option<bool>,
    pub(super) hidden: Option<bool>,
    /// Whether they were deleted while changes were tracked.
    pub(super) deleted: Option<bool>,
    /// Whether they are struck out, as an author deletes by hand: `Yes` or `No`, delete as appropriate.
    pub(super) struck: Option<bool>,
    /// `None` in it is the automatic colour.
    pub(super) colour: Option<Option<Colour>>,
    /// The colour behind the words; `None` in it is none.
    pub(super) behind: Option<Option<Colour>>,
    pub(super) font: Option<String>,
    /// Whether they stand above the line.
    pub(super) raised: Option<bool>,
}

impl Look {
    /// Over another, whose word counts where this one says nothing.
    pub(super) fn over(self, below: &Self) -> Self {
        Self {
            bold: self.bold.or(below.bold),
            hidden: self.hidden.or(below.hidden),
            deleted: self.deleted.or(below.deleted),
            struck: self.struck.or(below.struck),
            colour: self.colour.or(below.colour),
            behind: self.behind.or(below.behind),
            font: self.font.or_else(|| below.font.clone()),
            raised: self.raised.or(below.raised),
        }
    }

    /// Why the words are not shown, if they are not. `page` is what is behind where nothing else is, if that is known.
    pub(super) fn unshown(&self, page: Option<Colour>) -> Option<Unshown> {
        if self.deleted == Some(true) {
            return Some(Unshown::Deleted);
        }
        if self.hidden == Some(true) {
            return Some(Unshown::Hidden);
        }
        if self.struck == Some(true) {
            return Some(Unshown::Struck);
        }
        let near = |a: Colour, b: Colour| a.iter().zip(b).all(|(a, b)| a.abs_diff(b) < 48);
        let own = self.behind.flatten();
        let behind = own.or(page)?;
        match self.colour.flatten() {
            // Automatic words on a bar of their own: nobody blackens words to have them read.
            None => (own == Some(BLACK)).then_some(Unshown::Bar),
            Some(colour) if near(colour, behind) => Some(if near(behind, BLACK) { Unshown::Bar } else { Unshown::Colour }),
            Some(_) => None,
        }
    }
}

/// A colour of six hexadecimal digits.
pub(super) fn hexadecimal(text: &str) -> Option<Colour> {
    let text = text.trim_start_matches('#');
    let part = |at: usize| text.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
    if text.len() == 6 { Some([part(0)?, part(2)?, part(4)?]) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_under_bars_and_in_the_colour_of_the_page_are_covered() {
        let (bar, yellow) = (Some(Some(BLACK)), Some(Some([255, 255, 0])));
        for (colour, behind, expected) in [
            (None, bar, Some(Unshown::Bar)),
            (Some(None), bar, Some(Unshown::Bar)),
            (Some(Some([0x11; 3])), bar, Some(Unshown::Bar)),
            (Some(Some(WHITE)), bar, None),
            (None, yellow, None),
            (Some(Some(WHITE)), None, Some(Unshown::Colour)),
            (Some(Some([255, 0, 0])), None, None),
        ] {
            let look = Look { colour, behind, ..Look::default() };
            assert_eq!(look.unshown(Some(WHITE)), expected, "{look:?}");
        }
        let white = Look { colour: Some(Some(WHITE)), ..Look::default() };
        assert_eq!((white.unshown(None), white.unshown(Some(BLACK))), (None, None));
    }
}
