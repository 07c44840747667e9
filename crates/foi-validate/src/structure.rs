//! A submission against its JSON Schema, with a cause for each fault.

use std::collections::BTreeMap;

use foi_model::{Decimal, DispositionError, FinancialYear, Locator, Provision, SchemaName, json_schema};
use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use crate::Error;
use crate::catalogue::Check;
use crate::fault::Fault;
use crate::json::step;
use crate::schema::{Formats, Program};
use crate::words::start_of;

/// The schema, in the two forms that it is used in.
pub(crate) struct Structure {
    /// Says at once that a submission is of the schema.
    pub(crate) program: Program,
    /// Decides, and says what is wrong.
    validator: Validator,
    formats: Formats,
    /// What a text of a pattern is, in the words of the schema.
    meanings: BTreeMap<String, String>,
}

/// The formats of the schema that no pattern can say.
pub fn formats() -> Formats {
    Formats::default()
        .with("foi-financial-year", |t| t.parse::<FinancialYear>().is_ok(), |t| said(t.parse::<FinancialYear>()))
        .with("foi-provision", |t| t.parse::<Provision>().is_ok(), |t| said(t.parse::<Provision>()))
        .with(
            "foi-number",
            |t| t.len() <= 28,
            |t| said(Decimal::from_str_exact(t).map_err(|_| format!("`{t}` has more than 28 digits"))),
        )
        .with("foi-locator", plain_locator, |t| said(t.parse::<Locator>()))
}

fn said<T, E: std::fmt::Display>(read: Result<T, E>) -> Result<(), String> {
    read.map(|_| ()).map_err(|e| e.to_string())
}

/// Whether a text is one of the commonest locators: `line 74`, `line 74 chars 12-18`. The others take longer to read.
fn plain_locator(text: &str) -> bool {
    let plain = || {
        let rest = text.as_bytes().strip_prefix(b"line ").or_else(|| text.as_bytes().strip_prefix(b"paragraph "))?;
        let (_, rest) = leading_number(rest)?;
        if rest.is_empty() {
            return Some(true);
        }
        let (first, rest) = leading_number(rest.strip_prefix(b" chars ")?)?;
        let (last, rest) = leading_number(rest.strip_prefix(b"-")?)?;
        Some(rest.is_empty() && first <= last)
    };
    plain() == Some(true) || text.parse::<Locator>().is_ok()
}

/// A number of at most nine digits, the first of them no nought, and what stands behind it.
fn leading_number(text: &[u8]) -> Option<(u32, &[u8])> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (number, rest) = text.split_at_checked(digits).filter(|(n, _)| (1..=9).contains(&n.len()) && n.first() != Some(&b'0'))?;
    Some((number.iter().fold(0, |n, b| n * 10 + u32::from(b - b'0')), rest))
}

impl Structure {
    pub(crate) fn new() -> Result<Self, Error> {
        let schema = json_schema(SchemaName::Submission);
        let formats = formats();
        let mut options = jsonschema::draft202012::options().should_validate_formats(true);
        for (name, rule) in formats.rules() {
            options = options.with_format(name, move |text: &str| rule(text).is_ok());
        }
        let validator = options.build(&schema).map_err(|e| Error::Schema(e.to_string()))?;
        let program = Program::new(&schema, &formats).map_err(|e| Error::Schema(e.to_string()))?;
        let mut meanings = BTreeMap::new();
        patterns(&schema, &mut meanings);
        Ok(Self { program, validator, formats, meanings })
    }

    /// Every way in which a value is not of the schema.
    pub(crate) fn faults(&self, value: &Value) -> Vec<Fault> {
        let mut faults = Vec::new();
        for error in self.validator.iter_errors(value) {
            self.explain(value, "", &error, &mut faults);
        }
        // A text without the form of its field has no meaning that could be wrong as well.
        let formless: Vec<String> = faults.iter().filter(|f| f.check == Check::SchemaMismatch).map(|f| f.pointer.clone()).collect();
        faults.retain(|f| f.check != Check::ValueInvalid || !formless.contains(&f.pointer));
        faults
    }

