//! Rules over the values of a text.

use std::cell::Cell;

use super::{Fields, Kinds, Program, Rule};
use crate::json::{Json, Kind};

impl Program {
    /// Whether a value is surely of the schema; no where it is not, and where it takes more to tell.
    pub(crate) fn surely(&self, value: Json<'_>) -> bool {
        Run { program: self, matched: vec![Cell::new(None); self.patterns.len()] }.holds(self.root, value)
    }
}

/// A program on its way through a text.
struct Run<'p, 't> {
    program: &'p Program,
    /// The text that each pattern matched last: a submission says the same codes and sources again and again.
    matched: Vec<Cell<Option<&'t str>>>,
}

impl<'t> Run<'_, 't> {
    fn holds(&self, rule: usize, value: Json<'t>) -> bool {
        self.program.rules.get(rule).is_some_and(|rule| self.rule(rule, value))
    }

    fn pattern(&self, pattern: usize, text: &'t str) -> bool {
        let (Some(last), Some(known)) = (self.matched.get(pattern), self.program.patterns.get(pattern)) else { return false };
        if last.get() == Some(text) {
            return true;
        }
        let matches = known.matches(text);
        if matches {
            last.set(Some(text));
        }
        matches
    }

    fn rule(&self, rule: &Rule, value: Json<'t>) -> bool {
        let kind = value.kind();
        if let Some(kinds) = rule.kinds
            && !kinds.has(kind_of(kind))
        {
            return false;
        }
        let own = match kind {
            Kind::Text => {
                let text = value.plain().unwrap_or("");
                rule.texts.as_ref().is_none_or(|t| t.has(text))
                    && rule.pattern.is_none_or(|p| self.pattern(p, text))
                    && rule.format.as_ref().is_none_or(|f| f.surely(text))
            }
            Kind::Escaped => rule.texts.is_none() && rule.pattern.is_none() && rule.format.is_none(),
            Kind::Object => rule.texts.is_none() && rule.fields.as_ref().is_none_or(|f| self.fields(f, value)),
            Kind::Array => rule.texts.is_none() && self.items(rule, value),
            Kind::Whole => rule.texts.is_none() && in_range(rule, value),
            Kind::Number => rule.texts.is_none() && rule.least.is_none() && rule.most.is_none(),
            Kind::Null => rule.texts.as_ref().is_none_or(|t| t.null),
            Kind::True | Kind::False => rule.texts.is_none(),
        };
        own && (!rule.combined || self.combined(rule, value))
    }

    fn combined(&self, rule: &Rule, value: Json<'t>) -> bool {
        rule.all.iter().all(|&r| self.holds(r, value))
            && rule.nullable.is_none_or(|r| value.kind() == Kind::Null || self.holds(r, value))
            && rule.any.as_ref().is_none_or(|any| any.iter().any(|&r| self.holds(r, value)))
            && rule.switch.as_ref().is_none_or(|(field, forms)| {
                let form = value.get(field).and_then(|chosen| forms.iter().find(|(name, _)| chosen.is(name)));
                form.is_some_and(|(_, r)| self.holds(*r, value))
            })
            // That a value is not of a form cannot be known for sure here, so these two are left to the other validator.
            && rule.one.is_none()
            && rule.conditions.iter().all(|&(test, then, other)| match self.tells(test, value) {
                Some(true) => then.is_none_or(|r| self.holds(r, value)),
                Some(false) => other.is_none_or(|r| self.holds(r, value)),
                None => false,
            })
    }

    /// Whether a value is of a simple rule about fields and texts, for certain either way; `None` where the rule is not that simple.
    fn tells(&self, rule: usize, value: Json<'t>) -> Option<bool> {
        let rule = self.program.rules.get(rule)?;
        let simple = rule.pattern.is_none()
            && rule.format.is_none()
            && rule.least.is_none()
            && rule.most.is_none()
            && rule.items.is_none()
            && rule.least_items == 0
            && rule.most_items.is_none()
            && !rule.combined;
        if !simple {
            return None;
        }
        if let Some(kinds) = rule.kinds
            && !kinds.has(kind_of(value.kind()))
        {
            // A number with a point can be whole all the same.
            return if value.kind() == Kind::Number { None } else { Some(false) };
        }
        if let Some(texts) = &rule.texts {
            return match value.kind() {
                Kind::Text => Some(texts.has(value.plain()?)),
                Kind::Null => Some(texts.null),
                Kind::Escaped => None,
                _ => Some(false),
            };
        }
        let Some(fields) = rule.fields.as_ref().filter(|_| value.kind() == Kind::Object) else { return Some(true) };
        if !fields.open || fields.others.is_some() {
            return None;
        }
        let mut holds = true;
        for (at, (name, field)) in fields.known.iter().enumerate() {
            holds &= match value.get(name) {
                Some(value) => self.tells(*field, value)?,
                None => fields.required >> at & 1 == 0,
            };
        }
        Some(holds)
    }

    fn fields(&self, fields: &Fields, value: Json<'t>) -> bool {
        let mut seen = 0_u64;
        let mut expected = 0;
        for (name, value) in value.members() {
            if name.kind() != Kind::Text {
                return false;
            }
            let here = |at: usize| fields.known.get(at).is_some_and(|(known, _)| name.is(known));
            // Fields mostly stand in the order of the schema, some left out.
            let at = if here(expected) {
                expected
            } else if let Some(at) = fields.known.iter().position(|(known, _)| name.is(known)) {
                at
            } else if fields.open && fields.others.is_none_or(|rule| self.holds(rule, value)) {
                continue;
            } else {
                return false;
            };
            let bit = 1_u64 << (at & 63);
            let Some((_, rule)) = fields.known.get(at).filter(|_| seen & bit == 0) else { return false };
            if !self.holds(*rule, value) {
                return false;
            }
            seen |= bit;
            expected = at + 1;
        }
        seen & fields.required == fields.required
    }

    fn items(&self, rule: &Rule, value: Json<'t>) -> bool {
        let mut count = 0;
        for item in value.items() {
            count += 1;
            if rule.items.is_some_and(|r| !self.holds(r, item)) {
                return false;
            }
        }
        count >= rule.least_items && rule.most_items.is_none_or(|most| count <= most) && (!rule.unique || unique(value, count))
    }
}

/// Whether the items of a short array are surely different: plain texts that differ.
fn unique(value: Json<'_>, count: usize) -> bool {
    const MANY: usize = 32;
    count < 2
        || count <= MANY
            && value.items().all(|i| i.kind() == Kind::Text)
            && value.items().enumerate().all(|(at, item)| value.items().skip(at + 1).all(|other| other.raw() != item.raw()))
}

fn in_range(rule: &Rule, value: Json<'_>) -> bool {
    if rule.least.is_none() && rule.most.is_none() {
        return true;
    }
    let number: Option<i64> = value.raw().parse().ok();
    number.is_some_and(|n| rule.least.is_none_or(|least| n >= least) && rule.most.is_none_or(|most| n <= most))
}

fn kind_of(kind: Kind) -> Kinds {
    match kind {
        Kind::Null => Kinds::NULL,
        Kind::False | Kind::True => Kinds::BOOLEAN,
        Kind::Whole => Kinds::INTEGER,
        Kind::Number => Kinds::NUMBER,
        Kind::Text | Kind::Escaped => Kinds::STRING,
        Kind::Array => Kinds::ARRAY,
        Kind::Object => Kinds::OBJECT,
    }
}
