//! The words of a paragraph: runs, fields, controls, formulas.

use super::super::Fault;
use super::super::line::{Line, check_box, is_prompt};
use super::super::look::Look;
use super::super::unshown::Unshown;
use super::super::xml::Element;
use super::story::{NoteKind, Story, chosen, is_properties};
use super::styles::{self, Named};

/// A field that has begun.
#[derive(Debug, Default)]
pub(super) struct Field {
    instruction: String,
    /// Whether its instruction is over and what it shows has begun.
    shows: bool,
    /// What a form field of no text shows.
    form: Option<String>,
    /// Whether it has shown something.
    shown: bool,
}

impl Story<'_> {
    /// What stands in a paragraph, or in an element that marks a part of one.
    pub(super) fn inline(&mut self, parent: &Element, line: &mut Line, style: &Named) -> Result<(), Fault> {
        parent.children().try_for_each(|child| self.inline_of(child, line, style))
    }

    pub(super) fn inline_of(&mut self, element: &Element, line: &mut Line, style: &Named) -> Result<(), Fault> {
        match element.name() {
            "r" => self.run(element, line, style),
            "hyperlink" => {
                let target = element.get("id").and_then(|id| self.relationships.get(id));
                if target.is_some_and(|t| t.external && !t.target.starts_with("mailto:")) {
                    line.link();
                }
                self.inline(element, line, style)
            }
            "fldSimple" => {
                if element.get("instr").is_some_and(is_link) {
                    line.link();
                }
                self.inline(element, line, style)
            }
            "sdt" => match element.at(&["sdtPr", "checkbox"]) {
                Some(state) => {
                    let ticked = state.child("checked").is_some_and(styles::is_on);
                    self.sign(check_box(ticked), line);
                    Ok(())
                }
                None => self.control(element, |story, content| story.inline(content, line, style)),
            },
            "del" | "moveFrom" if !self.found.tally.include_hidden => {
                self.deleted(element);
                Ok(())
            }
            "AlternateContent" => chosen(element).map_or(Ok(()), |content| self.inline(content, line, style)),
            "oMath" => {
                let mut formula = String::new();
                write_formula(element, &mut formula);
                self.push(&formula, &Look::default(), line);
                Ok(())
            }
            "p" | "tbl" => self.aside(element),
            name if is_properties(name) => Ok(()),
            _ => self.inline(element, line, style),
        }
    }

    fn run(&mut self, run: &Element, line: &mut Line, style: &Named) -> Result<(), Fault> {
        let (own, character) = styles::look(run.child("rPr"));
        if self.in_control && character == Some("PlaceholderText") {
            return Ok(());
        }
        let look = self.definitions.styles.look(style, character, own);
        self.content(run, &look, line, style)
    }

    fn content(&mut self, run: &Element, look: &Look, line: &mut Line, style: &Named) -> Result<(), Fault> {
        for child in run.children() {
            match child.name() {
                "t" => self.push(&child.text(), look, line),
                "delText" if self.found.tally.include_hidden => self.push(&child.text(), look, line),
                "tab" | "ptab" => self.sign('\t', line),
                "br" | "cr" => self.sign('\n', line),
                "noBreakHyphen" => self.sign('-', line),
                "sym" => {
                    let code = child.get("char").and_then(|c| u32::from_str_radix(c, 16).ok()).and_then(char::from_u32);
                    let font = child.get("font").map(str::to_owned);
                    let sign = code.map(String::from).unwrap_or_default();
                    self.push(&sign, &Look { font, ..look.clone() }, line);
                }
                "fldChar" => self.field_mark(child, look, line),
                "instrText" => {
                    if let Some(field) = self.fields.last_mut().filter(|f| !f.shows && f.instruction.len() < 1000) {
                        field.instruction.push_str(&child.text());
                    }
                }
                "footnoteReference" | "endnoteReference" => {
                    let kind = if child.name() == "footnoteReference" { NoteKind::Footnote } else { NoteKind::Endnote };
                    let label = self.refer(kind, child);
                    self.push(&label, look, line);
                }
                "commentReference" => {
                    self.found.tally.count(Unshown::Comment);
                    if self.found.tally.include_hidden {
                        self.refer(NoteKind::Comment, child);
                    }
                }
                "drawing" | "pict" | "object" => {
                    if look.hidden != Some(true) || self.found.tally.include_hidden {
                        self.drawing(child, is_large(child))?;
                    }
                }
                "AlternateContent" => {
                    if let Some(content) = chosen(child) {
                        self.content(content, look, line, style)?;
                    }
                }
                "ruby" => {
                    if let Some(base) = child.child("rubyBase") {
                        self.inline(base, line, style)?;
                    }
                }
                name if is_properties(name) || name == "delText" => {}
                _ => self.content(child, look, line, style)?,
            }
        }
        Ok(())
    }

    /// Whether what comes next is shown, and not the instruction of a field.
    fn is_shown(&self) -> bool {
        self.fields.iter().all(|f| f.shows)
    }

    fn sign(&mut self, sign: char, line: &mut Line) {
        if self.is_shown() {
            line.sign(sign);
            self.fields.iter_mut().for_each(|f| f.shown = true);
        }
    }

    fn push(&mut self, words: &str, look: &Look, line: &mut Line) {
        // Fields to fill in show what they ask for until somebody does.
        if !self.fields.is_empty() && is_prompt(words) {
            return;
        }
        if self.is_shown() && line.push(words, look, self.page, &mut self.found.tally) && !words.is_empty() {
            self.fields.iter_mut().for_each(|f| f.shown = true);
        }
    }

    fn field_mark(&mut self, mark: &Element, look: &Look, line: &mut Line) {
        match mark.get("fldCharType") {
            Some("begin") => {
                self.fields.push(Field { form: mark.child("ffData").and_then(form_value), ..Field::default() });
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.shows = true;
                    if is_link(&field.instruction) {
                        line.link();
                    }
                }
            }
            Some("end") => self.end_field(look, line),
            _ => {}
        }
    }

    fn end_field(&mut self, look: &Look, line: &mut Line) {
        if let Some(field) = self.fields.pop()
            && !field.shown
            && let Some(value) = field.form
        {
            self.push(&value, look, line);
        }
    }

    /// Ends the fields that have shown nothing by the end of a paragraph: one that is broken would hide the rest of the text.
    pub(super) fn end_instructions(&mut self, line: &mut Line) {
        while self.fields.last().is_some_and(|f| !f.shows) {
            self.end_field(&Look::default(), line);
        }
    }

    /// Boxes, pictures and objects.
    fn drawing(&mut self, drawing: &Element, large: bool) -> Result<(), Fault> {
        for child in drawing.children() {
            match child.name() {
                "txbxContent" | "txBody" => self.aside(child)?,
                "AlternateContent" => {
                    if let Some(content) = chosen(child) {
                        self.drawing(content, large)?;
                    }
                }
                "blip" | "imagedata" => self.found.pictures.count(large),
                "OLEObject" => {
                    let formula = child.get("ProgID").is_some_and(|p| p.starts_with("Equation") || p.starts_with("MathType"));
                    if let Some(id) = child.get("id").filter(|_| formula) {
                        self.found.formulas.insert(id.to_owned());
                    }
                }
                _ => self.drawing(child, large)?,
            }
        }
        Ok(())
    }
}

