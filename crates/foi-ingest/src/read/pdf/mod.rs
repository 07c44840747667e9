//! PDF: what its pages show, read as lines, paragraphs and tables.
//!
//! Pages are interpreted by `hayro`; what it draws is collected ([`glyphs`]) and made words and lines ([`lines`]). Pages in columns are cut
//! into these ([`sheets`]), and each is laid out ([`page`]) into tables that are ruled ([`rules`], [`grid`]) or told by gaps ([`gaps`],
//! [`rows`]) and paragraphs ([`flow`]). What goes on over pages is joined at the end ([`join`]). Pages without words are recognised by a
//! program, if there is one ([`scan`]).

mod beside;
mod blocks;
mod columns;
mod cut;
mod fields;
mod flow;
mod gaps;
mod glyphs;
mod grid;
mod ground;
mod headings;
mod join;
mod letters;
mod lines;
mod marks;
mod nested;
mod page;
mod rows;
mod rules;
mod scan;
mod sheets;
mod spans;
mod split;
mod touching;

#[cfg(test)]
mod tests;

use std::any::Any;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use foi_model::IssueCode;
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent, TransformExt, interpret_page};
use hayro_syntax::object::{Dict, Name};
use hayro_syntax::page::Page as PdfPage;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::package::Sample;
use super::{Fault, Format, Member, Reading};
use flow::Usual;
use glyphs::{Hidden, Ink, Pen, TooMuch};
use grid::Draft;
use page::{Page, Piece, Rows};

pub(super) const FORMAT: Format = Format {
    name: "pdf",
    media_type: "application/pdf",
    extensions: &["pdf"],
    // An archive that stores a PDF as it is begins nearly as one.
    matches: |sample| {
        !sample.bytes.starts_with(b"PK\x03\x04")
            && sample.bytes.get(..1024.min(sample.bytes.len())).is_some_and(|head| head.windows(5).any(|w| w == b"%PDF-"))
    },
    read,
};

fn read(sample: &Sample<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let bytes = sample.bytes.to_vec();
    let opened = catch_unwind(AssertUnwindSafe(|| Pdf::new(bytes)));
    let pdf = match opened {
        Ok(Ok(pdf)) => pdf,
        Ok(Err(LoadPdfError::Decryption(error))) => {
            return Err(match error {
                DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm => Fault::Encrypted,
                DecryptionError::MissingIDEntry | DecryptionError::InvalidEncryption => {
                    Fault::Damaged("its encryption is broken".to_owned())
                }
            });
        }
        Ok(Err(LoadPdfError::Invalid)) => return Err(Fault::Damaged("its structure cannot be read".to_owned())),
        Err(_) => return Err(Fault::Damaged("its structure cannot be followed".to_owned())),
    };
    reading.budget.within("pdf_objects", pdf.len() as u64)?;
    let count = pdf.pages().len();
    reading.document.source.pages = u32::try_from(count).ok();
    if count == 0 {
        return Err(Fault::Damaged("it has no page that can be found".to_owned()));
    }
    let mut book = Book::default();
    let ended = book.collect(&pdf, reading);
    book.attachments(&pdf, reading)?;
    book.issues(&pdf, reading);
    let written = book.write(reading);
    if ended.is_ok() && written.is_ok() && reading.document.blocks.is_empty() && reading.issues.is_empty() {
        reading.note(IssueCode::DocumentEmpty, "its pages hold no words");
    }
    ended.and(written)
}

/// What was collected of a document.
#[derive(Default)]
struct Book {
    pages: Vec<Page>,
    files: Vec<(String, Vec<u8>)>,
    /// Words that are not shown, by kind.
    hidden: Vec<(Hidden, usize)>,
    comments: usize,
    hidden_fields: usize,
    /// Pages that could not be interpreted.
    broken: Vec<u32>,
    /// Pages with letters without meaning.
    unmapped: Vec<u32>,
    scans: scan::Scans,
    /// How much was drawn.
    drawn: u64,
    /// Whether a page draws more than is left.
    overdrawn: bool,
}

impl Book {
    fn collect(&mut self, pdf: &Pdf, reading: &Reading<'_>) -> Result<(), Fault> {
        let cache = InterpreterCache::new();
        for (number, page) in (1..).zip(pdf.pages().iter()) {
            reading.budget.pages(1)?;
            reading.budget.within("page_tree_depth", depth(page, reading.budget.limits().page_tree_depth))?;
            let content = catch_unwind(AssertUnwindSafe(|| page.page_stream().map(<[u8]>::len)));
            match content {
                Ok(Some(length)) => reading.budget.inflate(length as u64)?,
                Ok(None) if page.raw().contains_key(b"Contents") => self.broken.push(number),
                _ => {}
            }
            let left = reading.budget.limits().drawings.saturating_sub(self.drawn);
            let read = catch_unwind(AssertUnwindSafe(|| self.page(pdf, page, number, &cache, left, reading)));
            match read {
                // What was drawn until then is read.
                Ok(()) if self.overdrawn => return Err(self.drawings(reading)),
                Ok(()) => {}
                Err(cause) if too_much(cause.as_ref()) => return Err(self.drawings(reading)),
                Err(_) if self.broken.last() != Some(&number) => self.broken.push(number),
                Err(_) => {}
            }
        }
        Ok(())
    }

