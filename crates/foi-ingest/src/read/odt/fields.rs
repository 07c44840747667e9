//! Forms and fields whose content is not their text: check boxes, lists to choose from, conditions.

use std::collections::HashMap;

use super::super::line::check_box;
use super::super::xml::{Element, Node};

/// What the controls of the forms show, by their ids.
pub(super) fn controls(forms: &Element, found: &mut HashMap<String, String>) {
    for control in forms.children() {
        let says = |name: &str| control.get(name).map(str::to_owned);
        let shown = match control.name() {
            "checkbox" | "radio" => {
                let ticked = control.get("current-state") == Some("checked") || control.get("current-selected") == Some("true");
                Some(format!("{} {}", check_box(ticked), control.get("label").unwrap_or_default()).trim_end().to_owned())
            }
            "listbox" => {
                let chosen = control.children().find(|o| o.get("current-selected").or(o.get("selected")) == Some("true"));
                chosen.and_then(|o| o.get("label")).map(str::to_owned)
            }
            "text" | "textarea" | "combobox" | "formatted-text" | "date" | "number" => {
                says("current-value").or_else(|| says("value"))
            }
            "fixed-text" => says("label"),
            _ => {
                controls(control, found);
                None
            }
        };
        if let Some((id, shown)) = control.get("id").zip(shown) {
            found.insert(id.to_owned(), shown);
        }
    }
}

/// What a mark of a form field shows by itself.
pub(super) fn mark(field: &Element) -> Option<String> {
    let kind = field.get("type")?;
    let parameters = || field.children().filter(|p| p.name() == "param").filter_map(|p| Some((p.get("name")?, p.get("value")?)));
    if kind.ends_with("CHECKBOX") {
        let ticked = parameters().any(|(name, value)| name == "Checkbox_Checked" && matches!(value, "true" | "1"));
        return Some(check_box(ticked).to_string());
    }
    if kind.ends_with("DROPDOWN") {
        let selected = parameters().find(|(name, _)| *name == "Dropdown_Selected").and_then(|(_, value)| value.parse().ok());
        let mut entries = parameters().filter(|(name, _)| *name == "Dropdown_ListEntry");
        return entries.nth(selected.unwrap_or(0)).map(|(_, entry)| entry.to_owned());
    }
    None
}

/// A formula in one line.
pub(super) fn formula(math: &Element, out: &mut String) {
    let fraction = math.name() == "mfrac";
    for (index, node) in math.nodes.iter().enumerate() {
        match node {
            Node::Text(text) => out.push_str(text.trim()),
            // What the program would write it from is no part of it.
            Node::Element(child) if child.name() == "annotation" => {}
            Node::Element(child) => {
                if fraction && index > 0 {
                    out.push('/');
                }
                formula(child, out);
            }
        }
    }
}

/// Whether something is said not to be shown.
pub(super) fn is_hidden(element: &Element) -> bool {
    matches!(element.get("is-hidden"), Some("true")) || matches!(element.get("display"), Some("none"))
}