    /// One fault for each cause: where a value fits none of several forms, the causes are those of the form that it comes nearest to.
    fn explain(&self, root: &Value, base: &str, error: &ValidationError<'_>, faults: &mut Vec<Fault>) {
        let own = error.instance_path().as_str();
        // The errors within a choice of forms name their place from the root; should a version of the crate name it from the choice, the
        // pointer would name nothing and its parent is taken.
        let pointer = if root.pointer(own).is_some() { own.to_owned() } else { format!("{base}{own}") };
        match error.kind() {
            ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
                if let Some((at, message, expected)) = unknown_kind(context) {
                    let found = root.pointer(&at).map(shown).unwrap_or_default();
                    faults.push(mismatch(at, message).differs(found, expected));
                    return;
                }
                if let Some(nearest) = context.iter().filter(|b| !b.is_empty()).min_by_key(|branch| distance(branch, own)) {
                    nearest.iter().for_each(|e| self.explain(root, &pointer, e, faults));
                    return;
                }
            }
            ValidationErrorKind::AdditionalProperties { unexpected }
            | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
                for name in unexpected {
                    let message = format!("there is no field `{name}` here; it may be misspelt, or stand in the wrong object");
                    faults.push(mismatch(format!("{pointer}{}", step(name)), message));
                }
                return;
            }
            _ => {}
        }
        let fault = self.cause(&pointer, error);
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }

    /// One cause in words.
    fn cause(&self, pointer: &str, error: &ValidationError<'_>) -> Fault {
        let value: &Value = error.instance();
        let found = shown(value);
        let name = pointer.rsplit('/').next().unwrap_or_default();
        let add = |message: String| mismatch(pointer, message);

        match error.kind() {
            ValidationErrorKind::Required { property } => {
                add(format!("the field `{}` is missing in {}", property.as_str().unwrap_or_default(), whole(pointer)))
            }
            ValidationErrorKind::Type { kind } => {
                let expected = match kind {
                    TypeKind::Single(one) => type_name(&one.to_string()).to_owned(),
                    TypeKind::Multiple(all) => {
                        let names: Vec<String> = all.iter().map(|t| type_name(&t.to_string()).to_owned()).collect();
                        names.join(" or ")
                    }
                };
                let why = match value {
                    Value::Number(_) if expected.starts_with("a text") => {
                        ": numbers stand in quotation marks, because a JSON number is not exact to the penny"
                    }
                    _ => "",
                };
                let what = if name.is_empty() || is_index(name) { whole(pointer) } else { format!("`{name}`") };
                add(format!("{what} is {}, and {expected} is expected{why}", kind_of(value))).differs(found, expected)
            }
            ValidationErrorKind::Enum { options } => {
                let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
                let options: Vec<String> = options.iter().map(|o| o.as_str().unwrap_or("null").to_owned()).collect();
                add(format!("`{found}` is not one of the codes for `{name}`")).differs(found, options.join(", "))
            }
            ValidationErrorKind::Constant { expected_value } => {
                let expected = expected_value.as_str().map_or_else(|| expected_value.to_string(), str::to_owned);
                add(format!("`{name}` is `{found}`, and only `{expected}` is known")).differs(found, expected)
            }
            ValidationErrorKind::Pattern { pattern } => {
                let expected = self.meanings.get(pattern).cloned().unwrap_or_else(|| format!("a text that matches {pattern}"));
                add(format!("`{found}` does not have the form of `{name}`")).differs(found, expected)
            }
            ValidationErrorKind::Format { format } => {
                let text = value.as_str().unwrap_or_default();
                match self.formats.rules().find(|(n, _)| n == format).map(|(_, rule)| rule(text)) {
                    Some(Err(why)) => Fault::new(Check::ValueInvalid, pointer, why),
                    _ if format == "date" => {
                        add(format!("`{found}` is no date")).differs(found, "a day of the calendar, written `2025-03-31`")
                    }
                    _ => add(format!("`{found}` is not of the format `{format}`")),
                }
            }
            ValidationErrorKind::MinItems { .. } if name == "exemptions" => {
                add(DispositionError::WithheldWithoutGround.to_string())
            }
            ValidationErrorKind::MaxItems { .. } if name == "exemptions" => {
                add("a question to which nothing was said cannot cite an exemption".to_owned())
            }
            ValidationErrorKind::Minimum { limit } => {
                add(format!("`{name}` is {found}, which is less than {limit}")).differs(found, format!("{limit} or more"))
            }
            ValidationErrorKind::Maximum { limit } => {
                add(format!("`{name}` is {found}, which is more than {limit}")).differs(found, format!("{limit} or less"))
            }
            ValidationErrorKind::UniqueItems => add(format!("`{name}` lists the same code twice")),
            _ => add(start_of(&error.masked_with(format!("`{found}`")).to_string(), 200)),
        }
    }
}

fn mismatch(pointer: impl Into<String>, message: impl Into<String>) -> Fault {
    Fault::new(Check::SchemaMismatch, pointer, message)
}

/// A value as messages show it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => start_of(text, 60),
        other => start_of(&other.to_string(), 60),
    }
}

/// What a pointer to an object or to an item of a list names, in words.
fn whole(pointer: &str) -> String {
    match pointer.rsplit_once('/') {
        None => "the submission".to_owned(),
        Some((list, last)) => match last.parse::<usize>() {
            Ok(index) => format!("item {} of `{}`", index + 1, list.rsplit('/').next().unwrap_or_default()),
            Err(_) => format!("`{last}`"),
        },
    }
}

fn is_index(step: &str) -> bool {
    step.bytes().all(|b| b.is_ascii_digit())
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn type_name(name: &str) -> &str {
    match name {
        "string" => "a text",
        "array" => "a list",
        "object" => "an object",
        "number" => "a number",
        "integer" => "a whole number",
        "boolean" => "true or false",
        other => other,
    }
}

/// The first sentence that the schema says of each pattern.
fn patterns(schema: &Value, found: &mut BTreeMap<String, String>) {
    match schema {
        Value::Object(fields) => {
            if let (Some(Value::String(pattern)), Some(Value::String(words))) = (fields.get("pattern"), fields.get("description")) {
                let first = words.split("\n\n").next().unwrap_or(words).replace('\n', " ");
                found.entry(pattern.clone()).or_insert_with(|| first.trim_end_matches('.').to_owned());
            }
            fields.values().for_each(|v| patterns(v, found));
        }
        Value::Array(items) => items.iter().for_each(|v| patterns(v, found)),
        _ => {}
    }
}

/// Where each of several forms has a name of its own in one field, and the value has none of them: the field, and the names.
fn unknown_kind(forms: &[Vec<ValidationError<'static>>]) -> Option<(String, String, String)> {
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
        names.push(name);
    }
    let field = field?;
    let at = field.instance_path().to_string();
    let last = at.rsplit('/').next().unwrap_or_default();
    let message = format!("`{}` is not one of the codes for `{last}`", shown(field.instance()));
    Some((at, message, names.join(", ")))
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