    fn drawings(&self, reading: &Reading<'_>) -> Fault {
        let most = reading.budget.limits().drawings;
        match reading.budget.within("drawings", most.saturating_add(1)) {
            Err(exceeded) => Fault::Exceeded(exceeded),
            Ok(()) => Fault::Damaged("it draws without end".to_owned()),
        }
    }

    fn page<'a>(
        &mut self,
        pdf: &'a Pdf,
        page: &PdfPage<'a>,
        number: u32,
        cache: &InterpreterCache<'a>,
        left: u64,
        reading: &Reading<'_>,
    ) {
        let mut view = View::of(page);
        let Drawn { mut ink, mut by_page, left: mut left_now, mut ended } = draw(pdf, page, &view, cache, left);
        // A page whose text runs up or down is read turned.
        if let Some(turn) = mostly_turned(&ink).filter(|_| !ended) {
            view.turn(turn);
            Drawn { ink, by_page, left: left_now, ended } = draw(pdf, page, &view, cache, left_now);
        }
        self.drawn += left - left_now;
        self.overdrawn |= ended;
        let largest = reading.budget.limits().member_bytes;
        let mut extras = fields::extras(page, view.place, largest);
        // The state of a box to tick is told by the form, not by the sign that it is ticked with.
        ink.glyphs.retain(|g| {
            let (x, y) = ((g.x0 + g.x1) / 2.0, g.base - 0.3 * g.size);
            g.order < by_page || !extras.ticks.iter().take(2_000).any(|(area, _)| area.inflate(1.0, 1.0).contains((x, y)))
        });
        let include = reading.access.include_hidden;
        let letters = ink.glyphs.iter().filter(|g| g.turn == Some(0)).count();
        let seen = ink.glyphs.iter().filter(|g| g.turn == Some(0) && g.hidden.is_none()).count();
        let inkless = ink
            .glyphs
            .iter()
            .filter(|g| g.turn == Some(0) && matches!(g.hidden, Some(Hidden::Inkless | Hidden::BehindPicture)))
            .count();
        let pictured = ink.pictures.iter().map(|p| p.area()).sum::<f64>() > 0.45 * view.width * view.height;
        let recognised = pictured && seen < 40 && inkless > 20;
        if ink.unmapped > 12 && ink.unmapped * 50 > letters {
            self.unmapped.push(number);
        }
        let behind = |h: Option<Hidden>| matches!(h, Some(Hidden::Inkless | Hidden::BehindPicture));
        let mut words =
            lines::words(&ink, |g| g.turn == Some(0) && (g.hidden.is_none() || include || recognised && behind(g.hidden)));
        for kind in [Hidden::Inkless, Hidden::Pale, Hidden::Outside, Hidden::Covered, Hidden::BehindPicture] {
            if recognised && behind(Some(kind)) {
                continue;
            }
            let hidden = lines::words(&ink, |g| g.turn == Some(0) && g.hidden == Some(kind)).len();
            match self.hidden.iter_mut().find(|(k, _)| *k == kind) {
                Some((_, count)) => *count += hidden,
                None => self.hidden.push((kind, hidden)),
            }
        }
        if recognised {
            self.scans.embedded.push(number);
        } else if pictured && seen < 12 && inkless < 12 {
            let found = self.scans.recognise(pdf, page, number, &view, cache, reading);
            self.overdrawn |= found.overdrawn;
            ink.level.extend(found.level);
            ink.upright.extend(found.upright);
            words.extend(found.words);
        }
        words.retain(|w| !w.text.chars().all(|c| c == letters::UNKNOWN));
        for (area, ticked) in &extras.ticks {
            let size = area.height().clamp(4.0, usual_size(&words));
            let (x0, base) = (area.x0, area.center().y + 0.3 * size);
            let text = if *ticked { "☒" } else { "☐" }.to_owned();
            words.push(lines::Word {
                text,
                x0,
                x1: area.x1.max(x0 + 1.0),
                base,
                size,
                weight: 0.0,
                spaced: true,
                linked: false,
                run: 0,
                apart: false,
            });
        }
        for (area, value) in extras.values.drain(..) {
            if !words.iter().any(|w| area.inflate(1.0, 1.0).contains(w.middle())) {
                words.extend(fields::words_in(area, &value));
            }
        }
        self.comments += extras.comments.len();
        self.hidden_fields += extras.hidden_fields;
        if include {
            extras.comments.iter().for_each(|(area, comment)| words.extend(fields::words_in(*area, comment)));
        }
        self.files.append(&mut extras.files);
        lines::mark_links(&mut words, &extras.links);
        self.pages.push(Page::new(number, view.height, words, &ink));
    }

    fn attachments(&mut self, pdf: &Pdf, reading: &mut Reading<'_>) -> Result<(), Fault> {
        let largest = reading.budget.limits().member_bytes;
        if let Ok(found) = catch_unwind(AssertUnwindSafe(|| fields::files(pdf, largest))) {
            self.files.extend(found);
        }
        let mut taken: HashSet<String> = HashSet::new();
        for (name, bytes) in self.files.drain(..) {
            reading.budget.members(1)?;
            reading.budget.inflate(bytes.len() as u64)?;
            let mut path = name.clone();
            let mut copy = 1;
            while !taken.insert(path.clone()) {
                copy += 1;
                path = format!("{copy}-{name}");
            }
            reading.members.push(Member::new(path, bytes));
        }
        Ok(())
    }

    fn issues(&self, pdf: &Pdf, reading: &mut Reading<'_>) {
        let many = |n: usize, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
        for (kind, count) in self.hidden.iter().filter(|(_, count)| *count > 0) {
            let how = match kind {
                Hidden::Inkless => "without ink",
                Hidden::Pale => "in the colour of what is behind",
                Hidden::Outside => "outside what is shown of a page",
                Hidden::Covered => "under a box that covers it",
                Hidden::BehindPicture => "behind a picture",
            };
            reading.note(IssueCode::HiddenContent, &format!("it has {} {how}", many(*count, "word")));
        }
        if self.comments > 0 {
            reading.note(IssueCode::HiddenContent, &format!("it has {}", many(self.comments, "comment")));
        }
        if self.hidden_fields > 0 {
            reading.note(IssueCode::HiddenContent, &format!("it has {} that the form hides", many(self.hidden_fields, "field")));
        }
        let layers = catch_unwind(AssertUnwindSafe(|| fields::layers_off(pdf))).unwrap_or(0);
        if layers > 0 {
            reading.note(IssueCode::HiddenContent, &format!("it has {} switched off", many(layers, "layer")));
        }
        if !self.broken.is_empty() {
            let message = format!("it could be read in part only: {} is damaged", pages(&self.broken));
            reading.note(IssueCode::DocumentPartlyRead, &message);
        }
        if !self.unmapped.is_empty() {
            let message =
                format!("it could be read in part only: the font of {} does not say which letters it draws", pages(&self.unmapped));
            reading.note(IssueCode::DocumentPartlyRead, &message);
        }
    }

    fn write(mut self, reading: &mut Reading<'_>) -> Result<(), Fault> {
        let usual = Usual::of(self.pages.iter().flat_map(|p| &p.words));
        let running = join::running(&mut self.pages);
        let (sheets, pages) = sheets::of(self.pages);
        let lines: Vec<Vec<lines::Line>> = sheets.iter().take(40).map(|page| lines::lines(page.words.clone())).collect();
        let usual = usual.with_leading(lines.iter().map(Vec::as_slice));
        let mut pieces: Vec<Piece> = Vec::new();
        let margins = margins(&sheets);
        let mut told = None;
        for (mut page, margin) in sheets.into_iter().zip(margins) {
            let carried = match pieces.last() {
                Some(Piece::Table(Draft { edges, ruled: false, .. }, _) | Piece::Rows(Rows { edges, .. })) => {
                    Some(edges.windows(2).filter_map(|e| if let [a, b] = e { Some((*a, *b)) } else { None }).collect::<Vec<_>>())
                }
                _ => None,
            };
            pieces.extend(page.lay_out(usual, margin, carried.as_deref(), &mut told));
        }
        join::write(sheets::pieces_of_pages(split::flat(join::join(pieces)), &pages), running, reading)?;
        self.scans.finish(reading)
    }
}

