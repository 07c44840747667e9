//! From a schema to rules.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::text::{Format, Formats, Pattern};
use super::{Fields, Kinds, Program, Rule, SchemaError, Texts};

type Done<T> = Result<T, SchemaError>;

/// Keywords that say nothing of a value.
const SILENT: [&str; 6] = ["$schema", "$defs", "$id", "$comment", "title", "description"];

struct Compiler<'s> {
    root: &'s Value,
    formats: &'s Formats,
    rules: Vec<Rule>,
    patterns: Vec<Pattern>,
    /// The rules of what was referred to, made or in the making.
    named: BTreeMap<String, usize>,
}

impl Program {
    /// A program for a schema.
    ///
    /// # Errors
    /// [`SchemaError`] for whatever is in the schema that has no check here.
    pub fn new(schema: &Value, formats: &Formats) -> Done<Self> {
        let mut compiler = Compiler { root: schema, formats, rules: Vec::new(), patterns: Vec::new(), named: BTreeMap::new() };
        let root = compiler.schema(schema)?;
        Ok(Self { rules: compiler.rules, root, patterns: compiler.patterns })
    }
}

fn form<T>(keyword: &str, value: Option<T>) -> Done<T> {
    value.ok_or_else(|| SchemaError::Form(keyword.to_owned()))
}

impl Compiler<'_> {
    fn add(&mut self, rule: Rule) -> usize {
        self.rules.push(rule);
        self.rules.len() - 1
    }

    fn schema(&mut self, schema: &Value) -> Done<usize> {
        let object = match schema {
            Value::Bool(true) => return Ok(self.add(Rule::default())),
            Value::Bool(false) => return Ok(self.add(Rule { kinds: Some(Kinds::default()), ..Rule::default() })),
            other => form("schema", other.as_object())?,
        };
        let mut says = object.iter().filter(|(k, _)| !SILENT.contains(&k.as_str()));
        if let (Some((_, reference)), None) = (says.next().filter(|(k, _)| *k == "$ref"), says.next()) {
            return self.reference(reference);
        }
        let rule = self.rule(object)?;
        Ok(self.add(rule))
    }

    fn reference(&mut self, reference: &Value) -> Done<usize> {
        let name = form("$ref", reference.as_str())?;
        if let Some(&rule) = self.named.get(name) {
            return Ok(rule);
        }
        let unknown = || SchemaError::Reference(name.to_owned());
        let target = self.root.pointer(name.strip_prefix('#').ok_or_else(unknown)?).ok_or_else(unknown)?;
        // The place is taken first, so that a schema can contain itself.
        let place = self.add(Rule::default());
        self.named.insert(name.to_owned(), place);
        let made = self.schema(target)?;
        let rule = Rule { all: vec![made], combined: true, ..Rule::default() };
        if let Some(slot) = self.rules.get_mut(place) {
            *slot = rule;
        }
        // Only a rule that was referred to while it was made needs the detour.
        self.named.insert(name.to_owned(), made);
        Ok(made)
    }

    fn schemas(&mut self, keyword: &str, value: &Value) -> Done<Vec<usize>> {
        form(keyword, value.as_array())?.iter().map(|s| self.schema(s)).collect()
    }

    fn rule(&mut self, schema: &Map<String, Value>) -> Done<Rule> {
        let mut rule = Rule::default();
        for (keyword, value) in schema {
            let count = || form(keyword, value.as_u64().and_then(|n| usize::try_from(n).ok()));
            match keyword.as_str() {
                silent if SILENT.contains(&silent) => {}
                "$ref" => {
                    let target = self.reference(value)?;
                    rule.all.push(target);
                }
                "type" => rule.kinds = Some(kinds(value)?),
                "const" => rule.texts = Some(texts(keyword, std::slice::from_ref(value))?),
                "enum" => rule.texts = Some(texts(keyword, form(keyword, value.as_array())?)?),
                "pattern" => rule.pattern = Some(self.pattern(form(keyword, value.as_str())?)?),
                "format" => {
                    let name = form(keyword, value.as_str())?;
                    let quick = self.formats.get(name).ok_or_else(|| SchemaError::Keyword(format!("format: {name}")))?;
                    rule.format = Some(Format::of(quick));
                }
                "minimum" => rule.least = Some(form(keyword, value.as_i64())?),
                "maximum" => rule.most = Some(form(keyword, value.as_i64())?),
                "properties" | "required" | "additionalProperties" => {}
                "items" => rule.items = Some(self.schema(value)?),
                "minItems" => rule.least_items = count()?,
                "maxItems" => rule.most_items = Some(count()?),
                "uniqueItems" => rule.unique = form(keyword, value.as_bool())?,
                "allOf" => {
                    let all = self.schemas(keyword, value)?;
                    rule.all.extend(all);
                }
                "anyOf" => rule.any = Some(self.schemas(keyword, value)?),
                "oneOf" => self.one_of(keyword, value, &mut rule)?,
                "if" => {
                    let test = self.schema(value)?;
                    let then = schema.get("then").map(|s| self.schema(s)).transpose()?;
                    let other = schema.get("else").map(|s| self.schema(s)).transpose()?;
                    rule.conditions.push((test, then, other));
                }
                "then" | "else" if schema.contains_key("if") => {}
                unknown => return Err(SchemaError::Keyword(unknown.to_owned())),
            }
        }
        rule.fields = self.fields(schema)?;
        self.nullable(&mut rule);
        rule.combined = !rule.all.is_empty()
            || rule.any.is_some()
            || rule.nullable.is_some()
            || rule.one.is_some()
            || rule.switch.is_some()
            || !rule.conditions.is_empty();
        Ok(rule)
    }

    fn pattern(&mut self, pattern: &str) -> Done<usize> {
        if let Some(known) = self.patterns.iter().position(|p| p.source() == pattern) {
            return Ok(known);
        }
        self.patterns.push(Pattern::new(pattern)?);
        Ok(self.patterns.len() - 1)
    }

    fn fields(&mut self, schema: &Map<String, Value>) -> Done<Option<Fields>> {
        let empty = Map::new();
        let properties = schema.get("properties").map_or(Ok(&empty), |p| form("properties", p.as_object()))?;
        let required = match schema.get("required") {
            None => Vec::new(),
            Some(names) => {
                let names = form("required", names.as_array())?;
                form("required", names.iter().map(Value::as_str).collect::<Option<Vec<&str>>>())?
            }
        };
        let open = match schema.get("additionalProperties") {
            None | Some(Value::Bool(true)) => true,
            Some(Value::Bool(false)) => false,
            Some(_) => return Err(SchemaError::Form("additionalProperties".to_owned())),
        };
        if properties.is_empty() && required.is_empty() && open {
            return Ok(None);
        }
        let mut fields = Fields { open, ..Fields::default() };
        for (name, value) in properties {
            let rule = self.schema(value)?;
            fields.known.push((name.as_str().into(), rule));
        }
        for name in required {
            let at = match fields.known.iter().position(|(n, _)| &**n == name) {
                Some(at) => at,
                None => {
                    let rule =
                        self.add(if open { Rule::default() } else { Rule { kinds: Some(Kinds::default()), ..Rule::default() } });
                    fields.known.push((name.into(), rule));
                    fields.known.len() - 1
                }
            };
            fields.required |= 1_u64.checked_shl(u32::try_from(at).unwrap_or(u32::MAX)).unwrap_or(0);
        }
        if fields.known.len() > 64 {
            return Err(SchemaError::Form("properties".to_owned()));
        }
        Ok(Some(fields))
    }

    /// Where each form is one text, the texts; where each fixes a field to a text of its own, a choice by that field.
    fn one_of(&mut self, keyword: &str, value: &Value, rule: &mut Rule) -> Done<()> {
        let forms = form(keyword, value.as_array())?;
        let only_text = |f: &Value| {
            let form = f.as_object()?;
            let known = form.keys().all(|k| SILENT.contains(&k.as_str()) || k == "const" || k == "type");
            let text = form.get("const")?.as_str()?;
            (known && form.get("type").is_none_or(|t| t == "string")).then(|| Box::from(text))
        };
        if let Some(names) = forms.iter().map(only_text).collect::<Option<Vec<Box<str>>>>() {
            let count = names.len();
            let texts = Texts::new(names, false);
            if texts.sorted.len() == count && rule.texts.is_none() {
                rule.texts = Some(texts);
                return Ok(());
            }
        }
        let rules = self.schemas(keyword, value)?;
        match switch_field(forms) {
            Some((field, names)) if rule.switch.is_none() => {
                rule.switch = Some((field.into(), names.into_iter().map(Box::from).zip(rules).collect()));
            }
            _ => rule.one = Some(rules),
        }
        Ok(())
    }

    /// `anyOf` a rule and null is that rule where the value is not null, which is told at once.
    fn nullable(&self, rule: &mut Rule) {
        let Some([a, b]) = rule.any.as_deref() else { return };
        let null = |r: usize| self.rules.get(r).is_some_and(|r| r.kinds == Some(Kinds::NULL));
        let other = if null(*a) {
            *b
        } else if null(*b) {
            *a
        } else {
            return;
        };
        rule.any = None;
        rule.nullable = Some(other);
    }
}

