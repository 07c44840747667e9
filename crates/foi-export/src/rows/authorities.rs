//! The register, with the submissions that came.

use std::collections::BTreeMap;

use foi_model::{AuthorityRow, GssCode, Register, Submission};

/// Rows of table `authorities`: each authority of the register, once for each submission of it, and once with none where none came.
/// A submission under a former code counts for the authority of today; one of an authority outside the register is in no row.
pub fn authority_rows(register: &Register, submissions: &[&Submission]) -> Vec<AuthorityRow> {
    let mut came: BTreeMap<&GssCode, Vec<&str>> = BTreeMap::new();
    for submission in submissions {
        if let Some(authority) = submission.authority.as_ref().and_then(|a| register.get(&a.code)) {
            came.entry(&authority.code).or_default().push(&submission.submission_id);
        }
    }
    let mut rows = Vec::new();
    for authority in register.authorities() {
        let row = |submission_id: Option<String>| AuthorityRow {
            submission_id,
            authority_code: authority.code.clone(),
            authority_name: authority.name.clone(),
            nation: authority.nation,
            region: authority.region.clone(),
            kind: authority.kind.clone(),
        };
        match came.get(&authority.code) {
            None => rows.push(row(None)),
            Some(ids) => rows.extend(ids.iter().map(|&id| row(Some(id.to_owned())))),
        }
    }
    rows
}
