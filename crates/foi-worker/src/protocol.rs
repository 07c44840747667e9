//! What goes over the pipe: an Arrow IPC stream each way, one row out for each row in.
//!
//! Requests have the columns `submission_id` (text), `files` (list of struct of `path`, `content` and `error`) and `skip` (JSON object from
//! step to reason, or null); or, for a document alone, `path` (text) and `content` (binary). The metadata of the schema can carry a [`Session`] as JSON
//! under the key `foi.session`. Replies have `submission_id`, `submission` (JSON), `detail` (JSON, null unless asked for) and
//! `error` (null where there is a submission).

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BinaryArray, BinaryBuilder, LargeBinaryArray, LargeStringArray, ListArray, RecordBatch, StringArray,
    StringBuilder, StructArray,
};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};
use arrow::error::ArrowError;
use foi_ingest::{Bound, Config, Document, Given, Ingested, Reference, ReferenceError, Step};
use foi_model::{Locator, Place, Submission};
use serde::{Deserialize, Serialize};

/// The key of the session in the metadata of the requests' schema.
const SESSION: &str = "foi.session";

/// What holds for all submissions of a stream.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Session {
    /// What responses are recognised by.
    pub reference: Reference,
    /// How they are read.
    pub config: Config,
    /// What comes back besides the submission.
    pub want: Want,
    /// Whether a worker tells on standard error which step it takes next.
    pub announce: bool,
}

/// What comes back of the documents of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Want {
    /// Nothing.
    Submission,
    /// The places that issues are about.
    Cited,
    /// All of them, and what was bound to which question.
    Documents,
}

/// A step as it is announced.
pub(crate) fn step_name(step: Step<'_>) -> String {
    match step {
        Step::Read(path) => format!("read {path}"),
        Step::Recognise => "recognise".to_owned(),
    }
}

