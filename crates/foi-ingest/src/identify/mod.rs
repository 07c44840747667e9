//! Who answers, which request, when, under which regime, and to which instrument.

pub(crate) mod authority;
pub(crate) mod dates;
mod instrument;
mod reference;
mod thread;

use foi_model::{Answer, AuthorityRef, Issue, IssueCode, Legislation, Request, SCHEMA_VERSION, Submission, UNRECOGNISED};

use crate::bind::{self, Passages};
use crate::document::{Block, Document, Rich};
use crate::interpret::citations;
use crate::pipeline::Choice;
use crate::reference::Reference;
use crate::survey::Survey;
use thread::Message;

/// What a submission is, before its answers are read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Identity {
    /// The instrument; absent where none fits.
    pub(crate) instrument: Option<Survey>,
    /// Who answers.
    pub(crate) authority: Option<AuthorityRef>,
    /// The request.
    pub(crate) request: Request,
    /// What is in doubt.
    pub(crate) issues: Vec<Issue>,
}

impl Identity {
    /// The regime under which citations without an Act's name are read.
    pub(crate) fn legislation(&self) -> Legislation {
        let nation = self.authority.as_ref().map(|a| a.nation.legislation());
        self.request.legislation.or(nation).unwrap_or(Legislation::Foia)
    }

    pub(crate) fn into_submission(self, submission_id: String, documents: &[Document], answers: Vec<Answer>) -> Submission {
        Submission {
            schema_version: SCHEMA_VERSION.to_owned(),
            submission_id,
            instrument_id: self.instrument.map_or_else(|| UNRECOGNISED.to_owned(), |i| i.id.clone()),
            authority: self.authority,
            request: self.request,
            documents: documents.iter().map(|d| d.source.clone()).collect(),
            answers,
            issues: Vec::new(),
            corrected: std::collections::BTreeMap::new(),
        }
    }
}

/// A line of text of a document with its place in the letter.
pub(crate) struct Line<'d> {
    pub(crate) document: &'d Document,
    pub(crate) text: &'d Rich,
    /// Its number among the lines of its document.
    pub(crate) index: usize,
    /// The number of lines of its document.
    pub(crate) of: usize,
    /// Whether it is a cell among others of its kind, in a table of more than labels.
    pub(crate) listed: bool,
}

/// Every text of the documents, cells of tables among them, without what they repeat of earlier messages, and without what the requester
/// wrote in a correspondence: `threads` has the messages of each document.
fn lines<'d>(documents: &'d [Document], threads: &[Vec<Message>]) -> Vec<Line<'d>> {
    let own = documents.iter().zip(threads).flat_map(|(document, messages)| {
        let asked = |at: usize| messages.iter().any(|m| m.asks && m.blocks.contains(&at));
        let older = bind::older_message(document).unwrap_or(document.blocks.len());
        let said = |at: usize, block: &Block| !matches!(block, Block::Text(text) if text.quoted) && !asked(at);
        let own = document.blocks.iter().enumerate().take(older).filter(|(at, block)| said(*at, block));
        of_document(document, own.map(|(_, block)| block))
    });
    own.collect()
}

/// Every text of the documents, whoever wrote it.
fn all_lines(documents: &[Document]) -> Vec<Line<'_>> {
    documents.iter().flat_map(|document| of_document(document, document.blocks.iter())).collect()
}

fn of_document<'d>(document: &'d Document, blocks: impl Iterator<Item = &'d Block>) -> Vec<Line<'d>> {
    let mut texts: Vec<(&Rich, bool)> = Vec::new();
    for block in blocks {
        match block {
            Block::Text(block) => texts.push((&block.text, false)),
            Block::Table(table) => {
                let listed = table.width() >= 3 && table.rows.len() >= 3;
                texts.extend(table.rows.iter().flatten().map(|c| (&c.text, listed)).filter(|(t, _)| !t.is_blank()));
            }
        }
    }
    let of = texts.len();
    texts.into_iter().enumerate().map(|(index, (text, listed))| Line { document, text, index, of, listed }).collect()
}

/// How many of the marks of a letter a document has: a greeting, a signature, a reference.
pub(crate) fn letterness(document: &Document) -> usize {
    let lines = lines(std::slice::from_ref(document), &[thread::messages(document)]);
    let openings: Vec<String> =
        lines.iter().map(|l| l.text.as_str().chars().take(20).flat_map(char::to_lowercase).collect()).collect();
    let has = |needles: &[&str]| openings.iter().any(|o| needles.iter().any(|n| o.starts_with(n)));
    [
        &["dear", "hello", "good morning", "good afternoon"][..],
        &["yours ", "kind regards", "regards", "many thanks"],
        &["our ref", "ref", "request id", "reference", "foi ref"],
        &["thank you for your", "i refer to", "further to", "i am writing", "i can "],
    ]
    .iter()
    .filter(|needles| has(needles))
    .count()
}

