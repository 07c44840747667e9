//! Published figures beside the answers.

use std::collections::BTreeMap;

use super::evidence::Evidences;
use super::html::{Html, paragraph, percent, pounds, table, words};
use crate::comparison::{Beside, Verdict};

/// What a verdict means to who reads the page.
fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::SameOrder => "same order of magnitude, within a factor of three",
        Verdict::Thousandfold => "the answer is about a thousand times as much: a unit may have slipped",
        Verdict::Thousandth => "the answer is about a thousandth: a unit may have slipped",
        Verdict::OtherOrder => "another order of magnitude",
        Verdict::PublishedInPart => "published in part only",
        Verdict::SoStated => "withheld because it is published",
        Verdict::PublishedOnly => "no figure in the answer",
        Verdict::NotPublished => "marked as not available where it is published",
    }
}

pub(crate) fn html(beside: &[Beside], unmapped: &BTreeMap<String, u64>, evidence: &mut Evidences) -> Html {
    let mut html = paragraph(
        "What was published elsewhere, beside what authorities answered. It shows whether an answer is of the right order of magnitude, and fills no gap: no published figure is in \
         any sum, count or plot of this page. Surveys and returns do not define services alike.",
    );
    if beside.is_empty() {
        html.push(paragraph("No published figure is about an authority of the register."));
        return html;
    }
    let (answered, silent): (Vec<&Beside>, Vec<&Beside>) = beside.iter().partition(|b| b.answered);
    let mut counts: BTreeMap<Verdict, usize> = BTreeMap::new();
    answered.iter().for_each(|b| *counts.entry(b.verdict).or_default() += 1);
    let mut rows: Vec<Vec<Html>> = counts.iter().map(|(v, n)| vec![Html::text(meaning(*v)), Html::text(&n.to_string())]).collect();
    rows.push(vec![Html::text("of authorities that sent nothing"), Html::text(&silent.len().to_string())]);
    let caption = format!("{} published figures of authorities of the register", beside.len());
    html.push(table(&caption, &[("What they say of the answer", false), ("Figures", true)], rows));
    if !unmapped.is_empty() {
        let settings: Vec<String> = unmapped.iter().map(|(setting, n)| format!("{setting} ({n})")).collect();
        html.push(paragraph(&format!("Left out, because no service of the survey is the same: {}.", settings.join("; "))));
    }
    let heads = [
        ("Authority", false),
        ("Service", false),
        ("Year", false),
        ("Answer", true),
        ("Published", true),
        ("In", false),
        ("Answer, % of it", true),
        ("What it says", false),
    ];
    let rows = answered.into_iter().map(|b| {
        let answer = b.amount.map_or_else(|| words(&b.status), pounds);
        let part = if b.figure.partial && b.figure.amount.is_some() { " (a part)" } else { "" };
        vec![
            Html::text(&b.name),
            Html::text(&words(&b.area)),
            Html::text(&b.year).within("span class=\"short\""),
            evidence.link(Html::text(&answer), b.quote.as_ref()),
            Html::text(&b.figure.amount.map_or_else(|| "not available".to_owned(), |a| pounds(a) + part)),
            Html::text(b.figure.source).within("span class=\"short\""),
            b.ratio.map_or_else(Html::default, |ratio| Html::text(&percent(ratio))),
            Html::text(meaning(b.verdict)),
        ]
    });
    let rows: Vec<Vec<Html>> = rows.collect();
    html.push(table("Published figures of authorities that answered", &heads, rows));
    html
}
