//! What each control word does.

use std::rc::Rc;

use super::super::Fault;
use super::super::look::{Colour, Look};
use super::super::unshown::Unshown;
use super::reader::{Field, Picture, Reader};
use super::state::{Begun, Destination};
use super::tables::{Shape, Shapes};
use crate::read::encoding::{of_character_set, of_code_page};

impl Reader<'_> {
    /// A control sign.
    pub(super) fn sign(&mut self, sign: u8) -> Result<(), Fault> {
        match sign {
            b'*' => self.starred = true,
            _ if self.state.destination == Destination::Nowhere => {}
            b'\\' | b'{' | b'}' => self.text(&char::from(sign).to_string()),
            b'~' => self.text("\u{a0}"),
            b'_' => self.text("-"),
            b'\n' | b'\r' => self.end_paragraph(self.depth())?,
            b'\t' => self.tab(),
            _ => {}
        }
        Ok(())
    }

    /// A control word.
    pub(super) fn word(&mut self, word: &str, number: Option<i32>) -> Result<(), Fault> {
        let starred = std::mem::take(&mut self.starred);
        if word == "ud"
            && let Some(destination) = self.state.before_choice
        {
            self.state.destination = destination;
            return Ok(());
        }
        if self.state.begun == Some(Begun::Picture) {
            self.picture.measure(word, number.unwrap_or(0));
        }
        if self.state.destination == Destination::Nowhere {
            return Ok(());
        }
        if self.destination(word, starred)? || self.table(word, number)? {
            return Ok(());
        }
        let on = number != Some(0);
        let value = number.unwrap_or(0);
        match word {
            "par" | "sect" if self.state.destination == Destination::Text => self.end_paragraph(self.depth())?,
            "line" | "lbr" | "page" | "column" if self.state.destination == Destination::Text => self.flow.line.sign('\n'),
            "tab" => self.tab(),
            "plain" => {
                self.state.look = Look::default();
                self.state.font = self.default_font;
            }
            "pard" => self.state.reset_paragraph(),
            "b" => self.state.look.bold = Some(on),
            "v" => self.state.look.hidden = Some(on),
            "strike" | "striked" => self.state.look.struck = Some(on),
            "deleted" => self.state.look.deleted = Some(on),
            "super" => self.state.look.raised = Some(on),
            "nosupersub" | "sub" => self.state.look.raised = Some(false),
            "cf" => self.state.look.colour = Some(self.colour_of(value)),
            "highlight" | "cb" | "chcbpat" => self.state.look.behind = Some(self.colour_of(value).filter(|_| value > 0)),
            "cbpat" => self.state.behind = self.colour_of(value),
            "s" => self.state.style = value,
            "outlinelevel" => self.state.level = Some(value),
            "uc" => self.state.stand_ins = usize::try_from(value).unwrap_or(1).min(100),
            "f" => self.state.font = value,
            "deff" => {
                self.default_font = value;
                self.state.font = value;
            }
            "ansicpg" => self.encoding = of_code_page(value),
            "mac" => self.encoding = of_code_page(10_000),
            "fcharset" => self.fonts.entry(self.state.font).or_default().encoding = of_character_set(value),
            "cpg" => self.fonts.entry(self.state.font).or_default().encoding = Some(of_code_page(value)),
            "red" => self.shade(0, value),
            "green" => self.shade(1, value),
            "blue" => self.shade(2, value),
            "fftype" => self.form(|f| f.form = value),
            "ffres" => self.form(|f| f.result = Some(value)),
            "ffdefres" => self.form(|f| f.default = value),
            _ => {
                if let Some((_, shown)) = SHOWN.iter().find(|(w, _)| *w == word) {
                    self.text(shown);
                }
            }
        }
        Ok(())
    }

    fn tab(&mut self) {
        if self.state.destination == Destination::Text {
            self.flow.line.sign('\t');
        }
    }

    fn colour_of(&self, number: i32) -> Option<Colour> {
        usize::try_from(number).ok().and_then(|n| self.colours.get(n)).copied().flatten()
    }

    fn shade(&mut self, part: usize, value: i32) {
        let colour = self.colour.get_or_insert([0; 3]);
        if let Some(shade) = colour.get_mut(part) {
            *shade = u8::try_from(value.clamp(0, 255)).unwrap_or(0);
        }
    }

    fn form(&mut self, change: impl FnOnce(&mut Field)) {
        if let Some(field) = self.fields.last_mut() {
            change(field);
        }
    }

    /// Words that say where the text of their group goes; whether it was one.
    fn destination(&mut self, word: &str, starred: bool) -> Result<bool, Fault> {
        let skip = |reader: &mut Self| reader.state.destination = Destination::Nowhere;
        match word {
            "fonttbl" => self.state.destination = Destination::Fonts,
            "colortbl" => self.state.destination = Destination::Colours,
            "stylesheet" => self.state.destination = Destination::Styles,
            "listtext" | "pntext" => self.begin(Begun::Label, Destination::Label),
            "field" => {
                let start = self.flow.line.words().len();
                self.fields.push(Field { start, ..Field::default() });
                self.begin(Begun::Field, self.state.destination);
            }
            "fldinst" => self.state.destination = Destination::Instruction,
            "ffl" => self.begin(Begun::Entry, Destination::Entry),
            "fldrslt" => {
                self.state.destination = Destination::Text;
                let instruction = self.fields.last().map(|f| f.instruction.trim_start().to_ascii_lowercase()).unwrap_or_default();
                if instruction.starts_with("hyperlink") && instruction.contains("http") {
                    self.flow.line.link();
                }
            }
            "footnote" => self.begin_flow(Begun::Footnote)?,
            "header" | "headerr" | "headerf" => self.begin_flow(Begun::Header)?,
            "footer" | "footerr" | "footerf" => self.begin_flow(Begun::Footer)?,
            "shptxt" => self.begin_flow(Begun::Box)?,
            "annotation" => {
                self.found.tally.count(Unshown::Comment);
                if self.found.tally.include_hidden { self.begin_flow(Begun::Comment)? } else { skip(self) }
            }
            "upr" => {
                self.state.before_choice = Some(self.state.destination);
                skip(self);
            }
            "pict" => {
                self.picture = Picture::default();
                self.begin(Begun::Picture, Destination::Nowhere);
            }
            "nesttableprops" => self.state.nested = true,
            "shpinst" | "shppict" | "formfield" | "moMath" | "moMathPara" => {}
            _ if starred || NOWHERE.contains(&word) => skip(self),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn begin(&mut self, begun: Begun, destination: Destination) {
        if matches!(begun, Begun::Label | Begun::Entry) {
            self.name.clear();
        }
        self.state.begun = Some(begun);
        self.state.destination = destination;
    }

    /// Words of tables; whether it was one.
    fn table(&mut self, word: &str, number: Option<i32>) -> Result<bool, Fault> {
        let depth = if self.state.nested { self.state.depth.unwrap_or(2).max(2) } else { 1 };
        let value = number.unwrap_or(0);
        match word {
            "intbl" => self.state.in_table = number != Some(0),
            "itap" => self.state.depth = usize::try_from(value).ok(),
            "cell" => self.end_cell(1)?,
            "nestcell" => self.end_cell(self.state.depth.unwrap_or(2).max(2))?,
            "row" => self.flow.end_row(1),
            "nestrow" => self.flow.end_row(depth),
            "trowd" => {
                self.flow.shapes.insert(depth, Shapes::default());
                self.flow.in_row = true;
            }
            "trleft" => self.shapes(depth).left = value,
            "clmrg" => self.shapes(depth).next.goes_on_right = true,
            "clvmrg" => self.shapes(depth).next.goes_on_down = true,
            "cellx" => {
                let budget = self.budget;
                let shapes = self.shapes(depth);
                let shape = Shape { right: value, ..std::mem::take(&mut shapes.next) };
                // Edges after the end of a row are those of another.
                if Rc::get_mut(&mut shapes.cells).is_none() {
                    shapes.cells = Rc::default();
                }
                if let Some(cells) = Rc::get_mut(&mut shapes.cells) {
                    budget.within("columns", cells.len() as u64 + 1)?;
                    cells.push(shape);
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn shapes(&mut self, depth: usize) -> &mut Shapes {
        self.flow.shapes.entry(depth).or_default()
    }
}

/// Words that stand for characters.
const SHOWN: [(&str, &str); 12] = [
    ("emdash", "—"),
    ("endash", "–"),
    ("bullet", "•"),
    ("lquote", "‘"),
    ("rquote", "’"),
    ("ldblquote", "“"),
    ("rdblquote", "”"),
    ("emspace", " "),
    ("enspace", " "),
    ("qmspace", " "),
    ("chpgn", ""),
    ("zwnj", ""),
];

/// Groups that hold no text of the document, or hold it a second time.
const NOWHERE: [&str; 38] = [
    "info",
    "filetbl",
    "revtbl",
    "nonshppict",
    "nonesttables",
    "shprslt",
    "sp",
    "objdata",
    "headerl",
    "footerl",
    "tc",
    "tcn",
    "xe",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "aftnsep",
    "aftnsepc",
    "aftncn",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "bkmkstart",
    "bkmkend",
    "atnid",
    "atnauthor",
    "atndate",
    "private",
    "template",
    "pgdsctbl",
    "themedata",
    "datastore",
    "latentstyles",
    "xmlnstbl",
    "mmathPr",
    "userprops",
    "panose",
];
