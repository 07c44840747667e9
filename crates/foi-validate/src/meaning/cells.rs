//! The cells of an answer against the tables that its question has columns in, and against each other.

use super::figures;
use super::plan::{Asked, Expected, Plan};
use super::proof::{Given, Proof};
use crate::catalogue::Check;
use crate::fault::Fault;
use crate::json::{Json, Kind};

/// What a cell is about: measure, service area, cohort, year, category.
type About<'t> = [&'t str; 5];

pub(super) fn check(answer: Json<'_>, at: usize, (plan, proof): (Option<&Plan>, Proof), faults: &mut Vec<Fault>) {
    let before = faults.len();
    let mut id = None;
    let mut disposition = None;
    let mut observations = None;
    let mut descriptions = None;
    let mut value = None;
    let mut given = Given::default();
    for (name, member) in answer.members() {
        match name.plain() {
            Some("question_id") => id = member.plain(),
            Some("disposition") => disposition = Some(member),
            Some("value") => value = Some(member).filter(|v| v.kind() == Kind::Object),
            Some("observations") => observations = Some(member),
            Some("descriptions") => descriptions = Some(member),
            Some("evidence") => given.evidence = Some(member),
            Some("corrected") => given.corrected = true,
            _ => {}
        }
    }
    let asked = plan.zip(id).and_then(|(plan, id)| Some((plan, plan.question(id, at)?.1)));
    if let Some(disposition) = disposition {
        grounds(disposition, at, (proof, given.corrected), faults);
        let code = disposition.get("code").and_then(Json::plain).unwrap_or("");
        if !matches!(code, "blank" | "not_found") {
            proof.of(&given, "the answer", || format!("/answers/{at}"), faults);
        }
        let given = || value.is_some() || observations.is_some_and(|o| o.items().any(|o| status(o) == "reported"));
        if matches!(code, "blank" | "not_found") && given() {
            let message = format!("the disposition is `{code}`, and values are given all the same");
            let fault = Fault::new(Check::DispositionContradicted, format!("/answers/{at}/disposition/code"), message);
            faults.push(fault.differs(code, "`answered` or `partly_answered`, or no values"));
        }
    }
    let mut cells: Vec<(u64, usize, About<'_>)> = Vec::new();
    for (index, observation) in observations.iter().flat_map(|o| o.items()).enumerate() {
        let place = Place { answer: at, list: "observations", index };
        if let Some(about) = observed(observation, &place, (asked, proof), faults) {
            cells.push((mixed(&about), index, about));
        }
    }
    twice(&mut cells, at, faults);
    for (index, description) in descriptions.iter().flat_map(|d| d.items()).enumerate() {
        let place = Place { answer: at, list: "descriptions", index };
        described(description, &place, (asked, proof), faults);
    }
    if let Some(id) = id {
        for fault in faults.iter_mut().skip(before) {
            fault.finding.question_id.get_or_insert_with(|| id.to_owned());
        }
    }
}

/// Where a cell stands; a pointer only where one is needed.
struct Place {
    answer: usize,
    list: &'static str,
    index: usize,
}

impl Place {
    fn pointer(&self, rest: &str) -> String {
        format!("/answers/{}/{}/{}{rest}", self.answer, self.list, self.index)
    }
}

fn status(observation: Json<'_>) -> &str {
    observation.get("cell").and_then(|c| c.get("status")?.plain()).unwrap_or("")
}

/// The regime of a ground and that of its provision.
fn grounds(disposition: Json<'_>, at: usize, (proof, corrected): (Proof, bool), faults: &mut Vec<Fault>) {
    for (index, exemption) in disposition.get("exemptions").iter().flat_map(|e| e.items()).enumerate() {
        let text = |name| exemption.get(name).and_then(Json::plain);
        let given = Given { evidence: exemption.get("evidence"), corrected, ..Given::default() };
        proof.of(&given, "the exemption", || format!("/answers/{at}/disposition/exemptions/{index}"), faults);
        if let (Some(regime), Some(provision)) = (text("legislation"), text("provision"))
            && let Some((own, _)) = provision.split_once(' ')
            && own != regime
        {
            let message = format!("the provision `{provision}` is of the {own}, and the legislation beside it is `{regime}`");
            let pointer = format!("/answers/{at}/disposition/exemptions/{index}/legislation");
            faults.push(Fault::new(Check::RegimeDiffers, pointer, message).differs(regime, own));
        }
    }
}

fn observed<'t>(
    observation: Json<'t>,
    place: &Place,
    (asked, proof): (Option<(&Plan, &Asked)>, Proof),
    faults: &mut Vec<Fault>,
) -> Option<About<'t>> {
    let mut measure = None;
    let mut dimensions = None;
    let mut cell = None;
    let mut given = Given::default();
    for (name, member) in observation.members() {
        match name.plain() {
            Some("measure") => measure = member.plain(),
            Some("dimensions") => dimensions = Some(member),
            Some("cell") => cell = Some(member),
            Some("raw") => given.raw = Some(member),
            Some("evidence") => given.evidence = Some(member),
            Some("corrected") => given.corrected = member.kind() != Kind::Null,
            _ => {}
        }
    }
    if let Some(cell) = cell {
        // The words of a corrected cell are those that were read wrong.
        let raw = given.raw.filter(|_| !given.corrected);
        let status = figures::check(cell, raw, |rest| place.pointer(rest), faults);
        if !matches!(status, "blank" | "not_found") {
            // Only a figure has words of its own; those of a status can be a heading's or a sentence's.
            given.raw = given.raw.filter(|_| status == "reported");
            proof.of(&given, "the cell", || place.pointer(""), faults);
        }
    }
    let measure = measure?;
    let expected = match asked {
        None => None,
        Some((plan, asked)) => match asked.measure(measure) {
            Some(expected) => Some(expected),
            None => {
                faults.push(not_asked(Check::MeasureUnknown, "measure", measure, &place.pointer("/measure"), plan, asked));
                return None;
            }
        },
    };
    let about = dimensions.and_then(|d| dimensions_of(d, place, expected, faults));
    if let (Some(expected), Some(cell)) = (expected, cell) {
        unit(cell, expected, place, faults);
    }
    let [area, cohort, year, category] = about?;
    Some([measure, area, cohort, year, category])
}

