//! HTML, written so that nothing from a dataset can become markup.

use foi_model::Decimal;

use crate::table::Item;

/// A piece of HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Html(String);

impl Html {
    /// Text as it is.
    pub(crate) fn text(text: &str) -> Self {
        let mut html = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                '"' => html.push_str("&quot;"),
                '\'' => html.push_str("&#39;"),
                // Control characters are not allowed in HTML.
                c if c.is_control() && c != '\n' => html.push(' '),
                c => html.push(c),
            }
        }
        Self(html)
    }

    /// Markup that the program wrote.
    pub(crate) fn markup(markup: impl Into<String>) -> Self {
        Self(markup.into())
    }

    /// An element around this. `open` is the tag with its attributes.
    pub(crate) fn within(self, open: &str) -> Self {
        let name = open.split(' ').next().unwrap_or(open);
        Self(format!("<{open}>{}</{name}>", self.0))
    }

    /// A link to a numbered piece of evidence.
    pub(crate) fn proved(self, number: usize) -> Self {
        self.within(&format!("a class=\"e\" data-e=\"{number}\" href=\"#e{number}\""))
    }

    /// A link to a place in this page, where there is one.
    pub(crate) fn linked(self, place: Option<&str>) -> Self {
        match place {
            Some(place) => self.within(&format!("a href=\"#{place}\"")),
            None => self,
        }
    }

    pub(crate) fn push(&mut self, more: Self) {
        self.0.push_str(&more.0);
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A paragraph of plain words.
pub(crate) fn paragraph(text: &str) -> Html {
    Html::text(text).within("p")
}

/// A heading with a name to link to.
pub(crate) fn section(id: &str, title: &str, content: Html) -> Html {
    let mut html = Html::text(title).within("h2");
    html.push(content);
    html.within(&format!("section id=\"{id}\""))
}

/// A column of a table: its heading, and whether it holds numbers.
pub(crate) type Head<'a> = (&'a str, bool);

/// A table that scrolls by itself where it is too wide. The first cell of each row is its heading.
pub(crate) fn table(caption: &str, heads: &[Head<'_>], rows: impl IntoIterator<Item = Vec<Html>>) -> Html {
    let number = |index: usize| heads.get(index).is_some_and(|h| h.1);
    let open = |index: usize| match (index, number(index)) {
        (0, _) => "th scope=\"row\"",
        (_, true) => "td class=\"n\"",
        (_, false) => "td",
    };
    let head = |index: usize| if number(index) { "th scope=\"col\" class=\"n\"" } else { "th scope=\"col\"" };
    whole("scroll", caption, (heads, head), rows, |index| open(index).to_owned())
}

/// A table of words: on a narrow screen each row becomes a list of its cells with their headings. Roles keep it a table to who hears it.
pub(crate) fn list(caption: &str, heads: &[Head<'_>], rows: impl IntoIterator<Item = Vec<Html>>) -> Html {
    let open = |index: usize| {
        let label = Html::text(heads.get(index).map_or("", |h| h.0));
        let tag = if index == 0 { "th scope=\"row\" role=\"rowheader\"" } else { "td role=\"cell\"" };
        format!("{tag} data-label=\"{}\"", label.as_str())
    };
    whole("scroll list", caption, (heads, |_| "th scope=\"col\" role=\"columnheader\""), rows, open)
}

fn whole(
    class: &str,
    caption: &str,
    (heads, head): (&[Head<'_>], impl Fn(usize) -> &'static str),
    rows: impl IntoIterator<Item = Vec<Html>>,
    open: impl Fn(usize) -> String,
) -> Html {
    let join = |parts: &mut dyn Iterator<Item = Html>| {
        parts.fold(Html::default(), |mut all, part| {
            all.push(part);
            all
        })
    };
    let head = join(&mut heads.iter().enumerate().map(|(index, (title, _))| Html::text(title).within(head(index))));
    let row = |cells: Vec<Html>| {
        join(&mut cells.into_iter().enumerate().map(|(index, cell)| cell.within(&open(index)))).within("tr role=\"row\"")
    };
    let body = join(&mut rows.into_iter().map(row));
    let label = Html::text(caption);
    let mut table = label.clone().within("caption");
    table.push(head.within("tr role=\"row\"").within("thead role=\"rowgroup\""));
    table.push(body.within("tbody role=\"rowgroup\""));
    let around = format!("div class=\"{class}\" role=\"region\" tabindex=\"0\" aria-label=\"{}\"", label.as_str());
    table.within("table role=\"table\"").within(&around)
}

/// Pounds with thousands set apart; pence where there are any.
pub(crate) fn pounds(amount: Decimal) -> String {
    let amount = amount.round_dp(2);
    let places = if amount.fract().is_zero() { 0 } else { 2 };
    let number = format!("{:.places$}", amount.abs());
    let (whole, rest) = number.split_once('.').map_or((number.as_str(), String::new()), |(w, r)| (w, format!(".{r}")));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if amount.is_sign_negative() && !amount.is_zero() { "\u{2212}" } else { "" };
    format!("{sign}£{grouped}{rest}")
}

/// A percentage, with a minus sign that is one.
pub(crate) fn percent(percent: Decimal) -> String {
    format!("{percent} %").replace('-', "\u{2212}")
}

/// A value of findings, with `unit` after a number that has one.
pub(crate) fn item(item: &Item, of_money: bool) -> Html {
    match item {
        Item::Absent => Html::markup("<span class=\"none\">none</span>"),
        Item::Decimal(amount) if of_money => Html::text(&pounds(*amount)),
        Item::Decimal(number) => Html::text(&percent(*number)),
        Item::Counts(counts) => {
            let reasons: Vec<String> = counts.iter().map(|(reason, n)| format!("{n} {}", words(reason))).collect();
            Html::text(if reasons.is_empty() { "nobody" } else { "" }).then(&reasons.join("; "))
        }
        Item::Text(text) => Html::text(&words(text)),
        other => Html::text(&other.as_text()),
    }
}

impl Html {
    fn then(mut self, text: &str) -> Self {
        self.push(Self::text(text));
        self
    }
}

/// A code as words: `not_held` as `not held`.
pub(crate) fn words(code: &str) -> String {
    code.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_a_dataset_is_markup() {
        assert_eq!(Html::text("<script>'\"&\u{1b}").as_str(), "&lt;script&gt;&#39;&quot;&amp; ");
    }

    #[test]
    fn pounds_are_exact() {
        for (amount, shown) in [("1234567", "£1,234,567"), ("-0.50", "\u{2212}£0.50"), ("100.00", "£100"), ("0", "£0")] {
            assert_eq!(pounds(amount.parse().unwrap()), shown);
        }
    }
}
