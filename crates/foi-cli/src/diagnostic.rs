//! One finding as people see it: code, message, the place in the source with the words underlined, and what to do.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use foi_ingest::redacted;
use foi_model::{Finding, Issue, Severity};

use crate::excerpt::Excerpt;

/// A finding and the source lines that it is about.
pub(crate) struct Diagnostic {
    pub(crate) severity: Severity,
    finding: Finding,
    excerpt: Option<Excerpt>,
}

impl Diagnostic {
    /// A finding without the lines that it is about.
    pub(crate) fn new(severity: Severity, finding: Finding) -> Self {
        let clean = |text: Option<String>| text.map(|t| redacted(&t));
        let finding = Finding {
            severity: severity.as_str().to_owned(),
            message: redacted(&finding.message),
            actual: clean(finding.actual),
            expected: clean(finding.expected),
            ..finding
        };
        Self { severity, finding, excerpt: None }
    }

    /// An issue of a submission.
    pub(crate) fn of_issue(issue: &Issue, submission_id: &str, file: Option<String>) -> Self {
        let finding = Finding {
            code: issue.code.as_str().to_owned(),
            message: match &issue.explained {
                Some(explanation) => format!("{}; explained: {}", issue.message, explanation.reason),
                None => issue.message.clone(),
            },
            help: issue.code.help().to_owned(),
            file,
            locator: issue.evidence.as_ref().map(|e| e.locator.to_string()),
            submission_id: Some(submission_id.to_owned()),
            question_id: issue.question_id.as_ref().map(ToString::to_string),
            actual: issue.evidence.as_ref().map(|e| e.quote.clone()),
            ..Finding::default()
        };
        Self::new(issue.severity, finding)
    }

    /// With the lines that it is about.
    #[must_use]
    pub(crate) fn with_excerpt(self, excerpt: Option<Excerpt>) -> Self {
        Self { excerpt, ..self }
    }

    /// The finding as `--format json` prints it.
    pub(crate) fn finding(&self) -> &Finding {
        &self.finding
    }

    /// The finding in words, with escape codes for colour.
    pub(crate) fn render(&self) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let finding = &self.finding;
        let about = finding.question_id.as_ref().map(|q| format!(" (question {q})")).unwrap_or_default();
        let title = level.primary_title(format!("{}{about}", finding.message)).id(&finding.code);
        let mut group = Group::with_title(title);
        let mut locator_shown = false;
        match (&self.excerpt, &finding.file) {
            (Some(excerpt), file) => {
                let mut snippet = Snippet::source(&excerpt.text).line_start(excerpt.first_line);
                if let Some(file) = file {
                    snippet = snippet.path(file.as_str());
                }
                let words = AnnotationKind::Primary.span(excerpt.span.clone());
                group = group.element(snippet.annotation(words));
                locator_shown = true;
            }
            (None, Some(file)) => group = group.element(Origin::path(file.as_str())),
            (None, None) => {}
        }
        if let Some(locator) = finding.locator.as_ref().filter(|l| !locator_shown || l.contains('/')) {
            group = group.element(Level::NOTE.with_name("at").message(locator.as_str()));
        }
        for (name, value) in [("expected", &finding.expected), ("found", &finding.actual)] {
            let Some(value) = value.as_ref().filter(|_| finding.expected.is_some()) else { continue };
            group = group.element(Level::NOTE.with_name(name).message(format!("{value:?}")));
        }
        if !finding.help.is_empty() {
            group = group.element(Level::HELP.message(finding.help.as_str()));
        }
        Renderer::styled().decor_style(DecorStyle::Ascii).render(&[group])
    }
}

/// How many findings of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) notes: usize,
}

impl Tally {
    /// One more.
    pub(crate) fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {}, {}", number(self.errors, "error"), number(self.warnings, "warning"), number(self.notes, "note"))
    }
}

/// `1 error`, `2 errors`.
pub(crate) fn number(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