fn described(description: Json<'_>, place: &Place, (asked, proof): (Option<(&Plan, &Asked)>, Proof), faults: &mut Vec<Fault>) {
    let given = Given { evidence: description.get("evidence"), ..Given::default() };
    proof.of(&given, "the text", || place.pointer(""), faults);
    let Some((plan, asked)) = asked else { return };
    let Some(column) = description.get("column").and_then(Json::plain) else { return };
    match asked.description(column) {
        None => {
            faults.push(not_asked(Check::DescriptionUnknown, "column", column, &place.pointer("/column"), plan, asked));
        }
        Some(expected) => {
            if let Some(dimensions) = description.get("dimensions") {
                dimensions_of(dimensions, place, Some(expected), faults);
            }
        }
    }
}

fn not_asked(check: Check, what: &str, code: &str, pointer: &str, plan: &Plan, asked: &Asked) -> Fault {
    let message = format!("question `{}` of `{}` does not ask for {what} `{code}`", asked.id, plan.id);
    let columns = if what == "measure" { &asked.measures } else { &asked.descriptions };
    let known: Vec<&str> = columns.iter().map(|m| m.code.as_str()).collect();
    let expected = if known.is_empty() { format!("no {what}") } else { known.join(", ") };
    Fault::new(check, pointer, message).differs(code, expected)
}

