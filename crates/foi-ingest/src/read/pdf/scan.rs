//! Pages that are pictures: drawn as one picture, and recognised by `tesseract`, if it is installed.

use std::io::{Read, Write};
use std::ops::Range;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use foi_model::IssueCode;
use hayro_interpret::font::GlyphRun;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps, InterpreterCache, RenderContent, SoftMask,
    interpret_page,
};
use hayro_syntax::Pdf;
use hayro_syntax::page::Page as PdfPage;

use super::glyphs::Rule;
use super::lines::Word;
use super::{View, pages};
use crate::read::{Fault, Reading};

/// What was recognised in a picture.
#[derive(Debug, Default)]
pub(super) struct Recognised {
    pub(super) words: Vec<Word>,
    pub(super) level: Vec<Rule>,
    pub(super) upright: Vec<Rule>,
    /// Whether the page draws more pictures than it may.
    pub(super) overdrawn: bool,
}

/// The pages of a document that are pictures.
#[derive(Debug, Default)]
pub(super) struct Scans {
    /// Pages whose words were recognised before, and lie behind the picture.
    pub(super) embedded: Vec<u32>,
    recognised: Vec<u32>,
    words: usize,
    doubtful: usize,
    unread: Vec<u32>,
    why: Option<&'static str>,
}

/// Points an inch.
const POINTS: f64 = 72.0;
/// Dots an inch that pages are recognised at.
const DOTS: f64 = 300.0;
/// The most dots of a picture.
const MOST_DOTS: f64 = 24e6;
/// Dots of pictures that are worth one drawing of words.
const DOTS_OF_DRAWING: u64 = 50;
/// Below this confidence, in percent, a word may well be another.
const SURE: f64 = 60.0;
/// How long one page may take.
const PATIENCE: Duration = Duration::from_secs(7);

impl Scans {
    /// Recognises a page.
    pub(super) fn recognise<'a>(
        &mut self,
        pdf: &'a Pdf,
        page: &PdfPage<'a>,
        number: u32,
        view: &View,
        cache: &InterpreterCache<'a>,
        reading: &Reading<'_>,
    ) -> Recognised {
        let done = self.recognised.len() + self.unread.len();
        if self.why.is_none() && reading.budget.within("scanned_pages", done as u64 + 1).is_err() {
            self.why = Some("there are more of them than `--limit scanned_pages=NUMBER` allows");
        }
        if self.why.is_some() {
            self.unread.push(number);
            return Recognised::default();
        }
        let mut canvas = Canvas::new(view.width, view.height);
        canvas.left = reading.budget.limits().drawings.saturating_mul(DOTS_OF_DRAWING);
        interpret_page(page, &mut view.context(pdf, cache, RenderContent::PAGE), &mut canvas);
        if canvas.overdrawn {
            return Recognised { overdrawn: true, ..Recognised::default() };
        }
        let (level, upright) = canvas.rules();
        canvas.erase(&level, &upright);
        // Each page has the time of a step to itself.
        reading.goes_on();
        let found = recognise(&canvas.pgm());
        reading.goes_on();
        match found {
            Ok(found) => {
                self.recognised.push(number);
                let scale = canvas.scale;
                self.words += found.len();
                self.doubtful += found.iter().filter(|w| w.confidence < SURE).count();
                Recognised { words: words(&found, scale), level, upright, overdrawn: false }
            }
            Err(why) => {
                self.why = if why == TIMED_OUT { None } else { Some(why) };
                self.unread.push(number);
                Recognised::default()
            }
        }
    }

    /// Says what was recognised, and what was not.
    pub(super) fn finish(self, reading: &mut Reading<'_>) -> Result<(), Fault> {
        if !self.embedded.is_empty() {
            let message = format!("{} of it is a picture with words that were recognised before", pages(&self.embedded));
            reading.note(IssueCode::ScanRecognised, &message);
        }
        if !self.recognised.is_empty() {
            let message = format!(
                "{} of it is a picture; of {} words recognised, {} are doubtful",
                pages(&self.recognised),
                self.words,
                self.doubtful
            );
            reading.note(IssueCode::ScanRecognised, &message);
        }
        if self.unread.is_empty() {
            return Ok(());
        }
        let why = self.why.unwrap_or(TIMED_OUT);
        if reading.document.blocks.is_empty() {
            return Err(Fault::Scan(why.to_owned()));
        }
        reading.note(IssueCode::ScanUnread, &format!("{} of it is a picture that was not read: {why}", pages(&self.unread)));
        Ok(())
    }
}

