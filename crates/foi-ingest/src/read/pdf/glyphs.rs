//! What a page draws: glyphs with boxes, rules, shaded areas and pictures, upright and in points from the top left corner.

use hayro_interpret::font::{Glyph as FontGlyph, GlyphIdentifier, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask};
use hayro_syntax::object::Stream;
use std::collections::HashMap;
use std::ops::Range;

use super::ground::Ground;
use super::letters;

/// Why a glyph is not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Hidden {
    /// Drawn without ink, as the words behind a scan are.
    Inkless,
    /// Drawn in the colour of what is behind it.
    Pale,
    /// Off the page or clipped away.
    Outside,
    /// Painted over.
    Covered,
    /// Behind a picture of the page.
    BehindPicture,
}

/// A glyph.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// Its characters, in the page's text.
    pub(super) text: Range<usize>,
    /// Its left edge.
    pub(super) x0: f64,
    /// Its right edge: where the next one is due.
    pub(super) x1: f64,
    /// Its baseline.
    pub(super) base: f64,
    /// The font's size.
    pub(super) size: f64,
    /// How heavy its strokes are: infinite where the font is called bold, 0 where it is not, else measured.
    pub(super) weight: f32,
    /// What of the page was drawn before it.
    pub(super) order: u32,
    /// Why it is not seen.
    pub(super) hidden: Option<Hidden>,
    /// Quarter turns clockwise of its writing direction; `None` where it is aslant.
    pub(super) turn: Option<u8>,
}

/// A straight rule along an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    /// Its height on the page, or its distance from the left.
    pub(super) at: f64,
    /// Where it begins.
    pub(super) from: f64,
    /// Where it ends.
    pub(super) to: f64,
}

/// What was drawn.
#[derive(Debug, Default)]
pub(super) struct Ink {
    /// The characters of all glyphs.
    pub(super) text: String,
    /// The glyphs in the order of drawing.
    pub(super) glyphs: Vec<Glyph>,
    /// Level rules.
    pub(super) level: Vec<Rule>,
    /// Upright rules.
    pub(super) upright: Vec<Rule>,
    /// Shaded areas, in another colour than what they were drawn on.
    pub(super) fills: Vec<Rect>,
    /// Where pictures are.
    pub(super) pictures: Vec<Rect>,
    /// How many glyphs stand for no character that is known.
    pub(super) unmapped: usize,
}

/// What stops a page that draws too much; carried by an unwinding that the page loop catches.
pub(super) struct TooMuch;

/// Thinner than this, a filled shape is a rule.
const THIN: f64 = 3.0;

/// A device that notes what is drawn.
pub(super) struct Pen {
    pub(super) ink: Ink,
    ground: Ground,
    page: Rect,
    clips: Vec<Rect>,
    opacity: Vec<f32>,
    heaviness: HashMap<GlyphIdentifier, f32>,
    order: u32,
    /// How much may still be drawn.
    left: u64,
}

impl Pen {
    /// For a page of a size, which may draw so much.
    pub(super) fn new(width: f64, height: f64, left: u64) -> Self {
        let page = Rect::new(0.0, 0.0, width, height);
        Self {
            ink: Ink::default(),
            ground: Ground::new(width, height),
            page,
            clips: Vec::new(),
            opacity: Vec::new(),
            heaviness: HashMap::new(),
            order: 1,
            left,
        }
    }

    /// How much may still be drawn.
    pub(super) fn left(&self) -> u64 {
        self.left
    }

    /// What is drawn from now on comes after this.
    pub(super) fn order(&self) -> u32 {
        self.order
    }

    /// What was drawn, glyphs that were painted over marked.
    pub(super) fn finish(mut self) -> Ink {
        for glyph in &mut self.ink.glyphs {
            if glyph.hidden.is_some() {
                continue;
            }
            let width = glyph.x1 - glyph.x0;
            let y = glyph.base - 0.3 * glyph.size;
            let [a, b] = [0.3, 0.7].map(|part| self.ground.painted_over(glyph.x0 + part * width, y, glyph.order));
            glyph.hidden = match (a, b) {
                (Some(picture), Some(_)) => Some(if picture { Hidden::BehindPicture } else { Hidden::Covered }),
                _ => None,
            };
        }
        self.ink
    }

