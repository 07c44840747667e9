//! Untrusted documents in processes of their own, with limits on time and memory.
//!
//! A worker is the program itself, started as `foi worker --bare`: it reads submissions' files from standard input as an Arrow IPC stream and
//! writes one row for each row to standard output ([`serve`]). A [`Pool`] starts workers, hands out work, ends those that take too long, starts
//! others in their place, and gives the same submission again without the step on which its worker died. `foi worker` without `--bare` is
//! such a pool behind the same protocol, for programs that bring their own documents.

mod pool;
mod protocol;
mod serve;

pub use pool::Pool;
pub use protocol::{Session, Want, WorkerError};
pub use serve::{relay, serve};