/// How far right lines of running text reach, page by page: a page with a few captions has the margin of its like.
fn margins(pages: &[Page]) -> Vec<f64> {
    const TELL: usize = 80;
    let own: Vec<(f64, usize)> = pages.iter().map(Page::margin).collect();
    let mut told: [Vec<(f64, f64)>; 2] = [false, true].map(|column| {
        let tell = pages.iter().zip(&own).filter(|(page, (_, words))| *words >= TELL && page.column == column);
        tell.map(|(page, (margin, _))| (page.height, *margin)).collect()
    });
    told.iter_mut().for_each(|told| told.sort_by(|a, b| a.0.total_cmp(&b.0)));
    let [whole, columns] = told;
    let like = |page: &Page| {
        let told = if page.column { &columns } else { &whole };
        let from = told.partition_point(|t| t.0 < page.height - 1.0);
        told.iter().skip(from).take_while(|t| t.0 < page.height + 1.0).take(40).map(|t| t.1).reduce(f64::max)
    };
    let margin = |(page, (margin, words)): (&Page, &(f64, usize))| match like(page) {
        Some(other) if *words > 0 && *words < TELL => margin.max(other),
        _ => *margin,
    };
    pages.iter().zip(&own).map(margin).collect()
}

/// The size of the first words, by which signs that stand for fields are drawn.
fn usual_size(words: &[lines::Word]) -> f64 {
    words.first().map_or(10.0, |w| w.size).clamp(4.0, 14.0)
}