/// A word that a program saw in a picture, in dots from its top left corner.
struct Seen {
    text: String,
    /// Numbers of the block, paragraph and line that it is in.
    line: [u32; 3],
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    confidence: f64,
}

const TIMED_OUT: &str = "`tesseract` took too long";

/// The words in a picture in PGM, as `tesseract` sees them.
fn recognise(pgm: &[u8]) -> Result<Vec<Seen>, &'static str> {
    let mut command = Command::new("tesseract");
    command.args(["stdin", "stdout", "--psm", "6", "-l", "eng", "--dpi", "300", "-c", "tessedit_create_tsv=1"]);
    command.env("OMP_THREAD_LIMIT", "1").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|_| "install `tesseract` to have it read")?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let output = std::thread::scope(|scope| {
        let writer = scope.spawn(move || stdin.is_some_and(|mut pipe| pipe.write_all(pgm).is_ok()));
        let reader = scope.spawn(move || {
            let mut output = Vec::new();
            let read = stdout.map(|pipe| pipe.take(16 << 20).read_to_end(&mut output));
            read.is_some_and(|r| r.is_ok()).then_some(output)
        });
        let start = Instant::now();
        let ended = loop {
            match child.try_wait() {
                Ok(Some(status)) => break Ok(status.success()),
                Ok(None) if start.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(15)),
                _ => {
                    let _ = child.kill();
                    let _ = child.wait();
                    break Err(TIMED_OUT);
                }
            }
        };
        let _ = writer.join();
        let output = reader.join().ok().flatten();
        match ended {
            Ok(true) => output.ok_or("`tesseract` gave no words"),
            Ok(false) => Err("`tesseract` failed on it"),
            Err(why) => Err(why),
        }
    })?;
    let text = String::from_utf8_lossy(&output);
    Ok(text.lines().filter_map(seen).collect())
}

/// A word of the table that `tesseract` writes.
fn seen(row: &str) -> Option<Seen> {
    let fields: Vec<&str> = row.split('\t').collect();
    let ["5", _, block, paragraph, line, _, left, top, width, height, confidence, text] = fields.get(..12)? else { return None };
    let text = text.trim().trim_matches('|');
    let number = |s: &&str| s.parse::<f64>().ok();
    let worth = text.chars().any(|c| c.is_alphanumeric() || "£%-–•*?".contains(c));
    let (left, top, width, height) = (number(left)?, number(top)?, number(width)?, number(height)?);
    let line = [block, paragraph, line].map(|n| n.parse().unwrap_or(0));
    worth.then(|| Seen { text: text.to_owned(), line, left, top, width, height, confidence: number(confidence).unwrap_or(0.0) })
}

fn words(found: &[Seen], scale: f64) -> Vec<Word> {
    let mut heights: Vec<f64> = found.iter().map(|s| s.height / scale).collect();
    heights.sort_by(f64::total_cmp);
    // Boxes are as high as the letters in them: from what is usual, the size.
    let usual = 1.3 * heights.get(heights.len() / 2).copied().unwrap_or(8.0);
    let place = |s: &Seen| {
        let height = s.height / scale;
        let size = if height > 1.5 * usual { 1.25 * height } else { usual };
        let tails = s.text.contains(['g', 'j', 'p', 'q', 'y', '(', ')', ',', ';', 'Q']) && height > 0.7 * usual;
        let base = (s.top + s.height) / scale - if tails { 0.18 * size } else { 0.0 };
        let (x0, x1) = (s.left / scale, (s.left + s.width) / scale);
        Word { text: s.text.clone(), x0, x1, base, size, weight: 0.0, spaced: true, linked: false, run: 0, apart: false }
    };
    let mut words: Vec<Word> = found.iter().map(place).collect();
    // Words of one line stand on one line, however their boxes are cut.
    for (range, _) in lines_of(found) {
        let Some(part) = words.get_mut(range) else { continue };
        let mut bases: Vec<f64> = part.iter().map(|w| w.base).collect();
        bases.sort_by(f64::total_cmp);
        let middle = bases.get(bases.len() / 2).copied().unwrap_or(0.0);
        part.iter_mut().filter(|w| (w.base - middle).abs() < 0.4 * w.size).for_each(|w| w.base = middle);
    }
    words
}

