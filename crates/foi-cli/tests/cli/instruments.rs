use std::fs;

use crate::{foi, parks, root};

#[test]
fn what_ships_is_listed_and_shown() {
    let list = foi(&root(), &["instruments"]).status(0).out();
    for id in ["ras-2012", "ras-2019", "ras-2026", "records-2024"] {
        assert!(list.contains(id), "{list}");
        let shown = foi(&root(), &["instruments", "show", id]).status(0).out();
        assert!(shown.starts_with(&format!("{id}: ")) && shown.contains("question"), "{shown}");
    }
    assert_eq!(foi(&root(), &["instruments", "list", "--format", "json"]).status(0).findings().len(), 4);
}

#[test]
fn a_sound_file_passes_and_every_contradiction_is_shown_in_place() {
    let folder = parks();
    foi(folder.path(), &["instruments", "--check", "parks.toml"]).status(0);
    let text = fs::read_to_string(folder.path().join("parks.toml")).unwrap();
    let broken = text.replace("\"playgrounds\", \"gardens\"]", "\"playgrounds\", \"lakes\"]").replacen("unit = \"GBP\"", "", 1);
    fs::write(folder.path().join("broken.toml"), broken).unwrap();
    fs::write(folder.path().join("form.toml"), "id = \"x\"\ntitle = 3\n").unwrap();
    let run = foi(folder.path(), &["instruments", "--check", "broken.toml", "form.toml"]).status(1);
    insta::assert_snapshot!(run.err());
    assert_eq!(run.out(), "");
}

#[test]
fn schemas_and_tables_are_printed() {
    for name in ["submission", "instrument", "corrections"] {
        let printed = foi(&root(), &["schema", name]).status(0).out();
        let file = fs::read_to_string(root().join(format!("schemas/{name}.schema.json"))).unwrap();
        assert_eq!(printed, file);
    }
    let table = foi(&root(), &["schema", "--table", "outturn"]).status(0).out();
    assert!(table.contains("budget_gbp") && table.contains("GBP") && table.contains("decimal(18, 2)"), "{table}");
    let json = foi(&root(), &["schema", "--table", "outturn", "--format", "json"]).status(0);
    assert_eq!(json.findings()[0]["columns"][5]["unit"], "GBP");
}
