//! Figures in sentences and lists, where the question asks for a table: `Residential care: £28.4m`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use foi_model::{
    Cell, Code, Dimensions, FinancialYear, Instrument, Issue, IssueCode, Observation, QuestionId, Reported,
    Table as TableDefinition, Unit,
};
use regex::Regex;

use super::cells::{self, Content};
use super::fiscal::Naming;
use super::labels::Labels;
use super::sentence::sentences;
use crate::bind::Span;
use crate::document::Document;
use crate::lexicon::patterns;

static FIGURE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)[-−(]?£\s?(?:\d{1,3}(?:[ \u{a0}\u{202f}]\d{3})+\b|\d(?:[\d,]*\d)?)(?:\.\d+)?\s?(?:million\b|thousand\b|bn\b|m\b|k\b)?\)?|\b\d(?:[\d,]*\d)?(?:\.\d+)?\s?(?:million\b|bn\b|m\b|k\b)|\b\d(?:[\d,]*\d)?(?:\.\d+)?\s?(?:%|per cent\b|percent\b)").ok()
});

/// What prose gives.
#[derive(Default)]
pub(crate) struct Prose {
    pub(crate) observations: Vec<(QuestionId, Observation)>,
    pub(crate) issues: Vec<Issue>,
}

/// What the words so far have set: a year and a measure for the figures that follow.
#[derive(Default, Clone)]
struct Setting {
    year: Option<FinancialYear>,
    column: Option<Code>,
    forecast: bool,
    area: Option<Code>,
    cohort: Option<Code>,
}

/// Something that a figure can belong to, and where it stands.
enum Mention {
    Year(FinancialYear),
    Column(Code),
    Area(Code),
    /// A service whose name is spelt nearly so.
    NearArea(Code),
}

impl Mention {
    fn year(&self) -> Option<FinancialYear> {
        if let Self::Year(year) = self { Some(*year) } else { None }
    }

    fn column(&self) -> Option<Code> {
        if let Self::Column(code) = self { Some(code.clone()) } else { None }
    }

    fn area(&self) -> Option<Code> {
        if let Self::Area(code) | Self::NearArea(code) = self { Some(code.clone()) } else { None }
    }
}

