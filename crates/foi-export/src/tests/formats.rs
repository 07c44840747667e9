//! Every format holds what the table holds.

use arrow::array::RecordBatch;
use foi_model::{Datum, table_specs};

use super::sample::Sample;
use crate::{ExportError, Table, TableBuilder, arrow_schema, exporter, exporter_for_extension, exporters};

fn tables() -> Vec<Table> {
    Sample::new().with(|dataset| dataset.tables()).unwrap()
}

fn table(name: &str) -> Table {
    tables().into_iter().find(|t| t.spec().name == name).unwrap()
}

fn written(table: &Table, format: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    exporter(format).unwrap().write(table, &mut bytes).unwrap();
    bytes
}

fn text(name: &str, format: &str) -> String {
    String::from_utf8(written(&table(name), format)).unwrap()
}

fn one_batch(table: &Table) -> RecordBatch {
    arrow::compute::concat_batches(table.schema(), table.batches()).unwrap()
}

#[test]
fn tables_are_those_of_the_contract() {
    let found: Vec<_> = tables().iter().map(|t| t.spec().clone()).collect();
    assert_eq!(found, table_specs());
}

#[test]
fn parquet_reads_back_as_written() {
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    for table in tables() {
        let bytes: Vec<u8> = written(&table, "parquet");
        let path = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(path.path(), bytes).unwrap();
        let builder = ParquetRecordBatchReaderBuilder::try_new(path.reopen().unwrap()).unwrap();
        assert_eq!(builder.metadata().file_metadata().created_by(), Some(concat!("foi version ", env!("CARGO_PKG_VERSION"))));
        assert_eq!(builder.schema().fields(), table.schema().fields(), "{}", table.spec().name);
        assert_eq!(builder.schema().metadata().get("description"), Some(&table.spec().description));
        let batches = builder.build().unwrap().collect::<Result<Vec<_>, _>>().unwrap();
        let read = arrow::compute::concat_batches(table.schema(), &batches).unwrap();
        assert_eq!(read, one_batch(&table), "{}", table.spec().name);
    }
}

#[test]
fn arrow_reads_back_as_written() {
    for table in tables() {
        let bytes = written(&table, "arrow");
        let reader = arrow::ipc::reader::FileReader::try_new(std::io::Cursor::new(bytes), None).unwrap();
        assert_eq!(&reader.schema(), table.schema());
        let batches = reader.collect::<Result<Vec<_>, _>>().unwrap();
        assert_eq!(batches, table.batches(), "{}", table.spec().name);
    }
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    for format in exporters() {
        for (one, other) in tables().iter().zip(&tables()) {
            assert_eq!(written(one, format.name()), written(other, format.name()), "{} {}", one.spec().name, format.name());
        }
    }
}

#[test]
fn metadata_describes_every_column() {
    for spec in table_specs() {
        for (field, column) in arrow_schema(&spec).fields().iter().zip(&spec.columns) {
            assert_eq!(field.metadata().get("description"), Some(&column.description));
            assert_eq!(field.metadata().get("unit").map(String::as_str), column.unit);
            assert_eq!(field.metadata().contains_key("codes"), !column.codes.is_empty());
        }
    }
}

#[test]
fn csv_is_safe_in_a_spreadsheet_and_keeps_numbers() {
    let answers = text("answers", "csv");
    let mut lines = answers.split("\r\n");
    assert_eq!(
        lines.next(),
        Some(
            "submission_id,authority_code,authority_name,question_id,section,disposition,also,exemptions,text,value_bool,value_number,\
             value_date,unit,confidence,evidence_source_id,evidence_locator,evidence_quote"
        )
    );
    let source = crate::sha256(b"the letter");
    assert_eq!(
        lines.next(),
        Some(
            format!(
                "barnsley,E08000016,Barnsley,1,,answered,,,\"'=Yes; \"\"we do\"\",\nmostly\",true,,,,90,{source},line 7 chars 1-9,as follows"
            )
            .as_str()
        )
    );
    let observations = text("observations", "csv");
    assert!(observations.contains("reported,-164,GBP,'-164,0,false,,,95,"), "{observations}");
    assert!(text("outturn", "csv").contains("day_care,2024-25,0.00,reported,-164.00,reported,-164.00,,false,false\r\n"));
    assert!(text("authorities", "csv").contains("\r\n,E08000017,Doncaster,"));
}