/// Why work could not be handed out.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// No process could be started.
    #[error("cannot start a worker process")]
    Start(#[source] io::Error),
    /// A worker ends before it does anything.
    #[error("worker processes end before they begin: {0}")]
    EndsAtOnce(String),
    /// The stream is no Arrow IPC, or breaks off.
    #[error("the stream of documents cannot be read or written")]
    Stream(#[from] ArrowError),
    /// The stream has other columns than those that are asked for.
    #[error("the stream of documents {0}")]
    Columns(String),
    /// What ships with the program is broken.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
}

impl Session {
    /// As the program ships, for one submission after another.
    ///
    /// # Errors
    /// [`WorkerError::Reference`] where a file of `data/` is broken, which a test excludes.
    pub fn shipped() -> Result<Self, WorkerError> {
        Ok(Self { reference: Reference::shipped()?, config: Config::default(), want: Want::Submission, announce: false })
    }

    /// The session that a schema carries, else as the program ships.
    pub(crate) fn of_schema(schema: &Schema) -> Result<Self, WorkerError> {
        let Some(text) = schema.metadata().get(SESSION) else { return Self::shipped() };
        serde_json::from_str(text).map_err(|e| WorkerError::Columns(format!("has an unreadable `{SESSION}`: {e}")))
    }

    /// The schema of requests, with this session.
    pub(crate) fn requests(&self) -> Result<SchemaRef, WorkerError> {
        let text = serde_json::to_string(self).map_err(|e| WorkerError::Columns(e.to_string()))?;
        let fields = vec![
            Field::new("submission_id", DataType::Utf8, false),
            Field::new_list("files", Field::new_list_field(DataType::Struct(file_fields()), false), false),
            Field::new("skip", DataType::Utf8, true),
        ];
        Ok(Arc::new(Schema::new(fields).with_metadata(HashMap::from([(SESSION.to_owned(), text)]))))
    }
}

fn file_fields() -> Fields {
    vec![
        Field::new("path", DataType::Utf8, false),
        Field::new("content", DataType::Binary, true),
        Field::new("error", DataType::Utf8, true),
    ]
    .into()
}

/// Steps to be left out, with the reasons.
pub(crate) type Skip = BTreeMap<String, String>;

/// One submission to read.
pub(crate) struct Request {
    pub(crate) given: Given,
    pub(crate) skip: Skip,
}

/// A submission with its files as a batch of one row.
pub(crate) fn request(given: &Given, skip: &Skip, schema: &SchemaRef) -> Result<RecordBatch, WorkerError> {
    let (mut paths, mut contents, mut errors) = (StringBuilder::new(), BinaryBuilder::new(), StringBuilder::new());
    for (path, content) in &given.files {
        paths.append_value(path);
        contents.append_option(content.as_ref().ok());
        errors.append_option(content.as_ref().err().map(ToString::to_string));
    }
    let columns: Vec<ArrayRef> = vec![Arc::new(paths.finish()), Arc::new(contents.finish()), Arc::new(errors.finish())];
    let files = StructArray::try_new(file_fields(), columns, None)?;
    let item = Arc::new(Field::new_list_field(DataType::Struct(file_fields()), false));
    let list = ListArray::try_new(item, OffsetBuffer::from_lengths([files.len()]), Arc::new(files), None)?;
    let skip = if skip.is_empty() { None } else { serde_json::to_string(skip).ok() };
    let id = StringArray::from(vec![given.submission_id.as_str()]);
    let columns: Vec<ArrayRef> = vec![Arc::new(id), Arc::new(list), Arc::new(StringArray::from(vec![skip]))];
    Ok(RecordBatch::try_new(Arc::clone(schema), columns)?)
}

/// The submissions of a batch; one whose row cannot be understood is the reason why.
pub(crate) fn requests(batch: &RecordBatch) -> Result<Vec<Result<Request, String>>, WorkerError> {
    if let Some(files) = batch.column_by_name("files") {
        let ids = text_column(batch, "submission_id")?;
        let skips = batch.column_by_name("skip").map(|_| text_column(batch, "skip")).transpose()?;
        let lists = files.as_any().downcast_ref::<ListArray>();
        let lists = lists.ok_or_else(|| WorkerError::Columns("has a column `files` that is no list".to_owned()))?;
        return (0..batch.num_rows())
            .map(|row| {
                let entries = lists.value(row);
                let entries = entries.as_any().downcast_ref::<StructArray>();
                let entries = entries.ok_or_else(|| WorkerError::Columns("has `files` that are no structs".to_owned()))?;
                let inner = RecordBatch::from(entries.clone());
                let skip = skips.as_ref().and_then(|s| s.get(row).cloned().flatten());
                let files = files_of(&inner)?;
                Ok(match ids.get(row).cloned().flatten() {
                    None => Err("it has no `submission_id`".to_owned()),
                    Some(submission_id) => {
                        let skip = skip.and_then(|s| serde_json::from_str(&s).ok()).unwrap_or_default();
                        Ok(Request { given: Given { submission_id, files }, skip })
                    }
                })
            })
            .collect();
    }
    let alone = |(path, content): (String, io::Result<Vec<u8>>)| {
        Ok(Request { given: Given { submission_id: path.clone(), files: vec![(path, content)] }, skip: Skip::new() })
    };
    Ok(files_of(batch)?.into_iter().map(alone).collect())
}

/// A file's path, and its bytes or why there are none.
type Opened = (String, io::Result<Vec<u8>>);

fn files_of(batch: &RecordBatch) -> Result<Vec<Opened>, WorkerError> {
    let paths = text_column(batch, "path")?;
    let errors = batch.column_by_name("error").map(|_| text_column(batch, "error")).transpose()?.unwrap_or_default();
    let contents = binary_column(batch, "content")?;
    let mut files = Vec::new();
    for (row, (path, content)) in paths.into_iter().zip(contents).enumerate() {
        let why = || errors.get(row).cloned().flatten().unwrap_or_else(|| "its content is null".to_owned());
        files.push((path.unwrap_or_default(), content.ok_or_else(|| io::Error::other(why()))));
    }
    Ok(files)
}

fn column<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b ArrayRef, WorkerError> {
    batch.column_by_name(name).ok_or_else(|| {
        WorkerError::Columns(format!("has no column `{name}`: expected `path` and `content`, or `submission_id` and `files`"))
    })
}

fn text_column(batch: &RecordBatch, name: &str) -> Result<Vec<Option<String>>, WorkerError> {
    let column = column(batch, name)?;
    if let Some(texts) = column.as_any().downcast_ref::<StringArray>() {
        return Ok(texts.iter().map(|t| t.map(str::to_owned)).collect());
    }
    let texts = column.as_any().downcast_ref::<LargeStringArray>();
    let texts = texts.ok_or_else(|| WorkerError::Columns(format!("has a column `{name}` that is no text")))?;
    Ok(texts.iter().map(|t| t.map(str::to_owned)).collect())
}

fn binary_column(batch: &RecordBatch, name: &str) -> Result<Vec<Option<Vec<u8>>>, WorkerError> {
    let column = column(batch, name)?;
    if let Some(values) = column.as_any().downcast_ref::<BinaryArray>() {
        return Ok(values.iter().map(|v| v.map(<[u8]>::to_vec)).collect());
    }
    let values = column.as_any().downcast_ref::<LargeBinaryArray>();
    let values = values.ok_or_else(|| WorkerError::Columns(format!("has a column `{name}` that is not binary")))?;
    Ok(values.iter().map(|v| v.map(<[u8]>::to_vec)).collect())
}

/// The schema of replies.
pub(crate) fn reply_schema() -> SchemaRef {
    let field = |name: &str, nullable| Field::new(name, DataType::Utf8, nullable);
    let fields = vec![field("submission_id", false), field("submission", true), field("detail", true), field("error", true)];
    Arc::new(Schema::new(fields))
}

/// What comes back for one submission: its id, and what was read or why nothing was.
pub(crate) type Reply = (String, Result<Ingested, String>);

/// What comes back besides the submission.
#[derive(Debug, Serialize, Deserialize)]
struct Detail {
    documents: Vec<Document>,
    bound: Vec<(usize, Bound)>,
}

/// Replies as a batch.
pub(crate) fn replies(replies: Vec<Reply>, want: Want) -> Result<RecordBatch, WorkerError> {
    let mut columns = [StringBuilder::new(), StringBuilder::new(), StringBuilder::new(), StringBuilder::new()];
    for (id, result) in replies {
        let json = |e: serde_json::Error| WorkerError::Columns(e.to_string());
        let row = match result {
            Err(why) => [Some(id), None, None, Some(why)],
            Ok(ingested) => {
                let submission = serde_json::to_string(&ingested.submission).map_err(json)?;
                let detail = detail(ingested, want).map(|d| serde_json::to_string(&d)).transpose().map_err(json)?;
                [Some(id), Some(submission), detail, None]
            }
        };
        columns.iter_mut().zip(row).for_each(|(column, value)| column.append_option(value));
    }
    let columns = columns.into_iter().map(|mut c| Arc::new(c.finish()) as ArrayRef).collect();
    Ok(RecordBatch::try_new(reply_schema(), columns)?)
}

/// A batch as replies.
pub(crate) fn read_replies(batch: &RecordBatch) -> Result<Vec<Reply>, WorkerError> {
    let ids = text_column(batch, "submission_id")?;
    let submissions = text_column(batch, "submission")?;
    let details = text_column(batch, "detail")?;
    let errors = text_column(batch, "error")?;
    let rows = ids.into_iter().zip(submissions).zip(details.into_iter().zip(errors));
    rows.map(|((id, submission), (detail, error))| {
        let json = |e: serde_json::Error| WorkerError::Columns(format!("has a reply that cannot be read: {e}"));
        let Some(submission) = submission else { return Ok((id.unwrap_or_default(), Err(error.unwrap_or_default()))) };
        let submission: Submission = serde_json::from_str(&submission).map_err(json)?;
        let detail: Option<Detail> = detail.map(|d| serde_json::from_str(&d)).transpose().map_err(json)?;
        let Detail { documents, bound } = detail.unwrap_or(Detail { documents: Vec::new(), bound: Vec::new() });
        Ok((id.unwrap_or_default(), Ok(Ingested { submission, documents, bound })))
    })
    .collect()
}

fn detail(ingested: Ingested, want: Want) -> Option<Detail> {
    let Ingested { submission, documents, bound } = ingested;
    match want {
        Want::Submission => None,
        Want::Documents => Some(Detail { documents, bound }),
        Want::Cited => {
            let cited = |document: Document| {
                let about = submission.issues.iter().filter_map(|i| i.evidence.as_ref());
                let locators: Vec<&Locator> =
                    about.filter(|e| e.source_id == document.source.source_id).map(|e| &e.locator).collect();
                let keep = places_of(&document, &locators);
                let places = document.places.into_iter().zip(keep).filter_map(|(place, keep)| keep.then_some(place)).collect();
                Document { source: document.source, places, blocks: Vec::new() }
            };
            Some(Detail { documents: documents.into_iter().map(cited).collect(), bound: Vec::new() })
        }
    }
}

/// Which places of a document locators name.
fn places_of(document: &Document, locators: &[&Locator]) -> Vec<bool> {
    let mut keep = vec![false; document.places.len()];
    if locators.is_empty() {
        return keep;
    }
    let index: BTreeMap<&Place, usize> = document.places.iter().enumerate().map(|(at, (place, _))| (place, at)).collect();
    for locator in locators {
        let (from, to) = match locator {
            Locator::Whole(place) | Locator::Chars(place, ..) => (place, place),
            Locator::Run { from, to, .. } => (from, to),
        };
        if let (Some(&from), Some(&to)) = (index.get(from), index.get(to)) {
            keep.iter_mut().take(to + 1).skip(from).for_each(|k| *k = true);
        }
    }
    keep
}