pub(crate) fn read(
    document: &Document,
    instrument: &Instrument,
    definition: &TableDefinition,
    labels: &Labels,
    naming: Naming,
    spans: &[Span],
) -> Prose {
    let mut prose = Prose::default();
    let mut setting = Setting::default();
    for span in spans.iter().filter(|s| !s.table) {
        let text = span.text.as_str();
        // The one service that the sentence before in the same line names: `For day care ... In 2024/25 the budget was £5m.`
        let mut beside: Option<(Code, usize)> = None;
        for range in whole(text) {
            let Some(sentence) = text.get(range.clone()) else { continue };
            let figures: Vec<Range<usize>> =
                FIGURE.as_ref().map(|p| p.find_iter(sentence).map(|m| m.range()).collect()).unwrap_or_default();
            let mentions = mentions(sentence, labels, naming);
            if figures.is_empty() {
                // `In 2024/25 the outturn was:` sets the scene for what follows.
                let years: Vec<FinancialYear> = mentions.iter().filter_map(|(_, m)| m.year()).collect();
                let columns: Vec<Code> = mentions.iter().filter_map(|(_, m)| m.column()).collect();
                let areas: Vec<Code> = mentions.iter().filter_map(|(_, m)| m.area()).collect();
                if let [year] = years.as_slice() {
                    setting.year = Some(*year);
                    setting.forecast = sentence.to_lowercase().contains("forecast");
                }
                if let [column] = columns.as_slice() {
                    setting.column = Some(column.clone());
                }
                if let Some(cohort) = labels.read(sentence).cohort.filter(|_| areas.is_empty()) {
                    setting.cohort = Some(cohort);
                }
                setting.area = match areas.as_slice() {
                    [area] if sentence.split_whitespace().count() <= 6 => Some(area.clone()),
                    [] => setting.area,
                    _ => None,
                };
                continue;
            }
            // `2023-24: Day care: £5.7m` sets the year of what follows too.
            if let [(range, Mention::Year(year)), ..] = mentions.as_slice()
                && sentence.get(..range.start).is_some_and(|before| !before.chars().any(char::is_alphanumeric))
                && sentence.get(range.end..).is_some_and(|after| after.trim_start().starts_with(':'))
                && mentions.iter().all(|(_, m)| !matches!(m, Mention::Year(other) if other != year))
            {
                setting.year = Some(*year);
            }
            for (range, area) in mentions.iter().filter_map(|(r, m)| if let Mention::NearArea(a) = m { Some((r, a)) } else { None })
            {
                let message = format!("`{}` was taken for {area}", sentence.get(range.clone()).unwrap_or("").trim());
                let question = definition.columns.first().map(|c| &c.question);
                prose.issues.extend(question.map(|q| Issue::new(IssueCode::LabelNear, message).on(q)));
            }
            let ends = figures.last().map_or(0, |f| f.end);
            let areas: BTreeSet<Code> = mentions.iter().filter_map(|(_, m)| m.area()).collect();
            let line = |from: usize| text.get(from..range.start).is_some_and(|between| !between.contains('\n'));
            let own = beside.take().filter(|(_, from)| areas.is_empty() && line(*from) && !patterns("of_all").is_in(sentence));
            let here =
                Setting { area: own.as_ref().map(|(area, _)| area.clone()).or_else(|| setting.area.clone()), ..setting.clone() };
            for number in 0..figures.len() {
                place(document, instrument, definition, span, &range, (&figures, number), &mentions, &here, &mut prose);
            }
            let only = if areas.len() == 1 { areas.into_iter().next() } else { own.map(|(area, _)| area) };
            beside = only.map(|area| (area, range.start));
            // `Day care £3m; 2023-24:` sets the year of the next line.
            if let Some((range, Mention::Year(year))) =
                mentions.iter().rev().find(|(r, m)| r.start >= ends && matches!(m, Mention::Year(_)))
                && sentence.get(range.end..).is_some_and(|rest| !rest.chars().any(char::is_alphanumeric))
            {
                setting.year = Some(*year);
            }
        }
    }
    // Where figures run into one another, nobody knows whose the others are.
    if prose.issues.iter().filter(|i| i.code == IssueCode::CellsConflict).count() > 1 {
        prose.observations.iter_mut().for_each(|(_, o)| o.cell = Cell::Unreadable {});
    }
    prose
}

/// How many words beside figures name measures of a table, each measure once.
pub(crate) fn words_of_measures(labels: &Labels, spans: &[Span]) -> usize {
    let mut measures: BTreeMap<Code, usize> = BTreeMap::new();
    for text in spans.iter().filter(|s| !s.table).map(|s| s.text.as_str()) {
        if !FIGURE.as_ref().is_some_and(|p| p.is_match(text)) {
            continue;
        }
        for (range, code) in labels.places_in(text).columns {
            let words = text.get(range).map_or(0, |t| t.split_whitespace().count());
            let most = measures.entry(code).or_default();
            *most = (*most).max(words);
        }
    }
    measures.values().sum()
}

/// The sentences of a text, each with the lines that it was wrapped into: `net` and below it `budget £5m; 2024-25: net`.
fn whole(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for range in sentences(text) {
        let begins = text.get(range.clone()).and_then(|t| t.trim_start().chars().next());
        let open = found.last().and_then(|before| text.get(before.clone())?.trim_end().chars().next_back());
        let goes_on = match (open, begins) {
            (Some(';' | ','), _) => true,
            (Some('.' | '!' | '?'), _) | (_, None) => false,
            (Some(_), Some(c)) => c.is_lowercase() || c == '£',
            (None, _) => false,
        };
        match found.last_mut() {
            Some(before) if goes_on => before.end = range.end,
            _ => found.push(range),
        }
    }
    found
}

