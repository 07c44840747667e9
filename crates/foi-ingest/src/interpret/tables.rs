//! Every table of a response to the definition that it fits, and what its cells then mean.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use foi_model::{
    Answer, Cell, CellStatus, Code, Dimensions, Figure, FinancialYear, Instrument, Issue, IssueCode, Legislation, Observation,
    Question, QuestionId, Scale, Table as TableDefinition,
};

use super::acts;
use super::agreement;
use super::citation::OtherLaw;
use super::fiscal::Naming;
use super::flattened;
use super::grid::{self, Context, Grid};
use super::labels::{Labels, Named};
use super::layout::{self, Layout, Words};
use super::{Figures, narrative, prose, unknown};
use crate::bind::{Bound, Span};
use crate::document::{Block, Document, Table};
use crate::identify::Identity;
use crate::survey::Survey;

/// The figures and words of all tables, by question.
pub(super) fn read_all(
    documents: &[Document],
    bound: &[(usize, Bound)],
    identity: &Identity,
    questions: &[Question],
    issues: &mut Vec<Issue>,
) -> BTreeMap<QuestionId, Figures> {
    let mut found: BTreeMap<QuestionId, Figures> = BTreeMap::new();
    let naming = identity.instrument.as_ref().map_or_else(Naming::default, |instrument| {
        let asked: Vec<_> = instrument.tables.iter().flat_map(|t| t.financial_years.iter().copied()).collect();
        Naming::of(documents, &asked)
    });
    for (index, b) in bound {
        let Some(document) = documents.get(*index) else { continue };
        match &identity.instrument {
            Some(instrument) => known(document, b, instrument, identity, naming, &mut found, issues),
            None => unknown::read(document, b, questions, &mut found, issues),
        }
    }
    // The tables of no known instrument name what they count by their labels alone, and two rows of one label are two rows.
    for (question, figures) in found.iter_mut().filter(|_| identity.instrument.is_some()) {
        agreement::settle(documents, question, figures, issues);
    }
    found
}

/// A table that has to be read, and the words around it.
struct Job<'d> {
    table: Cow<'d, Table>,
    /// The block that it is or is a part of.
    block: Option<usize>,
    /// The questions that it stands under, by number without part.
    stems: Vec<String>,
    /// The questions themselves.
    questions: Vec<QuestionId>,
    /// The texts of the same answers, those before the table first.
    before: Vec<String>,
    /// Whether the last of them stands right above it.
    captioned: bool,
    /// What stands right above it and is no part of the answers, such as a caption below the number of a question.
    above: Option<String>,
    around: Vec<Span>,
}

/// The sentences around a table, which the next table of the same answer stands among too.
#[derive(Default)]
struct Heard {
    around: Vec<Span>,
    sentences: Vec<acts::Sentence>,
}

impl Heard {
    fn sentences(&mut self, around: &[Span], home: Legislation) -> &[acts::Sentence] {
        if self.around != around {
            *self = Self { around: around.to_vec(), sentences: acts::read(around, home, &OtherLaw::default(), "") };
        }
        &self.sentences
    }
}

