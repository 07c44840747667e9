//! Findings as people and programs read them.

mod github;
mod html;
mod sarif;

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Tally};
use html::Page;
use sarif::Log;

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people, at a terminal.
    Text,
    /// One JSON object a line.
    Json,
    /// SARIF 2.1.0, which code hosts and editors read.
    Sarif,
    /// Commands of GitHub Actions, which shows them beside the lines.
    Github,
    /// A page that needs nothing beside it.
    Html,
}

/// Writes findings one by one, in a format.
pub struct Report<W: Write> {
    out: W,
    kind: Kind,
    tally: Tally,
}

enum Kind {
    Text,
    Json,
    Github,
    Sarif(Log),
    Html(Box<Page>),
}

impl<W: Write> Report<W> {
    /// A report that begins.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn new(format: Format, mut out: W) -> io::Result<Self> {
        let kind = match format {
            Format::Text => Kind::Text,
            Format::Json => Kind::Json,
            Format::Github => Kind::Github,
            Format::Sarif => Kind::Sarif(Log::begin(&mut out)?),
            Format::Html => Kind::Html(Box::default()),
        };
        Ok(Self { out, kind, tally: Tally::default() })
    }

    /// One finding more.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn add(&mut self, diagnostic: &Diagnostic) -> io::Result<()> {
        self.tally.add(diagnostic.severity);
        match &mut self.kind {
            Kind::Text => writeln!(self.out, "{}\n", diagnostic.render()),
            Kind::Json => writeln!(self.out, "{}", diagnostic.json()?),
            Kind::Github => writeln!(self.out, "{}", github::command(diagnostic)),
            Kind::Sarif(log) => log.add(diagnostic, &mut self.out),
            Kind::Html(page) => {
                page.add(diagnostic);
                Ok(())
            }
        }
    }

    /// The end, with what was checked in words; gives how many findings there were.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn end(mut self, checked: &str) -> io::Result<Tally> {
        match self.kind {
            Kind::Sarif(log) => log.end(&mut self.out)?,
            Kind::Html(page) => self.out.write_all(page.html(checked, self.tally).as_bytes())?,
            Kind::Text | Kind::Json | Kind::Github => {}
        }
        self.out.flush()?;
        Ok(self.tally)
    }
}