    fn charge(&mut self, cost: u64) {
        match self.left.checked_sub(cost) {
            Some(left) => self.left = left,
            // There is no other way to end an interpretation from within; the page loop knows it.
            None => std::panic::resume_unwind(Box::new(TooMuch)),
        }
    }

    fn clip(&self) -> Rect {
        self.clips.last().copied().unwrap_or(self.page)
    }

    fn opaque(&self, paint: &Paint<'_>, blend: BlendMode, soft: bool) -> bool {
        let alpha = match paint {
            Paint::Color(color) => color.to_rgba().components()[3],
            Paint::Pattern(_) => 1.0,
        };
        blend == BlendMode::Normal && !soft && alpha * self.shown() > 0.98
    }

    fn shown(&self) -> f32 {
        self.opacity.last().copied().unwrap_or(1.0)
    }

    fn fill(&mut self, whole: Rect, props: &DrawProps<'_>) {
        let rect = whole.intersect(self.clip());
        if rect.width() <= 0.0 || rect.height() <= 0.0 {
            return;
        }
        if whole.height() <= THIN && rect.width() > whole.height() {
            self.ink.level.push(Rule { at: rect.center().y, from: rect.x0, to: rect.x1 });
        } else if whole.width() <= THIN {
            self.ink.upright.push(Rule { at: rect.center().x, from: rect.y0, to: rect.y1 });
        }
        if rect.width() < 1.5 || rect.height() < 3.0 {
            return;
        }
        let colour = match &props.paint {
            Paint::Color(color) => Some(rgb(color.to_rgba().to_rgba8())),
            Paint::Pattern(_) => None,
        };
        let behind = self.ground.colour(rect.center().x, rect.center().y);
        if rect.width() > 6.0 && rect.height() > 6.0 && colour != behind {
            self.ink.fills.push(rect);
        }
        if self.opaque(&props.paint, props.blend_mode, props.soft_mask.is_some()) {
            let cost = self.ground.paint(rect, self.order, colour, false);
            self.charge(cost);
        }
    }

    fn segment(&mut self, from: Point, to: Point, thickness: f64, props: &DrawProps<'_>) {
        let (dx, dy) = ((from.x - to.x).abs(), (from.y - to.y).abs());
        if dx > 1.0 && dy > 1.0 || dx + dy < 1.0 {
            return;
        }
        let half = thickness / 2.0;
        if thickness > THIN {
            let around = Rect::from_points(from, to);
            return self.fill(if dx > dy { around.inflate(0.0, half) } else { around.inflate(half, 0.0) }, props);
        }
        let clip = self.clip().inflate(half + 0.5, half + 0.5);
        let line = Rect::from_points(from, to);
        if line.x0 > clip.x1 || line.x1 < clip.x0 || line.y0 > clip.y1 || line.y1 < clip.y0 {
            return;
        }
        let line = line.intersect(clip);
        let centre = line.center();
        if dx > dy {
            self.ink.level.push(Rule { at: centre.y, from: line.x0, to: line.x1 });
        } else {
            self.ink.upright.push(Rule { at: centre.x, from: line.y0, to: line.y1 });
        }
    }

