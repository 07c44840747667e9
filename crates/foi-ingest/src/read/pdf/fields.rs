//! What lies on a page besides its drawing: links, form fields, comments; and the files attached to a document.

use std::collections::HashSet;

use hayro_interpret::RectExt;
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Rect as PdfRect, Stream, String as PdfString};
use hayro_syntax::page::Page;

use super::lines::Word;

/// What lies on a page.
#[derive(Debug, Default)]
pub(super) struct Extras {
    /// Areas with links.
    pub(super) links: Vec<Rect>,
    /// Boxes to tick, and whether they are.
    pub(super) ticks: Vec<(Rect, bool)>,
    /// Fields without an appearance of their own, and what is in them.
    pub(super) values: Vec<(Rect, String)>,
    /// Comments, which a page does not show.
    pub(super) comments: Vec<(Rect, String)>,
    /// Fields with a value that are not shown.
    pub(super) hidden_fields: usize,
    /// Files attached at a place.
    pub(super) files: Vec<(String, Vec<u8>)>,
}

/// Levels of trees of names and fields.
const DEEP: usize = 32;
/// Annotations of a page that are looked at.
const MANY: usize = 20_000;

/// Reads the annotations of a page; `place` takes them to where they are seen.
pub(super) fn extras(page: &Page<'_>, place: Affine, largest: u64) -> Extras {
    let mut extras = Extras::default();
    let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") else { return extras };
    for annotation in annotations.iter::<Dict<'_>>().take(MANY) {
        let Some(rect) = annotation.get::<PdfRect>(b"Rect") else { continue };
        let area = place.transform_rect_bbox(rect.to_kurbo());
        let kind = annotation.get::<Name<'_>>(b"Subtype");
        let flags = annotation.get::<u32>(b"F").unwrap_or(0);
        let hidden = flags & 0b10_0010 != 0;
        match kind.as_deref() {
            Some(b"Link") => {
                let action = annotation.get::<Dict<'_>>(b"A");
                if action.is_some_and(|a| a.contains_key(b"URI") || a.contains_key(b"F")) {
                    extras.links.push(area);
                }
            }
            Some(b"Widget") => widget(&annotation, area, hidden, &mut extras),
            Some(b"FileAttachment") => {
                extras.files.extend(annotation.get::<Dict<'_>>(b"FS").and_then(|f| file(&f, "attachment", largest)))
            }
            Some(b"FreeText") if !hidden && annotation.get::<Dict<'_>>(b"AP").is_none() => {
                extras.values.extend(text(&annotation, b"Contents").map(|t| (area, t)));
            }
            Some(b"FreeText") if !hidden => {}
            _ => {
                let words = text(&annotation, b"Contents").filter(|t| !t.trim().is_empty());
                extras.comments.extend(words.map(|t| (area, t)));
            }
        }
    }
    extras
}

fn widget(annotation: &Dict<'_>, area: Rect, hidden: bool, extras: &mut Extras) {
    let kind = inherited(annotation, b"FT").and_then(Object::into_name);
    let flags = inherited(annotation, b"Ff").and_then(Object::into_i32).unwrap_or(0);
    let value = inherited(annotation, b"V");
    match kind.as_deref() {
        Some(b"Btn") if flags & (1 << 16) == 0 => {
            let state = annotation.get::<Name<'_>>(b"AS").or_else(|| value.and_then(Object::into_name));
            let ticked = state.is_some_and(|s| &*s != b"Off");
            if !hidden {
                extras.ticks.push((area, ticked));
            }
        }
        Some(b"Tx" | b"Ch") => {
            let shown = match value {
                Some(Object::String(s)) => decoded(s.as_bytes()),
                Some(Object::Array(all)) => {
                    all.iter::<PdfString<'_>>().take(100).map(|s| decoded(s.as_bytes())).collect::<Vec<_>>().join(", ")
                }
                _ => String::new(),
            };
            if shown.trim().is_empty() || flags & (1 << 13) != 0 {
                return;
            }
            if hidden {
                extras.hidden_fields += 1;
            } else {
                extras.values.push((area, shown));
            }
        }
        _ => {}
    }
}

/// What a field or one of those above it says.
fn inherited<'a>(field: &Dict<'a>, key: &[u8]) -> Option<Object<'a>> {
    let mut at = field.clone();
    for _ in 0..DEEP {
        if let Some(found) = at.get::<Object<'a>>(key) {
            return Some(found);
        }
        at = at.get::<Dict<'a>>(b"Parent")?;
    }
    None
}

fn text(dict: &Dict<'_>, key: &[u8]) -> Option<String> {
    dict.get::<PdfString<'_>>(key).map(|s| decoded(s.as_bytes()))
}

