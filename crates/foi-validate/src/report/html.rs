//! Findings as a page that needs nothing beside it: no script, no font, no picture.

use std::collections::BTreeMap;
use std::fmt::Write;

use foi_model::Severity;

use crate::diagnostic::{Diagnostic, Tally};

/// More findings than these are counted and not shown: nobody reads so long a page, and it is kept in memory until its end.
const SHOWN: usize = 2_000;

/// A page in the making.
#[derive(Default)]
pub(super) struct Page {
    findings: String,
    shown: usize,
    file: Option<String>,
    counts: BTreeMap<String, (Severity, usize)>,
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Note => "Note",
    }
}

impl Page {
    pub(super) fn add(&mut self, diagnostic: &Diagnostic) {
        let finding = diagnostic.finding();
        self.counts.entry(finding.code.clone()).or_insert((diagnostic.severity, 0)).1 += 1;
        if self.shown >= SHOWN {
            return;
        }
        self.shown += 1;
        if self.shown == 1 || self.file != finding.file {
            let name = finding.file.as_deref().unwrap_or("All files");
            let _ = write!(self.findings, "<h2>{}</h2>\n", escaped(name));
            self.file.clone_from(&finding.file);
        }
        let severity = finding.severity.as_str();
        let _ = write!(
            self.findings,
            "<article class=\"{severity}\" id=\"f{}\">\n<h3><span class=\"tag\">{}</span> {}</h3>\n<p class=\"code\"><code>{}</code></p>\n",
            self.shown,
            word(diagnostic.severity),
            words(&finding.message),
            escaped(&finding.code)
        );
        if let Some(excerpt) = diagnostic.excerpt() {
            let (before, marked, after) = (
                excerpt.text.get(..excerpt.span.start).unwrap_or(""),
                excerpt.text.get(excerpt.span.clone()).unwrap_or(""),
                excerpt.text.get(excerpt.span.end..).unwrap_or(""),
            );
            let _ = write!(
                self.findings,
                "<pre tabindex=\"0\" role=\"region\" aria-label=\"Line {}\"><code>{}<mark>{}</mark>{}</code></pre>\n",
                excerpt.first_line,
                escaped(before),
                escaped(marked),
                escaped(after)
            );
        }
        self.findings.push_str("<dl>\n");
        let rows = [
            ("Where", finding.locator.as_deref()),
            ("Submission", finding.submission_id.as_deref()),
            ("Question", finding.question_id.as_deref()),
            ("Found", finding.actual.as_deref()),
            ("Expected", finding.expected.as_deref()),
            ("Its row", diagnostic.neighbours()),
            ("What to do", Some(finding.help.as_str()).filter(|h| !h.is_empty())),
        ];
        for (name, value) in rows {
            if let Some(value) = value {
                let _ = write!(self.findings, "<div><dt>{name}</dt><dd>{}</dd></div>\n", words(value));
            }
        }
        self.findings.push_str("</dl>\n</article>\n");
    }

    /// The whole page.
    pub(super) fn html(self, checked: &str, tally: Tally) -> String {
        let mut page = String::from(HEAD);
        let verdict = match (tally.errors, tally.warnings) {
            (0, 0) => "Nothing is wrong",
            (0, _) => "No errors; some values should be looked at",
            _ => "There are errors",
        };
        let _ = write!(page, "<main>\n<h1>{verdict}</h1>\n<p>{}: {tally}.</p>\n", escaped(checked));
        if !self.counts.is_empty() {
            page.push_str("<table>\n<caption>Findings by kind</caption>\n<thead><tr><th scope=\"col\">Kind</th>");
            page.push_str("<th scope=\"col\">Severity</th><th scope=\"col\">How many</th></tr></thead>\n<tbody>\n");
            for (code, (severity, count)) in &self.counts {
                let _ = write!(
                    page,
                    "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{count}</td></tr>\n",
                    escaped(code),
                    word(*severity)
                );
            }
            page.push_str("</tbody>\n</table>\n");
        }
        let all: usize = self.counts.values().map(|(_, count)| count).sum();
        if all > self.shown {
            let _ = write!(page, "<p>The first {} of {all} findings are shown.</p>\n", self.shown);
        }
        page.push_str(&self.findings);
        page.push_str("</main>\n</body>\n</html>\n");
        page
    }
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c if c.is_control() && c != '\n' => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// Words in which what stands between backticks is code.
fn words(text: &str) -> String {
    let mut html = String::new();
    let parts: Vec<&str> = text.split('`').collect();
    let paired = parts.len() % 2 == 1;
    for (at, part) in parts.iter().enumerate() {
        let part = escaped(part);
        if !paired {
            html.push_str(if at > 0 { "`" } else { "" });
            html.push_str(&part);
        } else if at % 2 == 1 {
            html.push_str(&format!("<code>{part}</code>"));
        } else {
            html.push_str(&part);
        }
    }
    html
}

const HEAD: &str = r#"<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Findings of foi validate</title>
<style>
:root { color-scheme: light dark; --edge: #8a8a8a; --error: #b00020; --warning: #8a5a00; --note: #1f5fa8; }
@media (prefers-color-scheme: dark) { :root { --error: #ff8a95; --warning: #ffc46b; --note: #8fc1ff; } }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
article { border: 1px solid var(--edge); border-left: .5rem solid var(--note); border-radius: .25rem; margin: 1rem 0; padding: .25rem 1rem; }
article.error { border-left-color: var(--error); }
article.warning { border-left-color: var(--warning); }
h3 { margin: .5rem 0; font-size: 1.05rem; }
.tag { border: 1px solid; border-radius: .25rem; padding: 0 .4rem; color: var(--note); }
.error .tag { color: var(--error); }
.warning .tag { color: var(--warning); }
.code { margin: 0; }
pre { border: 1px solid var(--edge); overflow-x: auto; padding: .5rem; }
mark { background: #ffe08a; color: #000; outline: 2px solid var(--error); }
dl div { display: grid; grid-template-columns: 8rem 1fr; gap: .5rem; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; font-weight: 600; }
th, td { border: 1px solid var(--edge); padding: .25rem .75rem; text-align: left; }
</style>
</head>
<body>
"#;
