//! What a submission to a Freedom-of-Information survey *is*: the types, the rules that their values keep, the codes, the
//! definition of an instrument, the catalogue of issues and the columns of every table.
//!
//! The crate does no I/O, reads no clock and knows no file format. Every doc comment on a serialised type is the one place
//! where that field is described: JSON Schema, table metadata and the codebook all take it from here.

mod code;
mod correction;
mod disposition;
mod evidence;
mod figure;
mod instrument;
mod issue;
mod money;
mod observation;
mod privacy;
mod provision;
mod question_id;
mod refine;
mod register;
mod repeated;
mod schema;
mod submission;
mod tables;
mod template;
mod year;

pub use code::{Code, CodeError, GssCode, GssCodeError, Unit};
pub use correction::{
    AnswerField, Applied, Change, Corrected, Correction, Corrections, IdentityField, Known, LedgerError, NewCell, NewFigure,
    NewStatus, Outcome, State,
};
pub use disposition::{Disposition, DispositionCode, DispositionError, Exemption};
pub use evidence::{Evidence, Locator, LocatorError, Place, SourceId, SourceIdError};
pub use figure::{Figure, FigureError, Scale};
pub use instrument::{
    AnswerKind, Column, Condition, Instrument, InstrumentError, InstrumentFault, Question, Section, Table, Term, UNRECOGNISED,
};
pub use issue::{Actor, Explanation, Finding, Issue, IssueCode, Severity};
pub use money::{Money, MoneyError, Percent, PercentError};
pub use observation::{Cell, CellStatus, Description, Dimensions, Observation, Reported};
pub use privacy::{longest_clean, personal, personal_counted, redacted};
pub use provision::{ExemptionKind, Legislation, Provision, ProvisionError};
pub use question_id::{QuestionId, QuestionIdError};
pub use refine::submission_schema;
pub use register::{Authority, Nation, Register};
pub use repeated::tell_repeated;
pub use schema::{SchemaName, json_schema};
pub use submission::{Answer, AuthorityRef, Request, SCHEMA_VERSION, Source, SourceRole, Submission, Value};
pub use tables::{
    AccuracyRow, AnswerRow, AuthorityRow, ColumnSpec, ColumnType, ColumnValue, CustomisationRow, Datum, EstimateRow, ExemptionRow,
    IssueRow, MethodRow, ObservationRow, OutturnRow, Row, SourceRow, SubmissionRow, TableSpec, table_specs,
};
pub use template::{ANSWERS, ColumnMark, Label, MarkError, REASONS, RowMark, TEMPLATE_VERSION, form_name};
pub use year::{FinancialYear, FinancialYearError, YearMention};

pub use jiff::civil::Date;
pub use rust_decimal::Decimal;
