//! What the words bound to each question say: dispositions, exemptions, values, figures.

mod acts;
mod agreement;
mod amounts;
mod bands;
mod cells;
mod citation;
mod disposition;
mod fiscal;
mod flattened;
mod grid;
mod labels;
mod layout;
mod narrative;
mod near;
mod notices;
mod ordinary;
mod periods;
mod pointers;
mod prose;
mod quantities;
mod residue;
mod routing;
mod sentence;
mod tables;
mod unknown;
mod value;

use std::collections::HashMap;

use foi_model::{
    Answer, AnswerKind, CellStatus, Code, Description, Dimensions, Disposition, DispositionCode, Evidence, Exemption, Instrument,
    Issue, IssueCode, Legislation, Observation, Question, Value, personal_counted, redacted,
};

use crate::bind::{Binding, Bound, Span, stems};
use crate::document::{Block, Document, Rich};
use crate::identify::Identity;
use crate::lexicon::patterns;
use crate::pipeline::Config;
use crate::survey::Survey;

pub(crate) use cells::{Content, read as read_words, read_cell};
use citation::OtherLaw;
pub(crate) use citation::citations;
pub(crate) use disposition::Cells;
pub(crate) use labels::Labels;
pub(crate) use layout::Words as TableWords;
pub(crate) use sentence::sentences;
pub(crate) use value::leads_with_yes_or_no;

/// Below this a binding is doubtful enough to say so.
const SURE: u8 = 68;

/// The documents of a submission, and the sections in them that are of other law.
struct Read<'d> {
    documents: &'d [Document],
    law: &'d OtherLaw,
}

/// The words that answer one question, in one document.
struct Words<'b> {
    document: usize,
    binding: &'b Binding,
}

/// What the tables and the prose of a question gave.
#[derive(Default)]
pub(crate) struct Figures {
    pub(crate) observations: Vec<Observation>,
    pub(crate) descriptions: Vec<Description>,
}

/// One answer for each question, in the order of the instrument.
pub(crate) fn interpret(
    documents: &[Document],
    bound: &[(usize, Bound)],
    identity: &Identity,
    config: &Config,
    issues: &mut Vec<Issue>,
) -> Vec<Answer> {
    let law = OtherLaw::of(documents.iter().flat_map(texts));
    // Other surveys place by numbers what these settle by words.
    let settled = identity.instrument.is_none().then(|| notices::settled(bound, identity.legislation(), &law));
    let bound: &[(usize, Bound)] = settled.as_deref().unwrap_or(bound);
    let own: Vec<Question>;
    let questions: &[Question] = match &identity.instrument {
        Some(instrument) => &instrument.questions,
        None => {
            own = own_questions(bound);
            &own
        }
    };
    let mut figures = tables::read_all(documents, bound, identity, questions, issues);
    let mut answers: Vec<Answer> = Vec::new();
    for question in questions {
        let words: Vec<Words<'_>> = bound
            .iter()
            .filter_map(|(document, b)| {
                Some(Words { document: *document, binding: b.bindings.iter().find(|x| x.question == question.id)? })
            })
            .collect();
        let found = figures.remove(&question.id).unwrap_or_default();
        answers.push(answer(&Read { documents, law: &law }, question, &words, found, identity, config, issues));
    }
    whole_request(documents, bound, identity, &law, &mut answers);
    pointers::check(&answers, issues);
    if let Some(instrument) = &identity.instrument {
        routing::apply(bound, instrument, &mut answers, issues);
        fill_grids(instrument, &mut answers);
    }
    answers
}

/// Every text of a document, cells of tables among them.
fn texts(document: &Document) -> impl Iterator<Item = &str> {
    document.blocks.iter().flat_map(|block| match block {
        Block::Text(text) => vec![text.text.as_str()],
        Block::Table(table) => table.rows.iter().flatten().map(|c| c.text.as_str()).collect(),
    })
}

/// What follows from the answers as a whole: questions that were routed past, tables that an answer speaks for.
pub(crate) fn settle(instrument: &Instrument, answers: &mut [Answer], issues: &mut Vec<Issue>) {
    pointers::check(answers, issues);
    routing::apply(&[], instrument, answers, issues);
    fill_grids(instrument, answers);
}

