//! Tables in memory: the row structs of `foi-model` as Arrow batches.

mod builder;
mod column;
mod item;
mod schema;

pub use builder::{Table, TableBuilder};
pub(crate) use column::exact;
pub(crate) use item::{Item, Items};
pub use schema::arrow_schema;
pub(crate) use schema::schema_metadata;
