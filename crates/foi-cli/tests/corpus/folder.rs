//! A folder of tables: a truth and a dataset are told by the same means, CSV.

use std::collections::BTreeMap;
use std::path::Path;

/// A row: column to text.
pub(crate) type Row = BTreeMap<String, String>;

/// Tables by name.
pub(crate) struct Folder(BTreeMap<String, Vec<Row>>);

impl Folder {
    /// Every CSV file of a folder.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut tables = BTreeMap::new();
        for entry in std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "csv") {
                let rows = csv::Reader::from_path(&path).unwrap().into_deserialize().collect::<Result<_, _>>();
                let rows = rows.unwrap_or_else(|e| panic!("{}: {e}", path.display()));
                tables.insert(path.file_stem().unwrap().to_str().unwrap().to_owned(), rows);
            }
        }
        Self(tables)
    }

    /// Tables that a test writes down.
    pub(crate) fn of<const N: usize>(tables: [(&str, Vec<Row>); N]) -> Self {
        Self(tables.into_iter().map(|(name, rows)| (name.to_owned(), rows)).collect())
    }

    /// The rows of a table; none where there is no such table.
    pub(crate) fn table(&self, name: &str) -> &[Row] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// The rows of a table in which a column has this value.
    pub(crate) fn of_one<'f>(&'f self, table: &str, column: &'f str, value: &'f str) -> impl Iterator<Item = &'f Row> + use<'f> {
        self.table(table).iter().filter(move |row| get(row, column) == value)
    }

    /// Gives a field of a row another value.
    pub(crate) fn set(&mut self, table: &str, index: usize, column: &str, value: &str) {
        let row = self.0.get_mut(table).and_then(|rows| rows.get_mut(index)).unwrap();
        row.insert(column.to_owned(), value.to_owned());
    }
}

/// A row from words `column=value`.
pub(crate) fn row(text: &str) -> Row {
    let fields = text.split(' ').map(|field| field.split_once('=').unwrap());
    fields.map(|(column, value)| (column.to_owned(), value.to_owned())).collect()
}

/// A field; empty where the row has none.
pub(crate) fn get<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).map_or("", |value| value.trim())
}
