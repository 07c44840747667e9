//! One finding as people see it: code, message, the place in the source with the words underlined, and what to do.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use foi_model::{Finding, Issue, Severity, redacted};

use crate::excerpt::Excerpt;
use crate::place::Place;

/// A finding and the source lines that it is about.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    finding: Finding,
    excerpt: Option<Excerpt>,
    place: Option<Place>,
    among: Option<String>,
}

/// A finding as `--format json` prints it: what is known of the place stands beside it.
#[derive(serde::Serialize)]
struct Printed<'d> {
    #[serde(flatten)]
    finding: &'d Finding,
    #[serde(flatten)]
    place: Option<&'d Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    among: Option<&'d str>,
}

impl Diagnostic {
    /// A finding without the lines that it is about.
    pub fn new(severity: Severity, finding: Finding) -> Self {
        let clean = |text: Option<String>| text.map(|t| redacted(&t));
        let finding = Finding {
            severity: severity.as_str().to_owned(),
            message: redacted(&finding.message),
            actual: clean(finding.actual),
            expected: clean(finding.expected),
            ..finding
        };
        Self { severity, finding, excerpt: None, place: None, among: None }
    }

    /// An issue of a submission.
    pub fn of_issue(issue: &Issue, submission_id: &str, file: Option<String>) -> Self {
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
    pub fn with_excerpt(self, excerpt: Option<Excerpt>) -> Self {
        Self { excerpt, ..self }
    }

    /// At a place of a file.
    #[must_use]
    pub(crate) fn at(self, place: Place) -> Self {
        Self { place: Some(place), ..self }
    }

    /// About the words that a submission was read from, in the place of the submission itself: their file, their locator and their lines.
    #[must_use]
    pub fn in_source(self, file: Option<String>, locator: Option<String>, excerpt: Option<Excerpt>) -> Self {
        Self { finding: Finding { file, locator, ..self.finding }, place: None, excerpt, ..self }
    }

    /// Beside the other figures of its row.
    #[must_use]
    pub(crate) fn among(self, among: Option<String>) -> Self {
        Self { among: among.map(|a| redacted(&a)), ..self }
    }

    /// The finding.
    pub fn finding(&self) -> &Finding {
        &self.finding
    }

    /// The lines that it is about, where they are known.
    pub fn excerpt(&self) -> Option<&Excerpt> {
        self.excerpt.as_ref()
    }

    /// Where it stands, in a file of JSON.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// The other figures of its row, where it is about a figure.
    pub fn neighbours(&self) -> Option<&str> {
        self.among.as_deref()
    }

    /// The finding as `--format json` prints it: one line.
    ///
    /// # Errors
    /// None that can happen: a finding is texts and numbers.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(&Printed { finding: &self.finding, place: self.place.as_ref(), among: self.among.as_deref() })
    }

    /// The finding in words, with escape codes for colour.
    pub fn render(&self) -> String {
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
            group = group.element(Level::NOTE.with_name(name).message(value.as_str()));
        }
        if let Some(among) = &self.among {
            group = group.element(Level::NOTE.with_name("row").message(among.as_str()));
        }
        if !finding.help.is_empty() {
            group = group.element(Level::HELP.message(finding.help.as_str()));
        }
        Renderer::styled().decor_style(DecorStyle::Ascii).render(&[group])
    }
}

/// How many findings of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Tally {
    /// One more.
    pub fn add(&mut self, severity: Severity) {
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
pub fn number(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