/// `page 3`, or `pages 3, 4 and 9`.
fn pages(numbers: &[u32]) -> String {
    match numbers {
        [one] => format!("page {one}"),
        [rest @ .., last] if rest.len() < 12 => {
            format!("pages {} and {last}", rest.iter().map(u32::to_string).collect::<Vec<_>>().join(", "))
        }
        many => format!("{} pages", many.len()),
    }
}

fn too_much(cause: &(dyn Any + Send)) -> bool {
    cause.is::<TooMuch>()
}

/// How deep in the tree a page hangs.
fn depth(page: &PdfPage<'_>, most: u64) -> u64 {
    let mut seen = HashSet::new();
    let mut at = page.raw().get::<Dict<'_>>(b"Parent");
    let mut depth = 0;
    while let Some(node) = at {
        if depth > most
            || node.obj_id().is_some_and(|id| !seen.insert(id))
            || node.get::<Name<'_>>(b"Type").is_none_or(|t| &*t != b"Pages")
        {
            break;
        }
        depth += 1;
        at = node.get::<Dict<'_>>(b"Parent");
    }
    depth
}

/// How a page is seen: upright, from its top left corner.
struct View {
    place: Affine,
    width: f64,
    height: f64,
}

impl View {
    fn of(page: &PdfPage<'_>) -> Self {
        let (width, height) = page.render_dimensions();
        Self { place: page.initial_transform(true).to_kurbo(), width: f64::from(width), height: f64::from(height) }
    }

    /// Turns the page so that what ran at so many quarter turns runs level.
    fn turn(&mut self, turn: u8) {
        let (w, h) = (self.width, self.height);
        let turned = match turn {
            1 => Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, w]),
            2 => Affine::new([-1.0, 0.0, 0.0, -1.0, w, h]),
            _ => Affine::new([0.0, 1.0, -1.0, 0.0, h, 0.0]),
        };
        self.place = turned * self.place;
        if turn != 2 {
            (self.width, self.height) = (h, w);
        }
    }

    fn context<'a>(&self, pdf: &'a Pdf, cache: &InterpreterCache<'a>, content: RenderContent) -> Context<'a> {
        let settings = InterpreterSettings { render_content: content, ..InterpreterSettings::default() };
        let area = Rect::new(0.0, 0.0, self.width, self.height);
        Context::new(self.place, area, cache, pdf.xref(), settings)
    }
}

/// What a page draws.
struct Drawn {
    ink: Ink,
    /// The count of drawings at which its annotations begin.
    by_page: u32,
    /// How many drawings are left.
    left: u64,
    /// Whether they did not suffice.
    ended: bool,
}

fn draw<'a>(pdf: &'a Pdf, page: &PdfPage<'a>, view: &View, cache: &InterpreterCache<'a>, left: u64) -> Drawn {
    let mut pen = Pen::new(view.width, view.height, left);
    let mut by_page = u32::MAX;
    let all = catch_unwind(AssertUnwindSafe(|| {
        interpret_page(page, &mut view.context(pdf, cache, RenderContent::PAGE), &mut pen);
        by_page = pen.order() + 1;
        interpret_page(page, &mut view.context(pdf, cache, RenderContent::ANNOTATIONS), &mut pen);
    }));
    let ended = match all {
        Ok(()) => false,
        Err(cause) if too_much(cause.as_ref()) => true,
        Err(cause) => resume_unwind(cause),
    };
    let left = if ended { 0 } else { pen.left() };
    Drawn { ink: pen.finish(), by_page, left, ended }
}

/// The quarter turns of most of the text of a page, where that is not level.
fn mostly_turned(ink: &Ink) -> Option<u8> {
    let mut counts = [0_usize; 4];
    for turn in ink.glyphs.iter().filter(|g| g.hidden.is_none()).filter_map(|g| g.turn) {
        counts.iter_mut().skip(usize::from(turn)).take(1).for_each(|c| *c += 1);
    }
    let all: usize = counts.iter().sum();
    let most = counts.iter().enumerate().skip(1).max_by_key(|(_, c)| **c)?;
    (*most.1 >= 40 && *most.1 * 2 > all).then(|| u8::try_from(most.0).unwrap_or(0))
}
