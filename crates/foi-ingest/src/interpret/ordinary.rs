//! Words of refusal in their ordinary meaning: `1,010 applications were refused`, `a parent may decline the taxi`.
//!
//! What tells them from a refusal of the request is who or what the verb is said of. Behind a verb, past its auxiliaries, stands its
//! subject: things that are counted and persons are told of, information and whoever holds it refuse.

use std::ops::Range;

use super::quantities::amounts;

/// The stems of verbs that authorities refuse with, and that are said of other things as well.
const VERBS: &str = "refus declin withh exempt disclos releas provid suppl shar giv give answer comment publish complet";

/// What stands between a verb and its subject.
const BETWEEN: &str = "is are was were be been being has have had having do does did not never no longer may might can could cannot will \
    would shall should must also then later subsequently either or and who which that to formally already initially \
    originally currently unable able don doesn didn isn aren wasn weren hasn haven couldn t";

/// Verbs that make the one behind them a passive.
const PASSIVE: &str = "is are was were be been being";

/// Those whose refusals a response tells of, and what they are refused.
const PERSONS: &str = "person persons people patient patients parent parents family families applicant applicants landlord landlords tenant \
    tenants customer customers resident residents client clients user users child children carer carers worker workers \
    employee employees provider providers owner owners household households individual individuals school schools pupil \
    pupils student students driver drivers claimant claimants contractor contractors supplier suppliers bidder bidders \
    candidate candidates debtor debtors application applications claim claims appeal appeals package packages \
    placement placements permission consent offer offers licence licences grant grants funding panel court tribunal inspector everyone nobody anyone somebody sleepers";

/// What a request is answered with.
const INFORMATION: &str = "information data detail details figure figures name names document documents paragraph paragraphs page pages item \
    items email emails part parts entry entries report reports rate rates price prices answer response breakdown value \
    values question questions sections files attachments advice correspondence";

/// Those who answer a request.
const HOLDERS: &str = "we i council authority trust board partnership department";

/// Numbers in words; `no` and `none` count as well.
pub(super) const COUNTS: &str =
    "no none two three four five six seven eight nine ten eleven twelve all both most many several few half";

/// Behind these a number is no count of what was refused.
const NAMES: &str =
    "section sections s ss regulation reg question questions q part article paragraph under over exceed exceeds than of";

/// The stems of what is done with information and requests.
const ANSWERING: &str =
    "disclos provid releas answer comment confirm suppl give share publish say name process comply deal respond make do";

/// What a service does for people, beside which `provide` gives no information.
const SERVICES: &str =
    "service services care treatment accommodation housing transport equipment meals training therapy support treatments";

/// With one of these a sentence that cites a section is taken to withhold.
const WITHHOLDS: &str = "withh|refus|redact|disclos|releas|prejudic|personal data|public interest|suppress|sensitive|confidential|\
    accessible|engage|applies|apply |applied|relies on|rely on|exempt|except|fewer|less than|<|small|limit|cost|not held|no information";

/// Whether a sentence tells of things or persons that were refused, declined or exempt, and itself refuses nothing.
pub(super) fn tells_of_others(sentence: &str) -> bool {
    let lower = sentence.to_lowercase().replace('’', "'");
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric() && c != ',' && c != '.').map(|w| w.trim_matches([',', '.'])).collect();
    let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
    let mut told = false;
    for (at, _) in words.iter().enumerate().filter(|(_, w)| VERBS.split(' ').any(|v| w.starts_with(v)) && !is_noun(w)) {
        match said_of(&words, at) {
            Of::Information => return false,
            Of::Others => told = true,
            Of::Unclear => {}
        }
    }
    told
}

/// `A supplement of £3,000 is attached to the role`: to what is no letter.
pub(super) fn attached_to_a_thing(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let to = [" attached to the ", " attached to a ", " attached to each ", " attached to our "]
        .iter()
        .find_map(|a| lower.split_once(a));
    to.is_some_and(|(_, thing)| {
        let word = thing.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or("");
        !is_one(
            "email e-mail mail letter response reply message covering cover end request same original document decision notice",
            word,
        )
    })
}

/// What a verb is said of.
enum Of {
    Information,
    Others,
    Unclear,
}