/// How many cells there are of each kind.
pub(crate) fn tally(observations: &[Observation], descriptions: &[Description]) -> Cells {
    let mut cells = Cells::default();
    observations.iter().for_each(|o| cells.count(o.cell.status()));
    descriptions.iter().for_each(|_| cells.count(CellStatus::Reported));
    cells
}

/// What words in the place of an answer say.
pub(crate) struct Spoken {
    pub(crate) disposition: Disposition,
    pub(crate) value: Option<Value>,
}

/// What words say that stand in the cell of a question and nowhere else.
pub(crate) fn spoken(
    question: &Question,
    document: Option<&Document>,
    texts: &[Rich],
    cells: Cells,
    grounds: &[Exemption],
    home: Legislation,
) -> Spoken {
    let span = |text: &Rich| Span { block: 0, row: None, column: None, table: false, text: text.clone() };
    let spans: Vec<Span> = texts.iter().map(span).collect();
    let sentences = acts::read(&spans, home, &OtherLaw::default(), &question.prompt);
    let text = joined(&spans);
    let mut grounds = grounds.to_vec();
    if let (Some(document), true) = (document, grounds.is_empty()) {
        grounds = acts::exemptions(document, &spans, &sentences, public_interest(&text)).0;
    }
    let value = match value::find(question, &text) {
        value::Found::Value(value) => Some(value),
        _ => None,
    };
    let decision = disposition::decide(question.kind, &spans, &sentences, cells, value.as_ref(), &grounds);
    let disposition = Disposition::new(decision.code, decision.also.iter().copied(), grounds.clone()).unwrap_or_else(|_| {
        if decision.code == DispositionCode::Withheld { Disposition::refused([], grounds) } else { plain(decision.code) }
    });
    // The section stands in a cell of its own, beside words that cite none.
    let declined = disposition.code() == DispositionCode::Declined;
    let disposition =
        if declined { Disposition::refused(disposition.also(), disposition.exemptions().to_vec()) } else { disposition };
    Spoken { disposition, value }
}

/// The tables of documents that could be those of an instrument by their size.
pub(crate) fn tables(documents: &[Document]) -> Vec<TableWords<'_>> {
    let blocks = documents.iter().flat_map(|d| &d.blocks);
    let tables = blocks.filter_map(|b| if let Block::Table(table) = b { Some(table) } else { None });
    tables.filter(|t| t.rows.len() >= 4).map(TableWords::new).collect()
}

/// Whether any table is one that the instrument asks for: several of its columns, and its services.
pub(crate) fn any_table_of(tables: &[TableWords<'_>], survey: &Survey) -> bool {
    tables.iter().any(|table| {
        survey.tables().any(|(_, labels)| {
            let fit = grid::fit(&layout::read(table, labels));
            fit.columns * 4 + fit.labels >= 14
        })
    })
}

/// The questions of documents without an instrument, those of the first that has any.
fn own_questions(bound: &[(usize, Bound)]) -> Vec<Question> {
    bound.iter().map(|(_, b)| &b.questions).max_by_key(|q| q.len()).cloned().unwrap_or_default()
}

/// The document whose words answer: the first that says more than where to look.
fn speaking<'w, 'b>(words: &'w [Words<'b>]) -> Option<&'w Words<'b>> {
    let says = |w: &&Words<'_>| w.binding.answer.iter().any(|s| !s.table && !patterns("attachment").is_in(s.text.as_str()));
    words.iter().find(says).or_else(|| words.iter().find(|w| !w.binding.answer.is_empty())).or_else(|| words.first())
}