/// Whether a field's instruction leads to a page.
fn is_link(instruction: &str) -> bool {
    let lower = instruction.trim_start().to_ascii_lowercase();
    lower.starts_with("hyperlink") && lower.contains("http")
}

/// What a check box or list of a form shows.
fn form_value(form: &Element) -> Option<String> {
    if let Some(found) = form.child("checkBox") {
        let state = found.child("checked").or_else(|| found.child("default"));
        return Some(check_box(state.is_some_and(styles::is_on)).to_string());
    }
    let list = form.child("ddList")?;
    let index = list.child("result").or_else(|| list.child("default")).and_then(|r| r.get("val")).and_then(|v| v.parse().ok());
    let chosen = list.children().filter(|c| c.name() == "listEntry").nth(index.unwrap_or(0))?;
    chosen.get("val").map(str::to_owned)
}

/// A formula in one line.
fn write_formula(formula: &Element, out: &mut String) {
    for child in formula.children() {
        match child.name() {
            "t" => out.push_str(&child.text()),
            "f" => {
                child.child("num").into_iter().for_each(|n| write_formula(n, out));
                out.push('/');
                child.child("den").into_iter().for_each(|d| write_formula(d, out));
            }
            name if is_properties(name) => {}
            _ => write_formula(child, out),
        }
    }
}

/// Whether a drawing is as large as a table: wider than 8 cm and higher than 3 cm.
fn is_large(drawing: &Element) -> bool {
    const EMU_A_CENTIMETRE: f64 = 360_000.0;
    const POINTS_A_CENTIMETRE: f64 = 28.35;
    let placed = drawing.child("inline").or_else(|| drawing.child("anchor"));
    let size = placed.and_then(|p| p.child("extent")).and_then(|e| {
        let length = |name: &str| e.get(name)?.parse::<f64>().ok().map(|l| l / EMU_A_CENTIMETRE);
        Some((length("cx")?, length("cy")?))
    });
    let size = size.or_else(|| {
        // An object shows a picture of what it holds, which is read in its turn.
        let style = drawing.child("shape").filter(|_| drawing.name() == "pict")?.get("style")?;
        let length = |name: &str| {
            let value = style.split(';').find_map(|s| s.trim().strip_prefix(name)?.strip_prefix(':'))?;
            value.trim().strip_suffix("pt")?.parse::<f64>().ok().map(|l| l / POINTS_A_CENTIMETRE)
        };
        Some((length("width")?, length("height")?))
    });
    size.is_some_and(|(width, height)| width > 8.0 && height > 3.0)
}
