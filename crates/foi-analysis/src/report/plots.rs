//! Plots as SVG that stands in the page itself. What a plot shows, a table beside it says too.

use foi_model::Decimal;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::html::Html;

const INK: RGBColor = RGBColor(0x1d, 0x1d, 0x1f);
const GRID: RGBColor = RGBColor(0xd0, 0xd4, 0xda);
const LIGHT: RGBColor = RGBColor(0x9c, 0xc3, 0xe6);
const DARK: RGBColor = RGBColor(0x0b, 0x4f, 0x8a);
const PALE: [RGBColor; 2] = [RGBColor(0xf1, 0xf5, 0xf9), RGBColor(0xa9, 0xb8, 0xc9)];
const BAND: RGBColor = RGBColor(0xf3, 0xdc, 0xa2);
const TEXT: u32 = 15;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), Box<dyn std::error::Error>>;

/// Two amounts side by side.
pub(crate) struct Bars {
    pub(crate) label: String,
    /// Set below the label.
    pub(crate) note: String,
    /// In pounds.
    pub(crate) amounts: [Decimal; 2],
    /// Whether they are not final.
    pub(crate) pale: bool,
}

/// How near to 100 per cent each of several values of one row is.
pub(crate) struct Dots {
    pub(crate) label: String,
    /// How far from 100 is near enough.
    pub(crate) band: Option<Decimal>,
    pub(crate) values: Vec<Decimal>,
}

fn write(out: &Area<'_>, text: &str, (x, y): (i32, i32), horizontal: HPos) -> Drawn {
    let style = ("sans-serif", TEXT).into_font().color(&INK).pos(Pos::new(horizontal, VPos::Center));
    out.draw(&Text::new(text.to_owned(), (x, y), style))?;
    Ok(())
}

fn line(out: &Area<'_>, from: (i32, i32), to: (i32, i32), colour: RGBColor) -> Drawn {
    out.draw(&PathElement::new(vec![from, to], colour.stroke_width(1)))?;
    Ok(())
}

fn boxed(out: &Area<'_>, from: (i32, i32), to: (i32, i32), fill: RGBColor, edge: Option<RGBColor>) -> Drawn {
    out.draw(&Rectangle::new([from, to], fill.filled()))?;
    if let Some(edge) = edge {
        out.draw(&Rectangle::new([from, to], edge.stroke_width(1)))?;
    }
    Ok(())
}