/// Whether a word is among those of a list.
pub(super) fn is_one(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|w| w == word)
}

/// Whether a sentence only speaks of what the question speaks of: asked which complaints are vexatious, it tells of them.
///
/// Not where the requester speaks of refusals of the request, nor where the sentence speaks of it.
pub(super) fn takes_up_the_question(sentence: &str, prompt: &str) -> bool {
    let (asked, said) = (prompt.to_lowercase(), sentence.to_lowercase().replace('’', "'"));
    let of_the_request = |text: &str, words: &str| words.split('|').any(|w| text.contains(w));
    // Asked which requests were vexatious, an answer speaks of requests, and not of this one.
    let of_requests = ["requests", "a request", "each request", "every request"].iter().any(|w| asked.contains(w));
    let said_of_it = if of_requests { said.replace("requests", "").replace("such request", "") } else { said.clone() };
    if said.split_whitespace().count() < 5
        || of_the_request(
            &asked,
            "if you|you refuse|you withh|you declin|please cite|exemption applies|refus this|this information",
        )
        || of_the_request(
            &said_of_it,
            "your |request|this information|we are |we will|we can|we do|we have|we would|the information|not be |would take|to answer",
        )
    {
        return false;
    }
    let stems = "refus declin withh exempt confident sensitiv vexat disproportion limit threshold manual releas publish attach clari unclear answer";
    let mut taken = stems.split(' ').filter(|stem| said.contains(stem)).peekable();
    taken.peek().is_some() && taken.all(|stem| asked.contains(stem))
}

/// Whether somebody else is said to have found or advised what the sentence says.
pub(super) fn reports_speech(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let Some((subject, _)) =
        [" advised that ", " found that ", " said that ", " concluded that ", " recommended that ", " reported that "]
            .iter()
            .find_map(|v| lower.split_once(v))
    else {
        return false;
    };
    let who = subject.split_whitespace().last().unwrap_or("");
    is_one(PERSONS, who)
        || is_one(
            "audit auditor auditors consultant consultants review inspector inspectors inspection report survey consultation ombudsman \
             inquiry respondents staff she he they evaluation study research",
            who,
        )
}

/// Words of the same stems that are no verbs.
const NOUNS: &str = "provider providers supplier suppliers answer answers comments exemption exemptions disclosure refusal refusals provision \
    publication supplies";

fn is_noun(word: &str) -> bool {
    is_one(NOUNS, word)
}

