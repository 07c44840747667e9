//! Findings as a log of SARIF 2.1.0, written as they come.

use std::collections::BTreeMap;
use std::io::{self, Write};

use foi_model::{IssueCode, Severity};
use serde_json::{Value, json};

use crate::catalogue::Check;
use crate::diagnostic::Diagnostic;

/// A log that is being written.
pub(super) struct Log {
    /// The place of each code among the rules.
    rules: BTreeMap<&'static str, usize>,
    any: bool,
}

impl Log {
    pub(super) fn begin(out: &mut impl Write) -> io::Result<Self> {
        let checks = Check::ALL.iter().map(|c| (c.as_str(), c.severity(), c.meaning(), c.help()));
        let issues = IssueCode::ALL.iter().map(|c| (c.as_str(), c.severity(), c.meaning(), c.help()));
        let all: Vec<_> = checks.chain(issues).collect();
        let rules: Vec<Value> = all
            .iter()
            .map(|(code, severity, meaning, help)| {
                json!({
                    "id": code,
                    "shortDescription": {"text": meaning},
                    "help": {"text": help},
                    "defaultConfiguration": {"level": severity.as_str()},
                })
            })
            .collect();
        let driver = json!({"name": "foi", "version": env!("CARGO_PKG_VERSION"), "rules": rules});
        let schema = "https://json.schemastore.org/sarif-2.1.0.json";
        write!(out, "{{\"$schema\":\"{schema}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},")?;
        write!(out, "\"columnKind\":\"unicodeCodePoints\",\"results\":[")?;
        Ok(Self { rules: all.iter().enumerate().map(|(at, (code, ..))| (*code, at)).collect(), any: false })
    }

    pub(super) fn add(&mut self, diagnostic: &Diagnostic, out: &mut impl Write) -> io::Result<()> {
        let comma = if self.any { ",\n" } else { "\n" };
        self.any = true;
        write!(out, "{comma}{}", self.result(diagnostic))
    }

    pub(super) fn end(self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "\n]}}]}}")
    }

    fn result(&self, diagnostic: &Diagnostic) -> Value {
        let finding = diagnostic.finding();
        let level = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let mut words = finding.message.clone();
        if !finding.help.is_empty() {
            words = format!("{words}. What to do: {}", finding.help);
        }
        let mut result = json!({"ruleId": finding.code, "level": level, "message": {"text": words}});
        if let Some(&at) = self.rules.get(finding.code.as_str()) {
            set(&mut result, "ruleIndex", json!(at));
        }
        if let Some(location) = location(diagnostic) {
            set(&mut result, "locations", json!([location]));
        }
        let known = [
            ("submissionId", finding.submission_id.as_deref()),
            ("questionId", finding.question_id.as_deref()),
            ("actual", finding.actual.as_deref()),
            ("expected", finding.expected.as_deref()),
            ("among", diagnostic.neighbours()),
        ];
        let properties: serde_json::Map<String, Value> =
            known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value?)))).collect();
        if !properties.is_empty() {
            set(&mut result, "properties", Value::Object(properties));
        }
        result
    }
}

fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

fn location(diagnostic: &Diagnostic) -> Option<Value> {
    let finding = diagnostic.finding();
    let mut physical = json!({"artifactLocation": {"uri": uri(finding.file.as_deref()?)}});
    if let Some(place) = diagnostic.place() {
        let mut region = json!({"startLine": place.line, "startColumn": place.column});
        if let Some(end) = place.end_column {
            set(&mut region, "endColumn", json!(end));
        }
        set(&mut physical, "region", region);
    } else if let Some(excerpt) = diagnostic.excerpt() {
        set(&mut physical, "region", json!({"startLine": excerpt.first_line}));
    }
    let mut location = json!({"physicalLocation": physical});
    let name = diagnostic.place().map(|p| p.pointer.clone()).filter(|p| !p.is_empty()).or_else(|| finding.locator.clone());
    if let Some(name) = name {
        set(&mut location, "logicalLocations", json!([{"fullyQualifiedName": name}]));
    }
    Some(location)
}

/// A path as a reference: everything but letters, digits and what paths are made of is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    if path.starts_with('/') { format!("file://{uri}") } else { uri }
}
