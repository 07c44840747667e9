//! A table as it grows, and as it stands.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use foi_model::{Datum, Row, TableSpec};

use super::column::{ColumnBuilder, Refusal};
use super::schema::arrow_schema;
use crate::error::ExportError;

/// Rows of a batch: enough to encode well, few enough to keep memory low.
const ROWS_A_BATCH: usize = 65_536;
/// Bytes of text of a batch: far below the two gibibytes that a column of Arrow `Utf8` can address.
const TEXT_BYTES_A_BATCH: usize = 256 << 20;

/// A table: its columns as `foi-model` describes them, and its rows as Arrow batches.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    spec: TableSpec,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    /// A table of these rows.
    ///
    /// # Errors
    /// As [`TableBuilder::push`].
    pub fn from_rows<R: Row>(rows: impl IntoIterator<Item = R>) -> Result<Self, ExportError> {
        let mut builder = TableBuilder::new(R::spec());
        builder.extend(rows)?;
        builder.finish()
    }

    /// Name, description and columns.
    pub fn spec(&self) -> &TableSpec {
        &self.spec
    }

    /// The Arrow schema, as [`arrow_schema`] gives it.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The rows.
    pub fn batches(&self) -> &[RecordBatch] {
        &self.batches
    }

    /// Number of rows.
    pub fn row_count(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

/// Takes rows one by one.
pub struct TableBuilder {
    spec: TableSpec,
    schema: SchemaRef,
    columns: Vec<ColumnBuilder>,
    rows: usize,
    text_bytes: usize,
    batches: Vec<RecordBatch>,
}

impl TableBuilder {
    /// A table without rows.
    pub fn new(spec: TableSpec) -> Self {
        let schema = Arc::new(arrow_schema(&spec));
        let columns = spec.columns.iter().map(|c| ColumnBuilder::new(c.kind)).collect();
        Self { spec, schema, columns, rows: 0, text_bytes: 0, batches: Vec::new() }
    }

    /// Appends a row: one value for each column, in their order.
    ///
    /// # Errors
    /// [`ExportError::Column`] for a value of another type than its column, an absent value in a column that has none, or a row of
    /// another length; [`ExportError::Decimal`] for a decimal that its column cannot hold exactly. The builder is of no use afterwards.
    pub fn push(&mut self, row: Vec<Datum>) -> Result<(), ExportError> {
        let table = self.spec.name;
        let mut row = row.into_iter();
        for (spec, column) in self.spec.columns.iter().zip(&mut self.columns) {
            let mismatch = ExportError::Column { table, column: spec.name };
            let Some(datum) = row.next().filter(|d| spec.nullable || *d != Datum::Null) else { return Err(mismatch) };
            self.text_bytes += column.push(datum).map_err(|refusal| match (refusal, spec.kind) {
                (Refusal::Decimal(value), foi_model::ColumnType::Decimal(precision, scale)) => {
                    ExportError::Decimal { table, column: spec.name, value, precision, scale }
                }
                _ => mismatch,
            })?;
        }
        if row.next().is_some() {
            return Err(ExportError::Column { table, column: "(one too many)" });
        }
        self.rows += 1;
        if self.rows >= ROWS_A_BATCH || self.text_bytes >= TEXT_BYTES_A_BATCH { self.cut() } else { Ok(()) }
    }

    /// Appends typed rows, which must be of this table.
    ///
    /// # Errors
    /// As [`TableBuilder::push`].
    pub fn extend<R: Row>(&mut self, rows: impl IntoIterator<Item = R>) -> Result<(), ExportError> {
        rows.into_iter().try_for_each(|row| self.push(row.data()))
    }

    /// The table.
    ///
    /// # Errors
    /// [`ExportError::Batch`] where Arrow refuses the columns.
    pub fn finish(mut self) -> Result<Table, ExportError> {
        if self.rows > 0 {
            self.cut()?;
        }
        Ok(Table { spec: self.spec, schema: self.schema, batches: self.batches })
    }

    fn cut(&mut self) -> Result<(), ExportError> {
        let columns = self.columns.iter_mut().map(ColumnBuilder::finish).collect::<Result<Vec<_>, _>>();
        let batch = columns.and_then(|columns| RecordBatch::try_new(Arc::clone(&self.schema), columns));
        self.batches.push(batch.map_err(|source| ExportError::Batch { table: self.spec.name, source })?);
        (self.rows, self.text_bytes) = (0, 0);
        Ok(())
    }
}