/// Two documents that both answer a question, and in different words.
fn answered_twice(documents: &[Document], question: &Question, words: &[Words<'_>], speaker: &Words<'_>, issues: &mut Vec<Issue>) {
    let taken = joined(&speaker.binding.answer);
    for other in words.iter().filter(|w| w.document != speaker.document) {
        let said = joined(&other.binding.answer);
        let points = patterns("attachment").is_in(&said) || patterns("see_other").is_in(&said);
        if said.is_empty() || points || stems(&said) == stems(&taken) {
            continue;
        }
        let path = documents.get(speaker.document).map_or("", |d| d.source.path.as_str());
        let evidence = documents.get(other.document).and_then(|d| other.binding.answer.iter().find_map(|s| d.evidence_of(&s.text)));
        issues.push(
            Issue::new(IssueCode::AnsweredTwice, format!("two documents answer; the words of `{path}` were taken"))
                .on(&question.id)
                .at(evidence),
        );
    }
}

fn answer(
    read: &Read<'_>,
    question: &Question,
    words: &[Words<'_>],
    mut figures: Figures,
    identity: &Identity,
    config: &Config,
    issues: &mut Vec<Issue>,
) -> Answer {
    let Read { documents, law } = *read;
    let mut cells = Cells::default();
    figures.observations.iter().for_each(|o| cells.count(o.cell.status()));
    figures.descriptions.iter().for_each(|_| cells.count(CellStatus::Reported));
    let Some((speaker, document)) = speaking(words).and_then(|w| Some((w, documents.get(w.document)?))) else {
        return unspoken(question, figures, cells);
    };
    answered_twice(documents, question, words, speaker, issues);
    let stripped = identity.instrument.as_ref().and_then(|i| residue::without_labels(&speaker.binding.answer, i, &question.id));
    let spans = stripped.as_ref().unwrap_or(&speaker.binding.answer);
    if identity.instrument.is_none() && figures.observations.is_empty() && spans.iter().any(|s| unknown::says(document, s)) {
        cells.count(CellStatus::Reported);
    }
    let sentences = acts::read(spans, identity.legislation(), law, &question.prompt);
    let text = joined(spans);
    let tested = public_interest(&text);
    let (exemptions, amiss) = acts::exemptions(document, spans, &sentences, tested);
    let exemptions = acts::with_cells(exemptions, &figures.observations, identity.legislation(), tested);
    for (code, message) in amiss {
        let evidence = sentences
            .iter()
            .find(|s| s.citations.iter().any(|c| c.provision.is_err()))
            .and_then(|s| document.evidence(&spans.get(s.span)?.text, s.range.clone()));
        issues.push(Issue::new(code, message).on(&question.id).at(evidence));
    }
    let informs = sentences.iter().find(|s| s.act != acts::Act::Leads).is_some_and(|s| {
        !matches!(s.act, acts::Act::NotApplicable | acts::Act::AsksBack)
            && (!matches!(s.act, acts::Act::NotHeld | acts::Act::Declines | acts::Act::NotYet) || leads_with_yes_or_no(&text))
    });
    let value = match value::find(question, &text) {
        value::Found::Value(value) if informs => Some(value),
        _ => None,
    };
    let decision = disposition::decide(question.kind, spans, &sentences, cells, value.as_ref(), &exemptions);
    // A table that could not be read is no silence.
    let unread = issues.iter().any(|i| i.code == IssueCode::TableUnreadable && i.question_id.as_ref() == Some(&question.id));
    let code = if decision.code == DispositionCode::Blank && unread { DispositionCode::Unreadable } else { decision.code };
    let gives = matches!(code, DispositionCode::Answered | DispositionCode::PartlyAnswered);
    if gives && identity.instrument.is_none() {
        let given = amounts::read(document, spans, &sentences, &question.prompt);
        for unclear in given.iter().filter(|o| o.cell.status() == CellStatus::Unreadable) {
            let message = format!("`{}` is one figure with a blank in it, or two", unclear.raw.as_deref().unwrap_or(""));
            issues.push(Issue::new(IssueCode::FigureUnread, message).on(&question.id).at(unclear.evidence.clone()));
        }
        add_apart(&mut figures.observations, given);
    }
    let evidence = decision
        .sentence
        .and_then(|i| sentences.get(i))
        .and_then(|s| document.evidence(&spans.get(s.span)?.text, s.range.clone()))
        .filter(|_| question.kind != AnswerKind::Contact || matches!(code, DispositionCode::Withheld | DispositionCode::Declined))
        .or_else(|| figures.observations.iter().find(|o| o.cell.reported().is_some()).and_then(|o| o.evidence.clone()))
        .or_else(|| figures.descriptions.first().and_then(|d| d.evidence.clone()))
        .or_else(|| speaker.binding.question_spans.iter().find_map(|s| document.evidence_of(&s.text)))
        .or_else(|| figures.observations.iter().find_map(|o| o.evidence.clone()));
    if gives && question.kind == AnswerKind::Boolean && value.is_none() && !text.trim().is_empty() {
        issues
            .push(Issue::new(IssueCode::NeitherYesNorNo, "the answer is neither yes nor no").on(&question.id).at(evidence.clone()));
    }
    let declines = code == DispositionCode::Declined || decision.also.contains(&DispositionCode::Declined);
    let refusing =
        sentences.iter().find(|s| s.act == acts::Act::Declines).and_then(|s| Some((spans.get(s.span)?, s.range.clone())));
    if let Some((span, range)) = refusing.filter(|_| declines && exemptions.is_empty())
        && span.text.as_str().get(range.clone()).is_some_and(|t| patterns("ground_described").is_in(t))
    {
        let message = "refused in words that describe an exemption, and no section is cited";
        issues.push(Issue::new(IssueCode::ExemptionUnnumbered, message).on(&question.id).at(document.evidence(&span.text, range)));
    }
    // `Staff are not asked about this`, asked how many: most likely that nothing is held, in words that are not known to say so.
    let evades = identity.instrument.is_none() && code == DispositionCode::Answered && evades(&question.prompt, &text);
    // `This is not held. 2019: 14`: the figures can be the answer to another question, whose number was lost.
    let denied = sentences.iter().find(|s| s.act != acts::Act::Leads).is_some_and(|s| s.act == acts::Act::NotHeld);
    let beside = identity.instrument.is_none()
        && code == DispositionCode::PartlyAnswered
        && denied
        && figures.observations.iter().any(|o| o.cell.reported().is_some());
    if decision.doubtful || evades || beside {
        issues.push(
            Issue::new(IssueCode::DispositionUncertain, format!("`{}` is one of two readings", code.as_str()))
                .on(&question.id)
                .at(evidence.clone()),
        );
    }
    if speaker.binding.confidence < SURE && !text.trim().is_empty() {
        let runner_up =
            speaker.binding.runner_up.as_ref().map_or_else(String::new, |(q, c)| format!("; question {q} fits {c} in 100"));
        let message =
            format!("these words answer question {} with certainty {} in 100{runner_up}", question.id, speaker.binding.confidence);
        issues.push(Issue::new(IssueCode::BindingUncertain, message).on(&question.id).at(evidence.clone()));
    }
    if code == DispositionCode::InAttachment && documents.len() == 1 {
        issues.push(
            Issue::new(IssueCode::AttachmentMissing, "the answer is in a document that was not given")
                .on(&question.id)
                .at(evidence.clone()),
        );
    }
    if question.kind != AnswerKind::Contact
        && !config.include_contacts
        && let Some(what) = personal_counted([text.as_str()])
    {
        issues.push(Issue::new(IssueCode::PersonalDataLeftOut, format!("{what} left out of the answer")).on(&question.id));
    }
    // A refusal to name anybody names nobody; any other answer may.
    let refuses = matches!(code, DispositionCode::Withheld | DispositionCode::Declined);
    let contact = question.kind == AnswerKind::Contact && !refuses;
    if contact && gives && !config.include_contacts && !text.trim().is_empty() {
        issues.push(Issue::new(IssueCode::PersonalDataLeftOut, "the answer names a person to contact").on(&question.id));
    }
    let disposition = Disposition::new(code, decision.also.iter().copied(), exemptions.clone()).unwrap_or_else(|_| {
        if matches!(code, DispositionCode::Withheld) { Disposition::refused(decision.also, exemptions) } else { plain(code) }
    });
    Answer {
        question_id: question.id.clone(),
        section: question.section.clone(),
        disposition,
        text: kept_text(&text, contact, config),
        value: value.filter(|_| gives),
        observations: figures.observations,
        descriptions: figures.descriptions,
        evidence,
        confidence: speaker.binding.confidence,
        corrected: Default::default(),
    }
}

/// Whether a question asks for a figure, and the answer denies something and gives none.
fn evades(prompt: &str, text: &str) -> bool {
    let (asked, said) = (prompt.to_lowercase(), text.trim().to_lowercase().replace('’', "'"));
    let figure = ["how many", "how much", "number of", "percentage", "what is the cost", "total cost", "amount"];
    let words = || said.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty());
    let denies = words().any(|w| matches!(w, "not" | "cannot" | "unable" | "nothing" | "only") || w.ends_with("n't"));
    let counts = said.contains(|c: char| c.is_ascii_digit())
        || words().any(|w| ordinary::is_one(ordinary::COUNTS, w) || matches!(w, "one" | "zero" | "nil" | "nobody" | "never"));
    figure.iter().any(|w| asked.contains(w)) && denies && !counts
}

/// Adds the figures of sentences. Where a figure of the same name was given before, the same one is not given again, and another gets a
/// number to its name: `cars`, `cars_2`.
fn add_apart(observations: &mut Vec<Observation>, figures: Vec<Observation>) {
    type Name = (Code, Dimensions);
    let name = |o: &Observation| (o.measure.clone(), o.dimensions.clone());
    let mut places: HashMap<Name, usize> = HashMap::new();
    for (at, observation) in observations.iter().enumerate() {
        places.entry(name(observation)).or_insert(at);
    }
    // For each name the next one, and where the figures of those before it stand.
    let mut counted: HashMap<Name, (Name, Vec<usize>)> = HashMap::new();
    for mut figure in figures {
        let (next, given) = counted.entry(name(&figure)).or_insert_with(|| (name(&figure), Vec::new()));
        while let Some(&at) = places.get(next) {
            given.push(at);
            let base = figure.dimensions.category.as_ref().map_or("figure", Code::as_str);
            next.1.category = Code::from_label(&format!("{base}_{}", given.len() + 1));
        }
        if given.iter().any(|&at| observations.get(at).is_some_and(|o| o.cell == figure.cell)) {
            continue;
        }
        figure.dimensions.category.clone_from(&next.1.category);
        places.insert(next.clone(), observations.len());
        observations.push(figure);
    }
}

/// A disposition without grounds; only a withheld one needs them.
fn plain(code: DispositionCode) -> Disposition {
    Disposition::new(code, [], Vec::new()).unwrap_or_else(|_| Disposition::not_found())
}

/// The answer's words, without what may not leave the source; `None` where there are none.
pub(crate) fn kept_text(text: &str, contact: bool, config: &Config) -> Option<String> {
    if contact && !config.include_contacts {
        return None;
    }
    let text = if config.include_contacts { text.to_owned() } else { redacted(text) };
    Some(text).filter(|t| !t.trim().is_empty())
}

/// A question that no passage opens: in a table at most, or not at all.
fn unspoken(question: &Question, figures: Figures, cells: Cells) -> Answer {
    let given = cells.given > 0;
    let evidence: Option<Evidence> = figures
        .observations
        .iter()
        .find_map(|o| o.evidence.clone())
        .or_else(|| figures.descriptions.first().and_then(|d| d.evidence.clone()));
    Answer {
        question_id: question.id.clone(),
        section: question.section.clone(),
        disposition: if given { plain(DispositionCode::Answered) } else { Disposition::not_found() },
        text: None,
        value: None,
        evidence: evidence.filter(|_| given),
        observations: if given { figures.observations } else { Vec::new() },
        descriptions: figures.descriptions,
        confidence: if given { 75 } else { 0 },
        corrected: Default::default(),
    }
}

/// The text of spans, tables left out, a line each.
fn joined(spans: &[Span]) -> String {
    let texts: Vec<&str> = spans.iter().filter(|s| !s.table).map(|s| s.text.as_str().trim()).filter(|t| !t.is_empty()).collect();
    texts.join("\n")
}

/// Whether the words weigh the public interest; `None` where they do not say.
fn public_interest(text: &str) -> Option<bool> {
    let lower = text.to_lowercase();
    if lower.contains("no public interest test")
        || lower.contains("absolute exemption")
        || lower.contains("not subject to the public interest")
    {
        return Some(false);
    }
    [
        "public interest test",
        "public interest in",
        "balance of the public interest",
        "arguments in favour",
        "favour of disclosure",
        "public interest lies",
        "public interest favours",
        "in the public interest",
    ]
    .iter()
    .any(|w| lower.contains(w))
    .then_some(true)
}

/// What is said of the request as a whole answers every question that nothing else answers.
fn whole_request(documents: &[Document], bound: &[(usize, Bound)], identity: &Identity, law: &OtherLaw, answers: &mut [Answer]) {
    let silent = |a: &Answer| matches!(a.disposition.code(), DispositionCode::Blank | DispositionCode::NotFound);
    if answers.is_empty() || !answers.iter().all(silent) {
        return;
    }
    for (index, b) in bound {
        let Some(document) = documents.get(*index) else { continue };
        let mut spans: Vec<Span> = b.general.iter().filter(|s| !s.table).cloned().collect();
        if spans.is_empty() {
            continue;
        }
        spans.extend(grounds_apart(document, b, identity, law));
        spans.sort_by_key(|s| s.block);
        let sentences = acts::read(&spans, identity.legislation(), law, "");
        let text = joined(&spans);
        let (exemptions, _) = acts::exemptions(document, &spans, &sentences, public_interest(&text));
        // Nothing that is said of a request as a whole answers one of its questions: what it refuses decides.
        let decision = disposition::decide(AnswerKind::Table, &spans, &sentences, Cells::default(), None, &exemptions);
        if matches!(decision.code, DispositionCode::Blank) {
            continue;
        }
        let evidence = decision
            .sentence
            .and_then(|i| sentences.get(i))
            .and_then(|s| document.evidence(&spans.get(s.span)?.text, s.range.clone()));
        for answer in answers.iter_mut() {
            answer.disposition = Disposition::new(decision.code, decision.also.iter().copied(), exemptions.clone())
                .unwrap_or_else(|_| Disposition::refused([], exemptions.clone()));
            answer.evidence.clone_from(&evidence);
            answer.text = Some(redacted(&text));
            answer.confidence = 70;
        }
        return;
    }
}

/// The passages below the questions that cite a ground for what is said of the request as a whole, and say no more.
fn grounds_apart(document: &Document, bound: &Bound, identity: &Identity, law: &OtherLaw) -> Vec<Span> {
    let asked = bound.bindings.iter().flat_map(|b| &b.question_spans).map(|s| s.block).max();
    let quoted = |s: &Span| matches!(document.blocks.get(s.block), Some(Block::Text(text)) if text.quoted);
    let cites = |s: &&Span| {
        let text = s.text.as_str();
        let own = !quoted(s) && !["closing", "requester", "small_print"].iter().any(|name| patterns(name).is_in(text));
        let acts = || acts::read(std::slice::from_ref(*s), identity.legislation(), law, "");
        own && acts().iter().any(|a| a.citations.iter().any(|c| c.provision.is_ok()))
    };
    let below = bound.rest.iter().filter(|s| !s.table && Some(s.block) > asked && !bound.general.contains(s));
    below.filter(cites).cloned().collect()
}

/// The status that a cell has where only the answer as a whole says something.
fn status_of(code: DispositionCode) -> Option<CellStatus> {
    Some(match code {
        DispositionCode::Withheld | DispositionCode::Declined => CellStatus::Withheld,
        DispositionCode::NotHeld => CellStatus::NotHeld,
        DispositionCode::Published => CellStatus::Published,
        DispositionCode::NotApplicable => CellStatus::NotApplicable,
        DispositionCode::Blank => CellStatus::Blank,
        DispositionCode::Unreadable => CellStatus::Unreadable,
        _ => return None,
    })
}

/// Where an answer says of a table as a whole why it has no figures, every cell says so.
fn fill_grids(instrument: &Instrument, answers: &mut [Answer]) {
    for answer in answers {
        let Some(status) = status_of(answer.disposition.code()) else { continue };
        let id = answer.question_id.clone();
        for definition in instrument.tables_of(&id) {
            let columns: Vec<_> =
                definition.columns.iter().filter(|c| c.question == id && instrument.measure(&c.code).is_some()).collect();
            let answered = answer
                .observations
                .iter()
                .any(|o| o.cell.reported().is_some() || matches!(o.cell.status(), CellStatus::Suppressed | CellStatus::Unreadable));
            if answered {
                continue;
            }
            for column in columns {
                tables::fill(instrument, definition, &column.code, status, answer);
            }
        }
    }
}

/// Whether a value decides where the reader of the questionnaire goes on.
pub(crate) fn says(answer: &Answer) -> Option<bool> {
    match answer.value {
        Some(Value::Boolean { value }) => Some(value),
        _ => None,
    }
}
