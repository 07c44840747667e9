//! Published figures: the Adult Social Care Finance Report (ASC-FR) and the revenue outturn (RO).
//!
//! They are in thousands of pounds. Both are read as facts about an authority, a year and a service area; `data/reference/support-settings.csv`
//! says which support setting is which service area, and which is none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use foi_model::Decimal;

use crate::frame::AnalysisError;
use crate::table::tally;

const SETTINGS: &str = include_str!("../../../data/reference/support-settings.csv");
const REGISTER: &str = include_str!("../../../data/reference/register.csv");

/// Stands for all service areas together.
pub(crate) const ALL_AREAS: &str = "all";

/// The age bands of the ASC-FR; a figure of one of them alone is a part.
const AGE_BANDS: [&str; 2] = ["18 to 64", "65 and Over"];

/// Why a file of the years before 2021-22 is refused.
const KEYED: &str = "this is an ASC-FR data file of the years before 2021-22: it names support settings by keys, which it does not explain; \
                     files of 2021-22 and later name them in words, and can be read";

/// Authority, financial year, service area.
pub(crate) type Key = (String, String, String);

/// A published figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Published {
    /// In pounds; none where a part of it is not available.
    pub(crate) amount: Option<Decimal>,
    /// Where it comes from.
    pub(crate) source: &'static str,
    /// Whether the file lacks parts of it, so that the whole is larger.
    pub(crate) partial: bool,
}

/// The parts of an ASC-FR figure: by support setting, age band and primary support reason.
type Parts = BTreeMap<(String, String, String), Option<Decimal>>;

/// What files hold.
pub(crate) struct Figures {
    /// By authority, year and service area.
    pub(crate) figures: BTreeMap<Key, Published>,
    /// Support settings that are no service area of the survey, with how many figures they have.
    pub(crate) unmapped: BTreeMap<String, u64>,
}

/// The figures of files; where two files give the same one, that of the later file is taken.
pub(crate) fn read(files: &[&Path]) -> Result<Figures, AnalysisError> {
    let settings = settings();
    let codes = present_codes();
    let mut parts: BTreeMap<Key, Parts> = BTreeMap::new();
    let mut figures = BTreeMap::new();
    let mut unmapped = BTreeMap::new();
    for file in files {
        let fault = |fault: String| AnalysisError::Reference { file: file.display().to_string(), fault };
        let mut reader = csv::Reader::from_path(file).map_err(|e| fault(e.to_string()))?;
        let heads: Vec<String> = reader
            .headers()
            .map_err(|e| fault(e.to_string()))?
            .iter()
            .map(|h| h.trim_start_matches('\u{feff}').to_owned())
            .collect();
        let place = |name: &str| heads.iter().position(|h| h == name);
        let ascfr = [
            "GEOGRAPHY_LEVEL",
            "DATA_Level",
            "FY_ENDING",
            "GEOGRAPHY_CODE",
            "CareType",
            "AgeBand",
            "PrimarySupportReason",
            "SupportSetting",
            "ITEMVALUE",
        ];
        let outturn = ["ons_code", "financial_year", "service", "column", "value_thousands"];
        let (is_ascfr, places) = match (ascfr.map(place), outturn.map(place)) {
            (places, _) if places.iter().all(Option::is_some) => (true, places.to_vec()),
            (_, places) if places.iter().all(Option::is_some) => (false, places.to_vec()),
            _ if place("SupportSetting_KEY").is_some() => return Err(fault(KEYED.to_owned())),
            _ => return Err(fault("the columns are neither those of an ASC-FR data file nor of a revenue outturn".to_owned())),
        };
        for record in reader.records() {
            let record = record.map_err(|e| fault(e.to_string()))?;
            let cells: Vec<&str> = places.iter().map(|p| p.and_then(|p| record.get(p)).unwrap_or("").trim()).collect();
            let thousands = |text: &str| text.parse::<Decimal>().ok().or_else(|| Decimal::from_scientific(text).ok());
            match (is_ascfr, cells.as_slice()) {
                (
                    true,
                    ["Local Authority", "Gross Current Expenditure", ending, code, "Long Term Care", age, reason, setting, value],
                ) => {
                    // A band of both ages together would be counted twice.
                    let (Some(year), true) = (year_ending(ending), AGE_BANDS.contains(age)) else { continue };
                    let Some(area) = settings.get(*setting) else {
                        tally(&mut unmapped, *setting);
                        continue;
                    };
                    let key = (codes.get(*code).map_or(*code, String::as_str).to_owned(), year, area.clone());
                    let part = ((*setting).to_owned(), (*age).to_owned(), (*reason).to_owned());
                    parts.entry(key).or_default().insert(part, thousands(value));
                }
                (false, [code, year, "Adult Social Care", "total_expenditure", value]) => {
                    let key = (codes.get(*code).map_or(*code, String::as_str).to_owned(), (*year).to_owned(), ALL_AREAS.to_owned());
                    let published =
                        Published { amount: thousands(value).and_then(in_pounds), source: "revenue outturn", partial: false };
                    figures.insert(key, published);
                }
                _ => {}
            }
        }
    }
    figures.extend(parts.into_iter().map(|(key, parts)| (key, whole(&parts))));
    Ok(Figures { figures, unmapped })
}