fn mentions(sentence: &str, labels: &Labels, naming: Naming) -> Vec<(Range<usize>, Mention)> {
    let mut found: Vec<(Range<usize>, Mention)> =
        FinancialYear::mentions(sentence).into_iter().map(|m| (m.range.clone(), Mention::Year(naming.year(&m)))).collect();
    // Clauses between figures and marks are looked at one by one, so that each name is found where it stands.
    let mut start = 0;
    let parts = |(at, c): &(usize, char)| {
        matches!(c, ',' | ';' | ':' | '(' | ')' | '£' | '|' | '–')
            || *c == '-' && sentence.get(..*at).is_some_and(|s| s.ends_with(' '))
    };
    for (end, _) in sentence.char_indices().filter(parts).chain(std::iter::once((sentence.len(), ' '))) {
        let Some(clause) = sentence.get(start..end) else { continue };
        let places = labels.places_in(clause);
        // `Home crae: £5m` begins with a name that is spelt nearly as one, and `£5m for home crae` ends with it.
        let behind = || [" for ", " on "].iter().find_map(|mark| Some(clause.find(mark)? + mark.len()));
        let from = if start == 0 { Some(0) } else { behind() };
        let unnamed = places.areas.is_empty() && places.columns.is_empty();
        let near = from.filter(|_| unnamed).and_then(|from| Some((start + from..end, labels.near_area(clause.get(from..)?)?)));
        found.extend(near.map(|(range, area)| (range, Mention::NearArea(area))));
        let at = |range: Range<usize>| start + range.start..start + range.end;
        found.extend(places.areas.into_iter().map(|(range, area)| (at(range), Mention::Area(area))));
        found.extend(places.columns.into_iter().map(|(range, column)| (at(range), Mention::Column(column))));
        start = end;
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// The one thing of a kind that a figure goes with. What stands in brackets right behind a figure is its own, and so is what comes after one
/// that `for` or `on` follows, or after each of several where nothing stands before the first; any other figure goes with what stands
/// before it; where nothing does, with the only one of the sentence, unless words before the sentence have set another: `scene`, which a
/// figure goes with whose sentence names nothing. None where it is not clear.
fn nearest<T: PartialEq + Clone>(
    sentence: &str,
    mentions: &[(Range<usize>, Mention)],
    (figures, number): (&[Range<usize>], usize),
    scene: Option<&T>,
    pick: impl Fn(&Mention) -> Option<T>,
) -> Option<T> {
    let figure = figures.get(number)?;
    let all: Vec<(usize, T)> = mentions.iter().filter_map(|(r, m)| Some((r.start, pick(m)?))).collect();
    let rest = sentence.get(figure.end..).unwrap_or("");
    let after = rest.trim_start().to_lowercase();
    // What is in brackets with a figure of its own is of that figure: `the outturn was £5m (budget £4m)`.
    let close = rest.find(')').map_or(figure.end, |at| figure.end + at);
    let bracket = after.starts_with('(') && figures.get(number + 1).is_none_or(|next| next.start > close);
    let forward =
        bracket || ["for ", "on ", "in respect of ", "towards ", "went ", "to ", "in "].iter().any(|w| after.starts_with(w));
    let mut distinct: Vec<&T> = all.iter().map(|(_, t)| t).collect();
    distinct.dedup();
    if let [only] = distinct.as_slice() {
        let before = all.iter().any(|(start, _)| *start < figure.start);
        let other = scene.is_some_and(|s| s != *only);
        return (before || forward || !other).then(|| (*only).clone());
    }
    if let Some(own) = by_clause(sentence, &all, figures, figure) {
        return Some(own);
    }
    // What one part of the sentence names: `None` where it names nothing, and `Some(None)` where it names several.
    let within = |from: usize, to: usize| {
        let mut here = all.iter().filter(|(start, _)| (from..to).contains(start)).map(|(_, t)| t);
        let first = here.next()?;
        Some(here.all(|t| t == first).then(|| first.clone()))
    };
    // Where something leads to each figure, it is that: `we spent £4m on home care against a budget of £3m`.
    let led = |number: usize| {
        let from = number.checked_sub(1).and_then(|before| figures.get(before)).map_or(0, |f| f.end);
        within(from, figures.get(number)?.start)?
    };
    let behind = figures.last().is_some_and(|last| within(last.end, sentence.len()).is_some());
    if !bracket && !behind && figures.len() > 1 && (0..figures.len()).all(|n| led(n).is_some()) {
        return led(number);
    }
    // What is behind a semicolon goes with the next figure.
    let parted = |from: usize| sentence.get(from..).and_then(|rest| rest.find(';')).map_or(sentence.len(), |at| from + at);
    let next = |number: usize| {
        let stop = figures.get(number).map_or(sentence.len(), |f| parted(f.end));
        figures.get(number + 1).map_or(sentence.len(), |f| f.start).min(stop)
    };
    if bracket {
        if let Some(own) = within(figure.end, close.min(next(number))) {
            return own;
        }
    } else if forward {
        let own = within(figure.end, next(number));
        // `outturn £5m in 2023-24`: the year alone stands behind it.
        let dated =
            after.strip_prefix("in ").is_some_and(|r| FinancialYear::mentions(r).first().is_some_and(|m| m.range.start == 0));
        if own.is_some() || !dated {
            return own.unwrap_or_else(|| scene.cloned());
        }
    }
    let leads = figures.first().is_some_and(|first| within(0, first.start).is_some());
    if !leads && let Some(own) = within(figure.end, next(number)) {
        let each = (0..figures.len()).all(|n| matches!(within(figures.get(n).map_or(0, |f| f.end), next(n)), Some(Some(_))));
        return own.filter(|_| each);
    }
    let last = all.iter().rev().find(|(start, _)| *start < figure.start).map(|(_, t)| t.clone());
    last.or_else(|| scene.cloned())
}

/// What the clause of a figure names, where semicolons part clauses, or commas between single figures, and each with figures names one:
/// `budget £1m in 2023-24; £2m in 2024-25`.
fn by_clause<T: PartialEq + Clone>(
    sentence: &str,
    all: &[(usize, T)],
    figures: &[Range<usize>],
    figure: &Range<usize>,
) -> Option<T> {
    let parted = |mark: &str, single: bool| {
        let clause = |at: usize| sentence.get(..at).map(|before| before.matches(mark).count());
        let names = |number: usize| {
            let mut named = all.iter().filter(|(start, _)| clause(*start) == Some(number)).map(|(_, t)| t);
            let first = named.next()?;
            named.all(|t| t == first).then(|| first.clone())
        };
        let each = figures.iter().all(|f| clause(f.start).and_then(names).is_some());
        let several = figures.iter().any(|f| clause(f.start) != clause(figure.start));
        let crowded = single && figures.windows(2).any(|w| matches!(w, [a, b] if clause(a.start) == clause(b.start)));
        if several && each && !crowded { clause(figure.start).and_then(names) } else { None }
    };
    parted(";", false).or_else(|| parted(", ", true))
}

#[expect(clippy::too_many_arguments, reason = "the parts of one figure")]
fn place(
    document: &Document,
    instrument: &Instrument,
    definition: &TableDefinition,
    span: &Span,
    sentence_range: &Range<usize>,
    (figures, number): (&[Range<usize>], usize),
    mentions: &[(Range<usize>, Mention)],
    setting: &Setting,
    prose: &mut Prose,
) {
    let Some(sentence) = span.text.as_str().get(sentence_range.clone()) else { return };
    let Some(figure_range) = figures.get(number).cloned() else { return };
    let raw = sentence.get(figure_range.clone()).unwrap_or("").trim();
    let absolute = sentence_range.start + figure_range.start..sentence_range.start + figure_range.end;
    let evidence = document.evidence(&span.text, absolute);
    let of = (figures, number);
    let area = nearest(sentence, mentions, of, setting.area.as_ref(), Mention::area);
    let year = nearest(sentence, mentions, of, setting.year.as_ref(), Mention::year);
    let column = nearest(sentence, mentions, of, setting.column.as_ref(), Mention::column);
    let measures: Vec<&Code> = definition.columns.iter().map(|c| &c.code).filter(|c| instrument.measure(c).is_some()).collect();
    let column = column.or_else(|| match measures.as_slice() {
        [only] => Some((*only).clone()),
        _ => None,
    });
    let question = column
        .as_ref()
        .and_then(|c| definition.columns.iter().find(|d| &d.code == c))
        .or(definition.columns.first())
        .map(|c| c.question.clone());
    let Some(question) = question else { return };
    let needs_year = !definition.financial_years.is_empty();
    let (Some(area), Some(column), true) = (area, column, year.is_some() || !needs_year) else {
        // An hourly rate or a threshold is no figure that was asked for; an amount of money beside a service may be.
        if mentions.iter().any(|(_, m)| m.area().is_some()) {
            prose.issues.push(
                Issue::new(IssueCode::FigureUnread, format!("`{raw}` names no single service area, measure and year"))
                    .on(&question)
                    .at(evidence),
            );
        }
        return;
    };
    let Some(unit) = instrument.measure(&column).and_then(|m| m.unit.clone()) else { return };
    let Content::Figure(figure) = cells::read(raw) else { return };
    let fits = if unit == Unit::gbp() {
        (figure.pounds || figure.scale.is_some()) && !figure.percent
    } else if unit == Unit::percent() {
        figure.percent
    } else {
        !figure.pounds && !figure.percent
    };
    let after = sentence.get(figure_range.end..).unwrap_or("").trim_start().to_lowercase();
    let rate = ["per ", "an hour", "a week", "an week", "p/h", "/"].iter().any(|w| after.starts_with(w));
    if !fits || rate {
        return;
    }
    let Some(value) = figure.scaled() else { return };
    // A bare `£450` beside a service is too small to be what the service cost.
    let small = unit == Unit::gbp() && figure.scale.is_none() && !value.is_zero() && value.abs() < foi_model::Decimal::from(10_000);
    if small {
        prose.issues.push(
            Issue::new(IssueCode::FigureUnread, format!("`{raw}` may be in thousands, or no total")).on(&question).at(evidence),
        );
        return;
    }
    let forecast = setting.forecast
        || sentence.to_lowercase().contains("forecast")
        || year.is_some_and(|y| definition.forecast_years.contains(&y));
    let cohort = setting.cohort.clone().filter(|c| definition.cohorts.contains(c));
    let observation = Observation {
        measure: column,
        dimensions: Dimensions { service_area: Some(area), cohort, financial_year: year, category: None },
        row_label: None,
        column_label: None,
        cell: Cell::Reported(Reported {
            value,
            unit,
            multiplier: figure.scale.map_or(0, foi_model::Scale::exponent),
            forecast: Some(forecast),
            confidence: 85,
        }),
        raw: Some(raw.to_owned()),
        evidence,
        note: None,
        corrected: None,
    };
    let same =
        prose.observations.iter().position(|(_, o)| o.measure == observation.measure && o.dimensions == observation.dimensions);
    match same {
        Some(index) => {
            let Some((_, first)) = prose.observations.get_mut(index) else { return };
            if first.cell.reported().map(|r| r.value) != observation.cell.reported().map(|r| r.value) {
                let message = format!("two figures for one cell; the other is `{raw}`");
                prose.issues.push(Issue::new(IssueCode::CellsConflict, message).on(&question).at(observation.evidence));
                first.cell = Cell::Unreadable {};
            }
        }
        None => prose.observations.push((question, observation)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentence: &str, expected: &[&str]) {
        let instrument = Instrument::from_toml(
            r#"
            id = "t"
            title = "T"
            questions = [{ id = "1", kind = "table", prompt = "p" }]
            tables = [{ id = "1", columns = [{ code = "outturn", question = "1" }] }]
            measures = [{ code = "outturn", label = "Outturn", unit = "GBP" }]
            service_areas = [{ code = "day_care", label = "Day care" }, { code = "home_care", label = "Home care" }, { code = "nursing_care", label = "Nursing care" }]
            "#,
        )
        .unwrap();
        let document = crate::read::outline::read_one(sentence.as_bytes()).document;
        let definition = &instrument.tables[0];
        let labels = Labels::of_table(&instrument, definition);
        let spans: Vec<Span> = document
            .blocks
            .iter()
            .enumerate()
            .filter_map(|(block, b)| match b {
                crate::document::Block::Text(t) => {
                    Some(Span { block, row: None, column: None, table: false, text: t.text.clone() })
                }
                crate::document::Block::Table(_) => None,
            })
            .collect();
        let read = read(&document, &instrument, definition, &labels, Naming::default(), &spans);
        let shown: Vec<String> = read
            .observations
            .iter()
            .map(|(_, o)| {
                let value = o.cell.reported().map_or_else(|| "?".to_owned(), |r| r.value.to_string());
                let year = o.dimensions.financial_year.map_or_else(String::new, |y| format!(" {y}"));
                format!("{}{year} {value}", o.dimensions.service_area.as_ref().map_or("?", Code::as_str))
            })
            .collect();
        assert_eq!(shown, expected, "{sentence}");
    }

    #[test]
    fn figures_go_with_their_service() {
        check("Home care: £28.4m", &["home_care 28400000"]);
        check(
            "We spent £3.32m for day care, £20.15m for home care and £11.84m for nursing care.",
            &["day_care 3320000", "home_care 20150000", "nursing_care 11840000"],
        );
        check(
            "Day care cost £3.32m, home care £20.15m and nursing care £11.84m.",
            &["day_care 3320000", "home_care 20150000", "nursing_care 11840000"],
        );
        check("Home care is paid at £25 per hour.", &[]);
        check(
            "2022-23: Day care: £3.32m\n\nHome care: £20.15m\n\n2023-24: Day care: £3.5m\n\nHome care: £21m",
            &["day_care 2022-23 3320000", "home_care 2022-23 20150000", "day_care 2023-24 3500000", "home_care 2023-24 21000000"],
        );
        // The year below the first figure is that of the next.
        check(
            "Day care - 2022/23: net\noutturn £3.32m; 2023/24:\noutturn £3.5m\nHome care - 2022/23: outturn\n£20.15m",
            &["day_care 3320000", "day_care 2023-24 3500000", "home_care 2022-23 20150000"],
        );
        check("Home crae: £28 400 000,", &["home_care 28400000"]);
        check("Home care: £28.4m\n\nHome care: £29.4m\n\nHome care: £30.4m", &["home_care ?"]);
    }
    #[test]
    fn figures_go_with_their_measure() {
        let labelled = |text: &str| {
            let instrument = Instrument::from_toml(include_str!("../../../../data/instruments/ras-2026.toml")).unwrap();
            let definition = instrument.tables.iter().find(|t| t.id == "6").unwrap();
            let labels = Labels::of_table(&instrument, definition);
            let document = crate::read::outline::read_one(text.as_bytes()).document;
            let crate::document::Block::Text(block) = &document.blocks[0] else { return Vec::new() };
            let spans = [Span { block: 0, row: None, column: None, table: false, text: block.text.clone() }];
            let read = read(&document, &instrument, definition, &labels, Naming::default(), &spans);
            let shown = |o: &Observation| {
                let value = o.cell.reported().map_or_else(|| "?".to_owned(), |r| r.value.to_string());
                format!("{} {} {value}", o.measure, o.dimensions.service_area.as_ref().map_or("?", Code::as_str))
            };
            read.observations.iter().map(|(_, o)| shown(o)).collect::<Vec<_>>()
        };
        let both = ["estimated_budget day_care 20287048", "actual_cost day_care 20986663"];
        for text in [
            "2022/23 Day Care: EB £20,287,048, AC £20,986,663",
            "2022/23 Day Care: £20,287,048 (EB), £20,986,663 (AC)",
            "2022/23 Day Care - £20 287 048 EB; £20 986 663 AC",
            "2022/23 Day Care: estimated budget £20,287,048; actual cost £20,986,663",
            "For day care the 2022/23 estimated budget was £20,287,048 (actual cost £20,986,663).",
            "In 2022/23 the estimated budget was £20,287,048 for day care against an actual cost of £20,986,663.",
            "£20,287,048 was the estimated budget of day care during 2022/23, the actual cost having been £20,986,663.",
        ] {
            assert_eq!(labelled(text), both, "{text}");
        }
    }
}
