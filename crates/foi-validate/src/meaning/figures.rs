//! Figures against the words that they were read from, and beside their neighbours.

use foi_model::{Decimal, Figure};

use crate::catalogue::Check;
use crate::fault::Fault;
use crate::json::{Json, Kind};

/// Holds a cell against its words, where they count; gives its status.
pub(super) fn check<'t>(
    cell: Json<'t>,
    raw: Option<Json<'t>>,
    pointer: impl Fn(&str) -> String,
    faults: &mut Vec<Fault>,
) -> &'t str {
    let mut status = "";
    let (mut value, mut multiplier, mut lower, mut upper) = (None, None, None, None);
    for (name, member) in cell.members() {
        match name.plain() {
            Some("status") => status = member.plain().unwrap_or(""),
            Some("value") => value = member.plain(),
            Some("multiplier") => multiplier = Some(member),
            Some("lower_bound") => lower = member.plain(),
            Some("upper_bound") => upper = member.plain(),
            _ => {}
        }
    }
    match (status, value, raw) {
        ("reported", Some(value), Some(raw)) => {
            let multiplier = multiplier.and_then(|m| m.raw().parse().ok()).unwrap_or(0);
            let plainly = raw.plain().is_some_and(|raw| same(raw, value, multiplier));
            if !plainly && let Some(expected) = raw.text().and_then(|raw| other(&raw, value, multiplier)) {
                let raw = raw.text().unwrap_or_default();
                let message = format!("the words `{raw}` with multiplier {multiplier} mean {expected}, and the value is {value}");
                faults.push(Fault::new(Check::ValueDiffers, pointer("/cell/value"), message).differs(value, expected));
            }
        }
        ("suppressed", ..) => {
            if let (Some(lower), Some(upper)) = (lower, upper)
                && let (Ok(least), Ok(most)) = (Decimal::from_str_exact(lower), Decimal::from_str_exact(upper))
                && least > most
            {
                let message = format!("the least that the hidden number can be is {lower}, which is more than the most, {upper}");
                let fault = Fault::new(Check::BoundsReversed, pointer("/cell/lower_bound"), message);
                faults.push(fault.differs(lower, format!("{upper} or less")));
            }
        }
        _ => {}
    }
    status
}

/// Whether words such as `£1,234.50` are a value after its multiplier, told by their digits alone; no where it takes more to tell.
fn same(raw: &str, value: &str, multiplier: u32) -> bool {
    let Some((digits, decimals)) = digits(raw.strip_prefix('£').unwrap_or(raw)) else { return false };
    let Some((expected, scale)) = digits_of_value(value) else { return false };
    // digits / 10^decimals * 10^multiplier = expected / 10^scale
    let (Some(left), Some(right)) = (ten(multiplier + scale), ten(decimals)) else { return false };
    matches!((digits.checked_mul(left), expected.checked_mul(right)), (Some(a), Some(b)) if a == b)
}

fn ten(power: u32) -> Option<u64> {
    10_u64.checked_pow(power)
}

fn digits_of_value(text: &str) -> Option<(u64, u32)> {
    if text.contains(',') { None } else { digits(text) }
}

/// A number written with or without commas between thousands, and how many of its digits stand behind the point.
fn digits(text: &str) -> Option<(u64, u32)> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let mut number = 0_u64;
    let mut group = None;
    for byte in whole.bytes() {
        match (byte, group) {
            (b'0'..=b'9', _) => number = number.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?,
            (b',', None | Some(3)) => {}
            _ => return None,
        }
        group = if byte == b',' { Some(0) } else { group.map(|g: u32| g + 1) };
    }
    if whole.is_empty() || group.is_some_and(|g| g != 3) || part.is_empty() == text.contains('.') {
        return None;
    }
    for byte in part.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
    }
    Some((number, u32::try_from(part.len()).ok()?))
}

/// What words mean where it is not the value. A spreadsheet can show fewer digits than it stores, so a value within the last digit that is
/// shown is the same; words that are no figure mean nothing here.
fn other(raw: &str, value: &str, multiplier: u32) -> Option<Decimal> {
    let figure = Figure::parse(raw).ok()?;
    let value = Decimal::from_str_exact(value).ok()?;
    let factor = Decimal::from(ten(multiplier.min(18))?);
    let expected = figure.number.checked_mul(factor)?;
    let step = Decimal::new(1, figure.number.scale()).checked_mul(factor)?;
    let apart = value.checked_sub(expected)?.abs();
    (apart >= step).then(|| expected.normalize())
}

/// The other figures of the row that a cell stands in: same measure, service, cohort and category, other years.
pub(crate) fn neighbours(submission: Json<'_>, pointer: &str) -> Option<String> {
    let mut steps = pointer.strip_prefix("/answers/")?.split('/');
    let answer = steps.next()?.parse().ok()?;
    if steps.next()? != "observations" {
        return None;
    }
    let at: usize = steps.next()?.parse().ok()?;
    let observations = submission.get("answers")?.items().nth(answer)?.get("observations")?;
    let own = row(observations.items().nth(at)?)?;
    let mut shown = Vec::new();
    for (index, observation) in observations.items().enumerate() {
        let Some((year, rest)) = row(observation).map(|r| (r.0, r.1)) else { continue };
        if rest != own.1 || index.abs_diff(at) > 40 {
            continue;
        }
        let cell = observation.get("cell")?;
        let said = cell.get("value").or_else(|| cell.get("status")).and_then(|v| v.text().or(Some(v.raw().into())));
        let mark = if index == at { " (this one)" } else { "" };
        shown.push(format!("{} {}{mark}", year, said.unwrap_or_default()));
    }
    (shown.len() > 1).then(|| shown.join(", "))
}

/// The year of a cell, and what it is about besides.
fn row(observation: Json<'_>) -> Option<(String, Vec<String>)> {
    let dimensions = observation.get("dimensions")?;
    let text =
        |value: Option<Json<'_>>| value.filter(|v| v.kind() != Kind::Null).and_then(Json::text).unwrap_or_default().into_owned();
    let rest = ["service_area", "cohort", "category"].map(|d| text(dimensions.get(d)));
    let rest = std::iter::once(text(observation.get("measure"))).chain(rest).collect();
    Some((text(dimensions.get("financial_year")), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the words mean where it is not the value.
    #[track_caller]
    fn check(raw: &str, multiplier: u32, value: &str, expected: Option<&str>) {
        let found = if same(raw, value, multiplier) { None } else { other(raw, value, multiplier).map(|d| d.to_string()) };
        assert_eq!(found.as_deref(), expected, "{raw} x 10^{multiplier} and {value}");
    }

    #[test]
    fn words_and_their_value() {
        check("61,033", 3, "61033000", None);
        check("£61.033m", 6, "61033000", None);
        check("(164)", 0, "-164", None);
        check("1,234,567.89", 0, "1234567.89", None);
        check("1,235", 3, "1234567.89", None);
        check("not known", 0, "5", None);
        check("61,033", 3, "61033", Some("61033000"));
        check("61,033", 0, "61303", Some("61033"));
        check("(164)", 0, "164", Some("-164"));
        check("£8.50", 0, "85", Some("8.5"));
    }
}
