//! The worker's side: rows in, rows out.

use std::io::{Read, Write};

use arrow::array::RecordBatch;
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;
use foi_ingest::{Ingested, Limits, Step, ingest};

use crate::Pool;
use crate::protocol::{Reply, Request, Session, WorkerError, replies, reply_schema, requests, step_name};

/// Recursion in a parser gets this much stack before the process ends.
const STACK_BYTES: usize = 64 << 20;

/// Reads and recognises each row of a stream in this process, within the limits of its session.
///
/// A row that ends the process ends the stream: a [`Pool`] is there for that.
///
/// # Errors
/// [`WorkerError`] where the streams cannot be read or written.
pub fn serve(input: impl Read + Send, output: impl Write + Send) -> Result<(), WorkerError> {
    let run = || -> Result<(), WorkerError> {
        let (reader, mut writer) = open(input, output)?;
        let session = Session::of_schema(reader.schema().as_ref())?;
        confine(&session.config.limits);
        for batch in reader {
            let rows = requests(&batch?)?;
            let answers: Vec<Reply> = rows.into_iter().map(|row| answer(row, &session)).collect();
            write(&mut writer, &replies(answers, session.want)?)?;
        }
        Ok(writer.finish()?)
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, run).map_err(WorkerError::Start)?;
        // The message of a panic stands on standard error; what ended is told by the status.
        thread.join().unwrap_or_else(|_| Err(WorkerError::Columns("ended a worker, which is a defect of foi".to_owned())))
    })
}

/// Reads and recognises each row of a stream in workers of a pool: a row that ends a worker costs an issue.
///
/// # Errors
/// [`WorkerError`] where the streams cannot be read or written, or no worker can be started; and what `start` gives.
pub fn relay<E: From<WorkerError>>(
    input: impl Read,
    output: impl Write,
    start: impl FnOnce(Session) -> Result<Pool, E>,
) -> Result<(), E> {
    let (reader, mut writer) = open(input, output)?;
    let session = Session::of_schema(reader.schema().as_ref())?;
    let want = session.want;
    let pool = start(session)?;
    for batch in reader {
        let rows: Vec<Result<Request, String>> = requests(&batch.map_err(WorkerError::from)?)?;
        let answers = pool.map(&rows, |row| row.as_ref().ok().map(|r| &r.given), reply, || {})?;
        write(&mut writer, &replies(answers, want)?)?;
    }
    Ok(writer.finish().map_err(WorkerError::from)?)
}

fn reply(row: &Result<Request, String>, result: Option<Ingested>) -> Reply {
    match (row, result) {
        (Ok(request), Some(ingested)) => (request.given.submission_id.clone(), Ok(ingested)),
        (Ok(request), None) => (request.given.submission_id.clone(), Err("it was not read".to_owned())),
        (Err(why), _) => (String::new(), Err(why.clone())),
    }
}

fn write(writer: &mut StreamWriter<impl Write>, batch: &RecordBatch) -> Result<(), WorkerError> {
    writer.write(batch)?;
    Ok(writer.flush()?)
}

type Streams<R, W> = (StreamReader<std::io::BufReader<R>>, StreamWriter<std::io::BufWriter<W>>);

/// The schema of the replies goes out before that of the requests comes in, as a reader at the other end may wait for it.
fn open<R: Read, W: Write>(input: R, output: W) -> Result<Streams<R, W>, WorkerError> {
    let mut writer = StreamWriter::try_new_buffered(output, reply_schema().as_ref())?;
    writer.flush()?;
    Ok((StreamReader::try_new_buffered(input, None)?, writer))
}

fn answer(row: Result<Request, String>, session: &Session) -> Reply {
    let Request { given, skip } = match row {
        Ok(request) => request,
        Err(why) => return (String::new(), Err(why)),
    };
    let begin = |step: Step<'_>| {
        let name = step_name(step);
        let why = skip.get(&name).cloned();
        if session.announce && why.is_none() {
            // Nobody reads it any more where this fails.
            let _ = std::io::stderr().write_all(format!("{}\n", serde_json::Value::String(name)).as_bytes());
        }
        why
    };
    let ingested = ingest(&given, &session.reference, &session.config, &begin);
    (given.submission_id, Ok(ingested))
}

/// Bounds what this process may take of the machine.
#[cfg(unix)]
fn confine(limits: &Limits) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let most = |n| Rlimit { current: Some(n), maximum: Some(n) };
    // Where the system refuses, the pool still ends a worker that takes too long.
    let _ = setrlimit(Resource::As, most(limits.memory_bytes));
    let _ = setrlimit(Resource::Core, most(0));
}

#[cfg(not(unix))]
fn confine(_: &Limits) {}