fn known(
    document: &Document,
    bound: &Bound,
    instrument: &Survey,
    identity: &Identity,
    naming: Naming,
    found: &mut BTreeMap<QuestionId, Figures>,
    issues: &mut Vec<Issue>,
) {
    let mut done: BTreeSet<usize> = BTreeSet::new();
    let mut taken: BTreeSet<(usize, Option<usize>)> = BTreeSet::new();
    let mut jobs: Vec<Job<'_>> = Vec::new();
    // The spans of one number together: a table of question 8 stands under 8b, and its notes may stand under 8a.
    let mut groups: Vec<(Vec<String>, Vec<Span>)> = Vec::new();
    for binding in &bound.bindings {
        let stem = binding.question.stem().to_owned();
        match groups.iter_mut().find(|(stems, _)| stems.contains(&stem)) {
            Some((_, spans)) => {
                for span in &binding.answer {
                    if !spans.contains(span) {
                        spans.push(span.clone());
                    }
                }
            }
            None => groups.push((vec![stem], binding.answer.clone())),
        }
    }
    if !bound.general.is_empty() {
        groups.push((Vec::new(), bound.general.clone()));
    }
    for (stems, spans) in &groups {
        for (at, span) in spans.iter().enumerate() {
            let Some(Block::Table(table)) = document.blocks.get(span.block).filter(|_| span.table) else { continue };
            if done.insert(span.block) {
                let before: Vec<String> = spans.iter().take(at).filter(|s| !s.table).map(|s| s.text.as_str().to_owned()).collect();
                let captioned = at.checked_sub(1).and_then(|i| spans.get(i)).is_some_and(|s| !s.table && s.block + 1 == span.block);
                let above = span.block.checked_sub(1).filter(|_| !captioned).and_then(|above| text_of(document, above));
                jobs.extend(apart(table).into_iter().map(|table| Job {
                    table,
                    block: Some(span.block),
                    stems: stems.clone(),
                    questions: holders(bound, span),
                    before: before.clone(),
                    captioned,
                    above: above.clone(),
                    around: beside(spans, at),
                }));
            }
        }
    }
    for (stems, spans) in &groups {
        rebuild(instrument, stems, spans, &mut jobs, &mut taken, issues);
    }
    let mut heard = Heard::default();
    for job in &jobs {
        read_job(document, instrument, identity, naming, job, &bound.rest, &mut heard, found, issues);
    }
    for (stems, spans) in &groups {
        let mut left: Vec<Span> = spans.iter().filter(|s| !taken.contains(&(s.block, s.row))).cloned().collect();
        left.splice(0..0, heading(document, spans));
        for (definition, labels) in spoken_of(instrument, stems, &left) {
            let has = definition
                .columns
                .iter()
                .any(|c| found.get(&c.question).is_some_and(|f| f.observations.iter().any(|o| o.cell.reported().is_some())));
            let measures = definition.columns.iter().any(|c| instrument.measure(&c.code).is_some());
            if has || !measures {
                continue;
            }
            let mut read = prose::read(document, instrument, definition, labels, naming, &left);
            if !read.observations.is_empty() {
                let sentences = acts::read(&left, identity.legislation(), &OtherLaw::default(), "");
                let explanations = narrative::explanations(document, &left, &sentences, labels, naming, &definition.forecast_years);
                absent(&mut read.observations, instrument, definition, &explanations);
            }
            issues.extend(read.issues);
            if let Some((question, observation)) = read.observations.first() {
                let message = format!("{} figures were read from sentences", read.observations.len());
                issues.push(Issue::new(IssueCode::FiguresInProse, message).on(question).at(observation.evidence.clone()));
            }
            for (question, observation) in read.observations {
                found.entry(question).or_default().observations.push(observation);
            }
        }
    }
}

/// The line right above an answer that names a year and nothing else: it went with the question, and the list below is about that year.
fn heading(document: &Document, spans: &[Span]) -> Option<Span> {
    let block = spans.first().filter(|s| s.row.is_none())?.block.checked_sub(1)?;
    let Block::Text(text) = document.blocks.get(block)? else { return None };
    let words = text.text.as_str();
    let mentions = FinancialYear::mentions(words);
    let [year] = mentions.as_slice() else { return None };
    let beside = [words.get(..year.range.start)?, words.get(year.range.end..)?].join(" ");
    let alone = beside.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).count() <= 1;
    alone.then(|| Span { block, row: None, column: None, table: false, text: text.text.clone() })
}

/// The tables that the figures in sentences belong to: those of the questions that they stand under, unless their words name the measures of
/// another better.
fn spoken_of<'s>(survey: &'s Survey, stems: &[String], spans: &[Span]) -> Vec<(&'s TableDefinition, &'s Labels)> {
    let measured: Vec<_> = survey.tables().filter(|(t, _)| t.columns.iter().any(|c| survey.measure(&c.code).is_some())).collect();
    let named: Vec<usize> = measured.iter().map(|(_, labels)| prose::words_of_measures(labels, spans)).collect();
    let own = measured.iter().zip(&named).filter(|((t, _), _)| under(t, stems)).map(|(_, words)| *words).max();
    match measured.iter().zip(&named).max_by_key(|(_, words)| **words) {
        Some((other, words)) if !stems.is_empty() && own.is_some_and(|own| *words > own.max(1)) => vec![*other],
        _ => measured.into_iter().filter(|(t, _)| under(t, stems)).collect(),
    }
}

