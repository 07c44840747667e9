//! A submission against its JSON Schema, and the values whose rules no schema can say.

use foi_model::{Date, Decimal, FinancialYear, Locator, Provision, QuestionId, SCHEMA_VERSION, SchemaName, json_schema};
use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use super::Fault;
use crate::failure::Failure;
use crate::findings::Check;
use crate::grid::start_of;
use crate::pointer::step;

/// The compiled schema.
pub(crate) struct Structure {
    validator: Validator,
}

impl Structure {
    pub(crate) fn new() -> Result<Self, Failure> {
        let validator =
            jsonschema::draft202012::options().should_validate_formats(true).build(&json_schema(SchemaName::Submission));
        Ok(Self { validator: validator.map_err(|e| Failure::from_error(&e))? })
    }

    /// Every way in which a value is not of the schema.
    pub(crate) fn faults(&self, value: &Value) -> Vec<Fault> {
        let version = value.get("schema_version").and_then(Value::as_str);
        if let Some(other) = version.filter(|&v| v != SCHEMA_VERSION) {
            let message = format!("the submission is of schema version `{other}`, and this is version `{SCHEMA_VERSION}`");
            return vec![Fault::new(Check::SchemaVersion, "/schema_version", message).differs(other, SCHEMA_VERSION)];
        }
        let mut faults = Vec::new();
        for error in self.validator.iter_errors(value) {
            explain(value, "", &error, &mut faults);
        }
        if faults.is_empty() {
            impossible(value, "", &mut faults);
        }
        faults
    }
}

/// One fault for each cause: where a value fits none of several forms, the causes are those of the form that it comes nearest to.
fn explain(root: &Value, base: &str, error: &ValidationError<'_>, faults: &mut Vec<Fault>) {
    let own = error.instance_path().as_str();
    // The errors within a choice of forms name their place from the root; should a version of the crate name it from the choice, the
    // pointer would name nothing and its parent is taken.
    let pointer = if root.pointer(own).is_some() { own.to_owned() } else { format!("{base}{own}") };
    let found = start_of(&error.instance().to_string(), 60);
    let mut add = |pointer: String, message: String| faults.push(Fault::new(Check::SchemaMismatch, pointer, message));
    match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            if let Some((at, message)) = unknown_kind(context) {
                return add(at, message);
            }
            match context.iter().min_by_key(|branch| distance(branch, own)) {
                Some(nearest) if !nearest.is_empty() => nearest.iter().for_each(|e| explain(root, &pointer, e, faults)),
                _ => add(pointer, format!("`{found}` has none of the forms that the schema allows here")),
            }
        }
        ValidationErrorKind::AdditionalProperties { unexpected } | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            for name in unexpected {
                add(format!("{pointer}{}", step(name)), format!("the schema has no field `{name}` here"));
            }
        }
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            add(pointer, format!("the field `{name}` is missing"));
        }
        ValidationErrorKind::Type { kind } => {
            let expected = match kind {
                TypeKind::Single(one) => one.to_string(),
                TypeKind::Multiple(several) => several.iter().map(|t| t.to_string()).collect::<Vec<_>>().join(" or "),
            };
            add(pointer, format!("`{found}` is not of type {expected}"));
        }
        ValidationErrorKind::Enum { options } => {
            let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
            let options: Vec<String> = options.iter().map(|o| format!("`{}`", o.as_str().unwrap_or("null"))).collect();
            add(pointer, format!("`{found}` is not one of {}", options.join(", ")));
        }
        ValidationErrorKind::Constant { expected_value } => {
            add(pointer, format!("`{found}` is not `{}`", expected_value.as_str().unwrap_or("null")));
        }
        ValidationErrorKind::Pattern { pattern } => add(pointer, format!("`{found}` does not match `{pattern}`")),
        _ => add(pointer, start_of(&error.masked_with(format!("`{found}`")).to_string(), 200)),
    }
}

/// Where each of several forms has a name of its own in one field, and the value has none of them: the field, and the names.
fn unknown_kind(forms: &[Vec<ValidationError<'static>>]) -> Option<(String, String)> {
    let mut names = Vec::new();
    let mut field: Option<&ValidationError<'static>> = None;
    for errors in forms {
        let (error, name) = errors.iter().find_map(|e| match e.kind() {
            ValidationErrorKind::Constant { expected_value } => Some((e, expected_value.as_str()?.to_owned())),
            _ => None,
        })?;
        if field.is_some_and(|f| f.instance_path() != error.instance_path()) {
            return None;
        }
        field = Some(error);
        names.push(format!("`{name}`"));
    }
    let field = field?;
    let found = start_of(&field.instance().to_string(), 60);
    Some((field.instance_path().to_string(), format!("`{found}` is not one of {}", names.join(", "))))
}

/// How far a value is from a form: a form that it is of another type than, or another kind of, is farther than one with a wrong field.
fn distance(errors: &[ValidationError<'static>], at: &str) -> (bool, usize) {
    let other_kind = errors.iter().any(|e| match e.kind() {
        ValidationErrorKind::Type { .. } => e.instance_path().as_str() == at || e.instance_path().as_str().is_empty(),
        ValidationErrorKind::Constant { .. } => true,
        _ => false,
    });
    (other_kind, errors.len())
}

/// Texts of the right pattern that mean nothing: years that do not follow each other, provisions under which nothing can be withheld.
fn impossible(value: &Value, pointer: &str, faults: &mut Vec<Fault>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let pointer = format!("{pointer}{}", step(name));
                let error = match value {
                    Value::String(text) => rule(name, text),
                    Value::Number(number) if number.is_f64() => {
                        Some(format!("`{number}` is a JSON number, which is not exact: write it as a text"))
                    }
                    _ => None,
                };
                if let Some(error) = error {
                    faults.push(Fault::new(Check::ValueInvalid, pointer, error));
                } else {
                    impossible(value, &pointer, faults);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                impossible(item, &format!("{pointer}/{index}"), faults);
            }
        }
        _ => {}
    }
}

/// Why the text of a field is impossible.
fn rule(field: &str, text: &str) -> Option<String> {
    match field {
        "financial_year" => text.parse::<FinancialYear>().err().map(|e| e.to_string()),
        "question_id" => text.parse::<QuestionId>().err().map(|e| e.to_string()),
        "provision" => text.parse::<Provision>().err().map(|e| e.to_string()),
        "locator" => text.parse::<Locator>().err().map(|e| e.to_string()),
        "value" if text.starts_with(|c: char| c == '-' || c.is_ascii_digit()) && text.parse::<Date>().is_err() => number(text),
        "lower_bound" | "upper_bound" => number(text),
        _ => None,
    }
}

fn number(text: &str) -> Option<String> {
    let refused = Decimal::from_str_exact(text).is_err();
    refused.then(|| format!("`{text}` is not a number of at most 28 digits"))
}
