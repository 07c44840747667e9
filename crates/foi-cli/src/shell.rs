//! The terminal: data to standard output, everything else to standard error.

use std::cell::RefCell;
use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use foi_model::Severity;
use foi_validate::Diagnostic;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::{Colour, Globals};
use crate::failure::Failure;

/// What a command writes to.
pub(crate) struct Shell {
    quiet: bool,
    verbose: bool,
    color: ColorChoice,
    threads: usize,
    out: RefCell<BufWriter<AutoStream<io::Stdout>>>,
}

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HELP: Style = AnsiColor::Cyan.on_default().bold();

impl Shell {
    pub(crate) fn new(globals: &Globals) -> Self {
        let color = match globals.color {
            Colour::Auto => ColorChoice::Auto,
            Colour::Always => ColorChoice::AlwaysAnsi,
            Colour::Never => ColorChoice::Never,
        };
        Self {
            quiet: globals.quiet,
            verbose: globals.verbose,
            color,
            threads: globals.threads,
            out: RefCell::new(BufWriter::new(AutoStream::new(io::stdout(), color))),
        }
    }

    /// Whether more is to be said.
    pub(crate) fn verbose(&self) -> bool {
        self.verbose
    }

    /// Writes data to standard output.
    pub(crate) fn data(&self, text: &str) -> Result<(), Failure> {
        self.out.borrow_mut().write_all(text.as_bytes()).map_err(|e| closed(&e))
    }

    /// Writes data to standard output as it is: a filter for colours would spoil what is no text.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        self.finish()?;
        let mut out = io::stdout().lock();
        out.write_all(bytes).and_then(|()| out.flush()).map_err(|e| closed(&e))
    }

    /// Writes one line of JSON to standard output.
    pub(crate) fn json(&self, value: &impl serde::Serialize) -> Result<(), Failure> {
        let line = serde_json::to_string(value).map_err(|e| Failure::from_error(&e))?;
        self.data(&line)?;
        self.data("\n")
    }

    /// Brings everything to standard output; a full disk shows here at the latest.
    pub(crate) fn finish(&self) -> Result<(), Failure> {
        self.out.borrow_mut().flush().map_err(|e| closed(&e))
    }

    /// One line for people, such as a summary.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet {
            self.to_stderr(&format!("{text}\n"));
        }
    }

    /// One line for people who want to know more.
    pub(crate) fn detail(&self, text: &str) {
        if self.verbose {
            self.to_stderr(&format!("{text}\n"));
        }
    }

    /// What was found, with the place in the source.
    pub(crate) fn diagnostic(&self, diagnostic: &Diagnostic) {
        if !self.quiet || diagnostic.severity == Severity::Error {
            self.to_stderr(&format!("{}\n\n", diagnostic.render()));
        }
    }

    /// Why the command stops.
    pub(crate) fn failure(&self, failure: &Failure) {
        let Failure::Stopped { message, causes, help } = failure else { return };
        let mut text = format!("{ERROR}error{ERROR:#}: {message}\n");
        for cause in causes {
            text.push_str(&format!("  because: {cause}\n"));
        }
        if let Some(help) = help {
            text.push_str(&format!("{HELP}help{HELP:#}: {help}\n"));
        }
        self.to_stderr(&text);
    }

    /// A closed standard error is no reason to stop: the data is what counts.
    fn to_stderr(&self, text: &str) {
        let _ = AutoStream::new(io::stderr(), self.color).write_all(text.as_bytes());
    }

    /// How many processes to work with.
    pub(crate) fn workers(&self) -> usize {
        if self.threads > 0 { self.threads } else { std::thread::available_parallelism().map_or(1, usize::from) }
    }

    /// A bar for work of so many steps; none where nobody would see it.
    pub(crate) fn progress(&self, steps: usize, what: &'static str) -> ProgressBar {
        if self.quiet || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        let bar = ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} ({per_sec}, {eta} left)");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(what);
        bar
    }
}

pub(crate) fn closed(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Failure::PipeClosed;
    }
    Failure::Stopped { message: "cannot write to standard output".to_owned(), causes: vec![error.to_string()], help: None }
}