/// The stretches of words that make up a line each.
fn lines_of(found: &[Seen]) -> Vec<(Range<usize>, [u32; 3])> {
    let mut lines: Vec<(Range<usize>, [u32; 3])> = Vec::new();
    for (index, seen) in found.iter().enumerate() {
        match lines.last_mut() {
            Some((range, line)) if *line == seen.line => range.end = index + 1,
            _ => lines.push((index..index + 1, seen.line)),
        }
    }
    lines
}

/// A page's pictures, drawn in grey.
struct Canvas {
    scale: f64,
    width: usize,
    height: usize,
    dots: Vec<u8>,
    /// How many more dots of pictures may be drawn.
    left: u64,
    overdrawn: bool,
}

impl Canvas {
    fn new(width: f64, height: f64) -> Self {
        let (width, height) = (width.clamp(1.0, 20_000.0), height.clamp(1.0, 20_000.0));
        let scale = (DOTS / POINTS).min((MOST_DOTS / (width * height)).sqrt());
        let (columns, rows) = ((width * scale) as usize + 1, (height * scale) as usize + 1);
        Self { scale, width: columns, height: rows, dots: vec![255; columns * rows], left: u64::MAX, overdrawn: false }
    }

    fn pgm(&self) -> Vec<u8> {
        let mut pgm = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        pgm.extend(&self.dots);
        pgm
    }

    /// Draws a picture; `grey` gives the grey of one of its dots, if it has one there.
    fn draw(&mut self, place: Affine, width: f64, height: f64, grey: &dyn Fn(usize, usize) -> Option<u8>) {
        let place = Affine::scale(self.scale) * place;
        if place.determinant().abs() < 1e-9 {
            return;
        }
        let area = place.transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
        let back = place.inverse();
        let enlarged = back.determinant().abs() < 0.6;
        let index = |at: f64, most: usize| (at.max(0.0) as usize).min(most);
        let (left, right) = (index(area.x0, self.width), index(area.x1.ceil(), self.width));
        let (top, bottom) = (index(area.y0, self.height), index(area.y1.ceil(), self.height));
        for (y, row) in self.dots.chunks_mut(self.width).enumerate().take(bottom).skip(top) {
            for (x, dot) in row.iter_mut().enumerate().take(right).skip(left) {
                let mut sum = 0_u32;
                let mut count = 0_u32;
                let mut add = |grey: Option<u8>, weight: u32| {
                    if let Some(grey) = grey {
                        sum += u32::from(grey) * weight;
                        count += weight;
                    }
                };
                let inside = |at: Point| at.x >= 0.0 && at.y >= 0.0 && at.x < width && at.y < height;
                if enlarged {
                    // Between the dots of the picture: letters with steps for edges are read wrong.
                    let at = back * Point::new(x as f64 + 0.5, y as f64 + 0.5);
                    if inside(at) {
                        let (u, v) = ((at.x - 0.5).max(0.0), (at.y - 0.5).max(0.0));
                        let (right, down) = ((u.fract() * 16.0) as u32, (v.fract() * 16.0) as u32);
                        let (u, v) = (u as usize, v as usize);
                        add(grey(u, v), (16 - right) * (16 - down));
                        add(grey(u + 1, v).filter(|_| right > 0 && ((u + 1) as f64) < width), right * (16 - down));
                        add(grey(u, v + 1).filter(|_| down > 0 && ((v + 1) as f64) < height), (16 - right) * down);
                        let corner = ((u + 1) as f64) < width && ((v + 1) as f64) < height;
                        add(grey(u + 1, v + 1).filter(|_| corner), right * down);
                    }
                } else {
                    for (dx, dy) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                        let at = back * Point::new(x as f64 + dx, y as f64 + dy);
                        if inside(at) {
                            add(grey(at.x as usize, at.y as usize), 1);
                        }
                    }
                }
                if let Some(grey) = sum.checked_div(count) {
                    *dot = u8::try_from(grey).unwrap_or(255);
                }
            }
        }
    }

    /// Takes rules out, which words are hard to tell from.
    fn erase(&mut self, level: &[Rule], upright: &[Rule]) {
        let dots = |points: f64| (points * self.scale).max(0.0).round() as usize;
        let areas: Vec<[usize; 4]> = level
            .iter()
            .map(|r| [dots(r.from), dots(r.to), dots(r.at), dots(r.at)])
            .chain(upright.iter().map(|r| [dots(r.at), dots(r.at), dots(r.from), dots(r.to)]))
            .collect();
        for [left, right, top, bottom] in areas {
            let rows = self.dots.chunks_mut(self.width).take(bottom + 2).skip(top.saturating_sub(1));
            rows.for_each(|row| row.iter_mut().take(right + 2).skip(left.saturating_sub(1)).for_each(|dot| *dot = 255));
        }
    }

    /// Long dark stretches along the axes.
    fn rules(&self) -> (Vec<Rule>, Vec<Rule>) {
        let dark = |x: usize, y: usize| self.dots.get(y * self.width + x).is_some_and(|d| *d < 140);
        let collect = |across: usize, along: usize, least: f64, dark: &dyn Fn(usize, usize) -> bool| {
            let mut rules = Vec::new();
            for line in 0..across {
                let mut start = None;
                for at in 0..=along {
                    let here = at < along && dark(at, line);
                    match start {
                        None if here => start = Some(at),
                        Some(from) if !here => {
                            if (at - from) as f64 >= least * self.scale {
                                rules.push(Rule {
                                    at: line as f64 / self.scale,
                                    from: from as f64 / self.scale,
                                    to: at as f64 / self.scale,
                                });
                            }
                            start = None;
                        }
                        _ => {}
                    }
                }
            }
            rules.truncate(60_000);
            rules
        };
        (collect(self.height, self.width, 30.0, &dark), collect(self.width, self.height, 16.0, &|y, x| dark(x, y)))
    }
}