/// Service area, cohort, year and category; an empty text where one is not given. `None` where one is not known.
fn dimensions_of<'t>(
    dimensions: Json<'t>,
    place: &Place,
    expected: Option<&Expected>,
    faults: &mut Vec<Fault>,
) -> Option<[&'t str; 4]> {
    let mut about = [""; 4];
    let mut known = true;
    for (name, value) in dimensions.members() {
        let (slot, check, what, among) = match name.plain() {
            Some("service_area") => (0, Check::ServiceAreaUnknown, "service area", expected.map(|e| &e.service_areas)),
            Some("cohort") => (1, Check::CohortUnknown, "cohort", expected.map(|e| &e.cohorts)),
            Some("financial_year") => (2, Check::YearUnexpected, "year", expected.and_then(|e| e.years.as_ref())),
            Some("category") => (3, Check::CategoryUnknown, "category", expected.map(|e| &e.categories)),
            _ => continue,
        };
        let Some(found) = value.plain() else { continue };
        if let Some(about) = about.get_mut(slot) {
            *about = found;
        }
        if let Some(among) = among
            && !among.iter().any(|a| a == found)
        {
            known = false;
            let tables = expected.map(|e| e.tables.as_str()).unwrap_or_default();
            let message = format!("table {tables} has no {what} `{found}`");
            let field = name.plain().unwrap_or_default();
            let expected = if among.is_empty() { format!("no {what}") } else { among.join(", ") };
            faults.push(Fault::new(check, place.pointer(&format!("/dimensions/{field}")), message).differs(found, expected));
        }
    }
    for ((needed, found), (field, what)) in expected.into_iter().flat_map(|e| e.needed).zip(about).zip(DIMENSIONS) {
        if needed && found.is_empty() {
            known = false;
            let tables = expected.map(|e| e.tables.as_str()).unwrap_or_default();
            let message = format!("this cell of table {tables} has no {what}");
            faults.push(Fault::new(Check::DimensionMissing, place.pointer("/dimensions"), message).differs("nothing", field));
        }
    }
    known.then_some(about)
}

/// The dimensions in their order, as fields and in words.
const DIMENSIONS: [(&str, &str); 4] =
    [("service_area", "service area"), ("cohort", "cohort"), ("financial_year", "year"), ("category", "category")];

fn unit(cell: Json<'_>, expected: &Expected, place: &Place, faults: &mut Vec<Fault>) {
    if let (Some(found), Some(unit)) = (cell.get("unit").and_then(Json::plain), &expected.unit)
        && found != unit.as_str()
    {
        let message = format!("measure `{}` is in `{unit}`, and this value is in `{found}`", expected.code);
        faults.push(Fault::new(Check::UnitMismatch, place.pointer("/cell/unit"), message).differs(found, unit));
    }
}

/// Cells that are about the same thing. Sorted by a number made of what they are about, so that only equal ones are compared.
fn twice(cells: &mut [(u64, usize, About<'_>)], at: usize, faults: &mut Vec<Fault>) {
    cells.sort_unstable_by_key(|(mixed, index, _)| (*mixed, *index));
    let before = faults.len();
    for pair in cells.windows(2) {
        if let [(a, first, about), (b, second, again)] = pair
            && a == b
            && about == again
        {
            let [measure, dimensions @ ..] = about;
            let names: Vec<String> = dimensions.iter().filter(|d| !d.is_empty()).map(|d| format!("`{d}`")).collect();
            let of = if names.is_empty() { String::new() } else { format!(" of {}", names.join(", ")) };
            let message = format!("`{measure}`{of} is there twice: in observation {} and in observation {}", first + 1, second + 1);
            faults.push(Fault::new(Check::CellTwice, format!("/answers/{at}/observations/{second}"), message));
        }
    }
    if let Some(new) = faults.get_mut(before..) {
        new.sort_by(|a, b| a.pointer.len().cmp(&b.pointer.len()).then_with(|| a.pointer.cmp(&b.pointer)));
    }
}

/// A number made of texts, after FNV-1a with words of eight bytes; equal texts give equal numbers.
fn mixed(about: &About<'_>) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |n: u64| sum = (sum ^ n).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(29);
    for text in about {
        let mut rest = text.as_bytes();
        while let Some((word, more)) = rest.split_first_chunk::<8>() {
            add(u64::from_le_bytes(*word));
            rest = more;
        }
        rest.iter().for_each(|b| add(u64::from(*b)));
        add(0xff);
    }
    sum
}
