//! `codebook.md`: the tables, their columns and codes, and what the instruments ask, for people.

use std::fmt::Write;

use foi_model::{AnswerKind, ColumnSpec, ColumnType, Instrument, IssueCode, SCHEMA_VERSION, TableSpec, Term};

/// The codebook of a dataset of these tables and instruments, as Markdown.
pub fn codebook<'a>(tables: &[&TableSpec], instruments: impl IntoIterator<Item = &'a Instrument>) -> String {
    let mut book = Book(String::new());
    book.line("# Codebook");
    book.line("");
    book.line(&format!(
        "Tables of schema version {SCHEMA_VERSION}. A value that is not there is null (empty in CSV), and a status or disposition beside it \
         says why: null is never zero, `false` or an empty text. Money is in pounds, exact to the penny; a year such as `2024-25` runs from \
         1 April to 31 March. `evidence` holds the SHA-256 of a source, the place in it and the words that stand there."
    ));
    for table in tables {
        book.table(table);
    }
    book.issues();
    let mut instruments: Vec<&Instrument> = instruments.into_iter().collect();
    instruments.sort_by(|a, b| a.id.cmp(&b.id));
    for instrument in instruments {
        book.instrument(instrument);
    }
    book.0
}

struct Book(String);

impl Book {
    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    fn heading(&mut self, level: usize, text: &str) {
        let _ = write!(self.0, "\n{} {text}\n\n", "#".repeat(level));
    }

    fn head(&mut self, columns: &[&str]) {
        self.row(columns.iter().map(|c| (*c).to_owned()));
        self.row(columns.iter().map(|_| "---".to_owned()));
    }

    fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().map(|c| cell(&c)).collect();
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    fn table(&mut self, table: &TableSpec) {
        self.heading(2, &format!("Table `{}`", table.name));
        self.line(&table.description);
        self.line("");
        self.head(&["column", "type", "unit", "null", "description"]);
        for column in &table.columns {
            let unit = column.unit.unwrap_or_default().to_owned();
            let null = if column.nullable { "yes" } else { "no" };
            self.row([format!("`{}`", column.name), kind(column.kind), unit, null.to_owned(), column.description.clone()]);
        }
        let mut shown: Vec<&ColumnSpec> = Vec::new();
        for column in table.columns.iter().filter(|c| !c.codes.is_empty()) {
            if shown.iter().any(|s| s.codes == column.codes) {
                continue;
            }
            shown.push(column);
            let names =
                table.columns.iter().filter(|c| c.codes == column.codes).map(|c| format!("`{}`", c.name)).collect::<Vec<_>>();
            self.heading(3, &format!("Codes of {}", names.join(" and ")));
            self.head(&["code", "meaning"]);
            for (code, meaning) in &column.codes {
                self.row([format!("`{code}`"), (*meaning).to_owned()]);
            }
        }
    }

    fn issues(&mut self) {
        self.heading(2, "Issues");
        self.head(&["code", "severity", "meaning", "who acts", "what to do"]);
        for issue in IssueCode::ALL {
            let severity = issue.severity().as_str().to_owned();
            let (meaning, actor) = (issue.meaning().to_owned(), issue.actor().as_str().to_owned());
            self.row([format!("`{}`", issue.as_str()), severity, meaning, actor, issue.help().to_owned()]);
        }
    }

    fn instrument(&mut self, instrument: &Instrument) {
        self.heading(2, &format!("Instrument `{}`: {}", instrument.id, instrument.title));
        self.line("The questions, in this project's own words.");
        self.line("");
        self.head(&["question", "section", "answer", "what is asked", "asked if"]);
        for question in &instrument.questions {
            let section = question.section.as_ref().map(|id| {
                let title = instrument.sections.iter().find(|s| &s.id == id).map_or("", |s| &s.title);
                format!("{id} {title}").trim().to_owned()
            });
            let asked_if = question.asked_if.as_ref().map(|c| format!("{} is {}", c.question, if c.answer { "yes" } else { "no" }));
            self.row([
                format!("`{}`", question.id),
                section.unwrap_or_default(),
                answer(question.kind).to_owned(),
                question.prompt.clone(),
                asked_if.unwrap_or_default(),
            ]);
        }
        let lists = [
            ("Measures", &instrument.measures),
            ("Columns of words", &instrument.descriptions),
            ("Service areas", &instrument.service_areas),
            ("Cohorts", &instrument.cohorts),
            ("Categories", &instrument.categories),
        ];
        for (title, terms) in lists.into_iter().filter(|(_, terms)| !terms.is_empty()) {
            self.terms(title, terms);
        }
    }

    fn terms(&mut self, title: &str, terms: &[Term]) {
        self.heading(3, title);
        let units = terms.iter().any(|t| t.unit.is_some());
        self.head(if units { &["code", "name", "unit"] } else { &["code", "name"] });
        for term in terms {
            let unit = units.then(|| term.unit.as_ref().map(ToString::to_string).unwrap_or_default());
            self.row([format!("`{}`", term.code), term.label.clone()].into_iter().chain(unit));
        }
    }
}

/// The words on one line, without what would end the cell.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

fn kind(kind: ColumnType) -> String {
    match kind {
        ColumnType::Text => "text".to_owned(),
        ColumnType::Integer => "integer".to_owned(),
        ColumnType::Boolean => "boolean".to_owned(),
        ColumnType::Date => "date".to_owned(),
        ColumnType::Decimal(precision, scale) => format!("decimal({precision}, {scale})"),
        ColumnType::TextList => "list of texts".to_owned(),
        ColumnType::Evidence => "struct".to_owned(),
    }
}

fn answer(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Boolean => "yes or no",
        AnswerKind::Text => "words",
        AnswerKind::Number => "number",
        AnswerKind::Percent => "percentage",
        AnswerKind::Date => "date",
        AnswerKind::Table => "table",
        AnswerKind::Contact => "contact",
    }
}
