//! Which authority of the register answers: by its names, in the letterhead and the signature above all, and by its domains.

use std::collections::BTreeMap;
use std::ops::Range;

use foi_model::{Authority, AuthorityRef, Evidence, Issue, IssueCode, Register};

use super::Line;
use crate::bind::Vocabulary;

/// How a name was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// With the word `Council`, `Borough` or the like.
    Full,
    /// The place alone.
    Place,
    /// As the domain of an address.
    Domain,
}

/// The names of a register, ready to be looked for.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    /// For each name in lower case, the authority by its place in the register, and the kind of name.
    owners: Vocabulary<(usize, Kind)>,
    /// For each word that names begin with, how many bytes long these are, the longest first.
    lengths: Vocabulary<Vec<usize>>,
}

/// The place that an authority is named after: its shortest name without the words for its kind.
fn place(authority: &Authority) -> String {
    let bare = |name: &str| {
        let mut bare = name.trim().to_owned();
        for word in [
            "Metropolitan Borough Council",
            "Metropolitan District Council",
            "County Borough Council",
            "Borough Council",
            "City Council",
            "County Council",
            "District Council",
            "Health and Social Care Trust",
            "HSC Trust",
            "Council",
            "Corporation",
            "MBC",
        ] {
            if let Some(rest) = bare.strip_suffix(word) {
                bare = rest.trim().to_owned();
            }
        }
        for word in [
            "London Borough of",
            "Royal Borough of",
            "Metropolitan Borough of",
            "County Borough of",
            "City and County of",
            "City of",
            "Borough of",
            "Comhairle nan",
            "The ",
        ] {
            if let Some(rest) = bare.strip_prefix(word) {
                bare = rest.trim().to_owned();
            }
        }
        bare
    };
    std::iter::once(&authority.name)
        .chain(&authority.aliases)
        .map(|n| bare(n))
        .filter(|n| n.len() >= 3)
        .min_by_key(String::len)
        .unwrap_or_else(|| authority.name.clone())
}

impl Names {
    pub(crate) fn new(register: &Register) -> Self {
        let mut owners: Vocabulary<(usize, Kind)> = Vocabulary::default();
        let mut add = |name: String, owner: usize, kind: Kind| {
            let name = name.to_lowercase();
            match owners.get(&name) {
                // A name of two authorities is nobody's, unless it is the official name of one.
                Some((other, _)) if *other != owner => {
                    if register.authorities().get(owner).is_some_and(|a| a.name.to_lowercase() == name) {
                        owners.insert(name, (owner, kind));
                    }
                }
                _ => {
                    owners.insert(name, (owner, kind));
                }
            }
        };
        for (owner, authority) in register.authorities().iter().enumerate() {
            let place = place(authority);
            let titled = |name: &str| {
                let lower = name.to_lowercase();
                ["council", "borough", "trust", "corporation", "comhairle", "city of", "mbc", "county of"]
                    .iter()
                    .any(|w| lower.contains(w))
            };
            for name in std::iter::once(&authority.name).chain(&authority.aliases) {
                add(name.clone(), owner, if titled(name) { Kind::Full } else { Kind::Place });
            }
            for form in [
                "{} council",
                "{} city council",
                "{} borough council",
                "{} metropolitan borough council",
                "{} metropolitan borough",
                "{} mbc",
                "{} county council",
                "{} district council",
                "city of {} council",
                "city of {}",
                "london borough of {}",
                "lb {}",
                "royal borough of {}",
                "metropolitan borough of {}",
                "borough of {}",
                "{} county borough council",
                "council of {}",
                "{} cc",
                "{} bc",
                "{} social care",
                "{} adult social care",
                "{} town hall",
                "{} civic centre",
                "{} civic offices",
            ] {
                add(form.replace("{}", &place), owner, Kind::Full);
            }
            add(place.clone(), owner, Kind::Place);
            for domain in &authority.domains {
                add(domain.clone(), owner, Kind::Domain);
            }
        }
        let mut lengths: Vocabulary<Vec<usize>> = Vocabulary::default();
        for name in owners.keys() {
            if let Some(first) = words(name).next().and_then(|w| name.get(w)) {
                lengths.entry(first.to_owned()).or_default().push(name.len());
            }
        }
        for of_word in lengths.values_mut() {
            of_word.sort_unstable_by(|a, b| b.cmp(a));
            of_word.dedup();
        }
        Self { owners, lengths }
    }