/// A drawing of a size, told in words to those who do not see it; `more` follows the title below it.
fn plot(title: &str, more: Html, (width, height): (u32, u32), draw: impl Fn(&Area<'_>) -> Drawn) -> Html {
    let mut svg = String::new();
    let drawn = {
        let area = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
        draw(&area).and_then(|()| Ok(area.present()?))
    };
    // A drawing into memory does not fail; if it should, the table beside it says the same.
    if drawn.is_err() {
        return Html::default();
    }
    let title = Html::text(title);
    let head = format!("<svg role=\"img\" aria-label=\"{}\" style=\"max-width:{}rem\" ", title.as_str(), width.div_ceil(16));
    let svg = svg.replacen("<svg ", &head, 1);
    let mut figure = Html::markup(svg);
    let mut caption = title;
    caption.push(more);
    figure.push(caption.within("figcaption"));
    figure.within("figure")
}

/// A step that divides up to a greatest value into four or five.
fn step(most: f64) -> f64 {
    let power = 10f64.powf((most / 4.0).log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|f| f * power).find(|s| most / s <= 5.0).unwrap_or(most)
}

fn short(pounds: f64) -> String {
    match pounds {
        p if p >= 1e9 => format!("£{}bn", p / 1e9),
        p if p >= 1e6 => format!("£{}m", p / 1e6),
        p if p >= 1e3 => format!("£{}k", p / 1e3),
        p => format!("£{p}"),
    }
}

/// A number as near as a drawing needs it.
fn near(number: Decimal) -> f64 {
    number.to_string().parse().unwrap_or(0.0)
}

fn whole(number: f64) -> i32 {
    // A saturating cast is what a drawing needs.
    #[expect(clippy::cast_possible_truncation, reason = "places in a drawing of a few thousand points")]
    let place = number.round() as i32;
    place
}

/// Pairs of bars, the first light and the second dark.
pub(crate) fn bars(title: &str, bars: &[Bars]) -> Html {
    let most = bars.iter().flat_map(|b| b.amounts).map(near).fold(0.0, f64::max);
    if most <= 0.0 {
        return Html::default();
    }
    let step = step(most);
    let top = (most / step).ceil() * step;
    plot(title, Html::default(), (420, 260), |out| {
        let (left, right, upper, lower) = (70, 412, 16, 206);
        let height = |amount: f64| lower - whole(amount / top * f64::from(lower - upper));
        let mut at = 0.0;
        while at <= top + step / 2.0 {
            line(out, (left, height(at)), (right, height(at)), GRID)?;
            write(out, &short(at), (left - 6, height(at)), HPos::Right)?;
            at += step;
        }
        let slot = (right - left) / i32::try_from(bars.len().max(1))?;
        let wide = (slot / 3).min(36);
        for (index, bar) in bars.iter().enumerate() {
            let middle = left + slot * i32::try_from(index)? + slot / 2;
            let [first, second] = bar.amounts.map(|a| near(a).max(0.0));
            let [light, dark] = if bar.pale { PALE } else { [LIGHT, DARK] };
            boxed(out, (middle - wide, height(first)), (middle, lower), light, Some(DARK))?;
            boxed(out, (middle, height(second)), (middle + wide, lower), dark, Some(DARK))?;
            write(out, &bar.label, (middle, lower + 16), HPos::Center)?;
            write(out, &bar.note, (middle, lower + 36), HPos::Center)?;
        }
        line(out, (left, lower), (right, lower), INK)
    })
}

/// Rows of dots around 100 per cent, each row with the band that counts as near enough there. Values past the edges stand on them.
pub(crate) fn dots(title: &str, rows: &[Dots], more: Html) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    let (least, most) = rows
        .iter()
        .flat_map(|r| r.values.iter().copied().chain(r.band.map(|b| Decimal::ONE_HUNDRED + b + Decimal::ONE)))
        .map(near)
        .fold((90.0f64, 110.0f64), |(l, m), v| (l.min(v), m.max(v)));
    let reach = (100.0 - least).max(most - 100.0).clamp(10.0, 100.0);
    let step = step(reach);
    let reach = (reach / step).ceil() * step;
    let (left, right, upper) = (20, 400, 10);
    let lower = upper + 46 * i32::try_from(rows.len()).unwrap_or(i32::MAX / 64);
    plot(title, more, (420, u32::try_from(lower + 34).unwrap_or(u32::MAX)), |out| {
        let middle = (left + right) / 2;
        let place = |value: f64| middle + whole((value - 100.0).clamp(-reach, reach) / reach * f64::from(right - left) / 2.0);
        for (index, row) in rows.iter().enumerate() {
            let top = upper + 46 * i32::try_from(index)?;
            if let Some(band) = row.band.map(near) {
                boxed(out, (place(100.0 - band), top + 22), (place(100.0 + band), top + 42), BAND, None)?;
            }
        }
        let mut at = -reach;
        while at <= reach + step / 2.0 {
            let colour = if at.abs() < step / 2.0 { INK } else { GRID };
            for index in 0..i32::try_from(rows.len())? {
                let top = upper + 46 * index;
                line(out, (place(100.0 + at), top + 20), (place(100.0 + at), top + 44), colour)?;
            }
            let text = format!("{} %", 100.0 + at);
            let x = place(100.0 + at);
            if at.abs() < step / 2.0 {
                write(out, &text, (x, lower + 16), HPos::Center)?;
            } else if at + reach < step / 2.0 {
                write(out, &text, (x - 16, lower + 16), HPos::Left)?;
            } else if reach - at < step / 2.0 {
                write(out, &text, (x + 16, lower + 16), HPos::Right)?;
            }
            at += step;
        }
        for (index, row) in rows.iter().enumerate() {
            let top = upper + 46 * i32::try_from(index)?;
            write(out, &row.label, (left, top + 10), HPos::Left)?;
            line(out, (left, top + 32), (right, top + 32), GRID)?;
            for value in &row.values {
                out.draw(&Circle::new((place(near(*value)), top + 32), 5, DARK.filled()))?;
                out.draw(&Circle::new((place(near(*value)), top + 32), 5, WHITE.stroke_width(1)))?;
            }
        }
        Ok(())
    })
}