impl<'a> Device<'a> for Canvas {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        if width * height > 4.0 * MOST_DOTS {
            return;
        }
        // Each time that a picture is drawn, it is decoded again.
        let area = Affine::scale(self.scale) * props.transform;
        let area = area.transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
        let seen = area.intersect(Rect::new(0.0, 0.0, self.width as f64, self.height as f64));
        let cost = (width * height + seen.area().max(0.0)) as u64;
        self.overdrawn |= cost > self.left;
        if self.overdrawn {
            return;
        }
        self.left -= cost;
        let at = |w: u32, h: u32, x: usize, y: usize| {
            // What was decoded can be smaller than what was promised.
            let (x, y) = (x as f64 / width * f64::from(w), y as f64 / height * f64::from(h));
            y as usize * w as usize + x as usize
        };
        match image {
            Image::Raster(raster) => raster.with_rgba(
                |data, _| match data {
                    ImageData::Luma(luma) => {
                        self.draw(props.transform, width, height, &|x, y| {
                            luma.data.get(at(luma.width, luma.height, x, y)).copied()
                        });
                    }
                    ImageData::Rgb(rgb) => {
                        let grey = |x: usize, y: usize| {
                            let from = at(rgb.width, rgb.height, x, y) * 3;
                            let [r, g, b] = rgb.data.get(from..from + 3)? else { return None };
                            u8::try_from((u32::from(*r) * 3 + u32::from(*g) * 6 + u32::from(*b)) / 10).ok()
                        };
                        self.draw(props.transform, width, height, &grey);
                    }
                },
                None,
            ),
            Image::Stencil(stencil) => stencil.with_stencil(
                |mask, _| {
                    let grey =
                        |x: usize, y: usize| mask.data.get(at(mask.width, mask.height, x, y)).filter(|m| **m > 127).map(|_| 0);
                    self.draw(props.transform, width, height, &grey);
                },
                None,
            ),
        }
    }
}