fn said_of(words: &[&str], verb: usize) -> Of {
    let mut at = verb;
    let mut passive = false;
    let mut negated = false;
    let subject = loop {
        let Some(before) = at.checked_sub(1).and_then(|b| Some((b, *words.get(b)?))) else { break None };
        if !is_one(BETWEEN, before.1) {
            break Some(before);
        }
        passive |= is_one(PASSIVE, before.1);
        negated |= matches!(before.1, "not" | "t" | "never" | "cannot" | "unable");
        at = before.0;
    };
    let verb_word = words.get(verb).copied().unwrap_or("");
    let after: Vec<&str> = words.iter().skip(verb + 1).take(5).copied().collect();
    let of_information = |ws: &[&str]| ws.iter().any(|w| is_one(INFORMATION, w));
    let refuses = ["refus", "declin", "withh"].iter().any(|v| verb_word.starts_with(v));
    if ["provid", "suppl", "offer"].iter().any(|v| verb_word.starts_with(v))
        && after.iter().any(|w| is_one(SERVICES, w))
        && !of_information(&after)
    {
        return Of::Others;
    }
    // `The Trust does not refuse surgery`; `the debtor refused to open the door`
    let active = !passive && ["refus", "declin"].iter().any(|v| verb_word.starts_with(v));
    let does = match after.as_slice() {
        ["to", act, ..] => !ANSWERING.split(' ').any(|v| act.starts_with(v)),
        _ => false,
    };
    if active && (negated || does) {
        return Of::Others;
    }
    // `We declined 41 of 390 requests`
    let counted_after = after.iter().enumerate().any(|(place, w)| {
        let named = place.checked_sub(1).and_then(|b| after.get(b)).is_some_and(|b| is_one(NAMES, b) && *b != "of");
        let next = words.get(verb + place + 2).copied().unwrap_or("");
        is_number(w) && !named && !matches!(next, "hours" | "days")
    });
    if refuses && counted_after && !of_information(&after) {
        return Of::Others;
    }
    let head = subject.map_or("", |(_, w)| w);
    // `The names of the clients are withheld`: what stands before the preposition is the subject.
    let chain: Vec<&str> = subject.map_or(Vec::new(), |(s, _)| words.iter().take(s).rev().take(5).copied().collect());
    let preposition = chain.iter().position(|w| is_one("of about for on from by at in", w));
    if preposition.and_then(|at| chain.get(at + 1)).is_some_and(|w| is_one(INFORMATION, w)) {
        return Of::Information;
    }
    let holder = is_one(HOLDERS, head) && (negated || refuses);
    if is_one(INFORMATION, head) || matches!(head, "it" | "this" | "these") || holder {
        return Of::Information;
    }
    if is_one(PERSONS, head) || head == "they" && !passive {
        return Of::Others;
    }
    // `No claims are known to the officer to have been refused`
    let opens = || words.iter().skip(1).take(3).take_while(|w| !is_one(PASSIVE, w));
    let told = words.first().is_some_and(|w| matches!(*w, "no" | "none") || is_number(w));
    if passive && told && refuses && verb > 4 && opens().count() > 0 && !opens().any(|w| is_one(INFORMATION, w)) {
        return Of::Others;
    }
    // `No claim that the check caused to be refused`: it is said of what the clause describes.
    let clause: Vec<&str> = subject.map_or(Vec::new(), |(s, _)| words.iter().take(s).rev().take(8).copied().collect());
    let relative = clause.iter().position(|w| matches!(*w, "that" | "which" | "who"));
    if let Some(described) = relative.and_then(|at| clause.get(at + 1..))
        && let Some(thing) = described.first()
        && !is_one(INFORMATION, thing)
        && described.iter().any(|w| is_number(w) || is_one(COUNTS, w))
    {
        return Of::Others;
    }
    // `44 appeals were refused`, `212 refused`, `no order was refused`
    let before: Vec<&str> = subject.map_or(Vec::new(), |(s, _)| words.iter().take(s + 1).rev().take(4).copied().collect());
    let count = before.iter().position(|w| is_number(w) || is_one(COUNTS, w));
    let named = count.and_then(|c| before.get(c + 1)).is_some_and(|b| is_one(NAMES, b) && *b != "of");
    let counted = count.is_some_and(|c| !of_information(before.get(..c).unwrap_or_default())) && !named;
    let undergone = passive || negated || ["refus", "declin", "exempt"].iter().any(|v| verb_word.starts_with(v));
    if counted && undergone { Of::Others } else { Of::Unclear }
}

fn is_number(word: &str) -> bool {
    !word.is_empty()
        && word.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.')
        && !(word.len() == 4 && word.starts_with("20"))
}

/// Whether a citation stands for the law of something else: what is counted or done under it is no information.
///
/// `512 patients were detained under section 136`, `12 section 38 agreements`, `section 12 was used on 44 occasions`.
pub(super) fn cites_for_others(sentence: &str, cited: &[Range<usize>], prompt: &str) -> bool {
    // `Officers are not named (s.40(2))`: what stands in brackets is the ground of what stands before.
    let in_brackets = |r: &Range<usize>| {
        let before = sentence.get(..r.start).unwrap_or("").trim_end();
        before.ends_with('(') && sentence.get(r.end..).is_some_and(|rest| rest.trim_start().starts_with(')'))
    };
    if cited.is_empty() {
        return false;
    }
    let lower = sentence.to_lowercase();
    let withholds = WITHHOLDS.split('|').any(|w| lower.contains(w));
    let counts_uses =
        ["times", "occasions", "instances"].iter().any(|w| lower.split(|c: char| !c.is_alphanumeric()).any(|x| x == *w));
    let used = counts_uses && ["used", "cited", "applied", "engaged"].iter().any(|w| lower.contains(w));
    if used {
        return true;
    }
    if withholds {
        return false;
    }
    let outside = |r: &Range<usize>| cited.iter().all(|c| c.start.max(r.start) >= c.end.min(r.end));
    let number = amounts(sentence, "").into_iter().any(|(range, _)| outside(&range) && !after_name(&lower, range.start));
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let counted = number || words.by_ref().any(|w| is_one(COUNTS, w) && !matches!(w, "no" | "all"));
    let words = lower.split_whitespace().count();
    let asked = prompt.to_lowercase();
    let of_other_law = words >= 4 && cited_section(&asked).is_some_and(|n| cited_section(&lower) == Some(n));
    of_other_law || counted && !cited.iter().any(in_brackets)
}

