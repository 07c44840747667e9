//! The catalogue of what a person should look at.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::evidence::Evidence;
use crate::question_id::QuestionId;

/// How grave an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Something could not be read, or contradicts itself.
    Error,
    /// A value may be wrong, or something was left out.
    Warning,
    /// Worth knowing; no value is in doubt.
    Note,
}

impl Severity {
    /// The code in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Who can do something about an issue first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// Who uses the figures, by reading the place in the source.
    Analyst,
    /// Who builds the dataset, by giving other files, options, corrections or reference data.
    Builder,
    /// The authority, if it is asked.
    Authority,
}

impl Actor {
    /// Every one, in the order of a list.
    pub const ALL: &[Self] = &[Self::Analyst, Self::Builder, Self::Authority];

    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Analyst => "who uses the figures",
            Self::Builder => "who builds the dataset",
            Self::Authority => "the authority",
        }
    }
}

/// What every code of a catalogue tells: how it is written, how grave it is, what it means, what to do about it.
///
/// Given the name of the enum and for each variant its documentation, its code, its severity and its help.
#[macro_export]
macro_rules! catalogued {
    ($name:ident: $($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $severity:ident, help: $help:literal;)*) => {
        impl $name {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code in files and tables.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            /// How grave it is.
            pub fn severity(self) -> $crate::Severity {
                match self {
                    $(Self::$variant => $crate::Severity::$severity,)*
                }
            }

            /// What it means, in words.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc, "\n",)+).trim_ascii(),)*
                }
            }

            /// What to do about it.
            pub fn help(self) -> &'static str {
                match self {
                    $(Self::$variant => $help,)*
                }
            }
        }
    };
}

