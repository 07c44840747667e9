//! The parent's side: workers that are started, watched, ended and replaced.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use arrow::datatypes::SchemaRef;
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;
use foi_ingest::{Config, Given, Ingested, Step, ingest};

use crate::protocol::{Session, Skip, WorkerError, read_replies, request, step_name};

/// How often the watch looks whether a worker takes too long.
const WATCH: Duration = Duration::from_millis(20);

/// How long a worker that has closed its pipes may take to end.
const FAREWELL: Duration = Duration::from_secs(1);

/// A submission that ended so many workers is given up.
const ATTEMPTS: usize = 4;

/// Workers for one session, started when they are needed and kept for more work.
pub struct Pool {
    program: PathBuf,
    arguments: Vec<String>,
    session: Session,
    workers: usize,
    idle: Mutex<Vec<Worker>>,
}

impl Pool {
    /// A pool of at most so many workers at once; a worker is the program with the arguments, which calls [`crate::serve`].
    pub fn new(program: PathBuf, arguments: &[&str], session: Session, workers: usize) -> Self {
        let session = Session { announce: true, ..session };
        let arguments = arguments.iter().map(|&a| a.to_owned()).collect();
        Self { program, arguments, session, workers: workers.max(1), idle: Mutex::default() }
    }

    /// Reads items, several at once; results stand in the order of the items. An item without files gives `None` to `keep`; `done` is
    /// called after each item.
    ///
    /// # Errors
    /// [`WorkerError`] where no worker can be started.
    pub fn map<'t, T: Sync, G: std::borrow::Borrow<Given>, R: Send>(
        &self,
        items: &'t [T],
        open: impl Fn(&'t T) -> Option<G> + Sync,
        keep: impl Fn(&'t T, Option<Ingested>) -> R + Sync,
        done: impl Fn() + Sync,
    ) -> Result<Vec<R>, WorkerError> {
        let next = AtomicUsize::new(0);
        let stop = AtomicBool::new(false);
        let one = || -> Result<Vec<(usize, R)>, WorkerError> {
            let mut results = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(item) = items.get(at) else { break };
                let ingested = match open(item) {
                    Some(given) => Some(self.read(given.borrow()).inspect_err(|_| stop.store(true, Ordering::Relaxed))?),
                    None => None,
                };
                results.push((at, keep(item, ingested)));
                done();
            }
            Ok(results)
        };
        let mut all = Vec::new();
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..self.workers.min(items.len())).map(|_| scope.spawn(one)).collect();
            for thread in threads {
                match thread.join() {
                    Ok(results) => all.extend(results?),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            Ok::<(), WorkerError>(())
        })?;
        all.sort_by_key(|(at, _)| *at);
        Ok(all.into_iter().map(|(_, result)| result).collect())
    }

    /// Reads a submission, if need be without the steps on which workers died.
    fn read(&self, given: &Given) -> Result<Ingested, WorkerError> {
        let mut skip = Skip::new();
        let mut unheard = false;
        for _ in 0..ATTEMPTS {
            let idle = lock(&self.idle).pop();
            let mut worker = match idle {
                Some(worker) => worker,
                None => Worker::start(self)?,
            };
            match worker.read(given, &skip, Duration::from_secs(self.session.config.limits.seconds)) {
                Ok(ingested) => {
                    lock(&self.idle).push(worker);
                    return Ok(ingested);
                }
                Err(fault) => {
                    let death = worker.bury(&self.session.config, &fault);
                    match death.step {
                        Some(step) => drop(skip.insert(step, death.why)),
                        // It may have died of what it read before; a new one did not even get as far as to hear of the submission.
                        None if unheard => {
                            let steps = given.files.iter().map(|(path, _)| step_name(Step::Read(path)));
                            skip.extend(steps.map(|step| (step, death.why.clone())));
                            break;
                        }
                        None => unheard = true,
                    }
                }
            }
        }
        Ok(self.without_reading(given, &skip))
    }

    /// A submission of which nothing is read, for one that ended worker after worker.
    fn without_reading(&self, given: &Given, skip: &Skip) -> Ingested {
        let why = |step: Step<'_>| {
            Some(
                skip.get(&step_name(step))
                    .map_or("other parts of the submission ended the process that read them", String::as_str)
                    .to_owned(),
            )
        };
        ingest(given, &self.session.reference, &self.session.config, &why)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        lock(&self.idle).drain(..).for_each(Worker::dismiss);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing that is behind these locks can be left half-changed.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A worker process.
struct Worker {
    schema: SchemaRef,
    child: Arc<Mutex<Child>>,
    requests: StreamWriter<ChildStdin>,
    replies: StreamReader<BufReader<ChildStdout>>,
    /// What it says on standard error: the step that it takes, and its last words.
    says: JoinHandle<()>,
    said: Arc<Mutex<Said>>,
}

/// What a worker said last.
#[derive(Debug)]
struct Said {
    step: Option<String>,
    /// When it began the step, or said that it goes on with it.
    at: Instant,
    words: String,
}

/// How a worker died.
struct Death {
    /// On which step.
    step: Option<String>,
    /// Why, to be told.
    why: String,
}

/// Why a worker gave no reply.
enum NoReply {
    TookTooLong,
    Ended,
}