/// Whether a number is part of a name or a citation: `tier 3`, `sec 40 (2)`.
fn after_name(lower: &str, at: usize) -> bool {
    let before = lower.get(..at).unwrap_or("");
    let word = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    before.ends_with('(') || is_one("tier band sec section sections s ss and or", word)
}

/// The first section number that a text in lower case names.
fn cited_section(lower: &str) -> Option<&str> {
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let digits = |w: &str| w.len() <= 3 && w.starts_with(|c: char| c.is_ascii_digit());
    let place = words.iter().position(|w| matches!(*w, "section" | "sections" | "s") || w.strip_prefix('s').is_some_and(digits))?;
    let at = lower.find(words.get(place)?)?;
    let rest = lower.get(at..)?;
    let start = rest.find(|c: char| c.is_ascii_digit())?;
    let number = rest.get(start..)?;
    let end = number.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(number.len());
    number.get(..end)
}

#[cfg(test)]
mod tests {
    use foi_model::Legislation;

    use super::super::citation::citations;
    use super::*;

    #[track_caller]
    fn check(sentence: &str, tells: bool) {
        assert_eq!(tells_of_others(sentence), tells, "{sentence}");
    }

    #[test]
    fn refusals_of_others_are_told() {
        for sentence in [
            "1,010 applications were refused.",
            "Of the 33 rough sleepers contacted, 28 refused offers of support.",
            "3 refused; 5 revoked.",
            "No pupils were refused.",
            "87 were withdrawn and 212 refused.",
            "31 were not answered within the time limit.",
            "Three homes did not provide their report in time.",
            "We refused to assess 122 children and refused to issue a plan in 31 cases.",
            "All wards record weight; if a patient refuses, this is recorded as declined.",
            "They may decline a direct payment.",
            "The panel declined 41 of 390 requests.",
            "5 requests refused out of 1,311.",
            "The Trust does not provide this service.",
            "The Trust doesn't refuse surgery to smokers.",
            "On 88 of these the debtor refused to open the door.",
            "Reasons are given where a package is declined.",
            "No claims are known by the officer to have been refused because of this.",
            "The officer knows of no claim that the audit caused to be refused.",
        ] {
            check(sentence, true);
        }
    }

    #[test]
    fn refusals_of_information_are_not() {
        for sentence in [
            "The Council refuses your request.",
            "Refused.",
            "The names are withheld as commercially sensitive.",
            "No information will be disclosed.",
            "We have withheld 14 names.",
            "This has been refused as it would take 40 hours.",
            "The Council declines to comment.",
            "They will not be released.",
            "We do not provide details of individual services.",
            "All details are withheld.",
        ] {
            check(sentence, false);
        }
    }

    #[track_caller]
    fn check_cites(sentence: &str, prompt: &str, others: bool) {
        let cited: Vec<_> = citations(sentence, Legislation::Foia).into_iter().map(|c| c.range).collect();
        assert_eq!(cites_for_others(sentence, &cited, prompt), others, "{sentence}");
    }

    #[test]
    fn sections_of_other_law_are_told_by_what_is_done_under_them() {
        check_cites("512 patients were detained under section 136.", "", true);
        check_cites("We have 12 section 38 agreements in place.", "", true);
        check_cites("Section 12 was used 51 times and section 17 on 204 occasions.", "", true);
        check_cites("All are accommodated under section 20.", "How many section 20 placements ended?", true);
        check_cites("Officers below tier 3 aren't named (s.40(2)).", "", false);
        check_cites("Section 31", "Which firewall do you use?", false);
        check_cites("It would take 40 hours, section 12.", "", false);
        check_cites("12 names are withheld under section 40(2).", "", false);
        check_cites("Fewer than 5, section 40(2).", "", false);
        check_cites("Refused under sections 41 and 43.", "", false);
    }
}
