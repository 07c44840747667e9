//! The instruments and the register that ship with the program, and others that a user brings.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::identify::authority::Names;
use crate::survey::Survey;
use foi_model::{Authority, Date, GssCode, Instrument, InstrumentError, Nation, Register};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The facts that recognition rests on, each with the SHA-256 of the file it came from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reference {
    /// The instruments, in order of id.
    pub instruments: Vec<(Survey, String)>,
    /// The authorities expected to answer.
    pub register: (Register, String),
    /// The days that are no working days, besides weekends.
    pub bank_holidays: BTreeMap<Nation, BTreeSet<Date>>,
    /// The names of the register, made when they are first needed.
    #[serde(skip)]
    names: OnceLock<Names>,
}

/// Why a reference file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceError {
    /// Its form is wrong.
    #[error("line {line}: {message}")]
    Row {
        /// The line, counted from 1.
        line: u64,
        /// What is wrong.
        message: String,
    },
    /// An instrument that ships with the program does not read.
    #[error("instrument `{id}`: {source}")]
    Instrument {
        /// Its id.
        id: &'static str,
        /// What is wrong.
        source: InstrumentError,
    },
}

const INSTRUMENTS: [(&str, &str); 4] = [
    ("ras-2012", include_str!("../../../data/instruments/ras-2012.toml")),
    ("ras-2019", include_str!("../../../data/instruments/ras-2019.toml")),
    ("ras-2026", include_str!("../../../data/instruments/ras-2026.toml")),
    ("records-2024", include_str!("../../../data/instruments/records-2024.toml")),
];
const REGISTER: &str = include_str!("../../../data/reference/register.csv");
const BANK_HOLIDAYS: &str = include_str!("../../../data/reference/bank-holidays.csv");

impl Reference {
    /// What ships with the program.
    ///
    /// # Errors
    /// [`ReferenceError`] where a file of `data/` is broken, which a test excludes.
    pub fn shipped() -> Result<Self, ReferenceError> {
        let mut instruments = Vec::new();
        for (id, text) in INSTRUMENTS {
            let instrument = Instrument::from_toml(text).map_err(|source| ReferenceError::Instrument { id, source })?;
            instruments.push((instrument.into(), digest(text.as_bytes())));
        }
        let register = parse_register(REGISTER)?;
        Ok(Self {
            instruments,
            register: (register, digest(REGISTER.as_bytes())),
            bank_holidays: parse_bank_holidays(BANK_HOLIDAYS)?,
            names: OnceLock::new(),
        })
    }
}

impl Reference {
    /// The instrument of an id.
    pub fn survey(&self, id: &str) -> Option<&Survey> {
        self.instruments.iter().map(|(survey, _)| survey).find(|s| s.id == id)
    }

    /// With another register, and the SHA-256 of its file.
    #[must_use]
    pub fn with_register(self, register: Register, sha256: String) -> Self {
        Self { register: (register, sha256), names: OnceLock::new(), ..self }
    }

    pub(crate) fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(&self.register.0))
    }
}

/// The SHA-256 of bytes in hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn rows(text: &str, header: &[&str]) -> Result<Vec<(u64, Vec<String>)>, ReferenceError> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let row_error = |line, message: String| ReferenceError::Row { line, message };
    let found = reader.headers().map_err(|e| row_error(1, e.to_string()))?.clone();
    let mut columns = Vec::new();
    for name in header {
        let column = found.iter().position(|h| h.trim_start_matches('\u{feff}') == *name);
        columns.push(column.ok_or_else(|| row_error(1, format!("no column `{name}`: expected {}", header.join(", "))))?);
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| row_error(e.position().map_or(0, csv::Position::line), e.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        rows.push((line, columns.iter().map(|&c| record.get(c).unwrap_or("").trim().to_owned()).collect()));
    }
    Ok(rows)
}

/// Reads a register: CSV with the columns `code`, `former_codes`, `name`, `aliases`, `nation`, `region`, `kind` and `domains`; `|` stands
/// between the items of a list.
///
/// # Errors
/// [`ReferenceError::Row`] with the line.
pub fn parse_register(text: &str) -> Result<Register, ReferenceError> {
    let mut authorities = Vec::new();
    for (line, row) in rows(text, &["code", "former_codes", "name", "aliases", "nation", "region", "kind", "domains"])? {
        let field = |i: usize| row.get(i).map_or("", String::as_str);
        let list = |i: usize| field(i).split('|').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let row_error = |message: String| ReferenceError::Row { line, message };
        let code = |text: &str| text.parse::<GssCode>().map_err(|e| row_error(e.to_string()));
        authorities.push(Authority {
            code: code(field(0))?,
            former_codes: list(1).iter().map(|c| code(c)).collect::<Result<_, _>>()?,
            name: field(2).to_owned(),
            aliases: list(3),
            nation: nation(field(4)).ok_or_else(|| row_error(format!("`{}` is no nation", field(4))))?,
            region: field(5).to_owned(),
            kind: field(6).to_owned(),
            domains: list(7),
        });
    }
    Ok(Register::new(authorities))
}

fn nation(name: &str) -> Option<Nation> {
    Nation::ALL.iter().copied().find(|n| n.as_str() == name)
}

/// Reads bank holidays: CSV with the columns `date` and `nation`.
///
/// # Errors
/// [`ReferenceError::Row`] with the line.
pub fn parse_bank_holidays(text: &str) -> Result<BTreeMap<Nation, BTreeSet<Date>>, ReferenceError> {
    let mut holidays: BTreeMap<Nation, BTreeSet<Date>> = BTreeMap::new();
    for (line, row) in rows(text, &["date", "nation"])? {
        let field = |i: usize| row.get(i).map_or("", String::as_str);
        let date = field(0).parse::<Date>().map_err(|e| ReferenceError::Row { line, message: e.to_string() })?;
        let nation =
            nation(field(1)).ok_or_else(|| ReferenceError::Row { line, message: format!("`{}` is no nation", field(1)) })?;
        holidays.entry(nation).or_default().insert(date);
    }
    Ok(holidays)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ships_reads_and_makes_sense() {
        let reference = Reference::shipped().unwrap();
        for (instrument, _) in &reference.instruments {
            assert_eq!(instrument.faults(), [], "{}", instrument.id);
        }
        assert_eq!(reference.register.0.authorities().len(), 153 + 32 + 22 + 5);
        assert!(reference.bank_holidays.len() == 4);
    }

    #[test]
    fn a_broken_register_names_its_line() {
        let head = "code,former_codes,name,aliases,nation,region,kind,domains\n";
        let error = parse_register(&format!("{head}E08000016,,A,,England,,,\nE1,,B,,England,,,\n")).unwrap_err();
        assert_eq!(error.to_string(), "line 3: `E1` is not an ONS code: expected nine characters such as `E08000016`");
        assert!(parse_register("code,name\n").unwrap_err().to_string().contains("no column `former_codes`"));
    }
}
