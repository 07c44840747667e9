//! How much one document may cost: every limit in one place, and what was spent of it.

use std::cell::Cell;

macro_rules! limits {
    ($($(#[doc = $doc:literal])+ $name:ident = $default:expr),+ $(,)?) => {
        /// How much may be read of one document and of everything inside it. Each can be set by name.
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct Limits {
            $($(#[doc = $doc])+ pub $name: u64,)+
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($name: $default,)+ }
            }
        }

        impl Limits {
            /// Names, with what each one bounds.
            pub const NAMES: &[(&str, &str)] = &[$((stringify!($name), concat!($($doc),+).trim_ascii()),)+];

            /// Sets a limit by its name; `false` where there is none of that name.
            pub fn set(&mut self, name: &str, value: u64) -> bool {
                match name {
                    $(stringify!($name) => self.$name = value,)+
                    _ => return false,
                }
                true
            }

            /// A limit by its name.
            pub fn get(&self, name: &str) -> Option<u64> {
                match name {
                    $(stringify!($name) => Some(self.$name),)+
                    _ => None,
                }
            }
        }
    };
}

limits! {
    /// bytes of a file
    input_bytes = 64 << 20,
    /// bytes of everything unpacked from a file
    inflated_bytes = 256 << 20,
    /// bytes of one member of an archive or package, unpacked
    member_bytes = 64 << 20,
    /// times that a member may be larger than packed, once it is larger than a mebibyte
    ratio = 100,
    /// members of an archive or package, or parts of a message
    members = 2_000,
    /// archives and messages inside one another
    nesting = 3,
    /// elements of XML inside one another
    xml_depth = 128,
    /// elements of HTML inside one another
    html_depth = 300,
    /// bytes of one tag of XML
    xml_tag_bytes = 1 << 20,
    /// elements, texts and attributes of one part of a document
    nodes = 4_000_000,
    /// tables inside one another
    table_nesting = 32,
    /// cells of tables that are not blank
    cells = 500_000,
    /// columns of a table
    columns = 1_000,
    /// bytes of text
    text_bytes = 8 << 20,
    /// pages
    pages = 2_000,
    /// objects of a PDF
    pdf_objects = 500_000,
    /// levels of a PDF's tree of pages
    page_tree_depth = 64,
    /// glyphs and lines that a PDF draws
    drawings = 2_000_000,
    /// pages of a scan that are recognised
    scanned_pages = 50,
    /// parts of a message inside one another
    mime_depth = 20,
    /// seconds that one step may take: reading a document, recognising a page of a scan, recognising what a submission says
    seconds = 8,
    /// bytes of memory of a worker
    memory_bytes = 768 << 20,
}

/// A limit that was passed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it passes the limit of {allowed} for {what} (`--limit {name}=NUMBER` sets another)")]
pub struct Exceeded {
    /// The limit's name.
    pub name: &'static str,
    /// What it bounds.
    pub what: &'static str,
    /// How much was allowed.
    pub allowed: u64,
}

/// What a document may still cost, together with the documents inside it.
#[derive(Debug)]
pub struct Budget {
    limits: Limits,
    inflated: Cell<u64>,
    members: Cell<u64>,
    cells: Cell<u64>,
    text: Cell<u64>,
    pages: Cell<u64>,
}

impl Budget {
    /// Nothing is spent yet.
    pub fn new(limits: &Limits) -> Self {
        Self {
            limits: limits.clone(),
            inflated: Cell::default(),
            members: Cell::default(),
            cells: Cell::default(),
            text: Cell::default(),
            pages: Cell::default(),
        }
    }

    /// The limits.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Holds a quantity against the limit of a name.
    ///
    /// # Errors
    /// [`Exceeded`] where it is more.
    #[inline]
    pub fn within(&self, name: &'static str, quantity: u64) -> Result<(), Exceeded> {
        let allowed = self.limits.get(name).unwrap_or(u64::MAX);
        if quantity <= allowed {
            return Ok(());
        }
        let what = Limits::NAMES.iter().find(|(n, _)| *n == name).map_or("", |(_, what)| *what);
        Err(Exceeded { name, what, allowed })
    }

    /// Takes bytes that were unpacked.
    ///
    /// # Errors
    /// [`Exceeded`] where there are too many by now; so for the others.
    pub fn inflate(&self, bytes: u64) -> Result<(), Exceeded> {
        self.spend(&self.inflated, "inflated_bytes", bytes)
    }

    /// Takes members of an archive or parts of a message.
    ///
    /// # Errors
    /// See [`Budget::inflate`].
    pub fn members(&self, number: u64) -> Result<(), Exceeded> {
        self.spend(&self.members, "members", number)
    }

    /// Takes cells.
    ///
    /// # Errors
    /// See [`Budget::inflate`].
    pub fn cells(&self, number: u64) -> Result<(), Exceeded> {
        self.spend(&self.cells, "cells", number)
    }

    /// Takes text.
    ///
    /// # Errors
    /// See [`Budget::inflate`].
    pub fn text(&self, bytes: usize) -> Result<(), Exceeded> {
        self.spend(&self.text, "text_bytes", bytes as u64)
    }

    /// Takes pages.
    ///
    /// # Errors
    /// See [`Budget::inflate`].
    pub fn pages(&self, number: u64) -> Result<(), Exceeded> {
        self.spend(&self.pages, "pages", number)
    }

    fn spend(&self, spent: &Cell<u64>, name: &'static str, quantity: u64) -> Result<(), Exceeded> {
        let sum = spent.get().saturating_add(quantity);
        self.within(name, sum)?;
        spent.set(sum);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_spent_once() {
        let mut limits = Limits::default();
        assert!(limits.set("cells", 10) && !limits.set("cell", 10));
        let budget = Budget::new(&limits);
        assert_eq!(budget.cells(6), Ok(()));
        let error = budget.cells(6).unwrap_err();
        assert_eq!(
            error.to_string(),
            "it passes the limit of 10 for cells of tables that are not blank (`--limit cells=NUMBER` sets another)"
        );
        assert_eq!(budget.cells(4), Ok(()));
    }

    #[test]
    fn every_limit_can_be_read_and_set() {
        let mut limits = Limits::default();
        for (name, what) in Limits::NAMES {
            assert!(limits.set(name, 7) && limits.get(name) == Some(7) && !what.is_empty(), "{name}");
        }
    }
}
