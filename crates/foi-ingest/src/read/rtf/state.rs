//! What holds for the text of a group: where it goes, how it looks, what kind of paragraph it is in.

use super::super::look::{Colour, Look};

/// Where text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    /// Into the paragraph that is read.
    Text,
    /// Nowhere.
    Nowhere,
    /// Into the number in front of the paragraph.
    Label,
    /// Into the instruction of a field.
    Instruction,
    /// Into the entries of a list to choose from.
    Entry,
    /// Tables at the front of the file.
    Fonts,
    Colours,
    Styles,
}

/// What a group began, and its end ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begun {
    Label,
    Field,
    Entry,
    Picture,
    Footnote,
    Comment,
    Header,
    Footer,
    Box,
}

/// What holds for the text of a group.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) destination: Destination,
    pub(super) begun: Option<Begun>,
    /// Where text went before a choice of two forms of it.
    pub(super) before_choice: Option<Destination>,
    pub(super) look: Look,
    pub(super) font: i32,
    /// How many characters stand in for one of Unicode.
    pub(super) stand_ins: usize,
    pub(super) style: i32,
    pub(super) level: Option<i32>,
    pub(super) in_table: bool,
    /// How deep in tables the paragraph is, where it is said.
    pub(super) depth: Option<usize>,
    /// Whether shapes of cells are those of a table in a table.
    pub(super) nested: bool,
    /// What is behind the paragraph.
    pub(super) behind: Option<Colour>,
}

impl State {
    pub(super) fn new() -> Self {
        Self {
            destination: Destination::Text,
            begun: None,
            before_choice: None,
            look: Look::default(),
            font: -1,
            stand_ins: 1,
            style: 0,
            level: None,
            in_table: false,
            depth: None,
            nested: false,
            behind: None,
        }
    }

    /// A paragraph as it is where nothing else is said.
    pub(super) fn reset_paragraph(&mut self) {
        self.style = 0;
        self.level = None;
        self.in_table = false;
        self.depth = None;
        self.behind = None;
    }
}
