//! Files of submissions of any size: read in batches, checked on several threads, told of in the order in which they stand.

mod batch;
mod ids;
mod source;

use std::io::BufRead;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::Error;
use crate::diagnostic::Diagnostic;
use crate::engine::{Checked, Engine, Scratch};
pub use batch::Form;
use batch::{Batch, Batches};
use ids::Ids;
pub use source::{Source, open};

/// How files are read.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// On how many threads submissions are checked; at least one.
    pub threads: usize,
}

/// What was checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Submissions, those that are no JSON among them.
    pub submissions: usize,
}

/// A batch on its way to a thread, and the way for its findings back.
type Sent = (Batch, SyncSender<Vec<Checked>>);
/// What is taken up by a thread that waits for batches.
type Inbox = Mutex<Receiver<Sent>>;

/// Checks every submission of some inputs, which are named files or anything else to read from, and gives each finding to `tell`, in order.
///
/// Memory holds a few batches for each thread, and the hash of each submission's id.
///
/// # Errors
/// [`Error::Read`] where an input breaks off; [`Error::Write`] as `tell` gives it.
pub fn validate<R: BufRead + Send>(
    engine: &Engine,
    inputs: impl IntoIterator<Item = Result<(String, Form, R), Error>>,
    options: Options,
    mut tell: impl FnMut(Diagnostic) -> Result<(), Error>,
) -> Result<Summary, Error> {
    let mut summary = Summary::default();
    let mut ids = Ids::default();
    for (file, input) in inputs.into_iter().enumerate() {
        let (name, form, input) = input?;
        ids.enter(file, &name);
        one(engine, (&name, form, input), options, |checked| {
            summary.submissions += 1;
            checked.diagnostics.into_iter().try_for_each(&mut tell)?;
            match checked.id.and_then(|(id, place)| ids.again(&id, place, &name)) {
                Some(again) => tell(again),
                None => Ok(()),
            }
        })?;
    }
    if let Some(limit) = ids.past_limit() {
        tell(limit)?;
    }
    Ok(summary)
}

/// Checks the submissions of one file and gives what came of each to `keep`, in order.
fn one<R: BufRead + Send>(
    engine: &Engine,
    (name, form, input): (&str, Form, R),
    options: Options,
    mut keep: impl FnMut(Checked) -> Result<(), Error>,
) -> Result<(), Error> {
    let threads = options.threads.max(1);
    let mut batches = Batches::new(input, form);
    let failed = |source| Error::Read { file: name.to_owned(), source };
    if threads == 1 {
        // Nothing to hand over: what was read is still in the processor's cache when it is checked.
        let mut scratch = Scratch::default();
        while let Some(batch) = batches.next().map_err(failed)? {
            check(engine, &mut scratch, &batch, name).try_for_each(&mut keep)?;
        }
        return Ok(());
    }
    let (jobs, inbox) = sync_channel::<Sent>(threads);
    let inbox: Inbox = Mutex::new(inbox);
    // What is on its way is bounded here: a batch is not read before there is a place for its findings.
    let (order, findings) = sync_channel::<Receiver<Vec<Checked>>>(2 * threads);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| work(engine, &inbox, name));
        }
        let reading = scope.spawn(move || {
            loop {
                let Some(batch) = batches.next().map_err(failed)? else {
                    return Ok(());
                };
                let (back, result) = sync_channel(1);
                // A closed channel means that the other side has stopped for a reason of its own, which is told there.
                if order.send(result).is_err() || jobs.send((batch, back)).is_err() {
                    return Ok(());
                }
            }
        });
        let mut kept = Ok(());
        while let Ok(result) = findings.recv() {
            let Ok(checked) = result.recv() else { continue };
            kept = checked.into_iter().try_for_each(&mut keep);
            if kept.is_err() {
                break;
            }
        }
        drop(findings);
        let read = reading.join().unwrap_or(Ok(()));
        kept.and(read)
    })
}

fn work(engine: &Engine, inbox: &Inbox, file: &str) {
    let mut scratch = Scratch::default();
    loop {
        let next = match inbox.lock() {
            Ok(inbox) => inbox.recv(),
            Err(_) => return,
        };
        let Ok((batch, back)) = next else { return };
        // Nobody waits any more where the findings cannot be written.
        let _ = back.send(check(engine, &mut scratch, &batch, file).collect());
    }
}

fn check(engine: &Engine, scratch: &mut Scratch, batch: &Batch, file: &str) -> impl Iterator<Item = Checked> {
    batch.records().map(move |record| match record {
        Ok(record) => engine.check(scratch, record, file),
        Err(broken) => broken.told(file),
    })
}