    fn stroke(&mut self, path: &BezPath, thickness: f64, props: &DrawProps<'_>) {
        let (mut here, mut start) = (Point::ZERO, Point::ZERO);
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(to) => (here, start) = (to, to),
                PathEl::LineTo(to) => {
                    self.segment(here, to, thickness, props);
                    here = to;
                }
                PathEl::ClosePath => {
                    self.segment(here, start, thickness, props);
                    here = start;
                }
                PathEl::CurveTo(_, _, to) | PathEl::QuadTo(_, to) => here = to,
            }
        }
    }

    /// Fills each part of a path that is a box. A box around another is a frame, whose sides are rules.
    fn fill_path(&mut self, path: &BezPath, props: &DrawProps<'_>) {
        let mut boxes: Vec<(Rect, bool)> = Vec::new();
        let mut part: Vec<Point> = Vec::new();
        let mut curved = false;
        let mut flush = |part: &mut Vec<Point>, curved: &mut bool| {
            if let [first, _, _, ..] = part.as_slice() {
                let bounds = part.iter().fold(Rect::from_points(*first, *first), |r, p| r.union_pt(*p));
                let near = |a: f64, b: f64| (a - b).abs() < 0.6;
                let at_corner =
                    |p: &Point| (near(p.x, bounds.x0) || near(p.x, bounds.x1)) && (near(p.y, bounds.y0) || near(p.y, bounds.y1));
                let thin = bounds.width() < THIN || bounds.height() < THIN;
                boxes.push((bounds, !*curved && (thin || part.iter().all(at_corner))));
            }
            part.clear();
            *curved = false;
        };
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(to) => {
                    flush(&mut part, &mut curved);
                    part.push(to);
                }
                PathEl::LineTo(to) => part.push(to),
                PathEl::CurveTo(_, _, to) | PathEl::QuadTo(_, to) => {
                    curved = true;
                    part.push(to);
                }
                PathEl::ClosePath => {}
            }
        }
        flush(&mut part, &mut curved);
        let around = |outer: &Rect, inner: &Rect| {
            outer.x0 <= inner.x0 + 0.1 && outer.y0 <= inner.y0 + 0.1 && outer.x1 >= inner.x1 - 0.1 && outer.y1 >= inner.y1 - 0.1
        };
        let mut at = 0;
        while let Some((outer, is_box)) = boxes.get(at).copied() {
            let next = boxes.get(at + 1).copied();
            if let Some((inner, _)) = next
                && (around(&outer, &inner) || around(&inner, &outer))
                && outer.width().min(inner.width()) > THIN
                && outer.height().min(inner.height()) > THIN
            {
                let (outer, inner) = if around(&outer, &inner) { (outer, inner) } else { (inner, outer) };
                self.frame(outer, inner, props);
                at += 2;
                continue;
            }
            if is_box {
                self.fill(outer, props);
            }
            at += 1;
        }
    }

    fn frame(&mut self, outer: Rect, inner: Rect, props: &DrawProps<'_>) {
        self.fill(Rect::new(outer.x0, outer.y0, outer.x1, inner.y0), props);
        self.fill(Rect::new(outer.x0, inner.y1, outer.x1, outer.y1), props);
        self.fill(Rect::new(outer.x0, inner.y0, inner.x0, inner.y1), props);
        self.fill(Rect::new(inner.x1, inner.y0, outer.x1, inner.y1), props);
    }

    /// How heavy a glyph's strokes are, by what its font is called or, where it has no name here, by its outline.
    fn weight(&mut self, glyph: &FontGlyph<'_>) -> f32 {
        let FontGlyph::Outline(outline) = glyph else { return 0.0 };
        if let Some(font) = outline.font_data() {
            let name = font.postscript_name.unwrap_or_default().to_ascii_lowercase();
            let bold = ["bold", "black", "heavy", "-bd", ",bd"].iter().any(|word| name.contains(word));
            return if bold || name.is_empty() && font.weight.is_some_and(|w| w >= 600) { f32::INFINITY } else { 0.0 };
        }
        *self.heaviness.entry(outline.identifier()).or_insert_with(|| {
            let path = outline.outline();
            let (area, around) = (path.area().abs(), path.perimeter(5.0));
            if around > 0.0 { (2.0 * area / around) as f32 } else { 0.0 }
        })
    }

    fn hidden(&self, glyph: &Glyph, mode: &DrawMode, props: &DrawProps<'_>) -> Option<Hidden> {
        let centre = Point::new((glyph.x0 + glyph.x1) / 2.0, glyph.base - 0.3 * glyph.size);
        let clip = self.clip();
        if centre.x < clip.x0 || centre.x > clip.x1 || centre.y < clip.y0 || centre.y > clip.y1 || glyph.size < 1.0 {
            return Some(Hidden::Outside);
        }
        if matches!(mode, DrawMode::Invisible) {
            return Some(Hidden::Inkless);
        }
        let Paint::Color(color) = &props.paint else { return None };
        let rgba = color.to_rgba();
        if rgba.components()[3] * self.shown() < 0.05 {
            return Some(Hidden::Inkless);
        }
        let behind = self.ground.colour(centre.x, centre.y)?;
        let near = rgb(rgba.to_rgba8()).iter().zip(behind).all(|(a, b)| a.abs_diff(b) <= 12);
        near.then_some(Hidden::Pale)
    }
}

fn rgb([r, g, b, _]: [u8; 4]) -> [u8; 3] {
    [r, g, b]
}

