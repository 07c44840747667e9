//! What proves the figures of a report, each with a place to link to.

use std::collections::BTreeMap;
use std::path::Path;

use super::html::{Html, list};
use crate::frame::AnalysisError;
use crate::quotes::{Quote, files};

/// The evidence that a report links to, numbered from 1 in the order of the links.
#[derive(Default)]
pub(crate) struct Evidences {
    numbers: BTreeMap<Quote, usize>,
    quotes: Vec<Quote>,
}

impl Evidences {
    /// What is shown, with a link to what proves it.
    pub(crate) fn link(&mut self, shown: Html, quote: Option<&Quote>) -> Html {
        let Some(quote) = quote else { return shown };
        if let Some(number) = self.numbers.get(quote) {
            return shown.proved(*number);
        }
        self.quotes.push(quote.clone());
        let number = self.quotes.len();
        self.numbers.insert(quote.clone(), number);
        shown.proved(number)
    }

    /// The list of quotes, with the file that each stands in.
    pub(crate) fn table(&self, dataset: &Path) -> Result<Html, AnalysisError> {
        let files = files(dataset)?;
        let heads = [("No.", false), ("Words of the response", false), ("File", false), ("Place", false)];
        let rows = self.quotes.iter().enumerate().map(|(index, quote)| {
            let number = index + 1;
            let file = files.get(&(quote.submission.clone(), quote.source.clone())).unwrap_or(&quote.source);
            vec![
                Html::text(&number.to_string()).within(&format!("span id=\"e{number}\"")),
                match &quote.words {
                    Some(words) => Html::text(words).within("q"),
                    None => Html::text("not in this dataset, which has facts alone").within("span class=\"none\""),
                },
                Html::text(file),
                Html::text(&quote.locator),
            ]
        });
        Ok(list("Evidence: the words that prove each figure", &heads, rows))
    }
}