pub(crate) fn identify(documents: &[Document], passages: &[Passages<'_>], reference: &Reference, choice: &Choice) -> Identity {
    let all = all_lines(documents);
    let threads: Vec<Vec<Message>> = documents.iter().map(thread::messages).collect();
    let mut lines = lines(documents, &threads);
    let mut issues = Vec::new();
    if all.is_empty() {
        return Identity::default();
    }
    if lines.is_empty() {
        lines = all_lines(documents);
    }
    let mut authority = authority::find(&lines, &reference.register.0, reference.names(), &mut issues);
    if authority.is_none() && issues.iter().any(|i| i.code == IssueCode::AuthorityUnknown) {
        // Who is asked names the authority, where it does not name itself.
        issues.clear();
        authority = authority::find(&all, &reference.register.0, reference.names(), &mut issues);
    }
    let mut request = Request { legislation: legislation(&lines, authority.as_ref()), ..Request::default() };
    reference::find(&lines, &mut request);
    dates::find(&lines, &threads.into_iter().flatten().collect::<Vec<_>>(), &mut request, &mut issues);
    let instrument = match choice {
        Choice::Only(id) => reference.survey(id).cloned(),
        Choice::Unrecognised => None,
        Choice::Auto => instrument::find(documents, passages, reference, request.responded_on, &mut issues),
    };
    Identity { instrument, authority, request, issues }
}

/// Whether grounds of an Act are cited, and whether exceptions of the Environmental Information Regulations are.
fn grounds(lines: &[String]) -> (bool, bool) {
    let cited = lines.iter().flat_map(|l| citations(l, Legislation::Foia)).filter_map(|c| c.provision.ok());
    cited.fold((false, false), |(acts, regulations), provision| match provision.legislation() {
        Legislation::Foia | Legislation::Foisa => (true, regulations),
        Legislation::Eir | Legislation::Eisr => (acts, regulations || matches!(provision.section(), 10..=13)),
    })
}

/// The regime that the response names, else that of the authority's nation.
fn legislation(lines: &[Line<'_>], authority: Option<&AuthorityRef>) -> Option<Legislation> {
    let lines: Vec<String> = lines.iter().map(|l| l.text.as_str().to_lowercase()).collect();
    let has = |needles: &[&str]| lines.iter().any(|l| needles.iter().any(|n| l.contains(n)));
    let scottish = authority.is_some_and(|a| a.nation.legislation() == Legislation::Foisa);
    let (acts, regulations) = grounds(&lines);
    // `Information supplied under the Environmental Information Regulations or FOI may be used again` is said whatever the regime.
    let either = |l: &String| l.contains("regulations or f") || l.contains("foi or ") || l.contains("eir or f");
    let says = |l: &String| {
        ["under the environmental information", "under the eir", "environmental information request"].iter().any(|n| l.contains(n))
    };
    let eir = lines.iter().any(|l| says(l) && !either(l));
    // Guidance may mention them where an Act is applied.
    let eir = eir || !acts && has(&["environmental information regulations 2004 (eir)"]);
    // A log tells it in a field of its own, or by the exceptions that it cites where it names no Act.
    let typed = |at: usize| lines.get(at).is_some_and(|l| matches!(l.trim(), "eir" | "eirs" | "eisr"));
    let field =
        lines.iter().enumerate().any(|(at, l)| l.contains("type of request") && (l.trim_end().ends_with(" eir") || typed(at + 1)));
    let instead = lines.iter().any(|l| {
        let handled = ["dealt with", "considered", "handled", "processed", "treated"].iter().any(|w| l.contains(w));
        let but = ["not under the freedom", "rather than the freedom", "rather than under the freedom", "instead of the freedom"];
        handled && l.contains("environmental information") && but.iter().any(|w| l.contains(w))
    });
    // `dealt with your request under the Environmental Information Regulations`, and not under the Act or them.
    let under = lines.iter().any(|l| {
        l.find("dealt with")
            .and_then(|at| l.get(at..))
            .and_then(|rest| {
                Some(
                    rest.get(..rest.find("environmental information")?)?.len() < 48
                        && !rest.get(..rest.find("environmental information")?)?.contains("freedom"),
                )
            })
            .unwrap_or(false)
    });
    if field || instead || under || regulations && !acts {
        return Some(if scottish { Legislation::Eisr } else { Legislation::Eir });
    }
    let foi = has(&["freedom of information", "foi", "foia"]);
    if eir && !has(&["freedom of information act", "freedom of information (scotland) act", "foi/eir"]) {
        return Some(if scottish { Legislation::Eisr } else { Legislation::Eir });
    }
    if scottish || has(&["freedom of information (scotland) act", "foisa"]) {
        return Some(Legislation::Foisa);
    }
    (foi || authority.is_some()).then_some(Legislation::Foia)
}
