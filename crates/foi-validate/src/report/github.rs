//! Findings as workflow commands of GitHub Actions.

use std::fmt::Write;

use foi_model::Severity;

use crate::diagnostic::Diagnostic;

/// The command that shows a finding beside its line.
pub(super) fn command(diagnostic: &Diagnostic) -> String {
    let finding = diagnostic.finding();
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut command = format!("::{level} ");
    if let Some(file) = &finding.file {
        let _ = write!(command, "file={},", property(file));
    }
    if let Some(place) = diagnostic.place() {
        let _ = write!(command, "line={},col={},", place.line, place.column);
        if let Some(end) = place.end_column {
            let _ = write!(command, "endColumn={end},");
        }
    } else if let Some(excerpt) = diagnostic.excerpt() {
        let _ = write!(command, "line={},", excerpt.first_line);
    }
    let mut words = finding.message.clone();
    if let Some(expected) = &finding.expected {
        let _ = write!(words, "\nexpected: {expected}");
    }
    let _ = write!(words, "\nhelp: {}", finding.help);
    let _ = write!(command, "title={}::{}", property(&finding.code), data(&words));
    command
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