    /// The names in a text in lower case, the longest where several begin, and none within another.
    fn hits(&self, lower: &str) -> Vec<(Range<usize>, usize, Kind)> {
        let mut found: Vec<(Range<usize>, usize, Kind)> = Vec::new();
        for word in words(lower) {
            if found.last().is_some_and(|(last, ..)| word.start < last.end) {
                continue;
            }
            let lengths = lower.get(word.clone()).and_then(|w| self.lengths.get(w)).into_iter().flatten();
            let longest = lengths.map(|length| word.start..word.start + length).find_map(|range| {
                let &(owner, kind) = self.owners.get(lower.get(range.clone())?)?;
                Some((range, owner, kind))
            });
            found.extend(longest);
        }
        found
    }
}

/// The words of a text, by their bytes.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.find(char::is_alphanumeric)?;
        let end = text.get(start..)?.find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |length| start + length);
        at = end;
        Some(start..end)
    })
}

pub(crate) fn find(lines: &[Line<'_>], register: &Register, names: &Names, issues: &mut Vec<Issue>) -> Option<AuthorityRef> {
    let mut found: BTreeMap<usize, (f64, f64, Option<Evidence>)> = BTreeMap::new();
    let mut unlisted: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for line in lines {
        // ASCII folding keeps byte positions.
        let lower = line.text.as_str().to_ascii_lowercase();
        let hits = names.hits(&lower);
        let listed = |name: &Range<usize>| {
            hits.iter().any(|(hit, ..)| {
                hit.start < name.end && name.start < hit.end && stands_alone(&lower, hit.start, hit.end, Kind::Full)
            })
        };
        for name in councils(line.text.as_str()).into_iter().filter(|n| !listed(n)) {
            let written = line.text.as_str().get(name).unwrap_or("");
            let weight = weigh(line, Kind::Full, written);
            let (sum, most) = unlisted.entry(written).or_default();
            *sum += weight;
            *most = most.max(weight);
        }
        for (range, owner, kind) in hits {
            if !stands_alone(&lower, range.start, range.end, kind) {
                continue;
            }
            let written = line.text.as_str().get(range.clone()).unwrap_or("");
            let weight = weigh(line, kind, written);
            if weight <= 0.0 {
                continue;
            }
            let entry = found.entry(owner).or_insert((0.0, 0.0, None));
            entry.0 += weight;
            if weight > entry.1 {
                entry.1 = weight;
                entry.2 = line.document.evidence(line.text, range);
            }
        }
    }
    let most = found.values().map(|(_, most, _)| *most).fold(0.0, f64::max);
    let mut ranked: Vec<(usize, f64, Option<Evidence>)> =
        found.into_iter().map(|(owner, (sum, _, evidence))| (owner, sum, evidence)).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut ranked = ranked.into_iter();
    let Some((owner, score, evidence)) = ranked.next().filter(|r| r.1 >= 1.0) else {
        issues.push(Issue::new(IssueCode::AuthorityUnknown, "no authority of the register is named"));
        return None;
    };
    let authority = register.authorities().get(owner)?;
    // A district names itself, and the county only as another.
    let writes = |best: f64| best >= WRITES && most < WRITES;
    if let Some((name, _)) = unlisted.into_iter().find(|(_, (sum, best))| *sum >= score || writes(*best)) {
        let message = format!("`{name}` is not in the register");
        issues.push(Issue::new(IssueCode::AuthorityUnknown, message));
        return None;
    }
    if let Some((second, other, _)) = ranked.next()
        && other * 1.3 >= score
    {
        let other = register.authorities().get(second).map_or("", |a| a.name.as_str());
        issues.push(Issue::new(IssueCode::AuthorityAmbiguous, format!("`{}` or `{other}`", authority.name)).at(evidence));
        return None;
    }
    Some(AuthorityRef {
        code: authority.code.clone(),
        name: authority.name.clone(),
        nation: authority.nation,
        region: authority.region.clone(),
        evidence: Some(evidence?),
    })
}

/// The names of councils that a text writes out, in bytes: capitals up to the word `Council`.
fn councils(text: &str) -> Vec<Range<usize>> {
    const KINDS: &[&str] = &[
        "The",
        "Our",
        "This",
        "Your",
        "Dear",
        "District",
        "Borough",
        "City",
        "County",
        "Metropolitan",
        "Town",
        "Parish",
        "Local",
        "Full",
        "Care",
        "Children",
        "Youth",
        "Health",
        "Schools",
    ];
    let mut found = Vec::new();
    for (at, council) in text.match_indices("Council") {
        let end = at + council.len();
        // `Council House` and `Council Tax` go on.
        let rest = text.get(end..).unwrap_or("");
        let next = rest.split_whitespace().next().unwrap_or("").trim_end_matches(|c: char| !c.is_alphabetic());
        let more = ["House", "Tax", "Office", "Offices", "Chamber", "Chambers", "Building", "Buildings", "Leader", "Plan"];
        if rest.starts_with(char::is_alphabetic) || rest.starts_with(' ') && more.contains(&next) {
            continue;
        }
        let (mut start, mut back) = (at, at);
        let mut place = false;
        for word in text.get(..at).unwrap_or("").split_inclusive(char::is_whitespace).rev() {
            let bare = word.trim();
            let name =
                bare.starts_with(char::is_uppercase) && bare.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
            if !name && !matches!(bare, "of" | "and" | "&" | "upon" | "on") || matches!(bare, "The" | "Dear" | "Our") {
                break;
            }
            place |= name && !KINDS.contains(&bare);
            back -= word.len();
            if name {
                start = back;
            }
        }
        if place {
            found.push(start..end);
        }
    }
    found
}

/// Whether a name is a word of its own: `Bury` in `Canterbury` is not, nor is the domain of another in `notbury.gov.uk`.
fn stands_alone(lower: &str, start: usize, end: usize, kind: Kind) -> bool {
    let before = lower.get(..start).and_then(|t| t.chars().next_back());
    let after = lower.get(end..).and_then(|t| t.chars().next());
    let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    match kind {
        Kind::Domain => {
            before.is_none_or(|c| matches!(c, '@' | '.' | '/' | ' ' | '(' | '<' | ':'))
                && after.is_none_or(|c| !c.is_alphanumeric() && c != '-')
        }
        Kind::Full | Kind::Place => {
            free(before)
                && free(after)
                && !of_another(lower.get(..start).unwrap_or(""))
                && !(after == Some('.') && lower.get(end..).is_some_and(|r| r.starts_with(".gov")))
        }
    }
}

/// Whether the words before a name make it that of another: `North Devon Council`, and who was sued in `Commissioner v. Devon CC`.
fn of_another(before: &str) -> bool {
    let word = before.trim_end().rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    let joined = before.ends_with([' ', '-', '\u{a0}']);
    joined
        && matches!(
            word.trim_end_matches('-'),
            "north" | "south" | "east" | "west" | "mid" | "central" | "nhs" | "v" | "v." | "vs" | "vs." | "versus"
        )
}

/// What the name of an authority on a line of its own is worth, in the head of a letter.
const WRITES: f64 = 12.0;

/// What a mention is worth: most in the letterhead and the signature.
fn weigh(line: &Line<'_>, kind: Kind, written: &str) -> f64 {
    let head = line.index < 14;
    let foot = line.index + 8 >= line.of;
    let short = line.text.as_str().split_whitespace().count() <= 10;
    let capital = written.chars().next().is_some_and(char::is_uppercase);
    match kind {
        Kind::Full if !capital => 0.0,
        // Who writes stands on a line of its own; whom the letter is about, in its title.
        Kind::Full if head && line.text.as_str().trim() == written => WRITES,
        Kind::Full if head => {
            if short {
                6.0
            } else {
                4.0
            }
        }
        Kind::Full if foot => 3.0,
        Kind::Full => 1.0,
        Kind::Domain => 2.5,
        Kind::Place if !capital => 0.0,
        // A place alone can be an address, a person or a word; it counts where a line says little else.
        Kind::Place if short && (head || foot) => 0.6,
        Kind::Place => 0.1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn councils_that_a_text_names() {
        for (text, expected) in [
            ("Sedge Vale District Council", &["Sedge Vale District Council"][..]),
            ("a function of Stoneham County Council, not of ours", &["Stoneham County Council"]),
            ("The Council and the City Council agree", &[]),
            ("Sedge Council House, Sedge", &[]),
            ("of Stow-on-the-Mere Council", &["Stow-on-the-Mere Council"]),
            ("our Children in Care Council meets", &[]),
        ] {
            let found: Vec<&str> = councils(text).into_iter().filter_map(|range| text.get(range)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