macro_rules! catalogue {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $severity:ident, $actor:ident, help: $help:literal;)*) => {
        /// The stable code of an issue; `docs/issues` has a page for each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum IssueCode {
            $($(#[doc = $doc])+ #[serde(rename = $code)] $variant,)*
        }

        impl IssueCode {
            /// Who can do something about it first.
            pub fn actor(self) -> Actor {
                match self {
                    $(Self::$variant => Actor::$actor,)*
                }
            }
        }

        catalogued!(IssueCode: $($(#[doc = $doc])+ $variant = $code, $severity, help: $help;)*);
    };
}

catalogue! {
    /// The file's content is of no format that can be read.
    FormatUnknown = "format-unknown", Error, Builder,
        help: "save the document in a format that can be read, such as PDF, and build again";
    /// The file is empty, or holds white space alone.
    DocumentEmpty = "document-empty", Error, Builder,
        help: "fetch the document again, or leave it out";
    /// The file could not be opened, or is damaged.
    DocumentUnreadable = "document-unreadable", Error, Builder,
        help: "open the file in the program that it is for, save it again, and build again";
    /// The file is damaged; what comes before the damage was read, what comes after it was not.
    DocumentPartlyRead = "document-partly-read", Error, Builder,
        help: "open the file in the program that it is for, save it again, and build again";
    /// The file cannot be read without its password.
    DocumentEncrypted = "document-encrypted", Error, Builder,
        help: "save the document without its password, and build again";
    /// The document passes a limit; what comes before was read, what comes after it was not.
    LimitExceeded = "limit-exceeded", Error, Builder,
        help: "if the document is what it should be, raise the limit that the message names";
    /// The process that read the document ended, took too long or took too much memory.
    WorkerFailed = "worker-failed", Error, Builder,
        help: "open the document in its program and save it again; if it is sound, please report it";
    /// The document has pictures of pages and no text, and they were not recognised.
    ScanUnread = "scan-unread", Error, Builder,
        help: "install `tesseract` (https://tesseract-ocr.github.io), or ask the authority for the original";
    /// The words were recognised in pictures of pages, and can be wrong.
    ScanRecognised = "scan-recognised", Warning, Analyst,
        help: "compare each figure with the picture";
    /// A picture came with the response, and was not read.
    PictureUnread = "picture-unread", Note, Builder,
        help: "look at the picture; if it holds answers, save it as a PDF, and build again";
    /// The document holds something that it does not show, which was left out: hidden sheets, rows or columns, comments, deleted or covered words.
    HiddenContent = "hidden-content", Warning, Authority,
        help: "tell the authority before you publish the document; `--include-hidden` reads it as if it were shown";
    /// A spreadsheet shows figures in another scale than it stores them in.
    ValueBehindDisplay = "value-behind-display", Note, Analyst,
        help: "click on the cell to see the stored number, which was taken";
    /// A figure stands in a cell that was merged over several rows or columns.
    CellMerged = "cell-merged", Warning, Analyst,
        help: "see what the figure is for in the source; it was not taken for any one row or column";
    /// Some bytes of the text are not valid in its encoding; they were replaced by U+FFFD.
    EncodingInvalid = "encoding-invalid", Warning, Builder,
        help: "open the file in an editor, save it as UTF-8, and compare the places marked with a question mark in a diamond";
    /// The text is not UTF-8, and its encoding was guessed.
    EncodingGuessed = "encoding-guessed", Note, Analyst,
        help: "compare pound signs and quotation marks with the source";
    /// The response is no answer to a known instrument; it was read under its own numbering.
    InstrumentUnrecognised = "instrument-unrecognised", Note, Builder,
        help: "name the instrument with `--instrument`, or write one and check it with `foi instruments --check`";
    /// The response does not say which authority it comes from.
    AuthorityUnknown = "authority-unknown", Warning, Builder,
        help: "write its name into the form or the letter, name it with `foi correct`, or add its names and domains to the register";
    /// The response names several authorities as its sender.
    AuthorityAmbiguous = "authority-ambiguous", Warning, Analyst,
        help: "look at the letterhead and the signature";
    /// The response carries no date of its own.
    DateMissing = "date-missing", Note, Builder,
        help: "write it into the form or the letter, or take it from the e-mail or the website that the response came from";
    /// Several dates could be the date of the response, or of the request.
    DateAmbiguous = "date-ambiguous", Warning, Analyst,
        help: "look at the words at the place shown";
    /// No question of the instrument was found in the response.
    NoQuestionFound = "no-question-found", Error, Builder,
        help: "see `foi inspect` for what was read; the answers may be in another document";
    /// It is not certain which question these words answer.
    BindingUncertain = "binding-uncertain", Warning, Analyst,
        help: "see `foi inspect` for the words, the question, and the runner-up";
    /// A question could have been found in several places that say different things.
    AnsweredTwice = "answered-twice", Warning, Analyst,
        help: "compare the two places";
    /// It is not certain what kind of saying the answer is.
    DispositionUncertain = "disposition-uncertain", Warning, Analyst,
        help: "read the answer at the place shown";
    /// A refusal whose words describe an exemption without citing its section.
    ExemptionUnnumbered = "exemption-unnumbered", Note, Authority,
        help: "ask the authority for the section, which it must state";
    /// A section is cited that does not exist in the Act, or that is no ground for withholding.
    ProvisionUnknown = "provision-unknown", Note, Analyst,
        help: "read the citation at the place shown";
    /// A yes-or-no question whose answer is neither.
    NeitherYesNorNo = "neither-yes-nor-no", Note, Analyst,
        help: "read the answer; it may decide the question in words";
    /// A question is answered that the response itself, or the instrument, routes past.
    AnsweredThoughRoutedPast = "answered-though-routed-past", Note, Analyst,
        help: "check which way the authority was routed";
    /// The answer points to a question that is not in the response.
    ReferenceUnresolved = "reference-unresolved", Warning, Analyst,
        help: "read the answer at the place shown";
    /// The answer points to a document that was not given.
    AttachmentMissing = "attachment-missing", Note, Builder,
        help: "put the attachment into one folder with the letter, and build again";
    /// A table could not be read as the instrument expects: it has no header row, or labels that nothing resolves.
    TableUnreadable = "table-unreadable", Warning, Analyst,
        help: "see `foi inspect` for the table; its cells are kept as text";
    /// A row of a table has more cells than its header, or figures in fewer.
    TableRagged = "table-ragged", Warning, Analyst,
        help: "compare each row with the source: a blank cell may have been lost";
    /// The label of a row is none of the instrument's.
    RowUnknown = "row-unknown", Warning, Builder,
        help: "add the label to the synonyms of the instrument, if it is one";
    /// The label of a row is spelt nearly as one of the instrument's and as no other, and was taken for it.
    LabelNear = "label-near", Note, Analyst,
        help: "compare the label with the source";
    /// The heading of a column is none of the instrument's.
    ColumnUnknown = "column-unknown", Warning, Builder,
        help: "add the heading to the synonyms of the instrument, if it is one";
    /// Two cells of one table are about the same thing and differ.
    CellsConflict = "cells-conflict", Error, Analyst,
        help: "compare the two cells; neither is taken";
    /// A cell cannot be read as a figure; its words are kept.
    CellUnreadable = "cell-unreadable", Warning, Analyst,
        help: "read the cell at the place shown";
    /// A figure says that it is about right only.
    FigureApproximate = "figure-approximate", Note, Analyst,
        help: "quote it as approximate";
    /// A cell gives a range, and no figure within it.
    FigureRange = "figure-range", Note, Analyst,
        help: "quote the range from the cell; no figure was taken";
    /// No heading, note or cell says whether figures are in pounds, thousands or millions.
    ScaleUnstated = "scale-unstated", Warning, Analyst,
        help: "compare with the neighbouring years or a published figure; the figures are taken in single units";
    /// The heading, the note and the cells do not agree on pounds, thousands or millions.
    ScaleConflict = "scale-conflict", Warning, Analyst,
        help: "compare with the neighbouring years or a published figure";
    /// The columns of one table state different scales, and each was read by its own.
    ScaleMixed = "scale-mixed", Note, Analyst,
        help: "check the heading of each column";
    /// Neighbouring figures differ a thousandfold, as they do when one of them is in another scale.
    ScaleSlip = "scale-slip", Warning, Analyst,
        help: "check the scale of both figures in the source";
    /// The figure has another unit than its measure.
    UnitUnexpected = "unit-unexpected", Warning, Analyst,
        help: "check the figure at the place shown; it is kept as text";
    /// The parts do not add up to the total that the table gives.
    TotalDiffers = "total-differs", Warning, Analyst,
        help: "check the rows of the column: one may be missing, misread or wrong in the source";
    /// No heading and no label names the financial year of a figure, which is left out.
    YearUncertain = "year-uncertain", Warning, Analyst,
        help: "check the year of the figures in the source";
    /// The figures cover a part of a year only.
    YearIncomplete = "year-incomplete", Note, Analyst,
        help: "do not compare them with whole years";
    /// Words in the response explain cells, and were taken for their status.
    CellsExplained = "cells-explained", Note, Analyst,
        help: "read the words at the place shown";
    /// Figures stand in sentences, not in the table that the question asks for.
    FiguresInProse = "figures-in-prose", Note, Analyst,
        help: "compare each figure with its sentence";
    /// Something in the answer looks like a figure that was asked for, and was not read.
    FigureUnread = "figure-unread", Warning, Analyst,
        help: "read the answer at the place shown and add the figure by a correction";
    /// Names, addresses or numbers of people were left out.
    PersonalDataLeftOut = "personal-data-left-out", Note, Analyst,
        help: "they are in the source only";
    /// The response looks like the requester's blank template: no question is answered.
    TemplateUnfilled = "template-unfilled", Warning, Builder,
        help: "fill it in; where that was done, look for the answers in another document";
    /// Another submission has the same documents, or is from the same authority to the same survey.
    SubmissionRepeated = "submission-repeated", Note, Analyst,
        help: "leave one of the two out, or put them into one folder if they are one response; the tables hold both, and the analyses count an authority once";
    /// A filled template holds words or figures in places that are none of its own, or has lost the marks that say what its cells are for.
    TemplateAltered = "template-altered", Warning, Authority,
        help: "move what stands there into the cells of the template, or fill in a fresh one from `foi template`";
    /// A figure of a filled template is left empty, and no reason is given beside it.
    ReasonMissing = "reason-missing", Note, Authority,
        help: "give the figure, or choose the reason from the list in the cell beside it: not held, withheld and so on";
    /// A person corrected a value.
    ValueCorrected = "value-corrected", Note, Analyst,
        help: "the ledger of corrections says who and why; `replaced` keeps what was read";
    /// A correction was made to a value that has changed since, and was not applied.
    CorrectionStale = "correction-stale", Warning, Builder,
        help: "read the source again; where the value is still wrong, record a new correction with `foi correct`";
    /// A correction asks for something that cannot be, such as a measure in a foreign unit, and was not applied.
    CorrectionImpossible = "correction-impossible", Warning, Builder,
        help: "compare the correction with `foi schema corrections` and with the instrument";
}

/// Something that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// The code.
    pub code: IssueCode,
    /// How grave it is.
    pub severity: Severity,
    /// What was found, with the values in question.
    pub message: String,
    /// The question that it is about; absent where it is about the submission.
    pub question_id: Option<QuestionId>,
    /// The words that it is about.
    pub evidence: Option<Evidence>,
    /// The reason that was given for it; an issue that is explained is a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explained: Option<Explanation>,
}

/// The reason that somebody gave for what looks amiss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// The reason, in the words of whoever gave it.
    pub reason: String,
    /// Where the words stand; absent where a correction gives them.
    pub evidence: Option<Evidence>,
}

impl Issue {
    /// An issue of the severity that the catalogue gives its code.
    pub fn new(code: IssueCode, message: impl Into<String>) -> Self {
        Self { code, severity: code.severity(), message: message.into(), question_id: None, evidence: None, explained: None }
    }

    /// About a question.
    #[must_use]
    pub fn on(self, question: &QuestionId) -> Self {
        Self { question_id: Some(question.clone()), ..self }
    }

    /// About these words.
    #[must_use]
    pub fn at(self, evidence: Option<Evidence>) -> Self {
        Self { evidence, ..self }
    }

    /// Explained by a reason, which leaves it a note.
    #[must_use]
    pub fn explained(self, explanation: Explanation) -> Self {
        Self { severity: Severity::Note, explained: Some(explanation), ..self }
    }
}

/// One finding of `validate`, `inspect` or `verify`, as `--format json` prints it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The code.
    pub code: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// What was found.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The file that it was found in.
    pub file: Option<String>,
    /// Where in the file.
    pub locator: Option<String>,
    /// The submission.
    pub submission_id: Option<String>,
    /// The question.
    pub question_id: Option<String>,
    /// What is there.
    pub actual: Option<String>,
    /// What was expected.
    pub expected: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_once() {
        let mut codes: Vec<&str> = IssueCode::ALL.iter().map(|c| c.as_str()).collect();
        codes.sort_unstable();
        let all = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), all);
        for code in IssueCode::ALL {
            assert!(!code.meaning().is_empty() && !code.help().ends_with('.'), "{}", code.as_str());
        }
    }
}