/// The parts put together: the total of reasons where it is given, else the reasons that there are.
fn whole(parts: &Parts) -> Published {
    type Reasons<'p> = Vec<(&'p str, Option<Decimal>)>;
    let mut by_band: BTreeMap<(&str, &str), Reasons<'_>> = BTreeMap::new();
    for ((setting, age, reason), value) in parts {
        by_band.entry((setting, age)).or_default().push((reason, *value));
    }
    let mut partial = false;
    let mut amount = Some(Decimal::ZERO);
    for band in by_band.values() {
        let total = band.iter().find(|(reason, _)| *reason == "Total");
        partial |= total.is_none();
        let taken: Vec<Option<Decimal>> = total.map_or_else(|| band.iter().map(|b| b.1).collect(), |t| vec![t.1]);
        amount = taken.into_iter().fold(amount, |sum, part| sum?.checked_add(part?));
    }
    let settings: BTreeSet<&str> = by_band.keys().map(|(setting, _)| *setting).collect();
    partial |= settings.iter().any(|setting| AGE_BANDS.iter().any(|age| !by_band.contains_key(&(*setting, *age))));
    Published { amount: amount.and_then(in_pounds), source: "ASC-FR", partial }
}

fn in_pounds(thousands: Decimal) -> Option<Decimal> {
    let mut pounds = thousands.checked_mul(Decimal::ONE_THOUSAND)?.round_dp(2);
    pounds.rescale(2);
    Some(pounds)
}

/// `2023-24` for the year that ends in 2024.
fn year_ending(year: &str) -> Option<String> {
    let year: u16 = year.parse().ok()?;
    Some(format!("{}-{:02}", year.checked_sub(1)?, year % 100))
}

/// The service area of each support setting that is one.
fn settings() -> BTreeMap<String, String> {
    let rows = SETTINGS.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let (setting, area) = (cells.next()?, cells.next()?);
        (!setting.is_empty() && !area.is_empty()).then(|| (setting.to_owned(), area.to_owned()))
    });
    rows.collect()
}

/// The present code of each former one.
fn present_codes() -> BTreeMap<String, String> {
    let mut codes = BTreeMap::new();
    for record in csv::Reader::from_reader(REGISTER.as_bytes()).records().flatten() {
        let (Some(code), Some(former)) = (record.get(0), record.get(1)) else { continue };
        codes.extend(former.split('|').filter(|f| !f.is_empty()).map(|f| (f.to_owned(), code.to_owned())));
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "GEOGRAPHY_LEVEL,DATA_Level,FY_ENDING,GEOGRAPHY_CODE,CareType,AgeBand,PrimarySupportReason,SupportSetting,ITEMVALUE";

    fn check(rows: &[&str], expected: &[(&str, &str, &str, Option<&str>, bool)]) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ascfr.csv");
        std::fs::write(&path, format!("{HEAD}\n{}\n", rows.join("\n"))).unwrap();
        let found = read(&[&path]).unwrap().figures;
        let shown: Vec<_> = found
            .iter()
            .map(|((code, year, area), p)| {
                (code.as_str(), year.as_str(), area.as_str(), p.amount.map(|a| a.to_string()), p.partial)
            })
            .collect();
        let expected: Vec<_> = expected.iter().map(|e| (e.0, e.1, e.2, e.3.map(str::to_owned), e.4)).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn totals_are_taken_before_reasons_and_missing_parts_show() {
        let row = |year: &str, code: &str, age: &str, reason: &str, setting: &str, value: &str| {
            format!("Local Authority,Gross Current Expenditure,{year},{code},Long Term Care,{age},{reason},{setting},{value}")
        };
        let rows = [
            row("2024", "E06000015", "18 to 64", "Total", "Community: Home Care", "1.5"),
            row("2024", "E06000015", "18 to 64", "Physical Support", "Community: Home Care", "1"),
            row("2024", "E06000015", "65 and Over", "Total", "Community: Home Care", "16504.02834"),
            row("2024", "E06000015", "65 and Over", "Total", "Nursing", "[x]"),
            row("2024", "E06000015", "65 and Over", "Total", "Community: Other Long Term Care", "7"),
            // The code of Somerset before 2023.
            row("2022", "E10000027", "18 to 64", "Physical Support", "Nursing", "1459"),
        ];
        check(
            &rows.each_ref().map(String::as_str),
            &[
                ("E06000015", "2023-24", "home_care", Some("16505528.34"), false),
                ("E06000015", "2023-24", "nursing_care", None, true),
                ("E06000066", "2021-22", "nursing_care", Some("1459000.00"), true),
            ],
        );
    }
}