fn text_of(document: &Document, block: usize) -> Option<String> {
    match document.blocks.get(block)? {
        Block::Text(text) => Some(text.text.as_str().to_owned()),
        Block::Table(_) => None,
    }
}

/// The tables that stand in one without a blank row between them: another heading of the same rows begins each.
fn apart(table: &Table) -> Vec<Cow<'_, Table>> {
    let row = |r: usize| table.rows.get(r).map_or(&[][..], Vec::as_slice);
    let filled = |r: usize| row(r).iter().filter(|c| !c.text.is_blank()).count();
    let texts = |r: usize| row(r).iter().map(|c| c.text.as_str().trim()).collect::<Vec<_>>();
    let Some(head) = (0..table.rows.len()).find(|&r| filled(r) >= 3 && !table.text(r, 0).trim().is_empty()) else {
        return vec![Cow::Borrowed(table)];
    };
    let corner = table.text(head, 0).trim();
    let heads = |r: usize| filled(r) >= 3 && table.text(r, 0).trim() == corner && texts(r) != texts(head);
    let mut cuts = vec![0];
    for at in (head + 2..table.rows.len()).filter(|&r| heads(r)) {
        // What stands alone above a heading is its caption.
        let years = table.text(at - 1, 0).trim().is_empty() && !row(at - 1).iter().any(|c| Figure::parse(c.text.as_str()).is_ok());
        let captioned = filled(at - 1) == 1 || years;
        cuts.push(at - usize::from(captioned));
    }
    if cuts.len() == 1 {
        return vec![Cow::Borrowed(table)];
    }
    let ends = cuts.iter().skip(1).copied().chain([table.rows.len()]);
    let part = |from: usize, to: usize| Table { rows: table.rows.get(from..to).unwrap_or_default().to_vec() };
    cuts.iter().zip(ends).map(|(&from, to)| Cow::Owned(part(from, to))).collect()
}

/// The spans near one: the notes of a table stand by it, however long the answer is.
fn beside(spans: &[Span], at: usize) -> Vec<Span> {
    const NEAR: usize = 120;
    spans.iter().take(at.saturating_add(NEAR)).skip(at.saturating_sub(NEAR)).cloned().collect()
}

/// The questions whose answer holds a span.
fn holders(bound: &Bound, span: &Span) -> Vec<QuestionId> {
    bound.bindings.iter().filter(|b| b.answer.contains(span)).map(|b| b.question.clone()).collect()
}

/// Whether a table belongs to one of the numbers; to any where none is given.
fn under(definition: &TableDefinition, stems: &[String]) -> bool {
    stems.is_empty() || definition.columns.iter().any(|c| stems.iter().any(|s| c.question.stem() == s))
}