/// A text string, which is in UTF-16, UTF-8 or an encoding much like Latin-1.
pub(super) fn decoded(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned();
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned();
    }
    let rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(rest) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(rest).0.into_owned(),
    }
}

/// Words of a text that fills an area, such as a field's value.
pub(super) fn words_in(area: Rect, text: &str) -> Vec<Word> {
    let rows: Vec<&str> = text.split(['\n', '\r']).filter(|l| !l.trim().is_empty()).take(500).collect();
    let size = (area.height() / rows.len().max(1) as f64 * 0.7).clamp(4.0, 10.0);
    let mut words = Vec::new();
    let mut base = if rows.len() > 1 { area.y0 + size } else { area.center().y + 0.3 * size };
    for row in rows {
        let letters = row.chars().count().max(1) as f64;
        let width = (0.5 * size).min((area.width() - 4.0).max(1.0) / letters);
        let mut x = area.x0 + 2.0;
        for word in row.split_whitespace() {
            let end = x + width * word.chars().count() as f64;
            words.push(Word {
                text: word.to_owned(),
                x0: x,
                x1: end,
                base,
                size,
                weight: 0.0,
                spaced: true,
                linked: false,
                run: 0,
                apart: false,
            });
            x = end + width;
        }
        base += 1.2 * size;
    }
    words
}

/// The files embedded in a document.
pub(super) fn files(pdf: &Pdf, largest: u64) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let xref = pdf.xref();
    let names = xref.get::<Dict<'_>>(xref.root_id()).and_then(|root| root.get::<Dict<'_>>(b"Names"));
    let Some(tree) = names.and_then(|n| n.get::<Dict<'_>>(b"EmbeddedFiles")) else { return found };
    let mut seen = HashSet::new();
    let mut open = vec![(tree, 0)];
    while let Some((node, depth)) = open.pop() {
        if node.obj_id().is_some_and(|id| !seen.insert(id)) || depth > DEEP || found.len() > 2_000 {
            continue;
        }
        if let Some(kids) = node.get::<Array<'_>>(b"Kids") {
            let kids: Vec<Dict<'_>> = kids.iter::<Dict<'_>>().take(MANY).collect();
            open.extend(kids.into_iter().rev().map(|kid| (kid, depth + 1)));
        }
        if let Some(leaves) = node.get::<Array<'_>>(b"Names") {
            let mut name = String::new();
            for object in leaves.iter::<Object<'_>>().take(MANY) {
                match object {
                    Object::String(s) => name = decoded(s.as_bytes()),
                    Object::Dict(dict) => found.extend(file(&dict, &name, largest)),
                    _ => {}
                }
            }
        }
    }
    found
}

fn file(spec: &Dict<'_>, name: &str, largest: u64) -> Option<(String, Vec<u8>)> {
    let embedded = spec.get::<Dict<'_>>(b"EF")?;
    let stream = embedded.get::<Stream<'_>>(b"UF").or_else(|| embedded.get::<Stream<'_>>(b"F"))?;
    let called = text(spec, b"UF").or_else(|| text(spec, b"F")).unwrap_or_else(|| name.to_owned());
    let called: String = called.chars().map(|c| if matches!(c, '/' | '\\') || c.is_control() { '_' } else { c }).collect();
    let called = if called.trim_matches(['.', ' ']).is_empty() { "attachment".to_owned() } else { called };
    let claimed = stream.dict().get::<Dict<'_>>(b"Params").and_then(|p| p.get::<u32>(b"Size")).unwrap_or(0);
    if u64::from(claimed) > largest {
        return None;
    }
    let bytes = stream.decoded().ok()?.into_owned();
    Some((called, bytes))
}

/// Whether a document has layers that are switched off.
pub(super) fn layers_off(pdf: &Pdf) -> usize {
    let xref = pdf.xref();
    let properties = xref.get::<Dict<'_>>(xref.root_id()).and_then(|root| root.get::<Dict<'_>>(b"OCProperties"));
    let Some(properties) = properties else { return 0 };
    let Some(usual) = properties.get::<Dict<'_>>(b"D") else { return 0 };
    let count = |dict: &Dict<'_>, key: &[u8]| dict.get::<Array<'_>>(key).map_or(0, |a| a.raw_iter().take(MANY).count());
    if usual.get::<Name<'_>>(b"BaseState").is_some_and(|s| &*s == b"OFF") {
        return count(&properties, b"OCGs").saturating_sub(count(&usual, b"ON"));
    }
    count(&usual, b"OFF")
}
