//! What `validate`, `verify` and `instruments --check` can find besides the issues of `foi_model::IssueCode`.

use foi_model::Finding;

macro_rules! checks {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $severity:ident, help: $help:literal;)*) => {
        /// The stable code of a finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Check {
            $($(#[doc = $doc])+ $variant,)*
        }

        foi_model::catalogued!(Check: $($(#[doc = $doc])+ $variant = $code, $severity, help: $help;)*);
    };
}

checks! {
    /// The text is not JSON, or not UTF-8.
    JsonInvalid = "json-invalid", Error,
        help: "compare the place shown with the line before it; a comma or a quotation mark may be missing";
    /// The value does not have the form that the schema gives it.
    SchemaMismatch = "schema-mismatch", Error,
        help: "`foi schema submission` prints what is expected";
    /// The value has the right form and is impossible all the same.
    ValueInvalid = "value-invalid", Error,
        help: "correct the value, or build the submission again from its documents";
    /// One field stands twice in one object.
    FieldTwice = "field-twice", Error,
        help: "keep one of the two; readers of JSON differ in which one they take";
    /// The submission is of another version of the schema.
    SchemaVersion = "schema-version", Error,
        help: "build the submission again from its documents";
    /// Two submissions have one name.
    SubmissionTwice = "submission-twice", Error,
        help: "give one of them another `submission_id`, or leave one out";
    /// There were too many submissions to compare the ids of all.
    IdsNotCompared = "ids-not-compared", Note,
        help: "divide the file and validate its parts, or look for ids that stand twice with `sort` and `uniq`";
    /// No such instrument is known.
    InstrumentUnknown = "instrument-unknown", Error,
        help: "`foi instruments` lists what is known; give another with `--instrument FILE`";
    /// The authority is not in the register.
    AuthorityUnregistered = "authority-unregistered", Warning,
        help: "compare the code with the register, or give another with `--register FILE`";
    /// The instrument has no such question.
    QuestionUnknown = "question-unknown", Error,
        help: "`foi instruments show ID` lists the questions";
    /// A question of the instrument has no answer, not even `not_found`.
    QuestionMissing = "question-missing", Error,
        help: "add an answer; where the response does not have the question, its disposition is `not_found`";
    /// A question has two answers.
    QuestionTwice = "question-twice", Error,
        help: "keep one of them";
    /// An answer does not stand in the order of the instrument.
    QuestionOrder = "question-order", Warning,
        help: "move the answer to its place; a misplaced answer often carries the number of another question";
    /// The section is not that of the question.
    SectionDiffers = "section-differs", Warning,
        help: "`foi instruments show ID` lists the questions with their sections";
    /// The kind of the value is not what the question asks for.
    ValueKind = "value-kind", Error,
        help: "`foi instruments show ID` tells what kind of answer the question expects";
    /// The instrument has no such measure, or asks for it elsewhere.
    MeasureUnknown = "measure-unknown", Error,
        help: "`foi instruments show ID` lists the tables with their measures";
    /// The instrument has no such column of words, or asks for it elsewhere.
    DescriptionUnknown = "description-unknown", Error,
        help: "`foi instruments show ID` lists the tables with their columns";
    /// The instrument has no such service area, or the table has no row for it.
    ServiceAreaUnknown = "service-area-unknown", Error,
        help: "`foi instruments show ID` lists the service areas of each table";
    /// The instrument has no such cohort, or the table is not divided by it.
    CohortUnknown = "cohort-unknown", Error,
        help: "`foi instruments show ID` lists the cohorts of each table";
    /// The instrument has no such category, or the table is not divided by it.
    CategoryUnknown = "category-unknown", Error,
        help: "`foi instruments show ID` lists the categories of each table";
    /// The table does not ask for the year.
    YearUnexpected = "year-unexpected", Warning,
        help: "check the year at the place shown in the source";
    /// A cell of a table does not say what it is about.
    DimensionMissing = "dimension-missing", Error,
        help: "add the dimension: without it nobody can tell what the figure is about";
    /// The value has another unit than its measure.
    UnitMismatch = "unit-mismatch", Error,
        help: "convert the value, or check which measure it is";
    /// The value is not what the words that it was read from mean.
    ValueDiffers = "value-differs", Error,
        help: "compare the value, its sign and the multiplier with the words in `raw`; change a value by a correction, not in place";
    /// The bounds of a hidden number are in the wrong order.
    BoundsReversed = "bounds-reversed", Error,
        help: "exchange the bounds, or correct the one that is wrong";
    /// Values are given for a question that is said to have none.
    DispositionContradicted = "disposition-contradicted", Error,
        help: "correct the disposition, or remove the values";
    /// The provision is of another Act than the legislation beside it.
    RegimeDiffers = "regime-differs", Error,
        help: "correct the one that is wrong; the evidence shows what was cited";
    /// The response is older than the request.
    DatesReversed = "dates-reversed", Warning,
        help: "compare both dates with the source; day and month may have been exchanged";
    /// Two cells are about the same thing.
    CellTwice = "cell-twice", Error,
        help: "keep one of them";
    /// A question is answered that the instrument does not ask of this authority.
    RoutingContradicted = "routing-contradicted", Warning,
        help: "check the answer to the question that decides who is asked";
    /// A value has no evidence, in a submission that was read from documents.
    EvidenceMissing = "evidence-missing", Error,
        help: "cite the words that it was read from and their place; a value of your own belongs into a correction, see `foi correct`";
    /// The words that prove a value stand in a source that is not among the documents.
    SourceUnlisted = "source-unlisted", Error,
        help: "add the document to `documents`, or correct the `source_id`";
    /// A file of the dataset is not what the manifest says.
    FileChanged = "file-changed", Error,
        help: "build the dataset again";
    /// A file of the dataset is not there.
    FileMissing = "file-missing", Error,
        help: "build the dataset again";
    /// The source file was not found.
    SourceMissing = "source-missing", Error,
        help: "name the folder that holds the sources with `--sources`";
    /// The source file has other bytes than when the dataset was built.
    SourceChanged = "source-changed", Error,
        help: "find the file as it was, or build the dataset again";
    /// The source has no such place.
    LocatorUnresolved = "locator-unresolved", Error,
        help: "the source or the submission was changed after the build; build the dataset again";
    /// The words at the place are not the quote.
    QuoteDiffers = "quote-differs", Error,
        help: "the source or the submission was changed after the build; build the dataset again";
    /// These words were taken for the answer to the question.
    AnswerBound = "answer-bound", Note,
        help: "`foi inspect` shows the words around them";
    /// The file is no instrument.
    InstrumentInvalid = "instrument-invalid", Error,
        help: "`foi schema instrument` prints what is expected";
    /// The instrument contradicts itself.
    InstrumentContradiction = "instrument-contradiction", Error,
        help: "correct the name, or define what it names";
}

impl Check {
    /// A finding of this kind.
    pub fn finding(self, message: impl Into<String>) -> Finding {
        Finding {
            code: self.as_str().to_owned(),
            severity: self.severity().as_str().to_owned(),
            message: message.into(),
            help: self.help().to_owned(),
            ..Finding::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_differ_from_those_of_issues() {
        let mut codes: Vec<&str> = Check::ALL.iter().map(|c| c.as_str()).collect();
        codes.extend(foi_model::IssueCode::ALL.iter().map(|c| c.as_str()));
        codes.sort_unstable();
        let all = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), all);
        assert!(Check::ALL.iter().all(|c| !c.help().ends_with('.')));
    }
}