/// Quarter turns clockwise of a direction, if it is along an axis.
fn turn(dx: f64, dy: f64) -> Option<u8> {
    let along = |a: f64, b: f64| b.abs() <= 0.12 * a.abs();
    if along(dx, dy) {
        Some(if dx >= 0.0 { 0 } else { 2 })
    } else if along(dy, dx) {
        Some(if dy > 0.0 { 1 } else { 3 })
    } else {
        None
    }
}

impl<'a> Device<'a> for Pen {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.order += 1;
        self.charge(1 + path.elements().len() as u64 / 8);
        let path = props.transform * path.clone();
        if let DrawMode::Fill(_) | DrawMode::FillAndStroke(..) = mode {
            self.fill_path(&path, &props);
        }
        if let DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) = mode {
            let thickness = f64::from(stroke.line_width) * props.transform.determinant().abs().sqrt();
            self.stroke(&path, thickness, &props);
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.charge(4 + clip.path.elements().len() as u64 / 8);
        let bounds = clip.path.bounding_box().intersect(self.clip());
        self.clips.push(bounds);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, blend: BlendMode) {
        // What is masked or blended covers nothing for certain.
        let whole = mask.is_none() && blend == BlendMode::Normal;
        let shown = self.shown() * if whole { opacity } else { opacity.min(0.9) };
        self.opacity.push(shown);
    }

    fn pop_transparency_group(&mut self) {
        self.opacity.pop();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.order += 1;
        self.charge(run.glyphs().len() as u64);
        let upright = run.writing_mode() == WritingMode::Horizontal;
        let weight = run.glyphs().first().map(|glyph| self.weight(glyph));
        for glyph in run.glyphs() {
            let transform: Affine = props.transform * glyph.transform();
            let advance = match &**glyph {
                FontGlyph::Outline(outline) => outline.advance_width(),
                FontGlyph::Type3(drawn) => drawn.advance_width(),
            };
            let start = transform * Point::ZERO;
            let end = transform * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
            let along = transform * Point::new(1000.0, 0.0) - start;
            let size = (transform * Point::new(0.0, 1000.0) - start).hypot();
            if !(start.x.is_finite() && start.y.is_finite() && end.x.is_finite() && size.is_finite()) {
                continue;
            }
            let from = self.ink.text.len();
            match glyph.as_unicode() {
                Some(BfString::Char(c)) => letters::push(c, &mut self.ink.text),
                Some(BfString::String(text)) => text.chars().for_each(|c| letters::push(c, &mut self.ink.text)),
                None => self.ink.text.push(letters::UNKNOWN),
            }
            let text = from..self.ink.text.len();
            let unknown = self.ink.text.get(text.clone()).is_some_and(|t| t.contains(letters::UNKNOWN));
            self.ink.unmapped += usize::from(unknown);
            let weight = if weight.is_some_and(|w| w == 0.0 || w.is_infinite()) { weight } else { Some(self.weight(glyph)) };
            let turn = if upright { turn(along.x, along.y) } else { None };
            let mut drawn = Glyph {
                text,
                x0: start.x.min(end.x),
                x1: start.x.max(end.x),
                base: start.y,
                size,
                weight: weight.unwrap_or(0.0),
                order: self.order,
                hidden: None,
                turn,
            };
            drawn.hidden = self.hidden(&drawn, mode, &props);
            self.ink.glyphs.push(drawn);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.order += 1;
        self.charge(1);
        let pixels = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let place = props.transform.transform_rect_bbox(pixels).intersect(self.clip());
        if place.width() <= 0.0 || place.height() <= 0.0 {
            return;
        }
        if place.height() <= THIN && place.width() > 6.0 {
            return self.ink.level.push(Rule { at: place.center().y, from: place.x0, to: place.x1 });
        }
        if place.width() <= THIN && place.height() > 6.0 {
            return self.ink.upright.push(Rule { at: place.center().x, from: place.y0, to: place.y1 });
        }
        self.ink.pictures.push(place);
        let clear = match &image {
            Image::Stencil(_) => true,
            Image::Raster(raster) => see_through(raster.stream()),
        };
        if !clear && self.shown() > 0.98 {
            let cost = self.ground.paint(place, self.order, None, true);
            self.charge(cost);
        }
    }
}

fn see_through(stream: &Stream<'_>) -> bool {
    [b"SMask".as_slice(), b"Mask", b"SMaskInData"].iter().any(|key| stream.dict().contains_key(key))
}