impl Worker {
    fn start(pool: &Pool) -> Result<Self, WorkerError> {
        let mut command = Command::new(&pool.program);
        command.args(&pool.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(WorkerError::Start)?;
        let (Some(input), Some(output), Some(errors)) = (child.stdin.take(), child.stdout.take(), child.stderr.take()) else {
            return Err(WorkerError::Start(std::io::Error::other("its pipes are missing")));
        };
        let said = Arc::new(Mutex::new(Said { step: None, at: Instant::now(), words: String::new() }));
        let says = {
            let said = Arc::clone(&said);
            std::thread::spawn(move || listen(errors, &said))
        };
        let ends = |e: arrow::error::ArrowError| WorkerError::EndsAtOnce(e.to_string());
        let schema = pool.session.requests()?;
        let opened = StreamReader::try_new(BufReader::new(output), None)
            .and_then(|replies| Ok((StreamWriter::try_new(input, schema.as_ref())?, replies)));
        let (requests, replies) = match opened {
            Ok(streams) => streams,
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                let _ = says.join();
                let words = lock(&said).words.clone();
                return Err(if words.is_empty() { ends(error) } else { WorkerError::EndsAtOnce(words) });
            }
        };
        Ok(Self { schema, child: Arc::new(Mutex::new(child)), requests, replies, says, said })
    }

    fn read(&mut self, given: &Given, skip: &Skip, allowed: Duration) -> Result<Ingested, NoReply> {
        {
            let mut said = lock(&self.said);
            (said.step, said.at) = (None, Instant::now());
        }
        let over = Arc::new(AtomicBool::new(false));
        let too_long = Arc::new(AtomicBool::new(false));
        let watch = {
            let (child, said) = (Arc::clone(&self.child), Arc::clone(&self.said));
            let (over, too_long) = (Arc::clone(&over), Arc::clone(&too_long));
            move || {
                while !over.load(Ordering::Acquire) {
                    let left = allowed.saturating_sub(lock(&said).at.elapsed());
                    if left.is_zero() {
                        too_long.store(true, Ordering::Release);
                        let _ = lock(&child).kill();
                        return;
                    }
                    std::thread::park_timeout(WATCH.min(left));
                }
            }
        };
        let watch = std::thread::spawn(watch);
        let reply = self.exchange(given, skip);
        over.store(true, Ordering::Release);
        watch.thread().unpark();
        let _ = watch.join();
        reply.ok_or_else(|| if too_long.load(Ordering::Acquire) { NoReply::TookTooLong } else { NoReply::Ended })
    }

    fn exchange(&mut self, given: &Given, skip: &Skip) -> Option<Ingested> {
        let batch = request(given, skip, &self.schema).ok()?;
        self.requests.write(&batch).ok()?;
        self.requests.flush().ok()?;
        let reply = self.replies.next()?.ok()?;
        read_replies(&reply).ok()?.pop()?.1.ok()
    }

    /// Takes leave of a worker that gave no reply, and tells why it did not.
    fn bury(self, config: &Config, fault: &NoReply) -> Death {
        let Self { child, requests, replies, says, said, .. } = self;
        drop((requests, replies));
        let status = {
            let mut child = lock(&child);
            // One that ends by itself closes its pipes before its status is there.
            let until = Instant::now() + FAREWELL;
            while matches!(fault, NoReply::Ended) && matches!(child.try_wait(), Ok(None)) && Instant::now() < until {
                std::thread::sleep(WATCH);
            }
            let _ = child.kill();
            child.wait().ok()
        };
        let _ = says.join();
        let said = lock(&said);
        let why = match fault {
            NoReply::TookTooLong => {
                format!("it took longer than {} seconds (`--limit seconds=NUMBER` sets another limit)", config.limits.seconds)
            }
            NoReply::Ended => last_words(&said.words, status, config),
        };
        Death { step: said.step.clone(), why }
    }

    fn dismiss(self) {
        let Self { child, requests, replies, says, .. } = self;
        // The end of its input ends it.
        drop((requests, replies));
        let _ = lock(&child).wait();
        let _ = says.join();
    }
}

fn last_words(words: &str, status: Option<ExitStatus>, config: &Config) -> String {
    let lower = words.to_lowercase();
    if lower.contains("memory allocation") || lower.contains("out of memory") {
        let mebibytes = config.limits.memory_bytes >> 20;
        return format!("it needed more than {mebibytes} MiB of memory (`--limit memory_bytes=NUMBER` sets another limit)");
    }
    if lower.contains("overflowed its stack") {
        return "it is nested too deeply".to_owned();
    }
    let how = status.map_or_else(String::new, |s| format!(" ({s})"));
    format!("the process that read it ended{how}, which is a defect of foi: please report it")
}

/// Keeps what a worker says, so that its pipe never fills up.
fn listen(errors: ChildStderr, said: &Mutex<Said>) {
    const MOST: usize = 4_000;
    let mut reader = BufReader::new(errors);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
        let text = String::from_utf8_lossy(&line);
        let mut said = lock(said);
        match serde_json::from_str::<String>(text.trim_end()) {
            Ok(step) => (said.step, said.at) = (Some(step), Instant::now()),
            Err(_) if said.words.len() < MOST => said.words.push_str(&text.chars().take(MOST).collect::<String>()),
            Err(_) => {}
        }
        line.clear();
    }
}