/// Tables that lost their columns, out of the lines of an answer.
fn rebuild(
    survey: &Survey,
    stems: &[String],
    spans: &[Span],
    jobs: &mut Vec<Job<'_>>,
    taken: &mut BTreeSet<(usize, Option<usize>)>,
    issues: &mut Vec<Issue>,
) {
    for (definition, labels) in survey.tables().filter(|(t, _)| under(t, stems)) {
        let rebuilt = flattened::rebuild(spans, labels);
        let any = !rebuilt.is_empty();
        for found in rebuilt {
            let (range, table) = match found {
                flattened::Found::Table(rebuilt) => (rebuilt.spans, Some(rebuilt.table)),
                flattened::Found::Broken(range) => (range, None),
            };
            for span in spans.get(range.clone()).unwrap_or_default() {
                taken.insert((span.block, span.row));
            }
            if let Some(table) = table {
                let before = spans.iter().take(*range.start()).filter(|s| !s.table).map(|s| s.text.as_str().to_owned()).collect();
                jobs.push(Job {
                    table: Cow::Owned(table),
                    block: None,
                    stems: stems.to_vec(),
                    questions: Vec::new(),
                    before,
                    captioned: false,
                    above: None,
                    around: beside(spans, *range.start()),
                });
            } else if let Some(column) = definition.columns.first() {
                let message = "a table stands one cell a line, and its headings or the numbers of its cells do not fit: a blank cell may be lost";
                issues.push(Issue::new(IssueCode::TableUnreadable, message).on(&column.question));
            }
        }
        if any {
            return;
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "what a table is read with")]
fn read_job(
    document: &Document,
    instrument: &Survey,
    identity: &Identity,
    naming: Naming,
    job: &Job<'_>,
    rest: &[Span],
    heard: &mut Heard,
    found: &mut BTreeMap<QuestionId, Figures>,
    issues: &mut Vec<Issue>,
) {
    let holds = |t: &TableDefinition| t.columns.iter().any(|c| job.questions.contains(&c.question));
    let words = Words::new(&job.table);
    let held = |(definition, labels)| {
        let layout = layout::read(&words, labels).with_years(naming);
        (grid::fit(&layout), definition, labels, layout)
    };
    let mut fits: Vec<(grid::Fit, &TableDefinition, &Labels, Layout)> = instrument.tables().map(held).collect();
    let named = fits.iter().any(|(f, ..)| f.columns > 0);
    for (fit, _, labels, _) in fits.iter_mut().filter(|_| job.captioned || job.above.is_some()) {
        // The words above a table name its cohort, and its measure where no label of its own does.
        let above = before(job, &words, labels);
        fit.labels += usize::from(above.cohort.is_some() || above.service_area.is_some());
        fit.columns += if named { 0 } else { above.column_words };
    }
    fits.retain(|(f, ..)| f.columns * 4 + f.labels >= 4);
    // Where the table stands counts, unless its headings name the columns of another better.
    let rank = |(f, t, ..): &(grid::Fit, &TableDefinition, &Labels, Layout)| {
        let own = !job.stems.is_empty() && under(t, &job.stems);
        (f.columns, own, holds(t), f.labels, std::cmp::Reverse(t.id.clone()))
    };
    let best = fits.iter().max_by_key(|f| rank(f));
    let own = best.is_some_and(|(f, t, ..)| (!job.stems.is_empty() && under(t, &job.stems)) || f.columns * 4 + f.labels >= 8);
    let Some((_, definition, labels, layout)) = best.filter(|_| own) else {
        unfit(document, job, instrument, issues);
        return;
    };
    let sentences = heard.sentences(&job.around, identity.legislation());
    let reported = |g: &Grid| !g.descriptions.is_empty() || g.observations.iter().any(|(_, o)| o.cell.reported().is_some());
    let explanations = narrative::explanations(document, &job.around, sentences, labels, naming, &definition.forecast_years);
    let mut before = before(job, &words, labels).with_year(naming);
    // `Home care` right above a table of years is what all its rows are about.
    let years = layout.rows.iter().all(|r| r.named.year.is_some() || r.named.total && r.named.service_area.is_none());
    let areas = || layout.columns.iter().chain(layout.rows.iter().map(|r| &r.named)).any(|n| n.service_area.is_some());
    if !(years && (job.captioned || job.above.is_some())) || areas() {
        before.service_area = None;
    }
    let legend = narrative::legend(&job.around);
    let by_end = before.by_end || layout.columns.iter().chain(layout.rows.iter().map(|r| &r.named)).any(|n| n.by_end);
    let context = Context {
        document,
        instrument,
        definition,
        before,
        note_scales: note_scales(document, job, rest),
        explanations: &explanations,
        legend: &legend,
    };
    let mut grid = grid::read(&job.table, layout, &context);
    if !reported(&grid) {
        // In a table without figures only a measure is explained: the answer as a whole says why there are none.
        let of_measure: Vec<_> = explanations.iter().filter(|e| e.names_measure()).cloned().collect();
        grid = grid::read(&job.table, layout, &Context { explanations: &of_measure, ..context });
    } else if let Some(explanation) = explanations.first()
        && grid.observations.iter().any(|(_, o)| o.evidence.as_ref() == Some(&explanation.evidence))
        && let Some(column) = definition.columns.first()
    {
        let message = format!("cells were taken as `{}`", explanation.status.as_str());
        issues.push(Issue::new(IssueCode::CellsExplained, message).on(&column.question).at(Some(explanation.evidence.clone())));
    }
    if by_end
        && !naming.certain
        && let Some((question, observation)) = grid.observations.iter().find(|(_, o)| o.cell.reported().is_some())
    {
        let message = "nothing says whether `FY` stands before the year that ends or the one that begins";
        issues.push(Issue::new(IssueCode::YearUncertain, message).on(question).at(observation.evidence.clone()));
    }
    if reported(&grid) {
        absent(&mut grid.observations, instrument, definition, &explanations);
    }
    agreement::totals(&grid, issues);
    agreement::small(&grid, definition, issues);
    issues.extend(grid.issues);
    for (question, observation) in grid.observations {
        found.entry(question).or_default().observations.push(observation);
    }
    for (question, description) in grid.descriptions {
        found.entry(question).or_default().descriptions.push(description);
    }
}

/// Cells that the table asked for has and the one given has not, where words say why.
fn absent(
    observations: &mut Vec<(QuestionId, Observation)>,
    instrument: &Instrument,
    definition: &TableDefinition,
    explanations: &[narrative::Explanation],
) {
    if !definition.cohorts.is_empty() || !definition.categories.is_empty() {
        return;
    }
    for column in definition.columns.iter().filter(|c| instrument.measure(&c.code).is_some()) {
        for area in instrument.service_areas_of(definition) {
            for &year in &definition.financial_years {
                let dimensions =
                    Dimensions { service_area: Some(area.clone()), financial_year: Some(year), ..Dimensions::default() };
                if observations.iter().any(|(_, o)| o.measure == column.code && o.dimensions == dimensions) {
                    continue;
                }
                let fitting = explanations
                    .iter()
                    .filter_map(|e| Some((e.fits(&column.code, Some(year), Some(area))?, e)))
                    .filter(|(named, _)| *named > 0);
                let Some((_, explanation)) = fitting.max_by_key(|(named, _)| *named) else { continue };
                let Some(cell) = Cell::without_value(explanation.status) else { continue };
                let evidence = Some(explanation.evidence.clone());
                let observation = Observation {
                    measure: column.code.clone(),
                    dimensions,
                    row_label: None,
                    column_label: None,
                    cell,
                    raw: None,
                    evidence,
                    note: None,
                    corrected: None,
                };
                observations.push((column.question.clone(), observation));
            }
        }
    }
}

/// A table that fits no definition: worth saying where it has figures and stands under a question that asks for some.
fn unfit(document: &Document, job: &Job<'_>, instrument: &Instrument, issues: &mut Vec<Issue>) {
    let cell = job
        .table
        .rows
        .iter()
        .flatten()
        .skip(1)
        .find(|c| c.text.as_str().chars().any(|c| c.is_ascii_digit()) && foi_model::Figure::parse(c.text.as_str()).is_ok());
    let Some(cell) = cell else { return };
    let question = instrument.questions.iter().find(|q| job.stems.iter().any(|s| q.id.stem() == s));
    let issue = Issue::new(IssueCode::TableUnreadable, "a table with figures fits none that the instrument asks for")
        .at(document.evidence_of(&cell.text));
    issues.push(question.map_or_else(|| issue.clone(), |q| issue.clone().on(&q.id)));
}

/// What the words right before a table set: a service, a cohort, a year, a measure.
fn before(job: &Job<'_>, words: &Words<'_>, labels: &Labels) -> Named {
    let read = |text: &str| {
        let short = text.split_whitespace().count() <= 10 && !text.trim_end().ends_with('.');
        if short { labels.name(&words.split(text)) } else { Named::default() }
    };
    let says = |n: &Named| n.cohort.is_some() || n.year.is_some() || n.column.is_some() || n.service_area.is_some();
    let above = job.above.as_deref().map(read).filter(says);
    let named = above.unwrap_or_else(|| read(job.before.last().map(String::as_str).unwrap_or_default()));
    Named { scales: Vec::new(), total: false, ..named }
}

/// The scales that notes around a table state: captions, and sentences about figures.
fn note_scales(document: &Document, job: &Job<'_>, rest: &[Span]) -> Vec<Scale> {
    // `Budget by service area (£k)` right above it, though its words are those of the question.
    let caption = job.above.iter().filter(|a| a.split_whitespace().count() <= 16 && !crate::bind::asks(a));
    let mut scales: Vec<Scale> = caption.flat_map(|a| Scale::stated_in(a)).collect();
    // `All amounts are in £ thousand` at the head of an appendix speaks for every table of it.
    for span in rest.iter().filter(|s| !s.table) {
        let lower = span.text.as_str().to_lowercase();
        if ["all figures", "all amounts", "all values", "all sums", "all costs", "figures are", "amounts are"]
            .iter()
            .any(|w| lower.contains(w))
        {
            for scale in Scale::stated_in(span.text.as_str()) {
                if !scales.contains(&scale) {
                    scales.push(scale);
                }
            }
        }
    }
    // What stands right above another table is the caption of that one, also where it was joined to the number above it.
    let of_other = |span: &Span| {
        let text = span.text.as_str();
        let joined = text_of(document, span.block + 1).is_some_and(|t| text.trim_end().ends_with(t.trim()) && !t.trim().is_empty());
        let below = span.block + 1 + usize::from(joined);
        // `All of the above is in £000.` is a note, whatever stands below it.
        let caption = text.split_whitespace().count() <= 12 && !text.trim_end().ends_with('.') && !text.contains("above");
        caption && job.block.is_some_and(|own| own != below) && matches!(document.blocks.get(below), Some(Block::Table(_)))
    };
    for span in job.around.iter().filter(|s| !s.table && !of_other(s)) {
        for range in super::sentences(span.text.as_str()) {
            let sentence = span.text.as_str().get(range).unwrap_or("");
            let stated = Scale::stated_in(sentence);
            if stated.is_empty() {
                continue;
            }
            let lower = sentence.to_lowercase();
            let about = [
                "figure",
                "amount",
                "value",
                "all ",
                "shown",
                "expressed",
                "stated",
                "table",
                "in £",
                "thousands",
                "millions",
                "000",
                "pounds",
                "£m",
                "£k",
                "cost",
                "sums",
                "data",
                "unit",
            ]
            .iter()
            .any(|w| lower.contains(w));
            let short = sentence.split_whitespace().count() <= 12;
            if about || short {
                for scale in stated {
                    // A lone pound sign in a long sentence belongs to a figure or a rate.
                    if (scale != Scale::UNITS || short && !sentence.chars().any(|c| c.is_ascii_digit())) && !scales.contains(&scale)
                    {
                        scales.push(scale);
                    }
                }
            }
        }
    }
    scales
}

/// Cells of a table that an answer as a whole gives one status.
pub(super) fn fill(instrument: &Instrument, definition: &TableDefinition, measure: &Code, status: CellStatus, answer: &mut Answer) {
    fn or_none<T: Clone>(items: Vec<T>) -> Vec<Option<T>> {
        if items.is_empty() { vec![None] } else { items.into_iter().map(Some).collect() }
    }
    let areas: Vec<Code> = instrument.service_areas_of(definition).into_iter().cloned().collect();
    for cohort in or_none(definition.cohorts.clone()) {
        for area in or_none(areas.clone()) {
            for year in or_none(definition.financial_years.clone()) {
                for category in or_none(definition.categories.clone()) {
                    let dimensions =
                        Dimensions { service_area: area.clone(), cohort: cohort.clone(), financial_year: year, category };
                    let Some(cell) = Cell::without_value(status) else { return };
                    let same = answer.observations.iter_mut().find(|o| &o.measure == measure && o.dimensions == dimensions);
                    match same {
                        Some(observation) if observation.cell.status() == CellStatus::Blank => observation.cell = cell,
                        Some(_) => {}
                        None => answer.observations.push(Observation {
                            measure: measure.clone(),
                            dimensions,
                            row_label: None,
                            column_label: None,
                            cell,
                            raw: None,
                            evidence: answer.evidence.clone(),
                            note: None,
                            corrected: None,
                        }),
                    }
                }
            }
        }
    }
}
