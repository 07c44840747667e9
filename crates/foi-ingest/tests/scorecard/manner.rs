//! How a response is written: nothing here changes what is right of it.

use crate::random::Random;

/// How a response is written.
#[derive(Clone)]
pub(crate) struct Manner {
    pub(crate) layout: Layout,
    pub(crate) numbering: usize,
    /// How many sentences stand in it that say nothing about the request.
    pub(crate) boilerplate: usize,
    /// Where the authority is named.
    pub(crate) named: Named,
    pub(crate) form: Form,
    /// One for each measure.
    pub(crate) scales: [Scale; 2],
    pub(crate) place: Place,
    pub(crate) year_style: usize,
    pub(crate) latest_first: bool,
    /// Whether what was spent stands before what was planned.
    pub(crate) spent_first: bool,
    pub(crate) total: bool,
    pub(crate) label: usize,
    /// Whether two questions stand in one paragraph where their survey allows it.
    pub(crate) together: bool,
}

/// Where answers stand to questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layout {
    Echoed,
    OneBlock,
    TwoColumns,
    SameLine,
    OutOfOrder,
    Renumbered,
    Shortened,
    NumberingLost,
    Grouped,
    OneForMany,
    ByRespondent,
    QuotedOlder,
}

impl Layout {
    pub(crate) const ALL: [Self; 12] = [
        Self::Echoed,
        Self::OneBlock,
        Self::TwoColumns,
        Self::SameLine,
        Self::OutOfOrder,
        Self::Renumbered,
        Self::Shortened,
        Self::NumberingLost,
        Self::Grouped,
        Self::OneForMany,
        Self::ByRespondent,
        Self::QuotedOlder,
    ];

    /// Whether a response to a survey can stand so.
    pub(crate) fn fits(self, survey: &str) -> bool {
        match self {
            Self::ByRespondent => survey == "records-2024",
            // The questions of an unknown survey have no other name than their number.
            Self::NumberingLost => survey != "unrecognised",
            _ => true,
        }
    }
}

/// Where the authority is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    Head,
    Foot,
    Both,
    /// Only in an address.
    Domain,
}

/// How figures stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// One header row that names measure and year.
    Wide,
    /// Years above measures.
    Stacked,
    /// A table for each year.
    ByYear,
    /// A table for each measure, with years across.
    ByMeasure,
    /// No table at all, but a line for each figure.
    Lines,
}

/// What a figure of money counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    Pounds,
    Thousands,
    Millions,
}

/// Where the scale is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Before,
    Heading,
    Cell,
    After,
    /// Nowhere.
    Unsaid,
}

impl Manner {
    /// The manner of a seed, in a layout.
    pub(crate) fn new(seed: u64, layout: Layout) -> Self {
        let mut random = Random::new(seed, "manner");
        let scales = [Scale::Pounds, Scale::Pounds, Scale::Thousands, Scale::Thousands, Scale::Millions];
        let scale = *random.pick(&scales);
        let place = *random.pick(&[Place::Before, Place::Heading, Place::Heading, Place::Cell, Place::After]);
        let second = if place == Place::Heading && random.chance(25) { *random.pick(&scales) } else { scale };
        Self {
            layout,
            numbering: random.below(8),
            boilerplate: random.below(4),
            named: *random.pick(&[Named::Head, Named::Both, Named::Both, Named::Foot, Named::Domain]),
            form: *random.pick(&[Form::Wide, Form::Wide, Form::Stacked, Form::ByYear, Form::ByMeasure, Form::Lines]),
            scales: [scale, second],
            place,
            year_style: random.below(6),
            latest_first: random.chance(30),
            spent_first: random.chance(20),
            total: random.chance(35),
            label: random.below(3),
            together: random.chance(50),
        }
    }

    /// The marker of a question.
    pub(crate) fn marker(&self, id: &str) -> String {
        let split = id.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(id.len());
        let (stem, part) = id.split_at(split);
        let bracketed = if part.is_empty() { String::new() } else { format!("({part})") };
        match self.numbering {
            0 => format!("{id}."),
            1 => format!("{id})"),
            2 => format!("Q{id}."),
            3 => format!("Q{id}:"),
            4 => format!("Question {id}:"),
            5 => format!("{stem}{bracketed}{}", if part.is_empty() { "." } else { "" }),
            6 if part.is_empty() => format!("Q{stem}."),
            6 => format!("Q{stem} {bracketed}"),
            _ => format!("{id} -"),
        }
    }

    /// A financial year, by its first.
    pub(crate) fn year(&self, year: i64) -> String {
        let (next, short) = (year + 1, year % 100);
        match self.year_style {
            0 => format!("{year}/{}", next % 100),
            1 => format!("{year}-{}", next % 100),
            2 => format!("{short}/{}", next % 100),
            3 => format!("{year}/{next}"),
            4 => format!("{year}-{next}"),
            _ => format!("{short}-{}", next % 100),
        }
    }
}