/// The field that each of several forms requires and fixes to another text, and these texts.
fn switch_field(forms: &[Value]) -> Option<(&str, Vec<&str>)> {
    let first = forms.first()?.get("properties")?.as_object()?;
    first.keys().find_map(|field| {
        let mut names = Vec::new();
        for form in forms {
            let required = form.get("required")?.as_array()?.iter().any(|r| r.as_str() == Some(field));
            let name = form.get("properties")?.get(field)?.get("const")?.as_str()?;
            if !required || form.get("type")? != "object" || names.contains(&name) {
                return None;
            }
            names.push(name);
        }
        Some((field.as_str(), names))
    })
}

fn kinds(value: &Value) -> Done<Kinds> {
    let names = match value {
        Value::Array(names) => names.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut kinds = Kinds::default();
    for name in names {
        kinds.0 |= match name.as_str() {
            Some("null") => Kinds::NULL,
            Some("boolean") => Kinds::BOOLEAN,
            Some("integer") => Kinds::INTEGER,
            Some("number") => Kinds::NUMBER,
            Some("string") => Kinds::STRING,
            Some("array") => Kinds::ARRAY,
            Some("object") => Kinds::OBJECT,
            _ => return Err(SchemaError::Form("type".to_owned())),
        }
        .0;
    }
    Ok(kinds)
}

fn texts(keyword: &str, values: &[Value]) -> Done<Texts> {
    let null = values.iter().any(Value::is_null);
    let texts: Option<Vec<Box<str>>> = values.iter().filter(|v| !v.is_null()).map(|v| v.as_str().map(Box::from)).collect();
    Ok(Texts::new(form(keyword, texts)?, null))
}