#[test]
fn every_record_of_csv_has_every_column() {
    for table in tables() {
        let bytes = written(&table, "csv");
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let columns = reader.headers().unwrap().len();
        let records = reader.records().collect::<Result<Vec<_>, _>>().unwrap();
        assert_eq!(records.len(), table.row_count(), "{}", table.spec().name);
        assert!(records.iter().all(|r| r.len() == columns));
    }
}

#[test]
fn ndjson_has_exact_numbers_and_explicit_nulls() {
    let outturn = text("outturn", "ndjson");
    assert_eq!(
        outturn.lines().nth(1),
        Some(
            r#"{"submission_id":"barnsley","authority_code":"E08000016","authority_name":"Barnsley","service_area":"home_care","financial_year":"2024-25","budget_gbp":1000.10,"budget_status":"reported","outturn_gbp":1000.43,"outturn_status":"reported","variance_gbp":0.33,"variance_pct":0.03,"forecast":false,"corrected":false}"#
        )
    );
    for table in tables() {
        let bytes = written(&table, "ndjson");
        let lines = bytes.split(|&b| b == b'\n').filter(|l| !l.is_empty());
        let objects = lines.map(|l| serde_json::from_slice::<serde_json::Map<_, _>>(l).unwrap()).collect::<Vec<_>>();
        assert_eq!(objects.len(), table.row_count());
        let names: Vec<&str> = table.spec().columns.iter().map(|c| c.name).collect();
        assert!(objects.iter().all(|o| o.keys().map(String::as_str).eq(names.iter().copied())), "{}", table.spec().name);
    }
}

#[test]
fn a_row_that_does_not_fit_is_an_error() {
    let spec = table_specs().into_iter().find(|s| s.name == "outturn").unwrap();
    let full: Vec<Datum> = table("outturn").spec().columns.iter().map(|_| Datum::Null).collect();
    let refused = |row: Vec<Datum>| TableBuilder::new(spec.clone()).push(row).unwrap_err().to_string();
    assert_eq!(refused(full), "column `submission_id` of table `outturn` was given a value of another type");
    let text = |t: &str| Datum::Text(t.to_owned());
    let row = |budget: Datum| vec![text("a"), Datum::Null, Datum::Null, text("b"), text("2024-25"), budget];
    assert_eq!(refused(row(text("x"))), "column `budget_gbp` of table `outturn` was given a value of another type");
    assert_eq!(
        refused(row(Datum::Decimal("0.005".parse().unwrap()))),
        "`0.005` does not fit column `budget_gbp` of table `outturn`: 18 digits, 2 of them decimals"
    );
    assert_eq!(refused(row(Datum::Null)), "column `budget_status` of table `outturn` was given a value of another type");
}

#[test]
fn many_rows_are_many_batches_with_the_same_content() {
    let spec = table_specs().into_iter().find(|s| s.name == "authorities").unwrap();
    let mut builder = TableBuilder::new(spec);
    for number in 0..70_000 {
        let text = |t: &str| Datum::Text(t.to_owned());
        builder.push(vec![Datum::Null, text("E1"), text(&number.to_string()), text("England"), text("x"), text("y")]).unwrap();
    }
    let table = builder.finish().unwrap();
    assert_eq!((table.batches().len(), table.row_count()), (2, 70_000));
    let csv = String::from_utf8(written(&table, "csv")).unwrap();
    assert!(csv.ends_with(",E1,69999,England,x,y\r\n"));
    assert_eq!(arrow::ipc::reader::FileReader::try_new(std::io::Cursor::new(written(&table, "arrow")), None).unwrap().count(), 2);
}

#[test]
fn formats_are_found_by_name_and_extension() {
    for format in exporters() {
        assert_eq!(exporter(format.name()).map(|f| f.name()), Some(format.name()));
        assert_eq!(exporter_for_extension(format.extension()).map(|f| f.name()), Some(format.name()));
    }
    assert!(exporter("xls").is_none());
}

#[test]
fn two_submissions_of_one_name_are_refused() {
    let mut sample = Sample::new();
    sample.submissions.push(sample.submissions[0].clone());
    assert!(matches!(sample.with(|d| d.tables()), Err(ExportError::DuplicateSubmission(id)) if id == "barnsley"));
}
